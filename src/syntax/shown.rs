//! Whether a text shows nothing but scenarios, told without parsing it.
//!
//! The answer is yes only where the text cannot declare anything: no word that begins another item stands in it, outside comments and
//! texts, and its brackets close. Wherever that is not plain (a quote that stays open, a sign of another language) the answer is no, and
//! the text is parsed.

use super::token::Kw;

/// Whether scenarios and imports are all that stands in the text. May say no of one that is so, never yes of one that is not.
pub fn only_scenarios(text: &str) -> bool {
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text).as_bytes();
    let (mut open, mut found) = (0u32, false);
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b' ' | b'\t' | b'\r' | b'\n' => after,
            b'/' if after.first() == Some(&b'/') => after_line(after),
            b'"' => match after_text(after) {
                Some(after) => after,
                None => return false,
            },
            // A name in backquotes, whatever it is.
            b'`' => match after_name(after) {
                Some(after) => after,
                None => return false,
            },
            // `°C`
            0xC2 => match after {
                [0xB0, b'A'..=b'Z', after @ ..] => after,
                _ => return false,
            },
            b'{' | b'[' | b'(' => {
                open += 1;
                after
            }
            b'}' | b']' | b')' => match open.checked_sub(1) {
                Some(fewer) => {
                    open = fewer;
                    after
                }
                None => return false,
            },
            byte if is_word(*byte) => {
                let length = rest.iter().take_while(|byte| is_word(**byte)).count();
                let (word, after) = rest.split_at(length);
                match std::str::from_utf8(word).ok().and_then(Kw::of) {
                    Some(Kw::Scenario) if open == 0 => found = true,
                    Some(Kw::Import) if open == 0 => {}
                    Some(Kw::Facts) if open > 0 => {}
                    Some(word) if word.begins_item() => return false,
                    _ => {}
                }
                after
            }
            b',' | b'.' | b':' | b';' | b'=' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'|'
            | b'?' | b'%' => after,
            _ => return false,
        };
    }
    found && open == 0
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn after_line(rest: &[u8]) -> &[u8] {
    let end = rest.iter().position(|byte| *byte == b'\n');
    end.and_then(|end| rest.get(end..)).unwrap_or_default()
}

/// What follows the closing quote; none where it does not close on its line.
fn after_text(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let end = rest
            .iter()
            .position(|b| matches!(b, b'"' | b'\\' | b'\n'))?;
        let (sign, after) = rest.get(end..)?.split_first()?;
        rest = match sign {
            b'"' => return Some(after),
            b'\\' => match after.split_first()? {
                (b'\n', _) => return None,
                (_, after) => after,
            },
            _ => return None,
        };
    }
}

/// What follows the closing backquote; none where it does not close on its line.
fn after_name(rest: &[u8]) -> Option<&[u8]> {
    let end = rest.iter().position(|b| matches!(b, b'`' | b'\n'))?;
    match rest.get(end..)? {
        [b'`', after @ ..] if end > 0 => Some(after),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::only_scenarios;

    #[test]
    fn yes_where_nothing_is_declared() {
        for text in [
            "scenario \"a\" { facts {} expect free }",
            "\u{FEFF}// rule of thumb\nimport harbour (x, y)\nscenario \"the \\\"list\\\" 清单\" { facts { a: [1 %, 2] } expect free because n1.art1 }",
            "scenario \"a\" { facts {} with items[0].`list` = -3 °C expect `rule`.x is free }",
            "import a\nscenario \"a\" { facts {} without duty n1.art1 gives n1.x = 1 to 2.5 }",
        ] {
            assert!(only_scenarios(text), "{text}");
        }
    }

    #[test]
    fn no_where_something_may_be() {
        for text in [
            "",
            "import a",
            "rule r { then free }",
            "scenario \"a\" { facts {} expect free } rule r { then free }",
            // Braces that do not close, or close twice: who knows what is a scenario's.
            "scenario \"a\" { facts {} expect free scenario \"b\" { facts {} }",
            "scenario \"a\" { facts {} }}",
            "scenario \"a\" { facts {}",
            "scenario \"a { facts {} expect free }",
            "scenario 'a' { facts {} expect free }",
            "scenario “a” { facts {} expect free }",
            "scenario \"a\" { facts {} /* rule */ expect free }",
            "scenario \"a\" { facts {} expect free } # rule",
            "scenario \"a\" { facts {} expect free } facts s: S on date",
            "scenario \"a\" { facts {} expect `free }",
            "scenario \"a\" { facts {} expect `` }",
            "scenario \"a\" { facts {} expect ° }",
        ] {
            assert!(!only_scenarios(text), "{text}");
        }
    }
}
