//! Expressions in a small invented schema: what is told about wrong ones, and what types sound ones have.

mod mistakes;
mod places;
mod robust;
mod typing;

use crate::diag::{Diagnostic, Severity, Sink};
use crate::ir::Program;
use crate::resolve::Folder;
use crate::source::SourceMap;
use crate::syntax::parse;

const SCHEMA: &str = include_str!("schema.licit");

/// The schema with further items behind it.
struct Checked {
    sources: SourceMap,
    program: Option<Program>,
    told: Vec<Diagnostic>,
}

fn check(more: &str) -> Checked {
    let mut sources = SourceMap::new();
    let mut sink = Sink::new();
    let mut folder = Folder::new("policies");
    let text = format!("{SCHEMA}\n{more}\n");
    let id = sources.add("policies/office.licit", text.clone());
    folder.add_policy(id, "office.licit");
    let file = parse(id, &text, &mut sink);
    let program = crate::check::check(&[file], &mut sources, &folder, &mut sink);
    Checked {
        sources,
        program,
        told: sink.into_sorted(),
    }
}

/// A rule about items with that condition.
fn rule(condition: &str) -> String {
    format!(
        "rule r {{ cites article 1  for item in shipment.items\n  when {condition}\n  then item is needed }}"
    )
}

/// What is told, as `code: message` with the marked texts and the way out.
fn render(checked: &Checked) -> String {
    let mut out = String::new();
    for told in &checked.told {
        let severity = match told.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        out.push_str(&format!("  {severity} {}: {}\n", told.code, told.message));
        for label in &told.labels {
            let text = checked.sources.slice(label.span);
            let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&format!(
                "    | {shown}{}{}\n",
                if label.message.is_empty() {
                    ""
                } else {
                    "  <- "
                },
                label.message
            ));
        }
        if let Some(help) = &told.help {
            out.push_str(&format!("    = {help}\n"));
        }
    }
    out
}
