//! What slots hold, where they stand, and what a scenario may make unknown.

use super::schema::{CRATE, LID, ORDER, PARTY, program};
use super::{codes, facts, told};
use crate::facts::data::Parent;
use crate::facts::{Facts, NodeId, ROOT, Slot};
use crate::ir::{FieldId, Place, PlaceStep, RecordId};
use crate::value::{Bounds, Choice, Code, Country, Currency, Day, Number, PeriodUnit, Periods};

fn id(record: RecordId, name: &str) -> FieldId {
    let program = program();
    FieldId::from_index(
        program
            .record(record)
            .fields
            .iter()
            .position(|field| field.name == name)
            .unwrap(),
    )
}

fn root(facts: &Facts, name: &str) -> Slot {
    facts.slot(ROOT, id(ORDER, name)).unwrap().clone()
}

/// The field of the first crate of an order with one crate.
fn of_crate(name: &str, json: &str) -> Slot {
    let facts = facts(&format!("{{\"crates\": [{{\"{name}\": {json}}}]}}"));
    facts.slot(NodeId(1), id(CRATE, name)).unwrap().clone()
}

fn number(text: &str) -> Number {
    Number::parse_exact(text).unwrap()
}

fn between(least: &str, most: &str) -> Slot {
    Slot::Number(Bounds::between(number(least), number(most)).unwrap())
}

fn point(text: &str) -> Slot {
    Slot::Number(Bounds::point(number(text)))
}

fn country(code: &str) -> u16 {
    Country::parse(code).unwrap().index()
}

#[test]
fn periods() {
    let dries = |json: &str| {
        let facts = facts(&format!(
            "{{\"crates\": [{{\"lid\": {{\"dries\": {json}}}}}]}}"
        ));
        facts.slot(NodeId(2), id(LID, "dries")).unwrap().clone()
    };
    let within = |unit, least, most| Slot::Period(Periods::within(unit, least, most));
    let working = PeriodUnit::WorkingDays;
    assert_eq!(dries(r#""12 working days""#), within(working, 12, Some(12)));
    assert_eq!(
        dries(r#""1 month""#),
        within(PeriodUnit::Months, 1, Some(1))
    );
    assert_eq!(
        dries(r#"{"at_least": "1 day", "at_most": "3 days"}"#),
        within(PeriodUnit::Days, 1, Some(3))
    );
    assert_eq!(
        dries(r#"{"at_least": "2 weeks"}"#),
        within(PeriodUnit::Weeks, 2, None)
    );
    assert_eq!(
        dries(r#"{"at_most": "2 years"}"#),
        within(PeriodUnit::Years, 0, Some(2))
    );
}

#[test]
fn nothing_told() {
    let facts = facts("{}");
    assert_eq!(facts.nodes.len(), 1);
    assert!(facts.slots.iter().all(|slot| *slot == Slot::LeftOut));
    assert_eq!(facts.slots.len(), program().record(ORDER).fields.len());
    assert_eq!(facts.slot_spans.len(), facts.slots.len());
}

#[test]
fn scalars() {
    let facts = facts(
        r#"{"id": "a\n\u00e9\ud83d\ude00", "urgent": true, "date": "2026-03-01", "from": "DE", "to": null}"#,
    );
    assert_eq!(root(&facts, "id"), Slot::Text(vec!["a\né😀".into()]));
    assert_eq!(root(&facts, "urgent"), Slot::Bool(true));
    assert_eq!(
        root(&facts, "date"),
        Slot::Number(Bounds::point(Day::parse("2026-03-01").unwrap().to_number()))
    );
    assert_eq!(
        root(&facts, "from"),
        Slot::Choice(Choice::single(country("DE")))
    );
    assert_eq!(root(&facts, "to"), Slot::Absent);
}

#[test]
fn numbers_are_exact() {
    assert_eq!(of_crate("pieces", "256"), point("256"));
    assert_eq!(of_crate("pieces", "\"256\""), point("256"));
    assert_eq!(of_crate("pieces", "1e3"), point("1000"));
    assert_eq!(of_crate("pieces", "2.0"), point("2"));
    assert_eq!(of_crate("pieces", "-3"), point("-3"));
    assert_eq!(of_crate("weight", "0.1"), point("1/10"));
    assert_eq!(of_crate("weight", "\"1e-3\""), point("1/1000"));
    assert_eq!(
        of_crate("weight", "123456789012345678901234567890.5"),
        point("246913578024691357802469135781/2")
    );
    assert_eq!(of_crate("length", "\"14 um\""), point("14000"));
    assert_eq!(of_crate("length", "\"0.5nm\""), point("1/2"));
    assert_eq!(of_crate("heat", "\"-40 °C\""), point("-40"));
}

#[test]
fn shares_carry_their_sign() {
    let share = |text: &str| {
        facts(&format!("{{\"sender\": {{\"share\": {text}}}}}"))
            .slot(NodeId(1), id(PARTY, "share"))
            .unwrap()
            .clone()
    };
    assert_eq!(share("\"30%\""), point("3/10"));
    assert_eq!(share("\"0.1 %\""), point("1/1000"));
    assert_eq!(share("\"80 ppm\""), point("8/100000"));
    assert_eq!(share("\"100%\""), point("1"));
    assert_eq!(share(r#"{"at_least": "10%"}"#), between("1/10", "1"));
    assert_eq!(share(r#"{"at_most": "10%"}"#), between("0", "1/10"));
}

#[test]
fn bounds() {
    assert_eq!(
        of_crate("pieces", r#"{"at_least": 1, "at_most": "5"}"#),
        between("1", "5")
    );
    assert_eq!(
        of_crate("pieces", r#"{"at_most": 5, "at_least": 5}"#),
        point("5")
    );
    assert_eq!(
        of_crate("weight", r#"{"at_least": 1}"#),
        Slot::Number(Bounds::at_least(number("1")))
    );
    assert_eq!(
        of_crate("heat", r#"{"at_most": "1 °C"}"#),
        Slot::Number(Bounds::at_most(number("1")))
    );
    assert_eq!(
        codes(br#"{"date": {"at_least": "2026-03-02", "at_most": "2026-03-01"}}"#),
        ["facts-bounds-crossed"]
    );
}

#[test]
fn choices() {
    assert_eq!(
        of_crate("colour", "\"dark_blue\""),
        Slot::Choice(Choice::single(2))
    );
    assert_eq!(
        of_crate("colour", r#"{"one_of": ["dark_blue", "red", "red"]}"#),
        Slot::Choice([0, 2].into_iter().collect())
    );
    assert_eq!(
        of_crate("colour", r#"{"one_of": ["green"]}"#),
        Slot::Choice(Choice::single(1))
    );
    assert_eq!(
        of_crate("label", r#"{"one_of": ["b", "a", "b"]}"#),
        Slot::Text(vec!["a".into(), "b".into()])
    );
    let facts = facts(r#"{"to": {"one_of": ["DE", "BR"]}}"#);
    assert_eq!(
        root(&facts, "to"),
        Slot::Choice([country("BR"), country("DE")].into_iter().collect())
    );
}

#[test]
fn codes_know_whether_a_list_knows_them() {
    let code = |text: &str| Code::parse(text).unwrap();
    for listed in ["1A001.a.1", "1A001.a.1.x", "1A001", "annex"] {
        assert_eq!(
            of_crate("code", &format!("\"{listed}\"")),
            Slot::Code(code(listed), true)
        );
    }
    assert_eq!(
        of_crate("code", "\"1A002\""),
        Slot::Code(code("1A002"), false)
    );
    assert_eq!(
        codes(br#"{"crates": [{"code": "1A002"}]}"#),
        ["facts-code-not-listed"]
    );
}

#[test]
fn money() {
    let amount = |text: &str| Bounds::point(number(text));
    let euro = Currency::parse("EUR").unwrap();
    assert_eq!(
        of_crate("value", r#"{"amount": "1000.50", "currency": "EUR"}"#),
        Slot::Money(Some(amount("2001/2")), Some(euro))
    );
    assert_eq!(
        of_crate("value", r#"{"amount": 1e3}"#),
        Slot::Money(Some(amount("1000")), None)
    );
    assert_eq!(
        of_crate("value", r#"{"currency": "EUR"}"#),
        Slot::Money(None, Some(euro))
    );
    assert_eq!(of_crate("value", "{}"), Slot::Money(None, None));
    let most = Bounds::between(number("0"), number("5")).unwrap();
    assert_eq!(
        of_crate("value", r#"{"amount": {"at_most": 5}, "currency": "EUR"}"#),
        Slot::Money(Some(most), Some(euro))
    );
}

#[test]
fn lists_and_sets() {
    let facts = facts(
        r#"{"tags": ["heavy", "liquid", "heavy"], "notes": {"known": ["a", "a"], "complete": false}, "crates": []}"#,
    );
    let Slot::List {
        start,
        len: 2,
        complete: true,
    } = root(&facts, "tags")
    else {
        panic!()
    };
    assert_eq!(
        facts.elements(start, 2),
        [
            Slot::Choice(Choice::single(1)),
            Slot::Choice(Choice::single(2))
        ]
    );
    let Slot::List {
        start,
        len: 1,
        complete: false,
    } = root(&facts, "notes")
    else {
        panic!()
    };
    assert_eq!(facts.elements(start, 1), [Slot::Text(vec!["a".into()])]);
    assert!(matches!(
        root(&facts, "crates"),
        Slot::List {
            len: 0,
            complete: true,
            ..
        }
    ));
}

#[test]
fn records_hang_together() {
    let text = r#"{"crates": {"known": [{"crates": [{"label": "in"}, {}]}, {"lid": {"colour": "red"}}], "complete": true}, "sender": {}}"#;
    let facts = facts(text);
    let program = program();
    let records: Vec<_> = facts
        .nodes
        .iter()
        .map(|node| program.record(node.record).name.as_str())
        .collect();
    assert_eq!(
        records,
        ["Order", "Crate", "Crate", "Crate", "Crate", "Lid", "Party"]
    );
    let crates = id(ORDER, "crates");
    assert_eq!(
        facts.nodes[1].parent,
        Some(Parent {
            node: ROOT,
            field: crates,
            index: Some(0)
        })
    );
    assert_eq!(
        facts.nodes[3].parent,
        Some(Parent {
            node: NodeId(1),
            field: id(CRATE, "crates"),
            index: Some(1)
        })
    );
    assert_eq!(
        facts.nodes[5].parent,
        Some(Parent {
            node: NodeId(4),
            field: id(CRATE, "lid"),
            index: None
        })
    );
    let Slot::List {
        start,
        len: 2,
        complete: true,
    } = root(&facts, "crates")
    else {
        panic!()
    };
    assert_eq!(
        facts.elements(start, 2),
        [Slot::Record(NodeId(1)), Slot::Record(NodeId(4))]
    );

    let label = Some(id(CRATE, "label"));
    assert_eq!(
        facts.pointer(&program, NodeId(2), label, None),
        "/crates/0/crates/0/label"
    );
    assert_eq!(
        facts.pointer(&program, NodeId(5), None, None),
        "/crates/1/lid"
    );
    assert_eq!(
        facts.pointer(&program, ROOT, Some(id(ORDER, "tags")), Some(3)),
        "/tags/3"
    );
    assert_eq!(facts.pointer(&program, ROOT, None, None), "");
}

#[test]
fn spans_are_those_of_values() {
    let text = "\u{FEFF}{ \"i\\u0064\" : \"a\",\n  \"crates\": [ {\"pieces\" : 12 } ] }";
    let facts = facts(text);
    let at = |span: crate::source::Span| &text[span.start as usize..span.end as usize];
    assert_eq!(at(facts.slot_span(ROOT, id(ORDER, "id")).unwrap()), "\"a\"");
    assert_eq!(
        at(facts.slot_span(NodeId(1), id(CRATE, "pieces")).unwrap()),
        "12"
    );
    assert_eq!(
        at(facts.slot_span(NodeId(1), id(CRATE, "label")).unwrap()),
        "{\"pieces\" : 12 }"
    );
    assert_eq!(
        at(facts.slot_span(ROOT, id(ORDER, "crates")).unwrap()),
        "[ {\"pieces\" : 12 } ]"
    );
    assert_eq!(at(facts.nodes[0].span), &text[3..]);
}

#[test]
fn rates_join() {
    let facts = facts(r#"{"rates": {"EUR/USD": "1.08", "USD/CNY": 7, "EUR/CNY": "7.56"}}"#);
    assert_eq!(root(&facts, "rates"), Slot::Rates);
    let rate = |from: &str, to: &str| {
        facts
            .rates
            .rate(Currency::parse(from).unwrap(), Currency::parse(to).unwrap())
    };
    assert_eq!(rate("CNY", "USD"), Some(number("1/7")));
    assert_eq!(rate("EUR", "GBP"), None);
}

#[test]
fn the_digest_is_of_the_bytes() {
    let hex = |bytes: &[u8]| {
        told(bytes, &[])
            .0
            .unwrap()
            .digest
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    assert_eq!(
        hex(b"{}"),
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    );
    assert_ne!(hex(b"{} "), hex(b"{}"));
}

fn place(path: &str) -> Place {
    let step = |step: &str| {
        step.parse()
            .map_or_else(|_| PlaceStep::Field(step.to_owned()), PlaceStep::Index)
    };
    Place {
        steps: path.split('.').map(step).collect(),
    }
}

const CASE: &str = r#"{"from": "DE", "to": null, "rates": {"EUR/USD": 1},
  "crates": [{"value": {"amount": 1, "currency": "EUR"}, "lid": {"colour": "red"}, "codes": ["2B100"]}]}"#;

#[test]
fn places_are_made_unknown() {
    let without = |path: &str| told(CASE.as_bytes(), &[place(path)]).0.unwrap();
    assert_eq!(root(&without("from"), "from"), Slot::Untold);
    assert_eq!(root(&without("urgent"), "urgent"), Slot::Untold);
    assert_eq!(root(&without("crates"), "crates"), Slot::Untold);
    assert!(without("rates").rates == crate::value::Rates::none());
    let euro = Currency::parse("EUR");
    assert_eq!(
        without("crates.0.value.amount").slot(NodeId(1), id(CRATE, "value")),
        Some(&Slot::Money(None, euro))
    );
    assert_eq!(
        without("crates.0.value").slot(NodeId(1), id(CRATE, "value")),
        Some(&Slot::Untold)
    );
    assert_eq!(
        without("crates.0.lid.closed")
            .slots
            .iter()
            .filter(|slot| **slot == Slot::Untold)
            .count(),
        1
    );
    assert_eq!(
        without("crates.0")
            .elements
            .iter()
            .filter(|slot| **slot == Slot::Untold)
            .count(),
        1
    );
}

#[test]
fn places_that_do_not_exist() {
    for (path, why) in [
        ("form", "did you mean `from`?"),
        ("crates.1", "the list has 1 elements"),
        ("crates.label", "it has no such part"),
        (
            "crates.0.value.sum",
            "money has an `amount` and a `currency`",
        ),
        ("sender.name", "what it is part of was not told"),
        ("to.name", "what it is part of is `null`"),
        ("0", "it has no such part"),
    ] {
        let (facts, told) = told(CASE.as_bytes(), &[place(path)]);
        assert!(facts.is_none());
        let [only] = told.as_slice() else {
            panic!("{told:?}")
        };
        assert_eq!(only.code, "facts-no-such-place");
        assert!(only.message.contains(why), "{}", only.message);
        assert_eq!(
            only.pointer.as_deref(),
            Some(format!("/{}", path.replace('.', "/")).as_str())
        );
    }
}
