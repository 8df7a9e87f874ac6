//! Conditions of an invented announcement, in Chinese.

use super::Chinese;
use crate::diag::Sink;
use crate::ir::Program;
use crate::resolve::Folder;
use crate::source::SourceMap;
use crate::syntax::parse;

const HARBOUR: &str = r#"
facts shipment : Shipment on date
scale export main { free "free" zh "放行"  needed "needed" zh "需要许可" }
status watched of Item "watched" zh "列入关注清单"
enum Kind { tool "a tool" zh "工具"  toy "a toy" zh "玩具"  rest }
dimension Power { W  kW = 1000 W }
record Shipment "the shipment" zh "货物" {
  date : Date "the day of the act" zh "行为日期"
  to : Country "where it goes" zh "目的地"
  buyer : Party? "who buys it" zh "买方"
  items : [Item] "what is shipped" zh "物项"
  papers : [Date]
}
record Party { name : Text "name" zh "名称"  home : Country "home" zh "所在国"  owners : [Party] "owners" zh "股东" }
record Item "an item" zh "物项" {
  kind : Kind "what it is" zh "类型"
  code : Code? "its entry" zh "编码"
  value : Money "its value" zh "价值"
  power : Power = 2 kW if kind = toy "its power" zh "功率"
  lit : Bool "it is lit" zh "已点亮"
  parts : [Item] "its parts" zh "部件"
  plain : Int
}
list entries "the list" zh "管制清单" { code : Code "entry" zh "条目号"  name : Text "name" zh "名称" | 7L101.a | "lamp" | }
define abroad(country: Country? "a country" zh "地点") -> Bool "it is abroad" zh "位于境外" = country != AQ
define listed(item: Item, entry: Code?) -> Bool "it is listed" zh "与清单条目相符" =
  any row in entries has (row.code within entry and item.code in { 7L101.a, 7L101.b })
define share(item: Item) -> Share "the share" zh "部件价值占比" =
  if any part in item.parts has part.lit
  then sum(part.value for outermost part in item.parts* where part.kind = tool) / item.value
  else 0%
define bare(item: Item, other: Item) -> Bool = item.plain = other.plain
question width "How wide?" zh "多宽？" { reading wide "wide" zh "宽" (default)  reading narrow "narrow" zh "窄" }
instrument office.n1 { number "No. 1" zh "第1号通告"  published 2030-01-01  in force from 2030-02-01 }
rule concludes { cites article 1  for item in shipment.items  when item.lit  then item is watched }
rule r {
  cites article 2
  for item in shipment.items
  let heavy "heavy" zh "过重" = item.plain > 3
  when CONDITION
  then item is needed
}
"#;

fn program(condition: &str) -> Program {
    let text = HARBOUR.replace("CONDITION", condition);
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let mut folder = Folder::new("policies");
    let id = sources.add("law.licit", text.as_str());
    folder.add_policy(id, "law.licit");
    let trees = vec![parse(id, &text, &mut sink)];
    let program = crate::check::check(&trees, &mut sources, &folder, &mut sink);
    program.unwrap_or_else(|| panic!("{condition}: {:?}", sink.into_sorted()))
}

fn said(condition: &str) -> String {
    let program = program(condition);
    let rule = program.rules.iter().find(|r| r.full_name.ends_with(".r"));
    let id = *rule.unwrap().when.first().unwrap();
    Chinese::default().text(&program, id).as_ref().to_owned()
}

#[test]
fn conditions_in_words() {
    let cases = [
        ("item.kind = tool", "物项的类型为工具"),
        ("item.kind != rest", "物项的类型不为rest"),
        ("shipment.to in { IS, NO }", "目的地属于{IS、NO}"),
        ("shipment.to not in { IS }", "目的地不属于IS"),
        ("item.lit", "物项已点亮"),
        ("not item.lit", "并非物项已点亮"),
        ("item.power >= 2 kW", "物项的功率不低于2 kW"),
        ("shipment.date < 2031-01-01", "行为日期早于2031-01-01"),
        (
            "shipment.date >= 2031-01-01 - 3 months",
            "行为日期不早于2031-01-01 - 3个月",
        ),
        ("item.value > 400 EUR", "物项的价值超过400 EUR"),
        ("heavy", "过重"),
        ("shipment.buyer = null", "买方不存在"),
        (
            "shipment.buyer != null and shipment.buyer.home = IS",
            "买方存在，且买方的所在国为IS",
        ),
        (
            "item.lit and (heavy or item.plain = 1)",
            "物项已点亮，且（过重，或物项的plain等于1）",
        ),
        ("abroad(shipment.to)", "目的地位于境外"),
        ("not abroad(shipment.to)", "目的地并非位于境外"),
        ("listed(item, 7L101.a)", "物项与清单条目相符（7L101.a）"),
        ("share(item) >= 0.1%", "物项的部件价值占比不低于0.1%"),
        ("bare(item, item)", "bare（物项、物项）"),
        ("item.code in entries", "物项的编码属于“管制清单”"),
        ("width reads wide", "“多宽？”按“宽”解释"),
        (
            "item.plain = 1 or not (width reads wide)",
            "物项的plain等于1，或“多宽？”不按“宽”解释",
        ),
        (
            "any part in item.parts has part.kind = toy",
            "物项的部件中任一满足：部件的类型为玩具",
        ),
        (
            "every part in item.parts* where part.lit has any inner in part.parts has inner.value = part.value",
            "物项的部件（含各层级）（限于部件已点亮）中每一均满足：部件的部件中任一满足：另一部件的价值等于部件的价值",
        ),
        (
            "no other in shipment.items has other.lit",
            "物项中无一满足：另一物项已点亮",
        ),
        (
            "any paper in shipment.papers has paper = shipment.date",
            "papers中任一满足：日期等于行为日期",
        ),
        (
            "count(part in item.parts where part.lit) = 2",
            "物项的部件（限于部件已点亮）的数量等于2",
        ),
        (
            "max(item.plain, 2) * (item.plain + 1) = 3",
            "物项的plain、2中的最大值 × （物项的plain + 1）等于3",
        ),
        ("item.plain / 2 = 3", "物项的plain ÷ 2等于3"),
        (
            "item.plain = (if heavy then 1 else 2)",
            "物项的plain等于（若过重，则1，否则2）",
        ),
    ];
    for (condition, words) in cases {
        assert_eq!(said(condition), words, "{condition}");
    }
}

#[test]
fn definitions_and_defaults_in_words() {
    let program = program("heavy");
    let chinese = Chinese::default();
    let body = |name: &str| {
        let define = program.defines.iter().find(|d| d.full_name.ends_with(name));
        chinese
            .text(&program, define.unwrap().body)
            .as_ref()
            .to_owned()
    };
    assert_eq!(body("abroad"), "地点不为AQ");
    assert_eq!(
        body("listed"),
        "“管制清单”中任一满足：条目的条目号属于编码，且物项的编码属于{7L101.a、7L101.b}"
    );
    assert_eq!(
        body("share"),
        "若（物项的部件中任一满足：部件已点亮），则物项的部件（各层级中最外层者）（限于部件的类型为工具）中部件的价值之和 ÷ 物项的价值，否则0%"
    );
    // Two parameters of one kind are told apart.
    assert_eq!(body("bare"), "物项的plain等于另一物项的plain");
    let power = &program
        .records
        .iter()
        .find(|r| r.name == "Item")
        .unwrap()
        .fields[3];
    assert_eq!(
        &*chinese.text(&program, power.default_if.unwrap()),
        "类型为玩具"
    );
}
