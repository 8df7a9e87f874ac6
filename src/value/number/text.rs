//! Numbers as texts: reading decimal notation, writing exact and shortened forms.

use std::fmt;

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

use super::{Number, Repr};

/// How many digits a number may be written with.
pub const MAX_DIGITS: usize = 1_000;
/// How far an exponent may go from 0.
pub const MAX_EXPONENT: i64 = 1_000;

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not decimal notation.
    #[error("a number is written with digits, at most one point between them and an optional sign")]
    NotDecimal,
    /// More than a thousand digits.
    #[error("a number has at most 1,000 digits")]
    TooManyDigits,
    /// An exponent beyond a thousand.
    #[error("the exponent of a number lies between -1,000 and 1,000")]
    ExponentTooLarge,
    /// A fraction whose denominator is 0.
    #[error("the denominator of a fraction is not 0")]
    ZeroDenominator,
}

impl Number {
    /// Reads decimal notation: an optional sign, digits, an optional point with digits after it, an optional exponent.
    ///
    /// Digits stand on both sides of a point. No blanks, no group marks.
    pub fn parse(text: &str) -> Result<Number, NumberError> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return Err(NumberError::NotDecimal),
            Some((whole, fraction)) => (whole, fraction),
            None => (mantissa, ""),
        };
        if whole.is_empty()
            || !whole
                .bytes()
                .chain(fraction.bytes())
                .all(|b| b.is_ascii_digit())
        {
            return Err(NumberError::NotDecimal);
        }
        if whole.len() + fraction.len() > MAX_DIGITS {
            return Err(NumberError::TooManyDigits);
        }
        let scale = exponent - i64::try_from(fraction.len()).unwrap_or(i64::MAX);
        Ok(scaled(negative, whole, fraction, scale))
    }

    /// Reads what [`Number::to_exact`] and [`Number::to_decimal_string`] write: decimal notation or a fraction `1/3`.
    pub fn parse_exact(text: &str) -> Result<Number, NumberError> {
        let Some((numerator, denominator)) = text.split_once('/') else {
            return Number::parse(text);
        };
        let (numerator, denominator) = (Number::parse(numerator)?, Number::parse(denominator)?);
        numerator
            .checked_div(&denominator)
            .ok_or(NumberError::ZeroDenominator)
    }

    /// `10` to the power of `exponent`, within the limits of an exponent.
    pub fn power_of_ten(exponent: i16) -> Number {
        let power = Number::from_big(RBig::from(ten_to(usize::from(exponent.unsigned_abs()))));
        if exponent < 0 {
            power.recip().unwrap_or(power)
        } else {
            power
        }
    }

    /// The exact decimal notation where it ends, else the exact fraction: `0.125`, `-3`, `1/3`.
    pub fn to_decimal_string(&self) -> String {
        if let Some(whole) = self.to_int() {
            return whole.to_string();
        }
        match self.decimal_places() {
            Some(places) => self.digits(places).0,
            None => self.to_exact(),
        }
    }

    /// The exact fraction in lowest terms, a whole number without denominator: `1/8`, `-3`, `1/3`.
    pub fn to_exact(&self) -> String {
        match &self.0 {
            Repr::Small {
                numerator,
                denominator,
            } if denominator.get() == 1 => numerator.to_string(),
            Repr::Small {
                numerator,
                denominator,
            } => format!("{numerator}/{denominator}"),
            Repr::Big(big) if big.is_int() => big.numerator().to_string(),
            Repr::Big(big) => format!("{}/{}", big.numerator(), big.denominator()),
        }
    }

    /// For people: decimal notation with at most about `significant` digits; what is cut off shows as `…`.
    ///
    /// The whole part is never shortened, digits are cut and not rounded (so what stands is true), and a number whose
    /// notation ends within the limit is exact: `0.0333…`, `33.3…`, `0.125`, `1234567`.
    pub fn to_short_string(&self, significant: usize) -> String {
        let places = self.places_for(significant);
        if let Some(exact) = self.decimal_places()
            && exact <= places
        {
            return self.to_decimal_string();
        }
        let (text, rest) = self.digits(places);
        if rest { format!("{text}…") } else { text }
    }

    // How many decimal places show `significant` digits; at least one.
    fn places_for(&self, significant: usize) -> usize {
        let (numerator, denominator) = self.magnitude();
        let whole = &numerator / &denominator;
        if whole > UBig::ZERO {
            return significant.saturating_sub(whole.to_string().len()).max(1);
        }
        // Zeros after the point are no significant digits.
        let (mut zeros, mut shifted) = (0, numerator * UBig::from(10_u8));
        while shifted > UBig::ZERO && shifted < denominator && zeros < MAX_DIGITS {
            shifted *= UBig::from(10_u8);
            zeros += 1;
        }
        zeros + significant.max(1)
    }

    // Places after the point of the exact notation; `None` where it does not end.
    fn decimal_places(&self) -> Option<usize> {
        let (_, mut denominator) = self.magnitude();
        let twos = denominator.remove(&UBig::from(2_u8)).unwrap_or(0);
        let fives = denominator.remove(&UBig::from(5_u8)).unwrap_or(0);
        (denominator == UBig::ONE).then_some(twos.max(fives))
    }

    // The number cut to so many places, and whether something was cut off.
    fn digits(&self, places: usize) -> (String, bool) {
        let (numerator, denominator) = self.magnitude();
        let scaled = numerator * ten_to(places);
        let shown = &scaled / &denominator;
        let rest = &shown * &denominator != scaled;
        let digits = format!("{:0>width$}", shown.to_string(), width = places + 1);
        let sign = if self.signum() < 0 { "-" } else { "" };
        let (whole, fraction) = digits
            .split_at_checked(digits.len() - places)
            .unwrap_or((&digits, ""));
        let point = if fraction.is_empty() { "" } else { "." };
        (format!("{sign}{whole}{point}{fraction}"), rest)
    }

    fn magnitude(&self) -> (UBig, UBig) {
        let (numerator, denominator) = self.abs().to_big().into_parts();
        (UBig::try_from(numerator).unwrap_or(UBig::ZERO), denominator)
    }
}

fn parse_exponent(text: &str) -> Result<i64, NumberError> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::NotDecimal);
    }
    match text.parse::<i64>() {
        Ok(exponent) if exponent.abs() <= MAX_EXPONENT => Ok(exponent),
        _ => Err(NumberError::ExponentTooLarge),
    }
}

// The digits of `whole` and `fraction` as one whole number, times 10 to the power of `scale`.
fn scaled(negative: bool, whole: &str, fraction: &str, scale: i64) -> Number {
    // Eighteen digits and a scale of eighteen fit a word: nearly every number of a case.
    if whole.len() + fraction.len() <= 18 && (-18..=0).contains(&scale) {
        let digits = whole
            .bytes()
            .chain(fraction.bytes())
            .fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        let denominator = 10_i128.pow(u32::try_from(-scale).unwrap_or(0));
        return Number::reduced(
            i128::from(if negative { -digits } else { digits }),
            denominator,
        );
    }
    let digits = UBig::from_str_radix(&format!("{whole}{fraction}"), 10).unwrap_or(UBig::ZERO);
    let signed = if negative {
        -IBig::from(digits)
    } else {
        IBig::from(digits)
    };
    let power = ten_to(usize::try_from(scale.unsigned_abs()).unwrap_or(0));
    Number::from_big(if scale < 0 {
        RBig::from_parts(signed, power)
    } else {
        RBig::from(signed * IBig::from(power))
    })
}

fn ten_to(exponent: usize) -> UBig {
    UBig::from(10_u8).pow(exponent)
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_decimal_string())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_decimal_string())
    }
}

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_decimal_string())
    }
}

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Number::parse_exact(&text).map_err(serde::de::Error::custom)
    }
}
