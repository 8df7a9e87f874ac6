//! Lists, CSV files, calendars, files that policies name.

use super::{alike, counted};
use crate::diag::Diagnostic;
use crate::source::Span;

/// Outside the folder.
pub fn file_outside(path: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "file-outside",
        format!("`{path}` leads out of the policy folder"),
        place,
    )
    .because("outside")
    .help("put the file into the policy folder and name it relative to this file")
}

/// No such file.
pub fn file_missing(path: &str, near: Option<String>, place: Span) -> Diagnostic {
    let told = Diagnostic::error(
        "file-missing",
        format!("the policy folder has no file `{path}`"),
        place,
    )
    .because("not there");
    alike(told, near, "paths are relative to the file that names them")
}

/// Not UTF-8.
pub fn file_not_text(path: &str, place: Span) -> Diagnostic {
    Diagnostic::error("file-not-text", format!("`{path}` is not UTF-8"), place)
        .because("named here")
        .help("save it as UTF-8")
}

/// Nothing in it.
pub fn csv_empty(place: Span, named: Span) -> Diagnostic {
    Diagnostic::error("csv-malformed", "this CSV is empty", place)
        .because("no header")
        .label(named, "named here")
        .help("its first line names the columns")
}

/// Cannot be read.
pub fn csv_malformed(place: Span) -> Diagnostic {
    Diagnostic::error("csv-malformed", "this line cannot be read as CSV", place)
        .because("malformed")
        .help("commas between cells; a cell with commas or quotes stands in double quotes, quotes in it doubled")
}

/// A CSV line of another width.
pub fn csv_width(cells: usize, columns: usize, place: Span, header: Span) -> Diagnostic {
    Diagnostic::error(
        "row-width",
        format!(
            "this row has {}, and the list {}",
            counted(cells, "cell"),
            counted(columns, "column")
        ),
        place,
    )
    .because("another number of cells")
    .label(header, "the columns")
    .help("a cell with a comma in it stands in double quotes; an empty cell keeps its comma")
}

/// A written row of another width.
pub fn row_width(cells: usize, columns: usize, place: Span, list: Span) -> Diagnostic {
    Diagnostic::error(
        "row-width",
        format!(
            "this row has {}, and the list {}",
            counted(cells, "cell"),
            counted(columns, "column")
        ),
        place,
    )
    .because("another number of cells")
    .label(list, "of this list")
    .help("write `null` for what is absent")
}

/// A column nobody declared.
pub fn unknown_column(name: &str, place: Span, near: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-column",
        format!("no column `{name}` is declared"),
        place,
    )
    .because("not declared");
    alike(
        told,
        near,
        "beside the declared columns only `basis`, `published`, `from`, `through`, `until`, and `x_zh` for a text column `x`, may stand",
    )
}

/// A declared column that is not there.
pub fn missing_column(name: &str, header: Span, list: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-column",
        format!("the column `{name}` is missing"),
        header,
    )
    .because("columns of the CSV")
    .label(list, "declared by this list")
    .help("add the column, or take it out of the list")
}

/// A column twice.
pub fn duplicate_column(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-column",
        format!("the column `{name}` stands twice"),
        second,
    )
    .because("again here")
    .label(first, "first here")
    .help("keep one of them")
}

/// A declared column called `from` and the like.
pub fn reserved_column(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "reserved-column",
        format!("every list may have a column `{name}`, which dates its rows or says their basis"),
        place,
    )
    .because("declared again here")
    .help("take it out, or choose another name")
}

/// A column of records and the like.
pub fn column_type(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "column-type",
        format!("cells of `{name}` cannot have this type"),
        place,
    )
    .because("not a type of cells")
    .help("a cell holds a value, a range, or a set of values")
}

/// Rows beside a CSV.
pub fn rows_twice(row: Span, file: Span) -> Diagnostic {
    Diagnostic::error("list-rows", "this list has rows here and in a file", row)
        .because("a row here")
        .label(file, "rows from this file")
        .help("keep the rows in one place")
}

/// A row that is there already.
pub fn row_again(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("duplicate-row", "this row stands twice", second)
        .because("the same again")
        .label(first, "first here")
        .help("keep one of the two, or say from when to when each is in the list")
}

/// A row whose key another one has.
pub fn key_taken(columns: &[&str], second: Span, first: Span) -> Diagnostic {
    let names: Vec<String> = columns.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    Diagnostic::error(
        "duplicate-row",
        format!("another row has the same {names}"),
        second,
    )
    .because("the same key")
    .label(first, "of this row")
    .help("correct one of the two, say from when to when each is in the list, or take `key` off the column where rows may share it")
}

/// Both ends.
pub fn two_ends(place: Span) -> Diagnostic {
    Diagnostic::error("row-window", "this row ends twice", place)
        .because("`through` and `until`")
        .help("fill one of them")
}

/// Ends before it begins.
pub fn row_window(place: Span) -> Diagnostic {
    Diagnostic::error("row-window", "this row ends before it begins", place)
        .because("`from` after its end")
        .help("check the two days")
}

/// No date.
pub fn cell_date(text: &str, why: &str, place: Span) -> Diagnostic {
    Diagnostic::error("cell-date", format!("`{text}` is no date"), place)
        .because(why.to_owned())
        .help("write a date as `2025-12-01`")
}

/// A word that is no weekday.
pub fn unknown_weekday(word: &str, place: Span, near: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "calendar-day",
        format!("`{word}` is no day of the week"),
        place,
    )
    .because("not a weekday");
    alike(told, near, "write `monday` to `sunday`")
}

/// A calendar's CSV without its columns.
pub fn calendar_columns(header: Span) -> Diagnostic {
    Diagnostic::error("calendar-day", "this CSV lacks `date` or `day`", header)
        .because("its columns")
        .help("its header is `date,day`: a date, and `open` or `closed`")
}

/// Neither open nor closed.
pub fn open_or_closed(text: &str, place: Span) -> Diagnostic {
    let near = crate::resolve::near(text, ["open", "closed"]);
    let told = Diagnostic::error(
        "calendar-day",
        format!("`{text}` is neither `open` nor `closed`"),
        place,
    )
    .because("what the day is");
    alike(told, near, "write `open` or `closed`")
}

/// A day twice.
pub fn day_twice(text: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "calendar-day",
        format!("the day `{text}` stands twice"),
        second,
    )
    .because("again here")
    .label(first, "first here")
    .help("keep one of the lines")
}
