//! Conditions as compiled: nodes in one arena, each met once however often it was written, variables by their depth.
//!
//! Three kinds of node: truths (Kleene), single values (one cell's worth), sums of money. A value that is not known is
//! [`super::layout::UNTOLD`], a truth unknown; nothing is known in part.

use rustc_hash::FxHashMap as HashMap;

use super::layout::TableId;
use crate::ir::{CompareOp, RuleId};
use crate::value::Truth;

/// Names a node.
pub type N = u32;

/// A variable: holds the number of a row, of an element of the pool, or of a list's row. 0 is the root, 1 the subject of the rule.
pub type Var = u32;

/// Which row is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// The variable's.
    Var(Var),
    /// The row that a cell of another names.
    Child(Box<Row>, TableId, u32),
}

/// What a loop runs over.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// Rows that two cells of a row name.
    Rows {
        /// Whose cells.
        row: Row,
        /// In which table that row stands.
        table: TableId,
        /// The first of the two cells.
        cell: u32,
        /// Where the list was left out: it is empty where this holds, else untold.
        empty_if: Option<N>,
        /// The table of the elements.
        of: TableId,
        /// Also what lies within them, at any depth, and the cell of each element's own list (empty where the node holds).
        deep: Option<(u32, Option<N>)>,
    },
    /// Single values that two cells of a row name.
    Values {
        /// Whose cells.
        row: Row,
        /// In which table.
        table: TableId,
        /// The first of the two cells.
        cell: u32,
        /// As above.
        empty_if: Option<N>,
    },
    /// Rows of a list of the law, by number in [`super::plan::Plan::rows`].
    Law(u32),
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    // Truths.
    /// A truth that hangs on no fact.
    Truth(Truth),
    /// All of them.
    And(Box<[N]>),
    /// One of them.
    Or(Box<[N]>),
    /// Negation.
    Not(N),
    /// A value looked up in a table of truths, by number in [`super::plan::Plan::tests`].
    In(N, u32),
    /// The same for a cell of a variable's row: by far the most frequent node.
    Test {
        /// Whose row.
        var: Var,
        /// In which table.
        table: TableId,
        /// Which cell.
        cell: u32,
        /// Which table of truths.
        test: u32,
    },
    /// Whether a value is absent; the flag: whether it may be where it is untold.
    IsAbsent(N, bool),
    /// Two values; each times a power of ten before.
    Compare(CompareOp, N, u32, N, u32),
    /// Two values of a finite kind or two texts are the same.
    Same(N, N),
    /// A quotient against a number: numerator, its power of ten, denominator, its power, and the number as a fraction.
    Quotient(CompareOp, Ratio),
    /// Two sums of money.
    CompareMoney(CompareOp, N, N),
    /// A code lies within another.
    Within(N, N),
    /// A value lies in a range of a law list's row, by number in [`super::plan::Plan::ranges`].
    InRange(N, Var, u32),
    /// A value is in the set that a law list's row holds, by number in [`super::plan::Plan::sets`].
    InSet(N, Var, u32),
    /// Some element of a list of single values is in a table of truths.
    Some {
        /// The list.
        values: Source,
        /// Which table of truths.
        test: u32,
    },
    /// Any element: the body holds for it. `outermost`: what lies within an element for which the guard holds is passed over.
    Any {
        /// Over what.
        source: Source,
        /// The element.
        var: Var,
        /// What must hold of it.
        body: N,
        /// See above.
        outermost: Option<N>,
    },
    /// A truth, if another holds, else a third.
    Choose(N, N, N),
    /// Some rule that concludes the status has effect on the row's subject.
    Status(Box<[RuleId]>, Row, TableId),
    /// A compiled define that calls itself, with rows.
    Call(u32, Box<[Row]>),

    // Single values.
    /// A constant.
    Value(i64),
    /// The day asked.
    Today,
    /// A cell.
    Cell(Row, TableId, u32),
    /// A cell, or what its default is where it was left out.
    CellOr(Row, TableId, u32, N),
    /// An element of the pool.
    Element(Var),
    /// A cell of a law list's row, by number in [`super::plan::Plan::columns`].
    Column(Var, u32),
    /// One or the other.
    If(N, N, N),
    /// The first, unless absent.
    Otherwise(N, N),
    /// Sum, each times a power of ten.
    Add(N, u32, N, u32),
    /// Difference, each times a power of ten.
    Sub(N, u32, N, u32),
    /// Product.
    Mul(N, N),
    /// Negated.
    Neg(N),
    /// Sum over elements for which the filter holds. With `outermost` what lies within a match is passed over.
    Sum {
        /// Over what.
        source: Source,
        /// The element.
        var: Var,
        /// Which.
        filter: N,
        /// What is summed: a value, or money.
        body: N,
        /// Whether only those not within another match count.
        outermost: bool,
    },
    /// The least (true) or greatest over elements for which the filter holds; absent where there is none.
    Best {
        /// Over what.
        source: Source,
        /// The element.
        var: Var,
        /// Which.
        filter: N,
        /// What is compared.
        body: N,
        /// Whether the least.
        least: bool,
    },
    /// A truth as a value, 0 or 1.
    FromTruth(N),
    /// A day some days, months or years later, or working days.
    Later(N, crate::value::Period),
    /// The lesser (true) or greater of two, either perhaps absent.
    Extreme(bool, N, N),
    /// What a compiled define that calls itself yields as a value.
    CallValue(u32, Box<[Row]>),

    // Money.
    /// Amount and currency; the currency does not matter where the amount is 0.
    Money(i64, i64),
    /// Two cells.
    MoneyCell(Row, TableId, u32),
    /// One or the other.
    MoneyIf(N, N, N),
    /// Of one currency, or unknown.
    MoneyAdd(N, N),
    /// Of one currency, or unknown.
    MoneySub(N, N),
    /// Money times a number with so many decimal places.
    MoneyMul(N, N, u32),
    /// Summed over elements.
    MoneySum {
        /// Over what.
        source: Source,
        /// The element.
        var: Var,
        /// Which.
        filter: N,
        /// What is summed.
        body: N,
        /// As in [`Node::Sum`].
        outermost: bool,
    },
    /// The first, unless absent.
    MoneyOtherwise(N, N),
}

/// `above / below` against `num / den`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    /// The numerator: a value or money.
    pub above: N,
    /// The denominator: of the same kind.
    pub below: N,
    /// Whether both are money.
    pub money: bool,
    /// What the number is multiplied with to make up for the places of both: `above · den ? below · num`.
    pub num: i64,
    /// See there.
    pub den: i64,
}

/// The arena.
#[derive(Debug, Default)]
pub struct Nodes {
    nodes: Vec<Node>,
    by_node: HashMap<Node, N>,
    /// Which variables a node reads from outside, a bit each.
    reads: Vec<u64>,
    /// Whether a node asks a status.
    asks_status: Vec<bool>,
}

/// Variables that a set of them can name; what is nested deeper is not compiled.
pub const VARIABLES: u32 = 64;

impl Nodes {
    /// The node of that form.
    pub fn add(&mut self, node: Node) -> N {
        if let Some(found) = self.by_node.get(&node) {
            return *found;
        }
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let (mut reads, mut status) = (0, matches!(node, Node::Status(..)));
        node.visit(&mut |part| match part {
            Part::Node(n, bound) => {
                let own = bound.map_or(0, bit);
                reads |= self.reads(n) & !own;
                status |= self.asks_status(n);
            }
            Part::Var(var) => reads |= bit(var),
        });
        self.by_node.insert(node.clone(), id);
        self.nodes.push(node);
        self.reads.push(reads);
        self.asks_status.push(status);
        id
    }

    /// A node.
    pub fn get(&self, n: N) -> Option<&Node> {
        self.nodes.get(n as usize)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Which variables a node reads from outside, a bit each.
    pub fn reads(&self, n: N) -> u64 {
        self.reads.get(n as usize).copied().unwrap_or(u64::MAX)
    }

    /// Whether a node asks a status.
    pub fn asks_status(&self, n: N) -> bool {
        self.asks_status.get(n as usize).copied().unwrap_or(true)
    }

    /// The constant that a truth is, if it is one.
    pub fn known(&self, n: N) -> Option<Truth> {
        match self.get(n) {
            Some(Node::Truth(truth)) => Some(*truth),
            _ => None,
        }
    }

    /// The nodes, done with.
    pub fn finish(self) -> Vec<Node> {
        self.nodes
    }
}

/// The bit of a variable.
pub fn bit(var: Var) -> u64 {
    1u64.checked_shl(var).unwrap_or(0)
}

/// What a node is made of.
pub enum Part {
    /// Another node, and the variable that this one binds for it.
    Node(N, Option<Var>),
    /// A variable.
    Var(Var),
}

impl Row {
    fn visit(&self, each: &mut impl FnMut(Part)) {
        let mut row = self;
        loop {
            match row {
                Row::Var(var) => return each(Part::Var(*var)),
                Row::Child(of, ..) => row = of,
            }
        }
    }
}

impl Source {
    fn visit(&self, element: Var, each: &mut impl FnMut(Part)) {
        match self {
            Source::Rows {
                row,
                empty_if,
                deep,
                ..
            } => {
                row.visit(each);
                if let Some(n) = empty_if {
                    each(Part::Node(*n, None));
                }
                if let Some((_, Some(n))) = deep {
                    each(Part::Node(*n, Some(element)));
                }
            }
            Source::Values { row, empty_if, .. } => {
                row.visit(each);
                if let Some(n) = empty_if {
                    each(Part::Node(*n, None));
                }
            }
            Source::Law(_) => {}
        }
    }
}

impl Node {
    /// Tells each part.
    pub fn visit(&self, each: &mut impl FnMut(Part)) {
        let mut node = |n: &N| each(Part::Node(*n, None));
        match self {
            Node::Truth(_) | Node::Value(_) | Node::Today | Node::Money(..) => {}
            Node::And(all) | Node::Or(all) => all.iter().for_each(node),
            Node::Not(a)
            | Node::In(a, _)
            | Node::IsAbsent(a, _)
            | Node::Neg(a)
            | Node::FromTruth(a)
            | Node::Later(a, _) => node(a),
            Node::Compare(_, a, _, b, _)
            | Node::Same(a, b)
            | Node::CompareMoney(_, a, b)
            | Node::Within(a, b)
            | Node::Otherwise(a, b)
            | Node::Add(a, _, b, _)
            | Node::Sub(a, _, b, _)
            | Node::Mul(a, b)
            | Node::Extreme(_, a, b)
            | Node::MoneyAdd(a, b)
            | Node::MoneySub(a, b)
            | Node::MoneyMul(a, b, _)
            | Node::MoneyOtherwise(a, b) => [a, b].into_iter().for_each(node),
            Node::Choose(a, b, c) | Node::If(a, b, c) | Node::MoneyIf(a, b, c) => {
                [a, b, c].into_iter().for_each(node);
            }
            Node::Quotient(_, ratio) => [&ratio.above, &ratio.below].into_iter().for_each(node),
            Node::Test { var, .. } | Node::Element(var) | Node::Column(var, _) => {
                each(Part::Var(*var));
            }
            Node::InRange(a, var, _) | Node::InSet(a, var, _) => {
                node(a);
                each(Part::Var(*var));
            }
            Node::Some { values, .. } => values.visit(VARIABLES - 1, each),
            Node::Any {
                source,
                var,
                body,
                outermost,
            } => {
                source.visit(*var, each);
                each(Part::Node(*body, Some(*var)));
                if let Some(guard) = outermost {
                    each(Part::Node(*guard, Some(*var)));
                }
            }
            Node::Sum {
                source,
                var,
                filter,
                body,
                ..
            }
            | Node::MoneySum {
                source,
                var,
                filter,
                body,
                ..
            }
            | Node::Best {
                source,
                var,
                filter,
                body,
                ..
            } => {
                source.visit(*var, each);
                each(Part::Node(*filter, Some(*var)));
                each(Part::Node(*body, Some(*var)));
            }
            Node::Status(_, row, _) | Node::Cell(row, ..) | Node::MoneyCell(row, ..) => {
                row.visit(each);
            }
            Node::CellOr(row, _, _, n) => {
                row.visit(each);
                each(Part::Node(*n, None));
            }
            Node::Call(_, rows) | Node::CallValue(_, rows) => {
                rows.iter().for_each(|row| row.visit(each));
            }
        }
    }
}
