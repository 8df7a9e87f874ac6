//! Truth values: `and`, `or`, `not`, `if`, conditions; `reads` and `is`.

use super::frame::Frame;
use super::{ExprChecker, errors, types};
use crate::ir::{ExprId, ExprKind, Quantifier, Type};
use crate::resolve::{Def, near};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind as Tree, Name, Suffix};

impl ExprChecker<'_> {
    /// A condition: a truth value, which outside a negation may be absent (then it counts as false).
    pub(super) fn condition(&mut self, frame: &mut Frame, expr: &Expr) -> ExprId {
        let id = self.infer(frame, expr, Some(&Type::Bool));
        match self.ty(id).clone() {
            Type::Bool | Type::Error => id,
            Type::Optional(inner) if *inner == Type::Bool => match frame.negated {
                None => id,
                Some(negation) => {
                    let told = errors::absent_under_negation(
                        super::words::spell(expr),
                        expr.span,
                        negation,
                    );
                    self.fail(told, expr.span)
                }
            },
            other => {
                let told = errors::no_condition(
                    &self.in_words(&other),
                    types::element(&other).is_some(),
                    expr.span,
                );
                self.fail(told, expr.span)
            }
        }
    }

    /// `a and b`: what an operand says about absence holds in those after it.
    pub(super) fn and(&mut self, frame: &mut Frame, operands: &[Expr], span: Span) -> ExprId {
        self.refuse_mixture(operands, |kind| matches!(kind, Tree::Or(_)), "or", "and");
        self.chain(frame, operands, span, true)
    }

    /// `a or b`: each operand is asked where those before it are false.
    pub(super) fn or(&mut self, frame: &mut Frame, operands: &[Expr], span: Span) -> ExprId {
        self.refuse_mixture(operands, |kind| matches!(kind, Tree::And(_)), "and", "or");
        self.chain(frame, operands, span, false)
    }

    fn chain(&mut self, frame: &mut Frame, operands: &[Expr], span: Span, truth: bool) -> ExprId {
        let (narrowed, guarded) = (frame.narrowed.len(), frame.guarded);
        let mut ids = Vec::with_capacity(operands.len());
        for operand in operands {
            let id = self.condition(frame, operand);
            self.learn(frame, id, truth);
            ids.push(id);
        }
        frame.narrowed.truncate(narrowed);
        frame.guarded = guarded;
        let kind = if truth {
            ExprKind::And(ids)
        } else {
            ExprKind::Or(ids)
        };
        self.push(kind, Type::Bool, span)
    }

    /// Lawyers and programmers read `A and B or C` differently, so brackets must say which is meant.
    fn refuse_mixture(
        &mut self,
        operands: &[Expr],
        is_other: impl Fn(&Tree) -> bool,
        inner: &str,
        outer: &str,
    ) {
        let Some(at) = operands
            .iter()
            .position(|o| !o.bracketed && is_other(&o.kind))
        else {
            return;
        };
        let Some(mixed) = operands.get(at) else {
            return;
        };
        let rest = operands
            .iter()
            .enumerate()
            .find(|(i, _)| *i != at)
            .map(|(_, o)| o.span);
        let bracketed: Option<Vec<String>> = operands
            .iter()
            .map(|o| {
                super::words::spell(o).map(|text| {
                    if o.bracketed || is_other(&o.kind) {
                        format!("({text})")
                    } else {
                        text
                    }
                })
            })
            .collect();
        let rewrite = bracketed
            .map(|all| all.join(&format!(" {outer} ")))
            .filter(|text| text.chars().count() <= 120);
        self.sink.push(errors::and_beside_or(
            mixed.span, rest, inner, outer, rewrite,
        ));
    }

    /// `not e`
    pub(super) fn not(&mut self, frame: &mut Frame, inner: &Expr, span: Span) -> ExprId {
        let head = Span::new(
            span.file,
            span.start,
            span.start.saturating_add(3).min(span.end),
        );
        let id = self.negated(frame, head, |checker, frame| {
            checker.condition(frame, inner)
        });
        self.push(ExprKind::Not(id), Type::Bool, span)
    }

    /// Checks something as standing under the negation at `place`.
    pub(super) fn negated<T>(
        &mut self,
        frame: &mut Frame,
        place: Span,
        check: impl FnOnce(&mut Self, &mut Frame) -> T,
    ) -> T {
        let before = frame.negated;
        frame.negated = Some(place);
        let result = check(self, frame);
        frame.negated = before;
        result
    }

    /// `if c then a else b`
    pub(super) fn choice(
        &mut self,
        frame: &mut Frame,
        [c, a, b]: [&Expr; 3],
        span: Span,
        hint: Option<&Type>,
    ) -> ExprId {
        let condition = self.condition(frame, c);
        let (narrowed, guarded) = (frame.narrowed.len(), frame.guarded);
        let late = self.needs_hint(frame, a) && !self.needs_hint(frame, b);
        let mut ids = [None, None];
        let mut known = hint.cloned();
        for first in [!late, late] {
            let (branch, slot) = if first { (a, 0) } else { (b, 1) };
            self.learn(frame, condition, first);
            let id = self.infer(frame, branch, known.as_ref());
            frame.narrowed.truncate(narrowed);
            frame.guarded = guarded;
            if known.is_none() && *self.ty(id) != Type::Never {
                known = Some(self.ty(id).clone());
            }
            if let Some(slot) = ids.get_mut(slot) {
                *slot = Some(id);
            }
        }
        let [Some(yes), Some(no)] = ids else {
            return self.error(span);
        };
        match types::join(self.ty(yes), self.ty(no)) {
            Some(Type::Error) => self.error(span),
            Some(ty) => self.push(ExprKind::If(condition, yes, no), ty, span),
            None => {
                let told = errors::different_branches(
                    &self.in_words(self.ty(yes)),
                    &self.in_words(self.ty(no)),
                    a.span,
                    b.span,
                );
                self.fail(told, span)
            }
        }
    }

    /// `question reads reading`
    pub(super) fn reads(
        &mut self,
        frame: &Frame,
        question: &Expr,
        reading: &Name,
        span: Span,
    ) -> ExprId {
        let Some(path) = path_of(question) else {
            let told = errors::no_question(None, "", None, question.span);
            return self.fail(told, span);
        };
        let written = path
            .iter()
            .map(|n| n.text.as_str())
            .collect::<Vec<_>>()
            .join(".");
        let found = match self.names.lookup(self.module, &path) {
            Ok(found) => found,
            Err(ambiguous) => {
                let told = errors::ambiguous_name(
                    &ambiguous.name,
                    &ambiguous.candidates,
                    &ambiguous.places,
                    question.span,
                );
                return self.fail(told, span);
            }
        };
        let id = match found {
            Some((Def::Question(id), used)) if used == path.len() => id,
            None if self.names.may_be_lost(self.module, &written) => return self.error(span),
            other => {
                let is_variable = path
                    .first()
                    .is_some_and(|n| self.is_variable(frame, &n.text));
                let what = if is_variable {
                    Some("a variable")
                } else {
                    other.map(|(def, _)| def.word())
                };
                let meant = self
                    .names
                    .suggest(self.module, &written, |d| matches!(d, Def::Question(_)));
                return self.fail(
                    errors::no_question(what, &written, meant, question.span),
                    span,
                );
            }
        };
        let readings: Vec<&str> = self
            .program
            .questions
            .get(id.index())
            .map(|q| q.readings.iter().map(|r| r.name.as_str()).collect())
            .unwrap_or_default();
        match readings
            .iter()
            .position(|r| *r == reading.text)
            .and_then(|i| u16::try_from(i).ok())
        {
            Some(index) => self.push(ExprKind::Reads(id, index), Type::Bool, span),
            None => {
                let meant = near(&reading.text, readings.iter().copied());
                let told = errors::unknown_reading(
                    &reading.text,
                    &written,
                    &readings,
                    meant,
                    reading.span,
                );
                self.fail(told, span)
            }
        }
    }

    /// `subject is status`
    pub(super) fn is(
        &mut self,
        frame: &mut Frame,
        subject: &Expr,
        negated: bool,
        status: &Name,
        span: Span,
    ) -> ExprId {
        let of = self.infer(frame, subject, None);
        let id = match self.names.lookup(self.module, &[status]) {
            Ok(Some((Def::Status(id), _))) => id,
            Ok(None) if self.names.may_be_lost(self.module, &status.text) => {
                return self.error(span);
            }
            Err(ambiguous) => {
                let told = errors::ambiguous_name(
                    &ambiguous.name,
                    &ambiguous.candidates,
                    &ambiguous.places,
                    status.span,
                );
                return self.fail(told, span);
            }
            Ok(_) => {
                let scale = self
                    .program
                    .scales
                    .iter()
                    .find(|s| s.values.iter().any(|v| v.name == status.text))
                    .map(|s| s.name.clone());
                let meant = self
                    .names
                    .suggest(self.module, &status.text, |d| matches!(d, Def::Status(_)));
                let subject_type = self.ty(of).clone();
                let is_value =
                    !matches!(types::strip(&subject_type), Type::Record(_) | Type::Error);
                return self.fail(
                    errors::unknown_status(&status.text, scale, meant, is_value, status.span),
                    span,
                );
            }
        };
        if frame.siblings.is_some() {
            return self.fail(errors::status_in_schema(&status.text, span), span);
        }
        let wanted = self.program.status(id).of.clone();
        let actual = self.ty(of).clone();
        if actual == Type::Error {
            return self.error(span);
        }
        if *types::strip(&actual) != *types::strip(&wanted) {
            let told = errors::status_of_another(
                &status.text,
                &self.in_words(&wanted),
                &self.in_words(&actual),
                subject.span,
            );
            return self.fail(told, span);
        }
        if types::may_be_absent(&actual) {
            return self.absent_operand(frame, &[of], "is", span);
        }
        let asked = self.push(ExprKind::Status(id, of), Type::Bool, span);
        if negated {
            self.push(ExprKind::Not(asked), Type::Bool, span)
        } else {
            asked
        }
    }

    /// The `if` of a window: questions joined by `and`, `or`, `not`.
    pub(super) fn questions_only(&mut self, frame: &Frame, expr: &Expr) -> ExprId {
        match &expr.kind {
            Tree::And(all) => {
                self.refuse_mixture(all, |kind| matches!(kind, Tree::Or(_)), "or", "and");
                let ids = all.iter().map(|e| self.questions_only(frame, e)).collect();
                self.push(ExprKind::And(ids), Type::Bool, expr.span)
            }
            Tree::Or(all) => {
                self.refuse_mixture(all, |kind| matches!(kind, Tree::And(_)), "and", "or");
                let ids = all.iter().map(|e| self.questions_only(frame, e)).collect();
                self.push(ExprKind::Or(ids), Type::Bool, expr.span)
            }
            Tree::Not(inner) => {
                let id = self.questions_only(frame, inner);
                self.push(ExprKind::Not(id), Type::Bool, expr.span)
            }
            Tree::Reads(question, reading) => self.reads(frame, question, reading, expr.span),
            Tree::Error => self.error(expr.span),
            _ => self.fail(errors::only_questions(expr.span), expr.span),
        }
    }

    /// Whether a condition, where it is `truth`, says that something is there to be counted or divided by.
    pub(super) fn is_guard(&self, condition: ExprId, truth: bool) -> bool {
        match (self.kind(condition), truth) {
            (ExprKind::Quantifier(Quantifier::Any | Quantifier::Every, ..), true)
            | (ExprKind::Quantifier(Quantifier::No, ..), false) => true,
            (ExprKind::Compare(_, a, b), _) => self.is_zero(*a) || self.is_zero(*b),
            (ExprKind::Not(inner), _) => self.is_guard(*inner, !truth),
            (ExprKind::And(all), true) | (ExprKind::Or(all), false) => {
                all.iter().any(|one| self.is_guard(*one, truth))
            }
            _ => false,
        }
    }
}

/// A name or a path of names.
fn path_of(expr: &Expr) -> Option<Vec<&Name>> {
    match &expr.kind {
        Tree::Name(name) => Some(vec![name]),
        Tree::Postfix(head, suffixes) => {
            let Tree::Name(first) = &head.kind else {
                return None;
            };
            let rest = suffixes.iter().map(|s| {
                if let Suffix::Member(name) = s {
                    Some(name)
                } else {
                    None
                }
            });
            std::iter::once(Some(first)).chain(rest).collect()
        }
        _ => None,
    }
}
