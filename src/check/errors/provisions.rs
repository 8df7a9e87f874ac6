//! Tables of provisions, and citations of what they hold.

use super::alike;
use crate::diag::Diagnostic;
use crate::source::Span;

/// A column that the table must have.
pub fn provision_column(name: &str, header: Span, named: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-column",
        format!("the column `{name}` is missing"),
        header,
    )
    .because("columns of the CSV")
    .label(named, "read as a table of provisions")
    .help("a table of provisions has the columns `instrument,provision,says`, and may have `says_zh`, `basis` and `note`")
}

/// A column that nobody reads.
pub fn provision_stray_column(name: &str, place: Span, near: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-column",
        format!("a table of provisions has no column `{name}`"),
        place,
    )
    .because("not known");
    alike(
        told,
        near,
        "its columns are `instrument`, `provision`, `says`, `says_zh`, `basis` and `note`",
    )
}

/// No name of an instrument.
pub fn provision_instrument(text: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "provision-instrument",
        format!("`{text}` is no name of an instrument"),
        place,
    )
    .because("whose provision?")
    .help("write the instrument's full name, such as `harbour.n3`")
}

/// A table that has nothing of its reader.
pub fn no_provisions(instrument: &str, near: Option<String>, named: Span) -> Diagnostic {
    let told = Diagnostic::error(
        "provision-instrument",
        format!("this table has no row of `{instrument}`"),
        named,
    )
    .because("read here");
    alike(
        told,
        near,
        "its rows bear the instrument's full name in the column `instrument`",
    )
}

/// Not written as `cites` would.
pub fn provision_spelling(text: &str, why: &str, place: Span) -> Diagnostic {
    let message = if text.trim().is_empty() {
        "this row names no provision".to_owned()
    } else {
        format!("`{text}` does not name a provision")
    };
    Diagnostic::error("provision-spelling", message, place)
    .because(why.to_owned())
    .help("write it as `cites` does: words and numbers, brackets as in `article 1 (2)`, anything else in double quotes")
}

/// Twice.
pub fn provision_twice(text: &str, instrument: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "provision-twice",
        format!("`{instrument}` has the provision `{text}` twice"),
        second,
    )
    .because("again here")
    .label(first, "first here")
    .help("keep one of the rows")
}

/// A citation of nothing.
pub fn unknown_provision(
    text: &str,
    instrument: &str,
    place: Span,
    near: Option<String>,
    table: Span,
) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-provision",
        format!("`{instrument}` has no provision `{text}`"),
        place,
    )
    .because("neither a row, nor above or within one")
    .label(table, "its provisions stand in this table");
    alike(
        told,
        near,
        "cite it in the words of its row, or add the row to the table",
    )
}
