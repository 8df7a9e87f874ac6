//! The policies that are shipped, as a library sees them.

use std::fs;
use std::path::{Path, PathBuf};

use licit::{Policy, Workspace};

/// The folder of this crate.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The policies of a folder as texts.
pub fn workspace(folder: &str) -> Workspace {
    let folder = root().join(folder);
    let mut workspace = Workspace::named("policies");
    add(&mut workspace, &folder, &folder);
    workspace
}

/// The policies of a folder, checked.
pub fn load(folder: &str) -> Policy {
    workspace(folder)
        .check()
        .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
}

fn add(workspace: &mut Workspace, folder: &Path, root: &Path) {
    for entry in fs::read_dir(folder).expect("a policy folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            add(workspace, &path, root);
        } else if path
            .extension()
            .is_some_and(|e| e == "licit" || e == "csv" || e == "json")
        {
            let inside = path
                .strip_prefix(root)
                .expect("inside")
                .to_string_lossy()
                .replace('\\', "/");
            workspace.add_file(inside, fs::read(&path).expect("readable"));
        }
    }
}
