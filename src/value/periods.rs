//! Periods known in part: so many days, working days, months, one after another.
//!
//! A sum of periods keeps its terms, because ten working days and a month are no number of either. What is not told is kept within
//! bounds, term by term.

use std::fmt;

use super::{Period, PeriodUnit};

/// The periods that a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Periods {
    /// Any, also one that goes back.
    Any,
    /// Any that does not go back.
    Forward,
    /// These, counted one after another.
    Terms(Vec<PeriodTerm>),
}

/// A number of one unit, perhaps within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodTerm {
    /// What is counted.
    pub unit: PeriodUnit,
    /// The least that it may be.
    pub least: i64,
    /// The most that it may be; none: no limit.
    pub most: Option<i64>,
}

impl From<Period> for Periods {
    fn from(period: Period) -> Periods {
        Periods::within(period.unit, period.count, Some(period.count))
    }
}

impl Periods {
    /// So many of a unit at least and, where known, at most.
    pub fn within(unit: PeriodUnit, least: i64, most: Option<i64>) -> Periods {
        Periods::Terms(vec![PeriodTerm { unit, least, most }])
    }

    /// Whether just one period is possible.
    pub fn is_told(&self) -> bool {
        match self {
            Periods::Terms(terms) => terms.iter().all(|term| Some(term.least) == term.most),
            Periods::Any | Periods::Forward => false,
        }
    }

    /// This period, and then the other. Of one unit they become one number, so that a month and a month are two months; of nothing and
    /// something the something is left.
    #[must_use]
    pub fn then(&self, other: &Periods) -> Periods {
        let (Periods::Terms(a), Periods::Terms(b)) = (self, other) else {
            return if self.goes_on() && other.goes_on() {
                Periods::Forward
            } else {
                Periods::Any
            };
        };
        let mut terms = a.clone();
        if terms.iter().all(PeriodTerm::is_nothing) {
            return other.clone();
        }
        for term in b.iter().filter(|term| !term.is_nothing()) {
            let joined = terms
                .last()
                .filter(|last| last.unit == term.unit)
                .and_then(|last| last.plus(term));
            match (joined, terms.last_mut()) {
                (Some(joined), Some(last)) => *last = joined,
                _ => terms.push(*term),
            }
        }
        Periods::Terms(terms)
    }

    /// As far back as it goes on.
    #[must_use]
    pub fn back(&self) -> Periods {
        let Periods::Terms(terms) = self else {
            return Periods::Any;
        };
        let back = terms.iter().map(|term| {
            Some(PeriodTerm {
                unit: term.unit,
                least: term.most?.checked_neg()?,
                most: Some(term.least.checked_neg()?),
            })
        });
        back.collect::<Option<Vec<_>>>()
            .map_or(Periods::Any, Periods::Terms)
    }

    /// The smallest value that covers both.
    #[must_use]
    pub fn hull(&self, other: &Periods) -> Periods {
        if let (Periods::Terms(a), Periods::Terms(b)) = (self, other)
            && a.len() == b.len()
            && a.iter().zip(b).all(|(a, b)| a.unit == b.unit)
        {
            let both = a.iter().zip(b).map(|(a, b)| PeriodTerm {
                unit: a.unit,
                least: a.least.min(b.least),
                most: a.most.zip(b.most).map(|(a, b)| a.max(b)),
            });
            return Periods::Terms(both.collect());
        }
        if self.goes_on() && other.goes_on() {
            Periods::Forward
        } else {
            Periods::Any
        }
    }

    fn goes_on(&self) -> bool {
        match self {
            Periods::Any => false,
            Periods::Forward => true,
            Periods::Terms(terms) => terms.iter().all(|term| term.least >= 0),
        }
    }
}

impl PeriodTerm {
    fn is_nothing(&self) -> bool {
        self.least == 0 && self.most == Some(0)
    }

    fn plus(&self, other: &PeriodTerm) -> Option<PeriodTerm> {
        // Back and on again is not the same as their sum: from a day that is not worked, a working day back and one on end elsewhere.
        let same_way = (self.least >= 0 && other.least >= 0)
            || (self.most.is_some_and(|most| most <= 0)
                && other.most.is_some_and(|most| most <= 0));
        if !same_way {
            return None;
        }
        let most = match (self.most, other.most) {
            (Some(a), Some(b)) => Some(a.checked_add(b)?),
            _ => None,
        };
        Some(PeriodTerm {
            unit: self.unit,
            least: self.least.checked_add(other.least)?,
            most,
        })
    }
}

/// `10 working days`, `3 to 10 working days`, `45 working days + 1 month`.
impl fmt::Display for Periods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Periods::Terms(terms) = self else {
            return write!(f, "unknown");
        };
        for (at, term) in terms.iter().enumerate() {
            if at > 0 {
                write!(f, " + ")?;
            }
            write!(f, "{term}")?;
        }
        Ok(())
    }
}

impl fmt::Display for PeriodTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |count| Period {
            count,
            unit: self.unit,
        };
        match self.most {
            Some(most) if most == self.least => write!(f, "{}", shown(most)),
            Some(most) => write!(f, "{} to {}", self.least, shown(most)),
            None => write!(f, "{} or more", shown(self.least)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(least: i64, most: Option<i64>) -> Periods {
        Periods::within(PeriodUnit::Days, least, most)
    }

    fn month() -> Periods {
        Periods::within(PeriodUnit::Months, 1, Some(1))
    }

    #[test]
    fn periods_of_one_unit_add_up_and_others_stand_in_line() {
        assert_eq!(days(3, Some(3)).then(&days(2, Some(4))), days(5, Some(7)));
        assert_eq!(month().then(&month()).to_string(), "2 months");
        let both = days(3, Some(3)).then(&month());
        assert_eq!(both.to_string(), "3 days + 1 month");
        assert_eq!(both.then(&month()).to_string(), "3 days + 2 months");
        assert!(both.is_told());
        assert_eq!(both.then(&Periods::Forward), Periods::Forward);
        assert_eq!(both.back().then(&Periods::Forward), Periods::Any);
        assert_eq!(days(0, Some(0)).then(&month()), month());
        assert_eq!(month().then(&days(0, Some(0))), month());
        let on_and_back = days(3, Some(3)).then(&days(3, Some(3)).back());
        assert_eq!(on_and_back.to_string(), "3 days + -3 days");
    }

    #[test]
    fn bounds_are_told_and_covered() {
        assert_eq!(days(3, Some(10)).to_string(), "3 to 10 days");
        assert_eq!(days(1, None).to_string(), "1 day or more");
        assert!(!days(1, None).is_told());
        assert_eq!(days(3, Some(4)).hull(&days(1, Some(2))), days(1, Some(4)));
        assert_eq!(days(3, None).hull(&days(1, Some(2))), days(1, None));
        assert_eq!(days(3, Some(4)).hull(&month()), Periods::Forward);
        assert_eq!(days(-3, Some(4)).hull(&month()), Periods::Any);
        assert_eq!(days(3, Some(10)).back(), days(-10, Some(-3)));
        assert_eq!(days(3, None).back(), Periods::Any);
        assert_eq!(days(i64::MIN, Some(0)).back(), Periods::Any);
    }
}
