//! From text to terminals: words looked up, neighbours joined, slips told and read as what was meant.
//!
//! Whatever stands in the text, a list of terminals comes out; what has no meaning is told and becomes [`Token::Error`].

use logos::Logos;

use super::errors::{self, Reports};
use super::token::{Kw, Raw, Sign, Token};
use super::trivia::Trivia;
use crate::source::Span;

/// A terminal and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tok<'a> {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Line of its start, from 0. No terminal spans two lines.
    pub line: u32,
    /// What it is.
    pub token: Token<'a>,
}

/// What comes out of a text.
#[derive(Debug, Default)]
pub struct Lexed<'a> {
    /// The terminals in order.
    pub tokens: Vec<Tok<'a>>,
    /// The comments in order.
    pub trivia: Trivia,
    /// Signs between clauses, left out of the terminals: told once, with those that the parser finds.
    pub separators: Vec<(Span, &'static str)>,
}

/// Turns a text of less than 4 GiB into terminals.
pub fn lex<'a>(text: &'a str, reports: &mut Reports<'_>) -> Lexed<'a> {
    let mut adapter = Adapter {
        reports,
        out: Lexed::default(),
        line: 0,
        last_item: None,
        in_cases: false,
        stray_line: None,
        folds: Folds::default(),
    };
    let mut lexer = Raw::lexer(text);
    let mut end_of_last = 0;
    while let Some(found) = lexer.next() {
        let range = lexer.span();
        adapter.count_lines(text.get(end_of_last..range.start).unwrap_or(""));
        end_of_last = range.end;
        let place = Place {
            start: small(range.start),
            end: small(range.end),
        };
        match found {
            Ok(raw) => adapter.take(raw, lexer.slice(), place),
            Err(()) => adapter.stray(lexer.slice(), place),
        }
        // Only a comment of another language spans lines.
        if found == Ok(Raw::ForeignComment) {
            adapter.count_lines(lexer.slice());
        }
    }
    let Adapter {
        out,
        folds,
        reports,
        ..
    } = adapter;
    folds.tell(reports);
    out
}

/// Texts are shorter than 4 GiB here: `parse` has looked.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Bytes of the text.
#[derive(Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
}

/// Slips that are told once per file, with every place.
#[derive(Default)]
struct Folds {
    wide: Vec<(Place, char, char)>,
    stops: Vec<Place>,
}

impl Folds {
    fn tell(self, reports: &mut Reports<'_>) {
        if !self.wide.is_empty() {
            let places = self
                .wide
                .iter()
                .map(|(p, from, to)| (reports.span(p.start, p.end), *from, *to))
                .collect();
            reports.push(errors::wide_signs(places));
        }
        if !self.stops.is_empty() {
            let places = self
                .stops
                .iter()
                .map(|p| reports.span(p.start, p.end))
                .collect();
            reports.push(errors::full_stops(places));
        }
    }
}

struct Adapter<'a, 'r, 's> {
    reports: &'r mut Reports<'s>,
    out: Lexed<'a>,
    line: u32,
    /// The item that we are in: `||` is two bars in a list.
    last_item: Option<Kw>,
    /// Whether the clause that we are in is `cases`, where `on` and `known` follow commas.
    in_cases: bool,
    /// The last line on which a stray character was told.
    stray_line: Option<u32>,
    folds: Folds,
}

impl<'a> Adapter<'a, '_, '_> {
    fn count_lines(&mut self, gap: &str) {
        self.line = self
            .line
            .saturating_add(small(gap.bytes().filter(|b| *b == b'\n').count()));
    }

    fn push(&mut self, token: Token<'a>, place: Place) {
        self.out.tokens.push(Tok {
            start: place.start,
            end: place.end,
            line: self.line,
            token,
        });
    }

    fn separator(&mut self, place: Place, sign: &'static str) {
        let span = self.reports.span(place.start, place.end);
        self.out.separators.push((span, sign));
    }

    /// The terminal in front, if it stands on this line.
    fn before(&self) -> Option<Token<'a>> {
        self.out
            .tokens
            .last()
            .filter(|t| t.line == self.line)
            .map(|t| t.token)
    }

    fn take(&mut self, raw: Raw, text: &'a str, place: Place) {
        match raw {
            Raw::Comment => self.comment(text, place),
            Raw::ForeignComment => {
                self.reports
                    .at(place.start, place.end, errors::foreign_comment);
                self.comment(text, place);
            }
            Raw::Word => self.word(text, place),
            Raw::QuotedWord => {
                let name = text.trim_matches('`');
                self.check_name(name, place);
                self.name(name, place);
            }
            Raw::Key => {
                let mut name = text.trim_end();
                if let Some(bare) = name.strip_suffix('：') {
                    self.folds.wide.push((
                        Place {
                            start: place.end.saturating_sub(3),
                            end: place.end,
                        },
                        '：',
                        ':',
                    ));
                    name = bare;
                }
                let name = name.trim_end_matches(':').trim_end().trim_matches('`');
                self.check_name(name, place);
                self.push(Token::Key(name), place);
            }
            Raw::KeyAssign => self.key_assign(text, place),
            Raw::Member => {
                let name = text.trim_start_matches('.').trim_matches('`');
                self.check_name(name, place);
                self.push(Token::Member(name), place);
            }
            Raw::Date | Raw::ForeignDate => self.date(raw, text, place),
            Raw::Code => self.push(Token::Code(text), place),
            Raw::SmallCode => {
                self.reports.at(place.start, place.end, |span| {
                    errors::small_code(span, text)
                });
                self.push(Token::Code(text), place);
            }
            Raw::Int => self.number(Token::Int(text), place),
            Raw::Decimal => self.number(Token::Decimal(text), place),
            Raw::Share => self.push(Token::Share(text), place),
            Raw::Text => self.push(Token::Text(inner(text, 1, 1)), place),
            Raw::OpenText => {
                self.reports.at(place.start, place.end, errors::open_text);
                self.push(Token::Text(inner(text, 1, 0)), place);
            }
            Raw::ForeignText => {
                let quote = text.chars().next().map_or(0, char::len_utf8);
                self.reports
                    .at(place.start, place.end, errors::foreign_quotes);
                self.push(Token::Text(inner(text, quote, quote)), place);
            }
            Raw::Sign => self.sign(text, place),
            Raw::ForeignSign => self.foreign_sign(text, place),
            Raw::WideSign => self.wide_sign(text, place),
            Raw::WideMember => {
                let wide = text.chars().next().unwrap_or('。');
                let name = text.trim_start_matches(wide);
                self.folds.wide.push((
                    Place {
                        end: place.end.saturating_sub(small(name.len())),
                        ..place
                    },
                    wide,
                    '.',
                ));
                self.check_name(name, place);
                self.push(Token::Member(name), place);
            }
            Raw::WideStop => self.folds.stops.push(place),
            Raw::Dot => self.push(Token::Dot, place),
        }
    }

    fn comment(&mut self, text: &str, place: Place) {
        let trailing = self.before().is_some();
        self.out.trivia.push(
            self.reports.file,
            self.reports.base,
            place.start,
            self.line,
            text,
            trailing,
        );
    }

    /// A word: reserved, a unit, the second half of `in force`, what a lone dot was waiting for, or a name.
    fn word(&mut self, text: &'a str, place: Place) {
        if self.before() == Some(Token::Dot) {
            return self.member_after_dot(text, place);
        }
        if text == "force" && self.before() == Some(Token::Kw(Kw::In)) {
            let start = self.out.tokens.pop().map_or(place.start, |t| t.start);
            return self.keyword(
                Kw::InForce,
                Place {
                    start,
                    end: place.end,
                },
            );
        }
        if let Some(kw) = Kw::of(text) {
            return self.keyword(kw, place);
        }
        self.check_name(text, place);
        self.name(text, place);
    }

    fn name(&mut self, text: &'a str, place: Place) {
        let token = match self.before() {
            Some(Token::Int(_) | Token::Decimal(_) | Token::Unit("working")) => Token::Unit(text),
            _ => Token::Name(text),
        };
        self.push(token, place);
    }

    fn keyword(&mut self, kw: Kw, place: Place) {
        let after_comma = self
            .out
            .tokens
            .last()
            .is_some_and(|t| t.token == Token::Sign(Sign::Comma));
        let column = self.in_cases && matches!(kw, Kw::On | Kw::Known);
        if kw.is_head() && !column {
            // No list goes on with a head: a comma in front of one separates clauses. `ensure` may follow a field's comma.
            if after_comma
                && kw != Kw::Ensure
                && let Some(comma) = self.out.tokens.pop()
            {
                self.separator(
                    Place {
                        start: comma.start,
                        end: comma.end,
                    },
                    ",",
                );
            }
            self.in_cases = kw == Kw::Cases;
            if kw.begins_item() {
                self.last_item = Some(kw);
            }
        }
        self.push(Token::Kw(kw), place);
    }

    /// `item. x` is read as `item.x`.
    fn member_after_dot(&mut self, text: &'a str, place: Place) {
        let start = self.out.tokens.pop().map_or(place.start, |t| t.start);
        self.reports
            .at(start, place.end, |span| errors::blank_after_dot(span, text));
        self.push(
            Token::Member(text),
            Place {
                start,
                end: place.end,
            },
        );
    }

    /// `x := 1` is read as `x = 1`.
    fn key_assign(&mut self, text: &'a str, place: Place) {
        let name = text.trim_end_matches(":=").trim_end();
        let after_name = place.start.saturating_add(small(name.len()));
        self.word(
            name,
            Place {
                start: place.start,
                end: after_name,
            },
        );
        let sign = Place {
            start: place.end.saturating_sub(2),
            end: place.end,
        };
        self.reports.at(sign.start, sign.end, |span| {
            errors::foreign_sign(span, ":=", "=")
        });
        self.push(Token::Sign(Sign::Eq), sign);
    }

    fn date(&mut self, raw: Raw, text: &'a str, place: Place) {
        let mut numbers = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(|part| part.parse::<i16>().unwrap_or(0));
        let (year, month, day) = (
            numbers.next().unwrap_or(0),
            numbers.next().unwrap_or(0),
            numbers.next().unwrap_or(0),
        );
        let number = super::build::day_number(year, month, day);
        if number.is_none() {
            self.reports.at(place.start, place.end, |span| {
                errors::no_such_date(span, year, month, day)
            });
        } else if raw == Raw::ForeignDate {
            self.reports.at(place.start, place.end, |span| {
                errors::date_spelling(span, year, month, day)
            });
        }
        self.push(Token::Date(number), place);
    }

    /// A number; three capitals in front of it are a currency, three digits right behind `1,` were grouped by a comma.
    fn number(&mut self, token: Token<'a>, place: Place) {
        let line = self.line;
        if let Some(last) = self.out.tokens.last_mut().filter(|t| t.line == line)
            && let Token::Name(word) = last.token
            && word.len() == 3
            && word.bytes().all(|b| b.is_ascii_uppercase())
        {
            last.token = Token::Currency(word);
        }
        self.grouped(token, place);
        self.push(token, place);
    }

    fn grouped(&mut self, token: Token<'a>, place: Place) {
        let (Token::Int(text) | Token::Decimal(text)) = token else {
            return;
        };
        let [.., left, comma] = self.out.tokens.as_slice() else {
            return;
        };
        let Token::Int(left_text) = left.token else {
            return;
        };
        let touching = left.end == comma.start
            && comma.end == place.start
            && comma.token == Token::Sign(Sign::Comma);
        let digits = text.split('.').next().unwrap_or("");
        let thousand = |t: &str| t.len() == 3 && t.bytes().all(|b| b.is_ascii_digit());
        // `1,000,000` is told once, at its first comma.
        let first = left_text.len() <= 3
            && !self
                .out
                .tokens
                .iter()
                .rev()
                .nth(2)
                .is_some_and(|t| t.end == left.start && t.token == Token::Sign(Sign::Comma));
        if touching && thousand(digits) && first {
            let start = left.start;
            let left_text = left_text.to_owned();
            self.reports.at(start, place.end, |span| {
                errors::grouped_digits(span, &left_text, text)
            });
        }
    }

    fn sign(&mut self, text: &str, place: Place) {
        let plain = match text {
            "−" => "-",
            "×" => "*",
            "÷" => "/",
            "≠" => "!=",
            "≤" => "<=",
            "≥" => ">=",
            other => other,
        };
        match Sign::of(plain) {
            Some(Sign::Semicolon) => self.separator(place, ";"),
            Some(sign) => self.push(Token::Sign(sign), place),
            None => self.push(Token::Error, place),
        }
    }

    fn foreign_sign(&mut self, text: &str, place: Place) {
        // In a list, `||` is the end of one row and the beginning of the next.
        if text == "||" && self.last_item == Some(Kw::List) {
            let middle = place.start.saturating_add(1);
            self.push(
                Token::Sign(Sign::Bar),
                Place {
                    end: middle,
                    ..place
                },
            );
            return self.push(
                Token::Sign(Sign::Bar),
                Place {
                    start: middle,
                    ..place
                },
            );
        }
        let (meant, token) = match text {
            "=>" => (">=", Token::Sign(Sign::Ge)),
            "=<" => ("<=", Token::Sign(Sign::Le)),
            "<>" => ("!=", Token::Sign(Sign::Ne)),
            "&&" => ("and", Token::Kw(Kw::And)),
            "||" => ("or", Token::Kw(Kw::Or)),
            "!" => ("not", Token::Kw(Kw::Not)),
            "→" => ("->", Token::Sign(Sign::Arrow)),
            _ => ("=", Token::Sign(Sign::Eq)),
        };
        self.reports.at(place.start, place.end, |span| {
            errors::foreign_sign(span, text, meant)
        });
        self.push(token, place);
    }

    /// `，` and its kin are read as the ASCII sign. A wide letter or digit is no sign and stays an error.
    fn wide_sign(&mut self, text: &'a str, place: Place) {
        let Some(wide) = text.chars().next() else {
            return;
        };
        let plain = match wide {
            '、' => ',',
            '【' => '[',
            '】' => ']',
            _ => char::from_u32((wide as u32).saturating_sub(0xFEE0)).unwrap_or(wide),
        };
        let mut buffer = [0; 4];
        match Sign::of(plain.encode_utf8(&mut buffer)) {
            Some(Sign::Semicolon) => self.separator(place, "；"),
            Some(sign) => {
                self.folds.wide.push((place, wide, plain));
                self.push(Token::Sign(sign), place);
            }
            None => self.stray(text, place),
        }
    }

    /// A character that the language does not have: told once per line.
    fn stray(&mut self, text: &str, place: Place) {
        if self.stray_line != Some(self.line) {
            self.stray_line = Some(self.line);
            self.reports.at(place.start, place.end, |span| {
                errors::stray_character(span, text)
            });
        }
        if self
            .out
            .tokens
            .last()
            .is_none_or(|t| t.token != Token::Error || t.end != place.start)
        {
            self.push(Token::Error, place);
        } else if let Some(last) = self.out.tokens.last_mut() {
            last.end = place.end;
        }
    }

    /// The automaton's ranges are coarse: a word with a character that no name may have is told.
    fn check_name(&mut self, name: &str, place: Place) {
        if name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric()) {
            return;
        }
        let odd = name
            .chars()
            .find(|c| *c != '°' && *c != '_' && !unicode_ident::is_xid_continue(*c));
        if let Some(odd) = odd {
            self.reports.at(place.start, place.end, |span| {
                errors::odd_name(span, name, odd)
            });
        }
    }
}

/// The text without so many bytes in front and behind.
fn inner(text: &str, front: usize, back: usize) -> &str {
    text.get(front..text.len().saturating_sub(back))
        .unwrap_or("")
}
