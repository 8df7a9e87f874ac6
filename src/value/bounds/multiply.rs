//! Products and quotients of numbers known within bounds (semantics §4).

use std::cmp::Ordering;

use super::{Bounds, End};
use crate::value::Number;

/// Whether a quotient is undefined because its denominator is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivGap {
    /// The denominator is certainly not 0.
    None,
    /// The denominator may be 0, and more facts will say.
    MayBeZero,
    /// The denominator is 0: a gap, no fact can fill it.
    Zero,
}

// An end as a factor: a number or an infinity, reached or only approached.
#[derive(Clone, PartialEq, Eq)]
struct Factor {
    value: Extended,
    closed: bool,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Extended {
    MinusInfinity,
    Finite(Number),
    PlusInfinity,
}

impl Extended {
    fn signum(&self) -> i8 {
        match self {
            Extended::MinusInfinity => -1,
            Extended::Finite(number) => number.signum(),
            Extended::PlusInfinity => 1,
        }
    }

    // 0 · ∞ = 0.
    fn times(&self, other: &Extended) -> Extended {
        if let (Extended::Finite(a), Extended::Finite(b)) = (self, other) {
            return Extended::Finite(a * b);
        }
        match self.signum() * other.signum() {
            0 => Extended::Finite(Number::zero()),
            sign if sign < 0 => Extended::MinusInfinity,
            _ => Extended::PlusInfinity,
        }
    }
}

impl Factor {
    fn of(end: &End, infinity: Extended) -> Factor {
        match end {
            End::Infinite => Factor {
                value: infinity,
                closed: false,
            },
            End::Closed(number) => Factor {
                value: Extended::Finite(number.clone()),
                closed: true,
            },
            End::Open(number) => Factor {
                value: Extended::Finite(number.clone()),
                closed: false,
            },
        }
    }

    fn is_closed_zero(&self) -> bool {
        self.closed && self.value.signum() == 0
    }

    fn times(&self, other: &Factor) -> Factor {
        let closed = self.closed && other.closed || self.is_closed_zero() || other.is_closed_zero();
        Factor {
            value: self.value.times(&other.value),
            closed,
        }
    }

    // The factor that wins in `order`; of equal ones a closed one, because one product that reaches the end is enough.
    fn better(self, other: Factor, order: Ordering) -> Factor {
        match self.value.cmp(&other.value) {
            Ordering::Equal => Factor {
                closed: self.closed || other.closed,
                value: self.value,
            },
            found if found == order => self,
            _ => other,
        }
    }

    fn into_end(self) -> End {
        match self.value {
            Extended::Finite(number) => End::at(number, self.closed),
            Extended::MinusInfinity | Extended::PlusInfinity => End::Infinite,
        }
    }
}

impl Bounds {
    /// The product.
    #[must_use]
    pub fn mul(&self, other: &Bounds) -> Bounds {
        match (self.single(), other.single()) {
            (Some(a), Some(b)) => Bounds::point(a * b),
            (Some(a), None) => other.scaled(a),
            (None, Some(b)) => self.scaled(b),
            (None, None) => self.mul_wide(other),
        }
    }

    /// The quotient, and whether it is undefined.
    ///
    /// Where the denominator may be 0 the quotient is unknown but for its sign, and even that is known only where the
    /// denominator is not negative: anything else would let a telling that leaves just 0 widen the answer.
    #[must_use]
    pub fn div(&self, other: &Bounds) -> (Bounds, DivGap) {
        if let Some(inverse) = other.single().and_then(Number::recip) {
            return (self.scaled(&inverse), DivGap::None);
        }
        if !other.contains(&Number::zero()) {
            return (self.mul(&other.inverse()), DivGap::None);
        }
        let gap = if other.is_zero() {
            DivGap::Zero
        } else {
            DivGap::MayBeZero
        };
        let zero = Bounds::zero();
        let quotient = if other.lt(&zero).may_be_true() {
            Bounds::any()
        } else if self.ge(&zero).is_true() {
            Bounds::non_negative()
        } else if self.lt(&zero).is_true() {
            Bounds::non_positive()
        } else {
            Bounds::any()
        };
        (quotient, gap)
    }

    fn scaled(&self, factor: &Number) -> Bounds {
        let times = |number: &Number| number * factor;
        match factor.signum() {
            0 => Bounds::zero(),
            sign if sign > 0 => self.map_ascending(times),
            _ => Bounds {
                lo: self.hi.map(times),
                hi: self.lo.map(times),
            },
        }
    }

    fn mul_wide(&self, other: &Bounds) -> Bounds {
        let (a, b) = (self.factors(), other.factors());
        let products = || a.iter().flat_map(|x| b.iter().map(move |y| x.times(y)));
        let end = |order| {
            products()
                .reduce(|x, y| x.better(y, order))
                .map_or(End::Infinite, Factor::into_end)
        };
        Bounds {
            lo: end(Ordering::Less),
            hi: end(Ordering::Greater),
        }
    }

    fn factors(&self) -> [Factor; 2] {
        [
            Factor::of(&self.lo, Extended::MinusInfinity),
            Factor::of(&self.hi, Extended::PlusInfinity),
        ]
    }

    // 1 divided by bounds without 0: 1/∞ is an open 0, 1 divided by an open 0 is ∞.
    fn inverse(&self) -> Bounds {
        let inverse = |end: &End| match end {
            End::Infinite => End::Open(Number::zero()),
            End::Closed(number) | End::Open(number) => match number.recip() {
                Some(inverse) => End::at(inverse, end.is_closed()),
                None => End::Infinite,
            },
        };
        Bounds {
            lo: inverse(&self.hi),
            hi: inverse(&self.lo),
        }
    }
}
