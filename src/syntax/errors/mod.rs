//! Every mistake of spelling and form: one constructor each, and the codes with their one-line summaries.
//!
//! `lexical` has those of the lexer and of literals, `form` those of the parser.

mod form;
mod lexical;

pub(super) use form::*;
pub(super) use lexical::*;

use crate::diag::{Diagnostic, Sink};
use crate::source::{FileId, Span};

/// Every code of this room with what it is about.
pub const CODES: &[(&str, &str)] = &[
    ("broken-comparison", "a comparison has more than two sides"),
    (
        "call-with-for",
        "`for` stands among several arguments, or in a call that takes none",
    ),
    ("clause-colon", "the head of a clause carries a colon"),
    (
        "code-spelling",
        "a list code is written with a small letter",
    ),
    (
        "comment-spelling",
        "a comment is written in the style of another language",
    ),
    ("date-spelling", "a date is not written as year-month-day"),
    ("doubled-question-mark", "a type is marked optional twice"),
    ("file-too-large", "a file of 4 GiB or more"),
    ("full-stop", "a full stop stands where nothing ends"),
    (
        "grouped-digits",
        "a comma stands between digits of what looks like one number",
    ),
    (
        "index-too-large",
        "an index does not fit the language's numbers",
    ),
    ("lone-dot", "no name follows a dot"),
    ("missing-brace", "the opening brace of an item is missing"),
    (
        "missing-colon",
        "a field or column has no colon behind its name",
    ),
    (
        "missing-comma",
        "two members of a set, list or object stand without a comma",
    ),
    ("missing-condition", "a condition or value is missing"),
    (
        "missing-has",
        "the condition of `any`, `every` or `no` does not begin with `has`",
    ),
    (
        "missing-name",
        "an item has no name, or a scenario no title",
    ),
    (
        "missing-word",
        "the word between the parts of a clause is missing or another",
    ),
    ("name-spelling", "a name is joined with a hyphen or a blank"),
    (
        "nested-too-deeply",
        "an expression or type is nested beyond the limit",
    ),
    ("no-such-date", "a date that the calendar does not have"),
    ("number-spelling", "a number begins or ends with its point"),
    ("number-too-long", "a number has more digits than the limit"),
    (
        "odd-name",
        "a name holds a character that names may not have",
    ),
    (
        "operator-spelling",
        "an operator is written as in another language",
    ),
    (
        "quotes",
        "a text stands between other marks than straight double quotes",
    ),
    (
        "reserved-word",
        "a word of the language stands where a name is due",
    ),
    ("separator", "clauses are separated by a sign"),
    (
        "stray-character",
        "a character that the language does not have",
    ),
    (
        "text-escape",
        "a backslash in a text is followed by something unknown",
    ),
    (
        "too-many-mistakes",
        "the rest of a file is not read after very many mistakes",
    ),
    ("unclosed-block", "the braces of an item are not closed"),
    ("unclosed-bracket", "a bracket is not closed"),
    ("unclosed-text", "a text has no closing quote on its line"),
    ("unexpected", "something stands where it does not belong"),
    (
        "unknown-clause",
        "a line begins with a word that heads no clause",
    ),
    (
        "unknown-item",
        "an item begins with a word that heads no item",
    ),
    ("wide-sign", "a sign is written in its full-width form"),
];

/// Mistakes of syntax told per file before the rest of the file is left unread.
pub(super) const MOST_MISTAKES: usize = 500;
/// Deepest nesting of an expression or type.
pub(super) const MOST_DEPTH: u32 = 256;
/// Longest number.
pub(super) const MOST_DIGITS: usize = 1000;

/// The sink with the file's place in it, and a count that ends floods.
pub(super) struct Reports<'s> {
    sink: &'s mut Sink,
    /// The file.
    pub(super) file: FileId,
    /// What is added to every byte: the cell's place for a cell of a CSV.
    pub(super) base: u32,
    told: usize,
}

impl<'s> Reports<'s> {
    /// For one file, or for a cell at `base`.
    pub(super) fn new(sink: &'s mut Sink, file: FileId, base: u32) -> Self {
        Self {
            sink,
            file,
            base,
            told: 0,
        }
    }

    /// The span of bytes of the parsed text.
    pub(super) fn span(&self, start: u32, end: u32) -> Span {
        Span::new(
            self.file,
            self.base.saturating_add(start),
            self.base.saturating_add(end),
        )
    }

    /// Tells a mistake, unless very many were told.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.told < MOST_MISTAKES {
            self.sink.push(diagnostic);
        } else if self.told == MOST_MISTAKES {
            let label = diagnostic
                .labels
                .first()
                .map_or_else(|| self.span(0, 0), |l| l.span);
            self.sink.push(too_many_mistakes(label));
        }
        self.told += 1;
    }

    /// Tells a mistake at bytes of the parsed text.
    pub(super) fn at(&mut self, start: u32, end: u32, mistake: impl FnOnce(Span) -> Diagnostic) {
        let span = self.span(start, end);
        self.push(mistake(span));
    }

    /// Whether so many mistakes were told that reading on has no use.
    pub(super) fn is_full(&self) -> bool {
        self.told > MOST_MISTAKES
    }
}

fn too_many_mistakes(span: Span) -> Diagnostic {
    Diagnostic::error(
        "too-many-mistakes",
        format!(
            "this file has more than {MOST_MISTAKES} mistakes of form; the rest of it is not told"
        ),
        span,
    )
    .help("mend what is told so far and check again")
}

/// The user's text in a message: one line, not too long.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(40)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    format!("`{}`", short.trim_end())
}
