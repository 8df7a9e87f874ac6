//! Instruments, groups, rules, duties, and what hangs on what.

use super::alike;
use crate::diag::{Diagnostic, Severity};
use crate::source::Span;

/// Ends before it begins.
pub fn contradicting_window(from: Option<Span>, last: Span, place: Span) -> Diagnostic {
    let told = match from {
        Some(from) => Diagnostic::error("contradicting-window", "this ends before it begins", from)
            .because("begins here")
            .label(last, "ends here"),
        None => Diagnostic::error(
            "contradicting-window",
            "this ends before it is published",
            last,
        )
        .because("ends here")
        .label(place, "in force by this"),
    };
    told.help("a rule's own ends count first, then its group's, then its instrument's: check the two days")
}

/// Alternatives without number.
pub fn too_many_windows(most: usize, place: Span) -> Diagnostic {
    Diagnostic::error(
        "too-many-windows",
        format!("there are more than {most} alternatives of when this is in force"),
        place,
    )
    .because("its own, its group's and its instrument's multiply")
    .help("let fewer `in force` clauses hang on questions")
}

/// One of several always holds.
pub fn unconditional_windows(plain: Span, other: Span) -> Diagnostic {
    Diagnostic::error(
        "unconditional-windows",
        "one of these windows always holds",
        plain,
    )
    .because("no `if`")
    .label(other, "another window")
    .help("give each an `if` on a question, or keep one")
}

/// Acts on itself.
pub fn acts_on_itself(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error("acts-on-itself", format!("`{name}` acts on itself"), place)
        .because("the instrument itself")
        .help("say when it is in force with `in force`, or name one of its rules")
}

/// The same target twice.
pub fn named_twice(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("named-twice", format!("`{name}` is named twice"), second)
        .because("again here")
        .label(first, "first here")
        .help("name it once")
}

/// A circle with a label for each step.
fn circle(
    code: &'static str,
    message: String,
    places: Vec<(Span, String)>,
    help: &str,
) -> Diagnostic {
    let mut places = places.into_iter();
    let mut told = match places.next() {
        Some((span, words)) => Diagnostic::error(code, message, span).because(words),
        None => Diagnostic {
            code,
            severity: Severity::Error,
            message,
            help: None,
            pointer: None,
            labels: Vec::new(),
        },
    };
    for (span, words) in places {
        told = told.label(span, words);
    }
    told.help(help)
}

fn chain(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    names.join(", ")
}

/// Rules in a circle.
pub fn rule_circle(names: &[String], places: Vec<(Span, String)>) -> Diagnostic {
    let message = match names {
        [one] => format!("`{one}` hangs on itself"),
        several => format!(
            "these rules hang on one another in a circle: {}",
            chain(several)
        ),
    };
    circle(
        "rule-circle",
        message,
        places,
        "what a rule is given, what lifts it and what concludes a status that it asks for must stand without it",
    )
}

/// Actions in a circle.
pub fn action_circle(names: &[String], places: Vec<(Span, String)>) -> Diagnostic {
    let message = format!(
        "these instruments act on one another in a circle: {}",
        chain(names)
    );
    circle(
        "action-circle",
        message,
        places,
        "let one of them name the rules it means instead of the whole instrument",
    )
}

/// A shipment rule given rules of elements.
pub fn given_of_elements(other: &str, place: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("subject-mismatch", format!("`{other}` speaks of each element of a list, and this rule of the whole shipment"), place)
        .because("given for which element?")
        .label(declared, "declared here")
        .help("conclude a status there, and say with `any` or `every` in `when` which elements must have it")
}

/// An element rule that lifts a shipment rule.
pub fn lifts_of_shipment(other: &str, place: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("subject-mismatch", format!("`{other}` speaks of the whole shipment, and this rule of each element of a list"), place)
        .because("lifted by which element?")
        .label(declared, "declared here")
        .help("let a rule of the whole shipment lift it, and say with `any` or `every` in `when` which elements count")
}

/// Rules of two lists.
pub fn two_lists(verb: &str, other: &str, place: Span, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "subject-mismatch",
        format!("this rule {verb} `{other}`, which speaks of the elements of another list"),
        place,
    )
    .because("of another list")
    .label(declared, "declared here")
    .help("rules of two lists do not meet: say what is meant in `when`")
}

/// `for` over something else.
pub fn for_source(variable: &str, place: Span) -> Diagnostic {
    Diagnostic::error("for-source", format!("a rule speaks of the elements of a list of records in `{variable}`"), place)
        .because("not such a list")
        .help(format!("write `for item in {variable}.items`, with the name of your list; deeper ones are met in `when`"))
}

/// `*` or `outermost` in a `for`.
pub fn for_depth(place: Span) -> Diagnostic {
    Diagnostic::error(
        "for-source",
        "`for` runs over one list, not over every depth of it",
        place,
    )
    .because("`*` or `outermost`")
    .help("ask for what is inside in `when`: `any part in item.parts* has …`")
}

/// `for x` of something else than the facts.
pub fn for_what(variable: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "for-source",
        format!("a rule speaks of `{variable}`, or of the elements of one of its lists"),
        place,
    )
    .because("something else")
    .help(format!(
        "write `for {variable}`, or `for item in {variable}.items`"
    ))
}

/// A variable called like the facts.
pub fn hides_facts(variable: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "for-source",
        format!("`{variable}` is the whole case already"),
        place,
    )
    .because("another variable of that name")
    .help("choose another name")
}

/// A second `for`.
pub fn for_twice(place: Span, group: Span) -> Diagnostic {
    Diagnostic::error(
        "for-twice",
        "the group says already of whom its rules speak",
        place,
    )
    .because("said again here")
    .label(group, "said here")
    .help("take this `for` out, or the group's, and say it in each rule")
}

/// `then` of something else.
pub fn conclusion_subject(written: &str, variable: &str, place: Span, who: Span) -> Diagnostic {
    Diagnostic::error(
        "conclusion-subject",
        format!("this rule speaks of `{variable}`, not of `{written}`"),
        place,
    )
    .because("something else")
    .label(who, format!("speaks of `{variable}`"))
    .help(format!("write `then {variable} is …`"))
}

/// Neither outcome nor status.
pub fn unknown_outcome(name: &str, wanted: &str, place: Span, near: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-outcome",
        format!("no {wanted} is called `{name}`"),
        place,
    )
    .because("not known");
    alike(
        told,
        near,
        "outcomes are the values of a `scale`; a status is declared with `status … of …`",
    )
}

/// Two of one scale.
pub fn second_outcome(place: Span) -> Diagnostic {
    Diagnostic::error(
        "second-outcome",
        "this rule has a conclusion of that kind already",
        place,
    )
    .because("a second conclusion")
    .help(
        "a rule concludes one outcome of a scale, and a status once: keep one, or write two rules",
    )
}

/// A status of other records.
pub fn status_subject(status: &str, of: &str, variable: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "status-conclusion",
        format!("`{status}` is said of `{of}`, which `{variable}` is not"),
        place,
    )
    .because("said of something else")
    .help(format!("conclude it in a rule that speaks of `{of}`"))
}

/// Nothing follows.
pub fn rule_without_effect(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "rule-without-effect",
        format!("nothing follows from the rule `{name}`"),
        place,
    )
    .because("no effect")
    .help("add `then`, `duty`, `gives` or `lifts`")
}

/// No citation.
pub fn rule_without_citation(name: &str, place: Span) -> Diagnostic {
    Diagnostic::warning(
        "rule-without-citation",
        format!("the rule `{name}` cites no provision"),
        place,
    )
    .because("no `cites`")
    .help("add `cites article …`, so that a decision can be held against the text")
}

/// No rules.
pub fn empty_group(name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "empty-group",
        format!("the group `{name}` holds no rules"),
        place,
    )
    .because("nothing inside")
    .help("put rules into it, or take it out")
}

/// Nobody.
pub fn duty_who(place: Span) -> Diagnostic {
    Diagnostic::error("duty", "a duty is somebody's", place)
        .because("not a record")
        .help("name a party of the facts, `duty shipment.exporter \"…\"`, or say in words who must: `duty \"the office\" \"…\"`")
}

/// Nothing.
pub fn duty_text(place: Span) -> Diagnostic {
    Diagnostic::error("duty", "this duty does not say what must be done", place)
        .because("no text behind it")
        .help("say it: `duty shipment.exporter \"reports …\"`")
}

/// A figure that is none.
pub fn figure_type(place: Span) -> Diagnostic {
    Diagnostic::error(
        "figure-type",
        "a rule's figure is a value, or a range of values",
        place,
    )
    .because("neither a value nor a range")
    .help("give a number, a share, money, a quantity or a date, or a range of them: `a to b`")
}
