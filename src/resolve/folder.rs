//! The policy folder as texts: where each policy file stands in it, and the other files that policies name.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::FileId;

/// A policy folder, already read by the caller.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    shown: String,
    policies: BTreeMap<FileId, String>,
    others: BTreeMap<String, Option<Arc<str>>>,
}

/// Why a file that a policy names cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// The path leads out of the policy folder, or is absolute.
    Outside,
    /// No such file; the path within the folder, and a path alike.
    Missing(String, Option<String>),
    /// Not UTF-8.
    NotText(String),
}

impl Folder {
    /// An empty folder that is told to the user under the name `shown` (`policies`).
    pub fn new(shown: impl Into<String>) -> Self {
        Self {
            shown: shown.into(),
            ..Self::default()
        }
    }

    /// Adds a policy file with its path within the folder, `/` between parts.
    pub fn add_policy(&mut self, file: FileId, path: impl Into<String>) {
        self.policies.insert(file, path.into());
    }

    /// Adds another file (CSV, JSON) with its path within the folder; `None` where its bytes are not UTF-8.
    pub fn add_other(&mut self, path: impl Into<String>, text: Option<Arc<str>>) {
        self.others.insert(path.into(), text);
    }

    /// The path of a policy file within the folder.
    pub fn path(&self, file: FileId) -> &str {
        self.policies.get(&file).map_or("", String::as_str)
    }

    /// The path under which a file of the folder is told to the user.
    pub fn shown_path(&self, path: &str) -> String {
        if self.shown.is_empty() {
            path.to_owned()
        } else {
            format!("{}/{path}", self.shown)
        }
    }

    /// The module of a policy file without an instrument: its folder, or its own name where it stands straight in the policy folder.
    pub fn module_name(&self, file: FileId) -> String {
        let path = self.path(file);
        match path.rsplit_once('/') {
            Some((folder, _)) => folder.replace('/', "."),
            None => path.strip_suffix(".licit").unwrap_or(path).to_owned(),
        }
    }

    /// A file that the policy file `from` names: its path within the folder and its text.
    ///
    /// # Errors
    /// Where the path leaves the folder, or no such text is there.
    pub fn other(&self, from: FileId, relative: &str) -> Result<(String, Arc<str>), FileError> {
        let path = self.join(from, relative).ok_or(FileError::Outside)?;
        match self.others.get(&path) {
            Some(Some(text)) => Ok((path, Arc::clone(text))),
            Some(None) => Err(FileError::NotText(path)),
            None => {
                let alike = super::near::near(&path, self.others.keys().map(String::as_str));
                Err(FileError::Missing(path, alike))
            }
        }
    }

    fn join(&self, from: FileId, relative: &str) -> Option<String> {
        if relative.starts_with('/') || relative.contains('\\') || relative.contains(':') {
            return None;
        }
        let mut parts: Vec<&str> = self.path(from).split('/').collect();
        parts.pop();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                other => parts.push(other),
            }
        }
        Some(parts.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file_and_stay_inside() {
        let mut folder = Folder::new("policies");
        let file = FileId(0);
        folder.add_policy(file, "ministry/n1.licit");
        folder.add_other("ministry/lists/a.csv", Some("x".into()));
        folder.add_other("shared.csv", Some("y".into()));
        assert_eq!(
            folder.other(file, "lists/a.csv").map(|(p, _)| p),
            Ok("ministry/lists/a.csv".to_owned())
        );
        assert_eq!(
            folder.other(file, "../shared.csv").map(|(p, _)| p),
            Ok("shared.csv".to_owned())
        );
        assert_eq!(folder.other(file, "../../x.csv"), Err(FileError::Outside));
        assert_eq!(folder.other(file, "/x.csv"), Err(FileError::Outside));
        assert_eq!(
            folder.other(file, "lists/b.csv"),
            Err(FileError::Missing(
                "ministry/lists/b.csv".into(),
                Some("ministry/lists/a.csv".into())
            ))
        );
        assert_eq!(folder.module_name(file), "ministry");
    }
}
