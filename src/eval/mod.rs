//! The interpreter: one case against one law book, with what is known and what is not.
//!
//! In: a checked [`Program`], typed [`Facts`], two days and the readings chosen. Out: a [`Decision`] with its derivation, or only its
//! ranges. Every operator is `value`'s; here stand records, lists, rules, splits and what a decision tells (semantics §1 to §10).
//! Absent on purpose: JSON, files, printing, any second evaluator: explaining is the same run with a recorder ([`derive`]).

mod answer;
mod arith;
mod assumed;
mod chinese;
mod compare;
mod cx;
mod define;
mod deps;
mod derive;
mod duty;
mod ensure;
pub mod errors;
mod expr;
mod figure;
mod glance;
#[cfg(test)]
pub mod laws;
mod list;
mod missing;
mod node;
mod outcome;
mod picture;
mod place;
mod prepare;
mod question;
mod rule;
mod show;
mod split;
#[cfg(test)]
mod tests;
mod value;
pub mod watch;

use std::sync::Arc;

use crate::decision::Decision;
use crate::diag::Sink;
use crate::facts::{Facts, NodeId, ROOT, Slot};
use crate::ir::{Program, ScaleId};
use crate::law::{LawBook, Readings};
use crate::source::SourceMap;
use crate::value::Day;

pub use answer::cites;
pub use errors::AskError;
pub use glance::{Effect, Glance, Stand, Stands, glance, is_steady};
pub use prepare::Prepared;

use cx::{Cx, Frame, World};
use derive::{Null, Tape};

/// What is told of an evaluation on the way. The null recorder is optimised away.
pub trait Recorder {
    /// Whether anything is recorded.
    const ON: bool;

    /// Whether conditions and comparisons are watched, for coverage.
    const WATCHES: bool = false;

    /// The tape, if there is one.
    fn tape(&mut self) -> Option<&mut Tape>;

    /// The watch, if there is one.
    fn watch(&mut self) -> Option<&mut watch::Watch> {
        None
    }

    /// An expression begins.
    fn open(&mut self) -> usize {
        self.tape().map_or(0, Tape::open)
    }

    /// Where the steps of what comes next begin.
    fn mark(&mut self) -> usize {
        self.tape().map_or(0, |tape| tape.steps_so_far())
    }

    /// An element of a list begins.
    fn element(&mut self) -> usize {
        self.tape().map_or(0, |tape| tape.mark())
    }

    /// Whether calls are to be written out again although their value is known. Never without a tape; with one, until it holds so much
    /// that nobody reads on: a define that calls itself twice a level would double the work with each.
    fn is_fresh(&mut self) -> bool {
        self.tape().is_some_and(|tape| tape.is_short())
    }

    /// It does not count.
    fn drop_element(&mut self, mark: usize) {
        if let Some(tape) = self.tape() {
            tape.drop_from(mark);
        }
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The day of the act; none: the facts' own date.
    pub on: Option<Day>,
    /// The day whose law book is open; none: the day asked.
    pub known: Option<Day>,
    /// Readings chosen, or left open.
    pub readings: Readings,
    /// Whether the schema's defaults stand for what was left out.
    pub assume_defaults: bool,
    /// Whether derivations are wanted.
    pub explain: bool,
    /// Whether ranges are tightened by splitting (semantics §10). Off only in tests of soundness.
    pub split: bool,
    /// Whether open questions, defaults that mattered and the rank of missing facts are worked out.
    pub probe: bool,
}

impl Default for Ask {
    fn default() -> Self {
        Ask {
            on: None,
            known: None,
            readings: Readings::new(),
            assume_defaults: true,
            explain: true,
            split: true,
            probe: true,
        }
    }
}

/// The outcome on one scale without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(test),
    allow(
        dead_code,
        reason = "asked by the laws, and by readers that want no reasons"
    )
)]
pub struct RangeOf {
    /// The scale.
    pub scale: ScaleId,
    /// Mildest and strictest outcome.
    pub actual: (u16, u16),
    /// Mildest and strictest latent outcome.
    pub latent: (u16, u16),
}

/// Makes a program ready for cases. `sources` holds its texts.
pub fn prepare(program: &Program, sources: Arc<SourceMap>) -> Prepared {
    Prepared::new(program, sources)
}

/// The day asked: `on`, else the facts' date.
///
/// # Errors
/// Where there is neither, or a date told only in part (semantics §8).
pub fn day_of(program: &Program, facts: &Facts, ask: &Ask) -> Result<Day, AskError> {
    if let Some(day) = ask.on {
        return Ok(day);
    }
    match facts.slot(NodeId(ROOT.0), program.facts.date) {
        Some(Slot::Number(bounds)) => bounds
            .single()
            .and_then(Day::from_number)
            .ok_or(AskError::DayInPart),
        _ => Err(AskError::NoDay),
    }
}

/// Refuses facts of which an `ensure` is certainly false; where it is unknown they pass (semantics §1).
pub fn ensure(program: &Program, prepared: &Prepared, facts: &Facts, sink: &mut Sink) {
    ensure::check(program, prepared, facts, sink);
}

/// Only the ranges, by scale.
///
/// # Errors
/// As [`day_of`].
#[cfg_attr(
    not(test),
    allow(
        dead_code,
        reason = "asked by the laws, and by readers that want no reasons"
    )
)]
pub fn ranges(
    program: &Program,
    prepared: &Prepared,
    facts: &Facts,
    ask: &Ask,
) -> Result<Vec<RangeOf>, AskError> {
    let law = law_of(program, facts, ask)?;
    let mut cx = start(program, prepared, &law, facts, ask);
    let found = cx.find(
        &split::AskLaw {
            readings: &ask.readings,
        },
        ask.split,
    );
    let both = found
        .actual
        .whole
        .iter()
        .zip(&found.latent.whole)
        .enumerate();
    Ok(both
        .map(|(i, (actual, latent))| RangeOf {
            scale: ScaleId::from_index(i),
            actual: (actual.lo, actual.hi),
            latent: (latent.lo, latent.hi),
        })
        .collect())
}

/// Rules that certainly have effect, each with the subject that it falls on: 0 is the shipment, then the elements of the lists of
/// subjects, list by list. For comparing engines.
#[cfg(test)]
pub fn effects(
    program: &Program,
    prepared: &Prepared,
    facts: &Facts,
    ask: &Ask,
) -> Vec<(crate::ir::RuleId, usize)> {
    let law = law_of(program, facts, ask).unwrap_or_else(|_| panic!("no day"));
    let mut cx = start(program, prepared, &law, facts, ask);
    let mut found = Vec::new();
    for s in (0..cx.table.subjects.len()).map(rule::SubjectIx) {
        if cx.subject(s).ghost {
            continue;
        }
        for rule in cx.rules_of(s).iter().copied() {
            if cx.eff(rule, s).0.is_true() {
                found.push((rule, s.0));
            }
        }
    }
    found
}

/// The decision, with its reasons. `policy` and the source of the facts are filled in by the caller, who knows them.
///
/// # Errors
/// As [`day_of`].
pub fn decide(
    program: &Program,
    prepared: &Prepared,
    facts: &Facts,
    ask: &Ask,
) -> Result<Decision, AskError> {
    let law = law_of(program, facts, ask)?;
    Ok(decide_in(program, prepared, &law, facts, ask))
}

/// The decision under a law book that is open already, so that many cases share it: days and readings are the book's, `ask.on` and
/// `ask.known` are not looked at; `ask.readings` must be those that it was opened with.
pub fn decide_in(
    program: &Program,
    prepared: &Prepared,
    law: &LawBook,
    facts: &Facts,
    ask: &Ask,
) -> Decision {
    let cx = start(program, prepared, law, facts, ask);
    answer::Answer::new(cx, ask).decision()
}

/// The law book that a question asks for.
///
/// # Errors
/// As [`day_of`].
pub fn law_of(program: &Program, facts: &Facts, ask: &Ask) -> Result<LawBook, AskError> {
    let on = day_of(program, facts, ask)?;
    let known = ask.known.unwrap_or(on);
    Ok(crate::law::open(program, on, known, &ask.readings))
}

fn start<'a>(
    program: &'a Program,
    prepared: &'a Prepared,
    law: &LawBook,
    facts: &'a Facts,
    ask: &Ask,
) -> Cx<'a, Null> {
    let law = law.clone();
    Cx::new(program, prepared, facts, law, ask.assume_defaults, Null)
}
