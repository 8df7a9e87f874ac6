//! Calls of defines: remembered by their arguments, cut off where nothing is known (semantics §7, recursion).

use super::deps::Dep;
use super::node::NodeRef;
use super::rule::{GROWTH, RED_ZONE};
use super::value::{Alternatives, Codes, Data, Value};
use super::{Cx, Frame, Recorder, World};
use crate::ir::{DefineId, ExprId, ExprKind, ListId, Type};
use crate::value::{Code, Number};

/// A call by its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MemoKey {
    define: DefineId,
    world: World,
    args: Vec<ArgKey>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum ArgKey {
    Node(NodeRef),
    Row(ListId, u32),
    Choice(u16),
    Number(Number),
    Code(Code),
    /// An argument made of literals alone, by the place that writes it.
    Literal(ExprId),
    Absent,
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
            keys = keys.zip(self.arg_key(*arg, &value)).map(|(mut keys, key)| {
                keys.push(key);
                keys
            });
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
        if !self.recorder.is_fresh()
            && let Some(value) = key.as_ref().and_then(|key| self.memo.get(key))
        {
            return value.clone();
        }
        if define.recursive
            && let Some(cut) = self.cut_off(key.as_ref(), &values, &define.result)
        {
            return cut;
        }
        let entered: Vec<(DefineId, NodeRef)> = match &key {
            Some(key) if define.recursive => {
                let nodes = key.args.iter().filter_map(|arg| match arg {
                    ArgKey::Node(node) => Some((id, *node)),
                    _ => None,
                });
                nodes.filter(|call| self.calls.insert(*call)).collect()
            }
            _ => Vec::new(),
        };
        let mut inner = Frame::new(&define.locals, values);
        let value = stacker::maybe_grow(RED_ZONE, GROWTH, || self.eval(define.body, &mut inner));
        for call in &entered {
            self.calls.remove(call);
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
    /// Met again: the same define on a record made up below (or the same as) the one it was called on.
    fn cut_off(&mut self, key: Option<&MemoKey>, args: &[Value], result: &Type) -> Option<Value> {
        let define = key?.define;
        let made_up = args.iter().find_map(|value| match &value.data {
            Data::Record(nodes) => nodes
                .as_slice()
                .iter()
                .copied()
                .find(|n| self.virtual_node(*n).is_some()),
            _ => None,
        })?;
        let mut above = Some(made_up);
        while let Some(node) = above {
            if self.calls.contains(&(define, node)) && self.virtual_node(node).is_some() {
                let parent = self.virtual_node(made_up).map(|v| (v.parent, v.ghost));
                let dep = match parent {
                    Some((_, Some(ghost))) => ghost,
                    Some(((node, field), None)) => self.leaf_of(node, field),
                    None => Dep::NONE,
                };
                return Some(self.any_of(result, dep));
            }
            above = self
                .virtual_node(node)
                .map(|v| v.parent.0)
                .filter(|n| *n != node && self.virtual_node(*n).is_some());
        }
        None
    }

    fn arg_key(&self, expr: ExprId, value: &Value) -> Option<ArgKey> {
        if value.is_none() {
            return Some(ArgKey::Absent);
        }
        if self.is_literal(expr) {
            return Some(ArgKey::Literal(expr));
        }
        if value.absent {
            return None;
        }
        match &value.data {
            Data::Record(Alternatives::One(node)) => Some(ArgKey::Node(*node)),
            Data::Row(Alternatives::One((list, row))) => Some(ArgKey::Row(*list, *row)),
            Data::Choice(choice) => choice.is_single().map(ArgKey::Choice),
            Data::Number(bounds) => bounds.single().cloned().map(ArgKey::Number),
            Data::Code(Codes::OneOf(codes)) if value.dep.is_none() => match codes.as_slice() {
                [code] => Some(ArgKey::Code(code.clone())),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_literal(&self, expr: ExprId) -> bool {
        match &self.program.expr(expr).kind {
            ExprKind::Const(_) => true,
            ExprKind::Set(all) | ExprKind::List(all) => all.iter().all(|e| self.is_literal(*e)),
            _ => false,
        }
    }
}
