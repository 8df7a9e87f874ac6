//! Comparison, membership, ranges (semantics §3 to §6).

use super::deps::{Dep, Leaf};
use super::value::{Codes, Data, Span, Texts, Value};
use super::{Cx, Frame, Recorder};
use crate::ir::{CompareOp, ExprId, ExprKind};
use crate::value::{Compare, Needs, Truth};

impl<R: Recorder> Cx<'_, R> {
    pub(super) fn compare(
        &mut self,
        op: CompareOp,
        a: ExprId,
        b: ExprId,
        frame: &mut Frame<'_>,
    ) -> Value {
        let written = (a, b);
        let (a, b) = (self.eval(a, frame), self.eval(b, frame));
        if R::WATCHES {
            self.weigh((written.0, &a), (written.1, &b), frame);
        }
        // `!=` is the negation of `=`, also where something is absent: `!=` alone is true then.
        if op == CompareOp::Ne {
            let (truth, dep) = self.compare_values(CompareOp::Eq, &a, &b);
            return Value::truth(truth.not(), dep);
        }
        let (truth, dep) = self.compare_values(op, &a, &b);
        Value::truth(truth, dep)
    }

    /// Absent: false. Perhaps absent: false where no present value satisfies it, else unknown.
    pub(super) fn compare_values(&mut self, op: CompareOp, a: &Value, b: &Value) -> (Truth, Dep) {
        if a.is_none() || b.is_none() {
            return (Truth::F, Dep::NONE);
        }
        let (truth, more) = self.compare_present(op, a, b);
        let truth = if a.absent || b.absent {
            truth.hull(Truth::F)
        } else {
            truth
        };
        if !truth.is_unknown() {
            return (truth, Dep::NONE);
        }
        (truth, self.deps.join_all([a.dep, b.dep, more]))
    }

    fn compare_present(&mut self, op: CompareOp, a: &Value, b: &Value) -> (Truth, Dep) {
        let equal = |truth: Truth| if op == CompareOp::Eq { truth } else { Truth::U };
        let truth = match (&a.data, &b.data) {
            (Data::Number(a), Data::Number(b)) => match op {
                CompareOp::Eq => a.eq(b),
                CompareOp::Ne => a.ne(b),
                CompareOp::Lt => a.lt(b),
                CompareOp::Le => a.le(b),
                CompareOp::Gt => a.gt(b),
                CompareOp::Ge => a.ge(b),
            },
            (Data::Money(a), Data::Money(b)) => {
                let answer = a.compare(how(op), b, &self.facts.rates);
                let dep = self.needs(&answer.needs);
                return (answer.truth, dep);
            }
            (Data::Truth(a), Data::Truth(b)) => equal(match (a.known(), b.known()) {
                (Some(a), Some(b)) => Truth::from_bool(a == b),
                _ => Truth::U,
            }),
            (Data::Choice(a), Data::Choice(b)) => equal(a.eq(b)),
            (Data::Text(Texts::OneOf(a)), Data::Text(Texts::OneOf(b))) => equal(same(a, b)),
            _ => Truth::U,
        };
        (truth, Dep::NONE)
    }

    /// What an answer about money hung on beside the amounts.
    pub(super) fn needs(&mut self, needs: &Needs) -> Dep {
        let mut dep = Dep::NONE;
        for pair in &needs.rates {
            let leaf = self.deps.leaf(Leaf::Rate(*pair));
            dep = self.deps.join(dep, leaf);
        }
        for key in &needs.unknown {
            dep = self.deps.join(dep, Dep::from_key(*key));
        }
        dep
    }

    pub(super) fn member(&mut self, a: ExprId, set: ExprId, frame: &mut Frame<'_>) -> Value {
        let (value, members) = (self.eval(a, frame), self.eval(set, frame));
        let (truth, dep) = self.is_among(&value, &members);
        if R::ON && !truth.is_false() {
            self.record_rows(&value, set);
        }
        Value::truth(truth, dep)
    }

    /// Rows of a list's column that the value may be in: the decision rests on them.
    fn record_rows(&mut self, value: &Value, set: ExprId) {
        let program = self.program;
        let ExprKind::ColumnSet(list, column) = &program.expr(set).kind else {
            return;
        };
        let active = self.law.rows(*list).to_vec();
        for (row, _) in (0u32..).zip(active).filter(|(_, active)| *active) {
            let cell = self.cell(*list, row, *column);
            let met = !self.is_same(value, &cell).0.is_false();
            if met && let Some(tape) = self.recorder.tape() {
                tape.rows.push((*list, row));
            }
        }
    }

    /// `x in S`: of any element, whether it is the value and among them. An absent value is in no set.
    fn is_among(&mut self, value: &Value, set: &Value) -> (Truth, Dep) {
        if value.is_none() {
            return (Truth::F, Dep::NONE);
        }
        let set = self.elements(set);
        // Finite values with finite sets of told members: T when every possible value is in, which no single member shows.
        if let Some(truth) = whole_choice(value, &set.known, set.ghosts.is_empty()) {
            let truth = if value.absent {
                truth.hull(Truth::F)
            } else {
                truth
            };
            return (truth, super::cx::open(!truth.is_unknown(), value.dep));
        }
        let (mut result, mut dep) = (Truth::F, Dep::NONE);
        for element in &set.known {
            let (same, hangs) = self.is_same(value, &element.value);
            let truth = same.and(element.member);
            if truth.is_true() {
                return (Truth::T, Dep::NONE);
            }
            if truth.is_unknown() {
                result = Truth::U;
                dep = self.deps.join_all([dep, hangs, element.dep]);
            }
        }
        for ghost in &set.ghosts {
            result = Truth::U;
            dep = self.deps.join_all([dep, ghost.dep, value.dep]);
        }
        (result, dep)
    }

    /// Equality; for codes, being the same or below (semantics §3).
    fn is_same(&mut self, value: &Value, element: &Value) -> (Truth, Dep) {
        if value.is_none() || element.is_none() {
            return (Truth::F, Dep::NONE);
        }
        let (Data::Code(code), Data::Code(listed)) = (&value.data, &element.data) else {
            return self.compare_values(CompareOp::Eq, value, element);
        };
        let mut coarse = None;
        let mut truth = match (code, listed) {
            (Codes::Unlisted, _) => Truth::F,
            (Codes::OneOf(codes), Codes::OneOf(listed)) => {
                let pairs = codes
                    .iter()
                    .flat_map(|c| listed.iter().map(move |l| (c, c.within(l))));
                let mut all: Option<Truth> = None;
                for (code, truth) in pairs {
                    if truth.is_unknown() && codes.len() == 1 && !value.absent {
                        coarse = Some(code.as_str().to_owned());
                    }
                    all = Some(all.map_or(truth, |t| t.hull(truth)));
                }
                all.unwrap_or(Truth::U)
            }
            _ => Truth::U,
        };
        if value.absent || element.absent {
            truth = truth.hull(Truth::F);
        }
        if !truth.is_unknown() {
            return (truth, Dep::NONE);
        }
        let mut dep = self.deps.join(value.dep, element.dep);
        // A cell of a split is no code that anyone told; the leaf is what is wanted then.
        if let Some(code) = coarse
            && self.is_told_code(value.dep)
        {
            let gap = self.coarse_code(&code, value.dep);
            dep = self.deps.join(dep, gap);
        }
        (truth, dep)
    }

    pub(super) fn meets(&mut self, a: ExprId, b: ExprId, frame: &mut Frame<'_>) -> Value {
        let (a, b) = (self.eval(a, frame), self.eval(b, frame));
        let list = self.elements(&a);
        let (mut result, mut dep) = (Truth::F, Dep::NONE);
        for element in &list.known {
            let (truth, hangs) = self.is_among(&element.value, &b);
            let both = truth.and(element.member);
            if both.is_true() {
                return Value::truth(Truth::T, Dep::NONE);
            }
            if both.is_unknown() {
                result = Truth::U;
                dep = self.deps.join_all([dep, hangs, element.dep]);
            }
        }
        for ghost in &list.ghosts {
            let (truth, hangs) = self.is_among(ghost, &b);
            if !truth.is_false() {
                result = Truth::U;
                dep = self.deps.join_all([dep, hangs, ghost.dep]);
            }
        }
        Value::truth(result, dep)
    }

    /// An end that asks nothing is met by anything, also by what is absent or untold (semantics §6).
    pub(super) fn in_range(&mut self, a: ExprId, range: ExprId, frame: &mut Frame<'_>) -> Value {
        let written = range;
        let (value, range) = (self.eval(a, frame), self.eval(range, frame));
        if R::WATCHES {
            self.weigh_range(&value, (written, &range), frame);
        }
        let ends = match &range.data {
            Data::Range(Span::Number(None, None)) => {
                if let Some(tape) = self.recorder.tape() {
                    tape.asks_nothing = true;
                }
                return Value::truth(Truth::T, Dep::NONE);
            }
            Data::Range(span) => {
                if matches!(self.program.expr(written).kind, ExprKind::Column(..)) {
                    self.record_limit(&range, written);
                }
                span.clone()
            }
            _ => Span::Any,
        };
        if value.is_none() || range.is_none() {
            return Value::truth(Truth::F, Dep::NONE);
        }
        let (truth, more) = match (&value.data, &ends) {
            (Data::Number(x), Span::Number(lo, hi)) => {
                let above = lo.as_ref().map_or(
                    Truth::T,
                    |(lo, closed)| if *closed { x.ge(lo) } else { x.gt(lo) },
                );
                let below = hi.as_ref().map_or(
                    Truth::T,
                    |(hi, closed)| if *closed { x.le(hi) } else { x.lt(hi) },
                );
                (above.and(below), Dep::NONE)
            }
            (Data::Money(x), Span::Money(lo, hi)) => {
                let above = x.compare(Compare::Ge, lo, &self.facts.rates);
                let below = x.compare(Compare::Le, hi, &self.facts.rates);
                let (a, b) = (self.needs(&above.needs), self.needs(&below.needs));
                (above.truth.and(below.truth), self.deps.join(a, b))
            }
            _ => (Truth::U, Dep::NONE),
        };
        let truth = if value.absent || range.absent {
            truth.hull(Truth::F)
        } else {
            truth
        };
        let dep = self.deps.join_all([value.dep, range.dep, more]);
        Value::truth(truth, dep)
    }
}

fn how(op: CompareOp) -> Compare {
    match op {
        CompareOp::Eq => Compare::Eq,
        CompareOp::Ne => Compare::Ne,
        CompareOp::Lt => Compare::Lt,
        CompareOp::Le => Compare::Le,
        CompareOp::Gt => Compare::Gt,
        CompareOp::Ge => Compare::Ge,
    }
}

/// Equality of two values that are each one of several: T when both are one and the same, F when they share none.
fn same<T: PartialEq>(a: &[T], b: &[T]) -> Truth {
    match (a, b) {
        ([a], [b]) => Truth::from_bool(a == b),
        _ if a.iter().any(|x| b.contains(x)) => Truth::U,
        _ => Truth::F,
    }
}

/// Membership of an enum member, country or text in a set of told members, if that is what it is.
fn whole_choice(value: &Value, members: &[super::value::Element], complete: bool) -> Option<Truth> {
    if !complete {
        return None;
    }
    let certain = |e: &super::value::Element| e.member.is_true() && !e.value.absent;
    match &value.data {
        Data::Choice(choice) => {
            let mut set = crate::value::Choice::none();
            for element in members {
                let Data::Choice(member) = &element.value.data else {
                    return None;
                };
                if !certain(element) || member.is_single().is_none() {
                    return None;
                }
                set = set.union(member);
            }
            Some(choice.in_set(&set))
        }
        Data::Text(Texts::OneOf(texts)) => {
            let mut set = Vec::new();
            for element in members {
                let Data::Text(Texts::OneOf(member)) = &element.value.data else {
                    return None;
                };
                if !certain(element) || member.len() != 1 {
                    return None;
                }
                set.extend(member);
            }
            let inside = texts.iter().filter(|t| set.contains(t)).count();
            Some(Truth::from_possible(inside > 0, inside < texts.len()).unwrap_or(Truth::U))
        }
        _ => None,
    }
}
