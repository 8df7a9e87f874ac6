//! A limit on open brackets, prefixes and branches, kept before the parser runs.
//!
//! The parser does not recurse, but where it recovers it walks its whole stack for every terminal it drops: 100,000 open
//! brackets and a mistake would take hours. What is nested beyond the limit is told once and left out of the parse.

use super::errors::{MOST_DEPTH, Reports, nested_too_deeply};
use super::lexer::Tok;
use super::token::{Kw, Sign, Token};

/// One less than the deepest tree: what is left out becomes a leaf, and the tree over it keeps within its own limit.
const MOST_OPEN: u32 = MOST_DEPTH - 1;

/// What is open inside one bracket.
#[derive(Clone, Copy, Default)]
struct Level {
    /// `not`, `-`, `has`, `otherwise`: closed by `and`, `or` and what ends an expression.
    prefixes: u32,
    /// `if`, `where`: closed by what ends an expression.
    branches: u32,
}

/// What is left out at the moment.
enum Skip {
    /// A bracket: to its end.
    Bracket,
    /// The rest of an expression.
    Rest,
}

/// Leaves out of the terminals what is nested beyond the limit, one error terminal in its place.
pub fn limit(tokens: &mut Vec<Tok<'_>>, reports: &mut Reports<'_>) {
    let mut guard = Guard {
        levels: vec![Level::default()],
        open: 0,
        skip: None,
        inside: 0,
        ifs: 0,
        operand: false,
    };
    tokens.retain_mut(|tok| match guard.take(tok.token) {
        Verdict::Keep => true,
        Verdict::Drop => false,
        Verdict::TooDeep => {
            reports.at(tok.start, tok.end, nested_too_deeply);
            tok.token = Token::Error;
            true
        }
    });
}

enum Verdict {
    Keep,
    Drop,
    TooDeep,
}

struct Guard {
    levels: Vec<Level>,
    /// Everything open: brackets, prefixes, branches.
    open: u32,
    skip: Option<Skip>,
    /// Brackets open within what is left out.
    inside: u32,
    /// `if`s left out whose `then` is still to come.
    ifs: u32,
    /// Whether the terminal in front ends an operand: then `-` is no prefix.
    operand: bool,
}

impl Guard {
    fn take(&mut self, token: Token<'_>) -> Verdict {
        if self.skip.is_some() && !self.ends_skip(token) {
            return Verdict::Drop;
        }
        let was_operand = std::mem::replace(&mut self.operand, ends_operand(token));
        match token {
            Token::Sign(Sign::OpenBrace | Sign::OpenBracket | Sign::OpenParen) => {
                return self.open_bracket();
            }
            Token::Sign(Sign::CloseBrace | Sign::CloseBracket | Sign::CloseParen) => {
                self.close_bracket()
            }
            Token::Sign(Sign::Minus) if !was_operand => {
                return self.grow(|level| &mut level.prefixes);
            }
            Token::Sign(Sign::Comma) => self.end_expression(),
            Token::Kw(kw) => return self.word(kw),
            _ => {}
        }
        Verdict::Keep
    }

    fn word(&mut self, kw: Kw) -> Verdict {
        match kw {
            Kw::Not | Kw::Otherwise => return self.grow(|level| &mut level.prefixes),
            Kw::Has | Kw::Have => {
                self.shrink(|level| &mut level.branches, 1);
                return self.grow(|level| &mut level.prefixes);
            }
            Kw::If | Kw::Where => {
                let verdict = self.grow(|level| &mut level.branches);
                self.ifs = u32::from(kw == Kw::If && matches!(verdict, Verdict::TooDeep));
                return verdict;
            }
            Kw::And | Kw::Or | Kw::Then | Kw::Else => {
                self.shrink(|level| &mut level.prefixes, u32::MAX)
            }
            _ if kw.begins_item() && kw != Kw::Facts => {
                self.levels.clear();
                self.levels.push(Level::default());
                self.open = 0;
            }
            _ if kw.is_head() => self.end_expression(),
            _ => {}
        }
        Verdict::Keep
    }

    fn grow(&mut self, count: fn(&mut Level) -> &mut u32) -> Verdict {
        if self.open >= MOST_OPEN {
            self.skip = Some(Skip::Rest);
            return Verdict::TooDeep;
        }
        if let Some(level) = self.levels.last_mut() {
            *count(level) += 1;
            self.open += 1;
        }
        Verdict::Keep
    }

    fn shrink(&mut self, count: fn(&mut Level) -> &mut u32, by: u32) {
        if let Some(level) = self.levels.last_mut() {
            let count = count(level);
            let by = by.min(*count);
            *count -= by;
            self.open -= by;
        }
    }

    fn end_expression(&mut self) {
        self.shrink(|level| &mut level.prefixes, u32::MAX);
        self.shrink(|level| &mut level.branches, u32::MAX);
    }

    fn open_bracket(&mut self) -> Verdict {
        if self.open >= MOST_OPEN {
            self.skip = Some(Skip::Bracket);
            self.inside = 1;
            return Verdict::TooDeep;
        }
        self.levels.push(Level::default());
        self.open += 1;
        Verdict::Keep
    }

    fn close_bracket(&mut self) {
        self.end_expression();
        // The outermost level belongs to no bracket.
        if self.levels.len() > 1 {
            self.levels.pop();
            self.open -= 1;
        }
    }

    /// Whether what is left out ends at this terminal, which is then taken as usual.
    fn ends_skip(&mut self, token: Token<'_>) -> bool {
        let ends = match (token, &self.skip) {
            (Token::Kw(kw), _) if kw.begins_item() && kw != Kw::Facts => true,
            (Token::Sign(Sign::OpenBrace | Sign::OpenBracket | Sign::OpenParen), _) => {
                self.inside += 1;
                false
            }
            (
                Token::Sign(Sign::CloseBrace | Sign::CloseBracket | Sign::CloseParen),
                Some(Skip::Rest),
            ) if self.inside == 0 => true,
            (Token::Sign(Sign::CloseBrace | Sign::CloseBracket | Sign::CloseParen), skip) => {
                self.inside = self.inside.saturating_sub(1);
                if self.inside == 0 && matches!(skip, Some(Skip::Bracket)) {
                    // The closing bracket itself is left out too.
                    self.skip = None;
                    self.operand = true;
                }
                return false;
            }
            (Token::Sign(Sign::Comma), Some(Skip::Rest)) => self.inside == 0,
            (Token::Kw(Kw::If), Some(Skip::Rest)) if self.inside == 0 => {
                self.ifs += 1;
                false
            }
            (Token::Kw(Kw::Then), Some(Skip::Rest)) if self.inside == 0 && self.ifs > 0 => {
                self.ifs -= 1;
                false
            }
            (Token::Kw(kw), Some(Skip::Rest)) => self.inside == 0 && kw.is_head(),
            _ => false,
        };
        if ends {
            self.skip = None;
            self.inside = 0;
        }
        ends
    }
}

/// Whether an operand can end with that terminal.
fn ends_operand(token: Token<'_>) -> bool {
    match token {
        Token::Sign(sign) => matches!(
            sign,
            Sign::CloseBrace | Sign::CloseBracket | Sign::CloseParen
        ),
        Token::Kw(kw) => matches!(kw, Kw::True | Kw::False | Kw::Null),
        Token::FileMark | Token::CellMark | Token::Key(_) => false,
        _ => true,
    }
}
