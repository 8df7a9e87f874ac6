//! The recorder: explaining is recording, by the one interpreter (architecture 2). The null recorder costs nothing.
//!
//! Shape of a derivation: one tree a condition of the rule. `fact` names a place and its value; `calculation` shows an expression as
//! written with what it rests on, and so do the truths: `condition` (a comparison or membership), `negation`, `logic` (`or`),
//! `quantifier` and `call` (of a define); `part` is an element of a sum or quantifier with its own path and value, so that
//! a sum can be checked part by part; `row` is a row of a list of the law; `question` and `status` say what was read, with a `rule` for
//! each rule that concluded the status or may; `limit` is what a cell of a list asks; `more` counts what was left out (elements beyond
//! 20, rules that did not conclude a status).

use super::node::NodeRef;
use super::show::{self, both};
use super::value::{Data, Value};
use super::{Cx, Recorder};
use crate::decision::{Step, Text};
use crate::ir::{ExprId, ExprKind, FieldId, ListId, Program, RuleId, Type};
use crate::value::Truth;

/// How many elements of one sum or quantifier are written out.
const ELEMENTS: usize = 20;
/// How deep steps are nested.
const DEEPEST: usize = 40;
/// How many expressions of one rule are written out before calls already made are only given by their value.
const LONGEST: usize = 20_000;

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
    steps: Vec<Raw>,
    depth: usize,
    /// Expressions met since the last derivation was taken.
    opened: usize,
    /// The depth of an element that is only counted: nothing below it is written down.
    muted: Option<usize>,
    /// Whether the range that is written down next asks nothing.
    pub(super) asks_nothing: bool,
    /// Rows of lists that were met, for the basis.
    pub rows: Vec<(ListId, u32)>,
}

/// A step as recorded. Most are dropped again, so words and paths are made only for those that stay ([`Cx::told_steps`]).
#[derive(Debug)]
struct Raw {
    kind: &'static str,
    what: What,
    value: Shown,
    steps: Vec<Raw>,
}

/// What a step is about.
#[derive(Debug)]
enum What {
    /// An expression, and the place that it reads.
    Expr(ExprId, Option<(NodeRef, FieldId)>),
    /// A row of a list; none: one of several.
    Row(Option<(ListId, u32)>),
    /// A record; none: one of several.
    Record(Option<NodeRef>),
    /// A plain element of a list.
    Plain(Value),
    /// A rule that a status rests on.
    Rule(RuleId),
    /// What a range asks.
    Limit,
    /// Elements that are only counted.
    More,
}

/// What it came to.
#[derive(Debug)]
enum Shown {
    /// A value of an expression's type.
    Typed(Value, ExprId),
    /// A term of a sum.
    Untyped(Value),
    /// A truth value.
    Truth(Truth),
    /// How many.
    Count(usize),
}

impl Recorder for Tape {
    const ON: bool = true;
    fn tape(&mut self) -> Option<&mut Tape> {
        Some(self)
    }
}

impl Tape {
    fn close(&mut self, mark: usize, step: Option<Raw>) {
        self.depth = self.depth.saturating_sub(1);
        let deep = self.depth >= DEEPEST;
        if let Some(step) = step {
            let below = self.steps.split_off(mark.min(self.steps.len()));
            let steps = if deep { Vec::new() } else { below };
            self.steps.push(Raw { steps, ..step });
        } else if deep {
            self.steps.truncate(mark);
        }
    }

    /// Whether what is recorded now is dropped in any case.
    fn is_deaf(&self) -> bool {
        self.muted.is_some() || self.depth > DEEPEST + 1
    }

    /// Whether elements from here on are only counted.
    fn is_full(&self) -> bool {
        let listed = self.steps.iter().rev().take(ELEMENTS);
        listed.filter(|s| matches!(s.kind, "part" | "row")).count() == ELEMENTS
            || self.steps.last().is_some_and(|s| s.kind == "more")
    }

    fn unmute(&mut self) {
        if self.muted.is_some_and(|depth| self.depth <= depth) {
            self.muted = None;
        }
    }

    fn element(&mut self, mark: usize, step: Raw) {
        self.unmute();
        if self.is_deaf() {
            self.steps.truncate(mark);
            return;
        }
        let below = self.steps.split_off(mark.min(self.steps.len()));
        if !self.is_full() {
            let steps = below;
            self.steps.push(Raw { steps, ..step });
            return;
        }
        match self.steps.last_mut() {
            Some(Raw {
                kind: "more",
                value: Shown::Count(count),
                ..
            }) => *count += 1,
            _ => self.steps.push(Raw {
                kind: "more",
                what: What::More,
                value: Shown::Count(1),
                steps: Vec::new(),
            }),
        }
    }
}

impl<R: Recorder> Cx<'_, R> {
    /// Writes an expression and its value down, or leaves its operands' steps as they are.
    pub(super) fn record(&mut self, mark: usize, id: ExprId, value: &Value) {
        let read = self.last_read;
        let Some(tape) = self.recorder.tape() else {
            return;
        };
        if tape.is_deaf() {
            tape.close(mark, None);
            return;
        }
        let expr = self.program.expr(id);
        // A field whose record was just read: remembered from the read.
        let place = match &expr.kind {
            ExprKind::Field(_, field) => read.filter(|(_, read)| read == field),
            _ => None,
        };
        let kind = match &expr.kind {
            ExprKind::Field(..) => match value.data {
                Data::Record(_) | Data::List(_) | Data::Other => None,
                _ => Some("fact"),
            },
            ExprKind::Compare(..)
            | ExprKind::IsNull(_)
            | ExprKind::In(..)
            | ExprKind::InRange(..)
            | ExprKind::Meets(..) => Some("condition"),
            ExprKind::Not(_) => Some("negation"),
            ExprKind::Or(_) => Some("logic"),
            ExprKind::Quantifier(..) => Some("quantifier"),
            ExprKind::Call(..) if expr.ty == Type::Bool => Some("call"),
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
        // A range that asks nothing was not asked: nothing is told of it.
        let kind = kind.filter(|_| !std::mem::take(&mut tape.asks_nothing));
        let Some(kind) = kind else {
            if matches!(expr.kind, ExprKind::InRange(..)) {
                tape.drop_from(mark);
            }
            tape.close(mark, None);
            return;
        };
        let step = Some(Raw {
            kind,
            what: What::Expr(id, place),
            value: Shown::Typed(value.clone(), id),
            steps: Vec::new(),
        });
        if let Some(tape) = self.recorder.tape() {
            tape.close(mark, step);
        }
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
        self.write_element(mark, value, Shown::Truth(truth));
    }

    /// Writes down the rules that a status rests on, in place of what they asked: where it is true those that concluded it, where it
    /// is unknown those that may; the others are counted.
    pub(super) fn record_status(&mut self, mark: usize, rules: &[(RuleId, Truth)], status: Truth) {
        let Some(tape) = self.recorder.tape() else {
            return;
        };
        tape.drop_from(mark);
        if tape.is_deaf() {
            return;
        }
        let mut left_out = 0;
        for (rule, truth) in rules {
            if truth.is_false() || *truth != status {
                left_out += usize::from(status.is_false());
                continue;
            }
            tape.steps.push(Raw {
                kind: "rule",
                what: What::Rule(*rule),
                value: Shown::Truth(*truth),
                steps: Vec::new(),
            });
        }
        if left_out > 0 {
            tape.steps.push(Raw {
                kind: "more",
                what: What::More,
                value: Shown::Count(left_out),
                steps: Vec::new(),
            });
        }
    }

    /// Writes down what a cell of a list asks.
    pub(super) fn record_limit(&mut self, range: &Value, expr: ExprId) {
        if let Some(tape) = self.recorder.tape().filter(|tape| !tape.is_deaf()) {
            tape.steps.push(Raw {
                kind: "limit",
                what: What::Limit,
                value: Shown::Typed(range.clone(), expr),
                steps: Vec::new(),
            });
        }
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
        self.write_element(mark, value, Shown::Untyped(term.clone()));
    }

    fn write_element(&mut self, mark: usize, value: &Value, shown: Shown) {
        let Some(tape) = self.recorder.tape() else {
            return;
        };
        let (kind, what) = match &value.data {
            Data::Row(rows) => {
                let row = rows.single();
                tape.rows.extend(row);
                ("row", What::Row(row))
            }
            Data::Record(nodes) => ("part", What::Record(nodes.single())),
            _ => ("part", What::Plain(value.clone())),
        };
        let step = Raw {
            kind,
            what,
            value: shown,
            steps: Vec::new(),
        };
        tape.element(mark, step);
    }

    /// What was recorded since the last call, in words.
    pub(super) fn told_steps(&mut self) -> Vec<Step> {
        let Some(tape) = self.recorder.tape() else {
            return Vec::new();
        };
        let raw = tape.take();
        raw.into_iter().map(|raw| self.told_step(raw)).collect()
    }

    /// No deeper than steps are nested.
    fn told_step(&mut self, raw: Raw) -> Step {
        let program = self.program;
        let (text, path) = match raw.what {
            What::Expr(id, place) => (
                self.prepared.told(program, id),
                place.map(|(node, field)| self.path_of_field(node, field)),
            ),
            What::Row(Some((list, row))) => (both(|l| show::row(program, list, row, l)), None),
            What::Record(Some(node)) => (self.name_of(node).into(), Some(self.path_of(node))),
            What::Rule(rule) => (rule_text(program, rule), None),
            What::Limit => (
                Text {
                    en: "limit".to_owned(),
                    zh: Some("限值".to_owned()),
                },
                None,
            ),
            What::Plain(value) => (both(|l| show::untyped(program, &value, l)), None),
            What::Row(None) | What::Record(None) | What::More => (Text::default(), None),
        };
        let value = match raw.value {
            Shown::Typed(value, id) if matches!(value.data, Data::Range(_)) => {
                show::figure(program, &value, &program.expr(id).ty)
            }
            Shown::Typed(value, id) => {
                both(|l| show::value(program, &value, &program.expr(id).ty, l))
            }
            Shown::Untyped(value) => both(|l| show::untyped(program, &value, l)),
            Shown::Truth(truth) => both(|l| show::truth(truth, l)),
            Shown::Count(count) => count.to_string().into(),
        };
        let mut steps: Vec<Step> = raw
            .steps
            .into_iter()
            .map(|raw| self.told_step(raw))
            .collect();
        // `x != null` is a negation of `x = null`, both of one text: say it once.
        if let [only] = steps.as_mut_slice()
            && !text.en.is_empty()
            && only.text.en == text.en
        {
            steps = std::mem::take(&mut only.steps);
        }
        Step {
            kind: raw.kind.to_owned(),
            text,
            value,
            path,
            steps,
        }
    }
}

/// A rule by its name and provisions.
fn rule_text(program: &Program, rule: RuleId) -> Text {
    let name = &program.rule(rule).full_name;
    let cites = super::cites(program, rule);
    Text {
        en: format!("{name}: {}", cites.en),
        zh: Some(format!("{name}：{}", cites.chinese())),
    }
}

impl Tape {
    /// What was recorded since the last call.
    fn take(&mut self) -> Vec<Raw> {
        self.depth = 0;
        self.opened = 0;
        self.muted = None;
        std::mem::take(&mut self.steps)
    }

    /// Forgets what was recorded since the last call.
    pub fn forget(&mut self) {
        self.take();
    }

    /// Where the steps of what comes next begin.
    pub fn open(&mut self) -> usize {
        self.depth += 1;
        self.opened += 1;
        self.steps.len()
    }

    /// Whether the derivation is still short enough to be written out in full.
    pub fn is_short(&self) -> bool {
        self.opened < LONGEST && self.depth < DEEPEST
    }

    /// Where the steps of the next element begin.
    pub fn mark(&mut self) -> usize {
        self.unmute();
        if self.muted.is_none() && self.is_full() {
            self.muted = Some(self.depth);
        }
        self.steps.len()
    }

    /// How many steps there are where it stands.
    pub fn steps_so_far(&self) -> usize {
        self.steps.len()
    }

    /// Forgets the steps of an element that does not count.
    pub fn drop_from(&mut self, mark: usize) {
        self.unmute();
        self.steps.truncate(mark);
    }
}
