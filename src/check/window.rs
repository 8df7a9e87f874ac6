//! When things are in force: clauses of a rule, its group and its instrument put together (semantics §8).
//!
//! Per end the innermost clause that names it counts. Several clauses at one level are alternatives, told apart by their `if`, so
//! inherited ones multiply with a rule's own. An inherited clause counts, its `if` too, where an end is taken from it, or where
//! nothing further in says anything.

use super::{Checker, errors, text};
use crate::ir::{ExprId, Window};
use crate::resolve::ModuleId;
use crate::source::Span;
use crate::syntax::tree::{self, Clause, ClauseKind, WindowEnd};
use crate::value::Day;

/// One clause: what it says of either end.
#[derive(Clone, Debug)]
pub(super) struct WindowClause {
    pub from: Option<(Day, Span)>,
    pub last: Option<(Day, Span)>,
    pub cond: Option<ExprId>,
    pub span: Span,
}

/// No provision has more alternatives than this: they multiply, from level to level.
const MOST_WINDOWS: usize = 256;

impl Checker<'_, '_> {
    /// The `in force` clauses of a block.
    pub(super) fn spans(&mut self, module: ModuleId, clauses: &[Clause]) -> Vec<WindowClause> {
        let mut found = Vec::new();
        for clause in clauses {
            if let ClauseKind::InForce(window, cond) = &clause.kind {
                found.push(self.window_clause(module, Some(window), cond.as_deref(), clause.span));
            }
        }
        if let [first, .., last] = found.as_slice()
            && let Some(plain) = found.iter().find(|c| c.cond.is_none())
        {
            // Two clauses of which one always holds: which counts would depend on nothing.
            let other = if plain.span == last.span {
                first.span
            } else {
                last.span
            };
            self.sink
                .push(errors::unconditional_windows(plain.span, other));
        }
        found
    }

    /// A window as written; one that ends before it begins is told.
    pub(super) fn window_clause(
        &mut self,
        module: ModuleId,
        window: Option<&tree::Window>,
        cond: Option<&tree::Expr>,
        span: Span,
    ) -> WindowClause {
        let from = window
            .and_then(|w| w.from.as_ref())
            .and_then(|d| text::day(d).map(|day| (day, d.span)));
        let last = window
            .and_then(|w| w.end.as_ref())
            .and_then(|end| match end {
                WindowEnd::Through(d) => text::day(d).map(|day| (day, d.span)),
                WindowEnd::Until(d) => text::day(d).map(|day| (day.yesterday(), d.span)),
            });
        let cond = cond.map(|c| self.exprs(module).question_condition(c));
        WindowClause {
            from,
            last,
            cond,
            span,
        }
    }

    /// Puts levels together, the innermost first; what nobody says is `published` and without end.
    pub(super) fn windows(
        &mut self,
        levels: &[&[WindowClause]],
        published: Day,
        span: Span,
    ) -> Vec<Window> {
        let mut all = vec![Partial {
            from: None,
            last: None,
            conds: Vec::new(),
            said: false,
            span,
        }];
        for level in levels.iter().filter(|l| !l.is_empty()) {
            let mut next: Vec<Partial> = Vec::new();
            for partial in &all {
                for clause in *level {
                    let joined = partial.join(clause);
                    if !next.contains(&joined) {
                        next.push(joined);
                    }
                }
            }
            all = next;
            if all.len() > MOST_WINDOWS {
                self.sink.push(errors::too_many_windows(MOST_WINDOWS, span));
                all.truncate(MOST_WINDOWS);
            }
        }
        let empty = |p: &Partial| matches!((p.from, p.last), (from, Some((last, _))) if from.map_or(published, |(d, _)| d) > last);
        if all.iter().all(empty)
            && let Some(Partial {
                from,
                last: Some((_, last)),
                span,
                ..
            }) = all.first()
        {
            self.sink.push(errors::contradicting_window(
                from.map(|(_, s)| s),
                *last,
                *span,
            ));
        }
        let windows = all.into_iter().filter(|p| !empty(p)).map(|p| Window {
            from: p.from.map_or(published, |(day, _)| day),
            last: p.last.map(|(day, _)| day),
            conds: p.conds,
            span: p.span,
        });
        windows.collect()
    }
}

/// Levels put together so far.
#[derive(Clone, Debug, PartialEq)]
struct Partial {
    from: Option<(Day, Span)>,
    last: Option<(Day, Span)>,
    conds: Vec<ExprId>,
    said: bool,
    span: Span,
}

impl Partial {
    fn join(&self, outer: &WindowClause) -> Partial {
        let mut joined = self.clone();
        let gives_from = self.from.is_none() && outer.from.is_some();
        let gives_last = self.last.is_none() && outer.last.is_some();
        if !(gives_from || gives_last || !self.said) {
            return joined;
        }
        joined.from = self.from.or(outer.from);
        joined.last = self.last.or(outer.last);
        joined
            .conds
            .extend(outer.cond.filter(|c| !self.conds.contains(c)));
        if !self.said {
            joined.span = outer.span;
        }
        joined.said = true;
        joined
    }
}
