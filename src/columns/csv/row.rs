//! A row → the bytes of its case, along the tree of places.

use jiter::Jiter;

use super::place::{Branch, Cell, Inner};
use super::records::Record;
use crate::columns::errors::{self, Mistake};
use crate::columns::json;

/// Writes one row.
pub struct Writer<'a> {
    names: &'a [String],
    record: &'a Record,
    out: &'a mut Vec<u8>,
}

/// Whether anything was told; what was not told left nothing behind.
type Told = Result<bool, Mistake>;

/// What became of a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing was told of it, nor written.
    Untold,
    /// Nothing was told of it, which says that there is none.
    Absent,
    /// It was told.
    Told,
}

impl<'a> Writer<'a> {
    pub fn new(names: &'a [String], record: &'a Record, out: &'a mut Vec<u8>) -> Self {
        Self { names, record, out }
    }

    /// Writes the case; a row that tells nothing is one of which nothing is known.
    pub fn case(mut self, tree: &Branch) -> Result<(), Mistake> {
        if self.place(tree)? == Place::Untold {
            self.out.extend_from_slice(b"{}");
        }
        Ok(())
    }

    fn name(&self, column: usize) -> &'a str {
        self.names.get(column).map_or("", String::as_str)
    }

    fn cell(&self, column: usize) -> Result<&'a str, Mistake> {
        let bytes = self.record.cell(column).unwrap_or(&[]);
        std::str::from_utf8(bytes).map_err(|_| errors::cell_not_utf8(self.name(column)))
    }

    fn place(&mut self, branch: &Branch) -> Result<Place, Mistake> {
        let start = self.out.len();
        let complete = match &branch.inner {
            Inner::List { complete, .. } => *complete,
            _ => None,
        };
        let complete = match complete {
            Some(column) => Some((column, self.cell(column)?)).filter(|(_, mark)| !mark.is_empty()),
            None => None,
        };
        if complete.is_some() {
            self.out.extend_from_slice(b"{\"known\":");
        }
        let whole = match branch.whole {
            Some((column, cell)) => {
                let listed = complete.is_some();
                self.whole(column, cell, listed)?.then_some(column)
            }
            None => None,
        };
        let before = self.out.len();
        let parts = match &branch.inner {
            Inner::None => false,
            Inner::Object(places) => self.object(places)?,
            Inner::List { elements, .. } => self.list(elements)?,
        };
        if let (Some(column), true) = (whole, parts) {
            return Err(errors::told_twice(self.name(column)));
        }
        if !parts {
            self.out.truncate(before);
        }
        let told = whole.is_some() || parts;
        match complete {
            Some((_, mark)) => {
                if !told {
                    self.out.extend_from_slice(b"[]");
                }
                self.out.extend_from_slice(b",\"complete\":");
                self.truth(mark);
                self.out.push(b'}');
                Ok(Place::Told)
            }
            None if told => Ok(Place::Told),
            None => {
                self.out.truncate(start);
                if branch.absent {
                    self.out.extend_from_slice(b"null");
                    return Ok(Place::Absent);
                }
                Ok(Place::Untold)
            }
        }
    }

    fn object(&mut self, places: &[(String, Branch)]) -> Told {
        self.out.push(b'{');
        let mut any = false;
        for (key, place) in places {
            let start = self.out.len();
            if self.out.last() != Some(&b'{') {
                self.out.push(b',');
            }
            self.out.extend_from_slice(key.as_bytes());
            match self.place(place)? {
                Place::Told => any = true,
                Place::Absent => {}
                Place::Untold => self.out.truncate(start),
            }
        }
        self.out.push(b'}');
        Ok(any)
    }

    /// Elements of which nothing is told are not there, unless a later one is: then a record is there and unknown.
    fn list(&mut self, elements: &[Branch]) -> Told {
        self.out.push(b'[');
        let mut last_told = None;
        for element in elements {
            let start = self.out.len();
            if self.out.last() != Some(&b'[') {
                self.out.push(b',');
            }
            if self.place(element)? == Place::Told {
                last_told = Some(self.out.len());
            } else if element.is_in_parts() {
                self.out.extend_from_slice(b"{}");
            } else {
                self.out.truncate(start);
            }
        }
        if let Some(end) = last_told {
            self.out.truncate(end);
        }
        self.out.push(b']');
        Ok(last_told.is_some())
    }

    /// What a cell tells of a place as a whole. `listed`: a list that a column of its own marks as complete or not.
    fn whole(&mut self, column: usize, cell: Cell, listed: bool) -> Told {
        let text = self.cell(column)?;
        let word = if cell == Cell::Text {
            text
        } else {
            text.trim()
        };
        match cell {
            _ if word.is_empty() => return Ok(false),
            _ if word == "null" => self.out.extend_from_slice(b"null"),
            Cell::Truth => self.truth(word),
            Cell::Text => json::text(word, self.out),
            Cell::Word | Cell::Money | Cell::Json if word.starts_with('{') => {
                self.json(column, word)?;
            }
            Cell::Words | Cell::Json if word.starts_with('[') => self.json(column, word)?,
            Cell::Words if word.starts_with('{') => {
                if listed {
                    return Err(errors::told_twice(self.name(column)));
                }
                self.json(column, word)?;
            }
            Cell::Words => self.words(word),
            Cell::Money => self.money(word),
            Cell::Word | Cell::Json => json::text(word, self.out),
        }
        Ok(true)
    }

    fn truth(&mut self, word: &str) {
        let word = word.trim();
        if word.eq_ignore_ascii_case("true") {
            self.out.extend_from_slice(b"true");
        } else if word.eq_ignore_ascii_case("false") {
            self.out.extend_from_slice(b"false");
        } else {
            json::text(word, self.out);
        }
    }

    fn words(&mut self, cell: &str) {
        self.out.push(b'[');
        let words = cell
            .split(';')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        for (index, word) in words.enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            json::text(word, self.out);
        }
        self.out.push(b']');
    }

    /// `400 EUR`; anything else is for the reader of the facts to refuse.
    fn money(&mut self, word: &str) {
        match word.rsplit_once(char::is_whitespace) {
            Some((amount, currency)) => {
                self.out.extend_from_slice(b"{\"amount\":");
                json::text(amount.trim_end(), self.out);
                self.out.extend_from_slice(b",\"currency\":");
                json::text(currency, self.out);
                self.out.push(b'}');
            }
            None => json::text(word, self.out),
        }
    }

    /// JSON goes on as it stands, once it is known to be one value: else a cell could tell other places than its column's.
    fn json(&mut self, column: usize, word: &str) -> Result<(), Mistake> {
        let mut jiter = Jiter::new(word.as_bytes());
        let one = jiter.next_skip().is_ok() && jiter.finish().is_ok();
        if !one {
            return Err(errors::cell_json(self.name(column)));
        }
        self.out.extend_from_slice(word.as_bytes());
        Ok(())
    }
}
