//! Coverage of an invented law: what small sets of scenarios show, and what they do not.

use std::collections::BTreeMap;

use licit::{Coverage, Workspace};

const LAW: &str = r#"
facts shipment : Shipment on date

scale export main { free  licence_required }

dimension Power { W  kW = 1000 W }

record Shipment { date : Date  relief : Bool = false  receiver : Party? = null  items : [Item]  rates : Rates = {} }
record Party { name : Text = ""  listed : Bool = false  owners : [Party] = [] }
record Item { kind : Kind = lamp  code : Code? = null  power : Power = 500 W  value : Money = 1 EUR  share : Share = 0%  parts : [Item] = [] }
enum Kind { lamp  horn  sail }

list annex from "annex.csv" { code : Code  power : Range of Power  limit : Money? }

instrument harbour.n3 {
  number     "Notice No. 3 of 2031"
  published  2031-01-10
  in force   from 2031-02-01
  cites      article 9
  provisions from "provisions.csv"
  omits      article 8 because "fees"
}
"#;

const PROVISIONS: &str = "\
instrument,provision,says
harbour.n3,article 1,Lamps.
harbour.n3,article 2,Horns.
harbour.n3,article 8 (1),Fees.
harbour.n3,article 9,In force from 1 February 2031.
harbour.n4,article 1,Of a notice that no file holds.
";

const ANNEX: &str = "\
code,power,limit
7L101,100 W to 1 kW,
7L102,> 2 kW,50 EUR
";

fn coverage(rules: &str, scenarios: &str) -> Coverage {
    let mut workspace = Workspace::new();
    workspace.add_file("law.licit", format!("{LAW}{rules}"));
    workspace.add_file("scenarios.licit", format!("import harbour.n3\n{scenarios}"));
    workspace.add_file("provisions.csv", PROVISIONS);
    workspace.add_file("annex.csv", ANNEX);
    let policy = workspace
        .check()
        .unwrap_or_else(|told| panic!("{}", told.render(false)));
    let (results, coverage) = policy.coverage(&|_| true);
    assert_eq!(results.failed(), 0, "{}", results.text(false));
    coverage
}

/// Conditions by their text: `T` and `F` where they were so and mattered, small letters where they only were.
fn conditions(coverage: &Coverage) -> BTreeMap<&str, String> {
    let told = |count: u64, matters: bool, big: char, small: char| match (count, matters) {
        (0, false) => '-',
        (_, true) => big,
        _ => small,
    };
    let all = coverage.conditions.iter().map(|one| {
        let held = told(one.held, one.held_matters, 'T', 't');
        let failed = told(one.failed, one.failed_matters, 'F', 'f');
        (one.text.as_str(), format!("{held}{failed}"))
    });
    all.collect()
}

/// Thresholds as `limit: sides`, `<`, `=`, `>`; `.` where there is nothing below.
fn thresholds(coverage: &Coverage) -> Vec<String> {
    let all = coverage.thresholds.iter().map(|one| {
        let below = match one.below {
            None => ".",
            Some(true) => "<",
            Some(false) => "",
        };
        let on = if one.on { "=" } else { "" };
        let above = if one.above { ">" } else { "" };
        format!("{}: {below}{on}{above}", one.limit)
    });
    all.collect()
}

#[test]
fn a_condition_matters_where_turning_it_round_changes_the_whole() {
    let rules = r#"
rule lamps {
  cites article 1
  for   item in shipment.items where item.kind = lamp
  when  (item.power >= 500 W or shipment.relief)
   and  item.value > 10 EUR
  then  item is licence_required
}
"#;
    let one = coverage(
        rules,
        r#"
scenario "all true" {
  facts { date: 2031-03-01, items: [{ value: 11 EUR }] }
  expect licence_required
}
"#,
    );
    let expected = BTreeMap::from([
        ("item.kind = lamp", "T-".to_owned()),
        ("item.power >= 500 W", "T-".to_owned()),
        ("item.value > 10 EUR", "T-".to_owned()),
        ("shipment.relief", "--".to_owned()),
    ]);
    assert_eq!(conditions(&one), expected);

    let two = coverage(
        rules,
        r#"
scenario "two false" {
  facts { date: 2031-03-01, items: [{ kind: horn, value: 9 EUR }] }
  expect free
}
scenario "only the power" {
  facts { date: 2031-03-01, items: [{ value: 11 EUR, power: 499 W }] }
  expect free
}
"#,
    );
    // A horn for 9 EUR is free for two reasons, so neither is shown to be enough.
    let expected = BTreeMap::from([
        ("item.kind = lamp", "tf".to_owned()),
        ("item.power >= 500 W", "-F".to_owned()),
        ("item.value > 10 EUR", "--".to_owned()),
        ("shipment.relief", "-F".to_owned()),
    ]);
    assert_eq!(conditions(&two), expected);
    assert_eq!(thresholds(&one), ["500 W: =", "10 EUR: >"]);
    assert_eq!(thresholds(&two), ["500 W: <", "10 EUR: "]);
}

#[test]
fn lets_defines_and_quantifiers_are_wholes_of_their_own() {
    let rules = r#"
define strong(item: Item, limit: Power) -> Bool = item.power > limit
define owned(party: Party) -> Bool =
  party.listed or any owner in party.owners has owned(owner)

rule lamps {
  cites article 1
  for   item in shipment.items
  let   dear = item.value >= 100 EUR or item.share > 0%
  let   least = 2 kW
  when  strong(item, 1 kW) and (dear or item.power >= least)
  then  item is licence_required
}

rule receivers {
  cites article 2
  when  shipment.receiver != null and owned(shipment.receiver)
  then  shipment is licence_required
}
"#;
    let shown = coverage(
        rules,
        r#"
scenario "items" {
  facts { date: 2031-03-01, items: [{ power: 1 kW }] }
  cases items[0].power, items[0].value, items[0].share
  when  1 kW,   100 EUR, 0%    expect free
  when  1.1 kW, 100 EUR, 0%    expect licence_required
  when  1.1 kW, 99 EUR,  0%    expect free
  when  1.1 kW, 99 EUR,  0.1%  expect licence_required
  when  2 kW,   99 EUR,  0%    expect licence_required
}
scenario "receivers" {
  facts { date: 2031-03-01, items: [] }
  cases receiver
  when  null                                         expect free
  when  { listed: true }                             expect licence_required
  when  { owners: [{ listed: true }] }               expect licence_required
  when  { owners: [{ listed: false }] }              expect free
}
"#,
    );
    let expected = BTreeMap::from([
        ("item.power > limit", "TF"),
        ("strong(item, 1 kW)", "TF"),
        ("item.value >= 100 EUR", "TF"),
        ("item.share > 0%", "TF"),
        ("item.power >= least", "TF"),
        ("shipment.receiver != null", "TF"),
        ("owned(shipment.receiver)", "TF"),
        ("party.listed", "TF"),
        ("any owner in party.owners has owned(owner)", "TF"),
        ("owned(owner)", "TF"),
    ]);
    let told = conditions(&shown);
    let told: BTreeMap<&str, &str> = told.iter().map(|(a, b)| (*a, b.as_str())).collect();
    assert_eq!(told, expected);
    // In the order of the text: `100 EUR`, `0%`, `2 kW` of the lets, then the `1 kW` that the define is handed.
    assert_eq!(
        thresholds(&shown),
        ["100 EUR: <=", "0%: .=>", "2 kW: <=", "1 kW: =>"]
    );
}

#[test]
fn cells_are_thresholds_where_the_row_is_asked() {
    let rules = r#"
rule listed {
  cites article 1
  for   item in shipment.items
  when  any row in annex has (item.code within row.code and item.power in row.power
                              and (row.limit = null or item.value >= row.limit))
  then  item is licence_required
}
"#;
    let shown = coverage(
        rules,
        r#"
scenario "annex" {
  facts { date: 2031-03-01, items: [{ code: 7L101 }] }
  cases items[0].code, items[0].power, items[0].value
  when  7L101,         100 W,          1 EUR    expect licence_required
  when  7L101,         99 W,           1 EUR    expect free
  when  7L102,         2 kW,           60 EUR   expect free
  when  7L102,         3 kW,           50 EUR   expect licence_required
  when  7L102,         3 kW,           49 EUR   expect free
}
"#,
    );
    // Of the row 7L101 its ends; of the row 7L102 its lower end and its limit. What is asked of one row counts for that row alone.
    assert_eq!(
        thresholds(&shown),
        ["100 W: <=", "1 kW: <", "2 kW: =>", "50 EUR: <="]
    );
}

#[test]
fn rules_count_in_force_and_provisions_by_citation() {
    let rules = r#"
rule lamps {
  cites article 1
  when  shipment.relief
  then  shipment is licence_required
}
rule idle {
  cites article 1
  for   item in shipment.items
  when  item.kind = sail
  then  item is licence_required
}
"#;
    let shown = coverage(
        rules,
        r#"
scenario "before the notice is in force" {
  on 2031-01-31
  facts { date: 2031-03-01, relief: true, items: [] }
  expect free
}
scenario "after" {
  facts { date: 2031-03-01, relief: true, items: [{}] }
  expect licence_required
}
"#,
    );
    let rules: Vec<(&str, u64, u64)> = shown
        .rules
        .iter()
        .map(|one| (one.rule.as_str(), one.effective, one.without))
        .collect();
    assert_eq!(
        rules,
        [("harbour.n3.idle", 0, 1), ("harbour.n3.lamps", 1, 1)]
    );
    // On the eve nothing of the rule is asked.
    assert_eq!(conditions(&shown)["shipment.relief"], "T-");
    assert_eq!(shown.provision_total().covered, 3);
    assert_eq!(shown.provision_total().all, 5);
    insta::assert_snapshot!("report", shown.text(false));
    insta::assert_snapshot!("trace", shown.lcov());
}

#[test]
fn what_is_latent_counts_where_a_case_expects_it() {
    let rules = r#"
rule lamps {
  cites article 1
  when  shipment.relief
  then  shipment is licence_required
}
"#;
    let case = |latent: &str| {
        format!(
            "scenario \"eve\" {{ on 2031-01-31 known 2031-01-31 facts {{ date: 2031-01-31, relief: true, items: [] }} expect free {latent} }}"
        )
    };
    let told = coverage(rules, &case(""));
    assert_eq!(conditions(&told)["shipment.relief"], "--");
    let told = coverage(rules, &case("latent licence_required"));
    assert_eq!(conditions(&told)["shipment.relief"], "T-");
    assert_eq!((told.rules[0].effective, told.rules[0].without), (0, 1));
}

#[test]
fn rules_of_a_group_share_what_is_written_once() {
    let rules = r#"
group art1 {
  for  item in shipment.items
  when item.power >= 500 W
  rule lamps { cites article 1  when item.kind = lamp  then item is licence_required }
  rule horns { cites article 2  when item.kind = horn  then item is licence_required }
}
"#;
    let shown = coverage(
        rules,
        r#"
scenario "kinds" {
  facts { date: 2031-03-01, items: [{}] }
  cases items[0].kind, items[0].power
  when  lamp, 500 W  expect licence_required
  when  sail, 500 W  expect free
  when  horn, 499 W  expect free
}
"#,
    );
    let expected = BTreeMap::from([
        ("item.power >= 500 W", "TF".to_owned()),
        ("item.kind = lamp", "TF".to_owned()),
        ("item.kind = horn", "-F".to_owned()),
    ]);
    assert_eq!(conditions(&shown), expected);
    let shared = shown
        .conditions
        .iter()
        .find(|one| one.text.contains("500 W"));
    assert_eq!(shared.map(|one| one.of.as_str()), Some("harbour.n3.art1"));
    assert_eq!(thresholds(&shown), ["500 W: <="]);
}

#[test]
fn the_filter_chooses_what_is_counted_and_not_what_is_run() {
    let mut workspace = Workspace::new();
    workspace.add_file(
        "law.licit",
        format!("{LAW}rule lamps {{ cites article 1  when shipment.relief  then shipment is licence_required }}"),
    );
    workspace.add_file("provisions.csv", PROVISIONS);
    workspace.add_file("annex.csv", ANNEX);
    workspace.add_file(
        "scenarios.licit",
        "scenario \"s\" { facts { date: 2031-03-01, relief: true, items: [] } expect licence_required }",
    );
    let policy = workspace.check().expect("sound");
    let (results, law) = policy.coverage(&|file| file == "law.licit");
    assert_eq!((results.cases.len(), law.rules[0].effective), (1, 1));
    let (_, none) = policy.coverage(&|file| file == "scenarios.licit");
    assert!(none.rules.is_empty() && none.conditions.is_empty() && none.instruments.is_empty());
}

#[test]
fn readings_statuses_and_branches() {
    let rules = r#"
status marked of Item "marked"

question horns "Are horns lamps?" {
  cites   article 2
  reading no_lamps "they are not" (default)
  reading lamps    "they are"
}

define lit(item: Item) -> Bool =
  if item.kind = lamp then item.power >= 500 W else horns reads lamps

rule marks {
  cites article 1
  for   item in shipment.items
  when  any part in item.parts has part.kind = sail
  then  item is marked
}

rule licence {
  cites article 1
  for   item in shipment.items
  when  lit(item) and item is not marked
  then  item is licence_required
}

rule relief {
  cites article 2
  for   item in shipment.items
  lifts licence
  when  shipment.relief
  then  item is free
}
"#;
    let shown = coverage(
        rules,
        r#"
scenario "lamps and horns" {
  facts { date: 2031-03-01, items: [{ kind: lamp, power: 500 W }] }
  cases items[0].kind, items[0].power, items[0].parts,     relief
  when  lamp,          500 W,          [],                 false   expect licence_required
  when  lamp,          500 W,          [{ kind: sail }],   false   expect free
  when  lamp,          499 W,          [{ kind: horn }],   false   expect free
  when  horn,          499 W,          [],                 true    expect free
}
scenario "horns as lamps" {
  facts   { date: 2031-03-01, relief: true, items: [{ kind: horn, power: 499 W }] }
  reading horns lamps
  expect  free because relief
}
"#,
    );
    let told = conditions(&shown);
    let told: BTreeMap<&str, &str> = told.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let expected = BTreeMap::from([
        ("item.kind = lamp", "TF"),
        ("item.power >= 500 W", "TF"),
        ("horns reads lamps", "TF"),
        ("lit(item)", "TF"),
        ("item is not marked", "TF"),
        ("any part in item.parts has part.kind = sail", "TF"),
        ("part.kind = sail", "TF"),
        ("shipment.relief", "TF"),
    ]);
    assert_eq!(told, expected);
    let effects: Vec<(&str, u64, u64)> = shown
        .rules
        .iter()
        .map(|one| (one.rule.as_str(), one.effective, one.without))
        .collect();
    // Of relief, effect is lifting what would stand otherwise: in the last case only.
    let expected = [
        ("harbour.n3.licence", 1, 4),
        ("harbour.n3.marks", 1, 4),
        ("harbour.n3.relief", 1, 4),
    ];
    assert_eq!(effects, expected);
}
