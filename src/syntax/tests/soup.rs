//! Any text and any sequence of terminals: no panic, every message renders.

use proptest::prelude::*;

use super::parsed;
use crate::diag::Sink;
use crate::diag::render::{Look, render_all};
use crate::source::SourceMap;
use crate::syntax::expected::fold;
use crate::syntax::token::{Kw, Sign};
use crate::syntax::{parse, parse_cell};

/// One spelling of each terminal, and slips.
fn words() -> Vec<String> {
    let mut words: Vec<String> = Kw::ALL.iter().map(|k| k.text().to_owned()).collect();
    words.extend(Sign::ALL.iter().map(|s| s.text().to_owned()));
    let others = [
        "x",
        "item",
        "USD",
        "`rule`",
        "14 nm",
        "10 working days",
        "USD 500",
        "key:",
        "`k`:",
        ".member",
        ".1",
        "42",
        "1_000",
        "0.5",
        "0.1%",
        "2025-12-01",
        "2025-13-01",
        "3K907.a.1",
        "\"text\"",
        "\"open",
        ".",
        "$",
        "。",
        "，",
        "：",
        "==",
        "=>",
        "&&",
        "||",
        "!",
        ":=",
        "x :=",
        "3k907",
        "“q”",
        "2025/1/2",
        "// note\n",
        "/// doc\n",
        "# note\n",
        "/* a */",
        "\n",
        "all",
        "exept",
        "unless",
        "1,000",
        "°C",
        "\u{200B}",
        "é",
        "\\",
    ];
    words.extend(others.map(str::to_owned));
    words
}

fn survives(text: &str) {
    let mut sources = SourceMap::new();
    let id = sources.add("soup", text);
    let mut sink = Sink::new();
    parse(id, text, &mut sink);
    parse_cell(id, text, 3, &mut sink);
    let mistakes = sink.into_sorted();
    render_all(&mistakes, &sources, Look { colour: false });
    for mistake in &mistakes {
        assert!(
            !mistake.message.contains('\n')
                && mistake
                    .message
                    .chars()
                    .next()
                    .is_some_and(|c| !c.is_uppercase() || mistake.code == "no-such-date"),
            "{mistake:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_terminals(soup in prop::collection::vec(prop::sample::select(words()), 0..60)) {
        survives(&soup.join(" "));
    }

    #[test]
    fn any_terminals_in_a_rule(soup in prop::collection::vec(prop::sample::select(words()), 0..30)) {
        survives(&format!("rule a {{ when {} }} rule b {{ when x }}", soup.join(" ")));
    }

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        survives(&text);
    }

    #[test]
    fn any_characters(text in any::<String>()) {
        survives(&text);
    }
}

/// A terminal that the grammar's `extern` block lacks ends the parse and loses the tree (syntax §3).
#[test]
fn every_terminal_reaches_the_parser() {
    for word in words() {
        for text in [
            format!("{word} "),
            format!("rule a {{ {word} }}\n"),
            format!("rule a {{ when x = {word} }}\n"),
            format!("rule a {{ when f({word}) }}\n"),
        ] {
            survives(&text);
            let (file, _) = parsed(&format!("enum First {{ x }}\n{text}\nenum Last {{ x }}\n"));
            assert!(!file.items.is_empty(), "`{word}` lost the tree of {text}");
        }
    }
}

/// What the parser may expect is either folded or left out on purpose.
#[test]
fn every_terminal_has_a_group() {
    let left_out = ["en", "zh", "have", "outermost", "?", ";"];
    for word in Kw::ALL
        .iter()
        .map(|k| k.text())
        .chain(Sign::ALL.iter().map(|s| s.text()))
    {
        assert_eq!(fold(word).is_none(), left_out.contains(&word), "`{word}`");
    }
    for class in [
        "NAME", "KEY", "INT", "DECIMAL", "SHARE", "DATE", "CODE", "STRING", "CURRENCY",
    ] {
        assert!(fold(class).is_some(), "{class}");
    }
    for class in ["FILE", "CELL", "UNIT", "MEMBER", "DOT", "ERROR"] {
        assert!(fold(class).is_none(), "{class}");
    }
}
