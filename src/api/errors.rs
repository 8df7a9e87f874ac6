//! What can be wrong with what a caller asks for. None of it has a place in a text.

use crate::diag::{Diagnostic, Severity};
use crate::timeline::SpanError;

/// Codes of this room, each with what it says.
pub const CODES: &[(&str, &str)] = &[
    (
        "asked-question-ambiguous",
        "several questions bear the name that a reading was chosen for",
    ),
    (
        "asked-day",
        "a day asked for is not a day written `YYYY-MM-DD`",
    ),
    (
        "asked-span",
        "the days asked for are no span: backwards, or more than two hundred years",
    ),
    (
        "asked-one-case",
        "JSON Lines are given where one case is asked for",
    ),
    ("file-not-readable", "a file or folder cannot be read"),
    ("no-policies", "there is no policy file to read"),
    ("policy-not-utf8", "a policy file is not UTF-8 text"),
    (
        "asked-outcome",
        "the main scale has no outcome of that name",
    ),
    (
        "asked-question",
        "no question bears the name that a reading was chosen for",
    ),
    ("asked-reading", "the question has no such reading"),
];

fn placeless(code: &'static str, message: String, help: Option<String>) -> Diagnostic {
    Diagnostic {
        code,
        severity: Severity::Error,
        message,
        help,
        pointer: None,
        labels: Vec::new(),
    }
}

fn meant(near: Option<&str>, names: &[&str], what: &str) -> Option<String> {
    match near {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if names.is_empty() => Some(format!("the policies have no {what}")),
        None => Some(format!("the {what} are {}", listed(names))),
    }
}

/// A few names, in backquotes.
fn listed(names: &[&str]) -> String {
    const TOLD: usize = 8;
    let told: Vec<String> = names
        .iter()
        .take(TOLD)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len().saturating_sub(TOLD) {
        0 => told.join(", "),
        more => format!("{} and {more} others", told.join(", ")),
    }
}

pub(super) fn day_not_valid(option: &str, day: &str, why: &str) -> Diagnostic {
    placeless(
        "asked-day",
        format!("`{day}` is no day (`{option}`): {why}"),
        Some("write a day of the calendar, such as `2026-03-01`".to_owned()),
    )
}

pub(super) fn no_span(error: SpanError) -> Diagnostic {
    let (message, help) = match error {
        SpanError::Backwards(from, to) => (
            format!("the first day, {from}, is after the last, {to}"),
            "let `--from` be the earlier day, and `--to` the later one",
        ),
        SpanError::TooLong(from, to) => (
            format!("{from} to {to} are more than two hundred years"),
            "name a shorter span with `--from` and `--to`",
        ),
        SpanError::NoDay => (
            "neither the policies nor the facts name a day".to_owned(),
            "name the days to look at with `--from` and `--to`",
        ),
    };
    placeless("asked-span", message, Some(help.to_owned()))
}

/// Many cases where one is due.
pub fn one_case(path: &str) -> Diagnostic {
    placeless(
        "asked-one-case",
        format!("`{path}` holds many cases, one a line; a timeline is of one"),
        Some("give one case as JSON, or one line on standard input with `-`".to_owned()),
    )
}

pub(super) fn no_policies(shown: &str) -> Diagnostic {
    placeless(
        "no-policies",
        format!("there is no `.licit` file in `{shown}`"),
        Some("name the folder with the policies, or write the first rule file there".to_owned()),
    )
}

pub(super) fn policy_not_utf8(path: &str, byte: usize) -> Diagnostic {
    placeless(
        "policy-not-utf8",
        format!("`{path}` is not UTF-8 text (byte {byte})"),
        Some("save the file as UTF-8".to_owned()),
    )
}

pub(super) fn unknown_question(name: &str, near: Option<&str>, names: &[&str]) -> Diagnostic {
    placeless(
        "asked-question",
        format!("no question is called `{name}`"),
        meant(near, names, "questions"),
    )
}

pub(super) fn ambiguous_question(name: &str, names: &[&str]) -> Diagnostic {
    placeless(
        "asked-question-ambiguous",
        format!("several questions are called `{name}`"),
        Some(format!("use the full name: {}", listed(names))),
    )
}

pub(super) fn unknown_reading(
    question: &str,
    reading: &str,
    near: Option<&str>,
    names: &[&str],
) -> Diagnostic {
    placeless(
        "asked-reading",
        format!("`{question}` has no reading `{reading}`"),
        meant(near, names, "readings")
            .map(|help| format!("{help}; `unknown` leaves the question open")),
    )
}

/// A file or folder that cannot be read.
pub fn not_readable(path: &str, why: &str, help: Option<&str>) -> Diagnostic {
    placeless(
        "file-not-readable",
        format!("`{path}` cannot be read: {why}"),
        help.map(str::to_owned),
    )
}

/// An outcome that the main scale has not.
pub fn unknown_outcome(name: &str, near: Option<&str>, names: &[&str]) -> Diagnostic {
    placeless(
        "asked-outcome",
        format!("no outcome is called `{name}`"),
        meant(near, names, "outcomes"),
    )
}
