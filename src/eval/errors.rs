//! What an asker can do wrong.

use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// Codes of this room and what each is about.
pub const CODES: &[(&str, &str)] = &[
    (
        "no-day",
        "neither the facts nor the command says on which day the act is",
    ),
    ("day-in-part", "the day of the act is told only in part"),
    (
        "ensure-failed",
        "the facts contradict what the schema ensures",
    ),
];

/// Why nothing could be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No day of the act.
    #[error("the day of the act is not told")]
    NoDay,
    /// A day of the act within bounds.
    #[error("the day of the act is told only in part")]
    DayInPart,
}

impl AskError {
    /// The diagnostic, at the beginning of the facts.
    pub fn diagnostic(self, file: FileId) -> Diagnostic {
        let code = match self {
            AskError::NoDay => "no-day",
            AskError::DayInPart => "day-in-part",
        };
        Diagnostic::error(code, self.to_string(), Span::new(file, 0, 0))
            .help("tell the day in the facts, or ask with `--on 2026-03-01`")
    }
}

/// Facts of which an `ensure` is false.
pub fn ensure_failed(
    text: &str,
    shown: &str,
    place: Span,
    pointer: String,
    ensure: Span,
) -> Diagnostic {
    Diagnostic::error("ensure-failed", text.to_owned(), place)
        .because(format!("here `{shown}` does not hold"))
        .label(ensure, "the schema ensures it")
        .pointer(pointer)
        .help("correct the figures, or leave out those that are not known")
}
