//! The grammar's actions for expressions, types and literals.
//!
//! Depth is counted as trees grow: past the limit a node becomes `Error`, told once, and so do its parents, silently.
//! Nothing deeper than the limit is ever built, so recursion over a tree, dropping included, is bounded.

use super::build::{B, Build, E, T};
use super::errors::{self, MOST_DEPTH, MOST_DIGITS};
use super::expected::Recovery;
use super::tree::*;
use crate::source::Span;

/// The depth of an expression past the limit; its parents take it over.
const POISON: u32 = u32::MAX;

/// An argument of a call: the expression, and what follows `for`.
type Arg = (E, Option<B>);

impl<'a> Build<'a, '_> {
    /// Expressions without their depths.
    pub fn plain(&self, es: Vec<E>) -> Vec<Expr> {
        es.into_iter().map(|e| *e.expr).collect()
    }

    /// An error node.
    pub fn error_expr(&self, start: u32, end: u32) -> Expr {
        Expr {
            kind: ExprKind::Error,
            span: self.span(start, end),
            bracketed: false,
        }
    }

    /// A node over children of that depth.
    fn node(&mut self, start: u32, kind: ExprKind, below: u32, end: u32) -> E {
        let span = self.span(start, end);
        if below == POISON {
            return E {
                expr: Box::new(Expr {
                    kind: ExprKind::Error,
                    span,
                    bracketed: false,
                }),
                depth: POISON,
            };
        }
        if below >= MOST_DEPTH {
            self.reports.push(errors::nested_too_deeply(span));
            return E {
                expr: Box::new(Expr {
                    kind: ExprKind::Error,
                    span,
                    bracketed: false,
                }),
                depth: POISON,
            };
        }
        E {
            expr: Box::new(Expr {
                kind,
                span,
                bracketed: false,
            }),
            depth: below + 1,
        }
    }

    /// What stood in brackets; they leave no node.
    pub fn bracketed(&self, mut e: E) -> E {
        e.expr.bracketed = true;
        e
    }

    /// `( ! )` and its kin.
    pub fn broken_operand(&mut self, start: u32, recovery: Recovery<'a>, end: u32) -> E {
        self.tell(recovery);
        E {
            expr: Box::new(self.error_expr(start, end)),
            depth: 1,
        }
    }

    /// `if c then a else b`
    pub fn choice(&mut self, start: u32, c: E, a: E, b: E, end: u32) -> E {
        let below = deepest([&c, &a, &b]);
        self.node(start, ExprKind::If(c.expr, a.expr, b.expr), below, end)
    }

    /// `a or b`, one node for the whole chain.
    pub fn or(&mut self, start: u32, a: E, b: E, end: u32) -> E {
        let below = deepest([&a, &b]);
        match *a.expr {
            Expr {
                kind: ExprKind::Or(operands),
                bracketed: false,
                ..
            } => self.longer_chain(start, ExprKind::Or, operands, a.depth, b, end),
            first => self.node(start, ExprKind::Or(vec![first, *b.expr]), below, end),
        }
    }

    /// `a and b`, one node for the whole chain.
    pub fn and(&mut self, start: u32, a: E, b: E, end: u32) -> E {
        let below = deepest([&a, &b]);
        match *a.expr {
            Expr {
                kind: ExprKind::And(operands),
                bracketed: false,
                ..
            } => self.longer_chain(start, ExprKind::And, operands, a.depth, b, end),
            first => self.node(start, ExprKind::And(vec![first, *b.expr]), below, end),
        }
    }

    fn longer_chain(
        &mut self,
        start: u32,
        make: fn(Vec<Expr>) -> ExprKind,
        mut operands: Vec<Expr>,
        depth: u32,
        more: E,
        end: u32,
    ) -> E {
        operands.push(*more.expr);
        let below = depth.saturating_sub(1).max(more.depth);
        self.node(start, make(operands), below, end)
    }

    /// `not e`
    pub fn not(&mut self, start: u32, e: E, end: u32) -> E {
        let below = e.depth;
        self.node(start, ExprKind::Not(e.expr), below, end)
    }

    /// `any B has e`
    pub fn quantifier(&mut self, start: u32, q: Quantifier, b: B, e: E, end: u32) -> E {
        let below = b.depth.max(e.depth);
        self.node(start, ExprKind::Quantifier(q, b.binder, e.expr), below, end)
    }

    /// `a = b`. A chain has more than two sides: an error node, with the rewrite.
    pub fn compare(&mut self, start: u32, a: E, (op, at): (CompareOp, Span), b: E, end: u32) -> E {
        if let Expr {
            kind: ExprKind::Compare(_, _, _, middle),
            bracketed: false,
            span,
        } = &*a.expr
        {
            let (left, middle) = (self.source_of(*span), self.source_of(middle.span));
            let right = self.source_of(b.expr.span);
            let rewrite = (left.len() + middle.len() + right.len() < 100)
                .then(|| format!("{left} and {middle} {} {right}", self.source_of(at)));
            let span = self.span(start, end);
            self.reports.push(errors::broken_comparison(span, rewrite));
            return E {
                expr: Box::new(self.error_expr(start, end)),
                depth: 1,
            };
        }
        let below = deepest([&a, &b]);
        self.node(start, ExprKind::Compare(op, at, a.expr, b.expr), below, end)
    }

    fn source_of(&self, span: Span) -> &'a str {
        self.slice(
            span.start.saturating_sub(self.reports.base),
            span.end.saturating_sub(self.reports.base),
        )
    }

    /// `e reads name`
    pub fn reads(&mut self, start: u32, e: E, name: Name, end: u32) -> E {
        let below = e.depth;
        self.node(start, ExprKind::Reads(e.expr, name), below, end)
    }

    /// `e is name`, `e is not name`
    pub fn is(&mut self, start: u32, e: E, negated: bool, status: Name, end: u32) -> E {
        let below = e.depth;
        self.node(
            start,
            ExprKind::Is {
                subject: e.expr,
                negated,
                status,
            },
            below,
            end,
        )
    }

    /// `a to b`
    pub fn range(&mut self, start: u32, a: E, b: E, end: u32) -> E {
        let below = deepest([&a, &b]);
        self.node(start, ExprKind::Range(a.expr, b.expr), below, end)
    }

    /// `a + b` and its kin
    pub fn arith(&mut self, start: u32, a: E, (op, at): (ArithOp, Span), b: E, end: u32) -> E {
        let below = deepest([&a, &b]);
        self.node(start, ExprKind::Arith(op, at, a.expr, b.expr), below, end)
    }

    /// `- e`
    pub fn neg(&mut self, start: u32, e: E, end: u32) -> E {
        let below = e.depth;
        self.node(start, ExprKind::Neg(e.expr), below, end)
    }

    /// `x otherwise v`
    pub fn otherwise(&mut self, start: u32, a: E, b: E, end: u32) -> E {
        let below = deepest([&a, &b]);
        self.node(start, ExprKind::Otherwise(a.expr, b.expr), below, end)
    }

    // ---- postfix forms

    /// A bare name.
    pub fn name(&self, name: Name) -> E {
        E {
            expr: Box::new(Expr {
                span: name.span,
                kind: ExprKind::Name(name),
                bracketed: false,
            }),
            depth: 1,
        }
    }

    fn suffix(&mut self, start: u32, mut e: E, suffix: Suffix, inside: u32, end: u32) -> E {
        if let Expr {
            kind: ExprKind::Postfix(_, suffixes),
            bracketed: false,
            ..
        } = &mut *e.expr
        {
            suffixes.push(suffix);
            let below = e.depth.saturating_sub(1).max(inside);
            let Expr { kind, .. } = *e.expr;
            return self.node(start, kind, below, end);
        }
        let below = e.depth.max(inside);
        self.node(start, ExprKind::Postfix(e.expr, vec![suffix]), below, end)
    }

    /// `e.name`
    pub fn member(&mut self, start: u32, e: E, name: Name, end: u32) -> E {
        self.suffix(start, e, Suffix::Member(name), 0, end)
    }

    /// `e[3]`
    pub fn index(&mut self, start: u32, e: E, (from, text, to): (u32, &str, u32), end: u32) -> E {
        let span = self.span(from, to);
        let number = text.replace('_', "").parse().unwrap_or_else(|_| {
            self.reports.push(errors::index_too_large(span, text));
            u32::MAX
        });
        self.suffix(start, e, Suffix::Index(number, span), 0, end)
    }

    /// `f(a, b)`; `sum(e for B)` is an aggregate.
    pub fn call(&mut self, start: u32, e: E, open: u32, args: Vec<Arg>, end: u32) -> E {
        if args.iter().any(|(_, binder)| binder.is_some()) {
            return self.aggregate(start, e, args, end);
        }
        let inside = args.iter().map(|(a, _)| a.depth).max().unwrap_or(0);
        let span = self.span(open, end);
        let args = args.into_iter().map(|(a, _)| *a.expr).collect();
        self.suffix(start, e, Suffix::Call(args, span), inside, end)
    }

    fn aggregate(&mut self, start: u32, e: E, args: Vec<Arg>, end: u32) -> E {
        let span = self.span(start, end);
        let mut args = args.into_iter();
        match (e.expr.kind, args.next(), args.next()) {
            (ExprKind::Name(name), Some((body, Some(b))), None) => {
                let below = body.depth.max(b.depth);
                self.node(
                    start,
                    ExprKind::Aggregate {
                        name,
                        body: body.expr,
                        binder: b.binder,
                    },
                    below,
                    end,
                )
            }
            _ => {
                self.reports.push(errors::call_with_for(span));
                E {
                    expr: Box::new(self.error_expr(start, end)),
                    depth: 1,
                }
            }
        }
    }

    /// `part in item.parts* where …`; `marks`: whether `outermost` and `*` stand there.
    pub fn binder(
        &mut self,
        start: u32,
        marks: (bool, bool),
        name: Name,
        source: E,
        filter: Option<E>,
        end: u32,
    ) -> B {
        let depth = source.depth.max(filter.as_ref().map_or(0, |f| f.depth));
        let filter = filter.map(|f| f.expr);
        let span = self.span(start, end);
        let (outermost, star) = marks;
        B {
            binder: Binder {
                outermost,
                name,
                source: source.expr,
                star,
                filter,
                span,
            },
            depth,
        }
    }

    /// `count(B)`
    pub fn count(&mut self, start: u32, b: B, end: u32) -> E {
        self.node(start, ExprKind::Count(b.binder), b.depth, end)
    }

    // ---- sets, objects, lists

    fn several(&mut self, start: u32, make: fn(Vec<Expr>) -> ExprKind, es: Vec<E>, end: u32) -> E {
        let below = es.iter().map(|e| e.depth).max().unwrap_or(0);
        let es = self.plain(es);
        self.node(start, make(es), below, end)
    }

    /// `(a, b)`
    pub fn tuple(&mut self, start: u32, first: E, mut rest: Vec<E>, end: u32) -> E {
        rest.insert(0, first);
        self.several(start, ExprKind::Tuple, rest, end)
    }

    /// `{ a, b }`
    pub fn set(&mut self, start: u32, es: Vec<E>, end: u32) -> E {
        self.several(start, ExprKind::Set, es, end)
    }

    /// `[ a, b ]`
    pub fn list_of(&mut self, start: u32, es: Vec<E>, end: u32) -> E {
        self.several(start, ExprKind::List, es, end)
    }

    /// `{ key: v, "key": v }`
    pub fn object(&mut self, start: u32, entries: Vec<(Str, E)>, end: u32) -> E {
        let below = entries.iter().map(|(_, e)| e.depth).max().unwrap_or(0);
        let entries = entries.into_iter().map(|(key, e)| (key, *e.expr)).collect();
        self.node(start, ExprKind::Object(entries), below, end)
    }

    // ---- literals

    /// A literal; a number beyond the limit is an error node.
    pub fn literal(&mut self, start: u32, literal: Literal, end: u32) -> E {
        let kind = match self.exact(start, literal, end) {
            Some(literal) => ExprKind::Literal(literal),
            None => ExprKind::Error,
        };
        E {
            expr: Box::new(Expr {
                kind,
                span: self.span(start, end),
                bracketed: false,
            }),
            depth: 1,
        }
    }

    /// Underscores, blanks and the sign taken out of a number, a code's letter made a capital.
    fn exact(&mut self, start: u32, literal: Literal, end: u32) -> Option<Literal> {
        Some(match literal {
            Literal::Int(n) => Literal::Int(self.digits(start, &n, end)?),
            Literal::Decimal(n) => Literal::Decimal(self.digits(start, &n, end)?),
            Literal::Share(n) => Literal::Share(self.digits(start, &n, end)?),
            Literal::Quantity(n, unit) => Literal::Quantity(self.digits(start, &n, end)?, unit),
            Literal::Money(currency, n) => Literal::Money(currency, self.digits(start, &n, end)?),
            Literal::Code(code) => Literal::Code(errors::capital_code(&code)),
            other => other,
        })
    }

    fn digits(&mut self, start: u32, number: &str, end: u32) -> Option<String> {
        let count = number.bytes().filter(u8::is_ascii_digit).count();
        if count > MOST_DIGITS {
            self.reports
                .at(start, end, |span| errors::number_too_long(span, count));
            return None;
        }
        Some(
            number
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '.')
                .collect(),
        )
    }

    /// `14 nm`, `10 working days`
    pub fn measure(&self, number: &str, unit: Name, second: Option<Name>) -> Literal {
        let mut units = vec![unit];
        units.extend(second);
        Literal::Quantity(number.to_owned(), units)
    }

    // ---- types

    /// A type that is not optional.
    pub fn ty(&mut self, start: u32, (kind, depth): (TypeKind, u32), end: u32) -> T {
        let span = self.span(start, end);
        if depth <= MOST_DEPTH {
            return T {
                ty: Type { kind, span },
                depth,
                doubled: false,
            };
        }
        if depth == MOST_DEPTH + 1 {
            self.reports.push(errors::nested_too_deeply(span));
        }
        // One deeper than the limit, for good: told once, and the parents stay beyond it.
        T {
            ty: Type {
                kind: TypeKind::Error,
                span,
            },
            depth: MOST_DEPTH + 2,
            doubled: false,
        }
    }

    /// `T?`; a second `?` is told once and adds no node.
    pub fn optional(&mut self, start: u32, t: T, end: u32) -> T {
        if !matches!(t.ty.kind, TypeKind::Optional(_)) {
            let span = self.span(start, end);
            return T {
                ty: Type {
                    kind: TypeKind::Optional(Box::new(t.ty)),
                    span,
                },
                ..t
            };
        }
        if !t.doubled {
            let mark = self.span(end.saturating_sub(1), end);
            self.reports.push(errors::doubled_question_mark(mark));
        }
        T { doubled: true, ..t }
    }
}

fn deepest<const N: usize>(es: [&E; N]) -> u32 {
    es.iter().map(|e| e.depth).max().unwrap_or(0)
}
