//! Random whole worlds: orders with everything told, which no `ensure` refuses.

use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::shape::{CODES, COUNTRIES, DATES};

/// What one unit of a currency is worth, in yuan: the rates of a world come from it, or they would contradict each other.
const WORTHS: [(&str, i64); 3] = [("EUR", 8), ("USD", 4), ("CNY", 1)];

/// The rate of a pair by their worths.
pub fn rate(pair: &str) -> Option<String> {
    let worth = |name: &str| {
        WORTHS
            .iter()
            .find(|(currency, _)| *currency == name)
            .map(|(_, worth)| *worth)
    };
    let (first, second) = pair.split_once('/')?;
    Some(decimal(worth(first)? * 1000 / worth(second)?))
}

/// Thousandths as a decimal.
fn decimal(thousandths: i64) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

pub fn order(dice: &mut Dice) -> Value {
    let parcels: Vec<Value> = (0..dice.below(4))
        .map(|index| parcel(dice, &format!("p{index}"), 0).0)
        .collect();
    let passes: Vec<Value> = (0..dice.below(3)).map(|_| pass(dice)).collect();
    let mut rates = Map::new();
    for pair in ["EUR/USD", "USD/CNY"] {
        rates.extend(rate(pair).map(|rate| (pair.to_owned(), Value::from(rate))));
    }
    if dice.chance(1, 3) {
        rates.extend(rate("EUR/CNY").map(|rate| ("EUR/CNY".to_owned(), Value::from(rate))));
    }
    let receiver = if dice.chance(2, 3) {
        agent(dice, 1)
    } else {
        Value::Null
    };
    json!({
        "id": "w",
        "date": dice.pick(&DATES),
        "from": dice.pick(&COUNTRIES),
        "to": dice.pick(&COUNTRIES),
        "urgent": dice.chance(1, 2),
        "wait": dice.pick(&["10 working days", "30 days", "1 months", "0 days", "4 weeks"]),
        "mode": dice.pick(&["land", "sea", "air"]),
        "sender": agent(dice, 0),
        "receiver": receiver,
        "parcels": parcels,
        "passes": passes,
        "tags": subset(dice, &["fast", "cold", "loud"]),
        "rates": rates,
    })
}

fn subset(dice: &mut Dice, from: &[&str]) -> Value {
    from.iter()
        .filter(|_| dice.chance(1, 3))
        .copied()
        .collect::<Vec<_>>()
        .into()
}

fn agent(dice: &mut Dice, depth: usize) -> Value {
    let mut left = 100;
    let mut stakes = Vec::new();
    for _ in 0..if depth < 2 { dice.below(3) } else { 0 } {
        let share: usize = dice.pick(&[10, 25, 50]);
        if share <= left {
            left -= share;
            stakes.push(json!({ "share": format!("{share}%"), "agent": agent(dice, depth + 1) }));
        }
    }
    json!({
        "country": dice.pick(&COUNTRIES),
        "sort": dice.pick(&["civil", "state", "guild"]),
        "home": dice.pick(&COUNTRIES),
        "stakes": stakes,
        "fame": subset(dice, &["fast", "cold"]),
    })
}

fn code(dice: &mut Dice) -> Value {
    match dice.below(CODES.len() + 2) {
        0 => Value::Null,
        // No list knows it.
        1 => "9Z900.k".into(),
        index => CODES[index - 2].into(),
    }
}

/// A parcel and what it is worth in yuan: at least what its parts are.
fn parcel(dice: &mut Dice, label: &str, depth: usize) -> (Value, i64) {
    let kind = dice.pick(&["solid", "solid", "liquid"]);
    let parts: Vec<(Value, i64)> = (0..if depth < 2 { dice.below(3) } else { 0 })
        .map(|index| parcel(dice, &format!("{label}.{index}"), depth + 1))
        .collect();
    let inside: i64 = parts.iter().map(|(_, worth)| worth).sum();
    // Now and then worth just its parts, or nothing.
    let worth = inside + dice.pick(&[8, 40, 0, 80, 400, 7]);
    let (currency, unit) = dice.pick(&WORTHS);
    let codes: Vec<Value> = (0..dice.below(3))
        .map(|_| code(dice))
        .filter(|code| !code.is_null())
        .collect();
    let optional =
        |dice: &mut Dice, told: Value| if dice.chance(3, 4) { told } else { Value::Null };
    let gap = format!("{} nm", dice.pick(&[14, 7, 3, 20]));
    let made = dice.pick(&DATES);
    let depth_told = Value::from(dice.pick(&[1, 5]));
    let extra = json!({ "hue": dice.pick(&["red", "green"]), "portion": dice.pick(&["10%", "5%", "80%"]), "depth": optional(dice, depth_told) });
    let origin = dice.pick(&COUNTRIES);
    let parcel = json!({
        "label": label,
        "code": code(dice),
        "codes": codes,
        "kind": kind,
        "origin": optional(dice, origin.into()),
        "value": { "amount": decimal(worth * 1000 / unit), "currency": currency },
        "weight": format!("{} g", dice.pick(&[1000, 2000, 500, 3000, 5000, 0])),
        "gap": optional(dice, gap.into()),
        "pieces": dice.pick(&[2, 1, 3, 5]),
        "frail": dice.chance(1, 2),
        "hue": dice.pick(&["red", "green", "blue"]),
        "made": optional(dice, made.into()),
        "parts": parts.into_iter().map(|(part, _)| part).collect::<Vec<_>>(),
        "extra": optional(dice, extra),
    });
    (parcel, worth)
}

fn pass(dice: &mut Dice) -> Value {
    let codes: Vec<Value> = (0..dice.below(2))
        .map(|_| dice.pick(&CODES).into())
        .collect();
    json!({ "start": dice.pick(&["2025-01-01", "2025-06-01"]), "end": dice.pick(&["2025-12-31", "2025-06-01"]), "codes": codes, "hue": dice.pick(&["red", "blue"]) })
}
