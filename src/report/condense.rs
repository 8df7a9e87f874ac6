//! A derivation as a person wants it. Recorded is every expression that was asked; told is what decided:
//! names of the law's own calculations, comparisons of facts, facts, rows, and sums part by part.
//!
//! What is left out is only ever a way of combining what is shown below it (`or`, `any`, the inside of a define that says no more than
//! its facts). JSON has the whole derivation.

use std::collections::BTreeSet;

use crate::decision::{Step, Text};

/// Steps are told down to this depth; a derivation is not deeper unless somebody made it so.
const DEEPEST: usize = 60;

/// What to leave out.
pub struct Condenser<'a> {
    /// Questions that the decision hangs on; others are not mentioned.
    pub questions: &'a BTreeSet<&'a str>,
}

/// Where a step stands.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    /// Inside a define: its own variables say nothing to the reader.
    in_define: bool,
}

impl Condenser<'_> {
    /// The conditions of a rule.
    pub fn conditions(&self, steps: &[Step]) -> Vec<Step> {
        let place = Place {
            depth: 0,
            in_define: false,
        };
        let told: Vec<Step> = steps.iter().map(|step| self.whole(step, place)).collect();
        rows_as_one(without_repeats(told))
    }

    /// A step that is told whatever it is, with what is told below it.
    fn whole(&self, step: &Step, place: Place) -> Step {
        let steps = match step.kind.as_str() {
            "call" => self.call(step, place),
            "calculation" => self.calculation(step, place),
            "negation" => self.negation(step, place),
            "part" if !is_truth(&step.value.en) => {
                let mut below = self.below(step, place);
                below.retain(|inner| !(inner.kind == "fact" && inner.value == step.value));
                below
            }
            "fact" | "row" => facts(self.below(step, place)),
            _ => self.below(step, place),
        };
        // Without what stands below it: that may be deep, and is told in another form.
        Step {
            kind: step.kind.clone(),
            text: step.text.clone(),
            value: step.value.clone(),
            path: step.path.clone(),
            steps: rows_as_one(without_repeats(steps)),
        }
    }

    fn below(&self, step: &Step, place: Place) -> Vec<Step> {
        if place.depth >= DEEPEST {
            return Vec::new();
        }
        let place = Place {
            depth: place.depth + 1,
            ..place
        };
        step.steps
            .iter()
            .flat_map(|inner| self.told(inner, place))
            .collect()
    }

    /// What is told of a step that stands under another: itself, what stands under it, or nothing.
    fn told(&self, step: &Step, place: Place) -> Vec<Step> {
        match step.kind.as_str() {
            "logic" | "quantifier" => {
                let below = self.below(step, place);
                if below.is_empty() && !place.in_define {
                    vec![self.whole(step, place)]
                } else {
                    below
                }
            }
            "condition" if place.in_define && !speaks_of_facts(&step.text.en) => {
                let below = self.below(step, place);
                if below.is_empty() {
                    vec![step.clone()]
                } else {
                    below
                }
            }
            "part" if is_truth(&step.value.en) && step.path.is_none() => self.below(step, place),
            "question" if !self.is_open(&step.text.en) => Vec::new(),
            _ => vec![self.whole(step, place)],
        }
    }

    /// Inside a define. A call that only passes on to another is told as one.
    fn call(&self, step: &Step, place: Place) -> Vec<Step> {
        let mut below = self.below(
            step,
            Place {
                in_define: true,
                ..place
            },
        );
        let calculates = below.iter().any(|inner| inner.kind == "calculation");
        below.retain(|inner| {
            calculates || inner.kind != "condition" || speaks_of_facts(&inner.text.en)
        });
        match below.as_slice() {
            [only] if only.kind == "call" && only.value == step.value => only.steps.clone(),
            _ => below,
        }
    }

    /// A calculation: which way it went is seen from what it added up, and a step that only hands a value on is not told.
    fn calculation(&self, step: &Step, place: Place) -> Vec<Step> {
        let adds = |inner: &Step| {
            inner.kind == "calculation" || inner.kind == "fact" || inner.kind == "part"
        };
        let added = step.steps.iter().any(adds);
        let mut below = Vec::new();
        for inner in &step.steps {
            if added && matches!(inner.kind.as_str(), "logic" | "quantifier") {
                continue;
            }
            for told in self.told(
                inner,
                Place {
                    depth: place.depth + 1,
                    in_define: true,
                },
            ) {
                if told.kind == "calculation" && told.value == step.value {
                    below.extend(told.steps);
                } else {
                    below.push(told);
                }
            }
        }
        below
    }

    /// `not x` says what `x` would.
    fn negation(&self, step: &Step, place: Place) -> Vec<Step> {
        let below = self.below(step, place);
        match below.as_slice() {
            [only] if only.text == step.text || step.text.en.ends_with(&only.text.en) => {
                only.steps.clone()
            }
            _ => below,
        }
    }

    /// `holdings reads added_up` is told where the decision hangs on that question.
    fn is_open(&self, text: &str) -> bool {
        let name = text.split_whitespace().next().unwrap_or_default();
        self.questions
            .iter()
            .any(|full| *full == name || full.rsplit('.').next() == name.rsplit('.').next())
    }
}

fn is_truth(value: &str) -> bool {
    matches!(value, "true" | "false" | "unknown")
}

/// Whether an expression names a field (`item.origin`): a bare variable of a define says nothing to the reader.
fn speaks_of_facts(text: &str) -> bool {
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if c == '.'
            && (before.is_alphanumeric() || matches!(before, '_' | ']' | ')'))
            && letters.peek().is_some_and(|c| c.is_alphabetic())
        {
            return true;
        }
        before = c;
    }
    false
}

/// The facts among steps, wherever they stand.
fn facts(steps: Vec<Step>) -> Vec<Step> {
    let mut found = Vec::new();
    for step in steps {
        if matches!(step.kind.as_str(), "fact" | "limit") {
            found.push(step);
        } else {
            found.extend(facts(step.steps));
        }
    }
    found
}

/// Rows of one list that all hang on the same untold facts are told once, with their count.
fn rows_as_one(steps: Vec<Step>) -> Vec<Step> {
    let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
    // The list of the rows at the end of those kept, and how many they are.
    let mut open: Option<(Text, usize)> = None;
    for step in steps {
        let list = open_row(&step);
        match (&list, &mut open, kept.last_mut()) {
            (Some(list), Some((before, count)), Some(last))
                if list == before && same_facts(&last.steps, &step.steps) =>
            {
                *count += 1;
                last.kind = "rows".to_owned();
                last.text = Text {
                    en: format!("{count} rows of {}", list.en),
                    zh: Some(format!("{}中的{count}条", list.chinese())),
                };
            }
            _ => {
                kept.push(step);
                open = list.map(|list| (list, 1));
            }
        }
    }
    kept
}

/// The list of a row of which only untold facts are told.
fn open_row(step: &Step) -> Option<Text> {
    let untold = |fact: &Step| fact.kind == "fact" && fact.value.en == "unknown";
    let is_open = step.kind == "row"
        && step.value.en == "unknown"
        && !step.steps.is_empty()
        && step.steps.iter().all(untold);
    let name = |text: &str, colon: char| text.split(colon).next().unwrap_or(text).to_owned();
    is_open.then(|| Text {
        en: name(&step.text.en, ':'),
        zh: Some(name(step.text.chinese(), '：')),
    })
}

fn same_facts(a: &[Step], b: &[Step]) -> bool {
    let places = |steps: &[Step]| {
        let steps = steps.iter().map(|step| step.path.clone());
        steps.collect::<BTreeSet<_>>()
    };
    places(a) == places(b)
}

/// Each once, in order.
fn without_repeats(steps: Vec<Step>) -> Vec<Step> {
    let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
    let mut seen = BTreeSet::new();
    for step in steps {
        if seen.insert((
            step.kind.clone(),
            step.text.en.clone(),
            step.path.clone(),
            step.value.en.clone(),
        )) {
            kept.push(step);
        }
    }
    kept
}
