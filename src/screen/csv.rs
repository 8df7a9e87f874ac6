//! A row as a record of CSV. Every row has every column; what does not apply is empty.
//!
//! Lists are joined by `;`. A duty is `who | what | by | state | certain or perhaps | rule | subject`. A `;`, `|` or `\` within one of
//! these texts stands behind a `\`, so that nothing is lost.

use super::row::{Row, RowDuty};

/// The names of the columns.
const COLUMNS: [&str; 12] = [
    "id",
    "verdict",
    "determined",
    "mildest",
    "strictest",
    "rules",
    "may",
    "latent",
    "latent_mildest",
    "latent_strictest",
    "duties",
    "missing",
];

/// Appends the row as a record, with its line end.
pub fn csv(row: &Row, out: &mut Vec<u8>) {
    let open = row.latent.as_ref().filter(|l| l.verdict.is_none());
    let latent = row.latent.as_ref().and_then(|l| l.verdict.as_deref());
    let cells: [&str; 12] = [
        &row.id,
        row.verdict.as_deref().unwrap_or_default(),
        if row.determined { "true" } else { "false" },
        &row.mildest,
        &row.strictest,
        &joined(row.rules.iter().map(|rule| escaped(rule))),
        &joined(row.may.iter().map(|rule| escaped(rule))),
        latent.unwrap_or_default(),
        open.map_or("", |l| &l.mildest),
        open.map_or("", |l| &l.strictest),
        &joined(row.duties.iter().map(duty)),
        &joined(row.missing.iter().map(|path| escaped(path))),
    ];
    record(&cells, out);
}

/// Appends the line with the names of the columns.
pub fn header(out: &mut Vec<u8>) {
    record(&COLUMNS, out);
}

fn record(cells: &[&str], out: &mut Vec<u8>) {
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        let plain = |b: &u8| !matches!(b, b',' | b'"' | b'\n' | b'\r');
        // A blank at either end is lost on the way through many programs.
        if cell.as_bytes().iter().all(plain) && cell.trim().len() == cell.len() {
            out.extend_from_slice(cell.as_bytes());
        } else {
            out.push(b'"');
            out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        }
    }
    out.push(b'\n');
}

fn joined(all: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for (i, one) in all.enumerate() {
        if i > 0 {
            text.push(';');
        }
        text.push_str(&one);
    }
    text
}

fn duty(duty: &RowDuty) -> String {
    let certain = if duty.certain { "certain" } else { "perhaps" };
    let by = duty.by.as_deref().unwrap_or_default();
    [
        &*duty.who,
        &duty.what,
        by,
        &duty.state,
        certain,
        &duty.rule,
        &duty.subject,
    ]
    .map(escaped)
    .join(" | ")
}

fn escaped(text: &str) -> String {
    if !text.contains([';', '|', '\\']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        if matches!(c, ';' | '|' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
