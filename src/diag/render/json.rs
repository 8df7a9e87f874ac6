//! A diagnostic as the object that users' programs read (contract §2): what does not apply is left out.

use serde::Serialize;

use crate::diag::{Diagnostic, Severity};
use crate::source::SourceMap;

/// The object.
#[derive(Clone, Debug, Serialize)]
pub struct JsonDiagnostic<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<JsonLabel<'a>>,
}

/// A further place, or why the main place is marked.
#[derive(Clone, Debug, Serialize)]
struct JsonLabel<'a> {
    /// Only where it is another file than the main one.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    line: u32,
    column: u32,
    message: &'a str,
}

/// Turns a diagnostic into its object.
pub fn json<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap) -> JsonDiagnostic<'a> {
    let main = diagnostic.labels.first().map(|l| l.span);
    let place = main.and_then(|span| {
        sources
            .get(span.file)
            .map(|f| (f.path.as_str(), sources.line_column(span.file, span.start)))
    });
    let labels = diagnostic
        .labels
        .iter()
        .enumerate()
        .filter(|(i, l)| *i > 0 || !l.message.is_empty())
        .map(|(_, label)| {
            let (line, column) = sources.line_column(label.span.file, label.span.start);
            let elsewhere = Some(label.span.file) != main.map(|s| s.file);
            let file = sources
                .get(label.span.file)
                .filter(|_| elsewhere)
                .map(|f| f.path.as_str());
            JsonLabel {
                file,
                line,
                column,
                message: &label.message,
            }
        });
    JsonDiagnostic {
        code: diagnostic.code,
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        file: place.map(|(path, _)| path),
        line: place.map(|(_, (line, _))| line),
        column: place.map(|(_, (_, column))| column),
        pointer: diagnostic.pointer.as_deref(),
        labels: labels.collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostic;
    use crate::diag::render::json;
    use crate::source::{SourceMap, Span};

    #[test]
    fn what_does_not_apply_is_left_out() {
        let mut sources = SourceMap::new();
        let a = sources.add("a.licit", "x = 1\ny = 2\n");
        let b = sources.add("b.licit", "é z\n");
        let plain = Diagnostic::error("some-code", "a sentence", Span::new(a, 6, 7));
        let text = |d: &Diagnostic| serde_json::to_string(&json(d, &sources)).unwrap_or_default();
        assert_eq!(
            text(&plain),
            r#"{"code":"some-code","severity":"error","message":"a sentence","file":"a.licit","line":2,"column":1}"#
        );
        let full = Diagnostic::warning("some-code", "a sentence", Span::new(a, 0, 1))
            .because("this")
            .label(Span::new(b, 3, 4), "that")
            .help("do")
            .pointer("/x");
        assert_eq!(
            text(&full),
            r#"{"code":"some-code","severity":"warning","message":"a sentence","help":"do","file":"a.licit","line":1,"column":1,"pointer":"/x","labels":[{"line":1,"column":1,"message":"this"},{"file":"b.licit","line":1,"column":3,"message":"that"}]}"#
        );
        let nowhere = Diagnostic {
            labels: vec![],
            ..plain
        };
        assert_eq!(
            text(&nowhere),
            r#"{"code":"some-code","severity":"error","message":"a sentence"}"#
        );
    }
}
