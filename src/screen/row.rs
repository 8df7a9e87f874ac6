//! A verdict row, and how it comes from a decision.

use std::sync::Arc;

use crate::decision::{Decision, Missing};

/// What `licit screen` says of one case.
///
/// Names that many rows share are [`Arc`]s, so that an engine hands them out without copying.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The case's own name, else the number of its row.
    pub id: String,
    /// Whether `id` is such a number.
    pub numbered: bool,
    /// The outcome on the main scale; none where undetermined.
    pub verdict: Option<Arc<str>>,
    /// Whether there is just one outcome.
    pub determined: bool,
    /// The mildest outcome still possible.
    pub mildest: Arc<str>,
    /// The strictest outcome still possible.
    pub strictest: Arc<str>,
    /// Rules of the main scale that stand for certain, of whatever subject: strictest outcome first, then by name, each once.
    pub rules: Vec<Arc<str>>,
    /// Where undetermined: rules of the main scale that only may stand, in the same order.
    pub may: Vec<Arc<str>>,
    /// What would hold but for rules suspended or not yet in force; none where that is the same.
    pub latent: Option<Latent>,
    /// Duties that are or may be due, in the order of the decision.
    pub duties: Vec<RowDuty>,
    /// Paths of the facts that would narrow the range, and `question NAME` for questions left open; sorted.
    pub missing: Vec<String>,
    /// The whole decision, where it was asked for.
    pub decision: Option<Box<Decision>>,
    /// Codes of the warnings told about the facts; counted, not written.
    pub warned: Vec<Arc<str>>,
}

/// The latent outcome of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Latent {
    /// The outcome; none where undetermined.
    pub verdict: Option<Arc<str>>,
    /// The mildest possible.
    pub mildest: Arc<str>,
    /// The strictest possible.
    pub strictest: Arc<str>,
}

/// A duty of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowDuty {
    /// Who must.
    pub who: Arc<str>,
    /// What.
    pub what: Arc<str>,
    /// The day by which, `YYYY-MM-DD`; none where not known.
    pub by: Option<String>,
    /// `open`, `done`, `late`, `unknown`.
    pub state: Arc<str>,
    /// Whether it is due for certain.
    pub certain: bool,
    /// The rule.
    pub rule: Arc<str>,
    /// The subject it falls on; empty for the shipment.
    pub subject: String,
}

/// The outcomes of the main scale, mildest first.
#[derive(Clone, Debug, Default)]
pub struct Outcomes(Vec<Arc<str>>);

impl Outcomes {
    /// These, mildest first.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(Arc::from).collect())
    }

    /// How strict it is, 0 for the mildest; none where the main scale does not have it. Outcomes of other scales bear other names.
    pub fn strictness(&self, outcome: &str) -> Option<usize> {
        self.0.iter().position(|name| **name == *outcome)
    }

    /// Their names.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.0.iter()
    }

    /// The name of an outcome, 0 for the mildest.
    pub fn name(&self, strictness: usize) -> Option<&str> {
        self.0.get(strictness).map(|name| &**name)
    }

    /// The shared copy of the name of an outcome, 0 for the mildest.
    pub fn at(&self, strictness: usize) -> Option<Arc<str>> {
        self.0.get(strictness).map(Arc::clone)
    }

    /// The shared copy of a name.
    fn shared(&self, outcome: &str) -> Arc<str> {
        let own = self.strictness(outcome).and_then(|at| self.0.get(at));
        own.map_or_else(|| Arc::from(outcome), Arc::clone)
    }
}

impl Row {
    /// The row of a decision; `number` names it where the case has no name of its own.
    pub fn of(decision: &Decision, number: u64, outcomes: &Outcomes) -> Self {
        let shared = |outcome: &String| outcomes.shared(outcome);
        let (rules, may) = rules(decision, outcomes);
        let mut missing: Vec<String> = decision.missing.iter().map(named).collect();
        missing.sort_unstable();
        Self {
            id: decision.id.clone().unwrap_or_else(|| number.to_string()),
            numbered: decision.id.is_none(),
            verdict: decision.verdict.as_ref().map(shared),
            determined: decision.determined,
            mildest: shared(&decision.range.mildest),
            strictest: shared(&decision.range.strictest),
            rules,
            may: if decision.determined { Vec::new() } else { may },
            latent: decision.latent.as_ref().map(|latent| Latent {
                verdict: latent.verdict.as_ref().map(shared),
                mildest: shared(&latent.range.mildest),
                strictest: shared(&latent.range.strictest),
            }),
            duties: decision.duties.iter().map(RowDuty::of).collect(),
            missing,
            decision: None,
            warned: Vec::new(),
        }
    }
}

impl RowDuty {
    fn of(duty: &crate::decision::Duty) -> Self {
        Self {
            who: duty.who.en.as_str().into(),
            what: duty.what.en.as_str().into(),
            by: duty.by.clone(),
            state: duty.state.as_str().into(),
            certain: duty.certain,
            rule: duty.rule.as_str().into(),
            subject: duty.subject.clone(),
        }
    }
}

/// A missing fact in one text.
fn named(missing: &Missing) -> String {
    match (&missing.path, &missing.question) {
        (Some(path), _) => path.clone(),
        (None, Some(question)) => format!("question {question}"),
        (None, None) => String::new(),
    }
}

/// Rules that stand for certain, and others that may: strictest outcome first, then by name.
fn rules(decision: &Decision, outcomes: &Outcomes) -> (Vec<Arc<str>>, Vec<Arc<str>>) {
    let mut certain: Vec<(usize, &str)> = Vec::new();
    let mut perhaps: Vec<(usize, &str)> = Vec::new();
    let all = decision.subjects.iter().flat_map(|s| &s.because);
    for because in all {
        // A status or an outcome of another scale is no reason for the verdict.
        let strictness = because.outcome.as_deref();
        if let Some(strictness) = strictness.and_then(|name| outcomes.strictness(name)) {
            let found = (strictness, because.rule.as_str());
            if because.truth == "true" {
                certain.push(found);
            } else {
                perhaps.push(found);
            }
        }
    }
    for list in [&mut certain, &mut perhaps] {
        list.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        list.dedup();
    }
    perhaps.retain(|found| !certain.contains(found));
    let names = |list: Vec<(usize, &str)>| list.into_iter().map(|(_, name)| name.into()).collect();
    (names(certain), names(perhaps))
}
