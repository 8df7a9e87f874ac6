//! Mistakes of characters and words.

use super::quoted;
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::build::days_in_month;

/// Places shown in one message that is told once for a whole file.
const MOST_PLACES: usize = 50;

pub(in crate::syntax) fn file_too_large(file: FileId) -> Diagnostic {
    Diagnostic::error(
        "file-too-large",
        "this file has 4 GiB or more",
        Span::new(file, 0, 0),
    )
    .help("split it: a module may have several files")
}

pub(in crate::syntax) fn foreign_comment(span: Span) -> Diagnostic {
    Diagnostic::error("comment-spelling", "a comment begins with `//`", span)
        .help("write `//` in front of each of its lines")
}

pub(in crate::syntax) fn small_code(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "code-spelling",
        format!("write {}", quoted(&capital_code(text))),
        span,
    )
    .because("the letter of a list code is a capital")
}

/// `3k907.a` as it should have been written.
pub(in crate::syntax) fn capital_code(text: &str) -> String {
    text.char_indices()
        .map(|(i, c)| if i == 1 { c.to_ascii_uppercase() } else { c })
        .collect()
}

pub(in crate::syntax) fn open_text(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unclosed-text",
        "this text has no closing quote on its line",
        span,
    )
    .help("write `\"` where it ends; inside a text a quote is written `\\\"`")
}

pub(in crate::syntax) fn foreign_quotes(span: Span) -> Diagnostic {
    Diagnostic::error("quotes", "texts stand between straight double quotes", span)
        .help("write `\"` in front and behind")
}

pub(in crate::syntax) fn text_escape(span: Span, escape: &str) -> Diagnostic {
    Diagnostic::error("text-escape", format!("{} means nothing in a text", quoted(escape)), span)
        .help("a backslash is written `\\\\`; known are `\\\"`, `\\\\`, `\\/`, `\\n`, `\\t`, `\\r`, `\\b`, `\\f` and `\\u` with four digits of base 16")
}

pub(in crate::syntax) fn foreign_sign(span: Span, written: &str, meant: &str) -> Diagnostic {
    Diagnostic::error(
        "operator-spelling",
        format!("write `{meant}` instead of `{written}`"),
        span,
    )
}

pub(in crate::syntax) fn date_spelling(span: Span, year: i16, month: i16, day: i16) -> Diagnostic {
    Diagnostic::error(
        "date-spelling",
        format!("write this date `{year:04}-{month:02}-{day:02}`"),
        span,
    )
}

pub(in crate::syntax) fn no_such_date(span: Span, year: i16, month: i16, day: i16) -> Diagnostic {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = usize::try_from(month)
        .ok()
        .and_then(|m| MONTHS.get(m.checked_sub(1)?));
    let message = match name {
        None => format!("there is no month {month}"),
        Some(_) if day == 0 => "there is no day 0".to_owned(),
        Some(name) => format!("{name} {year} has {} days", days_in_month(year, month)),
    };
    Diagnostic::error("no-such-date", message, span)
}

pub(in crate::syntax) fn grouped_digits(span: Span, left: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        "grouped-digits",
        "one number? Group thousands with `_`",
        span,
    )
    .help(format!(
        "write `{left}_{right}` for one number, or a blank after the comma for two"
    ))
}

pub(in crate::syntax) fn stray_character(span: Span, text: &str) -> Diagnostic {
    let character = text.chars().next().unwrap_or(' ');
    let found = if character.is_control() || character == '\u{FFFD}' || character.is_whitespace() {
        format!("a character with the number U+{:04X}", character as u32)
    } else {
        format!("`{character}`")
    };
    let diagnostic = Diagnostic::error(
        "stray-character",
        format!("{found} means nothing here"),
        span,
    );
    match character {
        '%' | '％' => diagnostic.help("a share is a number and `%`: `0.1%`"),
        '"' => diagnostic.help("texts stand between straight double quotes"),
        '“' | '”' | '„' | '‘' | '’' | '「' | '」' | '«' | '»' | '\'' => {
            diagnostic.help("texts stand between straight double quotes, on one line")
        }
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' | '\u{FF10}'..='\u{FF19}' => {
            let plain =
                char::from_u32((character as u32).saturating_sub(0xFEE0)).unwrap_or(character);
            diagnostic.help(format!("write `{plain}`"))
        }
        _ => diagnostic,
    }
}

pub(in crate::syntax) fn odd_name(span: Span, name: &str, odd: char) -> Diagnostic {
    let found = if odd.is_whitespace() {
        "a blank".to_owned()
    } else {
        format!("`{odd}`")
    };
    Diagnostic::error(
        "odd-name",
        format!("the name {} holds {found}", quoted(name)),
        span,
    )
    .help("a name has letters, digits and `_`")
}

pub(in crate::syntax) fn blank_after_dot(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("lone-dot", "a name follows the dot without a blank", span)
        .help(format!("write `.{name}`"))
}

/// Some places of a mistake that is told once for a file.
fn folded(code: &'static str, message: String, places: Vec<(Span, String)>) -> Diagnostic {
    let more = places.len().saturating_sub(MOST_PLACES);
    let mut places = places.into_iter().take(MOST_PLACES);
    let Some((first, why)) = places.next() else {
        return Diagnostic::error(code, message, Span::new(FileId(0), 0, 0));
    };
    let mut diagnostic = Diagnostic::error(code, message, first).because(why);
    for (span, why) in places {
        diagnostic = diagnostic.label(span, why);
    }
    if more > 0 {
        diagnostic.help(format!("and {more} more of its kind in this file"))
    } else {
        diagnostic
    }
}

pub(in crate::syntax) fn wide_signs(places: Vec<(Span, char, char)>) -> Diagnostic {
    let mut kinds: Vec<(char, char)> = places.iter().map(|(_, from, to)| (*from, *to)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let pairs: Vec<String> = kinds
        .iter()
        .map(|(from, to)| format!("`{to}` instead of `{from}`"))
        .collect();
    folded(
        "wide-sign",
        if pairs.len() > 3 {
            format!(
                "write the plain signs: {} and so on",
                pairs.get(..3).unwrap_or(&[]).join(", ")
            )
        } else {
            format!("write {}", pairs.join(", "))
        },
        places
            .into_iter()
            .map(|(span, _, to)| (span, format!("`{to}`")))
            .collect(),
    )
}

pub(in crate::syntax) fn separators(places: Vec<(Span, &'static str)>) -> Diagnostic {
    folded(
        "separator",
        "clauses end by themselves".to_owned(),
        places
            .into_iter()
            .map(|(span, sign)| (span, format!("no `{sign}` here")))
            .collect(),
    )
}

pub(in crate::syntax) fn full_stops(places: Vec<Span>) -> Diagnostic {
    folded(
        "full-stop",
        "a clause needs no full stop".to_owned(),
        places
            .into_iter()
            .map(|span| (span, String::new()))
            .collect(),
    )
}
