//! `licit screen` as a program: what it takes from a file of cases to a file of rows, and how much memory it holds.

use std::fs;
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::Command;

use peers_core::Shape;
use peers_core::generate::each;
use peers_core::policy::OUTCOMES;

use crate::Failure;
use crate::data;
use crate::peers::licit;
use crate::table::{short, table, thousands, time};
use crate::usage::watch;

/// `licit screen IN --out OUT`
fn screen(input: &Path, output: &Path, threads: usize) -> Command {
    let mut command = Command::new(licit());
    command.arg("screen").arg(input).arg("--out").arg(output);
    command.arg("--policies").arg(data::policies());
    command.args(["--summary", "none", "--threads", &threads.to_string()]);
    command
}

/// What is screened: the name of the measurement, the file in the working folder, the file of rows, threads.
const SCREENED: [(&str, &str, &str, usize); 4] = [
    ("JSON Lines, 1 thread", "shipments.jsonl", "rows.jsonl", 1),
    ("JSON Lines, 2 threads", "shipments.jsonl", "rows.jsonl", 2),
    (
        "nested Parquet, 1 thread",
        "shipments.parquet",
        "rows.parquet",
        1,
    ),
    (
        "nested Parquet, 2 threads",
        "shipments.parquet",
        "rows.parquet",
        2,
    ),
];

/// A worker as `core/src/worker.rs` says, whose measurements are whole runs of the program.
pub fn serve(shipments: usize) -> Result<(), Failure> {
    let folder = data::folder();
    for input in ["shipments.jsonl", "shipments.parquet"] {
        let rows = folder.join("rows.jsonl");
        watch(screen(&folder.join(input), &rows, 2), |_| Ok(()))?;
        agree(&rows)?;
    }
    for (name, ..) in SCREENED {
        println!("{name}");
    }
    println!();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let Some((asked, _)) = line.rsplit_once(' ') else {
            break;
        };
        let found = SCREENED.iter().find(|(name, ..)| *name == asked);
        let (_, input, output, threads) = found.ok_or("no such measurement")?;
        let usage = watch(
            screen(&folder.join(input), &folder.join(output), *threads),
            |_| Ok(()),
        )?;
        println!(
            "{shipments} {} {}",
            usage.processor.as_nanos(),
            usage.clock.as_nanos()
        );
        std::io::stdout().flush()?;
    }
    Ok(())
}

/// The rows say what was decided by hand: of each its verdict and its rules.
fn agree(rows: &Path) -> Result<(), Failure> {
    let (rows, expected) = (
        fs::read_to_string(rows)?,
        fs::read_to_string(data::folder().join("expected.txt"))?,
    );
    let mut expected = expected.lines();
    for row in rows.lines() {
        let wanted = expected.next().ok_or("more rows than shipments")?;
        let found: serde_json::Value = serde_json::from_str(row)?;
        let verdict = found["verdict"]
            .as_str()
            .and_then(|verdict| OUTCOMES.iter().position(|one| *one == verdict));
        let fired = found["rules"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|rule| number(rule.as_str()?));
        let told = format!(
            "{} {}",
            fired.fold(0, |fired, rule| fired | 1u32 << rule),
            verdict.unwrap_or(usize::MAX)
        );
        if told != wanted {
            return Err(format!("licit screen says {told}, by hand {wanted}: {row}").into());
        }
    }
    if expected.next().is_some() {
        Err("fewer rows than shipments".into())
    } else {
        Ok(())
    }
}

/// The number of a rule: `workload.n61.r00_content_abroad` is 0.
fn number(rule: &str) -> Option<u32> {
    rule.rsplit_once(".r")?.1.split_once('_')?.0.parse().ok()
}

/// Peak memory while shipments stream through a pipe: nothing but the program itself can hold them.
pub fn memory(sizes: &[usize]) -> Result<String, Failure> {
    let mut rows = Vec::new();
    for shipments in sizes {
        let mut command = screen(Path::new("-"), Path::new("-"), 1);
        command.args(["--lines", "--format", "jsonl"]);
        let usage = watch(command, |input| {
            each(Shape::of(*shipments), |line| writeln!(input, "{line}"))
        })?;
        rows.push(vec![
            thousands(*shipments as i64),
            format!("{} MB", short(usage.peak as f64 / 1e6)),
            time(usage.processor.as_nanos() as f64 / *shipments as f64),
        ]);
    }
    Ok(table(
        &[
            "shipments through a pipe, 1 thread",
            "peak memory",
            "processor a shipment",
        ],
        &rows,
    ))
}
