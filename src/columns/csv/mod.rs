//! CSV in: a line of column names, then a case a row.
//!
//! In: bytes by a reader, the schema. Out: for each row the bytes of its case as JSON, written along the places that the columns
//! name, or what is wrong with the row. Memory is bounded by the largest row that may be. Absent on purpose: the meaning of values.
//! A cell goes on as the text that it is, and `facts` reads it like any other.

mod place;
mod records;
mod row;
#[cfg(test)]
mod tests;

use std::io::{self, Read};
use std::sync::Arc;

use super::Choices;
use super::errors::{self, Mistake};
use crate::diag::{Label, Sink};
use crate::ir::Program;
use crate::source::{FileId, Span};
use place::Branch;
#[cfg(any(test, feature = "arrow"))]
#[cfg(feature = "arrow")]
pub use place::check;
pub use records::Record;
use records::{CELL_LIMIT, Fault, Records};

/// The places that a file's columns tell.
#[derive(Debug)]
pub struct Header {
    names: Vec<String>,
    tree: Branch,
}

/// A row as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The row's number, from 1; the line of names does not count.
    pub row: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
}

impl Header {
    /// Reads column names, of which every mistake is told at once; none where there was one. Each comes with its place.
    pub fn read(
        program: &Program,
        choices: &Choices,
        names: Vec<(String, Span)>,
        sink: &mut Sink,
    ) -> Option<Self> {
        let before = sink.iter().count();
        let mut tree = Branch::default();
        let texts: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        for mistake in place::check(program, choices) {
            sink.push(*mistake);
        }
        for (column, (name, span)) in names.iter().enumerate() {
            if choices.ignores(name) {
                continue;
            }
            let placed = match separator(&texts) {
                _ if name.is_empty() => Err(errors::unnamed(column + 1)),
                Some(sign) => Err(errors::separator(name, sign)),
                None => place::insert(&mut tree, program, choices, &texts, column),
            };
            if let Err(mistake) = placed {
                sink.push(*at(mistake, *span));
            }
        }
        if sink.iter().count() == before
            && let Some((index, column)) = tree.gap()
            && let Some((name, span)) = names.get(column)
        {
            sink.push(*at(errors::gap(name, index), *span));
        }
        let names = names.into_iter().map(|(name, _)| name).collect();
        (sink.iter().count() == before).then_some(Self { names, tree })
    }

    /// The column that tells what a JSON pointer into a row's case points to.
    pub fn column_of(&self, pointer: &str) -> Option<&str> {
        let column = self.tree.column_of(pointer)?;
        self.names.get(column).map(String::as_str)
    }

    /// Writes a row's case as JSON behind what `out` holds. A mistake: what is wrong with the row, and `out` is as it was.
    pub fn write(&self, record: &Record, limit: usize, out: &mut Vec<u8>) -> Result<(), Mistake> {
        match record.fault {
            Some(Fault::TooLarge) => return Err(errors::row_too_large(limit)),
            Some(Fault::QuoteOpen) => return Err(errors::quote_open()),
            Some(Fault::BehindQuote(column)) => {
                let name = self.names.get(column).map(String::as_str);
                return Err(errors::behind_quote(name));
            }
            None if record.cells != self.names.len() => {
                return Err(errors::row_width(record.cells, self.names.len()));
            }
            None => {}
        }
        let start = out.len();
        let written = row::Writer::new(&self.names, record, out).case(&self.tree);
        if written.is_err() {
            out.truncate(start);
        }
        written
    }
}

/// A sign that stands in the one name there is where commas are due.
fn separator(names: &[&str]) -> Option<&'static str> {
    let [only] = names else { return None };
    [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")]
        .into_iter()
        .find(|(sign, _)| only.contains(*sign))
        .map(|(_, words)| words)
}

fn at(mut mistake: Mistake, span: Span) -> Mistake {
    mistake.labels = vec![Label {
        span,
        message: String::new(),
    }];
    mistake
}

/// The cases of a CSV, row by row.
pub struct Cases<R> {
    records: Records<R>,
    record: Record,
    header: Arc<Header>,
    limit: usize,
    row: u64,
}

/// A line of names as text, for whoever shows mistakes in it, and the cases behind it where there were none.
pub struct Opened<R> {
    /// The line of names, as far as it is text.
    pub text: String,
    /// The cases; none where a mistake was told.
    pub cases: Option<Cases<R>>,
}

impl<R: Read> Cases<R> {
    /// Reads the line of names. `file` is what their places are told to be in; a row has at most `limit` bytes.
    pub fn open(
        program: &Program,
        choices: &Choices,
        file: FileId,
        input: R,
        limit: usize,
        sink: &mut Sink,
    ) -> io::Result<Opened<R>> {
        let mut records = Records::new(input, limit);
        let mut record = Record::default();
        let start = Span::new(file, 0, 0);
        let mut opened = Opened {
            text: String::new(),
            cases: None,
        };
        if !records.next(&mut record)? {
            sink.push(*at(errors::empty(), start));
            return Ok(opened);
        }
        let broken = match record.fault {
            Some(Fault::TooLarge) => Some(errors::row_too_large(limit)),
            Some(Fault::QuoteOpen) => Some(errors::quote_open()),
            Some(Fault::BehindQuote(_)) => Some(errors::behind_quote(None)),
            None if record.cells > CELL_LIMIT => Some(errors::row_width(record.cells, CELL_LIMIT)),
            None => None,
        };
        if let Some(mistake) = broken {
            sink.push(*at(mistake, start));
            return Ok(opened);
        }
        let mut names = Vec::with_capacity(record.cells);
        let mut torn = false;
        for column in 0..record.cells {
            let bytes = record.cell(column).unwrap_or(&[]);
            let name = String::from_utf8_lossy(bytes).into_owned();
            let from = opened.text.len();
            opened.text.push_str(&name);
            let span = Span::new(file, offset(from), offset(opened.text.len()));
            if column + 1 < record.cells {
                opened.text.push(',');
            }
            if std::str::from_utf8(bytes).is_err() {
                torn = true;
                sink.push(*at(errors::name_not_utf8(column + 1), span));
            }
            names.push((name, span));
        }
        if !torn {
            let header = Header::read(program, choices, names, sink);
            opened.cases = header.map(|header| Self {
                records,
                record,
                header: Arc::new(header),
                limit,
                row: 0,
            });
        }
        Ok(opened)
    }

    /// The record of the row that came last.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The columns.
    pub fn header(&self) -> &Arc<Header> {
        &self.header
    }

    /// The next row: where it stands, and whether its case was written behind what `out` holds. None at the end.
    pub fn next(&mut self, out: &mut Vec<u8>) -> io::Result<Option<(Place, Result<(), Mistake>)>> {
        if !self.records.next(&mut self.record)? {
            return Ok(None);
        }
        self.row += 1;
        let place = Place {
            row: self.row,
            line: self.record.line,
        };
        let written = self.header.write(&self.record, self.limit, out);
        Ok(Some((place, written)))
    }
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}
