//! Each version of the regulation, pinned: what every edition of the law says of many cases on every day.
//!
//! One snapshot a case of `tests/versions/`: first each day by the law as known on that day, then each edition of the law (from one
//! publication to the eve of the next) of all days. One line is a run of days with equal outcome:
//!
//! `2025-10-09 to 2025-11-06  licence_required, latent refused_in_principle  by n61_2025.art1.chinese_origin  due n61_2025.art7.…`
//!
//! `by` names the rules that have effect with an outcome on the main scale, `due` those with a duty; `?` marks what is only perhaps so. The
//! names stand without `mofcom.`. Whoever changes a rule file reads in the difference of the snapshots which cases it touches, and on which days.

mod versions {
    pub mod lines;
}

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use licit::{Editions, Options, Policy, Workspace};
use versions::lines::text;

/// Every day on which the law can change lies inside, with its eve and its morrow.
const FROM: &str = "2020-10-01";
const TO: &str = "2027-12-31";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files of the policy folder, by their paths in it.
fn policies() -> BTreeMap<String, Vec<u8>> {
    let root = root().join("policies");
    let (mut files, mut open) = (BTreeMap::new(), vec![root.clone()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a policy folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|e| e == "licit" || e == "csv" || e == "json")
            {
                let inside = path.strip_prefix(&root).expect("inside").to_string_lossy();
                files.insert(
                    inside.replace('\\', "/"),
                    fs::read(&path).expect("readable"),
                );
            }
        }
    }
    files
}

fn checked(files: &BTreeMap<String, Vec<u8>>) -> Policy {
    let mut workspace = Workspace::named("policies");
    for (path, bytes) in files {
        workspace.add_file(path.clone(), bytes.clone());
    }
    workspace
        .check()
        .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
}

fn editions(policy: &Policy) -> Editions {
    let options = Options::new().from(FROM).to(TO);
    policy
        .editions(&options)
        .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
}

/// The shipped law, opened once for all tests of this file.
fn shipped() -> &'static Editions {
    static SHIPPED: OnceLock<Editions> = OnceLock::new();
    SHIPPED.get_or_init(|| editions(&checked(&policies())))
}

/// What the shipped law says of all cases.
fn told_by_shipped() -> &'static BTreeMap<String, String> {
    static TOLD: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TOLD.get_or_init(|| told_of_all(shipped()))
}

/// The cases, by name.
fn cases() -> BTreeMap<String, String> {
    let folder = root().join("tests/versions");
    let mut cases = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the cases").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|e| e == "json") {
            let name = path.file_stem().expect("a name").to_string_lossy();
            cases.insert(name.into_owned(), fs::read_to_string(&path).expect("text"));
        }
    }
    cases
}

fn told(editions: &Editions, name: &str, facts: &str) -> String {
    let found = editions
        .runs(name, facts)
        .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)));
    text(&found)
}

fn told_of_all(editions: &Editions) -> BTreeMap<String, String> {
    let cases: Vec<(String, String)> = cases().into_iter().collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut all = BTreeMap::new();
    std::thread::scope(|scope| {
        let work = |cases: Vec<(String, String)>| {
            move || -> Vec<(String, String)> {
                let one = |(name, facts): (String, String)| {
                    let told = told(editions, &name, &facts);
                    (name, told)
                };
                cases.into_iter().map(one).collect()
            }
        };
        // Neighbours are alike: dealt out one by one, the work is even.
        let hands: Vec<_> = (0..threads)
            .map(|hand| {
                let dealt = cases.iter().skip(hand).step_by(threads).cloned().collect();
                scope.spawn(work(dealt))
            })
            .collect();
        for hand in hands {
            all.extend(hand.join().expect("decided"));
        }
    });
    all
}

#[test]
fn every_version_is_pinned() {
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let days = checked(&policies()).change_days(None).expect("days");
    let inside = |day: &String| FROM < day.as_str() && day.as_str() < TO;
    assert!(days.iter().all(inside), "{FROM} to {TO}: {days:?}");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/versions/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, told) in told_by_shipped() {
            insta::assert_snapshot!(name.as_str(), told);
        }
    });
}

/// Every snapshot belongs to a case.
#[test]
fn no_snapshot_is_left_over() {
    let cases = cases();
    let folder = root().join("tests/versions/snapshots");
    let left: BTreeSet<String> = fs::read_dir(folder)
        .expect("the snapshots")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| {
            let case = name.strip_suffix(".snap");
            !case.is_some_and(|case| cases.contains_key(case))
        })
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// What another limit of trace content touches: the cases whose runs rest on it, and no other.
#[test]
fn another_limit_touches_trace_content_only() {
    const FILE: &str = "mofcom/n61_2025.licit";
    let mut files = policies();
    let text = String::from_utf8(files[FILE].clone()).expect("text");
    let limit = "share >= 0.1%";
    assert_eq!(
        text.matches(limit).count(),
        1,
        "the limit stands once in {FILE}"
    );
    files.insert(
        FILE.to_owned(),
        text.replace(limit, "share >= 0.2%").into_bytes(),
    );
    let changed = editions(&checked(&files));
    let (before, after) = (told_by_shipped(), told_of_all(&changed));
    let touched: Vec<&str> = before
        .iter()
        .filter(|(name, told)| after.get(*name) != Some(*told))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(touched, TOUCHED, "these cases change with the limit");
    let resting = before
        .iter()
        .filter(|(_, told)| told.contains("n61_2025.art1.trace_content"));
    let resting: BTreeSet<&str> = resting.map(|(name, _)| name.as_str()).collect();
    let due: BTreeSet<&str> = TOUCHED.iter().chain(MORE).copied().collect();
    assert_eq!(resting, due, "these cases rest on trace content");
}

/// Cases with a share of 0.1 % or more and less than 0.2 %, or of which that cannot be ruled out.
const TOUCHED: &[&str] = &[
    "half-content-one-origin-untold",
    "half-content-share-bounded",
    "magnets-content-between",
    "magnets-content-between-listed",
    "magnets-content-exact",
    "magnets-content-nested",
    "magnets-content-two-metals",
    "magnets-three-currencies",
];

/// Cases that rest on trace content and have 0.2 % of it or more.
const MORE: &[&str] = &[
    "magnets-content-fifth",
    "magnets-content-high",
    "magnets-content-logic-chips",
    "magnets-content-memory-chips",
    "magnets-content-military",
    "party-daughter-of-listed-2026-07",
];

/// Sharing decisions between law books changes none: some cases, asked on the first and the last day of each run.
#[test]
fn shared_decisions_are_decisions() {
    let policy = checked(&policies());
    for name in [
        "magnets-content-exact",
        "metal-licensed",
        "technology-magnets-to-vietnam",
        "us-gallium",
    ] {
        let facts =
            fs::read_to_string(root().join(format!("tests/versions/{name}.json"))).expect("a case");
        let found = shipped().runs(name, &facts).expect("decided");
        for edition in &found {
            let ends = edition.runs.iter();
            for (run, day) in ends.flat_map(|run| [(run, &run.from), (run, &run.through)]) {
                let known = edition.known.as_ref().map_or(day, |(_, through)| through);
                let options = Options::new().on(day).known(known).without_steps();
                let decision = policy.decide(&facts, &options).expect("decided");
                assert_eq!(
                    run.outcome.range, decision.range,
                    "{name} on {day}, {known}"
                );
                let rules =
                    |rules: Vec<&String>| rules.into_iter().cloned().collect::<BTreeSet<_>>();
                let because = decision.subjects.iter().flat_map(|s| &s.because);
                assert_eq!(
                    rules(run.rules.iter().map(|r| &r.rule).collect()),
                    rules(because.map(|b| &b.rule).collect()),
                    "{name} on {day}, {known}"
                );
            }
        }
    }
}
