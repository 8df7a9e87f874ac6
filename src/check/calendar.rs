//! Calendars: weekends, and the days that notices open or close.

use std::collections::BTreeMap;

use super::clause::Block;
use super::csv::Table;
use super::{Checker, errors};
use crate::ir::{Calendar, CalendarId};
use crate::resolve::near;
use crate::source::Span;
use crate::syntax::tree::{self, ClauseKind, ItemKind};
use crate::value::{Day, DayKind, Weekday, WorkCalendar};

const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

impl Checker<'_, '_> {
    pub(super) fn calendars(&mut self) {
        let mut main: Option<Span> = None;
        for (index, decl) in self.declared.calendars.iter().enumerate() {
            let ItemKind::Calendar {
                name,
                mark,
                clauses,
            } = &decl.item.kind
            else {
                continue;
            };
            match mark {
                Some(mark) if mark.text == "main" => match main {
                    Some(first) => self
                        .sink
                        .push(errors::second_main("calendar", mark.span, first)),
                    None => {
                        main = Some(mark.span);
                        self.program.main_calendar = Some(CalendarId::from_index(index));
                    }
                },
                Some(mark) => self
                    .sink
                    .push(errors::unknown_mark(&mark.text, "main", mark.span)),
                None => {}
            }
            let mut weekend = Vec::new();
            let mut changes: BTreeMap<Day, (DayKind, Span)> = BTreeMap::new();
            for clause in self.sorted_clauses(Block::Calendar, clauses) {
                match &clause.kind {
                    ClauseKind::Weekend(days) => {
                        weekend.extend(days.iter().filter_map(|d| self.weekday(d)))
                    }
                    ClauseKind::Changes(file) => {
                        if let Some(table) = self.table(file) {
                            self.changes(&table, &mut changes);
                        }
                    }
                    _ => {}
                }
            }
            let days = WorkCalendar::new(
                weekend,
                changes.into_iter().map(|(day, (kind, _))| (day, kind)),
            );
            self.program.calendars.push(Calendar {
                name: name.text.clone(),
                days,
            });
        }
        if main.is_none()
            && let Some(first) = self.declared.calendars.first()
        {
            self.sink
                .push(errors::no_main_calendar(&first.name, first.span));
        }
    }

    fn weekday(&mut self, name: &tree::Name) -> Option<Weekday> {
        let found = WEEKDAYS
            .iter()
            .find(|(word, _)| *word == name.text)
            .map(|(_, day)| *day);
        if found.is_none() {
            let alike = near(&name.text, WEEKDAYS.iter().map(|(word, _)| *word));
            self.sink
                .push(errors::unknown_weekday(&name.text, name.span, alike));
        }
        found
    }

    /// `date,day` and further columns, such as `basis`, that nobody reads.
    fn changes(&mut self, table: &Table, changes: &mut BTreeMap<Day, (DayKind, Span)>) {
        let column = |name: &str| table.header.cells.iter().position(|c| c.text == name);
        let (Some(date), Some(day)) = (column("date"), column("day")) else {
            self.sink.push(errors::calendar_columns(table.header.span));
            return;
        };
        for cell in &table.header.cells {
            if !matches!(cell.text.as_str(), "date" | "day" | "basis") {
                self.sink.push(errors::unknown_column(
                    &cell.text,
                    cell.span,
                    near(&cell.text, ["date", "day", "basis"]),
                ));
            }
        }
        for line in &table.lines {
            let (Some(date), Some(kind)) = (line.cells.get(date), line.cells.get(day)) else {
                continue;
            };
            let at = match Day::parse(&date.text) {
                Ok(at) => at,
                Err(error) => {
                    self.sink
                        .push(errors::cell_date(&date.text, &error.to_string(), date.span));
                    continue;
                }
            };
            let what = match kind.text.as_str() {
                "open" => DayKind::Open,
                "closed" => DayKind::Closed,
                other => {
                    self.sink.push(errors::open_or_closed(other, kind.span));
                    continue;
                }
            };
            if let Some((_, first)) = changes.insert(at, (what, line.span)) {
                self.sink
                    .push(errors::day_twice(&date.text, line.span, first));
            }
        }
    }
}
