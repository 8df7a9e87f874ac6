//! Diagnostics: what is told to a user about a mistake.
//!
//! In: errors of every room, converted beside the room's own error enum (`errors.rs`). Out: [`Diagnostic`]s in a [`Sink`],
//! rendered for a person (miette) or a program (JSON). Absent on purpose: any knowledge of what the mistakes mean.
//!
//! House style of a message: one sentence, lower case, no full stop, the user's own text in backquotes, no Rust names.

pub mod did_you_mean;
pub mod registry;
pub mod render;

pub use did_you_mean::did_you_mean;

use crate::source::Span;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input is refused.
    Error,
    /// The input is accepted, the user should know.
    Warning,
}

/// A marked place and why it is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// Why; may be empty for the main place.
    pub message: String,
}

/// One mistake: stable name, one sentence, places, a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable kebab-case name; has a page `docs/errors/<code>.md`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
    /// A way out.
    pub help: Option<String>,
    /// JSON pointer (RFC 6901), for mistakes in facts.
    pub pointer: Option<String>,
    /// Places, the main one first. Empty only where no text is at fault (a file that cannot be read).
    pub labels: Vec<Label>,
}

impl Diagnostic {
    /// An error with its main place.
    pub fn error(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            help: None,
            pointer: None,
            labels: vec![Label {
                span,
                message: String::new(),
            }],
        }
    }

    /// A warning with its main place.
    pub fn warning(code: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message, span)
        }
    }

    /// Says why the main place is marked.
    #[must_use]
    pub fn because(mut self, message: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.message = message.into();
        }
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: message.into(),
        });
        self
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the JSON pointer.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }
}

/// Collects diagnostics. Stages return a value *and* push here; no `Result` for a user's mistakes.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether an error (not a mere warning) was told.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error)
    }

    /// Whether nothing was told.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// What was told so far, in the order told.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// All diagnostics sorted by place, equal ones told once.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let mut all = self.diagnostics;
        all.sort_by(|a, b| {
            let key = |d: &Diagnostic| d.labels.first().map(|l| l.span);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.code.cmp(b.code))
                .then_with(|| a.message.cmp(&b.message))
        });
        all.dedup();
        all
    }
}
