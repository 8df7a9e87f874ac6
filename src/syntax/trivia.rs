//! Comments, kept beside the tree: no comment can break a parse, and a formatter finds every one.

use crate::source::{FileId, Span};

/// One comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Where, slashes included, the end of the line left out.
    pub span: Span,
    /// Line of its start, from 0.
    pub line: u32,
    /// Whether it begins with three slashes.
    pub doc: bool,
    /// Whether a token stands in front of it on its line.
    pub trailing: bool,
}

/// Every comment of one file, in order.
#[derive(Clone, Debug, Default)]
pub struct Trivia {
    /// The comments.
    pub comments: Vec<Comment>,
}

impl Trivia {
    /// Adds the comment `text` that starts at `start`.
    pub(super) fn push(
        &mut self,
        file: FileId,
        base: u32,
        start: u32,
        line: u32,
        text: &str,
        trailing: bool,
    ) {
        let end = start.saturating_add(u32::try_from(text.trim_end().len()).unwrap_or(u32::MAX));
        let span = Span::new(file, base.saturating_add(start), base.saturating_add(end));
        let doc = text.starts_with("///") && !text.starts_with("////");
        self.comments.push(Comment {
            span,
            line,
            doc,
            trailing,
        });
    }

    /// The comments whose first byte lies in `start..end` (bytes of the file).
    pub fn between(&self, start: u32, end: u32) -> &[Comment] {
        let from = self.comments.partition_point(|c| c.span.start < start);
        let to = self.comments.partition_point(|c| c.span.start < end);
        self.comments.get(from..to).unwrap_or(&[])
    }
}

/// What a comment says: slashes and one blank in front taken off.
pub fn words(comment: &str) -> &str {
    let text = comment.trim_start_matches('/').trim_end();
    text.strip_prefix(' ').unwrap_or(text)
}
