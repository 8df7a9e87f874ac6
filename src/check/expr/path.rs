//! Paths, calls, indices: `item.code`, `coded(item, code)`, `annex1.part1.metal`.

use super::frame::Frame;
use super::{ExprChecker, errors};
use crate::ir::{Const, ExprId, ExprKind, ListId, Type};
use crate::resolve::Def;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind as Tree, Name, Suffix};

/// Paths are no longer than this: records nest without end (`branch_of.branch_of…`), and later readers recurse over a path.
const MOST_STEPS: usize = 64;

impl ExprChecker<'_> {
    /// A path, an index, a call.
    pub(super) fn postfix(
        &mut self,
        frame: &mut Frame,
        head: &Expr,
        suffixes: &[Suffix],
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
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
    fn definition(
        &mut self,
        frame: &mut Frame,
        head: &Name,
        suffixes: &[Suffix],
        span: Span,
        hint: Option<&Type>,
    ) -> Result<(ExprId, usize), ExprId> {
        let path = names_of(head, suffixes);
        match self.names.lookup(self.module, &path) {
            Ok(Some((Def::Define(id), used))) => {
                let name = path
                    .iter()
                    .take(used)
                    .fold(head.span, |all, name| all.to(name.span));
                let members = used.saturating_sub(1);
                match suffixes.get(members) {
                    Some(Suffix::Call(args, open)) => {
                        Ok((self.call(frame, id, args, name, name.to(*open)), used))
                    }
                    _ => Ok((self.call(frame, id, &[], name, name), members)),
                }
            }
            Ok(Some((Def::EnumMember(id, index), used))) => {
                let node = self.push(ExprKind::Const(Const::Choice(index)), Type::Enum(id), span);
                Ok((node, used.saturating_sub(1)))
            }
            Ok(Some((Def::List(id), used))) => {
                self.list_entry(id, &path, used, suffixes.len(), span)
            }
            Ok(Some((Def::Enum(id), used))) if used < path.len() => {
                let Some(name) = path.get(used) else {
                    return Err(self.error(span));
                };
                let told = self.unknown_member(name, id);
                Err(self.fail(told, span))
            }
            Ok(Some((def, used))) => {
                let name = path
                    .iter()
                    .take(used)
                    .map(|n| n.text.as_str())
                    .collect::<Vec<_>>()
                    .join(".");
                Err(self.fail(errors::not_a_value(&name, def, span), span))
            }
            Err(ambiguous) => {
                let told = self.ambiguous(&ambiguous, span);
                Err(self.fail(told, span))
            }
            Ok(None) => Err(self.unknown_path(frame, head, suffixes, span, hint)),
        }
    }

    /// A list's name: its rows; with something behind it, an entry by its code (the list's own name begins the code).
    fn list_entry(
        &mut self,
        list: ListId,
        path: &[&Name],
        used: usize,
        suffixes: usize,
        span: Span,
    ) -> Result<(ExprId, usize), ExprId> {
        let of_rows = Type::List(Box::new(Type::Row(list)));
        let Some(next) = path.get(used).filter(|_| suffixes + 1 == path.len()) else {
            return Ok((
                self.push(ExprKind::Rows(list), of_rows, span),
                used.saturating_sub(1),
            ));
        };
        if self
            .program
            .list(list)
            .columns
            .iter()
            .any(|c| c.name == next.text)
        {
            let told = errors::no_fields(&next.text, &self.in_words(&of_rows), true, next.span);
            return Err(self.fail(told, span));
        }
        let text = path
            .iter()
            .skip(used.saturating_sub(1))
            .map(|n| n.text.as_str())
            .collect::<Vec<_>>()
            .join(".");
        match self.code(&text, span) {
            Some(code) => Ok((
                self.push(ExprKind::Const(Const::Code(code)), Type::Code, span),
                suffixes,
            )),
            None => Err(self.error(span)),
        }
    }

    /// A path or call whose head stands for nothing. What is given to an unknown function is looked at all the same.
    fn unknown_path(
        &mut self,
        frame: &mut Frame,
        head: &Name,
        suffixes: &[Suffix],
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        for suffix in suffixes {
            if let Suffix::Call(args, _) = suffix {
                self.look_at(frame, args);
            }
        }
        if hint == Some(&Type::Error) || self.names.may_be_lost(self.module, &head.text) {
            return self.error(span);
        }
        let told = match suffixes.first() {
            Some(Suffix::Call(..)) => self.unknown_function(head),
            _ => self.unknown_name(frame, head, hint),
        };
        self.fail(told, span)
    }
}

/// The names at the beginning of a path, before any call or index.
pub(super) fn names_of<'e>(head: &'e Name, suffixes: &'e [Suffix]) -> Vec<&'e Name> {
    let members = suffixes.iter().map_while(|s| {
        if let Suffix::Member(name) = s {
            Some(name)
        } else {
            None
        }
    });
    std::iter::once(head).chain(members).collect()
}
