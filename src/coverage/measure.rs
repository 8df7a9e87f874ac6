//! From what was seen to what is told: places, texts, and what of it is covered.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Condition, Coverage, InstrumentText, Provision, RuleEffect, Threshold, Unread, lines};
use crate::eval::Prepared;
use crate::eval::watch::{Edge, Mark, Owner, Plan, Seen, Sides, edge_text, watch};
use crate::ir::{Encoder, Expectation, ExprId, Instrument, Program};
use crate::report::Names;
use crate::scenario::{self, Results};
use crate::source::{SourceMap, Span};

/// Runs every scenario and tells what of the files that the filter lets through they show; results are those of these files too.
pub fn measure(
    program: &Program,
    prepared: &Prepared,
    sources: &SourceMap,
    names: &Names,
    filter: &dyn Fn(&str) -> bool,
) -> (Results, Coverage) {
    let plan = Arc::new(Plan::of(program));
    let seen = RefCell::new(Seen::of(program));
    let observe = |facts: &_, ask: &_, expect: &[Expectation]| {
        let latent = expect
            .iter()
            .any(|one| matches!(one, Expectation::Latent { .. }));
        let mut seen = seen.borrow_mut();
        // A case without a day is refused before anybody observes it.
        let _ = watch(program, prepared, &plan, facts, ask, latent, &mut seen);
    };
    let results = scenario::run(program, prepared, sources, names, &|_| true, &observe);
    let measured = Measured {
        program,
        sources,
        plan: &plan,
        seen: &seen.into_inner(),
        filter,
    };
    (results, measured.coverage())
}

struct Measured<'a> {
    program: &'a Program,
    sources: &'a SourceMap,
    plan: &'a Plan,
    seen: &'a Seen,
    filter: &'a dyn Fn(&str) -> bool,
}

impl Measured<'_> {
    fn coverage(&self) -> Coverage {
        let mut lines = lines::lines(self.program, self.sources, self.seen);
        lines.retain(|file| (self.filter)(&file.file));
        let instruments = self.program.instruments.iter();
        let chosen = instruments.filter(|one| self.is_meant(one.span));
        let without = chosen.clone().filter(|one| one.provisions.is_none());
        Coverage {
            rules: self.rules(),
            conditions: self.conditions(),
            thresholds: self.thresholds(),
            without_table: without.map(|one| one.full_name.clone()).collect(),
            instruments: chosen.filter_map(|one| self.text(one)).collect(),
            unread: self.unread(),
            lines,
        }
    }

    fn path(&self, span: Span) -> &str {
        self.sources
            .get(span.file)
            .map_or("", |file| file.path.as_str())
    }

    fn is_meant(&self, span: Span) -> bool {
        (self.filter)(self.path(span))
    }

    fn line(&self, span: Span) -> u32 {
        self.sources.line_column(span.file, span.start).0
    }

    fn rules(&self) -> Vec<RuleEffect> {
        let all = self.program.rules.iter().zip(&self.seen.rules);
        let chosen = all.filter(|(rule, _)| self.is_meant(rule.span));
        chosen
            .map(|(rule, seen)| RuleEffect {
                rule: rule.full_name.clone(),
                file: self.path(rule.span).to_owned(),
                line: self.line(rule.span),
                effective: seen.effective,
                without: seen.without,
            })
            .collect()
    }

    /// What rules of a group share is written once, and so counts once: by its place.
    fn conditions(&self) -> Vec<Condition> {
        let mut all: BTreeMap<Span, Condition> = BTreeMap::new();
        for decision in self.plan.decisions() {
            for leaf in decision.leaves.iter().filter(|leaf| leaf.counts) {
                let span = self.program.expr(leaf.expr).span;
                if !self.is_meant(span) {
                    continue;
                }
                let seen = self.seen.leaves.get(leaf.expr.index()).copied();
                let seen = seen.unwrap_or_default();
                let (line, column) = self.sources.line_column(span.file, span.start);
                // A leaf that several decisions hold is seen as one.
                let entry = all.entry(span).or_insert_with(|| Condition {
                    of: self.owner(decision.owner, span),
                    text: self.written(span),
                    file: self.path(span).to_owned(),
                    line,
                    column,
                    ..Condition::default()
                });
                entry.held = entry.held.max(seen.held);
                entry.failed = entry.failed.max(seen.failed);
                entry.held_matters |= seen.held_matters;
                entry.failed_matters |= seen.failed_matters;
            }
        }
        self.by_place(all, |one| (one.file.clone(), one.line, one.column))
    }

    fn by_place<T>(
        &self,
        all: BTreeMap<Span, T>,
        key: impl Fn(&T) -> (String, u32, u32),
    ) -> Vec<T> {
        let mut all: Vec<T> = all.into_values().collect();
        all.sort_by_cached_key(|one| key(one));
        all
    }

    fn owner(&self, owner: Owner, span: Span) -> String {
        match owner {
            Owner::Define(id) => self.program.define(id).full_name.clone(),
            Owner::Rule(id) => {
                let rule = self.program.rule(id);
                let inside = rule.extent.file == span.file
                    && (rule.extent.start..rule.extent.end).contains(&span.start);
                match rule.group.filter(|_| !inside) {
                    Some(group) => self.program.group(group).full_name.clone(),
                    None => rule.full_name.clone(),
                }
            }
        }
    }

    fn written(&self, span: Span) -> String {
        let text = self.sources.slice(span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn thresholds(&self) -> Vec<Threshold> {
        let mut all: BTreeMap<(Span, u32, Edge), Threshold> = BTreeMap::new();
        for (mark, threshold) in &self.plan.thresholds {
            let (span, column, edge) = self.place(*mark);
            if !self.is_meant(span) {
                continue;
            }
            let seen = self.seen.marks.get(mark).copied().unwrap_or_default();
            let entry = all.entry((span, column, edge)).or_insert_with(|| {
                let (line, at) = self.sources.line_column(span.file, span.start);
                let comparison = self.program.expr(threshold.comparison).span;
                Threshold {
                    of: self.owner(threshold.owner, comparison),
                    text: self.compared(*mark, comparison),
                    limit: self.limit(*mark),
                    file: self.path(span).to_owned(),
                    line,
                    column: at,
                    below: threshold.possible.below.then_some(false),
                    on: false,
                    above: false,
                }
            });
            let Sides { below, on, above } = seen;
            entry.below = entry.below.map(|before| before || below);
            entry.on |= on;
            entry.above |= above;
        }
        let mut all: Vec<Threshold> = all.into_values().collect();
        all.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        all
    }

    fn place(&self, mark: Mark) -> (Span, u32, Edge) {
        let at = |id: ExprId| self.program.expr(id).span;
        match mark {
            Mark::Literal(id) => (at(id), 0, Edge::Whole),
            Mark::End(id, edge) => (at(id), 0, edge),
            Mark::Cell(list, row, column, edge) => {
                let list = self.program.list(list);
                let span = list
                    .rows
                    .get(row as usize)
                    .map_or(list.span, |row| row.span);
                (span, column, edge)
            }
        }
    }

    fn compared(&self, mark: Mark, comparison: Span) -> String {
        match mark {
            Mark::Literal(_) | Mark::End(..) => self.written(comparison),
            Mark::Cell(list, _, column, _) => {
                let list = self.program.list(list);
                let column = list.columns.get(column as usize);
                let column = column.map_or("", |column| column.name.as_str());
                format!("{}.{column}", list.full_name)
            }
        }
    }

    fn limit(&self, mark: Mark) -> String {
        let program = self.program;
        match mark {
            Mark::Literal(id) => self.written(program.expr(id).span),
            Mark::End(id, edge) => {
                edge_text(program, self.constant(id), &program.expr(id).ty, edge)
            }
            Mark::Cell(list, row, column, edge) => {
                let list = program.list(list);
                let cell = list
                    .rows
                    .get(row as usize)
                    .and_then(|row| row.cells.get(column as usize));
                let ty = list.columns.get(column as usize).map(|column| &column.ty);
                match ty {
                    Some(ty) => edge_text(program, cell, ty, edge),
                    None => String::new(),
                }
            }
        }
    }

    fn constant(&self, id: ExprId) -> Option<&crate::ir::Const> {
        match &self.program.expr(id).kind {
            crate::ir::ExprKind::Const(value) => Some(value),
            _ => None,
        }
    }

    fn text(&self, instrument: &Instrument) -> Option<InstrumentText> {
        let provisions = instrument.provisions.as_ref()?.iter();
        Some(InstrumentText {
            instrument: instrument.full_name.clone(),
            number: instrument.number.en.clone(),
            provisions: provisions
                .map(|one| Provision {
                    provision: one.reference.en.clone(),
                    encoded_by: one
                        .encoded_by
                        .iter()
                        .map(|by| self.encoder(*by).to_owned())
                        .collect(),
                    left_out: one
                        .left_out
                        .and_then(|at| instrument.omits.get(at))
                        .map(|(_, why)| why.en.clone()),
                    file: self.path(one.span).to_owned(),
                    line: self.line(one.span),
                })
                .collect(),
        })
    }

    fn encoder(&self, by: Encoder) -> &str {
        let program = self.program;
        match by {
            Encoder::Rule(id) => &program.rule(id).full_name,
            Encoder::Group(id) => &program.group(id).full_name,
            Encoder::List(id) => &program.list(id).full_name,
            Encoder::Question(id) => &program.question(id).full_name,
            Encoder::Action(id) => &program.instrument(program.action(id).by).full_name,
            Encoder::Instrument(id) => &program.instrument(id).full_name,
        }
    }

    fn unread(&self) -> Vec<Unread> {
        let all = self.program.unread_provisions.iter();
        let chosen = all.filter(|row| self.is_meant(row.span));
        chosen
            .map(|row| Unread {
                instrument: row.instrument.clone(),
                provision: row.reference.clone(),
                file: self.path(row.span).to_owned(),
                line: self.line(row.span),
            })
            .collect()
    }
}
