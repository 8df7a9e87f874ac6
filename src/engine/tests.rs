//! The engine agrees with the interpreter or hands back: on every case of the shipped policies, and on random policies and facts with
//! unknowns and incomplete lists. Policies and worlds are those of `tests/laws`.

mod convert;

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use self::convert::fill;
use super::{Engine, Scratch};
use crate::diag::Sink;
use crate::eval::{self, Prepared};
use crate::facts::Facts;
use crate::ir::{Program, QuestionId, ScaleId};
use crate::resolve::Folder;
use crate::source::{FileId, SourceMap};
use crate::value::Day;

use crate::eval::laws::dice::Dice;
use crate::eval::laws::{forget, policy, shape, world};

fn compile<'f>(files: impl Iterator<Item = (String, String)> + 'f) -> (Program, Prepared) {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let mut folder = Folder::new(String::new());
    let mut trees = Vec::new();
    for (path, text) in files {
        if path.ends_with(".licit") {
            let id = sources.add(path.clone(), text.clone());
            folder.add_policy(id, path);
            trees.push(crate::syntax::parse(id, &text, &mut sink));
        } else {
            folder.add_other(path, Some(text.into()));
        }
    }
    let program = crate::check::check(&trees, &mut sources, &folder, &mut sink);
    let program = program.unwrap_or_else(|| panic!("{:#?}", sink.into_sorted()));
    let prepared = eval::prepare(&program, Arc::new(sources));
    (program, prepared)
}

/// What both have to say of a case.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    outcomes: Vec<(u16, u16)>,
    rules: BTreeSet<(String, usize)>,
}

/// What the interpreter says; none where something is left open.
fn interpreted(
    program: &Program,
    prepared: &Prepared,
    facts: &Facts,
    ask: &eval::Ask,
) -> Option<Said> {
    let ranges = eval::ranges(program, prepared, facts, ask).unwrap_or_else(|_| panic!("no day"));
    let outcomes: Option<Vec<(u16, u16)>> = ranges
        .iter()
        .map(|range| {
            let single = |(lo, hi): (u16, u16)| (lo == hi).then_some(lo);
            Some((single(range.actual)?, single(range.latent)?))
        })
        .collect();
    let rules = eval::effects(program, prepared, facts, ask);
    Some(Said {
        outcomes: outcomes?,
        rules: rules
            .into_iter()
            .map(|(rule, subject)| (program.rule(rule).full_name.clone(), subject))
            .collect(),
    })
}

/// What the engine says; none where it hands back.
fn engine_said(
    engine: &Engine,
    program: &Program,
    facts: &Facts,
    ask: &eval::Ask,
    scratch: &mut Scratch,
) -> Option<Said> {
    let on = eval::day_of(program, facts, ask).ok()?;
    let plan = engine.plan(program, on, ask.known.unwrap_or(on));
    let mut store = engine.store();
    fill(program, engine, facts, &mut store)?;
    // Without the latent world the same rules have effect.
    let now: Option<BTreeSet<_>> = engine
        .decide(program, &plan, &store, (on, false), scratch)
        .ok()
        .map(|decided| decided.effects().iter().copied().collect());
    let verdict = engine
        .decide(program, &plan, &store, (on, true), scratch)
        .ok()?;
    let whole: BTreeSet<_> = verdict.effects().iter().copied().collect();
    assert_eq!(now, Some(whole));
    Some(Said {
        outcomes: verdict.outcomes().to_vec(),
        rules: verdict
            .effects()
            .iter()
            .map(|effect| {
                let rule = plan.rules[effect.rule as usize].id;
                let name = program.rule(rule).full_name.clone();
                (name, effect.subject as usize)
            })
            .collect(),
    })
}

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..most)
}

fn cases() -> u32 {
    let times = std::env::var("LAWS_CASES")
        .ok()
        .and_then(|n| n.parse().ok());
    256 * times.unwrap_or(1)
}

fn ask(dice: &mut Dice) -> eval::Ask {
    let day = |dice: &mut Dice| Day::parse(dice.pick(&shape::DATES)).ok();
    let mut ask = eval::Ask {
        on: day(dice),
        assume_defaults: dice.chance(2, 3),
        ..eval::Ask::default()
    };
    if dice.chance(1, 2) {
        ask.known = day(dice);
    }
    if dice.chance(1, 8) {
        ask.readings.insert(QuestionId(0), None);
    }
    ask
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_or_hands_back(law in bytes(500), worlds in proptest::collection::vec((bytes(300), bytes(200), 0..30usize), 6), asked in bytes(8)) {
        let law = policy::policy(&mut Dice::new(&law));
        let (program, prepared) = compile(law.files(policy::Style::default()).into_iter());
        let ask = ask(&mut Dice::new(&asked));
        let engine = Engine::new(&program, ask.readings.clone(), ask.assume_defaults);
        let texts = || law.files(policy::Style::default()).iter().skip(1).map(|(path, text)| format!("=== {path}\n{text}\n")).collect::<String>();
        let mut scratch = Scratch::default();
        for (case, less, percent) in worlds {
            let whole = world::order(&mut Dice::new(&case));
            let dice = &mut Dice::new(&less);
            let percent = percent.saturating_sub(10);
            let some = if percent == 0 { whole.clone() } else { forget::Forget { dice, percent, assume_nothing: !ask.assume_defaults }.order(&whole) };
            let text = some.to_string();
            let facts = crate::facts::read(&program, FileId(0), text.as_bytes(), &[], &mut Sink::new()).unwrap_or_else(|| panic!("refused"));
            let Some(said) = engine_said(&engine, &program, &facts, &ask, &mut scratch) else { continue };
            let due = interpreted(&program, &prepared, &facts, &ask);
            prop_assert_eq!(Some(&said), due.as_ref(), "{}\n{:?}\n{:#}", texts(), ask, some);
        }
    }
}

/// Known cases are the engine's own: it may hand back few of them.
#[test]
fn decides_most_known_cases_itself() {
    let (mut own, mut all) = (0, 0);
    let mut left = std::collections::BTreeMap::new();
    for seed in 0..200u32 {
        let bytes: Vec<u8> = (0..500u32)
            .map(|i| {
                (seed
                    .wrapping_mul(2_654_435_761)
                    .wrapping_add(i.wrapping_mul(40_503))
                    >> 11) as u8
            })
            .collect();
        let law = policy::policy(&mut Dice::new(&bytes));
        let (program, prepared) = compile(law.files(policy::Style::default()).into_iter());
        let ask = eval::Ask {
            on: Day::parse(shape::DATES[0]).ok(),
            ..eval::Ask::default()
        };
        let engine = Engine::new(&program, ask.readings.clone(), true);
        let facts = world::order(&mut Dice::new(&bytes[100..])).to_string();
        let facts =
            crate::facts::read(&program, FileId(0), facts.as_bytes(), &[], &mut Sink::new())
                .unwrap_or_else(|| panic!("refused"));
        if interpreted(&program, &prepared, &facts, &ask).is_none() {
            continue;
        }
        all += 1;
        if engine_said(&engine, &program, &facts, &ask, &mut Scratch::default()).is_some() {
            own += 1;
        }
        let on = ask.on.unwrap();
        for why in engine.plan(&program, on, on).left.values() {
            *left.entry(*why).or_insert(0) += 1;
        }
    }
    assert!(own * 10 >= all * 7, "{own} of {all}: {left:#?}");
    let _ = ScaleId(0);
}

fn folder(path: &str) -> impl Iterator<Item = (String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut todo = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(&dir).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                todo.push(path);
            } else if path
                .extension()
                .is_some_and(|e| e == "licit" || e == "csv" || e == "json")
            {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                let text = std::fs::read(&path).unwrap();
                found.push((name, String::from_utf8_lossy(&text).into_owned()));
            }
        }
    }
    found.sort();
    found.into_iter()
}

/// Every fact file of the shipped policies, on many days.
#[test]
fn agrees_on_the_shipped_policies() {
    let (program, prepared) = compile(folder("policies"));
    let (mut own, mut all) = (0, 0);
    let engine = Engine::new(&program, std::collections::BTreeMap::new(), true);
    let mut scratch = Scratch::default();
    for (name, text) in folder("policies")
        .chain(folder("examples"))
        .chain(folder("tests"))
    {
        if !name.ends_with(".json") {
            continue;
        }
        let read = crate::facts::read(&program, FileId(0), text.as_bytes(), &[], &mut Sink::new());
        let Some(facts) = read else { continue };
        for on in [
            "2024-12-02",
            "2025-04-10",
            "2025-10-20",
            "2025-11-09",
            "2025-12-15",
            "2026-03-01",
            "2026-11-20",
            "2027-02-01",
        ] {
            for known in [None, Some("2025-10-09")] {
                let day = |text: &str| Day::parse(text).unwrap();
                let ask = eval::Ask {
                    on: Some(day(on)),
                    known: known.map(day),
                    probe: false,
                    ..eval::Ask::default()
                };
                let said = engine_said(&engine, &program, &facts, &ask, &mut scratch);
                let due = interpreted(&program, &prepared, &facts, &ask);
                all += u32::from(due.is_some());
                if let Some(said) = said {
                    own += 1;
                    assert_eq!(Some(said), due, "{name} on {on} known {known:?}");
                }
            }
        }
    }
    eprintln!("{own} of {all}");
    assert!(own * 10 >= all * 7, "{own} of {all}");
}
