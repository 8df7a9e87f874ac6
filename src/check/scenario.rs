//! Scenarios: facts, changes, days, readings, and what must come out (semantics §12).

use std::sync::Arc;

use serde_json::{Map, Value};

use super::clause::Block;
use super::csv::file_error;
use super::value::write;
use super::{Checker, errors, text};
use crate::ir::{Case, Place, QuestionId, Scenario, ScenarioFacts, Text, Type};
use crate::resolve::{ModuleId, near};
use crate::source::Span;
use crate::syntax::tree::{
    self, CaseColumn, Clause, ClauseKind, Expr, ExprKind, ItemKind, Literal,
};

/// A column of a table of cases.
enum Varies {
    On,
    Known,
    Place(Place, Type),
    /// Told to be wrong.
    Nothing,
}

/// The table at hand.
struct Table {
    columns: Vec<Varies>,
    span: Span,
    cases: Vec<Case>,
}

impl Checker<'_, '_> {
    pub(super) fn scenarios(&mut self) {
        for (module, item) in &self.declared.scenarios {
            let ItemKind::Scenario { title, clauses } = &item.kind else {
                continue;
            };
            let title = self.text(title);
            let scenario = self.scenario(*module, title, clauses, item.span);
            self.program.scenarios.extend(scenario);
        }
    }

    fn scenario(
        &mut self,
        module: ModuleId,
        title: Text,
        clauses: &[Clause],
        span: Span,
    ) -> Option<Scenario> {
        let clauses = self.sorted_clauses(Block::Scenario, clauses);
        let mut base = Case {
            with: Vec::new(),
            on: None,
            known: None,
            readings: Vec::new(),
            expect: Vec::new(),
            span,
        };
        let facts = self.scenario_facts(&title.en, &clauses, &mut base)?;
        let mut table: Option<Table> = None;
        for clause in &clauses {
            match &clause.kind {
                ClauseKind::With(..)
                | ClauseKind::On(_)
                | ClauseKind::Known(_)
                | ClauseKind::Reading { .. } => {
                    if let Some(table) = &table {
                        self.sink.push(errors::after_cases(clause.head, table.span));
                    } else {
                        self.setting(module, clause, &facts, &mut base);
                    }
                }
                ClauseKind::Cases(columns) => {
                    let columns = columns.iter().map(|c| self.column(c)).collect();
                    table = Some(Table {
                        columns,
                        span: clause.head,
                        cases: Vec::new(),
                    });
                }
                ClauseKind::When(values) => match &mut table {
                    Some(table) => {
                        let case = self.case(values, clause, table, &facts, &base);
                        table.cases.push(case);
                    }
                    None => self.sink.push(errors::when_without_cases(clause.head)),
                },
                _ => {
                    let case = table
                        .as_mut()
                        .and_then(|t| t.cases.last_mut())
                        .unwrap_or(&mut base);
                    let expect = self.expectation(module, clause, &case.expect);
                    case.expect.extend(expect);
                }
            }
        }
        let cases = match table {
            None => vec![base],
            Some(table) => {
                if table.cases.is_empty() {
                    self.sink.push(errors::no_cases(table.span));
                }
                table.cases
            }
        };
        for case in cases
            .iter()
            .filter(|c| c.expect.is_empty() && !self.told_within(c.span))
            .map(|c| c.span)
            .collect::<Vec<_>>()
        {
            self.sink.push(errors::no_expectation(case));
        }
        Some(Scenario {
            title,
            facts,
            cases,
            span,
        })
    }

    fn scenario_facts(
        &mut self,
        title: &str,
        clauses: &[&Clause],
        case: &mut Case,
    ) -> Option<ScenarioFacts> {
        let Some(facts) = clauses.iter().find_map(|c| {
            if let ClauseKind::Facts(facts) = &c.kind {
                Some(facts)
            } else {
                None
            }
        }) else {
            self.sink.push(errors::missing_clause(
                "facts", "scenario", title, case.span,
            ));
            return None;
        };
        match &facts.kind {
            ExprKind::Literal(Literal::Text(path)) => {
                match self.folder.other(facts.span.file, path) {
                    Ok((path, text)) => Some(ScenarioFacts::File(path, text, facts.span)),
                    Err(error) => {
                        self.sink.push(file_error(&error, path, facts.span));
                        None
                    }
                }
            }
            ExprKind::Object(_) => {
                let root = Type::Record(self.program.facts.record);
                let root = if self.program.records.is_empty() {
                    Type::Error
                } else {
                    root
                };
                let (value, holes) = self.fact_value(facts, &root, &|| None)?;
                case.with.extend(
                    holes
                        .into_iter()
                        .map(|steps| (Place { steps }, None, facts.span)),
                );
                Some(ScenarioFacts::Inline(value?, facts.span))
            }
            ExprKind::Set(members) if members.is_empty() => {
                Some(ScenarioFacts::Inline(Value::Object(Map::new()), facts.span))
            }
            ExprKind::Error => None,
            _ => {
                self.sink.push(errors::scenario_facts(facts.span));
                None
            }
        }
    }

    /// `with`, `on`, `known`, `reading`.
    fn setting(
        &mut self,
        module: ModuleId,
        clause: &Clause,
        facts: &ScenarioFacts,
        case: &mut Case,
    ) {
        match &clause.kind {
            ClauseKind::With(place, value) => {
                if let Some((place, ty)) = self.place(place) {
                    self.change(place, &ty, value, clause.span, facts, case);
                }
            }
            ClauseKind::On(date) => case.on = text::day(date),
            ClauseKind::Known(date) => case.known = text::day(date),
            ClauseKind::Reading { path, choice, .. } => {
                let reading = self.reading(module, path, choice.as_ref());
                case.readings.extend(reading);
            }
            _ => {}
        }
    }

    /// A value at a place; what is `unknown` within it is made so afterwards.
    fn change(
        &mut self,
        place: Place,
        ty: &Type,
        value: &Expr,
        span: Span,
        facts: &ScenarioFacts,
        case: &mut Case,
    ) {
        let before = || current(facts, &case.with);
        let Some((value, holes)) = self.fact_value(value, ty, &before) else {
            return;
        };
        let holes = holes.into_iter().map(|below| Place {
            steps: place.steps.iter().cloned().chain(below).collect(),
        });
        let holes: Vec<(Place, Option<Value>, Span)> =
            holes.map(|place| (place, None, span)).collect();
        case.with.push((place, value, span));
        case.with.extend(holes);
    }

    fn reading(
        &mut self,
        module: ModuleId,
        path: &tree::Path,
        choice: Option<&tree::Name>,
    ) -> Option<(QuestionId, Option<u16>)> {
        let id = self.find_question(module, path)?;
        let Some(choice) = choice else {
            self.sink.push(errors::which_reading(path.span));
            return None;
        };
        if choice.text == "unknown" {
            return Some((id, None));
        }
        let question = self.program.question(id);
        match question
            .readings
            .iter()
            .position(|r| r.name == choice.text)
            .and_then(|i| u16::try_from(i).ok())
        {
            Some(index) => Some((id, Some(index))),
            None => {
                let alike = near(
                    &choice.text,
                    question.readings.iter().map(|r| r.name.as_str()),
                );
                let told =
                    errors::unknown_reading(&choice.text, &question.full_name, choice.span, alike);
                self.sink.push(told);
                None
            }
        }
    }

    fn column(&mut self, column: &CaseColumn) -> Varies {
        match column {
            CaseColumn::On(_) => Varies::On,
            CaseColumn::Known(_) => Varies::Known,
            CaseColumn::Place(expr) => self
                .place(expr)
                .map_or(Varies::Nothing, |(place, ty)| Varies::Place(place, ty)),
        }
    }

    /// One line of a table.
    fn case(
        &mut self,
        values: &[Expr],
        clause: &Clause,
        table: &Table,
        facts: &ScenarioFacts,
        base: &Case,
    ) -> Case {
        let mut case = Case {
            span: clause.span,
            ..base.clone()
        };
        if values.len() != table.columns.len() {
            self.sink.push(errors::case_width(
                values.len(),
                table.columns.len(),
                clause.span,
                table.span,
            ));
            return case;
        }
        for (value, column) in values.iter().zip(&table.columns) {
            match column {
                Varies::On | Varies::Known => {
                    let ExprKind::Literal(Literal::Date(date)) = &value.kind else {
                        if !matches!(value.kind, ExprKind::Error) {
                            self.sink.push(errors::case_date(value.span));
                        }
                        continue;
                    };
                    let day = text::day(date);
                    if matches!(column, Varies::On) {
                        case.on = day;
                    } else {
                        case.known = day;
                    }
                }
                Varies::Place(place, ty) => {
                    self.change(place.clone(), ty, value, value.span, facts, &mut case);
                }
                Varies::Nothing => {}
            }
        }
        case
    }
}

/// The facts with the changes so far; none where they are no JSON.
fn current(facts: &ScenarioFacts, changes: &[(Place, Option<Value>, Span)]) -> Option<Value> {
    let mut value = match facts {
        ScenarioFacts::File(_, text, _) => parse(text)?,
        ScenarioFacts::Inline(value, _) => value.clone(),
    };
    for (place, change, _) in changes {
        write(&mut value, place, change.as_ref());
    }
    Some(value)
}

fn parse(text: &Arc<str>) -> Option<Value> {
    serde_json::from_str(text.trim_start_matches('\u{FEFF}')).ok()
}
