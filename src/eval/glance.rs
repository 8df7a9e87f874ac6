//! A decision at a glance: its ranges, the rules that have effect, the questions it hangs on; no reasons, nothing missing. And
//! whether it is the same on every day of a stretch, without asking each.

use super::cx::{Cx, World};
use super::deps::{Dep, Leaf};
use super::derive::Null;
use super::node::ROOT_REF;
use super::outcome::Span;
use super::prepare::Prepared;
use super::rule::SubjectIx;
use super::split::AskLaw;
use super::{Ask, Recorder};
use crate::facts::Facts;
use crate::ir::{Program, QuestionId, RuleId};
use crate::law::LawBook;
use crate::value::{Day, Truth};

/// What a decision comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// By scale: mildest and strictest outcome.
    pub actual: Vec<(u16, u16)>,
    /// The same but for suspensions and beginnings.
    pub latent: Vec<(u16, u16)>,
    /// Rules that have effect, by subject and name.
    pub effects: Vec<Effect>,
    /// Rules that would have effect but for suspensions and beginnings, and have none as it is.
    pub waiting: Vec<RuleId>,
    /// Full names of the questions that another reading of would change the ranges; empty where nobody probes for them.
    pub questions: Vec<String>,
}

/// A rule that has effect on a subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Effect {
    /// Path of the subject; empty for the shipment.
    pub subject: String,
    /// The rule.
    pub rule: RuleId,
    /// Whether for certain.
    pub certain: bool,
}

/// Looks at the case under that law book.
pub fn glance(
    program: &Program,
    prepared: &Prepared,
    facts: &Facts,
    law: LawBook,
    ask: &Ask,
) -> Glance {
    let mut cx = Cx::new(program, prepared, facts, law, ask.assume_defaults, Null);
    let readings = &ask.readings;
    let found = cx.find(&AskLaw { readings }, ask.split);
    let (effects, waiting) = cx.effects();
    let questions = if ask.probe {
        cx.open_questions_of(ask, &found)
    } else {
        Vec::new()
    };
    let ranges = |spans: &[Span]| spans.iter().map(|s| (s.lo, s.hi)).collect();
    Glance {
        actual: ranges(&found.actual.whole),
        latent: ranges(&found.latent.whole),
        effects,
        waiting,
        questions: questions.into_iter().map(|q| q.question).collect(),
    }
}

/// How rules that may bind stand: the rule, the subject, and its truth in both worlds, exceptions aside.
pub type Stand = Vec<(RuleId, usize, Truth, Truth)>;

/// One case under many law books, to see how its rules stand.
pub struct Stands<'a> {
    cx: Cx<'a, Null>,
}

impl<'a> Stands<'a> {
    /// Of that case; `law` is any of the law books.
    pub fn new(
        program: &'a Program,
        prepared: &'a Prepared,
        facts: &'a Facts,
        law: LawBook,
        ask: &Ask,
    ) -> Self {
        let cx = Cx::new(program, prepared, facts, law, ask.assume_defaults, Null);
        Self { cx }
    }

    /// How the rules stand that time and facts let bind, perhaps, on every day from the law book's through `last`; none where that
    /// hangs on which day it is.
    ///
    /// Under two law books with the same stand, the same rows of lists and the same readings a case is decided alike: effects follow
    /// from the stand, and a rule that is certainly out stays out in every cell of a split.
    pub fn stand(&mut self, law: &LawBook, last: Day) -> Option<Stand> {
        let cx = &mut self.cx;
        cx.turn(law, last);
        let mut stand = Stand::new();
        let mut deps: Vec<Dep> = Vec::new();
        for s in (0..cx.table.subjects.len()).map(SubjectIx) {
            for rule in cx.rules_of(s).iter().copied() {
                let (actual, hangs) = cx.base(rule, s);
                cx.world = World::Latent;
                let (latent, hangs_too) = cx.base(rule, s);
                cx.world = World::Actual;
                if !actual.is_false() || !latent.is_false() {
                    deps.extend([hangs, hangs_too]);
                    stand.push((rule, s.0, actual, latent));
                }
            }
        }
        (!cx.hangs_on_the_day(deps)).then_some(stand)
    }
}

/// Whether the decision is the same on every day from the law book's through `last`, given that the law is.
///
/// The case is asked of all these days at once, the day of the act being one of them: nothing may hang on which. Sound, since what is
/// decided within bounds is decided so everywhere in them; not complete: where it says no, the days may still be alike.
pub fn is_steady(
    program: &Program,
    prepared: &Prepared,
    facts: &Facts,
    law: LawBook,
    last: Day,
    ask: &Ask,
) -> bool {
    let mut cx = Cx::new(program, prepared, facts, law, ask.assume_defaults, Null);
    cx.last_day = Some(last);
    if !cx.is_steady_here() {
        return false;
    }
    let questions = if ask.probe {
        program.questions.len()
    } else {
        0
    };
    for id in (0..questions).map(QuestionId::from_index) {
        let readings = program.question(id).readings.len();
        for reading in (0..readings).filter_map(|r| u16::try_from(r).ok()) {
            if let Some((_, law)) = cx.other_law(id, Some(reading), ask)
                && !cx.with_reading(id, law, |cx| cx.is_steady_here())
            {
                return false;
            }
        }
    }
    true
}

impl<R: Recorder> Cx<'_, R> {
    /// Whether no rule, in either world, hangs on the day of the act.
    fn is_steady_here(&mut self) -> bool {
        let mut deps: Vec<Dep> = Vec::new();
        for world in [World::Actual, World::Latent] {
            self.world = world;
            for s in (0..self.table.subjects.len()).map(SubjectIx) {
                for rule in self.rules_of(s).iter().copied() {
                    deps.push(self.eff(rule, s).1);
                }
            }
        }
        self.world = World::Actual;
        !self.hangs_on_the_day(deps)
    }

    /// Opens another law book, for the days through `last`. Where rows, readings and days are the same, what was worked out without
    /// asking a status is kept: nothing else of a law book is read by conditions.
    fn turn(&mut self, law: &LawBook, last: Day) {
        let same = self.last_day == Some(last)
            && self.law.on == law.on
            && self.law.rows == law.rows
            && readings(&self.law).eq(readings(law));
        self.law = law.clone();
        self.last_day = Some(last);
        if !same {
            self.lists.clear();
            self.reset();
            return;
        }
        let prepared = self.prepared;
        self.defaults.clear();
        self.memo
            .retain(|key, _| !prepared.define_reads_status(key.define));
        self.table
            .keep_fires(|rule| !prepared.rule_reads_status(rule));
    }

    fn hangs_on_the_day(&mut self, deps: Vec<Dep>) -> bool {
        let day = self
            .deps
            .leaf(Leaf::Field(ROOT_REF, self.program.facts.date));
        self.deps.roots(deps).contains(&day)
    }

    /// The rules that have effect, and those that would but for suspensions and beginnings.
    fn effects(&mut self) -> (Vec<Effect>, Vec<RuleId>) {
        let (mut effects, mut waiting) = (Vec::new(), Vec::new());
        let told: Vec<SubjectIx> = (0..self.table.subjects.len())
            .map(SubjectIx)
            .filter(|s| !self.subject(*s).ghost)
            .collect();
        for s in told {
            let subject = self.path_of(self.subject(s).node);
            for rule in self.rules_of(s).iter().copied() {
                let truth = self.eff(rule, s).0;
                if !truth.is_false() {
                    effects.push(Effect {
                        subject: subject.clone(),
                        rule,
                        certain: truth.is_true(),
                    });
                    continue;
                }
                self.world = World::Latent;
                if !self.eff(rule, s).0.is_false() {
                    waiting.push(rule);
                }
                self.world = World::Actual;
            }
        }
        waiting.sort_unstable();
        waiting.dedup();
        (effects, waiting)
    }
}

fn readings(law: &LawBook) -> impl Iterator<Item = Option<u16>> {
    law.questions.iter().map(|question| question.reading)
}
