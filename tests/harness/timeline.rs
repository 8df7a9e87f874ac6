//! `timeline` blocks: one line a run, and between two runs one line that says what changes the decision.
//!
//! `2031-01-09 to 2031-01-31: free, latent licence_required` is a run; `2031-02-01: harbour.n3_2031 begins` a change by an
//! instrument, with `; ` between several; `if q=r` where only another reading changes; `facts: licence.expires` the case's own days.

use std::collections::BTreeSet;

use licit::decision::Range;
use licit::decision::timeline::{Cause, Change, Outcome, Run, Timeline};
use licit::{Diagnostics, Options, Policy};

use super::{codes, decide};

/// The lines of a timeline, or the codes with which it is refused.
pub fn lines(words: &[&str], facts: &str, checked: &Result<Policy, Diagnostics>) -> String {
    let options = match decide::options(words) {
        Ok((options, _)) => options,
        Err(why) => return why,
    };
    let came = match checked {
        Err(diagnostics) => Err(diagnostics.clone()),
        Ok(policy) => policy.timeline(facts, &options),
    };
    let timeline = match came {
        Ok(timeline) => timeline,
        Err(diagnostics) => {
            let told: Vec<String> = codes(&diagnostics).into_iter().collect();
            return told.join("\n");
        }
    };
    if let Ok(policy) = checked
        && let Some(wrong) = differs(policy, facts, &options, &timeline)
    {
        return wrong;
    }
    let mut lines = Vec::new();
    for (i, run) in timeline.runs.iter().enumerate() {
        if let Some(change) = i.checked_sub(1).and_then(|i| timeline.changes.get(i)) {
            assert_eq!(change.day, run.from, "a change is where a run begins");
            lines.push(changed(change));
        }
        lines.push(self::run(run));
    }
    lines.join("\n")
}

fn run(run: &Run) -> String {
    format!("{} to {}: {}", run.from, run.through, outcome(&run.outcome))
}

fn outcome(outcome: &Outcome) -> String {
    match &outcome.latent {
        Some(latent) => format!("{}, latent {}", range(&outcome.range), range(latent)),
        None => range(&outcome.range),
    }
}

fn range(range: &Range) -> String {
    if range.mildest == range.strictest {
        range.mildest.clone()
    } else {
        format!("{} to {}", range.mildest, range.strictest)
    }
}

fn changed(change: &Change) -> String {
    let causes: Vec<String> = change.causes.iter().map(cause).collect();
    let mut line = format!("{}: {}", change.day, causes.join("; "));
    for (what, names) in [
        (", asks", &change.questions_began),
        (", asks no more", &change.questions_ceased),
    ] {
        for name in names {
            line.push_str(&format!("{what} {name}"));
        }
    }
    line
}

fn cause(cause: &Cause) -> String {
    let mut text = match &cause.instrument {
        Some(instrument) => format!("{instrument} {}", cause.what),
        None => cause.what.clone(),
    };
    for named in cause.lists.iter().chain(&cause.questions) {
        text.push_str(&format!(" {}", named.name));
    }
    if let Some(by) = &cause.lifted_by {
        text.push_str(&format!(" by {}", by.name));
    }
    if let Some(reading) = &cause.reading {
        text.push_str(&format!(" if {}={}", reading.question, reading.reading));
    }
    for path in &cause.paths {
        text.push_str(&format!(" {path}"));
    }
    text
}

/// Asks every day of the span by itself: the first that is not what its run says. The runs must follow on each other.
fn differs(policy: &Policy, facts: &str, options: &Options, timeline: &Timeline) -> Option<String> {
    let mut day = timeline.from.clone();
    for run in &timeline.runs {
        if run.from != day {
            return Some(format!("the run of {} does not begin on {day}", run.from));
        }
        loop {
            let decision = policy
                .decide(facts, &options.clone().on(&day).without_steps())
                .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
            let because = decision.subjects.iter().flat_map(|subject| {
                let rules = subject.because.iter();
                rules.map(|b| (subject.path.clone(), b.rule.clone(), b.truth.clone()))
            });
            let because: BTreeSet<_> = because.collect();
            let rules = run.rules.iter();
            let rules = rules.map(|r| (r.subject.clone(), r.rule.clone(), r.truth.clone()));
            let duties: BTreeSet<&String> = decision.duties.iter().map(|d| &d.rule).collect();
            let asked = decision.open_questions.iter().map(|q| &q.question);
            let same = decision.range == run.outcome.range
                && decision.verdict == run.outcome.verdict
                && decision.latent.map(|latent| latent.range) == run.outcome.latent
                && because == rules.collect()
                && duties == run.duties.iter().collect()
                && asked.eq(&run.open_questions);
            if !same {
                return Some(format!(
                    "on {day} the decision is not that of {}",
                    self::run(run)
                ));
            }
            let last = day == run.through;
            day = tomorrow(&day);
            if last {
                break;
            }
        }
    }
    (timeline.runs.last()?.through != timeline.to).then(|| "the last day is missing".to_owned())
}

/// The day after, by counting.
fn tomorrow(day: &str) -> String {
    let part = |range: std::ops::Range<usize>| day[range].parse::<u32>().expect("a day");
    let (year, month, date) = (part(0..4), part(5..7), part(8..10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let (year, month, date) = match (month, date) {
        (12, 31) => (year + 1, 1, 1),
        (_, last) if last == days => (year, month + 1, 1),
        (_, date) => (year, month, date + 1),
    };
    format!("{year:04}-{month:02}-{date:02}")
}
