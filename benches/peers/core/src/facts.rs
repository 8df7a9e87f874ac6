//! A shipment as typed Rust, read by serde. Codes, parties and headings either stay texts, looked up when a rule asks, or are
//! resolved to their classes while reading (`Interned…`): the limit of what loading can do for a decision.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

use crate::vocabulary::vocabulary;

/// Two letters in two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country(pub u16);

impl Country {
    pub const CN: Country = Country::of("CN");
    pub const US: Country = Country::of("US");

    /// Of a text of two letters.
    pub const fn of(text: &str) -> Country {
        let letters = text.as_bytes();
        Country(u16::from_le_bytes([letters[0], letters[1]]))
    }

    /// The two letters.
    pub fn text(self) -> String {
        self.0.to_le_bytes().map(char::from).iter().collect()
    }
}

/// `20251201`
#[derive(Clone, Copy, Debug)]
pub struct Date(pub u32);

impl Date {
    fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let mut number = 0;
        for at in [0, 1, 2, 3, 5, 6, 8, 9] {
            let digit = bytes[at].wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            number = number * 10 + u32::from(digit);
        }
        Some(Date(number))
    }
}

/// Reads a type from a text, without a copy of it.
macro_rules! read_from_text {
    ($of:ty, $expected:literal, $read:expr) => {
        impl<'de> Deserialize<'de> for $of {
            #[inline]
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct Reader;
                impl Visitor<'_> for Reader {
                    type Value = $of;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str($expected)
                    }
                    #[inline]
                    fn visit_str<E: Error>(self, text: &str) -> Result<$of, E> {
                        let read: fn(&str) -> Option<$of> = $read;
                        read(text).ok_or_else(|| E::custom($expected))
                    }
                }
                from.deserialize_str(Reader)
            }
        }
    };
}

read_from_text!(Country, "a country", |text| (text.len() == 2)
    .then(|| Country::of(text)));
read_from_text!(Date, "a date", Date::parse);

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    Civil,
    Military,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum PartyList {
    ControlList,
    WatchList,
}

/// A bit each in the policy by hand: `1 << use as u16`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum EndUse {
    Commercial,
    Consumer,
    Automotive,
    Rnd,
    Semiconductor,
    SemiEquipment,
    AiMilitary,
    MilitaryUse,
    Wmd,
    Terrorism,
    Humanitarian,
}

/// The first five are those that rules name.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum TechnologyKind {
    Mining,
    SmeltingSeparation,
    MetalSmelting,
    MagnetMaking,
    Recycling,
    CncMachining,
    Coating,
    Casting,
    Software,
    Assembly,
}

impl TechnologyKind {
    #[inline]
    pub fn is_named(self) -> bool {
        (self as u8) < 5
    }
}

/// Whatever says what a code is listed as.
pub trait CodeLike {
    /// Its classes and its place in the vocabulary.
    fn listed(&self) -> (u16, u16);
    fn is(&self, code: &str, place: u16) -> bool;
}

/// Whatever says which lists a party is on.
pub trait PartyLike {
    fn lists(&self) -> u8;
}

/// Whatever says whether a customs heading is one of rare earths.
pub trait HsLike {
    fn is_rare_earth(&self) -> bool;
}

fn listed(code: &str) -> (u16, u16) {
    vocabulary()
        .by_code
        .get(code)
        .copied()
        .unwrap_or((0, u16::MAX))
}

fn lists(party: &str) -> u8 {
    vocabulary().by_party.get(party).copied().unwrap_or(0)
}

fn is_rare_earth(heading: &str) -> bool {
    heading.starts_with("2846") || heading.starts_with("2805.30")
}

macro_rules! looked_up_as_text {
    ($($of:ty),*) => { $(
        impl CodeLike for $of {
            #[inline]
            fn listed(&self) -> (u16, u16) {
                listed(self)
            }
            #[inline]
            fn is(&self, code: &str, _: u16) -> bool {
                *self == code
            }
        }
        impl PartyLike for $of {
            #[inline]
            fn lists(&self) -> u8 {
                lists(self)
            }
        }
        impl HsLike for $of {
            #[inline]
            fn is_rare_earth(&self) -> bool {
                is_rare_earth(self)
            }
        }
    )* };
}
looked_up_as_text!(String, &str);

#[derive(Clone, Copy, Debug)]
pub struct InternedCode {
    pub classes: u16,
    pub place: u16,
}

impl CodeLike for InternedCode {
    #[inline]
    fn listed(&self) -> (u16, u16) {
        (self.classes, self.place)
    }
    #[inline]
    fn is(&self, _: &str, place: u16) -> bool {
        self.place == place
    }
}

#[derive(Clone, Copy, Debug)]
pub struct InternedParty(pub u8);

impl PartyLike for InternedParty {
    #[inline]
    fn lists(&self) -> u8 {
        self.0
    }
}

#[derive(Clone, Copy, Debug)]
pub struct InternedHs(pub bool);

impl HsLike for InternedHs {
    #[inline]
    fn is_rare_earth(&self) -> bool {
        self.0
    }
}

read_from_text!(InternedCode, "a code", |text| {
    let (classes, place) = listed(text);
    Some(InternedCode { classes, place })
});
read_from_text!(InternedParty, "a party", |text| Some(InternedParty(lists(
    text
))));
read_from_text!(InternedHs, "a heading", |text| Some(InternedHs(
    is_rare_earth(text)
)));

#[derive(Debug, Deserialize)]
pub struct Shipment<T, C, P, H> {
    pub id: T,
    pub date: Date,
    pub exporter: Firm<T>,
    pub consignee: Firm<T>,
    pub end_user: EndUser<T, P>,
    pub destination: Country,
    pub end_uses: Vec<EndUse>,
    pub chip: Chip,
    pub items: Vec<Item<C, H>>,
}

#[derive(Debug, Deserialize)]
pub struct Firm<T> {
    pub name: T,
    pub country: Country,
}

#[derive(Debug, Deserialize)]
pub struct EndUser<T, P> {
    pub name: T,
    pub country: Country,
    pub category: Category,
    pub lists: Vec<PartyList>,
    pub owners: Vec<Owner<P>>,
}

#[derive(Debug, Deserialize)]
pub struct Owner<P> {
    pub party: P,
    pub share: u32,
}

#[derive(Debug, Deserialize)]
pub struct Chip {
    pub node_nm: u16,
    pub layers: u16,
}

#[derive(Debug, Deserialize)]
pub struct Item<C, H> {
    pub code: C,
    pub hs: H,
    pub value: i64,
    pub origin: Country,
    pub technologies: Vec<Technology>,
    pub bom: Vec<Component<C>>,
}

#[derive(Debug, Deserialize)]
pub struct Technology {
    pub kind: TechnologyKind,
    pub origin: Country,
}

#[derive(Debug, Deserialize)]
pub struct Component<C> {
    pub code: C,
    pub origin: Country,
    pub value: i64,
    #[serde(default = "Vec::new")]
    pub parts: Vec<Component<C>>,
}

/// Texts stay texts, borrowed from the line.
pub type TextShipment<'a> = Shipment<&'a str, &'a str, &'a str, &'a str>;
/// Texts stay texts, owned.
pub type OwnedShipment = Shipment<String, String, String, String>;
/// What rules look up is looked up while reading.
pub type InternedShipment<'a> = Shipment<&'a str, InternedCode, InternedParty, InternedHs>;

impl<'a, T, C, P, H> Shipment<T, C, P, H>
where
    Self: Deserialize<'a>,
{
    /// Reads one. The workload is generated, so a mistake is a bug of the benchmark.
    pub fn read(line: &'a str) -> Self {
        serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"))
    }
}
