//! Every code, text and currency that the policies know, by number: facts hold the number, comparisons look it up.

use rustc_hash::FxHashMap as HashMap;

use crate::ir::{Const, ExprKind, Program};
use crate::value::{Code, Currency};

/// A text that no policy names: it equals none that a policy names.
pub const OTHER_TEXT: u32 = 0;

/// The words of a program.
#[derive(Debug, Default)]
pub struct Words {
    codes: HashMap<Box<str>, u32>,
    by_code: Vec<Code>,
    texts: HashMap<Box<str>, u32>,
    currencies: HashMap<&'static str, u32>,
}

impl Words {
    /// Collects the words of a program.
    pub fn new(program: &Program) -> Words {
        let mut words = Words::default();
        for code in program.codes.iter() {
            let number = u32::try_from(words.by_code.len()).unwrap_or(u32::MAX);
            words.codes.insert(code.as_str().into(), number);
            words.by_code.push(code.clone());
        }
        let cells = program.lists.iter().flat_map(|list| &list.rows);
        for cell in cells.flat_map(|row| &row.cells) {
            words.add_texts(cell);
        }
        for expr in &program.exprs {
            if let ExprKind::Const(value) = &expr.kind {
                words.add_texts(value);
            }
        }
        words.currencies = Currency::all().map(Currency::code).zip(0u32..).collect();
        words
    }

    fn add_texts(&mut self, value: &Const) {
        match value {
            Const::Text(text) => {
                let next = u32::try_from(self.texts.len() + 1).unwrap_or(u32::MAX);
                self.texts.entry((&**text).into()).or_insert(next);
            }
            Const::Set(all) => all.iter().for_each(|one| self.add_texts(one)),
            _ => {}
        }
    }

    /// The number of a code that some list or rule names as it stands. Of finer ones see [`Words::finer_than`]; coarser ones go to the
    /// interpreter.
    pub fn code(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    /// The code of that number.
    pub fn code_at(&self, number: u32) -> Option<&Code> {
        self.by_code.get(number as usize)
    }

    /// What a cell holds for a code that no list or rule names, where it lies below that of number `code` (and below none that lies
    /// further down), and has none below it: it is in what the named one is in, and above nothing. Two such cells that are the same may
    /// stand for two codes.
    pub fn finer_than(&self, code: u32) -> u32 {
        code.saturating_add(u32::try_from(self.codes()).unwrap_or(u32::MAX))
    }

    /// What a cell holds for a code; none where that cannot be told: where it is coarser than what is named, or apart from all of it.
    #[cfg(test)]
    pub fn cell(&self, code: &Code) -> Option<u32> {
        if let Some(number) = self.code(code.as_str()) {
            return Some(number);
        }
        // Codes stand in the order of their bytes.
        let below = format!("{code}.");
        let next = self
            .by_code
            .partition_point(|c| c.as_str() < below.as_str());
        if let Some(next) = self.by_code.get(next)
            && next.as_str().starts_with(&below)
        {
            return None;
        }
        let mut wider = code.as_str();
        while let Some((above, _)) = wider.rsplit_once('.') {
            wider = above;
            if let Some(number) = self.code(wider) {
                return Some(self.finer_than(number));
            }
        }
        None
    }

    /// Of a cell: the code named, and whether the code told lies below it.
    pub fn code_of(&self, cell: i64) -> Option<(&Code, bool)> {
        let cell = usize::try_from(cell).ok()?;
        match self.by_code.get(cell) {
            Some(code) => Some((code, false)),
            None => Some((self.by_code.get(cell.checked_sub(self.codes())?)?, true)),
        }
    }

    /// How many codes there are.
    pub fn codes(&self) -> usize {
        self.by_code.len()
    }

    /// The number of a text that some policy names.
    pub fn text(&self, text: &str) -> Option<u32> {
        self.texts.get(text).copied()
    }

    /// How many texts there are, [`OTHER_TEXT`] among them.
    pub fn texts(&self) -> usize {
        self.texts.len() + 1
    }

    /// Every text that some policy names, with its number, in no order.
    pub fn each_text(&self) -> impl Iterator<Item = (&str, u32)> {
        self.texts.iter().map(|(text, number)| (&**text, *number))
    }

    /// Every currency with its number, in no order.
    pub fn each_currency(&self) -> impl Iterator<Item = (&str, u32)> {
        self.currencies
            .iter()
            .map(|(code, number)| (*code, *number))
    }

    /// The number of a currency.
    pub fn currency(&self, code: &str) -> Option<u32> {
        self.currencies.get(code).copied()
    }
}
