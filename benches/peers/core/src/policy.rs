//! The policy by hand: what a good engineer would write, once eagerly and once with every gate in front of what is dear.
//!
//! Rules are bits 0 to 28 of a mask. An item's bits are gathered first, then those of the shipment; the windows of the day take out
//! what does not hold.

use crate::facts::{
    Category, CodeLike, Component, Country, EndUse, HsLike, Item, PartyLike, PartyList, Shipment,
};
use crate::vocabulary::{class, on_list};

/// How many rules there are.
pub const RULES: usize = 29;
/// Outcomes, from mildest to strictest; the exemption wins over all.
pub const OUTCOMES: [&str; 6] = ["none", "notify", "licence", "case", "deny", "exempt"];
/// What each rule concludes, as a place in [`OUTCOMES`].
pub const SEVERITY: [u8; RULES] = [
    2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 1, 2, 2, 2, 4, 3, 4, 4, 1, 1, 2, 5,
];
/// The window of each rule, as a place in [`WINDOWS`].
const WINDOW: [usize; RULES] = [
    1, 1, 2, 2, 3, 2, 6, 6, 6, 6, 0, 0, 2, 1, 1, 1, 1, 0, 3, 3, 3, 4, 4, 5, 0, 1, 0, 2, 6,
];
/// A day as a number that compares as days do.
const fn day(year: u32, month: u32, day: u32) -> u32 {
    year * 10_000 + month * 100 + day
}

/// First day; first day of the suspension and first day after it.
const WINDOWS: [(u32, u32, u32); 7] = [
    (0, 0, 0),
    (day(2025, 12, 1), day(2025, 11, 10), day(2026, 11, 10)),
    (day(2025, 10, 9), day(2025, 11, 10), day(2026, 11, 10)),
    (day(2025, 11, 8), day(2025, 11, 10), day(2026, 11, 10)),
    (day(2024, 12, 3), day(2025, 11, 27), day(2026, 11, 27)),
    (day(2024, 12, 3), 0, 0),
    (day(2025, 10, 9), 0, 0),
];

/// What was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The rules that fired, a bit each.
    pub fired: u32,
    /// Place in [`OUTCOMES`].
    pub verdict: u8,
    /// How many further rules fired (see [`crate::growth`]).
    pub further: u32,
}

impl Outcome {
    #[inline]
    pub fn of(fired: u32) -> Self {
        Self {
            fired,
            verdict: verdict(fired),
            further: 0,
        }
    }
}

const fn rules_with_severity(severity: u8) -> u32 {
    let (mut rules, mut rule) = (0, 0);
    while rule < RULES {
        if SEVERITY[rule] == severity {
            rules |= 1 << rule;
        }
        rule += 1;
    }
    rules
}

const fn rules_in_window(window: usize) -> u32 {
    let (mut rules, mut rule) = (0, 0);
    while rule < RULES {
        if WINDOW[rule] == window {
            rules |= 1 << rule;
        }
        rule += 1;
    }
    rules
}

const BY_SEVERITY: [u32; 6] = [
    0,
    rules_with_severity(1),
    rules_with_severity(2),
    rules_with_severity(3),
    rules_with_severity(4),
    rules_with_severity(5),
];
const BY_WINDOW: [u32; 7] = [
    rules_in_window(0),
    rules_in_window(1),
    rules_in_window(2),
    rules_in_window(3),
    rules_in_window(4),
    rules_in_window(5),
    rules_in_window(6),
];

/// The rules that hold on a day.
#[inline]
pub fn in_force(date: u32) -> u32 {
    let mut rules = 0;
    for ((first, paused, back), own) in WINDOWS.iter().zip(BY_WINDOW) {
        if date >= *first && !(date >= *paused && date < *back) {
            rules |= own;
        }
    }
    rules
}

/// The strictest outcome of the fired rules.
#[inline]
pub fn verdict(fired: u32) -> u8 {
    (1..=5u8)
        .rev()
        .find(|severity| fired & BY_SEVERITY[usize::from(*severity)] != 0)
        .unwrap_or(0)
}

#[inline]
fn bit(truth: bool, rule: u32) -> u32 {
    u32::from(truth) << rule
}

/// What the rules ask of an item.
#[derive(Clone, Copy)]
pub struct ItemFacts {
    pub classes: u16,
    pub chinese: bool,
    /// 0.1 % of its value or more is listed content of Chinese origin.
    pub content: bool,
    pub chinese_technology: bool,
    pub rare_earth_heading: bool,
}

impl ItemFacts {
    /// The rules that the item alone makes true.
    #[inline]
    pub fn rules(self) -> u32 {
        let is = |classes: u16| self.classes & classes != 0;
        let cn = self.chinese;
        bit(!cn && is(class::PART2) && self.content, 0)
            | bit(
                !cn && is(class::PART1 | class::PART2) && self.chinese_technology,
                1,
            )
            | bit(cn && is(class::PART1), 2)
            | bit(cn && is(class::PART2), 3)
            | bit(cn && is(class::RECYCLING), 4)
            | bit(cn && self.rare_earth_heading, 17)
            | bit(cn && is(class::SUPERHARD), 18)
            | bit(cn && is(class::BATTERY), 19)
            | bit(cn && is(class::FIVE_RARE_EARTHS), 20)
            | bit(is(class::THREE_METALS), 21)
            | bit(is(class::GRAPHITE), 22)
            | bit(is(class::DUAL_USE), 23)
            | bit(self.content, 25)
            | bit(self.chinese_technology, 27)
    }
}

/// What the rules ask of the shipment as a whole.
#[derive(Clone, Copy)]
pub struct ShipmentFacts {
    pub date: u32,
    pub military: bool,
    pub on_control_list: bool,
    pub on_watch_list: bool,
    /// Share of owners on the control list, in hundredths of a percent.
    pub controlled: u32,
    pub watched: u32,
    /// A bit for each use.
    pub uses: u16,
    pub node: u16,
    pub layers: u16,
    pub destination: Country,
    pub exporter_chinese: bool,
    pub consignee_elsewhere: bool,
}

impl ShipmentFacts {
    /// The rules that fire, given those that some item makes true.
    #[inline]
    pub fn rules(self, items: u32) -> u32 {
        let uses = |one: EndUse| self.uses & 1 << one as u16 != 0;
        let destination = self.destination;
        let mut items = items;
        if destination != Country::US {
            items &= !(1 << 21 | 1 << 22 | 1 << 23);
        }
        if !self.military {
            items &= !(1 << 23);
        }
        if self.exporter_chinese || !in_group_d(destination) {
            items &= !(1 << 25);
        }
        let embargo = destination == Country::of("KP") || destination == Country::of("SY");
        let whole = bit(self.military, 5)
            | bit(self.on_control_list, 6)
            | bit(self.on_watch_list, 7)
            | bit(self.controlled >= 5000, 8)
            | bit(self.watched >= 5000, 9)
            | bit(uses(EndUse::Wmd), 10)
            | bit(uses(EndUse::Terrorism), 11)
            | bit(uses(EndUse::MilitaryUse), 12)
            | bit(uses(EndUse::Semiconductor) && self.node <= 14, 13)
            | bit(uses(EndUse::Semiconductor) && self.layers >= 256, 14)
            | bit(uses(EndUse::SemiEquipment), 15)
            | bit(uses(EndUse::AiMilitary), 16)
            | bit(embargo, 24)
            | bit(self.consignee_elsewhere, 26)
            | bit(uses(EndUse::Humanitarian) && !self.military, 28);
        (items | whole) & in_force(self.date)
    }
}

#[inline]
pub fn in_group_d(country: Country) -> bool {
    const D: [Country; 8] = [
        Country::of("US"),
        Country::of("TW"),
        Country::of("IR"),
        Country::of("IQ"),
        Country::of("CU"),
        Country::of("MM"),
        Country::of("IL"),
        Country::of("UA"),
    ];
    D.contains(&country)
}

/// The value of listed components of Chinese origin, at every depth.
#[inline(never)]
pub fn listed_value<C: CodeLike>(components: &[Component<C>]) -> i64 {
    let mut sum = 0;
    for component in components {
        if component.origin == Country::CN && component.code.listed().0 & class::PART1 != 0 {
            sum += component.value;
        }
        if !component.parts.is_empty() {
            sum += listed_value(&component.parts);
        }
    }
    sum
}

fn has_content<C: CodeLike, H>(item: &Item<C, H>) -> bool {
    listed_value(&item.bom) * 1000 >= item.value
}

fn by_chinese_technology<C, H>(item: &Item<C, H>) -> bool {
    item.technologies
        .iter()
        .any(|technology| technology.origin == Country::CN && technology.kind.is_named())
}

#[inline]
fn whole<T, C, P: PartyLike, H>(
    shipment: &Shipment<T, C, P, H>,
    ask_owners: bool,
) -> ShipmentFacts {
    let (mut controlled, mut watched) = (0, 0);
    if ask_owners {
        for owner in &shipment.end_user.owners {
            let lists = owner.party.lists();
            if lists & on_list::CONTROL != 0 {
                controlled += owner.share;
            }
            if lists & on_list::WATCH != 0 {
                watched += owner.share;
            }
        }
    }
    let lists = &shipment.end_user.lists;
    ShipmentFacts {
        date: shipment.date.0,
        military: shipment.end_user.category == Category::Military,
        on_control_list: lists.contains(&PartyList::ControlList),
        on_watch_list: lists.contains(&PartyList::WatchList),
        controlled,
        watched,
        uses: shipment
            .end_uses
            .iter()
            .fold(0, |bits, one| bits | 1 << *one as u16),
        node: shipment.chip.node_nm,
        layers: shipment.chip.layers,
        destination: shipment.destination,
        exporter_chinese: shipment.exporter.country == Country::CN,
        consignee_elsewhere: shipment.consignee.country != shipment.destination,
    }
}

/// Eagerly: every item's content is summed, whatever comes of it.
pub fn decide<T, C: CodeLike, P: PartyLike, H: HsLike>(shipment: &Shipment<T, C, P, H>) -> Outcome {
    let mut items = 0;
    for item in &shipment.items {
        items |= ItemFacts {
            classes: item.code.listed().0,
            chinese: item.origin == Country::CN,
            content: has_content(item),
            chinese_technology: by_chinese_technology(item),
            rare_earth_heading: item.hs.is_rare_earth(),
        }
        .rules();
    }
    Outcome::of(whole(shipment, true).rules(items))
}

/// The same, and nothing worked out that no rule of the day can use: windows and what the shipment says come first, content is
/// summed only where rule 0 or 25 can still fire. What a compiler that puts gates before sums would emit.
pub fn decide_lazily<T, C: CodeLike, P: PartyLike, H: HsLike>(
    shipment: &Shipment<T, C, P, H>,
) -> Outcome {
    let gates = Gates::new(
        shipment.date.0,
        shipment.destination,
        shipment.exporter.country == Country::CN,
    );
    let mut items = 0u32;
    for item in &shipment.items {
        let classes = item.code.listed().0;
        let chinese = item.origin == Country::CN;
        items |= ItemFacts {
            classes,
            chinese,
            content: gates.ask_content(items, classes, chinese) && has_content(item),
            chinese_technology: gates.technology && by_chinese_technology(item),
            rare_earth_heading: chinese && item.hs.is_rare_earth(),
        }
        .rules();
    }
    Outcome::of(whole(shipment, gates.owners).rules(items))
}

/// What is worth working out on a day for a destination.
#[derive(Clone, Copy)]
pub struct Gates {
    content_abroad: bool,
    content_onward: bool,
    pub technology: bool,
    pub owners: bool,
}

impl Gates {
    #[inline]
    pub fn new(date: u32, destination: Country, exporter_chinese: bool) -> Self {
        let rules = in_force(date);
        let holds = |rule: u32| rules >> rule & 1 == 1;
        Self {
            content_abroad: holds(0),
            content_onward: holds(25) && in_group_d(destination) && !exporter_chinese,
            technology: holds(1) || holds(27),
            owners: holds(8),
        }
    }

    /// Whether the content of an item can still matter, after the items that made `so_far` true.
    #[inline]
    pub fn ask_content(&self, so_far: u32, classes: u16, chinese: bool) -> bool {
        (self.content_abroad && !chinese && classes & class::PART2 != 0 && so_far & 1 == 0)
            || (self.content_onward && so_far >> 25 & 1 == 0)
    }
}
