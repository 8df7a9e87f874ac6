//! How a case is asked.

use std::collections::BTreeMap;

/// How a case is asked: on which day, by which law book, under which readings.
///
/// ```
/// let options = licit::Options::new().on("2026-03-01").known("2025-12-01").reading("holdings", "added_up");
/// assert_eq!(options.on.as_deref(), Some("2026-03-01"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The day of the act, `YYYY-MM-DD`; none: the one that the facts tell.
    pub on: Option<String>,
    /// The day whose law book is open; none: the day of the act.
    pub known: Option<String>,
    /// Readings chosen, by the question's full name, or its own name where only one bears it. `unknown` leaves it open.
    pub readings: BTreeMap<String, String>,
    /// Whether a field left out has the meaning that the schema gives it; else it is unknown.
    pub assume_defaults: bool,
    /// Of a timeline the first day looked at; none: found from the law and the facts.
    pub from: Option<String>,
    /// Of a timeline the last day looked at.
    pub to: Option<String>,
    /// Whether to record why: without, the derivation of each rule (`steps`) is left out.
    pub explain: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            on: None,
            known: None,
            readings: BTreeMap::new(),
            assume_defaults: true,
            from: None,
            to: None,
            explain: true,
        }
    }
}

impl Options {
    /// Asks on the day that the facts tell, by the law book of that day, explained.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks on that day (`YYYY-MM-DD`).
    #[must_use]
    pub fn on(mut self, day: impl Into<String>) -> Self {
        self.on = Some(day.into());
        self
    }

    /// Asks by the law book of that day.
    #[must_use]
    pub fn known(mut self, day: impl Into<String>) -> Self {
        self.known = Some(day.into());
        self
    }

    /// Chooses a reading of a question; `unknown` leaves it open.
    #[must_use]
    pub fn reading(mut self, question: impl Into<String>, reading: impl Into<String>) -> Self {
        self.readings.insert(question.into(), reading.into());
        self
    }

    /// Takes nothing from the schema's defaults.
    #[must_use]
    pub fn assume_nothing(mut self) -> Self {
        self.assume_defaults = false;
        self
    }

    /// Looks at a timeline from that day on.
    #[must_use]
    pub fn from(mut self, day: impl Into<String>) -> Self {
        self.from = Some(day.into());
        self
    }

    /// Looks at a timeline through that day.
    #[must_use]
    pub fn to(mut self, day: impl Into<String>) -> Self {
        self.to = Some(day.into());
        self
    }

    /// Leaves out the derivation.
    #[must_use]
    pub fn without_steps(mut self) -> Self {
        self.explain = false;
        self
    }
}
