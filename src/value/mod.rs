//! Values and their operators, with unknowns.
//!
//! In: texts of single literals and other values. Out: every type that an expression can have, and every operator on it, also
//! where the operands are known only in part: three-valued [`Truth`], numbers within [`Bounds`], sets of possible members
//! ([`Choice`]), codes told too coarsely ([`CodeSet::membership`]), sums in several currencies ([`Money`]). Both engines and
//! the checker call these; no other room says what an operator means.
//!
//! Sound: whatever the operands turn out to be, the result lies in the answer. Refining: telling more never widens it.
//!
//! Absent on purpose: what an answer hangs on (the evaluator keeps that; here only gaps and missing rates are named), names
//! of units and enums (the policies declare them), optional values, records and lists (the evaluator's), diagnostics (the
//! caller knows the place).

mod bounds;
mod calendar;
mod choice;
mod code;
mod country;
mod currency;
mod date;
mod money;
mod number;
mod periods;
mod quantity;
mod share;
mod truth;

pub use bounds::{Bounds, DivGap, End};
pub use calendar::{CalendarEnd, DayKind, WorkCalendar};
pub use choice::{Choice, MAX_MEMBERS};
pub use code::{Code, CodeError, CodeSet, MAX_LENGTH as MAX_CODE_LENGTH};
pub use country::Country;
pub use currency::Currency;
pub use date::{Day, DayError, Period, PeriodUnit, Weekday};
pub use money::{
    Compare, CurrencyKey, Extreme, Money, MoneyAnswer, MoneyExtreme, MoneyQuotient, Needs,
    RateError, RatePair, Rates,
};
pub use number::{Number, NumberError};
pub use periods::{PeriodTerm, Periods};
pub use quantity::{format_quantity, split_quantity};
pub use share::{format_share, parse_share};
pub use truth::Truth;
