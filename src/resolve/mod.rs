//! Modules, imports, and what each name stands for.
//!
//! In: the trees of all files and the [`Folder`] that they stand in. Out: [`Names`], with an id for every definition, and
//! [`Declared`], the definitions by kind in the order of their ids. Ids follow full names, never the order of files.
//! Absent on purpose: types, expressions, anything that a definition says; scopes of variables (those are `check`'s).

mod declare;
pub mod errors;
mod folder;
mod import;
mod names;
mod near;

#[cfg(test)]
mod tests;

pub use declare::{Decl, Declared, declare};
pub use folder::{FileError, Folder};
pub use names::{Ambiguous, Def, ModuleId, Names};
pub use near::near;
