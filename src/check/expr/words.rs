//! Types and expressions in words, for messages.

use crate::ir::{Program, Type};
use crate::syntax::tree;
use crate::value::Day;

/// A type with its article: "a sum of money", "a length that may be absent".
pub fn type_in_words(program: &Program, ty: &Type) -> String {
    match ty {
        Type::Bool => "a truth value".into(),
        Type::Int => "a whole number".into(),
        Type::Decimal => "a number".into(),
        Type::Share => "a share".into(),
        Type::Money => "a sum of money".into(),
        Type::Date => "a date".into(),
        Type::Period => "a period".into(),
        Type::Country => "a country".into(),
        Type::Code => "a code".into(),
        Type::Text => "a text".into(),
        Type::Rates => "exchange rates".into(),
        Type::Quantity(id) => program.dimensions.get(id.index()).map_or_else(
            || "a quantity".into(),
            |d| with_article(&plain_words(&d.name)),
        ),
        Type::Range(inner) => format!("a range of {}", plural(program, inner)),
        Type::Enum(id) => program.enums.get(id.index()).map_or_else(
            || "a choice".into(),
            |e| with_article(&format!("`{}`", e.name)),
        ),
        Type::Record(id) => program.records.get(id.index()).map_or_else(
            || "a record".into(),
            |r| with_article(&format!("`{}`", r.name)),
        ),
        Type::Row(id) => program.lists.get(id.index()).map_or_else(
            || "a row".into(),
            |l| format!("a row of `{}`", last_part(&l.full_name)),
        ),
        Type::List(inner) if **inner == Type::Never => "an empty list".into(),
        Type::Set(inner) if **inner == Type::Never => "an empty set".into(),
        Type::List(inner) => format!("a list of {}", plural(program, inner)),
        Type::Set(inner) => format!("a set of {}", plural(program, inner)),
        Type::Optional(inner) => format!("{} that may be absent", type_in_words(program, inner)),
        Type::Never => "`null`".into(),
        Type::Error => "something wrong".into(),
    }
}

/// Several values of a type: "sums of money".
fn plural(program: &Program, ty: &Type) -> String {
    match ty {
        Type::Bool => "truth values".into(),
        Type::Int => "whole numbers".into(),
        Type::Decimal => "numbers".into(),
        Type::Share => "shares".into(),
        Type::Money => "sums of money".into(),
        Type::Date => "dates".into(),
        Type::Period => "periods".into(),
        Type::Country => "countries".into(),
        Type::Code => "codes".into(),
        Type::Text => "texts".into(),
        Type::Quantity(_) => {
            let one = type_in_words(program, ty);
            let bare = one.split_once(' ').map_or(one.as_str(), |(_, rest)| rest);
            match bare.strip_suffix('y') {
                Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
                _ if bare.ends_with(['s', 'x']) || bare.ends_with("ch") || bare.ends_with("sh") => {
                    format!("{bare}es")
                }
                _ => format!("{bare}s"),
            }
        }
        Type::Enum(_) | Type::Record(_) => {
            let one = type_in_words(program, ty);
            one.split_once(' ')
                .map_or(one.clone(), |(_, rest)| rest.to_owned())
        }
        Type::Row(id) => program.lists.get(id.index()).map_or_else(
            || "rows".into(),
            |l| format!("rows of `{}`", last_part(&l.full_name)),
        ),
        Type::Optional(inner) => format!("{} that may be absent", plural(program, inner)),
        Type::List(inner) => format!("lists of {}", plural(program, inner)),
        Type::Set(inner) => format!("sets of {}", plural(program, inner)),
        Type::Range(inner) => format!("ranges of {}", plural(program, inner)),
        Type::Rates | Type::Never | Type::Error => type_in_words(program, ty),
    }
}

/// `n61.annex1` is told as `annex1`.
pub(super) fn last_part(full_name: &str) -> &str {
    full_name.rsplit('.').next().unwrap_or(full_name)
}

/// `MagneticField`: "magnetic field".
fn plain_words(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(if c == '_' { ' ' } else { c }.to_lowercase());
    }
    words
}

fn with_article(words: &str) -> String {
    let first = words.chars().find(|c| c.is_alphanumeric());
    let article = if first.is_some_and(|c| "aeiouAEIOU".contains(c)) {
        "an"
    } else {
        "a"
    };
    format!("{article} {words}")
}

/// A short expression as it would be written; `None` where it is long or holds what is not worth repeating.
pub(super) fn spell(expr: &tree::Expr) -> Option<String> {
    let text = match &expr.kind {
        tree::ExprKind::Name(name) => name.text.clone(),
        tree::ExprKind::Postfix(head, suffixes) => {
            let mut text = spell_inside(head)?;
            for suffix in suffixes {
                text.push_str(&match suffix {
                    tree::Suffix::Member(name) => format!(".{}", name.text),
                    tree::Suffix::Index(index, _) => format!("[{index}]"),
                    tree::Suffix::Call(args, _) => format!("({})", spell_all(args)?),
                });
            }
            text
        }
        tree::ExprKind::Literal(literal) => spell_literal(literal)?,
        tree::ExprKind::And(all) => spell_joined(all, " and ")?,
        tree::ExprKind::Or(all) => spell_joined(all, " or ")?,
        tree::ExprKind::Not(inner) => format!("not {}", spell_inside(inner)?),
        tree::ExprKind::Neg(inner) => format!("- {}", spell_inside(inner)?),
        tree::ExprKind::Compare(op, _, a, b) => format!(
            "{} {} {}",
            spell_inside(a)?,
            compare_sign(*op),
            spell_inside(b)?
        ),
        tree::ExprKind::Arith(op, _, a, b) => format!(
            "{} {} {}",
            spell_inside(a)?,
            arith_sign(*op),
            spell_inside(b)?
        ),
        tree::ExprKind::Range(a, b) => format!("{} to {}", spell_inside(a)?, spell_inside(b)?),
        tree::ExprKind::Otherwise(a, b) => {
            format!("{} otherwise {}", spell_inside(a)?, spell_inside(b)?)
        }
        tree::ExprKind::Reads(question, reading) => {
            format!("{} reads {}", spell(question)?, reading.text)
        }
        tree::ExprKind::Is {
            subject,
            negated,
            status,
        } => format!(
            "{} is {}{}",
            spell(subject)?,
            if *negated { "not " } else { "" },
            status.text
        ),
        tree::ExprKind::Set(all) => format!("{{ {} }}", spell_all(all)?),
        tree::ExprKind::List(all) => format!("[{}]", spell_all(all)?),
        _ => return None,
    };
    (text.chars().count() <= 80).then_some(text)
}

/// The same, in brackets where it stood in brackets.
fn spell_inside(expr: &tree::Expr) -> Option<String> {
    let text = spell(expr)?;
    Some(if expr.bracketed {
        format!("({text})")
    } else {
        text
    })
}

fn spell_joined(exprs: &[tree::Expr], by: &str) -> Option<String> {
    let parts: Option<Vec<String>> = exprs.iter().take(9).map(spell_inside).collect();
    parts.filter(|_| exprs.len() <= 8).map(|p| p.join(by))
}

const fn compare_sign(op: tree::CompareOp) -> &'static str {
    match op {
        tree::CompareOp::Eq => "=",
        tree::CompareOp::Ne => "!=",
        tree::CompareOp::Lt => "<",
        tree::CompareOp::Le => "<=",
        tree::CompareOp::Gt => ">",
        tree::CompareOp::Ge => ">=",
        tree::CompareOp::In => "in",
        tree::CompareOp::NotIn => "not in",
        tree::CompareOp::Within => "within",
        tree::CompareOp::NotWithin => "not within",
        tree::CompareOp::Meets => "meets",
    }
}

const fn arith_sign(op: tree::ArithOp) -> &'static str {
    match op {
        tree::ArithOp::Add => "+",
        tree::ArithOp::Sub => "-",
        tree::ArithOp::Mul => "*",
        tree::ArithOp::Div => "/",
    }
}

fn spell_literal(literal: &tree::Literal) -> Option<String> {
    Some(match literal {
        tree::Literal::Int(n) | tree::Literal::Decimal(n) => n.clone(),
        tree::Literal::Share(n) => format!("{n}%"),
        tree::Literal::Quantity(n, unit) => format!(
            "{n} {}",
            unit.iter()
                .map(|u| u.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        ),
        tree::Literal::Money(currency, n) => format!("{} {n}", currency.text),
        tree::Literal::Code(code) => code.clone(),
        tree::Literal::Text(text) => format!("\"{text}\""),
        tree::Literal::Bool(value) => value.to_string(),
        tree::Literal::Null => "null".into(),
        tree::Literal::Date(date) => Day::from_epoch_days(date.day?)?.to_string(),
    })
}

/// Several short expressions between commas; `None` where they are many or one is long.
pub(super) fn spell_all(exprs: &[tree::Expr]) -> Option<String> {
    spell_joined(exprs, ", ")
}
