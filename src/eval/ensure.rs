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
use crate::law::Readings;
use crate::value::{Bounds, CurrencyKey, Day, End, Money, Number};

/// Asks every `ensure` of every record told.
pub fn check(program: &Program, prepared: &Prepared, facts: &Facts, sink: &mut Sink) {
    if program.records.iter().all(|r| r.ensures.is_empty()) {
        return;
    }
    // No day matters: an `ensure` reads facts alone.
    let Some(day) = Day::from_epoch_days(0) else {
        return;
    };
    let law = crate::law::open(program, day, day, &Readings::new());
    let mut cx = Cx::new(program, prepared, facts, law, true, Null);
    for (i, node) in facts.nodes.iter().enumerate() {
        let me = NodeRef(u32::try_from(i).unwrap_or(u32::MAX));
        for ensure in &program.record(node.record).ensures {
            let mut frame = Frame::new(
                &ensure.locals,
                vec![Value::new(Data::Record(Alternatives::One(me)), Dep::NONE)],
            );
            if cx.truth(ensure.cond, &mut frame).0.is_false() {
                let path = cx.path_of(me);
                let shown = prepared.text(program.expr(ensure.cond).span);
                sink.push(errors::ensure_failed(
                    &ensure.text.en,
                    &shown,
                    node.span,
                    pointer(&path),
                    ensure.span,
                ));
            }
        }
    }
}

/// `items[0].parts[1]` as a JSON pointer.
fn pointer(path: &str) -> String {
    let steps = path.split(['.', '[', ']']).filter(|s| !s.is_empty());
    steps
        .map(|s| format!("/{}", s.replace('~', "~0").replace('/', "~1")))
        .collect()
}

impl<R: Recorder> Cx<'_, R> {
    /// A number told in part is at most what the rest of a bounded sum leaves for it. Money only in the limit's own currency: what an
    /// amount in another is worth needs a rate, and a range must not hang on rates that only a wider telling would want.
    pub(super) fn bounded_by_ensure(
        &mut self,
        node: NodeRef,
        field: FieldId,
        value: Value,
    ) -> Value {
        let Some(rest) = self.rest_for(node, field) else {
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
                (Some((key, amount)), Some((limit, rest)))
                    if key == limit && matches!(key, CurrencyKey::Known(_)) =>
                {
                    let amount = amount.intersect(&below(&rest)).unwrap_or(amount);
                    Value {
                        dep: super::cx::open(amount.single().is_some(), value.dep),
                        data: Data::Money(Money::of(key, amount)),
                        ..value
                    }
                }
                _ => value,
            },
            _ => value,
        }
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
                let own = own
                    .filter(|(k, _)| *k == Some(key))
                    .map_or_else(Bounds::zero, |(_, n)| Bounds::point(n));
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
        let mut sums = Money::zero();
        for element in &elements.known {
            let Data::Record(Alternatives::One(node)) = element.value.data else {
                continue;
            };
            match least_of(self.raw(node, bound.field)) {
                Some((Some(key), n)) => sums = sums.add(&Money::of(key, Bounds::point(n))),
                Some((None, n)) => numbers = numbers.add(&n),
                None => {}
            }
        }
        match &limit.data {
            Data::Number(bounds) if bounds.hi().number().is_some() => {
                Some((limit, Value::number(Bounds::point(numbers), Dep::NONE)))
            }
            Data::Money(sum) if told_amount(sum).is_some() => {
                Some((limit, Value::new(Data::Money(sums), Dep::NONE)))
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
