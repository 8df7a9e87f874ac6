//! Every mistake of spelling and form: one constructor each, and the codes with their one-line summaries.

use crate::diag::{Diagnostic, Sink, did_you_mean};
use crate::source::{FileId, Span};

/// Every code of this room with what it is about.
pub const CODES: &[(&str, &str)] = &[
    ("broken-comparison", "a comparison has more than two sides"),
    (
        "call-with-for",
        "`for` stands among several arguments, or in a call that takes none",
    ),
    ("clause-colon", "the head of a clause carries a colon"),
    (
        "code-spelling",
        "a list code is written with a small letter",
    ),
    (
        "comment-spelling",
        "a comment is written in the style of another language",
    ),
    ("date-spelling", "a date is not written as year-month-day"),
    ("doubled-question-mark", "a type is marked optional twice"),
    ("file-too-large", "a file of 4 GiB or more"),
    ("full-stop", "a full stop stands where nothing ends"),
    (
        "grouped-digits",
        "a comma stands between digits of what looks like one number",
    ),
    (
        "index-too-large",
        "an index does not fit the language's numbers",
    ),
    ("lone-dot", "no name follows a dot"),
    (
        "missing-clause-sign",
        "the word between the parts of a clause is missing",
    ),
    (
        "missing-colon",
        "a field or column has no colon behind its name",
    ),
    (
        "missing-comma",
        "two members of a set, list or object stand without a comma",
    ),
    ("missing-condition", "a condition or value is missing"),
    (
        "missing-has",
        "the condition of `any`, `every` or `no` does not begin with `has`",
    ),
    (
        "missing-name",
        "an item has no name, or a scenario no title",
    ),
    ("name-spelling", "a name is joined with a hyphen"),
    (
        "nested-too-deeply",
        "an expression or type is nested beyond the limit",
    ),
    ("no-such-date", "a date that the calendar does not have"),
    ("number-spelling", "a number begins or ends with its point"),
    ("number-too-long", "a number has more digits than the limit"),
    (
        "odd-name",
        "a name holds a character that names may not have",
    ),
    (
        "operator-spelling",
        "an operator is written as in another language",
    ),
    (
        "quotes",
        "a text stands between other marks than straight double quotes",
    ),
    (
        "reserved-word",
        "a word of the language stands where a name is due",
    ),
    ("separator", "clauses are separated by a sign"),
    (
        "stray-character",
        "a character that the language does not have",
    ),
    (
        "text-escape",
        "a backslash in a text is followed by something unknown",
    ),
    (
        "too-many-mistakes",
        "the rest of a file is not read after very many mistakes",
    ),
    ("unclosed-block", "the braces of an item are not closed"),
    ("unclosed-bracket", "a bracket is not closed"),
    ("unclosed-text", "a text has no closing quote on its line"),
    ("unexpected", "something stands where it does not belong"),
    (
        "unknown-clause",
        "a line begins with a word that heads no clause",
    ),
    (
        "unknown-item",
        "an item begins with a word that heads no item",
    ),
    ("wide-sign", "a sign is written in its full-width form"),
];

/// Mistakes of syntax told per file before the rest of the file is left unread.
pub const MOST_MISTAKES: usize = 500;
/// Deepest nesting of an expression or type.
pub const MOST_DEPTH: u32 = 256;
/// Longest number.
pub const MOST_DIGITS: usize = 1000;
/// Places shown in one message that is told once for a whole file.
const MOST_PLACES: usize = 50;

/// The sink with the file's place in it, and a count that ends floods.
pub struct Reports<'s> {
    sink: &'s mut Sink,
    /// The file.
    pub file: FileId,
    /// What is added to every byte: the cell's place for a cell of a CSV.
    pub base: u32,
    told: usize,
}

impl<'s> Reports<'s> {
    /// For one file, or for a cell at `base`.
    pub fn new(sink: &'s mut Sink, file: FileId, base: u32) -> Self {
        Self {
            sink,
            file,
            base,
            told: 0,
        }
    }

    /// The span of bytes of the parsed text.
    pub fn span(&self, start: u32, end: u32) -> Span {
        Span::new(
            self.file,
            self.base.saturating_add(start),
            self.base.saturating_add(end),
        )
    }

    /// Tells a mistake, unless very many were told.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.told < MOST_MISTAKES {
            self.sink.push(diagnostic);
        } else if self.told == MOST_MISTAKES {
            let label = diagnostic
                .labels
                .first()
                .map_or_else(|| self.span(0, 0), |l| l.span);
            self.sink.push(too_many_mistakes(label));
        }
        self.told += 1;
    }

    /// Tells a mistake at bytes of the parsed text.
    pub fn at(&mut self, start: u32, end: u32, mistake: impl FnOnce(Span) -> Diagnostic) {
        let span = self.span(start, end);
        self.push(mistake(span));
    }

    /// Whether so many mistakes were told that reading on has no use.
    pub fn is_full(&self) -> bool {
        self.told > MOST_MISTAKES
    }
}

fn too_many_mistakes(span: Span) -> Diagnostic {
    Diagnostic::error(
        "too-many-mistakes",
        format!(
            "this file has more than {MOST_MISTAKES} mistakes of form; the rest of it is not told"
        ),
        span,
    )
    .help("mend what is told so far and check again")
}

/// The user's text in a message: one line, not too long.
pub fn quoted(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(40)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    format!("`{}`", short.trim_end())
}

pub fn file_too_large(file: FileId) -> Diagnostic {
    Diagnostic::error(
        "file-too-large",
        "this file has 4 GiB or more",
        Span::new(file, 0, 0),
    )
    .help("split it: a module may have several files")
}

pub fn foreign_comment(span: Span) -> Diagnostic {
    Diagnostic::error("comment-spelling", "a comment begins with `//`", span)
        .help("write `//` in front of each of its lines")
}

pub fn small_code(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        "code-spelling",
        format!("write {}", quoted(&capital_code(text))),
        span,
    )
    .because("the letter of a list code is a capital")
}

/// `1c902.a` as it should have been written.
pub fn capital_code(text: &str) -> String {
    text.char_indices()
        .map(|(i, c)| if i == 1 { c.to_ascii_uppercase() } else { c })
        .collect()
}

pub fn open_text(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unclosed-text",
        "this text has no closing quote on its line",
        span,
    )
    .help("write `\"` where it ends; inside a text a quote is written `\\\"`")
}

pub fn foreign_quotes(span: Span) -> Diagnostic {
    Diagnostic::error("quotes", "texts stand between straight double quotes", span)
        .help("write `\"` in front and behind")
}

pub fn text_escape(span: Span, escape: &str) -> Diagnostic {
    Diagnostic::error("text-escape", format!("{} means nothing in a text", quoted(escape)), span)
        .help("a backslash is written `\\\\`; known are `\\\"`, `\\\\`, `\\/`, `\\n`, `\\t`, `\\r`, `\\b`, `\\f` and `\\u` with four digits of base 16")
}

pub fn foreign_sign(span: Span, written: &str, meant: &str) -> Diagnostic {
    Diagnostic::error(
        "operator-spelling",
        format!("write `{meant}` instead of `{written}`"),
        span,
    )
}

pub fn date_spelling(span: Span, _text: &str, year: i16, month: i16, day: i16) -> Diagnostic {
    Diagnostic::error(
        "date-spelling",
        format!("write this date `{year:04}-{month:02}-{day:02}`"),
        span,
    )
}

pub fn no_such_date(span: Span, year: i16, month: i16, day: i16) -> Diagnostic {
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
        Some(name) => format!(
            "{name} {year} has {} days",
            super::build::days_in_month(year, month)
        ),
    };
    Diagnostic::error("no-such-date", message, span)
}

pub fn grouped_digits(span: Span, left: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        "grouped-digits",
        "one number? Group thousands with `_`",
        span,
    )
    .help(format!(
        "write `{left}_{right}` for one number, or a blank after the comma for two"
    ))
}

pub fn stray_character(span: Span, text: &str) -> Diagnostic {
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

pub fn odd_name(span: Span, name: &str, odd: char) -> Diagnostic {
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

pub fn blank_after_dot(span: Span, name: &str) -> Diagnostic {
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

pub fn wide_signs(places: Vec<(Span, char, char)>) -> Diagnostic {
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

pub fn separators(places: Vec<(Span, &'static str)>) -> Diagnostic {
    folded(
        "separator",
        "clauses end by themselves".to_owned(),
        places
            .into_iter()
            .map(|(span, sign)| (span, format!("no `{sign}` here")))
            .collect(),
    )
}

pub fn full_stops(places: Vec<Span>) -> Diagnostic {
    folded(
        "full-stop",
        "a clause needs no full stop".to_owned(),
        places
            .into_iter()
            .map(|span| (span, String::new()))
            .collect(),
    )
}

pub fn number_too_long(span: Span, digits: usize) -> Diagnostic {
    Diagnostic::error(
        "number-too-long",
        format!("this number has {digits} digits; the limit is {MOST_DIGITS}"),
        span,
    )
}

pub fn index_too_large(span: Span, text: &str) -> Diagnostic {
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

pub fn nested_too_deeply(span: Span) -> Diagnostic {
    Diagnostic::error(
        "nested-too-deeply",
        format!("this is nested more than {MOST_DEPTH} deep; the limit is {MOST_DEPTH}"),
        span,
    )
    .help("name its parts with `let` or `define`")
}

pub fn broken_comparison(span: Span, rewrite: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::error("broken-comparison", "a comparison has two sides", span);
    match rewrite {
        Some(rewrite) => diagnostic.help(format!("write `{rewrite}`")),
        None => diagnostic.help("compare twice and join with `and`"),
    }
}

pub fn call_with_for(span: Span) -> Diagnostic {
    Diagnostic::error(
        "call-with-for",
        "`for` belongs in the only argument of `sum`, `min` or `max`",
        span,
    )
    .help("`sum(part.value for part in item.parts)`")
}

pub fn doubled_question_mark(span: Span) -> Diagnostic {
    Diagnostic::error(
        "doubled-question-mark",
        "a type is marked optional once",
        span,
    )
    .help("take the second `?` away")
}

pub fn lone_dot(span: Span) -> Diagnostic {
    Diagnostic::error("lone-dot", "a name follows the dot without a blank", span)
        .help("a clause needs no full stop")
}

pub fn dot_without_head(span: Span) -> Diagnostic {
    Diagnostic::error(
        "lone-dot",
        "a name stands in front of the dot without a blank",
        span,
    )
}

pub fn number_dot(span: Span, meant: &str) -> Diagnostic {
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

pub fn scenario_title(span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-name",
        "a scenario begins with its title, a text",
        span,
    )
    .help("`scenario \"what must come out\" { … }`")
}

pub fn name_before_title(span: Span, kw: &str) -> Diagnostic {
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

pub fn missing_name(span: Span, kw: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-name",
        format!("{} has a name", with_article(kw)),
        span,
    )
    .because("the name is missing after this")
}

pub fn hyphen(span: Span, meant: &str) -> Diagnostic {
    Diagnostic::error("name-spelling", "names are joined with `_`", span)
        .help(format!("write {}", quoted(meant)))
}

pub fn reserved_word(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        "reserved-word",
        format!("`{word}` is a word of the language: write `` `{word}` `` or another name"),
        span,
    )
}

pub fn reserved_in_citation(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error(
        "reserved-word",
        format!("`{word}` is a word of the language"),
        span,
    )
    .help("a citation with such a word stands in quotes: `cites \"article 2 of the list\"`")
}

pub fn bare_if(span: Span) -> Diagnostic {
    Diagnostic::error(
        "unexpected",
        "an `if` inside an expression stands in brackets",
        span,
    )
    .help("write `(if … then … else …)`")
}

pub fn unclosed_block(brace: Span, kw: &str) -> Diagnostic {
    Diagnostic::error("unclosed-block", format!("this {kw} is not closed"), brace)
        .because("this brace is open")
        .help("write `}` after its last clause")
}

pub fn unclosed_bracket(open: Span, sign: &str) -> Diagnostic {
    Diagnostic::error(
        "unclosed-bracket",
        format!("this `{sign}` is not closed"),
        open,
    )
}

pub fn missing_value(
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

pub fn missing_has(span: Span) -> Diagnostic {
    Diagnostic::error("missing-has", "`has` is missing before the condition", span).help(
        "`any part in item.parts has part.origin = …`; two or more conditions stand in brackets",
    )
}

pub fn window_start(span: Span) -> Diagnostic {
    Diagnostic::error("missing-word", "say `from`, `through` or `until`", span)
        .help("`from` is the first day, `through` the last one, `until` the first day out")
}

pub fn window_end(span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-word",
        "the end is `through` (day taken in) or `until` (left out)",
        span,
    )
}

pub fn then_form(span: Span) -> Diagnostic {
    Diagnostic::error(
        "missing-word",
        "`then` says what the item is: `then item is free`",
        span,
    )
}

pub fn clause_colon(span: Span, head: &str) -> Diagnostic {
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

pub fn unknown_head(
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

pub fn missing_colon(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-colon",
        format!("{} needs a colon", quoted(name)),
        span,
    )
    .help(format!("write `{name}:`"))
}

pub fn missing_brace(span: Span, kw: &str, before: &str) -> Diagnostic {
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

pub fn missing_comma(span: Span, left: &str, right: &str) -> Diagnostic {
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

pub fn closes_nothing(span: Span, sign: &str) -> Diagnostic {
    Diagnostic::error("unexpected", format!("this `{sign}` closes nothing"), span)
}

pub fn unexpected(span: Span, found: Option<&str>, expected: Option<String>) -> Diagnostic {
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
