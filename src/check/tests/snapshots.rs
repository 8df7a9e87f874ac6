//! Every mistake that this room tells, with the folder that makes it: `tests/errors/check/*.licit`.

use std::path::Path;

use super::{check, render};

#[test]
fn mistakes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors/check");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).expect("the cases are there").filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "licit"));
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a case is text");
        let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let told = render(&check(&text));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.clone(), format!("{}\n---\n{told}", text.trim_end())));
    }
}
