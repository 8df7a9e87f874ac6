//! Texts and numbers of the facts → values of their types.

use super::errors;
use super::words::names;
use crate::diag::{Diagnostic, did_you_mean};
use crate::ir::{DimensionId, EnumId, Program, Type};
use crate::source::Span;
use crate::value::{Country, Currency, Day, Number, NumberError, parse_share, split_quantity};

/// A value, or the mistake in it.
pub type Read<T> = Result<T, Box<Diagnostic>>;

/// A text or a JSON number that stands for a value.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// As written; of a text what stands between the quotes.
    pub text: &'a str,
    /// Where.
    pub span: Span,
}

/// A number of a numeric type: Int, Decimal, Share, Date, or a quantity in its base unit.
pub fn number(program: &Program, ty: &Type, written: Written) -> Read<Number> {
    match ty {
        Type::Int => whole(written),
        Type::Share => share(written),
        Type::Date => day(written),
        Type::Quantity(dimension) => quantity(program, *dimension, written),
        Type::Money => amount(written),
        _ => decimal(written.text, "1000.50", written.span),
    }
}

fn decimal(text: &str, example: &str, span: Span) -> Read<Number> {
    Number::parse(text).map_err(|why| Box::new(bad_number(text, why, example, span)))
}

fn bad_number(text: &str, why: NumberError, example: &str, span: Span) -> Diagnostic {
    match why {
        NumberError::TooManyDigits | NumberError::ExponentTooLarge => {
            errors::number_limit(text, &why.to_string(), span)
        }
        NumberError::NotDecimal | NumberError::ZeroDenominator => {
            errors::not_decimal(text, example, span)
        }
    }
}

fn whole(written: Written) -> Read<Number> {
    let number = decimal(written.text, "256", written.span)?;
    if number.is_integer() {
        Ok(number)
    } else {
        Err(Box::new(errors::not_whole(written.text, written.span)))
    }
}

fn amount(written: Written) -> Read<Number> {
    let number = decimal(written.text, "1000.50", written.span)?;
    if number.signum() < 0 {
        Err(Box::new(errors::negative_amount(
            written.text,
            written.span,
        )))
    } else {
        Ok(number)
    }
}

fn share(written: Written) -> Read<Number> {
    let Written { text, span, .. } = written;
    let Some(number) = parse_share(text) else {
        decimal(text, "30%", span)?;
        return Err(Box::new(errors::share_sign_missing(text, span)));
    };
    let number = number.map_err(|why| Box::new(bad_number(text, why, "30%", span)))?;
    if number.signum() < 0 || number > Number::one() {
        return Err(Box::new(errors::share_range(text, span)));
    }
    Ok(number)
}

fn day(written: Written) -> Read<Number> {
    let day = Day::parse(written.text).map_err(|why| {
        Box::new(errors::bad_date(
            written.text,
            &why.to_string(),
            written.span,
        ))
    })?;
    Ok(day.to_number())
}

fn quantity(program: &Program, id: DimensionId, written: Written) -> Read<Number> {
    let dimension = program.dimension(id);
    let base = dimension
        .units
        .first()
        .map_or("", |unit| unit.name.as_str());
    let example = format!("14 {base}");
    let known = || names(dimension.units.iter().map(|unit| unit.name.as_str()));
    let Some((number, unit)) = split_quantity(written.text) else {
        decimal(written.text, &example, written.span)?;
        return Err(Box::new(errors::unit_missing(
            written.text,
            &known(),
            &format!("{} {base}", written.text),
            written.span,
        )));
    };
    // Group marks end a number and begin no unit.
    let number = if unit.starts_with([',', '\'', '_']) {
        Err(NumberError::NotDecimal)
    } else {
        number
    };
    let number =
        number.map_err(|why| Box::new(bad_number(written.text, why, &example, written.span)))?;
    if let Some(found) = dimension.units.iter().find(|known| known.name == unit) {
        return Ok(number.mul(&found.factor));
    }
    let owner = program
        .dimensions
        .iter()
        .find(|other| other.units.iter().any(|theirs| theirs.name == unit));
    Err(Box::new(match owner {
        Some(other) => {
            errors::wrong_unit(unit, &other.name, &dimension.name, &known(), written.span)
        }
        None => {
            let near = did_you_mean(unit, dimension.units.iter().map(|unit| unit.name.as_str()));
            errors::unknown_unit(unit, &dimension.name, near, &known(), written.span)
        }
    }))
}

/// A member of an enum.
pub fn member(program: &Program, id: EnumId, word: &str, span: Span) -> Read<u16> {
    let owner = program.enumeration(id);
    let index = owner
        .members
        .iter()
        .position(|member| member.name == word)
        .and_then(|index| u16::try_from(index).ok());
    index.ok_or_else(|| {
        let members = || owner.members.iter().map(|member| member.name.as_str());
        let near = did_you_mean(word, members());
        Box::new(errors::unknown_member(
            word,
            &owner.name,
            near,
            &names(members()),
            span,
        ))
    })
}

/// Letters that ISO 3166 keeps free because of their other use.
const OTHER_LETTERS: [(&str, &str); 2] = [("UK", "GB"), ("EL", "GR")];

/// A country, by its index.
pub fn country(word: &str, span: Span) -> Read<u16> {
    Country::parse(word).map(Country::index).ok_or_else(|| {
        let other = || {
            OTHER_LETTERS
                .iter()
                .find(|(letters, _)| *letters == word)
                .map(|(_, code)| *code)
        };
        // Of two letters every other two are near, so only names are guessed at.
        let name = || {
            did_you_mean(word, Country::all().map(Country::name))
                .and_then(Country::meant_by)
                .map(Country::code)
        };
        let near = Country::meant_by(word)
            .map(Country::code)
            .or_else(other)
            .or_else(|| if word.len() > 3 { name() } else { None });
        Box::new(errors::unknown_country(word, near, span))
    })
}

/// A currency.
pub fn currency(word: &str, span: Span) -> Read<Currency> {
    Currency::parse(word).ok_or_else(|| {
        let near = Currency::meant_by(word).map(Currency::code);
        let near = near.or_else(|| did_you_mean(word, Currency::all().map(Currency::code)));
        Box::new(errors::unknown_currency(word, near, span))
    })
}
