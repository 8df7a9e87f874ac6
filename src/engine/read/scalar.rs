//! Numbers and days, as [`crate::facts`] takes them: what it would refuse, and what needs more than a cell, is `None`.

use super::super::layout::LAST_MARK;
use super::scan::Cursor;

/// A number written with digits: its value is `digits` / 10^`places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i64,
    places: u32,
}

/// Powers of ten that fit.
const POWERS: [i64; 19] = {
    let mut powers = [1; 19];
    let mut power = 1;
    let mut rest: &mut [i64] = &mut powers;
    while let [place, more @ ..] = rest {
        *place = power;
        if !more.is_empty() {
            power *= 10;
        }
        rest = more;
    }
    powers
};

fn power(exponent: u32) -> Option<i64> {
    POWERS.get(exponent as usize).copied()
}

impl Decimal {
    /// Times 10^`scale`, where that is whole and fits a cell.
    pub fn scaled(self, scale: u32) -> Option<i64> {
        let value = match scale.checked_sub(self.places) {
            Some(up) => self.digits.checked_mul(power(up)?)?,
            None => {
                let down = power(self.places.checked_sub(scale)?)?;
                (self.digits % down == 0).then_some(self.digits / down)?
            }
        };
        (value > LAST_MARK).then_some(value)
    }
}

/// Digits at the beginning of a text, with sign and point; how many bytes it takes. `json`: as JSON writes numbers, else as texts do.
pub fn decimal(text: &[u8], json: bool) -> Option<(Decimal, usize)> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] if !json => (false, rest),
        _ => (false, text),
    };
    let whole = digits(unsigned);
    if whole == 0 || (json && whole > 1 && unsigned.first() == Some(&b'0')) {
        return None;
    }
    let rest = unsigned.get(whole..)?;
    let places = match rest {
        [b'.', rest @ ..] => Some(digits(rest)).filter(|places| *places > 0)?,
        _ => 0,
    };
    // More digits than these may not fit.
    if whole + places > 18 {
        return None;
    }
    let point = usize::from(places > 0);
    let fraction = rest.get(point..point + places)?;
    let digits = unsigned.get(..whole)?.iter().chain(fraction);
    let digits = digits.fold(0i64, |sum, digit| sum * 10 + i64::from(digit & 0x0F));
    let decimal = Decimal {
        digits: if negative { -digits } else { digits },
        places: u32::try_from(places).ok()?,
    };
    let taken = text.len() - unsigned.len() + whole + point + places;
    Some((decimal, taken))
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Reads a number of JSON. What follows it is for the reader to look at.
#[inline(always)]
pub fn number(cursor: &mut Cursor, scale: u32) -> Option<i64> {
    // Up to seven digits without sign, point and exponent: nearly every number.
    let word = cursor.chunk() as u64;
    let bits = word ^ 0x3030_3030_3030_3030;
    let others = ((bits & 0x7F7F_7F7F_7F7F_7F7F).wrapping_add(0x7676_7676_7676_7676) | bits)
        & 0x8080_8080_8080_8080;
    let shift = others.trailing_zeros() & !7;
    if others == 0 || shift == 0 || (word as u8 == b'0' && shift > 8) {
        return long_number(cursor, scale);
    }
    if matches!((word >> shift) as u8, b'.' | b'e' | b'E') {
        return long_number(cursor, scale);
    }
    // Eight digits, zeros before them: pairs, fours, all.
    let pairs = (bits << (64 - shift)).wrapping_mul(1 + (10 << 8)) >> 8 & 0x00FF_00FF_00FF_00FF;
    let fours = pairs.wrapping_mul(1 + (100 << 16)) >> 16 & 0x0000_FFFF_0000_FFFF;
    let all = fours.wrapping_mul(1 + (10_000 << 32)) >> 32;
    cursor.at += (shift / 8) as usize;
    let value = i64::try_from(all).ok()?;
    if scale == 0 {
        Some(value)
    } else {
        value.checked_mul(power(scale)?)
    }
}

#[inline(never)]
fn long_number(cursor: &mut Cursor, scale: u32) -> Option<i64> {
    let (decimal, taken) = decimal(cursor.rest(), true)?;
    cursor.at += taken;
    decimal.scaled(scale)
}

/// Reads a number of JSON, or a text that is one.
#[inline(always)]
pub fn number_or_text(cursor: &mut Cursor, scale: u32) -> Option<i64> {
    if cursor.peek() == b'"' {
        text_number(cursor, scale)
    } else {
        number(cursor, scale)
    }
}

fn text_number(cursor: &mut Cursor, scale: u32) -> Option<i64> {
    let text = cursor.plain()?;
    let (decimal, taken) = decimal(text, false)?;
    (taken == text.len()).then(|| decimal.scaled(scale))?
}

/// Passes over blanks within a number and its sign or unit; `blanks` of more than one byte are those of texts that people paste.
fn trimmed<'t>(mut text: &'t [u8], blanks: &[&[u8]]) -> &'t [u8] {
    while let Some(rest) = blanks.iter().find_map(|blank| text.strip_prefix(*blank)) {
        text = rest;
    }
    text
}

/// Reads a share with its sign.
pub fn share(cursor: &mut Cursor, scale: u32) -> Option<i64> {
    let text = cursor.plain()?;
    let (decimal, taken) = decimal(text, false)?;
    let places = match trimmed(text.get(taken..)?, &[b" ", "\u{A0}".as_bytes()]) {
        b"%" => 2,
        b"ppm" => 6,
        sign if sign == "％".as_bytes() => 2,
        _ => return None,
    };
    let share = decimal.scaled(scale.checked_sub(places)?)?;
    (0..=power(scale)?).contains(&share).then_some(share)
}

/// A unit: its name, and what it is worth in base units.
#[derive(Debug)]
pub struct Unit {
    /// Its name.
    pub name: Box<[u8]>,
    /// What it is worth: the first divided by the second.
    pub factor: (i64, i64),
}

/// Reads a quantity with its unit.
pub fn quantity(cursor: &mut Cursor, units: &[Unit], scale: u32) -> Option<i64> {
    let text = cursor.plain()?;
    let (decimal, taken) = decimal(text, false)?;
    let blanks = [b" ".as_slice(), "\u{A0}".as_bytes(), "\u{202F}".as_bytes()];
    let name = trimmed(text.get(taken..)?, &blanks);
    let unit = units.iter().find(|unit| *unit.name == *name)?;
    let (above, below) = unit.factor;
    if (above, below) == (1, 1) {
        return decimal.scaled(scale);
    }
    let digits = i128::from(decimal.digits) * i128::from(above);
    let up = digits.checked_mul(i128::from(power(scale)?))?;
    let down = i128::from(power(decimal.places)?) * i128::from(below);
    let value = (down != 0 && up % down == 0).then(|| up / down)?;
    i64::try_from(value).ok().filter(|value| *value > LAST_MARK)
}

/// Reads a day: days since 1970-01-01.
#[inline]
pub fn day(cursor: &mut Cursor) -> Option<i64> {
    let [b'"', y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'"', ..] = cursor.chunk().to_le_bytes()
    else {
        return None;
    };
    let all = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !all.iter().all(u8::is_ascii_digit) {
        return None;
    }
    cursor.at += 12;
    let two = |tens: u8, ones: u8| i64::from(tens & 0x0F) * 10 + i64::from(ones & 0x0F);
    since_1970(two(y1, y2) * 100 + two(y3, y4), two(m1, m2), two(d1, d2))
}

fn since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day < 1 || day > days {
        return None;
    }
    // Years that begin in March, so that the day that comes and goes is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let before = 365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(before + (153 * month + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::{Unit, day, number, number_or_text, quantity, share};
    use crate::engine::layout::{LAST_MARK, scaled};
    use crate::engine::read::scan::Cursor;
    use crate::value::{Day, Number, parse_share};
    use proptest::prelude::*;

    fn read(text: &str, scale: u32) -> Option<i64> {
        let mut cursor = Cursor::new(text);
        let value = number_or_text(&mut cursor, scale);
        (cursor.at == text.len()).then_some(value).flatten()
    }

    #[test]
    fn numbers_of_json() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("7", 7),
            ("1234567", 1_234_567),
            ("12345678", 12_345_678),
            ("123456789012", 123_456_789_012),
            ("-45", -45),
            ("3.0", 3),
            ("-3.000", -3),
            ("0.0", 0),
            ("999999999999999999", 999_999_999_999_999_999),
        ] {
            assert_eq!(read(text, 0), Some(value), "{text}");
        }
        for text in [
            "",
            "-",
            "+1",
            "01",
            "-01",
            "00",
            "1.",
            ".5",
            "1e3",
            "1E3",
            "1.5",
            "1.0e0",
            "1000000000000000000",
            "NaN",
            "Infinity",
            "--1",
            "0x1",
            "1_000",
        ] {
            assert_eq!(read(text, 0), None, "{text}");
        }
        assert_eq!(read("1.5", 4), Some(15_000));
        assert_eq!(read("12.3456", 4), Some(123_456));
        assert_eq!(read("12.34560", 4), Some(123_456));
        assert_eq!(read("12.34561", 4), None);
        assert_eq!(read("9223372036854", 6), Some(9_223_372_036_854_000_000));
        assert_eq!(read("9223372036855", 6), None);
        assert_eq!(read("-9223372036854.775807", 6), None);
        assert_eq!(read("9999999", 6), Some(9_999_999_000_000));
    }

    #[test]
    fn numbers_in_texts() {
        for (text, value) in [
            ("\"+7\"", 7),
            ("\"007\"", 7),
            ("\"-0\"", 0),
            ("\"12.0\"", 12),
        ] {
            assert_eq!(read(text, 0), Some(value), "{text}");
        }
        for text in [
            "\"\"",
            "\" 1\"",
            "\"1 \"",
            "\"1,000\"",
            "\"1e3\"",
            "\"-+1\"",
            "\"1.\"",
            "\"\\u0031\"",
        ] {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_cut_where_it_ends() {
        for text in [
            "12,",
            "12}",
            "12]",
            "12 ",
            "1234567,",
            "12345678,",
            "0,",
            "-1,",
        ] {
            let mut cursor = Cursor::new(text);
            assert!(number(&mut cursor, 0).is_some());
            assert_eq!(cursor.at, text.len() - 1, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn numbers_are_those_of_the_interpreter(text in "[-+]?[0-9]{0,12}(\\.[0-9]{0,9})?([eE][0-9])?", scale in prop_oneof![Just(0), Just(4), Just(6)]) {
            for (text, read) in [(text.clone(), read(&text, scale)), (text.clone(), read(&format!("\"{text}\""), scale))] {
                if let Some(read) = read {
                    prop_assert!(read > LAST_MARK);
                    prop_assert_eq!(scaled(&Number::parse(&text).unwrap(), scale), Some(read));
                }
            }
            // Nothing but exponents and what does not fit is refused.
            if !text.contains(['e', 'E']) && text.len() < 12 && let Some(value) = Number::parse(&text).ok().and_then(|number| scaled(&number, scale)) {
                prop_assert_eq!(read(&format!("\"{text}\""), scale), Some(value));
            }
        }

        #[test]
        fn shares_are_those_of_the_interpreter(text in "[-+]?[0-9]{0,4}(\\.[0-9]{0,5})?( |\u{A0}){0,2}(%|％|ppm|x)") {
            let read = share(&mut Cursor::new(&format!("\"{text}\"")), 8);
            let told = parse_share(&text).and_then(Result::ok).filter(|share| share.signum() >= 0 && *share <= Number::one());
            prop_assert_eq!(read, told.and_then(|share| scaled(&share, 8)));
        }

        #[test]
        fn days_are_those_of_the_interpreter(year in 0..10_000u32, month in 0..14u32, of in 0..33u32) {
            let text = format!("{year:04}-{month:02}-{of:02}");
            let read = day(&mut Cursor::new(&format!("\"{text}\"")));
            prop_assert_eq!(read, Day::parse(&text).ok().map(|day| i64::from(day.epoch_days())));
        }
    }

    #[test]
    fn shares_want_their_sign_and_range() {
        let read = |text: &str| share(&mut Cursor::new(text), 8);
        assert_eq!(read("\"30%\""), Some(30_000_000));
        assert_eq!(read("\"0.1 %\""), Some(100_000));
        assert_eq!(read("\"80 ppm\""), Some(8_000));
        assert_eq!(read("\"100%\""), Some(100_000_000));
        for text in [
            "\"100.1%\"",
            "\"-1%\"",
            "\"0.3\"",
            "30",
            "\"%\"",
            "\" 1%\"",
            "\"1% \"",
            "\"0.0000001%\"",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn quantities_want_a_unit_that_fits() {
        let unit = |name: &str, factor| Unit {
            name: name.as_bytes().into(),
            factor,
        };
        let units = [
            unit("nm", (1, 1)),
            unit("m", (1_000_000_000, 1)),
            unit("pm", (1, 1000)),
            unit("°C", (1, 3)),
        ];
        let read = |text: &str| quantity(&mut Cursor::new(&format!("\"{text}\"")), &units, 6);
        assert_eq!(read("14 nm"), Some(14_000_000));
        assert_eq!(read("14nm"), Some(14_000_000));
        assert_eq!(read("0.5\u{202F}pm"), Some(500));
        assert_eq!(read("-3 °C"), Some(-1_000_000));
        assert_eq!(read("1 m"), Some(1_000_000_000_000_000));
        for text in [
            "1 °C",
            "14",
            "14 ",
            "14 km",
            "1,000 nm",
            "10000 m",
            "0.0001 pm",
            "1-2 nm",
            "nm",
            "14 nm ",
            "1e3 nm",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
