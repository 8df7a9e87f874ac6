//! What is told about columns: one function a code.

use crate::diag::{Diagnostic, Severity};

/// Codes of this room, each with what it says.
pub const CODES: &[(&str, &str)] = &[
    ("columns-cell-json", "a cell that begins like JSON is none"),
    (
        "columns-day",
        "a time of day, or a day that the calendar does not have, in a column of days",
    ),
    ("columns-doubled", "two columns tell the same place"),
    ("columns-empty", "a file without a line of column names"),
    (
        "columns-gap",
        "columns name an element of a list, but not the one before it",
    ),
    (
        "columns-never-absent",
        "a column marks as absent what always exists",
    ),
    (
        "columns-not-utf8",
        "a cell or a column's name is not UTF-8 text",
    ),
    ("columns-null-element", "an element of a list is null"),
    (
        "columns-parquet",
        "a Parquet file is cut off, damaged, or uses what cannot be read",
    ),
    (
        "columns-place-form",
        "a column's name is not written as a place",
    ),
    (
        "columns-quote",
        "something stands behind a closing quote of a cell",
    ),
    ("columns-quote-open", "a quote is open where the file ends"),
    ("columns-row-too-large", "a row is larger than a row may be"),
    (
        "columns-row-width",
        "a row has more or fewer cells than there are columns",
    ),
    (
        "columns-told-twice",
        "a row tells a place as a whole and in parts, or tells it and marks it as absent",
    ),
    (
        "columns-type",
        "a column's values are of a type that the place does not have",
    ),
    ("columns-unknown", "a column that the schema does not have"),
];

/// A mistake whose place is for the caller to add.
pub type Mistake = Box<Diagnostic>;

fn mistake(code: &'static str, message: String, help: impl Into<Option<String>>) -> Mistake {
    Box::new(Diagnostic {
        code,
        severity: Severity::Error,
        message,
        help: help.into(),
        pointer: None,
        labels: Vec::new(),
    })
}

/// A few names, in backquotes.
fn listed(names: &[String]) -> String {
    const TOLD: usize = 12;
    let told: Vec<String> = names
        .iter()
        .take(TOLD)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = if names.len() > TOLD { " …" } else { "" };
    format!("{}{more}", told.join(", "))
}

pub(super) fn unknown(name: &str, near: Option<&str>, before: &str, known: &[String]) -> Mistake {
    let help = match (near, before.strip_suffix('.')) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(before)) if known.is_empty() => {
            format!("`{before}` has nothing in it; name it alone")
        }
        (None, Some(before)) => format!("`{before}` has {}", listed(known)),
        (None, None) => format!(
            "the schema has {}; take the column out, or leave it out when reading",
            listed(known)
        ),
    };
    mistake(
        "columns-unknown",
        format!("no place of the facts is called `{name}`"),
        help,
    )
}

pub(super) fn separator(name: &str, sign: &str) -> Mistake {
    mistake(
        "columns-unknown",
        format!("no place of the facts is called `{name}`"),
        format!(
            "the columns seem to be separated by {sign}; save the file with commas between them"
        ),
    )
}

pub(super) fn unnamed(number: usize) -> Mistake {
    mistake(
        "columns-unknown",
        format!("column {number} has no name"),
        "name the place that it tells, or take the column out".to_owned(),
    )
}

pub(super) fn place_form(name: &str, why: &str) -> Mistake {
    mistake(
        "columns-place-form",
        format!("`{name}` is not written as a place: {why}"),
        "write it as decisions do: `items[0].parts[1].value.amount`".to_owned(),
    )
}

pub(super) fn doubled(name: &str, first: Option<&str>) -> Mistake {
    let first = first.unwrap_or(name);
    let message = if first == name {
        format!("two columns are called `{name}`")
    } else {
        format!("`{name}` is the same place as `{first}`")
    };
    mistake(
        "columns-doubled",
        message,
        "take one of the two out".to_owned(),
    )
}

pub(super) fn gap(name: &str, index: usize) -> Mistake {
    mistake(
        "columns-gap",
        format!("`{name}` is an element of a list of which no column tells element {index}"),
        "number the elements from 0 without a gap".to_owned(),
    )
}

pub(super) fn empty() -> Mistake {
    mistake(
        "columns-empty",
        "there is no line of column names".to_owned(),
        "begin the file with the names of its columns, such as `id,date,destination`".to_owned(),
    )
}

pub(super) fn name_not_utf8(number: usize) -> Mistake {
    mistake(
        "columns-not-utf8",
        format!("the name of column {number} is not UTF-8 text"),
        "save the file as UTF-8".to_owned(),
    )
}

pub(super) fn cell_not_utf8(name: &str) -> Mistake {
    mistake(
        "columns-not-utf8",
        format!("what stands in column `{name}` is not UTF-8 text"),
        "save the file as UTF-8".to_owned(),
    )
}

pub(super) fn behind_quote(name: Option<&str>) -> Mistake {
    let place = name.map_or_else(String::new, |name| format!(" of column `{name}`"));
    mistake(
        "columns-quote",
        format!("something stands behind the closing quote of the cell{place}"),
        "write a quote within a quoted cell twice".to_owned(),
    )
}

pub(super) fn quote_open() -> Mistake {
    mistake(
        "columns-quote-open",
        "a quote is opened in this row and never closed, so that it swallows the rest of the file"
            .to_owned(),
        "close the quote; write a quote within a quoted cell twice".to_owned(),
    )
}

pub(super) fn row_too_large(limit: usize) -> Mistake {
    mistake(
        "columns-row-too-large",
        format!("the row has more than {limit} bytes"),
        "split the case, or look for a quote that is not closed".to_owned(),
    )
}

pub(super) fn row_width(found: usize, due: usize) -> Mistake {
    let cells = if found == 1 { "cell" } else { "cells" };
    mistake(
        "columns-row-width",
        format!("the row has {found} {cells}, and there are {due} columns"),
        "write an empty cell for what is not told; put a cell with a comma in quotes".to_owned(),
    )
}

pub(super) fn cell_json(name: &str) -> Mistake {
    mistake(
        "columns-cell-json",
        format!("what stands in column `{name}` begins like JSON, but is not one value of it"),
        "write it as in a case: `{\"at_least\": \"10 m\"}`, `[\"a\", \"b\"]`; in CSV each quote is written twice".to_owned(),
    )
}

pub(super) fn told_twice(name: &str) -> Mistake {
    mistake(
        "columns-told-twice",
        format!("the row tells `{name}` as a whole, and parts of it in columns of their own"),
        "leave one of the two empty".to_owned(),
    )
}

pub(super) fn never_absent(name: &str) -> Mistake {
    mistake(
        "columns-never-absent",
        format!("`{name}` always exists, so that nothing can mark it as absent"),
        "leave it null where it is not known".to_owned(),
    )
}

/// Of Arrow and Parquet.
#[cfg(feature = "arrow")]
mod batches {
    use super::{Mistake, mistake};

    pub fn column_type(name: &str, found: &str, due: &str, help: &str) -> Mistake {
        mistake(
            "columns-type",
            format!("`{name}` holds {found}, and {due} is due"),
            help.to_owned(),
        )
    }

    pub fn batch_too_large(why: &str) -> Mistake {
        mistake(
            "columns-type",
            format!("the verdicts do not fit in one batch: {why}"),
            "ask in smaller batches".to_owned(),
        )
    }

    pub fn null_element(pointer: String) -> Mistake {
        let mut mistake = mistake(
            "columns-null-element",
            "an element of a list is null, which tells neither what it is nor that it is not there"
                .to_owned(),
            "leave the element out, or write the list as a struct of `known` and `complete`"
                .to_owned(),
        );
        mistake.pointer = Some(pointer);
        mistake
    }

    pub fn told_and_absent(pointer: String) -> Mistake {
        let mut mistake = mistake(
            "columns-told-twice",
            "the row tells a value, and marks it as absent".to_owned(),
            "leave the value null where it is absent".to_owned(),
        );
        mistake.pointer = Some(pointer);
        mistake
    }

    pub fn bad_day(pointer: String, why: &str) -> Mistake {
        let mut mistake = mistake(
            "columns-day",
            format!("a time stands where a day is due, and it {why}"),
            "write the column as a date, `CAST(x AS DATE)`".to_owned(),
        );
        mistake.pointer = Some(pointer);
        mistake
    }
}
#[cfg(feature = "arrow")]
pub use batches::*;

#[cfg(feature = "parquet")]
pub(super) fn parquet(name: &str, why: &str, after: Option<u64>) -> Mistake {
    let place = match after {
        None | Some(0) => String::new(),
        Some(rows) => format!(" after row {rows}"),
    };
    let why = why.strip_prefix("Parquet error: ").unwrap_or(why);
    mistake(
        "columns-parquet",
        format!("`{name}` cannot be read as Parquet{place}: {why}"),
        "get the file anew; a file is whole only once its writer has closed it".to_owned(),
    )
}
