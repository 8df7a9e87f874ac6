//! The type checker of expressions: from the tree of an expression to an [`ExprId`].
//!
//! In: a tree expression, the [`Frame`] of variables that it sees, what its place expects; the schema part of the program (records,
//! enums, dimensions, statuses, questions, list columns, signatures of defines) must be there. Out: typed nodes in `program.exprs`,
//! in base units, names resolved; every mistake in the sink. Deliberately absent: declarations, clauses, graphs, evaluation.
//!
//! A wrong expression has the type [`Type::Error`], which agrees with everything: nothing further is told about it.
//!
//! What the design leaves to this room (decided here, tested in `tests/`):
//! - A whole number stands where a number may; a share stands only with shares (`50%`, never `0.5`); money and quantities carry
//!   their unit always (`0 EUR`, never `0`).
//! - Like over like (money over money, length over length) is a share, or a plain number where a plain number is asked for.
//!   Share or number times money, a quantity or a share keeps the latter's type; two lengths do not multiply.
//! - `date + period` and `date - period` count; periods are neither compared nor added; days are compared, not subtracted.
//! - Under a negation (`not`, `not in`, `not within`, `no` with its filter, filter and condition of `every`) an operand that may be
//!   absent is narrowed first, however many negations stand around it. `!=` alone is none.
//! - Narrowing: `x != null` narrows `x` and every record on the way to it, in what follows it in an `and`, in the branch it leads
//!   to, in the condition behind a filter, and in the clauses after a `when`. A `let` that only names a place is that place.
//! - A code may be written as a path (`annex1.part1.metal`) where no variable and no definition bears that name.

mod frame;

pub use frame::Frame;

use crate::diag::Sink;
use crate::ir::{Const, DefineId, ExprId, LocalId, Program, Type};
use crate::resolve::{ModuleId, Names};
use crate::syntax::tree;

/// Checks expressions of one file against the program built so far.
pub struct ExprChecker<'a> {
    /// The program: its schema is read, its expressions grow.
    pub program: &'a mut Program,
    /// All names.
    pub names: &'a Names,
    /// The module of the file.
    pub module: ModuleId,
    /// Where mistakes go.
    pub sink: &'a mut Sink,
}

/// What the place of an expression expects.
#[derive(Clone, Copy, Debug)]
pub enum Expect<'t> {
    /// A value of any type.
    Any,
    /// A value of this type (or one that stands for it: a `T` where `T?` is expected).
    Type(&'t Type),
    /// A truth value, perhaps an absent one (a condition: absent counts as false).
    Condition,
}

impl ExprChecker<'_> {
    /// Checks an expression. A condition narrows what is checked with the same frame after it.
    pub fn check(&mut self, frame: &mut Frame, expr: &tree::Expr, expect: Expect) -> ExprId;

    /// Checks `let name = expr` and makes the name visible.
    pub fn check_let(&mut self, frame: &mut Frame, name: &tree::Name, expr: &tree::Expr) -> LocalId;

    /// Checks the body of a define whose signature (`params`, the parameters' locals, `result`) is in the program already; sets
    /// its `locals` and `body`. `params` are the names as written.
    pub fn check_define(&mut self, id: DefineId, params: &[(tree::Name, tree::Type)], body: &tree::DefineBody);

    /// Checks the `if` of a window, which reads questions only.
    pub fn question_condition(&mut self, expr: &tree::Expr) -> ExprId;

    /// Reads a value written as an expression (a cell of a row in the file, a unit's definition).
    pub fn check_const(&mut self, expr: &tree::Expr, ty: &Type) -> Option<Const>;

    /// Reads a cell of a CSV: the text between the commas, by the column's type (syntax §1: empty cells, `;` between members of
    /// a set, `10 m3 to 50 m3`, `>= 1.5 T`). `span` is the cell's place.
    pub fn check_cell(&mut self, text: &str, ty: &Type, span: Span) -> Option<Const>;
}

// Over the whole program, once everything is checked:
// pub fn check_recursion(program: &mut Program, sink: &mut Sink);   // also circles of defaults among sibling fields
// pub fn check_status_subjects(program: &Program, sink: &mut Sink); // `is` asked only of subjects of the status' rules (needs Status.rules, Rule.subject)
