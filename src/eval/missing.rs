//! Missing facts: what would narrow the range, the most telling first (semantics §10).

use super::Recorder;
use super::cx::Cx;
use super::deps::{Dep, Leaf};
use super::node::ROOT_REF;
use super::outcome::Span;
use super::rule::{SHIPMENT, SubjectIx};
use super::split::{AskLaw, Found};
use super::value::{Data, Value};
use crate::decision::Text;
use crate::decision::{Gap, Missing};
use crate::facts::{NodeId, Slot};
use crate::ir::ScaleId;
use crate::law::Readings;
use crate::value::{Bounds, Money};

/// How many leaves are probed, at most.
const PROBED: usize = 64;
/// How many records all probes together may read, about: many probes of a small case, few of a large one or of a large law.
const WORK: usize = 400_000;
/// So many rules cost about as much as reading the records once more.
const RULES: usize = 64;

/// How many letters the paths of missing facts may have together, about: a path is as long as its place is deep.
const PATHS: usize = 8_000_000;

/// Missing facts and gaps.
pub struct Wanted {
    /// Facts, ranked.
    pub missing: Vec<Missing>,
    /// What no fact can settle.
    pub gaps: Vec<Gap>,
}

impl<R: Recorder> Cx<'_, R> {
    /// What the range hangs on.
    pub(super) fn wanted(&mut self, found: &Found, on: &AskLaw<'_>, probe: bool) -> Wanted {
        let undecided = |span: &Span| !span.is_single();
        if !found.actual.whole.iter().any(undecided) {
            return Wanted {
                missing: Vec::new(),
                gaps: Vec::new(),
            };
        }
        let deps = self.deps_wanted(found);
        let (leaves, mut gaps) = self.deps.spread(deps);
        let (mut named, more) = self.named(leaves);
        gaps.extend(more);
        named.sort();
        named.dedup_by(|a, b| a.0 == b.0);
        let alone = named.len() == 1 && gaps.is_empty();
        let judged = self.judged(&found.actual.whole);
        let one = (self.facts.nodes.len() + 1) * (self.program.rules.len() / RULES + 1);
        let budget = (WORK / one).max(4);
        let mut spent = 0;
        let mut ranked: Vec<(Missing, usize)> = Vec::new();
        for (i, (path, leaf)) in named.into_iter().enumerate() {
            let probed = if probe && i < PROBED && spent < budget {
                self.probe(leaf, on, &judged, &mut spent)
            } else {
                Probed::default()
            };
            let settles =
                alone || (probed.covered && probed.cells > 0 && probed.deciding == probed.cells);
            let can_settle = settles || probed.deciding > 0;
            let question = matches!(leaf, Leaf::Question(_));
            let missing = Missing {
                path: (!question).then(|| path.clone()),
                question: question.then_some(path),
                settles,
                can_settle,
            };
            ranked.push((missing, probed.narrowing));
        }
        ranked.sort_by(|(a, n), (b, m)| {
            b.settles
                .cmp(&a.settles)
                .then(b.can_settle.cmp(&a.can_settle))
                .then(m.cmp(n))
                .then_with(|| {
                    let name = |x: &Missing| x.path.clone().or_else(|| x.question.clone());
                    name(a).cmp(&name(b))
                })
        });
        Wanted {
            missing: ranked.into_iter().map(|(missing, _)| missing).collect(),
            gaps,
        }
    }

    /// The scales that telling a fact is judged by: the main one while it is open, then all others that are.
    fn judged(&self, whole: &[Span]) -> Vec<(usize, Span)> {
        let main = self.program.main_scale.index();
        let open = whole.iter().copied().enumerate();
        let open: Vec<(usize, Span)> = open.filter(|(_, span)| !span.is_single()).collect();
        match open.iter().find(|(i, _)| *i == main) {
            Some(main) => vec![*main],
            None => open,
        }
    }

    /// Leaves by their paths, and a gap for those that there is no room to name: leaves come in the order of the facts, so they lie
    /// deepest.
    fn named(&self, leaves: Vec<Leaf>) -> (Vec<(String, Leaf)>, Option<Gap>) {
        let (mut named, mut letters) = (Vec::new(), 0);
        let mut leaves = leaves.into_iter();
        for leaf in leaves.by_ref() {
            let path = self.path_of_leaf(leaf);
            letters += path.len();
            named.push((path, leaf));
            if letters > PATHS {
                break;
            }
        }
        let more = leaves.len();
        let gap = (more > 0).then(|| Gap {
            reason: "too many missing facts".to_owned(),
            path: None,
            detail: Some(Text {
                en: format!(
                    "{more} more are missing, most of them deeper than those that are named"
                ),
                zh: Some(format!("另缺少{more}项，多数位于已列各项的更深层级")),
            }),
        });
        (named, gap)
    }

    /// What rules hang on that are unknown and stricter than the mildest outcome; leaves whose cells differed; lists that may hold stricter subjects.
    fn deps_wanted(&mut self, found: &Found) -> Vec<Dep> {
        // A subject that can be no stricter than the mildest of the whole changes nothing, nor does a rule stricter than it can be.
        let whole = &found.actual.whole;
        let reaches = |s: SubjectIx, outcome: &dyn Fn(usize) -> Option<u16>| {
            let own = found.actual.subjects.get(s.0);
            whole.iter().enumerate().any(|(i, span)| {
                let most = own.and_then(|own| own.get(i)).map_or(span.hi, |own| own.hi);
                let outcome = outcome(i).unwrap_or(0);
                !span.is_single() && outcome > span.lo && outcome <= most
            })
        };
        let most = |s: SubjectIx, i: usize| {
            let own = found.actual.subjects.get(s.0).and_then(|own| own.get(i));
            own.map(|own| own.hi)
        };
        let telling = found.telling.iter();
        let telling = telling.filter(|(s, _)| *s == SHIPMENT || reaches(*s, &|i| most(*s, i)));
        let mut deps: Vec<Dep> = telling.map(|(_, dep)| *dep).collect();
        // Within the cells of a code told too coarsely nothing is left open; that it is too coarse is told all the same.
        for leaf in self.deps.spread(deps.iter().copied()).0 {
            if let Leaf::Field(node, field) = leaf
                && let Some(Slot::Code(code, true)) = self.facts.slot(NodeId(node.0), field)
            {
                let dep = self.deps.leaf(leaf);
                let gap = self.coarse_code(code.as_str(), dep);
                deps.push(gap);
            }
        }
        for (rule, s, dep) in &found.open {
            if reaches(*s, &|i| self.outcome_of(*rule, ScaleId::from_index(i))) {
                deps.push(*dep);
                if self.subject(*s).ghost
                    && let Some(field) = self.list_of(*s)
                {
                    let leaf = self.leaf_of(ROOT_REF, field);
                    deps.push(leaf);
                }
            }
        }
        for (i, spans) in found.actual.subjects.iter().enumerate() {
            let s = SubjectIx(i);
            let raises = spans
                .iter()
                .zip(&found.actual.whole)
                .any(|(s, whole)| s.hi > whole.lo);
            if self.subject(s).ghost
                && raises
                && let Some(field) = self.list_of(s)
            {
                let leaf = self.leaf_of(ROOT_REF, field);
                deps.push(leaf);
            }
        }
        deps
    }

    /// Tells a leaf each of its cells in turn; one probe is one decision without splits over leaves.
    fn probe(
        &mut self,
        leaf: Leaf,
        on: &AskLaw<'_>,
        judged: &[(usize, Span)],
        spent: &mut usize,
    ) -> Probed {
        let mut probed = Probed::default();
        let count = |spans: Vec<Span>, probed: &mut Probed| {
            probed.cells += 1;
            let both = |(i, before): &(usize, Span)| spans.get(*i).map(|after| (*before, *after));
            let mut pairs = judged.iter().filter_map(both);
            probed.deciding += usize::from(pairs.clone().all(|(_, after)| after.is_single()));
            probed.narrowing += usize::from(
                pairs.any(|(before, after)| after.lo > before.lo || after.hi < before.hi),
            );
        };
        match leaf {
            Leaf::Field(node, field) => {
                let value = self.read(node, field);
                let (cells, covered) = self.probe_cells(node, field, &value);
                probed.covered = covered;
                self.telling = true;
                for cell in cells {
                    *spent += 1;
                    let spans = self.with(vec![(node, field, cell)], |cx| cx.quick());
                    count(spans, &mut probed);
                }
                self.telling = false;
            }
            Leaf::Question(id) => {
                probed.covered = true;
                let law = self.law.clone();
                for reading in 0..self.program.question(id).readings.len() {
                    *spent += 1;
                    let mut readings: Readings = on.readings.clone();
                    readings.insert(id, u16::try_from(reading).ok());
                    self.law = law.under(self.program, &readings);
                    self.reset();
                    let spans = self.quick();
                    count(spans, &mut probed);
                }
                self.law = law;
                self.reset();
            }
            Leaf::Element(..) | Leaf::Amount(..) | Leaf::Currency(..) | Leaf::Rate(_) => {}
        }
        probed
    }

    /// The outcome on each scale, split over doubtful rules only.
    fn quick(&mut self) -> Vec<Span> {
        let mut whole = vec![Span { lo: 0, hi: 0 }; self.program.scales.len()];
        for i in 0..self.table.subjects.len() {
            let s = SubjectIx(i);
            let ghost = self.subject(s).ghost;
            let spans = self.outcomes(s, super::World::Actual, true);
            for (all, one) in whole.iter_mut().zip(spans) {
                let one = if ghost {
                    Span { lo: 0, hi: one.hi }
                } else {
                    one
                };
                *all = all.stricter(one);
            }
        }
        whole
    }

    /// Cells of a finite leaf, which cover it; ends of a number or sum, a list with nothing more, absence: which do not.
    fn probe_cells(
        &self,
        node: super::node::NodeRef,
        field: crate::ir::FieldId,
        value: &Value,
    ) -> (Vec<Value>, bool) {
        let finite = self.cells(node, field, value);
        let ends = match &value.data {
            Data::Number(bounds) => [bounds.lo(), bounds.hi()]
                .into_iter()
                .filter_map(|end| end.number().cloned())
                .map(|n| Data::Number(Bounds::point(n)))
                .collect(),
            Data::Money(sum) => match super::expr::told_amount(sum) {
                Some((key, amount)) => {
                    let ends = [amount.lo().number().cloned(), amount.hi().number().cloned()];
                    ends.into_iter()
                        .flatten()
                        .map(|n| Data::Money(Money::of(key, Bounds::point(n))))
                        .collect()
                }
                None => vec![Data::Money(Money::zero())],
            },
            Data::List(list) => {
                let known = super::value::Elements {
                    known: list.known.clone(),
                    ghosts: Vec::new(),
                };
                vec![Data::List(std::rc::Rc::new(known))]
            }
            _ => Vec::new(),
        };
        let covers = matches!(value.data, Data::Truth(_) | Data::Choice(_) | Data::Code(_));
        if covers && finite.len() <= PROBED {
            return (finite, true);
        }
        let mut cells: Vec<Value> = ends
            .into_iter()
            .map(|data| Value::new(data, value.dep))
            .collect();
        if value.absent {
            cells.push(Value::none());
        }
        (cells, false)
    }
}

/// What telling a leaf would do.
#[derive(Debug, Default)]
struct Probed {
    /// Whether its cells are all it can be.
    covered: bool,
    cells: usize,
    deciding: usize,
    narrowing: usize,
}
