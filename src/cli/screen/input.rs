//! Inputs as a stream of chunks of rows, in order and in constant memory.
//!
//! Chunks depend on what is read alone, never on how it arrives: a run that is taken up again cuts its input as the first one did.
//! A further form of input is a further [`Form`] and what fills a [`Chunk`] from it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use twox_hash::xxhash3_128;

use super::lines::Lines;
use super::table::Table;
use crate::api::{ColumnChoices, CsvColumns, Diagnostics, Policy};
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
    /// A line of column names, then a case a row.
    Csv,
    /// A case a row.
    #[cfg(feature = "parquet")]
    Parquet,
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
    /// The columns that the rows came in.
    pub columns: Option<Arc<CsvColumns>>,
    /// Rows that no case can be made of, by their place among the rows.
    pub refused: BTreeMap<usize, Diagnostics>,
    /// Rows that are still to be made into cases.
    #[cfg(feature = "parquet")]
    pub batch: Option<super::parquet::Batch>,
    /// Why the input cannot be read on; then there are no rows.
    pub failed: Option<Failed>,
    /// Where the input stands after it.
    pub mark: Mark,
}

/// Why an input cannot be read, or not on.
#[derive(Debug)]
pub enum Failed {
    /// What the system says.
    System(io::Error),
    /// What is wrong with it.
    Told(Diagnostics),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<Diagnostics> for Failed {
    fn from(told: Diagnostics) -> Self {
        Self::Told(told)
    }
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
    /// Its number, from 1: that of its line, where there are no lines but those of rows.
    pub number: u64,
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

/// An input that is being read.
enum Current {
    Lines(Lines),
    Table(Box<Table>),
    #[cfg(feature = "parquet")]
    Parquet(Box<super::parquet::File>),
}

impl Current {
    fn fill(
        &mut self,
        chunk: &mut Chunk,
        rows: usize,
        digest: &mut Digest,
    ) -> Result<bool, Failed> {
        match self {
            Self::Lines(lines) => Ok(lines.fill(chunk, rows, digest)?),
            Self::Table(table) => Ok(table.fill(chunk, rows, digest)?),
            #[cfg(feature = "parquet")]
            Self::Parquet(file) => Ok(file.fill(chunk, rows, digest)?),
        }
    }
}

/// The inputs, one after another.
pub struct Feed {
    inputs: Vec<Input>,
    open: Open,
    rows: usize,
    policy: (Policy, ColumnChoices),
    current: Option<Current>,
    digest: Digest,
    mark: Mark,
    number: u64,
}

impl Feed {
    /// Reads these, at most so many rows a chunk.
    pub fn new(
        inputs: Vec<Input>,
        rows: usize,
        open: Open,
        policy: (Policy, ColumnChoices),
    ) -> Self {
        Self {
            inputs,
            open,
            rows,
            policy,
            current: None,
            digest: Digest::default(),
            mark: Mark::default(),
            number: 0,
        }
    }

    /// The next rows, in the memory of a chunk that is done with. None at the end of the last input.
    pub fn next(&mut self, mut chunk: Chunk) -> Option<Chunk> {
        let input = self.inputs.get(self.mark.inputs)?.clone();
        chunk.rows.clear();
        chunk.bytes.clear();
        chunk.columns = None;
        chunk.refused.clear();
        chunk.failed = None;
        chunk.number = self.number;
        chunk.input = self.mark.inputs;
        #[cfg(feature = "parquet")]
        {
            chunk.batch = None;
        }
        chunk.name = Arc::clone(&input.name);
        self.number += 1;
        let came = self.fill(&input, &mut chunk);
        let read = self.digest.since();
        self.mark.total += read;
        self.mark.bytes += read;
        let ended = match came {
            Ok(more) => !more,
            Err(error) => {
                chunk.rows.clear();
                chunk.refused.clear();
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

    /// Goes on with the input that is being read, or begins the next one; false where it gives no more.
    fn fill(&mut self, input: &Input, chunk: &mut Chunk) -> Result<bool, Failed> {
        let (policy, choices) = &self.policy;
        if self.current.is_none() {
            self.current = match input.form {
                Form::Whole => {
                    return Ok(whole((self.open)(input)?, chunk, &mut self.digest)?);
                }
                Form::Lines => Some(Current::Lines(Lines::new((self.open)(input)?))),
                Form::Csv => {
                    let from = (self.open)(input)?;
                    let table =
                        Table::open((policy, choices), &input.name, from, &mut self.digest)?;
                    Some(Current::Table(Box::new(table)))
                }
                #[cfg(feature = "parquet")]
                Form::Parquet => {
                    let file =
                        super::parquet::File::open((policy, choices), input, &mut self.digest)?;
                    Some(Current::Parquet(Box::new(file)))
                }
            };
        }
        match &mut self.current {
            Some(current) => current.fill(chunk, self.rows, &mut self.digest),
            None => Ok(false),
        }
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
        number: 1,
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

    /// Takes what stands for so many bytes of the input.
    pub fn take(&mut self, what: &[u8], read: u64) {
        self.hasher.write(what);
        self.since += read;
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
