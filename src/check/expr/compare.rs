//! Comparison and membership: `= != < <= > >=`, `in`, `within`, `meets`, `a to b`.

use super::frame::Frame;
use super::{ExprChecker, errors, types, words};
use crate::ir::{CompareOp, ExprId, ExprKind, Type};
use crate::source::Span;
use crate::syntax::tree::{self, Expr, ExprKind as Tree, Literal};

impl ExprChecker<'_> {
    /// A comparison or membership.
    pub(super) fn compare(
        &mut self,
        frame: &mut Frame,
        op: tree::CompareOp,
        at: Span,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> ExprId {
        use tree::CompareOp as Op;
        match op {
            Op::Eq => self.equality(frame, CompareOp::Eq, left, right, span),
            Op::Ne => self.equality(frame, CompareOp::Ne, left, right, span),
            Op::Lt => self.order(frame, CompareOp::Lt, left, right, span),
            Op::Le => self.order(frame, CompareOp::Le, left, right, span),
            Op::Gt => self.order(frame, CompareOp::Gt, left, right, span),
            Op::Ge => self.order(frame, CompareOp::Ge, left, right, span),
            Op::In => self.membership(frame, left, right, span),
            Op::Within => self.within(frame, left, right, span),
            Op::Meets => self.meets(frame, left, right, span),
            Op::NotIn | Op::NotWithin => {
                let inner = self.negated(frame, at, |checker, frame| match op {
                    Op::NotIn => checker.membership(frame, left, right, span),
                    _ => checker.within(frame, left, right, span),
                });
                if self.is_error(inner) {
                    inner
                } else {
                    self.push(ExprKind::Not(inner), Type::Bool, span)
                }
            }
        }
    }

    /// Both operands, the one that says its type first; the other is read in its light.
    pub(super) fn pair(
        &mut self,
        frame: &mut Frame,
        left: &Expr,
        right: &Expr,
        hint: Option<&Type>,
    ) -> (ExprId, ExprId) {
        let light = |checker: &Self, id: ExprId| match types::strip(checker.ty(id)) {
            // Beside something wrong a bare name is not told to be unknown.
            Type::Error => Some(Type::Error),
            Type::Never => hint.cloned(),
            known => Some(known.clone()),
        };
        if super::rank(self, frame, left) > super::rank(self, frame, right) {
            let b = self.infer(frame, right, hint);
            let known = light(self, b);
            let a = self.infer(frame, left, known.as_ref());
            (a, b)
        } else {
            let a = self.infer(frame, left, hint);
            let known = light(self, a);
            let b = self.infer(frame, right, known.as_ref());
            (a, b)
        }
    }

    fn equality(
        &mut self,
        frame: &mut Frame,
        op: CompareOp,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> ExprId {
        match (is_null(left), is_null(right)) {
            (true, true) => return self.fail(errors::null_with_null(span), span),
            (false, true) => return self.presence(frame, op, left, span),
            (true, false) => return self.presence(frame, op, right, span),
            (false, false) => {}
        }
        let (a, b) = self.pair(frame, left, right, None);
        let Some(ty) = self.common(a, b, span) else {
            return self.error(span);
        };
        match types::strip(&ty) {
            Type::Code => {
                let told = errors::code_equality(
                    words::spell(left),
                    words::spell(right),
                    op == CompareOp::Ne,
                    span,
                );
                self.fail(told, span)
            }
            other if !types::has_equality(other) => {
                let told = errors::no_equality(&self.in_words(other), equality_help(other), span);
                self.fail(told, span)
            }
            _ => self.comparison(frame, op, (a, left), (b, right), span),
        }
    }

    fn order(
        &mut self,
        frame: &mut Frame,
        op: CompareOp,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> ExprId {
        let (a, b) = self.pair(frame, left, right, None);
        let Some(ty) = self.common(a, b, span) else {
            return self.error(span);
        };
        let bare = types::strip(&ty);
        if *bare == Type::Never || !types::is_ordered(bare) {
            let told = errors::no_order(&self.in_words(bare), span);
            return self.fail(told, span);
        }
        self.comparison(frame, op, (a, left), (b, right), span)
    }

    /// A comparison of two values of one type, one of which may be absent (not under a negation).
    fn comparison(
        &mut self,
        frame: &Frame,
        op: CompareOp,
        (a, left): (ExprId, &Expr),
        (b, right): (ExprId, &Expr),
        span: Span,
    ) -> ExprId {
        if [a, b].iter().any(|id| *self.ty(*id) == Type::Never) {
            return self.fail(errors::null_in_order(span), span);
        }
        let absent = [
            types::may_be_absent(self.ty(a)),
            types::may_be_absent(self.ty(b)),
        ];
        if absent == [true, true] {
            return self.fail(
                errors::both_absent(words::spell(left), words::spell(right), span),
                span,
            );
        }
        if !self.may_stand(frame, a, left) || !self.may_stand(frame, b, right) {
            return self.error(span);
        }
        self.push(ExprKind::Compare(op, a, b), Type::Bool, span)
    }

    /// Tells of an operand that may be absent under a negation.
    pub(super) fn may_stand(&mut self, frame: &Frame, id: ExprId, expr: &Expr) -> bool {
        let Some(negation) = frame.negated else {
            return true;
        };
        let absent = match self.ty(id) {
            Type::List(inner) | Type::Set(inner) => matches!(**inner, Type::Optional(_)),
            other => types::may_be_absent(other),
        };
        if absent {
            self.sink.push(errors::absent_under_negation(
                words::spell(expr),
                expr.span,
                negation,
            ));
        }
        !absent
    }

    /// `x = null`, `x != null`
    fn presence(&mut self, frame: &mut Frame, op: CompareOp, of: &Expr, span: Span) -> ExprId {
        let id = self.infer(frame, of, None);
        match self.ty(id) {
            Type::Error => return self.error(span),
            Type::Optional(_) => {}
            other => {
                let is_list = types::element(other).is_some();
                let told = errors::never_absent(
                    words::spell(of),
                    &self.in_words(other),
                    is_list,
                    op == CompareOp::Ne,
                    span,
                );
                if is_list {
                    return self.fail(told, span);
                }
                self.sink.push(told);
            }
        }
        let asked = self.push(ExprKind::IsNull(id), Type::Bool, span);
        if op == CompareOp::Ne {
            self.push(ExprKind::Not(asked), Type::Bool, span)
        } else {
            asked
        }
    }

    /// The type that two operands of a comparison have in common; none where they have none (told here).
    pub(super) fn common(&mut self, a: ExprId, b: ExprId, span: Span) -> Option<Type> {
        match types::join(self.ty(a), self.ty(b)) {
            Some(Type::Error) => None,
            Some(ty) => Some(ty),
            None => {
                let (x, y) = (
                    types::strip(self.ty(a)).clone(),
                    types::strip(self.ty(b)).clone(),
                );
                let told = errors::cannot_compare(
                    (&self.in_words(&x), self.span(a)),
                    (&self.in_words(&y), self.span(b)),
                    type_help(&x, &y),
                    span,
                );
                self.sink.push(told);
                None
            }
        }
    }
}

/// What to ask instead of `=`.
pub(super) fn equality_help(ty: &Type) -> &'static str {
    match ty {
        Type::List(_) | Type::Set(_) => {
            "ask `x in …` for one member, `… meets …` for some member of both, `every x in … has …` for all"
        }
        Type::Period => "add it to a date, and compare the dates",
        Type::Range(_) => "ask what lies in it: `x in …`",
        Type::Record(_) | Type::Row(_) => "compare a field of it",
        _ => "compare things that can be the same",
    }
}

/// Whether it is the literal `null`.
fn is_null(expr: &Expr) -> bool {
    matches!(expr.kind, Tree::Literal(Literal::Null))
}

/// What to write where a bare number stands beside something with a unit, or a text beside something that is none.
pub(super) fn type_help(a: &Type, b: &Type) -> Option<&'static str> {
    if let (Type::Set(a), Type::Set(b)) = (a, b) {
        return type_help(types::strip(a), types::strip(b));
    }
    if let (Type::Text, other) | (other, Type::Text) = (a, b) {
        return match other {
            Type::Country => Some("a country stands without quotes: `DE`"),
            Type::Enum(_) => Some("its members stand without quotes"),
            Type::Date => Some("a date stands without quotes: `2025-12-01`"),
            _ => None,
        };
    }
    let other = match (types::is_plain(a), types::is_plain(b)) {
        (true, false) => b,
        (false, true) => a,
        _ => return None,
    };
    match other {
        Type::Share => Some("write the number as a share: `50%` for a half"),
        Type::Money => Some("say the currency: `1000 EUR`, `0 EUR`"),
        Type::Quantity(_) => Some("say the unit behind the number"),
        _ => None,
    }
}
