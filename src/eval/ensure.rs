//! `ensure`: facts of which it is F are refused; and the rest that `sum(x.f for x in list) <= g` leaves for an untold `f` (semantics §1).

use super::cx::{Cx, Frame};
use super::deps::Dep;
use super::derive::Null;
use super::expr::told_amount;
use super::node::NodeRef;
use super::prepare::Prepared;
use super::value::{Alternatives, Data, Value};
use super::{Recorder, errors};
use crate::diag::Sink;
use crate::facts::{Facts, NodeId};
use crate::ir::{FieldId, Program};
use crate::value::{Bounds, Currency, CurrencyKey, End, Money, Number};

/// Asks every `ensure` of every record told.
pub fn check(program: &Program, prepared: &Prepared, facts: &Facts, sink: &mut Sink) {
    if program.records.iter().all(|r| r.ensures.is_empty()) {
        return;
    }
    let Some(law) = prepared.any_law(program) else {
        return;
    };
    let mut cx = Cx::new(program, prepared, facts, law, true, Null);
    for (i, node) in facts.nodes.iter().enumerate() {
        let me = NodeRef(u32::try_from(i).unwrap_or(u32::MAX));
        for ensure in &program.record(node.record).ensures {
            let mut frame = Frame::new(
                &ensure.locals,
                vec![Value::new(Data::Record(Alternatives::One(me)), Dep::NONE)],
            );
            if cx.truth(ensure.cond, &mut frame).0.is_false() {
                let shown = prepared.text(program.expr(ensure.cond).span);
                sink.push(errors::ensure_failed(
                    &ensure.text.en,
                    &shown,
                    node.span,
                    facts.pointer(program, NodeId(me.0), None, None),
                    ensure.span,
                ));
            }
        }
    }
}

impl<R: Recorder> Cx<'_, R> {
    /// A number told in part is at most what the rest of a bounded sum leaves for it; so is money, in the limit's currency. Money
    /// of which no currency is told counts as its worth there, within the rest (`docs/decisions/0007`).
    pub(super) fn bounded_by_ensure(
        &mut self,
        node: NodeRef,
        field: FieldId,
        value: Value,
    ) -> Value {
        if value.data.is_decided() {
            return value;
        }
        // The limit may itself be bounded by the record above it, and so on up.
        let rest = stacker::maybe_grow(super::expr::RED_ZONE, super::expr::GROWTH, || {
            self.rest_for(node, field)
        });
        let Some(rest) = rest else {
            return value;
        };
        match (&value.data, &rest.data) {
            (Data::Number(bounds), Data::Number(rest)) => {
                let bounds = bounds
                    .intersect(&below(rest))
                    .unwrap_or_else(|| bounds.clone());
                Value {
                    dep: super::cx::open(bounds.single().is_some(), value.dep),
                    data: Data::Number(bounds),
                    ..value
                }
            }
            (Data::Money(sum), Data::Money(rest)) => match (told_amount(sum), told_amount(rest)) {
                (Some((key, amount)), Some((CurrencyKey::Known(limit), rest))) => {
                    let (dep, absent) = (value.dep, value.absent);
                    self.bounded_money(key, amount, limit, &rest, dep, absent)
                }
                _ => value,
            },
            _ => value,
        }
    }

    fn bounded_money(
        &mut self,
        key: CurrencyKey,
        amount: Bounds,
        limit: Currency,
        rest: &Bounds,
        dep: Dep,
        absent: bool,
    ) -> Value {
        let rate = match key {
            CurrencyKey::Known(currency) => self.facts.rates.rate(limit, currency),
            CurrencyKey::Unknown(_) => None,
        };
        let (key, amount, dep) = match (key, rate) {
            (key, Some(rate)) => {
                let most = below(&rest.mul(&Bounds::point(rate)));
                let amount = amount.intersect(&most).unwrap_or(amount);
                (key, amount, dep)
            }
            // Told in a currency that no rate joins to the limit's: it stays what it is, or `5 EUR >= 3 EUR` would want a rate.
            (key @ CurrencyKey::Known(_), None) => (key, amount, dep),
            (CurrencyKey::Unknown(_), None) => {
                let least = if amount.gt(&Bounds::zero()).is_true() {
                    End::Open(Number::zero())
                } else {
                    End::Closed(Number::zero())
                };
                let worth = Bounds::new(least, rest.hi().clone()).unwrap_or_else(Bounds::zero);
                (CurrencyKey::Known(limit), worth, dep)
            }
        };
        let decided = amount.single().is_some() && !absent;
        Value {
            absent,
            dep: super::cx::open(decided, dep),
            data: Data::Money(Money::of(key, amount)),
        }
    }

    /// What a told sum is at least worth in a currency, as far as rates tell.
    fn in_currency(&self, key: Option<CurrencyKey>, n: &Number, currency: Currency) -> Number {
        let Some(CurrencyKey::Known(own)) = key else {
            return Number::zero();
        };
        let rate = self.facts.rates.rate(own, currency);
        rate.map_or_else(Number::zero, |rate| n.mul(&rate))
    }

    /// The limit less the least that the other elements take.
    fn rest_for(&mut self, node: NodeRef, field: FieldId) -> Option<Value> {
        let parent = self.facts.node(NodeId(node.0))?.parent?;
        parent.index?;
        let above = NodeRef(parent.node.0);
        let program = self.program;
        let bound = program
            .record(self.record_of(above))
            .ensures
            .iter()
            .filter_map(|e| Some((e, e.bound?)))
            .find(|(_, bound)| bound.list == parent.field && bound.field == field)?;
        let key = (above, parent.field, field);
        let (limit, least) = match self.least_sums.get(&key) {
            Some(known) => known.clone()?,
            None => {
                // Guards against a limit that reads the very field.
                self.least_sums.insert(key, None);
                let mark = self.recorder.element();
                let sums = self.least_sum(above, &bound.0.locals, bound.1);
                self.recorder.drop_element(mark);
                self.least_sums.insert(key, sums.clone());
                sums?
            }
        };
        let own = least_of(self.raw(node, field));
        Some(match (limit.data, least.data) {
            (Data::Number(limit), Data::Number(least)) => {
                let own = own.map_or_else(Bounds::zero, |(_, n)| Bounds::point(n));
                Value::number(limit.sub(&least).add(&own), Dep::NONE)
            }
            (Data::Money(limit), Data::Money(least)) => {
                let (key, amount) = told_amount(&limit)?;
                let CurrencyKey::Known(currency) = key else {
                    return None;
                };
                let own = own.map_or_else(Number::zero, |(k, n)| self.in_currency(k, &n, currency));
                let own = Bounds::point(own);
                Value::new(
                    Data::Money(Money::of(key, amount.sub(&least.amount(key)).add(&own))),
                    Dep::NONE,
                )
            }
            _ => return None,
        })
    }

    /// The limit, and the least that all elements told take together.
    fn least_sum(
        &mut self,
        above: NodeRef,
        locals: &[crate::ir::Local],
        bound: crate::ir::SumBound,
    ) -> Option<(Value, Value)> {
        let me = Value::new(Data::Record(Alternatives::One(above)), Dep::NONE);
        let mut frame = Frame::new(locals, vec![me]);
        let limit = self.eval(bound.limit, &mut frame);
        let list = self.read(above, bound.list);
        let elements = self.elements(&list);
        let mut numbers = Number::zero();
        let currency = match &limit.data {
            Data::Money(sum) => match told_amount(sum) {
                Some((CurrencyKey::Known(currency), _)) => Some(currency),
                _ => None,
            },
            _ => None,
        };
        for element in &elements.known {
            let Data::Record(Alternatives::One(node)) = element.value.data else {
                continue;
            };
            match least_of(self.raw(node, bound.field)) {
                Some((Some(key), n)) => {
                    if let Some(currency) = currency {
                        numbers = numbers.add(&self.in_currency(Some(key), &n, currency));
                    }
                }
                Some((None, n)) => numbers = numbers.add(&n),
                None => {}
            }
        }
        match &limit.data {
            Data::Number(bounds) if bounds.hi().number().is_some() => {
                Some((limit, Value::number(Bounds::point(numbers), Dep::NONE)))
            }
            Data::Money(_) => {
                let currency = currency?;
                let least = Money::told(currency, numbers);
                Some((limit, Value::new(Data::Money(least), Dep::NONE)))
            }
            _ => None,
        }
    }

    /// What the facts tell of a number or sum, bounds by `ensure` aside.
    fn raw(&self, node: NodeRef, field: FieldId) -> Option<(Option<CurrencyKey>, Bounds)> {
        use crate::facts::Slot;
        match self.facts.slot(NodeId(node.0), field)? {
            Slot::Number(bounds) => Some((None, bounds.clone())),
            Slot::Money(amount, Some(currency)) => Some((
                Some(CurrencyKey::Known(*currency)),
                amount.clone().unwrap_or_else(Bounds::non_negative),
            )),
            _ => None,
        }
    }
}

/// The least that it takes, if that is more than nothing.
fn least_of(raw: Option<(Option<CurrencyKey>, Bounds)>) -> Option<(Option<CurrencyKey>, Number)> {
    let (key, bounds) = raw?;
    let least = bounds.lo().number()?.clone();
    (least.signum() > 0).then_some((key, least))
}

/// Anything up to the upper end.
fn below(rest: &Bounds) -> Bounds {
    match rest.hi() {
        End::Infinite => Bounds::any(),
        end => Bounds::new(End::Infinite, end.clone()).unwrap_or_else(Bounds::any),
    }
}
