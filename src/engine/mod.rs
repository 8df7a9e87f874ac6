//! The compiled engine: many cases, each in about a microsecond, with the interpreter's answers.
//!
//! In: the checked program, days and readings, a case's JSON or columns. Out: which rules have effect, or "ask the interpreter".
//! Facts go straight from the text into cells ([`layout`], [`read`], [`store`]); a law is compiled once for all days on which it is
//! the same ([`plan`]), and asked ([`run`], [`effect`]).
//!
//! Absent on purpose: bounds, splits, derivations. What is not told whole, what needs more digits than a cell holds, and every
//! construct that is not compiled is *unknown* here, and a case in which anything unknown is left belongs to [`crate::eval`]: the
//! engine agrees or hands back.

mod duty;
mod effect;
mod ensure;
mod index;
pub mod layout;
mod lower;
mod node;
mod plan;
pub mod read;
mod run;
pub mod store;
#[cfg(test)]
mod tests;
mod used;
pub mod words;

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap as HashMap;

pub use duty::{Due, DutyPlan};
pub use effect::{Ask, Effect};
pub use plan::{Plan, RulePlan};
pub use run::Scratch;

use crate::ir::{FieldId, Program, QuestionId};
use crate::law::{LawBook, Readings};
use crate::value::{Day, Truth};
use layout::Layout;
use read::Reader;
use store::Store;
use words::Words;

/// A program compiled for one way of asking: readings, and whether defaults stand.
#[derive(Debug)]
pub struct Engine {
    readings: Readings,
    /// Where facts stand.
    pub layout: Layout,
    /// The words that the policies know.
    pub words: Words,
    /// Reads JSON into cells.
    pub reader: Reader,
    plans: Mutex<Plans>,
}

/// Laws compiled so far.
#[derive(Debug, Default)]
struct Plans {
    by_days: HashMap<(Day, Day), Arc<Plan>>,
    by_law: HashMap<Signature, Arc<Plan>>,
}

/// What tells two laws apart: rules in force and latent, rows of lists, readings.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Signature {
    rules: Vec<(Truth, Truth)>,
    rows: Vec<Vec<bool>>,
    readings: Vec<Option<u16>>,
}

impl Signature {
    fn of(program: &Program, law: &LawBook) -> Signature {
        let questions = (0..program.questions.len()).map(QuestionId::from_index);
        Signature {
            rules: law
                .rules
                .iter()
                .map(|rule| (rule.in_force, rule.latent))
                .collect(),
            rows: law.rows.to_vec(),
            readings: questions.map(|id| law.question(id).reading).collect(),
        }
    }
}

impl Engine {
    /// Lays out the facts of a program.
    pub fn new(program: &Program, readings: Readings, assume: bool) -> Engine {
        let words = Words::new(program);
        let layout = Layout::new(program, &words, &used::used(program), assume);
        Engine {
            readings,
            reader: Reader::new(program, &layout, &words),
            layout,
            words,
            plans: Mutex::default(),
        }
    }

    /// An empty store of the layout.
    pub fn store(&self) -> Store {
        Store::new(&self.layout)
    }

    /// The law of a day by the law book of another, compiled; the same one for all days on which it is the same.
    pub fn plan(&self, program: &Program, on: Day, known: Day) -> Arc<Plan> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = plans.by_days.get(&(on, known)) {
            return Arc::clone(plan);
        }
        let law = crate::law::open(program, on, known, &self.readings);
        let signature = Signature::of(program, &law);
        let plan = match plans.by_law.get(&signature) {
            Some(plan) => Arc::clone(plan),
            None => {
                let plan = Arc::new(plan::plan(program, &self.layout, &self.words, &law));
                plans.by_law.insert(signature, Arc::clone(&plan));
                plan
            }
        };
        plans.by_days.insert((on, known), Arc::clone(&plan));
        plan
    }

    /// Whether what the schema's `ensure`s ask of facts holds, or cannot be broken by what is untold.
    ///
    /// # Errors
    /// Where one is or may be broken: the interpreter says so in words.
    pub fn ensure(
        &self,
        program: &Program,
        plan: &Plan,
        store: &Store,
        on: Day,
        scratch: &mut Scratch,
    ) -> Result<(), Ask> {
        if plan.ensures.is_empty() {
            return Ok(());
        }
        let mut run = self.run(program, plan, store, on, scratch);
        run.scratch.begin(plan);
        run.ensure()
    }

    /// Which rules have effect on the facts in the store.
    ///
    /// # Errors
    /// Where anything is left unknown: the case is the interpreter's.
    pub fn decide<'r>(
        &'r self,
        program: &'r Program,
        plan: &'r Plan,
        store: &'r Store,
        on: Day,
        scratch: &'r mut Scratch,
    ) -> Result<Decided<'r>, Ask> {
        let mut run = self.run(program, plan, store, on, scratch);
        run.decide()?;
        Ok(Decided { run })
    }

    fn run<'r>(
        &'r self,
        program: &'r Program,
        plan: &'r Plan,
        store: &'r Store,
        on: Day,
        scratch: &'r mut Scratch,
    ) -> run::Run<'r> {
        run::Run {
            program,
            layout: &self.layout,
            words: &self.words,
            plan,
            store,
            on,
            scratch,
            latent: false,
        }
    }
}

/// What was decided of a case, all of it certain.
pub struct Decided<'r> {
    run: run::Run<'r>,
}

impl<'r> Decided<'r> {
    /// Rules that have effect, each with its subject.
    pub fn effects(&self) -> &[Effect] {
        &self.run.scratch.effects.effects
    }

    /// The outcome and the latent outcome, by scale.
    pub fn outcomes(&self) -> &[(u16, u16)] {
        &self.run.scratch.effects.outcomes
    }

    /// The rule of an effect.
    pub fn rule(&self, effect: Effect) -> Option<&'r RulePlan> {
        self.run.plan.rules.get(effect.rule as usize)
    }

    /// By when a duty of a rule on a subject is due, and whether it was done.
    ///
    /// # Errors
    /// Where that cannot be counted here.
    pub fn due(&mut self, duty: &DutyPlan, subject: u32) -> Result<Due, Ask> {
        self.run.due(duty, subject)
    }

    /// Where a subject stands: its list, and its place in it; none for the shipment.
    pub fn place(&self, subject: u32) -> Option<(FieldId, usize)> {
        self.run.scratch.effects.place(subject)
    }
}
