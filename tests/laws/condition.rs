//! Random conditions, as text. Under a negation what may be absent is asked for first, as the checker wants it.

use super::dice::Dice;
use super::shape::{CODES, COUNTRIES, DATES};

/// What a condition may speak of.
#[derive(Clone)]
pub struct Scope {
    /// A parcel in sight.
    pub parcel: Option<String>,
    /// It is the subject, so statuses may be asked of it.
    pub subject: bool,
    /// `order` is in sight.
    pub order: bool,
    /// Statuses may be asked.
    pub statuses: bool,
    /// Under a negation.
    pub negated: bool,
    /// How many brackets may still open.
    pub depth: usize,
    /// Names of variables in use.
    pub vars: usize,
}

const HUES: [&str; 3] = ["red", "green", "blue"];
const TAGS: [&str; 3] = ["fast", "cold", "loud"];
const SORTS: [&str; 3] = ["civil", "state", "guild"];

impl Scope {
    fn inner(&self) -> Self {
        Self {
            depth: self.depth.saturating_sub(1),
            ..self.clone()
        }
    }

    fn negated(&self) -> Self {
        Self {
            negated: true,
            ..self.inner()
        }
    }

    /// The scope with another parcel in sight, and its name.
    fn with_parcel(&self) -> (String, Self) {
        let name = format!("x{}", self.vars);
        (
            name.clone(),
            Self {
                parcel: Some(name),
                subject: false,
                vars: self.vars + 1,
                ..self.inner()
            },
        )
    }
}

/// A condition that may stand anywhere: a comparison, or something in brackets.
pub fn condition(dice: &mut Dice, scope: &Scope) -> String {
    if scope.depth == 0 {
        return atom(dice, scope);
    }
    match dice.below(9) {
        0..=3 => atom(dice, scope),
        4 => format!(
            "({} and {})",
            condition(dice, &scope.inner()),
            condition(dice, &scope.inner())
        ),
        5 => format!(
            "({} or {})",
            condition(dice, &scope.inner()),
            condition(dice, &scope.inner())
        ),
        6 => format!("not {}", condition(dice, &scope.negated())),
        7 => {
            let [c, a, b] = [scope.negated(), scope.inner(), scope.inner()]
                .map(|scope| condition(dice, &scope));
            format!("(if {c} then {a} else {b})")
        }
        _ => quantifier(dice, scope),
    }
}

fn quantifier(dice: &mut Dice, scope: &Scope) -> String {
    let (name, inner) = scope.with_parcel();
    let source = match (&scope.parcel, scope.order) {
        (Some(parcel), _) if dice.chance(2, 3) || !scope.order => {
            format!("{parcel}.parts{}", dice.pick(&["*", ""]))
        }
        (_, true) => "order.parcels".to_owned(),
        _ => return atom(dice, scope),
    };
    match dice.below(4) {
        0 => format!("(any {name} in {source} has {})", condition(dice, &inner)),
        1 => format!(
            "(every {name} in {source} has {})",
            condition(
                dice,
                &Scope {
                    negated: true,
                    ..inner
                }
            )
        ),
        2 => format!(
            "(no {name} in {source} has {})",
            condition(
                dice,
                &Scope {
                    negated: true,
                    ..inner
                }
            )
        ),
        _ => {
            let filter = condition(
                dice,
                &Scope {
                    negated: true,
                    ..inner
                },
            );
            format!(
                "count({name} in {source} where {filter}) {} {}",
                dice.pick(&[">=", "=", "<"]),
                dice.pick(&["1", "2"])
            )
        }
    }
}

fn atom(dice: &mut Dice, scope: &Scope) -> String {
    match &scope.parcel {
        Some(parcel) if !scope.order || dice.chance(2, 3) => of_parcel(dice, scope, parcel),
        _ if scope.order => of_order(dice, scope),
        _ => "true".to_owned(),
    }
}

/// `test` of an optional path; under a negation asked for first.
fn optional(scope: &Scope, path: &str, test: &str) -> String {
    if scope.negated {
        format!("({path} != null and {test})")
    } else {
        test.to_owned()
    }
}

fn of_parcel(dice: &mut Dice, scope: &Scope, p: &str) -> String {
    let compare = dice.pick(&[">=", ">", "<=", "<", "="]);
    match dice.below(24) {
        0 => format!("{p}.frail"),
        1 => format!("{p}.hue = {}", dice.pick(&HUES)),
        2 => format!(
            "{p}.hue in {{ {}, {} }}",
            dice.pick(&HUES),
            dice.pick(&HUES)
        ),
        3 => format!("{p}.kind = {}", dice.pick(&["solid", "liquid"])),
        4 => optional(
            scope,
            &format!("{p}.origin"),
            &format!(
                "{p}.origin {} {}",
                dice.pick(&["=", "!="]),
                dice.pick(&COUNTRIES)
            ),
        ),
        5 => format!("{p}.origin = null"),
        6 => optional(
            scope,
            &format!("{p}.code"),
            &format!("{p}.code in {}", dice.pick(&["alpha", "beta"])),
        ),
        7 => optional(
            scope,
            &format!("{p}.code"),
            &format!(
                "{p}.code within {}",
                dice.pick(&["1A001", "1A001.a", "2B100", "4D400"])
            ),
        ),
        8 => format!(
            "{p}.codes meets {{ {}, {} }}",
            dice.pick(&["1A001.a", "2B100"]),
            dice.pick(&CODES)
        ),
        9 => format!("{p}.pieces {compare} {}", dice.pick(&["2", "3", "5"])),
        10 => format!(
            "{p}.weight {compare} {}",
            dice.pick(&["2 kg", "500 g", "5 kg"])
        ),
        11 => optional(
            scope,
            &format!("{p}.gap"),
            &format!("{p}.gap {compare} {}", dice.pick(&["14 nm", "7 nm"])),
        ),
        12 => format!(
            "{p}.value {} {}",
            dice.pick(&[">=", ">", "<"]),
            dice.pick(&["10 EUR", "40 USD", "0 CNY", "100 CNY"])
        ),
        13 => format!(
            "hot_share({p}) {} {}",
            dice.pick(&[">=", ">", "<"]),
            dice.pick(&["10%", "25%", "50%", "0%"])
        ),
        14 => format!("sum(y.weight for y in {p}.parts) {compare} 3 kg"),
        15 => format!(
            "sum(y.value for y in {p}.parts* where hot(y)) {} {}",
            dice.pick(&[">=", "<"]),
            dice.pick(&["5 EUR", "20 CNY"])
        ),
        16 => {
            let path = format!("{p}.made");
            optional(
                scope,
                &path,
                &format!("{path} {} {}", dice.pick(&["<=", ">"]), dice.pick(&DATES)),
            )
        }
        17 => optional(
            scope,
            &format!("{p}.extra"),
            &format!(
                "{p}.extra.portion {} {}",
                dice.pick(&[">=", "<"]),
                dice.pick(&["10%", "50%"])
            ),
        ),
        18 => format!("(any row in beta has (row.hue = {p}.hue and {p}.weight in row.range))"),
        19 => format!(
            "({p}.gap otherwise 10 nm) {compare} {}",
            dice.pick(&["14 nm", "10 nm"])
        ),
        20 => format!(
            "max({p}.weight, 1 kg) * 2 {compare} {}",
            dice.pick(&["4 kg", "2 kg"])
        ),
        21 if scope.subject && scope.statuses => {
            format!("{p} is {}marked", dice.pick(&["", "not "]))
        }
        22 => format!("hot({p})"),
        23 => format!("{p}.hue != {}", dice.pick(&HUES)),
        _ => format!("{p}.frail"),
    }
}

fn of_order(dice: &mut Dice, scope: &Scope) -> String {
    match dice.below(19) {
        0 => "order.urgent".to_owned(),
        1 => format!("order.to = {}", dice.pick(&COUNTRIES)),
        2 => "order.from != order.to".to_owned(),
        3 => format!("order.mode in {{ sea, {} }}", dice.pick(&["air", "land"])),
        4 => format!(
            "order.tags meets {{ {}, {} }}",
            dice.pick(&TAGS),
            dice.pick(&TAGS)
        ),
        5 => format!("{} in order.tags", dice.pick(&TAGS)),
        6 => format!("order.sender.country = {}", dice.pick(&COUNTRIES)),
        7 => format!("order.sender.home != {}", dice.pick(&COUNTRIES)),
        8 => "owned(order.sender)".to_owned(),
        9 => {
            let sort = dice.pick(&SORTS);
            optional(
                scope,
                "order.receiver",
                &format!("order.receiver.sort = {sort}"),
            )
        }
        10 => "(order.receiver != null and owned(order.receiver))".to_owned(),
        11 => format!(
            "order.date {} {}",
            dice.pick(&[">=", "<"]),
            dice.pick(&DATES)
        ),
        12 => format!(
            "reading_{} reads {}",
            dice.pick(&["a", "b"]),
            dice.pick(&["wide", "narrow"])
        ),
        13 if scope.statuses => format!("order is {}watched", dice.pick(&["", "not "])),
        14 => format!(
            "(any slip in order.passes has (slip.hue = {} and order.date in slip.start to slip.end))",
            dice.pick(&HUES)
        ),
        15 => format!(
            "count(slip in order.passes where slip.codes meets {{ {} }}) >= 1",
            dice.pick(&CODES)
        ),
        16 => format!(
            "order.date + {} {} {}",
            dice.pick(&[
                "order.wait",
                "(3 days + order.wait)",
                "order.wait + order.wait"
            ]),
            dice.pick(&["<=", ">"]),
            dice.pick(&DATES)
        ),
        17 => format!(
            "order.date - {} {} {}",
            dice.pick(&["order.wait", "(order.wait + 2 working days)"]),
            dice.pick(&["<", ">="]),
            dice.pick(&DATES)
        ),
        18 => "(any slip in order.passes has order.date in slip.start to slip.start + order.wait)"
            .to_owned(),
        _ => "order.urgent".to_owned(),
    }
}
