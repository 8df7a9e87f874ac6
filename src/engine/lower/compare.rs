//! Comparison, membership, ranges, statuses.

use super::super::layout::{ABSENT, UNTOLD, scaled};
use super::super::node::{N, Node, Ratio, Row};
use super::super::plan::Ends;
use super::value::with_places;
use super::{Domain, Kind, Lower, Part, Val};
use crate::ir::{CompareOp, Const, ExprId, ExprKind, ListId, StatusId};
use crate::value::{Bounds, CodeSet, Country, End, Truth};

/// `b op a` for `a op b`.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        op => op,
    }
}

impl<'a> Lower<'a> {
    /// `a op b`
    pub(super) fn compare(&mut self, id: ExprId, op: CompareOp, a: Val, b: Val) -> N {
        if op == CompareOp::Ne {
            let same = self.compare(id, CompareOp::Eq, a, b);
            return self.not(same);
        }
        match (a, b) {
            (Val::If(cond, yes, no), b) => {
                let yes = self.compare(id, op, *yes, b.clone());
                let no = self.compare(id, op, *no, b);
                self.choose(cond, yes, no)
            }
            (a, Val::If(cond, yes, no)) => {
                let yes = self.compare(id, op, a.clone(), *yes);
                let no = self.compare(id, op, a, *no);
                self.choose(cond, yes, no)
            }
            (Val::Null, _) | (_, Val::Null) => self.truth_node(Truth::F),
            (Val::One(a, Kind::Finite(x), _), Val::One(b, Kind::Finite(y), _)) if x == y => {
                self.same(id, op, a, b, x)
            }
            (Val::Truth(a), b) => self.same_truths(id, op, a, b),
            (a, Val::Truth(b)) => self.same_truths(id, op, b, a),
            (Val::One(a, Kind::Number(x), _), Val::One(b, Kind::Number(y), _)) => {
                let places = x.max(y);
                let node = Node::Compare(op, a, places - x, b, places - y);
                self.nodes.add(node)
            }
            (Val::Money(a, _), Val::Money(b, _)) => self.nodes.add(Node::CompareMoney(op, a, b)),
            (Val::Quotient(above, below), Val::One(n, Kind::Number(places), _)) => {
                self.quotient(id, op, *above, *below, n, places)
            }
            (Val::One(n, Kind::Number(places), _), Val::Quotient(above, below)) => {
                self.quotient(id, turned(op), *above, *below, n, places)
            }
            (Val::Unknown, _) | (_, Val::Unknown) => self.truth_node(Truth::U),
            _ => {
                self.leave(id, "a comparison of these kinds of value");
                self.truth_node(Truth::U)
            }
        }
    }

    fn same_truths(&mut self, id: ExprId, op: CompareOp, a: N, b: Val) -> N {
        let b = match b {
            b @ (Val::Truth(_) | Val::One(_, Kind::Finite(Domain::Bool), _)) => self.as_truth(b),
            _ => {
                self.leave(id, "a truth against this kind of value");
                return self.truth_node(Truth::U);
            }
        };
        if op != CompareOp::Eq {
            return self.truth_node(Truth::U);
        }
        let (not_a, not_b) = (self.not(a), self.not(b));
        let (both, neither) = (self.and(vec![a, b]), self.and(vec![not_a, not_b]));
        self.or(vec![both, neither])
    }

    fn same(&mut self, id: ExprId, op: CompareOp, a: N, b: N, domain: Domain) -> N {
        if op != CompareOp::Eq || domain == Domain::Code {
            return self.truth_node(Truth::U);
        }
        let constant = |n: N| match self.nodes.get(n) {
            Some(Node::Value(value)) => Some(*value),
            _ => None,
        };
        let (value, other) = match (constant(a), constant(b)) {
            (Some(value), _) => (value, b),
            (_, Some(value)) => (value, a),
            (None, None) => {
                let law = |n: N| matches!(self.nodes.get(n), Some(Node::Column(..)));
                // Two texts that no policy names may or may not be the same.
                if domain == Domain::Text && !law(a) && !law(b) {
                    self.leave(id, "two texts of the facts compared");
                    return self.truth_node(Truth::U);
                }
                return self.nodes.add(Node::Same(a, b));
            }
        };
        if value == ABSENT {
            return self.truth_node(Truth::F);
        }
        if value == UNTOLD {
            return self.truth_node(Truth::U);
        }
        let count = self.count(domain);
        let truths = (0..count).map(|v| Truth::from_bool(i64::try_from(v) == Ok(value)));
        let test = self.tables.test_of(truths.collect(), Truth::F, Truth::U);
        self.test(other, test)
    }

    /// How many values a finite kind has.
    pub(super) fn count(&self, domain: Domain) -> usize {
        match domain {
            Domain::Bool => 2,
            Domain::Enum(id) => self.program.enumeration(id).members.len(),
            Domain::Country => usize::from(Country::count()),
            Domain::Code => 2 * self.words.codes(),
            Domain::Text => self.words.texts(),
        }
    }

    /// A quotient against a number that the policy writes down: never divided, multiplied out.
    fn quotient(
        &mut self,
        id: ExprId,
        op: CompareOp,
        above: Val,
        below: Val,
        n: N,
        places: u32,
    ) -> N {
        let value = match self.nodes.get(n) {
            Some(Node::Value(value)) if *value >= 0 => *value,
            _ => {
                self.leave(
                    id,
                    "a quotient against something that is no number written down",
                );
                return self.truth_node(Truth::U);
            }
        };
        let (above, below, up, down, money) = match (above, below) {
            (Val::Money(a, _), Val::Money(b, _)) => (a, b, 0, 0, true),
            (Val::One(a, Kind::Number(x), _), Val::One(b, Kind::Number(y), _)) => {
                (a, b, x, y, false)
            }
            _ => {
                self.leave(id, "a quotient of these kinds of value");
                return self.truth_node(Truth::U);
            }
        };
        // (a / 10^up) / (b / 10^down) ? value / 10^places  ⇔  a · 10^(down + places) ? b · value · 10^up
        let (Some(den), Some(num)) = (
            10i64.checked_pow(down + places),
            10i64.checked_pow(up).and_then(|p| p.checked_mul(value)),
        ) else {
            return self.truth_node(Truth::U);
        };
        let ratio = Ratio {
            above,
            below,
            money,
            num,
            den,
        };
        self.nodes.add(Node::Quotient(op, ratio))
    }

    /// `x in set`
    pub(super) fn member(&mut self, id: ExprId, value: Val, set: &Val) -> N {
        if let Val::If(cond, yes, no) = value {
            let yes = self.member(id, *yes, set);
            let no = self.member(id, *no, set);
            return self.choose(cond, yes, no);
        }
        if value == Val::Null {
            return self.truth_node(Truth::F);
        }
        let parts = match set {
            Val::Set(var, sets, domain) => {
                return match value {
                    Val::One(n, Kind::Finite(of), _) if of == *domain => {
                        self.nodes.add(Node::InSet(n, *var, *sets))
                    }
                    _ => self.truth_node(Truth::U),
                };
            }
            Val::List(parts) => parts.clone(),
            Val::If(cond, yes, no) => {
                let yes = self.member(id, value.clone(), yes);
                let no = self.member(id, value, no);
                return self.choose(*cond, yes, no);
            }
            _ => return self.truth_node(Truth::U),
        };
        let some = parts
            .iter()
            .map(|part| self.member_of(id, &value, part))
            .collect();
        self.or(some)
    }

    fn member_of(&mut self, id: ExprId, value: &Val, part: &Part) -> N {
        match (value, part) {
            (Val::One(n, Kind::Finite(domain), _), Part::Consts(set)) => {
                let program = self.program;
                let members: Vec<&Const> = match &program.expr(*set).kind {
                    ExprKind::Const(Const::Set(members)) => members.iter().collect(),
                    _ => return self.truth_node(Truth::U),
                };
                self.among(*n, *domain, &members)
            }
            (Val::One(n, Kind::Finite(domain), _), Part::Column(list, column)) => {
                let cells = self.active(*list, *column);
                self.among(*n, *domain, &cells)
            }
            (
                Val::One(n, Kind::Finite(domain), _),
                Part::Values {
                    row,
                    table,
                    cell,
                    empty_if,
                    ..
                },
            ) => {
                // Any element is the value.
                let var = super::list::FREE;
                let element = self.nodes.add(Node::Element(var));
                let body = if let (Some(Node::Value(value)), false) = (
                    self.nodes.get(*n),
                    matches!(domain, Domain::Code | Domain::Text),
                ) {
                    let value = *value;
                    let count = self.count(*domain);
                    let truths =
                        (0..count).map(|v| Truth::from_bool(i64::try_from(v) == Ok(value)));
                    let test = self.tables.test_of(truths.collect(), Truth::F, Truth::U);
                    self.test(element, test)
                } else if *domain == Domain::Code {
                    self.nodes.add(Node::Within(*n, element))
                } else if *domain == Domain::Text {
                    return self.truth_node(Truth::U);
                } else {
                    self.nodes.add(Node::Same(*n, element))
                };
                let source = super::super::node::Source::Values {
                    row: row.clone(),
                    table: *table,
                    cell: *cell,
                    empty_if: *empty_if,
                };
                self.any(source, var, body, None)
            }
            (Val::One(n, Kind::Finite(Domain::Code), _), Part::One(Val::One(m, _, _))) => {
                self.within(*n, *m)
            }
            (value, Part::One(other)) => {
                self.compare(id, CompareOp::Eq, value.clone(), other.clone())
            }
            (Val::One(_, Kind::Number(_), _), Part::Consts(set)) => {
                let program = self.program;
                let ExprKind::Const(Const::Set(members)) = &program.expr(*set).kind else {
                    return self.truth_node(Truth::U);
                };
                let ty = program.expr(*set).ty.clone();
                let some = members.iter().map(|member| {
                    let member = self.constant(*set, member, &ty);
                    self.compare(id, CompareOp::Eq, value.clone(), member)
                });
                let some = some.collect();
                self.or(some)
            }
            _ => {
                self.leave(id, "membership in this kind of set");
                self.truth_node(Truth::U)
            }
        }
    }

    /// The sets of a column, by row.
    pub(super) fn column_of_sets(&mut self, list: ListId, column: u32, domain: Domain) -> u32 {
        let program = self.program;
        let rows = program.list(list).rows.iter();
        let sets = rows.map(|row| {
            let members: Vec<&Const> = match row.cells.get(column as usize) {
                Some(Const::Set(members)) => members.iter().collect(),
                _ => Vec::new(),
            };
            self.membership(domain, &members)
        });
        let sets = sets.collect();
        self.tables.add_sets(sets)
    }

    fn within(&mut self, n: N, m: N) -> N {
        match self.nodes.get(m) {
            Some(Node::Value(code)) if *code >= 0 => {
                let code = u32::try_from(*code)
                    .ok()
                    .and_then(|c| self.words.code_at(c));
                let cell = code.cloned().map(Const::Code);
                let cells: Vec<&Const> = cell.iter().collect();
                self.among(n, Domain::Code, &cells)
            }
            _ => self.nodes.add(Node::Within(n, m)),
        }
    }

    /// The cells of a column in rows that are in the list on the day.
    fn active(&self, list: ListId, column: u32) -> Vec<&'a Const> {
        let program = self.program;
        let rows = program.list(list).rows.iter().zip(self.law.rows(list));
        rows.filter(|(_, active)| **active)
            .filter_map(|(row, _)| row.cells.get(column as usize))
            .collect()
    }

    /// Whether a value is among constants.
    fn among(&mut self, n: N, domain: Domain, members: &[&Const]) -> N {
        let test = self.membership(domain, members);
        self.test(n, test)
    }

    /// The test of being among constants.
    fn membership(&mut self, domain: Domain, members: &[&Const]) -> u32 {
        let count = self.count(domain);
        let truths: Vec<Truth> = if domain == Domain::Code {
            let codes = members.iter().filter_map(|member| match member {
                Const::Code(code) => Some(code.clone()),
                _ => None,
            });
            let set = CodeSet::new(codes);
            (0i64..)
                .take(count)
                .map(|cell| match self.words.code_of(cell) {
                    Some((code, false)) => set.membership(code),
                    // Above nothing that is named: what is not below a member is none.
                    Some((code, true)) => Truth::from_bool(set.membership(code).is_true()),
                    None => Truth::U,
                })
                .collect()
        } else {
            let mut truths = vec![Truth::F; count];
            for member in members {
                let index = match member {
                    Const::Choice(member) => Some(usize::from(*member)),
                    Const::Bool(b) => Some(usize::from(*b)),
                    Const::Text(text) => self.words.text(text).map(|t| t as usize),
                    _ => None,
                };
                if let Some(place) = index.and_then(|i| truths.get_mut(i)) {
                    *place = Truth::T;
                }
            }
            truths
        };
        let untold = if truths.iter().all(|t| t.is_false()) {
            Truth::F
        } else {
            Truth::U
        };
        self.tables.test_of(truths, Truth::F, untold)
    }

    /// `x in range`
    pub(super) fn in_range(&mut self, id: ExprId, value: Val, range: Val) -> N {
        if let Val::If(cond, yes, no) = range {
            let yes = self.in_range(id, value.clone(), *yes);
            let no = self.in_range(id, value, *no);
            return self.choose(cond, yes, no);
        }
        if let Val::If(cond, yes, no) = value {
            let yes = self.in_range(id, *yes, range.clone());
            let no = self.in_range(id, *no, range);
            return self.choose(cond, yes, no);
        }
        match range {
            Val::Range(lo, hi) => {
                let above = self.compare(id, CompareOp::Ge, value.clone(), *lo);
                let below = self.compare(id, CompareOp::Le, value, *hi);
                self.and(vec![above, below])
            }
            Val::Const(of) => {
                let program = self.program;
                match &program.expr(of).kind {
                    ExprKind::Const(Const::AnyRange) => self.truth_node(Truth::T),
                    ExprKind::Const(Const::Range(bounds)) => self.within_bounds(id, value, bounds),
                    _ => self.truth_node(Truth::U),
                }
            }
            Val::Ranges(var, list, column) => {
                let own = match &value {
                    Val::One(_, Kind::Number(places), _) => *places,
                    _ => 0,
                };
                let Some((ranges, places)) = self.range_places(list, column, own) else {
                    self.leave(id, "a column of ranges of this kind");
                    return self.truth_node(Truth::U);
                };
                let n = match value {
                    Val::Null => self.nodes.add(Node::Value(ABSENT)),
                    value => self.as_kind(value, Kind::Number(places)),
                };
                self.nodes.add(Node::InRange(n, var, ranges))
            }
            _ => {
                self.leave(id, "this kind of range");
                self.truth_node(Truth::U)
            }
        }
    }

    fn within_bounds(&mut self, id: ExprId, value: Val, bounds: &Bounds) -> N {
        if value == Val::Null {
            return self.truth_node(Truth::F);
        }
        let ends = [
            (bounds.lo(), CompareOp::Ge, CompareOp::Gt),
            (bounds.hi(), CompareOp::Le, CompareOp::Lt),
        ];
        let mut all = Vec::new();
        for (end, closed, open) in ends {
            let Some(number) = end.number() else { continue };
            let Some((limit, places)) = with_places(number) else {
                return self.truth_node(Truth::U);
            };
            let limit = self.nodes.add(Node::Value(limit));
            let limit = Val::One(limit, Kind::Number(places), false);
            let op = if end.is_closed() { closed } else { open };
            all.push(self.compare(id, op, value.clone(), limit));
        }
        self.and(all)
    }

    /// The ranges of a column, by row, and their places: no fewer than the value's own.
    fn range_places(&mut self, list: ListId, column: u32, own: u32) -> Option<(u32, u32)> {
        let rows = &self.program.list(list).rows;
        let cells = || rows.iter().filter_map(|row| row.cells.get(column as usize));
        let mut places = 0;
        for cell in cells() {
            if let Const::Range(bounds) = cell {
                for end in [bounds.lo(), bounds.hi()] {
                    if let Some(number) = end.number() {
                        places = places.max(with_places(number)?.1);
                    }
                }
            }
        }
        let places = places.max(own);
        let end = |end: &End| -> Option<Option<(i64, bool)>> {
            match end.number() {
                None => Some(None),
                Some(number) => Some(Some((scaled(number, places)?, end.is_closed()))),
            }
        };
        let ends: Option<Vec<Ends>> = cells()
            .map(|cell| match cell {
                Const::Range(bounds) => Some(Ends::Between(end(bounds.lo())?, end(bounds.hi())?)),
                Const::AnyRange => Some(Ends::Any),
                Const::Null => Some(Ends::Absent),
                _ => None,
            })
            .collect();
        Some((self.tables.add_ranges(ends?), places))
    }

    /// `subject is status`
    pub(super) fn status(&mut self, id: ExprId, status: StatusId, subject: Val) -> N {
        let Val::Record(rec) = subject else {
            self.leave(id, "a status of something that is no place of the facts");
            return self.truth_node(Truth::U);
        };
        let place = self.layout.place(rec.place);
        match (
            &rec.row,
            place.and_then(|place| place.table),
            place.and_then(|p| p.presence),
        ) {
            (Row::Var(_), Some(table), None) => {
                let rules = self.program.status(status).rules.clone();
                let node = Node::Status(rules.into(), rec.row, table);
                self.nodes.add(node)
            }
            _ => {
                self.leave(id, "a status of a record within another");
                self.truth_node(Truth::U)
            }
        }
    }
}
