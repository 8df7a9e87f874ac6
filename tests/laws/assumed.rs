//! Defaults: those that are not named as assumed may all be untold, and the same is decided.

use proptest::prelude::*;
use serde_json::Value;

use super::asked::{Ask, compile, decide, texts};
use super::dice::Dice;
use super::fill::put;
use super::forget::Forget;
use super::policy::{Style, policy};
use super::{bytes, cases, world};

/// Whether a duty has been done is no part of what is decided.
fn decided(decision: &Value) -> [Value; 3] {
    let mut duties = decision["duties"].clone();
    for duty in duties.as_array_mut().into_iter().flatten() {
        duty["state"] = Value::Null;
    }
    [
        decision["range"].clone(),
        decision["latent"]["range"].clone(),
        duties,
    ]
}

proptest! {
    #![proptest_config(cases(192))]

    #[test]
    fn what_is_not_assumed_does_not_matter(law in bytes(500), case in bytes(300), less in bytes(300), asked in bytes(12), percent in 0..40usize) {
        let law = policy(&mut Dice::new(&law));
        let compiled = compile(&law, Style::default());
        let ask = Ask { assume_nothing: false, ..Ask::new(&mut Dice::new(&asked)) };
        let whole = world::order(&mut Dice::new(&case));
        let some = Forget { dice: &mut Dice::new(&less), percent, assume_nothing: true }.order(&whole);

        let before = decide(&compiled, &some, &ask.options());
        let mut facts = some.clone();
        for assumed in before["assumed"].as_array().into_iter().flatten() {
            put(&mut facts, assumed["path"].as_str().unwrap_or_default(), &assumed["value"]);
        }
        let after = decide(&compiled, &facts, &Ask { assume_nothing: true, ..ask.clone() }.options());
        prop_assert_eq!(decided(&before), decided(&after), "{}\n{:?}\n{:#}\n{:#}\n{:#}", texts(&law), ask, some, before, after);
    }
}
