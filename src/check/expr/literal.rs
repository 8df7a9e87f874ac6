//! Literals: numbers, shares, quantities, money, dates, codes, texts; units become base units here.

use super::{ExprChecker, errors, types};
use crate::ir::{Const, ExprId, ExprKind, Type};
use crate::source::Span;
use crate::syntax::tree::{Literal, Name};
use crate::value::{Code, Currency, Day, Number, Period, PeriodUnit};

impl ExprChecker<'_> {
    /// A literal as a node.
    pub(super) fn literal(&mut self, literal: &Literal, span: Span, hint: Option<&Type>) -> ExprId {
        match self.literal_value(literal, span, hint) {
            Some((value, ty)) => self.push(ExprKind::Const(value), ty, span),
            None => self.error(span),
        }
    }

    /// Its value and type; `None` where it was told to be wrong.
    pub(super) fn literal_value(
        &mut self,
        literal: &Literal,
        span: Span,
        hint: Option<&Type>,
    ) -> Option<(Const, Type)> {
        let wants_decimal = hint.is_some_and(|h| *types::strip(h) == Type::Decimal);
        match literal {
            Literal::Int(text) => {
                let ty = if wants_decimal {
                    Type::Decimal
                } else {
                    Type::Int
                };
                Some((Const::Number(self.number(text, span)?), ty))
            }
            Literal::Decimal(text) => {
                Some((Const::Number(self.number(text, span)?), Type::Decimal))
            }
            Literal::Share(text) => {
                let number = self.number(text, span)?;
                Some((
                    Const::Number(&number * &Number::power_of_ten(-2)),
                    Type::Share,
                ))
            }
            Literal::Quantity(text, units) => self.quantity(text, units, span),
            Literal::Money(currency, text) => {
                let number = self.number(text, span)?;
                self.money(currency, number)
            }
            Literal::Date(date) => date
                .day
                .and_then(Day::from_epoch_days)
                .map(|day| (Const::Number(day.to_number()), Type::Date)),
            Literal::Code(text) => self
                .code(text, span)
                .map(|code| (Const::Code(code), Type::Code)),
            Literal::Text(text) if hint.is_some_and(|h| *types::strip(h) == Type::Code) => self
                .code(text, span)
                .map(|code| (Const::Code(code), Type::Code)),
            Literal::Text(text) => Some((Const::Text(text.as_str().into()), Type::Text)),
            Literal::Bool(value) => Some((Const::Bool(*value), Type::Bool)),
            Literal::Null => Some((Const::Null, Type::Never)),
        }
    }

    fn number(&mut self, text: &str, span: Span) -> Option<Number> {
        Number::parse(text)
            .map_err(|error| {
                self.sink
                    .push(errors::bad_number(text, &error.to_string(), span))
            })
            .ok()
    }

    /// A code from its text.
    pub(super) fn code(&mut self, text: &str, span: Span) -> Option<Code> {
        Code::parse(text)
            .map_err(|error| {
                self.sink
                    .push(errors::bad_code(text, &error.to_string(), span))
            })
            .ok()
    }

    fn money(&mut self, currency: &Name, number: Number) -> Option<(Const, Type)> {
        let Some(found) = Currency::parse(&currency.text) else {
            let meant = Currency::meant_by(&currency.text).map(|c| c.code().to_owned());
            self.sink.push(errors::unknown_currency(
                &currency.text,
                meant,
                currency.span,
            ));
            return None;
        };
        Some((Const::Money(found, number), Type::Money))
    }

    /// `14 nm`, `10 working days`, `500 USD`, `80 ppm`.
    fn quantity(&mut self, text: &str, units: &[Name], span: Span) -> Option<(Const, Type)> {
        let number = self.number(text, span)?;
        let first = units.first()?;
        let word = units
            .iter()
            .map(|u| u.text.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let word_span = units.iter().fold(first.span, |all, unit| all.to(unit.span));
        if word == "ppm" {
            return Some((
                Const::Number(&number * &Number::power_of_ten(-6)),
                Type::Share,
            ));
        }
        if let Some(unit) = PeriodUnit::parse(&word) {
            let Some(count) = number.to_int() else {
                self.sink.push(errors::broken_period(&word, span));
                return None;
            };
            return Some((Const::Period(Period { count, unit }), Type::Period));
        }
        if let Some((dimension, index)) = self.names.unit(&word) {
            let factor = self
                .program
                .dimensions
                .get(dimension.index())
                .and_then(|d| d.units.get(index))
                .map(|u| u.factor.clone());
            let Some(factor) = factor else {
                self.sink.push(errors::unit_not_yet(&word, word_span));
                return None;
            };
            return Some((Const::Number(&number * &factor), Type::Quantity(dimension)));
        }
        if Currency::parse(&word).is_some() {
            return self.money(first, number);
        }
        let meant = self
            .names
            .suggest_unit(&word)
            .or_else(|| Currency::meant_by(&word).map(|c| c.code().to_owned()));
        self.sink
            .push(errors::unknown_unit(&word, meant, word_span));
        None
    }
}
