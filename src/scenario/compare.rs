//! What came out against what was expected (semantics §12). What is not said is not looked at.

use crate::decision::{Because, Decision, Latent, Range};
use crate::ir::{Expectation, Place, Program, RuleId, ScaleId};

/// A sentence for each expectation that did not come true.
pub fn differences(program: &Program, decision: &Decision, expect: &[Expectation]) -> Vec<String> {
    let asked = Asked { program, decision };
    expect
        .iter()
        .flat_map(|expectation| asked.differences(expectation))
        .collect()
}

struct Asked<'a> {
    program: &'a Program,
    decision: &'a Decision,
}

impl Asked<'_> {
    fn differences(&self, expectation: &Expectation) -> Vec<String> {
        match expectation {
            Expectation::Outcome {
                subject,
                scale,
                from,
                to,
                because,
                ..
            } => {
                let mut all = Vec::new();
                match self.ranges(subject.as_ref(), *scale) {
                    Some((range, _)) => {
                        all.extend(self.differs("", subject.as_ref(), *scale, (*from, *to), range))
                    }
                    None => all.push(no_subject(subject.as_ref())),
                }
                all.extend(
                    because
                        .iter()
                        .filter_map(|rules| self.does_not_stand(subject.as_ref(), rules)),
                );
                all
            }
            Expectation::Latent {
                subject,
                scale,
                from,
                to,
                ..
            } => match self.ranges(subject.as_ref(), *scale) {
                Some((range, latent)) => {
                    let range = latent.map_or(range, |latent| &latent.range);
                    self.differs("latent ", subject.as_ref(), *scale, (*from, *to), range)
                        .into_iter()
                        .collect()
                }
                None => vec![no_subject(subject.as_ref())],
            },
            Expectation::Missing(place, _) => {
                self.not_missing(&place.to_string()).into_iter().collect()
            }
            Expectation::Asks(question, _) => self
                .does_not_ask(&self.program.question(*question).full_name)
                .into_iter()
                .collect(),
            Expectation::Duty(rules, _) => self.no_duty(rules).into_iter().collect(),
            Expectation::WithoutDuty(rules, _) => self.a_duty(rules),
        }
    }

    /// The range and the latent outcome of a subject (the shipment where none is named) on a scale.
    fn ranges(&self, subject: Option<&Place>, scale: ScaleId) -> Option<(&Range, Option<&Latent>)> {
        let main = scale == self.program.main_scale;
        let name = &self.program.scale(scale).name;
        match subject {
            None if main => Some((&self.decision.range, self.decision.latent.as_ref())),
            None => self
                .decision
                .scales
                .get(name)
                .map(|s| (&s.range, s.latent.as_ref())),
            Some(place) => {
                let path = place.to_string();
                let subject = self.decision.subjects.iter().find(|s| s.path == path)?;
                match main {
                    true => Some((&subject.range, subject.latent.as_ref())),
                    false => subject
                        .scales
                        .get(name)
                        .map(|s| (&s.range, s.latent.as_ref())),
                }
            }
        }
    }

    fn differs(
        &self,
        what: &str,
        subject: Option<&Place>,
        scale: ScaleId,
        due: (u16, u16),
        got: &Range,
    ) -> Option<String> {
        let value = |at: u16| {
            self.program
                .scale(scale)
                .values
                .get(at as usize)
                .map_or("", |value| value.name.as_str())
        };
        let due = Range {
            mildest: value(due.0).to_owned(),
            strictest: value(due.1).to_owned(),
        };
        if due == *got {
            return None;
        }
        let of = subject
            .map(|place| format!(" for {place}"))
            .unwrap_or_default();
        Some(format!(
            "expected {what}{}{of}, got {what}{}",
            shown(&due),
            shown(got)
        ))
    }

    fn does_not_stand(&self, subject: Option<&Place>, rules: &[RuleId]) -> Option<String> {
        let path = subject.map(ToString::to_string);
        let subjects = self
            .decision
            .subjects
            .iter()
            .filter(|s| path.as_ref().is_none_or(|path| s.path == *path));
        let because: Vec<&Because> = subjects.flat_map(|s| &s.because).collect();
        let named = |rule: &str| self.named(rules, rule);
        if because.iter().any(|b| b.truth == "true" && named(&b.rule)) {
            return None;
        }
        if let Some(perhaps) = because.iter().find(|b| named(&b.rule)) {
            return Some(format!(
                "expected because {}, which only perhaps stands",
                perhaps.rule
            ));
        }
        let defeated = self
            .decision
            .subjects
            .iter()
            .flat_map(|s| &s.defeated)
            .find(|d| named(&d.rule));
        let got = match (defeated, because.is_empty()) {
            (Some(defeated), _) if defeated.by.is_empty() => format!("which is {}", defeated.state),
            (Some(defeated), _) => format!("which is {} by {}", defeated.state, defeated.by),
            (None, true) => "but no rule has effect".to_owned(),
            (None, false) => {
                let mut rules: Vec<&str> = because.iter().map(|b| b.rule.as_str()).collect();
                rules.dedup();
                format!("got {}", rules.join(", "))
            }
        };
        Some(format!(
            "expected because {}, {got}",
            self.rule_names(rules)
        ))
    }

    fn not_missing(&self, path: &str) -> Option<String> {
        let missing: Vec<&str> = self
            .decision
            .missing
            .iter()
            .filter_map(|m| m.path.as_deref())
            .collect();
        if missing.contains(&path) {
            return None;
        }
        let got = if missing.is_empty() {
            "nothing is missing".to_owned()
        } else {
            format!("got {}", missing.join(", "))
        };
        Some(format!("expected missing {path}, {got}"))
    }

    fn does_not_ask(&self, name: &str) -> Option<String> {
        let open = self
            .decision
            .open_questions
            .iter()
            .map(|q| q.question.as_str());
        let left_open = self
            .decision
            .missing
            .iter()
            .filter_map(|m| m.question.as_deref());
        let asked: Vec<&str> = open.chain(left_open).collect();
        if asked.contains(&name) {
            return None;
        }
        let got = if asked.is_empty() {
            "it hangs on no question".to_owned()
        } else {
            format!("got {}", asked.join(", "))
        };
        Some(format!("expected asks {name}, {got}"))
    }

    fn no_duty(&self, rules: &[RuleId]) -> Option<String> {
        let mut due = self
            .decision
            .duties
            .iter()
            .filter(|duty| self.named(rules, &duty.rule))
            .peekable();
        let got = if due.peek().is_some() {
            "which only perhaps is due"
        } else {
            "which is not due"
        };
        if due.any(|duty| duty.certain) {
            return None;
        }
        Some(format!("expected duty {}, {got}", self.rule_names(rules)))
    }

    fn a_duty(&self, rules: &[RuleId]) -> Vec<String> {
        let due = self
            .decision
            .duties
            .iter()
            .filter(|duty| self.named(rules, &duty.rule));
        let told = due.map(|duty| {
            let perhaps = if duty.certain { "" } else { " perhaps" };
            format!(
                "expected no duty {}, but {}{perhaps} {}",
                duty.rule, duty.who.en, duty.what.en
            )
        });
        told.collect()
    }

    fn named(&self, rules: &[RuleId], name: &str) -> bool {
        rules
            .iter()
            .any(|id| self.program.rule(*id).full_name == name)
    }

    fn rule_names(&self, rules: &[RuleId]) -> String {
        const TOLD: usize = 3;
        let names: Vec<&str> = rules
            .iter()
            .take(TOLD)
            .map(|id| self.program.rule(*id).full_name.as_str())
            .collect();
        match rules.len() {
            0..=TOLD => names.join(" or "),
            _ => format!("{} or another of its group", names.join(" or ")),
        }
    }
}

fn no_subject(subject: Option<&Place>) -> String {
    match subject {
        Some(place) => format!("no rule speaks of {place}: it is no subject of this decision"),
        None => "the decision has no outcome on that scale".to_owned(),
    }
}

fn shown(range: &Range) -> String {
    if range.mildest == range.strictest {
        range.mildest.clone()
    } else {
        format!("{} to {}", range.mildest, range.strictest)
    }
}
