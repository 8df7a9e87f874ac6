use proptest::prelude::*;

use super::{Number, NumberError, Repr};

fn number(text: &str) -> Number {
    Number::parse_exact(text).unwrap()
}

/// Numbers that are small, near the border of a word, and far beyond it.
fn any_number() -> impl Strategy<Value = Number> {
    let whole = || prop_oneof![-20_i64..20, any::<i64>(), Just(i64::MIN), Just(i64::MAX)];
    let small =
        || (whole(), whole()).prop_map(|(n, d)| Number::from_ratio(n, d).unwrap_or(Number::one()));
    prop_oneof![3 => small(), 1 => (small(), small(), small()).prop_map(|(a, b, c)| &(&a * &b) + &c)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_field_laws_hold(a in any_number(), b in any_number(), c in any_number()) {
        prop_assert_eq!(&a + &b, &b + &a);
        prop_assert_eq!(&a * &b, &b * &a);
        prop_assert_eq!(&(&a + &b) + &c, &a + &(&b + &c));
        prop_assert_eq!(&(&a * &b) * &c, &a * &(&b * &c));
        prop_assert_eq!(&a * &(&b + &c), &(&a * &b) + &(&a * &c));
        prop_assert_eq!(&(&a - &b) + &b, a.clone());
        prop_assert_eq!(&a + &-&a, Number::zero());
        if let Some(quotient) = a.checked_div(&b) {
            prop_assert_eq!(&quotient * &b, a);
        } else {
            prop_assert!(b.is_zero());
        }
    }

    #[test]
    fn the_form_is_canonical(a in any_number(), b in any_number()) {
        // Small exactly where it fits, so that equality and hash may look at the form alone.
        for x in [&a + &b, &a - &b, &a * &b, -&a, a.recip().unwrap_or(Number::one()), a.floor_number()] {
            let big = x.to_big();
            let fits = i64::try_from(big.numerator()).is_ok() && i64::try_from(big.denominator()).is_ok();
            prop_assert_eq!(matches!(x.0, Repr::Small { .. }), fits);
            prop_assert_eq!(Number::from_big(big), x);
        }
    }

    #[test]
    fn order_is_that_of_the_difference(a in any_number(), b in any_number()) {
        prop_assert_eq!(a.cmp(&b) as i8, (&a - &b).signum());
        prop_assert_eq!(a.floor_number() <= a, true);
        prop_assert!(&a - &a.floor_number() < Number::one());
        prop_assert!(&a.ceil_number() - &a < Number::one());
        prop_assert!(a.ceil_number() >= a);
    }

    #[test]
    fn what_is_written_reads_back(a in any_number()) {
        prop_assert_eq!(number(&a.to_decimal_string()), a.clone());
        prop_assert_eq!(number(&a.to_exact()), a.clone());
        let json = serde_json::to_string(&a).unwrap();
        prop_assert_eq!(serde_json::from_str::<Number>(&json).unwrap(), a);
    }

    #[test]
    fn the_short_form_is_a_prefix_of_the_truth(a in any_number(), significant in 1_usize..12) {
        let short = a.to_short_string(significant);
        match short.strip_suffix('…') {
            None => prop_assert_eq!(number(&short), a),
            Some(shown) => {
                let shown_number = number(shown);
                let places = shown.split_once('.').map_or(0, |(_, fraction)| fraction.len());
                prop_assert!(shown_number.abs() < a.abs());
                prop_assert!((&a - &shown_number).abs() < Number::power_of_ten(-i16::try_from(places).unwrap()));
            }
        }
    }

    #[test]
    fn reading_never_panics(text in "[-+0-9.eE/ x]{0,12}") {
        let _ = Number::parse(&text);
        let _ = Number::parse_exact(&text);
    }

    #[test]
    fn decimals_read_as_their_digits(whole in 0_i64..1_000_000, fraction in 0_i64..1_000) {
        let read = number(&format!("-{whole}.{fraction:03}"));
        prop_assert_eq!(read, Number::from_ratio(-(whole * 1_000 + fraction), 1_000).unwrap());
    }
}

#[test]
fn reads_decimal_notation_only() {
    assert_eq!(number("1e3"), Number::from_int(1_000));
    assert_eq!(number("-2.50E-1"), Number::from_ratio(-1, 4).unwrap());
    assert_eq!(number("+007"), Number::from_int(7));
    assert_eq!(number("-0"), Number::zero());
    for text in [
        "", "-", ".5", "5.", "1,000", "1_000", " 1", "1 ", "0x1", "1e", "1e+", "--1", "1.2.3", "٣",
        "NaN", "1e1.0",
    ] {
        assert_eq!(Number::parse(text), Err(NumberError::NotDecimal), "{text}");
    }
}

#[test]
fn the_limits_are_named() {
    assert!(Number::parse(&"9".repeat(1_000)).is_ok());
    assert_eq!(
        Number::parse(&"9".repeat(1_001)),
        Err(NumberError::TooManyDigits)
    );
    assert!(Number::parse("1e-1000").is_ok());
    assert_eq!(Number::parse("1e1001"), Err(NumberError::ExponentTooLarge));
    assert_eq!(
        Number::parse("1e99999999999999999999"),
        Err(NumberError::ExponentTooLarge)
    );
    assert_eq!(
        Number::parse_exact("1/0"),
        Err(NumberError::ZeroDenominator)
    );
    assert!(
        NumberError::TooManyDigits
            .to_string()
            .contains("1,000 digits")
    );
}

#[test]
fn written_exactly_and_short() {
    let third = number("1/3");
    assert_eq!(third.to_decimal_string(), "1/3");
    assert_eq!(number("0.125").to_decimal_string(), "0.125");
    assert_eq!(number("0.125").to_exact(), "1/8");
    assert_eq!(number("-1000000.50").to_decimal_string(), "-1000000.5");
    assert_eq!((&third * &number("0.1")).to_short_string(3), "0.0333…");
    assert_eq!((&third * &number("100")).to_short_string(3), "33.3…");
    assert_eq!(number("1234567").to_short_string(3), "1234567");
    assert_eq!(number("1234567.25").to_short_string(3), "1234567.2…");
    assert_eq!(number("-2/3").to_short_string(4), "-0.6666…");
    assert_eq!(Number::zero().to_short_string(3), "0");
    assert_eq!(Number::power_of_ten(-6).to_decimal_string(), "0.000001");
}

#[test]
fn whole_numbers_beyond_a_word() {
    let border = Number::from_int(i64::MIN);
    assert_eq!((-&border).to_decimal_string(), "9223372036854775808");
    assert_eq!((-&border).to_int(), None);
    assert_eq!(-&-&border, border);
    assert_eq!(number("7/2").floor(), Some(3));
    assert_eq!(number("-7/2").floor(), Some(-4));
    assert_eq!(number("-7/2").ceil(), Some(-3));
    assert_eq!(number("1e30").floor(), None);
}

#[test]
fn a_number_is_two_words() {
    assert_eq!(size_of::<Number>(), 16);
}
