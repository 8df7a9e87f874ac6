//! `licit test`

use super::args::{Test, TestFormat};
use super::exit::Exit;
use super::folder;
use super::output::Output;
use crate::scenario::Results;

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
    let mut exit = Exit::Done;
    for asked in &all {
        match asked.check(output) {
            Ok(policy) => results
                .cases
                .extend(policy.test(&|file| asked.means(file)).cases),
            Err(unchecked) => exit = exit.max(unchecked),
        }
    }
    if exit == Exit::Unchecked && results.cases.is_empty() {
        return exit;
    }
    match verb.format {
        TestFormat::Text => output.result(&results.text(output.colour())),
        TestFormat::Junit => output.result(&results.junit()),
        TestFormat::Json => {
            let text = serde_json::to_string_pretty(&results).unwrap_or_default();
            output.result(&text);
            output.result("\n");
        }
    }
    if results.failed() > 0 {
        exit.max(Exit::ScenariosFailed)
    } else {
        exit
    }
}
