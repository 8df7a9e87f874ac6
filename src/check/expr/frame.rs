//! The variables that an expression sees, and what is known of them.

use crate::ir::{ExprId, FieldId, Local, LocalId, LocalKind, RecordId, Text, Type};
use crate::source::Span;

/// Slots of a rule, define or record, the names that are visible, and the places known not to be absent.
///
/// Cloned, it can be continued by each rule of a group: the group's slots stay the same.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub(super) locals: Vec<Local>,
    /// Visible names, the latest last.
    pub(super) scope: Vec<Visible>,
    /// Whose sibling fields are visible bare (slot 0 is the record).
    pub(super) siblings: Option<RecordId>,
    /// Whether the variable of `facts` is visible.
    pub(super) root: bool,
    /// By slot: the place that a `let` merely names.
    pub(super) aliases: Vec<Option<Place>>,
    /// Places known not to be absent.
    pub(super) narrowed: Vec<Place>,
    /// Whether the expression at hand stands under a negation.
    pub(super) negated: Option<Span>,
    /// Whether a guard (`any … has`, a comparison with zero) stands before the expression at hand.
    pub(super) guarded: bool,
    /// Bound variables of this expression that are no longer visible: name and where it was bound.
    pub(super) closed: Vec<(String, Span)>,
}

/// A visible name.
#[derive(Clone, Debug)]
pub(super) struct Visible {
    pub name: String,
    pub local: LocalId,
    /// Where it was declared, if in the text.
    pub span: Option<Span>,
}

/// A place that may be absent, as a path from the facts or from a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub base: Base,
    pub steps: Vec<FieldId>,
}

/// Where a [`Place`] begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    Root,
    Local(LocalId),
    /// A column of the row in a variable.
    Column(LocalId, u32),
}

impl Frame {
    /// The frame of a rule, duty or group: the variable of `facts` is known in it. Slot 0 is to be given next.
    pub fn new() -> Self {
        Self {
            root: true,
            ..Self::default()
        }
    }

    /// The frame of a define: only what is given is known.
    pub fn pure() -> Self {
        Self::default()
    }

    /// The frame of a default or `ensure`: slot 0 is the record, its fields are visible by their bare names.
    pub fn record(id: RecordId) -> Self {
        let mut frame = Self {
            siblings: Some(id),
            ..Self::default()
        };
        frame.push(String::new(), Type::Record(id), LocalKind::Given);
        frame
    }

    /// Adds a variable that is given when the frame is made (a subject, a parameter).
    pub fn given(&mut self, name: &str, ty: Type) -> LocalId {
        self.declare(name, None, ty, LocalKind::Given)
    }

    /// All slots.
    pub fn finish(self) -> Vec<Local> {
        self.locals
    }

    /// The type of a slot.
    pub fn type_of(&self, local: LocalId) -> Type {
        self.locals
            .get(local.index())
            .map_or(Type::Error, |l| l.ty.clone())
    }

    /// Adds a slot and makes its name visible.
    pub(super) fn declare(
        &mut self,
        name: &str,
        span: Option<Span>,
        ty: Type,
        kind: LocalKind,
    ) -> LocalId {
        let local = self.push(name.to_owned(), ty, kind);
        self.scope.push(Visible {
            name: name.to_owned(),
            local,
            span,
        });
        local
    }

    fn push(&mut self, name: String, ty: Type, kind: LocalKind) -> LocalId {
        let local = LocalId::from_index(self.locals.len());
        self.locals.push(Local {
            name,
            text: Text::default(),
            ty,
            kind,
        });
        self.aliases.push(None);
        local
    }

    /// The visible variable of that name.
    pub(super) fn find(&self, name: &str) -> Option<&Visible> {
        self.scope.iter().rev().find(|v| v.name == name)
    }

    /// What fills a slot, where it is a `let`.
    pub(super) fn let_value(&self, local: LocalId) -> Option<ExprId> {
        match self.locals.get(local.index())?.kind {
            LocalKind::Let(value) => Some(value),
            LocalKind::Given | LocalKind::Bound => None,
        }
    }
}
