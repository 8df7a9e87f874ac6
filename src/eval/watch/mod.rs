//! Watching an evaluation, for coverage: which conditions came out true and false, which of them mattered on their own, on which
//! side of each threshold values were, which rules had effect.
//!
//! In: a program's [`Plan`], cases one by one. Out: what was [`Seen`]. It is the one interpreter with a third recorder: `eval` hands
//! each whole condition to [`Cx::watched`], which walks its `and`, `or`, `not` and `if` as the interpreter does and asks the
//! interpreter for the leaves. Then it asks again with one leaf turned round: a leaf mattered where that changes what the whole comes
//! to. Leaves that were not reached the first time are asked aside for that, and what is asked aside is not seen.
//! Absent on purpose: places, totals, reports.

mod plan;
mod threshold;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use plan::{Decision, Leaf, Owner, Plan};
pub use threshold::{Edge, Mark, Sides, edge_text};

use super::derive::Tape;
use super::rule::{SHIPMENT, SubjectIx};
use super::value::{Alternatives, Data, Value};
use super::{Ask, AskError, Cx, Frame, Prepared, Recorder, World, cx, deps::Dep};
use crate::facts::Facts;
use crate::ir::{ExprId, Program, RuleId, Subject};
use crate::value::Truth;
use plan::Node;

/// What was seen so far.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How often each expression was worked out, by `ExprId`.
    pub hits: Vec<u64>,
    /// Leaves, by `ExprId`.
    pub leaves: Vec<LeafSeen>,
    /// Thresholds.
    pub marks: BTreeMap<Mark, Sides>,
    /// Rules, by `RuleId`.
    pub rules: Vec<RuleSeen>,
}

/// What was seen of a leaf.
#[derive(Clone, Copy, Debug, Default)]
pub struct LeafSeen {
    /// How often it was true.
    pub held: u64,
    /// How often it was false.
    pub failed: u64,
    /// Whether it mattered when it was true.
    pub held_matters: bool,
    /// Whether it mattered when it was false.
    pub failed_matters: bool,
}

/// What was seen of a rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleSeen {
    /// On how many subjects it had effect.
    pub effective: u64,
    /// On how many it had none.
    pub without: u64,
}

impl Seen {
    /// Nothing of a program.
    pub fn of(program: &Program) -> Seen {
        Seen {
            hits: vec![0; program.exprs.len()],
            leaves: vec![LeafSeen::default(); program.exprs.len()],
            marks: BTreeMap::new(),
            rules: vec![RuleSeen::default(); program.rules.len()],
        }
    }

    fn hit(&mut self, id: ExprId) {
        if let Some(hits) = self.hits.get_mut(id.index()) {
            *hits += 1;
        }
    }

    /// Whether seeing this leaf matter would be news.
    fn wants(&self, leaf: &Leaf, reached: &Reached) -> bool {
        let seen = self.leaves.get(leaf.expr.index());
        let shown = match reached.truth.known() {
            Some(true) => seen.is_none_or(|seen| seen.held_matters),
            Some(false) => seen.is_none_or(|seen| seen.failed_matters),
            None => return false,
        };
        let news = |(mark, sides): &(Mark, Sides)| {
            let before = self.marks.get(mark).copied().unwrap_or_default();
            !before.hold(*sides)
        };
        leaf.counts && !shown || reached.marks.iter().any(news)
    }
}

/// The recorder that watches.
#[derive(Debug)]
pub struct Watch {
    plan: Arc<Plan>,
    seen: Seen,
    /// Whether what is worked out now is only asked aside.
    muted: bool,
    /// Comparisons with thresholds since the last leaf.
    pending: Vec<(Mark, Sides)>,
}

impl Recorder for Watch {
    const ON: bool = false;
    const WATCHES: bool = true;

    fn tape(&mut self) -> Option<&mut Tape> {
        None
    }

    fn watch(&mut self) -> Option<&mut Watch> {
        Some(self)
    }
}

/// A leaf as it came out, with the thresholds that it compared.
struct Reached {
    truth: Truth,
    marks: Vec<(Mark, Sides)>,
}

/// One evaluation of a decision.
struct Round<'d> {
    decision: &'d Decision,
    /// Leaves reached, in their order.
    reached: Vec<Option<Reached>>,
    /// Leaves asked aside.
    aside: Vec<Option<Truth>>,
}

/// Watches one case: every rule in force on every subject. Where the case says what is latent, rules that are in force but for
/// suspensions and beginnings are watched too.
///
/// # Errors
/// As [`super::day_of`].
pub fn watch(
    program: &Program,
    prepared: &Prepared,
    plan: &Arc<Plan>,
    facts: &Facts,
    ask: &Ask,
    latent: bool,
    seen: &mut Seen,
) -> Result<(), AskError> {
    let law = super::law_of(program, facts, ask)?;
    let recorder = Watch {
        plan: Arc::clone(plan),
        seen: std::mem::take(seen),
        muted: false,
        pending: Vec::new(),
    };
    let mut cx = Cx::new(program, prepared, facts, law, ask.assume_defaults, recorder);
    for index in 0..program.rules.len() {
        cx.watch_rule(RuleId::from_index(index), latent);
    }
    cx.mute(true);
    cx.watch_effects();
    *seen = cx.recorder.seen;
    Ok(())
}

impl Cx<'_, Watch> {
    fn told_subjects(&self) -> Vec<SubjectIx> {
        let all = (0..self.table.subjects.len()).map(SubjectIx);
        all.filter(|s| !self.subject(*s).ghost).collect()
    }

    fn watch_effects(&mut self) {
        for s in self.told_subjects() {
            for rule in self.rules_of(s).iter().copied() {
                let truth = self.eff(rule, s).0;
                if let Some(seen) = self.recorder.seen.rules.get_mut(rule.index()) {
                    seen.effective += u64::from(truth.is_true());
                    seen.without += u64::from(truth.is_false());
                }
            }
        }
    }

    fn watch_rule(&mut self, rule: RuleId, latent: bool) {
        let law = self.law.rule(rule);
        self.world = match (law.in_force.is_false(), law.latent.is_false()) {
            (false, _) => World::Actual,
            (true, false) if latent => World::Latent,
            _ => return,
        };
        let program = self.program;
        let plan = Arc::clone(&self.recorder.plan);
        let entry = program.rule(rule);
        let decision = plan.rule(rule).and_then(|at| plan.decisions.get(at));
        let seats = match entry.subject {
            Subject::Shipment => vec![SHIPMENT],
            kind => {
                let mut all = self.told_subjects();
                all.retain(|s| self.subject(*s).kind == kind);
                all
            }
        };
        for s in seats {
            let node = self.subject(s).node;
            let subject = Value::new(Data::Record(Alternatives::One(node)), Dep::NONE);
            let mut frame = Frame::new(&entry.locals, vec![subject]);
            let mut truth = Truth::T;
            if let Some(decision) = decision {
                truth = self.decide(decision, &mut frame).0.as_truth().0;
            }
            if let Some(figure) = entry.gives.filter(|_| !truth.is_false()) {
                self.eval(figure, &mut frame);
            }
        }
        self.world = World::Actual;
    }
}

impl<R: Recorder> Cx<'_, R> {
    pub(super) fn is_muted(&mut self) -> bool {
        self.recorder.watch().is_none_or(|watch| watch.muted)
    }

    /// The value of an expression; of a whole condition, watched.
    pub(super) fn watched(&mut self, id: ExprId, frame: &mut Frame<'_>) -> Value {
        let Some(watch) = self.recorder.watch().filter(|watch| !watch.muted) else {
            return self.eval_deep(id, frame);
        };
        watch.seen.hit(id);
        let Some(root) = watch.plan.root(id) else {
            return self.eval_deep(id, frame);
        };
        let plan = Arc::clone(&watch.plan);
        match plan.decisions.get(root) {
            Some(decision) => self.decide(decision, frame).0,
            None => self.eval_deep(id, frame),
        }
    }

    /// What a decision comes to, its leaves watched.
    fn decide(&mut self, decision: &Decision, frame: &mut Frame<'_>) -> (Value, Truth) {
        let mut round = Round {
            decision,
            reached: decision.leaves.iter().map(|_| None).collect(),
            aside: vec![None; decision.leaves.len()],
        };
        let (value, truth) = match &decision.node {
            // What is not joined with anything keeps its value: it may be absent.
            Node::Leaf(leaf) => {
                let value = self.reach_leaf(&mut round, *leaf, frame);
                let truth = value.as_truth().0;
                (value, truth)
            }
            node => {
                let (truth, dep) = self.reach(&mut round, node, frame);
                (Value::truth(truth, dep), truth)
            }
        };
        for (at, leaf) in decision.leaves.iter().enumerate() {
            self.judge(&mut round, at, leaf, truth, frame);
        }
        (value, truth)
    }

    /// Writes down what was seen of a leaf that was reached.
    fn judge(
        &mut self,
        round: &mut Round<'_>,
        at: usize,
        leaf: &Leaf,
        whole: Truth,
        frame: &Frame<'_>,
    ) {
        let Some(reached) = round.reached.get_mut(at).and_then(Option::as_mut) else {
            return;
        };
        let truth = reached.truth;
        let Some(watch) = self.recorder.watch() else {
            return;
        };
        let wants = watch.seen.wants(leaf, reached);
        let marks = std::mem::take(&mut reached.marks);
        if let Some(seen) = watch.seen.leaves.get_mut(leaf.expr.index()) {
            seen.held += u64::from(truth.is_true());
            seen.failed += u64::from(truth.is_false());
        }
        if !wants || whole.is_unknown() {
            return;
        }
        if self.turned(round, at, frame) == whole {
            return;
        }
        let Some(watch) = self.recorder.watch() else {
            return;
        };
        if let Some(seen) = watch.seen.leaves.get_mut(leaf.expr.index()) {
            seen.held_matters |= truth.is_true();
            seen.failed_matters |= truth.is_false();
        }
        for (mark, sides) in marks {
            let seen = watch.seen.marks.entry(mark).or_default();
            *seen = seen.or(sides);
        }
    }

    /// As the interpreter does: what settles the whole ends the walk.
    fn reach(&mut self, round: &mut Round<'_>, node: &Node, frame: &mut Frame<'_>) -> (Truth, Dep) {
        match node {
            Node::Leaf(leaf) => self.reach_leaf(round, *leaf, frame).as_truth(),
            Node::Not(inner) => {
                let (truth, dep) = self.reach(round, inner, frame);
                (truth.not(), dep)
            }
            Node::And(all) | Node::Or(all) => {
                let is_and = matches!(node, Node::And(_));
                let settles = Truth::from_bool(!is_and);
                let (mut result, mut dep) = (settles.not(), Dep::NONE);
                for one in all {
                    let (truth, hangs) = self.reach(round, one, frame);
                    if truth == settles {
                        return (truth, Dep::NONE);
                    }
                    result = if is_and {
                        result.and(truth)
                    } else {
                        result.or(truth)
                    };
                    dep = self.deps.join(dep, hangs);
                }
                (result, cx::open(!result.is_unknown(), dep))
            }
            Node::If(parts) => {
                let [cond, yes, no] = parts.as_ref();
                let (truth, dep) = self.reach(round, cond, frame);
                match truth.known() {
                    Some(true) => self.reach(round, yes, frame),
                    Some(false) => self.reach(round, no, frame),
                    None => {
                        let (a, b) = (self.reach(round, yes, frame), self.reach(round, no, frame));
                        let both = a.0.hull(b.0);
                        let dep = self.deps.join_all([dep, a.1, b.1]);
                        (both, cx::open(!both.is_unknown(), dep))
                    }
                }
            }
        }
    }

    fn reach_leaf(&mut self, round: &mut Round<'_>, at: usize, frame: &mut Frame<'_>) -> Value {
        let Some(leaf) = round.decision.leaves.get(at) else {
            return Value::truth(Truth::U, Dep::NONE);
        };
        let before = match self.recorder.watch() {
            Some(watch) => {
                watch.seen.hit(leaf.expr);
                std::mem::take(&mut watch.pending)
            }
            None => Vec::new(),
        };
        // A status asks the conditions of other rules, which are watched for themselves.
        let value = if leaf.asks_rules {
            self.aside(|cx| cx.eval_deep(leaf.expr, frame))
        } else {
            self.eval_deep(leaf.expr, frame)
        };
        let marks = match self.recorder.watch() {
            Some(watch) => std::mem::replace(&mut watch.pending, before),
            None => Vec::new(),
        };
        let truth = value.as_truth().0;
        if let Some(slot) = round.reached.get_mut(at) {
            *slot = Some(Reached { truth, marks });
        }
        value
    }

    /// What the decision comes to with one leaf turned round.
    fn turned(&mut self, round: &mut Round<'_>, at: usize, frame: &Frame<'_>) -> Truth {
        let decision = round.decision;
        self.ask_again(round, &decision.node, at, frame)
    }

    fn ask_again(
        &mut self,
        round: &mut Round<'_>,
        node: &Node,
        turned: usize,
        frame: &Frame<'_>,
    ) -> Truth {
        match node {
            Node::Leaf(leaf) => self.leaf_again(round, *leaf, turned, frame),
            Node::Not(inner) => self.ask_again(round, inner, turned, frame).not(),
            Node::And(all) | Node::Or(all) => {
                let is_and = matches!(node, Node::And(_));
                let settles = Truth::from_bool(!is_and);
                let mut result = settles.not();
                for one in all {
                    let truth = self.ask_again(round, one, turned, frame);
                    if truth == settles {
                        return truth;
                    }
                    result = if is_and {
                        result.and(truth)
                    } else {
                        result.or(truth)
                    };
                }
                result
            }
            Node::If(parts) => {
                let [cond, yes, no] = parts.as_ref();
                match self.ask_again(round, cond, turned, frame).known() {
                    Some(true) => self.ask_again(round, yes, turned, frame),
                    Some(false) => self.ask_again(round, no, turned, frame),
                    None => {
                        let yes = self.ask_again(round, yes, turned, frame);
                        yes.hull(self.ask_again(round, no, turned, frame))
                    }
                }
            }
        }
    }

    fn leaf_again(
        &mut self,
        round: &mut Round<'_>,
        at: usize,
        turned: usize,
        frame: &Frame<'_>,
    ) -> Truth {
        let known = |round: &Round<'_>, at: usize| {
            let reached = round.reached.get(at).and_then(Option::as_ref);
            reached.map(|reached| reached.truth)
        };
        let truth = known(round, at);
        if at == turned {
            return truth.unwrap_or(Truth::U).not();
        }
        // Where the turned leaf says that a thing is absent, what speaks of that thing says nothing of how it would be.
        let guard = round.decision.leaves.get(turned);
        if let Some((absent, speaking)) = guard.and_then(|leaf| leaf.guards.as_ref())
            && speaking.contains(&at)
            && known(round, turned) == Some(Truth::from_bool(*absent))
        {
            return Truth::U;
        }
        if let Some(truth) = truth.or_else(|| round.aside.get(at).copied().flatten()) {
            return truth;
        }
        let truth = self.ask_aside(round, at, frame);
        if let Some(slot) = round.aside.get_mut(at) {
            *slot = Some(truth);
        }
        truth
    }

    /// A leaf that was not reached, as it would be: nothing of it is seen or remembered.
    fn ask_aside(&mut self, round: &Round<'_>, at: usize, frame: &Frame<'_>) -> Truth {
        let Some(leaf) = round.decision.leaves.get(at) else {
            return Truth::U;
        };
        let mut spare = frame.clone();
        self.aside(|cx| cx.eval_deep(leaf.expr, &mut spare))
            .as_truth()
            .0
    }

    /// Works something out of which nothing is seen. What was not seen is not remembered either, else it never would be.
    fn aside<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let memo = std::mem::take(&mut self.memo);
        self.mute(true);
        let found = work(self);
        self.mute(false);
        self.memo = memo;
        found
    }

    fn mute(&mut self, muted: bool) {
        if let Some(watch) = self.recorder.watch() {
            watch.muted = muted;
        }
    }
}
