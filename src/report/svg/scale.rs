//! From days to pixels. Not to scale, and in order: between two marks there is room for a date at least, and a long quiet stretch
//! grows only with the root of its days, so that a week with three changes and four years with none are both read at a glance.

use std::collections::BTreeMap;

use crate::decision::timeline::Timeline;
use crate::value::Day;

/// Between two days that are written above.
const DATE: i32 = 112;
/// Between two days on which anything begins.
const LEAST: i32 = 14;
/// The whole.
const WHOLE: i32 = 620;
/// Pixels a root of a day.
const STEP: i32 = 6;

/// Where days stand.
pub struct Scale {
    /// Days with their places, in order; the last is the morrow of the last day looked at.
    places: Vec<(Day, i32)>,
}

impl Scale {
    /// A scale for that timeline, beginning at `left`.
    pub fn new(timeline: &Timeline, left: i32) -> Self {
        let day = |text: &String| Day::parse(text).ok();
        let mut days: BTreeMap<Day, bool> = BTreeMap::new();
        let stretches = timeline.instruments.iter().flat_map(|bar| &bar.stretches);
        for start in stretches.filter_map(|stretch| day(&stretch.from)) {
            days.insert(start, false);
        }
        let end = day(&timeline.to).map(Day::tomorrow);
        let named = timeline.changes.iter().filter_map(|c| day(&c.day));
        for written in named.chain(day(&timeline.from)).chain(end) {
            days.insert(written, true);
        }
        let mut places: Vec<(Day, i32)> = Vec::new();
        let (mut x, mut written_at) = (left, left);
        for (at, is_written) in days {
            if let Some((before, _)) = places.last() {
                let days = at.epoch_days().saturating_sub(before.epoch_days());
                x += (root(days) * STEP).max(LEAST);
            }
            if is_written && !places.is_empty() {
                x = x.max(written_at + DATE);
            }
            if is_written {
                written_at = x;
            }
            places.push((at, x));
        }
        let mut scale = Self { places };
        scale.widen(left);
        scale
    }

    /// Few changes fill the page all the same.
    fn widen(&mut self, left: i32) {
        let wide = self.right() - left;
        if wide <= 0 || wide >= WHOLE {
            return;
        }
        for (_, x) in &mut self.places {
            *x = left + (*x - left) * WHOLE / wide;
        }
    }

    /// Where the first day begins.
    pub fn left(&self) -> i32 {
        self.places.first().map_or(0, |(_, x)| *x)
    }

    /// Where the last day ends.
    pub fn right(&self) -> i32 {
        self.places.last().map_or(0, |(_, x)| *x)
    }

    /// Where a day begins; none outside.
    pub fn at(&self, day: Day) -> Option<i32> {
        let after = self.places.partition_point(|(at, _)| *at <= day);
        let (from, x) = *self.places.get(after.checked_sub(1)?)?;
        let Some((to, end)) = self.places.get(after).copied() else {
            return (from == day).then_some(x);
        };
        let (days, all) = (
            i64::from(day.epoch_days()) - i64::from(from.epoch_days()),
            i64::from(to.epoch_days()) - i64::from(from.epoch_days()),
        );
        let part = i64::from(end - x) * days / all.max(1);
        Some(x + i32::try_from(part).unwrap_or(0))
    }

    /// Where a stretch begins and how wide it is.
    pub fn stretch(&self, from: &str, through: &str) -> Option<(i32, i32)> {
        let start = self.at(Day::parse(from).ok()?)?;
        let end = self.at(Day::parse(through).ok()?.tomorrow())?;
        Some((start, end - start))
    }
}

/// The root of a number of days, rounded down.
fn root(days: i32) -> i32 {
    i32::try_from(days.unsigned_abs().isqrt()).unwrap_or(0)
}
