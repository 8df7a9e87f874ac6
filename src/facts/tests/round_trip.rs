//! Random legal cases: what the JSON says is what the slots hold, read a second way through a JSON tree.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::schema::program;
use super::told;
use crate::facts::{Facts, NodeId, ROOT, Slot};
use crate::ir::{FieldId, Program, Type};
use crate::value::{Bounds, Country, End, Number, PeriodUnit, Periods};

/// A case.
#[derive(Clone, Debug)]
pub struct Order {
    pub json: Value,
}

fn text() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-z\"\\\\\\n\\té€😀/ ]{0,6}".prop_map(Value::from),
        proptest::collection::vec("[a-c]", 1..3).prop_map(|texts| json!({ "one_of": texts })),
    ]
}

fn decimal() -> impl Strategy<Value = Value> {
    let text = (0..100_000i64, 0..4u32).prop_map(|(digits, places)| {
        let power = 10i64.pow(places);
        if places == 0 {
            digits.to_string()
        } else {
            format!(
                "{}.{:0width$}",
                digits / power,
                digits % power,
                width = places as usize
            )
        }
    });
    (text, any::<bool>()).prop_map(|(text, quoted)| {
        if quoted {
            Value::from(text)
        } else {
            serde_json::from_str(&text).unwrap_or(Value::from(0))
        }
    })
}

fn whole() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-1000..1000i64).prop_map(Value::from),
        (-1000..1000i64).prop_map(|n| Value::from(n.to_string())),
        (-100..0i64, 0..100i64).prop_map(|(a, b)| json!({ "at_least": a, "at_most": b })),
        (0..100i64).prop_map(|a| json!({ "at_least": a })),
    ]
}

fn share() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0..=100u32).prop_map(|n| Value::from(format!("{n}%"))),
        (0..=1_000_000u32).prop_map(|n| Value::from(format!("{n} ppm")))
    ]
}

fn country() -> impl Strategy<Value = Value> {
    let code =
        || (0..Country::count()).prop_map(|index| Country::from_index(index).unwrap().code());
    prop_oneof![
        code().prop_map(Value::from),
        proptest::collection::vec(code(), 1..4).prop_map(|codes| json!({ "one_of": codes }))
    ]
}

fn date() -> impl Strategy<Value = Value> {
    (1900..2100u32, 1..13u32, 1..29u32)
        .prop_map(|(y, m, d)| Value::from(format!("{y}-{m:02}-{d:02}")))
}

fn period() -> impl Strategy<Value = Value> {
    let unit = prop_oneof![Just("days"), Just("working days"), Just("months")];
    (0..100u32, proptest::option::of(0..100u32), unit).prop_map(|(n, more, unit)| match more {
        None => Value::from(format!("{n} {unit}")),
        Some(more) => {
            json!({ "at_least": format!("{n} {unit}"), "at_most": format!("{} {unit}", n + more) })
        }
    })
}

fn length() -> impl Strategy<Value = Value> {
    (0..1000u32, prop_oneof![Just("nm"), Just("um"), Just("m")])
        .prop_map(|(n, unit)| Value::from(format!("{n} {unit}")))
}

fn money() -> impl Strategy<Value = Value> {
    let currency = prop_oneof![Just("EUR"), Just("USD")];
    (
        proptest::option::of(decimal()),
        proptest::option::of(currency),
    )
        .prop_map(|(amount, currency)| {
            let mut map = Map::new();
            map.extend(amount.map(|amount| ("amount".to_owned(), amount)));
            map.extend(currency.map(|currency| ("currency".to_owned(), Value::from(currency))));
            Value::Object(map)
        })
}

fn list(
    element: impl Strategy<Value = Value> + Clone,
    most: usize,
) -> impl Strategy<Value = Value> {
    (proptest::collection::vec(element, 0..most), 0..3u8).prop_map(|(elements, form)| match form {
        0 => json!({ "known": elements, "complete": false }),
        1 => json!({ "complete": true, "known": elements }),
        _ => Value::from(elements),
    })
}

fn or_null(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop_oneof![3 => value, 1 => Just(Value::Null)]
}

/// An object with each key there or not.
fn object(fields: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let fields: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| (Just(name), proptest::option::weighted(0.4, value)).boxed())
        .collect();
    fields
        .prop_map(|fields| {
            Value::Object(
                fields
                    .into_iter()
                    .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                    .collect(),
            )
        })
        .boxed()
}

fn case() -> impl Strategy<Value = Value> + Clone {
    let colour =
        || prop_oneof![Just("red"), Just("green"), Just("dark_blue")].prop_map(Value::from);
    let code = || prop_oneof![Just("1A001"), Just("2B100"), Just("9Z9")].prop_map(Value::from);
    let fields = move |crates: BoxedStrategy<Value>| {
        object(vec![
            ("label", text().boxed()),
            ("code", or_null(code()).boxed()),
            ("codes", list(code(), 3).boxed()),
            ("value", money().boxed()),
            ("length", length().boxed()),
            (
                "heat",
                or_null((-50..50i32).prop_map(|n| Value::from(format!("{n} °C")))).boxed(),
            ),
            ("pieces", whole().boxed()),
            ("weight", decimal().boxed()),
            ("colour", colour().boxed()),
            ("crates", crates),
            (
                "lid",
                or_null(object(vec![
                    ("colour", colour().boxed()),
                    ("closed", or_null(date()).boxed()),
                    ("dries", period().boxed()),
                ]))
                .boxed(),
            ),
        ])
    };
    fields(Just(json!([])).boxed())
        .prop_recursive(3, 12, 3, move |inner| fields(list(inner, 3).boxed()))
}

/// Random legal cases.
pub fn order() -> impl Strategy<Value = Order> {
    let party = object(vec![
        ("name", text().boxed()),
        ("country", country().boxed()),
        ("share", share().boxed()),
    ]);
    let tag = prop_oneof![Just("fragile"), Just("heavy"), Just("liquid")].prop_map(Value::from);
    object(vec![
        ("id", text().boxed()),
        ("date", date().boxed()),
        ("from", country().boxed()),
        ("to", or_null(country()).boxed()),
        ("urgent", any::<bool>().prop_map(Value::from).boxed()),
        ("sender", party),
        ("crates", list(case(), 4).boxed()),
        ("tags", list(tag, 4).boxed()),
        ("notes", list("[a-c]".prop_map(Value::from), 4).boxed()),
        (
            "rates",
            decimal()
                .prop_filter("positive", |d| !is_zero(d))
                .prop_map(|rate| json!({ "EUR/USD": rate }))
                .boxed(),
        ),
    ])
    .prop_map(|json| Order { json })
}

fn is_zero(decimal: &Value) -> bool {
    number(decimal, &Type::Decimal, &program()).is_zero()
}

/// A number of the tree, in its type's own unit.
fn number(value: &Value, ty: &Type, program: &Program) -> Number {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match ty {
        Type::Share => {
            let (digits, whole) = text.strip_suffix('%').map_or_else(
                || (text.strip_suffix(" ppm").unwrap(), 1_000_000),
                |digits| (digits, 100),
            );
            Number::parse(digits)
                .unwrap()
                .checked_div(&Number::from_int(whole))
                .unwrap()
        }
        Type::Date => crate::value::Day::parse(&text).unwrap().to_number(),
        Type::Quantity(id) => {
            let (digits, unit) = text.split_once(' ').unwrap();
            let unit = program
                .dimension(*id)
                .units
                .iter()
                .find(|known| known.name == unit)
                .unwrap();
            Number::parse(digits).unwrap().mul(&unit.factor)
        }
        _ => Number::parse(&text).unwrap(),
    }
}

fn ends(bounds: &Bounds) -> [Option<&Number>; 2] {
    [bounds.lo().number(), bounds.hi().number()]
}

fn agree(program: &Program, facts: &Facts, slot: &Slot, ty: &Type, value: &Value) {
    match (ty, slot) {
        (Type::Optional(_), Slot::Absent) => assert!(value.is_null()),
        (Type::Optional(of), slot) => agree(program, facts, slot, of, value),
        (Type::Record(_), Slot::Record(node)) => agree_record(program, facts, *node, value),
        (
            Type::List(of) | Type::Set(of),
            Slot::List {
                start,
                len,
                complete,
            },
        ) => {
            assert_eq!(
                *complete,
                value
                    .get("complete")
                    .is_none_or(|complete| complete == true)
            );
            let known = value.get("known").unwrap_or(value).as_array().unwrap();
            let elements = facts.elements(*start, *len);
            if matches!(ty, Type::Set(_)) {
                let distinct: std::collections::BTreeSet<_> =
                    known.iter().map(Value::to_string).collect();
                assert_eq!(elements.len(), distinct.len());
                return;
            }
            assert_eq!(elements.len(), known.len());
            elements
                .iter()
                .zip(known)
                .for_each(|(slot, value)| agree(program, facts, slot, of, value));
        }
        (Type::Bool, Slot::Bool(told)) => assert_eq!(value.as_bool(), Some(*told)),
        (Type::Text, Slot::Text(texts)) => match value.as_str() {
            Some(text) => assert_eq!(texts.iter().map(|t| &**t).collect::<Vec<_>>(), [text]),
            None => assert!(
                value["one_of"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|v| texts.iter().any(|t| v == &**t))
            ),
        },
        (Type::Code, Slot::Code(code, listed)) => {
            assert_eq!(value, code.as_str());
            assert_eq!(*listed, code.as_str() != "9Z9");
        }
        (Type::Enum(id), Slot::Choice(choice)) => {
            let member = choice.is_single().unwrap();
            assert_eq!(
                value,
                &program.enumeration(*id).members[usize::from(member)].name
            );
        }
        (Type::Country, Slot::Choice(choice)) => {
            let codes: Vec<_> = value
                .get("one_of")
                .map_or_else(|| vec![value], |of| of.as_array().unwrap().iter().collect());
            assert!(codes.iter().all(|code| {
                choice.contains(Country::parse(code.as_str().unwrap()).unwrap().index())
            }));
            assert!(choice.len() <= codes.len());
        }
        (Type::Money, Slot::Money(amount, currency)) => {
            assert_eq!(
                value.get("currency").and_then(Value::as_str),
                currency.map(|currency| currency.code())
            );
            let told = value
                .get("amount")
                .map(|amount| number(amount, ty, program));
            assert_eq!(amount.as_ref().and_then(Bounds::single), told.as_ref());
        }
        (Type::Period, Slot::Period(periods)) => {
            let words = |end: &str| {
                let end = value.get(end).unwrap_or(value).as_str().unwrap();
                let (count, unit) = end.split_once(' ').unwrap();
                (count.parse().unwrap(), PeriodUnit::parse(unit).unwrap())
            };
            let ((least, unit), (most, _)) = (words("at_least"), words("at_most"));
            assert_eq!(*periods, Periods::within(unit, least, Some(most)));
        }
        (Type::Rates, Slot::Rates) => assert!(facts.rates != crate::value::Rates::none()),
        (ty, Slot::Number(bounds)) => {
            let least = value
                .get("at_least")
                .or_else(|| (!value.is_object()).then_some(value));
            let most = value
                .get("at_most")
                .or_else(|| (!value.is_object()).then_some(value));
            let [low, high] = [least, most].map(|end| end.map(|end| number(end, ty, program)));
            assert_eq!(ends(bounds), [low.as_ref(), high.as_ref()]);
            assert!(
                [bounds.lo(), bounds.hi()]
                    .iter()
                    .all(|end| !matches!(end, End::Open(_)))
            );
        }
        (ty, slot) => panic!("{ty:?}: {slot:?}"),
    }
}

fn agree_record(program: &Program, facts: &Facts, node: NodeId, value: &Value) {
    let record = program.record(facts.node(node).unwrap().record);
    for (index, field) in record.fields.iter().enumerate() {
        let slot = facts.slot(node, FieldId::from_index(index)).unwrap();
        match value.get(&field.name) {
            Some(value) => agree(program, facts, slot, &field.ty, value),
            None => assert_eq!(*slot, Slot::LeftOut),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn slots_hold_what_the_tree_says(order in order(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&order.json) } else { serde_json::to_string(&order.json) }.unwrap();
        let (facts, told) = told(text.as_bytes(), &[]);
        let Some(facts) = facts else { panic!("{text}\n{told:#?}") };
        agree_record(&program(), &facts, ROOT, &order.json);
        prop_assert_eq!(facts.slots.len(), facts.slot_spans.len());
    }
}
