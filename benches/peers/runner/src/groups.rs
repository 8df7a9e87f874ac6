//! What is measured, one table each.

use std::process::Command;

use crate::Failure;
use crate::data;
use crate::peers::{peer, workspace};
use crate::rounds::{Patience, Result as Measured, start, take};
use crate::table::{short, table, time};

/// The label of a line, its time a unit, and what it is of the first line.
fn ratios(unit: &str, results: &[Measured], first: &str) -> String {
    let rows: Vec<Vec<String>> = results
        .iter()
        .map(|one| vec![one.label.clone(), time(one.nanoseconds), short(one.ratio)])
        .collect();
    table(&["", unit, first], &rows)
}

/// One decision, facts loaded.
pub fn single(patience: Patience) -> Result<String, Failure> {
    let shipments = 500;
    let (mut workers, lines) = start(vec![
        ("by hand", peer("native", "single", shipments)?),
        ("licit", peer("licit", "single", shipments)?),
        ("regorus", peer("regorus", "single", shipments)?),
        ("cedar", peer("cedar", "single", shipments)?),
    ])?;
    let results = take(&mut workers, &lines, patience)?;
    Ok(ratios("a decision", &results, "of by hand on texts"))
}

/// A line of JSON to a verdict.
pub fn json(patience: Patience) -> Result<String, Failure> {
    let shipments = 500;
    let (mut workers, lines) = start(vec![
        ("by hand", peer("native", "json", shipments)?),
        ("licit", peer("licit", "json", shipments)?),
        ("regorus", peer("regorus", "json", shipments)?),
        ("cedar", peer("cedar", "json", shipments)?),
    ])?;
    let results = take(&mut workers, &lines, patience)?;
    Ok(ratios("a shipment", &results, "of parsing alone"))
}

/// A peer, and each of its measurements with its time.
type Row = (String, Vec<(String, f64)>);

/// Measurements of one peer in a row of a table.
fn in_columns(
    peers: &[&str],
    group: &str,
    shipments: usize,
    patience: Patience,
) -> Result<Vec<Row>, Failure> {
    let commands = peers
        .iter()
        .map(|name| Ok((*name, peer(name, group, shipments)?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let (mut workers, lines) = start(commands)?;
    let results = take(&mut workers, &lines, patience)?;
    let mut rows: Vec<Row> = Vec::new();
    for (line, result) in lines.iter().zip(&results) {
        let cell = (line.name.clone(), result.nanoseconds);
        match rows.get_mut(line.worker) {
            Some((_, cells)) => cells.push(cell),
            None => rows.push((
                called(peers.get(line.worker).copied().unwrap_or_default()).to_owned(),
                vec![cell],
            )),
        }
    }
    Ok(rows)
}

/// What a peer is called in tables.
pub fn called(peer: &str) -> &str {
    if peer == "native" { "by hand" } else { peer }
}

/// Growth of rules.
pub fn growth(patience: Patience) -> Result<String, Failure> {
    let rows = in_columns(
        &["native", "licit", "regorus", "cedar"],
        "growth",
        100,
        patience,
    )?;
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|(peer, cells)| {
            let times: Vec<f64> = cells.iter().map(|(_, time)| *time).collect();
            let grown = times.last().copied().unwrap_or(f64::NAN)
                / times.first().copied().unwrap_or(f64::NAN);
            let mut row = vec![peer];
            row.extend(times.into_iter().map(time));
            row.push(format!("{}x", short(grown)));
            row
        })
        .collect();
    Ok(table(&["rules", "29", "290", "2,900", "growth"], &rows))
}

/// Growth of parts in one item, and of how deep they nest (ten a level).
pub fn parts(patience: Patience) -> Result<String, Failure> {
    const NAMES: [&str; 8] = [
        "parts 10",
        "parts 100",
        "parts 1000",
        "parts 10000",
        "parts 100000",
        "depth 10",
        "depth 100",
        "depth 1000",
    ];
    let rows = in_columns(&["native", "licit", "regorus"], "parts", 1, patience)?;
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|(peer, cells)| {
            let cell = |name: &str| {
                cells
                    .iter()
                    .find(|(own, _)| own == name)
                    .map_or("–".to_owned(), |(_, told)| time(*told))
            };
            let mut row = vec![peer];
            row.extend(NAMES.iter().map(|name| cell(name)));
            row
        })
        .collect();
    let mut head = vec!["a decision"];
    head.extend(NAMES);
    Ok(table(&head, &rows))
}

/// Whole tables: columns in memory, and files end to end.
pub fn columns(shipments: usize, patience: Patience) -> Result<String, Failure> {
    let mut duck = Command::new(data::python());
    duck.arg(workspace().join("tables/duck.py"))
        .arg(data::folder())
        .arg(data::policies().join("lists"));
    let mut screen = Command::new(std::env::current_exe()?);
    screen.args(["screen-worker", "--rows", &shipments.to_string()]);
    let mut licit = peer("columns", "columns", 1)?;
    licit.arg("--data").arg(data::folder());
    let (mut workers, lines) = start(vec![
        ("by hand", peer("native", "columns", shipments)?),
        ("licit", licit),
        ("licit screen", screen),
        ("DuckDB", duck),
    ])?;
    let results = take(&mut workers, &lines, patience)?;
    let rows: Vec<Vec<String>> = results
        .iter()
        .map(|one| {
            vec![
                one.label.clone(),
                time(one.nanoseconds),
                time(one.clock),
                short(one.ratio),
                short(one.clock_ratio),
            ]
        })
        .collect();
    Ok(table(
        &[
            "",
            "processor a shipment",
            "clock",
            "processor of by hand, eager",
            "clock",
        ],
        &rows,
    ))
}
