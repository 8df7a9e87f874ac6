//! Calls of defines: remembered by their arguments, cut off where nothing is known (semantics §7, recursion).

use std::rc::Rc;

use super::deps::Dep;
use super::node::NodeRef;
use super::value::{Alternatives, Codes, Data, Elements, Value};
use super::{Cx, Frame, Recorder, World};
use crate::ir::{DefineId, ExprId, ExprKind, ListId, Type};
use crate::value::{Bounds, Choice, Code, Truth};

/// A call by its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MemoKey {
    pub(super) define: DefineId,
    world: World,
    args: Vec<ArgKey>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum ArgKey {
    /// A value, whether it may be absent, and what it hangs on.
    Value(DataKey, bool, Dep),
    /// An argument made of literals alone, by the place that writes it.
    Literal(ExprId),
    Absent,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum DataKey {
    Node(NodeRef),
    Row(ListId, u32),
    Truth(Truth),
    Choice(Choice),
    Number(Bounds),
    Codes(Vec<Code>),
    AnyCode,
    List(SameList),
}

/// The very same list; held, so that no other can come to stand in its place.
#[derive(Clone, Debug)]
struct SameList(Rc<Elements>);

impl PartialEq for SameList {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for SameList {}

impl std::hash::Hash for SameList {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        Rc::as_ptr(&self.0).hash(state);
    }
}

/// The records that a value may be, if it is one.
fn records(value: &Value) -> Option<&[NodeRef]> {
    match &value.data {
        Data::Record(nodes) => Some(nodes.as_slice()),
        _ => None,
    }
}

impl<R: Recorder> Cx<'_, R> {
    pub(super) fn call(&mut self, id: DefineId, args: &[ExprId], frame: &mut Frame<'_>) -> Value {
        let program = self.program;
        let define = program.define(id);
        let mut values = Vec::with_capacity(args.len());
        let mut keys = Some(Vec::with_capacity(args.len()));
        for (i, arg) in args.iter().enumerate() {
            let value = self.eval(*arg, frame);
            let optional = define
                .locals
                .get(i)
                .is_none_or(|local| matches!(local.ty, Type::Optional(_)));
            let value = if optional {
                value
            } else {
                self.narrowed(value, define.locals.get(i).map(|l| &l.ty))
            };
            // Calls with a row or a code hardly come again: to remember them costs more than to work them out.
            let passing = matches!(value.data, Data::Row(_) | Data::Code(_)) && !define.recursive;
            if passing && !self.is_literal(*arg) {
                keys = None;
            }
            if let Some(list) = &mut keys {
                match self.arg_key(*arg, &value) {
                    Some(key) => list.push(key),
                    None => keys = None,
                }
            }
            values.push(value);
        }
        let world = if self.prepared.define_reads_status(id) {
            self.world
        } else {
            World::Actual
        };
        let key = keys.map(|args| MemoKey {
            define: id,
            world,
            args,
        });
        if define.recursive
            && let Some(cut) = self.cut_off(id, &values, &define.result)
        {
            return cut;
        }
        // Below a made-up record a result hangs on where calls are cut off: it is neither kept nor taken from what was kept, so
        // that the order in which calls are met changes nothing. While recording only recursion is remembered: without that a
        // define that calls itself twice would take twice as long with every level.
        let remembers = self.calls.is_empty() && (!self.recorder.is_fresh() || define.recursive);
        let key = key.filter(|_| remembers);
        if let Some(value) = key.as_ref().and_then(|key| self.memo.get(key)) {
            return value.clone();
        }
        let made_up = define.recursive && values.iter().any(|value| self.is_made_up(value));
        if made_up {
            self.calls.push((id, values.clone()));
        }
        let mut inner = Frame::new(&define.locals, values);
        if R::WATCHES {
            inner.literals = self.literals(args, frame);
        }
        let value = self.eval(define.body, &mut inner);
        if made_up {
            self.calls.pop();
        }
        if let Some(key) = key {
            self.memo.insert(key, value.clone());
        }
        value
    }

    /// Inside a narrowing a value that may be absent is as one that is not; one that is absent is anything, which the guard makes irrelevant.
    fn narrowed(&mut self, value: Value, ty: Option<&Type>) -> Value {
        if value.is_none() {
            return match ty {
                Some(Type::Record(record)) => self.nothing(*record),
                Some(ty) => self.any_of(ty, Dep::NONE),
                None => value,
            };
        }
        Value {
            absent: false,
            ..value
        }
    }

    /// "On a wholly untold argument, a call met again inside itself answers any value of its type."
    ///
    /// Met again: the same define is under way, and a made-up argument is another one by now: it descends where nothing is told.
    /// An argument that is told ends by itself, whatever stands beside it.
    fn cut_off(&mut self, define: DefineId, args: &[Value], result: &Type) -> Option<Value> {
        let met = self.calls.iter().any(|(met, before)| {
            *met == define
                && before.iter().zip(args).any(|(before, now)| {
                    self.is_made_up(before)
                        && self.is_made_up(now)
                        && records(before) != records(now)
                })
        });
        if !met {
            return None;
        }
        let mut dep = Dep::NONE;
        for arg in args {
            dep = self.deps.join(dep, arg.dep);
            for node in records(arg).unwrap_or_default().to_vec() {
                let place = self.virtual_node(node).map(|v| (v.parent, v.ghost));
                let hangs = match place {
                    Some((_, Some(ghost))) => ghost,
                    Some(((node, field), None)) => self.leaf_of(node, field),
                    None => Dep::NONE,
                };
                dep = self.deps.join(dep, hangs);
            }
        }
        Some(self.any_of(result, dep))
    }

    /// Whether every record that the value may be is made up.
    fn is_made_up(&self, value: &Value) -> bool {
        records(value)
            .is_some_and(|nodes| nodes.iter().all(|node| self.virtual_node(*node).is_some()))
    }

    fn arg_key(&self, expr: ExprId, value: &Value) -> Option<ArgKey> {
        if value.is_none() {
            return Some(ArgKey::Absent);
        }
        if self.is_literal(expr) {
            return Some(ArgKey::Literal(expr));
        }
        let data = match &value.data {
            Data::Record(Alternatives::One(node)) => DataKey::Node(*node),
            Data::Row(Alternatives::One((list, row))) => DataKey::Row(*list, *row),
            Data::Truth(truth) => DataKey::Truth(*truth),
            Data::Choice(choice) => DataKey::Choice(choice.clone()),
            Data::Number(bounds) => DataKey::Number(bounds.clone()),
            Data::Code(Codes::OneOf(codes)) => DataKey::Codes(codes.clone()),
            Data::Code(Codes::Any) => DataKey::AnyCode,
            Data::List(list) => DataKey::List(SameList(list.clone())),
            _ => return None,
        };
        Some(ArgKey::Value(data, value.absent, value.dep))
    }

    fn is_literal(&self, expr: ExprId) -> bool {
        match &self.program.expr(expr).kind {
            ExprKind::Const(_) => true,
            ExprKind::Set(all) | ExprKind::List(all) => all.iter().all(|e| self.is_literal(*e)),
            _ => false,
        }
    }
}
