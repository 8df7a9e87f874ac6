//! Which days are looked at.

use std::collections::BTreeSet;

use super::Case;
use crate::facts::{NodeId, Slot};
use crate::ir::{FieldId, Type};
use crate::law;
use crate::value::{Bounds, Day};

/// The longest span: two hundred years.
const LONGEST: i64 = 73_050;
/// A day that the facts tell widens the span where it is within fifty years of the law's own days.
const NEAR: i64 = 18_263;

/// The span asked for; an end that is none is found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

/// Why there is no span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanError {
    /// The first day is after the last.
    Backwards(Day, Day),
    /// More days than are looked at.
    TooLong(Day, Day),
    /// Neither the law nor the facts nor the caller name a day.
    NoDay,
}

impl Case<'_> {
    /// From the eve of the first day on which the law changes to the morrow of the last, widened by days that the facts tell; each
    /// end only where it was not asked for.
    pub(super) fn span(&self, asked: Asked) -> Result<(Day, Day), SpanError> {
        let law = law::change_days(self.program, self.ask.known);
        let (first, last) = (law.first().copied(), law.last().copied());
        let near = |day: &Day| {
            let within = |end: Option<Day>| {
                end.is_none_or(|end| {
                    end.plus_days(-NEAR).is_none_or(|least| least <= *day)
                        && end.plus_days(NEAR).is_none_or(|most| *day <= most)
                })
            };
            within(first) || within(last)
        };
        let told: Vec<Day> = self.told_days().into_iter().map(|(day, _)| day).collect();
        let mut all: BTreeSet<Day> = told.into_iter().filter(near).collect();
        all.extend(first);
        all.extend(last);
        let from = asked.from.or(all.first().map(|day| day.yesterday()));
        let to = asked.to.or(all.last().map(|day| day.tomorrow()));
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) => (from, to),
            (Some(day), None) | (None, Some(day)) => (day, day),
            (None, None) => return Err(SpanError::NoDay),
        };
        let (from, to) = match (asked.from, asked.to) {
            (Some(_), Some(_)) if from > to => return Err(SpanError::Backwards(from, to)),
            // What was asked for lies beyond the law: that day alone.
            (Some(_), None) => (from, to.max(from)),
            (None, Some(_)) => (from.min(to), to),
            _ => (from, to),
        };
        if from.plus_days(LONGEST).is_some_and(|most| most < to) {
            return Err(SpanError::TooLong(from, to));
        }
        Ok((from, to))
    }

    /// The days that the facts tell, or that bound what they tell, each with its place.
    pub(super) fn told_days(&self) -> Vec<(Day, String)> {
        let mut days = Vec::new();
        for (index, node) in self.facts.nodes.iter().enumerate() {
            let id = NodeId(u32::try_from(index).unwrap_or(u32::MAX));
            for (i, field) in self.program.record(node.record).fields.iter().enumerate() {
                let at = FieldId::from_index(i);
                match (self.facts.slot(id, at), element(&field.ty)) {
                    (Some(Slot::Number(bounds)), Type::Date) => {
                        let place = self.facts.path(self.program, id, Some(at));
                        days.extend(ends(bounds).map(|day| (day, place.clone())));
                    }
                    (Some(Slot::List { start, len, .. }), Type::Date) => {
                        let place = self.facts.path(self.program, id, Some(at));
                        for slot in self.facts.elements(*start, *len) {
                            if let Slot::Number(bounds) = slot {
                                days.extend(ends(bounds).map(|day| (day, place.clone())));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        days
    }
}

fn element(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Set(inner) => element(inner),
        other => other,
    }
}

fn ends(bounds: &Bounds) -> impl Iterator<Item = Day> {
    let both = [bounds.lo().number(), bounds.hi().number()];
    let mut days: Vec<Day> = both
        .into_iter()
        .flatten()
        .filter_map(Day::from_number)
        .collect();
    days.dedup();
    days.into_iter()
}
