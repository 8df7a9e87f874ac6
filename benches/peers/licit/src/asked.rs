//! The policies of the workload, loaded and asked: the only file that knows Licit's interface.

use std::fs;
use std::path::{Path, PathBuf};

use licit::{Options, Policy, Row, Workspace};
use peers_core::growth::{self, Further};
use peers_core::policy::{OUTCOMES, Outcome, RULES};

/// The workload's policies, with further rules, made ready for one thread.
pub struct Asked {
    worker: licit::Worker,
}

/// Facts that are loaded, to be decided many times.
pub struct Facts(String);

/// The workload's policies, with further rules, checked.
pub fn policy(further: &[Further]) -> Policy {
    let mut workspace = Workspace::named("policies");
    let root = folder();
    add(&mut workspace, &root, &root);
    if !further.is_empty() {
        workspace.add_file("further.licit", growth::in_licit(further));
    }
    workspace
        .check()
        .unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

impl Asked {
    pub fn new(further: &[Further]) -> Self {
        let screener = policy(further)
            .screener(&Options::new())
            .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        Self {
            worker: screener.worker(),
        }
    }

    /// Reads the facts of one shipment.
    pub fn load(&self, line: &str) -> Facts {
        Facts(line.to_owned())
    }

    /// Decides loaded facts: the place of the outcome on the scale.
    pub fn decide(&mut self, facts: &Facts) -> u64 {
        self.verdict(&facts.0)
    }

    /// Decides a line of JSON.
    pub fn verdict(&mut self, line: &str) -> u64 {
        u64::from(place(&self.row(line)))
    }

    /// Decides a line of JSON: the outcome and the rules that stand.
    pub fn outcome(&mut self, line: &str) -> Outcome {
        let row = self.row(line);
        let mut outcome = Outcome {
            verdict: place(&row),
            ..Outcome::default()
        };
        for rule in row.rules.iter().map(|rule| number(rule)) {
            if rule < RULES {
                outcome.fired |= 1 << rule;
            } else {
                outcome.further += 1;
            }
        }
        outcome
    }

    fn row(&mut self, line: &str) -> Row {
        let row = self.worker.case(line.as_bytes(), "shipments.jsonl", 1);
        row.unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }
}

/// The place of a row's outcome on the scale.
fn place(row: &Row) -> u8 {
    let verdict = row
        .verdict
        .as_deref()
        .unwrap_or_else(|| panic!("not determined: {row:?}"));
    let place = OUTCOMES.iter().position(|one| *one == verdict);
    place.unwrap_or_else(|| panic!("no outcome {verdict}")) as u8
}

/// The number of a rule: `workload.n61.at_once.r02_part1_of_chinese_origin` is 2.
fn number(rule: &str) -> usize {
    let own = rule.rsplit('.').next().unwrap_or(rule);
    let digits = own.strip_prefix('r').and_then(|own| own.split('_').next());
    digits
        .and_then(|digits| digits.parse().ok())
        .unwrap_or_else(|| panic!("rule {rule} has no number"))
}

/// The folder with the workload's policies.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies")
}

fn add(workspace: &mut Workspace, root: &Path, folder: &Path) {
    let entries = fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            add(workspace, root, &path);
        } else if let Ok(inside) = path.strip_prefix(root) {
            let text = fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
            workspace.add_file(inside.to_string_lossy().replace('\\', "/"), text);
        }
    }
}
