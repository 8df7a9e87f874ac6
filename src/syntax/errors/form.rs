//! Mistakes of form: what the parser complains of, and the limits.

use super::{MOST_DEPTH, MOST_DIGITS, quoted};
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::Span;

pub(in crate::syntax) fn number_too_long(span: Span, digits: usize) -> Diagnostic {
    Diagnostic::error(
        "number-too-long",
        format!("this number has {digits} digits; the limit is {MOST_DIGITS}"),
        span,
    )
}

pub(in crate::syntax) fn index_too_large(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "index-too-large",
        format!(
            "the index {} is too large; the limit is {}",
            quoted(text),
            u32::MAX
        ),
        span,
    )
}

pub(in crate::syntax) fn nested_too_deeply(span: Span) -> Diagnostic {
    Diagnostic::error(
        "nested-too-deeply",
        format!("this is nested more than {MOST_DEPTH} deep; the limit is {MOST_DEPTH}"),
        span,
    )
    .help("name its parts with `let` or `define`")
}

pub(in crate::syntax) fn broken_comparison(span: Span, rewrite: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::error("broken-comparison", "a comparison has two sides", span);
    match rewrite {
        Some(rewrite) => diagnostic.help(format!("write `{rewrite}`")),
        None => diagnostic.help("compare twice and join with `and`"),
    }
}

pub(in crate::syntax) fn call_with_for(span: Span) -> Diagnostic {
    Diagnostic::error(
        "call-with-for",
        "`for` belongs in the only argument of `sum`, `min` or `max`",
        span,
    )
    .help("`sum(part.value for part in item.parts)`")
}

pub(in crate::syntax) fn doubled_question_mark(span: Span) -> Diagnostic {
    Diagnostic::error(
        "doubled-question-mark",
        "a type is marked optional once",
        span,
    )
    .help("take the second `?` away")
}

pub(in crate::syntax) fn lone_dot(span: Span) -> Diagnostic {
    Diagnostic::error("lone-dot", "a name follows the dot without a blank", span)
        .help("a clause needs no full stop")
}

pub(in crate::syntax) fn dot_without_head(span: Span) -> Diagnostic {
    Diagnostic::error(
        "lone-dot",
        "a name stands in front of the dot without a blank",
        span,
    )
}

pub(in crate::syntax) fn number_dot(span: Span, meant: &str) -> Diagnostic {
    Diagnostic::error("number-spelling", format!("write {}", quoted(meant)), span)
        .because("digits stand on both sides of the point")
}

fn with_article(kw: &str) -> String {
    let article = if kw.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {kw}")
}

pub(in crate::syntax) fn scenario_title(span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-name",
        "a scenario begins with its title, a text",
        span,
    )
    .help("`scenario \"what must come out\" { … }`")
}

pub(in crate::syntax) fn name_before_title(span: Span, kw: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-name",
        format!(
            "{} has a name; its title is a text after it",
            with_article(kw)
        ),
        span,
    )
    .help(format!("`{kw} its_name \"its title\" {{ … }}`"))
}

pub(in crate::syntax) fn missing_name(span: Span, kw: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-name",
        format!("{} has a name", with_article(kw)),
        span,
    )
    .because("the name is missing after this")
}

pub(in crate::syntax) fn hyphen(span: Span, meant: &str) -> Diagnostic {
    Diagnostic::error("name-spelling", "names are joined with `_`", span)
        .help(format!("write {}", quoted(meant)))
}

pub(in crate::syntax) fn reserved_word(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        "reserved-word",
        format!("`{word}` is a word of the language: write `` `{word}` `` or another name"),
        span,
    )
}

pub(in crate::syntax) fn reserved_in_citation(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        "reserved-word",
        format!("`{word}` is a word of the language"),
        span,
    )
    .help("a citation with such a word stands in quotes: `cites \"article 2 of the list\"`")
}

pub(in crate::syntax) fn bare_if(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unexpected",
        "an `if` inside an expression stands in brackets",
        span,
    )
    .help("write `(if … then … else …)`")
}

pub(in crate::syntax) fn null_status(span: Span, sign: &str, value: &str) -> Diagnostic {
    let message = format!("`is` is followed by a status; a value is compared with `{sign}`");
    Diagnostic::error("missing-word", message, span).help(format!("write `{sign} {value}`"))
}

pub(in crate::syntax) fn two_words(span: Span, joined: &str) -> Diagnostic {
    Diagnostic::error("name-spelling", "a name is one word", span)
        .help(format!("write {}", quoted(joined)))
}

pub(in crate::syntax) fn listed_type(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("unexpected", format!("a list is written `[{name}]`"), span)
}

pub(in crate::syntax) fn value_key(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("unexpected", "no colon stands here", span)
        .help(format!("write {}", quoted(name)))
}

pub(in crate::syntax) fn unclosed_block(brace: Span, kw: &str) -> Diagnostic {
    Diagnostic::error("unclosed-block", format!("this {kw} is not closed"), brace)
        .because("this brace is open")
        .help("write `}` after its last clause")
}

pub(in crate::syntax) fn unclosed_bracket(open: Span, sign: &str) -> Diagnostic {
    Diagnostic::error(
        "unclosed-bracket",
        format!("this `{sign}` is not closed"),
        open,
    )
}

pub(in crate::syntax) fn missing_value(
    span: Span,
    what: &str,
    after: &str,
    found: Option<(Span, &str)>,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "missing-condition",
        format!("{what} is missing after `{after}`"),
        span,
    );
    match found {
        Some((span, text)) => {
            diagnostic.label(span, format!("{} does not begin one", quoted(text)))
        }
        None => diagnostic,
    }
}

pub(in crate::syntax) fn missing_has(span: Span) -> Diagnostic {
    Diagnostic::error("missing-has", "`has` is missing before the condition", span).help(
        "`any part in item.parts has part.origin = …`; two or more conditions stand in brackets",
    )
}

pub(in crate::syntax) fn window_start(span: Span) -> Diagnostic {
    Diagnostic::error("missing-word", "say `from`, `through` or `until`", span)
        .help("`from` is the first day, `through` the last one, `until` the first day out")
}

pub(in crate::syntax) fn window_end(span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-word",
        "the end is `through` (day taken in) or `until` (left out)",
        span,
    )
}

pub(in crate::syntax) fn then_form(span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-word",
        "`then` says what the item is: `then item is free`",
        span,
    )
}

pub(in crate::syntax) fn clause_colon(span: Span, head: &str) -> Diagnostic {
    Diagnostic::error("clause-colon", "a clause head takes no colon", span)
        .help(format!("write `{head}`"))
}

/// Words that other languages, or other drafts of this one, would use.
fn familiar(word: &str) -> Option<&'static str> {
    Some(match word {
        "except" | "excepts" | "overrides" => "write `lifts`",
        "unless" => "write `when not`",
        "if" | "where" | "provided" | "condition" | "and" | "or" => "conditions stand in `when`",
        "than" => "write `then`",
        "requires" | "subject" => "write `given`",
        "effective" => "write `in force from`",
        "use" | "include" | "using" => "write `import`",
        "source" | "ref" | "reference" | "cite" => "write `cites`",
        "def" | "fn" | "function" | "fun" => "write `define`",
        "struct" | "type" | "class" => "write `record`",
        "test" | "case" => "write `scenario`",
        "assert" | "must" => "write `ensure` in a record, `expect` in a scenario",
        "return" | "returns" => "write `gives`",
        "table" | "annex" => "write `list`",
        _ => return None,
    })
}

pub(in crate::syntax) fn unknown_head(
    span: Span,
    what: &str,
    word: &str,
    heads: impl Iterator<Item = &'static str>,
) -> Diagnostic {
    let code = if what == "item" {
        "unknown-item"
    } else {
        "unknown-clause"
    };
    let none = format!("no {what} is called {}", quoted(word));
    if let Some(help) = familiar(word) {
        return Diagnostic::error(code, none, span).help(help);
    }
    match did_you_mean(word, heads) {
        Some(meant) => Diagnostic::error(code, format!("{none}; did you mean `{meant}`?"), span),
        None => Diagnostic::error(code, none, span),
    }
}

pub(in crate::syntax) fn missing_colon(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-colon",
        format!("{} needs a colon", quoted(name)),
        span,
    )
    .help(format!("write `{name}:`"))
}

pub(in crate::syntax) fn missing_brace(span: Span, kw: &str, before: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-brace",
        format!("`{{` is missing after {}", quoted(before)),
        span,
    )
    .because(format!(
        "the clauses of {} stand in braces",
        with_article(kw)
    ))
}

pub(in crate::syntax) fn missing_comma(span: Span, left: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-comma",
        format!(
            "a comma is missing between {} and {}",
            quoted(left),
            quoted(right)
        ),
        span,
    )
}

pub(in crate::syntax) fn closes_nothing(span: Span, sign: &str) -> Diagnostic {
    Diagnostic::error("unexpected", format!("this `{sign}` closes nothing"), span)
}

pub(in crate::syntax) fn unexpected(
    span: Span,
    found: Option<&str>,
    expected: Option<String>,
) -> Diagnostic {
    let message = match found {
        Some(found) => format!("{} does not belong here", quoted(found)),
        None => "the text ends too early".to_owned(),
    };
    let diagnostic = Diagnostic::error("unexpected", message, span);
    match expected {
        Some(expected) => diagnostic.because(format!("expected {expected}")),
        None => diagnostic,
    }
}
