//! Loops: quantifiers and sums over lists of the facts and of the law.

use super::super::layout::Shape;
use super::super::node::{N, Node, Row, Source, VARIABLES, Var, bit};
use super::{Frame, Kind, Lower, Part, Rec, Val};
use crate::ir::{Aggregate, Binder, ExprId, ExprKind, FieldId, Quantifier, Type};
use crate::value::Truth;

/// The variable of a loop that no policy writes: its body reads nothing else that a loop binds.
pub const FREE: Var = VARIABLES - 1;

/// A loop over one piece of a list.
struct Loop {
    source: Source,
    var: Var,
    filter: N,
    body: Option<Val>,
}

impl Lower<'_> {
    /// `any`, `every`, `no`
    pub(super) fn quantifier(
        &mut self,
        id: ExprId,
        which: Quantifier,
        binder: &Binder,
        body: ExprId,
        frame: &mut Frame<'_>,
    ) -> Val {
        let some = |cx: &mut Self, form: Form, frame: &mut Frame<'_>| {
            cx.some(id, binder, body, form, frame)
        };
        let truth = match which {
            Quantifier::Any => some(self, Form::Both, frame),
            Quantifier::No => {
                let any = some(self, Form::Both, frame);
                self.not(any)
            }
            // At least one that passes, and none that passes and fails.
            Quantifier::Every => {
                let has = some(self, Form::Filter, frame);
                let fails = some(self, Form::Fails, frame);
                let none = self.not(fails);
                self.and(vec![has, none])
            }
        };
        Val::Truth(truth)
    }

    fn some(
        &mut self,
        id: ExprId,
        binder: &Binder,
        body: ExprId,
        form: Form,
        frame: &mut Frame<'_>,
    ) -> N {
        let source = self.lower(binder.source, frame);
        let parts = match source {
            Val::List(parts) => parts,
            Val::If(cond, yes, no) => {
                let (Val::List(yes), Val::List(no)) = (*yes, *no) else {
                    return self.truth_node(Truth::U);
                };
                let yes = self.some_of(id, &yes, binder, body, form, frame);
                let no = self.some_of(id, &no, binder, body, form, frame);
                return self.choose(cond, yes, no);
            }
            _ => return self.truth_node(Truth::U),
        };
        self.some_of(id, &parts, binder, body, form, frame)
    }

    fn some_of(
        &mut self,
        id: ExprId,
        parts: &[Part],
        binder: &Binder,
        body: ExprId,
        form: Form,
        frame: &mut Frame<'_>,
    ) -> N {
        let mut some = Vec::new();
        for part in parts {
            let kept = frame.kept();
            let depth = frame.depth;
            let truth = self.some_in(id, part, binder, body, form, frame);
            frame.restore(kept);
            frame.depth = depth;
            some.push(truth);
        }
        self.or(some)
    }

    fn some_in(
        &mut self,
        id: ExprId,
        part: &Part,
        binder: &Binder,
        body: ExprId,
        form: Form,
        frame: &mut Frame<'_>,
    ) -> N {
        if let Part::One(value) = part
            && binder.star.is_none()
        {
            frame.set(binder.local, value.clone());
            return self.form(binder, body, form, frame).1;
        }
        if let (Part::Consts(set), None) = (part, binder.star) {
            return self.some_constant(*set, binder, body, form, frame);
        }
        let Some((source, var)) = self.bind(id, part, binder, frame) else {
            return self.truth_node(Truth::U);
        };
        let (filter, body) = self.form(binder, body, form, frame);
        if let Part::Law(list) = part
            && let Some(truth) = self.by_column(*list, var, body)
        {
            return truth;
        }
        let outermost = binder.outermost.then_some(filter);
        self.any(source, var, body, outermost)
    }

    /// The filter, and what must hold of an element.
    fn form(&mut self, binder: &Binder, body: ExprId, form: Form, frame: &mut Frame<'_>) -> (N, N) {
        let filter = match binder.filter {
            Some(filter) => self.truth(filter, frame),
            None => self.truth_node(Truth::T),
        };
        let what = match form {
            Form::Filter => return (filter, filter),
            Form::Both => self.truth(body, frame),
            Form::Fails => {
                let body = self.truth(body, frame);
                self.not(body)
            }
        };
        (filter, self.and(vec![filter, what]))
    }

    fn some_constant(
        &mut self,
        set: ExprId,
        binder: &Binder,
        body: ExprId,
        form: Form,
        frame: &mut Frame<'_>,
    ) -> N {
        let program = self.program;
        let (ExprKind::Const(crate::ir::Const::Set(members)), Type::Set(of) | Type::List(of)) =
            (&program.expr(set).kind, &program.expr(set).ty)
        else {
            return self.truth_node(Truth::U);
        };
        let mut some = Vec::new();
        for member in members {
            let kept = frame.kept();
            let value = self.constant(set, member, of);
            frame.set(binder.local, value);
            some.push(self.form(binder, body, form, frame).1);
            frame.restore(kept);
        }
        self.or(some)
    }

    /// `any row in list has row.column = x`, where `x` hangs on no row: one look-up.
    fn by_column(&mut self, list: crate::ir::ListId, var: Var, body: N) -> Option<N> {
        if let Some(Node::InSet(value, of, sets)) = self.nodes.get(body)
            && *of == var
            && self.nodes.reads(*value) & bit(var) == 0
        {
            let (value, sets) = (*value, *sets);
            let active = self.active_rows(list);
            let tests = active
                .iter()
                .filter_map(|row| self.tables.set(sets, u32::try_from(*row).ok()?));
            let union = tests.cloned().reduce(|a, b| a.joined(&b, Truth::or))?;
            let test = self.tables.add_test(union);
            return Some(self.test(value, test));
        }
        let Some(Node::Same(a, b)) = self.nodes.get(body).cloned() else {
            return None;
        };
        let column = |n: N| match self.nodes.get(n) {
            Some(Node::Column(of, column)) if *of == var => Some(*column),
            _ => None,
        };
        let (column, value) = match (column(a), column(b)) {
            (Some(column), None) => (column, b),
            (None, Some(column)) => (column, a),
            _ => return None,
        };
        if self.nodes.reads(value) & bit(var) != 0 {
            return None;
        }
        let active: Vec<usize> = self.active_rows(list);
        let cells = self.tables.column(column)?;
        let members: Vec<i64> = active
            .iter()
            .filter_map(|i| cells.get(*i).copied())
            .collect();
        if members.contains(&super::super::layout::UNTOLD) {
            return None;
        }
        let greatest = members.iter().copied().max().unwrap_or(0);
        let size = usize::try_from(greatest).unwrap_or(0) + 1;
        let mut values = vec![Truth::F; size];
        for member in members {
            if let Some(place) = usize::try_from(member).ok().and_then(|i| values.get_mut(i)) {
                *place = Truth::T;
            }
        }
        let untold = if values.iter().any(|t| t.is_true()) {
            Truth::U
        } else {
            Truth::F
        };
        let test = self.tables.test_of(values, Truth::F, untold);
        Some(self.test(value, test))
    }

    fn active_rows(&self, list: crate::ir::ListId) -> Vec<usize> {
        let rows = self.law.rows(list).iter().enumerate();
        rows.filter(|(_, active)| **active)
            .map(|(i, _)| i)
            .collect()
    }

    /// Binds the variable of a loop to the elements of a piece; what the loop runs over.
    fn bind(
        &mut self,
        id: ExprId,
        part: &Part,
        binder: &Binder,
        frame: &mut Frame<'_>,
    ) -> Option<(Source, Var)> {
        let var = frame.depth;
        if var >= FREE {
            self.leave(id, "loops within loops, too many");
            return None;
        }
        frame.depth += 1;
        match part {
            Part::Rows {
                row,
                table,
                cell,
                empty_if,
                of,
            } => {
                let elements = self.layout.place(*of)?.table?;
                let rec = Rec {
                    row: Row::Var(var),
                    place: *of,
                    optional: false,
                };
                let deep = match binder.star {
                    None => None,
                    Some(field) => Some(self.deep(id, &rec, field, frame.depth)?),
                };
                frame.set(binder.local, Val::Record(rec));
                let source = Source::Rows {
                    row: row.clone(),
                    table: *table,
                    cell: *cell,
                    empty_if: *empty_if,
                    of: elements,
                    deep,
                };
                Some((source, var))
            }
            Part::Values {
                row,
                table,
                cell,
                empty_if,
                kind,
            } => {
                let n = self.nodes.add(Node::Element(var));
                frame.set(binder.local, Val::One(n, *kind, false));
                let source = Source::Values {
                    row: row.clone(),
                    table: *table,
                    cell: *cell,
                    empty_if: *empty_if,
                };
                Some((source, var))
            }
            Part::Law(list) => {
                frame.set(binder.local, Val::LawRow(var, *list));
                let active = self.active_rows(*list);
                let active = active
                    .iter()
                    .filter_map(|i| u32::try_from(*i).ok())
                    .collect();
                let rows = self.tables.add_rows(active);
                Some((Source::Law(rows), var))
            }
            Part::One(_) | Part::Column(..) | Part::Consts(_) => {
                self.leave(id, "a loop over this kind of list");
                None
            }
        }
    }

    /// The cell of an element's own list of further elements.
    fn deep(
        &mut self,
        id: ExprId,
        rec: &Rec,
        field: FieldId,
        depth: u32,
    ) -> Option<(u32, Option<N>)> {
        let slot = self.layout.slot(rec.place, field)?;
        let Shape::Many(of) = slot.shape else {
            return None;
        };
        if of != rec.place || !self.layout.is_run(rec.place, field) {
            self.leave(
                id,
                "elements that lie within each other in more ways than one",
            );
            return None;
        }
        let cell = slot.cell?;
        let list = self.field(id, Val::Record(rec.clone()), field, depth);
        match list {
            Val::List(parts) => match parts.as_slice() {
                [Part::Rows { empty_if, .. }] => Some((cell, *empty_if)),
                _ => None,
            },
            _ => None,
        }
    }

    /// `sum`, `count`, `min`, `max`
    pub(super) fn aggregate(
        &mut self,
        id: ExprId,
        which: Aggregate,
        binder: &Binder,
        body: Option<ExprId>,
        frame: &mut Frame<'_>,
    ) -> Val {
        let source = self.lower(binder.source, frame);
        let Val::List(parts) = source else {
            return self.leave(id, "a sum over this kind of list");
        };
        let sums = matches!(which, Aggregate::Sum | Aggregate::Count);
        if sums && matches!(self.program.expr(binder.source).ty, Type::Set(_)) {
            return self.leave(id, "a sum over a set");
        }
        let mut total: Option<Val> = None;
        for part in &parts {
            let (kept, depth) = (frame.kept(), frame.depth);
            let one = if sums {
                self.summed(id, part, binder, body, frame)
            } else {
                self.best(id, which, part, binder, body, frame)
            };
            frame.restore(kept);
            frame.depth = depth;
            let Some(one) = one else {
                return Val::Unknown;
            };
            total = Some(match total {
                None => one,
                Some(before) if sums => self.arith(id, crate::ir::ArithOp::Add, before, one),
                Some(before) => self.extreme(id, which, vec![before, one]),
            });
        }
        match total {
            Some(total) => total,
            None if sums => self.nothing(id),
            None => Val::Null,
        }
    }

    fn best(
        &mut self,
        id: ExprId,
        which: Aggregate,
        part: &Part,
        binder: &Binder,
        body: Option<ExprId>,
        frame: &mut Frame<'_>,
    ) -> Option<Val> {
        if binder.outermost {
            self.leave(id, "the least or greatest of the outermost");
            return None;
        }
        let Loop {
            source,
            var,
            filter,
            body,
        } = self.looped(id, part, binder, body, frame)?;
        let Some(Val::One(body, kind @ Kind::Number(_), _)) = body else {
            self.leave(id, "the least or greatest of this kind");
            return None;
        };
        let node = Node::Best {
            source,
            var,
            filter,
            body,
            least: which == Aggregate::Min,
        };
        Some(Val::One(self.nodes.add(node), kind, true))
    }

    /// What nothing sums up to.
    fn nothing(&mut self, id: ExprId) -> Val {
        if self.program.expr(id).ty == Type::Money {
            return Val::Money(self.nodes.add(Node::Money(0, 0)), false);
        }
        Val::One(self.nodes.add(Node::Value(0)), Kind::Number(0), false)
    }

    fn summed(
        &mut self,
        id: ExprId,
        part: &Part,
        binder: &Binder,
        body: Option<ExprId>,
        frame: &mut Frame<'_>,
    ) -> Option<Val> {
        let Loop {
            source,
            var,
            filter,
            body,
        } = self.looped(id, part, binder, body, frame)?;
        let outermost = binder.outermost;
        match body {
            None => {
                let body = self.nodes.add(Node::Value(1));
                let node = Node::Sum {
                    source,
                    var,
                    filter,
                    body,
                    outermost,
                };
                Some(Val::One(self.nodes.add(node), Kind::Number(0), false))
            }
            Some(Val::One(body, kind @ Kind::Number(_), _)) => {
                let node = Node::Sum {
                    source,
                    var,
                    filter,
                    body,
                    outermost,
                };
                Some(Val::One(self.nodes.add(node), kind, false))
            }
            Some(Val::Money(body, _)) => {
                let node = Node::MoneySum {
                    source,
                    var,
                    filter,
                    body,
                    outermost,
                };
                Some(Val::Money(self.nodes.add(node), false))
            }
            Some(_) => {
                self.leave(id, "a sum of this kind");
                None
            }
        }
    }

    fn looped(
        &mut self,
        id: ExprId,
        part: &Part,
        binder: &Binder,
        body: Option<ExprId>,
        frame: &mut Frame<'_>,
    ) -> Option<Loop> {
        let (source, var) = self.bind(id, part, binder, frame)?;
        let filter = match binder.filter {
            Some(filter) => self.truth(filter, frame),
            None => self.truth_node(Truth::T),
        };
        let body = body.map(|body| self.lower(body, frame));
        Some(Loop {
            source,
            var,
            filter,
            body,
        })
    }

    /// `{ a, b }`, `[ a, b ]`
    pub(super) fn listed(&mut self, members: &[ExprId], frame: &mut Frame<'_>) -> Val {
        let parts = members
            .iter()
            .map(|member| Part::One(self.lower(*member, frame)))
            .collect();
        Val::List(parts)
    }

    /// `L meets M`
    pub(super) fn meets(&mut self, id: ExprId, a: &Val, b: &Val, depth: u32) -> N {
        let Val::List(parts) = a else {
            return self.truth_node(Truth::U);
        };
        let mut some = Vec::new();
        for part in parts {
            let one = match part {
                Part::One(value) => self.member(id, value.clone(), b),
                Part::Values {
                    row,
                    table,
                    cell,
                    empty_if,
                    kind,
                } => {
                    let var = depth;
                    if var >= FREE {
                        return self.truth_node(Truth::U);
                    }
                    let element = self.nodes.add(Node::Element(var));
                    let body = self.member(id, Val::One(element, *kind, false), b);
                    let source = Source::Values {
                        row: row.clone(),
                        table: *table,
                        cell: *cell,
                        empty_if: *empty_if,
                    };
                    self.any(source, var, body, None)
                }
                _ => {
                    self.leave(id, "a meeting of these kinds of list");
                    self.truth_node(Truth::U)
                }
            };
            some.push(one);
        }
        self.or(some)
    }
}

/// Which truth of an element a loop asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// It passes and the body holds.
    Both,
    /// It passes.
    Filter,
    /// It passes and the body fails.
    Fails,
}
