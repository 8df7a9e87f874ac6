//! Citations in Chinese: the plain words in which provisions are counted (`article 1 (1)`), and instruments by their number.
//! A string is cited with its own Chinese; a word that is not in the table stays as it was written.

use super::Checker;
use crate::ir::Text;
use crate::syntax::tree::{self, ClauseKind, ItemKind, Lang, ReferencePart};

/// How a counted word is written: what stands before its number, what behind, and whether the number is in Chinese numerals.
struct Counted {
    word: &'static str,
    before: &'static str,
    after: &'static str,
    numerals: bool,
    /// Without a number.
    alone: &'static str,
}

const fn counted(
    word: &'static str,
    before: &'static str,
    after: &'static str,
    alone: &'static str,
) -> Counted {
    Counted {
        word,
        before,
        after,
        numerals: true,
        alone,
    }
}

const fn figured(
    word: &'static str,
    before: &'static str,
    after: &'static str,
    alone: &'static str,
) -> Counted {
    Counted {
        word,
        before,
        after,
        numerals: false,
        alone,
    }
}

/// The words in which provisions are counted.
const COUNTED: &[Counted] = &[
    counted("book", "第", "编", "编"),
    counted("title", "第", "编", "编"),
    counted("chapter", "第", "章", "章"),
    counted("section", "第", "节", "节"),
    counted("article", "第", "条", "条"),
    counted("paragraph", "第", "款", "款"),
    counted("subparagraph", "第", "项", "项"),
    counted("clause", "第", "项", "项"),
    counted("item", "第", "项", "项"),
    counted("point", "第", "点", "点"),
    counted("case", "第", "种情形", "情形"),
    counted("sentence", "第", "句", "句"),
    counted("part", "第", "部分", "部分"),
    counted("column", "第", "栏", "栏"),
    counted("row", "第", "行", "行"),
    counted("line", "第", "行", "行"),
    counted("page", "第", "页", "页"),
    figured("annex", "附件", "", "附件"),
    figured("appendix", "附录", "", "附录"),
    figured("schedule", "附表", "", "附表"),
    figured("table", "表", "", "表"),
    figured("note", "注", "", "注"),
    figured("entry", "", "条目", "条目"),
];

/// Words that stand by themselves.
const PLAIN: &[(&str, &str)] = &[
    ("chapeau", "首句"),
    ("definition", "定义"),
    ("definitions", "定义"),
    ("exception", "除外情形"),
    ("exceptions", "除外情形"),
    ("list", "清单"),
    ("notes", "注释"),
    ("preamble", "序言"),
    ("remarks", "备注"),
    ("sole", "唯一"),
];

impl Checker<'_, '_> {
    /// Provisions as shown.
    pub(super) fn cited(&self, refs: &[tree::Reference]) -> Vec<Text> {
        refs.iter()
            .map(|reference| Text {
                en: self.english(reference),
                zh: self.chinese(&reference.parts),
            })
            .collect()
    }

    /// As written; another instrument whose name stands in front, by its number.
    fn english(&self, reference: &tree::Reference) -> String {
        let number = match reference.parts.first() {
            Some(ReferencePart::Word(word)) => {
                let number = self.number_of(word, |lang| lang != Some(Lang::Zh));
                number.map(|number| (word, number))
            }
            _ => None,
        };
        let behind = number.and_then(|(word, number)| {
            let rest = reference.text.strip_prefix(word.as_str())?.trim_start();
            Some(match rest {
                "" => number,
                rest => format!("{number}, {rest}"),
            })
        });
        behind.unwrap_or_else(|| reference.text.clone())
    }

    /// None where nothing in it has a Chinese form.
    pub(super) fn chinese(&self, parts: &[ReferencePart]) -> Option<String> {
        let mut out = String::new();
        let mut found = false;
        // The word whose number, if any, is to come.
        let mut open: Option<&Counted> = None;
        let mut brackets = 0;
        for part in parts {
            match part {
                ReferencePart::Word(word) => {
                    if let Some(counted) = open.take() {
                        if let Some(number) = number(word, counted) {
                            push(&mut out, &number);
                            continue;
                        }
                        push(&mut out, counted.alone);
                    }
                    brackets = 0;
                    open = COUNTED.iter().find(|c| c.word == word.to_lowercase());
                    if open.is_none() {
                        let known = self.plain(word);
                        push(&mut out, known.as_deref().unwrap_or(word));
                        found |= known.is_some();
                    } else {
                        found = true;
                    }
                }
                ReferencePart::Bracketed(inner) => {
                    push(&mut out, open.take().map_or("", |c| c.alone));
                    push(&mut out, &bracketed(inner, brackets));
                    brackets += 1;
                    found = true;
                }
                ReferencePart::Quoted(text, zh) => {
                    push(&mut out, open.take().map_or("", |c| c.alone));
                    push(&mut out, zh.as_deref().unwrap_or(text));
                    found |= zh.is_some();
                }
            }
        }
        push(&mut out, open.map_or("", |c| c.alone));
        found.then_some(out)
    }

    /// A word that is not counted: of the table, or the name of an instrument that has a number in Chinese.
    fn plain(&self, word: &str) -> Option<String> {
        if let Some((_, zh)) = PLAIN.iter().find(|(en, _)| *en == word.to_lowercase()) {
            return Some((*zh).to_owned());
        }
        self.number_of(word, |lang| lang == Some(Lang::Zh))
    }

    /// The number, in one language, of the instrument of that full name.
    fn number_of(&self, name: &str, is_meant: impl Fn(Option<Lang>) -> bool) -> Option<String> {
        let mut instruments = self.declared.instruments.iter();
        let decl = instruments.find(|decl| decl.full_name == name)?;
        let ItemKind::Instrument(block) = &decl.item.kind else {
            return None;
        };
        block.clauses.iter().find_map(|clause| match &clause.kind {
            ClauseKind::Number(text) => text
                .parts
                .iter()
                .find(|(lang, ..)| is_meant(*lang))
                .map(|(_, words, _)| words.clone()),
            _ => None,
        })
    }
}

/// The number behind a counted word: `1`, `34bis`, `a`, `2B902.z`; none where another word follows.
fn number(word: &str, counted: &Counted) -> Option<String> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let (count, behind) = (
        digits.parse::<u16>().ok(),
        word.get(digits.len()..).unwrap_or_default(),
    );
    let after_inserted = match behind {
        "" => "",
        "bis" => "之二",
        "ter" => "之三",
        "quater" => "之四",
        _ => "…",
    };
    let written = match count {
        Some(count) if counted.numerals && after_inserted != "…" => {
            return Some(format!(
                "{}{}{}{after_inserted}",
                counted.before,
                numeral(count),
                counted.after
            ));
        }
        Some(_) => word,
        // A letter, a roman numeral, or a code with digits in it.
        None if word.len() <= 2 || word.chars().any(|c| c.is_ascii_digit()) => word,
        None => return None,
    };
    Some(format!("{}{written}{}", counted.before, counted.after))
}

/// `(1)` below an article is an item, in brackets as laws write it; a second pair is a level deeper.
fn bracketed(inner: &str, level: usize) -> String {
    let inner = match inner.parse::<u16>() {
        Ok(count) => numeral(count),
        Err(_) => inner.to_owned(),
    };
    let unit = if level == 0 { "项" } else { "目" };
    format!("第（{inner}）{unit}")
}

/// Two figures or words of the Latin script side by side are kept apart.
fn push(out: &mut String, more: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if latin(out.chars().last()) && latin(more.chars().next()) {
        out.push(' ');
    }
    out.push_str(more);
}

/// A whole number in Chinese numerals.
fn numeral(count: u16) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const UNITS: [(u16, &str); 5] = [
        (10_000, "万"),
        (1000, "千"),
        (100, "百"),
        (10, "十"),
        (1, ""),
    ];
    if count == 0 {
        return DIGITS[0].to_string();
    }
    let (mut rest, mut out, mut gap) = (count, String::new(), false);
    for (unit, name) in UNITS {
        let digit = rest / unit;
        rest %= unit;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        // Ten to nineteen are said without their one.
        if !(unit == 10 && digit == 1 && out.is_empty()) {
            out.extend(DIGITS.get(usize::from(digit)));
        }
        out.push_str(name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{bracketed, numeral};

    #[test]
    fn numerals() {
        let said = [1, 10, 11, 20, 34, 100, 103, 110, 999, 1004, 1020, 10_001].map(numeral);
        assert_eq!(
            said,
            [
                "一",
                "十",
                "十一",
                "二十",
                "三十四",
                "一百",
                "一百零三",
                "一百一十",
                "九百九十九",
                "一千零四",
                "一千零二十",
                "一万零一"
            ]
        );
    }

    #[test]
    fn brackets() {
        assert_eq!(
            (bracketed("1", 0), bracketed("ii", 1)),
            ("第（一）项".to_owned(), "第（ii）目".to_owned())
        );
    }
}
