//! Comparing sums of money (semantics §5.2).

use super::rates::Component;
use super::{Money, Needs, RatePair, Rates, merged};
use crate::value::{Bounds, Currency, Truth};

/// Which comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compare {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
    /// `=`
    Eq,
    /// `!=`
    Ne,
}

/// The truth of a comparison of money, and what an unknown one hung on beside the amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyAnswer {
    /// The truth.
    pub truth: Truth,
    /// Empty where the truth is known.
    pub needs: Needs,
}

impl Compare {
    /// The comparison of two numbers.
    pub fn of(self, a: &Bounds, b: &Bounds) -> Truth {
        match self {
            Compare::Lt => a.lt(b),
            Compare::Le => a.le(b),
            Compare::Gt => a.gt(b),
            Compare::Ge => a.ge(b),
            Compare::Eq => a.eq(b),
            Compare::Ne => a.ne(b),
        }
    }
}

impl Money {
    /// Compares two sums: inside one group of currencies that rates join by the amounts alone; where several groups remain,
    /// each counts at an unknown positive rate, so that the answer is known only if their signs agree.
    pub fn compare(&self, how: Compare, other: &Money, rates: &Rates) -> MoneyAnswer {
        if let Some((a, b)) = self.same_currency(other) {
            return MoneyAnswer {
                truth: how.of(a, b),
                needs: Needs::default(),
            };
        }
        let zero = Bounds::zero();
        let differences = differences(self, other, rates);
        let total = match differences.as_slice() {
            [] => zero.clone(),
            [(_, only)] => only.clone(),
            several => at_any_rate(several.iter().map(|(_, difference)| difference)),
        };
        let truth = how.of(&total, &zero);
        let needs = if truth.is_unknown() {
            opposed(&differences)
        } else {
            Needs::default()
        };
        MoneyAnswer { truth, needs }
    }

    // The amounts, where both sums stand in one and the same currency.
    fn same_currency<'a>(&'a self, other: &'a Money) -> Option<(&'a Bounds, &'a Bounds)> {
        match (&self.first, &other.first) {
            (Some(a), Some(b))
                if a.key == b.key && self.rest.is_empty() && other.rest.is_empty() =>
            {
                Some((&a.amount, &b.amount))
            }
            _ => None,
        }
    }
}

/// A sum over groups, each at an unknown positive rate.
pub(super) fn at_any_rate<'a>(amounts: impl Iterator<Item = &'a Bounds>) -> Bounds {
    let rate = Bounds::positive();
    amounts.fold(Bounds::zero(), |sum, amount| sum.add(&amount.mul(&rate)))
}

/// A group of currencies in an answer: whether it may count for and whether against.
pub(super) type Side = (Component, bool, bool);

/// What groups hang on that no rate joins, where one may count for and another against: the rate between two, or the untold currency
/// of each. Places whose currency is untold may be many, so no pairs of them are formed; currencies are few.
pub(super) fn needs_between(sides: &[Side]) -> Needs {
    let mut needs = Needs::default();
    let count = |of: fn(&Side) -> bool| sides.iter().filter(|side| of(side)).count();
    let (for_it, against_it) = (count(|side| side.1), count(|side| side.2));
    let mut told: Vec<(Currency, bool, bool)> = Vec::new();
    for (component, counts_for, counts_against) in sides {
        let other_against = against_it > usize::from(*counts_against);
        let other_for = for_it > usize::from(*counts_for);
        match component {
            Component::Of(currency) => told.push((*currency, *counts_for, *counts_against)),
            Component::Unknown(place)
                if *counts_for && other_against || *counts_against && other_for =>
            {
                needs.unknown.push(*place);
            }
            Component::Unknown(_) => {}
        }
    }
    for (place, (a, a_for, a_against)) in told.iter().enumerate() {
        for (b, b_for, b_against) in told.iter().skip(place + 1) {
            if *a_for && *b_against || *a_against && *b_for {
                needs.rates.push(RatePair::alphabetical(*a, *b));
            }
        }
    }
    needs.tidy();
    needs
}

// self - other, one amount per component, zeros left out.
fn differences(a: &Money, b: &Money, rates: &Rates) -> Vec<(Component, Bounds)> {
    let mut groups: Vec<(Component, Bounds)> = Vec::new();
    for (key, a, b) in merged(a, b) {
        let difference = match (a, b) {
            (Some(a), Some(b)) => a.sub(b),
            (Some(a), None) => a.clone(),
            (None, Some(b)) => b.neg(),
            (None, None) => continue,
        };
        let difference = match rates.worth(key) {
            Some(worth) => difference.mul(&Bounds::point(worth.clone())),
            None => difference,
        };
        let component = rates.component(key);
        // The untold currency of a place is met once.
        let same = match component {
            Component::Of(_) => groups.iter_mut().find(|(found, _)| *found == component),
            Component::Unknown(_) => None,
        };
        match same {
            Some((_, sum)) => *sum = sum.add(&difference),
            None => groups.push((component, difference)),
        }
    }
    groups.retain(|(_, difference)| !difference.is_zero());
    groups
}

// Only where one group may count for and another against does the rate between them matter.
fn opposed(differences: &[(Component, Bounds)]) -> Needs {
    let zero = Bounds::zero();
    let signs: Vec<Side> = differences
        .iter()
        .map(|(component, amount)| {
            (
                *component,
                amount.gt(&zero).may_be_true(),
                amount.lt(&zero).may_be_true(),
            )
        })
        .collect();
    needs_between(&signs)
}
