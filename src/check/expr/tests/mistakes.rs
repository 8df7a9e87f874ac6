//! Every mistake with its message.

use std::collections::BTreeSet;

use super::{check, render, rule};
use crate::check::expr::errors::CODES;

/// Conditions of a rule about `item`, and whole items, each with what is told about it.
fn told(conditions: &[&str], items: &[&str]) -> String {
    let mut out = String::new();
    for condition in conditions {
        out.push_str(&format!(
            "when {condition}\n{}\n",
            render(&check(&rule(condition)))
        ));
    }
    for item in items {
        out.push_str(&format!("{item}\n{}\n", render(&check(item))));
    }
    out
}

const NAMES: (&[&str], &[&str]) = (
    &[
        "itm.layers = 1",
        "layers = 1",
        "item.kind = servce",
        "item.kind = fine",
        "goods",
        "item.origin = XX",
        "item.origin = Germany",
        "item.layrs = 1",
        "shipment.items.layers = 1",
        "item.name.size = 1",
        "shipment.items[0].layers = 1",
        "hevy(item)",
        "nothing_alike(item, item.layers + \"a\")",
        "width = 1",
        "controlled",
        "office.n1",
        "item.kind in { goods, \"service\" }",
        "Kind.godos = item.kind",
        "any part in item.parts has part.layers = 1 and part.ratio > 2",
        "any item in item.parts has item.layers = 1",
        "any row in annex has row.cod within item.code",
        "item.code in annex.code",
        "item.code within itm.code",
        "item.code within codee",
        "item.layers = 1 and (r = r)",
    ],
    &[
        "define f(party: Party) -> Bool = shipment.from = DE",
        "define f(party: Party, party: Party) -> Bool = true",
        "define f(party: Party) -> Bool { let party = 1  gives true }",
        "record Box { size : Int  ensure sum(x.size for x in boxes) <= size \"too big\"  boxes : [Box]  ensure shipment.from = DE \"no\" }",
    ],
);

#[test]
fn names() {
    insta::assert_snapshot!(told(NAMES.0, NAMES.1));
}

const CALLS: (&[&str], &[&str]) = (
    &[
        "heavy(item, item)",
        "heavy()",
        "limit(item) = 3 kg",
        "heavy(item.origin)",
        "at(item.origin)",
        "item.layers(1) = 1",
        "min(item.layers) = 1",
        "sum(item.layers, item.layers) = 1",
        "min(item.layers, item.mass) = 1",
        "max(item.sold, item.made) > item.made",
        "mean(part.layers for part in item.parts) > 1",
        "sum(part.name for part in item.parts) > 1",
        "sum(part.paid for part in item.parts) > 1 EUR",
        "sum(part.paid for part in item.parts where part.layers > 1) > 1 EUR",
        "max(part.kind for part in item.parts) = goods",
    ],
    &[
        "define f(item: Item) -> Mass = item.layers",
        "define f(item: Item) -> Mass = item.width",
        "define f(item: Item) -> Length = item.width",
        "define f(item: Item) -> Bool { let x = null  gives true }",
    ],
);

#[test]
fn calls() {
    insta::assert_snapshot!(told(CALLS.0, CALLS.1));
}

const COMPARISONS: (&[&str], &[&str]) = (
    &[
        "item.mass = item.length",
        "item.mass > 3",
        "item.value > 0",
        "3 > item.value",
        "any holding in shipment.sender.owners has holding.share >= 0.5",
        "item.layers > 50%",
        "item.code = 1A001",
        "item.code != 1A001.a",
        "shipment.sender = shipment.receiver",
        "item.codes = { 1A001 }",
        "item.kind < service",
        "item.name < \"b\"",
        "item.origin = item.data.place",
        "null = null",
        "item.layers < null",
        "item.layers in { null }",
        "[null] = [1]",
        "10 days = 11 days",
        "item.layers = null",
        "item.layers != null",
        "item.parts = null",
        "item.mass",
        "item.parts",
        "shipment.sender",
    ],
    &[],
);

#[test]
fn comparisons() {
    insta::assert_snapshot!(told(COMPARISONS.0, COMPARISONS.1));
}

const SETS: (&[&str], &[&str]) = (
    &[
        "item.kind in (goods, service)",
        "(goods, service)",
        "item.kind in goods",
        "item.code in 1A001",
        "item.layers in { 1, fine }",
        "item.layers in { 1 kg, 2 kg }",
        "item.mass in 1 m to 2 m",
        "item.length in 3 m to 1 m",
        "item.kind in goods to service",
        "item.code in places",
        "item.code in twins",
        "item.code in alias",
        "item.name in annex",
        "item.name within item.code",
        "item.code within item.codes",
        "item.codes meets 1A001",
        "item.codes meets item.marks",
        "item.codes meets places",
        "shipment.sender in { shipment.receiver }",
        "{ shipment.sender } meets { shipment.sender }",
        "[1, 1 kg] meets { 1 }",
        "item.layers in { width: 1 }",
        "any x in item.layers has x = 1",
        "any x in shipment.items* has x.layers = 1",
        "any x in annex* has x.name = \"one\"",
        "any x in outermost_parts has x = 1",
        "count(outermost part in item.parts where part.layers = 1) = 1",
        "count(outermost part in item.parts*) = 1",
        "count(outermost part in item.parts) = 1",
        "item.codes + item.code meets { 1A001 }",
        "item.codes + item.marks meets { 1A001 }",
    ],
    &[],
);

#[test]
fn sets() {
    insta::assert_snapshot!(told(SETS.0, SETS.1));
}

const TRUTH: (&[&str], &[&str]) = (
    &[
        "item.layers = 1 and item.ratio > 1 or item.kind = goods",
        "heavy(item) or limit = 3 kg and item.kind = goods",
        "width reads wde",
        "widht reads wide",
        "item reads wide",
        "heavy reads wide",
        "item.kind reads wide",
        "(1 + 2) reads wide",
        "item is contrlled",
        "item is needed",
        "item.kind is goods",
        "shipment is controlled",
        "shipment.sender is controlled",
        "any part in item.parts has part is controlled",
        "any part in item.parts* has marked(part)",
        "(if item.layers = 1 then 1 kg else 1 m) = 1 kg",
    ],
    &[
        "define marked(item: Item) -> Bool = item is controlled\nrule c { cites article 1  for item in shipment.items\n  then item is controlled }\nrule r { cites article 1  for item in shipment.items\n  when any part in item.parts* has marked(part)\n  then item is needed }",
        "rule c { cites article 1  for item in shipment.items\n  then item is controlled }\nrule r { cites article 1  for item in shipment.items\n  when any part in item.parts has part is controlled or any spare in shipment.spares has spare is controlled\n  then item is needed }",
        "record Box { open : Bool  item : Item  ensure item is controlled \"no\" }",
        "instrument office.n2 { in force from 2025-01-01 if heavy(item) }",
        "rule r { cites article 1  for item in shipment.items  in force from 2025-03-01 if item.layers = 1 and width reads wide\n  then item is needed }",
    ],
);

#[test]
fn truth() {
    insta::assert_snapshot!(told(TRUTH.0, TRUTH.1));
}

const ABSENCE: (&[&str], &[&str]) = (
    &[
        "not item.flag",
        "not (item.origin = DE)",
        "item.origin not in { DE, FR }",
        "item.code not in annex",
        "item.code not within 1A001",
        "no part in item.parts has part.origin = DE",
        "no part in item.parts where part.origin = DE has part.layers = 1",
        "every part in item.parts has part.origin = DE",
        "not (any part in item.parts has part.width > 1 m)",
        "not item.data.public",
        "not (item.layers = 1 and item.grade = fine)",
        "not at(item.origin)",
        "not (item.data != null) and at(item.data.place)",
        "item.data = null and at(item.data.place)",
        "item.width * 2 > 1 m",
        "item.width + item.length > 1 m",
        "- item.width > 1 m",
        "item.paid / item.value > 10%",
        "item.length in 1 m to item.width",
        "item.value otherwise 0 EUR > 1 EUR",
        "item.parts otherwise [] = []",
        "item.width otherwise 0 kg > 1 kg",
    ],
    &[],
);

#[test]
fn absence() {
    insta::assert_snapshot!(told(ABSENCE.0, ABSENCE.1));
}

const CALCULATION: (&[&str], &[&str]) = (
    &[
        "item.mass + item.value > 3 kg",
        "item.mass + 3 > 3 kg",
        "item.mass * item.mass > 3 kg",
        "item.value * item.value > 3 EUR",
        "item.mass / item.length > 3",
        "item.layers / item.mass > 3",
        "item.made - shipment.date > 3",
        "item.made + 3 > shipment.date",
        "3 days + item.made > shipment.date",
        "3 days + 4 days > 3 days",
        "item.made * 2 > shipment.date",
        "- item.name = \"a\"",
        "- item.made > item.made",
        "item.value / 0 > 3 EUR",
        "item.value / 0 EUR > 3",
        "sum(part.value for part in item.parts where part.layers = 1) / item.value > 3%",
        "item.layers > 1 and sum(part.value for part in item.parts where part.layers = 1) / item.value > 3%",
    ],
    &[
        "rule r { cites article 1  for item in shipment.items\n  let inside = sum(part.value for part in item.parts where heavy(part))\n  when inside / item.value > 3%\n  then item is needed }",
    ],
);

#[test]
fn calculation() {
    insta::assert_snapshot!(told(CALCULATION.0, CALCULATION.1));
}

const LITERALS: (&[&str], &[&str]) = (
    &[
        "item.mass > 3 kgs",
        "item.mass > 3 stone",
        "item.value > 3 XYZ",
        "item.value > XYZ 3",
        "item.value > 3 eur",
        "item.made + 1.5 days > shipment.date",
        "item.codes meets { \"1A 1\" }",
        "item.name within item.code",
    ],
    &[
        "list wrong { code : Code  size : Length  place : Country  | \"1A 1\" | 3 | XX | }",
        "list wrong { size : Length  | limit | }",
        "list wrong { kind : Kind  size : Range of Length  day : Date  | boods | 3 mm | 3 | }",
        "list wrong { size : Length  | 1 m + 2 m | }",
        "dimension Time { s  h = 60 minute  minute = 60 s }",
    ],
);

#[test]
fn literals() {
    insta::assert_snapshot!(told(LITERALS.0, LITERALS.1));
}

const RECURSION: (&[&str], &[&str]) = (
    &[],
    &[
        "define f(party: Party) -> Bool = f(party)",
        "define f(party: Party) -> Bool = party.member or f((if party.member then party else party))",
        "define f(party: Party, other: Party) -> Bool = any holding in party.owners has f(other, holding.party)",
        "define f(item: Item) -> Bool = g(item)\ndefine g(item: Item) -> Bool = f(item) or any part in item.parts has f(part)",
        "define f(n: Int) -> Int = if n = 0 then 0 else f(n - 1)",
        "define f -> Bool = f",
        "record Box { a : Int = b  b : Int = c  c : Int = a + 1 }",
    ],
);

#[test]
fn recursion() {
    insta::assert_snapshot!(told(RECURSION.0, RECURSION.1));
}

#[test]
fn every_code_is_shown() {
    // Told of places that this file cannot write: two modules, a CSV, a path of more than 64 steps.
    let elsewhere = ["ambiguous-name", "csv-cell", "path-too-long"];
    let all = [
        NAMES,
        CALLS,
        COMPARISONS,
        SETS,
        TRUTH,
        ABSENCE,
        CALCULATION,
        LITERALS,
        RECURSION,
    ];
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for (conditions, items) in all {
        let texts = conditions
            .iter()
            .map(|c| rule(c))
            .chain(items.iter().map(|i| (*i).to_owned()));
        shown.extend(texts.flat_map(|text| check(&text).told.into_iter().map(|d| d.code)));
    }
    let missing: Vec<_> = CODES
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !shown.contains(code) && !elsewhere.contains(code))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}
