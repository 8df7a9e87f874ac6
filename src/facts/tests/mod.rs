//! Against one invented schema, written down as a program by hand.

mod limits;
mod mutation;
mod round_trip;
mod schema;
mod snapshots;
mod values;

use super::{Facts, read};
use crate::diag::{Diagnostic, Sink};
use crate::ir::Place;
use crate::source::FileId;

/// Facts of a text, or what is told about it; warnings in both.
fn told(bytes: &[u8], untold: &[Place]) -> (Option<Facts>, Vec<Diagnostic>) {
    let mut sink = Sink::new();
    let facts = read(&schema::program(), FileId(0), bytes, untold, &mut sink);
    assert_eq!(facts.is_none(), sink.has_errors());
    (facts, sink.into_sorted())
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    told(bytes, &[])
        .1
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

fn facts(text: &str) -> Facts {
    let (facts, told) = told(text.as_bytes(), &[]);
    facts.unwrap_or_else(|| panic!("{text}: {told:#?}"))
}
