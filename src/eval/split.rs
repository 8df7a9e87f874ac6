//! Splits over leaves: each a hull over a finite cover, hence sound (semantics §10).
//!
//! The list of leaves is the schema's and is cut at the first that does not fit the budget; a told leaf has one cell and costs nothing.
//! Cells of leaves on which nothing hangs are not walked: all of them would come out alike.

use std::collections::BTreeSet;

use super::cx::World;
use super::deps::{Dep, Leaf};
use super::node::{NodeRef, ROOT_REF};
use super::outcome::{Ranges, Span};
use super::rule::{SHIPMENT, SubjectIx};
use super::value::{Codes, Data, Value};
use super::{Cx, Recorder};
use crate::ir::{FieldId, QuestionId, RuleId, Type};
use crate::law::Readings;
use crate::value::{Choice, Code, Truth};

/// How many cells a split may have.
const CELLS: usize = 64;

/// What a decision looks at: the range in both worlds, and what stayed open on the way.
#[derive(Clone, Debug)]
pub struct Found {
    /// As it is.
    pub actual: Ranges,
    /// But for suspensions and beginnings.
    pub latent: Ranges,
    /// Rules that stayed unknown on some subject, in some cell, with what they hang on.
    pub open: BTreeSet<(RuleId, SubjectIx, Dep)>,
    /// Leaves whose cells did not all come out alike, as it is: on that subject, or on the whole shipment.
    pub telling: BTreeSet<(SubjectIx, Dep)>,
}

impl Found {
    fn hull(mut self, other: Found) -> Found {
        self.actual = self.actual.hull(&other.actual);
        self.latent = self.latent.hull(&other.latent);
        self.open.extend(other.open);
        self.telling.extend(other.telling);
        self
    }
}

/// A leaf that can be split, and its cells.
struct Axis {
    node: NodeRef,
    field: FieldId,
    cells: Vec<Value>,
    dep: Dep,
}

impl<R: Recorder> Cx<'_, R> {
    /// The ranges of [`Cx::find`] alone: what they hang on is told in part.
    pub(super) fn find_ranges(&mut self, on: &AskLaw<'_>, split: bool) -> Found {
        // What is split over follows from all that stays open before, so the first pass is whole.
        let plain = self.find_here(split);
        let before = std::mem::replace(&mut self.hurried, true);
        let found = self.find_beyond(plain, on, split);
        self.hurried = before;
        found
    }

    /// The ranges, split over questions left open, leaves of the shipment, leaves of each subject and doubtful rules.
    pub fn find(&mut self, on: &AskLaw<'_>, split: bool) -> Found {
        let plain = self.find_here(split);
        self.find_beyond(plain, on, split)
    }

    fn find_beyond(&mut self, plain: Found, on: &AskLaw<'_>, split: bool) -> Found {
        if !split || settled(&plain) {
            return plain;
        }
        let relevant = self.relevant(&plain);
        let mut budget = CELLS;
        let questions = self.open_questions(on, &mut budget, &relevant);
        // A question that did not fit ends the list: leaves come after it.
        let axes = if budget == 0 {
            Vec::new()
        } else {
            self.axes(
                ROOT_REF,
                &self.prepared.shipment_leaves.clone(),
                budget,
                &relevant,
            )
        };
        if questions.is_empty() && axes.is_empty() {
            return plain;
        }
        let mut result: Option<Found> = None;
        let mut cells: Vec<(Readings, Vec<usize>, Found)> = Vec::new();
        let before = self.law.clone();
        'cells: for readings in question_cells(on.readings, &questions, self) {
            self.law = before.under(self.program, &readings);
            for picks in picks(&axes) {
                if self.hurried && result.as_ref().is_some_and(|found| covers(found, &plain)) {
                    break 'cells;
                }
                let held = hold(&axes, &picks);
                let found = self.with(held, |cx| cx.find_here(split));
                cells.push((readings.clone(), picks, found.clone()));
                result = Some(match result {
                    None => found,
                    Some(so_far) => so_far.hull(found),
                });
            }
        }
        self.law = before;
        let Some(mut result) = result else {
            return plain;
        };
        let telling = self.telling(&plain, &axes, &questions, &cells);
        let telling = telling.into_iter().map(|dep| (SHIPMENT, dep));
        result.telling.extend(telling);
        let mut split: Vec<Dep> = axes.iter().map(|axis| axis.dep).collect();
        for question in &questions {
            split.push(self.deps.leaf(Leaf::Question(*question)));
        }
        self.linger(&plain.open, &mut result.open, &split);
        result.actual = narrower(&plain.actual, &result.actual);
        result.latent = narrower(&plain.latent, &result.latent);
        result
    }

    /// Without splits over the shipment: subjects one by one, each split over its own leaves.
    fn find_here(&mut self, split: bool) -> Found {
        let count = self.table.subjects.len();
        let scales = self.program.scales.len();
        let zero = vec![Span { lo: 0, hi: 0 }; scales];
        let (mut actual, mut latent) = (vec![zero.clone(); count], vec![zero.clone(); count]);
        let (mut open, mut telling) = (BTreeSet::new(), BTreeSet::new());
        for i in 0..count {
            let s = SubjectIx(i);
            let found = self.find_subject(s, split);
            if let (Some(a), Some(l)) = (actual.get_mut(i), latent.get_mut(i)) {
                (*a, *l) = (found.actual, found.latent);
            }
            open.extend(found.open);
            telling.extend(found.telling.into_iter().map(|dep| (s, dep)));
        }
        let ghosts: Vec<bool> = self.table.subjects.iter().map(|s| s.ghost).collect();
        let whole = |subjects: &[Vec<Span>]| {
            subjects
                .iter()
                .zip(&ghosts)
                .fold(zero.clone(), |all, (spans, ghost)| {
                    // A ghost stands for none or more: it raises the strictest only.
                    let spans = spans
                        .iter()
                        .map(|s| if *ghost { Span { lo: 0, hi: s.hi } } else { *s });
                    all.iter().zip(spans).map(|(a, b)| a.stricter(b)).collect()
                })
        };
        Found {
            actual: Ranges {
                whole: whole(&actual),
                subjects: actual,
            },
            latent: Ranges {
                whole: whole(&latent),
                subjects: latent,
            },
            open,
            telling,
        }
    }

    fn find_subject(&mut self, s: SubjectIx, split: bool) -> SubjectFound {
        let plain = self.subject_here(s, split);
        let done = |found: &SubjectFound| {
            found
                .actual
                .iter()
                .chain(&found.latent)
                .all(|span| span.is_single())
        };
        if !split || s == SHIPMENT || done(&plain) {
            return plain;
        }
        let (Some(list), node) = (self.list_of(s), self.subject(s).node) else {
            return plain;
        };
        let prepared = self.prepared;
        let Some(paths) = prepared.subject_leaves.get(&list) else {
            return plain;
        };
        let relevant = self.deps.roots(plain.open.iter().map(|(_, _, dep)| *dep));
        let axes = self.axes(node, paths, CELLS, &relevant);
        if axes.is_empty() {
            return plain;
        }
        let mut result: Option<SubjectFound> = None;
        let mut cells = Vec::new();
        for picks in picks(&axes) {
            let whole = |found: &SubjectFound| {
                covers_spans(&found.actual, &plain.actual)
                    && covers_spans(&found.latent, &plain.latent)
            };
            if self.hurried && result.as_ref().is_some_and(whole) {
                break;
            }
            let held = hold(&axes, &picks);
            let found = self.with_subject(s, held, |cx| cx.subject_here(s, split));
            cells.push((picks, found.clone()));
            result = Some(match result {
                None => found,
                Some(so_far) => so_far.hull(found),
            });
        }
        let Some(mut result) = result else {
            return plain;
        };
        let split: Vec<Dep> = axes.iter().map(|axis| axis.dep).collect();
        self.linger(&plain.open, &mut result.open, &split);
        for (n, axis) in axes.iter().enumerate() {
            let same = |a: &[usize], b: &[usize]| {
                a.iter()
                    .zip(b)
                    .enumerate()
                    .all(|(i, (x, y))| i == n || x == y)
            };
            let differs = cells.iter().any(|(p, f)| {
                cells
                    .iter()
                    .any(|(q, g)| same(p, q) && f.actual != g.actual)
            });
            if differs {
                result.telling.insert(axis.dep);
            }
        }
        result.actual = narrower_spans(&plain.actual, &result.actual);
        result.latent = narrower_spans(&plain.latent, &result.latent);
        result
    }

    fn subject_here(&mut self, s: SubjectIx, split: bool) -> SubjectFound {
        let actual = self.outcomes(s, World::Actual, split);
        let mut open = BTreeSet::new();
        for rule in self.rules_of(s).iter().copied() {
            let (truth, dep) = self.eff(rule, s);
            if truth.is_unknown() {
                open.insert((rule, s, dep));
            }
        }
        let latent = if self.law.is_plain {
            actual.clone()
        } else {
            self.outcomes(s, World::Latent, split)
        };
        self.world = World::Actual;
        SubjectFound {
            actual,
            latent,
            open,
            telling: BTreeSet::new(),
        }
    }

    /// The leaves and gaps that something still open hangs on.
    fn relevant(&mut self, found: &Found) -> BTreeSet<Dep> {
        let mut deps: Vec<Dep> = found.open.iter().map(|(_, _, dep)| *dep).collect();
        deps.extend(found.telling.iter().map(|(_, dep)| *dep));
        // The latent world may hang on questions and leaves that the actual one does not.
        let open: Vec<QuestionId> = self
            .law
            .rules
            .iter()
            .flat_map(|r| r.open.iter().copied())
            .collect();
        for question in open {
            deps.push(self.deps.leaf(Leaf::Question(question)));
        }
        self.deps.roots(deps)
    }

    /// Leaves below a node that fit the budget, in the schema's order, those on which nothing hangs left out.
    fn axes(
        &mut self,
        node: NodeRef,
        paths: &[Vec<FieldId>],
        budget: usize,
        relevant: &BTreeSet<Dep>,
    ) -> Vec<Axis> {
        let (mut axes, mut room) = (Vec::new(), budget);
        for path in paths {
            let Some((at, field)) = self.follow(node, path) else {
                continue;
            };
            let value = self.read(at, field);
            let cells = self.cells(at, field, &value);
            let count = cells.len().max(1);
            if count > room {
                break;
            }
            room /= count;
            let latent_too = !self.law.is_plain;
            // By a default it may hang on a sibling, and an unknown code on a gap: tell by what it hangs on, not by its place.
            let hangs = self.deps.roots([value.dep]);
            if count > 1 && (latent_too || !hangs.is_disjoint(relevant)) {
                axes.push(Axis {
                    node: at,
                    field,
                    cells,
                    dep: value.dep,
                });
            }
        }
        axes
    }

    /// The record and field at the end of a path of fields.
    fn follow(&mut self, node: NodeRef, path: &[FieldId]) -> Option<(NodeRef, FieldId)> {
        let (last, above) = path.split_last()?;
        let mut at = node;
        for field in above {
            let Data::Record(nodes) = self.read(at, *field).data else {
                return None;
            };
            at = nodes.single()?;
        }
        Some((at, *last))
    }

    /// The cells of a finite value; none for one that is told, or of another kind.
    pub(super) fn cells(&self, node: NodeRef, field: FieldId, value: &Value) -> Vec<Value> {
        let record = self.program.record(self.record_of(node));
        let ty = record
            .fields
            .get(field.index())
            .map_or(&Type::Error, |f| &f.ty);
        let inner = match ty {
            Type::Optional(inner) => inner.as_ref(),
            other => other,
        };
        let choice = |choice: &Choice, named: &Choice| {
            let mut cells: Vec<Choice> =
                choice.intersect(named).iter().map(Choice::single).collect();
            let rest = choice.without(named);
            if !rest.is_empty() {
                cells.push(rest);
            }
            cells.into_iter().map(Data::Choice).collect::<Vec<_>>()
        };
        let mut cells = match (&value.data, inner) {
            (Data::Truth(truth), _) if truth.is_unknown() => {
                vec![Data::Truth(Truth::T), Data::Truth(Truth::F)]
            }
            (Data::Choice(some), Type::Enum(id)) if some.is_single().is_none() => {
                choice(some, &self.prepared.named_members(*id))
            }
            (Data::Choice(some), Type::Country) if some.is_single().is_none() => {
                choice(some, &self.prepared.named_countries)
            }
            (Data::Code(Codes::Any), _) => self.code_cells(|_| true),
            // Told too coarsely: one of the listed codes below it, or none of them.
            (Data::Code(Codes::OneOf(codes)), _) if self.is_above_lists(codes) => {
                self.code_cells(|listed| codes.iter().any(|code| code.strictly_above(listed)))
            }
            (data, _) if value.absent => vec![data.clone()],
            _ => Vec::new(),
        };
        if value.is_none() {
            return Vec::new();
        }
        if value.absent && cells.is_empty() {
            cells.push(value.data.clone());
        }
        // A cell that is itself a choice keeps hanging on the leaf.
        let mut cells: Vec<Value> = cells
            .into_iter()
            .map(|data| match data {
                // A code stands for its subtree: whether the cell is fine enough, only a comparison knows.
                Data::Code(_) => Value {
                    absent: false,
                    data,
                    dep: value.dep,
                },
                data => Value::new(data, value.dep),
            })
            .collect();
        if value.absent {
            cells.push(Value::none());
        }
        cells
    }

    fn code_cells(&self, may_be: impl Fn(&Code) -> bool) -> Vec<Data> {
        let listed = self.prepared.outermost_codes.iter();
        listed
            .filter(|code| may_be(code))
            .map(|code| Data::Code(Codes::OneOf(vec![code.clone()])))
            .chain([Data::Code(Codes::Unlisted)])
            .collect()
    }

    /// Whether it is one code above a listed one, and itself neither listed nor below one.
    fn is_above_lists(&self, codes: &[Code]) -> bool {
        let listed = &self.prepared.outermost_codes;
        match codes {
            [code] => {
                listed.iter().any(|other| code.strictly_above(other))
                    && !listed.iter().any(|other| code.is_or_below(other))
            }
            _ => false,
        }
    }

    /// Questions left open that fit the budget, by name; the budget becomes 0 where one does not fit.
    fn open_questions(
        &mut self,
        on: &AskLaw<'_>,
        budget: &mut usize,
        relevant: &BTreeSet<Dep>,
    ) -> Vec<QuestionId> {
        let open = on
            .readings
            .iter()
            .filter(|(_, reading)| reading.is_none())
            .map(|(id, _)| *id);
        let mut open: Vec<QuestionId> = open
            .filter(|id| self.law.question(*id).reading.is_none())
            .collect();
        open.sort_by_key(|id| &self.program.question(*id).full_name);
        let mut found = Vec::new();
        for id in open {
            let count = self.program.question(id).readings.len().max(1);
            if count > *budget {
                *budget = 0;
                break;
            }
            *budget /= count;
            let leaf = self.deps.leaf(Leaf::Question(id));
            if !self.law.is_plain || relevant.contains(&leaf) {
                found.push(id);
            }
        }
        found
    }

    /// A rule that stays open in some cell hangs on the split leaves too that it hung on before, even where all cells came out
    /// alike: with the rest told, they may come out differently (`if c then leaf else not leaf`).
    fn linger(
        &self,
        before: &BTreeSet<(RuleId, SubjectIx, Dep)>,
        open: &mut BTreeSet<(RuleId, SubjectIx, Dep)>,
        split: &[Dep],
    ) {
        let still: BTreeSet<(RuleId, SubjectIx)> = open.iter().map(|(r, s, _)| (*r, *s)).collect();
        for (rule, s, dep) in before {
            if !still.contains(&(*rule, *s)) {
                continue;
            }
            let (leaves, gaps) = self.deps.spread([*dep]);
            for axis in split {
                let (leaf, gap) = self.deps.spread([*axis]);
                if leaf.iter().any(|leaf| leaves.contains(leaf))
                    || gap.iter().any(|gap| gaps.contains(gap))
                {
                    open.insert((*rule, *s, *axis));
                }
            }
        }
    }

    /// Leaves and questions whose cells come out differently: as a whole, or of a subject where it may still raise the whole, for
    /// what else is open may come to be told so that only this is left.
    fn telling(
        &mut self,
        plain: &Found,
        axes: &[Axis],
        questions: &[QuestionId],
        cells: &[(Readings, Vec<usize>, Found)],
    ) -> BTreeSet<Dep> {
        let mut telling = BTreeSet::new();
        let least = |spans: &[Span]| -> Vec<Span> {
            let floors = plain.actual.whole.iter().map(|span| span.lo);
            let raised = |(span, floor): (&Span, u16)| Span {
                lo: span.lo.max(floor),
                hi: span.hi.max(floor),
            };
            spans.iter().zip(floors).map(raised).collect()
        };
        let differ = |f: &Found, g: &Found| {
            let mut subjects = f.actual.subjects.iter().zip(&g.actual.subjects);
            f.actual.whole != g.actual.whole || subjects.any(|(a, b)| least(a) != least(b))
        };
        for (n, axis) in axes.iter().enumerate() {
            let same = |a: &[usize], b: &[usize]| {
                a.iter()
                    .zip(b)
                    .enumerate()
                    .all(|(i, (x, y))| i == n || x == y)
            };
            if cells.iter().any(|(q, p, f)| {
                cells
                    .iter()
                    .any(|(r, o, g)| q == r && same(p, o) && differ(f, g))
            }) {
                telling.insert(axis.dep);
            }
        }
        for question in questions {
            let same = |a: &Readings, b: &Readings| {
                a.iter()
                    .all(|(id, reading)| id == question || b.get(id) == Some(reading))
            };
            if cells.iter().any(|(q, p, f)| {
                cells
                    .iter()
                    .any(|(r, o, g)| p == o && same(q, r) && differ(f, g))
            }) {
                let leaf = self.deps.leaf(Leaf::Question(*question));
                telling.insert(leaf);
            }
        }
        telling
    }
}

/// The days and readings asked.
pub struct AskLaw<'a> {
    /// The readings chosen.
    pub readings: &'a Readings,
}

#[derive(Clone)]
struct SubjectFound {
    actual: Vec<Span>,
    latent: Vec<Span>,
    open: BTreeSet<(RuleId, SubjectIx, Dep)>,
    telling: BTreeSet<Dep>,
}

impl SubjectFound {
    fn hull(mut self, other: SubjectFound) -> SubjectFound {
        let both =
            |a: &[Span], b: &[Span]| a.iter().zip(b).map(|(a, b)| a.hull(*b)).collect::<Vec<_>>();
        self.actual = both(&self.actual, &other.actual);
        self.latent = both(&self.latent, &other.latent);
        self.open.extend(other.open);
        self.telling.extend(other.telling);
        self
    }
}

fn settled(found: &Found) -> bool {
    found
        .actual
        .whole
        .iter()
        .chain(&found.latent.whole)
        .all(|span| span.is_single())
        && found.actual.is_single()
        && found.latent.is_single()
}

/// Whether what lies in both is all of the second: no further cell narrows it then.
fn covers(found: &Found, plain: &Found) -> bool {
    let ranges = |a: &Ranges, b: &Ranges| {
        covers_spans(&a.whole, &b.whole)
            && a.subjects
                .iter()
                .zip(&b.subjects)
                .all(|(a, b)| covers_spans(a, b))
    };
    ranges(&found.actual, &plain.actual) && ranges(&found.latent, &plain.latent)
}

fn covers_spans(a: &[Span], b: &[Span]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.lo <= b.lo && a.hi >= b.hi)
}

/// Both are sound, so what lies in both is.
fn narrower_spans(a: &[Span], b: &[Span]) -> Vec<Span> {
    a.iter()
        .zip(b)
        .map(|(a, b)| Span {
            lo: a.lo.max(b.lo),
            hi: a.hi.min(b.hi),
        })
        .collect()
}

fn narrower(a: &Ranges, b: &Ranges) -> Ranges {
    Ranges {
        whole: narrower_spans(&a.whole, &b.whole),
        subjects: a
            .subjects
            .iter()
            .zip(&b.subjects)
            .map(|(a, b)| narrower_spans(a, b))
            .collect(),
    }
}

/// Every combination of one cell an axis.
fn picks(axes: &[Axis]) -> Vec<Vec<usize>> {
    axes.iter().fold(vec![Vec::new()], |all, axis| {
        all.iter()
            .flat_map(|picks: &Vec<usize>| {
                (0..axis.cells.len()).map(move |i| {
                    let mut picks = picks.clone();
                    picks.push(i);
                    picks
                })
            })
            .collect()
    })
}

fn hold(axes: &[Axis], picks: &[usize]) -> Vec<(NodeRef, FieldId, Value)> {
    axes.iter()
        .zip(picks)
        .filter_map(|(axis, pick)| Some((axis.node, axis.field, axis.cells.get(*pick)?.clone())))
        .collect()
}

fn question_cells<R: Recorder>(
    base: &Readings,
    questions: &[QuestionId],
    cx: &Cx<'_, R>,
) -> Vec<Readings> {
    questions.iter().fold(vec![base.clone()], |all, id| {
        let count = u16::try_from(cx.program.question(*id).readings.len()).unwrap_or(u16::MAX);
        all.iter()
            .flat_map(|readings| {
                (0..count).map(|reading| {
                    let mut readings = readings.clone();
                    readings.insert(*id, Some(reading));
                    readings
                })
            })
            .collect()
    })
}
