//! What happened to the law between two days: which instrument did what to which rules, lists and questions.

use std::collections::BTreeMap;

use super::{LawBook, Part, Reason, RuleLaw, State};
use crate::ir::{ActionVerb, InstrumentId, ListId, Program, QuestionId, RuleId, Target};

/// What an instrument did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It was published: from then on it exists for law books, before its rules begin.
    Published,
    /// Rules of it began, some of them perhaps on the day they were published.
    Begins,
    /// Rules of it ran out.
    Ends,
    /// It suspends.
    Suspends,
    /// Its suspension is over.
    Resumes,
    /// It repeals.
    Repeals,
    /// It replaces.
    Replaces,
    /// Rows of a list began or ended.
    List,
    /// A question arose.
    Arises,
}

impl What {
    /// As written in data.
    pub fn as_str(self) -> &'static str {
        match self {
            What::Published => "published",
            What::Begins => "begins",
            What::Ends => "ends",
            What::Suspends => "suspends",
            What::Resumes => "resumes",
            What::Repeals => "repeals",
            What::Replaces => "replaces",
            What::List => "list",
            What::Arises => "arises",
        }
    }
}

/// One thing that happened, with all of the law book that it touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub what: What,
    /// Through which instrument; none for a list or question that belongs to none.
    pub by: Option<InstrumentId>,
    /// Of a suspension that is over before its last day: what ended it.
    pub lifted_by: Option<InstrumentId>,
    /// What it touched.
    pub part: Part,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    by: Option<InstrumentId>,
    what: What,
    lifted_by: Option<InstrumentId>,
    list: Option<ListId>,
    question: Option<QuestionId>,
}

impl Key {
    fn new(what: What, by: Option<InstrumentId>) -> Self {
        Self {
            by,
            what,
            lifted_by: None,
            list: None,
            question: None,
        }
    }
}

/// What happened between two law books opened under the same readings. A rule that several things happened to stands under each.
pub fn events(program: &Program, before: &LawBook, after: &LawBook) -> Vec<Event> {
    let between = Between {
        program,
        before,
        after,
    };
    let mut found: BTreeMap<Key, Part> = BTreeMap::new();
    for (i, (b, a)) in before.rules.iter().zip(after.rules.iter()).enumerate() {
        if (b.exists, b.in_force, b.latent) == (a.exists, a.in_force, a.latent) {
            continue;
        }
        let rule = RuleId::from_index(i);
        for key in between.rule(rule, b, a) {
            found.entry(key).or_default().rules.insert(rule);
        }
    }
    for (i, (b, a)) in before.rows.iter().zip(after.rows.iter()).enumerate() {
        if b == a {
            continue;
        }
        let list = ListId::from_index(i);
        let by = program.list(list).instrument;
        let key = match by.filter(|id| between.is_new(*id)) {
            Some(by) => Key::new(between.birth(by), Some(by)),
            None => Key {
                list: Some(list),
                ..Key::new(What::List, by)
            },
        };
        found.entry(key).or_default().lists.insert(list);
    }
    for (i, (b, a)) in before
        .questions
        .iter()
        .zip(after.questions.iter())
        .enumerate()
    {
        if b == a {
            continue;
        }
        let question = QuestionId::from_index(i);
        let by = program.question(question).instrument;
        let key = match by.filter(|id| between.is_new(*id)) {
            Some(by) => Key::new(between.birth(by), Some(by)),
            None => Key {
                question: Some(question),
                ..Key::new(What::Arises, by)
            },
        };
        found.entry(key).or_default().questions.insert(question);
    }
    let event = |(key, part): (Key, Part)| Event {
        what: key.what,
        by: key.by,
        lifted_by: key.lifted_by,
        part,
    };
    found.into_iter().map(event).collect()
}

struct Between<'a> {
    program: &'a Program,
    before: &'a LawBook,
    after: &'a LawBook,
}

impl Between<'_> {
    /// Whether the instrument was published in between.
    fn is_new(&self, id: InstrumentId) -> bool {
        let published = self.program.instrument(id).published;
        self.before.known < published && published <= self.after.known
    }

    /// What the publication of an instrument is: some of its rules begin at once, or none.
    fn birth(&self, id: InstrumentId) -> What {
        let rules = &self.program.instrument(id).rules;
        if rules
            .iter()
            .all(|rule| self.after.rule(*rule).in_force.is_false())
        {
            What::Published
        } else {
            What::Begins
        }
    }

    fn rule(&self, rule: RuleId, before: &RuleLaw, after: &RuleLaw) -> Vec<Key> {
        let own = Some(self.program.rule(rule).instrument);
        if before.exists != after.exists {
            let what = if after.in_force.is_false() {
                What::Published
            } else {
                What::Begins
            };
            return vec![Key::new(what, own)];
        }
        let has = |law: &RuleLaw, reason: &Reason| {
            law.reasons
                .iter()
                .any(|r| (r.state, r.by) == (reason.state, reason.by))
        };
        let mut keys = Vec::new();
        for reason in after.reasons.iter().filter(|r| !has(before, r)) {
            match (reason.state, reason.by) {
                (State::Suspended, by) => keys.push(Key::new(What::Suspends, by)),
                (State::Ended, None) => keys.push(Key::new(What::Ends, own)),
                (State::Ended, Some(by)) => keys.push(Key::new(self.verb(by, rule), Some(by))),
                _ => {}
            }
        }
        for reason in before.reasons.iter().filter(|r| !has(after, r)) {
            match (reason.state, reason.by) {
                (State::Suspended, by) => keys.push(Key {
                    lifted_by: self.lifted_by(reason),
                    ..Key::new(What::Resumes, by)
                }),
                (State::NotYet, _) => keys.push(Key::new(What::Begins, own)),
                _ => {}
            }
        }
        if keys.is_empty() {
            // Nothing of its own: an action yet to come was published, such as a replacement that will be carried out.
            keys.extend(
                self.acting(rule)
                    .filter(|by| self.is_new(*by))
                    .map(|by| Key::new(What::Published, Some(by))),
            );
        }
        if keys.is_empty() {
            let what = if after.latent.is_false() {
                What::Ends
            } else {
                What::Begins
            };
            keys.push(Key::new(what, own));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Instruments that act on the rule.
    fn acting(&self, rule: RuleId) -> impl Iterator<Item = InstrumentId> {
        let actions = self.program.actions.iter();
        actions
            .filter(move |a| a.targets.iter().any(|t| self.covers(*t, rule)))
            .map(|a| a.by)
    }

    fn covers(&self, target: Target, rule: RuleId) -> bool {
        let entry = self.program.rule(rule);
        match target {
            Target::Rule(id) => id == rule,
            Target::Group(id) => entry.group == Some(id),
            Target::Instrument(id) => entry.instrument == id,
        }
    }

    /// Whether the instrument ended the rule by repealing or by replacing it.
    fn verb(&self, by: InstrumentId, rule: RuleId) -> What {
        let replaces = self.program.actions.iter().any(|a| {
            a.by == by
                && a.verb == ActionVerb::Replaces
                && a.targets.iter().any(|t| self.covers(*t, rule))
        });
        if replaces {
            What::Replaces
        } else {
            What::Repeals
        }
    }

    /// Who ended a suspension before its last day; none where it ran out.
    fn lifted_by(&self, reason: &Reason) -> Option<InstrumentId> {
        let day = self.after.on;
        if reason.through.is_some_and(|last| last < day) {
            return None;
        }
        let suspending = reason.by?;
        let on_it = |a: &&crate::ir::Action| {
            a.targets.contains(&Target::Instrument(suspending))
                && self.program.instrument(a.by).published <= self.after.known
                && a.windows
                    .iter()
                    .any(|w| w.from <= day && w.last.is_none_or(|last| day <= last))
        };
        self.program.actions.iter().find(on_it).map(|a| a.by)
    }
}
