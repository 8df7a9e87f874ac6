//! What a condition says about absence: which places are certainly there where it is true, and where it is false.
//!
//! Only plain tests count (`x != null`, joined by `and`, `or`, `not`): what a reader sees at a glance.

use super::ExprChecker;
use super::frame::{Base, Frame, Place};
use crate::ir::{ExprId, ExprKind, Type};

impl ExprChecker<'_> {
    /// The place that an expression names, if it is one.
    pub(super) fn place_of(&self, frame: &Frame, id: ExprId) -> Option<Place> {
        let mut steps = Vec::new();
        let mut at = id;
        let base = loop {
            match self.kind(at) {
                ExprKind::Field(of, field) => {
                    steps.push(*field);
                    at = *of;
                }
                ExprKind::Column(of, column) => match self.kind(*of) {
                    ExprKind::Local(local) => break Base::Column(*local, *column),
                    _ => return None,
                },
                ExprKind::Root => break Base::Root,
                ExprKind::Local(local) => match frame.aliases.get(local.index()) {
                    Some(Some(alias)) => {
                        steps.extend(alias.steps.iter().rev());
                        break alias.base;
                    }
                    _ => break Base::Local(*local),
                },
                _ => return None,
            }
        };
        steps.reverse();
        Some(Place { base, steps })
    }

    /// Adds a node whose type loses its `?` where its place is known to be there.
    pub(super) fn push_place(
        &mut self,
        frame: &Frame,
        kind: ExprKind,
        ty: Type,
        span: crate::source::Span,
    ) -> ExprId {
        let id = self.push(kind, ty, span);
        if let Type::Optional(inner) = self.ty(id)
            && !frame.narrowed.is_empty()
            && self
                .place_of(frame, id)
                .is_some_and(|place| frame.narrowed.contains(&place))
        {
            let inner = (**inner).clone();
            if let Some(expr) = self.program.exprs.get_mut(id.index()) {
                expr.ty = inner;
            }
        }
        id
    }

    /// Notes what holds where the condition is `truth`.
    pub(super) fn learn(&self, frame: &mut Frame, condition: ExprId, truth: bool) {
        for place in self.present(frame, condition, truth) {
            if !frame.narrowed.contains(&place) {
                frame.narrowed.push(place);
            }
        }
        if self.is_guard(condition, truth) {
            frame.guarded = true;
        }
    }

    /// The places that are certainly there where the condition is `truth`.
    fn present(&self, frame: &Frame, condition: ExprId, truth: bool) -> Vec<Place> {
        match (self.kind(condition), truth) {
            (ExprKind::IsNull(of), false) => {
                self.place_of(frame, *of).map_or_else(Vec::new, with_way)
            }
            (ExprKind::Not(inner), _) => self.present(frame, *inner, !truth),
            (ExprKind::And(all), true) | (ExprKind::Or(all), false) => all
                .iter()
                .flat_map(|one| self.present(frame, *one, truth))
                .collect(),
            (ExprKind::And(all), false) | (ExprKind::Or(all), true) => {
                let mut each = all.iter().map(|one| self.present(frame, *one, truth));
                let first = each.next().unwrap_or_default();
                each.fold(first, |common, next| {
                    common.into_iter().filter(|p| next.contains(p)).collect()
                })
            }
            _ => Vec::new(),
        }
    }
}

/// A place that is there, and the records on the way to it, which then are there too.
fn with_way(place: Place) -> Vec<Place> {
    (0..=place.steps.len())
        .map(|n| Place {
            base: place.base,
            steps: place.steps.get(..n).unwrap_or_default().to_vec(),
        })
        .collect()
}
