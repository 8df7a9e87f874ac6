//! Calls of definitions, `min(a, b)`, `let` and the bodies of definitions.

use super::frame::Frame;
use super::{ExprChecker, errors, types};
use crate::ir::{Aggregate, DefineId, ExprId, ExprKind, LocalId, LocalKind, Type};
use crate::source::Span;
use crate::syntax::tree::{DefineBody, Expr, Name, Param};

/// The functions that need no definition.
pub(super) fn built_in(name: &str) -> Option<Aggregate> {
    match name {
        "min" => Some(Aggregate::Min),
        "max" => Some(Aggregate::Max),
        "sum" => Some(Aggregate::Sum),
        _ => None,
    }
}

impl ExprChecker<'_> {
    /// A call; `name` is the definition's name as written, `span` the whole call.
    pub(super) fn call(
        &mut self,
        frame: &mut Frame,
        id: DefineId,
        args: &[Expr],
        name: Span,
        span: Span,
    ) -> ExprId {
        let define = self.program.define(id);
        let result = define.result.clone();
        let params: Vec<(String, Type)> = define
            .locals
            .iter()
            .take(define.params)
            .map(|l| (l.name.clone(), l.ty.clone()))
            .collect();
        if params.len() != args.len() {
            let called = super::words::last_part(&define.full_name).to_owned();
            let told = errors::wrong_arguments(
                &called,
                &params.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>(),
                args.len(),
                name,
                define.span,
            );
            self.sink.push(told);
            for (arg, (_, ty)) in args.iter().zip(&params) {
                self.expect(frame, arg, ty);
            }
            let wrong = self.error(span);
            return self.retype(wrong, result);
        }
        let args = args
            .iter()
            .zip(&params)
            .map(|(arg, (_, ty))| self.expect(frame, arg, ty))
            .collect();
        self.push(ExprKind::Call(id, args), result, span)
    }

    /// `min(a, b)`, `max(a, b)` of two or more values.
    pub(super) fn built_in(
        &mut self,
        frame: &mut Frame,
        name: &Name,
        which: Aggregate,
        args: &[Expr],
        open: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        let span = name.span.to(open);
        if which == Aggregate::Sum || args.len() < 2 {
            self.look_at(frame, args);
            return self.fail(errors::aggregate_of_nothing(&name.text, span), span);
        }
        let (ids, ty) = self.joined(frame, args, hint);
        if ty == Type::Error {
            return self.error(span);
        }
        if types::may_be_absent(&ty) {
            return self.absent_operand(frame, &ids, &name.text, span);
        }
        if !types::is_ordered(&ty) {
            let told = errors::no_order(&self.in_words(&ty), span);
            return self.fail(told, span);
        }
        self.push(ExprKind::Extreme(which, ids), ty, span)
    }

    /// Looks at what is given to something unknown, for its own mistakes.
    pub(super) fn look_at(&mut self, frame: &mut Frame, args: &[Expr]) {
        for arg in args {
            if !self.needs_hint(frame, arg) {
                self.infer(frame, arg, None);
            }
        }
    }

    /// Several values of one type; the type is `Error` where they have none in common (told here).
    pub(super) fn joined(
        &mut self,
        frame: &mut Frame,
        exprs: &[Expr],
        hint: Option<&Type>,
    ) -> (Vec<ExprId>, Type) {
        let mut ty: Option<Type> = None;
        let mut ids: Vec<Option<ExprId>> = vec![None; exprs.len()];
        // Those that say their type by themselves first: they say what the bare names beside them are.
        for late in [false, true] {
            for (slot, expr) in ids.iter_mut().zip(exprs) {
                if slot.is_some() || self.needs_hint(frame, expr) != late {
                    continue;
                }
                let id = self.infer(frame, expr, ty.as_ref().or(hint));
                *slot = Some(id);
                let own = self.ty(id).clone();
                ty = Some(match ty {
                    None => own,
                    Some(before) => types::join(&before, &own).unwrap_or_else(|| {
                        let told = errors::different_types(
                            &self.in_words(&before),
                            &self.in_words(&own),
                            expr.span,
                        );
                        self.sink.push(told);
                        Type::Error
                    }),
                });
            }
        }
        (
            ids.into_iter().flatten().collect(),
            ty.unwrap_or(Type::Never),
        )
    }

    /// `let name = expr`.
    pub(super) fn bind(&mut self, frame: &mut Frame, name: &Name, expr: &Expr) -> LocalId {
        let value = self.infer(frame, expr, None);
        let ty = match self.ty(value) {
            Type::Never => {
                let told = errors::nothing_known(&name.text, expr.span);
                self.sink.push(told);
                Type::Error
            }
            other => other.clone(),
        };
        self.refuse_shadowing(frame, name);
        let alias = self.place_of(frame, value);
        let local = frame.declare(&name.text, Some(name.span), ty, LocalKind::Let(value));
        if let Some(slot) = frame.aliases.get_mut(local.index()) {
            *slot = alias;
        }
        local
    }

    /// A variable may not hide another.
    pub(super) fn refuse_shadowing(&mut self, frame: &Frame, name: &Name) {
        if name.text.is_empty() || !self.is_variable(frame, &name.text) {
            return;
        }
        let first = frame.find(&name.text).and_then(|v| v.span);
        self.sink
            .push(errors::hidden_name(&name.text, name.span, first));
    }

    /// The body of a definition; see the seam in `mod.rs`.
    pub(super) fn define(&mut self, id: DefineId, params: &[Param], body: &DefineBody) {
        let Some(define) = self.program.defines.get(id.index()) else {
            return;
        };
        let result = define.result.clone();
        let signature: Vec<_> = define.locals.iter().take(define.params).cloned().collect();
        let mut frame = Frame::pure();
        let mut names = params.iter().map(|param| param.name.span);
        for local in signature {
            let slot = frame.declare(&local.name, names.next(), local.ty, LocalKind::Given);
            if let Some(slot) = frame.locals.get_mut(slot.index()) {
                slot.text = local.text;
            }
        }
        for bound in &body.lets {
            self.check_let(&mut frame, bound);
        }
        let value = self.check(&mut frame, &body.result, super::Expect::Type(&result));
        if let Some(define) = self.program.defines.get_mut(id.index()) {
            define.locals = frame.finish();
            define.body = value;
        }
    }
}
