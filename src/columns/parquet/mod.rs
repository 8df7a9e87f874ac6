//! Parquet in: batches of a file's rows, only of columns that the schema has.
//!
//! In: a file as random access to its bytes, the schema of the facts. Out: Arrow batches and how to read them. Memory is that of a
//! batch and of the pages that it comes from. What is cut off or damaged is told, also where the library that decodes it panics.
//! Absent on purpose: opening files; the Arrow schema that some writers put into the file (types come from Parquet's own).

mod footer;
#[cfg(test)]
mod tests;
mod write;

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;

use super::Choices;
use super::arrow::{Reading, Wrong};
use super::errors::{self, Mistake};
use crate::ir::Program;
use crate::source::FileId;
pub use write::Verdicts;

/// How many bytes of a file's rows a batch is meant to have.
const BATCH_BYTES: i64 = 4 << 20;

/// How many rows a batch has at most.
const BATCH_ROWS: i64 = 8192;

/// A Parquet file being read.
pub struct Table {
    name: String,
    reader: ParquetRecordBatchReader,
    reading: Reading,
    rows: u64,
    read: u64,
    /// Nothing more comes: it ended, or broke.
    done: bool,
}

impl Table {
    /// Reads what a file says of itself. Else everything that is wrong with its columns, or that it is no Parquet file, which is
    /// called `name`.
    pub fn open<T: ChunkReader + 'static>(
        program: &Program,
        name: &str,
        input: T,
        choices: &Choices,
        file: FileId,
    ) -> Result<Self, Wrong> {
        let broken = |mistake: Mistake| Wrong {
            text: String::new(),
            told: vec![*mistake],
        };
        let metadata = contained(name, None, || {
            // What the writer's Arrow schema adds is of no use here, and one thing more that may be damaged.
            if footer::is_too_deep(&input)? {
                return Err(ParquetError::General("its schema lies too deep".to_owned()));
            }
            let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
            ArrowReaderMetadata::load(&input, options)
        })
        .map_err(broken)?;
        let whole = Reading::new(program, metadata.schema(), choices, file)?;
        let counted: i64 = metadata.metadata().file_metadata().num_rows();
        let (reader, schema) = contained(name, None, || {
            let mask = ProjectionMask::roots(metadata.parquet_schema(), whole.columns());
            let size = batch_rows(&metadata);
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(input, metadata);
            let reader = builder
                .with_projection(mask)
                .with_batch_size(size)
                .build()?;
            let schema = arrow_array::RecordBatchReader::schema(&reader);
            Ok((reader, schema))
        })
        .map_err(broken)?;
        Ok(Self {
            name: name.to_owned(),
            reader,
            reading: Reading::new(program, &schema, choices, file)?,
            rows: u64::try_from(counted).unwrap_or(0),
            read: 0,
            done: false,
        })
    }

    /// How many rows the file says that it has.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How its batches are read.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The next rows. None at the end; after a mistake nothing comes.
    pub fn next(&mut self) -> Option<Result<RecordBatch, Mistake>> {
        if self.done {
            return None;
        }
        let reader = &mut self.reader;
        let next = contained(&self.name, Some(self.read), || {
            reader.next().transpose().map_err(ParquetError::from)
        });
        let next = match next {
            Ok(None) if self.read != self.rows => {
                let why = format!(
                    "it holds {} rows, and says that it has {}",
                    self.read, self.rows
                );
                Err(errors::parquet(&self.name, &why, None))
            }
            other => other,
        };
        match next {
            Ok(Some(batch)) => {
                self.read += batch.num_rows() as u64;
                Some(Ok(batch))
            }
            Ok(None) => {
                self.done = true;
                None
            }
            Err(mistake) => {
                self.done = true;
                Some(Err(mistake))
            }
        }
    }
}

/// Large rows come in small batches.
fn batch_rows(metadata: &ArrowReaderMetadata) -> usize {
    let groups = metadata.metadata().row_groups().iter();
    let largest = groups
        .filter_map(|group| group.total_byte_size().checked_div(group.num_rows()))
        .max()
        .unwrap_or(0);
    let rows = BATCH_BYTES.checked_div(largest).unwrap_or(BATCH_ROWS);
    usize::try_from(rows.clamp(16, BATCH_ROWS)).unwrap_or(16)
}

/// Does what may meet damaged bytes. The library checks most, and panics at some.
fn contained<T>(
    name: &str,
    after: Option<u64>,
    work: impl FnOnce() -> Result<T, ParquetError>,
) -> Result<T, Mistake> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(errors::parquet(name, &error.to_string(), after)),
        Err(_) => Err(errors::parquet(
            name,
            "its bytes contradict each other",
            after,
        )),
    }
}
