//! What an embedding program sees: [`Workspace`] to [`Policy`] to [`Decision`](crate::Decision).
//!
//! In: texts and bytes with the names they are told under. Out: plain data and [`Diagnostics`]. Absent on purpose: files, the
//! environment, the clock; who embeds Licit has these, Licit has not.

#[cfg(feature = "arrow")]
mod batches;
mod case;
mod columns;
mod compiled;
mod diagnostics;
pub mod errors;
mod options;
mod policy;
mod screen;
mod workspace;

#[cfg(feature = "arrow")]
pub use batches::{BatchCases, BatchVerdicts, verdict_batch, verdict_schema};
#[cfg(feature = "parquet")]
pub use batches::{ParquetCases, ParquetVerdicts};
pub use case::{Case, Verdict};
pub use columns::{CaseRow, ColumnChoices, CsvCases, CsvColumns};
pub use diagnostics::{Diagnostic, Diagnostics, Label, Severity};
pub use options::Options;
pub use policy::{Editions, Lines, Policy};
pub use screen::{Screener, Worker};
pub use workspace::Workspace;

use crate::diag::registry::Registry;

/// Every diagnostic's stable code with what it says in one line, sorted by code.
pub fn codes() -> Vec<(&'static str, &'static str)> {
    registry().iter().collect()
}

fn registry() -> Registry {
    Registry::new(&[
        crate::syntax::errors::CODES,
        crate::resolve::errors::CODES,
        crate::check::errors::CODES,
        crate::columns::errors::CODES,
        crate::facts::errors::CODES,
        crate::eval::errors::CODES,
        crate::scenario::errors::CODES,
        crate::screen::errors::CODES,
        errors::CODES,
    ])
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_code_says_two_things() {
        assert!(
            super::registry().doubled().is_empty(),
            "{:?}",
            super::registry().doubled()
        );
    }
}
