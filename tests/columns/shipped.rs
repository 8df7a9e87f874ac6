//! Every case of the repository, asked of the shipped policies.

use std::fs;
use std::path::{Path, PathBuf};

use licit::{Options, Policy, Workspace};
use serde_json::Value;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

pub fn policy() -> Policy {
    let folder = root().join("policies");
    let (mut workspace, mut all) = (Workspace::new(), Vec::new());
    files(&folder, &mut all);
    for path in all {
        let name = path
            .strip_prefix(&folder)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        workspace.add_file(name, fs::read(&path).unwrap());
    }
    workspace.check().unwrap_or_else(|told| panic!("{told}"))
}

/// Many that can be decided, of every kind.
pub fn cases(policy: &Policy) -> Vec<Value> {
    let mut all = Vec::new();
    for folder in ["examples", "policies"] {
        files(&root().join(folder), &mut all);
    }
    // Those of the versions are much alike.
    let mut versions = Vec::new();
    files(&root().join("tests/versions"), &mut versions);
    all.extend(versions.into_iter().step_by(6));
    let mut cases = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).unwrap_or_default();
        match path.extension().and_then(|e| e.to_str()) {
            Some("json") => cases.extend(serde_json::from_str::<Value>(&text)),
            Some("jsonl") => {
                cases.extend(
                    text.lines()
                        .filter_map(|line| serde_json::from_str::<Value>(line).ok()),
                );
            }
            _ => {}
        }
    }
    let options = Options::new().on("2026-03-01");
    cases.retain(|case| case.is_object() && policy.decide(case.to_string(), &options).is_ok());
    assert!(cases.len() > 20, "only {} cases", cases.len());
    cases
}
