//! Licit: a language for export-control law. Rule files in, reasoned decisions out.
//!
//! Load policies once, ask as often as needed, read the outcome:
//!
//! ```
//! let mut workspace = licit::Workspace::new();
//! workspace.add_file("harbour.licit", include_str!("../examples/first-rule/policies/harbour.licit"));
//! let policy = workspace.check()?;
//!
//! let facts = r#"{ "date": "2031-03-01", "destination": "IS", "items": [ { "lamp": true, "power": "0.5 kW" } ] }"#;
//! let decision = policy.decide(facts, &licit::Options::new())?;
//!
//! assert_eq!(decision.verdict.as_deref(), Some("licence_required"));
//! assert_eq!(decision.subjects[0].because[0].rule, "harbour.n3_2031.signal_lamps");
//! # Ok::<(), licit::Diagnostics>(())
//! ```
//!
//! | | |
//! | --- | --- |
//! | [`Workspace`] | a policy folder as texts; [`check`](Workspace::check) tells every mistake at once |
//! | [`Policy`] | checked policies: cheap to clone, asked from many threads |
//! | [`Options`] | the day, the law book's day, readings of open questions |
//! | [`Decision`] | the outcome or its range, why, what is missing; goes out and comes in through serde |
//! | [`Screener`] | the same for many cases: a [`Row`] each, from as many threads as there are |
//! | [`Diagnostics`] | what is wrong with policies or facts, as data and as text |
//!
//! Nothing here opens a file, looks at a clock or at the environment: texts come in, data goes out, and the same texts, facts and
//! days give the same decision, byte for byte. A longer example is `examples/embed.rs`.
#![warn(missing_docs)]
// Nothing panics on any input, nothing prints, and only `cli` touches files, the environment or a clock (clippy.toml lists what that is).
#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_methods,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::print_stderr,
        clippy::print_stdout,
        clippy::string_slice,
        clippy::todo,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod api;
mod check;
#[doc(hidden)]
pub mod cli;
mod columns;
mod coverage;
pub mod decision;
mod diag;
mod engine;
mod eval;
mod facts;
#[allow(
    dead_code,
    reason = "every node keeps its span, also where no reader asks for it yet"
)]
mod ir;
mod law;
mod report;
mod resolve;
mod scenario;
mod schema;
mod screen;
mod source;
#[allow(
    dead_code,
    unused_imports,
    reason = "the tree keeps all that was written, comments too: a formatter reads what the checker does not"
)]
mod syntax;
mod timeline;
#[allow(
    dead_code,
    unused_imports,
    reason = "the operators of a value are kept whole, with their laws as tests; engines differ in which they use"
)]
mod value;

#[cfg(feature = "arrow")]
pub use api::{BatchCases, BatchVerdicts, verdict_batch, verdict_schema};
pub use api::{
    Case, CaseRow, ColumnChoices, CsvCases, CsvColumns, Diagnostic, Diagnostics, Editions, Label,
    Lines, Options, Policy, Screener, Severity, Verdict, Worker, Workspace, codes,
};
#[cfg(feature = "parquet")]
pub use api::{ParquetCases, ParquetVerdicts};
pub use coverage::{
    Condition, Coverage, InstrumentText, Provision, RuleEffect, Threshold, Total, Unread,
};
pub use decision::timeline::Timeline;
pub use decision::{Decision, Language};
pub use report::{Look, json};
pub use scenario::{CaseResult, Results, Suites};
pub use screen::{Latent, Row, RowDuty};
