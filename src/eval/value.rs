//! What an expression yields: perhaps absent, perhaps known only in part, and what it hangs on.
//!
//! Operators on single kinds of value are `value`'s; here stand absence, records, lists and the hull, the smallest value that covers
//! two (semantics §2, §6, §7).

use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::deps::{Dep, Deps};
use super::node::NodeRef;
use crate::ir::ListId;
use crate::value::{Bounds, Choice, Code, Money, Periods, Truth};

/// A value.
#[derive(Clone, Debug)]
pub struct Value {
    /// Whether it may be absent. With [`Data::None`] it is for certain.
    pub absent: bool,
    /// What it is where it is not absent.
    pub data: Data,
    /// What it hangs on; nothing where it is decided.
    pub dep: Dep,
}

/// The kinds of value.
#[derive(Clone, Debug)]
pub enum Data {
    /// Absent for certain.
    None,
    /// A truth value.
    Truth(Truth),
    /// A number, day or quantity.
    Number(Bounds),
    /// A sum of money.
    Money(Money),
    /// A member of an enum or a country.
    Choice(Choice),
    /// A code.
    Code(Codes),
    /// A text.
    Text(Texts),
    /// A period.
    Period(Periods),
    /// One of these records.
    Record(Alternatives<NodeRef>),
    /// One of these rows.
    Row(Alternatives<(ListId, u32)>),
    /// A list or set.
    List(Rc<Elements>),
    /// A range.
    Range(Span),
    /// Of a kind that nothing can be asked of: the exchange rates, an operation that `check` refuses.
    Other,
}

/// The codes that a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codes {
    /// Any code.
    Any,
    /// No code of any list (a cell of a split).
    Unlisted,
    /// One of these, each standing for its subtree.
    OneOf(Vec<Code>),
}

/// The texts that a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Any text.
    Any,
    /// One of these.
    OneOf(Vec<Arc<str>>),
}

/// One of several, usually one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alternatives<T> {
    /// This one.
    One(T),
    /// One of these; sorted.
    Some(Rc<[T]>),
}

impl<T: Copy + Ord> Alternatives<T> {
    /// The alternatives.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Alternatives::One(one) => std::slice::from_ref(one),
            Alternatives::Some(some) => some,
        }
    }

    /// The only one, if there is just one.
    pub fn single(&self) -> Option<T> {
        match self.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    fn union(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let mut all = [self.as_slice(), other.as_slice()].concat();
        all.sort_unstable();
        all.dedup();
        Alternatives::Some(all.into())
    }
}

/// A list: elements told, and ghosts that stand for elements not told.
#[derive(Clone, Debug, Default)]
pub struct Elements {
    /// Elements, each with the truth of its being among them.
    pub known: Vec<Element>,
    /// One for each list that may hold more: an arbitrary further element. Its `dep` is the list's own path.
    pub ghosts: Vec<Value>,
}

/// An element of a list.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it is.
    pub value: Value,
    /// Whether it is among them; T save in hulls.
    pub member: Truth,
    /// What `member` hangs on.
    pub dep: Dep,
}

/// A range; an end that is `None` asks nothing.
#[derive(Clone, Debug)]
pub enum Span {
    /// Of numbers, days, quantities: each end, and whether it is taken in.
    Number(Option<(Bounds, bool)>, Option<(Bounds, bool)>),
    /// Of money.
    Money(Money, Money),
    /// Unknown.
    Any,
}

impl Value {
    /// A value that is not absent; hangs on `dep` unless it is decided.
    pub fn new(data: Data, dep: Dep) -> Value {
        let dep = if data.is_decided() { Dep::NONE } else { dep };
        Value {
            absent: false,
            data,
            dep,
        }
    }

    /// A value that may be absent.
    pub fn optional(data: Data, dep: Dep) -> Value {
        Value {
            absent: true,
            data,
            dep,
        }
    }

    /// Absent for certain.
    pub fn none() -> Value {
        Value {
            absent: true,
            data: Data::None,
            dep: Dep::NONE,
        }
    }

    /// A truth value.
    pub fn truth(truth: Truth, dep: Dep) -> Value {
        Value::new(Data::Truth(truth), dep)
    }

    /// A number.
    pub fn number(bounds: Bounds, dep: Dep) -> Value {
        Value::new(Data::Number(bounds), dep)
    }

    /// A list of told elements.
    pub fn list(known: Vec<Value>, ghosts: Vec<Value>) -> Value {
        let known = known
            .into_iter()
            .map(|value| Element {
                value,
                member: Truth::T,
                dep: Dep::NONE,
            })
            .collect();
        Value::new(Data::List(Rc::new(Elements { known, ghosts })), Dep::NONE)
    }

    /// Whether it is absent for certain.
    pub fn is_none(&self) -> bool {
        matches!(self.data, Data::None)
    }

    /// Whether nothing is left open about it.
    pub fn is_decided(&self) -> bool {
        self.is_none() || (!self.absent && self.data.is_decided())
    }

    /// As a condition: absent is false (semantics §6).
    pub fn as_truth(&self) -> (Truth, Dep) {
        match (&self.data, self.absent) {
            (Data::None, _) => (Truth::F, Dep::NONE),
            (Data::Truth(truth), false) => (*truth, self.dep),
            (Data::Truth(truth), true) if truth.is_false() => (Truth::F, Dep::NONE),
            _ => (Truth::U, self.dep),
        }
    }

    /// The numbers that it may be where it is present; any, where it is no number.
    pub fn bounds(&self) -> Bounds {
        match &self.data {
            Data::Number(bounds) => bounds.clone(),
            _ => Bounds::any(),
        }
    }
}

impl Data {
    /// Whether just one value of the kind is possible. A record is decided (its fields tell what they hang on), and so is a list.
    pub fn is_decided(&self) -> bool {
        match self {
            Data::Truth(truth) => !truth.is_unknown(),
            Data::Number(bounds) => bounds.single().is_some(),
            Data::Money(money) => money.is_told(),
            Data::Choice(choice) => choice.is_single().is_some(),
            Data::Code(Codes::OneOf(codes)) => codes.len() == 1,
            Data::Code(Codes::Unlisted) => true,
            Data::Text(Texts::OneOf(texts)) => texts.len() == 1,
            Data::Period(periods) => periods.is_told(),
            Data::Record(some) => some.single().is_some(),
            Data::Row(some) => some.single().is_some(),
            Data::Range(Span::Any)
            | Data::Code(Codes::Any)
            | Data::Text(Texts::Any)
            | Data::Other => false,
            Data::Range(_) | Data::List(_) | Data::None => true,
        }
    }
}

/// The smallest value that covers both; it hangs on what either does, and on `dep`, what left the choice between them open.
pub fn hull(deps: &mut Deps, a: &Value, b: &Value, dep: Dep) -> Value {
    let joined = deps.join_all([a.dep, b.dep, dep]);
    let data = match (&a.data, &b.data) {
        (Data::None, other) | (other, Data::None) => other.clone(),
        (Data::Truth(a), Data::Truth(b)) => Data::Truth(a.hull(*b)),
        (Data::Number(a), Data::Number(b)) => Data::Number(a.hull(b)),
        (Data::Money(a), Data::Money(b)) => Data::Money(a.hull(b)),
        (Data::Choice(a), Data::Choice(b)) => Data::Choice(a.union(b)),
        (Data::Code(a), Data::Code(b)) => Data::Code(a.union(b)),
        (Data::Text(Texts::OneOf(a)), Data::Text(Texts::OneOf(b))) => {
            Data::Text(Texts::OneOf(union(a, b)))
        }
        (Data::Text(_), Data::Text(_)) => Data::Text(Texts::Any),
        (Data::Period(a), Data::Period(b)) => Data::Period(a.hull(b)),
        (Data::Record(a), Data::Record(b)) => Data::Record(a.union(b)),
        (Data::Row(a), Data::Row(b)) => Data::Row(a.union(b)),
        (Data::List(a), Data::List(b)) => return hull_lists(deps, a, b, dep),
        (Data::Range(_), Data::Range(_)) => Data::Range(Span::Any),
        _ => Data::Other,
    };
    let absent = a.absent || b.absent;
    let decided = if absent {
        matches!(data, Data::None)
    } else {
        data.is_decided()
    };
    Value {
        absent,
        dep: if decided { Dep::NONE } else { joined },
        data,
    }
}

/// Elements of either list perhaps, of both (the same record or row) for certain.
fn hull_lists(deps: &mut Deps, a: &Rc<Elements>, b: &Rc<Elements>, dep: Dep) -> Value {
    if Rc::ptr_eq(a, b) {
        return Value::new(Data::List(a.clone()), Dep::NONE);
    }
    let in_a: HashMap<Key, usize> = keys(a);
    let in_b: HashMap<Key, usize> = keys(b);
    let mut known = Vec::new();
    let mut push = |deps: &mut Deps, element: &Element, twin: Option<&Element>| {
        let member = element
            .member
            .hull(twin.map_or(Truth::F, |twin| twin.member));
        let both = twin.map_or(Dep::NONE, |twin| twin.dep);
        let dep = if member.is_unknown() {
            deps.join_all([element.dep, both, dep])
        } else {
            Dep::NONE
        };
        known.push(Element {
            value: element.value.clone(),
            member,
            dep,
        });
    };
    for element in &a.known {
        let twin = key(element)
            .and_then(|key| in_b.get(&key))
            .and_then(|i| b.known.get(*i));
        push(deps, element, twin);
    }
    for element in &b.known {
        if !key(element).is_some_and(|key| in_a.contains_key(&key)) {
            push(deps, element, None);
        }
    }
    let ghosts = a.ghosts.iter().chain(&b.ghosts).cloned().collect();
    Value::new(Data::List(Rc::new(Elements { known, ghosts })), Dep::NONE)
}

/// A record or row by its identity.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Node(NodeRef),
    Row(ListId, u32),
}

fn key(element: &Element) -> Option<Key> {
    match &element.value.data {
        Data::Record(some) => some.single().map(Key::Node),
        Data::Row(some) => some.single().map(|(list, row)| Key::Row(list, row)),
        _ => None,
    }
}

fn keys(list: &Elements) -> HashMap<Key, usize> {
    list.known
        .iter()
        .enumerate()
        .filter_map(|(i, e)| Some((key(e)?, i)))
        .collect()
}

fn union<T: Clone + Ord>(a: &[T], b: &[T]) -> Vec<T> {
    let mut all = [a, b].concat();
    all.sort_unstable();
    all.dedup();
    all
}

impl Codes {
    fn union(&self, other: &Codes) -> Codes {
        match (self, other) {
            (Codes::OneOf(a), Codes::OneOf(b)) => Codes::OneOf(union(a, b)),
            (Codes::Unlisted, Codes::Unlisted) => Codes::Unlisted,
            _ => Codes::Any,
        }
    }
}
