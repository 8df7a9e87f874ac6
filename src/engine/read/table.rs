//! Words to numbers, looked up without allocation: members of enums, codes, texts, currencies, keys.

use rustc_hash::FxHashMap as HashMap;

use super::scan::{self, Cursor};

/// Words that stand between quotes without escapes, each with its number.
#[derive(Debug, Default)]
pub struct Table {
    /// Part of the hash, and the place in `shorts` plus 1; 0 where there is nothing. Four times as many as words, or more.
    slots: Box<[(u32, u32)]>,
    /// Words of at most fourteen bytes, packed.
    shorts: Vec<(u128, u32)>,
    /// The others.
    longs: HashMap<Box<[u8]>, u32>,
}

/// What a table says of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// Its number.
    Word(u32),
    /// No word of the table; a text without escapes.
    Other(&'a [u8]),
}

#[inline(always)]
fn hash(key: u128) -> u64 {
    let low = (key as u64) ^ 0x9E37_79B9_7F4A_7C15;
    let high = ((key >> 64) as u64) ^ 0xD1B5_4A32_D192_ED03;
    let product = u128::from(low) * u128::from(high);
    (product as u64) ^ ((product >> 64) as u64)
}

impl Table {
    /// The table of some words; of two that are the same the first counts. A word that JSON writes with escapes is never found.
    pub fn new<'w>(words: impl IntoIterator<Item = (&'w str, u32)>) -> Table {
        let mut table = Table::default();
        let mut seen = rustc_hash::FxHashSet::default();
        for (word, number) in words {
            let plain = word.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\');
            if !plain || !seen.insert(word) {
                continue;
            }
            match scan::word(word.as_bytes()) {
                Some(key) => table.shorts.push((key, number)),
                None => drop(table.longs.insert(word.as_bytes().into(), number)),
            }
        }
        let room = (table.shorts.len() * 4).next_power_of_two();
        let mut slots = vec![(0, 0); room].into_boxed_slice();
        for ((key, _), place) in table.shorts.iter().zip(1u32..) {
            let hash = hash(*key);
            let mut at = hash as usize;
            while slots.get(at & (room - 1)).is_some_and(|slot| slot.1 != 0) {
                at = at.wrapping_add(1);
            }
            if let Some(slot) = slots.get_mut(at & (room - 1)) {
                *slot = ((hash >> 32) as u32, place);
            }
        }
        table.slots = slots;
        table
    }

    /// The number of a packed word.
    #[inline(always)]
    pub fn short(&self, key: u128) -> Option<u32> {
        let hash = hash(key);
        let mut at = hash as usize;
        loop {
            let (tag, place) = *self.slots.get(at & self.slots.len().wrapping_sub(1))?;
            let place = (place as usize).checked_sub(1)?;
            if tag == (hash >> 32) as u32
                && let Some((word, number)) = self.shorts.get(place)
                && *word == key
            {
                return Some(*number);
            }
            at = at.wrapping_add(1);
        }
    }

    /// The number of a text.
    pub fn get(&self, text: &[u8]) -> Option<u32> {
        match scan::word(text) {
            Some(word) => self.short(word),
            None => self.longs.get(text).copied(),
        }
    }

    /// Reads a string that is one of the words.
    #[inline(always)]
    pub fn read(&self, cursor: &mut Cursor) -> Option<u32> {
        match cursor.short() {
            Some(key) => self.short(key),
            None => self.longs.get(cursor.plain()?).copied(),
        }
    }

    /// Reads a string without escapes.
    #[inline]
    pub fn find<'a>(&self, cursor: &mut Cursor<'a>) -> Option<Found<'a>> {
        let start = cursor.at;
        if let Some(key) = cursor.short() {
            if let Some(number) = self.short(key) {
                return Some(Found::Word(number));
            }
            // Whether it holds escapes is still to be seen.
            cursor.at = start;
            return cursor.plain().map(Found::Other);
        }
        let text = cursor.plain()?;
        Some(match self.longs.get(text) {
            Some(number) => Found::Word(*number),
            None => Found::Other(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, Table};
    use crate::engine::read::scan::Cursor;

    #[test]
    fn words_are_found_and_others_are_not() {
        let words: Vec<String> = (0..3000)
            .map(|i| format!("W{i}"))
            .chain((0..50).map(|i| format!("a word of many letters {i}")))
            .chain(["é", "", "fourteen bytes", "fifteen bytes!!"].map(str::to_owned))
            .collect();
        let table = Table::new(words.iter().map(String::as_str).zip(0..));
        for (word, number) in words.iter().zip(0..) {
            let text = format!("\"{word}\" ");
            let mut cursor = Cursor::new(&text);
            assert_eq!(table.read(&mut cursor), Some(number), "{word}");
            assert_eq!(cursor.at, text.len() - 1);
            assert_eq!(table.get(word.as_bytes()), Some(number));
        }
        for other in [
            "W3000",
            "w1",
            "fourteen bytes.",
            "a word of many letters 50",
        ] {
            let text = format!("\"{other}\"");
            assert_eq!(table.read(&mut Cursor::new(&text)), None);
            assert_eq!(
                table.find(&mut Cursor::new(&text)),
                Some(Found::Other(other.as_bytes()))
            );
        }
        assert_eq!(table.find(&mut Cursor::new(r#""W\u0031""#)), None);
        // A byte that is 0 is a control character, not the end of a word.
        assert_eq!(table.read(&mut Cursor::new("\"W1\0\"")), None);
        assert_eq!(table.get(b"W1\0"), None);
    }

    #[test]
    fn an_empty_table_finds_nothing_and_the_first_of_two_counts() {
        let none = Table::new([]);
        assert_eq!(none.read(&mut Cursor::new("\"a\"")), None);
        assert_eq!(Table::default().get(b"a"), None);
        let two = Table::new([("a", 7), ("a", 8), ("x\"y", 9), ("x\\y", 9)]);
        assert_eq!(two.get(b"a"), Some(7));
        assert_eq!(two.get(b"x\"y"), None);
    }
}
