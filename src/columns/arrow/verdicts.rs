//! Verdict rows → a record batch: a column for each key of a row, in the order of its JSON.

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, ListBuilder, StringBuilder, StringDictionaryBuilder,
    StructBuilder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};

use crate::screen::{Row, RowDuty};

/// Outcomes come again and again.
fn outcome() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

fn element(data: DataType) -> Arc<Field> {
    Arc::new(Field::new("item", data, false))
}

/// The columns of a duty. `by` and `subject` may be null.
fn duty() -> Fields {
    let text = |name, nullable| Field::new(name, DataType::Utf8, nullable);
    vec![
        text("who", false),
        text("what", false),
        text("by", true),
        text("state", false),
        Field::new("certain", DataType::Boolean, false),
        text("rule", false),
        text("subject", true),
    ]
    .into()
}

static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let list = |name, data| Field::new(name, DataType::List(element(data)), false);
    Arc::new(Schema::new(vec![
        Field::new("id", DataType::Utf8, false),
        Field::new("verdict", outcome(), true),
        Field::new("determined", DataType::Boolean, false),
        Field::new("mildest", outcome(), false),
        Field::new("strictest", outcome(), false),
        list("rules", DataType::Utf8),
        list("may", DataType::Utf8),
        Field::new("latent", outcome(), true),
        Field::new("latent_mildest", outcome(), true),
        Field::new("latent_strictest", outcome(), true),
        list("duties", DataType::Struct(duty())),
        list("missing", DataType::Utf8),
    ]))
});

/// The schema of verdict rows.
pub fn schema() -> SchemaRef {
    Arc::clone(&SCHEMA)
}

/// A batch of rows.
pub fn batch<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Result<RecordBatch, ArrowError> {
    let outcomes = StringDictionaryBuilder::<Int32Type>::new;
    let names = || ListBuilder::new(StringBuilder::new()).with_field(element(DataType::Utf8));
    let mut id = StringBuilder::new();
    let mut determined = BooleanBuilder::new();
    let (mut verdict, mut mildest, mut strictest) = (outcomes(), outcomes(), outcomes());
    let (mut latent, mut low, mut high) = (outcomes(), outcomes(), outcomes());
    let (mut rules, mut may, mut missing) = (names(), names(), names());
    let mut duties = ListBuilder::new(StructBuilder::from_fields(duty(), 0))
        .with_field(element(DataType::Struct(duty())));
    for row in rows {
        id.append_value(&row.id);
        determined.append_value(row.determined);
        let told = row.latent.as_ref();
        let open = told.filter(|latent| latent.verdict.is_none());
        for (column, value) in [
            (&mut verdict, row.verdict.as_ref()),
            (&mut mildest, Some(&row.mildest)),
            (&mut strictest, Some(&row.strictest)),
            (&mut latent, told.and_then(|latent| latent.verdict.as_ref())),
            (&mut low, open.map(|latent| &latent.mildest)),
            (&mut high, open.map(|latent| &latent.strictest)),
        ] {
            column.append_option(value);
        }
        append(&mut rules, row.rules.iter().map(AsRef::as_ref));
        append(&mut may, row.may.iter().map(AsRef::as_ref));
        append(&mut missing, row.missing.iter().map(String::as_str));
        for duty in &row.duties {
            append_duty(duties.values(), duty);
        }
        duties.append(true);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(id.finish()),
        Arc::new(verdict.finish()),
        Arc::new(determined.finish()),
        Arc::new(mildest.finish()),
        Arc::new(strictest.finish()),
        Arc::new(rules.finish()),
        Arc::new(may.finish()),
        Arc::new(latent.finish()),
        Arc::new(low.finish()),
        Arc::new(high.finish()),
        Arc::new(duties.finish()),
        Arc::new(missing.finish()),
    ];
    RecordBatch::try_new(schema(), columns)
}

fn append<'a>(list: &mut ListBuilder<StringBuilder>, names: impl Iterator<Item = &'a str>) {
    names.for_each(|name| list.values().append_value(name));
    list.append(true);
}

fn append_duty(builder: &mut StructBuilder, duty: &RowDuty) {
    let subject = Some(duty.subject.as_str()).filter(|subject| !subject.is_empty());
    let texts = [
        (0, Some(&*duty.who)),
        (1, Some(&*duty.what)),
        (2, duty.by.as_deref()),
        (3, Some(&*duty.state)),
        (5, Some(&*duty.rule)),
        (6, subject),
    ];
    for (column, text) in texts {
        if let Some(builder) = builder.field_builder::<StringBuilder>(column) {
            builder.append_option(text);
        }
    }
    if let Some(builder) = builder.field_builder::<BooleanBuilder>(4) {
        builder.append_value(duty.certain);
    }
    debug_assert!(
        builder
            .field_builders()
            .iter()
            .all(|b| b.len() > builder.len())
    );
    builder.append(true);
}
