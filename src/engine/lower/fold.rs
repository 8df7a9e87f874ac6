//! Truths put together: what is known already is left out, and tests of one cell become one test.

use super::super::node::{N, Node, Part, Row, Source, Var};
use super::super::plan::Test;
use super::Lower;
use crate::value::Truth;

impl Lower<'_> {
    /// All of them. What decides cheaply comes first.
    pub(in super::super) fn and(&mut self, all: Vec<N>) -> N {
        self.joined(all, true)
    }

    /// One of them.
    pub(super) fn or(&mut self, some: Vec<N>) -> N {
        self.joined(some, false)
    }

    fn joined(&mut self, parts: Vec<N>, and: bool) -> N {
        let (unit, zero) = if and {
            (Truth::T, Truth::F)
        } else {
            (Truth::F, Truth::T)
        };
        let mut flat: Vec<N> = Vec::new();
        for part in parts {
            match self.nodes.get(part) {
                Some(Node::Truth(truth)) if *truth == zero => return self.truth_node(zero),
                Some(Node::Truth(truth)) if *truth == unit => {}
                Some(Node::And(inside)) if and => flat.extend(inside.iter().copied()),
                Some(Node::Or(inside)) if !and => flat.extend(inside.iter().copied()),
                _ => flat.push(part),
            }
        }
        let mut kept: Vec<N> = Vec::new();
        for part in flat {
            if kept.contains(&part) {
                continue;
            }
            let twin = kept.iter().position(|other| self.same_cell(*other, part));
            match twin {
                Some(at) => {
                    let other = kept.get(at).copied().unwrap_or(part);
                    let merged = self.merge(other, part, and);
                    if self.nodes.known(merged) == Some(zero) {
                        return merged;
                    }
                    if let Some(place) = kept.get_mut(at) {
                        *place = merged;
                    }
                }
                None => kept.push(part),
            }
        }
        kept.sort_by_key(|n| self.cost(*n));
        match kept.as_slice() {
            [] => self.truth_node(unit),
            [one] => *one,
            _ if and => self.nodes.add(Node::And(kept.into())),
            _ => self.nodes.add(Node::Or(kept.into())),
        }
    }

    /// How long a node takes at most, roughly: tests, then comparisons, then what is put together, then loops.
    pub(in super::super) fn cost(&self, n: N) -> u32 {
        let mut sum = 0u32;
        let Some(node) = self.nodes.get(n) else {
            return 0;
        };
        let own = match node {
            Node::Truth(_) | Node::Value(_) | Node::Today | Node::Test { .. } => 0,
            Node::Any { source, .. }
            | Node::Sum { source, .. }
            | Node::MoneySum { source, .. }
            | Node::Best { source, .. } => {
                return match source {
                    Source::Values { .. } => 8,
                    Source::Rows { deep: None, .. } => 40,
                    _ => 80,
                };
            }
            Node::Some { .. } => return 4,
            Node::Status(..) => return 100,
            Node::Call(..) | Node::CallValue(..) => return 200,
            _ => 1,
        };
        node.visit(&mut |part| {
            if let Part::Node(n, _) = part {
                sum = sum.saturating_add(self.cost(n));
            }
        });
        sum.saturating_add(own)
    }

    fn same_cell(&self, a: N, b: N) -> bool {
        match (self.nodes.get(a), self.nodes.get(b)) {
            (
                Some(Node::Test {
                    var, table, cell, ..
                }),
                Some(Node::Test {
                    var: v,
                    table: t,
                    cell: c,
                    ..
                }),
            ) => (var, table, cell) == (v, t, c),
            _ => false,
        }
    }

    fn merge(&mut self, a: N, b: N, and: bool) -> N {
        let (Some(Node::Test { test: x, .. }), Some(Node::Test { test: y, .. })) =
            (self.nodes.get(a), self.nodes.get(b))
        else {
            return a;
        };
        let both = |x: Truth, y: Truth| if and { x.and(y) } else { x.or(y) };
        let merged = match (self.tables.test(*x), self.tables.test(*y)) {
            (Some(x), Some(y)) => x.joined(y, both),
            _ => return a,
        };
        let test = self.tables.add_test(merged);
        self.retest(a, test)
    }

    /// The same cell under another test.
    fn retest(&mut self, n: N, test: u32) -> N {
        let node = match self.nodes.get(n) {
            Some(Node::Test {
                var, table, cell, ..
            }) => Node::Test {
                var: *var,
                table: *table,
                cell: *cell,
                test,
            },
            Some(Node::In(value, _)) => Node::In(*value, test),
            _ => return n,
        };
        self.tested(node, test)
    }

    /// A test; a constant where it is the same for every value.
    fn tested(&mut self, node: Node, test: u32) -> N {
        match self.tables.test(test).and_then(Test::always) {
            Some(truth) => self.truth_node(truth),
            None => self.nodes.add(node),
        }
    }

    /// Whether a value is in a table of truths.
    pub(super) fn test(&mut self, value: N, test: u32) -> N {
        let node = match self.nodes.get(value) {
            Some(Node::Cell(Row::Var(var), table, cell)) => Node::Test {
                var: *var,
                table: *table,
                cell: *cell,
                test,
            },
            Some(Node::Value(v)) => {
                let truth = self.tables.test(test).map_or(Truth::U, |test| test.of(*v));
                return self.truth_node(truth);
            }
            _ => Node::In(value, test),
        };
        self.tested(node, test)
    }

    /// Any element of a source for which the body holds.
    pub(super) fn any(&mut self, source: Source, var: Var, body: N, outermost: Option<N>) -> N {
        if self.nodes.known(body) == Some(Truth::F) {
            return body;
        }
        if let (Source::Values { .. }, Some(Node::In(value, test))) =
            (&source, self.nodes.get(body))
            && self.nodes.get(*value) == Some(&Node::Element(var))
        {
            let test = *test;
            return self.nodes.add(Node::Some {
                values: source,
                test,
            });
        }
        self.nodes.add(Node::Any {
            source,
            var,
            body,
            outermost,
        })
    }

    /// Negation.
    pub(super) fn not(&mut self, n: N) -> N {
        match self.nodes.get(n) {
            Some(Node::Truth(truth)) => {
                let truth = truth.not();
                self.truth_node(truth)
            }
            Some(Node::Not(inside)) => *inside,
            Some(Node::Test { test, .. } | Node::In(_, test)) => {
                let Some(old) = self.tables.test(*test) else {
                    return n;
                };
                let negated = old.not();
                let test = self.tables.add_test(negated);
                self.retest(n, test)
            }
            _ => self.nodes.add(Node::Not(n)),
        }
    }

    /// One truth or another.
    pub(super) fn choose(&mut self, cond: N, yes: N, no: N) -> N {
        match self.nodes.known(cond).and_then(Truth::known) {
            Some(true) => yes,
            Some(false) => no,
            None if yes == no => yes,
            None => self.nodes.add(Node::Choose(cond, yes, no)),
        }
    }
}
