//! What a run is to do, looked at before anything is read or written.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use same_file::Handle;

use super::input::{Form, Input, is_standard};
use super::out::{Target, Tracked, Written, with};
use super::resume::Journal;
use super::run::Books;
use super::work::{Job, Shape};
use super::{Feed, why};
use crate::api::{ColumnChoices, Diagnostics, Options, Policy};
use crate::cli::args::{Assume, RowFormat, Screen};
use crate::cli::exit::Exit;
use crate::screen::errors;

/// At most so many rows a chunk: what is made of them is held until it is written.
const ROWS: usize = 512;
/// Of rows that may bring whole decisions with them.
const EXPLAINED: usize = 32;

/// What a run is to do.
pub struct Plan {
    /// What is read.
    pub inputs: Vec<Input>,
    /// Where rows go.
    pub out: Target,
    /// Where rejected rows go.
    pub rejects: Option<Target>,
    /// What decides.
    pub policy: Policy,
    /// How columns are read.
    pub choices: ColumnChoices,
    /// What is done with every chunk.
    pub job: Arc<Job>,
    /// At most so many rows a chunk.
    pub rows: usize,
    /// On so many threads.
    pub threads: usize,
    /// The digest of the policies.
    pub policies: String,
    /// What is asked, by option.
    pub asked: BTreeMap<String, String>,
    fail_at: Option<usize>,
}

impl Plan {
    /// Looks at everything that was typed.
    ///
    /// # Errors
    /// What cannot be done.
    pub fn new(verb: &Screen, policy: &Policy, colour: bool) -> Result<Self, Diagnostics> {
        let mut screener = policy.screener(&options(verb))?;
        if let Some(outcome) = &verb.explain_at {
            screener = screener.explain_at(outcome)?;
        }
        let fail_at = verb.fail_at.as_deref();
        let fail_at = fail_at.map(|o| policy.strictness(o)).transpose()?;
        let shape = shape(verb)?;
        if verb.explain_at.is_some() && shape != Shape::Json {
            return Err(Diagnostics::placeless(errors::explain_form()));
        }
        let inputs = verb.inputs.iter().map(|path| input(verb, path));
        let inputs: Vec<Input> = inputs.collect::<Result<_, _>>()?;
        let (out, rejects) = (target(&verb.out)?, verb.rejects.as_deref());
        let rejects = rejects.map(target).transpose()?;
        apart(verb, &out, rejects.as_ref())?;
        let job = Job {
            screener,
            forms: inputs.iter().map(|input| input.form).collect(),
            shape,
            keep_rejects: rejects.is_some(),
            colour,
        };
        let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Ok(Self {
            policy: policy.clone(),
            choices: ColumnChoices::new()
                .ignore(verb.ignored_columns.iter().cloned())
                .null_is_absent(verb.absent_where_empty.iter().cloned()),
            asked: asked(verb, &inputs, shape),
            inputs,
            out,
            rejects,
            job: Arc::new(job),
            rows: if verb.explain_at.is_some() {
                EXPLAINED
            } else {
                ROWS
            },
            threads: verb.threads.map_or_else(cores, NonZeroUsize::get),
            policies: policy.digest().to_owned(),
            fail_at,
        })
    }

    /// The output beside which a journal is kept; none where what is written cannot be taken up again.
    pub fn journaled(&self) -> Option<PathBuf> {
        let whole = self.rejects.as_ref().is_none_or(|r| r.file().is_some());
        let whole = whole && self.job.shape.goes_on();
        self.out.file().filter(|_| whole).map(Path::to_owned)
    }

    /// Reads the journal of a run that was broken off, and the inputs as far as that run read them.
    ///
    /// # Errors
    /// Where there is none, or something is not as it was.
    pub fn journal(&self, feed: &mut Feed) -> Result<Journal, Diagnostics> {
        let shown = match &self.out {
            Target::File(path) | Target::Stream(path) => path.to_string_lossy(),
            Target::Standard => "-".into(),
        };
        let nothing = || Diagnostics::placeless(errors::nothing_to_resume(&shown));
        if !self.job.shape.goes_on() {
            return Err(Diagnostics::placeless(errors::resume_form()));
        }
        let out = self.journaled().ok_or_else(nothing)?;
        let journal = match Journal::read(&out) {
            Ok(journal) => journal.ok_or_else(nothing)?,
            Err(_) => {
                let place = Journal::beside(&out);
                let told = errors::other_output(&place.to_string_lossy());
                return Err(Diagnostics::placeless(told));
            }
        };
        journal.fits(&self.policies, &self.asked)?;
        if !feed.skip_to(&journal.read) {
            let name = feed.name().unwrap_or_default();
            return Err(Diagnostics::placeless(errors::other_input(&name)));
        }
        Ok(journal)
    }

    /// Opens what is written: anew, or where so much is written.
    ///
    /// # Errors
    /// Where it cannot be written, or does not hold what was.
    pub fn open(
        &self,
        target: &Target,
        written: Option<&Written>,
    ) -> Result<(Tracked, PathBuf), Diagnostics> {
        let path = self.called(target);
        let called = path.to_string_lossy();
        let failed = |error: io::Error| {
            let told = errors::write_failed(&called, &why(&error), written.is_some());
            Diagnostics::placeless(told)
        };
        let other = || Diagnostics::placeless(errors::other_output(&called));
        let tracked = match written {
            None => target.begin().map_err(failed)?,
            Some(written) => match target.go_on(written) {
                Ok(tracked) => tracked.ok_or_else(other)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(other()),
                Err(error) => return Err(failed(error)),
            },
        };
        Ok((tracked, path))
    }

    /// What is written, as it is told to the user.
    pub fn called(&self, target: &Target) -> PathBuf {
        match target {
            Target::Standard => PathBuf::from("-"),
            Target::Stream(path) => path.clone(),
            Target::File(path) => Target::part(path),
        }
    }

    /// How many bytes there are to read, where that can be known.
    pub fn bytes(&self) -> Option<u64> {
        let size = |input: &Input| match fs::metadata(&input.path) {
            Ok(data) if data.is_file() => Some(data.len()),
            // It will be told.
            Err(_) if !is_standard(&input.path) => Some(0),
            _ => None,
        };
        self.inputs.iter().map(size).sum()
    }

    /// How the run ended.
    pub fn exit(&self, verb: &Screen, books: &Books<'_>) -> Exit {
        let tally = books.tally();
        let outcomes = self.job.screener.outcomes().iter();
        let strict = outcomes.skip(self.fail_at.unwrap_or(usize::MAX));
        if tally.rejected + tally.unreadable > 0 {
            Exit::Refused
        } else if tally.reaching(strict.map(AsRef::as_ref)) > 0 {
            Exit::Reached
        } else if verb.fail_undetermined && tally.open() > 0 {
            Exit::Undetermined
        } else {
            Exit::Done
        }
    }
}

fn options(verb: &Screen) -> Options {
    let mut options = Options::new();
    options.on.clone_from(&verb.on);
    options.known.clone_from(&verb.known);
    options.readings = verb.readings.iter().cloned().collect();
    options.assume_defaults = verb.assume == Assume::Defaults;
    options
}

/// What a run may only be resumed with, by what it is called.
fn asked(verb: &Screen, inputs: &[Input], shape: Shape) -> BTreeMap<String, String> {
    let day = |day: &Option<String>| day.clone().unwrap_or_default();
    let readings: BTreeMap<&String, &String> = verb.readings.iter().map(|(q, r)| (q, r)).collect();
    let names = inputs.iter().map(|i| format!("{:?} {}", i.form, i.name));
    let names: Vec<String> = names.collect();
    [
        ("the version of licit", env!("CARGO_PKG_VERSION").to_owned()),
        ("the list of inputs", names.join("\n")),
        ("`--format`", format!("{shape:?}")),
        ("`--rejects`", verb.rejects.is_some().to_string()),
        ("`--ignore-column`", verb.ignored_columns.join("\n")),
        ("`--absent-where-empty`", verb.absent_where_empty.join("\n")),
        ("`--on`", day(&verb.on)),
        ("`--known`", day(&verb.known)),
        ("`--reading`", format!("{readings:?}")),
        ("`--assume`", format!("{:?}", verb.assume)),
        ("`--explain-at`", day(&verb.explain_at)),
    ]
    .map(|(what, value)| (what.to_owned(), value))
    .into()
}

fn extension(path: &Path) -> Option<String> {
    let extension = path.extension()?.to_str()?;
    Some(extension.to_ascii_lowercase())
}

fn input(verb: &Screen, path: &Path) -> Result<Input, Diagnostics> {
    let form = match extension(path).as_deref() {
        Some("jsonl" | "ndjson") => Form::Lines,
        Some("csv") => Form::Csv,
        #[cfg(feature = "parquet")]
        Some("parquet") => Form::Parquet,
        #[cfg(not(feature = "parquet"))]
        Some("parquet") => return Err(without_parquet(path)),
        _ if is_standard(path) && verb.lines => Form::Lines,
        _ if is_standard(path) && verb.csv => Form::Csv,
        _ => Form::Whole,
    };
    Ok(Input {
        path: path.to_owned(),
        name: path.to_string_lossy().into(),
        form,
    })
}

#[cfg(not(feature = "parquet"))]
fn without_parquet(path: &Path) -> Diagnostics {
    Diagnostics::placeless(errors::without_parquet(&path.to_string_lossy()))
}

fn shape(verb: &Screen) -> Result<Shape, Diagnostics> {
    match (verb.format, extension(&verb.out).as_deref()) {
        (Some(RowFormat::Jsonl), _) | (None, Some("jsonl" | "ndjson")) => Ok(Shape::Json),
        (Some(RowFormat::Csv), _) | (None, Some("csv")) => Ok(Shape::Csv),
        #[cfg(feature = "parquet")]
        (Some(RowFormat::Parquet), _) | (None, Some("parquet")) => Ok(Shape::Parquet),
        #[cfg(not(feature = "parquet"))]
        (Some(RowFormat::Parquet), _) | (None, Some("parquet")) => Err(without_parquet(&verb.out)),
        (None, _) if is_standard(&verb.out) => Ok(Shape::Json),
        (None, _) => {
            let told = errors::output_form(&verb.out.to_string_lossy());
            Err(Diagnostics::placeless(told))
        }
    }
}

fn target(path: &Path) -> Result<Target, Diagnostics> {
    Target::new(path).map_err(|error| {
        let told = errors::write_failed(&path.to_string_lossy(), &why(&error), false);
        Diagnostics::placeless(told)
    })
}

/// Makes sure that nothing is written over what is read, or over something else that is written.
fn apart(verb: &Screen, out: &Target, rejects: Option<&Target>) -> Result<(), Diagnostics> {
    let same = |a: &Path, b: &Path| {
        let told = errors::output_is_input(&a.to_string_lossy(), &b.to_string_lossy());
        Err(Diagnostics::placeless(told))
    };
    let mut written = own_files(out);
    let journal = out.file().map(Journal::beside);
    written.extend(journal.iter().map(|place| with(place, ".new")));
    written.extend(journal);
    for path in rejects.map(own_files).unwrap_or_default() {
        if let Some(other) = written.iter().find(|other| is_same(other, &path)) {
            return same(&path, other);
        }
        written.push(path);
    }
    if rejects == Some(out) {
        return same(&verb.out, &verb.out);
    }
    for input in &verb.inputs {
        if let Some(path) = written.iter().find(|path| is_same(path, input)) {
            return same(path, input);
        }
        let standard = [Some(out), rejects].contains(&Some(&Target::Standard));
        if standard && is_same_stream(Handle::stdout(), input) {
            return same(Path::new("-"), input);
        }
    }
    Ok(())
}

/// A file that will be written, under each of its names.
fn own_files(target: &Target) -> Vec<PathBuf> {
    let file = target.file();
    file.map_or_else(Vec::new, |path| vec![path.to_owned(), Target::part(path)])
}

/// Whether two paths lead to one file, which need not be there yet.
fn is_same(written: &Path, other: &Path) -> bool {
    if is_standard(other) {
        return is_same_stream(Handle::stdin(), written);
    }
    let place = |path: &Path| {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        Some(folder.join(path.file_name()?))
    };
    let same_place = place(written).is_some_and(|a| Some(a) == place(other));
    same_place || same_file::is_same_file(written, other).unwrap_or(false)
}

/// Whether a standard stream was led from or into that file.
fn is_same_stream(stream: io::Result<Handle>, path: &Path) -> bool {
    let regular = |handle: &Handle| handle.as_file().metadata().is_ok_and(|data| data.is_file());
    let file = if is_standard(path) {
        Handle::stdin()
    } else {
        Handle::from_path(path)
    };
    match (stream, file) {
        (Ok(stream), Ok(file)) => regular(&stream) && stream == file,
        _ => false,
    }
}
