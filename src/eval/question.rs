//! Open questions: what the other readings would give, one question at a time (semantics §10).

use super::cx::Cx;
use super::rule::SubjectIx;
use super::split::{AskLaw, Found};
use super::{Ask, Recorder};
use crate::decision::{OpenQuestion, OtherReading, Range};
use crate::ir::{QuestionId, RuleId, ScaleId};
use crate::law::{LawBook, Readings};

impl<R: Recorder> Cx<'_, R> {
    /// Every question whose other reading changes a range.
    pub(super) fn open_questions_of(&mut self, ask: &Ask, found: &Found) -> Vec<OpenQuestion> {
        let mut ids: Vec<QuestionId> = (0..self.program.questions.len())
            .map(QuestionId::from_index)
            .collect();
        ids.sort_by_key(|id| &self.program.question(*id).full_name);
        ids.into_iter()
            .filter_map(|id| self.open_question(id, ask, found))
            .collect()
    }

    fn open_question(&mut self, id: QuestionId, ask: &Ask, found: &Found) -> Option<OpenQuestion> {
        let state = self.law.question(id);
        if !state.arisen {
            return None;
        }
        let program = self.program;
        let question = program.question(id);
        let mut others = Vec::new();
        let mut matters = false;
        for (i, reading) in question.readings.iter().enumerate() {
            let index = u16::try_from(i).ok();
            if index == state.reading {
                continue;
            }
            let Some(other) = self.under(id, index, ask) else {
                continue;
            };
            matters |= other.actual.whole != found.actual.whole
                || other.latent.whole != found.latent.whole;
            others.push(self.other(reading, &other, found));
        }
        if !matters {
            return None;
        }
        let taken = state
            .reading
            .and_then(|r| question.readings.get(usize::from(r)));
        Some(OpenQuestion {
            question: question.full_name.clone(),
            text: question.text.clone().into(),
            reading: taken.map(|r| r.name.clone()),
            reading_text: taken.map(|r| r.text.clone().into()).unwrap_or_default(),
            others,
        })
    }

    /// The ranges under another reading; none where nothing read the question, in conditions or in windows.
    fn under(&mut self, id: QuestionId, reading: Option<u16>, ask: &Ask) -> Option<Found> {
        let (readings, law) = self.other_law(id, reading, ask)?;
        Some(self.with_reading(id, law, |cx| {
            cx.find_ranges(
                &AskLaw {
                    readings: &readings,
                },
                ask.split,
            )
        }))
    }

    /// The law under another reading of a question that has arisen; none where neither the law nor a condition read so far hangs on it.
    pub(super) fn other_law(
        &mut self,
        id: QuestionId,
        reading: Option<u16>,
        ask: &Ask,
    ) -> Option<(Readings, LawBook)> {
        let now = self.law.question(id);
        if !now.arisen || now.reading == reading {
            return None;
        }
        let mut readings = ask.readings.clone();
        readings.insert(id, reading);
        let law = self.law.under(self.program, &readings);
        let both = law.rules.iter().zip(self.law.rules.iter());
        let changed: Vec<RuleId> = both
            .enumerate()
            .filter(|(_, (a, b))| a.in_force != b.in_force || a.latent != b.latent)
            .map(|(i, _)| RuleId::from_index(i))
            .collect();
        // A rule whose conditions are false of every subject does nothing, in force or not.
        let same_law = changed.into_iter().all(|rule| self.is_idle(rule));
        (!same_law || self.questions_read.contains(&id)).then_some((readings, law))
    }

    /// Whether the rule's conditions are false of every subject, whatever the law's dates: nothing hangs on its window then.
    fn is_idle(&mut self, rule: RuleId) -> bool {
        if self.prepared.rule_reads_status(rule) {
            return false;
        }
        let kind = self.program.rule(rule).subject;
        // Asked out of turn: what it reads on the way, the decision did not.
        let read = self.questions_read.clone();
        let mut subjects = (0..self.table.subjects.len()).map(SubjectIx);
        let idle =
            subjects.all(|s| self.subject(s).kind != kind || self.fires(rule, s).0.is_false());
        self.questions_read = read;
        idle
    }

    fn other(&self, reading: &crate::ir::Reading, found: &Found, taken: &Found) -> OtherReading {
        let main = self.program.main_scale;
        let (verdict, range) = self.range_of_scale(main, &found.actual.whole);
        let (_, latent) = self.range_of_scale(main, &found.latent.whole);
        let scales = self.program.scales.iter().enumerate().filter(|(i, _)| {
            *i != main.index() && found.actual.whole.get(*i) != taken.actual.whole.get(*i)
        });
        let scales = scales.map(|(i, scale)| {
            let (_, range) = self.range_of_scale(ScaleId::from_index(i), &found.actual.whole);
            (scale.name.clone(), range)
        });
        OtherReading {
            reading: reading.name.clone(),
            text: reading.text.clone().into(),
            verdict,
            latent: (latent != range).then_some(latent),
            range,
            scales: scales.collect(),
        }
    }

    /// The outcome and range on a scale, by name.
    pub(super) fn range_of_scale(
        &self,
        scale: ScaleId,
        spans: &[super::outcome::Span],
    ) -> (Option<String>, Range) {
        let values = self
            .program
            .scales
            .get(scale.index())
            .map(|s| s.values.as_slice())
            .unwrap_or_default();
        let name = |i: u16| {
            values
                .get(usize::from(i))
                .map(|v| v.name.clone())
                .unwrap_or_default()
        };
        let span = spans
            .get(scale.index())
            .copied()
            .unwrap_or(super::outcome::Span { lo: 0, hi: 0 });
        (
            span.is_single().then(|| name(span.lo)),
            Range {
                mildest: name(span.lo),
                strictest: name(span.hi),
            },
        )
    }
}
