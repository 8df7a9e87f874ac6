//! Truth with an unknown: Kleene's strong tables (semantics §2).

use std::fmt;
use std::ops::{BitAnd, BitOr, Not};

/// A truth value of which it is known whether it may be true and whether it may be false.
///
/// Two bits, so that the operators are bit operations and the same code could run on words of sixty-four truths.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Truth(u8);

const MAY_BE_TRUE: u8 = 0b01;
const MAY_BE_FALSE: u8 = 0b10;

impl Truth {
    /// Certainly true.
    pub const T: Truth = Truth(MAY_BE_TRUE);
    /// Certainly false.
    pub const F: Truth = Truth(MAY_BE_FALSE);
    /// Unknown: may be either.
    pub const U: Truth = Truth(MAY_BE_TRUE | MAY_BE_FALSE);

    /// A known truth.
    pub const fn from_bool(known: bool) -> Truth {
        if known { Truth::T } else { Truth::F }
    }

    /// The truth that may be true and may be false as said; `None` where it could be neither.
    pub const fn from_possible(may_be_true: bool, may_be_false: bool) -> Option<Truth> {
        match (may_be_true, may_be_false) {
            (true, true) => Some(Truth::U),
            (true, false) => Some(Truth::T),
            (false, true) => Some(Truth::F),
            (false, false) => None,
        }
    }

    /// Whether it is certainly true.
    pub const fn is_true(self) -> bool {
        self.0 == Truth::T.0
    }

    /// Whether it is certainly false.
    pub const fn is_false(self) -> bool {
        self.0 == Truth::F.0
    }

    /// Whether it may be either.
    pub const fn is_unknown(self) -> bool {
        self.0 == Truth::U.0
    }

    /// Whether it is true or unknown.
    pub const fn may_be_true(self) -> bool {
        self.0 & MAY_BE_TRUE != 0
    }

    /// Whether it is false or unknown.
    pub const fn may_be_false(self) -> bool {
        self.0 & MAY_BE_FALSE != 0
    }

    /// The known truth, if it is known.
    pub const fn known(self) -> Option<bool> {
        match self {
            Truth::T => Some(true),
            Truth::F => Some(false),
            _ => None,
        }
    }

    /// The lesser of both under F < U < T.
    #[must_use]
    pub const fn and(self, other: Truth) -> Truth {
        Truth((self.0 & other.0 & MAY_BE_TRUE) | ((self.0 | other.0) & MAY_BE_FALSE))
    }

    /// The greater of both under F < U < T.
    #[must_use]
    pub const fn or(self, other: Truth) -> Truth {
        Truth(((self.0 | other.0) & MAY_BE_TRUE) | (self.0 & other.0 & MAY_BE_FALSE))
    }

    /// True where it was false, false where it was true.
    #[must_use]
    #[allow(
        clippy::should_implement_trait,
        reason = "const, and beside `and` and `or`; the operator exists too"
    )]
    pub const fn not(self) -> Truth {
        Truth((self.0 & MAY_BE_TRUE) << 1 | (self.0 & MAY_BE_FALSE) >> 1)
    }

    /// The smallest truth that covers both: what either of two branches may yield.
    #[must_use]
    pub const fn hull(self, other: Truth) -> Truth {
        Truth(self.0 | other.0)
    }

    /// Whether every value that `self` may have is one that `other` may have.
    pub const fn is_within(self, other: Truth) -> bool {
        self.0 & !other.0 == 0
    }

    /// `true`, `false` or `unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Truth::T => "true",
            Truth::F => "false",
            _ => "unknown",
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Truth {
        Truth::from_bool(known)
    }
}

impl BitAnd for Truth {
    type Output = Truth;
    fn bitand(self, other: Truth) -> Truth {
        self.and(other)
    }
}

impl BitOr for Truth {
    type Output = Truth;
    fn bitor(self, other: Truth) -> Truth {
        self.or(other)
    }
}

impl Not for Truth {
    type Output = Truth;
    fn not(self) -> Truth {
        Truth::not(self)
    }
}

impl fmt::Debug for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self {
            Truth::T => "T",
            Truth::F => "F",
            _ => "U",
        })
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Truth {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Truth; 3] = [Truth::F, Truth::U, Truth::T];

    fn rank(t: Truth) -> u8 {
        u8::from(t.may_be_true()) + u8::from(t.is_true())
    }

    #[test]
    fn and_is_the_minimum_and_or_the_maximum() {
        for a in ALL {
            for b in ALL {
                assert_eq!(rank(a & b), rank(a).min(rank(b)), "{a:?} and {b:?}");
                assert_eq!(rank(a | b), rank(a).max(rank(b)), "{a:?} or {b:?}");
                assert_eq!(!(a & b), !a | !b);
            }
            assert_eq!(rank(!a), 2 - rank(a));
        }
    }

    #[test]
    fn telling_more_keeps_every_answer_within_the_old_one() {
        for a in ALL {
            for b in ALL {
                for (x, y) in ALL.iter().flat_map(|x| ALL.iter().map(move |y| (*x, *y))) {
                    if x.is_within(a) && y.is_within(b) {
                        assert!((x & y).is_within(a & b));
                        assert!((x | y).is_within(a | b));
                        assert!((!x).is_within(!a));
                    }
                }
            }
        }
    }
}
