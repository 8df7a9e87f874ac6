//! Laying text out: styled pieces on lines of a given width.
//!
//! Pieces are cleaned of control characters (facts may hold anything, and a terminal obeys what it is sent), then wrapped where
//! Unicode allows it, so that Chinese wraps too, then styled: a style never reaches past its own line.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use anstyle::Style;
use textwrap::WordSeparator;
use textwrap::core::{Word, break_words, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

/// Longer texts and places are told by their beginning and end: nobody reads ten thousand parts within each other.
const LONGEST: usize = 1_000;
const LONGEST_PLACE: usize = 160;

/// Lines are never laid out narrower than this, however deep they stand.
const NARROWEST: usize = 32;

/// A piece of a line in one style.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    style: Style,
    text: String,
}

impl Piece {
    /// Text in that style.
    pub fn new(style: Style, text: impl AsRef<str>) -> Self {
        Self {
            style,
            text: clean(&elided(text.as_ref(), LONGEST)),
        }
    }

    /// Text in no style.
    pub fn plain(text: impl AsRef<str>) -> Self {
        Self::new(Style::new(), text)
    }

    /// How many columns it takes.
    pub fn width(&self) -> usize {
        display_width(&self.text)
    }
}

/// A place in the facts, short enough to be read; JSON has it whole.
pub fn place(path: &str) -> String {
    elided(path, LONGEST_PLACE).into_owned()
}

/// The text, its middle left out where it is longer than so many letters.
fn elided(text: &str, longest: usize) -> Cow<'_, str> {
    if text.len() <= longest || text.chars().nth(longest).is_none() {
        return Cow::Borrowed(text);
    }
    let half = longest / 2;
    let start: String = text.chars().take(half).collect();
    let mut end: Vec<char> = text.chars().rev().take(half).collect();
    end.reverse();
    Cow::Owned(format!("{start} … {}", end.iter().collect::<String>()))
}

/// Blanks for whatever a terminal would obey or a line could not hold.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || is_invisible_direction(c) {
                ' '
            } else {
                c
            }
        })
        .collect()
}

/// Marks that reorder text on screen: a name could otherwise make a line read as another.
fn is_invisible_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// A page being written.
#[derive(Debug)]
pub struct Page {
    out: String,
    width: usize,
    colour: bool,
}

impl Page {
    /// An empty page of that width.
    pub fn new(width: usize, colour: bool) -> Self {
        Self {
            out: String::new(),
            width: width.max(NARROWEST),
            colour,
        }
    }

    /// What was written, with one newline at its end and none doubled.
    pub fn finish(mut self) -> String {
        while self.out.ends_with("\n\n") {
            self.out.pop();
        }
        self.out
    }

    /// An empty line, never two.
    pub fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Pieces after each other, wrapped; the first line stands at `indent`, the others at `hang`.
    pub fn put(&mut self, indent: usize, hang: usize, pieces: &[Piece]) {
        self.row(indent, hang, pieces, None);
    }

    /// The same, with a piece flush right on the first line.
    pub fn row(&mut self, indent: usize, hang: usize, pieces: &[Piece], right: Option<&Piece>) {
        let indent = self.bounded(indent);
        let hang = self.bounded(hang);
        let reserved = right.map_or(0, |piece| piece.width() + 2);
        let beside = self.width.saturating_sub(indent + reserved);
        let plain: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        let lines = wrap(
            &plain,
            beside.max(NARROWEST / 2),
            self.width.saturating_sub(hang).max(NARROWEST / 2),
        );
        for (i, range) in lines.iter().enumerate() {
            let at = if i == 0 { indent } else { hang };
            self.out.extend(std::iter::repeat_n(' ', at));
            let used = plain.get(range.clone()).map_or(0, display_width);
            self.line(pieces, range.clone());
            if let (0, Some(right)) = (i, right) {
                let blanks = self.width.saturating_sub(at + used + right.width()).max(2);
                self.out.extend(std::iter::repeat_n(' ', blanks));
                self.styled(right.style, &right.text);
            }
            self.out.push('\n');
        }
    }

    /// A label in a column of its own, and what it labels beside it.
    pub fn entry(&mut self, indent: usize, column: usize, label: &Piece, pieces: &[Piece]) {
        let blanks = column.saturating_sub(label.width()).max(2);
        let mut all = vec![label.clone(), Piece::plain(" ".repeat(blanks))];
        all.extend_from_slice(pieces);
        self.put(indent, indent + column, &all);
    }

    /// Deep places stay readable: what stands too far right stands at the bound.
    fn bounded(&self, indent: usize) -> usize {
        indent.min(self.width.saturating_sub(NARROWEST))
    }

    fn line(&mut self, pieces: &[Piece], range: Range<usize>) {
        let mut start = 0;
        for piece in pieces {
            let end = start + piece.text.len();
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                let text = piece
                    .text
                    .get(from - start..to - start)
                    .unwrap_or("")
                    .to_owned();
                self.styled(piece.style, &text);
            }
            start = end;
        }
    }

    fn styled(&mut self, style: Style, text: &str) {
        if self.colour && style != Style::new() {
            // Writing to a String cannot fail.
            let _ = write!(self.out, "{style}{text}{style:#}");
        } else {
            self.out.push_str(text);
        }
    }
}

/// The lines of a text as ranges of its bytes, without the blanks between them.
fn wrap(text: &str, first: usize, others: usize) -> Vec<Range<usize>> {
    if display_width(text) <= first {
        return std::iter::once(0..text.trim_end().len()).collect();
    }
    let words = break_words(words(text), first.min(others));
    #[allow(clippy::cast_precision_loss, reason = "widths of a terminal")]
    let lines = wrap_first_fit(&words, &[first as f64, others as f64]);
    let mut ranges = Vec::with_capacity(lines.len());
    let mut start = 0;
    for line in lines {
        let whole: usize = line
            .iter()
            .map(|word| word.word.len() + word.whitespace.len())
            .sum();
        let blanks = line.last().map_or(0, |word| word.whitespace.len());
        ranges.push(start..start + whole - blanks);
        start += whole;
    }
    ranges
}

/// Words by Unicode's rules, leading blanks kept with what they stand before.
fn words(text: &str) -> Vec<Word<'_>> {
    WordSeparator::UnicodeBreakProperties
        .find_words(text)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_and_hangs() {
        let mut page = Page::new(40, false);
        page.put(
            2,
            6,
            &[Piece::plain(
                "one two three four five six seven eight nine ten",
            )],
        );
        assert_eq!(
            page.finish(),
            "  one two three four five six seven\n      eight nine ten\n"
        );
    }

    #[test]
    fn flush_right() {
        let mut page = Page::new(40, false);
        page.row(0, 2, &[Piece::plain("left")], Some(&Piece::plain("right")));
        assert_eq!(page.finish(), "left                               right\n");
    }

    #[test]
    fn chinese_wraps_by_its_width() {
        let mut page = Page::new(32, false);
        page.put(
            0,
            0,
            &[Piece::plain(
                "附件第二部分是否包括含有所列磁材或靶材的制成品",
            )],
        );
        let text = page.finish();
        assert!(
            text.lines().count() == 2 && text.lines().all(|line| display_width(line) <= 32),
            "{text}"
        );
    }

    #[test]
    fn obeys_no_escape() {
        let mut page = Page::new(40, false);
        page.put(0, 0, &[Piece::plain("a\u{1b}[31mb\nc")]);
        assert_eq!(page.finish(), "a [31mb c\n");
    }
}
