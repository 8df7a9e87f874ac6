//! Runs Markdown pages: prose with rule files, facts, and what must come out.
//!
//! A page is cut into sections at each `## `; blocks before the first one belong to every section (a page without `##` is one
//! section). In a section, in sequence:
//!
//! | block | is |
//! | --- | --- |
//! | ` ```licit [path] ` | a rule file; unnamed ones are files of their own |
//! | ` ```csv path `, ` ```json path ` | a file that rule files name |
//! | ` ```json facts ` | the case that the next blocks decide |
//! | ` ```text check ` | what checking tells: `error: code`, `warning: code`, exactly these |
//! | ` ```text decide [--on D --known D --reading q=r --assume none] ` | what must come out, a line each (below) |
//! | ` ```text report [options] ` | the report, word for word; rewritten where `BLESS=1` |
//! | ` ```text timeline [--known D --from D --to D --reading q=r --assume none] ` | runs and what lies between them, all of them (`timeline.rs`); rewritten where `BLESS=1` |
//! | ` ```csv cases ` | a table of cases that the next block decides |
//! | ` ```text rows [options as of decide] ` | a line a row: `verdict: x`, `range: a to b`, `error: code`; or `error: code` for what refuses the file |
//! | ` ```text test ` | `passed: n`, `failed: n`, and `failure: …` for what a failure says |
//!
//! Lines of a decision: `verdict: x`, `range: a to b`, `latent: x`, `latent: a to b`, `latent: same`, `because: rule`,
//! `perhaps: rule`, `out: rule` (neither), `figure: rule value`, `set aside: rule`, `missing: path`, `not missing: path`, `missing: nothing`, `settles: path`,
//! `not settles: path`, `can settle: path`, `SCALE: x`, `SCALE: a to b`, `duty: rule [day] [state]`, `no duty: rule`,
//! `gap: reason`, `asks: question`, `assumed: path`, `assumes: path, path` (these and no others) or `assumes: nothing`, `basis: x`, `PATH is: x`, or `error: code` where the policies or the facts
//! must be refused, with exactly these codes. Rules and questions may be named by their last words. `#` begins a comment.
//!
//! A section with rule files and no `text` block must check without an error. Other blocks are prose.

mod decide;
mod page;
mod rows;
mod timeline;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use licit::{Diagnostics, Policy, Severity, Workspace};
use page::{Block, Page, Section};

/// Runs every page of a folder, or a single page; gives how many sections ran.
pub fn run_pages(folder: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut pages = Vec::new();
    if root.is_file() {
        pages.push(root);
    } else {
        collect(&root, &mut pages);
    }
    pages.sort();
    let mut failures = Vec::new();
    let mut sections = 0;
    for path in pages {
        let text = fs::read_to_string(&path).expect("a page is text");
        let mut page = Page::parse(&text);
        let shown = path
            .strip_prefix(env!("CARGO_MANIFEST_DIR"))
            .unwrap_or(&path)
            .display()
            .to_string();
        for section in page.sections() {
            sections += 1;
            for failure in run(&section, &mut page) {
                failures.push(format!("{shown}, {}: {failure}", section.title));
            }
        }
        if let Some(text) = page.rewritten() {
            fs::write(&path, text).expect("a page can be written");
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {sections} sections differ:\n\n{}\n",
        failures.len(),
        failures.join("\n\n")
    );
    sections
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, pages);
        } else if path.extension().is_some_and(|e| e == "md") {
            pages.push(path);
        }
    }
}

/// What a section has come to.
struct Run {
    workspace: Workspace,
    policies: usize,
    checked: Option<Result<Policy, Diagnostics>>,
    facts: String,
    table: String,
}

impl Run {
    fn check(&mut self) -> &Result<Policy, Diagnostics> {
        let workspace = &self.workspace;
        self.checked.get_or_insert_with(|| workspace.check())
    }
}

fn run(section: &Section, page: &mut Page) -> Vec<String> {
    let mut run = Run {
        workspace: Workspace::new(),
        policies: 0,
        checked: None,
        facts: "{}".to_owned(),
        table: String::new(),
    };
    let mut failures = Vec::new();
    let mut asked = false;
    for block in &section.blocks {
        let words: Vec<&str> = block.info.split_whitespace().collect();
        match words.as_slice() {
            ["licit", "ignore", ..] => {}
            ["licit"] => {
                let path = format!("policy{}.licit", run.policies + 1);
                add(&mut run, &path, &block.text);
            }
            ["json", "facts"] => run.facts.clone_from(&block.text),
            ["csv", "cases"] => run.table.clone_from(&block.text),
            ["licit" | "csv" | "json", path] => add(&mut run, path, &block.text),
            ["text", "check"] => {
                asked = true;
                failures.extend(check(block, run.check()));
            }
            ["text", "decide", options @ ..] => {
                asked = true;
                let facts = run.facts.clone();
                failures.extend(decide::decide(block, options, &facts, run.check()));
            }
            ["text", "report", options @ ..] => {
                asked = true;
                let facts = run.facts.clone();
                failures.extend(report(block, options, &facts, run.check(), page));
            }
            ["text", "timeline", options @ ..] => {
                asked = true;
                let facts = run.facts.clone();
                let got = timeline::lines(options, &facts, run.check());
                failures.extend(compare(block, got, page));
            }
            ["text", "rows", options @ ..] => {
                asked = true;
                match decide::options(options) {
                    Ok((options, _)) => {
                        let table = run.table.clone();
                        let got = rows::lines(&options, &table, run.check());
                        failures.extend(compare(block, got, page));
                    }
                    Err(why) => failures.push(why),
                }
            }
            ["text", "test"] => {
                asked = true;
                failures.extend(scenarios(block, run.check()));
            }
            _ => {}
        }
    }
    if run.policies > 0
        && !asked
        && let Err(diagnostics) = run.check()
    {
        failures.push(format!("does not check:\n{}", diagnostics.render(false)));
    }
    failures
}

fn add(run: &mut Run, path: &str, text: &str) {
    let is_policy = path.ends_with(".licit");
    run.policies += usize::from(is_policy);
    run.workspace.add_file(path, text);
    run.checked = None;
}

/// The lines of a block that are no comments.
fn lines(block: &Block) -> impl Iterator<Item = &str> {
    block
        .text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn codes(diagnostics: &Diagnostics) -> BTreeSet<String> {
    let word = |severity| {
        if severity == Severity::Error {
            "error"
        } else {
            "warning"
        }
    };
    diagnostics
        .iter()
        .map(|d| format!("{}: {}", word(d.severity), d.code))
        .collect()
}

fn check(block: &Block, checked: &Result<Policy, Diagnostics>) -> Option<String> {
    let told = match checked {
        Ok(policy) => policy.warnings(),
        Err(diagnostics) => diagnostics.clone(),
    };
    let due: BTreeSet<String> = lines(block).map(str::to_owned).collect();
    let got = codes(&told);
    (due != got).then(|| {
        format!(
            "expected {due:?}, checking tells {got:?}\n{}",
            told.render(false)
        )
    })
}

fn report(
    block: &Block,
    options: &[&str],
    facts: &str,
    checked: &Result<Policy, Diagnostics>,
    page: &mut Page,
) -> Option<String> {
    let (options, look) = match decide::options(options) {
        Ok(both) => both,
        Err(why) => return Some(why),
    };
    let got = match checked {
        Err(diagnostics) => diagnostics.render(false),
        Ok(policy) => match policy.decide(facts, &options) {
            Ok(decision) => without_digests(&policy.report(&decision, &look)),
            Err(diagnostics) => diagnostics.render(false),
        },
    };
    compare(block, got, page)
}

/// A block that is told word for word.
fn compare(block: &Block, got: String, page: &mut Page) -> Option<String> {
    if got.trim_end() == block.text.trim_end() {
        return None;
    }
    if std::env::var_os("BLESS").is_some() {
        page.replace(block, &got);
        return None;
    }
    Some(format!("this differs (BLESS=1 rewrites it):\n{got}"))
}

/// Digests change with every letter of a page and say nothing to its reader.
fn without_digests(text: &str) -> String {
    text.lines()
        .filter(|line| !line.contains("sha256:"))
        .map(|line| format!("{line}\n"))
        .collect()
}

fn scenarios(block: &Block, checked: &Result<Policy, Diagnostics>) -> Vec<String> {
    let policy = match checked {
        Ok(policy) => policy,
        Err(diagnostics) => return vec![format!("does not check:\n{}", diagnostics.render(false))],
    };
    let results = policy.test(&|_| true);
    let (failed, all) = (results.failed(), results.cases.len());
    let said: Vec<&String> = results
        .cases
        .iter()
        .flat_map(|case| &case.failures)
        .collect();
    let differs = |line: &str| {
        let (what, due) = line.split_once(": ").unwrap_or((line, ""));
        let holds = match what {
            "passed" => due == (all - failed).to_string(),
            "failed" => due == failed.to_string(),
            "failure" => said.iter().any(|said| said.contains(due)),
            _ => false,
        };
        (!holds).then(|| format!("`{line}`: got\n{}", results.text(false)))
    };
    lines(block).filter_map(differs).collect()
}
