//! Scenarios: questions with the answers that must come out (semantics §12).
//!
//! In: a program, its sources, and which scenario files to run. Out: [`Results`], each case with what differed and the derivation
//! of what came out instead; told as text, JSON or JUnit. A case goes the way that every case goes: its changes are made in the
//! JSON, the text is read against the schema, then decided. Absent on purpose: any second way to make facts or to decide them.

mod compare;
mod edit;
pub mod errors;
mod junit;
mod tell;

use serde::Serialize;

use crate::decision::Decision;
use crate::diag::{self, Sink};
use crate::eval::{self, Ask, Prepared};
use crate::facts;
use crate::ir::{Case, Expectation, Place, Program, Scenario, ScenarioFacts};
use crate::report::{self, Look, Names};
use crate::source::{SourceMap, Span};

/// What came of all scenarios that were run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Results {
    /// Each case, by file and place.
    pub cases: Vec<CaseResult>,
}

/// What came of one case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CaseResult {
    /// The file of the scenario.
    pub file: String,
    /// The line of the case.
    pub line: u32,
    /// The scenario's title.
    pub scenario: String,
    /// The case as written, where the scenario is a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Whether all came out as expected.
    pub passed: bool,
    /// What differed: one sentence each, what was expected and what came out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<String>,
    /// Why it came out so: the report of the decision, or the diagnostics of refused facts. Empty where all is as expected.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub derivation: String,
}

impl Results {
    /// How many cases did not come out as expected.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.cases.iter().filter(|case| !case.passed).count()
    }

    /// For a person: each failure with its difference and derivation, then the sum.
    #[must_use]
    pub fn text(&self, colour: bool) -> String {
        tell::text(self, colour)
    }

    /// As JUnit XML: a suite a file, a test a case.
    #[must_use]
    pub fn junit(&self) -> String {
        junit::xml(self, &[])
    }

    /// The same with further suites, written already.
    #[must_use]
    pub fn junit_with(&self, suites: &[Suites]) -> String {
        junit::xml(self, suites)
    }
}

/// A text within JUnit XML.
pub fn xml_text(text: &str) -> String {
    junit::escape(text)
}

/// Suites of JUnit XML, written already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suites {
    /// The elements.
    pub xml: String,
    /// How many tests are in them.
    pub tests: usize,
    /// How many of these failed.
    pub failures: usize,
}

/// What every case of a run needs.
struct Run<'a> {
    program: &'a Program,
    prepared: &'a Prepared,
    sources: &'a SourceMap,
    names: &'a Names,
    observe: &'a Observe<'a>,
}

/// Is shown each case that was decided: its facts, what was asked, and what must come out.
pub type Observe<'a> = dyn Fn(&facts::Facts, &Ask, &[Expectation]) + 'a;

/// Why a case has no decision: told to the person who wrote it.
struct Refused(String);

/// Runs the scenarios of the files (by the path they are told under) that the filter lets through.
pub fn run(
    program: &Program,
    prepared: &Prepared,
    sources: &SourceMap,
    names: &Names,
    filter: &dyn Fn(&str) -> bool,
    observe: &Observe<'_>,
) -> Results {
    let run = Run {
        program,
        prepared,
        sources,
        names,
        observe,
    };
    let path = |span: Span| sources.get(span.file).map_or("", |file| file.path.as_str());
    let chosen = program
        .scenarios
        .iter()
        .filter(|scenario| filter(path(scenario.span)));
    Results {
        cases: chosen.flat_map(|scenario| run.scenario(scenario)).collect(),
    }
}

impl Run<'_> {
    fn scenario(&self, scenario: &Scenario) -> Vec<CaseResult> {
        let base = self.base(&scenario.facts);
        let table = scenario.cases.len() > 1
            || scenario.cases.iter().any(|case| case.span != scenario.span);
        scenario
            .cases
            .iter()
            .map(|case| self.case(scenario, case, &base, table))
            .collect()
    }

    fn case(
        &self,
        scenario: &Scenario,
        case: &Case,
        base: &Result<Base, Refused>,
        table: bool,
    ) -> CaseResult {
        let span = if table { case.span } else { scenario.span };
        let (line, _) = self.sources.line_column(span.file, span.start);
        let mut result = CaseResult {
            file: self
                .sources
                .get(span.file)
                .map(|file| file.path.clone())
                .unwrap_or_default(),
            line,
            scenario: scenario.title.en.clone(),
            case: table.then(|| one_line(self.sources.slice(case.span))),
            passed: true,
            ..CaseResult::default()
        };
        let came = match base {
            Ok(base) => self.decide(base, case, false),
            Err(Refused(why)) => Err(Refused(why.clone())),
        };
        match (came, base) {
            (Err(Refused(why)), _) => {
                result
                    .failures
                    .push("the facts are refused, so nothing comes out".to_owned());
                result.derivation = why;
            }
            (Ok(decision), base) => {
                result.failures =
                    compare::differences(self.program, self.sources, &decision, &case.expect);
                if let (false, Ok(base)) = (result.failures.is_empty(), base) {
                    let explained = self.decide(base, case, true).unwrap_or(decision);
                    result.derivation = report::text(&explained, self.names, &Look::default());
                }
            }
        }
        result.passed = result.failures.is_empty();
        result
    }

    /// The facts to start from: read as they stand, so that a mistake in them is told where it is.
    fn base(&self, facts: &ScenarioFacts) -> Result<Base, Refused> {
        match facts {
            ScenarioFacts::Inline(value, _) => Ok(Base {
                path: "facts of the scenario".to_owned(),
                value: value.clone(),
                text: None,
            }),
            ScenarioFacts::File(path, text, span) => {
                self.read(path, text, &[]).map(drop)?;
                let value = serde_json::from_str(text.trim_start_matches('\u{FEFF}'));
                let value = value.map_err(|_| self.refuse(vec![errors::too_deep(path, *span)]))?;
                Ok(Base {
                    path: path.clone(),
                    value,
                    text: Some(text.to_string()),
                })
            }
        }
    }

    fn read(&self, path: &str, text: &str, untold: &[Place]) -> Result<facts::Facts, Refused> {
        let mut sources = self.sources.clone();
        let file = sources.add(path, text);
        let mut sink = Sink::new();
        let facts = facts::read(self.program, file, text.as_bytes(), untold, &mut sink);
        if let Some(facts) = facts.filter(|_| !sink.has_errors()) {
            return Ok(facts);
        }
        Err(Refused(told(&sink.into_sorted(), &sources)))
    }

    /// Reasons cost more than outcomes: they are worked out where something differs, questions where one is expected.
    fn decide(&self, base: &Base, case: &Case, explain: bool) -> Result<Decision, Refused> {
        let edited =
            edit::apply(&base.value, &case.with).map_err(|mistake| self.refuse(vec![*mistake]))?;
        let text = match &base.text {
            Some(text) if case.with.iter().all(|(_, value, _)| value.is_none()) => text.clone(),
            _ => serde_json::to_string_pretty(&edited.value).unwrap_or_default(),
        };
        let facts = self.read(&base.path, &text, &edited.untold)?;
        let ask = Ask {
            on: case.on,
            known: case.known,
            readings: case.readings.iter().copied().collect(),
            explain,
            probe: explain
                || case
                    .expect
                    .iter()
                    .any(|expect| matches!(expect, Expectation::Asks(..))),
            ..Ask::default()
        };
        let mut sink = Sink::new();
        eval::ensure(self.program, self.prepared, &facts, &mut sink);
        let mut sources = self.sources.clone();
        let file = sources.add(base.path.clone(), text);
        let refuse = |sink: Sink| Refused(told(&sink.into_sorted(), &sources));
        if sink.has_errors() {
            return Err(refuse(sink));
        }
        let decided = eval::decide(self.program, self.prepared, &facts, &ask);
        if decided.is_ok() && !explain {
            (self.observe)(&facts, &ask, &case.expect);
        }
        decided.map_err(|error| {
            sink.push(error.diagnostic(file));
            refuse(sink)
        })
    }

    fn refuse(&self, list: Vec<diag::Diagnostic>) -> Refused {
        Refused(told(&list, self.sources))
    }
}

/// Facts to start from, as a tree to change, and as text where they stand in a file.
struct Base {
    path: String,
    value: serde_json::Value,
    text: Option<String>,
}

/// A case as written, blanks folded.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For a person, without colour: it stands in files too.
fn told(list: &[diag::Diagnostic], sources: &SourceMap) -> String {
    diag::render::render_all(list, sources, diag::render::Look { colour: false })
}
