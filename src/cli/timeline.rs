//! `licit timeline`

use std::path::Path;

use serde_json::json;

use super::args::{Assume, Timeline, TimelineFormat};
use super::exit::Exit;
use super::output::{self, Output};
use super::{decide, folder};
use crate::api::{Diagnostics, Options, errors};
use crate::decision::Language;
use crate::report::{self, Look};

/// Runs one case through the days.
pub fn run(verb: &Timeline, output: &mut Output) -> Exit {
    let policy = match folder::policies(&verb.folder.policies) {
        Ok(asked) => match asked.law() {
            Ok(policy) => policy,
            Err(diagnostics) => return refused(verb, output, &diagnostics, Exit::Unchecked),
        },
        Err(diagnostics) => return refused(verb, output, &diagnostics, Exit::Refused),
    };
    let name = verb.facts.to_string_lossy();
    if is_lines(&verb.facts) {
        let diagnostics = Diagnostics::placeless(errors::one_case(&name));
        return refused(verb, output, &diagnostics, Exit::Refused);
    }
    let bytes = match decide::read(&verb.facts) {
        Ok(bytes) => bytes,
        Err(error) => {
            return refused(
                verb,
                output,
                &folder::refused(&verb.facts, &error),
                Exit::Refused,
            );
        }
    };
    let (mut timeline, warnings) = match policy.timeline_named(&name, bytes, &options(verb)) {
        Ok(both) => both,
        Err(diagnostics) => return refused(verb, output, &diagnostics, Exit::Refused),
    };
    output.diagnostics(&warnings);
    timeline.facts.source = Some(name.into_owned());
    let look = Look {
        language: Language::from(verb.lang),
        width: output.width,
        colour: output.colour(),
    };
    let text = match verb.format {
        TimelineFormat::Text => policy.timeline_report(&timeline, &look),
        TimelineFormat::Svg => policy.timeline_svg(&timeline, look.language),
        TimelineFormat::Json => {
            let timeline = timeline.in_language(look.language);
            format!("{}\n", report::timeline_json(&timeline))
        }
    };
    output.result(&text);
    Exit::Done
}

fn refused(verb: &Timeline, output: &mut Output, diagnostics: &Diagnostics, exit: Exit) -> Exit {
    if verb.format == TimelineFormat::Json {
        let error = json!({ "error": output::json(diagnostics) });
        output.result(&format!("{error}\n"));
    }
    output.diagnostics(diagnostics);
    exit
}

fn is_lines(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("jsonl" | "ndjson"))
}

fn options(verb: &Timeline) -> Options {
    let mut options = Options::new();
    options.known.clone_from(&verb.known);
    options.from.clone_from(&verb.from);
    options.to.clone_from(&verb.to);
    options.readings = verb.readings.iter().cloned().collect();
    options.assume_defaults = verb.assume == Assume::Defaults;
    options
}
