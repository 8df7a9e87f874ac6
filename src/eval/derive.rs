//! The recorder: explaining is recording, by the one interpreter (architecture 2). The null recorder costs nothing.
//!
//! Shape of a derivation: one tree a condition of the rule. `fact` names a place and its value; `calculation` and `condition` show an
//! expression as written with what it rests on; `part` is an element of a sum or quantifier with its own path and value, so that
//! a sum can be checked part by part; `row` is a row of a list of the law; `question` and `status` say what was read; `more` counts
//! what was left out (elements beyond 20, steps deeper than 40).

use super::value::{Data, Value};
use super::{Cx, Recorder, show};
use crate::decision::Step;
use crate::ir::{ExprId, ExprKind, ListId, Type};
use crate::value::Truth;

/// How many elements of one sum or quantifier are written out.
const ELEMENTS: usize = 20;
/// How deep steps are nested.
const DEEPEST: usize = 40;

/// Records nothing.
#[derive(Debug, Default)]
pub struct Null;

impl Recorder for Null {
    const ON: bool = false;
    fn tape(&mut self) -> Option<&mut Tape> {
        None
    }
}

/// Records steps.
#[derive(Debug, Default)]
pub struct Tape {
    steps: Vec<Step>,
    depth: usize,
    /// Rows of lists that were met, for the basis.
    pub rows: Vec<(ListId, u32)>,
}

impl Recorder for Tape {
    const ON: bool = true;
    fn tape(&mut self) -> Option<&mut Tape> {
        Some(self)
    }
}

impl Tape {
    /// What was recorded since the last call.
    pub fn take(&mut self) -> Vec<Step> {
        self.depth = 0;
        std::mem::take(&mut self.steps)
    }

    /// Whether what is recorded now is nested too deep to be told.
    fn is_deep(&self) -> bool {
        self.depth > DEEPEST
    }

    fn close(&mut self, mark: usize, step: Option<Step>) {
        self.depth = self.depth.saturating_sub(1);
        let deep = self.depth >= DEEPEST;
        if let Some(step) = step {
            let below = self.steps.split_off(mark.min(self.steps.len()));
            let steps = if deep { Vec::new() } else { below };
            self.steps.push(Step { steps, ..step });
        } else if deep {
            self.steps.truncate(mark);
        }
    }

    fn element(&mut self, mark: usize, step: Step) {
        let below = self.steps.split_off(mark.min(self.steps.len()));
        let tail = self
            .steps
            .iter()
            .rev()
            .take_while(|s| matches!(s.kind.as_str(), "part" | "row" | "more"))
            .count();
        if tail < ELEMENTS {
            self.steps.push(Step {
                steps: below,
                ..step
            });
            return;
        }
        match self.steps.last_mut().filter(|s| s.kind == "more") {
            Some(more) => {
                let count: usize = more.value.parse().unwrap_or(0);
                more.value = (count + 1).to_string();
            }
            None => self.steps.push(Step {
                kind: "more".to_owned(),
                text: String::new(),
                value: "1".to_owned(),
                ..Step::default()
            }),
        }
    }
}

impl<R: Recorder> Cx<'_, R> {
    /// Writes an expression and its value down, or leaves its operands' steps as they are.
    pub(super) fn record(&mut self, mark: usize, id: ExprId, value: &Value) {
        let program = self.program;
        // What is nested too deep to be told is not even written: its paths alone would cost as much as it is deep.
        if let Some(tape) = self.recorder.tape()
            && tape.is_deep()
        {
            tape.close(mark, None);
            return;
        }
        let expr = program.expr(id);
        let kind = match &expr.kind {
            ExprKind::Field(..) => match value.data {
                Data::Record(_) | Data::List(_) | Data::Other => None,
                _ => Some("fact"),
            },
            ExprKind::Not(_)
            | ExprKind::Compare(..)
            | ExprKind::IsNull(_)
            | ExprKind::In(..)
            | ExprKind::InRange(..)
            | ExprKind::Meets(..)
            | ExprKind::Or(_)
            | ExprKind::Quantifier(..) => Some("condition"),
            ExprKind::Call(..) if expr.ty == Type::Bool => Some("condition"),
            ExprKind::Call(..)
            | ExprKind::Arith(..)
            | ExprKind::Neg(_)
            | ExprKind::Aggregate(..)
            | ExprKind::Extreme(..) => match value.data {
                Data::Record(_) | Data::List(_) => None,
                _ => Some("calculation"),
            },
            ExprKind::Reads(..) => Some("question"),
            ExprKind::Status(..) => Some("status"),
            _ => None,
        };
        let path = match (&expr.kind, kind) {
            (ExprKind::Field(base, field), Some("fact")) => self.recorded_path(*base, *field),
            _ => None,
        };
        let step = kind.map(|kind| Step {
            kind: kind.to_owned(),
            text: self.prepared.text(expr.span),
            value: show::value(program, value, &expr.ty),
            path,
            steps: Vec::new(),
        });
        if let Some(tape) = self.recorder.tape() {
            tape.close(mark, step);
        }
    }

    /// The path of a field whose record was just read: remembered from the read.
    fn recorded_path(&mut self, _base: ExprId, field: crate::ir::FieldId) -> Option<String> {
        let (node, read) = self.last_read?;
        (read == field).then(|| self.path_of_field(node, field))
    }

    /// Writes an element of a quantifier down, if it counts: those that satisfy `any` and `no`, and all of `every`.
    pub(super) fn record_element(&mut self, mark: usize, value: &Value, truth: Truth, every: bool) {
        if !R::ON {
            return;
        }
        if truth.is_false() && !every {
            self.recorder.drop_element(mark);
            return;
        }
        let shown = truth.as_str().to_owned();
        self.write_element(mark, value, shown);
    }

    /// Writes an element of a sum down, with what it adds.
    pub(super) fn record_part(&mut self, mark: usize, value: &Value, term: &Value, w: Truth) {
        if !R::ON {
            return;
        }
        if w.is_false() {
            self.recorder.drop_element(mark);
            return;
        }
        let shown = show::untyped(self.program, term);
        self.write_element(mark, value, shown);
    }

    fn write_element(&mut self, mark: usize, value: &Value, shown: String) {
        if let Some(tape) = self.recorder.tape()
            && tape.is_deep()
        {
            if let Data::Row(rows) = &value.data {
                tape.rows.extend(rows.single());
            }
            tape.drop_from(mark);
            return;
        }
        let (kind, text, path) = match &value.data {
            Data::Row(rows) => match rows.single() {
                Some((list, row)) => {
                    if let Some(tape) = self.recorder.tape() {
                        tape.rows.push((list, row));
                    }
                    ("row", show::row(self.program, list, row), None)
                }
                None => ("row", String::new(), None),
            },
            Data::Record(nodes) => match nodes.single() {
                Some(node) => ("part", self.name_of(node), Some(self.path_of(node))),
                None => ("part", String::new(), None),
            },
            _ => ("part", show::untyped(self.program, value), None),
        };
        let step = Step {
            kind: kind.to_owned(),
            text,
            value: shown,
            path,
            steps: Vec::new(),
        };
        if let Some(tape) = self.recorder.tape() {
            tape.element(mark, step);
        }
    }
}

impl Tape {
    /// Where the steps of what comes next begin.
    pub fn open(&mut self) -> usize {
        self.depth += 1;
        self.steps.len()
    }

    /// Where the steps of the next element begin.
    pub fn mark(&self) -> usize {
        self.steps.len()
    }

    /// Forgets the steps of an element that does not count.
    pub fn drop_from(&mut self, mark: usize) {
        self.steps.truncate(mark);
    }
}
