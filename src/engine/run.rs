//! Nodes asked of one case: truths by Kleene, values of one cell, sums. What is not known is unknown whole.

use super::layout::{ABSENT, LAST_MARK, LEFT_OUT, Layout, NEXT, TableId, UNTOLD};
use super::node::{N, Node, Ratio, Row, Source, VARIABLES, Var};
use super::plan::{Ends, Plan};
use super::store::Store;
use super::words::Words;
use crate::ir::{CompareOp, Program};
use crate::value::{Day, Truth};

/// How many calls of defines that call themselves one case may make; a case that needs more is the interpreter's.
const CALLS: u32 = 1_000_000;
/// A stack that has less than this left grows before the next call.
const RED_ZONE: usize = 64 * 1024;
/// By how much it grows.
const GROWTH: usize = 1024 * 1024;

/// Room that is used again from case to case.
#[derive(Debug, Default)]
pub struct Scratch {
    vars: Vec<u32>,
    keep: Vec<(u32, Truth)>,
    stamp: u32,
    pub(super) subject_stamp: u32,
    pub(super) case_stamp: u32,
    base: usize,
    calls: u32,
    pub(super) effects: super::effect::Effects,
}

impl Scratch {
    /// What was decided last: rules that have effect, and outcomes by scale.
    pub fn decided(&self) -> (&[super::Effect], &[(u16, u16)]) {
        (&self.effects.effects, &self.effects.outcomes)
    }

    /// Forgets what was kept of the case before.
    pub(super) fn begin(&mut self, plan: &Plan) {
        if self.keep.len() < plan.keeps as usize {
            self.keep.resize(plan.keeps as usize, (0, Truth::U));
        }
        if self.vars.is_empty() {
            self.vars.resize(VARIABLES as usize, 0);
        }
        self.base = 0;
        self.calls = 0;
        self.case_stamp = self.next_stamp();
        self.subject_stamp = self.case_stamp;
    }

    fn next_stamp(&mut self) -> u32 {
        if self.stamp == u32::MAX {
            self.stamp = 0;
            self.keep.iter_mut().for_each(|kept| kept.0 = 0);
        }
        self.stamp += 1;
        self.stamp
    }

    /// Turns to another subject.
    pub(super) fn subject(&mut self, row: u32) {
        self.subject_stamp = self.next_stamp();
        self.set(1, row);
    }

    /// The row of the subject being asked.
    pub(super) fn subject_here(&self) -> u32 {
        self.vars.get(1).copied().unwrap_or(0)
    }

    /// Turns back to a subject, with what was kept of it.
    pub(super) fn back_to(&mut self, stamp: u32, row: u32) {
        self.subject_stamp = stamp;
        self.set(1, row);
    }

    /// Turns to a record by itself: nothing is kept of it.
    pub(super) fn turn(&mut self, row: u32) {
        let stamp = self.next_stamp();
        (self.case_stamp, self.subject_stamp) = (stamp, stamp);
        self.set(0, row);
    }

    #[inline]
    fn set(&mut self, var: Var, row: u32) {
        if let Some(place) = self.vars.get_mut(self.base.wrapping_add(var as usize)) {
            *place = row;
        }
    }

    #[inline]
    fn get(&self, var: Var) -> u32 {
        self.vars
            .get(self.base.wrapping_add(var as usize))
            .copied()
            .unwrap_or(0)
    }
}

/// What a case is asked with.
pub struct Run<'a> {
    pub program: &'a Program,
    pub layout: &'a Layout,
    pub words: &'a Words,
    pub plan: &'a Plan,
    pub store: &'a Store,
    pub on: Day,
    pub scratch: &'a mut Scratch,
    /// In which world statuses are asked.
    pub latent: bool,
}

/// A row, or the mark in place of it.
enum At {
    Row(u32),
    Mark(i64),
}

impl Run<'_> {
    /// A truth.
    #[inline]
    pub fn truth(&mut self, n: N) -> Truth {
        let plan = self.plan;
        if let Some(Node::Test {
            var,
            table,
            cell,
            test,
        }) = plan.nodes.get(n as usize)
        {
            let value = self.store.get(*table, self.scratch.get(*var), *cell);
            return plan.tables.test(*test).map_or(Truth::U, |t| t.of(value));
        }
        self.kept(n)
    }

    /// A truth that may have been kept.
    fn kept(&mut self, n: N) -> Truth {
        let plan = self.plan;
        if let Some(Some((slot, subject))) = plan.keep.get(n as usize)
            && self.scratch.base == 0
        {
            let stamp = if *subject {
                self.scratch.subject_stamp
            } else {
                self.scratch.case_stamp
            };
            if let Some((at, truth)) = self.scratch.keep.get(*slot as usize)
                && *at == stamp
            {
                return *truth;
            }
            let truth = self.ask(n);
            if let Some(place) = self.scratch.keep.get_mut(*slot as usize) {
                *place = (stamp, truth);
            }
            return truth;
        }
        self.ask(n)
    }

    fn ask(&mut self, n: N) -> Truth {
        let plan = self.plan;
        let Some(node) = plan.nodes.get(n as usize) else {
            return Truth::U;
        };
        match node {
            Node::Test {
                var,
                table,
                cell,
                test,
            } => {
                let value = self.store.get(*table, self.scratch.get(*var), *cell);
                plan.tables.test(*test).map_or(Truth::U, |t| t.of(value))
            }
            Node::And(all) => self.all(all),
            Node::Or(some) => self.some(some),
            Node::Truth(truth) => *truth,
            Node::Not(inside) => self.truth(*inside).not(),
            Node::In(value, test) => {
                let value = self.value(*value);
                plan.tables.test(*test).map_or(Truth::U, |t| t.of(value))
            }
            Node::IsAbsent(value, may) => match self.value(*value) {
                ABSENT => Truth::T,
                UNTOLD | LEFT_OUT if *may => Truth::U,
                _ => Truth::F,
            },
            Node::Compare(op, a, up, b, down) => {
                let (a, b) = (self.value(*a), self.value(*b));
                compare(*op, a, *up, b, *down)
            }
            Node::Same(a, b) => {
                let (a, b) = (self.value(*a), self.value(*b));
                compare(CompareOp::Eq, a, 0, b, 0)
            }
            Node::Quotient(op, ratio) => self.quotient(*op, ratio),
            Node::CompareMoney(op, a, b) => {
                let (a, b) = (self.money(*a), self.money(*b));
                compare_money(*op, a, b)
            }
            Node::Within(a, b) => self.within(*a, *b),
            Node::InRange(value, var, ranges) => {
                let value = self.value(*value);
                let row = self.scratch.get(*var);
                plan.tables
                    .range(*ranges, row)
                    .map_or(Truth::U, |ends| in_range(value, ends))
            }
            Node::Some { values, test } => self.some_value(values, *test),
            Node::InSet(value, var, sets) => {
                let value = self.value(*value);
                let row = self.scratch.get(*var);
                plan.tables
                    .set(*sets, row)
                    .map_or(Truth::U, |test| test.of(value))
            }
            Node::Any {
                source,
                var,
                body,
                outermost,
            } => self.any(source, *var, *body, *outermost),
            Node::Choose(cond, yes, no) => match self.truth(*cond).known() {
                Some(true) => self.truth(*yes),
                Some(false) => self.truth(*no),
                None => {
                    let yes = self.truth(*yes);
                    yes.hull(self.truth(*no))
                }
            },
            Node::Status(rules, row, table) => match self.row(row) {
                At::Row(row) => self.status(rules, row, *table),
                At::Mark(_) => Truth::U,
            },
            Node::Call(function, rows) => self.call_truth(*function, rows),
            _ => Truth::U,
        }
    }

    #[inline(never)]
    fn call_truth(&mut self, function: u32, rows: &[Row]) -> Truth {
        self.call(function, rows, |run, body| run.truth(body))
            .unwrap_or(Truth::U)
    }

    #[inline(never)]
    fn call_value(&mut self, function: u32, rows: &[Row]) -> i64 {
        self.call(function, rows, |run, body| run.value(body))
            .unwrap_or(UNTOLD)
    }

    #[inline(never)]
    fn some_value(&mut self, values: &Source, test: u32) -> Truth {
        let plan = self.plan;
        let (Some(test), Met::Values(start, end)) = (plan.tables.test(test), self.meet(values))
        else {
            return Truth::U;
        };
        let values = self.store.values(start, end).iter();
        values.fold(Truth::F, |some, value| some.or(test.of(*value)))
    }

    fn all(&mut self, all: &[N]) -> Truth {
        let mut result = Truth::T;
        for one in all {
            result = result.and(self.truth(*one));
            if result.is_false() {
                break;
            }
        }
        result
    }

    fn some(&mut self, some: &[N]) -> Truth {
        let mut result = Truth::F;
        for one in some {
            result = result.or(self.truth(*one));
            if result.is_true() {
                break;
            }
        }
        result
    }

    /// A row.
    #[inline]
    fn row(&self, row: &Row) -> At {
        match row {
            Row::Var(var) => At::Row(self.scratch.get(*var)),
            Row::Child(..) => self.child(row),
        }
    }

    /// A row that a cell of another names.
    fn child(&self, row: &Row) -> At {
        match row {
            Row::Var(var) => At::Row(self.scratch.get(*var)),
            Row::Child(of, table, cell) => match self.child(of) {
                At::Row(row) => match self.store.get(*table, row, *cell) {
                    mark if mark <= LAST_MARK => At::Mark(mark),
                    row => u32::try_from(row).map_or(At::Mark(UNTOLD), At::Row),
                },
                mark @ At::Mark(_) => mark,
            },
        }
    }

    fn cell(&self, row: &Row, table: TableId, cell: u32) -> i64 {
        match self.row(row) {
            At::Row(row) => self.store.get(table, row, cell),
            At::Mark(mark) => mark,
        }
    }

    /// A single value.
    #[inline]
    pub fn value(&mut self, n: N) -> i64 {
        match self.plan.nodes.get(n as usize) {
            Some(Node::Cell(Row::Var(var), table, cell)) => {
                match self.store.get(*table, self.scratch.get(*var), *cell) {
                    LEFT_OUT => UNTOLD,
                    value => value,
                }
            }
            Some(Node::Value(value)) => *value,
            Some(node) => self.worked_out(node),
            None => UNTOLD,
        }
    }

    /// A value that takes more than a look.
    fn worked_out(&mut self, node: &Node) -> i64 {
        let plan = self.plan;
        match node {
            Node::Cell(row, table, cell) | Node::MoneyCell(row, table, cell) => {
                match self.cell(row, *table, *cell) {
                    LEFT_OUT => UNTOLD,
                    value => value,
                }
            }
            Node::CellOr(row, table, cell, default) => match self.row(row) {
                At::Row(row) => match self.store.get(*table, row, *cell) {
                    LEFT_OUT => self.value(*default),
                    value => value,
                },
                At::Mark(LEFT_OUT) => UNTOLD,
                At::Mark(mark) => mark,
            },
            Node::Value(value) => *value,
            Node::Today => i64::from(days(self.on)),
            Node::Element(var) => self
                .store
                .pool
                .get(self.scratch.get(*var) as usize)
                .copied()
                .unwrap_or(UNTOLD),
            Node::Column(var, column) => plan
                .tables
                .column(*column)
                .and_then(|column| column.get(self.scratch.get(*var) as usize))
                .copied()
                .unwrap_or(UNTOLD),
            Node::If(cond, yes, no) => match self.truth(*cond).known() {
                Some(true) => self.value(*yes),
                Some(false) => self.value(*no),
                None => {
                    let (yes, no) = (self.value(*yes), self.value(*no));
                    if yes == no { yes } else { UNTOLD }
                }
            },
            Node::Otherwise(x, v) => match self.value(*x) {
                ABSENT => self.value(*v),
                value => value,
            },
            Node::Add(a, up, b, down) => {
                let (a, b) = (self.value(*a), self.value(*b));
                self.both(a, b, |a, b| power(a, *up)?.checked_add(power(b, *down)?))
            }
            Node::Sub(a, up, b, down) => {
                let (a, b) = (self.value(*a), self.value(*b));
                self.both(a, b, |a, b| power(a, *up)?.checked_sub(power(b, *down)?))
            }
            Node::Mul(a, b) => {
                let (a, b) = (self.value(*a), self.value(*b));
                self.both(a, b, i64::checked_mul)
            }
            Node::Neg(a) => {
                let a = self.value(*a);
                self.both(0, a, i64::checked_sub)
            }
            Node::FromTruth(n) => match self.truth(*n).known() {
                Some(known) => i64::from(known),
                None => UNTOLD,
            },
            Node::Sum {
                source,
                var,
                filter,
                body,
                outermost,
            } => self.sum(source, *var, *filter, *body, *outermost),
            Node::Best {
                source,
                var,
                filter,
                body,
                least,
            } => self.best(source, *var, *filter, *body, *least),
            Node::Later(day, period) => self.later(*day, *period),
            Node::Extreme(least, a, b) => match (self.value(*a), self.value(*b)) {
                (ABSENT, b) => b,
                (a, ABSENT) => a,
                (a, b) if a <= LAST_MARK || b <= LAST_MARK => UNTOLD,
                (a, b) if *least => a.min(b),
                (a, b) => a.max(b),
            },
            Node::CallValue(function, rows) => self.call_value(*function, rows),
            _ => UNTOLD,
        }
    }

    /// Of two numbers a third; of an absent or untold one, nothing is known.
    fn both(&self, a: i64, b: i64, how: impl Fn(i64, i64) -> Option<i64>) -> i64 {
        if a <= LAST_MARK || b <= LAST_MARK {
            return UNTOLD;
        }
        how(a, b)
            .filter(|value| *value > LAST_MARK)
            .unwrap_or(UNTOLD)
    }

    #[inline(never)]
    fn later(&mut self, day: N, period: crate::value::Period) -> i64 {
        let day = self.value(day);
        let Some(day) = i32::try_from(day)
            .ok()
            .filter(|_| day > LAST_MARK)
            .and_then(|day| Day::from_number(&crate::value::Number::from_int(i64::from(day))))
        else {
            return UNTOLD;
        };
        let none = crate::value::WorkCalendar::default();
        let calendar = self
            .program
            .main_calendar
            .map_or(&none, |id| &self.program.calendar(id).days);
        calendar
            .add(day, period)
            .map_or(UNTOLD, |day| i64::from(days(day)))
    }

    /// Amount and currency; the amount is a mark where nothing is known.
    #[inline(never)]
    pub fn money(&mut self, n: N) -> (i64, i64) {
        let plan = self.plan;
        let Some(node) = plan.nodes.get(n as usize) else {
            return (UNTOLD, 0);
        };
        match node {
            Node::Money(amount, currency) => (*amount, *currency),
            Node::MoneyCell(row, table, cell) => match self.row(row) {
                At::Row(row) => {
                    let amount = self.store.get(*table, row, *cell);
                    (amount, self.store.get(*table, row, cell + 1))
                }
                At::Mark(mark) => (mark, 0),
            },
            Node::MoneyIf(cond, yes, no) => match self.truth(*cond).known() {
                Some(true) => self.money(*yes),
                Some(false) => self.money(*no),
                None => (UNTOLD, 0),
            },
            Node::MoneyOtherwise(x, v) => match self.money(*x) {
                (ABSENT, _) => self.money(*v),
                money => money,
            },
            Node::MoneyAdd(a, b) => {
                let (a, b) = (self.money(*a), self.money(*b));
                add_money(a, b)
            }
            Node::MoneySub(a, b) => {
                let (a, (amount, currency)) = (self.money(*a), self.money(*b));
                if amount <= LAST_MARK {
                    return (UNTOLD, 0);
                }
                add_money(a, (-amount, currency))
            }
            Node::MoneyMul(a, factor, places) => {
                let ((amount, currency), factor) = (self.money(*a), self.value(*factor));
                if amount <= LAST_MARK || factor <= LAST_MARK {
                    return (UNTOLD, 0);
                }
                let product = i128::from(amount) * i128::from(factor);
                let unit = 10i128.pow((*places).min(18));
                if product % unit != 0 {
                    return (UNTOLD, 0);
                }
                let product = i64::try_from(product / unit).unwrap_or(UNTOLD);
                (product, currency)
            }
            Node::MoneySum {
                source,
                var,
                filter,
                body,
                outermost,
            } => self.money_sum(source, *var, *filter, *body, *outermost),
            _ => (UNTOLD, 0),
        }
    }

    #[inline(never)]
    fn quotient(&mut self, op: CompareOp, ratio: &Ratio) -> Truth {
        let (above, below) = if ratio.money {
            let ((a, of), (b, in_)) = (self.money(ratio.above), self.money(ratio.below));
            if a > LAST_MARK && b > LAST_MARK && of != in_ && a != 0 && b != 0 {
                return Truth::U;
            }
            (a, b)
        } else {
            let above = self.value(ratio.above);
            (above, self.value(ratio.below))
        };
        // A quotient by nothing is unknown; of what is absent too.
        if above <= LAST_MARK || below <= LAST_MARK || below <= 0 {
            return Truth::U;
        }
        let left = i128::from(above) * i128::from(ratio.den);
        let right = i128::from(below) * i128::from(ratio.num);
        Truth::from_bool(holds(op, left, right))
    }

    #[inline(never)]
    fn within(&mut self, a: N, b: N) -> Truth {
        let (a, b) = (self.value(a), self.value(b));
        if a == ABSENT || b == ABSENT {
            return Truth::F;
        }
        match (self.words.code_of(a), self.words.code_of(b)) {
            (Some((a, false)), Some((b, false))) => a.within(b),
            // Above nothing that is named.
            (Some((a, true)), Some((b, false))) => Truth::from_bool(a.is_or_below(b)),
            _ => Truth::U,
        }
    }

    fn call<T>(
        &mut self,
        function: u32,
        rows: &[Row],
        body: impl Fn(&mut Self, N) -> T,
    ) -> Option<T> {
        let plan = self.plan;
        let function = *plan.functions.get(function as usize)?;
        if self.scratch.calls >= CALLS {
            return None;
        }
        self.scratch.calls += 1;
        let mut given = [0u32; 4];
        for (place, row) in given.iter_mut().zip(rows) {
            let At::Row(row) = self.row(row) else {
                return None;
            };
            *place = row;
        }
        if rows.len() > given.len() {
            return None;
        }
        let before = self.scratch.base;
        self.scratch.base += VARIABLES as usize;
        let size = self.scratch.base + VARIABLES as usize;
        if self.scratch.vars.len() < size {
            self.scratch.vars.resize(size, 0);
        }
        for (var, row) in (0u32..).zip(given.iter().take(rows.len())) {
            self.scratch.set(var, *row);
        }
        let result = stacker::maybe_grow(RED_ZONE, GROWTH, || body(self, function.body));
        self.scratch.base = before;
        Some(result)
    }
}

/// Days since 1970-01-01.
pub fn days(day: Day) -> i32 {
    day.epoch_days()
}

#[inline]
fn power(value: i64, by: u32) -> Option<i64> {
    if by == 0 {
        return Some(value);
    }
    value.checked_mul(10i64.checked_pow(by)?)
}

#[inline]
fn holds<T: Ord>(op: CompareOp, a: T, b: T) -> bool {
    match op {
        CompareOp::Eq => a == b,
        CompareOp::Ne => a != b,
        CompareOp::Lt => a < b,
        CompareOp::Le => a <= b,
        CompareOp::Gt => a > b,
        CompareOp::Ge => a >= b,
    }
}

/// Absent: false. Untold: unknown.
#[inline]
fn compare(op: CompareOp, a: i64, up: u32, b: i64, down: u32) -> Truth {
    if a == ABSENT || b == ABSENT {
        return Truth::F;
    }
    if a <= LAST_MARK || b <= LAST_MARK {
        return Truth::U;
    }
    if up == 0 && down == 0 {
        return Truth::from_bool(holds(op, a, b));
    }
    let wide = |value: i64, by: u32| i128::from(value) * 10i128.pow(by.min(18));
    Truth::from_bool(holds(op, wide(a, up), wide(b, down)))
}

fn compare_money(op: CompareOp, (a, of): (i64, i64), (b, in_): (i64, i64)) -> Truth {
    if a > LAST_MARK && b > LAST_MARK && of != in_ && a != 0 && b != 0 {
        return Truth::U;
    }
    compare(op, a, 0, b, 0)
}

/// Of one currency, or unknown.
fn add_money((a, of): (i64, i64), (b, in_): (i64, i64)) -> (i64, i64) {
    if a <= LAST_MARK || b <= LAST_MARK {
        return (UNTOLD, 0);
    }
    if b == 0 {
        return (a, of);
    }
    if a == 0 {
        return (b, in_);
    }
    if of != in_ {
        return (UNTOLD, 0);
    }
    match a.checked_add(b) {
        Some(sum) if sum > LAST_MARK => (sum, of),
        _ => (UNTOLD, 0),
    }
}

/// An end that asks nothing is met by anything.
fn in_range(value: i64, ends: &Ends) -> Truth {
    let (lo, hi) = match ends {
        Ends::Any => return Truth::T,
        Ends::Absent => return Truth::F,
        Ends::Between(lo, hi) => (lo, hi),
    };
    if value == ABSENT {
        return Truth::F;
    }
    if value <= LAST_MARK {
        return Truth::U;
    }
    let above = lo.is_none_or(|(lo, closed)| value > lo || (closed && value == lo));
    let below = hi.is_none_or(|(hi, closed)| value < hi || (closed && value == hi));
    Truth::from_bool(above && below)
}

/// What a loop meets.
pub(super) enum Met {
    /// Rows from one to before another; how to come from one to the next.
    Rows(TableId, u32, u32, Step),
    /// Elements of the pool.
    Values(u32, u32),
    /// Nobody knows which.
    Untold,
}

/// How a loop goes on.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// Past what lies within.
    Over,
    /// Into what lies within; the cell of its list, and where that was left out, whether it is empty.
    Into(u32, Option<N>),
}

impl Run<'_> {
    #[inline(never)]
    fn any(&mut self, source: &Source, var: Var, body: N, outermost: Option<N>) -> Truth {
        let plan = self.plan;
        let before = self.scratch.get(var);
        let mut result = Truth::F;
        if let Source::Law(rows) = source {
            for row in plan.tables.rows(*rows) {
                self.scratch.set(var, *row);
                result = result.or(self.truth(body));
                if result.is_true() {
                    break;
                }
            }
            self.scratch.set(var, before);
            return result;
        }
        match self.meet(source) {
            Met::Untold => result = Truth::U,
            Met::Values(start, end) => {
                for i in start..end {
                    self.scratch.set(var, i);
                    result = result.or(self.truth(body));
                    if result.is_true() {
                        break;
                    }
                }
            }
            Met::Rows(table, start, end, step) => {
                let mut row = start;
                while row < end && !result.is_true() {
                    self.scratch.set(var, row);
                    result = result.or(self.truth(body));
                    if result.is_true() {
                        break;
                    }
                    let mut over = false;
                    if let Some(guard) = outermost {
                        match self.truth(guard).known() {
                            Some(known) => over = known,
                            None => result = Truth::U,
                        }
                    }
                    if !over && self.is_open(table, row, step) {
                        result = result.or(Truth::U);
                    }
                    row = self.next(table, row, step, over);
                }
            }
        }
        self.scratch.set(var, before);
        result
    }

    fn next(&self, table: TableId, row: u32, step: Step, over: bool) -> u32 {
        match step {
            Step::Into(..) if !over => row + 1,
            _ => {
                let next = self.store.get(table, row, NEXT);
                u32::try_from(next).unwrap_or(row + 1).max(row + 1)
            }
        }
    }

    /// Whether nobody knows what lies within an element.
    fn is_open(&mut self, table: TableId, row: u32, step: Step) -> bool {
        let Step::Into(cell, empty_if) = step else {
            return false;
        };
        match self.store.get(table, row, cell) {
            LEFT_OUT => !empty_if.is_some_and(|n| self.truth(n).is_true()),
            UNTOLD => true,
            _ => false,
        }
    }

    pub(super) fn meet(&mut self, source: &Source) -> Met {
        let (row, table, cell, empty_if) = match source {
            Source::Rows {
                row,
                table,
                cell,
                empty_if,
                ..
            }
            | Source::Values {
                row,
                table,
                cell,
                empty_if,
            } => (row, *table, *cell, *empty_if),
            Source::Law(_) => return Met::Untold,
        };
        let (start, end) = match self.row(row) {
            At::Mark(ABSENT) => (0, 0),
            At::Mark(_) => return Met::Untold,
            At::Row(row) => match self.store.get(table, row, cell) {
                ABSENT => (0, 0),
                LEFT_OUT if empty_if.is_some_and(|n| self.truth(n).is_true()) => (0, 0),
                mark if mark <= LAST_MARK => return Met::Untold,
                start => (start, self.store.get(table, row, cell + 1)),
            },
        };
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return Met::Untold;
        };
        match source {
            Source::Rows { of, deep, .. } => {
                let step = match deep {
                    Some((cell, empty_if)) => Step::Into(*cell, *empty_if),
                    None => Step::Over,
                };
                Met::Rows(*of, start, end, step)
            }
            _ => Met::Values(start, end),
        }
    }

    #[inline(never)]
    fn sum(&mut self, source: &Source, var: Var, filter: N, body: N, outermost: bool) -> i64 {
        let mut sum = 0i64;
        let known = self.each(source, var, filter, outermost, |run| {
            let value = run.value(body);
            if value <= LAST_MARK {
                return false;
            }
            match sum.checked_add(value) {
                Some(more) => {
                    sum = more;
                    true
                }
                None => false,
            }
        });
        if known && sum > LAST_MARK {
            sum
        } else {
            UNTOLD
        }
    }

    /// The least or greatest of those that the filter lets through; absent where it lets none.
    #[inline(never)]
    fn best(&mut self, source: &Source, var: Var, filter: N, body: N, least: bool) -> i64 {
        let mut best = ABSENT;
        let known = self.each(source, var, filter, false, |run| {
            let value = run.value(body);
            best = match (best, value) {
                (best, ABSENT) => best,
                (_, mark) if mark <= LAST_MARK => return false,
                (ABSENT, value) => value,
                (best, value) if least => best.min(value),
                (best, value) => best.max(value),
            };
            true
        });
        if known { best } else { UNTOLD }
    }

    #[inline(never)]
    fn money_sum(
        &mut self,
        source: &Source,
        var: Var,
        filter: N,
        body: N,
        outermost: bool,
    ) -> (i64, i64) {
        let mut sum = (0i64, 0i64);
        let known = self.each(source, var, filter, outermost, |run| {
            sum = add_money(sum, run.money(body));
            sum.0 > LAST_MARK
        });
        if known { sum } else { (UNTOLD, 0) }
    }

    /// Each element that the filter lets through, until one tells to stop; whether all was known.
    fn each(
        &mut self,
        source: &Source,
        var: Var,
        filter: N,
        outermost: bool,
        mut add: impl FnMut(&mut Self) -> bool,
    ) -> bool {
        let plan = self.plan;
        let before = self.scratch.get(var);
        let mut known = true;
        let mut one = |run: &mut Self, row: u32| -> (bool, bool) {
            run.scratch.set(var, row);
            match run.truth(filter).known() {
                Some(true) => (add(run), true),
                Some(false) => (true, false),
                None => (false, false),
            }
        };
        if let Source::Law(rows) = source {
            for row in plan.tables.rows(*rows) {
                known &= one(self, *row).0;
            }
            self.scratch.set(var, before);
            return known;
        }
        match self.meet(source) {
            Met::Untold => known = false,
            Met::Values(start, end) => {
                for i in start..end {
                    known &= one(self, i).0;
                }
            }
            Met::Rows(table, start, end, step) => {
                let mut row = start;
                while known && row < end {
                    let (fine, matches) = one(self, row);
                    known &= fine;
                    let over = outermost && matches;
                    if !over && self.is_open(table, row, step) {
                        known = false;
                    }
                    row = self.next(table, row, step, over);
                }
            }
        }
        self.scratch.set(var, before);
        known
    }
}
