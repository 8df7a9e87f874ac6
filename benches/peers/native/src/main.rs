//! The policy by hand: on texts and on interned facts, eagerly and lazily, fused with the parser, on columns.

mod columns;
mod fused;

use std::hint::black_box;

use columns::{Columns, Tables};
use peers_core::generate::{deep, wide};
use peers_core::growth::{self, Index};
use peers_core::worker::{Measurement, measure, number, serve};
use peers_core::{InternedShipment, Shape, TextShipment, decide, decide_lazily, generate};
use serde::Deserialize;

fn main() {
    let group = std::env::args().nth(1).unwrap_or_default();
    let lines = generate(Shape::of(number("shipments", 1000)));
    match group.as_str() {
        "check" => check(&lines),
        "single" => single(&lines),
        "growth" => grow_rules(&lines),
        "json" => json(&lines),
        "parts" => grow_parts(),
        "columns" => in_columns(&lines),
        "callgrind" => callgrind(&lines),
        _ => panic!("no group {group}"),
    }
}

fn texts(lines: &[String]) -> Vec<TextShipment<'_>> {
    lines.iter().map(|line| TextShipment::read(line)).collect()
}

fn interned(lines: &[String]) -> Vec<InternedShipment<'_>> {
    lines
        .iter()
        .map(|line| InternedShipment::read(line))
        .collect()
}

/// All forms by hand decide alike.
fn check(lines: &[String]) {
    let tables = Tables::new();
    let columns = Columns::new(lines);
    let (mut eager, mut lazy) = (vec![0; lines.len()], vec![0; lines.len()]);
    columns.decide(&tables, &mut eager);
    columns.decide_lazily(&tables, &mut lazy);
    let mut different = 0;
    for (row, line) in lines.iter().enumerate() {
        let outcome = decide(&TextShipment::read(line));
        let alike = fused::decide(line) == outcome
            && decide_lazily(&InternedShipment::read(line)) == outcome
            && eager[row] == outcome.fired
            && lazy[row] == outcome.fired;
        different += usize::from(!alike);
    }
    println!("{} {different}", lines.len());
}

fn single(lines: &[String]) {
    let (texts, interned) = (texts(lines), interned(lines));
    let many = lines.len();
    serve(vec![
        measure("texts, eager", many, || marked_texts(&texts)),
        measure("texts, lazy", many, || marked_texts_lazily(&texts)),
        measure("interned, eager", many, || marked_interned(&interned)),
        measure("interned, lazy", many, || marked_interned_lazily(&interned)),
    ]);
}

fn grow_rules(lines: &[String]) {
    let interned = interned(lines);
    let interned = &interned;
    serve(
        growth::SIZES
            .iter()
            .map(|size| {
                let index = Index::new(&growth::further(*size));
                measure(&size.to_string(), lines.len(), move || {
                    interned
                        .iter()
                        .map(|one| u64::from(growth::decide_indexed(one, &index).verdict))
                        .sum()
                })
            })
            .collect(),
    );
}

fn json(lines: &[String]) {
    let many = lines.len();
    serve(vec![
        measure("parse alone", many, || marked_parse(lines)),
        measure("parse, then decide", many, || {
            lines
                .iter()
                .map(|line| u64::from(decide(&InternedShipment::read(line)).fired))
                .sum()
        }),
        measure("fused", many, || marked_fused(lines)),
    ])
}

/// The same text read to any depth.
fn read_deep(line: &str) -> InternedShipment<'_> {
    let mut reader = serde_json::Deserializer::from_str(line);
    reader.disable_recursion_limit();
    InternedShipment::deserialize(&mut reader).unwrap_or_else(|why| panic!("{why}"))
}

fn grow_parts() {
    let shapes: Vec<(String, String)> = [10, 100, 1_000, 10_000, 100_000]
        .map(|parts| (format!("parts {parts}"), wide(parts)))
        .into_iter()
        .chain([10, 100, 1_000].map(|levels| (format!("depth {levels}"), deep(levels))))
        .collect();
    let facts: Vec<(&str, InternedShipment<'_>)> = shapes
        .iter()
        .map(|(name, line)| (name.as_str(), read_deep(line)))
        .collect();
    serve(
        facts
            .iter()
            .map(|(name, one)| measure(name, 1, move || u64::from(decide(black_box(one)).fired)))
            .collect::<Vec<Measurement<'_>>>(),
    );
}

fn in_columns(lines: &[String]) {
    let (columns, tables) = (Columns::new(lines), Tables::new());
    let mut eager = vec![0; lines.len()];
    let mut lazy = vec![0; lines.len()];
    serve(vec![
        measure("columns, eager", lines.len(), || {
            marked_columns(&columns, &tables, &mut eager)
        }),
        measure("columns, lazy", lines.len(), || {
            marked_columns_lazily(&columns, &tables, &mut lazy)
        }),
    ]);
}

/// Each marked function once, for the counter of instructions.
fn callgrind(lines: &[String]) {
    let (texts, interned) = (texts(lines), interned(lines));
    let (columns, tables) = (Columns::new(lines), Tables::new());
    let mut out = vec![0; lines.len()];
    let sums = [
        marked_texts(&texts),
        marked_texts_lazily(&texts),
        marked_interned(&interned),
        marked_interned_lazily(&interned),
        marked_parse(lines),
        marked_fused(lines),
        marked_columns(&columns, &tables, &mut out),
        marked_columns_lazily(&columns, &tables, &mut out),
    ];
    black_box(sums);
}

#[inline(never)]
fn marked_texts(facts: &[TextShipment<'_>]) -> u64 {
    facts
        .iter()
        .map(|one| u64::from(decide(black_box(one)).fired))
        .sum()
}

#[inline(never)]
fn marked_texts_lazily(facts: &[TextShipment<'_>]) -> u64 {
    facts
        .iter()
        .map(|one| u64::from(decide_lazily(black_box(one)).fired))
        .sum()
}

#[inline(never)]
fn marked_interned(facts: &[InternedShipment<'_>]) -> u64 {
    facts
        .iter()
        .map(|one| u64::from(decide(black_box(one)).fired))
        .sum()
}

#[inline(never)]
fn marked_interned_lazily(facts: &[InternedShipment<'_>]) -> u64 {
    facts
        .iter()
        .map(|one| u64::from(decide_lazily(black_box(one)).fired))
        .sum()
}

#[inline(never)]
fn marked_parse(lines: &[String]) -> u64 {
    lines
        .iter()
        .map(|line| TextShipment::read(line).items.len() as u64)
        .sum()
}

#[inline(never)]
fn marked_fused(lines: &[String]) -> u64 {
    lines
        .iter()
        .map(|line| u64::from(fused::decide(line).fired))
        .sum()
}

#[inline(never)]
fn marked_columns(columns: &Columns, tables: &Tables, out: &mut [u32]) -> u64 {
    columns.decide(tables, out);
    out.first().map_or(0, |fired| u64::from(*fired))
}

#[inline(never)]
fn marked_columns_lazily(columns: &Columns, tables: &Tables, out: &mut [u32]) -> u64 {
    columns.decide_lazily(tables, out);
    out.first().map_or(0, |fired| u64::from(*fired))
}
