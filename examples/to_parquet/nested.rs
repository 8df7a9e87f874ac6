//! Cases as nested columns: which there are, by the cases themselves; of which types, by the policies' schema.

use std::error::Error;
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, ListArray, MapArray, NullArray,
    RecordBatch, StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use jiff::civil::Date;
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What a place holds, as far as was seen.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// Nothing was told of it.
    Nothing,
    Text,
    Truth,
    Day,
    /// A number with so many digits behind the point.
    Number(i8),
    /// A record, money, or a value told in part.
    Struct(Vec<Place>),
    List(Box<Kind>),
    /// Exchange rates.
    Rates(Box<Kind>),
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    name: String,
    kind: Kind,
    /// `null` was told of it.
    absent: bool,
}

/// The columns of cases.
pub struct Columns<'s> {
    schema: &'s Value,
    root: Kind,
}

/// What the schema says of a place.
enum Due<'s> {
    Record(&'s Value),
    List(&'s Value),
    /// A built-in type or a choice, by its name in `$defs`.
    Value(&'s str),
}

impl<'s> Columns<'s> {
    pub fn new(schema: &'s Value) -> Self {
        Self {
            schema,
            root: Kind::Struct(Vec::new()),
        }
    }

    /// Notes the places that a case tells.
    pub fn look_at(&mut self, case: &Value) -> Result<()> {
        let mut root = std::mem::replace(&mut self.root, Kind::Nothing);
        self.see(&mut root, self.schema, case, "")?;
        self.root = root;
        Ok(())
    }

    pub fn schema(&self) -> SchemaRef {
        Arc::new(Schema::new(fields(&self.root)))
    }

    pub fn batch(&self, cases: &[Value]) -> Result<RecordBatch> {
        let values: Vec<Option<&Value>> = cases.iter().map(Some).collect();
        match array(&self.root, &values)?
            .as_any()
            .downcast_ref::<StructArray>()
        {
            Some(rows) => Ok(RecordBatch::try_new(
                self.schema(),
                rows.columns().to_vec(),
            )?),
            None => Err("no columns".into()),
        }
    }

    /// Follows `$ref`, and the side of `anyOf` that is not `null`.
    fn due(&self, node: &'s Value) -> Due<'s> {
        if let Some(sides) = node["anyOf"].as_array() {
            let list = sides.iter().find(|side| side["type"] == "array");
            let some = sides.iter().find(|side| side["type"] != "null");
            return match (list, some) {
                (Some(list), _) => Due::List(&list["items"]),
                (None, Some(some)) => self.due(some),
                (None, None) => Due::Value("Text"),
            };
        }
        let Some(name) = node["$ref"].as_str().and_then(|at| at.rsplit('/').next()) else {
            return Due::Value(if node["type"] == "boolean" {
                "Bool"
            } else {
                "Text"
            });
        };
        let definition = &self.schema["$defs"][name];
        match name {
            "Money" | "Rates" => Due::Value(name),
            _ if definition["properties"].is_object() => Due::Record(&definition["properties"]),
            name => Due::Value(name),
        }
    }

    fn see(&self, kind: &mut Kind, node: &'s Value, value: &Value, at: &str) -> Result<()> {
        match (self.due(node), value) {
            (Due::Record(properties), Value::Object(told)) => {
                for (name, value) in told {
                    let node = &properties[name];
                    if node.is_null() {
                        return Err(format!("the schema has no `{at}.{name}`").into());
                    }
                    let place = place(kind, name);
                    if value.is_null() {
                        place.absent = true;
                    } else {
                        self.see(&mut place.kind, node, value, &format!("{at}.{name}"))?;
                    }
                }
                if matches!(kind, Kind::Nothing) {
                    // A struct has columns, also where nothing was told in it.
                    let first = properties.as_object().and_then(|all| all.keys().next());
                    if let Some(name) = first {
                        place(kind, name);
                    }
                }
                Ok(())
            }
            (Due::List(of), Value::Array(_)) => {
                // Where another case tells the list in part, this one has all of it.
                let kind = match kind {
                    Kind::Struct(_) => {
                        place(kind, "complete").kind = Kind::Truth;
                        &mut place(kind, "known").kind
                    }
                    kind => kind,
                };
                self.elements(kind, of, value, at)
            }
            (Due::List(of), Value::Object(told)) => {
                partly(kind, "known");
                place(kind, "complete").kind = Kind::Truth;
                let known = told.get("known").unwrap_or(&Value::Null);
                self.elements(&mut place(kind, "known").kind, of, known, at)
            }
            (Due::Value("Money"), Value::Object(told)) => {
                for (name, value) in told {
                    let place = place(kind, name);
                    let due = if name == "amount" { "Decimal" } else { "Text" };
                    see_value(&mut place.kind, due, value);
                }
                Ok(())
            }
            (Due::Value("Rates"), Value::Object(told)) => {
                if let Kind::Nothing = kind {
                    *kind = Kind::Rates(Box::new(Kind::Number(0)));
                }
                if let Kind::Rates(rate) = kind {
                    told.values()
                        .for_each(|value| see_value(rate, "Decimal", value));
                }
                Ok(())
            }
            (Due::Value(due), value) => {
                see_value(kind, due, value);
                Ok(())
            }
            (_, value) => Err(format!("`{at}` is {value}").into()),
        }
    }

    fn elements(&self, kind: &mut Kind, of: &'s Value, value: &Value, at: &str) -> Result<()> {
        if let Kind::Nothing = kind {
            *kind = Kind::List(Box::new(Kind::Nothing));
        }
        if let Kind::List(element) = kind {
            for value in value.as_array().into_iter().flatten() {
                self.see(element, of, value, at)?;
            }
        }
        Ok(())
    }
}

/// The place of that name in a struct.
fn place<'k>(kind: &'k mut Kind, name: &str) -> &'k mut Place {
    if !matches!(kind, Kind::Struct(_)) {
        *kind = Kind::Struct(Vec::new());
    }
    let Kind::Struct(places) = kind else {
        unreachable!("it was just made one");
    };
    let found = places.iter().position(|place| place.name == name);
    let index = found.unwrap_or_else(|| {
        places.push(Place {
            name: name.to_owned(),
            kind: Kind::Nothing,
            absent: false,
        });
        places.len() - 1
    });
    &mut places[index]
}

/// Makes a kind one that is told in part; what was seen of it stands under that name.
fn partly(kind: &mut Kind, name: &str) {
    if !matches!(kind, Kind::Struct(_)) {
        let whole = std::mem::replace(kind, Kind::Struct(Vec::new()));
        place(kind, name).kind = whole;
    }
}

fn see_value(kind: &mut Kind, due: &str, value: &Value) {
    if let Value::Object(told) = value {
        // A value told in part: `{"at_least": …}`, `{"one_of": […]}`.
        if let (Some(Value::Array(of)), false) =
            (told.get("one_of"), matches!(kind, Kind::Struct(_)))
        {
            let whole = std::mem::replace(kind, Kind::Struct(Vec::new()));
            let element = if of.is_empty() { whole } else { Kind::Text };
            place(kind, "one_of").kind = Kind::List(Box::new(element));
        } else if !told.contains_key("one_of") {
            partly(kind, "at_least");
            let least = place(kind, "at_least").kind.clone();
            let most = &mut place(kind, "at_most").kind;
            *most = joined(most, &least);
            for (name, value) in told {
                see_value(&mut place(kind, name).kind, due, value);
            }
        }
        return;
    }
    match kind {
        Kind::Struct(places) if places.iter().any(|place| place.name == "one_of") => {
            place(kind, "one_of").kind = Kind::List(Box::new(Kind::Text));
        }
        // Told as a whole, it is both ends.
        Kind::Struct(places) => {
            for place in places {
                see_value(&mut place.kind, due, value);
            }
        }
        kind => {
            let seen = match (due, value) {
                (_, Value::Bool(_)) => Kind::Truth,
                ("Date", Value::String(text)) if day(text).is_some() => Kind::Day,
                ("Int" | "Decimal", value) => match digits(&written(value)) {
                    Some((_, scale)) => Kind::Number(scale),
                    None => Kind::Text,
                },
                _ => Kind::Text,
            };
            *kind = joined(kind, &seen);
        }
    }
}

/// What holds both.
fn joined(one: &Kind, other: &Kind) -> Kind {
    match (one, other) {
        (Kind::Nothing, kind) | (kind, Kind::Nothing) => kind.clone(),
        (Kind::Number(a), Kind::Number(b)) => Kind::Number(*a.max(b)),
        (a, b) if a == b => a.clone(),
        _ => Kind::Text,
    }
}

/// A scalar as text.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn day(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok()?;
    (day.to_string() == text).then_some(day)
}

/// The digits of a plain decimal number, and how many of them stand behind the point.
fn digits(text: &str) -> Option<(i128, i8)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    if unsigned.is_empty() || !plain(unsigned) || !plain(fraction) || text.ends_with('.') {
        return None;
    }
    // Other numbers of the column may have more digits behind the point.
    if unsigned.len() > 20 || fraction.len() > 10 {
        return None;
    }
    let digits = format!("{whole}{fraction}").parse().ok()?;
    Some((digits, i8::try_from(fraction.len()).ok()?))
}

/// The columns of a struct.
fn fields(kind: &Kind) -> Fields {
    let Kind::Struct(places) = kind else {
        return Fields::empty();
    };
    let mut all = Vec::new();
    for place in places {
        all.push(Field::new(&place.name, data_type(&place.kind), true));
        if place.absent {
            all.push(Field::new(
                format!("{}.absent", place.name),
                DataType::Boolean,
                true,
            ));
        }
    }
    all.into()
}

fn element(kind: &Kind) -> Arc<Field> {
    Arc::new(Field::new("item", data_type(kind), true))
}

fn entries(rate: &Kind) -> Fields {
    vec![
        Field::new("key", DataType::Utf8, false),
        Field::new("value", data_type(rate), true),
    ]
    .into()
}

fn data_type(kind: &Kind) -> DataType {
    match kind {
        // A struct without columns cannot be written, and a null tells as much.
        Kind::Nothing => DataType::Null,
        Kind::Struct(places) if places.is_empty() => DataType::Null,
        Kind::Text => DataType::Utf8,
        Kind::Truth => DataType::Boolean,
        Kind::Day => DataType::Date32,
        Kind::Number(scale) => DataType::Decimal128(38, *scale),
        Kind::Struct(_) => DataType::Struct(fields(kind)),
        Kind::List(of) => DataType::List(element(of)),
        Kind::Rates(rate) => {
            let entries = Field::new("entries", DataType::Struct(entries(rate)), false);
            DataType::Map(Arc::new(entries), false)
        }
    }
}

fn array(kind: &Kind, values: &[Option<&Value>]) -> Result<ArrayRef> {
    let told = |value: &Option<&Value>| value.filter(|value| !value.is_null()).is_some();
    Ok(match kind {
        Kind::Nothing => Arc::new(NullArray::new(values.len())),
        Kind::Struct(places) if places.is_empty() => Arc::new(NullArray::new(values.len())),
        Kind::Text => {
            let texts = values
                .iter()
                .map(|value| value.filter(|v| !v.is_null()).map(written));
            Arc::new(texts.collect::<StringArray>())
        }
        Kind::Truth => {
            let truths = values.iter().map(|value| value.and_then(Value::as_bool));
            Arc::new(truths.collect::<BooleanArray>())
        }
        Kind::Day => {
            let epoch = Date::constant(1970, 1, 1);
            let days = values.iter().map(|value| {
                let day = day(value.and_then(Value::as_str)?)?;
                Some(epoch.until(day).ok()?.get_days())
            });
            Arc::new(days.collect::<Date32Array>())
        }
        Kind::Number(scale) => {
            let numbers = values.iter().map(|value| {
                let (digits, own) = digits(&written(value.filter(|v| !v.is_null())?))?;
                digits.checked_mul(10i128.checked_pow(u32::try_from(scale - own).ok()?)?)
            });
            let numbers = numbers.collect::<Decimal128Array>();
            Arc::new(numbers.with_precision_and_scale(38, *scale)?)
        }
        Kind::Struct(places) => {
            let mut columns: Vec<ArrayRef> = Vec::new();
            for place in places {
                let inner: Vec<Option<&Value>> = values
                    .iter()
                    .map(|value| member(*value, &place.name))
                    .collect();
                columns.push(match (&*place.name, &place.kind) {
                    ("one_of", Kind::List(of)) => choices(of, values)?,
                    ("complete", Kind::Truth) => completeness(values),
                    (_, kind) => array(kind, &inner)?,
                });
                if place.absent {
                    let absent = inner.iter().map(|value| value.map(Value::is_null));
                    columns.push(Arc::new(absent.collect::<BooleanArray>()));
                }
            }
            let nulls: NullBuffer = values.iter().map(told).collect::<Vec<bool>>().into();
            Arc::new(StructArray::try_new(fields(kind), columns, Some(nulls))?)
        }
        Kind::List(of) => {
            let lists = values.iter().map(|value| value.and_then(Value::as_array));
            let lengths = lists.clone().map(|list| list.map_or(0, Vec::len));
            let offsets = OffsetBuffer::from_lengths(lengths);
            let nulls: Vec<bool> = lists.clone().map(|list| list.is_some()).collect();
            let elements: Vec<Option<&Value>> = lists.flatten().flatten().map(Some).collect();
            let elements = array(of, &elements)?;
            Arc::new(ListArray::try_new(
                element(of),
                offsets,
                elements,
                Some(nulls.into()),
            )?)
        }
        Kind::Rates(rate) => {
            let maps = values.iter().map(|value| value.and_then(Value::as_object));
            let lengths = maps.clone().map(|map| map.map_or(0, serde_json::Map::len));
            let offsets = OffsetBuffer::from_lengths(lengths);
            let nulls: Vec<bool> = maps.clone().map(|map| map.is_some()).collect();
            let all: Vec<(&String, &Value)> = maps.flatten().flatten().collect();
            let keys = StringArray::from_iter_values(all.iter().map(|(pair, _)| pair));
            let rates: Vec<Option<&Value>> = all.iter().map(|(_, rate)| Some(*rate)).collect();
            let columns: Vec<ArrayRef> = vec![Arc::new(keys), array(rate, &rates)?];
            let pairs = StructArray::try_new(entries(rate), columns, None)?;
            let DataType::Map(field, sorted) = data_type(kind) else {
                return Err("rates are a map".into());
            };
            Arc::new(MapArray::try_new(
                field,
                offsets,
                pairs,
                Some(nulls.into()),
                sorted,
            )?)
        }
    })
}

/// A part of a value. What is told as a whole is each of its parts.
fn member<'v>(value: Option<&'v Value>, name: &str) -> Option<&'v Value> {
    match value? {
        Value::Object(told) => told.get(name),
        Value::Null => None,
        whole => Some(whole),
    }
}

/// `one_of`: of what is told as a whole there is one choice.
fn choices(of: &Kind, values: &[Option<&Value>]) -> Result<ArrayRef> {
    let lists: Vec<Option<Value>> = values
        .iter()
        .map(|value| match value {
            Some(Value::Object(told)) => told.get("one_of").cloned(),
            Some(Value::Null) | None => None,
            Some(whole) => Some(Value::Array(vec![(*whole).clone()])),
        })
        .collect();
    let lists: Vec<Option<&Value>> = lists.iter().map(Option::as_ref).collect();
    array(&Kind::List(Box::new(of.clone())), &lists)
}

/// `complete`: a list told as a whole is.
fn completeness(values: &[Option<&Value>]) -> ArrayRef {
    let complete = values.iter().map(|value| match value {
        Some(Value::Object(told)) => told.get("complete").and_then(Value::as_bool),
        Some(Value::Array(_)) => Some(true),
        _ => None,
    });
    Arc::new(complete.collect::<BooleanArray>())
}
