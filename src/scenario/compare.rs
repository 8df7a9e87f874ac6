//! What came out against what was expected (semantics §12). What is not said is not looked at.

use crate::decision::{Because, Decision, Duty, Latent, Range};
use crate::ir::{By, Expectation, Figure, Place, Program, RuleId, ScaleId};
use crate::source::{SourceMap, Span};

/// A sentence for each expectation that did not come true.
pub fn differences(
    program: &Program,
    sources: &SourceMap,
    decision: &Decision,
    expect: &[Expectation],
) -> Vec<String> {
    let asked = Asked {
        program,
        sources,
        decision,
    };
    expect
        .iter()
        .flat_map(|expectation| asked.differences(expectation))
        .collect()
}

struct Asked<'a> {
    program: &'a Program,
    sources: &'a SourceMap,
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
            Expectation::Duty(rules, by, _) => self.no_duty(rules, *by).into_iter().collect(),
            Expectation::WithoutDuty(rules, _) => self.a_duty(rules),
            Expectation::Without { subject, rules, .. } => self.has_effect(subject.as_ref(), rules),
            Expectation::Gives {
                subject,
                rules,
                figure,
                span,
            } => self
                .gives_not(subject.as_ref(), rules, figure, *span)
                .into_iter()
                .collect(),
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

    /// The rules that have effect, for certain or perhaps, on the subject named, else on any.
    fn effects(&self, subject: Option<&Place>, rules: &[RuleId]) -> Vec<&Because> {
        let path = subject.map(ToString::to_string);
        let subjects = self.decision.subjects.iter();
        subjects
            .filter(|s| path.as_ref().is_none_or(|path| s.path == *path))
            .flat_map(|s| &s.because)
            .filter(|because| self.named(rules, &because.rule))
            .collect()
    }

    fn has_effect(&self, subject: Option<&Place>, rules: &[RuleId]) -> Vec<String> {
        let mut told: Vec<String> = self
            .effects(subject, rules)
            .iter()
            .map(|because| {
                let perhaps = match because.truth.as_str() {
                    "true" => "stands",
                    _ => "perhaps stands",
                };
                format!("expected without {}, which {perhaps}", because.rule)
            })
            .collect();
        told.dedup();
        told
    }

    fn gives_not(
        &self,
        subject: Option<&Place>,
        rules: &[RuleId],
        figure: &Figure,
        span: Span,
    ) -> Option<String> {
        let (stand, perhaps): (Vec<&Because>, Vec<&Because>) = self
            .effects(subject, rules)
            .into_iter()
            .partition(|because| because.truth == "true");
        if stand.iter().any(|b| b.value.as_ref() == Some(figure)) {
            return None;
        }
        let got = match (stand.is_empty(), perhaps.is_empty()) {
            (true, true) => "which does not stand".to_owned(),
            (true, false) => "which only perhaps stands".to_owned(),
            (false, _) => {
                let figures = stand.iter().filter_map(|b| b.figure.as_ref());
                let mut figures: Vec<&str> = figures.map(|text| text.en.as_str()).collect();
                figures.dedup();
                format!("got {}", figures.join(" and "))
            }
        };
        Some(format!(
            "expected gives {} = {}, {got}",
            self.rule_names(rules),
            self.sources.slice(span)
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

    fn no_duty(&self, rules: &[RuleId], by: Option<By>) -> Option<String> {
        let due: Vec<&Duty> = self
            .decision
            .duties
            .iter()
            .filter(|duty| self.named(rules, &duty.rule))
            .collect();
        let certain: Vec<&Duty> = due.iter().copied().filter(|duty| duty.certain).collect();
        let by = by.map(|by| match by {
            By::Day(day) => Some(day.to_string()),
            By::Unknown => None,
        });
        let day = |day: Option<&str>| format!(" by {}", day.unwrap_or("a day not known"));
        let expected = by.as_ref().map(|by| day(by.as_deref())).unwrap_or_default();
        let got = match (certain.as_slice(), &by) {
            ([], _) if due.is_empty() => "which is not due".to_owned(),
            ([], _) => "which only perhaps is due".to_owned(),
            (_, None) => return None,
            (certain, Some(by)) => {
                if certain.iter().any(|duty| duty.by == *by) {
                    return None;
                }
                let mut days: Vec<String> =
                    certain.iter().map(|duty| day(duty.by.as_deref())).collect();
                days.dedup();
                format!("which is due{}", days.join(" and"))
            }
        };
        Some(format!(
            "expected duty {}{expected}, {got}",
            self.rule_names(rules)
        ))
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
