//! Mistakes in declarations, clauses, graphs and scenarios. Those of expressions stand in `expr`, those of names in `resolve`.

mod clauses;
mod lists;
mod rules;
mod scenarios;
mod schema;

pub use clauses::*;
pub use lists::*;
pub use rules::*;
pub use scenarios::*;
pub use schema::*;

use crate::diag::Diagnostic;

/// Codes and one-line summaries of every mistake that this room tells, by file.
pub const CODES: &[&[(&str, &str)]] = &[clauses::CODES, schema::CODES, lists::CODES, rules::CODES, scenarios::CODES];

/// Adds "did you mean", or another way out where nothing is spelt alike.
fn alike(told: Diagnostic, alike: Option<String>, otherwise: &str) -> Diagnostic {
    match alike {
        Some(alike) => told.help(format!("did you mean `{alike}`?")),
        None => told.help(otherwise),
    }
}
