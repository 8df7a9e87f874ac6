//! JSON Lines: one case a line.

/// A line with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number in the file, from 1; blank lines count.
    pub number: u32,
    /// Its bytes without its end (`\n` or `\r\n`): what the digest of the case is of.
    pub bytes: &'a [u8],
}

/// The lines of a JSON Lines file that are not blank.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    bytes
        .split(|b| *b == b'\n')
        .zip(1u32..)
        .map(|(line, number)| Line {
            number,
            bytes: line.strip_suffix(b"\r").unwrap_or(line),
        })
        .filter(|line| !is_blank(line.bytes))
}

/// Whether a line holds no case.
pub fn is_blank(line: &[u8]) -> bool {
    line.strip_prefix("\u{FEFF}".as_bytes())
        .unwrap_or(line)
        .iter()
        .all(|b| matches!(b, b' ' | b'\t' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::{Line, lines};

    fn numbered(text: &str) -> Vec<(u32, &str)> {
        lines(text.as_bytes())
            .map(|Line { number, bytes }| (number, std::str::from_utf8(bytes).unwrap()))
            .collect()
    }

    #[test]
    fn line_ends_are_no_part_of_a_line() {
        assert_eq!(numbered("{}\r\n[1]\n"), [(1, "{}"), (2, "[1]")]);
        assert_eq!(numbered("{}"), [(1, "{}")]);
        assert_eq!(numbered(""), []);
    }

    #[test]
    fn blank_lines_are_skipped_and_counted() {
        assert_eq!(numbered("\n  \r\n{}\n\t\n\n{ }"), [(3, "{}"), (6, "{ }")]);
        assert_eq!(numbered("\u{FEFF}\n{}"), [(2, "{}")]);
    }

    #[test]
    fn bytes_that_are_not_text_pass_through() {
        let bytes = b"{}\n\xff\xfe\n";
        assert_eq!(
            lines(bytes).map(|l| l.bytes).collect::<Vec<_>>(),
            [b"{}".as_slice(), b"\xff\xfe".as_slice()]
        );
    }
}
