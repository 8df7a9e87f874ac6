//! What is told about expressions: one function a mistake, all prose in one place.

mod kind;
mod name;
mod set;
mod truth;

pub(super) use kind::*;
pub(super) use name::*;
pub(super) use set::*;
pub(super) use truth::*;

use crate::diag::Diagnostic;

/// Code and one-line summary of every mistake that this room tells.
pub const CODES: &[(&str, &str)] = &[
    (
        "absent-in-calculation",
        "something that may be absent is calculated with",
    ),
    (
        "absent-under-negation",
        "something that may be absent stands under a negation",
    ),
    (
        "aggregate-form",
        "`sum`, `min` or `max` is not given what it takes",
    ),
    ("ambiguous-name", "two imports show the same name"),
    ("and-beside-or", "`and` and `or` meet without brackets"),
    (
        "cannot-calculate",
        "two things cannot be added, subtracted, multiplied or divided",
    ),
    (
        "cannot-compare",
        "two things of different kinds are compared",
    ),
    ("code-equality", "codes are compared with `=`"),
    (
        "different-types",
        "branches or members are of different kinds",
    ),
    (
        "index-in-law",
        "a place such as `items[0]` is named outside a scenario",
    ),
    (
        "list-without-codes",
        "`in` is asked of a list that has no column of codes, or several",
    ),
    (
        "literal",
        "a number, code, currency, period or country is written wrongly",
    ),
    (
        "may-be-absent",
        "something that may be absent stands where a value must be",
    ),
    (
        "name-hidden",
        "a variable bears the name of another that is visible",
    ),
    (
        "name-outside-has",
        "a bound variable is named behind the one condition of its `has`",
    ),
    (
        "needless-otherwise",
        "`otherwise` stands behind something that is never absent",
    ),
    (
        "never-absent",
        "something that is never absent is compared with `null`",
    ),
    (
        "no-condition",
        "a condition is due and something else is written",
    ),
    (
        "no-equality",
        "things are compared with `=` that have no equality",
    ),
    ("no-fields", "a field is asked of something that has none"),
    ("no-list", "a binder runs over something that is no list"),
    ("no-order", "things are ordered that have no order"),
    (
        "not-a-value",
        "the name of a rule, record or the like stands where a value must be",
    ),
    ("not-called", "something is called that is no definition"),
    (
        "not-constant",
        "a value must be written down and an expression is",
    ),
    ("null-alone", "`null` stands where it says nothing"),
    (
        "object-in-law",
        "an object is written outside the facts of a scenario",
    ),
    (
        "only-questions",
        "a window depends on something other than a question",
    ),
    ("outermost", "`outermost` stands without `*` or `where`"),
    (
        "path-too-long",
        "a path has more steps than can be followed",
    ),
    (
        "question",
        "`reads` does not name a question and one of its readings",
    ),
    ("range", "a range ends before it begins"),
    (
        "recursion",
        "a definition calls itself on something that is no component of its argument",
    ),
    ("csv-cell", "a cell of a CSV does not fit its column"),
    (
        "default-circle",
        "the defaults of a record depend on each other in a circle",
    ),
    ("set-in-brackets", "a set is written in round brackets"),
    (
        "set-needed",
        "`in` or `meets` is asked of something that is no set",
    ),
    (
        "star",
        "`*` stands behind something that does not lead to more of its kind",
    ),
    (
        "status",
        "`is` does not name a status, or one of something else",
    ),
    (
        "status-subject",
        "a status is asked of something that no rule speaks of",
    ),
    (
        "unguarded-quotient",
        "a sum over matches is divided without asking whether there are any",
    ),
    ("unknown-field", "a record has no such field"),
    ("unknown-name", "a name stands for nothing"),
    ("unknown-unit", "no dimension has such a unit"),
    (
        "wrong-arguments",
        "a definition is given too few or too many values",
    ),
    ("wrong-type", "something of another kind is expected"),
    ("zero-denominator", "something is divided by zero"),
];

/// What a bare unknown name may have meant.
pub enum Owner {
    /// A field, as a path from a variable.
    Field(String),
    /// A member of that enum.
    Enum(String),
}

fn did_you_mean(
    told: Diagnostic,
    meant: Option<String>,
    else_say: impl Into<String>,
) -> Diagnostic {
    match meant {
        Some(meant) => told.help(format!("did you mean `{meant}`?")),
        None => told.help(else_say),
    }
}

fn quoted(text: Option<String>, otherwise: &str) -> String {
    text.map_or_else(|| otherwise.to_owned(), |t| format!("`{t}`"))
}

pub(super) fn list_of(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(12).map(|n| format!("`{n}`")).collect();
    let more = if names.len() > 12 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}
