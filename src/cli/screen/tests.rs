//! What only shows from inside: how input is cut, and disks that fill up.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::input::{At, Chunk, Feed, Form, Input, Mark, TEXT_LIMIT};
use super::out::{Target, Tracked, Written};
use super::resume::{Journal, Log};
use super::run::{Books, Results, Stop, drive};
use super::work::{Done, Job, Shape};
use crate::api::{Options, Policy, Workspace};
use crate::screen::ROW_LIMIT;

const POLICY: &str = r#"
facts shipment : Shipment on date
scale export main { free licensed }
record Shipment { id : Text = "" date : Date lamp : Bool }
instrument harbour.n1 { authority "Office" number "No. 1" published 2031-01-01 in force from 2031-01-01 basis official }
rule lamps { cites article 1 when shipment.lamp then shipment is licensed }
"#;

fn policy() -> Policy {
    let mut workspace = Workspace::new();
    workspace.add_file("law.licit", POLICY);
    workspace.check().unwrap_or_else(|told| panic!("{told}"))
}

fn job() -> Arc<Job> {
    Arc::new(Job {
        screener: policy().screener(&Options::new()).unwrap(),
        forms: vec![Form::Lines],
        shape: Shape::Json,
        keep_rejects: false,
        colour: false,
    })
}

fn cases(many: usize) -> Vec<u8> {
    let case = |n| format!("{{\"id\":\"{n}\",\"date\":\"2031-02-01\",\"lamp\":true}}\n");
    (0..many).map(case).collect::<String>().into_bytes()
}

/// Gives so many bytes at a time.
struct Dripping(io::Cursor<Vec<u8>>, usize);

impl Read for Dripping {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(self.1);
        self.0.read(&mut into[..most])
    }
}

fn feed(bytes: &[u8], rows: usize, at_once: usize) -> Feed {
    let input = Input {
        path: "a.jsonl".into(),
        name: "a.jsonl".into(),
        form: Form::Lines,
    };
    let bytes = bytes.to_vec();
    let open = move |_: &Input| -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Dripping(io::Cursor::new(bytes.clone()), at_once)))
    };
    Feed::new(
        vec![input],
        rows,
        Box::new(open),
        (policy(), crate::api::ColumnChoices::default()),
    )
}

/// A line's number and its bytes.
type Numbered = (u64, Vec<u8>);

/// Every chunk: its rows with their lines, and where the input stands after it.
fn chunks(mut feed: Feed) -> Vec<(Vec<Numbered>, Mark)> {
    let mut all = Vec::new();
    while let Some(chunk) = feed.next(Chunk::default()) {
        let row = |at: &At| (at.line, chunk.bytes[at.start..at.end].to_vec());
        all.push((chunk.rows.iter().map(row).collect(), chunk.mark.clone()));
    }
    all
}

#[test]
fn chunks_hang_on_the_bytes_alone() {
    let mut bytes = cases(5000);
    bytes.extend(b"\r\n\n  \n");
    bytes.extend(vec![b'x'; 700_000]);
    bytes.extend(b"\r\nlast");
    let whole = chunks(feed(&bytes, 512, usize::MAX));
    assert!(whole.len() > 9, "{}", whole.len());
    for at_once in [65_536, 1000, 7777] {
        assert!(
            whole == chunks(feed(&bytes, 512, at_once)),
            "{at_once} at once"
        );
    }
    // And the rows are those that one finds by reading it all.
    for rows in [1, 100, usize::MAX] {
        let cut = chunks(feed(&bytes, rows, usize::MAX));
        assert!(cut.iter().all(|(found, _)| found.len() <= rows));
        let found: Vec<_> = cut.into_iter().flat_map(|(rows, _)| rows).collect();
        let due: Vec<_> = crate::facts::lines(&bytes)
            .map(|line| (u64::from(line.number), line.bytes.to_vec()))
            .collect();
        assert!(found == due, "{rows} rows");
    }
}

#[test]
fn a_line_beyond_the_limit_is_not_held() {
    let limit = usize::try_from(ROW_LIMIT).unwrap();
    for (over, ended) in [
        (0, "\n"),
        (1, "\n"),
        (1, ""),
        (400_000, "\n"),
        (9_000_000, "\n"),
        (9_000_000, ""),
    ] {
        let mut bytes = cases(1);
        bytes.extend(vec![b'y'; limit + over]);
        bytes.extend(ended.bytes());
        if !ended.is_empty() {
            bytes.extend(cases(2));
        }
        let mut feed = feed(&bytes, 512, usize::MAX);
        let (mut sizes, mut chunk) = (Vec::new(), Chunk::default());
        while let Some(read) = feed.next(chunk) {
            sizes.extend(read.rows.iter().map(|at| (at.line, at.size)));
            if read.rows.iter().any(|at| at.size > ROW_LIMIT + (256 << 10)) {
                assert_eq!(read.bytes.len(), TEXT_LIMIT);
            }
            assert!(
                read.bytes.capacity() <= limit + (1 << 20),
                "{}",
                read.bytes.capacity()
            );
            chunk = read;
        }
        let one = cases(1).len() as u64 - 1;
        let mut due = vec![(1, one), (2, ROW_LIMIT + over as u64)];
        if !ended.is_empty() {
            due.extend([(3, one), (4, one)]);
        }
        assert_eq!(sizes, due, "{over} over, {ended:?}");
    }
}

/// A disk with room for so many bytes.
struct Disk {
    file: Tracked,
    room: usize,
}

impl Results for Disk {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let fits = bytes.len().min(self.room);
        self.room -= fits;
        if fits < bytes.len() {
            // As a full disk does: the beginning is there, the rest is not.
            self.file.put(&bytes[..fits])?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.file.put(bytes)
    }

    fn written(&self) -> Written {
        self.file.written()
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("licit-screen-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn books<'a>(out: &Path, rows: Box<dyn Results + 'a>, state: Journal) -> Books<'a> {
    let mut books = Books::new((rows, out.to_owned()), state);
    books.keep(out.to_owned()).unwrap();
    books
}

fn run(feed: Feed, books: &mut Books<'_>, threads: usize) -> Result<(), Stop> {
    drive(feed, &job(), threads, &mut |done: &mut Done| {
        books.take(done).map(drop)
    })
}

#[test]
fn a_disk_that_fills_up_in_the_middle() {
    let folder = folder("full");
    let bytes = cases(2000);
    let once = folder.join("once.jsonl");
    let target = Target::File(once.clone());
    let mut whole = books(&once, Box::new(target.begin().unwrap()), Journal::default());
    run(feed(&bytes, 100, usize::MAX), &mut whole, 1).unwrap();
    let due = fs::read(Target::part(&once)).unwrap();

    for (threads, room) in [
        (1, 0),
        (1, due.len() / 2),
        (3, due.len() / 3),
        (3, due.len() - 1),
    ] {
        let out = folder.join(format!("v-{threads}-{room}.jsonl"));
        let target = Target::File(out.clone());
        let disk = Disk {
            file: target.begin().unwrap(),
            room,
        };
        let mut first = books(&out, Box::new(disk), Journal::default());
        let stop = run(feed(&bytes, 100, usize::MAX), &mut first, threads).unwrap_err();
        let full = matches!(&stop, Stop::Write(path, error) if *path == out && error.kind() == io::ErrorKind::StorageFull);
        assert!(full, "{stop:?}");
        drop(first);
        assert!(!out.exists(), "nothing under the final name");
        let torn = fs::read(Target::part(&out)).unwrap();
        assert_eq!(torn.len(), room, "what fitted is there");

        let journal = Journal::read(&out).unwrap().expect("the journal is there");
        assert_eq!(journal.rows % 100, 0);
        assert_eq!(journal.rows, journal.tally.decided);
        assert!(journal.written.bytes <= room as u64);
        let mut again = feed(&bytes, 100, 5000);
        assert!(again.skip_to(&journal.read));
        let rows = target
            .go_on(&journal.written)
            .unwrap()
            .expect("what the journal says is there");
        let mut second = books(&out, Box::new(rows), journal);
        run(again, &mut second, threads).unwrap();
        assert_eq!((second.state.rows, second.tally().decided), (2000, 2000));
        assert!(fs::read(Target::part(&out)).unwrap() == due, "byte by byte");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_last_whole_line_of_a_journal_counts() {
    let folder = folder("journal");
    let out = folder.join("v.jsonl");
    let at = |rows: u64| Journal {
        rows,
        asked: BTreeMap::from([("`--on`".to_owned(), "2031-02-01".to_owned())]),
        ..Journal::default()
    };
    let read = || Journal::read(&out).map(|journal| journal.map(|j| j.rows));
    assert_eq!(read().unwrap(), None);
    let mut log = Log::begin(&out, &at(0)).unwrap();
    log.note(&out, &at(7)).unwrap();
    assert_eq!(read().unwrap(), Some(7));
    // The process ends, or the disk is full, within a line.
    let whole = fs::read(log.place()).unwrap();
    fs::write(log.place(), [&whole[..], b"{\"policies\":\"sha"].concat()).unwrap();
    assert_eq!(read().unwrap(), Some(7));
    // A new one cannot be begun: its place is taken by a folder.
    fs::create_dir(folder.join("v.jsonl.resume.new")).unwrap();
    assert!(Log::begin(&out, &at(8)).is_err());
    assert_eq!(read().unwrap(), Some(7));
    fs::remove_dir(folder.join("v.jsonl.resume.new")).unwrap();
    // It does not grow for ever.
    let mut log = Log::begin(&out, &at(8)).unwrap();
    for rows in 9..30_000 {
        log.note(&out, &at(rows)).unwrap();
    }
    assert_eq!(read().unwrap(), Some(29_999));
    assert!(fs::metadata(log.place()).unwrap().len() < 5 << 20);
    fs::write(log.place(), "{").unwrap();
    assert!(read().is_err());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn input_that_breaks_off_gives_the_whole_lines_before() {
    struct Breaks(io::Cursor<Vec<u8>>);
    impl Read for Breaks {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match self.0.read(into)? {
                0 => Err(io::ErrorKind::ConnectionReset.into()),
                read => Ok(read),
            }
        }
    }
    let mut bytes = cases(700);
    bytes.extend(b"{\"id\":\"half");
    let input = |name: &str| Input {
        path: name.into(),
        name: name.into(),
        form: Form::Lines,
    };
    let open = move |input: &Input| -> io::Result<Box<dyn Read + Send>> {
        Ok(match &*input.name {
            "breaks" => Box::new(Breaks(io::Cursor::new(bytes.clone()))),
            _ => Box::new(io::Cursor::new(cases(3))),
        })
    };
    let mut feed = Feed::new(
        vec![input("breaks"), input("other")],
        512,
        Box::new(open),
        (policy(), crate::api::ColumnChoices::default()),
    );
    let mut seen = Vec::new();
    while let Some(chunk) = feed.next(Chunk::default()) {
        seen.push((chunk.input, chunk.rows.len(), chunk.failed.is_some()));
    }
    assert_eq!(
        seen,
        [
            (0, 512, false),
            (0, 188, false),
            (0, 0, true),
            (1, 3, false)
        ]
    );
}

#[test]
fn rows_that_nobody_counted_are_found_out() {
    let (mut done, out) = (Done::default(), io::sink());
    done.broke = true;
    let rows: Box<dyn Results> = Box::new(Tracked::new(Box::new(out)));
    let mut books = Books::new((rows, PathBuf::from("-")), Journal::default());
    assert!(matches!(books.take(&mut done), Err(Stop::Broke)));
}
