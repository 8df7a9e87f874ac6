//! `licit test`

use super::args::{Required, Test, TestFormat};
use super::exit::Exit;
use super::folder::{self, Asked};
use super::output::Output;
use crate::coverage::Coverage;
use crate::scenario::{Results, Suites};

/// Runs the scenarios of each folder that is meant.
pub fn run(verb: &Test, output: &mut Output) -> Exit {
    let all = match folder::asked(&verb.folder.policies, &verb.paths) {
        Ok(all) => all,
        Err(diagnostics) => {
            output.diagnostics(&diagnostics);
            return Exit::Refused;
        }
    };
    let mut results = Results::default();
    let mut covered = Vec::new();
    let mut exit = Exit::Done;
    for asked in &all {
        match ran(verb, asked, output) {
            Ok((cases, coverage)) => {
                results.cases.extend(cases.cases);
                covered.extend(coverage);
            }
            Err(unchecked) => exit = exit.max(unchecked),
        }
    }
    if exit == Exit::Unchecked && results.cases.is_empty() {
        return exit;
    }
    print(verb, &results, &covered, output);
    let missing = covered.iter().any(|one| lacks(one, &verb.require));
    if results.failed() > 0 || missing {
        exit.max(Exit::ScenariosFailed)
    } else {
        exit
    }
}

/// What came of the scenarios of one folder, and what they show.
fn ran(
    verb: &Test,
    asked: &Asked,
    output: &mut Output,
) -> Result<(Results, Option<Coverage>), Exit> {
    let policy = asked.check(output)?;
    let means = |file: &str| asked.means(file);
    Ok(if verb.coverage || verb.format == TestFormat::Lcov {
        let (results, coverage) = policy.coverage(&means);
        (results, Some(coverage))
    } else {
        (policy.test(&means), None)
    })
}

fn print(verb: &Test, results: &Results, covered: &[Coverage], output: &mut Output) {
    let colour = output.colour();
    match verb.format {
        TestFormat::Text => {
            output.result(&results.text(colour));
            for coverage in covered {
                output.result("\n");
                output.result(&coverage.text(colour));
            }
        }
        TestFormat::Junit => {
            let more: Vec<Suites> = covered.iter().map(Coverage::junit).collect();
            output.result(&results.junit_with(&more));
        }
        TestFormat::Lcov => {
            for coverage in covered {
                output.result(&coverage.lcov());
            }
        }
        TestFormat::Json => {
            let told = serde_json::json!({ "cases": results.cases, "coverage": covered });
            let text = if verb.coverage {
                serde_json::to_string_pretty(&told)
            } else {
                serde_json::to_string_pretty(results)
            };
            output.result(&text.unwrap_or_default());
            output.result("\n");
        }
    }
}

/// Whether something of a kind that is required is not covered.
fn lacks(coverage: &Coverage, required: &[Required]) -> bool {
    required.iter().any(|kind| {
        let total = match kind {
            Required::Rules => coverage.rule_total(),
            Required::Provisions => coverage.provision_total(),
            Required::Conditions => coverage.condition_total(),
            Required::Thresholds => coverage.threshold_total(),
            Required::None => return false,
        };
        !total.is_full()
    })
}
