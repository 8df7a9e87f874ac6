//! Rules, groups spread out over them.

use super::clause::Block;
use super::expr::{Expect, Frame};
use super::group::{Shared, Who};
use super::window::WindowClause;
use super::{Checker, RuleRefs, errors};
use crate::ir::{Conclusion, ExprId, Local, Rule, RuleId, Subject, Type};
use crate::resolve::{Decl, Def, near};
use crate::source::Span;
use crate::syntax::tree::{self, Clause, ClauseKind, ItemKind};

impl<'t> Checker<'_, 't> {
    pub(super) fn rule(&mut self, decl: &Decl<'t>, shared: &Shared<'t>) {
        let ItemKind::Rule(block) = &decl.item.kind else {
            return;
        };
        let id = RuleId::from_index(self.program.rules.len());
        let clauses = self.sorted_clauses(Block::Rule, &block.clauses);
        let (who, mut frame, mut when) = self.subject_and_frame(decl, shared, &clauses);
        let own = clauses
            .iter()
            .copied()
            .filter(|c| matches!(c.kind, ClauseKind::Let(..) | ClauseKind::When(_)));
        when.extend(self.conditions(decl.module, &mut frame, own));
        let title = self.text(&block.title);
        let windows = self.rule_windows(decl, &block.clauses, &shared.windows);
        let mut rule = Rule {
            full_name: decl.full_name.clone(),
            title,
            instrument: self.names.instrument(decl.module).unwrap_or_default(),
            group: decl.group,
            subject: who.subject,
            locals: Vec::new(),
            when,
            given: Vec::new(),
            lifts: Vec::new(),
            lifted_by: Vec::new(),
            then: Vec::new(),
            duties: Vec::new(),
            gives: None,
            cites: Vec::new(),
            basis: None,
            basis_note: None,
            windows,
            doc: decl.item.doc.clone(),
            span: decl.span,
            extent: decl.item.span,
        };
        let mut refs = RuleRefs {
            given: shared.given.clone(),
            lifts: Vec::new(),
        };
        for clause in &clauses {
            self.rule_clause(decl, clause, &who, &mut frame, &mut rule, &mut refs);
        }
        self.rule_completeness(decl, shared, &mut rule, &clauses);
        rule.given = refs
            .given
            .iter()
            .map(|alternatives| spread(alternatives.iter().flat_map(|r| &r.rules)))
            .collect();
        rule.lifts = spread(refs.lifts.iter().flat_map(|r| &r.rules));
        rule.locals = self.locals(frame, &who);
        for conclusion in &rule.then {
            if let Conclusion::Status(status) = conclusion
                && let Some(status) = self.program.statuses.get_mut(status.index())
            {
                status.rules.push(id);
            }
        }
        self.program.rules.push(rule);
        self.refs.push(refs);
    }

    fn rule_clause(
        &mut self,
        decl: &Decl<'_>,
        clause: &Clause,
        who: &Who,
        frame: &mut Frame,
        rule: &mut Rule,
        refs: &mut RuleRefs,
    ) {
        match &clause.kind {
            ClauseKind::Cites(written) => rule.cites.extend(self.cited(written)),
            ClauseKind::Basis(name, note) => {
                rule.basis = self.basis(name);
                rule.basis_note = note.as_ref().map(|n| n.text.clone());
            }
            ClauseKind::Given(paths) => {
                let given = self.rule_refs(decl.module, decl.group, paths);
                refs.given.push(given);
            }
            ClauseKind::Lifts(paths) => {
                refs.lifts
                    .extend(self.rule_refs(decl.module, decl.group, paths))
            }
            ClauseKind::Then(path, name) => {
                if let Some(conclusion) = self.conclusion(decl, path, name, who) {
                    self.conclude(rule, conclusion, name.span);
                }
            }
            ClauseKind::Duty(duty) => {
                let duty = self.duty(decl.module, frame, duty, clause.span);
                rule.duties.push(duty);
            }
            ClauseKind::Gives(figure) => rule.gives = Some(self.figure(decl, frame, figure)),
            _ => {}
        }
    }

    /// Subject, and the frame with the group's part in it.
    fn subject_and_frame(
        &mut self,
        decl: &Decl<'t>,
        shared: &Shared<'t>,
        clauses: &[&Clause],
    ) -> (Who, Frame, Vec<ExprId>) {
        let said = clauses
            .iter()
            .find(|c| matches!(c.kind, ClauseKind::For(_) | ClauseKind::ForPath(_)));
        if let (Some(who), Some((frame, when))) = (&shared.subject, &shared.checked) {
            if let Some(said) = said {
                self.sink.push(errors::for_twice(said.head, who.span));
            }
            return (who.clone(), frame.clone(), when.clone());
        }
        let who = match said {
            Some(said) => self.who(said),
            None => self.whole_shipment(decl.span),
        };
        let mut frame = Frame::new();
        frame.given(&who.variable_of_slot(), who.ty.clone());
        let mut when = match said {
            Some(said) => self.filter(decl.module, &mut frame, said),
            None => Vec::new(),
        };
        when.extend(self.conditions(decl.module, &mut frame, shared.unchecked.iter().copied()));
        (who, frame, when)
    }

    fn rule_windows(
        &mut self,
        decl: &Decl<'_>,
        clauses: &[Clause],
        group: &[WindowClause],
    ) -> Vec<crate::ir::Window> {
        let own = self.spans(decl.module, clauses);
        let Some(instrument) = self.names.instrument(decl.module) else {
            return Vec::new();
        };
        if own.is_empty() && group.is_empty() {
            // Told once, with the instrument, where they contradict each other.
            return self
                .program
                .instruments
                .get(instrument.index())
                .map(|i| i.windows.clone())
                .unwrap_or_default();
        }
        let outer = self
            .instrument_spans
            .get(instrument.index())
            .cloned()
            .unwrap_or_default();
        let published = self.program.instrument(instrument).published;
        self.windows(&[&own, group, &outer], published, decl.span)
    }

    fn rule_completeness(
        &mut self,
        decl: &Decl<'_>,
        shared: &Shared<'_>,
        rule: &mut Rule,
        clauses: &[&Clause],
    ) {
        if rule.cites.is_empty() {
            rule.cites.clone_from(&shared.cites);
        }
        if rule.basis.is_none()
            && let Some((basis, note)) = &shared.basis
        {
            (rule.basis, rule.basis_note) = (Some(*basis), note.clone());
        }
        let has_effect = clauses.iter().any(|c| {
            matches!(
                c.kind,
                ClauseKind::Then(..)
                    | ClauseKind::Duty(_)
                    | ClauseKind::Lifts(_)
                    | ClauseKind::Gives(_)
            )
        });
        let broken = matches!(&decl.item.kind, ItemKind::Rule(b) if b.clauses.iter().any(|c| matches!(c.kind, ClauseKind::Error)));
        if broken {
            return;
        }
        if !has_effect {
            self.sink
                .push(errors::rule_without_effect(&decl.name, decl.span));
        }
        if rule.cites.is_empty() {
            self.sink
                .push(errors::rule_without_citation(&decl.name, decl.span));
        }
    }

    /// `then item is x`: an outcome of some scale, or a status of what the rule speaks of.
    fn conclusion(
        &mut self,
        decl: &Decl<'_>,
        path: &tree::Path,
        name: &tree::Name,
        who: &Who,
    ) -> Option<Conclusion> {
        if super::lookup::dotted(path) != who.variable {
            self.sink.push(errors::conclusion_subject(
                &super::lookup::dotted(path),
                &who.variable,
                path.span,
                who.span,
            ));
        }
        if let Some((scale, value, _)) = self.outcomes.get(&name.text) {
            return Some(Conclusion::Outcome(*scale, *value));
        }
        match self.names.lookup(decl.module, &[name]) {
            Ok(Some((Def::Status(id), _))) => {
                let status = self.program.status(id);
                if status.of != who.ty && status.of != Type::Error && who.ty != Type::Error {
                    let of = self.type_word(&status.of);
                    self.sink.push(errors::status_subject(
                        &name.text,
                        &of,
                        &who.variable,
                        name.span,
                    ));
                    return None;
                }
                return Some(Conclusion::Status(id));
            }
            Err(ambiguous) => self
                .sink
                .push(errors::ambiguous_name(&ambiguous, name.span)),
            Ok(None) if self.names.may_be_lost(decl.module, &name.text) => {}
            Ok(_) => {
                let statuses = self
                    .names
                    .suggest(decl.module, &name.text, |d| matches!(d, Def::Status(_)));
                let alike = near(&name.text, self.outcomes.keys().map(String::as_str)).or(statuses);
                self.sink.push(errors::unknown_outcome(
                    &name.text,
                    "outcome or status",
                    name.span,
                    alike,
                ));
            }
        }
        None
    }

    fn conclude(&mut self, rule: &mut Rule, conclusion: Conclusion, span: Span) {
        let clash = rule.then.iter().any(|other| match (other, &conclusion) {
            (Conclusion::Outcome(a, _), Conclusion::Outcome(b, _)) => a == b,
            (Conclusion::Status(a), Conclusion::Status(b)) => a == b,
            _ => false,
        });
        if clash {
            self.sink.push(errors::second_outcome(span));
        } else {
            rule.then.push(conclusion);
        }
    }

    fn figure(&mut self, decl: &Decl<'_>, frame: &mut Frame, figure: &tree::Expr) -> ExprId {
        let id = self.exprs(decl.module).check(frame, figure, Expect::Any);
        let ty = self
            .program
            .exprs
            .get(id.index())
            .map_or(&Type::Error, |e| &e.ty);
        let ty = if let Type::Optional(inner) = ty {
            inner.as_ref()
        } else {
            ty
        };
        if matches!(
            ty,
            Type::Record(_) | Type::List(_) | Type::Set(_) | Type::Row(_) | Type::Rates
        ) {
            self.sink.push(errors::figure_type(figure.span));
        }
        id
    }

    /// The slots of a finished frame; slot 0 of a rule of the whole shipment is called by the facts' variable.
    fn locals(&self, frame: Frame, who: &Who) -> Vec<Local> {
        let mut locals = frame.finish();
        if let Some(first) = locals.first_mut()
            && who.subject == Subject::Shipment
        {
            first.name.clone_from(&who.variable);
        }
        locals
    }

    /// A record's name, for messages.
    pub(super) fn type_word(&self, ty: &Type) -> String {
        match ty {
            Type::Record(id) => self.program.record(*id).name.clone(),
            _ => String::new(),
        }
    }
}

/// Sorted, each once.
fn spread<'r>(rules: impl Iterator<Item = &'r RuleId>) -> Vec<RuleId> {
    let mut all: Vec<RuleId> = rules.copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
