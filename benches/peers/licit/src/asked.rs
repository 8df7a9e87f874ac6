//! The policies of the workload, loaded and asked: the only file that knows Licit's interface.

use std::fs;
use std::path::{Path, PathBuf};

use licit::{Options, Policy, Workspace};
use peers_core::growth::{self, Further};
use peers_core::policy::{OUTCOMES, Outcome, RULES};

/// The workload's policies, with further rules.
pub struct Asked {
    policy: Policy,
    options: Options,
}

/// Facts that are loaded, to be decided many times.
pub struct Facts(String);

impl Asked {
    pub fn new(further: &[Further]) -> Self {
        let mut workspace = Workspace::named("policies");
        let root = folder();
        add(&mut workspace, &root, &root);
        if !further.is_empty() {
            workspace.add_file("further.licit", growth::in_licit(further));
        }
        let policy = workspace
            .check()
            .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        Self {
            policy,
            options: Options::new().without_steps(),
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
        u64::from(self.outcome(line).verdict)
    }

    /// Decides a line of JSON: the outcome and the rules that stand.
    pub fn outcome(&mut self, line: &str) -> Outcome {
        let decision = self
            .policy
            .decide(line, &self.options)
            .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let verdict = decision
            .verdict
            .as_deref()
            .unwrap_or_else(|| panic!("not determined: {line}"));
        let mut rules: Vec<usize> = decision
            .subjects
            .iter()
            .flat_map(|subject| &subject.because)
            .map(|because| number(&because.rule))
            .collect();
        rules.sort_unstable();
        rules.dedup();
        let mut outcome = Outcome {
            verdict: place(verdict),
            ..Outcome::default()
        };
        for rule in rules {
            if rule < RULES {
                outcome.fired |= 1 << rule;
            } else {
                outcome.further += 1;
            }
        }
        outcome
    }
}

/// The place of an outcome on the scale.
fn place(outcome: &str) -> u8 {
    let place = OUTCOMES.iter().position(|one| *one == outcome);
    place.unwrap_or_else(|| panic!("no outcome {outcome}")) as u8
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
