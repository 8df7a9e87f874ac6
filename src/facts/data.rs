//! Facts as typed slots: flat tables, so that depth costs nothing to walk or to drop.

use std::sync::Arc;

use crate::ir::{FieldId, RecordId};
use crate::source::Span;
use crate::value::{Bounds, Choice, Code, Currency, Periods, Rates};

/// Names a record among the facts, or one that evaluation made up for a record not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// The root of the facts.
pub const ROOT: NodeId = NodeId(0);

/// One case's facts, read against the schema. Nothing in it contradicts a type; `ensure`s are asked by `eval`.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Records told; the root first, parents before children.
    pub nodes: Vec<Node>,
    /// Slots of all nodes; a node's fields stand together, in the record's order.
    pub slots: Vec<Slot>,
    /// Elements of all lists and sets; those of one stand together.
    pub elements: Vec<Slot>,
    /// Spans of the slots' values in the JSON text (of the record itself where nothing was written), by slot.
    pub slot_spans: Vec<Span>,
    /// The exchange rates told.
    pub rates: Rates,
    /// SHA-256 of the bytes given.
    pub digest: [u8; 32],
}

/// A record among the facts.
#[derive(Clone, Debug)]
pub struct Node {
    /// Of which type.
    pub record: RecordId,
    /// Its first slot in [`Facts::slots`].
    pub first_slot: u32,
    /// Whose field it is, and which element where the field is a list. None for the root.
    pub parent: Option<Parent>,
    /// Where it stands in the JSON text.
    pub span: Span,
}

/// Where a node hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The record above.
    pub node: NodeId,
    /// Its field.
    pub field: FieldId,
    /// The place in the list, if the field is one.
    pub index: Option<u32>,
}

/// What is told of one place (semantics §1).
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// The key was left out: the schema's default where it has one that applies, else untold.
    LeftOut,
    /// Said to be unknown (a scenario's `= unknown`): untold, without a default.
    Untold,
    /// `null`: known not to exist.
    Absent,
    /// A truth value.
    Bool(bool),
    /// Int, Decimal, Share, Date (days) or a quantity in base units, known or within bounds.
    Number(Bounds),
    /// An enum member or country: the members still possible.
    Choice(Choice),
    /// A code, as finely as told. The flag: some list of the policies knows it (or something below or above it).
    Code(Code, bool),
    /// A period, known or within bounds.
    Period(Periods),
    /// A text: the texts still possible (one: known).
    Text(Vec<Arc<str>>),
    /// An amount and a currency, either perhaps untold.
    Money(Option<Bounds>, Option<Currency>),
    /// A record told.
    Record(NodeId),
    /// A list or set: its elements in [`Facts::elements`].
    List {
        /// First element.
        start: u32,
        /// How many.
        len: u32,
        /// Whether there are no others.
        complete: bool,
    },
    /// The field of type `Rates`: see [`Facts::rates`].
    Rates,
}

impl Facts {
    /// The node of that id.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// What is told of a field of a node.
    pub fn slot(&self, id: NodeId, field: FieldId) -> Option<&Slot> {
        let node = self.node(id)?;
        self.slots.get(node.first_slot as usize + field.index())
    }

    /// Where a field of a node was told.
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "for readers that point back into the facts")
    )]
    pub fn slot_span(&self, id: NodeId, field: FieldId) -> Option<Span> {
        let node = self.node(id)?;
        self.slot_spans
            .get(node.first_slot as usize + field.index())
            .copied()
    }

    /// Elements of a list slot.
    pub fn elements(&self, start: u32, len: u32) -> &[Slot] {
        self.elements
            .get(start as usize..(start + len) as usize)
            .unwrap_or(&[])
    }
}
