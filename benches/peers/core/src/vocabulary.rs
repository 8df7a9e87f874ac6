//! Codes and what they are listed as, parties and what list they are on, countries, uses.

use std::sync::OnceLock;

use crate::hash::FastMap;

/// Classes of a code, a bit each.
pub mod class {
    pub const PART1: u16 = 1;
    pub const PART2: u16 = 1 << 1;
    pub const RECYCLING: u16 = 1 << 2;
    pub const SUPERHARD: u16 = 1 << 3;
    pub const BATTERY: u16 = 1 << 4;
    pub const FIVE_RARE_EARTHS: u16 = 1 << 5;
    pub const THREE_METALS: u16 = 1 << 6;
    pub const GRAPHITE: u16 = 1 << 7;
    pub const DUAL_USE: u16 = 1 << 8;
}

/// The name of each class's list, as its file is called in `policies/lists`.
pub const CLASSES: [(&str, u16); 9] = [
    ("annex-part1", class::PART1),
    ("annex-part2", class::PART2),
    ("recycling-equipment", class::RECYCLING),
    ("superhard", class::SUPERHARD),
    ("battery", class::BATTERY),
    ("five-rare-earths", class::FIVE_RARE_EARTHS),
    ("gallium-germanium-antimony", class::THREE_METALS),
    ("graphite", class::GRAPHITE),
    ("dual-use", class::DUAL_USE),
];

/// Lists of parties, a bit each.
pub mod on_list {
    pub const CONTROL: u8 = 1;
    pub const WATCH: u8 = 2;
}

/// The five technologies that rules name.
pub const TECHNOLOGIES: [&str; 5] = [
    "mining",
    "smelting_separation",
    "metal_smelting",
    "magnet_making",
    "recycling",
];
/// Five that none names.
pub const OTHER_TECHNOLOGIES: [&str; 5] = [
    "cnc_machining",
    "coating",
    "casting",
    "software",
    "assembly",
];

/// Uses, in the order of [`crate::EndUse`].
pub const END_USES: [&str; 11] = [
    "commercial",
    "consumer",
    "automotive",
    "rnd",
    "semiconductor",
    "semi_equipment",
    "ai_military",
    "military_use",
    "wmd",
    "terrorism",
    "humanitarian",
];

#[rustfmt::skip]
pub const COUNTRIES: [&str; 60] = [
    "CN", "US", "KR", "JP", "DE", "NL", "TW", "FR", "GB", "IT", "IN", "VN", "TH", "MY", "SG", "ID", "PH", "AU", "NZ", "CA",
    "MX", "BR", "AR", "CL", "ZA", "EG", "NG", "KE", "MA", "TR", "SA", "AE", "QA", "IL", "IR", "IQ", "KZ", "UZ", "RU", "UA",
    "PL", "CZ", "AT", "CH", "SE", "NO", "FI", "DK", "BE", "ES", "PT", "GR", "HU", "RO", "BG", "KP", "SY", "CU", "MM", "LA",
];
pub const EMBARGO: [&str; 2] = ["KP", "SY"];
pub const GROUP_D: [&str; 8] = ["US", "TW", "IR", "IQ", "CU", "MM", "IL", "UA"];

/// Customs headings: the first five are of rare earths.
pub const HEADINGS: [&str; 12] = [
    "2846.90.11",
    "2846.90.95",
    "2846.10.10",
    "2805.30.14",
    "2805.30.21",
    "8505.11.10",
    "8486.20.31",
    "8542.31.11",
    "8507.60.00",
    "3801.10.10",
    "8112.92.10",
    "8421.39.90",
];
pub const RARE_EARTH_HEADINGS: [&str; 2] = ["2846", "2805.30"];

/// All codes and parties, and the tables by which the policy by hand looks them up.
pub struct Vocabulary {
    /// Each code with its classes, in the order in which the generator draws them.
    pub codes: Vec<(String, u16)>,
    /// By code: its classes and its place in `codes`.
    pub by_code: FastMap<String, (u16, u16)>,
    /// Each party with the lists it is on.
    pub parties: Vec<(String, u8)>,
    /// The parties that are on a list.
    pub by_party: FastMap<String, u8>,
}

pub fn vocabulary() -> &'static Vocabulary {
    static MADE: OnceLock<Vocabulary> = OnceLock::new();
    MADE.get_or_init(|| {
        let codes = codes();
        let by_code = codes
            .iter()
            .enumerate()
            .map(|(place, (code, classes))| (code.clone(), (*classes, place as u16)))
            .collect();
        let parties: Vec<(String, u8)> = (0..50_000).map(party).collect();
        let by_party = parties
            .iter()
            .filter(|(_, lists)| *lists != 0)
            .cloned()
            .collect();
        Vocabulary {
            codes,
            by_code,
            parties,
            by_party,
        }
    })
}

fn party(number: u32) -> (String, u8) {
    let lists = match number {
        n if n % 25 == 7 => on_list::CONTROL,
        n if n % 50 == 11 => on_list::WATCH,
        _ => 0,
    };
    (format!("P{number:05}"), lists)
}

/// Codes under `head`, `letters` of them side by side and numbered where there are more: `1C902.a.1`.
fn numbered(
    head: &str,
    count: usize,
    letters: usize,
    classes: impl Fn(usize) -> u16,
) -> Vec<(String, u16)> {
    (0..count)
        .map(|i| {
            (
                format!("{head}.{}.{}", letter(i % letters), i / letters + 1),
                classes(i),
            )
        })
        .collect()
}

/// Codes under `head` with a letter each: `2B902.a`.
fn lettered(head: &str, count: usize, classes: u16) -> Vec<(String, u16)> {
    (0..count)
        .map(|i| (format!("{head}.{}", letter(i)), classes))
        .collect()
}

/// Three letters under each head, the heads counted up: `6A001.a`.
fn counted(head: &str, first: usize, count: usize, classes: u16) -> Vec<(String, u16)> {
    (0..count)
        .map(|i| {
            (
                format!("{head}{:03}.{}", i / 3 + first, letter(i % 3)),
                classes,
            )
        })
        .collect()
}

fn letter(number: usize) -> char {
    char::from(b'a' + number as u8)
}

fn codes() -> Vec<(String, u16)> {
    use class::*;
    let also = |one: u16, other: u16, each: usize| {
        move |i: usize| {
            if i.is_multiple_of(each) {
                one | other
            } else {
                one
            }
        }
    };
    [
        numbered("1C902", 30, 6, |_| PART1),
        numbered("1C903", 20, 5, also(PART2, DUAL_USE, 4)),
        lettered("2B902", 6, RECYCLING),
        lettered("1C111", 10, SUPERHARD),
        numbered("3A901", 12, 4, |_| BATTERY),
        numbered("1C914", 15, 5, also(FIVE_RARE_EARTHS, PART1, 3)),
        lettered("3C004", 8, THREE_METALS | DUAL_USE),
        lettered("1C210", 6, GRAPHITE | DUAL_USE),
        counted("6A", 1, 30, DUAL_USE),
        counted("9Z", 100, 263, 0),
    ]
    .concat()
}
