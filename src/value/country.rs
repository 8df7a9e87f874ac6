//! Countries by their ISO 3166-1 alpha-2 code.

use std::fmt;
use std::sync::LazyLock;

/// A country or territory of ISO 3166-1, ordered by code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u16);

struct Table {
    // By code.
    entries: Vec<&'static rust_iso3166::CountryCode>,
    // Two letters as a number in base 26 to the place in `entries`.
    places: Vec<Option<u16>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut entries: Vec<_> = rust_iso3166::ALL.iter().collect();
    entries.sort_by_key(|entry| entry.alpha2);
    let mut places = vec![None; 26 * 26];
    for (place, entry) in entries.iter().enumerate() {
        if let Some(slot) = letters(entry.alpha2).and_then(|key| places.get_mut(key)) {
            *slot = u16::try_from(place).ok();
        }
    }
    Table { entries, places }
});

fn letters(code: &str) -> Option<usize> {
    match code.as_bytes() {
        [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => {
            Some(usize::from(a - b'A') * 26 + usize::from(b - b'A'))
        }
        _ => None,
    }
}

impl Country {
    /// The country of an alpha-2 code in capitals.
    pub fn parse(code: &str) -> Option<Country> {
        TABLE
            .places
            .get(letters(code)?)
            .copied()
            .flatten()
            .map(Country)
    }

    /// What a text that is no alpha-2 code most likely means: small letters, an alpha-3 or numeric code, an English name.
    pub fn meant_by(text: &str) -> Option<Country> {
        let text = text.trim();
        Country::all().find(|country| {
            let Some(entry) = country.entry() else {
                return false;
            };
            let numeric = text
                .parse::<u16>()
                .is_ok_and(|number| number == entry.numeric);
            let plain = entry
                .name
                .split_once([',', '('])
                .map_or(entry.name, |(plain, _)| plain.trim_end());
            let spellings = [entry.alpha2, entry.alpha3, entry.name, plain];
            numeric
                || spellings
                    .iter()
                    .any(|spelling| spelling.eq_ignore_ascii_case(text))
        })
    }

    /// Every country, by code.
    pub fn all() -> impl ExactSizeIterator<Item = Country> {
        (0..Country::count()).map(Country)
    }

    /// How many there are.
    pub fn count() -> u16 {
        u16::try_from(TABLE.entries.len()).unwrap_or(u16::MAX)
    }

    /// Every code, for suggestions.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        TABLE.entries.iter().map(|entry| entry.alpha2)
    }

    /// Its place among all countries, from 0 and without holes.
    pub const fn index(self) -> u16 {
        self.0
    }

    /// The country at a place.
    pub fn from_index(index: u16) -> Option<Country> {
        (index < Country::count()).then_some(Country(index))
    }

    /// The alpha-2 code.
    pub fn code(self) -> &'static str {
        self.entry().map_or("", |entry| entry.alpha2)
    }

    /// The English short name.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    fn entry(self) -> Option<&'static rust_iso3166::CountryCode> {
        TABLE.entries.get(usize::from(self.0)).copied()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl serde::Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::MAX_MEMBERS;

    #[test]
    fn every_country_reads_back() {
        assert!(Country::count() > 240 && Country::count() <= MAX_MEMBERS);
        for (place, country) in Country::all().enumerate() {
            assert_eq!(Country::parse(country.code()), Some(country));
            assert_eq!(usize::from(country.index()), place);
            assert_eq!(Country::from_index(country.index()), Some(country));
            assert!(!country.name().is_empty());
        }
        assert!(Country::codes().is_sorted());
        assert_eq!(Country::from_index(Country::count()), None);
    }

    #[test]
    fn other_spellings_are_understood_but_not_read() {
        let brazil = Country::parse("BR").unwrap();
        for text in ["br", "BRA", "Brazil", "076", " BR "] {
            assert_eq!(Country::parse(text), None);
            assert_eq!(Country::meant_by(text), Some(brazil), "{text}");
        }
        for text in ["", "B", "XX", "Atlantis", "ÄÖ"] {
            assert_eq!(
                (Country::parse(text), Country::meant_by(text)),
                (None, None),
                "{text}"
            );
        }
    }
}
