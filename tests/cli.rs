//! The command line as other programs meet it: exit codes, what goes to which stream, options, odd files.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const POLICY: &str = r#"
facts shipment : Shipment on date

scale export main {
  free             "free to go"        zh "放行"
  licence_required "licence required"  zh "需要许可"
  forbidden        "forbidden"         zh "禁止"
}

dimension Power { W  kW = 1000 W }

record Shipment { id : Text = ""  date : Date  destination : Country  items : [Item]  note : Text = "none" }
record Item { description : Text = ""  lamp : Bool  power : Power  signal : Bool = false }

instrument harbour.n3_2031 {
  authority "Harbour Office" zh "港务局"
  number    "Notice No. 3 of 2031" zh "2031年第3号通告"
  published 2031-01-10
  in force  from 2031-02-01
  basis     official
}

question bright "Is a lamp of just 500 W bright?" {
  cites   article 1
  reading taken_in "yes" (default)
  reading left_out "no"
}

rule bright_lamps {
  cites article 1
  for   item in shipment.items
  when  item.lamp and (item.power > 500 W or (bright reads taken_in and item.power >= 500 W))
  then  item is licence_required
}

rule signals {
  cites article 2
  for   item in shipment.items
  when  item.signal
  then  item is forbidden
}

scenario "both sides" {
  facts "facts/lamp.json"
  cases items[0].power
  when  500 W     expect licence_required because bright_lamps
  when  499 W     expect free
}
"#;

const LAMP: &str = r#"{ "date": "2031-03-01", "destination": "IS", "items": [ { "description": "lantern", "lamp": true, "power": "500 W" } ] }"#;

/// A folder of its own for one test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("cli")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        let place = Self(folder);
        place.write("policies/harbour.licit", POLICY);
        place.write("policies/facts/lamp.json", LAMP);
        place.write("lamp.json", LAMP);
        place
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_licit"));
        command
            .current_dir(&self.0)
            .args(arguments)
            .env_remove("NO_COLOR")
            .env_remove("RUST_BACKTRACE");
        command
    }

    fn licit(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    fn fed(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }
}

#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            code: output.status.code().expect("no signal"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Ran {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:#?}"))
    }

    fn json_lines(&self) -> Vec<serde_json::Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

#[test]
fn decides() {
    let ran = Place::new("decides").licit(&["decide", "lamp.json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("LICENCE REQUIRED\n"), "{}", ran.out);
    assert!(
        ran.out.contains("Notice No. 3 of 2031, article 1"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains('\u{1b}'), "no colour where nobody looks");
}

#[test]
fn decides_in_chinese() {
    let ran = Place::new("chinese").licit(&["decide", "lamp.json", "--lang", "zh"]);
    assert!(ran.out.starts_with("需要许可\n"), "{}", ran.out);
    let json = Place::new("chinese_json")
        .licit(&["decide", "lamp.json", "--lang", "zh", "--format", "json"])
        .json();
    assert!(
        json["subjects"][0]["because"][0]["cites"]
            .as_str()
            .unwrap()
            .contains("通告"),
        "{json:#}"
    );
}

#[test]
fn one_case_gives_one_object() {
    let json = Place::new("object")
        .licit(&["decide", "lamp.json", "--format", "json"])
        .json();
    assert_eq!(json["verdict"], "licence_required");
    assert_eq!(json["determined"], true);
    assert_eq!(json["on"], "2031-03-01");
    assert_eq!(json["policy"]["language"], "1");
    assert!(
        json["policy"]["digest"]
            .as_str()
            .unwrap()
            .starts_with("sha256:")
    );
    assert!(json["facts"].get("source").is_none());
}

#[test]
fn digests_are_of_what_was_read() {
    use sha2::{Digest, Sha256};
    let json = Place::new("digests")
        .licit(&["decide", "lamp.json", "--format", "json"])
        .json();
    let hex = |bytes: &[u8]| {
        Sha256::digest(bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect::<String>()
    };
    assert_eq!(
        json["facts"]["digest"],
        format!("sha256:{}", hex(LAMP.as_bytes()))
    );
    let mut all = Vec::new();
    for (path, text) in [("facts/lamp.json", LAMP), ("harbour.licit", POLICY)] {
        all.extend(format!("{path}\0{}\0{text}", text.len()).into_bytes());
    }
    assert_eq!(json["policy"]["digest"], format!("sha256:{}", hex(&all)));
}

#[test]
fn days_and_readings() {
    let place = Place::new("days");
    let verdict = |more: &[&str]| {
        let ran = place.licit(&[&["decide", "lamp.json", "--format", "json"], more].concat());
        ran.json()["range"]["strictest"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(verdict(&["--on", "2031-01-31"]), "free");
    assert_eq!(verdict(&["--on", "2031-02-01"]), "licence_required");
    assert_eq!(verdict(&["--known", "2031-01-09"]), "free");
    assert_eq!(verdict(&["--reading", "bright=left_out"]), "free");
    assert_eq!(
        verdict(&["--reading", "harbour.n3_2031.bright=left_out"]),
        "free"
    );
    assert_eq!(
        verdict(&["--reading", "bright=unknown"]),
        "licence_required"
    );
}

#[test]
fn wrong_options_are_told_with_a_way_out() {
    let place = Place::new("options");
    for (arguments, says) in [
        (&["--reading", "brihgt=taken_in"][..], "bright"),
        (&["--reading", "bright=taken_inn"], "taken_in"),
        (&["--reading", "bright"], "QUESTION=READING"),
        (&["--on", "2031-02-30"], "28 days"),
        (&["--fail-at", "forbiden"], "forbidden"),
        (&["--format", "yaml"], "json"),
        (&["--nonsense"], "--nonsense"),
    ] {
        let ran = place.licit(&[&["decide", "lamp.json"], arguments].concat());
        assert_eq!(ran.code, 1, "{arguments:?}: {ran:#?}");
        assert!(
            ran.err.contains(says) && ran.out.is_empty(),
            "{arguments:?}: {ran:#?}"
        );
    }
    assert_eq!(place.licit(&["decide"]).code, 1);
    assert_eq!(place.licit(&[]).code, 1);
    assert_eq!(place.licit(&["decide", "no-such.json"]).code, 1);
    assert_eq!(place.licit(&["--help"]).code, 0);
    assert_eq!(place.licit(&["--version"]).code, 0);
}

#[test]
fn exit_codes() {
    let place = Place::new("exits");
    place.write(
        "unknown.json",
        r#"{ "date": "2031-03-01", "destination": "IS", "items": [ { "lamp": true } ] }"#,
    );
    place.write("broken.json", "{");
    let code = |arguments: &[&str]| place.licit(&[&["decide"], arguments].concat()).code;
    assert_eq!(code(&["lamp.json", "--fail-at", "licence_required"]), 2);
    assert_eq!(code(&["lamp.json", "--fail-at", "free"]), 2);
    assert_eq!(code(&["lamp.json", "--fail-at", "forbidden"]), 0);
    assert_eq!(code(&["unknown.json"]), 0);
    assert_eq!(code(&["unknown.json", "--fail-undetermined"]), 4);
    assert_eq!(
        code(&[
            "unknown.json",
            "--fail-undetermined",
            "--fail-at",
            "licence_required"
        ]),
        2
    );
    assert_eq!(code(&["lamp.json", "broken.json", "--fail-at", "free"]), 1);
    place.write("policies/broken.licit", "rule {");
    assert_eq!(code(&["lamp.json", "broken.json", "--fail-at", "free"]), 3);
    assert_eq!(place.licit(&["check"]).code, 3);
    assert_eq!(place.licit(&["test"]).code, 3);
}

/// Nothing that is decided hangs on a scenario: a mistake in one is a matter of `check` and `test`.
#[test]
fn deciding_passes_over_scenarios() {
    let place = Place::new("passed-over");
    let before = place.licit(&["decide", "lamp.json", "--format", "json"]);
    place.write(
        "policies/more.scenarios.licit",
        "import nowhere\nscenario \"a\" { facts \"facts/none.json\" expect no such }",
    );
    let after = place.licit(&["decide", "lamp.json", "--format", "json"]);
    assert_eq!((after.code, after.err.as_str()), (0, ""));
    let (mut before, mut after) = (before.json(), after.json());
    assert_ne!(before["policy"]["digest"], after["policy"]["digest"]);
    before["policy"].take();
    after["policy"].take();
    assert_eq!(before, after);
    assert_eq!(place.licit(&["schema"]).code, 0);
    assert_eq!(place.licit(&["check"]).code, 3);
    assert_eq!(place.licit(&["test"]).code, 3);
    // Beside rules it is passed over as long as its form tells where it ends.
    fs::remove_file(place.0.join("policies/more.scenarios.licit")).unwrap();
    place.write(
        "policies/harbour.licit",
        POLICY.replace("because bright_lamps", "because dim_lamps"),
    );
    assert_eq!(place.licit(&["decide", "lamp.json"]).code, 0);
    assert_eq!(place.licit(&["check"]).code, 3);
    place.write(
        "policies/harbour.licit",
        POLICY.replace("cases items[0].power", "cases items[0].power {"),
    );
    assert_eq!(place.licit(&["decide", "lamp.json"]).code, 3);
    // A rule is not lost in a file of scenarios.
    place.write("policies/harbour.licit", POLICY);
    place.write(
        "policies/more.scenarios.licit",
        "scenario \"a\" { facts {} expect free }\nrule { when true }",
    );
    assert_eq!(place.licit(&["decide", "lamp.json"]).code, 3);
}

#[test]
fn several_cases_one_line_each() {
    let place = Place::new("lines");
    let orders = format!(
        "{LAMP}\n\n{{ \"date\": 7 }}\r\n{}\n",
        LAMP.replace("true", "false")
    );
    place.write("orders.jsonl", orders);
    let ran = place.licit(&["decide", "lamp.json", "orders.jsonl", "--format", "json"]);
    let lines = ran.json_lines();
    assert_eq!(ran.code, 1);
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["facts"]["source"], "lamp.json");
    assert_eq!(lines[1]["facts"]["source"], "orders.jsonl:1");
    assert_eq!(lines[0]["facts"]["digest"], lines[1]["facts"]["digest"]);
    assert_eq!(lines[2]["source"], "orders.jsonl:3");
    assert_eq!(lines[2]["error"][0]["pointer"], "/date");
    assert_eq!(lines[2]["error"][0]["line"], 3);
    assert_eq!(lines[3]["verdict"], "free");
    let text = place.licit(&["decide", "orders.jsonl"]);
    assert!(
        text.out.contains("orders.jsonl:4") && text.err.contains("orders.jsonl:3"),
        "{text:#?}"
    );
}

#[test]
fn standard_input() {
    let place = Place::new("stdin");
    let one = place.fed(&["decide", "-", "--format", "json"], LAMP);
    assert_eq!(one.json()["verdict"], "licence_required");
    let lines = place.fed(
        &["decide", "-", "--lines", "--format", "json"],
        &format!("{LAMP}\n{LAMP}\n"),
    );
    assert_eq!(lines.json_lines().len(), 2);
    assert_eq!(lines.json_lines()[1]["facts"]["source"], "-:2");
}

#[test]
fn refused_facts() {
    let place = Place::new("refused");
    place.write("typo.json", LAMP.replace("destination", "destinatoin"));
    let ran = place.licit(&["decide", "typo.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(
        ran.err.contains("destination") && ran.err.contains("typo.json"),
        "{}",
        ran.err
    );
    let json = place
        .licit(&["decide", "typo.json", "--format", "json"])
        .json();
    assert_eq!(json["source"], "typo.json");
    assert_eq!(json["error"][0]["severity"], "error");
    place.write("latin.json", b"{ \"id\": \"\xe9\" }");
    assert_eq!(place.licit(&["decide", "latin.json"]).code, 1);
}

#[test]
fn checks() {
    let place = Place::new("checks");
    let ran = place.licit(&["check"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:#?}");
    assert!(ran.out.contains("2 rules"), "{}", ran.out);
    assert_eq!(
        place.licit(&["check", "--format", "json"]).json(),
        serde_json::json!([])
    );
    let program = place.licit(&["check", "--emit", "ir"]).json();
    assert_eq!(program["version"], 1);
    assert_eq!(program["rules"][0]["name"], "harbour.n3_2031.bright_lamps");
    place.write(
        "policies/other.licit",
        "record Other { a : Nonsense }\nrecord Another { b : Shipmnt }",
    );
    let broken = place.licit(&["check", "--format", "json"]);
    assert_eq!(broken.code, 3);
    let told = broken.json();
    assert!(told.as_array().unwrap().len() >= 2, "{told:#}");
    assert_eq!(told[0]["file"], "policies/other.licit");
    assert_eq!(told[0]["line"], 1);
}

#[test]
fn paths_select_inside_and_stand_alone_outside() {
    let place = Place::new("paths");
    place.write(
        "elsewhere/harbour.licit",
        POLICY.replace("facts/lamp.json", "lamp.json"),
    );
    place.write("elsewhere/lamp.json", LAMP);
    place.write(
        "policies/more.licit",
        "import harbour.n3_2031\nscenario \"wrong\" { facts \"facts/lamp.json\" expect free }",
    );
    assert_eq!(place.licit(&["check", "elsewhere"]).code, 0);
    assert_eq!(place.licit(&["test", "elsewhere"]).code, 0);
    assert_eq!(place.licit(&["test", "elsewhere/harbour.licit"]).code, 0);
    assert_eq!(place.licit(&["test", "policies/harbour.licit"]).code, 0);
    assert_eq!(place.licit(&["test", "policies/more.licit"]).code, 5);
    assert_eq!(place.licit(&["test"]).code, 5);
    assert_eq!(place.licit(&["test", "no-such-folder"]).code, 1);
    assert_eq!(
        place.licit(&["check", "--policies", "no-such-folder"]).code,
        1
    );
}

#[test]
fn runs_scenarios() {
    let place = Place::new("scenarios");
    let ran = place.licit(&["test"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "2 passed (1 file)\n"),
        "{ran:#?}"
    );
    place.write(
        "policies/more.licit",
        "import harbour.n3_2031\nscenario \"wrong\" {\n  facts \"facts/lamp.json\"\n  expect free\n}",
    );
    let failed = place.licit(&["test"]);
    assert_eq!(failed.code, 5);
    assert!(
        failed.out.contains("expected free, got licence_required"),
        "{}",
        failed.out
    );
    assert!(
        failed.out.contains("policies/more.licit:2") && failed.out.contains("article 1"),
        "{}",
        failed.out
    );
    assert!(failed.out.contains("1 failed, 2 passed"), "{}", failed.out);
    let junit = place.licit(&["test", "--format", "junit"]);
    assert_eq!(junit.code, 5);
    assert!(
        junit
            .out
            .contains("<testsuites name=\"licit\" tests=\"3\" failures=\"1\""),
        "{}",
        junit.out
    );
    let json = place.licit(&["test", "--format", "json"]).json();
    assert_eq!(json["cases"].as_array().unwrap().len(), 3);
}

#[test]
fn coverage_fails_where_something_required_is_missing() {
    let place = Place::new("coverage");
    let told = place.licit(&["test", "--coverage"]);
    assert_eq!(told.code, 5);
    for line in [
        "2 passed (1 file)",
        "rules              1 of 2    50 %",
        "harbour.n3_2031.signals",
        "never had effect",
        "without a table of provisions: harbour.n3_2031",
        "never above 500 W",
    ] {
        assert!(told.out.contains(line), "{line}:\n{}", told.out);
    }
    for (required, code) in [("none", 0), ("provisions", 0), ("provisions,thresholds", 5)] {
        let told = place.licit(&["test", "--coverage", "--require", required]);
        assert_eq!(told.code, code, "{required}");
    }
    // What is required is required of a coverage.
    assert_eq!(place.licit(&["test", "--require", "none"]).code, 1);

    let json = place
        .licit(&["test", "--coverage", "--format", "json"])
        .json();
    assert_eq!(json["cases"][0]["passed"], true);
    assert_eq!(
        json["coverage"][0]["rules"][0]["rule"],
        "harbour.n3_2031.bright_lamps"
    );
    assert_eq!(json["coverage"][0]["rules"][0]["effective"], 1);

    let junit = place.licit(&["test", "--coverage", "--format", "junit"]);
    assert!(junit.out.starts_with("<?xml") && junit.out.ends_with("</testsuites>\n"));
    assert!(
        junit.out.contains("tests=\"4\" failures=\"1\""),
        "{}",
        junit.out
    );

    let lcov = place.licit(&["test", "--format", "lcov"]);
    assert!(
        lcov.out.starts_with("TN:\nSF:policies/harbour.licit\n"),
        "{}",
        lcov.out
    );
    assert!(lcov.out.contains("FNDA:0,harbour.n3_2031.signals\n"));
    assert!(lcov.out.ends_with("end_of_record\n"));
}

#[test]
fn coverage_of_law_that_is_shown_in_full() {
    let place = Place::new("coverage_full");
    place.write(
        "policies/more.licit",
        "import harbour.n3_2031\nscenario \"signals\" { facts \"facts/lamp.json\" with items[0].signal = true expect forbidden because signals }",
    );
    let told = place.licit(&["test", "--coverage"]);
    assert_eq!(told.code, 0, "{}", told.out);
    // A file of scenarios holds no rules: nothing is counted, and nothing is missing.
    let told = place.licit(&["test", "--coverage", "policies/more.licit"]);
    assert_eq!(told.code, 0, "{}", told.out);
    assert!(
        told.out.contains("rules              0 of 0   100 %"),
        "{}",
        told.out
    );
}

#[test]
fn the_law_as_a_page() {
    let place = Place::new("law");
    let told = place.licit(&["law", "--links", "../"]);
    assert_eq!(told.code, 0);
    assert!(
        told.out
            .contains("\n## Notice No. 3 of 2031 · 2031年第3号通告\n"),
        "{}",
        told.out
    );
    assert!(
        told.out.contains("(../policies/harbour.licit#L"),
        "{}",
        told.out
    );
    assert_eq!(place.licit(&["law", "nowhere"]).code, 1);
    place.write("policies/harbour.licit", "rule");
    assert_eq!(place.licit(&["law"]).code, 3);
}

#[test]
fn colour_only_where_wanted() {
    let place = Place::new("colour");
    assert!(
        place
            .licit(&["decide", "lamp.json", "--color", "always"])
            .out
            .contains('\u{1b}')
    );
    assert!(
        !place
            .licit(&["decide", "lamp.json", "--color", "never"])
            .out
            .contains('\u{1b}')
    );
}

#[test]
fn a_reader_that_goes_away_is_no_mistake() {
    let place = Place::new("pipe");
    place.write("many.jsonl", format!("{LAMP}\n").repeat(2_000));
    let mut command = place.command(&["decide", "many.jsonl", "--format", "json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.code().is_some());
}

#[test]
fn prints_the_schema() {
    let place = Place::new("schema");
    let ran = place.licit(&["schema"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    let schema = ran.json();
    assert_eq!(schema["$ref"], "#/$defs/Shipment");
    let note = &schema["$defs"]["Shipment"]["properties"]["note"];
    assert_eq!(note["default"], "none");
    let about = |ran: &Ran| ran.json()["description"].to_string();
    assert_ne!(
        about(&place.licit(&["schema", "--lang", "zh"])),
        about(&ran)
    );

    place.write("policies/broken.licit", "rule {");
    let ran = place.licit(&["schema"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{ran:#?}");
    let ran = place.licit(&["schema", "--policies", "nowhere"]);
    assert_eq!(ran.code, 1, "{ran:#?}");
}

#[test]
fn completions_for_shells() {
    let place = Place::new("completions");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = place.licit(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains("licit"), "{shell}");
    }
}

#[test]
fn policy_files_that_are_not_text() {
    let place = Place::new("bytes");
    place.write("policies/latin.licit", b"// caf\xe9");
    let ran = place.licit(&["check"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("policies/latin.licit") && ran.err.contains("UTF-8"),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn links_that_go_round_or_out() {
    use std::os::unix::fs::symlink;
    let place = Place::new("links");
    place.write("outside/bad.licit", "rule {");
    symlink("..", place.0.join("policies/round")).unwrap();
    symlink(".", place.0.join("policies/self")).unwrap();
    symlink("../outside", place.0.join("policies/out")).unwrap();
    symlink("nowhere", place.0.join("policies/dangling.licit")).unwrap();
    let ran = place.licit(&["check"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
}

#[test]
fn help_of_every_verb() {
    let place = Place::new("help");
    for verb in [
        "check",
        "decide",
        "screen",
        "test",
        "law",
        "schema",
        "completions",
    ] {
        let ran = place.licit(&[verb, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Example"), "{verb}: {}", ran.out);
        assert!(
            ran.out.lines().all(|line| line.chars().count() <= 100),
            "{verb}: {}",
            ran.out
        );
    }
    insta::assert_snapshot!(place.licit(&["decide", "--help"]).out);
}
