//! Laws of splitting (semantics §10, §11), which only this room can switch off: refinement holds without it, and it only tightens.
//! Policies and worlds are those of `tests/laws`.

#[allow(dead_code, reason = "the other laws use the rest")]
#[path = "../../tests/laws/condition.rs"]
pub mod condition;
#[allow(dead_code, reason = "the other laws use the rest")]
#[path = "../../tests/laws/dice.rs"]
pub mod dice;
#[allow(dead_code, reason = "the other laws use the rest")]
#[path = "../../tests/laws/forget.rs"]
pub mod forget;
#[allow(dead_code, reason = "the other laws use the rest")]
#[path = "../../tests/laws/policy.rs"]
pub mod policy;
#[allow(dead_code, reason = "the other laws use the rest")]
#[path = "../../tests/laws/shape.rs"]
pub mod shape;
#[allow(dead_code, reason = "the other laws use the rest")]
#[path = "../../tests/laws/world.rs"]
pub mod world;

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value;

use self::dice::Dice;
use self::forget::Forget;
use self::policy::{Policy, Style};
use super::{Ask, Prepared, RangeOf};
use crate::diag::Sink;
use crate::ir::{Program, QuestionId};
use crate::resolve::Folder;
use crate::source::{FileId, SourceMap};
use crate::value::Day;

fn compile(policy: &Policy) -> (Program, Prepared) {
    let (mut sources, mut sink) = (SourceMap::new(), Sink::new());
    let mut folder = Folder::new(String::new());
    let mut trees = Vec::new();
    for (path, text) in policy.files(Style::default()) {
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
    let prepared = super::prepare(&program, Arc::new(sources));
    (program, prepared)
}

/// What is asked: a day, perhaps an earlier law book, and questions left open.
fn ask(dice: &mut Dice) -> Ask {
    let day = |dice: &mut Dice| Day::parse(dice.pick(&shape::DATES)).ok();
    let mut ask = Ask {
        on: day(dice),
        assume_defaults: dice.chance(1, 2),
        ..Ask::default()
    };
    if dice.chance(1, 2) {
        ask.known = day(dice);
    }
    for question in 0..2 {
        if dice.chance(1, 4) {
            ask.readings.insert(QuestionId(question), None);
        }
    }
    ask
}

/// Without splitting and with it.
fn ranges(
    (program, prepared): &(Program, Prepared),
    facts: &Value,
    ask: &Ask,
) -> [Vec<RangeOf>; 2] {
    let mut sink = Sink::new();
    let text = facts.to_string();
    let read = crate::facts::read(program, FileId(0), text.as_bytes(), &[], &mut sink);
    let facts = read.unwrap_or_else(|| panic!("{:#?}", sink.into_sorted()));
    [false, true].map(|split| {
        let ask = Ask {
            split,
            ..ask.clone()
        };
        super::ranges(program, prepared, &facts, &ask).unwrap_or_else(|_| panic!("no day"))
    })
}

fn within(narrow: &[RangeOf], wide: &[RangeOf]) -> bool {
    let inside = |(lo, hi): (u16, u16), (l, h): (u16, u16)| l <= lo && hi <= h;
    narrow.len() == wide.len()
        && narrow
            .iter()
            .zip(wide)
            .all(|(n, w)| inside(n.actual, w.actual) && inside(n.latent, w.latent))
}

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn splitting_tightens_and_refinement_needs_it_not(law in bytes(500), case in bytes(300), less in bytes(300), asked in bytes(8), percent in 3..40usize) {
        let law = policy::policy(&mut Dice::new(&law));
        let compiled = compile(&law);
        let ask = ask(&mut Dice::new(&asked));
        let whole = world::order(&mut Dice::new(&case));
        let dice = &mut Dice::new(&less);
        let assume_nothing = !ask.assume_defaults;
        let some = Forget { dice: &mut *dice, percent, assume_nothing }.order(&whole);
        let few = Forget { dice, percent, assume_nothing }.order(&some);
        let texts = || law.files(Style::default()).iter().skip(1).map(|(path, text)| format!("=== {path}\n{text}\n")).collect::<String>();

        let told: Vec<[Vec<RangeOf>; 2]> = [&whole, &some, &few].map(|facts| ranges(&compiled, facts, &ask)).to_vec();
        for (facts, [unsplit, split]) in [&whole, &some, &few].into_iter().zip(&told) {
            prop_assert!(within(split, unsplit), "split {split:?}\nunsplit {unsplit:?}\n{}\n{ask:?}\n{facts:#}", texts());
        }
        for (more, less) in [(0, 1), (1, 2), (0, 2)] {
            for split in [0, 1] {
                let (narrow, wide) = (&told[more][split], &told[less][split]);
                prop_assert!(within(narrow, wide), "splitting: {split}\n{narrow:?}\n{wide:?}\n{}\n{ask:?}\n{whole:#}\n{some:#}\n{few:#}", texts());
            }
        }
    }
}

/// How often each rule had effect and had none, by the interpreter that records nothing.
fn effects(
    program: &Program,
    prepared: &Prepared,
    facts: &crate::facts::Facts,
    ask: &Ask,
) -> Vec<(u64, u64)> {
    let law = super::law_of(program, facts, ask).unwrap_or_else(|_| panic!("no day"));
    let mut cx = super::start(program, prepared, &law, facts, ask);
    let mut all = vec![(0, 0); program.rules.len()];
    for s in (0..cx.table.subjects.len()).map(super::rule::SubjectIx) {
        if cx.subject(s).ghost {
            continue;
        }
        for rule in cx.rules_of(s).iter().copied() {
            let truth = cx.eff(rule, s).0;
            all[rule.index()].0 += u64::from(truth.is_true());
            all[rule.index()].1 += u64::from(truth.is_false());
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn watching_changes_nothing(law in bytes(500), case in bytes(300), less in bytes(300), asked in bytes(8), percent in 0..40usize) {
        let law = policy::policy(&mut Dice::new(&law));
        let (program, prepared) = compile(&law);
        let ask = ask(&mut Dice::new(&asked));
        let whole = world::order(&mut Dice::new(&case));
        let dice = &mut Dice::new(&less);
        let facts = Forget { dice, percent, assume_nothing: !ask.assume_defaults }.order(&whole);
        let text = facts.to_string();
        let read = crate::facts::read(&program, FileId(0), text.as_bytes(), &[], &mut Sink::new());
        let facts = read.unwrap_or_else(|| panic!("refused"));
        let plan = Arc::new(super::watch::Plan::of(&program));
        let mut seen = super::watch::Seen::of(&program);
        let watched = super::watch::watch(&program, &prepared, &plan, &facts, &ask, true, &mut seen);
        prop_assert!(watched.is_ok());
        let told: Vec<(u64, u64)> = seen.rules.iter().map(|rule| (rule.effective, rule.without)).collect();
        prop_assert_eq!(told, effects(&program, &prepared, &facts, &ask));
        // Only what was true can have mattered being true.
        for leaf in &seen.leaves {
            prop_assert!(!leaf.held_matters || leaf.held > 0);
            prop_assert!(!leaf.failed_matters || leaf.failed > 0);
        }
    }
}
