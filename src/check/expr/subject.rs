//! `x is status` is asked only of what the status' rules speak of (semantics §9): elsewhere it would be false for want of a rule.
//!
//! What an expression stands for is traced to the subject of a rule, to an element of a list of the facts, or to a parameter; a
//! parameter passes the demand on to every call.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::errors;
use super::recursion::visit;
use crate::diag::Sink;
use crate::ir::{
    DefineId, ExprId, ExprKind, FieldId, Local, LocalId, LocalKind, Program, StatusId, Subject,
};
use crate::source::Span;

/// What an expression stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Subject(Subject),
    Param(Param),
    Other,
}

/// A parameter, or an element of a list field of it.
type Param = (usize, Option<FieldId>);

/// A frame with its expressions.
struct Body<'p> {
    locals: &'p [Local],
    roots: Vec<ExprId>,
    /// What slots that are given stand for: the rule's subject, or parameters.
    given: Option<Subject>,
    define: Option<DefineId>,
}

/// Demands on the parameters of a definition: the status, and where it is asked.
type Demands = BTreeMap<DefineId, BTreeMap<(Param, StatusId), Span>>;

/// Tells of statuses asked of what no rule speaks of. Needs rules, their subjects, and [`crate::ir::Status::rules`].
pub fn check_status_subjects(program: &Program, sink: &mut Sink) {
    let bodies = bodies(program);
    let found: Vec<Asked> = bodies.iter().map(|body| ask(program, body)).collect();
    let mut demands = Demands::new();
    while demands_grow(&bodies, &found, &mut demands) {}
    let mut told: BTreeSet<(Span, StatusId)> = BTreeSet::new();
    for asked in &found {
        for (status, origin, at, place) in asked.with_demands(&demands) {
            match origin {
                Origin::Param(_) => {}
                Origin::Subject(subject) if speaks_of(program, status, subject) => {}
                Origin::Subject(_) | Origin::Other => {
                    if told.insert((at, status)) {
                        tell(program, sink, status, at, place);
                    }
                }
            }
        }
    }
}

/// Hands what is asked of parameters on to the definitions that have them; whether there was anything new.
fn demands_grow(bodies: &[Body], found: &[Asked], demands: &mut Demands) -> bool {
    let mut grown = false;
    for (body, asked) in bodies.iter().zip(found) {
        let Some(define) = body.define else { continue };
        for (status, origin, at, place) in asked.with_demands(demands) {
            let Origin::Param(param) = origin else {
                continue;
            };
            if let Entry::Vacant(free) = demands.entry(define).or_default().entry((param, status)) {
                free.insert(place.unwrap_or(at));
                grown = true;
            }
        }
    }
    grown
}

impl Asked {
    /// Every status asked here or in a definition called from here: of what, where, and where in the definition.
    fn with_demands(&self, demands: &Demands) -> Vec<(StatusId, Origin, Span, Option<Span>)> {
        let mut all: Vec<_> = self
            .statuses
            .iter()
            .map(|(status, origin, at)| (*status, *origin, *at, None))
            .collect();
        for (define, args, at) in &self.calls {
            for (((param, field), status), place) in demands.get(define).into_iter().flatten() {
                let given = args.get(*param).copied().unwrap_or(Origin::Other);
                all.push((
                    *status,
                    field.map_or(given, |field| element_of(given, field)),
                    *at,
                    Some(*place),
                ));
            }
        }
        all
    }
}

fn speaks_of(program: &Program, status: StatusId, subject: Subject) -> bool {
    let rules = &program.status(status).rules;
    rules.is_empty()
        || rules
            .iter()
            .any(|rule| program.rule(*rule).subject == subject)
}

fn tell(program: &Program, sink: &mut Sink, status: StatusId, at: Span, place: Option<Span>) {
    let status = program.status(status);
    if status.rules.is_empty() {
        return;
    }
    let rules: Vec<(String, Span)> = status
        .rules
        .iter()
        .map(|rule| program.rule(*rule))
        .map(|rule| (subject_in_words(program, rule.subject), rule.span))
        .collect();
    sink.push(errors::status_subject(&status.name, &rules, place, at));
}

fn subject_in_words(program: &Program, subject: Subject) -> String {
    let root = &program.facts.variable;
    match subject {
        Subject::Shipment => format!("`{root}`"),
        Subject::Each(field) => {
            let name = program
                .records
                .get(program.facts.record.index())
                .and_then(|r| r.fields.get(field.index()))
                .map_or("", |f| &f.name);
            format!("the elements of `{root}.{name}`")
        }
    }
}

fn bodies(program: &Program) -> Vec<Body<'_>> {
    let lets = |locals: &[Local]| -> Vec<ExprId> {
        locals
            .iter()
            .filter_map(|l| {
                if let LocalKind::Let(value) = l.kind {
                    Some(value)
                } else {
                    None
                }
            })
            .collect()
    };
    let rules = program.rules.iter().map(|rule| {
        let mut roots = lets(&rule.locals);
        roots.extend(&rule.when);
        roots.extend(rule.gives);
        roots.extend(rule.duties.iter().flat_map(crate::ir::Duty::exprs));
        Body {
            locals: &rule.locals,
            roots,
            given: Some(rule.subject),
            define: None,
        }
    });
    let defines = program.defines.iter().enumerate().map(|(index, define)| {
        let mut roots = lets(&define.locals);
        roots.push(define.body);
        Body {
            locals: &define.locals,
            roots,
            given: None,
            define: Some(DefineId::from_index(index)),
        }
    });
    rules.chain(defines).collect()
}

/// What a body asks: statuses, and the arguments of its calls.
struct Asked {
    statuses: Vec<(StatusId, Origin, Span)>,
    calls: Vec<(DefineId, Vec<Origin>, Span)>,
}

fn ask(program: &Program, body: &Body) -> Asked {
    let mut sources: BTreeMap<LocalId, (ExprId, bool)> = BTreeMap::new();
    visit(program, body.roots.clone(), |id| {
        if let ExprKind::Quantifier(_, binder, _) | ExprKind::Aggregate(_, binder, _) =
            &program.expr(id).kind
        {
            sources.insert(binder.local, (binder.source, binder.star.is_some()));
        }
    });
    let mut origins: Vec<Origin> = Vec::new();
    for (index, local) in body.locals.iter().enumerate() {
        let origin = match local.kind {
            LocalKind::Given => body
                .given
                .map_or(Origin::Param((index, None)), Origin::Subject),
            LocalKind::Let(value) => origin(program, &origins, value),
            LocalKind::Bound => match sources.get(&LocalId::from_index(index)) {
                Some((source, false)) => element(program, &origins, *source),
                _ => Origin::Other,
            },
        };
        origins.push(origin);
    }
    let mut asked = Asked {
        statuses: Vec::new(),
        calls: Vec::new(),
    };
    visit(program, body.roots.clone(), |id| {
        match &program.expr(id).kind {
            ExprKind::Status(status, of) => asked.statuses.push((
                *status,
                origin(program, &origins, *of),
                program.expr(id).span,
            )),
            ExprKind::Call(define, args) => {
                let args = args
                    .iter()
                    .map(|arg| origin(program, &origins, *arg))
                    .collect();
                asked.calls.push((*define, args, program.expr(id).span));
            }
            _ => {}
        }
    });
    asked
}

fn origin(program: &Program, origins: &[Origin], id: ExprId) -> Origin {
    match program.exprs.get(id.index()).map(|e| &e.kind) {
        Some(ExprKind::Root) => Origin::Subject(Subject::Shipment),
        Some(ExprKind::Local(local)) => {
            origins.get(local.index()).copied().unwrap_or(Origin::Other)
        }
        Some(ExprKind::If(_, a, b) | ExprKind::Otherwise(a, b)) => {
            let (a, b) = (origin(program, origins, *a), origin(program, origins, *b));
            if a == b { a } else { Origin::Other }
        }
        _ => Origin::Other,
    }
}

/// What an element of a list stands for: `shipment.items` holds subjects.
fn element(program: &Program, origins: &[Origin], source: ExprId) -> Origin {
    match program.exprs.get(source.index()).map(|e| &e.kind) {
        Some(ExprKind::Field(of, field)) => element_of(origin(program, origins, *of), *field),
        _ => Origin::Other,
    }
}

/// What an element of a list field of something stands for.
fn element_of(whole: Origin, field: FieldId) -> Origin {
    match whole {
        Origin::Subject(Subject::Shipment) => Origin::Subject(Subject::Each(field)),
        Origin::Param((param, None)) => Origin::Param((param, Some(field))),
        Origin::Subject(Subject::Each(_)) | Origin::Param(_) | Origin::Other => Origin::Other,
    }
}
