//! Coverage as JUnit XML: a suite of rules and a suite for each instrument with a table of provisions.

use std::fmt::Write as _;

use super::Coverage;
use super::tell::rule_lacks;
use crate::scenario::{Suites, xml_text};

/// Suites without the outermost element, for `licit test` puts them beside those of the scenarios.
pub fn suites(coverage: &Coverage) -> Suites {
    let mut out = Suites::default();
    let rules = coverage.rules.iter().map(|rule| Test {
        name: &rule.rule,
        file: &rule.file,
        line: rule.line,
        failure: (!rule.is_covered()).then(|| rule_lacks(rule)),
    });
    suite(&mut out, "coverage: rules", rules.collect());
    for instrument in &coverage.instruments {
        let tests = instrument.provisions.iter().map(|one| Test {
            name: &one.provision,
            file: &one.file,
            line: one.line,
            failure: (!one.is_covered()).then_some("neither encoded nor left out"),
        });
        let name = format!("coverage: provisions of {}", instrument.instrument);
        suite(&mut out, &name, tests.collect());
    }
    let unread = coverage.unread.iter().map(|row| Test {
        name: &row.provision,
        file: &row.file,
        line: row.line,
        failure: Some("no instrument of that name reads this table"),
    });
    let unread: Vec<Test<'_>> = unread.collect();
    if !unread.is_empty() {
        suite(&mut out, "coverage: provisions that nobody reads", unread);
    }
    out
}

struct Test<'a> {
    name: &'a str,
    file: &'a str,
    line: u32,
    failure: Option<&'static str>,
}

/// Writing to a String cannot fail, so results of writing are passed over.
fn suite(out: &mut Suites, name: &str, tests: Vec<Test<'_>>) {
    let failed = tests.iter().filter(|test| test.failure.is_some()).count();
    out.tests += tests.len();
    out.failures += failed;
    let out = &mut out.xml;
    let _ = writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">",
        xml_text(name),
        tests.len()
    );
    for test in tests {
        let _ = write!(
            out,
            "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\"",
            xml_text(test.name),
            xml_text(name),
            xml_text(test.file),
            test.line
        );
        let _ = match test.failure {
            Some(why) => writeln!(
                out,
                ">\n      <failure message=\"{why}\"/>\n    </testcase>"
            ),
            None => writeln!(out, "/>"),
        };
    }
    out.push_str("  </testsuite>\n");
}
