//! Which fields any rule, default or `ensure` reads: only these are kept.

use super::layout::{Used, inner};
use crate::ir::{ExprId, ExprKind, FieldId, Program, RecordId, Type};

/// The fields that the program reads.
pub fn used(program: &Program) -> Used {
    let mut used = Used::default();
    used.insert((program.facts.record, program.facts.date));
    let mut read = |id: ExprId, used: &mut Used| {
        let expr = program.expr(id);
        match &expr.kind {
            ExprKind::Field(base, field) => {
                if let Some(record) = record_of(&program.expr(*base).ty) {
                    used.insert((record, *field));
                }
            }
            // `parts*` reads the list of each element.
            ExprKind::Quantifier(_, binder, _) | ExprKind::Aggregate(_, binder, _) => {
                if let (Some(field), Some(record)) =
                    (binder.star, element_of(&program.expr(binder.source).ty))
                {
                    used.insert((record, field));
                }
            }
            _ => {}
        }
    };
    for i in 0..program.exprs.len() {
        read(ExprId::from_index(i), &mut used);
    }
    for rule in &program.rules {
        if let crate::ir::Subject::Each(field) = rule.subject {
            used.insert((program.facts.record, field));
        }
    }
    used
}

fn record_of(ty: &Type) -> Option<RecordId> {
    match inner(ty).0 {
        Type::Record(record) => Some(*record),
        _ => None,
    }
}

fn element_of(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::List(of) | Type::Set(of) => record_of(of),
        _ => None,
    }
}

/// The fields of the root that hold subjects, in the schema's order.
pub fn subject_lists(program: &Program) -> Vec<FieldId> {
    let mut lists: Vec<FieldId> = program
        .rules
        .iter()
        .filter_map(|rule| match rule.subject {
            crate::ir::Subject::Each(field) => Some(field),
            crate::ir::Subject::Shipment => None,
        })
        .collect();
    lists.sort_unstable();
    lists.dedup();
    lists
}
