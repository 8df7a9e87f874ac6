//! What the parser expected, folded to a few words, and what stands around the place where it stopped.

use lalrpop_util::{ErrorRecovery, ParseError};

use super::build::Build;
use super::lexer::Tok;
use super::token::{Kw, Sign, Token};

/// What the parser hands over where it recovered.
pub type Recovery<'a> = ErrorRecovery<u32, Token<'a>, ()>;

/// Terminals looked at backwards to find the open construct: a bound on the work of one message.
const LOOK_BACK: usize = 4096;

/// One complaint of the parser with what stands around it.
pub struct Mistake<'b, 'a, 's> {
    /// The text and its terminals.
    pub build: &'b Build<'a, 's>,
    /// Index of the terminal at which the parser stopped; the number of terminals at the end of the text.
    pub index: usize,
    /// What could have stood there, spelt as in the grammar.
    expected: Vec<String>,
    /// What is open there.
    pub around: Around,
}

/// What is open at a place.
#[derive(Debug, Default)]
pub struct Around {
    /// The clause or item whose head stands nearest in front.
    pub head: Option<(usize, Kw)>,
    /// The item that is open.
    pub item: Option<(usize, Kw)>,
    /// Brackets not closed yet, innermost first; the item's own brace among them.
    pub open: Vec<(usize, Sign)>,
}

impl<'b, 'a, 's> Mistake<'b, 'a, 's> {
    /// A complaint where the parser recovered or gave up.
    pub fn new(build: &'b Build<'a, 's>, recovery: Recovery<'a>) -> Self {
        let end = build.lexed.tokens.len();
        let (index, expected) = match recovery.error {
            ParseError::UnrecognizedToken {
                token: (start, ..),
                expected,
            } => (build.token_index(start), expected),
            ParseError::UnrecognizedEof { expected, .. } => (end, expected),
            _ => (end, vec![]),
        };
        Self {
            build,
            index,
            expected,
            around: around(build, index),
        }
    }

    /// A place that the parser took and the builder refuses: a clause should begin there.
    pub fn at(build: &'b Build<'a, 's>, index: usize) -> Self {
        Self {
            build,
            index,
            expected: vec!["cites".to_owned(), "when".to_owned()],
            around: around(build, index),
        }
    }

    /// Whether a terminal, as the grammar spells it, could have stood there.
    pub fn expects(&self, terminal: &str) -> bool {
        self.expected.iter().any(|e| plain(e) == terminal)
    }

    /// Whether a value could have stood there.
    pub fn expects_value(&self) -> bool {
        self.expects("INT") && self.expects("NAME")
    }

    /// Whether the next clause could have begun there.
    pub fn expects_clause(&self) -> bool {
        self.expects("cites") && self.expects("when")
    }

    /// Whether the next item could have begun there.
    pub fn expects_item(&self) -> bool {
        self.expects("rule") && self.expects("define")
    }

    /// The terminal at which the parser stopped.
    pub fn found(&self) -> Option<&Tok<'a>> {
        self.build.token(self.index)
    }

    /// The terminal in front of it.
    pub fn before(&self) -> Option<&Tok<'a>> {
        self.index.checked_sub(1).and_then(|i| self.build.token(i))
    }

    /// The terminal behind it.
    pub fn after(&self) -> Option<&Tok<'a>> {
        self.build.token(self.index + 1)
    }

    /// Whether the terminal is the first of its line.
    pub fn begins_line(&self) -> bool {
        match (self.before(), self.found()) {
            (Some(before), Some(found)) => before.line != found.line,
            _ => true,
        }
    }

    /// The text of a terminal.
    pub fn text(&self, tok: &Tok<'a>) -> &'a str {
        self.build.slice(tok.start, tok.end)
    }

    /// The expected terminals in at most three groups of words: `an operator, a value or the next clause`.
    pub fn expectation(&self) -> Option<String> {
        const ORDER: [Fold; 9] = [
            Fold::Item,
            Fold::Clause,
            Fold::Operator,
            Fold::Value,
            Fold::Name,
            Fold::Key,
            Fold::Literal("a number"),
            Fold::Literal("a date"),
            Fold::Literal("a text"),
        ];
        let mut groups: Vec<String> = vec![];
        for group in ORDER {
            if self
                .expected
                .iter()
                .any(|e| self.group(plain(e)) == Some(group))
            {
                groups.push(group.words().to_owned());
            }
        }
        for terminal in self.expected.iter().map(|e| plain(e)) {
            if self.group(terminal) == Some(Fold::Sign) {
                groups.push(format!("`{terminal}`"));
            }
        }
        groups.truncate(3);
        let last = groups.pop()?;
        Some(if groups.is_empty() {
            last
        } else {
            format!("{} or {last}", groups.join(", "))
        })
    }

    /// The group of a terminal here: a value takes in what begins one, a lone head is told as it looks.
    fn group(&self, terminal: &str) -> Option<Fold> {
        let value = self.expects_value();
        let group = fold(terminal)?;
        Some(match group {
            Fold::Clause | Fold::Item if self.expects_clause() => Fold::Clause,
            Fold::Clause | Fold::Item if self.expects_item() => Fold::Item,
            Fold::Clause | Fold::Item => Fold::Sign,
            Fold::Name | Fold::Literal(_) if value => Fold::Value,
            Fold::Sign if value && matches!(terminal, "{" | "[" | "(") => Fold::Value,
            Fold::Value if !value => return None,
            other => other,
        })
    }
}

/// A terminal without the quotes of the grammar.
fn plain(terminal: &str) -> &str {
    terminal.trim_matches('"')
}

/// Groups of terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Heads of items.
    Item,
    /// Heads of clauses.
    Clause,
    /// What joins values.
    Operator,
    /// What begins a value.
    Value,
    /// A plain name.
    Name,
    /// A name with its colon.
    Key,
    /// One kind of literal, where no other value may stand.
    Literal(&'static str),
    /// Told as it looks.
    Sign,
}

impl Fold {
    fn words(self) -> &'static str {
        match self {
            Fold::Item => "an item",
            Fold::Clause => "the next clause",
            Fold::Operator => "an operator",
            Fold::Value => "a value",
            Fold::Name => "a name",
            Fold::Key => "a name and a colon",
            Fold::Literal(words) => words,
            Fold::Sign => "a sign",
        }
    }
}

/// The group of a terminal; none for what never helps to mention. A test feeds every terminal.
pub fn fold(terminal: &str) -> Option<Fold> {
    if let Some(kw) = Kw::of(terminal).or((terminal == "in force").then_some(Kw::InForce)) {
        return fold_word(kw);
    }
    Some(match terminal {
        "NAME" => Fold::Name,
        "KEY" => Fold::Key,
        "INT" => Fold::Literal("a number"),
        "DATE" => Fold::Literal("a date"),
        "STRING" => Fold::Literal("a text"),
        "DECIMAL" | "SHARE" | "CODE" | "CURRENCY" => Fold::Value,
        "+" | "-" | "*" | "/" | "=" | "!=" | "<" | "<=" | ">" | ">=" => Fold::Operator,
        "{" | "}" | "(" | ")" | "[" | "]" | "," | ":" | "->" | "|" => Fold::Sign,
        // Never mentioned: what only ever continues a word, and marks of the lexer.
        _ => return None,
    })
}

fn fold_word(kw: Kw) -> Option<Fold> {
    Some(match kw {
        _ if kw.begins_item() => Fold::Item,
        _ if kw.begins_clause() => Fold::Clause,
        Kw::And
        | Kw::Or
        | Kw::In
        | Kw::Within
        | Kw::Reads
        | Kw::Meets
        | Kw::Is
        | Kw::To
        | Kw::Otherwise => Fold::Operator,
        Kw::Not | Kw::Any | Kw::Every | Kw::No | Kw::Count | Kw::True | Kw::False | Kw::Null => {
            Fold::Value
        }
        Kw::En | Kw::Zh | Kw::Have | Kw::Outermost => return None,
        _ => Fold::Sign,
    })
}

/// Looks backwards from a terminal for what is open there.
fn around(build: &Build<'_, '_>, index: usize) -> Around {
    let mut found = Around::default();
    let mut closed = 0_usize;
    // Whether a whole `{ … }` lies between the terminal and the item head that comes next.
    let mut block_behind = false;
    let mut equals_behind = false;
    for i in (index.saturating_sub(LOOK_BACK)..index).rev() {
        let Some(tok) = build.token(i) else { break };
        match tok.token {
            Token::Sign(Sign::CloseBrace | Sign::CloseParen | Sign::CloseBracket) => closed += 1,
            Token::Sign(sign @ (Sign::OpenBrace | Sign::OpenParen | Sign::OpenBracket)) => {
                if closed == 0 {
                    found.open.push((i, sign));
                } else {
                    closed -= 1;
                    block_behind |= closed == 0 && sign == Sign::OpenBrace;
                }
            }
            Token::Sign(Sign::Eq) if closed == 0 => equals_behind = true,
            Token::Kw(kw) if closed == 0 && kw.is_head() => {
                let item = begins_item_at(build, i);
                if item
                    && found.open.is_empty()
                    && block_behind
                    && !(kw == Kw::Define && equals_behind)
                {
                    // That item is complete; what we look for is around it.
                    (block_behind, equals_behind) = (false, false);
                    continue;
                }
                if found.head.is_none() {
                    found.head = Some((i, kw));
                }
                if item {
                    found.item = Some((i, kw));
                    break;
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether an item begins at that terminal: `facts` begins one where a key follows.
pub fn begins_item_at(build: &Build<'_, '_>, index: usize) -> bool {
    match build.token(index).map(|t| t.token) {
        Some(Token::Kw(Kw::Facts)) => {
            matches!(build.token(index + 1).map(|t| t.token), Some(Token::Key(_)))
        }
        Some(Token::Kw(kw)) => kw.begins_item(),
        _ => false,
    }
}
