//! Values as people read them: `0.1%`, `0.04% to 0.31%`, `400 EUR`, `14 nm`, `unknown`; and as the facts' JSON would write them.

use serde_json::{Value as Json, json};

use super::value::{Codes, Data, Span, Texts, Value};
use crate::decision::Text;
use crate::ir::{ListId, Program, Type};
use crate::value::{
    Bounds, Choice, Country, CurrencyKey, Day, End, Money, Number, format_quantity,
};

/// How many digits of a number that does not end are shown.
const DIGITS: usize = 12;
/// How many possible members are named.
const MEMBERS: usize = 6;

/// A value of a type.
pub fn value(program: &Program, value: &Value, ty: &Type) -> String {
    if value.is_none() {
        return "null".to_owned();
    }
    let ty = match ty {
        Type::Optional(inner) => inner.as_ref(),
        other => other,
    };
    let shown = match (&value.data, ty) {
        (Data::Number(bounds), ty) => numbers(program, bounds, ty),
        (Data::Choice(choice), Type::Enum(id)) => members(
            choice,
            |m| {
                program
                    .enumeration(*id)
                    .members
                    .get(usize::from(m))
                    .map(|m| m.name.clone())
            },
            program.enumeration(*id).members.len(),
        ),
        (Data::Choice(choice), Type::Country) => members(
            choice,
            |m| Country::from_index(m).map(|c| c.code().to_owned()),
            usize::from(Country::count()),
        ),
        _ => untyped(program, value),
    };
    if value.absent && shown != "unknown" {
        format!("{shown}, or null")
    } else {
        shown
    }
}

/// A rule's figure, in both languages. A range whose ends are known is `a to b`; of one that is known in part the limits are told.
pub fn figure(program: &Program, value: &Value, ty: &Type) -> Text {
    let (Data::Range(span), Type::Range(of)) = (&value.data, ty) else {
        return Text {
            en: self::value(program, value, ty),
            zh: None,
        };
    };
    match span {
        Span::Number(lo, hi) => {
            let limit = |told: &Option<(Bounds, bool)>, end: fn(&Bounds) -> &End| {
                let (bounds, closed) = told.as_ref()?;
                let text = number(program, end(bounds).number()?, of);
                Some(Limit {
                    text,
                    closed: *closed,
                    exact: bounds.single().is_some(),
                })
            };
            limits(limit(lo, Bounds::lo), limit(hi, Bounds::hi), "")
        }
        Span::Money(lo, hi) => money_range(lo, hi),
        Span::Any => limits(None, None, ""),
    }
}

/// An end of a range as people read it.
struct Limit {
    text: String,
    closed: bool,
    exact: bool,
}

/// Of one currency the currency stands once.
fn money_range(lo: &Money, hi: &Money) -> Text {
    let one = |sum: &Money| match super::expr::told_amount(sum)? {
        (CurrencyKey::Known(currency), amount) => Some((currency, amount)),
        (CurrencyKey::Unknown(_), _) => None,
    };
    if let (Some((currency, low)), Some((other, high))) = (one(lo), one(hi))
        && currency == other
    {
        let limit = |bounds: &Bounds, end: &End| {
            Some(Limit {
                text: end.number()?.to_short_string(DIGITS),
                closed: true,
                exact: bounds.single().is_some(),
            })
        };
        let unit = format!(" {}", currency.code());
        return limits(limit(&low, low.lo()), limit(&high, high.hi()), &unit);
    }
    let whole = |sum: &Money| Limit {
        text: money(sum),
        closed: true,
        exact: true,
    };
    limits(Some(whole(lo)), Some(whole(hi)), "")
}

fn limits(lo: Option<Limit>, hi: Option<Limit>, unit: &str) -> Text {
    let from = |limit: &Limit| {
        let (en, zh) = if limit.closed {
            ("at least", "至少")
        } else {
            ("more than", "超过")
        };
        (
            format!("{en} {}{unit}", limit.text),
            format!("{zh} {}{unit}", limit.text),
        )
    };
    let to = |limit: &Limit| {
        let (en, zh) = if limit.closed {
            ("at most", "至多")
        } else {
            ("less than", "低于")
        };
        (
            format!("{en} {}{unit}", limit.text),
            format!("{zh} {}{unit}", limit.text),
        )
    };
    let sound = |limit: &Limit| limit.exact && limit.closed;
    let (en, zh) = match (&lo, &hi) {
        (Some(lo), Some(hi)) if sound(lo) && sound(hi) => (
            format!("{} to {}{unit}", lo.text, hi.text),
            format!("{} 至 {}{unit}", lo.text, hi.text),
        ),
        (Some(lo), Some(hi)) => {
            let (lo, hi) = (from(lo), to(hi));
            (format!("{}, {}", lo.0, hi.0), format!("{}，{}", lo.1, hi.1))
        }
        (Some(lo), None) => from(lo),
        (None, Some(hi)) => to(hi),
        (None, None) => ("unknown".to_owned(), "未知".to_owned()),
    };
    Text { en, zh: Some(zh) }
}

/// A value whose type is not at hand: numbers as plain numbers.
pub fn untyped(program: &Program, value: &Value) -> String {
    match &value.data {
        Data::None => "null".to_owned(),
        Data::Truth(truth) => truth.as_str().to_owned(),
        Data::Number(bounds) => numbers(program, bounds, &Type::Decimal),
        Data::Money(sum) => money(sum),
        Data::Code(Codes::OneOf(codes)) => codes
            .iter()
            .map(crate::value::Code::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
        Data::Code(Codes::Unlisted) => "a code of no list".to_owned(),
        Data::Text(Texts::OneOf(texts)) => texts
            .iter()
            .map(|t| format!("\"{t}\""))
            .collect::<Vec<_>>()
            .join(" or "),
        Data::Period(periods) => periods.to_string(),
        Data::List(list) if list.ghosts.is_empty() => format!("{} elements", list.known.len()),
        Data::List(list) => format!("{} elements or more", list.known.len()),
        _ => "unknown".to_owned(),
    }
}

fn members(choice: &Choice, name: impl Fn(u16) -> Option<String>, all: usize) -> String {
    if choice.len() >= all && all > 1 {
        return "unknown".to_owned();
    }
    let names: Vec<String> = choice.iter().take(MEMBERS).filter_map(name).collect();
    let more = if choice.len() > MEMBERS {
        " or others"
    } else {
        ""
    };
    format!("{}{more}", names.join(" or "))
}

fn number(program: &Program, n: &Number, ty: &Type) -> String {
    match ty {
        Type::Share => n.format_share(DIGITS),
        Type::Date => {
            Day::from_number(n).map_or_else(|| n.to_short_string(DIGITS), |day| day.to_string())
        }
        Type::Quantity(id) => {
            let units = &program.dimension(*id).units;
            // The greatest unit of which it is at least one.
            let size = n.abs();
            let fits = units
                .iter()
                .filter(|u| u.factor <= size)
                .max_by(|a, b| a.factor.cmp(&b.factor));
            match fits.or(units.first()) {
                Some(unit) => format_quantity(n, &unit.name, &unit.factor),
                None => n.to_short_string(DIGITS),
            }
        }
        _ => n.to_short_string(DIGITS),
    }
}

fn numbers(program: &Program, bounds: &Bounds, ty: &Type) -> String {
    let show = |n: &Number| number(program, n, ty);
    if let Some(n) = bounds.single() {
        return show(n);
    }
    range(bounds, show)
}

fn range(bounds: &Bounds, show: impl Fn(&Number) -> String) -> String {
    match (bounds.lo(), bounds.hi()) {
        (End::Infinite, End::Infinite) => "unknown".to_owned(),
        (End::Closed(lo), End::Infinite) => format!("{} or more", show(lo)),
        (End::Open(lo), End::Infinite) => format!("more than {}", show(lo)),
        (End::Infinite, End::Closed(hi)) => format!("{} or less", show(hi)),
        (End::Infinite, End::Open(hi)) => format!("less than {}", show(hi)),
        (lo, hi) => {
            let from = lo.number().map(&show).unwrap_or_default();
            let to = hi.number().map(&show).unwrap_or_default();
            let more = if lo.is_closed() { "" } else { "more than " };
            let below = if hi.is_closed() { "" } else { "less than " };
            format!("{more}{from} to {below}{to}")
        }
    }
}

fn money(sum: &Money) -> String {
    let one = |(key, amount): (CurrencyKey, &Bounds)| {
        let currency = match key {
            CurrencyKey::Known(currency) => currency.code().to_owned(),
            CurrencyKey::Unknown(_) => "of a currency not told".to_owned(),
        };
        match amount.single() {
            Some(n) => format!("{} {currency}", n.to_short_string(DIGITS)),
            None => format!(
                "{} {currency}",
                range(amount, |n| n.to_short_string(DIGITS))
            ),
        }
    };
    let parts: Vec<String> = sum.amounts().map(one).collect();
    if parts.is_empty() {
        "0".to_owned()
    } else {
        parts.join(" + ")
    }
}

/// A row by its first cells.
pub fn row(program: &Program, list: ListId, row: u32) -> String {
    let entry = program.list(list);
    let cells = entry
        .rows
        .get(row as usize)
        .map(|r| r.cells.as_slice())
        .unwrap_or_default();
    let first: Vec<String> = cells.iter().take(3).filter_map(constant).collect();
    let name = entry.full_name.rsplit('.').next().unwrap_or_default();
    format!("{name}: {}", first.join(", "))
}

fn constant(cell: &crate::ir::Const) -> Option<String> {
    use crate::ir::Const;
    match cell {
        Const::Text(text) => Some(text.to_string()),
        Const::Code(code) => Some(code.as_str().to_owned()),
        Const::Number(n) => Some(n.to_short_string(DIGITS)),
        Const::Bool(b) => Some(b.to_string()),
        _ => None,
    }
}

/// A value as the facts' JSON would write it.
pub fn json(program: &Program, value: &Value, ty: &Type) -> Json {
    if value.is_none() {
        return Json::Null;
    }
    let inner = match ty {
        Type::Optional(inner) => inner.as_ref(),
        other => other,
    };
    match (&value.data, inner) {
        (Data::Truth(truth), _) => truth.known().map_or(Json::Null, Json::Bool),
        (Data::Number(n), Type::Int) => n
            .single()
            .and_then(Number::to_int)
            .map_or(Json::Null, |n| json!(n)),
        (Data::Money(sum), _) => match super::expr::told_amount(sum) {
            Some((CurrencyKey::Known(currency), amount)) => match amount.single() {
                Some(n) => json!({ "amount": n.to_decimal_string(), "currency": currency.code() }),
                None => Json::Null,
            },
            _ => Json::Null,
        },
        (Data::List(list), Type::List(element) | Type::Set(element)) => Json::Array(
            list.known
                .iter()
                .map(|e| json(program, &e.value, element))
                .collect(),
        ),
        (Data::Text(Texts::OneOf(texts)), _) => {
            texts.first().map_or(Json::Null, |t| json!(t.as_ref()))
        }
        (Data::Record(_), _) => json!({}),
        (Data::Other, Type::Rates) => json!({}),
        _ => Json::String(self::value(program, value, inner)),
    }
}
