//! The workload is the same everywhere, and the same as the anchors were measured on.

use peers_core::growth::{self, Index};
use peers_core::vocabulary::{CLASSES, HEADINGS, on_list, vocabulary};
use peers_core::{
    InternedShipment, OwnedShipment, Shape, TextShipment, decide, decide_lazily, generate,
};
use sha2::{Digest, Sha256};

fn digest<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for line in lines {
        digest.update(line);
        digest.update("\n");
    }
    digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn all(texts: &[String]) -> String {
    digest(texts.iter().map(String::as_str))
}

fn outcomes(lines: &[String]) -> String {
    let told: Vec<String> = lines
        .iter()
        .map(|line| {
            let outcome = decide(&TextShipment::read(line));
            format!("{} {}", outcome.fired, outcome.verdict)
        })
        .collect();
    all(&told)
}

#[test]
fn shipments_of_seed_61_and_what_is_decided_of_them_do_not_change() {
    let lines = generate(Shape::of(1000));
    assert_eq!(
        all(&lines),
        "4d38f78c49bd30e970d9c75f928557409bedb7774af1cf851b0209787fc9785e"
    );
    assert_eq!(
        outcomes(&lines),
        "50027c7894c103f77d807deb510650367bc19a17ddd926392459967d2b7eff3b"
    );
}

#[test]
fn nor_do_those_with_many_parts() {
    let lines = generate(Shape::with_parts(100, 100, 6));
    assert_eq!(
        all(&lines),
        "7818dc11b730ae2b7ab9adafcca74320d83be3b05a0e8d3f2a6fdaf58ec30cc2"
    );
    assert_eq!(
        outcomes(&lines),
        "a003aa3f94597455cf13ff5d676135be4fb365897e48605739fe1895431a013b"
    );
}

#[test]
fn nor_do_the_further_rules() {
    let told: Vec<String> = growth::further(2900)
        .iter()
        .map(|rule| {
            format!(
                "{} {} {} {}",
                rule.code, rule.destination, rule.at_least, rule.place
            )
        })
        .collect();
    assert_eq!(
        all(&told),
        "e65d3aa70719d61e5a51d53830641a52cc56b6a75bbb4b4336a81fc857809e2e"
    );
}

#[test]
fn every_form_by_hand_decides_alike() {
    let rules = growth::further(2900);
    let index = Index::new(&rules);
    for line in generate(Shape::of(2000)) {
        let (text, interned) = (TextShipment::read(&line), InternedShipment::read(&line));
        let outcome = decide(&text);
        assert_eq!(decide(&OwnedShipment::read(&line)), outcome);
        assert_eq!(decide(&interned), outcome);
        assert_eq!(decide_lazily(&text), outcome);
        assert_eq!(decide_lazily(&interned), outcome);
        assert_eq!(
            growth::decide_in_turn(&text, &rules),
            growth::decide_indexed(&interned, &index)
        );
    }
}

/// The lists that the policies in Licit read are those of the vocabulary.
#[test]
fn lists_in_the_policy_folder_hold_the_vocabulary() {
    let words = vocabulary();
    let codes = |wanted: &dyn Fn(u16) -> bool| -> Vec<&str> {
        words
            .codes
            .iter()
            .filter(|(_, classes)| wanted(*classes))
            .map(|(code, _)| code.as_str())
            .collect()
    };
    for (name, class) in CLASSES {
        assert_eq!(
            column(name),
            codes(&|classes| classes & class != 0),
            "{name}"
        );
    }
    assert_eq!(column("uncontrolled"), codes(&|classes| classes == 0));
    for (name, list) in [
        ("control-list", on_list::CONTROL),
        ("watch-list", on_list::WATCH),
    ] {
        let on: Vec<&str> = words
            .parties
            .iter()
            .filter(|(_, lists)| *lists == list)
            .map(|(party, _)| party.as_str())
            .collect();
        assert_eq!(column(name), on, "{name}");
    }
    let headings = [column("rare-earth-headings"), column("other-headings")].concat();
    for heading in HEADINGS {
        assert!(
            headings
                .iter()
                .any(|above| heading.starts_with(above.as_str())),
            "{heading}"
        );
    }
}

fn column(list: &str) -> Vec<String> {
    let path = format!(
        "{}/../policies/lists/{list}.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
    text.lines().skip(1).map(str::to_owned).collect()
}
