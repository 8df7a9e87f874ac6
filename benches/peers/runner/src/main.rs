//! Runs the reference workload in every engine, in turn, and prints tables.
//!
//! `cargo run --release --package peers -- run` from `benches/peers`; the README there says what else it takes.

mod callgrind;
mod data;
mod groups;
mod peers;
mod process;
mod rounds;
mod screen;
mod table;
mod usage;

use std::process::ExitCode;

use peers_core::worker::number;
use rounds::Patience;
use table::{table, thousands};

/// Whatever went wrong, in words.
type Failure = Box<dyn std::error::Error>;

const HELP: &str = "\
usage: peers COMMAND [--rounds N] [--milliseconds N] [--shipments N] [--rows N] [--most N]

  check      verdict and fired rules of every engine, case by case, against the policy by hand (--shipments)
  single     one decision, facts loaded
  json       JSON Lines to verdicts
  growth     29, 290, 2,900 rules
  parts      10 to 100,000 parts in one item, 10 to 1,000 levels
  columns    whole tables (--rows): columns in memory, files end to end, DuckDB (needs python3 with venv)
  memory     peak memory of licit screen, of 100,000 and of --most shipments through a pipe
  callgrind  instructions a decision (needs valgrind)
  run        all of them";

const COMMANDS: [&str; 8] = [
    "check",
    "single",
    "json",
    "growth",
    "parts",
    "columns",
    "memory",
    "callgrind",
];

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let done = match command.as_str() {
        // This program is also one of its own workers.
        "screen-worker" => screen::serve(number("rows", 0)),
        "run" => every(&COMMANDS),
        one if COMMANDS.contains(&one) => every(&[one]),
        _ => Err(HELP.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn every(commands: &[&str]) -> Result<(), Failure> {
    peers::build()?;
    println!("{}\n", machine());
    for command in commands {
        let (title, told) = one(command)?;
        println!("### {title}\n\n{told}");
    }
    Ok(())
}

/// The title and the table of one command.
fn one(command: &str) -> Result<(String, String), Failure> {
    let patience = Patience {
        rounds: number("rounds", 7),
        milliseconds: number("milliseconds", 100) as u64,
    };
    let rows = number("rows", 100_000);
    let (title, told) = match command {
        "check" => (
            "Verdicts and fired rules against the policy by hand",
            check(number("shipments", 2_000))?,
        ),
        "single" => ("One decision, facts loaded", groups::single(patience)?),
        "json" => (
            "JSON Lines to verdicts, one thread",
            groups::json(patience)?,
        ),
        "growth" => (
            "Growth of rules: one decision, facts loaded",
            groups::growth(patience)?,
        ),
        "parts" => (
            "Growth of parts in one item, facts loaded",
            groups::parts(patience)?,
        ),
        "columns" => {
            peers::build_licit()?;
            data::prepare(rows)?;
            let title = format!("Tables of {} shipments", thousands(rows as i64));
            return Ok((title, groups::columns(rows, patience)?));
        }
        "memory" => {
            peers::build_licit()?;
            (
                "Memory",
                screen::memory(&[100_000, number("most", 1_000_000)])?,
            )
        }
        _ => ("Instructions", callgrind::instructions()?),
    };
    Ok((title.to_owned(), told))
}

/// Which machine this is.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, |cores| cores.get());
    let model = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|told| {
            let line = told.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        });
    format!(
        "{cores} cores, {}",
        model.as_deref().unwrap_or("model not told")
    )
}

/// Every peer decides the same shipments as by hand.
fn check(shipments: usize) -> Result<String, Failure> {
    let mut rows = Vec::new();
    let mut all_alike = true;
    for peer in peers::PEERS {
        let output = peers::peer(peer, "check", shipments)?.output()?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut numbers = told.split_whitespace();
        let (Some(checked), Some(different), true) =
            (numbers.next(), numbers.next(), output.status.success())
        else {
            return Err(format!(
                "peers-{peer} check: {}",
                String::from_utf8_lossy(&output.stderr)
            )
            .into());
        };
        all_alike &= different == "0";
        rows.push(vec![
            groups::called(peer).to_owned(),
            checked.to_owned(),
            different.to_owned(),
        ]);
    }
    let told = table(&["", "checked", "different"], &rows);
    if all_alike {
        Ok(told)
    } else {
        Err(format!("not all decide alike\n\n{told}").into())
    }
}
