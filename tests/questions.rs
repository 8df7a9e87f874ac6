//! The page of open questions: it names every question of the shipped policies, and none that they do not have.

mod shipped;

use std::collections::BTreeSet;
use std::fs;

/// What stands between back quotes in the column of questions.
fn named(page: &str) -> BTreeSet<String> {
    let in_rows = page.lines().filter(|line| line.starts_with("| "));
    in_rows
        .flat_map(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            let column = if line.starts_with("| Q") { 3 } else { 1 };
            let cell = cells.get(column).copied().unwrap_or_default().to_owned();
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_question_has_its_row() {
    let page = fs::read_to_string(shipped::root().join("docs/questions.md")).expect("the page");
    let ir = shipped::load("policies").program_json();
    let questions: BTreeSet<String> = ir["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|question| question["name"].as_str().expect("a name"))
        .map(|name| name.strip_prefix("mofcom.").unwrap_or(name).to_owned())
        .collect();
    assert_eq!(named(&page), questions);
}

#[test]
fn no_row_is_left_out_or_without_an_answer() {
    let page = fs::read_to_string(shipped::root().join("docs/questions.md")).expect("the page");
    for number in 1..=53 {
        let head = format!("| Q{number} | ");
        let row = page.lines().find(|line| line.starts_with(&head));
        let cells: Vec<&str> = row
            .unwrap_or_else(|| panic!("Q{number} has no row"))
            .split('|')
            .map(str::trim)
            .collect();
        assert!(
            !cells[3].is_empty() || !cells[4].is_empty(),
            "Q{number} has neither a question nor a reason"
        );
    }
}
