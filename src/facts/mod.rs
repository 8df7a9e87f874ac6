//! Facts.
mod data;
pub use data::{Facts, Node, NodeId, Parent, ROOT, Slot};
