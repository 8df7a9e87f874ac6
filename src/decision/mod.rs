//! A decision as plain data, in the shape promised to other programs (contract §3).
//!
//! Filled by `eval`, read by `report`, `scenario` and every embedder; goes out and comes in through serde. Absent on purpose: ids of
//! a program, values, evaluation. Texts are bilingual until printed: [`Decision::in_language`] picks one for good.

use serde::{Deserialize, Serialize};

pub mod timeline;

/// The language of texts in a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English
    #[default]
    En,
    /// Chinese
    Zh,
}

/// A text: written out in English unless Chinese was picked. Serialises as a string.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese, where the policies give it.
    pub zh: Option<String>,
}

impl Text {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }

    /// In Chinese, or in English where there is none.
    #[must_use]
    pub fn chinese(&self) -> &str {
        self.zh.as_deref().unwrap_or(&self.en)
    }
}

impl From<String> for Text {
    fn from(en: String) -> Self {
        Self { en, zh: None }
    }
}

impl From<&str> for Text {
    fn from(en: &str) -> Self {
        Self {
            en: en.to_owned(),
            zh: None,
        }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.en
    }
}

impl From<crate::ir::Text> for Text {
    fn from(text: crate::ir::Text) -> Self {
        Self {
            en: text.en,
            zh: text.zh,
        }
    }
}

/// What the law says of one shipment on one day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The case's own name (field `id` of the facts), where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The outcome on the main scale; none where undetermined.
    pub verdict: Option<String>,
    /// Whether there is just one outcome.
    pub determined: bool,
    /// Mildest and strictest outcome still possible.
    pub range: Range,
    /// What would hold but for rules suspended or not yet in force; none where the same.
    pub latent: Option<Latent>,
    /// The day asked, `YYYY-MM-DD`.
    pub on: String,
    /// The law book's day.
    pub known: String,
    /// The shipment itself (path `""`, only where a rule speaks of it and has something to tell) and each element that rules speak of, by path.
    pub subjects: Vec<Subject>,
    /// Duties that are or may be due, by path of subject, then rule.
    pub duties: Vec<Duty>,
    /// Facts that would narrow the range, the most telling first.
    pub missing: Vec<Missing>,
    /// What cannot be worked out, and why.
    pub gaps: Vec<Gap>,
    /// Defaults of the schema that mattered.
    pub assumed: Vec<Assumed>,
    /// The weakest basis that the decision rests on.
    pub basis: Option<String>,
    /// Open questions that another reading of would change the decision.
    pub open_questions: Vec<OpenQuestion>,
    /// Further scales, by name.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub scales: std::collections::BTreeMap<String, ScaleResult>,
    /// Which policies were asked.
    pub policy: PolicyRef,
    /// Which facts were asked.
    pub facts: FactsRef,
}

/// Mildest to strictest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The mildest outcome possible.
    pub mildest: String,
    /// The strictest outcome possible.
    pub strictest: String,
}

/// The outcome on a scale that is not the main one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScaleResult {
    /// The outcome; none where undetermined.
    pub verdict: Option<String>,
    /// Its range.
    pub range: Range,
    /// What would hold otherwise.
    pub latent: Option<Latent>,
}

/// The latent outcome and the rules that make the difference.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Latent {
    /// The outcome; none where undetermined.
    pub verdict: Option<String>,
    /// Its range.
    pub range: Range,
    /// Rules suspended or not yet in force that would stand.
    pub because: Vec<LatentRule>,
}

/// A rule that would stand but for time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LatentRule {
    /// Its full name.
    pub rule: String,
    /// What it cites.
    pub cites: Text,
    /// `suspended` or `not_yet`.
    pub state: String,
    /// The instrument that suspends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// First day of the suspension, or the day on which the rule begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day of the suspension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
}

/// One subject's outcome and the rules it rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// `items[0]`; empty for the shipment itself.
    pub path: String,
    /// What the facts call it (its `description`, or the like); empty where nothing does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The outcome; none where undetermined.
    pub verdict: Option<String>,
    /// Its range.
    pub range: Range,
    /// What would hold otherwise, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latent: Option<Latent>,
    /// Rules that have effect, for certain or perhaps: strictest outcome first, then by name.
    pub because: Vec<Because>,
    /// Rules that would stand but are lifted, suspended, ended or not yet begun.
    pub defeated: Vec<Defeated>,
    /// Further scales, by name.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub scales: std::collections::BTreeMap<String, ScaleResult>,
}

/// A rule that has effect.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Because {
    /// Its full name.
    pub rule: String,
    /// Number of the instrument and the provisions, as cited.
    pub cites: Text,
    /// Its outcome on the main scale (or its only scale); none for a rule with only a duty, a figure, a status or a lifting.
    pub outcome: Option<String>,
    /// The status it concludes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `true` or `unknown`.
    pub truth: String,
    /// `official`, `reported`, `inferred`, `recalled`; none where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Its figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Text>,
    /// The figure as a value, where a scenario can write it; not written out.
    #[serde(skip)]
    pub(crate) value: Option<crate::ir::Figure>,
    /// Why its conditions are what they are: the derivation, one tree a condition.
    pub steps: Vec<Step>,
}

/// A step of the derivation: an expression, its value, and what made it so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What kind. Truths: `condition` (a comparison or membership), `negation`, `logic` (`or`), `quantifier`, `call` (of a define),
    /// `status`. Else: `fact`, `calculation`, `part` (an element of a list), `row` (of a list of the law), `question`, `more` (what was
    /// left out).
    pub kind: String,
    /// The expression as written (in Chinese: in words), or the name of the element.
    pub text: Text,
    /// Its value, as shown to people: `true`, `0.1%`, `0.04% to 0.31%`, `400 EUR`.
    pub value: Text,
    /// Where in the facts, if it is a fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// A rule that would stand, and what keeps it from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defeated {
    /// Its full name.
    pub rule: String,
    /// What it cites.
    pub cites: Text,
    /// Its outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The rule that lifts it, or the instrument that suspends, repeals or replaces it; empty for a rule not yet begun or run out.
    pub by: String,
    /// `lifted`, `suspended`, `ended`, `not_yet`; of several the first that applies of semantics §8, `lifted` last.
    pub state: String,
    /// All that apply.
    pub reasons: Vec<String>,
    /// `true`, or `unknown` where it is only perhaps so.
    pub truth: String,
}

/// A duty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Who must: a party of the facts by its name there, or somebody in words.
    pub who: Text,
    /// What.
    pub what: Text,
    /// The day by which; none where not known.
    pub by: Option<String>,
    /// Why the day is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_unknown: Option<Text>,
    /// `open`, `done`, `late`, `unknown`.
    pub state: String,
    /// Whether it is due for certain.
    pub certain: bool,
    /// The rule.
    pub rule: String,
    /// What it cites.
    pub cites: Text,
    /// The subject it falls on; empty for the shipment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
}

/// A missing fact, or a question left open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Where in the facts (`items[0].origin`, `rates.EUR/USD`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The question left open, in place of a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Whatever it turns out to be, telling it alone determines the decision.
    pub settles: bool,
    /// Some value of it alone determines the decision.
    pub can_settle: bool,
}

/// What cannot be worked out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// `zero denominator`, `code not known`, `code too coarse`, `calendar ends`, `too many missing facts`, …
    pub reason: String,
    /// Where in the facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// More of it: the code and its neighbours, the year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Text>,
}

/// A default that mattered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Assumed {
    /// Where in the facts.
    pub path: String,
    /// The value taken, as the facts would write it.
    pub value: serde_json::Value,
    /// The value in Chinese words, where it has any; not written out.
    #[serde(skip)]
    pub zh: Option<String>,
}

/// A question that the decision hangs on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// Its full name.
    pub question: String,
    /// What it asks.
    pub text: Text,
    /// The reading taken; none where it was left open.
    pub reading: Option<String>,
    /// What that reading says.
    #[serde(default)]
    pub reading_text: Text,
    /// What the other readings would give.
    pub others: Vec<OtherReading>,
}

/// What another reading would give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherReading {
    /// The reading.
    pub reading: String,
    /// What it says.
    #[serde(default)]
    pub text: Text,
    /// The outcome; none where undetermined.
    pub verdict: Option<String>,
    /// Its range.
    pub range: Range,
    /// The latent outcome's range, where it differs from the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latent: Option<Range>,
    /// Ranges on further scales, by name, where they are not those of the decision.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub scales: std::collections::BTreeMap<String, Range>,
}

/// The policies asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRef {
    /// `sha256:…` over every file of the policy folder.
    pub digest: String,
    /// The language's version.
    pub language: String,
}

/// The facts asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsRef {
    /// `sha256:…` of the bytes given.
    pub digest: String,
    /// Which of several cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Gap {
    /// Its reason in both languages.
    #[must_use]
    pub fn reason_text(&self) -> Text {
        let zh = match self.reason.as_str() {
            "zero denominator" => "分母为零",
            "code not known" => "编码未知",
            "code too coarse" => "编码不够具体",
            "calendar ends" => "超出日历范围",
            "too many missing facts" => "缺少的事实过多",
            _ => return self.reason.as_str().into(),
        };
        Text {
            en: self.reason.clone(),
            zh: Some(zh.to_owned()),
        }
    }
}

impl Decision {
    /// The same decision with every text in that language, where the policies give it.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        if language == Language::En {
            return self;
        }
        self.each_text(&mut |text| {
            if let Some(zh) = text.zh.clone() {
                text.en = zh;
            }
        });
        self
    }

    fn each_text(&mut self, f: &mut impl FnMut(&mut Text)) {
        let scales = self.scales.values_mut().filter_map(|s| s.latent.as_mut());
        for latent in self.latent.iter_mut().chain(scales) {
            latent
                .because
                .iter_mut()
                .for_each(|rule| f(&mut rule.cites));
        }
        for subject in &mut self.subjects {
            let scales = subject
                .scales
                .values_mut()
                .filter_map(|s| s.latent.as_mut());
            for latent in subject.latent.iter_mut().chain(scales) {
                latent
                    .because
                    .iter_mut()
                    .for_each(|rule| f(&mut rule.cites));
            }
            for rule in &mut subject.because {
                f(&mut rule.cites);
                rule.figure.iter_mut().for_each(&mut *f);
                each_step(&mut rule.steps, f);
            }
            subject
                .defeated
                .iter_mut()
                .for_each(|rule| f(&mut rule.cites));
        }
        for duty in &mut self.duties {
            f(&mut duty.who);
            f(&mut duty.what);
            duty.by_unknown.iter_mut().for_each(&mut *f);
            f(&mut duty.cites);
        }
        for gap in &mut self.gaps {
            gap.detail.iter_mut().for_each(&mut *f);
        }
        for question in &mut self.open_questions {
            f(&mut question.text);
            f(&mut question.reading_text);
            question
                .others
                .iter_mut()
                .for_each(|other| f(&mut other.text));
        }
    }
}

/// The texts of a derivation; no deeper than steps are nested, but a decision that was read may hold anything.
fn each_step(steps: &mut [Step], f: &mut impl FnMut(&mut Text)) {
    let mut open: Vec<&mut Step> = steps.iter_mut().collect();
    while let Some(step) = open.pop() {
        f(&mut step.text);
        f(&mut step.value);
        open.extend(step.steps.iter_mut());
    }
}
