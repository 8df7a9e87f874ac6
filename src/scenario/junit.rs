//! Results as JUnit XML, the shape that build servers read: `testsuites`, `testsuite`, `testcase`, `failure`.

use super::{CaseResult, Results, Suites};

/// One suite a file, in the order of the files.
pub fn xml(results: &Results, more: &[Suites]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (tests, failures) = more.iter().fold((0, 0), |(tests, failures), suites| {
        (tests + suites.tests, failures + suites.failures)
    });
    out.push_str(&format!(
        "<testsuites name=\"licit\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
        results.cases.len() + tests,
        results.failed() + failures
    ));
    for suite in results.cases.chunk_by(|a, b| a.file == b.file) {
        let name = suite.first().map_or("", |case| &case.file);
        let failed = suite.iter().filter(|case| !case.passed).count();
        let head = format!(
            "tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\"",
            suite.len()
        );
        out.push_str(&format!("  <testsuite name=\"{}\" {head}>\n", escape(name)));
        suite.iter().for_each(|case| test_case(&mut out, case));
        out.push_str("  </testsuite>\n");
    }
    more.iter().for_each(|suites| out.push_str(&suites.xml));
    out.push_str("</testsuites>\n");
    out
}

fn test_case(out: &mut String, case: &CaseResult) {
    let name = match &case.case {
        Some(row) => format!("{}: {row}", case.scenario),
        None => case.scenario.clone(),
    };
    let place = format!("file=\"{}\" line=\"{}\"", escape(&case.file), case.line);
    out.push_str(&format!(
        "    <testcase name=\"{}\" classname=\"{}\" {place}",
        escape(&name),
        escape(&case.file)
    ));
    if case.passed {
        out.push_str("/>\n");
        return;
    }
    let message = case.failures.join("; ");
    let body = format!("{}\n\n{}", case.failures.join("\n"), case.derivation);
    out.push_str(&format!(
        ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
        escape(&message),
        escape(&body)
    ));
}

/// XML 1.0 has no way to write most control characters, so they are replaced.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_with_what_differed() {
        let case = |passed: bool, row: Option<&str>| CaseResult {
            file: "policies/n1.licit".to_owned(),
            line: 3,
            scenario: "a < b & \"c\"".to_owned(),
            case: row.map(str::to_owned),
            passed,
            failures: if passed {
                vec![]
            } else {
                vec!["expected free, got licence".to_owned()]
            },
            derivation: if passed {
                String::new()
            } else {
                "LICENCE\u{1b}\n".to_owned()
            },
        };
        insta::assert_snapshot!(xml(
            &Results {
                cases: vec![
                    case(true, None),
                    case(false, Some("when 400 EUR expect free"))
                ]
            },
            &[]
        ));
    }
}
