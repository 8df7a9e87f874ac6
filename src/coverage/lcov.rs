//! The LCOV trace format (geninfo's): a record a file; rules are functions, conditions are branches.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Condition, Coverage, RuleEffect};

/// A trace of every file with law in it. Writing to a String cannot fail, so results of writing are passed over.
pub fn trace(coverage: &Coverage) -> String {
    let mut out = String::new();
    for file in &coverage.lines {
        let of = |name: &str| name == file.file;
        let _ = writeln!(out, "TN:\nSF:{}", file.file);
        functions(&mut out, coverage.rules.iter().filter(|one| of(&one.file)));
        branches(
            &mut out,
            coverage.conditions.iter().filter(|one| of(&one.file)),
        );
        for (line, count) in &file.lines {
            let _ = writeln!(out, "DA:{line},{count}");
        }
        let hit = file.lines.values().filter(|count| **count > 0).count();
        let _ = writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", file.lines.len());
    }
    out
}

fn functions<'a>(out: &mut String, rules: impl Iterator<Item = &'a RuleEffect>) {
    let mut rules: Vec<&RuleEffect> = rules.collect();
    rules.sort_by_key(|rule| rule.line);
    for rule in &rules {
        let _ = writeln!(out, "FN:{},{}", rule.line, rule.rule);
    }
    let (mut found, mut hit) = (0, 0);
    for rule in rules {
        let _ = writeln!(out, "FNDA:{},{}", rule.effective, rule.rule);
        found += 1;
        hit += usize::from(rule.effective > 0);
    }
    let _ = writeln!(out, "FNF:{found}\nFNH:{hit}");
}

/// A block a condition, numbered along its line; branch 0 is true, branch 1 false.
fn branches<'a>(out: &mut String, conditions: impl Iterator<Item = &'a Condition>) {
    let (mut found, mut hit) = (0, 0);
    let mut blocks: BTreeMap<u32, usize> = BTreeMap::new();
    for one in conditions {
        let block = blocks.entry(one.line).or_default();
        let reached = one.held + one.failed > 0;
        for (branch, count) in [one.held, one.failed].into_iter().enumerate() {
            let taken = if reached {
                count.to_string()
            } else {
                "-".to_owned()
            };
            let _ = writeln!(out, "BRDA:{},{block},{branch},{taken}", one.line);
            found += 1;
            hit += usize::from(count > 0);
        }
        *block += 1;
    }
    let _ = writeln!(out, "BRF:{found}\nBRH:{hit}");
}
