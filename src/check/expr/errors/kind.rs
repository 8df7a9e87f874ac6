//! Kinds of things: types, sets, lists, calculation, literals.

use super::did_you_mean;
use crate::diag::Diagnostic;
use crate::source::Span;

pub(in crate::check::expr) fn wrong_type(
    expected: &str,
    actual: &str,
    help: Option<&'static str>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error(
        "wrong-type",
        format!("{expected} is expected here, this is {actual}"),
        at,
    )
    .because(format!("this is {actual}"));
    told.help(help.map_or_else(
        || format!("write something that is {expected}"),
        str::to_owned,
    ))
}

pub(in crate::check::expr) fn no_condition(what: &str, is_list: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error(
        "no-condition",
        format!("a condition is due here, this is {what}"),
        at,
    )
    .because(format!("this is {what}"));
    if is_list {
        told.help("ask something of its elements: `any x in … has …`")
    } else {
        told.help("compare it with something: `=`, `>=`, `in`")
    }
}

pub(in crate::check::expr) fn different_types(first: &str, second: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        "different-types",
        format!("this is {second}, those before it are of the kind {first}"),
        at,
    )
    .help("all must be of one kind")
}

pub(in crate::check::expr) fn different_branches(
    first: &str,
    second: &str,
    a: Span,
    b: Span,
) -> Diagnostic {
    Diagnostic::error(
        "different-types",
        format!("one alternative is {first}, the other {second}"),
        b,
    )
    .because(second.to_owned())
    .label(a, first.to_owned())
    .help("both must be of one kind")
}

pub(in crate::check::expr) fn cannot_compare(
    left: (&str, Span),
    right: (&str, Span),
    help: Option<&'static str>,
    at: Span,
) -> Diagnostic {
    Diagnostic::error(
        "cannot-compare",
        format!("{} cannot be compared with {}", left.0, right.0),
        at,
    )
    .label(left.1, left.0)
    .label(right.1, right.0)
    .help(help.unwrap_or("compare things of one kind"))
}

pub(in crate::check::expr) fn no_equality(what: &str, help: &'static str, at: Span) -> Diagnostic {
    Diagnostic::error(
        "no-equality",
        format!("{what} is not asked for equality"),
        at,
    )
    .help(help)
}

pub(in crate::check::expr) fn no_order(what: &str, at: Span) -> Diagnostic {
    Diagnostic::error("no-order", format!("{what} stands in no order"), at).help(
        "numbers, shares, sums of money, quantities and dates do; ask others with `=` or `in`",
    )
}

pub(in crate::check::expr) fn code_equality(
    left: Option<String>,
    right: Option<String>,
    negated: bool,
    at: Span,
) -> Diagnostic {
    let (a, b) = (
        left.unwrap_or_else(|| "a".into()),
        right.unwrap_or_else(|| "b".into()),
    );
    let (sign, not) = if negated { ("!=", "not ") } else { ("=", "") };
    Diagnostic::error(
        "code-equality",
        format!("codes are not compared with `{sign}`"),
        at,
    )
    .because("a code stands for all that lies below it")
    .help(format!(
        "ask whether one lies within the other: `{a} {not}in {{ {b} }}`, `{a} {not}within {b}`"
    ))
}

pub(in crate::check::expr) fn null_with_null(at: Span) -> Diagnostic {
    Diagnostic::error("null-alone", "`null` is compared with itself", at)
        .help("name on one side what may be absent")
}

pub(in crate::check::expr) fn null_in_order(at: Span) -> Diagnostic {
    Diagnostic::error("null-alone", "`null` stands in no order", at)
        .help("ask whether something is absent: `x = null`, `x != null`")
}

pub(in crate::check::expr) fn only_null(at: Span) -> Diagnostic {
    Diagnostic::error("null-alone", "this holds nothing but `null`", at)
        .help("write `{}` or `[]` where nothing is meant")
}

pub(in crate::check::expr) fn nothing_known(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        "null-alone",
        format!("`{name}` would stand for nothing"),
        at,
    )
    .help("write `null` where it is meant")
}

pub(in crate::check::expr) fn cannot_calculate(
    sign: &str,
    left: (&str, Span),
    right: (&str, Span),
    help: Option<&'static str>,
    at: Span,
) -> Diagnostic {
    let message = match sign {
        "+" => format!("{} cannot be added to {}", right.0, left.0),
        "-" => format!("{} cannot be taken from {}", right.0, left.0),
        "*" => format!("{} cannot be multiplied by {}", left.0, right.0),
        _ => format!("{} cannot be divided by {}", left.0, right.0),
    };
    Diagnostic::error("cannot-calculate", message, at)
        .label(left.1, left.0)
        .label(right.1, right.0)
        .help(help.unwrap_or("calculate with things of one kind"))
}

pub(in crate::check::expr) fn cannot_negate(what: &str, is_truth: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error("cannot-calculate", format!("{what} has no negative"), at);
    if is_truth {
        told.help("a truth value is negated with `not`")
    } else {
        told.help("numbers, shares, sums of money and quantities have one")
    }
}

pub(in crate::check::expr) fn zero_denominator(at: Span) -> Diagnostic {
    Diagnostic::error("zero-denominator", "this divides by zero", at)
        .because("always zero")
        .help("a quotient with denominator zero is unknown, whatever is divided")
}

pub(in crate::check::expr) fn unguarded_quotient(at: Span, denominator: Span) -> Diagnostic {
    Diagnostic::warning("unguarded-quotient", "where nothing matches and the denominator is zero or unknown, this is unknown rather than nothing", at)
        .label(denominator, "perhaps zero or unknown")
        .help("ask for a match first: `if any x in … has … then sum(…) / … else 0%`")
}

pub(in crate::check::expr) fn bad_number(text: &str, why: &str, at: Span) -> Diagnostic {
    let shown: String = text.chars().take(40).collect();
    Diagnostic::error("literal", format!("`{shown}` is no number"), at).help(why.to_owned())
}

pub(in crate::check::expr) fn bad_code(text: &str, why: &str, at: Span) -> Diagnostic {
    let shown: String = text.chars().take(60).collect();
    Diagnostic::error("literal", format!("`{shown}` is no code"), at).help(why.to_owned())
}

pub(in crate::check::expr) fn unknown_currency(
    text: &str,
    meant: Option<String>,
    at: Span,
) -> Diagnostic {
    did_you_mean(
        Diagnostic::error("literal", format!("`{text}` is no currency"), at),
        meant,
        "currencies are named by the three capitals of ISO 4217: `EUR`, `USD`",
    )
}

pub(in crate::check::expr) fn unknown_unit(
    text: &str,
    meant: Option<String>,
    at: Span,
) -> Diagnostic {
    let what = if text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase()) {
        "neither a unit nor a currency"
    } else {
        "no unit"
    };
    did_you_mean(
        Diagnostic::error("unknown-unit", format!("`{text}` is {what}"), at),
        meant,
        "declare it: `dimension … { … }`; periods count `days`, `working days`, `months`, `years`",
    )
}

pub(in crate::check::expr) fn unit_not_yet(text: &str, at: Span) -> Diagnostic {
    Diagnostic::error("unknown-unit", format!("`{text}` has no size yet"), at)
        .help("within a dimension a unit is told by units that stand before it")
}

pub(in crate::check::expr) fn broken_period(unit: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        "literal",
        format!("{unit} are counted in whole numbers"),
        at,
    )
    .help("write a whole number")
}

pub(in crate::check::expr) fn no_constant(at: Span) -> Diagnostic {
    Diagnostic::error(
        "not-constant",
        "a value is written down here, not worked out",
        at,
    )
    .help("write the value itself")
}

pub(in crate::check::expr) fn empty_cell(what: &str, at: Span) -> Diagnostic {
    Diagnostic::error("csv-cell", format!("this cell is empty, {what} is due"), at)
        .help("fill it in, or let the column's type end in `?`")
}

pub(in crate::check::expr) fn bad_cell(
    text: &str,
    what: &str,
    meant: Option<String>,
    help: String,
    at: Span,
) -> Diagnostic {
    let shown: String = text.chars().take(60).collect();
    let told = Diagnostic::error("csv-cell", format!("`{shown}` is not {what}"), at)
        .because(format!("the column asks for {what}"));
    did_you_mean(told, meant, help)
}
