//! Small folders written in one text: what is told about wrong ones, and what the program of sound ones holds.

mod program;
mod snapshots;
mod texts;

use crate::diag::{Diagnostic, Severity, Sink};
use crate::ir::Program;
use crate::resolve::Folder;
use crate::source::SourceMap;
use crate::syntax::parse;

/// A folder after checking.
struct Checked {
    sources: SourceMap,
    program: Option<Program>,
    told: Vec<Diagnostic>,
}

/// Checks a folder written as one text: a line `//// path` begins each file; without one, all of it is `law.licit`.
fn check(text: &str) -> Checked {
    check_files(&split(text))
}

fn split(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("//// ") {
            Some(path) => files.push((path.trim().to_owned(), String::new())),
            None => {
                if files.is_empty() {
                    files.push(("law.licit".to_owned(), String::new()));
                }
                if let Some((_, body)) = files.last_mut() {
                    body.push_str(line);
                    body.push('\n');
                }
            }
        }
    }
    files
}

fn check_files(files: &[(String, String)]) -> Checked {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let mut folder = Folder::new("policies");
    let mut trees = Vec::new();
    for (path, text) in files {
        if path.ends_with(".licit") {
            let id = sources.add(folder.shown_path(path), text.clone());
            folder.add_policy(id, path.clone());
            trees.push(parse(id, text, &mut sink));
        } else {
            folder.add_other(path.clone(), Some(text.as_str().into()));
        }
    }
    let program = crate::check::check(&trees, &mut sources, &folder, &mut sink);
    Checked {
        sources,
        program,
        told: sink.into_sorted(),
    }
}

/// What is told: severity, code and sentence; each place with its line, the marked text and why; the way out.
fn render(checked: &Checked) -> String {
    let mut out = String::new();
    for told in &checked.told {
        let severity = match told.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        out.push_str(&format!("{severity}[{}]: {}\n", told.code, told.message));
        for label in &told.labels {
            let (line, column) = checked
                .sources
                .line_column(label.span.file, label.span.start);
            let path = checked
                .sources
                .get(label.span.file)
                .map_or("", |f| f.path.as_str());
            let shown = checked
                .sources
                .slice(label.span)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let shown: String = shown.chars().take(60).collect();
            out.push_str(&format!(
                "  {path}:{line}:{column} `{shown}` {}\n",
                label.message
            ));
        }
        if let Some(help) = &told.help {
            out.push_str(&format!("  help: {help}\n"));
        }
    }
    out
}
