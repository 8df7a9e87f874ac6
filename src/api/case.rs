//! One case at a time for whoever embeds Licit: facts loaded once, decided in well under a microsecond, explained only when asked.

use std::sync::Arc;

use super::screen::{Screener, Worker};
use super::{Diagnostics, compiled::Compiled};
use crate::engine::store::Store;
use crate::engine::{Effect, Plan};
use crate::screen::{Outcomes, Row};
use crate::value::Day;

/// Facts of one case, read and checked against the schema: see [`Screener::load`]. To be decided as often as one likes, from any thread.
#[derive(Debug)]
pub struct Case {
    facts: Box<[u8]>,
    /// None where the case is the interpreter's.
    loaded: Option<Loaded>,
}

#[derive(Debug)]
struct Loaded {
    store: Store,
    on: Day,
    plan: Arc<Plan>,
}

/// What was decided of a [`Case`]; borrows the worker's room, so nothing was allocated for it unless the interpreter was asked.
#[derive(Debug)]
pub struct Verdict<'w>(Kind<'w>);

#[derive(Debug)]
enum Kind<'w> {
    Engine {
        compiled: Option<&'w Compiled>,
        outcomes: &'w Outcomes,
        plan: &'w Plan,
        effects: &'w [Effect],
        actual: u16,
    },
    Row(Box<Row>),
}

impl Screener {
    /// Reads a case and checks it against the schema and its `ensure`s.
    ///
    /// ```
    /// # let mut workspace = licit::Workspace::new();
    /// # workspace.add_file("harbour.licit", include_str!("../../examples/first-rule/policies/harbour.licit"));
    /// # let policy = workspace.check()?;
    /// let screener = policy.screener(&licit::Options::new().on("2031-03-01"))?;
    /// let case = screener.load(br#"{ "destination": "IS", "items": [ { "lamp": true, "power": "0.5 kW" } ] }"#)?;
    ///
    /// let mut worker = screener.worker();
    /// let verdict = worker.decide(&case)?;
    /// assert_eq!(verdict.verdict(), Some("licence_required"));
    /// assert_eq!(verdict.rules().collect::<Vec<_>>(), ["harbour.n3_2031.signal_lamps"]);
    /// # Ok::<(), licit::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// Where the facts contradict the schema, or no day is asked.
    pub fn load(&self, facts: &[u8]) -> Result<Case, Diagnostics> {
        let inner = self.inner();
        let loaded = inner.compiled.as_ref().and_then(|compiled| {
            let mut store = compiled.engine.store();
            let program = inner.policy.program();
            let room = &mut super::compiled::Room::default();
            let (on, plan) = compiled.load(program, facts, &mut store, room)?;
            Some(Loaded { store, on, plan })
        });
        if loaded.is_none() {
            // What the engine does not read may be wrong; the interpreter says what is.
            self.worker().case(facts, "facts.json", 1)?;
        }
        Ok(Case {
            facts: facts.into(),
            loaded,
        })
    }
}

impl Case {
    /// The JSON text that it was read from, for [`super::Policy::decide`]: the whole decision with its derivation.
    #[must_use]
    pub fn facts(&self) -> &[u8] {
        &self.facts
    }
}

impl Worker {
    /// Decides a case that the same screener loaded. The engine answers where all that matters is told; else the interpreter, with
    /// its range.
    ///
    /// # Errors
    /// None for a case of the same screener.
    pub fn decide<'w>(&'w mut self, case: &'w Case) -> Result<Verdict<'w>, Diagnostics> {
        if let Some(loaded) = &case.loaded
            && self.decides(&loaded.plan, &loaded.store, (loaded.on, false))
        {
            return Ok(Verdict(self.decided_by_engine(&loaded.plan)));
        }
        let row = self.interpreted(&case.facts, "facts.json", 1)?;
        Ok(Verdict(Kind::Row(Box::new(row))))
    }

    fn decided_by_engine<'w>(&'w self, plan: &'w Plan) -> Kind<'w> {
        let inner = self.inner();
        let (effects, outcomes) = self.room().decided();
        let main = inner.policy.program().main_scale.index();
        let (actual, _) = outcomes.get(main).copied().unwrap_or_default();
        Kind::Engine {
            compiled: inner.compiled.as_deref(),
            outcomes: &inner.outcomes,
            plan,
            effects,
            actual,
        }
    }

    /// What would hold but for rules suspended or not yet in force; none where undetermined.
    ///
    /// # Errors
    /// None for a case of the same screener.
    pub fn latent(&mut self, case: &Case) -> Result<Option<Arc<str>>, Diagnostics> {
        if let Some(loaded) = &case.loaded
            && self.decides(&loaded.plan, &loaded.store, (loaded.on, true))
        {
            let inner = self.inner();
            let main = inner.policy.program().main_scale.index();
            let latent = self.room().decided().1.get(main).map(|(_, latent)| *latent);
            return Ok(latent.and_then(|latent| inner.outcomes.at(usize::from(latent))));
        }
        let row = self.interpreted(&case.facts, "facts.json", 1)?;
        Ok(match row.latent {
            Some(latent) => latent.verdict,
            None => row.verdict,
        })
    }
}

impl Verdict<'_> {
    /// The outcome on the main scale; none where undetermined.
    #[must_use]
    pub fn verdict(&self) -> Option<&str> {
        match &self.0 {
            Kind::Engine {
                outcomes, actual, ..
            } => outcomes.name(usize::from(*actual)),
            Kind::Row(row) => row.verdict.as_deref(),
        }
    }

    /// Whether there is just one outcome.
    #[must_use]
    pub fn determined(&self) -> bool {
        match &self.0 {
            Kind::Engine { .. } => true,
            Kind::Row(row) => row.determined,
        }
    }

    /// The mildest outcome still possible.
    #[must_use]
    pub fn mildest(&self) -> &str {
        match &self.0 {
            Kind::Engine { .. } => self.verdict().unwrap_or(""),
            Kind::Row(row) => &row.mildest,
        }
    }

    /// The strictest outcome still possible.
    #[must_use]
    pub fn strictest(&self) -> &str {
        match &self.0 {
            Kind::Engine { .. } => self.verdict().unwrap_or(""),
            Kind::Row(row) => &row.strictest,
        }
    }

    /// Rules of the main scale that stand for certain, once for each subject, in no particular order.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        let (engine, row) = match &self.0 {
            Kind::Engine {
                compiled,
                plan,
                effects,
                ..
            } => {
                let names = effects.iter().filter_map(move |effect| {
                    let rule = plan.rules.get(effect.rule as usize)?;
                    rule.main?;
                    compiled.as_ref()?.name(rule.id)
                });
                (Some(names), None)
            }
            Kind::Row(row) => (None, Some(row.rules.iter().map(|rule| &**rule))),
        };
        engine
            .into_iter()
            .flatten()
            .chain(row.into_iter().flatten())
    }

    /// The facts that would narrow the range; none where determined.
    #[must_use]
    pub fn missing(&self) -> &[String] {
        match &self.0 {
            Kind::Engine { .. } => &[],
            Kind::Row(row) => &row.missing,
        }
    }
}
