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
//! - A code that the lexer does not know is a path that begins with the name of its list (`annex1.part1.metal`), or stands in quotes
//!   where a code is expected; so a misspelt variable is never taken for a code.

mod arith;
mod call;
mod compare;
mod constant;
pub mod errors;
mod frame;
mod literal;
mod logic;
mod member;
mod name;
mod narrow;
mod path;
mod quantifier;
mod recursion;
mod subject;
mod types;
mod unknown;
mod words;

#[cfg(test)]
mod tests;

pub use frame::Frame;
pub use recursion::check_recursion;
pub use subject::check_status_subjects;
pub use words::type_in_words;

use crate::diag::{Diagnostic, Sink};
use crate::ir::{self, Const, DefineId, ExprId, LocalId, Program, Type};
use crate::resolve::{Def, ModuleId, Names};
use crate::source::Span;
use crate::syntax::tree::{self, ExprKind as Tree, Literal, Suffix};

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
    pub fn check(&mut self, frame: &mut Frame, expr: &tree::Expr, expect: Expect) -> ExprId {
        frame.closed.clear();
        match expect {
            Expect::Any => self.infer(frame, expr, None),
            Expect::Type(ty) => self.expect(frame, expr, ty),
            Expect::Condition => {
                let id = self.condition(frame, expr);
                self.learn(frame, id, true);
                id
            }
        }
    }

    /// Checks `let name = expr` and makes the name visible.
    pub fn check_let(&mut self, frame: &mut Frame, bound: &tree::Let) -> LocalId {
        frame.closed.clear();
        let local = self.bind(frame, &bound.name, &bound.value);
        let text = crate::check::text::read(&bound.text, self.sink);
        if let Some(slot) = frame.locals.get_mut(local.index()) {
            slot.text = text;
        }
        local
    }

    /// Checks the body of a define whose signature (`params`, the parameters' locals, `result`) is in the program already; sets
    /// its `locals` and `body`. `params` are the names as written.
    pub fn check_define(&mut self, id: DefineId, params: &[tree::Param], body: &tree::DefineBody) {
        self.define(id, params, body);
    }

    /// Checks the `if` of a window, which reads questions only.
    pub fn question_condition(&mut self, expr: &tree::Expr) -> ExprId {
        self.questions_only(&Frame::pure(), expr)
    }

    /// Reads a value written as an expression (a cell of a row in the file, a unit's definition).
    pub fn check_const(&mut self, expr: &tree::Expr, ty: &Type) -> Option<Const> {
        self.constant(expr, ty)
    }

    /// Reads a cell of a CSV: the text between the commas, by the column's type (syntax §1: empty cells, `;` between members of
    /// a set, `10 m3 to 50 m3`, `>= 1.5 T`). `span` is the cell's place; mistakes of form count bytes from its start.
    pub fn check_cell(&mut self, text: &str, ty: &Type, span: Span) -> Option<Const> {
        self.cell(text, ty, span)
    }

    /// An expression of the type that its place asks for.
    fn expect(&mut self, frame: &mut Frame, expr: &tree::Expr, ty: &Type) -> ExprId {
        let id = self.infer(frame, expr, Some(ty));
        let actual = self.ty(id);
        if types::fits(actual, ty) {
            return id;
        }
        let may_be_null = *actual == Type::Never;
        let told = if types::may_be_absent(actual) && types::fits(types::strip(actual), ty) {
            errors::may_be_absent(words::spell(expr), &self.in_words(ty), expr.span)
        } else {
            let help = compare::type_help(types::strip(actual), types::strip(ty));
            let shown = if may_be_null {
                actual
            } else {
                types::strip(actual)
            };
            errors::wrong_type(&self.in_words(ty), &self.in_words(shown), help, expr.span)
        };
        self.fail(told, expr.span)
    }

    /// An expression of whatever type; `hint` is what the place expects, for bare names and numbers.
    fn infer(&mut self, frame: &mut Frame, expr: &tree::Expr, hint: Option<&Type>) -> ExprId {
        let span = expr.span;
        match &expr.kind {
            Tree::Or(operands) => self.or(frame, operands, span),
            Tree::And(operands) => self.and(frame, operands, span),
            Tree::Not(inner) => self.not(frame, inner, span),
            Tree::Quantifier(which, binder, body) => {
                self.quantifier(frame, *which, binder, body, span)
            }
            Tree::Compare(op, at, left, right) => self.compare(frame, *op, *at, left, right, span),
            Tree::Reads(question, reading) => self.reads(frame, question, reading, span),
            Tree::Is {
                subject,
                negated,
                status,
            } => self.is(frame, subject, *negated, status, span),
            Tree::Range(from, to) => self.range(frame, from, to, span, hint),
            Tree::Arith(op, _, left, right) => self.arith(frame, *op, left, right, span, hint),
            Tree::Neg(inner) => self.neg(frame, inner, span, hint),
            Tree::Otherwise(value, instead) => self.otherwise(frame, value, instead, span, hint),
            Tree::If(c, a, b) => self.choice(frame, [c, a, b], span, hint),
            Tree::Name(name) => self.name(frame, name, hint),
            Tree::Postfix(head, suffixes) => self.postfix(frame, head, suffixes, span, hint),
            Tree::Set(members) => self.set(frame, members, span, hint),
            Tree::List(members) => self.list(frame, members, span, hint),
            Tree::Object(_) => self.fail(errors::object(span), span),
            Tree::Tuple(members) => self.fail(errors::tuple(words::spell_all(members), span), span),
            Tree::Count(binder) => self.count(frame, binder, span),
            Tree::Aggregate { name, body, binder } => {
                self.aggregate(frame, name, body, binder, span, hint)
            }
            Tree::Literal(literal) => self.literal(literal, span, hint),
            Tree::Error => self.error(span),
        }
    }

    /// Whether an expression says nothing by itself: a bare name that must be a member of something, `null`, an empty set.
    fn needs_hint(&self, frame: &Frame, expr: &tree::Expr) -> bool {
        rank(self, frame, expr) == BARE
    }

    fn push(&mut self, kind: ir::ExprKind, ty: Type, span: Span) -> ExprId {
        let id = ExprId::from_index(self.program.exprs.len());
        self.program.exprs.push(ir::Expr { kind, ty, span });
        id
    }

    /// A node that stands for something wrong.
    fn error(&mut self, span: Span) -> ExprId {
        self.push(ir::ExprKind::Const(Const::Null), Type::Error, span)
    }

    /// Tells of a mistake; the node that stands for it.
    fn fail(&mut self, told: Diagnostic, span: Span) -> ExprId {
        self.sink.push(told);
        self.error(span)
    }

    fn retype(&mut self, id: ExprId, ty: Type) -> ExprId {
        if let Some(expr) = self.program.exprs.get_mut(id.index()) {
            expr.ty = ty;
        }
        id
    }

    fn ty(&self, id: ExprId) -> &Type {
        &self.program.expr(id).ty
    }

    fn kind(&self, id: ExprId) -> &ir::ExprKind {
        &self.program.expr(id).kind
    }

    fn span(&self, id: ExprId) -> Span {
        self.program.expr(id).span
    }

    fn is_error(&self, id: ExprId) -> bool {
        *self.ty(id) == Type::Error
    }

    fn in_words(&self, ty: &Type) -> String {
        type_in_words(self.program, ty)
    }

    /// A checked path as it was written, for messages.
    fn spelt(&self, frame: &Frame, id: ExprId) -> Option<String> {
        match self.kind(id) {
            ir::ExprKind::Root => Some(self.program.facts.variable.clone()),
            ir::ExprKind::Local(local) => frame.locals.get(local.index()).map(|l| l.name.clone()),
            ir::ExprKind::Field(of, field) => {
                let ty = types::strip(self.ty(*of));
                let Type::Record(record) = ty else {
                    return None;
                };
                let name = &self
                    .program
                    .records
                    .get(record.index())?
                    .fields
                    .get(field.index())?
                    .name;
                match self.spelt(frame, *of)?.as_str() {
                    "" => Some(name.clone()),
                    path => Some(format!("{path}.{name}")),
                }
            }
            _ => None,
        }
    }
}

const BARE: u8 = 3;

/// How much an expression needs to be told about its type: 0 nothing, 1 a little (`2` may be a number of any kind, `"…"` a code), 2 a quotient (a
/// share or a number), 3 everything.
fn rank(checker: &ExprChecker, frame: &Frame, expr: &tree::Expr) -> u8 {
    match &expr.kind {
        Tree::Name(name) => {
            let known = checker.is_variable(frame, &name.text)
                || matches!(
                    checker.names.lookup(checker.module, &[name]),
                    Ok(Some((Def::Define(_) | Def::List(_), _)))
                );
            if known { 0 } else { BARE }
        }
        Tree::Postfix(head, suffixes) => match (&head.kind, suffixes.first()) {
            (Tree::Name(name), Some(Suffix::Member(_)))
                if !checker.is_variable(frame, &name.text) =>
            {
                let members = suffixes.iter().map_while(|s| {
                    if let Suffix::Member(name) = s {
                        Some(name)
                    } else {
                        None
                    }
                });
                let path: Vec<&tree::Name> = std::iter::once(name).chain(members).collect();
                if matches!(checker.names.lookup(checker.module, &path), Ok(Some(_))) {
                    0
                } else {
                    BARE
                }
            }
            (_, Some(_)) => 0,
            (_, None) => rank(checker, frame, head),
        },
        Tree::Literal(Literal::Null) => BARE,
        Tree::Literal(Literal::Int(_) | Literal::Decimal(_) | Literal::Text(_)) => 1,
        Tree::Set(members) | Tree::List(members) => members
            .iter()
            .map(|m| rank(checker, frame, m))
            .max()
            .unwrap_or(BARE),
        Tree::Arith(tree::ArithOp::Div, _, a, b) => {
            rank(checker, frame, a).max(rank(checker, frame, b)).max(2)
        }
        Tree::Arith(_, _, a, b) | Tree::Range(a, b) | Tree::If(_, a, b) => {
            rank(checker, frame, a).max(rank(checker, frame, b))
        }
        Tree::Neg(inner) | Tree::Otherwise(inner, _) => rank(checker, frame, inner),
        _ => 0,
    }
}
