//! Ids that stand twice, found in bounded memory.
//!
//! Of an id a hash of 64 bits is kept: sorted, with a batch beside them that is merged in when it is full. Among a million ids the
//! chance that two different ones are taken for equal is below one in ten million. Beyond a limit nothing more is looked at, and that is told.

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

/// So many ids are compared.
const LIMIT: usize = 2_000_000;
/// So many wait to be merged in.
const BATCH: usize = 1 << 15;
/// So many are named.
const NAMED: usize = 5;
/// So much of an id is shown, in bytes.
const SHOWN: usize = 60;

/// Ids seen so far.
#[derive(Debug)]
pub struct Ids {
    seen: Vec<u64>,
    batch: Vec<(u64, Box<str>)>,
    limit: usize,
    twice: Twice,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twice {
    /// How many rows bear an id that a row before them bears.
    pub rows: u64,
    /// The first such ids.
    pub named: Vec<String>,
    /// How many ids were not compared, for there were too many.
    pub not_compared: u64,
    /// Whether the ids of rows before a resumption are gone: later ones were not compared with them.
    #[serde(default)]
    pub resumed: bool,
}

impl Default for Ids {
    fn default() -> Self {
        Self::new(LIMIT)
    }
}

impl Ids {
    /// Compares so many.
    fn new(limit: usize) -> Self {
        Self {
            seen: Vec::new(),
            batch: Vec::new(),
            limit,
            twice: Twice::default(),
        }
    }

    /// Goes on after a run that was broken off: what it found is kept, the ids that it saw are not.
    pub fn continued(twice: &Twice) -> Self {
        Self {
            twice: twice.clone(),
            ..Self::default()
        }
    }

    /// What was found, without what waits to be compared.
    pub fn so_far(&self) -> Twice {
        self.twice.clone()
    }

    /// Takes an id.
    pub fn add(&mut self, id: &str) {
        if self.seen.len() + self.batch.len() >= self.limit {
            self.settle();
        }
        if self.seen.len() >= self.limit {
            self.twice.not_compared += 1;
            return;
        }
        let shown = id.char_indices().take_while(|(at, _)| *at < SHOWN);
        let end = shown.last().map_or(0, |(at, c)| at + c.len_utf8());
        let shown = id.get(..end).unwrap_or(id);
        self.batch
            .push((XxHash3_64::oneshot(id.as_bytes()), shown.into()));
        if self.batch.len() >= BATCH {
            self.settle();
        }
    }

    /// What was found.
    pub fn twice(&mut self) -> Twice {
        self.settle();
        self.twice.clone()
    }

    /// Merges the batch in.
    fn settle(&mut self) {
        // Stable: of equal ids the first stays the first.
        let mut order: Vec<(u64, usize)> = self
            .batch
            .iter()
            .enumerate()
            .map(|(at, (hash, _))| (*hash, at))
            .collect();
        order.sort_unstable();
        let mut again: Vec<usize> = Vec::new();
        let mut fresh: Vec<u64> = Vec::with_capacity(order.len());
        for (hash, at) in order {
            if fresh.last() == Some(&hash) || self.seen.binary_search(&hash).is_ok() {
                again.push(at);
            } else {
                fresh.push(hash);
            }
        }
        again.sort_unstable();
        self.twice.rows += again.len() as u64;
        for at in again {
            if self.twice.named.len() >= NAMED {
                break;
            }
            if let Some((_, id)) = self.batch.get(at)
                && !self.twice.named.iter().any(|named| **named == **id)
            {
                self.twice.named.push(id.to_string());
            }
        }
        self.batch.clear();
        self.merge(&fresh);
    }

    /// From the back, so that nothing is copied twice and no second table is held.
    fn merge(&mut self, fresh: &[u64]) {
        let mut left = self.seen.len();
        let mut right = fresh.len();
        self.seen.reserve_exact(fresh.len());
        self.seen.resize(left + right, 0);
        let mut to = self.seen.len();
        while right > 0 {
            let new = fresh.get(right - 1).copied().unwrap_or_default();
            let old = left
                .checked_sub(1)
                .and_then(|at| self.seen.get(at).copied());
            let value = match old {
                Some(old) if old > new => {
                    left -= 1;
                    old
                }
                _ => {
                    right -= 1;
                    new
                }
            };
            to -= 1;
            if let Some(place) = self.seen.get_mut(to) {
                *place = value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn finds_each_id_again_wherever_it_stood() {
        let mut ids = Ids::default();
        // Far more than a batch, and again after it.
        for n in 0..100_000 {
            ids.add(&format!("order-{n}"));
        }
        assert_eq!(ids.twice().rows, 0);
        for n in [99_999, 7, 7, 0] {
            ids.add(&format!("order-{n}"));
        }
        let twice = ids.twice();
        assert_eq!(twice.rows, 4);
        assert_eq!(twice.named, ["order-99999", "order-7", "order-0"]);
        assert_eq!(twice.not_compared, 0);
    }

    #[test]
    fn says_where_it_stopped() {
        let mut ids = Ids::new(10);
        for n in 0..15 {
            ids.add(&n.to_string());
        }
        ids.add("3");
        let twice = ids.twice();
        assert_eq!((twice.rows, twice.not_compared), (0, 6));
    }

    #[test]
    fn long_ids_are_cut_where_a_letter_ends() {
        let mut ids = Ids::default();
        let long = "限".repeat(1000);
        ids.add(&long);
        ids.add(&long);
        let twice = ids.twice();
        assert!(long.starts_with(&twice.named[0]) && twice.named[0].len() <= 66);
    }
}
