//! Diagnostics as text for a person. As objects for a program they are `api`'s.

pub mod human;

pub use human::{Look, render_all};
