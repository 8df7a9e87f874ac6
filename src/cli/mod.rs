//! The command line: a file a verb.
//!
//! In: arguments, files, the environment, the terminal. Out: results on standard output, diagnostics on standard error, an exit
//! code of the contract. A verb parses its arguments, calls the façade, prints. Absent on purpose: any opinion on law.
#![allow(
    clippy::disallowed_methods,
    reason = "the one room that touches files and the environment"
)]

mod args;
mod check;
mod completions;
mod decide;
mod exit;
mod folder;
mod law;
mod output;
mod schema;
mod screen;
mod test;
mod timeline;

use std::process::ExitCode;

use clap::Parser;

use args::{Command, Licit};
use exit::Exit;
use output::Output;

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Licit::try_parse_from(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no mistakes; wrong usage is 1 by contract, and 2 means something else.
            let exit = if error.use_stderr() {
                Exit::Refused
            } else {
                Exit::Done
            };
            let _ = error.print();
            return exit.into();
        }
    };
    let mut output = Output::new(arguments.color);
    let exit = match &arguments.command {
        Command::Check(verb) => check::run(verb, &mut output),
        Command::Decide(verb) => decide::run(verb, &mut output),
        Command::Screen(verb) => screen::run(verb, &mut output),
        Command::Test(verb) => test::run(verb, &mut output),
        Command::Schema(verb) => schema::run(verb, &mut output),
        Command::Timeline(verb) => timeline::run(verb, &mut output),
        Command::Law(verb) => law::run(verb, &mut output),
        Command::Completions(verb) => completions::run(verb, &mut output),
    };
    output.finish(exit).into()
}
