//! The law on a day: which rules are in force, latent, suspended, ended, for given `on`, `known` and readings (semantics §8).
//!
//! In: a [`Program`], two days, the readings chosen. Out: a [`LawBook`] of constants per rule, list row and question. Pure functions;
//! absent on purpose: facts. Time is resolved first, and once.

use std::sync::Arc;

use crate::ir::{InstrumentId, ListId, Program, QuestionId, RuleId};
use crate::value::{Day, Truth};

/// Readings chosen by the caller, by question: not named, the default; `Some(None)`, left open; `Some(Some(r))`, that reading.
pub type Readings = std::collections::BTreeMap<QuestionId, Option<u16>>;

/// The law on one day, as one law book has it. Clones share what it says, so that many cases may be asked of one that was opened once.
#[derive(Clone, Debug)]
pub struct LawBook {
    /// The day asked.
    pub on: Day,
    /// The day whose law book is open.
    pub known: Day,
    /// Whether every rule is certainly in force or not, suspended or not: the latent law is the actual one.
    pub is_plain: bool,
    /// By [`RuleId`].
    pub rules: Arc<[RuleLaw]>,
    /// By [`ListId`]: whether each row is in the list.
    pub rows: Arc<[Vec<bool>]>,
    /// By [`QuestionId`].
    pub questions: Arc<[QuestionLaw]>,
    /// The day that it was opened at: `on`, unless the act is moved to another day under the same law.
    opened: Day,
    /// From which two days it was mixed, if it was.
    mix: Option<Arc<Mix>>,
}

/// What time says of one rule.
#[derive(Clone, Debug)]
pub struct RuleLaw {
    /// Whether its instrument exists for this law book.
    pub exists: bool,
    /// In force on the day.
    pub in_force: Truth,
    /// In force but for suspensions and beginnings.
    pub latent: Truth,
    /// The first that applies.
    pub state: State,
    /// All that applies, in the order of [`State`].
    pub reasons: Vec<Reason>,
    /// Questions left open on which `in_force` or `latent` hangs.
    pub open: Vec<QuestionId>,
}

/// Where a rule stands in time; of several the first here is reported (semantics §8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Its instrument was not published when the law book was opened.
    Absent,
    /// It hangs on a question left open.
    Unknown,
    /// Repealed, replaced, or run out.
    Ended,
    /// Suspended on the day.
    Suspended,
    /// Begins later.
    NotYet,
    /// None of these.
    InForce,
}

/// Why a rule is in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which state.
    pub state: State,
    /// The instrument that suspends, repeals or replaces; none where the rule's own window says so.
    pub by: Option<InstrumentId>,
    /// First day of the suspension, day of the event, or day on which the rule begins.
    pub from: Option<Day>,
    /// Last day of the suspension, or of the rule.
    pub through: Option<Day>,
}

/// What time says of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestionLaw {
    /// Whether it exists and has arisen: otherwise it has its default reading and is not reported.
    pub arisen: bool,
    /// The reading that holds; none: left open.
    pub reading: Option<u16>,
}

impl LawBook {
    /// What time says of that rule.
    #[allow(
        clippy::indexing_slicing,
        reason = "one entry a rule of the program the book was opened for"
    )]
    pub fn rule(&self, id: RuleId) -> &RuleLaw {
        &self.rules[id.index()]
    }

    /// Whether each row of that list is in it.
    #[allow(
        clippy::indexing_slicing,
        reason = "one entry a list of the program the book was opened for"
    )]
    pub fn rows(&self, id: ListId) -> &[bool] {
        &self.rows[id.index()]
    }

    /// What time says of that question.
    #[allow(
        clippy::indexing_slicing,
        reason = "one entry a question of the program the book was opened for"
    )]
    pub fn question(&self, id: QuestionId) -> QuestionLaw {
        self.questions[id.index()]
    }
}

/// Opens the law book of `known` at the day `on`.
pub fn open(program: &Program, on: Day, known: Day, readings: &Readings) -> LawBook {
    window::open(program, on, known, readings)
}

/// Whether each rule is certainly in force or not, and latent alike.
fn is_plain(rules: &[RuleLaw]) -> bool {
    rules
        .iter()
        .all(|rule| rule.in_force == rule.latent && !rule.in_force.is_unknown())
}

pub use days::{Mix, Part, change_days, publications};
pub use event::{Event, What, events};

mod days;
mod event;
mod window;
