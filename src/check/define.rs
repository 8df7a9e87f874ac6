//! Signatures of definitions, then their bodies.

use super::clause::Block;
use super::{Checker, errors};
use crate::ir::{Define, DefineId, ExprId, Local, LocalKind};
use crate::source::Span;
use crate::syntax::tree::{Clause, ClauseKind, ExprKind, ItemKind};

impl Checker<'_, '_> {
    pub(super) fn signatures(&mut self) {
        for decl in &self.declared.defines {
            let ItemKind::Define {
                params, ty, text, ..
            } = &decl.item.kind
            else {
                continue;
            };
            // Two parameters of one name are told with the body, like everything that hides another.
            let mut locals = Vec::with_capacity(params.len());
            for param in params {
                locals.push(Local {
                    name: param.name.text.clone(),
                    text: self.text(&param.text),
                    ty: self.ty(decl.module, &param.ty),
                    kind: LocalKind::Given,
                });
            }
            let result = self.ty(decl.module, ty);
            let text = self.text(text);
            self.program.defines.push(Define {
                full_name: decl.full_name.clone(),
                text,
                params: locals.len(),
                locals,
                result,
                body: ExprId::default(),
                recursive: false,
                doc: decl.item.doc.clone(),
                span: decl.span,
                extent: decl.item.span,
            });
        }
    }

    pub(super) fn defines(&mut self) {
        for (index, decl) in self.declared.defines.iter().enumerate() {
            let ItemKind::Define { params, body, .. } = &decl.item.kind else {
                continue;
            };
            self.stray(&body.stray, body.result.span);
            let missing =
                matches!(body.result.kind, ExprKind::Error) && !self.told_within(body.result.span);
            if missing {
                self.sink.push(errors::missing_clause(
                    "gives",
                    "definition",
                    &decl.name,
                    decl.span,
                ));
            }
            self.exprs(decl.module)
                .check_define(DefineId::from_index(index), params, body);
        }
    }

    /// Clauses of a definition's block that are neither `let` nor the first `gives`.
    fn stray(&mut self, stray: &[Clause], first: Span) {
        for clause in stray {
            if let ClauseKind::Gives(_) = clause.kind {
                self.sink.push(errors::duplicate_clause(
                    "gives",
                    "a definition",
                    clause.head,
                    first,
                ));
            }
        }
        self.sorted_clauses(Block::Define, stray);
    }

    /// Whether the parser told of a mistake there: then a missing part is only its echo.
    pub(super) fn told_within(&self, span: Span) -> bool {
        let inside = |s: Span| s.file == span.file && s.start <= span.end && s.end >= span.start;
        self.sink
            .iter()
            .any(|d| d.labels.iter().any(|l| inside(l.span)))
    }
}
