//! What else there is to know, in the order in which a person wants it.

use super::page::{self, Piece};
use super::{Report, style};
use crate::decision::{
    Decision, Defeated, Duty, Language, Latent, LatentRule, Missing, OpenQuestion,
};

/// The column in which entries of lists begin.
const COLUMN: usize = 16;
/// How many missing facts, gaps or defaults are named before they are only counted.
const TOLD: usize = 40;

impl Report<'_> {
    pub(super) fn set_aside(&mut self, decision: &Decision) {
        if decision
            .subjects
            .iter()
            .all(|subject| subject.defeated.is_empty())
        {
            return;
        }
        self.heading(self.words.set_aside);
        for subject in decision.subjects.iter().filter(|s| !s.defeated.is_empty()) {
            self.page.gap();
            self.page.put(2, 4, &self.subject_head(subject));
            for rule in &subject.defeated {
                self.defeated(rule);
            }
        }
    }

    fn defeated(&mut self, rule: &Defeated) {
        let right = rule
            .outcome
            .as_ref()
            .map(|name| Piece::new(style::QUIET, self.outcome_text(name)));
        self.page.row(
            4,
            6,
            &[Piece::plain(self.pick(&rule.cites))],
            right.as_ref(),
        );
        let mut text = self.words.rule_state(&rule.state).to_owned();
        if rule.truth != "true" && self.look.language == Language::En {
            text = format!("{} {text}", self.words.perhaps);
        }
        if !rule.by.is_empty() {
            text = self.words.done_by(&text, &rule.by);
        }
        if rule.truth != "true" && self.look.language == Language::Zh {
            text = format!("{}{text}", self.words.perhaps);
        }
        for reason in rule.reasons.iter().filter(|reason| **reason != rule.state) {
            text = format!(
                "{text}{}{}",
                self.words.semicolon,
                self.words.rule_state(reason)
            );
        }
        self.page.put(4, 6, &[Piece::new(style::QUIET, &rule.rule)]);
        self.page.put(6, 8, &[Piece::new(style::STRONG, text)]);
    }

    pub(super) fn latent(&mut self, decision: &Decision) {
        let scales = decision
            .scales
            .iter()
            .filter_map(|(name, s)| Some((Some(name.as_str()), s.latent.as_ref()?)));
        let all: Vec<(Option<&str>, &Latent)> = decision
            .latent
            .iter()
            .map(|latent| (None, latent))
            .chain(scales)
            .collect();
        if all.is_empty() {
            return;
        }
        self.heading(self.words.latent);
        for (scale, latent) in all {
            let before = match scale {
                Some(name) => format!(
                    "{}{}{}{}",
                    self.scale_text(name),
                    self.words.comma,
                    self.words.latent_text,
                    self.colon()
                ),
                None => format!("{}{}", self.words.latent_text, self.colon()),
            };
            let mut line = vec![Piece::plain(before)];
            line.extend(self.outcome(latent.verdict.as_deref(), &latent.range, false));
            self.page.put(2, 4, &line);
            for rule in &latent.because {
                self.latent_rule(rule);
            }
        }
    }

    fn latent_rule(&mut self, rule: &LatentRule) {
        let mut text = self.words.rule_state(&rule.state).to_owned();
        if let Some(by) = &rule.by {
            text = self.words.done_by(&text, by);
        }
        if let Some(from) = &rule.from {
            let between = match self.look.language {
                Language::En => " ",
                Language::Zh => self.words.comma,
            };
            text = format!("{text}{between}{} {from}", self.words.from);
        }
        if let Some(through) = &rule.through {
            text = format!("{text} {} {through}", self.words.through);
        }
        self.page.put(4, 6, &[Piece::plain(self.pick(&rule.cites))]);
        self.page.put(4, 6, &[Piece::new(style::QUIET, &rule.rule)]);
        self.page.put(6, 8, &[Piece::new(style::STRONG, text)]);
    }

    pub(super) fn duties(&mut self, decision: &Decision) {
        if decision.duties.is_empty() {
            return;
        }
        self.heading(self.words.duties);
        let labels: Vec<Piece> = decision
            .duties
            .iter()
            .map(|duty| self.duty_label(duty))
            .collect();
        let column = labels.iter().map(Piece::width).max().unwrap_or(0) + 3;
        for (duty, label) in decision.duties.iter().zip(&labels) {
            self.duty(duty, label, column);
        }
    }

    fn duty_label(&self, duty: &Duty) -> Piece {
        match &duty.by {
            Some(day) => Piece::new(style::STRONG, format!("{} {day}", self.words.due_by)),
            None if duty.by_unknown.is_none() => Piece::plain(self.words.due_never),
            None => Piece::new(style::OPEN, self.words.due_open),
        }
    }

    fn duty(&mut self, duty: &Duty, label: &Piece, column: usize) {
        let mut line = Vec::new();
        if !duty.certain {
            line.push(Piece::new(
                style::OPEN,
                format!("{}{}", self.words.perhaps, self.gap()),
            ));
        }
        // Chinese words stand side by side; the name of a field stands apart from them.
        let gap = match (&duty.who.zh, &duty.what.zh) {
            (Some(_), Some(_)) => self.gap(),
            _ => " ",
        };
        line.push(Piece::plain(format!(
            "{}{gap}{}",
            self.pick(&duty.who),
            self.pick(&duty.what)
        )));
        match duty.state.as_str() {
            "done" => line.push(Piece::new(style::TRUE, format!(" [{}]", self.words.done))),
            "late" => line.push(Piece::new(style::FALSE, format!(" [{}]", self.words.late))),
            "unknown" => line.push(Piece::new(
                style::OPEN,
                format!(" [{}]", self.words.state_unknown),
            )),
            _ => {}
        }
        self.page.entry(2, column, label, &line);
        let column = 2 + column;
        if let Some(why) = &duty.by_unknown {
            self.page
                .put(column, column + 2, &[Piece::plain(self.pick(why))]);
        }
        let subject = if duty.subject.is_empty() {
            String::new()
        } else {
            format!("{}{}", duty.subject, self.words.comma)
        };
        self.page.put(
            column,
            column + 2,
            &[Piece::new(
                style::QUIET,
                format!("{subject}{}", self.pick(&duty.cites)),
            )],
        );
        self.page
            .put(column, column + 2, &[Piece::new(style::QUIET, &duty.rule)]);
    }

    pub(super) fn missing(&mut self, decision: &Decision) {
        if decision.missing.is_empty() {
            return;
        }
        self.heading(self.words.missing);
        let place = |missing| Piece::new(style::STRONG, self.missing_place(missing));
        let told: Vec<(&Missing, Piece)> = decision
            .missing
            .iter()
            .take(TOLD)
            .map(|m| (m, place(m)))
            .collect();
        let column = told
            .iter()
            .map(|(_, place)| place.width() + 3)
            .max()
            .unwrap_or(COLUMN)
            .clamp(COLUMN, self.look.width / 2);
        for (missing, place) in told {
            let (text, colour) = match (missing.settles, missing.can_settle) {
                (true, _) => (self.words.settles, style::TRUE),
                (false, true) => (self.words.can_settle, anstyle::Style::new()),
                (false, false) => (self.words.matters, style::QUIET),
            };
            self.page
                .entry(2, column, &place, &[Piece::new(colour, text)]);
        }
        self.untold(decision.missing.len());
    }

    /// How many of a list were not told.
    fn untold(&mut self, all: usize) {
        if let more @ 1.. = all.saturating_sub(TOLD) {
            let text = self.words.more(more);
            self.page.put(2, 4, &[Piece::new(style::QUIET, text)]);
        }
    }

    fn missing_place(&self, missing: &Missing) -> String {
        match (&missing.path, &missing.question) {
            (_, Some(question)) => format!("{} {question}", self.words.question),
            (Some(path), None) => page::place(path),
            (None, None) => String::new(),
        }
    }

    pub(super) fn gaps(&mut self, decision: &Decision) {
        if decision.gaps.is_empty() {
            return;
        }
        self.heading(self.words.gaps);
        for gap in decision.gaps.iter().take(TOLD) {
            let mut line = vec![Piece::new(style::OPEN, self.pick(&gap.reason_text()))];
            if let Some(path) = &gap.path {
                let place = page::place(path);
                line.push(Piece::plain(format!(" {} {place}", self.words.at)));
            }
            if let Some(detail) = &gap.detail {
                line.push(Piece::plain(format!(
                    "{}{}",
                    self.colon(),
                    self.pick(detail)
                )));
            }
            self.page.put(2, 4, &line);
        }
        self.untold(decision.gaps.len());
    }

    pub(super) fn questions(&mut self, decision: &Decision) {
        if decision.open_questions.is_empty() {
            return;
        }
        self.heading(self.words.questions);
        for question in &decision.open_questions {
            self.page.gap();
            self.question(question, decision);
        }
    }

    fn question(&mut self, question: &OpenQuestion, decision: &Decision) {
        self.page.put(
            2,
            4,
            &[Piece::new(style::STRONG, self.pick(&question.text))],
        );
        self.page
            .put(2, 4, &[Piece::new(style::QUIET, &question.question)]);
        let label = match &question.reading {
            Some(_) => Piece::plain(self.words.taken),
            None => Piece::new(style::OPEN, self.words.left_open),
        };
        if let Some(reading) = &question.reading {
            let text = format!(
                "{reading}{}{}",
                self.colon(),
                self.pick(&question.reading_text)
            );
            self.page.entry(4, COLUMN, &label, &[Piece::plain(text)]);
        } else {
            self.page.put(4, 6, &[label]);
        }
        for other in &question.others {
            let text = format!(
                "{}{}{}",
                other.reading,
                self.colon(),
                self.pick(&other.text)
            );
            self.page.entry(
                4,
                COLUMN,
                &Piece::plain(self.words.otherwise),
                &[Piece::plain(text)],
            );
            let mut line = if other.range == decision.range {
                vec![Piece::new(style::QUIET, self.words.same)]
            } else {
                self.outcome(other.verdict.as_deref(), &other.range, false)
            };
            if let Some(latent) = &other.latent {
                line.push(Piece::plain(format!(
                    "{}{} ",
                    self.words.comma, self.words.latent_short
                )));
                line.push(self.range_piece(latent));
            }
            for (name, range) in &other.scales {
                line.push(Piece::plain(format!(
                    "{}{} ",
                    self.words.comma,
                    self.scale_text(name)
                )));
                line.push(self.range_piece(range));
            }
            line.insert(0, Piece::plain("→ "));
            self.page.put(4 + COLUMN, 6 + COLUMN, &line);
        }
    }

    pub(super) fn assumed(&mut self, decision: &Decision) {
        if decision.assumed.is_empty() {
            return;
        }
        self.heading(self.words.assumed);
        self.page
            .put(2, 4, &[Piece::new(style::QUIET, self.words.assumed_text)]);
        for assumed in decision.assumed.iter().take(TOLD) {
            let value = match &assumed.value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let value = match (self.look.language, &assumed.zh) {
                (Language::Zh, Some(zh)) => zh.clone(),
                _ => value,
            };
            self.page.put(
                2,
                6,
                &[
                    Piece::plain(page::place(&assumed.path)),
                    Piece::new(style::VALUE, format!("{}{value}", self.colon())),
                ],
            );
        }
        self.untold(decision.assumed.len());
    }

    pub(super) fn basis(&mut self, decision: &Decision) {
        self.heading(self.words.basis);
        self.page.put(
            2,
            4,
            &[Piece::plain(
                self.words.basis_text(decision.basis.as_deref()),
            )],
        );
        let short = |digest: &str| {
            digest
                .chars()
                .take("sha256:".len() + 12)
                .collect::<String>()
        };
        if !decision.policy.digest.is_empty() {
            let digests = format!(
                "{} {}{}{} {}",
                self.words.policies,
                short(&decision.policy.digest),
                self.words.comma,
                self.words.facts,
                short(&decision.facts.digest)
            );
            self.page.put(2, 4, &[Piece::new(style::QUIET, digests)]);
        }
    }
}
