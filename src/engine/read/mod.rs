//! One case's JSON, straight into the cells of a [`Store`]: no tree, no spans, and nothing allocated once the store is warm.
//!
//! In: the bytes of a case. Out: cells, or [`Read::Odd`]. It is done only with what `facts` takes without a mistake or a warning, and
//! only where each cell then holds what its slot says; everything else, all that is told in part and every mistake among it, is odd
//! and for `facts` to look at. Absent on purpose: messages, places in the text, thinking.
//!
//! [`scan`] looks at bytes, [`scalar`] at numbers and days, [`table`] at words; [`plan`] knows what is due where; [`walk`] and
//! [`values`] read.

mod plan;
mod scalar;
mod scan;
mod table;
#[cfg(test)]
mod tests;
mod values;
mod walk;

use rustc_hash::FxHashSet as HashSet;

use super::layout::{Layout, TableId};
use super::store::Store;
use super::words::Words;
use crate::ir::Program;
use scalar::Unit;
use table::Table;

pub use walk::Scratch;

/// Whether a case was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// The store holds it.
    Done,
    /// The interpreter's reader must look at it; what the store holds means nothing.
    Odd,
}

/// Reads cases into the cells of one layout.
#[derive(Debug)]
pub struct Reader {
    /// Places, as the layout numbers them.
    places: Vec<Place>,
    /// Keys of all places; those of one stand together behind an entry that is no key.
    keys: Vec<Key>,
    /// Members, by enum.
    enums: Vec<Table>,
    /// Units, by dimension.
    units: Vec<Vec<Unit>>,
    /// Countries by their two letters; [`u16::MAX`]: none.
    countries: Vec<u16>,
    codes: Table,
    /// What lies above some code and is none.
    coarser: HashSet<Box<[u8]>>,
    /// What is added to a code's number for the codes below it.
    finer: u32,
    texts: Table,
    currencies: Table,
}

/// A type of record at a place.
#[derive(Debug)]
struct Place {
    /// Its table and a row of it before anything is told, where its records have rows of their own.
    row: Option<(TableId, Box<[i64]>)>,
    /// Inline: its mark of being there; its first cell.
    presence: Option<u32>,
    base: u32,
    /// Inline: its cells where nothing in it is told.
    blank: Box<[i64]>,
    /// The entry before its keys.
    start: u32,
    /// How many fields it has.
    fields: u32,
    /// Its keys by name.
    names: Table,
}

/// A field at a place.
#[derive(Debug)]
struct Key {
    /// `"name":` from the second byte on, of it what fits sixteen bytes with the one before; that one is 0.
    start: u128,
    /// Which bits of a chunk that is.
    mask: u128,
    /// What does not fit.
    tail: Box<[u8]>,
    /// How long the whole is, with the byte before.
    len: usize,
    /// Its bit among those of its place, in the first or the second half.
    bit: u64,
    half: Half,
    place: u32,
    /// Its first cell.
    cell: Option<u32>,
    due: Due,
    /// Whether `null` may stand there, and what cells then hold.
    absent: Option<Box<[(u32, i64)]>>,
}

/// Of a hundred and twenty-eight bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    First,
    Second,
}

/// What is due at a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    One(One),
    /// The name of the case.
    Id(One),
    Money,
    Rates,
    Record(u32),
    Child(u32),
    Many(u32),
    Values(One, Same),
    /// What is for others to read.
    Odd,
}

/// A value that takes one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum One {
    Bool,
    /// Times 10^that.
    Number(u32),
    Share(u32),
    Date,
    Quantity(u32, u32),
    Enum(u32),
    Country,
    Code,
    Text,
    /// A text that nobody asks for.
    AnyText,
}

/// What becomes of elements that are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Same {
    /// Each counts.
    Stay,
    /// They count once.
    Merge,
}

impl Reader {
    /// Makes ready to read facts of that program into that layout.
    pub fn new(program: &Program, layout: &Layout, words: &Words) -> Reader {
        plan::reader(program, layout, words)
    }

    /// Reads one case, after emptying the store, which is one of the layout.
    pub fn read(&self, bytes: &[u8], store: &mut Store) -> Read {
        store.clear();
        let done = std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| walk::read(self, text, store));
        done.map_or(Read::Odd, |()| Read::Done)
    }
}
