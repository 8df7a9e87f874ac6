//! Windows, suspensions (states) and repeals (events), by semantics §8.
//!
//! `∃ e ≤ d` is asked only on window starts, days after window ends, and the day itself: between two of these nothing changes.

use std::sync::Arc;

use super::{LawBook, QuestionLaw, Readings, Reason, RuleLaw, State};
use crate::ir::{
    Action, ActionId, ActionVerb, Const, ExprId, ExprKind, InstrumentId, List, Program, QuestionId,
    Rule, RuleId, Target, Window,
};
use crate::value::{Day, Truth};

/// See [`super::open`].
pub(super) fn open(program: &Program, on: Day, known: Day, readings: &Readings) -> LawBook {
    let questions = questions(program, known, readings);
    let clock = Clock {
        program,
        on,
        known,
        questions: &questions,
    };
    let actions = clock.actions();
    let rules = (0..program.rules.len())
        .map(|i| clock.rule(RuleId::from_index(i), &actions))
        .collect::<Arc<[_]>>();
    let rows = program.lists.iter().map(|list| clock.rows(list)).collect();
    LawBook {
        on,
        known,
        is_plain: super::is_plain(&rules),
        rules,
        rows,
        questions: questions.into(),
        opened: on,
        mix: None,
    }
}

/// A question that does not exist yet, or has not arisen, has its default reading whatever was chosen.
fn questions(program: &Program, known: Day, readings: &Readings) -> Vec<QuestionLaw> {
    let each = |(i, question): (usize, &crate::ir::Question)| {
        let exists = question
            .instrument
            .is_none_or(|id| program.instrument(id).published <= known);
        let arisen = exists && question.arises.is_none_or(|day| day <= known);
        let chosen = readings
            .get(&QuestionId::from_index(i))
            .copied()
            .unwrap_or(Some(question.default));
        QuestionLaw {
            arisen,
            reading: if arisen {
                chosen
            } else {
                Some(question.default)
            },
        }
    };
    program.questions.iter().enumerate().map(each).collect()
}

struct Clock<'a> {
    program: &'a Program,
    on: Day,
    known: Day,
    questions: &'a [QuestionLaw],
}

/// What the existing actions do, on each day that matters up to the day asked.
struct Actions {
    /// By action: active on the day asked.
    now: Vec<Truth>,
    /// By action: active on some day up to the day asked.
    happened: Vec<Truth>,
    /// By action, for `replaces`: it will yet happen, once it begins or its suspension ends.
    pending: Vec<Truth>,
    /// By instrument: actions on it.
    on_instrument: Vec<Vec<ActionId>>,
    /// By rule: actions on it, its group or its instrument.
    on_rule: Vec<Vec<ActionId>>,
}

impl Clock<'_> {
    fn exists(&self, id: InstrumentId) -> bool {
        self.program.instrument(id).published <= self.known
    }

    /// The truth of a condition that reads questions only. Anything else cannot stand there: `check` refuses it.
    fn cond(&self, id: ExprId) -> Truth {
        match &self.program.expr(id).kind {
            ExprKind::Const(Const::Bool(value)) => Truth::from_bool(*value),
            ExprKind::Reads(question, reading) => {
                match self.questions.get(question.index()).and_then(|q| q.reading) {
                    Some(chosen) => Truth::from_bool(chosen == *reading),
                    None => Truth::U,
                }
            }
            ExprKind::Not(inner) => self.cond(*inner).not(),
            ExprKind::And(all) => all
                .iter()
                .fold(Truth::T, |truth, e| truth.and(self.cond(*e))),
            ExprKind::Or(some) => some
                .iter()
                .fold(Truth::F, |truth, e| truth.or(self.cond(*e))),
            _ => Truth::F,
        }
    }

    fn conds(&self, window: &Window) -> Truth {
        window
            .conds
            .iter()
            .fold(Truth::T, |truth, e| truth.and(self.cond(*e)))
    }

    /// Whether the day lies in one of the alternatives.
    fn within(&self, windows: &[Window], day: Day) -> Truth {
        self.some(windows, |w| {
            w.from <= day && w.last.is_none_or(|last| day <= last)
        })
    }

    /// Whether one of the alternatives for which `keep` holds has its condition met.
    fn some(&self, windows: &[Window], keep: impl Fn(&Window) -> bool) -> Truth {
        windows
            .iter()
            .filter(|w| keep(w))
            .fold(Truth::F, |truth, w| truth.or(self.conds(w)))
    }

    /// The days up to the day asked on which an action may change.
    fn days(&self) -> Vec<Day> {
        let windows = self.program.actions.iter().flat_map(|a| a.windows.iter());
        let mut days: Vec<Day> = windows
            .flat_map(|w| [Some(w.from), w.last.map(Day::tomorrow)])
            .flatten()
            .collect();
        days.retain(|day| *day <= self.on);
        days.push(self.on);
        days.sort_unstable();
        days.dedup();
        days
    }

    fn actions(&self) -> Actions {
        let program = self.program;
        let mut on_instrument = vec![Vec::new(); program.instruments.len()];
        let mut on_rule = vec![Vec::new(); program.rules.len()];
        for (i, action) in program
            .actions
            .iter()
            .enumerate()
            .filter(|(_, a)| self.exists(a.by))
        {
            self.spread(
                ActionId::from_index(i),
                action,
                &mut on_instrument,
                &mut on_rule,
            );
        }
        let days = self.days();
        // active[action][day]; `action_order` has the actions on an instrument before its own.
        let mut active: Vec<Vec<Truth>> = vec![Vec::new(); program.actions.len()];
        for id in &program.action_order {
            let action = program.action(*id);
            let against = on_instrument
                .get(action.by.index())
                .map_or(&[][..], Vec::as_slice);
            let row = days
                .iter()
                .enumerate()
                .map(|(d, day)| self.active(action, *day, d, against, &active))
                .collect();
            if let Some(slot) = active.get_mut(id.index()) {
                *slot = row;
            }
        }
        let now = active
            .iter()
            .map(|row| row.last().copied().unwrap_or(Truth::F))
            .collect();
        let happened: Vec<Truth> = active
            .iter()
            .map(|row| row.iter().fold(Truth::F, |t, day| t.or(*day)))
            .collect();
        let ended = |id: InstrumentId| {
            self.ended(
                on_instrument.get(id.index()).map_or(&[][..], Vec::as_slice),
                &happened,
            )
        };
        let pending = program
            .actions
            .iter()
            .zip(&happened)
            .map(|(action, done)| self.pending(action, *done, ended(action.by)))
            .collect();
        Actions {
            now,
            happened,
            pending,
            on_instrument,
            on_rule,
        }
    }

    fn spread(
        &self,
        id: ActionId,
        action: &Action,
        on_instrument: &mut [Vec<ActionId>],
        on_rule: &mut [Vec<ActionId>],
    ) {
        for target in &action.targets {
            let rules: &[RuleId] = match target {
                Target::Rule(rule) => std::slice::from_ref(rule),
                Target::Group(group) => &self.program.group(*group).rules,
                Target::Instrument(instrument) => {
                    if let Some(list) = on_instrument.get_mut(instrument.index()) {
                        list.push(id);
                    }
                    &self.program.instrument(*instrument).rules
                }
            };
            for rule in rules {
                if let Some(list) = on_rule
                    .get_mut(rule.index())
                    .filter(|list| list.last() != Some(&id))
                {
                    list.push(id);
                }
            }
        }
    }

    /// `active(a, d)`: in its window, its condition met, itself neither suspended nor ended.
    fn active(
        &self,
        action: &Action,
        day: Day,
        index: usize,
        against: &[ActionId],
        active: &[Vec<Truth>],
    ) -> Truth {
        if !self.exists(action.by) {
            return Truth::F;
        }
        let mut truth = self.within(&action.windows, day);
        for id in against {
            let Some(row) = active.get(id.index()) else {
                continue;
            };
            let stopped = match self.program.action(*id).verb {
                ActionVerb::Suspends => row.get(index).copied().unwrap_or(Truth::F),
                ActionVerb::Repeals | ActionVerb::Replaces => row
                    .iter()
                    .take(index + 1)
                    .fold(Truth::F, |t, day| t.or(*day)),
            };
            truth = truth.and(stopped.not());
        }
        truth
    }

    fn ended(&self, against: &[ActionId], happened: &[Truth]) -> Truth {
        let events = against
            .iter()
            .filter(|id| self.program.action(**id).verb != ActionVerb::Suspends);
        events.fold(Truth::F, |truth, id| {
            truth.or(happened.get(id.index()).copied().unwrap_or(Truth::F))
        })
    }

    /// A replacement that will yet happen: not done, its window not over, the acting instrument not ended.
    fn pending(&self, action: &Action, happened: Truth, ended: Truth) -> Truth {
        if action.verb != ActionVerb::Replaces || !self.exists(action.by) {
            return Truth::F;
        }
        let ahead = self.some(&action.windows, |w| {
            w.last.is_none_or(|last| self.on <= last)
        });
        ahead.and(happened.not()).and(ended.not())
    }

    fn rule(&self, id: RuleId, actions: &Actions) -> RuleLaw {
        let rule = self.program.rule(id);
        if !self.exists(rule.instrument) {
            let reasons = vec![Reason {
                state: State::Absent,
                by: None,
                from: None,
                through: None,
            }];
            return RuleLaw {
                exists: false,
                in_force: Truth::F,
                latent: Truth::F,
                state: State::Absent,
                reasons,
                open: Vec::new(),
            };
        }
        let against = actions
            .on_rule
            .get(id.index())
            .map_or(&[][..], Vec::as_slice);
        let of = |table: &[Truth], a: &ActionId| table.get(a.index()).copied().unwrap_or(Truth::F);
        let suspends = |a: &&ActionId| self.program.action(**a).verb == ActionVerb::Suspends;
        let suspended = against
            .iter()
            .filter(suspends)
            .fold(Truth::F, |t, a| t.or(of(&actions.now, a)));
        let ended = self.ended(against, &actions.happened);
        let replaced_later = against
            .iter()
            .fold(Truth::F, |t, a| t.or(of(&actions.pending, a)));
        let not_over = self.some(&rule.windows, |w| w.last.is_none_or(|last| self.on <= last));
        let in_force = self
            .within(&rule.windows, self.on)
            .and(suspended.not())
            .and(ended.not());
        let latent = not_over.and(ended.not()).and(replaced_later.not());
        let begun = self.some(&rule.windows, |w| w.from <= self.on);
        let reasons = self.reasons(rule, against, actions, not_over, begun);
        let state = self.state(in_force, &reasons);
        let open = if in_force.is_unknown() || latent.is_unknown() {
            self.open(rule, against, actions)
        } else {
            Vec::new()
        };
        RuleLaw {
            exists: true,
            in_force,
            latent,
            state,
            reasons,
            open,
        }
    }

    fn state(&self, in_force: Truth, reasons: &[Reason]) -> State {
        if in_force.is_unknown() {
            return State::Unknown;
        }
        if in_force.is_true() {
            return State::InForce;
        }
        reasons
            .iter()
            .map(|r| r.state)
            .min()
            .unwrap_or(State::Ended)
    }

    /// All that keeps the rule from being in force, or may.
    fn reasons(
        &self,
        rule: &Rule,
        against: &[ActionId],
        actions: &Actions,
        not_over: Truth,
        begun: Truth,
    ) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if not_over.is_false() {
            let met = |w: &&Window| !self.conds(w).is_false();
            let through = rule.windows.iter().filter(met).filter_map(|w| w.last).max();
            reasons.push(Reason {
                state: State::Ended,
                by: None,
                from: None,
                through,
            });
        }
        for id in against {
            let action = self.program.action(*id);
            let truth = |table: &[Truth]| table.get(id.index()).copied().unwrap_or(Truth::F);
            let suspends = action.verb == ActionVerb::Suspends;
            if truth(if suspends {
                &actions.now
            } else {
                &actions.happened
            })
            .is_false()
            {
                continue;
            }
            let covers = |w: &&Window| {
                w.from <= self.on
                    && (!suspends || w.last.is_none_or(|last| self.on <= last))
                    && !self.conds(w).is_false()
            };
            for window in action.windows.iter().filter(covers) {
                let state = if suspends {
                    State::Suspended
                } else {
                    State::Ended
                };
                let through = window.last.filter(|_| suspends);
                reasons.push(Reason {
                    state,
                    by: Some(action.by),
                    from: Some(window.from),
                    through,
                });
            }
        }
        if begun.is_false() && !not_over.is_false() {
            let ahead = |w: &&Window| w.from > self.on && !self.conds(w).is_false();
            let from = rule.windows.iter().filter(ahead).map(|w| w.from).min();
            reasons.push(Reason {
                state: State::NotYet,
                by: None,
                from,
                through: None,
            });
        }
        reasons.sort_by_key(|r| (r.state, r.by, r.from, r.through));
        reasons.dedup();
        reasons
    }

    /// The questions left open among the undecided conditions of the rule's windows and of what acts on it.
    fn open(&self, rule: &Rule, against: &[ActionId], actions: &Actions) -> Vec<QuestionId> {
        let mut found = Vec::new();
        self.open_of(&rule.windows, &mut found);
        let mut todo: Vec<ActionId> = against.to_vec();
        let mut seen = vec![false; self.program.actions.len()];
        while let Some(id) = todo.pop() {
            let Some(flag) = seen.get_mut(id.index()).filter(|flag| !**flag) else {
                continue;
            };
            *flag = true;
            let action = self.program.action(id);
            self.open_of(&action.windows, &mut found);
            todo.extend(
                actions
                    .on_instrument
                    .get(action.by.index())
                    .into_iter()
                    .flatten()
                    .copied(),
            );
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn open_of(&self, windows: &[Window], found: &mut Vec<QuestionId>) {
        let mut todo: Vec<ExprId> = windows
            .iter()
            .flat_map(|w| w.conds.iter().copied())
            .collect();
        while let Some(id) = todo.pop() {
            if !self.cond(id).is_unknown() {
                continue;
            }
            match &self.program.expr(id).kind {
                ExprKind::Reads(question, _) => found.push(*question),
                ExprKind::Not(inner) => todo.push(*inner),
                ExprKind::And(several) | ExprKind::Or(several) => todo.extend(several),
                _ => {}
            }
        }
    }

    /// A row is in the list on days in its own window; its publication is compared with the law book's day. Suspension empties no list.
    fn rows(&self, list: &List) -> Vec<bool> {
        let list_exists = list.instrument.is_none_or(|id| self.exists(id));
        let each = |row: &crate::ir::Row| {
            list_exists
                && row.published.is_none_or(|day| day <= self.known)
                && row.from.is_none_or(|day| day <= self.on)
                && row.last.is_none_or(|day| self.on <= day)
        };
        list.rows.iter().map(each).collect()
    }
}
