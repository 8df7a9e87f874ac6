//! Duties: by when, and whether done (semantics §9).

use super::Recorder;
use super::cx::{Cx, Frame};
use super::deps::{Dep, Leaf};
use super::rule::SubjectIx;
use super::value::{Alternatives, Data, Value};
use crate::decision::{self, Text};
use crate::facts::{NodeId, Slot};
use crate::ir::{Duty, ExprId, ExprKind, Owner, RuleId};
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
            match between(&due.bounds()) {
                Some(days) => Text {
                    en: format!("{}: {}", days.en, why.en),
                    zh: Some(format!("{}：{}", days.chinese(), why.chinese())),
                },
                None => why,
            }
        });
        let state = self.duty_state(duty, due.as_ref(), &mut frame);
        decision::Duty {
            who: match &duty.who {
                Owner::Party(path, name) => self.party(*path, name),
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

    fn why_unknown(&mut self, dep: Dep) -> Text {
        let (leaves, gaps) = self.deps.spread([dep]);
        let gaps = gaps
            .iter()
            .map(|gap| gap.detail.clone().unwrap_or_else(|| gap.reason_text()));
        let leaves = leaves.iter().map(|leaf| {
            let path = self.path_of_leaf(*leaf);
            let (en, zh) = if self.is_told_in_part(*leaf) {
                ("is told only in part", "仅部分提供")
            } else {
                ("is not told", "未提供")
            };
            Text {
                en: format!("{path} {en}"),
                zh: Some(format!("{zh}{path}")),
            }
        });
        let mut all: Vec<Text> = gaps.chain(leaves).collect();
        if all.is_empty() {
            all.push(Text {
                en: "the day cannot be counted".to_owned(),
                zh: Some("无法推算日期".to_owned()),
            });
        }
        let joined = |of: fn(&Text) -> &str, between: &str| {
            all.iter().map(of).collect::<Vec<_>>().join(between)
        };
        Text {
            en: joined(|text| &text.en, "; "),
            zh: Some(joined(Text::chinese, "；")),
        }
    }

    /// A party of the facts by its name there.
    fn party(&self, path: ExprId, name: &str) -> Text {
        let zh = match &self.program.expr(path).kind {
            ExprKind::Field(of, field) => {
                let record = super::chinese::record(&self.program.expr(*of).ty);
                let record = record.and_then(|id| self.program.records.get(id.index()));
                record
                    .and_then(|record| record.fields.get(field.index()))
                    .and_then(|field| field.text.zh.clone())
            }
            _ => None,
        };
        Text {
            en: name.to_owned(),
            zh,
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
    pub(super) fn seat_frame(&self, rule: RuleId, s: SubjectIx) -> Frame<'a> {
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
    pub(super) fn due(&mut self, duty: &Duty, frame: &mut Frame<'_>) -> Option<Value> {
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
fn between(days: &Bounds) -> Option<Text> {
    let day = |end: &End| end.number().and_then(Day::from_number);
    let (en, zh) = match (day(days.lo()), day(days.hi())) {
        (Some(from), Some(to)) => (format!("{from} to {to}"), format!("{from} 至 {to}")),
        (Some(from), None) => (format!("{from} at the earliest"), format!("最早 {from}")),
        (None, Some(to)) => (format!("{to} at the latest"), format!("最晚 {to}")),
        (None, None) => return None,
    };
    Some(Text { en, zh: Some(zh) })
}
