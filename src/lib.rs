//! Licit.
#![allow(dead_code, unused_imports, reason = "the rooms above are being built")]
mod decision;
mod diag;
mod facts;
mod ir;
mod law;
mod source;
mod syntax;
mod value;
