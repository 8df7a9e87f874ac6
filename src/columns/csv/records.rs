//! Bytes → records of CSV (RFC 4180), one at a time and never more of one than the limit.
//!
//! The `csv` crate hands out a record only when it is whole, takes a file that ends within quotes for a record like any other, and
//! passes over what stands behind a closing quote. All three would lose rows here without a word, so the records are cut by hand.

use std::io::{self, Read};

/// What keeps a record from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has more bytes than a row may have.
    TooLarge,
    /// The file ends within quotes.
    QuoteOpen,
    /// Something other than a separator stands behind a closing quote, in this column (from 0).
    BehindQuote(usize),
}

/// A record: its cells, quotes undone.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The bytes of all cells, without anything between them.
    pub bytes: Vec<u8>,
    /// Where each cell ends in them; of a record with far too many cells only the first.
    pub ends: Vec<usize>,
    /// How many cells there are.
    pub cells: usize,
    /// How many bytes of the input it took, with its line end and blank lines before it.
    pub size: u64,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

impl Record {
    /// The bytes of a cell.
    pub fn cell(&self, index: usize) -> Option<&[u8]> {
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.bytes.get(start..*self.ends.get(index)?)
    }

    /// The record as a line of CSV, as far as it is text and was kept.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for index in 0..self.ends.len() {
            if index > 0 {
                text.push(',');
            }
            let cell = String::from_utf8_lossy(self.cell(index).unwrap_or(&[]));
            if cell.contains([',', '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(&cell);
            }
        }
        text
    }

    fn clear(&mut self, line: u64) {
        self.bytes.clear();
        self.ends.clear();
        (self.cells, self.line, self.fault) = (0, line, None);
    }
}

/// How many cells are kept of a record, whatever its header says.
pub const CELL_LIMIT: usize = 65_536;

/// How much is read at once.
const BUFFER: usize = 64 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the cell was seen.
    Start,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes, unless another follows.
    Closed,
}

/// Cuts records out of bytes.
pub struct Records<R> {
    input: R,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    /// Nothing was read yet: a byte order mark may come.
    fresh: bool,
    /// The last record ended with a carriage return: a line feed behind it belongs to it.
    half_ended: bool,
    line: u64,
    limit: usize,
    /// Bytes read so far, those in the buffer too.
    read: u64,
    /// Bytes given so far.
    given: u64,
}

impl<R: Read> Records<R> {
    /// Records of at most `limit` bytes.
    pub fn new(input: R, limit: usize) -> Self {
        Self {
            input,
            buffer: vec![0; BUFFER],
            at: 0,
            filled: 0,
            fresh: true,
            half_ended: false,
            line: 1,
            limit,
            read: 0,
            given: 0,
        }
    }

    /// Reads the next record that is not a blank line. False at the end.
    pub fn next(&mut self, record: &mut Record) -> io::Result<bool> {
        if std::mem::take(&mut self.fresh) {
            self.byte_order_mark()?;
        }
        loop {
            record.clear(self.line);
            let ended = self.record(record)?;
            let blank = record.cells == 1 && record.bytes.is_empty() && record.fault.is_none();
            match ended {
                End::Nothing => return Ok(false),
                End::Line { quoted } if blank && !quoted => {}
                End::Line { .. } => {
                    let given = self.read - (self.filled - self.at) as u64;
                    record.size = given - self.given;
                    self.given = given;
                    return Ok(true);
                }
            }
        }
    }

    fn byte_order_mark(&mut self) -> io::Result<()> {
        // The mark may come in pieces.
        while self.filled < 3 {
            let Some(room) = self.buffer.get_mut(self.filled..) else {
                break;
            };
            match read(&mut self.input, room)? {
                0 => break,
                n => {
                    self.filled += n;
                    self.read += n as u64;
                }
            }
        }
        if self
            .buffer
            .get(..self.filled)
            .is_some_and(|b| b.starts_with(b"\xef\xbb\xbf"))
        {
            self.at = 3;
        }
        Ok(())
    }

    /// The bytes not looked at yet; none at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.at < self.filled {
            return Ok(true);
        }
        self.at = 0;
        self.filled = 0;
        self.filled = read(&mut self.input, &mut self.buffer)?;
        self.read += self.filled as u64;
        Ok(self.filled > 0)
    }

    fn record(&mut self, record: &mut Record) -> io::Result<End> {
        let mut state = State::Start;
        let (mut any, mut quoted) = (false, false);
        loop {
            if !self.fill()? {
                if !any {
                    return Ok(End::Nothing);
                }
                if state == State::Quoted {
                    record.fault.get_or_insert(Fault::QuoteOpen);
                }
                self.close_cell(record);
                return Ok(End::Line { quoted });
            }
            if std::mem::take(&mut self.half_ended) && self.buffer.get(self.at) == Some(&b'\n') {
                self.at += 1;
                continue;
            }
            any = true;
            // Plain runs are taken in one piece.
            let rest = self.buffer.get(self.at..self.filled).unwrap_or(&[]);
            let run = match state {
                State::Start | State::Closed => 0,
                State::Plain => plain_run(rest),
                State::Quoted => quoted_run(rest),
            };
            if run > 0 {
                let taken = rest.get(..run).unwrap_or(&[]);
                if state == State::Quoted {
                    self.line += line_feeds(taken);
                }
                keep(record, taken, self.limit);
                self.at += run;
                continue;
            }
            let Some(byte) = rest.first().copied() else {
                continue;
            };
            self.at += 1;
            match (state, byte) {
                (State::Quoted, _) => state = State::Closed,
                (State::Start, b'"') => {
                    quoted = true;
                    state = State::Quoted;
                }
                (State::Closed, b'"') => {
                    keep(record, b"\"", self.limit);
                    state = State::Quoted;
                }
                (_, b',') => {
                    self.close_cell(record);
                    state = State::Start;
                }
                (_, b'\n' | b'\r') => {
                    self.half_ended = byte == b'\r';
                    self.line += 1;
                    self.close_cell(record);
                    return Ok(End::Line { quoted });
                }
                (State::Closed, _) => {
                    record.fault.get_or_insert(Fault::BehindQuote(record.cells));
                    state = State::Plain;
                }
                (State::Start | State::Plain, other) => {
                    keep(record, &[other], self.limit);
                    state = State::Plain;
                }
            }
        }
    }

    fn close_cell(&mut self, record: &mut Record) {
        record.cells += 1;
        if record.ends.len() < CELL_LIMIT {
            record.ends.push(record.bytes.len());
        }
    }
}

/// How a record ended.
enum End {
    /// There was none.
    Nothing,
    /// At the end of a line, or of the input.
    Line {
        /// Some cell stands in quotes: the record is no blank line.
        quoted: bool,
    },
}

fn read(input: &mut impl Read, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(room) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

fn plain_run(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|b| matches!(b, b',' | b'\n' | b'\r'))
        .unwrap_or(bytes.len())
}

fn quoted_run(bytes: &[u8]) -> usize {
    bytes.iter().position(|b| *b == b'"').unwrap_or(bytes.len())
}

fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().map(|b| u64::from(*b == b'\n')).sum()
}

/// Keeps bytes of a cell, unless the record is too large: then nothing of it is kept, and it is read to its end.
fn keep(record: &mut Record, bytes: &[u8], limit: usize) {
    if record.fault == Some(Fault::TooLarge) {
        return;
    }
    if record.bytes.len() + bytes.len() > limit {
        record.fault = Some(Fault::TooLarge);
        record.bytes = Vec::new();
        record.ends.clear();
        return;
    }
    record.bytes.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::{Fault, Record, Records};
    use proptest::prelude::*;

    /// Gives its bytes in pieces of a length.
    struct Pieces<'a>(&'a [u8], usize);

    impl std::io::Read for Pieces<'_> {
        fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(self.1).min(room.len());
            room[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    type Told = (u64, Vec<String>, Option<Fault>);

    fn records_in(bytes: &[u8], piece: usize, limit: usize) -> Vec<Told> {
        let mut records = Records::new(Pieces(bytes, piece), limit);
        let mut record = Record::default();
        let mut all = Vec::new();
        while records.next(&mut record).unwrap() {
            let cells = (0..record.ends.len())
                .map(|i| String::from_utf8_lossy(record.cell(i).unwrap()).into_owned())
                .collect();
            all.push((record.line, cells, record.fault));
        }
        all
    }

    fn records(text: &str) -> Vec<Told> {
        let whole = records_in(text.as_bytes(), usize::MAX, 1 << 20);
        assert_eq!(
            records_in(text.as_bytes(), 1, 1 << 20),
            whole,
            "by single bytes"
        );
        whole
    }

    fn cells(all: &[Told]) -> Vec<Vec<&str>> {
        all.iter()
            .map(|(_, cells, _)| cells.iter().map(String::as_str).collect())
            .collect()
    }

    #[test]
    fn lines_end_in_three_ways_and_marks_are_no_part_of_a_cell() {
        for text in [
            "a,b\n1,2\n",
            "a,b\r\n1,2\r\n",
            "a,b\r1,2",
            "\u{FEFF}a,b\n\n1,2\n\r\n",
        ] {
            assert_eq!(cells(&records(text)), [["a", "b"], ["1", "2"]], "{text:?}");
        }
    }

    #[test]
    fn quotes_keep_separators_quotes_and_line_ends() {
        let all = records("a,b\n\"1,\"\"x\"\"\n2\",\"\"\nz,y\n");
        assert_eq!(cells(&all), [["a", "b"], ["1,\"x\"\n2", ""], ["z", "y"]]);
        assert_eq!(all.iter().map(|r| r.0).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(cells(&records("5\" pipe,2\n")), [["5\" pipe", "2"]]);
    }

    #[test]
    fn what_would_lose_rows_is_a_fault() {
        assert_eq!(records("\"ab\"c,d\n")[0].2, Some(Fault::BehindQuote(0)));
        let open = records("a,b\n1,\"2\n3,4\n5,6\n");
        assert_eq!(
            (open.len(), open[1].0, open[1].2),
            (2, 2, Some(Fault::QuoteOpen))
        );
        let large = records_in(b"a\n0123456789,x\nb\n", 3, 8);
        assert_eq!(
            large.iter().map(|r| r.2).collect::<Vec<_>>(),
            [None, Some(Fault::TooLarge), None]
        );
        assert_eq!(large[2].1, ["b"]);
    }

    #[test]
    fn nothing_is_no_record() {
        for text in ["", "\n\n", "\r\n", "\u{FEFF}", "\u{FEFF}\n"] {
            assert!(records(text).is_empty(), "{text:?}");
        }
        assert_eq!(cells(&records("\"\"\n")), [[""]]);
    }

    proptest! {
        #[test]
        fn what_a_csv_writer_writes_is_read(rows in proptest::collection::vec(
            proptest::collection::vec("[a,\"\r\n ;é]{0,6}", 2..4), 0..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            for piece in [1, 7, usize::MAX] {
                let read: Vec<Vec<String>> = records_in(&bytes, piece, 1 << 20).into_iter().map(|(_, cells, _)| cells).collect();
                prop_assert_eq!(&read, &rows);
            }
        }
    }
}
