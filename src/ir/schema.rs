//! Schema: what facts look like, on which scales one decides, which lists there are.

use super::{Basis, Const};
use super::{DimensionId, EnumId, ExprId, FieldId, InstrumentId, ListId, Local, RecordId};
use crate::source::Span;
use crate::value::{Day, Number, WorkCalendar};

/// A text in English and, where given, Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// English (or whatever stood without a mark).
    pub en: String,
    /// Chinese.
    pub zh: Option<String>,
}

impl Text {
    /// In Chinese, or in English where there is none.
    pub fn chinese(&self) -> &str {
        self.zh.as_deref().unwrap_or(&self.en)
    }
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Three-valued truth.
    Bool,
    /// Whole number.
    Int,
    /// Exact number.
    Decimal,
    /// Part of a whole; 1 is 100 %.
    Share,
    /// A sum per currency.
    Money,
    /// A civil day.
    Date,
    /// A count of days, working days, months or years.
    Period,
    /// ISO 3166-1.
    Country,
    /// A list entry; stands for its subtree.
    Code,
    /// Text.
    Text,
    /// Exchange rates: one field of the facts.
    Rates,
    /// A quantity of that dimension, in its base unit.
    Quantity(DimensionId),
    /// A range of an ordered type.
    Range(Box<Type>),
    /// One of an enum.
    Enum(EnumId),
    /// A record.
    Record(RecordId),
    /// A row of a list.
    Row(ListId),
    /// `[T]`
    List(Box<Type>),
    /// `{T}`
    Set(Box<Type>),
    /// `T?`; never of a list, never nested.
    Optional(Box<Type>),
    /// The type of `null`, and of the members of an empty set or list.
    Never,
    /// Of an expression that was told to be wrong; agrees with every type. Never in a finished program.
    Error,
}

/// `facts shipment: Shipment on date`
#[derive(Clone, Debug, Default)]
pub struct FactsDecl {
    /// The variable that every rule knows (`shipment`).
    pub variable: String,
    /// The record of the root.
    pub record: RecordId,
    /// The field that is the day of the act.
    pub date: FieldId,
    /// The field of type `Rates`, if there is one.
    pub rates: Option<FieldId>,
}

/// A record with all its fields.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its name (without module).
    pub name: String,
    /// Its full name.
    pub full_name: String,
    /// Its text.
    pub text: Text,
    /// Fields by [`FieldId`].
    pub fields: Vec<Field>,
    /// What must hold of every one of them.
    pub ensures: Vec<Ensure>,
    /// Where.
    pub span: Span,
    /// Its doc comment.
    pub doc: String,
}

/// A field of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name: a key of the facts' JSON.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// What leaving it out means. Local 0 is the record itself (bare sibling names are fields of it).
    pub default: Option<ExprId>,
    /// When leaving it out means that (none: always). Local 0 as above.
    pub default_if: Option<ExprId>,
    /// Frame of both; slot 0 the record.
    pub locals: Vec<Local>,
    /// Its text.
    pub text: Text,
    /// Its doc comment.
    pub doc: String,
    /// Where.
    pub span: Span,
}

/// `ensure cond "why"`
#[derive(Clone, Debug)]
pub struct Ensure {
    /// What must hold. Local 0 is the record itself.
    pub cond: ExprId,
    /// Variables of `cond`; slot 0 the record.
    pub locals: Vec<Local>,
    /// What is told otherwise.
    pub text: Text,
    /// Where it is of the form `sum(x.f for x in list) <= g`: the list, the element's field `f`, and `g`. Then it also bounds an untold `f` by the rest (semantics §1).
    pub bound: Option<SumBound>,
    /// Where.
    pub span: Span,
}

/// `sum(x.f for x in list) <= g` as parts.
#[derive(Clone, Copy, Debug)]
pub struct SumBound {
    /// The list field of this record.
    pub list: FieldId,
    /// The field of its elements.
    pub field: FieldId,
    /// The limit; local 0 is the record itself.
    pub limit: ExprId,
}

/// An enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name (without module).
    pub name: String,
    /// Members in order.
    pub members: Vec<Member>,
    /// Its doc comment.
    pub doc: String,
    /// Where.
    pub span: Span,
}

/// A member of an enum or a value of a scale.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: Text,
    /// Its doc comment.
    pub doc: String,
}

/// A dimension and its units.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Its name.
    pub name: String,
    /// Units; the first is the base unit (factor 1).
    pub units: Vec<Unit>,
}

/// A unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its name as written after a number.
    pub name: String,
    /// How many base units it is.
    pub factor: Number,
}

/// A scale of outcomes, mildest first.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: Text,
    /// Outcomes, mildest first; an outcome is its index.
    pub values: Vec<Member>,
}

/// A status.
#[derive(Clone, Debug)]
pub struct Status {
    /// Its name.
    pub name: String,
    /// Whom it is said of.
    pub of: Type,
    /// Its text.
    pub text: Text,
    /// The rules that conclude it, sorted.
    pub rules: Vec<super::RuleId>,
}

/// A calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Its name.
    pub name: String,
    /// Its days.
    pub days: WorkCalendar,
}

/// A list: an annex.
#[derive(Clone, Debug)]
pub struct List {
    /// Its full name.
    pub full_name: String,
    /// Its title.
    pub title: Text,
    /// Its instrument; none: it always exists.
    pub instrument: Option<InstrumentId>,
    /// Typed columns.
    pub columns: Vec<Column>,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// Its own basis.
    pub basis: Option<Basis>,
    /// Where.
    pub span: Span,
}

/// A typed column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: Text,
    /// Its type.
    pub ty: Type,
    /// Whether rows are told apart by it (and by the others that are so marked).
    pub key: bool,
}

/// A row of a list, dated.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its values, by column. Texts of a `x_zh` column are not among them.
    pub cells: Vec<Const>,
    /// Chinese of text columns that have it, by column.
    pub zh: Vec<Option<String>>,
    /// The day it was published; none: its instrument's.
    pub published: Option<Day>,
    /// First day.
    pub from: Option<Day>,
    /// Last day, taken in.
    pub last: Option<Day>,
    /// Its own basis.
    pub basis: Option<Basis>,
    /// Where, in the CSV or the policy file.
    pub span: Span,
}

/// A named pure calculation.
#[derive(Clone, Debug)]
pub struct Define {
    /// Its full name.
    pub full_name: String,
    /// Its text.
    pub text: Text,
    /// How many of the locals are parameters (they come first).
    pub params: usize,
    /// Its frame: parameters, lets, bound variables.
    pub locals: Vec<Local>,
    /// Result type.
    pub result: Type,
    /// Its body.
    pub body: ExprId,
    /// Whether it calls itself, directly or through others (then only on components of its argument).
    pub recursive: bool,
    /// Its doc comment.
    pub doc: String,
    /// Where.
    pub span: Span,
    /// All of it, from its head word to its last.
    pub extent: Span,
}
