//! The worker: a process that holds measurements ready and runs one when told to, so that the runner can take turns among processes.
//!
//! On standard input a line is the name of a measurement and how many milliseconds to go on for; on standard output the answer is one
//! line: units done, nanoseconds of processor, nanoseconds by the clock. An empty line ends the worker. Before the first question it
//! writes its measurements, one a line, and then an empty line; facts worth noting go before them as `note NAME VALUE`.

use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

/// One measurement.
pub struct Measurement<'a> {
    name: String,
    units: usize,
    run: Box<dyn FnMut() -> u64 + 'a>,
}

/// Runs `run`, which does that many units (decisions, rows); what it gives is not thrown away by the compiler.
pub fn measure<'a>(name: &str, units: usize, run: impl FnMut() -> u64 + 'a) -> Measurement<'a> {
    Measurement {
        name: name.to_owned(),
        units,
        run: Box::new(run),
    }
}

/// Something to be told beside the measurements.
pub fn note(name: &str, value: impl std::fmt::Display) {
    println!("note {name} {value}");
}

/// Answers until the runner has no more questions.
pub fn serve(mut measurements: Vec<Measurement<'_>>) {
    for measurement in &mut measurements {
        black_box((measurement.run)());
        println!("{}", measurement.name);
    }
    println!();
    let answered = std::io::stdin()
        .lock()
        .lines()
        .map_while(Result::ok)
        .try_for_each(|line| {
            let (name, milliseconds) = line.rsplit_once(' ')?;
            let milliseconds = milliseconds.parse().ok()?;
            let measurement = measurements.iter_mut().find(|one| one.name == name)?;
            let (units, processor, clock) = timed(measurement, Duration::from_millis(milliseconds));
            println!("{units} {} {}", processor.as_nanos(), clock.as_nanos());
            std::io::stdout().flush().ok()
        });
    // An empty line ends it: nothing to be told.
    let _ = answered;
}

fn timed(measurement: &mut Measurement<'_>, long: Duration) -> (usize, Duration, Duration) {
    let (started, processor) = (Instant::now(), ProcessTime::now());
    let mut units = 0;
    loop {
        black_box((measurement.run)());
        units += measurement.units;
        if started.elapsed() >= long {
            return (units, processor.elapsed(), started.elapsed());
        }
    }
}

/// The value after `--name` on the command line.
pub fn argument(name: &str) -> Option<String> {
    let mut arguments = std::env::args();
    arguments
        .by_ref()
        .find(|one| one.strip_prefix("--") == Some(name))?;
    arguments.next()
}

/// A number after `--name`.
pub fn number(name: &str, otherwise: usize) -> usize {
    match argument(name) {
        Some(text) => text
            .parse()
            .unwrap_or_else(|_| panic!("--{name} wants a number, not {text}")),
        None => otherwise,
    }
}
