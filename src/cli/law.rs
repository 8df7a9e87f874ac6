//! `licit law`

use super::args::Law;
use super::exit::Exit;
use super::folder;
use super::output::Output;

/// Prints the law of each folder that is meant.
pub fn run(verb: &Law, output: &mut Output) -> Exit {
    let all = match folder::asked(&verb.folder.policies, &verb.paths) {
        Ok(all) => all,
        Err(diagnostics) => {
            output.diagnostics(&diagnostics);
            return Exit::Refused;
        }
    };
    let mut exit = Exit::Done;
    for asked in &all {
        match asked.check(output) {
            Ok(policy) => {
                output.result(&policy.law(&verb.links, &|file| asked.means(file)));
            }
            Err(unchecked) => exit = exit.max(unchecked),
        }
    }
    exit
}
