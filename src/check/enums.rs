//! Enums, scales and statuses.

use std::collections::BTreeMap;

use super::{Checker, errors};
use crate::ir::{Enum, Member, Scale, ScaleId, Status, Type};
use crate::source::Span;
use crate::syntax::tree::{EnumValue, ItemKind};
use crate::value::MAX_MEMBERS;

impl Checker<'_, '_> {
    pub(super) fn enums(&mut self) {
        for decl in &self.declared.enums {
            let ItemKind::Enum { name, values } = &decl.item.kind else {
                continue;
            };
            if values.is_empty() {
                self.sink.push(errors::empty_declaration(
                    "enum", &name.text, "a member", decl.span,
                ));
            }
            let members = self.values(values, "enum", decl.span);
            self.program.enums.push(Enum {
                name: name.text.clone(),
                members,
                doc: decl.item.doc.clone(),
                span: decl.span,
            });
        }
    }

    pub(super) fn scales(&mut self) {
        let mut main: Option<(ScaleId, Span)> = None;
        for (index, decl) in self.declared.scales.iter().enumerate() {
            let ItemKind::Scale {
                name,
                mark,
                text,
                values,
            } = &decl.item.kind
            else {
                continue;
            };
            let id = ScaleId::from_index(index);
            if values.is_empty() {
                self.sink.push(errors::empty_declaration(
                    "scale",
                    &name.text,
                    "an outcome, the mildest first",
                    decl.span,
                ));
            }
            let members = self.values(values, "scale", decl.span);
            self.outcomes_of(id, values);
            let text = self.text(text);
            self.program.scales.push(Scale {
                name: name.text.clone(),
                text,
                values: members,
            });
            match mark {
                Some(mark) if mark.text == "main" => match main {
                    Some((_, first)) => self
                        .sink
                        .push(errors::second_main("scale", mark.span, first)),
                    None => main = Some((id, mark.span)),
                },
                Some(mark) => self
                    .sink
                    .push(errors::unknown_mark(&mark.text, "main", mark.span)),
                None => {}
            }
        }
        match (main, self.declared.scales.first()) {
            (Some((id, _)), _) => self.program.main_scale = id,
            (None, Some(first)) => self
                .sink
                .push(errors::no_main_scale(&first.name, first.span)),
            // Told with the missing `facts`, if at all: see `facts_declaration`.
            (None, None) => {}
        }
    }

    fn outcomes_of(&mut self, scale: ScaleId, values: &[EnumValue]) {
        for (index, value) in values.iter().enumerate() {
            let (name, span) = (&value.name.text, value.name.span);
            match self.outcomes.get(name) {
                Some((other, _, first)) if *other != scale => self.sink.push(
                    errors::outcome_taken(name, "an outcome of another scale", span, *first),
                ),
                Some(_) => {}
                None => {
                    let index = u16::try_from(index).unwrap_or(u16::MAX);
                    self.outcomes.insert(name.clone(), (scale, index, span));
                }
            }
        }
    }

    fn values(&mut self, values: &[EnumValue], what: &str, span: Span) -> Vec<Member> {
        if values.len() > usize::from(MAX_MEMBERS) {
            self.sink.push(errors::too_many_members(
                what,
                usize::from(MAX_MEMBERS),
                span,
            ));
        }
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut members = Vec::with_capacity(values.len());
        for value in values {
            let name = value.name.text.as_str();
            if let Some(first) = seen.get(name) {
                self.sink.push(errors::duplicate_member(
                    name,
                    what,
                    value.name.span,
                    *first,
                ));
            } else {
                seen.insert(name, value.name.span);
            }
            members.push(Member {
                name: name.to_owned(),
                text: self.text(&value.text),
                doc: value.doc.clone(),
            });
        }
        members
    }

    pub(super) fn statuses(&mut self) {
        for decl in &self.declared.statuses {
            let ItemKind::Status { name, of, text } = &decl.item.kind else {
                continue;
            };
            let mut ty = self.ty(decl.module, of);
            if !matches!(ty, Type::Record(_) | Type::Error) {
                self.sink.push(errors::status_of(&name.text, of.span));
                ty = Type::Error;
            }
            if let Some((_, _, first)) = self.outcomes.get(&name.text) {
                self.sink.push(errors::outcome_taken(
                    &name.text,
                    "an outcome",
                    decl.span,
                    *first,
                ));
            }
            let text = self.text(text);
            self.program.statuses.push(Status {
                name: name.text.clone(),
                of: ty,
                text,
                rules: Vec::new(),
            });
        }
    }
}
