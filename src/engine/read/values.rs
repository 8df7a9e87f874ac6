//! Reads a case: values.

use super::super::layout::{Shape, UNTOLD};
use super::super::words::OTHER_TEXT;
use super::table::Found;
use super::walk::Walk;
use super::{Key, One, Same, scalar};
use crate::value::MAX_CODE_LENGTH;

/// How many different elements of a set are told apart.
const DIFFERENT: usize = 256;

/// How numbers of money are kept.
const MONEY_SCALE: u32 = Shape::Money.scale();

impl Walk<'_, '_, '_> {
    /// Reads a value of one cell.
    #[inline(always)]
    pub fn one(&mut self, one: One) -> Option<i64> {
        let cursor = &mut self.cursor;
        match one {
            One::Bool => match cursor.peek() {
                b't' => cursor.word(b"true").map(|()| 1),
                _ => cursor.word(b"false").map(|()| 0),
            },
            One::Number(scale) => scalar::number_or_text(cursor, scale),
            One::Share(scale) => scalar::share(cursor, scale),
            One::Date => scalar::day(cursor),
            One::Quantity(dimension, scale) => {
                let units = self.reader.units.get(dimension as usize)?;
                scalar::quantity(cursor, units, scale)
            }
            One::Enum(id) => {
                let members = self.reader.enums.get(id as usize)?;
                members.read(cursor).map(i64::from)
            }
            One::Country => self.country(),
            One::Code => self.code(),
            One::Text => match self.reader.texts.find(cursor)? {
                Found::Word(number) => Some(i64::from(number)),
                Found::Other(_) => Some(i64::from(OTHER_TEXT)),
            },
            One::AnyText => cursor.skip_text().map(|()| 0),
        }
    }

    #[inline(always)]
    fn country(&mut self) -> Option<i64> {
        let [b'"', a @ b'A'..=b'Z', b @ b'A'..=b'Z', b'"'] =
            (self.cursor.chunk() as u32).to_le_bytes()
        else {
            return None;
        };
        self.cursor.at += 4;
        let place = usize::from(a - b'A') * 26 + usize::from(b - b'A');
        let index = *self.reader.countries.get(place)?;
        (index != u16::MAX).then_some(i64::from(index))
    }

    #[inline(always)]
    fn code(&mut self) -> Option<i64> {
        match self.reader.codes.find(&mut self.cursor)? {
            Found::Word(number) => Some(i64::from(number)),
            Found::Other(text) => self.finer(text),
        }
    }

    /// A code that is not listed, where one above it is and none below it.
    #[inline(never)]
    fn finer(&self, text: &[u8]) -> Option<i64> {
        let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let sound = text.len() <= MAX_CODE_LENGTH
            && text
                .split(|b| *b == b'.')
                .all(|segment| !segment.is_empty() && segment.iter().all(plain));
        if !sound || self.reader.coarser.contains(text) {
            return None;
        }
        let mut wider = text;
        while let Some(dot) = wider.iter().rposition(|b| *b == b'.') {
            wider = wider.get(..dot)?;
            if let Some(number) = self.reader.codes.get(wider) {
                return Some(i64::from(number) + i64::from(self.reader.finer));
            }
        }
        None
    }

    /// Reads the name of the case.
    pub fn id(&mut self, key: &Key, one: One) -> Option<()> {
        let start = self.cursor.at + 1;
        let text = self.cursor.plain()?;
        self.store.id = Some((start, start + text.len()));
        if one == One::Text {
            let number = self.reader.texts.get(text).unwrap_or(OTHER_TEXT);
            self.put(key.cell, i64::from(number));
        }
        Some(())
    }

    /// Reads a list or set of values of one cell.
    pub fn values(&mut self, key: &Key, one: One, same: Same) -> Option<()> {
        self.cursor.expect(b'[')?;
        let start = self.store.pool.len();
        if self.cursor.space() == b']' {
            self.cursor.at += 1;
        } else {
            loop {
                let value = self.one(one)?;
                if key.cell.is_some() && (same == Same::Stay || self.differs(start, one, value)?) {
                    self.store.pool.push(value);
                }
                let byte = self.cursor.space();
                self.cursor.at += 1;
                match byte {
                    b',' => drop(self.cursor.space()),
                    b']' => break,
                    _ => return None,
                }
            }
        }
        if key.cell.is_some() {
            let end = i64::try_from(self.store.pool.len()).ok()?;
            self.put(key.cell, i64::try_from(start).ok()?);
            self.put(key.cell.map(|cell| cell + 1), end);
        }
        Some(())
    }

    /// Whether an element differs from those since `start`; none where nobody can say.
    fn differs(&self, start: usize, one: One, value: i64) -> Option<bool> {
        let before = self.store.pool.get(start..)?;
        if before.len() > DIFFERENT {
            return None;
        }
        let many = match one {
            One::Text => value == i64::from(OTHER_TEXT),
            One::Code => value >= i64::from(self.reader.finer),
            _ => false,
        };
        match (before.contains(&value), many) {
            (true, true) => None,
            (found, _) => Some(!found),
        }
    }

    /// Reads an amount of money; what is left out of it is untold.
    pub fn money(&mut self, key: &Key) -> Option<()> {
        let (mut amount, mut currency) = (None, None);
        self.cursor.expect(b'{')?;
        if self.cursor.space() == b'}' {
            self.cursor.at += 1;
        } else {
            loop {
                if self.cursor.word(b"\"amount\"").is_some() {
                    self.colon()?;
                    let told = scalar::number_or_text(&mut self.cursor, MONEY_SCALE)?;
                    if told < 0 || amount.replace(told).is_some() {
                        return None;
                    }
                } else {
                    self.cursor.word(b"\"currency\"")?;
                    self.colon()?;
                    let told = self.reader.currencies.read(&mut self.cursor)?;
                    if currency.replace(i64::from(told)).is_some() {
                        return None;
                    }
                }
                let byte = self.cursor.space();
                self.cursor.at += 1;
                match byte {
                    b',' => drop(self.cursor.space()),
                    b'}' => break,
                    _ => return None,
                }
            }
        }
        self.put(key.cell, amount.unwrap_or(UNTOLD));
        self.put(key.cell.map(|cell| cell + 1), currency.unwrap_or(UNTOLD));
        Some(())
    }

    fn colon(&mut self) -> Option<()> {
        self.cursor.space();
        self.cursor.expect(b':')?;
        self.cursor.space();
        Some(())
    }
}
