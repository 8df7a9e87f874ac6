//! Texts on names, and citations in Chinese.

use super::{check, render};
use crate::ir::{Program, Text};

const HARBOUR: &str = r#"
facts shipment : Shipment on date
scale export main { free "free" zh "放行"  needed "needed" zh "需要许可" }
enum Kind { tool "a tool" zh "工具"  toy }
record Shipment "the shipment" zh "货物" {
  date : Date "the day of the act" zh "行为日期",
  kind : Kind = tool if date > 2030-01-01 "what it is" zh "种类"
  plain : Bool
}
list entries "the list" zh "清单" { name : Text "its name" zh "名称"  size : Int  | "lamp" | 1 | }
define is_tool(kind: Kind "a kind" zh "种类") -> Bool "it is a tool" zh "属于工具" = kind = tool
define both(kind: Kind) -> Bool "tool or toy" zh "工具或玩具" { let one "one of them" zh "其一" = is_tool(kind)  gives one }
instrument office.n1 {
  number "No. 1" zh "第1号通告"
  published 2030-01-01
  in force from 2030-02-01
  omits annex 2 because "a form" zh "表格"
}
rule first {
  cites article 1 (1), article 34bis (a) (ii), annex 1 part 2, paragraph 12, article 2 case 1, entry 4L908.z,
        office.n1 article 110, "items 1 to 7" zh "第一至七项", annex "A" zh "甲", "whole", article 1 exceptions, note 3,
        annex, article 9 proviso
  let small "small enough" zh "足够小" = both(shipment.kind)
  when small
  then shipment is needed
}
"#;

fn sound() -> Program {
    let checked = check(HARBOUR);
    let told = render(&checked);
    checked
        .program
        .unwrap_or_else(|| panic!("not sound:\n{told}"))
}

#[test]
fn every_name_may_bear_a_text() {
    let program = sound();
    let zh = |text: &Text| text.zh.clone().unwrap_or_default();
    let record = &program.records[0];
    assert_eq!(
        (record.text.en.as_str(), zh(&record.text).as_str()),
        ("the shipment", "货物")
    );
    let fields: Vec<String> = record.fields.iter().map(|f| zh(&f.text)).collect();
    assert_eq!(fields, ["行为日期", "种类", ""]);
    assert_eq!(zh(&program.enums[0].members[0].text), "工具");
    assert_eq!(zh(&program.lists[0].title), "清单");
    let columns: Vec<String> = program.lists[0]
        .columns
        .iter()
        .map(|c| zh(&c.text))
        .collect();
    assert_eq!(columns, ["名称", ""]);
    let defines: Vec<String> = program.defines.iter().map(|d| zh(&d.text)).collect();
    assert_eq!(defines, ["工具或玩具", "属于工具"]);
    assert_eq!(zh(&program.defines[0].locals[1].text), "其一");
    assert_eq!(zh(&program.defines[1].locals[0].text), "种类");
    assert_eq!(zh(&program.rules[0].locals[1].text), "足够小");
}

#[test]
fn provisions_in_chinese() {
    let program = sound();
    let cites: Vec<(&str, &str)> = program.rules[0]
        .cites
        .iter()
        .map(|c| (c.en.as_str(), c.zh.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(
        cites,
        [
            ("article 1 (1)", "第一条第（一）项"),
            (
                "article 34bis (a) (ii)",
                "第三十四条之二第（a）项第（ii）目"
            ),
            ("annex 1 part 2", "附件1第二部分"),
            ("paragraph 12", "第十二款"),
            ("article 2 case 1", "第二条第一种情形"),
            ("entry 4L908.z", "4L908.z条目"),
            ("No. 1, article 110", "第1号通告第一百一十条"),
            ("items 1 to 7", "第一至七项"),
            ("annex A", "附件甲"),
            ("whole", "-"),
            ("article 1 exceptions", "第一条除外情形"),
            ("note 3", "注3"),
            ("annex", "附件"),
            // A word that is not in the table stays.
            ("article 9 proviso", "第九条proviso"),
        ]
    );
    assert_eq!(program.instruments[0].omits[0].0[0].chinese(), "附件2");
}

#[test]
fn a_text_is_given_once_in_a_language() {
    let checked = check(&HARBOUR.replacen("zh \"种类\"", "zh \"种类\" zh \"类别\"", 1));
    let codes: Vec<&str> = checked.told.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["duplicate-text"]);
}
