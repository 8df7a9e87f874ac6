//! Sums of money: an amount per currency (semantics §5).
//!
//! In: amounts known within bounds, and the exchange rates of a case. Out: [`Money`] with sums and multiples, which need no
//! rate; comparisons and quotients, which convert where the rates allow it and else say what holds at every rate, and name
//! what they hung on ([`Needs`]). Absent on purpose: a pivot currency, a preferred direction, rounding to minor units.

mod compare;
mod extreme;
mod quotient;
mod rates;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

use super::{Bounds, Currency, DivGap, Number};

pub use compare::{Compare, MoneyAnswer};
pub use extreme::{Extreme, MoneyExtreme};
pub use quotient::MoneyQuotient;
pub use rates::{RateError, RatePair, Rates};

/// In which currency an amount stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CurrencyKey {
    /// This currency.
    Known(Currency),
    /// An untold one. The number stands for the place that leaves it untold: amounts of two such places never cancel.
    Unknown(u32),
}

/// A sum of money: an amount, known within bounds, for each currency that has one.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Money {
    // Ascending by key, never just 0. One currency is the usual case and needs no allocation.
    first: Option<Entry>,
    rest: Vec<Entry>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Entry {
    key: CurrencyKey,
    amount: Bounds,
}

/// What an answer about money hung on, beside the amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Missing rates, ascending, one for each pair of groups of currencies that no told rate joins.
    pub rates: Vec<RatePair>,
    /// Places whose currency is untold, ascending.
    pub unknown: Vec<u32>,
}

impl Needs {
    /// Whether the answer hung on amounts alone.
    pub fn is_empty(&self) -> bool {
        self.rates.is_empty() && self.unknown.is_empty()
    }

    /// Takes over what another answer hung on.
    pub fn join(&mut self, other: &Needs) {
        self.rates.extend_from_slice(&other.rates);
        self.unknown.extend_from_slice(&other.unknown);
        self.tidy();
    }

    fn tidy(&mut self) {
        self.rates.sort_unstable();
        self.rates.dedup();
        self.unknown.sort_unstable();
        self.unknown.dedup();
    }
}

impl Money {
    /// Nothing, in whatever currency.
    pub const fn zero() -> Money {
        Money {
            first: None,
            rest: Vec::new(),
        }
    }

    /// An amount in one currency.
    pub fn of(key: CurrencyKey, amount: Bounds) -> Money {
        let mut money = Money::zero();
        money.push(key, amount);
        money
    }

    /// A told amount in a told currency.
    pub fn told(currency: Currency, amount: Number) -> Money {
        Money::of(CurrencyKey::Known(currency), Bounds::point(amount))
    }

    /// The amounts, ascending by currency; untold currencies last.
    pub fn amounts(&self) -> impl Iterator<Item = (CurrencyKey, &Bounds)> {
        self.entries().map(|entry| (entry.key, &entry.amount))
    }

    /// The amount in one currency: 0 where there is none.
    pub fn amount(&self, key: CurrencyKey) -> Bounds {
        self.entries()
            .find(|entry| entry.key == key)
            .map_or_else(Bounds::zero, |entry| entry.amount.clone())
    }

    /// Whether it is certainly nothing.
    pub const fn is_zero(&self) -> bool {
        self.first.is_none()
    }

    /// Whether every amount is a single number in a told currency.
    pub fn is_told(&self) -> bool {
        self.entries().all(|entry| {
            matches!(entry.key, CurrencyKey::Known(_)) && entry.amount.single().is_some()
        })
    }

    /// Whether every sum that `self` may be is one that `other` may be. An untold currency is covered only by itself.
    pub fn is_within(&self, other: &Money) -> bool {
        let zero = Bounds::zero();
        merged(self, other).all(|(_, a, b)| a.unwrap_or(&zero).is_within(b.unwrap_or(&zero)))
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Money) -> Money {
        combined(self, other, |a, b| match (a, b) {
            (Some(a), Some(b)) => a.add(b),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => Bounds::zero(),
        })
    }

    /// The sum, for totals: what comes after all that is there is appended, so many places cost no more than there are.
    #[must_use]
    pub fn plus(mut self, other: &Money) -> Money {
        let last = self.rest.last().or(self.first.as_ref());
        let after = last.zip(other.first.as_ref());
        if after.is_some_and(|(last, next)| last.key < next.key) {
            self.rest.extend(other.entries().cloned());
            return self;
        }
        self.add(other)
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, other: &Money) -> Money {
        combined(self, other, |a, b| match (a, b) {
            (Some(a), Some(b)) => a.sub(b),
            (Some(a), None) => a.clone(),
            (None, Some(b)) => b.neg(),
            (None, None) => Bounds::zero(),
        })
    }

    /// The sum with the other sign.
    #[must_use]
    pub fn neg(&self) -> Money {
        self.map(Bounds::neg)
    }

    /// The multiple.
    #[must_use]
    pub fn scale(&self, factor: &Bounds) -> Money {
        self.map(|amount| amount.mul(factor))
    }

    /// The sum divided by a number, and whether that is undefined.
    ///
    /// Nothing divided by what may be 0 is no less unknown than any other sum; it stands under `place`, the key of an untold currency.
    pub fn div_number(&self, divisor: &Bounds, place: CurrencyKey) -> (Money, DivGap) {
        let (quotient_of_zero, gap) = Bounds::zero().div(divisor);
        match (gap, self.is_zero()) {
            (DivGap::None, _) | (_, false) => (self.map(|amount| amount.div(divisor).0), gap),
            (_, true) => (Money::of(place, quotient_of_zero), gap),
        }
    }

    /// The smallest sum that covers both, currency by currency.
    #[must_use]
    pub fn hull(&self, other: &Money) -> Money {
        let zero = Bounds::zero();
        combined(self, other, |a, b| {
            a.unwrap_or(&zero).hull(b.unwrap_or(&zero))
        })
    }

    // An order of sums as things, for sorting.
    fn structural_cmp(&self, other: &Money) -> Ordering {
        let by_entry = |a: &Entry, b: &Entry| {
            a.key
                .cmp(&b.key)
                .then_with(|| a.amount.structural_cmp(&b.amount))
        };
        let pairs = self.entries().zip(other.entries());
        let first_difference = pairs
            .map(|(a, b)| by_entry(a, b))
            .find(|order| order.is_ne());
        first_difference.unwrap_or_else(|| self.entries().count().cmp(&other.entries().count()))
    }

    // Keys come in ascending order.
    fn push(&mut self, key: CurrencyKey, amount: Bounds) {
        if amount.is_zero() {
            return;
        }
        let entry = Entry { key, amount };
        match self.first {
            None => self.first = Some(entry),
            Some(_) => self.rest.push(entry),
        }
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.first.iter().chain(&self.rest)
    }

    fn map(&self, image: impl Fn(&Bounds) -> Bounds) -> Money {
        let mut result = Money::zero();
        for entry in self.entries() {
            result.push(entry.key, image(&entry.amount));
        }
        result
    }
}

fn combined(
    a: &Money,
    b: &Money,
    amount: impl Fn(Option<&Bounds>, Option<&Bounds>) -> Bounds,
) -> Money {
    let mut result = Money::zero();
    for (key, a, b) in merged(a, b) {
        result.push(key, amount(a, b));
    }
    result
}

// The currencies of either sum, ascending, each with its amount in both.
fn merged<'a>(
    a: &'a Money,
    b: &'a Money,
) -> impl Iterator<Item = (CurrencyKey, Option<&'a Bounds>, Option<&'a Bounds>)> {
    let (mut left, mut right) = (a.entries().peekable(), b.entries().peekable());
    std::iter::from_fn(move || {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(x), Some(y)) => x.key.cmp(&y.key),
        };
        let x = if order.is_le() { left.next() } else { None };
        let y = if order.is_ge() { right.next() } else { None };
        let key = x.or(y)?.key;
        Some((
            key,
            x.map(|entry| &entry.amount),
            y.map(|entry| &entry.amount),
        ))
    })
}

impl fmt::Display for CurrencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CurrencyKey::Known(currency) => write!(f, "{currency}"),
            CurrencyKey::Unknown(_) => f.write_str("?"),
        }
    }
}

/// `5 EUR + [0, 3] USD`, an untold currency as `?`; nothing is `0`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0");
        }
        for (place, (key, amount)) in self.amounts().enumerate() {
            let plus = if place == 0 { "" } else { " + " };
            write!(f, "{plus}{amount} {key}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
