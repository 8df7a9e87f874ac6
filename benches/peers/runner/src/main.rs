//! Runs the reference workload in every engine, in turn, and prints tables.
//!
//! `cargo run --release --package peers -- run` from `benches/peers`; the README there says what else it takes.

mod callgrind;
mod groups;
mod peers;
mod process;
mod rounds;
mod table;

use std::process::ExitCode;

use peers_core::worker::number;
use rounds::Patience;

/// Whatever went wrong, in words.
type Failure = Box<dyn std::error::Error>;

const HELP: &str = "\
usage: peers COMMAND [--rounds N] [--milliseconds N] [--shipments N]

  check      verdict and fired rules of every engine, case by case, against the policy by hand
  single     one decision, facts loaded
  json       JSON Lines to verdicts
  growth     29, 290, 2,900 rules
  parts      10 to 100,000 parts in one item, 10 to 1,000 levels
  callgrind  instructions a decision (needs valgrind)
  run        all of them";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let command = std::env::args().nth(1).unwrap_or_default();
    let patience = Patience {
        rounds: number("rounds", 7),
        milliseconds: number("milliseconds", 100) as u64,
    };
    let wants = |name: &str| command == "run" || command == name;
    let known = [
        "run",
        "check",
        "single",
        "json",
        "growth",
        "parts",
        "callgrind",
    ];
    if !known.contains(&command.as_str()) {
        return Err(HELP.into());
    }
    peers::build()?;
    println!("{}\n", machine());
    if wants("check") {
        section(
            "Verdicts and fired rules against the policy by hand",
            &check(number("shipments", 2_000))?,
        );
    }
    if wants("single") {
        section("One decision, facts loaded", &groups::single(patience)?);
    }
    if wants("json") {
        section(
            "JSON Lines to verdicts, one thread",
            &groups::json(patience)?,
        );
    }
    if wants("growth") {
        section(
            "Growth of rules, one decision, facts loaded",
            &groups::growth(patience)?,
        );
    }
    if wants("parts") {
        section(
            "Growth of parts in one item, facts loaded",
            &groups::parts(patience)?,
        );
    }
    if wants("callgrind") {
        let told = callgrind::instructions()?;
        section(
            "Instructions a decision",
            told.as_deref().unwrap_or("valgrind is not installed\n"),
        );
    }
    Ok(())
}

fn section(title: &str, told: &str) {
    println!("### {title}\n\n{told}");
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
            peer.to_owned(),
            checked.to_owned(),
            different.to_owned(),
        ]);
    }
    let told = table::table(&["", "checked", "different"], &rows);
    if all_alike {
        Ok(told)
    } else {
        Err(format!("not all decide alike\n\n{told}").into())
    }
}
