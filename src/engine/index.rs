//! From values to rules: a rule whose conditions ask that a cell have one of a few values is met only where it has.

use rustc_hash::FxHashMap as HashMap;

use super::layout::TableId;
use super::lower::Lower;
use super::node::{N, Node, Row, Source, Var};
use super::plan::{KindPlan, RulePlan, Test};
use crate::value::Truth;

/// A cell whose value leads to rules.
#[derive(Debug)]
pub struct IndexPlan {
    /// Where to look.
    pub at: Place,
    /// By value: rules for which the test holds or may.
    pub by_value: Vec<Vec<Lead>>,
    /// Where there is no value.
    pub absent: Vec<Lead>,
    /// Where it is untold.
    pub untold: Vec<Lead>,
    /// Beyond `by_value`.
    pub beyond: Vec<Lead>,
}

/// A rule that a value leads to.
#[derive(Clone, Copy, Debug)]
pub struct Lead {
    /// Its place among the rules that may bind.
    pub rule: u32,
    /// Whether the test that led to it holds; else it only may.
    pub sure: bool,
    /// A further test of it, looked at before anything else.
    pub gate: Option<Gate>,
}

/// A test of a cell.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Whose row.
    pub var: Var,
    /// In which table.
    pub table: TableId,
    /// Which cell.
    pub cell: u32,
    /// Which table of truths.
    pub test: u32,
}

/// A cell, or a list of values of which some one leads to a rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Whose row: the root's or the subject's.
    pub var: Var,
    /// In which table.
    pub table: TableId,
    /// Which cell; of a list the first.
    pub cell: u32,
    /// Of a list: where it was left out, whether it is empty.
    pub list: Option<Option<N>>,
}

impl IndexPlan {
    /// The rules that a value leads to.
    #[inline]
    pub fn led_to(&self, cell: i64) -> &[Lead] {
        match usize::try_from(cell) {
            Ok(value) => self.by_value.get(value).unwrap_or(&self.beyond),
            Err(_) if cell == super::layout::ABSENT => &self.absent,
            Err(_) => &self.untold,
        }
    }

    /// The same with some of the rules; none where that leaves none.
    pub fn only(&self, keep: &impl Fn(u32) -> bool) -> Option<IndexPlan> {
        let some = |list: &Vec<Lead>| -> Vec<Lead> {
            let kept = list.iter().copied().filter(|lead| keep(lead.rule));
            kept.collect()
        };
        let by_value: Vec<_> = self.by_value.iter().map(some).collect();
        let rest = [&self.absent, &self.untold, &self.beyond].map(some);
        if by_value.iter().chain(&rest).all(Vec::is_empty) {
            return None;
        }
        let [absent, untold, beyond] = rest;
        Some(IndexPlan {
            at: self.at.clone(),
            by_value,
            absent,
            untold,
            beyond,
        })
    }

    fn add(&mut self, rule: u32, gate: Option<Gate>, test: &Test) {
        if self.by_value.len() < test.values.len() {
            self.by_value.resize(test.values.len(), self.beyond.clone());
        }
        let values = test.values.iter().chain(std::iter::repeat(&test.beyond));
        let lists = self.by_value.iter_mut().zip(values).chain([
            (&mut self.absent, &test.absent),
            (&mut self.untold, &test.untold),
            (&mut self.beyond, &test.beyond),
        ]);
        for (list, truth) in lists {
            if truth.may_be_true() {
                list.push(Lead {
                    rule,
                    sure: truth.is_true(),
                    gate,
                });
            }
        }
    }
}

/// Tests that more than seven in ten values pass lead nowhere.
const USEFUL: usize = 700;

/// A test of a cell, or of some value of a list.
fn test_of(lower: &Lower<'_>, n: N) -> Option<(Place, u32)> {
    match lower.nodes.get(n)? {
        Node::Test {
            var,
            table,
            cell,
            test,
        } => {
            let place = Place {
                var: *var,
                table: *table,
                cell: *cell,
                list: None,
            };
            Some((place, *test))
        }
        Node::Some {
            values:
                Source::Values {
                    row: Row::Var(var),
                    table,
                    cell,
                    empty_if,
                },
            test,
        } => {
            let place = Place {
                var: *var,
                table: *table,
                cell: *cell,
                list: Some(*empty_if),
            };
            Some((place, *test))
        }
        _ => None,
    }
}

/// A test of a cell, to be looked at by itself.
fn gate_of(lower: &Lower<'_>, n: N) -> Option<Gate> {
    match lower.nodes.get(n)? {
        Node::Test {
            var,
            table,
            cell,
            test,
        } => Some(Gate {
            var: *var,
            table: *table,
            cell: *cell,
            test: *test,
        }),
        _ => None,
    }
}

/// Finds for each rule of a kind the cell that leads to it alone, or nearly: the test that the fewest rules share, of these the one
/// that the fewest values pass. What most rules ask (`origin = …`) is what most cases have.
pub fn index(lower: &mut Lower<'_>, kind: &mut KindPlan, rules: &mut [RulePlan]) {
    let program = lower.program;
    let mut shared: HashMap<N, usize> = HashMap::default();
    let mut of_kind: Vec<(u32, &mut RulePlan, Vec<N>)> = Vec::new();
    for (i, rule) in (0u32..).zip(rules.iter_mut()) {
        let is_never = lower.nodes.known(rule.when) == Some(Truth::F);
        if is_never || program.rule(rule.id).subject != kind.subject {
            continue;
        }
        let conds: Vec<N> = match lower.nodes.get(rule.when) {
            Some(Node::And(all)) => all.to_vec(),
            _ => vec![rule.when],
        };
        for cond in &conds {
            *shared.entry(*cond).or_default() += 1;
        }
        of_kind.push((i, rule, conds));
    }
    let mut by: Vec<IndexPlan> = Vec::new();
    let mut places: HashMap<Place, usize> = HashMap::default();
    for (i, rule, conds) in of_kind {
        let mut tests: Vec<(usize, usize, N)> = conds
            .iter()
            .filter_map(|n| {
                let (_, test) = test_of(lower, *n)?;
                let share = lower.tables.test(test)?.share();
                let met = shared.get(n).copied().unwrap_or(1);
                (share < USEFUL).then_some((met, share, *n))
            })
            .collect();
        tests.sort_unstable();
        let best = tests.first().map(|(.., n)| *n);
        let Some(((place, test), best)) = best.and_then(|n| Some((test_of(lower, n)?, n))) else {
            kind.always.push(i);
            continue;
        };
        let gate = tests.iter().skip(1).find_map(|(.., n)| gate_of(lower, *n));
        let others: Vec<N> = conds.into_iter().filter(|n| *n != best).collect();
        rule.rest = lower.and(others);
        let at = *places.entry(place.clone()).or_insert_with(|| {
            by.push(IndexPlan {
                at: place,
                by_value: Vec::new(),
                absent: Vec::new(),
                untold: Vec::new(),
                beyond: Vec::new(),
            });
            by.len() - 1
        });
        if let (Some(index), Some(test)) = (by.get_mut(at), lower.tables.test(test)) {
            index.add(i, gate, test);
        }
    }
    kind.by = by;
}
