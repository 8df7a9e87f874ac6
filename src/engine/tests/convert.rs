//! Facts as the interpreter reads them, put into the engine's cells: the slow and sure way.

use super::super::Engine;
use super::super::layout::{ABSENT, Layout, PlaceId, Shape, UNTOLD, absent_cells, scaled};
use super::super::store::Store;
use super::super::words::OTHER_TEXT;
use crate::facts::{Facts, NodeId, ROOT, Slot};
use crate::ir::{FieldId, Program};

/// Puts a case into a store; none where something is told only in part.
pub fn fill(program: &Program, engine: &Engine, facts: &Facts, store: &mut Store) -> Option<()> {
    let mut filler = Filler {
        program,
        engine,
        layout: &engine.layout,
        facts,
        store,
    };
    filler.row(ROOT, PlaceId(0)).map(drop)
}

struct Filler<'a> {
    program: &'a Program,
    engine: &'a Engine,
    layout: &'a Layout,
    facts: &'a Facts,
    store: &'a mut Store,
}

impl Filler<'_> {
    fn row(&mut self, node: NodeId, place: PlaceId) -> Option<u32> {
        let table = self.layout.place(place)?.table?;
        let template = self.layout.tables[table.0 as usize].template.clone();
        let row = self.store.begin(table, &template);
        self.fields(node, place, row)?;
        self.store.end(table, row);
        Some(row)
    }

    fn fields(&mut self, node: NodeId, id: PlaceId, row: u32) -> Option<()> {
        let place = self.layout.place(id)?;
        let table = place.table?;
        for (i, slot) in place.fields.iter().enumerate() {
            let Some(cell) = slot.cell else { continue };
            let told = self.facts.slot(node, FieldId::from_index(i))?.clone();
            match (&slot.shape, &told) {
                (_, Slot::LeftOut) => {}
                (_, Slot::Untold) => self.store.put(table, row, cell, UNTOLD),
                (Shape::Record(inside), Slot::Absent) => {
                    for (cell, value) in absent_cells(self.layout, *inside) {
                        self.store.put(table, row, cell, value);
                    }
                }
                (Shape::Record(inside), Slot::Record(node)) => {
                    self.store.put(table, row, cell, 1);
                    let place = self.layout.place(*inside)?;
                    self.store
                        .fill(table, row, place.base, &place.blank.clone());
                    self.fields(*node, *inside, row)?;
                }
                (Shape::Child(inside), Slot::Record(node)) => {
                    let child = self.row(*node, *inside)?;
                    self.store.put(table, row, cell, i64::from(child));
                }
                (
                    Shape::Many(inside),
                    Slot::List {
                        start,
                        len,
                        complete,
                    },
                ) => {
                    if !complete {
                        self.store.put(table, row, cell, UNTOLD);
                        continue;
                    }
                    let of = self.layout.place(*inside)?.table?;
                    let first = self.store.len(of);
                    let elements = self.facts.elements(*start, *len).to_vec();
                    for element in elements {
                        let Slot::Record(node) = element else {
                            return None;
                        };
                        self.row(node, *inside)?;
                    }
                    self.store.put(table, row, cell, i64::from(first));
                    let end = self.store.len(of);
                    self.store.put(table, row, cell + 1, i64::from(end));
                }
                (
                    Shape::Values(shape),
                    Slot::List {
                        start,
                        len,
                        complete,
                    },
                ) => {
                    if !complete {
                        self.store.put(table, row, cell, UNTOLD);
                        continue;
                    }
                    let first = self.store.pool.len();
                    for element in self.facts.elements(*start, *len).to_vec() {
                        let value = self
                            .single(shape, &element)
                            .map_or(UNTOLD, |(value, _)| value);
                        self.store.pool.push(value);
                    }
                    let end = self.store.pool.len();
                    self.store.put(table, row, cell, i64::try_from(first).ok()?);
                    self.store
                        .put(table, row, cell + 1, i64::try_from(end).ok()?);
                }
                (shape, told) => {
                    // What is told in part is more than nothing, so to take it as untold is sound.
                    let (value, second) = self.single(shape, told).unwrap_or((UNTOLD, None));
                    self.store.put(table, row, cell, value);
                    if let Some(second) = second {
                        self.store.put(table, row, cell + 1, second);
                    }
                }
            }
        }
        let _ = self.program;
        Some(())
    }

    fn single(&self, shape: &Shape, told: &Slot) -> Option<(i64, Option<i64>)> {
        let words = &self.engine.words;
        let one = |value: i64| Some((value, None));
        match (shape, told) {
            (Shape::Money, Slot::Absent) => Some((ABSENT, Some(ABSENT))),
            (_, Slot::Absent) => one(ABSENT),
            (_, Slot::Bool(b)) => one(i64::from(*b)),
            (_, Slot::Choice(choice)) => one(i64::from(choice.is_single()?)),
            (_, Slot::Code(code, true)) => one(i64::from(words.cell(code)?)),
            (_, Slot::Text(texts)) => match texts.as_slice() {
                [text] => one(i64::from(words.text(text).unwrap_or(OTHER_TEXT))),
                _ => None,
            },
            (shape, Slot::Number(bounds)) => one(scaled(bounds.single()?, shape.scale())?),
            (shape, Slot::Money(Some(amount), Some(currency))) => {
                let amount = scaled(amount.single()?, shape.scale())?;
                Some((amount, Some(i64::from(words.currency(currency.code())?))))
            }
            (Shape::Rates, _) => one(UNTOLD),
            _ => None,
        }
    }
}
