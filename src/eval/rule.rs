//! Rules on subjects: fires, would, stands, eff, and the statuses they conclude (semantics §9).
//!
//! Worked out on demand and remembered, per world. A circle that `check` could not see ends as unknown, which is sound.

use rustc_hash::FxHashMap as HashMap;

use super::cx::World;
use super::deps::Dep;
use super::expr::{GROWTH, RED_ZONE};
use super::node::{NodeRef, ROOT_REF};
use super::value::{Alternatives, Data, Value};
use super::{Cx, Frame, Recorder};
use crate::facts::{ROOT, Slot};
use crate::ir::{Conclusion, FieldId, Program, RuleId, StatusId, Subject};
use crate::value::Truth;

/// Truth and what it hangs on.
pub type Tri = (Truth, Dep);

/// A subject: the shipment, or an element of a list that rules speak of; by its place in [`Table::subjects`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectIx(pub usize);

/// The shipment.
pub const SHIPMENT: SubjectIx = SubjectIx(0);

/// One subject.
#[derive(Clone, Debug)]
pub struct SubjectEntry {
    /// Its record.
    pub node: NodeRef,
    /// Of which kind.
    pub kind: Subject,
    /// Whether it stands for elements not told.
    pub ghost: bool,
}

/// A rule on a subject in a world, and what is asked of it.
pub(super) type CellKey = (RuleId, SubjectIx, World, Question);
type Cells = HashMap<CellKey, State>;

/// What was worked out, set aside.
pub(super) enum Aside {
    /// The subjects stay the same.
    Cells(Cells),
    /// There may be others.
    Table(Table),
}

/// What was worked out of rules on subjects.
#[derive(Debug, Default)]
pub struct Table {
    /// The shipment first, then each list's elements, then their ghosts.
    pub subjects: Vec<SubjectEntry>,
    /// Whether the facts tell all lists of subjects, so that only telling them otherwise makes others.
    are_told: bool,
    by_node: HashMap<NodeRef, SubjectIx>,
    cells: Cells,
    /// Within a cell of one subject: the subject, and what was worked out around it of all others.
    around: Option<(SubjectIx, Cells)>,
}

impl Table {
    /// Forgets what is known of one subject, until [`Table::blur`].
    pub(super) fn focus(&mut self, s: SubjectIx) -> Option<Focus> {
        // One subject at a time: within a cell nothing is split again.
        if self.around.is_some() {
            return None;
        }
        self.around = Some((s, std::mem::take(&mut self.cells)));
        Some(Focus)
    }

    /// What the conditions of rules came to, by the subjects' records.
    pub(super) fn fired(&self) -> Vec<((RuleId, NodeRef, World), Tri)> {
        let cells = self.cells.iter();
        let fired = cells.filter_map(|((rule, s, world, what), state)| match state {
            State::Done(tri) if *what == Question::Fires => {
                let node = self.subjects.get(s.0)?.node;
                Some(((*rule, node, *world), *tri))
            }
            _ => None,
        });
        let mut fired: Vec<_> = fired.collect();
        fired.sort_unstable_by_key(|(key, _)| *key);
        fired
    }

    /// The subject of a record.
    pub(super) fn at(&self, node: NodeRef) -> Option<SubjectIx> {
        self.by_node.get(&node).copied()
    }

    /// What the conditions of a rule came to, if they were asked.
    pub(super) fn has_fired(&self, (rule, node, world): (RuleId, NodeRef, World)) -> Option<Tri> {
        let s = self.by_node.get(&node)?;
        match self.cells.get(&(rule, *s, world, Question::Fires))? {
            State::Done(tri) => Some(*tri),
            State::UnderWay => None,
        }
    }

    /// Takes over what the conditions of a rule come to.
    pub(super) fn tell_fired(&mut self, (rule, node, world): (RuleId, NodeRef, World), tri: Tri) {
        if let Some(s) = self.by_node.get(&node) {
            self.cells
                .insert((rule, *s, world, Question::Fires), State::Done(tri));
        }
    }

    /// Whether the facts tell all lists of subjects.
    pub(super) fn are_told(&self) -> bool {
        self.are_told
    }

    /// What was decided, whatever else is told.
    pub(super) fn decided(&self) -> Vec<(CellKey, State)> {
        let cells = self.cells.iter().map(|(key, state)| (*key, *state));
        cells.filter(|(_, state)| state.is_decided()).collect()
    }

    /// Takes over what was decided.
    pub(super) fn tell_decided(&mut self, decided: Vec<(CellKey, State)>) {
        self.cells.extend(decided);
    }

    /// Sets what was worked out aside; the subjects too, unless they stay the same.
    pub(super) fn set_aside(&mut self, same_subjects: bool) -> Aside {
        if same_subjects {
            Aside::Cells(std::mem::take(&mut self.cells))
        } else {
            Aside::Table(std::mem::take(self))
        }
    }

    /// What it was before.
    pub(super) fn take_back(&mut self, aside: Aside) {
        match aside {
            Aside::Cells(cells) => self.cells = cells,
            Aside::Table(table) => *self = table,
        }
    }

    /// What it was before.
    pub(super) fn blur(&mut self, focus: Option<Focus>) {
        if focus.is_some()
            && let Some((_, cells)) = self.around.take()
        {
            self.cells = cells;
        }
    }

    /// Forgets all but whether these rules' conditions are met.
    pub(super) fn keep_fires(&mut self, keep: impl Fn(RuleId) -> bool) {
        self.cells
            .retain(|(rule, _, _, what), _| *what == Question::Fires && keep(*rule));
    }

    fn known(&self, key: &CellKey) -> Option<State> {
        let around = self.around.as_ref();
        // Within a cell more is told: what was decided of the subject outside is decided alike inside.
        let others = around.and_then(|(s, cells)| {
            let known = cells.get(key);
            known.filter(|state| *s != key.1 || state.is_decided())
        });
        others.or_else(|| self.cells.get(key)).copied()
    }
}

/// That one subject is looked at by itself.
pub(super) struct Focus;

/// What is asked of a rule on a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Question {
    Fires,
    Would,
    Stands,
    Eff,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum State {
    UnderWay,
    Done(Tri),
}

impl State {
    fn is_decided(&self) -> bool {
        matches!(self, State::Done((truth, _)) if !truth.is_unknown())
    }
}

/// Whether an effect of the rule falls on subjects of a kind: rules of that kind, and shipment rules that lift such.
pub(super) fn speaks_of(program: &Program, rule: RuleId, kind: Subject) -> bool {
    let entry = program.rule(rule);
    let lifts = |kind: Subject| entry.lifts.iter().any(|t| program.rule(*t).subject == kind);
    if entry.subject == kind {
        // A shipment rule that lifts only rules of elements has its effect on them.
        return kind != Subject::Shipment || entry.lifts.is_empty() || lifts(Subject::Shipment);
    }
    entry.subject == Subject::Shipment && lifts(kind)
}

impl<'a, R: Recorder> Cx<'a, R> {
    /// Rules whose effect falls on a subject, in the order of their names.
    pub(super) fn rules_of(&self, s: SubjectIx) -> &'a [RuleId] {
        let prepared = self.prepared;
        prepared.rules_of(self.subject(s).kind)
    }
}

impl<R: Recorder> Cx<'_, R> {
    /// Lists the subjects: the shipment and the elements of every list that some rule speaks of.
    pub(super) fn find_subjects(&mut self) {
        let mut subjects = vec![SubjectEntry {
            node: ROOT_REF,
            kind: Subject::Shipment,
            ghost: false,
        }];
        for field in &self.prepared.subject_lists {
            let list = self.read(ROOT_REF, *field);
            let list = self.elements(&list);
            let kind = Subject::Each(*field);
            let known = list
                .known
                .iter()
                .enumerate()
                .map(|(i, e)| (&e.value, u32::try_from(i).ok(), false));
            let ghosts = list.ghosts.iter().map(|g| (g, None, true));
            for (value, _index, ghost) in known.chain(ghosts) {
                if let Data::Record(Alternatives::One(node)) = value.data {
                    subjects.push(SubjectEntry { node, kind, ghost });
                }
            }
        }
        self.table.by_node = subjects
            .iter()
            .enumerate()
            .map(|(i, s)| (s.node, SubjectIx(i)))
            .collect();
        self.table.cells.clear();
        self.table.around = None;
        self.table.subjects = subjects;
        let facts = self.facts;
        self.table.are_told = self.prepared.subject_lists.iter().all(|field| {
            matches!(
                facts.slot(ROOT, *field),
                Some(Slot::List { .. } | Slot::Absent)
            )
        });
    }

    /// The subject of that place.
    pub(super) fn subject(&self, ix: SubjectIx) -> SubjectEntry {
        let shipment = SubjectEntry {
            node: ROOT_REF,
            kind: Subject::Shipment,
            ghost: false,
        };
        self.table.subjects.get(ix.0).cloned().unwrap_or(shipment)
    }

    /// Where a rule is asked when it matters to a subject: at the subject, or, for a shipment rule, at the shipment.
    fn seat(&self, rule: RuleId, s: SubjectIx) -> Option<SubjectIx> {
        match self.program.rule(rule).subject {
            Subject::Shipment => Some(SHIPMENT),
            kind if self.subject(s).kind == kind => Some(s),
            Subject::Each(_) => None,
        }
    }

    fn remembered(
        &mut self,
        rule: RuleId,
        s: SubjectIx,
        what: Question,
        work: impl FnOnce(&mut Self) -> Tri,
    ) -> Tri {
        let shared = what == Question::Fires && !self.prepared.rule_reads_status(rule);
        let world = if shared { World::Actual } else { self.world };
        let key = (rule, s, world, what);
        match self.table.known(&key) {
            Some(State::Done(tri)) => return tri,
            Some(State::UnderWay) => return (Truth::U, Dep::NONE),
            None => {}
        }
        self.table.cells.insert(key, State::UnderWay);
        let tri = stacker::maybe_grow(RED_ZONE, GROWTH, || work(self));
        self.table.cells.insert(key, State::Done(tri));
        tri
    }

    /// The rule's conditions.
    pub(super) fn fires(&mut self, rule: RuleId, s: SubjectIx) -> Tri {
        self.remembered(rule, s, Question::Fires, |cx| {
            let program = cx.program;
            let subject = Value::new(
                Data::Record(Alternatives::One(cx.subject(s).node)),
                Dep::NONE,
            );
            let mut frame = Frame::new(&program.rule(rule).locals, vec![subject]);
            let (mut truth, mut dep) = (Truth::T, Dep::NONE);
            for cond in &program.rule(rule).when {
                let (one, hangs) = cx.truth(*cond, &mut frame);
                if one.is_false() {
                    return (Truth::F, Dep::NONE);
                }
                truth = truth.and(one);
                dep = cx.deps.join(dep, hangs);
            }
            (truth, super::cx::open(!truth.is_unknown(), dep))
        })
    }

    /// Whether time lets the rule bind, in this world.
    fn timely(&mut self, rule: RuleId) -> Tri {
        let law = self.law.rule(rule);
        let truth = match self.world {
            World::Actual => law.in_force,
            World::Latent => law.latent,
        };
        if !truth.is_unknown() {
            return (truth, Dep::NONE);
        }
        let open = law.open.clone();
        let mut dep = Dep::NONE;
        for question in open {
            let leaf = self.deps.leaf(super::deps::Leaf::Question(question));
            dep = self.deps.join(dep, leaf);
        }
        (truth, dep)
    }

    /// `base`: fires, and time lets it.
    pub(super) fn base(&mut self, rule: RuleId, s: SubjectIx) -> Tri {
        let timely = self.timely(rule);
        if timely.0.is_false() {
            return (Truth::F, Dep::NONE);
        }
        let fires = self.fires(rule, s);
        self.both(timely, fires)
    }

    fn both(&mut self, a: Tri, b: Tri) -> Tri {
        let truth = a.0.and(b.0);
        let dep = if truth.is_unknown() {
            self.deps.join(a.1, b.1)
        } else {
            Dep::NONE
        };
        (truth, dep)
    }

    fn either(&mut self, a: Tri, b: Tri) -> Tri {
        let truth = a.0.or(b.0);
        let dep = if truth.is_unknown() {
            self.deps.join(a.1, b.1)
        } else {
            Dep::NONE
        };
        (truth, dep)
    }

    /// Each clause: some rule of it, as `ask` has it.
    fn given(
        &mut self,
        rule: RuleId,
        s: SubjectIx,
        ask: fn(&mut Self, RuleId, SubjectIx) -> Tri,
    ) -> Tri {
        let program = self.program;
        let mut all = (Truth::T, Dep::NONE);
        for clause in &program.rule(rule).given {
            let mut some = (Truth::F, Dep::NONE);
            for other in clause {
                let one = ask(self, *other, s);
                some = self.either(some, one);
            }
            all = self.both(all, some);
            if all.0.is_false() {
                break;
            }
        }
        all
    }

    /// `would`: exceptions set aside.
    pub(super) fn would(&mut self, rule: RuleId, s: SubjectIx) -> Tri {
        let Some(s) = self.seat(rule, s) else {
            return (Truth::F, Dep::NONE);
        };
        self.remembered(rule, s, Question::Would, |cx| {
            let base = cx.base(rule, s);
            if base.0.is_false() {
                return base;
            }
            let given = cx.given(rule, s, Cx::would);
            cx.both(base, given)
        })
    }

    /// `stands`: what it is given has effect, and nothing that lifts it stands.
    pub(super) fn stands(&mut self, rule: RuleId, s: SubjectIx) -> Tri {
        let Some(s) = self.seat(rule, s) else {
            return (Truth::F, Dep::NONE);
        };
        self.remembered(rule, s, Question::Stands, |cx| {
            let program = cx.program;
            let mut all = cx.base(rule, s);
            if all.0.is_false() {
                return all;
            }
            let given = cx.given(rule, s, Cx::eff);
            all = cx.both(all, given);
            for lifter in &program.rule(rule).lifted_by {
                if all.0.is_false() {
                    break;
                }
                let (truth, dep) = cx.stands(*lifter, s);
                all = cx.both(all, (truth.not(), dep));
            }
            all
        })
    }

    /// `eff`: a lifting rule has effect only where something that it lifts would otherwise stand.
    ///
    /// Asked at a subject also of a shipment rule that lifts rules of that subject's kind: its effect falls there.
    pub(super) fn eff(&mut self, rule: RuleId, s: SubjectIx) -> Tri {
        let program = self.program;
        let entry = program.rule(rule);
        if entry.lifts.is_empty() {
            return self.stands(rule, s);
        }
        let Some(seat) = self.seat(rule, s) else {
            return (Truth::F, Dep::NONE);
        };
        // Seen from an element that nothing it lifts speaks of, a shipment rule has the effect that it has on the shipment.
        let s = if self.lifts_here(rule, s) { s } else { seat };
        let local = self.lifts_here(rule, s);
        self.remembered(rule, s, Question::Eff, |cx| {
            let stands = cx.stands(rule, s);
            if stands.0.is_false() {
                return stands;
            }
            let mut some = (Truth::F, Dep::NONE);
            let here = cx.subject(s).kind;
            for target in &program.rule(rule).lifts {
                // Effect falls on a subject for what is lifted there; elsewhere it counts only where nothing is lifted here.
                if local && program.rule(*target).subject != here {
                    continue;
                }
                let one = cx.would_somewhere(*target, s);
                some = cx.either(some, one);
                if some.0.is_true() {
                    break;
                }
            }
            cx.both(stands, some)
        })
    }

    /// Whether it lifts a rule of the subject's kind.
    pub(super) fn lifts_here(&self, rule: RuleId, s: SubjectIx) -> bool {
        let kind = self.subject(s).kind;
        let mut lifts = self.program.rule(rule).lifts.iter();
        lifts.any(|t| self.program.rule(*t).subject == kind)
    }

    /// Whether a lifted rule would stand: at the subject; asked at the shipment of rules of elements, at any of them.
    fn would_somewhere(&mut self, target: RuleId, s: SubjectIx) -> Tri {
        let kind = self.program.rule(target).subject;
        let here = self.subject(s).kind;
        if kind == here {
            return self.would(target, s);
        }
        if here != Subject::Shipment {
            return (Truth::F, Dep::NONE);
        }
        let all: Vec<(SubjectIx, bool)> = self.of_kind(kind);
        let mut some = (Truth::F, Dep::NONE);
        for (s, ghost) in all {
            let (truth, dep) = self.would(target, s);
            let truth = if ghost && !truth.is_false() {
                Truth::U
            } else {
                truth
            };
            some = self.either(some, (truth, dep));
        }
        some
    }

    fn of_kind(&self, kind: Subject) -> Vec<(SubjectIx, bool)> {
        let all = self.table.subjects.iter().enumerate();
        all.filter(|(_, s)| s.kind == kind)
            .map(|(i, s)| (SubjectIx(i), s.ghost))
            .collect()
    }

    /// Whether an effect of the rule falls on the subject.
    fn speaks_of(&self, rule: RuleId, s: SubjectIx) -> bool {
        speaks_of(self.program, rule, self.subject(s).kind)
    }

    /// `s is k`: some rule that concludes it has effect.
    pub(super) fn status(&mut self, status: StatusId, subject: &Value) -> Value {
        let Data::Record(nodes) = &subject.data else {
            return Value::truth(Truth::F, Dep::NONE);
        };
        let program = self.program;
        let mut hull: Option<Tri> = None;
        let mark = self.recorder.mark();
        let mut met = Vec::new();
        for node in nodes.clone().as_slice() {
            let tri = match self.table.by_node.get(node).copied() {
                Some(s) => {
                    let mut some = (Truth::F, Dep::NONE);
                    for rule in &program.status(status).rules {
                        if self.speaks_of(*rule, s) {
                            let one = self.eff(*rule, s);
                            if R::ON {
                                met.push((*rule, one.0));
                            }
                            some = self.either(some, one);
                        }
                    }
                    some
                }
                None => (Truth::U, subject.dep),
            };
            hull = Some(match hull {
                None => tri,
                Some(before) => {
                    let truth = before.0.hull(tri.0);
                    (truth, self.deps.join_all([before.1, tri.1, subject.dep]))
                }
            });
        }
        let (truth, dep) = hull.unwrap_or((Truth::F, Dep::NONE));
        let truth = if subject.absent {
            truth.hull(Truth::F)
        } else {
            truth
        };
        let dep = if subject.absent {
            self.deps.join(dep, subject.dep)
        } else {
            dep
        };
        if R::ON {
            self.record_status(mark, &met, truth);
        }
        Value::truth(truth, dep)
    }

    /// The rule's outcome on a scale.
    pub(super) fn outcome_of(&self, rule: RuleId, scale: crate::ir::ScaleId) -> Option<u16> {
        let outcome = |then: &Conclusion| match then {
            Conclusion::Outcome(on, value) if *on == scale => Some(*value),
            _ => None,
        };
        self.program
            .rule(rule)
            .then
            .iter()
            .filter_map(outcome)
            .max()
    }

    /// The list field of a subject's kind.
    pub(super) fn list_of(&self, s: SubjectIx) -> Option<FieldId> {
        match self.subject(s).kind {
            Subject::Shipment => None,
            Subject::Each(field) => Some(field),
        }
    }
}
