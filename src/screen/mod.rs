//! Verdict rows: what is left of a decision when a million cases are decided, and what is counted over them.
//!
//! In: a [`Decision`](crate::decision::Decision) and the outcomes of the main scale. Out: a [`Row`], as a line of JSON or a record of
//! CSV; a [`Tally`] of many rows and the table that closes a run; [`Ids`], which finds ids that stand twice. Absent on purpose: files,
//! threads, clocks, evaluation, any form that cases come in.

mod csv;
pub mod errors;
mod ids;
mod json;
mod row;
mod table;
mod tally;
#[cfg(test)]
mod tests;

pub use csv::{csv, header};
pub use ids::{Ids, Twice};
pub use json::json;
pub use row::{Latent, Outcomes, Row, RowDuty};
pub use tally::Tally;

/// Longer rows are not read.
pub const ROW_LIMIT: u64 = 16 << 20;
