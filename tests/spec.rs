//! What the language does, as pages that a lawyer can read: `tests/spec/` and the reference in `docs/language/`.

mod harness;

#[test]
fn spec() {
    assert!(harness::run_pages("tests/spec") > 0);
}

#[test]
fn reference() {
    harness::run_pages("docs/language");
}

#[test]
fn readme() {
    harness::run_pages("README.md");
}
