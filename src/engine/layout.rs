//! Where facts stand: a table for each type of record that occurs any number of times, a row for each record, cells of 64 bits.
//!
//! A record that occurs just once within another (`shipment.end_user`) has its cells in the other's row. Rows of one table stand in
//! the order in which their records begin in the text, so that all parts within an item, at any depth, are one run of rows.
//! Fields that no rule, default or `ensure` reads have no cell: they are checked and not kept.

use rustc_hash::FxHashMap as HashMap;

use super::words::Words;
use crate::ir::{Const, DimensionId, EnumId, ExprKind, Field, FieldId, Program, RecordId, Type};
use crate::value::Number;

/// What a cell holds beside a value.
pub const UNTOLD: i64 = i64::MIN;
/// Known not to exist.
pub const ABSENT: i64 = i64::MIN + 1;
/// Left out, where the schema's default is more than a constant: worked out when read.
pub const LEFT_OUT: i64 = i64::MIN + 2;
/// The greatest of the three.
pub const LAST_MARK: i64 = LEFT_OUT;

/// The cell that tells where a row's descendants in its own table end.
pub const NEXT: u32 = 0;

/// Names a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TableId(pub u32);

/// Names a [`Shape`] of records: a type of record at a place in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlaceId(pub u32);

/// All tables of a program.
#[derive(Debug, Default)]
pub struct Layout {
    /// Tables; the first holds the root.
    pub tables: Vec<Table>,
    /// Places; the first is the root.
    pub places: Vec<Place>,
    by_record: HashMap<RecordId, PlaceId>,
    unread: HashMap<RecordId, PlaceId>,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Cells of a row before anything is told; [`NEXT`] first.
    pub template: Vec<i64>,
    /// Whether its rows lie within each other by one list field of one place alone, so that all that lies within a row is the run after it.
    pub nests_by: Vec<(PlaceId, FieldId)>,
}

/// A type of record at a place of a table.
#[derive(Debug)]
pub struct Place {
    /// Its type.
    pub record: RecordId,
    /// Its table; none where nothing below it is read.
    pub table: Option<TableId>,
    /// Its first cell within a row.
    pub base: u32,
    /// Its fields by [`FieldId`].
    pub fields: Vec<Slot>,
    /// Cells from `base` on as they are where the record is told and all its fields are left out.
    pub blank: Vec<i64>,
    /// The place of the record field that holds it inline, and that cell.
    pub presence: Option<u32>,
}

/// Where a field stands.
#[derive(Clone, Debug)]
pub struct Slot {
    /// What it holds.
    pub shape: Shape,
    /// Its (first) cell within the row; none: checked and not kept.
    pub cell: Option<u32>,
    /// Whether `null` may stand there.
    pub optional: bool,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 0 or 1.
    Bool,
    /// Whole number, as it is.
    Int,
    /// Number times 10^scale; see [`Shape::scale`].
    Decimal,
    /// Part of a whole, likewise.
    Share,
    /// Days since 1970-01-01.
    Date,
    /// In base units, times 10^scale.
    Quantity(DimensionId),
    /// Index of a member.
    Enum(EnumId),
    /// Index of a country.
    Country,
    /// Number of the code in [`Words`], or [`Words::finer_than`] one.
    Code,
    /// Number of the text in [`Words`].
    Text,
    /// Two cells: amount times 10^scale, number of the currency in [`Words`].
    Money,
    /// A period: a case that tells one goes to the interpreter.
    Period,
    /// Exchange rates: likewise, unless there are none.
    Rates,
    /// Inline: one cell, 1 where told, then the record's own.
    Record(PlaceId),
    /// One cell: the row of the record's own table.
    Child(PlaceId),
    /// Two cells: first row, and the row after the last one (of the element's table).
    Many(PlaceId),
    /// Two cells: first, and after the last, in the pool of single values.
    Values(Box<Shape>),
}

impl Shape {
    /// By how many powers of ten numbers of the kind are multiplied. What needs more digits goes to the interpreter.
    pub const fn scale(&self) -> u32 {
        match self {
            Shape::Decimal | Shape::Quantity(_) => 6,
            Shape::Share => 8,
            Shape::Money => 4,
            _ => 0,
        }
    }

    /// How many cells it takes, those of an inline record aside.
    fn cells(&self) -> usize {
        match self {
            Shape::Money | Shape::Many(_) | Shape::Values(_) => 2,
            _ => 1,
        }
    }
}

/// Which fields are read at all.
pub type Used = rustc_hash::FxHashSet<(RecordId, FieldId)>;

impl Layout {
    /// Lays out the facts of a program of which `used` are read. Without `assume`, defaults are nothing.
    pub fn new(program: &Program, words: &Words, used: &Used, assume: bool) -> Layout {
        let mut layout = Layout::default();
        let mut maker = Maker {
            program,
            words,
            used,
            assume,
            layout: &mut layout,
        };
        maker.own(program.facts.record);
        layout.find_nesting();
        layout
    }

    /// A place.
    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(id.0 as usize)
    }

    /// The slot of a field at a place.
    pub fn slot(&self, place: PlaceId, field: FieldId) -> Option<&Slot> {
        self.place(place)?.fields.get(field.index())
    }

    /// How many cells a row of that table has.
    pub fn width(&self, table: TableId) -> usize {
        self.tables
            .get(table.0 as usize)
            .map_or(1, |table| table.template.len())
    }

    /// Whether every row within a row of the place's table lies there by that field, directly or further down, and by no other.
    pub fn is_run(&self, place: PlaceId, field: FieldId) -> bool {
        let table = self.place(place).and_then(|place| place.table);
        table
            .and_then(|table| self.tables.get(table.0 as usize))
            .is_some_and(|table| table.nests_by == [(place, field)])
    }

    /// Finds by which fields rows of a table come to lie within its own rows.
    fn find_nesting(&mut self) {
        for i in 0..self.tables.len() {
            let table = TableId(u32::try_from(i).unwrap_or(u32::MAX));
            let mut by = Vec::new();
            for (p, place) in self.places.iter().enumerate() {
                if place.table != Some(table) {
                    continue;
                }
                for (f, slot) in place.fields.iter().enumerate() {
                    let (Shape::Many(below) | Shape::Child(below)) = slot.shape else {
                        continue;
                    };
                    if self.reaches(below, table) {
                        let p = PlaceId(u32::try_from(p).unwrap_or(u32::MAX));
                        by.push((p, FieldId::from_index(f)));
                    }
                }
            }
            if let Some(entry) = self.tables.get_mut(i) {
                entry.nests_by = by;
            }
        }
    }

    /// Whether rows of a table can lie at or below a place.
    fn reaches(&self, from: PlaceId, table: TableId) -> bool {
        let (mut seen, mut todo) = (vec![false; self.places.len()], vec![from]);
        while let Some(id) = todo.pop() {
            let Some(place) = self.place(id) else {
                continue;
            };
            if place.table == Some(table) {
                return true;
            }
            let Some(mark) = seen.get_mut(id.0 as usize) else {
                continue;
            };
            if std::mem::replace(mark, true) {
                continue;
            }
            todo.extend(place.fields.iter().filter_map(|slot| match slot.shape {
                Shape::Record(id) | Shape::Child(id) | Shape::Many(id) => Some(id),
                _ => None,
            }));
        }
        false
    }
}

struct Maker<'a> {
    program: &'a Program,
    words: &'a Words,
    used: &'a Used,
    assume: bool,
    layout: &'a mut Layout,
}

impl Maker<'_> {
    /// The place of a type of record that has rows of its own.
    fn own(&mut self, record: RecordId) -> PlaceId {
        if let Some(place) = self.layout.by_record.get(&record) {
            return *place;
        }
        let table = TableId(u32::try_from(self.layout.tables.len()).unwrap_or(u32::MAX));
        self.layout.tables.push(Table {
            template: vec![0],
            nests_by: Vec::new(),
        });
        let place = self.reserve(record, Some(table), 1, None);
        self.layout.by_record.insert(record, place);
        self.fill(place, table, &mut vec![record]);
        // A row stands for a record that is told.
        let blank = self.layout.place(place).map(|place| place.blank.clone());
        if let (Some(blank), Some(entry)) = (blank, self.layout.tables.get_mut(table.0 as usize)) {
            for (cell, value) in entry.template.iter_mut().skip(1).zip(blank) {
                *cell = value;
            }
        }
        place
    }

    /// The place of a type of record of which nothing is read.
    fn unread(&mut self, record: RecordId) -> PlaceId {
        if let Some(place) = self.layout.unread.get(&record) {
            return *place;
        }
        let place = self.reserve(record, None, 0, None);
        self.layout.unread.insert(record, place);
        let fields = self.program.record(record).fields.iter();
        let slots = fields.map(|field| {
            let (ty, optional) = inner(&field.ty);
            Slot {
                shape: self.unread_shape(ty),
                cell: None,
                optional,
            }
        });
        let slots = slots.collect();
        if let Some(place) = self.layout.places.get_mut(place.0 as usize) {
            place.fields = slots;
        }
        place
    }

    fn reserve(
        &mut self,
        record: RecordId,
        table: Option<TableId>,
        base: u32,
        presence: Option<u32>,
    ) -> PlaceId {
        let id = PlaceId(u32::try_from(self.layout.places.len()).unwrap_or(u32::MAX));
        self.layout.places.push(Place {
            record,
            table,
            base,
            fields: Vec::new(),
            blank: Vec::new(),
            presence,
        });
        id
    }

    /// Gives the fields of a place their cells, at the end of the table's row. `within`: the types that the row already holds.
    fn fill(&mut self, id: PlaceId, table: TableId, within: &mut Vec<RecordId>) {
        let Some(record) = self.layout.place(id).map(|place| place.record) else {
            return;
        };
        let base = self.layout.width(table);
        let mut slots = Vec::new();
        let fields = &self.program.record(record).fields;
        for (i, field) in fields.iter().enumerate() {
            let used = self.used.contains(&(record, FieldId::from_index(i)));
            slots.push(self.field(field, used, table, within));
        }
        let width = self.layout.width(table);
        let mut blank = vec![UNTOLD; width.saturating_sub(base)];
        for (field, slot) in fields.iter().zip(&slots) {
            self.blank(field, slot, base, &mut blank);
        }
        if let Some(place) = self.layout.places.get_mut(id.0 as usize) {
            place.base = u32::try_from(base).unwrap_or(u32::MAX);
            place.fields = slots;
            place.blank = blank;
        }
    }

    fn field(
        &mut self,
        field: &Field,
        used: bool,
        table: TableId,
        within: &mut Vec<RecordId>,
    ) -> Slot {
        let (ty, optional) = inner(&field.ty);
        if !used {
            let shape = self.unread_shape(ty);
            return Slot {
                shape,
                cell: None,
                optional,
            };
        }
        let cell = u32::try_from(self.layout.width(table)).unwrap_or(u32::MAX);
        let shape = match ty {
            Type::Record(record) if within.contains(record) => {
                let place = self.own(*record);
                Shape::Child(place)
            }
            Type::Record(record) => {
                self.grow(table, 1);
                let place = self.reserve(*record, Some(table), 0, Some(cell));
                within.push(*record);
                self.fill(place, table, within);
                within.pop();
                return Slot {
                    shape: Shape::Record(place),
                    cell: Some(cell),
                    optional,
                };
            }
            Type::List(of) | Type::Set(of) => match &**of {
                Type::Record(record) => Shape::Many(self.own(*record)),
                of => Shape::Values(Box::new(single(inner(of).0))),
            },
            ty => single(ty),
        };
        self.grow(table, shape.cells());
        Slot {
            shape,
            cell: Some(cell),
            optional,
        }
    }

    fn grow(&mut self, table: TableId, cells: usize) {
        if let Some(table) = self.layout.tables.get_mut(table.0 as usize) {
            table.template.extend(std::iter::repeat_n(UNTOLD, cells));
        }
    }

    fn unread_shape(&mut self, ty: &Type) -> Shape {
        match ty {
            Type::Record(record) => Shape::Record(self.unread(*record)),
            Type::List(of) | Type::Set(of) => match &**of {
                Type::Record(record) => Shape::Many(self.unread(*record)),
                of => Shape::Values(Box::new(single(inner(of).0))),
            },
            ty => single(ty),
        }
    }

    /// What the cells of a field hold where it is left out.
    fn blank(&self, field: &Field, slot: &Slot, base: usize, cells: &mut [i64]) {
        let (Some(default), Some(cell), true) = (field.default, slot.cell, self.assume) else {
            return;
        };
        let at = (cell as usize).saturating_sub(base);
        let mut put = |offset: usize, value: i64| {
            if let Some(place) = cells.get_mut(at + offset) {
                *place = value;
            }
        };
        let plain = field.default_if.is_none();
        match &self.program.expr(default).kind {
            ExprKind::Const(Const::Null) if plain => match &slot.shape {
                // An absent record: all that it holds is absent too, lists are empty.
                Shape::Record(place) => self.absent_record(*place, base, cells),
                _ => put(0, ABSENT),
            },
            ExprKind::List(all) | ExprKind::Set(all) if plain && all.is_empty() => {
                put(0, 0);
                put(1, 0);
            }
            ExprKind::Const(Const::Set(all)) if plain && all.is_empty() => {
                put(0, 0);
                put(1, 0);
            }
            ExprKind::Const(value) if plain => match constant(self.words, &slot.shape, value) {
                Some((first, second)) => {
                    put(0, first);
                    if let Some(second) = second {
                        put(1, second);
                    }
                }
                None => put(0, LEFT_OUT),
            },
            // Of a record left out no field is told; what its default is, the interpreter says.
            _ => put(0, LEFT_OUT),
        }
    }

    fn absent_record(&self, place: PlaceId, base: usize, cells: &mut [i64]) {
        for (cell, value) in absent_cells(self.layout, place) {
            if let Some(place) = cells.get_mut((cell as usize).saturating_sub(base)) {
                *place = value;
            }
        }
    }
}

/// The cells of an inline record known not to exist: its own mark, its fields absent, its lists empty.
pub fn absent_cells(layout: &Layout, place: PlaceId) -> Vec<(u32, i64)> {
    let mut cells = Vec::new();
    let mut todo = vec![place];
    while let Some(id) = todo.pop() {
        let Some(place) = layout.place(id) else {
            continue;
        };
        cells.extend(place.presence.map(|cell| (cell, ABSENT)));
        for slot in &place.fields {
            let Some(cell) = slot.cell else { continue };
            match &slot.shape {
                Shape::Record(inside) => todo.push(*inside),
                Shape::Many(_) | Shape::Values(_) => cells.extend([(cell, 0), (cell + 1, 0)]),
                Shape::Money => cells.extend([(cell, ABSENT), (cell + 1, ABSENT)]),
                _ => cells.push((cell, ABSENT)),
            }
        }
    }
    cells
}

/// A type without its `?`, and whether it had one.
pub fn inner(ty: &Type) -> (&Type, bool) {
    match ty {
        Type::Optional(of) => (of, true),
        ty => (ty, false),
    }
}

/// The shape of a type that is neither record nor list.
pub fn single(ty: &Type) -> Shape {
    match ty {
        Type::Bool => Shape::Bool,
        Type::Int => Shape::Int,
        Type::Share => Shape::Share,
        Type::Date => Shape::Date,
        Type::Quantity(dimension) => Shape::Quantity(*dimension),
        Type::Enum(id) => Shape::Enum(*id),
        Type::Country => Shape::Country,
        Type::Code => Shape::Code,
        Type::Text => Shape::Text,
        Type::Money => Shape::Money,
        Type::Period => Shape::Period,
        Type::Rates => Shape::Rates,
        _ => Shape::Decimal,
    }
}

/// A constant as cells of a shape; none where it does not fit.
pub fn constant(words: &Words, shape: &Shape, value: &Const) -> Option<(i64, Option<i64>)> {
    let one = |value: i64| Some((value, None));
    match (shape, value) {
        (_, Const::Null) => one(ABSENT),
        (Shape::Bool, Const::Bool(b)) => one(i64::from(*b)),
        (Shape::Enum(_) | Shape::Country, Const::Choice(member)) => one(i64::from(*member)),
        (Shape::Code, Const::Code(code)) => one(i64::from(words.code(code.as_str())?)),
        (Shape::Text, Const::Text(text)) => one(i64::from(words.text(text)?)),
        (Shape::Money, Const::Money(currency, amount)) => {
            let amount = scaled(amount, shape.scale())?;
            Some((amount, Some(i64::from(words.currency(currency.code())?))))
        }
        (
            Shape::Int | Shape::Decimal | Shape::Share | Shape::Date | Shape::Quantity(_),
            Const::Number(number),
        ) => one(scaled(number, shape.scale())?),
        _ => None,
    }
}

/// A number times 10^scale, where that is whole and no mark.
pub fn scaled(number: &Number, scale: u32) -> Option<i64> {
    let factor = Number::from_int(10i64.checked_pow(scale)?);
    number
        .mul(&factor)
        .to_int()
        .filter(|value| *value > LAST_MARK)
}
