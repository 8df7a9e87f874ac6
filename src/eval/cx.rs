//! The evaluator's state, and frames of variables.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::collections::BTreeSet;

use super::deps::{Dep, Deps};
use super::node::{NodeRef, ROOT_REF, Virtuals};
use super::prepare::Prepared;
use super::rule::{SubjectIx, Table};
use super::value::Value;
use super::{Recorder, define::MemoKey};
use crate::facts::Facts;
use crate::ir::{ExprId, FieldId, Local, LocalId, LocalKind, Program, QuestionId};
use crate::law::LawBook;
use crate::value::Day;

/// In which world rules are asked: as it is, or but for suspensions and beginnings (semantics §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum World {
    /// As it is.
    Actual,
    /// With `latent` in place of `in_force`.
    Latent,
}

/// One evaluation: a program, facts, a law book; what was worked out so far.
pub struct Cx<'a, R: Recorder> {
    pub(super) program: &'a Program,
    pub(super) prepared: &'a Prepared,
    pub(super) facts: &'a Facts,
    pub(super) law: LawBook,
    /// The last of several days asked at once: the law's own is the first, and law and facts but for the day are the same on all.
    pub(super) last_day: Option<Day>,
    pub(super) assume_defaults: bool,
    pub(super) deps: Deps,
    pub(super) virtuals: Virtuals,
    /// Leaves held to a cell by a split or probe.
    pub(super) overrides: Vec<(NodeRef, FieldId, Value)>,
    pub(super) defaults: HashMap<(NodeRef, FieldId), Value>,
    pub(super) pending_defaults: HashSet<(NodeRef, FieldId)>,
    pub(super) memo: HashMap<MemoKey, Value>,
    /// Calls of recursive defines under way on a made-up record, to see one met again (semantics §7).
    pub(super) calls: Vec<(crate::ir::DefineId, Vec<Value>)>,
    /// Whether overrides tell their leaves (a probe) or only fix them (a cell, which defaults do not see).
    pub(super) telling: bool,
    /// Only ranges are wanted, not what they hang on: splits end as soon as no further cell can change them.
    pub(super) hurried: bool,
    /// Rows and columns of lists on the day asked: they hang on the days alone.
    pub(super) lists: HashMap<(crate::ir::ListId, Option<u32>), Value>,
    pub(super) table: Table,
    pub(super) world: World,
    /// Sums of what the elements of a bounded list take at least, with the limit.
    pub(super) least_sums: HashMap<(NodeRef, FieldId, FieldId), Option<(Value, Value)>>,
    /// Questions that some condition read.
    pub(super) questions_read: BTreeSet<QuestionId>,
    /// The place read last, for the recorder.
    pub(super) last_read: Option<(NodeRef, FieldId)>,
    pub(super) recorder: R,
}

impl<'a, R: Recorder> Cx<'a, R> {
    /// A fresh evaluation.
    pub fn new(
        program: &'a Program,
        prepared: &'a Prepared,
        facts: &'a Facts,
        law: LawBook,
        assume_defaults: bool,
        recorder: R,
    ) -> Self {
        let mut cx = Cx {
            program,
            prepared,
            facts,
            law,
            last_day: None,
            assume_defaults,
            deps: Deps::default(),
            virtuals: Virtuals::default(),
            overrides: Vec::new(),
            defaults: HashMap::default(),
            pending_defaults: HashSet::default(),
            memo: HashMap::default(),
            calls: Vec::new(),
            telling: false,
            hurried: false,
            lists: HashMap::default(),
            table: Table::default(),
            world: World::Actual,
            least_sums: HashMap::default(),
            questions_read: BTreeSet::new(),
            last_read: None,
            recorder,
        };
        cx.reset();
        cx
    }

    /// Forgets what was worked out, after the law or an override changed. Records made up and leaves keep their identity.
    pub fn reset(&mut self) {
        self.defaults.clear();
        self.memo.clear();
        self.least_sums.clear();
        self.world = World::Actual;
        self.find_subjects();
    }

    /// Runs `work` under another reading of one question. What does not hang on readings is kept.
    pub(super) fn with_reading<T>(
        &mut self,
        question: QuestionId,
        law: LawBook,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = std::mem::replace(&mut self.law, law);
        let prepared = self.prepared;
        let asks = |key: &MemoKey| prepared.define_asks(key.define, question);
        let asking: Vec<_> = self.memo.extract_if(|key, _| asks(key)).collect();
        self.world = World::Actual;
        // The conditions of a rule that does not read the question come to the same.
        let fired = self.table.fired();
        let table = std::mem::take(&mut self.table);
        self.find_subjects();
        for (key, tri) in fired {
            if !self.prepared.rule_asks(key.0, question) {
                self.table.tell_fired(key, tri);
            }
        }
        let result = work(self);
        self.law = before;
        self.memo.retain(|key, _| !asks(key));
        self.memo.extend(asking);
        self.world = World::Actual;
        self.table = table;
        result
    }

    /// Runs `work` on one subject with some of its leaves held to a cell. What was worked out of other subjects stays as it is.
    pub(super) fn with_subject<T>(
        &mut self,
        s: SubjectIx,
        cells: Vec<(NodeRef, FieldId, Value)>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.overrides.len();
        self.overrides.extend(cells);
        let memo = std::mem::take(&mut self.memo);
        let sums = std::mem::take(&mut self.least_sums);
        let focus = self.table.focus(s);
        let result = work(self);
        self.table.blur(focus);
        (self.memo, self.least_sums) = (memo, sums);
        self.overrides.truncate(before);
        result
    }

    /// Runs `work` with some leaves held to a cell, which tells more of them: what is decided stays so.
    pub fn with<T>(
        &mut self,
        cells: Vec<(NodeRef, FieldId, Value)>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let decided = self.table.decided();
        self.apart(cells, |cx, same_subjects| {
            if same_subjects {
                cx.table.tell_decided(decided);
            }
            work(cx)
        })
    }

    /// Runs `work` with some leaves held to other values, whatever was told of them.
    pub(super) fn with_other<T>(
        &mut self,
        cells: Vec<(NodeRef, FieldId, Value)>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.apart(cells, |cx, _| work(cx))
    }

    /// Runs `work` on leaves held, knowing nothing; what was worked out before is there again afterwards. Told is whether the
    /// subjects are the same.
    fn apart<T>(
        &mut self,
        cells: Vec<(NodeRef, FieldId, Value)>,
        work: impl FnOnce(&mut Self, bool) -> T,
    ) -> T {
        let lists = &self.prepared.subject_lists;
        let others = cells
            .iter()
            .any(|(node, field, _)| *node == ROOT_REF && lists.contains(field));
        let same = self.table.are_told() && !others;
        let length = self.overrides.len();
        self.overrides.extend(cells);
        let defaults = std::mem::take(&mut self.defaults);
        let memo = std::mem::take(&mut self.memo);
        let sums = std::mem::take(&mut self.least_sums);
        let world = std::mem::replace(&mut self.world, World::Actual);
        let table = self.table.set_aside(same);
        if !same {
            self.find_subjects();
        }
        let result = work(self, same);
        self.table.take_back(table);
        self.world = world;
        (self.defaults, self.memo, self.least_sums) = (defaults, memo, sums);
        self.overrides.truncate(length);
        result
    }
}

/// Variables of one rule, define or default: slots filled when first used.
#[derive(Clone)]
pub struct Frame<'p> {
    locals: &'p [Local],
    slots: Vec<Option<Value>>,
    /// Parameters that stand for a literal of the call; only while watched.
    pub(super) literals: Vec<(LocalId, ExprId)>,
}

impl<'p> Frame<'p> {
    /// A frame whose first slots are given.
    pub fn new(locals: &'p [Local], given: Vec<Value>) -> Frame<'p> {
        let mut slots: Vec<Option<Value>> = given.into_iter().map(Some).collect();
        slots.resize(locals.len().max(slots.len()), None);
        Frame {
            locals,
            slots,
            literals: Vec::new(),
        }
    }

    /// Sets a variable.
    pub fn set(&mut self, id: LocalId, value: Value) {
        if let Some(slot) = self.slots.get_mut(id.index()) {
            *slot = Some(value);
        }
    }

    /// What a variable is, if it has been set.
    pub fn get(&self, id: LocalId) -> Option<&Value> {
        self.slots.get(id.index()).and_then(Option::as_ref)
    }

    /// The expression of a `let`.
    pub fn binding(&self, id: LocalId) -> Option<ExprId> {
        match self.locals.get(id.index())?.kind {
            LocalKind::Let(expr) => Some(expr),
            LocalKind::Given | LocalKind::Bound => None,
        }
    }
}

/// The union of what two things hang on, where the result is left open.
pub fn open(decided: bool, dep: Dep) -> Dep {
    if decided { Dep::NONE } else { dep }
}
