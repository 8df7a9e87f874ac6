//! Every `tests/errors/facts/*.json` with all that is told about it; `INSTA_UPDATE=always` writes them anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use super::told;
use crate::diag::Diagnostic;
use crate::facts::errors;
use crate::source::SourceMap;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/errors/facts");

/// Each place with its line, the text under it, and why it is marked.
fn rendered(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let severity = format!("{:?}", diagnostic.severity).to_lowercase();
    let mut out = format!("{severity}[{}]: {}\n", diagnostic.code, diagnostic.message);
    for label in &diagnostic.labels {
        let (line, column) = sources.line_column(label.span.file, label.span.start);
        writeln!(
            out,
            "  {line}:{column} {:?} {}",
            sources.slice(label.span),
            label.message
        )
        .unwrap();
    }
    writeln!(
        out,
        "  at {:?}",
        diagnostic.pointer.as_deref().unwrap_or("nowhere")
    )
    .unwrap();
    writeln!(
        out,
        "  help: {}",
        diagnostic.help.as_deref().unwrap_or("none")
    )
    .unwrap();
    out
}

fn cases() -> Vec<(String, Vec<u8>)> {
    let mut cases: Vec<_> = std::fs::read_dir(Path::new(FOLDER))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| {
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                std::fs::read(&path).unwrap(),
            )
        })
        .collect();
    cases.sort();
    cases
}

#[test]
fn what_is_told() {
    let mut seen = BTreeSet::new();
    for (name, bytes) in cases() {
        let mut sources = SourceMap::new();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        sources.add(format!("{name}.json"), text.clone());
        let (_, diagnostics) = told(&bytes, &[]);
        seen.extend(diagnostics.iter().map(|diagnostic| diagnostic.code));
        let told: String = diagnostics
            .iter()
            .map(|diagnostic| rendered(&sources, diagnostic))
            .collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(FOLDER);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            insta::assert_snapshot!(name.clone(), format!("{}\n---\n{told}", text.trim_end()))
        });
    }
    // The rest wants more text than a file should have, or places of a scenario.
    let elsewhere = [
        "facts-no-such-place",
        "facts-too-deep",
        "facts-too-large",
        "facts-too-many-mistakes",
    ];
    let missing: Vec<_> = errors::CODES
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !seen.contains(code) && !elsewhere.contains(code))
        .collect();
    assert!(missing.is_empty(), "no example of {missing:?}");
    let codes: BTreeSet<_> = errors::CODES.iter().map(|(code, _)| *code).collect();
    assert!(
        seen.is_subset(&codes),
        "not in the list: {:?}",
        seen.difference(&codes)
    );
    assert!(errors::CODES.is_sorted());
}
