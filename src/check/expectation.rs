//! What a scenario expects: outcomes, rules, duties, figures, missing facts, questions (semantics §12).

use super::place::present;
use super::value::is_unknown;
use super::{Checker, errors, text};
use crate::ir::{By, Const, Expectation, Figure, Place, RuleId, ScaleId, Type};
use crate::resolve::{ModuleId, near};
use crate::source::Span;
use crate::syntax::tree::{self, Clause, ClauseKind, Expr, ExprKind, Literal, Suffix};
use crate::value::Number;

impl Checker<'_, '_> {
    /// What a clause says must come out; `before` is what the case expects already.
    pub(super) fn expectation(
        &mut self,
        module: ModuleId,
        clause: &Clause,
        before: &[Expectation],
    ) -> Vec<Expectation> {
        let span = clause.span;
        match &clause.kind {
            ClauseKind::Expect(outcome) => {
                let because: Vec<Vec<RuleId>> = outcome
                    .because
                    .iter()
                    .filter_map(|p| self.find_rules(module, None, p))
                    .map(|r| r.rules)
                    .collect();
                let found = self.outcome(outcome);
                found
                    .map(|(subject, scale, from, to)| Expectation::Outcome {
                        subject,
                        scale,
                        from,
                        to,
                        because,
                        span,
                    })
                    .into_iter()
                    .collect()
            }
            ClauseKind::Latent(outcome) => {
                if let Some(path) = outcome.because.first() {
                    self.sink.push(errors::latent_because(path.span));
                }
                let found = self.outcome(outcome);
                found
                    .map(|(subject, scale, from, to)| Expectation::Latent {
                        subject,
                        scale,
                        from,
                        to,
                        span,
                    })
                    .into_iter()
                    .collect()
            }
            ClauseKind::Missing(places) => places
                .iter()
                .filter_map(|p| {
                    self.place(p)
                        .map(|(place, _)| Expectation::Missing(place, p.span))
                })
                .collect(),
            ClauseKind::Asks(paths) => paths
                .iter()
                .filter_map(|p| {
                    self.find_question(module, p)
                        .map(|q| Expectation::Asks(q, p.span))
                })
                .collect(),
            ClauseKind::Duty(duty) => self.duty_due(module, duty, span).into_iter().collect(),
            ClauseKind::Gives(figure) => {
                let found = self.figure_given(module, figure);
                found
                    .map(|(rules, figure, span)| Expectation::Gives {
                        subject: subject_before(before).cloned(),
                        rules,
                        figure,
                        span,
                    })
                    .into_iter()
                    .collect()
            }
            ClauseKind::Without(paths) => paths
                .iter()
                .filter_map(|p| {
                    let found = self.find_rules(module, None, p)?;
                    Some(Expectation::Without {
                        subject: subject_before(before).cloned(),
                        rules: found.rules,
                        span: p.span,
                    })
                })
                .collect(),
            ClauseKind::WithoutDuty(paths) => paths
                .iter()
                .filter_map(|p| {
                    self.with_duty(module, p)
                        .map(|rules| Expectation::WithoutDuty(rules, p.span))
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// `duty rule`, `duty rule by D`
    fn duty_due(&mut self, module: ModuleId, duty: &tree::Duty, span: Span) -> Option<Expectation> {
        let tree::Owner::Party(path) = &duty.who else {
            self.sink.push(errors::scenario_duty(span));
            return None;
        };
        if !duty.text.parts.is_empty() || duty.done.is_some() {
            self.sink.push(errors::scenario_duty(span));
        }
        let rules = self.with_duty(module, path)?;
        let by = match &duty.due {
            None => None,
            Some(tree::Due::By(day)) => Some(self.due_by(day)?),
            Some(tree::Due::Within(..)) => {
                self.sink.push(errors::scenario_duty(span));
                return None;
            }
        };
        let mut duties = rules.iter().flat_map(|r| &self.program.rule(*r).duties);
        if by.is_some() && duties.all(|duty| duty.due.is_none()) {
            self.sink
                .push(errors::no_due(&super::lookup::dotted(path), path.span));
            return None;
        }
        Some(Expectation::Duty(rules, by, span))
    }

    fn due_by(&mut self, day: &Expr) -> Option<By> {
        match &day.kind {
            ExprKind::Literal(Literal::Date(date)) => text::day(date).map(By::Day),
            ExprKind::Error => None,
            _ if is_unknown(day) => Some(By::Unknown),
            _ => {
                self.sink.push(errors::due_day(day.span));
                None
            }
        }
    }

    /// `rule = value`, and where the value stands.
    fn figure_given(
        &mut self,
        module: ModuleId,
        figure: &Expr,
    ) -> Option<(Vec<RuleId>, Figure, Span)> {
        let ExprKind::Compare(tree::CompareOp::Eq, _, rule, value) = &figure.kind else {
            if !matches!(figure.kind, ExprKind::Error) {
                self.sink.push(errors::scenario_figure(figure.span));
            }
            return None;
        };
        let Some(path) = path_of(rule) else {
            self.sink.push(errors::scenario_figure(figure.span));
            return None;
        };
        let rules = self.find_rules(module, None, &path)?.rules;
        let name = super::lookup::dotted(&path);
        let gives = rules.iter().filter_map(|r| self.program.rule(*r).gives);
        let mut types: Vec<&Type> = gives
            .filter_map(|id| self.program.exprs.get(id.index()))
            .map(|expr| &expr.ty)
            .collect();
        types.dedup();
        let ty = match types.as_slice() {
            [] => {
                if !rules.is_empty() {
                    self.sink.push(errors::no_figure(&name, path.span));
                }
                return None;
            }
            [ty] => (*ty).clone(),
            _ => {
                self.sink.push(errors::figures_differ(&name, path.span));
                return None;
            }
        };
        if ty == Type::Error {
            return None;
        }
        let figure = self.figure_value(module, value, &ty)?;
        Some((rules, figure, value.span))
    }

    fn figure_value(&mut self, module: ModuleId, value: &Expr, ty: &Type) -> Option<Figure> {
        if is_unknown(value) {
            return Some(Figure::Unknown);
        }
        let (ExprKind::Range(lo, hi), Type::Range(of)) = (&value.kind, present(ty)) else {
            let one = self.exprs(module).check_const(value, ty)?;
            return Some(Figure::One(plain(one)));
        };
        let low = self.exprs(module).check_const(lo, of);
        let high = self.exprs(module).check_const(hi, of);
        let (low, high) = (low?, high?);
        if !ascends(&low, &high) {
            self.sink.push(errors::figure_range(value.span));
            return None;
        }
        Some(Figure::Range(plain(low), plain(high)))
    }

    /// The rules of a name, which must have a duty.
    fn with_duty(&mut self, module: ModuleId, path: &tree::Path) -> Option<Vec<RuleId>> {
        let found = self.find_rules(module, None, path)?;
        let has_duty = found
            .rules
            .iter()
            .any(|r| !self.program.rule(*r).duties.is_empty());
        if !has_duty && !found.rules.is_empty() {
            self.sink
                .push(errors::no_duty(&super::lookup::dotted(path), path.span));
            return None;
        }
        Some(found.rules)
    }

    fn outcome(&mut self, outcome: &tree::Outcome) -> Option<(Option<Place>, ScaleId, u16, u16)> {
        let subject = match &outcome.subject {
            Some(expr) if self.is_shipment(expr) => None,
            Some(expr) => Some(self.place(expr)?.0),
            None => None,
        };
        let (scale, from, _) = self.outcome_named(&outcome.from)?;
        let Some(to) = &outcome.to else {
            return Some((subject, scale, from, from));
        };
        let (other, strictest, _) = self.outcome_named(to)?;
        if scale != other || from > strictest {
            self.sink.push(errors::outcome_range(
                &outcome.from.text,
                &to.text,
                scale == other,
                outcome.from.span.to(to.span),
            ));
            return None;
        }
        Some((subject, scale, from, strictest))
    }

    /// Whether it is the variable of the facts, which no field hides.
    fn is_shipment(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Name(name) => {
                name.text == self.program.facts.variable && !self.is_root_field(&name.text)
            }
            _ => false,
        }
    }

    fn outcome_named(&mut self, name: &tree::Name) -> Option<(ScaleId, u16, Span)> {
        if let Some(found) = self.outcomes.get(&name.text) {
            return Some(*found);
        }
        let alike = near(&name.text, self.outcomes.keys().map(String::as_str));
        self.sink.push(errors::unknown_outcome(
            &name.text, "outcome", name.span, alike,
        ));
        None
    }
}

/// The subject of the last `expect` of the case, where it names one: `without` and `gives` behind it are asked of that subject.
fn subject_before(before: &[Expectation]) -> Option<&Place> {
    let last = before.iter().rev().find_map(|one| match one {
        Expectation::Outcome { subject, .. } => Some(subject.as_ref()),
        _ => None,
    });
    last.flatten()
}

/// A name written as an expression.
fn path_of(expr: &Expr) -> Option<tree::Path> {
    let parts = match &expr.kind {
        ExprKind::Name(name) => vec![name.clone()],
        ExprKind::Postfix(head, suffixes) => {
            let ExprKind::Name(first) = &head.kind else {
                return None;
            };
            let rest = suffixes.iter().map(|suffix| match suffix {
                Suffix::Member(name) => Some(name.clone()),
                Suffix::Index(..) | Suffix::Call(..) => None,
            });
            std::iter::once(Some(first.clone()))
                .chain(rest)
                .collect::<Option<Vec<_>>>()?
        }
        _ => return None,
    };
    Some(tree::Path {
        parts,
        span: expr.span,
    })
}

/// No money is the number zero: it is the same in every currency.
fn plain(value: Const) -> Const {
    match value {
        Const::Money(_, amount) if amount.is_zero() => Const::Number(Number::zero()),
        other => other,
    }
}

/// Whether one end of a range does not lie above the other, as far as they can be compared.
fn ascends(low: &Const, high: &Const) -> bool {
    match (low, high) {
        (Const::Number(low), Const::Number(high)) => low <= high,
        (Const::Money(a, low), Const::Money(b, high)) => a != b || low <= high,
        _ => true,
    }
}
