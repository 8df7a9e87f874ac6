//! Coverage for a person: totals, then what is missing, with its place.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Condition, Coverage, RuleEffect, Threshold, Total};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const QUIET: Style = Style::new().dimmed();
const HEADING: Style = Style::new().bold();

/// Writing to a String cannot fail, so results of writing are passed over.
pub fn text(coverage: &Coverage, colour: bool) -> String {
    let mut out = Page {
        text: String::new(),
        colour,
    };
    out.totals(coverage);
    out.rules(coverage);
    out.provisions(coverage);
    out.conditions(coverage);
    out.thresholds(coverage);
    out.text
}

struct Page {
    text: String,
    colour: bool,
}

impl Page {
    fn styled(&self, text: &str, style: Style) -> String {
        if self.colour {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn totals(&mut self, coverage: &Coverage) {
        let heading = self.styled("Coverage", HEADING);
        let _ = writeln!(self.text, "{heading}");
        let provisions = coverage.instruments.iter().flat_map(|one| &one.provisions);
        let (mut encoded, mut left_out) = (0, 0);
        for provision in provisions {
            if !provision.encoded_by.is_empty() {
                encoded += 1;
            } else if provision.left_out.is_some() {
                left_out += 1;
            }
        }
        self.total("rules", coverage.rule_total(), "with and without effect");
        let what = format!("{encoded} encoded, {left_out} left out");
        self.total("provisions", coverage.provision_total(), &what);
        self.total(
            "conditions",
            coverage.condition_total(),
            "mattered on their own, true and false",
        );
        self.total(
            "thresholds",
            coverage.threshold_total(),
            "below, exactly on and above",
        );
        if !coverage.without_table.is_empty() {
            let without = format!(
                "  without a table of provisions: {}",
                coverage.without_table.join(", ")
            );
            let without = self.styled(&without, QUIET);
            let _ = writeln!(self.text, "{without}");
        }
    }

    fn total(&mut self, what: &str, total: Total, means: &str) {
        let percent = format!("{:>4} %", total.percent());
        let style = if total.is_full() { GOOD } else { BAD };
        let percent = self.styled(&percent, style);
        let means = self.styled(means, QUIET);
        let of = format!("{} of {}", total.covered, total.all);
        let _ = writeln!(self.text, "  {what:<11}{of:>14}  {percent}  {means}");
    }

    fn heading(&mut self, text: &str) {
        let heading = self.styled(text, BAD);
        let _ = writeln!(self.text, "\n{heading}");
    }

    fn entry(&mut self, place: &str, what: &str, why: &str) {
        let place = self.styled(place, QUIET);
        let _ = writeln!(self.text, "  {place}  {what}");
        if !why.is_empty() {
            let _ = writeln!(self.text, "    {why}");
        }
    }

    fn rules(&mut self, coverage: &Coverage) {
        if coverage.rule_total().is_full() {
            return;
        }
        self.heading("Rules not covered");
        for rule in coverage.rules.iter().filter(|rule| !rule.is_covered()) {
            let place = format!("{}:{}", rule.file, rule.line);
            self.entry(&place, &rule.rule, rule_lacks(rule));
        }
    }

    fn provisions(&mut self, coverage: &Coverage) {
        if coverage.provision_total().is_full() {
            return;
        }
        self.heading("Provisions neither encoded nor left out");
        for instrument in &coverage.instruments {
            let all = instrument.provisions.iter();
            for one in all.filter(|one| !one.is_covered()) {
                let place = format!("{}:{}", one.file, one.line);
                let what = format!("{} {}", instrument.instrument, one.provision);
                self.entry(&place, &what, "");
            }
        }
        for row in &coverage.unread {
            let place = format!("{}:{}", row.file, row.line);
            let what = format!("{} {}", row.instrument, row.provision);
            self.entry(&place, &what, "no instrument of that name reads this table");
        }
    }

    fn conditions(&mut self, coverage: &Coverage) {
        if coverage.condition_total().is_full() {
            return;
        }
        self.heading("Conditions not covered");
        for one in coverage.conditions.iter().filter(|one| !one.is_covered()) {
            let place = format!("{}:{}:{}", one.file, one.line, one.column);
            self.entry(&place, &short(&one.text), &condition_lacks(one));
        }
    }

    fn thresholds(&mut self, coverage: &Coverage) {
        if coverage.threshold_total().is_full() {
            return;
        }
        self.heading("Thresholds not covered");
        for one in coverage.thresholds.iter().filter(|one| !one.is_covered()) {
            let place = format!("{}:{}:{}", one.file, one.line, one.column);
            self.entry(&place, &short(&one.text), &threshold_lacks(one));
        }
    }
}

/// What of a rule was not seen.
pub fn rule_lacks(rule: &RuleEffect) -> &'static str {
    match (rule.effective, rule.without) {
        (0, 0) => "never asked: no case has what it speaks of",
        (0, _) => "never had effect",
        (_, 0) => "never without effect",
        _ => "",
    }
}

/// What of a condition was not seen.
pub fn condition_lacks(one: &Condition) -> String {
    let half = |count: u64, matters: bool, name: &str| match (count, matters) {
        (_, true) => None,
        (0, _) => Some(format!("never {name}")),
        _ => Some(format!("being {name}, never mattered on its own")),
    };
    if one.held == 0 && one.failed == 0 {
        return "never reached".to_owned();
    }
    let lacks = [
        half(one.held, one.held_matters, "true"),
        half(one.failed, one.failed_matters, "false"),
    ];
    lacks.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// What of a threshold was not seen.
pub fn threshold_lacks(one: &Threshold) -> String {
    let sides = [
        (one.below == Some(false), "below"),
        (!one.on, "exactly on"),
        (!one.above, "above"),
    ];
    let lacks: Vec<&str> = sides
        .iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, name)| *name)
        .collect();
    format!("never {} {}", lacks.join(", "), one.limit)
}

/// So much of a condition is shown.
const LONGEST: usize = 100;

fn short(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}
