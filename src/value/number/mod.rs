//! Exact rational numbers.
//!
//! In: decimal texts and integers. Out: [`Number`] and its arithmetic, comparison and spelling. Absent on purpose: rounding
//! (a rule rounds where its provision does, and says so), binary floating point, infinity (an end of bounds, not a number).
//!
//! Nearly every number of a case is small, so a numerator and a denominator of 64 bits come first and overflow into big
//! rationals. The form is canonical (lowest terms, small whenever it fits), which makes equality and hashing structural.

#[cfg(test)]
mod tests;
mod text;

use std::cmp::Ordering;
use std::num::NonZeroI64;
use std::ops::{Add, Mul, Neg, Sub};

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

pub use text::NumberError;

/// An exact rational number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Repr);

// `Small` is taken whenever numerator and denominator fit; the denominator is positive and in lowest terms.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Small {
        numerator: i64,
        denominator: NonZeroI64,
    },
    Big(Box<RBig>),
}

const ONE: NonZeroI64 = match NonZeroI64::new(1) {
    Some(one) => one,
    None => NonZeroI64::MAX,
};

impl Number {
    /// The whole number.
    pub const fn from_int(value: i64) -> Number {
        Number(Repr::Small {
            numerator: value,
            denominator: ONE,
        })
    }

    /// 0.
    pub const fn zero() -> Number {
        Number::from_int(0)
    }

    /// 1.
    pub const fn one() -> Number {
        Number::from_int(1)
    }

    /// `numerator / denominator`; `None` where the denominator is 0.
    pub fn from_ratio(numerator: i64, denominator: i64) -> Option<Number> {
        let sign = i128::from(denominator.signum());
        (denominator != 0)
            .then(|| Number::reduced(i128::from(numerator) * sign, i128::from(denominator) * sign))
    }

    /// Less than, equal to or greater than 0, as -1, 0, 1.
    pub fn signum(&self) -> i8 {
        match &self.0 {
            Repr::Small { numerator, .. } => match numerator.cmp(&0) {
                Ordering::Less => -1,
                Ordering::Equal => 0,
                Ordering::Greater => 1,
            },
            Repr::Big(big) if big.is_zero() => 0,
            Repr::Big(big) => match big.sign() {
                dashu_base::Sign::Positive => 1,
                dashu_base::Sign::Negative => -1,
            },
        }
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small { numerator: 0, .. })
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small { denominator, .. } => *denominator == ONE,
            Repr::Big(big) => big.is_int(),
        }
    }

    /// The whole number, if it is one that fits.
    pub fn to_int(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small {
                numerator,
                denominator,
            } if *denominator == ONE => Some(*numerator),
            _ => None,
        }
    }

    /// The greatest whole number that is not above it, if it fits.
    pub fn floor(&self) -> Option<i64> {
        self.floor_number().to_int()
    }

    /// The least whole number that is not below it, if it fits.
    pub fn ceil(&self) -> Option<i64> {
        self.ceil_number().to_int()
    }

    /// The greatest whole number that is not above it.
    #[must_use]
    pub fn floor_number(&self) -> Number {
        match &self.0 {
            Repr::Small {
                numerator,
                denominator,
            } => {
                Number::from_wide(i128::from(*numerator).div_euclid(i128::from(denominator.get())))
            }
            Repr::Big(big) => Number::from_big(RBig::from(big.floor())),
        }
    }

    /// The least whole number that is not below it.
    #[must_use]
    pub fn ceil_number(&self) -> Number {
        -&(-self).floor_number()
    }

    /// The quotient; `None` where `divisor` is 0.
    pub fn checked_div(&self, divisor: &Number) -> Option<Number> {
        divisor.recip().map(|inverse| self * &inverse)
    }

    /// 1 divided by it; `None` for 0.
    pub fn recip(&self) -> Option<Number> {
        if self.is_zero() {
            return None;
        }
        Some(match &self.0 {
            Repr::Small {
                numerator,
                denominator,
            } => {
                let sign = i128::from(numerator.signum());
                // Already in lowest terms: only the fit has to be looked at.
                Number::fitted(
                    i128::from(denominator.get()) * sign,
                    i128::from(*numerator) * sign,
                )
            }
            Repr::Big(big) => Number::from_big(RBig::ONE / big.as_ref()),
        })
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Number) -> Number {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            if b == d {
                return Number::reduced(a + c, b);
            }
            return Number::reduced(a * d + c * b, b * d);
        }
        Number::from_big(self.to_big() + other.to_big())
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, other: &Number) -> Number {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            if b == d {
                return Number::reduced(a - c, b);
            }
            return Number::reduced(a * d - c * b, b * d);
        }
        Number::from_big(self.to_big() - other.to_big())
    }

    /// The product.
    #[must_use]
    pub fn mul(&self, other: &Number) -> Number {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            return Number::reduced(a * c, b * d);
        }
        Number::from_big(self.to_big() * other.to_big())
    }

    /// The number with the other sign.
    #[must_use]
    pub fn neg(&self) -> Number {
        match &self.0 {
            Repr::Small {
                numerator,
                denominator,
            } => Number::fitted(-i128::from(*numerator), i128::from(denominator.get())),
            Repr::Big(big) => Number::from_big(-big.as_ref().clone()),
        }
    }

    /// The number without its sign.
    #[must_use]
    pub fn abs(&self) -> Number {
        if self.signum() < 0 {
            self.neg()
        } else {
            self.clone()
        }
    }

    // Numerator and denominator, where they are small: products and their sums then fit 128 bits.
    fn small(&self) -> Option<(i128, i128)> {
        match &self.0 {
            Repr::Small {
                numerator,
                denominator,
            } => Some((i128::from(*numerator), i128::from(denominator.get()))),
            Repr::Big(_) => None,
        }
    }

    fn to_big(&self) -> RBig {
        match &self.0 {
            Repr::Small {
                numerator,
                denominator,
            } => RBig::from_parts(
                IBig::from(*numerator),
                UBig::from(denominator.get().unsigned_abs()),
            ),
            Repr::Big(big) => big.as_ref().clone(),
        }
    }

    fn from_big(big: RBig) -> Number {
        let small = i64::try_from(big.numerator()).ok().zip(
            i64::try_from(big.denominator())
                .ok()
                .and_then(NonZeroI64::new),
        );
        match small {
            Some((numerator, denominator)) => Number(Repr::Small {
                numerator,
                denominator,
            }),
            None => Number(Repr::Big(Box::new(big))),
        }
    }

    fn from_wide(value: i128) -> Number {
        Number::fitted(value, 1)
    }

    // `denominator` is positive.
    fn reduced(numerator: i128, denominator: i128) -> Number {
        if denominator == 1 {
            return Number::fitted(numerator, 1);
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs());
        match i128::try_from(divisor) {
            Ok(divisor) if divisor > 1 => {
                Number::fitted(numerator / divisor, denominator / divisor)
            }
            _ => Number::fitted(numerator, denominator),
        }
    }

    // `denominator` is positive, both in lowest terms.
    fn fitted(numerator: i128, denominator: i128) -> Number {
        let small = i64::try_from(numerator)
            .ok()
            .zip(i64::try_from(denominator).ok().and_then(NonZeroI64::new));
        match small {
            Some((numerator, denominator)) => Number(Repr::Small {
                numerator,
                denominator,
            }),
            None => Number(Repr::Big(Box::new(RBig::from_parts(
                IBig::from(numerator),
                UBig::from(denominator.unsigned_abs()),
            )))),
        }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    loop {
        // A few wide steps bring the operands down to words, where division is many times faster.
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(gcd_narrow(a, b));
        }
        if b == 0 {
            return a;
        }
        (a, b) = (b, a % b);
    }
}

fn gcd_narrow(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        if let (Some((a, b)), Some((c, d))) = (self.small(), other.small()) {
            return if b == d {
                a.cmp(&c)
            } else {
                (a * d).cmp(&(c * b))
            };
        }
        match self.signum().cmp(&other.signum()) {
            Ordering::Equal => self.to_big().cmp(&other.to_big()),
            decided => decided,
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Add for &Number {
    type Output = Number;
    fn add(self, other: &Number) -> Number {
        Number::add(self, other)
    }
}

impl Sub for &Number {
    type Output = Number;
    fn sub(self, other: &Number) -> Number {
        Number::sub(self, other)
    }
}

impl Mul for &Number {
    type Output = Number;
    fn mul(self, other: &Number) -> Number {
        Number::mul(self, other)
    }
}

impl Neg for &Number {
    type Output = Number;
    fn neg(self) -> Number {
        Number::neg(self)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number::from_int(value)
    }
}
