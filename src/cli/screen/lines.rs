//! JSON Lines cut into chunks of whole lines. A line that is too long is passed over without being held.

use std::io::{self, Read};

use memchr::memchr_iter;

use super::input::{At, Chunk, Digest, TEXT_LIMIT, read_some};
use crate::facts::is_blank;
use crate::screen::ROW_LIMIT;

/// Read so much at a time.
const BLOCK: usize = 256 << 10;

/// Memory kept for the next chunk: what a long line took beyond that is given back.
const KEPT: usize = 4 * BLOCK;

/// An input of lines.
pub struct Lines {
    from: Box<dyn Read + Send>,
    /// What was read beyond the last chunk.
    carry: Vec<u8>,
    /// Why nothing more can be read.
    failed: Option<io::Error>,
    ended: bool,
    /// Lines given so far.
    lines: u64,
}

impl Lines {
    /// Lines of this.
    pub fn new(from: Box<dyn Read + Send>) -> Self {
        Self {
            from,
            carry: Vec::new(),
            failed: None,
            ended: false,
            lines: 0,
        }
    }

    /// Fills a chunk with lines; false where these were the last.
    ///
    /// # Errors
    /// Where the input cannot be read on, after all lines before that were given.
    pub fn fill(
        &mut self,
        chunk: &mut Chunk,
        rows: usize,
        digest: &mut Digest,
    ) -> io::Result<bool> {
        std::mem::swap(&mut chunk.bytes, &mut self.carry);
        self.carry.clear();
        self.carry.shrink_to(KEPT);
        let (mut scanned, mut target) = (0, BLOCK);
        let used = loop {
            self.read_to(&mut chunk.bytes, target);
            let used = self.cut(chunk, scanned, rows);
            if used > 0 {
                break used;
            }
            if self.ended && self.failed.is_none() {
                self.last(chunk);
                break chunk.bytes.len();
            }
            if let Some(error) = self.failed.take() {
                // The line that was begun is no row: nobody knows how it goes on.
                chunk.bytes.clear();
                return Err(error);
            }
            scanned = chunk.bytes.len();
            if scanned as u64 > ROW_LIMIT {
                return self.too_long(chunk, digest);
            }
            target = scanned + BLOCK;
        };
        digest.update(chunk.bytes.get(..used).unwrap_or_default());
        let rest = chunk.bytes.get(used..).unwrap_or_default();
        self.carry.extend_from_slice(rest);
        chunk.bytes.truncate(used);
        Ok(self.has_more())
    }

    fn has_more(&self) -> bool {
        !(self.ended && self.carry.is_empty() && self.failed.is_none())
    }

    /// Reads until there are so many bytes, or no more.
    fn read_to(&mut self, bytes: &mut Vec<u8>, target: usize) {
        let mut filled = bytes.len();
        if filled >= target || self.ended {
            return;
        }
        // A long line is met now and then; to grow by doubling would hold twice of it.
        bytes.reserve_exact(target - filled);
        bytes.resize(target, 0);
        while let Some(room) = bytes.get_mut(filled..).filter(|room| !room.is_empty()) {
            match read_some(&mut *self.from, room) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => filled += read,
                Err(error) => {
                    self.ended = true;
                    self.failed = Some(error);
                    break;
                }
            }
        }
        bytes.truncate(filled);
    }

    /// Notes whole lines from a place on; how many bytes they take.
    fn cut(&mut self, chunk: &mut Chunk, scanned: usize, rows: usize) -> usize {
        let mut start = 0;
        let ends = memchr_iter(b'\n', chunk.bytes.get(scanned..).unwrap_or_default());
        for end in ends {
            let end = scanned + end;
            self.note(&chunk.bytes, &mut chunk.rows, start, end);
            start = end + 1;
            if chunk.rows.len() >= rows {
                break;
            }
        }
        start
    }

    /// Notes what stands behind the last line end.
    fn last(&mut self, chunk: &mut Chunk) {
        if !chunk.bytes.is_empty() {
            let end = chunk.bytes.len();
            self.note(&chunk.bytes, &mut chunk.rows, 0, end);
        }
    }

    fn note(&mut self, bytes: &[u8], rows: &mut Vec<At>, start: usize, end: usize) {
        self.lines += 1;
        let line = bytes.get(start..end).unwrap_or_default();
        let end = end - usize::from(line.ends_with(b"\r"));
        if !is_blank(line) {
            rows.push(At {
                start,
                end,
                line: self.lines,
                number: self.lines,
                size: (end - start) as u64,
            });
        }
    }

    /// Gives the beginning of a line, and passes over the rest.
    fn too_long(&mut self, chunk: &mut Chunk, digest: &mut Digest) -> io::Result<bool> {
        self.lines += 1;
        let mut size = chunk.bytes.len() as u64;
        digest.update(&chunk.bytes);
        chunk.bytes.truncate(TEXT_LIMIT);
        let mut block = std::mem::take(&mut self.carry);
        loop {
            block.clear();
            self.read_to(&mut block, BLOCK);
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            let end = memchr::memchr(b'\n', &block);
            let rest = end.map_or(block.len(), |end| end + 1);
            digest.update(block.get(..rest).unwrap_or_default());
            size += end.unwrap_or(block.len()) as u64;
            if end.is_some() || self.ended {
                let more = block.split_off(rest);
                self.carry = more;
                break;
            }
        }
        chunk.rows.push(At {
            start: 0,
            end: chunk.bytes.len(),
            line: self.lines,
            number: self.lines,
            size,
        });
        Ok(self.has_more())
    }
}
