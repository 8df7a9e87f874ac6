//! What the program of a sound folder holds.

use super::{Checked, check, check_files, render, split};
use crate::ir::{
    ActionVerb, Basis, Conclusion, Const, Encoder, Expectation, LocalKind, Program, ScenarioFacts,
    Subject, Target,
};
use crate::value::Code;

const BASE: &str = r#"//// base.licit
facts shipment : Shipment on date
scale licensing main { free  exempt  needed }
scale conduct { fine  foul }
record Shipment { date : Date  origin : Country  sender : Party  items : [Item]  rates : Rates = {} }
record Party { name : Text  country : Country  seat : Country = country }
record Item {
  code : Code?  value : Money  kind : Kind  parts : [Item]  weight : Mass
  ensure sum(part.value for part in parts) <= value "the parts are worth more than the whole"
}
enum Kind { tool  toy }
dimension Mass { g  kg = 1000 g  t = 1000 kg }
status watched of Item "watched" zh "关注"
"#;

fn sound(more: &str) -> (Program, Checked) {
    let checked = check(&format!("{BASE}{more}"));
    let told = render(&checked);
    let Some(program) = checked.program.clone() else {
        panic!("not sound:\n{told}")
    };
    (program, checked)
}

const OFFICE: &str = r#"//// office.licit
import base
instrument office.n1 "An order" {
  authority "The Office" zh "办公室"
  number "No. 1"
  published 2030-01-01
  in force from 2030-02-01 through 2039-12-31
  basis official "the gazette"
}
group art1 {
  for item in shipment.items where item.kind = tool
  let heavy = item.weight >= 2 kg
  when heavy
  rule second { cites article 1 (2)  given first  then item is needed  in force from 2030-03-01 }
  rule first { cites article 1 (1)  when any part in item.parts has part.kind = toy  then item is watched }
}
rule relief { cites article 2  for item in shipment.items  lifts art1  then item is exempt  then item is fine }
rule paper {
  cites article 3
  gives shipment.items[0].weight
  duty shipment.sender "reports" within 2 weeks of shipment.date done shipment.date
}
"#;

#[test]
fn groups_are_spread_out_and_share_their_expressions() {
    let (program, _) = sound(&OFFICE.replace("  gives shipment.items[0].weight\n", ""));
    let names: Vec<&str> = program.rules.iter().map(|r| r.full_name.as_str()).collect();
    assert_eq!(
        names,
        [
            "office.n1.art1.first",
            "office.n1.art1.second",
            "office.n1.paper",
            "office.n1.relief"
        ]
    );
    let [first, second, paper, relief] = program.rules.as_slice() else {
        panic!("four rules")
    };
    assert_eq!(first.when.len(), 3);
    assert_eq!(second.when.len(), 2);
    assert_eq!(first.when.get(..2), second.when.get(..2));
    assert_eq!(first.subject, second.subject);
    assert!(matches!(first.subject, Subject::Each(field) if field.index() == 3));
    let kinds: Vec<(&str, bool)> = first
        .locals
        .iter()
        .map(|l| (l.name.as_str(), matches!(l.kind, LocalKind::Let(_))))
        .collect();
    assert_eq!(kinds, [("item", false), ("heavy", true), ("part", false)]);
    assert_eq!(second.given, vec![vec![crate::ir::RuleId(0)]]);
    assert_eq!(
        relief.lifts,
        vec![crate::ir::RuleId(0), crate::ir::RuleId(1)]
    );
    assert_eq!(first.lifted_by, vec![crate::ir::RuleId(3)]);
    assert_eq!(
        paper.locals.first().map(|l| l.name.as_str()),
        Some("shipment")
    );
    assert_eq!(relief.then.len(), 2);
    assert!(matches!(first.then.as_slice(), [Conclusion::Status(_)]));
    assert_eq!(
        program.statuses.first().map(|s| s.rules.clone()),
        Some(vec![crate::ir::RuleId(0)])
    );
    let place = |id: u32| program.order.iter().position(|r| r.0 == id);
    assert!(place(3) < place(0) && place(0) < place(1));
    let duty = paper.duties.first().expect("a duty");
    assert!(matches!(&duty.who, crate::ir::Owner::Party(_, word) if word == "sender"));
    let within = duty.due.and_then(|due| due.within).unwrap();
    assert!(
        matches!(&program.expr(within).kind, crate::ir::ExprKind::Const(Const::Period(p)) if p.count == 2)
    );
}

#[test]
fn windows_take_each_end_from_the_innermost_clause_that_names_it() {
    let (program, _) = sound(
        r#"//// office.licit
import base
instrument office.n1 { number "No. 1"  published 2030-01-01  in force from 2030-02-01 through 2039-12-31 }
question q "?" { reading early "a" (default)  reading late "b" }
question p "?" { reading short "a" (default)  reading long "b" }
rule plain { cites 1  then shipment is needed }
rule own { cites 2  in force from 2031-01-01  then shipment is needed }
group g {
  in force until 2035-01-01
  rule inner { cites 3  in force from 2031-01-01 if q reads early  in force from 2032-01-01 if q reads late  then shipment is needed }
}
group h {
  in force through 2033-12-31 if p reads short
  in force through 2036-12-31 if p reads long
  rule inner { cites 4  in force from 2031-01-01 if q reads early  in force from 2035-01-01 if q reads late  then shipment is needed }
}
//// bare.licit
import base
instrument bare.n2 {
  number "No. 2"  published 2031-05-05
  suspends office.n1.g, office.n1.own from 2032-01-01
  replaces office.n1
}
rule r { cites 1  then shipment is needed }
"#,
    );
    let days = |name: &str| -> Vec<String> {
        let rule = program
            .rules
            .iter()
            .find(|r| r.full_name.ends_with(name))
            .expect("a rule");
        rule.windows
            .iter()
            .map(|w| {
                format!(
                    "{} {} {}",
                    w.from,
                    w.last.map_or_else(|| "-".to_owned(), |d| d.to_string()),
                    w.conds.len()
                )
            })
            .collect()
    };
    assert_eq!(days("n1.plain"), ["2030-02-01 2039-12-31 0"]);
    assert_eq!(days("n1.own"), ["2031-01-01 2039-12-31 0"]);
    assert_eq!(
        days("g.inner"),
        ["2031-01-01 2034-12-31 1", "2032-01-01 2034-12-31 1"]
    );
    // Late and short contradict each other: that combination is never in force.
    assert_eq!(
        days("h.inner"),
        [
            "2031-01-01 2033-12-31 2",
            "2031-01-01 2036-12-31 2",
            "2035-01-01 2036-12-31 2"
        ]
    );
    assert_eq!(days("n2.r"), ["2031-05-05 - 0"]);
    let verbs: Vec<(ActionVerb, usize)> = program
        .actions
        .iter()
        .map(|a| (a.verb, a.targets.len()))
        .collect();
    assert_eq!(
        verbs,
        [(ActionVerb::Suspends, 2), (ActionVerb::Replaces, 1)]
    );
    assert!(matches!(
        program.actions.first().map(|a| a.targets.as_slice()),
        Some([Target::Group(_), Target::Rule(_)])
    ));
}

#[test]
fn rows_are_values_with_days_and_basis() {
    let (program, checked) = sound(
        "//// lists.licit\nimport base\nlist parts from \"lists/parts.csv\" { code : Code  name : Text  kinds : {Kind}  size : Range of Mass  like : Code? }\n\
         list written { code : Code  weight : Mass  | 1A234.b | 2 kg | | a.b | 3 g | }\n\
         //// lists/parts.csv\ncode,name,name_zh,kinds,size,like,basis,published,from,until\n\
         1A234,\"a, b\",甲,tool;toy,1 kg to 2 t,,reported,2030-01-02,2030-01-03,2031-01-01\nx.y,z,,,,x,,,,\n",
    );
    let list = program
        .lists
        .iter()
        .find(|l| l.full_name == "lists.parts")
        .expect("the list");
    let row = list.rows.first().expect("a row");
    assert_eq!(
        row.cells.first(),
        Code::parse("1A234").ok().map(Const::Code).as_ref()
    );
    assert_eq!(row.cells.get(1), Some(&Const::Text("a, b".into())));
    assert_eq!(row.zh.get(1), Some(&Some("甲".to_owned())));
    assert_eq!(
        row.cells.get(2),
        Some(&Const::Set(vec![Const::Choice(0), Const::Choice(1)]))
    );
    assert_eq!(row.cells.get(4), Some(&Const::Null));
    assert_eq!(row.basis, Some(Basis::Reported));
    let shown = |d: Option<crate::value::Day>| d.map(|d| d.to_string());
    assert_eq!(
        (
            shown(row.published).as_deref(),
            shown(row.from).as_deref(),
            shown(row.last).as_deref()
        ),
        (Some("2030-01-02"), Some("2030-01-03"), Some("2030-12-31"))
    );
    assert_eq!(
        list.rows.get(1).and_then(|r| r.cells.get(3)),
        Some(&Const::AnyRange)
    );
    assert_eq!(
        checked.sources.slice(row.span).split(',').next(),
        Some("1A234")
    );
    let codes: Vec<&str> = program.codes.iter().map(Code::as_str).collect();
    assert_eq!(codes, ["1A234", "1A234.b", "a.b", "x", "x.y"]);
}

#[test]
fn scenarios_hold_the_json_that_a_fact_file_would() {
    let (program, _) = sound(&format!(
        "{}//// s.licit\nimport office.n1 as n1\nscenario \"all\" {{\n  facts \"facts/a.json\"\n  on 2030-05-01\n\
           with items[0].value = 400.50 EUR\n  with items[0].weight = 3 kg\n  with items[1] = items[0]\n  with items[1].code = a.b.c\n\
           with sender = {{ name: \"A\", country: DE, seat: unknown }}\n  with items[0].parts = {{ known: [{{ kind: toy }}], complete: false }}\n\
           cases on, items[0].kind, shipment.origin\n\
           when 2030-01-01, tool, BR  expect needed because n1.art1\n  when 2030-01-02, unknown, null  expect free to needed missing items[0].kind  without duty n1.paper\n}}\n\
         //// facts/a.json\n{{ \"date\": \"2030-01-01\", \"items\": [ {{ \"kind\": \"toy\", \"code\": \"x\" }} ] }}\n",
        OFFICE.replace("  gives shipment.items[0].weight\n", "")
    ));
    let scenario = program.scenarios.first().expect("a scenario");
    assert!(matches!(&scenario.facts, ScenarioFacts::File(path, _, _) if path == "facts/a.json"));
    let [one, two] = scenario.cases.as_slice() else {
        panic!("two cases")
    };
    let with: Vec<String> = one
        .with
        .iter()
        .map(|(p, v, _)| {
            format!(
                "{p} = {}",
                v.as_ref()
                    .map_or_else(|| "unknown".to_owned(), ToString::to_string)
            )
        })
        .collect();
    assert_eq!(
        with,
        [
            r#"items[0].value = {"amount":"400.50","currency":"EUR"}"#,
            r#"items[0].weight = "3 kg""#,
            r#"items[1] = {"kind":"toy","code":"x","value":{"amount":"400.50","currency":"EUR"},"weight":"3 kg"}"#,
            r#"items[1].code = "a.b.c""#,
            r#"sender = {"name":"A","country":"DE"}"#,
            "sender.seat = unknown",
            r#"items[0].parts = {"known":[{"kind":"toy"}],"complete":false}"#,
            r#"items[0].kind = "tool""#,
            r#"origin = "BR""#,
        ]
    );
    assert_eq!(one.on.map(|d| d.to_string()).as_deref(), Some("2030-01-01"));
    assert!(
        matches!(one.expect.as_slice(), [Expectation::Outcome { because, from: 2, to: 2, .. }] if because.iter().flatten().count() == 2)
    );
    assert_eq!(two.expect.len(), 3);
    assert_eq!(two.with.iter().filter(|(_, v, _)| v.is_none()).count(), 2);
}

#[test]
fn schema_knows_units_defaults_and_bounds() {
    let (program, _) = sound("");
    let units: Vec<String> = program
        .dimensions
        .iter()
        .flat_map(|d| &d.units)
        .map(|u| format!("{} {}", u.name, u.factor))
        .collect();
    assert_eq!(units, ["g 1", "kg 1000", "t 1000000"]);
    let item = program
        .records
        .iter()
        .find(|r| r.name == "Item")
        .expect("items");
    assert!(item.ensures.first().is_some_and(|e| {
        e.bound
            .is_some_and(|b| b.list.index() == 3 && b.field.index() == 1)
    }));
    let party = program
        .records
        .iter()
        .find(|r| r.name == "Party")
        .expect("parties");
    assert_eq!(
        party
            .fields
            .iter()
            .map(|f| f.default.is_some())
            .collect::<Vec<_>>(),
        [false, false, true]
    );
    assert_eq!(program.facts.rates.map(|f| f.index()), Some(4));
}

#[test]
fn the_order_of_files_changes_nothing() {
    let text = format!(
        "{BASE}{}//// z.licit\nimport base\nextend record Item {{ colour : Text }}\n//// y.licit\nimport base\nextend record Item {{ size : Int }}\n",
        OFFICE.replace("  gives shipment.items[0].weight\n", "")
    );
    let mut files = split(&text);
    let shape = |checked: &Checked| {
        let program = checked.program.as_ref().expect("sound");
        let rules: Vec<String> = program
            .rules
            .iter()
            .map(|r| format!("{} {:?} {:?} {:?}", r.full_name, r.when, r.given, r.lifts))
            .collect();
        let fields: Vec<&str> = program
            .records
            .iter()
            .flat_map(|r| &r.fields)
            .map(|f| f.name.as_str())
            .collect();
        let kinds: Vec<String> = program
            .exprs
            .iter()
            .map(|e| format!("{:?} {:?}", e.kind, e.ty))
            .collect();
        format!("{rules:#?} {fields:?} {kinds:#?} {:?}", program.order)
    };
    let forwards = shape(&check_files(&files));
    files.reverse();
    assert_eq!(forwards, shape(&check_files(&files)));
}

#[test]
fn files_that_are_no_text_are_told() {
    use crate::resolve::Folder;
    let (mut sources, mut sink) = (crate::source::SourceMap::new(), crate::diag::Sink::new());
    let mut folder = Folder::new("policies");
    let text = "list l from \"l.csv\" { code : Code }\n";
    let id = sources.add("policies/l.licit", text);
    folder.add_policy(id, "l.licit");
    folder.add_other("l.csv", None);
    let tree = crate::syntax::parse(id, text, &mut sink);
    assert!(crate::check::check(&[tree], &mut sources, &folder, &mut sink).is_none());
    assert!(sink.iter().any(|d| d.code == "file-not-text"));
}

#[test]
fn thousands_of_rules_hang_on_one_another() {
    let mut text = format!(
        "{BASE}//// office.licit\nimport base\ninstrument office.n1 {{ number \"No. 1\"  published 2030-01-01 }}\nrule r0 {{ cites 1  then shipment is needed }}\n"
    );
    for i in 1..3000 {
        text.push_str(&format!(
            "rule r{i} {{ cites 1  given r{}  then shipment is needed }}\n",
            i - 1
        ));
    }
    let checked = check(&text);
    assert_eq!(checked.program.map(|p| p.order.len()), Some(3000));
}

#[test]
fn provisions_know_what_encodes_them() {
    let (program, _) = sound(
        r#"
//// n3.licit
import base, n4
instrument n3 {
  number "3"  published 2031-01-10
  in force from 2031-01-10  cites article 5
  suspends n4  cites article 6
  provisions from "text.csv"
  omits article 2 because "fees"
  omits article 1 (3) because "forms"
}
group art1 {
  cites article 1
  rule a { cites article 1 (1)  when shipment.origin = IS  then shipment is needed }
  rule b { when shipment.origin != IS  then shipment is needed }
}
group art4 {
  cites article 4
  rule c { cites article 4 case 1  when shipment.origin = IS  then shipment is needed }
}
question q "?" { cites article 7, n4 article 1  reading x "x" (default)  reading y "y" }
//// n4.licit
instrument n4 { number "4"  published 2031-01-10  provisions from "text.csv" }
//// text.csv
instrument,provision,says
n3,article 1,All lamps.
n3,article 1 (1),Lamps.
n3,article 1 (2),Torches.
n3,article 1 (3),Forms.
n3,article 2,Fees.
n3,article 2 (1),High fees.
n3,article 4,Others.
n3,article 5,Dates.
n3,article 6,Suspension.
n3,article 7,Unclear.
n4,article 1,Unclear too.
n12,article 1,Of no file.
"#,
    );
    let of = |name: &str| {
        let instrument = program.instruments.iter().find(|i| i.full_name == name);
        instrument
            .and_then(|i| i.provisions.as_ref())
            .expect("it has a table")
    };
    let by: Vec<String> = of("n3")
        .iter()
        .map(|p| {
            let names = p.encoded_by.iter().map(|by| match by {
                Encoder::Rule(id) => program.rule(*id).full_name.clone(),
                Encoder::Group(id) => program.group(*id).full_name.clone(),
                Encoder::Question(id) => program.question(*id).full_name.clone(),
                Encoder::Action(_) => "action".to_owned(),
                Encoder::Instrument(_) => "dates".to_owned(),
                Encoder::List(_) => "list".to_owned(),
            });
            let names: Vec<String> = names.collect();
            format!("{}: {} {:?}", p.reference.en, names.join(", "), p.left_out)
        })
        .collect();
    let expected = [
        "article 1: n3.art1.a, n3.art1.b None",
        "article 1 (1): n3.art1.a None",
        "article 1 (2):  None",
        "article 1 (3):  Some(1)",
        "article 2:  Some(0)",
        "article 2 (1):  Some(0)",
        "article 4: n3.art4.c, n3.art4 None",
        "article 5: dates None",
        "article 6: action None",
        "article 7: n3.q None",
    ];
    assert_eq!(by, expected);
    assert_eq!(
        of("n4")[0].encoded_by,
        [Encoder::Question(crate::ir::QuestionId(0))]
    );
    let unread: Vec<&str> = program
        .unread_provisions
        .iter()
        .map(|p| p.instrument.as_str())
        .collect();
    assert_eq!(unread, ["n12"]);
}
