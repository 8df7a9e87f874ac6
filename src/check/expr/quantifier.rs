//! `any`, `every`, `no`; `sum`, `count`, `min`, `max`; sets and lists written out.

use super::frame::Frame;
use super::{ExprChecker, errors, types, words};
use crate::ir::{
    Aggregate, Binder, Const, ExprId, ExprKind, FieldId, LocalId, LocalKind, Quantifier, Type,
};
use crate::source::Span;
use crate::syntax::tree::{self, Expr, Name};

/// What was visible before a binder, to be restored behind it.
struct Mark {
    visible: usize,
    narrowed: usize,
    guarded: bool,
    negated: Option<Span>,
}

impl ExprChecker<'_> {
    /// `any B has e` and its kin.
    pub(super) fn quantifier(
        &mut self,
        frame: &mut Frame,
        which: tree::Quantifier,
        binder: &tree::Binder,
        body: &Expr,
        span: Span,
    ) -> ExprId {
        let head = Span::new(span.file, span.start, binder.span.start.min(span.end));
        let (which, negation) = match which {
            tree::Quantifier::Any => (Quantifier::Any, None),
            tree::Quantifier::Every => (Quantifier::Every, Some(head)),
            tree::Quantifier::No => (Quantifier::No, Some(head)),
        };
        let (bound, mark) = self.open(frame, binder, negation);
        let body = self.condition(frame, body);
        close(frame, binder, &mark);
        match bound {
            Some(bound) => self.push(ExprKind::Quantifier(which, bound, body), Type::Bool, span),
            // What is counted is unknown, but the answer is a truth value all the same.
            None => self.error(span),
        }
    }

    /// `count(B)`
    pub(super) fn count(&mut self, frame: &mut Frame, binder: &tree::Binder, span: Span) -> ExprId {
        let (bound, mark) = self.open(frame, binder, None);
        close(frame, binder, &mark);
        match bound {
            Some(bound) => self.push(
                ExprKind::Aggregate(Aggregate::Count, bound, None),
                Type::Int,
                span,
            ),
            None => self.error(span),
        }
    }

    /// `sum(e for B)`, `min(e for B)`, `max(e for B)`
    pub(super) fn aggregate(
        &mut self,
        frame: &mut Frame,
        name: &Name,
        body: &Expr,
        binder: &tree::Binder,
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        let which = super::call::built_in(&name.text);
        let (bound, mark) = self.open(frame, binder, None);
        let value = self.infer(frame, body, hint.map(types::strip));
        close(frame, binder, &mark);
        let Some(which) = which else {
            return self.fail(errors::no_aggregate(&name.text, name.span), span);
        };
        let (Some(bound), false) = (bound, self.is_error(value)) else {
            return self.error(span);
        };
        let ty = self.ty(value).clone();
        if types::may_be_absent(&ty) {
            let told = errors::absent_element(
                self.spelt(frame, value),
                &name.text,
                binder.filter.is_some(),
                body.span,
            );
            return self.fail(told, span);
        }
        let (fit, ty) = match which {
            Aggregate::Sum => (types::is_numeric(&ty), ty),
            _ => (types::is_ordered(&ty), ty),
        };
        if !fit {
            let told = errors::not_aggregated(&name.text, &self.in_words(&ty), body.span);
            return self.fail(told, span);
        }
        let result = if which == Aggregate::Sum {
            ty
        } else {
            types::optional(ty)
        };
        self.push(ExprKind::Aggregate(which, bound, Some(value)), result, span)
    }

    /// The source, the variable, the filter. The variable is visible until [`close`].
    fn open(
        &mut self,
        frame: &mut Frame,
        binder: &tree::Binder,
        negation: Option<Span>,
    ) -> (Option<Binder>, Mark) {
        let source = self.infer(frame, &binder.source, None);
        let element = self.element_of(source, binder);
        let star = if binder.star && element.is_some() {
            self.deeper(source, binder)
        } else {
            None
        };
        let mark = Mark {
            visible: frame.scope.len(),
            narrowed: frame.narrowed.len(),
            guarded: frame.guarded,
            negated: frame.negated,
        };
        self.refuse_shadowing(frame, &binder.name);
        let ty = element.clone().unwrap_or(Type::Error);
        let local: LocalId = frame.declare(
            &binder.name.text,
            Some(binder.name.span),
            ty,
            LocalKind::Bound,
        );
        frame.negated = negation.or(frame.negated);
        let filter = binder.filter.as_ref().map(|filter| {
            let id = self.condition(frame, filter);
            self.learn(frame, id, true);
            id
        });
        if binder.outermost && !(binder.star && binder.filter.is_some()) {
            self.sink.push(errors::outermost(
                binder.star,
                binder.filter.is_some(),
                binder.span,
            ));
            return (None, mark);
        }
        if element.is_none() || (binder.star && star.is_none()) {
            return (None, mark);
        }
        (
            Some(Binder {
                local,
                source,
                star,
                outermost: binder.outermost,
                filter,
            }),
            mark,
        )
    }

    /// The type of the elements; none where there are none (told here).
    fn element_of(&mut self, source: ExprId, binder: &tree::Binder) -> Option<Type> {
        match types::element(self.ty(source)) {
            Some(inner) => Some(inner.clone()),
            None if self.is_error(source) => None,
            None => {
                let told = errors::no_list(
                    words::spell(&binder.source),
                    &self.in_words(self.ty(source)),
                    binder.source.span,
                );
                self.sink.push(told);
                None
            }
        }
    }

    /// For `x.parts*`: the field that leads from an element one level deeper.
    fn deeper(&mut self, source: ExprId, binder: &tree::Binder) -> Option<FieldId> {
        if let ExprKind::Field(of, field) = self.kind(source)
            && let (Type::List(inner), whole) = (self.ty(source), types::strip(self.ty(*of)))
            && **inner == *whole
            && matches!(whole, Type::Record(_))
        {
            return Some(*field);
        }
        let told = errors::star(
            words::spell(&binder.source),
            &self.in_words(self.ty(source)),
            binder.source.span,
        );
        self.sink.push(told);
        None
    }

    /// `{ a, b }`
    pub(super) fn set(
        &mut self,
        frame: &mut Frame,
        members: &[Expr],
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        // The only way to write rates down: none are known.
        if members.is_empty() && hint == Some(&Type::Rates) {
            return self.push(ExprKind::Set(Vec::new()), Type::Rates, span);
        }
        let of = hint.map(types::strip).and_then(types::element).cloned();
        let (ids, ty) = self.joined(frame, members, of.as_ref());
        if ty == Type::Error {
            return self.error(span);
        }
        let bare = types::strip(&ty);
        if *bare != Type::Never && !types::has_equality(bare) && *bare != Type::Code {
            let told = errors::no_set(&self.in_words(bare), span);
            return self.fail(told, span);
        }
        let Some(ty) = self.member_type(&ids, ty, of, span) else {
            return self.error(span);
        };
        self.set_of(ids, ty, span)
    }

    /// A set of checked members: a constant where they all are.
    pub(super) fn set_of(&mut self, ids: Vec<ExprId>, ty: Type, span: Span) -> ExprId {
        let constants: Option<Vec<Const>> = ids
            .iter()
            .map(|id| match self.kind(*id) {
                ExprKind::Const(value) if *value != Const::Null => Some(value.clone()),
                _ => None,
            })
            .collect();
        let kind = constants.map_or(ExprKind::Set(ids), |all| ExprKind::Const(Const::Set(all)));
        self.push(kind, Type::Set(Box::new(ty)), span)
    }

    /// The type of members: that of an empty set is what the place expects, and so is that of `null` alone.
    fn member_type(
        &mut self,
        ids: &[ExprId],
        ty: Type,
        expected: Option<Type>,
        span: Span,
    ) -> Option<Type> {
        match (ty, expected) {
            (Type::Never, Some(expected)) if ids.is_empty() || types::may_be_absent(&expected) => {
                Some(expected)
            }
            (Type::Never, _) if !ids.is_empty() => {
                self.sink.push(errors::only_null(span));
                None
            }
            (ty, _) => Some(ty),
        }
    }

    /// `[ a, b ]`
    pub(super) fn list(
        &mut self,
        frame: &mut Frame,
        members: &[Expr],
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        let of = hint.map(types::strip).and_then(types::element).cloned();
        let (ids, ty) = self.joined(frame, members, of.as_ref());
        if ty == Type::Error {
            return self.error(span);
        }
        let Some(ty) = self.member_type(&ids, ty, of, span) else {
            return self.error(span);
        };
        self.push(ExprKind::List(ids), Type::List(Box::new(ty)), span)
    }
}

/// Takes the variable out of sight, and forgets what its filter said.
fn close(frame: &mut Frame, binder: &tree::Binder, mark: &Mark) {
    frame.scope.truncate(mark.visible);
    frame.narrowed.truncate(mark.narrowed);
    frame.guarded = mark.guarded;
    frame.negated = mark.negated;
    frame
        .closed
        .push((binder.name.text.clone(), binder.name.span));
}
