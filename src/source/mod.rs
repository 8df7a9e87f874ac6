//! Source texts and places in them.
//!
//! In: the text of a file and the path it is told under. Out: [`FileId`], [`Span`] and line/column look-ups.
//! Absent on purpose: reading files, any notion of a language. Below everything, so nobody needs more than this.

use std::sync::{Arc, OnceLock};

/// A file in a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file. Orders by file, then start, then end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end` (bytes) of `file`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The smallest span that covers both (which stand in one file).
    pub fn to(self, other: Span) -> Span {
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// One text with the path it is told under.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path as shown to the user; policy files: relative to the policy folder's parent, `/` between parts.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Number of the text's first line: 1, or the line's own number for a line of a JSON Lines file.
    pub first_line: u32,
    /// Worked out when first asked for: most texts are never told of.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            let after = ends.map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(after).collect()
        })
    }
}

/// All texts of one run. Clones share the texts.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<Arc<SourceFile>>,
}

impl SourceMap {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text whose first line is line 1.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_at_line(path, text, 1)
    }

    /// Adds a text whose first line has the number `first_line`.
    pub fn add_at_line(
        &mut self,
        path: impl Into<String>,
        text: impl Into<String>,
        first_line: u32,
    ) -> FileId {
        self.files.push(Arc::new(SourceFile {
            path: path.into(),
            text: text.into(),
            first_line,
            line_starts: OnceLock::new(),
        }));
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The id that the next file added will have.
    pub fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX))
    }

    /// The file of that id, if it is one of this map.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize).map(Arc::as_ref)
    }

    /// The text under a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|f| f.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// Line (as the user counts it) and column of a byte, both from 1; the column counts characters.
    pub fn line_column(&self, file: FileId, byte: u32) -> (u32, u32) {
        let Some(f) = self.get(file) else {
            return (1, 1);
        };
        let starts = f.line_starts();
        let line = starts.partition_point(|s| *s <= byte).saturating_sub(1);
        let start = starts.get(line).copied().unwrap_or(0) as usize;
        let column = f
            .text
            .get(start..byte as usize)
            .map_or(0, |t| t.chars().count());
        (
            f.first_line + u32::try_from(line).unwrap_or(0),
            u32::try_from(column).unwrap_or(0) + 1,
        )
    }
}
