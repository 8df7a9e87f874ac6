//! Values as people read them, in both languages: `0.1%`, `0.04% to 0.31%`, `400 EUR`, `14 nm`, `unknown`; and as the facts' JSON would
//! write them.

use serde_json::{Value as Json, json};

use super::chinese;
use super::value::{Codes, Data, Span, Texts, Value};
use crate::decision::{Language, Text};
use crate::ir::{ListId, Program, Type};
use crate::value::{
    Bounds, Choice, Country, CurrencyKey, Day, End, Money, Number, Period, PeriodTerm, PeriodUnit,
    Periods, Truth, format_quantity,
};

/// How many digits of a number that does not end are shown.
const DIGITS: usize = 12;
/// How many possible members are named.
const MEMBERS: usize = 6;

/// A text in both languages; where they are the same, in one.
pub fn both(of: impl Fn(Language) -> String) -> Text {
    let (en, zh) = (of(Language::En), of(Language::Zh));
    let zh = (zh != en).then_some(zh);
    Text { en, zh }
}

/// The word of a language.
fn word<'a>(language: Language, en: &'a str, zh: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// A truth value.
pub fn truth(truth: Truth, language: Language) -> String {
    let zh = match truth.known() {
        Some(true) => "是",
        Some(false) => "否",
        None => "未知",
    };
    word(language, truth.as_str(), zh).to_owned()
}

/// A value of a type.
pub fn value(program: &Program, value: &Value, ty: &Type, language: Language) -> String {
    if value.is_none() {
        return word(language, "null", "无").to_owned();
    }
    let ty = match ty {
        Type::Optional(inner) => inner.as_ref(),
        other => other,
    };
    let shown = match (&value.data, ty) {
        (Data::Number(bounds), ty) => numbers(program, bounds, ty, language),
        (Data::Choice(choice), Type::Enum(id)) => members(
            choice,
            |m| {
                let of = program.enumeration(*id);
                match language {
                    Language::En => of.members.get(usize::from(m)).map(|m| m.name.clone()),
                    Language::Zh => chinese::member(of, m),
                }
            },
            program.enumeration(*id).members.len(),
            language,
        ),
        (Data::Choice(choice), Type::Country) => members(
            choice,
            |m| Country::from_index(m).map(|c| c.code().to_owned()),
            usize::from(Country::count()),
            language,
        ),
        _ => untyped(program, value, language),
    };
    if value.absent && shown != word(language, "unknown", "未知") {
        format!("{shown}{}", word(language, ", or null", "，或无"))
    } else {
        shown
    }
}

/// A rule's figure, in both languages. A range whose ends are known is `a to b`; of one that is known in part the limits are told.
pub fn figure(program: &Program, value: &Value, ty: &Type) -> Text {
    let (Data::Range(span), Type::Range(of)) = (&value.data, ty) else {
        return both(|language| self::value(program, value, ty, language));
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
    both(|language| {
        let whole = |sum: &Money| Limit {
            text: money(sum, language),
            closed: true,
            exact: true,
        };
        let told = limits(Some(whole(lo)), Some(whole(hi)), "");
        match language {
            Language::En => told.en,
            Language::Zh => told.chinese().to_owned(),
        }
    })
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
pub fn untyped(program: &Program, value: &Value, language: Language) -> String {
    let or = word(language, " or ", "或");
    match &value.data {
        Data::None => word(language, "null", "无").to_owned(),
        Data::Truth(truth) => self::truth(*truth, language),
        Data::Number(bounds) => numbers(program, bounds, &Type::Decimal, language),
        Data::Money(sum) => money(sum, language),
        Data::Code(Codes::OneOf(codes)) => codes
            .iter()
            .map(crate::value::Code::as_str)
            .collect::<Vec<_>>()
            .join(or),
        Data::Code(Codes::Unlisted) => {
            word(language, "a code of no list", "不在任何清单中的编码").to_owned()
        }
        Data::Text(Texts::OneOf(texts)) => texts
            .iter()
            .map(|t| match language {
                Language::En => format!("\"{t}\""),
                Language::Zh => format!("“{t}”"),
            })
            .collect::<Vec<_>>()
            .join(or),
        Data::Period(periods) => self::periods(periods, language),
        Data::List(list) => {
            let count = list.known.len();
            match (language, list.ghosts.is_empty()) {
                (Language::En, true) => format!("{count} elements"),
                (Language::En, false) => format!("{count} elements or more"),
                (Language::Zh, true) => format!("{count}项"),
                (Language::Zh, false) => format!("{count}项或更多"),
            }
        }
        _ => word(language, "unknown", "未知").to_owned(),
    }
}

/// A period in Chinese.
pub fn period(period: &Period) -> String {
    let unit = match period.unit {
        PeriodUnit::Days => "日",
        PeriodUnit::Weeks => "周",
        PeriodUnit::WorkingDays => "个工作日",
        PeriodUnit::Months => "个月",
        PeriodUnit::Years => "年",
    };
    format!("{}{unit}", period.count)
}

/// Periods that a value may be.
fn periods(periods: &Periods, language: Language) -> String {
    let (Language::Zh, Periods::Terms(terms)) = (language, periods) else {
        return match language {
            Language::En => periods.to_string(),
            Language::Zh => "未知".to_owned(),
        };
    };
    let term = |term: &PeriodTerm| {
        let shown = |count| {
            self::period(&Period {
                count,
                unit: term.unit,
            })
        };
        match term.most {
            Some(most) if most == term.least => shown(most),
            Some(most) => format!("{}至{}", term.least, shown(most)),
            None => format!("至少{}", shown(term.least)),
        }
    };
    terms.iter().map(term).collect::<Vec<_>>().join("加")
}

/// A number as far as it is shown.
pub fn short(n: &Number) -> String {
    n.to_short_string(DIGITS)
}

fn members(
    choice: &Choice,
    name: impl Fn(u16) -> Option<String>,
    all: usize,
    language: Language,
) -> String {
    if choice.len() >= all && all > 1 {
        return word(language, "unknown", "未知").to_owned();
    }
    let names: Vec<String> = choice.iter().take(MEMBERS).filter_map(name).collect();
    let more = if choice.len() > MEMBERS {
        word(language, " or others", "或其他")
    } else {
        ""
    };
    format!("{}{more}", names.join(word(language, " or ", "或")))
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

/// A number, or the bounds in which it lies.
pub fn numbers(program: &Program, bounds: &Bounds, ty: &Type, language: Language) -> String {
    let show = |n: &Number| number(program, n, ty);
    if let Some(n) = bounds.single() {
        return show(n);
    }
    range(bounds, show, language)
}

fn range(bounds: &Bounds, show: impl Fn(&Number) -> String, language: Language) -> String {
    let en = language == Language::En;
    match (bounds.lo(), bounds.hi()) {
        (End::Infinite, End::Infinite) => word(language, "unknown", "未知").to_owned(),
        (End::Closed(lo), End::Infinite) if en => format!("{} or more", show(lo)),
        (End::Closed(lo), End::Infinite) => format!("不低于{}", show(lo)),
        (End::Open(lo), End::Infinite) => {
            format!("{}{}", word(language, "more than ", "超过"), show(lo))
        }
        (End::Infinite, End::Closed(hi)) if en => format!("{} or less", show(hi)),
        (End::Infinite, End::Closed(hi)) => format!("不超过{}", show(hi)),
        (End::Infinite, End::Open(hi)) => {
            format!("{}{}", word(language, "less than ", "低于"), show(hi))
        }
        (lo, hi) => {
            let from = lo.number().map(&show).unwrap_or_default();
            let to = hi.number().map(&show).unwrap_or_default();
            let (more, below) = (
                word(language, "more than ", "超过"),
                word(language, "less than ", "低于"),
            );
            let more = if lo.is_closed() { "" } else { more };
            let below = if hi.is_closed() { "" } else { below };
            let to_word = word(language, " to ", " 至 ");
            format!("{more}{from}{to_word}{below}{to}")
        }
    }
}

fn money(sum: &Money, language: Language) -> String {
    let one = |(key, amount): (CurrencyKey, &Bounds)| {
        let currency = match key {
            CurrencyKey::Known(currency) => currency.code().to_owned(),
            CurrencyKey::Unknown(_) => {
                word(language, "of a currency not told", "（币种未提供）").to_owned()
            }
        };
        match amount.single() {
            Some(n) => format!("{} {currency}", n.to_short_string(DIGITS)),
            None => format!(
                "{} {currency}",
                range(amount, |n| n.to_short_string(DIGITS), language)
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
pub fn row(program: &Program, list: ListId, row: u32, language: Language) -> String {
    let entry = program.list(list);
    let (cells, zh) = entry
        .rows
        .get(row as usize)
        .map(|r| (r.cells.as_slice(), r.zh.as_slice()))
        .unwrap_or_default();
    let first = cells.iter().take(3).enumerate().filter_map(|(i, cell)| {
        let zh = zh.get(i).and_then(Option::as_deref);
        constant(cell, zh.filter(|_| language == Language::Zh), language)
            .filter(|word| !word.is_empty())
    });
    let first: Vec<String> = first.collect();
    let name = entry.full_name.rsplit('.').next().unwrap_or_default();
    match (language, &entry.title.zh) {
        (Language::Zh, Some(title)) => format!("{title}：{}", first.join("，")),
        (Language::Zh, None) => format!("{name}：{}", first.join("，")),
        (Language::En, _) => format!("{name}: {}", first.join(", ")),
    }
}

fn constant(cell: &crate::ir::Const, zh: Option<&str>, language: Language) -> Option<String> {
    use crate::ir::Const;
    match cell {
        Const::Text(text) => Some(zh.map_or_else(|| text.to_string(), str::to_owned)),
        Const::Code(code) => Some(code.as_str().to_owned()),
        Const::Number(n) => Some(n.to_short_string(DIGITS)),
        Const::Bool(b) => Some(truth(Truth::from_bool(*b), language)),
        _ => None,
    }
}

/// A value that a default gave, in Chinese; none where it is read as the facts' JSON would write it.
pub fn assumed(program: &Program, value: &Value, ty: &Type) -> Option<String> {
    match (&value.data, ty) {
        (Data::Choice(_) | Data::Truth(_) | Data::Period(_) | Data::None, _) => {
            Some(self::value(program, value, ty, Language::Zh))
        }
        (Data::List(list), _) if list.known.is_empty() => Some("空".to_owned()),
        (Data::Text(Texts::OneOf(texts)), _) => texts
            .first()
            .filter(|text| text.is_empty())
            .map(|_| "空".to_owned()),
        (Data::Record(_) | Data::Other, _) => Some("空".to_owned()),
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
        _ => Json::String(self::value(program, value, inner, Language::En)),
    }
}
