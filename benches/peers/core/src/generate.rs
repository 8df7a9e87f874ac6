//! Shipments as JSON, made from a seed: the same bytes on every machine (a digest in the tests says so).

use std::fmt::Write as _;

use crate::random::Random;
use crate::vocabulary::{
    COUNTRIES, END_USES, HEADINGS, OTHER_TECHNOLOGIES, TECHNOLOGIES, class, vocabulary,
};

/// How many shipments, and how large.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub shipments: usize,
    pub seed: u64,
    /// Components an item, from and through.
    pub components: (usize, usize),
    /// How deep components nest.
    pub depth: (usize, usize),
    pub items: (usize, usize),
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            shipments: 100_000,
            seed: 61,
            components: (3, 12),
            depth: (2, 3),
            items: (1, 5),
        }
    }
}

impl Shape {
    pub fn of(shipments: usize) -> Self {
        Self {
            shipments,
            ..Self::default()
        }
    }

    /// One to five items with exactly so many components, at most so deep.
    pub fn with_parts(shipments: usize, components: usize, depth: usize) -> Self {
        Self {
            shipments,
            seed: 5,
            components: (components, components),
            depth: (depth, depth),
            items: (1, 5),
        }
    }
}

/// The shipments, one JSON text each.
pub fn generate(shape: Shape) -> Vec<String> {
    let mut random = Random::new(shape.seed);
    (0..shape.shipments)
        .map(|number| shipment(number, shape, &mut random))
        .collect()
}

/// The same one after the other, none of them kept, until `take` fails.
pub fn each<E>(shape: Shape, mut take: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut random = Random::new(shape.seed);
    (0..shape.shipments).try_for_each(|number| take(&shipment(number, shape, &mut random)))
}

/// Writes to a text: that cannot fail.
macro_rules! put {
    ($out:expr, $($what:tt)*) => { let _ = write!($out, $($what)*); };
}

fn shipment(number: usize, shape: Shape, random: &mut Random) -> String {
    let mut out = String::with_capacity(2400);
    let (year, month, day) = date(random);
    let destination = destination(random);
    let consignee = if random.permille(930) {
        destination
    } else {
        random.pick(&COUNTRIES)
    };
    let exporter = if random.permille(500) {
        "CN"
    } else {
        random.pick(&COUNTRIES[1..20])
    };
    let category = if random.permille(40) {
        "military"
    } else {
        "civil"
    };
    let names = [
        random.below(90_000),
        random.below(90_000),
        random.below(90_000),
    ];
    put!(
        out,
        r#"{{"id":"SH-{number:07}","date":"{year:04}-{month:02}-{day:02}","#
    );
    put!(
        out,
        r#""exporter":{{"name":"Exporter {} Advanced Materials Co., Ltd.","country":"{exporter}"}},"#,
        names[0]
    );
    put!(
        out,
        r#""consignee":{{"name":"Consignee {} Trading GmbH","country":"{consignee}"}},"#,
        names[1]
    );
    put!(
        out,
        r#""end_user":{{"name":"End User {} Industries plc","country":"{destination}","category":"{category}","lists":["#,
        names[2]
    );
    lists(&mut out, random);
    out.push_str(r#"],"owners":["#);
    owners(&mut out, random);
    put!(out, r#"]}},"destination":"{destination}","end_uses":["#);
    end_uses(&mut out, random);
    let node = random.pick(&[3, 5, 7, 10, 14, 16, 22, 28, 40, 65, 90]);
    let layers = random.pick(&[0, 64, 96, 128, 176, 232, 256, 300]);
    put!(
        out,
        r#"],"chip":{{"node_nm":{node},"layers":{layers}}},"items":["#
    );
    for item_number in 0..random.between(shape.items) {
        if item_number > 0 {
            out.push(',');
        }
        item(&mut out, shape, random);
    }
    out.push_str("]}");
    out
}

/// A day of the three years from June 2024.
fn date(random: &mut Random) -> (u64, u64, u64) {
    let month = 5 + random.below(36);
    (2024 + month / 12, month % 12 + 1, 1 + random.below(28))
}

fn destination(random: &mut Random) -> &'static str {
    if random.permille(150) {
        "US"
    } else if random.permille(10) {
        "KP"
    } else {
        random.pick(&COUNTRIES[1..55])
    }
}

fn lists(out: &mut String, random: &mut Random) {
    let (control, watch) = (random.permille(15), random.permille(20));
    out.push_str(match (control, watch) {
        (true, true) => r#""control_list","watch_list""#,
        (true, false) => r#""control_list""#,
        (false, true) => r#""watch_list""#,
        (false, false) => "",
    });
}

/// Up to four owners, in hundredths of a percent; one in twelve is drawn from those on a list.
fn owners(out: &mut String, random: &mut Random) {
    let mut left = 10_000u64;
    for owner in 0..random.below(5) {
        if owner > 0 {
            out.push(',');
        }
        let share = 1 + random.below(left * 7 / 10 + 1);
        left -= share.min(left - 1);
        let party = if random.permille(80) {
            let base = random.below(1000) * 50;
            if random.permille(600) {
                base + 7
            } else {
                base + 11
            }
        } else {
            random.below(50_000)
        };
        put!(
            out,
            r#"{{"party":"{}","share":{share}}}"#,
            vocabulary().parties[party as usize].0
        );
    }
}

fn end_uses(out: &mut String, random: &mut Random) {
    let mut seen = [false; END_USES.len()];
    let mut first = true;
    for _ in 0..1 + random.below(3) {
        let draw = random.below(1000);
        let one = match draw {
            0..650 => draw as usize % 4,
            650..850 => 4,
            850..900 => 5,
            900..925 => 6,
            925..940 => 7,
            940..947 => 8,
            947..952 => 9,
            _ => 10,
        };
        if !seen[one] {
            seen[one] = true;
            if !first {
                out.push(',');
            }
            first = false;
            put!(out, r#""{}""#, END_USES[one]);
        }
    }
}

fn item(out: &mut String, shape: Shape, random: &mut Random) {
    let draw = random.below(1000);
    let code = code_of(
        random,
        match draw {
            0..180 => class::PART2,
            180..240 => class::PART1,
            240..260 => class::RECYCLING,
            260..285 => class::SUPERHARD,
            285..320 => class::BATTERY,
            320..350 => class::FIVE_RARE_EARTHS,
            350..370 => class::THREE_METALS,
            370..390 => class::GRAPHITE,
            390..450 => class::DUAL_USE,
            _ => 0,
        },
    );
    let heading = if random.permille(150) {
        random.pick(&HEADINGS[..5])
    } else {
        random.pick(&HEADINGS[5..])
    };
    let value = random.log(10_000.0, 5_000_000.0);
    let origin = if random.permille(350) {
        "CN"
    } else {
        random.pick(&COUNTRIES[1..20])
    };
    put!(
        out,
        r#"{{"code":"{code}","hs":"{heading}","value":{value},"origin":"{origin}","technologies":["#
    );
    for technology in 0..random.below(3) {
        if technology > 0 {
            out.push(',');
        }
        let kind = if random.permille(200) {
            random.pick(&TECHNOLOGIES)
        } else {
            random.pick(&OTHER_TECHNOLOGIES)
        };
        let origin = if random.permille(400) {
            "CN"
        } else {
            random.pick(&COUNTRIES[..20])
        };
        put!(out, r#"{{"kind":"{kind}","origin":"{origin}"}}"#);
    }
    out.push_str(r#"],"bom":"#);
    let components = random.between(shape.components);
    let depth = random.between(shape.depth);
    bom(out, random, components, depth);
    out.push('}');
}

/// A code of one of these classes; of none where `classes` is 0.
fn code_of(random: &mut Random, classes: u16) -> &'static str {
    let codes = &vocabulary().codes;
    loop {
        let (code, own) = &codes[random.below(codes.len() as u64) as usize];
        if (classes == 0 && *own == 0) || own & classes != 0 {
            return code;
        }
    }
}

/// A list of components: so many in all, nested no deeper than `depth`.
fn bom(out: &mut String, random: &mut Random, mut budget: usize, depth: usize) {
    out.push('[');
    let mut first = true;
    while budget > 0 {
        let inside = if depth > 1 && budget > 1 && (depth > 3 || random.permille(550)) {
            1 + random.below((budget - 1) as u64) as usize
        } else {
            0
        };
        budget -= 1 + inside;
        if !first {
            out.push(',');
        }
        first = false;
        component(out, random);
        if inside > 0 {
            out.push_str(r#","parts":"#);
            bom(out, random, inside, depth - 1);
        }
        out.push('}');
    }
    out.push(']');
}

/// A component without its end: parts may follow.
fn component(out: &mut String, random: &mut Random) {
    let code = if random.permille(110) {
        code_of(random, class::PART1)
    } else if random.permille(100) {
        code_of(random, class::DUAL_USE)
    } else {
        code_of(random, 0)
    };
    let origin = if random.permille(380) {
        "CN"
    } else {
        random.pick(&COUNTRIES[..20])
    };
    let value = random.log(1.0, 20_000.0);
    put!(
        out,
        r#"{{"code":"{code}","origin":"{origin}","value":{value}"#
    );
}

/// A shipment of one item abroad whose components stand ten a level, one inside the other down to `depth`: content must be summed.
pub fn deep(depth: usize) -> String {
    let mut random = Random::new(11);
    let mut bom = String::from("[");
    for level in 0..depth {
        for _ in 0..9 {
            component(&mut bom, &mut random);
            bom.push_str("},");
        }
        component(&mut bom, &mut random);
        if level + 1 < depth {
            bom.push_str(r#","parts":["#);
        }
    }
    bom.push_str(&"}]".repeat(depth));
    one_item(&bom)
}

/// A shipment of one item abroad with so many components, two or three levels deep: content must be summed.
pub fn wide(components: usize) -> String {
    let mut random = Random::new(13);
    let mut text = String::new();
    bom(&mut text, &mut random, components, 3);
    one_item(&text)
}

/// On a day on which content counts, of such value that it must be summed to the end.
fn one_item(bom: &str) -> String {
    let code = code_of(&mut Random::new(17), class::PART2);
    format!(
        r#"{{"id":"SH-0000000","date":"2026-12-01","exporter":{{"name":"A","country":"DE"}},"consignee":{{"name":"B","country":"US"}},"end_user":{{"name":"C","country":"US","category":"civil","lists":[],"owners":[]}},"destination":"US","end_uses":["consumer"],"chip":{{"node_nm":28,"layers":0}},"items":[{{"code":"{code}","hs":"8505.11.10","value":900000000000000,"origin":"JP","technologies":[],"bom":{bom}}}]}}"#
    )
}
