//! What a thread does with a chunk: every row decided and written out, or rejected with what is wrong.
//!
//! A further form of output is a further [`Shape`].

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;

use super::input::{At, Chunk, Form, TEXT_LIMIT};
use crate::api::{Diagnostics, Screener, Worker};
use crate::cli::output;
use crate::screen::{self, ROW_LIMIT, Row, Tally, errors};

/// So many rejected rows are spelled out for a person.
pub const SPELLED_OUT: usize = 20;

/// In which form rows go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line of JSON each.
    Json,
    /// A record of CSV each.
    Csv,
    /// Columns.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Shape {
    /// Whether what was broken off can be gone on with: a Parquet file says only at its end what is in it.
    pub fn goes_on(self) -> bool {
        matches!(self, Self::Json | Self::Csv)
    }

    /// What stands before the first row.
    pub fn head(self) -> Vec<u8> {
        let mut head = Vec::new();
        if self == Self::Csv {
            screen::header(&mut head);
        }
        head
    }

    fn write(self, row: &Row, out: &mut Vec<u8>) {
        match self {
            Self::Json => screen::json(row, out),
            Self::Csv => screen::csv(row, out),
            // All of a chunk at once.
            #[cfg(feature = "parquet")]
            Self::Parquet => {}
        }
    }
}

/// What is to be done with every chunk.
#[derive(Clone, Debug)]
pub struct Job {
    /// Decides.
    pub screener: Screener,
    /// The forms of the inputs.
    pub forms: Vec<Form>,
    /// The form of the rows.
    pub shape: Shape,
    /// Whether rejected rows are kept in a file; else they are told.
    pub keep_rejects: bool,
    /// Whether to colour what is told.
    pub colour: bool,
}

/// A chunk that is done.
#[derive(Debug, Default)]
pub struct Done {
    /// The chunk, with its memory.
    pub chunk: Chunk,
    /// The rows, written out.
    pub rows: Vec<u8>,
    /// The rows, as columns.
    #[cfg(feature = "parquet")]
    pub batch: Option<arrow_array::RecordBatch>,
    /// Rejected rows, written out.
    pub rejects: Vec<u8>,
    /// The first rejected rows in words.
    pub told: Vec<String>,
    /// What was counted.
    pub tally: Tally,
    /// The cases' own names.
    pub ids: Vec<Box<str>>,
    /// Whether the program failed at it: a defect.
    pub broke: bool,
}

impl Job {
    /// Does a chunk.
    pub fn work(&self, worker: &mut Worker, chunk: Chunk) -> Done {
        let number = chunk.number;
        let mut done = Done {
            chunk,
            ..Done::default()
        };
        // A defect in one case must not leave the other threads waiting for this chunk.
        let came = catch_unwind(AssertUnwindSafe(|| self.rows(worker, &mut done)));
        if came.is_err() {
            done.broke = true;
            done.chunk.number = number;
        }
        done
    }

    fn rows(&self, worker: &mut Worker, done: &mut Done) {
        #[cfg(feature = "parquet")]
        let (mut chunk, mut kept) = (std::mem::take(&mut done.chunk), Vec::new());
        #[cfg(feature = "parquet")]
        super::parquet::cases(&mut chunk);
        #[cfg(not(feature = "parquet"))]
        let mut chunk = std::mem::take(&mut done.chunk);
        let mut refused = std::mem::take(&mut chunk.refused);
        for (index, at) in chunk.rows.iter().enumerate() {
            let bytes = chunk.bytes.get(at.start..at.end).unwrap_or_default();
            let row = match refused.remove(&index) {
                Some(diagnostics) => Err(diagnostics),
                None => self.row(worker, &chunk, at, bytes),
            };
            match row {
                Ok(row) => {
                    self.shape.write(&row, &mut done.rows);
                    done.tally.row(&row);
                    if !row.numbered {
                        done.ids.push(row.id.as_str().into());
                    }
                    #[cfg(feature = "parquet")]
                    if self.shape == Shape::Parquet {
                        kept.push(row);
                    }
                }
                Err(diagnostics) => self.reject(done, &chunk, at, bytes, &diagnostics),
            }
        }
        #[cfg(feature = "parquet")]
        if !kept.is_empty() {
            done.batch = super::parquet::columns(&kept);
            done.broke |= done.batch.is_none();
        }
        done.chunk = chunk;
    }

    fn row(
        &self,
        worker: &mut Worker,
        chunk: &Chunk,
        at: &At,
        bytes: &[u8],
    ) -> Result<Row, Diagnostics> {
        if at.size > ROW_LIMIT {
            let told = errors::row_too_large(&chunk.name, at.line, at.size);
            return Err(Diagnostics::placeless(told));
        }
        let mut row = worker.case(bytes, &chunk.name, at.line)?;
        if row.numbered && at.number != at.line {
            row.id = at.number.to_string();
        }
        if let Some(decision) = &mut row.decision {
            decision.facts.source = Some(match self.forms.get(chunk.input) {
                Some(Form::Whole) => chunk.name.to_string(),
                _ => format!("{}:{}", chunk.name, at.line),
            });
        }
        Ok(row)
    }

    fn reject(
        &self,
        done: &mut Done,
        chunk: &Chunk,
        at: &At,
        bytes: &[u8],
        diagnostics: &Diagnostics,
    ) {
        let first = diagnostics.iter().find(is_error);
        done.tally
            .reject(first.as_ref().map_or("", |one| one.code.as_str()));
        if self.keep_rejects {
            let kept = bytes.get(..TEXT_LIMIT).unwrap_or(bytes);
            let mut entry = json!({
                "source": &*chunk.name,
                "line": at.line,
                "error": output::json(diagnostics),
                "text": String::from_utf8_lossy(kept),
            });
            let column = first.as_ref().and_then(|one| one.pointer.as_deref());
            let column = column.zip(chunk.columns.as_ref());
            if let (Some((pointer, columns)), Some(entry)) = (column, entry.as_object_mut())
                && let Some(column) = columns.column_of(pointer)
            {
                entry.insert("column".to_owned(), json!(column));
            }
            if kept.len() as u64 != at.size
                && let Some(entry) = entry.as_object_mut()
            {
                entry.insert("text_cut_from".to_owned(), json!(at.size));
            }
            done.rejects.extend(entry.to_string().into_bytes());
            done.rejects.push(b'\n');
        } else if done.told.len() < SPELLED_OUT {
            done.told.push(diagnostics.render(self.colour));
        }
    }
}

fn is_error(diagnostic: &crate::api::Diagnostic) -> bool {
    diagnostic.severity == crate::api::Severity::Error
}
