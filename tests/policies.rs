//! The shipped policies: they check, their scenarios pass, and the shipments of the README come out as it says.

mod shipped;

use std::fs;

use licit::{Language, Look, Options};
use shipped::{load, root, workspace};

fn pass(folder: &str, at_least: usize) {
    let policy = load(folder);
    assert!(
        policy.warnings().is_empty(),
        "{}",
        policy.warnings().render(false)
    );
    let results = policy.test(&|_| true);
    assert_eq!(results.failed(), 0, "{}", results.text(false));
    assert!(policy.size().1 >= at_least, "{} scenarios", policy.size().1);
}

#[test]
fn scenarios() {
    pass("policies", 40);
}

#[test]
fn scenarios_of_the_first_rule() {
    pass("examples/first-rule/policies", 1);
}

/// Without scenarios the law is the very same program.
#[test]
fn scenarios_decide_nothing() {
    let law = workspace("policies").check_law().expect("sound");
    let all = load("policies");
    assert_eq!(law.digest(), all.digest());
    assert_eq!((law.size().0, law.size().1), (all.size().0, 0));
    let program = |policy: &licit::Policy| {
        let mut program = policy.program_json();
        program
            .as_object_mut()
            .expect("an object")
            .remove("scenarios");
        program
    };
    assert!(program(&law) == program(&all));
    assert_eq!(law.schema(Language::En), all.schema(Language::En));
}

/// What the README asks, as it is shown to a person; the digests aside, which change with every file.
#[test]
fn shipments_of_the_readme() {
    let policy = load("policies");
    let asked: &[(&str, &str, Options)] = &[
        ("exactly", "exactly-0.1-percent", Options::new()),
        ("just_below", "just-below", Options::new()),
        ("half_documented", "half-documented", Options::new()),
        ("military", "military-end-user", Options::new()),
        ("relief", "disaster-relief", Options::new()),
        (
            "suspended",
            "exactly-0.1-percent",
            Options::new().on("2026-03-01"),
        ),
        (
            "suspension_not_published",
            "exactly-0.1-percent",
            Options::new().on("2026-03-01").known("2025-11-06"),
        ),
        (
            "after",
            "exactly-0.1-percent",
            Options::new().on("2026-12-01"),
        ),
        (
            "after_extended",
            "exactly-0.1-percent",
            Options::new()
                .on("2026-12-01")
                .reading("suspension_2026", "extended"),
        ),
    ];
    for (name, file, options) in asked {
        let facts = fs::read(root().join("examples").join(format!("{file}.json")))
            .expect("a shipped example");
        let decision = policy
            .decide(facts, options)
            .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
        for (language, suffix) in [(Language::En, ""), (Language::Zh, "_zh")] {
            let report = policy.report(
                &decision,
                &Look {
                    language,
                    ..Look::default()
                },
            );
            let lines: Vec<&str> = report
                .lines()
                .filter(|line| !line.contains("sha256:"))
                .collect();
            insta::assert_snapshot!(format!("{name}{suffix}"), lines.join("\n"));
        }
    }
}

#[test]
fn a_decision_is_the_same_every_time() {
    let facts = fs::read(root().join("examples/half-documented.json")).expect("a shipped example");
    let once = load("policies")
        .decide(&facts, &Options::new())
        .expect("decided");
    let again = load("policies")
        .decide(&facts, &Options::new())
        .expect("decided");
    assert_eq!(licit::json(&once, true), licit::json(&again, true));
}
