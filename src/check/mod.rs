//! From trees to the typed program: everything that a policy folder says, found sound or told to be wrong.
//!
//! In: the trees of all files, the texts beside them ([`Folder`]). Out: [`Program`], or none where anything was wrong; every mistake
//! of the folder at once. Order: names, schema (so that expressions find all types), expressions, graphs, scenarios.
//! Absent on purpose: facts, days asked, evaluation. A wrong item is told once: what refers to it stays silent.

mod action;
mod calendar;
mod cite;
mod clause;
mod csv;
mod define;
mod duty;
mod enums;
pub mod errors;
mod expectation;
mod expr;
mod graph;
mod group;
mod instrument;
mod list;
mod lookup;
mod place;
mod provision;
mod question;
mod record;
mod reference;
mod row;
mod rule;
mod scenario;
mod subject;
mod text;
mod types;
mod units;
mod value;
mod window;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::expr::ExprChecker;
use crate::diag::Sink;
use crate::ir::{Const, ExprKind, GroupId, Program, RuleId, ScaleId};
use crate::resolve::{Declared, Folder, ModuleId, Names, declare};
use crate::source::{SourceMap, Span};
use crate::syntax::tree;
use crate::value::{Code, CodeSet, PeriodUnit};

/// Checks a whole policy folder. Returns the program only where nothing, in these files and in `sink`, is an error. CSV and fact
/// files that the policies name are added to `sources`, so that mistakes in them have a place.
pub fn check(
    files: &[tree::File],
    sources: &mut SourceMap,
    folder: &Folder,
    sink: &mut Sink,
) -> Option<Program> {
    run(files, sources, folder, true, sink)
}

/// The same without a look at scenarios: nothing that is decided hangs on them.
pub fn check_law(
    files: &[tree::File],
    sources: &mut SourceMap,
    folder: &Folder,
    sink: &mut Sink,
) -> Option<Program> {
    run(files, sources, folder, false, sink)
}

fn run(
    files: &[tree::File],
    sources: &mut SourceMap,
    folder: &Folder,
    scenarios: bool,
    sink: &mut Sink,
) -> Option<Program> {
    let (names, declared) = declare(files, folder, sink);
    let mut checker = Checker::new(&names, &declared, folder, sources, sink);
    checker.schema(files);
    checker.expressions();
    checker.graphs();
    let law = checker.program.exprs.len();
    if scenarios {
        checker.scenarios();
    }
    checker.whole(law);
    let program = checker.program;
    (!sink.has_errors()).then_some(program)
}

/// Rules that one name stands for, and where it was written.
#[derive(Clone, Debug)]
struct RuleRef {
    rules: Vec<RuleId>,
    span: Span,
}

/// What one rule refers to; the program keeps the same without places.
#[derive(Clone, Debug, Default)]
struct RuleRefs {
    given: Vec<Vec<RuleRef>>,
    lifts: Vec<RuleRef>,
}

/// The work at hand. One method or so per construct, each in the file of its name.
struct Checker<'a, 't> {
    program: Program,
    names: &'a Names,
    declared: &'a Declared<'t>,
    folder: &'a Folder,
    sources: &'a mut SourceMap,
    sink: &'a mut Sink,
    /// Outcomes of all scales by name: a name belongs to one scale.
    outcomes: BTreeMap<String, (ScaleId, u16, Span)>,
    /// By `RuleId`.
    refs: Vec<RuleRefs>,
    /// Rules by `GroupId`, sorted.
    members: Vec<Vec<RuleId>>,
    /// Fields and ensures whose expressions are still to be checked.
    fields: Vec<record::Unchecked<'t>>,
    /// Action targets with their places, by `ActionId`.
    targets: Vec<Vec<Span>>,
    /// `in force` clauses by `InstrumentId`.
    instrument_spans: Vec<Vec<window::WindowClause>>,
}

impl<'a, 't> Checker<'a, 't> {
    fn new(
        names: &'a Names,
        declared: &'a Declared<'t>,
        folder: &'a Folder,
        sources: &'a mut SourceMap,
        sink: &'a mut Sink,
    ) -> Self {
        let mut members = vec![Vec::new(); declared.groups.len()];
        for (index, rule) in declared.rules.iter().enumerate() {
            if let Some(list) = rule.group.and_then(|g: GroupId| members.get_mut(g.index())) {
                list.push(RuleId::from_index(index));
            }
        }
        Self {
            program: Program::default(),
            names,
            declared,
            folder,
            sources,
            sink,
            outcomes: BTreeMap::new(),
            refs: Vec::new(),
            members,
            fields: Vec::new(),
            targets: Vec::new(),
            instrument_spans: Vec::new(),
        }
    }

    /// What expressions need to be there: every type, question, column and signature.
    fn schema(&mut self, files: &[tree::File]) {
        self.dimensions();
        self.enums();
        self.scales();
        self.records();
        self.statuses();
        self.facts_declaration(files);
        self.questions();
        self.calendars();
        self.list_columns();
        self.signatures();
        self.instruments();
    }

    fn expressions(&mut self) {
        self.record_expressions();
        self.defines();
        self.list_rows();
        self.instrument_windows();
        self.groups_and_rules();
        self.actions();
        self.provisions();
    }

    fn graphs(&mut self) {
        self.subjects_agree();
        self.rule_order();
        self.action_order();
        expr::check_recursion(&mut self.program, self.sink);
        expr::check_status_subjects(&self.program, self.sink);
    }

    /// What only the whole program shows. Expressions from `law` on are figures that scenarios expect: they are values by now, and no
    /// decision may hang on them.
    fn whole(&mut self, law: usize) {
        let mut codes: BTreeSet<Code> = BTreeSet::new();
        let mut working: Option<Span> = None;
        for (index, expr) in self.program.exprs.iter().enumerate() {
            if let ExprKind::Const(value) = &expr.kind {
                if index < law {
                    collect_codes(value, &mut codes);
                }
                if counts_working_days(value) {
                    working = Some(working.map_or(expr.span, |first| first.min(expr.span)));
                }
            }
        }
        self.program.exprs.truncate(law);
        for cell in self
            .program
            .lists
            .iter()
            .flat_map(|l| &l.rows)
            .flat_map(|r| &r.cells)
        {
            collect_codes(cell, &mut codes);
        }
        self.program.codes = CodeSet::new(codes);
        if let Some(span) = working
            && self.declared.calendars.is_empty()
        {
            self.sink.push(errors::missing_calendar(span));
        }
    }

    /// The checker of expressions of one file.
    fn exprs(&mut self, module: ModuleId) -> ExprChecker<'_> {
        ExprChecker {
            program: &mut self.program,
            names: self.names,
            module,
            sink: self.sink,
        }
    }
}

fn collect_codes(value: &Const, codes: &mut BTreeSet<Code>) {
    match value {
        Const::Code(code) => {
            codes.insert(code.clone());
        }
        Const::Set(members) => members.iter().for_each(|m| collect_codes(m, codes)),
        _ => {}
    }
}

fn counts_working_days(value: &Const) -> bool {
    matches!(value, Const::Period(p) if p.unit == PeriodUnit::WorkingDays)
}
