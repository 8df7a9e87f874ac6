//! Records, what other files add to them, and the declaration of the facts.

use std::collections::BTreeMap;

use super::expr::{Expect, Frame};
use super::{Checker, errors};
use crate::ir::{
    Aggregate, CompareOp, Ensure, ExprId, ExprKind, FactsDecl, Field, FieldId, LocalId, Record,
    RecordId, SumBound, Type,
};
use crate::resolve::{Def, ModuleId, near};
use crate::source::Span;
use crate::syntax::tree::{self, ItemKind};

/// A field or `ensure` whose expressions wait until all types are known.
pub(super) enum Unchecked<'t> {
    Default {
        record: RecordId,
        field: FieldId,
        module: ModuleId,
        default: &'t tree::Expr,
        cond: Option<&'t tree::Expr>,
    },
    Ensure {
        record: RecordId,
        module: ModuleId,
        cond: &'t tree::Expr,
        text: &'t tree::Text,
        span: Span,
    },
}

impl<'t> Checker<'_, 't> {
    pub(super) fn records(&mut self) {
        let declared = self.declared;
        let mut names: Vec<BTreeMap<&'t str, Span>> = Vec::with_capacity(declared.records.len());
        // All records first: a field may be of any of them.
        for decl in &declared.records {
            let ItemKind::Record { name, text, .. } = &decl.item.kind else {
                continue;
            };
            let text = self.text(text);
            self.program.records.push(Record {
                name: name.text.clone(),
                full_name: decl.full_name.clone(),
                text,
                fields: Vec::new(),
                ensures: Vec::new(),
                span: decl.span,
                doc: decl.item.doc.clone(),
            });
            names.push(BTreeMap::new());
        }
        for (index, decl) in declared.records.iter().enumerate() {
            let ItemKind::Record { fields, .. } = &decl.item.kind else {
                continue;
            };
            if let Some(seen) = names.get_mut(index) {
                self.fields_of(RecordId::from_index(index), decl.module, fields, seen);
            }
        }
        let mut extends: Vec<(&str, ModuleId, &'t tree::Item)> = declared
            .extends
            .iter()
            .map(|(module, item)| (self.names.module_name(*module), *module, *item))
            .collect();
        // Stable: of one module, by file and place.
        extends.sort_by_key(|(module, _, _)| *module);
        for (_, module, item) in extends {
            let ItemKind::Record { name, fields, .. } = &item.kind else {
                continue;
            };
            let path = tree::Path {
                parts: vec![name.clone()],
                span: name.span,
            };
            if let Some(Def::Record(id)) =
                self.find(module, &path, "record", |d| matches!(d, Def::Record(_)))
                && let Some(seen) = names.get_mut(id.index())
            {
                self.fields_of(id, module, fields, seen);
            }
        }
    }

    fn fields_of(
        &mut self,
        record: RecordId,
        module: ModuleId,
        fields: &'t [tree::Field],
        seen: &mut BTreeMap<&'t str, Span>,
    ) {
        for field in fields {
            match field {
                tree::Field::Field {
                    name,
                    ty: written,
                    default,
                    cond,
                    text,
                    doc,
                } => {
                    let text = self.text(text);
                    let ty = self.ty(module, written);
                    let ty = self.fact_type(ty, written.span);
                    if let Some(first) = seen.get(name.text.as_str()) {
                        self.sink
                            .push(errors::duplicate_field(&name.text, name.span, *first));
                        continue;
                    }
                    seen.insert(&name.text, name.span);
                    let rates = ty == Type::Rates;
                    let Some(entry) = self.program.records.get_mut(record.index()) else {
                        continue;
                    };
                    let id = FieldId::from_index(entry.fields.len());
                    entry.fields.push(Field {
                        name: name.text.clone(),
                        ty,
                        default: None,
                        default_if: None,
                        locals: Vec::new(),
                        text,
                        doc: doc.clone(),
                        span: name.span,
                    });
                    match default {
                        // No rate told is what leaving rates out means anyway.
                        Some(none) if rates && is_empty(none) => {}
                        Some(default) => {
                            self.fields.push(Unchecked::Default {
                                record,
                                field: id,
                                module,
                                default,
                                cond: cond.as_deref(),
                            });
                        }
                        None => {}
                    }
                }
                tree::Field::Ensure { cond, text, span } => {
                    self.fields.push(Unchecked::Ensure {
                        record,
                        module,
                        cond,
                        text,
                        span: *span,
                    });
                }
                tree::Field::Error(_) => {}
            }
        }
    }

    /// Defaults and ensures, each in a frame of its own whose slot 0 is the record.
    pub(super) fn record_expressions(&mut self) {
        for unchecked in std::mem::take(&mut self.fields) {
            match unchecked {
                Unchecked::Default {
                    record,
                    field,
                    module,
                    default,
                    cond,
                } => self.default(record, field, module, default, cond),
                Unchecked::Ensure {
                    record,
                    module,
                    cond,
                    text,
                    span,
                } => {
                    let mut frame = Frame::record(record);
                    let cond = self
                        .exprs(module)
                        .check(&mut frame, cond, Expect::Condition);
                    let text = self.text(text);
                    let bound = sum_bound(&self.program, cond);
                    let ensure = Ensure {
                        cond,
                        locals: frame.finish(),
                        text,
                        bound,
                        span,
                    };
                    if let Some(entry) = self.program.records.get_mut(record.index()) {
                        entry.ensures.push(ensure);
                    }
                }
            }
        }
    }

    fn default(
        &mut self,
        record: RecordId,
        id: FieldId,
        module: ModuleId,
        default: &tree::Expr,
        cond: Option<&tree::Expr>,
    ) {
        let Some(ty) = self
            .program
            .records
            .get(record.index())
            .and_then(|r| r.fields.get(id.index()))
            .map(|f| f.ty.clone())
        else {
            return;
        };
        let mut frame = Frame::record(record);
        let mut exprs = self.exprs(module);
        // The condition first: what it narrows is narrowed in the default.
        let cond = cond.map(|c| exprs.check(&mut frame, c, Expect::Condition));
        let default = exprs.check(&mut frame, default, Expect::Type(&ty));
        if let Some(field) = self
            .program
            .records
            .get_mut(record.index())
            .and_then(|r| r.fields.get_mut(id.index()))
        {
            field.default = Some(default);
            field.default_if = cond;
            field.locals = frame.finish();
        }
    }

    /// `facts shipment : Shipment on date`: just one in the folder.
    pub(super) fn facts_declaration(&mut self, files: &[tree::File]) {
        let mut first: Option<Span> = None;
        for (module, item) in &self.declared.facts {
            let ItemKind::Facts { variable, ty, on } = &item.kind else {
                continue;
            };
            if let Some(first) = first {
                self.sink.push(errors::second_facts(item.span, first));
                continue;
            }
            first = Some(item.span);
            let record = match self.ty(*module, ty) {
                Type::Record(id) => id,
                Type::Error => continue,
                _ => {
                    self.sink.push(errors::facts_of(ty.span));
                    continue;
                }
            };
            let date = self.date_field(record, on);
            let rates = self
                .program
                .record(record)
                .fields
                .iter()
                .position(|f| f.ty == Type::Rates)
                .map(FieldId::from_index);
            self.program.facts = FactsDecl {
                variable: variable.text.clone(),
                record,
                date,
                rates,
            };
        }
        match first {
            Some(_) => self.rates_once(),
            None => self.sink.push(errors::no_facts(
                files.first().map(|f| Span::new(f.id, 0, 0)),
            )),
        }
    }

    fn date_field(&mut self, record: RecordId, on: &tree::Name) -> FieldId {
        let fields = &self.program.record(record).fields;
        let found = fields.iter().position(|f| f.name == on.text);
        match found.and_then(|i| fields.get(i).map(|f| (FieldId::from_index(i), &f.ty))) {
            Some((id, Type::Date | Type::Error)) => return id,
            Some((id, _)) => {
                let place = fields.get(id.index()).map_or(on.span, |f| f.span);
                self.sink.push(errors::facts_on(&on.text, on.span, place));
            }
            None => {
                let alike = near(&on.text, fields.iter().map(|f| f.name.as_str()));
                self.sink.push(errors::unknown_field(
                    &on.text,
                    &self.program.record(record).name,
                    on.span,
                    alike,
                ));
            }
        }
        FieldId::default()
    }

    fn rates_once(&mut self) {
        let root = self.program.facts.record;
        for (index, record) in self.program.records.iter().enumerate() {
            let allowed = if RecordId::from_index(index) == root {
                1
            } else {
                0
            };
            for field in record
                .fields
                .iter()
                .filter(|f| f.ty == Type::Rates)
                .skip(allowed)
            {
                self.sink
                    .push(errors::rates_elsewhere(&field.name, field.span));
            }
        }
    }
}

fn is_empty(expr: &tree::Expr) -> bool {
    match &expr.kind {
        tree::ExprKind::Set(members) => members.is_empty(),
        tree::ExprKind::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The parts of `sum(x.f for x in list) <= g`, with list and limit of the record in slot 0.
fn sum_bound(program: &crate::ir::Program, cond: ExprId) -> Option<SumBound> {
    let kind = |id: ExprId| program.exprs.get(id.index()).map(|e| &e.kind);
    let ExprKind::Compare(CompareOp::Le, sum, limit) = kind(cond)? else {
        return None;
    };
    let ExprKind::Aggregate(Aggregate::Sum, binder, Some(body)) = kind(*sum)? else {
        return None;
    };
    if binder.star.is_some() || binder.outermost || binder.filter.is_some() {
        return None;
    }
    let of = |id: ExprId, local: LocalId| match kind(id) {
        Some(ExprKind::Field(base, field)) if matches!(kind(*base), Some(ExprKind::Local(l)) if *l == local) => {
            Some(*field)
        }
        _ => None,
    };
    Some(SumBound {
        list: of(binder.source, LocalId(0))?,
        field: of(*body, binder.local)?,
        limit: *limit,
    })
}
