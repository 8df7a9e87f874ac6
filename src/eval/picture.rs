//! What is decided, in short: what a default that mattered would change ([`super::assumed`]).

use super::cx::{Cx, World};
use super::node::NodeRef;
use super::outcome::Span;
use super::rule::SubjectIx;
use super::show;
use super::split::AskLaw;
use super::{Ask, Recorder};
use crate::decision::Text;
use crate::ir::{RuleId, ScaleId};

/// What is decided: all that a default may matter to.
#[derive(PartialEq, Eq)]
pub(super) struct Picture {
    /// Spans of the scales that count: of the whole, then of each told subject; as it is, then latent.
    spans: Vec<Span>,
    /// Duties of told subjects, certain or not, with their days.
    duties: Vec<(RuleId, SubjectIx, bool, Vec<DueBy>)>,
    /// Rules that certainly have effect on told subjects: the decision gives them as its reasons.
    reasons: Vec<(RuleId, SubjectIx)>,
    /// Figures of rules.
    figures: Vec<(RuleId, SubjectIx, Text)>,
}

/// A duty's day and why it is not known.
type DueBy = (Option<String>, Option<Text>);

impl<R: Recorder> Cx<'_, R> {
    /// What is decided here; split over leaves where that is asked for.
    pub(super) fn picture(
        &mut self,
        scales: &[ScaleId],
        nodes: &[NodeRef],
        split: Option<&Ask>,
    ) -> Picture {
        let mut picture = Picture {
            spans: self.spans_here(scales, nodes, split),
            duties: Vec::new(),
            reasons: Vec::new(),
            figures: Vec::new(),
        };
        self.rest_here(scales, nodes, &mut picture);
        picture
    }

    /// Whether the same is decided here as in the picture, which was taken where more is told: what is quickly seen is looked at first.
    pub(super) fn is_as(
        &mut self,
        picture: &Picture,
        scales: &[ScaleId],
        nodes: &[NodeRef],
        split: Option<&Ask>,
    ) -> bool {
        // Where less is told, a rule that has effect for certain may no longer; no other comes to.
        for (rule, place) in &picture.reasons {
            let s = nodes.get(place.0).and_then(|node| self.table.at(*node));
            if !s.is_some_and(|s| self.eff(*rule, s).0.is_true()) {
                return false;
            }
        }
        let mut here = Picture {
            spans: self.spans_here(scales, nodes, split),
            duties: Vec::new(),
            reasons: Vec::new(),
            figures: Vec::new(),
        };
        if here.spans != picture.spans {
            return false;
        }
        self.rest_here(scales, nodes, &mut here);
        here == *picture
    }

    /// Spans of the scales that count.
    fn spans_here(
        &mut self,
        scales: &[ScaleId],
        nodes: &[NodeRef],
        split: Option<&Ask>,
    ) -> Vec<Span> {
        let count = self.program.scales.len();
        let mut whole = vec![[Span { lo: 0, hi: 0 }; 2]; count];
        let mut of_subjects: Vec<(NodeRef, [Vec<Span>; 2])> = Vec::new();
        let found = split.map(|ask| {
            let on = AskLaw {
                readings: &ask.readings,
            };
            self.find_ranges(&on, true)
        });
        let subjects: Vec<(SubjectIx, NodeRef, bool)> = {
            let all = self.table.subjects.iter().enumerate();
            all.map(|(i, s)| (SubjectIx(i), s.node, s.ghost)).collect()
        };
        for (s, node, ghost) in &subjects {
            let spans = match &found {
                Some(found) => [&found.actual, &found.latent]
                    .map(|ranges| ranges.subjects.get(s.0).cloned().unwrap_or_default()),
                None => {
                    let actual = self.outcomes(*s, World::Actual, true);
                    let latent = if self.law.is_plain {
                        actual.clone()
                    } else {
                        self.outcomes(*s, World::Latent, true)
                    };
                    [actual, latent]
                }
            };
            for (world, spans) in spans.iter().enumerate() {
                for (all, one) in whole.iter_mut().zip(spans) {
                    let lo = if *ghost { 0 } else { one.lo };
                    if let Some(all) = all.get_mut(world) {
                        *all = all.stricter(Span { lo, hi: one.hi });
                    }
                }
            }
            of_subjects.push((*node, spans));
        }
        self.world = World::Actual;
        if let Some(found) = &found {
            for ((all, actual), latent) in whole
                .iter_mut()
                .zip(&found.actual.whole)
                .zip(&found.latent.whole)
            {
                *all = [*actual, *latent];
            }
        }
        let mut spans = Vec::new();
        for scale in scales {
            spans.extend(whole.get(scale.index()).into_iter().flatten());
            for node in nodes {
                let own = of_subjects.iter().find(|(n, _)| n == node);
                let own = own.into_iter().flat_map(|(_, both)| both);
                spans.extend(own.filter_map(|spans| spans.get(scale.index())));
            }
        }
        spans
    }

    /// All but the spans, of the told subjects.
    fn rest_here(&mut self, scales: &[ScaleId], nodes: &[NodeRef], picture: &mut Picture) {
        for (place, node) in nodes.iter().enumerate() {
            if let Some(s) = self.table.at(*node) {
                self.rules_here(s, SubjectIx(place), scales, picture);
            }
        }
    }

    /// Reasons, duties and figures of one subject, `place` its place among the told ones.
    fn rules_here(
        &mut self,
        s: SubjectIx,
        place: SubjectIx,
        scales: &[ScaleId],
        picture: &mut Picture,
    ) {
        let program = self.program;
        for rule in self.rules_of(s).iter().copied() {
            let entry = program.rule(rule);
            if !self.counts(rule, scales) {
                continue;
            }
            let truth = self.eff(rule, s).0;
            if truth.is_true() {
                picture.reasons.push((rule, place));
            }
            if truth.is_false() || entry.duties.is_empty() && entry.gives.is_none() {
                continue;
            }
            if let Some(expr) = entry.gives {
                let mut frame = self.seat_frame(rule, s);
                let value = self.eval(expr, &mut frame);
                let figure = show::figure(program, &value, &program.expr(expr).ty);
                picture.figures.push((rule, place, figure));
            }
            let mut days = Vec::new();
            for duty in &entry.duties {
                let duty = self.duty(rule, duty, s, truth);
                days.push((duty.by, duty.by_unknown));
            }
            picture.duties.push((rule, place, truth.is_true(), days));
        }
    }
}
