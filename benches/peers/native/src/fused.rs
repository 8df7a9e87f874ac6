//! Parse and decide in one pass: lists are folded while they are read, nothing is kept of a component but its value.

use std::marker::PhantomData;

use peers_core::policy::{ItemFacts, ShipmentFacts};
use peers_core::vocabulary::{class, on_list};
use peers_core::{
    Category, Chip, Country, Date, EndUse, InternedCode, InternedHs, InternedParty, Outcome, Owner,
    PartyList, Technology,
};
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

/// Decides a line.
pub fn decide(line: &str) -> Outcome {
    let shipment: Shipment =
        serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"));
    Outcome::of(shipment.rules())
}

/// What a list comes to.
trait Fold<T>: Default {
    fn take(&mut self, one: T);
}

/// A list that is folded while it is read.
struct Folded<T, F>(F, PhantomData<T>);

impl<T, F: Default> Default for Folded<T, F> {
    fn default() -> Self {
        Self(F::default(), PhantomData)
    }
}

impl<'de, T: Deserialize<'de>, F: Fold<T>> Deserialize<'de> for Folded<T, F> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Self::default())
    }
}

impl<'de, T: Deserialize<'de>, F: Fold<T>> Visitor<'de> for Folded<T, F> {
    type Value = Self;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Self, A::Error> {
        while let Some(one) = list.next_element()? {
            self.0.take(one);
        }
        Ok(self)
    }
}

/// The listed value of a component and of what is inside it.
#[derive(Deserialize)]
#[serde(from = "Component")]
struct Content(i64);

#[derive(Deserialize)]
struct Component {
    code: InternedCode,
    origin: Country,
    value: i64,
    #[serde(default)]
    parts: Folded<Content, Sum>,
}

impl From<Component> for Content {
    #[inline]
    fn from(component: Component) -> Self {
        let counts = component.origin == Country::CN && component.code.classes & class::PART1 != 0;
        Self(component.parts.0.0 + if counts { component.value } else { 0 })
    }
}

#[derive(Default)]
struct Sum(i64);

impl Fold<Content> for Sum {
    #[inline]
    fn take(&mut self, one: Content) {
        self.0 += one.0;
    }
}

#[derive(Default)]
struct Chinese(bool);

impl Fold<Technology> for Chinese {
    #[inline]
    fn take(&mut self, one: Technology) {
        self.0 |= one.origin == Country::CN && one.kind.is_named();
    }
}

#[derive(Deserialize)]
struct Item {
    code: InternedCode,
    hs: InternedHs,
    value: i64,
    origin: Country,
    technologies: Folded<Technology, Chinese>,
    bom: Folded<Content, Sum>,
}

/// The rules that some item makes true.
#[derive(Default)]
struct Rules(u32);

impl Fold<Item> for Rules {
    #[inline]
    fn take(&mut self, item: Item) {
        self.0 |= ItemFacts {
            classes: item.code.classes,
            chinese: item.origin == Country::CN,
            content: item.bom.0.0 * 1000 >= item.value,
            chinese_technology: item.technologies.0.0,
            rare_earth_heading: item.hs.0,
        }
        .rules();
    }
}

#[derive(Default)]
struct Shares {
    controlled: u32,
    watched: u32,
}

impl Fold<Owner<InternedParty>> for Shares {
    #[inline]
    fn take(&mut self, owner: Owner<InternedParty>) {
        if owner.party.0 & on_list::CONTROL != 0 {
            self.controlled += owner.share;
        }
        if owner.party.0 & on_list::WATCH != 0 {
            self.watched += owner.share;
        }
    }
}

/// Members of an enum, a bit each.
#[derive(Default)]
struct Bits(u16);

impl Fold<EndUse> for Bits {
    #[inline]
    fn take(&mut self, one: EndUse) {
        self.0 |= 1 << one as u16;
    }
}

impl Fold<PartyList> for Bits {
    #[inline]
    fn take(&mut self, one: PartyList) {
        self.0 |= 1 << one as u16;
    }
}

#[derive(Deserialize)]
struct Firm {
    country: Country,
}

#[derive(Deserialize)]
struct EndUser {
    category: Category,
    lists: Folded<PartyList, Bits>,
    owners: Folded<Owner<InternedParty>, Shares>,
}

#[derive(Deserialize)]
struct Shipment {
    date: Date,
    exporter: Firm,
    consignee: Firm,
    end_user: EndUser,
    destination: Country,
    end_uses: Folded<EndUse, Bits>,
    chip: Chip,
    items: Folded<Item, Rules>,
}

impl Shipment {
    fn rules(&self) -> u32 {
        let user = &self.end_user;
        let on = |list: PartyList| user.lists.0.0 & 1 << list as u16 != 0;
        ShipmentFacts {
            date: self.date.0,
            military: user.category == Category::Military,
            on_control_list: on(PartyList::ControlList),
            on_watch_list: on(PartyList::WatchList),
            controlled: user.owners.0.controlled,
            watched: user.owners.0.watched,
            uses: self.end_uses.0.0,
            node: self.chip.node_nm,
            layers: self.chip.layers,
            destination: self.destination,
            exporter_chinese: self.exporter.country == Country::CN,
            consignee_elsewhere: self.consignee.country != self.destination,
        }
        .rules(self.items.0.0)
    }
}
