//! Values that are no record and no list, whole and in part.

use serde_json::{Value, json};

use super::{Def, Keys, any_of, only, pattern, words};
use crate::decision::Language;
use crate::ir::Dimension;
use crate::value::{Country, Currency};

/// A type that is built in.
pub fn built_in(def: Def, language: Language) -> Keys {
    let mut keys = match def {
        Def::Int => bounded(&json!({ "anyOf": [{ "type": "integer" }, text(pattern::whole())] })),
        Def::Decimal => {
            bounded(&json!({ "anyOf": [{ "type": "number" }, text(pattern::number())] }))
        }
        Def::Share => bounded(&text(pattern::share())),
        Def::Date => {
            let mut day = text(pattern::day());
            if let Value::Object(keys) = &mut day {
                keys.insert("format".to_owned(), json!("date"));
            }
            bounded(&day)
        }
        Def::Period => bounded(&text(pattern::period())),
        Def::Money => money(),
        Def::Country => {
            let codes: Vec<&str> = Country::codes().collect();
            let again = json!({ "$ref": "#/$defs/Country/anyOf/0" });
            any_of([json!({ "enum": codes }), one_of(again)])
        }
        Def::Code => {
            let mut keys = only("type", json!("string"));
            keys.insert("pattern".to_owned(), json!(pattern::code()));
            keys.insert("maxLength".to_owned(), json!(crate::value::MAX_CODE_LENGTH));
            keys
        }
        Def::Text => any_of([
            json!({ "type": "string" }),
            one_of(json!({ "type": "string" })),
        ]),
        Def::Rates => rates(),
        // These have a name of their own.
        Def::Record(_) | Def::Enum(_) | Def::Quantity(_) => Keys::new(),
    };
    if let Some((about, examples)) = words::of(def, language) {
        keys.insert("description".to_owned(), json!(about));
        if examples.as_array().is_some_and(|all| !all.is_empty()) {
            keys.insert("examples".to_owned(), examples);
        }
    }
    keys
}

/// A quantity of a dimension, with one of its units.
pub fn quantity(dimension: &Dimension, language: Language) -> Keys {
    let units = || dimension.units.iter().map(|unit| unit.name.as_str());
    let mut keys = bounded(&text(pattern::quantity(units())));
    let names: Vec<String> = units().map(|unit| format!("`{unit}`")).collect();
    let about = words::quantity(language, &names.join(", "));
    keys.insert("description".to_owned(), json!(about));
    let examples: Vec<String> = units().take(1).map(|unit| format!("14 {unit}")).collect();
    keys.insert("examples".to_owned(), json!(examples));
    keys
}

/// `{"one_of": […]}`
pub fn one_of(member: Value) -> Value {
    json!({
        "type": "object",
        "properties": { "one_of": { "type": "array", "items": member, "minItems": 1 } },
        "required": ["one_of"],
        "additionalProperties": false,
    })
}

fn text(pattern: String) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// A value, or `{"at_least": …, "at_most": …}` with one of the two or both.
fn bounded(value: &Value) -> Keys {
    let part = json!({
        "type": "object",
        "properties": { "at_least": value, "at_most": value },
        "minProperties": 1,
        "additionalProperties": false,
    });
    any_of([value.clone(), part])
}

/// An amount and a currency, either perhaps untold.
fn money() -> Keys {
    let amount = json!({ "anyOf": [{ "type": "number", "minimum": 0 }, text(pattern::amount())] });
    let currencies: Vec<&str> = Currency::all().map(Currency::code).collect();
    let mut keys = only("type", json!("object"));
    let properties = json!({
        "amount": bounded(&amount),
        "currency": { "enum": currencies },
    });
    keys.insert("properties".to_owned(), properties);
    keys.insert("additionalProperties".to_owned(), json!(false));
    keys
}

fn rates() -> Keys {
    let pair = pattern::pair(Currency::all().map(Currency::code));
    let rate =
        json!({ "anyOf": [{ "type": "number", "exclusiveMinimum": 0 }, text(pattern::rate())] });
    let mut keys = only("type", json!("object"));
    keys.insert("propertyNames".to_owned(), json!({ "pattern": pair }));
    keys.insert("additionalProperties".to_owned(), rate);
    keys
}
