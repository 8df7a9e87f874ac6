//! CSV files with a header, each cell with its place in the file.

use csv::{ReaderBuilder, StringRecord};

use super::{Checker, errors};
use crate::resolve::FileError;
use crate::source::{FileId, Span};
use crate::syntax::tree;

/// A cell: its text, quotes undone, and its place.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub text: String,
    pub span: Span,
}

/// A line of cells.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub cells: Vec<Cell>,
    pub span: Span,
}

/// A CSV: header and lines.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub header: Line,
    pub lines: Vec<Line>,
}

impl Checker<'_, '_> {
    /// Reads the CSV that a policy file names; tells where it cannot be had or is malformed. Lines that do not fit the header are
    /// told and left out.
    pub(super) fn table(&mut self, name: &tree::Str) -> Option<Table> {
        let (path, text) = match self.folder.other(name.span.file, &name.text) {
            Ok(found) => found,
            Err(error) => {
                self.sink.push(file_error(&error, &name.text, name.span));
                return None;
            }
        };
        let file = self
            .sources
            .add(self.folder.shown_path(&path), text.as_ref());
        let mut lines = self.lines(file, &text).into_iter();
        let Some(header) = lines.next() else {
            self.sink
                .push(errors::csv_empty(Span::new(file, 0, 0), name.span));
            return None;
        };
        let columns = header.cells.len();
        let mut kept = Vec::new();
        for line in lines {
            if line.cells.len() == columns {
                kept.push(line);
            } else {
                self.sink.push(errors::csv_width(
                    line.cells.len(),
                    columns,
                    line.span,
                    header.span,
                ));
            }
        }
        Some(Table {
            header,
            lines: kept,
        })
    }

    fn lines(&mut self, file: FileId, text: &str) -> Vec<Line> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut lines = Vec::new();
        let mut record = StringRecord::new();
        loop {
            let start = offset(reader.position().byte());
            match reader.read_record(&mut record) {
                Ok(true) => {
                    let end = offset(reader.position().byte());
                    lines.push(line(file, text, &record, start, end));
                }
                Ok(false) => break,
                Err(_) => {
                    let end = offset(reader.position().byte()).max(start);
                    self.sink
                        .push(errors::csv_malformed(Span::new(file, start, end)));
                    break;
                }
            }
        }
        lines
    }
}

/// The message for a file that cannot be had.
pub(super) fn file_error(error: &FileError, written: &str, span: Span) -> crate::diag::Diagnostic {
    match error {
        FileError::Outside => errors::file_outside(written, span),
        FileError::Missing(path, alike) => errors::file_missing(path, alike.clone(), span),
        FileError::NotText(path) => errors::file_not_text(path, span),
    }
}

fn offset(byte: u64) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

fn line(file: FileId, text: &str, record: &StringRecord, start: u32, end: u32) -> Line {
    let raw = text.get(start as usize..end as usize).unwrap_or("");
    // The reader leaves the line feed of a CRLF, and skips empty lines, at the front of the next record.
    let front = raw.len() - raw.trim_start_matches(['\u{FEFF}', '\r', '\n']).len();
    let start = start + u32::try_from(front).unwrap_or(0);
    let raw = raw
        .get(front..)
        .unwrap_or("")
        .trim_end_matches(['\r', '\n']);
    let places = places(raw);
    let whole = Span::new(file, start, start + u32::try_from(raw.len()).unwrap_or(0));
    let cells = record.iter().enumerate().map(|(i, cell)| {
        let span = places.get(i).map_or(whole, |(from, to)| {
            Span::new(file, start + from, start + to)
        });
        Cell {
            text: cell.trim_start_matches('\u{FEFF}').to_owned(),
            span,
        }
    });
    Line {
        cells: cells.collect(),
        span: whole,
    }
}

/// Where the cells of a record stand in its text, quotes taken off.
fn places(raw: &str) -> Vec<(u32, u32)> {
    let mut places = Vec::new();
    let (mut start, mut quoted) = (0usize, false);
    let mut close = |start: usize, end: usize| {
        let cell = raw.get(start..end).unwrap_or("");
        let inner = cell.strip_prefix('"').and_then(|c| c.strip_suffix('"'));
        let (start, end) = if inner.is_some() {
            (start + 1, end - 1)
        } else {
            (start, end)
        };
        places.push((
            u32::try_from(start).unwrap_or(0),
            u32::try_from(end).unwrap_or(0),
        ));
    };
    for (at, byte) in raw.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                close(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    close(start, raw.len());
    places
}
