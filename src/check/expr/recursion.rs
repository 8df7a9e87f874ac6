//! Every evaluation ends: a definition calls itself, directly or through others, only on a component of its argument.
//!
//! Among definitions that call each other, each has one measured parameter, and every call among them gives the callee, there, the
//! caller's own or something inside it; calls that give the very same must not close a circle. Facts are finite trees, so that ends.
//! Defaults of sibling fields may not read each other in a circle either.

use std::collections::BTreeMap;

use super::errors;
use super::words::last_part;
use crate::diag::Sink;
use crate::ir::{Define, DefineId, ExprId, ExprKind, FieldId, LocalId, LocalKind, Program};
use crate::source::Span;

/// Calls looked at in search of measured parameters for one circle, at most.
const MOST_WORK: usize = 1_000_000;

/// Sets [`Define::recursive`]; tells of definitions that might never end, and of defaults in a circle.
pub fn check_recursion(program: &mut Program, sink: &mut Sink) {
    let graphs: Vec<Calls> = program
        .defines
        .iter()
        .map(|define| Calls::of(program, define))
        .collect();
    let edges: Vec<Vec<usize>> = graphs
        .iter()
        .map(|calls| calls.all.iter().map(|c| c.callee.index()).collect())
        .collect();
    for circle in circles(&edges) {
        if !ends(program, &graphs, &circle) {
            let names: Vec<String> = circle
                .iter()
                .filter_map(|d| program.defines.get(*d))
                .map(|d| last_part(&d.full_name).to_owned())
                .collect();
            let calls = circle
                .iter()
                .filter_map(|d| graphs.get(*d))
                .flat_map(|g| &g.all)
                .filter(|c| circle.binary_search(&c.callee.index()).is_ok());
            let mut places: Vec<Span> = calls.map(|c| c.span).collect();
            places.sort_unstable();
            places.dedup();
            if let Some(first) = circle.first().and_then(|d| program.defines.get(*d)) {
                sink.push(errors::recursion(&names, &places, first.span));
            }
        }
        for index in circle {
            if let Some(define) = program.defines.get_mut(index) {
                define.recursive = true;
            }
        }
    }
    check_defaults(program, sink);
}

/// A call, and what each argument is of the caller's parameters.
struct Call {
    callee: DefineId,
    args: Vec<Option<Relation>>,
    span: Span,
}

/// An argument that is a parameter of the caller (`inside: false`) or lies inside it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Relation {
    param: usize,
    inside: bool,
}

/// The calls in a definition.
struct Calls {
    all: Vec<Call>,
}

impl Calls {
    fn of(program: &Program, define: &Define) -> Calls {
        let binders = binders_of(program, define);
        let mut tracer = Tracer {
            program,
            relations: Vec::new(),
        };
        // A slot's value speaks of earlier slots only.
        for (index, local) in define.locals.iter().enumerate() {
            let relation = match local.kind {
                LocalKind::Given => (index < define.params).then_some(Relation {
                    param: index,
                    inside: false,
                }),
                LocalKind::Let(value) => tracer.relation(value),
                LocalKind::Bound => binders
                    .get(&LocalId::from_index(index))
                    .and_then(|source| tracer.element(*source)),
            };
            tracer.relations.push(relation);
        }
        let mut all = Vec::new();
        visit(program, roots(define), |id| {
            if let ExprKind::Call(callee, args) = &program.expr(id).kind {
                all.push(Call {
                    callee: *callee,
                    args: args.iter().map(|a| tracer.relation(*a)).collect(),
                    span: program.expr(id).span,
                });
            }
        });
        Calls { all }
    }
}

fn roots(define: &Define) -> Vec<ExprId> {
    let lets = define.locals.iter().filter_map(|l| {
        if let LocalKind::Let(value) = l.kind {
            Some(value)
        } else {
            None
        }
    });
    lets.chain(std::iter::once(define.body)).collect()
}

fn binders_of(program: &Program, define: &Define) -> BTreeMap<LocalId, ExprId> {
    let mut found = BTreeMap::new();
    visit(program, roots(define), |id| {
        if let ExprKind::Quantifier(_, binder, _) | ExprKind::Aggregate(_, binder, _) =
            &program.expr(id).kind
        {
            found.insert(binder.local, binder.source);
        }
    });
    found
}

/// Calls `see` on each node below the roots, without recursion.
pub(super) fn visit(program: &Program, roots: Vec<ExprId>, mut see: impl FnMut(ExprId)) {
    let mut open = roots;
    while let Some(id) = open.pop() {
        // The body of a definition that did not check is no expression.
        let Some(expr) = program.exprs.get(id.index()) else {
            continue;
        };
        see(id);
        expr.kind.children(&mut open);
    }
}

/// Traces expressions back to a parameter.
struct Tracer<'p> {
    program: &'p Program,
    /// By slot.
    relations: Vec<Option<Relation>>,
}

impl Tracer<'_> {
    /// What an expression is of a parameter. Recursion follows one expression, whose depth is bounded.
    fn relation(&self, id: ExprId) -> Option<Relation> {
        match &self.program.exprs.get(id.index())?.kind {
            ExprKind::Local(local) => self.relations.get(local.index()).copied().flatten(),
            ExprKind::Field(of, _) => self.relation(*of).map(|r| Relation { inside: true, ..r }),
            ExprKind::Otherwise(a, b) | ExprKind::If(_, a, b) | ExprKind::Arith(_, a, b) => {
                both(self.relation(*a)?, self.relation(*b)?)
            }
            _ => None,
        }
    }

    /// What an element of a list is of a parameter.
    fn element(&self, source: ExprId) -> Option<Relation> {
        match &self.program.exprs.get(source.index())?.kind {
            ExprKind::List(all) | ExprKind::Set(all) => {
                let mut each = all.iter().map(|one| self.relation(*one));
                let first = each.next()??;
                each.try_fold(first, |before, next| both(before, next?))
            }
            ExprKind::Arith(_, a, b) => both(self.element(*a)?, self.element(*b)?),
            _ => self
                .relation(source)
                .map(|r| Relation { inside: true, ..r }),
        }
    }
}

fn both(a: Relation, b: Relation) -> Option<Relation> {
    (a.param == b.param).then_some(Relation {
        param: a.param,
        inside: a.inside && b.inside,
    })
}

/// Whether some choice of measured parameters shows that the circle ends.
fn ends(program: &Program, graphs: &[Calls], circle: &[usize]) -> bool {
    let counts: Vec<usize> = circle
        .iter()
        .map(|d| program.defines.get(*d).map_or(0, |d| d.params))
        .collect();
    let calls: usize = circle
        .iter()
        .filter_map(|d| graphs.get(*d))
        .map(|g| g.all.len())
        .sum();
    let tries = counts
        .iter()
        .fold(1_usize, |all, n| all.saturating_mul(*n))
        .min((MOST_WORK / calls.max(1)).max(1));
    (0..tries).any(|mut number| {
        let mut measured = BTreeMap::new();
        for (define, count) in circle.iter().zip(&counts) {
            measured.insert(*define, number % count.max(&1));
            number /= count.max(&1);
        }
        shrinks(graphs, circle, &measured)
    })
}

fn shrinks(graphs: &[Calls], circle: &[usize], measured: &BTreeMap<usize, usize>) -> bool {
    // Calls on the very same thing, by place within the circle.
    let mut level: Vec<Vec<usize>> = vec![Vec::new(); circle.len()];
    for (place, define) in circle.iter().enumerate() {
        let Some(calls) = graphs.get(*define) else {
            return false;
        };
        for call in &calls.all {
            let Ok(target) = circle.binary_search(&call.callee.index()) else {
                continue;
            };
            let given = measured
                .get(&call.callee.index())
                .and_then(|p| call.args.get(*p))
                .copied()
                .flatten();
            match given {
                Some(relation) if measured.get(define) == Some(&relation.param) => {
                    if !relation.inside
                        && let Some(row) = level.get_mut(place)
                    {
                        row.push(target);
                    }
                }
                _ => return false,
            }
        }
    }
    circles(&level).is_empty()
}

/// The sets of nodes that reach each other, and single nodes that reach themselves; each sorted. Tarjan's, without recursion.
fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut state = Tarjan {
        order: vec![None; edges.len()],
        low: vec![0; edges.len()],
        on_stack: vec![false; edges.len()],
        stack: Vec::new(),
        found: Vec::new(),
        entered: 0,
    };
    for start in 0..edges.len() {
        if state.order.get(start).is_some_and(Option::is_none) {
            state.walk(start, edges);
        }
    }
    let mut found = state.found;
    found.retain(|c| {
        c.len() > 1
            || c.first()
                .is_some_and(|n| edges.get(*n).is_some_and(|e| e.contains(n)))
    });
    found.sort();
    found
}

struct Tarjan {
    order: Vec<Option<usize>>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
    entered: usize,
}

impl Tarjan {
    fn enter(&mut self, node: usize) {
        let number = self.entered;
        self.entered += 1;
        if let (Some(order), Some(low), Some(on)) = (
            self.order.get_mut(node),
            self.low.get_mut(node),
            self.on_stack.get_mut(node),
        ) {
            (*order, *low, *on) = (Some(number), number, true);
        }
        self.stack.push(node);
    }

    fn lower(&mut self, node: usize, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = (*low).min(to);
        }
    }

    fn walk(&mut self, start: usize, edges: &[Vec<usize>]) {
        let mut path = vec![(start, 0_usize)];
        self.enter(start);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            match edges.get(node).and_then(|e| e.get(*next)).copied() {
                Some(target) => {
                    *next += 1;
                    match self.order.get(target).copied() {
                        Some(None) => {
                            self.enter(target);
                            path.push((target, 0));
                        }
                        Some(Some(order)) if self.on_stack.get(target) == Some(&true) => {
                            self.lower(node, order)
                        }
                        _ => {}
                    }
                }
                None => {
                    path.pop();
                    let low = self.low.get(node).copied().unwrap_or(0);
                    if let Some((parent, _)) = path.last() {
                        self.lower(*parent, low);
                    }
                    if self.order.get(node).copied().flatten() == Some(low) {
                        self.take(node);
                    }
                }
            }
        }
    }

    fn take(&mut self, root: usize) {
        let mut members = Vec::new();
        while let Some(node) = self.stack.pop() {
            if let Some(on) = self.on_stack.get_mut(node) {
                *on = false;
            }
            members.push(node);
            if node == root {
                break;
            }
        }
        members.sort_unstable();
        self.found.push(members);
    }
}

/// Sibling fields whose defaults read each other in a circle.
fn check_defaults(program: &Program, sink: &mut Sink) {
    for record in &program.records {
        let reads = |field: &crate::ir::Field| {
            let mut read = Vec::new();
            visit(
                program,
                field.default.into_iter().chain(field.default_if).collect(),
                |id| {
                    if let ExprKind::Field(of, FieldId(sibling)) = &program.expr(id).kind
                        && matches!(program.expr(*of).kind, ExprKind::Local(LocalId(0)))
                    {
                        read.push(*sibling as usize);
                    }
                },
            );
            read
        };
        let edges: Vec<Vec<usize>> = record.fields.iter().map(reads).collect();
        for circle in circles(&edges) {
            let fields: Vec<(String, Span)> = circle
                .iter()
                .filter_map(|f| record.fields.get(*f))
                .map(|f| (f.name.clone(), f.span))
                .collect();
            sink.push(errors::default_circle(&fields));
        }
    }
}
