//! Membership: `in`, `within`, `meets`, and the range `a to b`.

use super::frame::Frame;
use super::{ExprChecker, compare, errors, types, words};
use crate::ir::{Const, ExprId, ExprKind, ListId, Type};
use crate::resolve::Def;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind as Tree};

impl ExprChecker<'_> {
    /// `x in S`, `x in a to b`, `x in list`
    pub(super) fn membership(
        &mut self,
        frame: &mut Frame,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> ExprId {
        let Some((a, b)) = self.sides(frame, left, right) else {
            return self.error(span);
        };
        let Some(of) = self.members_of(b) else {
            let is_code = *types::strip(self.ty(b)) == Type::Code;
            let told = errors::needs_set(
                &self.in_words(self.ty(b)),
                words::spell(right),
                is_code,
                right.span,
            );
            return self.fail(told, span);
        };
        let is_range = matches!(types::strip(self.ty(b)), Type::Range(_));
        let own = types::strip(self.ty(a)).clone();
        let bare = types::strip(&of).clone();
        if bare != Type::Never && (own == Type::Never || types::join(&own, &bare).is_none()) {
            let (own, whole) = (self.in_words(&own), self.in_words(self.ty(b)));
            let told = errors::cannot_be_in((&own, self.span(a)), (&whole, self.span(b)), span);
            return self.fail(told, span);
        }
        if !is_range && bare != Type::Never && !types::has_equality(&bare) && bare != Type::Code {
            let told =
                errors::no_equality(&self.in_words(&bare), compare::equality_help(&bare), span);
            return self.fail(told, span);
        }
        if !self.may_stand(frame, a, left) || !self.may_stand(frame, b, right) {
            return self.error(span);
        }
        let kind = if is_range {
            ExprKind::InRange(a, b)
        } else {
            ExprKind::In(a, b)
        };
        self.push(kind, Type::Bool, span)
    }

    /// Both sides of `in`, the one that says its type first; none where one is wrong.
    fn sides(&mut self, frame: &mut Frame, left: &Expr, right: &Expr) -> Option<(ExprId, ExprId)> {
        if let Tree::Tuple(members) = &right.kind {
            self.infer(frame, left, None);
            self.sink.push(errors::set_in_brackets(
                words::spell_all(members),
                right.span,
            ));
            return None;
        }
        let (a, b) = if self.needs_hint(frame, left) && !self.needs_hint(frame, right) {
            let b = self.infer(frame, right, None);
            let of = self.members_of(b);
            (self.infer(frame, left, of.as_ref()), b)
        } else {
            let a = self.infer(frame, left, None);
            let of = types::strip(self.ty(a)).clone();
            if let Tree::Name(single) = &right.kind
                && self.needs_hint(frame, right)
                && self.member(&single.text, right.span, Some(&of)).is_some()
            {
                self.sink.push(errors::needs_set(
                    &self.in_words(&of),
                    words::spell(right),
                    false,
                    right.span,
                ));
                return None;
            }
            let set = match (&of, &right.kind) {
                (Type::Error, _) => Type::Error,
                (_, Tree::Range(..)) => Type::Range(Box::new(of)),
                _ => Type::Set(Box::new(of)),
            };
            (a, self.infer(frame, right, Some(&set)))
        };
        if self.is_error(a) || self.is_error(b) {
            return None;
        }
        Some((a, self.rows_as_codes(b, right.span)?))
    }

    /// A list of the law stands for its codes; anything else for itself. None where it has no codes (told here).
    fn rows_as_codes(&mut self, id: ExprId, span: Span) -> Option<ExprId> {
        match self.ty(id) {
            Type::List(inner) => match **inner {
                Type::Row(list) => self.codes_of(list, span),
                _ => Some(id),
            },
            _ => Some(id),
        }
    }

    /// What a set, list or range is made of.
    fn members_of(&self, id: ExprId) -> Option<Type> {
        match types::strip(self.ty(id)) {
            Type::List(inner) | Type::Set(inner) | Type::Range(inner) => Some((**inner).clone()),
            _ => None,
        }
    }

    /// The codes of a list, for `x in list`.
    fn codes_of(&mut self, list: ListId, span: Span) -> Option<ExprId> {
        let (name, columns) = self
            .program
            .lists
            .get(list.index())
            .map(|l| {
                (
                    words::last_part(&l.full_name).to_owned(),
                    l.columns.as_slice(),
                )
            })
            .unwrap_or_default();
        let mut codes = columns
            .iter()
            .enumerate()
            .filter(|(_, c)| c.ty == Type::Code);
        let (first, second) = (codes.next(), codes.next());
        match (first, second) {
            (Some((index, _)), None) => {
                let column = u32::try_from(index).unwrap_or(u32::MAX);
                Some(self.push(
                    ExprKind::ColumnSet(list, column),
                    Type::Set(Box::new(Type::Code)),
                    span,
                ))
            }
            (None, _) => {
                let has_optional = columns.iter().any(|c| *types::strip(&c.ty) == Type::Code);
                self.sink.push(errors::list_without_codes(
                    &name,
                    has_optional,
                    self.names.place(Def::List(list)),
                    span,
                ));
                None
            }
            (Some((_, a)), Some((_, b))) => {
                let told = errors::list_of_two_codes(&name, &a.name, &b.name, span);
                self.sink.push(told);
                None
            }
        }
    }

    /// `c within d`: membership in a set of one.
    pub(super) fn within(
        &mut self,
        frame: &mut Frame,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> ExprId {
        let (a, b) = (
            self.infer(frame, left, Some(&Type::Code)),
            self.infer(frame, right, Some(&Type::Code)),
        );
        let mut wrong = false;
        for (id, expr) in [(a, left), (b, right)] {
            match types::strip(self.ty(id)) {
                Type::Code => wrong |= !self.may_stand(frame, id, expr),
                Type::Error => wrong = true,
                other => {
                    let told = errors::within_codes(
                        &self.in_words(other),
                        types::element(other).is_some(),
                        expr.span,
                    );
                    self.sink.push(told);
                    wrong = true;
                }
            }
        }
        if wrong {
            return self.error(span);
        }
        let set = self.set_of(vec![b], self.ty(b).clone(), right.span);
        self.push(ExprKind::In(a, set), Type::Bool, span)
    }

    /// `L meets M`
    pub(super) fn meets(
        &mut self,
        frame: &mut Frame,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> ExprId {
        let (a, b) = self.pair(frame, left, right, None);
        if self.is_error(a) || self.is_error(b) {
            return self.error(span);
        }
        let mut sides = Vec::new();
        for (id, expr) in [(a, left), (b, right)] {
            let Some(side) = self.rows_as_codes(id, expr.span) else {
                return self.error(span);
            };
            if types::element(self.ty(side)).is_none() {
                let told = errors::meets_sets(
                    &self.in_words(self.ty(side)),
                    words::spell(expr),
                    expr.span,
                );
                return self.fail(told, span);
            }
            sides.push(side);
        }
        let [a, b] = sides[..] else {
            return self.error(span);
        };
        let (x, y) = (
            self.members_of(a).unwrap_or(Type::Never),
            self.members_of(b).unwrap_or(Type::Never),
        );
        let (x, y) = (types::strip(&x), types::strip(&y));
        let joined = if *x == Type::Never || *y == Type::Never {
            Some(x.clone())
        } else {
            types::join(x, y)
        };
        match joined {
            Some(ty) if ty == Type::Never || types::has_equality(&ty) || ty == Type::Code => {
                if !self.may_stand(frame, a, left) || !self.may_stand(frame, b, right) {
                    return self.error(span);
                }
                self.push(ExprKind::Meets(a, b), Type::Bool, span)
            }
            Some(ty) => {
                let told =
                    errors::no_equality(&self.in_words(&ty), compare::equality_help(&ty), span);
                self.fail(told, span)
            }
            None => {
                let told = errors::cannot_compare(
                    (&self.in_words(self.ty(a)), self.span(a)),
                    (&self.in_words(self.ty(b)), self.span(b)),
                    compare::type_help(self.ty(a), self.ty(b)),
                    span,
                );
                self.fail(told, span)
            }
        }
    }

    /// `a to b`
    pub(super) fn range(
        &mut self,
        frame: &mut Frame,
        from: &Expr,
        to: &Expr,
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        let of = match hint.map(types::strip) {
            Some(Type::Range(inner)) => Some((**inner).clone()),
            _ => None,
        };
        let (a, b) = self.pair(frame, from, to, of.as_ref());
        let Some(ty) = self.common(a, b, span) else {
            return self.error(span);
        };
        if types::may_be_absent(&ty) {
            return self.absent_operand(frame, &[a, b], "to", span);
        }
        if !types::is_ordered(&ty) {
            let told = errors::no_order(&self.in_words(&ty), span);
            return self.fail(told, span);
        }
        if let (ExprKind::Const(Const::Number(low)), ExprKind::Const(Const::Number(high))) =
            (self.kind(a), self.kind(b))
            && low > high
        {
            return self.fail(
                errors::reversed_range(words::spell(from), words::spell(to), span),
                span,
            );
        }
        self.push(ExprKind::Range(a, b), Type::Range(Box::new(ty)), span)
    }
}
