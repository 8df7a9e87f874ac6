//! What the language does, as pages that a lawyer can read: `tests/spec/` and the reference in `docs/language/`.

mod harness;

#[test]
fn spec() {
    assert!(harness::run_folder("tests/spec") > 0);
}

#[test]
fn reference() {
    harness::run_folder("docs/language");
}
