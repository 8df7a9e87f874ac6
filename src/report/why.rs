//! Why: subject by subject, rule by rule, with the derivation under each.

use super::condense::Condenser;
use super::page::{Piece, place};
use super::{Report, style};
use crate::decision::{Because, Decision, Language, Step, Subject, Text};

/// How many quiet subjects are named before they are only counted.
const QUIET_SUBJECTS: usize = 12;
/// Of how many subjects the derivations are told; of the others the rules are named, and JSON has the rest.
const EXPLAINED: usize = 20;
/// Steps with more under them are told only once.
const AGAIN: usize = 2;

impl Report<'_> {
    pub(super) fn why(&mut self, decision: &Decision) {
        self.heading(self.words.why);
        let (told, quiet): (Vec<&Subject>, Vec<&Subject>) = decision
            .subjects
            .iter()
            .partition(|s| !s.because.is_empty());
        for (index, subject) in told.iter().enumerate() {
            self.page.gap();
            self.subject_line(subject);
            for rule in &subject.because {
                self.page.gap();
                self.rule(rule, index < EXPLAINED);
            }
        }
        if told.is_empty() {
            self.page.put(2, 2, &[Piece::plain(self.words.nothing)]);
        } else if !quiet.is_empty() {
            self.page.gap();
            let names: Vec<String> = quiet
                .iter()
                .take(QUIET_SUBJECTS)
                .map(|s| self.subject_name(s))
                .collect();
            let mut text = format!(
                "{} {}",
                self.words.nothing_for,
                names.join(self.words.listing)
            );
            if let more @ 1.. = quiet.len().saturating_sub(QUIET_SUBJECTS) {
                text = format!("{text}{}{}", self.words.comma, self.words.more(more));
            }
            self.page.put(2, 4, &[Piece::new(style::QUIET, text)]);
        }
    }

    /// Its place and what the facts call it.
    pub(super) fn subject_head(&self, subject: &Subject) -> Vec<Piece> {
        let place = if subject.path.is_empty() {
            self.words.shipment.to_owned()
        } else {
            place(&subject.path)
        };
        let mut pieces = vec![Piece::new(style::STRONG, place)];
        if !subject.name.is_empty() {
            pieces.push(Piece::plain(format!("  {}", subject.name)));
        }
        pieces
    }

    fn subject_line(&mut self, subject: &Subject) {
        let right = self.range_piece(&subject.range);
        self.page
            .row(2, 4, &self.subject_head(subject), Some(&right));
        for (name, scale) in &subject.scales {
            if self.says_nothing(scale) {
                continue;
            }
            let right = self.range_piece(&scale.range);
            self.page
                .row(4, 4, &[Piece::plain(self.scale_text(name))], Some(&right));
        }
    }

    fn subject_name(&self, subject: &Subject) -> String {
        match (subject.path.as_str(), subject.name.as_str()) {
            ("", _) => self.words.shipment.to_owned(),
            (path, "") => place(path),
            (path, name) => self.remark(&place(path), name),
        }
    }

    /// What stands between two words.
    pub(super) fn gap(&self) -> &'static str {
        match self.look.language {
            Language::En => " ",
            Language::Zh => "",
        }
    }

    /// Words with a remark behind them.
    fn remark(&self, text: &str, remark: &str) -> String {
        format!("{text}{}{remark}{}", self.words.open, self.words.close)
    }

    fn rule(&mut self, rule: &Because, explain: bool) {
        let certain = rule.truth == "true";
        let follows = rule
            .outcome
            .as_ref()
            .map(|name| (self.outcome_text(name).to_owned(), self.outcome_style(name)));
        let follows = follows.or_else(|| {
            rule.status
                .as_ref()
                .map(|status| (self.status_text(status), style::STRONG))
        });
        let right = follows.map(|(text, colour)| match certain {
            true => Piece::new(colour, text),
            false => Piece::new(
                style::OPEN,
                format!("{}{}{text}", self.words.perhaps, self.gap()),
            ),
        });
        self.page.row(
            4,
            6,
            &[Piece::new(style::STRONG, self.pick(&rule.cites))],
            right.as_ref(),
        );
        let mut name = rule.rule.clone();
        if let Some(basis) = &rule.basis {
            let short = self.words.basis_text(Some(basis)).split(':').next();
            name = self.remark(&name, short.unwrap_or(basis));
        }
        self.page.put(4, 6, &[Piece::new(style::QUIET, name)]);
        if let Some(figure) = &rule.figure {
            let text = format!("{}{}", self.words.figure, self.colon());
            self.page.put(
                6,
                8,
                &[
                    Piece::plain(text),
                    Piece::new(style::VALUE, self.pick(figure)),
                ],
            );
        }
        if explain {
            self.steps(6, &rule.steps);
        }
    }

    /// The derivation, depth first; what was told before is not told again, and few facts stand beside what they decide.
    fn steps(&mut self, indent: usize, steps: &[Step]) {
        let told = Condenser {
            questions: &self.questions,
        }
        .conditions(steps);
        let mut open: Vec<(usize, &Step)> = told.iter().rev().map(|step| (indent, step)).collect();
        while let Some((at, step)) = open.pop() {
            let mut pieces = self.step_pieces(step);
            if let Some(beside) = self.beside(step, &pieces, at) {
                pieces.extend(beside);
                self.page.put(at, at + 4, &pieces);
                continue;
            }
            let again = size(step) > AGAIN
                && !self
                    .told
                    .insert(serde_json::to_string(step).unwrap_or_default());
            if again {
                pieces.push(Piece::new(
                    style::QUIET,
                    format!(
                        "{}{}{}",
                        self.words.open_wide, self.words.as_above, self.words.close
                    ),
                ));
            } else {
                open.extend(step.steps.iter().rev().map(|inner| (at + 2, inner)));
            }
            self.page.put(at, at + 4, &pieces);
        }
    }

    fn step_pieces(&self, step: &Step) -> Vec<Piece> {
        let mark = match step.value.en.as_str() {
            "true" => Some(Piece::new(style::TRUE, "✓ ")),
            "false" => Some(Piece::new(style::FALSE, "✗ ")),
            "unknown" => Some(Piece::new(style::OPEN, "? ")),
            _ => None,
        };
        let text = self.step_text(step);
        match (step.kind.as_str(), mark) {
            ("more", _) => vec![Piece::new(style::QUIET, self.words.more(&step.value.en))],
            ("fact" | "limit", _) => {
                vec![Piece::plain(text), self.value(self.colon(), &step.value)]
            }
            ("question", _) => vec![
                Piece::plain(format!("{}{}{text}", self.words.question, self.gap())),
                self.value(self.colon(), &step.value),
            ],
            ("row", _) => vec![
                Piece::new(style::QUIET, format!("{}{}", self.words.row, self.gap())),
                Piece::plain(text),
            ],
            (_, Some(mark)) => vec![mark, Piece::plain(text)],
            ("part", None) => vec![Piece::plain(text), self.value(self.colon(), &step.value)],
            (_, None) => vec![Piece::plain(text), self.value(" = ", &step.value)],
        }
    }

    /// The facts that it rests on, where they are all and fit on its line.
    fn beside(&self, step: &Step, pieces: &[Piece], at: usize) -> Option<Vec<Piece>> {
        if step.steps.is_empty() || !step.steps.iter().all(is_plain_fact) {
            return None;
        }
        let mut beside = Vec::new();
        for fact in &step.steps {
            let before = if beside.is_empty() {
                self.words.open_wide
            } else {
                self.words.comma
            };
            beside.push(Piece::new(
                style::QUIET,
                format!("{before}{}", self.step_text(fact)),
            ));
            beside.push(self.value(self.colon(), &fact.value));
        }
        beside.push(Piece::new(style::QUIET, self.words.close));
        let width: usize = pieces.iter().chain(&beside).map(Piece::width).sum();
        (at + width <= self.look.width).then_some(beside)
    }

    /// A place tells more than the expression that reads it, unless it has another name there; in Chinese it has one.
    fn step_text(&self, step: &Step) -> String {
        let text = self.pick(&step.text);
        match step.path.as_deref().filter(|path| !path.is_empty()) {
            None => text.to_owned(),
            Some(path) if text.is_empty() => place(path),
            Some(path) if step.kind == "part" => self.remark(&place(path), text),
            Some(path) => {
                let same = last_name(path) == last_name(&step.text.en);
                if same && (self.look.language == Language::En || text == step.text.en) {
                    place(path)
                } else {
                    format!(
                        "{text}{}{}{}",
                        self.words.open_place,
                        place(path),
                        self.words.close_place
                    )
                }
            }
        }
    }

    fn value(&self, before: &str, value: &Text) -> Piece {
        match value.en.as_str() {
            "" => Piece::plain(""),
            "unknown" => Piece::new(style::OPEN, format!("{before}{}", self.words.untold)),
            _ => Piece::new(style::VALUE, format!("{before}{}", self.pick(value))),
        }
    }
}

fn is_plain_fact(step: &Step) -> bool {
    matches!(step.kind.as_str(), "fact" | "limit") && step.steps.is_empty()
}

/// How many steps there are under it.
fn size(step: &Step) -> usize {
    let mut count = 0;
    let mut open: Vec<&Step> = step.steps.iter().collect();
    while let Some(inner) = open.pop() {
        count += 1;
        open.extend(&inner.steps);
    }
    count
}

fn last_name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
