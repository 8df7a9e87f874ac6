//! The grammar's action for citations.

use super::build::{Build, Part};
use super::tree::{Reference, ReferencePart};

impl<'a> Build<'a, '_> {
    /// A citation. It runs to the next head, so a misspelt head on a new line would vanish in it: told here.
    pub fn reference(&mut self, parts: Vec<Part<'a>>) -> Reference {
        let mut made = Reference {
            span: self.span(0, 0),
            text: String::new(),
            parts: Vec::with_capacity(parts.len()),
        };
        let (mut first, mut last) = (0, 0);
        let mut line = None;
        for (count, part) in parts.into_iter().enumerate() {
            let index = self.token_index(part.start);
            let starts_on = self.token(index).map(|t| t.line);
            if count > 0 && line.is_some() && starts_on != line {
                super::slips::stray_line(self, index);
                break;
            }
            let mut apart = false;
            if count == 0 {
                first = part.start;
            } else if part.start > last {
                made.text.push(' ');
                apart = true;
            }
            self.reference_part(&mut made, part, apart);
            last = part.end;
            line = starts_on;
        }
        made.span = self.span(first, last);
        made
    }

    fn reference_part(&mut self, made: &mut Reference, part: Part<'a>, apart: bool) {
        if let Some((quoted, zh)) = part.text {
            let quoted = self.unescape(part.start, quoted);
            let zh = zh.map(|(start, text)| self.unescape(start, text));
            made.text.push_str(&quoted);
            made.parts.push(ReferencePart::Quoted(quoted, zh));
            return;
        }
        let word: String = self
            .slice(part.start, part.end)
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '`')
            .collect();
        made.text.push_str(&word);
        let inner = word.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
        match (inner, made.parts.last_mut()) {
            (Some(inner), _) => made.parts.push(ReferencePart::Bracketed(inner.to_owned())),
            (None, Some(ReferencePart::Word(before))) if !apart => before.push_str(&word),
            _ => made.parts.push(ReferencePart::Word(word)),
        }
    }
}
