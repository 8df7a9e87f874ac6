//! What is told about expressions: one function a mistake, all prose in one place.

use crate::diag::Diagnostic;
use crate::resolve::Def;
use crate::source::Span;

/// Code and one-line summary of every mistake that this room tells.
pub const CODES: &[(&str, &str)] = &[
    ("absent-in-calculation", "something that may be absent is calculated with"),
    ("absent-under-negation", "something that may be absent stands under a negation"),
    ("aggregate-form", "`sum`, `min` or `max` is not given what it takes"),
    ("ambiguous-name", "two imports show the same name"),
    ("and-beside-or", "`and` and `or` meet without brackets"),
    ("cannot-calculate", "two things cannot be added, subtracted, multiplied or divided"),
    ("cannot-compare", "two things of different kinds are compared"),
    ("code-equality", "codes are compared with `=`"),
    ("different-types", "branches or members are of different kinds"),
    ("empty-cell", "a cell is empty that must hold a value"),
    ("index-in-law", "a place such as `items[0]` is named outside a scenario"),
    ("list-without-codes", "`in` is asked of a list that has no column of codes, or several"),
    ("literal", "a number, code, currency, period or country is written wrongly"),
    ("may-be-absent", "something that may be absent stands where a value must be"),
    ("name-hidden", "a variable bears the name of another that is visible"),
    ("name-outside-has", "a bound variable is named behind the one condition of its `has`"),
    ("needless-otherwise", "`otherwise` stands behind something that is never absent"),
    ("never-absent", "something that is never absent is compared with `null`"),
    ("no-condition", "a condition is due and something else is written"),
    ("no-equality", "things are compared with `=` that have no equality"),
    ("no-fields", "a field is asked of something that has none"),
    ("no-list", "a binder runs over something that is no list"),
    ("no-order", "things are ordered that have no order"),
    ("not-a-value", "the name of a rule, record or the like stands where a value must be"),
    ("not-called", "something is called that is no definition"),
    ("not-constant", "a value must be written down and an expression is"),
    ("null-alone", "`null` stands where it says nothing"),
    ("object-in-law", "an object is written outside the facts of a scenario"),
    ("only-questions", "a window depends on something other than a question"),
    ("outermost", "`outermost` stands without `*` or `where`"),
    ("path-too-long", "a path has more steps than can be followed"),
    ("question", "`reads` does not name a question and one of its readings"),
    ("range", "a range ends before it begins"),
    ("recursion", "a definition calls itself on something that is no component of its argument"),
    ("default-circle", "the defaults of a record depend on each other in a circle"),
    ("set-in-brackets", "a set is written in round brackets"),
    ("set-needed", "`in` or `meets` is asked of something that is no set"),
    ("star", "`*` stands behind something that does not lead to more of its kind"),
    ("status", "`is` does not name a status, or one of something else"),
    ("status-subject", "a status is asked of something that no rule speaks of"),
    ("unguarded-quotient", "a sum over matches is divided without asking whether there are any"),
    ("unknown-field", "a record has no such field"),
    ("unknown-name", "a name stands for nothing"),
    ("unknown-unit", "no dimension has such a unit"),
    ("wrong-arguments", "a definition is given too few or too many values"),
    ("wrong-type", "something of another kind is expected"),
    ("zero-denominator", "something is divided by zero"),
];

/// What a bare unknown name may have meant.
pub enum Owner {
    /// A field, as a path from a variable.
    Field(String),
    /// A member of that enum.
    Enum(String),
}

fn did_you_mean(told: Diagnostic, meant: Option<String>, else_say: impl Into<String>) -> Diagnostic {
    match meant {
        Some(meant) => told.help(format!("did you mean `{meant}`?")),
        None => told.help(else_say),
    }
}

fn quoted(text: Option<String>, otherwise: &str) -> String {
    text.map_or_else(|| otherwise.to_owned(), |t| format!("`{t}`"))
}

fn list_of(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(12).map(|n| format!("`{n}`")).collect();
    let more = if names.len() > 12 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

// ---- names

pub(super) fn unknown_name(name: &str, meant: Option<String>, owner: Option<Owner>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("unknown-name", format!("`{name}` is not known here"), at);
    match (meant, owner) {
        (Some(meant), _) => told.help(format!("did you mean `{meant}`?")),
        (None, Some(Owner::Field(path))) => told.help(format!("did you mean `{path}`?")),
        (None, Some(Owner::Enum(owner))) => told.help(format!("`{name}` is a member of `{owner}`: it is understood where a `{owner}` is expected")),
        (None, None) => told.help("name a variable, a parameter, a definition, or a list; definitions of other files must be imported"),
    }
}

pub(super) fn unknown_function(name: &str, meant: Option<String>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("unknown-name", format!("no definition is called `{name}`"), at).because("called here");
    did_you_mean(told, meant, format!("write `define {name}(…) -> … = …`, or import the file that does"))
}

pub(super) fn unknown_member(name: &str, of: &str, members: &[&str], meant: Option<String>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("unknown-name", format!("`{name}` is not {of}, and no variable"), at).because(format!("{of} is expected here"));
    did_you_mean(told, meant, format!("it can be {}", list_of(members)))
}

pub(super) fn unknown_country(name: &str, meant: Option<String>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("literal", format!("`{name}` is no country"), at).because("a country is expected here");
    did_you_mean(told, meant, "countries are named by the two capitals of ISO 3166: `DE`, `BR`")
}

pub(super) fn name_outside(name: &str, at: Span, bound: Span) -> Diagnostic {
    Diagnostic::error("name-outside-has", format!("`{name}` is not known here: bracket the conditions after `has`"), at)
        .because("outside the condition")
        .label(bound, "known only in the one condition after its `has`")
        .help("`any x in xs has (a and b)`: without the brackets only `a` is asked of `x`")
}

pub(super) fn facts_unknown_here(name: &str, in_schema: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error("unknown-name", format!("`{name}` is not known here"), at);
    if in_schema {
        told.because("outside rules").help("a record knows only its own fields: name the sibling field alone")
    } else {
        told.because("not a parameter of this definition").help(format!("a definition knows what it is given: make `{name}` a parameter"))
    }
}

pub(super) fn ambiguous_name(name: &str, candidates: &[String], places: &[Span], at: Span) -> Diagnostic {
    let mut told = Diagnostic::error("ambiguous-name", format!("`{name}` may mean {}", candidates.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(" or ")), at);
    for place in places {
        told = told.label(*place, "declared here");
    }
    told.help("write the full name, or import only one of them")
}

pub(super) fn not_a_value(name: &str, def: Def, at: Span) -> Diagnostic {
    let what = def.word();
    let told = Diagnostic::error("not-a-value", format!("`{name}` is {what}, not a value"), at);
    match def {
        Def::Question(_) => told.help(format!("ask which reading is taken: `{name} reads …`")),
        Def::Status(_) => told.help(format!("ask it of something: `item is {name}`")),
        Def::Rule(_) | Def::Group(_) => told.help(format!("rules build on each other with `given {name}` and `lifts {name}`; to test what a rule concludes, let it conclude a status")),
        Def::Enum(_) => told.help("name one of its members"),
        Def::Record(_) => told.help("name a variable of that record"),
        _ => told.help("name a variable, a definition or a list"),
    }
}

pub(super) fn hidden_name(name: &str, at: Span, first: Option<Span>) -> Diagnostic {
    let told = Diagnostic::error("name-hidden", format!("`{name}` is already the name of something here"), at).because("would hide it");
    match first {
        Some(first) => told.label(first, "named here"),
        None => told,
    }
    .help("give the new variable another name")
}

pub(super) fn unknown_field(name: &str, of: &str, meant: Option<String>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("unknown-field", format!("{of} has no `{name}`"), at);
    did_you_mean(told, meant, "a file may add fields: `extend record … { … }`")
}

pub(super) fn no_fields(name: &str, what: &str, is_list: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error("no-fields", format!("{what} has no `{name}`"), at);
    if is_list {
        told.help(format!("say of which element: `any x in … has x.{name} …`, `sum(x.{name} for x in …)`"))
    } else {
        told.help("only records and rows of lists have fields")
    }
}

pub(super) fn path_too_long(at: Span, most: usize) -> Diagnostic {
    Diagnostic::error("path-too-long", format!("this path has more than {most} steps"), at).help("a definition that calls itself follows a chain of any length")
}

pub(super) fn index(at: Span) -> Diagnostic {
    Diagnostic::error("index-in-law", "lists have no order here, so no element has a number", at).help("say which element is meant: `any x in … where …`; places such as `items[0]` belong in scenarios")
}

// ---- calls

pub(super) fn not_called(at: Span) -> Diagnostic {
    Diagnostic::error("not-called", "only definitions are called", at).help("leave the brackets out")
}

pub(super) fn wrong_arguments(name: &str, params: &[&str], given: usize, at: Span, declared: Span) -> Diagnostic {
    let wants = match params.len() {
        0 => "nothing".to_owned(),
        1 => "one value".to_owned(),
        n => format!("{n} values"),
    };
    let told = Diagnostic::error("wrong-arguments", format!("`{name}` takes {wants}, here are {given}"), at).label(declared, "declared here");
    if params.is_empty() { told.help(format!("write `{name}` alone")) } else { told.help(format!("write `{name}({})`", params.join(", "))) }
}

pub(super) fn aggregate_of_nothing(name: &str, at: Span) -> Diagnostic {
    let told = Diagnostic::error("aggregate-form", format!("`{name}` is not told over what it runs"), at);
    if name == "sum" { told.help("write `sum(x.value for x in …)`; two values are added with `+`") } else { told.help(format!("write `{name}(a, b)` or `{name}(x.value for x in …)`")) }
}

pub(super) fn no_aggregate(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error("aggregate-form", format!("`{name}` does not run over a list"), at).help("`sum`, `min` and `max` do; `count(x in …)` counts")
}

pub(super) fn not_aggregated(name: &str, what: &str, at: Span) -> Diagnostic {
    let verb = if name == "sum" { "added up" } else { "put in order" };
    Diagnostic::error("aggregate-form", format!("{what} cannot be {verb}"), at).because(format!("this is {what}")).help("name a number, a share, a sum of money or a quantity of each element")
}

// ---- types

pub(super) fn wrong_type(expected: &str, actual: &str, help: Option<&'static str>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("wrong-type", format!("{expected} is expected here, this is {actual}"), at).because(format!("this is {actual}"));
    told.help(help.map_or_else(|| format!("write something that is {expected}"), str::to_owned))
}

pub(super) fn no_condition(what: &str, is_list: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error("no-condition", format!("a condition is due here, this is {what}"), at).because(format!("this is {what}"));
    if is_list { told.help("ask something of its elements: `any x in … has …`") } else { told.help("compare it with something: `=`, `>=`, `in`") }
}

pub(super) fn different_types(first: &str, second: &str, at: Span) -> Diagnostic {
    Diagnostic::error("different-types", format!("this is {second}, those before it are of the kind {first}"), at).help("all must be of one kind")
}

pub(super) fn different_branches(first: &str, second: &str, a: Span, b: Span) -> Diagnostic {
    Diagnostic::error("different-types", format!("one alternative is {first}, the other {second}"), b).because(second.to_owned()).label(a, first.to_owned()).help("both must be of one kind")
}

pub(super) fn cannot_compare(left: (&str, Span), right: (&str, Span), help: Option<&'static str>, at: Span) -> Diagnostic {
    Diagnostic::error("cannot-compare", format!("{} cannot be compared with {}", left.0, right.0), at)
        .label(left.1, left.0)
        .label(right.1, right.0)
        .help(help.unwrap_or("compare things of one kind"))
}

pub(super) fn no_equality(what: &str, is_list: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error("no-equality", format!("{what} is not asked for equality"), at);
    if is_list {
        told.help("ask `x in …` for one member, `… meets …` for some member of both, `every x in … has …` for all")
    } else {
        told.help("compare a field of it")
    }
}

pub(super) fn no_order(what: &str, at: Span) -> Diagnostic {
    Diagnostic::error("no-order", format!("{what} stands in no order"), at).help("numbers, shares, sums of money, quantities and dates do; ask others with `=` or `in`")
}

pub(super) fn code_equality(left: Option<String>, right: Option<String>, negated: bool, at: Span) -> Diagnostic {
    let (a, b) = (left.unwrap_or_else(|| "a".into()), right.unwrap_or_else(|| "b".into()));
    let (sign, not) = if negated { ("!=", "not ") } else { ("=", "") };
    Diagnostic::error("code-equality", format!("codes are not compared with `{sign}`"), at)
        .because("a code stands for all that lies below it")
        .help(format!("ask whether one lies within the other: `{a} {not}in {{ {b} }}`, `{a} {not}within {b}`"))
}

pub(super) fn null_with_null(at: Span) -> Diagnostic {
    Diagnostic::error("null-alone", "`null` is compared with itself", at).help("name on one side what may be absent")
}

pub(super) fn nothing_known(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error("null-alone", format!("`{name}` would stand for nothing"), at).help("write `null` where it is meant")
}

// ---- sets, lists, ranges

pub(super) fn set_in_brackets(members: Option<String>, at: Span) -> Diagnostic {
    let members = members.unwrap_or_else(|| "a, b".into());
    Diagnostic::error("set-in-brackets", format!("a set stands in braces: `{{ {members} }}`"), at).help("round brackets only group")
}

pub(super) fn tuple(members: Option<String>, at: Span) -> Diagnostic {
    let members = members.unwrap_or_else(|| "a, b".into());
    Diagnostic::error("set-in-brackets", "several values in round brackets mean nothing", at).help(format!("a set stands in braces, `{{ {members} }}`; a list in square brackets, `[{members}]`"))
}

pub(super) fn needs_set(what: &str, spelt: Option<String>, is_code: bool, at: Span) -> Diagnostic {
    let x = spelt.unwrap_or_else(|| "x".into());
    let told = Diagnostic::error("set-needed", format!("`in` asks a set, a list or a range, this is {what}"), at).because(format!("this is {what}"));
    if is_code { told.help(format!("write `within {x}`, or `in {{ {x} }}`")) } else { told.help(format!("write `= {x}`, or `in {{ {x} }}`")) }
}

pub(super) fn meets_sets(what: &str, spelt: Option<String>, at: Span) -> Diagnostic {
    let x = spelt.unwrap_or_else(|| "x".into());
    Diagnostic::error("set-needed", format!("`meets` asks two sets, this is {what}"), at).because(format!("this is {what}")).help(format!("write `{x} in …`, or put it in braces: `{{ {x} }}`"))
}

pub(super) fn cannot_be_in(left: (&str, Span), right: (&str, Span), at: Span) -> Diagnostic {
    Diagnostic::error("cannot-compare", format!("{} is never in {}", left.0, right.0), at).label(left.1, left.0).label(right.1, right.0).help("ask something of the kind that stands in it")
}

pub(super) fn within_codes(what: &str, is_set: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error("wrong-type", format!("`within` asks two codes, this is {what}"), at).because(format!("this is {what}"));
    if is_set { told.help("write `in` before a set of codes") } else { told.help("write a code on each side") }
}

pub(super) fn no_set(what: &str, at: Span) -> Diagnostic {
    Diagnostic::error("no-equality", format!("{what} cannot stand in a set"), at).because("a set asks which of its members are the same").help("write a list: `[ … ]`")
}

pub(super) fn reversed_range(from: Option<String>, to: Option<String>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("range", "this range ends before it begins", at);
    match (from, to) {
        (Some(from), Some(to)) => told.help(format!("write `{to} to {from}`")),
        _ => told.help("the lesser end stands first"),
    }
}

pub(super) fn list_without_codes(list: &str, has_optional: bool, declared: Option<Span>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("list-without-codes", format!("the list `{list}` has no column of codes"), at);
    let told = match declared {
        Some(place) => told.label(place, "declared here"),
        None => told,
    };
    if has_optional {
        told.help(format!("its codes may be absent; ask a row: `any row in {list} has x within row.…`"))
    } else {
        told.help(format!("ask its rows: `any row in {list} has row.… = …`"))
    }
}

pub(super) fn list_of_two_codes(list: &str, first: &str, second: &str, at: Span) -> Diagnostic {
    Diagnostic::error("list-without-codes", format!("the list `{list}` has two columns of codes, `{first}` and `{second}`"), at)
        .help(format!("say which: `any row in {list} has x within row.{first}`"))
}

pub(super) fn no_list(spelt: Option<String>, what: &str, at: Span) -> Diagnostic {
    let x = quoted(spelt, "this");
    Diagnostic::error("no-list", format!("{x} is no list but {what}"), at).because(format!("this is {what}")).help("name a list, a set, or several values in brackets: `[a, b]`")
}

pub(super) fn star(spelt: Option<String>, what: &str, at: Span) -> Diagnostic {
    let x = quoted(spelt, "this");
    Diagnostic::error("star", format!("`*` cannot go deeper: {x} does not lead to more of its own kind"), at)
        .because(format!("this is {what}"))
        .help("`x.parts*` needs a field whose elements are records like `x`")
}

pub(super) fn outermost(has_star: bool, has_filter: bool, at: Span) -> Diagnostic {
    let missing = match (has_star, has_filter) {
        (false, false) => "neither `*` nor `where`",
        (false, true) => "no `*`",
        _ => "no `where`",
    };
    Diagnostic::error("outermost", format!("`outermost` leaves out what is inside another match, and here is {missing}"), at).help("write `outermost x in y.parts* where …`, or leave `outermost` out")
}

pub(super) fn object(at: Span) -> Diagnostic {
    Diagnostic::error("object-in-law", "a record is not written out here", at).help("records are written in the facts of a scenario; a set has no colons: `{ a, b }`")
}

// ---- truth

pub(super) fn and_beside_or(mixed: Span, other: Option<Span>, inner: &str, outer: &str, rewrite: Option<String>) -> Diagnostic {
    let told = Diagnostic::error("and-beside-or", format!("`{inner}` stands beside `{outer}` without brackets"), mixed).because(format!("joined by `{inner}`"));
    let told = match other {
        Some(other) => told.label(other, format!("joined by `{outer}`")),
        None => told,
    };
    match rewrite {
        Some(rewrite) => told.help(format!("say what belongs together; as written it is read `{rewrite}`")),
        None => told.help(format!("say what belongs together; as written, what is joined by `{inner}` belongs together")),
    }
}

pub(super) fn no_question(what: Option<&str>, written: &str, meant: Option<String>, at: Span) -> Diagnostic {
    let message = match what {
        Some(what) => format!("`reads` asks a question, `{written}` is {what}"),
        None if written.is_empty() => "`reads` asks a question by its name".to_owned(),
        None => format!("no question is called `{written}`"),
    };
    did_you_mean(Diagnostic::error("question", message, at), meant, "write `question … { … }` in some file, and import it here")
}

pub(super) fn unknown_reading(reading: &str, question: &str, readings: &[&str], meant: Option<String>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("question", format!("`{question}` has no reading `{reading}`"), at);
    did_you_mean(told, meant, format!("its readings are {}", list_of(readings)))
}

pub(super) fn only_questions(at: Span) -> Diagnostic {
    Diagnostic::error("only-questions", "a window depends on questions only, never on facts", at)
        .help("write `… if question reads reading`, joined by `and`, `or`, `not`; facts are asked in `when`")
}

pub(super) fn unknown_status(name: &str, scale: Option<String>, meant: Option<String>, is_value: bool, at: Span) -> Diagnostic {
    if let Some(scale) = scale {
        return Diagnostic::error("status", format!("`{name}` is an outcome of `{scale}`, and outcomes are not asked"), at)
            .help("let the rules that others build on conclude a status, and ask that; or use `given`");
    }
    let told = Diagnostic::error("status", format!("no status is called `{name}`"), at);
    if is_value && meant.is_none() {
        return told.help(format!("values are compared with `=`: `… = {name}`"));
    }
    did_you_mean(told, meant, format!("write `status {name} of …`, or import the file that does"))
}

pub(super) fn status_of_another(name: &str, wanted: &str, actual: &str, at: Span) -> Diagnostic {
    Diagnostic::error("status", format!("`{name}` is said of {wanted}, this is {actual}"), at).because(format!("this is {actual}")).help(format!("ask it of {wanted}"))
}

pub(super) fn status_in_schema(name: &str, at: Span) -> Diagnostic {
    Diagnostic::error("status", format!("facts do not depend on law: `{name}` is not known to a record"), at).help("ask it in a rule")
}

pub(super) fn status_subject(name: &str, rules: &[(String, Span)], call: Option<Span>, at: Span) -> Diagnostic {
    let told = Diagnostic::error("status-subject", format!("no rule says `{name}` of this"), at).because("not a subject of its rules");
    let told = match call {
        Some(call) => told.label(call, "asked here"),
        None => told,
    };
    let told = rules.iter().take(3).fold(told, |told, (subject, place)| told.label(*place, format!("speaks of {subject}")));
    told.help("ask it of the subject of a rule; what holds of something inside it is a definition")
}

// ---- absence

pub(super) fn may_be_absent(spelt: Option<String>, expected: &str, at: Span) -> Diagnostic {
    let x = spelt.unwrap_or_else(|| "x".into());
    Diagnostic::error("may-be-absent", format!("{expected} is expected here, and this may be absent"), at)
        .because("may be absent")
        .help(format!("ask first: `{x} != null and …`, or say what counts instead: `{x} otherwise …`"))
}

pub(super) fn absent_under_negation(spelt: Option<String>, at: Span, negation: Span) -> Diagnostic {
    let what = quoted(spelt.clone(), "this");
    let x = spelt.unwrap_or_else(|| "x".into());
    Diagnostic::error("absent-under-negation", format!("{what} may be absent, and a negation would take that for a yes"), at)
        .because("may be absent")
        .label(negation, "negated here")
        .help(format!("ask first: `{x} != null and …` (or `{x} = null or …`, if that is meant)"))
}

pub(super) fn both_absent(left: Option<String>, right: Option<String>, at: Span) -> Diagnostic {
    let x = left.or(right).unwrap_or_else(|| "x".into());
    Diagnostic::error("may-be-absent", "both sides may be absent, and two absent things are neither equal nor different", at).help(format!("ask for one of them first: `{x} != null and …`"))
}

pub(super) fn absent_operand(spelt: Option<String>, operator: &str, what: &str, at: Span) -> Diagnostic {
    let name = quoted(spelt.clone(), "this");
    let x = spelt.unwrap_or_else(|| "x".into());
    Diagnostic::error("absent-in-calculation", format!("{name} may be absent, and `{operator}` needs {what}"), at)
        .because("may be absent")
        .help(format!("ask first: `{x} != null and …`, or say what counts instead: `{x} otherwise …`"))
}

pub(super) fn absent_element(spelt: Option<String>, name: &str, has_filter: bool, at: Span) -> Diagnostic {
    let x = spelt.unwrap_or_else(|| "x".into());
    let filter = if has_filter { "add to its `where`" } else { "take only those that have it" };
    Diagnostic::error("absent-in-calculation", format!("`{name}` runs over something that may be absent"), at)
        .because("may be absent")
        .help(format!("{filter}: `where {x} != null`, or say what counts instead: `{x} otherwise …`"))
}

pub(super) fn never_absent(spelt: Option<String>, what: &str, is_list: bool, negated: bool, at: Span) -> Diagnostic {
    let x = quoted(spelt, "this");
    if is_list {
        return Diagnostic::error("never-absent", format!("{x} is {what}, and lists are never absent"), at).help("ask whether it is empty: `count(x in …) = 0`");
    }
    let always = if negated { "true" } else { "false" };
    Diagnostic::warning("never-absent", format!("{x} is never absent here, so this is always {always}"), at).help("leave the test out, or let the field's type end in `?`")
}

pub(super) fn needless_otherwise(spelt: Option<String>, what: &str, is_list: bool, at: Span) -> Diagnostic {
    let x = quoted(spelt, what);
    let told = Diagnostic::warning("needless-otherwise", format!("{x} is never absent here, so what stands behind `otherwise` never counts"), at);
    if is_list { told.help("lists are empty, never absent") } else { told.help("leave `otherwise …` out") }
}

// ---- calculation

pub(super) fn cannot_calculate(sign: &str, left: (&str, Span), right: (&str, Span), help: Option<&'static str>, at: Span) -> Diagnostic {
    let message = match sign {
        "+" => format!("{} cannot be added to {}", right.0, left.0),
        "-" => format!("{} cannot be taken from {}", right.0, left.0),
        "*" => format!("{} cannot be multiplied by {}", left.0, right.0),
        _ => format!("{} cannot be divided by {}", left.0, right.0),
    };
    Diagnostic::error("cannot-calculate", message, at).label(left.1, left.0).label(right.1, right.0).help(help.unwrap_or("calculate with things of one kind"))
}

pub(super) fn cannot_negate(what: &str, is_truth: bool, at: Span) -> Diagnostic {
    let told = Diagnostic::error("cannot-calculate", format!("{what} has no negative"), at);
    if is_truth { told.help("a truth value is negated with `not`") } else { told.help("numbers, shares, sums of money and quantities have one") }
}

pub(super) fn zero_denominator(at: Span) -> Diagnostic {
    Diagnostic::error("zero-denominator", "this divides by zero", at).because("always zero").help("a quotient with denominator zero is unknown, whatever is divided")
}

pub(super) fn unguarded_quotient(at: Span, denominator: Span) -> Diagnostic {
    Diagnostic::warning("unguarded-quotient", "where nothing matches and the denominator is zero or unknown, this is unknown rather than nothing", at)
        .label(denominator, "perhaps zero or unknown")
        .help("ask for a match first: `if any x in … has … then sum(…) / … else 0%`")
}

// ---- literals

pub(super) fn bad_number(text: &str, why: &str, at: Span) -> Diagnostic {
    let shown: String = text.chars().take(40).collect();
    Diagnostic::error("literal", format!("`{shown}` is no number"), at).help(why.to_owned())
}

pub(super) fn bad_code(text: &str, why: &str, at: Span) -> Diagnostic {
    let shown: String = text.chars().take(60).collect();
    Diagnostic::error("literal", format!("`{shown}` is no code"), at).help(why.to_owned())
}

pub(super) fn unknown_currency(text: &str, meant: Option<String>, at: Span) -> Diagnostic {
    did_you_mean(Diagnostic::error("literal", format!("`{text}` is no currency"), at), meant, "currencies are named by the three capitals of ISO 4217: `EUR`, `USD`")
}

pub(super) fn unknown_unit(text: &str, meant: Option<String>, at: Span) -> Diagnostic {
    let what = if text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase()) { "neither a unit nor a currency" } else { "no unit" };
    did_you_mean(Diagnostic::error("unknown-unit", format!("`{text}` is {what}"), at), meant, "declare it: `dimension … { … }`; periods count `days`, `working days`, `months`, `years`")
}

pub(super) fn unit_not_yet(text: &str, at: Span) -> Diagnostic {
    Diagnostic::error("unknown-unit", format!("`{text}` has no size yet"), at).help("within a dimension a unit is told by units that stand before it")
}

pub(super) fn broken_period(unit: &str, at: Span) -> Diagnostic {
    Diagnostic::error("literal", format!("{unit} are counted in whole numbers"), at).help("write a whole number")
}

pub(super) fn no_constant(at: Span) -> Diagnostic {
    Diagnostic::error("not-constant", "a value is written down here, not worked out", at).help("write the value itself")
}

pub(super) fn empty_cell(what: &str, at: Span) -> Diagnostic {
    Diagnostic::error("empty-cell", format!("this cell is empty, {what} is due"), at).help("fill it in, or let the column's type end in `?`")
}

pub(super) fn no_member(text: &str, of: &str, members: &[&str], meant: Option<String>, at: Span) -> Diagnostic {
    let shown: String = text.chars().take(60).collect();
    let told = Diagnostic::error("unknown-name", format!("`{shown}` is not {of}"), at).because(format!("{of} is expected here"));
    did_you_mean(told, meant, format!("it can be {}", list_of(members)))
}

pub(super) fn bad_cell(text: &str, what: &str, at: Span) -> Diagnostic {
    let shown: String = text.chars().take(60).collect();
    Diagnostic::error("wrong-type", format!("`{shown}` is not {what}"), at).because(format!("{what} is expected here")).help(format!("write something that is {what}"))
}

// ---- definitions

pub(super) fn recursion(names: &[String], calls: &[Span], declared: Span) -> Diagnostic {
    let circle = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" and ");
    let verb = if names.len() == 1 { "calls itself" } else { "call each other" };
    let first = calls.first().copied().unwrap_or(declared);
    let told = Diagnostic::error("recursion", format!("{circle} {verb} on something that is no component of the argument, so nothing says that it ends"), first).because("called here");
    let told = calls.iter().skip(1).fold(told, |told, call| told.label(*call, "and here"));
    told.label(declared, "declared here").help("a definition may call itself on a field of its parameter, or on an element of a list field of it")
}

pub(super) fn default_circle(fields: &[(String, Span)]) -> Diagnostic {
    let names = fields.iter().map(|(n, _)| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    let first = fields.first().map_or(Span::new(crate::source::FileId(0), 0, 0), |(_, s)| *s);
    let told = Diagnostic::error("default-circle", format!("what leaving out {names} means goes in a circle"), first).because("its default reads the next");
    fields.iter().skip(1).fold(told, |told, (_, place)| told.label(*place, "and this one's")).help("give one of them a default of its own, or none")
}
