//! The quotient of two sums of money (semantics §5.3).

use super::compare::{Side, at_any_rate, needs_between};
use super::rates::Component;
use super::{Money, Needs, Rates, merged};
use crate::value::{Bounds, DivGap, End, Number, Truth};

/// How many times one sum holds another, whether that is undefined, and what it hung on beside the amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyQuotient {
    /// The quotient.
    pub value: Bounds,
    /// Whether the denominator may be, or is, nothing.
    pub gap: DivGap,
    /// Empty where the quotient is a single number, and where the denominator is nothing.
    pub needs: Needs,
}

// Numerator and denominator inside one component.
struct Part {
    component: Component,
    over: Bounds,
    under: Bounds,
}

impl Money {
    /// The quotient of two sums.
    ///
    /// Where several groups of currencies remain that no rate joins, and the denominator has nothing negative and certainly
    /// something, it is a mean of the groups' own quotients, weighted by unknown rates.
    pub fn quotient(&self, other: &Money, rates: &Rates) -> MoneyQuotient {
        let parts = parts(self, other, rates);
        let (value, gap) = match parts.as_slice() {
            [] => Bounds::zero().div(&Bounds::zero()),
            [only] => only.over.div(&only.under),
            several => across(several),
        };
        let mut needs = Needs::default();
        // A gap is no fact to fill: no rate mends it.
        if value.single().is_none() && gap != DivGap::Zero {
            let sides: Vec<Side> = parts
                .iter()
                .map(|part| (part.component, true, true))
                .collect();
            needs = needs_between(&sides);
        }
        MoneyQuotient { value, gap, needs }
    }
}

fn parts(over: &Money, under: &Money, rates: &Rates) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (key, over, under) in merged(over, under) {
        let component = rates.component(key);
        let worth = rates.worth(key).map(|worth| Bounds::point(worth.clone()));
        let counted = |amount: Option<&Bounds>| match (amount, &worth) {
            (None, _) => Bounds::zero(),
            (Some(amount), None) => amount.clone(),
            (Some(amount), Some(worth)) => amount.mul(worth),
        };
        let (over, under) = (counted(over), counted(under));
        // The untold currency of a place is met once.
        let same = match component {
            Component::Of(_) => parts.iter_mut().find(|part| part.component == component),
            Component::Unknown(_) => None,
        };
        match same {
            Some(part) => {
                part.over = part.over.add(&over);
                part.under = part.under.add(&under);
            }
            None => parts.push(Part {
                component,
                over,
                under,
            }),
        }
    }
    parts.retain(|part| !(part.over.is_zero() && part.under.is_zero()));
    parts
}

fn across(parts: &[Part]) -> (Bounds, DivGap) {
    let zero = Bounds::zero();
    let each =
        |holds: &dyn Fn(&Part) -> Truth| parts.iter().fold(Truth::T, |all, part| all & holds(part));
    let some =
        |holds: &dyn Fn(&Part) -> Truth| parts.iter().fold(Truth::F, |any, part| any | holds(part));
    if !each(&|part| part.under.ge(&zero)).is_true() {
        let total = at_any_rate(parts.iter().map(|part| &part.under));
        let gap = if total.contains(&Number::zero()) {
            DivGap::MayBeZero
        } else {
            DivGap::None
        };
        return (Bounds::any(), gap);
    }
    if some(&|part| part.under.gt(&zero)).is_true() {
        return (mediant(parts), DivGap::None);
    }
    let gap = if parts.iter().all(|part| part.under.is_zero()) {
        DivGap::Zero
    } else {
        DivGap::MayBeZero
    };
    // As in `Bounds::div`: the sign is known where nothing that may still be told can turn it.
    let value = if each(&|part| part.over.ge(&zero)).is_true() {
        Bounds::non_negative()
    } else if each(&|part| part.over.le(&zero)).is_true()
        && some(&|part| part.over.lt(&zero)).is_true()
    {
        Bounds::non_positive()
    } else {
        Bounds::any()
    };
    (value, gap)
}

// Denominators nowhere negative and somewhere certainly positive. Every part weighs in, at an unknown rate: so an end is
// reached only where every part reaches it, or may be nothing above and below the line.
fn mediant(parts: &[Part]) -> Bounds {
    let zero = Bounds::zero();
    let mut hull: Option<Bounds> = None;
    let (mut open_below, mut open_above) = (false, false);
    let ratios: Vec<(Option<Bounds>, bool)> = parts
        .iter()
        .map(|part| {
            let may_be_zero = part.under.contains(&Number::zero());
            open_below |= may_be_zero && part.over.lt(&zero).may_be_true();
            open_above |= may_be_zero && part.over.gt(&zero).may_be_true();
            let ratio = part
                .under
                .intersect(&Bounds::positive())
                .map(|under| part.over.div(&under).0);
            if let Some(ratio) = &ratio {
                hull = Some(
                    hull.as_ref()
                        .map_or_else(|| ratio.clone(), |hull| hull.hull(ratio)),
                );
            }
            (ratio, may_be_zero && part.over.contains(&Number::zero()))
        })
        .collect();
    let Some(hull) = hull else {
        return Bounds::any();
    };
    let end = |open: bool, of: fn(&Bounds) -> &End| match of(&hull).number() {
        Some(number) if !open => {
            let reaches =
                |ratio: &Bounds| matches!(of(ratio), End::Closed(reached) if reached == number);
            let closed = ratios
                .iter()
                .all(|(ratio, may_vanish)| *may_vanish || ratio.as_ref().is_some_and(reaches));
            End::at(number.clone(), closed)
        }
        _ => End::Infinite,
    };
    Bounds::new(end(open_below, Bounds::lo), end(open_above, Bounds::hi)).unwrap_or(hull)
}
