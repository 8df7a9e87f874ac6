//! Reading policy folders, and telling which of them a PATH means.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::exit::Exit;
use super::output::Output;
use crate::api::{Diagnostics, Policy, Workspace, errors};

/// What a policy folder may hold: rule files, and the lists and facts that they name.
const EXTENSIONS: [&str; 3] = ["licit", "csv", "json"];

/// A policy folder to be checked, and which of its files are meant.
pub struct Asked {
    workspace: Workspace,
    /// Files or folders as told to the user; empty: all.
    selected: Vec<String>,
}

impl Asked {
    /// Whether that file (as told to the user) is meant.
    pub fn means(&self, file: &str) -> bool {
        self.selected.is_empty()
            || self.selected.iter().any(|path| {
                file.strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                    || path == "."
            })
    }

    /// Checks the folder; tells what is wrong with the files that are meant, or all of it where nothing can go on.
    pub fn check(&self, output: &mut Output) -> Result<Policy, Exit> {
        let checked = self.workspace.check();
        match &checked {
            Ok(policy) => output.diagnostics(&policy.warnings().of_files(&|file| self.means(file))),
            Err(diagnostics) => output.diagnostics(diagnostics),
        }
        checked.map_err(|_| Exit::Unchecked)
    }

    /// Checks all of the folder that decides, without telling anything: see [`Workspace::check_law`].
    pub fn law(&self) -> Result<Policy, Diagnostics> {
        self.workspace.check_law()
    }

    /// Checks the folder without telling anything.
    pub fn checked(&self) -> Result<Policy, Diagnostics> {
        self.workspace.check()
    }
}

/// The policy folder itself.
pub fn policies(folder: &Path) -> Result<Asked, Diagnostics> {
    Ok(Asked {
        workspace: read(folder)?,
        selected: Vec::new(),
    })
}

/// What the PATHs mean: inside the policy folder they select, outside each is a policy folder of its own.
pub fn asked(policies: &Path, paths: &[PathBuf]) -> Result<Vec<Asked>, Diagnostics> {
    if paths.is_empty() {
        return Ok(vec![self::policies(policies)?]);
    }
    let root = fs::canonicalize(policies).ok();
    let mut all = Vec::new();
    let mut selected = Vec::new();
    for path in paths {
        let real = fs::canonicalize(path).map_err(|error| refused(path, &error))?;
        match root.as_ref().and_then(|root| real.strip_prefix(root).ok()) {
            Some(inside) => selected.push(shown(&policies.join(inside))),
            None => all.push(Asked {
                workspace: read(path)?,
                selected: Vec::new(),
            }),
        }
    }
    if !selected.is_empty() {
        all.insert(
            0,
            Asked {
                workspace: read(policies)?,
                selected,
            },
        );
    }
    Ok(all)
}

/// Reads a policy folder; a single file is a folder with it alone, beside its lists and facts.
fn read(path: &Path) -> Result<Workspace, Diagnostics> {
    let root = fs::canonicalize(path).map_err(|error| refused(path, &error))?;
    let single = root.is_file();
    let (folder, root) = match (single, path.parent(), root.parent()) {
        (true, Some(parent), Some(real)) => (parent.to_path_buf(), real.to_path_buf()),
        _ => (path.to_path_buf(), root.clone()),
    };
    let mut found = Vec::new();
    walk(&folder, &root, &mut found)?;
    let name = shown(&folder);
    let mut workspace = Workspace::named(if name == "." { String::new() } else { name });
    let only = path.file_name().filter(|_| single);
    for (file, inside) in found {
        if only.is_some()
            && extension(&file) == Some("licit")
            && inside.as_os_str() != only.unwrap_or_default()
        {
            continue;
        }
        let bytes = fs::read(&file).map_err(|error| refused(&file, &error))?;
        workspace.add_file(slashed(&inside), bytes);
    }
    Ok(workspace)
}

/// Files of the folder with their paths in it. Hidden ones are passed over, and so is what a link leads to outside the folder;
/// a folder met again (links may go round) is read once.
fn walk(
    folder: &Path,
    root: &Path,
    found: &mut Vec<(PathBuf, PathBuf)>,
) -> Result<(), Diagnostics> {
    let mut seen = BTreeSet::from([root.to_path_buf()]);
    let mut open = vec![(PathBuf::new(), root.to_path_buf())];
    while let Some((inside, real_folder)) = open.pop() {
        let here = folder.join(&inside);
        let entries = fs::read_dir(&here).map_err(|error| refused(&here, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| refused(&here, &error))?;
            let name = entry.file_name();
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            let path = here.join(&name);
            let kind = entry.file_type().map_err(|error| refused(&path, &error))?;
            // What is no link stands where it is found. A link that leads nowhere is as good as no entry.
            let (real, is_folder) = if kind.is_symlink() {
                let Ok(real) = fs::canonicalize(&path) else {
                    continue;
                };
                let is_folder = real.is_dir();
                (real, is_folder)
            } else {
                (real_folder.join(&name), kind.is_dir())
            };
            if !real.starts_with(root) {
                continue;
            }
            if is_folder {
                if seen.insert(real.clone()) {
                    open.push((inside.join(&name), real));
                }
            } else if extension(&path).is_some_and(|extension| EXTENSIONS.contains(&extension)) {
                found.push((path, inside.join(&name)));
            }
        }
    }
    found.sort();
    Ok(())
}

fn extension(path: &Path) -> Option<&str> {
    path.extension().and_then(|extension| extension.to_str())
}

/// `/` between parts, whatever the system writes.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/").replace("//", "/")
}

fn shown(path: &Path) -> String {
    let text = slashed(path);
    match text.strip_prefix("./") {
        Some(rest) => rest.to_owned(),
        None if text.is_empty() => ".".to_owned(),
        None => text,
    }
}

/// A file or folder that cannot be read.
pub fn refused(path: &Path, error: &io::Error) -> Diagnostics {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not read it".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    };
    let help = (error.kind() == io::ErrorKind::NotFound && path == Path::new("policies"))
        .then_some("run from the folder that holds `policies`, or name it with `--policies DIR`");
    Diagnostics::placeless(errors::not_readable(&shown(path), &why, help))
}
