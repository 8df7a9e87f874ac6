//! Why a decision changes. Told by trying: of all that happened to the law from the eve to the day, and of the day itself, each is done
//! alone and left out alone; what makes a difference either way is a cause.

use std::collections::BTreeSet;

use super::run::same;
use super::{Case, Run};
use crate::decision::Text;
use crate::decision::timeline::{Cause, Change, Named, RuleEffect, RuleRef, UnderReading};
use crate::eval::{self, Effect, Glance};
use crate::ir::{InstrumentId, QuestionId, RuleId};
use crate::law::{self, Event, Mix, Part, What};
use crate::value::Day;

impl Case<'_> {
    /// What changes where one run meets the next.
    pub(super) fn changes(&self, runs: &[Run]) -> Vec<Change> {
        runs.windows(2)
            .filter_map(|pair| match pair {
                [before, after] => Some(self.change(before, after)),
                _ => None,
            })
            .collect()
    }

    fn change(&self, before: &Run, after: &Run) -> Change {
        let (old, new) = (&before.glance, &after.glance);
        let has = |glance: &Glance, e: &Effect| {
            let alike = |o: &Effect| o.rule == e.rule && o.subject == e.subject;
            glance.effects.iter().find(|o| alike(o)).map(|o| o.certain)
        };
        let pick = |of: &Glance, keep: &dyn Fn(&Effect) -> bool| -> Vec<RuleEffect> {
            let kept = of.effects.iter().filter(|e| keep(e));
            kept.map(|e| self.effect(e)).collect()
        };
        Change {
            day: after.from.to_string(),
            before: self.outcome(old),
            after: self.outcome(new),
            began: pick(new, &|e| has(old, e).is_none()),
            ceased: pick(old, &|e| has(new, e).is_none()),
            turned: pick(new, &|e| has(old, e).is_some_and(|was| was != e.certain)),
            duties_began: without(&self.duties(new), &self.duties(old)),
            duties_ceased: without(&self.duties(old), &self.duties(new)),
            questions_began: without(&new.questions, &old.questions),
            questions_ceased: without(&old.questions, &new.questions),
            causes: self.causes(after.from, old, new),
        }
    }

    fn causes(&self, day: Day, old: &Glance, new: &Glance) -> Vec<Cause> {
        let eve = day.yesterday();
        let events = law::events(self.program, &self.law(eve), &self.law(day));
        let mix = |part: &Part, takes_after| {
            let mix = Mix {
                before: (eve, self.known(eve)),
                after: (day, self.known(day)),
                part: part.clone(),
                takes_after,
            };
            self.glance(mix.open(self.program, &self.ask.readings))
        };
        let matters = |part: &Part| !same(&mix(part, true), old) || !same(&mix(part, false), new);
        let the_day = Part {
            day: true,
            ..Part::default()
        };
        let own = matters(&the_day);
        let told: Vec<&Event> = events.iter().filter(|e| matters(&e.part)).collect();
        // None by itself: it takes several.
        let told = if told.is_empty() && !own {
            events.iter().collect()
        } else {
            told
        };
        let bearing = bearing([old, new]);
        let mut causes: Vec<Cause> = told
            .into_iter()
            .map(|event| self.cause(event, &bearing))
            .collect();
        // Of one instrument the part that touches no rule of the case adds nothing to the part that does.
        let touching: BTreeSet<Option<String>> = causes
            .iter()
            .filter(|cause| !cause.rules.is_empty())
            .map(|cause| cause.instrument.clone())
            .collect();
        causes.retain(|cause| {
            let touches = cause.rules.len() + cause.lists.len() + cause.questions.len();
            touches > 0 || !touching.contains(&cause.instrument)
        });
        if causes.is_empty() && !own {
            causes = self.causes_of_readings(eve, day, (old, new), &matters);
        }
        if own || causes.is_empty() {
            causes.push(self.own_days(eve, day));
        }
        causes
    }

    /// The law as read is the same on both days, and a question comes to matter or matters no more: what happens under its other readings.
    fn causes_of_readings(
        &self,
        eve: Day,
        day: Day,
        (old, new): (&Glance, &Glance),
        matters: &dyn Fn(&Part) -> bool,
    ) -> Vec<Cause> {
        let program = self.program;
        let bearing = bearing([old, new]);
        let mut causes = Vec::new();
        let differs = |name: &String| old.questions.contains(name) != new.questions.contains(name);
        let questions = program.questions.iter().enumerate();
        for (i, question) in questions.filter(|(_, q)| differs(&q.full_name)) {
            let readings = question.readings.iter().enumerate();
            for (r, reading) in readings {
                let mut chosen = self.ask.readings.clone();
                chosen.insert(QuestionId::from_index(i), u16::try_from(r).ok());
                let open = |day| law::open(program, day, self.known(day), &chosen);
                let events = law::events(program, &open(eve), &open(day));
                for event in events.iter().filter(|event| matters(&event.part)) {
                    let mut cause = self.cause(event, &bearing);
                    cause.reading = Some(UnderReading {
                        question: question.full_name.clone(),
                        reading: reading.name.clone(),
                        text: reading.text.clone().into(),
                    });
                    causes.push(cause);
                }
            }
        }
        causes
    }

    fn cause(&self, event: &Event, bearing: &BTreeSet<RuleId>) -> Cause {
        let program = self.program;
        let rules = event
            .part
            .rules
            .iter()
            .filter(|rule| bearing.contains(rule));
        let lists = event.part.lists.iter().map(|id| program.list(*id));
        let questions = event.part.questions.iter().map(|id| program.question(*id));
        let mut cause = Cause {
            what: event.what.as_str().to_owned(),
            instrument: event.by.map(|id| program.instrument(id).full_name.clone()),
            cites: event.by.map(|id| self.number(id)).unwrap_or_default(),
            rules: rules
                .map(|rule| RuleRef {
                    rule: self.rule_name(*rule),
                    cites: eval::cites(program, *rule),
                    number: self.number(program.rule(*rule).instrument),
                })
                .collect(),
            lifted_by: event.lifted_by.map(|id| Named {
                name: program.instrument(id).full_name.clone(),
                text: self.number(id),
            }),
            ..Cause::default()
        };
        cause.rules.sort_by(|a, b| a.rule.cmp(&b.rule));
        if event.what == What::List {
            let named = lists.map(|list| Named {
                name: list.full_name.clone(),
                text: list.title.clone().into(),
            });
            cause.lists = named.collect();
        }
        if event.what == What::Arises {
            let named = questions.map(|question| Named {
                name: question.full_name.clone(),
                text: question.text.clone().into(),
            });
            cause.questions = named.collect();
        }
        cause
    }

    /// The case's own days: a licence that ran out, a report that was made.
    fn own_days(&self, eve: Day, day: Day) -> Cause {
        let told = self.told_days();
        let mut paths: Vec<String> = told
            .into_iter()
            .filter(|(at, _)| *at == eve || *at == day)
            .map(|(_, path)| path)
            .collect();
        paths.sort();
        paths.dedup();
        Cause {
            what: "facts".to_owned(),
            paths,
            ..Cause::default()
        }
    }

    /// How an instrument is cited.
    pub(super) fn number(&self, id: InstrumentId) -> Text {
        self.program.instrument(id).number.clone().into()
    }
}

/// Rules that have effect, or would but for suspensions and beginnings.
pub(super) fn bearing<'g>(glances: impl IntoIterator<Item = &'g Glance>) -> BTreeSet<RuleId> {
    let mut rules = BTreeSet::new();
    for glance in glances {
        rules.extend(glance.effects.iter().map(|effect| effect.rule));
        rules.extend(&glance.waiting);
    }
    rules
}

fn without(these: &[String], those: &[String]) -> Vec<String> {
    let kept = these.iter().filter(|name| !those.contains(name));
    kept.cloned().collect()
}
