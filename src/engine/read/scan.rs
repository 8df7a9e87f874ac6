//! Bytes of JSON, sixteen at a time: blanks, strings, words.
//!
//! Everything answers `None` where the text is not what was due, or is written in a way that the fast path leaves to others.

/// Looks at a text from a place on. The text is UTF-8: whoever makes one has checked that.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    /// Where reading stands; never more than a little behind the end.
    pub at: usize,
}

/// The low bytes of a chunk, by how many.
const MASKS: [u128; 17] = {
    let mut masks = [u128::MAX; 17];
    let mut n = 0u32;
    let mut rest: &mut [u128] = &mut masks;
    while let [mask, more @ ..] = rest {
        if n < 16 {
            *mask = (1 << (8 * n)) - 1;
        }
        n += 1;
        rest = more;
    }
    masks
};

/// The low `n` bytes of a chunk, the others 0.
#[inline]
pub fn low(chunk: u128, n: usize) -> u128 {
    chunk & MASKS.get(n).copied().unwrap_or(u128::MAX)
}

/// A short text as a chunk; none where it is longer than sixteen bytes.
pub fn packed(text: &[u8]) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..text.len())?.copy_from_slice(text);
    Some(u128::from_le_bytes(bytes))
}

/// A text of at most fourteen bytes as a word: packed, with how long it is in the last byte, since a text may end in bytes that are 0.
pub fn word(text: &[u8]) -> Option<u128> {
    let packed = packed(text).filter(|_| text.len() <= 14)?;
    Some(packed | with_length(text.len()))
}

#[inline(always)]
const fn with_length(length: usize) -> u128 {
    (length as u128) << 120
}

/// A byte in all sixteen places.
const fn all(byte: u8) -> u128 {
    u128::from_le_bytes([byte; 16])
}

/// The high bit of the bytes that are 0, and perhaps of others that come after one.
#[inline(always)]
fn zeros(chunk: u128) -> u128 {
    chunk.wrapping_sub(all(1)) & !chunk & all(0x80)
}

/// Where the first quote is; 16 where there is none.
#[inline(always)]
fn quote(chunk: u128) -> usize {
    (zeros(chunk ^ all(b'"')).trailing_zeros() / 8) as usize
}

/// Where the first quote, backslash or control character is; 16 where there is none.
#[inline(always)]
fn stop(chunk: u128) -> usize {
    let control = chunk.wrapping_sub(all(0x20)) & !chunk & all(0x80);
    let stops = zeros(chunk ^ all(b'"')) | zeros(chunk ^ all(b'\\')) | control;
    (stops.trailing_zeros() / 8) as usize
}

impl<'a> Cursor<'a> {
    /// At the beginning of a text.
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor {
            bytes: text.as_bytes(),
            at: 0,
        }
    }

    /// The next sixteen bytes, the first one lowest; 0 beyond the end.
    #[inline(always)]
    pub fn chunk(&self) -> u128 {
        self.chunk_at(self.at)
    }

    #[inline(always)]
    fn chunk_at(&self, at: usize) -> u128 {
        match self.bytes.get(at..).and_then(<[u8]>::first_chunk::<16>) {
            Some(chunk) => u128::from_le_bytes(*chunk),
            None => self.last_chunk(at),
        }
    }

    #[cold]
    #[inline(never)]
    fn last_chunk(&self, at: usize) -> u128 {
        packed(self.bytes.get(at..).unwrap_or(&[])).unwrap_or(0)
    }

    /// The next byte; 0 at the end.
    #[inline(always)]
    pub fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// What is left.
    #[inline]
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or(&[])
    }

    /// Passes over blanks; the byte after them.
    #[inline(always)]
    pub fn space(&mut self) -> u8 {
        let byte = self.peek();
        if byte > b' ' { byte } else { self.blanks() }
    }

    #[inline(never)]
    fn blanks(&mut self) -> u8 {
        while matches!(self.peek(), b' ' | b'\t' | b'\r' | b'\n') {
            self.at += 1;
        }
        self.peek()
    }

    /// Passes over one byte that is due.
    #[inline(always)]
    pub fn expect(&mut self, due: u8) -> Option<()> {
        (self.peek() == due).then(|| self.at += 1)
    }

    /// Passes over a word that is due.
    #[inline]
    pub fn word(&mut self, due: &[u8]) -> Option<()> {
        self.rest().starts_with(due).then(|| self.at += due.len())
    }

    /// Whether only blanks follow.
    pub fn finish(&mut self) -> Option<()> {
        self.space();
        (self.at >= self.bytes.len()).then_some(())
    }

    /// A string of at most fourteen bytes between its quotes, as a [`word`]. What is in it is not looked at: only what equals a known word
    /// may be taken. None and nothing passed over where there is no such string.
    #[inline(always)]
    pub fn short(&mut self) -> Option<u128> {
        let chunk = self.chunk();
        let after = chunk >> 8;
        let end = quote(after);
        if chunk as u8 != b'"' || end > 14 {
            return None;
        }
        self.at += end + 2;
        Some(low(after, end) | with_length(end))
    }

    /// A string without escapes: what stands between its quotes.
    #[inline]
    pub fn plain(&mut self) -> Option<&'a [u8]> {
        self.expect(b'"')?;
        let start = self.at;
        let end = self.stop();
        let text = self.bytes.get(start..end)?;
        self.at = end;
        self.expect(b'"')?;
        Some(text)
    }

    /// Passes over a string.
    #[inline]
    pub fn skip_text(&mut self) -> Option<()> {
        self.expect(b'"')?;
        self.at = self.stop();
        while self.peek() == b'\\' {
            self.escape()?;
            self.at = self.stop();
        }
        self.expect(b'"')
    }

    /// Where the next quote, backslash or control character is.
    #[inline(always)]
    fn stop(&self) -> usize {
        let mut at = self.at;
        // Beyond the end there is 0, which is a control character.
        loop {
            let found = stop(self.chunk_at(at));
            at += found;
            if found < 16 {
                return at;
            }
        }
    }

    /// Passes over an escape, as `facts` takes it.
    #[cold]
    fn escape(&mut self) -> Option<()> {
        self.expect(b'\\')?;
        let kind = self.peek();
        self.at += 1;
        match kind {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => match self.hex()? {
                0xD800..=0xDBFF => {
                    self.word(b"\\u")?;
                    (0xDC00..=0xDFFF).contains(&self.hex()?).then_some(())
                }
                0xDC00..=0xDFFF => None,
                _ => Some(()),
            },
            _ => None,
        }
    }

    /// Four hexadecimal digits.
    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest().first_chunk::<4>()?;
        self.at += 4;
        digits.iter().try_fold(0, |sum, digit| {
            Some(sum * 16 + char::from(*digit).to_digit(16)?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, low, packed, quote, stop};
    use proptest::prelude::*;

    fn skipped(text: &str) -> Option<usize> {
        let mut cursor = Cursor::new(text);
        cursor.skip_text().map(|()| cursor.at)
    }

    #[test]
    fn chunks_are_cut_and_packed() {
        let chunk = packed(b"abcdefghijklmnop").unwrap();
        assert_eq!(packed(b"abcdefghijklmnopq"), None);
        for n in 0..=16 {
            assert_eq!(low(chunk, n), packed(&b"abcdefghijklmnop"[..n]).unwrap());
        }
    }

    #[test]
    fn strings_end_where_they_end() {
        let long = format!("\"{}\"", "é".repeat(50));
        for text in [
            "\"\"",
            "\"a\"",
            "\"fourteen bytes\"",
            "\"fifteen  bytes!\"",
            long.as_str(),
        ] {
            assert_eq!(skipped(text), Some(text.len()), "{text}");
            let mut cursor = Cursor::new(text);
            assert_eq!(cursor.plain().unwrap(), &text.as_bytes()[1..text.len() - 1]);
            assert_eq!(
                Cursor::new(text).short().is_some(),
                text.len() <= 16,
                "{text}"
            );
        }
        for text in ["\"", "\"a", "a\"", "", "\"\u{1}\"", "\"a\nb\""] {
            assert_eq!(skipped(text), None, "{text}");
        }
    }

    #[test]
    fn escapes_are_whole() {
        for text in [
            r#""\"\\\/\b\f\n\r\t""#,
            r#""\u00e9\uD83D\uDE00x""#,
            r#""\uFFFF\u0000""#,
        ] {
            assert_eq!(skipped(text), Some(text.len()), "{text}");
            assert_eq!(Cursor::new(text).plain(), None);
        }
        for text in [
            r#""\x""#,
            r#""\"#,
            r#""\u12""#,
            r#""\u12G4""#,
            r#""\uD83D""#,
            r#""\uD83Dabcdef""#,
            r#""\uD83D\n1234""#,
            r#""\uD83D\u0041""#,
            r#""\uDE00\uD83D""#,
            r#""\u+123""#,
        ] {
            assert_eq!(skipped(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_byte_of_a_chunk_is_seen(bytes in any::<[u8; 16]>(), at in 0..16usize, byte in prop_oneof![Just(b'"'), Just(b'\\'), 0..0x22u8]) {
            let mut bytes = bytes;
            bytes[at] = byte;
            let chunk = u128::from_le_bytes(bytes);
            let first = |of: fn(&u8) -> bool| bytes.iter().position(of).unwrap_or(16);
            prop_assert_eq!(quote(chunk), first(|b| *b == b'"'));
            prop_assert_eq!(stop(chunk), first(|b| *b == b'"' || *b == b'\\' || *b < 0x20));
        }
    }
}
