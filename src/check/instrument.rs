//! Instruments: who published what when, and when its rules are in force.

use super::clause::Block;
use super::{Checker, errors, text};
use crate::ir::{Instrument, InstrumentId, RuleId, Text};
use crate::resolve::Decl;
use crate::syntax::tree::{ClauseKind, ItemKind};
use crate::value::Day;

impl Checker<'_, '_> {
    /// All but windows and actions, which read questions.
    pub(super) fn instruments(&mut self) {
        for decl in &self.declared.instruments {
            let instrument = self.instrument(decl);
            self.program.instruments.push(instrument);
        }
        for (index, decl) in self.declared.rules.iter().enumerate() {
            let own = self
                .names
                .instrument(decl.module)
                .and_then(|id| self.program.instruments.get_mut(id.index()));
            if let Some(instrument) = own {
                instrument.rules.push(RuleId::from_index(index));
            }
        }
    }

    fn instrument(&mut self, decl: &Decl<'_>) -> Instrument {
        let mut made = Instrument {
            full_name: decl.full_name.clone(),
            authority: Text::default(),
            number: Text::default(),
            title: Text::default(),
            published: Day::default(),
            windows: Vec::new(),
            basis: None,
            basis_note: None,
            omits: Vec::new(),
            provisions: None,
            actions: Vec::new(),
            rules: Vec::new(),
            span: decl.span,
        };
        let ItemKind::Instrument(block) = &decl.item.kind else {
            return made;
        };
        let (mut has_number, mut published) = (false, false);
        let clauses = self.sorted_clauses(Block::Instrument, &block.clauses);
        made.title = self.text(&block.title);
        for clause in clauses {
            match &clause.kind {
                ClauseKind::Authority(words) => made.authority = self.text(words),
                ClauseKind::Number(words) => {
                    has_number = true;
                    made.number = self.text(words);
                }
                ClauseKind::Title(words) => {
                    if let Some((_, _, first)) = block.title.parts.first() {
                        self.sink.push(errors::duplicate_clause(
                            "title",
                            "an instrument",
                            clause.head,
                            *first,
                        ));
                    }
                    made.title = self.text(words);
                }
                ClauseKind::Published(date) => {
                    published = true;
                    made.published = text::day(date).unwrap_or(made.published);
                }
                ClauseKind::Basis(name, note) => {
                    made.basis = self.basis(name);
                    made.basis_note = note.as_ref().map(|n| n.text.clone());
                }
                ClauseKind::Omits(refs, why) => {
                    let why = self.text(why);
                    let cites = self.cited(refs);
                    made.omits.push((cites, why));
                }
                _ => {}
            }
        }
        if !published {
            self.sink.push(errors::missing_clause(
                "published",
                "instrument",
                &decl.full_name,
                decl.span,
            ));
        }
        if !has_number {
            self.sink.push(errors::missing_clause(
                "number",
                "instrument",
                &decl.full_name,
                decl.span,
            ));
        }
        made
    }

    pub(super) fn instrument_windows(&mut self) {
        for (index, decl) in self.declared.instruments.iter().enumerate() {
            let ItemKind::Instrument(block) = &decl.item.kind else {
                continue;
            };
            let spans = self.spans(decl.module, &block.clauses);
            let id = InstrumentId::from_index(index);
            let published = self.program.instrument(id).published;
            let windows = self.windows(&[&spans], published, decl.span);
            if let Some(instrument) = self.program.instruments.get_mut(index) {
                instrument.windows = windows;
            }
            self.instrument_spans.push(spans);
        }
    }
}
