//! `licit decide`

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use serde_json::json;

use super::args::{Assume, Decide, Format};
use super::exit::Exit;
use super::folder;
use super::output::{self, Output};
use crate::api::{Diagnostics, Options, Policy};
use crate::decision::{Decision, Language};
use crate::report::{self, Look};

/// Decides every case of every input, in order.
pub fn run(verb: &Decide, output: &mut Output) -> Exit {
    let policy = match folder::policies(&verb.folder.policies) {
        Ok(asked) => match asked.law() {
            Ok(policy) => policy,
            Err(diagnostics) => return refused(verb, output, &diagnostics, Exit::Unchecked),
        },
        Err(diagnostics) => return refused(verb, output, &diagnostics, Exit::Refused),
    };
    let options = options(verb);
    let fail_at = match policy.accepts(&options).and_then(|()| {
        verb.fail_at
            .as_deref()
            .map(|o| policy.strictness(o))
            .transpose()
    }) {
        Ok(fail_at) => fail_at,
        Err(diagnostics) => return refused(verb, output, &diagnostics, Exit::Refused),
    };
    let several = verb.facts.len() > 1 || verb.facts.iter().any(|path| is_lines(verb, path));
    let mut asking = Asking {
        verb,
        policy: &policy,
        options,
        fail_at,
        several,
        output,
        exit: Exit::Done,
        told: 0,
    };
    for path in &verb.facts {
        if asking.output.is_closed() {
            break;
        }
        asking.input(path);
    }
    asking.exit
}

/// Nothing can be decided: for a program too, that is an answer.
fn refused(verb: &Decide, output: &mut Output, diagnostics: &Diagnostics, exit: Exit) -> Exit {
    if verb.format == Format::Json {
        output.result(&format!(
            "{}\n",
            json!({ "error": output::json(diagnostics) })
        ));
    }
    output.diagnostics(diagnostics);
    exit
}

fn options(verb: &Decide) -> Options {
    let mut options = Options::new();
    options.on.clone_from(&verb.on);
    options.known.clone_from(&verb.known);
    options.readings = verb.readings.iter().cloned().collect();
    options.assume_defaults = verb.assume == Assume::Defaults;
    options
}

fn is_lines(verb: &Decide, path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("jsonl" | "ndjson")) || (is_stdin(path) && verb.lines)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// A run of `decide`.
struct Asking<'a> {
    verb: &'a Decide,
    policy: &'a Policy,
    options: Options,
    fail_at: Option<usize>,
    several: bool,
    output: &'a mut Output,
    exit: Exit,
    told: usize,
}

impl Asking<'_> {
    fn input(&mut self, path: &Path) {
        let name = path.to_string_lossy();
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.refuse(&name, &folder::refused(path, &error), false);
                return;
            }
        };
        if !is_lines(self.verb, path) {
            let came = self.policy.decide_named(&name, bytes, &self.options);
            self.tell(&name, came, false);
            return;
        }
        let policy = self.policy;
        match policy.decide_lines(&name, &bytes, &self.options) {
            Ok(lines) => {
                for (number, came) in lines {
                    self.tell(&format!("{name}:{number}"), came, true);
                    if self.output.is_closed() {
                        return;
                    }
                }
            }
            Err(diagnostics) => self.refuse(&name, &diagnostics, false),
        }
    }

    fn tell(
        &mut self,
        source: &str,
        came: Result<(Decision, Diagnostics), Diagnostics>,
        line: bool,
    ) {
        match came {
            Ok((decision, warnings)) => {
                if !(line && self.verb.format == Format::Json) {
                    self.output.diagnostics(&warnings);
                }
                self.decision(source, decision);
            }
            Err(diagnostics) => self.refuse(source, &diagnostics, line),
        }
    }

    fn decision(&mut self, source: &str, mut decision: Decision) {
        self.exit = self.exit.max(self.asked_to_fail(&decision));
        if self.several {
            decision.facts.source = Some(source.to_owned());
        }
        let language = Language::from(self.verb.lang);
        match self.verb.format {
            Format::Json => {
                let text = report::json(&decision.in_language(language), self.several);
                self.output.result(&text);
                self.output.result("\n");
            }
            Format::Text => {
                let look = Look {
                    language,
                    width: self.output.width,
                    colour: self.output.colour(),
                };
                if self.several {
                    let between = if self.told > 0 { "\n" } else { "" };
                    self.output.result(&format!("{between}── {source}\n\n"));
                }
                self.output.result(&self.policy.report(&decision, &look));
            }
        }
        self.told += 1;
    }

    fn asked_to_fail(&self, decision: &Decision) -> Exit {
        let strictest = self.policy.strictness(&decision.range.strictest).ok();
        if self.fail_at.is_some() && strictest >= self.fail_at {
            Exit::Reached
        } else if self.verb.fail_undetermined && !decision.determined {
            Exit::Undetermined
        } else {
            Exit::Done
        }
    }

    fn refuse(&mut self, source: &str, diagnostics: &Diagnostics, line: bool) {
        self.exit = self.exit.max(Exit::Refused);
        let as_json = self.verb.format == Format::Json;
        if as_json {
            let error = json!({ "source": source, "error": output::json(diagnostics) });
            self.output.result(&format!("{error}\n"));
        }
        // Of many lines a program reads what it needs on standard output; a person is told on standard error.
        if !(as_json && line) {
            self.output.diagnostics(diagnostics);
        }
    }
}

/// The bytes of a file, or of standard input for `-`.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    if is_stdin(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(path)
}
