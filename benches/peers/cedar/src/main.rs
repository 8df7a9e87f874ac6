//! The reference workload in Cedar. Cedar cannot sum, nor ask about elements of lists of records: it is asked once an item, and the value
//! of listed content, the shares of listed owners and the Chinese technologies are worked out for it in Rust. Where facts are loaded,
//! that work is not counted; from JSON it is.

mod policies;

use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::str::FromStr;

use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicyId,
    PolicySet, Request, RestrictedExpression as Value,
};
use peers_core::growth::{self, Further, Index};
use peers_core::policy::{Outcome, RULES, listed_value, verdict};
use peers_core::vocabulary::{CLASSES, END_USES, OTHER_TECHNOLOGIES, TECHNOLOGIES, on_list};
use peers_core::worker::{measure, number, serve};
use peers_core::{
    Category, CodeLike, Country, Item, PartyLike, PartyList, Shape, TextShipment, decide, generate,
};

fn main() {
    let group = std::env::args().nth(1).unwrap_or_default();
    let lines = generate(Shape::of(number("shipments", 500)));
    match group.as_str() {
        "check" => check(&lines),
        "single" => single(&lines),
        "growth" => grow_rules(&lines),
        "json" => json(&lines),
        "callgrind" => {
            let (cedar, names) = (Cedar::new(&[]), Names::new());
            let facts: Vec<Facts> = lines
                .iter()
                .map(|line| names.facts(&TextShipment::read(line)))
                .collect();
            black_box(marked_cedar(&cedar, &facts));
        }
        _ => panic!("no group {group}"),
    }
}

/// One request an item, with the entities it is about.
type Facts = Vec<(Request, Entities)>;

struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    numbers: HashMap<PolicyId, usize>,
}

impl Cedar {
    fn new(further: &[Further]) -> Self {
        let policies =
            PolicySet::from_str(&policies::text(further)).unwrap_or_else(|why| panic!("{why}"));
        // Policies of a text are called `policy0`, `policy1` and so on.
        let numbers = policies
            .policies()
            .map(|policy| {
                let number = policy.id().to_string().trim_start_matches("policy").parse();
                (
                    policy.id().clone(),
                    number.unwrap_or_else(|why| panic!("{why}")),
                )
            })
            .collect();
        Self {
            authorizer: Authorizer::new(),
            policies,
            numbers,
        }
    }

    fn decide(&self, facts: &Facts) -> Outcome {
        let mut outcome = Outcome::default();
        let mut further: Vec<usize> = Vec::new();
        for (request, entities) in facts {
            let response = self
                .authorizer
                .is_authorized(request, &self.policies, entities);
            for policy in response.diagnostics().reason() {
                match self.numbers[policy] {
                    rule if rule < RULES => outcome.fired |= 1 << rule,
                    rule if !further.contains(&rule) => further.push(rule),
                    _ => {}
                }
            }
        }
        outcome.further = further.len() as u32;
        outcome.verdict = verdict(outcome.fired);
        if outcome.further > 0 && outcome.verdict == 0 {
            outcome.verdict = 1;
        }
        outcome
    }
}

/// Names of entities, made once.
struct Names {
    user: EntityTypeName,
    item: EntityTypeName,
    action: EntityUid,
    classes: Vec<(u16, EntityUid)>,
}

fn type_name(name: &str) -> EntityTypeName {
    EntityTypeName::from_str(name).unwrap_or_else(|why| panic!("{why}"))
}

fn text(value: &str) -> Value {
    Value::new_string(value.to_owned())
}

fn texts<'a>(values: impl Iterator<Item = &'a str>) -> Value {
    Value::new_set(values.map(text))
}

fn entity(uid: EntityUid, attributes: Vec<(&str, Value)>, parents: HashSet<EntityUid>) -> Entity {
    let attributes = attributes
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Entity::new(uid, attributes, parents).unwrap_or_else(|why| panic!("{why}"))
}

impl Names {
    fn new() -> Self {
        let uid = |kind: &str, name: &str| {
            EntityUid::from_type_name_and_id(type_name(kind), EntityId::new(name))
        };
        Self {
            user: type_name("User"),
            item: type_name("Item"),
            action: uid("Action", "export"),
            classes: CLASSES
                .iter()
                .map(|(name, class)| (*class, uid("Class", name)))
                .collect(),
        }
    }

    fn facts(&self, shipment: &TextShipment<'_>) -> Facts {
        let user = self.user(shipment);
        let context = context(shipment);
        let requests = shipment.items.iter().enumerate().map(|(place, item)| {
            let item = self.item(place, item);
            let request = Request::new(
                user.uid(),
                self.action.clone(),
                item.uid(),
                context.clone(),
                None,
            )
            .unwrap_or_else(|why| panic!("{why}"));
            let entities = Entities::from_entities([user.clone(), item], None)
                .unwrap_or_else(|why| panic!("{why}"));
            (request, entities)
        });
        requests.collect()
    }

    fn user(&self, shipment: &TextShipment<'_>) -> Entity {
        let user = &shipment.end_user;
        let owned_by = |list: u8| {
            let shares = user
                .owners
                .iter()
                .filter(|owner| owner.party.lists() & list != 0);
            Value::new_long(shares.map(|owner| i64::from(owner.share)).sum())
        };
        let lists = user.lists.iter().map(|list| match list {
            PartyList::ControlList => "control_list",
            PartyList::WatchList => "watch_list",
        });
        let category = match user.category {
            Category::Civil => "civil",
            Category::Military => "military",
        };
        entity(
            EntityUid::from_type_name_and_id(self.user.clone(), EntityId::new(user.name)),
            vec![
                ("category", text(category)),
                ("lists", texts(lists)),
                ("controlled", owned_by(on_list::CONTROL)),
                ("watched", owned_by(on_list::WATCH)),
            ],
            HashSet::new(),
        )
    }

    fn item(&self, place: usize, item: &Item<&str, &str>) -> Entity {
        let (classes, _) = item.code.listed();
        let technologies = item
            .technologies
            .iter()
            .filter(|technology| technology.origin == Country::CN)
            .map(|technology| {
                let kind = technology.kind as usize;
                TECHNOLOGIES
                    .get(kind)
                    .copied()
                    .unwrap_or_else(|| OTHER_TECHNOLOGIES[kind - TECHNOLOGIES.len()])
            });
        let parents = self
            .classes
            .iter()
            .filter(|(class, _)| class & classes != 0)
            .map(|(_, uid)| uid.clone());
        entity(
            EntityUid::from_type_name_and_id(self.item.clone(), EntityId::new(place.to_string())),
            vec![
                ("code", text(item.code)),
                ("hs", text(item.hs)),
                ("origin", text(&item.origin.text())),
                ("value", Value::new_long(item.value)),
                ("listed_value", Value::new_long(listed_value(&item.bom))),
                ("cn_tech", texts(technologies)),
            ],
            parents.collect(),
        )
    }
}

fn context(shipment: &TextShipment<'_>) -> Context {
    let pairs = [
        ("date", Value::new_long(i64::from(shipment.date.0))),
        ("destination", text(&shipment.destination.text())),
        ("exporter", text(&shipment.exporter.country.text())),
        ("consignee", text(&shipment.consignee.country.text())),
        (
            "end_uses",
            texts(shipment.end_uses.iter().map(|one| END_USES[*one as usize])),
        ),
        ("node", Value::new_long(i64::from(shipment.chip.node_nm))),
        ("layers", Value::new_long(i64::from(shipment.chip.layers))),
    ];
    Context::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value)))
        .unwrap_or_else(|why| panic!("{why}"))
}

fn check(lines: &[String]) {
    let (cedar, names) = (Cedar::new(&[]), Names::new());
    let different = lines
        .iter()
        .map(|line| TextShipment::read(line))
        .filter(|shipment| cedar.decide(&names.facts(shipment)) != decide(shipment))
        .count();
    println!("{} {different}", lines.len());
}

fn single(lines: &[String]) {
    let (cedar, names) = (Cedar::new(&[]), Names::new());
    let facts: Vec<Facts> = lines
        .iter()
        .map(|line| names.facts(&TextShipment::read(line)))
        .collect();
    serve(vec![measure("cedar", lines.len(), || {
        marked_cedar(&cedar, &facts)
    })]);
}

fn grow_rules(lines: &[String]) {
    let names = Names::new();
    let facts: Vec<Facts> = lines
        .iter()
        .map(|line| names.facts(&TextShipment::read(line)))
        .collect();
    let facts = &facts;
    let mut measurements = Vec::new();
    for size in growth::SIZES {
        let rules = growth::further(size);
        let (cedar, index) = (Cedar::new(&rules), Index::new(&rules));
        for (line, one) in lines.iter().zip(facts).take(100) {
            let wanted = growth::decide_indexed(&TextShipment::read(line), &index);
            assert_eq!(cedar.decide(one), wanted, "{size} rules: {line}");
        }
        // A pass over all takes seconds: some of them are enough.
        let some = if size > 1000 {
            &facts[..facts.len() / 10]
        } else {
            facts.as_slice()
        };
        measurements.push(measure(&size.to_string(), some.len(), move || {
            marked_cedar(&cedar, some)
        }));
    }
    serve(measurements);
}

fn json(lines: &[String]) {
    let (cedar, names) = (Cedar::new(&[]), Names::new());
    serve(vec![measure("cedar", lines.len(), || {
        lines
            .iter()
            .map(|line| {
                u64::from(
                    cedar
                        .decide(&names.facts(&TextShipment::read(line)))
                        .verdict,
                )
            })
            .sum()
    })]);
}

#[inline(never)]
fn marked_cedar(cedar: &Cedar, facts: &[Facts]) -> u64 {
    facts
        .iter()
        .map(|one| u64::from(cedar.decide(one).verdict))
        .sum()
}
