//! Duties of rules that have effect: by when, and whether done. What cannot be counted here is the interpreter's.

use std::sync::Arc;

use super::effect::Ask;
use super::layout::{ABSENT, LAST_MARK};
use super::lower::{Frame, Kind, Lower, Val};
use super::node::{N, Node};
use super::run::Run;
use crate::ir::{Const, ExprKind, Owner, RuleId};
use crate::value::{Day, Number};

/// A duty of a rule.
#[derive(Clone, Debug)]
pub struct DutyPlan {
    /// Who must.
    pub who: Arc<str>,
    /// What.
    pub what: Arc<str>,
    /// The day by which, where it says one.
    due: Option<N>,
    /// The day on which it was done, where it says how that is known.
    done: Option<N>,
}

/// A duty that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day by which.
    pub by: Option<Day>,
    /// `open`, `done` or `late`.
    pub state: &'static str,
}

/// Compiles the duties of a rule; `subject` is what its first variable stands for.
pub fn duties(lower: &mut Lower<'_>, id: RuleId, subject: Val) -> Vec<DutyPlan> {
    let program = lower.program;
    let rule = program.rule(id);
    let mut frame = Frame::new(&rule.locals, vec![subject], 2);
    let mut plans = Vec::new();
    for duty in &rule.duties {
        let due = duty.due.as_ref().map(|due| {
            let date = lower.lower(due.date, &mut frame);
            let date = lower.as_kind(date, Kind::Number(0));
            match due.within.map(|period| &program.expr(period).kind) {
                None => date,
                Some(ExprKind::Const(Const::Period(period))) => {
                    lower.nodes.add(Node::Later(date, *period))
                }
                Some(_) => lower.nodes.add(Node::Value(super::layout::UNTOLD)),
            }
        });
        let done = duty.done.map(|done| {
            let done = lower.lower(done, &mut frame);
            lower.as_kind(done, Kind::Number(0))
        });
        plans.push(DutyPlan {
            who: match &duty.who {
                Owner::Party(_, name) => name.as_str().into(),
                Owner::Other(words) => words.en.as_str().into(),
            },
            what: duty.text.en.as_str().into(),
            due,
            done,
        });
    }
    plans
}

impl Run<'_> {
    /// By when a duty of a rule on a subject is due, and whether it was done.
    pub fn due(&mut self, duty: &DutyPlan, subject: u32) -> Result<Due, Ask> {
        let row = self.scratch.effects.subject_row(subject).unwrap_or(0);
        self.scratch.subject(row);
        let due = match duty.due {
            Some(due) => Some(self.day(due)?.ok_or(Ask)?),
            None => None,
        };
        let done = match duty.done {
            Some(done) => self.day(done)?,
            None => None,
        };
        let state = match (done, due) {
            (None, _) => "open",
            (Some(done), Some(due)) if done > due => "late",
            (Some(_), _) => "done",
        };
        Ok(Due { by: due, state })
    }

    /// A day; none where it is absent.
    fn day(&mut self, n: N) -> Result<Option<Day>, Ask> {
        match self.value(n) {
            ABSENT => Ok(None),
            mark if mark <= LAST_MARK => Err(Ask),
            days => Day::from_number(&Number::from_int(days))
                .map(Some)
                .ok_or(Ask),
        }
    }
}
