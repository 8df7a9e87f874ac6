//! Expressions, typed. Each has its type and span; meaning stands in semantics §2 to §7.

use super::{DefineId, ExprId, FieldId, ListId, LocalId, QuestionId, StatusId, Text, Type};
use crate::source::Span;
use crate::value::{Bounds, Code, Currency, Number, Period};

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Where it was written.
    pub span: Span,
}

/// A value that a policy writes down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Const {
    /// Absent: `null`, an empty cell of an optional column.
    Null,
    /// `true`, `false`
    Bool(bool),
    /// Int, Decimal, Share, Date (days since 1970-01-01) or a quantity in its base unit: the type says which.
    Number(Number),
    /// An amount in a currency.
    Money(Currency, Number),
    /// A member of an enum, or a country, by index: the type says which.
    Choice(u16),
    /// A code.
    Code(Code),
    /// A text.
    Text(std::sync::Arc<str>),
    /// `10 working days`
    Period(Period),
    /// A range of numbers (or days); ends closed, but for one-sided comparisons such as `> 3 T`.
    Range(Bounds),
    /// An empty cell of a `Range` column: asks nothing (semantics §6).
    AnyRange,
    /// A set.
    Set(Vec<Const>),
}

/// Forms of expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A literal.
    Const(Const),
    /// The root of the facts.
    Root,
    /// A variable.
    Local(LocalId),
    /// A field of a record. Of an absent record: absent, or the empty list.
    Field(ExprId, FieldId),
    /// A column of a row, by index.
    Column(ExprId, u32),
    /// All of them (two or more).
    And(Vec<ExprId>),
    /// One of them (two or more).
    Or(Vec<ExprId>),
    /// Negation.
    Not(ExprId),
    /// Comparison of two values of one type, one of them perhaps optional; `= null` is `IsNull`.
    Compare(CompareOp, ExprId, ExprId),
    /// `x = null`
    IsNull(ExprId),
    /// `x in set`, `c within d` (a set of one): for codes by subtree (semantics §3). `not in` is `Not(In)`.
    In(ExprId, ExprId),
    /// `x in range`
    InRange(ExprId, ExprId),
    /// `L meets M`
    Meets(ExprId, ExprId),
    /// `question reads reading`
    Reads(QuestionId, u16),
    /// `subject is status`; `is not` is `Not(Status)`.
    Status(StatusId, ExprId),
    /// Arithmetic; `+` also joins lists and sets, and adds a period to a date.
    Arith(ArithOp, ExprId, ExprId),
    /// `- e`
    Neg(ExprId),
    /// `x otherwise v`
    Otherwise(ExprId, ExprId),
    /// `if c then a else b`
    If(ExprId, ExprId, ExprId),
    /// `any`, `every`, `no`
    Quantifier(Quantifier, Binder, ExprId),
    /// `sum`, `count`, `min`, `max`; `count` has no body.
    Aggregate(Aggregate, Binder, Option<ExprId>),
    /// `{ a, b }`
    Set(Vec<ExprId>),
    /// `[ a, b ]`
    List(Vec<ExprId>),
    /// `a to b`
    Range(ExprId, ExprId),
    /// A call of a define.
    Call(DefineId, Vec<ExprId>),
    /// The rows of a list that are in it on the day asked.
    Rows(ListId),
    /// The set of values of one column (the codes of a list, for `x in list`).
    ColumnSet(ListId, u32),
    /// `min(a, b)`, `max(a, b)` of two or more values.
    Extreme(Aggregate, Vec<ExprId>),
}

impl ExprKind {
    /// Adds the expressions straight below, in the order in which they were written.
    pub fn children(&self, out: &mut Vec<ExprId>) {
        match self {
            ExprKind::Const(_)
            | ExprKind::Root
            | ExprKind::Local(_)
            | ExprKind::Reads(..)
            | ExprKind::Rows(_)
            | ExprKind::ColumnSet(..) => {}
            ExprKind::Field(a, _)
            | ExprKind::Column(a, _)
            | ExprKind::Not(a)
            | ExprKind::IsNull(a)
            | ExprKind::Status(_, a)
            | ExprKind::Neg(a) => out.push(*a),
            ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::Set(all)
            | ExprKind::List(all)
            | ExprKind::Call(_, all)
            | ExprKind::Extreme(_, all) => {
                out.extend(all);
            }
            ExprKind::Compare(_, a, b)
            | ExprKind::In(a, b)
            | ExprKind::InRange(a, b)
            | ExprKind::Meets(a, b)
            | ExprKind::Arith(_, a, b)
            | ExprKind::Otherwise(a, b)
            | ExprKind::Range(a, b) => out.extend([*a, *b]),
            ExprKind::If(a, b, c) => out.extend([*a, *b, *c]),
            ExprKind::Quantifier(_, binder, body) => {
                out.push(binder.source);
                out.extend(binder.filter);
                out.push(*body);
            }
            ExprKind::Aggregate(_, binder, body) => {
                out.push(binder.source);
                out.extend(binder.filter);
                out.extend(*body);
            }
        }
    }
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `=`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

/// `+ - * /`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// `any`, `every`, `no`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Any,
    /// At least one, and all.
    Every,
    /// Not one.
    No,
}

/// `sum count min max`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// `sum`
    Sum,
    /// `count`
    Count,
    /// `min`
    Min,
    /// `max`
    Max,
}

/// What a quantifier or aggregate runs over.
#[derive(Clone, Debug)]
pub struct Binder {
    /// The variable.
    pub local: LocalId,
    /// The list or set.
    pub source: ExprId,
    /// With `*`: the list field (of the element's own record) that leads one level deeper.
    pub star: Option<FieldId>,
    /// With `outermost`: only those not inside another match (semantics §7).
    pub outermost: bool,
    /// The filter.
    pub filter: Option<ExprId>,
}

/// A slot of a frame.
#[derive(Clone, Debug)]
pub struct Local {
    /// Its name.
    pub name: String,
    /// Its text: of a `let` or parameter, where it has one.
    pub text: Text,
    /// Its type.
    pub ty: Type,
    /// What fills it.
    pub kind: LocalKind,
}

/// What fills a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalKind {
    /// The subject of a rule, a parameter of a define, or the record of a default or `ensure`: given when the frame is made.
    Given,
    /// `let`: its value, worked out on first use (nothing has effects, so when does not matter).
    Let(ExprId),
    /// A quantifier or aggregate sets it, element by element.
    Bound,
}
