//! JSON, pulled piece by piece: a thin layer over `jiter` that gives every piece its place in the text.
//!
//! In: the text of a case. Out: one key, element, text or number at a time, with byte positions. Absent on purpose: a tree,
//! recursion, any meaning. Whoever pulls keeps the stack, so that depth costs a limit and never the machine's stack.

use std::borrow::Cow;

use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};

/// How many brackets may be open at once.
pub const NESTING_LIMIT: usize = 100_000;

/// Kinds of JSON value, told before the value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// `[`
    Array,
    /// `{`
    Object,
}

/// Why reading cannot go on, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Why.
    pub why: Why,
    /// Byte of the text.
    pub at: u32,
}

/// Reasons why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The text ends too early.
    Ends,
    /// Something follows the value.
    Trailing,
    /// More brackets open than allowed.
    TooDeep,
    /// More records than allowed.
    TooMany,
    /// A value was due.
    Value,
    /// A key was due.
    Key,
    /// A colon was due.
    Colon,
    /// A comma or `]` was due.
    ListComma,
    /// A comma or `}` was due.
    ObjectComma,
    /// A comma with nothing after it.
    TrailingComma,
    /// `true`, `false` or `null` misspelt.
    Word,
    /// Not a number of JSON.
    Number,
    /// A control character inside a string.
    Control,
    /// Not an escape of JSON.
    Escape,
}

/// Pulls JSON out of a text.
pub struct Json<'j> {
    jiter: Jiter<'j>,
    text: &'j str,
    /// Where the part that `jiter` sees begins.
    base: usize,
    depth: usize,
}

impl<'j> Json<'j> {
    /// Reads `text`; a byte order mark before it means nothing.
    pub fn new(text: &'j str) -> Self {
        let base = if text.starts_with('\u{FEFF}') {
            '\u{FEFF}'.len_utf8()
        } else {
            0
        };
        let rest = text.get(base..).unwrap_or("");
        Self {
            jiter: Jiter::new(rest.as_bytes()),
            text,
            base,
            depth: 0,
        }
    }

    /// Where reading stands.
    pub fn at(&self) -> u32 {
        position(self.index())
    }

    fn index(&self) -> usize {
        self.base + self.jiter.current_index()
    }

    /// What comes next, and where.
    pub fn peek(&mut self) -> Result<(Kind, u32), Broken> {
        let peek = self.jiter.peek().map_err(|e| self.broken(&e))?;
        let kind = kind(peek).ok_or(Broken {
            why: Why::Value,
            at: self.at(),
        })?;
        Ok((kind, self.at()))
    }

    /// `null`, after [`Json::peek`] said so.
    pub fn null(&mut self) -> Result<(), Broken> {
        self.jiter.next_null().map_err(|e| self.broken(&e))
    }

    /// A truth value, after [`Json::peek`] said so.
    pub fn bool(&mut self) -> Result<bool, Broken> {
        self.jiter.next_bool().map_err(|e| self.broken(&e))
    }

    /// A number as it was written, after [`Json::peek`] said so. How long it may be is for whoever reads it to say.
    pub fn number(&mut self) -> Result<&'j str, Broken> {
        let start = self.index();
        match self.jiter.next_number_bytes() {
            Ok(_) => {}
            // `jiter` gives up at some thousand digits. It keeps no state but its place, so one that begins after the number goes on.
            Err(e)
                if e.error_type == JiterErrorType::JsonError(JsonErrorType::NumberOutOfRange) =>
            {
                let rest = self.text.get(start..).unwrap_or("");
                let len = rest
                    .bytes()
                    .take_while(|b| b.is_ascii_digit() || b"+-.eE".contains(b))
                    .count();
                self.base = start + len;
                self.jiter = Jiter::new(self.text.get(self.base..).unwrap_or("").as_bytes());
            }
            Err(e) => return Err(self.broken(&e)),
        }
        Ok(self.text.get(start..self.index()).unwrap_or(""))
    }

    /// A string, after [`Json::peek`] said so.
    pub fn text(&mut self) -> Result<Cow<'j, str>, Broken> {
        let start = self.index();
        let base = self.base;
        match self.jiter.next_str() {
            Ok(decoded) => {
                let inner = self
                    .text
                    .get(start + 1..start + 1 + decoded.len())
                    .unwrap_or("");
                // An escape is longer than what it stands for: the same text, or there is none.
                Ok(if inner == decoded {
                    Cow::Borrowed(inner)
                } else {
                    Cow::Owned(decoded.to_owned())
                })
            }
            Err(e) => Err(broken(&e, base)),
        }
    }

    /// The next key of an object with the place of its first and last byte; none at the object's end. `first` where the object
    /// was only looked at.
    pub fn key(&mut self, first: bool) -> Result<Option<(Cow<'j, str>, u32, u32)>, Broken> {
        if first {
            self.open()?;
        }
        let from = self.index() + usize::from(first);
        let base = self.base;
        let key = if first {
            self.jiter.known_object()
        } else {
            self.jiter.next_key()
        };
        let decoded = match key {
            Ok(Some(decoded)) => decoded,
            Ok(None) => {
                self.depth -= 1;
                return Ok(None);
            }
            Err(e) => return Err(broken(&e, base)),
        };
        let gap = self
            .text
            .get(from..)
            .map_or(0, |rest| rest.bytes().take_while(|b| *b != b'"').count());
        let start = from + gap;
        let inner = self
            .text
            .get(start + 1..start + 1 + decoded.len())
            .unwrap_or("");
        let plain =
            inner == decoded && self.text.as_bytes().get(start + 1 + inner.len()) == Some(&b'"');
        let key = if plain {
            Cow::Borrowed(inner)
        } else {
            Cow::Owned(decoded.to_owned())
        };
        let end = if plain {
            start + inner.len() + 2
        } else {
            self.key_end(start)
        };
        Ok(Some((key, position(start), position(end))))
    }

    /// One past the closing quote of a key with escapes, which ends before the colon that was just read.
    fn key_end(&self, start: usize) -> usize {
        let key = self.text.get(start..self.index()).unwrap_or("");
        start + key.rfind('"').map_or(key.len(), |quote| quote + 1)
    }

    /// Whether a further element follows in an array. `first` where the array was only looked at.
    pub fn element(&mut self, first: bool) -> Result<bool, Broken> {
        if first {
            self.open()?;
        }
        let more = if first {
            self.jiter.known_array()
        } else {
            self.jiter.array_step()
        };
        let more = more.map_err(|e| self.broken(&e))?;
        if more.is_none() {
            self.depth -= 1;
        }
        Ok(more.is_some())
    }

    fn open(&mut self) -> Result<(), Broken> {
        self.depth += 1;
        if self.depth > NESTING_LIMIT {
            Err(Broken {
                why: Why::TooDeep,
                at: self.at(),
            })
        } else {
            Ok(())
        }
    }

    /// Passes over a value of any kind.
    pub fn skip(&mut self) -> Result<(), Broken> {
        // One entry a bracket: whether it is an object.
        let mut open: Vec<bool> = Vec::new();
        loop {
            let (kind, _) = self.peek()?;
            let mut first = false;
            match kind {
                Kind::Null => self.null()?,
                Kind::Bool => drop(self.bool()?),
                Kind::Number => drop(self.number()?),
                Kind::Text => drop(self.text()?),
                Kind::Array | Kind::Object => {
                    open.push(kind == Kind::Object);
                    first = true;
                }
            }
            loop {
                let Some(object) = open.last() else {
                    return Ok(());
                };
                let more = if *object {
                    self.key(first)?.is_some()
                } else {
                    self.element(first)?
                };
                if more {
                    break;
                }
                open.pop();
                first = false;
            }
        }
    }

    /// Makes sure that nothing follows.
    pub fn finish(&mut self) -> Result<(), Broken> {
        self.jiter.finish().map_err(|e| self.broken(&e))
    }

    fn broken(&self, error: &JiterError) -> Broken {
        broken(error, self.base)
    }
}

fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn kind(peek: Peek) -> Option<Kind> {
    match peek {
        Peek::Null => Some(Kind::Null),
        Peek::True | Peek::False => Some(Kind::Bool),
        Peek::String => Some(Kind::Text),
        Peek::Array => Some(Kind::Array),
        Peek::Object => Some(Kind::Object),
        Peek::Infinity | Peek::NaN => None,
        other => other.is_num().then_some(Kind::Number),
    }
}

fn broken(error: &JiterError, base: usize) -> Broken {
    use JsonErrorType as E;
    let JiterErrorType::JsonError(kind) = &error.error_type else {
        return Broken {
            why: Why::Value,
            at: position(base + error.index),
        };
    };
    let why = match kind {
        E::EofWhileParsingList
        | E::EofWhileParsingObject
        | E::EofWhileParsingString
        | E::EofWhileParsingValue => Why::Ends,
        E::ExpectedColon => Why::Colon,
        E::ExpectedListCommaOrEnd => Why::ListComma,
        E::ExpectedObjectCommaOrEnd => Why::ObjectComma,
        E::ExpectedSomeIdent => Why::Word,
        E::InvalidNumber | E::NumberOutOfRange | E::FloatExpectingInt => Why::Number,
        E::InvalidEscape
        | E::InvalidUnicodeCodePoint
        | E::LoneLeadingSurrogateInHexEscape
        | E::UnexpectedEndOfHexEscape => Why::Escape,
        E::ControlCharacterWhileParsingString => Why::Control,
        E::KeyMustBeAString => Why::Key,
        E::TrailingComma => Why::TrailingComma,
        E::TrailingCharacters => Why::Trailing,
        E::RecursionLimitExceeded => Why::TooDeep,
        E::ExpectedSomeValue | E::DuplicateKey(_) | E::InternalError(_) => Why::Value,
    };
    Broken {
        why,
        at: position(base + error.index),
    }
}
