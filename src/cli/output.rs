//! Printing: results to standard output, diagnostics to standard error. A reader that went away is no mistake.

use std::io::{self, BufWriter, IsTerminal, Write};

use super::args::When;
use super::exit::Exit;
use crate::api::{Diagnostic, Diagnostics};

/// Columns where nobody says how many there are.
const WIDTH: usize = 80;
/// Text wider than this reads badly.
const WIDEST: usize = 100;

/// Both streams, and how to print to them.
pub struct Output {
    results: BufWriter<io::Stdout>,
    failed: Option<io::Error>,
    colour_results: bool,
    colour_diagnostics: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Output {
    /// Looks at the terminal and the environment.
    pub fn new(when: When) -> Self {
        let colour = |terminal: bool| match when {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                terminal
                    && !is_set("NO_COLOR")
                    && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        };
        let columns =
            terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0));
        Self {
            results: BufWriter::new(io::stdout()),
            failed: None,
            colour_results: colour(io::stdout().is_terminal()),
            colour_diagnostics: colour(io::stderr().is_terminal()),
            width: columns.min(WIDEST),
        }
    }

    /// Whether to colour results.
    pub fn colour(&self) -> bool {
        self.colour_results
    }

    /// Writes to standard output.
    pub fn result(&mut self, text: &str) {
        if self.failed.is_none()
            && let Err(error) = self.results.write_all(text.as_bytes())
        {
            self.failed = Some(error);
        }
    }

    /// Whether writing on is in vain.
    pub fn is_closed(&self) -> bool {
        self.failed.is_some()
    }

    /// Writes to standard error. Where that is closed too there is nobody to tell.
    pub fn diagnostics(&mut self, diagnostics: &Diagnostics) {
        if !diagnostics.is_empty() {
            let _ = self.results.flush();
            let text = diagnostics.render(self.colour_diagnostics);
            let _ = io::stderr().write_all(text.as_bytes());
        }
    }

    /// Whether to colour diagnostics.
    pub fn colours_diagnostics(&self) -> bool {
        self.colour_diagnostics
    }

    /// Writes to standard error what is neither a result nor a diagnostic.
    pub fn beside(&mut self, text: &str) {
        let _ = self.results.flush();
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Ends the command: everything written, and a full disk is told.
    pub fn finish(mut self, exit: Exit) -> Exit {
        let flushed = self.results.flush();
        match self.failed.or(flushed.err()) {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let _ = writeln!(io::stderr(), "standard output cannot be written: {error}");
                exit.max(Exit::Refused)
            }
            _ => exit,
        }
    }
}

/// Set and not empty, as <https://no-color.org> wants it.
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Diagnostics as a JSON array.
pub fn json(diagnostics: &Diagnostics) -> serde_json::Value {
    let all: Vec<Diagnostic> = diagnostics.iter().collect();
    serde_json::to_value(all).unwrap_or_default()
}
