//! The fact files of the repository.

use std::fs;

use super::{Kit, Read, below, home, program};
use crate::diag::Sink;
use crate::facts::{self, Slot};
use crate::source::FileId;
use crate::value::{Code, Rates};

/// Every case of a folder's `.json` and `.jsonl` files.
fn cases(folder: &str) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for path in below(&home().join(folder)) {
        let name = path.display().to_string();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("json") => found.push((name, fs::read(path).unwrap())),
            Some("jsonl") => {
                let bytes = fs::read(path).unwrap();
                let lines = facts::lines(&bytes);
                found.extend(lines.map(|line| (name.clone(), line.bytes.to_vec())));
            }
            _ => {}
        }
    }
    found
}

/// Whether the interpreter's reader takes a case, nothing in it is told in part, no code is coarser than those that policies name, and no
/// text is written with escapes.
fn ordinary(kit: &Kit, bytes: &[u8]) -> bool {
    let mut sink = Sink::new();
    let facts = facts::read(&kit.program, FileId(0), bytes, &[], &mut sink);
    let Some(facts) = facts.filter(|_| sink.is_empty()) else {
        return false;
    };
    let coarser = |code: &Code| {
        let mut named = (0..).map_while(|number| kit.words.code_at(number));
        kit.words.code(code.as_str()).is_none() && named.any(|named| code.strictly_above(named))
    };
    let whole = |slot: &Slot| match slot {
        Slot::Number(bounds) => bounds.single().is_some(),
        Slot::Choice(choice) => choice.is_single().is_some(),
        Slot::Text(texts) => texts.len() == 1,
        Slot::Money(amount, _) => amount
            .as_ref()
            .is_none_or(|amount| amount.single().is_some()),
        Slot::List { complete, .. } => *complete,
        Slot::Code(code, _) => !coarser(code),
        Slot::Period(_) => false,
        _ => true,
    };
    let rated = facts.rates != Rates::none();
    !rated && !bytes.contains(&b'\\') && facts.slots.iter().chain(&facts.elements).all(whole)
}

#[test]
fn cases_of_the_shipped_policies_are_read() {
    let program = program("policies");
    let kits = [
        Kit::whole(program.clone()),
        Kit::new(program.clone(), |_| true, false),
        Kit::new(program.clone(), |field| field % 3 != 0, true),
        Kit::new(program.clone(), |field| field % 5 == 1, true),
        Kit::new(program, |_| false, true),
    ];
    let all: Vec<_> = ["examples", "policies", "tests"]
        .into_iter()
        .flat_map(cases)
        .collect();
    let mut done = 0;
    for kit in &kits {
        let mut store = kit.store();
        for (name, bytes) in &all {
            let read = kit.read(bytes, &mut store);
            done += usize::from(read == Read::Done);
            assert!(read == Read::Done || !ordinary(kit, bytes), "{name} is odd");
        }
    }
    assert!(done > 100, "{done}");
}

#[test]
fn cases_of_the_small_example_are_read() {
    let kit = Kit::whole(program("examples/first-rule/policies"));
    let mut store = kit.store();
    for (name, bytes) in cases("examples/first-rule") {
        assert_eq!(kit.read(&bytes, &mut store), Read::Done, "{name}");
    }
}
