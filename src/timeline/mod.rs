//! A timeline: every day on which the decision for a case changes, and through which instrument.
//!
//! In: a program, the facts of a case, what is asked, a span of days. Out: a [`Timeline`], plain data. Exact: the law changes on
//! finitely many days ([`law::change_days`]); between two of them a decision may change through the case's own days only, and a stretch
//! is halved until nothing on it hangs on the day ([`eval::is_steady`]). Absent on purpose: printing and drawing (`report`).

mod bar;
mod cause;
mod run;
mod shelf;
mod span;

use crate::decision::timeline::{Outcome, ScaleOutcome, Timeline};
use crate::decision::{FactsRef, PolicyRef, Range};
use crate::eval::{self, Ask, Glance, Prepared};
use crate::facts::Facts;
use crate::ir::{Conclusion, Program, RuleId, Scale, ScaleId};
use crate::law::{self, LawBook};
use crate::value::Day;

pub use shelf::Shelf;
pub use span::{Asked, SpanError};

/// A case that is asked day by day.
struct Case<'a> {
    program: &'a Program,
    prepared: &'a Prepared,
    facts: &'a Facts,
    ask: &'a Ask,
}

/// Days on which the decision is the same.
struct Run {
    from: Day,
    last: Day,
    glance: Glance,
}

/// Runs through the days.
///
/// # Errors
/// Where the span is none.
pub fn timeline(
    program: &Program,
    prepared: &Prepared,
    facts: &Facts,
    ask: &Ask,
    asked: Asked,
) -> Result<Timeline, SpanError> {
    let case = Case {
        program,
        prepared,
        facts,
        ask,
    };
    let (from, to) = case.span(asked)?;
    let runs = case.runs(from, to);
    let changes = case.changes(&runs);
    let instruments = case.bars(&runs, &changes);
    Ok(Timeline {
        from: from.to_string(),
        to: to.to_string(),
        known: ask.known.map(|day| day.to_string()),
        runs: runs.iter().map(|run| case.told(run)).collect(),
        changes,
        instruments,
        policy: PolicyRef::default(),
        facts: FactsRef::default(),
    })
}

impl Case<'_> {
    /// The law book's day for that day.
    fn known(&self, day: Day) -> Day {
        self.ask.known.unwrap_or(day)
    }

    fn law(&self, day: Day) -> LawBook {
        law::open(self.program, day, self.known(day), &self.ask.readings)
    }

    fn glance(&self, law: LawBook) -> Glance {
        eval::glance(self.program, self.prepared, self.facts, law, self.ask)
    }

    fn outcome(&self, glance: &Glance) -> Outcome {
        let mut outcome = Outcome::default();
        let both = glance.actual.iter().zip(&glance.latent);
        for ((i, scale), (actual, latent)) in self.program.scales.iter().enumerate().zip(both) {
            let range = range(scale, *actual);
            let latent = (actual != latent).then(|| self::range(scale, *latent));
            let verdict = (actual.0 == actual.1).then(|| range.mildest.clone());
            if ScaleId::from_index(i) == self.program.main_scale {
                outcome.verdict = verdict;
                outcome.range = range;
                outcome.latent = latent;
            } else {
                let other = ScaleOutcome {
                    verdict,
                    range,
                    latent,
                };
                outcome.scales.insert(scale.name.clone(), other);
            }
        }
        outcome
    }

    /// Its outcome on the main scale, else on the first other that it has one on.
    fn outcome_of(&self, rule: RuleId) -> Option<String> {
        let main = self.program.main_scale;
        let outcomes = self.program.rule(rule).then.iter();
        let strictest = outcomes
            .filter_map(|then| match then {
                Conclusion::Outcome(scale, value) => Some((*scale != main, *scale, *value)),
                Conclusion::Status(_) => None,
            })
            .min_by_key(|(other, scale, value)| (*other, *scale, std::cmp::Reverse(*value)))?;
        let values = &self.program.scale(strictest.1).values;
        Some(values.get(usize::from(strictest.2))?.name.clone())
    }

    fn rule_name(&self, rule: RuleId) -> String {
        self.program.rule(rule).full_name.clone()
    }
}

fn range(scale: &Scale, of: (u16, u16)) -> Range {
    let name = |value: u16| {
        let value = scale.values.get(usize::from(value));
        value.map(|v| v.name.clone()).unwrap_or_default()
    };
    Range {
        mildest: name(of.0),
        strictest: name(of.1),
    }
}
