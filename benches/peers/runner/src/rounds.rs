//! Rounds: every line of a table once, in turn, so that whatever else the machine does falls on all of them alike.

use std::process::Command;

use crate::Failure;
use crate::process::{Answer, Worker};

/// A line of a table: which measurement of which worker, and what to call it.
pub struct Line {
    pub label: String,
    pub worker: usize,
    pub name: String,
}

/// What a line came to.
pub struct Result {
    pub label: String,
    /// Median nanoseconds of processor a unit.
    pub nanoseconds: f64,
    /// Median by the clock.
    pub clock: f64,
    /// Median over rounds of the ratio to the first line in the same round.
    pub ratio: f64,
    /// The same of the clock.
    pub clock_ratio: f64,
}

/// How long to measure.
#[derive(Clone, Copy)]
pub struct Patience {
    pub rounds: usize,
    pub milliseconds: u64,
}

/// Starts the workers and takes every line of theirs, labelled, in the order given.
pub fn start(
    peers: Vec<(&str, Command)>,
) -> std::result::Result<(Vec<Worker>, Vec<Line>), Failure> {
    let mut workers = Vec::new();
    let mut lines = Vec::new();
    for (label, command) in peers {
        let worker = Worker::start(command)?;
        for name in &worker.names {
            let label = if label == name {
                label.to_owned()
            } else {
                format!("{label}: {name}")
            };
            lines.push(Line {
                label,
                worker: workers.len(),
                name: name.clone(),
            });
        }
        workers.push(worker);
    }
    Ok((workers, lines))
}

/// Takes turns. The first line is what the others are compared with.
pub fn take(
    workers: &mut [Worker],
    lines: &[Line],
    patience: Patience,
) -> std::result::Result<Vec<Result>, Failure> {
    let mut answers: Vec<Vec<Answer>> = lines.iter().map(|_| Vec::new()).collect();
    for round in 0..patience.rounds {
        eprint!("\rround {} of {} ", round + 1, patience.rounds);
        for (line, answers) in lines.iter().zip(&mut answers) {
            let worker = workers.get_mut(line.worker).ok_or("no such worker")?;
            answers.push(worker.ask(&line.name, patience.milliseconds)?);
        }
    }
    eprintln!();
    let first = answers.first().cloned().unwrap_or_default();
    let results = lines.iter().zip(&answers).map(|(line, own)| Result {
        label: line.label.clone(),
        nanoseconds: median(own.iter().map(|one| one.processor)),
        clock: median(own.iter().map(|one| one.clock)),
        ratio: median(
            own.iter()
                .zip(&first)
                .map(|(one, first)| one.processor / first.processor),
        ),
        clock_ratio: median(
            own.iter()
                .zip(&first)
                .map(|(one, first)| one.clock / first.clock),
        ),
    });
    Ok(results.collect())
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = numbers.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert_eq!(median([5.0].into_iter()), 5.0);
    }
}
