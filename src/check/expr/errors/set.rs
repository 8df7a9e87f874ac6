//! Sets, lists, ranges.

use super::quoted;
use crate::diag::Diagnostic;
use crate::source::Span;

pub(in crate::check::expr) fn set_in_brackets(members: Option<String>, at: Span) -> Diagnostic {
    let members = members.unwrap_or_else(|| "a, b".into());
    Diagnostic::error(
        "set-in-brackets",
        format!("a set stands in braces: `{{ {members} }}`"),
        at,
    )
    .help("round brackets only group")
}

pub(in crate::check::expr) fn tuple(members: Option<String>, at: Span) -> Diagnostic {
    let members = members.unwrap_or_else(|| "a, b".into());
    Diagnostic::error(
        "set-in-brackets",
        "several values in round brackets mean nothing",
        at,
    )
    .help(format!(
        "a set stands in braces, `{{ {members} }}`; a list in square brackets, `[{members}]`"
    ))
}

pub(in crate::check::expr) fn needs_set(
    what: &str,
    spelt: Option<String>,
    is_code: bool,
    at: Span,
) -> Diagnostic {
    let x = spelt.unwrap_or_else(|| "x".into());
    let told = Diagnostic::error(
        "set-needed",
        format!("`in` asks a set, a list or a range, this is {what}"),
        at,
    )
    .because(format!("this is {what}"));
    if is_code {
        told.help(format!("write `within {x}`, or `in {{ {x} }}`"))
    } else {
        told.help(format!("write `= {x}`, or `in {{ {x} }}`"))
    }
}

pub(in crate::check::expr) fn meets_sets(
    what: &str,
    spelt: Option<String>,
    at: Span,
) -> Diagnostic {
    let x = spelt.unwrap_or_else(|| "x".into());
    Diagnostic::error(
        "set-needed",
        format!("`meets` asks two sets, this is {what}"),
        at,
    )
    .because(format!("this is {what}"))
    .help(format!(
        "write `{x} in …`, or put it in braces: `{{ {x} }}`"
    ))
}

pub(in crate::check::expr) fn cannot_be_in(
    left: (&str, Span),
    right: (&str, Span),
    at: Span,
) -> Diagnostic {
    Diagnostic::error(
        "cannot-compare",
        format!("{} is never in {}", left.0, right.0),
        at,
    )
    .label(left.1, left.0)
    .label(right.1, right.0)
    .help("ask something of the kind that stands in it")
}

pub(in crate::check::expr) fn within_codes(what: &str, is_set: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error(
        "wrong-type",
        format!("`within` asks two codes, this is {what}"),
        at,
    )
    .because(format!("this is {what}"));
    if is_set {
        told.help("write `in` before a set of codes")
    } else {
        told.help("write a code on each side")
    }
}

pub(in crate::check::expr) fn no_set(what: &str, at: Span) -> Diagnostic {
    Diagnostic::error("no-equality", format!("{what} cannot stand in a set"), at)
        .because("a set asks which of its members are the same")
        .help("write a list: `[ … ]`")
}

pub(in crate::check::expr) fn reversed_range(
    from: Option<String>,
    to: Option<String>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error("range", "this range ends before it begins", at);
    match (from, to) {
        (Some(from), Some(to)) => told.help(format!("write `{to} to {from}`")),
        _ => told.help("the lesser end stands first"),
    }
}

pub(in crate::check::expr) fn list_without_codes(
    list: &str,
    has_optional: bool,
    declared: Option<Span>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error(
        "list-without-codes",
        format!("the list `{list}` has no column of codes"),
        at,
    );
    let told = match declared {
        Some(place) => told.label(place, "declared here"),
        None => told,
    };
    if has_optional {
        told.help(format!(
            "its codes may be absent; ask a row: `any row in {list} has x within row.…`"
        ))
    } else {
        told.help(format!("ask its rows: `any row in {list} has row.… = …`"))
    }
}

pub(in crate::check::expr) fn list_of_two_codes(
    list: &str,
    first: &str,
    second: &str,
    at: Span,
) -> Diagnostic {
    Diagnostic::error(
        "list-without-codes",
        format!("the list `{list}` has two columns of codes, `{first}` and `{second}`"),
        at,
    )
    .help(format!(
        "say which: `any row in {list} has x within row.{first}`"
    ))
}

pub(in crate::check::expr) fn no_list(spelt: Option<String>, what: &str, at: Span) -> Diagnostic {
    let x = quoted(spelt, "this");
    Diagnostic::error("no-list", format!("{x} is no list but {what}"), at)
        .because(format!("this is {what}"))
        .help("name a list, a set, or several values in brackets: `[a, b]`")
}

pub(in crate::check::expr) fn star(spelt: Option<String>, what: &str, at: Span) -> Diagnostic {
    let x = quoted(spelt, "this");
    Diagnostic::error(
        "star",
        format!("`*` cannot go deeper: {x} does not lead to more of its own kind"),
        at,
    )
    .because(format!("this is {what}"))
    .help("`x.parts*` needs a field whose elements are records like `x`")
}

pub(in crate::check::expr) fn outermost(has_star: bool, has_filter: bool, at: Span) -> Diagnostic {
    let missing = match (has_star, has_filter) {
        (false, false) => "neither `*` nor `where`",
        (false, true) => "no `*`",
        _ => "no `where`",
    };
    Diagnostic::error(
        "outermost",
        format!("`outermost` leaves out what is inside another match, and here is {missing}"),
        at,
    )
    .help("write `outermost x in y.parts* where …`, or leave `outermost` out")
}

pub(in crate::check::expr) fn object(at: Span) -> Diagnostic {
    Diagnostic::error("object-in-law", "a record is not written out here", at)
        .help("records are written in the facts of a scenario; a set has no colons: `{ a, b }`")
}
