//! What a value still hangs on (semantics §2): untold leaves, and gaps, which are no leaves.
//!
//! An arena of unions by id: joining two is one push, and neither 100,000 parts nor their drop recurse.

use rustc_hash::FxHashMap as HashMap;
use std::collections::{BTreeMap, BTreeSet};

use super::node::NodeRef;
use crate::decision::Gap;
use crate::ir::{FieldId, QuestionId};
use crate::value::RatePair;

/// A set of leaves and gaps; [`Dep::NONE`] is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dep(u32);

impl Dep {
    /// Hangs on nothing.
    pub const NONE: Dep = Dep(0);

    /// Whether it hangs on nothing.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    /// A number that names it, for the key of an untold currency.
    pub fn key(self) -> u32 {
        self.0
    }

    /// The set of that number.
    pub fn from_key(key: u32) -> Dep {
        Dep(key)
    }
}

/// A place that a person can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leaf {
    /// A field of a record. For a list: what more it may hold.
    Field(NodeRef, FieldId),
    /// An element of a list of plain values, told in part.
    Element(NodeRef, FieldId, u32),
    /// The amount of money whose currency is told.
    Amount(NodeRef, FieldId),
    /// The currency of money whose amount is told.
    Currency(NodeRef, FieldId),
    /// An exchange rate.
    Rate(RatePair),
    /// A question left open.
    Question(QuestionId),
}

#[derive(Clone, Copy, Debug)]
enum Entry {
    Leaf(Leaf),
    Gap(u32),
    Join(Dep, Dep),
}

/// The arena of one evaluation.
#[derive(Debug, Default)]
pub struct Deps {
    entries: Vec<Entry>,
    leaves: HashMap<Leaf, Dep>,
    gaps: Vec<Gap>,
    gap_ids: BTreeMap<Gap, Dep>,
    joins: HashMap<(Dep, Dep), Dep>,
}

impl Deps {
    fn push(&mut self, entry: Entry) -> Dep {
        self.entries.push(entry);
        Dep(u32::try_from(self.entries.len()).unwrap_or(u32::MAX))
    }

    /// The set of one leaf.
    pub fn leaf(&mut self, leaf: Leaf) -> Dep {
        if let Some(dep) = self.leaves.get(&leaf) {
            return *dep;
        }
        let dep = self.push(Entry::Leaf(leaf));
        self.leaves.insert(leaf, dep);
        dep
    }

    /// The set of one gap.
    pub fn gap(&mut self, gap: Gap) -> Dep {
        if let Some(dep) = self.gap_ids.get(&gap) {
            return *dep;
        }
        let index = u32::try_from(self.gaps.len()).unwrap_or(u32::MAX);
        self.gaps.push(gap.clone());
        let dep = self.push(Entry::Gap(index));
        self.gap_ids.insert(gap, dep);
        dep
    }

    /// The union.
    pub fn join(&mut self, a: Dep, b: Dep) -> Dep {
        if a == b || b.is_none() {
            return a;
        }
        if a.is_none() {
            return b;
        }
        let key = if a < b { (a, b) } else { (b, a) };
        if let Some(dep) = self.joins.get(&key) {
            return *dep;
        }
        let dep = self.push(Entry::Join(key.0, key.1));
        self.joins.insert(key, dep);
        dep
    }

    /// The union of several.
    pub fn join_all(&mut self, deps: impl IntoIterator<Item = Dep>) -> Dep {
        deps.into_iter()
            .fold(Dep::NONE, |all, dep| self.join(all, dep))
    }

    /// The sets of one leaf or gap that make up a union.
    pub fn roots(&self, of: impl IntoIterator<Item = Dep>) -> BTreeSet<Dep> {
        let mut found = BTreeSet::new();
        let mut seen = vec![false; self.entries.len() + 1];
        let mut todo: Vec<Dep> = of.into_iter().collect();
        while let Some(dep) = todo.pop() {
            let index = dep.0 as usize;
            let Some(flag) = seen.get_mut(index).filter(|flag| !**flag) else {
                continue;
            };
            *flag = true;
            match index.checked_sub(1).and_then(|i| self.entries.get(i)) {
                Some(Entry::Join(a, b)) => todo.extend([*a, *b]),
                Some(_) => {
                    found.insert(dep);
                }
                None => {}
            }
        }
        found
    }

    /// The leaves (sorted) and the gaps (sorted) of a union of sets.
    pub fn spread(&self, roots: impl IntoIterator<Item = Dep>) -> (Vec<Leaf>, Vec<Gap>) {
        let mut seen = vec![false; self.entries.len() + 1];
        let mut todo: Vec<Dep> = roots.into_iter().collect();
        let (mut leaves, mut gaps) = (Vec::new(), Vec::new());
        while let Some(dep) = todo.pop() {
            let Some(flag) = seen.get_mut(dep.0 as usize).filter(|flag| !**flag) else {
                continue;
            };
            *flag = true;
            let Some(entry) = (dep.0 as usize)
                .checked_sub(1)
                .and_then(|i| self.entries.get(i))
            else {
                continue;
            };
            match entry {
                Entry::Leaf(leaf) => leaves.push(*leaf),
                Entry::Gap(index) => gaps.extend(self.gaps.get(*index as usize).cloned()),
                Entry::Join(a, b) => todo.extend([*a, *b]),
            }
        }
        leaves.sort_unstable();
        gaps.sort_unstable();
        (leaves, gaps)
    }
}
