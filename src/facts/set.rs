//! Sets written as arrays: what stands twice counts once.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::data::Slot;
use crate::value::{Code, Number};

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Choice(u16),
    Code(Code),
    Text(Arc<str>),
    Number(Number),
}

/// Adds the elements of a set, without those that are known to equal an earlier one. What is told in part stays.
pub fn extend_distinct(elements: &mut Vec<Slot>, set: impl Iterator<Item = Slot>) {
    let mut seen = BTreeSet::new();
    elements.extend(set.filter(|slot| told(slot).is_none_or(|told| seen.insert(told))));
}

fn told(slot: &Slot) -> Option<Told> {
    match slot {
        Slot::Choice(choice) => choice.is_single().map(Told::Choice),
        Slot::Code(code, _) => Some(Told::Code(code.clone())),
        Slot::Text(texts) => match texts.as_slice() {
            [only] => Some(Told::Text(Arc::clone(only))),
            _ => None,
        },
        Slot::Number(bounds) => bounds.single().cloned().map(Told::Number),
        _ => None,
    }
}
