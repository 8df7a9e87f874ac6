//! A rule's figure as the value that a policy would write down, for whoever compares it.

use super::value::{Codes, Data, Span, Texts, Value};
use crate::ir::{Const, Figure};
use crate::value::{Bounds, CurrencyKey, Money, Number, Period, Periods};

/// The figure as written down; none where it is known and yet cannot be written (money of two currencies, a range with one end).
pub fn written(value: &Value) -> Option<Figure> {
    match &value.data {
        Data::None => Some(Figure::One(Const::Null)),
        _ if value.absent => Some(Figure::Unknown),
        Data::Range(span) => range(span),
        data if !data.is_decided() => Some(Figure::Unknown),
        data => one(data).map(Figure::One),
    }
}

fn one(data: &Data) -> Option<Const> {
    Some(match data {
        Data::Truth(truth) => Const::Bool(truth.known()?),
        Data::Number(bounds) => Const::Number(bounds.single()?.clone()),
        Data::Money(sum) => money(sum)?,
        Data::Choice(choice) => Const::Choice(choice.is_single()?),
        Data::Code(Codes::OneOf(codes)) => Const::Code(codes.first()?.clone()),
        Data::Text(Texts::OneOf(texts)) => Const::Text(texts.first()?.clone()),
        Data::Period(Periods::Terms(terms)) => match terms.as_slice() {
            [term] => Const::Period(Period {
                count: term.least,
                unit: term.unit,
            }),
            _ => return None,
        },
        _ => return None,
    })
}

fn range(span: &Span) -> Option<Figure> {
    match span {
        Span::Number(Some((lo, true)), Some((hi, true))) => {
            let end = |bounds: &Bounds| bounds.single().cloned().map(Const::Number);
            Some(between(end(lo), end(hi)))
        }
        Span::Number(lo, hi) => {
            let open = |end: &Option<(Bounds, bool)>| {
                end.as_ref().is_some_and(|(end, _)| end.single().is_none())
            };
            (open(lo) || open(hi)).then_some(Figure::Unknown)
        }
        Span::Money(lo, hi) if lo.is_told() && hi.is_told() => {
            Some(between(Some(money(lo)?), Some(money(hi)?)))
        }
        Span::Money(..) | Span::Any => Some(Figure::Unknown),
    }
}

fn between(lo: Option<Const>, hi: Option<Const>) -> Figure {
    match (lo, hi) {
        (Some(lo), Some(hi)) => Figure::Range(lo, hi),
        _ => Figure::Unknown,
    }
}

/// No money is the number zero: it is the same in every currency.
fn money(sum: &Money) -> Option<Const> {
    if sum.amounts().all(|(_, amount)| *amount == Bounds::zero()) {
        return Some(Const::Number(Number::zero()));
    }
    let (CurrencyKey::Known(currency), amount) = super::expr::told_amount(sum)? else {
        return None;
    };
    Some(Const::Money(currency, amount.single()?.clone()))
}
