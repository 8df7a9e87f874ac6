//! Files that are cut off, damaged, empty or strange. Nothing panics beyond the room, and rows are never made up.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::Field;
use bytes::Bytes;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::{Table, Verdicts};
use crate::columns::Choices;
use crate::columns::arrow::verdicts;
use crate::columns::tests::program;
use crate::screen::Row;
use crate::source::SourceMap;

const ROWS: usize = 60;

fn rows() -> RecordBatch {
    let ids = StringArray::from_iter_values((0..ROWS).map(|i| i.to_string()));
    let codes = StringArray::from_iter(
        (0..2 * ROWS).map(|i| (i % 3 > 0).then(|| format!("7L10{}", i % 7))),
    );
    let counts = Int64Array::from_iter((0..2 * ROWS).map(|i| (i % 5 > 0).then_some(i as i64)));
    let items = RecordBatch::try_from_iter_with_nullable([
        ("code", Arc::new(codes) as ArrayRef, true),
        ("count", Arc::new(counts) as ArrayRef, true),
    ]);
    let items = StructArray::from(items.unwrap());
    let element = Arc::new(Field::new(
        "item",
        arrow_array::Array::data_type(&items).clone(),
        true,
    ));
    let items = ListArray::new(
        element,
        OffsetBuffer::from_lengths([2; ROWS]),
        Arc::new(items),
        None,
    );
    let fragile = BooleanArray::from_iter((0..ROWS).map(|i| (i % 4 > 0).then_some(i % 2 > 0)));
    RecordBatch::try_from_iter_with_nullable([
        ("id", Arc::new(ids) as ArrayRef, true),
        ("items", Arc::new(items) as ArrayRef, true),
        ("fragile", Arc::new(fragile) as ArrayRef, true),
    ])
    .unwrap()
}

fn file(batch: &RecordBatch, compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(25))
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// The cases of a file, and the code of what stopped it; nothing else may come of any bytes.
fn read(bytes: Vec<u8>) -> (Vec<String>, Option<&'static str>) {
    let file = SourceMap::new().next_id();
    let opened = Table::open(
        program(),
        "x.parquet",
        Bytes::from(bytes),
        &Choices::default(),
        file,
    );
    let mut table = match opened {
        Ok(table) => table,
        Err(wrong) => return (Vec::new(), wrong.told.first().map(|told| told.code)),
    };
    let (mut cases, mut out) = (Vec::new(), Vec::new());
    while let Some(batch) = table.next() {
        let batch = match batch {
            Ok(batch) => batch,
            Err(mistake) => return (cases, Some(mistake.code)),
        };
        let done = table.reading().rows(&batch, 1 << 20, &mut out, |case| {
            cases.push(case.map_or_else(
                |mistake| mistake.code.to_owned(),
                |case| String::from_utf8(case.to_vec()).unwrap(),
            ));
        });
        assert!(done.is_ok());
    }
    assert!(table.next().is_none(), "after its end nothing comes");
    (cases, None)
}

#[test]
fn rows_come_back() {
    let codecs = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::GZIP(GzipLevel::default()),
        Compression::LZ4_RAW,
    ];
    for codec in codecs {
        let (cases, stopped) = read(file(&rows(), codec));
        assert_eq!((cases.len(), stopped), (ROWS, None), "{codec:?}");
        assert_eq!(
            cases[1],
            r#"{"id":"1","items":[{"code":"7L102","count":2},{"count":3}],"fragile":true}"#
        );
        assert_eq!(
            cases[4],
            r#"{"id":"4","items":[{"code":"7L101","count":8},{"count":9}]}"#
        );
    }
}

#[test]
fn no_rows_are_no_mistake() {
    let (cases, stopped) = read(file(&rows().slice(0, 0), Compression::SNAPPY));
    assert_eq!((cases.len(), stopped), (0, None));
}

#[test]
fn what_is_cut_off_is_told() {
    let whole = file(&rows(), Compression::SNAPPY);
    for length in (0..whole.len())
        .step_by(7)
        .chain(whole.len().saturating_sub(12)..whole.len())
    {
        let (cases, stopped) = read(whole[..length].to_vec());
        assert_eq!(
            (cases.len(), stopped),
            (0, Some("columns-parquet")),
            "{length} bytes"
        );
    }
    for bytes in [
        b"".to_vec(),
        b"{}".to_vec(),
        b"PAR1".to_vec(),
        vec![0; 4096],
        b"PAR1\0\0\0\0PAR1".to_vec(),
    ] {
        assert_eq!(read(bytes).1, Some("columns-parquet"));
    }
}

#[test]
fn what_is_damaged_is_told_or_read() {
    for codec in [
        Compression::UNCOMPRESSED,
        Compression::ZSTD(ZstdLevel::default()),
    ] {
        let whole = file(&rows(), codec);
        let (mut told, mut tried) = (0, 0);
        for place in (0..whole.len()).step_by(7) {
            for flip in [0x01, 0xff] {
                let mut damaged = whole.clone();
                damaged[place] ^= flip;
                let (cases, stopped) = read(damaged);
                assert!(
                    cases.len() <= ROWS,
                    "byte {place}: more rows than there are"
                );
                assert!(
                    stopped.is_some() || cases.len() == ROWS,
                    "byte {place}: rows lost without a word"
                );
                told += usize::from(stopped.is_some());
                tried += 1;
            }
        }
        assert!(told * 3 > tried, "{told} of {tried} told");
    }
}

#[test]
fn a_schema_too_deep_for_the_stack_is_told() {
    let deep = super::footer::tests::file(200_000);
    assert_eq!(read(deep.to_vec()).1, Some("columns-parquet"));
}

#[test]
fn only_columns_that_are_read_are_decoded() {
    let mut columns: Vec<(&str, ArrayRef)> =
        vec![("remarks", Arc::new(StringArray::from(vec!["x"; ROWS])))];
    let rows = rows();
    columns.push(("id", Arc::clone(rows.column(0))));
    let bytes = file(
        &RecordBatch::try_from_iter(columns).unwrap(),
        Compression::SNAPPY,
    );
    assert_eq!(read(bytes.clone()).1, Some("columns-unknown"));
    let choices = Choices {
        ignore: vec!["remarks".to_owned()],
        ..Choices::default()
    };
    let file = SourceMap::new().next_id();
    let mut table = Table::open(program(), "x.parquet", Bytes::from(bytes), &choices, file)
        .unwrap_or_else(|wrong| panic!("{:?}", wrong.told));
    assert_eq!(table.rows(), ROWS as u64);
    let batch = table
        .next()
        .unwrap()
        .unwrap_or_else(|mistake| panic!("{mistake:?}"));
    assert_eq!((batch.num_columns(), batch.num_rows()), (1, ROWS));
}

#[test]
fn verdicts_are_written_whole_or_not_at_all() {
    let row = |id: usize| Row {
        id: id.to_string(),
        mildest: "open".into(),
        strictest: "barred".into(),
        rules: vec!["a.b".into()],
        ..Row::default()
    };
    let all: Vec<Row> = (0..1000).map(row).collect();
    let mut file = Verdicts::new(Vec::new()).unwrap();
    for rows in all.chunks(300) {
        file.put(&verdicts::batch(rows).unwrap()).unwrap();
    }
    let unfinished = file.inner().clone();
    file.end().unwrap();
    let finished = file.inner().clone();
    let opened = |bytes: Vec<u8>| {
        parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(Bytes::from(bytes), 1024)
    };
    assert!(opened(unfinished).is_err());
    let rows: usize = opened(finished)
        .unwrap()
        .map(|batch| batch.unwrap().num_rows())
        .sum();
    assert_eq!(rows, 1000);
}

#[test]
fn a_full_disk_is_told_as_one() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self
                .0
                .checked_sub(bytes.len())
                .ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let row = Row::default();
    let mut file = Verdicts::new(Full(100)).unwrap();
    file.put(&verdicts::batch([&row]).unwrap()).unwrap();
    assert_eq!(
        file.end().unwrap_err().kind(),
        std::io::ErrorKind::StorageFull
    );
}
