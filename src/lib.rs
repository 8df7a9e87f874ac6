//! Licit: a language for export-control law.
//!
//! Rule files in, reasoned decisions out.
#![warn(missing_docs)]

mod decision;
mod diag;
mod facts;
mod ir;
mod report;
mod resolve;
mod source;
mod syntax;
mod value;
