//! Many cases by one policy: verdict rows.
//!
//! The only place that knows how a row is worked out; whoever screens calls [`Worker::case`].

use std::sync::Arc;

use super::compiled::{Compiled, Room};
use super::{Diagnostics, Options, Policy};
use crate::decision::Decision;
use crate::engine::Plan;
use crate::engine::store::Store;
use crate::eval::Ask;
use crate::screen::{Outcomes, Row};
use crate::value::Day;

/// A policy made ready for many cases: see [`Policy::screener`]. Cloning shares it; each thread takes a [`Worker`].
///
/// ```
/// let mut workspace = licit::Workspace::new();
/// workspace.add_file("harbour.licit", include_str!("../../examples/first-rule/policies/harbour.licit"));
/// let policy = workspace.check()?;
///
/// let screener = policy.screener(&licit::Options::new().on("2031-03-01"))?;
/// let mut worker = screener.worker();
/// let row = worker.case(br#"{ "destination": "IS", "items": [ { "lamp": true, "power": "0.5 kW" } ] }"#, "orders.jsonl", 17)?;
///
/// assert_eq!(row.verdict.as_deref(), Some("licence_required"));
/// assert_eq!(&*row.rules[0], "harbour.n3_2031.signal_lamps");
/// assert_eq!(row.id, "17", "the case has no name of its own");
/// # Ok::<(), licit::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
pub struct Screener(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) policy: Policy,
    pub(super) outcomes: Outcomes,
    /// Without derivations, questions and ranks: a row tells none of these.
    row: Ask,
    /// As `decide` asks.
    whole: Ask,
    explain_at: Option<usize>,
    /// None where cases are the interpreter's alone.
    pub(super) compiled: Option<Arc<Compiled>>,
}

/// What one thread needs to decide case after case; holds memory that is used again.
#[derive(Debug)]
pub struct Worker {
    screener: Arc<Inner>,
    store: Store,
    room: Room,
}

impl Policy {
    /// Makes the policy ready to decide many cases under the same options.
    ///
    /// # Errors
    /// Where the options name a day, question or reading that does not exist.
    pub fn screener(&self, options: &Options) -> Result<Screener, Diagnostics> {
        let whole = self.ask(options)?;
        let compiled = Compiled::new(self.program(), &whole).map(Arc::new);
        let row = Ask {
            explain: false,
            probe: false,
            ..whole.clone()
        };
        Ok(Screener(Arc::new(Inner {
            policy: self.clone(),
            outcomes: Outcomes::new(self.outcomes()),
            row,
            whole,
            explain_at: None,
            compiled,
        })))
    }
}

impl Screener {
    /// Adds the whole decision to rows whose strictest outcome still possible is this one or a stricter one.
    ///
    /// # Errors
    /// Where the main scale has no such outcome.
    pub fn explain_at(self, outcome: &str) -> Result<Self, Diagnostics> {
        let inner = &*self.0;
        let explain_at = Some(inner.policy.strictness(outcome)?);
        Ok(Self(Arc::new(Inner {
            policy: inner.policy.clone(),
            outcomes: inner.outcomes.clone(),
            row: inner.row.clone(),
            whole: inner.whole.clone(),
            explain_at,
            compiled: inner.compiled.clone(),
        })))
    }

    /// For one thread.
    #[must_use]
    pub fn worker(&self) -> Worker {
        let compiled = self.0.compiled.as_ref();
        Worker {
            screener: Arc::clone(&self.0),
            store: compiled.map(|c| c.engine.store()).unwrap_or_default(),
            room: Room::default(),
        }
    }

    /// What of the law of a day the compiled engine leaves to the interpreter: each expression as written, and why. A case that hangs on
    /// one of them takes longer; its answer is the same. Where defaults are set aside every case is the interpreter's.
    ///
    /// ```
    /// # let mut workspace = licit::Workspace::new();
    /// # workspace.add_file("harbour.licit", include_str!("../../examples/first-rule/policies/harbour.licit"));
    /// # let policy = workspace.check()?;
    /// let screener = policy.screener(&licit::Options::new())?;
    /// assert!(screener.left_to_the_interpreter("2031-03-01")?.is_empty());
    /// # Ok::<(), licit::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// Where `on` is no day.
    pub fn left_to_the_interpreter(
        &self,
        on: &str,
    ) -> Result<Vec<(String, &'static str)>, Diagnostics> {
        let inner = self.inner();
        let asked = inner.policy.ask(&Options::new().on(on))?;
        let (Some(compiled), Some(on)) = (&inner.compiled, asked.on) else {
            return Ok(Vec::new());
        };
        let program = inner.policy.program();
        let known = inner.whole.known.unwrap_or(on);
        let plan = compiled.engine.plan(program, on, known);
        let left = plan.left.iter();
        Ok(left
            .map(|(id, why)| (inner.policy.written(*id), *why))
            .collect())
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }

    /// The outcomes of the main scale, mildest first.
    pub(crate) fn outcomes(&self) -> &Outcomes {
        &self.0.outcomes
    }
}

impl Worker {
    /// Decides a case: a JSON text that diagnostics say stands in that line of `name`.
    ///
    /// # Errors
    /// Where the facts contradict the schema, or no day is asked.
    pub fn case(&mut self, facts: &[u8], name: &str, line: u64) -> Result<Row, Diagnostics> {
        let inner = &*Arc::clone(&self.screener);
        if let Some(row) = self.compiled(inner, facts, line) {
            return Ok(row);
        }
        self.interpreted(facts, name, line)
    }

    /// The interpreter's row.
    pub(super) fn interpreted(
        &mut self,
        facts: &[u8],
        name: &str,
        line: u64,
    ) -> Result<Row, Diagnostics> {
        let inner = &*self.screener;
        let (decision, warnings) = self.decided(facts, name, line, &inner.row)?;
        let mut row = Row::of(&decision, line, &inner.outcomes);
        row.warned = warnings.iter().map(|w| w.code.as_str().into()).collect();
        row.warned.dedup();
        let strictest = inner.outcomes.strictness(&row.strictest);
        if inner.explain_at.is_some() && strictest >= inner.explain_at {
            let (decision, _) = self.decided(facts, name, line, &inner.whole)?;
            row.decision = Some(Box::new(decision));
        }
        Ok(row)
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.screener
    }

    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    /// Whether the engine decides facts that a store holds; what it decided stands in the room.
    pub(super) fn decides(
        &mut self,
        plan: &Plan,
        store: &Store,
        (on, latent): (Day, bool),
    ) -> bool {
        let inner = &*self.screener;
        let Some(compiled) = inner.compiled.as_ref() else {
            return false;
        };
        let program = inner.policy.program();
        compiled.decides(program, (on, latent, plan), store, &mut self.room)
    }

    /// The engine's row, where the case is no one else's.
    fn compiled(&mut self, inner: &Inner, facts: &[u8], line: u64) -> Option<Row> {
        let compiled = inner.compiled.as_ref()?;
        let program = inner.policy.program();
        let (store, room) = (&mut self.store, &mut self.room);
        let (on, plan) = compiled.load(program, facts, store, room)?;
        let case = (line, &inner.outcomes);
        let row = compiled.row(program, (on, &plan), (facts, store), room, case)?;
        let strictest = inner.outcomes.strictness(&row.strictest);
        let explained = inner.explain_at.is_some() && strictest >= inner.explain_at;
        (!explained).then_some(row)
    }

    fn decided(
        &self,
        facts: &[u8],
        name: &str,
        line: u64,
        ask: &Ask,
    ) -> Result<(Decision, Diagnostics), Diagnostics> {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.screener.policy.decide_text(name, line, facts, ask)
    }
}
