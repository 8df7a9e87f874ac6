//! Mistakes in declarations, clauses, graphs and scenarios. Those of expressions stand in `expr`, those of names in `resolve`.

mod clauses;
mod lists;
mod provisions;
mod rules;
mod scenarios;
mod schema;

pub use clauses::*;
pub use lists::*;
pub use provisions::*;
pub use rules::*;
pub use scenarios::*;
pub use schema::*;

use super::expr::errors::CODES as EXPRESSIONS;
use crate::diag::Diagnostic;

/// Code and one-line summary of every mistake that this room tells, those of expressions included.
pub const CODES: &[(&str, &str)] = &joined();

const COUNT: usize = OWN.len() + EXPRESSIONS.len();

#[allow(
    clippy::indexing_slicing,
    reason = "at compile time, where a wrong index is a build error"
)]
const fn joined() -> [(&'static str, &'static str); COUNT] {
    let mut all = [("", ""); COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < OWN.len() {
            OWN[at]
        } else {
            EXPRESSIONS[at - OWN.len()]
        };
        at += 1;
    }
    all
}

/// Those of this folder, by code; a few more are told in the same words as those of expressions.
pub(super) const OWN: &[(&str, &str)] = &[
    (
        "action-circle",
        "instruments act on one another in a circle",
    ),
    (
        "acts-on-itself",
        "an instrument suspends, repeals or replaces itself",
    ),
    (
        "calendar-day",
        "a calendar's weekend or changed days do not fit",
    ),
    ("cell-date", "a cell is not a date"),
    ("column-type", "a column has a type that cells cannot have"),
    (
        "conclusion-subject",
        "a `then` speaks of something else than its rule",
    ),
    ("contradicting-window", "a window ends before it begins"),
    ("csv-malformed", "a CSV file cannot be read as one"),
    (
        "duplicate-clause",
        "a clause that may stand once stands twice",
    ),
    ("duplicate-column", "a column stands twice"),
    ("duplicate-field", "a record has two fields of one name"),
    (
        "duplicate-member",
        "an enum, scale or question has two members of one name",
    ),
    (
        "duplicate-row",
        "a list has the same row, or two rows of one key, on one day",
    ),
    ("duplicate-text", "a text is given twice in one language"),
    ("duty", "a duty does not say whose it is, or what it is"),
    ("empty-declaration", "a declaration holds nothing"),
    ("empty-group", "a group holds no rules"),
    (
        "facts-declaration",
        "the declaration of the facts is missing, doubled or of the wrong type",
    ),
    (
        "figure-type",
        "a rule's figure is neither a value nor a range of values",
    ),
    ("file-missing", "a policy names a file that is not there"),
    ("file-not-text", "a file that a policy names is not UTF-8"),
    (
        "file-outside",
        "a policy names a file outside its policy folder",
    ),
    (
        "for-source",
        "a `for` runs over something else than a list of the shipment",
    ),
    (
        "for-twice",
        "a rule says of whom it speaks though its group does",
    ),
    ("list-rows", "a list has rows of its own beside a CSV"),
    ("main-calendar", "no calendar is `main`"),
    ("main-scale", "no scale is `main`"),
    (
        "misplaced-clause",
        "a clause stands in a block where it does not belong",
    ),
    ("missing-clause", "a clause that must be there is missing"),
    (
        "missing-column",
        "a CSV lacks a column that the list declares",
    ),
    ("named-twice", "a clause names the same thing twice"),
    ("not-a-fact", "a field has a type that facts cannot have"),
    ("one-condition", "a `when` holds more than one condition"),
    ("optional-type", "a `?` stands where absence has no meaning"),
    (
        "outcome-taken",
        "an outcome bears the name of another outcome or of a status",
    ),
    (
        "provision-instrument",
        "a table of provisions and the instruments do not fit",
    ),
    (
        "provision-spelling",
        "a row does not name its provision as `cites` would",
    ),
    (
        "provision-twice",
        "a table has the same provision of an instrument twice",
    ),
    (
        "range-type",
        "a range of something that has no order, or of nothing",
    ),
    (
        "rates-place",
        "exchange rates stand elsewhere than once in the record of the facts",
    ),
    ("reading", "the readings of a question do not fit"),
    (
        "reserved-column",
        "a declared column bears the name of one that dates rows",
    ),
    (
        "reserved-unit",
        "a unit bears a word of the language or a currency's code",
    ),
    (
        "row-width",
        "a row has more or fewer cells than there are columns",
    ),
    ("row-window", "a row's days contradict each other"),
    ("rule-circle", "rules hang on one another in a circle"),
    (
        "rule-without-citation",
        "a rule does not say which provision it stands for",
    ),
    ("rule-without-effect", "nothing follows from a rule"),
    ("scenario-cases", "a table of cases does not fit together"),
    ("scenario-expectation", "an expectation that cannot be"),
    ("scenario-place", "something that is no place of the facts"),
    ("scenario-value", "something that is no value for the facts"),
    ("second-main", "two scales or calendars are `main`"),
    (
        "second-outcome",
        "a rule concludes two outcomes of one scale",
    ),
    (
        "set-member",
        "a set holds something else than single values",
    ),
    (
        "status-conclusion",
        "a status is said of something else than its record",
    ),
    (
        "status-of",
        "a status is said of something else than a record",
    ),
    (
        "subject-mismatch",
        "a rule is given, or lifts, a rule that speaks of something else",
    ),
    (
        "too-many-members",
        "an enum or scale has more members than can be told apart",
    ),
    (
        "too-many-windows",
        "so many alternatives of when something is in force that nobody can follow",
    ),
    (
        "unconditional-windows",
        "two `in force` clauses of which one always holds",
    ),
    (
        "unit-definition",
        "a unit's definition is not a number of a unit in front of it",
    ),
    ("unit-taken", "two dimensions declare the same unit"),
    ("unknown-basis", "the basis is none of the four"),
    (
        "unknown-column",
        "a CSV has a column that the list does not declare",
    ),
    (
        "unknown-mark",
        "a word after a name is not the one that may stand there",
    ),
    ("unknown-member", "an enum has no member of that name"),
    (
        "unknown-outcome",
        "no scale has that outcome, and no status bears that name",
    ),
    (
        "unknown-provision",
        "a citation names what the instrument's table of provisions has not",
    ),
    ("unknown-reading", "a question has no reading of that name"),
    (
        "wrong-kind",
        "a name stands for something of another kind than its place wants",
    ),
];

/// Adds "did you mean", or another way out where nothing is spelt alike.
fn alike(told: Diagnostic, alike: Option<String>, otherwise: &str) -> Diagnostic {
    match alike {
        Some(alike) => told.help(format!("did you mean `{alike}`?")),
        None => told.help(otherwise),
    }
}

/// `1 cell`, `2 cells`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 {
        format!("1 {what}")
    } else {
        format!("{count} {what}s")
    }
}

/// With its article.
fn a(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {word}")
}
