//! Cases spoiled at random: what is still done, the interpreter's reader takes, with the same meaning. Nothing panics.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

use super::forms::POLICY;
use super::workload::{POLICIES, line};
use super::{Kit, of_text, program};

static WORKLOAD: LazyLock<[Kit; 2]> = LazyLock::new(|| {
    let program = program(POLICIES);
    [
        Kit::whole(program.clone()),
        Kit::new(program, |field| field % 3 == 0, true),
    ]
});

static FORMS: LazyLock<[Kit; 3]> = LazyLock::new(|| {
    let program = of_text(POLICY);
    [
        Kit::whole(program.clone()),
        Kit::new(program.clone(), |field| field % 2 == 0, false),
        Kit::new(program, |_| false, true),
    ]
});

fn read_all(kits: &[Kit], bytes: &[u8]) {
    for kit in kits {
        let mut store = kit.store();
        let first = kit.read(bytes, &mut store);
        // Once more, with what the store has learnt.
        assert_eq!(kit.read(bytes, &mut store), first);
    }
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => proptest::sample::select(vec![
            "red", "dark_blue", "a_name_of_more_than_fourteen_bytes", "DE", "IS", "2B100", "2B100.x", "1A001", "1A001.a.1", "9Z9", "Ann", "Öl",
            "14 nm", "0.5 um", "30%", "80 ppm", "2031-03-01", "2031-02-30", "EUR", "12", "1.5", "007", "3 days", "say \"no\"", "tab\t",
            "A firm of a very long name, Ltd.",
        ]).prop_map(Value::from),
        2 => prop_oneof![-20..20i64, any::<i64>()].prop_map(Value::from),
        1 => "-?[0-9]{1,12}\\.[0-9]{1,8}".prop_map(|text| serde_json::from_str(&text).unwrap_or(Value::Null)),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(json!({})),
        1 => Just(json!([])),
        1 => Just(json!({"amount": "10.5", "currency": "EUR"})),
        1 => Just(json!({"at_least": 1})),
        1 => Just(json!({"known": [], "complete": false})),
        1 => Just(json!({"one_of": ["DE"]})),
    ]
}

fn key() -> impl Strategy<Value = String> {
    proptest::sample::select(vec![
        "id",
        "date",
        "to",
        "urgent",
        "sender",
        "buyer",
        "crates",
        "tags",
        "notes",
        "stays",
        "codes",
        "counts",
        "weights",
        "days",
        "wait",
        "a_field_with_a_name_longer_than_sixteen_bytes",
        "rates",
        "name",
        "share",
        "of",
        "boss",
        "label",
        "code",
        "value",
        "price",
        "length",
        "pieces",
        "weight",
        "colour",
        "lid",
        "closed",
        "lined",
        "other",
    ])
    .prop_map(str::to_owned)
}

/// Objects with keys of the schema, rightly or wrongly placed.
fn anything() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((key(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A value that fits its key, mostly.
fn fitting() -> impl Strategy<Value = String> {
    let one = |key: &'static str, values: &'static [&'static str]| {
        proptest::sample::select(values)
            .prop_map(move |value| format!("\"{key}\":{value}"))
            .boxed()
    };
    let leaf = move || {
        prop_oneof![
            one("label", &["\"Ann\"", "\"x\"", "null", "\"Öl\""]),
            one(
                "code",
                &["\"2B100\"", "\"1A001.b\"", "\"2B100.q\"", "\"1A001\""]
            ),
            one(
                "value",
                &[
                    "{\"amount\":1,\"currency\":\"EUR\"}",
                    "{}",
                    "{\"currency\":\"USD\"}",
                    "{\"amount\":\"-1\"}"
                ]
            ),
            one("price", &["null", "{\"amount\":\"1.5\"}"]),
            one("length", &["\"14 nm\"", "null", "\"1.5 um\""]),
            one("pieces", &["1", "-7", "\"12\"", "3.0", "1e1"]),
            one("weight", &["1.5", "\"2\"", "0.0000001"]),
            one("colour", &["\"red\"", "null", "\"grey\""]),
            one(
                "lid",
                &["null", "{}", "{\"colour\":\"green\",\"lined\":false}"]
            ),
        ]
    };
    let object = |fields: Vec<String>| format!("{{{}}}", fields.join(","));
    let case = proptest::collection::vec(leaf(), 0..5).prop_map(object);
    let case = case.prop_recursive(4, 24, 3, move |inner| {
        let inside = proptest::collection::vec(inner, 0..3)
            .prop_map(|inner| format!("\"crates\":[{}]", inner.join(",")));
        (
            proptest::collection::vec(leaf(), 0..3),
            inside,
            proptest::collection::vec(leaf(), 0..3),
        )
            .prop_map(move |(before, inside, after)| {
                object(before.into_iter().chain([inside]).chain(after).collect())
            })
    });
    let root = prop_oneof![
        one("id", &["\"a\"", "\"a long name of a case\"", "\"a\\\\b\""]),
        one("date", &["\"2031-03-01\"", "\"2031-02-29\""]),
        one("to", &["\"DE\"", "null"]),
        one("urgent", &["true", "false"]),
        one(
            "sender",
            &[
                "{\"name\":\"Ann\",\"share\":\"5%\"}",
                "{}",
                "{\"boss\":{\"boss\":null,\"of\":\"DE\"},\"of\":null}"
            ]
        ),
        one(
            "buyer",
            &[
                "null",
                "{\"boss\":{\"boss\":{\"name\":\"b\"}},\"name\":\"c\"}"
            ]
        ),
        one("tags", &["[]", "[\"red\",\"red\",\"green\"]"]),
        one("notes", &["[\"Ann\",\"Ann\",\"q\"]", "[\"q\",\"r\"]"]),
        one("codes", &["[\"2B100\",\"2B100\"]", "[\"2B100.a\"]"]),
        one("counts", &["[1,1,2]", "[]"]),
        one("rates", &["{}", "{\"EUR/USD\":2}"]),
    ];
    let roots = || proptest::collection::vec(root.clone(), 0..5);
    (roots(), proptest::collection::vec(case, 0..4), roots()).prop_map(
        move |(before, crates, after)| {
            let crates = format!("\"crates\":[{}]", crates.join(","));
            object(before.into_iter().chain([crates]).chain(after).collect())
        },
    )
}

fn spoil(text: &str, at: &Index, byte: u8, how: u8, other: &Index) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let (at, other) = (at.index(bytes.len()), other.index(bytes.len()));
    let (from, to) = (at.min(other), at.max(other));
    match how {
        0 => bytes[at] = byte,
        1 => drop(bytes.remove(at)),
        2 => bytes.insert(at, byte),
        3 => bytes.truncate(at),
        4 => drop(bytes.drain(from..to)),
        _ => {
            let piece = bytes[from..to].to_vec();
            bytes.splice(at..at, piece);
        }
    }
    bytes
}

fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        proptest::sample::select(b"\"\\{}[]:,.-+eE0129 \tnultrf/%".to_vec()),
        any::<u8>()
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_of_the_workload(line in line(), at in any::<Index>(), byte in byte(), how in 0..6u8, other in any::<Index>()) {
        read_all(&*WORKLOAD, &spoil(&line, &at, byte, how, &other));
    }

    #[test]
    fn cases_that_fit(text in fitting(), at in any::<Index>(), byte in byte(), how in 0..6u8, other in any::<Index>()) {
        read_all(&*FORMS, text.as_bytes());
        read_all(&*FORMS, &spoil(&text, &at, byte, how, &other));
    }

    #[test]
    fn cases_of_any_shape(value in anything()) {
        read_all(&*FORMS, value.to_string().as_bytes());
        read_all(&*FORMS, serde_json::to_string_pretty(&value).unwrap().as_bytes());
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(byte(), 0..60)) {
        read_all(&*FORMS, &bytes);
        read_all(&*FORMS, &[b"{\"id\":", bytes.as_slice(), b"}"].concat());
        read_all(&*FORMS, &[b"{\"crates\":[{\"weight\":", bytes.as_slice(), b"}]}"].concat());
    }
}
