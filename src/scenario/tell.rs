//! Results for a person.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{CaseResult, Results};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const QUIET: Style = Style::new().dimmed();

/// Each failure with its difference and derivation, then the sum.
pub fn text(results: &Results, colour: bool) -> String {
    let mut out = String::new();
    for case in results.cases.iter().filter(|case| !case.passed) {
        failure(&mut out, case, colour);
    }
    let (all, failed) = (results.cases.len(), results.failed());
    let passed = all - failed;
    let sum = match (all, failed) {
        (0, _) => "no scenarios".to_owned(),
        (_, 0) => styled(&format!("{passed} passed"), GOOD, colour),
        _ => format!(
            "{}, {passed} passed",
            styled(&format!("{failed} failed"), BAD, colour)
        ),
    };
    let files = results.cases.chunk_by(|a, b| a.file == b.file).count();
    // Writing to a String cannot fail.
    let _ = match files {
        0 => writeln!(out, "{sum}"),
        1 => writeln!(out, "{sum} (1 file)"),
        _ => writeln!(out, "{sum} ({files} files)"),
    };
    out
}

fn failure(out: &mut String, case: &CaseResult, colour: bool) {
    let _ = writeln!(out, "{} {}", styled("✗", BAD, colour), case.scenario);
    let _ = writeln!(
        out,
        "  {}",
        styled(&format!("{}:{}", case.file, case.line), QUIET, colour)
    );
    if let Some(row) = &case.case {
        let _ = writeln!(out, "  {row}");
    }
    for difference in &case.failures {
        let _ = writeln!(out, "  {}", styled(difference, BAD, colour));
    }
    if !case.derivation.is_empty() {
        let _ = writeln!(out);
        for line in case.derivation.lines() {
            let _ = if line.is_empty() {
                writeln!(out, "  │")
            } else {
                writeln!(out, "  │ {line}")
            };
        }
    }
    let _ = writeln!(out);
}

fn styled(text: &str, style: Style, colour: bool) -> String {
    if colour {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}
