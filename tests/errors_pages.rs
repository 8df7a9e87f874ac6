//! The pages of diagnostics: what each says, an example that causes it, a way out; executed.

mod harness;

#[test]
fn every_example_causes_what_its_page_says() {
    harness::run_pages("docs/errors");
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors");
    let mut pages: Vec<String> = std::fs::read_dir(&folder)
        .map(|entries| {
            entries
                .flatten()
                .map(|e| e.file_name().to_string_lossy().into_owned())
                .collect()
        })
        .unwrap_or_default();
    pages.retain(|page| page.ends_with(".md") && page != "README.md");
    let codes: Vec<String> = licit::codes()
        .into_iter()
        .map(|(code, _)| format!("{code}.md"))
        .collect();
    let missing: Vec<&String> = codes.iter().filter(|code| !pages.contains(code)).collect();
    let stray: Vec<&String> = pages.iter().filter(|page| !codes.contains(page)).collect();
    assert!(
        missing.is_empty(),
        "diagnostics without a page in docs/errors: {missing:#?}"
    );
    assert!(stray.is_empty(), "pages without a diagnostic: {stray:#?}");
}

/// Pages without an example that causes their diagnostic, with the reason.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("asked-one-case", "told of a file of the command line"),
    ("asked-outcome", "told of an option of the command line"),
    ("columns-day", "told of Arrow's and Parquet's columns"),
    (
        "columns-never-absent",
        "told of Arrow's and Parquet's columns",
    ),
    ("columns-not-utf8", "a page is UTF-8"),
    (
        "columns-null-element",
        "told of Arrow's and Parquet's columns",
    ),
    ("columns-parquet", "a page holds no Parquet file"),
    ("columns-row-too-large", "longer than a page"),
    ("columns-type", "told of Arrow's and Parquet's columns"),
    (
        "facts-code-not-listed",
        "a warning beside a decision, which the page shows",
    ),
    (
        "facts-no-such-place",
        "told by the library, of a place that a caller names",
    ),
    ("facts-not-utf8", "a page is UTF-8"),
    ("facts-too-deep", "longer than a page"),
    ("facts-too-large", "longer than a page"),
    ("facts-too-many-mistakes", "longer than a page"),
    (
        "file-not-readable",
        "a page has no file that cannot be read",
    ),
    ("file-not-text", "a page is UTF-8"),
    ("file-too-large", "longer than a page"),
    ("nested-too-deeply", "longer than a page"),
    ("number-too-long", "longer than a page"),
    ("path-too-long", "longer than a page"),
    ("policy-not-utf8", "a page is UTF-8"),
    ("scenario-facts-too-deep", "longer than a page"),
    (
        "scenario-place-not-there",
        "told in the failure of a scenario, which the page shows",
    ),
    ("screen-duplicate-ids", "told of a run over many cases"),
    ("screen-explain-form", "told of a run over many cases"),
    ("screen-nothing-to-resume", "told of a run over many cases"),
    ("screen-output-form", "told of a run over many cases"),
    ("screen-output-is-input", "told of a run over many cases"),
    ("screen-resume-asked", "told of a run over many cases"),
    ("screen-resume-form", "told of a run over many cases"),
    ("screen-resume-input", "told of a run over many cases"),
    (
        "screen-without-parquet",
        "told of a program that was built without it",
    ),
    ("screen-resume-output", "told of a run over many cases"),
    ("screen-resume-policies", "told of a run over many cases"),
    ("screen-row-too-large", "told of a run over many cases"),
    ("screen-rows-lost", "told of a run over many cases"),
    ("screen-write-failed", "told of a run over many cases"),
    ("too-many-members", "longer than a page"),
    ("too-many-mistakes", "longer than a page"),
    ("too-many-windows", "longer than a page"),
];

#[test]
fn every_page_shows_its_diagnostic_or_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors");
    for (code, _) in licit::codes() {
        let page = std::fs::read_to_string(folder.join(format!("{code}.md"))).unwrap_or_default();
        let told = [format!("error: {code}"), format!("warning: {code}")];
        let shown = page
            .lines()
            .any(|line| told.iter().any(|told| told == line));
        let listed = NOT_SHOWN.iter().any(|(name, _)| *name == code);
        assert!(
            shown != listed,
            "{code}: {}",
            if shown {
                "shown, so not to be listed"
            } else {
                "no example causes it"
            }
        );
        assert!(
            page.starts_with(&format!("# {code}\n")),
            "{code}: the title is the code"
        );
    }
}

#[test]
fn the_index_names_every_page() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors");
    let index = std::fs::read_to_string(folder.join("README.md")).unwrap_or_default();
    for (code, summary) in licit::codes() {
        let line = format!("- [{code}]({code}.md): {summary}");
        assert!(
            index.lines().any(|l| l == line),
            "not in docs/errors/README.md:\n{line}"
        );
    }
}

#[test]
fn codes_are_kebab_case_and_told_once() {
    let codes = licit::codes();
    for pair in codes.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "told by two rooms");
    }
    for (code, summary) in codes {
        assert!(
            code.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{code}"
        );
        assert!(
            !summary.is_empty() && !summary.ends_with('.'),
            "{code}: {summary}"
        );
    }
}
