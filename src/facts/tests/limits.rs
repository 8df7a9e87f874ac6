//! Large, long and deep: linear in size, or a clear error that names the limit. Never a crash.

use std::time::{Duration, Instant};

use super::{codes, facts, told};
use crate::facts::json::NESTING_LIMIT;
use crate::facts::mistakes::MISTAKE_LIMIT;
use crate::facts::{NodeId, Slot};

/// Far above what any of these takes in a debug build, far below what anything quadratic would.
const SOON: Duration = Duration::from_secs(60);

fn soon<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
    result
}

fn only(bytes: &[u8]) -> (&'static str, String) {
    let (_, told) = told(bytes, &[]);
    let [only] = told.as_slice() else {
        panic!("{} mistakes", told.len())
    };
    (only.code, only.message.clone())
}

#[test]
fn a_hundred_thousand_parts() {
    let part = r#"{"label": "x", "code": "2B100", "value": {"amount": "1.50", "currency": "EUR"}, "crates": []}"#;
    let text = format!(
        "{{\"crates\": [{{\"crates\": [{}]}}]}}",
        vec![part; 100_000].join(",")
    );
    let facts = soon(|| facts(&text));
    assert_eq!(facts.nodes.len(), 100_002);
}

#[test]
fn ten_thousand_levels_of_parts() {
    let depth = 10_000;
    let text = format!(
        "{{\"crates\": [{}{}]}}",
        "{\"crates\": [".repeat(depth),
        "]}".repeat(depth)
    );
    let facts = soon(|| facts(&text));
    assert_eq!(facts.nodes.len(), depth + 1);
    let place = facts.pointer(&super::schema::program(), NodeId(10_000), None, None);
    assert_eq!(place.matches("/crates/0").count(), depth);
}

#[test]
fn a_million_open_brackets() {
    for open in [
        "[",
        "{\"crates\": [",
        "{\"unknown\": [",
        "{\"unknown\":",
        "{\"id\": [",
    ] {
        let text = open.repeat(1_000_000);
        let told = soon(|| codes(text.as_bytes()));
        assert!(told.contains(&"facts-too-deep"), "{open}: {told:?}");
    }
    let many = "[".repeat(NESTING_LIMIT + 1);
    let message = told(many.as_bytes(), &[])
        .1
        .into_iter()
        .find(|told| told.code == "facts-too-deep")
        .unwrap()
        .message;
    assert!(message.contains("100000"), "{message}");
}

#[test]
fn as_deep_as_the_limit() {
    let depth = NESTING_LIMIT / 2 - 1;
    let text = format!(
        "{{\"crates\": [{}{}]}}",
        "{\"crates\": [".repeat(depth),
        "]}".repeat(depth)
    );
    assert_eq!(soon(|| facts(&text)).nodes.len(), depth + 1);
    let skipped = format!(
        "{{\"x\": {}{}}}",
        "[".repeat(NESTING_LIMIT - 1),
        "]".repeat(NESTING_LIMIT - 1)
    );
    assert_eq!(soon(|| codes(skipped.as_bytes())), ["facts-unknown-key"]);
}

#[test]
fn long_numbers() {
    let digits = "7".repeat(100_000);
    for number in [
        digits.clone(),
        format!("-{digits}"),
        format!("0.{digits}"),
        format!("1e{digits}"),
        format!("\"{digits}\""),
    ] {
        let text = format!("{{\"crates\": [{{\"weight\": {number}, \"label\": 3}}]}}");
        assert_eq!(
            soon(|| codes(text.as_bytes())),
            ["facts-bad-number", "facts-wrong-type"],
            "{}",
            &number[..9]
        );
    }
    let (_, message) = only(format!("{{\"crates\": [{{\"pieces\": {digits}}}]}}").as_bytes());
    assert!(
        message.ends_with("a number has at most 1,000 digits"),
        "{message}"
    );
    assert!(message.len() < 200);
    assert_eq!(
        codes(format!("{{\"x\": {digits}}}").as_bytes()),
        ["facts-unknown-key"]
    );
}

#[test]
fn a_line_of_ten_megabytes() {
    let text = format!("{{\"id\": \"{}\"}}", "ab€".repeat(2_000_000));
    let facts = soon(|| facts(&text));
    let Some(Slot::Text(texts)) = facts.slots.first() else {
        panic!()
    };
    assert_eq!(texts[0].len(), 10_000_000);
    let text = format!("{{\"id\": \"a\" {}", " ".repeat(10_000_000));
    assert_eq!(soon(|| codes(text.as_bytes())), ["facts-truncated"]);
    let text = format!("{{\"{}\": 1}}", "x".repeat(10_000_000));
    let (code, message) = soon(|| only(text.as_bytes()));
    assert_eq!(code, "facts-unknown-key");
    assert!(message.len() < 200);
}

#[test]
fn many_mistakes() {
    let text = format!("{{\"notes\": [{}]}}", vec!["1"; 200_000].join(","));
    let told = soon(|| codes(text.as_bytes()));
    assert_eq!(told.len(), MISTAKE_LIMIT + 1);
    assert_eq!(told.last(), Some(&"facts-too-many-mistakes"));
}

#[test]
fn many_mistakes_in_the_deep() {
    let depth = 20_000;
    let text = format!(
        "{{\"crates\": [{}{}]}}",
        "{\"label\": 1, \"crates\": [".repeat(depth),
        "]}".repeat(depth)
    );
    let (_, told) = soon(|| told(text.as_bytes(), &[]));
    let pointers: usize = told
        .iter()
        .filter_map(|told| told.pointer.as_ref())
        .map(String::len)
        .sum();
    assert!(pointers < 10_000_000);
    assert_eq!(
        told.iter()
            .filter(|told| told.code == "facts-too-many-mistakes")
            .count(),
        1
    );
}

#[test]
fn many_codes_that_no_list_knows() {
    let codes: Vec<_> = (0..20_000).map(|n| format!("\"9Z{n}\"")).collect();
    let text = format!("{{\"crates\": [{{\"codes\": [{}]}}]}}", codes.join(","));
    let (facts, told) = soon(|| told(text.as_bytes(), &[]));
    assert!(facts.is_some());
    assert!(told.len() <= 200);
}

#[test]
fn too_many_records() {
    let text = format!("{{\"crates\": [{}{{}}]}}", "{},".repeat(1_000_000));
    assert_eq!(soon(|| codes(text.as_bytes())), ["facts-too-large"]);
}
