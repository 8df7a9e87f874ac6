//! Names that stand for nothing: what was meant?

use super::frame::Frame;
use super::name::{find_field, members};
use super::{ExprChecker, errors, types};
use crate::diag::Diagnostic;
use crate::ir::{EnumId, RecordId, Type};
use crate::resolve::{Ambiguous, Def, near};
use crate::source::Span;
use crate::syntax::tree::Name;
use crate::value::Country;

impl ExprChecker<'_> {
    pub(super) fn ambiguous(&self, ambiguous: &Ambiguous, span: Span) -> Diagnostic {
        errors::ambiguous_name(
            &ambiguous.name,
            &ambiguous.candidates,
            &ambiguous.places,
            span,
        )
    }

    pub(super) fn unknown_field(&self, name: &Name, record: RecordId) -> Diagnostic {
        let fields = self
            .program
            .records
            .get(record.index())
            .map(|r| r.fields.as_slice())
            .unwrap_or_default();
        let meant = near(&name.text, fields.iter().map(|f| f.name.as_str()));
        errors::unknown_field(
            &name.text,
            &self.in_words(&Type::Record(record)),
            meant,
            name.span,
        )
    }

    pub(super) fn unknown_member(&self, name: &Name, id: EnumId) -> Diagnostic {
        let members = members(self.program, id);
        errors::unknown_member(
            &name.text,
            &self.in_words(&Type::Enum(id)),
            &members,
            near(&name.text, members.iter().copied()),
            name.span,
        )
    }

    pub(super) fn unknown_function(&self, name: &Name) -> Diagnostic {
        let built_in = near(&name.text, ["min", "max", "sum", "count"]);
        let meant = self
            .names
            .suggest(self.module, &name.text, |def| matches!(def, Def::Define(_)))
            .or(built_in);
        errors::unknown_function(&name.text, meant, name.span)
    }

    /// An unknown bare name: what was meant depends on what the place expects.
    pub(super) fn unknown_name(
        &self,
        frame: &Frame,
        name: &Name,
        hint: Option<&Type>,
    ) -> Diagnostic {
        if let Some((_, bound)) = frame
            .closed
            .iter()
            .rev()
            .find(|(closed, _)| *closed == name.text)
        {
            return errors::name_outside(&name.text, name.span, *bound);
        }
        if name.text == self.program.facts.variable && !name.text.is_empty() {
            return errors::facts_unknown_here(&name.text, frame.siblings.is_some(), name.span);
        }
        let wanted = hint.map(types::strip);
        if wanted == Some(&Type::Country) {
            let meant = Country::meant_by(&name.text).map(|c| c.code().to_owned());
            let looks_like_one =
                name.text.len() == 2 && name.text.chars().all(|c| c.is_ascii_uppercase());
            if meant.is_some() || looks_like_one {
                return errors::unknown_country(&name.text, meant, name.span);
            }
        }
        let members = match wanted {
            Some(Type::Enum(id)) => members(self.program, *id),
            _ => Vec::new(),
        };
        let meant = self.name_alike(frame, &name.text, &members);
        match wanted {
            Some(Type::Enum(id)) => errors::unknown_member(
                &name.text,
                &self.in_words(&Type::Enum(*id)),
                &members,
                meant,
                name.span,
            ),
            _ => {
                let owner = if meant.is_none() {
                    self.owner_of(frame, &name.text)
                } else {
                    None
                };
                errors::unknown_name(&name.text, meant, owner, name.span)
            }
        }
    }

    /// A member, variable, definition or list spelt alike.
    fn name_alike(&self, frame: &Frame, word: &str, members: &[&str]) -> Option<String> {
        let visible = frame.scope.iter().map(|v| v.name.as_str());
        let siblings = frame
            .siblings
            .and_then(|id| self.program.records.get(id.index()))
            .map(|r| r.fields.as_slice())
            .unwrap_or_default();
        let root = frame.root.then_some(self.program.facts.variable.as_str());
        let all = members
            .iter()
            .copied()
            .chain(visible)
            .chain(siblings.iter().map(|f| f.name.as_str()))
            .chain(root);
        near(word, all).or_else(|| {
            self.names.suggest(self.module, word, |d| {
                matches!(d, Def::Define(_) | Def::List(_))
            })
        })
    }

    /// A bare field of the subject (`origin` for `item.origin`), or the enum that has such a member.
    fn owner_of(&self, frame: &Frame, word: &str) -> Option<errors::Owner> {
        let field =
            frame
                .scope
                .iter()
                .rev()
                .find_map(|v| match types::strip(&frame.type_of(v.local)) {
                    Type::Record(id) => {
                        find_field(self.program, *id, word).map(|_| format!("{}.{word}", v.name))
                    }
                    _ => None,
                });
        let of_facts = || {
            (frame.root && find_field(self.program, self.program.facts.record, word).is_some())
                .then(|| format!("{}.{word}", self.program.facts.variable))
        };
        if let Some(path) = field.or_else(of_facts) {
            return Some(errors::Owner::Field(path));
        }
        self.program
            .enums
            .iter()
            .find(|e| e.members.iter().any(|m| m.name == word))
            .map(|e| errors::Owner::Enum(e.name.clone()))
    }
}
