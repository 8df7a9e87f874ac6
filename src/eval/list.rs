//! Quantifiers and aggregates over lists that may be incomplete (semantics §7).
//!
//! Walks are iterative: parts may be nested 10,000 deep, and one item may hold 100,000.

use super::deps::Dep;
use super::value::{Data, Value, hull};
use super::{Cx, Frame, Recorder};
use crate::ir::{Aggregate, Binder, ExprId, Quantifier, Type};
use crate::value::{Bounds, CurrencyKey, Extreme, Money, Number, Truth};

/// An element that a binder meets.
struct Met {
    value: Value,
    /// Whether it is among them, the filter aside.
    member: Truth,
    dep: Dep,
    ghost: bool,
}

/// A level of a walk over a tree: elements still to come, the sum so far, and the element whose inside it is.
struct Level {
    todo: std::vec::IntoIter<Met>,
    total: Value,
    outer: Option<Outer>,
}

/// An element of a tree: its own value, whether it matches, whether it is among them.
struct Outer {
    own: Value,
    w: Truth,
    w_dep: Dep,
    member: Truth,
    member_dep: Dep,
}

impl<R: Recorder> Cx<'_, R> {
    /// Every element: told ones first, at every depth with `*`; then a ghost for each list that may hold more.
    fn walk(&mut self, binder: &Binder, frame: &mut Frame<'_>) -> Vec<Met> {
        let source = self.eval(binder.source, frame);
        let list = self.elements(&source);
        let mut met: Vec<Met> = Vec::with_capacity(list.known.len());
        let mut ghosts: Vec<Value> = Vec::new();
        // Depth first, in the order of the facts; each pending entry is an element and what its membership hangs on.
        let mut todo: Vec<(Value, Truth, Dep)> = list
            .known
            .iter()
            .rev()
            .map(|e| (e.value.clone(), e.member, e.dep))
            .collect();
        ghosts.extend(list.ghosts.iter().cloned());
        while let Some((value, member, dep)) = todo.pop() {
            if let (Some(field), Data::Record(nodes)) = (binder.star, &value.data) {
                let several = nodes.single().is_none();
                for node in nodes.as_slice() {
                    let below = self.read(*node, field);
                    let below = self.elements(&below);
                    for element in below.known.iter().rev() {
                        let truth = if several {
                            Truth::U
                        } else {
                            member.and(element.member)
                        };
                        let hangs = self.deps.join_all([
                            dep,
                            element.dep,
                            if several { value.dep } else { Dep::NONE },
                        ]);
                        todo.push((element.value.clone(), truth, hangs));
                    }
                    ghosts.extend(below.ghosts.iter().cloned());
                }
            }
            met.push(Met {
                value,
                member,
                dep,
                ghost: false,
            });
        }
        met.extend(ghosts.into_iter().map(|value| Met {
            dep: value.dep,
            value,
            member: Truth::U,
            ghost: true,
        }));
        met
    }

    /// Binds the variable; the filter's truth for it.
    fn filter(&mut self, binder: &Binder, value: &Value, frame: &mut Frame<'_>) -> (Truth, Dep) {
        frame.set(binder.local, value.clone());
        match binder.filter {
            Some(filter) => self.truth(filter, frame),
            None => (Truth::T, Dep::NONE),
        }
    }

    /// The filter's truth for an element, its membership included.
    fn filtered(&mut self, binder: &Binder, met: &Met, frame: &mut Frame<'_>) -> (Truth, Dep) {
        let (truth, dep) = self.filter(binder, &met.value, frame);
        if met.ghost {
            return (truth, dep);
        }
        let both = truth.and(met.member);
        let dep = if both.is_unknown() {
            self.deps.join(dep, met.dep)
        } else {
            Dep::NONE
        };
        (both, dep)
    }

    pub(super) fn quantifier(
        &mut self,
        which: Quantifier,
        binder: &Binder,
        body: ExprId,
        frame: &mut Frame<'_>,
    ) -> Value {
        if binder.outermost {
            return self.outermost_quantifier(which, binder, body, frame);
        }
        let all = which == Quantifier::Every;
        let (mut some, mut every) = (Truth::F, Truth::T);
        let (mut some_dep, mut every_dep) = (Dep::NONE, Dep::NONE);
        for met in self.walk(binder, frame) {
            let mark = self.recorder.element();
            let (w, w_dep) = self.filtered(binder, &met, frame);
            let (v, v_dep) = if w.is_false() {
                (Truth::F, Dep::NONE)
            } else {
                self.truth(body, frame)
            };
            let has = w.and(v);
            let dep = self.deps.join(w_dep, v_dep);
            self.record_element(mark, &met.value, if all { w.not().or(v) } else { has }, all);
            // A ghost stands for none, one or many: it can only leave open what it does not exclude.
            let has = if met.ghost && !has.is_false() {
                Truth::U
            } else {
                has
            };
            // `every`: at least one that passes the filter, and all that do.
            let among = match (all, w) {
                (true, Truth::T) if met.ghost => Truth::U,
                (true, w) => w,
                (false, _) => has,
            };
            if among.is_unknown() {
                let hangs = if all { w_dep } else { dep };
                some_dep = self.deps.join_all([some_dep, hangs, met.dep]);
            }
            some = some.or(among);
            if all {
                let holds = w.not().or(v);
                let holds = if met.ghost && !holds.is_true() {
                    Truth::U
                } else {
                    holds
                };
                if holds.is_unknown() {
                    every_dep = self.deps.join_all([every_dep, dep, met.dep]);
                }
                every = every.and(holds);
                if every.is_false() {
                    return Value::truth(Truth::F, Dep::NONE);
                }
            } else if some.is_true() {
                break;
            }
        }
        let (truth, dep) = match which {
            Quantifier::Any => (some, some_dep),
            Quantifier::No => (some.not(), some_dep),
            Quantifier::Every => {
                let dep_some = super::cx::open(!some.is_unknown(), some_dep);
                let dep_every = super::cx::open(!every.is_unknown(), every_dep);
                (some.and(every), self.deps.join(dep_some, dep_every))
            }
        };
        Value::truth(truth, dep)
    }

    pub(super) fn aggregate(
        &mut self,
        which: Aggregate,
        binder: &Binder,
        body: Option<ExprId>,
        ty: &Type,
        frame: &mut Frame<'_>,
    ) -> Value {
        match which {
            Aggregate::Sum | Aggregate::Count if binder.outermost => {
                self.outermost_sum(binder, body, ty, frame)
            }
            Aggregate::Sum | Aggregate::Count => self.sum(binder, body, ty, frame),
            Aggregate::Min | Aggregate::Max => self.extreme(which, binder, body, ty, frame),
        }
    }

    /// What an element adds: its value where the filter holds, nothing where not, either where that is unknown.
    fn term(
        &mut self,
        met: &Met,
        w: Truth,
        w_dep: Dep,
        body: Option<ExprId>,
        zero: &Value,
        frame: &mut Frame<'_>,
    ) -> Value {
        if w.is_false() {
            return zero.clone();
        }
        let one = || Value::number(Bounds::point(Number::one()), Dep::NONE);
        let value = match body {
            Some(body) => self.eval(body, frame),
            None => one(),
        };
        if met.ghost {
            let dep = self.deps.join_all([value.dep, w_dep, met.dep]);
            return many(&value, dep);
        }
        if w.is_unknown() {
            return hull(&mut self.deps, zero, &value, w_dep);
        }
        value
    }

    fn sum(
        &mut self,
        binder: &Binder,
        body: Option<ExprId>,
        ty: &Type,
        frame: &mut Frame<'_>,
    ) -> Value {
        let zero = zero_of(ty);
        let mut total = zero.clone();
        for met in self.walk(binder, frame) {
            let mark = self.recorder.element();
            let (w, w_dep) = self.filtered(binder, &met, frame);
            let term = self.term(&met, w, w_dep, body, &zero, frame);
            self.record_part(mark, &met.value, &term, w);
            total = self.plus(total, &term, ty);
        }
        total
    }

    fn plus(&mut self, a: Value, b: &Value, ty: &Type) -> Value {
        if a.is_none() || b.is_none() {
            let dep = self.deps.join(a.dep, b.dep);
            return self.any_of(ty, dep);
        }
        let dep = self.deps.join(a.dep, b.dep);
        match (a.data, &b.data) {
            (Data::Number(a), Data::Number(b)) => Value::number(a.add(b), dep),
            (Data::Money(a), Data::Money(b)) => Value::new(Data::Money(collapsed(a.plus(b))), dep),
            _ => self.any_of(ty, dep),
        }
    }

    /// The sum over those not inside another match, on the tree itself: one or the other, never both, never neither.
    fn outermost_sum(
        &mut self,
        binder: &Binder,
        body: Option<ExprId>,
        ty: &Type,
        frame: &mut Frame<'_>,
    ) -> Value {
        let zero = zero_of(ty);
        let source = self.eval(binder.source, frame);
        let list = self.elements(&source);
        let mut levels = vec![Level {
            todo: meet(&list).into_iter(),
            total: zero.clone(),
            outer: None,
        }];
        loop {
            let Some(level) = levels.last_mut() else {
                return zero;
            };
            if let Some(met) = level.todo.next() {
                let mark = self.recorder.element();
                let (w, w_dep) = self.filter(binder, &met.value, frame);
                let certain = if w.is_unknown() { Truth::T } else { w };
                let own = self.term(&met, certain, w_dep, body, &zero, frame);
                self.record_part(mark, &met.value, &own, w);
                let outer = Outer {
                    own,
                    w,
                    w_dep,
                    member: met.member,
                    member_dep: met.dep,
                };
                // Inside a match nothing counts again; a ghost's own parts are ghosts too, and its term covers them.
                let inside = if w.is_true() || met.ghost {
                    Vec::new()
                } else {
                    self.inside(binder, &met.value)
                };
                let outer = if met.ghost {
                    Outer {
                        w: Truth::T,
                        member: Truth::T,
                        ..outer
                    }
                } else {
                    outer
                };
                levels.push(Level {
                    todo: inside.into_iter(),
                    total: zero.clone(),
                    outer: Some(outer),
                });
                continue;
            }
            let Some(done) = levels.pop() else {
                return zero;
            };
            let Some(outer) = done.outer else {
                return done.total;
            };
            let value = match outer.w.known() {
                Some(true) => outer.own,
                Some(false) => done.total,
                None => hull(&mut self.deps, &outer.own, &done.total, outer.w_dep),
            };
            let value = match outer.member.known() {
                Some(true) => value,
                Some(false) => zero.clone(),
                None => hull(&mut self.deps, &value, &zero, outer.member_dep),
            };
            if let Some(mut level) = levels.pop() {
                level.total = self.plus(level.total, &value, ty);
                levels.push(level);
            }
        }
    }

    /// The elements one level deeper.
    fn inside(&mut self, binder: &Binder, value: &Value) -> Vec<Met> {
        let (Some(field), Data::Record(nodes)) = (binder.star, &value.data) else {
            return Vec::new();
        };
        let nodes = nodes.clone();
        let mut all = Vec::new();
        for node in nodes.as_slice() {
            let below = self.read(*node, field);
            let below = self.elements(&below);
            all.extend(meet(&below));
        }
        all
    }

    /// `any outermost …`: there is a match exactly where there is an outermost one, so only the body asks for the tree.
    fn outermost_quantifier(
        &mut self,
        which: Quantifier,
        binder: &Binder,
        body: ExprId,
        frame: &mut Frame<'_>,
    ) -> Value {
        let (mut some, mut some_dep, mut all, mut all_dep, mut has) =
            (Truth::F, Dep::NONE, Truth::T, Dep::NONE, Truth::F);
        let source = self.eval(binder.source, frame);
        let list = self.elements(&source);
        // Each pending element with the truth of "no match above it".
        let mut todo: Vec<(Met, Truth, Dep)> = meet(&list)
            .into_iter()
            .rev()
            .map(|met| (met, Truth::T, Dep::NONE))
            .collect();
        while let Some((met, free, free_dep)) = todo.pop() {
            let (w, w_dep) = self.filtered(binder, &met, frame);
            let counts = w.and(free);
            let (v, v_dep) = self.truth(body, frame);
            let counts = if met.ghost && !counts.is_false() {
                Truth::U
            } else {
                counts
            };
            let dep = self.deps.join_all([
                w_dep,
                free_dep,
                v_dep,
                if met.ghost { met.dep } else { Dep::NONE },
            ]);
            let (matches, holds) = (counts.and(v), counts.not().or(v));
            if if which == Quantifier::Every {
                counts
            } else {
                matches
            }
            .is_unknown()
            {
                some_dep = self.deps.join(some_dep, dep);
            }
            if holds.is_unknown() {
                all_dep = self.deps.join(all_dep, dep);
            }
            has = has.or(counts);
            some = some.or(matches);
            all = all.and(holds);
            let below = free.and(w.not());
            if !below.is_false() && !met.ghost {
                let below_dep = self.deps.join(free_dep, w_dep);
                let inside = self.inside(binder, &met.value);
                todo.extend(inside.into_iter().rev().map(|met| (met, below, below_dep)));
            }
        }
        match which {
            Quantifier::Any => Value::truth(some, some_dep),
            Quantifier::No => Value::truth(some.not(), some_dep),
            Quantifier::Every => {
                let some_dep = super::cx::open(!has.is_unknown(), some_dep);
                let all_dep = super::cx::open(!all.is_unknown(), all_dep);
                let dep = self.deps.join(some_dep, all_dep);
                Value::truth(has.and(all), dep)
            }
        }
    }

    fn extreme(
        &mut self,
        which: Aggregate,
        binder: &Binder,
        body: Option<ExprId>,
        ty: &Type,
        frame: &mut Frame<'_>,
    ) -> Value {
        let (mut sure, mut perhaps, mut dep) = (Vec::new(), Vec::new(), Dep::NONE);
        for met in self.walk(binder, frame) {
            let mark = self.recorder.element();
            let (w, w_dep) = self.filtered(binder, &met, frame);
            if w.is_false() {
                self.recorder.drop_element(mark);
                continue;
            }
            let value = match body {
                Some(body) => self.eval(body, frame),
                None => continue,
            };
            self.record_part(mark, &met.value, &value, w);
            if value.is_none() {
                continue;
            }
            dep = self.deps.join(dep, value.dep);
            if w.is_true() && !met.ghost && !value.absent {
                sure.push(value.data);
            } else {
                dep = self
                    .deps
                    .join_all([dep, w_dep, if met.ghost { met.dep } else { Dep::NONE }]);
                perhaps.push(value.data);
            }
        }
        if sure.is_empty() && perhaps.is_empty() {
            return Value::none();
        }
        let absent = sure.is_empty();
        let data = self.extreme_data(which, &sure, &perhaps, ty, &mut dep);
        if absent {
            Value::optional(data, dep)
        } else {
            Value::new(data, dep)
        }
    }

    /// Over those certainly among them; each of the others may join.
    fn extreme_data(
        &mut self,
        which: Aggregate,
        sure: &[Data],
        perhaps: &[Data],
        ty: &Type,
        dep: &mut Dep,
    ) -> Data {
        let least = which == Aggregate::Min;
        let inner = match ty {
            Type::Optional(inner) => inner,
            other => other,
        };
        if matches!(inner, Type::Money) {
            let money = |data: &&Data| matches!(data, Data::Money(_));
            let sums = |some: &'_ [Data]| -> Vec<Money> {
                some.iter()
                    .filter(money)
                    .filter_map(|d| {
                        if let Data::Money(m) = d {
                            Some(m.clone())
                        } else {
                            None
                        }
                    })
                    .collect()
            };
            let (sure, perhaps) = (sums(sure), sums(perhaps));
            let which = if least {
                Extreme::Least
            } else {
                Extreme::Greatest
            };
            let Some(best) =
                Money::extreme_with(which, sure.iter(), perhaps.iter(), &self.facts.rates)
            else {
                return Data::Other;
            };
            let more = self.needs(&best.needs);
            *dep = self.deps.join(*dep, more);
            return Data::Money(best.value);
        }
        let bounds = |some: &[Data]| -> Vec<Bounds> {
            some.iter()
                .map(|d| {
                    if let Data::Number(n) = d {
                        n.clone()
                    } else {
                        Bounds::any()
                    }
                })
                .collect()
        };
        let pick = |a: &Bounds, b: &Bounds| if least { a.min(b) } else { a.max(b) };
        let (sure, perhaps) = (bounds(sure), bounds(perhaps));
        let best = sure.iter().skip(1).fold(sure.first().cloned(), |best, b| {
            best.map(|best| pick(&best, b))
        });
        let result = match best {
            Some(best) => perhaps
                .iter()
                .fold(best, |best, b| best.hull(&pick(&best, b))),
            None => {
                let mut all = perhaps.iter();
                let first = all.next().cloned().unwrap_or_else(Bounds::any);
                all.fold(first, |best, b| best.hull(b))
            }
        };
        Data::Number(result)
    }
}

fn meet(list: &super::value::Elements) -> Vec<Met> {
    let known = list.known.iter().map(|e| Met {
        value: e.value.clone(),
        member: e.member,
        dep: e.dep,
        ghost: false,
    });
    let ghosts = list.ghosts.iter().map(|g| Met {
        value: g.clone(),
        member: Truth::U,
        dep: g.dep,
        ghost: true,
    });
    known.chain(ghosts).collect()
}

/// Nothing, of a type that can be summed.
fn zero_of(ty: &Type) -> Value {
    match ty {
        Type::Money => Value::new(Data::Money(Money::zero()), Dep::NONE),
        _ => Value::number(Bounds::zero(), Dep::NONE),
    }
}

/// What none, one or many further elements of that value add.
fn many(value: &Value, dep: Dep) -> Value {
    let data = match &value.data {
        Data::Number(bounds) => Data::Number(many_numbers(bounds)),
        Data::Money(money) => {
            let spread = money.amounts().fold(Money::zero(), |all, (key, amount)| {
                all.add(&Money::of(key, many_numbers(amount)))
            });
            Data::Money(spread)
        }
        _ => Data::Other,
    };
    Value::new(data, dep)
}

/// Beyond so many untold currencies a sum keeps them as one.
const UNTOLD_CURRENCIES: usize = 32;

/// Amounts that are not negative, in many currencies that nobody told, as one amount in one of them: each counts at a rate that
/// nobody knows, and so does their sum. Else a hundred thousand parts without a price would be merged one currency at a time.
fn collapsed(money: Money) -> Money {
    let untold = |key: CurrencyKey| matches!(key, CurrencyKey::Unknown(_));
    let amounts = || money.amounts().filter(|(key, _)| untold(*key));
    let zero = Bounds::zero();
    if amounts().nth(UNTOLD_CURRENCIES).is_none()
        || !amounts().all(|(_, amount)| amount.ge(&zero).is_true())
    {
        return money;
    }
    let Some((key, _)) = amounts().next() else {
        return money;
    };
    let sum = amounts().fold(zero.clone(), |sum, (_, amount)| sum.add(amount));
    let told = money.amounts().filter(|(key, _)| !untold(*key));
    told.fold(Money::of(key, sum), |all, (key, amount)| {
        all.add(&Money::of(key, amount.clone()))
    })
}

fn many_numbers(bounds: &Bounds) -> Bounds {
    let zero = Bounds::zero();
    if bounds.is_zero() {
        zero
    } else if bounds.ge(&zero).is_true() {
        Bounds::non_negative()
    } else if bounds.le(&zero).is_true() {
        Bounds::non_positive()
    } else {
        Bounds::any()
    }
}
