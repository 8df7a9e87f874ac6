//! Verdict rows out as Parquet, in row groups of bounded size.

use std::io::{self, Write};

use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::columns::arrow::verdicts;

/// A row group is held until it is written.
const GROUP_ROWS: usize = 64 << 10;

/// A Parquet file of verdict rows in the making. It is whole only once [`Verdicts::end`] was called.
pub struct Verdicts<W: Write + Send>(ArrowWriter<W>);

impl<W: Write + Send> Verdicts<W> {
    /// Begins a file.
    pub fn new(to: W) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_created_by("licit".to_owned())
            .build();
        let writer = ArrowWriter::try_new(to, verdicts::schema(), Some(properties));
        writer.map(Self).map_err(failed)
    }

    /// Adds rows.
    pub fn put(&mut self, rows: &RecordBatch) -> io::Result<()> {
        self.0.write(rows).map_err(failed)
    }

    /// Writes what a Parquet file ends with.
    pub fn end(&mut self) -> io::Result<()> {
        self.0.finish().map(drop).map_err(failed)
    }

    /// What it is written to.
    pub fn inner(&self) -> &W {
        self.0.inner()
    }
}

/// What the disk says, where it is that; a full one is told as such.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
