//! Scenarios: places, values, cases, expectations.

use super::{alike, counted};
use crate::diag::Diagnostic;
use crate::source::Span;

/// Not a place.
pub fn not_a_place(place: Span) -> Diagnostic {
    Diagnostic::error("scenario-place", "this is no place of the facts", place)
        .because("not a place")
        .help("a place starts at the shipment: `items[0].origin`")
}

/// A member of what has none.
pub fn no_member(name: &str, of: &str, list: bool, place: Span) -> Diagnostic {
    let (what, help) = if list {
        ("a list", format!("say which element: `{of}[0].{name}`"))
    } else {
        ("no record", format!("leave `.{name}` out"))
    };
    Diagnostic::error(
        "scenario-place",
        format!("`{of}` is {what}, so it has no `{name}`"),
        place,
    )
    .because("nothing stands there")
    .help(help)
}

/// An index of what is no list.
pub fn no_list(of: &str, place: Span) -> Diagnostic {
    Diagnostic::error("scenario-place", format!("`{of}` is no list"), place)
        .because("an index")
        .help("take the index off")
}

/// Not a value.
pub fn not_a_value(place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-value",
        "facts hold values, not calculations",
        place,
    )
    .because("not a value")
    .help("write the value, another place to copy it from, or `unknown`")
}

/// `unknown` inside a value.
pub fn unknown_inside(place: Span) -> Diagnostic {
    Diagnostic::error("scenario-value", "`unknown` stands for a place, not for an element of a list", place)
        .because("an element")
        .help("write `{}` for an element of which nothing is known, or `{ known: […], complete: false }` for a list told in part")
}

/// A copy of nothing.
pub fn nothing_to_copy(of: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-value",
        format!("nothing stands at `{of}` that could be copied"),
        place,
    )
    .because("not told in the facts")
    .help("name a place that the facts tell, or write the value")
}

/// A key twice.
pub fn duplicate_key(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-value",
        format!("the key `{name}` stands twice"),
        second,
    )
    .because("again here")
    .label(first, "first here")
    .help("keep one of them")
}

/// Facts that are neither a file nor an object.
pub fn scenario_facts(place: Span) -> Diagnostic {
    Diagnostic::error("scenario-value", "facts are a file or an object", place)
        .because("neither")
        .help("write `facts \"facts/x.json\"` or `facts { … }`")
}

/// Not a member.
pub fn unknown_member(name: &str, of: &str, place: Span, near: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-member",
        format!("`{of}` has no member `{name}`"),
        place,
    )
    .because("not a member");
    alike(told, near, &format!("name a member of `{of}`"))
}

/// A setting behind `cases`.
pub fn after_cases(place: Span, cases: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-cases",
        "what all cases share stands before `cases`",
        place,
    )
    .because("behind the table's head")
    .label(cases, "the table begins here")
    .help("move it up, or make it a column of the table")
}

/// `when` without `cases`.
pub fn when_without_cases(place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-cases",
        "`when` needs a `cases` in front of it, which says what varies",
        place,
    )
    .because("a case without a table")
    .help("write `cases` and the places that vary, or `with place = value`")
}

/// `cases` without `when`.
pub fn no_cases(place: Span) -> Diagnostic {
    Diagnostic::error("scenario-cases", "this table has no cases", place)
        .because("no `when` follows")
        .help("add `when value  expect outcome`")
}

/// A case of another width.
pub fn case_width(values: usize, columns: usize, place: Span, cases: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-cases",
        format!(
            "this case has {}, and {} may vary",
            counted(values, "value"),
            counted(columns, "place")
        ),
        place,
    )
    .because("another number of values")
    .label(cases, "what varies")
    .help("write one value for each, with commas between")
}

/// A day that is none.
pub fn case_date(place: Span) -> Diagnostic {
    Diagnostic::error("scenario-cases", "a date stands here", place)
        .because("not a date")
        .help("write a date as `2025-12-01`")
}

/// Nothing must come out.
pub fn no_expectation(place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        "this case says not what must come out",
        place,
    )
    .because("no expectation")
    .help("add `expect`, `latent`, `missing`, `asks`, `gives`, `duty` or `without`")
}

/// From a stricter to a milder one, or across scales.
pub fn outcome_range(from: &str, to: &str, same_scale: bool, place: Span) -> Diagnostic {
    let message = if same_scale {
        format!("`{to}` is milder than `{from}`")
    } else {
        format!("`{from}` and `{to}` stand on two scales")
    };
    Diagnostic::error("scenario-expectation", message, place)
        .because("no range of outcomes")
        .help("write the milder outcome first, both of one scale")
}

/// `because` behind `latent`.
pub fn latent_because(place: Span) -> Diagnostic {
    Diagnostic::error("scenario-expectation", "`latent` takes no `because`", place)
        .because("rules here")
        .help("put `because` behind `expect`")
}

/// A duty written out.
pub fn scenario_duty(place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        "a scenario names the rule whose duty falls due",
        place,
    )
    .because("more than a name")
    .help("write `duty` and the name of the rule, and perhaps `by` and the day")
}

/// No day.
pub fn due_day(place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        "the day of a duty is written down here, not worked out",
        place,
    )
    .because("not a day")
    .help("write a date as `2025-12-01`, or `unknown` for a day that is not known")
}

/// A duty without a day.
pub fn no_due(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        format!("the duty of `{name}` names no day"),
        place,
    )
    .because("no `by` or `within` there")
    .help("leave `by` and the day out")
}

/// Not `rule = value`.
pub fn scenario_figure(place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        "a scenario names the rule and its figure",
        place,
    )
    .because("not a rule and a value")
    .help("write `gives rule = value`")
}

/// A rule without figure.
pub fn no_figure(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        format!("`{name}` has no figure"),
        place,
    )
    .because("no figure there")
    .help("name a rule with a `gives` clause")
}

/// A group whose figures are of several types.
pub fn figures_differ(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        format!("the figures of `{name}` are of several types"),
        place,
    )
    .because("which of its rules?")
    .help("name one rule of the group")
}

/// From more to less.
pub fn figure_range(place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        "this range ends before it begins",
        place,
    )
    .because("no range")
    .help("write the lower end first")
}

/// A rule without duty.
pub fn no_duty(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "scenario-expectation",
        format!("`{name}` has no duty"),
        place,
    )
    .because("no duty there")
    .help("name a rule with a `duty` clause")
}

/// A question without the reading.
pub fn which_reading(place: Span) -> Diagnostic {
    Diagnostic::error(
        "unknown-reading",
        "which reading is chosen is missing",
        place,
    )
    .because("no reading behind it")
    .help("write `reading question name`, or `unknown` to leave it open")
}

/// No such reading.
pub fn unknown_reading(
    name: &str,
    question: &str,
    place: Span,
    near: Option<String>,
) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-reading",
        format!("`{question}` has no reading `{name}`"),
        place,
    )
    .because("not a reading");
    alike(
        told,
        near,
        "name one of its readings, or `unknown` to leave it open",
    )
}
