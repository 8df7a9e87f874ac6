//! A policy compiled for one way of asking, and what of its verdicts goes into rows.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::engine::layout::{LAST_MARK, PlaceId};
use crate::engine::read::Read;
use crate::engine::store::Store;
use crate::engine::{Effect, Engine, Plan, Scratch};
use crate::eval::Ask;
use crate::ir::{FieldId, Program, RuleId};
use crate::screen::{Latent, Outcomes, Row, RowDuty};
use crate::value::{Day, Number};

/// The engine, with the names that rows bear.
#[derive(Debug)]
pub struct Compiled {
    pub engine: Engine,
    /// By [`RuleId`].
    names: Vec<Arc<str>>,
    on: Option<Day>,
    known: Option<Day>,
    /// The cell of the day of the act.
    date: Option<u32>,
}

/// What one thread holds: laws met before, and room.
#[derive(Debug, Default)]
pub struct Room {
    plans: Vec<(Day, Day, Arc<Plan>)>,
    scratch: Scratch,
    found: Vec<(Reverse<u16>, RuleId)>,
}

/// How many laws a thread remembers by their days.
const PLANS: usize = 512;

impl Room {
    /// What was decided last: rules that have effect, and outcomes by scale.
    pub fn decided(&self) -> (&[Effect], &[(u16, u16)]) {
        self.scratch.decided()
    }
}

impl Compiled {
    /// Compiles for a way of asking. None where defaults are set aside: then the interpreter is asked.
    pub fn new(program: &Program, ask: &Ask) -> Option<Compiled> {
        if !ask.assume_defaults {
            return None;
        }
        let engine = Engine::new(program, ask.readings.clone(), true);
        let date = engine.layout.slot(PlaceId(0), program.facts.date);
        Some(Compiled {
            date: date.and_then(|slot| slot.cell),
            names: program
                .rules
                .iter()
                .map(|rule| rule.full_name.as_str().into())
                .collect(),
            on: ask.on,
            known: ask.known,
            engine,
        })
    }

    /// Reads a case, finds its law, and asks what must hold of facts; none: the interpreter's.
    pub fn load(
        &self,
        program: &Program,
        facts: &[u8],
        store: &mut Store,
        room: &mut Room,
    ) -> Option<(Day, Arc<Plan>)> {
        if self.engine.reader.read(facts, store) == Read::Odd {
            return None;
        }
        self.loaded(program, store, room)
    }

    /// The law for facts that a store holds, and whether they may stand.
    pub fn loaded(
        &self,
        program: &Program,
        store: &Store,
        room: &mut Room,
    ) -> Option<(Day, Arc<Plan>)> {
        let on = match self.on {
            Some(on) => on,
            None => {
                let root = self.engine.layout.place(PlaceId(0))?.table?;
                let day = store.get(root, 0, self.date?);
                Day::from_number(&Number::from_int(day)).filter(|_| day > LAST_MARK)?
            }
        };
        let plan = self.plan(program, on, room);
        let engine = &self.engine;
        let ensured = engine.ensure(program, &plan, store, on, &mut room.scratch);
        ensured.ok().map(|()| (on, plan))
    }

    fn plan(&self, program: &Program, on: Day, room: &mut Room) -> Arc<Plan> {
        let known = self.known.unwrap_or(on);
        let met = room
            .plans
            .binary_search_by_key(&(on, known), |(on, known, _)| (*on, *known));
        match met {
            Ok(at) => match room.plans.get(at) {
                Some((_, _, plan)) => Arc::clone(plan),
                None => self.engine.plan(program, on, known),
            },
            Err(at) => {
                let plan = self.engine.plan(program, on, known);
                if room.plans.len() >= PLANS {
                    room.plans.clear();
                    room.plans.push((on, known, Arc::clone(&plan)));
                } else {
                    room.plans.insert(at, (on, known, Arc::clone(&plan)));
                }
                plan
            }
        }
    }

    /// The row of facts that a store holds; none: the interpreter's. `bytes` are those that it was read from, `number` names a case
    /// without a name of its own.
    pub fn row(
        &self,
        program: &Program,
        (on, plan): (Day, &Plan),
        (bytes, store): (&[u8], &Store),
        room: &mut Room,
        (number, outcomes): (u64, &Outcomes),
    ) -> Option<Row> {
        let main = program.main_scale.index();
        let decided = self
            .engine
            .decide(program, plan, store, (on, true), &mut room.scratch);
        let mut decided = decided.ok()?;
        let (actual, latent) = *decided.outcomes().get(main)?;
        let found = &mut room.found;
        found.clear();
        let mut duties = Vec::new();
        for i in 0..decided.effects().len() {
            let Some(effect) = decided.effects().get(i).copied() else {
                continue;
            };
            let rule = decided.rule(effect)?;
            if let Some(outcome) = rule.main {
                found.push((Reverse(outcome), rule.id));
            }
            for duty in &rule.duties {
                let due = decided.due(duty, effect.subject).ok()?;
                duties.push(RowDuty {
                    who: Arc::clone(&duty.who),
                    what: Arc::clone(&duty.what),
                    by: due.by.map(|day| day.to_string()),
                    state: due.state.into(),
                    certain: true,
                    rule: self.names.get(rule.id.index()).map(Arc::clone)?,
                    subject: self.path(program, decided.place(effect.subject)),
                });
            }
        }
        // As a decision has them: by place of the subject, rule, day and text.
        duties.sort_by(|a: &RowDuty, b: &RowDuty| {
            let key = |duty: &RowDuty| (duty.subject.clone(), Arc::clone(&duty.rule));
            let more = |duty: &RowDuty| (duty.by.clone(), Arc::clone(&duty.what));
            key(a).cmp(&key(b)).then_with(|| more(a).cmp(&more(b)))
        });
        found.sort_unstable();
        found.dedup();
        let name = |outcome: u16| outcomes.at(usize::from(outcome));
        let id = store.id.and_then(|(start, end)| bytes.get(start..end));
        let id = id.filter(|id| !id.is_empty());
        Some(Row {
            id: match id {
                Some(id) => String::from_utf8_lossy(id).into_owned(),
                None => number.to_string(),
            },
            numbered: id.is_none(),
            verdict: Some(name(actual)?),
            determined: true,
            mildest: name(actual)?,
            strictest: name(actual)?,
            rules: found
                .iter()
                .filter_map(|(_, rule)| self.names.get(rule.index()).map(Arc::clone))
                .collect(),
            may: Vec::new(),
            latent: match latent == actual {
                true => None,
                false => Some(Latent {
                    verdict: Some(name(latent)?),
                    mildest: name(latent)?,
                    strictest: name(latent)?,
                }),
            },
            duties,
            missing: Vec::new(),
            decision: None,
            warned: Vec::new(),
        })
    }

    /// Whether the engine decides facts that a store holds, what is latent too where asked; what it decided stands in the room.
    pub fn decides(
        &self,
        program: &Program,
        (on, latent, plan): (Day, bool, &Plan),
        store: &Store,
        room: &mut Room,
    ) -> bool {
        self.engine
            .decide(program, plan, store, (on, latent), &mut room.scratch)
            .is_ok()
    }

    /// A rule's full name.
    pub fn name(&self, rule: RuleId) -> Option<&str> {
        self.names.get(rule.index()).map(|name| &**name)
    }

    fn path(&self, program: &Program, place: Option<(FieldId, usize)>) -> String {
        let Some((field, index)) = place else {
            return String::new();
        };
        let record = program.record(program.facts.record);
        let name = record.fields.get(field.index()).map_or("", |f| &f.name);
        format!("{name}[{index}]")
    }
}
