//! The policies of the workload, loaded and asked: what knows Licit's interface for single cases.

use std::fs;
use std::path::{Path, PathBuf};

use licit::{Options, Policy, Row, Screener, Worker, Workspace};
use peers_core::growth::{self, Further};
use peers_core::policy::{OUTCOMES, Outcome, RULES};

/// The workload's policies, with further rules, made ready for one thread.
pub struct Asked {
    screener: Screener,
    worker: Worker,
}

/// Facts that are loaded, to be decided many times.
pub type Facts = licit::Case;

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
        let worker = screener.worker();
        Self { screener, worker }
    }

    /// Reads the facts of one shipment.
    pub fn load(&self, line: &str) -> Facts {
        self.screener
            .load(line.as_bytes())
            .unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }

    /// Decides loaded facts; gives something of the outcome.
    #[inline]
    pub fn decide(&mut self, facts: &Facts) -> u64 {
        let verdict = self
            .worker
            .decide(facts)
            .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        verdict.verdict().map_or(0, |outcome| outcome.len() as u64)
    }

    /// Decides loaded facts: the outcome and the rules that stand.
    pub fn outcome_of(&mut self, facts: &Facts) -> Outcome {
        let verdict = self
            .worker
            .decide(facts)
            .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let mut rules: Vec<&str> = verdict.rules().collect();
        rules.sort_unstable();
        rules.dedup();
        outcome(verdict.verdict(), rules.into_iter())
    }

    /// Decides a line of JSON.
    pub fn verdict(&mut self, line: &str) -> u64 {
        u64::from(place(self.row(line).verdict.as_deref()))
    }

    /// Decides a line of JSON: the outcome and the rules that stand.
    pub fn outcome(&mut self, line: &str) -> Outcome {
        let row = self.row(line);
        outcome(row.verdict.as_deref(), row.rules.iter().map(|rule| &**rule))
    }

    fn row(&mut self, line: &str) -> Row {
        let row = self.worker.case(line.as_bytes(), "shipments.jsonl", 1);
        row.unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }
}

/// An outcome, of the names of verdict and rules.
fn outcome<'a>(verdict: Option<&str>, rules: impl Iterator<Item = &'a str>) -> Outcome {
    let mut outcome = Outcome {
        verdict: place(verdict),
        ..Outcome::default()
    };
    for rule in rules.map(number) {
        if rule < RULES {
            outcome.fired |= 1 << rule;
        } else {
            outcome.further += 1;
        }
    }
    outcome
}

/// The place of an outcome on the scale.
fn place(verdict: Option<&str>) -> u8 {
    let place = OUTCOMES.iter().position(|one| Some(*one) == verdict);
    place.unwrap_or_else(|| panic!("undetermined, or no outcome of the scale: {verdict:?}")) as u8
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
