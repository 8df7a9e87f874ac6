//! What there is to see: the decisions of a program, their leaves, and the thresholds of what a policy writes down.
//!
//! A decision is a whole condition: all `when`s of a rule together, or any other expression of type Bool that stands where none stands
//! around it: the body of a define, a `let`, the condition and filter of a quantifier or sum, the condition of an `if`, an argument. Its
//! leaves are what its `and`, `or`, `not` and `if` join.

use std::collections::{BTreeMap, BTreeSet};

use super::threshold::{Mark, Sides, edges};
use crate::ir::{
    Aggregate, ArithOp, Const, DefineId, Expr, ExprId, ExprKind, Local, LocalKind, Program, RuleId,
    Type,
};

/// What there is to see in a program.
#[derive(Debug, Default)]
pub struct Plan {
    pub(super) decisions: Vec<Decision>,
    /// The decision that an expression is, by `ExprId`.
    roots: Vec<Option<usize>>,
    /// The decision of each rule.
    rules: Vec<usize>,
    /// Thresholds, with the sides on which a value can be at all.
    pub thresholds: BTreeMap<Mark, Threshold>,
}

/// A threshold.
#[derive(Clone, Copy, Debug)]
pub struct Threshold {
    /// The comparison that reads it first.
    pub comparison: ExprId,
    /// The sides on which a value can be.
    pub possible: Sides,
    /// Whose it is.
    pub owner: Owner,
}

/// Who writes a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A rule.
    Rule(RuleId),
    /// A define.
    Define(DefineId),
}

/// A whole condition.
#[derive(Debug)]
pub struct Decision {
    /// Who writes it.
    pub owner: Owner,
    /// Its leaves, in the order in which they are reached.
    pub leaves: Vec<Leaf>,
    pub(super) node: Node,
}

/// An atomic condition.
#[derive(Debug)]
pub struct Leaf {
    /// The expression.
    pub expr: ExprId,
    /// Whether it is one to be shown: neither a constant, nor the name of a `let`, whose own conditions are.
    pub counts: bool,
    /// Whether it tests a status, which other rules conclude.
    pub(super) asks_rules: bool,
    /// For a test of `null`: the truth under which the thing is absent, and the leaves that then speak of nothing.
    pub(super) guards: Option<(bool, Vec<usize>)>,
}

/// How leaves are joined.
#[derive(Debug)]
pub(super) enum Node {
    Leaf(usize),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    If(Box<[Node; 3]>),
}

impl Plan {
    /// Of a program.
    pub fn of(program: &Program) -> Plan {
        let mut planner = Planner {
            program,
            plan: Plan {
                roots: vec![None; program.exprs.len()],
                ..Plan::default()
            },
            met: vec![false; program.exprs.len()],
            compared: compared(program),
        };
        for (index, define) in program.defines.iter().enumerate() {
            let owner = Owner::Define(DefineId::from_index(index));
            planner.locals(owner, &define.locals);
            planner.expr(owner, &define.locals, define.body);
        }
        for (index, rule) in program.rules.iter().enumerate() {
            let owner = Owner::Rule(RuleId::from_index(index));
            planner.locals(owner, &rule.locals);
            let whole = planner.decision(owner, &rule.locals, &rule.when);
            planner.plan.rules.push(whole);
            for figure in rule.gives.iter() {
                planner.expr(owner, &rule.locals, *figure);
            }
        }
        planner.plan
    }

    /// Every decision.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    pub(super) fn root(&self, id: ExprId) -> Option<usize> {
        self.roots.get(id.index()).copied().flatten()
    }

    pub(super) fn rule(&self, id: RuleId) -> Option<usize> {
        self.rules.get(id.index()).copied()
    }
}

struct Planner<'a> {
    program: &'a Program,
    plan: Plan,
    met: Vec<bool>,
    /// Parameters of defines that are compared as they come.
    compared: BTreeSet<(DefineId, usize)>,
}

impl Planner<'_> {
    fn locals(&mut self, owner: Owner, locals: &[Local]) {
        for local in locals {
            if let LocalKind::Let(value) = local.kind {
                self.expr(owner, locals, value);
            }
        }
    }

    /// An expression that no decision holds as a leaf.
    fn expr(&mut self, owner: Owner, locals: &[Local], id: ExprId) {
        let expr = self.program.expr(id);
        match self.met.get_mut(id.index()) {
            Some(met) if !*met => *met = true,
            _ => return,
        }
        if expr.ty == Type::Bool && !matches!(expr.kind, ExprKind::Const(_) | ExprKind::Local(_)) {
            let decision = self.decision(owner, locals, &[id]);
            if let Some(root) = self.plan.roots.get_mut(id.index()) {
                *root = Some(decision);
            }
        } else {
            self.below(owner, locals, id);
        }
    }

    fn below(&mut self, owner: Owner, locals: &[Local], id: ExprId) {
        let mut children = Vec::new();
        self.program.expr(id).kind.children(&mut children);
        for child in children {
            self.expr(owner, locals, child);
        }
        self.thresholds(owner, locals, id);
    }

    fn decision(&mut self, owner: Owner, locals: &[Local], all: &[ExprId]) -> usize {
        let mut leaves = Vec::new();
        let node = match all {
            [one] => self.node(*one, &mut leaves),
            all => Node::And(all.iter().map(|id| self.node(*id, &mut leaves)).collect()),
        };
        for leaf in &leaves {
            // Shared by the rules of a group: looked into once.
            self.below(owner, locals, *leaf);
        }
        let made = leaves
            .iter()
            .map(|leaf| self.leaf(*leaf, locals, &leaves))
            .collect();
        self.plan.decisions.push(Decision {
            owner,
            leaves: made,
            node,
        });
        self.plan.decisions.len() - 1
    }

    fn node(&self, id: ExprId, leaves: &mut Vec<ExprId>) -> Node {
        let expr = self.program.expr(id);
        let mut all =
            |ids: &[ExprId]| -> Vec<Node> { ids.iter().map(|id| self.node(*id, leaves)).collect() };
        match &expr.kind {
            ExprKind::And(ids) => Node::And(all(ids)),
            ExprKind::Or(ids) => Node::Or(all(ids)),
            ExprKind::Not(inner) if !self.is_one_word(expr, *inner) => {
                Node::Not(Box::new(self.node(*inner, leaves)))
            }
            ExprKind::If(cond, yes, no) if expr.ty == Type::Bool => Node::If(Box::new([
                self.node(*cond, leaves),
                self.node(*yes, leaves),
                self.node(*no, leaves),
            ])),
            _ => {
                leaves.push(id);
                Node::Leaf(leaves.len() - 1)
            }
        }
    }

    /// `!=`, `not in`, `is not`: written as one comparison, and so seen as one.
    fn is_one_word(&self, expr: &Expr, inner: ExprId) -> bool {
        let inner = self.program.expr(inner);
        inner.span == expr.span
            && !matches!(
                inner.kind,
                ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::If(..)
            )
    }

    fn leaf(&self, id: ExprId, locals: &[Local], all: &[ExprId]) -> Leaf {
        let kind = &self.program.expr(id).kind;
        let is_let = matches!(kind, ExprKind::Local(local)
            if matches!(locals.get(local.index()).map(|l| l.kind), Some(LocalKind::Let(_))));
        let (of, absent) = match kind {
            ExprKind::IsNull(of) => (Some(*of), true),
            ExprKind::Not(inner) => match &self.program.expr(*inner).kind {
                ExprKind::IsNull(of) => (Some(*of), false),
                _ => (None, false),
            },
            _ => (None, false),
        };
        let guards = of.map(|of| {
            let speaks =
                |other: &ExprId| *other != id && mentions(self.program, locals, *other, of);
            let speaking = all.iter().enumerate().filter(|(_, other)| speaks(other));
            (absent, speaking.map(|(index, _)| index).collect())
        });
        let asked = match kind {
            ExprKind::Not(inner) => &self.program.expr(*inner).kind,
            kind => kind,
        };
        Leaf {
            expr: id,
            asks_rules: matches!(asked, ExprKind::Status(..)),
            counts: !is_let && !matches!(kind, ExprKind::Const(_)),
            guards,
        }
    }

    /// The thresholds that this very expression compares with, or hands to a define that does.
    fn thresholds(&mut self, owner: Owner, locals: &[Local], id: ExprId) {
        let program = self.program;
        match &program.expr(id).kind {
            ExprKind::Compare(_, a, b) => {
                for (value, limit) in [(*a, *b), (*b, *a)] {
                    if self.literal(locals, value).is_none() {
                        self.limit(owner, locals, id, value, limit);
                    }
                }
            }
            ExprKind::InRange(value, range) => match &program.expr(*range).kind {
                ExprKind::Range(lo, hi) => {
                    for limit in [*lo, *hi] {
                        self.limit(owner, locals, id, *value, limit);
                    }
                }
                _ => self.limit(owner, locals, id, *value, *range),
            },
            ExprKind::Call(define, args) => {
                for (param, arg) in args.iter().enumerate() {
                    if self.compared.contains(&(*define, param))
                        && let Some(literal) = self.literal(locals, *arg)
                    {
                        self.mark(Mark::Literal(literal), id, Sides::ALL, owner);
                    }
                }
            }
            // `!=` and the like stand for what they negate.
            ExprKind::Not(inner) if self.is_one_word(program.expr(id), *inner) => {
                self.thresholds(owner, locals, *inner);
            }
            _ => {}
        }
    }

    fn limit(
        &mut self,
        owner: Owner,
        locals: &[Local],
        comparison: ExprId,
        value: ExprId,
        limit: ExprId,
    ) {
        let program = self.program;
        if let Some(literal) = self.literal(locals, limit) {
            let possible = self.possible(locals, value, literal);
            self.mark(Mark::Literal(literal), comparison, possible, owner);
            return;
        }
        match &program.expr(limit).kind {
            ExprKind::Const(range @ Const::Range(_)) => {
                for end in edges(range) {
                    self.mark(Mark::End(limit, end), comparison, Sides::ALL, owner);
                }
            }
            ExprKind::Column(row, column) => {
                let Type::Row(list) = program.expr(*row).ty else {
                    return;
                };
                for (row, entry) in (0u32..).zip(&program.list(list).rows) {
                    let cell = entry.cells.get(*column as usize);
                    for end in cell.map(edges).unwrap_or_default() {
                        let mark = Mark::Cell(list, row, *column, end);
                        self.mark(mark, comparison, Sides::ALL, owner);
                    }
                }
            }
            _ => {}
        }
    }

    fn mark(&mut self, mark: Mark, comparison: ExprId, possible: Sides, owner: Owner) {
        let threshold = self.plan.thresholds.entry(mark).or_insert(Threshold {
            comparison,
            possible,
            owner,
        });
        threshold.possible = threshold.possible.or(possible);
    }

    /// The literal that an expression is, also by the name of a `let`.
    fn literal(&self, locals: &[Local], id: ExprId) -> Option<ExprId> {
        literal(
            self.program,
            id,
            &|local| match locals.get(local.index())?.kind {
                LocalKind::Let(value) => Some(value),
                LocalKind::Given | LocalKind::Bound => None,
            },
        )
    }

    /// Nothing lies below 0 where there can be nothing negative.
    fn possible(&self, locals: &[Local], value: ExprId, literal: ExprId) -> Sides {
        let is_zero = match &self.program.expr(literal).kind {
            ExprKind::Const(Const::Number(n) | Const::Money(_, n)) => n.is_zero(),
            _ => false,
        };
        Sides {
            below: !is_zero || !self.is_never_negative(locals, value, 8),
            ..Sides::ALL
        }
    }

    fn is_never_negative(&self, locals: &[Local], id: ExprId, depth: u8) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let expr = self.program.expr(id);
        let inner = match &expr.ty {
            Type::Optional(inner) => inner,
            other => other,
        };
        let all = |ids: &[ExprId]| {
            ids.iter()
                .all(|id| self.is_never_negative(locals, *id, depth))
        };
        match &expr.kind {
            // Facts tell no negative share and no negative amount.
            ExprKind::Field(..) => matches!(inner, Type::Share | Type::Money),
            ExprKind::Const(Const::Number(n) | Const::Money(_, n)) => {
                *n >= crate::value::Number::zero()
            }
            ExprKind::Local(local) => match locals.get(local.index()).map(|l| l.kind) {
                Some(LocalKind::Let(value)) => all(&[value]),
                _ => false,
            },
            ExprKind::Aggregate(Aggregate::Count, ..) => true,
            ExprKind::Aggregate(_, _, Some(body)) => all(&[*body]),
            ExprKind::Arith(ArithOp::Add | ArithOp::Mul | ArithOp::Div, a, b)
            | ExprKind::Otherwise(a, b)
            | ExprKind::If(_, a, b) => all(&[*a, *b]),
            ExprKind::Call(define, _) => {
                let define = self.program.define(*define);
                !define.recursive && self.is_never_negative(&define.locals, define.body, depth)
            }
            _ => false,
        }
    }
}

/// The literal of an ordered kind that an expression is, seen through names.
pub(super) fn literal(
    program: &Program,
    id: ExprId,
    named: &dyn Fn(crate::ir::LocalId) -> Option<ExprId>,
) -> Option<ExprId> {
    let mut id = id;
    // Names of names are few; a bound keeps this from going round.
    for _ in 0..16 {
        let expr = program.expr(id);
        match &expr.kind {
            ExprKind::Const(Const::Money(..)) => return Some(id),
            ExprKind::Const(Const::Number(_)) => return is_ordered(&expr.ty).then_some(id),
            ExprKind::Local(local) => id = named(*local)?,
            _ => return None,
        }
    }
    None
}

fn is_ordered(ty: &Type) -> bool {
    match ty {
        Type::Optional(inner) => is_ordered(inner),
        ty => matches!(
            ty,
            Type::Int | Type::Decimal | Type::Share | Type::Date | Type::Quantity(_)
        ),
    }
}

/// Whether something speaks of a place: holds an expression that reads the same.
fn mentions(program: &Program, locals: &[Local], id: ExprId, place: ExprId) -> bool {
    let mut met = BTreeSet::new();
    let mut todo = vec![id];
    while let Some(id) = todo.pop() {
        if !met.insert(id) {
            continue;
        }
        if same(program, id, place) {
            return true;
        }
        let kind = &program.expr(id).kind;
        kind.children(&mut todo);
        if let ExprKind::Local(local) = kind
            && let Some(LocalKind::Let(value)) = locals.get(local.index()).map(|l| l.kind)
        {
            todo.push(value);
        }
    }
    false
}

/// Whether two expressions read the same place.
fn same(program: &Program, a: ExprId, b: ExprId) -> bool {
    let (mut a, mut b) = (a, b);
    loop {
        match (&program.expr(a).kind, &program.expr(b).kind) {
            (ExprKind::Field(x, f), ExprKind::Field(y, g)) if f == g => (a, b) = (*x, *y),
            (ExprKind::Column(x, f), ExprKind::Column(y, g)) if f == g => (a, b) = (*x, *y),
            (ExprKind::Root, ExprKind::Root) => return true,
            (ExprKind::Local(x), ExprKind::Local(y)) => return x == y,
            _ => return false,
        }
    }
}

/// Parameters of defines that are compared as they come, there or in a define that they are handed to.
fn compared(program: &Program) -> BTreeSet<(DefineId, usize)> {
    let mut found = BTreeSet::new();
    loop {
        let before = found.len();
        for (index, define) in program.defines.iter().enumerate() {
            let mut todo = vec![define.body];
            let lets = define.locals.iter().filter_map(|local| match local.kind {
                LocalKind::Let(value) => Some(value),
                LocalKind::Given | LocalKind::Bound => None,
            });
            todo.extend(lets);
            let param = |id: ExprId| match &program.expr(id).kind {
                ExprKind::Local(local) if local.index() < define.params => Some(local.index()),
                _ => None,
            };
            while let Some(id) = todo.pop() {
                let kind = &program.expr(id).kind;
                kind.children(&mut todo);
                let handed: Vec<ExprId> = match kind {
                    ExprKind::Compare(_, a, b) => vec![*a, *b],
                    ExprKind::Call(callee, args) => args
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| found.contains(&(*callee, *at)))
                        .map(|(_, arg)| *arg)
                        .collect(),
                    _ => Vec::new(),
                };
                let params = handed.into_iter().filter_map(param);
                found.extend(params.map(|param| (DefineId::from_index(index), param)));
            }
        }
        if found.len() == before {
            return found;
        }
    }
}
