//! Comparisons of numbers known within bounds (semantics §4, "Comparison").

use std::cmp::Ordering;

use super::{Bounds, End};
use crate::value::Truth;

impl Bounds {
    /// `self < other`.
    pub fn lt(&self, other: &Bounds) -> Truth {
        if certainly_below(&self.hi, &other.lo) {
            Truth::T
        } else if certainly_not_below(&self.lo, &other.hi) {
            Truth::F
        } else {
            Truth::U
        }
    }

    /// `self <= other`.
    pub fn le(&self, other: &Bounds) -> Truth {
        !other.lt(self)
    }

    /// `self > other`.
    pub fn gt(&self, other: &Bounds) -> Truth {
        other.lt(self)
    }

    /// `self >= other`.
    pub fn ge(&self, other: &Bounds) -> Truth {
        !self.lt(other)
    }

    /// `self = other`: true only for two equal single numbers, false where no number lies in both.
    pub fn eq(&self, other: &Bounds) -> Truth {
        match (self.single(), other.single()) {
            (Some(a), Some(b)) => Truth::from_bool(a == b),
            _ if certainly_below(&self.hi, &other.lo) || certainly_below(&other.hi, &self.lo) => {
                Truth::F
            }
            _ => Truth::U,
        }
    }

    /// `self != other`.
    pub fn ne(&self, other: &Bounds) -> Truth {
        !self.eq(other)
    }
}

// Whether every number up to `hi` is less than every number from `lo` on.
fn certainly_below(hi: &End, lo: &End) -> bool {
    let (Some(most), Some(least)) = (hi.number(), lo.number()) else {
        return false;
    };
    match most.cmp(least) {
        Ordering::Less => true,
        Ordering::Equal => !(hi.is_closed() && lo.is_closed()),
        Ordering::Greater => false,
    }
}

// Whether no number from `lo` on is less than any number up to `hi`, whatever the flags of the ends.
fn certainly_not_below(lo: &End, hi: &End) -> bool {
    match (lo.number(), hi.number()) {
        (Some(least), Some(most)) => least >= most,
        _ => false,
    }
}
