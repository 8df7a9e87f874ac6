//! Working days, and adding periods to days (semantics §9, "Counting days").

use std::collections::BTreeMap;

use super::bounds::{Bounds, End};
use super::{Day, Number, Period, PeriodUnit, Weekday};

/// Which days are worked: the weekend, and what each year's notice changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    // One bit per day of the week, Monday lowest.
    weekend: u8,
    changes: BTreeMap<Day, DayKind>,
}

/// What a change makes of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// Worked, whatever day of the week it is.
    Open,
    /// Not worked.
    Closed,
}

/// Why a day could not be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum CalendarEnd {
    /// The count runs through a year that the calendar does not know.
    #[error("the calendar does not know the working days of {year}")]
    Year {
        /// The first such year that was met.
        year: i16,
    },
    /// The day lies beyond the years -9999 to 9999.
    #[error("the day lies beyond the year 9999")]
    TooFar,
}

impl WorkCalendar {
    /// The calendar with these weekends and changes. Of two changes of one day the closing one holds: the caller refuses them before.
    pub fn new(
        weekend: impl IntoIterator<Item = Weekday>,
        changes: impl IntoIterator<Item = (Day, DayKind)>,
    ) -> WorkCalendar {
        let weekend = weekend
            .into_iter()
            .fold(0, |bits, day| bits | 1 << day as u8);
        let mut by_day = BTreeMap::new();
        for (day, kind) in changes {
            let entry = by_day.entry(day).or_insert(kind);
            *entry = kind.max(*entry);
        }
        WorkCalendar {
            weekend,
            changes: by_day,
        }
    }

    /// The first and the last year that it knows: those of its first and its last change. `None` without changes.
    pub fn years(&self) -> Option<(i16, i16)> {
        let (first, last) = (
            self.changes.first_key_value()?,
            self.changes.last_key_value()?,
        );
        Some((first.0.year(), last.0.year()))
    }

    /// Whether a day is worked.
    pub fn is_working_day(&self, day: Day) -> Result<bool, CalendarEnd> {
        let year = day.year();
        match self.years() {
            Some((first, last)) if (first..=last).contains(&year) => Ok(self.is_open(day)),
            _ => Err(CalendarEnd::Year { year }),
        }
    }

    /// The `count`-th working day after `day`, which itself never counts; before it, where `count` is negative.
    pub fn add_working_days(&self, day: Day, count: i64) -> Result<Day, CalendarEnd> {
        let known = self
            .years()
            .and_then(|(first, last)| Day::from_ymd(first, 1, 1).zip(Day::from_ymd(last, 12, 31)));
        let step = count.signum();
        let (mut reached, mut left) = (day, count.unsigned_abs());
        while left > 0 {
            reached = reached.plus_days(step).ok_or(CalendarEnd::TooFar)?;
            match known {
                Some((first, last)) if first <= reached && reached <= last => {
                    left -= u64::from(self.is_open(reached))
                }
                _ => {
                    return Err(CalendarEnd::Year {
                        year: reached.year(),
                    });
                }
            }
        }
        Ok(reached)
    }

    /// The day that lies a period after `day`.
    pub fn add(&self, day: Day, period: Period) -> Result<Day, CalendarEnd> {
        let found = match period.unit {
            PeriodUnit::Days => day.plus_days(period.count),
            PeriodUnit::Weeks => period
                .count
                .checked_mul(7)
                .and_then(|days| day.plus_days(days)),
            PeriodUnit::Months => day.plus_months(period.count),
            PeriodUnit::Years => day.plus_years(period.count),
            PeriodUnit::WorkingDays => return self.add_working_days(day, period.count),
        };
        found.ok_or(CalendarEnd::TooFar)
    }

    /// The days that may lie a period after a day known within bounds ([`Day::to_number`]).
    ///
    /// An end that cannot be counted is left open to infinity, and why is told.
    pub fn add_to_bounds(&self, days: &Bounds, period: Period) -> (Bounds, Option<CalendarEnd>) {
        let Some(days) = days.normalise_int() else {
            return (Bounds::any(), None);
        };
        let mut gap = None;
        let mut end = |end: &End| match end
            .number()
            .map(|number| self.add_to_number(number, period))
        {
            None => End::Infinite,
            Some(Ok(day)) => End::Closed(day.to_number()),
            Some(Err(why)) => {
                gap = gap.or(Some(why));
                End::Infinite
            }
        };
        let (lo, hi) = (end(days.lo()), end(days.hi()));
        (Bounds::new(lo, hi).unwrap_or(Bounds::any()), gap)
    }

    fn add_to_number(&self, number: &Number, period: Period) -> Result<Day, CalendarEnd> {
        self.add(Day::from_number(number).ok_or(CalendarEnd::TooFar)?, period)
    }

    fn is_open(&self, day: Day) -> bool {
        match self.changes.get(&day) {
            Some(kind) => *kind == DayKind::Open,
            None => self.weekend >> (day.weekday() as u8) & 1 == 0,
        }
    }
}
