//! What the scenarios show of the policies, and what the policies say of the law.
//!
//! In: a program and its scenarios. Out: [`Coverage`]: each rule, condition, threshold and provision with what was seen of it; told as
//! text, JSON, LCOV, JUnit, or as the page of the law. Absent on purpose: deciding and watching (`eval`), running cases (`scenario`).

mod junit;
mod law;
mod lcov;
mod lines;
mod measure;
mod tell;

use serde::Serialize;

pub use law::page;
pub use measure::measure;

/// What the scenarios show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Coverage {
    /// Rules, by name.
    pub rules: Vec<RuleEffect>,
    /// Conditions, by place.
    pub conditions: Vec<Condition>,
    /// Thresholds, by place.
    pub thresholds: Vec<Threshold>,
    /// Instruments that have a table of provisions, by name.
    pub instruments: Vec<InstrumentText>,
    /// Rows of tables of provisions that no instrument reads.
    pub unread: Vec<Unread>,
    /// Instruments without a table of provisions.
    pub without_table: Vec<String>,
    /// How often each line of a rule or definition was met.
    #[serde(skip)]
    lines: Vec<lines::FileLines>,
}

/// Whether a rule had effect, and whether it had none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RuleEffect {
    /// Its full name.
    pub rule: String,
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// On how many subjects of how many cases it had effect.
    pub effective: u64,
    /// On how many it had none.
    pub without: u64,
}

/// An atomic condition: what `and`, `or`, `not` and `if` join.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Condition {
    /// The rule, group or definition that it stands in.
    pub of: String,
    /// As written.
    pub text: String,
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// How often it was true.
    pub held: u64,
    /// How often it was false.
    pub failed: u64,
    /// Whether, being true, it once settled the whole condition: turned round alone, the whole would have come out otherwise.
    pub held_matters: bool,
    /// The same, being false.
    pub failed_matters: bool,
}

/// Something that a policy writes down and values are compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Threshold {
    /// The rule or definition that compares.
    pub of: String,
    /// The comparison as written; of a list, the column.
    pub text: String,
    /// The threshold as written.
    pub limit: String,
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// Whether a value below it mattered; none: there is nothing below.
    pub below: Option<bool>,
    /// Whether a value exactly on it mattered.
    pub on: bool,
    /// Whether a value above it mattered.
    pub above: bool,
}

/// The text of an instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InstrumentText {
    /// Its full name.
    pub instrument: String,
    /// Its number.
    pub number: String,
    /// Its provisions, in the order of the table.
    pub provisions: Vec<Provision>,
}

/// A provision, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Provision {
    /// In the words of `cites`.
    pub provision: String,
    /// What cites it or something within it: rules, groups, lists, instruments and questions by name.
    pub encoded_by: Vec<String>,
    /// Why it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// The file of its row.
    pub file: String,
    /// The line of its row.
    pub line: u32,
}

/// A row that no instrument reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Unread {
    /// The instrument that it names.
    pub instrument: String,
    /// Its provision.
    pub provision: String,
    /// Its file.
    pub file: String,
    /// Its line.
    pub line: u32,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Total {
    /// How many are covered.
    pub covered: usize,
    /// How many there are.
    pub all: usize,
}

impl Total {
    /// Whether nothing is missing.
    #[must_use]
    pub fn is_full(self) -> bool {
        self.covered == self.all
    }

    /// In per cent, rounded down, so that only all is 100.
    #[must_use]
    pub fn percent(self) -> usize {
        (self.covered * 100).checked_div(self.all).unwrap_or(100)
    }

    fn of<T>(all: &[T], covered: impl Fn(&T) -> bool) -> Total {
        Total {
            covered: all.iter().filter(|one| covered(one)).count(),
            all: all.len(),
        }
    }
}

impl RuleEffect {
    /// Whether it was seen with and without effect.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.effective > 0 && self.without > 0
    }
}

impl Condition {
    /// Whether it was seen true and false, and shown to matter on its own either way.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.held_matters && self.failed_matters
    }
}

impl Threshold {
    /// Whether there was a value on each side and one exactly on it.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.below != Some(false) && self.on && self.above
    }
}

impl Provision {
    /// Whether it is encoded or left out.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        !self.encoded_by.is_empty() || self.left_out.is_some()
    }
}

impl Coverage {
    /// Of the rules.
    #[must_use]
    pub fn rule_total(&self) -> Total {
        Total::of(&self.rules, RuleEffect::is_covered)
    }

    /// Of the conditions.
    #[must_use]
    pub fn condition_total(&self) -> Total {
        Total::of(&self.conditions, Condition::is_covered)
    }

    /// Of the thresholds.
    #[must_use]
    pub fn threshold_total(&self) -> Total {
        Total::of(&self.thresholds, Threshold::is_covered)
    }

    /// Of the provisions; a row that no instrument reads is not covered.
    #[must_use]
    pub fn provision_total(&self) -> Total {
        let mut total = Total {
            covered: 0,
            all: self.unread.len(),
        };
        for instrument in &self.instruments {
            let own = Total::of(&instrument.provisions, Provision::is_covered);
            total.covered += own.covered;
            total.all += own.all;
        }
        total
    }

    /// For a person: totals, and what is not covered, with its place.
    #[must_use]
    pub fn text(&self, colour: bool) -> String {
        tell::text(self, colour)
    }

    /// In the LCOV trace format: rules are functions, conditions are branches.
    #[must_use]
    pub fn lcov(&self) -> String {
        lcov::trace(self)
    }

    /// As suites of JUnit XML: a test a rule and a provision.
    #[must_use]
    pub fn junit(&self) -> crate::scenario::Suites {
        junit::suites(self)
    }
}
