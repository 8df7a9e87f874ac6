//! Which variables an expression sees, and what they are called: a parameter by its text or its record's, an element by the list
//! field that it comes from, a `let` by its text. Of two of one name the inner is "another".

use super::kind;
use crate::ir::{
    Binder, ExprId, ExprKind, FieldId, Local, LocalId, LocalKind, Program, RecordId, Subject, Type,
};

/// Names of variables, by expression.
#[derive(Debug, Default)]
pub struct Frames {
    /// By frame: what its variables are called. A name that is empty is never said: the shipment's, a record's own.
    names: Vec<Vec<String>>,
    /// By expression: its frame.
    of: Vec<Option<usize>>,
}

impl Frames {
    /// Of a whole program. Rules of a group share expressions and the slots in them: the first rule names them.
    pub fn of(program: &Program) -> Frames {
        let mut walk = Walk {
            program,
            frames: Frames {
                names: Vec::new(),
                of: vec![None; program.exprs.len()],
            },
            scope: Vec::new(),
        };
        for rule in &program.rules {
            let subject = match rule.subject {
                Subject::Shipment => String::new(),
                Subject::Each(field) => walk
                    .list_field(program.facts.record, field)
                    .or_else(|| rule.locals.first().map(|local| local.name.clone()))
                    .unwrap_or_default(),
            };
            let duties = rule.duties.iter().flat_map(crate::ir::Duty::exprs);
            let roots = rule.when.iter().copied().chain(duties).chain(rule.gives);
            walk.frame(&rule.locals, Some(subject), roots.collect());
        }
        for define in &program.defines {
            walk.frame(&define.locals, None, vec![define.body]);
        }
        for record in &program.records {
            for field in &record.fields {
                let roots = field.default.into_iter().chain(field.default_if);
                walk.frame(&field.locals, Some(String::new()), roots.collect());
            }
            for ensure in &record.ensures {
                walk.frame(&ensure.locals, Some(String::new()), vec![ensure.cond]);
            }
        }
        walk.frames
    }

    /// What a variable is called where that expression stands.
    pub fn name(&self, at: ExprId, local: LocalId) -> Option<&str> {
        let frame = (*self.of.get(at.index())?)?;
        let name = self.names.get(frame)?.get(local.index())?;
        Some(name.as_str())
    }
}

struct Walk<'p> {
    program: &'p Program,
    frames: Frames,
    /// What the variables around the expression at hand are called, before they are told apart.
    scope: Vec<String>,
}

impl Walk<'_> {
    fn frame(&mut self, locals: &[Local], first: Option<String>, roots: Vec<ExprId>) {
        let mut first = first;
        self.scope.clear();
        let mut names = Vec::with_capacity(locals.len());
        for local in locals {
            let given = matches!(local.kind, LocalKind::Given);
            let name = first.take().unwrap_or_else(|| self.own_name(local));
            names.push(if given { self.apart(name) } else { name });
        }
        let index = self.frames.names.len();
        self.frames.names.push(names);
        let lets = locals.iter().filter_map(|local| match local.kind {
            LocalKind::Let(value) => Some(value),
            LocalKind::Given | LocalKind::Bound => None,
        });
        for root in lets.chain(roots) {
            self.walk(root, index);
        }
    }

    fn own_name(&self, local: &Local) -> String {
        let root = Type::Record(self.program.facts.record);
        match (&local.text.zh, local.kind) {
            (Some(zh), _) => zh.clone(),
            (None, LocalKind::Given) if local.ty == root => String::new(),
            (None, LocalKind::Let(_)) => local.name.clone(),
            _ => kind(self.program, &local.ty).map_or_else(|| local.name.clone(), str::to_owned),
        }
    }

    /// The name in its scope: the second of one name is another, the third one more.
    fn apart(&mut self, name: String) -> String {
        let before = self.scope.iter().filter(|other| **other == name).count();
        let told = match before {
            _ if name.is_empty() => String::new(),
            0 => name.clone(),
            1 => format!("另一{name}"),
            2 => format!("又一{name}"),
            more => format!("{name}{}", more + 1),
        };
        self.scope.push(name);
        told
    }

    fn walk(&mut self, id: ExprId, frame: usize) {
        match self.frames.of.get_mut(id.index()) {
            Some(slot @ None) => *slot = Some(frame),
            _ => return,
        }
        let program = self.program;
        let mut below = Vec::new();
        match &program.expr(id).kind {
            ExprKind::Quantifier(_, binder, body) => self.binder(binder, Some(*body), frame),
            ExprKind::Aggregate(_, binder, body) => self.binder(binder, *body, frame),
            other => other.children(&mut below),
        }
        for inner in below {
            self.walk(inner, frame);
        }
    }

    fn binder(&mut self, binder: &Binder, body: Option<ExprId>, frame: usize) {
        self.walk(binder.source, frame);
        let depth = self.scope.len();
        if let Some(name) = self.element(binder.source) {
            let told = self.apart(name);
            let names = self.frames.names.get_mut(frame);
            if let Some(slot) = names.and_then(|names| names.get_mut(binder.local.index())) {
                *slot = told;
            }
        }
        for inner in binder.filter.into_iter().chain(body) {
            self.walk(inner, frame);
        }
        self.scope.truncate(depth);
    }

    /// What an element of that list is called; none where nothing names it, and its variable's name stays.
    fn element(&self, source: ExprId) -> Option<String> {
        let expr = self.program.expr(source);
        if let ExprKind::Field(of, field) = &expr.kind
            && let Some(record) = super::expr::record(&self.program.expr(*of).ty)
        {
            return self.list_field(record, *field);
        }
        kind(self.program, &expr.ty).map(str::to_owned)
    }

    fn list_field(&self, record: RecordId, field: FieldId) -> Option<String> {
        let record = self.program.records.get(record.index())?;
        let field = record.fields.get(field.index())?;
        let text = field.text.zh.as_deref();
        text.or_else(|| kind(self.program, &field.ty))
            .map(str::to_owned)
    }
}
