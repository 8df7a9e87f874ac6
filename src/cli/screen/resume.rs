//! The journal of a run: how far it came, so that it can be taken up again.
//!
//! Written anew after each chunk, under another name first: whenever the run ends, a whole journal is there, and what it tells is on
//! its way to the disk. What was written after it is cut off and done again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::input::Mark;
use super::out::{Written, with};
use crate::api::Diagnostics;
use crate::screen::{Tally, Twice, errors};

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
    /// Where it cannot be read, or is no journal.
    pub fn read(out: &Path) -> io::Result<Option<Self>> {
        match fs::read(Self::beside(out)) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(io::Error::from),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes it in place of the one before.
    ///
    /// # Errors
    /// Where the disk is full, or the like; the one before stays.
    pub fn write(&self, out: &Path) -> io::Result<()> {
        let place = Self::beside(out);
        let fresh = with(&place, ".new");
        let came =
            fs::write(&fresh, serde_json::to_vec(self)?).and_then(|()| fs::rename(&fresh, &place));
        if came.is_err() {
            let _ = fs::remove_file(&fresh);
        }
        came
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
