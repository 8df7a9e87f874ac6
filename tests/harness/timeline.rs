//! `timeline` blocks: one line a run, and between two runs one line that says what changes the decision.
//!
//! `2031-01-09 to 2031-01-31: free, latent licence_required` is a run; `2031-02-01: harbour.n3_2031 begins` a change by an
//! instrument, with `; ` between several; `if q=r` where only another reading changes; `facts: licence.expires` the case's own days.

use licit::decision::Range;
use licit::decision::timeline::{Cause, Change, Outcome, Run};
use licit::{Diagnostics, Policy};

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
