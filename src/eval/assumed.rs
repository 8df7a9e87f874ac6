//! Defaults that mattered (decision 0017): those whose untelling changes what is decided, alone or together with others.
//!
//! Three steps, each a bound on the next. All defaults untold at once: what nothing then hangs on did not matter, and a rule that is
//! decided then is decided alike however many of them are told. Each of the rest untold alone. Then all at once that showed nothing
//! alone: as long as this changes something, those that bring it back, or that are needed to. So whatever is not named may be untold,
//! all of it, and nothing changes.
//!
//! Untelling more never decides more (semantics §11): where a set changes nothing, no part of it does, and where it changes something,
//! whatever holds it does. So defaults are asked by halves, and a world whose answer follows from one that was asked is not asked.

use std::collections::{BTreeMap, BTreeSet};

use super::cx::{Cx, World};
use super::deps::{Dep, Leaf};
use super::node::NodeRef;
use super::picture::Picture;
use super::rule::{SubjectIx, Tri};
use super::split::Found;
use super::value::{Alternatives, Data, Value};
use super::{Ask, Frame, Recorder};
use crate::facts::{NodeId, Slot};
use crate::ir::{FieldId, RuleId, ScaleId};
use crate::value::Truth;

/// A default by its place.
pub type Place = (NodeRef, FieldId);

/// How many defaults are untold one at a time; the rest are only asked together.
const ALONE: usize = 64;
/// How many worlds are asked, at most; what is undecided by then is named.
const WORLDS: usize = 256;
/// How many records all worlds together may read, about: many worlds of a small case, few of a large one or of a large law.
const WORK: usize = 400_000;
/// So many rules cost about as much as reading the records once more.
const RULES: usize = 64;

/// The conditions of a rule on a subject.
pub(super) type FiredKey = (RuleId, NodeRef, World);

/// What the conditions of a rule come to as it is, and the places of defaults that they hang on once all are untold.
struct Fired {
    key: FiredKey,
    tri: Tri,
    hangs: BTreeSet<Place>,
    /// The worlds in which they came to the same, and those in which they are unknown instead.
    same_in: Vec<usize>,
    open_in: Vec<usize>,
}

/// The search, and what it has found out.
struct Search {
    /// Scales that count: the main one, and others that are not at their mildest.
    scales: Vec<ScaleId>,
    /// Told subjects, in the order of the decision.
    nodes: Vec<NodeRef>,
    fired: Vec<Fired>,
    base: Picture,
    /// Whether splits over leaves narrowed the range: then every world is split too.
    split: bool,
    /// The worlds asked: defaults that were untold, and whether that changed something.
    worlds: Vec<(BTreeSet<Place>, bool)>,
    /// How many worlds may be asked.
    limit: usize,
}

impl<R: Recorder> Cx<'_, R> {
    /// The places of the defaults that mattered.
    pub(super) fn defaults_that_mattered(&mut self, ask: &Ask, found: &Found) -> BTreeSet<Place> {
        if !self.assume_defaults {
            return BTreeSet::new();
        }
        let scales = self.scales_that_count(found);
        let told = self.table.subjects.iter().filter(|s| !s.ghost);
        let nodes: Vec<NodeRef> = told.map(|s| s.node).collect();
        let split = ask.split && self.is_narrower(found);
        let base = self.picture(&scales, &nodes, split.then_some(ask));
        let fired = self.table.fired();
        let (candidates, hangs) = self.candidates(&scales, &fired);
        if candidates.is_empty() {
            return candidates;
        }
        let one = (self.facts.nodes.len() + 1) * (self.program.rules.len() / RULES + 1);
        let mut search = Search {
            scales,
            nodes,
            fired: fired
                .into_iter()
                .filter_map(|(key, tri)| {
                    let hangs = hangs.get(&key)?.clone();
                    Some(Fired {
                        key,
                        tri,
                        hangs,
                        same_in: Vec::new(),
                        open_in: Vec::new(),
                    })
                })
                .collect(),
            base,
            split,
            worlds: Vec::new(),
            limit: (WORK / one).clamp(4, WORLDS),
        };
        self.search(&mut search, ask, candidates)
    }

    fn search(
        &mut self,
        search: &mut Search,
        ask: &Ask,
        candidates: BTreeSet<Place>,
    ) -> BTreeSet<Place> {
        let mut named: BTreeSet<Place> = BTreeSet::new();
        let first: Vec<Place> = candidates.iter().copied().take(ALONE).collect();
        self.alone(search, ask, &first, &mut named);
        let mut rest: BTreeSet<Place> = candidates.difference(&named).copied().collect();
        while !rest.is_empty() && self.differs(search, ask, &rest) {
            // Told again by itself it brings back what is decided.
            let mut more: BTreeSet<Place> = BTreeSet::new();
            let first: Vec<Place> = rest.iter().copied().take(ALONE).collect();
            self.back(search, ask, &first, &rest, &mut more);
            if more.is_empty() {
                let forth: Vec<Place> = rest.iter().copied().collect();
                let back: Vec<Place> = rest.iter().rev().copied().collect();
                more.extend(self.needed(search, ask, &forth));
                more.extend(self.needed(search, ask, &back));
            }
            if more.is_empty() || search.worlds.len() >= search.limit {
                more = rest.clone();
            }
            rest = rest.difference(&more).copied().collect();
            named.extend(more);
        }
        named
    }

    /// Those of a group that change something when they are untold alone.
    fn alone(
        &mut self,
        search: &mut Search,
        ask: &Ask,
        group: &[Place],
        found: &mut BTreeSet<Place>,
    ) {
        if !self.differs(search, ask, &group.iter().copied().collect()) {
            return;
        }
        match group {
            [place] => {
                found.insert(*place);
            }
            _ => {
                let (first, second) = group.split_at(group.len() / 2);
                self.alone(search, ask, first, found);
                self.alone(search, ask, second, found);
            }
        }
    }

    /// Those of a group that bring back what is decided when all of `rest` but for them alone is untold.
    fn back(
        &mut self,
        search: &mut Search,
        ask: &Ask,
        group: &[Place],
        rest: &BTreeSet<Place>,
        found: &mut BTreeSet<Place>,
    ) {
        let told: BTreeSet<Place> = group.iter().copied().collect();
        let others = rest.difference(&told).copied().collect();
        if self.differs(search, ask, &others) {
            return;
        }
        match group {
            [place] => {
                found.insert(*place);
            }
            _ => {
                let (first, second) = group.split_at(group.len() / 2);
                self.back(search, ask, first, rest, found);
                self.back(search, ask, second, rest, found);
            }
        }
    }

    /// Those that must stay told when the others, one after the other in this order, are untold as long as that changes nothing.
    fn needed(&mut self, search: &mut Search, ask: &Ask, order: &[Place]) -> Vec<Place> {
        let (mut untold, mut needed) = (BTreeSet::new(), Vec::new());
        let mut ahead = order;
        while !ahead.is_empty() {
            // How many of those ahead may be untold as well: some number from `may` to `most`.
            let (mut may, mut most) = (0, ahead.len());
            while may < most {
                let more = most - (most - may) / 2;
                let mut with = untold.clone();
                with.extend(ahead.iter().copied().take(more));
                if self.differs(search, ask, &with) {
                    most = more - 1;
                } else {
                    may = more;
                }
            }
            untold.extend(ahead.iter().copied().take(may));
            let rest = ahead.get(may..).unwrap_or_default();
            needed.extend(rest.first());
            ahead = rest.get(1..).unwrap_or_default();
        }
        needed
    }

    /// Whether something else is decided with these defaults untold. Beyond the budget: yes.
    fn differs(&mut self, search: &mut Search, ask: &Ask, untold: &BTreeSet<Place>) -> bool {
        if untold.is_empty() {
            return false;
        }
        // The worlds in which no less is told, and those in which no more is.
        let (mut below, mut above) = (Vec::new(), Vec::new());
        for (set, differs) in &search.worlds {
            let (is_below, is_above) = (untold.is_subset(set), set.is_subset(untold));
            if is_below && !differs || is_above && *differs {
                return *differs;
            }
            below.push(is_below);
            above.push(is_above);
        }
        if search.worlds.len() >= search.limit {
            return true;
        }
        let differs = !self.is_alike(search, ask, untold, &below, &above);
        search.worlds.push((untold.clone(), differs));
        differs
    }

    /// Whether the same is decided in the world with these defaults untold. `below` and `above`: which of the worlds asked tell less, or more.
    fn is_alike(
        &mut self,
        search: &mut Search,
        ask: &Ask,
        untold: &BTreeSet<Place>,
        below: &[bool],
        above: &[bool],
    ) -> bool {
        let world = search.worlds.len();
        let among =
            |all: &[usize], these: &[bool]| all.iter().any(|i| these.get(*i) == Some(&true));
        let split = search.split.then_some(ask);
        let cells: Vec<(NodeRef, FieldId, Value)> = untold
            .iter()
            .map(|(node, field)| (*node, *field, self.untold_field(*node, *field)))
            .collect();
        let before = std::mem::replace(&mut self.telling, true);
        let same = self.with_other(cells, |cx| {
            let mut asked = Vec::new();
            for (index, fired) in search.fired.iter().enumerate() {
                // What is open as it is stays so; but a split looks at what it hangs on.
                let stays = fired.tri.0.is_unknown() && split.is_none();
                if stays || fired.hangs.is_disjoint(untold) || among(&fired.same_in, below) {
                    cx.table.tell_fired(fired.key, fired.tri);
                } else if split.is_none() && among(&fired.open_in, above) {
                    cx.table.tell_fired(fired.key, (Truth::U, Dep::NONE));
                } else {
                    asked.push(index);
                }
            }
            let same = cx.is_as(&search.base, &search.scales, &search.nodes, split);
            for index in asked {
                let Some(fired) = search.fired.get_mut(index) else {
                    continue;
                };
                match cx.table.has_fired(fired.key) {
                    Some((truth, _)) if truth.is_unknown() => fired.open_in.push(world),
                    Some(_) => fired.same_in.push(world),
                    None => {}
                }
            }
            same
        });
        self.telling = before;
        same
    }

    /// With all defaults untold: the defaults that something hangs on then, and those that the conditions of each rule hang on.
    fn candidates(
        &mut self,
        scales: &[ScaleId],
        asked: &[(FiredKey, Tri)],
    ) -> (BTreeSet<Place>, BTreeMap<FiredKey, BTreeSet<Place>>) {
        self.assume_defaults = false;
        self.reset();
        let mut deps: Vec<Dep> = Vec::new();
        for world in [World::Actual, World::Latent] {
            self.world = world;
            for s in (0..self.table.subjects.len()).map(SubjectIx) {
                for rule in self.rules_of(s).iter().copied() {
                    if self.counts(rule, scales) {
                        let (truth, dep) = self.eff(rule, s);
                        deps.push(dep);
                        deps.extend(self.deps_beside(rule, s, truth));
                    }
                }
            }
        }
        // Conditions that are asked as it is, whether or not they are with nothing told: else every world would ask them again.
        for ((rule, node, world), _) in asked {
            self.world = *world;
            if let Some(s) = self.table.at(*node) {
                self.fires(*rule, s);
            }
        }
        self.world = World::Actual;
        let mut places = self.defaults_behind(deps);
        let fired = self.table.fired().into_iter();
        let mut hangs: BTreeMap<FiredKey, BTreeSet<Place>> = fired
            .map(|(key, (_, dep))| (key, self.defaults_behind([dep])))
            .collect();
        // A default that another is worked out from matters as far as that one does.
        for set in hangs.values_mut().chain([&mut places]) {
            let mut todo: Vec<Place> = set.iter().copied().collect();
            while let Some(place) = todo.pop() {
                let dep = self.default_hangs_on(place);
                let more = self.defaults_behind(dep);
                todo.extend(more.difference(set));
                set.extend(more);
            }
        }
        self.assume_defaults = true;
        self.reset();
        (places, hangs)
    }

    /// What the days of a rule's duties and its figure hang on.
    fn deps_beside(&mut self, rule: RuleId, s: SubjectIx, truth: Truth) -> Vec<Dep> {
        let entry = self.program.rule(rule);
        if truth.is_false() || (entry.duties.is_empty() && entry.gives.is_none()) {
            return Vec::new();
        }
        let mut frame = self.seat_frame(rule, s);
        let mut deps = Vec::new();
        for duty in &entry.duties {
            deps.extend(self.due(duty, &mut frame).map(|due| due.dep));
        }
        deps.extend(entry.gives.map(|expr| self.eval(expr, &mut frame).dep));
        deps
    }

    /// What a default is worked out from.
    fn default_hangs_on(&mut self, (node, field): Place) -> Vec<Dep> {
        let schema = self.program.record(self.record_of(node));
        let Some(schema) = schema.fields.get(field.index()) else {
            return Vec::new();
        };
        let me = Value::new(Data::Record(Alternatives::One(node)), Dep::NONE);
        let mut frame = Frame::new(&schema.locals, vec![me]);
        let exprs = schema.default.into_iter().chain(schema.default_if);
        exprs.map(|expr| self.eval(expr, &mut frame).dep).collect()
    }

    /// The places of defaults among what something hangs on: its leaves, or what they lie within.
    fn defaults_behind(&self, deps: impl IntoIterator<Item = Dep>) -> BTreeSet<Place> {
        let leaves = self.deps.spread(deps).0.into_iter();
        leaves
            .filter_map(|leaf| self.default_behind(leaf))
            .collect()
    }

    fn default_behind(&self, leaf: Leaf) -> Option<Place> {
        let (Leaf::Field(mut node, mut field)
        | Leaf::Element(mut node, mut field, _)
        | Leaf::Amount(mut node, mut field)
        | Leaf::Currency(mut node, mut field)) = leaf
        else {
            return None;
        };
        while let Some(made_up) = self.virtual_node(node) {
            if made_up.parent.0 == node {
                return None;
            }
            (node, field) = made_up.parent;
        }
        let slot = self.facts.slot(NodeId(node.0), field)?;
        let schema = self.program.record(self.record_of(node));
        let has_default = schema.fields.get(field.index())?.default.is_some();
        (matches!(slot, Slot::LeftOut) && has_default).then_some((node, field))
    }

    fn scales_that_count(&self, found: &Found) -> Vec<ScaleId> {
        let main = self.program.main_scale;
        let spans = found.actual.whole.iter().zip(&found.latent.whole);
        let spans = spans.enumerate();
        spans
            .map(|(i, (actual, latent))| (ScaleId::from_index(i), actual.hi > 0 || latent.hi > 0))
            .filter(|(scale, counts)| *scale == main || *counts)
            .map(|(scale, _)| scale)
            .collect()
    }

    /// Whether splits over leaves made something narrower than it is without.
    fn is_narrower(&mut self, found: &Found) -> bool {
        let mut narrower = false;
        for s in (0..self.table.subjects.len()).map(SubjectIx) {
            for (world, ranges) in [
                (World::Actual, &found.actual),
                (World::Latent, &found.latent),
            ] {
                let spans = self.outcomes(s, world, true);
                narrower |= ranges.subjects.get(s.0) != Some(&spans);
            }
        }
        self.world = World::Actual;
        narrower
    }

    /// Whether the rule has a say in what counts: a duty, an outcome on such a scale, or none on any.
    pub(super) fn counts(&self, rule: RuleId, scales: &[ScaleId]) -> bool {
        let all = (0..self.program.scales.len()).map(ScaleId::from_index);
        let mut on = all.filter(|scale| self.outcome_of(rule, *scale).is_some());
        let mut some = on.clone();
        !self.program.rule(rule).duties.is_empty()
            || some.any(|scale| scales.contains(&scale))
            || on.next().is_none()
    }
}
