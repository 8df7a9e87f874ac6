//! Expressions: one function a construct. Kleene throughout, every operation total (semantics §2 to §7).

use std::rc::Rc;

use super::deps::{Dep, Leaf};
use super::value::{Alternatives, Codes, Data, Element, Elements, Span, Texts, Value, hull};
use super::{Cx, Frame, Recorder};
use crate::ir::{Aggregate, Const, ExprId, ExprKind, FieldId, ListId, Type};
use crate::value::{Bounds, Choice, CurrencyKey, End, Money, Truth};

/// A stack that has less than this left grows before the next expression.
pub(super) const RED_ZONE: usize = 128 * 1024;
/// By how much it grows.
pub(super) const GROWTH: usize = 4 * 1024 * 1024;

impl<R: Recorder> Cx<'_, R> {
    /// The value of an expression.
    pub fn eval(&mut self, id: ExprId, frame: &mut Frame<'_>) -> Value {
        if R::WATCHES {
            return self.watched(id, frame);
        }
        if !R::ON {
            return self.eval_deep(id, frame);
        }
        let mark = self.recorder.open();
        let value = self.eval_deep(id, frame);
        self.record(mark, id, &value);
        value
    }

    /// The truth of a condition: absent is false.
    pub fn truth(&mut self, id: ExprId, frame: &mut Frame<'_>) -> (Truth, Dep) {
        self.eval(id, frame).as_truth()
    }

    /// On a stack that grows: calls descend as deep as parts are nested, and so do limits of what is told in part.
    pub(super) fn eval_deep(&mut self, id: ExprId, frame: &mut Frame<'_>) -> Value {
        stacker::maybe_grow(RED_ZONE, GROWTH, || self.eval_kind(id, frame))
    }

    fn eval_kind(&mut self, id: ExprId, frame: &mut Frame<'_>) -> Value {
        let program = self.program;
        let expr = program.expr(id);
        match &expr.kind {
            ExprKind::Const(value) => self.constant(value),
            ExprKind::Root => Value::new(
                Data::Record(Alternatives::One(super::node::ROOT_REF)),
                Dep::NONE,
            ),
            ExprKind::Local(local) => self.local(*local, frame),
            ExprKind::Field(base, field) => self.field(*base, *field, &expr.ty, frame),
            ExprKind::Column(row, column) => self.column(*row, *column, &expr.ty, frame),
            ExprKind::And(all) => self.and(all, frame),
            ExprKind::Or(some) => self.or(some, frame),
            ExprKind::Not(inner) => {
                let (truth, dep) = self.truth(*inner, frame);
                Value::truth(truth.not(), dep)
            }
            ExprKind::Compare(op, a, b) => self.compare(*op, *a, *b, frame),
            ExprKind::IsNull(inner) => {
                let value = self.eval(*inner, frame);
                let truth = if value.is_none() {
                    Truth::T
                } else {
                    Truth::from_possible(value.absent, true).unwrap_or(Truth::U)
                };
                Value::truth(truth, value.dep)
            }
            ExprKind::In(a, set) => self.member(*a, *set, frame),
            ExprKind::InRange(a, range) => self.in_range(*a, *range, frame),
            ExprKind::Meets(a, b) => self.meets(*a, *b, frame),
            ExprKind::Reads(question, reading) => match self.read_question(*question) {
                Some(chosen) => Value::truth(Truth::from_bool(chosen == *reading), Dep::NONE),
                None => {
                    let dep = self.deps.leaf(Leaf::Question(*question));
                    Value::truth(Truth::U, dep)
                }
            },
            ExprKind::Status(status, subject) => {
                let subject = self.eval(*subject, frame);
                self.status(*status, &subject)
            }
            ExprKind::Arith(op, a, b) => self.arith(*op, *a, *b, &expr.ty, frame),
            ExprKind::Neg(inner) => self.negate(*inner, frame),
            ExprKind::Otherwise(x, v) => self.otherwise(*x, *v, frame),
            ExprKind::If(cond, yes, no) => self.choose(*cond, *yes, *no, frame),
            ExprKind::Quantifier(which, binder, body) => {
                self.quantifier(*which, binder, *body, frame)
            }
            ExprKind::Aggregate(which, binder, body) => {
                self.aggregate(*which, binder, *body, &expr.ty, frame)
            }
            ExprKind::Set(members) | ExprKind::List(members) => {
                let values = members.iter().map(|m| self.eval(*m, frame)).collect();
                Value::list(values, Vec::new())
            }
            ExprKind::Range(lo, hi) => self.range_of(*lo, *hi, frame),
            ExprKind::Call(define, args) => self.call(*define, args, frame),
            ExprKind::Rows(list) => self.rows(*list),
            ExprKind::ColumnSet(list, column) => self.column_set(*list, *column),
            ExprKind::Extreme(which, values) => self.extreme_of(*which, values, frame),
        }
    }

    fn read_question(&mut self, id: crate::ir::QuestionId) -> Option<u16> {
        self.questions_read.insert(id);
        self.law.question(id).reading
    }

    /// A value that the policy writes down.
    pub fn constant(&self, value: &Const) -> Value {
        let data = match value {
            Const::Null => return Value::none(),
            Const::Bool(b) => Data::Truth(Truth::from_bool(*b)),
            Const::Number(n) => Data::Number(Bounds::point(n.clone())),
            Const::Money(currency, n) => Data::Money(Money::told(*currency, n.clone())),
            Const::Choice(member) => Data::Choice(Choice::single(*member)),
            Const::Code(code) => Data::Code(Codes::OneOf(vec![code.clone()])),
            Const::Text(text) => Data::Text(Texts::OneOf(vec![text.clone()])),
            Const::Period(period) => Data::Period((*period).into()),
            Const::Range(bounds) => Data::Range(span_of(bounds)),
            Const::AnyRange => Data::Range(Span::Number(None, None)),
            Const::Set(members) => {
                return Value::list(
                    members.iter().map(|m| self.constant(m)).collect(),
                    Vec::new(),
                );
            }
        };
        Value::new(data, Dep::NONE)
    }

    fn local(&mut self, id: crate::ir::LocalId, frame: &mut Frame<'_>) -> Value {
        if let Some(value) = frame.get(id) {
            return value.clone();
        }
        let Some(expr) = frame.binding(id) else {
            return Value::new(Data::Other, Dep::NONE);
        };
        let value = self.eval(expr, frame);
        frame.set(id, value.clone());
        value
    }

    fn field(&mut self, base: ExprId, field: FieldId, ty: &Type, frame: &mut Frame<'_>) -> Value {
        // A place is shown whole: how one got to its record is no reason of its own. What a default rests on is.
        let mark = self.recorder.element();
        let record = self.eval(base, frame);
        self.recorder.drop_element(mark);
        let missing = |ty: &Type| {
            if is_list(ty) {
                Value::list(Vec::new(), Vec::new())
            } else {
                Value::none()
            }
        };
        let Data::Record(nodes) = &record.data else {
            // Absent for certain; anything else is refused when the policy is checked.
            return if record.is_none() {
                missing(ty)
            } else {
                self.any_of(ty, record.dep)
            };
        };
        let mut result: Option<Value> = None;
        for node in nodes.as_slice() {
            let value = self.read(*node, field);
            result = Some(match result {
                None => value,
                Some(so_far) => hull(&mut self.deps, &so_far, &value, record.dep),
            });
        }
        if R::ON {
            self.last_read = nodes.single().map(|node| (node, field));
        }
        let value = result.unwrap_or_else(Value::none);
        if !record.absent {
            return value;
        }
        let absent = missing(ty);
        hull(&mut self.deps, &value, &absent, record.dep)
    }

    fn column(&mut self, row: ExprId, column: u32, ty: &Type, frame: &mut Frame<'_>) -> Value {
        let row = self.eval(row, frame);
        let Data::Row(rows) = &row.data else {
            return self.any_of(ty, row.dep);
        };
        let mut result: Option<Value> = None;
        for (list, index) in rows.as_slice() {
            let value = self.cell(*list, *index, column);
            result = Some(match result {
                None => value,
                Some(so_far) => hull(&mut self.deps, &so_far, &value, row.dep),
            });
        }
        result.unwrap_or_else(Value::none)
    }

    /// A cell of a list.
    pub fn cell(&self, list: ListId, row: u32, column: u32) -> Value {
        let program = self.program;
        let cell = program
            .list(list)
            .rows
            .get(row as usize)
            .and_then(|r| r.cells.get(column as usize));
        cell.map_or_else(Value::none, |cell| self.constant(cell))
    }

    fn rows(&mut self, list: ListId) -> Value {
        if let Some(rows) = self.lists.get(&(list, None)) {
            return rows.clone();
        }
        let rows = self.rows_now(list);
        self.lists.insert((list, None), rows.clone());
        rows
    }

    fn rows_now(&self, list: ListId) -> Value {
        let active = self
            .law
            .rows(list)
            .iter()
            .enumerate()
            .filter(|(_, active)| **active);
        let row = |(i, _): (usize, &bool)| {
            let at = (list, u32::try_from(i).unwrap_or(u32::MAX));
            Value::new(Data::Row(Alternatives::One(at)), Dep::NONE)
        };
        Value::list(active.map(row).collect(), Vec::new())
    }

    fn column_set(&mut self, list: ListId, column: u32) -> Value {
        if let Some(cells) = self.lists.get(&(list, Some(column))) {
            return cells.clone();
        }
        let cells = self.column_now(list, column);
        self.lists.insert((list, Some(column)), cells.clone());
        cells
    }

    fn column_now(&self, list: ListId, column: u32) -> Value {
        let active = self
            .law
            .rows(list)
            .iter()
            .enumerate()
            .filter(|(_, active)| **active);
        let cell =
            |(i, _): (usize, &bool)| self.cell(list, u32::try_from(i).unwrap_or(u32::MAX), column);
        Value::list(active.map(cell).collect(), Vec::new())
    }

    fn and(&mut self, all: &[ExprId], frame: &mut Frame<'_>) -> Value {
        let (mut result, mut dep) = (Truth::T, Dep::NONE);
        for one in all {
            let (truth, hangs) = self.truth(*one, frame);
            if truth.is_false() {
                return Value::truth(Truth::F, Dep::NONE);
            }
            result = result.and(truth);
            dep = self.deps.join(dep, hangs);
        }
        Value::truth(result, dep)
    }

    fn or(&mut self, some: &[ExprId], frame: &mut Frame<'_>) -> Value {
        let (mut result, mut dep) = (Truth::F, Dep::NONE);
        for one in some {
            let (truth, hangs) = self.truth(*one, frame);
            if truth.is_true() {
                return Value::truth(Truth::T, Dep::NONE);
            }
            result = result.or(truth);
            dep = self.deps.join(dep, hangs);
        }
        Value::truth(result, dep)
    }

    fn choose(&mut self, cond: ExprId, yes: ExprId, no: ExprId, frame: &mut Frame<'_>) -> Value {
        let (truth, dep) = self.truth(cond, frame);
        if truth.is_true() {
            return self.eval(yes, frame);
        }
        if truth.is_false() {
            return self.eval(no, frame);
        }
        let (a, b) = (self.eval(yes, frame), self.eval(no, frame));
        hull(&mut self.deps, &a, &b, dep)
    }

    fn otherwise(&mut self, x: ExprId, v: ExprId, frame: &mut Frame<'_>) -> Value {
        let value = self.eval(x, frame);
        if value.is_none() {
            return self.eval(v, frame);
        }
        if !value.absent {
            return value;
        }
        let (dep, present) = (
            value.dep,
            Value {
                absent: false,
                ..value
            },
        );
        let other = self.eval(v, frame);
        hull(&mut self.deps, &present, &other, dep)
    }

    fn range_of(&mut self, lo: ExprId, hi: ExprId, frame: &mut Frame<'_>) -> Value {
        let (lo, hi) = (self.eval(lo, frame), self.eval(hi, frame));
        let dep = self.deps.join(lo.dep, hi.dep);
        let data = match (lo.data, hi.data) {
            (Data::Number(lo), Data::Number(hi)) => {
                Span::Number(Some((lo, true)), Some((hi, true)))
            }
            (Data::Money(lo), Data::Money(hi)) => Span::Money(lo, hi),
            _ => Span::Any,
        };
        // A range of open ends is itself undecided: keep what it hangs on.
        Value {
            absent: false,
            data: Data::Range(data),
            dep,
        }
    }

    /// A list joined to another: incomplete if either is.
    pub fn joined(&self, a: &Rc<Elements>, b: &Rc<Elements>) -> Value {
        let known: Vec<Element> = a.known.iter().chain(&b.known).cloned().collect();
        let ghosts = a.ghosts.iter().chain(&b.ghosts).cloned().collect();
        Value::new(Data::List(Rc::new(Elements { known, ghosts })), Dep::NONE)
    }

    /// The elements of a list; of anything else, none.
    pub fn elements(&self, value: &Value) -> Rc<Elements> {
        match &value.data {
            Data::List(list) => list.clone(),
            _ => Rc::new(Elements::default()),
        }
    }

    fn extreme_of(&mut self, which: Aggregate, values: &[ExprId], frame: &mut Frame<'_>) -> Value {
        let values: Vec<Value> = values.iter().map(|v| self.eval(*v, frame)).collect();
        let mut values = values.into_iter();
        let Some(first) = values.next() else {
            return Value::none();
        };
        values.fold(first, |best, value| self.better(which, &best, &value))
    }
}

/// Whether a field of that type is a list, whose absence is emptiness.
fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Set(_))
}

fn span_of(bounds: &Bounds) -> Span {
    let end = |end: &End| {
        end.number()
            .map(|n| (Bounds::point(n.clone()), end.is_closed()))
    };
    Span::Number(end(bounds.lo()), end(bounds.hi()))
}

/// The amount of a single told currency, for splitting and bounding.
pub fn told_amount(money: &Money) -> Option<(CurrencyKey, Bounds)> {
    let mut amounts = money.amounts();
    let (key, amount) = amounts.next()?;
    amounts.next().is_none().then(|| (key, amount.clone()))
}
