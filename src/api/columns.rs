//! Tables of cases: their rows as the bytes of cases, which are then decided like any other.

use std::io::{self, Read};

use super::{Diagnostics, Policy};
use crate::columns::csv;
use crate::diag::Sink;
use crate::source::SourceMap;

/// How many bytes a row may have.
pub const ROW_LIMIT: usize = 16 << 20;

/// The cases of a CSV, row by row in the memory of one row. `docs/columns.md` says what its columns are called.
pub struct CsvCases<R> {
    cases: csv::Cases<R>,
    name: String,
}

/// A row of a table.
#[derive(Debug)]
pub struct CaseRow {
    /// Its number, from 1; the line of names does not count.
    pub row: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Why there is no case of it.
    pub refused: Option<Diagnostics>,
}

impl Policy {
    /// Reads the column names of a CSV, and makes ready to read its cases. Diagnostics call the file `name`.
    ///
    /// # Errors
    /// Where reading fails. Within: where the columns are not those of the schema; all that is wrong with them.
    pub fn csv_cases<R: Read>(
        &self,
        name: &str,
        input: R,
    ) -> io::Result<Result<CsvCases<R>, Diagnostics>> {
        let mut sources = SourceMap::new();
        let file = sources.next_id();
        let mut sink = Sink::new();
        let opened = csv::Cases::open(self.program(), file, input, ROW_LIMIT, &mut sink)?;
        Ok(match opened.cases {
            Some(cases) => Ok(CsvCases {
                cases,
                name: name.to_owned(),
            }),
            None => {
                sources.add(name, opened.text);
                Err(Diagnostics::new(sink.into_sorted(), sources))
            }
        })
    }
}

impl<R: Read> CsvCases<R> {
    /// The next row; its case, as JSON, is written behind what `out` holds. None at the end.
    ///
    /// # Errors
    /// Where reading fails.
    pub fn next_case(&mut self, out: &mut Vec<u8>) -> io::Result<Option<CaseRow>> {
        let Some((place, written)) = self.cases.next(out)? else {
            return Ok(None);
        };
        Ok(Some(CaseRow {
            row: place.row,
            line: place.line,
            refused: written
                .err()
                .map(|mistake| Diagnostics::placeless(*mistake)),
        }))
    }

    /// The column that tells what a diagnostic about a row's case points to with its `pointer`.
    #[must_use]
    pub fn column_of(&self, pointer: &str) -> Option<&str> {
        self.cases.header().column_of(pointer)
    }

    /// What diagnostics call the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}
