//! Neither the order of files, rules and clauses nor that of list elements carries meaning, and nothing is left to chance.

use proptest::prelude::*;
use serde_json::Value;

use super::asked::{Ask, Ranges, compile, decide, texts};
use super::dice::Dice;
use super::forget::Forget;
use super::policy::{Style, policy};
use super::{bytes, cases, world};

fn without_digest(mut decision: Value) -> String {
    decision["policy"]["digest"] = Value::Null;
    format!("{decision:#}")
}

/// Every list in another order.
fn shuffle(dice: &mut Dice, facts: &mut Value) {
    match facts {
        Value::Array(elements) => {
            elements
                .iter_mut()
                .for_each(|element| shuffle(dice, element));
            dice.shuffle(elements);
        }
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(_, value)| shuffle(dice, value)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn shuffled_policies_decide_alike(law in bytes(500), case in bytes(300), less in bytes(200), asked in bytes(12), order in bytes(200), percent in 0..30usize) {
        let law = policy(&mut Dice::new(&law));
        let [plain, again, shuffled] = [None, None, Some(order.as_slice())].map(|shuffle| compile(&law, Style { shuffle, ..Style::default() }));
        let ask = Ask::new(&mut Dice::new(&asked));
        let whole = world::order(&mut Dice::new(&case));
        let facts = Forget { dice: &mut Dice::new(&less), percent, assume_nothing: ask.assume_nothing }.order(&whole);
        let mut options = ask.options();
        options.explain = true;
        let told = decide(&plain, &facts, &options);
        prop_assert_eq!(told.to_string(), decide(&plain, &facts, &options).to_string());
        prop_assert_eq!(told.to_string(), decide(&again, &facts, &options).to_string());
        prop_assert_eq!(without_digest(told), without_digest(decide(&shuffled, &facts, &options)), "{}", texts(&law));
    }

    #[test]
    fn shuffled_lists_decide_alike(law in bytes(500), case in bytes(300), less in bytes(200), asked in bytes(12), order in bytes(100), percent in 0..30usize) {
        let law = policy(&mut Dice::new(&law));
        let compiled = compile(&law, Style::default());
        let ask = Ask::new(&mut Dice::new(&asked));
        let whole = world::order(&mut Dice::new(&case));
        let facts = Forget { dice: &mut Dice::new(&less), percent, assume_nothing: ask.assume_nothing }.order(&whole);
        let mut other = facts.clone();
        shuffle(&mut Dice::new(&order), &mut other);
        let of_order = |facts: &Value| {
            let mut ranges = Ranges::of(&decide(&compiled, facts, &ask.options())).0;
            ranges.retain(|name, _| name.starts_with("order"));
            ranges
        };
        prop_assert_eq!(of_order(&facts), of_order(&other), "{}\n{:#}", texts(&law), facts);
    }
}
