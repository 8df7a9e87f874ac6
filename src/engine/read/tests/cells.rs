//! What the cells should hold, worked out from the slots.

use std::collections::HashSet;

use super::Kit;
use crate::engine::layout::{
    ABSENT, NEXT, Place, PlaceId, Shape, Slot as CellSlot, TableId, UNTOLD, absent_cells, scaled,
};
use crate::engine::store::Store;
use crate::engine::words::OTHER_TEXT;
use crate::facts::{Facts, NodeId, ROOT, Slot};
use crate::ir::FieldId;
use crate::value::Code;

/// Where a node of the facts should stand.
#[derive(Clone, Copy)]
struct Stands {
    place: PlaceId,
    /// Its own row or the one that it lies in; none where it is not kept.
    row: Option<(TableId, u32)>,
    own: bool,
}

/// Compares every row of the store with the facts.
pub fn agree(kit: &Kit, facts: &Facts, bytes: &[u8], store: &Store) {
    let mut rows: Vec<Vec<Vec<i64>>> = vec![Vec::new(); kit.layout.tables.len()];
    let mut stands: Vec<Stands> = Vec::new();
    for node in &facts.nodes {
        let stand = match node.parent {
            None => begin(kit, PlaceId(0), None, &mut rows),
            Some(parent) => {
                let above = stands[parent.node.0 as usize];
                let slot = kit.layout.slot(above.place, parent.field).unwrap();
                let (Shape::Record(place) | Shape::Child(place) | Shape::Many(place)) = slot.shape
                else {
                    panic!("a record at {:?}", slot.shape)
                };
                begin(kit, place, above.row, &mut rows)
            }
        };
        stands.push(stand);
    }
    ends(facts, &stands, &mut rows);
    for (number, stand) in (0u32..).zip(&stands) {
        let Some((table, row)) = stand.row else {
            continue;
        };
        let place = kit.layout.place(stand.place).unwrap();
        for (index, slot) in place.fields.iter().enumerate() {
            let told = facts
                .slot(NodeId(number), FieldId::from_index(index))
                .unwrap();
            let cells = &mut rows[table.0 as usize][row as usize];
            fill(kit, &stands, (slot, told), cells);
        }
    }
    compare(kit, facts, &stands, &rows, store);
    let id = kit.program.record(kit.program.facts.record);
    let id = id.fields.iter().position(|field| field.name == "id");
    let told = id.and_then(|id| facts.slot(ROOT, FieldId::from_index(id)));
    let name = store
        .id
        .map(|(start, end)| std::str::from_utf8(&bytes[start..end]).unwrap());
    match told {
        Some(Slot::Text(texts)) => assert_eq!(Some(&*texts[0]), name),
        _ => assert_eq!(name, None),
    }
}

/// A node's row as it is where nothing is told.
fn begin(
    kit: &Kit,
    id: PlaceId,
    above: Option<(TableId, u32)>,
    rows: &mut [Vec<Vec<i64>>],
) -> Stands {
    let place = kit.layout.place(id).unwrap();
    let own = place.table.is_some() && place.presence.is_none();
    let row = match place.table {
        Some(table) if own => {
            let all = &mut rows[table.0 as usize];
            all.push(kit.layout.tables[table.0 as usize].template.clone());
            Some((table, all.len() as u32 - 1))
        }
        Some(table) => {
            let (within, row) = above.unwrap();
            assert_eq!(table, within);
            let cells = &mut rows[table.0 as usize][row as usize];
            cells[place.presence.unwrap() as usize] = 1;
            let base = place.base as usize;
            cells[base..base + place.blank.len()].copy_from_slice(&place.blank);
            above
        }
        None => None,
    };
    Stands {
        place: id,
        row,
        own,
    }
}

/// Where the rows within each row end: nodes stand before those that lie within them.
fn ends(facts: &Facts, stands: &[Stands], rows: &mut [Vec<Vec<i64>>]) {
    for (number, stand) in stands.iter().enumerate() {
        let Some((table, row)) = stand.row.filter(|_| stand.own) else {
            continue;
        };
        let end = facts.nodes[number].span.end;
        let inside = stands.iter().zip(&facts.nodes).skip(number + 1);
        let inside = inside.take_while(|(_, node)| node.span.start < end);
        let inside = inside.filter(|(other, _)| other.own && other.row.unwrap().0 == table);
        rows[table.0 as usize][row as usize][NEXT as usize] =
            i64::from(row) + 1 + inside.count() as i64;
    }
}

fn fill(kit: &Kit, stands: &[Stands], (slot, told): (&CellSlot, &Slot), cells: &mut [i64]) {
    let Some(cell) = slot.cell.map(|cell| cell as usize) else {
        return;
    };
    match (&slot.shape, told) {
        // As the template has it.
        (_, Slot::LeftOut) => {}
        (Shape::Record(place), Slot::Absent) => {
            for (cell, value) in absent_cells(&kit.layout, *place) {
                cells[cell as usize] = value;
            }
        }
        (Shape::Money, Slot::Absent) => cells[cell..cell + 2].fill(ABSENT),
        (_, Slot::Absent) => cells[cell] = ABSENT,
        // Done when it began.
        (Shape::Record(_), Slot::Record(_)) => {}
        (Shape::Child(_), Slot::Record(node)) => {
            cells[cell] = i64::from(stands[node.0 as usize].row.unwrap().1)
        }
        (Shape::Money, Slot::Money(amount, currency)) => {
            cells[cell] = amount.as_ref().map_or(UNTOLD, |amount| {
                scaled(amount.single().unwrap(), slot.shape.scale()).unwrap()
            });
            cells[cell + 1] = currency.as_ref().map_or(UNTOLD, |currency| {
                i64::from(kit.words.currency(currency.code()).unwrap())
            });
        }
        (Shape::Rates, Slot::Rates) => cells[cell] = 1,
        // Compared with what the store has, below: they are places in it.
        (Shape::Many(_) | Shape::Values(_), Slot::List { complete, .. }) => assert!(complete),
        (shape, told) => cells[cell] = single(kit, shape, told),
    }
}

/// A value of one cell.
fn single(kit: &Kit, shape: &Shape, told: &Slot) -> i64 {
    match (shape, told) {
        (Shape::Bool, Slot::Bool(value)) => i64::from(*value),
        (
            Shape::Int | Shape::Decimal | Shape::Share | Shape::Date | Shape::Quantity(_),
            Slot::Number(number),
        ) => scaled(number.single().unwrap(), shape.scale()).unwrap(),
        (Shape::Enum(_) | Shape::Country, Slot::Choice(choice)) => {
            i64::from(choice.is_single().unwrap())
        }
        (Shape::Code, Slot::Code(code, listed)) => {
            assert!(listed);
            kit.words.code(code.as_str()).map_or_else(
                || i64::from(kit.words.finer_than(named_above(kit, code))),
                i64::from,
            )
        }
        (Shape::Text, Slot::Text(texts)) => {
            let [text] = texts.as_slice() else {
                panic!("a text told in part")
            };
            i64::from(kit.words.text(text).unwrap_or(OTHER_TEXT))
        }
        (shape, told) => panic!("{told:?} at {shape:?}"),
    }
}

/// The nearest named code above one below which there is none.
fn named_above(kit: &Kit, code: &Code) -> u32 {
    let all = || (0..).map_while(|number| Some((number, kit.words.code_at(number)?)));
    assert!(!all().any(|(_, other)| code.strictly_above(other)));
    let above = all().filter(|(_, other)| other.strictly_above(code));
    above
        .max_by_key(|(_, other)| other.as_str().len())
        .unwrap()
        .0
}

fn compare(kit: &Kit, facts: &Facts, stands: &[Stands], rows: &[Vec<Vec<i64>>], store: &Store) {
    for (table, expected) in (0u32..).map(TableId).zip(rows) {
        assert_eq!(
            store.len(table) as usize,
            expected.len(),
            "rows of {table:?}"
        );
    }
    // Places in the store are compared by what stands there.
    let mut lists: HashSet<(TableId, u32, u32)> = HashSet::new();
    for (number, stand) in (0u32..).zip(stands) {
        let (Some((table, row)), Some(place)) = (stand.row, kit.layout.place(stand.place)) else {
            continue;
        };
        lists.extend(told_lists(
            kit,
            facts,
            (NodeId(number), place),
            (table, row),
            stands,
            store,
        ));
    }
    for (table, expected) in (0u32..).map(TableId).zip(rows) {
        for (row, cells) in (0u32..).zip(expected) {
            for (cell, value) in (0u32..).zip(cells) {
                if !lists.contains(&(table, row, cell)) {
                    assert_eq!(
                        store.get(table, row, cell),
                        *value,
                        "cell {cell} of row {row} of {table:?}"
                    );
                }
            }
        }
    }
}

/// Compares the lists of a node; which cells they take.
fn told_lists(
    kit: &Kit,
    facts: &Facts,
    (node, place): (NodeId, &Place),
    (table, row): (TableId, u32),
    stands: &[Stands],
    store: &Store,
) -> Vec<(TableId, u32, u32)> {
    let mut cells = Vec::new();
    for (index, slot) in place.fields.iter().enumerate() {
        let told = facts.slot(node, FieldId::from_index(index)).unwrap();
        let (Some(cell), Slot::List { start, len, .. }) = (slot.cell, told) else {
            continue;
        };
        cells.extend([(table, row, cell), (table, row, cell + 1)]);
        let (first, after) = (store.get(table, row, cell), store.get(table, row, cell + 1));
        let elements = facts.elements(*start, *len);
        match &slot.shape {
            Shape::Values(of) => {
                let expected: Vec<i64> = elements.iter().map(|e| single(kit, of, e)).collect();
                assert_eq!(&store.pool[first as usize..after as usize], expected);
            }
            Shape::Many(of) => {
                let of = kit.layout.place(*of).unwrap().table.unwrap();
                // From each row on to the next that does not lie within it.
                let mut at = first;
                for element in elements {
                    let Slot::Record(element) = element else {
                        panic!("{element:?} among records")
                    };
                    assert_eq!(stands[element.0 as usize].row, Some((of, at as u32)));
                    at = store.get(of, at as u32, NEXT);
                }
                assert_eq!(at, after);
            }
            shape => panic!("a list at {shape:?}"),
        }
    }
    cells
}
