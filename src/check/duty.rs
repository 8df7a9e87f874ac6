//! Duties: who, what, by when, done when.

use super::expr::{Expect, Frame};
use super::{Checker, errors};
use crate::ir::{Const, Due, Duty, ExprId, Type};
use crate::resolve::ModuleId;
use crate::source::Span;
use crate::syntax::tree::{self, Expr, ExprKind, Suffix};
use crate::value::Period;

impl Checker<'_, '_> {
    pub(super) fn duty(
        &mut self,
        module: ModuleId,
        frame: &mut Frame,
        duty: &tree::Duty,
        span: Span,
    ) -> Duty {
        let text = self.text(&duty.text);
        if duty.text.parts.is_empty() {
            self.sink.push(errors::duty_text(duty.who.span));
        }
        let who = self
            .exprs(module)
            .check(frame, &as_expr(&duty.who), Expect::Any);
        let ty = self
            .program
            .exprs
            .get(who.index())
            .map_or(&Type::Error, |e| &e.ty);
        let party = match ty {
            Type::Optional(inner) => matches!(**inner, Type::Record(_) | Type::Error),
            other => matches!(other, Type::Record(_) | Type::Error),
        };
        if !party {
            self.sink.push(errors::duty_who(duty.who.span));
        }
        let due = duty.due.as_ref().map(|due| self.due(module, frame, due));
        let optional = Type::Optional(Box::new(Type::Date));
        let done = duty.done.as_ref().map(|done| {
            self.exprs(module)
                .check(frame, done, Expect::Type(&optional))
        });
        let who_name = duty
            .who
            .parts
            .last()
            .map(|n| n.text.clone())
            .unwrap_or_default();
        Duty {
            who,
            who_name,
            text,
            due,
            done,
            span,
        }
    }

    fn due(&mut self, module: ModuleId, frame: &mut Frame, due: &tree::Due) -> Due {
        match due {
            tree::Due::By(date) => Due {
                date: self.date(module, frame, date),
                within: None,
            },
            tree::Due::Within(period, date) => {
                let within = self.period(module, period);
                Due {
                    date: self.date(module, frame, date),
                    within,
                }
            }
        }
    }

    fn date(&mut self, module: ModuleId, frame: &mut Frame, date: &Expr) -> ExprId {
        self.exprs(module)
            .check(frame, date, Expect::Type(&Type::Date))
    }

    fn period(&mut self, module: ModuleId, period: &Expr) -> Option<Period> {
        match self.exprs(module).check_const(period, &Type::Period) {
            Some(Const::Period(period)) => Some(period),
            _ => None,
        }
    }
}

/// A path as the expression that it would be elsewhere.
fn as_expr(path: &tree::Path) -> Expr {
    let mut parts = path.parts.iter();
    let Some(first) = parts.next() else {
        return Expr {
            kind: ExprKind::Error,
            span: path.span,
            bracketed: false,
        };
    };
    let head = Expr {
        kind: ExprKind::Name(first.clone()),
        span: first.span,
        bracketed: false,
    };
    let members: Vec<Suffix> = parts.cloned().map(Suffix::Member).collect();
    if members.is_empty() {
        return head;
    }
    Expr {
        kind: ExprKind::Postfix(Box::new(head), members),
        span: path.span,
        bracketed: false,
    }
}
