//! Rows that stand twice in a list on one day: the same row, or the same key.

use std::collections::BTreeMap;

use super::{Checker, errors};
use crate::ir::{Const, ListId, Row};
use crate::source::Span;
use crate::value::Day;

/// A row that was met, while it is in the list.
struct Met {
    from: Option<Day>,
    last: Option<Day>,
    span: Span,
}

impl Checker<'_, '_> {
    /// Tells of rows that are there already, and of keys that are taken, on a day that both are in the list.
    pub(super) fn rows_once(&mut self, id: ListId, rows: &[Row]) {
        let keys: Vec<(usize, String)> =
            self.program
                .lists
                .get(id.index())
                .map_or_else(Vec::new, |list| {
                    let columns = list.columns.iter().enumerate();
                    let keys = columns.filter(|(_, column)| column.key);
                    keys.map(|(i, column)| (i, column.name.clone())).collect()
                });
        let names: Vec<&str> = keys.iter().map(|(_, name)| name.as_str()).collect();
        let mut whole: BTreeMap<String, Vec<Met>> = BTreeMap::new();
        let mut by_key: BTreeMap<String, Vec<Met>> = BTreeMap::new();
        for row in rows {
            if let Some(first) = before(&mut whole, written(&row.cells), row) {
                self.sink.push(errors::row_again(row.span, first));
                continue;
            }
            let cells = keys.iter().filter_map(|(i, _)| row.cells.get(*i));
            let cells: Vec<&Const> = cells.collect();
            // What has no key is not to be confused with anything.
            if cells.iter().all(|cell| **cell == Const::Null) {
                continue;
            }
            if let Some(first) = before(&mut by_key, written(cells), row) {
                self.sink.push(errors::key_taken(&names, row.span, first));
            }
        }
    }
}

/// The same text for the same values, so that rows need not be compared with each other one by one.
fn written(cells: impl std::fmt::Debug) -> String {
    format!("{cells:?}")
}

/// The row met before under that text on some day on which this one is in the list too; else remembers this one.
fn before(met: &mut BTreeMap<String, Vec<Met>>, text: String, row: &Row) -> Option<Span> {
    let all = met.entry(text).or_default();
    let ends_before = |last: Option<Day>, from: Option<Day>| match (last, from) {
        (Some(last), Some(from)) => last < from,
        _ => false,
    };
    let clash = all
        .iter()
        .find(|other| !ends_before(other.last, row.from) && !ends_before(row.last, other.from));
    let first = clash.map(|other| other.span);
    if first.is_none() {
        all.push(Met {
            from: row.from,
            last: row.last,
            span: row.span,
        });
    }
    first
}
