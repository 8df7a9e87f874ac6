//! Hierarchical codes: a code stands for its whole subtree (semantics §3).
//!
//! A code is one or more segments between dots; segments compare whole, so `1A` is not above `1A1`.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use super::Truth;

/// How many characters a code may have.
pub const MAX_LENGTH: usize = 200;

/// A code: `1A234.b.1`, `annex.part.metal.x`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Arc<str>);

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing between two dots, or at an end.
    #[error("a code has something on each side of its dots")]
    EmptySegment,
    /// Something that is no letter, digit, `_` or `-`.
    #[error("a code is made of letters, digits, `_`, `-` and dots, not of `{0}`")]
    Character(char),
    /// Too long to be one.
    #[error("a code has at most 200 bytes")]
    TooLong,
}

impl Code {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<Code, CodeError> {
        if text.len() > MAX_LENGTH {
            return Err(CodeError::TooLong);
        }
        if let Some(odd) = text
            .chars()
            .find(|c| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-')))
        {
            return Err(CodeError::Character(odd));
        }
        if text.split('.').any(str::is_empty) {
            return Err(CodeError::EmptySegment);
        }
        Ok(Code(Arc::from(text)))
    }

    /// The code as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The segments, the widest first.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }

    /// Whether it is `other` or part of it.
    pub fn is_or_below(&self, other: &Code) -> bool {
        match self.0.strip_prefix(&*other.0) {
            Some(rest) => rest.is_empty() || rest.starts_with('.'),
            None => false,
        }
    }

    /// Whether `other` is part of it, and not the same.
    pub fn strictly_above(&self, other: &Code) -> bool {
        other
            .0
            .strip_prefix(&*self.0)
            .is_some_and(|rest| rest.starts_with('.'))
    }

    /// `c within d`: the same as `c in {d}`. Unknown where the code is told too coarsely.
    pub fn within(&self, other: &Code) -> Truth {
        if self.is_or_below(other) {
            Truth::T
        } else if self.strictly_above(other) {
            Truth::U
        } else {
            Truth::F
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Listed codes, ready for look-ups that allocate nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CodeSet {
    // Ascending by bytes, each once: what lies below a code then stands in one run.
    codes: Vec<Code>,
}

impl CodeSet {
    /// The set of these codes.
    pub fn new(codes: impl IntoIterator<Item = Code>) -> CodeSet {
        let mut codes: Vec<Code> = codes.into_iter().collect();
        codes.sort_unstable();
        codes.dedup();
        CodeSet { codes }
    }

    /// Whether the code is caught by the list: true when it equals or lies below a listed code, unknown when a listed code
    /// lies strictly below it, else false.
    pub fn membership(&self, code: &Code) -> Truth {
        if self.holds_above(&code.0) {
            Truth::T
        } else if self.holds_below(&code.0) {
            Truth::U
        } else {
            Truth::F
        }
    }

    /// Whether this very code is listed.
    pub fn contains(&self, code: &Code) -> bool {
        self.holds(&code.0)
    }

    /// The listed codes, ascending.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Code> {
        self.codes.iter()
    }

    /// The listed codes that lie below no other listed code, ascending.
    pub fn outermost(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(|code| {
            code.0
                .rmatch_indices('.')
                .all(|(dot, _)| !code.0.get(..dot).is_some_and(|above| self.holds(above)))
        })
    }

    /// How many codes are listed.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether none is listed.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    fn holds(&self, text: &str) -> bool {
        self.codes
            .binary_search_by(|listed| (*listed.0).cmp(text))
            .is_ok()
    }

    // Whether the code or one above it is listed.
    fn holds_above(&self, text: &str) -> bool {
        let cuts = text
            .match_indices('.')
            .map(|(dot, _)| dot)
            .chain([text.len()]);
        cuts.filter_map(|cut| text.get(..cut))
            .any(|above| self.holds(above))
    }

    // Whether a code strictly below is listed: the first one at or after `text` followed by a dot is the witness.
    fn holds_below(&self, text: &str) -> bool {
        let start = self.codes.partition_point(|listed| {
            listed.0.bytes().cmp(text.bytes().chain([b'.'])) == Ordering::Less
        });
        let first = self
            .codes
            .get(start)
            .and_then(|listed| listed.0.strip_prefix(text));
        first.is_some_and(|rest| rest.starts_with('.'))
    }
}

impl FromIterator<Code> for CodeSet {
    fn from_iter<I: IntoIterator<Item = Code>>(codes: I) -> CodeSet {
        CodeSet::new(codes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    fn set(texts: &[&str]) -> CodeSet {
        texts.iter().map(|text| code(text)).collect()
    }

    fn any_code() -> impl Strategy<Value = Code> {
        prop::collection::vec("(a|b|aa|a-|1A)", 1..5).prop_map(|segments| code(&segments.join(".")))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn membership_is_what_the_segments_say(listed in prop::collection::vec(any_code(), 0..8), asked in any_code()) {
            let starts_with = |long: &Code, short: &Code| {
                let (long, short): (Vec<_>, Vec<_>) = (long.segments().collect(), short.segments().collect());
                long.starts_with(&short)
            };
            let expected = if listed.iter().any(|one| starts_with(&asked, one)) {
                Truth::T
            } else if listed.iter().any(|one| starts_with(one, &asked)) {
                Truth::U
            } else {
                Truth::F
            };
            let set = CodeSet::new(listed.clone());
            prop_assert_eq!(set.membership(&asked), expected);
            prop_assert_eq!(set.contains(&asked), listed.contains(&asked));
            let one_by_one = listed.iter().fold(Truth::F, |any, one| any | asked.within(one));
            prop_assert_eq!(one_by_one, expected);
        }

        #[test]
        fn a_longer_code_never_widens(listed in prop::collection::vec(any_code(), 0..8), asked in any_code(), more in any_code()) {
            let longer = code(&format!("{asked}.{more}"));
            let set = CodeSet::new(listed);
            prop_assert!(set.membership(&longer).is_within(set.membership(&asked)));
        }

        #[test]
        fn outermost_codes_cover_the_list(listed in prop::collection::vec(any_code(), 0..8)) {
            let set = CodeSet::new(listed);
            let outermost: Vec<&Code> = set.outermost().collect();
            for one in set.iter() {
                prop_assert_eq!(outermost.iter().filter(|above| one.is_or_below(above)).count(), 1);
            }
        }

        #[test]
        fn reading_never_panics(text in "\\PC{0,20}") {
            let _ = Code::parse(&text);
        }
    }

    #[test]
    fn a_code_stands_for_its_subtree() {
        let listed = set(&["1A234.b.2", "annex.part.metal", "5X"]);
        assert_eq!(listed.membership(&code("1A234.b.2")), Truth::T);
        assert_eq!(listed.membership(&code("1A234.b.2.c")), Truth::T);
        assert_eq!(listed.membership(&code("1A234.b")), Truth::U);
        assert_eq!(listed.membership(&code("1A234.b.3")), Truth::F);
        assert_eq!(listed.membership(&code("1A23")), Truth::F);
        assert_eq!(listed.membership(&code("5X1")), Truth::F);
        assert_eq!(listed.membership(&code("annex.part.metal.x")), Truth::T);
        assert_eq!(listed.membership(&code("annex")), Truth::U);
    }

    #[test]
    fn what_is_no_code() {
        for text in ["", ".", "a.", ".a", "a..b"] {
            assert_eq!(Code::parse(text), Err(CodeError::EmptySegment), "{text}");
        }
        assert_eq!(Code::parse("1A 234"), Err(CodeError::Character(' ')));
        assert_eq!(Code::parse(&"a".repeat(201)), Err(CodeError::TooLong));
    }
}
