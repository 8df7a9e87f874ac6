//! Quantities as people write them: a number and the name of a unit. Which units there are, and what they are worth, is the policies' to say.

use super::{Number, NumberError};

/// The number in units of `unit_value` each, with the unit's name: `14 nm`; an exact fraction where the notation does not end.
pub fn format_quantity(in_base: &Number, unit: &str, unit_value: &Number) -> String {
    let number = in_base
        .checked_div(unit_value)
        .unwrap_or_else(|| in_base.clone());
    format!("{} {unit}", number.to_decimal_string())
}

/// Splits `14 nm` or `14nm` into its number and the name of its unit; `None` where no unit follows.
pub fn split_quantity(text: &str) -> Option<(Result<Number, NumberError>, &str)> {
    let end = text
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-')))
        .map(|(at, _)| at)?;
    let (number, unit) = text.split_at_checked(end)?;
    let unit = unit.trim_start_matches([' ', '\t', '\u{A0}', '\u{202F}']);
    (!unit.is_empty()).then(|| (Number::parse(number), unit))
}
