//! Reading facts: records told, records not told (made up on demand), defaults, and the paths of places.
//!
//! A record not told keeps one identity through all splits and probes, so that its leaves do too (semantics §1, §7).

use rustc_hash::FxHashMap as HashMap;

use super::deps::{Dep, Leaf};
use super::value::{Alternatives, Codes, Data, Texts, Value};
use super::{Cx, Recorder};
use crate::decision::{Gap, Text};
use crate::facts::{NodeId, ROOT, Slot};
use crate::ir::{FieldId, RecordId, Type};
use crate::value::{Bounds, Choice, Country, CurrencyKey, Money, Number, Periods, Truth};

/// A record: told (its number is its [`NodeId`]'s) or made up (numbers above).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeRef(pub u32);

/// The root of the facts.
pub const ROOT_REF: NodeRef = NodeRef(ROOT.0);

/// A record made up.
#[derive(Clone, Copy, Debug)]
pub struct Virtual {
    /// Its type.
    pub record: RecordId,
    /// The field whose record it is, or whose list's further element.
    pub parent: (NodeRef, FieldId),
    /// For a ghost and all under it: the list's own leaf stands for every leaf.
    pub ghost: Option<Dep>,
    /// Whether it is an element of a list rather than a field's record.
    pub element: bool,
}

/// Records made up so far.
#[derive(Debug, Default)]
pub struct Virtuals {
    nodes: Vec<Virtual>,
    by_place: HashMap<(NodeRef, FieldId, bool), NodeRef>,
}

impl<R: Recorder> Cx<'_, R> {
    /// The type of a record.
    pub fn record_of(&self, node: NodeRef) -> RecordId {
        match self.facts.node(NodeId(node.0)) {
            Some(told) => told.record,
            None => self.virtual_node(node).map_or(RecordId(0), |v| v.record),
        }
    }

    /// A record made up, if it is one.
    pub fn virtual_node(&self, node: NodeRef) -> Option<&Virtual> {
        let index = (node.0 as usize).checked_sub(self.facts.nodes.len())?;
        self.virtuals.nodes.get(index)
    }

    fn make_up(
        &mut self,
        record: RecordId,
        parent: NodeRef,
        field: FieldId,
        element: bool,
    ) -> NodeRef {
        if let Some(node) = self.virtuals.by_place.get(&(parent, field, element)) {
            return *node;
        }
        let above = self.virtual_node(parent).and_then(|v| v.ghost);
        let ghost = match (above, element) {
            (Some(dep), _) => Some(dep),
            (None, true) => Some(self.deps.leaf(Leaf::Field(parent, field))),
            (None, false) => None,
        };
        let number = self.facts.nodes.len() + self.virtuals.nodes.len();
        let node = NodeRef(u32::try_from(number).unwrap_or(u32::MAX));
        self.virtuals.nodes.push(Virtual {
            record,
            parent: (parent, field),
            ghost,
            element,
        });
        self.virtuals
            .by_place
            .insert((parent, field, element), node);
        node
    }

    /// A record that stands for one known to be absent: whatever is asked of it is unknown and hangs on nothing.
    pub fn nothing(&mut self, record: RecordId) -> Value {
        let number = self.facts.nodes.len() + self.virtuals.nodes.len();
        let node = NodeRef(u32::try_from(number).unwrap_or(u32::MAX));
        self.virtuals.nodes.push(Virtual {
            record,
            parent: (node, FieldId(0)),
            ghost: Some(Dep::NONE),
            element: false,
        });
        Value::new(Data::Record(Alternatives::One(node)), Dep::NONE)
    }

    /// The leaf of a field, or of the list that its record is a ghost of.
    pub fn leaf_of(&mut self, node: NodeRef, field: FieldId) -> Dep {
        match self.virtual_node(node).and_then(|v| v.ghost) {
            Some(dep) => dep,
            None => self.deps.leaf(Leaf::Field(node, field)),
        }
    }

    /// What is known of a field of a record.
    pub fn read(&mut self, node: NodeRef, field: FieldId) -> Value {
        if let Some(value) = self
            .overrides
            .iter()
            .find(|(n, f, _)| (*n, *f) == (node, field))
            .map(|(_, _, v)| v.clone())
        {
            return value;
        }
        if node == ROOT_REF && field == self.program.facts.date {
            return self.day_of_the_act();
        }
        let facts = self.facts;
        match facts.slot(NodeId(node.0), field) {
            None | Some(Slot::Untold) => self.untold_field(node, field),
            Some(Slot::LeftOut) => self.left_out(node, field),
            Some(slot) => self.told(node, field, slot),
        }
    }

    /// The day asked; of several days at once, the bounds that they lie in.
    fn day_of_the_act(&mut self) -> Value {
        let on = self.law.on.to_number();
        let several = self
            .last_day
            .filter(|last| *last > self.law.on)
            .and_then(|last| Bounds::between(on.clone(), last.to_number()));
        match several {
            Some(bounds) => {
                let leaf = self
                    .deps
                    .leaf(Leaf::Field(ROOT_REF, self.program.facts.date));
                Value::number(bounds, leaf)
            }
            None => Value::number(Bounds::point(on), Dep::NONE),
        }
    }

    fn field_type(&self, node: NodeRef, field: FieldId) -> &Type {
        let record = self.program.record(self.record_of(node));
        record
            .fields
            .get(field.index())
            .map_or(&Type::Error, |f| &f.ty)
    }

    pub(super) fn untold_field(&mut self, node: NodeRef, field: FieldId) -> Value {
        let ty = self.field_type(node, field).clone();
        let dep = self.leaf_of(node, field);
        let value = self.untold(&ty, node, field, dep);
        self.bounded_by_ensure(node, field, value)
    }

    /// Left out: the schema's default where its condition holds, else untold. Evaluated once per place.
    fn left_out(&mut self, node: NodeRef, field: FieldId) -> Value {
        if let Some(value) = self.defaults.get(&(node, field)) {
            return value.clone();
        }
        let program = self.program;
        let schema = program
            .record(self.record_of(node))
            .fields
            .get(field.index());
        let Some((schema, default)) = schema.and_then(|f| Some((f, f.default?))) else {
            return self.untold_field(node, field);
        };
        // A default that reads itself through its siblings is untold: nothing was said.
        if !self.assume_defaults || !self.pending_defaults.insert((node, field)) {
            return self.untold_field(node, field);
        }
        // A cell fixes a leaf without telling it: a completion may tell both that leaf and this field. So a default is what it is
        // outside of all cells, and what was worked out inside is no part of it.
        let held = (!self.telling).then(|| {
            let overrides = std::mem::take(&mut self.overrides);
            (!overrides.is_empty()).then(|| {
                let memo = std::mem::take(&mut self.memo);
                (overrides, memo, std::mem::take(&mut self.least_sums))
            })
        });
        let me = Value::new(Data::Record(Alternatives::One(node)), Dep::NONE);
        let mut frame = super::Frame::new(&schema.locals, vec![me]);
        let applies = match schema.default_if {
            Some(cond) => self.truth(cond, &mut frame).0,
            None => Truth::T,
        };
        let value = if applies.is_true() {
            self.default_value(default, &schema.ty, &mut frame)
        } else {
            self.untold_field(node, field)
        };
        if let Some((overrides, memo, sums)) = held.flatten() {
            (self.overrides, self.memo, self.least_sums) = (overrides, memo, sums);
        }
        self.pending_defaults.remove(&(node, field));
        self.defaults.insert((node, field), value.clone());
        value
    }

    fn default_value(
        &mut self,
        default: crate::ir::ExprId,
        ty: &Type,
        frame: &mut super::Frame<'_>,
    ) -> Value {
        let mut value = self.eval(default, frame);
        if matches!(ty, Type::Int | Type::Decimal | Type::Share)
            && matches!(value.data, Data::Other)
        {
            value = Value::number(Bounds::any(), value.dep);
        }
        value
    }

    /// A value of which nothing is known but its type.
    pub fn untold(&mut self, ty: &Type, node: NodeRef, field: FieldId, dep: Dep) -> Value {
        match ty {
            Type::Optional(inner) => {
                let value = self.untold(inner, node, field, dep);
                Value {
                    absent: true,
                    dep,
                    ..value
                }
            }
            Type::Record(record) => {
                let made = self.make_up(*record, node, field, false);
                Value::new(Data::Record(Alternatives::One(made)), Dep::NONE)
            }
            Type::List(inner) | Type::Set(inner) => {
                let ghost = self.ghost(inner, node, field);
                Value::list(Vec::new(), vec![ghost])
            }
            _ => self.any_told(ty, dep),
        }
    }

    /// Any value that facts may tell of a type that is neither a record nor a list: shares within the whole, money not owed,
    /// periods that do not go back.
    fn any_told(&mut self, ty: &Type, dep: Dep) -> Value {
        let data = match ty {
            Type::Share => Data::Number(
                Bounds::between(Number::zero(), Number::one()).unwrap_or_else(Bounds::any),
            ),
            Type::Money => Data::Money(Money::of(
                CurrencyKey::Unknown(dep.key()),
                Bounds::non_negative(),
            )),
            Type::Period => Data::Period(Periods::Forward),
            Type::Optional(inner) => {
                let value = self.any_told(inner, dep);
                return Value {
                    absent: true,
                    dep,
                    ..value
                };
            }
            _ => return self.any_of(ty, dep),
        };
        Value::new(data, dep)
    }

    /// Any value of a type that is neither a record nor a list; also of a calculation, which nothing clips.
    pub fn any_of(&mut self, ty: &Type, dep: Dep) -> Value {
        let data = match ty {
            Type::Bool => Data::Truth(Truth::U),
            Type::Int | Type::Decimal | Type::Share | Type::Date | Type::Quantity(_) => {
                Data::Number(Bounds::any())
            }
            Type::Money => Data::Money(Money::of(CurrencyKey::Unknown(dep.key()), Bounds::any())),
            Type::Enum(id) => {
                Data::Choice(all_members(self.program.enumeration(*id).members.len()))
            }
            Type::Country => Data::Choice(Choice::all(Country::count())),
            Type::Code => Data::Code(Codes::Any),
            Type::Text => Data::Text(Texts::Any),
            Type::Period => Data::Period(Periods::Any),
            Type::Range(_) => Data::Range(super::value::Span::Any),
            Type::Optional(inner) => {
                let value = self.any_of(inner, dep);
                return Value {
                    absent: true,
                    dep,
                    ..value
                };
            }
            Type::List(_) | Type::Set(_) => {
                return Value::list(Vec::new(), vec![Value::new(Data::Other, dep)]);
            }
            _ => Data::Other,
        };
        Value::new(data, dep)
    }

    /// The arbitrary further element of a list field.
    pub fn ghost(&mut self, element: &Type, node: NodeRef, field: FieldId) -> Value {
        let dep = self.leaf_of(node, field);
        let inner = match element {
            Type::Optional(inner) => inner,
            other => other,
        };
        match inner {
            Type::Record(record) => {
                let made = self.make_up(*record, node, field, true);
                Value {
                    absent: matches!(element, Type::Optional(_)),
                    data: Data::Record(Alternatives::One(made)),
                    dep,
                }
            }
            other => Value {
                dep,
                ..self.any_told(other, dep)
            },
        }
    }

    fn told(&mut self, node: NodeRef, field: FieldId, slot: &Slot) -> Value {
        let facts = self.facts;
        let data = match slot {
            Slot::Absent => return Value::none(),
            Slot::Bool(value) => Data::Truth(Truth::from_bool(*value)),
            Slot::Number(bounds) => {
                if bounds.single().is_some() {
                    return Value::number(bounds.clone(), Dep::NONE);
                }
                let dep = self.leaf_of(node, field);
                let value = Value::number(bounds.clone(), dep);
                return self.bounded_by_ensure(node, field, value);
            }
            Slot::Choice(choice) => Data::Choice(choice.clone()),
            Slot::Code(code, true) => {
                // Told, yet perhaps too coarsely for some list: only a comparison can know, so the leaf goes along.
                let dep = self.leaf_of(node, field);
                return Value {
                    absent: false,
                    data: Data::Code(Codes::OneOf(vec![code.clone()])),
                    dep,
                };
            }
            Slot::Code(code, false) => {
                let path = self.path_of_field(node, field);
                return self.unknown_code(code, path);
            }
            Slot::Period(periods) => Data::Period(periods.clone()),
            Slot::Text(texts) => Data::Text(Texts::OneOf(texts.clone())),
            Slot::Money(amount, currency) => {
                let told =
                    currency.is_some() && amount.as_ref().is_some_and(|a| a.single().is_some());
                let value = self.money(node, field, amount.as_ref(), *currency);
                // What is told whole no limit makes narrower; and asking for the limit asks for what holds it, up to the outermost.
                return if told {
                    value
                } else {
                    self.bounded_by_ensure(node, field, value)
                };
            }
            Slot::Record(id) => Data::Record(Alternatives::One(NodeRef(id.0))),
            Slot::List {
                start,
                len,
                complete,
            } => {
                let elements = facts.elements(*start, *len);
                return self.told_list(node, field, elements, *complete);
            }
            Slot::Rates | Slot::LeftOut | Slot::Untold => Data::Other,
        };
        let dep = if data.is_decided() {
            Dep::NONE
        } else {
            self.leaf_of(node, field)
        };
        Value::new(data, dep)
    }

    fn money(
        &mut self,
        node: NodeRef,
        field: FieldId,
        amount: Option<&Bounds>,
        currency: Option<crate::value::Currency>,
    ) -> Value {
        let whole = amount.is_none() && currency.is_none();
        let known_amount = amount.and_then(Bounds::single).is_some();
        let bounds = amount.cloned().unwrap_or_else(Bounds::non_negative);
        let currency_leaf = if whole {
            Leaf::Field(node, field)
        } else {
            Leaf::Currency(node, field)
        };
        let key = match currency {
            Some(currency) => CurrencyKey::Known(currency),
            None => CurrencyKey::Unknown(self.deps.leaf(currency_leaf).key()),
        };
        let mut dep = Dep::NONE;
        if !known_amount {
            dep = self.deps.leaf(if whole {
                Leaf::Field(node, field)
            } else {
                Leaf::Amount(node, field)
            });
        }
        if let CurrencyKey::Unknown(leaf) = key {
            dep = self.deps.join(dep, Dep::from_key(leaf));
        }
        Value::new(Data::Money(Money::of(key, bounds)), dep)
    }

    fn told_list(
        &mut self,
        node: NodeRef,
        field: FieldId,
        elements: &[Slot],
        complete: bool,
    ) -> Value {
        let ty = self.field_type(node, field).clone();
        let (Type::List(inner) | Type::Set(inner)) = ty else {
            return Value::new(Data::Other, Dep::NONE);
        };
        let mut known = Vec::with_capacity(elements.len());
        for (i, element) in elements.iter().enumerate() {
            known.push(match element {
                Slot::Record(id) => {
                    Value::new(Data::Record(Alternatives::One(NodeRef(id.0))), Dep::NONE)
                }
                Slot::LeftOut | Slot::Untold => {
                    let dep = self.element_leaf(node, field, i);
                    self.any_told(&inner, dep)
                }
                Slot::Code(code, false) => {
                    let path = format!("{}[{i}]", self.path_of_field(node, field));
                    self.unknown_code(code, path)
                }
                other => {
                    let value = self.told(node, field, other);
                    let dep = if value.dep.is_none() {
                        Dep::NONE
                    } else {
                        self.element_leaf(node, field, i)
                    };
                    Value { dep, ..value }
                }
            });
        }
        let ghosts = if complete {
            Vec::new()
        } else {
            vec![self.ghost(&inner, node, field)]
        };
        Value::list(known, ghosts)
    }

    fn element_leaf(&mut self, node: NodeRef, field: FieldId, index: usize) -> Dep {
        self.deps.leaf(Leaf::Element(
            node,
            field,
            u32::try_from(index).unwrap_or(u32::MAX),
        ))
    }

    /// A code that no list knows is any code, with a gap that names it (semantics §3): telling it again helps nobody.
    fn unknown_code(&mut self, code: &crate::value::Code, path: String) -> Value {
        let near = neighbours(
            code.as_str(),
            self.program.codes.iter().map(crate::value::Code::as_str),
        );
        let (code, near) = (code.as_str(), near.join(", "));
        let detail = if near.is_empty() {
            Text {
                en: format!("no list of the policies knows `{code}`"),
                zh: Some(format!("政策的任何清单都没有`{code}`")),
            }
        } else {
            Text {
                en: format!("no list of the policies knows `{code}`; near it: {near}"),
                zh: Some(format!("政策的任何清单都没有`{code}`；相近的有：{near}")),
            }
        };
        let dep = self.deps.gap(Gap {
            reason: "code not known".to_owned(),
            path: Some(path),
            detail: Some(detail),
        });
        Value::new(Data::Code(Codes::Any), dep)
    }

    /// Whether a code that hangs on this stands in the facts (or in the policy, where it hangs on nothing).
    pub fn is_told_code(&self, dep: Dep) -> bool {
        let (leaves, _) = self.deps.spread([dep]);
        leaves.iter().all(|leaf| match leaf {
            Leaf::Field(node, field) => {
                matches!(
                    self.facts.slot(NodeId(node.0), *field),
                    Some(Slot::Code(..))
                )
            }
            _ => true,
        })
    }

    /// A gap named for a code told too coarsely.
    pub fn coarse_code(&mut self, code: &str, dep: Dep) -> Dep {
        let (leaves, _) = self.deps.spread([dep]);
        let path = leaves.first().map(|leaf| self.path_of_leaf(*leaf));
        let detail = Some(Text {
            en: format!(
                "`{code}` stands for several entries, of which only some are listed: say it more finely"
            ),
            zh: Some(format!(
                "`{code}`包含多个条目，其中仅部分列入清单：请提供更具体的编码"
            )),
        });
        self.deps.gap(Gap {
            reason: "code too coarse".to_owned(),
            path,
            detail,
        })
    }
}

/// All members of an enum.
pub fn all_members(count: usize) -> Choice {
    Choice::all(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Up to three listed codes that share the longest beginning with `code`.
fn neighbours<'a>(code: &str, listed: impl Iterator<Item = &'a str>) -> Vec<String> {
    let shared = |other: &str| {
        code.chars()
            .zip(other.chars())
            .take_while(|(a, b)| a == b)
            .count()
    };
    let mut best: Vec<(usize, &str)> = listed
        .map(|other| (shared(other), other))
        .filter(|(n, _)| *n >= 3)
        .collect();
    best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    best.into_iter()
        .take(3)
        .map(|(_, other)| format!("`{other}`"))
        .collect()
}
