//! Groups: what their rules share. Where the group says of whom it speaks, its variables and conditions are checked once and
//! shared by its rules; where it does not, each rule checks them in a frame of its own, because it may name its subject itself.

use super::clause::Block;
use super::expr::{Expect, Frame};
use super::window::WindowClause;
use super::{Checker, RuleRef, errors};
use crate::ir::{Basis, ExprId, FieldId, Group, GroupId, Subject, Text, Type};
use crate::resolve::{Decl, ModuleId};
use crate::source::Span;
use crate::syntax::tree::{self, Clause, ClauseKind, ItemKind};

/// What the rules of a group take over.
#[derive(Clone, Default)]
pub(super) struct Shared<'t> {
    /// Subject, its variable, and where that was said.
    pub subject: Option<Who>,
    /// Frame and conditions, where the subject is said here.
    pub checked: Option<(Frame, Vec<ExprId>)>,
    /// `let` and `when` clauses, where it is not.
    pub unchecked: Vec<&'t Clause>,
    pub given: Vec<Vec<RuleRef>>,
    pub windows: Vec<WindowClause>,
    pub cites: Vec<Text>,
    pub basis: Option<(Basis, Option<String>)>,
}

/// Of what a rule speaks.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub subject: Subject,
    /// The variable in `then … is`.
    pub variable: String,
    pub ty: Type,
    pub span: Span,
}

impl<'t> Checker<'_, 't> {
    pub(super) fn groups_and_rules(&mut self) {
        let declared = self.declared;
        let mut shared: Vec<Shared<'t>> = Vec::with_capacity(declared.groups.len());
        for (index, decl) in declared.groups.iter().enumerate() {
            let taken = self.group(GroupId::from_index(index), decl);
            shared.push(taken);
        }
        let none = Shared::default();
        for decl in &declared.rules {
            let taken = decl
                .group
                .and_then(|g| shared.get(g.index()))
                .unwrap_or(&none);
            self.rule(decl, taken);
        }
    }

    fn group(&mut self, id: GroupId, decl: &Decl<'t>) -> Shared<'t> {
        let ItemKind::Group(group) = &decl.item.kind else {
            return Shared::default();
        };
        let title = self.text(&group.title);
        let rules = self.members.get(id.index()).cloned().unwrap_or_default();
        if rules.is_empty()
            && !group
                .rules
                .iter()
                .any(|r| matches!(r.kind, ItemKind::Error))
        {
            self.sink.push(errors::empty_group(&decl.name, decl.span));
        }
        let instrument = self.names.instrument(decl.module).unwrap_or_default();
        self.program.groups.push(Group {
            full_name: decl.full_name.clone(),
            title,
            instrument,
            rules,
            span: decl.span,
        });
        let clauses = self.sorted_clauses(Block::Group, &group.clauses);
        let mut shared = Shared {
            windows: self.spans(decl.module, &group.clauses),
            ..Shared::default()
        };
        for clause in &clauses {
            match &clause.kind {
                ClauseKind::Given(paths) => {
                    let given = self.rule_refs(decl.module, Some(id), paths);
                    shared.given.push(given);
                }
                ClauseKind::Cites(refs) => shared.cites.extend(self.cited(refs)),
                ClauseKind::Basis(name, note) => {
                    shared.basis = self
                        .basis(name)
                        .map(|b| (b, note.as_ref().map(|n| n.text.clone())));
                }
                _ => {}
            }
        }
        let said = clauses
            .iter()
            .find(|c| matches!(c.kind, ClauseKind::For(_) | ClauseKind::ForPath(_)));
        let conditions = clauses
            .iter()
            .copied()
            .filter(|c| matches!(c.kind, ClauseKind::Let(..) | ClauseKind::When(_)));
        match said {
            Some(said) => {
                let who = self.who(said);
                let mut frame = Frame::new();
                frame.given(&who.variable_of_slot(), who.ty.clone());
                let mut when = self.filter(decl.module, &mut frame, said);
                when.extend(self.conditions(decl.module, &mut frame, conditions));
                shared.checked = Some((frame, when));
                shared.subject = Some(who);
            }
            None => shared.unchecked = conditions.collect(),
        }
        shared
    }

    /// `given` and `lifts`: the names that can be found.
    pub(super) fn rule_refs(
        &mut self,
        module: ModuleId,
        group: Option<GroupId>,
        paths: &[tree::Path],
    ) -> Vec<RuleRef> {
        paths
            .iter()
            .filter_map(|p| self.find_rules(module, group, p))
            .collect()
    }

    /// `let`s and `when`s in order, in the frame given.
    pub(super) fn conditions<'c>(
        &mut self,
        module: ModuleId,
        frame: &mut Frame,
        clauses: impl Iterator<Item = &'c Clause>,
    ) -> Vec<ExprId> {
        let mut when = Vec::new();
        for clause in clauses {
            match &clause.kind {
                ClauseKind::Let(bound) => {
                    self.exprs(module).check_let(frame, bound);
                }
                ClauseKind::When(conditions) => {
                    if let [_, second, ..] = conditions.as_slice() {
                        self.sink
                            .push(errors::one_condition(second.span, clause.head));
                    }
                    if let Some(condition) = conditions.first() {
                        when.push(
                            self.exprs(module)
                                .check(frame, condition, Expect::Condition),
                        );
                    }
                }
                _ => {}
            }
        }
        when
    }

    /// The subject that a `for` names; the whole shipment where it is told to be wrong.
    pub(super) fn who(&mut self, clause: &Clause) -> Who {
        match &clause.kind {
            ClauseKind::For(binder) => match self.each(binder) {
                Some((field, ty)) => Who {
                    subject: Subject::Each(field),
                    variable: binder.name.text.clone(),
                    ty,
                    span: clause.span,
                },
                None => Who {
                    subject: Subject::Shipment,
                    variable: binder.name.text.clone(),
                    ty: Type::Error,
                    span: clause.span,
                },
            },
            ClauseKind::ForPath(path) => {
                if super::lookup::dotted(path) != self.program.facts.variable {
                    self.sink
                        .push(errors::for_what(&self.program.facts.variable, path.span));
                }
                self.whole_shipment(clause.span)
            }
            _ => self.whole_shipment(clause.span),
        }
    }

    /// The subject of a rule without `for`.
    pub(super) fn whole_shipment(&self, span: Span) -> Who {
        let facts = &self.program.facts;
        let ty = if self.program.records.is_empty() {
            Type::Error
        } else {
            Type::Record(facts.record)
        };
        Who {
            subject: Subject::Shipment,
            variable: facts.variable.clone(),
            ty,
            span,
        }
    }

    /// `item in shipment.items`: a list field of the shipment, and its element's type.
    fn each(&mut self, binder: &tree::Binder) -> Option<(FieldId, Type)> {
        if binder.outermost || binder.star {
            self.sink.push(errors::for_depth(binder.span));
            return None;
        }
        let facts = &self.program.facts;
        let record = self.program.records.get(facts.record.index())?;
        let tree::ExprKind::Postfix(head, suffixes) = &binder.source.kind else {
            if !matches!(binder.source.kind, tree::ExprKind::Error) {
                self.sink
                    .push(errors::for_source(&facts.variable, binder.source.span));
            }
            return None;
        };
        let (tree::ExprKind::Name(root), [tree::Suffix::Member(field)]) =
            (&head.kind, suffixes.as_slice())
        else {
            self.sink
                .push(errors::for_source(&facts.variable, binder.source.span));
            return None;
        };
        if root.text != facts.variable {
            self.sink
                .push(errors::for_source(&facts.variable, binder.source.span));
            return None;
        }
        if binder.name.text == facts.variable {
            self.sink
                .push(errors::hides_facts(&facts.variable, binder.name.span));
        }
        match record.fields.iter().position(|f| f.name == field.text) {
            Some(index) => match record.fields.get(index).map(|f| &f.ty) {
                Some(Type::List(element)) if matches!(**element, Type::Record(_)) => {
                    Some((FieldId::from_index(index), (**element).clone()))
                }
                Some(Type::Error) => None,
                _ => {
                    self.sink
                        .push(errors::for_source(&facts.variable, field.span));
                    None
                }
            },
            None => {
                let lists = record
                    .fields
                    .iter()
                    .filter(|f| matches!(f.ty, Type::List(_)))
                    .map(|f| f.name.as_str());
                let alike = crate::resolve::near(&field.text, lists);
                self.sink.push(errors::unknown_field(
                    &field.text,
                    &record.name,
                    field.span,
                    alike,
                ));
                None
            }
        }
    }

    /// The `where` of a `for`: a condition like that of `when`.
    pub(super) fn filter(
        &mut self,
        module: ModuleId,
        frame: &mut Frame,
        clause: &Clause,
    ) -> Vec<ExprId> {
        match &clause.kind {
            ClauseKind::For(tree::Binder {
                filter: Some(filter),
                ..
            }) => vec![self.exprs(module).check(frame, filter, Expect::Condition)],
            _ => Vec::new(),
        }
    }
}

impl Who {
    /// How slot 0 is called: the facts' own variable is known without it.
    pub(super) fn variable_of_slot(&self) -> String {
        match self.subject {
            Subject::Each(_) => self.variable.clone(),
            Subject::Shipment if self.ty == Type::Error => self.variable.clone(),
            Subject::Shipment => String::new(),
        }
    }
}
