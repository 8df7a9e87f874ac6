//! Scenarios: facts, days and readings, and what must come out. Values of changed places are JSON already, so that a scenario
//! asks exactly what a fact file would.

use super::{Const, QuestionId, RuleId, Text};
use crate::source::Span;
use crate::value::Day;

/// A scenario with its cases.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its title.
    pub title: Text,
    /// Where it starts from.
    pub facts: ScenarioFacts,
    /// At least one; a scenario without a table has just one.
    pub cases: Vec<Case>,
    /// Where.
    pub span: Span,
}

/// Where a scenario starts from.
#[derive(Clone, Debug)]
pub enum ScenarioFacts {
    /// A fact file: its path within the policy folder, and its text.
    File(String, std::sync::Arc<str>, Span),
    /// Written in the scenario.
    Inline(serde_json::Value, Span),
}

/// One question asked, and what must come out.
#[derive(Clone, Debug)]
pub struct Case {
    /// Changes in order: `None` makes the place unknown, its default too.
    pub with: Vec<(Place, Option<serde_json::Value>, Span)>,
    /// The day asked.
    pub on: Option<Day>,
    /// The law book's day.
    pub known: Option<Day>,
    /// Readings chosen; `None`: left open (`unknown`).
    pub readings: Vec<(QuestionId, Option<u16>)>,
    /// What must come out.
    pub expect: Vec<Expectation>,
    /// The line of the case (or the scenario's own).
    pub span: Span,
}

/// A place in the facts, from the shipment down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Steps in order.
    pub steps: Vec<PlaceStep>,
}

/// A step of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceStep {
    /// A field.
    Field(String),
    /// An element, from 0.
    Index(u32),
}

/// One thing that must come out (semantics §12). What is not said is not looked at.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// `expect x`, `expect x to y`, also of one subject; the outcome's scale and indices.
    Outcome {
        /// A subject other than the shipment.
        subject: Option<Place>,
        /// Its scale.
        scale: super::ScaleId,
        /// Mildest.
        from: u16,
        /// Strictest; equal where one outcome is expected.
        to: u16,
        /// Rules that must stand (each entry: one rule, or some rule of a group).
        because: Vec<Vec<RuleId>>,
        /// Where.
        span: Span,
    },
    /// `latent x`, `latent x to y`
    Latent {
        /// A subject other than the shipment.
        subject: Option<Place>,
        /// Its scale.
        scale: super::ScaleId,
        /// Mildest.
        from: u16,
        /// Strictest.
        to: u16,
        /// Where.
        span: Span,
    },
    /// `missing place`
    Missing(Place, Span),
    /// `asks question`
    Asks(QuestionId, Span),
    /// `duty rule`, `duty rule by D`: due for certain, and by that day (of a group: some rule)
    Duty(Vec<RuleId>, Option<By>, Span),
    /// `without duty rule`: not even perhaps
    WithoutDuty(Vec<RuleId>, Span),
    /// `without rule`: has no effect, not even perhaps (of a group: none of its rules)
    Without {
        /// A subject other than the shipment; none: whatever the subject.
        subject: Option<Place>,
        /// The rules.
        rules: Vec<RuleId>,
        /// Where.
        span: Span,
    },
    /// `gives rule = value`: stands, and this is its figure (of a group: some rule)
    Gives {
        /// A subject other than the shipment; none: whatever the subject.
        subject: Option<Place>,
        /// The rules.
        rules: Vec<RuleId>,
        /// The value.
        figure: Figure,
        /// Where; the text under it is how the value is told.
        span: Span,
    },
}

/// The day by which a duty is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// This one.
    Day(Day),
    /// It is not known.
    Unknown,
}

/// A figure as a value: a scenario compares it, people read it as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// One value.
    One(Const),
    /// `a to b`
    Range(Const, Const),
    /// It is not known, or within limits only.
    Unknown,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, step) in self.steps.iter().enumerate() {
            match step {
                PlaceStep::Field(name) if i == 0 => write!(f, "{name}")?,
                PlaceStep::Field(name) => write!(f, ".{name}")?,
                PlaceStep::Index(n) => write!(f, "[{n}]")?,
            }
        }
        Ok(())
    }
}
