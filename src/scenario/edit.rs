//! Changing facts: `with items[0].origin = …`, in the JSON itself.

use serde_json::{Map, Value};

use super::errors;
use crate::diag::Diagnostic;
use crate::ir::{Place, PlaceStep};
use crate::source::Span;

/// Changed facts.
#[derive(Debug)]
pub struct Edited {
    /// The JSON.
    pub value: Value,
    /// Places made unknown.
    pub untold: Vec<Place>,
}

/// Makes the changes in order; `None` makes a place unknown, and a later change below, at or above it tells it again.
pub fn apply(
    base: &Value,
    changes: &[(Place, Option<Value>, Span)],
) -> Result<Edited, Box<Diagnostic>> {
    let mut edited = Edited {
        value: base.clone(),
        untold: Vec::new(),
    };
    for (place, value, span) in changes {
        let slot = find(&mut edited.value, place)
            .map_err(|why| Box::new(errors::place_not_there(&place.to_string(), &why, *span)))?;
        match (value, slot) {
            (Some(value), slot) => {
                *slot.get_or_make() = value.clone();
                edited
                    .untold
                    .retain(|untold| !related(&untold.steps, &place.steps));
            }
            (None, slot) => {
                // What is appended must be something to be made unknown.
                if let Slot::Element(list) = slot {
                    list.push(Value::Object(Map::new()));
                }
                edited.untold.push(place.clone());
            }
        }
    }
    Ok(edited)
}

fn related(a: &[PlaceStep], b: &[PlaceStep]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// Where a change goes.
enum Slot<'v> {
    /// Something that stands there.
    There(&'v mut Value),
    /// A key left out.
    Key(&'v mut Map<String, Value>, String),
    /// One past the end of a list.
    Element(&'v mut Vec<Value>),
}

impl<'v> Slot<'v> {
    fn get_or_make(self) -> &'v mut Value {
        match self {
            Slot::There(value) => value,
            Slot::Key(map, key) => map.entry(key).or_insert(Value::Null),
            Slot::Element(list) => {
                list.push(Value::Null);
                let last = list.len() - 1;
                #[allow(clippy::indexing_slicing, reason = "an element was just pushed")]
                &mut list[last]
            }
        }
    }
}

fn find<'v>(root: &'v mut Value, place: &Place) -> Result<Slot<'v>, String> {
    let mut slot = Slot::There(root);
    for step in &place.steps {
        let left_out = !matches!(slot, Slot::There(_));
        let value = slot.get_or_make();
        if left_out {
            // A record or list that was left out is begun by telling a part of it.
            *value = match step {
                PlaceStep::Field(_) => Value::Object(Map::new()),
                PlaceStep::Index(_) => Value::Array(Vec::new()),
            };
        }
        slot = inner(value, step)?;
    }
    Ok(slot)
}

fn inner<'v>(value: &'v mut Value, step: &PlaceStep) -> Result<Slot<'v>, String> {
    match (value, step) {
        (Value::Object(map), PlaceStep::Field(name)) => match map.contains_key(name) {
            true => map
                .get_mut(name)
                .map(Slot::There)
                .ok_or_else(|| format!("there is no `{name}`")),
            false => Ok(Slot::Key(map, name.clone())),
        },
        (Value::Object(map), PlaceStep::Index(_)) => match map.get_mut("known") {
            Some(known) => inner(known, step),
            None => Err("it is no list".to_owned()),
        },
        (Value::Array(list), PlaceStep::Index(at)) => {
            let (at, len) = (*at as usize, list.len());
            match at.cmp(&len) {
                std::cmp::Ordering::Less => {
                    list.get_mut(at).map(Slot::There).ok_or_else(String::new)
                }
                std::cmp::Ordering::Equal => Ok(Slot::Element(list)),
                std::cmp::Ordering::Greater => Err(format!("the list has {len} elements")),
            }
        }
        (Value::Null, _) => Err("what it is part of is `null`".to_owned()),
        (_, PlaceStep::Field(name)) => Err(format!("what should have `{name}` is no record")),
        (_, PlaceStep::Index(_)) => Err("it is no list".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use serde_json::json;

    fn place(text: &str) -> Place {
        let mut steps = Vec::new();
        for part in text.split('.') {
            let (name, indices) = part
                .split_once('[')
                .map_or((part, ""), |(name, rest)| (name, rest));
            steps.push(PlaceStep::Field(name.to_owned()));
            for index in indices.split('[').filter(|index| !index.is_empty()) {
                steps.push(PlaceStep::Index(
                    index.trim_end_matches(']').parse().unwrap(),
                ));
            }
        }
        Place { steps }
    }

    fn changed(base: Value, changes: &[(&str, Option<Value>)]) -> Result<Edited, String> {
        let span = Span::new(FileId(0), 0, 0);
        let changes: Vec<_> = changes
            .iter()
            .map(|(at, value)| (place(at), value.clone(), span))
            .collect();
        apply(&base, &changes).map_err(|mistake| mistake.message)
    }

    #[test]
    fn replaces_adds_and_appends() {
        let base = json!({ "a": 1, "l": [ { "x": 1 } ] });
        let edited = changed(
            base,
            &[
                ("a", Some(json!(2))),
                ("l[0].y", Some(json!(3))),
                ("l[1]", Some(json!({}))),
            ],
        )
        .unwrap();
        assert_eq!(
            edited.value,
            json!({ "a": 2, "l": [ { "x": 1, "y": 3 }, {} ] })
        );
    }

    #[test]
    fn begins_what_was_left_out() {
        let edited = changed(json!({}), &[("a.b[0].c", Some(json!(1)))]).unwrap();
        assert_eq!(edited.value, json!({ "a": { "b": [ { "c": 1 } ] } }));
    }

    #[test]
    fn counts_into_partial_lists() {
        let base = json!({ "l": { "known": [1], "complete": false } });
        let edited = changed(base, &[("l[1]", Some(json!(2)))]).unwrap();
        assert_eq!(
            edited.value,
            json!({ "l": { "known": [1, 2], "complete": false } })
        );
    }

    #[test]
    fn unknown_until_told_again() {
        let base = json!({ "a": { "b": 1 } });
        let edited = changed(base.clone(), &[("a.b", None)]).unwrap();
        assert_eq!(
            (edited.value, edited.untold),
            (base.clone(), vec![place("a.b")])
        );
        let edited = changed(base, &[("a.b", None), ("a.b", Some(json!(2)))]).unwrap();
        assert_eq!(
            (edited.value, edited.untold),
            (json!({ "a": { "b": 2 } }), vec![])
        );
    }

    #[test]
    fn places_that_are_not_there() {
        assert!(
            changed(json!({ "l": [] }), &[("l[1]", Some(json!(1)))])
                .unwrap_err()
                .contains("0 elements")
        );
        assert!(
            changed(json!({ "a": null }), &[("a.b", Some(json!(1)))])
                .unwrap_err()
                .contains("`null`")
        );
        assert!(
            changed(json!({ "a": 1 }), &[("a.b", Some(json!(1)))])
                .unwrap_err()
                .contains("no record")
        );
        assert!(
            changed(json!({ "a": {} }), &[("a[0]", Some(json!(1)))])
                .unwrap_err()
                .contains("no list")
        );
    }
}
