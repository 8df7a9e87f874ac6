//! The essence of a derivation, for the page: the facts that made a condition what it is, the sums part by part, the rows of the
//! law that matched; the conditions in between are left to the JSON, which holds every step.

use std::collections::BTreeSet;

use crate::decision::Step;

/// The conditions of a rule, each with what it rests on.
pub fn essence(steps: &[Step]) -> Vec<Step> {
    steps.iter().map(condense).collect()
}

fn condense(step: &Step) -> Step {
    let mut summed = BTreeSet::new();
    summed_parts(&step.steps, &mut summed);
    let mut seen = Seen {
        summed,
        ..Seen::default()
    };
    let steps = if step.kind == "condition" {
        seen.below(step)
    } else {
        seen.gather(std::slice::from_ref(step), true)
    };
    if step.kind == "condition" {
        Step {
            steps,
            ..step.clone()
        }
    } else {
        one(steps).unwrap_or_else(|| step.clone())
    }
}

fn one(mut steps: Vec<Step>) -> Option<Step> {
    if steps.len() == 1 { steps.pop() } else { None }
}

/// Elements that a sum counts: a condition that merely found them need not list them again.
fn summed_parts(steps: &[Step], found: &mut BTreeSet<String>) {
    for step in steps {
        if step.kind == "part" && truth_of(step).is_none() {
            found.extend(step.path.clone());
        }
        summed_parts(&step.steps, found);
    }
}

fn truth_of(step: &Step) -> Option<&str> {
    match step.value.as_str() {
        value @ ("true" | "false" | "unknown") => Some(value),
        _ => None,
    }
}

/// What was written already under one condition.
#[derive(Default)]
struct Seen {
    summed: BTreeSet<String>,
    facts: BTreeSet<String>,
    rows: BTreeSet<String>,
}

impl Seen {
    /// What a condition rests on. Of alternatives that failed nothing is told, unless their failing is the point.
    fn below(&mut self, step: &Step) -> Vec<Step> {
        let negated =
            step.value == "false" || step.text.starts_with("not ") || step.text.starts_with("no ");
        self.gather(&step.steps, negated)
    }

    fn gather(&mut self, steps: &[Step], failing_counts: bool) -> Vec<Step> {
        let mut out = Vec::new();
        for step in steps {
            match step.kind.as_str() {
                "condition" if step.value == "false" && !failing_counts => {}
                "condition" => out.extend(self.below(step)),
                "fact" => self.fact(step, &mut out),
                "row" => {
                    if step.value != "false" && self.rows.insert(step.text.clone()) {
                        let mut steps = self.gather(&step.steps, false);
                        steps.retain(|inner| inner.kind == "fact");
                        out.push(Step {
                            steps,
                            ..step.clone()
                        });
                    }
                }
                "part" => self.part(step, &mut out),
                "calculation" => self.calculation(step, &mut out),
                "question" => {
                    if step.value != "false" && self.rows.insert(step.text.clone()) {
                        out.push(Step {
                            steps: Vec::new(),
                            ..step.clone()
                        });
                    }
                }
                _ => out.push(Step {
                    steps: Vec::new(),
                    ..step.clone()
                }),
            }
        }
        out
    }

    fn fact(&mut self, step: &Step, out: &mut Vec<Step>) {
        let place = step.path.clone().unwrap_or_else(|| step.text.clone());
        if self.facts.insert(place) {
            out.push(Step {
                steps: Vec::new(),
                ..step.clone()
            });
        }
    }

    fn part(&mut self, step: &Step, out: &mut Vec<Step>) {
        let listed = step
            .path
            .as_ref()
            .is_some_and(|path| self.summed.contains(path));
        if truth_of(step).is_some() && listed {
            return;
        }
        // A row of the law that matched one element may match the next: it belongs to each.
        let rows = std::mem::take(&mut self.rows);
        let mut steps = self.gather(&step.steps, false);
        self.rows = rows;
        if truth_of(step).is_none() {
            steps.retain(|inner| !(inner.kind == "fact" && inner.value == step.value));
        }
        if step.path.is_none() && step.text.is_empty() {
            out.extend(steps);
        } else if step.path.is_none() && steps.is_empty() && truth_of(step).is_some() {
            // An element of a set of plain values says nothing that its fact does not.
        } else {
            out.push(Step {
                steps,
                ..step.clone()
            });
        }
    }

    /// Names within names are folded while they have one value.
    fn calculation(&mut self, step: &Step, out: &mut Vec<Step>) {
        let inner = self.gather(&step.steps, false);
        let mut steps = Vec::new();
        for inner in inner {
            if inner.kind == "calculation" && inner.value == step.value {
                steps.extend(inner.steps);
            } else {
                steps.push(inner);
            }
        }
        out.push(Step {
            steps,
            ..step.clone()
        });
    }
}
