//! Sufficiency: tell what is reported missing, and the case is determined, or a gap is named, or a rate that is now wanted.

use proptest::prelude::*;
use serde_json::Value;

use super::asked::{Ask, compile, decide, texts};
use super::dice::Dice;
use super::fill::fill;
use super::forget::Forget;
use super::policy::{Style, policy};
use super::{bytes, cases, world};

fn paths(decision: &Value) -> Vec<String> {
    decision["missing"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|missing| missing["path"].as_str().map(str::to_owned))
        .collect()
}

fn settled(decision: &Value) -> bool {
    decision["determined"] == true
        || decision["gaps"]
            .as_array()
            .is_some_and(|gaps| !gaps.is_empty())
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn what_is_missing_settles_the_case(law in bytes(500), case in bytes(300), less in bytes(300), asked in bytes(12), percent in 3..60usize) {
        let law = policy(&mut Dice::new(&law));
        let compiled = compile(&law, Style::default());
        let ask = Ask::new(&mut Dice::new(&asked));
        let whole = world::order(&mut Dice::new(&case));
        let some = Forget { dice: &mut Dice::new(&less), percent, assume_nothing: ask.assume_nothing }.order(&whole);

        let before = decide(&compiled, &some, &ask.options());
        if before["determined"] == false {
            prop_assert!(!paths(&before).is_empty() || settled(&before), "nothing missing\n{}\n{:#}\n{:#}", texts(&law), some, before);
        }
        let mut facts = some.clone();
        let mut last = before.clone();
        // Once for the facts, and again for rates that what was told made needful.
        for round in 0..3 {
            if settled(&last) {
                break;
            }
            let missing = paths(&last);
            prop_assert!(
                round == 0 || missing.iter().all(|path| path.starts_with("rates.")),
                "{missing:?} still missing\n{}\n{ask:?}\n{some:#}\n{before:#}\n{facts:#}", texts(&law)
            );
            missing.iter().for_each(|path| fill(&mut facts, &whole, path));
            last = decide(&compiled, &facts, &ask.options());
        }
        prop_assert!(settled(&last), "{}\n{ask:?}\n{some:#}\n{before:#}\n{facts:#}\n{last:#}", texts(&law));
    }

    /// `settles`: whatever it turns out to be, telling it alone determines the decision; here, as one world has it.
    #[test]
    fn what_settles_settles(law in bytes(500), case in bytes(300), less in bytes(300), asked in bytes(12), percent in 3..30usize) {
        let law = policy(&mut Dice::new(&law));
        let compiled = compile(&law, Style::default());
        let ask = Ask::new(&mut Dice::new(&asked));
        let whole = world::order(&mut Dice::new(&case));
        let some = Forget { dice: &mut Dice::new(&less), percent, assume_nothing: ask.assume_nothing }.order(&whole);
        let before = decide(&compiled, &some, &ask.options());
        for missing in before["missing"].as_array().into_iter().flatten() {
            let (Some(path), Some(true)) = (missing["path"].as_str(), missing["settles"].as_bool()) else { continue };
            let mut facts = some.clone();
            fill(&mut facts, &whole, path);
            let after = decide(&compiled, &facts, &ask.options());
            let rates = paths(&after).iter().all(|path| path.starts_with("rates."));
            prop_assert!(settled(&after) || rates, "{path}\n{}\n{ask:?}\n{some:#}\n{before:#}\n{after:#}", texts(&law));
        }
    }
}
