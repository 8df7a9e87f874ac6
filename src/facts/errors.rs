//! What is told about facts that cannot be read: one function a code.

use super::json::{NESTING_LIMIT, Why};
use super::read::SLOT_LIMIT;
use crate::diag::Diagnostic;
use crate::source::Span;

/// Codes of this room, with a line on each.
pub const CODES: &[(&str, &str)] = &[
    ("facts-bad-code", "a text is no code"),
    (
        "facts-bad-date",
        "a day that does not exist, or is not written `YYYY-MM-DD`",
    ),
    (
        "facts-bad-number",
        "a text is no number, or has too many digits",
    ),
    (
        "facts-bad-period",
        "a period counts no whole number, or nothing that there is, or its two ends count different things",
    ),
    (
        "facts-bad-rate",
        "an exchange rate is not a positive number, or its key is no pair of currencies",
    ),
    ("facts-bounds-crossed", "`at_least` is more than `at_most`"),
    (
        "facts-code-not-listed",
        "no list or rule of the policies knows the code",
    ),
    ("facts-duplicate-key", "a key stands twice in one object"),
    ("facts-empty-choice", "`one_of` leaves nothing"),
    ("facts-negative-amount", "an amount of money below 0"),
    (
        "facts-no-such-place",
        "a place that is to be unknown does not exist in the facts",
    ),
    ("facts-not-json", "the text is not JSON"),
    ("facts-not-utf8", "the text is not UTF-8"),
    ("facts-null", "`null` for a field that always exists"),
    (
        "facts-number-not-whole",
        "a number with a fraction where a whole number is due",
    ),
    (
        "facts-partial-form",
        "facts told in part, but not in one of the forms for it",
    ),
    (
        "facts-rates-contradict",
        "two exchange rates contradict each other",
    ),
    ("facts-share-range", "a share below 0 % or above 100 %"),
    ("facts-too-deep", "too many brackets are open at once"),
    ("facts-too-large", "the text is too large"),
    (
        "facts-too-many-mistakes",
        "so many mistakes that the rest is not told",
    ),
    ("facts-trailing-text", "something follows the facts"),
    ("facts-truncated", "the text ends too early"),
    ("facts-unit-missing", "a number without its unit"),
    ("facts-unknown-country", "no such country"),
    ("facts-unknown-currency", "no such currency"),
    ("facts-unknown-key", "a key that the schema does not have"),
    ("facts-unknown-member", "no such member of an enum"),
    ("facts-unknown-unit", "no such unit"),
    ("facts-wrong-type", "a value of the wrong kind"),
    ("facts-wrong-unit", "a unit of another dimension"),
];

/// The text is not UTF-8 from this place on.
pub fn not_utf8(span: Span) -> Diagnostic {
    Diagnostic::error("facts-not-utf8", "the facts are not UTF-8 text", span)
        .because("the first byte that is no part of a character")
        .help("save the file as UTF-8")
}

/// More than spans can point into.
pub fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error("facts-too-large", "the facts are larger than 4 GB", span)
        .help("ask case by case, or put one case on each line of a `.jsonl` file")
}

/// Not JSON, in one of many ways.
pub fn broken(why: Why, span: Span) -> Diagnostic {
    let not_json = |message: &str| Diagnostic::error("facts-not-json", message, span);
    match why {
        Why::Ends => Diagnostic::error("facts-truncated", "the facts end too early", span)
            .because("more is due here")
            .help("close what is open: every `{`, `[` and `\"`"),
        Why::Trailing => Diagnostic::error("facts-trailing-text", "something follows the facts", span)
            .because("the facts end before this")
            .help("one file holds one case; put several in a `.jsonl` file, one on each line"),
        Why::TooDeep => Diagnostic::error("facts-too-deep", format!("more than {NESTING_LIMIT} brackets are open at once"), span)
            .help(format!("at most {NESTING_LIMIT} brackets may be open at once")),
        Why::TooMany => Diagnostic::error("facts-too-large", format!("the records of the facts have more than {SLOT_LIMIT} fields"), span)
            .because("this record is one too many")
            .help("leave out what no rule asks, or ask in several cases"),
        Why::Value => {
            not_json("a value is due here").help("a value is a text in double quotes, a number, `true`, `false`, `null`, `[…]` or `{…}`")
        }
        Why::Key => not_json("a key is due here").help("keys stand in double quotes: `{\"origin\": \"DE\"}`"),
        Why::Colon => not_json("a colon is due here").help("a colon stands between a key and its value: `{\"origin\": \"DE\"}`"),
        Why::ListComma => not_json("a comma or `]` is due here").help("elements stand between commas: `[\"DE\", \"BR\"]`"),
        Why::ObjectComma => not_json("a comma or `}` is due here").help("a comma stands between one value and the next key"),
        Why::TrailingComma => not_json("nothing follows this comma").help("leave out the comma after the last entry"),
        Why::Word => not_json("this word is no value").help("write `true`, `false` or `null`, or put a text in double quotes"),
        Why::Number => {
            not_json("this is no number").help("a number has digits on both sides of its point and none before a leading 0: `0.5`")
        }
        Why::Control => not_json("a control character stands in a text").help("write a line break in a text as `\\n`, a tab as `\\t`"),
        Why::Escape => not_json("this is no escape")
            .help("after a backslash stands one of `\" \\ / b f n r t`, or `u` and four digits; write a backslash as `\\\\`"),
    }
}

/// A value of the wrong kind: what stands there, what is due, how that is written.
pub fn wrong_type(found: &str, due: &str, way_out: String, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-wrong-type",
        format!("{found} stands where {due} is due"),
        span,
    )
    .help(way_out)
}

/// `null` where a value always exists.
pub fn null(name: &str, due: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-null",
        format!("`{name}` cannot be absent: it is {due}, and not optional"),
        span,
    )
    .help("leave the key out where the value is not known")
}

/// A key that a record does not have.
pub fn unknown_key(
    key: &str,
    owner: &str,
    near: Option<&str>,
    known: &str,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "facts-unknown-key",
        format!("{owner} has no {}", quoted(key)),
        span,
    )
    .help(did_you_mean(near, || format!("its keys are {known}")))
}

/// A key that the object of a value told in part does not have.
pub fn unknown_part(
    key: &str,
    owner: &str,
    near: Option<&str>,
    way_out: &str,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "facts-unknown-key",
        format!("{owner} has no {}", quoted(key)),
        span,
    )
    .help(did_you_mean(near, || way_out.to_owned()))
}

/// A key told twice.
pub fn duplicate_key(key: &str, first: Span, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-duplicate-key",
        format!("`{key}` stands twice in one object"),
        span,
    )
    .because("here again")
    .label(first, "first here")
    .help("keep one of the two")
}

/// No such member of an enum.
pub fn unknown_member(
    word: &str,
    owner: &str,
    near: Option<&str>,
    known: &str,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "facts-unknown-member",
        format!("{} is no `{owner}`", quoted(word)),
        span,
    )
    .help(did_you_mean(near, || format!("write one of {known}")))
}

/// No such country.
pub fn unknown_country(word: &str, near: Option<&str>, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-unknown-country",
        format!("there is no country {}", quoted(word)),
        span,
    )
    .help(did_you_mean(near, || {
        "write its two letters of ISO 3166-1, such as `\"DE\"`".to_owned()
    }))
}

/// No such currency.
pub fn unknown_currency(word: &str, near: Option<&str>, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-unknown-currency",
        format!("there is no currency {}", quoted(word)),
        span,
    )
    .help(did_you_mean(near, || {
        "write its three letters of ISO 4217, such as `\"EUR\"`".to_owned()
    }))
}

/// No such unit in any dimension.
pub fn unknown_unit(
    word: &str,
    dimension: &str,
    near: Option<&str>,
    known: &str,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "facts-unknown-unit",
        format!("there is no unit `{word}` of `{dimension}`"),
        span,
    )
    .help(did_you_mean(near, || format!("write one of {known}")))
}

/// A unit of another dimension.
pub fn wrong_unit(
    word: &str,
    theirs: &str,
    dimension: &str,
    known: &str,
    span: Span,
) -> Diagnostic {
    Diagnostic::error(
        "facts-wrong-unit",
        format!("`{word}` is a unit of `{theirs}`, and `{dimension}` is due"),
        span,
    )
    .help(format!("write one of {known}"))
}

/// A bare number where a unit or sign belongs to it.
pub fn unit_missing(number: &str, known: &str, example: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-unit-missing",
        format!("`{number}` has no unit"),
        span,
    )
    .help(format!("write it with {known}, such as `\"{example}\"`"))
}

/// A share without its sign.
pub fn share_sign_missing(number: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-unit-missing",
        format!("the share `{number}` has no sign"),
        span,
    )
    .help("write it with its sign, such as `\"30%\"` or `\"80 ppm\"`")
}

/// Not a number.
pub fn not_decimal(text: &str, example: &str, span: Span) -> Diagnostic {
    Diagnostic::error("facts-bad-number", format!("{} is no number", quoted(text)), span)
        .help(format!("write it in digits with a point before the fraction and no group marks, such as `{example}`"))
}

/// A number beyond what is read.
pub fn number_limit(text: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-bad-number",
        format!("{} is too long a number: {why}", quoted(text)),
        span,
    )
    .help("round it, or tell it in part with `at_least` and `at_most`")
}

/// A fraction where a whole number is due.
pub fn not_whole(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-number-not-whole",
        format!("{} is no whole number", quoted(text)),
        span,
    )
    .help("write a number without a fraction, such as `256`")
}

/// Money below 0.
pub fn negative_amount(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-negative-amount",
        format!("the amount {} is below 0", quoted(text)),
        span,
    )
    .help("amounts of money in facts are 0 or more")
}

/// A share beyond the whole, or below nothing.
pub fn share_range(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-share-range",
        format!(
            "the share {} does not lie between 0% and 100%",
            quoted(text)
        ),
        span,
    )
    .help("a share is a part of a whole: at least `0%`, at most `100%`")
}

/// A day that there is not.
pub fn bad_date(text: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-bad-date",
        format!("{} is no day: {why}", quoted(text)),
        span,
    )
    .help("write a day as `\"2026-03-01\"`")
}

/// A text that is no period.
pub fn bad_period(text: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-bad-period",
        format!("{} is no period: {why}", quoted(text)),
        span,
    )
    .help("write a period as `\"12 working days\"`")
}

/// Two ends that count different things.
pub fn period_units(least: Span, most: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-bad-period",
        "`at_least` and `at_most` count different things",
        least,
    )
    .because("this")
    .label(most, "and this")
    .help("say both in days, or both in working days")
}

/// A text that is no code.
pub fn bad_code(text: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-bad-code",
        format!("{} is no code: {why}", quoted(text)),
        span,
    )
    .help("write the code as the lists of the policies do, with dots between its parts")
}

/// `at_least` above `at_most`.
pub fn bounds_crossed(least: Span, most: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-bounds-crossed",
        "`at_least` is more than `at_most`",
        least,
    )
    .because("more than")
    .label(most, "this")
    .help("exchange the two, or leave out the one that is not known")
}

/// An object that tells a value in part, in no known form.
pub fn partial_form(message: &str, way_out: &str, span: Span) -> Diagnostic {
    Diagnostic::error("facts-partial-form", message, span).help(way_out)
}

/// `one_of` without a member.
pub fn empty_choice(span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-empty-choice",
        "`one_of` names nothing, so nothing is possible",
        span,
    )
    .help("name each value that is possible, or leave the key out where nothing is known")
}

/// A key that is no pair of currencies.
pub fn bad_pair(key: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-bad-rate",
        format!("{} is no pair of currencies", quoted(key)),
        span,
    )
    .help("write `\"EUR/USD\": \"1.08\"`: how many of the second are worth one of the first")
}

/// A rate that is 0 or less.
pub fn bad_rate(pair: &str, rate: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-bad-rate",
        format!("the rate {} of `{pair}` is not above 0", quoted(rate)),
        span,
    )
    .help("a rate says how many of the second currency are worth one of the first")
}

/// Rates that cannot all be true; `others` are the rates on the other path.
pub fn rates_contradict(why: &str, span: Span, others: &[Span]) -> Diagnostic {
    let diagnostic = Diagnostic::error("facts-rates-contradict", why, span).because("this rate");
    let diagnostic = others.iter().fold(diagnostic, |diagnostic, other| {
        diagnostic.label(*other, "and this")
    });
    diagnostic.help("leave out one of the rates, or give rates of one day and source")
}

/// A code that no list knows: a warning, for the lists may be incomplete.
pub fn code_not_listed(code: &str, near: Option<&str>, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "facts-code-not-listed",
        format!("no list or rule of the policies knows the code `{code}`"),
        span,
    )
    .help(did_you_mean(near, || {
        "whether it is in a list stays unknown; write `null` for what no list names".to_owned()
    }))
}

/// A place that is to be unknown, and is not there.
pub fn no_such_place(place: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::error("facts-no-such-place", format!("there is no `{place}` in the facts: {why}"), span)
        .help("a place that was not told is unknown already, unless its record says what leaving it out means")
}

/// The end of the list of mistakes, before the end of the mistakes.
pub fn too_many(limit: usize, span: Span) -> Diagnostic {
    Diagnostic::error(
        "facts-too-many-mistakes",
        format!("the facts have more mistakes than the first {limit}"),
        span,
    )
    .because("the first that is not told")
    .help("mend these first")
}

fn did_you_mean(near: Option<&str>, otherwise: impl FnOnce() -> String) -> String {
    near.map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

/// A user's text in backquotes: at most so much of it that a message stays one.
fn quoted(text: &str) -> String {
    const MOST: usize = 60;
    if text.is_empty() {
        "an empty text".to_owned()
    } else if text.chars().nth(MOST).is_none() {
        format!("`{text}`")
    } else {
        format!("`{}…`", text.chars().take(MOST).collect::<String>())
    }
}
