//! Sentences of the schema, in both languages.

use serde_json::{Value, json};

use super::Def;
use crate::decision::Language;

fn pick<'t>(language: Language, en: &'t str, zh: &'t str) -> &'t str {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

/// How facts are told.
pub fn root(language: Language) -> &'static str {
    pick(
        language,
        "One case. What is left out is not known, unless `default` or the description says what leaving it out means; `null` says that there \
         is none. What is known only in part is told as {\"at_least\": …, \"at_most\": …}, {\"one_of\": […]} or {\"known\": […], \"complete\": false}.",
        "一个案件的事实。未填的项目视为未知，但有 `default` 或说明另有规定的除外；`null` 表示确无此项。仅部分已知的，可写作 {\"at_least\": …, \"at_most\": …}、\
         {\"one_of\": […]} 或 {\"known\": […], \"complete\": false}。",
    )
}

/// Of the field that is the day of the act.
pub fn day_of_the_act(language: Language) -> &'static str {
    pick(
        language,
        "Needed, unless another day is asked for.",
        "必填，除非另行指定日期。",
    )
}

/// What leaving a field out means, as the policy writes it.
pub fn left_out(language: Language, default: &str, condition: Option<&str>) -> String {
    match (language, condition) {
        (Language::En, None) => format!("Left out, it is `{default}`."),
        (Language::En, Some(condition)) => {
            format!("Left out, it is `{default}` if `{condition}`, else not known.")
        }
        (Language::Zh, None) => format!("未填时视为 `{default}`。"),
        (Language::Zh, Some(condition)) => {
            format!("未填时，如 `{condition}`，视为 `{default}`，否则视为未知。")
        }
    }
}

/// Why a record may be refused.
pub fn refused(language: Language, text: &str) -> String {
    match language {
        Language::En => format!("Refused: {text}."),
        Language::Zh => format!("不予接受：{text}。"),
    }
}

/// Of a quantity with one of these units.
pub fn quantity(language: Language, units: &str) -> String {
    match language {
        Language::En => {
            format!("A number with its unit ({units}), or the ends between which it lies.")
        }
        Language::Zh => format!("数值加单位（{units}），或其上下限。"),
    }
}

/// What a type that is built in means, and how it is written.
pub fn of(def: Def, language: Language) -> Option<(&'static str, Value)> {
    let (en, zh, examples) = match def {
        Def::Int => (
            "A whole number, or the ends between which it lies.",
            "整数，或其上下限。",
            json!([256, { "at_least": 100, "at_most": 300 }]),
        ),
        Def::Decimal => (
            "A number, read exactly whether or not it stands in quotes; or the ends between which it lies.",
            "数值（无论是否加引号均精确读取），或其上下限。",
            json!(["1.5", 1.5]),
        ),
        Def::Share => (
            "A share from 0 % to 100 % with its sign, or the ends between which it lies.",
            "0 % 至 100 % 的比例（须带符号），或其上下限。",
            json!(["30%", "80 ppm", { "at_most": "0.1%" }]),
        ),
        Def::Money => (
            "A sum of money. An amount or a currency (ISO 4217) that is left out is not known.",
            "金额。未填的数额或币种（ISO 4217）视为未知。",
            json!([{ "amount": "1000.50", "currency": "USD" }]),
        ),
        Def::Date => (
            "A day, or the first and the last that it may be.",
            "日期，或其可能的最早日和最晚日。",
            json!(["2026-03-01"]),
        ),
        Def::Period => (
            "A number of days, weeks, working days, months or years, or the ends between which it lies.",
            "若干日、周、工作日、月或年，或其上下限。",
            json!(["12 working days", "1 month"]),
        ),
        Def::Country => (
            "A country by its two letters (ISO 3166-1 alpha-2), or those that it may be.",
            "国家或地区的两位字母代码（ISO 3166-1），或其可能的取值。",
            json!(["DE", { "one_of": ["DE", "BR"] }]),
        ),
        Def::Code => (
            "An entry of a list. A shorter code tells it in part.",
            "清单条目代码。较短的代码表示仅部分已知。",
            json!([]),
        ),
        Def::Text => (
            "A text, or those that it may be.",
            "文本，或其可能的取值。",
            json!(["A-17"]),
        ),
        Def::Rates => (
            "Exchange rates: units of the second currency for one of the first.",
            "汇率：一单位前一币种折合后一币种的数额。",
            json!([{ "EUR/USD": "1.08" }]),
        ),
        Def::Record(_) | Def::Enum(_) | Def::Quantity(_) => return None,
    };
    Some((pick(language, en, zh), examples))
}
