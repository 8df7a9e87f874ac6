//! Arithmetic on numbers, money, days and lists (semantics §4, §5). Quotients name what makes them undefined.

use super::deps::Dep;
use super::value::{Data, Value};
use super::{Cx, Frame, Recorder};
use crate::decision::{Gap, Text};
use crate::ir::{Aggregate, ArithOp, ExprId, Type};
use crate::value::{
    Bounds, CalendarEnd, CurrencyKey, DivGap, Extreme, Money, Periods, WorkCalendar,
};

impl<R: Recorder> Cx<'_, R> {
    pub(super) fn arith(
        &mut self,
        op: ArithOp,
        a: ExprId,
        b: ExprId,
        ty: &Type,
        frame: &mut Frame<'_>,
    ) -> Value {
        let (x, y) = (self.eval(a, frame), self.eval(b, frame));
        let dep = self.deps.join(x.dep, y.dep);
        if x.is_none() || y.is_none() {
            return self.any_of(ty, dep);
        }
        let int = matches!(ty, Type::Int);
        match (op, &x.data, &y.data) {
            (ArithOp::Add, Data::List(a), Data::List(b)) => self.joined(a, b),
            (ArithOp::Add, Data::Number(day), Data::Period(periods)) => {
                self.day_after(day, periods, dep)
            }
            (ArithOp::Sub, Data::Number(day), Data::Period(periods)) => {
                self.day_after(day, &periods.back(), dep)
            }
            (ArithOp::Add, Data::Period(a), Data::Period(b)) => {
                Value::new(Data::Period(a.then(b)), dep)
            }
            (ArithOp::Add, Data::Number(a), Data::Number(b)) => number(a.add(b), int, dep),
            (ArithOp::Sub, Data::Number(a), Data::Number(b)) => number(a.sub(b), int, dep),
            (ArithOp::Mul, Data::Number(a), Data::Number(b)) => number(a.mul(b), int, dep),
            (ArithOp::Add, Data::Money(a), Data::Money(b)) => {
                Value::new(Data::Money(a.add(b)), dep)
            }
            (ArithOp::Sub, Data::Money(a), Data::Money(b)) => {
                Value::new(Data::Money(a.sub(b)), dep)
            }
            (ArithOp::Mul, Data::Money(m), Data::Number(n))
            | (ArithOp::Mul, Data::Number(n), Data::Money(m)) => {
                Value::new(Data::Money(m.scale(n)), dep)
            }
            (ArithOp::Div, _, _) => self.divide(&x.data, &y.data, b, ty, dep, frame),
            _ => self.any_of(ty, dep),
        }
    }

    fn divide(
        &mut self,
        x: &Data,
        y: &Data,
        divisor: ExprId,
        ty: &Type,
        dep: Dep,
        frame: &mut Frame<'_>,
    ) -> Value {
        let (data, gap, more) = match (x, y) {
            (Data::Number(a), Data::Number(b)) => {
                let (bounds, gap) = a.div(b);
                (Data::Number(bounds), gap, Dep::NONE)
            }
            (Data::Money(a), Data::Money(b)) => {
                let quotient = a.quotient(b, &self.facts.rates);
                let dep = self.needs(&quotient.needs);
                (Data::Number(quotient.value), quotient.gap, dep)
            }
            (Data::Money(a), Data::Number(b)) => {
                let (money, gap) = a.div_number(b, CurrencyKey::Unknown(dep.key()));
                (Data::Money(money), gap, Dep::NONE)
            }
            _ => return self.any_of(ty, dep),
        };
        let mut dep = self.deps.join(dep, more);
        if matches!(gap, DivGap::Zero) {
            let zero = self.gap_at("zero denominator", divisor, frame);
            dep = self.deps.join(dep, zero);
        }
        Value::new(data, dep)
    }

    /// A gap at an expression: its place in the facts where it is one, else the expression as written.
    fn gap_at(&mut self, reason: &str, at: ExprId, frame: &mut Frame<'_>) -> Dep {
        let path = self.place_of(at, frame);
        let detail = path.is_none().then(|| self.prepared.told(self.program, at));
        self.deps.gap(Gap {
            reason: reason.to_owned(),
            path,
            detail,
        })
    }

    pub(super) fn negate(&mut self, inner: ExprId, frame: &mut Frame<'_>) -> Value {
        let value = self.eval(inner, frame);
        match &value.data {
            Data::Number(n) => Value::number(n.neg(), value.dep),
            Data::Money(m) => Value::new(Data::Money(m.neg()), value.dep),
            _ => Value::new(Data::Other, value.dep),
        }
    }

    /// A day some period after another. A day that cannot be counted is unknown, and says why.
    pub(super) fn day_after(&mut self, day: &Bounds, periods: &Periods, dep: Dep) -> Value {
        let no_calendar = WorkCalendar::default();
        let program = self.program;
        let calendar = program
            .main_calendar
            .map_or(&no_calendar, |id| &program.calendar(id).days);
        let (bounds, end) = calendar.add_to_bounds(day, periods);
        let mut dep = dep;
        if let Some(end) = end {
            let name = program
                .main_calendar
                .map(|id| program.calendar(id).name.clone());
            let gap = self.deps.gap(calendar_gap(name, end));
            dep = self.deps.join(dep, gap);
        }
        Value::number(bounds, dep)
    }

    /// The lesser or greater of two values, either perhaps absent: of an absent and a present one, the present one.
    pub(super) fn better(&mut self, which: Aggregate, a: &Value, b: &Value) -> Value {
        if a.is_none() {
            return b.clone();
        }
        if b.is_none() {
            return a.clone();
        }
        let dep = self.deps.join(a.dep, b.dep);
        let both = match (&a.data, &b.data) {
            (Data::Number(a), Data::Number(b)) => Value::number(
                if which == Aggregate::Min {
                    a.min(b)
                } else {
                    a.max(b)
                },
                dep,
            ),
            (Data::Money(a), Data::Money(b)) => {
                let which = if which == Aggregate::Min {
                    Extreme::Least
                } else {
                    Extreme::Greatest
                };
                let best = Money::extreme_of_two(which, a, b, &self.facts.rates);
                let more = self.needs(&best.needs);
                let dep = self.deps.join(dep, more);
                Value::new(Data::Money(best.value), dep)
            }
            _ => Value::new(Data::Other, dep),
        };
        let mut result = both;
        if a.absent {
            result = super::value::hull(
                &mut self.deps,
                &result,
                &Value {
                    absent: false,
                    ..b.clone()
                },
                dep,
            );
        }
        if b.absent {
            result = super::value::hull(
                &mut self.deps,
                &result,
                &Value {
                    absent: false,
                    ..a.clone()
                },
                dep,
            );
        }
        let absent = a.absent && b.absent;
        Value {
            absent,
            dep: if absent { dep } else { result.dep },
            ..result
        }
    }
}

fn number(bounds: Bounds, int: bool, dep: Dep) -> Value {
    let bounds = if int {
        bounds.normalise_int().unwrap_or(bounds)
    } else {
        bounds
    };
    Value::number(bounds, dep)
}

/// Why a day could not be counted.
pub fn calendar_gap(name: Option<String>, end: CalendarEnd) -> Gap {
    let (calendar, zh) = name.map_or_else(
        || {
            let (en, zh) = ("no calendar is the main one", "没有主日历");
            (en.to_owned(), zh.to_owned())
        },
        |name| (format!("calendar `{name}`"), format!("日历`{name}`")),
    );
    let why = match end {
        CalendarEnd::Year { year } => format!("日历未载明{year}年的工作日"),
        CalendarEnd::TooFar => "日期超出9999年".to_owned(),
    };
    let detail = Text {
        en: format!("{calendar}: {end}"),
        zh: Some(format!("{zh}：{why}")),
    };
    Gap {
        reason: "calendar ends".to_owned(),
        path: None,
        detail: Some(detail),
    }
}
