//! The rooms of `src/` and what each may import: only rooms of rows below its own. In one crate nothing else keeps that so.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the ground up. A room imports only from rows before its own.
const ROWS: &[&[&str]] = &[
    &["source"],
    &["diag"],
    &["value"],
    &["syntax"],
    &["ir"],
    &["resolve"],
    &["check"],
    &["decision"],
    &["law", "facts", "schema"],
    &["eval"],
    &["engine"],
    &["report"],
    &["scenario", "screen", "timeline"],
    &["coverage", "columns"],
    &["api"],
    &["cli"],
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn row(room: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&room))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of src").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

/// Every Rust file with its room (`None` for `lib.rs` and `main.rs`) and its text.
fn rust() -> Vec<(PathBuf, Option<String>, String)> {
    let mut found = Vec::new();
    files(&src(), &mut found);
    let with_room = |path: PathBuf| {
        let inside = path.strip_prefix(src()).expect("below src");
        let first = inside
            .components()
            .next()
            .expect("a name")
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        let room = match first.strip_suffix(".rs") {
            Some("lib" | "main") => None,
            Some(name) => Some(name.to_owned()),
            None => Some(first),
        };
        let text = fs::read_to_string(&path).expect("Rust is text");
        (path, room, text)
    };
    found.into_iter().map(with_room).collect()
}

/// The rooms named after `crate::` in code, with the line; comments and strings of docs are passed over.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or(line);
        for (at, _) in code.match_indices("crate::") {
            // `$crate::` and `other_crate::` are not ours.
            let before = code.get(..at).and_then(|before| before.chars().last());
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let rest = code.get(at + "crate::".len()..).unwrap_or("");
            if let Some(group) = rest.strip_prefix('{') {
                let group = whole_group(group, text, number);
                found.extend(top_level(&group).into_iter().map(|name| (number + 1, name)));
            } else {
                found.push((number + 1, word(rest)));
            }
        }
    }
    found
}

/// `use crate::{a, b::{c, d}}` may run over several lines.
fn whole_group(rest: &str, text: &str, number: usize) -> String {
    let mut group = String::new();
    let mut depth = 1;
    let following = text
        .lines()
        .skip(number + 1)
        .map(|line| line.split("//").next().unwrap_or(line));
    for c in std::iter::once(rest)
        .chain(following)
        .flat_map(|line| line.chars().chain(['\n']))
    {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        group.push(c);
    }
    group
}

fn top_level(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let (mut depth, mut part) = (0, String::new());
    for c in group.chars().chain([',']) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(word(part.trim()));
                part.clear();
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    names.retain(|name| !name.is_empty());
    names
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for (path, room, text) in rust() {
        let Some(room) = room else { continue };
        let Some(own) = row(&room) else {
            wrong.push(format!(
                "{}: the room `{room}` has no row in this test",
                path.display()
            ));
            continue;
        };
        for (line, name) in imports(&text) {
            match row(&name) {
                Some(other) if name != room && other >= own => {
                    wrong.push(format!(
                        "{}:{line}: `{room}` imports `{name}`, which is not below it",
                        path.display()
                    ));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_is_above_the_facade() {
    let main = fs::read_to_string(src().join("main.rs")).expect("main.rs");
    assert!(
        main.lines().count() < 30,
        "main.rs calls the command line and nothing else"
    );
}

#[test]
fn rooms_say_what_they_are_for() {
    for row in ROWS {
        for room in *row {
            let path = src().join(room).join("mod.rs");
            let text =
                fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert!(
                text.starts_with("//!"),
                "{} does not say what comes in and what goes out",
                path.display()
            );
        }
    }
}

#[test]
fn rust_knows_no_law() {
    let words = [
        "mofcom",
        "rare earth",
        "rare-earth",
        "rare_earth",
        "annex1",
        "1c902",
        "\"cn\"",
    ];
    let mut wrong = Vec::new();
    for (path, _, text) in rust() {
        for (number, line) in text.lines().enumerate() {
            let lower = line.split("//").next().unwrap_or(line).to_lowercase();
            for word in words.iter().filter(|word| lower.contains(**word)) {
                wrong.push(format!(
                    "{}:{}: `{word}` belongs in policies/",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_floats_decide() {
    let mut wrong = Vec::new();
    for (path, room, text) in rust() {
        // Laying out text in columns decides nothing.
        if room.as_deref() == Some("report") && path.ends_with("page.rs") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            let words: Vec<&str> = code
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .collect();
            if words.iter().any(|word| *word == "f64" || *word == "f32") {
                wrong.push(format!("{}:{}: a binary float", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn finds_imports() {
    let text = "use crate::{a::b, c::{d, e},\n f};\nlet x = crate::g::h(); // crate::no\n";
    let names: Vec<String> = imports(text).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["a", "c", "f", "g"]);
}
