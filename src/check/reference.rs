//! References as texts: their words, and how a cell of a table writes one.

use crate::syntax::tree::ReferencePart;

/// The words of a reference; a bracket is a word of its own, commas only part words.
pub(super) fn words(reference: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for char in reference.chars() {
        let ends = char.is_whitespace() || matches!(char, ',' | ';' | '(');
        if ends && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut()
            && !(char.is_whitespace() || matches!(char, ',' | ';'))
        {
            word.push(char);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A cell as `cites` would show it: quotes taken off, blanks folded.
pub(super) fn read(cell: &str) -> Result<(String, Vec<ReferencePart>), &'static str> {
    let (mut text, mut parts) = (String::new(), Vec::new());
    let mut word = String::new();
    let end_word = |word: &mut String, parts: &mut Vec<ReferencePart>| {
        if !word.is_empty() {
            parts.push(ReferencePart::Word(std::mem::take(word)));
        }
    };
    let mut rest = cell.trim();
    if rest.is_empty() {
        return Err("empty");
    }
    while let Some(char) = rest.chars().next() {
        let after = rest.get(char.len_utf8()..).unwrap_or("");
        match char {
            '"' => {
                let (inner, behind) = after.split_once('"').ok_or("a quote that does not close")?;
                if inner.contains(char::is_control) {
                    return Err("a line break or another control character in quotes");
                }
                end_word(&mut word, &mut parts);
                parts.push(ReferencePart::Quoted(inner.to_owned(), None));
                text.push_str(inner);
                rest = behind;
                continue;
            }
            '(' => {
                let (inner, behind) = after
                    .split_once(')')
                    .ok_or("a bracket that does not close")?;
                let inner = inner.trim();
                if inner.is_empty() || !inner.chars().all(is_word) {
                    return Err("brackets hold one word or number");
                }
                end_word(&mut word, &mut parts);
                parts.push(ReferencePart::Bracketed(inner.to_owned()));
                text.push('(');
                text.push_str(inner);
                text.push(')');
                rest = behind;
                continue;
            }
            blank if blank.is_whitespace() => {
                end_word(&mut word, &mut parts);
                if !text.ends_with(' ') {
                    text.push(' ');
                }
            }
            sign if is_word(sign) => {
                word.push(sign);
                text.push(sign);
            }
            _ => return Err("holds a sign that needs quotes"),
        }
        rest = after;
    }
    end_word(&mut word, &mut parts);
    Ok((text, parts))
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '-' | '.')
}

/// Whether the text has the form of an instrument's full name.
pub(super) fn is_name(text: &str) -> bool {
    let part = |part: &str| {
        let first = part.chars().next();
        first.is_some_and(|first| first.is_alphabetic() || first == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    text.split('.').all(part)
}

#[cfg(test)]
mod tests {
    use super::{is_name, read, words};

    #[test]
    fn words_are_parted_by_blanks_brackets_and_commas() {
        assert_eq!(words("article 1(2)"), ["article", "1", "(2)"]);
        assert_eq!(words("article 7, exporters"), ["article", "7", "exporters"]);
        assert!(words("article 10").starts_with(&words("article 10")));
        assert!(!words("article 10").starts_with(&words("article 1")));
    }

    #[test]
    fn cells_are_read_as_citations() {
        let text = |cell: &str| read(cell).map(|(text, _)| text);
        assert_eq!(text(" article  1 ( 2 ) "), Ok("article 1 (2)".to_owned()));
        assert_eq!(
            text("\"items 1, 2\" note"),
            Ok("items 1, 2 note".to_owned())
        );
        for wrong in [
            "",
            "article \"1",
            "article (1",
            "article ()",
            "article 1, 2",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_of_instruments() {
        assert!(is_name("harbour.n3_2031"));
        for wrong in ["", "harbour.", "3", "harbour n3", "harbour.3"] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
