//! Types and kinds in words, for messages.

use super::json::Kind;
use crate::ir::{Program, Type};

/// How many names a message lists before it stops.
const NAMES: usize = 12;

/// What stands there.
pub fn found(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "`null`",
        Kind::Bool => "a truth value",
        Kind::Number => "a number",
        Kind::Text => "a text",
        Kind::Array => "a list",
        Kind::Object => "an object",
    }
}

/// What is due.
pub fn due(program: &Program, ty: &Type) -> String {
    match ty {
        Type::Bool => "a truth value".to_owned(),
        Type::Int => "a whole number".to_owned(),
        Type::Decimal => "a number".to_owned(),
        Type::Share => "a share".to_owned(),
        Type::Money => "an amount of money".to_owned(),
        Type::Date => "a day".to_owned(),
        Type::Country => "a country".to_owned(),
        Type::Code => "a code".to_owned(),
        Type::Text => "a text".to_owned(),
        Type::Rates => "an object of exchange rates".to_owned(),
        Type::Quantity(id) => format!("a quantity of `{}`", program.dimension(*id).name),
        Type::Enum(id) => format!("a name of `{}`", program.enumeration(*id).name),
        Type::Record(id) => format!("an object of `{}`", program.record(*id).name),
        Type::List(of) | Type::Set(of) => {
            format!("a list whose elements are each {}", due(program, of))
        }
        Type::Optional(of) => format!("{} or `null`", due(program, of)),
        Type::Period => "a period".to_owned(),
        Type::Range(_) | Type::Row(_) | Type::Never | Type::Error => "nothing".to_owned(),
    }
}

/// How to write it.
pub fn way_out(program: &Program, ty: &Type) -> String {
    match ty {
        Type::Bool => "write `true` or `false`".to_owned(),
        Type::Int => "write it as `256`, or as `{\"at_least\": 100, \"at_most\": 300}`".to_owned(),
        Type::Decimal => "write it as `\"1.5\"`, or as `{\"at_least\": \"1\", \"at_most\": \"2\"}`".to_owned(),
        Type::Share => "write it with its sign as `\"30%\"`, or as `{\"at_least\": \"10%\", \"at_most\": \"30%\"}`".to_owned(),
        Type::Money => "write it as `{\"amount\": \"1000.50\", \"currency\": \"USD\"}`".to_owned(),
        Type::Date => "write it as `\"2026-03-01\"`, or as `{\"at_least\": \"2026-03-01\", \"at_most\": \"2026-03-31\"}`".to_owned(),
        Type::Country => "write its two letters of ISO 3166-1 as `\"DE\"`, or `{\"one_of\": [\"DE\", \"BR\"]}`".to_owned(),
        Type::Code => "write it as a text; a shorter code tells it in part".to_owned(),
        Type::Text => "write it in double quotes, or as `{\"one_of\": [\"a\", \"b\"]}`".to_owned(),
        Type::Rates => "write it as `{\"EUR/USD\": \"1.08\"}`".to_owned(),
        Type::Quantity(id) => {
            let unit = program.dimension(*id).units.first().map_or("", |unit| unit.name.as_str());
            format!("write it with its unit as `\"14 {unit}\"`, or as `{{\"at_least\": \"5 {unit}\", \"at_most\": \"14 {unit}\"}}`")
        }
        Type::Enum(id) => {
            format!("write one of {}", names(program.enumeration(*id).members.iter().map(|member| member.name.as_str())))
        }
        Type::Record(id) => match program.record(*id).fields.first() {
            Some(field) => format!("write it as `{{\"{}\": …}}`", field.name),
            None => "write it as `{}`".to_owned(),
        },
        Type::List(_) | Type::Set(_) => "write it as `[…]`, or as `{\"known\": […], \"complete\": false}`".to_owned(),
        Type::Optional(of) => way_out(program, of),
        Type::Period => "write it with what is counted as `\"12 working days\"`, or as `{\"at_least\": \"5 working days\", \"at_most\": \"12 working days\"}`".to_owned(),
        Type::Range(_) | Type::Row(_) | Type::Never | Type::Error => "leave the key out".to_owned(),
    }
}

/// Names in backquotes with commas between them; of many only the first.
pub fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for (index, name) in names.into_iter().enumerate() {
        if index == NAMES {
            out.push_str(" …");
            break;
        }
        out.push_str(if index == 0 { "`" } else { ", `" });
        out.push_str(name);
        out.push('`');
    }
    if out.is_empty() {
        "none".to_owned()
    } else {
        out
    }
}
