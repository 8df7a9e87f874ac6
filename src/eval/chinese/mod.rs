//! Expressions of the program in Chinese, for derivations told in Chinese: names by their texts, words in place of operators.
//!
//! In: the typed program. Out: the words of one expression, written out when first wanted and kept. A name without a Chinese text
//! is written as in the policy. Absent on purpose: values of facts (`show` has them) and anything that evaluates.

mod expr;
mod frame;

use std::sync::{Arc, OnceLock};

pub use self::expr::record;
use self::frame::Frames;
use crate::ir::{Enum, ExprId, Program, RecordId, Type};

/// What was written out so far.
#[derive(Debug, Default)]
pub struct Chinese {
    frames: OnceLock<Frames>,
    told: OnceLock<Box<[OnceLock<Arc<str>>]>>,
}

impl Chinese {
    /// An expression in words.
    pub fn text(&self, program: &Program, id: ExprId) -> Arc<str> {
        let told = self
            .told
            .get_or_init(|| (0..program.exprs.len()).map(|_| OnceLock::new()).collect());
        let write = || {
            let frames = self.frames.get_or_init(|| Frames::of(program));
            expr::Writer { program, frames }.written(id).into()
        };
        told.get(id.index())
            .map_or_else(write, |slot| slot.get_or_init(write).clone())
    }
}

/// What a member of an enum is called.
pub fn member(of: &Enum, member: u16) -> Option<String> {
    let member = of.members.get(usize::from(member))?;
    Some(named(&member.text, &member.name).to_owned())
}

/// The Chinese text of a name, or the name.
pub fn named<'a>(text: &'a crate::ir::Text, name: &'a str) -> &'a str {
    text.zh
        .as_deref()
        .filter(|zh| !zh.is_empty())
        .unwrap_or(name)
}

/// What a value of that type is called where nothing names it.
fn kind<'a>(program: &'a Program, ty: &Type) -> Option<&'a str> {
    Some(match ty {
        Type::Optional(inner) | Type::List(inner) | Type::Set(inner) => {
            return kind(program, inner);
        }
        Type::Record(record) => return record_text(program, *record),
        Type::Row(list) => return program.list(*list).title.zh.as_deref().map(|_| "条目"),
        Type::Int | Type::Decimal | Type::Quantity(_) => "数值",
        Type::Share => "比例",
        Type::Money => "金额",
        Type::Date => "日期",
        Type::Period => "期间",
        Type::Country => "国家或地区",
        Type::Code => "编码",
        Type::Text => "文字",
        _ => return None,
    })
}

fn record_text(program: &Program, record: RecordId) -> Option<&str> {
    program
        .records
        .get(record.index())
        .and_then(|record| record.text.zh.as_deref())
}

#[cfg(test)]
mod tests;
