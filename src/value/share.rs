//! Shares as people write them.

use super::{Number, NumberError};

impl Number {
    /// A share as a percentage, exact where the notation ends: `0.1%`, `100%`, `0.0333…%`.
    pub fn format_share(&self, significant: usize) -> String {
        format!(
            "{}%",
            (self * &Number::from_int(100)).to_short_string(significant)
        )
    }
}

/// A share as an exact percentage where the notation ends, else the exact fraction: `0.1%`, `1/3`.
pub fn format_share(share: &Number) -> String {
    let percent = (share * &Number::from_int(100)).to_decimal_string();
    if percent.contains('/') {
        share.to_exact()
    } else {
        format!("{percent}%")
    }
}

/// Reads a share with its sign: `30%`, `0.1 %`, `80 ppm`. `None` where the sign is missing.
pub fn parse_share(text: &str) -> Option<Result<Number, NumberError>> {
    let signs = [("%", -2), ("％", -2), ("ppm", -6)];
    signs.into_iter().find_map(|(sign, exponent)| {
        let number = text.strip_suffix(sign)?;
        Some(
            Number::parse(number.trim_end_matches([' ', '\t', '\u{A0}']))
                .map(|number| &number * &Number::power_of_ten(exponent)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse_exact(text).unwrap()
    }

    #[test]
    fn shares_as_people_write_them() {
        assert_eq!(format_share(&number("0.001")), "0.1%");
        assert_eq!(format_share(&Number::one()), "100%");
        assert_eq!(format_share(&number("1/3")), "1/3");
        assert_eq!(number("1/3000").format_share(3), "0.0333…%");
    }

    #[test]
    fn shares_are_read_with_their_sign() {
        for (text, share) in [
            ("30%", "0.3"),
            ("0.1 %", "0.001"),
            ("30％", "0.3"),
            ("80 ppm", "0.00008"),
            ("80ppm", "0.00008"),
        ] {
            assert_eq!(parse_share(text), Some(Ok(number(share))), "{text}");
        }
        assert_eq!(parse_share("0.3"), None);
        assert_eq!(parse_share("%"), Some(Err(NumberError::NotDecimal)));
    }
}
