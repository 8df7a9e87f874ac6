//! Which rules have effect (semantics §9): at once for rules that no other touches, by the graph for the rest.

use rustc_hash::FxHashMap as HashMap;

use super::index::{IndexPlan, Lead};
use super::layout::{ABSENT, LAST_MARK, LEFT_OUT, TableId};
use super::node::N;
use super::plan::KindPlan;
use super::run::Run;
use crate::ir::{FieldId, Rule, RuleId, Subject};
use crate::value::Truth;

/// A subject of the case: 0 is the shipment.
type SubjectIx = u32;

/// What is asked of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Question {
    Fires,
    Would,
    Stands,
    Eff,
}

/// A rule that has effect on a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effect {
    /// Its place among the rules that may bind.
    pub rule: u32,
    /// On which subject: 0 is the shipment, the others are counted on through the lists of subjects.
    pub subject: u32,
}

/// Room for the effects of one case.
#[derive(Debug, Default)]
pub struct Effects {
    subjects: Vec<(Subject, TableId, u32)>,
    /// Rules touched by others whose conditions hold or may hold, with their subject.
    tangled: Vec<Effect>,
    memo: HashMap<(RuleId, SubjectIx, bool, Question), Option<Truth>>,
    /// Rules that have effect as the law is.
    pub effects: Vec<Effect>,
    /// Strictest outcome by scale, as it is and latent.
    pub outcomes: Vec<(u16, u16)>,
}

impl Effects {
    /// The row of a subject's table.
    pub fn subject_row(&self, subject: u32) -> Option<u32> {
        self.subjects.get(subject as usize).map(|(_, _, row)| *row)
    }

    /// The list of a subject, and its place in it; none for the shipment.
    pub fn place(&self, subject: u32) -> Option<(FieldId, usize)> {
        let subject = subject as usize;
        let (Subject::Each(field), ..) = *self.subjects.get(subject)? else {
            return None;
        };
        let before = self.subjects.get(..subject)?;
        let of_it = |(kind, ..): &&(Subject, TableId, u32)| *kind == Subject::Each(field);
        Some((field, before.iter().filter(of_it).count()))
    }
}

/// That the case belongs to the interpreter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask;

impl Run<'_> {
    /// Which rules have effect, and the outcomes, latent ones only where that is asked; the interpreter's where anything is unknown.
    pub fn decide(&mut self, latent: bool) -> Result<(), Ask> {
        let plan = self.plan;
        if plan.open {
            return Err(Ask);
        }
        self.scratch.begin(plan);
        let scales = self.program.scales.len();
        let effects = &mut self.scratch.effects;
        effects.subjects.clear();
        effects.tangled.clear();
        effects.effects.clear();
        if !effects.memo.is_empty() {
            effects.memo.clear();
        }
        effects.outcomes.clear();
        effects.outcomes.resize(scales, (0, 0));
        let kinds = if latent { &plan.kinds } else { &plan.in_force };
        for kind in kinds {
            self.kind(kind)?;
        }
        if !self.scratch.effects.tangled.is_empty() {
            self.untangle(latent)?;
        }
        Ok(())
    }

    fn kind(&mut self, kind: &KindPlan) -> Result<(), Ask> {
        let Some((cell, table, empty_if)) = kind.list else {
            if kind.subject != Subject::Shipment {
                return Err(Ask);
            }
            self.scratch
                .effects
                .subjects
                .push((Subject::Shipment, TableId(0), 0));
            self.scratch.subject(0);
            return self.subject(kind, 0);
        };
        let root = TableId(0);
        let start = match self.store.get(root, 0, cell) {
            LEFT_OUT if empty_if.is_some_and(|n| self.truth(n).is_true()) => return Ok(()),
            mark if mark <= LAST_MARK => return Err(Ask),
            start => start,
        };
        let end = self.store.get(root, 0, cell + 1);
        let (Ok(mut row), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return Err(Ask);
        };
        while row < end {
            let subjects = &mut self.scratch.effects.subjects;
            let number = u32::try_from(subjects.len()).unwrap_or(u32::MAX);
            subjects.push((kind.subject, table, row));
            self.scratch.subject(row);
            self.subject(kind, number)?;
            let next = self.store.get(table, row, super::layout::NEXT);
            row = u32::try_from(next).unwrap_or(row + 1).max(row + 1);
        }
        Ok(())
    }

    /// All rules of a kind that the cells of a subject lead to.
    fn subject(&mut self, kind: &KindPlan, subject: u32) -> Result<(), Ask> {
        for rule in &kind.always {
            self.rule(*rule, subject, false)?;
        }
        for index in &kind.by {
            let row = if index.at.var == 0 {
                0
            } else {
                self.scratch.effects.subject_row(subject).unwrap_or(0)
            };
            let cell = self.store.get(index.at.table, row, index.at.cell);
            let Some(empty_if) = index.at.list else {
                for lead in index.led_to(cell) {
                    if !self.is_barred(lead, subject) {
                        self.rule(lead.rule, subject, lead.sure)?;
                    }
                }
                continue;
            };
            self.listed(index, (row, cell, empty_if), subject)?;
        }
        Ok(())
    }

    /// Whether the further test of a rule fails.
    #[inline]
    fn is_barred(&self, lead: &Lead, subject: u32) -> bool {
        let Some(gate) = &lead.gate else {
            return false;
        };
        let row = if gate.var == 0 {
            0
        } else {
            self.scratch.effects.subject_row(subject).unwrap_or(0)
        };
        let cell = self.store.get(gate.table, row, gate.cell);
        let test = self.plan.tables.test(gate.test);
        test.is_some_and(|test| test.of(cell).is_false())
    }

    /// Rules that some value of a list leads to, each once.
    fn listed(
        &mut self,
        index: &IndexPlan,
        (row, start, empty_if): (u32, i64, Option<N>),
        subject: u32,
    ) -> Result<(), Ask> {
        if start <= LAST_MARK {
            let left_out = start == LEFT_OUT;
            let empty = left_out && empty_if.is_some_and(|n| self.truth(n).is_true());
            if start != ABSENT && !empty {
                for lead in &index.untold {
                    self.rule(lead.rule, subject, false)?;
                }
            }
            return Ok(());
        }
        let end = self.store.get(index.at.table, row, index.at.cell + 1);
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return Err(Ask);
        };
        let store = self.store;
        let values = store.values(start, end);
        for (i, value) in values.iter().enumerate() {
            let before = values.get(..i).unwrap_or(&[]);
            for lead in index.led_to(*value) {
                let met = |value: &i64| {
                    let mut before = index.led_to(*value).iter();
                    before.any(|met| met.rule == lead.rule)
                };
                if !self.is_barred(lead, subject) && !before.iter().any(met) {
                    // Another value may be sure where this one only may be.
                    self.rule(lead.rule, subject, lead.sure)?;
                }
            }
        }
        Ok(())
    }

    /// A rule on a subject; `sure`: the test that led to it holds.
    #[inline]
    fn rule(&mut self, number: u32, subject: u32, sure: bool) -> Result<(), Ask> {
        let plan = self.plan;
        let Some(rule) = plan.rules.get(number as usize) else {
            return Err(Ask);
        };
        let effect = Effect {
            rule: number,
            subject,
        };
        if rule.asks_status {
            self.scratch.effects.tangled.push(effect);
            return Ok(());
        }
        let truth = self.truth(if sure { rule.rest } else { rule.when });
        if truth.is_false() {
            return Ok(());
        }
        if rule.tangled {
            let key = (rule.id, subject, false, Question::Fires);
            let effects = &mut self.scratch.effects;
            effects.memo.insert(key, Some(truth));
            effects.tangled.push(effect);
            return Ok(());
        }
        if truth.is_unknown() {
            return Err(Ask);
        }
        if rule.in_force {
            self.take(effect);
        }
        if rule.latent {
            self.take_latent(number);
        }
        Ok(())
    }

    fn take(&mut self, effect: Effect) {
        let plan = self.plan;
        let effects = &mut self.scratch.effects;
        effects.effects.push(effect);
        if let Some(rule) = plan.rules.get(effect.rule as usize) {
            for (scale, outcome) in &rule.outcomes {
                if let Some((actual, _)) = effects.outcomes.get_mut(scale.index()) {
                    *actual = (*actual).max(*outcome);
                }
            }
        }
    }

    fn take_latent(&mut self, rule: u32) {
        let plan = self.plan;
        let effects = &mut self.scratch.effects;
        if let Some(rule) = plan.rules.get(rule as usize) {
            for (scale, outcome) in &rule.outcomes {
                if let Some((_, latent)) = effects.outcomes.get_mut(scale.index()) {
                    *latent = (*latent).max(*outcome);
                }
            }
        }
    }

    /// Rules that others touch, each on every subject on which its effect may fall.
    fn untangle(&mut self, latent: bool) -> Result<(), Ask> {
        let plan = self.plan;
        let tangled = std::mem::take(&mut self.scratch.effects.tangled);
        let count = u32::try_from(self.scratch.effects.subjects.len()).unwrap_or(u32::MAX);
        let mut result = Ok(());
        'all: for effect in &tangled {
            let Some(rule) = plan.rules.get(effect.rule as usize) else {
                continue;
            };
            let entry = self.program.rule(rule.id);
            let elsewhere = entry.subject == Subject::Shipment && !entry.lifts.is_empty();
            let seats = if elsewhere {
                0..count
            } else {
                effect.subject..effect.subject + 1
            };
            for subject in seats {
                if !self.speaks_of(entry, subject) {
                    continue;
                }
                // Where the law is plain, what is in force is all that is latent.
                let worlds = if latent && !plan.is_plain { 2 } else { 1 };
                for latent in [false, true].into_iter().take(worlds) {
                    match self.eff(rule.id, subject, latent) {
                        Truth::F => {}
                        Truth::T if latent => self.take_latent(effect.rule),
                        Truth::T => {
                            self.take(Effect {
                                rule: effect.rule,
                                subject,
                            });
                            if plan.is_plain {
                                self.take_latent(effect.rule);
                            }
                        }
                        _ => {
                            result = Err(Ask);
                            break 'all;
                        }
                    }
                }
            }
        }
        self.scratch.effects.tangled = tangled;
        result
    }

    fn kind_of(&self, subject: u32) -> Subject {
        self.scratch
            .effects
            .subjects
            .get(subject as usize)
            .map_or(Subject::Shipment, |(kind, _, _)| *kind)
    }

    /// Whether an effect of the rule falls on the subject.
    fn speaks_of(&self, rule: &Rule, subject: u32) -> bool {
        let kind = self.kind_of(subject);
        let lifts = |kind: Subject| {
            let mut lifts = rule.lifts.iter();
            lifts.any(|t| self.program.rule(*t).subject == kind)
        };
        if rule.subject == kind {
            return kind != Subject::Shipment || rule.lifts.is_empty() || lifts(Subject::Shipment);
        }
        rule.subject == Subject::Shipment && lifts(kind)
    }

    fn seat(&self, rule: &Rule, subject: u32) -> Option<u32> {
        match rule.subject {
            Subject::Shipment => Some(0),
            kind if self.kind_of(subject) == kind => Some(subject),
            Subject::Each(_) => None,
        }
    }

    fn remembered(
        &mut self,
        key: (RuleId, SubjectIx, bool, Question),
        work: impl FnOnce(&mut Self) -> Truth,
    ) -> Truth {
        match self.scratch.effects.memo.get(&key) {
            Some(Some(truth)) => return *truth,
            // Under way: a circle that `check` could not see is unknown.
            Some(None) => return Truth::U,
            None => {}
        }
        self.scratch.effects.memo.insert(key, None);
        let truth = work(self);
        self.scratch.effects.memo.insert(key, Some(truth));
        truth
    }

    fn base(&mut self, id: RuleId, seat: u32, latent: bool) -> Truth {
        let plan = self.plan;
        let place = plan.by_id.get(id.index()).copied().flatten();
        let Some(rule) = place.and_then(|place| plan.rules.get(place as usize)) else {
            return Truth::F;
        };
        if !(if latent { rule.latent } else { rule.in_force }) {
            return Truth::F;
        }
        let world = latent && rule.asks_status;
        self.remembered((id, seat, world, Question::Fires), |run| {
            let before = run.latent;
            run.latent = latent;
            let here = run.scratch.effects.subject_row(seat).unwrap_or(0);
            run.scratch.subject(here);
            let truth = run.truth(rule.when);
            run.latent = before;
            truth
        })
    }

    fn given(
        &mut self,
        rule: &Rule,
        subject: u32,
        latent: bool,
        ask: fn(&mut Self, RuleId, u32, bool) -> Truth,
    ) -> Truth {
        let mut all = Truth::T;
        for clause in &rule.given {
            let mut some = Truth::F;
            for other in clause {
                some = some.or(ask(self, *other, subject, latent));
            }
            all = all.and(some);
            if all.is_false() {
                break;
            }
        }
        all
    }

    fn would(&mut self, id: RuleId, subject: u32, latent: bool) -> Truth {
        let rule = self.program.rule(id);
        let Some(seat) = self.seat(rule, subject) else {
            return Truth::F;
        };
        self.remembered((id, seat, latent, Question::Would), |run| {
            let base = run.base(id, seat, latent);
            if base.is_false() {
                return base;
            }
            base.and(run.given(rule, seat, latent, Self::would))
        })
    }

    fn stands(&mut self, id: RuleId, subject: u32, latent: bool) -> Truth {
        let rule = self.program.rule(id);
        let Some(seat) = self.seat(rule, subject) else {
            return Truth::F;
        };
        self.remembered((id, seat, latent, Question::Stands), |run| {
            let mut all = run.base(id, seat, latent);
            if all.is_false() {
                return all;
            }
            all = all.and(run.given(rule, seat, latent, Self::eff));
            for lifter in &rule.lifted_by {
                if all.is_false() {
                    break;
                }
                all = all.and(run.stands(*lifter, seat, latent).not());
            }
            all
        })
    }

    fn lifts_here(&self, rule: &Rule, subject: u32) -> bool {
        let kind = self.kind_of(subject);
        let mut lifts = rule.lifts.iter();
        lifts.any(|t| self.program.rule(*t).subject == kind)
    }

    fn eff(&mut self, id: RuleId, subject: u32, latent: bool) -> Truth {
        let rule = self.program.rule(id);
        if rule.lifts.is_empty() {
            return self.stands(id, subject, latent);
        }
        let Some(seat) = self.seat(rule, subject) else {
            return Truth::F;
        };
        let subject = if self.lifts_here(rule, subject) {
            subject
        } else {
            seat
        };
        let local = self.lifts_here(rule, subject);
        self.remembered((id, subject, latent, Question::Eff), |run| {
            let stands = run.stands(id, subject, latent);
            if stands.is_false() {
                return stands;
            }
            let here = run.kind_of(subject);
            let mut some = Truth::F;
            for target in &rule.lifts {
                if local && run.program.rule(*target).subject != here {
                    continue;
                }
                some = some.or(run.would_somewhere(*target, subject, latent));
                if some.is_true() {
                    break;
                }
            }
            stands.and(some)
        })
    }

    fn would_somewhere(&mut self, target: RuleId, subject: u32, latent: bool) -> Truth {
        let kind = self.program.rule(target).subject;
        let here = self.kind_of(subject);
        if kind == here {
            return self.would(target, subject, latent);
        }
        if here != Subject::Shipment {
            return Truth::F;
        }
        let mut some = Truth::F;
        for i in 0..u32::try_from(self.scratch.effects.subjects.len()).unwrap_or(0) {
            if self.kind_of(i) == kind {
                some = some.or(self.would(target, i, latent));
            }
        }
        some
    }

    /// `s is k`: some rule that concludes it has effect.
    pub(super) fn status(&mut self, rules: &[RuleId], row: u32, table: TableId) -> Truth {
        let subjects = &self.scratch.effects.subjects;
        let found = subjects
            .iter()
            .position(|(_, of, at)| (*of, *at) == (table, row));
        let Some(subject) = found.and_then(|i| u32::try_from(i).ok()) else {
            return Truth::U;
        };
        // Within a condition another is asked, perhaps of another subject; what was under way goes on as before.
        let (stamp, here) = (self.scratch.subject_stamp, self.scratch.subject_here());
        let latent = self.latent;
        let mut some = Truth::F;
        for id in rules {
            let entry = self.program.rule(*id);
            if self.speaks_of(entry, subject) {
                some = some.or(self.eff(*id, subject, latent));
            }
        }
        self.scratch.back_to(stamp, here);
        some
    }
}
