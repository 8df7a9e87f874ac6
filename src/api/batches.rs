//! Cases as Arrow record batches, and as the rows of Parquet files.

use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::columns::ROW_LIMIT;
use super::{Diagnostics, Policy};
use crate::columns::arrow::{Choices, Reading};
use crate::columns::errors::Mistake;
use crate::diag;
use crate::source::SourceMap;

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

    /// In these columns null says that there is none: `end_user`, `items.hs`. Elsewhere it says that nothing is known.
    #[must_use]
    pub fn null_is_absent<T: Into<String>>(mut self, columns: impl IntoIterator<Item = T>) -> Self {
        self.0
            .null_is_absent
            .extend(columns.into_iter().map(Into::into));
        self
    }
}

/// How record batches of one schema are read as cases.
#[derive(Clone, Debug)]
pub struct BatchCases(Reading);

impl Policy {
    /// How batches of this schema are read. `docs/columns.md` says which types of columns are for what.
    ///
    /// # Errors
    /// Where columns are not those of the schema of the facts; all that is wrong with them.
    pub fn batch_cases(
        &self,
        schema: &Schema,
        choices: &ColumnChoices,
    ) -> Result<BatchCases, Diagnostics> {
        Reading::new(self.program(), schema, &choices.0)
            .map(BatchCases)
            .map_err(placeless)
    }
}

impl BatchCases {
    /// Whether batches of this schema are read so too.
    #[must_use]
    pub fn is_of(&self, schema: &Schema) -> bool {
        self.0.is_of(schema)
    }

    /// Writes the case of each row as JSON behind what `out` holds, and gives it to `each`, or why there is none.
    ///
    /// # Errors
    /// Where the batch is not of the schema.
    pub fn read(
        &self,
        batch: &RecordBatch,
        out: &mut Vec<u8>,
        mut each: impl FnMut(Result<&[u8], Diagnostics>),
    ) -> Result<(), Diagnostics> {
        let told = |mistake: Mistake| Diagnostics::placeless(*mistake);
        self.0
            .rows(batch, ROW_LIMIT, out, |case| each(case.map_err(told)))
            .map_err(told)
    }
}

fn placeless(list: Vec<diag::Diagnostic>) -> Diagnostics {
    Diagnostics::new(list, SourceMap::new())
}

#[cfg(feature = "parquet")]
pub use files::ParquetCases;

#[cfg(feature = "parquet")]
mod files {
    use arrow_array::RecordBatch;
    use parquet::file::reader::ChunkReader;

    use super::{BatchCases, ColumnChoices, placeless};
    use crate::api::{Diagnostics, Policy};
    use crate::columns::parquet::Table;

    /// The cases of a Parquet file, batch by batch.
    pub struct ParquetCases {
        table: Table,
        cases: BatchCases,
    }

    impl Policy {
        /// Reads what a Parquet file says of itself, and makes ready to read its cases.
        ///
        /// # Errors
        /// Where it is no Parquet file, or a damaged one, or its columns are not those of the schema of the facts.
        pub fn parquet_cases<T: ChunkReader + 'static>(
            &self,
            input: T,
            choices: &ColumnChoices,
        ) -> Result<ParquetCases, Diagnostics> {
            let table = Table::open(self.program(), input, &choices.0).map_err(placeless)?;
            Ok(ParquetCases {
                cases: BatchCases(table.reading().clone()),
                table,
            })
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
