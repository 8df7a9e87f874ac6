//! Random policies: a few instruments with rules, groups, statuses, liftings, dates, actions on each other, duties and figures.

use std::fmt::Write as _;

use super::condition::{Scope, condition};
use super::dice::Dice;
use super::shape::{CODES, DAYS, SCHEMA};

/// First days of windows and publications.
const DAYS_OF_LAW: [&str; 6] = [
    "2025-01-01",
    "2025-03-01",
    "2025-05-01",
    "2025-06-01",
    "2025-07-01",
    "2025-10-01",
];
const BASES: [&str; 4] = ["official", "reported", "inferred", "recalled"];

#[derive(Clone, Debug)]
pub struct Policy {
    pub shared: Vec<String>,
    pub instruments: Vec<Instrument>,
}

#[derive(Clone, Debug)]
pub struct Instrument {
    pub name: char,
    pub published: &'static str,
    pub window: Option<Window>,
    pub actions: Vec<Action>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
pub enum Block {
    Rule(Rule),
    Group {
        name: String,
        head: Vec<String>,
        window: Option<Window>,
        rules: Vec<Rule>,
    },
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub name: String,
    pub clauses: Vec<String>,
    pub window: Option<Window>,
}

#[derive(Clone, Debug)]
pub struct Window {
    pub from: Option<&'static str>,
    pub end: Option<String>,
    pub cond: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Action {
    pub verb: &'static str,
    pub target: String,
    pub whole: bool,
    pub window: Window,
}

/// How to write a policy down.
#[derive(Clone, Copy, Default)]
pub struct Style<'s> {
    /// The order of files, of what stands in them, and of clauses.
    pub shuffle: Option<&'s [u8]>,
    /// Leaves out suspensions, and moves all beginnings of rules far back.
    pub timeless: bool,
}

/// What earlier rules are, for references to them.
struct Plan {
    subject_is_parcel: Vec<bool>,
    /// Path of each rule, `g1.r3` in a group.
    paths: Vec<String>,
    /// Each group with the first and last of its rules.
    groups: Vec<(String, usize, usize, bool)>,
}

/// Rules in blocks, by instrument: how many rules each block has, and whether it is a group.
fn layout(dice: &mut Dice) -> Vec<Vec<(usize, bool)>> {
    let instruments = 1 + dice.below(3);
    (0..instruments)
        .map(|_| {
            (0..1 + dice.below(3))
                .map(|_| {
                    if dice.chance(1, 3) {
                        (1 + dice.below(3), true)
                    } else {
                        (1, false)
                    }
                })
                .collect()
        })
        .collect()
}

fn plan(dice: &mut Dice, layout: &[Vec<(usize, bool)>]) -> Plan {
    let mut plan = Plan {
        subject_is_parcel: Vec::new(),
        paths: Vec::new(),
        groups: Vec::new(),
    };
    for (rules, group) in layout.iter().flatten() {
        let parcel = !dice.chance(1, 4);
        let first = plan.paths.len();
        for _ in 0..*rules {
            let name = format!("r{}", plan.paths.len());
            plan.paths.push(if *group {
                format!("g{}.{name}", plan.groups.len())
            } else {
                name
            });
            plan.subject_is_parcel.push(parcel);
        }
        if *group {
            plan.groups.push((
                format!("g{}", plan.groups.len()),
                first,
                plan.paths.len() - 1,
                parcel,
            ));
        }
    }
    plan
}

pub fn policy(dice: &mut Dice) -> Policy {
    let layout = layout(dice);
    let plan = plan(dice, &layout);
    let mut instruments: Vec<Instrument> = Vec::new();
    let (mut rule, mut group) = (0, 0);
    for (index, blocks) in layout.iter().enumerate() {
        let first = rule;
        let mut built = Vec::new();
        for (count, grouped) in blocks {
            if *grouped {
                built.push(group_block(dice, &plan, group, rule, *count));
                group += 1;
            } else {
                built.push(Block::Rule(one_rule(dice, &plan, rule, None)));
            }
            rule += count;
        }
        // Rules of another list do not meet the others.
        if dice.chance(1, 4) {
            let clauses = [
                "cites article 99",
                "for slip in order.passes",
                "when slip.hue = red and slip.end >= order.date",
                "then slip is watch",
            ];
            built.push(Block::Rule(Rule {
                name: format!("slips{index}"),
                clauses: clauses.map(str::to_owned).to_vec(),
                window: None,
            }));
        }
        let name = char::from(b'a' + u8::try_from(index).unwrap_or(0));
        let published = dice.pick(&DAYS_OF_LAW[..4]);
        let window = if dice.chance(1, 2) {
            Some(window(dice, published))
        } else {
            None
        };
        let actions = actions(dice, &plan, index, first, published);
        instruments.push(Instrument {
            name,
            published,
            window,
            actions,
            blocks: built,
        });
    }
    Policy {
        shared: shared(dice),
        instruments,
    }
}

/// Lists, questions and defines.
fn shared(dice: &mut Dice) -> Vec<String> {
    let narrow = Scope {
        parcel: Some("thing".to_owned()),
        subject: false,
        order: false,
        statuses: false,
        negated: false,
        depth: 1,
        vars: 50,
    };
    let row = |dice: &mut Dice, code: &str| {
        let basis = if dice.chance(1, 3) {
            format!("basis {}", dice.pick(&BASES))
        } else {
            String::new()
        };
        (code.to_owned(), basis)
    };
    let (a, _) = row(dice, CODES[0]);
    let hue = dice.pick(&["red", "blue"]);
    let arises = if dice.chance(1, 3) {
        "arises 2025-04-01"
    } else {
        ""
    };
    vec![
        format!("list alpha {{\n  code : Code\n  | {a} |\n  | 1A001.b |\n  | 3C300.x |\n}}"),
        format!("list beta {{\n  code : Code\n  hue : Hue\n  range : Range of Weight\n  | 1A001.a.2 | {hue} | 1 kg to 3 kg |\n  | 4D400 | green | 500 g to 2 kg |\n}}"),
        format!("question reading_a \"Wide?\" {{ {arises}\n  reading wide \"yes\" (default)\n  reading narrow \"no\" }}"),
        "question reading_b \"Narrow?\" {\n  reading wide \"yes\"\n  reading narrow \"no\" (default) }".to_owned(),
        format!("define hot(thing: Parcel) -> Bool = {}", hot(dice, &narrow)),
        "define hot_share(thing: Parcel) -> Share =\n  if any y in thing.parts* has hot(y)\n  then sum(y.value for outermost y in thing.parts* where hot(y)) / thing.value\n  else 0%".to_owned(),
        "define owned(agent: Agent) -> Bool =\n  agent.sort = state\n  or any stake in agent.stakes has (stake.share >= 50% and owned(stake.agent))".to_owned(),
    ]
}

/// What makes a part count; asks neither itself nor the share that rests on it.
fn hot(dice: &mut Dice, scope: &Scope) -> String {
    loop {
        let text = condition(dice, scope);
        if !text.contains("hot") {
            return text;
        }
        if dice.below(2) == 0 {
            return "thing.origin = DE".to_owned();
        }
    }
}

fn group_block(dice: &mut Dice, plan: &Plan, group: usize, first: usize, count: usize) -> Block {
    let (name, _, _, parcel) = &plan.groups[group];
    let mut head = vec![if *parcel {
        "for thing in order.parcels".to_owned()
    } else {
        "for order".to_owned()
    }];
    if dice.chance(1, 2) {
        head.push(format!("when {}", condition(dice, &scope(plan, first, 1))));
    }
    head.extend(given(dice, plan, first));
    let window = if dice.chance(1, 4) {
        Some(window(dice, "2025-01-01"))
    } else {
        None
    };
    let rules = (first..first + count)
        .map(|rule| one_rule(dice, plan, rule, Some(group)))
        .collect();
    Block::Group {
        name: name.clone(),
        head,
        window,
        rules,
    }
}

/// The first rules conclude statuses; those after them may ask for them.
const STATUS_RULES: usize = 2;

fn scope(plan: &Plan, rule: usize, depth: usize) -> Scope {
    let parcel = plan.subject_is_parcel[rule].then(|| "thing".to_owned());
    Scope {
        subject: parcel.is_some(),
        parcel,
        order: true,
        statuses: rule >= STATUS_RULES,
        negated: false,
        depth,
        vars: 0,
    }
}

/// A rule or group that stands before; an order's rule may not be given a parcel's.
fn given(dice: &mut Dice, plan: &Plan, rule: usize) -> Option<String> {
    let parcel = plan.subject_is_parcel[rule];
    let rules = (0..rule)
        .filter(|other| parcel || !plan.subject_is_parcel[*other])
        .map(|other| plan.paths[other].clone());
    let groups = plan
        .groups
        .iter()
        .filter(|(_, _, last, theirs)| *last < rule && (parcel || !theirs))
        .map(|(name, ..)| name.clone());
    let choices: Vec<String> = rules.chain(groups).collect();
    if choices.is_empty() || !dice.chance(1, 3) {
        return None;
    }
    let mut names = vec![choices[dice.below(choices.len())].clone()];
    if dice.chance(1, 3) {
        names.push(choices[dice.below(choices.len())].clone());
        names.dedup();
    }
    Some(format!("given {}", names.join(", ")))
}

/// A rule or group that comes after; a parcel's rule may not lift an order's.
fn lifts(dice: &mut Dice, plan: &Plan, rule: usize, group: Option<usize>) -> Option<String> {
    let parcel = plan.subject_is_parcel[rule];
    // Whether a status rule has effect may hang on nothing that asks for a status.
    let end = if rule < STATUS_RULES {
        STATUS_RULES.min(plan.paths.len())
    } else {
        plan.paths.len()
    };
    let rules = (rule + 1..end)
        .filter(|other| !parcel || plan.subject_is_parcel[*other])
        .map(|other| plan.paths[other].clone());
    let groups = plan.groups.iter().enumerate();
    let groups = groups.filter(|(index, (_, first, last, theirs))| {
        Some(*index) != group && *first > rule && *last < end && (!parcel || *theirs)
    });
    let choices: Vec<String> = rules
        .chain(groups.map(|(_, (name, ..))| name.clone()))
        .collect();
    if choices.is_empty() || !dice.chance(1, 2) {
        None
    } else {
        Some(format!("lifts {}", choices[dice.below(choices.len())]))
    }
}

fn one_rule(dice: &mut Dice, plan: &Plan, rule: usize, group: Option<usize>) -> Rule {
    let parcel = plan.subject_is_parcel[rule];
    let mut clauses = vec![format!("cites article {rule}")];
    if group.is_none() {
        clauses.push(if parcel {
            "for thing in order.parcels".to_owned()
        } else {
            "for order".to_owned()
        });
    }
    if dice.chance(5, 6) {
        let when = condition(dice, &scope(plan, rule, 3));
        if dice.chance(1, 6) {
            // One clause, for a variable is known after it was told.
            let fits = condition(
                dice,
                &Scope {
                    negated: true,
                    ..scope(plan, rule, 1)
                },
            );
            clauses.push(format!(
                "let fits{rule} = {fits}\n  when fits{rule} {} {when}",
                dice.pick(&["and", "or"])
            ));
        } else {
            clauses.push(format!("when {when}"));
        }
    }
    clauses.extend(given(dice, plan, rule));
    clauses.extend(lifts(dice, plan, rule, group));
    let subject = if parcel { "thing" } else { "order" };
    let status = if parcel { "marked" } else { "watched" };
    let permit = |dice: &mut Dice| {
        format!(
            "then {subject} is {}",
            dice.pick(&["leave", "barred", "watch"])
        )
    };
    let conduct = |dice: &mut Dice| format!("then {subject} is {}", dice.pick(&["noted", "grave"]));
    match dice.below(9) {
        4 => clauses.push(conduct(dice)),
        5 => clauses.extend([permit(dice), conduct(dice)]),
        6 | 7 if rule < STATUS_RULES => clauses.push(format!("then {subject} is {status}")),
        6 if parcel => clauses.push("gives hot_share(thing)".to_owned()),
        // Only a duty.
        7 => clauses.push("duty order.sender \"keeps papers\" by order.date".to_owned()),
        _ => clauses.push(permit(dice)),
    }
    if dice.chance(1, 4) {
        let due = dice.pick(&[
            "by order.date + 10 working days",
            "within 2 months of order.date",
            "by order.date + 10 working days + order.wait",
            "within order.wait of order.date",
            "by order.date",
        ]);
        clauses.push(format!("duty order.sender \"reports\" {due}"));
    }
    if dice.chance(1, 4) {
        clauses.push(format!("basis {}", dice.pick(&BASES)));
    }
    let window = if dice.chance(1, 3) {
        Some(window(dice, "2025-01-01"))
    } else {
        None
    };
    Rule {
        name: format!("r{rule}"),
        clauses,
        window,
    }
}

fn window(dice: &mut Dice, earliest: &str) -> Window {
    let from: Vec<&'static str> = DAYS_OF_LAW
        .iter()
        .copied()
        .filter(|day| *day >= earliest)
        .collect();
    let from = dice.pick(&from);
    let end = dice.chance(1, 3).then(|| {
        format!(
            "{} {}",
            dice.pick(&["through", "until"]),
            dice.pick(&["2025-11-01", "2025-10-15"])
        )
    });
    let cond = dice.chance(1, 4).then(|| {
        format!(
            "reading_{} reads {}",
            dice.pick(&["a", "b"]),
            dice.pick(&["wide", "narrow"])
        )
    });
    Window {
        from: Some(from),
        end,
        cond,
    }
}

/// What an instrument does to those before it, so that no circle arises.
fn actions(
    dice: &mut Dice,
    plan: &Plan,
    instrument: usize,
    first: usize,
    published: &str,
) -> Vec<Action> {
    let count = if first == 0 { 0 } else { dice.below(3) };
    (0..count)
        .map(|_| {
            let verb = dice.pick(&["suspends", "suspends", "repeals", "replaces"]);
            let groups: Vec<&String> = plan
                .groups
                .iter()
                .filter(|(_, _, last, _)| *last < first)
                .map(|(name, ..)| name)
                .collect();
            let (target, whole) = match dice.below(3) {
                0 => (plan.paths[dice.below(first)].clone(), false),
                1 if !groups.is_empty() => (groups[dice.below(groups.len())].clone(), false),
                _ => (
                    char::from(b'a' + u8::try_from(dice.below(instrument)).unwrap_or(0))
                        .to_string(),
                    true,
                ),
            };
            Action {
                verb,
                target,
                whole,
                window: window(dice, published),
            }
        })
        .collect()
}

impl Window {
    fn text(&self, timeless: bool) -> String {
        let from = if timeless {
            Some("1990-01-01")
        } else {
            self.from
        };
        let from = from.map(|from| format!(" from {from}"));
        let end = self.end.as_ref().map(|end| format!(" {end}"));
        let cond = self.cond.as_ref().map(|cond| format!(" if {cond}"));
        [from, end, cond].into_iter().flatten().collect()
    }
}

impl Rule {
    fn text(&self, dice: &mut Dice, style: Style, indent: &str) -> String {
        let mut clauses = self.clauses.clone();
        clauses.extend(
            self.window
                .iter()
                .map(|window| format!("in force{}", window.text(style.timeless))),
        );
        if style.shuffle.is_some() {
            dice.shuffle(&mut clauses);
        }
        let clauses: String = clauses
            .iter()
            .map(|clause| format!("{indent}  {clause}\n"))
            .collect();
        format!("{indent}rule {} {{\n{clauses}{indent}}}\n", self.name)
    }
}

impl Policy {
    /// Whether the law on the timeless policy is this policy's latent law: not where actions act on actions (struck out, a suspended
    /// repeal would come about), or where a replacement may be pending, or a window hangs on a question that has not arisen.
    pub fn latent_can_be_written(&self) -> bool {
        self.instruments
            .iter()
            .flat_map(|instrument| &instrument.actions)
            .all(|action| action.verb == "suspends" && !action.whole)
            && self.instruments.iter().all(|instrument| {
                instrument
                    .window
                    .as_ref()
                    .is_none_or(|window| window.cond.is_none())
            })
            && self.windows().all(|window| window.cond.is_none())
    }

    fn windows(&self) -> impl Iterator<Item = &Window> {
        self.instruments
            .iter()
            .flat_map(|instrument| &instrument.blocks)
            .flat_map(|block| match block {
                Block::Rule(rule) => rule.window.iter().collect::<Vec<_>>(),
                Block::Group { window, rules, .. } => window
                    .iter()
                    .chain(rules.iter().filter_map(|rule| rule.window.as_ref()))
                    .collect(),
            })
    }

    /// The folder: paths and texts.
    pub fn files(&self, style: Style) -> Vec<(String, String)> {
        let dice = &mut Dice::new(style.shuffle.unwrap_or(&[]));
        let mut shared = self.shared.clone();
        if style.shuffle.is_some() {
            dice.shuffle(&mut shared);
        }
        let prefix = if style.shuffle.is_some() { "z" } else { "" };
        let mut files = vec![
            ("base/shape.licit".to_owned(), SCHEMA.to_owned()),
            (format!("base/{prefix}lists.licit"), shared.join("\n\n")),
            ("base/lists/days.csv".to_owned(), DAYS.to_owned()),
        ];
        let mut names: Vec<char> = self
            .instruments
            .iter()
            .map(|instrument| instrument.name)
            .collect();
        dice.shuffle(&mut names);
        for (place, name) in names.iter().enumerate() {
            let Some(instrument) = self
                .instruments
                .iter()
                .find(|instrument| instrument.name == *name)
            else {
                continue;
            };
            files.push((
                format!("law/{prefix}{place}.licit"),
                self.instrument(instrument, dice, style),
            ));
        }
        files
    }

    fn instrument(&self, instrument: &Instrument, dice: &mut Dice, style: Style) -> String {
        let mut out = String::from("import base\n");
        for other in self
            .instruments
            .iter()
            .filter(|other| other.name != instrument.name)
        {
            let _ = writeln!(out, "import law.{}", other.name);
        }
        let mut clauses = vec![
            "authority \"Office\"".to_owned(),
            format!("number \"No. {}\"", instrument.name),
            "title \"Law\"".to_owned(),
            format!("published {}", instrument.published),
            "basis official".to_owned(),
        ];
        clauses.extend(
            instrument
                .window
                .iter()
                .map(|window| format!("in force{}", window.text(style.timeless))),
        );
        // Without a window it would begin when it is published.
        clauses.extend(
            (style.timeless && instrument.window.is_none())
                .then(|| "in force from 1990-01-01".to_owned()),
        );
        let kept = instrument.actions.iter().filter(|_| !style.timeless);
        clauses.extend(kept.map(|action| {
            format!(
                "{} {}{}",
                action.verb,
                action.target,
                action.window.text(false)
            )
        }));
        let mut blocks: Vec<String> = instrument
            .blocks
            .iter()
            .map(|block| block.text(dice, style))
            .collect();
        if style.shuffle.is_some() {
            dice.shuffle(&mut clauses);
            dice.shuffle(&mut blocks);
        }
        let _ = writeln!(
            out,
            "\ninstrument law.{} {{\n  {}\n}}\n",
            instrument.name,
            clauses.join("\n  ")
        );
        // A block may stand before the instrument as well as after it.
        out + &blocks.join("\n")
    }
}

impl Block {
    fn text(&self, dice: &mut Dice, style: Style) -> String {
        match self {
            Block::Rule(rule) => rule.text(dice, style, ""),
            Block::Group {
                name,
                head,
                window,
                rules,
            } => {
                let mut head = head.clone();
                head.extend(
                    window
                        .iter()
                        .map(|window| format!("in force{}", window.text(style.timeless))),
                );
                let mut rules: Vec<String> = rules
                    .iter()
                    .map(|rule| rule.text(dice, style, "  "))
                    .collect();
                if style.shuffle.is_some() {
                    dice.shuffle(&mut head);
                    dice.shuffle(&mut rules);
                }
                format!(
                    "group {name} {{\n  {}\n{}}}\n",
                    head.join("\n  "),
                    rules.concat()
                )
            }
        }
    }
}
