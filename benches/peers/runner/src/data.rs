//! Files that tables are read from: shipments as JSON Lines, what they come to by hand, and both forms of Parquet.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::Command;

use peers_core::{Shape, TextShipment, decide, generate};

use crate::Failure;
use crate::peers::workspace;

/// Where they lie.
pub fn folder() -> PathBuf {
    workspace().join("work")
}

/// Python with DuckDB.
pub fn python() -> PathBuf {
    folder().join("venv/bin/python")
}

/// The workload's policies.
pub fn policies() -> PathBuf {
    workspace().join("policies")
}

/// Makes what is not there yet.
pub fn prepare(shipments: usize) -> Result<(), Failure> {
    let folder = folder();
    fs::create_dir_all(&folder)?;
    environment()?;
    let mark = folder.join("prepared");
    if fs::read_to_string(&mark).is_ok_and(|told| told == shipments.to_string()) {
        return Ok(());
    }
    eprintln!("writing {shipments} shipments");
    let mut lines = BufWriter::new(fs::File::create(folder.join("shipments.jsonl"))?);
    let mut expected = BufWriter::new(fs::File::create(folder.join("expected.txt"))?);
    for line in generate(Shape::of(shipments)) {
        let outcome = decide(&TextShipment::read(&line));
        writeln!(lines, "{line}")?;
        writeln!(expected, "{} {}", outcome.fired, outcome.verdict)?;
    }
    lines.flush()?;
    expected.flush()?;
    run(Command::new(python())
        .arg(workspace().join("tables/prepare.py"))
        .arg(&folder))?;
    fs::write(mark, shipments.to_string())?;
    Ok(())
}

/// A Python of its own, with the libraries that `tables/requirements.txt` names.
fn environment() -> Result<(), Failure> {
    let (venv, wanted) = (
        folder().join("venv"),
        workspace().join("tables/requirements.txt"),
    );
    let installed = venv.join("installed.txt");
    let texts = (
        fs::read_to_string(&installed).ok(),
        fs::read_to_string(&wanted)?,
    );
    if texts.0.as_ref() == Some(&texts.1) {
        return Ok(());
    }
    eprintln!("installing DuckDB");
    run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    run(Command::new(python())
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(&wanted))?;
    fs::write(installed, texts.1)?;
    Ok(())
}

fn run(command: &mut Command) -> Result<(), Failure> {
    let told = format!("{command:?}");
    let status = command.status().map_err(|why| format!("{told}: {why}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{told} failed").into())
    }
}
