//! `licit timeline`: the report, the data, the picture, and what is refused. Which days and why: `tests/spec/timeline.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use licit::{Language, Look, Options, Policy, Timeline, Workspace};

const POLICY: &str = r#"
facts shipment : Shipment on date

scale export main {
  free             "free to go"        zh "放行"
  licence_required "licence required"  zh "需要许可"
  forbidden        "forbidden"         zh "禁止"
}

dimension Power { W  kW = 1000 W }

record Shipment { date : Date  items : [Item]  exporter : Party }
record Party { name : Text }
record Item { power : Power  signal : Bool = false }

instrument harbour.n3_2031 {
  authority "Harbour Office" zh "港务局"
  number    "Notice No. 3 of 2031 <\"red\" & 'green'>" zh "2031年第3号通告"
  title     "Lamps"
  published 2031-01-10
  in force  from 2031-02-01
  basis     official
}

question bright "Is a lamp of just 500 W bright?" {
  cites   article 1
  arises  2031-04-01
  reading taken_in "yes" (default)
  reading left_out "no"
}

rule bright_lamps {
  cites article 1
  for   item in shipment.items
  when  item.power > 500 W or (bright reads taken_in and item.power >= 500 W)
  then  item is licence_required
}

rule signals {
  cites article 2
  for   item in shipment.items
  when  item.signal
  then  item is forbidden
  duty  shipment.exporter "keeps a record"
}
"#;

const SUSPENSION: &str = r#"
import harbour.n3_2031

instrument harbour.n4_2031 {
  authority "Harbour Office"
  number    "Notice No. 4 of 2031" zh "2031年第4号通告"
  published 2031-03-01
  in force  from 2031-03-01
  basis     official
  suspends  n3_2031.bright_lamps from 2031-03-03 through 2031-03-05
  suspends  n3_2031.signals      from 2031-03-05 through 2031-03-06
}
"#;

fn policy(policies: &[&str]) -> Policy {
    let mut workspace = Workspace::new();
    for (i, text) in policies.iter().enumerate() {
        workspace.add_file(format!("harbour{i}.licit"), *text);
    }
    workspace
        .check()
        .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
}

const LAMP: &str = r#"{ "items": [ { "power": "500 W" }, { "power": "9 W", "signal": true } ] }"#;

fn timeline(policy: &Policy, facts: &str) -> Timeline {
    policy
        .timeline(facts, &Options::new())
        .unwrap_or_else(|diagnostics| panic!("{}", diagnostics.render(false)))
}

#[test]
fn told() {
    let policy = policy(&[POLICY, SUSPENSION]);
    let mut timeline = timeline(&policy, LAMP);
    for (language, name) in [(Language::En, "report"), (Language::Zh, "report_zh")] {
        let look = Look {
            language,
            ..Look::default()
        };
        insta::assert_snapshot!(name, policy.timeline_report(&timeline, &look));
    }
    timeline.policy.digest.clear();
    insta::assert_snapshot!("data", serde_json::to_string_pretty(&timeline).unwrap());
    let back: Timeline =
        serde_json::from_value(serde_json::to_value(&timeline).unwrap()).expect("comes in again");
    assert_eq!(
        serde_json::to_value(back).unwrap(),
        serde_json::to_value(&timeline).unwrap()
    );
}

/// Opening and closing tags in pairs, `&` only before what XML knows.
fn is_well_formed(svg: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        text(&rest[..at])?;
        let end = rest[at..].find('>').ok_or("a tag does not end")? + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap_or_default();
        if tag.starts_with('/') {
            let opened = open.pop();
            if opened != Some(name) {
                return Err(format!("</{name}> closes {opened:?}"));
            }
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    text(rest)?;
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("left open: {open:?}"))
    }
}

fn text(text: &str) -> Result<(), String> {
    for (at, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
        if !known.iter().any(|entity| text[at..].starts_with(entity)) {
            return Err(format!("a bare & in {text:?}"));
        }
    }
    Ok(())
}

#[test]
fn drawn() {
    let policy = policy(&[POLICY, SUSPENSION]);
    let mut timeline = timeline(&policy, LAMP);
    timeline.facts.source = Some("<script>alert('\u{202e}x')</script>".to_owned());
    for language in [Language::En, Language::Zh] {
        let svg = policy.timeline_svg(&timeline, language);
        assert_eq!(is_well_formed(&svg), Ok(()), "{svg}");
        assert!(!svg.contains("<script") && !svg.contains("href") && !svg.contains('\u{202e}'));
        assert_eq!(svg, policy.timeline_svg(&timeline, language));
        for change in &timeline.changes {
            assert!(svg.contains(&format!(">{}</text>", change.day)), "{svg}");
        }
        for state in [
            "url(#hatch)",
            "class=\"force\"",
            "class=\"yet\"",
            "class=\"acts\"",
        ] {
            assert!(svg.contains(state), "{state}\n{svg}");
        }
    }
}

/// Days that follow on each other keep room for their dates, and order.
#[test]
fn close_days_stay_apart() {
    let policy = policy(&[POLICY, SUSPENSION]);
    let timeline = timeline(&policy, LAMP);
    let svg = policy.timeline_svg(&timeline, Language::En);
    let at = |day: &str| {
        let line = svg
            .lines()
            .find(|line| line.contains("text-anchor=\"middle\"") && line.contains(day))
            .unwrap_or_else(|| panic!("no date {day}\n{svg}"));
        let x = line.split("x=\"").nth(1).expect("a place");
        x.split('"')
            .next()
            .expect("a number")
            .parse::<i32>()
            .expect("a number")
    };
    let places: Vec<i32> = timeline.changes.iter().map(|c| at(&c.day)).collect();
    assert!(places.len() > 4, "{places:?}");
    assert!(places.windows(2).all(|p| p[1] - p[0] >= 70), "{places:?}");
}

struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("timeline")
            .join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("policies")).unwrap();
        fs::write(folder.join("policies/harbour.licit"), POLICY).unwrap();
        fs::write(folder.join("lamp.json"), LAMP).unwrap();
        fs::write(folder.join("lamps.jsonl"), format!("{LAMP}\n{LAMP}\n")).unwrap();
        Self(folder)
    }

    fn licit(&self, arguments: &str) -> (i32, String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_licit"))
            .current_dir(&self.0)
            .args(arguments.split_whitespace())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        (
            out.status.code().unwrap(),
            text(out.stdout),
            text(out.stderr),
        )
    }
}

#[test]
fn on_the_command_line() {
    let place = Place::new("run");
    let (code, out, err) = place.licit("timeline lamp.json --known 2031-03-01 --from 2031-01-31");
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        out.starts_with("TIMELINE  2031-01-31 to 2031-02-02\nby the law as known on 2031-03-01\n"),
        "{out}"
    );
    let (code, out, _) = place.licit("timeline lamp.json --format json --lang zh");
    let data: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 0);
    assert_eq!(data["changes"][0]["causes"][0]["cites"], "2031年第3号通告");
    assert_eq!(data["facts"]["source"], "lamp.json");
    let (code, out, _) = place.licit("timeline lamp.json --format svg --reading bright=unknown");
    assert!(code == 0 && out.starts_with("<svg "), "{out}");
}

#[test]
fn what_is_refused() {
    let place = Place::new("refused");
    for (arguments, code, told) in [
        ("lamp.json --from 2031-02-30", 1, "asked-day"),
        ("lamp.json --to 31.01.2031", 1, "asked-day"),
        ("lamp.json --known tomorrow", 1, "asked-day"),
        (
            "lamp.json --from 2031-03-01 --to 2031-02-01",
            1,
            "asked-span",
        ),
        ("lamp.json --from 1800-01-01", 1, "asked-span"),
        ("lamp.json --reading bright=maybe", 1, "asked-reading"),
        ("lamps.jsonl", 1, "asked-one-case"),
        ("nowhere.json", 1, "file-not-readable"),
        ("lamp.json --policies nowhere", 1, "file-not-readable"),
    ] {
        let (got, out, err) = place.licit(&format!("timeline {arguments}"));
        assert_eq!((got, out.as_str()), (code, ""), "{arguments}: {err}");
        assert!(err.contains(told), "{arguments}: {err}");
        let (_, out, _) = place.licit(&format!("timeline {arguments} --format json"));
        let data: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(data["error"][0]["code"], told, "{arguments}");
    }
    let (code, _, err) = place.licit("timeline lamp.json lamp.json");
    assert!(code == 1 && err.contains("unexpected"), "{err}");
    fs::write(place.0.join("policies/broken.licit"), "rule {").unwrap();
    let (code, _, err) = place.licit("timeline lamp.json");
    assert!(code == 3 && !err.is_empty(), "{err}");
}
