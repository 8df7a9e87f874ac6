//! Diagnostics as an embedder sees them: plain data in the contract's shape, and text for a person.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diag;
use crate::source::SourceMap;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The input is refused.
    Error,
    /// The input is accepted, the user should know.
    Warning,
}

/// A marked place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The file, where it is not the diagnostic's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its line, from 1.
    pub line: u32,
    /// Its column in characters, from 1.
    pub column: u32,
    /// Why it is marked.
    pub message: String,
}

/// One mistake, in the contract's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable name.
    pub code: String,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// A way out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Its column in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// JSON pointer (RFC 6901), for mistakes in facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Marked places that say why they are marked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
}

impl Diagnostic {
    pub(super) fn view(diagnostic: &diag::Diagnostic, sources: &SourceMap) -> Self {
        let place = |label: &diag::Label| {
            let (line, column) = sources.line_column(label.span.file, label.span.start);
            (
                sources.get(label.span.file).map(|file| file.path.clone()),
                line,
                column,
            )
        };
        let main = diagnostic.labels.first().map(place);
        let file = main.as_ref().and_then(|(file, ..)| file.clone());
        let labels = diagnostic
            .labels
            .iter()
            .filter(|label| !label.message.is_empty())
            .map(|label| {
                let (other, line, column) = place(label);
                Label {
                    file: other.filter(|other| Some(other) != file.as_ref()),
                    line,
                    column,
                    message: label.message.clone(),
                }
            });
        Self {
            code: diagnostic.code.to_owned(),
            severity: match diagnostic.severity {
                diag::Severity::Error => Severity::Error,
                diag::Severity::Warning => Severity::Warning,
            },
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            line: main.as_ref().map(|(_, line, _)| *line),
            column: main.as_ref().map(|(_, _, column)| *column),
            pointer: diagnostic.pointer.clone(),
            labels: labels.collect(),
            file,
        }
    }
}

/// `policies/x.licit:3:7: error[unknown-name]: …`: one line, as compilers print it.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}:")?;
            if let (Some(line), Some(column)) = (self.line, self.column) {
                write!(f, "{line}:{column}:")?;
            }
            write!(f, " ")?;
        }
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// What was wrong, sorted by place. Printed, it is one line a diagnostic; [`Diagnostics::render`] shows the places.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<diag::Diagnostic>,
    sources: SourceMap,
}

impl Diagnostics {
    /// These, with the texts they speak of.
    pub(crate) fn new(list: Vec<diag::Diagnostic>, sources: SourceMap) -> Self {
        Self { list, sources }
    }

    /// One without a place.
    pub(crate) fn placeless(diagnostic: diag::Diagnostic) -> Self {
        Self {
            list: vec![diagnostic],
            sources: SourceMap::new(),
        }
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|d| d.severity == diag::Severity::Error)
    }

    /// Only those whose file (as told to the user) the filter lets through; what has no place stays.
    #[must_use]
    pub fn of_files(mut self, filter: &dyn Fn(&str) -> bool) -> Self {
        let sources = &self.sources;
        self.list.retain(|diagnostic| {
            let file = diagnostic
                .labels
                .first()
                .and_then(|label| sources.get(label.span.file));
            file.is_none_or(|file| filter(&file.path))
        });
        self
    }

    /// Each as plain data.
    pub fn iter(&self) -> impl Iterator<Item = Diagnostic> {
        self.list
            .iter()
            .map(|diagnostic| Diagnostic::view(diagnostic, &self.sources))
    }

    /// For a person: each with the lines it speaks of.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        diag::render::render_all(&self.list, &self.sources, diag::render::Look { colour })
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}
