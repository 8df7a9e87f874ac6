//! Duties: who, what, by when, done when.

use super::expr::{Expect, Frame};
use super::{Checker, errors};
use crate::ir::{Due, Duty, ExprId, Owner, Type};
use crate::resolve::ModuleId;
use crate::source::Span;
use crate::syntax::tree::{self, Expr, ExprKind, Suffix};

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
            self.sink
                .push(errors::duty_text(duty.who.span().unwrap_or(span)));
        }
        let who = match &duty.who {
            tree::Owner::Party(path) => self.party(module, frame, path),
            tree::Owner::Other(words) => Owner::Other(self.text(words)),
        };
        let due = duty.due.as_ref().map(|due| self.due(module, frame, due));
        let optional = Type::Optional(Box::new(Type::Date));
        let done = duty.done.as_ref().map(|done| {
            self.exprs(module)
                .check(frame, done, Expect::Type(&optional))
        });
        Duty {
            who,
            text,
            due,
            done,
            span,
        }
    }

    fn party(&mut self, module: ModuleId, frame: &mut Frame, path: &tree::Path) -> Owner {
        let who = self.exprs(module).check(frame, &as_expr(path), Expect::Any);
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
            self.sink.push(errors::duty_who(path.span));
        }
        let word = path.parts.last().map(|n| n.text.clone());
        Owner::Party(who, word.unwrap_or_default())
    }

    fn due(&mut self, module: ModuleId, frame: &mut Frame, due: &tree::Due) -> Due {
        match due {
            tree::Due::By(date) => Due {
                date: self.date(module, frame, date),
                within: None,
            },
            tree::Due::Within(period, date) => {
                let within = self
                    .exprs(module)
                    .check(frame, period, Expect::Type(&Type::Period));
                Due {
                    date: self.date(module, frame, date),
                    within: Some(within),
                }
            }
        }
    }

    fn date(&mut self, module: ModuleId, frame: &mut Frame, date: &Expr) -> ExprId {
        self.exprs(module)
            .check(frame, date, Expect::Type(&Type::Date))
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
