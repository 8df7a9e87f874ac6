//! Thresholds: on which side of what a policy writes down a value was.

use super::super::deps::Dep;
use super::super::value::{Data, Span, Value};
use super::super::{Cx, Frame, Recorder, show};
use super::plan::literal;
use crate::decision::Language;
use crate::ir::{CompareOp, Const, ExprId, ExprKind, ListId, LocalId, Program, Type};
use crate::value::{Bounds, Compare, Truth};

/// A threshold, by the place that writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A literal.
    Literal(ExprId),
    /// An end of a range that is written down.
    End(ExprId, Edge),
    /// A cell of a list, or an end of the range in it: list, row, column.
    Cell(ListId, u32, u32, Edge),
}

/// Which part of a cell or range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// All of it: a single value.
    Whole,
    /// Its lower end.
    Low,
    /// Its upper end.
    High,
}

/// Sides of a threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Less.
    pub below: bool,
    /// Just that.
    pub on: bool,
    /// More.
    pub above: bool,
}

impl Sides {
    /// All three.
    pub const ALL: Sides = Sides {
        below: true,
        on: true,
        above: true,
    };

    /// Those of either.
    #[must_use]
    pub fn or(self, other: Sides) -> Sides {
        Sides {
            below: self.below || other.below,
            on: self.on || other.on,
            above: self.above || other.above,
        }
    }

    /// Whether these hold all of the others.
    pub fn hold(self, other: Sides) -> bool {
        self.or(other) == self
    }
}

/// The thresholds in a value that a policy writes down.
pub fn edges(value: &Const) -> Vec<Edge> {
    match value {
        Const::Number(_) | Const::Money(..) => vec![Edge::Whole],
        Const::Range(bounds) => {
            let low = bounds.lo().number().map(|_| Edge::Low);
            let high = bounds.hi().number().map(|_| Edge::High);
            low.into_iter().chain(high).collect()
        }
        _ => Vec::new(),
    }
}

impl<R: Recorder> Cx<'_, R> {
    /// Writes down on which side of a literal or cell the other operand is.
    pub(in super::super) fn weigh(
        &mut self,
        a: (ExprId, &Value),
        b: (ExprId, &Value),
        frame: &Frame<'_>,
    ) {
        if self.is_muted() {
            return;
        }
        for ((id, value), (other, limit)) in [(a, b), (b, a)] {
            if self.literal(id, frame).is_some() || value.absent || limit.absent {
                continue;
            }
            let mark = match (self.literal(other, frame), &self.program.expr(other).kind) {
                (Some(literal), _) => Some(Mark::Literal(literal)),
                (None, ExprKind::Column(row, column)) => self.cell_mark(*row, *column, frame),
                _ => None,
            };
            let Some(mark) = mark else { continue };
            let is = |cx: &mut Self, op| cx.compare_values(op, value, limit).0.is_true();
            let sides = Sides {
                below: is(self, CompareOp::Lt),
                on: is(self, CompareOp::Eq),
                above: is(self, CompareOp::Gt),
            };
            self.note(mark, sides);
        }
    }

    /// The same for both ends of a range.
    pub(in super::super) fn weigh_range(
        &mut self,
        value: &Value,
        range: (ExprId, &Value),
        frame: &Frame<'_>,
    ) {
        if self.is_muted() || value.absent || range.1.absent {
            return;
        }
        let Data::Range(span) = &range.1.data else {
            return;
        };
        let (low, high) = match (&value.data, span) {
            (Data::Number(x), Span::Number(lo, hi)) => {
                let sides =
                    |end: &Option<(Bounds, bool)>| end.as_ref().map(|(end, _)| side(x, end));
                (sides(lo), sides(hi))
            }
            (Data::Money(x), Span::Money(lo, hi)) => {
                let rates = &self.facts.rates;
                let is = |end, how| x.compare(how, end, rates).truth.is_true();
                let sides = |end| Sides {
                    below: is(end, Compare::Lt),
                    on: is(end, Compare::Eq),
                    above: is(end, Compare::Gt),
                };
                (Some(sides(lo)), Some(sides(hi)))
            }
            _ => return,
        };
        let program = self.program;
        for (edge, sides) in [(Edge::Low, low), (Edge::High, high)] {
            let Some(sides) = sides else { continue };
            let mark = match &program.expr(range.0).kind {
                ExprKind::Const(_) => Some(Mark::End(range.0, edge)),
                ExprKind::Range(lo, hi) => {
                    let end = if edge == Edge::Low { *lo } else { *hi };
                    self.literal(end, frame).map(Mark::Literal)
                }
                ExprKind::Column(row, column) => match self.cell_mark(*row, *column, frame) {
                    Some(Mark::Cell(list, row, column, _)) => {
                        Some(Mark::Cell(list, row, column, edge))
                    }
                    other => other,
                },
                _ => None,
            };
            if let Some(mark) = mark {
                self.note(mark, sides);
            }
        }
    }

    /// The cell that a row's column is, where the row is one.
    fn cell_mark(&self, row: ExprId, column: u32, frame: &Frame<'_>) -> Option<Mark> {
        let ExprKind::Local(local) = self.program.expr(row).kind else {
            return None;
        };
        let Data::Row(rows) = &frame.get(local)?.data else {
            return None;
        };
        let (list, row) = rows.single()?;
        Some(Mark::Cell(list, row, column, Edge::Whole))
    }

    /// The literal that an expression stands for in this frame.
    fn literal(&self, id: ExprId, frame: &Frame<'_>) -> Option<ExprId> {
        literal(self.program, id, &|local| {
            let handed = frame.literals.iter().find(|(name, _)| *name == local);
            handed
                .map(|(_, literal)| *literal)
                .or_else(|| frame.binding(local))
        })
    }

    /// Parameters that stand for a literal of this call.
    pub(in super::super) fn literals(
        &self,
        args: &[ExprId],
        frame: &Frame<'_>,
    ) -> Vec<(LocalId, ExprId)> {
        let literals = args
            .iter()
            .enumerate()
            .filter_map(|(at, arg)| Some((LocalId::from_index(at), self.literal(*arg, frame)?)));
        literals.collect()
    }

    fn note(&mut self, mark: Mark, sides: Sides) {
        if sides != Sides::default()
            && let Some(watch) = self.recorder.watch()
        {
            watch.pending.push((mark, sides));
        }
    }
}

fn side(x: &Bounds, end: &Bounds) -> Sides {
    let is = |truth: Truth| truth.is_true();
    Sides {
        below: is(x.lt(end)),
        on: is(x.eq(end)),
        above: is(x.gt(end)),
    }
}

/// A threshold that a cell or range holds, as people read it.
pub fn edge_text(program: &Program, value: Option<&Const>, ty: &Type, edge: Edge) -> String {
    let ty = match ty {
        Type::Optional(inner) => inner.as_ref(),
        other => other,
    };
    let ty = match ty {
        Type::Range(inner) => inner.as_ref(),
        other => other,
    };
    let number = match (value, edge) {
        (Some(Const::Money(currency, amount)), _) => {
            return format!("{} {}", amount.to_decimal_string(), currency.code());
        }
        (Some(Const::Number(number)), _) => Some(number),
        (Some(Const::Range(bounds)), Edge::Low) => bounds.lo().number(),
        (Some(Const::Range(bounds)), _) => bounds.hi().number(),
        _ => None,
    };
    number.map_or_else(String::new, |number| {
        let value = Value::number(Bounds::point(number.clone()), Dep::NONE);
        show::value(program, &value, ty, Language::En)
    })
}
