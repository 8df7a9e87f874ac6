//! The compiled engine: many cases, each in about a microsecond, with the interpreter's answers.
//!
//! In: the checked program, days and readings, a case's JSON or columns. Out: a verdict with its rules, or "ask the interpreter".
//! Facts go straight from the text into cells ([`layout`], [`store`]).
//!
//! Absent on purpose: bounds, splits, derivations. What is not told whole, what needs more digits than a cell holds, and every
//! construct that is not compiled is *unknown* here, and a case in which anything unknown is left belongs to [`crate::eval`].

mod effect;
pub mod layout;
mod lower;
mod node;
mod plan;
mod run;
pub mod store;
mod used;
pub mod words;
