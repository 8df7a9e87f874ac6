//! A worker process: see `core/src/worker.rs` for what is said.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::Failure;

/// A peer that answers.
pub struct Worker {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
    /// What it can measure.
    pub names: Vec<String>,
}

/// One answer: what a unit cost.
#[derive(Clone, Copy)]
pub struct Answer {
    /// Nanoseconds of processor.
    pub processor: f64,
    /// Nanoseconds by the clock.
    pub clock: f64,
}

impl Worker {
    /// Starts it and waits until it is ready.
    pub fn start(mut command: Command) -> Result<Self, Failure> {
        let told = format!("{command:?}");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|why| format!("{told}: {why}"))?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("a worker has no pipes".into());
        };
        let mut from = BufReader::new(from).lines();
        let mut names = Vec::new();
        loop {
            match from.next() {
                Some(Ok(line)) if line.is_empty() => break,
                Some(Ok(line)) => names.push(line),
                _ => return Err(format!("{told} ended before it was ready").into()),
            }
        }
        Ok(Self {
            child,
            to,
            from,
            names,
        })
    }

    /// Runs one measurement for so long.
    pub fn ask(&mut self, name: &str, milliseconds: u64) -> Result<Answer, Failure> {
        writeln!(self.to, "{name} {milliseconds}")?;
        self.to.flush()?;
        let line = self.from.next().ok_or("a worker ended")??;
        let numbers: Vec<f64> = line
            .split(' ')
            .filter_map(|word| word.parse().ok())
            .collect();
        match numbers[..] {
            [units, processor, clock] if units > 0.0 => Ok(Answer {
                processor: processor / units,
                clock: clock / units,
            }),
            _ => Err(format!("a worker answered {line:?} to {name:?}").into()),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The empty line ends it; what comes of that changes no result.
        let _ = writeln!(self.to);
        let _ = self.to.flush();
        let _ = self.child.wait();
    }
}
