//! Licit.
mod diag;
mod source;
mod syntax;
#[allow(dead_code, unused_imports, reason = "the rooms above are being built")]
mod value;
