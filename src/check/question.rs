//! Questions and their readings.

use std::collections::BTreeMap;

use super::clause::Block;
use super::{Checker, errors, text};
use crate::ir::{Question, Reading};
use crate::resolve::Decl;
use crate::source::Span;
use crate::syntax::tree::{self, Clause, ClauseKind, ItemKind};

impl Checker<'_, '_> {
    pub(super) fn questions(&mut self) {
        for decl in &self.declared.questions {
            let ItemKind::Question(block) = &decl.item.kind else {
                continue;
            };
            let clauses = self.sorted_clauses(Block::Question, &block.clauses);
            let title = self.text(&block.title);
            let (readings, default) = self.readings(decl, &clauses);
            let (mut arises, mut cites) = (None, Vec::new());
            for clause in clauses {
                match &clause.kind {
                    ClauseKind::Arises(date) => arises = text::day(date),
                    ClauseKind::Cites(refs) => cites.extend(self.cited(refs)),
                    _ => {}
                }
            }
            self.program.questions.push(Question {
                full_name: decl.full_name.clone(),
                text: title,
                instrument: self.names.instrument(decl.module),
                readings,
                default,
                arises,
                cites,
                span: decl.span,
            });
        }
    }

    fn readings(&mut self, decl: &Decl<'_>, clauses: &[&Clause]) -> (Vec<Reading>, u16) {
        let mut readings: Vec<Reading> = Vec::new();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut default: Option<(usize, Span)> = None;
        for clause in clauses {
            let ClauseKind::Reading {
                path,
                text,
                mark,
                choice,
            } = &clause.kind
            else {
                continue;
            };
            let [name] = path.parts.as_slice() else {
                self.sink.push(errors::reading_name(path.span));
                continue;
            };
            if let Some(choice) = choice {
                self.sink.push(errors::reading_choice(choice.span));
            }
            if name.text == "unknown" {
                self.sink.push(errors::reading_unknown(name.span));
            }
            if let Some(first) = seen.insert(&name.text, name.span) {
                self.sink.push(errors::duplicate_member(
                    &name.text, "question", name.span, first,
                ));
            }
            self.default_mark(mark.as_ref(), readings.len(), &mut default);
            readings.push(Reading {
                name: name.text.clone(),
                text: self.text(text),
            });
        }
        if readings.len() < 2 {
            self.sink
                .push(errors::too_few_readings(&decl.name, decl.span));
        } else if default.is_none() {
            self.sink
                .push(errors::no_default_reading(&decl.name, decl.span));
        }
        let default = default
            .and_then(|(i, _)| u16::try_from(i).ok())
            .unwrap_or(0);
        (readings, default)
    }

    fn default_mark(
        &mut self,
        mark: Option<&tree::Name>,
        index: usize,
        default: &mut Option<(usize, Span)>,
    ) {
        let Some(mark) = mark else { return };
        if mark.text != "default" {
            self.sink
                .push(errors::unknown_mark(&mark.text, "default", mark.span));
        } else if let Some((_, first)) = default {
            self.sink.push(errors::second_default(mark.span, *first));
        } else {
            *default = Some((index, mark.span));
        }
    }
}
