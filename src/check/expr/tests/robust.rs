//! Whatever is written: no panic, no overflow, and nothing wrong in a program of which nothing was told.

use super::{check, rule};
use crate::ir::Type;

/// A small generator of numbers; the same ones every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.below(of.len())).copied().unwrap_or("")
    }
}

const LEAVES: &[&str] = &[
    "item",
    "shipment",
    "item.code",
    "item.codes",
    "item.origin",
    "item.value",
    "item.paid",
    "item.mass",
    "item.width",
    "item.layers",
    "item.ratio",
    "item.made",
    "item.flag",
    "item.data",
    "item.data.year",
    "item.parts",
    "shipment.items",
    "shipment.receiver",
    "item.kind",
    "goods",
    "fine",
    "DE",
    "null",
    "true",
    "1",
    "2.5",
    "10%",
    "3 kg",
    "3 m",
    "5 EUR",
    "2025-01-01",
    "10 days",
    "1A001",
    "annex",
    "annex.one",
    "limit",
    "width",
    "unknown_name",
    "\"text\"",
    "{}",
    "[]",
    "part",
    "0",
];

/// A random expression, brackets around every part.
fn random(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 || dice.below(6) == 0 {
        return dice.one(LEAVES).to_owned();
    }
    let mut e = || random(dice, depth - 1);
    let (a, b, c) = (e(), e(), e());
    match dice.below(16) {
        0 => format!("({a} and {b})"),
        1 => format!("({a} or {b})"),
        2 => format!("(not {a})"),
        3 | 4 => format!(
            "({a} {} {b})",
            dice.one(&[
                "=",
                "!=",
                "<",
                ">=",
                "in",
                "not in",
                "within",
                "not within",
                "meets"
            ])
        ),
        5 | 6 => format!("({a} {} {b})", dice.one(&["+", "-", "*", "/"])),
        7 => format!("(- {a})"),
        8 => format!("(({a}) otherwise ({b}))"),
        9 => format!("(if {a} then {b} else {c})"),
        10 => format!(
            "({} part in ({a}) where {b} has ({c}))",
            dice.one(&["any", "every", "no"])
        ),
        11 => format!(
            "{}({a} for part in item.parts* where {b})",
            dice.one(&["sum", "min", "max"])
        ),
        12 => format!("{{ {a}, {b} }}"),
        13 => format!("[{a}, {b}]"),
        14 => format!("{}({a})", dice.one(&["heavy", "near_by", "at"])),
        _ => format!(
            "({a} {} {b})",
            dice.one(&["is controlled = ", "to", "reads wide = ", "= null or "])
        ),
    }
}

#[test]
fn random_expressions() {
    let mut dice = Dice(7);
    let mut sound = 0;
    for _ in 0..1500 {
        let depth = 1 + dice.below(3);
        let condition = random(&mut dice, depth);
        let checked = check(&rule(&condition));
        let Some(program) = checked.program else {
            assert!(
                !checked.told.is_empty(),
                "refused without a word: {condition}"
            );
            continue;
        };
        sound += 1;
        assert!(
            program.exprs.iter().all(|e| e.ty != Type::Error),
            "something wrong was not told: {condition}"
        );
    }
    assert!(
        sound > 15,
        "only {sound} were sound: the generator says too little"
    );
}

#[test]
fn deep_expressions() {
    let nest = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(120), close.repeat(120))
    };
    for deep in [
        nest("not (", "item.layers = 1", ")"),
        nest("(if item.layers = 1 then ", "1", " else 2)") + " = 1",
        nest("(1 + ", "1", ")") + " = 1",
        nest("min(1, ", "1", ")") + " = 1",
        nest("(item.width otherwise ", "1 m", ")") + " > 1 m",
        nest("[", "1", "]") + " = 1",
    ] {
        check(&rule(&deep));
    }
}

#[test]
fn long_expressions() {
    for (sign, operand) in [
        (" and ", "item.origin != null"),
        (" or ", "item.origin = DE"),
        (", ", "1"),
    ] {
        let all = vec![operand; 20_000].join(sign);
        let condition = if sign == ", " {
            format!("item.layers in {{ {all} }}")
        } else {
            all
        };
        let checked = check(&rule(&condition));
        assert!(checked.program.is_some());
    }
}

#[test]
fn long_chains_of_definitions() {
    let mut chain = String::from("define f0(item: Item) -> Bool = heavy(item)\n");
    for n in 1..2000 {
        chain.push_str(&format!(
            "define f{n}(item: Item) -> Bool = f{}(item)\n",
            n - 1
        ));
    }
    assert!(
        check(&format!("{chain}{}", rule("f1999(item)")))
            .program
            .is_some()
    );
    let circle = chain.replace("heavy(item)", "f1999(item)");
    assert!(check(&circle).told.iter().any(|d| d.code == "recursion"));
}
