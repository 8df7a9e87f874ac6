//! Exactness at thresholds: shares of random bills against a second calculation with big rationals.

use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use licit::{Options, Policy, Workspace};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::asked::decide;
use super::shape::{DAYS, SCHEMA};
use super::{cases, world};

/// A law of one rule: at or above the threshold.
fn law(compare: &str, threshold: &str) -> Policy {
    let text = format!(
        "import base\n\ninstrument law.a {{\n  authority \"Office\"\n  number \"No. 1\"\n  title \"Law\"\n  published 2025-01-01\n  basis official\n}}\n\n\
         define hot_share(thing: Parcel) -> Share =\n  if any y in thing.parts* has y.origin = DE\n  \
         then sum(y.value for outermost y in thing.parts* where y.origin = DE) / thing.value\n  else 0%\n\n\
         rule limit {{\n  cites article 1\n  for thing in order.parcels\n  when hot_share(thing) {compare} {threshold}\n  then thing is barred\n}}\n"
    );
    let mut workspace = Workspace::new();
    workspace
        .add_file("base/shape.licit", SCHEMA)
        .add_file("base/lists/days.csv", DAYS)
        .add_file("law/a.licit", text);
    workspace.check().unwrap_or_else(|told| panic!("{told:?}"))
}

/// A part: what it is worth in billionths of its currency, which currency, whether it counts, what is inside.
#[derive(Clone, Debug)]
struct Part {
    billionths: u64,
    currency: usize,
    hot: Option<bool>,
    inside: Vec<Part>,
}

const CURRENCIES: [(&str, i64); 3] = [("EUR", 8), ("USD", 4), ("CNY", 1)];

fn decimal(billionths: &IBig) -> String {
    let digits = format!("{billionths:010}");
    let (whole, fraction) = digits.split_at(digits.len() - 9);
    format!("{whole}.{fraction}")
}

impl Part {
    fn amount(&self) -> IBig {
        IBig::from(self.billionths)
    }

    fn json(&self) -> Value {
        let mut out = parcel(
            &decimal(&self.amount()),
            CURRENCIES[self.currency].0,
            self.inside.iter().map(Part::json).collect(),
        );
        match self.hot {
            Some(hot) => out["origin"] = if hot { "DE" } else { "BR" }.into(),
            None => drop(out.as_object_mut().map(|fields| fields.remove("origin"))),
        }
        out
    }

    /// Its worth in billionths of a yuan.
    fn worth(&self) -> IBig {
        self.amount() * IBig::from(CURRENCIES[self.currency].1)
    }

    /// What counts of it, as `chosen` has the origins that are not told.
    fn traced(&self, chosen: &mut dyn Iterator<Item = bool>) -> IBig {
        let hot = self.hot.unwrap_or_else(|| chosen.next().unwrap_or(false));
        let inside: IBig = self.inside.iter().map(|part| part.traced(chosen)).sum();
        if hot { self.worth() } else { inside }
    }

    fn untold(&self) -> usize {
        usize::from(self.hot.is_none()) + self.inside.iter().map(Part::untold).sum::<usize>()
    }
}

fn parcel(amount: &str, currency: &str, parts: Vec<Value>) -> Value {
    json!({ "kind": "solid", "code": null, "value": { "amount": amount, "currency": currency }, "parts": parts })
}

fn order(whole: &RBig, parts: &[Part]) -> Value {
    // The whole in billionths of a yuan; what does not end is written in dollars or as it is: the callers see to it that it ends.
    let billionths = whole.clone().trunc();
    let mut order = json!({ "date": "2025-06-01", "parcels": [parcel(&decimal(&billionths), "CNY", parts.iter().map(Part::json).collect())] });
    order["rates"] =
        json!({ "EUR/USD": world::rate("EUR/USD"), "USD/CNY": world::rate("USD/CNY") });
    order
}

fn part(
    hot: BoxedStrategy<Option<bool>>,
    currency: BoxedStrategy<usize>,
) -> impl Strategy<Value = Part> {
    let leaf = (0..2_000_000_000_000u64, currency.clone(), hot.clone()).prop_map(
        |(billionths, currency, hot)| Part {
            billionths,
            currency,
            hot,
            inside: Vec::new(),
        },
    );
    leaf.prop_recursive(2, 6, 2, move |inner| {
        (
            currency.clone(),
            hot.clone(),
            proptest::collection::vec(inner, 1..3),
            0..1000u64,
        )
            .prop_map(|(currency, hot, inside, more)| {
                // Worth at least what is inside it.
                let least: IBig = inside.iter().map(Part::worth).sum();
                let unit = IBig::from(CURRENCIES[currency].1);
                let billionths = (least + &unit - IBig::ONE) / unit + IBig::from(more);
                Part {
                    billionths: u64::try_from(&billionths).unwrap_or(u64::MAX),
                    currency,
                    hot,
                    inside,
                }
            })
    })
}

fn sure() -> BoxedStrategy<Option<bool>> {
    any::<bool>().prop_map(Some).boxed()
}

fn unsure() -> BoxedStrategy<Option<bool>> {
    prop_oneof![2 => any::<bool>().prop_map(Some), 1 => Just(None)].boxed()
}

/// Thresholds with the factor that turns a traced sum into the whole of which it is just that share.
const THRESHOLDS: [(&str, i64); 4] = [("0.1%", 1000), ("12.5%", 8), ("50%", 2), ("80 ppm", 12500)];

fn verdict(policy: &Policy, facts: &Value) -> Value {
    let decision = decide(policy, facts, &Options::new().without_steps());
    decision["verdict"].clone()
}

proptest! {
    #![proptest_config(cases(64))]

    /// On either side of the threshold, and on it, to the billionth.
    #[test]
    fn a_share_is_exact(parts in proptest::collection::vec(part(sure(), (0..3usize).boxed()), 1..4), which in 0..THRESHOLDS.len(), nudge in -1..=1i64, strict in any::<bool>()) {
        let (threshold, factor) = THRESHOLDS[which];
        let traced: IBig = parts.iter().map(|part| part.traced(&mut std::iter::empty())).sum();
        let total: IBig = parts.iter().map(Part::worth).sum();
        let whole = &traced * IBig::from(factor) + IBig::from(nudge);
        // Worth no more than the whole, and the whole is something.
        prop_assume!(whole >= total && whole > IBig::ZERO && traced > IBig::ZERO);
        let share = RBig::from_parts(traced, UBig::try_from(whole.clone()).unwrap_or(UBig::ONE));
        let limit = RBig::from_parts(IBig::ONE, UBig::try_from(factor).unwrap_or(UBig::ONE));
        let barred = if strict { share > limit } else { share >= limit };
        let policy = law(if strict { ">" } else { ">=" }, threshold);
        let facts = order(&RBig::from(whole), &parts);
        prop_assert_eq!(verdict(&policy, &facts), json!(if barred { "barred" } else { "open" }), "{:#}", facts);
    }

    /// Of a bill with origins untold, both ends of the share are some completion's share. In one currency: a sum that is one amount
    /// or another, in two currencies, is known per currency.
    #[test]
    fn a_share_is_tight(parts in proptest::collection::vec(part(unsure(), Just(2usize).boxed()), 1..4)) {
        let untold: usize = parts.iter().map(Part::untold).sum();
        prop_assume!((1..=8).contains(&untold));
        let sums = (0..1u32 << untold).map(|bits| {
            let mut chosen = (0..untold).map(|place| bits >> place & 1 == 1);
            parts.iter().map(|part| part.traced(&mut chosen)).sum::<IBig>()
        });
        let sums: Vec<IBig> = sums.collect();
        let (Some(least), Some(most)) = (sums.iter().min(), sums.iter().max()) else { return Ok(()) };
        // A whole of a power of ten, so that every share has an end and can be written as a threshold.
        let whole: IBig = IBig::from(10).pow(24);
        let total: IBig = parts.iter().map(Part::worth).sum();
        prop_assume!(total <= whole && least > &IBig::ZERO && least < most);
        let percent = |sum: &IBig| {
            let digits = format!("{sum:023}");
            let (head, tail) = digits.split_at(digits.len() - 22);
            format!("{head}.{tail}%")
        };
        let facts = order(&RBig::from(whole), &parts);
        let range = |compare: &str, sum: &IBig| {
            let decision = decide(&law(compare, &percent(sum)), &facts, &Options::new().without_steps());
            (decision["range"]["mildest"].clone(), decision["range"]["strictest"].clone())
        };
        prop_assert_eq!(range(">=", least), (json!("barred"), json!("barred")));
        prop_assert_eq!(range(">", least), (json!("open"), json!("barred")));
        prop_assert_eq!(range(">=", most), (json!("open"), json!("barred")));
        prop_assert_eq!(range(">", most), (json!("open"), json!("open")));
    }
}
