//! Duties: by when, and whether done (semantics §9).

use super::Recorder;
use super::cx::{Cx, Frame};
use super::deps::{Dep, Leaf};
use super::rule::SubjectIx;
use super::value::{Alternatives, Data, Value};
use crate::decision;
use crate::facts::{NodeId, Slot};
use crate::ir::{Duty, Owner, RuleId};
use crate::value::{Bounds, Day, End, Truth};

impl<'a, R: Recorder> Cx<'a, R> {
    /// A duty of a rule that has, or may have, effect on a subject.
    pub(super) fn duty(
        &mut self,
        rule: RuleId,
        duty: &Duty,
        s: SubjectIx,
        truth: Truth,
    ) -> decision::Duty {
        let program = self.program;
        let entry = program.rule(rule);
        let mut frame = self.seat_frame(rule, s);
        let due = self.due(duty, &mut frame);
        let day = due
            .as_ref()
            .and_then(|due| due.bounds().single().and_then(Day::from_number));
        let by_unknown = due.as_ref().filter(|_| day.is_none()).map(|due| {
            let why = self.why_unknown(due.dep);
            between(&due.bounds()).map_or(why.clone(), |days| format!("{days}: {why}"))
        });
        let state = self.duty_state(duty, due.as_ref(), &mut frame);
        decision::Duty {
            who: match &duty.who {
                Owner::Party(_, name) => name.as_str().into(),
                Owner::Other(words) => words.clone().into(),
            },
            what: duty.text.clone().into(),
            by: day.map(|day| day.to_string()),
            by_unknown,
            state: state.to_owned(),
            certain: truth.is_true(),
            rule: entry.full_name.clone(),
            cites: super::answer::cites(program, rule),
            subject: self.path_of(self.subject(s).node),
        }
    }

    fn duty_state(
        &mut self,
        duty: &Duty,
        due: Option<&Value>,
        frame: &mut Frame<'_>,
    ) -> &'static str {
        let Some(done) = duty.done else { return "open" };
        let done = self.eval(done, frame);
        if done.is_none() {
            return "open";
        }
        if done.absent {
            return "unknown";
        }
        let late = match (&done.data, due) {
            (Data::Number(done), Some(due)) => done.gt(&due.bounds()),
            (Data::Number(_), None) => Truth::F,
            _ => Truth::U,
        };
        match late.known() {
            Some(false) => "done",
            Some(true) => "late",
            None => "unknown",
        }
    }

    fn why_unknown(&mut self, dep: Dep) -> String {
        let (leaves, gaps) = self.deps.spread([dep]);
        let gaps = gaps
            .iter()
            .map(|gap| gap.detail.clone().unwrap_or_else(|| gap.reason.clone()));
        let leaves = leaves.iter().map(|leaf| {
            let how = if self.is_told_in_part(*leaf) {
                "is told only in part"
            } else {
                "is not told"
            };
            format!("{} {how}", self.path_of_leaf(*leaf))
        });
        let all: Vec<String> = gaps.chain(leaves).collect();
        if all.is_empty() {
            "the day cannot be counted".to_owned()
        } else {
            all.join("; ")
        }
    }

    /// Gaps behind a day that cannot be counted.
    pub(super) fn duty_gaps(
        &mut self,
        rule: RuleId,
        duty: &Duty,
        s: SubjectIx,
    ) -> Vec<decision::Gap> {
        let mut frame = self.seat_frame(rule, s);
        match self.due(duty, &mut frame) {
            Some(day) if day.bounds().single().is_none() => self.deps.spread([day.dep]).1,
            _ => Vec::new(),
        }
    }

    /// The rule's variables: its subject is the shipment for a shipment rule, wherever its effect falls.
    fn seat_frame(&self, rule: RuleId, s: SubjectIx) -> Frame<'a> {
        let program = self.program;
        let entry = program.rule(rule);
        let seat = match entry.subject {
            crate::ir::Subject::Shipment => super::rule::SHIPMENT,
            crate::ir::Subject::Each(_) => s,
        };
        let node = self.subject(seat).node;
        let subject = Value::new(Data::Record(Alternatives::One(node)), Dep::NONE);
        Frame::new(&entry.locals, vec![subject])
    }

    /// The day by which it is due, if it says one.
    fn due(&mut self, duty: &Duty, frame: &mut Frame<'_>) -> Option<Value> {
        let due = duty.due.as_ref()?;
        let date = self.eval(due.date, frame);
        let Some(period) = due.within else {
            return Some(date);
        };
        let period = self.eval(period, frame);
        let dep = self.deps.join(date.dep, period.dep);
        Some(match &period.data {
            Data::Period(periods) => self.day_after(&date.bounds(), periods, dep),
            _ => self.any_of(&crate::ir::Type::Date, dep),
        })
    }

    fn is_told_in_part(&self, leaf: Leaf) -> bool {
        let Leaf::Field(node, field) = leaf else {
            return false;
        };
        let slot = self.facts.slot(NodeId(node.0), field);
        slot.is_some_and(|slot| !matches!(slot, Slot::LeftOut | Slot::Untold))
    }
}

/// The days that it may be, where something is known of them.
fn between(days: &Bounds) -> Option<String> {
    let day = |end: &End| end.number().and_then(Day::from_number);
    match (day(days.lo()), day(days.hi())) {
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
        (Some(from), None) => Some(format!("{from} at the earliest")),
        (None, Some(to)) => Some(format!("{to} at the latest")),
        (None, None) => None,
    }
}
