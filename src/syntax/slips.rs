//! The parser's complaints as sentences: known slips first (syntax §6), then what was expected.

use super::build::Build;
use super::errors;
use super::expected::{Mistake, begins_item_at};
use super::lexer::Tok;
use super::token::{Kw, Sign, Token};
use crate::diag::Diagnostic;
use crate::source::Span;

/// The rules in the order asked; the first that knows the slip speaks.
const RULES: &[fn(&Mistake<'_, '_, '_>) -> Option<Diagnostic>] = &[
    dot,
    nameless,
    hyphen,
    foreign_quantifier,
    reserved_before_sign,
    reserved_in_citation,
    not_closed,
    operand,
    has,
    window,
    then,
    clause_colon,
    stray_clause,
    colon,
    brace,
    comma,
    bracket,
    closer,
    null_status,
    reserved,
    two_words,
    listed_type,
    value_key,
];

/// What to do with a complaint.
pub enum Told {
    /// Nothing: the lexer told it, or the line was told already.
    Echo,
    /// A sign between clauses, told once for the file.
    Separator(Span),
    /// A message.
    Message(Diagnostic),
}

/// The line of a complaint and what to do with it.
pub fn explain(mistake: &Mistake<'_, '_, '_>, last_line: Option<u32>) -> (u32, Told) {
    let line = mistake.found().or(mistake.before()).map_or(0, |t| t.line);
    let told = mistake.found().is_some_and(|t| t.token == Token::Error);
    // Two complaints at the end of the text cannot be: that one is always told.
    if told || (last_line == Some(line) && mistake.found().is_some()) {
        return (line, Told::Echo);
    }
    if let Some(span) = separator(mistake) {
        return (line, Told::Separator(span));
    }
    let diagnostic = RULES
        .iter()
        .find_map(|rule| rule(mistake))
        .unwrap_or_else(|| unexpected(mistake));
    (line, Told::Message(diagnostic))
}

/// A citation that goes on in a new line: what stands there was meant as a clause.
pub fn stray_line(build: &mut Build<'_, '_>, index: usize) {
    let mistake = Mistake::at(build, index);
    let line = mistake.found().map_or(0, |t| t.line);
    if build.last_line == Some(line) {
        return;
    }
    let diagnostic = unknown_head(&mistake, Kw::clause_heads(), "clause")
        .unwrap_or_else(|| unexpected(&mistake));
    build.tell_line(line, diagnostic);
}

fn span(m: &Mistake<'_, '_, '_>, tok: &Tok<'_>) -> Span {
    m.build.span(tok.start, tok.end)
}

/// The place of the terminal, or the end of the text.
fn here(m: &Mistake<'_, '_, '_>) -> Span {
    match m.found() {
        Some(tok) => span(m, tok),
        None => m
            .before()
            .map_or_else(|| m.build.span(0, 0), |t| m.build.span(t.end, t.end)),
    }
}

fn span_at(m: &Mistake<'_, '_, '_>, index: usize) -> Span {
    m.build.token(index).map_or_else(|| here(m), |t| span(m, t))
}

fn is_name(tok: Option<&Tok<'_>>) -> bool {
    matches!(tok.map(|t| t.token), Some(Token::Name(_)))
}

/// What can begin a value.
fn begins_value(token: Token<'_>) -> bool {
    match token {
        Token::Name(_)
        | Token::Int(_)
        | Token::Decimal(_)
        | Token::Share(_)
        | Token::Date(_)
        | Token::Code(_)
        | Token::Text(_)
        | Token::Currency(_) => true,
        Token::Kw(kw) => matches!(
            kw,
            Kw::True | Kw::False | Kw::Null | Kw::Count | Kw::Not | Kw::Any | Kw::Every | Kw::No
        ),
        Token::Sign(sign) => matches!(sign, Sign::OpenBrace | Sign::OpenBracket | Sign::OpenParen),
        _ => false,
    }
}

/// `item.`, `5.`, `.5`
fn dot(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    match found.token {
        Token::Dot => match m.before() {
            Some(before) if before.end == found.start && matches!(before.token, Token::Int(_)) => {
                Some(errors::number_dot(
                    span(m, found),
                    &format!("{}.0", m.text(before)),
                ))
            }
            _ => Some(errors::lone_dot(span(m, found))),
        },
        Token::Member(name) if m.expects_value() && name.bytes().all(|b| b.is_ascii_digit()) => {
            Some(errors::number_dot(span(m, found), &format!("0.{name}")))
        }
        Token::Member(_) if m.expects_value() => Some(errors::dot_without_head(span(m, found))),
        _ => None,
    }
}

/// `rule "x" {`, `rule {`
fn nameless(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let (before, found) = (m.before()?, m.found()?);
    let Token::Kw(kw) = before.token else {
        return None;
    };
    if !begins_item_at(m.build, m.index.checked_sub(1)?) {
        return None;
    }
    match found.token {
        _ if kw == Kw::Scenario => {
            (!matches!(found.token, Token::Text(_))).then(|| errors::scenario_title(here(m)))
        }
        Token::Text(_) if m.expects("NAME") => {
            Some(errors::name_before_title(span(m, found), kw.text()))
        }
        Token::Sign(Sign::OpenBrace) if m.expects("NAME") => {
            Some(errors::missing_name(span(m, before), kw.text()))
        }
        _ => None,
    }
}

/// Whether a title may follow the item's name.
fn titled(kw: Kw) -> bool {
    matches!(
        kw,
        Kw::Instrument | Kw::Rule | Kw::Question | Kw::Group | Kw::List
    )
}

/// `rule my-rule {`
fn hyphen(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let (before, found, after) = (m.before()?, m.found()?, m.after()?);
    let hyphen = found.token == Token::Sign(Sign::Minus)
        && is_name(Some(before))
        && before.end == found.start
        && after.start == found.end;
    let word = matches!(after.token, Token::Name(_) | Token::Kw(_) | Token::Int(_));
    (hyphen && word).then(|| {
        let whole = m.build.span(before.start, after.end);
        errors::hyphen(whole, &format!("{}_{}", m.text(before), m.text(after)))
    })
}

/// `all p in xs …`
fn foreign_quantifier(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let before = m.before()?;
    let Token::Name(word) = before.token else {
        return None;
    };
    let meant = match word {
        "all" | "each" | "forall" => "every",
        "some" | "exists" => "any",
        "none" => "no",
        _ => return None,
    };
    let follows = is_name(m.found()) && m.after().is_some_and(|t| t.token == Token::Kw(Kw::In));
    follows.then(|| errors::foreign_sign(span(m, before), word, meant))
}

/// `when known = 3`, `let rule = 3`: what follows shows that a name was meant.
fn reserved_before_sign(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let (before, found, after) = (m.before()?, m.found()?, m.after()?);
    let Token::Kw(kw) = found.token else {
        return None;
    };
    let name_like = match after.token {
        Token::Member(_) => true,
        Token::Sign(sign) => matches!(
            sign,
            Sign::Eq
                | Sign::Ne
                | Sign::Lt
                | Sign::Le
                | Sign::Gt
                | Sign::Ge
                | Sign::Plus
                | Sign::Star
                | Sign::Slash
        ),
        _ => false,
    };
    let word = before.line == found.line
        && after.line == found.line
        && name_like
        && m.expects("NAME")
        && !begins_value(found.token);
    word.then(|| errors::reserved_word(span(m, found), kw.text()))
}

/// `cites list 2 number 3`
fn reserved_in_citation(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    let Token::Kw(kw) = found.token else {
        return None;
    };
    let citation = matches!(m.around.head, Some((_, Kw::Cites | Kw::Omits)))
        && !m.begins_line()
        && !m.expects("when");
    let separated = m.expects("NAME") && m.expects("STRING");
    (citation && separated).then(|| errors::reserved_in_citation(span(m, found), kw.text()))
}

/// The next item, or the end of the text, inside an item's braces.
fn not_closed(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let at_end = m.found().is_none();
    if !(at_end || begins_item_at(m.build, m.index)) {
        return None;
    }
    let (_, kw) = m.around.item?;
    let (brace, _) = m.around.open.last()?;
    let inner = m
        .around
        .open
        .first()
        .filter(|_| m.around.open.len() > 1 && !at_end);
    let why = if at_end {
        "the file ends here"
    } else {
        "the next item begins here"
    };
    Some(match inner {
        Some((open, sign)) => {
            errors::unclosed_bracket(span_at(m, *open), sign.text()).label(here(m), why)
        }
        None => errors::unclosed_block(span_at(m, *brace), kw.text()).label(here(m), why),
    })
}

/// `when` with nothing, or ending in `and`.
fn operand(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let before = m.before()?;
    if !m.expects_value() || m.found().is_some_and(|t| begins_value(t.token)) {
        return None;
    }
    let text = match before.token {
        Token::Kw(kw) => kw.text(),
        Token::Sign(sign)
            if !matches!(sign, Sign::OpenBrace | Sign::OpenBracket | Sign::OpenParen) =>
        {
            sign.text()
        }
        _ => return None,
    };
    if let Some(found) = m.found().filter(|t| t.token == Token::Kw(Kw::If)) {
        return Some(errors::bare_if(span(m, found)));
    }
    let condition = matches!(
        before.token,
        Token::Kw(
            Kw::When
                | Kw::And
                | Kw::Or
                | Kw::Not
                | Kw::Has
                | Kw::Have
                | Kw::If
                | Kw::Where
                | Kw::Ensure
        )
    );
    let what = if condition { "a condition" } else { "a value" };
    let found = m
        .found()
        .filter(|t| t.line == before.line)
        .map(|t| (span(m, t), m.text(t)));
    Some(errors::missing_value(span(m, before), what, text, found))
}

/// `any p in xs p.x = 1`
fn has(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let before = m.before()?;
    let found = m.found().filter(|t| t.line == before.line);
    m.expects("has")
        .then(|| errors::missing_has(found.map_or_else(|| span(m, before), |t| span(m, t))))
}

/// `in force 2025-12-01`, `from D to D`
fn window(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    if found.token == Token::Kw(Kw::To) && m.expects("through") {
        return Some(errors::window_end(span(m, found)));
    }
    if matches!(found.token, Token::Date(_)) && m.expects("until") {
        return Some(if m.expects("from") {
            errors::window_start(span(m, found))
        } else {
            errors::window_end(span(m, found))
        });
    }
    None
}

/// `then item = free`, `then item free`
fn then(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    let (_, head) = m.around.head?;
    let same_line = !m.begins_line();
    (head == Kw::Then && m.expects("is") && m.expects("MEMBER") && same_line && !m.expects("and"))
        .then(|| errors::then_form(span(m, found)))
}

/// `basis: official`
fn clause_colon(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    let Token::Key(word) = found.token else {
        return None;
    };
    let head = Kw::of(word).filter(|kw| kw.is_head())?;
    (m.expects_clause() || m.expects_item())
        .then(|| errors::clause_colon(span(m, found), head.text()))
}

/// `exept art1`, `unless x`: a line that begins with a word that heads nothing.
fn stray_clause(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    let first = m.begins_line()
        || m.before()
            .is_some_and(|t| matches!(t.token, Token::Sign(Sign::OpenBrace | Sign::CloseBrace)));
    if !first || needs_colon(m, found) {
        return None;
    }
    match (m.expects_clause(), m.expects_item()) {
        (true, _) => unknown_head(m, Kw::clause_heads(), "clause"),
        (false, true) => unknown_head(m, Kw::item_heads(), "item"),
        (false, false) => None,
    }
}

fn unknown_head(
    m: &Mistake<'_, '_, '_>,
    heads: impl Iterator<Item = &'static str>,
    what: &str,
) -> Option<Diagnostic> {
    let found = m.found()?;
    let word = match found.token {
        Token::Name(word) | Token::Unit(word) | Token::Currency(word) | Token::Key(word) => word,
        Token::Kw(kw) if !kw.is_head() || what == "item" => kw.text(),
        _ => return None,
    };
    let diagnostic = errors::unknown_head(span(m, found), what, word, heads);
    let value = m
        .after()
        .is_some_and(|t| t.line == found.line && joins(t.token));
    Some(if value && what == "clause" && diagnostic.help.is_none() {
        diagnostic.help("a condition stands in `when`, a value with a name in `let`")
    } else {
        diagnostic
    })
}

/// What stands behind a name in an expression.
fn joins(token: Token<'_>) -> bool {
    match token {
        Token::Member(_) => true,
        Token::Sign(sign) => !matches!(
            sign,
            Sign::OpenBrace | Sign::CloseBrace | Sign::Comma | Sign::Arrow
        ),
        Token::Kw(kw) => matches!(
            kw,
            Kw::And | Kw::Or | Kw::In | Kw::Is | Kw::Within | Kw::Reads | Kw::Meets
        ),
        _ => false,
    }
}

/// Whether a field, column or parameter begins at that terminal, its colon forgotten.
fn needs_colon(m: &Mistake<'_, '_, '_>, found: &Tok<'_>) -> bool {
    let type_follows = matches!(
        m.after().map(|t| t.token),
        Some(Token::Name(_) | Token::Sign(Sign::OpenBracket | Sign::OpenBrace))
    );
    let same_line = m.after().is_some_and(|t| t.line == found.line);
    let word = matches!(found.token, Token::Name(_) | Token::Kw(_));
    word && m.expects("KEY") && type_follows && same_line
}

/// Record `x Text`.
fn colon(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    // `{ "a" 1 }`
    if let Some(before) = m.before().filter(|_| m.expects(":")) {
        let value = m.found().is_some_and(|t| begins_value(t.token));
        return value.then(|| errors::missing_colon(span(m, before), m.text(before)));
    }
    let found = m.found()?;
    let field = m.expects("KEY")
        && !m.expects_value()
        && !m.expects_clause()
        && matches!(found.token, Token::Name(_));
    (field || needs_colon(m, found)).then(|| errors::missing_colon(span(m, found), m.text(found)))
}

/// `rule a⏎ when …`: the opening brace is missing.
fn brace(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let before = m.before()?;
    let (_, kw) = m.around.item?;
    let head = match m.found().map(|t| t.token) {
        None | Some(Token::Key(_) | Token::Sign(Sign::CloseBrace)) => true,
        Some(Token::Kw(kw)) => kw.is_head() || m.begins_line(),
        Some(_) => false,
    };
    (m.expects("{") && !m.expects_value() && head && m.around.open.is_empty())
        .then(|| errors::missing_brace(span(m, before), kw.text(), m.text(before)))
}

/// `{ a b }`, `{ "a": 1 "b": 2 }`, `given a b`
fn comma(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let (before, found) = (m.before()?, m.found()?);
    let member = begins_value(found.token) || matches!(found.token, Token::Key(_));
    if !member || !m.expects(",") {
        return None;
    }
    let own_brace = m.around.open.len() <= 1 && m.around.item.is_some();
    let names = matches!(
        m.around.head,
        Some((
            _,
            Kw::Given
                | Kw::Lifts
                | Kw::Suspends
                | Kw::Repeals
                | Kw::Replaces
                | Kw::Weekend
                | Kw::Asks
                | Kw::Cases
                | Kw::Missing
                | Kw::Duty
        ))
    );
    let inside = !own_brace
        || (names && found.line == before.line)
        || m.around.item.is_some_and(|(_, kw)| kw == Kw::Import);
    inside.then(|| errors::missing_comma(span(m, found), m.text(before), m.text(found)))
}

/// A head where `)` is due.
fn bracket(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    let (open, sign) = m.around.open.first()?;
    let close = match sign {
        Sign::OpenParen => ")",
        Sign::OpenBracket => "]",
        _ => "}",
    };
    let ends = match found.token {
        Token::Kw(kw) => kw.is_head(),
        Token::Sign(found) => {
            matches!(
                found,
                Sign::CloseBrace | Sign::CloseParen | Sign::CloseBracket
            ) && found.text() != close
        }
        _ => false,
    };
    let expression = m.around.open.len() > 1 || *sign != Sign::OpenBrace;
    (ends && expression && m.expects(close)).then(|| {
        errors::unclosed_bracket(span_at(m, *open), sign.text()).label(
            span(m, found),
            format!("`{close}` was expected before this"),
        )
    })
}

/// A closing bracket that closes nothing.
fn closer(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    let Token::Sign(sign @ (Sign::CloseBrace | Sign::CloseParen | Sign::CloseBracket)) =
        found.token
    else {
        return None;
    };
    let opened = |open: Sign| m.around.open.iter().any(|(_, s)| *s == open);
    let closes_nothing = match sign {
        Sign::CloseBrace => !opened(Sign::OpenBrace),
        Sign::CloseParen => !opened(Sign::OpenParen),
        _ => !opened(Sign::OpenBracket),
    };
    closes_nothing.then(|| errors::closes_nothing(span(m, found), sign.text()))
}

/// `basis official,`: the place of the comma.
fn separator(m: &Mistake<'_, '_, '_>) -> Option<Span> {
    let found = m.found()?;
    (found.token == Token::Sign(Sign::Comma) && (m.expects_clause() || m.expects_item()))
        .then(|| span(m, found))
}

/// A word of the language where a name is due.
fn reserved(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    let Token::Kw(kw) = found.token else {
        return None;
    };
    (m.expects("NAME") && !m.begins_line())
        .then(|| errors::reserved_word(span(m, found), kw.text()))
}

/// `x is null`, `x is not true`
fn null_status(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let (before, found) = (m.before()?, m.found()?);
    let Token::Kw(kw @ (Kw::Null | Kw::True | Kw::False)) = found.token else {
        return None;
    };
    let sign = match before.token {
        Token::Kw(Kw::Is) => "=",
        Token::Kw(Kw::Not) => "!=",
        _ => return None,
    };
    (!m.expects_value()).then(|| errors::null_status(span(m, found), sign, kw.text()))
}

/// `then item is licence required`
fn two_words(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let (before, found) = (m.before()?, m.found()?);
    let head = matches!(
        m.around.head,
        Some((
            _,
            Kw::Then | Kw::Expect | Kw::Latent | Kw::Basis | Kw::Reading
        ))
    );
    let names = is_name(Some(before)) && is_name(Some(found)) && before.line == found.line;
    (head && names).then(|| {
        let joined = format!("{}_{}", m.text(before), m.text(found));
        errors::two_words(m.build.span(before.start, found.end), &joined)
    })
}

/// `items : Item[]`
fn listed_type(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let (before, found, after) = (m.before()?, m.found()?, m.after()?);
    let empty = found.token == Token::Sign(Sign::OpenBracket)
        && after.token == Token::Sign(Sign::CloseBracket);
    let whole = m.build.span(found.start, after.end);
    (empty && is_name(Some(before))).then(|| errors::listed_type(whole, m.text(before)))
}

/// `scale s { free: "x" }`
fn value_key(m: &Mistake<'_, '_, '_>) -> Option<Diagnostic> {
    let found = m.found()?;
    let Token::Key(name) = found.token else {
        return None;
    };
    (m.expects("NAME") && !m.expects_value()).then(|| errors::value_key(span(m, found), name))
}

/// No slip that we know.
fn unexpected(m: &Mistake<'_, '_, '_>) -> Diagnostic {
    let found = m.found().map(|t| m.text(t));
    let mut diagnostic = errors::unexpected(here(m), found, m.expectation());
    if let Some((index, kw)) = m.around.head
        && m.index != index
        && !m.expects("else")
    {
        let what = if begins_item_at(m.build, index) {
            "item"
        } else {
            "clause"
        };
        let _ = kw;
        diagnostic = diagnostic.label(span_at(m, index), format!("in this {what}"));
    }
    diagnostic
}
