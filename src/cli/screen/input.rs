//! Inputs as a stream of chunks of rows, in order and in constant memory.
//!
//! Chunks depend on what is read alone, never on how it arrives: a run that is taken up again cuts its input as the first one did.
//! A further form of input is a further [`Form`] and what fills a [`Chunk`] from it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use twox_hash::xxhash3_128;

use super::lines::Lines;
use crate::screen::ROW_LIMIT;

/// Of a row that is not decided, so much is kept.
pub const TEXT_LIMIT: usize = 64 << 10;

/// In which form cases stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One case a line.
    Lines,
    /// One case.
    Whole,
}

/// A file with cases.
#[derive(Clone, Debug)]
pub struct Input {
    /// As it was named; `-` is standard input.
    pub path: PathBuf,
    /// What diagnostics call it.
    pub name: Arc<str>,
    /// Its form.
    pub form: Form,
}

/// Opens inputs: files, or what a test feeds.
pub type Open = Box<dyn FnMut(&Input) -> io::Result<Box<dyn Read + Send>> + Send>;

/// Some rows of one input.
#[derive(Debug, Default)]
pub struct Chunk {
    /// Its place among the chunks.
    pub number: u64,
    /// The input.
    pub input: usize,
    /// What diagnostics call it.
    pub name: Arc<str>,
    /// The bytes that the rows stand in.
    pub bytes: Vec<u8>,
    /// The rows.
    pub rows: Vec<At>,
    /// Why the input cannot be read on; then there are no rows.
    pub failed: Option<io::Error>,
    /// Where the input stands after it.
    pub mark: Mark,
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Its first byte in the chunk.
    pub start: usize,
    /// One past its last.
    pub end: usize,
    /// Its line, from 1.
    pub line: u64,
    /// How long it is in the input; where that is over the limit, the chunk holds its beginning.
    pub size: u64,
}

/// How much was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Inputs read to their end.
    pub inputs: usize,
    /// Bytes of the next one.
    pub bytes: u64,
    /// Bytes of all.
    pub total: u64,
    /// A digest of all that was read.
    pub digest: String,
}

/// The inputs, one after another.
pub struct Feed {
    inputs: Vec<Input>,
    open: Open,
    rows: usize,
    current: Option<Lines>,
    digest: Digest,
    mark: Mark,
    number: u64,
}

impl Feed {
    /// Reads these, at most so many rows a chunk.
    pub fn new(inputs: Vec<Input>, rows: usize, open: Open) -> Self {
        Self {
            inputs,
            open,
            rows,
            current: None,
            digest: Digest::default(),
            mark: Mark::default(),
            number: 0,
        }
    }

    /// The next rows, in the memory of a chunk that is done with. None at the end of the last input.
    pub fn next(&mut self, mut chunk: Chunk) -> Option<Chunk> {
        let input = self.inputs.get(self.mark.inputs)?;
        chunk.rows.clear();
        chunk.bytes.clear();
        chunk.failed = None;
        chunk.number = self.number;
        chunk.input = self.mark.inputs;
        chunk.name = Arc::clone(&input.name);
        self.number += 1;
        let came = match (&mut self.current, input.form) {
            (Some(lines), _) => lines.fill(&mut chunk, self.rows, &mut self.digest),
            (None, form) => match (self.open)(input) {
                Ok(from) if form == Form::Lines => {
                    let mut lines = Lines::new(from);
                    let came = lines.fill(&mut chunk, self.rows, &mut self.digest);
                    self.current = Some(lines);
                    came
                }
                Ok(from) => whole(from, &mut chunk, &mut self.digest),
                Err(error) => Err(error),
            },
        };
        let read = self.digest.since();
        self.mark.total += read;
        self.mark.bytes += read;
        let ended = match came {
            Ok(more) => !more,
            Err(error) => {
                chunk.rows.clear();
                chunk.failed = Some(error);
                self.digest.update(b"\0unreadable");
                self.digest.since();
                true
            }
        };
        if ended {
            // Else rows moved from the end of one input to the beginning of the next would not be seen.
            self.digest.update(b"\0end");
            self.digest.since();
            self.current = None;
            self.mark.inputs += 1;
            self.mark.bytes = 0;
        }
        self.mark.digest = self.digest.text();
        chunk.mark = self.mark.clone();
        Some(chunk)
    }

    /// Reads up to a mark without giving rows. False where the inputs do not come by it.
    pub fn skip_to(&mut self, mark: &Mark) -> bool {
        let mut chunk = Chunk::default();
        while self.mark.total < mark.total || self.mark.inputs < mark.inputs {
            match self.next(chunk) {
                Some(read) => chunk = read,
                None => return false,
            }
        }
        // Those that come now are the first for whoever takes them.
        self.number = 0;
        self.mark == *mark
    }

    /// The input that is being read.
    pub fn name(&self) -> Option<Arc<str>> {
        let at = self.mark.inputs.min(self.inputs.len().saturating_sub(1));
        self.inputs.get(at).map(|input| Arc::clone(&input.name))
    }
}

/// One case, whatever its layout.
fn whole(
    mut from: Box<dyn Read + Send>,
    chunk: &mut Chunk,
    digest: &mut Digest,
) -> io::Result<bool> {
    from.by_ref()
        .take(ROW_LIMIT + 1)
        .read_to_end(&mut chunk.bytes)?;
    let mut size = chunk.bytes.len() as u64;
    digest.update(&chunk.bytes);
    if size > ROW_LIMIT {
        chunk.bytes.truncate(TEXT_LIMIT);
        let mut rest = vec![0; TEXT_LIMIT];
        loop {
            let read = read_some(&mut from, &mut rest)?;
            let Some(read) = rest.get(..read).filter(|read| !read.is_empty()) else {
                break;
            };
            digest.update(read);
            size += read.len() as u64;
        }
    }
    chunk.rows.push(At {
        start: 0,
        end: chunk.bytes.len(),
        line: 1,
        size,
    });
    Ok(false)
}

/// Reads what there is; a signal on the way is no mistake.
pub fn read_some(from: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            came => return came,
        }
    }
}

/// A digest of bytes as they come. It guards against files that changed, not against forgers.
#[derive(Clone)]
pub struct Digest {
    hasher: xxhash3_128::Hasher,
    since: u64,
}

impl Default for Digest {
    fn default() -> Self {
        Self {
            hasher: xxhash3_128::Hasher::new(),
            since: 0,
        }
    }
}

impl Digest {
    /// Takes bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.hasher.write(bytes);
        self.since += bytes.len() as u64;
    }

    /// How many since this was last asked.
    fn since(&mut self) -> u64 {
        std::mem::take(&mut self.since)
    }

    /// Of all so far.
    pub fn text(&self) -> String {
        format!("xxh3:{:032x}", self.hasher.finish_128())
    }
}

/// Opens a file, or standard input for `-`.
pub fn open(input: &Input) -> io::Result<Box<dyn Read + Send>> {
    if is_standard(&input.path) {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(&input.path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(Box::new(file))
}

/// Whether a path means a standard stream.
pub fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}
