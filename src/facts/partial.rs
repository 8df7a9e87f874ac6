//! Values that are no record and no list, told whole or in part: `{"at_least": …}`, `{"one_of": […]}`, money, rates.
//!
//! Their depth is bounded by their form, so they are read in place, without a frame.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::data::Slot;
use super::json::{Broken, Kind};
use super::read::Reader;
use super::scalar::{self, Read, Written};
use super::{errors, words};
use crate::diag::did_you_mean;
use crate::ir::Type;
use crate::source::Span;
use crate::value::{Bounds, Choice, Code, Currency, Number, RateError, RatePair, Rates, Truth};

/// Reads the value of one key of such an object: the key, what comes next, and where.
type Each<'a, R> = &'a mut dyn FnMut(&mut R, &'static str, Kind, u32) -> Result<(), Broken>;

/// Reads one end of what is told within bounds. None: a mistake was told.
type OneEnd<'a, R, T> = &'a mut dyn FnMut(&mut R, Kind, u32) -> Result<Option<T>, Broken>;

/// An end of what is told within bounds, and where.
pub type End<T> = (T, Span);

/// Both ends, one of them perhaps untold.
pub struct Ends<T> {
    pub least: Option<End<T>>,
    pub most: Option<End<T>>,
}

impl Reader<'_, '_, '_> {
    /// A value of a type that is neither record nor list. None: a mistake was told.
    pub fn scalar(&mut self, ty: &Type, kind: Kind, start: u32) -> Result<Option<Slot>, Broken> {
        match (ty, kind) {
            (Type::Bool, Kind::Bool) => Ok(Some(Slot::Bool(self.json.bool()?))),
            (
                Type::Int | Type::Decimal | Type::Share | Type::Date | Type::Quantity(_),
                Kind::Text | Kind::Number | Kind::Object,
            ) => Ok(self.bounds(ty, kind, start)?.map(Slot::Number)),
            (Type::Period, Kind::Text | Kind::Number | Kind::Object) => {
                Ok(self.period(kind, start)?.map(Slot::Period))
            }
            (Type::Enum(_) | Type::Country | Type::Text, Kind::Text) => {
                let word = self.json.text()?;
                let span = self.since(start);
                match ty {
                    Type::Text => Ok(Some(Slot::Text(vec![Arc::from(&*word)]))),
                    _ => Ok(self
                        .member(ty, &word, span)
                        .map(|member| Slot::Choice(Choice::single(member)))),
                }
            }
            (Type::Enum(_) | Type::Country | Type::Text, Kind::Object) => self.one_of(ty, start),
            (Type::Code, Kind::Text) => {
                let text = self.json.text()?;
                let span = self.since(start);
                Ok(self.code(&text, span))
            }
            (Type::Money, Kind::Object) => self.money().map(Some),
            (Type::Rates, Kind::Object) => self.rates().map(Some),
            _ => {
                let (due, way_out) = (
                    words::due(self.program, ty),
                    words::way_out(self.program, ty),
                );
                self.wrong_type(kind, start, &due, way_out)?;
                Ok(None)
            }
        }
    }

    /// Tells the mistake, if it is one.
    pub(super) fn taken<T>(&mut self, read: Read<T>) -> Option<T> {
        read.map_err(|mistake| self.mistake(*mistake)).ok()
    }

    fn member(&mut self, ty: &Type, word: &str, span: Span) -> Option<u16> {
        let read = match ty {
            Type::Enum(id) => scalar::member(self.program, *id, word, span),
            _ => scalar::country(word, span),
        };
        self.taken(read)
    }

    fn code(&mut self, text: &str, span: Span) -> Option<Slot> {
        let code = match Code::parse(text) {
            Ok(code) => code,
            Err(why) => {
                self.mistake(errors::bad_code(text, &why.to_string(), span));
                return None;
            }
        };
        let listed = self.program.codes.membership(&code) != Truth::F;
        if !listed && self.mistakes.first_of(&code) {
            let near = did_you_mean(text, self.program.codes.iter().map(Code::as_str));
            self.mistake(errors::code_not_listed(text, near, span));
        }
        Some(Slot::Code(code, listed))
    }

    /// An object of which only some keys are known; reads the value of each by `each`.
    fn object(
        &mut self,
        (owner, way_out): (&str, &str),
        keys: &[&'static str],
        each: Each<Self>,
    ) -> Result<(), Broken> {
        let mut told: BTreeMap<&'static str, Span> = BTreeMap::new();
        let mut first = true;
        while let Some((key, start, end)) = self.json.key(std::mem::take(&mut first))? {
            let span = self.span(start, end);
            self.tail.push((key.clone(), None));
            if let Some(known) = keys.iter().find(|known| **known == key) {
                if let Some(before) = told.insert(known, span) {
                    self.mistake(errors::duplicate_key(&key, before, span));
                    self.json.skip()?;
                } else {
                    let (kind, at) = self.json.peek()?;
                    each(self, known, kind, at)?;
                }
            } else {
                let near = did_you_mean(&key, keys.iter().copied());
                self.mistake(errors::unknown_part(&key, owner, near, way_out, span));
                self.json.skip()?;
            }
            self.tail.pop();
        }
        Ok(())
    }

    /// A number of a type, told or within bounds.
    fn bounds(&mut self, ty: &Type, kind: Kind, start: u32) -> Result<Option<Bounds>, Broken> {
        if kind != Kind::Object {
            return Ok(self.number(ty, kind, start)?.map(Bounds::point));
        }
        let way_out = self.way_out(ty);
        let part = ("a number told in part", way_out.as_str());
        let ends = self.ends(part, start, &mut |reader, kind, at| {
            reader.number(ty, kind, at)
        })?;
        let Some(Ends { least, most }) = ends else {
            return Ok(None);
        };
        if let (Some((low, low_span)), Some((high, high_span))) = (&least, &most)
            && low > high
        {
            self.mistake(errors::bounds_crossed(*low_span, *high_span));
            return Ok(None);
        }
        let low = least
            .map(|(number, _)| number)
            .or_else(|| matches!(ty, Type::Share | Type::Money).then(Number::zero));
        let high = most
            .map(|(number, _)| number)
            .or_else(|| matches!(ty, Type::Share).then(Number::one));
        Ok(match (low, high) {
            (Some(low), Some(high)) => Bounds::between(low, high),
            (Some(low), None) => Some(Bounds::at_least(low)),
            (None, Some(high)) => Some(Bounds::at_most(high)),
            (None, None) => None,
        })
    }

    /// `{"at_least": …, "at_most": …}`, one of the two at least. None: a mistake was told.
    pub(super) fn ends<T>(
        &mut self,
        (owner, way_out): (&str, &str),
        start: u32,
        read: OneEnd<Self, T>,
    ) -> Result<Option<Ends<T>>, Broken> {
        let before = self.mistakes.count();
        let mut ends = Ends {
            least: None,
            most: None,
        };
        self.object(
            (owner, way_out),
            &["at_least", "at_most"],
            &mut |reader, key, kind, at| {
                let end = read(reader, kind, at)?.map(|value| (value, reader.since(at)));
                *(if key == "at_least" {
                    &mut ends.least
                } else {
                    &mut ends.most
                }) = end;
                Ok(())
            },
        )?;
        if self.mistakes.count() > before {
            return Ok(None);
        }
        if ends.least.is_none() && ends.most.is_none() {
            let span = self.since(start);
            let message = format!("{owner} says `at_least`, `at_most` or both");
            self.mistake(errors::partial_form(&message, way_out, span));
            return Ok(None);
        }
        Ok(Some(ends))
    }

    fn number(&mut self, ty: &Type, kind: Kind, start: u32) -> Result<Option<Number>, Broken> {
        let text = match kind {
            Kind::Text => self.json.text()?,
            // A share and a quantity want their sign; a bare number is told so by its own name. A day is no number.
            Kind::Number if !matches!(ty, Type::Date) => Cow::Borrowed(self.json.number()?),
            _ => {
                let due = if *ty == Type::Money {
                    "an amount".to_owned()
                } else {
                    words::due(self.program, ty)
                };
                let way_out = self.way_out(ty);
                self.wrong_type(kind, start, &due, way_out)?;
                return Ok(None);
            }
        };
        let written = Written {
            text: &text,
            span: self.since(start),
        };
        let read = scalar::number(self.program, ty, written);
        Ok(self.taken(read))
    }

    /// How to write a value of a type; of money the amount.
    fn way_out(&self, ty: &Type) -> String {
        match ty {
            Type::Money => "write it as `\"1000.50\"`, or as `{\"at_least\": \"900\", \"at_most\": \"1000.50\"}`".to_owned(),
            ty => words::way_out(self.program, ty),
        }
    }

    /// `{"one_of": […]}`
    fn one_of(&mut self, ty: &Type, start: u32) -> Result<Option<Slot>, Broken> {
        let before = self.mistakes.count();
        let mut members: Vec<u16> = Vec::new();
        let mut texts: Vec<Arc<str>> = Vec::new();
        let mut list = None;
        let way_out = self.way_out(ty);
        self.object(
            ("a choice told in part", &way_out),
            &["one_of"],
            &mut |reader, _, kind, at| {
                if kind != Kind::Array {
                    return reader.wrong_type(
                        kind,
                        at,
                        "a list",
                        "write what is possible as `[…]`".to_owned(),
                    );
                }
                let mut first = true;
                while reader.json.element(std::mem::take(&mut first))? {
                    reader.next_element();
                    reader.possibility(ty, &mut members, &mut texts)?;
                }
                reader.leave_elements();
                list = Some(reader.since(at));
                Ok(())
            },
        )?;
        if self.mistakes.count() > before {
            return Ok(None);
        }
        let mistake = match list {
            None => {
                let span = self.since(start);
                errors::partial_form("a choice told in part says `one_of`", &way_out, span)
            }
            Some(span) if members.is_empty() && texts.is_empty() => errors::empty_choice(span),
            Some(_) if *ty == Type::Text => {
                texts.sort();
                texts.dedup();
                return Ok(Some(Slot::Text(texts)));
            }
            Some(_) => return Ok(Some(Slot::Choice(members.into_iter().collect()))),
        };
        self.mistake(mistake);
        Ok(None)
    }

    fn possibility(
        &mut self,
        ty: &Type,
        members: &mut Vec<u16>,
        texts: &mut Vec<Arc<str>>,
    ) -> Result<(), Broken> {
        let (kind, at) = self.json.peek()?;
        if kind != Kind::Text {
            let (due, way_out) = (
                words::due(self.program, ty),
                words::way_out(self.program, ty),
            );
            return self.wrong_type(kind, at, &due, way_out);
        }
        let word = self.json.text()?;
        let span = self.since(at);
        match ty {
            Type::Text => texts.push(Arc::from(&*word)),
            ty => members.extend(self.member(ty, &word, span)),
        }
        Ok(())
    }

    fn next_element(&mut self) {
        if let Some((_, index)) = self.tail.last_mut() {
            *index = Some(index.map_or(0, |index| index.saturating_add(1)));
        }
    }

    fn leave_elements(&mut self) {
        if let Some((_, index)) = self.tail.last_mut() {
            *index = None;
        }
    }

    fn money(&mut self) -> Result<Slot, Broken> {
        let (mut amount, mut currency) = (None, None);
        let way_out = words::way_out(self.program, &Type::Money);
        self.object(
            ("an amount of money", &way_out),
            &["amount", "currency"],
            &mut |reader, key, kind, at| {
                if key == "amount" {
                    amount = reader.bounds(&Type::Money, kind, at)?;
                } else {
                    currency = reader.currency(kind, at)?;
                }
                Ok(())
            },
        )?;
        Ok(Slot::Money(amount, currency))
    }

    fn currency(&mut self, kind: Kind, start: u32) -> Result<Option<Currency>, Broken> {
        if kind != Kind::Text {
            self.wrong_type(
                kind,
                start,
                "a currency",
                "write its three letters of ISO 4217 as `\"EUR\"`, or leave the key out".to_owned(),
            )?;
            return Ok(None);
        }
        let word = self.json.text()?;
        let read = scalar::currency(&word, self.since(start));
        Ok(self.taken(read))
    }

    /// `{"EUR/USD": "1.08"}`
    fn rates(&mut self) -> Result<Slot, Broken> {
        let mut told: Vec<(RatePair, Number)> = Vec::new();
        let mut seen: BTreeMap<RatePair, Span> = BTreeMap::new();
        let mut first = true;
        while let Some((key, start, end)) = self.json.key(std::mem::take(&mut first))? {
            let span = self.span(start, end);
            self.tail.push((key.clone(), None));
            match self.pair(&key, span) {
                None => self.json.skip()?,
                Some(pair) => {
                    if let Some(before) = seen.insert(pair, span) {
                        self.mistake(errors::duplicate_key(&key, before, span));
                        self.json.skip()?;
                    } else if let Some(rate) = self.rate(pair)? {
                        told.push((pair, rate));
                    }
                }
            }
            self.tail.pop();
        }
        match Rates::new(
            told.into_iter()
                .map(|(pair, rate)| (pair.first, pair.second, rate)),
        ) {
            Ok(rates) => self.facts.rates = rates,
            Err(why) => self.contradiction(&why, &seen),
        }
        Ok(Slot::Rates)
    }

    fn pair(&mut self, key: &str, span: Span) -> Option<RatePair> {
        let Some((first, second)) = key.split_once('/') else {
            self.mistake(errors::bad_pair(key, span));
            return None;
        };
        let first = self.taken(scalar::currency(first, span));
        let second = self.taken(scalar::currency(second, span));
        Some(RatePair {
            first: first?,
            second: second?,
        })
    }

    fn rate(&mut self, pair: RatePair) -> Result<Option<Number>, Broken> {
        let (kind, at) = self.json.peek()?;
        if !matches!(kind, Kind::Text | Kind::Number) {
            self.wrong_type(
                kind,
                at,
                "an exchange rate",
                "write it as `\"1.08\"`, or leave the pair out".to_owned(),
            )?;
            return Ok(None);
        }
        let text = if kind == Kind::Text {
            self.json.text()?
        } else {
            Cow::Borrowed(self.json.number()?)
        };
        let span = self.since(at);
        let read = scalar::number(self.program, &Type::Decimal, Written { text: &text, span });
        let Some(rate) = self.taken(read) else {
            return Ok(None);
        };
        if rate.signum() <= 0 {
            self.mistake(errors::bad_rate(&pair.to_string(), &text, span));
            return Ok(None);
        }
        Ok(Some(rate))
    }

    fn contradiction(&mut self, why: &RateError, told: &BTreeMap<RatePair, Span>) {
        let pair = why.pair();
        let Some(span) = told.get(&pair).copied() else {
            return;
        };
        let path = match why {
            RateError::Contradiction { path, .. } => path.as_slice(),
            RateError::NotPositive { .. } => &[],
        };
        let others: Vec<Span> = path
            .iter()
            .filter(|other| **other != pair)
            .filter_map(|other| told.get(other))
            .copied()
            .collect();
        self.tail.push((Cow::Owned(pair.to_string()), None));
        self.mistake(errors::rates_contradict(&why.to_string(), span, &others));
        self.tail.pop();
    }
}
