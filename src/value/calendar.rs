//! Working days, and adding periods to days (semantics §9, "Counting days").

use std::collections::BTreeMap;

use super::bounds::{Bounds, End};
use super::{Day, Period, PeriodUnit, Periods, Weekday};

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
        if self.knows(year) {
            Ok(self.is_open(day))
        } else {
            Err(CalendarEnd::Year { year })
        }
    }

    /// Whether some change falls into the year: every year has holidays, so one without any was left out.
    fn knows(&self, year: i16) -> bool {
        let ends = Day::from_ymd(year, 1, 1).zip(Day::from_ymd(year, 12, 31));
        ends.is_some_and(|(first, last)| self.changes.range(first..=last).next().is_some())
    }

    /// The `count`-th working day after `day`, which itself never counts; before it, where `count` is negative.
    pub fn add_working_days(&self, day: Day, count: i64) -> Result<Day, CalendarEnd> {
        // The year that the count runs through, once it is known.
        let mut known = None;
        let step = count.signum();
        let (mut reached, mut left) = (day, count.unsigned_abs());
        while left > 0 {
            reached = reached.plus_days(step).ok_or(CalendarEnd::TooFar)?;
            let year = reached.year();
            if known != Some(year) && !self.knows(year) {
                return Err(CalendarEnd::Year { year });
            }
            known = Some(year);
            left -= u64::from(self.is_open(reached));
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

    /// The days that may lie a period after a day known within bounds ([`Day::to_number`]), the period perhaps within bounds too.
    ///
    /// An end that cannot be counted is left open to infinity, and why is told.
    pub fn add_to_bounds(&self, days: &Bounds, periods: &Periods) -> (Bounds, Option<CalendarEnd>) {
        let Some(days) = days.normalise_int() else {
            return (Bounds::any(), None);
        };
        let (lo, hi) = (days.lo().clone(), days.hi().clone());
        let mut gap = None;
        let (lo, hi) = match periods {
            Periods::Any => (End::Infinite, End::Infinite),
            Periods::Forward => (lo, End::Infinite),
            // Adding keeps the order of days and of counts, so the ends of the sum are the sums of the ends.
            Periods::Terms(terms) => terms.iter().fold((lo, hi), |(lo, hi), term| {
                let lo = self.add_to_end(&lo, Some(term.least), term.unit, &mut gap);
                let hi = self.add_to_end(&hi, term.most, term.unit, &mut gap);
                (lo, hi)
            }),
        };
        (Bounds::new(lo, hi).unwrap_or(Bounds::any()), gap)
    }

    fn add_to_end(
        &self,
        end: &End,
        count: Option<i64>,
        unit: PeriodUnit,
        gap: &mut Option<CalendarEnd>,
    ) -> End {
        let (Some(number), Some(count)) = (end.number(), count) else {
            return End::Infinite;
        };
        let day = Day::from_number(number).ok_or(CalendarEnd::TooFar);
        match day.and_then(|day| self.add(day, Period { count, unit })) {
            Ok(day) => End::Closed(day.to_number()),
            Err(why) => {
                *gap = gap.or(Some(why));
                End::Infinite
            }
        }
    }

    fn is_open(&self, day: Day) -> bool {
        match self.changes.get(&day) {
            Some(kind) => *kind == DayKind::Open,
            None => self.weekend >> (day.weekday() as u8) & 1 == 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    // Knows 2025 and 2026; 2025-10-01 to 03 closed, Saturday 2025-10-11 worked.
    fn calendar() -> WorkCalendar {
        let changes = [
            ("2025-01-01", DayKind::Closed),
            ("2025-10-01", DayKind::Closed),
            ("2025-10-02", DayKind::Closed),
            ("2025-10-03", DayKind::Closed),
            ("2025-10-11", DayKind::Open),
            ("2026-01-01", DayKind::Closed),
        ];
        WorkCalendar::new(
            [Weekday::Saturday, Weekday::Sunday],
            changes.map(|(text, kind)| (day(text), kind)),
        )
    }

    fn working(count: i64) -> Period {
        Period {
            count,
            unit: PeriodUnit::WorkingDays,
        }
    }

    #[test]
    fn working_days_count_from_the_day_after() {
        let calendar = calendar();
        // Tuesday; then three closed days and a weekend.
        assert_eq!(
            calendar.add_working_days(day("2025-09-30"), 1),
            Ok(day("2025-10-06"))
        );
        assert_eq!(
            calendar.add_working_days(day("2025-09-30"), 6),
            Ok(day("2025-10-11"))
        );
        assert_eq!(
            calendar.add_working_days(day("2025-09-30"), 7),
            Ok(day("2025-10-13"))
        );
        assert_eq!(
            calendar.add_working_days(day("2025-10-06"), -1),
            Ok(day("2025-09-30"))
        );
        assert_eq!(
            calendar.add_working_days(day("2025-10-04"), 0),
            Ok(day("2025-10-04"))
        );
        // The day itself never counts, so it may lie outside the known years.
        assert_eq!(
            calendar.add_working_days(day("2024-12-31"), 1),
            Ok(day("2025-01-02"))
        );
    }

    #[test]
    fn beyond_the_known_years_the_year_is_named() {
        let calendar = calendar();
        assert_eq!(calendar.years(), Some((2025, 2026)));
        assert_eq!(
            calendar.add_working_days(day("2026-12-30"), 2),
            Err(CalendarEnd::Year { year: 2027 })
        );
        assert_eq!(
            calendar.add_working_days(day("2026-12-30"), i64::MAX),
            Err(CalendarEnd::Year { year: 2027 })
        );
        assert_eq!(
            calendar.is_working_day(day("2024-05-05")),
            Err(CalendarEnd::Year { year: 2024 })
        );
        assert_eq!(calendar.is_working_day(day("2025-10-11")), Ok(true));
        let empty = WorkCalendar::new([Weekday::Sunday], []);
        assert_eq!(
            empty.add_working_days(day("2025-12-31"), 1),
            Err(CalendarEnd::Year { year: 2026 })
        );
        assert_eq!(
            empty.add_working_days(day("9999-12-31"), 1),
            Err(CalendarEnd::TooFar)
        );
        assert!(
            empty
                .add_working_days(day("2025-12-31"), 1)
                .unwrap_err()
                .to_string()
                .contains("2026")
        );
    }

    #[test]
    fn bounds_of_days_move_end_by_end() {
        let calendar = calendar();
        let number = |text: &str| day(text).to_number();
        let between = |a: &str, b: &str| Bounds::between(number(a), number(b)).unwrap();
        let month = Period {
            count: 1,
            unit: PeriodUnit::Months,
        };
        assert_eq!(
            calendar.add_to_bounds(&between("2025-01-28", "2025-01-31"), &month.into()),
            (Bounds::point(number("2025-02-28")), None)
        );
        let (moved, gap) =
            calendar.add_to_bounds(&between("2026-12-01", "2026-12-30"), &working(2).into());
        assert_eq!(
            (moved, gap),
            (
                Bounds::at_least(number("2026-12-03")),
                Some(CalendarEnd::Year { year: 2027 })
            )
        );
        assert_eq!(
            calendar.add_to_bounds(&Bounds::any(), &working(2).into()),
            (Bounds::any(), None)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn counting_agrees_with_asking_each_day(start in 20_089_i32..20_750, count in 1_i64..30) {
            let calendar = calendar();
            let start = Day::from_epoch_days(start).unwrap();
            let mut days = std::iter::successors(start.plus_days(1), |day| day.plus_days(1)).take(120);
            let counted = days.by_ref().take_while(|day| calendar.years().unwrap().1 >= day.year());
            let nth = counted.filter(|day| calendar.is_working_day(*day) == Ok(true)).nth(usize::try_from(count - 1).unwrap());
            prop_assert_eq!(calendar.add_working_days(start, count).ok(), nth);
            // And back: to the start where it is worked, else to the working day before it.
            if let Some(back) = nth.and_then(|end| calendar.add_working_days(end, -count).ok()) {
                prop_assert!(back == start || back < start && calendar.is_working_day(start) != Ok(true));
            }
        }

        #[test]
        fn later_days_lead_to_later_days(a in 20_089_i32..20_700, b in 20_089_i32..20_700, count in 0_i64..15) {
            let calendar = calendar();
            let of = |days| calendar.add_working_days(Day::from_epoch_days(days).unwrap(), count).unwrap();
            prop_assert!(of(a.min(b)) <= of(a.max(b)));
        }
    }
}
