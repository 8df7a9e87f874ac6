//! Licit.
#![allow(dead_code, unused_imports, reason = "the rooms above are being built")]
mod check;
mod decision;
mod diag;
mod eval;
mod facts;
mod ir;
mod law;
mod resolve;
mod source;
mod syntax;
mod value;
