//! Runs that end in the middle, and go on. Nothing here waits for a time: a run is ended when it has told of a row that it can only
//! have met after writing others down.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::place::{Place, Ran, lamp, orders};

/// Starts a run whose standard input stays open.
fn begun(place: &Place, line: &str) -> Child {
    place
        .command(line)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Ends a run as soon as it says a word, while it waits for more input.
fn ended_at(mut child: Child, word: &str) {
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let told = stderr
        .lines()
        .map(Result::unwrap)
        .any(|line| line.contains(word));
    assert!(told, "it never said {word}");
    child.kill().unwrap();
    child.wait().unwrap();
}

fn journal(place: &Place, out: &str) -> Value {
    let lines = place.read(&format!("{out}.resume"));
    serde_json::from_str(lines.lines().last().unwrap()).unwrap()
}

/// Two thousand orders of a kilobyte, one of them bad, in row 700: some way into the third chunk.
fn input() -> (String, String) {
    let mut all = orders(0..2000);
    all[700] = r#"{"destinatoin":"IS"}"#.to_owned();
    let begin: String = all[..1500].iter().map(|line| format!("{line}\n")).collect();
    let whole: String = all.iter().map(|line| format!("{line}\n")).collect();
    (begin, whole)
}

/// Feeds the beginning, and ends the run when it tells of the bad row.
fn broken_off(place: &Place, line: &str, begin: &str) {
    let mut child = begun(place, line);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(begin.as_bytes()).unwrap();
    ended_at(child, "destinatoin");
    drop(stdin);
}

#[test]
fn goes_on_to_the_same_bytes() {
    let place = Place::new("goes_on");
    let (begin, whole) = input();
    for form in ["jsonl", "csv"] {
        let once = place.fed(&format!("screen - --lines --out once.{form}"), &whole);
        assert_eq!(once.code, 1);
        for threads in [1, 3] {
            let out = format!("v{threads}.{form}");
            let line = format!("screen - --lines --out {out} --threads {threads}");
            broken_off(&place, &line, &begin);
            assert!(!place.has(&out), "half a file under the final name");
            let rows = journal(&place, &out)["rows"].as_u64().unwrap();
            assert!((701..1500).contains(&rows), "{rows} rows");
            // As if it had ended within a row.
            let part = place.0.join(format!("{out}.part"));
            let mut torn = fs::OpenOptions::new().append(true).open(part).unwrap();
            torn.write_all(b"{\"id\":\"half a r").unwrap();

            let again = place.fed(&format!("{line} --resume"), &whole);
            assert_eq!(again.code, 1, "{again:#?}");
            assert_eq!(place.bytes(&out), place.bytes(&format!("once.{form}")));
            let count = "2,000 rows in = 1,999 decided + 1 rejected\n";
            assert!(
                once.err.contains(count) && again.err.contains(count),
                "{again:#?}"
            );
            assert!(!place.has(&format!("{out}.part")) && !place.has(&format!("{out}.resume")));
        }
    }
}

#[test]
fn rejects_go_on_too() {
    let place = Place::new("rejects_go_on");
    let all = orders(0..900);
    let bad = |n: usize| format!("{{\"note\":{n}}}");
    let file: Vec<String> = all
        .iter()
        .enumerate()
        .map(|(n, line)| if n % 50 == 9 { bad(n) } else { line.clone() })
        .collect();
    place.write("a.jsonl", file.join("\n"));
    let rest = format!("{}\n{}\n{}\n", bad(1), lamp("last", Some(600)), bad(2));
    let line = |name: &str| {
        format!(
            "screen a.jsonl no-such.jsonl - --lines --out {name}.csv --rejects {name}-bad.jsonl"
        )
    };
    let once = place.fed(&line("once"), &rest);
    assert_eq!(once.code, 1);

    // All of the first input is written down before the second is told of.
    let mut child = begun(&place, &line("v"));
    let stdin = child.stdin.take().unwrap();
    ended_at(child, "no-such.jsonl");
    drop(stdin);
    assert!(!place.has("v.csv") && !place.has("v-bad.jsonl"));
    assert_eq!(journal(&place, "v.csv")["rows"], 900);

    let again = place.fed(&format!("{} --resume", line("v")), &rest);
    assert_eq!(again.code, 1);
    assert_eq!(place.read("v.csv"), place.read("once.csv"));
    assert_eq!(place.read("v-bad.jsonl"), place.read("once-bad.jsonl"));
    assert_eq!(place.read("v-bad.jsonl").lines().count(), 20);
    assert!(
        again
            .err
            .contains("903 rows in = 883 decided + 20 rejected\n"),
        "{again:#?}"
    );
}

/// A run that was broken off, to be looked at.
fn left(name: &str) -> (Place, String) {
    let place = Place::new(name);
    let (begin, whole) = input();
    broken_off(&place, "screen - --lines --out v.jsonl", &begin);
    (place, whole)
}

fn refused(ran: &Ran, code: &str) {
    assert_eq!(ran.code, 1, "{ran:#?}");
    assert!(ran.err.starts_with(&format!("{code}\n")), "{ran:#?}");
}

const GO_ON: &str = "screen - --lines --out v.jsonl --resume";

#[test]
fn refused_where_something_is_not_as_it_was() {
    let (place, whole) = left("refused");
    let before = (place.bytes("v.jsonl.part"), place.bytes("v.jsonl.resume"));
    for more in [
        "--on 2031-03-02",
        "--known 2031-03-02",
        "--reading bright=left_out",
        "--assume none",
        "--explain-at free",
        "--rejects bad.jsonl",
        "--format csv",
    ] {
        refused(
            &place.fed(&format!("{GO_ON} {more}"), &whole),
            "screen-resume-asked",
        );
    }
    let other = place.fed("screen other.jsonl --out v.jsonl --resume", "");
    refused(&other, "screen-resume-asked");
    let changed = whole.replacen("order-3\"", "order-X\"", 1);
    refused(&place.fed(GO_ON, changed), "screen-resume-input");
    let short = whole.lines().take(100).collect::<Vec<_>>().join("\n");
    refused(&place.fed(GO_ON, short), "screen-resume-input");
    place.write("policies/more.licit", "// a word more\n");
    refused(&place.fed(GO_ON, &whole), "screen-resume-policies");
    fs::remove_file(place.0.join("policies/more.licit")).unwrap();
    let after = (place.bytes("v.jsonl.part"), place.bytes("v.jsonl.resume"));
    assert!(before == after, "a refusal touches nothing");
    assert_eq!(place.fed(GO_ON, &whole).code, 1, "and after all it goes on");
    assert!(place.has("v.jsonl"));
}

#[test]
fn refused_where_what_was_written_is_gone() {
    let (place, whole) = left("gone");
    let part = place.bytes("v.jsonl.part");
    let mut altered = part.clone();
    altered[10] = b'?';
    place.write("v.jsonl.part", altered);
    refused(&place.fed(GO_ON, &whole), "screen-resume-output");
    place.write("v.jsonl.part", &part[..part.len() / 2]);
    refused(&place.fed(GO_ON, &whole), "screen-resume-output");
    fs::remove_file(place.0.join("v.jsonl.part")).unwrap();
    refused(&place.fed(GO_ON, &whole), "screen-resume-output");
    place.write("v.jsonl.part", &part);
    place.write("v.jsonl.resume", "{");
    refused(&place.fed(GO_ON, &whole), "screen-resume-output");
}

#[test]
fn refused_where_there_is_nothing() {
    let place = Place::new("nothing");
    place.write("orders.jsonl", lamp("a", Some(1)));
    refused(
        &place.run("screen orders.jsonl --out v.jsonl --resume"),
        "screen-nothing-to-resume",
    );
    refused(
        &place.run("screen orders.jsonl --out - --resume"),
        "screen-nothing-to-resume",
    );
    assert_eq!(place.run("screen orders.jsonl --out v.jsonl").code, 0);
    refused(
        &place.run("screen orders.jsonl --out v.jsonl --resume"),
        "screen-nothing-to-resume",
    );
}

#[test]
fn begins_anew_without_being_asked_to_go_on() {
    let (place, whole) = left("anew");
    let once = place.fed("screen - --lines --out once.jsonl", &whole);
    let anew = place.fed("screen - --lines --out v.jsonl", &whole);
    assert_eq!((once.code, &once.err), (anew.code, &anew.err));
    assert_eq!(place.bytes("v.jsonl"), place.bytes("once.jsonl"));
    assert!(!place.has("v.jsonl.part") && !place.has("v.jsonl.resume"));
}

#[test]
fn what_comes_behind_may_have_grown() {
    let (place, whole) = left("grown");
    let grown = format!("{whole}{}\n", lamp("new", Some(1)));
    assert_eq!(place.fed(GO_ON, grown).code, 1);
    let last: Value = serde_json::from_str(place.read("v.jsonl").lines().last().unwrap()).unwrap();
    assert_eq!(last["id"], "new");
}
