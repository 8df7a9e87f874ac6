//! Paths of places, as people write them: `items[0].parts[1].origin`, `rates.EUR/USD`.

use super::deps::Leaf;
use super::node::{NodeRef, ROOT_REF};
use super::value::{Data, Texts};
use super::{Cx, Frame, Recorder};
use crate::facts::NodeId;
use crate::ir::{ExprId, ExprKind, FieldId};

impl<R: Recorder> Cx<'_, R> {
    /// The path of a record; empty for the root.
    pub fn path_of(&self, node: NodeRef) -> String {
        let mut steps = Vec::new();
        let mut at = node;
        while at != ROOT_REF {
            let (parent, field, index, ghost) =
                match (self.facts.node(NodeId(at.0)), self.virtual_node(at)) {
                    (Some(told), _) => match told.parent {
                        Some(p) => (NodeRef(p.node.0), p.field, p.index, false),
                        None => break,
                    },
                    (None, Some(made)) if made.parent.0 != at => {
                        (made.parent.0, made.parent.1, None, made.element)
                    }
                    _ => break,
                };
            let name = self.field_name(parent, field);
            steps.push(match (index, ghost) {
                (Some(i), _) => format!("{name}[{i}]"),
                (None, true) => format!("{name}[…]"),
                (None, false) => name.to_owned(),
            });
            at = parent;
        }
        steps.reverse();
        steps.join(".")
    }

    fn field_name(&self, node: NodeRef, field: FieldId) -> &str {
        let record = self.program.record(self.record_of(node));
        record
            .fields
            .get(field.index())
            .map_or("", |f| f.name.as_str())
    }

    /// The path of a field.
    pub fn path_of_field(&self, node: NodeRef, field: FieldId) -> String {
        let above = self.path_of(node);
        let name = self.field_name(node, field);
        if above.is_empty() {
            name.to_owned()
        } else {
            format!("{above}.{name}")
        }
    }

    /// The path of a leaf; for a question, its full name.
    pub fn path_of_leaf(&self, leaf: Leaf) -> String {
        match leaf {
            Leaf::Field(node, field) => self.path_of_field(node, field),
            Leaf::Element(node, field, index) => {
                format!("{}[{index}]", self.path_of_field(node, field))
            }
            Leaf::Amount(node, field) => format!("{}.amount", self.path_of_field(node, field)),
            Leaf::Currency(node, field) => format!("{}.currency", self.path_of_field(node, field)),
            Leaf::Rate(pair) => format!("rates.{pair}"),
            Leaf::Question(id) => self.program.question(id).full_name.clone(),
        }
    }

    /// Where in the facts an expression points, if it is a place.
    pub fn place_of(&mut self, expr: ExprId, frame: &mut Frame<'_>) -> Option<String> {
        let program = self.program;
        let ExprKind::Field(base, field) = &program.expr(expr).kind else {
            return None;
        };
        let Data::Record(nodes) = self.eval(*base, frame).data else {
            return None;
        };
        let node = nodes.single()?;
        Some(self.path_of_field(node, *field))
    }

    /// What the facts call a record: the first told text among its fields that is not empty and no key-like `id`.
    pub fn name_of(&mut self, node: NodeRef) -> String {
        let program = self.program;
        let record = program.record(self.record_of(node));
        let mut id = String::new();
        for (i, field) in record.fields.iter().enumerate() {
            if !matches!(field.ty, crate::ir::Type::Text) {
                continue;
            }
            let Data::Text(Texts::OneOf(texts)) = self.read(node, FieldId::from_index(i)).data
            else {
                continue;
            };
            let [text] = texts.as_slice() else { continue };
            if text.is_empty() {
                continue;
            }
            if field.name == "id" {
                id = text.to_string();
                continue;
            }
            return text.to_string();
        }
        id
    }
}
