//! What instruments do to each other: suspend, repeal, replace.

use super::{Checker, errors};
use crate::ir::{Action, ActionId, ActionVerb, InstrumentId, Target};
use crate::resolve::{Def, ModuleId};
use crate::source::Span;
use crate::syntax::tree::{self, ClauseKind, ItemKind};

impl Checker<'_, '_> {
    pub(super) fn actions(&mut self) {
        for (index, decl) in self.declared.instruments.iter().enumerate() {
            let ItemKind::Instrument(block) = &decl.item.kind else {
                continue;
            };
            let by = InstrumentId::from_index(index);
            for clause in &block.clauses {
                let ClauseKind::Action {
                    verb,
                    targets,
                    window,
                    cond,
                } = &clause.kind
                else {
                    continue;
                };
                let own =
                    self.window_clause(decl.module, window.as_ref(), cond.as_deref(), clause.span);
                let inherited = self
                    .instrument_spans
                    .get(index)
                    .cloned()
                    .unwrap_or_default();
                let published = self.program.instrument(by).published;
                let windows = self.windows(&[&[own], &inherited], published, clause.span);
                let (targets, spans) = self.action_targets(decl.module, by, targets);
                let id = ActionId::from_index(self.program.actions.len());
                self.program.actions.push(Action {
                    verb: verb_of(*verb),
                    by,
                    targets,
                    windows,
                    span: clause.span,
                });
                self.targets.push(spans);
                if let Some(instrument) = self.program.instruments.get_mut(index) {
                    instrument.actions.push(id);
                }
            }
        }
    }

    fn action_targets(
        &mut self,
        module: ModuleId,
        by: InstrumentId,
        written: &[tree::Path],
    ) -> (Vec<Target>, Vec<Span>) {
        let mut targets: Vec<(Target, Span)> = Vec::new();
        for path in written {
            let def = self.find(module, path, "instrument, group or rule", |d| {
                matches!(d, Def::Rule(_) | Def::Group(_) | Def::Instrument(_))
            });
            let target = match def {
                Some(Def::Rule(id)) => Target::Rule(id),
                Some(Def::Group(id)) => Target::Group(id),
                Some(Def::Instrument(id)) if id == by => {
                    self.sink.push(errors::acts_on_itself(
                        &self.program.instrument(by).full_name,
                        path.span,
                    ));
                    continue;
                }
                Some(Def::Instrument(id)) => Target::Instrument(id),
                _ => continue,
            };
            match targets.iter().find(|(t, _)| *t == target) {
                Some((_, first)) => self.sink.push(errors::named_twice(
                    &super::lookup::dotted(path),
                    path.span,
                    *first,
                )),
                None => targets.push((target, path.span)),
            }
        }
        targets.into_iter().unzip()
    }
}

fn verb_of(verb: tree::ActionVerb) -> ActionVerb {
    match verb {
        tree::ActionVerb::Suspends => ActionVerb::Suspends,
        tree::ActionVerb::Repeals => ActionVerb::Repeals,
        tree::ActionVerb::Replaces => ActionVerb::Replaces,
    }
}
