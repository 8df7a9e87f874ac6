//! Counts what is told, so that a file full of mistakes costs no more than a file with many.

use std::collections::BTreeSet;

use super::errors;
use crate::diag::{Diagnostic, Severity, Sink};
use crate::source::FileId;
use crate::value::Code;

/// How many mistakes of one case are told: each is shown with its line, and all of a case may stand on one long line.
pub const MISTAKE_LIMIT: usize = 200;

/// How many bytes their pointers may have together: a pointer is as long as its place is deep.
const POINTER_LIMIT: usize = 4_000_000;

/// How many codes that no list knows are told of one case.
const WARNING_LIMIT: usize = 200;

/// Tells mistakes, up to a limit.
pub struct Mistakes<'s> {
    sink: &'s mut Sink,
    file: FileId,
    errors: usize,
    pointer_bytes: usize,
    codes: BTreeSet<Code>,
}

impl<'s> Mistakes<'s> {
    /// Tells them to `sink`.
    pub fn new(sink: &'s mut Sink, file: FileId) -> Self {
        Self {
            sink,
            file,
            errors: 0,
            pointer_bytes: 0,
            codes: BTreeSet::new(),
        }
    }

    /// The file that they are in.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// How many there were, warnings aside.
    pub fn count(&self) -> usize {
        self.errors
    }

    /// Whether the next one is still told with its place.
    pub fn wants_more(&self) -> bool {
        self.errors < MISTAKE_LIMIT && self.pointer_bytes < POINTER_LIMIT
    }

    /// Whether this code is the first of its name to be told as unlisted.
    pub fn first_of(&mut self, code: &Code) -> bool {
        self.codes.len() < WARNING_LIMIT && self.codes.insert(code.clone())
    }

    /// Tells a mistake.
    pub fn tell(&mut self, diagnostic: Diagnostic, pointer: String) {
        let more = self.wants_more();
        if diagnostic.severity == Severity::Error {
            self.errors += 1;
        }
        if more {
            self.pointer_bytes += pointer.len();
            self.sink.push(diagnostic.pointer(pointer));
        } else if self.pointer_bytes < usize::MAX {
            // Told once: from here on nothing is.
            self.pointer_bytes = usize::MAX;
            let place = diagnostic.labels.first().map(|label| label.span);
            if let Some(span) = place {
                self.sink
                    .push(errors::too_many(self.errors.saturating_sub(1), span));
            }
        }
    }
}
