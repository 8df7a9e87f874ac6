//! Parquet files and Arrow's record batches.

use std::fs::File;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use licit::{ColumnChoices, Language, Options};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use parquet::file::properties::WriterProperties;
use serde_json::{Value, json};

use crate::nested::Columns;
use crate::place::{POLICY, Place, lamp, orders};
use crate::shipped;

/// Cases as a Parquet file, in row groups of so many.
fn write(place: &Place, name: &str, batch: &RecordBatch, group: usize) {
    let file = File::create(place.0.join(name)).unwrap();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(group))
        .build();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

fn nested(schema: &Value, cases: &[Value]) -> RecordBatch {
    let mut columns = Columns::new(schema);
    for case in cases {
        columns
            .look_at(case)
            .unwrap_or_else(|why| panic!("{why}: {case}"));
    }
    columns.batch(cases).unwrap()
}

fn harbour() -> licit::Policy {
    let mut workspace = licit::Workspace::new();
    workspace.add_file("harbour.licit", POLICY);
    workspace.check().unwrap()
}

fn lamps(cases: &[String]) -> RecordBatch {
    let cases: Vec<Value> = cases
        .iter()
        .map(|case| serde_json::from_str(case).unwrap())
        .collect();
    nested(&harbour().schema(Language::En), &cases)
}

/// A verdict file as the rows that JSON Lines would hold.
fn rows(place: &Place, name: &str) -> String {
    let reader =
        ParquetRecordBatchReader::try_new(File::open(place.0.join(name)).unwrap(), 100).unwrap();
    let mut text = String::new();
    for batch in reader {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            text.push_str(&json_row(&batch, row));
            text.push('\n');
        }
    }
    text
}

fn value(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    if let Some(dictionary) = array.as_any_dictionary_opt() {
        return value(
            dictionary.values().as_ref(),
            dictionary.normalized_keys()[row],
        );
    }
    if let Some(list) = array.as_list_opt::<i32>() {
        let list = list.value(row);
        return (0..list.len()).map(|at| value(list.as_ref(), at)).collect();
    }
    if let Some(record) = array.as_struct_opt() {
        let told = record.column_names().into_iter().zip(record.columns());
        let told = told.map(|(name, column)| (name.to_owned(), value(column.as_ref(), row)));
        // A duty of the whole shipment has no subject.
        return Value::Object(
            told.filter(|(name, value)| name != "subject" || !value.is_null())
                .collect(),
        );
    }
    match array.as_string_opt::<i32>() {
        Some(texts) => json!(texts.value(row)),
        None => json!(array.as_boolean().value(row)),
    }
}

fn json_row(batch: &RecordBatch, row: usize) -> String {
    let mut line = serde_json::Map::new();
    for (name, column) in batch.schema().fields().iter().zip(batch.columns()) {
        let value = value(column.as_ref(), row);
        let optional = matches!(
            name.name().as_str(),
            "may" | "latent_mildest" | "latent_strictest"
        );
        if !(optional && (value.is_null() || value == json!([]))) {
            line.insert(name.name().clone(), value);
        }
    }
    Value::Object(line).to_string()
}

#[test]
fn the_same_rows_as_from_json_lines() {
    let place = Place::new("columns_parquet_equal");
    let policy = shipped::policy();
    let cases = shipped::cases(&policy);
    place.write(
        "cases.jsonl",
        cases
            .iter()
            .fold(String::new(), |text, case| text + &case.to_string() + "\n"),
    );
    write(
        &place,
        "cases.parquet",
        &nested(&policy.schema(Language::En), &cases),
        10,
    );
    let policies = shipped::root().join("policies");
    for (form, out) in [
        ("jsonl", "jsonl.jsonl"),
        ("parquet", "parquet.jsonl"),
        ("parquet", "parquet.parquet"),
    ] {
        let line = format!(
            "screen cases.{form} --out {out} --on 2026-03-01 --policies {}",
            policies.display()
        );
        let ran = place.run(&line);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    assert_eq!(place.read("parquet.jsonl"), place.read("jsonl.jsonl"));
    assert_eq!(rows(&place, "parquet.parquet"), place.read("jsonl.jsonl"));
}

#[test]
fn many_row_groups_and_threads_change_nothing() {
    let place = Place::new("columns_parquet_groups");
    let all = orders(0..3000);
    place.write("orders.jsonl", all.join("\n"));
    let batch = lamps(&all);
    for group in [100, 100_000] {
        write(&place, "orders.parquet", &batch, group);
        for threads in [1, 3] {
            let line =
                format!("screen orders.parquet orders.jsonl --out v.jsonl --threads {threads}");
            let ran = place.run(&line);
            assert!(
                ran.err
                    .contains("6,000 rows in = 6,000 decided + 0 rejected"),
                "{}",
                ran.err
            );
            let rows = place.read("v.jsonl");
            let (columns, lines) = rows.split_at(rows.len() / 2);
            assert!(columns == lines, "groups of {group}, {threads} threads");
        }
    }
}

#[test]
fn rows_without_a_case_are_rejects() {
    let place = Place::new("columns_parquet_bad");
    let mut all = orders(0..600);
    all[7] = lamp("no-country", Some(40)).replace("IS", "Iceland");
    all[599] = lamp("", Some(40)).replace(r#""id":"","#, "");
    write(&place, "orders.parquet", &lamps(&all), 50);
    let ran = place.run("screen orders.parquet --out v.parquet --rejects bad.jsonl");
    assert!(
        ran.code == 1 && ran.err.contains("600 rows in = 599 decided + 1 rejected"),
        "{}",
        ran.err
    );
    let bad: Value = serde_json::from_str(&place.read("bad.jsonl")).unwrap();
    assert_eq!(
        (&bad["line"], &bad["error"][0]["pointer"]),
        (&8.into(), &"/destination".into())
    );
    assert!(rows(&place, "v.parquet").ends_with("\"missing\":[]}\n"));
    assert!(
        rows(&place, "v.parquet")
            .lines()
            .last()
            .unwrap()
            .starts_with("{\"id\":\"600\"")
    );
}

#[test]
fn damaged_files_are_told_by_name_and_others_are_read() {
    let place = Place::new("columns_parquet_damaged");
    write(&place, "whole.parquet", &lamps(&orders(0..50)), 10);
    let bytes = place.bytes("whole.parquet");
    place.write("cut.parquet", &bytes[..bytes.len() / 2]);
    place.write("empty.parquet", "");
    place.write("text.parquet", "id,date\n1,2031-03-01\n");
    let ran = place.run(
        "screen cut.parquet empty.parquet text.parquet gone.parquet whole.parquet --out v.jsonl",
    );
    assert_eq!(
        (ran.code, place.read("v.jsonl").lines().count()),
        (1, 50),
        "{}",
        ran.err
    );
    for name in [
        "cut.parquet",
        "empty.parquet",
        "text.parquet",
        "gone.parquet",
    ] {
        assert!(ran.err.contains(name), "{name}\n{}", ran.err);
    }
    assert_eq!(ran.err.matches("columns-parquet").count(), 3, "{}", ran.err);
    assert!(
        ran.err.contains("4 inputs could not be read to the end"),
        "{}",
        ran.err
    );
}

#[test]
fn columns_of_the_wrong_type_refuse_the_file() {
    let place = Place::new("columns_parquet_types");
    let columns = [
        ("id", Arc::new(Int64Array::from(vec![1])) as ArrayRef),
        ("destinaton", Arc::new(StringArray::from(vec!["IS"]))),
    ];
    write(
        &place,
        "orders.parquet",
        &RecordBatch::try_from_iter(columns).unwrap(),
        10,
    );
    let ran = place.run("screen orders.parquet --out v.jsonl");
    assert_eq!(ran.code, 1);
    for word in [
        "orders.parquet:1:1",
        "`id` holds whole numbers",
        "did you mean `destination`?",
    ] {
        assert!(ran.err.contains(word), "{word}\n{}", ran.err);
    }
}

#[test]
fn nothing_half_written_and_nothing_to_go_on_with() {
    let place = Place::new("columns_parquet_out");
    place.write("orders.jsonl", orders(0..10).join("\n"));
    let ran = place.run("screen orders.jsonl --out v.parquet --resume");
    assert!(
        ran.code == 1 && ran.err.contains("screen-resume-form"),
        "{}",
        ran.err
    );
    let ran = place.run("screen orders.jsonl --out v.parquet --explain-at free");
    assert!(
        ran.code == 1 && ran.err.contains("screen-explain-form"),
        "{}",
        ran.err
    );
    assert_eq!(place.files(), ["orders.jsonl"]);
    let ran = place.run("screen orders.jsonl --out v.parquet");
    assert_eq!(
        (ran.code, place.files()),
        (0, vec!["orders.jsonl".to_owned(), "v.parquet".to_owned()])
    );
    assert_eq!(rows(&place, "v.parquet").lines().count(), 10);
    // Verdicts are no cases.
    let ran = place.run("screen v.parquet --out w.parquet");
    assert!(
        ran.code == 1 && ran.err.contains("columns-unknown"),
        "{}",
        ran.err
    );
}

#[test]
fn batches_are_decided_in_memory() {
    let policy = harbour();
    let mut all = orders(0..20);
    all[3] = lamp("no-day", Some(40)).replace("2031-03-01", "2031-02-30");
    let batch = lamps(&all);
    let cases = policy
        .batch_cases("orders", &batch.schema(), &ColumnChoices::new())
        .unwrap();
    let mut worker = policy.screener(&Options::new()).unwrap().worker();
    let verdicts = worker.record_batch(&batch, &cases, 1).unwrap();
    assert_eq!(verdicts.rows.num_rows(), 19);
    assert_eq!(verdicts.rows.schema(), licit::verdict_schema());
    let (row, told) = &verdicts.rejects[0];
    let told = told.iter().next().unwrap();
    assert_eq!((*row, verdicts.rejects.len()), (3, 1));
    assert_eq!(
        (told.code.as_str(), told.file.as_deref(), told.line),
        ("facts-bad-date", Some("orders"), Some(4))
    );
    let row = worker.case(all[0].as_bytes(), "orders", 1).unwrap();
    assert_eq!(
        licit::verdict_batch([&row]).unwrap(),
        verdicts.rows.slice(0, 1)
    );

    let other =
        RecordBatch::try_from_iter([("id", Arc::new(StringArray::from(vec!["1"])) as ArrayRef)])
            .unwrap();
    assert!(!cases.is_of(&other.schema()));
    assert!(worker.record_batch(&other, &cases, 1).is_err());
    let told = policy
        .batch_cases(
            "orders",
            &arrow_schema::Schema::new(vec![arrow_schema::Field::new(
                "idd",
                arrow_schema::DataType::Utf8,
                true,
            )]),
            &ColumnChoices::new(),
        )
        .unwrap_err();
    assert_eq!(told.iter().next().unwrap().column, Some(1));
}

#[test]
fn a_huge_row_is_a_reject() {
    let place = Place::new("columns_parquet_huge");
    let note = "x".repeat(50 << 20);
    let columns = [
        (
            "id",
            Arc::new(StringArray::from(vec!["a", "b", "c"])) as ArrayRef,
        ),
        ("date", Arc::new(StringArray::from(vec!["2031-03-01"; 3]))),
        ("note", Arc::new(StringArray::from(vec!["", &note, ""]))),
    ];
    write(
        &place,
        "orders.parquet",
        &RecordBatch::try_from_iter(columns).unwrap(),
        10,
    );
    let ran = place.run("screen orders.parquet --out v.jsonl --rejects bad.jsonl");
    assert_eq!(
        (ran.code, place.read("v.jsonl").lines().count()),
        (1, 2),
        "{}",
        ran.err
    );
    let bad: Value = serde_json::from_str(&place.read("bad.jsonl")).unwrap();
    assert_eq!(
        (&bad["error"][0]["code"], &bad["line"]),
        (&"columns-row-too-large".into(), &2.into())
    );
}
