//! JSON's escapes in texts.

/// An escape that means nothing.
pub struct Wrong {
    /// Byte of its backslash in the raw text.
    pub at: usize,
    /// The escape.
    pub text: String,
}

/// Undoes the escapes of a raw text.
pub fn undo(raw: &str) -> Result<String, Wrong> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        let (front, escape) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(front);
        match one(escape) {
            Some((c, len)) => {
                out.push(c);
                rest = escape.get(len..).unwrap_or("");
            }
            None => {
                let text = escape.chars().take(2).collect();
                return Err(Wrong {
                    at: raw.len() - escape.len(),
                    text,
                });
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The character of the escape in front, and the escape's length in bytes.
fn one(escape: &str) -> Option<(char, usize)> {
    let plain = match escape.chars().nth(1)? {
        c @ ('"' | '\\' | '/') => c,
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return unicode(escape),
        _ => return None,
    };
    Some((plain, 2))
}

/// `\u5546`, and two of them for a character beyond the first plane.
fn unicode(escape: &str) -> Option<(char, usize)> {
    let hex = |from: usize| {
        let digits = escape.get(from..from + 4)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let first = hex(2)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 6));
    }
    let second = if escape.get(6..8)? == "\\u" {
        hex(8)?
    } else {
        return None;
    };
    char::decode_utf16([u16::try_from(first).ok()?, u16::try_from(second).ok()?])
        .next()?
        .ok()
        .map(|c| (c, 12))
}

#[cfg(test)]
mod tests {
    use super::undo;

    #[test]
    fn json_escapes() {
        assert_eq!(
            undo(r#"a \"b\" \\ \n \u5546 \ud83d\ude00"#).ok().as_deref(),
            Some("a \"b\" \\ \n 商 😀")
        );
        assert_eq!(
            undo(r"x \q").err().map(|w| (w.at, w.text)),
            Some((2, r"\q".to_owned()))
        );
        assert!(undo(r"\ud800").is_err());
        assert!(undo(r"\u12").is_err());
        assert!(undo("\\").is_err());
    }
}
