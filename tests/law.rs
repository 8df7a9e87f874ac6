//! The page of the law: it is that of the shipped policies, and nothing of the law is forgotten.

mod shipped;

use std::fs;

use licit::Workspace;

/// `BLESS=1` writes it anew.
#[test]
fn the_page_is_up_to_date() {
    let policy = shipped::load("policies");
    let page = policy.law("../", &|_| true);
    let path = shipped::root().join("docs/law.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).expect("written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(page.lines()).position(|(a, b)| a != b);
    assert!(
        written == page,
        "docs/law.md differs from what the policies say, first in line {}: BLESS=1 cargo test --test law",
        differs.unwrap_or_else(|| written.lines().count().min(page.lines().count())) + 1
    );
}

/// Told by the page, which needs no scenario to be run.
#[test]
fn every_provision_is_encoded_or_left_out() {
    let page = shipped::load("policies").law("../", &|file| file.starts_with("policies/mofcom/"));
    let forgotten: Vec<&str> = page
        .lines()
        .skip_while(|line| *line != "## Rows that no instrument reads")
        .chain(
            page.lines()
                .filter(|line| line.ends_with("| **neither** |") || line.contains("| no table |")),
        )
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:#?}");
    assert!(
        page.matches("\n## ").count() >= 18,
        "instruments are missing"
    );
}

const LAW: &str = r#"
facts shipment : Shipment on date

scale export main { free  licence_required }

record Shipment { date : Date  lamp : Bool  items : [Item] }
record Item { code : Code? = null }
"#;

const N3: &str = r#"
instrument harbour.n3 {
  authority  "Harbour Office" zh "港务局"
  number     "Notice No. 3 of 2031" zh "2031年第3号通告"
  title      "Lamps" zh "灯具"
  published  2031-01-10
  in force   from 2031-02-01 through 2031-12-31
  cites      article 5
  basis      official
  provisions from "provisions.csv"
  omits      article 3 because "fees | forms" zh "费用"
  omits      article 2 (2) because "which lamps are strong was not seen"
}

list annex { cites annex  code : Code  | 7L101 | }

rule lamps {
  cites article 1
  when  shipment.lamp
  then  shipment is licence_required
}

rule strong {
  cites article 2 (1), article 2 (2), "note on masts" zh "桅杆说明"
  in force from 2031-03-01
  for   item in shipment.items
  when  item.code in annex
  then  item is licence_required
}

question masts "Are masts lamps?" zh "桅杆是否属于灯具？" {
  cites   article 1
  reading lamps "they are" (default)
  reading wood  "they are not"
}
"#;

const N8: &str = r#"
import harbour.n3

instrument harbour.n8 {
  number     "Notice No. 8 of 2031"
  published  2031-04-01
  in force   from 2031-04-01
  basis      reported "a newspaper"
  suspends   n3 from 2031-04-01 through 2031-09-30 if n3.masts reads lamps
  suspends   n3.strong from 2031-10-01
  cites      article 1
}
"#;

const PROVISIONS: &str = "\
instrument,provision,says,says_zh,basis,note
harbour.n3,article 1,Lamps need a licence.,灯具须许可。,official,
harbour.n3,article 2 (1),So do strong lamps.,,reported,the press
harbour.n3,article 2 (2),Strong is what the office calls so.,,,
harbour.n3,article 3,Fees.,费用。,official,
harbour.n3,article 4,Horns.,,official,
harbour.n3,article 5,In force from 1 February 2031.,,official,
harbour.n3,annex,The lamps.,,official,
harbour.n3,\"\"\"note on masts\"\"\",Masts.,,official,
harbour.n9,article 1,Of a notice that no file holds.,,official,
";

#[test]
fn a_page() {
    let mut workspace = Workspace::named("policies");
    workspace.add_file("law.licit", LAW);
    workspace.add_file("n3.licit", N3);
    workspace.add_file("n8.licit", N8);
    workspace.add_file("provisions.csv", PROVISIONS);
    let policy = workspace
        .check()
        .unwrap_or_else(|told| panic!("{}", told.render(false)));
    insta::assert_snapshot!(policy.law("../", &|_| true));
    let one = policy.law("", &|file| file == "policies/n8.licit");
    assert!(one.contains("## Notice No. 8 of 2031\n") && !one.contains("## Notice No. 3"));
}
