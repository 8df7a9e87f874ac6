//! The events of a case: what walks over a row tells it to a [`Visitor`], which writes JSON, or fills slots.
//!
//! A walk tells a value only where it is told: what is left out causes no event, its key neither.

use crate::ir::{FieldId, RecordId, Type};

/// A key of a record, or of a value that is told in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Which field it is; none for the keys of money, of exchange rates, of what is told in part.
    pub field: Option<FieldId>,
    /// Its name.
    pub name: String,
    /// Its name as JSON, with the colon behind it.
    pub json: String,
}

impl Key {
    /// The key of that name.
    pub fn new(field: Option<FieldId>, name: &str) -> Self {
        let mut json = Vec::new();
        super::json::text(name, &mut json);
        json.push(b':');
        Self {
            field,
            name: name.to_owned(),
            json: String::from_utf8(json).unwrap_or_default(),
        }
    }
}

/// What a scalar is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// A type of the schema that is neither record, list, money nor rates.
    Of(Type),
    /// The amount of a sum of money.
    Amount,
    /// Its currency.
    Currency,
    /// An exchange rate.
    Rate,
}

/// Takes in a case, value by value.
pub trait Visitor {
    /// A text that was taken in once and may come again.
    type Word;

    /// A record begins. None: a value that is told in parts.
    fn open_record(&mut self, record: Option<RecordId>);
    /// In a record: the value of this key comes next.
    fn key(&mut self, key: &Key);
    /// In exchange rates: the rate of this pair comes next.
    fn pair(&mut self, pair: &str);
    /// The record ends.
    fn close_record(&mut self);
    /// A list or set begins.
    fn open_list(&mut self);
    /// In a list: an element comes next.
    fn element(&mut self);
    /// The list ends.
    fn close_list(&mut self);
    /// Known not to exist.
    fn absent(&mut self);
    /// A truth value.
    fn truth(&mut self, value: bool);
    /// A whole number.
    fn integer(&mut self, leaf: &Leaf, value: i128);
    /// `digits` with so many of them behind the point; of a negative `scale`, as many zeros follow.
    fn decimal(&mut self, leaf: &Leaf, digits: i128, scale: i8);
    /// A day, counted from 1970-01-01, and written out.
    fn day(&mut self, days: i64, written: &str);
    /// A text: a word, a code, a number with its unit.
    fn text(&mut self, leaf: &Leaf, text: &str);
    /// Takes in a text without telling it.
    fn word(&mut self, leaf: &Leaf, text: &str) -> Self::Word;
    /// Tells a text taken in.
    fn known(&mut self, leaf: &Leaf, word: &Self::Word);
}

/// Writes JSON behind what a buffer holds.
#[derive(Debug)]
pub struct Json<'o> {
    out: &'o mut Vec<u8>,
    /// Nothing stands yet in the record or list that is open.
    first: bool,
}

impl<'o> Json<'o> {
    /// Writes to this buffer.
    pub fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, first: true }
    }

    /// Forgets what was written behind this length, and begins anew.
    pub fn reset(&mut self, len: usize) {
        self.out.truncate(len);
        self.first = true;
    }

    /// What the buffer holds.
    pub fn out(&mut self) -> &mut Vec<u8> {
        self.out
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
    }

    fn open(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.first = true;
    }

    fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.first = false;
    }
}

impl Visitor for Json<'_> {
    type Word = Box<[u8]>;

    fn open_record(&mut self, _: Option<RecordId>) {
        self.open(b'{');
    }

    fn key(&mut self, key: &Key) {
        self.separate();
        self.out.extend_from_slice(key.json.as_bytes());
    }

    fn pair(&mut self, pair: &str) {
        self.separate();
        super::json::text(pair, self.out);
        self.out.push(b':');
    }

    fn close_record(&mut self) {
        self.close(b'}');
    }

    fn open_list(&mut self) {
        self.open(b'[');
    }

    fn element(&mut self) {
        self.separate();
    }

    fn close_list(&mut self) {
        self.close(b']');
    }

    fn absent(&mut self) {
        self.out.extend_from_slice(b"null");
    }

    fn truth(&mut self, value: bool) {
        let word: &[u8] = if value { b"true" } else { b"false" };
        self.out.extend_from_slice(word);
    }

    fn integer(&mut self, _: &Leaf, value: i128) {
        super::json::decimal(value, 0, self.out);
    }

    fn decimal(&mut self, _: &Leaf, digits: i128, scale: i8) {
        super::json::decimal(digits, scale, self.out);
    }

    fn day(&mut self, _: i64, written: &str) {
        super::json::text(written, self.out);
    }

    fn text(&mut self, _: &Leaf, text: &str) {
        super::json::text(text, self.out);
    }

    fn word(&mut self, _: &Leaf, text: &str) -> Self::Word {
        let mut out = Vec::with_capacity(text.len() + 2);
        super::json::text(text, &mut out);
        out.into_boxed_slice()
    }

    fn known(&mut self, _: &Leaf, word: &Self::Word) {
        self.out.extend_from_slice(word);
    }
}
