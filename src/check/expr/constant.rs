//! Values written down: cells of rows, cells of a CSV, definitions of units.

use super::frame::Frame;
use super::{ExprChecker, errors, name, types};
use crate::diag::Sink;
use crate::ir::{Const, DimensionId, ExprId, ExprKind, Type};
use crate::source::Span;
use crate::syntax::parse_cell;
use crate::syntax::tree::{CompareOp, Expr, ExprKind as Tree, Literal};
use crate::value::{Bounds, Code, Country, End};

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
            return self.empty_cell(ty, span);
        }
        let ty = types::strip(ty);
        match ty {
            Type::Text => Some(Const::Text(bare.into())),
            Type::Code => match Code::parse(bare) {
                Ok(code) => Some(Const::Code(code)),
                Err(why) => self.no_cell(bare, ty, None, why.to_string(), span),
            },
            Type::Set(of) => self.set_cell(bare, of, span),
            Type::Bool => match bare {
                "true" => Some(Const::Bool(true)),
                "false" => Some(Const::Bool(false)),
                _ => self.no_cell(bare, ty, None, "write `true` or `false`".into(), span),
            },
            Type::Country => match Country::parse(bare) {
                Some(country) => Some(Const::Choice(country.index())),
                None => {
                    let meant = Country::meant_by(bare).map(|c| c.code().to_owned());
                    self.no_cell(
                        bare,
                        ty,
                        meant,
                        "countries are named by the two capitals of ISO 3166: `DE`, `BR`".into(),
                        span,
                    )
                }
            },
            Type::Enum(id) => match name::member_index(self.program, *id, bare) {
                Some(index) => Some(Const::Choice(index)),
                None => {
                    let members = name::members(self.program, *id);
                    let meant = crate::resolve::near(bare, members.iter().copied());
                    let help = format!("it can be {}", errors::list_of(&members));
                    self.no_cell(bare, ty, meant, help, span)
                }
            },
            _ => match self.parsed_cell(bare, ty, span) {
                Ok(value) => value,
                Err(Misfit) => {
                    let help = self.cell_help(ty);
                    self.no_cell(bare, ty, None, help, span)
                }
            },
        }
    }

    fn empty_cell(&mut self, ty: &Type, span: Span) -> Option<Const> {
        match ty {
            Type::Range(_) => Some(Const::AnyRange),
            Type::Optional(_) => Some(Const::Null),
            Type::Text => Some(Const::Text("".into())),
            Type::Set(_) => Some(Const::Set(Vec::new())),
            _ => {
                let told = errors::empty_cell(&self.in_words(ty), span);
                self.sink.push(told);
                None
            }
        }
    }

    /// `a;b`
    fn set_cell(&mut self, text: &str, of: &Type, span: Span) -> Option<Const> {
        let mut start = 0;
        let mut members = Vec::new();
        for member in text.split(';') {
            if !member.trim().is_empty() {
                members.push(self.cell(member, of, part_of(span, start, member.len())));
            }
            start += member.len() + 1;
        }
        members
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .map(Const::Set)
    }

    fn no_cell(
        &mut self,
        text: &str,
        ty: &Type,
        meant: Option<String>,
        help: String,
        span: Span,
    ) -> Option<Const> {
        let told = errors::bad_cell(text, &self.in_words(ty), meant, help, span);
        self.sink.push(told);
        None
    }

    /// How a value of that type is written.
    fn cell_help(&self, ty: &Type) -> String {
        let unit = |id: &DimensionId| {
            self.program
                .dimensions
                .get(id.index())
                .and_then(|d| d.units.first())
                .map_or("unit", |u| u.name.as_str())
        };
        match ty {
            Type::Int => "write digits: `12`".into(),
            Type::Decimal => "write digits, a point among them: `12.5`".into(),
            Type::Share => "write it with its sign: `0.5%`, `80 ppm`".into(),
            Type::Money => "write amount and currency: `100 EUR`".into(),
            Type::Date => "write year, month and day: `2025-12-01`".into(),
            Type::Quantity(id) => format!("write number and unit: `3 {}`", unit(id)),
            Type::Range(of) => match &**of {
                Type::Quantity(id) => {
                    format!("write `1 {0} to 3 {0}`, or one side: `>= 3 {0}`", unit(id))
                }
                _ => "write both ends, `a to b`, or one side, `>= a`".into(),
            },
            _ => "cells of this type cannot be written".into(),
        }
    }

    /// A number, date, quantity, sum or range. Units and currencies that do not exist are told with their own words.
    fn parsed_cell(&mut self, text: &str, ty: &Type, span: Span) -> Result<Option<Const>, Misfit> {
        let mut aside = Sink::new();
        let cell = parse_cell(span.file, text, span.start, &mut aside)
            .filter(|_| !aside.has_errors())
            .ok_or(Misfit)?;
        let Some((op, _)) = cell.op else {
            return self.written(&cell.value, ty);
        };
        let Type::Range(of) = ty else {
            return Err(Misfit);
        };
        let number = match self.written(&cell.value, of)? {
            Some(Const::Number(number)) => number,
            Some(_) => return Err(Misfit),
            None => return Ok(None),
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
        bounds.map(|b| Some(Const::Range(b))).ok_or(Misfit)
    }

    /// A value of literals alone; `Ok(None)` where it was told to be wrong.
    fn written(&mut self, expr: &Expr, ty: &Type) -> Result<Option<Const>, Misfit> {
        if !is_written(expr) {
            return Err(Misfit);
        }
        let id = self.infer(&mut Frame::pure(), expr, Some(ty));
        if self.is_error(id) {
            return Ok(None);
        }
        if !types::fits(self.ty(id), ty) {
            return Err(Misfit);
        }
        self.folded(id).map(Some).ok_or(Misfit)
    }
}

/// A cell that does not fit its column.
struct Misfit;

/// Whether an expression is made of literals alone.
fn is_written(expr: &Expr) -> bool {
    match &expr.kind {
        Tree::Literal(_) => true,
        Tree::Neg(inner) => is_written(inner),
        Tree::Range(a, b) => is_written(a) && is_written(b),
        _ => false,
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
