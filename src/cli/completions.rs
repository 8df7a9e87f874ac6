//! `licit completions`

use clap::CommandFactory;

use super::args::{Completions, Licit};
use super::exit::Exit;
use super::output::Output;

/// Prints the script.
pub fn run(verb: &Completions, output: &mut Output) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(verb.shell, &mut Licit::command(), "licit", &mut script);
    output.result(&String::from_utf8_lossy(&script));
    Exit::Done
}
