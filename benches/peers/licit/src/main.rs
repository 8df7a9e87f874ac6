//! The reference workload in Licit, through its public interface.

use std::hint::black_box;

use peers_core::generate::{deep, wide};
use peers_core::growth::{self, Index};
use peers_core::worker::{measure, number, serve};
use peers_core::{Shape, TextShipment, decide, generate};
use peers_licit::{Asked, Facts};

fn main() {
    let group = std::env::args().nth(1).unwrap_or_default();
    let lines = generate(Shape::of(number("shipments", 500)));
    match group.as_str() {
        "check" => check(&lines),
        "single" => single(&lines),
        "growth" => grow_rules(&lines),
        "json" => json(&lines),
        "parts" => grow_parts(),
        "callgrind" => callgrind(&lines),
        _ => panic!("no group {group}"),
    }
}

/// The 29 rules, and the same with the further ones.
fn check(lines: &[String]) {
    let rules = growth::further(growth::SIZES[2]);
    let index = Index::new(&rules);
    let (mut asked, mut grown) = (Asked::new(&[]), Asked::new(&rules));
    let mut different = 0;
    for line in lines {
        let shipment = TextShipment::read(line);
        let (found, wanted) = (asked.outcome(line), decide(&shipment));
        let loaded = asked.load(line);
        assert_eq!(
            asked.outcome_of(&loaded),
            found,
            "loaded, and from a line: {line}"
        );
        let grown = (
            grown.outcome(line),
            growth::decide_indexed(&shipment, &index),
        );
        if found != wanted || grown.0 != grown.1 {
            different += 1;
            eprintln!(
                "{found:?}, by hand {wanted:?}; grown {:?}, by hand {:?}: {line}",
                grown.0, grown.1
            );
        }
    }
    println!("{} {different}", lines.len());
}

fn single(lines: &[String]) {
    let mut asked = Asked::new(&[]);
    let facts: Vec<Facts> = lines.iter().map(|line| asked.load(line)).collect();
    serve(vec![measure("licit", lines.len(), || {
        marked_licit(&mut asked, &facts)
    })]);
}

fn grow_rules(lines: &[String]) {
    let mut measurements = Vec::new();
    for size in growth::SIZES {
        let mut asked = Asked::new(&growth::further(size));
        let facts: Vec<Facts> = lines.iter().map(|line| asked.load(line)).collect();
        measurements.push(measure(&size.to_string(), lines.len(), move || {
            marked_licit(&mut asked, &facts)
        }));
    }
    serve(measurements);
}

fn json(lines: &[String]) {
    let mut asked = Asked::new(&[]);
    serve(vec![measure("licit", lines.len(), || {
        marked_json(&mut asked, lines)
    })]);
}

fn grow_parts() {
    let shapes = [10, 100, 1_000, 10_000, 100_000]
        .map(|parts| (format!("parts {parts}"), wide(parts)))
        .into_iter()
        .chain([10, 100, 1_000].map(|levels| (format!("depth {levels}"), deep(levels))));
    let mut measurements = Vec::new();
    for (name, line) in shapes {
        let mut asked = Asked::new(&[]);
        let facts = [asked.load(&line)];
        measurements.push(measure(&name, 1, move || marked_licit(&mut asked, &facts)));
    }
    serve(measurements);
}

/// Each marked function once, for the counter of instructions.
fn callgrind(lines: &[String]) {
    let mut asked = Asked::new(&[]);
    let facts: Vec<Facts> = lines.iter().map(|line| asked.load(line)).collect();
    black_box(marked_licit(&mut asked, &facts));
    black_box(marked_json(&mut asked, lines));
}

#[inline(never)]
fn marked_licit(asked: &mut Asked, facts: &[Facts]) -> u64 {
    facts.iter().map(|one| asked.decide(black_box(one))).sum()
}

#[inline(never)]
fn marked_json(asked: &mut Asked, lines: &[String]) -> u64 {
    lines.iter().map(|line| asked.verdict(line)).sum()
}
