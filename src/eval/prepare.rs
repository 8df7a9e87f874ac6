//! What is worked out once per program: which lists hold subjects, what reads a status, what splits, and in which order.
//!
//! All of it depends on the policy alone: a choice that looked at the facts could widen a range when more is told (semantics §10).

use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::chinese::Chinese;
use crate::decision::Text;
use crate::ir::{
    Const, DefineId, EnumId, ExprId, ExprKind, FieldId, Program, QuestionId, RecordId, RuleId,
    Subject, Type,
};
use crate::law::{LawBook, Readings};
use crate::source::{SourceMap, Span};
use crate::value::{Choice, Code, Day};

/// A program made ready for cases.
#[derive(Debug)]
pub struct Prepared {
    sources: Arc<SourceMap>,
    chinese: Chinese,
    /// Rules whose effect falls on subjects of a kind, in the order of their names.
    rules_of: HashMap<Subject, Vec<RuleId>>,
    /// List fields of the root that rules speak of, in the schema's order.
    pub(super) subject_lists: Vec<FieldId>,
    rule_status: Vec<bool>,
    define_status: Vec<bool>,
    define_questions: Vec<BTreeSet<QuestionId>>,
    rule_questions: Vec<BTreeSet<QuestionId>>,
    /// Rules that an exception touches, in topological order.
    pub(super) touched: Vec<RuleId>,
    /// Finite leaves straight below the shipment that the policy reads at least twice, in the schema's order.
    pub(super) shipment_leaves: Vec<Vec<FieldId>>,
    /// The same below the elements of each list of subjects.
    pub(super) subject_leaves: HashMap<FieldId, Vec<Vec<FieldId>>>,
    named_members: HashMap<EnumId, Choice>,
    pub(super) named_countries: Choice,
    /// Codes of lists and rules that lie below no other.
    pub(super) outermost_codes: Vec<Code>,
    /// The law of some day, opened when first asked for.
    any_law: OnceLock<LawBook>,
}

impl Prepared {
    /// Makes a program ready; `sources` holds its texts, for derivations.
    pub fn new(program: &Program, sources: Arc<SourceMap>) -> Prepared {
        let reads = Reads::of(program);
        let root = program.records.get(program.facts.record.index());
        let subject_lists: Vec<FieldId> = {
            let kinds: BTreeSet<FieldId> = program
                .rules
                .iter()
                .filter_map(|r| match r.subject {
                    Subject::Each(field) => Some(field),
                    Subject::Shipment => None,
                })
                .collect();
            kinds.into_iter().collect()
        };
        let element = |field: &FieldId| match root
            .and_then(|r| r.fields.get(field.index()))
            .map(|f| &f.ty)
        {
            Some(Type::List(inner)) => match inner.as_ref() {
                Type::Record(record) => Some(*record),
                _ => None,
            },
            _ => None,
        };
        let define_questions = define_questions(program);
        let subject_leaves = subject_lists
            .iter()
            .filter_map(|field| Some((*field, leaves_below(program, &reads, element(field)?))))
            .collect();
        let kinds = subject_lists.iter().copied().map(Subject::Each);
        let rules_of = std::iter::once(Subject::Shipment)
            .chain(kinds)
            .map(|kind| {
                let all = (0..program.rules.len()).map(RuleId::from_index);
                let of = all.filter(|rule| super::rule::speaks_of(program, *rule, kind));
                (kind, of.collect())
            })
            .collect();
        Prepared {
            rules_of,
            subject_leaves,
            shipment_leaves: if root.is_some() {
                leaves_below(program, &reads, program.facts.record)
            } else {
                Vec::new()
            },
            subject_lists,
            rule_status: (0..program.rules.len())
                .map(|i| reads.rule_status(program, RuleId::from_index(i)))
                .collect(),
            define_status: reads.define_status.clone(),
            rule_questions: rule_questions(program, &define_questions),
            define_questions,
            touched: touched(program),
            named_countries: reads.countries.clone(),
            named_members: reads.members.clone(),
            outermost_codes: program.codes.outermost().cloned().collect(),
            sources,
            chinese: Chinese::default(),
            any_law: OnceLock::new(),
        }
    }

    /// The law of some day, for what reads facts alone: an `ensure`, whatever the day.
    pub(super) fn any_law(&self, program: &Program) -> Option<LawBook> {
        let day = Day::from_epoch_days(0)?;
        let open = || crate::law::open(program, day, day, &Readings::new());
        Some(self.any_law.get_or_init(open).clone())
    }

    /// Rules whose effect falls on subjects of a kind.
    pub(super) fn rules_of(&self, kind: Subject) -> &[RuleId] {
        self.rules_of.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Whether the rule's conditions ask a status, themselves or through a define.
    pub(super) fn rule_reads_status(&self, id: RuleId) -> bool {
        self.rule_status.get(id.index()).copied().unwrap_or(true)
    }

    /// Whether the define asks a status, itself or through another.
    pub(super) fn define_reads_status(&self, id: DefineId) -> bool {
        self.define_status.get(id.index()).copied().unwrap_or(true)
    }

    /// Whether what the define yields may hang on the question: it reads it, or asks a status, itself or through another.
    pub(super) fn define_asks(&self, id: DefineId, question: QuestionId) -> bool {
        self.define_reads_status(id)
            || self
                .define_questions
                .get(id.index())
                .is_none_or(|asked| asked.contains(&question))
    }

    /// Whether what the rule's conditions come to may hang on the question: they read it, or ask a status, themselves or through a define.
    pub(super) fn rule_asks(&self, id: RuleId, question: QuestionId) -> bool {
        let asked = self.rule_questions.get(id.index());
        self.rule_reads_status(id) || asked.is_none_or(|asked| asked.contains(&question))
    }

    /// Members of an enum that the policy names.
    pub(super) fn named_members(&self, id: EnumId) -> Choice {
        self.named_members
            .get(&id)
            .cloned()
            .unwrap_or_else(Choice::none)
    }

    /// An expression of the policy as written, and in Chinese words.
    pub(super) fn told(&self, program: &Program, id: ExprId) -> Text {
        let zh = self.chinese.text(program, id);
        Text {
            en: self.text(program.expr(id).span),
            zh: Some(zh.as_ref().to_owned()),
        }
    }

    /// The policy's text at a span, blanks folded.
    pub fn text(&self, span: Span) -> String {
        let mut words = Vec::new();
        for line in self.sources.slice(span).lines() {
            // A comment, unless the slashes stand in a text: then an odd number of quotes is before them.
            let comment = line.match_indices("//").map(|(i, _)| i).find(|i| {
                let before = line.get(..*i).unwrap_or_default();
                before.matches('"').count() % 2 == 0
            });
            let code = comment.and_then(|i| line.get(..i)).unwrap_or(line);
            words.extend(code.split_whitespace());
        }
        words.join(" ")
    }
}

/// What the policy text reads.
struct Reads {
    fields: HashMap<(RecordId, FieldId), usize>,
    members: HashMap<EnumId, Choice>,
    countries: Choice,
    define_status: Vec<bool>,
}

impl Reads {
    fn of(program: &Program) -> Reads {
        let mut reads = Reads {
            fields: HashMap::default(),
            members: HashMap::default(),
            countries: Choice::none(),
            define_status: Vec::new(),
        };
        for expr in &program.exprs {
            match &expr.kind {
                ExprKind::Field(base, field) => {
                    let ty = &program.expr(*base).ty;
                    let record = match ty {
                        Type::Optional(inner) => inner.as_ref(),
                        other => other,
                    };
                    if let Type::Record(record) = record {
                        *reads.fields.entry((*record, *field)).or_insert(0) += 1;
                    }
                }
                ExprKind::Const(value) => reads.name(value, &expr.ty),
                _ => {}
            }
        }
        for list in &program.lists {
            for row in &list.rows {
                for (cell, column) in row.cells.iter().zip(&list.columns) {
                    reads.name(cell, &column.ty);
                }
            }
        }
        reads.define_status = define_status(program);
        reads
    }

    fn name(&mut self, value: &Const, ty: &Type) {
        match (value, ty) {
            (value, Type::Optional(inner) | Type::Range(inner)) => self.name(value, inner),
            (Const::Set(values), Type::Set(inner) | Type::List(inner)) => {
                values.iter().for_each(|v| self.name(v, inner))
            }
            (Const::Choice(member), Type::Enum(id)) => {
                let named = self.members.entry(*id).or_insert_with(Choice::none);
                *named = named.union(&Choice::single(*member));
            }
            (Const::Choice(member), Type::Country) => {
                self.countries = self.countries.union(&Choice::single(*member))
            }
            _ => {}
        }
    }

    fn rule_status(&self, program: &Program, id: RuleId) -> bool {
        let rule = program.rule(id);
        let lets = rule.locals.iter().filter_map(|l| {
            if let crate::ir::LocalKind::Let(e) = l.kind {
                Some(e)
            } else {
                None
            }
        });
        rule.when
            .iter()
            .copied()
            .chain(lets)
            .any(|e| asks_status(program, e, &self.define_status))
    }
}

/// Whether each define asks a status: grown until nothing changes, for defines may call each other in circles.
fn define_status(program: &Program) -> Vec<bool> {
    let mut flags = vec![false; program.defines.len()];
    loop {
        let next: Vec<bool> = program
            .defines
            .iter()
            .map(|define| {
                let lets = define.locals.iter().filter_map(|l| {
                    if let crate::ir::LocalKind::Let(e) = l.kind {
                        Some(e)
                    } else {
                        None
                    }
                });
                std::iter::once(define.body)
                    .chain(lets)
                    .any(|e| asks_status(program, e, &flags))
            })
            .collect();
        if next == flags {
            return flags;
        }
        flags = next;
    }
}

/// The questions that each define reads, itself or through another: grown until nothing changes.
fn define_questions(program: &Program) -> Vec<BTreeSet<QuestionId>> {
    let mut asked = Vec::with_capacity(program.defines.len());
    let mut calls: Vec<Vec<usize>> = Vec::with_capacity(program.defines.len());
    for define in &program.defines {
        let (own, called) = asks(program, [define.body], &define.locals);
        asked.push(own);
        calls.push(called);
    }
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); calls.len()];
    for (caller, called) in calls.iter().enumerate() {
        for define in called {
            if let Some(list) = callers.get_mut(*define) {
                list.push(caller);
            }
        }
    }
    let mut todo: Vec<usize> = (0..calls.len()).collect();
    while let Some(define) = todo.pop() {
        let known = asked.get(define).cloned().unwrap_or_default();
        for caller in callers.get(define).into_iter().flatten() {
            let Some(theirs) = asked.get_mut(*caller) else {
                continue;
            };
            let before = theirs.len();
            theirs.extend(known.iter().copied());
            if theirs.len() > before {
                todo.push(*caller);
            }
        }
    }
    asked
}

/// The questions that the conditions of each rule read, themselves or through a define.
fn rule_questions(
    program: &Program,
    defines: &[BTreeSet<QuestionId>],
) -> Vec<BTreeSet<QuestionId>> {
    let of = |rule: &crate::ir::Rule| {
        let (mut own, called) = asks(program, rule.when.iter().copied(), &rule.locals);
        for define in called {
            own.extend(defines.get(define).into_iter().flatten());
        }
        own
    };
    program.rules.iter().map(of).collect()
}

/// The questions that expressions and variables read themselves, and the defines that they call.
fn asks(
    program: &Program,
    exprs: impl IntoIterator<Item = ExprId>,
    locals: &[crate::ir::Local],
) -> (BTreeSet<QuestionId>, Vec<usize>) {
    let lets = locals.iter().filter_map(|l| match l.kind {
        crate::ir::LocalKind::Let(e) => Some(e),
        _ => None,
    });
    let (mut own, mut called) = (BTreeSet::new(), Vec::new());
    let mut todo: Vec<ExprId> = exprs.into_iter().chain(lets).collect();
    while let Some(id) = todo.pop() {
        match &program.expr(id).kind {
            ExprKind::Reads(question, _) => {
                own.insert(*question);
            }
            ExprKind::Call(define, args) => {
                called.push(define.index());
                todo.extend(args);
            }
            other => other.children(&mut todo),
        }
    }
    (own, called)
}

fn asks_status(program: &Program, root: ExprId, defines: &[bool]) -> bool {
    let mut todo = vec![root];
    while let Some(id) = todo.pop() {
        match &program.expr(id).kind {
            ExprKind::Status(..) => return true,
            ExprKind::Call(define, args) => {
                if defines.get(define.index()).copied().unwrap_or(true) {
                    return true;
                }
                todo.extend(args);
            }
            other => other.children(&mut todo),
        }
    }
    false
}

/// Exceptions, what they lift, and what is given those, in topological order.
fn touched(program: &Program) -> Vec<RuleId> {
    let mut flags: Vec<bool> = program
        .rules
        .iter()
        .map(|r| !r.lifts.is_empty() || !r.lifted_by.is_empty())
        .collect();
    for id in &program.order {
        let given = program.rule(*id).given.iter().flatten();
        let above = given
            .clone()
            .any(|g| flags.get(g.index()).copied().unwrap_or(false));
        if above && let Some(flag) = flags.get_mut(id.index()) {
            *flag = true;
        }
    }
    program
        .order
        .iter()
        .copied()
        .filter(|id| flags.get(id.index()).copied().unwrap_or(false))
        .collect()
}

/// How deep records within records are followed: a schema in which a record holds itself would not end.
const DEEPEST: usize = 6;

fn leaves_below(program: &Program, reads: &Reads, record: RecordId) -> Vec<Vec<FieldId>> {
    let mut found = Vec::new();
    collect(program, reads, record, &mut Vec::new(), &mut found);
    found
}

fn collect(
    program: &Program,
    reads: &Reads,
    record: RecordId,
    path: &mut Vec<FieldId>,
    found: &mut Vec<Vec<FieldId>>,
) {
    let Some(entry) = program.records.get(record.index()) else {
        return;
    };
    for (i, field) in entry.fields.iter().enumerate() {
        let id = FieldId::from_index(i);
        let ty = match &field.ty {
            Type::Optional(inner) => inner.as_ref(),
            other => other,
        };
        path.push(id);
        match ty {
            Type::Bool | Type::Enum(_) | Type::Country | Type::Code
                if reads.fields.get(&(record, id)).copied().unwrap_or(0) >= 2 =>
            {
                found.push(path.clone());
            }
            Type::Record(inner) if matches!(field.ty, Type::Record(_)) && path.len() < DEEPEST => {
                collect(program, reads, *inner, path, found);
            }
            _ => {}
        }
        path.pop();
    }
}
