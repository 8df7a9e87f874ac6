//! Places in the facts, as scenarios name them: from the shipment down (semantics §12).

use super::{Checker, errors};
use crate::ir::{Place, PlaceStep, RecordId, Type};
use crate::resolve::near;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Name, Suffix};

impl Checker<'_, '_> {
    /// A place and the type of what stands there; tells where the schema has no such place.
    pub(super) fn place(&mut self, expr: &Expr) -> Option<(Place, Type)> {
        let (first, suffixes): (&Name, &[Suffix]) = match &expr.kind {
            ExprKind::Name(name) => (name, &[]),
            ExprKind::Postfix(head, suffixes) => match &head.kind {
                ExprKind::Name(name) => (name, suffixes),
                _ => return self.no_place(expr),
            },
            _ => return self.no_place(expr),
        };
        let root = self.program.facts.record;
        let mut at = Walk {
            place: Place { steps: Vec::new() },
            ty: if self.program.records.is_empty() {
                Type::Error
            } else {
                Type::Record(root)
            },
        };
        // The facts' own variable may stand in front, where it is no field too.
        let is_field = self
            .program
            .records
            .get(root.index())
            .is_some_and(|r| r.fields.iter().any(|f| f.name == first.text));
        if is_field || first.text != self.program.facts.variable || suffixes.is_empty() {
            self.member(&mut at, first)?;
        }
        for suffix in suffixes {
            match suffix {
                Suffix::Member(name) => self.member(&mut at, name)?,
                Suffix::Index(index, span) => self.index(&mut at, *index, *span)?,
                Suffix::Call(_, span) => {
                    self.sink.push(errors::not_a_place(*span));
                    return None;
                }
            }
        }
        Some((at.place, at.ty))
    }

    fn no_place(&mut self, expr: &Expr) -> Option<(Place, Type)> {
        if !matches!(expr.kind, ExprKind::Error) {
            self.sink.push(errors::not_a_place(expr.span));
        }
        None
    }

    fn member(&mut self, at: &mut Walk, name: &Name) -> Option<()> {
        let ty = match present(&at.ty) {
            Type::Record(id) => self.field_type(*id, name)?,
            Type::Money if matches!(name.text.as_str(), "amount" | "currency") => Type::Error,
            Type::Rates | Type::Error => Type::Error,
            other => {
                let list = matches!(other, Type::List(_) | Type::Set(_));
                self.sink.push(errors::no_member(
                    &name.text,
                    &at.place.to_string(),
                    list,
                    name.span,
                ));
                return None;
            }
        };
        at.place.steps.push(PlaceStep::Field(name.text.clone()));
        at.ty = ty;
        Some(())
    }

    fn field_type(&mut self, record: RecordId, name: &Name) -> Option<Type> {
        let record = self.program.records.get(record.index())?;
        if let Some(field) = record.fields.iter().find(|f| f.name == name.text) {
            return Some(field.ty.clone());
        }
        let alike = near(&name.text, record.fields.iter().map(|f| f.name.as_str()));
        let told = errors::unknown_field(&name.text, &record.name, name.span, alike);
        self.sink.push(told);
        None
    }

    fn index(&mut self, at: &mut Walk, index: u32, span: Span) -> Option<()> {
        let ty = match present(&at.ty) {
            Type::List(element) | Type::Set(element) => (**element).clone(),
            Type::Error => Type::Error,
            _ => {
                self.sink.push(errors::no_list(&at.place.to_string(), span));
                return None;
            }
        };
        at.place.steps.push(PlaceStep::Index(index));
        at.ty = ty;
        Some(())
    }
}

struct Walk {
    place: Place,
    ty: Type,
}

/// The type without its `?`.
pub(super) fn present(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) => inner,
        plain => plain,
    }
}
