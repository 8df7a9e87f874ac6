//! A timeline for a person: the runs, then each change with its causes, then how the instruments stand.

use std::collections::BTreeSet;

use super::page::{Page, Piece};
use super::words::words;
use super::{Look, Names, Report, style};
use crate::decision::Language;
use crate::decision::timeline::{
    Bar, Cause, Change, Named, Outcome, RuleEffect, ScaleOutcome, Timeline,
};

/// The column in which the text of a labelled line begins.
const LABELS: usize = 14;
/// How many rules or places are named before they are only counted.
const TOLD: usize = 12;

/// The timeline as text.
pub fn timeline(timeline: &Timeline, names: &Names, look: &Look) -> String {
    let mut report = Report {
        page: Page::new(look.width, look.colour),
        words: words(look.language),
        names,
        look: *look,
        questions: BTreeSet::new(),
        told: BTreeSet::new(),
    };
    report.runs(timeline);
    report.changes(timeline);
    report.instruments(timeline);
    report.page.finish()
}

/// The timeline as JSON, laid out for reading.
pub fn timeline_json(timeline: &Timeline) -> String {
    // Strings and lists of them: nothing here that serde_json could refuse.
    serde_json::to_string_pretty(timeline).unwrap_or_default()
}

impl Report<'_> {
    fn runs(&mut self, timeline: &Timeline) {
        let days = format!("{} {} {}", timeline.from, self.words.to, timeline.to);
        let book = match &timeline.known {
            Some(known) => format!("{} {known}", self.words.known),
            None => self.words.own_book.to_owned(),
        };
        let head = Piece::new(style::HEADING, self.words.timeline.to_uppercase());
        self.page
            .put(0, 2, &[head, Piece::plain(format!("  {days}"))]);
        self.page.put(0, 2, &[Piece::new(style::QUIET, book)]);
        self.page.gap();
        for run in &timeline.runs {
            let days = if run.from == run.through {
                run.from.clone()
            } else {
                format!("{} {} {}", run.from, self.words.to, run.through)
            };
            let mut pieces =
                self.outcome(run.outcome.verdict.as_deref(), &run.outcome.range, false);
            pieces.extend(self.latent_pieces(&run.outcome));
            self.page.entry(2, 26, &Piece::plain(days), &pieces);
        }
    }

    /// What would hold otherwise, and the further scales.
    fn latent_pieces(&self, outcome: &Outcome) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut add = |name: String, range: &crate::decision::Range| {
            pieces.push(Piece::new(style::QUIET, name));
            pieces.push(self.range_piece(range));
        };
        if let Some(latent) = &outcome.latent {
            let word = self.words.latent_short;
            add(
                format!("{}{word}{}", self.semicolon(), self.colon()),
                latent,
            );
        }
        for (name, scale) in &outcome.scales {
            if !self.is_telling(scale) {
                continue;
            }
            add(
                format!("{}{name}{}", self.semicolon(), self.colon()),
                &scale.range,
            );
            if let Some(latent) = &scale.latent {
                let word = self.words.latent_short;
                add(format!(", {word}{}", self.colon()), latent);
            }
        }
        pieces
    }

    /// Whether a further scale says more than its mildest outcome.
    fn is_telling(&self, scale: &ScaleOutcome) -> bool {
        let strict = |name: &str| self.names.outcome(name).is_none_or(|(_, s)| s > 0);
        strict(&scale.range.strictest)
            || scale.latent.as_ref().is_some_and(|l| strict(&l.strictest))
    }

    fn changes(&mut self, timeline: &Timeline) {
        self.heading(self.words.changes);
        if timeline.changes.is_empty() {
            self.page.put(2, 2, &[Piece::plain(self.words.no_change)]);
        }
        for change in &timeline.changes {
            self.page.gap();
            self.change(change);
        }
    }

    fn change(&mut self, change: &Change) {
        let mut head = vec![Piece::new(style::STRONG, format!("{}  ", change.day))];
        let (before, after) = (&change.before, &change.after);
        head.extend(self.outcome(before.verdict.as_deref(), &before.range, false));
        head.extend(self.latent_pieces(before));
        if before != after {
            head.push(Piece::plain(" → "));
            head.extend(self.outcome(after.verdict.as_deref(), &after.range, false));
            head.extend(self.latent_pieces(after));
        }
        self.page.put(2, 14, &head);
        for cause in &change.causes {
            self.cause(cause);
        }
        let words = self.words;
        self.effects(words.began, &change.began);
        self.effects(words.ceased, &change.ceased);
        self.effects(words.turned, &change.turned);
        self.named(words.duties_began, &change.duties_began);
        self.named(words.duties_ceased, &change.duties_ceased);
        self.named(words.questions_began, &change.questions_began);
        self.named(words.questions_ceased, &change.questions_ceased);
    }

    /// What changes besides the outcome, in one line.
    pub(super) fn change_line(&self, change: &Change) -> String {
        let words = self.words;
        let rules = |rules: &[RuleEffect]| -> Vec<String> {
            let mut names: Vec<String> = rules.iter().map(|r| r.rule.clone()).collect();
            names.sort();
            names.dedup();
            names
        };
        let parts = [
            (words.began, rules(&change.began)),
            (words.ceased, rules(&change.ceased)),
            (words.turned, rules(&change.turned)),
            (words.questions_began, change.questions_began.clone()),
            (words.questions_ceased, change.questions_ceased.clone()),
        ];
        let told: Vec<String> = parts
            .into_iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(label, names)| format!("{label}{}{}", self.colon(), self.told(&names)))
            .collect();
        told.join(self.semicolon())
    }

    fn cause(&mut self, cause: &Cause) {
        let text = self.cause_line(cause, usize::MAX);
        self.page.put(4, 6, &[Piece::new(style::STRONG, text)]);
    }

    /// A cause with what it touches, in so many letters.
    pub(super) fn cause_line(&self, cause: &Cause, most: usize) -> String {
        let mut text = self.cause_text(cause);
        let of: Vec<String> = match cause.what.as_str() {
            "list" => self.all_named(&cause.lists),
            "arises" => self.all_named(&cause.questions),
            "facts" => cause.paths.clone(),
            _ => self.provisions(cause),
        };
        if !of.is_empty() {
            text = format!("{text}{}{}", self.colon(), self.told(&of));
        }
        if let Some(reading) = &cause.reading {
            let name = format!("{}={}", reading.question, reading.reading);
            let (open, shut) = self.brackets();
            text = format!("{text}{open}{} {name}{shut}", self.words.if_read);
        }
        if text.chars().nth(most).is_some() {
            let kept: String = text.chars().take(most).collect();
            text = format!("{}…", kept.trim_end());
        }
        text
    }

    /// What the rules cite, each provision once; an instrument named before is not named again.
    fn provisions(&self, cause: &Cause) -> Vec<String> {
        let mut before = self.pick(&cause.cites);
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut told = Vec::new();
        for rule in &cause.rules {
            let (cites, number) = (self.pick(&rule.cites), self.pick(&rule.number));
            let bare = cites
                .strip_prefix(number)
                .map_or(cites, |rest| rest.trim_start_matches([',', '，', ' ']));
            for provision in bare
                .split([';', '；'])
                .map(str::trim)
                .filter(|text| !text.is_empty())
            {
                if !seen.insert((number, provision)) {
                    continue;
                }
                if number == before || bare == cites {
                    told.push(provision.to_owned());
                } else {
                    let comma = match self.look.language {
                        Language::En => ", ",
                        Language::Zh if provision.is_ascii() => " ",
                        Language::Zh => "",
                    };
                    told.push(format!("{number}{comma}{provision}"));
                }
                before = number;
            }
        }
        told
    }

    /// What happened, in words: `Notice No. 4 of 2031 suspends`.
    fn cause_text(&self, cause: &Cause) -> String {
        let words = self.words;
        let verb = match cause.what.as_str() {
            "published" => words.is_published,
            "begins" => words.begins,
            "ends" => words.runs_out,
            "suspends" => words.suspends,
            "resumes" => words.resumes,
            "repeals" => words.repeals,
            "replaces" => words.replaces,
            "list" => words.list_changes,
            "arises" => words.arises,
            "facts" => words.own_days,
            other => other,
        };
        let by = match (self.pick(&cause.cites), &cause.instrument) {
            ("", Some(name)) => name,
            (cites, _) => cites,
        };
        let mut text = match (self.look.language, by.is_empty()) {
            (_, true) => verb.to_owned(),
            (Language::En, _) => format!("{by} {verb}"),
            (Language::Zh, _) => format!("{by}{verb}"),
        };
        if let Some(lifted) = &cause.lifted_by {
            text = format!("{text} ({} {})", words.by, self.named_text(lifted));
        }
        text
    }

    pub(super) fn brackets(&self) -> (&'static str, &'static str) {
        match self.look.language {
            Language::En => (" (", ")"),
            Language::Zh => ("（", "）"),
        }
    }

    fn all_named(&self, all: &[Named]) -> Vec<String> {
        let texts = all.iter().map(|named| self.named_text(named).to_owned());
        texts.collect()
    }

    fn named_text<'t>(&self, named: &'t Named) -> &'t str {
        match self.pick(&named.text) {
            "" => &named.name,
            text => text,
        }
    }

    fn effects(&mut self, label: &str, rules: &[RuleEffect]) {
        for rule in rules {
            let mut text = rule.rule.clone();
            if !rule.subject.is_empty() {
                text = format!("{}  {text}", rule.subject);
            }
            if rule.truth != "true" {
                text = format!("{text} ({})", self.words.perhaps);
            }
            let label = Piece::new(style::QUIET, label);
            self.page.entry(4, LABELS, &label, &[Piece::plain(text)]);
        }
    }

    fn named(&mut self, label: &str, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let text = Piece::plain(self.told(names));
        let label = Piece::new(style::QUIET, label);
        self.page.entry(4, LABELS, &label, &[text]);
    }

    fn instruments(&mut self, timeline: &Timeline) {
        if timeline.instruments.is_empty() {
            return;
        }
        self.heading(self.words.instruments);
        for bar in &timeline.instruments {
            self.page.gap();
            let name = Piece::new(style::QUIET, &bar.instrument);
            let head = [Piece::plain(self.bar_name(bar))];
            self.page.row(2, 4, &head, Some(&name));
            for stretch in &bar.stretches {
                let days = format!("{} {} {}", stretch.from, self.words.to, stretch.through);
                let state = Piece::plain(self.words.stand(&stretch.state));
                self.page.entry(4, 26, &Piece::plain(days), &[state]);
            }
        }
    }

    fn bar_name<'t>(&self, bar: &'t Bar) -> &'t str {
        match self.pick(&bar.cites) {
            "" => &bar.instrument,
            cites => cites,
        }
    }

    /// Names with a sign between; beyond a dozen only how many.
    fn told(&self, names: &[String]) -> String {
        let mut text: Vec<String> = names.iter().take(TOLD).cloned().collect();
        let more = names.len().saturating_sub(TOLD);
        if more > 0 {
            text.push(format!("{more} {}", self.words.others));
        }
        text.join(self.semicolon())
    }

    fn semicolon(&self) -> &'static str {
        match self.look.language {
            Language::En => "; ",
            Language::Zh => "；",
        }
    }
}
