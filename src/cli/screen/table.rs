//! CSV cut into chunks of rows, each the bytes of its case, or what is wrong with it.

use std::io::{self, Read};
use std::sync::Arc;

use super::input::{At, Chunk, Digest, Failed, TEXT_LIMIT};
use crate::api::{ColumnChoices, CsvCases, CsvColumns, Policy};

/// A chunk has so many bytes, and the row that they end in.
const BLOCK: usize = 256 << 10;

/// An input with a line of column names.
pub struct Table {
    cases: CsvCases<Box<dyn Read + Send>>,
    columns: Arc<CsvColumns>,
    /// Why nothing more can be read.
    failed: Option<io::Error>,
}

impl Table {
    /// Reads the names.
    ///
    /// # Errors
    /// Where they cannot be read, or are not those of the schema.
    pub fn open(
        (policy, choices): (&Policy, &ColumnChoices),
        name: &str,
        from: Box<dyn Read + Send>,
        digest: &mut Digest,
    ) -> Result<Self, Failed> {
        let cases = policy.csv_cases(name, from, choices)??;
        digest.take(cases.raw(), cases.size());
        Ok(Self {
            columns: cases.columns(),
            cases,
            failed: None,
        })
    }

    /// Fills a chunk with rows; false where these were the last.
    ///
    /// # Errors
    /// Where the input cannot be read on, after all rows before that were given.
    pub fn fill(
        &mut self,
        chunk: &mut Chunk,
        rows: usize,
        digest: &mut Digest,
    ) -> io::Result<bool> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        chunk.columns = Some(Arc::clone(&self.columns));
        while chunk.rows.len() < rows && chunk.bytes.len() < BLOCK {
            let start = chunk.bytes.len();
            let row = match self.cases.next_case(&mut chunk.bytes) {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(false),
                Err(error) if chunk.rows.is_empty() => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    return Ok(true);
                }
            };
            digest.take(self.cases.raw(), self.cases.size());
            let mut size = None;
            if let Some(told) = row.refused {
                // What is kept of it is the row itself.
                let text = self.cases.text();
                let kept = text.as_bytes();
                let kept = kept.get(..TEXT_LIMIT).unwrap_or(kept);
                chunk.bytes.extend_from_slice(kept);
                size = (kept.len() < text.len() || text.is_empty()).then(|| self.cases.size());
                chunk.refused.insert(chunk.rows.len(), told);
            }
            let end = chunk.bytes.len();
            chunk.rows.push(At {
                start,
                end,
                line: row.line,
                number: row.row,
                size: size.unwrap_or((end - start) as u64),
            });
        }
        Ok(true)
    }
}
