//! How deep a file's schema lies, before the library looks at it: it walks the schema along the machine's stack, and a file of a few
//! kilobytes can be deeper than that.
//!
//! Only the tree of the schema is looked at (Thrift's compact protocol). What cannot be made out is left to the library, which says so.

use parquet::errors::Result;
use parquet::file::reader::ChunkReader;

/// Structs and lists may lie so deep in each other; a list counts for two or three.
pub const DEPTH_LIMIT: usize = 1000;

/// What a reader gives up at.
const SKIP_LIMIT: u32 = 64;

/// Field 2 of what a file says of itself: its schema, a list.
const SCHEMA: i16 = 2;
/// Field 5 of an element of it: how many of the next elements are in it.
const CHILDREN: i16 = 5;

/// Whether the schema lies deeper than the limit.
pub fn is_too_deep<T: ChunkReader>(input: &T) -> Result<bool> {
    let Some(end) = input.len().checked_sub(8) else {
        return Ok(false);
    };
    let tail = input.get_bytes(end, 8)?;
    let length = tail
        .get(..4)
        .and_then(|length| <[u8; 4]>::try_from(length).ok());
    let length = u64::from(length.map_or(0, u32::from_le_bytes));
    let (Some(start), Ok(length)) = (end.checked_sub(length), usize::try_from(length)) else {
        return Ok(false);
    };
    let bytes = input.get_bytes(start, length)?;
    Ok(Thrift(&bytes).too_deep().unwrap_or(false))
}

/// What is left of a text of Thrift. None, below: it cannot be made out.
struct Thrift<'b>(&'b [u8]);

impl Thrift<'_> {
    fn too_deep(&mut self) -> Option<bool> {
        let mut id = 0;
        loop {
            let kind = self.field(&mut id)?;
            if kind == 0 {
                return Some(false);
            }
            if id == SCHEMA && kind == 9 {
                return self.schema();
            }
            self.skip(kind, 0)?;
        }
    }

    fn schema(&mut self) -> Option<bool> {
        let (count, kind) = self.list()?;
        // Of each open group, how many elements are still to come.
        let mut open: Vec<u64> = Vec::new();
        for _ in 0..count {
            if kind != 12 {
                return None;
            }
            let (mut children, mut id) = (0, 0);
            loop {
                let kind = self.field(&mut id)?;
                match (id, kind) {
                    (_, 0) => break,
                    (CHILDREN, 5) => children = self.zigzag()?,
                    _ => self.skip(kind, 0)?,
                }
            }
            while open.last() == Some(&0) {
                open.pop();
            }
            if let Some(left) = open.last_mut() {
                *left -= 1;
            }
            if children > 0 {
                open.push(children.unsigned_abs());
            }
            if open.len() > DEPTH_LIMIT {
                return Some(true);
            }
        }
        Some(false)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn zigzag(&mut self) -> Option<i64> {
        let value = self.varint()?;
        let half = i64::try_from(value >> 1).ok()?;
        Some(if value & 1 == 0 { half } else { !half })
    }

    /// The kind of the next field of a struct, 0 at its end.
    fn field(&mut self, id: &mut i16) -> Option<u8> {
        let head = self.byte()?;
        if head & 15 == 0 {
            return Some(0);
        }
        *id = match head >> 4 {
            0 => i16::try_from(self.zigzag()?).ok()?,
            step => id.checked_add(i16::from(step))?,
        };
        Some(head & 15)
    }

    fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.varint()?,
            count => u64::from(count),
        };
        Some((count, head & 15))
    }

    fn pass(&mut self, bytes: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
        if depth > SKIP_LIMIT {
            return None;
        }
        match kind {
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.varint().map(drop),
            7 => self.pass(8),
            8 => {
                let length = self.varint()?;
                self.pass(length)
            }
            9 | 10 => {
                let (count, kind) = self.list()?;
                for _ in 0..count {
                    self.skip_element(kind, depth)?;
                }
                Some(())
            }
            11 => {
                let count = self.varint()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                for _ in 0..count {
                    self.skip_element(kinds >> 4, depth)?;
                    self.skip_element(kinds & 15, depth)?;
                }
                Some(())
            }
            12 => {
                let mut id = 0;
                loop {
                    let kind = self.field(&mut id)?;
                    if kind == 0 {
                        return Some(());
                    }
                    self.skip(kind, depth + 1)?;
                }
            }
            13 => self.pass(16),
            _ => None,
        }
    }

    /// In a list a truth value takes a byte.
    fn skip_element(&mut self, kind: u8, depth: u32) -> Option<()> {
        match kind {
            1 | 2 => self.pass(1),
            kind => self.skip(kind, depth + 1),
        }
    }
}

#[cfg(test)]
pub mod tests {
    use bytes::Bytes;

    use super::{DEPTH_LIMIT, is_too_deep};

    /// What a file says of itself: version 1, a schema of groups in groups, nothing else.
    pub fn file(depth: usize) -> Bytes {
        let mut footer = vec![0x15, 0x02, 0x19, 0xfc];
        let mut count = depth + 1;
        while count > 0x7f {
            footer.push(u8::try_from(count & 0x7f).unwrap() | 0x80);
            count >>= 7;
        }
        footer.push(u8::try_from(count).unwrap());
        for _ in 0..depth {
            // Optional, called `x`, one child.
            footer.extend([0x35, 0x02, 0x18, 0x01, b'x', 0x15, 0x02, 0x00]);
        }
        footer.extend([0x15, 0x02, 0x25, 0x02, 0x18, 0x01, b'x', 0x00, 0x00]);
        let mut file = b"PAR1".to_vec();
        file.extend(&footer);
        file.extend(u32::try_from(footer.len()).unwrap().to_le_bytes());
        file.extend(b"PAR1");
        file.into()
    }

    #[test]
    fn depth_is_counted_without_going_deep() {
        assert!(!is_too_deep(&file(3)).unwrap());
        assert!(!is_too_deep(&file(DEPTH_LIMIT)).unwrap());
        assert!(is_too_deep(&file(DEPTH_LIMIT + 1)).unwrap());
        assert!(is_too_deep(&file(1_000_000)).unwrap());
    }

    #[test]
    fn what_is_no_parquet_is_for_the_library_to_say() {
        for bytes in [
            &b""[..],
            b"PAR1",
            b"PAR1PAR1",
            &[0xff; 100],
            &[0; 100],
            &[0x19; 300],
        ] {
            assert!(!is_too_deep(&Bytes::copy_from_slice(bytes)).unwrap());
        }
    }
}
