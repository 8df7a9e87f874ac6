//! How often each line of a rule or definition was met.

use std::collections::BTreeMap;

use crate::eval::watch::Seen;
use crate::ir::{ExprId, Local, LocalKind, Program};
use crate::source::{FileId, SourceMap, Span};

/// The lines of a file, from 1, that hold law, with how often each was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileLines {
    /// Its path.
    pub file: String,
    /// Lines in order.
    pub lines: BTreeMap<u32, u64>,
}

/// Lines with an expression: how often it was worked out. Other lines of a rule: how often the rule had effect; of a definition: how
/// often it was called.
pub fn lines(program: &Program, sources: &SourceMap, seen: &Seen) -> Vec<FileLines> {
    let mut lines = Lines {
        program,
        sources,
        seen,
        plain: BTreeMap::new(),
        worked: BTreeMap::new(),
    };
    for (rule, effect) in program.rules.iter().zip(&seen.rules) {
        lines.extent(rule.extent, effect.effective);
        let roots = rule.when.iter().chain(&rule.gives).copied();
        lines.expressions(roots.collect(), &rule.locals);
    }
    for define in &program.defines {
        let calls = seen.hits.get(define.body.index()).copied();
        lines.extent(define.extent, calls.unwrap_or(0));
        lines.expressions(vec![define.body], &define.locals);
    }
    lines.files()
}

struct Lines<'a> {
    program: &'a Program,
    sources: &'a SourceMap,
    seen: &'a Seen,
    plain: BTreeMap<(FileId, u32), u64>,
    worked: BTreeMap<(FileId, u32), u64>,
}

impl Lines<'_> {
    fn extent(&mut self, extent: Span, count: u64) {
        let (first, _) = self.sources.line_column(extent.file, extent.start);
        let text = self.sources.slice(extent);
        for (line, text) in (first..).zip(text.lines()) {
            let text = text.trim();
            let says = text.chars().any(char::is_alphanumeric) && !text.starts_with("//");
            if says {
                let slot = self.plain.entry((extent.file, line)).or_default();
                *slot = count.max(*slot);
            }
        }
    }

    fn expressions(&mut self, mut todo: Vec<ExprId>, locals: &[Local]) {
        let lets = locals.iter().filter_map(|local| match local.kind {
            LocalKind::Let(value) => Some(value),
            LocalKind::Given | LocalKind::Bound => None,
        });
        todo.extend(lets);
        while let Some(id) = todo.pop() {
            let expr = self.program.expr(id);
            let (line, _) = self.sources.line_column(expr.span.file, expr.span.start);
            let hits = self.seen.hits.get(id.index()).copied().unwrap_or(0);
            let slot = self.worked.entry((expr.span.file, line)).or_default();
            *slot = hits.max(*slot);
            expr.kind.children(&mut todo);
        }
    }

    fn files(self) -> Vec<FileLines> {
        let mut files: BTreeMap<String, FileLines> = BTreeMap::new();
        for ((file, line), count) in self.plain.into_iter().chain(self.worked) {
            let Some(path) = self.sources.get(file).map(|file| &file.path) else {
                continue;
            };
            let entry = files.entry(path.clone()).or_insert_with(|| FileLines {
                file: path.clone(),
                lines: BTreeMap::new(),
            });
            entry.lines.insert(line, count);
        }
        files.into_values().collect()
    }
}
