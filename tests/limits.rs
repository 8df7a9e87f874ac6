//! Large, deep, long and broken input, from outside: an answer, or an error that names the limit. Nothing is timed here; that work is
//! linear is measured in `benches/`.

#[path = "limits/cases.rs"]
mod cases;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use cases::{POLICY, Told, deep, facts, holdings, wide};
use licit::{Decision, Diagnostics, Look, Options, Policy, Workspace};

const MANY: usize = 100_000;
const DEEP: usize = 10_000;

fn policy() -> Policy {
    let mut workspace = Workspace::new();
    workspace.add_file("law.licit", POLICY);
    workspace.check().unwrap_or_else(|told| panic!("{told}"))
}

fn decided(facts: &str) -> Decision {
    let policy = policy();
    let decision = policy.decide(facts, &Options::new());
    let decision = decision.unwrap_or_else(|told| panic!("{told}"));
    let page = policy.report(&decision, &Look::default());
    assert!(page.len() < 100_000, "a page of {} bytes", page.len());
    decision
}

fn range(decision: &Decision) -> (&str, &str) {
    (&decision.range.mildest, &decision.range.strictest)
}

fn codes(told: &Diagnostics) -> Vec<String> {
    told.iter().map(|one| one.code).collect()
}

fn refused(text: &str) -> Vec<String> {
    let mut workspace = Workspace::new();
    workspace.add_file("law.licit", text);
    codes(&workspace.check().expect_err("refused"))
}

#[test]
fn a_hundred_thousand_parts_told() {
    let decision = decided(&facts(&wide(MANY, Told::All)));
    assert_eq!(range(&decision), ("licence", "licence"));
    assert!(decision.missing.is_empty());
}

#[test]
fn a_hundred_thousand_parts_half_told() {
    let decision = decided(&facts(&wide(MANY, Told::Half)));
    assert_eq!(range(&decision), ("free", "licence"));
    assert!(!decision.missing.is_empty());
}

#[test]
fn ten_thousand_parts_untold() {
    let decision = decided(&facts(&wide(DEEP, Told::Nothing)));
    assert_eq!(range(&decision), ("free", "licence"));
    assert!(!decision.missing.is_empty());
}

#[test]
fn parts_ten_thousand_deep_told() {
    let decision = decided(&facts(&deep(DEEP, Told::All)));
    assert_eq!(range(&decision), ("licence", "licence"));
}

#[test]
fn parts_ten_thousand_deep_half_told() {
    let decision = decided(&facts(&deep(DEEP, Told::Half)));
    assert_eq!(range(&decision), ("free", "licence"));
}

#[test]
fn parts_ten_thousand_deep_untold() {
    let decision = decided(&facts(&deep(DEEP, Told::Nothing)));
    assert_eq!(range(&decision), ("free", "licence"));
}

#[test]
fn ownership_ten_thousand_deep() {
    let decision = decided(&holdings(DEEP, Some("IS")));
    assert_eq!(range(&decision), ("noted", "noted"));
    let decision = decided(&holdings(DEEP, None));
    assert_eq!(range(&decision), ("free", "noted"));
}

#[test]
fn facts_that_are_refused() {
    let policy = policy();
    let digits = "7".repeat(MANY);
    for (facts, code) in [
        ("[".repeat(1_000_000), "facts-too-deep"),
        ("{\"items\":".repeat(1_000_000), "facts-too-deep"),
        (
            format!("{{\"rates\": {{\"EUR/USD\": {digits}}}}}"),
            "facts-bad-number",
        ),
        (
            format!("{{\"rates\": {{\"EUR/USD\": \"{digits}\"}}}}"),
            "facts-bad-number",
        ),
        (
            format!(
                "{{\"items\": [{{\"value\": {{\"amount\": \"{digits}\", \"currency\": \"EUR\"}}}}]}}"
            ),
            "facts-bad-number",
        ),
    ] {
        let told = policy.decide(&facts, &Options::new()).expect_err("refused");
        assert!(
            codes(&told).iter().any(|told| told == code),
            "{:?}",
            codes(&told)
        );
        let shown = told.render(false);
        assert!(shown.len() < 20_000, "{} bytes", shown.len());
    }
}

#[test]
fn policies_that_are_refused() {
    let rule = |when: &str| {
        format!(
            "{POLICY}\nrule huge {{ for item in shipment.items when {when} then item is licence }}\n"
        )
    };
    let number = |digits: usize| "9".repeat(digits);
    for when in [
        format!("{}item.lamp{}", "(".repeat(MANY), ")".repeat(MANY)),
        format!("{}item.lamp", "not ".repeat(MANY)),
        format!("item.count = 1{}", " + 1".repeat(MANY)),
        format!("item.count = {}", number(MANY)),
        format!("item.count > 0.{}", number(MANY)),
        "(".repeat(MANY),
        number(10_000_000),
    ] {
        assert!(!refused(&rule(&when)).is_empty());
    }
}

#[test]
fn a_list_that_is_refused() {
    let mut workspace = Workspace::new();
    workspace.add_file(
        "law.licit",
        format!("{POLICY}\nlist annex from \"annex.csv\" {{\n  code : Code\n  count : Int\n}}\n"),
    );
    workspace.add_file(
        "annex.csv",
        format!("code,count\n1A1,{}\n", "7".repeat(MANY)),
    );
    let told = workspace.check().expect_err("refused");
    assert!(told.render(false).len() < 20_000);
    workspace.add_file(
        "annex.csv",
        format!("code,count\n{},1\n", "x".repeat(10_000_000)),
    );
    let told = workspace.check().expect_err("refused");
    assert!(told.render(false).len() < 20_000);
}

#[test]
fn a_hundred_thousand_operands() {
    let mut workspace = Workspace::new();
    let when = format!("item.lamp{}", " and item.lamp".repeat(MANY));
    let rule = format!(
        "{POLICY}\nrule huge {{ cites article 9 for item in shipment.items when {when} then item is noted }}\n"
    );
    workspace.add_file("law.licit", rule);
    let policy = workspace.check().unwrap_or_else(|told| panic!("{told}"));
    let decision = policy.decide(facts("").as_str(), &Options::new());
    assert_eq!(
        range(&decision.unwrap_or_else(|told| panic!("{told}"))),
        ("noted", "noted")
    );
}

/// A folder of its own for a test that starts the program.
fn folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("limits-{name}"));
    let policies = root.join("policies");
    fs::create_dir_all(&policies).expect("a folder");
    fs::write(policies.join("law.licit"), POLICY).expect("a file");
    root
}

fn licit(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_licit"));
    command
        .args(arguments)
        .current_dir(root)
        .env("NO_COLOR", "1");
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn lines_that_are_refused_among_good_ones() {
    let root = folder("lines");
    let good = facts("").replace('\n', " ");
    let lines = [
        good.clone(),
        "[".repeat(1_000_000),
        good.replace(
            "\"id\": \"\"",
            &format!("\"id\": \"{}\"", "x".repeat(10_000_000)),
        ),
        "{\"items\": ".to_owned(),
        format!("{{\"rates\": {{\"EUR/USD\": {}}}}}", "7".repeat(MANY)),
        good,
    ];
    fs::write(root.join("orders.jsonl"), lines.join("\n")).expect("a file");
    let output = licit(&root, &["decide", "orders.jsonl", "--format", "json"])
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(1));
    let told: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let decided: Vec<bool> = told.iter().map(|one| one.get("error").is_none()).collect();
    assert_eq!(decided, [true, false, true, false, false, true]);
}

#[cfg(unix)]
#[test]
fn a_small_stack_is_enough() {
    let root = folder("stack");
    for (name, facts) in [
        ("parts.json", facts(&deep(DEEP, Told::Half))),
        ("holdings.json", holdings(DEEP, None)),
        ("open.json", "[".repeat(1_000_000)),
    ] {
        fs::write(root.join(name), facts).expect("a file");
        for format in ["text", "json"] {
            let run = format!("ulimit -s 1024 && exec \"$0\" decide {name} --format {format}");
            let output = Command::new("sh")
                .args(["-c", &run, env!("CARGO_BIN_EXE_licit")])
                .current_dir(&root)
                .output()
                .expect("runs");
            let code = if name == "open.json" { 1 } else { 0 };
            assert_eq!(
                output.status.code(),
                Some(code),
                "{name}: {}",
                text(&output.stderr)
            );
        }
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let root = folder("reader");
    let line = facts("").replace('\n', " ");
    fs::write(root.join("orders.jsonl"), format!("{line}\n").repeat(200)).expect("a file");
    let mut child = licit(&root, &["decide", "orders.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(0), String::new())
    );
}

#[test]
fn standard_input_of_ten_megabytes() {
    let root = folder("input");
    let long = facts("").replace(
        "\"id\": \"\"",
        &format!("\"id\": \"{}\"", "x".repeat(10_000_000)),
    );
    let mut child = licit(&root, &["decide", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(long.as_bytes()).expect("read to its end");
    drop(stdin);
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().expect("ends");
    assert_eq!((status.code(), text(&stderr)), (Some(0), String::new()));
    assert!(stdout.len() < 100_000);
}
