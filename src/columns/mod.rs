//! Columns: tables of cases, read row by row into the bytes of a case.
//!
//! In: CSV as bytes, the schema of the facts. Out: for each row its case as JSON, or what is wrong with it; what is wrong with the
//! columns themselves is told once, all of it at once. `docs/columns.md` is the mapping.
//!
//! Absent on purpose: files (a reader comes in), the meaning of values (`facts` reads a row's case like any other), decisions.

#[cfg(feature = "arrow")]
pub mod arrow;
mod choices;
pub mod csv;
pub mod errors;
mod json;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(test)]
mod tests;

pub use choices::Choices;
#[cfg(feature = "arrow")]
mod visit;
