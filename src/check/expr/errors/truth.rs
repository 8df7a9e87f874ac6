//! Conditions, questions, statuses, absence.

use super::{did_you_mean, list_of, quoted};
use crate::diag::Diagnostic;
use crate::source::Span;

pub(in crate::check::expr) fn and_beside_or(
    mixed: Span,
    other: Option<Span>,
    inner: &str,
    outer: &str,
    rewrite: Option<String>,
) -> Diagnostic {
    let told = Diagnostic::error(
        "and-beside-or",
        format!("`{inner}` stands beside `{outer}` without brackets"),
        mixed,
    )
    .because(format!("joined by `{inner}`"));
    let told = match other {
        Some(other) => told.label(other, format!("joined by `{outer}`")),
        None => told,
    };
    match rewrite {
        Some(rewrite) => told.help(format!(
            "say what belongs together; as written it is read `{rewrite}`"
        )),
        None => told.help(format!(
            "say what belongs together; as written, what is joined by `{inner}` belongs together"
        )),
    }
}

pub(in crate::check::expr) fn no_question(
    what: Option<&str>,
    written: &str,
    meant: Option<String>,
    at: Span,
) -> Diagnostic {
    let message = match what {
        Some(what) => format!("`reads` asks a question, `{written}` is {what}"),
        None if written.is_empty() => "`reads` asks a question by its name".to_owned(),
        None => format!("no question is called `{written}`"),
    };
    did_you_mean(
        Diagnostic::error("question", message, at),
        meant,
        "write `question … { … }` in some file, and import it here",
    )
}

pub(in crate::check::expr) fn unknown_reading(
    reading: &str,
    question: &str,
    readings: &[&str],
    meant: Option<String>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error(
        "question",
        format!("`{question}` has no reading `{reading}`"),
        at,
    );
    did_you_mean(
        told,
        meant,
        format!("its readings are {}", list_of(readings)),
    )
}

pub(in crate::check::expr) fn only_questions(at: Span) -> Diagnostic {
    Diagnostic::error("only-questions", "a window depends on questions only, never on facts", at)
        .help("write `… if question reads reading`, joined by `and`, `or`, `not`; facts are asked in `when`")
}

pub(in crate::check::expr) fn unknown_status(
    name: &str,
    scale: Option<String>,
    meant: Option<String>,
    is_value: bool,
    at: Span,
) -> Diagnostic {
    if let Some(scale) = scale {
        return Diagnostic::error(
            "status",
            format!("`{name}` is an outcome of `{scale}`, and outcomes are not asked"),
            at,
        )
        .help(
            "let the rules that others build on conclude a status, and ask that; or use `given`",
        );
    }
    let told = Diagnostic::error("status", format!("no status is called `{name}`"), at);
    if is_value && meant.is_none() {
        return told.help(format!("values are compared with `=`: `… = {name}`"));
    }
    did_you_mean(
        told,
        meant,
        format!("write `status {name} of …`, or import the file that does"),
    )
}

pub(in crate::check::expr) fn status_of_another(
    name: &str,
    wanted: &str,
    actual: &str,
    at: Span,
) -> Diagnostic {
    Diagnostic::error(
        "status",
        format!("`{name}` is said of {wanted}, this is {actual}"),
        at,
    )
    .because(format!("this is {actual}"))
    .help(format!("ask it of {wanted}"))
}

pub(in crate::check::expr) fn status_in_schema(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        "status",
        format!("facts do not depend on law: `{name}` is not known to a record"),
        at,
    )
    .help("ask it in a rule")
}

pub(in crate::check::expr) fn status_subject(
    name: &str,
    rules: &[(String, Span)],
    call: Option<Span>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error(
        "status-subject",
        format!("no rule says `{name}` of this"),
        at,
    )
    .because("not a subject of its rules");
    let told = match call {
        Some(call) => told.label(call, "asked here"),
        None => told,
    };
    let told = rules.iter().take(3).fold(told, |told, (subject, place)| {
        told.label(*place, format!("speaks of {subject}"))
    });
    told.help("ask it of the subject of a rule; what holds of something inside it is a definition")
}

pub(in crate::check::expr) fn may_be_absent(
    spelt: Option<String>,
    expected: &str,
    at: Span,
) -> Diagnostic {
    let x = spelt.unwrap_or_else(|| "x".into());
    Diagnostic::error(
        "may-be-absent",
        format!("{expected} is expected here, and this may be absent"),
        at,
    )
    .because("may be absent")
    .help(format!(
        "ask first: `{x} != null and …`, or say what counts instead: `{x} otherwise …`"
    ))
}

pub(in crate::check::expr) fn absent_under_negation(
    spelt: Option<String>,
    at: Span,
    negation: Span,
) -> Diagnostic {
    let what = quoted(spelt.clone(), "this");
    let x = spelt.unwrap_or_else(|| "x".into());
    Diagnostic::error(
        "absent-under-negation",
        format!("{what} may be absent, and a negation would take that for a yes"),
        at,
    )
    .because("may be absent")
    .label(negation, "negated here")
    .help(format!(
        "ask first: `{x} != null and …` (or `{x} = null or …`, if that is meant)"
    ))
}

pub(in crate::check::expr) fn both_absent(
    left: Option<String>,
    right: Option<String>,
    at: Span,
) -> Diagnostic {
    let x = left.or(right).unwrap_or_else(|| "x".into());
    Diagnostic::error(
        "may-be-absent",
        "both sides may be absent, and two absent things are neither equal nor different",
        at,
    )
    .help(format!("ask for one of them first: `{x} != null and …`"))
}

pub(in crate::check::expr) fn absent_operand(
    spelt: Option<String>,
    operator: &str,
    what: &str,
    at: Span,
) -> Diagnostic {
    let name = quoted(spelt.clone(), "this");
    let x = spelt.unwrap_or_else(|| "x".into());
    Diagnostic::error(
        "absent-in-calculation",
        format!("{name} may be absent, and `{operator}` needs {what}"),
        at,
    )
    .because("may be absent")
    .help(format!(
        "ask first: `{x} != null and …`, or say what counts instead: `{x} otherwise …`"
    ))
}

pub(in crate::check::expr) fn absent_element(
    spelt: Option<String>,
    name: &str,
    has_filter: bool,
    at: Span,
) -> Diagnostic {
    let x = spelt.unwrap_or_else(|| "x".into());
    let filter = if has_filter {
        "add to its `where`"
    } else {
        "take only those that have it"
    };
    Diagnostic::error(
        "absent-in-calculation",
        format!("`{name}` runs over something that may be absent"),
        at,
    )
    .because("may be absent")
    .help(format!(
        "{filter}: `where {x} != null`, or say what counts instead: `{x} otherwise …`"
    ))
}

pub(in crate::check::expr) fn never_absent(
    spelt: Option<String>,
    what: &str,
    is_list: bool,
    negated: bool,
    at: Span,
) -> Diagnostic {
    let x = quoted(spelt, "this");
    if is_list {
        return Diagnostic::error(
            "never-absent",
            format!("{x} is {what}, and lists are never absent"),
            at,
        )
        .help("ask whether it is empty: `count(x in …) = 0`");
    }
    let always = if negated { "true" } else { "false" };
    Diagnostic::warning(
        "never-absent",
        format!("{x} is never absent here, so this is always {always}"),
        at,
    )
    .help("leave the test out, or let the field's type end in `?`")
}

pub(in crate::check::expr) fn needless_otherwise(
    spelt: Option<String>,
    what: &str,
    is_list: bool,
    at: Span,
) -> Diagnostic {
    let x = quoted(spelt, what);
    let told = Diagnostic::warning(
        "needless-otherwise",
        format!("{x} is never absent here, so what stands behind `otherwise` never counts"),
        at,
    );
    if is_list {
        told.help("lists are empty, never absent")
    } else {
        told.help("leave `otherwise …` out")
    }
}
