//! CSV.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::Value;

use crate::place::{Place, Ran};
use crate::shipped;

/// What a case tells, column by column.
fn flat(value: &Value, name: &str, out: &mut Vec<(String, String)>) {
    let inner = |key: &str| match name {
        "" => key.to_owned(),
        name => format!("{name}.{key}"),
    };
    match value {
        Value::Null => out.push((name.to_owned(), "null".to_owned())),
        Value::String(text) => out.push((name.to_owned(), text.clone())),
        // What is told in part, and what is there and has nothing in it, is JSON.
        Value::Object(told)
            if told.is_empty() || told.contains_key("known") || told.contains_key("one_of") =>
        {
            out.push((name.to_owned(), value.to_string()));
        }
        Value::Object(told) => told
            .iter()
            .for_each(|(key, value)| flat(value, &inner(key), out)),
        Value::Array(all) if !all.is_empty() && all.iter().all(Value::is_object) => {
            for (index, value) in all.iter().enumerate() {
                flat(value, &format!("{name}[{index}]"), out);
            }
        }
        Value::Array(all) if !all.is_empty() && all.iter().all(Value::is_string) => {
            let words: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            out.push((name.to_owned(), words.join("; ")));
        }
        other => out.push((name.to_owned(), other.to_string())),
    }
}

fn table(cases: &[Value]) -> Vec<u8> {
    let mut rows = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for case in cases {
        let mut row = Vec::new();
        flat(case, "", &mut row);
        for (name, _) in &row {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        rows.push(row);
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names).unwrap();
    for row in rows {
        let cell = |name: &String| {
            row.iter()
                .find(|(told, _)| told == name)
                .map_or("", |(_, cell)| cell)
        };
        writer.write_record(names.iter().map(cell)).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn the_same_rows_as_from_json_lines() {
    let place = Place::new("columns_csv_equal");
    let cases = shipped::cases(&shipped::policy());
    place.write(
        "cases.jsonl",
        cases
            .iter()
            .fold(String::new(), |text, case| text + &case.to_string() + "\n"),
    );
    place.write("cases.csv", table(&cases));
    let policies = shipped::root().join("policies");
    for form in ["jsonl", "csv"] {
        let ran = place.run(&format!(
            "screen cases.{form} --out {form}.jsonl --on 2026-03-01 --policies {}",
            policies.display()
        ));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    assert_eq!(place.read("csv.jsonl"), place.read("jsonl.jsonl"));
}

const HEAD: &str = "id,date,destination,items.lamp,items.power,note\n";

fn order(n: usize) -> String {
    let power = ["40 W", "600 W", ""][n % 3];
    format!("order-{n},2031-03-01,IS,true,{power},{}\n", "n".repeat(900))
}

#[test]
fn bad_rows_are_rejects_with_line_column_and_reason() {
    let place = Place::new("columns_csv_bad");
    let mut text = format!("\u{FEFF}{}", HEAD.replace('\n', "\r\n")).into_bytes();
    for row in [
        &b"1,2031-03-01,IS,true,600 W,\"two\nlines\"\r\n"[..],
        b"2,2031-03-01,IS,true,600 W\r\n",
        b"3,2031-03-01,IS,true,600 W,a, b\r\n",
        b"4,2031-03-01,IS,true,600,x\r\n",
        b"5,2031-03-01,\xff\xfe,true,600 W,x\r\n",
        b"\r\n",
        b",2031-03-01,IS,true,600 W,\"a \"\"quote\"\"\"\r\n",
        b"7,2031-03-01,IS,yes,600 W,\"open\r\n",
        b"8,2031-03-01,IS,true,600 W,x\r\n",
    ] {
        text.extend_from_slice(row);
    }
    place.write("orders.csv", &text);
    let ran = place.run("screen orders.csv --out v.csv --rejects bad.jsonl");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("7 rows in = 2 decided + 5 rejected"),
        "{}",
        ran.err
    );
    let rows = place.read("v.csv");
    let ids: Vec<&str> = rows
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(
        ids,
        ["1", "6"],
        "who has no name bears the number of the row"
    );
    let mut told = String::new();
    for line in place.read("bad.jsonl").lines() {
        let bad: Value = serde_json::from_str(line).unwrap();
        let (code, column) = (&bad["error"][0]["code"], &bad["column"]);
        assert_eq!(bad["source"], "orders.csv");
        writeln!(
            told,
            "{} {} {}",
            bad["line"],
            code.as_str().unwrap(),
            column.as_str().unwrap_or("-")
        )
        .unwrap();
    }
    assert_eq!(
        told,
        "4 columns-row-width -\n\
         5 columns-row-width -\n\
         6 facts-unit-missing items.power\n\
         7 columns-not-utf8 -\n\
         10 columns-quote-open -\n"
    );
}

#[test]
fn columns_that_are_not_the_schemas_refuse_the_file_and_no_other() {
    let place = Place::new("columns_csv_names");
    place.write(
        "wrong.csv",
        "id,destinaton,items.lmap,remarks\n1,IS,true,x\n",
    );
    place.write("right.csv", format!("{HEAD}{}", order(1)));
    let ran = place.run("screen wrong.csv right.csv --out v.jsonl");
    assert_eq!((ran.code, place.read("v.jsonl").lines().count()), (1, 1));
    for word in [
        "wrong.csv:1:4",
        "did you mean `destination`?",
        "did you mean `items.lamp`?",
        "`remarks`",
    ] {
        assert!(ran.err.contains(word), "{word}\n{}", ran.err);
    }
    place.write(
        "remarks.csv",
        "id,remarks,date,items.lamp\n1,x,2031-03-01,false\n",
    );
    let ran = place.run("screen remarks.csv --out v.jsonl --ignore-column remarks");
    assert_eq!(
        (ran.code, place.read("v.jsonl").lines().count()),
        (0, 1),
        "{}",
        ran.err
    );
}

#[test]
fn a_file_without_rows_and_one_of_one_bad_row() {
    let place = Place::new("columns_csv_empty");
    place.write("empty.csv", "");
    place.write("names.csv", HEAD);
    place.write("bad.csv", format!("{HEAD}1,2031-13-01,IS,true,40 W,\n"));
    for (file, code, said) in [
        ("empty", 1, "columns-empty"),
        ("names", 0, "0 rows in = 0 decided + 0 rejected"),
        ("bad", 1, "1 row in = 0 decided + 1 rejected"),
    ] {
        let ran = place.run(&format!("screen {file}.csv --out v.jsonl"));
        assert!(
            ran.code == code && ran.err.contains(said),
            "{file}: {ran:#?}"
        );
        assert_eq!(place.read("v.jsonl"), "");
    }
}

#[test]
fn a_row_of_fifty_megabytes() {
    let place = Place::new("columns_csv_huge");
    let mut child = place
        .command("screen - --csv --out v.jsonl --rejects bad.jsonl")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    write!(stdin, "{HEAD}{}2,2031-03-01,IS,true,40 W,\"", order(0)).unwrap();
    let megabyte = "x".repeat(1 << 20);
    for _ in 0..50 {
        stdin.write_all(megabyte.as_bytes()).unwrap();
    }
    write!(stdin, "\"\n{}", order(1)).unwrap();
    drop(stdin);
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(
        (ran.code, place.read("v.jsonl").lines().count()),
        (1, 2),
        "{ran:#?}"
    );
    let bad: Value = serde_json::from_str(&place.read("bad.jsonl")).unwrap();
    assert_eq!(
        (&bad["error"][0]["code"], &bad["line"]),
        (&"columns-row-too-large".into(), &3.into())
    );
    assert!(bad["text_cut_from"].as_u64().unwrap() > 50 << 20);
}

#[test]
fn goes_on_to_the_same_bytes() {
    let place = Place::new("columns_csv_resume");
    let mut rows: Vec<String> = (0..2000).map(order).collect();
    rows[700] = "bad,2031-03-01,IS\n".to_owned();
    let whole = format!("{HEAD}{}", rows.concat());
    let begin = format!("{HEAD}{}", rows[..1500].concat());
    let once = place.fed("screen - --csv --out once.jsonl", &whole);
    assert!(
        once.err
            .contains("2,000 rows in = 1,999 decided + 1 rejected"),
        "{}",
        once.err
    );

    let line = "screen - --csv --out v.jsonl";
    let mut child = place
        .command(line)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(begin.as_bytes()).unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    // It can only have met this row after writing others down.
    assert!(
        stderr
            .lines()
            .any(|line| line.unwrap().contains("columns-row-width"))
    );
    child.kill().unwrap();
    child.wait().unwrap();
    drop(stdin);
    assert!(!place.has("v.jsonl") && place.has("v.jsonl.resume"));

    let other = place.fed(
        &format!("{line} --resume"),
        whole.replacen("order-3,", "order-x,", 1),
    );
    assert!(
        other.code == 1 && other.err.contains("screen-resume-input"),
        "{}",
        other.err
    );
    let again = place.fed(&format!("{line} --resume"), &whole);
    assert!(
        again
            .err
            .contains("2,000 rows in = 1,999 decided + 1 rejected"),
        "{}",
        again.err
    );
    assert_eq!(place.bytes("v.jsonl"), place.bytes("once.jsonl"));
}
