//! Texts in one or both languages, and the day of a date literal.

use super::{Checker, errors};
use crate::diag::Sink;
use crate::ir::Text;
use crate::syntax::tree::{self, Lang};
use crate::value::Day;

impl Checker<'_, '_> {
    /// A text as written; one given only in Chinese stands for both.
    pub(super) fn text(&mut self, text: &tree::Text) -> Text {
        read(text, self.sink)
    }
}

/// A text as written; one given only in Chinese stands for both.
pub(super) fn read(text: &tree::Text, sink: &mut Sink) -> Text {
    let (mut en, mut zh) = (None, None);
    for (lang, words, span) in &text.parts {
        let (slot, name) = match lang {
            None | Some(Lang::En) => (&mut en, "English"),
            Some(Lang::Zh) => (&mut zh, "Chinese"),
        };
        match slot {
            Some((_, first)) => sink.push(errors::duplicate_text(name, *span, *first)),
            None => *slot = Some((words.clone(), *span)),
        }
    }
    let zh = zh.map(|(words, _)| words);
    Text {
        en: en
            .map(|(words, _)| words)
            .or_else(|| zh.clone())
            .unwrap_or_default(),
        zh,
    }
}

/// The day of a literal; none where there is no such day (told already).
pub(super) fn day(date: &tree::DateLit) -> Option<Day> {
    date.day.and_then(Day::from_epoch_days)
}
