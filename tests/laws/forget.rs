//! Telling less: leaves out, widens to bounds or `one_of`, shortens codes, drops elements and marks the list incomplete, drops rates.
//! What is forgotten once may be forgotten further.

use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::shape::{COUNTRIES, DATES, Left, Ty, fields};

/// How facts are forgotten.
pub struct Forget<'d, 'b> {
    pub dice: &'d mut Dice<'b>,
    /// How many of a hundred places.
    pub percent: usize,
    /// Fields with a default are unknown when left out.
    pub assume_nothing: bool,
}

impl Forget<'_, '_> {
    /// An order of which less is told.
    pub fn order(&mut self, order: &Value) -> Value {
        self.record(Ty::Order, order)
    }

    fn record(&mut self, ty: Ty, told: &Value) -> Value {
        let solid = told.get("kind") == Some(&json!("solid"));
        let mut out = Map::new();
        for (name, ty, left) in fields(ty) {
            let Some(value) = told.get(*name) else {
                continue;
            };
            let may_leave_out = match left {
                Left::Unknown => true,
                Left::Default => self.assume_nothing,
                Left::DefaultUnlessSolid => self.assume_nothing || solid,
            };
            let kept = if may_leave_out && self.chance() {
                None
            } else {
                Some(self.value(*ty, value))
            };
            out.extend(kept.map(|kept| ((*name).to_owned(), kept)));
        }
        Value::Object(out)
    }

    fn chance(&mut self) -> bool {
        self.dice.chance(self.percent, 100)
    }

    fn value(&mut self, ty: Ty, told: &Value) -> Value {
        match ty {
            Ty::Optional(_) if told.is_null() => Value::Null,
            Ty::Optional(of) => self.value(*of, told),
            Ty::List(of) => self.list(*of, told, true),
            Ty::Set(of) => self.list(*of, told, false),
            Ty::Rates => {
                let pairs = told
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter(|_| !self.chance());
                Value::Object(
                    pairs
                        .map(|(pair, rate)| (pair.clone(), rate.clone()))
                        .collect(),
                )
            }
            Ty::Money => self.money(told),
            Ty::Order | Ty::Agent | Ty::Stake | Ty::Parcel | Ty::Extra | Ty::Pass => {
                self.record(ty, told)
            }
            _ if !self.chance() => told.clone(),
            Ty::Country => self.one_of(told, &COUNTRIES),
            Ty::Enum(members) => self.one_of(told, members),
            Ty::Text => self.one_of(told, &["a", "b"]),
            Ty::Code => match told.as_str().and_then(|code| code.rsplit_once('.')) {
                Some((shorter, _)) => shorter.into(),
                None => told.clone(),
            },
            Ty::Int => self.bounds(told, "", 0),
            Ty::Weight => self.bounds(told, " g", 0),
            Ty::Length => self.bounds(told, " nm", 0),
            Ty::Share => self.bounds(told, "%", 0),
            Ty::Date => self.days(told),
            Ty::Period => self.period(told),
            Ty::Bool => told.clone(),
        }
    }

    fn one_of(&mut self, told: &Value, members: &[&'static str]) -> Value {
        let mut possible: Vec<Value> = match told.get("one_of").and_then(Value::as_array) {
            Some(possible) => possible.clone(),
            None => vec![told.clone()],
        };
        for _ in 0..=self.dice.below(2) {
            let more = Value::from(self.dice.pick(members));
            if !possible.contains(&more) {
                possible.push(more);
            }
        }
        json!({ "one_of": possible })
    }

    /// Bounds around whole numbers of a unit; an end may be left out, not both.
    fn bounds(&mut self, told: &Value, unit: &str, least: i64) -> Value {
        let (low, high) = ends(told, unit);
        let low = low
            .map(|low| (low - i64::try_from(self.dice.below(3) * 3).unwrap_or(0)).max(least))
            .filter(|_| !self.dice.chance(1, 4));
        let mut high = high.map(|high| high + i64::try_from(self.dice.below(3) * 3).unwrap_or(0));
        if unit == "%" {
            high = high.map(|high| high.min(100));
        }
        let high = high.filter(|_| low.is_none() || !self.dice.chance(1, 4));
        let written = |end: i64| {
            if unit.is_empty() {
                Value::from(end)
            } else {
                Value::from(format!("{end}{unit}"))
            }
        };
        match (low, high) {
            (None, None) => told.clone(),
            (low, high) => both(low.map(written), high.map(written)),
        }
    }

    fn days(&mut self, told: &Value) -> Value {
        let low = told
            .get("at_least")
            .or_else(|| (!told.is_object()).then_some(told))
            .and_then(Value::as_str);
        let high = told
            .get("at_most")
            .or_else(|| (!told.is_object()).then_some(told))
            .and_then(Value::as_str);
        let other = self.dice.pick(&DATES);
        let low = low.map(|low| Value::from(low.min(other)));
        let high = high.map(|high| Value::from(high.max(self.dice.pick(&DATES))));
        both(low, high)
    }

    /// Bounds in the unit that was told.
    fn period(&mut self, told: &Value) -> Value {
        let end = told.get("at_least").or(told.get("at_most")).unwrap_or(told);
        let unit = end.as_str().and_then(|text| text.split_once(' '));
        self.bounds(
            told,
            &unit.map_or(String::new(), |(_, unit)| format!(" {unit}")),
            0,
        )
    }

    fn money(&mut self, told: &Value) -> Value {
        let mut out = Map::new();
        if let Some(amount) = told.get("amount").filter(|_| !self.chance()) {
            out.insert(
                "amount".to_owned(),
                if self.chance() {
                    self.amount(amount)
                } else {
                    amount.clone()
                },
            );
        }
        if let Some(currency) = told.get("currency").filter(|_| !self.chance()) {
            out.insert("currency".to_owned(), currency.clone());
        }
        Value::Object(out)
    }

    /// Amounts have fractions; whole numbers stand around them.
    fn amount(&mut self, told: &Value) -> Value {
        let whole = |end: &Value| {
            end.as_str().and_then(|text| {
                text.split('.')
                    .next()
                    .and_then(|text| text.parse::<i64>().ok())
            })
        };
        let low = told
            .get("at_least")
            .or_else(|| (!told.is_object()).then_some(told))
            .and_then(whole);
        let high = told
            .get("at_most")
            .or_else(|| (!told.is_object()).then_some(told))
            .and_then(whole);
        let low = low.map(|low| (low - i64::try_from(self.dice.below(3) * 5).unwrap_or(0)).max(0));
        let high = high.map(|high| high + 1 + i64::try_from(self.dice.below(3) * 5).unwrap_or(0));
        let high = high.filter(|_| low.is_none() || !self.dice.chance(1, 4));
        both(
            low.map(|low| low.to_string().into()),
            high.map(|high| high.to_string().into()),
        )
    }

    /// Drops elements: of a list of records the last ones, so that paths stay what they are.
    fn list(&mut self, of: Ty, told: &Value, ordered: bool) -> Value {
        let complete = told.get("complete").is_none_or(|complete| complete == true);
        let Some(elements) = told.get("known").unwrap_or(told).as_array() else {
            return told.clone();
        };
        let mut kept: Vec<Value> = elements.clone();
        if ordered {
            let drop = if self.chance() {
                self.dice.below(elements.len() + 1)
            } else {
                0
            };
            kept.truncate(elements.len() - drop);
        } else {
            kept.retain(|_| !self.dice.chance(self.percent, 100));
        }
        let dropped = kept.len() < elements.len();
        let kept: Vec<Value> = kept
            .iter()
            .map(|element| {
                if ordered {
                    self.value(of, element)
                } else {
                    element.clone()
                }
            })
            .collect();
        // A list of which all elements are known need not be known to be complete.
        if !complete || dropped || self.chance() {
            json!({ "known": kept, "complete": false })
        } else {
            kept.into()
        }
    }
}

fn ends(told: &Value, unit: &str) -> (Option<i64>, Option<i64>) {
    let number = |value: &Value| match value.as_str() {
        Some(text) => text
            .strip_suffix(unit)
            .and_then(|digits| digits.parse().ok()),
        None => value.as_i64(),
    };
    if told.is_object() {
        (
            told.get("at_least").and_then(number),
            told.get("at_most").and_then(number),
        )
    } else {
        (number(told), number(told))
    }
}

fn both(low: Option<Value>, high: Option<Value>) -> Value {
    let mut out = Map::new();
    out.extend(low.map(|low| ("at_least".to_owned(), low)));
    out.extend(high.map(|high| ("at_most".to_owned(), high)));
    Value::Object(out)
}
