//! `ensure`s: facts that break one are refused, by the interpreter's words; here it is only seen that none is broken.

use super::effect::Ask;
use super::layout::{LAST_MARK, PlaceId, UNTOLD};
use super::lower::{Frame, Lower, Rec, Val};
use super::node::{N, Node, Row};
use super::run::Run;
use crate::ir::CompareOp;
use crate::value::Truth;

/// A condition that must hold of every record at a place.
#[derive(Clone, Copy, Debug)]
pub struct EnsurePlan {
    place: PlaceId,
    cond: N,
}

/// Compiles every `ensure`, at every place of its type of record.
pub fn ensures(lower: &mut Lower<'_>) -> Vec<EnsurePlan> {
    let (program, layout) = (lower.program, lower.layout);
    let mut plans = Vec::new();
    for (i, place) in (0u32..).zip(&layout.places) {
        if place.table.is_none() {
            continue;
        }
        for ensure in &program.record(place.record).ensures {
            let place = PlaceId(i);
            let me = Val::Record(Rec {
                row: Row::Var(0),
                place,
                optional: false,
            });
            let mut frame = Frame::new(&ensure.locals, vec![me], 2);
            let cond = lower.truth(ensure.cond, &mut frame);
            plans.push(EnsurePlan { place, cond });
        }
    }
    plans
}

impl Run<'_> {
    /// Whether every `ensure` holds for certain, or cannot be broken by what is untold.
    pub fn ensure(&mut self) -> Result<(), Ask> {
        let plan = self.plan;
        for ensure in &plan.ensures {
            let Some(place) = self.layout.place(ensure.place) else {
                continue;
            };
            let Some(table) = place.table else { continue };
            for row in 0..self.store.len(table) {
                if let Some(presence) = place.presence
                    && self.store.get(table, row, presence) <= LAST_MARK
                {
                    continue;
                }
                self.scratch.turn(row);
                let truth = self.truth(ensure.cond);
                let kept =
                    truth.is_true() || (truth.is_unknown() && self.cannot_break(ensure.cond));
                if !kept {
                    self.scratch.turn(0);
                    return Err(Ask);
                }
            }
        }
        self.scratch.turn(0);
        Ok(())
    }

    /// `a <= b` of money, where `b` is untold: what nobody told may be as much as one likes; or where the two are of different
    /// currencies and the facts tell no rates (or they would not be here): either may be the greater.
    fn cannot_break(&mut self, n: N) -> bool {
        let plan = self.plan;
        match plan.nodes.get(n as usize) {
            Some(Node::CompareMoney(CompareOp::Le, a, b)) => {
                let told = matches!(plan.nodes.get(*b as usize), Some(Node::MoneyCell(..)));
                let ((a, of), (b, in_)) = (self.money(*a), self.money(*b));
                let apart = a > 0 && b > 0 && of != in_;
                told && a > LAST_MARK && (b == UNTOLD || apart)
            }
            Some(Node::Truth(truth)) => *truth == Truth::T,
            _ => false,
        }
    }
}
