//! The grammar's actions for names and texts, and the comments that become docs.

use unicode_normalization::UnicodeNormalization;

use super::build::{Build, small};
use super::token::{Sign, Token};
use super::tree::*;
use super::{errors, escape, trivia};
use crate::source::Span;

impl<'a> Build<'a, '_> {
    // ---- names and texts

    /// A name: NFC, its marks taken off.
    pub fn named(&self, start: u32, text: &str, end: u32) -> Name {
        let source = self.slice(start, end);
        let dot = source
            .chars()
            .next()
            .filter(|c| matches!(c, '.' | '。' | '．'))
            .map_or(0, char::len_utf8);
        let quotes = if source.contains('`') { 2 } else { 0 };
        let from = if dot > 0 {
            end.saturating_sub(small(text.len() + quotes))
        } else {
            start
        };
        let to = from.saturating_add(small(text.len() + quotes));
        let text = if text.is_ascii() {
            text.to_owned()
        } else {
            text.nfc().collect()
        };
        Name {
            text,
            span: self.span(from, to),
        }
    }

    /// A path of one name.
    pub fn path(&self, name: Name) -> Path {
        Path {
            span: name.span,
            parts: vec![name],
        }
    }

    /// A path with one more member.
    pub fn longer(&self, mut path: Path, name: Name) -> Path {
        path.span = path.span.to(name.span);
        path.parts.push(name);
        path
    }

    /// The key of an object as a string.
    pub fn key_text(&self, key: Name) -> Str {
        Str {
            text: key.text,
            span: key.span,
        }
    }

    /// A string, escapes undone.
    pub fn string(&mut self, start: u32, raw: &str, end: u32) -> Str {
        Str {
            text: self.unescape(start, raw),
            span: self.span(start, end),
        }
    }

    /// A text in one language.
    pub fn text(&mut self, lang: Option<Lang>, start: u32, raw: &str, end: u32) -> Text {
        let string = self.string(start, raw, end);
        Text {
            parts: vec![(lang, string.text, string.span)],
        }
    }

    /// A text in one more language.
    pub fn more_text(&self, mut text: Text, more: Text) -> Text {
        text.parts.extend(more.parts);
        text
    }

    pub(super) fn unescape(&mut self, start: u32, raw: &str) -> String {
        if !raw.contains('\\') {
            return raw.to_owned();
        }
        match escape::undo(raw) {
            Ok(text) => text,
            Err(wrong) => {
                // The quote in front is one byte where backslashes can stand.
                let from = start.saturating_add(1).saturating_add(small(wrong.at));
                let to = from.saturating_add(small(wrong.text.len()));
                self.reports
                    .at(from, to, |span| errors::text_escape(span, &wrong.text));
                raw.to_owned()
            }
        }
    }

    // ---- docs

    /// The `///` lines between the terminal in front of a byte and the byte, joined.
    pub(super) fn docs_before(&self, start: u32) -> String {
        let index = self.token_index(start);
        let before = index.checked_sub(1).and_then(|i| self.token(i));
        let from = before.map_or(0, |t| t.end);
        let base = self.reports.base;
        let mut doc = String::new();
        for comment in self
            .lexed
            .trivia
            .between(base.saturating_add(from), base.saturating_add(start))
        {
            if comment.doc && !comment.trailing {
                if !doc.is_empty() {
                    doc.push('\n');
                }
                doc.push_str(trivia::words(self.comment(comment.span)));
            }
        }
        doc
    }

    /// The comment behind a byte on its line, if nothing stands between but a comma.
    pub(super) fn doc_behind(&self, end: u32) -> String {
        let mut index = self.token_index(end);
        if self
            .token(index)
            .is_some_and(|t| t.token == Token::Sign(Sign::Comma))
        {
            index += 1;
        }
        let line = index
            .checked_sub(1)
            .and_then(|i| self.token(i))
            .map(|t| t.line);
        let until = self
            .token(index)
            .map_or(small(self.source.len()), |t| t.start);
        let base = self.reports.base;
        let comments = self
            .lexed
            .trivia
            .between(base.saturating_add(end), base.saturating_add(until));
        let trailing = comments
            .first()
            .filter(|c| c.trailing && Some(c.line) == line);
        trailing.map_or_else(String::new, |c| {
            trivia::words(self.comment(c.span)).to_owned()
        })
    }

    fn comment(&self, span: Span) -> &'a str {
        self.slice(
            span.start.saturating_sub(self.reports.base),
            span.end.saturating_sub(self.reports.base),
        )
    }
}
