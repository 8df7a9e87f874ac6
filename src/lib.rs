//! Licit.
mod diag;
mod source;
mod syntax;
