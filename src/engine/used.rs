//! Which fields any rule, default or `ensure` reads: only these are kept.

use super::layout::{Used, inner};
use crate::ir::{ExprId, ExprKind, FieldId, Program, RecordId, Type};

/// The fields that the program reads.
pub fn used(program: &Program) -> Used {
    let mut used = Used::default();
    used.insert((program.facts.record, program.facts.date));
    let read = |id: ExprId, used: &mut Used| {
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
    // What an `ensure` is asked of is read, whoever asks nothing else of it.
    let asked = asked(program);
    for (i, record) in program.records.iter().enumerate() {
        for (f, field) in record.fields.iter().enumerate() {
            let inside = record_of(&field.ty).or_else(|| element_of(&field.ty));
            if inside.is_some_and(|record| asked.contains(&record)) {
                used.insert((RecordId::from_index(i), FieldId::from_index(f)));
            }
        }
    }
    for rule in &program.rules {
        if let crate::ir::Subject::Each(field) = rule.subject {
            used.insert((program.facts.record, field));
        }
    }
    used
}

/// Types of record that have an `ensure`, or hold one that has.
fn asked(program: &Program) -> rustc_hash::FxHashSet<RecordId> {
    let mut asked = rustc_hash::FxHashSet::default();
    loop {
        let before = asked.len();
        for (i, record) in program.records.iter().enumerate() {
            let holds = record.fields.iter().any(|field| {
                let inside = record_of(&field.ty).or_else(|| element_of(&field.ty));
                inside.is_some_and(|record| asked.contains(&record))
            });
            if holds || !record.ensures.is_empty() {
                asked.insert(RecordId::from_index(i));
            }
        }
        if asked.len() == before {
            return asked;
        }
    }
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
