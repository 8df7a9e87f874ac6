//! `licit check`

use super::args::{Check, Format};
use super::exit::Exit;
use super::folder::{self, Asked};
use super::output::{self, Output};
use crate::api::Policy;

/// Checks each folder that is meant.
pub fn run(verb: &Check, output: &mut Output) -> Exit {
    let all = match folder::asked(&verb.folder.policies, &verb.paths) {
        Ok(all) => all,
        Err(diagnostics) => {
            output.diagnostics(&diagnostics);
            return Exit::Refused;
        }
    };
    let exits: Vec<Exit> = match verb.format {
        Format::Json if verb.emit.is_none() => vec![as_json(&all, output)],
        _ => all.iter().map(|asked| one(asked, verb, output)).collect(),
    };
    exits.into_iter().max().unwrap_or(Exit::Done)
}

fn one(asked: &Asked, verb: &Check, output: &mut Output) -> Exit {
    match asked.checked() {
        Ok(policy) => {
            output.diagnostics(&policy.warnings().of_files(&|file| asked.means(file)));
            if verb.emit.is_some() {
                let text = serde_json::to_string_pretty(&policy.program_json()).unwrap_or_default();
                output.result(&text);
                output.result("\n");
            } else {
                output.result(&summary(&policy));
            }
            Exit::Done
        }
        Err(diagnostics) => {
            let meant = diagnostics.clone().of_files(&|file| asked.means(file));
            // Where all that is wrong stands elsewhere, it is told all the same: nothing can be decided by this folder.
            output.diagnostics(if meant.is_empty() {
                &diagnostics
            } else {
                &meant
            });
            Exit::Unchecked
        }
    }
}

/// One array for all folders: a program reads one document.
fn as_json(all: &[Asked], output: &mut Output) -> Exit {
    let mut exit = Exit::Done;
    let mut told = Vec::new();
    for asked in all {
        let diagnostics = match asked.checked() {
            Ok(policy) => policy.warnings(),
            Err(diagnostics) => {
                exit = Exit::Unchecked;
                diagnostics
            }
        };
        if let serde_json::Value::Array(list) =
            output::json(&diagnostics.of_files(&|file| asked.means(file)))
        {
            told.extend(list);
        }
    }
    let text = serde_json::to_string_pretty(&told).unwrap_or_default();
    output.result(&text);
    output.result("\n");
    exit
}

fn summary(policy: &Policy) -> String {
    let (rules, scenarios) = policy.size();
    let many = |n: usize, one: &str| {
        if n == 1 {
            format!("1 {one}")
        } else {
            format!("{n} {one}s")
        }
    };
    format!(
        "no mistakes: {}, {}\n",
        many(rules, "rule"),
        many(scenarios, "scenario")
    )
}
