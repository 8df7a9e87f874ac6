//! The front of the room: one function for files, one for cells.

use std::cell::Cell;

use lalrpop_util::ErrorRecovery;

use super::build::{Build, Parsed};
use super::errors::{self, Reports};
use super::expected::Recovery;
use super::lexer::{Lexed, lex};
use super::token::Token;
use super::tree::{CellExpr, File};
use super::trivia::Trivia;
use crate::diag::Sink;
use crate::source::FileId;

/// Parses the text of a file. Mistakes go to the sink; where one stands the tree has an `Error` node.
pub fn parse(file: FileId, text: &str, sink: &mut Sink) -> File {
    parse_with_trivia(file, text, sink).0
}

/// The same, with the comments.
pub fn parse_with_trivia(file: FileId, text: &str, sink: &mut Sink) -> (File, Trivia) {
    let mut items = vec![];
    let trivia = run(file, text, 0, Token::FileMark, sink, |parsed| {
        if let Parsed::File(parsed) = parsed {
            items = parsed;
        }
    });
    (File { id: file, items }, trivia)
}

/// Parses a cell of a CSV whose first byte stands at `base` of its file: an expression, or a range with one side.
pub fn parse_cell(file: FileId, text: &str, base: u32, sink: &mut Sink) -> Option<CellExpr> {
    let mut cell = None;
    run(file, text, base, Token::CellMark, sink, |parsed| {
        if let Parsed::Cell(parsed) = parsed {
            cell = Some(parsed);
        }
    });
    cell
}

fn run(
    file: FileId,
    text: &str,
    base: u32,
    mark: Token<'_>,
    sink: &mut Sink,
    take: impl FnOnce(Parsed),
) -> Trivia {
    let mut reports = Reports::new(sink, file, base);
    if u32::try_from(text.len())
        .is_ok_and(|len| base.checked_add(len).is_some_and(|end| end < u32::MAX))
    {
        let mut lexed = lex(text, &mut reports);
        super::depth::limit(&mut lexed.tokens, &mut reports);
        if let Some(parsed) = drive(text, &lexed, mark, reports) {
            take(parsed);
        }
        lexed.trivia
    } else {
        reports.push(errors::file_too_large(file));
        Trivia::default()
    }
}

fn drive<'a>(
    text: &'a str,
    lexed: &'a Lexed<'a>,
    mark: Token<'a>,
    reports: Reports<'_>,
) -> Option<Parsed> {
    let full = Cell::new(reports.is_full());
    let mut build = Build {
        source: text,
        lexed,
        reports,
        last_line: None,
        separators: lexed.separators.clone(),
        full: &full,
    };
    let marked =
        std::iter::once((0, mark, 0)).chain(lexed.tokens.iter().map(|t| (t.start, t.token, t.end)));
    let tokens = marked.take_while(|_| !full.get()).map(Ok);
    let parsed = match super::licit::StartParser::new().parse(&mut build, tokens) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            build.tell(Recovery::from(ErrorRecovery {
                error,
                dropped_tokens: vec![],
            }));
            None
        }
    };
    let mut separators = std::mem::take(&mut build.separators);
    if !separators.is_empty() {
        separators.sort_unstable();
        build.reports.push(errors::separators(separators));
    }
    parsed
}
