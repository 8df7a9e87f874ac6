//! Texts of the shipped policies: each is in both languages, and a decision told in Chinese is Chinese all through.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use licit::{Language, Look, Options, Policy, Workspace};
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder, by path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn policy(folder: &str) -> Policy {
    let folder = root().join(folder);
    let mut workspace = Workspace::named("policies");
    for path in files(&folder) {
        let inside = path.strip_prefix(&folder).expect("inside");
        let inside = inside.to_string_lossy().replace('\\', "/");
        workspace.add_file(inside, fs::read(&path).expect("readable"));
    }
    workspace
        .check()
        .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
}

// ---- both languages ----------------------------------------------------------------------------------------------

/// Texts below a value that are not in both languages. `what` is where they stand.
fn lacking(value: &Value, what: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            let name = map.get("name").and_then(Value::as_str).unwrap_or_default();
            let what = if name.is_empty() {
                what.to_owned()
            } else {
                format!("{what} {name}")
            };
            let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
            if map.contains_key("en") {
                // A rule of a group is known by its group, a parameter by its record.
                let needed = !what.starts_with(" rules ") && !what.contains(" params ");
                if text("en").is_empty() && needed {
                    found.insert(format!("{what}: no text"));
                } else if text("en").is_empty() != text("zh").is_empty() {
                    found.insert(format!("{what}: no Chinese for “{}”", text("en")));
                }
                return;
            }
            for (key, inner) in map {
                // The names of the rows of a table of provisions are words to look up, not to read.
                if what.ends_with(" provisions") && key == "provision" {
                    continue;
                }
                lacking(inner, &format!("{what} {key}"), found);
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| lacking(inner, what, found)),
        _ => {}
    }
}

#[test]
fn every_text_is_in_both_languages() {
    let program = policy("policies").program_json();
    let mut found = BTreeSet::new();
    lacking(&program, "", &mut found);
    let found: Vec<String> = found.into_iter().collect();
    assert!(
        found.is_empty(),
        "{} texts:\n{}",
        found.len(),
        found.join("\n")
    );
}

// ---- Chinese all through -----------------------------------------------------------------------------------------

/// What is no word of a language, and may stand in a Chinese report.
#[derive(Clone, Debug, Default)]
struct Allowed {
    /// Names with a dot or an index in them, wherever they stand.
    dotted: BTreeSet<String>,
    /// Texts that the facts give, wherever they stand. Longest first.
    told: Vec<String>,
    /// Names of one word, where the report names them as such: places at the top of the facts, readings.
    handles: BTreeSet<String>,
    /// Words in capitals: countries and currencies of the facts and policies, and elements of the lists.
    short: BTreeSet<String>,
    /// Units, behind a figure.
    units: BTreeSet<String>,
}

impl Allowed {
    /// What the policies add.
    fn of(program: &Value) -> Allowed {
        let mut allowed = Allowed::default();
        walk(program, "", &mut |value, key| {
            const TEXTS: [&str; 8] = [
                "en",
                "zh",
                "doc",
                "at",
                "says",
                "note",
                "basis_note",
                "provision",
            ];
            if let Some(text) = value.as_str().filter(|_| !TEXTS.contains(&key)) {
                allowed.word(text);
            }
        });
        for calendar in program["calendars"].as_array().into_iter().flatten() {
            allowed
                .handles
                .extend(calendar["name"].as_str().map(str::to_owned));
        }
        for dimension in program["dimensions"].as_array().into_iter().flatten() {
            for unit in dimension["units"].as_array().into_iter().flatten() {
                allowed
                    .units
                    .extend(unit["name"].as_str().map(str::to_owned));
            }
        }
        allowed.short.extend(elements(program));
        allowed
    }

    /// What a case adds.
    fn with(&self, facts: &Value, decision: &Value) -> Allowed {
        let mut allowed = self.clone();
        let mut told = BTreeSet::new();
        walk(facts, "", &mut |value, key| {
            let Some(text) = value.as_str() else { return };
            allowed.word(text);
            // A word of the schema, such as a member of an enum, is not told by the facts.
            let of_schema = text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            let free = matches!(key, "id" | "name" | "description") && text.len() > 1;
            if free || text.len() > 3 && !of_schema {
                told.insert(text.to_owned());
            }
        });
        walk(decision, "", &mut |value, key| {
            // Texts of the decision prove nothing: they are what is asked about.
            const TEXTS: [&str; 9] = [
                "text",
                "value",
                "what",
                "who",
                "cites",
                "detail",
                "by_unknown",
                "figure",
                "reading_text",
            ];
            let Some(text) = value.as_str().filter(|_| !TEXTS.contains(&key)) else {
                return;
            };
            allowed.word(text);
            if matches!(key, "path" | "reading" | "subject") {
                allowed.handles.insert(text.to_owned());
            }
        });
        allowed.told = told.into_iter().collect();
        allowed
            .told
            .sort_by_key(|text| std::cmp::Reverse(text.len()));
        allowed
    }

    /// Takes a word in that is a name, or stands in capitals.
    fn word(&mut self, text: &str) {
        if text.len() <= 3 && text.chars().all(|c| c.is_ascii_uppercase()) {
            self.short.insert(text.to_owned());
        } else if is_handle(text) {
            self.dotted.insert(text.to_owned());
        }
    }

    /// English words in a line.
    fn words(&self, line: &str) -> Vec<String> {
        let mut line = line.to_owned();
        for text in &self.told {
            if line.contains(text.as_str()) {
                line = line.replace(text.as_str(), "〇");
            }
        }
        let mut found = Vec::new();
        let mut rest = line.as_str();
        while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
            let end = rest[start..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || "_.[]@:°/".contains(c)))
                .map_or(rest.len(), |end| start + end);
            let word = rest[start..end].trim_end_matches(['.', ':', '/']);
            let at = line.len() - rest.len() + start;
            let after = &line[at + word.len()..];
            if !self.is_allowed(&line[..at], word, after) {
                found.push(word.to_owned());
            }
            rest = &rest[end..];
        }
        found
    }

    fn is_allowed(&self, before: &str, word: &str, after: &str) -> bool {
        let letters = word.chars().filter(char::is_ascii_alphabetic).count();
        if letters == 0 || word.len() == 1 || word.contains('@') || word.starts_with("sha256:") {
            return true;
        }
        let trimmed = before.trim_end();
        // `1C902`: a letter in a code.
        let code = letters == 1 && word.starts_with(|c: char| c.is_ascii_digit());
        let unit = self.units.contains(word) && trimmed.ends_with(|c: char| c.is_ascii_digit());
        let named = self.handles.contains(word)
            && (before.ends_with('〔') && after.starts_with('〕')
                || before.ends_with("位于 ")
                || before.ends_with("提供")
                || matches!(trimmed.trim_start(), "" | "✓" | "✗" | "?")
                || before.ends_with('`') && after.starts_with('`')
                || after.starts_with('：')
                    && (trimmed.ends_with("采用") || trimmed.ends_with("其他解释")));
        code || unit || named || self.short.contains(word) || self.dotted.contains(word)
    }
}

/// Names that no text would hold: with a dot, an index or an underscore.
fn is_handle(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.contains(['.', '[']) && text.is_ascii()
}

/// Symbols of elements: cells of one or two letters.
fn elements(program: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for list in program["lists"].as_array().into_iter().flatten() {
        walk(&list["rows"], "", &mut |value, key| {
            if let Some(text) = value.as_str().filter(|_| key == "cells") {
                for word in text.split([' ', ',', ';']).filter(|word| word.len() <= 2) {
                    found.insert(word.to_owned());
                }
            }
        });
    }
    found
}

/// Every value below a value, with the key that it stands under.
fn walk(value: &Value, key: &str, visit: &mut impl FnMut(&Value, &str)) {
    visit(value, key);
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| walk(inner, key, visit)),
        Value::Array(all) => all.iter().for_each(|inner| walk(inner, key, visit)),
        _ => {}
    }
}

/// Fact files, one case each.
fn cases() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in [
        files(&root().join("policies")),
        files(&root().join("examples")),
    ]
    .concat()
    {
        let name = path
            .strip_prefix(root())
            .expect("inside")
            .to_string_lossy()
            .replace('\\', "/");
        let text = || fs::read_to_string(&path).expect("readable");
        if name.starts_with("examples/first-rule") {
            continue;
        } else if name.ends_with(".jsonl") {
            let lines = text();
            let lines = lines
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty());
            found.extend(lines.map(|(i, line)| (format!("{name}:{}", i + 1), line.to_owned())));
        } else if name.ends_with(".json") {
            found.push((name, text()));
        }
    }
    found
}

#[test]
fn a_chinese_decision_has_no_english_word() {
    let policy = policy("policies");
    let program = policy.program_json();
    let cases = cases();
    assert!(cases.len() >= 20, "{} cases", cases.len());
    let days = [
        Options::new(),
        Options::new().on("2025-10-20"),
        Options::new().on("2026-03-01"),
        Options::new().on("2026-12-01"),
    ];
    let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let of_policy = Allowed::of(&program);
    for (name, facts) in &cases {
        let told: Value = serde_json::from_str(facts).expect("JSON");
        for options in &days {
            let Ok(decision) = policy.decide(facts, options) else {
                continue;
            };
            let look = Look {
                language: Language::Zh,
                width: 100_000,
                colour: false,
            };
            let report = policy.report(&decision, &look);
            let json = licit::json(&decision.in_language(Language::Zh), true);
            let json: Value = serde_json::from_str(&json).expect("JSON");
            let allowed = of_policy.with(&told, &json);
            for line in report
                .lines()
                .filter(|line| seen.insert((*line).to_owned()))
            {
                for word in allowed.words(line) {
                    found.insert(format!("{word}: {} ({name})", line.trim()));
                }
            }
            // The whole derivation, of which a report tells the part that decides.
            walk(&json["subjects"], "", &mut |value, key| {
                let text = value.as_str().filter(|_| matches!(key, "text" | "value"));
                if let Some(text) = text.filter(|text| seen.insert((*text).to_owned())) {
                    for word in allowed.words(text) {
                        found.insert(format!("{word}: {text} ({name})"));
                    }
                }
            });
        }
    }
    assert!(seen.len() > 500, "{} lines", seen.len());
    let mut once = BTreeSet::new();
    let found: Vec<&String> = found
        .iter()
        .filter(|line| once.insert(line.rsplit_once(" (").map_or("", |(line, _)| line)))
        .collect();
    assert!(
        found.is_empty(),
        "{} English words:\n{}",
        found.len(),
        found
            .iter()
            .map(|l| l.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[test]
fn the_check_sees_english_words() {
    let facts =
        serde_json::json!({ "id": "A 1", "exporter": { "country": "DE", "name": "Beispiel AG" } });
    let decision =
        serde_json::json!({ "missing": [{ "path": "exporter" }, { "path": "items[0].origin" }] });
    let program = serde_json::json!({
        "rules": [{ "name": "harbour.n1.first" }],
        "dimensions": [{ "units": [{ "name": "nm" }] }],
        "questions": [{ "readings": [] }],
    });
    let allowed = Allowed::of(&program).with(&facts, &decision);
    let sound = [
        "出口经营者〔exporter〕：DE（Beispiel AG）",
        "  harbour.n1.first（官方文本）",
        "items[0].origin   一经提供即可确定结果",
        "制程不超过14 nm，条目1C902",
        "规则集 sha256:0123456789ab，事实 sha256:0123456789ab",
    ];
    for line in sound {
        assert!(
            allowed.words(line).is_empty(),
            "{line}: {:?}",
            allowed.words(line)
        );
    }
    for (line, word) in [
        ("✓ made_abroad（物项）", "made_abroad"),
        ("数值：0.06% to 0.11%", "to"),
        ("义务 exporter 报告", "exporter"),
        ("article 2", "article"),
        ("制程为 nm", "nm"),
    ] {
        assert_eq!(allowed.words(line), [word], "{line}");
    }
}
