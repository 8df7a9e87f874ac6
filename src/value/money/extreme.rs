//! The least and the greatest of several sums of money (semantics §5.4, §7).

use std::collections::{BTreeMap, BTreeSet};

use super::{Compare, CurrencyKey, Money, Needs, Rates};
use crate::value::Bounds;

/// Which end of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extreme {
    /// `min`
    Least,
    /// `max`
    Greatest,
}

/// The least or greatest sum, and what it hung on beside the amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyExtreme {
    /// The sum.
    pub value: Money,
    /// Rates and currencies that would decide among sums that do not compare.
    pub needs: Needs,
}

impl Money {
    /// The least or greatest of sums; `None` of none. The order in which they come is of no account.
    ///
    /// Sums in one currency compare by their amounts; of the rest those are left out that are certainly not it, and what
    /// remains is covered currency by currency.
    pub fn extreme<'a>(
        which: Extreme,
        sums: impl IntoIterator<Item = &'a Money>,
        rates: &Rates,
    ) -> Option<MoneyExtreme> {
        best_of(which, candidates(which, sums), rates)
    }

    /// The least or greatest of `sure` sums and of any of `perhaps` that may join them; `None` where there is neither.
    /// Where no sum is sure there may be none at all: the caller knows.
    ///
    /// One by one is enough: what is best among several that joined is best beside itself alone.
    pub fn extreme_with<'a>(
        which: Extreme,
        sure: impl IntoIterator<Item = &'a Money>,
        perhaps: impl IntoIterator<Item = &'a Money>,
        rates: &Rates,
    ) -> Option<MoneyExtreme> {
        let sure = candidates(which, sure);
        let mut found = best_of(which, sure.clone(), rates);
        for joining in perhaps {
            let with = candidates(which, sure.iter().chain([joining]));
            let Some(other) = best_of(which, with, rates) else {
                continue;
            };
            found = Some(match found {
                None => other,
                Some(mut found) => {
                    found.needs.join(&other.needs);
                    MoneyExtreme {
                        value: found.value.hull(&other.value),
                        needs: found.needs,
                    }
                }
            });
        }
        found
    }

    /// The lesser or greater of two sums.
    #[must_use]
    pub fn extreme_of_two(which: Extreme, a: &Money, b: &Money, rates: &Rates) -> MoneyExtreme {
        Money::extreme(which, [a, b], rates).unwrap_or_else(|| MoneyExtreme {
            value: a.hull(b),
            needs: Needs::default(),
        })
    }
}

// Those candidates that are not certainly worse than another, as one sum.
fn best_of(which: Extreme, candidates: Vec<Money>, rates: &Rates) -> Option<MoneyExtreme> {
    let better = match which {
        Extreme::Least => Compare::Le,
        Extreme::Greatest => Compare::Ge,
    };
    let mut undecided = Vec::new();
    let mut worse = BTreeSet::new();
    for (place, a) in candidates.iter().enumerate() {
        for (other, b) in candidates.iter().enumerate().skip(place + 1) {
            let (first, second) = (a.compare(better, b, rates), b.compare(better, a, rates));
            // Of two certainly equal ones the first in the candidates' own order stays.
            if first.truth.is_true() {
                worse.insert(other);
            } else if second.truth.is_true() {
                worse.insert(place);
            } else {
                undecided.push((place, other, first.needs, second.needs));
            }
        }
    }
    let mut needs = Needs::default();
    for (_, _, first, second) in undecided
        .iter()
        .filter(|(a, b, ..)| !worse.contains(a) && !worse.contains(b))
    {
        needs.join(first);
        needs.join(second);
    }
    let left = candidates
        .into_iter()
        .enumerate()
        .filter(|(place, _)| !worse.contains(place));
    let value = left.map(|(_, sum)| sum).reduce(|a, b| a.hull(&b))?;
    Some(MoneyExtreme { value, needs })
}

// The sums in ascending order, those of one currency made one.
fn candidates<'a>(which: Extreme, sums: impl IntoIterator<Item = &'a Money>) -> Vec<Money> {
    let mut by_currency: BTreeMap<CurrencyKey, Bounds> = BTreeMap::new();
    let mut nothing = false;
    let mut candidates = Vec::new();
    for sum in sums {
        match (&sum.first, sum.rest.is_empty()) {
            (None, _) => nothing = true,
            (Some(only), true) => {
                let amount = by_currency.get(&only.key).map_or_else(
                    || only.amount.clone(),
                    |best| pick(which, best, &only.amount),
                );
                by_currency.insert(only.key, amount);
            }
            (Some(_), false) => candidates.push(sum.clone()),
        }
    }
    if nothing {
        // Nothing is 0 in every currency, so it joins each; alone it stands for itself.
        match by_currency.values_mut().next() {
            None => candidates.push(Money::zero()),
            Some(_) => by_currency
                .values_mut()
                .for_each(|amount| *amount = pick(which, amount, &Bounds::zero())),
        }
    }
    candidates.extend(
        by_currency
            .into_iter()
            .map(|(key, amount)| Money::of(key, amount)),
    );
    candidates.sort_by(Money::structural_cmp);
    candidates.dedup();
    candidates
}

fn pick(which: Extreme, a: &Bounds, b: &Bounds) -> Bounds {
    match which {
        Extreme::Least => a.min(b),
        Extreme::Greatest => a.max(b),
    }
}
