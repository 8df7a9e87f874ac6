//! Reads a case: records and lists of them, from key to key, with a stack of its own.
//!
//! Keys of one file mostly come in one order, so after each key the one that followed it last time is looked for first, with its
//! comma, quotes and colon, in one comparison.

use super::super::layout::TableId;
use super::super::store::Store;
use super::scan::Cursor;
use super::{Due, Half, Key, Place, Reader};

/// How many records may be open: fewer brackets than the interpreter's reader allows, whatever stands between them.
const DEPTH: usize = 40_000;

/// How many fields all records may have together, as for the interpreter's reader.
const FIELDS: usize = 10_000_000;

/// What reading needs beside the cells; kept for its room, and for the order of keys.
#[derive(Debug, Default)]
pub struct Scratch {
    open: Vec<Frame>,
    /// By key: the one that came after it.
    after: Vec<u32>,
}

/// A record being read.
#[derive(Clone, Copy, Debug)]
struct Frame {
    place: u32,
    /// The last key.
    key: u32,
    /// What stands before the next key: a bracket, then commas.
    before: u8,
    /// The bits of the keys that were there: the first half, the second.
    seen: u64,
    further: u64,
    /// Its row: the table, the number, where its cells begin.
    table: TableId,
    row: u32,
    cells: usize,
    ends: Ends,
}

/// What is to be done when a record ends.
#[derive(Clone, Copy, Debug)]
enum Ends {
    /// All is read.
    Root,
    /// It lies in the row of the record above.
    Inline,
    /// It has a row.
    Child,
    /// It is one of many: the first cell of the list in the record above, and the first row.
    Many(Option<u32>, u32),
}

/// Reading.
pub(super) struct Walk<'r, 't, 's> {
    pub reader: &'r Reader,
    pub cursor: Cursor<'t>,
    pub store: &'s mut Store,
    open: Vec<Frame>,
    after: Vec<u32>,
    frame: Frame,
    fields: usize,
}

/// Reads a case into an empty store; none where it is odd.
pub(super) fn read(reader: &Reader, text: &str, store: &mut Store) -> Option<()> {
    let (mut open, mut after) = (
        std::mem::take(&mut store.scratch.open),
        std::mem::take(&mut store.scratch.after),
    );
    open.clear();
    if after.len() != reader.keys.len() {
        // At first as the schema has them; after the last comes one that is no key.
        after.clear();
        after.extend((1u32..).take(reader.keys.len().saturating_sub(1)));
        after.push(0);
    }
    let mut walk = Walk {
        reader,
        cursor: Cursor::new(text),
        store,
        open,
        after,
        frame: Frame {
            place: 0,
            key: 0,
            before: b'{',
            seen: 0,
            further: 0,
            table: TableId(0),
            row: 0,
            cells: 0,
            ends: Ends::Root,
        },
        fields: 0,
    };
    let done = walk.run();
    let Walk { open, after, .. } = walk;
    store.scratch = Scratch { open, after };
    done
}

impl<'r> Walk<'r, '_, '_> {
    fn run(&mut self) -> Option<()> {
        self.cursor.space();
        self.begin(0, Ends::Root)?;
        loop {
            if let Some(key) = self.key()? {
                self.value(key)?;
            } else if self.close()? {
                return self.cursor.finish();
            }
        }
    }

    /// Begins a record of a place; its bracket comes next.
    #[inline(always)]
    fn begin(&mut self, number: u32, ends: Ends) -> Option<&'r Place> {
        let place = self.reader.places.get(number as usize)?;
        self.fields += place.fields as usize;
        if self.fields > FIELDS {
            return None;
        }
        if let Some((table, template)) = &place.row {
            self.frame.table = *table;
            self.frame.row = self.store.begin(*table, template);
            self.frame.cells = self.store.offset(*table, self.frame.row);
        }
        self.frame.place = number;
        self.frame.key = place.start;
        self.frame.before = b'{';
        self.frame.seen = 0;
        self.frame.further = 0;
        self.frame.ends = ends;
        Some(place)
    }

    /// The next key of the record and its colon; none where the record ends. What is between is passed over.
    #[inline(always)]
    fn key(&mut self) -> Option<Option<&'r Key>> {
        let chunk = self.cursor.chunk();
        let number = *self.after.get(self.frame.key as usize)?;
        let key = self.reader.keys.get(number as usize)?;
        if chunk & key.mask == key.start | u128::from(self.frame.before)
            && key.place == self.frame.place
            && (key.tail.is_empty() || self.cursor.rest().get(16..)?.starts_with(&key.tail))
        {
            self.cursor.at += key.len;
            return self.is_new(number, key).map(Some);
        }
        if chunk as u8 == b'}' && self.frame.before == b',' {
            self.cursor.at += 1;
            return Some(None);
        }
        self.other_key(key)
    }

    #[inline(always)]
    fn is_new(&mut self, number: u32, key: &'r Key) -> Option<&'r Key> {
        let seen = match key.half {
            Half::First => &mut self.frame.seen,
            Half::Second => &mut self.frame.further,
        };
        if *seen & key.bit != 0 {
            return None;
        }
        *seen |= key.bit;
        self.frame.key = number;
        self.frame.before = b',';
        Some(key)
    }

    /// A key with blanks around it, or another one than was looked for.
    #[inline(never)]
    fn other_key(&mut self, expected: &'r Key) -> Option<Option<&'r Key>> {
        let byte = self.cursor.space();
        let before = self.frame.before;
        if byte == b'}' && before == b',' {
            self.cursor.at += 1;
            return Some(None);
        }
        self.cursor.expect(before)?;
        if self.cursor.space() == b'}' && before == b'{' {
            self.cursor.at += 1;
            return Some(None);
        }
        let place = self.reader.places.get(self.frame.place as usize)?;
        let after = self.after.get_mut(self.frame.key as usize)?;
        let rest = self.cursor.rest();
        let number = if self.cursor.chunk() & (expected.mask >> 8) == expected.start >> 8
            && expected.place == self.frame.place
            && (expected.tail.is_empty() || rest.get(15..)?.starts_with(&expected.tail))
        {
            self.cursor.at += expected.len - 1;
            *after
        } else {
            let number = place.names.read(&mut self.cursor)?;
            self.cursor.space();
            self.cursor.expect(b':')?;
            *after = number;
            number
        };
        let key = self.reader.keys.get(number as usize)?;
        self.is_new(number, key).map(Some)
    }

    /// Reads the value of a key, or opens it.
    #[inline(always)]
    fn value(&mut self, key: &'r Key) -> Option<()> {
        let byte = self.cursor.space();
        if byte == b'n' {
            return self.null(key);
        }
        match key.due {
            Due::One(one) => {
                let value = self.one(one)?;
                self.put(key.cell, value);
                Some(())
            }
            Due::Id(one) => self.id(key, one),
            Due::Money => self.money(key),
            Due::Rates => {
                self.cursor.expect(b'{')?;
                self.cursor.space();
                self.cursor.expect(b'}')?;
                self.put(key.cell, 1);
                Some(())
            }
            Due::Record(place) => self.inline(place),
            Due::Child(place) => {
                self.push()?;
                self.begin(place, Ends::Child)?;
                let (row, above) = (self.frame.row, *self.open.last()?);
                self.put_above(&above, key.cell, i64::from(row));
                Some(())
            }
            Due::Many(place) => self.many(key, place),
            Due::Values(one, same) => self.values(key, one, same),
            Due::Odd => None,
        }
    }

    /// Fills a cell of the record.
    #[inline(always)]
    pub fn put(&mut self, cell: Option<u32>, value: i64) {
        if let Some(cell) = cell {
            let at = self.frame.cells + cell as usize;
            self.store.set(self.frame.table, at, value);
        }
    }

    #[inline]
    fn put_above(&mut self, frame: &Frame, cell: Option<u32>, value: i64) {
        if let Some(cell) = cell {
            let at = frame.cells + cell as usize;
            self.store.set(frame.table, at, value);
        }
    }

    fn null(&mut self, key: &Key) -> Option<()> {
        let cells = key.absent.as_ref()?;
        self.cursor.word(b"null")?;
        for (cell, value) in cells {
            self.put(Some(*cell), *value);
        }
        Some(())
    }

    #[inline]
    fn push(&mut self) -> Option<()> {
        if self.open.len() >= DEPTH {
            return None;
        }
        self.open.push(self.frame);
        Some(())
    }

    fn inline(&mut self, number: u32) -> Option<()> {
        self.push()?;
        let place = self.begin(number, Ends::Inline)?;
        if place.presence.is_some() {
            self.put(place.presence, 1);
            let at = self.frame.cells + place.base as usize;
            self.store.set_all(self.frame.table, at, &place.blank);
        }
        Some(())
    }

    /// Opens a list of records.
    fn many(&mut self, key: &Key, number: u32) -> Option<()> {
        self.cursor.expect(b'[')?;
        let place = self.reader.places.get(number as usize)?;
        let first = place
            .row
            .as_ref()
            .map_or(0, |(table, _)| self.store.len(*table));
        if self.cursor.space() == b']' {
            self.cursor.at += 1;
            self.put(key.cell, i64::from(first));
            self.put(key.cell.map(|cell| cell + 1), i64::from(first));
            return Some(());
        }
        self.push()?;
        self.begin(number, Ends::Many(key.cell, first))?;
        Some(())
    }

    /// Ends a record; whether all is read.
    #[inline(always)]
    fn close(&mut self) -> Option<bool> {
        let Frame {
            table, row, ends, ..
        } = self.frame;
        match ends {
            Ends::Root => {
                self.store.end(table, row);
                return Some(true);
            }
            Ends::Inline => {}
            Ends::Child => self.store.end(table, row),
            Ends::Many(cell, first) => {
                let own = self
                    .reader
                    .places
                    .get(self.frame.place as usize)?
                    .row
                    .is_some();
                if own {
                    self.store.end(table, row);
                }
                let byte = self.cursor.space();
                self.cursor.at += 1;
                if byte == b',' {
                    self.cursor.space();
                    self.begin(self.frame.place, ends)?;
                    return Some(false);
                }
                if byte != b']' {
                    return None;
                }
                let after = if own { self.store.len(table) } else { 0 };
                self.frame = self.open.pop()?;
                self.put(cell, i64::from(first));
                self.put(cell.map(|cell| cell + 1), i64::from(after));
                return Some(false);
            }
        }
        self.frame = self.open.pop()?;
        Some(false)
    }
}
