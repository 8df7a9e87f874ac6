//! Scalars as JSON text, behind what stands there.

/// A text in quotes.
pub fn text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest
        .iter()
        .position(|b| *b < 0x20 || matches!(b, b'"' | b'\\'))
    {
        let (plain, behind) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((escaped, behind)) = behind.split_first() else {
            break;
        };
        match escaped {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            other => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let digit = |n: u8| DIGITS.get(usize::from(n & 15)).copied().unwrap_or(b'0');
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[digit(other >> 4), digit(*other)]);
            }
        }
        rest = behind;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// A number: `digits` with so many of them behind the point; of a negative scale, as many zeros follow.
#[cfg(feature = "arrow")]
pub fn decimal(digits: i128, scale: i8, out: &mut Vec<u8>) {
    if digits < 0 {
        out.push(b'-');
    }
    // 39 digits hold every number of 128 bits.
    let mut room = [b'0'; 39];
    let mut rest = digits.unsigned_abs();
    let mut used = 0;
    for place in room.iter_mut().rev() {
        // The remainder is one digit.
        *place = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    let written = room.get(room.len() - used..).unwrap_or(&[]);
    let behind = usize::from(scale.unsigned_abs());
    if scale <= 0 {
        out.extend_from_slice(written);
        if digits != 0 {
            out.extend(std::iter::repeat_n(b'0', behind));
        }
        return;
    }
    let whole = used.saturating_sub(behind);
    let (whole, fraction) = written.split_at_checked(whole).unwrap_or((&[], written));
    out.extend_from_slice(if whole.is_empty() { b"0" } else { whole });
    out.push(b'.');
    out.extend(std::iter::repeat_n(b'0', behind.saturating_sub(used)));
    out.extend_from_slice(fraction);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    #[cfg(feature = "arrow")]
    #[test]
    fn decimals_are_exact() {
        let written = |digits, scale| {
            let mut out = Vec::new();
            super::decimal(digits, scale, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(40000, 2), "400.00");
        assert_eq!(written(-5, 3), "-0.005");
        assert_eq!(written(0, 2), "0.00");
        assert_eq!(written(7, -3), "7000");
        assert_eq!(written(0, -3), "0");
        assert_eq!(written(12, 0), "12");
        assert_eq!(written(123, 3), "0.123");
        assert_eq!(
            written(i128::MIN, 38),
            "-1.70141183460469231731687303715884105728"
        );
        assert_eq!(written(i128::MAX, 0), i128::MAX.to_string());
    }

    proptest! {
        #[test]
        fn texts_come_back(text in "\\PC*|[\u{0}-\u{2f}\"\\\\é]{0,20}") {
            let mut out = Vec::new();
            super::text(&text, &mut out);
            let back: String = serde_json::from_slice(&out).unwrap();
            prop_assert_eq!(back, text);
        }
    }
}
