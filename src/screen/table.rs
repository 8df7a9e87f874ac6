//! The table that closes a run.

use serde_json::{Value, json};

use super::ids::Twice;
use super::row::Outcomes;
use super::tally::{Counts, Tally};

/// So many rules, facts or codes are named.
const NAMED: usize = 10;
/// Longer names are cut from the left, in characters.
const WIDEST: usize = 60;

impl Tally {
    /// For a person.
    pub fn text(&self, outcomes: &Outcomes, twice: &Twice) -> String {
        let rows = self.decided + self.rejected;
        let mut out = format!(
            "{} in = {} decided + {} rejected\n",
            counted(rows, "row"),
            grouped(self.decided),
            grouped(self.rejected)
        );
        self.by_outcome(outcomes, &mut out);
        section(&mut out, "rule", "cases", &self.rules, NAMED);
        section(&mut out, "missing fact", "cases", &self.missing, NAMED);
        section(&mut out, "rejected for", "rows", &self.rejects, NAMED);
        section(&mut out, "warning", "rows", &self.warnings, NAMED);
        if self.unreadable > 0 {
            let inputs = counted(self.unreadable, "input");
            out.push_str(&format!("\n{inputs} could not be read to the end\n"));
        }
        if twice.resumed {
            out.push_str("\nids of rows before the run was broken off were not compared with those after it\n");
        }
        if twice.not_compared > 0 {
            out.push_str(&format!(
                "\nids were compared up to a limit; {} were not\n",
                grouped(twice.not_compared)
            ));
        }
        out
    }

    fn by_outcome(&self, outcomes: &Outcomes, out: &mut String) {
        if self.decided == 0 {
            return;
        }
        let open = self.open() > 0;
        let up_to = if open { "undetermined, up to it" } else { "" };
        let mut lines = vec![["outcome", "cases", up_to].map(str::to_owned)];
        for name in outcomes.iter() {
            let (certain, perhaps) = (self.determined.get(name), self.undetermined.get(name));
            let perhaps = if perhaps > 0 {
                grouped(perhaps)
            } else {
                String::new()
            };
            lines.push([name.to_string(), grouped(certain), perhaps]);
        }
        if open {
            lines.push([
                "undetermined".to_owned(),
                grouped(self.open()),
                String::new(),
            ]);
        }
        table(out, &lines);
    }

    /// For a program.
    pub fn json(&self, outcomes: &Outcomes, twice: &Twice) -> Value {
        let by_outcome = |counts: &Counts| {
            let all = outcomes.iter();
            all.map(|name| (name.to_string(), json!(counts.get(name))))
                .collect::<serde_json::Map<_, _>>()
        };
        let ranked = |counts: &Counts| {
            let all = counts.ranked().into_iter();
            all.map(|(name, n)| (name.to_owned(), json!(n)))
                .collect::<serde_json::Map<_, _>>()
        };
        json!({
            "rows": self.decided + self.rejected,
            "decided": self.decided,
            "rejected": self.rejected,
            "unreadable_inputs": self.unreadable,
            "determined": by_outcome(&self.determined),
            "undetermined": self.open(),
            "undetermined_up_to": by_outcome(&self.undetermined),
            "rules": ranked(&self.rules),
            "missing": ranked(&self.missing),
            "rejects": ranked(&self.rejects),
            "warnings": ranked(&self.warnings),
            "duplicate_ids": { "rows": twice.rows, "named": twice.named, "not_compared": twice.not_compared, "resumed": twice.resumed },
        })
    }
}

/// The most frequent, and how many others there are.
fn section(out: &mut String, what: &str, unit: &str, counts: &Counts, named: usize) {
    if counts.is_empty() {
        return;
    }
    let ranked = counts.ranked();
    let mut lines = vec![[what.to_owned(), unit.to_owned(), String::new()]];
    let shown = ranked.iter().take(named);
    lines.extend(shown.map(|(name, n)| [cut(name), grouped(*n), String::new()]));
    let others = ranked.len().saturating_sub(named);
    if others > 0 {
        lines.push([format!("and {others} more"), String::new(), String::new()]);
    }
    table(out, &lines);
}

/// Names to the left, numbers to the right.
fn table(out: &mut String, lines: &[[String; 3]]) {
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let (first, second, third) = (width(0), width(1), width(2));
    out.push('\n');
    for [name, number, more] in lines {
        let line = format!("{name:first$}  {number:>second$}  {more:>third$}");
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// The end of a long path tells more than its beginning.
fn cut(name: &str) -> String {
    let length = name.chars().count();
    if length <= WIDEST {
        return name.to_owned();
    }
    let end: String = name.chars().skip(length - WIDEST + 1).collect();
    format!("…{end}")
}

fn counted(n: u64, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(n))
}

/// `1,234,567`
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
