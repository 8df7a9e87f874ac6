//! Currencies by their ISO 4217 code.

use std::cmp::Ordering;
use std::fmt;

/// A currency of ISO 4217, ordered by code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The currency of a code of three capitals.
    pub fn parse(code: &str) -> Option<Currency> {
        iso_currency::Currency::from_code(code).map(Currency)
    }

    /// What a text that is no code most likely means: small letters, the currency's English name.
    pub fn meant_by(text: &str) -> Option<Currency> {
        let text = text.trim();
        Currency::all().find(|currency| {
            currency.code().eq_ignore_ascii_case(text) || currency.name().eq_ignore_ascii_case(text)
        })
    }

    /// Every currency, by code. Slow (it tries all codes): for messages.
    pub fn all() -> impl Iterator<Item = Currency> {
        let letters = || 'A'..='Z';
        letters()
            .flat_map(move |a| {
                letters().flat_map(move |b| letters().map(move |c| String::from_iter([a, b, c])))
            })
            .filter_map(|code| Currency::parse(&code))
    }

    /// The code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// The English name.
    pub fn name(&self) -> &str {
        self.0.name()
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Currency) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Currency) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_reads_back_in_order_of_codes() {
        let all: Vec<Currency> = Currency::all().collect();
        assert!(all.len() > 150 && all.is_sorted());
        assert!(
            all.iter()
                .all(|currency| Currency::parse(currency.code()) == Some(*currency))
        );
    }

    #[test]
    fn other_spellings_are_understood_but_not_read() {
        let euro = Currency::parse("EUR").unwrap();
        assert_eq!(
            (Currency::parse("eur"), Currency::meant_by("eur")),
            (None, Some(euro))
        );
        assert_eq!(Currency::meant_by("Euro"), Some(euro));
        assert_eq!(
            (Currency::parse("EURO"), Currency::meant_by("€")),
            (None, None)
        );
    }
}
