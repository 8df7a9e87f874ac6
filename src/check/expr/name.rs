//! Names: variables, definitions, members of the type that the place expects; paths and fields.

use super::frame::Frame;
use super::{ExprChecker, errors, types, words};
use crate::ir::{Const, EnumId, ExprId, ExprKind, FieldId, LocalId, Program, Type};
use crate::resolve::{Def, near};
use crate::source::Span;
use crate::syntax::tree::Name;
use crate::value::Country;

impl ExprChecker<'_> {
    /// A bare name: variable, definition, else a member of the expected type.
    pub(super) fn name(&mut self, frame: &mut Frame, name: &Name, hint: Option<&Type>) -> ExprId {
        if let Some(id) = self.variable(frame, name) {
            return id;
        }
        let found = self.names.lookup(self.module, &[name]);
        match &found {
            Ok(Some((Def::Define(id), _))) => {
                return self.call(frame, *id, &[], name.span, name.span);
            }
            Ok(Some((Def::List(id), _))) => {
                return self.push(
                    ExprKind::Rows(*id),
                    Type::List(Box::new(Type::Row(*id))),
                    name.span,
                );
            }
            Ok(_) | Err(_) => {}
        }
        if let Some(id) = self.member(&name.text, name.span, hint) {
            return id;
        }
        let echo = matches!(found, Ok(None)) && self.names.may_be_lost(self.module, &name.text);
        if hint == Some(&Type::Error) || echo {
            return self.error(name.span);
        }
        let told = match found {
            Ok(Some((def, _))) => errors::not_a_value(&name.text, def, name.span),
            Err(ambiguous) => self.ambiguous(&ambiguous, name.span),
            Ok(None) => self.unknown_name(frame, name, hint),
        };
        self.fail(told, name.span)
    }

    /// A variable, the facts, or a sibling field.
    pub(super) fn variable(&mut self, frame: &Frame, name: &Name) -> Option<ExprId> {
        if frame.root && name.text == self.program.facts.variable {
            let ty = Type::Record(self.program.facts.record);
            return Some(self.push(ExprKind::Root, ty, name.span));
        }
        if let Some(found) = frame.find(&name.text) {
            let (local, ty) = (found.local, frame.type_of(found.local));
            return Some(self.push_place(frame, ExprKind::Local(local), ty, name.span));
        }
        let record = frame.siblings?;
        let (field, ty) = find_field(self.program, record, &name.text)?;
        let this = self.push(ExprKind::Local(LocalId(0)), Type::Record(record), name.span);
        Some(self.push_place(frame, ExprKind::Field(this, field), ty, name.span))
    }

    /// Whether a bare name is a variable here.
    pub(super) fn is_variable(&self, frame: &Frame, name: &str) -> bool {
        frame.root && name == self.program.facts.variable
            || frame.find(name).is_some()
            || frame
                .siblings
                .is_some_and(|record| find_field(self.program, record, name).is_some())
    }

    /// A member of the type that the place expects.
    pub(super) fn member(&mut self, word: &str, span: Span, hint: Option<&Type>) -> Option<ExprId> {
        let ty = types::strip(hint?).clone();
        let value = match &ty {
            Type::Country => Const::Choice(Country::parse(word)?.index()),
            Type::Enum(id) => Const::Choice(member_index(self.program, *id, word)?),
            _ => return None,
        };
        Some(self.push(ExprKind::Const(value), ty, span))
    }

    /// `.name` of a record or row; of an absent record it is absent, or the empty list.
    pub(super) fn field(&mut self, frame: &Frame, of: ExprId, name: &Name) -> ExprId {
        let whole = self.ty(of).clone();
        let span = self.span(of).to(name.span);
        let (kind, ty) = match types::strip(&whole) {
            Type::Record(record) => match find_field(self.program, *record, &name.text) {
                Some((field, ty)) => (ExprKind::Field(of, field), ty),
                None => {
                    let told = self.unknown_field(name, *record);
                    return self.fail(told, span);
                }
            },
            Type::Row(list) => {
                let columns = &self.program.list(*list).columns;
                match columns.iter().position(|c| c.name == name.text) {
                    Some(index) => {
                        let ty = columns.get(index).map_or(Type::Error, |c| c.ty.clone());
                        (
                            ExprKind::Column(of, u32::try_from(index).unwrap_or(u32::MAX)),
                            ty,
                        )
                    }
                    None => {
                        let meant = near(&name.text, columns.iter().map(|c| c.name.as_str()));
                        let row = words::type_in_words(self.program, types::strip(&whole));
                        return self.fail(
                            errors::unknown_field(&name.text, &row, meant, name.span),
                            span,
                        );
                    }
                }
            }
            Type::Error => return self.error(span),
            other => {
                let is_list = types::element(other).is_some();
                let told = errors::no_fields(
                    &name.text,
                    &words::type_in_words(self.program, other),
                    is_list,
                    name.span,
                );
                return self.fail(told, span);
            }
        };
        let ty = if types::may_be_absent(&whole) {
            types::optional(ty)
        } else {
            ty
        };
        self.push_place(frame, kind, ty, span)
    }
}

/// A field and its type, by name.
pub(super) fn find_field(
    program: &Program,
    record: crate::ir::RecordId,
    name: &str,
) -> Option<(FieldId, Type)> {
    let fields = &program.records.get(record.index())?.fields;
    let index = fields.iter().position(|f| f.name == name)?;
    fields
        .get(index)
        .map(|f| (FieldId::from_index(index), f.ty.clone()))
}

/// The index of a member of an enum.
pub(super) fn member_index(program: &Program, id: EnumId, word: &str) -> Option<u16> {
    let members = &program.enums.get(id.index())?.members;
    members
        .iter()
        .position(|m| m.name == word)
        .and_then(|i| u16::try_from(i).ok())
}

/// The names of the members of an enum.
pub(super) fn members(program: &Program, id: EnumId) -> Vec<&str> {
    program
        .enums
        .get(id.index())
        .map(|e| e.members.iter().map(|m| m.name.as_str()).collect())
        .unwrap_or_default()
}
