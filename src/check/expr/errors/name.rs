//! Names, calls, definitions.

use super::{Owner, did_you_mean, list_of};
use crate::diag::Diagnostic;
use crate::resolve::Def;
use crate::source::Span;

pub(in crate::check::expr) fn unknown_name(
    name: &str,
    meant: Option<String>,
    owner: Option<Owner>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error("unknown-name", format!("`{name}` is not known here"), at);
    match (meant, owner) {
        (Some(meant), _) => told.help(format!("did you mean `{meant}`?")),
        (None, Some(Owner::Field(path))) => told.help(format!("did you mean `{path}`?")),
        (None, Some(Owner::Enum(owner))) => told.help(format!("`{name}` is a member of `{owner}`: it is understood where a `{owner}` is expected")),
        (None, None) => told.help("name a variable, a parameter, a definition, or a list; definitions of other files must be imported"),
    }
}

pub(in crate::check::expr) fn unknown_function(
    name: &str,
    meant: Option<String>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-name",
        format!("no definition is called `{name}`"),
        at,
    )
    .because("called here");
    did_you_mean(
        told,
        meant,
        format!("write `define {name}(…) -> … = …`, or import the file that does"),
    )
}

pub(in crate::check::expr) fn unknown_member(
    name: &str,
    of: &str,
    members: &[&str],
    meant: Option<String>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error(
        "unknown-name",
        format!("`{name}` is not {of}, and no variable"),
        at,
    )
    .because(format!("{of} is expected here"));
    did_you_mean(told, meant, format!("it can be {}", list_of(members)))
}

pub(in crate::check::expr) fn unknown_country(
    name: &str,
    meant: Option<String>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error("literal", format!("`{name}` is no country"), at)
        .because("a country is expected here");
    did_you_mean(
        told,
        meant,
        "countries are named by the two capitals of ISO 3166: `DE`, `BR`",
    )
}

pub(in crate::check::expr) fn name_outside(name: &str, at: Span, bound: Span) -> Diagnostic {
    Diagnostic::error(
        "name-outside-has",
        format!("`{name}` is not known here: bracket the conditions after `has`"),
        at,
    )
    .because("outside the condition")
    .label(bound, "known only in the one condition after its `has`")
    .help("`any x in xs has (a and b)`: without the brackets only `a` is asked of `x`")
}

pub(in crate::check::expr) fn facts_unknown_here(
    name: &str,
    in_schema: bool,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error("unknown-name", format!("`{name}` is not known here"), at);
    if in_schema {
        told.because("outside rules")
            .help("a record knows only its own fields: name the sibling field alone")
    } else {
        told.because("not a parameter of this definition")
            .help(format!(
                "a definition knows what it is given: make `{name}` a parameter"
            ))
    }
}

pub(in crate::check::expr) fn ambiguous_name(
    name: &str,
    candidates: &[String],
    places: &[Span],
    at: Span,
) -> Diagnostic {
    let mut told = Diagnostic::error(
        "ambiguous-name",
        format!(
            "`{name}` may mean {}",
            candidates
                .iter()
                .map(|c| format!("`{c}`"))
                .collect::<Vec<_>>()
                .join(" or ")
        ),
        at,
    );
    for place in places {
        told = told.label(*place, "declared here");
    }
    told.help("write the full name, or import only one of them")
}

pub(in crate::check::expr) fn not_a_value(name: &str, def: Def, at: Span) -> Diagnostic {
    let what = def.word();
    let told = Diagnostic::error(
        "not-a-value",
        format!("`{name}` is {what}, not a value"),
        at,
    );
    match def {
        Def::Question(_) => told.help(format!("ask which reading is taken: `{name} reads …`")),
        Def::Status(_) => told.help(format!("ask it of something: `item is {name}`")),
        Def::Rule(_) | Def::Group(_) => told.help(format!("rules build on each other with `given {name}` and `lifts {name}`; to test what a rule concludes, let it conclude a status")),
        Def::Enum(_) => told.help("name one of its members"),
        Def::Record(_) => told.help("name a variable of that record"),
        _ => told.help("name a variable, a definition or a list"),
    }
}

pub(in crate::check::expr) fn hidden_name(name: &str, at: Span, first: Option<Span>) -> Diagnostic {
    let told = Diagnostic::error(
        "name-hidden",
        format!("`{name}` is already the name of something here"),
        at,
    )
    .because("would hide it");
    match first {
        Some(first) => told.label(first, "named here"),
        None => told,
    }
    .help("give the new variable another name")
}

pub(in crate::check::expr) fn unknown_field(
    name: &str,
    of: &str,
    meant: Option<String>,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error("unknown-field", format!("{of} has no `{name}`"), at);
    did_you_mean(
        told,
        meant,
        "a file may add fields: `extend record … { … }`",
    )
}

pub(in crate::check::expr) fn no_fields(
    name: &str,
    what: &str,
    is_list: bool,
    at: Span,
) -> Diagnostic {
    let told = Diagnostic::error("no-fields", format!("{what} has no `{name}`"), at);
    if is_list {
        told.help(format!(
            "say of which element: `any x in … has x.{name} …`, `sum(x.{name} for x in …)`"
        ))
    } else {
        told.help("only records and rows of lists have fields")
    }
}

pub(in crate::check::expr) fn path_too_long(at: Span, most: usize) -> Diagnostic {
    Diagnostic::error(
        "path-too-long",
        format!("this path has more than {most} steps"),
        at,
    )
    .help("a definition that calls itself follows a chain of any length")
}

pub(in crate::check::expr) fn index(at: Span) -> Diagnostic {
    Diagnostic::error("index-in-law", "lists have no order here, so no element has a number", at).help("say which element is meant: `any x in … where …`; places such as `items[0]` belong in scenarios")
}

pub(in crate::check::expr) fn not_called(at: Span) -> Diagnostic {
    Diagnostic::error("not-called", "only definitions are called", at)
        .help("leave the brackets out")
}

pub(in crate::check::expr) fn wrong_arguments(
    name: &str,
    params: &[&str],
    given: usize,
    at: Span,
    declared: Span,
) -> Diagnostic {
    let wants = match params.len() {
        0 => "nothing".to_owned(),
        1 => "one value".to_owned(),
        n => format!("{n} values"),
    };
    let told = Diagnostic::error(
        "wrong-arguments",
        format!("`{name}` takes {wants}, here are {given}"),
        at,
    )
    .label(declared, "declared here");
    if params.is_empty() {
        told.help(format!("write `{name}` alone"))
    } else {
        told.help(format!("write `{name}({})`", params.join(", ")))
    }
}

pub(in crate::check::expr) fn aggregate_of_nothing(name: &str, at: Span) -> Diagnostic {
    let told = Diagnostic::error(
        "aggregate-form",
        format!("`{name}` is not told over what it runs"),
        at,
    );
    if name == "sum" {
        told.help("write `sum(x.value for x in …)`; two values are added with `+`")
    } else {
        told.help(format!(
            "write `{name}(a, b)` or `{name}(x.value for x in …)`"
        ))
    }
}

pub(in crate::check::expr) fn no_aggregate(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error(
        "aggregate-form",
        format!("`{name}` does not run over a list"),
        at,
    )
    .help("`sum`, `min` and `max` do; `count(x in …)` counts")
}

pub(in crate::check::expr) fn not_aggregated(name: &str, what: &str, at: Span) -> Diagnostic {
    let verb = if name == "sum" {
        "added up"
    } else {
        "put in order"
    };
    Diagnostic::error("aggregate-form", format!("{what} cannot be {verb}"), at)
        .because(format!("this is {what}"))
        .help("name a number, a share, a sum of money or a quantity of each element")
}

pub(in crate::check::expr) fn recursion(
    names: &[String],
    calls: &[Span],
    declared: Span,
) -> Diagnostic {
    let circle = names
        .iter()
        .map(|n| format!("`{n}`"))
        .collect::<Vec<_>>()
        .join(" and ");
    let verb = if names.len() == 1 {
        "calls itself"
    } else {
        "call each other"
    };
    let first = calls.first().copied().unwrap_or(declared);
    let told = Diagnostic::error("recursion", format!("{circle} {verb} on something that is no component of the argument, so nothing says that it ends"), first).because("called here");
    let told = calls
        .iter()
        .skip(1)
        .fold(told, |told, call| told.label(*call, "and here"));
    told.label(declared, "declared here").help("a definition may call itself on a field of its parameter, or on an element of a list field of it")
}

pub(in crate::check::expr) fn default_circle(fields: &[(String, Span)]) -> Diagnostic {
    let names = fields
        .iter()
        .map(|(n, _)| format!("`{n}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let first = fields
        .first()
        .map_or(Span::new(crate::source::FileId(0), 0, 0), |(_, s)| *s);
    let told = Diagnostic::error(
        "default-circle",
        format!("what leaving out {names} means goes in a circle"),
        first,
    )
    .because("its default reads the next");
    fields
        .iter()
        .skip(1)
        .fold(told, |told, (_, place)| {
            told.label(*place, "and this one's")
        })
        .help("give one of them a default of its own, or none")
}
