//! Reports of decisions made by hand, as a person sees them.

use super::*;
use crate::decision::{
    Assumed, Because, Defeated, Duty, FactsRef, Gap, Latent, LatentRule, Missing, OpenQuestion,
    OtherReading, PolicyRef, Step, Subject,
};

fn both(en: &str, zh: &str) -> Text {
    Text {
        en: en.to_owned(),
        zh: Some(zh.to_owned()),
    }
}

fn range(mildest: &str, strictest: &str) -> Range {
    Range {
        mildest: mildest.to_owned(),
        strictest: strictest.to_owned(),
    }
}

fn names() -> Names {
    let outcomes = [
        ("free", both("no licence needed", "无需许可")),
        ("exempt", both("exempt", "豁免")),
        ("licence_required", both("licence required", "需要许可")),
        ("refused", both("refused in principle", "原则上不予许可")),
    ];
    Names {
        scales: vec![
            outcomes
                .map(|(name, text)| (name.to_owned(), text))
                .to_vec(),
        ],
        scale_texts: Vec::new(),
        statuses: Vec::new(),
    }
}

fn step(kind: &str, text: &str, value: &str, path: &str, steps: Vec<Step>) -> Step {
    Step {
        kind: kind.to_owned(),
        text: text.into(),
        value: value.into(),
        path: (!path.is_empty()).then(|| path.to_owned()),
        steps,
    }
}

fn share_steps(share: &str, origin: &str) -> Vec<Step> {
    let truth = if origin == "unknown" {
        "unknown"
    } else {
        "true"
    };
    vec![
        step(
            "condition",
            "overseas_export(shipment)",
            "true",
            "",
            vec![
                step("fact", "shipment.from", "AX", "from", vec![]),
                step("fact", "shipment.destination", "AY", "destination", vec![]),
            ],
        ),
        step(
            "condition",
            "content(item) >= 0.1%",
            truth,
            "",
            vec![step(
                "calculation",
                "sum(part.value for outermost part in item.parts* where traced(part)) / item.value",
                share,
                "",
                vec![
                    step(
                        "part",
                        "glowing metal",
                        "400 EUR",
                        "items[0].parts[0]",
                        vec![
                            step(
                                "fact",
                                "part.origin",
                                origin,
                                "items[0].parts[0].origin",
                                vec![],
                            ),
                            step("row", "metal.gl, glowing metal", "true", "", vec![]),
                        ],
                    ),
                    step("more", "of 96 parts none is traced", "", "", vec![]),
                    step("fact", "item.value", "400000 EUR", "items[0].value", vec![]),
                ],
            )],
        ),
    ]
}

fn because(rule: &str, cites: Text, outcome: &str, truth: &str, steps: Vec<Step>) -> Because {
    Because {
        rule: rule.to_owned(),
        cites,
        outcome: Some(outcome.to_owned()),
        truth: truth.to_owned(),
        basis: Some("official".to_owned()),
        steps,
        ..Because::default()
    }
}

fn base() -> Decision {
    Decision {
        verdict: Some("licence_required".to_owned()),
        determined: true,
        range: range("licence_required", "licence_required"),
        on: "2031-03-01".to_owned(),
        known: "2031-03-01".to_owned(),
        basis: Some("reported".to_owned()),
        policy: PolicyRef {
            digest: format!("sha256:{}", "0123456789abcdef".repeat(4)),
            language: "1".to_owned(),
        },
        facts: FactsRef {
            digest: format!("sha256:{}", "fedcba9876543210".repeat(4)),
            source: None,
        },
        ..Decision::default()
    }
}

fn determined() -> Decision {
    let cites = both(
        "Announcement No. 7 of 2031, article 1 (1)",
        "公告2031年第7号第一条第（一）项",
    );
    Decision {
        subjects: vec![
            Subject {
                path: "items[0]".to_owned(),
                name: "glowing magnets".to_owned(),
                verdict: Some("licence_required".to_owned()),
                range: range("licence_required", "licence_required"),
                because: vec![because(
                    "ministry.n7.art1.content",
                    cites,
                    "licence_required",
                    "true",
                    share_steps("0.1%", "AQ"),
                )],
                ..Subject::default()
            },
            Subject {
                path: "items[1]".to_owned(),
                name: "cardboard".to_owned(),
                verdict: Some("free".to_owned()),
                range: range("free", "free"),
                ..Subject::default()
            },
        ],
        duties: vec![Duty {
            who: "exporter".into(),
            what: both(
                "reports the export to the ministry, with an undertaking on its use",
                "向主管部门报告并承诺用途",
            ),
            by: Some("2031-03-15".to_owned()),
            state: "late".to_owned(),
            certain: true,
            rule: "ministry.n7.art5".to_owned(),
            cites: "Announcement No. 7 of 2031, article 5".into(),
            subject: "items[0]".to_owned(),
            ..Duty::default()
        }],
        assumed: vec![Assumed {
            path: "exporter.located_in".to_owned(),
            value: serde_json::json!("AX"),
            zh: None,
        }],
        ..base()
    }
}

fn undetermined() -> Decision {
    Decision {
        id: Some("order 17".to_owned()),
        verdict: None,
        determined: false,
        range: range("free", "licence_required"),
        subjects: vec![Subject {
            path: "items[0]".to_owned(),
            name: "glowing magnets".to_owned(),
            range: range("free", "licence_required"),
            because: vec![because(
                "ministry.n7.art1.content",
                "Announcement No. 7 of 2031, article 1 (1), and the notice on magnets of the same day, paragraphs 2 to 4".into(),
                "licence_required",
                "unknown",
                share_steps("0% to 0.1%", "unknown"),
            )],
            ..Subject::default()
        }],
        missing: vec![
            Missing { path: Some("items[0].parts[0].origin".to_owned()), settles: true, can_settle: true, ..Missing::default() },
            Missing { path: Some("rates.EUR/USD".to_owned()), can_settle: true, ..Missing::default() },
            Missing { question: Some("ministry.n7.holdings".to_owned()), ..Missing::default() },
        ],
        gaps: vec![Gap { reason: "zero denominator".to_owned(), path: Some("items[1].value".to_owned()), detail: None }],
        ..base()
    }
}

fn suspended() -> Decision {
    let cites: Text = both(
        "Announcement No. 7 of 2031, article 1 (1)",
        "公告2031年第7号第一条第（一）项",
    );
    Decision {
        verdict: Some("free".to_owned()),
        range: range("free", "free"),
        known: "2031-02-01".to_owned(),
        latent: Some(Latent {
            verdict: Some("licence_required".to_owned()),
            range: range("licence_required", "licence_required"),
            because: vec![LatentRule {
                rule: "ministry.n7.art1.content".to_owned(),
                cites: cites.clone(),
                state: "suspended".to_owned(),
                by: Some("ministry.n9".to_owned()),
                from: Some("2031-01-10".to_owned()),
                through: Some("2031-11-10".to_owned()),
            }],
        }),
        subjects: vec![Subject {
            path: "items[0]".to_owned(),
            verdict: Some("free".to_owned()),
            range: range("free", "free"),
            defeated: vec![Defeated {
                rule: "ministry.n7.art1.content".to_owned(),
                cites,
                outcome: Some("licence_required".to_owned()),
                by: "ministry.n9".to_owned(),
                state: "suspended".to_owned(),
                reasons: vec!["suspended".to_owned(), "not_yet".to_owned()],
                truth: "true".to_owned(),
            }],
            ..Subject::default()
        }],
        open_questions: vec![OpenQuestion {
            question: "ministry.n9.last_day".to_owned(),
            text: both(
                "Is the last day itself inside the suspension?",
                "最后一日是否仍在暂停期内？",
            ),
            reading: Some("inside".to_owned()),
            reading_text: both("yes, the day is taken in", "是"),
            others: vec![OtherReading {
                reading: "outside".to_owned(),
                text: both("no, it is the first day of revival", "否"),
                verdict: Some("licence_required".to_owned()),
                range: range("licence_required", "licence_required"),
                ..OtherReading::default()
            }],
        }],
        ..base()
    }
}

fn shown(decision: &Decision, language: Language) -> String {
    text(
        decision,
        &names(),
        &Look {
            language,
            ..Look::default()
        },
    )
}

#[test]
fn a_licence() {
    insta::assert_snapshot!(shown(&determined(), Language::En));
}

#[test]
fn a_licence_in_chinese() {
    insta::assert_snapshot!(shown(&determined(), Language::Zh));
}

#[test]
fn facts_missing() {
    insta::assert_snapshot!(shown(&undetermined(), Language::En));
}

#[test]
fn a_suspension() {
    insta::assert_snapshot!(shown(&suspended(), Language::En));
}

#[test]
fn a_suspension_in_chinese() {
    insta::assert_snapshot!(shown(&suspended(), Language::Zh));
}

#[test]
fn nothing_applies() {
    let decision = Decision {
        verdict: Some("free".to_owned()),
        range: range("free", "free"),
        ..base()
    };
    insta::assert_snapshot!(shown(&decision, Language::En));
}

#[test]
fn colours_only_where_asked() {
    let look = Look {
        colour: true,
        ..Look::default()
    };
    let plain = text(&determined(), &names(), &Look::default());
    let coloured = text(&determined(), &names(), &look);
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains('\u{1b}'));
    assert_eq!(anstyle_free(&coloured), plain);
}

/// Without what stands between ESC and `m`.
fn anstyle_free(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match (inside, c) {
            (false, '\u{1b}') => inside = true,
            (true, 'm') => inside = false,
            (true, _) => {}
            (false, c) => out.push(c),
        }
    }
    out
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for decision in [determined(), undetermined(), suspended()] {
        for language in [Language::En, Language::Zh] {
            for width in [60, 80, 120] {
                let shown = text(
                    &decision,
                    &names(),
                    &Look {
                        language,
                        width,
                        colour: false,
                    },
                );
                for line in shown.lines() {
                    assert!(
                        textwrap::core::display_width(line) <= width,
                        "{width}: {line}"
                    );
                }
            }
        }
    }
}

#[test]
fn deep_derivations_do_not_recurse() {
    let mut deep = step("condition", "inner", "true", "", vec![]);
    for _ in 0..2_000 {
        deep = step("condition", "outer", "true", "", vec![deep]);
    }
    let mut decision = determined();
    decision.subjects[0].because[0].steps = vec![deep];
    assert!(
        shown(&decision, Language::En).lines().count() < 200,
        "told down to a depth"
    );
}

#[test]
fn json_has_the_keys_of_the_contract_in_order() {
    let text = json(&determined(), true);
    let keys = [
        "\"verdict\"",
        "\"determined\"",
        "\"range\"",
        "\"latent\"",
        "\"on\"",
        "\"known\"",
        "\"subjects\"",
        "\"duties\"",
    ];
    let at: Vec<usize> = keys.iter().map(|key| text.find(key).unwrap()).collect();
    assert!(at.is_sorted(), "{text}");
    let back: Decision = serde_json::from_str(&text).unwrap();
    assert_eq!(json(&back, true), text);
}
