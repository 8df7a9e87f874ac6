//! A row says what `licit decide --format json` says, on every case that there is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::place::{Place, Ran};

#[allow(dead_code, reason = "an example is a program")]
#[path = "../../examples/orders.rs"]
mod orders;

fn licit(arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_licit"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    Ran::from(
        command
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap(),
    )
}

/// Fact files of the repository, that of the examples with many cases among them.
fn cases() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<PathBuf> = Vec::new();
    for folder in ["examples", "tests/versions"] {
        let entries = fs::read_dir(root.join(folder)).unwrap().flatten();
        all.extend(entries.map(|entry| entry.path()).filter(|path| {
            path.extension()
                .is_some_and(|e| e == "json" || e == "jsonl")
        }));
    }
    all.sort();
    all.iter()
        .map(|path| {
            path.strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

/// The row of a decision, worked out from its JSON alone.
fn row(decision: &Value, outcomes: &[&str]) -> Value {
    let strictness = |b: &Value| outcomes.iter().position(|o| b["outcome"] == **o);
    let subjects = decision["subjects"].as_array().unwrap();
    let all = subjects
        .iter()
        .flat_map(|s| s["because"].as_array().unwrap());
    let mut found: Vec<(usize, String, bool)> = all
        .filter_map(|b| {
            let name = b["rule"].as_str().unwrap().to_owned();
            Some((strictness(b)?, name, b["truth"] == "true"))
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let named = |certain: bool| {
        let mut names: Vec<&String> = found
            .iter()
            .filter(|f| f.2 == certain)
            .map(|f| &f.1)
            .collect();
        names.dedup();
        names
    };
    let rules = named(true);
    let may: Vec<&String> = named(false)
        .into_iter()
        .filter(|name| !rules.contains(name))
        .collect();
    let mut missing: Vec<String> = decision["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| match m["path"].as_str() {
            Some(path) => path.to_owned(),
            None => format!("question {}", m["question"].as_str().unwrap()),
        })
        .collect();
    missing.sort();
    let mut row = json!({
        "verdict": decision["verdict"],
        "determined": decision["determined"],
        "mildest": decision["range"]["mildest"],
        "strictest": decision["range"]["strictest"],
        "rules": rules,
        "latent": decision["latent"]["verdict"],
        "duties": decision["duties"],
        "missing": missing,
    });
    if decision["determined"] == false && !may.is_empty() {
        row["may"] = json!(may);
    }
    if !decision["latent"].is_null() && decision["latent"]["verdict"].is_null() {
        row["latent_mildest"] = decision["latent"]["range"]["mildest"].clone();
        row["latent_strictest"] = decision["latent"]["range"]["strictest"].clone();
    }
    for duty in row["duties"].as_array_mut().unwrap() {
        let duty = duty.as_object_mut().unwrap();
        duty.remove("cites");
        duty.remove("by_unknown");
    }
    row
}

/// Asks both for the same cases, and compares row by row; how many were undetermined, and how many had something latent.
fn compare(day: &[&str], files: &[&str]) -> (usize, usize) {
    let outcomes = [
        "free",
        "exempt",
        "licence_required",
        "case_by_case",
        "refused_in_principle",
        "prohibited",
    ];
    let decided = licit(&[&["decide", "--format", "json"], day, files].concat());
    let screen = ["screen", "--out", "-", "--summary", "none"];
    let ran = licit(&[&screen, day, files].concat());
    assert_eq!((decided.code, ran.code), (0, 0), "{}", ran.err);
    let decisions: Vec<&str> = decided.out.lines().collect();
    let rows: Vec<&str> = ran.out.lines().collect();
    assert_eq!(decisions.len(), rows.len());
    let (mut open, mut latent) = (0, 0);
    for (decision, told) in decisions.iter().zip(rows) {
        let decision: Value = serde_json::from_str(decision).unwrap();
        let mut told: Value = serde_json::from_str(told).unwrap();
        let id = told.as_object_mut().unwrap().shift_remove("id").unwrap();
        if let Some(name) = decision.get("id") {
            assert_eq!(id, *name);
        }
        let source = &decision["facts"]["source"];
        assert_eq!(told, row(&decision, &outcomes), "{source}");
        open += usize::from(told["determined"] == false);
        latent += usize::from(!told["latent"].is_null());
    }
    (open, latent)
}

#[test]
fn rows_are_decisions() {
    let cases = cases();
    assert!(cases.len() > 70, "{cases:?}");
    let files: Vec<&str> = cases.iter().map(String::as_str).collect();
    let (open, _) = compare(&[], &files);
    let examples = files
        .into_iter()
        .filter(|file| file.starts_with("examples"));
    let (_, latent) = compare(&["--on", "2026-03-01"], &examples.collect::<Vec<_>>());
    assert!(
        open > 5 && latent > 2,
        "{open} open, {latent} latent: too few to mean anything"
    );
}

#[test]
fn rows_of_an_order_book_are_decisions() {
    let place = Place::new("order_book");
    let all: Vec<String> = (0..20).map(|n| orders::order(7, n)).collect();
    place.write("orders.jsonl", all.join("\n"));
    let path = place.0.join("orders.jsonl");
    compare(&[], &[path.to_str().unwrap()]);
}

#[test]
fn an_order_book_has_bad_rows_and_is_always_the_same() {
    let all: Vec<String> = (0..10_000).map(|n| orders::order(7, n)).collect();
    assert_eq!(all[4321], orders::order(7, 4321));
    let torn = |line: &&String| serde_json::from_str::<Value>(line).is_err();
    assert!((1..10).contains(&all.iter().filter(torn).count()));
}
