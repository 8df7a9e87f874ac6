//! Licit.
#![allow(dead_code)]
mod decision;
mod diag;
mod ir;
mod report;
mod source;
mod syntax;
mod value;
