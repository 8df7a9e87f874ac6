//! Facts of any size for a small invented law.

use std::fmt::Write as _;

/// A law that looks at parts at every depth, at sums of them, at codes of rows, and at owners of owners.
pub const POLICY: &str = r#"
facts shipment : Shipment on date
scale export main { free  noted  licence }
record Shipment { id : Text = ""  date : Date  buyer : Party  items : [Item]  rates : Rates = {} }
record Party { country : Country  owners : [Holding]
  ensure sum(holding.share for holding in owners) <= 100% "the holdings exceed the whole" }
record Holding { share : Share  party : Party }
record Item {
  lamp  : Bool
  count : Int
  made  : Country
  value : Money
  parts : [Item] = []
  ensure sum(part.value for part in parts) <= value "the parts are worth more than the whole"
}

instrument office.n1 {
  authority "Office"
  number "Notice No. 1"
  published 2031-01-10
  in force from 2031-02-01
  basis official
}

/// The share of what was made in Iceland.
define icelandic(item: Item) -> Share =
  if any part in item.parts* has part.made = IS
  then sum(part.value for outermost part in item.parts* where part.made = IS) / item.value
  else 0%

/// What it holds at least through others, at any remove.
define held(party: Party) -> Bool =
  party.country = IS or any holding in party.owners has (holding.share >= 50% and held(holding.party))

rule content {
  cites article 1
  for item in shipment.items
  when icelandic(item) >= 1%
  then item is licence
}

rule owners {
  cites article 2
  for item in shipment.items
  when held(shipment.buyer)
  then item is noted
}
"#;

/// How much is told of where parts were made.
#[derive(Clone, Copy)]
pub enum Told {
    /// Of each.
    All,
    /// Of every other one.
    Half,
    /// Of none.
    Nothing,
}

impl Told {
    fn made(self, part: usize) -> &'static str {
        match (self, part % 2) {
            (Told::All, 0) => "\"made\": \"IS\", ",
            (Told::Nothing, _) | (Told::Half, 0) => "",
            _ => "\"made\": \"NO\", ",
        }
    }
}

/// A shipment of one item with those parts.
pub fn facts(parts: &str) -> String {
    shipment("{ \"country\": \"NO\", \"owners\": [] }", parts)
}

fn shipment(buyer: &str, parts: &str) -> String {
    format!(
        "{{ \"id\": \"\", \"date\": \"2031-03-01\", \"buyer\": {buyer},\n\"items\": [ {{ \"lamp\": true, \"count\": 1, \
         \"made\": \"DE\", \"value\": {{ \"amount\": \"10000000\", \"currency\": \"EUR\" }}, \"parts\": [{parts}] }} ] }}"
    )
}

/// That many parts beside each other.
pub fn wide(count: usize, told: Told) -> String {
    let mut parts = String::new();
    for part in 0..count {
        let _ = write!(
            parts,
            "{}{{ \"lamp\": false, \"count\": 1, {}\"value\": {{ \"amount\": \"{}\", \"currency\": \"EUR\" }} }}",
            if part == 0 { "" } else { ", " },
            told.made(part),
            part % 50 + 1
        );
    }
    parts
}

/// That many parts within each other; told, only the innermost was made in Iceland.
pub fn deep(depth: usize, told: Told) -> String {
    let mut parts = String::new();
    for part in 0..depth {
        let made = match told {
            Told::All if part + 1 < depth => "\"made\": \"NO\", ",
            Told::All => "\"made\": \"IS\", ",
            _ => told.made(part),
        };
        let _ = write!(
            parts,
            "{{ \"lamp\": false, \"count\": 1, {made}\"value\": {{ \"amount\": \"1000000\", \"currency\": \"EUR\" }}, \"parts\": ["
        );
    }
    parts.push_str(&"]}".repeat(depth));
    parts
}

/// A buyer held through that many others; the last is of that country, if it is told.
pub fn holdings(depth: usize, country: Option<&str>) -> String {
    let mut buyer =
        "{ \"country\": \"NO\", \"owners\": [ { \"share\": \"60%\", \"party\": ".repeat(depth);
    match country {
        Some(country) => {
            let _ = write!(buyer, "{{ \"country\": \"{country}\", \"owners\": [] }}");
        }
        None => buyer.push_str("{ \"owners\": [] }"),
    }
    buyer.push_str(&" } ] }".repeat(depth));
    shipment(&buyer, "")
}
