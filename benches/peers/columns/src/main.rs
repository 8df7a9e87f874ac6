//! The reference workload in Licit over columns: a package of its own, since Arrow and Parquet take long to build.

mod table;

use std::cell::RefCell;
use std::path::Path;

use peers_core::worker::{argument, measure, serve};
use table::Table;

/// The Parquet file of the folder given as `--data`.
fn main() {
    let folder = argument("data").unwrap_or_default();
    let table = Table::new(&Path::new(&folder).join("shipments.parquet"));
    let rows = table.rows();
    let table = RefCell::new(table);
    serve(vec![
        measure("record batches, 1 thread", rows, || {
            table.borrow_mut().decide()
        }),
        measure("nested Parquet, read alone", rows, || table.borrow().read()),
        measure("nested Parquet, 1 thread", rows, || {
            table.borrow_mut().read_and_decide()
        }),
    ]);
}
