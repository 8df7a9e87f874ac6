use proptest::prelude::*;

use super::{Compare, CurrencyKey, Extreme, Money, Needs, RateError, RatePair, Rates};
use crate::value::{Bounds, Currency, DivGap, End, Number, Truth};

const CODES: [&str; 5] = ["CHF", "EUR", "GBP", "JPY", "USD"];

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn money(amount: i64, code: &str) -> Money {
    Money::told(currency(code), Number::from_int(amount))
}

fn within(least: i64, most: i64) -> Bounds {
    Bounds::between(Number::from_int(least), Number::from_int(most)).unwrap()
}

fn key(place: usize) -> CurrencyKey {
    match CODES.get(place) {
        Some(code) => CurrencyKey::Known(currency(code)),
        None => CurrencyKey::Unknown(u32::try_from(place).unwrap()),
    }
}

fn rates(told: &[(&str, &str, &str)]) -> Rates {
    Rates::new(
        told.iter()
            .map(|(a, b, rate)| (currency(a), currency(b), Number::parse(rate).unwrap())),
    )
    .unwrap()
}

/// One world: what each currency is truly worth (five known ones, two untold), and two steps of telling.
#[derive(Clone, Debug)]
struct World {
    worths: Vec<Number>,
    before: Rates,
    after: Rates,
}

/// A sum as it truly is, and as told in two steps.
#[derive(Clone, Debug)]
struct Told {
    truth: Vec<i64>,
    before: Money,
    after: Money,
}

fn any_world() -> impl Strategy<Value = World> {
    let worths = prop::collection::vec((1_i64..5, 1_i64..5), 7);
    let pair = (0_usize..5, 0_usize..5);
    (worths, prop::collection::vec((pair, any::<bool>()), 0..5)).prop_map(|(worths, told)| {
        let worths: Vec<Number> = worths
            .into_iter()
            .map(|(n, d)| Number::from_ratio(n, d).unwrap())
            .collect();
        let told: Vec<_> = told
            .into_iter()
            .filter(|((a, b), _)| a != b)
            .map(|((a, b), early)| {
                let rate = worths
                    .get(a)
                    .unwrap()
                    .checked_div(worths.get(b).unwrap())
                    .unwrap();
                (
                    (
                        currency(CODES.get(a).unwrap()),
                        currency(CODES.get(b).unwrap()),
                        rate,
                    ),
                    early,
                )
            })
            .collect();
        let before = Rates::new(
            told.iter()
                .filter(|(_, early)| *early)
                .map(|(rate, _)| rate.clone()),
        )
        .unwrap();
        let after = Rates::new(told.iter().map(|(rate, _)| rate.clone())).unwrap();
        World {
            worths,
            before,
            after,
        }
    })
}

/// How an amount is told: twice as slack below and above, and whether the end belongs.
fn any_told(least: i64) -> impl Strategy<Value = Told> {
    let amount = prop_oneof![2 => Just(0_i64), 3 => least..6];
    let slack = || prop_oneof![2 => Just(None), 1 => (0_i64..3, any::<bool>(), any::<bool>()).prop_map(Some)];
    prop::collection::vec((amount, slack(), slack(), slack(), slack()), 7).prop_map(|amounts| {
        let (mut truth, mut before, mut after) = (Vec::new(), Money::zero(), Money::zero());
        for (place, (amount, low, high, lower, higher)) in amounts.into_iter().enumerate() {
            // Mostly one or two currencies.
            let amount = if (place + truth.iter().filter(|x| **x != 0).count()) % 3 == 0 {
                0
            } else {
                amount
            };
            let end = |sign: i64, slack: Option<(i64, bool, bool)>| match slack {
                None => End::Closed(Number::from_int(amount)),
                Some((0, _, true)) => End::Infinite,
                Some((by, open, _)) => {
                    End::at(Number::from_int(amount + sign * by), by == 0 || !open)
                }
            };
            let fine = Bounds::new(end(-1, low), end(1, high)).unwrap();
            let coarse = fine.hull(&Bounds::new(end(-1, lower), end(1, higher)).unwrap());
            truth.push(amount);
            after = after.add(&Money::of(key(place), fine));
            before = before.add(&Money::of(key(place), coarse));
        }
        Told {
            truth,
            before,
            after,
        }
    })
}

fn worth(truth: &[i64], world: &World) -> Number {
    truth
        .iter()
        .zip(&world.worths)
        .fold(Number::zero(), |sum, (amount, worth)| {
            &sum + &(&Number::from_int(*amount) * worth)
        })
}

fn as_money(truth: &[i64]) -> Money {
    truth
        .iter()
        .enumerate()
        .fold(Money::zero(), |sum, (place, amount)| {
            sum.add(&Money::of(
                key(place),
                Bounds::point(Number::from_int(*amount)),
            ))
        })
}

const COMPARISONS: [Compare; 6] = [
    Compare::Lt,
    Compare::Le,
    Compare::Gt,
    Compare::Ge,
    Compare::Eq,
    Compare::Ne,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn comparisons_are_sound_and_refine(world in any_world(), u in any_told(-5), v in any_told(-5)) {
        let (true_u, true_v) = (Bounds::point(worth(&u.truth, &world)), Bounds::point(worth(&v.truth, &world)));
        for how in COMPARISONS {
            let truth = how.of(&true_u, &true_v);
            let coarse = u.before.compare(how, &v.before, &world.before);
            let fine = u.after.compare(how, &v.after, &world.after);
            prop_assert!(truth.is_within(fine.truth), "{:?} {how:?} {:?}", u.after, v.after);
            prop_assert!(fine.truth.is_within(coarse.truth), "{:?} {how:?} {:?}", u.before, v.before);
            prop_assert!(fine.truth.is_unknown() || fine.needs.is_empty());
        }
    }

    #[test]
    fn quotients_are_sound_and_refine(world in any_world(), u in any_told(-5), v in any_told(-1)) {
        let coarse = u.before.quotient(&v.before, &world.before);
        let fine = u.after.quotient(&v.after, &world.after);
        prop_assert!(fine.value.is_within(&coarse.value), "{:?} / {:?} = {:?}, then {:?} / {:?} = {:?}", u.before, v.before, coarse, u.after, v.after, fine);
        prop_assert!(fine.gap == DivGap::None || coarse.gap != DivGap::None);
        match worth(&u.truth, &world).checked_div(&worth(&v.truth, &world)) {
            Some(quotient) => prop_assert!(fine.value.contains(&quotient), "{:?} / {:?} is {quotient}, not in {:?}", u.after, v.after, fine),
            None => prop_assert!(fine.gap != DivGap::None),
        }
    }

    #[test]
    fn told_money_with_joined_currencies_hangs_on_nothing(u in any_told(0), v in any_told(0), worths in any_world()) {
        let all = Rates::new(CODES.iter().zip(&worths.worths).skip(1).map(|(code, worth)| {
            (currency(code), currency("CHF"), worth.checked_div(worths.worths.first().unwrap()).unwrap())
        })).unwrap();
        let known = |told: &Told| as_money(told.truth.get(..5).unwrap());
        let (u, v) = (known(&u), known(&v));
        for how in COMPARISONS {
            let answer = u.compare(how, &v, &all);
            prop_assert!(!answer.truth.is_unknown() && answer.needs.is_empty());
        }
        let quotient = u.quotient(&v, &all);
        prop_assert_eq!(quotient.gap == DivGap::None, quotient.value.single().is_some());
    }

    #[test]
    fn extremes_are_sound_and_refine(world in any_world(), sums in prop::collection::vec(any_told(-5), 1..5)) {
        for which in [Extreme::Least, Extreme::Greatest] {
            let coarse = Money::extreme(which, sums.iter().map(|sum| &sum.before), &world.before).unwrap();
            let fine = Money::extreme(which, sums.iter().map(|sum| &sum.after), &world.after).unwrap();
            // Of sums that are worth the same, either may stand for both.
            let truths = sums.iter().map(|sum| (worth(&sum.truth, &world), as_money(&sum.truth)));
            let best = match which {
                Extreme::Least => truths.clone().map(|(worth, _)| worth).min(),
                Extreme::Greatest => truths.clone().map(|(worth, _)| worth).max(),
            };
            let mut bests = truths.filter(|(worth, _)| Some(worth) == best.as_ref());
            prop_assert!(bests.any(|(_, sum)| sum.is_within(&fine.value)), "{which:?} of {sums:?} in {world:?} gives {fine:?}");
            prop_assert!(fine.value.is_within(&coarse.value), "{which:?} of {sums:?} gives {coarse:?}, then {fine:?}");
        }
    }

    #[test]
    fn with_the_missing_rates_told_amounts_decide(world in any_world(), sums in prop::collection::vec(any_told(0), 2..5)) {
        let sums: Vec<Money> = sums.iter().map(|sum| as_money(sum.truth.get(..5).unwrap())).collect();
        let (u, v) = (sums.first().unwrap(), sums.get(1).unwrap());
        let filled = |needs: &Needs| {
            prop_assert!(needs.unknown.is_empty());
            let worth = |currency: Currency| CODES.iter().zip(&world.worths).find(|(code, _)| **code == currency.code()).unwrap().1;
            let told = CODES.iter().flat_map(|a| CODES.iter().map(move |b| (a, b)));
            let told = told.filter(|(a, b)| a < b && world.before.joins(currency(a), currency(b)));
            let told = told.map(|(a, b)| RatePair { first: currency(a), second: currency(b) });
            let all = told.chain(needs.rates.iter().copied());
            let rate = |pair: RatePair| (pair.first, pair.second, worth(pair.first).checked_div(worth(pair.second)).unwrap());
            Ok(Rates::new(all.map(rate)).unwrap())
        };
        for how in COMPARISONS {
            let needs = u.compare(how, v, &world.before).needs;
            prop_assert!(!u.compare(how, v, &filled(&needs)?).truth.is_unknown());
        }
        let needs = u.quotient(v, &world.before).needs;
        let quotient = u.quotient(v, &filled(&needs)?);
        prop_assert!(quotient.value.single().is_some() || quotient.gap == DivGap::Zero);
        for which in [Extreme::Least, Extreme::Greatest] {
            let needs = Money::extreme(which, &sums, &world.before).unwrap().needs;
            prop_assert!(Money::extreme(which, &sums, &filled(&needs)?).unwrap().value.is_told());
        }
    }

    #[test]
    fn sums_that_may_join_are_covered(world in any_world(), sure in prop::collection::vec(any_told(-5), 0..3), perhaps in prop::collection::vec((any_told(-5), any::<bool>()), 1..4)) {
        for which in [Extreme::Least, Extreme::Greatest] {
            let joined = || perhaps.iter().filter(|(_, joins)| *joins).map(|(sum, _)| sum);
            let open = perhaps.iter().map(|(sum, _)| &sum.before);
            let coarse = Money::extreme_with(which, sure.iter().map(|sum| &sum.before), open, &world.before).unwrap();
            let fine = Money::extreme(which, sure.iter().chain(joined()).map(|sum| &sum.after), &world.after);
            prop_assert!(fine.is_none_or(|fine| fine.value.is_within(&coarse.value)));
            let none = Money::extreme_with(which, sure.iter().map(|sum| &sum.before), [], &world.before);
            prop_assert_eq!(none, Money::extreme(which, sure.iter().map(|sum| &sum.before), &world.before));
        }
    }

    #[test]
    fn order_is_of_no_account(world in any_world(), sums in prop::collection::vec(any_told(-5), 1..5).prop_shuffle()) {
        let forward = || sums.iter().map(|sum| &sum.before);
        let backward = || sums.iter().rev().map(|sum| &sum.before);
        prop_assert_eq!(forward().fold(Money::zero(), |a, b| a.add(b)), backward().fold(Money::zero(), |a, b| a.add(b)));
        for which in [Extreme::Least, Extreme::Greatest] {
            prop_assert_eq!(Money::extreme(which, forward(), &world.before), Money::extreme(which, backward(), &world.before));
        }
    }

    #[test]
    fn sums_and_multiples_are_sound_and_refine(u in any_told(-5), v in any_told(-5), factor in -3_i64..4) {
        let sum: Vec<i64> = u.truth.iter().zip(&v.truth).map(|(a, b)| a + b).collect();
        let difference: Vec<i64> = u.truth.iter().zip(&v.truth).map(|(a, b)| a - b).collect();
        prop_assert!(as_money(&sum).is_within(&u.after.add(&v.after)));
        prop_assert!(as_money(&difference).is_within(&u.after.sub(&v.after)));
        prop_assert!(u.after.add(&v.after).is_within(&u.before.add(&v.before)));
        prop_assert!(u.after.sub(&v.after).is_within(&u.before.sub(&v.before)));
        prop_assert!(u.after.hull(&v.after).is_within(&u.before.hull(&v.before)));
        let by = Bounds::point(Number::from_int(factor));
        prop_assert_eq!(u.after.scale(&by).add(&u.after.neg().scale(&by)).is_within(&u.before.scale(&by).sub(&u.before.scale(&by))), true);
    }

    #[test]
    fn rates_convert_along_every_path(world in any_world()) {
        for (a, x) in CODES.iter().zip(&world.worths) {
            for (b, y) in CODES.iter().zip(&world.worths) {
                if let Some(rate) = world.after.rate(currency(a), currency(b)) {
                    prop_assert_eq!(Some(rate), x.checked_div(y));
                }
                prop_assert!(world.after.joins(currency(a), currency(b)) || !world.before.joins(currency(a), currency(b)));
            }
        }
    }
}

#[test]
fn zeros_drop_out_and_untold_currencies_never_cancel() {
    assert!(money(5, "EUR").sub(&money(5, "EUR")).is_zero());
    let untold = |place| {
        Money::of(
            CurrencyKey::Unknown(place),
            Bounds::point(Number::from_int(5)),
        )
    };
    assert!(untold(1).sub(&untold(1)).is_zero());
    assert!(!untold(1).sub(&untold(2)).is_zero());
    let answer = untold(1).compare(Compare::Eq, &untold(2), &Rates::none());
    assert_eq!(answer.truth, Truth::U);
    assert_eq!(answer.needs.unknown, [1, 2]);
    assert!(answer.needs.rates.is_empty());
}

#[test]
fn one_sign_needs_no_rate() {
    let none = Rates::none();
    assert_eq!(
        money(-5, "USD")
            .compare(Compare::Lt, &Money::zero(), &none)
            .truth,
        Truth::T
    );
    assert_eq!(
        money(5, "USD")
            .add(&money(1, "EUR"))
            .compare(Compare::Gt, &money(4, "USD"), &none)
            .truth,
        Truth::T
    );
    let answer = money(5, "USD").compare(Compare::Gt, &money(4, "EUR"), &none);
    assert_eq!(answer.truth, Truth::U);
    assert_eq!(answer.needs.rates, [RatePair::parse("EUR/USD").unwrap()]);
}

#[test]
fn a_missing_rate_is_named_once_per_pair_of_groups() {
    let told = rates(&[("CHF", "USD", "1.1")]);
    let answer =
        money(5, "USD")
            .add(&money(1, "CHF"))
            .compare(Compare::Gt, &money(4, "EUR"), &told);
    assert_eq!(answer.needs.rates, [RatePair::parse("CHF/EUR").unwrap()]);
    // Two that count for need no rate between each other.
    let answer = money(5, "USD").add(&money(1, "GBP")).compare(
        Compare::Gt,
        &money(4, "EUR"),
        &Rates::none(),
    );
    assert_eq!(
        answer.needs.rates,
        [
            RatePair::parse("EUR/GBP").unwrap(),
            RatePair::parse("EUR/USD").unwrap()
        ]
    );
}

#[test]
fn a_mediant_needs_no_rate() {
    // (10 USD + 5 EUR) / 100 USD >= 10 %.
    let quotient = money(10, "USD")
        .add(&money(5, "EUR"))
        .quotient(&money(100, "USD"), &Rates::none());
    let tenth = Bounds::point(Number::from_ratio(1, 10).unwrap());
    assert_eq!(quotient.value.ge(&tenth), Truth::T);
    assert_eq!(
        quotient.value,
        Bounds::new(End::Open(Number::from_ratio(1, 10).unwrap()), End::Infinite).unwrap()
    );
    assert_eq!(quotient.needs.rates, [RatePair::parse("EUR/USD").unwrap()]);
    // Equal shares in every currency make one share.
    let quotient = money(1, "USD")
        .add(&money(2, "EUR"))
        .quotient(&money(10, "USD").add(&money(20, "EUR")), &Rates::none());
    assert_eq!(quotient.value, tenth);
    assert!(quotient.needs.is_empty());
}

#[test]
fn nothing_below_the_line_is_a_gap() {
    let none = Rates::none();
    let free = Money::zero();
    assert_eq!(free.quotient(&free, &none).gap, DivGap::Zero);
    assert_eq!(
        money(1, "EUR")
            .add(&money(1, "USD"))
            .quotient(&free, &none)
            .gap,
        DivGap::Zero
    );
    let maybe = Money::of(CurrencyKey::Known(currency("EUR")), within(0, 5));
    let quotient = money(1, "USD").quotient(&maybe, &none);
    assert_eq!(
        (quotient.value, quotient.gap),
        (Bounds::non_negative(), DivGap::MayBeZero)
    );
    let (quotient, gap) = free.div_number(&Bounds::zero(), CurrencyKey::Unknown(7));
    assert_eq!((quotient.is_zero(), gap), (false, DivGap::Zero));
    assert_eq!(
        money(6, "EUR")
            .div_number(&Bounds::point(Number::from_int(2)), CurrencyKey::Unknown(7))
            .0,
        money(3, "EUR")
    );
}

#[test]
fn contradicting_rates_are_refused_with_the_path() {
    let told = |triples: &[(&str, &str, &str)]| {
        Rates::new(
            triples
                .iter()
                .map(|(a, b, rate)| (currency(a), currency(b), Number::parse(rate).unwrap())),
        )
    };
    assert!(
        told(&[
            ("EUR", "USD", "1.25"),
            ("USD", "EUR", "0.8"),
            ("EUR", "EUR", "1")
        ])
        .is_ok()
    );
    let two = told(&[("EUR", "USD", "1.25"), ("USD", "EUR", "0.9")]).unwrap_err();
    assert_eq!(
        two.to_string(),
        "the rates contradict each other: `USD/EUR` is 0.9, but `EUR/USD` gives 0.8"
    );
    let circle = [
        ("EUR", "USD", "1.25"),
        ("USD", "JPY", "100"),
        ("EUR", "JPY", "130"),
        ("GBP", "EUR", "2"),
    ];
    let found = told(&circle).unwrap_err();
    let reversed: Vec<_> = circle.iter().rev().copied().collect();
    assert_eq!(told(&reversed).unwrap_err(), found);
    let RateError::Contradiction {
        pair,
        path,
        implied,
        ..
    } = &found
    else {
        panic!("{found}")
    };
    let named: Vec<String> = path
        .iter()
        .map(RatePair::to_string)
        .chain([pair.to_string()])
        .collect();
    assert_eq!(named, ["EUR/USD", "EUR/JPY", "USD/JPY"]);
    assert_eq!(*implied, Number::from_int(104));
    assert!(matches!(
        told(&[("EUR", "USD", "0")]),
        Err(RateError::NotPositive { .. })
    ));
    assert!(told(&[("EUR", "EUR", "2")]).is_err());
}

#[test]
fn a_long_chain_of_rates_converts_exactly() {
    let all: Vec<Currency> = Currency::all().collect();
    let third = Number::from_ratio(1, 3).unwrap();
    let chain = || {
        all.iter()
            .zip(all.iter().skip(1))
            .map(|(a, b)| (*a, *b, third.clone()))
    };
    let told = Rates::new(chain()).unwrap();
    let backward = Rates::new(chain().collect::<Vec<_>>().into_iter().rev()).unwrap();
    assert_eq!(told, backward);
    let (first, last) = (*all.first().unwrap(), *all.last().unwrap());
    let there_and_back = &told.rate(first, last).unwrap() * &told.rate(last, first).unwrap();
    assert_eq!(there_and_back, Number::one());
}

#[test]
fn shown_by_currency() {
    let sum = money(3, "USD").add(&Money::of(
        CurrencyKey::Known(currency("EUR")),
        within(0, 5),
    ));
    assert_eq!(sum.to_string(), "[0, 5] EUR + 3 USD");
    assert_eq!(Money::zero().to_string(), "0");
}
