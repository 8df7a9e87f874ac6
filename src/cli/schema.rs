//! `licit schema`

use super::args::Schema;
use super::exit::Exit;
use super::folder;
use super::output::Output;

/// Prints the schema of the facts.
pub fn run(verb: &Schema, output: &mut Output) -> Exit {
    let all = match folder::asked(&verb.folder.policies, &[]) {
        Ok(all) => all,
        Err(diagnostics) => {
            output.diagnostics(&diagnostics);
            return Exit::Refused;
        }
    };
    let mut exit = Exit::Done;
    for asked in &all {
        match asked.law() {
            Ok(policy) => {
                let schema = policy.schema(verb.lang.into());
                let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
                output.result(&text);
                output.result("\n");
            }
            Err(diagnostics) => {
                output.diagnostics(&diagnostics);
                exit = Exit::Unchecked;
            }
        }
    }
    exit
}
