//! Values written down: cells of rows, cells of a CSV, definitions of units.

use super::frame::Frame;
use super::{ExprChecker, errors, name, types};
use crate::ir::{Const, ExprId, ExprKind, Type};
use crate::source::Span;
use crate::syntax::parse_cell;
use crate::syntax::tree::{CompareOp, Expr, ExprKind as Tree, Literal};
use crate::value::{Bounds, Country, End};

impl ExprChecker<'_> {
    /// A value of that type; none where it is none (told here).
    pub(super) fn constant(&mut self, expr: &Expr, ty: &Type) -> Option<Const> {
        match (&expr.kind, types::strip(ty)) {
            (Tree::Literal(Literal::Null), Type::Range(_)) => return Some(Const::AnyRange),
            (Tree::Set(members), Type::Set(of)) => {
                let all: Vec<Option<Const>> =
                    members.iter().map(|m| self.constant(m, of)).collect();
                return all.into_iter().collect::<Option<Vec<_>>>().map(Const::Set);
            }
            _ => {}
        }
        let id = self.expect(&mut Frame::pure(), expr, ty);
        if self.is_error(id) {
            return None;
        }
        let value = self.folded(id);
        if value.is_none() {
            self.sink.push(errors::no_constant(expr.span));
        }
        value
    }

    /// The value of a checked expression, if it is one that is written down.
    fn folded(&self, id: ExprId) -> Option<Const> {
        match self.kind(id) {
            ExprKind::Const(value) => Some(value.clone()),
            ExprKind::Range(a, b) => match (self.folded(*a)?, self.folded(*b)?) {
                (Const::Number(low), Const::Number(high)) => {
                    Bounds::between(low, high).map(Const::Range)
                }
                _ => None,
            },
            ExprKind::Set(members) => members
                .iter()
                .map(|m| self.folded(*m))
                .collect::<Option<Vec<_>>>()
                .map(Const::Set),
            _ => None,
        }
    }

    /// A cell of a CSV (syntax §1).
    pub(super) fn cell(&mut self, text: &str, ty: &Type, span: Span) -> Option<Const> {
        let bare = text.trim();
        let span = part_of(span, text.len() - text.trim_start().len(), bare.len());
        if bare.is_empty() {
            return match ty {
                Type::Range(_) => Some(Const::AnyRange),
                Type::Optional(_) => Some(Const::Null),
                Type::Text => Some(Const::Text("".into())),
                Type::Set(_) => Some(Const::Set(Vec::new())),
                _ => {
                    let told = errors::empty_cell(&self.in_words(ty), span);
                    self.sink.push(told);
                    None
                }
            };
        }
        match types::strip(ty) {
            Type::Text => Some(Const::Text(bare.into())),
            Type::Code => self.code(bare, span).map(Const::Code),
            Type::Set(of) => {
                let mut start = 0;
                let mut members = Vec::new();
                for member in bare.split(';') {
                    let at = start + (member.len() - member.trim_start().len());
                    start += member.len() + 1;
                    let member = member.trim();
                    if !member.is_empty() {
                        members.push(self.cell(member, of, part_of(span, at, member.len())));
                    }
                }
                members
                    .into_iter()
                    .collect::<Option<Vec<_>>>()
                    .map(Const::Set)
            }
            Type::Bool => match bare {
                "true" => Some(Const::Bool(true)),
                "false" => Some(Const::Bool(false)),
                _ => self.no_cell(bare, &Type::Bool, span),
            },
            Type::Country => match Country::parse(bare) {
                Some(country) => Some(Const::Choice(country.index())),
                None => {
                    let meant = Country::meant_by(bare).map(|c| c.code().to_owned());
                    self.sink.push(errors::unknown_country(bare, meant, span));
                    None
                }
            },
            Type::Enum(id) => match name::member_index(self.program, *id, bare) {
                Some(index) => Some(Const::Choice(index)),
                None => {
                    let members = name::members(self.program, *id);
                    let meant = crate::resolve::near(bare, members.iter().copied());
                    let told = errors::no_member(
                        bare,
                        &self.in_words(types::strip(ty)),
                        &members,
                        meant,
                        span,
                    );
                    self.sink.push(told);
                    None
                }
            },
            bare_type => self.parsed_cell(bare, &bare_type.clone(), span),
        }
    }

    fn no_cell(&mut self, text: &str, ty: &Type, span: Span) -> Option<Const> {
        let told = errors::bad_cell(text, &self.in_words(ty), span);
        self.sink.push(told);
        None
    }

    /// A number, date, quantity, sum or range.
    fn parsed_cell(&mut self, text: &str, ty: &Type, span: Span) -> Option<Const> {
        let cell = parse_cell(span.file, text, span.start, self.sink)?;
        let Some((op, _)) = cell.op else {
            return self.constant(&cell.value, ty);
        };
        let Type::Range(of) = ty else {
            return self.no_cell(text, ty, span);
        };
        let Const::Number(number) = self.constant(&cell.value, of)? else {
            return self.no_cell(text, ty, span);
        };
        let bounds = match op {
            CompareOp::Eq => Some(Bounds::point(number)),
            CompareOp::Lt => Bounds::new(End::Infinite, End::Open(number)),
            CompareOp::Le => Bounds::new(End::Infinite, End::Closed(number)),
            CompareOp::Gt => Bounds::new(End::Open(number), End::Infinite),
            CompareOp::Ge => Bounds::new(End::Closed(number), End::Infinite),
            CompareOp::Ne
            | CompareOp::In
            | CompareOp::NotIn
            | CompareOp::Within
            | CompareOp::NotWithin
            | CompareOp::Meets => None,
        };
        match bounds {
            Some(bounds) => Some(Const::Range(bounds)),
            None => self.no_cell(text, ty, span),
        }
    }
}

/// The place of a part of a cell. Where the cell stands in quotes with doubled quotes inside it is near, not exact.
fn part_of(cell: Span, at: usize, length: usize) -> Span {
    let byte = |n: usize| {
        u32::try_from(n)
            .ok()
            .and_then(|n| cell.start.checked_add(n))
            .map_or(cell.end, |b| b.min(cell.end))
    };
    Span::new(cell.file, byte(at), byte(at + length))
}
