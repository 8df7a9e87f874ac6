//! The JSON Schema of the facts against the reader: what one accepts, the other does, as far as JSON Schema can say it.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use licit::{Language, Options, Policy, Workspace};
use proptest::prelude::*;
use serde_json::{Value, json};

const HARBOUR: &str = r#"
facts order : Order on date

scale export main { free  barred }

dimension Length { nm  um = 1000 nm }
dimension Heat { °C }

enum Colour { red "as blood" zh "红"  dark_blue }

/// What is sent.
record Order "order" zh "订单" {
  id      : Text = ""                              // its own name
  date    : Date
  sent    : Date = date
  from    : Country = IS  "where it leaves" zh "出发地"
  to      : Country?
  urgent  : Bool = false
  price   : Money = 0 EUR
  crates  : [Crate]
  colours : {Colour} = { red }
  codes   : {Code} = {}
  rates   : Rates = {}
}

record Crate {
  pieces : Int
  weight : Decimal = 1.50
  share  : Share = 0.1%
  length : Length = 14 um if pieces > 1
  heat   : Heat? = null
  colour : Colour = red
  code   : Code?
  held   : Period = 3 working days
  notes  : [Text] = []
  price  : Money
  inside : [Crate]
  ensure sum(part.price for part in inside) <= price "its parts are worth more" zh "部件价值超过整体"
}

calendar days main { weekend saturday, sunday  changes from "days.csv" }
"#;

fn harbour() -> Policy {
    let mut workspace = Workspace::new();
    workspace.add_file("harbour.licit", HARBOUR);
    workspace.add_file("days.csv", "date,day,basis\n2031-01-01,closed,official\n");
    workspace
        .check()
        .unwrap_or_else(|d| panic!("{}", d.render(false)))
}

fn validator(policy: &Policy) -> Validator {
    let schema = policy.schema(Language::En);
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The codes of what the reader refuses; `ensure`s are no matter of the form.
fn refused(policy: &Policy, facts: &str) -> Vec<String> {
    let options = Options::new().on("2031-03-01").assume_nothing();
    match policy.decide(facts, &options) {
        Ok(_) => Vec::new(),
        Err(all) => all
            .iter()
            .map(|d| d.code.to_string())
            .filter(|code| code.starts_with("facts-"))
            .collect(),
    }
}

/// A crate with one field.
fn crated(field: &str, value: &str) -> String {
    format!(r#"{{"crates": [{{"{field}": {value}}}]}}"#)
}

fn accepts(schema: &Validator, facts: &str) -> bool {
    schema.is_valid(&serde_json::from_str(facts).expect("JSON"))
}

/// Fields of a crate, values that both accept, and values that both refuse.
const CRATE: &[(&str, &[&str], &[&str])] = &[
    (
        "pieces",
        &[
            "3",
            "-3",
            "3.0",
            "1e3",
            r#""3""#,
            r#""3.00""#,
            r#"{"at_least": 3}"#,
            r#"{"at_least": "1", "at_most": 2}"#,
        ],
        &[
            "3.5",
            r#""3.5""#,
            r#""three""#,
            "true",
            "null",
            "{}",
            "[]",
            r#"{"least": 3}"#,
            r#"{"at_least": null}"#,
        ],
    ),
    (
        "weight",
        &[
            "3.25",
            r#""3.25""#,
            r#""+1""#,
            r#""1e-3""#,
            r#"{"at_most": 3}"#,
        ],
        &[
            r#""1,5""#,
            r#"".5""#,
            r#""5.""#,
            r#""""#,
            r#""1/3""#,
            "null",
            r#"" 1""#,
            r#"{"at_most": "x"}"#,
        ],
    ),
    (
        "share",
        &[
            r#""30%""#,
            r#""0.1 %""#,
            r#""100%""#,
            r#""100.0%""#,
            r#""0%""#,
            r#""-0%""#,
            r#""80 ppm""#,
            r#""1000000ppm""#,
            r#""30％""#,
            r#"{"at_most": "30%"}"#,
        ],
        &[
            "0.3",
            r#""30""#,
            r#""101%""#,
            r#""100.1%""#,
            r#""-1%""#,
            r#""1000001 ppm""#,
            r#""30 percent""#,
            r#"{"at_most": 30}"#,
        ],
    ),
    (
        "length",
        &[
            r#""14 nm""#,
            r#""14um""#,
            r#""-1.5 nm""#,
            r#"{"at_least": "5 nm", "at_most": "14 um"}"#,
        ],
        &[
            "14",
            r#""14""#,
            r#""14 m""#,
            r#""14 °C""#,
            r#""nm""#,
            r#""1,4 nm""#,
            r#"{"at_least": 5}"#,
        ],
    ),
    (
        "heat",
        &["null", r#""-40.0 °C""#],
        &[r#""-40 C""#, r#"{"at_least": null}"#],
    ),
    (
        "colour",
        &[
            r#""red""#,
            r#""dark_blue""#,
            r#"{"one_of": ["red", "dark_blue"]}"#,
        ],
        &[
            r#""blue""#,
            r#"{"one_of": []}"#,
            r#"{"one_of": ["blue"]}"#,
            r#"{"one_of": "red"}"#,
            "1",
            "{}",
        ],
    ),
    (
        "code",
        &["null", r#""1A001""#, r#""a.b-c.d_1""#, r#""锂.1""#],
        &[
            r#""1A001.""#,
            r#"".a""#,
            r#""a..b""#,
            r#""a b""#,
            r#""""#,
            "3",
            r#"{"one_of": ["1A001"]}"#,
        ],
    ),
    (
        "held",
        &[
            r#""12 working days""#,
            r#""1 month""#,
            r#""0 days""#,
            r#""3weeks""#,
            r#"{"at_least": "1 year"}"#,
        ],
        &[
            "12",
            r#""12""#,
            r#""-1 days""#,
            r#""1.5 days""#,
            r#""12 workdays""#,
            r#""a day""#,
            "null",
            "{}",
        ],
    ),
    (
        "notes",
        &[
            "[]",
            r#"["a"]"#,
            r#"[{"one_of": ["a", "b"]}]"#,
            r#"{"known": ["a"], "complete": false}"#,
        ],
        &[
            "null",
            r#""a""#,
            "[1]",
            "[null]",
            r#"{"known": ["a"]}"#,
            r#"{"complete": true}"#,
            r#"{"known": "a", "complete": true}"#,
        ],
    ),
    (
        "price",
        &[
            "{}",
            r#"{"amount": 3.5, "currency": "EUR"}"#,
            r#"{"amount": "0"}"#,
            r#"{"amount": "-0.0"}"#,
            r#"{"currency": "CNY"}"#,
            r#"{"amount": {"at_least": "3", "at_most": 4}, "currency": "USD"}"#,
        ],
        &[
            "3",
            r#""3 EUR""#,
            r#"{"amount": -1}"#,
            r#"{"amount": "-1"}"#,
            r#"{"currency": "XXA"}"#,
            r#"{"currency": null}"#,
            r#"{"sum": 3}"#,
            r#"{"amount": {"at_least": "-3"}}"#,
        ],
    ),
    (
        "inside",
        &[r#"[{"pieces": 1, "inside": []}]"#],
        &[r#"[{"piece": 1}]"#, "[[]]", "{}"],
    ),
];

/// Whole cases.
const ORDERS: &[(&str, bool)] = &[
    ("{}", true),
    (
        r#"{"date": "2031-03-01", "to": null, "from": "DE", "urgent": true}"#,
        true,
    ),
    (
        r#"{"date": {"at_least": "2031-03-01"}, "from": {"one_of": ["DE", "IS"]}}"#,
        true,
    ),
    (
        r#"{"colours": ["red", "red", {"one_of": ["red"]}], "codes": {"known": ["7L1"], "complete": true}}"#,
        true,
    ),
    (
        r#"{"rates": {"EUR/USD": "1.08", "USD/CNY": 7.1, "EUR/CHF": "1e-1"}}"#,
        true,
    ),
    ("[]", false),
    ("null", false),
    (r#"{"orders": 1}"#, false),
    (r#"{"date": "2031-02-30"}"#, false),
    (r#"{"date": "2031-02-29"}"#, false),
    (r#"{"date": "2032-02-29"}"#, true),
    (r#"{"date": "2031-13-01"}"#, false),
    (r#"{"date": "1.3.2031"}"#, false),
    (r#"{"date": 20310301}"#, false),
    (r#"{"date": null}"#, false),
    (r#"{"from": "UK"}"#, false),
    (r#"{"from": "de"}"#, false),
    (r#"{"from": null}"#, false),
    (r#"{"urgent": "yes"}"#, false),
    (r#"{"rates": {"EUR-USD": "1.08"}}"#, false),
    (r#"{"rates": {"EUR/XXA": "1.08"}}"#, false),
    (r#"{"rates": {"EUR/USD": "0.00"}}"#, false),
    (r#"{"rates": {"EUR/USD": "0e5"}}"#, false),
    (r#"{"rates": {"EUR/USD": 0}}"#, false),
    (r#"{"rates": {"EUR/USD": -1}}"#, false),
    (r#"{"rates": null}"#, false),
    (r#"{"crates": [null]}"#, false),
    (r#"{"crates": {}}"#, false),
];

#[test]
fn accepts_what_the_reader_reads() {
    let policy = harbour();
    let schema = validator(&policy);
    let mut cases: Vec<(String, bool)> = ORDERS
        .iter()
        .map(|(t, ok)| ((*t).to_owned(), *ok))
        .collect();
    for (field, good, bad) in CRATE {
        cases.extend(good.iter().map(|value| (crated(field, value), true)));
        cases.extend(bad.iter().map(|value| (crated(field, value), false)));
    }
    for (facts, sound) in cases {
        let told = refused(&policy, &facts);
        assert_eq!(told.is_empty(), sound, "the reader on {facts}: {told:?}");
        assert_eq!(accepts(&schema, &facts), sound, "the schema on {facts}");
    }
}

/// What JSON Schema cannot say, named one by one: the reader refuses it, the schema does not, or the other way round.
#[test]
fn what_a_schema_cannot_say() {
    let policy = harbour();
    let schema = validator(&policy);
    let only_the_reader_refuses = [
        crated("pieces", r#"{"at_least": 3, "at_most": 2}"#),
        crated("held", r#"{"at_least": "3 days", "at_most": "1 month"}"#),
        r#"{"rates": {"EUR/USD": "2", "USD/EUR": "2"}}"#.to_owned(),
    ];
    for facts in only_the_reader_refuses {
        assert!(!refused(&policy, &facts).is_empty(), "{facts}");
        assert!(accepts(&schema, &facts), "{facts}");
    }
    // Numbers in texts: the plain notation is enough.
    for (field, value) in [("pieces", r#""1.5e1""#), ("share", r#""1e1%""#)] {
        let facts = crated(field, value);
        assert!(refused(&policy, &facts).is_empty(), "{facts}");
        assert!(!accepts(&schema, &facts), "{facts}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Any text in any field: the schema accepts nothing that the reader refuses, and refuses nothing but exponents that it reads.
    #[test]
    fn texts(field in 0..CRATE.len(), text in prop_oneof![
        r"[+-]{0,1}[0-9]{0,3}[.]{0,1}[0-9]{0,2}[eE]{0,1}[0-9]{0,1}[ \t]{0,1}(%|％|ppm|nm|um|days|day|working days|month|°C){0,1}",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
        r"[0-9A-Za-z._ é锂-]{0,6}",
    ]) {
        thread_local! {
            static BOTH: (Policy, Validator) = { let policy = harbour(); let schema = validator(&policy); (policy, schema) };
        }
        let (name, _, _) = CRATE[field];
        BOTH.with(|(policy, schema)| {
            for facts in [crated(name, &json!(text).to_string()), json!({ "date": text }).to_string()] {
                let read = refused(policy, &facts).is_empty();
                let valid = accepts(schema, &facts);
                let plain = !text.contains(['e', 'E']);
                assert!(read || !valid, "only the schema accepts {facts}");
                assert!(valid || !read || !plain, "only the reader accepts {facts}");
            }
        });
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
    found.sort();
}

fn folder(root: &Path) -> Policy {
    let mut workspace = Workspace::new();
    let mut all = Vec::new();
    files(root, &mut all);
    for path in all {
        let inside = path
            .strip_prefix(root)
            .expect("below")
            .to_string_lossy()
            .into_owned();
        workspace.add_file(&inside, fs::read_to_string(&path).expect("text"));
    }
    workspace
        .check()
        .unwrap_or_else(|d| panic!("{}", d.render(false)))
}

#[test]
fn every_shipped_case_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let policies = folder(&root.join("policies"));
    let mut seen = 0;
    for language in [Language::En, Language::Zh] {
        let schema = policies.schema(language);
        assert!(jsonschema::meta::is_valid(&schema));
        let schema = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap_or_else(|error| panic!("{error}"));
        let mut all = Vec::new();
        files(&root.join("policies"), &mut all);
        files(&root.join("examples"), &mut all);
        let cases = all.iter().filter(|path| {
            path.extension().is_some_and(|e| e == "json")
                && !path.components().any(|c| c.as_os_str() == "first-rule")
        });
        for path in cases {
            let facts: Value =
                serde_json::from_str(&fs::read_to_string(path).expect("text")).expect("JSON");
            let wrong: Vec<String> = schema
                .iter_errors(&facts)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen}");
}

#[test]
fn says_what_things_mean() {
    let policy = harbour();
    let schema = policy.schema(Language::En);
    let order = &schema["$defs"]["Order"];
    assert_eq!(schema["title"], "order");
    assert_eq!(order["description"], "order");
    assert!(order.get("required").is_none());
    let field = |name: &str| &order["properties"][name];
    assert_eq!(field("id")["default"], "");
    assert_eq!(field("id")["description"], "its own name");
    assert_eq!(field("from")["default"], "IS");
    assert_eq!(
        field("price")["default"],
        json!({ "amount": "0", "currency": "EUR" })
    );
    assert_eq!(field("colours")["default"], json!(["red"]));
    assert_eq!(field("sent")["description"], "Left out, it is `date`.");
    assert_eq!(
        field("date")["description"],
        "Needed, unless another day is asked for."
    );
    let field = |name: &str| &schema["$defs"]["Crate"]["properties"][name];
    assert_eq!(field("weight")["default"], "1.5");
    assert_eq!(field("share")["default"], "0.1%");
    assert_eq!(field("heat")["default"], Value::Null);
    assert_eq!(field("held")["default"], "3 working days");
    assert_eq!(
        field("length")["description"],
        "Left out, it is `14 um` if `pieces > 1`, else not known."
    );
    assert!(field("length").get("default").is_none());
    assert_eq!(
        schema["$defs"]["Colour"]["anyOf"][0]["oneOf"][0],
        json!({ "const": "red", "description": "as blood" })
    );
    assert_eq!(
        schema["$defs"]["Crate"]["description"],
        "Refused: its parts are worth more."
    );

    let schema = policy.schema(Language::Zh);
    assert_eq!(schema["title"], "订单");
    assert_eq!(
        schema["$defs"]["Order"]["properties"]["from"]["description"],
        "出发地"
    );
    assert_eq!(
        schema["$defs"]["Colour"]["anyOf"][0]["oneOf"][0]["description"],
        "红"
    );
    assert_eq!(
        schema["$defs"]["Crate"]["description"],
        "不予接受：部件价值超过整体。"
    );
}
