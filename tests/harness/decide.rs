//! `decide` blocks: a decision against what a page says of it.

use std::collections::BTreeSet;

use licit::decision::{Latent, Range};
use licit::{Decision, Diagnostics, Language, Look, Options, Policy};

use super::page::Block;
use super::{codes, lines};

/// Options as they are typed on the command line.
pub fn options(words: &[&str]) -> Result<(Options, Look), String> {
    let mut options = Options::new();
    let mut look = Look::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .copied()
                .ok_or_else(|| format!("`{word}` needs a value"))
        };
        match *word {
            "--on" => options = options.on(value()?),
            "--known" => options = options.known(value()?),
            "--from" => options = options.from(value()?),
            "--to" => options = options.to(value()?),
            "--assume" => {
                value()?;
                options = options.assume_nothing();
            }
            "--reading" => {
                let (question, reading) =
                    value()?.split_once('=').ok_or("write QUESTION=READING")?;
                options = options.reading(question, reading);
            }
            "--lang" => {
                if value()? == "zh" {
                    look.language = Language::Zh;
                }
            }
            other => return Err(format!("the harness knows no option `{other}`")),
        }
    }
    Ok((options, look))
}

/// What differs.
pub fn decide(
    block: &Block,
    words: &[&str],
    facts: &str,
    checked: &Result<Policy, Diagnostics>,
) -> Vec<String> {
    let (options, _) = match options(words) {
        Ok(both) => both,
        Err(why) => return vec![why],
    };
    let due: BTreeSet<String> = lines(block)
        .filter(|line| line.starts_with("error: "))
        .map(str::to_owned)
        .collect();
    let came = match checked {
        Err(diagnostics) => Err(diagnostics.clone()),
        Ok(policy) => policy.decide(facts, &options),
    };
    match came {
        Err(diagnostics) => {
            let got: BTreeSet<String> = codes(&diagnostics)
                .into_iter()
                .filter(|line| line.starts_with("error: "))
                .collect();
            if due.is_empty() {
                vec![format!("refused:\n{}", diagnostics.render(false))]
            } else if due != got {
                vec![format!(
                    "expected {due:?}, got {got:?}\n{}",
                    diagnostics.render(false)
                )]
            } else {
                Vec::new()
            }
        }
        Ok(_) if !due.is_empty() => vec![format!("expected {due:?}, but it is decided")],
        Ok(decision) => {
            let differing: Vec<&str> = lines(block)
                .filter(|line| !holds(&decision, line))
                .collect();
            if differing.is_empty() {
                return Vec::new();
            }
            let report = checked
                .as_ref()
                .map(|policy| policy.report(&decision, &Look::default()))
                .unwrap_or_default();
            vec![format!("not so:\n  {}\n\n{report}", differing.join("\n  "))]
        }
    }
}

/// A name, or its last words.
fn named(full: &str, name: &str) -> bool {
    full == name
        || full
            .strip_suffix(name)
            .is_some_and(|rest| rest.ends_with('.'))
}

fn is_range(range: &Range, text: &str) -> bool {
    match text.split_once(" to ") {
        Some((from, to)) => range.mildest == from && range.strictest == to,
        None => range.mildest == text && range.strictest == text,
    }
}

fn is_latent(latent: Option<&Latent>, range: &Range, text: &str) -> bool {
    match latent {
        None => text == "same" || is_range(range, text),
        Some(latent) => is_range(&latent.range, text),
    }
}

fn holds(decision: &Decision, line: &str) -> bool {
    let Some((what, due)) = line.split_once(": ") else {
        return false;
    };
    let mut because = decision.subjects.iter().flat_map(|s| &s.because);
    match what {
        "verdict" => decision.verdict.as_deref() == Some(due) && decision.determined,
        "range" => is_range(&decision.range, due),
        "latent" => is_latent(decision.latent.as_ref(), &decision.range, due),
        "because" => because.any(|b| b.truth == "true" && named(&b.rule, due)),
        "perhaps" => because.any(|b| b.truth == "unknown" && named(&b.rule, due)),
        "out" => !because.any(|b| named(&b.rule, due)),
        "figure" => {
            let (rule, figure) = due.split_once(' ').unwrap_or((due, ""));
            because.any(|b| {
                named(&b.rule, rule) && b.figure.as_ref().is_some_and(|told| told.en == figure)
            })
        }
        "not missing" => !decision
            .missing
            .iter()
            .any(|m| m.path.as_deref() == Some(due)),
        "set aside" => decision
            .subjects
            .iter()
            .flat_map(|s| &s.defeated)
            .any(|d| named(&d.rule, due)),
        "missing" if due == "nothing" => decision.missing.is_empty(),
        "missing" => decision.missing.iter().any(|m| {
            m.path.as_deref() == Some(due)
                || m.question
                    .as_deref()
                    .is_some_and(|question| named(question, due))
        }),
        "settles" => decision
            .missing
            .iter()
            .any(|m| m.settles && m.path.as_deref() == Some(due)),
        "not settles" => !decision
            .missing
            .iter()
            .any(|m| m.settles && m.path.as_deref() == Some(due)),
        "can settle" => decision
            .missing
            .iter()
            .any(|m| m.can_settle && m.path.as_deref() == Some(due)),
        "duty" => is_duty(decision, due),
        "no duty" => !decision.duties.iter().any(|duty| named(&duty.rule, due)),
        "gap" => decision.gaps.iter().any(|gap| gap.reason == due),
        "no gap" => !decision.gaps.iter().any(|gap| gap.reason == due),
        "asks" => decision
            .open_questions
            .iter()
            .any(|q| named(&q.question, due)),
        "assumes" => {
            let told: Vec<&str> = decision.assumed.iter().map(|a| a.path.as_str()).collect();
            told.join(", ") == if due == "nothing" { "" } else { due }
        }
        "assumed" => decision.assumed.iter().any(|a| a.path == due),
        "basis" => decision.basis.as_deref() == Some(due),
        _ => {
            let scale = decision
                .scales
                .get(what)
                .is_some_and(|scale| is_range(&scale.range, due));
            let subject = what.strip_suffix(" is").is_some_and(|path| {
                decision
                    .subjects
                    .iter()
                    .any(|subject| subject.path == path && is_range(&subject.range, due))
            });
            scale || subject
        }
    }
}

/// `rule`, then perhaps a day, then perhaps a state or `perhaps`.
fn is_duty(decision: &Decision, due: &str) -> bool {
    let mut words = due.split_whitespace();
    let Some(rule) = words.next() else {
        return false;
    };
    let rest: Vec<&str> = words.collect();
    decision
        .duties
        .iter()
        .filter(|duty| named(&duty.rule, rule))
        .any(|duty| {
            let certain = duty.certain != rest.contains(&"perhaps");
            certain
                && rest.iter().all(|word| {
                    *word == "perhaps" || duty.by.as_deref() == Some(*word) || duty.state == *word
                })
        })
}
