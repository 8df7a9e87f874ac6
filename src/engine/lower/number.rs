//! Arithmetic.

use super::super::node::{N, Node};
use super::{Kind, Lower, Part, Val};
use crate::ir::{Aggregate, ArithOp, Const, ExprId, ExprKind};

impl Lower<'_> {
    /// `a op b`
    pub(super) fn arith(&mut self, id: ExprId, op: ArithOp, a: Val, b: Val) -> Val {
        match (op, a, b) {
            (op, Val::If(cond, yes, no), b) => {
                let yes = self.arith(id, op, *yes, b.clone());
                let no = self.arith(id, op, *no, b);
                self.either(cond, yes, no)
            }
            (op, a, Val::If(cond, yes, no)) => {
                let yes = self.arith(id, op, a.clone(), *yes);
                let no = self.arith(id, op, a, *no);
                self.either(cond, yes, no)
            }
            (ArithOp::Add, Val::List(a), Val::List(b)) => {
                Val::List(a.into_iter().chain(b).collect::<Vec<Part>>())
            }
            (ArithOp::Add, Val::One(day, Kind::Number(0), _), Val::Const(period)) => {
                match &self.program.expr(period).kind {
                    ExprKind::Const(Const::Period(period)) => {
                        let n = self.nodes.add(Node::Later(day, *period));
                        Val::One(n, Kind::Number(0), false)
                    }
                    _ => self.leave(id, "a sum of these kinds"),
                }
            }
            (op, Val::One(a, Kind::Number(x), _), Val::One(b, Kind::Number(y), _)) => {
                self.numbers(op, (a, x), (b, y))
            }
            (ArithOp::Add, Val::Money(a, _), Val::Money(b, _)) => {
                Val::Money(self.nodes.add(Node::MoneyAdd(a, b)), false)
            }
            (ArithOp::Sub, Val::Money(a, _), Val::Money(b, _)) => {
                Val::Money(self.nodes.add(Node::MoneySub(a, b)), false)
            }
            (ArithOp::Mul, Val::Money(a, _), Val::One(n, Kind::Number(places), _))
            | (ArithOp::Mul, Val::One(n, Kind::Number(places), _), Val::Money(a, _)) => {
                Val::Money(self.nodes.add(Node::MoneyMul(a, n, places)), false)
            }
            (ArithOp::Div, above @ Val::Money(..), below @ Val::Money(..)) => {
                Val::Quotient(Box::new(above), Box::new(below))
            }
            (_, Val::Unknown, _) | (_, _, Val::Unknown) => Val::Unknown,
            _ => self.leave(id, "arithmetic of these kinds"),
        }
    }

    fn numbers(&mut self, op: ArithOp, (a, x): (N, u32), (b, y): (N, u32)) -> Val {
        let places = x.max(y);
        let (n, places) = match op {
            ArithOp::Add => (Node::Add(a, places - x, b, places - y), places),
            ArithOp::Sub => (Node::Sub(a, places - x, b, places - y), places),
            ArithOp::Mul => (Node::Mul(a, b), x + y),
            ArithOp::Div => {
                // By a power of ten: the same digits, further back.
                if let Some(Node::Value(by)) = self.nodes.get(b)
                    && let Some(power) = (0..=12).find(|p| 10i64.checked_pow(*p) == Some(*by))
                    && x + power >= y
                {
                    // A sum of what is absent is not known, as a quotient is not.
                    let zero = self.nodes.add(Node::Value(0));
                    let same = self.nodes.add(Node::Add(a, 0, zero, 0));
                    return Val::One(same, Kind::Number(x + power - y), false);
                }
                let one = |n, places| Box::new(Val::One(n, Kind::Number(places), false));
                return Val::Quotient(one(a, x), one(b, y));
            }
        };
        Val::One(self.nodes.add(n), Kind::Number(places), false)
    }

    /// `- e`
    pub(super) fn negate(&mut self, id: ExprId, value: Val) -> Val {
        match value {
            Val::One(n, kind @ Kind::Number(_), _) => {
                Val::One(self.nodes.add(Node::Neg(n)), kind, false)
            }
            Val::Money(n, _) => {
                let zero = self.nodes.add(Node::Money(0, 0));
                Val::Money(self.nodes.add(Node::MoneySub(zero, n)), false)
            }
            _ => self.leave(id, "a negative of this kind"),
        }
    }

    /// `min(a, b)`, `max(a, b)`
    pub(super) fn extreme(&mut self, id: ExprId, which: Aggregate, values: Vec<Val>) -> Val {
        let mut best: Option<Val> = None;
        for value in values {
            best = Some(match (best, value) {
                (None, value) => value,
                (Some(Val::One(a, Kind::Number(x), p)), Val::One(b, Kind::Number(y), q)) => {
                    let places = x.max(y);
                    let (a, b) = (self.widen(a, x, places), self.widen(b, y, places));
                    let node = Node::Extreme(which == Aggregate::Min, a, b);
                    Val::One(self.nodes.add(node), Kind::Number(places), p && q)
                }
                _ => return self.leave(id, "an extreme of these kinds"),
            });
        }
        best.unwrap_or(Val::Unknown)
    }
}
