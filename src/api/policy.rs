//! Checked policies, ready to be asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Diagnostic, Diagnostics, Options, errors};
use crate::coverage;
use crate::decision::timeline::{Edition, Timeline};
use crate::decision::{Decision, FactsRef, Language, PolicyRef, Text};
use crate::diag::{self, Sink, did_you_mean};
use crate::eval::{self, Ask, Prepared};
use crate::facts::{self, Facts, ROOT, Slot};
use crate::ir::{FieldId, Program, QuestionId};
use crate::report::{self, Look, Names};
use crate::scenario;
use crate::source::{FileId, SourceMap};
use crate::timeline::{self, Asked, Shelf, SpanError};
use crate::value::Day;

/// The version of the language that this crate reads.
const LANGUAGE: &str = "1";

/// Checked policies. Cloning shares them; they may be asked from many threads at once.
#[derive(Clone)]
pub struct Policy(Arc<Inner>);

struct Inner {
    program: Program,
    prepared: Prepared,
    sources: Arc<SourceMap>,
    warnings: Vec<diag::Diagnostic>,
    digest: String,
    names: Names,
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy")
            .field("digest", &self.0.digest)
            .finish_non_exhaustive()
    }
}

impl Policy {
    pub(super) fn new(
        program: Program,
        sources: SourceMap,
        warnings: Vec<diag::Diagnostic>,
        digest: String,
    ) -> Self {
        let sources = Arc::new(sources);
        let prepared = eval::prepare(&program, Arc::clone(&sources));
        let names = names(&program);
        Self(Arc::new(Inner {
            program,
            prepared,
            sources,
            warnings,
            digest,
            names,
        }))
    }

    /// The typed program.
    pub(super) fn program(&self) -> &Program {
        &self.0.program
    }

    /// An expression as it was written.
    pub(super) fn written(&self, id: crate::ir::ExprId) -> String {
        let span = self.0.program.expr(id).span;
        self.0.prepared.text(span)
    }

    /// What checking told without refusing the folder.
    #[must_use]
    pub fn warnings(&self) -> Diagnostics {
        Diagnostics::new(self.0.warnings.clone(), SourceMap::clone(&self.0.sources))
    }

    /// `sha256:…` over every file of the folder.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.0.digest
    }

    /// The outcomes of the main scale, mildest first.
    pub fn outcomes(&self) -> impl Iterator<Item = &str> {
        self.0
            .program
            .scale(self.0.program.main_scale)
            .values
            .iter()
            .map(|value| value.name.as_str())
    }

    /// Decides one case.
    ///
    /// # Errors
    /// Where the facts contradict the schema, no day is asked, or the options name what the policies have not.
    pub fn decide(
        &self,
        facts: impl AsRef<[u8]>,
        options: &Options,
    ) -> Result<Decision, Diagnostics> {
        self.decide_named("facts.json", facts, options)
            .map(|(decision, _)| decision)
    }

    /// Decides one case that diagnostics call `name`; gives warnings about the facts too.
    ///
    /// # Errors
    /// As [`Policy::decide`].
    pub fn decide_named(
        &self,
        name: &str,
        facts: impl AsRef<[u8]>,
        options: &Options,
    ) -> Result<(Decision, Diagnostics), Diagnostics> {
        let ask = self.ask(options)?;
        self.decide_text(name, 1, facts.as_ref(), &ask)
    }

    /// Decides each line of JSON Lines by itself: the line's number and what came of it. Blank lines are passed over.
    ///
    /// # Errors
    /// Where the options name what the policies have not; the lines' own mistakes stand beside them.
    pub fn decide_lines<'a>(
        &'a self,
        name: &'a str,
        lines: &'a [u8],
        options: &Options,
    ) -> Result<Lines<'a>, Diagnostics> {
        let ask = self.ask(options)?;
        let each = facts::lines(lines).map(move |line| {
            (
                line.number,
                self.decide_text(name, line.number, line.bytes, &ask),
            )
        });
        Ok(Lines(Box::new(each)))
    }

    /// Whether the options can be asked at all.
    ///
    /// # Errors
    /// Where they name a day, question or reading that does not exist.
    pub fn accepts(&self, options: &Options) -> Result<(), Diagnostics> {
        self.ask(options).map(drop)
    }

    /// Runs the scenarios that the filter lets through (by the path of their file within the folder).
    pub fn test(&self, filter: &dyn Fn(&str) -> bool) -> scenario::Results {
        let inner = &*self.0;
        scenario::run(
            &inner.program,
            &inner.prepared,
            &inner.sources,
            &inner.names,
            filter,
            &|_, _, _| {},
        )
    }

    /// Runs all scenarios, and tells what of the policies they show: of the files that the filter lets through.
    pub fn coverage(
        &self,
        filter: &dyn Fn(&str) -> bool,
    ) -> (scenario::Results, coverage::Coverage) {
        let inner = &*self.0;
        coverage::measure(
            &inner.program,
            &inner.prepared,
            &inner.sources,
            &inner.names,
            filter,
        )
    }

    /// The law of the folder as a Markdown page: every instrument that the filter lets through (by the path of its file), every
    /// provision with what it says, and what encodes it or why it is left out. Links begin with `links`.
    #[must_use]
    pub fn law(&self, links: &str, filter: &dyn Fn(&str) -> bool) -> String {
        coverage::page(&self.0.program, &self.0.sources, links, filter)
    }

    /// The decision as text for a person.
    #[must_use]
    pub fn report(&self, decision: &Decision, look: &Look) -> String {
        report::text(decision, &self.0.names, look)
    }

    /// The typed program as JSON for other tools, as `docs/ir.md` describes it.
    #[must_use]
    pub fn program_json(&self) -> serde_json::Value {
        crate::ir::emit::program(&self.0.program, &self.0.sources)
    }

    /// The JSON Schema (draft 2020-12) of the facts, its descriptions in that language.
    #[must_use]
    pub fn schema(&self, language: Language) -> serde_json::Value {
        crate::schema::schema(&self.0.program, &self.0.sources, language)
    }

    /// Every day on which the decision for a case changes, and why: see [`Timeline`]. `options.on` is not looked at.
    ///
    /// # Errors
    /// As [`Policy::decide`], and where the days asked for are no span.
    pub fn timeline(
        &self,
        facts: impl AsRef<[u8]>,
        options: &Options,
    ) -> Result<Timeline, Diagnostics> {
        self.timeline_named("facts.json", facts, options)
            .map(|(timeline, _)| timeline)
    }

    /// The timeline of a case that diagnostics call `name`; gives warnings about the facts too.
    ///
    /// # Errors
    /// As [`Policy::timeline`].
    pub fn timeline_named(
        &self,
        name: &str,
        facts: impl AsRef<[u8]>,
        options: &Options,
    ) -> Result<(Timeline, Diagnostics), Diagnostics> {
        let ask = self.ask(options)?;
        let asked = Asked {
            from: day("from", options.from.as_deref())?,
            to: day("to", options.to.as_deref())?,
        };
        self.with_facts(name, 1, facts.as_ref(), |inner, facts, _| {
            let mut found = timeline::timeline(&inner.program, &inner.prepared, facts, &ask, asked)
                .map_err(errors::no_span)?;
            (found.policy, found.facts) = inner.refs(facts);
            Ok(found)
        })
    }

    /// The days on which the law may change, `YYYY-MM-DD`, sorted. With `known`, by that one law book; else each day by its own.
    ///
    /// # Errors
    /// Where `known` is no day.
    pub fn change_days(&self, known: Option<&str>) -> Result<Vec<String>, Diagnostics> {
        let known = day("known", known)?;
        let days = crate::law::change_days(&self.0.program, known);
        Ok(days.iter().map(ToString::to_string).collect())
    }

    /// Every edition of the law from one day through another, opened once to be asked about many cases. `options.known` is not looked at.
    ///
    /// # Errors
    /// Where the options name what is not there, or no span.
    pub fn editions(&self, options: &Options) -> Result<Editions, Diagnostics> {
        let mut ask = self.ask(options)?;
        (ask.known, ask.probe) = (None, false);
        let (from, to) = match (
            day("from", options.from.as_deref())?,
            day("to", options.to.as_deref())?,
        ) {
            (Some(from), Some(to)) if from <= to => (from, to),
            (Some(from), Some(to)) => {
                return Err(Diagnostics::placeless(errors::no_span(
                    SpanError::Backwards(from, to),
                )));
            }
            _ => return Err(Diagnostics::placeless(errors::no_span(SpanError::NoDay))),
        };
        Ok(Editions {
            shelf: Shelf::new(&self.0.program, from, to, ask),
            policy: self.clone(),
        })
    }

    /// The timeline as text for a person.
    #[must_use]
    pub fn timeline_report(&self, timeline: &Timeline, look: &Look) -> String {
        report::timeline(timeline, &self.0.names, look)
    }

    /// The timeline as a picture, SVG.
    #[must_use]
    pub fn timeline_svg(&self, timeline: &Timeline, language: Language) -> String {
        report::timeline_svg(timeline, &self.0.names, language)
    }

    pub(super) fn decide_text(
        &self,
        name: &str,
        first_line: u32,
        bytes: &[u8],
        ask: &Ask,
    ) -> Result<(Decision, Diagnostics), Diagnostics> {
        self.with_facts(name, first_line, bytes, |inner, facts, file| {
            let mut decision = eval::decide(&inner.program, &inner.prepared, facts, ask)
                .map_err(|error| error.diagnostic(file))?;
            (decision.policy, decision.facts) = inner.refs(facts);
            decision.id = inner.own_name(facts);
            Ok(decision)
        })
    }

    /// Reads a case and asks something of it; what it gives, and warnings about the facts.
    fn with_facts<T>(
        &self,
        name: &str,
        first_line: u32,
        bytes: &[u8],
        work: impl FnOnce(&Inner, &Facts, FileId) -> Result<T, diag::Diagnostic>,
    ) -> Result<(T, Diagnostics), Diagnostics> {
        let inner = &*self.0;
        let mut sink = Sink::new();
        let file = inner.sources.next_id();
        // Texts are copied only where there is something to tell of them.
        let told = |sink: Sink| {
            if sink.is_empty() {
                return Diagnostics::default();
            }
            let mut sources = SourceMap::clone(&inner.sources);
            sources.add_at_line(name, String::from_utf8_lossy(bytes), first_line);
            Diagnostics::new(sink.into_sorted(), sources)
        };
        let read = facts::read(&inner.program, file, bytes, &[], &mut sink);
        let Some(facts) = read.filter(|_| !sink.has_errors()) else {
            return Err(told(sink));
        };
        eval::ensure(&inner.program, &inner.prepared, &facts, &mut sink);
        if sink.has_errors() {
            return Err(told(sink));
        }
        match work(inner, &facts, file) {
            Ok(done) => Ok((done, told(sink))),
            Err(diagnostic) => {
                sink.push(diagnostic);
                Err(told(sink))
            }
        }
    }

    pub(super) fn ask(&self, options: &Options) -> Result<Ask, Diagnostics> {
        let mut readings = BTreeMap::new();
        for (question, reading) in &options.readings {
            let (id, reading) = self
                .reading(question, reading)
                .map_err(Diagnostics::placeless)?;
            readings.insert(id, reading);
        }
        Ok(Ask {
            on: day("on", options.on.as_deref())?,
            known: day("known", options.known.as_deref())?,
            readings,
            assume_defaults: options.assume_defaults,
            explain: options.explain,
            ..Ask::default()
        })
    }

    fn reading(
        &self,
        name: &str,
        reading: &str,
    ) -> Result<(QuestionId, Option<u16>), diag::Diagnostic> {
        let questions = &self.0.program.questions;
        let own = |full: &str| full.rsplit('.').next().unwrap_or_default() == name;
        let bearing = |exact: bool| {
            let bears = move |full: &str| if exact { full == name } else { own(full) };
            questions
                .iter()
                .enumerate()
                .filter(move |(_, q)| bears(&q.full_name))
                .collect::<Vec<_>>()
        };
        let mut found = bearing(true);
        if found.is_empty() {
            found = bearing(false);
        }
        let (index, question) = match found.as_slice() {
            [one] => *one,
            [] => {
                let full: Vec<&str> = questions.iter().map(|q| q.full_name.as_str()).collect();
                let short = full.iter().filter_map(|full| full.rsplit('.').next());
                let near = did_you_mean(name, full.iter().copied().chain(short));
                return Err(errors::unknown_question(name, near, &full));
            }
            several => {
                let full: Vec<&str> = several.iter().map(|(_, q)| q.full_name.as_str()).collect();
                return Err(errors::ambiguous_question(name, &full));
            }
        };
        let id = QuestionId::from_index(index);
        if reading == "unknown" {
            return Ok((id, None));
        }
        match question.readings.iter().position(|r| r.name == reading) {
            Some(at) => Ok((id, Some(u16::try_from(at).unwrap_or(u16::MAX)))),
            None => {
                let names: Vec<&str> = question.readings.iter().map(|r| r.name.as_str()).collect();
                Err(errors::unknown_reading(
                    &question.full_name,
                    reading,
                    did_you_mean(reading, names.iter().copied()),
                    &names,
                ))
            }
        }
    }
}

/// The editions of the law in a span of days: see [`Policy::editions`].
#[derive(Debug)]
pub struct Editions {
    policy: Policy,
    shelf: Shelf,
}

impl Editions {
    /// What each says of a case on each day: first each day by the law as known on it, then each edition of all days.
    ///
    /// # Errors
    /// Where the facts contradict the schema.
    pub fn runs(&self, name: &str, facts: impl AsRef<[u8]>) -> Result<Vec<Edition>, Diagnostics> {
        let all = self
            .policy
            .with_facts(name, 1, facts.as_ref(), |inner, facts, _| {
                Ok(self.shelf.editions(&inner.program, &inner.prepared, facts))
            });
        all.map(|(editions, _)| editions)
    }
}

/// Cases of a JSON Lines file, decided one by one: see [`Policy::decide_lines`].
pub struct Lines<'a>(Box<dyn Iterator<Item = Decided> + 'a>);

/// A line's number and what came of it.
type Decided = (u32, Result<(Decision, Diagnostics), Diagnostics>);

impl Iterator for Lines<'_> {
    type Item = Decided;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

impl std::fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lines")
    }
}

impl Inner {
    /// What the case calls itself: the text `id` of its root, where the policies have one and the facts tell it.
    fn own_name(&self, facts: &Facts) -> Option<String> {
        let record = self.program.record(self.program.facts.record);
        let at = record.fields.iter().position(|field| field.name == "id")?;
        match facts.slot(ROOT, FieldId::from_index(at))? {
            Slot::Text(texts) => match texts.as_slice() {
                [id] if !id.is_empty() => Some(id.to_string()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Which policies and which facts were asked.
    fn refs(&self, facts: &Facts) -> (PolicyRef, FactsRef) {
        let policy = PolicyRef {
            digest: self.digest.clone(),
            language: LANGUAGE.to_owned(),
        };
        let facts = FactsRef {
            digest: super::workspace::hex(&facts.digest),
            source: None,
        };
        (policy, facts)
    }
}

/// A day that an option names.
fn day(option: &str, text: Option<&str>) -> Result<Option<Day>, Diagnostics> {
    let parsed = text.map(|text| {
        Day::parse(text).map_err(|why| {
            Diagnostics::placeless(errors::day_not_valid(option, text, &why.to_string()))
        })
    });
    parsed.transpose()
}

fn names(program: &Program) -> Names {
    let scale = |scale: &crate::ir::Scale| {
        scale
            .values
            .iter()
            .map(|value| (value.name.clone(), Text::from(value.text.clone())))
            .collect()
    };
    Names {
        scales: program.scales.iter().map(scale).collect(),
        scale_texts: program
            .scales
            .iter()
            .map(|scale| (scale.name.clone(), Text::from(scale.text.clone())))
            .collect(),
        statuses: program
            .statuses
            .iter()
            .map(|status| (status.name.clone(), Text::from(status.text.clone())))
            .collect(),
    }
}

impl Policy {
    /// How many rules there are, and how many scenarios.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.0.program.rules.len(), self.0.program.scenarios.len())
    }

    /// How strict an outcome of the main scale is: 0 the mildest.
    ///
    /// # Errors
    /// Where the main scale has no such outcome.
    pub fn strictness(&self, outcome: &str) -> Result<usize, Diagnostics> {
        let names: Vec<&str> = self.outcomes().collect();
        names
            .iter()
            .position(|name| *name == outcome)
            .ok_or_else(|| {
                Diagnostics::placeless(errors::unknown_outcome(
                    outcome,
                    did_you_mean(outcome, names.iter().copied()),
                    &names,
                ))
            })
    }
}

impl From<Diagnostics> for Vec<Diagnostic> {
    fn from(diagnostics: Diagnostics) -> Self {
        diagnostics.iter().collect()
    }
}
