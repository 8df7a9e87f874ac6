//! Whether a text shows nothing but scenarios, told without parsing it.
//!
//! The answer is yes only where the text cannot declare anything: no word that begins another item stands in it, outside comments and
//! texts, and its brackets close. Wherever that is not plain (a quote that stays open, a sign of another language) the answer is no, and
//! the text is parsed.

use super::token::Kw;

/// What a byte may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Nothing that is known here.
    Else,
    /// A blank, or a sign of the language but brackets.
    Sign,
    /// A word or a number, or what goes on with one.
    Word,
    Open,
    Close,
    Text,
    Name,
    Slash,
    /// `°C`
    Degree,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut all = [Class::Else; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(
            clippy::indexing_slicing,
            clippy::cast_possible_truncation,
            reason = "worked out while compiling, for each byte"
        )]
        {
            all[byte] = match byte as u8 {
                b' ' | b'\t' | b'\r' | b'\n' => Class::Sign,
                b',' | b'.' | b':' | b';' | b'=' | b'<' | b'>' | b'+' | b'-' | b'*' | b'|'
                | b'?' | b'%' => Class::Sign,
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' => Class::Word,
                b'{' | b'[' | b'(' => Class::Open,
                b'}' | b']' | b')' => Class::Close,
                b'"' => Class::Text,
                b'`' => Class::Name,
                b'/' => Class::Slash,
                0xC2 => Class::Degree,
                _ => Class::Else,
            };
        }
        byte += 1;
    }
    all
}

fn class(byte: u8) -> Class {
    CLASSES
        .get(usize::from(byte))
        .copied()
        .unwrap_or(Class::Else)
}

/// Whether scenarios and imports are all that stands in the text. May say no of one that is so, never yes of one that is not.
pub fn only_scenarios(text: &str) -> bool {
    let mut rest = text.strip_prefix('\u{FEFF}').unwrap_or(text).as_bytes();
    let (mut open, mut found) = (0u32, false);
    while let Some((first, after)) = rest.split_first() {
        let next = match class(*first) {
            Class::Sign => Some(after),
            Class::Word => {
                let ends = after.iter().position(|byte| class(*byte) != Class::Word);
                let (word, after) = rest.split_at(ends.map_or(rest.len(), |end| end + 1));
                match begins(word) {
                    None => Some(after),
                    Some(Kw::Scenario) if open == 0 => {
                        found = true;
                        Some(after)
                    }
                    Some(Kw::Import) if open == 0 => Some(after),
                    Some(Kw::Facts) if open > 0 => Some(after),
                    Some(_) => None,
                }
            }
            Class::Open => {
                open += 1;
                Some(after)
            }
            Class::Close if open > 0 => {
                open -= 1;
                Some(after)
            }
            Class::Text => after_text(after),
            Class::Name => after_name(after),
            Class::Slash if after.first() == Some(&b'/') => Some(after_line(after)),
            Class::Slash => Some(after),
            Class::Degree => match after {
                [0xB0, b'A'..=b'Z', after @ ..] => Some(after),
                _ => None,
            },
            Class::Close | Class::Else => None,
        };
        match next {
            Some(next) => rest = next,
            None => return false,
        }
    }
    found && open == 0
}

/// The word, if it begins an item.
fn begins(word: &[u8]) -> Option<Kw> {
    // Most words are shorter or longer, or begin with another letter.
    if !(4..=10).contains(&word.len()) || !b"cdefgilqrs".contains(word.first()?) {
        return None;
    }
    let word = Kw::of(std::str::from_utf8(word).ok()?)?;
    word.begins_item().then_some(word)
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
    use super::{begins, only_scenarios};
    use crate::syntax::token::Kw;

    #[test]
    fn every_word_that_begins_an_item_is_seen() {
        for word in Kw::ALL.iter().filter(|word| word.begins_item()) {
            assert_eq!(begins(word.text().as_bytes()), Some(*word));
        }
    }

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
