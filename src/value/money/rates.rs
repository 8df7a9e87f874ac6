//! Exchange rates as a graph: a pair joined by any path converts, exactly.

use std::collections::BTreeMap;
use std::fmt;

use super::CurrencyKey;
use crate::value::{Currency, Number};

/// A pair of currencies, as in `EUR/USD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RatePair {
    /// Of which one unit is worth so many of the other.
    pub first: Currency,
    /// In which the worth is said.
    pub second: Currency,
}

/// Why rates are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// 0 or less.
    #[error("the rate `{pair}` is {rate}, and a rate is more than 0")]
    NotPositive {
        /// The pair, as told.
        pair: RatePair,
        /// Its rate.
        rate: Number,
    },
    /// Another path gives another rate.
    #[error("the rates contradict each other: `{pair}` is {told}, but {} gives {}", path_text(.path), .implied.to_short_string(8))]
    Contradiction {
        /// The pair, as told.
        pair: RatePair,
        /// Its rate.
        told: Number,
        /// The pairs of the other path, as told; empty where a currency is not worth itself.
        path: Vec<RatePair>,
        /// The rate by that path.
        implied: Number,
    },
}

impl RateError {
    /// The pair at fault.
    pub fn pair(&self) -> RatePair {
        match self {
            RateError::NotPositive { pair, .. } | RateError::Contradiction { pair, .. } => *pair,
        }
    }
}

fn path_text(path: &[RatePair]) -> String {
    match path {
        [] => "a currency's worth in itself".to_owned(),
        pairs => pairs
            .iter()
            .map(|pair| format!("`{pair}`"))
            .collect::<Vec<_>>()
            .join(" with "),
    }
}

impl RatePair {
    /// The pair in alphabetical order, which is how a missing rate is named.
    pub fn alphabetical(a: Currency, b: Currency) -> RatePair {
        RatePair {
            first: a.min(b),
            second: a.max(b),
        }
    }

    /// Reads `EUR/USD`.
    pub fn parse(text: &str) -> Option<RatePair> {
        let (first, second) = text.split_once('/')?;
        Some(RatePair {
            first: Currency::parse(first)?,
            second: Currency::parse(second)?,
        })
    }
}

impl fmt::Display for RatePair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.second)
    }
}

impl fmt::Debug for RatePair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The told rates of a case, without contradiction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    worths: BTreeMap<Currency, Worth>,
}

// What one unit of a currency is worth in the first currency of its component.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Worth {
    component: Currency,
    worth: Number,
    // The told pair through which it was reached, and the currency at its other end; none for the first.
    through: Option<(RatePair, Currency)>,
}

/// Currencies that convert into each other: those that rates join, or one for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Component {
    /// Named by its first currency in the alphabet.
    Of(Currency),
    /// The untold currency of one place.
    Unknown(u32),
}

impl Rates {
    /// No rate told.
    pub const fn none() -> Rates {
        Rates {
            worths: BTreeMap::new(),
        }
    }

    /// The rates `(first, second, rate)`: so many units of the second per one of the first.
    ///
    /// The order in which they come is of no account, not even to which contradiction is told.
    pub fn new(
        told: impl IntoIterator<Item = (Currency, Currency, Number)>,
    ) -> Result<Rates, RateError> {
        let mut edges: Vec<(RatePair, Number)> = told
            .into_iter()
            .map(|(first, second, rate)| (RatePair { first, second }, rate))
            .collect();
        edges.sort();
        if let Some((pair, rate)) = edges.iter().find(|(_, rate)| rate.signum() <= 0) {
            return Err(RateError::NotPositive {
                pair: *pair,
                rate: rate.clone(),
            });
        }
        let rates = Rates {
            worths: spread(&edges),
        };
        match edges
            .iter()
            .find_map(|(pair, rate)| rates.contradiction(*pair, rate))
        {
            Some(error) => Err(error),
            None => Ok(rates),
        }
    }

    /// How many units of `to` one unit of `from` is worth, if a path of told rates joins them.
    pub fn rate(&self, from: Currency, to: Currency) -> Option<Number> {
        if from == to {
            return Some(Number::one());
        }
        let (from, to) = (self.worths.get(&from)?, self.worths.get(&to)?);
        if from.component == to.component {
            from.worth.checked_div(&to.worth)
        } else {
            None
        }
    }

    /// Whether a path of told rates joins the two.
    pub fn joins(&self, a: Currency, b: Currency) -> bool {
        self.component(CurrencyKey::Known(a)) == self.component(CurrencyKey::Known(b))
    }

    pub(super) fn component(&self, key: CurrencyKey) -> Component {
        match key {
            CurrencyKey::Known(currency) => Component::Of(
                self.worths
                    .get(&currency)
                    .map_or(currency, |worth| worth.component),
            ),
            CurrencyKey::Unknown(place) => Component::Unknown(place),
        }
    }

    // What one unit is worth in the component's own currency; `None` where that is 1.
    pub(super) fn worth(&self, key: CurrencyKey) -> Option<&Number> {
        match key {
            CurrencyKey::Known(currency) => self
                .worths
                .get(&currency)
                .filter(|worth| worth.component != currency)
                .map(|worth| &worth.worth),
            CurrencyKey::Unknown(_) => None,
        }
    }

    fn contradiction(&self, pair: RatePair, told: &Number) -> Option<RateError> {
        let implied = self.rate(pair.first, pair.second)?;
        if implied == *told {
            return None;
        }
        Some(RateError::Contradiction {
            pair,
            told: told.clone(),
            path: self.path(pair.first, pair.second),
            implied,
        })
    }

    // The pairs by which the worths of two currencies of one component were found: up from both to where the ways meet.
    fn path(&self, from: Currency, to: Currency) -> Vec<RatePair> {
        let (up, mut down) = (self.way_to_first(from), self.way_to_first(to));
        let shared = up
            .iter()
            .rev()
            .zip(down.iter().rev())
            .take_while(|(a, b)| a == b)
            .count();
        let mut path: Vec<RatePair> = up.iter().take(up.len() - shared).copied().collect();
        down.truncate(down.len() - shared);
        path.extend(down.into_iter().rev());
        path
    }

    fn way_to_first(&self, from: Currency) -> Vec<RatePair> {
        let step = |currency: Currency| self.worths.get(&currency).and_then(|worth| worth.through);
        std::iter::successors(step(from), |(_, next)| step(*next))
            .map(|(pair, _)| pair)
            .collect()
    }
}

// Worths of every currency that a rate names, breadth first from the alphabetically first of each component.
fn spread(edges: &[(RatePair, Number)]) -> BTreeMap<Currency, Worth> {
    let mut neighbours: BTreeMap<Currency, Vec<(Currency, Number, RatePair)>> = BTreeMap::new();
    for (pair, rate) in edges {
        // One `first` is worth `rate` of `second`: from `second` to `first` the worth is multiplied, back divided.
        let back = rate.recip().unwrap_or_else(Number::one);
        neighbours
            .entry(pair.second)
            .or_default()
            .push((pair.first, rate.clone(), *pair));
        neighbours
            .entry(pair.first)
            .or_default()
            .push((pair.second, back, *pair));
    }
    let mut worths = BTreeMap::new();
    for component in neighbours.keys() {
        if worths.contains_key(component) {
            continue;
        }
        worths.insert(
            *component,
            Worth {
                component: *component,
                worth: Number::one(),
                through: None,
            },
        );
        let mut wave = vec![*component];
        while !wave.is_empty() {
            let mut next = Vec::new();
            for from in wave {
                let Some(worth) = worths.get(&from).map(|worth: &Worth| worth.worth.clone()) else {
                    continue;
                };
                for (to, factor, pair) in neighbours.get(&from).into_iter().flatten() {
                    if !worths.contains_key(to) {
                        worths.insert(
                            *to,
                            Worth {
                                component: *component,
                                worth: &worth * factor,
                                through: Some((*pair, from)),
                            },
                        );
                        next.push(*to);
                    }
                }
            }
            wave = next;
        }
    }
    worths
}
