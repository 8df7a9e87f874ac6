//! Asking: a policy compiled, a case decided, and its ranges as numbers on their scales.

use std::collections::BTreeMap;

use licit::{Options, Policy, Workspace};
use serde_json::Value;

use super::dice::Dice;
use super::policy::{self, Style};
use super::shape::{CONDUCT, DATES, PERMIT};

/// The policy, checked.
pub fn compile(policy: &policy::Policy, style: Style) -> Policy {
    let files = policy.files(style);
    let mut workspace = Workspace::new();
    for (path, text) in &files {
        workspace.add_file(path.clone(), text.clone());
    }
    workspace
        .check()
        .unwrap_or_else(|told| panic!("{}\n{}", texts(policy), told.render(false)))
}

/// How a case is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    pub on: &'static str,
    pub known: &'static str,
    /// Of the two questions; none: the default.
    pub readings: [Option<&'static str>; 2],
    pub assume_nothing: bool,
}

impl Ask {
    pub fn new(dice: &mut Dice) -> Self {
        let reading = |dice: &mut Dice| dice.pick(&[None, Some("wide"), Some("narrow")]);
        let readings = [reading(dice), reading(dice)];
        let on = dice.pick(&DATES);
        Self {
            on,
            known: if dice.chance(1, 2) {
                dice.pick(&DATES)
            } else {
                on
            },
            readings,
            assume_nothing: dice.chance(1, 2),
        }
    }

    /// With readings left open.
    pub fn forget(&self, dice: &mut Dice) -> Self {
        let readings = self.readings.map(|reading| {
            if dice.chance(1, 5) {
                Some("unknown")
            } else {
                reading
            }
        });
        Self {
            readings,
            ..self.clone()
        }
    }

    pub fn options(&self) -> Options {
        let mut options = Options::new().on(self.on).known(self.known).without_steps();
        for (question, reading) in ["reading_a", "reading_b"].into_iter().zip(self.readings) {
            if let Some(reading) = reading {
                options = options.reading(question, reading);
            }
        }
        if self.assume_nothing {
            options.assume_nothing()
        } else {
            options
        }
    }
}

/// The decision as JSON. Legal facts are never refused.
pub fn decide(policy: &Policy, facts: &Value, options: &Options) -> Value {
    match policy.decide(facts.to_string(), options) {
        Ok(decision) => serde_json::to_value(&decision).unwrap_or_else(|error| panic!("{error}")),
        Err(told) => panic!("refused: {told:?}\n{facts:#}"),
    }
}

/// Mildest and strictest.
pub type Range = (usize, usize);

/// What a decision says on its scales: actual and latent, of the order and of each subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranges(pub BTreeMap<String, Range>);

fn range(told: &Value, scale: &[&str]) -> Option<Range> {
    let place = |end: &str| {
        scale
            .iter()
            .position(|value| Some(*value) == told["range"][end].as_str())
    };
    Some((place("mildest")?, place("strictest")?))
}

impl Ranges {
    pub fn of(decision: &Value) -> Self {
        let mut ranges = BTreeMap::new();
        let mut add = |name: &str, told: &Value, scale: &[&str]| {
            let Some(actual) = range(told, scale) else {
                return;
            };
            ranges.insert(name.to_owned(), actual);
            ranges.insert(
                format!("{name} latent"),
                range(&told["latent"], scale).unwrap_or(actual),
            );
        };
        add("order", decision, &PERMIT);
        add("order conduct", &decision["scales"]["conduct"], &CONDUCT);
        for subject in decision["subjects"].as_array().into_iter().flatten() {
            let path = subject["path"].as_str().unwrap_or_default();
            add(&format!("[{path}]"), subject, &PERMIT);
            add(
                &format!("[{path}] conduct"),
                &subject["scales"]["conduct"],
                &CONDUCT,
            );
        }
        Self(ranges)
    }

    /// What of `self` does not lie within `wide`, among what both know.
    pub fn outside(&self, wide: &Self) -> Vec<String> {
        let wider = |name: &String, (lo, hi): &Range| {
            wide.0
                .get(name)
                .filter(|(l, h)| !(l <= lo && hi <= h))
                .copied()
        };
        self.0
            .iter()
            .filter_map(|(name, range)| {
                wider(name, range).map(|wide| format!("{name}: {range:?} not within {wide:?}"))
            })
            .collect()
    }
}

/// The texts of a policy, for messages.
pub fn texts(policy: &policy::Policy) -> String {
    let files = policy.files(Style::default());
    files
        .iter()
        .filter(|(path, _)| path != "base/shape.licit")
        .map(|(path, text)| format!("=== {path}\n{text}\n"))
        .collect()
}
