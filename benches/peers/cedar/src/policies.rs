//! The 29 rules as Cedar policies, in the order of their numbers; the growth rules behind them.

use std::fmt::Write as _;

use peers_core::growth::Further;

const NOT_PAUSED: &str = "!(context.date >= 20251110 && context.date < 20261110)";
const CHINESE: &str = r#"resource.origin == "CN""#;
const MILITARY: &str = r#"principal.category == "military""#;
const UNITED_STATES: &str = r#"context.destination == "US""#;
const CONTENT: &str = "resource.listed_value * 1000 >= resource.value";
const TECHNOLOGY: &str = r#"resource.cn_tech.containsAny(["mining", "smelting_separation", "metal_smelting", "magnet_making", "recycling"])"#;
const GROUP_D: &str =
    r#"["US", "TW", "IR", "IQ", "CU", "MM", "IL", "UA"].contains(context.destination)"#;

fn used_for(use_: &str) -> String {
    format!(r#"context.end_uses.contains("{use_}")"#)
}

fn listed(class: &str) -> String {
    format!(r#"resource in Class::"{class}""#)
}

fn conditions() -> Vec<String> {
    let later = format!("context.date >= 20251201 && {NOT_PAUSED}");
    let at_once = format!("context.date >= 20251009 && {NOT_PAUSED}");
    let november = format!("context.date >= 20251108 && {NOT_PAUSED}");
    let article2 =
        "context.date >= 20241203 && !(context.date >= 20251127 && context.date < 20261127)";
    let article1 = "context.date >= 20241203";
    let parties = "context.date >= 20251009";
    vec![
        format!(
            "{later} && !({CHINESE}) && {} && {CONTENT}",
            listed("annex-part2")
        ),
        format!(
            "{later} && !({CHINESE}) && resource in [Class::\"annex-part1\", Class::\"annex-part2\"] && {TECHNOLOGY}"
        ),
        format!("{at_once} && {CHINESE} && {}", listed("annex-part1")),
        format!("{at_once} && {CHINESE} && {}", listed("annex-part2")),
        format!(
            "{november} && {CHINESE} && {}",
            listed("recycling-equipment")
        ),
        format!("{at_once} && {MILITARY}"),
        format!(r#"{parties} && principal.lists.contains("control_list")"#),
        format!(r#"{parties} && principal.lists.contains("watch_list")"#),
        format!("{parties} && principal.controlled >= 5000"),
        format!("{parties} && principal.watched >= 5000"),
        used_for("wmd"),
        used_for("terrorism"),
        format!("{at_once} && {}", used_for("military_use")),
        format!(
            "{later} && {} && context.node <= 14",
            used_for("semiconductor")
        ),
        format!(
            "{later} && {} && context.layers >= 256",
            used_for("semiconductor")
        ),
        format!("{later} && {}", used_for("semi_equipment")),
        format!("{later} && {}", used_for("ai_military")),
        format!(r#"{CHINESE} && (resource.hs like "2846*" || resource.hs like "2805.30*")"#),
        format!("{november} && {CHINESE} && {}", listed("superhard")),
        format!("{november} && {CHINESE} && {}", listed("battery")),
        format!("{november} && {CHINESE} && {}", listed("five-rare-earths")),
        format!(
            "{article2} && {UNITED_STATES} && {}",
            listed("gallium-germanium-antimony")
        ),
        format!("{article2} && {UNITED_STATES} && {}", listed("graphite")),
        format!(
            "{article1} && {UNITED_STATES} && {MILITARY} && {}",
            listed("dual-use")
        ),
        r#"["KP", "SY"].contains(context.destination)"#.to_owned(),
        format!(r#"{later} && context.exporter != "CN" && {GROUP_D} && {CONTENT}"#),
        "context.consignee != context.destination".to_owned(),
        format!("{at_once} && {TECHNOLOGY}"),
        format!("{parties} && {} && !({MILITARY})", used_for("humanitarian")),
    ]
}

/// All policies as text.
pub fn text(further: &[Further]) -> String {
    let mut text = String::new();
    for condition in conditions() {
        let _ = writeln!(
            text,
            "permit(principal, action, resource) when {{ {condition} }};"
        );
    }
    for rule in further {
        let _ = writeln!(
            text,
            "permit(principal, action, resource) when {{ context.destination == \"{}\" && resource.code == \"{}\" && resource.value >= {} }};",
            rule.destination, rule.code, rule.at_least
        );
    }
    text
}
