//! Shapes and texts, written out. Whatever the facts or policies say is cleaned and escaped here and nowhere else.

use std::fmt::Write as _;

use textwrap::core::display_width;

use super::super::page::clean;
use super::theme;

/// Where a text stands relative to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Begins there.
    Start,
    /// Is centred there.
    Middle,
    /// Ends there.
    End,
}

/// A line of text.
#[derive(Clone, Debug)]
pub struct Text<'t> {
    x: i32,
    y: i32,
    class: &'t str,
    text: &'t str,
    anchor: Anchor,
    room: Option<i32>,
}

impl<'t> Text<'t> {
    /// Text of that class, beginning at `x` on the line at `y`.
    pub fn new(x: i32, y: i32, class: &'t str, text: &'t str) -> Self {
        Self {
            x,
            y,
            class,
            text,
            anchor: Anchor::Start,
            room: None,
        }
    }

    /// Stands otherwise relative to its place.
    #[must_use]
    pub fn anchored(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// Shortened where it takes more room.
    #[must_use]
    pub fn within(mut self, room: i32) -> Self {
        self.room = Some(room);
        self
    }
}

/// A picture being drawn.
#[derive(Debug, Default)]
pub struct Canvas {
    out: String,
    /// Texts stand above all shapes.
    texts: String,
}

impl Canvas {
    /// A group that shows `hint` where one points at it.
    pub fn open(&mut self, hint: &str) {
        let _ = writeln!(self.out, "<g><title>{}</title>", escaped(hint));
    }

    /// Ends the group.
    pub fn close(&mut self) {
        self.out.push_str("</g>\n");
    }

    /// A filled bar.
    pub fn bar(&mut self, x: i32, y: i32, width: i32, height: i32, class: &str) {
        // A hair's breadth between neighbours.
        let width = (width - 1).max(1);
        let _ = writeln!(
            self.out,
            r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        );
    }

    /// A line.
    pub fn line(&mut self, x1: i32, y1: i32, x2: i32, y2: i32, class: &str) {
        let _ = writeln!(
            self.out,
            r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#
        );
    }

    /// How an instrument stands: in force solid, suspended hatched, not yet begun an outline, ended nothing but the line.
    pub fn standing(&mut self, x: i32, y: i32, width: i32, height: i32, state: &str) {
        match state {
            "in_force" => self.bar(x, y, width, height, "force"),
            "acts" => self.bar(x, y, width, height, "acts"),
            "suspended" => self.hatched(x, y, width, height),
            "in_part" => {
                self.bar(x, y, width, height / 2, "force");
                self.hatched(x, y + height / 2, width, height - height / 2);
            }
            "unknown" => self.bar(x, y, width, height, "open"),
            "not_yet" => self.bar(x, y, width, height, "yet"),
            _ => self.line(x, y + height / 2, x + width - 1, y + height / 2, "ended"),
        }
    }

    fn hatched(&mut self, x: i32, y: i32, width: i32, height: i32) {
        let width = (width - 1).max(1);
        let _ = writeln!(
            self.out,
            r#"<rect class="hatched" fill="url(#hatch)" x="{x}" y="{y}" width="{width}" height="{height}"/>"#
        );
    }

    /// A line of text.
    pub fn text(&mut self, text: &Text<'_>) {
        let anchor = match text.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let size = theme::size(text.class);
        let said = match text.room {
            Some(room) => shortened(text.text, room, size),
            None => text.text.to_owned(),
        };
        let _ = writeln!(
            self.texts,
            r#"<text class="{}" x="{}" y="{}"{anchor}>{}</text>"#,
            text.class,
            text.x,
            text.y,
            escaped(&said)
        );
    }

    /// A text in the middle of a box, on as many lines as there is room for.
    pub fn lines(&mut self, x: i32, y: i32, width: i32, height: i32, class: &str, text: &str) {
        const HEIGHT: i32 = 15;
        let room = width - 8;
        let size = theme::size(class);
        let most = usize::try_from(height / HEIGHT).unwrap_or(1).max(1);
        let mut lines = wrapped(text, room, size);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                last.push('…');
            }
        }
        let count = i32::try_from(lines.len()).unwrap_or(1);
        let mut at = y + (height - count * HEIGHT) / 2 + 11;
        for line in lines {
            let line = shortened(&line, room, size);
            let middle = x + width / 2;
            self.text(&Text::new(middle, at, class, &line).anchored(Anchor::Middle));
            at += HEIGHT;
        }
    }

    /// The picture, whole.
    pub fn finish(self, width: i32, height: i32, title: &str, told: &str) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title told">
<title id="title">{}</title>
<desc id="told">{}</desc>
<style>
{}</style>
<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="gap" width="7" height="7"/><rect class="force" width="3" height="7"/></pattern></defs>
<rect class="page" width="{width}" height="{height}"/>
{}{}</svg>
"#,
            escaped(title),
            escaped(told),
            theme::CSS,
            self.out,
            self.texts
        )
    }
}

/// How wide a text is at that size, guessed: letters differ, Chinese ones are as wide as high.
pub fn width(text: &str, size: i32) -> i32 {
    let columns = i32::try_from(display_width(text)).unwrap_or(i32::MAX / 100);
    columns.saturating_mul(size * 11).saturating_add(19) / 20
}

/// The text, its end left out where it takes more room.
fn shortened(text: &str, room: i32, size: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        short.push(letter);
        if width(&short, size) + size > room {
            short.pop();
            break;
        }
    }
    format!("{}…", short.trim_end())
}

/// The text on lines of that room, broken at blanks, and between Chinese letters.
pub fn wrapped(text: &str, room: i32, size: i32) -> Vec<String> {
    let words = textwrap::WordSeparator::UnicodeBreakProperties.find_words(text);
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let fits = lines
            .last()
            .is_some_and(|line| width(&format!("{line}{}", word.word), size) <= room);
        match lines.last_mut().filter(|_| fits) {
            Some(line) => line.push_str(word.word),
            None => lines.push(word.word.to_owned()),
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(word.whitespace);
        }
    }
    lines.iter_mut().for_each(|line| {
        line.truncate(line.trim_end().len());
    });
    lines
}

/// Cleaned of what a picture may not hold, and escaped for element content and attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        assert_eq!(
            escaped("<a href=\"x\">&'\u{1b}\u{202e}"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;  "
        );
    }

    #[test]
    fn shortens_to_the_room() {
        let short = shortened("Announcement No. 61 of 2025", 100, 12);
        assert!(width(&short, 12) <= 106 && short.ends_with('…'), "{short}");
        assert_eq!(shortened("short", 100, 12), "short");
    }

    #[test]
    fn wraps_at_blanks_and_between_chinese_letters() {
        assert_eq!(wrapped("licence required", 70, 12), ["licence", "required"]);
        assert!(wrapped("需要申请出口许可证", 60, 12).len() > 1);
    }
}
