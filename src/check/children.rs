//! The expressions straight below an expression.

use crate::ir::{ExprId, ExprKind};

/// Calls `each` with every expression straight below.
pub(super) fn children(kind: &ExprKind, each: &mut impl FnMut(ExprId)) {
    match kind {
        ExprKind::Const(_)
        | ExprKind::Root
        | ExprKind::Local(_)
        | ExprKind::Reads(..)
        | ExprKind::Rows(_)
        | ExprKind::ColumnSet(..) => {}
        ExprKind::Field(e, _)
        | ExprKind::Column(e, _)
        | ExprKind::Not(e)
        | ExprKind::IsNull(e)
        | ExprKind::Status(_, e)
        | ExprKind::Neg(e) => {
            each(*e);
        }
        ExprKind::And(all)
        | ExprKind::Or(all)
        | ExprKind::Set(all)
        | ExprKind::List(all)
        | ExprKind::Call(_, all)
        | ExprKind::Extreme(_, all) => {
            all.iter().copied().for_each(each);
        }
        ExprKind::Compare(_, a, b)
        | ExprKind::In(a, b)
        | ExprKind::InRange(a, b)
        | ExprKind::Meets(a, b)
        | ExprKind::Arith(_, a, b)
        | ExprKind::Otherwise(a, b)
        | ExprKind::Range(a, b) => {
            each(*a);
            each(*b);
        }
        ExprKind::If(a, b, c) => {
            each(*a);
            each(*b);
            each(*c);
        }
        ExprKind::Quantifier(_, binder, body) => {
            each(binder.source);
            binder.filter.into_iter().for_each(&mut *each);
            each(*body);
        }
        ExprKind::Aggregate(_, binder, body) => {
            each(binder.source);
            binder.filter.into_iter().for_each(&mut *each);
            body.iter().copied().for_each(each);
        }
    }
}
