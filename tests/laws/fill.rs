//! Telling what a decision reports missing, out of a whole world.

use serde_json::{Value, json};

use super::world::rate;

enum Step {
    Key(String),
    Index(usize),
}

/// `parcels[0].parts[1].origin` as steps; what follows `rates.` is one step.
fn steps(path: &str) -> Vec<Step> {
    if let Some(pair) = path.strip_prefix("rates.") {
        return vec![Step::Key("rates".to_owned()), Step::Key(pair.to_owned())];
    }
    path.split(['.', '['])
        .filter(|part| !part.is_empty())
        .map(
            |part| match part.strip_suffix(']').and_then(|index| index.parse().ok()) {
                Some(index) => Step::Index(index),
                None => Step::Key(part.to_owned()),
            },
        )
        .collect()
}

/// Tells one place of `facts` as `world` has it.
pub fn fill(facts: &mut Value, world: &Value, path: &str) {
    if let Some(pair) = path.strip_prefix("rates.") {
        if facts.get("rates").is_none() {
            facts["rates"] = json!({});
        }
        facts["rates"][pair] = rate(pair).map_or(Value::Null, Value::from);
        return;
    }
    let steps = steps(path);
    let (mut here, mut there) = (facts, world);
    for step in &steps {
        match step {
            Step::Key(key) => {
                let Some(told) = there.get(key) else {
                    // What it is part of is absent in the world: so it is told to be.
                    *here = there.clone();
                    return;
                };
                there = told;
                if !here.is_object() {
                    *here = json!({});
                }
                here = &mut here[key];
            }
            Step::Index(index) => {
                let list = if here.get("known").is_some() {
                    &mut here["known"]
                } else {
                    here
                };
                let (Some(element), Some(told)) = (list.get_mut(*index), there.get(*index)) else {
                    return;
                };
                (here, there) = (element, told);
            }
        }
    }
    tell(here, there);
}

/// A list keeps what is known of its elements, and gains the others.
fn tell(here: &mut Value, there: &Value) {
    let known = here.get("known").unwrap_or(here).as_array().cloned();
    *here = match (known, there.as_array()) {
        (Some(known), Some(all)) if all.iter().all(Value::is_object) => known
            .iter()
            .chain(all.iter().skip(known.len()))
            .cloned()
            .collect::<Vec<_>>()
            .into(),
        _ => there.clone(),
    };
}

/// Tells one place of `facts`; of a list told in part its known elements are counted.
pub fn put(facts: &mut Value, path: &str, value: &Value) {
    let mut here = facts;
    for step in steps(path) {
        let next = match step {
            Step::Key(key) => {
                if !here.is_object() {
                    *here = json!({});
                }
                Some(&mut here[key])
            }
            Step::Index(index) if here.get("known").is_some() => here["known"].get_mut(index),
            Step::Index(index) => here.get_mut(index),
        };
        here = next.unwrap_or_else(|| panic!("no such place: {path}"));
    }
    *here = value.clone();
}
