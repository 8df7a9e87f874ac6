//! Lines of the reference workload, written as its generator writes them.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{Kit, Read, program};

pub const POLICIES: &str = "benches/peers/policies";

fn of(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(words)
}

fn country() -> impl Strategy<Value = &'static str> {
    of(&["US", "KR", "JP", "DE", "NL", "TW", "FR", "GB", "KP"])
}

fn code() -> impl Strategy<Value = &'static str> {
    of(&[
        "1C903.a.1",
        "2B902.b",
        "1C111.c",
        "3A901.a.1",
        "6A001.a",
        "9Z100.a",
        "9Z186.c",
    ])
}

fn part() -> impl Strategy<Value = String> {
    let leaf = (code(), country(), 1..20_000u32).prop_map(|(code, origin, value)| {
        format!("{{\"code\":\"{code}\",\"origin\":\"{origin}\",\"value\":{value}}}")
    });
    leaf.prop_recursive(3, 12, 4, |inner| {
        let parts = proptest::collection::vec(inner, 1..4);
        (code(), country(), 1..20_000u32, parts).prop_map(|(code, origin, value, parts)| {
            format!(
                "{{\"code\":\"{code}\",\"origin\":\"{origin}\",\"value\":{value},\"parts\":[{}]}}",
                parts.join(",")
            )
        })
    })
}

fn item() -> impl Strategy<Value = String> {
    let heading = of(&[
        "2846.90.11",
        "2805.30.14",
        "8505.11.10",
        "8486.20.31",
        "8507.60.00",
    ]);
    let kind = of(&["mining", "smelting_separation", "cnc_machining", "software"]);
    let technology = (kind, country())
        .prop_map(|(kind, origin)| format!("{{\"kind\":\"{kind}\",\"origin\":\"{origin}\"}}"));
    let technologies = proptest::collection::vec(technology, 0..3);
    let parts = proptest::collection::vec(part(), 1..6);
    (code(), heading, 10_000..5_000_000u32, country(), technologies, parts).prop_map(|(code, heading, value, origin, technologies, parts)| {
        format!(
            "{{\"code\":\"{code}\",\"hs\":\"{heading}\",\"value\":{value},\"origin\":\"{origin}\",\"technologies\":[{}],\"bom\":[{}]}}",
            technologies.join(","),
            parts.join(",")
        )
    })
}

/// A line of the workload.
pub fn line() -> impl Strategy<Value = String> {
    let owner = (0..50_000u32, 1..5000u32)
        .prop_map(|(party, share)| format!("{{\"party\":\"P{party:05}\",\"share\":{share}}}"));
    let lists = proptest::sample::subsequence(vec!["\"control_list\"", "\"watch_list\""], 0..=2);
    let uses = proptest::sample::subsequence(
        vec![
            "\"commercial\"",
            "\"rnd\"",
            "\"semiconductor\"",
            "\"humanitarian\"",
        ],
        1..=3,
    );
    let day = (2024..2027u32, 1..13u32, 1..29u32);
    let user = (
        country(),
        of(&["civil", "military"]),
        lists,
        proptest::collection::vec(owner, 0..5),
    );
    let items = proptest::collection::vec(item(), 1..4);
    (0..10_000_000u32, day, country(), user, uses, items).prop_map(|(id, (y, m, d), firm, (country, category, lists, owners), uses, items)| {
        format!(
            "{{\"id\":\"SH-{id:07}\",\"date\":\"{y:04}-{m:02}-{d:02}\",\
             \"exporter\":{{\"name\":\"Exporter {id} Advanced Materials Co., Ltd.\",\"country\":\"{firm}\"}},\
             \"consignee\":{{\"name\":\"Consignee {d} Trading GmbH\",\"country\":\"{country}\"}},\
             \"end_user\":{{\"name\":\"End User {m} Industries plc\",\"country\":\"{country}\",\"category\":\"{category}\",\
             \"lists\":[{}],\"owners\":[{}]}},\"destination\":\"{country}\",\"end_uses\":[{}],\
             \"chip\":{{\"node_nm\":{m},\"layers\":{d}}},\"items\":[{}]}}",
            lists.join(","),
            owners.join(","),
            uses.join(","),
            items.join(",")
        )
    })
}

#[test]
fn every_line_is_read() {
    let program = program(POLICIES);
    let kits = [
        Kit::whole(program.clone()),
        Kit::new(program.clone(), |field| field % 2 == 0, true),
        Kit::new(program.clone(), |field| field % 2 == 1, false),
        Kit::new(program, |field| field % 7 < 5, true),
    ];
    let config = ProptestConfig {
        cases: 150,
        rng_seed: RngSeed::Fixed(61),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(line in line())| {
        for kit in &kits {
            let mut store = kit.store();
            prop_assert_eq!(kit.read(line.as_bytes(), &mut store), Read::Done, "{}", line);
            let spaced = line.replace(':', ": ").replace(',', ", ");
            prop_assert_eq!(kit.read(spaced.as_bytes(), &mut store), Read::Done, "{}", spaced);
        }
    });
}
