//! A row as a line of JSON. Written by hand: the order of the keys is promised, and a row is written a million times.

use std::sync::Arc;

use super::row::{Row, RowDuty};
use crate::report;

/// Appends the row as one line of JSON, with its line end.
pub fn json(row: &Row, out: &mut Vec<u8>) {
    push(out, "{\"id\":");
    quoted(&row.id, out);
    push(out, ",\"verdict\":");
    optional(row.verdict.as_deref(), out);
    push(out, ",\"determined\":");
    push(out, truth(row.determined));
    push(out, ",\"mildest\":");
    quoted(&row.mildest, out);
    push(out, ",\"strictest\":");
    quoted(&row.strictest, out);
    push(out, ",\"rules\":");
    names(&row.rules, out);
    if !row.may.is_empty() {
        push(out, ",\"may\":");
        names(&row.may, out);
    }
    let latent = row.latent.as_ref();
    push(out, ",\"latent\":");
    optional(latent.and_then(|latent| latent.verdict.as_deref()), out);
    if let Some(open) = latent.filter(|latent| latent.verdict.is_none()) {
        push(out, ",\"latent_mildest\":");
        quoted(&open.mildest, out);
        push(out, ",\"latent_strictest\":");
        quoted(&open.strictest, out);
    }
    push(out, ",\"duties\":");
    list(&row.duties, out, duty);
    push(out, ",\"missing\":");
    list(&row.missing, out, |path, out| quoted(path, out));
    if let Some(decision) = &row.decision {
        push(out, ",\"decision\":");
        push(out, &report::json(decision, true));
    }
    push(out, "}\n");
}

fn duty(duty: &RowDuty, out: &mut Vec<u8>) {
    push(out, "{\"who\":");
    quoted(&duty.who, out);
    push(out, ",\"what\":");
    quoted(&duty.what, out);
    push(out, ",\"by\":");
    optional(duty.by.as_deref(), out);
    push(out, ",\"state\":");
    quoted(&duty.state, out);
    push(out, ",\"certain\":");
    push(out, truth(duty.certain));
    push(out, ",\"rule\":");
    quoted(&duty.rule, out);
    if !duty.subject.is_empty() {
        push(out, ",\"subject\":");
        quoted(&duty.subject, out);
    }
    push(out, "}");
}

fn names(names: &[Arc<str>], out: &mut Vec<u8>) {
    list(names, out, |name, out| quoted(name, out));
}

fn list<T>(all: &[T], out: &mut Vec<u8>, mut one: impl FnMut(&T, &mut Vec<u8>)) {
    for (i, element) in all.iter().enumerate() {
        push(out, if i == 0 { "[" } else { "," });
        one(element, out);
    }
    push(out, if all.is_empty() { "[]" } else { "]" });
}

fn optional(text: Option<&str>, out: &mut Vec<u8>) {
    match text {
        Some(text) => quoted(text, out),
        None => push(out, "null"),
    }
}

/// Appends a text as JSON writes it.
fn quoted(text: &str, out: &mut Vec<u8>) {
    let plain = |b: &u8| *b >= b' ' && *b != b'"' && *b != b'\\';
    if text.as_bytes().iter().all(plain) {
        push(out, "\"");
        push(out, text);
        push(out, "\"");
    } else {
        push(out, &serde_json::Value::from(text).to_string());
    }
}

fn truth(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}

fn push(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}
