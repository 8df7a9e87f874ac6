//! What can be wrong with a run over many cases. None of it has a place in a text.

use crate::diag::{Diagnostic, Severity};

/// Codes of this room, each with what it says.
pub const CODES: &[(&str, &str)] = &[
    (
        "screen-duplicate-ids",
        "rows bear an id that a row before them bears",
    ),
    (
        "screen-explain-form",
        "`--explain-at` is asked for with rows that cannot hold a decision",
    ),
    (
        "screen-nothing-to-resume",
        "`--resume` finds no run that was broken off",
    ),
    (
        "screen-output-form",
        "the name of the output does not say in which form rows are to be written",
    ),
    (
        "screen-output-is-input",
        "a file would be written that is read, or written twice",
    ),
    (
        "screen-resume-asked",
        "the run to be resumed was asked something else",
    ),
    (
        "screen-resume-form",
        "`--resume` is asked for with an output that cannot be gone on with",
    ),
    (
        "screen-resume-input",
        "the rows that the run to be resumed had read are not there any more",
    ),
    (
        "screen-resume-output",
        "what the run to be resumed had written is not there any more",
    ),
    (
        "screen-resume-policies",
        "the run to be resumed had other policies",
    ),
    ("screen-row-too-large", "a row has more than 16 MiB"),
    (
        "screen-rows-lost",
        "fewer or more rows came out than went in: a defect of the program",
    ),
    (
        "screen-without-parquet",
        "Parquet is asked of a program that was built without it",
    ),
    ("screen-write-failed", "a result cannot be written"),
];

fn placeless(code: &'static str, message: String, help: impl Into<String>) -> Diagnostic {
    Diagnostic {
        code,
        severity: Severity::Error,
        message,
        help: Some(help.into()),
        pointer: None,
        labels: Vec::new(),
    }
}

/// A row beyond the limit.
pub fn row_too_large(source: &str, line: u64, bytes: u64) -> Diagnostic {
    placeless(
        "screen-row-too-large",
        format!("row {line} of `{source}` has {bytes} bytes; more than 16 MiB are not read"),
        "look for a line end that was lost; ask a case of that size with `licit decide`",
    )
}

/// Two files that are one.
pub fn output_is_input(output: &str, other: &str) -> Diagnostic {
    let message = if output == other {
        format!("`{output}` would be written while it is read or written otherwise")
    } else {
        format!("`{output}` would be written, and is the same file as `{other}`")
    };
    placeless(
        "screen-output-is-input",
        message,
        "name another file behind `--out` or `--rejects`",
    )
}

/// A form that the name does not tell.
pub fn output_form(output: &str) -> Diagnostic {
    placeless(
        "screen-output-form",
        format!("the name `{output}` does not say in which form rows are to be written"),
        "end it in `.jsonl`, `.ndjson`, `.csv` or `.parquet`, or say `--format jsonl`, `--format csv` or `--format parquet`",
    )
}

/// Decisions in cells.
pub fn explain_form() -> Diagnostic {
    placeless(
        "screen-explain-form",
        "`--explain-at` adds whole decisions, which only JSON Lines can hold".to_owned(),
        "let `--out` end in `.jsonl`, or leave `--explain-at` out and explain single cases with `licit decide`",
    )
}

/// A file that cannot be written; `resumable` where the run can go on from what is there.
pub fn write_failed(path: &str, why: &str, resumable: bool) -> Diagnostic {
    placeless(
        "screen-write-failed",
        format!("`{path}` cannot be written: {why}"),
        if resumable {
            "what is finished is kept: make room, then give the same command with `--resume`"
        } else {
            "name a file that can be written, on a disk with room"
        },
    )
}

/// No journal.
pub fn nothing_to_resume(output: &str) -> Diagnostic {
    placeless(
        "screen-nothing-to-resume",
        format!("no run to `{output}` was broken off"),
        "leave `--resume` out to begin one",
    )
}

/// `--resume` with an output that cannot be gone on with.
pub fn resume_form() -> Diagnostic {
    placeless(
        "screen-resume-form",
        "a Parquet file cannot be gone on with: what is in it is told only at its end".to_owned(),
        "leave `--resume` out, or write JSON Lines or CSV, which can",
    )
}

/// Parquet asked of a program that was built without it.
#[cfg(not(feature = "parquet"))]
pub fn without_parquet(path: &str) -> Diagnostic {
    placeless(
        "screen-without-parquet",
        format!("`{path}` is Parquet, and this program was built without it"),
        "install it with `cargo install --path . --features parquet`, or use JSON Lines or CSV",
    )
}

/// The journal was written under other policies.
pub fn other_policies() -> Diagnostic {
    placeless(
        "screen-resume-policies",
        "the policies are not those that the run was begun with".to_owned(),
        "leave `--resume` out to decide all rows by the policies of today",
    )
}

/// Something else was asked.
pub fn other_question(what: &str) -> Diagnostic {
    placeless(
        "screen-resume-asked",
        format!("{what} is not what the run was begun with"),
        "give the command as it was and add `--resume`, or leave `--resume` out to begin anew",
    )
}

/// Other rows.
pub fn other_input(source: &str) -> Diagnostic {
    placeless(
        "screen-resume-input",
        format!("`{source}` does not begin with the rows that were read"),
        "bring the file back, or leave `--resume` out to begin anew",
    )
}

/// The unfinished output is gone or altered.
pub fn other_output(path: &str) -> Diagnostic {
    placeless(
        "screen-resume-output",
        format!("`{path}` does not hold what was written"),
        "leave `--resume` out to begin anew",
    )
}

/// Rows in are not rows out.
pub fn rows_lost(rows: u64, told: u64) -> Diagnostic {
    placeless(
        "screen-rows-lost",
        format!("{rows} rows came in, and {told} were decided or rejected"),
        "do not use these results, and please report this defect",
    )
}

/// The program failed.
pub fn broke() -> Diagnostic {
    placeless(
        "screen-rows-lost",
        "the program failed at a row, which is a defect".to_owned(),
        "please report what stands above; `licit decide` tells which row it is",
    )
}

/// Ids that stand twice.
pub fn duplicate_ids(rows: u64, named: &[String]) -> Diagnostic {
    let names: Vec<String> = named.iter().map(|id| format!("`{id}`")).collect();
    let count = if rows == 1 {
        "one row bears".to_owned()
    } else {
        format!("{rows} rows bear")
    };
    Diagnostic {
        severity: Severity::Warning,
        ..placeless(
            "screen-duplicate-ids",
            format!(
                "{count} an id that a row before them bears, such as {}",
                names.join(", ")
            ),
            "results are in the order of the rows; look whether cases were written twice",
        )
    }
}
