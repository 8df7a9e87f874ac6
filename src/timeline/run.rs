//! Runs: stretches of days on which the decision is the same.

use super::{Case, Run};
use crate::decision::timeline::{self, RuleEffect};
use crate::eval::{self, Effect, Glance};
use crate::law;
use crate::value::Day;

/// Whether two decisions are the same, as far as a timeline tells them.
pub(super) fn same(a: &Glance, b: &Glance) -> bool {
    a.actual == b.actual
        && a.latent == b.latent
        && a.effects == b.effects
        && a.questions == b.questions
}

impl Case<'_> {
    /// The runs from the first day through the last.
    pub(super) fn runs(&self, from: Day, to: Day) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (first, last) in self.stretches(from, to) {
            self.fill(first, last, &mut runs);
        }
        runs
    }

    /// Stretches on which the law is constant.
    pub(super) fn stretches(&self, from: Day, to: Day) -> Vec<(Day, Day)> {
        let days = law::change_days(self.program, self.ask.known);
        cut(&days, from, to)
    }

    /// The runs of a stretch on which the law is constant: halved until nothing hangs on the day.
    fn fill(&self, first: Day, last: Day, runs: &mut Vec<Run>) {
        let mut todo = vec![(first, last)];
        while let Some((first, last)) = todo.pop() {
            if first == last || self.is_steady(first, last) {
                push(runs, first, last, self.glance(self.law(first)));
                continue;
            }
            let middle = middle(first, last);
            todo.push((middle.tomorrow(), last));
            todo.push((first, middle));
        }
    }

    fn is_steady(&self, first: Day, last: Day) -> bool {
        eval::is_steady(
            self.program,
            self.prepared,
            self.facts,
            self.law(first),
            last,
            self.ask,
        )
    }

    /// A run as data.
    pub(super) fn told(&self, run: &Run) -> timeline::Run {
        timeline::Run {
            from: run.from.to_string(),
            through: run.last.to_string(),
            outcome: self.outcome(&run.glance),
            rules: run.glance.effects.iter().map(|e| self.effect(e)).collect(),
            duties: self.duties(&run.glance),
            open_questions: run.glance.questions.clone(),
        }
    }

    pub(super) fn effect(&self, effect: &Effect) -> RuleEffect {
        RuleEffect {
            subject: effect.subject.clone(),
            rule: self.rule_name(effect.rule),
            cites: eval::cites(self.program, effect.rule),
            outcome: self.outcome_of(effect.rule),
            truth: if effect.certain { "true" } else { "unknown" }.to_owned(),
        }
    }

    /// Rules that carry a duty, by name.
    pub(super) fn duties(&self, glance: &Glance) -> Vec<String> {
        let rules = glance.effects.iter().map(|effect| effect.rule);
        let mut names: Vec<String> = rules
            .filter(|rule| !self.program.rule(*rule).duties.is_empty())
            .map(|rule| self.rule_name(rule))
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The span cut at these days.
pub(super) fn cut(days: &[Day], from: Day, to: Day) -> Vec<(Day, Day)> {
    let inside = days.iter().filter(|day| from < **day && **day <= to);
    let starts: Vec<Day> = std::iter::once(from).chain(inside.copied()).collect();
    let ends = starts.iter().skip(1).map(|day| day.yesterday());
    let ends: Vec<Day> = ends.chain([to]).collect();
    starts.into_iter().zip(ends).collect()
}

pub(super) fn push(runs: &mut Vec<Run>, from: Day, last: Day, glance: Glance) {
    match runs.last_mut() {
        Some(run) if same(&run.glance, &glance) => {
            run.last = last;
            // What waits may differ: all of it bears on the case.
            run.glance.waiting.extend(glance.waiting);
        }
        _ => runs.push(Run { from, last, glance }),
    }
}

/// A day in the middle, before the last.
pub(super) fn middle(first: Day, last: Day) -> Day {
    let days = i64::from(last.epoch_days()) - i64::from(first.epoch_days());
    first.plus_days(days / 2).unwrap_or(first)
}
