//! Expressions → nodes, for one law: what hangs on the day, on readings or on lists alone is worked out here, once.
//!
//! Defines are written out where they are called; those that call themselves become functions of rows. What cannot be compiled
//! becomes an unknown, and the reason is kept.

mod compare;
mod fold;
mod list;
mod number;
mod value;

use rustc_hash::FxHashMap as HashMap;

use super::layout::{Layout, PlaceId, Shape, TableId};
use super::node::{N, Node, Nodes, Row, VARIABLES, Var};
use super::plan::{Function, Tables};
use super::words::Words;
use crate::ir::{DefineId, ExprId, ExprKind, FieldId, Local, LocalId, LocalKind, Program, Type};
use crate::law::LawBook;
use crate::value::Truth;

/// What an expression came to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Val {
    /// A truth.
    Truth(N),
    /// A single value of a shape; the flag: whether it may be absent.
    One(N, Kind, bool),
    /// A sum of money; the flag as above.
    Money(N, bool),
    /// A quotient, to be compared: of money or of values with their places.
    Quotient(Box<Val>, Box<Val>),
    /// One or the other.
    If(N, Box<Val>, Box<Val>),
    /// A record at a place; the cell that tells whether it is there, if it is not a row of its own.
    Record(Rec),
    /// A row of a list of the law.
    LawRow(Var, crate::ir::ListId),
    /// A list.
    List(Vec<Part>),
    /// Numbers between two ends.
    Range(Box<Val>, Box<Val>),
    /// A range of a law list's row: the list and its column.
    Ranges(Var, crate::ir::ListId, u32),
    /// A set of a law list's row, by number.
    Set(Var, u32, Domain),
    /// A constant that only its user knows how to read: a range, a period.
    Const(ExprId),
    /// Absent.
    Null,
    /// The rates, a period told by the facts, what is not compiled.
    Unknown,
}

/// Kinds of single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Of a finite number of values or texts: which ones.
    Finite(Domain),
    /// A number with so many places.
    Number(u32),
}

/// What a finite value is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Domain {
    /// Truth values.
    Bool,
    /// Members of an enum.
    Enum(crate::ir::EnumId),
    /// Countries.
    Country,
    /// Codes.
    Code,
    /// Texts.
    Text,
}

/// A record: a row, a place in it, and whether it may be absent or untold.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rec {
    /// Its row.
    pub row: Row,
    /// Its place.
    pub place: PlaceId,
    /// Whether its type lets it be absent.
    pub optional: bool,
}

/// A piece of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// One element.
    One(Val),
    /// Records of the facts, at the place of the elements.
    Rows {
        /// Whose list.
        row: Row,
        /// In which table.
        table: TableId,
        /// Its first cell.
        cell: u32,
        /// See [`super::node::Source`].
        empty_if: Option<N>,
        /// Where its elements stand.
        of: PlaceId,
    },
    /// Single values of the facts.
    Values {
        /// Whose list.
        row: Row,
        /// In which table.
        table: TableId,
        /// Its first cell.
        cell: u32,
        /// See [`super::node::Source`].
        empty_if: Option<N>,
        /// Of which kind.
        kind: Kind,
    },
    /// Rows of a list of the law.
    Law(crate::ir::ListId),
    /// A column of a list of the law.
    Column(crate::ir::ListId, u32),
    /// Constants written down, by the expression that holds them.
    Consts(ExprId),
}

/// How many nodes a plan may have: a policy whose defines, written out, need more is left to the interpreter from there on.
const NODE_LIMIT: usize = 400_000;

/// The compiler of one law.
pub struct Lower<'a> {
    pub program: &'a Program,
    pub layout: &'a Layout,
    pub words: &'a Words,
    pub law: &'a LawBook,
    pub nodes: Nodes,
    pub tables: Tables,
    pub functions: Vec<Option<Function>>,
    by_call: HashMap<(DefineId, Vec<Val>, u32), Val>,
    by_function: HashMap<(DefineId, Vec<(PlaceId, bool)>), u32>,
    /// Defaults being written out: one that reads itself is untold.
    defaults: Vec<(PlaceId, FieldId)>,
    /// Defines being written out: one that comes again unforeseen is unknown.
    open: Vec<DefineId>,
    /// What was not compiled, by where it was written.
    pub left: std::collections::BTreeMap<ExprId, &'static str>,
}

/// Variables of a rule, define or default while it is compiled.
pub struct Frame<'f> {
    locals: &'f [Local],
    bound: Vec<Option<Val>>,
    /// The next variable that is free.
    pub depth: u32,
}

impl<'f> Frame<'f> {
    /// A frame whose first locals are given.
    pub fn new(locals: &'f [Local], given: Vec<Val>, depth: u32) -> Frame<'f> {
        let mut bound: Vec<Option<Val>> = given.into_iter().map(Some).collect();
        bound.resize(locals.len().max(bound.len()), None);
        Frame {
            locals,
            bound,
            depth,
        }
    }

    /// Binds a variable to an element.
    pub fn set(&mut self, local: LocalId, value: Val) {
        if let Some(place) = self.bound.get_mut(local.index()) {
            *place = Some(value);
        }
    }

    /// What is worked out of a `let` below a binding does not outlive it.
    fn kept(&self) -> Vec<Option<Val>> {
        self.bound.clone()
    }

    fn restore(&mut self, kept: Vec<Option<Val>>) {
        self.bound = kept;
    }
}

impl<'a> Lower<'a> {
    /// A compiler for that law.
    pub fn new(
        program: &'a Program,
        layout: &'a Layout,
        words: &'a Words,
        law: &'a LawBook,
    ) -> Lower<'a> {
        Lower {
            program,
            layout,
            words,
            law,
            nodes: Nodes::default(),
            tables: Tables::default(),
            functions: Vec::new(),
            by_call: HashMap::default(),
            by_function: HashMap::default(),
            defaults: Vec::new(),
            open: Vec::new(),
            left: std::collections::BTreeMap::new(),
        }
    }

    /// The whole facts.
    pub fn root(&self) -> Val {
        Val::Record(Rec {
            row: Row::Var(0),
            place: PlaceId(0),
            optional: false,
        })
    }

    /// An unknown, for a reason.
    pub fn leave(&mut self, id: ExprId, why: &'static str) -> Val {
        self.left.entry(id).or_insert(why);
        Val::Unknown
    }

    /// A truth.
    pub fn truth_node(&mut self, truth: Truth) -> N {
        self.nodes.add(Node::Truth(truth))
    }

    /// An expression as a truth; absent is false.
    pub fn truth(&mut self, id: ExprId, frame: &mut Frame<'_>) -> N {
        let value = self.lower(id, frame);
        self.as_truth(value)
    }

    /// A value as a truth.
    pub fn as_truth(&mut self, value: Val) -> N {
        match value {
            Val::Truth(n) => n,
            Val::One(n, Kind::Finite(Domain::Bool), _) => {
                let test = self
                    .tables
                    .test_of(vec![Truth::F, Truth::T], Truth::F, Truth::U);
                self.test(n, test)
            }
            Val::If(cond, yes, no) => {
                let (yes, no) = (self.as_truth(*yes), self.as_truth(*no));
                self.choose(cond, yes, no)
            }
            _ => self.truth_node(Truth::U),
        }
    }

    /// An expression.
    pub fn lower(&mut self, id: ExprId, frame: &mut Frame<'_>) -> Val {
        if self.nodes.len() > NODE_LIMIT {
            return self.leave(id, "the rules, written out, are too long");
        }
        let expr = self.program.expr(id);
        match &expr.kind {
            ExprKind::Const(value) => self.constant(id, value, &expr.ty),
            ExprKind::Root => self.root(),
            ExprKind::Local(local) => self.local(*local, frame),
            ExprKind::Field(base, field) => {
                let base = self.lower(*base, frame);
                self.field(id, base, *field, frame.depth)
            }
            ExprKind::Column(row, column) => {
                let row = self.lower(*row, frame);
                self.column(id, &row, *column)
            }
            ExprKind::And(all) => {
                let all = all.iter().map(|one| self.truth(*one, frame)).collect();
                Val::Truth(self.and(all))
            }
            ExprKind::Or(some) => {
                let some = some.iter().map(|one| self.truth(*one, frame)).collect();
                Val::Truth(self.or(some))
            }
            ExprKind::Not(inner) => {
                let inner = self.truth(*inner, frame);
                Val::Truth(self.not(inner))
            }
            ExprKind::Compare(op, a, b) => {
                let (x, y) = (self.lower(*a, frame), self.lower(*b, frame));
                Val::Truth(self.compare(id, *op, x, y))
            }
            ExprKind::IsNull(inner) => {
                let value = self.lower(*inner, frame);
                let optional = matches!(self.program.expr(*inner).ty, Type::Optional(_));
                Val::Truth(self.is_null(value, optional))
            }
            ExprKind::In(a, set) => {
                let (value, set) = (self.lower(*a, frame), self.lower(*set, frame));
                Val::Truth(self.member(id, value, &set))
            }
            ExprKind::InRange(a, range) => {
                let (value, range) = (self.lower(*a, frame), self.lower(*range, frame));
                Val::Truth(self.in_range(id, value, range))
            }
            ExprKind::Meets(a, b) => {
                let (a, b) = (self.lower(*a, frame), self.lower(*b, frame));
                Val::Truth(self.meets(id, &a, &b, frame.depth))
            }
            ExprKind::Reads(question, reading) => {
                let truth = match self.law.question(*question).reading {
                    Some(chosen) => Truth::from_bool(chosen == *reading),
                    None => Truth::U,
                };
                Val::Truth(self.truth_node(truth))
            }
            ExprKind::Status(status, subject) => {
                let subject = self.lower(*subject, frame);
                Val::Truth(self.status(id, *status, subject))
            }
            ExprKind::Arith(op, a, b) => {
                let (x, y) = (self.lower(*a, frame), self.lower(*b, frame));
                self.arith(id, *op, x, y)
            }
            ExprKind::Neg(inner) => {
                let value = self.lower(*inner, frame);
                self.negate(id, value)
            }
            ExprKind::Otherwise(x, v) => {
                let (x, v) = (self.lower(*x, frame), self.lower(*v, frame));
                self.otherwise(x, v)
            }
            ExprKind::If(cond, yes, no) => {
                let cond = self.truth(*cond, frame);
                match self.nodes.known(cond).and_then(Truth::known) {
                    Some(true) => self.lower(*yes, frame),
                    Some(false) => self.lower(*no, frame),
                    None => {
                        let (yes, no) = (self.lower(*yes, frame), self.lower(*no, frame));
                        self.either(cond, yes, no)
                    }
                }
            }
            ExprKind::Quantifier(which, binder, body) => {
                self.quantifier(id, *which, binder, *body, frame)
            }
            ExprKind::Aggregate(which, binder, body) => {
                self.aggregate(id, *which, binder, *body, frame)
            }
            ExprKind::Set(members) | ExprKind::List(members) => self.listed(members, frame),
            ExprKind::Range(lo, hi) => {
                let (lo, hi) = (self.lower(*lo, frame), self.lower(*hi, frame));
                Val::Range(Box::new(lo), Box::new(hi))
            }
            ExprKind::Call(define, args) => self.call(id, *define, args, frame),
            ExprKind::Rows(list) => Val::List(vec![Part::Law(*list)]),
            ExprKind::ColumnSet(list, column) => Val::List(vec![Part::Column(*list, *column)]),
            ExprKind::Extreme(which, values) => {
                let values = values.iter().map(|v| self.lower(*v, frame)).collect();
                self.extreme(id, *which, values)
            }
        }
    }

    fn local(&mut self, id: LocalId, frame: &mut Frame<'_>) -> Val {
        if let Some(Some(value)) = frame.bound.get(id.index()) {
            return value.clone();
        }
        match frame.locals.get(id.index()).map(|local| local.kind) {
            Some(LocalKind::Let(expr)) => {
                let value = self.lower(expr, frame);
                frame.set(id, value.clone());
                value
            }
            _ => Val::Unknown,
        }
    }

    fn call(
        &mut self,
        id: ExprId,
        define: DefineId,
        args: &[ExprId],
        frame: &mut Frame<'_>,
    ) -> Val {
        let entry = self.program.define(define);
        let args: Vec<Val> = args.iter().map(|arg| self.lower(*arg, frame)).collect();
        if entry.recursive {
            return self.call_function(id, define, &args);
        }
        if self.open.contains(&define) {
            return self.leave(id, "a define comes again within itself");
        }
        let key = (define, args, frame.depth);
        if let Some(known) = self.by_call.get(&key) {
            return known.clone();
        }
        self.open.push(define);
        let mut inner = Frame::new(&entry.locals, key.1.clone(), frame.depth);
        let value = self.lower(entry.body, &mut inner);
        self.open.pop();
        self.by_call.insert(key, value.clone());
        value
    }

    /// A define that calls itself: a function of rows.
    fn call_function(&mut self, id: ExprId, define: DefineId, args: &[Val]) -> Val {
        let (mut rows, mut places) = (Vec::new(), Vec::new());
        for arg in args {
            let Val::Record(rec) = arg else {
                return self.leave(
                    id,
                    "a define that calls itself is asked of something that is no record",
                );
            };
            rows.push(rec.row.clone());
            places.push((rec.place, rec.optional));
        }
        let key = (define, places.clone());
        let known = self.by_function.get(&key).copied();
        let function = match known {
            Some(function) => function,
            None => self.function(define, key),
        };
        let rows: Box<[Row]> = rows.into();
        match &self.program.define(define).result {
            Type::Bool => Val::Truth(self.nodes.add(Node::Call(function, rows))),
            ty => match self.kind_of(ty) {
                Some(kind) => {
                    let n = self.nodes.add(Node::CallValue(function, rows));
                    Val::One(n, kind, matches!(ty, Type::Optional(_)))
                }
                None => self.leave(
                    id,
                    "a define that calls itself yields neither truth nor number",
                ),
            },
        }
    }

    fn function(&mut self, define: DefineId, key: (DefineId, Vec<(PlaceId, bool)>)) -> u32 {
        let number = u32::try_from(self.functions.len()).unwrap_or(u32::MAX);
        self.functions.push(None);
        let given = (0u32..).zip(&key.1).map(|(var, (place, optional))| {
            Val::Record(Rec {
                row: Row::Var(var),
                place: *place,
                optional: *optional,
            })
        });
        let given: Vec<Val> = given.collect();
        let depth = u32::try_from(given.len()).unwrap_or(VARIABLES);
        self.by_function.insert(key, number);
        let entry = self.program.define(define);
        let mut frame = Frame::new(&entry.locals, given, depth);
        let value = self.lower(entry.body, &mut frame);
        let body = match (&entry.result, value) {
            (Type::Bool, value) => self.as_truth(value),
            (ty, value) => match (self.kind_of(ty), value) {
                (Some(due), value) => self.as_kind(value, due),
                (None, _) => self.truth_node(Truth::U),
            },
        };
        if let Some(place) = self.functions.get_mut(number as usize) {
            *place = Some(Function { body });
        }
        number
    }

    /// The kind of a type of single values.
    pub fn kind_of(&self, ty: &Type) -> Option<Kind> {
        let (ty, _) = super::layout::inner(ty);
        match ty {
            Type::Record(_)
            | Type::List(_)
            | Type::Set(_)
            | Type::Money
            | Type::Period
            | Type::Rates
            | Type::Range(_)
            | Type::Row(_)
            | Type::Never
            | Type::Error => None,
            ty => kind(&super::layout::single(ty)),
        }
    }
}

/// The kind of a shape of single values.
pub fn kind(shape: &Shape) -> Option<Kind> {
    Some(match shape {
        Shape::Bool => Kind::Finite(Domain::Bool),
        Shape::Enum(id) => Kind::Finite(Domain::Enum(*id)),
        Shape::Country => Kind::Finite(Domain::Country),
        Shape::Code => Kind::Finite(Domain::Code),
        Shape::Text => Kind::Finite(Domain::Text),
        Shape::Int | Shape::Decimal | Shape::Share | Shape::Date | Shape::Quantity(_) => {
            Kind::Number(shape.scale())
        }
        _ => return None,
    })
}
