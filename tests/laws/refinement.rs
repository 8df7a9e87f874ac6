//! Telling more never widens: worlds, worlds half forgotten, and those forgotten further.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::asked::{Ask, Ranges, compile, decide, texts};
use super::dice::Dice;
use super::forget::Forget;
use super::policy::{Style, policy};
use super::{bytes, cases, world};

proptest! {
    #![proptest_config(cases(192))]

    /// Soundness, refinement and, for whole worlds, that they are determined.
    #[test]
    fn telling_less_never_narrows(law in bytes(500), case in bytes(300), less in bytes(300), asked in bytes(12), percent in 3..40usize) {
        let law = policy(&mut Dice::new(&law));
        let compiled = compile(&law, Style::default());
        let dice = &mut Dice::new(&asked);
        let ask = Ask::new(dice);
        let asks = [ask.clone(), ask.forget(dice), ask.forget(dice).forget(dice)];
        let whole = world::order(&mut Dice::new(&case));
        let dice = &mut Dice::new(&less);
        let some = Forget { dice: &mut *dice, percent, assume_nothing: ask.assume_nothing }.order(&whole);
        let few = Forget { dice, percent, assume_nothing: ask.assume_nothing }.order(&some);

        let full = decide(&compiled, &whole, &ask.options());
        if full["gaps"].as_array().is_some_and(Vec::is_empty) {
            prop_assert_eq!(&full["determined"], &json!(true), "{}\n{:#}\n{:#}", texts(&law), whole, full);
            prop_assert_eq!(&full["missing"], &json!([]), "{}\n{:#}", texts(&law), whole);
        }
        let mut told = vec![("whole", &whole, Ranges::of(&full))];
        let readings_forgotten = Ask { readings: asks[1].readings, ..ask.clone() };
        let further = Ask {
            readings: [0, 1].map(|q| if readings_forgotten.readings[q] == Some("unknown") { Some("unknown") } else { asks[2].readings[q] }),
            ..ask.clone()
        };
        told.push(("some", &some, Ranges::of(&decide(&compiled, &some, &readings_forgotten.options()))));
        told.push(("few", &few, Ranges::of(&decide(&compiled, &few, &further.options()))));
        for (more, less) in [(0, 1), (1, 2), (0, 2)] {
            let outside = told[more].2.outside(&told[less].2);
            prop_assert!(
                outside.is_empty(),
                "{outside:#?}\n{}\n{further:?} {readings_forgotten:?}\n{}: {:#}\n{}: {:#}",
                texts(&law), told[more].0, told[more].1, told[less].0, told[less].1
            );
        }
    }

    /// Every legal order gives a decision, down to the one of which nothing is told.
    #[test]
    fn nothing_told_is_decided_too(law in bytes(500), case in bytes(300), less in bytes(300), asked in bytes(12), percent in 30..101usize) {
        let law = policy(&mut Dice::new(&law));
        let compiled = compile(&law, Style::default());
        let ask = Ask::new(&mut Dice::new(&asked));
        let whole = world::order(&mut Dice::new(&case));
        let few = Forget { dice: &mut Dice::new(&less), percent, assume_nothing: ask.assume_nothing }.order(&whole);
        let nothing = Ranges::of(&decide(&compiled, &json!({}), &ask.options()));
        let facts: [&Value; 2] = [&few, &whole];
        if ask.assume_nothing {
            for facts in facts {
                let outside = Ranges::of(&decide(&compiled, facts, &ask.options())).outside(&nothing);
                prop_assert!(outside.is_empty(), "{outside:#?}\n{}\n{facts:#}", texts(&law));
            }
        }
    }
}
