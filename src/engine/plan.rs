//! A law compiled: the rules that may bind, their conditions as nodes, and from which value of which cell each can be found.

use rustc_hash::FxHashMap as HashMap;

use super::duty::{self, DutyPlan};
use super::ensure::{self, EnsurePlan};
use super::index::{self, IndexPlan};
use super::layout::{Layout, PlaceId, Shape, TableId};
use super::lower::{Frame, Lower, Rec, Val};
use super::node::{N, Node, Part, Row};
use super::used::subject_lists;
use super::words::Words;
use crate::ir::{Conclusion, ExprId, FieldId, Program, RuleId, ScaleId, Subject};
use crate::law::LawBook;
use crate::value::Truth;

/// A truth for each value of a finite kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Test {
    /// By value.
    pub values: Vec<Truth>,
    /// For values beyond these.
    pub beyond: Truth,
    /// Where there is no value.
    pub absent: Truth,
    /// Where it is untold.
    pub untold: Truth,
}

impl Test {
    /// The truth for a cell.
    #[inline]
    pub fn of(&self, cell: i64) -> Truth {
        if let Some(truth) = usize::try_from(cell)
            .ok()
            .and_then(|at| self.values.get(at))
        {
            return *truth;
        }
        self.else_of(cell)
    }

    #[cold]
    fn else_of(&self, cell: i64) -> Truth {
        match cell {
            0.. => self.beyond,
            _ if cell == super::layout::ABSENT => self.absent,
            _ => self.untold,
        }
    }

    /// The test that holds where this one fails.
    pub fn not(&self) -> Test {
        Test {
            values: self.values.iter().map(|t| t.not()).collect(),
            beyond: self.beyond.not(),
            absent: self.absent.not(),
            untold: self.untold.not(),
        }
    }

    /// The test of both, as `how` joins two truths.
    pub fn joined(&self, other: &Test, how: impl Fn(Truth, Truth) -> Truth) -> Test {
        let count = self.values.len().max(other.values.len());
        let at = |test: &Test, i: usize| test.values.get(i).copied().unwrap_or(test.beyond);
        Test {
            values: (0..count).map(|i| how(at(self, i), at(other, i))).collect(),
            beyond: how(self.beyond, other.beyond),
            absent: how(self.absent, other.absent),
            untold: how(self.untold, other.untold),
        }
    }

    /// What it is for every value, if that is one truth.
    pub fn always(&self) -> Option<Truth> {
        let rest = [&self.absent, &self.untold, &self.beyond];
        let all = self.values.iter().chain(rest);
        let first = self.absent;
        all.into_iter().all(|t| *t == first).then_some(first)
    }

    /// In how many of a thousand values it may hold.
    pub fn share(&self) -> usize {
        let may = self.values.iter().filter(|t| t.may_be_true()).count();
        may * 1000 / self.values.len().max(1)
    }
}

/// A range of a row of the law.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ends {
    /// It asks nothing.
    Any,
    /// There is none.
    Absent,
    /// From and to, with whether each end is taken in.
    Between(Option<(i64, bool)>, Option<(i64, bool)>),
}

/// What nodes look up.
#[derive(Debug, Default)]
pub struct Tables {
    tests: Vec<Test>,
    columns: Vec<Vec<i64>>,
    ranges: Vec<Vec<Ends>>,
    rows: Vec<Vec<u32>>,
    sets: Vec<Vec<u32>>,
    by_sets: HashMap<Vec<u32>, u32>,
    by_test: HashMap<Test, u32>,
    by_column: HashMap<Vec<i64>, u32>,
    by_rows: HashMap<Vec<u32>, u32>,
    by_ranges: HashMap<Vec<Ends>, u32>,
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl Tables {
    /// A test, its values given.
    pub fn test_of(&mut self, values: Vec<Truth>, absent: Truth, untold: Truth) -> u32 {
        self.add_test(Test {
            values,
            beyond: Truth::F,
            absent,
            untold,
        })
    }

    /// The number of a test.
    pub fn add_test(&mut self, test: Test) -> u32 {
        let next = number(self.tests.len());
        if let Some(found) = self.by_test.get(&test) {
            return *found;
        }
        self.tests.push(test.clone());
        self.by_test.insert(test, next);
        next
    }

    /// The number of a column.
    pub fn add_column(&mut self, column: Vec<i64>) -> u32 {
        let next = number(self.columns.len());
        let found = *self.by_column.entry(column.clone()).or_insert(next);
        if found == next {
            self.columns.push(column);
        }
        found
    }

    /// The number of a list of ranges.
    pub fn add_ranges(&mut self, ranges: Vec<Ends>) -> u32 {
        let next = number(self.ranges.len());
        let found = *self.by_ranges.entry(ranges.clone()).or_insert(next);
        if found == next {
            self.ranges.push(ranges);
        }
        found
    }

    /// The number of a column of sets: a test for each row.
    pub fn add_sets(&mut self, sets: Vec<u32>) -> u32 {
        let next = number(self.sets.len());
        let found = *self.by_sets.entry(sets.clone()).or_insert(next);
        if found == next {
            self.sets.push(sets);
        }
        found
    }

    /// The set of a row, as a test.
    #[inline]
    pub fn set(&self, number: u32, row: u32) -> Option<&Test> {
        let test = *self.sets.get(number as usize)?.get(row as usize)?;
        self.test(test)
    }

    /// The number of a list of rows.
    pub fn add_rows(&mut self, rows: Vec<u32>) -> u32 {
        let next = number(self.rows.len());
        let found = *self.by_rows.entry(rows.clone()).or_insert(next);
        if found == next {
            self.rows.push(rows);
        }
        found
    }

    /// A test.
    #[inline]
    pub fn test(&self, number: u32) -> Option<&Test> {
        self.tests.get(number as usize)
    }

    /// A column, by the rows of its list.
    #[inline]
    pub fn column(&self, number: u32) -> Option<&[i64]> {
        self.columns.get(number as usize).map(Vec::as_slice)
    }

    /// A range of a column.
    #[inline]
    pub fn range(&self, number: u32, row: u32) -> Option<&Ends> {
        self.ranges.get(number as usize)?.get(row as usize)
    }

    /// Rows of a list of the law.
    #[inline]
    pub fn rows(&self, number: u32) -> &[u32] {
        self.rows.get(number as usize).map_or(&[], Vec::as_slice)
    }
}

/// A define that calls itself.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its body.
    pub body: N,
}

/// A rule that may bind.
#[derive(Debug)]
pub struct RulePlan {
    /// Which.
    pub id: RuleId,
    /// Its conditions.
    pub when: N,
    /// Its conditions but for the test that led to it.
    pub rest: N,
    /// Whether it is in force.
    pub in_force: bool,
    /// Whether it is in force but for suspensions and beginnings.
    pub latent: bool,
    /// Its outcome on the main scale.
    pub main: Option<u16>,
    /// Its outcomes on every scale.
    pub outcomes: Vec<(ScaleId, u16)>,
    /// Whether other rules say whether it has effect.
    pub tangled: bool,
    /// Whether its conditions ask a status: they are asked in each world by itself.
    pub asks_status: bool,
    /// Its duties, where it is in force.
    pub duties: Vec<DutyPlan>,
}

/// Of what rules speak.
#[derive(Debug)]
pub struct KindPlan {
    /// The shipment, or a list of it.
    pub subject: Subject,
    /// Of a list: its first cell in the root's row, the table of its elements, and where it was left out, whether it is empty.
    pub list: Option<(u32, TableId, Option<N>)>,
    /// Rules of the kind that no cell leads to, by their place in [`Plan::rules`].
    pub always: Vec<u32>,
    /// Cells that lead to rules.
    pub by: Vec<IndexPlan>,
}

impl KindPlan {
    /// The same with some of the rules.
    fn only(&self, keep: impl Fn(u32) -> bool) -> KindPlan {
        let always = self.always.iter().copied().filter(|rule| keep(*rule));
        let by = self.by.iter().filter_map(|index| index.only(&keep));
        KindPlan {
            subject: self.subject,
            list: self.list,
            always: always.collect(),
            by: by.collect(),
        }
    }
}

/// A law compiled.
#[derive(Debug)]
pub struct Plan {
    /// Nodes.
    pub nodes: Vec<Node>,
    /// By node: the slot in which its truth is kept, and whether it hangs on the subject.
    pub keep: Vec<Option<(u32, bool)>>,
    /// How many slots there are.
    pub keeps: u32,
    /// What nodes look up.
    pub tables: Tables,
    /// Defines that call themselves.
    pub functions: Vec<Function>,
    /// Kinds of subject, the shipment first.
    pub kinds: Vec<KindPlan>,
    /// The same, of rules in force alone: what is latent is asked only by whoever wants to know.
    pub in_force: Vec<KindPlan>,
    /// Rules that may bind, by name.
    pub rules: Vec<RulePlan>,
    /// By [`RuleId`]: the place in [`Plan::rules`].
    pub by_id: Vec<Option<u32>>,
    /// Whether some rule's force hangs on a question left open: every case is the interpreter's then.
    pub open: bool,
    /// Whether the latent law is the actual one.
    pub is_plain: bool,
    /// What must hold of facts.
    pub ensures: Vec<EnsurePlan>,
    /// What was not compiled, by where it was written.
    pub left: std::collections::BTreeMap<ExprId, &'static str>,
}

/// Compiles a law.
pub fn plan(program: &Program, layout: &Layout, words: &Words, law: &LawBook) -> Plan {
    let mut lower = Lower::new(program, layout, words, law);
    let mut kinds = vec![KindPlan {
        subject: Subject::Shipment,
        list: None,
        always: Vec::new(),
        by: Vec::new(),
    }];
    for field in subject_lists(program) {
        let list = element_list(&mut lower, field);
        kinds.push(KindPlan {
            subject: Subject::Each(field),
            list,
            always: Vec::new(),
            by: Vec::new(),
        });
    }
    let mut rules = Vec::new();
    let mut by_id = vec![None; program.rules.len()];
    let mut open = false;
    for (i, rule) in program.rules.iter().enumerate() {
        let id = RuleId::from_index(i);
        let time = law.rule(id);
        open |= time.in_force.is_unknown() || time.latent.is_unknown();
        if time.in_force.is_false() && time.latent.is_false() {
            continue;
        }
        let when = conditions(&mut lower, id, &kinds);
        if let Some(place) = by_id.get_mut(i) {
            *place = Some(number(rules.len()));
        }
        let outcomes: Vec<(ScaleId, u16)> = outcomes(program, id);
        let duties = match subject(&lower, id, &kinds) {
            Some(subject) if time.in_force.is_true() => duty::duties(&mut lower, id, subject),
            _ => Vec::new(),
        };
        rules.push(RulePlan {
            id,
            when,
            rest: when,
            in_force: time.in_force.is_true(),
            latent: time.latent.is_true(),
            main: outcomes
                .iter()
                .find(|(scale, _)| *scale == program.main_scale)
                .map(|(_, outcome)| *outcome),
            outcomes,
            tangled: !(rule.given.is_empty() && rule.lifts.is_empty() && rule.lifted_by.is_empty()),
            asks_status: lower.nodes.asks_status(when),
            duties,
        });
    }
    for kind in &mut kinds {
        index::index(&mut lower, kind, &mut rules);
    }
    let in_force = kinds
        .iter()
        .map(|kind| kind.only(|rule| rules.get(rule as usize).is_some_and(|rule| rule.in_force)))
        .collect();
    let roots: Vec<N> = rules
        .iter()
        .flat_map(|rule| [rule.when, rule.rest])
        .collect();
    let (keep, keeps) = kept(&lower, &roots);
    let ensures = ensure::ensures(&mut lower);
    let functions = lower.functions.iter();
    let functions = functions
        .map(|f| f.unwrap_or(Function { body: 0 }))
        .collect();
    Plan {
        keep,
        keeps,
        functions,
        kinds,
        in_force,
        rules,
        by_id,
        open,
        is_plain: law.is_plain,
        ensures,
        left: std::mem::take(&mut lower.left),
        tables: std::mem::take(&mut lower.tables),
        nodes: lower.nodes.finish(),
    }
}

fn outcomes(program: &Program, rule: RuleId) -> Vec<(ScaleId, u16)> {
    let mut outcomes: Vec<(ScaleId, u16)> = Vec::new();
    for then in &program.rule(rule).then {
        if let Conclusion::Outcome(scale, value) = then {
            match outcomes.iter_mut().find(|(on, _)| on == scale) {
                Some((_, before)) => *before = (*before).max(*value),
                None => outcomes.push((*scale, *value)),
            }
        }
    }
    outcomes
}

fn element_list(lower: &mut Lower<'_>, field: FieldId) -> Option<(u32, TableId, Option<N>)> {
    let root = lower.root();
    let list = lower.field(ExprId(0), root, field, 1);
    let Val::List(parts) = list else { return None };
    match parts.as_slice() {
        [
            super::lower::Part::Rows {
                cell, of, empty_if, ..
            },
        ] => {
            let table = lower.layout.place(*of)?.table?;
            Some((*cell, table, *empty_if))
        }
        _ => None,
    }
}

/// What the first variable of a rule stands for.
fn subject(lower: &Lower<'_>, id: RuleId, kinds: &[KindPlan]) -> Option<Val> {
    let rule = lower.program.rule(id);
    let Subject::Each(field) = rule.subject else {
        return Some(lower.root());
    };
    let mut kinds = kinds.iter();
    if !kinds.any(|kind| kind.subject == rule.subject && kind.list.is_some()) {
        return None;
    }
    match &lower.layout.slot(PlaceId(0), field)?.shape {
        Shape::Many(place) => Some(Val::Record(Rec {
            row: Row::Var(1),
            place: *place,
            optional: false,
        })),
        _ => None,
    }
}

/// A rule's conditions as one node.
fn conditions(lower: &mut Lower<'_>, id: RuleId, kinds: &[KindPlan]) -> N {
    let rule = lower.program.rule(id);
    let Some(subject) = subject(lower, id, kinds) else {
        return lower.truth_node(Truth::U);
    };
    let mut frame = Frame::new(&rule.locals, vec![subject], 2);
    let all = rule
        .when
        .iter()
        .map(|cond| lower.truth(*cond, &mut frame))
        .collect();
    lower.and(all)
}

/// Truths that several conditions ask, of the shipment or the subject, worth keeping.
fn kept(lower: &Lower<'_>, roots: &[N]) -> (Vec<Option<(u32, bool)>>, u32) {
    let count = lower.nodes.len();
    let mut parents = vec![0u32; count];
    let mut seen = vec![false; count];
    let mut todo: Vec<N> = Vec::new();
    let mut distinct = roots.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    for root in distinct {
        if let Some(n) = parents.get_mut(root as usize) {
            *n += 1;
        }
        todo.push(root);
    }
    while let Some(n) = todo.pop() {
        let Some(mark) = seen.get_mut(n as usize) else {
            continue;
        };
        if std::mem::replace(mark, true) {
            continue;
        }
        if let Some(node) = lower.nodes.get(n) {
            node.visit(&mut |part| {
                if let Part::Node(n, _) = part {
                    if let Some(count) = parents.get_mut(n as usize) {
                        *count += 1;
                    }
                    todo.push(n);
                }
            });
        }
    }
    let mut slots = 0;
    let keep = (0u32..)
        .zip(&parents)
        .map(|(n, parents)| {
            let reads = lower.nodes.reads(n);
            let truth = matches!(
                lower.nodes.get(n),
                Some(
                    Node::And(_)
                        | Node::Or(_)
                        | Node::Any { .. }
                        | Node::Compare(..)
                        | Node::CompareMoney(..)
                        | Node::Quotient(..)
                        | Node::Choose(..)
                        | Node::Call(..)
                )
            );
            let worth = *parents > 1 && truth && reads & !0b11 == 0 && lower.cost(n) >= 8;
            if !worth || lower.nodes.asks_status(n) {
                return None;
            }
            slots += 1;
            Some((slots - 1, reads & 0b10 != 0))
        })
        .collect();
    (keep, slots)
}
