//! What is counted over many rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::row::Row;

/// So many different names are counted by themselves; a schema has fewer, unless the facts nest without end.
const NAMES: usize = 2_000;
/// Longer names are cut, in bytes.
const NAME: usize = 300;
/// What is counted where there are too many names.
const OTHERS: &str = "…";

/// Counts over the rows of a run. Tallies of parts add up to that of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Cases decided.
    pub decided: u64,
    /// Rows that no case could be made of.
    pub rejected: u64,
    /// Inputs that could not be read, or not to their end.
    pub unreadable: u64,
    /// Determined cases, by outcome.
    pub determined: Counts,
    /// Undetermined cases, by the strictest outcome still possible.
    pub undetermined: Counts,
    /// Cases by rule that stands for certain.
    pub rules: Counts,
    /// Cases by fact that is missing, without the places in lists.
    pub missing: Counts,
    /// Rejected rows, by the code of their first mistake.
    pub rejects: Counts,
    /// Warnings about facts, by code.
    pub warnings: Counts,
}

/// How often each name came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(BTreeMap<Arc<str>, u64>);

impl Tally {
    /// Counts a row.
    pub fn row(&mut self, row: &Row) {
        self.decided += 1;
        match &row.verdict {
            Some(verdict) => self.determined.add(verdict),
            None => self.undetermined.add(&row.strictest),
        }
        for rule in &row.rules {
            self.rules.add(rule);
        }
        let mut last = String::new();
        let mut told: Vec<String> = Vec::new();
        for path in &row.missing {
            let place = without_indices(path);
            // Sorted paths bring equal places together more often than not.
            if place != last && !told.contains(&place) {
                self.missing.add(&place.as_str().into());
                told.truncate(NAMES);
                told.push(place.clone());
                last = place;
            }
        }
        for code in &row.warned {
            self.warnings.add(code);
        }
    }

    /// Counts a rejected row by the code of what is wrong with it.
    pub fn reject(&mut self, code: &str) {
        self.rejected += 1;
        self.rejects.add(&code.into());
    }

    /// Adds what another part counted.
    pub fn merge(&mut self, other: &Self) {
        self.decided += other.decided;
        self.rejected += other.rejected;
        self.unreadable += other.unreadable;
        for (own, theirs) in [
            (&mut self.determined, &other.determined),
            (&mut self.undetermined, &other.undetermined),
            (&mut self.rules, &other.rules),
            (&mut self.missing, &other.missing),
            (&mut self.rejects, &other.rejects),
            (&mut self.warnings, &other.warnings),
        ] {
            own.merge(theirs);
        }
    }

    /// How many cases are undetermined.
    pub fn open(&self) -> u64 {
        self.undetermined.total()
    }

    /// How many cases may reach one of these outcomes.
    pub fn reaching<'a>(&self, outcomes: impl Iterator<Item = &'a str>) -> u64 {
        outcomes
            .map(|outcome| self.determined.get(outcome) + self.undetermined.get(outcome))
            .sum()
    }
}

impl Counts {
    fn add(&mut self, name: &Arc<str>) {
        self.add_times(name, 1);
    }

    fn add_times(&mut self, name: &Arc<str>, times: u64) {
        if let Some(count) = self.0.get_mut(name) {
            *count += times;
        } else if self.0.len() >= NAMES {
            *self.0.entry(OTHERS.into()).or_default() += times;
        } else {
            self.0.insert(Arc::clone(name), times);
        }
    }

    fn merge(&mut self, other: &Self) {
        for (name, times) in &other.0 {
            self.add_times(name, *times);
        }
    }

    /// How often that name came.
    pub fn get(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// All together.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Every name with its count, the most frequent first, then by name.
    pub fn ranked(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<(&str, u64)> = self.0.iter().map(|(name, n)| (&**name, *n)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// `items[0].parts[1].origin` is the fact `items[].parts[].origin`; very deep ones are told by their beginning.
fn without_indices(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ if inside && c.is_ascii_digit() => continue,
            _ => {}
        }
        if out.len() >= NAME {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Counts, NAMES, OTHERS, Tally, without_indices};
    use crate::screen::Row;

    #[test]
    fn places_in_lists_are_left_out() {
        assert_eq!(
            without_indices("items[0].parts[12].origin"),
            "items[].parts[].origin"
        );
        assert_eq!(without_indices("rates.EUR/USD"), "rates.EUR/USD");
        assert!(without_indices(&"parts[1].".repeat(1000)).ends_with('…'));
    }

    #[test]
    fn a_fact_missing_twice_in_a_case_is_one_case() {
        let row = |missing: &[&str]| Row {
            missing: missing.iter().map(|path| (*path).to_owned()).collect(),
            ..Row::default()
        };
        let mut tally = Tally::default();
        tally.row(&row(&["items[0].code", "items[0].origin", "items[1].code"]));
        tally.row(&row(&["items[4].code"]));
        assert_eq!(
            tally.missing.ranked(),
            [("items[].code", 2), ("items[].origin", 1)]
        );
    }

    #[test]
    fn parts_add_up_and_names_are_bounded() {
        let mut one = Counts::default();
        let mut two = Counts::default();
        for n in 0..NAMES {
            one.add(&format!("{n}").as_str().into());
            two.add(&format!("{}", n + 1).as_str().into());
        }
        one.merge(&two);
        assert_eq!(one.total(), 2 * NAMES as u64);
        assert_eq!((one.get("0"), one.get("1"), one.get(OTHERS)), (1, 2, 1));
    }
}
