//! `+ - * /`, `- e` and `otherwise`. An operand that may be absent is refused: what is half of nothing?

use super::frame::Frame;
use super::{ExprChecker, compare, errors, types, words};
use crate::ir::{Aggregate, ArithOp, Const, ExprId, ExprKind, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Expr};
use crate::value::Period;

impl ExprChecker<'_> {
    /// `a + b` and its kin.
    pub(super) fn arith(
        &mut self,
        frame: &mut Frame,
        op: tree::ArithOp,
        left: &Expr,
        right: &Expr,
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        let (op, like) = match op {
            tree::ArithOp::Add => (ArithOp::Add, true),
            tree::ArithOp::Sub => (ArithOp::Sub, true),
            tree::ArithOp::Mul => (ArithOp::Mul, false),
            tree::ArithOp::Div => (ArithOp::Div, false),
        };
        let (a, b) = if like {
            self.pair(
                frame,
                left,
                right,
                hint.filter(|h| types::is_numeric(h) || types::element(h).is_some()),
            )
        } else {
            (
                self.infer(frame, left, None),
                self.infer(frame, right, None),
            )
        };
        if self.is_error(a) || self.is_error(b) {
            return self.error(span);
        }
        let joins_one =
            types::element(self.ty(a)).is_some() != types::element(self.ty(b)).is_some();
        if !joins_one && (types::may_be_absent(self.ty(a)) || types::may_be_absent(self.ty(b))) {
            return self.absent_operand(frame, &[a, b], sign(op), span);
        }
        let (x, y) = (self.ty(a).clone(), self.ty(b).clone());
        let wants_plain = hint.map(types::strip).is_some_and(types::is_plain);
        let wants_share = hint.is_some_and(|h| *types::strip(h) == Type::Share);
        let ty = match op {
            ArithOp::Add | ArithOp::Sub if x == Type::Date && y == Type::Period => {
                return self.counted(op, a, b, span);
            }
            ArithOp::Add if x == Type::Period && y == Type::Period => Some(Type::Period),
            ArithOp::Add | ArithOp::Sub => sum_type(op, &x, &y),
            ArithOp::Mul => product_type(&x, &y, wants_plain),
            ArithOp::Div => quotient_type(&x, &y, wants_plain, wants_share),
        };
        let Some(ty) = ty else {
            let help = arith_help(op, &x, &y);
            let told = errors::cannot_calculate(
                sign(op),
                (&self.in_words(&x), self.span(a)),
                (&self.in_words(&y), self.span(b)),
                help,
                span,
            );
            return self.fail(told, span);
        };
        if op == ArithOp::Div {
            if self.is_zero(b) {
                return self.fail(errors::zero_denominator(self.span(b)), span);
            }
            if !frame.guarded && self.is_filtered_sum(frame, a) {
                self.sink
                    .push(errors::unguarded_quotient(span, self.span(b)));
            }
        }
        self.push(ExprKind::Arith(op, a, b), ty, span)
    }

    /// A date and a period; going back by a period that is written down is going on by a negative one.
    fn counted(&mut self, op: ArithOp, date: ExprId, period: ExprId, span: Span) -> ExprId {
        let written = matches!(self.kind(period), ExprKind::Const(_));
        if op == ArithOp::Add || !written {
            return self.push(ExprKind::Arith(op, date, period), Type::Date, span);
        }
        let back = self.neg_of(period, self.span(period));
        if self.is_error(back) {
            return self.error(span);
        }
        self.push(ExprKind::Arith(ArithOp::Add, date, back), Type::Date, span)
    }

    /// `- e`
    pub(super) fn neg(
        &mut self,
        frame: &mut Frame,
        inner: &Expr,
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        let id = self.infer(frame, inner, hint);
        if self.is_error(id) {
            return self.error(span);
        }
        if types::may_be_absent(self.ty(id)) {
            return self.absent_operand(frame, &[id], "-", span);
        }
        self.neg_of(id, span)
    }

    fn neg_of(&mut self, id: ExprId, span: Span) -> ExprId {
        let ty = self.ty(id).clone();
        let folded = match self.kind(id) {
            ExprKind::Const(Const::Number(n)) if ty != Type::Date => Some(Const::Number(-n)),
            ExprKind::Const(Const::Money(currency, n)) => Some(Const::Money(*currency, -n)),
            ExprKind::Const(Const::Period(p)) => p.count.checked_neg().map(|count| {
                Const::Period(Period {
                    count,
                    unit: p.unit,
                })
            }),
            _ => None,
        };
        if let Some(value) = folded {
            return self.push(ExprKind::Const(value), ty, span);
        }
        if !types::is_numeric(&ty) {
            let told = errors::cannot_negate(&self.in_words(&ty), ty == Type::Bool, span);
            return self.fail(told, span);
        }
        self.push(ExprKind::Neg(id), ty, span)
    }

    /// `x otherwise v`
    pub(super) fn otherwise(
        &mut self,
        frame: &mut Frame,
        value: &Expr,
        instead: &Expr,
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        let wide = hint.cloned().map(types::optional);
        let a = self.infer(frame, value, wide.as_ref());
        let known = match types::strip(self.ty(a)) {
            Type::Error => Some(Type::Error),
            Type::Never => hint.cloned(),
            other => Some(other.clone()),
        };
        let b = self.infer(frame, instead, known.as_ref());
        if self.is_error(a) || self.is_error(b) {
            return self.error(span);
        }
        if !types::may_be_absent(self.ty(a)) {
            let told = errors::needless_otherwise(
                words::spell(value),
                &self.in_words(self.ty(a)),
                types::element(self.ty(a)).is_some(),
                span,
            );
            self.sink.push(told);
        }
        let x = types::strip(self.ty(a)).clone();
        match types::join(&x, self.ty(b)) {
            Some(ty) => self.push(ExprKind::Otherwise(a, b), ty, span),
            None => {
                let told = errors::different_branches(
                    &self.in_words(&x),
                    &self.in_words(self.ty(b)),
                    value.span,
                    instead.span,
                );
                self.fail(told, span)
            }
        }
    }

    /// Tells of the first operand that may be absent where a value must be there.
    pub(super) fn absent_operand(
        &mut self,
        frame: &Frame,
        ids: &[ExprId],
        operator: &str,
        span: Span,
    ) -> ExprId {
        let found = ids
            .iter()
            .find(|id| types::may_be_absent(self.ty(**id)))
            .copied();
        let told = match found {
            Some(id) => errors::absent_operand(
                self.spelt(frame, id),
                operator,
                &self.in_words(types::strip(self.ty(id))),
                self.span(id),
            ),
            None => errors::absent_operand(None, operator, "a value", span),
        };
        self.fail(told, span)
    }

    /// Whether it is a literal 0, of whatever type.
    pub(super) fn is_zero(&self, id: ExprId) -> bool {
        match self.kind(id) {
            ExprKind::Const(Const::Number(n) | Const::Money(_, n)) => {
                *self.ty(id) != Type::Date && n.is_zero()
            }
            _ => false,
        }
    }

    /// A sum over those elements that match: where none does, it is 0, and 0 over an unknown value is unknown.
    fn is_filtered_sum(&self, frame: &Frame, mut id: ExprId) -> bool {
        // A let names an expression checked before it, so this comes to an end.
        while let ExprKind::Local(local) = self.kind(id) {
            match frame.let_value(*local) {
                Some(value) => id = value,
                None => return false,
            }
        }
        matches!(self.kind(id), ExprKind::Aggregate(Aggregate::Sum, binder, _) if binder.filter.is_some())
    }
}

const fn sign(op: ArithOp) -> &'static str {
    match op {
        ArithOp::Add => "+",
        ArithOp::Sub => "-",
        ArithOp::Mul => "*",
        ArithOp::Div => "/",
    }
}

fn sum_type(op: ArithOp, x: &Type, y: &Type) -> Option<Type> {
    let joins = op == ArithOp::Add && types::element(x).is_some();
    types::join(x, y).filter(|ty| joins || types::is_numeric(ty))
}

fn product_type(x: &Type, y: &Type, wants_plain: bool) -> Option<Type> {
    match (x, y) {
        (Type::Int, Type::Int) => Some(Type::Int),
        (a, b) if types::is_plain(a) && types::is_plain(b) => Some(Type::Decimal),
        (Type::Share, b) | (b, Type::Share) if types::is_plain(b) => Some(if wants_plain {
            Type::Decimal
        } else {
            Type::Share
        }),
        (factor, whole) | (whole, factor)
            if (types::is_plain(factor) || *factor == Type::Share) && types::is_numeric(whole) =>
        {
            Some(whole.clone())
        }
        _ => None,
    }
}

fn quotient_type(x: &Type, y: &Type, wants_plain: bool, wants_share: bool) -> Option<Type> {
    match (x, y) {
        (a, b) if types::is_plain(a) && types::is_plain(b) => Some(if wants_share {
            Type::Share
        } else {
            Type::Decimal
        }),
        (Type::Share, Type::Share) | (Type::Money, Type::Money) => Some(if wants_plain {
            Type::Decimal
        } else {
            Type::Share
        }),
        (Type::Quantity(a), Type::Quantity(b)) if a == b => Some(if wants_plain {
            Type::Decimal
        } else {
            Type::Share
        }),
        (Type::Share | Type::Money | Type::Quantity(_), b) if types::is_plain(b) => Some(x.clone()),
        (Type::Money | Type::Quantity(_), Type::Share) => Some(x.clone()),
        (a, Type::Share) if types::is_plain(a) => Some(Type::Decimal),
        _ => None,
    }
}

fn arith_help(op: ArithOp, x: &Type, y: &Type) -> Option<&'static str> {
    match (op, x, y) {
        (ArithOp::Sub, Type::Date, Type::Date) => {
            Some("days are compared, not subtracted: `a <= b + 30 days`")
        }
        (ArithOp::Add | ArithOp::Sub, Type::Date, b) if types::is_plain(b) => {
            Some("say what is counted: `+ 10 days`, `+ 10 working days`, `+ 2 months`")
        }
        (ArithOp::Add, Type::Period, Type::Date) => Some("the date stands first: `date + 10 days`"),
        (_, Type::Period, _) | (_, _, Type::Period) => {
            Some("a period is added to a date or to another period, and to nothing else")
        }
        (ArithOp::Add | ArithOp::Sub, _, _) => {
            match (types::element(x).is_some(), types::element(y).is_some()) {
                (true, false) | (false, true) => Some("put the single value in braces: `+ { x }`"),
                (true, true) => Some("`+` joins two lists, or two sets, of one kind of thing"),
                _ => compare::type_help(x, y),
            }
        }
        (ArithOp::Mul, _, _) => Some("multiply by a number or a share"),
        (ArithOp::Div, _, _) => Some(
            "divide by a number, a share, or by something of the same kind (the quotient is a share)",
        ),
    }
}
