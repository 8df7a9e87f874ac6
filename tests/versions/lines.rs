//! Editions as lines.

use licit::decision::Range;
use licit::decision::timeline::{Edition, Run};

/// Through which days an edition was the law known.
type Known = Option<(String, String)>;

/// The text of a snapshot.
pub fn text(editions: &[Edition]) -> String {
    let mut out = String::new();
    let mut shown: Vec<(Known, Vec<String>)> = Vec::new();
    for edition in editions {
        let lines = lines(&edition.runs);
        // Neighbouring editions that say the same stand together.
        match (shown.last_mut(), &edition.known) {
            (Some((Some(known), before)), Some((_, through))) if *before == lines => {
                known.1.clone_from(through);
            }
            _ => shown.push((edition.known.clone(), lines)),
        }
    }
    for (known, lines) in shown {
        let head = match known {
            None => "each day by its own law book".to_owned(),
            Some((from, through)) => format!("\nby the law book of {from} to {through}"),
        };
        out.push_str(&head);
        out.push('\n');
        for line in lines {
            out.push_str(&format!("  {line}\n"));
        }
    }
    out
}

/// Neighbouring runs that read alike are one line.
fn lines(runs: &[Run]) -> Vec<String> {
    let mut told: Vec<(&str, &str, String)> = Vec::new();
    for run in runs {
        let says = says(run);
        match told.last_mut() {
            Some((_, through, before)) if *before == says => *through = &run.through,
            _ => told.push((&run.from, &run.through, says)),
        }
    }
    told.into_iter()
        .map(|(from, through, says)| format!("{from} to {through}  {says}"))
        .collect()
}

fn says(run: &Run) -> String {
    let mut text = range(&run.outcome.range);
    if let Some(latent) = &run.outcome.latent {
        text.push_str(&format!(", latent {}", range(latent)));
    }
    let by = names(
        run.rules
            .iter()
            .filter(|rule| rule.outcome.is_some())
            .map(|rule| (rule.rule.as_str(), rule.truth == "true")),
    );
    if !by.is_empty() {
        text.push_str(&format!("  by {}", by.join(" ")));
    }
    let due = names(
        run.rules
            .iter()
            .filter(|rule| run.duties.contains(&rule.rule))
            .map(|rule| (rule.rule.as_str(), rule.truth == "true")),
    );
    if !due.is_empty() {
        text.push_str(&format!("  due {}", due.join(" ")));
    }
    text
}

/// Names without the module that all share, sorted; certain where it is so on some subject.
fn names<'r>(rules: impl Iterator<Item = (&'r str, bool)>) -> Vec<String> {
    let mut all = std::collections::BTreeMap::new();
    for (name, certain) in rules {
        *all.entry(name.strip_prefix("mofcom.").unwrap_or(name))
            .or_insert(false) |= certain;
    }
    all.into_iter()
        .map(|(name, certain)| format!("{name}{}", if certain { "" } else { "?" }))
        .collect()
}

fn range(range: &Range) -> String {
    if range.mildest == range.strictest {
        range.mildest.clone()
    } else {
        format!("{} to {}", range.mildest, range.strictest)
    }
}
