//! Values of scenarios, written as expressions, as the JSON that a fact file would hold.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::place::present;
use super::{Checker, errors};
use crate::ir::{Place, PlaceStep, Type};
use crate::resolve::near;
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Literal, Name, Str, Suffix};
use crate::value::{Country, Currency};

/// The facts before the change at hand, for values that are copies of a place; none where they are no JSON.
pub(super) type Before<'b> = &'b dyn Fn() -> Option<Value>;

/// Where a value stands below the place that is changed, and which places below it are unknown.
struct Way<'b> {
    before: Before<'b>,
    steps: Vec<PlaceStep>,
    holes: Vec<Vec<PlaceStep>>,
}

/// `unknown`, in place of a value.
pub(super) fn is_unknown(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Name(name) if name.text == "unknown")
}

/// Keys of facts that are told in part.
const PARTIAL: &[&str] = &["at_least", "at_most", "one_of", "known", "complete"];

impl Checker<'_, '_> {
    /// A value for a place of that type, and the places below it that are `unknown`. No value: the place itself is. `None` where
    /// it was told to be wrong.
    pub(super) fn fact_value(
        &mut self,
        expr: &Expr,
        ty: &Type,
        before: Before,
    ) -> Option<(Option<Value>, Vec<Vec<PlaceStep>>)> {
        if is_unknown(expr) {
            return Some((None, Vec::new()));
        }
        let mut way = Way {
            before,
            steps: Vec::new(),
            holes: Vec::new(),
        };
        let value = self.json(expr, ty, &mut way)?;
        Some((Some(value), way.holes))
    }

    fn json(&mut self, expr: &Expr, ty: &Type, way: &mut Way<'_>) -> Option<Value> {
        let ty = present(ty);
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(literal, ty, expr.span),
            ExprKind::Neg(inner) => match &inner.kind {
                ExprKind::Literal(Literal::Int(number)) => Some(whole(&format!("-{number}"))),
                ExprKind::Literal(Literal::Decimal(number)) => {
                    Some(Value::String(format!("-{number}")))
                }
                ExprKind::Literal(Literal::Share(number)) => {
                    Some(Value::String(format!("-{number}%")))
                }
                ExprKind::Literal(Literal::Quantity(number, words)) => {
                    Some(quantity(&format!("-{number}"), words))
                }
                ExprKind::Literal(Literal::Money(currency, number)) => {
                    Some(money(&format!("-{number}"), &currency.text))
                }
                _ => self.no_value(expr.span),
            },
            ExprKind::Name(name) => self.name_value(name, expr, ty, way),
            ExprKind::Postfix(_, suffixes) => self.path_value(suffixes, expr, ty, way),
            ExprKind::Set(members)
                if members.is_empty() && matches!(ty, Type::Record(_) | Type::Rates) =>
            {
                Some(Value::Object(Map::new()))
            }
            ExprKind::Object(members)
                if members.is_empty() && matches!(ty, Type::List(_) | Type::Set(_)) =>
            {
                Some(Value::Array(Vec::new()))
            }
            ExprKind::Set(members) | ExprKind::List(members) => {
                let element = match ty {
                    Type::List(element) | Type::Set(element) => (**element).clone(),
                    _ => Type::Error,
                };
                let mut list = Vec::with_capacity(members.len());
                for (index, member) in members.iter().enumerate() {
                    way.steps
                        .push(PlaceStep::Index(u32::try_from(index).unwrap_or(u32::MAX)));
                    let value = self.json(member, &element, way);
                    way.steps.pop();
                    list.push(value?);
                }
                Some(Value::Array(list))
            }
            ExprKind::Object(members) => self.object(members, ty, way),
            ExprKind::Error => None,
            _ => self.no_value(expr.span),
        }
    }

    fn no_value(&mut self, span: Span) -> Option<Value> {
        self.sink.push(errors::not_a_value(span));
        None
    }

    fn literal(&mut self, literal: &Literal, ty: &Type, span: Span) -> Option<Value> {
        Some(match literal {
            Literal::Int(number) => whole(number),
            Literal::Decimal(number) => Value::String(number.clone()),
            Literal::Share(number) => Value::String(format!("{number}%")),
            Literal::Quantity(number, words) => {
                if let ([word], Type::Quantity(_)) = (words.as_slice(), ty)
                    && self.names.unit(&word.text).is_none()
                {
                    self.sink.push(errors::unknown_name(
                        &word.text,
                        "unit",
                        word.span,
                        self.names.suggest_unit(&word.text),
                    ));
                }
                quantity(number, words)
            }
            Literal::Money(currency, number) => money(number, &currency.text),
            Literal::Date(date) => Value::String(super::text::day(date)?.to_string()),
            Literal::Code(code) => Value::String(code.clone()),
            Literal::Text(text) => {
                self.choice(text, ty, span);
                Value::String(text.clone())
            }
            Literal::Bool(truth) => Value::Bool(*truth),
            Literal::Null => Value::Null,
        })
    }

    /// Tells of a name that is no member of the enum, or no country.
    fn choice(&mut self, word: &str, ty: &Type, span: Span) {
        match ty {
            Type::Enum(id) => {
                let entry = self.program.enumeration(*id);
                if !entry.members.iter().any(|m| m.name == word) {
                    let alike = near(word, entry.members.iter().map(|m| m.name.as_str()));
                    let told = errors::unknown_member(word, &entry.name, span, alike);
                    self.sink.push(told);
                }
            }
            Type::Country if Country::parse(word).is_none() => {
                let meant = Country::meant_by(word).map(|c| c.code().to_owned());
                self.sink
                    .push(errors::unknown_name(word, "country", span, meant));
            }
            _ => {}
        }
    }

    fn name_value(
        &mut self,
        name: &Name,
        expr: &Expr,
        ty: &Type,
        way: &mut Way<'_>,
    ) -> Option<Value> {
        if name.text == "unknown" {
            self.sink.push(errors::unknown_inside(name.span));
            return None;
        }
        if matches!(ty, Type::Enum(_) | Type::Country) {
            self.choice(&name.text, ty, name.span);
            return Some(Value::String(name.text.clone()));
        }
        if self.is_root_field(&name.text) {
            self.copy(expr, way)
        } else {
            Some(Value::String(name.text.clone()))
        }
    }

    fn path_value(
        &mut self,
        suffixes: &[Suffix],
        expr: &Expr,
        ty: &Type,
        way: &mut Way<'_>,
    ) -> Option<Value> {
        let ExprKind::Postfix(head, _) = &expr.kind else {
            return None;
        };
        let ExprKind::Name(first) = &head.kind else {
            return self.no_value(expr.span);
        };
        let members: Option<Vec<&str>> = suffixes
            .iter()
            .map(|s| match s {
                Suffix::Member(name) => Some(name.text.as_str()),
                Suffix::Index(..) | Suffix::Call(..) => None,
            })
            .collect();
        match members {
            // A code may be written as a path.
            Some(members) if *ty == Type::Code || !self.is_root_field(&first.text) => {
                let parts: Vec<&str> = std::iter::once(first.text.as_str())
                    .chain(members)
                    .collect();
                Some(Value::String(parts.join(".")))
            }
            _ => self.copy(expr, way),
        }
    }

    pub(super) fn is_root_field(&self, word: &str) -> bool {
        let root = self.program.records.get(self.program.facts.record.index());
        root.is_some_and(|r| r.fields.iter().any(|f| f.name == word))
    }

    /// What stands at another place.
    fn copy(&mut self, expr: &Expr, way: &mut Way<'_>) -> Option<Value> {
        let (place, _) = self.place(expr)?;
        let found = (way.before)().and_then(|facts| read(&facts, &place));
        if found.is_none() {
            self.sink
                .push(errors::nothing_to_copy(&place.to_string(), expr.span));
        }
        found
    }

    fn object(&mut self, members: &[(Str, Expr)], ty: &Type, way: &mut Way<'_>) -> Option<Value> {
        let partial = members
            .iter()
            .all(|(key, _)| PARTIAL.contains(&key.text.as_str()));
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut object = Map::new();
        for (key, value) in members {
            if let Some(first) = seen.insert(&key.text, key.span) {
                self.sink
                    .push(errors::duplicate_key(&key.text, key.span, first));
            }
            let of = match (ty, key.text.as_str()) {
                (Type::Record(id), word) => {
                    let record = self.program.record(*id);
                    match record.fields.iter().find(|f| f.name == word) {
                        Some(field) => field.ty.clone(),
                        None if partial => Type::Error,
                        None => {
                            let alike = near(word, record.fields.iter().map(|f| f.name.as_str()));
                            let told = errors::unknown_field(word, &record.name, key.span, alike);
                            self.sink.push(told);
                            Type::Error
                        }
                    }
                }
                (Type::List(element) | Type::Set(element), "known") => Type::List(element.clone()),
                (single, "one_of") => Type::List(Box::new(single.clone())),
                (single, "at_least" | "at_most") => single.clone(),
                _ => Type::Error,
            };
            // The elements of `{ known: […] }` stand straight below the list.
            let step = (key.text != "known").then(|| PlaceStep::Field(key.text.clone()));
            let deeper = step.is_some();
            way.steps.extend(step);
            if is_unknown(value) {
                way.holes.push(way.steps.clone());
            } else if let Some(value) = self.json(value, &of, way) {
                object.insert(key.text.clone(), value);
            }
            if deeper {
                way.steps.pop();
            }
        }
        Some(Value::Object(object))
    }
}

fn whole(number: &str) -> Value {
    number
        .parse::<i64>()
        .map_or_else(|_| Value::String(number.to_owned()), Value::from)
}

fn quantity(number: &str, words: &[Name]) -> Value {
    if let [word] = words
        && Currency::parse(&word.text).is_some()
    {
        return money(number, &word.text);
    }
    let words: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
    Value::String(format!("{number} {}", words.join(" ")))
}

fn money(number: &str, currency: &str) -> Value {
    let mut object = Map::new();
    object.insert("amount".to_owned(), Value::String(number.to_owned()));
    object.insert("currency".to_owned(), Value::String(currency.to_owned()));
    Value::Object(object)
}

/// What stands at a place of facts.
fn read(facts: &Value, place: &Place) -> Option<Value> {
    let mut at = facts;
    for step in &place.steps {
        at = match step {
            PlaceStep::Field(name) => at.get(name)?,
            PlaceStep::Index(index) => at.get("known").unwrap_or(at).get(*index as usize)?,
        };
    }
    Some(at.clone())
}

/// Writes a value at a place, or takes away what stands there. What does not fit is left: whoever runs the scenario tells.
pub(super) fn write(facts: &mut Value, place: &Place, value: Option<&Value>) {
    let Some((last, way)) = place.steps.split_last() else {
        return;
    };
    let mut at = facts;
    for step in way {
        let Some(next) = enter(at, step) else { return };
        at = next;
    }
    match (last, value) {
        (PlaceStep::Field(name), None) => {
            if let Some(object) = at.as_object_mut() {
                object.remove(name);
            }
        }
        (PlaceStep::Index(_), None) => {}
        (step, Some(value)) => {
            if let Some(slot) = enter(at, step) {
                *slot = value.clone();
            }
        }
    }
}

/// The slot one step below, made where it is not there yet.
fn enter<'v>(at: &'v mut Value, step: &PlaceStep) -> Option<&'v mut Value> {
    match step {
        PlaceStep::Field(name) => {
            if at.is_null() {
                *at = Value::Object(Map::new());
            }
            Some(
                at.as_object_mut()?
                    .entry(name.clone())
                    .or_insert(Value::Null),
            )
        }
        PlaceStep::Index(index) => {
            if at.is_null() {
                *at = Value::Array(Vec::new());
            }
            let list = if at.is_object() {
                at.get_mut("known")?
            } else {
                at
            };
            let list = list.as_array_mut()?;
            let index = *index as usize;
            if index == list.len() {
                list.push(Value::Null);
            }
            list.get_mut(index)
        }
    }
}
