//! A policy folder as texts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Diagnostics, Policy, errors};
use crate::diag::Sink;
use crate::resolve::Folder;
use crate::source::SourceMap;
use crate::{check, syntax};

/// A policy folder as texts: rule files (`.licit`), and the lists and fact files (`.csv`, `.json`) that they name.
///
/// ```
/// let mut workspace = licit::Workspace::new();
/// workspace.add_file("trade.licit", "scale licensing main { free  ");
/// let refused = workspace.check().unwrap_err();
/// assert!(refused.has_errors());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    shown: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Workspace {
    /// An empty folder without a name.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty folder that diagnostics call `shown` (such as `policies`).
    #[must_use]
    pub fn named(shown: impl Into<String>) -> Self {
        Self {
            shown: shown.into(),
            files: BTreeMap::new(),
        }
    }

    /// Adds a file under its path within the folder, `/` between parts; a file already there is replaced.
    pub fn add_file(&mut self, path: impl Into<String>, text: impl Into<Vec<u8>>) -> &mut Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// SHA-256 over every file, sorted by path: path, NUL, length in decimal, NUL, bytes.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, bytes) in &self.files {
            hasher.update(path.as_bytes());
            hasher.update([0]);
            hasher.update(bytes.len().to_string().as_bytes());
            hasher.update([0]);
            hasher.update(bytes);
        }
        hex(&hasher.finalize())
    }

    /// Parses and checks the whole folder.
    ///
    /// # Errors
    /// All that is wrong in it, sorted by place; nothing can be decided by a folder that does not check.
    pub fn check(&self) -> Result<Policy, Diagnostics> {
        self.compile(true)
    }

    /// Parses and checks all that decides: the whole folder but for its scenarios, which the policy then has none of. Quicker than
    /// [`Workspace::check`], and what it gives decides alike; a mistake in a scenario is not told (unless it stands in a file of rules
    /// and makes that unreadable).
    ///
    /// # Errors
    /// All that is wrong, sorted by place.
    pub fn check_law(&self) -> Result<Policy, Diagnostics> {
        self.compile(false)
    }

    fn compile(&self, scenarios: bool) -> Result<Policy, Diagnostics> {
        let mut sources = SourceMap::new();
        let mut folder = Folder::new(self.shown.clone());
        let mut sink = Sink::new();
        let mut files = Vec::new();
        for (path, bytes) in &self.files {
            let text = std::str::from_utf8(bytes);
            if !is_policy(path) {
                folder.add_other(path.clone(), text.ok().map(Arc::from));
                continue;
            }
            match text {
                Ok(text) => {
                    let id = sources.add(folder.shown_path(path), text);
                    folder.add_policy(id, path.clone());
                    files.push(if !scenarios && syntax::only_scenarios(text) {
                        syntax::tree::File::empty(id)
                    } else {
                        syntax::parse(id, text, &mut sink)
                    });
                }
                Err(error) => sink.push(errors::policy_not_utf8(
                    &folder.shown_path(path),
                    error.valid_up_to(),
                )),
            }
        }
        if files.is_empty() && sink.is_empty() {
            let shown = if self.shown.is_empty() {
                "."
            } else {
                &self.shown
            };
            return Err(Diagnostics::placeless(errors::no_policies(shown)));
        }
        let sound = !sink.has_errors();
        let check = if scenarios {
            check::check
        } else {
            check::check_law
        };
        let program = check(&files, &mut sources, &folder, &mut sink);
        let failed = sink.has_errors();
        match program {
            Some(program) if sound && !failed => Ok(Policy::new(
                program,
                sources,
                sink.into_sorted(),
                self.digest(),
            )),
            _ => Err(Diagnostics::new(sink.into_sorted(), sources)),
        }
    }
}

fn is_policy(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| extension == "licit")
}

/// `sha256:` and the digest in hexadecimal.
pub(super) fn hex(digest: &[u8]) -> String {
    let mut text = String::from("sha256:");
    for byte in digest {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
