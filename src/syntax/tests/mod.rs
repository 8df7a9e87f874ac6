//! Slips and their messages, source and rendering together.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail"
)]

use super::parse;
use crate::diag::Sink;
use crate::diag::render::{Look, render_all};
use crate::source::SourceMap;

/// Source and messages as one text.
fn told(name: &str, text: &str) -> String {
    let mut sources = SourceMap::new();
    let id = sources.add(name, text);
    let mut sink = Sink::new();
    parse(id, text, &mut sink);
    let diagnostics = sink.into_sorted();
    let shown: String = text
        .lines()
        .map(|l| {
            if l.len() > 200 {
                format!("{}…\n", l.chars().take(60).collect::<String>())
            } else {
                format!("{l}\n")
            }
        })
        .collect();
    format!(
        "{shown}\n----\n{}",
        render_all(&diagnostics, &sources, Look { colour: false })
    )
}

#[test]
fn slips() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/errors/syntax");
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|x| x == "licit"))
        .collect();
    files.sort();
    assert!(files.len() > 50);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("{dir}/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for path in files {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            insta::assert_snapshot!(name.clone(), told(&format!("{name}.licit"), &text));
        }
    });
}

mod limits;
mod mutation;
mod soup;
mod trees;

/// The generated parser stays small enough to build in seconds.
#[test]
fn generated_lines() {
    let lines = include_str!(concat!(env!("OUT_DIR"), "/licit.rs"))
        .lines()
        .count();
    assert!(lines < 40_000, "{lines} lines");
}

/// The parsed file and its mistakes.
fn parsed(text: &str) -> (super::tree::File, Vec<crate::diag::Diagnostic>) {
    let mut sink = Sink::new();
    let file = parse(crate::source::FileId(0), text, &mut sink);
    (file, sink.into_sorted())
}

/// The sound samples with their names.
fn samples() -> Vec<(String, String)> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/samples");
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|p| (p.display().to_string(), std::fs::read_to_string(p).unwrap()))
        .collect()
}

#[test]
fn samples_parse() {
    let samples = samples();
    assert_eq!(samples.len(), 6);
    for (name, text) in samples {
        let (file, mistakes) = parsed(&text);
        assert!(mistakes.is_empty(), "{name}: {mistakes:?}");
        assert!(file.items.len() >= 4, "{name}");
    }
}

/// Codes told somewhere among the slips, and those that other tests or rooms see.
#[test]
fn every_code_has_a_slip() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/errors/syntax");
    let mut told: Vec<&str> = vec!["file-too-large", "too-many-mistakes"];
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|x| x == "licit") {
            let text = std::fs::read_to_string(path).unwrap();
            told.extend(parsed(&text).1.iter().map(|d| d.code));
        }
    }
    told.sort_unstable();
    told.dedup();
    let known: Vec<&str> = super::errors::CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(told, known, "left: told, right: declared in order");
}
