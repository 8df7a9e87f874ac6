//! What leaving a field out means: a value where the policy writes one down and it always holds, else words.

use serde_json::{Value, json};

use super::{Writer, words};
use crate::ir::{Const, ExprId, ExprKind, Field, Type};
use crate::value::{Country, Day, Number, format_quantity, format_share};

/// What leaving a field out means.
pub enum LeftOut {
    /// The same as telling this.
    Value(Value),
    /// The same as telling what these words say.
    Words(String),
}

impl Writer<'_> {
    /// None: not known.
    pub(super) fn default(&self, field: &Field) -> Option<LeftOut> {
        if field.ty == Type::Rates {
            return Some(LeftOut::Value(json!({})));
        }
        let default = field.default?;
        if field.default_if.is_none()
            && let Some(value) = self.value(default, &field.ty)
        {
            return Some(LeftOut::Value(value));
        }
        let condition = field.default_if.map(|condition| self.written(condition));
        Some(LeftOut::Words(words::left_out(
            self.language,
            &self.written(default),
            condition.as_deref(),
        )))
    }

    /// An expression as the policy writes it, on one line.
    fn written(&self, id: ExprId) -> String {
        let text = self.sources.slice(self.program.expr(id).span);
        let code = text
            .lines()
            .map(|line| line.split("//").next().unwrap_or(line));
        let words: Vec<&str> = code.flat_map(str::split_whitespace).collect();
        words.join(" ")
    }

    /// A constant as the facts write it; none of what is worked out, or what the facts could not write exactly.
    fn value(&self, id: ExprId, ty: &Type) -> Option<Value> {
        let element = match ty {
            Type::List(of) | Type::Set(of) => Some(of.as_ref()),
            _ => None,
        };
        match &self.program.expr(id).kind {
            ExprKind::Const(value) => self.constant(value, ty),
            ExprKind::List(all) | ExprKind::Set(all) => {
                let each = all.iter().map(|id| self.value(*id, element?));
                each.collect::<Option<Vec<_>>>().map(Value::Array)
            }
            _ => None,
        }
    }

    fn constant(&self, value: &Const, ty: &Type) -> Option<Value> {
        let ty = match ty {
            Type::Optional(of) => of.as_ref(),
            other => other,
        };
        Some(match (value, ty) {
            (Const::Null, _) => Value::Null,
            (Const::Bool(truth), _) => json!(truth),
            (Const::Number(number), _) => self.number(number, ty)?,
            (Const::Money(currency, amount), _) => {
                json!({ "amount": exact(amount)?, "currency": currency.code() })
            }
            (Const::Choice(index), Type::Enum(id)) => {
                let members = &self.program.enumeration(*id).members;
                json!(members.get(usize::from(*index))?.name)
            }
            (Const::Choice(index), _) => json!(Country::from_index(*index)?.code()),
            (Const::Code(code), _) => json!(code.as_str()),
            (Const::Text(text), _) => json!(&**text),
            (Const::Period(period), _) if period.count >= 0 => json!(period.to_string()),
            (Const::Set(all), Type::List(of) | Type::Set(of)) => {
                let each = all.iter().map(|member| self.constant(member, of));
                Value::Array(each.collect::<Option<Vec<_>>>()?)
            }
            _ => return None,
        })
    }

    fn number(&self, number: &Number, ty: &Type) -> Option<Value> {
        Some(match ty {
            Type::Int => json!(number.to_int()?),
            Type::Date => json!(Day::from_number(number)?.to_string()),
            Type::Share => {
                let text = format_share(number);
                text.ends_with('%').then(|| json!(text))?
            }
            Type::Quantity(id) => {
                let unit = self.program.dimension(*id).units.first()?;
                exact(number)?;
                json!(format_quantity(number, &unit.name, &unit.factor))
            }
            _ => json!(exact(number)?),
        })
    }
}

fn exact(number: &Number) -> Option<String> {
    let text = number.to_decimal_string();
    (!text.contains('/')).then_some(text)
}
