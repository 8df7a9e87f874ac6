//! Types, records, enums, scales, units, questions.

use super::alike;
use crate::diag::{Diagnostic, Severity};
use crate::source::Span;

/// A set of what has no single value.
pub fn set_member(place: Span) -> Diagnostic {
    Diagnostic::error("set-member", "a set holds single values", place)
        .because("not a set of single values")
        .help("write a list: `[…]`")
}

/// `[T]?`
pub fn optional_list(place: Span) -> Diagnostic {
    Diagnostic::error("optional-type", "a list is never absent", place)
        .because("`?` behind a list or set")
        .help("take the `?` off: without elements it is `[]`")
}

/// `T??`
pub fn optional_twice(place: Span) -> Diagnostic {
    Diagnostic::error("optional-type", "a type is optional once", place)
        .because("a second `?`")
        .help("take one `?` off")
}

/// `Rates?`
pub fn optional_rates(place: Span) -> Diagnostic {
    Diagnostic::error("optional-type", "rates are never absent", place)
        .because("`?` behind rates")
        .help("write `Rates = {}`")
}

/// `Range` alone.
pub fn range_of_what(place: Span) -> Diagnostic {
    Diagnostic::error("range-type", "a range of what is missing", place)
        .because("a range alone")
        .help("write `Range of` and a type with an order")
}

/// `Set of T` and the like.
pub fn only_range_of(word: &str, place: Span) -> Diagnostic {
    Diagnostic::error("range-type", format!("`{word} of` is no type"), place)
        .because("only a range has an `of`")
        .help("write `Range of …`, `[…]` for a list, `{…}` for a set")
}

/// A range of texts and the like.
pub fn range_of_unordered(word: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "range-type",
        format!("`{word}` has no order to make ranges of"),
        place,
    )
    .because("no order")
    .help("ranges are of numbers, shares, dates, money and quantities")
}

/// A type that no JSON holds.
pub fn not_a_fact(what: &str, place: Span) -> Diagnostic {
    Diagnostic::error("not-a-fact", format!("facts do not hold {what}"), place)
        .because(format!("{what} as a field"))
        .help("a field holds a value, a record, or a list or set of them")
}

/// A field twice.
pub fn duplicate_field(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-field",
        format!("the record has a field `{name}` already"),
        second,
    )
    .because("declared again here")
    .label(first, "declared here first")
    .help("give one of them another name")
}

/// A field that is not there.
pub fn unknown_field(name: &str, record: &str, place: Span, near: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-field",
        format!("`{record}` has no field `{name}`"),
        place,
    )
    .because("not a field");
    alike(
        told,
        near,
        &format!("declare it: `extend record {record} {{ {name} : … }}`"),
    )
}

/// A member twice.
pub fn duplicate_member(name: &str, what: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-member",
        format!("the {what} has `{name}` already"),
        second,
    )
    .because("again here")
    .label(first, "first here")
    .help("give one of them another name")
}

/// Nothing inside.
pub fn empty_declaration(what: &str, name: &str, wanted: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "empty-declaration",
        format!("the {what} `{name}` holds nothing"),
        place,
    )
    .because("nothing inside")
    .help(format!("add {wanted}"))
}

/// More members than a choice holds.
pub fn too_many_members(what: &str, most: usize, place: Span) -> Diagnostic {
    Diagnostic::error(
        "too-many-members",
        format!("this {what} has more than {most} members"),
        place,
    )
    .because("too many members")
    .help("use a code or a text where there are that many")
}

/// An outcome's name elsewhere.
pub fn outcome_taken(name: &str, what: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "outcome-taken",
        format!("`{name}` is {what} already"),
        second,
    )
    .because("again here")
    .label(first, "first here")
    .help("`then … is` must say just one thing: give one of them another name")
}

/// A status of no record.
pub fn status_of(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "status-of",
        format!("the status `{name}` is not said of a record"),
        place,
    )
    .because("not a record")
    .help("say it of the record that rules speak of, as `of Item`")
}

/// No main scale.
pub fn no_main_scale(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error("main-scale", "no scale is the main one", place)
        .because("not marked")
        .help(format!(
            "write `scale {name} main`: a decision's verdict is on the main scale"
        ))
}

/// No main calendar.
pub fn no_main_calendar(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error("main-calendar", "no calendar is the main one", place)
        .because("not marked")
        .help(format!(
            "write `calendar {name} main`: working days are counted in the main calendar"
        ))
}

/// Working days without any calendar.
pub fn missing_calendar(place: Span) -> Diagnostic {
    Diagnostic::error(
        "main-calendar",
        "working days are counted here, and there is no calendar",
        place,
    )
    .because("working days")
    .help("declare one: `calendar … main { weekend saturday, sunday  changes from \"….csv\" }`")
}

/// Two main ones.
pub fn second_main(what: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("second-main", format!("two {what}s are `main`"), second)
        .because("second")
        .label(first, "first")
        .help(format!(
            "one {what} is the main one: take the other mark off"
        ))
}

/// A unit's name that is not free.
pub fn reserved_unit(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "reserved-unit",
        format!("`{name}` has a meaning of its own behind a number"),
        place,
    )
    .because("declared as a unit")
    .help("choose another name for the unit")
}

/// A unit twice.
pub fn unit_taken(name: &str, second: Span, first: Option<Span>) -> Diagnostic {
    let told = Diagnostic::error(
        "unit-taken",
        format!("the unit `{name}` is declared already"),
        second,
    )
    .because("again here");
    let told = match first {
        Some(first) => told.label(first, "first here"),
        None => told,
    };
    told.help("a unit belongs to one dimension: give one of them another name")
}

/// `nm = 3 m` of the first unit.
pub fn base_unit_defined(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "unit-definition",
        format!("`{name}` stands first, so it is the base unit and has no definition"),
        place,
    )
    .because("definition of the base unit")
    .help("put the unit without a definition first")
}

/// A further unit without definition.
pub fn unit_without_definition(name: &str, base: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "unit-definition",
        format!("what a `{name}` is in `{base}` is not said"),
        place,
    )
    .because("no definition")
    .help(format!(
        "write `{name} = 1000 {base}`, with the right number"
    ))
}

/// Not a number and a unit.
pub fn unit_definition(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "unit-definition",
        format!("`{name}` is not defined by a number and a unit"),
        place,
    )
    .because("not a number above 0 and a unit")
    .help(format!(
        "write a number and a unit declared in front of `{name}`"
    ))
}

/// Defined by a unit not declared yet.
pub fn unit_of_unknown(name: &str, other: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "unit-definition",
        format!("`{name}` is defined by `{other}`, which is no unit in front of it"),
        place,
    )
    .because("not declared in front")
    .help("define a unit by one of the same dimension that stands in front of it")
}

/// No `facts` at all. Without any file there is no place.
pub fn no_facts(place: Option<Span>) -> Diagnostic {
    let message = "no file says what the facts are";
    let told = match place {
        Some(place) => Diagnostic::error("facts-declaration", message, place),
        None => Diagnostic {
            code: "facts-declaration",
            severity: Severity::Error,
            message: message.to_owned(),
            help: None,
            pointer: None,
            labels: Vec::new(),
        },
    };
    told.help("write `facts shipment : Shipment on date` in one file, with the name of your record")
}

/// A second `facts`.
pub fn second_facts(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("facts-declaration", "the facts are declared twice", second)
        .because("again here")
        .label(first, "first here")
        .help("keep one of them")
}

/// Facts that are no record.
pub fn facts_of(place: Span) -> Diagnostic {
    Diagnostic::error("facts-declaration", "the facts are not a record", place)
        .because("not a record")
        .help("name the record of a case")
}

/// `on` something that is no date.
pub fn facts_on(name: &str, place: Span, field: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-declaration",
        format!("`{name}` is not of type `Date`"),
        place,
    )
    .because("the day of the act")
    .label(field, "declared here")
    .help("name a field of type `Date`, not optional")
}

/// Rates that are not the one field.
pub fn rates_elsewhere(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "rates-place",
        format!("`{name}` cannot hold exchange rates"),
        place,
    )
    .because("rates here")
    .help("one field of the record of the facts holds the rates of the whole case")
}

/// A reading with dots.
pub fn reading_name(place: Span) -> Diagnostic {
    Diagnostic::error("reading", "a reading's name has no dots", place)
        .because("a path")
        .help("join its words with `_`")
}

/// `reading a b` in a question.
pub fn reading_choice(place: Span) -> Diagnostic {
    Diagnostic::error(
        "reading",
        "a question says what its readings are, a scenario chooses one",
        place,
    )
    .because("a choice")
    .help("give the reading a text, `reading name \"…\"`, and mark one `(default)`")
}

/// A reading called `unknown`.
pub fn reading_unknown(place: Span) -> Diagnostic {
    Diagnostic::error(
        "reading",
        "`unknown` leaves a question open and cannot be a reading",
        place,
    )
    .because("a reading's name")
    .help("choose another name")
}

/// Fewer than two readings.
pub fn too_few_readings(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "reading",
        format!("the question `{name}` has fewer than two readings"),
        place,
    )
    .because("nothing to choose from")
    .help("add `reading name \"…\"` for each way to read the text")
}

/// No default.
pub fn no_default_reading(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "reading",
        format!("no reading of the question `{name}` is the default"),
        place,
    )
    .because("no default")
    .help("put `(default)` behind one of them")
}

/// Two defaults.
pub fn second_default(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("reading", "two readings are the default", second)
        .because("second")
        .label(first, "first")
        .help("take one `(default)` off")
}
