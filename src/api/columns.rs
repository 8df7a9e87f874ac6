//! Tables of cases: their rows as the bytes of cases, which are then decided like any other.

use std::io::{self, Read};
use std::sync::Arc;

use super::{Diagnostics, Policy};
use crate::columns::{Choices, csv};
use crate::diag::{self, Sink};
use crate::source::{SourceMap, Span};

/// How many bytes a row may have.
pub const ROW_LIMIT: usize = 16 << 20;

/// So many letters of a row are shown.
const SHOWN: usize = 200;

/// What a program says of the columns that it hands over.
#[derive(Clone, Debug, Default)]
pub struct ColumnChoices(pub(super) Choices);

impl ColumnChoices {
    /// Every column is read; null is what is not told.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Does not read these columns, named by their places: `remarks`, `items.warehouse`.
    #[must_use]
    pub fn ignore<T: Into<String>>(mut self, columns: impl IntoIterator<Item = T>) -> Self {
        self.0.ignore.extend(columns.into_iter().map(Into::into));
        self
    }

    /// In these columns null, or an empty cell, says that there is none: `end_user`, `items.hs`. Elsewhere it says that nothing is known.
    #[must_use]
    pub fn null_is_absent<T: Into<String>>(mut self, columns: impl IntoIterator<Item = T>) -> Self {
        self.0
            .null_is_absent
            .extend(columns.into_iter().map(Into::into));
        self
    }
}

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
    /// ```
    /// let mut workspace = licit::Workspace::new();
    /// workspace.add_file("harbour.licit", include_str!("../../examples/first-rule/policies/harbour.licit"));
    /// let policy = workspace.check()?;
    ///
    /// let table = "date,destination,items.lamp,items.power\n2031-03-01,IS,true,0.5 kW\n";
    /// let mut cases = policy.csv_cases("orders.csv", table.as_bytes(), &licit::ColumnChoices::new())??;
    /// let mut worker = policy.screener(&licit::Options::new())?.worker();
    /// let mut case = Vec::new();
    /// while let Some(row) = cases.next_case(&mut case)? {
    ///     assert!(row.refused.is_none());
    ///     let verdict = worker.case(&case, "orders.csv", row.line)?;
    ///     assert_eq!(verdict.verdict.as_deref(), Some("licence_required"));
    ///     case.clear();
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where reading fails. Within: where the columns are not those of the schema; all that is wrong with them.
    pub fn csv_cases<R: Read>(
        &self,
        name: &str,
        input: R,
        choices: &ColumnChoices,
    ) -> io::Result<Result<CsvCases<R>, Diagnostics>> {
        let mut sources = SourceMap::new();
        let file = sources.next_id();
        let mut sink = Sink::new();
        let opened = csv::Cases::open(
            self.program(),
            &choices.0,
            file,
            input,
            ROW_LIMIT,
            &mut sink,
        )?;
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

/// The columns of a CSV.
#[derive(Debug)]
pub struct CsvColumns(Arc<csv::Header>);

impl CsvColumns {
    /// The column that tells what a diagnostic about a row's case points to with its `pointer`.
    #[must_use]
    pub fn column_of(&self, pointer: &str) -> Option<&str> {
        self.0.column_of(pointer)
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
                .map(|mistake| in_row(*mistake, &self.name, place.line, self.text())),
        }))
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> Arc<CsvColumns> {
        Arc::new(CsvColumns(Arc::clone(self.cases.header())))
    }

    /// The row that came last as a line of CSV, as far as it was kept.
    #[must_use]
    pub fn text(&self) -> String {
        self.cases.record().text()
    }

    /// The cells of the row that came last, nothing between them; at first those of the column names.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.cases.record().bytes
    }

    /// How many bytes of the input the row that came last took; at first those of the column names.
    pub(crate) fn size(&self) -> u64 {
        self.cases.record().size
    }
}

/// What is wrong with a row of a table, with as much of the row as is worth showing.
pub(super) fn in_row(
    mut mistake: diag::Diagnostic,
    name: &str,
    line: u64,
    mut text: String,
) -> Diagnostics {
    if let Some((at, _)) = text.char_indices().nth(SHOWN) {
        text.truncate(at);
        text.push('…');
    }
    let end = u32::try_from(text.len()).unwrap_or(0);
    let mut sources = SourceMap::new();
    let file = sources.add_at_line(name, text, u32::try_from(line).unwrap_or(u32::MAX));
    mistake.labels = vec![diag::Label {
        span: Span::new(file, 0, end),
        message: String::new(),
    }];
    Diagnostics::new(vec![mistake], sources)
}
