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
