//! Cases as Arrow record batches, and as the rows of Parquet files.

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema, SchemaRef};

use super::columns::{ColumnChoices, ROW_LIMIT, in_row};
use super::{Diagnostics, Policy, Worker};
use crate::columns::arrow::{Reading, Wrong, verdicts};
use crate::columns::errors::{self, Mistake};
use crate::screen::Row;
use crate::source::SourceMap;

/// How record batches of one schema are read as cases.
#[derive(Clone, Debug)]
pub struct BatchCases {
    reading: Reading,
    name: String,
}

impl Policy {
    /// How batches of this schema are read. `docs/columns.md` says which types of columns are for what. Diagnostics call the batches
    /// `name`.
    ///
    /// # Errors
    /// Where columns are not those of the schema of the facts; all that is wrong with them.
    pub fn batch_cases(
        &self,
        name: &str,
        schema: &Schema,
        choices: &ColumnChoices,
    ) -> Result<BatchCases, Diagnostics> {
        let file = SourceMap::new().next_id();
        Reading::new(self.program(), schema, &choices.0, file)
            .map(|reading| BatchCases {
                reading,
                name: name.to_owned(),
            })
            .map_err(|wrong| told(name, wrong))
    }
}

impl BatchCases {
    /// Whether batches of this schema are read so too.
    #[must_use]
    pub fn is_of(&self, schema: &Schema) -> bool {
        self.reading.is_of(schema)
    }

    /// Writes the case of each row as JSON behind what `out` holds, and gives it to `each`, or why there is none. The first row of the
    /// batch has the number `first`.
    ///
    /// # Errors
    /// Where the batch is not of the schema.
    pub fn read(
        &self,
        batch: &RecordBatch,
        first: u64,
        out: &mut Vec<u8>,
        mut each: impl FnMut(Result<&[u8], Diagnostics>),
    ) -> Result<(), Diagnostics> {
        let mut number = first;
        let rows = self.reading.rows(batch, ROW_LIMIT, out, |case| {
            let told =
                |mistake: Mistake| in_row(*mistake, &self.name, number, format!("row {number}"));
            each(case.map_err(told));
            number = number.saturating_add(1);
        });
        rows.map_err(|mistake| Diagnostics::placeless(*mistake))
    }
}

/// What came of a batch.
#[derive(Debug)]
pub struct BatchVerdicts {
    /// A row for each that was decided, in order: see [`verdict_schema`].
    pub rows: RecordBatch,
    /// The rows of the batch that were not, by their index, and why.
    pub rejects: Vec<(usize, Diagnostics)>,
}

impl Worker {
    /// Decides each row of a batch. A case without an `id` is named by the number of its row, the first of this batch being `first`.
    ///
    /// # Errors
    /// Where the batch is not of the schema that `cases` was made for.
    pub fn record_batch(
        &mut self,
        batch: &RecordBatch,
        cases: &BatchCases,
        first: u64,
    ) -> Result<BatchVerdicts, Diagnostics> {
        let mut bytes = Vec::new();
        let mut each = Vec::with_capacity(batch.num_rows());
        cases.read(batch, first, &mut bytes, |case| {
            each.push(case.map(<[u8]>::len))
        })?;
        let (mut rows, mut rejects, mut start) = (Vec::new(), Vec::new(), 0);
        for (index, case) in each.into_iter().enumerate() {
            let decided = case.and_then(|size| {
                let case = bytes.get(start..start + size).unwrap_or(&[]);
                start += size;
                self.case(case, &cases.name, first.saturating_add(index as u64))
            });
            match decided {
                Ok(row) => rows.push(row),
                Err(told) => rejects.push((index, told)),
            }
        }
        let rows = verdict_batch(&rows).map_err(|error| {
            let told = errors::batch_too_large(&error.to_string());
            Diagnostics::placeless(*told)
        })?;
        Ok(BatchVerdicts { rows, rejects })
    }
}

/// Verdict rows as a record batch.
///
/// # Errors
/// Where there are more bytes of text than a column holds: 2 GiB.
pub fn verdict_batch<'r>(
    rows: impl IntoIterator<Item = &'r Row>,
) -> Result<RecordBatch, ArrowError> {
    verdicts::batch(rows)
}

/// The columns of verdict rows, as `docs/columns.md` tells them.
#[must_use]
pub fn verdict_schema() -> SchemaRef {
    verdicts::schema()
}

fn told(name: &str, wrong: Wrong) -> Diagnostics {
    let mut sources = SourceMap::new();
    sources.add(name, wrong.text);
    Diagnostics::new(wrong.told, sources)
}

#[cfg(feature = "parquet")]
pub use files::{ParquetCases, ParquetVerdicts};

#[cfg(feature = "parquet")]
mod files {
    use std::io::{self, Write};

    use arrow_array::RecordBatch;
    use parquet::file::reader::ChunkReader;

    use super::{BatchCases, told};
    use crate::api::{ColumnChoices, Diagnostics, Policy};
    use crate::columns::parquet::{Table, Verdicts};
    use crate::source::SourceMap;

    /// The cases of a Parquet file, batch by batch.
    pub struct ParquetCases {
        table: Table,
        cases: BatchCases,
    }

    impl Policy {
        /// Reads what a Parquet file says of itself, and makes ready to read its cases. Diagnostics call the file `name`.
        ///
        /// # Errors
        /// Where it is no Parquet file, or a damaged one, or its columns are not those of the schema of the facts.
        pub fn parquet_cases<T: ChunkReader + 'static>(
            &self,
            name: &str,
            input: T,
            choices: &ColumnChoices,
        ) -> Result<ParquetCases, Diagnostics> {
            let file = SourceMap::new().next_id();
            let table = Table::open(self.program(), name, input, &choices.0, file)
                .map_err(|wrong| told(name, wrong))?;
            Ok(ParquetCases {
                cases: BatchCases {
                    reading: table.reading().clone(),
                    name: name.to_owned(),
                },
                table,
            })
        }
    }

    /// Verdict rows as a Parquet file in the making. It is whole only once [`ParquetVerdicts::end`] was called.
    pub struct ParquetVerdicts<W: Write + Send>(Verdicts<W>);

    impl<W: Write + Send> ParquetVerdicts<W> {
        /// Begins a file.
        ///
        /// # Errors
        /// Where it cannot be written.
        pub fn new(to: W) -> io::Result<Self> {
            Verdicts::new(to).map(Self)
        }

        /// Adds rows, as [`verdict_batch`](super::verdict_batch) gives them.
        ///
        /// # Errors
        /// Where they cannot be written.
        pub fn put(&mut self, rows: &RecordBatch) -> io::Result<()> {
            self.0.put(rows)
        }

        /// Writes what a Parquet file ends with.
        ///
        /// # Errors
        /// Where it cannot be written.
        pub fn end(&mut self) -> io::Result<()> {
            self.0.end()
        }

        /// What it is written to.
        pub fn inner(&self) -> &W {
            self.0.inner()
        }
    }

    impl ParquetCases {
        /// How many rows the file says that it has.
        #[must_use]
        pub fn rows(&self) -> u64 {
            self.table.rows()
        }

        /// How its batches are read.
        #[must_use]
        pub fn cases(&self) -> &BatchCases {
            &self.cases
        }
    }

    /// Batches of its rows; a mistake is the last that comes.
    impl Iterator for ParquetCases {
        type Item = Result<RecordBatch, Diagnostics>;

        fn next(&mut self) -> Option<Self::Item> {
            let next = self.table.next()?;
            Some(next.map_err(|mistake| Diagnostics::placeless(*mistake)))
        }
    }
}
