//! Syntax.
pub mod tree;
