//! The policy by hand over columns in memory: codes and parties are places in a dictionary, nested lists are offsets.

use peers_core::policy::{Gates, ItemFacts, ShipmentFacts};
use peers_core::vocabulary::{class, on_list, vocabulary};
use peers_core::{
    Category, Component, Country, InternedCode, InternedShipment, PartyList, TextShipment,
};

/// Flags of a shipment.
mod flag {
    pub const MILITARY: u8 = 1;
    pub const ON_CONTROL_LIST: u8 = 1 << 1;
    pub const ON_WATCH_LIST: u8 = 1 << 2;
    pub const EXPORTER_CHINESE: u8 = 1 << 3;
    pub const CONSIGNEE_ELSEWHERE: u8 = 1 << 4;
}

/// Shipments as columns.
#[derive(Default)]
pub struct Columns {
    dates: Vec<u32>,
    destinations: Vec<u16>,
    flags: Vec<u8>,
    uses: Vec<u16>,
    nodes: Vec<u16>,
    layers: Vec<u16>,
    /// Where the items of each shipment end; the owners of each shipment; the technologies and components of each item.
    item_ends: Vec<u32>,
    owner_ends: Vec<u32>,
    technology_ends: Vec<u32>,
    component_ends: Vec<u32>,
    owner_parties: Vec<u32>,
    owner_shares: Vec<u32>,
    item_codes: Vec<u16>,
    items_chinese: Vec<u8>,
    items_rare_earth: Vec<u8>,
    item_values: Vec<i64>,
    technologies_named: Vec<u8>,
    technologies_chinese: Vec<u8>,
    component_codes: Vec<u16>,
    components_chinese: Vec<u8>,
    component_values: Vec<i64>,
}

/// What the dictionaries' places mean.
pub struct Tables {
    classes: Vec<u16>,
    lists: Vec<u8>,
}

impl Tables {
    pub fn new() -> Self {
        let words = vocabulary();
        Self {
            classes: words.codes.iter().map(|(_, classes)| *classes).collect(),
            lists: words.parties.iter().map(|(_, lists)| *lists).collect(),
        }
    }
}

/// The part of a column that belongs to one row, by where rows end.
#[inline]
fn range(ends: &[u32], row: usize) -> std::ops::Range<usize> {
    ends[row] as usize..ends[row + 1] as usize
}

impl Columns {
    pub fn new(lines: &[String]) -> Self {
        let mut columns = Self::default();
        for ends in [
            &mut columns.item_ends,
            &mut columns.owner_ends,
            &mut columns.technology_ends,
            &mut columns.component_ends,
        ] {
            ends.push(0);
        }
        for line in lines {
            columns.add(line);
        }
        columns
    }

    fn add(&mut self, line: &str) {
        let (interned, text) = (InternedShipment::read(line), TextShipment::read(line));
        let lists = &interned.end_user.lists;
        let flags = [
            (
                interned.end_user.category == Category::Military,
                flag::MILITARY,
            ),
            (
                lists.contains(&PartyList::ControlList),
                flag::ON_CONTROL_LIST,
            ),
            (lists.contains(&PartyList::WatchList), flag::ON_WATCH_LIST),
            (
                interned.exporter.country == Country::CN,
                flag::EXPORTER_CHINESE,
            ),
            (
                interned.consignee.country != interned.destination,
                flag::CONSIGNEE_ELSEWHERE,
            ),
        ];
        self.dates.push(interned.date.0);
        self.destinations.push(interned.destination.0);
        self.flags.push(
            flags
                .iter()
                .filter(|(set, _)| *set)
                .fold(0, |all, (_, flag)| all | flag),
        );
        self.uses.push(
            interned
                .end_uses
                .iter()
                .fold(0, |bits, one| bits | 1 << *one as u16),
        );
        self.nodes.push(interned.chip.node_nm);
        self.layers.push(interned.chip.layers);
        for owner in &text.end_user.owners {
            // Parties are numbered: `P00007` stands at 7.
            self.owner_parties
                .push(owner.party[1..].parse().unwrap_or(0));
            self.owner_shares.push(owner.share);
        }
        self.owner_ends.push(self.owner_parties.len() as u32);
        for item in &interned.items {
            self.item_codes.push(item.code.place);
            self.items_chinese
                .push(u8::from(item.origin == Country::CN));
            self.items_rare_earth.push(u8::from(item.hs.0));
            self.item_values.push(item.value);
            for technology in &item.technologies {
                self.technologies_named
                    .push(u8::from(technology.kind.is_named()));
                self.technologies_chinese
                    .push(u8::from(technology.origin == Country::CN));
            }
            self.technology_ends
                .push(self.technologies_named.len() as u32);
            self.components(&item.bom);
            self.component_ends.push(self.component_codes.len() as u32);
        }
        self.item_ends.push(self.item_codes.len() as u32);
    }

    fn components(&mut self, components: &[Component<InternedCode>]) {
        for component in components {
            self.component_codes.push(component.code.place);
            self.components_chinese
                .push(u8::from(component.origin == Country::CN));
            self.component_values.push(component.value);
            self.components(&component.parts);
        }
    }

    /// The rules that fire, one mask a shipment; eagerly.
    pub fn decide(&self, tables: &Tables, out: &mut [u32]) {
        for (row, fired) in out.iter_mut().enumerate() {
            let items = range(&self.item_ends, row).fold(0, |rules, item| {
                let content = self.listed_value(item, tables) * 1000 >= self.item_values[item];
                rules
                    | self
                        .item(item, tables, content, self.by_chinese_technology(item))
                        .rules()
            });
            *fired = self.whole(row, self.shares(row, tables)).rules(items);
        }
    }

    /// The same, and nothing worked out that no rule of the day can use.
    pub fn decide_lazily(&self, tables: &Tables, out: &mut [u32]) {
        for (row, fired) in out.iter_mut().enumerate() {
            let exporter_chinese = self.flags[row] & flag::EXPORTER_CHINESE != 0;
            let gates = Gates::new(
                self.dates[row],
                Country(self.destinations[row]),
                exporter_chinese,
            );
            let items = range(&self.item_ends, row).fold(0, |rules, item| {
                let classes = tables.classes[usize::from(self.item_codes[item])];
                let content = gates.ask_content(rules, classes, self.items_chinese[item] == 1)
                    && self.listed_value(item, tables) * 1000 >= self.item_values[item];
                let technology = gates.technology && self.by_chinese_technology(item);
                rules | self.item(item, tables, content, technology).rules()
            });
            let shares = if gates.owners {
                self.shares(row, tables)
            } else {
                (0, 0)
            };
            *fired = self.whole(row, shares).rules(items);
        }
    }

    #[inline]
    fn item(
        &self,
        item: usize,
        tables: &Tables,
        content: bool,
        chinese_technology: bool,
    ) -> ItemFacts {
        ItemFacts {
            classes: tables.classes[usize::from(self.item_codes[item])],
            chinese: self.items_chinese[item] == 1,
            content,
            chinese_technology,
            rare_earth_heading: self.items_rare_earth[item] == 1,
        }
    }

    /// Without a branch: what does not count is masked out.
    #[inline]
    fn listed_value(&self, item: usize, tables: &Tables) -> i64 {
        let inside = range(&self.component_ends, item);
        let codes = &self.component_codes[inside.clone()];
        let chinese = &self.components_chinese[inside.clone()];
        let values = &self.component_values[inside];
        codes
            .iter()
            .zip(chinese)
            .zip(values)
            .fold(0, |sum, ((code, chinese), value)| {
                let counts =
                    tables.classes[usize::from(*code)] & class::PART1 & u16::from(*chinese);
                sum + (value & -i64::from(counts))
            })
    }

    #[inline]
    fn by_chinese_technology(&self, item: usize) -> bool {
        range(&self.technology_ends, item).fold(0, |any, one| {
            any | (self.technologies_chinese[one] & self.technologies_named[one])
        }) == 1
    }

    #[inline]
    fn shares(&self, row: usize, tables: &Tables) -> (u32, u32) {
        range(&self.owner_ends, row).fold((0, 0), |(controlled, watched), owner| {
            let lists = tables.lists[self.owner_parties[owner] as usize];
            let share = self.owner_shares[owner];
            (
                controlled
                    + if lists & on_list::CONTROL != 0 {
                        share
                    } else {
                        0
                    },
                watched
                    + if lists & on_list::WATCH != 0 {
                        share
                    } else {
                        0
                    },
            )
        })
    }

    #[inline]
    fn whole(&self, row: usize, (controlled, watched): (u32, u32)) -> ShipmentFacts {
        let is = |flag: u8| self.flags[row] & flag != 0;
        ShipmentFacts {
            date: self.dates[row],
            military: is(flag::MILITARY),
            on_control_list: is(flag::ON_CONTROL_LIST),
            on_watch_list: is(flag::ON_WATCH_LIST),
            controlled,
            watched,
            uses: self.uses[row],
            node: self.nodes[row],
            layers: self.layers[row],
            destination: Country(self.destinations[row]),
            exporter_chinese: is(flag::EXPORTER_CHINESE),
            consignee_elsewhere: is(flag::CONSIGNEE_ELSEWHERE),
        }
    }
}
