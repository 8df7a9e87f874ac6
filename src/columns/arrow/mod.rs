//! Arrow record batches in: rows of nested columns, whose fields bear the names of the schema.
//!
//! In: a batch, the schema of the facts. Out: for each row the bytes of its case as JSON, or what is wrong with it. The plan of a
//! schema is made once, the arrays of a batch are found once; a row is then a walk that tells a
//! [`Visitor`](super::visit::Visitor). Null is not told. Absent on purpose: binary floats, which hold no exact numbers.

mod bind;
mod plan;
#[cfg(test)]
mod tests;
mod types;
pub mod verdicts;
mod walk;

use arrow_array::RecordBatch;
use arrow_schema::{Fields, Schema};

use super::Choices;
use super::errors::{self, Mistake};
use super::visit::Json;
use crate::diag::{Diagnostic, Label};
use crate::ir::Program;
use crate::source::{FileId, Span};
use plan::Members;

/// What is wrong with columns.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The names of the columns, which the mistakes speak of.
    pub text: String,
    /// Every mistake.
    pub told: Vec<Diagnostic>,
}

fn offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// How batches of one schema are read.
#[derive(Clone, Debug)]
pub struct Reading {
    fields: Fields,
    root: Members,
}

impl Reading {
    /// Plans it. Else everything that is wrong with the columns, in a text of their names that stands for `file`.
    pub fn new(
        program: &Program,
        schema: &Schema,
        choices: &Choices,
        file: FileId,
    ) -> Result<Self, Wrong> {
        let told = match plan::plan(program, &schema.fields, choices) {
            Ok(root) => {
                return Ok(Self {
                    fields: schema.fields.clone(),
                    root,
                });
            }
            Err(told) => told,
        };
        let mut text = String::new();
        let mut spans = Vec::new();
        for field in &schema.fields {
            if !text.is_empty() {
                text.push_str(", ");
            }
            let start = offset(text.len());
            text.push_str(field.name());
            spans.push(Span::new(file, start, offset(text.len())));
        }
        let placed = |(column, mut mistake): (Option<usize>, Diagnostic)| {
            let span = column.and_then(|column| spans.get(column));
            mistake.labels.extend(span.map(|span| Label {
                span: *span,
                message: String::new(),
            }));
            mistake
        };
        Err(Wrong {
            told: told.into_iter().map(placed).collect(),
            text,
        })
    }

    /// Whether a batch of this schema can be read so.
    pub fn is_of(&self, schema: &Schema) -> bool {
        self.fields == schema.fields
    }

    /// The columns that something is read of, by their index.
    #[cfg(feature = "parquet")]
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        let members = self.root.members.iter();
        members.flat_map(|member| [member.column, member.absent].into_iter().flatten())
    }

    /// Writes the case of each row behind what `out` holds, and gives it to `each`, or what is wrong with it. A row has at most
    /// `limit` bytes. A mistake of the whole: the batch is not what its schema says.
    pub fn rows(
        &self,
        batch: &RecordBatch,
        limit: usize,
        out: &mut Vec<u8>,
        mut each: impl FnMut(Result<&[u8], Mistake>),
    ) -> Result<(), Mistake> {
        let mismatch = |column: &str| {
            errors::column_type(
                column,
                "other values than its type says",
                "a batch that agrees with its schema",
                "look at how the batch was built",
            )
        };
        let mut visitor = Json::new(out);
        let bound = bind::bind(&self.root, batch.columns(), &mut visitor)
            .map_err(|bind::Mismatch(column)| mismatch(&column))?;
        for row in 0..batch.num_rows() {
            let start = visitor.out().len();
            let mut walked = walk::walk(&bound, row, &mut visitor);
            if walked.is_ok() && visitor.out().len() - start > limit {
                walked = Err(errors::row_too_large(limit));
            }
            if walked.is_err() {
                visitor.reset(start);
            }
            each(walked.map(|()| visitor.out().get(start..).unwrap_or(&[])));
        }
        Ok(())
    }
}
