//! How long it takes: checking many rules, loading the shipped policies, deciding, and how deciding grows.
//!
//! `cargo bench`; goals and measured numbers stand in `docs/performance.md`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use divan::Bencher;
use licit::{Options, Policy, Worker, Workspace};

fn main() {
    divan::main();
}

const SCHEMA: &str = "
facts shipment : Shipment on date
scale export main { free  noted  licence_required }
record Shipment { date : Date  destination : Country  items : [Item] }
record Item {
  lamp  : Bool
  made  : Country
  value : Money
  parts : [Item] = []
}
/// The share of what was made in Iceland.
define icelandic(item: Item) -> Share =
  if any part in item.parts* has part.made = IS
  then sum(part.value for outermost part in item.parts* where part.made = IS) / item.value
  else 0%
";

/// A folder with that many rules, a hundred a file.
fn rules(count: usize) -> Workspace {
    let mut workspace = Workspace::named("policies");
    workspace.add_file("trade/schema.licit", SCHEMA);
    for file in 0..count.div_ceil(100) {
        let mut text = String::from("import trade\n\n");
        let _ = writeln!(
            text,
            "instrument office.n{file} {{\n  authority \"Office\"\n  number \"Notice No. {file}\"\n  published 2031-01-10\n  \
             in force from 2031-02-01\n  basis official\n}}\n"
        );
        for rule in 0..100.min(count - file * 100) {
            let _ = writeln!(
                text,
                "rule r{rule} {{\n  cites article {rule}\n  for item in shipment.items\n  when item.lamp\n   and \
                 shipment.destination in {{ NO, SE, DK }}\n   and (item.made != FI or icelandic(item) >= 0.{:03}%)\n  then item is {}\n}}\n",
                rule + 1,
                if rule % 2 == 0 {
                    "licence_required"
                } else {
                    "noted"
                },
            );
        }
        workspace.add_file(format!("office/n{file}.licit"), text);
    }
    workspace
}

/// Every file of the shipped policies.
fn shipped() -> Workspace {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut workspace = Workspace::named("policies");
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)
            .expect("policies are shipped")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|e| e == "licit" || e == "csv" || e == "json")
            {
                let inside = path
                    .strip_prefix(&root)
                    .expect("inside")
                    .to_string_lossy()
                    .replace('\\', "/");
                workspace.add_file(inside, fs::read(&path).expect("readable"));
            }
        }
    }
    workspace
}

fn checked(workspace: &Workspace) -> Policy {
    workspace
        .check()
        .unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn sample() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/exactly-0.1-percent.json");
    fs::read_to_string(path).expect("the sample is shipped")
}

/// A shipment of one item with that many parts.
fn parts(count: usize) -> String {
    shipment(&item(&(0..count).map(part).collect::<Vec<_>>().join(", ")))
}

fn part(number: usize) -> String {
    let made = if number.is_multiple_of(7) { "IS" } else { "NO" };
    format!(
        r#"{{ "lamp": false, "made": "{made}", "value": {{ "amount": "{}", "currency": "EUR" }} }}"#,
        number % 50 + 1
    )
}

fn item(parts: &str) -> String {
    format!(
        r#"{{ "lamp": true, "made": "FI", "value": {{ "amount": "10000000", "currency": "EUR" }}, "parts": [ {parts} ] }}"#
    )
}

fn shipment(items: &str) -> String {
    format!(r#"{{ "date": "2031-03-01", "destination": "SE", "items": [ {items} ] }}"#)
}

/// A shipment of one item with that many parts within each other; where every other one was made is not told.
fn within(depth: usize) -> String {
    let mut parts = String::new();
    for part in 0..depth {
        let made = if part % 2 == 0 {
            ""
        } else {
            r#""made": "NO", "#
        };
        let _ = write!(
            parts,
            r#"{{ "lamp": false, {made}"value": {{ "amount": "5000", "currency": "EUR" }}, "parts": ["#
        );
    }
    parts.push_str(&"]}".repeat(depth));
    shipment(&item(&parts))
}

/// A shipment of that many items with ten parts each.
fn items(count: usize) -> String {
    let parts = (0..10).map(part).collect::<Vec<_>>().join(", ");
    shipment(&vec![item(&parts); count].join(", "))
}

/// Goal 0.3 s for 10,000 rules, at most 1 s.
#[divan::bench(args = [100, 1_000, 10_000], sample_count = 10)]
fn check_rules(bencher: Bencher, count: usize) {
    let workspace = rules(count);
    bencher.bench_local(|| checked(&workspace));
}

/// Goal 10 ms with the start of the process, at most 50 ms.
#[divan::bench(sample_count = 50)]
fn load_shipped(bencher: Bencher) {
    let workspace = shipped();
    bencher.bench_local(|| checked(&workspace));
}

#[divan::bench(args = ["explained", "outcome alone"])]
fn decide_sample(bencher: Bencher, how: &str) {
    let policy = checked(&shipped());
    let facts = sample();
    let options = if how == "explained" {
        Options::new()
    } else {
        Options::new().without_steps()
    };
    bencher.bench_local(|| policy.decide(&facts, &options).expect("decided"));
}

/// Linear or better in the parts.
#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000], sample_count = 5)]
fn grow_parts(bencher: Bencher, count: usize) {
    let policy = checked(&rules(10));
    let facts = parts(count);
    bencher.bench_local(|| {
        policy
            .decide(&facts, &Options::new().without_steps())
            .expect("decided")
    });
}

/// Linear or better in how deep parts stand within each other, half of what is asked untold.
#[divan::bench(args = [10, 100, 1_000, 10_000], sample_count = 5)]
fn grow_depth(bencher: Bencher, depth: usize) {
    let policy = checked(&rules(10));
    let facts = within(depth);
    bencher.bench_local(|| policy.decide(&facts, &Options::new()).expect("decided"));
}

/// Linear or better in the items.
#[divan::bench(args = [10, 100, 1_000], sample_count = 5)]
fn grow_items(bencher: Bencher, count: usize) {
    let policy = checked(&rules(10));
    let facts = items(count);
    bencher.bench_local(|| policy.decide(&facts, &Options::new()).expect("decided"));
}

/// Linear or better in the rules.
#[divan::bench(args = [10, 100, 1_000, 10_000], sample_count = 5)]
fn grow_rules(bencher: Bencher, count: usize) {
    let policy = checked(&rules(count));
    let facts = parts(10);
    bencher.bench_local(|| {
        policy
            .decide(&facts, &Options::new().without_steps())
            .expect("decided")
    });
}

/// What one thread screens with: the policies compiled for one way of asking.
fn screening(policy: &Policy) -> Worker {
    policy
        .screener(&Options::new())
        .expect("there are no readings to be wrong about")
        .worker()
}

/// From checked policies to the compiled plan.
#[divan::bench(sample_count = 50)]
fn compile_shipped(bencher: Bencher) {
    let policy = checked(&shipped());
    bencher.bench_local(|| screening(&policy));
}

/// A line of JSON to a verdict row, laws opened before: the orders of the README.
#[divan::bench]
fn screen_orders(bencher: Bencher) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orders.jsonl");
    let orders = fs::read_to_string(path).expect("the orders are shipped");
    let mut worker = screening(&checked(&shipped()));
    bencher.bench_local(|| {
        for (number, order) in (1..).zip(orders.lines()) {
            let row = worker.case(order.as_bytes(), "orders.jsonl", number);
            divan::black_box(row.expect("decided"));
        }
    });
}

/// Linear or better in the parts.
#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000], sample_count = 5)]
fn screen_parts(bencher: Bencher, count: usize) {
    let mut worker = screening(&checked(&rules(10)));
    let facts = parts(count);
    bencher.bench_local(|| {
        worker
            .case(facts.as_bytes(), "facts.json", 1)
            .expect("decided")
    });
}

/// Almost not at all in the rules: those that cannot fire for a destination are not looked at.
#[divan::bench(args = [10, 100, 1_000, 10_000], sample_count = 5)]
fn screen_rules(bencher: Bencher, count: usize) {
    let mut worker = screening(&checked(&rules(count)));
    let facts = parts(10);
    bencher.bench_local(|| {
        worker
            .case(facts.as_bytes(), "facts.json", 1)
            .expect("decided")
    });
}
