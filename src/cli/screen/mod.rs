//! `licit screen`: many cases in, a verdict row each out, in order, in constant memory, on all cores.
//!
//! [`input`] cuts inputs into chunks, [`work`] makes rows of a chunk, [`run`] moves chunks between threads and keeps the books in order,
//! [`out`] writes files that are whole or not there, [`resume`] keeps the journal. Absent on purpose: how a case is decided
//! ([`Screener`](crate::api::Screener)), what a row says ([`crate::screen`]).

mod input;
mod lines;
mod out;
#[cfg(feature = "parquet")]
mod parquet;
mod plan;
mod progress;
mod resume;
mod run;
mod table;
#[cfg(test)]
mod tests;
mod work;

use std::io;

use super::args::{Screen, Summary};
use super::exit::Exit;
use super::folder;
use super::output::Output;
use crate::api::Diagnostics;
use crate::screen::errors;

use input::{Failed, Feed};
use out::Target;
use plan::Plan;
use progress::Progress;
use resume::Journal;
use run::{Books, Stop};
use work::Done;

/// Screens every row of every input.
pub fn run(verb: &Screen, output: &mut Output) -> Exit {
    let policy = match folder::policies(&verb.folder.policies) {
        Ok(asked) => match asked.law() {
            Ok(policy) => policy,
            Err(diagnostics) => return refused(output, &diagnostics, Exit::Unchecked),
        },
        Err(diagnostics) => return refused(output, &diagnostics, Exit::Refused),
    };
    let came = Plan::new(verb, &policy, output.colours_diagnostics()).and_then(|plan| {
        let (feed, books) = begin(&plan, verb.resume)?;
        Ok((plan, feed, books))
    });
    match came {
        Ok((plan, feed, books)) => screen(verb, &plan, feed, books, output),
        Err(diagnostics) => refused(output, &diagnostics, Exit::Refused),
    }
}

fn refused(output: &mut Output, diagnostics: &Diagnostics, exit: Exit) -> Exit {
    output.diagnostics(diagnostics);
    exit
}

/// Opens the books, anew or where a run was broken off.
fn begin(plan: &Plan, resume: bool) -> Result<(Feed, Books<'static>), Diagnostics> {
    let mut feed = Feed::new(
        plan.inputs.clone(),
        plan.rows,
        Box::new(input::open),
        (plan.policy.clone(), plan.choices.clone()),
    );
    let state = if resume {
        let mut state = plan.journal(&mut feed)?;
        state.twice.resumed |= state.rows > 0;
        state
    } else {
        Journal {
            policies: plan.policies.clone(),
            asked: plan.asked.clone(),
            ..Journal::default()
        }
    };
    let rows = plan.open(&plan.out, resume.then_some(&state.written))?;
    #[cfg(feature = "parquet")]
    let rows = parquet::in_form(plan, rows)?;
    #[cfg(not(feature = "parquet"))]
    let rows: (Box<dyn run::Results>, _) = (Box::new(rows.0), rows.1);
    let rejects = match &plan.rejects {
        Some(target) => {
            let written = state.rejects.clone().unwrap_or_default();
            let (rejects, path) = plan.open(target, resume.then_some(&written))?;
            let rejects: Box<dyn run::Results> = Box::new(rejects);
            Some((rejects, path))
        }
        None => None,
    };
    let mut books = Books::new(rows, state);
    books.rejects = rejects;
    let mut came = Ok(());
    if !resume {
        let head = books.rows.0.put(&plan.job.shape.head());
        came = head.map_err(|error| Stop::Write(books.rows.1.clone(), error));
    }
    came.and_then(|()| match (plan.journaled(), plan.out.file()) {
        (Some(out), _) => books.keep(out),
        (None, Some(out)) => {
            // One of a run before says nothing about this one.
            let _ = Journal::remove(out);
            Ok(())
        }
        (None, None) => Ok(()),
    })
    .map_err(|stop| stopped(&stop, plan).unwrap_or_default())?;
    Ok((feed, books))
}

/// Decides all rows, and ends the run.
fn screen(
    verb: &Screen,
    plan: &Plan,
    feed: Feed,
    mut books: Books<'_>,
    output: &mut Output,
) -> Exit {
    let mark = books.mark();
    let mut progress = Progress::new(plan.bytes(), mark.total, books.state.rows);
    let came = run::drive(feed, &plan.job, plan.threads, &mut |done: &mut Done| {
        let told = books.take(done)?;
        let failed = done.chunk.failed.take();
        if !told.is_empty() || failed.is_some() {
            progress.beside(|| {
                told.iter().for_each(|text| output.beside(text));
                if let Some((input, error)) = plan.inputs.get(done.chunk.input).zip(failed) {
                    match error {
                        Failed::System(error) => {
                            output.diagnostics(&folder::refused(&input.path, &error));
                        }
                        Failed::Told(diagnostics) => output.diagnostics(&diagnostics),
                    }
                }
            });
        }
        progress.at(books.mark().total, books.state.rows);
        Ok(())
    });
    progress.end();
    let came = came
        .and_then(|()| books.end())
        .and_then(|()| finish(plan, &books));
    if let Err(stop) = came {
        return match stopped(&stop, plan) {
            Some(diagnostics) => refused(output, &diagnostics, Exit::Refused),
            // Who reads our output has seen enough.
            None => plan.exit(verb, &books),
        };
    }
    close(verb, plan, &mut books, output);
    plan.exit(verb, &books)
}

/// Everything to the disk and under its name.
fn finish(plan: &Plan, books: &Books<'_>) -> Result<(), Stop> {
    let tally = books.tally();
    if books.state.rows != tally.decided + tally.rejected {
        return Err(Stop::Lost(books.state.rows, tally.decided + tally.rejected));
    }
    let targets = || plan.rejects.iter().chain([&plan.out]);
    let named = |target: &Target, error: io::Error| Stop::Write(plan.called(target), error);
    for target in targets() {
        target.settle().map_err(|error| named(target, error))?;
    }
    for target in targets() {
        target.finish().map_err(|error| named(target, error))?;
    }
    match plan.journaled().as_deref() {
        Some(out) => Journal::remove(out).map_err(|error| Stop::Write(Journal::beside(out), error)),
        None => Ok(()),
    }
}

/// What is to be told about a run that ends early.
fn stopped(stop: &Stop, plan: &Plan) -> Option<Diagnostics> {
    let told = match stop {
        Stop::Write(path, error) => {
            if plan.out == Target::Standard && error.kind() == io::ErrorKind::BrokenPipe {
                return None;
            }
            let resumable = plan.journaled().is_some();
            errors::write_failed(&path.to_string_lossy(), &why(error), resumable)
        }
        Stop::Lost(rows, told) => errors::rows_lost(*rows, *told),
        Stop::Broke => errors::broke(),
    };
    Some(Diagnostics::placeless(told))
}

/// Why a file cannot be written.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not write it".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Tells what came out.
fn close(verb: &Screen, plan: &Plan, books: &mut Books<'_>, output: &mut Output) {
    let twice = books.ids.twice();
    if twice.rows > 0 {
        let told = errors::duplicate_ids(twice.rows, &twice.named);
        output.diagnostics(&Diagnostics::placeless(told));
    }
    let tally = books.tally();
    let spelled_out = work::SPELLED_OUT - books.words;
    let silent = tally.rejected.saturating_sub(spelled_out as u64);
    if plan.rejects.is_none() && spelled_out == work::SPELLED_OUT && silent > 0 {
        output.beside(&format!(
            "{silent} more rejected rows are not told; `--rejects FILE` keeps them all\n"
        ));
    }
    let outcomes = plan.job.screener.outcomes();
    match verb.summary {
        Summary::Text => {
            let told = twice.rows > 0 || spelled_out > 0 || tally.unreadable > 0;
            let gap = if told { "\n" } else { "" };
            output.beside(&format!("{gap}{}", tally.text(outcomes, &twice)));
        }
        Summary::Json => output.beside(&format!("{}\n", tally.json(outcomes, &twice))),
        Summary::None => {}
    }
}
