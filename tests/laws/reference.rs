//! Rules, liftings, statuses and time against a second reading of semantics §8 and §9, on policies whose conditions are plain:
//! every case is worked out point by point, and of facts told in part every completion is tried.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::asked::{Ranges, compile, decide, texts};
use super::dice::Dice;
use super::policy::{Action, Block, Instrument, Policy, Rule, Style, Window};
use super::shape::{CONDUCT, DATES, PERMIT};
use super::{bytes, cases};
use licit::Options;

const STARTS: [&str; 5] = [
    "2025-01-01",
    "2025-03-01",
    "2025-05-01",
    "2025-06-01",
    "2025-07-01",
];
/// After every start, or windows that inherit an end would contradict themselves.
const ENDS: [&str; 3] = ["2025-08-01", "2025-09-01", "2025-11-01"];
const HUES: [&str; 3] = ["red", "green", "blue"];
/// Rules that may conclude statuses; those after them may ask for them.
const STATUS_RULES: usize = 3;

#[derive(Clone, Debug)]
enum Cond {
    Frail,
    Urgent,
    Hue(usize),
    Reads(usize, bool),
    Status { marked: bool },
    Not(Box<Cond>),
    And(Box<Cond>, Box<Cond>),
    Or(Box<Cond>, Box<Cond>),
}

/// First and last day, and a question (by index) with the reading that it wants.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: &'static str,
    end: Option<(bool, &'static str)>,
    reads: Option<(usize, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    Permit(usize),
    Conduct(usize),
    Marked,
    Watched,
}

#[derive(Clone, Debug)]
struct Norm {
    instrument: usize,
    group: Option<usize>,
    parcel: bool,
    when: Option<Cond>,
    /// Alternatives, as indices of rules.
    given: Vec<Vec<usize>>,
    lifts: Vec<usize>,
    then: Vec<Then>,
    span: Option<Span>,
}

#[derive(Clone, Debug)]
struct Group {
    instrument: usize,
    when: Option<Cond>,
    span: Option<Span>,
    rules: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verb {
    Suspends,
    Repeals,
    Replaces,
}

#[derive(Clone, Debug)]
struct Act {
    by: usize,
    verb: Verb,
    /// On rules, or on a whole instrument.
    rules: Vec<usize>,
    whole: Option<usize>,
    span: Span,
}

#[derive(Clone, Debug)]
struct Law {
    published: Vec<&'static str>,
    spans: Vec<Option<Span>>,
    norms: Vec<Norm>,
    groups: Vec<Group>,
    acts: Vec<Act>,
}

/// A case, told: whether urgent, and of each parcel whether frail and its hue.
#[derive(Clone, Debug, Default)]
struct Case {
    urgent: bool,
    parcels: Vec<(bool, usize)>,
}

/// The days asked and the readings (true: wide).
#[derive(Clone, Copy, Debug)]
struct Asked {
    on: &'static str,
    known: &'static str,
    wide: [bool; 2],
}

impl Span {
    fn covers(&self, day: &str) -> bool {
        self.from <= day && !self.over(day)
    }

    fn over(&self, day: &str) -> bool {
        self.end
            .is_some_and(|(through, end)| if through { day > end } else { day >= end })
    }

    fn met(&self, asked: &Asked) -> bool {
        self.reads
            .is_none_or(|(question, wide)| asked.wide[question] == wide)
    }

    fn window(&self) -> Window {
        Window {
            from: Some(self.from),
            end: self.end.map(|(through, end)| {
                format!("{} {end}", if through { "through" } else { "until" })
            }),
            cond: self.reads.map(|(question, wide)| reads(question, wide)),
        }
    }
}

fn reads(question: usize, wide: bool) -> String {
    format!(
        "reading_{} reads {}",
        ["a", "b"][question],
        if wide { "wide" } else { "narrow" }
    )
}

fn span(dice: &mut Dice, reads: bool) -> Span {
    let from = dice.pick(&STARTS);
    let end = dice
        .chance(1, 3)
        .then(|| (dice.chance(1, 2), dice.pick(&ENDS)));
    let reads = if reads && dice.chance(1, 4) {
        Some((dice.below(2), dice.chance(1, 2)))
    } else {
        None
    };
    Span { from, end, reads }
}

fn cond(dice: &mut Dice, parcel: bool, statuses: bool, depth: usize) -> Cond {
    let inner = |dice: &mut Dice| Box::new(cond(dice, parcel, statuses, depth.saturating_sub(1)));
    match dice.below(if depth == 0 { 6 } else { 9 }) {
        1 if parcel => Cond::Hue(dice.below(3)),
        2 => Cond::Urgent,
        3 if parcel && statuses => Cond::Status { marked: true },
        4 if statuses => Cond::Status { marked: false },
        5 => Cond::Reads(dice.below(2), dice.chance(1, 2)),
        6 => Cond::Not(inner(dice)),
        7 => Cond::And(inner(dice), inner(dice)),
        8 => Cond::Or(inner(dice), inner(dice)),
        _ if parcel => Cond::Frail,
        _ => Cond::Urgent,
    }
}

impl Cond {
    fn text(&self) -> String {
        match self {
            Cond::Frail => "thing.frail".to_owned(),
            Cond::Urgent => "order.urgent".to_owned(),
            Cond::Hue(hue) => format!("thing.hue = {}", HUES[*hue]),
            Cond::Reads(question, wide) => reads(*question, *wide),
            Cond::Status { marked: true } => "thing is marked".to_owned(),
            Cond::Status { marked: false } => "order is watched".to_owned(),
            Cond::Not(of) => format!("not ({})", of.text()),
            Cond::And(a, b) => format!("({} and {})", a.text(), b.text()),
            Cond::Or(a, b) => format!("({} or {})", a.text(), b.text()),
        }
    }
}

fn law(dice: &mut Dice) -> Law {
    let count = 1 + dice.below(3);
    let published: Vec<_> = (0..count).map(|_| dice.pick(&STARTS[..4])).collect();
    let spans = (0..count)
        .map(|_| dice.chance(1, 2).then(|| span(dice, false)))
        .collect();
    let mut law = Law {
        published,
        spans,
        norms: Vec::new(),
        groups: Vec::new(),
        acts: Vec::new(),
    };
    for instrument in 0..count {
        let first = law.norms.len();
        for _ in 0..1 + dice.below(3) {
            let parcel = !dice.chance(1, 4);
            let group = dice.chance(1, 3).then_some(law.groups.len());
            let start = law.norms.len();
            let rules: Vec<usize> = (start
                ..start
                    + if group.is_some() {
                        1 + dice.below(2)
                    } else {
                        1
                    })
                .collect();
            // The whole group may ask for statuses only if its first rule may.
            let when = (group.is_some() && dice.chance(1, 2))
                .then(|| cond(dice, parcel, start >= STATUS_RULES, 1));
            let group_span = if group.is_some() && dice.chance(1, 3) {
                Some(span(dice, false))
            } else {
                None
            };
            if group.is_some() {
                law.groups.push(Group {
                    instrument,
                    when,
                    span: group_span,
                    rules: rules.clone(),
                });
            }
            for rule in rules {
                let norm = norm(dice, &law, rule, instrument, group, parcel);
                law.norms.push(norm);
            }
        }
        if first > 0 {
            acts(dice, &mut law, instrument, first);
        }
    }
    lift(dice, &mut law);
    law
}

fn norm(
    dice: &mut Dice,
    law: &Law,
    rule: usize,
    instrument: usize,
    group: Option<usize>,
    parcel: bool,
) -> Norm {
    let when = dice
        .chance(4, 5)
        .then(|| cond(dice, parcel, rule >= STATUS_RULES, 2));
    let before: Vec<usize> = (0..rule)
        .filter(|other| {
            (parcel || !law.norms[*other].parcel)
                && (group.is_none() || law.norms[*other].group != group)
        })
        .collect();
    let mut given = Vec::new();
    if !before.is_empty() && dice.chance(1, 3) {
        let mut alternatives: Vec<usize> =
            (0..1 + dice.below(2)).map(|_| dice.pick(&before)).collect();
        alternatives.sort_unstable();
        alternatives.dedup();
        given.push(alternatives);
    }
    let then = match dice.below(6) {
        0 | 1 if rule < STATUS_RULES => vec![if parcel { Then::Marked } else { Then::Watched }],
        2 => vec![Then::Conduct(1 + dice.below(2))],
        3 => vec![
            Then::Permit(1 + dice.below(3)),
            Then::Conduct(1 + dice.below(2)),
        ],
        _ => vec![Then::Permit(1 + dice.below(3))],
    };
    let span = dice.chance(1, 3).then(|| span(dice, true));
    Norm {
        instrument,
        group,
        parcel,
        when,
        given,
        lifts: Vec::new(),
        then,
        span,
    }
}

/// Liftings of later rules. Who lifts parcels' rules for the whole order is given to nobody and says no status: of whom would it be said?
fn lift(dice: &mut Dice, law: &mut Law) {
    let given: Vec<usize> = law
        .norms
        .iter()
        .flat_map(|norm| norm.given.concat())
        .collect();
    for rule in 0..law.norms.len() {
        let (parcel, group) = (law.norms[rule].parcel, law.norms[rule].group);
        let concludes = |rule: usize| {
            law.norms[rule]
                .then
                .iter()
                .any(|then| matches!(then, Then::Marked | Then::Watched))
        };
        let plain = !given.contains(&rule) && !concludes(rule);
        let targets = (rule + 1..law.norms.len())
            .filter(|target| {
                if parcel {
                    law.norms[*target].parcel
                } else {
                    !law.norms[*target].parcel || plain
                }
            })
            .filter(|target| group.is_none() || law.norms[*target].group != group)
            // Whether a status holds must not hang on what asks for it.
            .filter(|target| rule >= STATUS_RULES || *target < STATUS_RULES);
        let targets: Vec<usize> = targets.collect();
        if !targets.is_empty() && dice.chance(1, 2) {
            let mut lifts: Vec<usize> = (0..1 + dice.below(2))
                .map(|_| dice.pick(&targets))
                .collect();
            // Of a rule that lifts both, the semantics does not say what it has effect on.
            let kind = law.norms[lifts[0]].parcel;
            lifts.retain(|target| law.norms[*target].parcel == kind);
            lifts.sort_unstable();
            lifts.dedup();
            law.norms[rule].lifts = lifts;
        }
    }
}

fn acts(dice: &mut Dice, law: &mut Law, by: usize, first: usize) {
    for _ in 0..dice.below(3) {
        let verb = dice.pick(&[
            Verb::Suspends,
            Verb::Suspends,
            Verb::Repeals,
            Verb::Replaces,
        ]);
        let groups: Vec<&Group> = law
            .groups
            .iter()
            .filter(|group| group.instrument < by)
            .collect();
        let (rules, whole) = match dice.below(3) {
            1 => (vec![dice.below(first)], None),
            2 if !groups.is_empty() => (groups[dice.below(groups.len())].rules.clone(), None),
            _ => (Vec::new(), Some(dice.below(by))),
        };
        let span = span(dice, true);
        law.acts.push(Act {
            by,
            verb,
            rules,
            whole,
            span,
        });
    }
}

/// Every day of the years that the days of these policies lie in.
fn days() -> Vec<String> {
    (1..=12)
        .flat_map(|month| (1..=31).map(move |day| format!("2025-{month:02}-{day:02}")))
        .collect()
}

/// What time says of rules: in force, and latent.
struct Time {
    in_force: Vec<bool>,
    latent: Vec<bool>,
}

impl Law {
    fn exists(&self, instrument: usize, asked: &Asked) -> bool {
        self.published[instrument] <= asked.known
    }

    /// Windows, per end the innermost that names it.
    fn ends(&self, inner: &[Option<Span>], instrument: usize) -> Span {
        let spans: Vec<Span> = inner
            .iter()
            .chain([&self.spans[instrument]])
            .flatten()
            .copied()
            .collect();
        Span {
            from: spans
                .first()
                .map_or(self.published[instrument], |span| span.from),
            end: spans.iter().find_map(|span| span.end),
            reads: None,
        }
    }

    /// For each action and each day up to the one asked, whether it is active.
    fn activity(&self, asked: &Asked, days: &[String]) -> Vec<Vec<bool>> {
        let mut active = vec![vec![false; days.len()]; self.acts.len()];
        // Actions act on instruments before their own, so those of the last instrument come first.
        for index in (0..self.acts.len()).rev() {
            let act = &self.acts[index];
            if !self.exists(act.by, asked) || !act.span.met(asked) {
                continue;
            }
            let window = self.ends(&[Some(act.span)], act.by);
            let on_it: Vec<usize> = (0..self.acts.len())
                .filter(|other| self.acts[*other].whole == Some(act.by))
                .collect();
            let mut ended = false;
            for (place, day) in days.iter().enumerate() {
                let suspended = on_it
                    .iter()
                    .any(|other| self.acts[*other].verb == Verb::Suspends && active[*other][place]);
                ended |= on_it
                    .iter()
                    .any(|other| self.acts[*other].verb != Verb::Suspends && active[*other][place]);
                active[index][place] = window.covers(day) && !suspended && !ended;
            }
        }
        active
    }

    fn time(&self, asked: &Asked) -> Time {
        let mut days = days();
        days.retain(|day| day.as_str() <= asked.on);
        let active = self.activity(asked, &days);
        let today = days.len().saturating_sub(1);
        let mut time = Time {
            in_force: Vec::new(),
            latent: Vec::new(),
        };
        for (rule, norm) in self.norms.iter().enumerate() {
            let group = norm.group.and_then(|group| self.groups[group].span);
            let window = self.ends(&[norm.span, group], norm.instrument);
            let on_it: Vec<usize> = (0..self.acts.len())
                .filter(|act| {
                    self.acts[*act].whole == Some(norm.instrument)
                        || self.acts[*act].rules.contains(&rule)
                })
                .collect();
            let done = |act: usize| active[act].iter().any(|active| *active);
            let suspended = on_it
                .iter()
                .any(|act| self.acts[*act].verb == Verb::Suspends && active[*act][today]);
            let ended = on_it
                .iter()
                .any(|act| self.acts[*act].verb != Verb::Suspends && done(*act));
            let pending = on_it.iter().any(|act| self.pending(*act, asked, &active));
            let exists =
                self.exists(norm.instrument, asked) && norm.span.is_none_or(|span| span.met(asked));
            time.in_force
                .push(exists && window.covers(asked.on) && !suspended && !ended);
            time.latent
                .push(exists && !window.over(asked.on) && !ended && !pending);
        }
        time
    }

    /// A replacement that exists, has not happened, and still may: its window is not over and its instrument not ended.
    fn pending(&self, index: usize, asked: &Asked, active: &[Vec<bool>]) -> bool {
        let act = &self.acts[index];
        let ended = (0..self.acts.len()).any(|other| {
            self.acts[other].whole == Some(act.by)
                && self.acts[other].verb != Verb::Suspends
                && active[other].iter().any(|a| *a)
        });
        act.verb == Verb::Replaces
            && self.exists(act.by, asked)
            && act.span.met(asked)
            && !active[index].iter().any(|active| *active)
            && !self.ends(&[Some(act.span)], act.by).over(asked.on)
            && !ended
    }

    /// Outcomes by scale: of the order's own rules, and each parcel's.
    fn outcomes(&self, alive: &[bool], asked: &Asked, case: &Case) -> [Vec<usize>; 2] {
        // Subject 0 is the order, then the parcels.
        let subjects = 1 + case.parcels.len();
        let mut worked = Worked {
            law: self,
            alive,
            asked,
            case,
            effect: vec![Vec::new(); self.norms.len()],
            stands: vec![Vec::new(); self.norms.len()],
        };
        for rule in 0..self.norms.len() {
            worked.stands[rule] = (0..subjects)
                .map(|subject| worked.stands_of(rule, subject))
                .collect();
            worked.effect[rule] = (0..subjects)
                .map(|subject| worked.effect_of(rule, subject))
                .collect();
        }
        let mut outcomes = [vec![0; subjects], vec![0; subjects]];
        for (rule, norm) in self.norms.iter().enumerate() {
            for subject in (0..subjects).filter(|subject| worked.effect[rule][*subject]) {
                for then in &norm.then {
                    let (scale, value) = match then {
                        Then::Permit(value) => (0, *value),
                        Then::Conduct(value) => (1, *value),
                        Then::Marked | Then::Watched => continue,
                    };
                    outcomes[scale][subject] = outcomes[scale][subject].max(value);
                }
            }
        }
        outcomes
    }
}

/// One case being worked out, rule by rule.
struct Worked<'l> {
    law: &'l Law,
    alive: &'l [bool],
    asked: &'l Asked,
    case: &'l Case,
    stands: Vec<Vec<bool>>,
    effect: Vec<Vec<bool>>,
}

impl Worked<'_> {
    /// Where a rule is asked for a subject: an order's rule at the order.
    fn at(&self, rule: usize, subject: usize) -> usize {
        if self.law.norms[rule].parcel {
            subject
        } else {
            0
        }
    }

    fn holds(&self, cond: &Cond, subject: usize) -> bool {
        let parcel = subject
            .checked_sub(1)
            .and_then(|index| self.case.parcels.get(index))
            .copied()
            .unwrap_or_default();
        let concluded = |then: Then, subject: usize| {
            (0..self.law.norms.len()).any(|rule| {
                self.law.norms[rule].then.contains(&then)
                    && self.effect[rule].get(self.at(rule, subject)) == Some(&true)
            })
        };
        match cond {
            Cond::Frail => parcel.0,
            Cond::Urgent => self.case.urgent,
            Cond::Hue(hue) => parcel.1 == *hue,
            Cond::Reads(question, wide) => self.asked.wide[*question] == *wide,
            Cond::Status { marked: true } => concluded(Then::Marked, subject),
            Cond::Status { marked: false } => concluded(Then::Watched, 0),
            Cond::Not(of) => !self.holds(of, subject),
            Cond::And(a, b) => self.holds(a, subject) && self.holds(b, subject),
            Cond::Or(a, b) => self.holds(a, subject) || self.holds(b, subject),
        }
    }

    fn base(&self, rule: usize, subject: usize) -> bool {
        let norm = &self.law.norms[rule];
        let group = norm
            .group
            .and_then(|group| self.law.groups[group].when.as_ref());
        // No parcel's rule speaks of the order.
        self.alive[rule]
            && norm.parcel == (subject > 0)
            && norm
                .when
                .iter()
                .chain(group)
                .all(|cond| self.holds(cond, subject))
    }

    fn would(&self, rule: usize, subject: usize) -> bool {
        let norm = &self.law.norms[rule];
        self.base(rule, subject)
            && norm.given.iter().all(|any| {
                any.iter()
                    .any(|other| self.would(*other, self.at(*other, subject)))
            })
    }

    fn stands_of(&self, rule: usize, subject: usize) -> bool {
        let norm = &self.law.norms[rule];
        let lifted = |lifter: usize| {
            self.law.norms[lifter].lifts.contains(&rule)
                && self.stands[lifter].get(self.at(lifter, subject)) == Some(&true)
        };
        self.base(rule, subject)
            && norm.given.iter().all(|any| {
                any.iter()
                    .any(|other| self.effect[*other].get(self.at(*other, subject)) == Some(&true))
            })
            && !(0..rule).any(lifted)
    }

    /// An order's rule that lifts parcels' rules has effect on each parcel where something it lifts would stand.
    fn effect_of(&self, rule: usize, subject: usize) -> bool {
        let norm = &self.law.norms[rule];
        let stands = self.stands[rule].get(self.at(rule, subject)) == Some(&true);
        let speaks = norm.parcel == (subject > 0);
        if norm.lifts.is_empty() {
            return stands && speaks;
        }
        stands
            && norm.lifts.iter().any(|target| {
                self.law.norms[*target].parcel == (subject > 0) && self.would(*target, subject)
            })
    }
}

impl Law {
    /// The same law as text.
    fn policy(&self) -> Policy {
        let name = |rule: usize| match self.norms[rule].group {
            Some(group) => format!("g{group}.r{rule}"),
            None => format!("r{rule}"),
        };
        let names = |rules: &[usize]| {
            rules
                .iter()
                .map(|rule| name(*rule))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let rule = |index: usize| {
            let norm = &self.norms[index];
            let subject = if norm.parcel { "thing" } else { "order" };
            let mut clauses = vec![format!("cites article {index}")];
            if norm.group.is_none() {
                clauses.push(if norm.parcel {
                    "for thing in order.parcels".to_owned()
                } else {
                    "for order".to_owned()
                });
            }
            clauses.extend(norm.when.iter().map(|cond| format!("when {}", cond.text())));
            clauses.extend(norm.given.iter().map(|any| format!("given {}", names(any))));
            clauses
                .extend((!norm.lifts.is_empty()).then(|| format!("lifts {}", names(&norm.lifts))));
            clauses.extend(norm.then.iter().map(|then| match then {
                Then::Permit(value) => format!("then {subject} is {}", PERMIT[*value]),
                Then::Conduct(value) => format!("then {subject} is {}", CONDUCT[*value]),
                Then::Marked => "then thing is marked".to_owned(),
                Then::Watched => "then order is watched".to_owned(),
            }));
            Rule {
                name: format!("r{index}"),
                clauses,
                window: norm.span.map(|span| span.window()),
            }
        };
        let letter = |index: usize| char::from(b'a' + u8::try_from(index).unwrap_or(0));
        let instruments = (0..self.published.len()).map(|index| {
            let alone = (0..self.norms.len()).filter(|rule| {
                self.norms[*rule].instrument == index && self.norms[*rule].group.is_none()
            });
            let mut blocks: Vec<Block> = alone.map(|index| Block::Rule(rule(index))).collect();
            for (number, group) in self
                .groups
                .iter()
                .enumerate()
                .filter(|(_, group)| group.instrument == index)
            {
                let parcel = self.norms[group.rules[0]].parcel;
                let mut head = vec![if parcel {
                    "for thing in order.parcels".to_owned()
                } else {
                    "for order".to_owned()
                }];
                head.extend(
                    group
                        .when
                        .iter()
                        .map(|cond| format!("when {}", cond.text())),
                );
                let rules = group.rules.iter().map(|index| rule(*index)).collect();
                blocks.push(Block::Group {
                    name: format!("g{number}"),
                    head,
                    window: group.span.map(|span| span.window()),
                    rules,
                });
            }
            let actions = self
                .acts
                .iter()
                .filter(|act| act.by == index)
                .map(|act| Action {
                    verb: match act.verb {
                        Verb::Suspends => "suspends",
                        Verb::Repeals => "repeals",
                        Verb::Replaces => "replaces",
                    },
                    target: act
                        .whole
                        .map_or_else(|| names(&act.rules), |whole| letter(whole).to_string()),
                    whole: act.whole.is_some(),
                    window: act.span.window(),
                });
            let actions = actions.collect();
            Instrument {
                name: letter(index),
                published: self.published[index],
                window: self.spans[index].map(|span| span.window()),
                actions,
                blocks,
            }
        });
        let questions = ["a", "b"].map(|name| format!("question reading_{name} \"{name}?\" {{\n  reading wide \"yes\" (default)\n  reading narrow \"no\" }}"));
        Policy {
            shared: questions.to_vec(),
            instruments: instruments.collect(),
        }
    }

    /// Actual and latent ranges over these cases, named as [`Ranges`] names them.
    fn ranges(&self, asked: &Asked, cases: &[Case]) -> Ranges {
        let time = self.time(asked);
        let mut ranges = std::collections::BTreeMap::new();
        for case in cases {
            for (alive, latent) in [(&time.in_force, ""), (&time.latent, " latent")] {
                let [permit, conduct] = self.outcomes(alive, asked, case);
                for (scale, outcomes) in [("", permit), (" conduct", conduct)] {
                    let whole = outcomes
                        .iter()
                        .max()
                        .map(|strictest| ("order".to_owned(), *strictest));
                    let own = outcomes.iter().enumerate().map(|(subject, outcome)| {
                        match subject.checked_sub(1) {
                            None => ("[]".to_owned(), *outcome),
                            Some(parcel) => (format!("[parcels[{parcel}]]"), *outcome),
                        }
                    });
                    for (name, outcome) in whole.into_iter().chain(own) {
                        let range = ranges
                            .entry(format!("{name}{scale}{latent}"))
                            .or_insert((outcome, outcome));
                        *range = (range.0.min(outcome), range.1.max(outcome));
                    }
                }
            }
        }
        Ranges(ranges)
    }
}

/// A case told in part: what is none is untold.
#[derive(Clone, Debug)]
struct Told {
    urgent: Option<bool>,
    parcels: Vec<(Option<bool>, Option<usize>)>,
}

fn told(dice: &mut Dice, whole: bool) -> Told {
    let known = |dice: &mut Dice| whole || dice.chance(1, 2);
    let urgent = if known(dice) {
        Some(dice.chance(1, 2))
    } else {
        None
    };
    let parcels = (0..dice.below(3))
        .map(|_| {
            let frail = if known(dice) {
                Some(dice.chance(1, 2))
            } else {
                None
            };
            let hue = if known(dice) {
                Some(dice.below(3))
            } else {
                None
            };
            (frail, hue)
        })
        .collect();
    Told { urgent, parcels }
}

impl Told {
    fn json(&self) -> Value {
        let mut order = json!({ "parcels": [] });
        order["parcels"] = self
            .parcels
            .iter()
            .map(|(frail, hue)| {
                let mut parcel = json!({});
                if let Some(frail) = frail {
                    parcel["frail"] = (*frail).into();
                }
                if let Some(hue) = hue {
                    parcel["hue"] = HUES[*hue].into();
                }
                parcel
            })
            .collect();
        if let Some(urgent) = self.urgent {
            order["urgent"] = urgent.into();
        }
        order
    }

    fn completions(&self) -> Vec<Case> {
        let truths = |told: Option<bool>| told.map_or(vec![false, true], |told| vec![told]);
        let mut cases: Vec<Case> = truths(self.urgent)
            .into_iter()
            .map(|urgent| Case {
                urgent,
                parcels: Vec::new(),
            })
            .collect();
        for (frail, hue) in &self.parcels {
            let hues = hue.map_or((0..3).collect(), |hue| vec![hue]);
            let parcels: Vec<(bool, usize)> = truths(*frail)
                .into_iter()
                .flat_map(|frail| hues.iter().map(move |hue| (frail, *hue)))
                .collect();
            cases = cases
                .iter()
                .flat_map(|case| {
                    parcels.iter().map(|parcel| Case {
                        parcels: [case.parcels.as_slice(), &[*parcel]].concat(),
                        ..case.clone()
                    })
                })
                .collect();
        }
        cases
    }
}

fn asked(dice: &mut Dice) -> Asked {
    let on = dice.pick(&DATES);
    let known = if dice.chance(1, 2) {
        dice.pick(&DATES)
    } else {
        on
    };
    Asked {
        on,
        known,
        wide: [dice.chance(1, 2), dice.chance(1, 2)],
    }
}

impl Asked {
    fn options(&self) -> Options {
        let reading = |wide: bool| if wide { "wide" } else { "narrow" };
        Options::new()
            .on(self.on)
            .known(self.known)
            .reading("reading_a", reading(self.wide[0]))
            .reading("reading_b", reading(self.wide[1]))
            .without_steps()
    }
}

proptest! {
    #![proptest_config(cases(384))]

    /// Of facts all told, the decision is what a second reading of the semantics gives.
    #[test]
    fn whole_cases_are_decided_as_worked_out(laws in bytes(300), case in bytes(20), ask in bytes(8)) {
        let law = law(&mut Dice::new(&laws));
        let policy = law.policy();
        let compiled = compile(&policy, Style::default());
        let (told, asked) = (told(&mut Dice::new(&case), true), asked(&mut Dice::new(&ask)));
        let decision = decide(&compiled, &told.json(), &asked.options());
        let (ours, theirs) = (law.ranges(&asked, &told.completions()), Ranges::of(&decision));
        for (name, range) in &theirs.0 {
            prop_assert_eq!(Some(range), ours.0.get(name), "{}\n{}\n{:?}\n{:?}\n{:#}", name, texts(&policy), asked, told, decision);
        }
        prop_assert!(ours.0.keys().all(|name| !name.starts_with("order") || theirs.0.contains_key(name)), "{:#}", decision);
    }

    /// Of facts told in part, the range holds what every completion gives.
    #[test]
    fn ranges_hold_every_completion(laws in bytes(300), case in bytes(20), ask in bytes(8)) {
        let law = law(&mut Dice::new(&laws));
        let policy = law.policy();
        let compiled = compile(&policy, Style::default());
        let (told, asked) = (told(&mut Dice::new(&case), false), asked(&mut Dice::new(&ask)));
        let decision = decide(&compiled, &told.json(), &asked.options());
        let outside = law.ranges(&asked, &told.completions()).outside(&Ranges::of(&decision));
        prop_assert!(outside.is_empty(), "{outside:#?}\n{}\n{asked:?}\n{told:?}\n{decision:#}", texts(&policy));
    }
}
