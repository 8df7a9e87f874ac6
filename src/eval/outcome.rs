//! Outcomes: the strictest among the rules that have effect, per scale, and the splits over rules that tighten them (semantics §9, §10).

use super::cx::World;
use super::rule::{SHIPMENT, SubjectIx};
use super::{Cx, Recorder};
use crate::ir::{RuleId, ScaleId, Subject};
use crate::value::Truth;

/// Mildest and strictest outcome still possible, by index on a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The mildest.
    pub lo: u16,
    /// The strictest.
    pub hi: u16,
}

impl Span {
    /// The span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span {
            lo: self.lo.min(other.lo),
            hi: self.hi.max(other.hi),
        }
    }

    /// Of two subjects together: the stricter of each.
    pub fn stricter(self, other: Span) -> Span {
        Span {
            lo: self.lo.max(other.lo),
            hi: self.hi.max(other.hi),
        }
    }

    /// Whether just one outcome is possible.
    pub fn is_single(self) -> bool {
        self.lo == self.hi
    }
}

/// What was found on every scale, for the shipment and for each subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges {
    /// By scale.
    pub whole: Vec<Span>,
    /// By subject, then scale.
    pub subjects: Vec<Vec<Span>>,
}

impl Ranges {
    /// The smallest that covers both.
    pub fn hull(&self, other: &Ranges) -> Ranges {
        let both =
            |a: &[Span], b: &[Span]| a.iter().zip(b).map(|(a, b)| a.hull(*b)).collect::<Vec<_>>();
        Ranges {
            whole: both(&self.whole, &other.whole),
            subjects: self
                .subjects
                .iter()
                .zip(&other.subjects)
                .map(|(a, b)| both(a, b))
                .collect(),
        }
    }

    /// Whether everything is settled.
    pub fn is_single(&self) -> bool {
        self.whole
            .iter()
            .chain(self.subjects.iter().flatten())
            .all(|s| s.is_single())
    }
}

/// How many rules of doubtful base are split, at most: their assignments fill one word.
const SPLIT_RULES: usize = 6;

/// Truth in 64 worlds at once: bit by bit may be true, may be false.
#[derive(Clone, Copy)]
struct Word {
    t: u64,
    f: u64,
}

impl Word {
    const TRUE: Word = Word { t: !0, f: 0 };
    const FALSE: Word = Word { t: 0, f: !0 };

    fn of(truth: Truth) -> Word {
        Word {
            t: if truth.may_be_true() { !0 } else { 0 },
            f: if truth.may_be_false() { !0 } else { 0 },
        }
    }

    fn and(self, other: Word) -> Word {
        Word {
            t: self.t & other.t,
            f: self.f | other.f,
        }
    }

    fn or(self, other: Word) -> Word {
        Word {
            t: self.t | other.t,
            f: self.f & other.f,
        }
    }

    fn not(self) -> Word {
        Word {
            t: self.f,
            f: self.t,
        }
    }
}

/// The lanes of the n-th split rule in which it is taken as true.
const LANES: [u64; SPLIT_RULES] = [
    0xAAAA_AAAA_AAAA_AAAA,
    0xCCCC_CCCC_CCCC_CCCC,
    0xF0F0_F0F0_F0F0_F0F0,
    0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
];

impl<R: Recorder> Cx<'_, R> {
    /// Outcomes of one subject on every scale, in one world.
    pub(super) fn outcomes(&mut self, s: SubjectIx, world: World, split: bool) -> Vec<Span> {
        self.world = world;
        let plain = self.plain_outcomes(s);
        if !split || plain.iter().all(|span| span.is_single()) {
            return plain;
        }
        let doubtful = self.doubtful(s);
        if doubtful.is_empty() {
            return plain;
        }
        let tight = self.split_outcomes(s, &doubtful);
        // Both are sound, so what lies in both is.
        plain
            .iter()
            .zip(&tight)
            .map(|(a, b)| Span {
                lo: a.lo.max(b.lo),
                hi: a.hi.min(b.hi),
            })
            .collect()
    }

    fn plain_outcomes(&mut self, s: SubjectIx) -> Vec<Span> {
        let mut spans = vec![Span { lo: 0, hi: 0 }; self.program.scales.len()];
        for rule in self.rules_of(s).iter().copied() {
            let (truth, _) = if self.program.rule(rule).then.is_empty() {
                continue;
            } else {
                self.eff(rule, s)
            };
            if truth.is_false() {
                continue;
            }
            for (scale, span) in spans.iter_mut().enumerate() {
                let Some(outcome) = self.outcome_of(rule, ScaleId::from_index(scale)) else {
                    continue;
                };
                span.hi = span.hi.max(outcome);
                if truth.is_true() {
                    span.lo = span.lo.max(outcome);
                }
            }
        }
        spans
    }

    /// The first rules, in topological order, that an exception touches and whose base is unknown at the subject.
    fn doubtful(&mut self, s: SubjectIx) -> Vec<RuleId> {
        let mut found = Vec::new();
        let prepared = self.prepared;
        for rule in &prepared.touched {
            let Some(seat) = self.seat_of(*rule, s) else {
                continue;
            };
            if self.base(*rule, seat).0.is_unknown() {
                found.push(*rule);
                if found.len() == SPLIT_RULES {
                    break;
                }
            }
        }
        found
    }

    fn seat_of(&self, rule: RuleId, s: SubjectIx) -> Option<SubjectIx> {
        match self.program.rule(rule).subject {
            Subject::Shipment => Some(SHIPMENT),
            kind => (self.subject(s).kind == kind).then_some(s),
        }
    }

    /// The doubtful rules taken as true and as false in every combination, 64 at once.
    fn split_outcomes(&mut self, s: SubjectIx, doubtful: &[RuleId]) -> Vec<Span> {
        let program = self.program;
        let count = program.rules.len();
        let mut base = vec![Word::FALSE; count];
        for i in 0..count {
            let rule = RuleId::from_index(i);
            let Some(seat) = self.seat_of(rule, s) else {
                continue;
            };
            let word = match doubtful
                .iter()
                .position(|d| *d == rule)
                .and_then(|n| LANES.get(n))
            {
                Some(lanes) => Word {
                    t: *lanes,
                    f: !*lanes,
                },
                None => Word::of(self.base(rule, seat).0),
            };
            if let Some(slot) = base.get_mut(i) {
                *slot = word;
            }
        }
        let get =
            |table: &[Word], rule: RuleId| table.get(rule.index()).copied().unwrap_or(Word::FALSE);
        let given = |table: &[Word], rule: RuleId| {
            let clauses = program.rule(rule).given.iter();
            clauses.fold(Word::TRUE, |all, clause| {
                let some = clause
                    .iter()
                    .fold(Word::FALSE, |some, g| some.or(get(table, *g)));
                all.and(some)
            })
        };
        let mut would = vec![Word::FALSE; count];
        for rule in &program.order {
            let word = get(&base, *rule).and(given(&would, *rule));
            if let Some(slot) = would.get_mut(rule.index()) {
                *slot = word;
            }
        }
        let (mut stands, mut eff) = (vec![Word::FALSE; count], vec![Word::FALSE; count]);
        // What rules of the shipment are given is asked of the shipment, wherever the effect of those falls.
        let mut at_seat = vec![Word::FALSE; count];
        for rule in &program.order {
            let entry = program.rule(*rule);
            let of_shipment = entry.subject == Subject::Shipment;
            let given_table = if of_shipment { &at_seat } else { &eff };
            let lifted = entry
                .lifted_by
                .iter()
                .fold(Word::FALSE, |some, x| some.or(get(&stands, *x)));
            let word = get(&base, *rule)
                .and(given(given_table, *rule))
                .and(lifted.not());
            let (effect, seated) = if entry.lifts.is_empty() {
                (word, word)
            } else {
                let here = word.and(self.lifts_something(*rule, s, &would));
                let seated = if of_shipment && s != SHIPMENT {
                    word.and(self.lifts_something(*rule, SHIPMENT, &would))
                } else {
                    here
                };
                (here, seated)
            };
            let slots = (
                stands.get_mut(rule.index()),
                eff.get_mut(rule.index()),
                at_seat.get_mut(rule.index()),
            );
            if let (Some(a), Some(b), Some(c)) = slots {
                (*a, *b, *c) = (word, effect, seated);
            }
        }
        self.spans_of(s, &eff)
    }

    /// Whether something that the rule lifts would stand, in each lane.
    fn lifts_something(&mut self, rule: RuleId, s: SubjectIx, would: &[Word]) -> Word {
        let program = self.program;
        let here = self.subject(s).kind;
        let local = self.lifts_here(rule, s);
        let mut some = Word::FALSE;
        for target in &program.rule(rule).lifts {
            let kind = program.rule(*target).subject;
            let word = match kind {
                _ if local && kind != here => Word::FALSE,
                Subject::Each(_) if kind != here => Word::of(self.eff(rule, SHIPMENT).0),
                _ => would.get(target.index()).copied().unwrap_or(Word::FALSE),
            };
            some = some.or(word);
        }
        some
    }

    /// Strictest certain and strictest possible outcome, mildest and strictest over the lanes.
    fn spans_of(&self, s: SubjectIx, eff: &[Word]) -> Vec<Span> {
        let rules = self.rules_of(s);
        let scales = (0..self.program.scales.len()).map(ScaleId::from_index);
        scales
            .map(|scale| {
                let mut outcomes: Vec<(u16, Word)> = rules
                    .iter()
                    .filter_map(|r| {
                        Some((self.outcome_of(*r, scale)?, eff.get(r.index()).copied()?))
                    })
                    .collect();
                outcomes.sort_by_key(|(outcome, _)| std::cmp::Reverse(*outcome));
                // From the strictest down: lanes in which nothing stricter is certain, and lanes in which nothing stricter is possible.
                let (mut certain_free, mut hi, mut lo) = (!0u64, 0u16, u16::MAX);
                for (outcome, word) in &outcomes {
                    if word.t != 0 {
                        hi = hi.max(*outcome);
                    }
                    let certain = !word.f & certain_free;
                    if certain != 0 {
                        lo = lo.min(*outcome);
                    }
                    certain_free &= word.f;
                }
                if certain_free != 0 {
                    lo = 0;
                }
                Span { lo: lo.min(hi), hi }
            })
            .collect()
    }
}
