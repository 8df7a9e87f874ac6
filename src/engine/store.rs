//! One case's facts in the cells of a [`Layout`]; emptied and filled again, so that a warm one allocates nothing.

use super::layout::{Layout, NEXT, TableId, UNTOLD};
use super::read::Scratch;

/// The facts of one case.
#[derive(Debug, Default)]
pub struct Store {
    tables: Vec<Rows>,
    /// Elements of lists and sets of single values.
    pub pool: Vec<i64>,
    /// Where the text of the root's `id` stands among the bytes of the case, quotes taken off.
    pub id: Option<(usize, usize)>,
    /// What the reader needs while it reads, and what it has learnt of the order of keys.
    pub(super) scratch: Scratch,
}

/// Rows of a table.
#[derive(Debug, Default)]
struct Rows {
    width: usize,
    count: u32,
    cells: Vec<i64>,
}

impl Store {
    /// An empty store of that layout.
    pub fn new(layout: &Layout) -> Store {
        let tables = (0u32..)
            .zip(&layout.tables)
            .map(|(i, _)| Rows {
                width: layout.width(TableId(i)),
                count: 0,
                cells: Vec::new(),
            })
            .collect();
        Store {
            tables,
            pool: Vec::new(),
            id: None,
            scratch: Scratch::default(),
        }
    }

    /// Forgets the case; keeps the room.
    pub fn clear(&mut self) {
        for table in &mut self.tables {
            table.cells.clear();
            table.count = 0;
        }
        self.pool.clear();
        self.id = None;
    }

    /// How many rows a table has.
    #[inline]
    pub fn len(&self, table: TableId) -> u32 {
        self.tables
            .get(table.0 as usize)
            .map_or(0, |rows| rows.count)
    }

    /// Begins a row as its template has it; its number.
    #[inline]
    pub fn begin(&mut self, table: TableId, template: &[i64]) -> u32 {
        let Some(rows) = self.tables.get_mut(table.0 as usize) else {
            return 0;
        };
        let row = rows.count;
        rows.count = row.saturating_add(1);
        rows.cells.extend_from_slice(template);
        row
    }

    /// Where a row's cells begin among those of its table.
    #[inline]
    pub(super) fn offset(&self, table: TableId, row: u32) -> usize {
        self.tables
            .get(table.0 as usize)
            .map_or(0, |rows| row as usize * rows.width)
    }

    /// Fills the cell at a place among those of its table.
    #[inline]
    pub(super) fn set(&mut self, table: TableId, at: usize, value: i64) {
        let rows = self.tables.get_mut(table.0 as usize);
        if let Some(cell) = rows.and_then(|rows| rows.cells.get_mut(at)) {
            *cell = value;
        }
    }

    /// Fills the cells from a place on.
    #[inline]
    pub(super) fn set_all(&mut self, table: TableId, at: usize, values: &[i64]) {
        let rows = self.tables.get_mut(table.0 as usize);
        if let Some(cells) = rows.and_then(|rows| rows.cells.get_mut(at..)?.get_mut(..values.len()))
        {
            cells.copy_from_slice(values);
        }
    }

    /// Ends a row: what follows in its table does not lie within it.
    #[inline]
    pub fn end(&mut self, table: TableId, row: u32) {
        let next = i64::from(self.len(table));
        self.put(table, row, NEXT, next);
    }

    /// Elements of the pool.
    #[inline]
    pub fn values(&self, start: u32, end: u32) -> &[i64] {
        self.pool.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// A cell.
    #[inline]
    pub fn get(&self, table: TableId, row: u32, cell: u32) -> i64 {
        self.tables
            .get(table.0 as usize)
            .and_then(|rows| rows.cells.get(at(row, rows.width, cell)))
            .copied()
            .unwrap_or(UNTOLD)
    }

    /// Fills a cell.
    #[inline]
    pub fn put(&mut self, table: TableId, row: u32, cell: u32, value: i64) {
        if let Some(place) = self.tables.get_mut(table.0 as usize).and_then(|rows| {
            rows.cells
                .get_mut(row as usize * rows.width + cell as usize)
        }) {
            *place = value;
        }
    }

    /// Fills the cells from one on.
    #[cfg(test)]
    pub fn fill(&mut self, table: TableId, row: u32, from: u32, values: &[i64]) {
        if let Some(rows) = self.tables.get_mut(table.0 as usize) {
            let start = row as usize * rows.width + from as usize;
            if let Some(places) = rows.cells.get_mut(start..start + values.len()) {
                places.copy_from_slice(values);
            }
        }
    }
}

/// Where a cell stands; out of bounds, should the numbers be none that a store gave.
#[inline]
fn at(row: u32, width: usize, cell: u32) -> usize {
    (row as usize)
        .wrapping_mul(width)
        .wrapping_add(cell as usize)
}
