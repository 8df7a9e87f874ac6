//! What is due where, worked out once for a program and a layout.

use rustc_hash::FxHashSet as HashSet;

use super::super::layout::{ABSENT, Layout, PlaceId, Shape, Slot, absent_cells, inner};
use super::super::words::Words;
use super::scalar::Unit;
use super::table::Table;
use super::{Due, Half, Key, One, Place, Reader, Same};
use crate::ir::{Field, Program, Type};
use crate::value::{Country, Number};

/// The name that a case is known by.
const ID: &str = "id";

/// How many fields a record may have: each has a bit.
const FIELDS: usize = 128;

pub(super) fn reader(program: &Program, layout: &Layout, words: &Words) -> Reader {
    let mut reader = Reader {
        places: Vec::new(),
        keys: Vec::new(),
        enums: Vec::new(),
        units: Vec::new(),
        countries: countries(),
        codes: codes(words),
        coarser: coarser(words),
        finer: words.finer_than(0),
        texts: Table::new(words.each_text()),
        currencies: Table::new(words.each_currency()),
    };
    for entry in &program.enums {
        let names = entry.members.iter().map(|member| member.name.as_str());
        reader.enums.push(Table::new(names.zip(0..)));
    }
    for dimension in &program.dimensions {
        let units = dimension.units.iter().filter_map(|unit| {
            let factor = fraction(&unit.factor)?;
            let name = unit.name.as_bytes().into();
            Some(Unit { name, factor })
        });
        reader.units.push(units.collect());
    }
    for (place, number) in layout.places.iter().zip(0u32..) {
        let start = number_of(reader.keys.len());
        reader.keys.push(Key::none(number));
        let fields = &program.record(place.record).fields;
        let slots = fields.iter().zip(&place.fields).zip(0u32..).take(FIELDS);
        for ((field, slot), at) in slots {
            let mut key = Key::new(number, at, field, slot, layout);
            if number == 0 && field.name == ID {
                key.due = match key.due {
                    Due::One(one @ (One::Text | One::AnyText)) => Due::Id(one),
                    due => due,
                };
            }
            reader.keys.push(key);
        }
        let own = place.table.filter(|_| place.presence.is_none());
        let row = own.and_then(|table| {
            let template = &layout.tables.get(table.0 as usize)?.template;
            Some((table, template.as_slice().into()))
        });
        let names = fields.iter().map(|field| field.name.as_str());
        reader.places.push(Place {
            row,
            presence: place.presence,
            base: place.base,
            blank: place.blank.as_slice().into(),
            start,
            fields: number_of(fields.len()),
            names: Table::new(names.take(FIELDS).zip(start + 1..)),
        });
    }
    reader
}

fn number_of(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl Key {
    /// The entry before the keys of a place: the first key comes after it, and no text looks like it.
    fn none(place: u32) -> Key {
        Key {
            start: u128::MAX,
            mask: u128::MAX,
            tail: Box::default(),
            len: 0,
            bit: 0,
            half: Half::First,
            place,
            cell: None,
            due: Due::Odd,
            absent: None,
        }
    }

    fn new(place: u32, at: u32, field: &Field, slot: &Slot, layout: &Layout) -> Key {
        let written = format!("\0\"{}\":", field.name);
        let written = written.as_bytes();
        let head = written.len().min(16);
        let (mut start, mut mask) = ([0; 16], [0; 16]);
        for ((byte, bits), written) in start.iter_mut().zip(&mut mask).zip(written) {
            (*byte, *bits) = (*written, u8::MAX);
        }
        let due = due(&field.ty, slot);
        Key {
            start: u128::from_le_bytes(start),
            mask: u128::from_le_bytes(mask),
            tail: written.get(head..).unwrap_or(&[]).into(),
            len: written.len(),
            bit: 1 << (at % 64),
            half: if at < 64 { Half::First } else { Half::Second },
            place,
            cell: slot.cell,
            due,
            absent: absent(slot, due, layout),
        }
    }
}

/// What is due for a field.
fn due(ty: &Type, slot: &Slot) -> Due {
    let kept = slot.cell.is_some();
    let values = |of: &Type, shape: &Shape, same: Same| match one(of, shape, kept) {
        // Truth values that are the same stay, as the interpreter's reader has it.
        Some(One::Bool) => Due::Values(One::Bool, Same::Stay),
        Some(one) => Due::Values(one, same),
        None => Due::Odd,
    };
    match (&slot.shape, inner(ty).0) {
        (Shape::Record(PlaceId(place)), _) => Due::Record(*place),
        (Shape::Child(PlaceId(place)), _) => Due::Child(*place),
        (Shape::Many(PlaceId(place)), _) => Due::Many(*place),
        (Shape::Money, _) => Due::Money,
        (Shape::Rates, _) => Due::Rates,
        (Shape::Values(shape), Type::List(of)) => values(of, shape, Same::Stay),
        (Shape::Values(shape), Type::Set(of)) => values(of, shape, Same::Merge),
        (shape, ty) => one(ty, shape, kept).map_or(Due::Odd, Due::One),
    }
}

/// What is due for a value of one cell.
fn one(ty: &Type, shape: &Shape, kept: bool) -> Option<One> {
    Some(match (ty, shape) {
        (Type::Bool, Shape::Bool) => One::Bool,
        (Type::Int, Shape::Int) | (Type::Decimal, Shape::Decimal) => One::Number(shape.scale()),
        (Type::Share, Shape::Share) => One::Share(shape.scale()),
        (Type::Date, Shape::Date) => One::Date,
        (Type::Quantity(_), Shape::Quantity(dimension)) => {
            One::Quantity(dimension.0, shape.scale())
        }
        (Type::Enum(_), Shape::Enum(id)) => One::Enum(id.0),
        (Type::Country, Shape::Country) => One::Country,
        (Type::Code, Shape::Code) => One::Code,
        (Type::Text, Shape::Text) if kept => One::Text,
        (Type::Text, Shape::Text) => One::AnyText,
        _ => return None,
    })
}

/// What cells hold where `null` stands.
fn absent(slot: &Slot, due: Due, layout: &Layout) -> Option<Box<[(u32, i64)]>> {
    // Lists are never optional.
    if !slot.optional || matches!(due, Due::Many(_) | Due::Values(..) | Due::Odd) {
        return None;
    }
    let cells = match (&slot.shape, slot.cell) {
        (_, None) => Vec::new(),
        (Shape::Record(place), _) => absent_cells(layout, *place),
        (Shape::Money, Some(cell)) => vec![(cell, ABSENT), (cell + 1, ABSENT)],
        (_, Some(cell)) => vec![(cell, ABSENT)],
    };
    Some(cells.into())
}

fn countries() -> Vec<u16> {
    let mut places = vec![u16::MAX; 26 * 26];
    for country in Country::all() {
        let place = match *country.code().as_bytes() {
            [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => {
                usize::from(a - b'A') * 26 + usize::from(b - b'A')
            }
            _ => continue,
        };
        if let Some(entry) = places.get_mut(place) {
            *entry = country.index();
        }
    }
    places
}

fn codes(words: &Words) -> Table {
    let all = (0..).map_while(|number| Some((words.code_at(number)?.as_str(), number)));
    Table::new(all)
}

fn coarser(words: &Words) -> HashSet<Box<[u8]>> {
    let mut above = HashSet::default();
    for code in (0..).map_while(|number| words.code_at(number)) {
        let dots = code.as_str().match_indices('.');
        let wider = dots.filter_map(|(at, _)| code.as_str().get(..at));
        above.extend(
            wider
                .filter(|wider| words.code(wider).is_none())
                .map(|wider| wider.as_bytes().into()),
        );
    }
    above
}

/// A number as a fraction of two that fit.
fn fraction(number: &Number) -> Option<(i64, i64)> {
    let text = number.to_exact();
    let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
    Some((above.parse().ok()?, below.parse().ok()?))
}
