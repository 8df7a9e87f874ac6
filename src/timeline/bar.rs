//! The instruments that bear on a case, and how they stand over the days.

use std::collections::{BTreeMap, BTreeSet};

use super::cause::bearing;
use super::{Case, Run};
use crate::decision::timeline::{Bar, Change, Stretch};
use crate::ir::{InstrumentId, RuleId};
use crate::law::{LawBook, State};
use crate::value::Day;

impl Case<'_> {
    /// A bar for each instrument with a rule that has or would have effect on some day, and for each that acts on such a rule.
    pub(super) fn bars(&self, runs: &[Run], changes: &[Change]) -> Vec<Bar> {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
            return Vec::new();
        };
        let rules = bearing(runs.iter().map(|run| &run.glance));
        let stretches = self.stretches(first.from, last.last);
        let books: Vec<((Day, Day), LawBook)> = stretches
            .into_iter()
            .map(|days| (days, self.law(days.0)))
            .collect();
        let mut of: BTreeMap<InstrumentId, BTreeSet<RuleId>> = BTreeMap::new();
        for rule in &rules {
            let own = self.program.rule(*rule).instrument;
            of.entry(own).or_default().insert(*rule);
        }
        for id in self.acting(&rules, &books, changes) {
            of.entry(id).or_default();
        }
        let mut bars: Vec<(String, Bar)> = of
            .iter()
            .map(|(id, own)| self.bar(*id, own, &rules, &books))
            .filter(|bar| !bar.stretches.is_empty())
            .map(|bar| (bar.published.clone(), bar))
            .collect();
        bars.sort_by(|a, b| (&a.0, &a.1.instrument).cmp(&(&b.0, &b.1.instrument)));
        bars.into_iter().map(|(_, bar)| bar).collect()
    }

    /// Instruments that suspend or end such a rule on some day, or are a cause of a change.
    fn acting(
        &self,
        rules: &BTreeSet<RuleId>,
        books: &[((Day, Day), LawBook)],
        changes: &[Change],
    ) -> BTreeSet<InstrumentId> {
        let mut found = BTreeSet::new();
        for (_, book) in books {
            for rule in rules {
                found.extend(book.rule(*rule).reasons.iter().filter_map(|r| r.by));
            }
        }
        let causes: BTreeSet<&str> = changes
            .iter()
            .flat_map(|change| &change.causes)
            .flat_map(|cause| {
                let lifted = cause.lifted_by.as_ref().map(|named| named.name.as_str());
                cause.instrument.as_deref().into_iter().chain(lifted)
            })
            .collect();
        let named = self.program.instruments.iter().enumerate();
        found.extend(
            named
                .filter(|(_, i)| causes.contains(i.full_name.as_str()))
                .map(|(i, _)| InstrumentId::from_index(i)),
        );
        found
    }

    fn bar(
        &self,
        id: InstrumentId,
        own: &BTreeSet<RuleId>,
        all: &BTreeSet<RuleId>,
        books: &[((Day, Day), LawBook)],
    ) -> Bar {
        let instrument = self.program.instrument(id);
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut acted = false;
        for ((from, last), book) in books {
            let state = if own.is_empty() {
                let acts = acts(id, all, book);
                acted |= acts;
                match (instrument.published <= book.known, acts, acted) {
                    (false, ..) => None,
                    (true, true, _) => Some("acts"),
                    (true, false, false) => Some("not_yet"),
                    (true, false, true) => Some("ended"),
                }
            } else {
                state(own.iter().map(|rule| book.rule(*rule).state))
            };
            let Some(state) = state else { continue };
            match stretches.last_mut().filter(|s| s.state == state) {
                Some(stretch) => stretch.through = last.to_string(),
                None => stretches.push(Stretch {
                    from: from.to_string(),
                    through: last.to_string(),
                    state: state.to_owned(),
                }),
            }
        }
        Bar {
            instrument: instrument.full_name.clone(),
            cites: self.number(id),
            title: instrument.title.clone().into(),
            published: instrument.published.to_string(),
            stretches,
        }
    }
}

/// Whether it suspends one of the rules on that day, or has ended it.
fn acts(id: InstrumentId, rules: &BTreeSet<RuleId>, book: &LawBook) -> bool {
    let reasons = rules.iter().flat_map(|rule| &book.rule(*rule).reasons);
    reasons.into_iter().any(|reason| reason.by == Some(id))
}

/// How rules stand together; none where none of them exists.
fn state(of: impl Iterator<Item = State>) -> Option<&'static str> {
    let states: BTreeSet<State> = of.filter(|s| *s != State::Absent).collect();
    let has = |state| states.contains(&state);
    if states.is_empty() {
        None
    } else if has(State::InForce) && has(State::Suspended) {
        Some("in_part")
    } else if has(State::InForce) {
        Some("in_force")
    } else if has(State::Unknown) {
        Some("unknown")
    } else if has(State::Suspended) {
        Some("suspended")
    } else if has(State::NotYet) {
        Some("not_yet")
    } else {
        Some("ended")
    }
}
