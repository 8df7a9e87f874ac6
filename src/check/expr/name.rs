//! Names: variables, definitions, members of the type that the place expects; paths and fields.

use super::frame::Frame;
use super::{ExprChecker, errors, types, words};
use crate::ir::{Const, EnumId, ExprId, ExprKind, FieldId, LocalId, Program, Type};
use crate::resolve::{Ambiguous, Def, near};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind as Tree, Name, Suffix};
use crate::value::Country;

/// Paths are no longer than this: records nest without end (`branch_of.branch_of…`), and later readers recurse over a path.
const MOST_STEPS: usize = 64;

impl ExprChecker<'_> {
    /// A bare name: variable, definition, else a member of the expected type.
    pub(super) fn name(&mut self, frame: &mut Frame, name: &Name, hint: Option<&Type>) -> ExprId {
        if let Some(id) = self.variable(frame, name) {
            return id;
        }
        let found = self.names.lookup(self.module, &[name]);
        match &found {
            Ok(Some((Def::Define(id), _))) => return self.call(frame, *id, &[], name.span, name.span),
            Ok(Some((Def::List(id), _))) => return self.push(ExprKind::Rows(*id), Type::List(Box::new(Type::Row(*id))), name.span),
            Ok(_) | Err(_) => {}
        }
        if let Some(id) = self.member(&name.text, name.span, hint) {
            return id;
        }
        if hint == Some(&Type::Error) {
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
    fn variable(&mut self, frame: &Frame, name: &Name) -> Option<ExprId> {
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
            || frame.siblings.is_some_and(|record| find_field(self.program, record, name).is_some())
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

    /// A path, an index, a call.
    pub(super) fn postfix(&mut self, frame: &mut Frame, head: &Expr, suffixes: &[Suffix], span: Span, hint: Option<&Type>) -> ExprId {
        if suffixes.len() > MOST_STEPS {
            return self.fail(errors::path_too_long(span, MOST_STEPS), span);
        }
        let (mut at, rest) = match &head.kind {
            Tree::Name(name) => {
                if let Some(Suffix::Call(args, open)) = suffixes.first()
                    && let Some(aggregate) = super::call::built_in(&name.text)
                {
                    let called = self.built_in(frame, name, aggregate, args, *open, hint);
                    (called, suffixes.get(1..).unwrap_or_default())
                } else if let Some(id) = self.variable(frame, name) {
                    (id, suffixes)
                } else {
                    match self.definition(frame, name, suffixes, span, hint) {
                        Ok((id, used)) => (id, suffixes.get(used..).unwrap_or_default()),
                        Err(wrong) => return wrong,
                    }
                }
            }
            _ => (self.infer(frame, head, None), suffixes),
        };
        for suffix in rest {
            at = match suffix {
                Suffix::Member(name) => self.field(frame, at, name),
                Suffix::Index(_, place) => self.fail(errors::index(*place), *place),
                Suffix::Call(_, place) if self.is_error(at) => self.error(*place),
                Suffix::Call(_, place) => self.fail(errors::not_called(*place), *place),
            };
        }
        at
    }

    /// A path whose head is no variable: a definition (and how many suffixes it took), or a code.
    fn definition(&mut self, frame: &mut Frame, head: &Name, suffixes: &[Suffix], span: Span, hint: Option<&Type>) -> Result<(ExprId, usize), ExprId> {
        let members: Vec<&Name> = suffixes.iter().map_while(|s| if let Suffix::Member(name) = s { Some(name) } else { None }).collect();
        let path: Vec<&Name> = std::iter::once(head).chain(members.iter().copied()).collect();
        let only_members = members.len() == suffixes.len();
        let found = self.names.lookup(self.module, &path);
        match found {
            Ok(Some((Def::Define(id), used))) => {
                let name_span = path.iter().take(used).fold(head.span, |all, name| all.to(name.span));
                match suffixes.get(used.saturating_sub(1)) {
                    Some(Suffix::Call(args, open)) => Ok((self.call(frame, id, args, name_span, name_span.to(*open)), used)),
                    _ => Ok((self.call(frame, id, &[], name_span, name_span), used.saturating_sub(1))),
                }
            }
            Ok(Some((Def::EnumMember(id, index), used))) => {
                let node = self.push(ExprKind::Const(Const::Choice(index)), Type::Enum(id), span);
                Ok((node, used.saturating_sub(1)))
            }
            Ok(Some((Def::List(id), used))) if used == path.len() => {
                let node = self.push(ExprKind::Rows(id), Type::List(Box::new(Type::Row(id))), span);
                Ok((node, used.saturating_sub(1)))
            }
            Ok(Some((Def::List(list), used))) if only_members => match path.get(used) {
                Some(column) if self.program.list(list).columns.iter().any(|c| c.name == column.text) => {
                    let row = self.in_words(&Type::List(Box::new(Type::Row(list))));
                    Err(self.fail(errors::no_fields(&column.text, &row, true, column.span), span))
                }
                _ => self.code_path(&path, span).map(|id| (id, suffixes.len())),
            },
            Ok(Some((Def::Enum(id), used))) if used < path.len() => {
                let Some(name) = path.get(used) else { return Err(self.error(span)) };
                let told = self.unknown_member(name, id);
                Err(self.fail(told, span))
            }
            Ok(Some((def, used))) => {
                let name = path.iter().take(used).map(|n| n.text.as_str()).collect::<Vec<_>>().join(".");
                Err(self.fail(errors::not_a_value(&name, def, span), span))
            }
            Err(ambiguous) => {
                let told = self.ambiguous(&ambiguous, span);
                Err(self.fail(told, span))
            }
            Ok(None) => {
                if hint == Some(&Type::Error) {
                    return Err(self.error(span));
                }
                let told = match suffixes.first() {
                    Some(Suffix::Call(..)) => self.unknown_function(head),
                    _ => self.unknown_name(frame, head, hint),
                };
                // What is given to an unknown function is looked at all the same.
                for suffix in suffixes {
                    if let Suffix::Call(args, _) = suffix {
                        self.look_at(frame, args);
                    }
                }
                Err(self.fail(told, span))
            }
        }
    }

    /// An entry of a list by its code: the head is the list's name.
    fn code_path(&mut self, path: &[&Name], span: Span) -> Result<ExprId, ExprId> {
        let text = path.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join(".");
        match self.code(&text, span) {
            Some(code) => Ok(self.push(ExprKind::Const(Const::Code(code)), Type::Code, span)),
            None => Err(self.error(span)),
        }
    }

    /// `.name` of a record or row; of an absent record it is absent, or the empty list.
    fn field(&mut self, frame: &Frame, of: ExprId, name: &Name) -> ExprId {
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
                        (ExprKind::Column(of, u32::try_from(index).unwrap_or(u32::MAX)), ty)
                    }
                    None => {
                        let meant = near(&name.text, columns.iter().map(|c| c.name.as_str()));
                        let row = words::type_in_words(self.program, types::strip(&whole));
                        return self.fail(errors::unknown_field(&name.text, &row, meant, name.span), span);
                    }
                }
            }
            Type::Error => return self.error(span),
            other => {
                let is_list = types::element(other).is_some();
                let told = errors::no_fields(&name.text, &words::type_in_words(self.program, other), is_list, name.span);
                return self.fail(told, span);
            }
        };
        let ty = if types::may_be_absent(&whole) { types::optional(ty) } else { ty };
        self.push_place(frame, kind, ty, span)
    }

    fn ambiguous(&self, ambiguous: &Ambiguous, span: Span) -> crate::diag::Diagnostic {
        errors::ambiguous_name(&ambiguous.name, &ambiguous.candidates, &ambiguous.places, span)
    }

    fn unknown_field(&self, name: &Name, record: crate::ir::RecordId) -> crate::diag::Diagnostic {
        let fields = self.program.records.get(record.index()).map(|r| r.fields.as_slice()).unwrap_or_default();
        let meant = near(&name.text, fields.iter().map(|f| f.name.as_str()));
        errors::unknown_field(&name.text, &words::type_in_words(self.program, &Type::Record(record)), meant, name.span)
    }

    fn unknown_member(&self, name: &Name, id: EnumId) -> crate::diag::Diagnostic {
        let members = members(self.program, id);
        errors::unknown_member(&name.text, &self.in_words(&Type::Enum(id)), &members, near(&name.text, members.iter().copied()), name.span)
    }

    fn unknown_function(&self, name: &Name) -> crate::diag::Diagnostic {
        let built_in = near(&name.text, ["min", "max", "sum", "count"]);
        let meant = self.names.suggest(self.module, &name.text, |def| matches!(def, Def::Define(_))).or(built_in);
        errors::unknown_function(&name.text, meant, name.span)
    }

    /// An unknown bare name: what was meant depends on what the place expects.
    fn unknown_name(&self, frame: &Frame, name: &Name, hint: Option<&Type>) -> crate::diag::Diagnostic {
        if let Some((_, bound)) = frame.closed.iter().rev().find(|(closed, _)| *closed == name.text) {
            return errors::name_outside(&name.text, name.span, *bound);
        }
        if name.text == self.program.facts.variable && !name.text.is_empty() {
            return errors::facts_unknown_here(&name.text, frame.siblings.is_some(), name.span);
        }
        let wanted = hint.map(types::strip);
        match wanted {
            Some(Type::Country) if name.text.len() == 2 && name.text.chars().all(|c| c.is_ascii_uppercase()) => {
                return errors::unknown_country(&name.text, None, name.span);
            }
            Some(Type::Country) => {
                if let Some(country) = Country::meant_by(&name.text) {
                    return errors::unknown_country(&name.text, Some(country.code().to_owned()), name.span);
                }
            }
            _ => {}
        }
        let visible = frame.scope.iter().map(|v| v.name.as_str());
        let siblings = frame.siblings.and_then(|id| self.program.records.get(id.index())).map(|r| r.fields.as_slice()).unwrap_or_default();
        let root = frame.root.then_some(self.program.facts.variable.as_str());
        let members = match wanted {
            Some(Type::Enum(id)) => members(self.program, *id),
            _ => Vec::new(),
        };
        let all = members.iter().copied().chain(visible).chain(siblings.iter().map(|f| f.name.as_str())).chain(root);
        let meant = near(&name.text, all).or_else(|| self.names.suggest(self.module, &name.text, |d| matches!(d, Def::Define(_) | Def::List(_))));
        match wanted {
            Some(Type::Enum(id)) => errors::unknown_member(&name.text, &self.in_words(&Type::Enum(*id)), &members, meant, name.span),
            _ => {
                let owner = meant.is_none().then(|| self.owner_of(frame, &name.text)).flatten();
                errors::unknown_name(&name.text, meant, owner, name.span)
            }
        }
    }

    /// A bare field of the subject (`origin` for `item.origin`), or the enum that has such a member.
    fn owner_of(&self, frame: &Frame, word: &str) -> Option<errors::Owner> {
        let field = frame.scope.iter().rev().find_map(|v| match types::strip(&frame.type_of(v.local)) {
            Type::Record(id) => find_field(self.program, *id, word).map(|_| format!("{}.{word}", v.name)),
            _ => None,
        });
        let of_facts = || (frame.root && find_field(self.program, self.program.facts.record, word).is_some()).then(|| format!("{}.{word}", self.program.facts.variable));
        if let Some(path) = field.or_else(of_facts) {
            return Some(errors::Owner::Field(path));
        }
        self.program.enums.iter().find(|e| e.members.iter().any(|m| m.name == word)).map(|e| errors::Owner::Enum(e.name.clone()))
    }
}

/// A field and its type, by name.
pub(super) fn find_field(program: &Program, record: crate::ir::RecordId, name: &str) -> Option<(FieldId, Type)> {
    let fields = &program.records.get(record.index())?.fields;
    let index = fields.iter().position(|f| f.name == name)?;
    fields.get(index).map(|f| (FieldId::from_index(index), f.ty.clone()))
}

/// The index of a member of an enum.
pub(super) fn member_index(program: &Program, id: EnumId, word: &str) -> Option<u16> {
    let members = &program.enums.get(id.index())?.members;
    members.iter().position(|m| m.name == word).and_then(|i| u16::try_from(i).ok())
}

/// The names of the members of an enum.
pub(super) fn members(program: &Program, id: EnumId) -> Vec<&str> {
    program.enums.get(id.index()).map(|e| e.members.iter().map(|m| m.name.as_str()).collect()).unwrap_or_default()
}
