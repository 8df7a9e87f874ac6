//! What can be wrong with a scenario when it is run.

use crate::diag::Diagnostic;
use crate::source::Span;

/// Codes of this room, each with what it says.
pub const CODES: &[(&str, &str)] = &[
    (
        "scenario-facts-too-deep",
        "the facts of a scenario are nested too deeply to be changed",
    ),
    (
        "scenario-place-not-there",
        "a scenario changes a place that its facts do not have",
    ),
];

pub(super) fn too_deep(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-facts-too-deep",
        format!("the facts in `{path}` are nested more than 120 levels deep"),
        span,
    )
    .help("start a scenario from flatter facts; `licit decide` takes any depth")
}

pub(super) fn place_not_there(place: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-place-not-there",
        format!("`{place}` cannot be changed: {why}"),
        span,
    )
    .help("change a place that the facts have, or the element one past the end of a list")
}
