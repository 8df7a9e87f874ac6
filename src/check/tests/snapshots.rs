//! Every mistake that this room and `resolve` tell, with the folder that makes it: `tests/errors/check/*.licit`.

use std::collections::BTreeSet;
use std::path::Path;

use super::{check_files, render, split};
use crate::check::errors;
use crate::diag::Severity;

/// Schema of the cases that do not say what their facts are.
const BASE: &str = r#"
facts shipment : Shipment on date
scale licensing main { free  needed  refused }
record Shipment { date : Date  origin : Country  sender : Party  items : [Item]  crates : [Crate]  rates : Rates = {} }
record Party { name : Text  country : Country }
record Item { code : Code?  value : Money  kind : Kind  parts : [Item]  weight : Mass }
record Crate { label : Text }
enum Kind { tool  toy }
dimension Mass { g  kg = 1000 g }
status watched of Item "watched"
"#;

#[test]
fn mistakes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors/check");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .filter_map(|e| e.ok().map(|e| e.path()))
        .collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "licit"));
    paths.sort();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a case is text");
        let name = path
            .file_stem()
            .map(|s| s.to_string_lossy().into_owned())
            .unwrap_or_default();
        let mut files = split(&text);
        if !name.starts_with("facts-") && !text.contains("\nfacts ") && !text.starts_with("facts ")
        {
            files.push(("base.licit".to_owned(), BASE.to_owned()));
        }
        let checked = check_files(&files);
        let refused = checked.told.iter().any(|t| t.severity == Severity::Error);
        assert_eq!(checked.program.is_none(), refused, "{name}");
        assert!(!checked.told.is_empty(), "{name} is no mistake");
        seen.extend(checked.told.iter().map(|t| t.code));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let told = render(&checked);
        settings.bind(|| {
            insta::assert_snapshot!(name.clone(), format!("{}\n---\n{told}", text.trim_end()))
        });
    }
    let elsewhere = ["file-not-text"];
    let missing: Vec<&str> = errors::OWN
        .iter()
        .chain(crate::resolve::errors::CODES)
        .map(|(code, _)| *code)
        .filter(|code| !seen.contains(code) && !elsewhere.contains(code))
        .collect();
    assert!(missing.is_empty(), "no example of {missing:?}");
}

#[test]
fn codes_are_told_once_and_in_order() {
    assert!(errors::OWN.is_sorted());
    let all: BTreeSet<&str> = errors::CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(all.len(), errors::CODES.len());
}
