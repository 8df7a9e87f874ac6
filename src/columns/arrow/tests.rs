//! Batches against one invented schema.

use std::sync::Arc;

use arrow_array::builder::{Int32Builder, MapBuilder, StringBuilder};
use arrow_array::types::Int8Type;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Date64Array, Decimal128Array, Decimal256Array,
    DictionaryArray, FixedSizeListArray, Float64Array, Int64Array, LargeListArray,
    LargeStringArray, ListArray, NullArray, RecordBatch, StringArray, StringViewArray, StructArray,
    TimestampMicrosecondArray, UInt8Array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer, i256};
use arrow_schema::{DataType, Field, Fields, Schema, TimeUnit};

use super::{Reading, Wrong};
use crate::columns::Choices;
use crate::columns::tests::program;
use crate::diag::Diagnostic;
use crate::source::SourceMap;

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap()
}

fn record(columns: Vec<(&str, ArrayRef)>) -> StructArray {
    batch(columns).into()
}

fn texts(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// Lists of these elements, as long as the numbers say.
fn lists(elements: impl Array + 'static, lengths: &[usize], nulls: Option<Vec<bool>>) -> ListArray {
    let field = Arc::new(Field::new("item", elements.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths(lengths.iter().copied());
    ListArray::new(
        field,
        offsets,
        Arc::new(elements),
        nulls.map(NullBuffer::from),
    )
}

fn planned(schema: &Schema, choices: &Choices) -> Result<Reading, Wrong> {
    Reading::new(program(), schema, choices, SourceMap::new().next_id())
}

fn told(batch: &RecordBatch, choices: &Choices) -> Vec<Diagnostic> {
    planned(&batch.schema(), choices)
        .err()
        .map_or_else(Vec::new, |wrong| wrong.told)
}

/// Each row's case, or the code and place of what is wrong with it.
fn rows_with(batch: &RecordBatch, choices: &Choices) -> Vec<String> {
    let reading = planned(&batch.schema(), choices).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let mut out = b"before".to_vec();
    let mut rows = Vec::new();
    let done = reading.rows(batch, 1 << 16, &mut out, |row| {
        rows.push(match row {
            Ok(case) => String::from_utf8(case.to_vec()).unwrap(),
            Err(mistake) => format!("{} {}", mistake.code, mistake.pointer.unwrap_or_default()),
        });
    });
    assert!(done.is_ok());
    let cases: String = rows
        .iter()
        .filter(|row| row.starts_with('{'))
        .map(String::as_str)
        .collect();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        format!("before{cases}"),
        "what is refused leaves nothing behind"
    );
    rows
}

fn rows(columns: Vec<(&str, ArrayRef)>) -> Vec<String> {
    rows_with(&batch(columns), &Choices::default())
}

#[test]
fn nested_columns_are_cases() {
    let money = record(vec![
        (
            "amount",
            Arc::new(
                Decimal128Array::from(vec![Some(40000), Some(-5), None])
                    .with_precision_and_scale(18, 2)
                    .unwrap(),
            ),
        ),
        ("currency", texts(&[Some("EUR"), None, Some("USD")])),
    ]);
    let codes: DictionaryArray<Int8Type> = vec![Some("7L\"1"), None, Some("7L\"1")]
        .into_iter()
        .collect();
    let items = record(vec![
        ("code", Arc::new(codes)),
        ("value", Arc::new(money)),
        (
            "count",
            Arc::new(UInt8Array::from(vec![Some(200), Some(0), None])),
        ),
    ]);
    let party = record(vec![(
        "name",
        Arc::new(LargeStringArray::from(vec![
            Some("a"),
            Some("hidden"),
            None,
        ])) as ArrayRef,
    )]);
    let (fields, arrays, _) = party.into_parts();
    let party = StructArray::new(fields, arrays, Some(vec![true, false, true].into()));
    let batch = batch(vec![
        (
            "id",
            Arc::new(StringViewArray::from(vec![Some("1"), Some("2"), None])),
        ),
        (
            "date",
            Arc::new(Date32Array::from(vec![Some(20513), Some(-1), None])),
        ),
        ("end_user", Arc::new(party)),
        ("items", Arc::new(lists(items, &[2, 0, 1], None))),
        (
            "marks",
            Arc::new(lists(
                StringArray::from(vec!["7L1"]),
                &[1, 0, 0],
                Some(vec![true, true, false]),
            )),
        ),
        (
            "fragile",
            Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])),
        ),
        ("consents", Arc::new(NullArray::new(3))),
    ]);
    let expected = [
        r#"{"id":"1","date":"2026-03-01","end_user":{"name":"a"},"items":[{"code":"7L\"1","value":{"amount":400.00,"currency":"EUR"},"count":200},{"value":{"amount":-0.05},"count":0}],"marks":["7L1"],"fragile":true}"#,
        r#"{"id":"2","date":"1969-12-31","items":[],"marks":[],"fragile":false}"#,
        r#"{"end_user":{},"items":[{"code":"7L\"1","value":{"currency":"USD"}}]}"#,
    ];
    assert_eq!(rows_with(&batch, &Choices::default()), expected);
    assert_eq!(
        rows_with(&batch.slice(1, 2), &Choices::default()),
        expected[1..],
        "a slice"
    );
}

#[test]
fn null_is_not_told_unless_it_is_said_to_be_absent() {
    let party = || -> ArrayRef {
        let names = record(vec![("name", texts(&[None, Some("a"), None]))]);
        let (fields, arrays, _) = names.into_parts();
        Arc::new(StructArray::new(
            fields,
            arrays,
            Some(vec![false, true, false].into()),
        ))
    };
    assert_eq!(
        rows(vec![("end_user", party())]),
        ["{}", r#"{"end_user":{"name":"a"}}"#, "{}"]
    );
    let marked = vec![
        ("end_user", party()),
        (
            "end_user.absent",
            Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])) as ArrayRef,
        ),
    ];
    assert_eq!(
        rows(marked),
        [r#"{"end_user":null}"#, r#"{"end_user":{"name":"a"}}"#, "{}"]
    );
    let mark = vec![(
        "end_user.absent",
        Arc::new(BooleanArray::from(vec![true, false])) as ArrayRef,
    )];
    assert_eq!(rows(mark), [r#"{"end_user":null}"#, "{}"]);
    let both = vec![
        ("end_user", party()),
        (
            "end_user.absent",
            Arc::new(BooleanArray::from(vec![true; 3])) as ArrayRef,
        ),
    ];
    assert_eq!(rows(both)[1], "columns-told-twice /end_user");
    let choices = Choices {
        null_is_absent: vec!["end_user".to_owned()],
        ..Choices::default()
    };
    let all = rows_with(&batch(vec![("end_user", party())]), &choices);
    assert_eq!(
        all,
        [
            r#"{"end_user":null}"#,
            r#"{"end_user":{"name":"a"}}"#,
            r#"{"end_user":null}"#
        ]
    );
    let choices = Choices {
        null_is_absent: vec!["to".to_owned()],
        ..Choices::default()
    };
    assert_eq!(
        told(&batch(vec![("to", texts(&[None]))]), &choices)[0].code,
        "columns-never-absent"
    );
}

#[test]
fn values_may_be_told_in_part() {
    let ends = |low: &[Option<&str>], high: &[Option<&str>]| -> ArrayRef {
        Arc::new(record(vec![
            ("at_least", texts(low)),
            ("at_most", texts(high)),
        ]))
    };
    let choice = record(vec![(
        "one_of",
        Arc::new(lists(
            StringArray::from(vec!["BR", "AR"]),
            &[2, 0],
            Some(vec![true, false]),
        )),
    )]);
    let marks = record(vec![
        (
            "known",
            Arc::new(lists(
                StringArray::from(vec!["7L1"]),
                &[1, 0],
                Some(vec![true, false]),
            )),
        ),
        (
            "complete",
            Arc::new(BooleanArray::from(vec![Some(false), None])),
        ),
    ]);
    assert_eq!(
        rows(vec![
            ("date", ends(&[Some("2026-01-01"), None], &[None, None])),
            ("to", Arc::new(choice)),
            ("marks", Arc::new(marks)),
        ]),
        [
            r#"{"date":{"at_least":"2026-01-01"},"to":{"one_of":["BR","AR"]},"marks":{"known":["7L1"],"complete":false}}"#,
            "{}",
        ]
    );
}

#[test]
fn rates_are_a_map() {
    let mut builder = MapBuilder::new(None, StringBuilder::new(), Int32Builder::new());
    builder.keys().append_value("EUR/USD");
    builder.values().append_value(2);
    builder.keys().append_value("EUR/BRL");
    builder.values().append_null();
    builder.append(true).unwrap();
    builder.append(false).unwrap();
    builder.append(true).unwrap();
    assert_eq!(
        rows(vec![("rates", Arc::new(builder.finish()))]),
        [r#"{"rates":{"EUR/USD":2}}"#, "{}", r#"{"rates":{}}"#]
    );
}

#[test]
fn every_layout_of_numbers_days_and_lists() {
    let money = |amount: ArrayRef| record(vec![("amount", amount)]);
    let item = |name, array: ArrayRef| -> Vec<String> {
        let items = record(vec![(name, array)]);
        rows(vec![("items", Arc::new(lists(items, &[1], None)))])
    };
    let wide = i256::from_string("12345678901234567890123456789012345678901234").unwrap();
    let wide = Decimal256Array::from(vec![wide])
        .with_precision_and_scale(50, 3)
        .unwrap();
    assert_eq!(
        item("value", Arc::new(money(Arc::new(wide)))),
        [r#"{"items":[{"value":{"amount":"12345678901234567890123456789012345678901.234"}}]}"#]
    );
    let amounts = Decimal128Array::from(vec![125])
        .with_precision_and_scale(9, 1)
        .unwrap();
    let indirect = DictionaryArray::<Int8Type>::new(vec![0i8].into(), Arc::new(amounts));
    assert_eq!(
        item("value", Arc::new(money(Arc::new(indirect)))),
        [r#"{"items":[{"value":{"amount":12.5}}]}"#]
    );
    assert_eq!(
        item("count", Arc::new(Int64Array::from(vec![i64::MIN]))),
        [r#"{"items":[{"count":-9223372036854775808}]}"#]
    );
    assert_eq!(
        item("width", texts(&[Some("2 m")])),
        [r#"{"items":[{"width":"2 m"}]}"#]
    );

    let day = 86_400_000_000i64;
    let times = TimestampMicrosecondArray::from(vec![20513 * day, -day, 1, i64::MAX / day * day]);
    assert_eq!(
        rows(vec![("date", Arc::new(times))]),
        [
            r#"{"date":"2026-03-01"}"#,
            r#"{"date":"1969-12-31"}"#,
            "columns-day /date",
            "columns-day /date"
        ]
    );
    assert_eq!(
        rows(vec![(
            "date",
            Arc::new(Date64Array::from(vec![86_400_000]))
        )]),
        [r#"{"date":"1970-01-02"}"#]
    );
    assert_eq!(
        rows(vec![("date", Arc::new(Date32Array::from(vec![i32::MAX])))]),
        ["columns-day /date"]
    );

    let element = || Arc::new(Field::new("item", DataType::Utf8, true));
    let fixed = FixedSizeListArray::new(
        element(),
        2,
        texts(&[Some("a"), Some("b"), Some("c"), Some("d")]),
        None,
    );
    assert_eq!(
        rows(vec![("consents", Arc::new(fixed))]),
        [r#"{"consents":["a","b"]}"#, r#"{"consents":["c","d"]}"#]
    );
    let large = LargeListArray::new(
        element(),
        OffsetBuffer::from_lengths([1, 2]),
        texts(&[Some("a"), Some("b"), None]),
        None,
    );
    assert_eq!(
        rows(vec![("consents", Arc::new(large))]),
        [r#"{"consents":["a"]}"#, "columns-null-element /consents/1"]
    );
}

#[test]
fn a_dictionary_may_be_empty_or_larger_than_its_batch() {
    let none: DictionaryArray<Int8Type> = vec![None::<&str>, None].into_iter().collect();
    assert_eq!(rows(vec![("to", Arc::new(none))]), ["{}", "{}"]);
    let many: DictionaryArray<Int8Type> = vec![Some("BR"), Some("AR"), Some("IS")]
        .into_iter()
        .collect();
    let whole = batch(vec![("to", Arc::new(many) as ArrayRef)]);
    assert_eq!(
        rows_with(&whole.slice(2, 1), &Choices::default()),
        [r#"{"to":"IS"}"#]
    );
    let values = StringArray::from(vec![Some("BR"), None]);
    let null_value = DictionaryArray::<Int8Type>::new(vec![1i8, 0].into(), Arc::new(values));
    assert_eq!(
        rows(vec![("to", Arc::new(null_value))]),
        ["{}", r#"{"to":"BR"}"#]
    );
}

#[test]
fn all_mistakes_of_the_columns_at_once() {
    let structure = |fields: Vec<Field>| DataType::Struct(Fields::from(fields));
    let field = |name: &str, data: DataType| Field::new(name, data, true);
    let items = structure(vec![
        field("code", DataType::Binary),
        field("vlaue", DataType::Utf8),
        field(
            "value",
            structure(vec![
                field("amount", DataType::Float64),
                field("curency", DataType::Utf8),
            ]),
        ),
        field("width", DataType::Decimal128(9, 2)),
        field("count.absent", DataType::Boolean),
        field("code.absent", DataType::Utf8),
    ]);
    let schema = Schema::new(vec![
        field("destination", DataType::Utf8),
        field(
            "date",
            DataType::Timestamp(TimeUnit::Second, Some("UTC".into())),
        ),
        field("fragile", DataType::Utf8),
        field("to", DataType::Int32),
        field("to", DataType::Utf8),
        field("end_user", DataType::Utf8),
        field("marks", DataType::Utf8),
        field("rates", DataType::Utf8),
        Field::new_list("items", Arc::new(field("item", items)), true),
    ]);
    let told: Vec<String> = planned(&schema, &Choices::default())
        .unwrap_err()
        .told
        .iter()
        .map(|d| format!("{}: {} ({})", d.code, d.message, d.help.as_deref().unwrap()))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
    let choices = Choices {
        ignore: [
            "destination",
            "date",
            "fragile",
            "to",
            "end_user",
            "marks",
            "rates",
            "items",
        ]
        .map(str::to_owned)
        .to_vec(),
        ..Choices::default()
    };
    assert!(planned(&schema, &choices).is_ok());
}

#[test]
fn depth_has_a_limit() {
    let mut data = DataType::Struct(Fields::from(vec![Field::new(
        "count",
        DataType::Int32,
        true,
    )]));
    for _ in 0..300 {
        data = DataType::Struct(Fields::from(vec![Field::new_list(
            "parts",
            Arc::new(Field::new("item", data, true)),
            true,
        )]));
    }
    let schema = Schema::new(vec![Field::new_list(
        "items",
        Arc::new(Field::new("item", data, true)),
        true,
    )]);
    let told = planned(&schema, &Choices::default()).unwrap_err().told;
    assert_eq!((told.len(), told[0].code), (1, "columns-place-form"));
}

#[test]
fn a_row_has_a_limit_of_bytes() {
    let long = "x".repeat(1 << 16);
    assert_eq!(
        rows(vec![("id", texts(&[Some("1"), Some(&long), Some("2")]))]),
        [r#"{"id":"1"}"#, "columns-row-too-large ", r#"{"id":"2"}"#]
    );
}

#[test]
fn a_batch_of_another_schema_is_told() {
    let one = batch(vec![(
        "items",
        Arc::new(lists(
            record(vec![("count", Arc::new(Int64Array::from(vec![1])))]),
            &[1],
            None,
        )) as ArrayRef,
    )]);
    let other = batch(vec![("items", texts(&[Some("1")]))]);
    let reading = planned(&one.schema(), &Choices::default()).unwrap();
    assert!(reading.is_of(&one.schema()) && !reading.is_of(&other.schema()));
    assert_eq!(
        reading
            .rows(&other, 100, &mut Vec::new(), |_| ())
            .unwrap_err()
            .code,
        "columns-type"
    );
    let floats = batch(vec![(
        "fragile",
        Arc::new(Float64Array::from(vec![1.0])) as ArrayRef,
    )]);
    let reading = planned(
        &batch(vec![(
            "fragile",
            Arc::new(BooleanArray::from(vec![true])) as ArrayRef,
        )])
        .schema(),
        &Choices::default(),
    )
    .unwrap();
    assert!(reading.rows(&floats, 100, &mut Vec::new(), |_| ()).is_err());
}
