//! Whatever the bytes, reading ends, and what is told points into the text.

use proptest::prelude::*;

use super::round_trip::order;
use super::told;
use crate::facts::errors;

/// Reads bytes and checks what is told about them.
fn read_any(bytes: &[u8]) {
    let (facts, told) = told(bytes, &[]);
    let text = String::from_utf8_lossy(bytes);
    for diagnostic in &told {
        assert!(
            errors::CODES
                .iter()
                .any(|(code, _)| *code == diagnostic.code),
            "{}",
            diagnostic.code
        );
        assert!(
            diagnostic
                .pointer
                .as_deref()
                .is_some_and(|pointer| pointer.is_empty() || pointer.starts_with('/'))
        );
        assert!(!diagnostic.labels.is_empty());
        for label in &diagnostic.labels {
            assert!(
                text.get(label.span.start as usize..label.span.end as usize)
                    .is_some(),
                "{diagnostic:?}"
            );
        }
    }
    if let Some(facts) = facts {
        for span in &facts.slot_spans {
            assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
        assert!(
            serde_json::from_slice::<serde_json::Value>(
                bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes)
            )
            .is_ok()
        );
    }
}

fn tokens() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("null"),
        Just("true"),
        Just("1"),
        Just("-1e3"),
        Just("\"crates\""),
        Just("\"crates\":["),
        Just("\"id\""),
        Just("\"id\":\"a\""),
        Just("\"known\":["),
        Just("\"complete\":false"),
        Just("\"at_least\":1"),
        Just("\"one_of\":["),
        Just("\"DE\""),
        Just("\"value\":{"),
        Just("\"amount\":"),
        Just("\"rates\":{"),
        Just("\"EUR/USD\":"),
        Just("\""),
        Just("\\"),
        Just("\\u00"),
        Just(" "),
        Just("ü"),
        Just("\"tags\":["),
        Just("\"heavy\""),
    ];
    proptest::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_any(&bytes);
    }

    #[test]
    fn any_tokens(text in tokens()) {
        read_any(text.as_bytes());
        read_any(format!("{{{text}").as_bytes());
    }

    #[test]
    fn a_legal_case_with_one_byte_changed(order in order(), at in any::<proptest::sample::Index>(), byte in any::<u8>(), how in 0..3) {
        let mut bytes = serde_json::to_vec(&order.json).unwrap();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, byte),
        }
        read_any(&bytes);
    }

    #[test]
    fn a_legal_case_cut_short(order in order(), at in any::<proptest::sample::Index>()) {
        let bytes = serde_json::to_vec(&order.json).unwrap();
        let cut = &bytes[..at.index(bytes.len())];
        read_any(cut);
        prop_assert!(told(cut, &[]).0.is_none());
    }
}
