//! Licit: a language for export-control law.
//!
//! Rule files in, reasoned decisions out.
#![warn(missing_docs)]
#![allow(dead_code, unused_imports, reason = "the rooms above are being built")]

mod api;
mod check;
#[doc(hidden)]
pub mod cli;
pub mod decision;
mod diag;
mod eval;
mod facts;
mod ir;
mod law;
mod report;
mod resolve;
mod scenario;
mod source;
mod syntax;
mod value;

pub use api::{Diagnostic, Diagnostics, Label, Lines, Options, Policy, Severity, Workspace, codes};
pub use decision::{Decision, Language};
pub use report::{Look, json};
pub use scenario::{CaseResult, Results};
