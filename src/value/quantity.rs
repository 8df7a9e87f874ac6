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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_as_people_write_them() {
        let (nanometres, per_metre) = (Number::from_int(14), Number::from_int(1_000_000_000));
        assert_eq!(format_quantity(&nanometres, "nm", &Number::one()), "14 nm");
        assert_eq!(
            format_quantity(&nanometres, "m", &per_metre),
            "0.000000014 m"
        );
        assert_eq!(format_quantity(&nanometres, "x", &Number::zero()), "14 x");
    }

    #[test]
    fn quantities_split_into_number_and_unit() {
        for text in ["14 nm", "14nm", "14\u{A0}nm"] {
            assert_eq!(
                split_quantity(text),
                Some((Ok(Number::from_int(14)), "nm")),
                "{text}"
            );
        }
        assert_eq!(
            split_quantity("-40.0 °C"),
            Some((Ok(Number::from_int(-40)), "°C"))
        );
        assert_eq!(split_quantity("14"), None);
        assert_eq!(split_quantity("14 "), None);
        assert_eq!(
            split_quantity("nm"),
            Some((Err(NumberError::NotDecimal), "nm"))
        );
    }
}
