//! A decision told to a person or a program.
//!
//! In: a [`Decision`], the names of the outcomes, and how to look ([`Look`]). Out: text for a terminal ([`text`]) or JSON ([`json`]).
//! Absent on purpose: evaluation of any kind; nothing here asks a program or facts, so what is told is what was decided.

mod condense;
mod page;
mod rest;
mod style;
mod svg;
mod timeline;
mod why;
mod words;

use std::collections::BTreeSet;

use crate::decision::{Decision, Language, Range, ScaleResult, Text};
use page::{Page, Piece};
use words::{Words, words};

pub use svg::timeline as timeline_svg;
pub use timeline::{timeline, timeline_json};

/// How a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The language of all words and texts.
    pub language: Language,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            language: Language::En,
            width: 80,
            colour: false,
        }
    }
}

/// The outcomes' texts, scale by scale, mildest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Per scale its outcomes with what they are called.
    pub scales: Vec<Vec<(String, Text)>>,
    /// What the scales are called, by name.
    pub scale_texts: Vec<(String, Text)>,
    /// Statuses with what they are called.
    pub statuses: Vec<(String, Text)>,
}

impl Names {
    /// What an outcome is called, and how strict it is: 0 for the mildest, 100 for the strictest.
    fn outcome(&self, name: &str) -> Option<(&Text, usize)> {
        self.scales.iter().find_map(|scale| {
            let at = scale.iter().position(|(value, _)| value == name)?;
            let (_, text) = scale.get(at)?;
            Some((text, at * 100 / scale.len().saturating_sub(1).max(1)))
        })
    }
}

/// The decision as JSON, keys in the contract's order; on one line, or laid out for reading.
pub fn json(decision: &Decision, one_line: bool) -> String {
    let written = if one_line {
        serde_json::to_string(decision)
    } else {
        serde_json::to_string_pretty(decision)
    };
    // Strings, numbers and maps with string keys: nothing here that serde_json could refuse.
    written.unwrap_or_default()
}

/// The decision for a person: the outcome first, then why, then what else there is to know.
pub fn text<'a>(decision: &'a Decision, names: &'a Names, look: &Look) -> String {
    let asked = decision
        .open_questions
        .iter()
        .map(|question| question.question.as_str());
    let left_open = decision
        .missing
        .iter()
        .filter_map(|missing| missing.question.as_deref());
    let mut report = Report {
        page: Page::new(look.width, look.colour),
        words: words(look.language),
        names,
        look: *look,
        questions: asked.chain(left_open).collect(),
        told: BTreeSet::new(),
    };
    report.headline(decision);
    report.why(decision);
    report.set_aside(decision);
    report.latent(decision);
    report.duties(decision);
    report.missing(decision);
    report.gaps(decision);
    report.questions(decision);
    report.assumed(decision);
    report.basis(decision);
    report.page.finish()
}

/// A report being written.
struct Report<'a> {
    page: Page,
    words: &'static Words,
    names: &'a Names,
    look: Look,
    /// Questions that the decision hangs on.
    questions: BTreeSet<&'a str>,
    /// Derivations told already.
    told: BTreeSet<String>,
}

impl<'a> Report<'a> {
    fn headline(&mut self, decision: &Decision) {
        let outcome = self.outcome(decision.verdict.as_deref(), &decision.range, true);
        let mut day = format!("{} {}", self.words.on, decision.on);
        if decision.known != decision.on {
            day = format!(
                "{day}{}{} {}",
                self.words.comma, self.words.known, decision.known
            );
        }
        let mut first = Vec::new();
        if let Some(id) = decision.id.as_deref().filter(|id| !id.is_empty()) {
            first.push(Piece::plain(format!("{id}: ")));
        }
        first.extend(outcome);
        let range = &decision.range;
        let name = if range.mildest == range.strictest {
            range.mildest.clone()
        } else {
            format!("{} {} {}", range.mildest, self.words.to, range.strictest)
        };
        // The outcome's own name is a word for programs, and English where the policies are: a Chinese reader has its text above.
        let told = self.look.language == Language::Zh
            && [&range.mildest, &range.strictest]
                .into_iter()
                .all(|name| self.outcome_text(name) != name);
        let name = Piece::new(style::QUIET, name);
        self.page.put(0, 2, &first);
        self.page.row(
            0,
            2,
            &[Piece::new(style::QUIET, day)],
            (!told).then_some(&name),
        );
        for (name, scale) in &decision.scales {
            if self.says_nothing(scale) {
                continue;
            }
            let mut line = vec![Piece::plain(format!(
                "{}{}",
                self.scale_text(name),
                self.colon()
            ))];
            line.extend(self.outcome(scale.verdict.as_deref(), &scale.range, false));
            self.page.put(0, 2, &line);
        }
    }

    /// Whether a further scale stands at its mildest: nothing to tell a person then.
    fn says_nothing(&self, scale: &ScaleResult) -> bool {
        let strictest = self.names.outcome(&scale.range.strictest);
        strictest.is_some_and(|(_, strictness)| strictness == 0)
    }

    fn heading(&mut self, text: &str) {
        self.page.gap();
        self.page
            .put(0, 2, &[Piece::new(style::HEADING, text.to_uppercase())]);
    }

    /// An outcome, or the range where there is no single one.
    fn outcome(&self, verdict: Option<&str>, range: &Range, loud: bool) -> Vec<Piece> {
        let case = |text: &str| {
            if loud {
                text.to_uppercase()
            } else {
                text.to_owned()
            }
        };
        let piece =
            |name: &str| Piece::new(self.outcome_style(name), case(self.outcome_text(name)));
        match verdict {
            Some(name) => vec![piece(name)],
            None => vec![
                Piece::new(
                    style::OPEN,
                    format!("{}{}", case(self.words.undetermined), self.colon()),
                ),
                piece(&range.mildest),
                Piece::plain(format!(" {} ", self.words.to)),
                piece(&range.strictest),
            ],
        }
    }

    /// A range without the word "undetermined": for columns.
    fn range_text(&self, range: &Range) -> String {
        if range.mildest == range.strictest {
            self.outcome_text(&range.mildest).to_owned()
        } else {
            format!(
                "{} {} {}",
                self.outcome_text(&range.mildest),
                self.words.to,
                self.outcome_text(&range.strictest)
            )
        }
    }

    fn range_piece(&self, range: &Range) -> Piece {
        let style = if range.mildest == range.strictest {
            self.outcome_style(&range.strictest)
        } else {
            style::OPEN
        };
        Piece::new(style, self.range_text(range))
    }

    fn outcome_text<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let names: &'a Names = self.names;
        match names.outcome(name) {
            Some((text, _)) if !text.en.is_empty() => self.pick(text),
            _ => name,
        }
    }

    /// A further scale by its name.
    fn scale_text(&self, name: &str) -> String {
        let mut texts = self.names.scale_texts.iter();
        let text = texts.find(|(scale, _)| scale == name);
        match (
            self.look.language,
            text.and_then(|(_, text)| text.zh.as_ref()),
        ) {
            (Language::Zh, Some(zh)) => zh.clone(),
            _ => format!("{} {name}", self.words.scale),
        }
    }

    /// What a rule concludes besides an outcome.
    fn status_text(&self, name: &str) -> String {
        let text = self
            .names
            .statuses
            .iter()
            .find(|(status, _)| status == name);
        match (
            self.look.language,
            text.and_then(|(_, text)| text.zh.as_ref()),
        ) {
            (Language::Zh, Some(zh)) => zh.clone(),
            _ => format!("{} {name}", self.words.is),
        }
    }

    fn outcome_style(&self, name: &str) -> anstyle::Style {
        match self.names.outcome(name) {
            Some((_, strictness)) => style::outcome(strictness),
            None => style::STRONG,
        }
    }

    fn pick<'t>(&self, text: &'t Text) -> &'t str {
        match (self.look.language, &text.zh) {
            (Language::Zh, Some(zh)) => zh,
            _ => &text.en,
        }
    }

    fn colon(&self) -> &'static str {
        match self.look.language {
            Language::En => ": ",
            Language::Zh => "：",
        }
    }
}

#[cfg(test)]
mod tests;
