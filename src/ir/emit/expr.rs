//! Expressions, constants and types as JSON. Recursive: how deep an expression goes is bounded when it is parsed.

use serde_json::{Value, json};

use super::Emit;
use crate::ir::{
    Aggregate, ArithOp, Binder, CompareOp, Const, ExprId, ExprKind, FieldId, Local, LocalId,
    Quantifier, Type,
};
use crate::value::Country;

impl Emit<'_> {
    /// An expression: `op`, its operands, its `type`.
    pub(super) fn expr(&self, id: ExprId, locals: &[Local]) -> Value {
        let expr = self.program.expr(id);
        let mut value = self.kind(&expr.kind, &expr.ty, locals);
        if let Value::Object(map) = &mut value {
            map.insert("type".to_owned(), Value::String(self.ty(&expr.ty)));
        }
        value
    }

    fn kind(&self, kind: &ExprKind, ty: &Type, locals: &[Local]) -> Value {
        let e = |id: &ExprId| self.expr(*id, locals);
        let all = |ids: &[ExprId]| ids.iter().map(e).collect::<Vec<_>>();
        match kind {
            ExprKind::Const(constant) => {
                json!({ "op": "constant", "value": self.constant(constant, ty) })
            }
            ExprKind::Root => json!({ "op": "facts" }),
            ExprKind::Local(local) => {
                json!({ "op": "variable", "name": local_name(locals, *local) })
            }
            ExprKind::Field(of, field) => {
                json!({ "op": "field", "of": e(of), "name": self.field_name(*of, *field) })
            }
            ExprKind::Column(of, column) => {
                json!({ "op": "column", "of": e(of), "name": self.column_name(*of, *column) })
            }
            ExprKind::And(ids) => json!({ "op": "and", "args": all(ids) }),
            ExprKind::Or(ids) => json!({ "op": "or", "args": all(ids) }),
            ExprKind::Not(id) => json!({ "op": "not", "args": [e(id)] }),
            ExprKind::Compare(op, a, b) => json!({ "op": comparison(*op), "args": [e(a), e(b)] }),
            ExprKind::IsNull(id) => json!({ "op": "is_null", "args": [e(id)] }),
            ExprKind::In(a, b) => json!({ "op": "in", "args": [e(a), e(b)] }),
            ExprKind::InRange(a, b) => json!({ "op": "in_range", "args": [e(a), e(b)] }),
            ExprKind::Meets(a, b) => json!({ "op": "meets", "args": [e(a), e(b)] }),
            ExprKind::Reads(question, reading) => {
                let question = self.program.questions.get(question.index());
                let reading = question
                    .and_then(|q| q.readings.get(*reading as usize))
                    .map(|reading| &reading.name);
                json!({ "op": "reads", "question": question.map(|q| &q.full_name), "reading": reading })
            }
            ExprKind::Status(status, id) => {
                json!({ "op": "is", "status": self.program.statuses.get(status.index()).map(|s| &s.name), "args": [e(id)] })
            }
            ExprKind::Arith(op, a, b) => json!({ "op": arithmetic(*op), "args": [e(a), e(b)] }),
            ExprKind::Neg(id) => json!({ "op": "negate", "args": [e(id)] }),
            ExprKind::Otherwise(a, b) => json!({ "op": "otherwise", "args": [e(a), e(b)] }),
            ExprKind::If(c, a, b) => json!({ "op": "if", "args": [e(c), e(a), e(b)] }),
            ExprKind::Quantifier(which, binder, body) => {
                json!({ "op": quantifier(*which), "binder": self.binder(binder, locals), "body": e(body) })
            }
            ExprKind::Aggregate(which, binder, body) => {
                json!({ "op": aggregate(*which), "binder": self.binder(binder, locals), "body": body.as_ref().map(e) })
            }
            ExprKind::Set(ids) => json!({ "op": "set", "args": all(ids) }),
            ExprKind::List(ids) => json!({ "op": "list", "args": all(ids) }),
            ExprKind::Range(a, b) => json!({ "op": "range", "args": [e(a), e(b)] }),
            ExprKind::Call(define, ids) => {
                let name = self
                    .program
                    .defines
                    .get(define.index())
                    .map(|define| &define.full_name);
                json!({ "op": "call", "define": name, "args": all(ids) })
            }
            ExprKind::Rows(list) => json!({ "op": "rows", "list": self.list_name(*list) }),
            ExprKind::ColumnSet(list, column) => {
                let name = self
                    .program
                    .lists
                    .get(list.index())
                    .and_then(|list| list.columns.get(*column as usize))
                    .map(|c| &c.name);
                json!({ "op": "column_set", "list": self.list_name(*list), "column": name })
            }
            ExprKind::Extreme(which, ids) => {
                json!({ "op": format!("{}_of", aggregate(*which)), "args": all(ids) })
            }
        }
    }

    fn binder(&self, binder: &Binder, locals: &[Local]) -> Value {
        let source = self.program.expr(binder.source);
        let star = binder.star.and_then(|field| {
            let (Type::List(element) | Type::Set(element)) = &source.ty else {
                return None;
            };
            self.field_of(element, field)
        });
        json!({
            "variable": local_name(locals, binder.local),
            "source": self.expr(binder.source, locals),
            "star": star,
            "outermost": binder.outermost,
            "where": binder.filter.map(|filter| self.expr(filter, locals)),
        })
    }

    /// A constant of that type: numbers as exact text in base units, names for members, `null` for absent.
    pub(super) fn constant(&self, constant: &Const, ty: &Type) -> Value {
        match constant {
            Const::Null => Value::Null,
            Const::Bool(b) => json!(b),
            Const::Number(number) => match inner(ty) {
                Type::Date => {
                    json!(crate::value::Day::from_number(number).map(|day| day.to_string()))
                }
                _ => json!(number.to_string()),
            },
            Const::Money(currency, amount) => {
                json!({ "amount": amount.to_string(), "currency": currency.code() })
            }
            Const::Choice(member) => match inner(ty) {
                Type::Enum(id) => {
                    let members = self.program.enums.get(id.index()).map(|of| &of.members);
                    json!(
                        members
                            .and_then(|members| members.get(*member as usize))
                            .map(|member| &member.name)
                    )
                }
                _ => json!(Country::from_index(*member).map(|country| country.to_string())),
            },
            Const::Code(code) => json!(code.as_str()),
            Const::Text(text) => json!(&**text),
            Const::Period(period) => json!(period.to_string()),
            Const::Range(bounds) => json!({
                "from": bounds.lo().number().map(ToString::to_string),
                "from_closed": bounds.lo().is_closed(),
                "to": bounds.hi().number().map(ToString::to_string),
                "to_closed": bounds.hi().is_closed(),
            }),
            Const::AnyRange => json!({ "any": true }),
            Const::Set(members) => members
                .iter()
                .map(|member| self.constant(member, inner(ty)))
                .collect(),
        }
    }

    /// A type as it is written.
    pub(super) fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "Bool".to_owned(),
            Type::Int => "Int".to_owned(),
            Type::Decimal => "Decimal".to_owned(),
            Type::Share => "Share".to_owned(),
            Type::Money => "Money".to_owned(),
            Type::Date => "Date".to_owned(),
            Type::Period => "Period".to_owned(),
            Type::Country => "Country".to_owned(),
            Type::Code => "Code".to_owned(),
            Type::Text => "Text".to_owned(),
            Type::Rates => "Rates".to_owned(),
            Type::Quantity(id) => self
                .program
                .dimensions
                .get(id.index())
                .map_or_else(String::new, |d| d.name.clone()),
            Type::Range(of) => format!("Range of {}", self.ty(of)),
            Type::Enum(id) => self
                .program
                .enums
                .get(id.index())
                .map_or_else(String::new, |of| of.name.clone()),
            Type::Record(id) => self
                .program
                .records
                .get(id.index())
                .map_or_else(String::new, |of| of.full_name.clone()),
            Type::Row(id) => format!("row of {}", self.list_name(*id)),
            Type::List(of) => format!("[{}]", self.ty(of)),
            Type::Set(of) => format!("{{{}}}", self.ty(of)),
            Type::Optional(of) => format!("{}?", self.ty(of)),
            Type::Never => "null".to_owned(),
            Type::Error => "error".to_owned(),
        }
    }

    fn list_name(&self, id: crate::ir::ListId) -> &str {
        self.program
            .lists
            .get(id.index())
            .map_or("", |list| &list.full_name)
    }

    fn field_name(&self, of: ExprId, field: FieldId) -> Option<&str> {
        self.field_of(&self.program.expr(of).ty, field)
    }

    fn field_of(&self, ty: &Type, field: FieldId) -> Option<&str> {
        let Type::Record(id) = inner(ty) else {
            return None;
        };
        self.program
            .records
            .get(id.index())?
            .fields
            .get(field.index())
            .map(|field| field.name.as_str())
    }

    fn column_name(&self, of: ExprId, column: u32) -> Option<&str> {
        let Type::Row(id) = inner(&self.program.expr(of).ty) else {
            return None;
        };
        self.program
            .lists
            .get(id.index())?
            .columns
            .get(column as usize)
            .map(|column| column.name.as_str())
    }
}

/// The type of what is in it.
fn inner(ty: &Type) -> &Type {
    match ty {
        Type::Optional(of) | Type::Set(of) | Type::List(of) | Type::Range(of) => inner(of),
        other => other,
    }
}

fn local_name(locals: &[Local], id: LocalId) -> Option<&str> {
    locals.get(id.index()).map(|local| local.name.as_str())
}

fn comparison(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "=",
        CompareOp::Ne => "!=",
        CompareOp::Lt => "<",
        CompareOp::Le => "<=",
        CompareOp::Gt => ">",
        CompareOp::Ge => ">=",
    }
}

fn arithmetic(op: ArithOp) -> &'static str {
    match op {
        ArithOp::Add => "+",
        ArithOp::Sub => "-",
        ArithOp::Mul => "*",
        ArithOp::Div => "/",
    }
}

fn quantifier(which: Quantifier) -> &'static str {
    match which {
        Quantifier::Any => "any",
        Quantifier::Every => "every",
        Quantifier::No => "no",
    }
}

fn aggregate(which: Aggregate) -> &'static str {
    match which {
        Aggregate::Sum => "sum",
        Aggregate::Count => "count",
        Aggregate::Min => "min",
        Aggregate::Max => "max",
    }
}
