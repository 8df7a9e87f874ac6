//! Parquet in and out: batches of rows, which the threads that decide make into cases.

use std::fs;
use std::io::{self, Seek};
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::RecordBatch;

use super::input::{At, Chunk, Digest, Failed, Input};
use super::out::{Tracked, Written};
use super::plan::Plan;
use super::run::Results;
use super::why;
use super::work::Shape;
use crate::api::{
    self, BatchCases, ColumnChoices, Diagnostics, ParquetCases, ParquetVerdicts, Policy,
};
use crate::screen::{Row, errors};

/// Rows that are still columns.
#[derive(Debug)]
pub struct Batch {
    cases: Arc<BatchCases>,
    rows: RecordBatch,
    /// The number of the first, from 1.
    first: u64,
}

/// A Parquet file that is read.
pub struct File {
    batches: ParquetCases,
    cases: Arc<BatchCases>,
    /// What is left of the batch that was read last.
    rest: Option<RecordBatch>,
    given: u64,
    bytes: u64,
}

impl File {
    /// Opens it, and reads what it says of itself.
    ///
    /// # Errors
    /// Where it cannot be read, is no Parquet file, or its columns are not those of the schema.
    pub fn open(
        (policy, choices): (&Policy, &ColumnChoices),
        input: &Input,
        digest: &mut Digest,
    ) -> Result<Self, Failed> {
        let mut file = fs::File::open(&input.path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("Parquet is read from files alone").into());
        }
        // A file says at its end what is in it, and rows are decoded from places all over it: its digest is of the whole.
        let mut whole = Digest::default();
        let mut block = vec![0; 256 << 10];
        let mut bytes = 0;
        loop {
            let read = super::input::read_some(&mut file, &mut block)?;
            let Some(read) = block.get(..read).filter(|read| !read.is_empty()) else {
                break;
            };
            whole.update(read);
            bytes += read.len() as u64;
        }
        file.rewind()?;
        digest.take(whole.text().as_bytes(), 0);
        let batches = policy.parquet_cases(&input.name, file, choices)?;
        Ok(Self {
            cases: Arc::new(batches.cases().clone()),
            batches,
            rest: None,
            given: 0,
            bytes,
        })
    }

    /// Fills a chunk with rows; false where these were the last.
    ///
    /// # Errors
    /// Where the file is damaged, after all rows before that were given.
    pub fn fill(
        &mut self,
        chunk: &mut Chunk,
        rows: usize,
        digest: &mut Digest,
    ) -> Result<bool, Diagnostics> {
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match self.batches.next() {
                Some(batch) => batch?,
                None => return Ok(false),
            },
        };
        let now = rows.min(batch.num_rows());
        let rest = batch.num_rows() - now;
        self.rest = (rest > 0).then(|| batch.slice(now, rest));
        chunk.batch = Some(Batch {
            cases: Arc::clone(&self.cases),
            rows: batch.slice(0, now),
            first: self.given + 1,
        });
        let before = self.share();
        self.given += now as u64;
        digest.take(&self.given.to_le_bytes(), self.share() - before);
        Ok(true)
    }

    /// As many of the bytes as of the rows.
    fn share(&self) -> u64 {
        let all = u128::from(self.batches.rows()).max(1);
        let share = u128::from(self.bytes) * u128::from(self.given) / all;
        u64::try_from(share).unwrap_or(self.bytes).min(self.bytes)
    }
}

/// Makes the rows of a chunk into cases.
pub fn cases(chunk: &mut Chunk) {
    let Some(batch) = chunk.batch.take() else {
        return;
    };
    let (rows, refused) = (&mut chunk.rows, &mut chunk.refused);
    let (mut start, mut number) = (0, batch.first);
    let done = batch
        .cases
        .read(&batch.rows, batch.first, &mut chunk.bytes, |case| {
            let size = match case {
                Ok(case) => case.len(),
                Err(told) => {
                    refused.insert(rows.len(), told);
                    0
                }
            };
            rows.push(At {
                start,
                end: start + size,
                line: number,
                number,
                size: size as u64,
            });
            start += size;
            number += 1;
        });
    if let Err(told) = done {
        // Of such a batch no row was given.
        for index in 0..batch.rows.num_rows() {
            refused.insert(index, told.clone());
            rows.push(At {
                start: 0,
                end: 0,
                line: batch.first + index as u64,
                number: batch.first + index as u64,
                size: 0,
            });
        }
    }
}

/// Rows as columns.
pub fn columns(rows: &[Row]) -> Option<RecordBatch> {
    api::verdict_batch(rows).ok()
}

/// Puts a Parquet file where rows go, where they go out as that.
///
/// # Errors
/// Where it cannot be written.
pub fn in_form(
    plan: &Plan,
    (rows, path): (Tracked, PathBuf),
) -> Result<(Box<dyn Results>, PathBuf), Diagnostics> {
    if plan.job.shape != Shape::Parquet {
        return Ok((Box::new(rows), path));
    }
    match ParquetVerdicts::new(rows) {
        Ok(file) => Ok((Box::new(Out(file)), path)),
        Err(error) => {
            let told = errors::write_failed(&path.to_string_lossy(), &why(&error), false);
            Err(Diagnostics::placeless(told))
        }
    }
}

/// Rows that go out as Parquet.
struct Out(ParquetVerdicts<Tracked>);

impl Results for Out {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            Ok(())
        } else {
            Err(io::ErrorKind::Unsupported.into())
        }
    }

    fn put_rows(&mut self, rows: &RecordBatch) -> io::Result<()> {
        self.0.put(rows)
    }

    fn end(&mut self) -> io::Result<()> {
        self.0.end()
    }

    fn written(&self) -> Written {
        self.0.inner().written()
    }
}
