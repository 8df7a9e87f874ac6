//! A diagnostic as text for a person, drawn by miette: the sentence, the places underlined in their lines, the way out.
//!
//! Places in another file follow under that file's name. Lines too long to be read are named, not drawn.

use std::fmt::Write;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};

use crate::diag::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceFile, SourceMap};

/// Longer lines are not drawn.
const LONGEST_LINE: usize = 400;
/// A place of more lines is underlined on its first one only.
const MOST_LINES: u32 = 6;
/// Columns of the drawing.
const WIDTH: usize = 120;

/// How the text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour it with escape codes.
    pub colour: bool,
}

/// Renders one diagnostic; ends with a line break.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, look: Look) -> String {
    let theme = if look.colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_context_lines(1)
        .with_primary_span_start()
        .with_links(false)
        .with_break_words(false);
    let mut out = String::new();
    let main_file = diagnostic.labels.first().map(|l| l.span.file);
    let main = Drawn::new(
        sources,
        main_file,
        diagnostic
            .labels
            .iter()
            .filter(|l| Some(l.span.file) == main_file),
        Some(diagnostic),
    );
    main.draw(&handler, &mut out);
    let mut others: Vec<FileId> = diagnostic
        .labels
        .iter()
        .map(|l| l.span.file)
        .filter(|f| Some(*f) != main_file)
        .collect();
    others.sort_unstable();
    others.dedup();
    for other in others {
        Drawn::new(
            sources,
            Some(other),
            diagnostic.labels.iter().filter(|l| l.span.file == other),
            None,
        )
        .draw(&handler, &mut out);
    }
    out
}

/// Renders several with a blank line between.
pub fn render_all<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &SourceMap,
    look: Look,
) -> String {
    let parts: Vec<String> = diagnostics
        .into_iter()
        .map(|d| render(d, sources, look))
        .collect();
    parts.join("\n")
}

/// The places in one file, as miette wants them.
#[derive(Debug)]
struct Drawn<'a> {
    /// The diagnostic, for the main file.
    head: Option<&'a Diagnostic>,
    help: Option<String>,
    source: Option<Lines<'a>>,
    labels: Vec<LabeledSpan>,
    /// Places on lines that are too long to draw.
    named: Vec<String>,
}

impl<'a> Drawn<'a> {
    fn new(
        sources: &'a SourceMap,
        file: Option<FileId>,
        labels: impl Iterator<Item = &'a Label>,
        head: Option<&'a Diagnostic>,
    ) -> Self {
        let mut drawn = Drawn {
            head,
            help: None,
            source: None,
            labels: vec![],
            named: vec![],
        };
        let Some((id, file)) = file.and_then(|id| sources.get(id).map(|f| (id, f))) else {
            return drawn.with_help();
        };
        for (count, label) in labels.enumerate() {
            let (line, column) = sources.line_column(id, label.span.start);
            match place(sources, file, label) {
                Some((start, end)) => {
                    let message = (!label.message.is_empty()).then(|| label.message.clone());
                    let span = SourceSpan::new(start.into(), end.saturating_sub(start));
                    let first = count == 0 && head.is_some();
                    drawn.labels.push(if first {
                        LabeledSpan::new_primary_with_span(message, span)
                    } else {
                        LabeledSpan::new_with_span(message, span)
                    });
                }
                None => {
                    let colon = if label.message.is_empty() { "" } else { ": " };
                    drawn.named.push(format!(
                        "{}:{line}:{column}{colon}{}",
                        file.path, label.message
                    ));
                }
            }
        }
        drawn.source = Some(Lines { sources, id, file });
        drawn.with_help()
    }

    /// The way out, with the pointer and the places that are not drawn in front.
    fn with_help(mut self) -> Self {
        let mut lines = std::mem::take(&mut self.named);
        if let Some(head) = self.head {
            lines.extend(
                head.pointer
                    .iter()
                    .filter(|p| !p.is_empty())
                    .map(|p| format!("at {p}")),
            );
            lines.extend(head.help.clone());
        }
        self.help = (!lines.is_empty()).then(|| lines.join("\n"));
        self
    }

    fn draw(&self, handler: &GraphicalReportHandler, out: &mut String) {
        if handler.render_report(out, self).is_err() {
            // Writing to a string does not fail; should miette refuse all the same, the sentence is told.
            let _ = writeln!(out, "{self}");
        }
    }
}

/// The bytes to underline: none where a line is too long to draw.
fn place(sources: &SourceMap, file: &SourceFile, label: &Label) -> Option<(usize, usize)> {
    let length = file.text.len();
    let start = floor(&file.text, (label.span.start as usize).min(length));
    let mut end = floor(&file.text, (label.span.end as usize).clamp(start, length));
    let (first, _) = sources.line_column(label.span.file, label.span.start);
    let (last, _) = sources.line_column(label.span.file, label.span.end);
    let rest_of_line = file
        .text
        .get(start..)
        .and_then(|t| t.find('\n'))
        .map_or(length, |n| start + n);
    if last.saturating_sub(first) >= MOST_LINES {
        end = rest_of_line;
    }
    let line_start = file
        .text
        .get(..start)
        .and_then(|t| t.rfind('\n'))
        .map_or(0, |n| n + 1);
    let long = file
        .text
        .get(line_start..end)
        .is_none_or(|t| t.lines().any(|l| l.len() > LONGEST_LINE))
        || rest_of_line - line_start > LONGEST_LINE;
    (!long).then_some((start, end))
}

/// miette counts lines and columns from 0.
fn from_one(number: u32) -> usize {
    usize::try_from(number.saturating_sub(1)).unwrap_or(0)
}

/// The boundary of a character at or before a byte.
fn floor(text: &str, mut byte: usize) -> usize {
    while byte > 0 && !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

impl std::fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.head.map_or("see also", |d| &d.message))
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn std::fmt::Display + 'b>> {
        self.head
            .map(|d| Box::new(d.code) as Box<dyn std::fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.head.map(|d| d.severity) {
            Some(Severity::Error) => miette::Severity::Error,
            Some(Severity::Warning) => miette::Severity::Warning,
            None => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn std::fmt::Display + 'b>> {
        self.help
            .as_ref()
            .map(|h| Box::new(h) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|s| s as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}

/// A file whose lines are found by its index, not by reading from its beginning.
#[derive(Clone, Copy, Debug)]
struct Lines<'a> {
    sources: &'a SourceMap,
    id: FileId,
    file: &'a SourceFile,
}

impl SourceCode for Lines<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let text = &self.file.text;
        let (from, to) = (span.offset(), span.offset().saturating_add(span.len()));
        if before == 0 && after == 0 {
            // What miette asks for the main place's line and column.
            let data = text.get(from..to).ok_or(MietteError::OutOfBounds)?;
            let (line, column) = self
                .sources
                .line_column(self.id, u32::try_from(from).unwrap_or(u32::MAX));
            let contents = MietteSpanContents::new_named(
                self.file.path.clone(),
                data.as_bytes(),
                *span,
                from_one(line),
                from_one(column),
                0,
            );
            return Ok(Box::new(contents));
        }
        let mut start = text
            .get(..from)
            .ok_or(MietteError::OutOfBounds)?
            .rfind('\n')
            .map_or(0, |n| n + 1);
        for _ in 0..before {
            let Some(above) = start.checked_sub(1).and_then(|n| text.get(..n)) else {
                break;
            };
            let above = above.rfind('\n').map_or(0, |n| n + 1);
            if start - above > LONGEST_LINE {
                break;
            }
            start = above;
        }
        let mut end = to;
        for count in 0..=after {
            let rest = text.get(end..).ok_or(MietteError::OutOfBounds)?;
            let length = rest.find('\n').map_or(rest.len(), |n| n + 1);
            if count > 0 && length > LONGEST_LINE {
                break;
            }
            end += length;
        }
        let data = text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let (line, _) = self
            .sources
            .line_column(self.id, u32::try_from(start).unwrap_or(u32::MAX));
        let lines = data.bytes().filter(|b| *b == b'\n').count();
        let span = SourceSpan::new(start.into(), end - start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.path.clone(),
            data.as_bytes(),
            span,
            from_one(line),
            0,
            lines,
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::{Look, render, render_all};
    use crate::diag::Diagnostic;
    use crate::source::{SourceMap, Span};

    const PLAIN: Look = Look { colour: false };

    #[test]
    fn places_in_two_files() {
        let mut sources = SourceMap::new();
        let a = sources.add("m/a.licit", "enum E { x }\nrule r {\n  when 甲 = y\n}\n");
        let b = sources.add("m/b.licit", "enum F { y }\n");
        let d = Diagnostic::error("doubled", "`y` has two meanings", Span::new(a, 35, 36))
            .because("used here")
            .label(Span::new(a, 5, 6), "not this one")
            .label(Span::new(b, 9, 10), "declared here")
            .help("write `F.y`");
        insta::assert_snapshot!(render(&d, &sources, PLAIN));
    }

    #[test]
    fn without_a_place() {
        let d = Diagnostic {
            labels: vec![],
            ..Diagnostic::warning(
                "unreadable",
                "`x.json` cannot be read",
                Span::new(crate::source::FileId(0), 0, 0),
            )
        };
        insta::assert_snapshot!(render(&d, &SourceMap::new(), PLAIN));
    }

    #[test]
    fn colour_is_asked_for() {
        let mut sources = SourceMap::new();
        let a = sources.add("a", "x");
        let d = Diagnostic::error("code", "sentence", Span::new(a, 0, 1));
        assert!(!render(&d, &sources, PLAIN).contains('\u{1b}'));
        assert!(render(&d, &sources, Look { colour: true }).contains('\u{1b}'));
    }

    #[test]
    fn line_of_ten_megabytes_is_named() {
        let mut sources = SourceMap::new();
        let a = sources.add("long", format!("x {}", "y ".repeat(5_000_000)));
        let d = Diagnostic::error("code", "sentence", Span::new(a, 4, 5))
            .because("this")
            .pointer("/a/b");
        insta::assert_snapshot!(render(&d, &sources, PLAIN));
    }

    #[test]
    fn odd_spans() {
        let mut sources = SourceMap::new();
        let a = sources.add_at_line("lines.jsonl", "é\r\n\n\tz", 7);
        for (start, end) in [
            (0, 0),
            (1, 1),
            (0, 7),
            (7, 7),
            (6, 100),
            (100, 200),
            (5, 2),
            (3, 4),
        ] {
            let d = Diagnostic::error("code", "sentence", Span::new(a, start, end)).because("why");
            assert!(render_all([&d, &d], &sources, PLAIN).contains("sentence"));
        }
    }
}
