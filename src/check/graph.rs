//! What hangs on what: rules on one another, actions on one another. No circles; an order in which each follows what it hangs on.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::{Checker, errors};
use crate::ir::{
    ActionId, DefineId, ExprId, ExprKind, LocalKind, Program, RuleId, StatusId, Target,
};
use crate::source::Span;

/// Why one rule hangs on another.
#[derive(Clone, Copy, Debug)]
enum Why {
    Given,
    LiftedBy,
    Status(StatusId),
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    to: usize,
    why: Why,
    span: Span,
}

impl Checker<'_, '_> {
    /// Rules in an order in which each follows what it hangs on; tells of circles.
    pub(super) fn rule_order(&mut self) {
        let edges = self.rule_edges();
        let targets: Vec<Vec<usize>> = edges
            .iter()
            .map(|e| e.iter().map(|e| e.to).collect())
            .collect();
        let components = components(&targets);
        let mut sound = true;
        for component in &components {
            if let Some(circle) = circle(component, &targets) {
                self.tell_circle(&circle, &edges);
                sound = false;
            }
        }
        if sound {
            self.effect_circles(&edges);
        }
        self.program.order = components
            .into_iter()
            .flatten()
            .map(RuleId::from_index)
            .collect();
    }

    fn rule_edges(&self) -> Vec<Vec<Edge>> {
        let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); self.program.rules.len()];
        let mut tested = Tested::new(&self.program);
        for (index, refs) in self.refs.iter().enumerate() {
            for given in refs.given.iter().flatten() {
                if let Some(own) = edges.get_mut(index) {
                    own.extend(given.rules.iter().map(|r| Edge {
                        to: r.index(),
                        why: Why::Given,
                        span: given.span,
                    }));
                }
            }
            for lifted in &refs.lifts {
                for target in &lifted.rules {
                    if let Some(own) = edges.get_mut(target.index()) {
                        own.push(Edge {
                            to: index,
                            why: Why::LiftedBy,
                            span: lifted.span,
                        });
                    }
                }
            }
            let statuses = tested.of_rule(RuleId::from_index(index));
            for (status, span) in statuses {
                let concluding = self
                    .program
                    .statuses
                    .get(status.index())
                    .map(|s| s.rules.as_slice())
                    .unwrap_or_default();
                if let Some(own) = edges.get_mut(index) {
                    own.extend(concluding.iter().map(|r| Edge {
                        to: r.index(),
                        why: Why::Status(status),
                        span,
                    }));
                }
            }
        }
        edges
    }

    /// A lifting rule has effect only where what it lifts would otherwise stand (semantics §9). So its effect, which a status or a
    /// `given` may use, hangs on the conditions of its targets, and these may ask for that very status: a circle that the graph
    /// of rules does not show. Three nodes a rule tell it: that it stands, that it has effect, that it would stand.
    fn effect_circles(&mut self, edges: &[Vec<Edge>]) {
        let count = edges.len();
        let (effect, would) = (count, 2 * count);
        let mut targets: Vec<Vec<usize>> = vec![Vec::new(); 3 * count];
        for (rule, own) in edges.iter().enumerate() {
            let mut hangs = |node: usize, on: usize| {
                if let Some(list) = targets.get_mut(node) {
                    list.push(on);
                }
            };
            hangs(effect + rule, rule);
            for edge in own {
                match edge.why {
                    Why::Given => {
                        hangs(rule, effect + edge.to);
                        hangs(would + rule, would + edge.to);
                    }
                    Why::Status(_) => {
                        hangs(rule, effect + edge.to);
                        hangs(would + rule, effect + edge.to);
                    }
                    Why::LiftedBy => {
                        hangs(rule, edge.to);
                        hangs(effect + edge.to, would + rule);
                    }
                }
            }
        }
        for component in components(&targets) {
            if let Some(circle) = circle(&component, &targets) {
                let mut rules: Vec<usize> = circle.iter().map(|node| node % count.max(1)).collect();
                rules.dedup();
                if rules.len() > 1 && rules.first() == rules.last() {
                    rules.pop();
                }
                self.tell_circle(&rules, edges);
            }
        }
    }

    fn tell_circle(&mut self, circle: &[usize], edges: &[Vec<Edge>]) {
        let name = |i: usize| {
            self.program
                .rules
                .get(i)
                .map_or("", |r| r.full_name.as_str())
        };
        let mut places = Vec::new();
        for (at, from) in circle.iter().enumerate() {
            let to = circle
                .get(at + 1)
                .or(circle.first())
                .copied()
                .unwrap_or(*from);
            let Some(edge) = edges.get(*from).and_then(|e| e.iter().find(|e| e.to == to)) else {
                // The effect of a lifting rule hangs on what it lifts: the same place, seen from the other end.
                let lifts = edges.get(to).and_then(|e| e.iter().find(|e| e.to == *from));
                if let Some(edge) = lifts {
                    let words = format!(
                        "`{}` has effect only where `{}` would stand",
                        name(*from),
                        name(to)
                    );
                    places.push((edge.span, words));
                }
                continue;
            };
            let words = match edge.why {
                Why::Given => format!("`{}` is given `{}`", name(*from), name(to)),
                Why::LiftedBy => format!("`{}` is lifted by `{}`", name(*from), name(to)),
                Why::Status(status) => {
                    let status = self
                        .program
                        .statuses
                        .get(status.index())
                        .map_or("", |s| s.name.as_str());
                    format!(
                        "`{}` asks for `{status}`, which `{}` concludes",
                        name(*from),
                        name(to)
                    )
                }
            };
            places.push((edge.span, words));
        }
        let names: Vec<String> = circle.iter().map(|i| name(*i).to_owned()).collect();
        self.sink.push(errors::rule_circle(&names, places));
    }

    /// Actions in an order in which each follows the actions on its own instrument; tells of circles.
    pub(super) fn action_order(&mut self) {
        let mut on_instrument: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, action) in self.program.actions.iter().enumerate() {
            for target in &action.targets {
                if let Target::Instrument(id) = target {
                    on_instrument.entry(id.0).or_default().push(index);
                }
            }
        }
        let targets: Vec<Vec<usize>> = self
            .program
            .actions
            .iter()
            .map(|a| on_instrument.get(&a.by.0).cloned().unwrap_or_default())
            .collect();
        let components = components(&targets);
        for component in &components {
            if let Some(circle) = circle(component, &targets) {
                self.tell_action_circle(&circle);
            }
        }
        self.program.action_order = components
            .into_iter()
            .flatten()
            .map(ActionId::from_index)
            .collect();
    }

    fn tell_action_circle(&mut self, circle: &[usize]) {
        let mut places = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for (at, index) in circle.iter().enumerate() {
            // The action at hand is acted on by the next of the circle.
            let by = circle
                .get(at + 1)
                .or(circle.first())
                .copied()
                .unwrap_or(*index);
            let (Some(action), Some(actor)) = (
                self.program.actions.get(*index),
                self.program.actions.get(by),
            ) else {
                continue;
            };
            let name = &self.program.instrument(action.by).full_name;
            let place = actor
                .targets
                .iter()
                .position(|t| *t == Target::Instrument(action.by));
            let span = place
                .and_then(|p| self.targets.get(by)?.get(p).copied())
                .unwrap_or(actor.span);
            places.push((
                span,
                format!(
                    "`{}` acts on `{name}`",
                    self.program.instrument(actor.by).full_name
                ),
            ));
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        self.sink.push(errors::action_circle(&names, places));
    }
}

/// Statuses that rules test, also through the definitions that they call.
struct Tested<'p> {
    program: &'p Program,
    roots: HashMap<ExprId, Vec<(StatusId, Span)>>,
    defines: HashMap<DefineId, Vec<StatusId>>,
}

impl<'p> Tested<'p> {
    fn new(program: &'p Program) -> Self {
        Self {
            program,
            roots: HashMap::new(),
            defines: HashMap::new(),
        }
    }

    fn of_rule(&mut self, id: RuleId) -> Vec<(StatusId, Span)> {
        let Some(rule) = self.program.rules.get(id.index()) else {
            return Vec::new();
        };
        let mut roots: Vec<ExprId> = rule.when.clone();
        roots.extend(rule.locals.iter().filter_map(|l| match l.kind {
            LocalKind::Let(value) => Some(value),
            LocalKind::Given | LocalKind::Bound => None,
        }));
        roots.extend(rule.gives);
        roots.extend(rule.duties.iter().flat_map(crate::ir::Duty::exprs));
        let mut found: Vec<(StatusId, Span)> = Vec::new();
        for root in roots {
            if !self.roots.contains_key(&root) {
                let statuses = self.below(root);
                self.roots.insert(root, statuses);
            }
            for (status, span) in self.roots.get(&root).into_iter().flatten() {
                if !found.iter().any(|(s, _)| s == status) {
                    found.push((*status, *span));
                }
            }
        }
        found
    }

    fn below(&mut self, root: ExprId) -> Vec<(StatusId, Span)> {
        let mut found: Vec<(StatusId, Span)> = Vec::new();
        let mut add = |status: StatusId, span: Span| {
            if !found.iter().any(|(s, _)| *s == status) {
                found.push((status, span));
            }
        };
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            let Some(expr) = self.program.exprs.get(id.index()) else {
                continue;
            };
            match &expr.kind {
                ExprKind::Status(status, _) => add(*status, expr.span),
                ExprKind::Call(define, _) => self
                    .of_define(*define)
                    .into_iter()
                    .for_each(|s| add(s, expr.span)),
                _ => {}
            }
            expr.kind.children(&mut stack);
        }
        found
    }

    /// Of a definition and of all that it calls, however they call each other.
    fn of_define(&mut self, id: DefineId) -> Vec<StatusId> {
        if let Some(known) = self.defines.get(&id) {
            return known.clone();
        }
        let mut seen = vec![id];
        let mut found: Vec<StatusId> = Vec::new();
        let mut next = 0;
        while let Some(define) = seen
            .get(next)
            .and_then(|d| self.program.defines.get(d.index()))
        {
            next += 1;
            let mut stack = vec![define.body];
            stack.extend(define.locals.iter().filter_map(|l| match l.kind {
                LocalKind::Let(value) => Some(value),
                LocalKind::Given | LocalKind::Bound => None,
            }));
            while let Some(id) = stack.pop() {
                let Some(expr) = self.program.exprs.get(id.index()) else {
                    continue;
                };
                match &expr.kind {
                    ExprKind::Status(status, _) if !found.contains(status) => found.push(*status),
                    ExprKind::Call(other, _) if !seen.contains(other) => seen.push(*other),
                    _ => {}
                }
                expr.kind.children(&mut stack);
            }
        }
        found.sort_unstable();
        self.defines.insert(id, found.clone());
        found
    }
}

/// Strongly connected components, each after those that it points to (Tarjan's algorithm, without recursion).
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low, mut on_stack) =
        (vec![NEW; count], vec![NEW; count], vec![false; count]);
    let (mut next, mut stack, mut found) = (0, Vec::new(), Vec::new());
    let get = |table: &[usize], i: usize| table.get(i).copied().unwrap_or(NEW);
    let set = |table: &mut [usize], i: usize, value: usize| {
        if let Some(slot) = table.get_mut(i) {
            *slot = value;
        }
    };
    for root in 0..count {
        if get(&index, root) != NEW {
            continue;
        }
        let mut work: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((node, at)) = work.pop() {
            if at == 0 {
                set(&mut index, node, next);
                set(&mut low, node, next);
                next += 1;
                stack.push(node);
                if let Some(flag) = on_stack.get_mut(node) {
                    *flag = true;
                }
            }
            if let Some(to) = edges.get(node).and_then(|e| e.get(at)).copied() {
                work.push((node, at + 1));
                if get(&index, to) == NEW {
                    work.push((to, 0));
                } else if on_stack.get(to).copied().unwrap_or(false) {
                    let least = get(&low, node).min(get(&index, to));
                    set(&mut low, node, least);
                }
                continue;
            }
            if get(&low, node) == get(&index, node) {
                let mut component = Vec::new();
                while let Some(member) = stack.pop() {
                    if let Some(flag) = on_stack.get_mut(member) {
                        *flag = false;
                    }
                    component.push(member);
                    if member == node {
                        break;
                    }
                }
                component.sort_unstable();
                found.push(component);
            }
            if let Some((parent, _)) = work.last() {
                let least = get(&low, *parent).min(get(&low, node));
                set(&mut low, *parent, least);
            }
        }
    }
    found
}

/// A shortest circle of a component through its first member; none where it is a single node that does not point at itself.
fn circle(component: &[usize], edges: &[Vec<usize>]) -> Option<Vec<usize>> {
    let start = *component.first()?;
    let mut before: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for to in edges.get(node).into_iter().flatten() {
            if *to == start {
                let mut path = vec![node];
                let mut at = node;
                while let Some(previous) = before.get(&at) {
                    path.push(*previous);
                    at = *previous;
                }
                path.reverse();
                return Some(path);
            }
            if component.binary_search(to).is_ok() && !before.contains_key(to) {
                before.insert(*to, node);
                queue.push_back(*to);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{circle, components};

    #[test]
    fn dependencies_come_first_and_circles_are_shortest() {
        let edges = vec![
            vec![1, 2],
            vec![2],
            vec![],
            vec![4],
            vec![5, 3],
            vec![3],
            vec![6],
        ];
        let found = components(&edges);
        assert_eq!(
            found,
            vec![vec![2], vec![1], vec![0], vec![3, 4, 5], vec![6]]
        );
        assert_eq!(circle(&[3, 4, 5], &edges), Some(vec![3, 4]));
        assert_eq!(circle(&[6], &edges), Some(vec![6]));
        assert_eq!(circle(&[0], &edges), None);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_needs_no_stack() {
        let edges: Vec<Vec<usize>> = (0..100_000)
            .map(|i| if i < 99_999 { vec![i + 1] } else { vec![] })
            .collect();
        assert_eq!(components(&edges).len(), 100_000);
    }
}
