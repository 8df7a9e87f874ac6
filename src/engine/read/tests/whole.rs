//! Whole texts: blanks, order of keys, the store used again, depth and length.

use super::forms::kit;
use super::{Kit, Read, of_text};

#[test]
fn whole_texts() {
    let kit = kit();
    let mut store = kit.store();
    for (text, due) in [
        ("{}", Read::Done),
        (" \t\r\n{ } \n", Read::Done),
        ("{} {}", Read::Odd),
        ("{}x", Read::Odd),
        ("", Read::Odd),
        ("[]", Read::Odd),
        ("null", Read::Odd),
        ("\u{FEFF}{}", Read::Odd),
        ("{}\u{0}", Read::Odd),
        (r#"{"id":"a","date":"2031-01-01"}"#, Read::Done),
        (r#"{ "id" : "a" , "date" : "2031-01-01" }"#, Read::Done),
        (
            "{\"id\": \"a\",\n \"date\": \"2031-01-01\",\n \"a_field_with_a_name_longer_than_sixteen_bytes\": 7}",
            Read::Done,
        ),
        (
            r#"{"a_field_with_a_name_longer_than_sixteen_byteS":7}"#,
            Read::Odd,
        ),
        (
            r#"{"a_field_with_a_name_longer_than_sixteen_bytes" :7}"#,
            Read::Done,
        ),
        (r#"{"date":"2031-01-01","id":"a"}"#, Read::Done),
        (r#"{"id":"a","date":"2031-01-01","id":"a"}"#, Read::Odd),
        (r#",{}"#, Read::Odd),
        (r#"{,}"#, Read::Odd),
        (r#"{,"id":"a"}"#, Read::Odd),
        (r#"{{"id":"a"}}"#, Read::Odd),
        (r#"{"id":"a"{"date":"2031-01-01"}}"#, Read::Odd),
    ] {
        assert_eq!(kit.read(text.as_bytes(), &mut store), due, "{text}");
    }
    assert_eq!(kit.reader.read(b"{\"id\":\"\xff\"}", &mut store), Read::Odd);
}

#[test]
fn the_same_store_serves_many_cases_in_any_order_of_keys() {
    let kit = kit();
    let mut store = kit.store();
    let texts = [
        r#"{"id":"b","crates":[{"pieces":1,"weight":2},{"weight":2,"pieces":1},{"pieces":1,"code":"2B100"}]}"#,
        r#"{"crates":[{"weight":2,"pieces":1},{"weight":2,"pieces":1}],"id":"c"}"#,
        r#"{"id":"\n"}"#,
        r#"{}"#,
    ];
    for round in 0..3 {
        for (number, text) in texts.iter().enumerate() {
            let due = if number == 2 { Read::Odd } else { Read::Done };
            assert_eq!(
                kit.read(text.as_bytes(), &mut store),
                due,
                "{round}: {text}"
            );
        }
    }
    assert_eq!(store.id, None);
}

#[test]
fn depth_and_length_cost_no_more_than_their_bytes() {
    let kit = kit();
    let mut store = kit.store();
    let deep = format!(
        "{{\"crates\":[{}{{\"pieces\":1}}{}]}}",
        "{\"crates\":[".repeat(1000),
        "]}".repeat(1000)
    );
    assert_eq!(kit.read(deep.as_bytes(), &mut store), Read::Done);
    let boss = format!(
        "{{\"sender\":{}{{}}{}}}",
        "{\"boss\":".repeat(1000),
        "}".repeat(1000)
    );
    assert_eq!(kit.read(boss.as_bytes(), &mut store), Read::Done);
    let long = format!("{{\"crates\":[{}{{}}]}}", "{\"pieces\":7},".repeat(100_000));
    assert_eq!(kit.reader.read(long.as_bytes(), &mut store), Read::Done);
    let too_deep = "{\"crates\":[".repeat(200_000);
    assert_eq!(kit.reader.read(too_deep.as_bytes(), &mut store), Read::Odd);
    let closed = format!(
        "{{\"crates\":[{}{}]}}",
        "{\"crates\":[".repeat(60_000),
        "]}".repeat(60_000)
    );
    assert_eq!(kit.read(closed.as_bytes(), &mut store), Read::Odd);
    let too_many = format!("{{\"crates\":[{}{{}}]}}", "{},".repeat(1_000_000));
    assert_eq!(kit.read(too_many.as_bytes(), &mut store), Read::Odd);
}

#[test]
fn records_of_many_fields() {
    let fields: String = (0..130).map(|n| format!("f{n} : Int  ")).collect();
    let policy = format!(
        "facts order : Order on date\nscale export main {{ free  needed }}\nrecord Order {{ date : Date  of : Wide }}\nrecord Wide {{ {fields} }}\n"
    );
    let kit = Kit::whole(of_text(&policy));
    let mut store = kit.store();
    for (inside, due) in [
        (
            "\"f0\":0,\"f65\":65,\"f63\":63,\"f127\":127,\"f6\":6,\"f70\":70",
            Read::Done,
        ),
        ("\"f6\":1,\"f6\":1", Read::Odd),
        ("\"f70\":1,\"f6\":1,\"f70\":1", Read::Odd),
        ("\"f127\":1,\"f127\":1", Read::Odd),
        // More than there are bits for.
        ("\"f128\":1", Read::Odd),
    ] {
        let text = format!("{{\"of\":{{{inside}}}}}");
        assert_eq!(kit.read(text.as_bytes(), &mut store), due, "{text}");
    }
}
