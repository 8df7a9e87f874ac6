//! Places that a scenario makes unknown (`= unknown`): untold, their defaults too.

use super::data::{Facts, ROOT, Slot};
use super::errors;
use super::path::{Step, pointer};
use crate::diag::{Diagnostic, did_you_mean};
use crate::ir::{Place, PlaceStep, Program};
use crate::source::Span;
use crate::value::Rates;

/// Where a slot is kept.
#[derive(Clone, Copy)]
enum Kept {
    Field(usize),
    Element(usize),
}

/// Makes one place unknown, or says why that is not possible.
pub fn untell(
    program: &Program,
    facts: &mut Facts,
    place: &Place,
    span: Span,
) -> Result<(), Box<Diagnostic>> {
    let refuse = |why: &str| {
        let steps = place.steps.iter().map(|step| match step {
            PlaceStep::Field(name) => Step::Key(name),
            PlaceStep::Index(index) => Step::Index(*index),
        });
        Box::new(errors::no_such_place(&place.to_string(), why, span).pointer(pointer(steps)))
    };
    let mut here: Option<Kept> = None;
    for (index, step) in place.steps.iter().enumerate() {
        let slot = here.and_then(|kept| facts.kept(kept));
        match (slot, step) {
            (None, PlaceStep::Field(name)) => {
                here = Some(field(program, facts, ROOT, name).map_err(|why| refuse(&why))?)
            }
            (Some(Slot::Record(node)), PlaceStep::Field(name)) => {
                here = Some(field(program, facts, *node, name).map_err(|why| refuse(&why))?);
            }
            (Some(Slot::List { start, len, .. }), PlaceStep::Index(index)) if index < len => {
                here = Some(Kept::Element(*start as usize + *index as usize));
            }
            (Some(Slot::List { len, .. }), PlaceStep::Index(_)) => {
                return Err(refuse(&format!("the list has {len} elements")));
            }
            (Some(Slot::Money(amount, currency)), PlaceStep::Field(name))
                if index + 1 == place.steps.len() =>
            {
                let told = match name.as_str() {
                    "amount" => Slot::Money(None, *currency),
                    "currency" => Slot::Money(amount.clone(), None),
                    _ => return Err(refuse("money has an `amount` and a `currency`")),
                };
                facts.keep(here, told);
                return Ok(());
            }
            (Some(Slot::LeftOut | Slot::Untold), _) => {
                return Err(refuse("what it is part of was not told"));
            }
            (Some(Slot::Absent), _) => return Err(refuse("what it is part of is `null`")),
            _ => return Err(refuse("it has no such part")),
        }
    }
    if matches!(here.and_then(|kept| facts.kept(kept)), Some(Slot::Rates)) {
        facts.rates = Rates::none();
    }
    if here.is_none() {
        return Err(refuse("a place names a field"));
    }
    facts.keep(here, Slot::Untold);
    Ok(())
}

fn field(
    program: &Program,
    facts: &Facts,
    node: super::NodeId,
    name: &str,
) -> Result<Kept, String> {
    let Some(node) = facts.node(node) else {
        return Err("it has no such part".to_owned());
    };
    let record = program.record(node.record);
    let names = || record.fields.iter().map(|field| field.name.as_str());
    match record.fields.iter().position(|field| field.name == name) {
        Some(index) => Ok(Kept::Field(node.first_slot as usize + index)),
        None => Err(match did_you_mean(name, names()) {
            Some(near) => format!("`{}` has no `{name}`; did you mean `{near}`?", record.name),
            None => format!("`{}` has no `{name}`", record.name),
        }),
    }
}

impl Facts {
    fn kept(&self, kept: Kept) -> Option<&Slot> {
        match kept {
            Kept::Field(index) => self.slots.get(index),
            Kept::Element(index) => self.elements.get(index),
        }
    }

    fn keep(&mut self, kept: Option<Kept>, slot: Slot) {
        let place = match kept {
            Some(Kept::Field(index)) => self.slots.get_mut(index),
            Some(Kept::Element(index)) => self.elements.get_mut(index),
            None => None,
        };
        if let Some(place) = place {
            *place = slot;
        }
    }
}
