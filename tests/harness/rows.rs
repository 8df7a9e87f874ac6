//! Tables: a line for each row, or what refuses the file.

use licit::{ColumnChoices, Decision, Diagnostics, Options, Policy};

/// `error: code` for what is refused, the columns or a row; else the row's outcome.
pub fn lines(options: &Options, csv: &str, checked: &Result<Policy, Diagnostics>) -> String {
    let mut lines = Vec::new();
    let mut refused = |diagnostics: &Diagnostics| {
        lines.extend(
            diagnostics
                .iter()
                .map(|told| format!("error: {}", told.code)),
        );
    };
    let policy = match checked {
        Ok(policy) => policy,
        Err(diagnostics) => {
            refused(diagnostics);
            return lines.join("\n");
        }
    };
    let mut cases = match policy
        .csv_cases("cases.csv", csv.as_bytes(), &ColumnChoices::new())
        .expect("bytes can be read")
    {
        Ok(cases) => cases,
        Err(diagnostics) => {
            refused(&diagnostics);
            return lines.join("\n");
        }
    };
    let mut case = Vec::new();
    while let Some(row) = cases.next_case(&mut case).expect("bytes can be read") {
        let decided = match row.refused {
            Some(diagnostics) => Err(diagnostics),
            None => policy.decide(&case, options),
        };
        match decided {
            Ok(decision) => lines.push(outcome(&decision)),
            Err(told) => lines.extend(told.iter().map(|told| format!("error: {}", told.code))),
        }
        case.clear();
    }
    lines.join("\n")
}

fn outcome(decision: &Decision) -> String {
    match &decision.verdict {
        Some(verdict) => format!("verdict: {verdict}"),
        None => format!(
            "range: {} to {}",
            decision.range.mildest, decision.range.strictest
        ),
    }
}
