//! Numbers known within bounds, and their arithmetic (semantics §4).
//!
//! In: numbers and ends. Out: [`Bounds`], the smallest interval that holds every result of an operation on operands known
//! within bounds. Absent on purpose: what a number hangs on (deps are the evaluator's), and units.
//!
//! A single number is the usual case; every operation looks for it first and then costs what the number's own costs.

mod compare;
mod multiply;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

use super::Number;

pub use multiply::DivGap;

/// One end of bounds.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum End {
    /// No end: minus infinity below, plus infinity above.
    Infinite,
    /// The number itself belongs to the bounds.
    Closed(Number),
    /// Every number up to this one, but not itself.
    Open(Number),
}

impl End {
    /// The number at the end, if there is one.
    pub fn number(&self) -> Option<&Number> {
        match self {
            End::Infinite => None,
            End::Closed(number) | End::Open(number) => Some(number),
        }
    }

    /// Whether the number at the end belongs to the bounds.
    pub fn is_closed(&self) -> bool {
        matches!(self, End::Closed(_))
    }

    /// The end at `number`, closed or open.
    pub fn at(number: Number, closed: bool) -> End {
        if closed {
            End::Closed(number)
        } else {
            End::Open(number)
        }
    }

    fn map(&self, image: impl Fn(&Number) -> Number) -> End {
        match self {
            End::Infinite => End::Infinite,
            End::Closed(number) => End::Closed(image(number)),
            End::Open(number) => End::Open(image(number)),
        }
    }

    // Both ends added: open when either is.
    fn plus(&self, other: &End) -> End {
        match (self, other) {
            (End::Closed(a), End::Closed(b)) => End::Closed(a + b),
            (End::Infinite, _) | (_, End::Infinite) => End::Infinite,
            (End::Closed(a) | End::Open(a), End::Closed(b) | End::Open(b)) => End::Open(a + b),
        }
    }
}

/// A number known to lie between two ends; never empty.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Bounds {
    lo: End,
    hi: End,
}

impl Bounds {
    /// The bounds from `lo` to `hi`; `None` where no number lies between them.
    pub fn new(lo: End, hi: End) -> Option<Bounds> {
        if let (Some(least), Some(most)) = (lo.number(), hi.number()) {
            let empty = match least.cmp(most) {
                Ordering::Less => false,
                Ordering::Equal => !(lo.is_closed() && hi.is_closed()),
                Ordering::Greater => true,
            };
            if empty {
                return None;
            }
        }
        Some(Bounds { lo, hi })
    }

    /// Just this number.
    pub fn point(number: Number) -> Bounds {
        Bounds {
            lo: End::Closed(number.clone()),
            hi: End::Closed(number),
        }
    }

    /// 0.
    pub fn zero() -> Bounds {
        Bounds::point(Number::zero())
    }

    /// Any number.
    pub const fn any() -> Bounds {
        Bounds {
            lo: End::Infinite,
            hi: End::Infinite,
        }
    }

    /// This number or more.
    pub const fn at_least(number: Number) -> Bounds {
        Bounds {
            lo: End::Closed(number),
            hi: End::Infinite,
        }
    }

    /// This number or less.
    pub const fn at_most(number: Number) -> Bounds {
        Bounds {
            lo: End::Infinite,
            hi: End::Closed(number),
        }
    }

    /// From `least` to `most`, both taken in; `None` where `least` is above `most`.
    pub fn between(least: Number, most: Number) -> Option<Bounds> {
        Bounds::new(End::Closed(least), End::Closed(most))
    }

    /// 0 or more.
    pub const fn non_negative() -> Bounds {
        Bounds::at_least(Number::zero())
    }

    /// 0 or less.
    pub const fn non_positive() -> Bounds {
        Bounds::at_most(Number::zero())
    }

    /// More than 0: an untold rate.
    pub const fn positive() -> Bounds {
        Bounds {
            lo: End::Open(Number::zero()),
            hi: End::Infinite,
        }
    }

    /// The lower end.
    pub const fn lo(&self) -> &End {
        &self.lo
    }

    /// The upper end.
    pub const fn hi(&self) -> &End {
        &self.hi
    }

    /// The number, if there is just one.
    pub fn single(&self) -> Option<&Number> {
        match (&self.lo, &self.hi) {
            (End::Closed(a), End::Closed(b)) if a == b => Some(a),
            _ => None,
        }
    }

    /// Whether it is just 0.
    pub fn is_zero(&self) -> bool {
        self.single().is_some_and(Number::is_zero)
    }

    /// Whether nothing at all is known.
    pub fn is_any(&self) -> bool {
        self.lo == End::Infinite && self.hi == End::Infinite
    }

    /// Whether the number may lie here.
    pub fn contains(&self, number: &Number) -> bool {
        let above = match &self.lo {
            End::Infinite => true,
            End::Closed(least) => least <= number,
            End::Open(least) => least < number,
        };
        above
            && match &self.hi {
                End::Infinite => true,
                End::Closed(most) => number <= most,
                End::Open(most) => number < most,
            }
    }

    /// An order of bounds as things, for sorting: no comparison of numbers, which is why it is no operator.
    pub fn structural_cmp(&self, other: &Bounds) -> Ordering {
        lower(&self.lo, &other.lo).then_with(|| upper(&self.hi, &other.hi))
    }

    /// Whether every number of `self` lies in `other`.
    pub fn is_within(&self, other: &Bounds) -> bool {
        lower(&self.lo, &other.lo) != Ordering::Less
            && upper(&self.hi, &other.hi) != Ordering::Greater
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Bounds) -> Bounds {
        match (self.single(), other.single()) {
            (Some(a), Some(b)) => Bounds::point(a + b),
            _ => Bounds {
                lo: self.lo.plus(&other.lo),
                hi: self.hi.plus(&other.hi),
            },
        }
    }

    /// The number with the other sign.
    #[must_use]
    pub fn neg(&self) -> Bounds {
        Bounds {
            lo: self.hi.map(Number::neg),
            hi: self.lo.map(Number::neg),
        }
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, other: &Bounds) -> Bounds {
        match (self.single(), other.single()) {
            (Some(a), Some(b)) => Bounds::point(a - b),
            _ => self.add(&other.neg()),
        }
    }

    /// The lesser of both.
    #[must_use]
    pub fn min(&self, other: &Bounds) -> Bounds {
        Bounds {
            lo: least_lower(&self.lo, &other.lo),
            hi: pick(&self.hi, &other.hi, upper(&self.hi, &other.hi).is_le()),
        }
    }

    /// The greater of both.
    #[must_use]
    pub fn max(&self, other: &Bounds) -> Bounds {
        Bounds {
            lo: pick(&self.lo, &other.lo, lower(&self.lo, &other.lo).is_ge()),
            hi: most_upper(&self.hi, &other.hi),
        }
    }

    /// The smallest bounds that cover both.
    #[must_use]
    pub fn hull(&self, other: &Bounds) -> Bounds {
        Bounds {
            lo: least_lower(&self.lo, &other.lo),
            hi: most_upper(&self.hi, &other.hi),
        }
    }

    /// What lies in both; `None` where nothing does.
    #[must_use]
    pub fn intersect(&self, other: &Bounds) -> Option<Bounds> {
        Bounds::new(
            pick(&self.lo, &other.lo, lower(&self.lo, &other.lo).is_ge()),
            pick(&self.hi, &other.hi, upper(&self.hi, &other.hi).is_le()),
        )
    }

    /// The whole numbers inside, between closed ends; `None` where there is none.
    #[must_use]
    pub fn normalise_int(&self) -> Option<Bounds> {
        let one = Number::one();
        let lo = match &self.lo {
            End::Infinite => End::Infinite,
            End::Closed(least) => End::Closed(least.ceil_number()),
            End::Open(least) => End::Closed(&least.floor_number() + &one),
        };
        let hi = match &self.hi {
            End::Infinite => End::Infinite,
            End::Closed(most) => End::Closed(most.floor_number()),
            End::Open(most) => End::Closed(&most.ceil_number() - &one),
        };
        Bounds::new(lo, hi)
    }

    /// The bounds with each end's number changed by an ascending function.
    #[must_use]
    pub fn map_ascending(&self, image: impl Fn(&Number) -> Number) -> Bounds {
        match self.single() {
            Some(number) => Bounds::point(image(number)),
            None => Bounds {
                lo: self.lo.map(&image),
                hi: self.hi.map(&image),
            },
        }
    }
}

// Lower ends by how much they let in: the lower comes first, and at one number the closed before the open.
fn lower(a: &End, b: &End) -> Ordering {
    match (a.number(), b.number()) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(x), Some(y)) => x.cmp(y).then_with(|| b.is_closed().cmp(&a.is_closed())),
    }
}

// Upper ends by how much they let in: at one number the open before the closed.
fn upper(a: &End, b: &End) -> Ordering {
    match (a.number(), b.number()) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(x), Some(y)) => x.cmp(y).then_with(|| a.is_closed().cmp(&b.is_closed())),
    }
}

fn pick(a: &End, b: &End, first: bool) -> End {
    if first { a.clone() } else { b.clone() }
}

fn least_lower(a: &End, b: &End) -> End {
    pick(a, b, lower(a, b).is_le())
}

fn most_upper(a: &End, b: &End) -> End {
    pick(a, b, upper(a, b).is_ge())
}

impl From<Number> for Bounds {
    fn from(number: Number) -> Bounds {
        Bounds::point(number)
    }
}

/// `5`, `[0, 1)`, `(-∞, 3]`: exact, for programs and messages alike.
impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(number) = self.single() {
            return write!(f, "{number}");
        }
        match &self.lo {
            End::Infinite => f.write_str("(-∞")?,
            End::Closed(number) => write!(f, "[{number}")?,
            End::Open(number) => write!(f, "({number}")?,
        }
        match &self.hi {
            End::Infinite => f.write_str(", ∞)"),
            End::Closed(number) => write!(f, ", {number}]"),
            End::Open(number) => write!(f, ", {number})"),
        }
    }
}

impl fmt::Debug for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Debug for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Infinite => f.write_str("∞"),
            End::Closed(number) => write!(f, "[{number}]"),
            End::Open(number) => write!(f, "({number})"),
        }
    }
}
