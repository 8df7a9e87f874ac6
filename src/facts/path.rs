//! Names of places in the facts as JSON pointers (RFC 6901): `/items/0/parts/1/origin`. As people write them they are `eval`'s.

use std::fmt::Write as _;

use super::{Facts, NodeId};
use crate::ir::{FieldId, Program};

/// One step from a place to a place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A key.
    Key(&'a str),
    /// An element, from 0.
    Index(u32),
}

/// Writes steps as a JSON pointer.
pub fn pointer<'a>(steps: impl IntoIterator<Item = Step<'a>>) -> String {
    let mut out = String::new();
    for step in steps {
        out.push('/');
        match step {
            Step::Key(name) => name.chars().for_each(|c| match c {
                '~' => out.push_str("~0"),
                '/' => out.push_str("~1"),
                c => out.push(c),
            }),
            Step::Index(index) => drop(write!(out, "{index}")),
        }
    }
    out
}

impl Facts {
    /// The place of a field of a record (or of one element of it, or of the record itself) as a JSON pointer. Empty for the root.
    pub fn pointer(
        &self,
        program: &Program,
        node: NodeId,
        field: Option<FieldId>,
        index: Option<u32>,
    ) -> String {
        pointer(self.steps(program, node, field, index))
    }

    /// The place of a field of a record, as people write it: `items[0].parts[1].origin`.
    pub fn path(&self, program: &Program, node: NodeId, field: Option<FieldId>) -> String {
        let mut out = String::new();
        for step in self.steps(program, node, field, None) {
            match step {
                Step::Key(name) if out.is_empty() => out.push_str(name),
                Step::Key(name) => drop(write!(out, ".{name}")),
                Step::Index(index) => drop(write!(out, "[{index}]")),
            }
        }
        out
    }

    fn steps<'p>(
        &self,
        program: &'p Program,
        node: NodeId,
        field: Option<FieldId>,
        index: Option<u32>,
    ) -> Vec<Step<'p>> {
        let mut steps = Vec::new();
        let mut place = (node, field, index);
        loop {
            let (node, field, index) = place;
            let Some(entry) = self.node(node) else { break };
            steps.extend(index.map(Step::Index));
            let name = field.and_then(|f| program.record(entry.record).fields.get(f.index()));
            steps.extend(name.map(|f| Step::Key(f.name.as_str())));
            // Parents come before children, so this ends.
            match entry.parent {
                Some(parent) if parent.node < node => {
                    place = (parent.node, Some(parent.field), parent.index)
                }
                _ => break,
            }
        }
        steps.reverse();
        steps
    }
}
