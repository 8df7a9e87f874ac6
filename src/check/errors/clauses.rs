//! Clauses, texts and names in them.

use super::{a, alike};
use crate::diag::Diagnostic;
use crate::resolve::Ambiguous;
use crate::source::Span;

/// A name of nothing.
pub fn unknown_name(name: &str, wanted: &str, place: Span, near: Option<String>) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-name",
        format!("no {wanted} is called `{name}`"),
        place,
    )
    .because("not known here");
    alike(told, near, "declare it, or import the module that does")
}

/// A name of two things.
pub fn ambiguous_name(ambiguous: &Ambiguous, place: Span) -> Diagnostic {
    let names: Vec<String> = ambiguous
        .candidates
        .iter()
        .map(|c| format!("`{c}`"))
        .collect();
    let mut told = Diagnostic::error(
        "ambiguous-name",
        format!("`{}` may be {}", ambiguous.name, names.join(" or ")),
        place,
    )
    .because("imported from two modules");
    for (name, span) in ambiguous.candidates.iter().zip(&ambiguous.places) {
        told = told.label(*span, format!("`{name}` is declared here"));
    }
    told.help("write the full name, or import only one of them")
}

/// A name of something else.
pub fn wrong_kind(
    name: &str,
    is: &str,
    wanted: &str,
    place: Span,
    declared: Option<Span>,
    near: Option<String>,
) -> Diagnostic {
    let mut told = Diagnostic::error(
        "wrong-kind",
        format!("`{name}` is {is}, and {} is wanted here", a(wanted)),
        place,
    )
    .because("of another kind");
    if let Some(declared) = declared {
        told = told.label(declared, "declared here");
    }
    alike(told, near, &format!("name {}", a(wanted)))
}

/// A clause in the wrong block.
pub fn misplaced_clause(word: &str, belongs: &[&str], stands: &str, place: Span) -> Diagnostic {
    let belongs = match belongs {
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
        [] => String::new(),
    };
    Diagnostic::error(
        "misplaced-clause",
        format!("`{word}` belongs in {belongs}, not in {stands}"),
        place,
    )
    .because("does not belong here")
    .help(format!("move it to {belongs}, or take it out"))
}

/// A clause twice.
pub fn duplicate_clause(word: &str, block: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-clause",
        format!("`{word}` stands twice in {block}"),
        second,
    )
    .because("again here")
    .label(first, "first here")
    .help("keep one of them")
}

/// A clause that is not there.
pub fn missing_clause(word: &str, block: &str, name: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-clause",
        format!("the {block} `{name}` has no `{word}`"),
        place,
    )
    .because(format!("`{word}` is missing"))
    .help(format!("add a `{word}` clause"))
}

/// Several conditions after `when`.
pub fn one_condition(second: Span, head: Span) -> Diagnostic {
    Diagnostic::error("one-condition", "`when` takes one condition", second)
        .because("a second condition")
        .label(head, "of this `when`")
        .help("join conditions with `and`, or with `or` in brackets")
}

/// No basis.
pub fn unknown_basis(word: &str, place: Span) -> Diagnostic {
    let near = crate::resolve::near(word, ["official", "reported", "inferred", "recalled"]);
    let told = Diagnostic::error("unknown-basis", format!("`{word}` is no basis"), place)
        .because("not one of the four");
    alike(
        told,
        near,
        "write `official`, `reported`, `inferred` or `recalled`",
    )
}

/// A text twice.
pub fn duplicate_text(language: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-text",
        format!("this text is given twice in {language}"),
        second,
    )
    .because("again here")
    .label(first, "first here")
    .help("mark Chinese with `zh`, or keep one text")
}

/// A mark that is not known.
pub fn unknown_mark(word: &str, wanted: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "unknown-mark",
        format!("`{word}` may not stand here"),
        place,
    )
    .because("not known here")
    .help(format!("only `{wanted}` may stand here"))
}
