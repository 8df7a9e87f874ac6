//! Types as written.

use super::{Checker, errors};
use crate::ir::Type;
use crate::resolve::{Def, ModuleId, near};
use crate::source::Span;
use crate::syntax::tree::{self, TypeKind};

/// Types that are built in.
const BUILT_IN: &[(&str, Type)] = &[
    ("Bool", Type::Bool),
    ("Int", Type::Int),
    ("Decimal", Type::Decimal),
    ("Share", Type::Share),
    ("Money", Type::Money),
    ("Date", Type::Date),
    ("Period", Type::Period),
    ("Country", Type::Country),
    ("Code", Type::Code),
    ("Text", Type::Text),
    ("Rates", Type::Rates),
];

impl Checker<'_, '_> {
    /// A type as written; [`Type::Error`] where it was told to be wrong.
    pub(super) fn ty(&mut self, module: ModuleId, written: &tree::Type) -> Type {
        match &written.kind {
            TypeKind::Path(path) => self.named_type(module, path),
            TypeKind::Of(both) => self.range_type(module, &both.0, &both.1),
            TypeKind::List(element) => match self.ty(module, element) {
                Type::Error => Type::Error,
                element => Type::List(Box::new(element)),
            },
            TypeKind::Set(member) => match self.ty(module, member) {
                Type::Error => Type::Error,
                single @ (Type::Int
                | Type::Decimal
                | Type::Share
                | Type::Date
                | Type::Country
                | Type::Code
                | Type::Text
                | Type::Quantity(_)
                | Type::Enum(_)) => Type::Set(Box::new(single)),
                _ => {
                    self.sink.push(errors::set_member(written.span));
                    Type::Error
                }
            },
            TypeKind::Optional(inner) => match self.ty(module, inner) {
                Type::Error => Type::Error,
                Type::List(_) | Type::Set(_) => {
                    self.sink.push(errors::optional_list(written.span));
                    Type::Error
                }
                Type::Optional(inner) => {
                    self.sink.push(errors::optional_twice(written.span));
                    Type::Optional(inner)
                }
                Type::Rates => {
                    self.sink.push(errors::optional_rates(written.span));
                    Type::Error
                }
                inner => Type::Optional(Box::new(inner)),
            },
            TypeKind::Error => Type::Error,
        }
    }

    fn named_type(&mut self, module: ModuleId, path: &tree::Path) -> Type {
        if let [one] = path.parts.as_slice() {
            if let Some((_, ty)) = BUILT_IN.iter().find(|(name, _)| *name == one.text) {
                return ty.clone();
            }
            if one.text == "Range" {
                self.sink.push(errors::range_of_what(one.span));
                return Type::Error;
            }
        }
        let parts: Vec<&tree::Name> = path.parts.iter().collect();
        let word = super::lookup::dotted(path);
        match self.names.lookup(module, &parts) {
            Err(ambiguous) => self
                .sink
                .push(errors::ambiguous_name(&ambiguous, path.span)),
            Ok(Some((def, used))) if used == parts.len() => match def {
                Def::Record(id) => return Type::Record(id),
                Def::Enum(id) => return Type::Enum(id),
                Def::Dimension(id) => return Type::Quantity(id),
                other => self.sink.push(errors::wrong_kind(
                    &word,
                    other.word(),
                    "type",
                    path.span,
                    self.names.place(other),
                    None,
                )),
            },
            Ok(None) if self.names.may_be_lost(module, &word) => {}
            Ok(_) => {
                let alike = near(&word, BUILT_IN.iter().map(|(name, _)| *name)).or_else(|| {
                    self.names.suggest(module, &word, |d| {
                        matches!(d, Def::Record(_) | Def::Enum(_) | Def::Dimension(_))
                    })
                });
                self.sink
                    .push(errors::unknown_name(&word, "type", path.span, alike));
            }
        }
        Type::Error
    }

    fn range_type(&mut self, module: ModuleId, outer: &tree::Path, inner: &tree::Path) -> Type {
        let word = super::lookup::dotted(outer);
        if word != "Range" {
            self.sink.push(errors::only_range_of(&word, outer.span));
            return Type::Error;
        }
        match self.named_type(module, inner) {
            Type::Error => Type::Error,
            ordered @ (Type::Int
            | Type::Decimal
            | Type::Share
            | Type::Date
            | Type::Money
            | Type::Quantity(_)) => Type::Range(Box::new(ordered)),
            _ => {
                self.sink.push(errors::range_of_unordered(
                    &super::lookup::dotted(inner),
                    inner.span,
                ));
                Type::Error
            }
        }
    }

    /// Tells of a type that facts cannot have (of a field of a record).
    pub(super) fn fact_type(&mut self, ty: Type, span: Span) -> Type {
        let inner = match &ty {
            Type::Optional(inner) | Type::List(inner) | Type::Set(inner) => inner.as_ref(),
            plain => plain,
        };
        let wrong = match inner {
            Type::Range(_) => "a range",
            Type::Rates if *inner != ty => "a list of rates",
            Type::List(_) | Type::Set(_) => "a list of lists",
            Type::Optional(_) => "a list of what may be absent",
            _ => return ty,
        };
        self.sink.push(errors::not_a_fact(wrong, span));
        Type::Error
    }
}
