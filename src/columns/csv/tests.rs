//! Tables against one invented schema.

use super::Cases;
use crate::columns::Choices;
use crate::columns::tests::program;
use crate::diag::{Diagnostic, Sink};
use crate::source::SourceMap;

fn opened(csv: &[u8]) -> Result<Cases<&[u8]>, Vec<Diagnostic>> {
    let mut sink = Sink::new();
    let file = SourceMap::new().next_id();
    let opened = Cases::open(
        program(),
        &Choices::default(),
        file,
        csv,
        1 << 16,
        &mut sink,
    )
    .unwrap();
    opened.cases.ok_or_else(|| sink.into_sorted())
}

/// Each row's case, or the code of what is wrong with it.
fn rows(csv: &[u8]) -> Vec<String> {
    let mut cases = opened(csv).unwrap_or_else(|told| panic!("{told:#?}"));
    let mut all = Vec::new();
    loop {
        let mut out = b"before".to_vec();
        let Some((_, written)) = cases.next(&mut out).unwrap() else {
            return all;
        };
        let text = String::from_utf8(out).unwrap();
        let case = text.strip_prefix("before").unwrap().to_owned();
        all.push(match written {
            Ok(()) => case,
            Err(mistake) => {
                assert_eq!(case, "", "what is refused leaves nothing behind");
                mistake.code.to_owned()
            }
        });
    }
}

fn row(csv: &str) -> String {
    let all = rows(csv.as_bytes());
    assert_eq!(all.len(), 1, "{all:#?}");
    all.into_iter().next().unwrap()
}

/// What is told of column names: code, names spanned, help.
fn told(header: &str) -> Vec<String> {
    let Err(told) = opened(header.as_bytes()) else {
        return Vec::new();
    };
    told.iter()
        .map(|d| {
            let span = d.labels[0].span;
            let place = header.get(span.start as usize..span.end as usize);
            format!(
                "{} {}: {} ({})",
                d.code,
                place.unwrap(),
                d.message,
                d.help.as_deref().unwrap()
            )
        })
        .collect()
}

#[test]
fn names_are_places() {
    let csv = "id,date,to,end_user.name,items[0].code,items[0].value.amount,items[0].value.currency,items.parts[1].code,items.parts[0].width,fragile\n\
               7,2026-03-01,BR,\"A \"\"B\"\" \",7L101,400,EUR,7L1,2 m,TRUE\n";
    assert_eq!(
        row(csv),
        r#"{"id":"7","date":"2026-03-01","to":"BR","end_user":{"name":"A \"B\" "},"items":[{"code":"7L101","value":{"amount":"400","currency":"EUR"},"parts":[{"width":"2 m"},{"code":"7L1"}]}],"fragile":true}"#
    );
}

#[test]
fn what_is_not_told_is_left_out() {
    let csv = "to,end_user,end_user.name,items[0].count,items[1].count,items[2].count\n\
               ,,,,,\n\
               BR,null,,1,,\n\
               ,,x,,2,\n\
               ,{},,1,2,3\n";
    assert_eq!(
        rows(csv.as_bytes()),
        [
            "{}",
            r#"{"to":"BR","end_user":null,"items":[{"count":"1"}]}"#,
            r#"{"end_user":{"name":"x"},"items":[{},{"count":"2"}]}"#,
            r#"{"end_user":{},"items":[{"count":"1"},{"count":"2"},{"count":"3"}]}"#,
        ]
    );
}

#[test]
fn lists_stand_in_one_cell_or_in_several() {
    assert_eq!(
        row("consents,marks\na; b;,[]\n"),
        r#"{"consents":["a","b"],"marks":[]}"#
    );
    assert_eq!(
        row("marks[0],marks[1],marks[2]\n,7L1,\n"),
        r#"{"marks":["7L1"]}"#
    );
    assert_eq!(
        row("marks,marks.complete,items[0].count,items.complete\n7L1,false,,False\n"),
        r#"{"marks":{"known":["7L1"],"complete":false},"items":{"known":[],"complete":false}}"#
    );
    assert_eq!(
        row("items[0].complete\ntrue\n"),
        r#"{"items":[{"complete":true}]}"#
    );
    let json = "items,consents\n\"[{\"\"count\"\": 3}]\",\"{\"\"known\"\": [], \"\"complete\"\": false}\"\n";
    assert_eq!(
        row(json),
        r#"{"items":[{"count": 3}],"consents":{"known": [], "complete": false}}"#
    );
}

#[test]
fn values_may_be_told_in_part() {
    assert_eq!(
        row(
            "date.at_least,date.at_most,end_user.use.one_of,items.value.amount.at_most\n2026-01-01,,civil;arms,90\n"
        ),
        r#"{"date":{"at_least":"2026-01-01"},"end_user":{"use":{"one_of":["civil","arms"]}},"items":[{"value":{"amount":{"at_most":"90"}}}]}"#
    );
    assert_eq!(
        row(
            "items.value,items.width,rates.EUR/USD\n400 EUR,\"{\"\"at_most\"\": \"\"2 m\"\"}\",1.08\n"
        ),
        r#"{"items":[{"value":{"amount":"400","currency":"EUR"},"width":{"at_most": "2 m"}}],"rates":{"EUR/USD":"1.08"}}"#
    );
}

#[test]
fn a_row_with_a_mistake_is_refused_alone() {
    let csv = "id,to,end_user,end_user.name\n\
               1,BR\n\
               2,BR,,,\n\
               3,BR,{},x\n\
               4,BR,\"{\"\"name\"\": 1}, \"\"to\"\": 2\",\n\
               5,\"B\"R,,\n\
               6,BR,,\n\
               7,\"BR,,\n";
    assert_eq!(
        rows(csv.as_bytes()),
        [
            "columns-row-width",
            "columns-row-width",
            "columns-told-twice",
            "columns-cell-json",
            "columns-quote",
            r#"{"id":"6","to":"BR"}"#,
            "columns-quote-open",
        ]
    );
    assert_eq!(
        rows(b"id,to\n\xff,BR\n\xc3,\xa9\n1,BR\n"),
        [
            "columns-not-utf8",
            "columns-not-utf8",
            r#"{"id":"1","to":"BR"}"#
        ]
    );
    let large = format!("id,to\n{},BR\n1,BR\n", "x".repeat(1 << 17));
    assert_eq!(
        rows(large.as_bytes()),
        ["columns-row-too-large", r#"{"id":"1","to":"BR"}"#]
    );
}

#[test]
fn all_mistakes_of_the_names_at_once() {
    assert_eq!(
        told(
            "Id,end_user.nmae,items[x].code,to[0],id,items.count,items[0].count,,rates.EUR/XXY,to.country,end_user.share.at_mots,qqqqqq"
        ),
        [
            "columns-unknown Id: no place of the facts is called `Id` (did you mean `id`?)",
            "columns-unknown end_user.nmae: no place of the facts is called `end_user.nmae` (did you mean `end_user.name`?)",
            "columns-place-form items[x].code: `items[x].code` is not written as a place: an element is named by its number from 0, in brackets: `[0]` (write it as decisions do: `items[0].parts[1].value.amount`)",
            "columns-place-form to[0]: `to[0]` is not written as a place: `to` is no list, and has no elements (write it as decisions do: `items[0].parts[1].value.amount`)",
            "columns-doubled items[0].count: `items[0].count` is the same place as `items.count` (take one of the two out)",
            "columns-unknown : column 8 has no name (name the place that it tells, or take the column out)",
            "columns-unknown rates.EUR/XXY: no place of the facts is called `rates.EUR/XXY` (`rates` has `EUR/USD`)",
            "columns-unknown to.country: no place of the facts is called `to.country` (`to` has `one_of`)",
            "columns-unknown end_user.share.at_mots: no place of the facts is called `end_user.share.at_mots` (did you mean `end_user.share.at_most`?)",
            "columns-unknown qqqqqq: no place of the facts is called `qqqqqq` (the schema has `id`, `date`, `to`, `consents`, `marks`, `end_user`, `items`, `rates`, `fragile`; take the column out, or leave it out when reading)",
        ]
    );
    assert_eq!(told("id,items[0].count,items[2].code").len(), 1);
    assert!(told("id,items[0].count,items[2].code")[0].starts_with("columns-gap items[2].code: "));
    assert!(told("id;to")[0].contains("semicolons"));
    assert!(told("")[0].starts_with("columns-empty"));
    assert!(told("items[10000].count")[0].starts_with("columns-place-form"));
    assert!(told(&format!("items{}", ".parts".repeat(70)))[0].contains("too deep"));
    assert_eq!(told("items[0].code,items[1].code"), Vec::<String>::new());
    assert_eq!(
        opened(b"id,\xff\xfe\n").err().unwrap()[0].code,
        "columns-not-utf8"
    );
}

#[test]
fn pointers_are_columns() {
    let csv = b"id,end_user,end_user.name,items[0].value,items[1].value.amount,items[1].count,rates.EUR/USD,marks,items.complete\n";
    let cases = opened(csv).unwrap();
    for (pointer, column) in [
        ("/id", "id"),
        ("/end_user", "end_user"),
        ("/end_user/name", "end_user.name"),
        ("/end_user/share", "end_user"),
        ("/items/0/value/amount", "items[0].value"),
        ("/items/1/value/amount", "items[1].value.amount"),
        ("/items/known/1/count", "items[1].count"),
        ("/items/complete", "items.complete"),
        ("/items/1", "items[1].value.amount"),
        ("/rates/EUR~1USD", "rates.EUR/USD"),
        ("/marks/3", "marks"),
    ] {
        assert_eq!(cases.header().column_of(pointer), Some(column), "{pointer}");
    }
    assert_eq!(cases.header().column_of("/to"), None, "no column tells it");
}

#[test]
fn columns_are_ignored_or_say_by_their_emptiness_that_there_is_none() {
    let mut sink = Sink::new();
    let file = SourceMap::new().next_id();
    let choices = |ignore: &[&str], absent: &[&str]| Choices {
        ignore: ignore.iter().map(|name| (*name).to_owned()).collect(),
        null_is_absent: absent.iter().map(|name| (*name).to_owned()).collect(),
    };
    let csv = "id,remarks,end_user.name,items[0].code,items[0].count,items[1].code,items[1].count\n\
               1,x,,,1,,\n\
               2,x,a,7L1,1,,2\n\
               ,,,,,,\n";
    let said = choices(&["remarks"], &["end_user", "items.code"]);
    let opened = Cases::open(program(), &said, file, csv.as_bytes(), 1 << 16, &mut sink).unwrap();
    let (mut cases, mut out) = (opened.cases.unwrap(), Vec::new());
    while let Some((_, written)) = cases.next(&mut out).unwrap() {
        written.unwrap();
        out.push(b'\n');
    }
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "{\"id\":\"1\",\"end_user\":null,\"items\":[{\"code\":null,\"count\":\"1\"}]}\n\
         {\"id\":\"2\",\"end_user\":{\"name\":\"a\"},\"items\":[{\"code\":\"7L1\",\"count\":\"1\"},{\"code\":null,\"count\":\"2\"}]}\n\
         {}\n"
    );
    let said = choices(&[], &["to", "end_usr"]);
    assert!(
        Cases::open(program(), &said, file, &b"id\n"[..], 1 << 16, &mut sink)
            .unwrap()
            .cases
            .is_none()
    );
    let codes: Vec<_> = sink.into_sorted().iter().map(|told| told.code).collect();
    assert_eq!(codes, ["columns-never-absent", "columns-unknown"]);
}
