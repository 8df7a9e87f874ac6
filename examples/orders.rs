//! Writes an order book to try `licit screen` on: so many shipments, one a line, in the shape that the shipped policies ask for.
//!
//! ```sh
//! cargo run --release --example orders -- 1000000 > orders.jsonl
//! ```
//!
//! The same number (and seed, the second argument) gives the same bytes. Most cases are told in full; of some a supplier has not
//! answered, and one in two thousand is a row that no case can be made of.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, BufWriter, ErrorKind, Write as _};

const COUNTRIES: [&str; 16] = [
    "DE", "JP", "US", "KR", "VN", "BR", "FR", "IN", "MY", "AU", "NL", "GB", "MX", "TH", "PL", "HK",
];
const ORIGINS: [&str; 8] = ["CN", "AU", "MY", "US", "EE", "CN", "VN", "FR"];
const PURPOSES: [&str; 6] = [
    "industrial",
    "industrial",
    "industrial",
    "consumer",
    "research",
    "emergency_medical",
];
/// Materials that the lists name, with the words of the order.
const MATERIALS: [(&str, &str); 6] = [
    ("annex1.part1.metal.sm", "samarium metal"),
    ("annex1.part1.metal.dy", "dysprosium metal"),
    ("annex1.part1.metal.gd", "gadolinium metal"),
    ("annex1.part1.metal.tb", "terbium metal"),
    ("1C909.a.1", "holmium metal"),
    ("2C902.a", "synthetic diamond powder"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let many: u64 = arguments.next().map_or(Ok(1000), |n| n.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(1), |n| n.parse())?;
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    for n in 0..many {
        if let Err(error) = writeln!(out, "{}", order(seed, n)) {
            return quiet(error);
        }
    }
    out.flush()
        .or_else(|error| quiet(error).map_err(|_| io::Error::last_os_error()))?;
    Ok(())
}

/// A reader that has seen enough is no mistake.
fn quiet(error: io::Error) -> Result<(), Box<dyn Error>> {
    if error.kind() == ErrorKind::BrokenPipe {
        return Ok(());
    }
    Err(error.into())
}

/// Numbers that look random and are always the same (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.roll() % n
    }

    /// Whether something happens that happens so often in a thousand.
    fn in_thousand(&mut self, n: u64) -> bool {
        self.below(1000) < n
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u64) as usize]
    }
}

/// A shipment as a line of JSON.
pub fn order(seed: u64, n: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x51_7CC1_B727_220A).wrapping_add(n));
    let from = if dice.in_thousand(400) {
        "CN"
    } else {
        dice.one_of(&COUNTRIES)
    };
    let to = dice.one_of(&COUNTRIES);
    let (months, day) = (5 + dice.below(24), 1 + dice.below(28));
    let (year, month) = (2026 + months / 12, 1 + months % 12);
    let mut line = format!(
        r#"{{"id":"order-{n}","date":"{year}-{month:02}-{day:02}","from":"{from}","destination":"{to}","exporter":"#
    );
    party(&mut line, &mut dice, "Exporter", from);
    line.push_str(r#","importer":"#);
    party(&mut line, &mut dice, "Trading house", to);
    line.push_str(r#","end_user":"#);
    party(&mut line, &mut dice, "Works", to);
    let purpose = dice.one_of(&PURPOSES);
    let _ = write!(line, r#","end_uses":[{{"purpose":"{purpose}"}}],"items":["#);
    for i in 0..1 + dice.below(3) {
        line.push_str(if i > 0 { "," } else { "" });
        item(&mut line, &mut dice, i + 1);
    }
    line.push_str("]}");
    if dice.below(2000) == 0 {
        spoil(&mut line, &mut dice);
    }
    line
}

fn party(line: &mut String, dice: &mut Dice, what: &str, country: &str) {
    let number = dice.below(50_000);
    let category = if dice.in_thousand(15) {
        "military"
    } else {
        "civil"
    };
    let lists = match dice.below(200) {
        0 => r#""control_list""#,
        1 => r#""watch_list""#,
        _ => "",
    };
    let _ = write!(
        line,
        r#"{{"name":"{what} {number}","country":"{country}","category":"{category}","lists":[{lists}]"#
    );
    // Of some nobody knows who owns them.
    if !dice.in_thousand(10) {
        line.push_str(r#","owners":["#);
        if dice.in_thousand(60) {
            let share = 5 + dice.below(90);
            let listed = if dice.in_thousand(100) {
                r#""control_list""#
            } else {
                ""
            };
            let _ = write!(
                line,
                r#"{{"share":"{share}%","party":{{"name":"Holding {number}","country":"{country}","category":"civil","lists":[{listed}],"owners":[]}}}}"#
            );
        }
        line.push(']');
    }
    line.push('}');
}

fn item(line: &mut String, dice: &mut Dice, id: u64) {
    let made_in = dice.one_of(&COUNTRIES);
    let value = 1_000 + dice.below(2_000_000);
    match dice.below(10) {
        0..=2 => magnets(line, dice, id, made_in, value),
        3..=4 => motor(line, dice, id, made_in, value),
        5 => {
            let (code, name) = MATERIALS[dice.below(6) as usize];
            let origin = dice.one_of(&ORIGINS);
            goods(
                line,
                id,
                name,
                &format!(r#""{code}""#),
                r#""material""#,
                origin,
                value,
            );
            line.push_str(r#","parts":[]}"#);
        }
        6 => {
            goods(
                line,
                id,
                "jet mill",
                r#""2B902.s""#,
                "null",
                dice.one_of(&ORIGINS),
                value,
            );
            let (size, grown) = (1 + dice.below(9), 90 + dice.below(10));
            let _ = write!(
                line,
                r#","parts":[],"parameters":{{"particle_size":"{size} um","powder_yield":"{grown}%","oxygen":"80 ppm"}}}}"#
            );
        }
        7 => {
            let country = dice.one_of(&COUNTRIES);
            let _ = write!(
                line,
                r#"{{"id":"{id}","description":"sintering programs","code":"1E902.a","kind":"technology","value":{{"amount":"{value}","currency":"USD"}},"activity":{{"field":"magnet_making","country":"{country}","knowledge":"knows","public_domain":false,"basic_research":false,"patent_application":false,"magnet":"ndfeb"}}}}"#
            );
        }
        _ => {
            goods(
                line,
                id,
                "pump",
                "null",
                r#""finished_product""#,
                made_in,
                value,
            );
            line.push_str(r#","parts":["#);
            for i in 0..dice.below(6) {
                line.push_str(if i > 0 { "," } else { "" });
                part(line, dice, "steel part", "null", value / 20);
            }
            line.push_str("]}");
        }
    }
}

/// Magnets, with what went into them.
fn magnets(line: &mut String, dice: &mut Dice, id: u64, made_in: &str, value: u64) {
    goods(
        line,
        id,
        "samarium-cobalt magnets",
        r#""annex1.part2.magnet.smco""#,
        r#""magnet""#,
        made_in,
        value,
    );
    line.push_str(r#","parts":["#);
    // Around a thousandth of the value, which is where the law draws a line.
    let samarium = value * (1 + dice.below(40)) / 10_000;
    part(
        line,
        dice,
        "samarium metal",
        r#""annex1.part1.metal.sm""#,
        samarium,
    );
    line.push(',');
    part(line, dice, "cobalt", "null", value / 4);
    if dice.in_thousand(300) {
        line.push(',');
        part(
            line,
            dice,
            "dysprosium metal",
            r#""annex1.part1.metal.dy""#,
            samarium / 2,
        );
    }
    line.push_str("]}");
}

/// A motor, with magnets in its rotor.
fn motor(line: &mut String, dice: &mut Dice, id: u64, made_in: &str, value: u64) {
    goods(
        line,
        id,
        "servo motor",
        "null",
        r#""finished_product""#,
        made_in,
        value,
    );
    let rotor = value / 5;
    let _ = write!(
        line,
        r#","parts":[{{"description":"rotor","code":null,"form":"assembly","origin":"{made_in}","made_in":"{made_in}","value":{{"amount":"{rotor}","currency":"EUR"}},"technologies":[],"parts":[{{"description":"magnet","code":"annex1.part2.magnet.smco","form":"magnet","origin":"{made_in}","made_in":"{made_in}","value":{{"amount":"{}","currency":"EUR"}},"technologies":[],"parts":["#,
        rotor / 3
    );
    part(
        line,
        dice,
        "samarium metal",
        r#""annex1.part1.metal.sm""#,
        rotor / 90,
    );
    line.push_str("]}]},");
    for i in 0..1 + dice.below(4) {
        line.push_str(if i > 0 { "," } else { "" });
        part(line, dice, "casting", "null", value / 12);
    }
    line.push_str("]}");
}

/// The beginning of goods; their parts follow.
fn goods(line: &mut String, id: u64, what: &str, code: &str, form: &str, origin: &str, value: u64) {
    let _ = write!(
        line,
        r#"{{"id":"{id}","description":"{what}","code":{code},"form":{form},"origin":"{origin}","made_in":"{origin}","value":{{"amount":"{value}","currency":"EUR"}},"technologies":[]"#
    );
}

/// A part of which, now and then, the supplier has not told everything.
fn part(line: &mut String, dice: &mut Dice, what: &str, code: &str, value: u64) {
    let _ = write!(line, r#"{{"description":"{what}","code":{code}"#);
    if !dice.in_thousand(10) {
        let origin = dice.one_of(&ORIGINS);
        let _ = write!(line, r#","origin":"{origin}","made_in":"{origin}""#);
    }
    if dice.in_thousand(10) {
        let _ = write!(
            line,
            r#","value":{{"amount":{{"at_least":"{}","at_most":"{}"}},"currency":"EUR"}}"#,
            value / 2,
            value * 2
        );
    } else {
        let cents = dice.below(100);
        let _ = write!(
            line,
            r#","value":{{"amount":"{value}.{cents:02}","currency":"EUR"}}"#
        );
    }
    line.push_str(r#","technologies":[],"parts":[]}"#);
}

/// What happens to order books on their way.
fn spoil(line: &mut String, dice: &mut Dice) {
    match dice.below(4) {
        0 => line.truncate(line.len() / 2),
        1 => *line = line.replacen("destination", "destinatoin", 1),
        2 => *line = line.replacen(r#""country":""#, r#""country":"X"#, 1),
        _ => *line = line.replacen(r#""date":"20"#, r#""date":""#, 1),
    }
}
