//! A timeline as a picture: the outcome over the days, what is latent, the instruments that bear on it, marks where it changes.
//!
//! Self-contained SVG in whole pixels: no script, no font, no clock. Colours say how strict an outcome is and darken in one direction,
//! so that print and colour-blind readers keep the order; every stretch also says it in words. Days are exact, widths are not: see
//! [`scale`].

mod canvas;
mod scale;
mod theme;

use std::collections::BTreeSet;

use super::page::Page;
use super::words::words;
use super::{Look, Names, Report};
use crate::decision::timeline::{Bar, Change, Outcome, Run, Timeline};
use crate::decision::{Language, Range};
use crate::value::Day;
use canvas::{Anchor, Canvas, Text};
use scale::Scale;

/// Where the days begin, at least and at most: names of rows stand left of it.
const LEFT: (i32, i32) = (180, 330);
/// The blank around everything.
const MARGIN: i32 = 24;
/// Height of the outcome's bar.
const OUTCOME: i32 = 62;
/// Height of the latent bar.
const LATENT: i32 = 34;
/// Height of an instrument's row, and of the bar in it.
const ROW: i32 = 42;
const BAR: i32 = 18;
/// Height of a line of the list of changes.
const LINE: i32 = 18;
/// How many letters of a cause are told in the list of changes.
const CAUSE: usize = 400;

/// The timeline as SVG.
pub fn timeline(timeline: &Timeline, names: &Names, language: Language) -> String {
    let report = Report {
        page: Page::new(80, false),
        words: words(language),
        names,
        look: Look {
            language,
            ..Look::default()
        },
        questions: BTreeSet::new(),
        told: BTreeSet::new(),
    };
    let named = timeline.instruments.iter().map(|bar| {
        let cites = canvas::width(report.pick(&bar.cites), 12);
        cites.max(canvas::width(&bar.instrument, 11))
    });
    let widest = named.max().unwrap_or(0) + MARGIN + 20;
    let mut picture = Picture {
        canvas: Canvas::default(),
        scale: Scale::new(timeline, widest.clamp(LEFT.0, LEFT.1)),
        report,
        y: MARGIN,
    };
    picture.draw(timeline);
    picture.finish(timeline)
}

/// How instruments stand, in the order of the legend.
const STATES: [&str; 7] = [
    "not_yet",
    "in_force",
    "suspended",
    "in_part",
    "unknown",
    "acts",
    "ended",
];

struct Picture<'a> {
    canvas: Canvas,
    report: Report<'a>,
    scale: Scale,
    /// Where the next row begins.
    y: i32,
}

impl Picture<'_> {
    fn draw(&mut self, timeline: &Timeline) {
        self.title(timeline);
        let top = self.y;
        self.y += 26;
        self.outcomes(timeline);
        if timeline.runs.iter().any(|run| run.outcome.latent.is_some()) {
            self.latent(timeline);
        }
        self.y += 10;
        let mut marked: BTreeSet<&str> = timeline.changes.iter().map(|c| c.day.as_str()).collect();
        marked.insert(&timeline.from);
        for bar in &timeline.instruments {
            self.instrument(bar, &marked);
        }
        self.marks(timeline, top, self.y);
        self.y += 20;
        self.legend(timeline);
        for change in &timeline.changes {
            self.change(change);
        }
        if timeline.changes.is_empty() {
            self.y += LINE;
            let text = Text::new(MARGIN, self.y, "ink", self.report.words.no_change);
            self.canvas.text(&text);
        }
    }

    fn title(&mut self, timeline: &Timeline) {
        let words = self.report.words;
        let name = timeline.facts.source.as_deref().unwrap_or(words.timeline);
        self.y += 16;
        self.canvas
            .text(&Text::new(MARGIN, self.y, "title", name).within(self.scale.right() - MARGIN));
        let book = match &timeline.known {
            Some(known) => format!("{} {known}", words.known),
            None => words.own_book.to_owned(),
        };
        let separator = if self.report.look.language == Language::Zh {
            "，"
        } else {
            ", "
        };
        self.y += 20;
        let days = format!("{} {} {}", timeline.from, words.to, timeline.to);
        let text = format!("{days}{separator}{book}{separator}{}", words.not_to_scale);
        self.canvas.text(&Text::new(MARGIN, self.y, "quiet", &text));
        self.y += 26;
    }

    /// The name of a row, left of the days.
    fn label(&mut self, middle: i32, name: &str, below: &str) {
        let room = self.scale.left() - MARGIN - 12;
        let at = if below.is_empty() {
            middle + 4
        } else {
            middle - 2
        };
        self.canvas
            .text(&Text::new(MARGIN, at, "ink", name).within(room));
        if !below.is_empty() {
            self.canvas
                .text(&Text::new(MARGIN, at + 15, "small", below).within(room));
        }
    }

    fn outcomes(&mut self, timeline: &Timeline) {
        self.label(self.y + OUTCOME / 2, self.report.words.outcome, "");
        for (from, through, range) in joined(timeline, |run| Some(&run.outcome.range)) {
            let Some((x, width)) = self.scale.stretch(from, through) else {
                continue;
            };
            let text = self.report.range_text(range);
            let (mild, strict) = (self.step(&range.mildest), self.step(&range.strictest));
            self.canvas.open(&self.hint(from, through, &text));
            self.canvas
                .bar(x, self.y, width, OUTCOME, &format!("s{mild}"));
            let mut height = OUTCOME;
            if range.mildest != range.strictest {
                // No single outcome: the mildest above, a band of the strictest below.
                height -= 14;
                let band = format!("s{strict}");
                self.canvas.bar(x, self.y + height, width, 14, &band);
            }
            let ink = format!("t{mild}");
            self.canvas.lines(x, self.y, width, height, &ink, &text);
            self.canvas.close();
        }
        self.y += OUTCOME + 6;
    }

    fn latent(&mut self, timeline: &Timeline) {
        let words = self.report.words;
        self.label(self.y + LATENT / 2, words.latent_row, words.latent_row_text);
        for (from, through, range) in joined(timeline, |run| run.outcome.latent.as_ref()) {
            let Some((x, width)) = self.scale.stretch(from, through) else {
                continue;
            };
            let text = self.report.range_text(range);
            let class = format!("l{}", self.step(&range.strictest));
            self.canvas.open(&self.hint(from, through, &text));
            self.canvas.bar(x + 1, self.y, width - 2, LATENT, &class);
            self.canvas.lines(x, self.y, width, LATENT, "ink", &text);
            self.canvas.close();
        }
        self.y += LATENT + 6;
    }

    /// What is shown where one points at a stretch.
    fn hint(&self, from: &str, through: &str, says: &str) -> String {
        let report = &self.report;
        format!(
            "{from} {} {through}{}{says}",
            report.words.to,
            report.colon()
        )
    }

    fn instrument(&mut self, bar: &Bar, marked: &BTreeSet<&str>) {
        let middle = self.y + ROW / 2;
        let cites = self.report.pick(&bar.cites).to_owned();
        let name = if cites.is_empty() {
            bar.instrument.clone()
        } else {
            cites
        };
        self.label(middle, &name, &bar.instrument);
        let line = (self.scale.left(), self.scale.right());
        self.canvas.line(line.0, middle, line.1, middle, "base");
        for stretch in &bar.stretches {
            let Some((x, width)) = self.scale.stretch(&stretch.from, &stretch.through) else {
                continue;
            };
            let says = self.report.words.stand(&stretch.state);
            self.canvas
                .open(&self.hint(&stretch.from, &stretch.through, says));
            self.canvas
                .standing(x, middle - BAR / 2, width, BAR, &stretch.state);
            self.canvas.close();
            // Its day, where none stands above.
            if width >= canvas::width(&stretch.from, 10) && !marked.contains(stretch.from.as_str())
            {
                let above = middle - BAR / 2 - 3;
                self.canvas
                    .text(&Text::new(x, above, "tiny", &stretch.from));
            }
        }
        self.y += ROW;
    }

    /// A line through all rows at each change, its number and its day above.
    fn marks(&mut self, timeline: &Timeline, top: i32, bottom: i32) {
        let ends = [
            (&timeline.from, self.scale.left(), Anchor::Start),
            (&timeline.to, self.scale.right(), Anchor::End),
        ];
        for (day, x, anchor) in ends {
            self.canvas
                .text(&Text::new(x, top, "small", day).anchored(anchor));
        }
        for change in &timeline.changes {
            let Some(x) = Day::parse(&change.day).ok().and_then(|d| self.scale.at(d)) else {
                continue;
            };
            self.canvas.line(x, top + 6, x, bottom, "mark");
            self.canvas
                .text(&Text::new(x, top, "date", &change.day).anchored(Anchor::Middle));
        }
        self.canvas.line(
            self.scale.left(),
            top + 12,
            self.scale.right(),
            top + 12,
            "axis",
        );
    }

    fn legend(&mut self, timeline: &Timeline) {
        let words = self.report.words;
        let there: BTreeSet<&str> = timeline
            .instruments
            .iter()
            .flat_map(|bar| &bar.stretches)
            .map(|stretch| stretch.state.as_str())
            .collect();
        let states = STATES.iter().filter(|state| there.contains(*state));
        let mut x = MARGIN;
        for state in states {
            let text = words.stand(state);
            self.canvas.standing(x, self.y - 10, 26, 12, state);
            self.canvas.text(&Text::new(x + 34, self.y, "small", text));
            x += 34 + canvas::width(text, 11) + 24;
        }
        self.y += 14;
    }

    /// A change in words.
    fn change(&mut self, change: &Change) {
        self.y += LINE + 4;
        self.canvas
            .text(&Text::new(MARGIN, self.y, "date", &change.day));
        let (before, after) = (self.says(&change.before), self.says(&change.after));
        let same = before == after;
        let text = if same {
            after
        } else {
            format!("{before} → {after}")
        };
        let x = MARGIN + 92;
        let room = self.scale.right() - x;
        self.canvas
            .text(&Text::new(x, self.y, "ink", &text).within(room));
        let mut below: Vec<String> = change
            .causes
            .iter()
            .map(|cause| self.report.cause_line(cause, CAUSE))
            .collect();
        if same {
            below.push(self.report.change_line(change));
        }
        for line in below
            .iter()
            .flat_map(|text| canvas::wrapped(text, room, 12))
        {
            self.y += LINE;
            self.canvas.text(&Text::new(x, self.y, "quiet", &line));
        }
    }

    /// An outcome with what is latent, in words.
    fn says(&self, outcome: &Outcome) -> String {
        let report = &self.report;
        let mut text = report.range_text(&outcome.range);
        if let Some(latent) = &outcome.latent {
            let word = report.words.latent_short;
            let (open, shut) = report.brackets();
            let latent = report.range_text(latent);
            text = format!("{text}{open}{word}{}{latent}{shut}", report.colon());
        }
        text
    }

    /// How strict an outcome is, in six steps.
    fn step(&self, name: &str) -> usize {
        let strictness = self.report.names.outcome(name).map_or(0, |(_, s)| s);
        (strictness * 5 + 50) / 100
    }

    fn finish(self, timeline: &Timeline) -> String {
        let words = self.report.words;
        let runs = timeline.runs.iter().map(|run| {
            let says = self.says(&run.outcome);
            format!("{} {} {}: {says}", run.from, words.to, run.through)
        });
        let told: Vec<String> = runs.collect();
        let width = self.scale.right() + MARGIN;
        let title = timeline.facts.source.as_deref().unwrap_or(words.timeline);
        self.canvas
            .finish(width, self.y + MARGIN, title, &told.join("; "))
    }
}

/// Neighbouring runs that show the same, joined.
fn joined<'t>(
    timeline: &'t Timeline,
    shown: impl Fn(&'t Run) -> Option<&'t Range>,
) -> Vec<(&'t str, &'t str, &'t Range)> {
    let mut all: Vec<(&str, &str, &Range)> = Vec::new();
    let mut before: Option<&Range> = None;
    for run in &timeline.runs {
        let here = shown(run);
        match (here, all.last_mut()) {
            (Some(range), Some(last)) if before == Some(range) => last.1 = &run.through,
            (Some(range), _) => all.push((&run.from, &run.through, range)),
            (None, _) => {}
        }
        before = here;
    }
    all
}
