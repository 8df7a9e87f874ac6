//! Licit inside another program: load policies once, ask many times, from several threads, read the outcome as data.
//!
//! `cargo run --example embed`

use std::error::Error;
use std::thread;

use licit::{Options, Workspace};

/// Loads, asks, prints.
pub fn main() -> Result<(), Box<dyn Error>> {
    // Texts come from wherever the program keeps them: the library opens no file.
    let mut workspace = Workspace::named("policies");
    workspace.add_file(
        "harbour.licit",
        include_str!("first-rule/policies/harbour.licit"),
    );
    let policy = workspace.check()?;

    // One case.
    let facts = r#"{ "date": "2031-03-01", "destination": "IS", "items": [ { "lamp": true, "power": "0.5 kW" } ] }"#;
    let decision = policy.decide(facts, &Options::new())?;
    assert_eq!(decision.verdict.as_deref(), Some("licence_required"));
    for rule in decision
        .subjects
        .iter()
        .flat_map(|subject| &subject.because)
    {
        println!(
            "{} because of {} ({})",
            decision.range.strictest, rule.rule, rule.cites.en
        );
    }

    // Facts that are missing make a range, and the decision says which.
    let unmeasured =
        r#"{ "date": "2031-03-01", "destination": "IS", "items": [ { "lamp": true } ] }"#;
    let decision = policy.decide(unmeasured, &Options::new())?;
    assert!(!decision.determined);
    for missing in &decision.missing {
        println!(
            "undetermined: {} is missing",
            missing.path.as_deref().unwrap_or("a reading")
        );
    }

    // Policies are shared, not copied: one thread a day.
    let days = ["2031-01-31", "2031-02-01"];
    let outcomes = thread::scope(|scope| {
        let asked = days.map(|day| {
            let policy = policy.clone();
            scope.spawn(move || {
                policy
                    .decide(facts, &Options::new().on(day))
                    .map(|decision| decision.range.strictest)
            })
        });
        asked.map(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| Ok("the thread ended".to_owned()))
        })
    });
    for (day, outcome) in days.iter().zip(outcomes) {
        println!("on {day}: {}", outcome?);
    }

    // A decision goes out and comes in through serde.
    let json = serde_json::to_string(&decision)?;
    let back: licit::Decision = serde_json::from_str(&json)?;
    assert_eq!(back.missing, decision.missing);

    // What is wrong is data too.
    let refused = policy
        .decide(r#"{ "destinatoin": "IS" }"#, &Options::new())
        .expect_err("a key that the schema does not have");
    for mistake in refused.iter() {
        println!(
            "{} at {}: {}",
            mistake.code,
            mistake.pointer.as_deref().unwrap_or(""),
            mistake.message
        );
    }
    Ok(())
}
