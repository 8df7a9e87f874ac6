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
