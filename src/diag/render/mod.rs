//! Diagnostics as text for a person and as objects for a program.

pub mod human;
pub mod json;

pub use human::{Look, render, render_all};
pub use json::{JsonDiagnostic, json};
