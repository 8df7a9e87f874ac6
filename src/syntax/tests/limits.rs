//! Input without bounds: linear work, one message that names the limit, no overflow when the tree is dropped.

use std::time::{Duration, Instant};

use super::parsed;

const MANY: usize = 100_000;

/// Parses the condition in a rule between two others; gives the messages.
fn condition(text: &str) -> Vec<String> {
    let start = Instant::now();
    let (file, mistakes) = parsed(&format!(
        "rule a {{ when x }}\nrule b {{ when {text}\n then item is free }}\nrule c {{ when x }}\n"
    ));
    assert_eq!(
        file.items.len(),
        3,
        "{}: {mistakes:?}",
        text.chars().take(60).collect::<String>()
    );
    drop(file);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    mistakes.into_iter().map(|m| m.message).collect()
}

fn too_deep(text: &str) {
    let told = condition(text);
    assert_eq!(
        told.len(),
        1,
        "{}: {told:?}",
        text.chars().take(60).collect::<String>()
    );
    assert!(told[0].contains("the limit is 256"), "{told:?}");
}

#[test]
fn operands() {
    too_deep(&format!("x{}", " + x".repeat(MANY)));
    too_deep(&format!("x{}", " * x".repeat(MANY)));
    assert!(condition(&format!("x{}", " and x".repeat(MANY))).is_empty());
    assert!(condition(&format!("x{}", " or x".repeat(MANY))).is_empty());
    assert!(condition(&format!("x{}", ".a".repeat(MANY))).is_empty());
    assert!(condition(&format!("x in {{ {} x }}", "x, ".repeat(MANY))).is_empty());
    assert!(condition(&format!("x{}", "(1)[2]".repeat(MANY))).is_empty());
}

#[test]
fn brackets() {
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("[", "]"),
        ("f(", ")"),
        ("{ a: ", "}"),
        ("count(a in ", ")"),
    ] {
        too_deep(&format!("{}x{}", open.repeat(MANY), close.repeat(MANY)));
        assert!(condition(&format!("{}x{}", open.repeat(100), close.repeat(100))).is_empty());
    }
}

#[test]
fn prefixes() {
    too_deep(&format!("{} x", "not ".repeat(MANY)));
    too_deep(&format!("1 = {} x", "- ".repeat(MANY)));
    too_deep(&format!("{} x", "any a in b has ".repeat(MANY)));
    too_deep(&format!("(x = {} x)", "(if a then b else ".repeat(MANY)));
    too_deep(&format!("({} x)", "if a then b else ".repeat(MANY)));
    too_deep(&format!("{} x", "a otherwise ".repeat(MANY)));
    assert!(
        condition(&format!(
            "x{}",
            " and not y and - 1 < 2 and any a in b has c".repeat(1000)
        ))
        .is_empty()
    );
    assert!(condition(&format!("{}x", "not (x) and ".repeat(200))).is_empty());
}

#[test]
fn unclosed() {
    for open in ["(", "{", "[", "not (", "f(", "x + (", "{ a: ", ") (", "} {"] {
        let (_, mistakes) = parsed(&format!(
            "rule b {{ when {}\n then item is free }}\nrule c {{ when x }}\n",
            open.repeat(MANY)
        ));
        assert!(
            !mistakes.is_empty() && mistakes.len() < 6,
            "{open}: {}",
            mistakes.len()
        );
    }
}

#[test]
fn types() {
    for (open, close) in [("[", "]"), ("{", "}"), ("", "?"), ("[", "]?")] {
        let (file, mistakes) = parsed(&format!(
            "record R {{ x : {}Text{} }}\nenum E {{ a }}\n",
            open.repeat(MANY),
            close.repeat(MANY)
        ));
        assert!(!mistakes.is_empty());
        assert!(
            file.items.len() >= 2 && mistakes.len() < 4,
            "{open}{close}: {mistakes:?}"
        );
    }
}

#[test]
fn floods() {
    let lines = |text: &str| format!("{text}\n").repeat(MANY);
    for text in [
        lines("rule rule"),
        lines("$"),
        lines("}"),
        lines("rule a { when }"),
        lines("2025-13-01"),
        lines("when x = = 1"),
        "@ ".repeat(MANY),
        ", ".repeat(MANY),
        "； ".repeat(MANY),
    ] {
        let start = Instant::now();
        let (_, mistakes) = parsed(&text);
        assert!(
            !mistakes.is_empty() && mistakes.len() <= 502,
            "{}",
            mistakes.len()
        );
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?} for {}",
            start.elapsed(),
            &text[..20]
        );
    }
}

#[test]
fn numbers() {
    let told = condition(&format!("x = {}", "9".repeat(MANY)));
    assert_eq!(told, ["this number has 100000 digits; the limit is 1000"]);
    assert!(condition(&format!("x = {}", "9".repeat(1000))).is_empty());
    assert_eq!(condition(&format!("x[{}]", "9".repeat(MANY))).len(), 1);
}

#[test]
fn one_line_of_ten_megabytes() {
    let start = Instant::now();
    let (file, mistakes) = parsed(&"rule a { when x = 1 } ".repeat(450_000));
    assert_eq!((file.items.len(), mistakes.len()), (450_000, 0));
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}
