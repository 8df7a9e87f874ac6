//! Sound expressions: nothing is told, and the type is the one meant.

use super::{check, render, rule};
use crate::check::expr::type_in_words;
use crate::ir::{Const, ExprKind};
use crate::value::Number;

/// The type of an expression about `item` in a rule, in words.
fn type_of(expr: &str) -> String {
    let checked = check(&format!(
        "rule r {{ cites article 1  for item in shipment.items\n  let figure = {expr}\n  then item is needed }}"
    ));
    match &checked.program {
        Some(program) if checked.told.is_empty() => {
            let figure = program
                .rules
                .iter()
                .flat_map(|r| &r.locals)
                .find(|l| l.name == "figure");
            figure
                .map(|l| type_in_words(program, &l.ty))
                .unwrap_or_default()
        }
        _ => render(&checked),
    }
}

#[test]
fn types() {
    let expected = [
        ("item.layers + 1", "a whole number"),
        ("item.layers * 2", "a whole number"),
        ("item.layers + 1.5", "a number"),
        ("item.layers / 2", "a number"),
        ("item.value / item.value", "a share"),
        ("item.length / 2 m", "a share"),
        ("item.length * 2", "a length"),
        ("2 * item.length", "a length"),
        ("item.value * 10%", "a sum of money"),
        ("10% * 3", "a share"),
        ("10% + 80 ppm", "a share"),
        ("1 m + 3 mm", "a length"),
        ("- 3 kg", "a mass"),
        ("USD 3 + 4 EUR", "a sum of money"),
        ("item.made + 10 working days", "a date"),
        ("item.made - 2 months", "a date"),
        ("min(item.layers, 2, 3.5)", "a number"),
        (
            "min(part.made for part in item.parts)",
            "a date that may be absent",
        ),
        (
            "min(part.made for part in item.parts) otherwise item.made",
            "a date",
        ),
        ("sum(part.mass for part in item.parts)", "a mass"),
        (
            "sum(part.value for outermost part in item.parts* where heavy(part))",
            "a sum of money",
        ),
        ("count(part in item.parts*)", "a whole number"),
        ("item.data.year", "a whole number that may be absent"),
        ("item.data.year otherwise 0", "a whole number"),
        ("shipment.receiver.owners", "a list of `Holding`"),
        ("shipment.receiver.parent.name", "a text that may be absent"),
        (
            "item.codes + { item.code }",
            "a set of codes that may be absent",
        ),
        (
            "[shipment.sender, shipment.receiver]",
            "a list of `Party` that may be absent",
        ),
        ("{ 1, 2.5 }", "a set of numbers"),
        ("limit", "a mass"),
        (
            "if item.layers = 1 then item.width else null",
            "a length that may be absent",
        ),
        ("item.kind", "a `Kind`"),
        ("Kind.goods", "a `Kind`"),
        ("annex", "a list of rows of `annex`"),
        ("1 m to 2 m", "a range of lengths"),
        ("item.origin = DE", "a truth value"),
        ("1A001.a", "a code"),
    ];
    let wrong: Vec<_> = expected
        .iter()
        .map(|(expr, ty)| (*expr, type_of(expr), *ty))
        .filter(|(_, got, ty)| got != ty)
        .collect();
    assert_eq!(wrong, Vec::new());
}

#[test]
fn conditions() {
    let sound = [
        "item.kind = goods and item.grade = fine",
        "goods = item.kind",
        "goods in { item.kind }",
        "item.origin = DE or item.origin = null",
        "item.code in annex",
        "item.codes meets annex",
        "item.codes meets { \"annex.one\" }",
        "item.code within \"x.y\" or \"x.z\" within item.code",
        "item.code within 1A001",
        "item.code in { annex.one.two, 1A001 }",
        "not near_by(item.origin)",
        "item.origin != null and not (item.origin = DE)",
        "item.origin = null or not (item.origin = DE)",
        "item.origin != null and at(item.origin)",
        "item.data != null and not item.data.public",
        "item.data.place != null and at(item.data.place) and item.data.year + 1 > 2",
        "item.data.place = null or item.data.public or item.data.year + 1 > 2",
        "not (item.data = null) and item.data.year + 1 > 2",
        "(if item.width != null then item.width * 2 else 0 m) > 1 m",
        "(if item.width = null then 0 m else item.width * 2) > 1 m",
        "shipment.receiver != null and not (shipment.receiver.country = DE)",
        "shipment.receiver.parent != null and at(shipment.receiver.country)",
        "(item.origin != null and item.layers = 1) or heavy(item)",
        "any part in item.parts where part.origin != null has not (part.origin = DE)",
        "every part in item.parts has (part.origin != null and part.origin = DE)",
        "any row in annex where row.also != null has row.name = \"one\"",
        "any row in annex has (row.also != null and not (row.also within 1A001))",
        "any row in annex has item.width in row.limit",
        "item.width > 1 m",
        "item.flag",
        "item.flag != null and not item.flag",
        "(item.width otherwise 0 m) > 1 m",
        "item.value / item.value >= 2",
        "2 <= item.length / item.length",
        "item.value / item.value >= 10%",
        "item.ratio >= 2 and item.layers < 2.5",
        "item.made in item.made to shipment.date",
        "shipment.date <= item.made + 30 days",
        "width reads narrow and not (width reads wide)",
        "(if any part in item.parts has heavy(part) then sum(part.value for part in item.parts where heavy(part)) / item.value else 0%) > 3%",
        "(any part in item.parts has heavy(part)) and sum(part.value for part in item.parts where heavy(part)) / item.value > 3%",
        "item is not controlled",
        "any other in shipment.items has other is controlled",
        "any a in item.parts has heavy(a) and any a in item.parts has a.layers = 2",
        "item.marks meets { \"x\" } or item.marks meets {}",
    ];
    let mut wrong = String::new();
    for condition in sound {
        let told = render(&check(&format!(
            "rule c {{ cites article 2  for item in shipment.items\n  then item is controlled }}\n{}",
            rule(condition)
        )));
        if !told.is_empty() {
            wrong.push_str(&format!("when {condition}\n{told}"));
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn definitions() {
    let sound = [
        "define held(party: Party) -> Bool = party.member or any holding in party.owners has held(holding.party)",
        "define held(party: Party) -> Bool = party.member or owned(party)\ndefine owned(party: Party) -> Bool = any holding in party.owners has held(holding.party)",
        "define held(depth: Int, party: Party) -> Bool { let up = party.parent  gives up != null and held(depth + 1, up) }",
        "define inner(item: Item) -> Int = max(inner(part) for part in item.parts) otherwise 0",
        "define all(items: [Item]) -> Bool = any item in items has all(item.parts)",
        "define marked(item: Item) -> Bool = item is controlled\nrule c { cites article 1  for item in shipment.items\n  then item is controlled }\nrule r { cites article 1  for item in shipment.items\n  when marked(item) and some_marked(shipment)\n  then item is needed }\ndefine some_marked(shipment: Shipment) -> Bool = any item in shipment.items has marked(item)",
        "group g { for item in shipment.items\n  let data = item.data\n  when data != null\n  rule a { cites article 1  when not data.public  then item is needed }\n  rule b { cites article 1  let year = data.year + 1  when year > 2  then item is needed } }",
        "record Box { size : Int  boxes : [Box] = []  half : Decimal = size / 2 if size != 3  ensure sum(x.size for x in boxes) <= size \"too big\" }",
    ];
    let mut wrong = String::new();
    for items in sound {
        let told = render(&check(items));
        if !told.is_empty() {
            wrong.push_str(&format!("{items}\n{told}"));
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn codes_of_a_list_begin_with_its_own_name() {
    let checked = check(&rule("item.code within office.n1.annex.two.three"));
    let program = checked.program.expect("sound");
    let code = program.exprs.iter().find_map(|e| match &e.kind {
        ExprKind::Const(Const::Code(code)) if code.as_str().starts_with("annex") => {
            Some(code.as_str().to_owned())
        }
        _ => None,
    });
    assert_eq!(code.as_deref(), Some("annex.two.three"));
}

#[test]
fn shares_of_a_literal_are_exact() {
    for (text, value) in [
        ("0.1%", (1, 1000)),
        ("80 ppm", (8, 100_000)),
        ("- 5%", (-5, 100)),
    ] {
        let checked = check(&format!("define f -> Share = {text}"));
        let program = checked.program.expect("sound");
        let body = program
            .defines
            .iter()
            .find(|d| d.full_name.ends_with(".f"))
            .map(|d| d.body)
            .expect("declared");
        let expected = Number::from_ratio(value.0, value.1)
            .map(Const::Number)
            .map(ExprKind::Const);
        assert!(
            matches!((&program.expr(body).kind, expected), (ExprKind::Const(a), Some(ExprKind::Const(b))) if *a == b),
            "{text}"
        );
    }
}
