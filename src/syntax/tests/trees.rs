//! What is built: docs, spans, precedence, cells, citations, literals.

use super::parsed;
use crate::diag::Sink;
use crate::source::FileId;
use crate::syntax::tree::*;
use crate::syntax::{parse_cell, parse_with_trivia};

/// A short form of an expression that shows its shape.
fn shape(e: &Expr) -> String {
    let all = |es: &[Expr]| es.iter().map(shape).collect::<Vec<_>>().join(" ");
    match &e.kind {
        ExprKind::Or(es) => format!("(or {})", all(es)),
        ExprKind::And(es) => format!("(and {})", all(es)),
        ExprKind::Not(e) => format!("(not {})", shape(e)),
        ExprKind::Quantifier(q, b, e) => format!("({q:?} {} {})", binder(b), shape(e)),
        ExprKind::Compare(op, _, a, b) => format!("({op:?} {} {})", shape(a), shape(b)),
        ExprKind::Reads(e, n) => format!("(reads {} {})", shape(e), n.text),
        ExprKind::Is {
            subject,
            negated,
            status,
        } => format!("(is {} {negated} {})", shape(subject), status.text),
        ExprKind::Range(a, b) => format!("(to {} {})", shape(a), shape(b)),
        ExprKind::Arith(op, _, a, b) => format!("({op:?} {} {})", shape(a), shape(b)),
        ExprKind::Neg(e) => format!("(neg {})", shape(e)),
        ExprKind::Otherwise(a, b) => format!("(otherwise {} {})", shape(a), shape(b)),
        ExprKind::If(c, a, b) => format!("(if {} {} {})", shape(c), shape(a), shape(b)),
        ExprKind::Name(n) => n.text.clone(),
        ExprKind::Postfix(e, s) => {
            format!("{}{}", shape(e), s.iter().map(suffix).collect::<String>())
        }
        ExprKind::Set(es) => format!("{{{}}}", all(es)),
        ExprKind::Object(es) => format!(
            "{{{}}}",
            es.iter()
                .map(|(k, v)| format!("{}: {}", k.text, shape(v)))
                .collect::<Vec<_>>()
                .join(" ")
        ),
        ExprKind::List(es) => format!("[{}]", all(es)),
        ExprKind::Tuple(es) => format!("(tuple {})", all(es)),
        ExprKind::Count(b) => format!("(count {})", binder(b)),
        ExprKind::Aggregate {
            name,
            body,
            binder: b,
        } => format!("({} {} {})", name.text, shape(body), binder(b)),
        ExprKind::Literal(l) => literal(l),
        ExprKind::Error => "error".to_owned(),
    }
}

fn suffix(s: &Suffix) -> String {
    match s {
        Suffix::Member(n) => format!(".{}", n.text),
        Suffix::Index(i, _) => format!("[{i}]"),
        Suffix::Call(es, _) => format!("({})", es.iter().map(shape).collect::<Vec<_>>().join(" ")),
    }
}

fn binder(b: &Binder) -> String {
    let filter = b
        .filter
        .as_ref()
        .map_or(String::new(), |f| format!(" where {}", shape(f)));
    format!(
        "<{}{} in {}{}{filter}>",
        if b.outermost { "outermost " } else { "" },
        b.name.text,
        shape(&b.source),
        if b.star { "*" } else { "" }
    )
}

fn literal(l: &Literal) -> String {
    match l {
        Literal::Int(t) | Literal::Decimal(t) | Literal::Code(t) => t.clone(),
        Literal::Share(t) => format!("{t}%"),
        Literal::Quantity(n, units) => format!(
            "{n}{}",
            units
                .iter()
                .map(|u| format!("~{}", u.text))
                .collect::<String>()
        ),
        Literal::Money(c, n) => format!("{}~{n}", c.text),
        Literal::Date(d) => format!("day {:?}", d.day),
        Literal::Text(t) => format!("{t:?}"),
        Literal::Bool(b) => b.to_string(),
        Literal::Null => "null".to_owned(),
    }
}

fn of(text: &str) -> String {
    let (file, mistakes) = parsed(&format!("define x -> Bool = {text}"));
    assert!(mistakes.is_empty(), "{text}: {mistakes:?}");
    let [
        Item {
            kind: ItemKind::Define { body, .. },
            ..
        },
    ] = file.items.as_slice()
    else {
        return "no define".to_owned();
    };
    shape(&body.result)
}

#[test]
fn precedence() {
    for (text, tree) in [
        ("a or b and not c or d", "(or a (and b (not c)) d)"),
        ("(a or b) or c", "(or (or a b) c)"),
        (
            "any p in xs* has p.ok and b",
            "(and (Any <p in xs*> p.ok) b)",
        ),
        (
            "every p in xs where p.a or b has not p.ok",
            "(Every <p in xs where (or p.a b)> (not p.ok))",
        ),
        (
            "no p in (a + { b }) have (p and c)",
            "(No <p in (Add a {b})> (and p c))",
        ),
        ("a + b * -c - d", "(Sub (Add a (Mul b (neg c))) d)"),
        (
            "date in l.a to l.b + 1 working days",
            "(In date (to l.a (Add l.b 1~working~days)))",
        ),
        (
            "x.v otherwise 0 EUR >= 3 EUR",
            "(Ge (otherwise x.v 0~EUR) 3~EUR)",
        ),
        ("a otherwise b otherwise 1", "(otherwise a (otherwise b 1))"),
        (
            "a not in b or a not within b or a meets b",
            "(or (NotIn a b) (NotWithin a b) (Meets a b))",
        ),
        (
            "q reads r and item is not s and item is t",
            "(and (reads q r) (is item true s) (is item false t))",
        ),
        (
            "sum(p.v for outermost p in i.parts* where t(p)) / i.v",
            "(Div (sum p.v <outermost p in i.parts* where t(p)>) i.v)",
        ),
        ("count(p in xs) > 2", "(Gt (count <p in xs>) 2)"),
        ("if a then b else if c then d else e", "(if a b (if c d e))"),
        ("1 + (if a then b else c)", "(Add 1 (if a b c))"),
        (
            "{ a: 1, \"b\": [true, null], from: { } }",
            "{a: 1 b: [true null] from: {}}",
        ),
        ("x in (a, b)", "(In x (tuple a b))"),
        (
            "USD 500 + 1_000.50 EUR + 0.1 % + 80 ppm + 5A",
            "(Add (Add (Add (Add USD~500 1000.50~EUR) 0.1%) 80~ppm) 5~A)",
        ),
        ("3K907.a.1", "3K907.a.1"),
        ("a[0].b(c, 1)[2].list", "a[0].b(c 1)[2].list"),
        (
            "2025-12-01 - 1970-01-02 + 5-3",
            "(Sub (Add (Sub day Some(20423) day Some(1)) 5) 3)",
        ),
        (
            "a ≠ b and c ≤ d and e ≥ f × g ÷ h − i",
            "(and (Ne a b) (Le c d) (Ge e (Sub (Div (Mul f g) h) i)))",
        ),
    ] {
        assert_eq!(of(text), tree, "{text}");
    }
}

#[test]
fn docs_and_trivia() {
    let text = "// head\n/// One.\n/// Two.\nrecord R {\n  a : Text // trailing\n  /// above\n  b : Text, // not this\n  c : Text, // with comma\n  d : Text\n  // alone\n}\n\ngroup g {\n  /// Of the rule.\n  rule r { when x }\n}\nenum E {\n  /// first\n  x\n}\n";
    let mut sink = Sink::new();
    let (file, trivia) = parse_with_trivia(FileId(0), text, &mut sink);
    assert!(sink.is_empty());
    assert_eq!(trivia.comments.len(), 10);
    let [record, group, an_enum] = file.items.as_slice() else {
        panic!("three items")
    };
    assert_eq!(record.doc, "One.\nTwo.");
    let ItemKind::Record { fields, .. } = &record.kind else {
        panic!("record")
    };
    let docs: Vec<&str> = fields
        .iter()
        .map(|f| {
            if let Field::Field { doc, .. } = f {
                doc.as_str()
            } else {
                ""
            }
        })
        .collect();
    assert_eq!(docs, ["trailing", "above", "with comma", ""]);
    let ItemKind::Group(group) = &group.kind else {
        panic!("group")
    };
    assert_eq!(group.rules[0].doc, "Of the rule.");
    let ItemKind::Enum { values, .. } = &an_enum.kind else {
        panic!("enum")
    };
    assert_eq!(values[0].doc, "first");
}

#[test]
fn citations_are_shown_as_written() {
    let (file, mistakes) = parsed(
        "rule r { cites article  1 ( 1 ),\n  article 34bis (a) (ii), m.n4 article 4, entry 4L908.z, \"第一条\", annex 1 part-2 }",
    );
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let ItemKind::Rule(rule) = &file.items[0].kind else {
        panic!("rule")
    };
    let ClauseKind::Cites(refs) = &rule.clauses[0].kind else {
        panic!("cites")
    };
    let texts: Vec<&str> = refs.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "article 1 (1)",
            "article 34bis (a) (ii)",
            "m.n4 article 4",
            "entry 4L908.z",
            "第一条",
            "annex 1 part-2"
        ]
    );
}

#[test]
fn names_and_spans() {
    let text = "define `rule` (from: Text) -> [Té] = a.`b c1`";
    let (file, _) = parsed(text);
    let ItemKind::Define {
        path, params, ty, ..
    } = &file.items[0].kind
    else {
        panic!("define")
    };
    let under = |s: crate::source::Span| &text[s.start as usize..s.end as usize];
    assert_eq!(
        (path.parts[0].text.as_str(), under(path.parts[0].span)),
        ("rule", "`rule`")
    );
    assert_eq!(
        (params[0].name.text.as_str(), under(params[0].name.span)),
        ("from", "from")
    );
    let TypeKind::List(inner) = &ty.kind else {
        panic!("list")
    };
    assert_eq!(under(inner.span), "Té");
    // A name is compared in NFC, however it was typed.
    let (file, mistakes) = parsed("enum E { e\u{301} }");
    assert!(mistakes.is_empty());
    let ItemKind::Enum { values, .. } = &file.items[0].kind else {
        panic!("enum")
    };
    assert_eq!(values[0].name.text, "é");
}

#[test]
fn cells() {
    let cell = |text: &str| {
        let mut sink = Sink::new();
        let cell = parse_cell(FileId(3), text, 100, &mut sink);
        (cell, sink)
    };
    for (text, tree) in [
        ("0.5 m3 to 14.2 m3", "(to 0.5~m3 14.2~m3)"),
        ("4L908.a.1", "4L908.a.1"),
        ("2025-12-01", "day Some(20423)"),
        ("annex.part1.m", "annex.part1.m"),
        ("-3", "(neg 3)"),
    ] {
        let (found, sink) = cell(text);
        assert!(sink.is_empty());
        let found = found.unwrap();
        assert!(found.op.is_none());
        assert_eq!(shape(&found.value), tree);
        assert_eq!(
            (
                found.value.span.file,
                found.value.span.start,
                found.value.span.end
            ),
            (FileId(3), 100, 100 + u32::try_from(text.len()).unwrap())
        );
    }
    let found = cell(" >= 1.5 T").0.unwrap();
    let (op, span) = found.op.unwrap();
    assert_eq!((op, span.start, span.end), (CompareOp::Ge, 101, 103));
    assert_eq!(shape(&found.value), "1.5~T");
    for text in ["", "1 2", ">=", ">= ", "rule x {}", "1 +"] {
        let (found, sink) = cell(text);
        assert!(found.is_none() && sink.has_errors(), "{text:?}");
        assert!(sink.iter().all(|d| d.labels[0].span.start >= 100));
    }
}

#[test]
fn items_and_clauses() {
    let (file, mistakes) = parsed(
        "list l \"t\" { basis official\n a : Int b : Text? | 1 | \"x\" | | 2 | null | }\n\
         define f(x: Int,) -> Int { let y = 1 when x gives y }\n\
         dimension L { nm um = 1000 nm }\n\
         status s of R \"t\" zh \"u\"\n\
         calendar c main { weekend a, b changes from \"x.csv\" }\n\
         question q en \"t\" zh \"u\" { reading a \"t\" (default) arises 2025-01-01 }\n\
         scenario \"s\" { reading q a expect x is free to b because r, t cases on, known, x[0].y without duty d without r, t gives r = 1 EUR to 2 EUR duty d by 2025-01-01 duty d by unknown latent c missing a, b.c asks q }\n",
    );
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let ItemKind::List(list) = &file.items[0].kind else {
        panic!("list")
    };
    assert_eq!(
        (list.columns.len(), list.rows.len(), list.clauses.len()),
        (2, 2, 1)
    );
    let ItemKind::Define { body, .. } = &file.items[1].kind else {
        panic!("define")
    };
    assert_eq!(
        (body.lets.len(), body.stray.len(), shape(&body.result)),
        (1, 1, "y".to_owned())
    );
    let ItemKind::Dimension { units, .. } = &file.items[2].kind else {
        panic!("dimension")
    };
    assert_eq!(
        units
            .iter()
            .map(|(n, e)| (n.text.as_str(), e.as_deref().map(shape)))
            .collect::<Vec<_>>(),
        [("nm", None), ("um", Some("1000~nm".to_owned()))]
    );
    let ItemKind::Status { text, .. } = &file.items[3].kind else {
        panic!("status")
    };
    assert_eq!(
        text.parts
            .iter()
            .map(|(l, t, _)| (*l, t.as_str()))
            .collect::<Vec<_>>(),
        [(None, "t"), (Some(Lang::Zh), "u")]
    );
    let ItemKind::Scenario { clauses, .. } = &file.items[6].kind else {
        panic!("scenario")
    };
    assert_eq!(clauses.len(), 11);
    let ClauseKind::Expect(outcome) = &clauses[1].kind else {
        panic!("expect")
    };
    assert_eq!(
        (outcome.from.text.as_str(), outcome.because.len()),
        ("free", 2)
    );
}
