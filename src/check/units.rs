//! Dimensions and their units.

use super::{Checker, errors};
use crate::ir::{Dimension, DimensionId, Unit};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, ItemKind, Literal, Name};
use crate::value::{Currency, Number};

/// Unit words that the language itself knows.
const BUILT_IN: &[&str] = &[
    "day", "days", "week", "weeks", "month", "months", "year", "years", "working", "ppm",
];

impl Checker<'_, '_> {
    pub(super) fn dimensions(&mut self) {
        for (index, decl) in self.declared.dimensions.iter().enumerate() {
            let ItemKind::Dimension { name, units } = &decl.item.kind else {
                continue;
            };
            let id = DimensionId::from_index(index);
            let units = self.units(id, &name.text, units, decl.span);
            self.program.dimensions.push(Dimension {
                name: name.text.clone(),
                units,
            });
        }
    }

    fn units(
        &mut self,
        id: DimensionId,
        dimension: &str,
        written: &[(Name, Option<Box<Expr>>)],
        span: Span,
    ) -> Vec<Unit> {
        if written.is_empty() {
            self.sink.push(errors::empty_declaration(
                "dimension",
                dimension,
                "a unit",
                span,
            ));
        }
        let mut units: Vec<Unit> = Vec::with_capacity(written.len());
        for (index, (name, definition)) in written.iter().enumerate() {
            if BUILT_IN.contains(&name.text.as_str()) || Currency::parse(&name.text).is_some() {
                self.sink.push(errors::reserved_unit(&name.text, name.span));
            } else if self.names.unit(&name.text) != Some((id, index)) {
                self.sink.push(errors::unit_taken(
                    &name.text,
                    name.span,
                    self.unit_place(&name.text),
                ));
            }
            let factor = match (index, definition) {
                (0, None) => Number::one(),
                (0, Some(expr)) => {
                    self.sink
                        .push(errors::base_unit_defined(&name.text, expr.span));
                    Number::one()
                }
                (_, None) => {
                    let base = written.first().map_or("", |(n, _)| n.text.as_str());
                    self.sink
                        .push(errors::unit_without_definition(&name.text, base, name.span));
                    Number::one()
                }
                (_, Some(expr)) => self
                    .factor(&name.text, expr, &units)
                    .unwrap_or_else(Number::one),
            };
            units.push(Unit {
                name: name.text.clone(),
                factor,
            });
        }
        units
    }

    /// How many base units a definition such as `1000 nm` is; the unit named stands in front.
    fn factor(&mut self, unit: &str, expr: &Expr, before: &[Unit]) -> Option<Number> {
        if matches!(expr.kind, ExprKind::Error) {
            return None;
        }
        let told = match &expr.kind {
            ExprKind::Literal(Literal::Quantity(number, words)) => {
                match (words.as_slice(), Number::parse(number)) {
                    ([word], Ok(number)) if number.signum() > 0 => {
                        match before.iter().find(|u| u.name == word.text) {
                            Some(known) => return Some(number.mul(&known.factor)),
                            None => errors::unit_of_unknown(unit, &word.text, word.span),
                        }
                    }
                    _ => errors::unit_definition(unit, expr.span),
                }
            }
            _ => errors::unit_definition(unit, expr.span),
        };
        self.sink.push(told);
        None
    }

    fn unit_place(&self, word: &str) -> Option<Span> {
        let (dimension, index) = self.names.unit(word)?;
        match &self.declared.dimensions.get(dimension.index())?.item.kind {
            ItemKind::Dimension { units, .. } => units.get(index).map(|(name, _)| name.span),
            _ => None,
        }
    }
}
