//! One row of bound columns → the events of its case.

use super::bind::{Bound, BoundMember, Decimals, Struct, Values};
use crate::columns::errors::{self, Mistake};
use crate::columns::visit::{Leaf, Visitor};
use crate::value::Day;

/// What is wrong with a row.
#[derive(Debug)]
enum What {
    NullElement,
    Twice,
    Day(&'static str),
}

/// What is wrong, and the steps to it, the last first.
#[derive(Debug)]
struct Fault {
    what: What,
    steps: Vec<String>,
}

type Walked = Result<(), Box<Fault>>;

fn fault(what: What) -> Box<Fault> {
    Box::new(Fault {
        what,
        steps: Vec::new(),
    })
}

/// A step to where a fault is.
fn within(walked: Walked, step: impl FnOnce() -> String) -> Walked {
    walked.map_err(|mut fault| {
        fault.steps.push(step());
        fault
    })
}

/// Tells a row. After a mistake, what was told of it is to be forgotten.
pub fn walk<V: Visitor>(
    columns: &Struct<V::Word>,
    row: usize,
    visitor: &mut V,
) -> Result<(), Mistake> {
    record(columns, row, visitor).map_err(|fault| {
        let steps = fault.steps.iter().rev();
        let pointer = steps.fold(String::new(), |pointer, step| {
            pointer + "/" + &step.replace('~', "~0").replace('/', "~1")
        });
        match fault.what {
            What::Twice => errors::told_and_absent(pointer),
            What::NullElement => errors::null_element(pointer),
            What::Day(why) => errors::bad_day(pointer, why),
        }
    })
}

fn record<V: Visitor>(of: &Struct<V::Word>, row: usize, visitor: &mut V) -> Walked {
    visitor.open_record(of.record);
    for member in &of.members {
        if let Some(walked) = tell_member(member, row, visitor) {
            within(walked, || member.key.name.clone())?;
        }
    }
    visitor.close_record();
    Ok(())
}

/// None: nothing is told of it.
fn tell_member<V: Visitor>(
    member: &BoundMember<V::Word>,
    row: usize,
    visitor: &mut V,
) -> Option<Walked> {
    let marked = member
        .absent
        .is_some_and(|mark| !arrow_array::Array::is_null(mark, row) && mark.value(row));
    if !is_null(&member.values, row) {
        if marked {
            return Some(Err(fault(What::Twice)));
        }
        visitor.key(member.key);
        return Some(tell(&member.values, row, visitor));
    }
    if marked || member.null_is_absent {
        visitor.key(member.key);
        visitor.absent();
    }
    None
}

fn is_null<W>(values: &Bound<W>, row: usize) -> bool {
    match values {
        Bound::Nothing => true,
        Bound::Record(of) => of.nulls.is_some_and(|nulls| nulls.is_null(row)),
        Bound::Part(of) => {
            of.nulls.is_some_and(|nulls| nulls.is_null(row))
                || of.members.iter().all(|member| is_null(&member.values, row))
        }
        Bound::List { nulls, .. } | Bound::Rates { nulls, .. } => {
            nulls.is_some_and(|nulls| nulls.is_null(row))
        }
        Bound::Leaf { nulls, .. } => nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)),
    }
}

/// A value that is not null.
fn tell<V: Visitor>(values: &Bound<V::Word>, row: usize, visitor: &mut V) -> Walked {
    match values {
        Bound::Nothing => Ok(()),
        Bound::Record(of) | Bound::Part(of) => record(of, row, visitor),
        Bound::List {
            ranges, element, ..
        } => {
            visitor.open_list();
            let (start, end) = ranges.of(row);
            for index in start..end {
                visitor.element();
                let told = if is_null(element, index) {
                    Err(fault(What::NullElement))
                } else {
                    tell(element, index, visitor)
                };
                within(told, || (index - start).to_string())?;
            }
            visitor.close_list();
            Ok(())
        }
        Bound::Rates {
            offsets,
            pairs,
            rate,
            ..
        } => {
            visitor.open_record(None);
            let bound = |at: usize| offsets.get(at).and_then(|o| usize::try_from(*o).ok());
            for index in bound(row).unwrap_or(0)..bound(row + 1).unwrap_or(0) {
                if !is_null(rate, index) {
                    visitor.pair(pairs.value(index));
                    let told = tell(rate, index, visitor);
                    within(told, || pairs.value(index).to_owned())?;
                }
            }
            visitor.close_record();
            Ok(())
        }
        Bound::Leaf { leaf, values, .. } => scalar(leaf, values, row, visitor),
    }
}

fn scalar<V: Visitor>(
    leaf: &Leaf,
    values: &Values<V::Word>,
    row: usize,
    visitor: &mut V,
) -> Walked {
    match values {
        Values::Words(keys, words) => {
            if let Some(word) = keys.get(row).and_then(|key| words.get(*key)) {
                visitor.known(leaf, word);
            }
        }
        Values::Indirect(keys, values) => {
            if let Some(key) = keys.get(row) {
                return scalar(leaf, values, *key, visitor);
            }
        }
        Values::Text(texts) => visitor.text(leaf, texts.value(row)),
        Values::Truth(array) => visitor.truth(array.value(row)),
        Values::Integer(integers) => visitor.integer(leaf, integers.value(row)),
        Values::Decimal(decimals, scale) => decimal(leaf, decimals, *scale, row, visitor),
        Values::Days(days) => return day(days.get(row).copied().map_or(0, i64::from), visitor),
        Values::Times(times, per_day) => {
            let time = times.get(row).copied().unwrap_or(0);
            if time.rem_euclid(*per_day) != 0 {
                return Err(fault(What::Day("is not midnight")));
            }
            return day(time.div_euclid(*per_day), visitor);
        }
    }
    Ok(())
}

fn decimal<V: Visitor>(leaf: &Leaf, decimals: &Decimals, scale: i8, row: usize, visitor: &mut V) {
    let digits = match decimals {
        Decimals::D32(all) => all.get(row).copied().map(i128::from),
        Decimals::D64(all) => all.get(row).copied().map(i128::from),
        Decimals::D128(all) => all.get(row).copied(),
        Decimals::D256(array, all) => {
            let digits = all.get(row).and_then(|digits| digits.to_i128());
            if digits.is_none() {
                return visitor.text(leaf, &array.value_as_string(row));
            }
            digits
        }
    };
    visitor.decimal(leaf, digits.unwrap_or(0), scale);
}

fn day<V: Visitor>(days: i64, visitor: &mut V) -> Walked {
    let day = Day::from_ymd(1970, 1, 1).and_then(|epoch| epoch.plus_days(days));
    let day = day.ok_or_else(|| fault(What::Day("is of no year that the calendar has")))?;
    visitor.day(days, &day.to_string());
    Ok(())
}
