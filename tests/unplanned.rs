//! An announcement that nobody planned for: `tests/unplanned/n7_2029.licit` is added to a copy of the shipped policies as one file,
//! with no other change, and every command takes it up.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FILE: &str = "n7_2029.licit";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the shipped policies with that one file more.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str, keep: impl Fn(&str) -> bool) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("unplanned")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        let copy = Self(folder);
        let (from, to) = (root().join("policies"), copy.0.join("policies"));
        let mut open = vec![PathBuf::new()];
        while let Some(inside) = open.pop() {
            fs::create_dir_all(to.join(&inside)).unwrap();
            for entry in fs::read_dir(from.join(&inside)).unwrap().flatten() {
                let path = inside.join(entry.file_name());
                if entry.path().is_dir() {
                    open.push(path);
                } else if keep(&path.to_string_lossy()) {
                    fs::copy(entry.path(), to.join(&path)).unwrap();
                }
            }
        }
        fs::copy(root().join("tests/unplanned").join(FILE), to.join(FILE)).unwrap();
        copy
    }

    fn licit(&self, arguments: &[&str]) -> (i32, String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_licit"))
            .current_dir(&self.0)
            .args(arguments)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (
            out.status.code().unwrap(),
            text(out.stdout),
            text(out.stderr),
        )
    }

    fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let (code, out, err) = self.licit(arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        serde_json::from_str(&out).expect("JSON")
    }

    /// Cells from Germany to Brazil, 1,000 euros, with lithium of that worth.
    fn cells(&self, name: &str, lithium: &str, origin: &str) -> String {
        let party = |name: &str, country: &str| {
            format!(
                r#"{{ "name": "{name}", "country": "{country}", "category": "civil", "lists": [], "owners": [] }}"#
            )
        };
        let facts = format!(
            r#"{{ "date": "2029-08-01", "from": "DE", "destination": "BR",
              "exporter": {}, "importer": {}, "end_user": {}, "end_uses": [ {{ "purpose": "industrial" }} ],
              "items": [ {{ "description": "cells", "code": "9L200", "origin": "DE", "made_in": "DE", "technologies": [],
                "value": {{ "amount": "1000", "currency": "EUR" }},
                "parts": [ {{ "code": "9L100.a", {origin} "made_in": "CL", "technologies": [], "parts": [],
                  "value": {{ "amount": "{lithium}", "currency": "EUR" }} }} ] }} ] }}"#,
            party("A", "DE"),
            party("B", "BR"),
            party("C", "BR")
        );
        let file = format!("{name}.json");
        fs::write(self.0.join(&file), facts).unwrap();
        file
    }
}

#[test]
fn checked_tested_and_decided() {
    let copy = Copy::new("whole", |_| true);
    let (code, out, err) = copy.licit(&["check"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let (code, out, err) = copy.licit(&["test", &format!("policies/{FILE}")]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");

    let australian = r#""origin": "AU","#;
    let decide = |file: &str| copy.json(&["decide", file, "--format", "json"]);
    let fires = decide(&copy.cells("five", "50.00", australian));
    assert_eq!(fires["verdict"], "licence_required");
    let because = &fires["subjects"][0]["because"][0];
    assert_eq!(because["rule"], "canberra.n7_2029.lithium_limb");
    assert_eq!(because["cites"], "Notice No. 7 of 2029, article 2");
    assert_eq!(because["figure"], "5%");

    let below = decide(&copy.cells("below", "49.90", australian));
    assert_eq!(below["verdict"], "free", "4.99 %");

    let untold = decide(&copy.cells("untold", "50.00", ""));
    assert_eq!(untold["verdict"], serde_json::Value::Null);
    assert_eq!(untold["range"]["mildest"], "free");
    assert_eq!(untold["range"]["strictest"], "licence_required");
    let missing = untold["missing"].as_array().expect("a list");
    assert!(
        missing
            .iter()
            .any(|m| m["path"] == "items[0].parts[0].origin"),
        "{missing:?}"
    );

    let (code, out, _) = copy.licit(&["decide", "five.json", "--lang", "zh"]);
    assert!(code == 0 && out.contains("2029年第7号通告"), "{out}");
}

#[test]
fn run_through_the_days_and_described() {
    let copy = Copy::new("days", |_| true);
    let file = copy.cells("five", "50.00", r#""origin": "AU","#);
    let timeline = copy.json(&[
        "timeline",
        &file,
        "--from",
        "2029-01-01",
        "--format",
        "json",
    ]);
    let changes = timeline["changes"].as_array().expect("changes");
    let told: Vec<(&str, &str, &str)> = changes
        .iter()
        .map(|change| {
            let cause = &change["causes"][0];
            (
                change["day"].as_str().unwrap_or_default(),
                cause["instrument"].as_str().unwrap_or_default(),
                cause["what"].as_str().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("2029-03-01", "canberra.n7_2029", "published"),
            ("2029-04-01", "canberra.n7_2029", "begins"),
            ("2029-07-01", "canberra.n7_2029", "begins"),
        ]
    );
    assert_eq!(changes[2]["after"]["verdict"], "licence_required");
    let schema = copy.json(&["schema"]);
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
}

/// Without the other scenarios, which take long: what is covered of this file is covered by its own.
#[test]
fn covered_by_its_own_scenarios() {
    let copy = Copy::new("covered", |path| !path.ends_with(".scenarios.licit"));
    let (_, out, err) = copy.licit(&["test", "--coverage"]);
    assert_eq!(err, "");
    assert!(out.contains(" passed (1 file)"), "{out}");
    assert!(
        out.contains("without a table of provisions: canberra.n7_2029"),
        "{out}"
    );
    let open: Vec<&str> = out.lines().filter(|line| line.contains(FILE)).collect();
    assert!(open.is_empty(), "not covered:\n{}", open.join("\n"));
    assert!(
        out.contains("not covered"),
        "the rest of the law is not asked"
    );
}
