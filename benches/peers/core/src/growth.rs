//! Further rules, to see how engines grow: such a destination, such a code, such a value or more; then notify.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::facts::{CodeLike, Country, HsLike, PartyLike, Shipment};
use crate::hash::FastMap;
use crate::policy::{Outcome, RULES, decide};
use crate::random::Random;
use crate::vocabulary::{COUNTRIES, vocabulary};

/// How many rules in all the growth is measured at.
pub const SIZES: [usize; 3] = [RULES, 10 * RULES, 100 * RULES];

/// One further rule.
#[derive(Clone, Debug)]
pub struct Further {
    pub code: String,
    /// The code's place in the vocabulary.
    pub place: u16,
    pub destination: &'static str,
    pub at_least: i64,
}

/// Further rules that make so many in all, each of another code and destination.
pub fn further(in_all: usize) -> Vec<Further> {
    let codes = &vocabulary().codes;
    let mut random = Random::new(7);
    let mut seen = HashSet::new();
    let mut rules = Vec::new();
    while rules.len() + RULES < in_all {
        let place = random.below(codes.len() as u64) as usize;
        let destination = random.below(55) as usize;
        if seen.insert((place, destination)) {
            rules.push(Further {
                code: codes[place].0.clone(),
                place: place as u16,
                destination: COUNTRIES[destination],
                at_least: random.log(10_000.0, 1_000_000.0),
            });
        }
    }
    rules
}

/// The further rules as a file of Licit.
pub fn in_licit(rules: &[Further]) -> String {
    let mut text = String::from(
        "import shape\n\ninstrument workload.further {\n  authority \"Reference workload\"\n  number \"Further rules\"\n  \
         published 2000-01-01\n  in force from 2000-01-01\n  basis inferred\n}\n",
    );
    for (number, rule) in rules.iter().enumerate() {
        let _ = write!(
            text,
            "\nrule r{}_further {{\n  cites article {}\n  for   item in shipment.items\n  when  shipment.destination = {}\n    \
             and item.code in {{ {} }}\n    and item.value >= {}\n  then  item is notify\n}}\n",
            number + RULES,
            number + 1,
            rule.destination,
            rule.code,
            rule.at_least,
        );
    }
    text
}

fn with_further(mut outcome: Outcome, further: u32) -> Outcome {
    outcome.further = further;
    if further > 0 && outcome.verdict == 0 {
        outcome.verdict = 1;
    }
    outcome
}

/// By hand, one rule after the other.
pub fn decide_in_turn<T, C: CodeLike, P: PartyLike, H: HsLike>(
    shipment: &Shipment<T, C, P, H>,
    rules: &[Further],
) -> Outcome {
    let fires = |rule: &&Further| {
        Country::of(rule.destination) == shipment.destination
            && shipment
                .items
                .iter()
                .any(|item| item.code.is(&rule.code, rule.place) && item.value >= rule.at_least)
    };
    with_further(decide(shipment), rules.iter().filter(fires).count() as u32)
}

/// Further rules by destination and code.
pub struct Index {
    rules: FastMap<u32, Vec<(u32, i64)>>,
}

impl Index {
    pub fn new(rules: &[Further]) -> Self {
        let mut index = Self {
            rules: FastMap::default(),
        };
        for (number, rule) in (0u32..).zip(rules) {
            let key = Self::key(Country::of(rule.destination), rule.place);
            index
                .rules
                .entry(key)
                .or_default()
                .push((number, rule.at_least));
        }
        index
    }

    fn key(destination: Country, place: u16) -> u32 {
        u32::from(destination.0) << 16 | u32::from(place)
    }
}

/// By hand, with the index.
pub fn decide_indexed<T, C: CodeLike, P: PartyLike, H: HsLike>(
    shipment: &Shipment<T, C, P, H>,
    index: &Index,
) -> Outcome {
    // Two items may make one rule fire: it counts once.
    let mut fired = [0u32; 16];
    let mut count = 0;
    for item in &shipment.items {
        let key = Index::key(shipment.destination, item.code.listed().1);
        for (rule, at_least) in index.rules.get(&key).into_iter().flatten() {
            if item.value >= *at_least && count < fired.len() && !fired[..count].contains(rule) {
                fired[count] = *rule;
                count += 1;
            }
        }
    }
    with_further(decide(shipment), count as u32)
}
