//! A timeline as plain data: how the decision for one case runs over the days, and what changes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FactsRef, Language, PolicyRef, Range, Text};

/// How the decision for one case runs from day to day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// First day looked at.
    pub from: String,
    /// Last day looked at.
    pub to: String,
    /// The one law book asked on all days; none: each day its own.
    pub known: Option<String>,
    /// Stretches of days on which the decision is the same, from the first day looked at through the last, without a gap.
    pub runs: Vec<Run>,
    /// Where one run meets the next: what changes, and why.
    pub changes: Vec<Change>,
    /// The instruments that bear on the case, by the day they are first there.
    pub instruments: Vec<Bar>,
    /// Which policies were asked.
    pub policy: PolicyRef,
    /// Which facts were asked.
    pub facts: FactsRef,
}

/// What the law as it was known through some days says of a case on each day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// First and last day through which this was the law known; none: each day by its own.
    pub known: Option<(String, String)>,
    /// Stretches of days on which the decision is the same. Open questions are not looked for.
    pub runs: Vec<Run>,
}

/// An outcome on the main scale, and what would hold otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The outcome; none where undetermined.
    pub verdict: Option<String>,
    /// Its range.
    pub range: Range,
    /// The latent range; none where the same.
    pub latent: Option<Range>,
    /// Further scales, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scales: BTreeMap<String, ScaleOutcome>,
}

/// The outcome on a scale that is not the main one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScaleOutcome {
    /// The outcome; none where undetermined.
    pub verdict: Option<String>,
    /// Its range.
    pub range: Range,
    /// The latent range; none where the same.
    pub latent: Option<Range>,
}

/// Days on which the decision is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// First day.
    pub from: String,
    /// Last day.
    pub through: String,
    /// What comes out.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Rules that have effect, by subject and name.
    pub rules: Vec<RuleEffect>,
    /// Those of them that carry a duty, by name.
    pub duties: Vec<String>,
    /// Questions that another reading of would change the ranges, by name.
    pub open_questions: Vec<String>,
}

/// A rule that has effect on a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleEffect {
    /// Path of the subject; left out for the shipment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// Its full name.
    pub rule: String,
    /// What it cites.
    pub cites: Text,
    /// Its outcome on the main scale, or on the first other that it has one on.
    pub outcome: Option<String>,
    /// `true` or `unknown`.
    pub truth: String,
}

/// A day on which the decision is another than on its eve.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The day.
    pub day: String,
    /// What came out on its eve.
    pub before: Outcome,
    /// What comes out on it.
    pub after: Outcome,
    /// Rules that had no effect and have.
    pub began: Vec<RuleEffect>,
    /// Rules that had effect and have none.
    pub ceased: Vec<RuleEffect>,
    /// Rules that have effect for certain where they had it perhaps, or the other way round; as they are now.
    pub turned: Vec<RuleEffect>,
    /// Rules whose duty was not there.
    pub duties_began: Vec<String>,
    /// Rules whose duty is gone.
    pub duties_ceased: Vec<String>,
    /// Questions that come to matter.
    pub questions_began: Vec<String>,
    /// Questions that matter no more.
    pub questions_ceased: Vec<String>,
    /// Why: each of these alone, or its absence alone, makes a difference.
    pub causes: Vec<Cause>,
}

/// What makes a decision change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// `published`, `begins`, `ends`, `suspends`, `resumes`, `repeals`, `replaces`, `list`, `arises`; `facts` for the case's own days.
    pub what: String,
    /// The instrument, by name; none for `facts`, and for a list or question that belongs to none.
    pub instrument: Option<String>,
    /// How it is cited.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub cites: Text,
    /// The rules of the case that it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleRef>,
    /// For `list`: the lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<Named>,
    /// For `arises`: the question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Named>,
    /// For `resumes` before the suspension's last day: the instrument that ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_by: Option<Named>,
    /// The law as read stays the same, and so it would be under this reading: a question comes to matter, or matters no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<UnderReading>,
    /// For `facts`: places that tell this day or its eve.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
}

/// A reading of a question that is not the one taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderReading {
    /// The question.
    pub question: String,
    /// The reading.
    pub reading: String,
    /// What it says.
    pub text: Text,
}

/// A rule and what it cites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRef {
    /// Its full name.
    pub rule: String,
    /// What it cites.
    pub cites: Text,
    /// Its instrument, as cited.
    pub number: Text,
}

/// A name of the policies, and its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its full name.
    pub name: String,
    /// Its title, number or question.
    pub text: Text,
}

/// An instrument that bears on the case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Its full name.
    pub instrument: String,
    /// How it is cited.
    pub cites: Text,
    /// Its title.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// The day of its publication.
    pub published: String,
    /// How it stands, from its first day for the law book through the last day looked at.
    pub stretches: Vec<Stretch>,
}

/// Days on which an instrument stands alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// First day.
    pub from: String,
    /// Last day.
    pub through: String,
    /// Of its rules that bear on the case: `not_yet`, `in_force`, `suspended`, `in_part` (some in force, some suspended), `ended`,
    /// `unknown`. Of an instrument that only acts on others: `not_yet`, `acts`, `ended`.
    pub state: String,
}

impl Timeline {
    /// The same timeline with every text in that language, where the policies give it.
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
        let runs = self.runs.iter_mut().flat_map(|run| &mut run.rules);
        runs.for_each(|rule| f(&mut rule.cites));
        for change in &mut self.changes {
            let rules = change.began.iter_mut().chain(&mut change.ceased);
            rules
                .chain(&mut change.turned)
                .for_each(|rule| f(&mut rule.cites));
            for cause in &mut change.causes {
                f(&mut cause.cites);
                for rule in &mut cause.rules {
                    f(&mut rule.cites);
                    f(&mut rule.number);
                }
                cause.reading.iter_mut().for_each(|r| f(&mut r.text));
                let named = cause.lists.iter_mut().chain(&mut cause.questions);
                named
                    .chain(&mut cause.lifted_by)
                    .for_each(|named| f(&mut named.text));
            }
        }
        for bar in &mut self.instruments {
            f(&mut bar.cites);
            f(&mut bar.title);
        }
    }
}
