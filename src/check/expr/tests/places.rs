//! What cannot be written in one file: two modules, CSV cells, paths without end, random expressions.

use super::{Checked, SCHEMA, check, render, rule};
use crate::check::expr::ExprChecker;
use crate::diag::Sink;
use crate::ir::{Const, EnumId, Program, Type};
use crate::resolve::{Folder, ModuleId, declare};
use crate::source::SourceMap;
use crate::syntax::parse;

/// The schema and two modules that both declare `shared`, imported by a third.
fn ambiguous() -> Checked {
    let mut sources = SourceMap::new();
    let mut sink = Sink::new();
    let mut folder = Folder::new("policies");
    let third = format!("import left, right\n{SCHEMA}\n{}", rule("shared(item)"));
    let files = [
        ("left.licit", "define shared -> Int = 1"),
        ("right.licit", "define shared -> Int = 2"),
        ("office.licit", third.as_str()),
    ];
    let mut trees = Vec::new();
    for (path, text) in files {
        let id = sources.add(format!("policies/{path}"), text);
        folder.add_policy(id, path);
        trees.push(parse(id, text, &mut sink));
    }
    let program = crate::check::check(&trees, &mut sources, &folder, &mut sink);
    Checked {
        sources,
        program,
        told: sink.into_sorted(),
    }
}

#[test]
fn two_modules() {
    insta::assert_snapshot!(render(&ambiguous()));
}

#[test]
fn long_path() {
    let path = ".parent".repeat(70);
    let told = check(&rule(&format!("shipment.sender{path}.member"))).told;
    assert_eq!(
        told.iter().map(|d| d.code).collect::<Vec<_>>(),
        ["path-too-long"]
    );
}

/// Reads a cell of a CSV.
fn cell(text: &str, ty: impl Fn(&Program) -> Type) -> (Option<Const>, String) {
    let checked = check("");
    let mut program = checked.program.expect("the schema is sound");
    let mut sources = SourceMap::new();
    let mut sink = Sink::new();
    let schema = sources.add("office.licit", SCHEMA);
    let tree = parse(schema, SCHEMA, &mut sink);
    let files = [tree];
    let mut folder = Folder::new("policies");
    folder.add_policy(schema, "office.licit");
    let (names, _) = declare(&files, &folder, &mut sink);
    let file = sources.add("lists/cells.csv", text);
    let span = crate::source::Span::new(file, 0, u32::try_from(text.len()).expect("short"));
    let ty = ty(&program);
    let mut told = Sink::new();
    let value = ExprChecker {
        program: &mut program,
        names: &names,
        module: ModuleId(0),
        sink: &mut told,
    }
    .check_cell(text, &ty, span);
    (
        value,
        render(&Checked {
            sources,
            program: None,
            told: told.into_sorted(),
        }),
    )
}

fn length(program: &Program) -> Type {
    let index = program
        .dimensions
        .iter()
        .position(|d| d.name == "Length")
        .expect("declared");
    Type::Quantity(crate::ir::DimensionId::from_index(index))
}

fn kind(program: &Program) -> Type {
    Type::Enum(EnumId::from_index(
        program
            .enums
            .iter()
            .position(|e| e.name == "Kind")
            .expect("declared"),
    ))
}

#[test]
fn cells() {
    let range = |p: &Program| Type::Range(Box::new(length(p)));
    let set = |p: &Program| Type::Set(Box::new(kind(p)));
    let mut out = String::new();
    let mut show = |text: &str, name: &str, (value, told): (Option<Const>, String)| {
        out.push_str(&format!("{name} `{text}`\n  {value:?}\n{told}"));
    };
    for text in ["3 m", "3 kg", "3", "", "three", "m 3 ("] {
        show(text, "length", cell(text, length));
    }
    for text in [
        ">= 1.5 m",
        "< 3 m",
        "= 2 m",
        "1 m to 2 m",
        "2 m to 1 m",
        "",
        "3 m",
        ">= 3 kg",
        ">= 3 mmm",
        "!= 3 m",
    ] {
        show(text, "range", cell(text, range));
    }
    for text in ["goods;service", "goods; boods", ""] {
        show(text, "set of kinds", cell(text, set));
    }
    for (text, ty) in [
        ("DE", Type::Country),
        ("Germany", Type::Country),
        ("1A001.b", Type::Code),
        ("1A 1", Type::Code),
        ("true", Type::Bool),
        ("yes", Type::Bool),
    ] {
        show(text, "plain", cell(text, |_| ty.clone()));
    }
    for (text, ty) in [
        ("2025-03-01", Type::Date),
        ("0.5%", Type::Share),
        ("3 EUR", Type::Money),
        ("-2", Type::Int),
        ("2.5", Type::Int),
        (" a, \"b\" ", Type::Text),
    ] {
        show(text, "plain", cell(text, |_| ty.clone()));
    }
    show(
        "",
        "optional",
        cell("", |_| Type::Optional(Box::new(Type::Code))),
    );
    insta::assert_snapshot!(out);
}
