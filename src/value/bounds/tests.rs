use proptest::prelude::*;

use super::{Bounds, DivGap, End};
use crate::value::{Number, Truth};

fn number(text: &str) -> Number {
    Number::parse_exact(text).unwrap()
}

fn point(value: i64) -> Bounds {
    Bounds::point(Number::from_int(value))
}

fn closed(text: &str) -> End {
    End::Closed(number(text))
}

fn open(text: &str) -> End {
    End::Open(number(text))
}

fn bounds(lo: End, hi: End) -> Bounds {
    Bounds::new(lo, hi).unwrap()
}

fn any_end() -> impl Strategy<Value = End> {
    let halves = (-6_i64..=6).prop_map(|n| Number::from_ratio(n, 2).unwrap());
    prop_oneof![
        1 => Just(End::Infinite),
        3 => halves.clone().prop_map(End::Closed),
        3 => halves.prop_map(End::Open),
    ]
}

fn any_bounds() -> impl Strategy<Value = Bounds> {
    prop_oneof![
        1 => (-6_i64..=6).prop_map(point),
        5 => (any_end(), any_end()).prop_map(|(a, b)| {
            let swapped = Bounds::new(b.clone(), a.clone());
            Bounds::new(a, b).or(swapped).unwrap_or(Bounds::zero())
        }),
    ]
}

/// Bounds and others within them: the same number with more told.
fn told_in_two_steps() -> impl Strategy<Value = (Bounds, Bounds)> {
    (any_bounds(), any_bounds()).prop_map(|(a, b)| {
        let finer = a.intersect(&b).unwrap_or_else(|| a.clone());
        (a, finer)
    })
}

/// Numbers inside the bounds: the ends where they belong, else very near to them; far out where there is no end; quarters between.
fn samples(of: &Bounds) -> Vec<Number> {
    let (near, far) = (number("1e-9"), number("1e6"));
    let lo = of.lo().number().cloned().unwrap_or_else(|| -&far);
    let hi = of.hi().number().cloned().unwrap_or_else(|| far.clone());
    let inward = [lo.clone(), &lo + &near, &hi - &near, hi];
    let inside = (-25_i64..=25).filter_map(|n| Number::from_ratio(n, 4));
    inward
        .into_iter()
        .chain(inside)
        .chain([near.clone(), -&near])
        .filter(|x| of.contains(x))
        .collect()
}

fn pairs(a: &Bounds, b: &Bounds) -> Vec<(Number, Number)> {
    let (xs, ys) = (samples(a), samples(b));
    xs.iter()
        .flat_map(|x| ys.iter().map(|y| (x.clone(), y.clone())))
        .collect()
}

/// Every result lies inside, each finite closed end is reached, each finite open one approached, each infinite one passed far out.
fn exact(result: &Bounds, found: &[Number]) {
    for z in found {
        assert!(result.contains(z), "{z} is not in {result}");
    }
    let tolerance = number("0.01");
    for end in [result.lo(), result.hi()] {
        let met = match end {
            End::Infinite => found.iter().any(|z| z.abs() > Number::from_int(1_000)),
            End::Closed(number) => found.contains(number),
            End::Open(number) => found.iter().any(|z| (z - number).abs() < tolerance),
        };
        assert!(met, "nothing meets the end {end:?} of {result}");
    }
}

fn agrees(truth: Truth, mut each: impl Iterator<Item = bool>) {
    match truth.known() {
        Some(known) => assert!(each.all(|found| found == known)),
        None => {
            let found: Vec<bool> = each.collect();
            assert!(
                found.contains(&true) && found.contains(&false),
                "unknown without need"
            );
        }
    }
}

type Operation = fn(&Bounds, &Bounds) -> Bounds;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sums_and_products_are_exact(a in any_bounds(), b in any_bounds()) {
        let pairs = pairs(&a, &b);
        let found = |operation: fn(&Number, &Number) -> Number| pairs.iter().map(|(x, y)| operation(x, y)).collect::<Vec<_>>();
        exact(&a.add(&b), &found(|x, y| x + y));
        exact(&a.sub(&b), &found(|x, y| x - y));
        exact(&a.mul(&b), &found(|x, y| x * y));
        exact(&a.min(&b), &found(|x, y| x.min(y).clone()));
        exact(&a.max(&b), &found(|x, y| x.max(y).clone()));
        exact(&a.neg(), &found(|x, _| -x));
        exact(&a.hull(&b), &samples(&a).into_iter().chain(samples(&b)).collect::<Vec<_>>());
    }

    #[test]
    fn quotients_are_exact_or_gaps(a in any_bounds(), b in any_bounds()) {
        let (quotient, gap) = a.div(&b);
        let found: Vec<Number> = pairs(&a, &b).iter().filter_map(|(x, y)| x.checked_div(y)).collect();
        prop_assert_eq!(gap == DivGap::None, !b.contains(&Number::zero()));
        prop_assert_eq!(gap == DivGap::Zero, b.is_zero());
        if gap == DivGap::None {
            exact(&quotient, &found);
        } else {
            prop_assert!(found.iter().all(|z| quotient.contains(z)));
        }
    }

    #[test]
    fn comparisons_agree_with_every_sample(a in any_bounds(), b in any_bounds()) {
        let pairs = pairs(&a, &b);
        agrees(a.lt(&b), pairs.iter().map(|(x, y)| x < y));
        agrees(a.le(&b), pairs.iter().map(|(x, y)| x <= y));
        agrees(a.gt(&b), pairs.iter().map(|(x, y)| x > y));
        agrees(a.ge(&b), pairs.iter().map(|(x, y)| x >= y));
        agrees(a.eq(&b), pairs.iter().map(|(x, y)| x == y));
        agrees(a.ne(&b), pairs.iter().map(|(x, y)| x != y));
    }

    #[test]
    fn telling_more_narrows(a in told_in_two_steps(), b in told_in_two_steps()) {
        let ((a, a_told), (b, b_told)) = (a, b);
        let operations: [Operation; 7] =
            [Bounds::add, Bounds::sub, Bounds::mul, |a, b| a.div(b).0, Bounds::min, Bounds::max, Bounds::hull];
        for (place, operation) in operations.iter().enumerate() {
            let (before, after) = (operation(&a, &b), operation(&a_told, &b_told));
            prop_assert!(after.is_within(&before), "operation {place}: {a}, {b} gave {before}; {a_told}, {b_told} gives {after}");
        }
        prop_assert!(a_told.lt(&b_told).is_within(a.lt(&b)));
        prop_assert!(a_told.eq(&b_told).is_within(a.eq(&b)));
    }

    #[test]
    fn whole_numbers_inside(a in any_bounds()) {
        let whole = |x: i64| Number::from_int(x);
        let inside: Vec<i64> = (-9..=9).filter(|x| a.contains(&whole(*x))).collect();
        match a.normalise_int() {
            None => prop_assert!(inside.is_empty()),
            Some(found) => {
                let kept: Vec<i64> = (-9..=9).filter(|x| found.contains(&whole(*x))).collect();
                prop_assert_eq!(inside, kept);
                let ends = [found.lo(), found.hi()];
                let plain = ends.iter().all(|end| end.is_closed() || **end == End::Infinite);
                prop_assert!(plain);
            }
        }
    }

    #[test]
    fn within_is_containment(a in any_bounds(), b in any_bounds()) {
        let all = samples(&a).iter().all(|x| b.contains(x));
        prop_assert_eq!(a.is_within(&b), all);
        prop_assert_eq!(a.intersect(&b).is_none(), samples(&a).iter().chain(&samples(&b)).all(|x| !(a.contains(x) && b.contains(x))));
    }
}

// The examples of semantics §4.

#[test]
fn at_the_boundary() {
    let limit = Bounds::point(number("0.001"));
    assert_eq!(bounds(closed("0.001"), closed("0.05")).ge(&limit), Truth::T);
    assert_eq!(bounds(closed("0"), open("0.001")).ge(&limit), Truth::F);
    assert_eq!(bounds(closed("0"), closed("0.001")).ge(&limit), Truth::U);
    assert_eq!(bounds(open("0.001"), End::Infinite).gt(&limit), Truth::T);
}

#[test]
fn zero_denominators_are_unknown() {
    for x in [0, 5] {
        assert_eq!(
            point(x).div(&point(0)),
            (Bounds::non_negative(), DivGap::Zero)
        );
    }
    assert_eq!(
        point(5).div(&bounds(closed("0"), closed("1"))),
        (Bounds::non_negative(), DivGap::MayBeZero)
    );
    assert_eq!(
        point(-5).div(&bounds(closed("0"), closed("1"))),
        (Bounds::non_positive(), DivGap::MayBeZero)
    );
    assert_eq!(
        point(5).div(&bounds(closed("-1"), closed("1"))),
        (Bounds::any(), DivGap::MayBeZero)
    );
}

#[test]
fn infinities_and_open_zeros() {
    assert_eq!(point(0).mul(&Bounds::any()), Bounds::zero());
    assert_eq!(
        point(1).div(&Bounds::positive()),
        (Bounds::positive(), DivGap::None)
    );
    assert_eq!(
        point(1).div(&bounds(closed("2"), End::Infinite)).0,
        bounds(open("0"), closed("1/2"))
    );
    // A closed 0 makes the product closed, whatever it meets.
    assert_eq!(
        bounds(closed("0"), open("1")).mul(&Bounds::positive()),
        Bounds::non_negative()
    );
}

#[test]
fn bounds_are_never_empty() {
    assert!(Bounds::new(open("1"), closed("1")).is_none());
    assert!(Bounds::between(Number::one(), Number::zero()).is_none());
    assert_eq!(bounds(closed("1"), closed("1")), point(1));
}

#[test]
fn shown_with_their_ends() {
    assert_eq!(bounds(closed("0"), open("0.1")).to_string(), "[0, 0.1)");
    assert_eq!(Bounds::at_most(number("3")).to_string(), "(-∞, 3]");
    assert_eq!(point(5).to_string(), "5");
}
