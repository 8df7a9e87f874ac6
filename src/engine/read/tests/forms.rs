//! Each type, in each way that its values are written: done or odd, and what the cells hold.

use super::{Kit, Read, of_text};

pub const POLICY: &str = r#"
facts order : Order on date
scale export main { free  needed }
enum Colour { red  green  dark_blue  a_name_of_more_than_fourteen_bytes }
dimension Length { nm  um = 1000 nm  m = 1000000 um }
record Order {
  id       : Text
  date     : Date
  to       : Country?
  urgent   : Bool = false
  sender   : Party
  buyer    : Party? = null
  crates   : [Crate] = []
  tags     : {Colour}
  notes    : {Text}
  stays    : {Country}
  codes    : {Code}
  counts   : [Int]
  weights  : {Decimal}
  days     : [Date]
  wait     : Period
  a_field_with_a_name_longer_than_sixteen_bytes : Int
  rates    : Rates = {}
}
record Party { name : Text  share : Share  of : Country?  boss : Party? }
record Crate {
  label  : Text?
  code   : Code
  value  : Money
  price  : Money?
  length : Length?
  pieces : Int
  weight : Decimal
  colour : Colour?
  crates : [Crate] = []
  lid    : Lid?
}
record Lid { colour : Colour  closed : Date?  lined : Bool = true }
instrument office.n1 {
  authority "Office"
  number "1"
  published 2030-01-01
  in force from 2030-02-01
  basis official
}
rule r1 {
  cites article 1
  when order.sender.name in { "Ann", "A firm of a very long name, Ltd.", "say \"no\"" }
   and any crate in order.crates has (crate.code in { 1A001.a.1, 1A001.b, 2B100, 3A001.of.many.segments } or crate.label = "Öl")
  then order is needed
}
"#;

pub fn kit() -> Kit {
    Kit::whole(of_text(POLICY))
}

/// What becomes of each value at a key, within a crate or at the root.
fn check(kit: &Kit, key: &str, done: &[&str], odd: &[&str]) {
    let mut store = kit.store();
    let root = kit.program.record(kit.program.facts.record);
    let at_root = root.fields.iter().any(|field| field.name == key);
    for (values, due) in [(done, Read::Done), (odd, Read::Odd)] {
        for value in values {
            let field = format!("\"{key}\":{value}");
            let text = if at_root {
                format!("{{{field}}}")
            } else {
                let next = if key == "lid" { "label" } else { "lid" };
                format!("{{\"sender\":{{}},\"crates\":[{{}},{{{field},\"{next}\":null}},{{}}]}}")
            };
            assert_eq!(kit.read(text.as_bytes(), &mut store), due, "{text}");
        }
    }
}

#[test]
fn texts() {
    let kit = kit();
    check(
        &kit,
        "label",
        &[
            r#""""#,
            r#""Ann""#,
            r#""Öl""#,
            r#""A firm of a very long name, Ltd.""#,
            r#""unknown to all""#,
            "null",
            r#""so/so""#,
        ],
        &[
            r#""\u0041nn""#,
            r#""say \"no\"""#,
            "1",
            "true",
            "[]",
            r#"{"one_of":["a"]}"#,
            "\"a\tb\"",
            "\"",
            "nul",
            "nulll",
        ],
    );
    check(
        &kit,
        "id",
        &[r#""""#, r#""SH-1""#, r#""é, of more than sixteen bytes""#],
        &[r#""a\nb""#, "null", "7"],
    );
}

#[test]
fn texts_that_nobody_reads() {
    let kit = Kit::new(of_text(POLICY), |_| false, true);
    check(
        &kit,
        "label",
        &[
            r#""a\n\u00e9\uD83D\uDE00\\\"/""#,
            r#""""#,
            "null",
            r#""so much that it does not fit into sixteen bytes \t and more""#,
        ],
        &[r#""\uD83D""#, r#""\x""#, "1", "\"\u{1}\""],
    );
    check(&kit, "id", &[r#""SH-1""#], &[r#""a\nb""#]);
    check(
        &kit,
        "code",
        &[r#""2B100""#, r#""2B100.x""#],
        &[r#""9Z999""#, r#""1A001""#, "\"2B100.\"", "null"],
    );
    check(
        &kit,
        "value",
        &["{}", r#"{"amount":1}"#],
        &[r#"{"amount":-1}"#, r#"{"currency":"XYZ"}"#],
    );
}

#[test]
fn codes() {
    let kit = kit();
    check(
        &kit,
        "code",
        &[
            r#""1A001.a.1""#,
            r#""2B100""#,
            r#""1A001.a.1.x""#,
            r#""2B100.a-b.c_d""#,
            r#""3A001.of.many.segments""#,
            r#""1A001.b.long.longer.longest""#,
        ],
        &[
            r#""1A001""#,
            r#""1A001.a""#,
            r#""1A001.c""#,
            r#""2B1""#,
            r#""9Z9""#,
            r#""2B100.""#,
            r#""2B100..a""#,
            r#""2B100.a b""#,
            r#"""#,
            "1",
            "null",
        ],
    );
    let long = format!("\"2B100.{}\"", "a".repeat(194));
    let longer = format!("\"2B100.{}\"", "a".repeat(195));
    check(&kit, "code", &[&long], &[&longer]);
    check(
        &kit,
        "codes",
        &[
            "[]",
            r#"["2B100","1A001.b","2B100"]"#,
            r#"["2B100.a","1A001.b.a"]"#,
        ],
        &[
            r#"["2B100.a","2B100.b"]"#,
            r#"["2B100",]"#,
            r#"["2B100" "2B100"]"#,
            r#"[null]"#,
            r#"{"known":[],"complete":true}"#,
        ],
    );
}

#[test]
fn numbers() {
    let kit = kit();
    check(
        &kit,
        "pieces",
        &[
            "0",
            "-0",
            "7",
            "12345678901",
            "3.0",
            "-4",
            "\"12\"",
            "\"+12\"",
            "\"007\"",
        ],
        &[
            "01",
            "1.5",
            "1e2",
            "\"\"",
            "\"1 \"",
            "+1",
            "- 1",
            "1.",
            "NaN",
            "null",
            "9223372036854775807",
            r#"{"at_least":1}"#,
        ],
    );
    check(
        &kit,
        "weight",
        &["1.5", "\"1.500001\"", "-0.000001", "0.50"],
        &["1.5000001", "9300000000000", "1.5e0", "\"1,5\""],
    );
    check(
        &kit,
        "counts",
        &["[]", "[1,1,2]", "[ 1 , \"2\" ]"],
        &["[1,]", "[,1]", "[1", "[1]]", "[[1]]", "[null]"],
    );
    check(&kit, "weights", &["[1,1.0,2]", "[]"], &["[1,\"x\"]"]);
    check(
        &kit,
        "length",
        &["\"14 nm\"", "\"0.5um\"", "null", "\"1 m\"", "\"-1 nm\""],
        &[
            "14",
            "\"14\"",
            "\"14 km\"",
            "\"14  \"",
            "\"1,0 nm\"",
            "\"1\\u0020nm\"",
        ],
    );
    check(
        &kit,
        "value",
        &[
            r#"{"amount":"1000.50","currency":"EUR"}"#,
            r#"{ "currency" : "USD" , "amount" : 7 }"#,
            r#"{"amount":0}"#,
            r#"{"amount":-0}"#,
            r#"{"currency":"CHF"}"#,
            "{}",
            "{ }",
        ],
        &[
            r#"{"amount":-1}"#,
            r#"{"amount":null}"#,
            r#"{"amount":1,"amount":1}"#,
            r#"{"currency":"EUR","currency":"EUR"}"#,
            r#"{"currency":"eur"}"#,
            r#"{"amount":1.00001}"#,
            r#"{"amount":{"at_least":1}}"#,
            r#"{"amount":1,}"#,
            r#"{"amounts":1}"#,
            "5",
            "null",
            "[]",
        ],
    );
    check(
        &kit,
        "price",
        &["null", r#"{"amount":1,"currency":"EUR"}"#],
        &["1"],
    );
}

#[test]
fn shares_and_days() {
    let kit = kit();
    check(
        &kit,
        "sender",
        &[
            r#"{"share":"30%"}"#,
            r#"{"share":"0.5 %"}"#,
            r#"{"share":"100％"}"#,
            r#"{"share":"80 ppm"}"#,
        ],
        &[
            r#"{"share":0.3}"#,
            r#"{"share":"101%"}"#,
            r#"{"share":"30"}"#,
            r#"{"share":null}"#,
        ],
    );
    check(
        &kit,
        "date",
        &[
            "\"2031-03-01\"",
            "\"2028-02-29\"",
            "\"0000-01-01\"",
            "\"9999-12-31\"",
        ],
        &[
            "\"2031-02-29\"",
            "\"2031-3-1\"",
            "\"2031-13-01\"",
            "\"2031-03-01T00\"",
            "20310301",
            "null",
            "\"2031-00-10\"",
        ],
    );
    check(
        &kit,
        "days",
        &["[\"2031-03-01\",\"2031-03-01\"]"],
        &["[\"2031-03-01\",null]"],
    );
    check(&kit, "wait", &[], &["\"3 days\"", "null", "3"]);
    check(
        &kit,
        "rates",
        &["{}", "{ }"],
        &[r#"{"EUR/USD":"1.1"}"#, "null", "[]"],
    );
}

#[test]
fn choices() {
    let kit = kit();
    check(
        &kit,
        "colour",
        &[
            "\"red\"",
            "\"dark_blue\"",
            "\"a_name_of_more_than_fourteen_bytes\"",
            "null",
        ],
        &[
            "\"Red\"",
            "\"\"",
            "0",
            r#""r\u0065d""#,
            r#"{"one_of":["red"]}"#,
        ],
    );
    check(
        &kit,
        "tags",
        &["[]", "[\"red\",\"green\",\"red\"]", " [ \"red\" ] "],
        &["[\"blue\"]", "[\"red\",null]", "\"red\""],
    );
    check(
        &kit,
        "to",
        &["\"DE\"", "null", "\"IS\""],
        &["\"de\"", "\"D\"", "\"DEU\"", "\"XX\"", "\"UK\"", "[\"DE\"]"],
    );
    check(
        &kit,
        "stays",
        &["[\"DE\",\"FR\",\"DE\"]"],
        &["[\"DE\",\"ZZ\"]"],
    );
    check(
        &kit,
        "urgent",
        &["true", "false"],
        &["tru", "truee", "\"true\"", "1", "null", "True"],
    );
    check(
        &kit,
        "notes",
        &[
            "[\"Ann\",\"x\",\"Ann\"]",
            "[\"A firm of a very long name, Ltd.\"]",
        ],
        &["[\"x\",\"y\"]", "[\"x\",\"x\"]", "[\"\\n\"]"],
    );
}

#[test]
fn records() {
    let kit = kit();
    check(
        &kit,
        "sender",
        &[
            "{}",
            "{ }",
            r#"{"name":"Ann","of":null}"#,
            r#"{"boss":null}"#,
            r#"{"boss":{"boss":{"boss":null,"name":"Ann"},"of":"DE"},"name":"Bob"}"#,
        ],
        &[
            "null",
            "[]",
            "{",
            r#"{"name":"Ann",}"#,
            r#"{"name":"Ann" "of":null}"#,
            r#"{"name":"Ann","name":"Ann"}"#,
            r#"{"nom":"Ann"}"#,
            r#"{"n\u0061me":"Ann"}"#,
            r#"{name:"Ann"}"#,
            r#"{"name"}"#,
            r#"{"name":}"#,
        ],
    );
    check(&kit, "buyer", &["null", r#"{"name":"Ann"}"#, "{}"], &["1"]);
    check(
        &kit,
        "lid",
        &[
            "null",
            "{}",
            r#"{"closed":null,"lined":false}"#,
            r#"{"colour":"red","closed":"2031-01-01"}"#,
        ],
        &[r#"{"colour":null}"#],
    );
    check(
        &kit,
        "crates",
        &[
            "[]",
            "[{}]",
            "[{},{}]",
            r#"[{"crates":[{},{"crates":[{}]}],"pieces":1},{"pieces":2}]"#,
            " [ { } , { \"crates\" : [ ] } ] ",
        ],
        &[
            "null",
            "{}",
            "[1]",
            "[{},]",
            "[{} {}]",
            "[null]",
            "[[]]",
            "[{}",
            r#"{"known":[{}],"complete":true}"#,
        ],
    );
    check(
        &kit,
        "a_field_with_a_name_longer_than_sixteen_bytes",
        &["1"],
        &["\"a\""],
    );
}
