//! The journal of a run: how far it came, so that it can be taken up again.
//!
//! A line is added after each chunk, and the last whole line counts: whenever the run ends, one is there. (To replace a small file by
//! another is slow: systems wait for the disk then.) What was written after it is cut off and done again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::input::Mark;
use super::out::{Written, with};
use crate::api::Diagnostics;
use crate::screen::{Tally, Twice, errors};

/// Longer journals are begun anew: only the last line counts.
const LIMIT: usize = 4 << 20;

/// How far a run came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Journal {
    /// The digest of the policies.
    pub policies: String,
    /// What was asked, by option.
    pub asked: BTreeMap<String, String>,
    /// What was read.
    pub read: Mark,
    /// What was written.
    pub written: Written,
    /// Rejects written.
    pub rejects: Option<Written>,
    /// Rows read.
    pub rows: u64,
    /// What was counted.
    pub tally: Tally,
    /// Ids that stood twice.
    pub twice: Twice,
}

impl Journal {
    /// Its place beside an output.
    pub fn beside(out: &Path) -> PathBuf {
        with(out, ".resume")
    }

    /// Reads it; none where there is none.
    ///
    /// # Errors
    /// Where it cannot be read, or no line of it is whole.
    pub fn read(out: &Path) -> io::Result<Option<Self>> {
        let bytes = match fs::read(Self::beside(out)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let whole = bytes.split_inclusive(|b| *b == b'\n').rev();
        let mut whole = whole.filter(|line| line.ends_with(b"\n"));
        let last = whole.next().ok_or(io::ErrorKind::InvalidData)?;
        Ok(Some(serde_json::from_slice(last)?))
    }

    /// Takes it away.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub fn remove(out: &Path) -> io::Result<()> {
        match fs::remove_file(Self::beside(out)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Whether this run may go on under these policies, asked this.
    ///
    /// # Errors
    /// What is different.
    pub fn fits(
        &self,
        policies: &str,
        asked: &BTreeMap<String, String>,
    ) -> Result<(), Diagnostics> {
        if self.policies != policies {
            return Err(Diagnostics::placeless(errors::other_policies()));
        }
        let keys = self.asked.keys().chain(asked.keys());
        let mut different = keys.filter(|key| self.asked.get(*key) != asked.get(*key));
        match different.next() {
            Some(what) => Err(Diagnostics::placeless(errors::other_question(what))),
            None => Ok(()),
        }
    }
}

/// The journal while a run writes it.
#[derive(Debug)]
pub struct Log {
    place: PathBuf,
    file: File,
    bytes: usize,
}

impl Log {
    /// Begins one beside an output, in place of any before.
    ///
    /// # Errors
    /// Where it cannot be written; one before stays.
    pub fn begin(out: &Path, state: &Journal) -> io::Result<Self> {
        let place = Journal::beside(out);
        let fresh = with(&place, ".new");
        let begun = || {
            let line = line(state)?;
            let mut file = File::create(&fresh)?;
            file.write_all(&line)?;
            fs::rename(&fresh, &place)?;
            Ok((file, line.len()))
        };
        match begun() {
            Ok((file, bytes)) => Ok(Self { place, file, bytes }),
            Err(error) => {
                let _ = fs::remove_file(&fresh);
                Err(error)
            }
        }
    }

    /// Adds a line.
    ///
    /// # Errors
    /// Where it cannot be written; the lines before stay.
    pub fn note(&mut self, out: &Path, state: &Journal) -> io::Result<()> {
        if self.bytes > LIMIT {
            *self = Self::begin(out, state)?;
            return Ok(());
        }
        let line = line(state)?;
        self.file.write_all(&line)?;
        self.bytes += line.len();
        Ok(())
    }

    /// Where it stands.
    pub fn place(&self) -> &Path {
        &self.place
    }
}

fn line(state: &Journal) -> io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(state)?;
    line.push(b'\n');
    Ok(line)
}
