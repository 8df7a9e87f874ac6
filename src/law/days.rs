//! The days on which the law may change, and the law of one day mixed from two.
//!
//! Between two of these days everything that a law book says is constant, whatever readings are chosen (semantics §8).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{LawBook, Readings};
use crate::ir::{ListId, Program, QuestionId, RuleId, Window};
use crate::value::Day;

/// The days on which a law book may differ from the one of the eve, sorted.
///
/// `known`: one law book for all days; none: each day has its own, so that publications and questions that arise count too.
pub fn change_days(program: &Program, known: Option<Day>) -> Vec<Day> {
    let exists = |published: Day| known.is_none_or(|known| published <= known);
    let instrument = |id| exists(program.instrument(id).published);
    let mut days = BTreeSet::new();
    for rule in program.rules.iter().filter(|r| instrument(r.instrument)) {
        windows(&rule.windows, &mut days);
    }
    for action in program.actions.iter().filter(|a| instrument(a.by)) {
        windows(&action.windows, &mut days);
    }
    for list in &program.lists {
        let published = list.instrument.map(|id| program.instrument(id).published);
        for row in &list.rows {
            if row.published.or(published).is_none_or(exists) {
                days.extend(row.from);
                days.extend(row.last.map(Day::tomorrow));
            }
        }
    }
    if known.is_none() {
        days.extend(publications(program));
    }
    days.into_iter().collect()
}

/// The days on which a law book comes to know more: publications of instruments and rows, and questions that arise. Sorted.
pub fn publications(program: &Program) -> Vec<Day> {
    let mut days: BTreeSet<Day> = program.instruments.iter().map(|i| i.published).collect();
    let rows = program.lists.iter().flat_map(|list| &list.rows);
    days.extend(rows.filter_map(|row| row.published));
    days.extend(program.questions.iter().filter_map(|q| q.arises));
    days.into_iter().collect()
}

fn windows(windows: &[Window], days: &mut BTreeSet<Day>) {
    for window in windows {
        days.insert(window.from);
        days.extend(window.last.map(Day::tomorrow));
    }
}

/// What of a law book is meant: some rules, lists and questions, and the day of the act itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Rules.
    pub rules: BTreeSet<RuleId>,
    /// Lists, with all their rows.
    pub lists: BTreeSet<ListId>,
    /// Questions.
    pub questions: BTreeSet<QuestionId>,
    /// The day of the act.
    pub day: bool,
}

/// How a law book is mixed from those of two days: to tell which of the things that happened between them made a difference.
#[derive(Clone, Debug)]
pub struct Mix {
    /// The earlier day, with the day of its law book.
    pub before: (Day, Day),
    /// The later day, likewise.
    pub after: (Day, Day),
    /// What is taken from one of the two; the rest is the other's.
    pub part: Part,
    /// Whether it is the later one that `part` is taken from.
    pub takes_after: bool,
}

impl Mix {
    /// Opens the mixed law book.
    pub fn open(self, program: &Program, readings: &Readings) -> LawBook {
        Arc::new(self).mixed(program, readings)
    }

    fn mixed(self: Arc<Self>, program: &Program, readings: &Readings) -> LawBook {
        let before = super::open(program, self.before.0, self.before.1, readings);
        let after = super::open(program, self.after.0, self.after.1, readings);
        let (meant, rest) = if self.takes_after {
            (after, before)
        } else {
            (before, after)
        };
        let part = &self.part;
        let of_day = if part.day { &meant } else { &rest };
        let (on, known) = (of_day.on, of_day.known);
        let rules = choose(&meant.rules, &rest.rules, |i| {
            part.rules.contains(&RuleId::from_index(i))
        });
        let rows = choose(&meant.rows, &rest.rows, |i| {
            part.lists.contains(&ListId::from_index(i))
        });
        let questions = choose(&meant.questions, &rest.questions, |i| {
            part.questions.contains(&QuestionId::from_index(i))
        });
        LawBook {
            on,
            known,
            is_plain: super::is_plain(&rules),
            rules,
            rows,
            questions,
            opened: on,
            mix: Some(self),
        }
    }
}

/// One by one the first where it is meant, else the second.
fn choose<T: Clone>(meant: &[T], rest: &[T], is_meant: impl Fn(usize) -> bool) -> Arc<[T]> {
    let both = meant.iter().zip(rest).enumerate();
    both.map(|(i, (a, b))| if is_meant(i) { a } else { b })
        .cloned()
        .collect()
}

impl LawBook {
    /// The same law, asked of an act on another day.
    #[must_use]
    pub fn on_day(mut self, day: Day) -> LawBook {
        self.on = day;
        self
    }

    /// The same law book under other readings.
    pub fn under(&self, program: &Program, readings: &Readings) -> LawBook {
        let law = match &self.mix {
            None => super::open(program, self.opened, self.known, readings),
            Some(mix) => Arc::clone(mix).mixed(program, readings),
        };
        law.on_day(self.on)
    }
}
