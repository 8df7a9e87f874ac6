//! Periods: `"12 working days"`, whole or within bounds of one unit.

use std::borrow::Cow;

use super::errors;
use super::json::{Broken, Kind};
use super::partial::{End, Ends};
use super::read::Reader;
use super::scalar::{Read, Written};
use super::words;
use crate::ir::Type;
use crate::value::{Period, PeriodUnit, Periods, split_quantity};

impl Reader<'_, '_, '_> {
    /// A period, told or within bounds. None: a mistake was told.
    pub(super) fn period(&mut self, kind: Kind, start: u32) -> Result<Option<Periods>, Broken> {
        if kind != Kind::Object {
            return Ok(self.one_period(kind, start)?.map(Periods::from));
        }
        let way_out = words::way_out(self.program, &Type::Period);
        let part = ("a period told in part", way_out.as_str());
        let ends = self.ends(part, start, &mut |reader, kind, at| {
            reader.one_period(kind, at)
        })?;
        let Some(Ends { least, most }) = ends else {
            return Ok(None);
        };
        Ok(self.between(least, most))
    }

    fn between(
        &mut self,
        least: Option<End<Period>>,
        most: Option<End<Period>>,
    ) -> Option<Periods> {
        match (least, most) {
            (Some((low, low_span)), Some((high, high_span))) => {
                if low.unit != high.unit {
                    self.mistake(errors::period_units(low_span, high_span));
                    return None;
                }
                if low.count > high.count {
                    self.mistake(errors::bounds_crossed(low_span, high_span));
                    return None;
                }
                Some(Periods::within(low.unit, low.count, Some(high.count)))
            }
            (Some((low, _)), None) => Some(Periods::within(low.unit, low.count, None)),
            (None, Some((high, _))) => Some(Periods::within(high.unit, 0, Some(high.count))),
            (None, None) => None,
        }
    }

    fn one_period(&mut self, kind: Kind, start: u32) -> Result<Option<Period>, Broken> {
        let text = match kind {
            Kind::Text => self.json.text()?,
            // A bare number is told that it counts nothing.
            Kind::Number => Cow::Borrowed(self.json.number()?),
            _ => {
                let due = words::due(self.program, &Type::Period);
                let way_out = words::way_out(self.program, &Type::Period);
                self.wrong_type(kind, start, &due, way_out)?;
                return Ok(None);
            }
        };
        let read = parse(Written {
            text: &text,
            span: self.since(start),
        });
        Ok(self.taken(read))
    }
}

/// What periods count, as people write it.
const UNITS: &str = "`days`, `weeks`, `working days`, `months`, `years`";

fn parse(written: Written) -> Read<Period> {
    let Written { text, span } = written;
    let Some((number, unit)) = split_quantity(text) else {
        let example = format!("{text} days");
        return Err(Box::new(errors::unit_missing(text, UNITS, &example, span)));
    };
    let Some(unit) = PeriodUnit::parse(unit) else {
        return Err(Box::new(errors::bad_period(
            text,
            "a period counts days, weeks, working days, months or years",
            span,
        )));
    };
    let count = number.ok().and_then(|number| number.to_int());
    match count {
        Some(count) if count >= 0 => Ok(Period { count, unit }),
        _ => Err(Box::new(errors::bad_period(
            text,
            "it counts a whole number, 0 or more",
            span,
        ))),
    }
}
