//! The decision as plain data, from what was found (contract §3).

use std::collections::BTreeMap;

use super::cx::{Cx, Frame, World};
use super::deps::Dep;
use super::derive::{Null, Tape};
use super::outcome::Span;
use super::rule::{SHIPMENT, SubjectIx};
use super::split::{AskLaw, Found};
use super::value::{Alternatives, Data, Value};
use super::{Ask, show};
use crate::decision::{self, Decision, Text};
use crate::ir::{Basis, Conclusion, Program, RuleId, ScaleId};
use crate::law::State;
use crate::value::Truth;

/// How many bytes the paths of assumed defaults may take together; the rest are counted.
const ASSUMED_BYTES: usize = 1 << 20;

/// A decision in the making.
pub struct Answer<'a> {
    cx: Cx<'a, Null>,
    tape: Cx<'a, Tape>,
    ask: &'a Ask,
    found: Found,
    basis: Option<Basis>,
}

impl<'a> Answer<'a> {
    /// Works the ranges out.
    pub fn new(mut cx: Cx<'a, Null>, ask: &'a Ask) -> Answer<'a> {
        let found = cx.find(
            &AskLaw {
                readings: &ask.readings,
            },
            ask.split,
        );
        let tape = Cx::new(
            cx.program,
            cx.prepared,
            cx.facts,
            cx.law.clone(),
            cx.assume_defaults,
            Tape::default(),
        );
        Answer {
            cx,
            tape,
            ask,
            found,
            basis: None,
        }
    }

    /// Fills everything in.
    pub fn decision(mut self) -> Decision {
        let main = self.cx.program.main_scale;
        let (verdict, range) = self.cx.range_of_scale(main, &self.found.actual.whole);
        let subjects = self.subjects();
        let duties = self.duties();
        let wanted = self.cx.wanted(
            &self.found,
            &AskLaw {
                readings: &self.ask.readings,
            },
            self.ask.probe,
        );
        let mut gaps = wanted.gaps;
        gaps.extend(self.duty_gaps());
        gaps.sort();
        gaps.dedup();
        let (open_questions, assumed) = if self.ask.probe {
            (
                self.cx.open_questions_of(self.ask, &self.found),
                self.assumed(),
            )
        } else {
            (Vec::new(), Vec::new())
        };
        Decision {
            id: None,
            determined: verdict.is_some(),
            verdict,
            range,
            latent: self.latent(main, None),
            on: self.cx.law.on.to_string(),
            known: self.cx.law.known.to_string(),
            subjects,
            duties,
            missing: wanted.missing,
            gaps,
            assumed,
            basis: self.basis.map(|b| basis_word(b).to_owned()),
            open_questions,
            scales: self.other_scales(None),
            policy: decision::PolicyRef {
                digest: String::new(),
                language: "1".to_owned(),
            },
            facts: decision::FactsRef {
                digest: digest(self.cx.facts.digest),
                source: None,
            },
        }
    }

    fn spans(&self, s: Option<SubjectIx>) -> (&[Span], &[Span]) {
        match s {
            None => (&self.found.actual.whole, &self.found.latent.whole),
            Some(s) => (
                self.found
                    .actual
                    .subjects
                    .get(s.0)
                    .map(Vec::as_slice)
                    .unwrap_or_default(),
                self.found
                    .latent
                    .subjects
                    .get(s.0)
                    .map(Vec::as_slice)
                    .unwrap_or_default(),
            ),
        }
    }

    fn other_scales(&mut self, s: Option<SubjectIx>) -> BTreeMap<String, decision::ScaleResult> {
        let program = self.cx.program;
        let mut all = BTreeMap::new();
        for (i, scale) in program.scales.iter().enumerate() {
            let id = ScaleId::from_index(i);
            if id == program.main_scale {
                continue;
            }
            let (verdict, range) = self.cx.range_of_scale(id, self.spans(s).0);
            let latent = self.latent(id, s);
            all.insert(
                scale.name.clone(),
                decision::ScaleResult {
                    verdict,
                    range,
                    latent,
                },
            );
        }
        all
    }

    /// The latent outcome where it differs, with the rules that make the difference.
    fn latent(&mut self, scale: ScaleId, s: Option<SubjectIx>) -> Option<decision::Latent> {
        let (actual, latent) = self.spans(s);
        if actual.get(scale.index()) == latent.get(scale.index()) {
            return None;
        }
        let (verdict, range) = self.cx.range_of_scale(scale, latent);
        let mut because: Vec<(u16, decision::LatentRule)> = Vec::new();
        let subjects: Vec<SubjectIx> = match s {
            Some(s) => vec![s],
            None => (0..self.cx.table.subjects.len())
                .map(SubjectIx)
                .filter(|s| !self.cx.subject(*s).ghost)
                .collect(),
        };
        self.cx.world = World::Latent;
        for s in subjects {
            for rule in self.cx.rules_of(s).iter().copied() {
                let Some(outcome) = self.cx.outcome_of(rule, scale) else {
                    continue;
                };
                if self.cx.law.rule(rule).in_force.is_true() || self.cx.eff(rule, s).0.is_false() {
                    continue;
                }
                if let Some(entry) = self.latent_rule(rule) {
                    because.push((outcome, entry));
                }
            }
        }
        self.cx.world = World::Actual;
        because.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.rule.cmp(&b.1.rule)));
        because.dedup();
        Some(decision::Latent {
            verdict,
            range,
            because: because.into_iter().map(|(_, rule)| rule).collect(),
        })
    }

    fn latent_rule(&self, rule: RuleId) -> Option<decision::LatentRule> {
        let program = self.cx.program;
        let law = self.cx.law.rule(rule);
        let reason = law
            .reasons
            .iter()
            .find(|r| matches!(r.state, State::Suspended | State::NotYet))?;
        Some(decision::LatentRule {
            rule: program.rule(rule).full_name.clone(),
            cites: cites(program, rule),
            state: state_word(reason.state).to_owned(),
            by: reason.by.map(|id| program.instrument(id).full_name.clone()),
            from: reason.from.map(|d| d.to_string()),
            through: reason.through.map(|d| d.to_string()),
        })
    }

    fn subjects(&mut self) -> Vec<decision::Subject> {
        let count = self.cx.table.subjects.len();
        let all: Vec<SubjectIx> = (0..count)
            .map(SubjectIx)
            .filter(|s| !self.cx.subject(*s).ghost)
            .collect();
        all.into_iter().filter_map(|s| self.subject(s)).collect()
    }

    fn subject(&mut self, s: SubjectIx) -> Option<decision::Subject> {
        let because = self.because(s);
        let defeated = self.defeated(s);
        if s == SHIPMENT && because.is_empty() && defeated.is_empty() {
            return None;
        }
        let main = self.cx.program.main_scale;
        let (verdict, range) = self.cx.range_of_scale(main, self.spans(Some(s)).0);
        let node = self.cx.subject(s).node;
        Some(decision::Subject {
            path: self.cx.path_of(node),
            name: if s == SHIPMENT {
                String::new()
            } else {
                self.cx.name_of(node)
            },
            verdict,
            range,
            latent: self.latent(main, Some(s)),
            because,
            defeated,
            scales: self.other_scales(Some(s)),
        })
    }

    fn because(&mut self, s: SubjectIx) -> Vec<decision::Because> {
        let mut all: Vec<(Option<u16>, decision::Because)> = Vec::new();
        for rule in self.cx.rules_of(s).iter().copied() {
            let (truth, _) = self.cx.eff(rule, s);
            if truth.is_false() {
                continue;
            }
            let outcome = self.main_outcome(rule).map(|(_, value, _)| value);
            all.push((outcome, self.because_of(rule, s, truth)));
        }
        all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.rule.cmp(&b.1.rule)));
        all.into_iter().map(|(_, because)| because).collect()
    }

    /// Its outcome on the main scale, else on the first other that it has one on.
    fn main_outcome(&self, rule: RuleId) -> Option<(ScaleId, u16, String)> {
        let program = self.cx.program;
        let others = (0..program.scales.len()).map(ScaleId::from_index);
        std::iter::once(program.main_scale)
            .chain(others)
            .find_map(|scale| {
                let value = self.cx.outcome_of(rule, scale)?;
                let name = program
                    .scales
                    .get(scale.index())?
                    .values
                    .get(usize::from(value))?
                    .name
                    .clone();
                Some((scale, value, name))
            })
    }

    fn because_of(&mut self, rule: RuleId, s: SubjectIx, truth: Truth) -> decision::Because {
        let program = self.cx.program;
        let entry = program.rule(rule);
        let basis = entry.basis.or(program.instrument(entry.instrument).basis);
        self.weaken(basis);
        let steps = self.steps(rule, s);
        let figure = entry.gives.map(|expr| {
            let mut frame = self.frame(rule, s);
            let value = self.cx.eval(expr, &mut frame);
            let text = show::figure(program, &value, &program.expr(expr).ty);
            (text, super::figure::written(&value))
        });
        let (figure, value) = figure.unzip();
        let status = entry.then.iter().find_map(|then| match then {
            Conclusion::Status(id) => Some(program.status(*id).name.clone()),
            Conclusion::Outcome(..) => None,
        });
        decision::Because {
            rule: entry.full_name.clone(),
            cites: cites(program, rule),
            outcome: self.main_outcome(rule).map(|(_, _, name)| name),
            status,
            truth: truth.as_str().to_owned(),
            basis: basis.map(|b| basis_word(b).to_owned()),
            figure,
            value: value.flatten(),
            steps,
        }
    }

    fn frame(&self, rule: RuleId, s: SubjectIx) -> Frame<'a> {
        let program = self.cx.program;
        let seat = match program.rule(rule).subject {
            crate::ir::Subject::Shipment => SHIPMENT,
            crate::ir::Subject::Each(_) => s,
        };
        let subject = Value::new(
            Data::Record(Alternatives::One(self.cx.subject(seat).node)),
            Dep::NONE,
        );
        Frame::new(&program.rule(rule).locals, vec![subject])
    }

    /// The conditions again, with the recorder; what rows of lists they met weakens the basis.
    fn steps(&mut self, rule: RuleId, s: SubjectIx) -> Vec<decision::Step> {
        let program = self.cx.program;
        let mut frame = self.frame(rule, s);
        for cond in &program.rule(rule).when {
            self.tape.truth(*cond, &mut frame);
        }
        let steps = if self.ask.explain {
            self.tape.told_steps()
        } else {
            self.tape.recorder.forget();
            Vec::new()
        };
        let rows = std::mem::take(&mut self.tape.recorder.rows);
        for (list, row) in rows {
            let list = program.list(list);
            let own = list
                .rows
                .get(row as usize)
                .and_then(|r| r.basis)
                .or(list.basis);
            self.weaken(own.or(list.instrument.and_then(|i| program.instrument(i).basis)));
        }
        steps
    }

    fn weaken(&mut self, basis: Option<Basis>) {
        self.basis = self.basis.max(basis);
    }

    fn defeated(&mut self, s: SubjectIx) -> Vec<decision::Defeated> {
        let mut all: Vec<(Option<u16>, decision::Defeated)> = Vec::new();
        for rule in self.cx.rules_of(s).iter().copied() {
            let outcome = self.main_outcome(rule);
            if let Some(entry) = self.defeat(rule, s, outcome.as_ref().map(|o| o.2.clone())) {
                all.push((outcome.map(|o| o.1), entry));
            }
        }
        all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.rule.cmp(&b.1.rule)));
        all.into_iter().map(|(_, entry)| entry).collect()
    }

    fn defeat(
        &mut self,
        rule: RuleId,
        s: SubjectIx,
        outcome: Option<String>,
    ) -> Option<decision::Defeated> {
        let program = self.cx.program;
        let law = self.cx.law.rule(rule);
        let entry = program.rule(rule);
        let settled =
            law.in_force.is_true() && entry.lifted_by.is_empty() && entry.given.is_empty();
        if !law.exists || settled {
            return None;
        }
        let law = law.clone();
        let defeated =
            |by: String, state: &str, reasons: Vec<String>, truth: Truth| decision::Defeated {
                rule: program.rule(rule).full_name.clone(),
                cites: cites(program, rule),
                outcome: outcome.clone(),
                by,
                state: state.to_owned(),
                reasons,
                truth: truth.as_str().to_owned(),
            };
        if law.in_force.is_true() || law.in_force.is_unknown() {
            let would = self.cx.would(rule, s).0;
            if would.is_false() {
                return None;
            }
            if self.cx.stands(rule, s).0.is_true() {
                return None;
            }
            let standing: Vec<(RuleId, Truth)> = lifters(program, rule)
                .into_iter()
                .map(|x| (x, self.cx.stands(x, s).0))
                .filter(|(_, truth)| !truth.is_false())
                .collect();
            // One that stands for certain, else one that may.
            let certain = standing.iter().find(|(_, truth)| truth.is_true());
            let (lifter, stands) = *certain.or(standing.first())?;
            let truth = would.and(stands);
            return Some(defeated(
                program.rule(lifter).full_name.clone(),
                "lifted",
                vec!["lifted".to_owned()],
                truth,
            ));
        }
        let truth = match law.state {
            State::Suspended | State::NotYet => {
                self.cx.world = World::Latent;
                let truth = self.cx.would(rule, s).0;
                self.cx.world = World::Actual;
                truth
            }
            State::Ended
                if law.reasons.iter().any(|r| {
                    r.state == State::Ended && (r.by.is_some() || r.through.is_some())
                }) =>
            {
                self.seat_fires(rule, s)
            }
            _ => Truth::F,
        };
        if truth.is_false() {
            return None;
        }
        let reason = law.reasons.iter().find(|r| r.state == law.state)?;
        if let Some(by) = reason.by {
            self.weaken(program.instrument(by).basis);
        }
        let mut reasons: Vec<String> = law
            .reasons
            .iter()
            .map(|r| state_word(r.state).to_owned())
            .collect();
        reasons.dedup();
        let by = reason
            .by
            .map(|id| program.instrument(id).full_name.clone())
            .unwrap_or_default();
        Some(defeated(by, state_word(law.state), reasons, truth))
    }

    fn seat_fires(&mut self, rule: RuleId, s: SubjectIx) -> Truth {
        let seat = match self.cx.program.rule(rule).subject {
            crate::ir::Subject::Shipment => SHIPMENT,
            crate::ir::Subject::Each(_) => s,
        };
        self.cx.fires(rule, seat).0
    }

    fn duties(&mut self) -> Vec<decision::Duty> {
        let mut all = Vec::new();
        self.each_duty(|answer, rule, duty, s, truth| {
            all.push(answer.cx.duty(rule, duty, s, truth))
        });
        // Of one rule by day and text: the order of its clauses changes nothing.
        all.sort_by(|a, b| {
            let key = |duty: &decision::Duty| (duty.subject.clone(), duty.rule.clone());
            let more = |duty: &decision::Duty| (duty.by.clone(), duty.what.en.clone());
            key(a).cmp(&key(b)).then_with(|| more(a).cmp(&more(b)))
        });
        all
    }

    fn duty_gaps(&mut self) -> Vec<decision::Gap> {
        let mut all = Vec::new();
        self.each_duty(|answer, rule, duty, s, _| all.extend(answer.cx.duty_gaps(rule, duty, s)));
        all
    }

    fn each_duty(
        &mut self,
        mut work: impl FnMut(&mut Self, RuleId, &crate::ir::Duty, SubjectIx, Truth),
    ) {
        let program = self.cx.program;
        let subjects: Vec<SubjectIx> = (0..self.cx.table.subjects.len())
            .map(SubjectIx)
            .filter(|s| !self.cx.subject(*s).ghost)
            .collect();
        for s in subjects {
            for rule in self.cx.rules_of(s).iter().copied() {
                let entry = program.rule(rule);
                if entry.duties.is_empty() {
                    continue;
                }
                let truth = self.cx.eff(rule, s).0;
                if truth.is_false() {
                    continue;
                }
                for duty in &entry.duties {
                    work(self, rule, duty, s, truth);
                }
            }
        }
    }

    /// Defaults that mattered, by their paths.
    fn assumed(&mut self) -> Vec<decision::Assumed> {
        let places = self.cx.defaults_that_mattered(self.ask, &self.found);
        // They come in the order of the facts, so those that there is no room to name lie deepest or last.
        let (mut all, mut room, mut left_out) = (Vec::new(), ASSUMED_BYTES, 0_usize);
        for place in places {
            if room == 0 {
                left_out += 1;
                continue;
            }
            if let Some(assumed) = self.assumed_place(place) {
                room = room.saturating_sub(assumed.path.len());
                all.push(assumed);
            }
        }
        all.sort_by(|a: &decision::Assumed, b| a.path.cmp(&b.path));
        if left_out > 0 {
            all.push(decision::Assumed {
                path: "…".to_owned(),
                value: serde_json::json!({ "more": left_out }),
                zh: Some(format!("另有{left_out}项")),
            });
        }
        all
    }

    fn assumed_place(&mut self, (node, field): super::assumed::Place) -> Option<decision::Assumed> {
        let program = self.cx.program;
        let record = program.record(self.cx.record_of(node));
        let schema = record.fields.get(field.index())?;
        let value = self.cx.read(node, field);
        if !value.is_decided() {
            return None;
        }
        Some(decision::Assumed {
            path: self.cx.path_of_field(node, field),
            value: show::json(program, &value, &schema.ty),
            zh: show::assumed(program, &value, &schema.ty),
        })
    }
}

/// Rules that lift it, and then those that lift what it is given: with that it falls too.
fn lifters(program: &Program, rule: RuleId) -> Vec<RuleId> {
    let mut found = Vec::new();
    let mut met = vec![rule];
    let mut next = 0;
    while let Some(rule) = met.get(next).copied() {
        next += 1;
        let entry = program.rule(rule);
        found.extend(entry.lifted_by.iter().copied());
        for given in entry.given.iter().flatten() {
            if !met.contains(given) {
                met.push(*given);
            }
        }
    }
    found
}

/// Number of the instrument and the provisions; several joined by `; `.
pub fn cites(program: &Program, rule: RuleId) -> Text {
    let entry = program.rule(rule);
    let number = &program.instrument(entry.instrument).number;
    let all = |of: fn(&crate::ir::Text) -> &str, between: &str| {
        entry.cites.iter().map(of).collect::<Vec<_>>().join(between)
    };
    let join =
        |number: &str, refs: String, between: &str| match (number.is_empty(), refs.is_empty()) {
            (true, _) => refs,
            (_, true) => number.to_owned(),
            _ => format!("{number}{between}{refs}"),
        };
    let chinese = number.zh.is_some() || entry.cites.iter().any(|cite| cite.zh.is_some());
    Text {
        en: join(&number.en, all(|cite| &cite.en, "; "), ", "),
        zh: chinese.then(|| join(number.chinese(), all(crate::ir::Text::chinese, "、"), "")),
    }
}

fn state_word(state: State) -> &'static str {
    match state {
        State::Absent => "absent",
        State::Unknown => "unknown",
        State::Ended => "ended",
        State::Suspended => "suspended",
        State::NotYet => "not_yet",
        State::InForce => "in_force",
    }
}

fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Official => "official",
        Basis::Reported => "reported",
        Basis::Inferred => "inferred",
        Basis::Recalled => "recalled",
    }
}

fn digest(bytes: [u8; 32]) -> String {
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    format!("sha256:{hex}")
}
