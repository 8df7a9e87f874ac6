//! From chunk to chunk: threads, and the books that are kept in the order of the rows.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::input::{Chunk, Feed, Mark};
use super::out::Written;
use super::resume::{Journal, Log};
use super::work::{Done, Job, SPELLED_OUT};
use crate::screen::{Ids, Tally};

/// What takes results: a file, a stream, or what a test puts in their place.
pub trait Results {
    /// Writes all of it.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Writes rows that are columns already.
    ///
    /// # Errors
    /// As above, and where this takes bytes alone.
    #[cfg(feature = "parquet")]
    fn put_rows(&mut self, _: &arrow_array::RecordBatch) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Writes what stands behind the last row.
    ///
    /// # Errors
    /// As above.
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// How much went in.
    fn written(&self) -> Written;
}

/// Why a run does not go on.
#[derive(Debug)]
pub enum Stop {
    /// A file cannot be written.
    Write(PathBuf, io::Error),
    /// So many rows came in, and so many came out: a defect of the program.
    Lost(u64, u64),
    /// The program failed at a row: a defect too.
    Broke,
}

/// The books of a run: everything in the order of the rows.
pub struct Books<'a> {
    /// Where rows go, and what it is called.
    pub rows: (Box<dyn Results + 'a>, PathBuf),
    /// Where rejected rows go.
    pub rejects: Option<(Box<dyn Results + 'a>, PathBuf)>,
    /// The journal that is kept, where one is, and beside which output.
    pub journal: Option<(Log, PathBuf)>,
    /// The journal.
    pub state: Journal,
    /// The cases' own names.
    pub ids: Ids,
    /// Rejected rows that may still be spelled out.
    pub words: usize,
}

impl<'a> Books<'a> {
    /// Opens the books.
    pub fn new(rows: (Box<dyn Results + 'a>, PathBuf), state: Journal) -> Self {
        Self {
            rows,
            rejects: None,
            journal: None,
            ids: Ids::continued(&state.twice),
            state,
            words: SPELLED_OUT,
        }
    }

    /// Writes a chunk down. Gives what is to be told of its rejected rows.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn take(&mut self, done: &mut Done) -> Result<Vec<String>, Stop> {
        if done.broke {
            return Err(Stop::Broke);
        }
        let (rows, path) = &mut self.rows;
        put(rows.as_mut(), path, &done.rows)?;
        #[cfg(feature = "parquet")]
        if let Some(batch) = &done.batch {
            let put = rows.put_rows(batch);
            put.map_err(|error| Stop::Write(path.to_owned(), error))?;
        }
        if let Some((rejects, path)) = &mut self.rejects {
            put(rejects.as_mut(), path, &done.rejects)?;
        }
        for id in &done.ids {
            self.ids.add(id);
        }
        self.state.rows += done.chunk.rows.len() as u64;
        self.state.tally.merge(&done.tally);
        self.state.tally.unreadable += u64::from(done.chunk.failed.is_some());
        self.state.read = done.chunk.mark.clone();
        self.note()?;
        let mut told = std::mem::take(&mut done.told);
        told.truncate(self.words);
        self.words -= told.len();
        Ok(told)
    }

    /// Writes what stands behind the last row.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(&mut self) -> Result<(), Stop> {
        let (rows, path) = &mut self.rows;
        rows.end().map_err(|error| Stop::Write(path.clone(), error))
    }

    /// Begins the journal beside an output.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep(&mut self, out: PathBuf) -> Result<(), Stop> {
        self.sum_up();
        let log = Log::begin(&out, &self.state);
        let log = log.map_err(|error| Stop::Write(Journal::beside(&out), error))?;
        self.journal = Some((log, out));
        Ok(())
    }

    /// Writes the journal.
    fn note(&mut self) -> Result<(), Stop> {
        if self.journal.is_some() {
            self.sum_up();
        }
        let Some((log, out)) = &mut self.journal else {
            return Ok(());
        };
        let written = log.note(out, &self.state);
        written.map_err(|error| Stop::Write(log.place().to_owned(), error))
    }

    fn sum_up(&mut self) {
        self.state.written = self.rows.0.written();
        self.state.rejects = self.rejects.as_ref().map(|(rejects, _)| rejects.written());
        self.state.twice = self.ids.so_far();
    }

    /// How far the inputs are read.
    pub fn mark(&self) -> &Mark {
        &self.state.read
    }

    /// What was counted.
    pub fn tally(&self) -> &Tally {
        &self.state.tally
    }
}

fn put(to: &mut dyn Results, path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    to.put(bytes)
        .map_err(|error| Stop::Write(path.to_owned(), error))
}

/// Does every chunk, on so many threads; `take` gets them in order.
///
/// # Errors
/// What `take` stops for.
pub fn drive(
    feed: Feed,
    job: &Arc<Job>,
    threads: usize,
    take: &mut dyn FnMut(&mut Done) -> Result<(), Stop>,
) -> Result<(), Stop> {
    match (threads > 1).then(|| Crew::new(job, threads)).flatten() {
        Some(crew) => crew.drive(feed, take),
        None => serial(feed, job, take),
    }
}

fn serial(
    mut feed: Feed,
    job: &Job,
    take: &mut dyn FnMut(&mut Done) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut worker = job.screener.worker();
    let mut chunk = Chunk::default();
    while let Some(read) = feed.next(chunk) {
        let mut done = job.work(&mut worker, read);
        take(&mut done)?;
        chunk = done.chunk;
    }
    Ok(())
}

/// A thread that reads and some that decide. Chunks go round: there are so many, and who reads waits for one that is done.
struct Crew {
    feed: SyncSender<Feed>,
    empty: SyncSender<Chunk>,
    done: Receiver<Done>,
    /// How many chunks go round.
    chunks: usize,
}

impl Crew {
    /// None where the system gives no threads.
    fn new(job: &Arc<Job>, threads: usize) -> Option<Self> {
        let chunks = threads * 2 + 1;
        let (feed, feeds) = sync_channel::<Feed>(1);
        let (empty, empties) = sync_channel(chunks);
        let (full, work) = sync_channel(chunks);
        let (finished, done) = sync_channel(chunks);
        let work = Arc::new(Mutex::new(work));
        let mut workers = 0;
        for _ in 0..threads {
            let (job, work, finished) = (Arc::clone(job), Arc::clone(&work), finished.clone());
            let begun = thread::Builder::new()
                .name("screen".to_owned())
                .spawn(move || decide(&job, &work, &finished));
            workers += usize::from(begun.is_ok());
        }
        // Nobody waits for these threads at the end: one may be reading from a pipe that gives no more. When this side hangs up, each
        // ends by itself.
        let reader = thread::Builder::new()
            .name("read".to_owned())
            .spawn(move || read(&feeds, &empties, &full));
        (workers > 0 && reader.is_ok()).then_some(Self {
            feed,
            empty,
            done,
            chunks,
        })
    }

    fn drive(
        self,
        feed: Feed,
        take: &mut dyn FnMut(&mut Done) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let Self {
            feed: begin,
            empty,
            done,
            chunks,
        } = self;
        for _ in 0..chunks {
            let _ = empty.send(Chunk::default());
        }
        begin.send(feed).map_err(|_| Stop::Broke)?;
        drop(begin);
        let (mut waiting, mut next) = (BTreeMap::new(), 0);
        while let Ok(one) = done.recv() {
            waiting.insert(one.chunk.number, one);
            while let Some(mut one) = waiting.remove(&next) {
                take(&mut one)?;
                next += 1;
                // At the end of the inputs nobody wants it any more.
                let _ = empty.try_send(one.chunk);
            }
        }
        if waiting.is_empty() {
            Ok(())
        } else {
            Err(Stop::Broke)
        }
    }
}

fn read(feeds: &Receiver<Feed>, empties: &Receiver<Chunk>, full: &SyncSender<Chunk>) {
    let Ok(mut feed) = feeds.recv() else { return };
    while let Ok(chunk) = empties.recv() {
        let Some(chunk) = feed.next(chunk) else {
            return;
        };
        if full.send(chunk).is_err() {
            return;
        }
    }
}

fn decide(job: &Job, work: &Mutex<Receiver<Chunk>>, finished: &SyncSender<Done>) {
    let mut worker = job.screener.worker();
    loop {
        // The lock is held while waiting: the others could only wait too.
        let chunk = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(chunk) = chunk else { return };
        if finished.send(job.work(&mut worker, chunk)).is_err() {
            return;
        }
    }
}
