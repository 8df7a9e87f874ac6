//! Whatever is wrong with the input or the disk: nothing is lost, and everything is told.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::Value;

use crate::place::{Place, Ran, lamp};

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
        .collect()
}

fn bad() -> Vec<u8> {
    let mut all = Vec::new();
    for line in [
        lamp("good", Some(1)).as_bytes(),
        br#"{"destinatoin":"IS"}"#,
        br#"{"date":"2031-03-01","items":[{"lamp":true"#,
        b"{\"note\":\"\xff\xfe\"}",
        b"   ",
        lamp("also", Some(600)).as_bytes(),
        br#"{"destination":"IS","items":[]}"#,
    ] {
        all.extend_from_slice(line);
        all.push(b'\n');
    }
    all
}

#[test]
fn bad_rows_are_kept_with_what_is_wrong() {
    let place = Place::new("bad_rows");
    place.write("orders.jsonl", bad());
    let line = "screen orders.jsonl --out v.jsonl --rejects bad.jsonl";
    assert_snapshot!(place.told(line, &["v.jsonl", "bad.jsonl"]));
    assert_eq!(place.files(), ["bad.jsonl", "orders.jsonl", "v.jsonl"]);
}

#[test]
fn bad_rows_are_told_where_nobody_keeps_them() {
    let place = Place::new("bad_told");
    place.write("orders.jsonl", bad());
    assert_snapshot!(place.told("screen orders.jsonl --out v.jsonl", &[]));
}

#[test]
fn of_many_bad_rows_the_first_are_spelled_out() {
    let place = Place::new("many_bad");
    place.write("orders.jsonl", "{\n".repeat(2000));
    let ran = place.run("screen orders.jsonl --out v.jsonl");
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err.matches("facts-truncated\n").count(), 20);
    assert!(
        ran.err.contains("1980 more rejected rows are not told"),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("2,000 rows in = 0 decided + 2,000 rejected"),
        "{}",
        ran.err
    );
    assert_eq!(place.read("v.jsonl"), "");
}

#[test]
fn a_file_of_one_bad_row() {
    let place = Place::new("one_bad");
    place.write("orders.jsonl", "[]");
    let ran = place.run("screen orders.jsonl --out v.csv --rejects bad.jsonl");
    assert_eq!(ran.code, 1);
    assert_eq!(
        place.read("v.csv").lines().count(),
        1,
        "the names of the columns"
    );
    assert_eq!(lines(&place.read("bad.jsonl"))[0]["text"], "[]");
}

#[test]
fn an_empty_file() {
    let place = Place::new("empty");
    for empty in ["", "\n\n", "\u{FEFF}\n"] {
        place.write("orders.jsonl", empty);
        let ran = place.run("screen orders.jsonl --out v.jsonl --rejects bad.jsonl");
        assert_eq!(ran.code, 0);
        assert_eq!(ran.err, "0 rows in = 0 decided + 0 rejected\n");
        assert_eq!(
            (place.read("v.jsonl"), place.read("bad.jsonl")),
            (String::new(), String::new())
        );
    }
}

#[test]
fn a_line_far_down_keeps_its_number() {
    let place = Place::new("far_down");
    let mut all = "\n".repeat(900_000).into_bytes();
    all.extend_from_slice(b"{\"note\":\"caf\xe9\"}\n");
    all.extend_from_slice(lamp("after", Some(1)).as_bytes());
    place.write("orders.jsonl", all);
    let ran = place.run("screen orders.jsonl --out v.jsonl --rejects bad.jsonl");
    assert_eq!(ran.code, 1);
    let bad = &lines(&place.read("bad.jsonl"))[0];
    assert_eq!(bad["line"], 900_001);
    assert_eq!(bad["error"][0]["code"], "facts-not-utf8");
    assert_eq!(bad["error"][0]["pointer"], "/note");
    assert_eq!(bad["error"][0]["line"], 900_001);
    assert_eq!(lines(&place.read("v.jsonl"))[0]["id"], "after");
}

#[test]
fn a_row_of_fifty_megabytes() {
    let place = Place::new("huge");
    let mut child = place
        .command("screen - --lines --out v.jsonl --rejects bad.jsonl")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}", lamp("before", Some(1))).unwrap();
    write!(stdin, "{{\"note\":\"").unwrap();
    let megabyte = "x".repeat(1 << 20);
    for _ in 0..50 {
        stdin.write_all(megabyte.as_bytes()).unwrap();
    }
    write!(stdin, "\"}}\n{}\n", lamp("after", Some(1))).unwrap();
    drop(stdin);
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!(ran.code, 1, "{ran:#?}");
    let ids: Vec<Value> = lines(&place.read("v.jsonl"))
        .iter()
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(ids, ["before", "after"]);
    let bad = &lines(&place.read("bad.jsonl"))[0];
    assert_eq!(bad["error"][0]["code"], "screen-row-too-large");
    assert_eq!(
        (&bad["line"], &bad["text_cut_from"]),
        (&2.into(), &((50 << 20) + 11).into())
    );
    assert_eq!(bad["text"].as_str().unwrap().len(), 64 << 10);
}

#[test]
fn ids_that_stand_twice() {
    let place = Place::new("twice");
    let named = ["a", "b", "a", "", "", "b", "a"];
    let all: Vec<String> = named.iter().map(|id| lamp(id, Some(1))).collect();
    place.write("orders.jsonl", all.join("\n"));
    assert_snapshot!(place.told("screen orders.jsonl --out v.jsonl", &[]));
}

#[test]
fn output_that_is_input() {
    let place = Place::new("same");
    let text = lamp("one", Some(1));
    place.write("orders.jsonl", &text);
    place.write("sub/x", "");
    fs::hard_link(place.0.join("orders.jsonl"), place.0.join("linked.jsonl")).unwrap();
    let refused = |line: &str| {
        let ran = place.run(&format!("screen {line}"));
        assert_eq!(ran.code, 1, "{line}: {ran:#?}");
        assert!(
            ran.err.starts_with("screen-output-is-input\n"),
            "{line}: {ran:#?}"
        );
        assert_eq!(place.read("orders.jsonl"), text, "{line}");
        assert_eq!(place.files(), ["linked.jsonl", "orders.jsonl"], "{line}");
    };
    refused("orders.jsonl --out orders.jsonl");
    refused("orders.jsonl --out sub/../orders.jsonl");
    refused("orders.jsonl --out linked.jsonl");
    refused("orders.jsonl --out v.jsonl --rejects linked.jsonl");
    refused("orders.jsonl --out v.jsonl --rejects v.jsonl");
    refused("orders.jsonl --out v.jsonl --rejects v.jsonl.part");
    refused("orders.jsonl --out v.jsonl --rejects v.jsonl.resume");
    refused("v.jsonl.part --out v.jsonl");
    refused("orders.jsonl --out - --rejects -");
}

#[cfg(unix)]
#[test]
fn standard_streams_that_are_one_file() {
    let place = Place::new("streams");
    let text = lamp("one", Some(1));
    place.write("orders.jsonl", &text);
    let open = || {
        fs::OpenOptions::new()
            .read(true)
            .append(true)
            .open(place.0.join("orders.jsonl"))
            .unwrap()
    };
    let out = place
        .command("screen orders.jsonl --out -")
        .stdout(open())
        .output()
        .unwrap();
    let inn = place
        .command("screen - --lines --out orders.jsonl")
        .stdin(open())
        .output()
        .unwrap();
    let both = place
        .command("screen - --lines --out -")
        .stdin(open())
        .stdout(open())
        .output()
        .unwrap();
    for ran in [out, inn, both] {
        let ran = Ran::from(ran);
        assert_eq!(ran.code, 1);
        assert!(ran.err.starts_with("screen-output-is-input\n"), "{ran:#?}");
        assert_eq!(place.read("orders.jsonl"), text);
    }
}

#[test]
fn an_unreadable_input_among_others() {
    let place = Place::new("unreadable");
    place.write("a.jsonl", lamp("a", Some(1)));
    place.write("b.jsonl", lamp("b", Some(1)));
    fs::create_dir(place.0.join("folder.jsonl")).unwrap();
    let line = "screen a.jsonl no-such.jsonl folder.jsonl b.jsonl --out v.jsonl";
    assert_snapshot!(place.told(line, &["v.jsonl"]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let place = Place::new("full");
    place.write("orders.jsonl", lamp("a", Some(1)));
    assert_snapshot!(place.told("screen orders.jsonl --out /dev/full --format jsonl", &[]));
    place.write("bad.jsonl", "{");
    let ran = place.run("screen bad.jsonl --out v.jsonl --rejects /dev/full");
    assert_eq!(ran.code, 1);
    assert!(ran.err.starts_with("screen-write-failed\n"), "{ran:#?}");
    assert!(!place.has("v.jsonl"));
}

#[test]
fn nowhere_to_write() {
    let place = Place::new("nowhere");
    place.write("orders.jsonl", lamp("a", Some(1)));
    assert_snapshot!(place.told("screen orders.jsonl --out no/such/v.jsonl", &[]));
    fs::create_dir(place.0.join("folder.jsonl")).unwrap();
    assert_snapshot!(place.told("screen orders.jsonl --out folder.jsonl", &[]));
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_leads_to_is_replaced() {
    let place = Place::new("link");
    place.write("orders.jsonl", lamp("a", Some(1)));
    place.write("elsewhere/v.jsonl", "old");
    std::os::unix::fs::symlink("elsewhere/v.jsonl", place.0.join("v.jsonl")).unwrap();
    assert_eq!(place.run("screen orders.jsonl --out v.jsonl").code, 0);
    assert!(
        fs::symlink_metadata(place.0.join("v.jsonl"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(lines(&place.read("elsewhere/v.jsonl"))[0]["id"], "a");
}
