//! What a row says, in both forms, and the table that closes a run.

use insta::assert_snapshot;

use crate::place::{Place, lamp};

fn cases() -> String {
    let two = r#"{"date":"2031-03-01","destination":"IS","items":[{"lamp":true,"power":"1 kW"},{"signal":true},{"lamp":true}]}"#;
    let january = lamp("early, \"quoted\"", Some(500))
        .replace('\\', "\\\\")
        .replace("2031-03-01", "2031-01-31");
    [
        lamp("dark", Some(499)),
        lamp("bright", Some(500)),
        String::new(),
        lamp("unknown", None),
        two.to_owned(),
        january.replace("early, \"quoted\"", "early, \\\"quoted\\\""),
        lamp("early", None).replace("2031-03-01", "2031-01-31"),
    ]
    .join("\n")
}

#[test]
fn json_lines() {
    let place = Place::new("json_lines");
    place.write("orders.jsonl", cases());
    assert_snapshot!(place.told("screen orders.jsonl --out v.jsonl", &["v.jsonl"]));
    assert_eq!(place.files(), ["orders.jsonl", "v.jsonl"]);
}

#[test]
fn comma_separated() {
    let place = Place::new("comma_separated");
    place.write("orders.jsonl", cases());
    assert_snapshot!(place.told("screen orders.jsonl --out v.csv --summary none", &["v.csv"]));
    let mut read =
        csv::Reader::from_reader(place.read("v.csv").as_bytes().to_vec().leak() as &[u8]);
    let records: Vec<csv::StringRecord> = read.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), 6);
    assert_eq!(&records[4][0], "early, \"quoted\"");
}

#[test]
fn a_question_left_open_is_missing() {
    let place = Place::new("question");
    place.write("orders.jsonl", lamp("bright", Some(500)));
    let line = "screen orders.jsonl --out - --summary none --reading bright=unknown";
    assert_snapshot!(place.told(line, &[]));
}

#[test]
fn several_inputs_in_order() {
    let place = Place::new("several");
    place.write("b.jsonl", format!("{}\n", lamp("b1", Some(1))));
    place.write("a.ndjson", lamp("", Some(1)));
    place.write(
        "one.json",
        format!("\n{}\n", lamp("one", Some(900)).replace(',', ",\n")),
    );
    assert_snapshot!(place.told("screen one.json b.jsonl a.ndjson --out - --format csv", &[]));
}

#[test]
fn days_and_readings() {
    let place = Place::new("days");
    place.write("orders.jsonl", lamp("bright", Some(500)));
    let strictest = |more: &str| {
        let ran = place.run(&format!(
            "screen orders.jsonl --out - --summary none {more}"
        ));
        let row: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        row["strictest"].as_str().unwrap().to_owned()
    };
    assert_eq!(strictest(""), "licence_required");
    assert_eq!(strictest("--on 2031-01-31"), "free");
    assert_eq!(strictest("--known 2031-01-09"), "free");
    assert_eq!(strictest("--reading bright=left_out"), "free");
}

#[test]
fn exit_codes() {
    let place = Place::new("exits");
    place.write("free.jsonl", lamp("free", Some(1)));
    place.write(
        "open.jsonl",
        [lamp("free", Some(1)), lamp("open", None)].join("\n"),
    );
    place.write("bad.jsonl", "{\n");
    let code = |line: &str| place.run(&format!("screen {line} --out v.jsonl")).code;
    assert_eq!(code("free.jsonl"), 0);
    assert_eq!(code("open.jsonl"), 0);
    assert_eq!(code("open.jsonl --fail-undetermined"), 4);
    assert_eq!(
        code("open.jsonl --fail-undetermined --fail-at licence_required"),
        2
    );
    assert_eq!(code("open.jsonl --fail-at forbidden"), 0);
    assert_eq!(code("free.jsonl --fail-at free"), 2);
    assert_eq!(code("open.jsonl bad.jsonl --fail-at free"), 1);
    assert_eq!(code("open.jsonl --fail-at forbiden"), 1);
    assert_eq!(code("open.jsonl --on 2031-02-30"), 1);
    assert_eq!(code("open.jsonl --threads 0"), 1);
    assert_eq!(place.run("screen open.jsonl").code, 1);
    place.write("policies/broken.licit", "rule {");
    assert_eq!(code("open.jsonl bad.jsonl"), 3);
}

#[test]
fn decisions_from_an_outcome_upwards() {
    let place = Place::new("explain");
    place.write("orders.jsonl", cases());
    let ran = place.run("screen orders.jsonl --out - --explain-at licence_required");
    let decided = place.run("decide orders.jsonl --format json");
    assert_eq!(ran.code, 0, "{ran:#?}");
    let mut explained = 0;
    for (row, decision) in ran.out.lines().zip(decided.out.lines()) {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let decision: serde_json::Value = serde_json::from_str(decision).unwrap();
        if row["strictest"] == "free" {
            assert!(row.get("decision").is_none(), "{row:#}");
        } else {
            assert_eq!(row["decision"], decision);
            explained += 1;
        }
    }
    assert_eq!(explained, 3);
    assert_snapshot!(place.told("screen orders.jsonl --out v.csv --explain-at free", &[]));
    assert_snapshot!(place.told("screen orders.jsonl --out v.txt", &[]));
    assert!(!place.has("v.csv") && !place.has("v.csv.part"));
}

#[test]
fn the_table_as_data() {
    let place = Place::new("summary");
    place.write("orders.jsonl", cases());
    let ran = place.run("screen orders.jsonl --out v.jsonl --summary json");
    let table: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_snapshot!(serde_json::to_string_pretty(&table).unwrap());
}

#[test]
fn threads_change_nothing() {
    let place = Place::new("threads");
    place.write("orders.jsonl", crate::place::orders(0..3000).join("\n"));
    let came = |threads: &str| {
        let ran = place.run(&format!(
            "screen orders.jsonl --out v.jsonl --threads {threads}"
        ));
        assert_eq!(ran.code, 0, "{ran:#?}");
        (ran.err, place.bytes("v.jsonl"))
    };
    let one = came("1");
    assert_eq!(one.1.iter().filter(|b| **b == b'\n').count(), 3000);
    for threads in ["2", "5"] {
        assert!(one == came(threads), "{threads} threads");
    }
}
