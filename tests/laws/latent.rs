//! The latent outcome is what would hold but for suspensions and beginnings.

use proptest::prelude::*;

use super::asked::{Ask, Ranges, compile, decide, texts};
use super::dice::Dice;
use super::forget::Forget;
use super::policy::{Style, policy};
use super::{bytes, cases, world};

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn latent_is_the_law_without_suspensions_and_beginnings(law in bytes(500), case in bytes(300), less in bytes(200), asked in bytes(12), percent in 0..30usize) {
        let law = policy(&mut Dice::new(&law));
        prop_assume!(law.latent_can_be_written());
        let [compiled, timeless] = [false, true].map(|timeless| compile(&law, Style { timeless, ..Style::default() }));
        let ask = Ask::new(&mut Dice::new(&asked));
        let whole = world::order(&mut Dice::new(&case));
        let facts = Forget { dice: &mut Dice::new(&less), percent, assume_nothing: ask.assume_nothing }.order(&whole);
        let now = decide(&compiled, &facts, &ask.options());
        let then = decide(&timeless, &facts, &ask.options());
        prop_assert!(then["latent"].is_null(), "{}\n{facts:#}\n{then:#}", texts(&law));
        let (now, then) = (Ranges::of(&now).0, Ranges::of(&then).0);
        for name in ["order", "order conduct"] {
            prop_assert_eq!(now.get(&format!("{name} latent")), then.get(name), "{} {}\n{:?}\n{:#}", name, texts(&law), ask, facts);
        }
    }
}
