//! Days and periods.

use std::fmt;

use jiff::civil::Date;

use super::Number;

/// A day of the calendar, counted from 1970-01-01, which is the default.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Why a text is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not `YYYY-MM-DD`.
    #[error("a day is written `YYYY-MM-DD`")]
    Shape,
    /// The month is 0 or above 12.
    #[error("there is no month {0}")]
    NoMonth(u8),
    /// The day is 0 or beyond the month's end.
    #[error("{month} {year} has {days} days")]
    NoDay {
        /// Name of the month.
        month: &'static str,
        /// The year.
        year: i16,
        /// How many days the month has.
        days: i8,
    },
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// What a period counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PeriodUnit {
    /// Every day.
    Days,
    /// Seven days each.
    Weeks,
    /// Days that the calendar does not close.
    WorkingDays,
    /// To the same day of a later month, or its last.
    Months,
    /// To the same day of a later year, or its month's last.
    Years,
}

/// So many days, weeks, working days, months or years; negative counts go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// How many.
    pub count: i64,
    /// Of what.
    pub unit: PeriodUnit,
}

const EPOCH: Date = Date::constant(1970, 1, 1);
// -9999-01-01 and 9999-12-31: what the calendar of jiff holds.
const FIRST: i32 = -4_371_587;
const LAST: i32 = 2_932_896;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Day {
    /// The day of a civil date; `None` where there is no such day.
    pub fn from_ymd(year: i16, month: u8, day: u8) -> Option<Day> {
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some(Day::from_civil(date))
    }

    /// Reads `2025-12-01`, and nothing else.
    pub fn parse(text: &str) -> Result<Day, DayError> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else {
            return Err(DayError::Shape);
        };
        let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(DayError::Shape);
        }
        let two = |tens: u8, ones: u8| (tens - b'0') * 10 + (ones - b'0');
        let (year, month, day) = (
            i16::from(two(y1, y2)) * 100 + i16::from(two(y3, y4)),
            two(m1, m2),
            two(d1, d2),
        );
        if let Some(found) = Day::from_ymd(year, month, day) {
            return Ok(found);
        }
        let name = usize::from(month)
            .checked_sub(1)
            .and_then(|place| MONTHS.get(place))
            .ok_or(DayError::NoMonth(month))?;
        let first = i8::try_from(month)
            .ok()
            .and_then(|month| Date::new(year, month, 1).ok());
        Err(DayError::NoDay {
            month: name,
            year,
            days: first.map_or(0, Date::days_in_month),
        })
    }

    /// The day so many days after 1970-01-01; `None` beyond the years -9999 to 9999.
    pub const fn from_epoch_days(days: i32) -> Option<Day> {
        if FIRST <= days && days <= LAST {
            Some(Day(days))
        } else {
            None
        }
    }

    /// How many days after 1970-01-01 it is.
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// The day as a number, for bounds.
    pub fn to_number(self) -> Number {
        Number::from_int(i64::from(self.0))
    }

    /// The day of a number that [`Day::to_number`] gave.
    pub fn from_number(number: &Number) -> Option<Day> {
        i32::try_from(number.to_int()?)
            .ok()
            .and_then(Day::from_epoch_days)
    }

    /// Year, month from 1, day from 1.
    pub fn ymd(self) -> (i16, u8, u8) {
        let date = self.civil();
        (
            date.year(),
            date.month().unsigned_abs(),
            date.day().unsigned_abs(),
        )
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.civil().year()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// The day before; the first day of all stays.
    #[must_use]
    pub fn yesterday(self) -> Day {
        self.plus_days(-1).unwrap_or(self)
    }

    /// The day after; the last day of all stays.
    #[must_use]
    pub fn tomorrow(self) -> Day {
        self.plus_days(1).unwrap_or(self)
    }

    /// The day so many days later; `None` beyond the years -9999 to 9999.
    pub fn plus_days(self, days: i64) -> Option<Day> {
        let sum = i64::from(self.0).checked_add(days)?;
        Day::from_epoch_days(i32::try_from(sum).ok()?)
    }

    /// The same day so many months later, or that month's last; `None` beyond the years -9999 to 9999.
    pub fn plus_months(self, months: i64) -> Option<Day> {
        let span = jiff::Span::new().try_months(months).ok()?;
        self.civil().checked_add(span).ok().map(Day::from_civil)
    }

    /// The same day so many years later, or that month's last; `None` beyond the years -9999 to 9999.
    pub fn plus_years(self, years: i64) -> Option<Day> {
        self.plus_months(years.checked_mul(12)?)
    }

    fn from_civil(date: Date) -> Day {
        // Between any two dates of the calendar lie fewer days than 32 bits count.
        Day(EPOCH.until(date).map_or(0, |span| span.get_days()))
    }

    fn civil(self) -> Date {
        let span = jiff::Span::new().try_days(self.0).unwrap_or_default();
        EPOCH.saturating_add(span)
    }
}

impl Weekday {
    /// Every day of the week, Monday first.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// Reads the English name in small letters.
    pub fn parse(name: &str) -> Option<Weekday> {
        Weekday::ALL.into_iter().find(|day| day.as_str() == name)
    }

    /// The English name in small letters.
    pub const fn as_str(self) -> &'static str {
        match self {
            Weekday::Monday => "monday",
            Weekday::Tuesday => "tuesday",
            Weekday::Wednesday => "wednesday",
            Weekday::Thursday => "thursday",
            Weekday::Friday => "friday",
            Weekday::Saturday => "saturday",
            Weekday::Sunday => "sunday",
        }
    }
}

impl PeriodUnit {
    /// Reads the word that stands after a number: `day`, `days`, `working days`, …
    pub fn parse(word: &str) -> Option<PeriodUnit> {
        match word {
            "day" | "days" => Some(PeriodUnit::Days),
            "week" | "weeks" => Some(PeriodUnit::Weeks),
            "working day" | "working days" => Some(PeriodUnit::WorkingDays),
            "month" | "months" => Some(PeriodUnit::Months),
            "year" | "years" => Some(PeriodUnit::Years),
            _ => None,
        }
    }

    const fn singular(self) -> &'static str {
        match self {
            PeriodUnit::Days => "day",
            PeriodUnit::Weeks => "week",
            PeriodUnit::WorkingDays => "working day",
            PeriodUnit::Months => "month",
            PeriodUnit::Years => "year",
        }
    }
}

/// `1 day`, `10 working days`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.count, self.unit.singular())
    }
}

/// `2025-12-01`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Day::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn days_are_those_of_the_civil_calendar(days in FIRST..=LAST) {
            let found = Day::from_epoch_days(days).unwrap();
            let (year, month, date) = found.ymd();
            prop_assert_eq!(Day::from_ymd(year, month, date), Some(found));
            let monday_first = found.civil().weekday().to_monday_zero_offset();
            prop_assert_eq!(monday_first, found.weekday() as i8);
            prop_assert_eq!(Day::from_number(&found.to_number()), Some(found));
            if year >= 0 {
                prop_assert_eq!(Day::parse(&found.to_string()), Ok(found));
            }
        }

        #[test]
        fn adding_keeps_the_order(a in -40_000_i32..40_000, b in -40_000_i32..40_000, months in -50_i64..50) {
            let (a, b) = (Day::from_epoch_days(a.min(b)).unwrap(), Day::from_epoch_days(a.max(b)).unwrap());
            prop_assert!(a.plus_months(months).unwrap() <= b.plus_months(months).unwrap());
            prop_assert!(a.plus_years(months).unwrap() <= b.plus_years(months).unwrap());
            prop_assert_eq!(a.plus_days(months).unwrap().plus_days(-months), Some(a));
        }

        #[test]
        fn reading_never_panics(text in "[0-9-]{0,12}|\\PC{0,12}") {
            let _ = Day::parse(&text);
        }
    }

    #[test]
    fn the_calendar_ends_where_jiff_does() {
        assert_eq!(Day(FIRST).civil(), Date::MIN);
        assert_eq!(Day(LAST).civil(), Date::MAX);
        assert_eq!(Day(LAST).plus_days(1), None);
        assert_eq!(Day(LAST).tomorrow(), Day(LAST));
        assert_eq!(Day(FIRST).plus_months(-1), None);
        assert_eq!(Day(0).plus_days(i64::MAX), None);
        assert_eq!(Day(0).plus_months(i64::MAX), None);
        assert_eq!(Day(0).plus_years(i64::MIN), None);
        assert_eq!(Day::from_epoch_days(i32::MAX), None);
    }

    #[test]
    fn what_is_wrong_with_a_day_is_said() {
        let told = |text: &str| Day::parse(text).unwrap_err().to_string();
        assert_eq!(told("2025-13-40"), "there is no month 13");
        assert_eq!(told("2025-00-10"), "there is no month 0");
        assert_eq!(told("2025-02-30"), "February 2025 has 28 days");
        assert_eq!(told("2024-02-30"), "February 2024 has 29 days");
        assert_eq!(told("2025-04-00"), "April 2025 has 30 days");
        for text in [
            "2025-1-05",
            "2025/12/01",
            "20251201",
            "+2025-12-01",
            "2025-12-01 ",
            "2025-12-01T00:00",
            "２０２５-12-01",
        ] {
            assert_eq!(Day::parse(text), Err(DayError::Shape), "{text}");
        }
    }

    #[test]
    fn months_and_years_end_on_the_last_day() {
        assert_eq!(day("2025-01-31").plus_months(1), Some(day("2025-02-28")));
        assert_eq!(day("2024-02-29").plus_years(1), Some(day("2025-02-28")));
        assert_eq!(day("2024-02-29").plus_years(4), Some(day("2028-02-29")));
        assert_eq!(day("2025-12-15").plus_months(2), Some(day("2026-02-15")));
        assert_eq!(day("2025-03-31").plus_months(-1), Some(day("2025-02-28")));
    }

    #[test]
    fn days_and_periods_as_texts() {
        let json = serde_json::to_string(&day("2025-12-01")).unwrap();
        assert_eq!(json, "\"2025-12-01\"");
        assert_eq!(
            serde_json::from_str::<Day>(&json).unwrap(),
            day("2025-12-01")
        );
        assert_eq!(day("2025-12-01").weekday(), Weekday::Monday);
        assert_eq!(Weekday::parse("sunday"), Some(Weekday::Sunday));
        for (word, shown) in [("working days", "10 working days"), ("month", "10 months")] {
            assert_eq!(
                Period {
                    count: 10,
                    unit: PeriodUnit::parse(word).unwrap()
                }
                .to_string(),
                shown
            );
        }
        assert_eq!(
            Period {
                count: 1,
                unit: PeriodUnit::Years
            }
            .to_string(),
            "1 year"
        );
    }
}
