//! Constants, fields, columns, and values that may be absent.

use super::super::layout::{ABSENT, LEFT_OUT, PlaceId, Shape, UNTOLD, scaled};
use super::super::node::{N, Node, Row};
use super::super::words::OTHER_TEXT;
use super::{Domain, Frame, Kind, Lower, Part, Rec, Val, kind};
use crate::ir::{Const, ExprId, Field, FieldId, Type};
use crate::value::{Number, Truth};

/// With how many places at most a number of a policy is kept.
const PLACES: u32 = 12;

/// A number as a whole number and its places.
pub fn with_places(number: &Number) -> Option<(i64, u32)> {
    (0..=PLACES).find_map(|places| Some((scaled(number, places)?, places)))
}

impl<'a> Lower<'a> {
    /// A value that a policy writes down.
    pub(super) fn constant(&mut self, id: ExprId, value: &Const, ty: &Type) -> Val {
        let (ty, _) = super::super::layout::inner(ty);
        match value {
            Const::Null => Val::Null,
            Const::Bool(b) => Val::Truth(self.truth_node(Truth::from_bool(*b))),
            Const::Number(number) => match with_places(number) {
                Some((value, places)) => {
                    let n = self.nodes.add(Node::Value(value));
                    Val::One(n, Kind::Number(places), false)
                }
                None => self.leave(id, "a number has too many digits"),
            },
            Const::Money(currency, amount) => {
                let scale = Shape::Money.scale();
                match (scaled(amount, scale), self.words.currency(currency.code())) {
                    (Some(amount), Some(currency)) => {
                        let node = Node::Money(amount, i64::from(currency));
                        Val::Money(self.nodes.add(node), false)
                    }
                    _ => self.leave(id, "an amount has too many digits"),
                }
            }
            Const::Choice(_) | Const::Code(_) | Const::Text(_) => self.finite(value, ty),
            Const::Period(_) | Const::Range(_) | Const::AnyRange => Val::Const(id),
            Const::Set(_) => Val::List(vec![Part::Consts(id)]),
        }
    }

    /// A constant of a finite kind.
    pub(super) fn finite(&mut self, value: &Const, ty: &Type) -> Val {
        let number = match value {
            Const::Choice(member) => Some(i64::from(*member)),
            Const::Code(code) => self.words.code(code.as_str()).map(i64::from),
            Const::Text(text) => self.words.text(text).map(i64::from),
            _ => None,
        };
        match (number, self.kind_of(ty)) {
            (Some(number), Some(kind)) => {
                let n = self.nodes.add(Node::Value(number));
                Val::One(n, kind, false)
            }
            _ => Val::Unknown,
        }
    }

    /// A field of a record.
    pub(in super::super) fn field(
        &mut self,
        id: ExprId,
        base: Val,
        field: FieldId,
        depth: u32,
    ) -> Val {
        let rec = match base {
            Val::Record(rec) => rec,
            Val::If(cond, yes, no) => {
                let yes = self.field(id, *yes, field, depth);
                let no = self.field(id, *no, field, depth);
                return self.either(cond, yes, no);
            }
            _ => return self.leave(id, "a field of a record that is not a place of the facts"),
        };
        if rec.place == PlaceId(0) && field == self.program.facts.date {
            let n = self.nodes.add(Node::Today);
            return Val::One(n, Kind::Number(0), false);
        }
        let place = self.layout.place(rec.place);
        let (Some(table), Some(slot)) = (
            place.and_then(|place| place.table),
            self.layout.slot(rec.place, field),
        ) else {
            return self.leave(id, "a field that was thought not to be read");
        };
        let Some(cell) = slot.cell else {
            return self.leave(id, "a field that was thought not to be read");
        };
        // A field of a record that may be absent may be absent too.
        let optional = slot.optional || rec.optional;
        let row = rec.row.clone();
        match &slot.shape {
            Shape::Record(place) => Val::Record(Rec {
                row,
                place: *place,
                optional,
            }),
            Shape::Child(place) => Val::Record(Rec {
                row: Row::Child(Box::new(row), table, cell),
                place: *place,
                optional,
            }),
            Shape::Many(of) => {
                let of = *of;
                let empty_if = self.empty_if(&rec, field, depth);
                Val::List(vec![Part::Rows {
                    row,
                    table,
                    cell,
                    empty_if,
                    of,
                }])
            }
            Shape::Values(shape) => {
                let Some(kind) = kind(shape) else {
                    return self.leave(id, "a list of values of this kind");
                };
                let empty_if = self.empty_if(&rec, field, depth);
                Val::List(vec![Part::Values {
                    row,
                    table,
                    cell,
                    empty_if,
                    kind,
                }])
            }
            Shape::Money => Val::Money(self.nodes.add(Node::MoneyCell(row, table, cell)), optional),
            shape => match kind(shape) {
                Some(kind) => {
                    let n = match self.default(&rec, field, kind, depth) {
                        Some(default) => self.nodes.add(Node::CellOr(row, table, cell, default)),
                        None => self.nodes.add(Node::Cell(row, table, cell)),
                    };
                    Val::One(n, kind, optional)
                }
                None => self.leave(id, "a field of this kind"),
            },
        }
    }

    /// The schema's default of a field as a node, where it is more than a constant.
    fn default(&mut self, rec: &Rec, field: FieldId, kind: Kind, depth: u32) -> Option<N> {
        let (entry, cond, expr) = self.written_default(rec, field)?;
        let mut frame = Frame::new(&entry.locals, vec![Val::Record(rec.clone())], depth);
        let applies = match cond {
            Some(cond) => self.truth(cond, &mut frame),
            None => self.truth_node(Truth::T),
        };
        let value = self.lower(expr, &mut frame);
        let value = self.as_kind(value, kind);
        self.defaults.pop();
        let untold = self.nodes.add(Node::Value(UNTOLD));
        Some(self.nodes.add(Node::If(applies, value, untold)))
    }

    /// Where a list left out is empty by the schema's default; of any other default the list stays untold.
    fn empty_if(&mut self, rec: &Rec, field: FieldId, depth: u32) -> Option<N> {
        let (entry, cond, expr) = self.written_default(rec, field)?;
        let mut frame = Frame::new(&entry.locals, vec![Val::Record(rec.clone())], depth);
        let empty = match self.lower(expr, &mut frame) {
            Val::List(parts) => parts.is_empty(),
            _ => false,
        };
        let applies = match cond {
            _ if !empty => self.truth_node(Truth::U),
            Some(cond) => self.truth(cond, &mut frame),
            None => self.truth_node(Truth::T),
        };
        self.defaults.pop();
        Some(applies)
    }

    /// The default of a field where it has one that is more than a constant, marked as being written out.
    fn written_default(
        &mut self,
        rec: &Rec,
        field: FieldId,
    ) -> Option<(&'a Field, Option<ExprId>, ExprId)> {
        let program = self.program;
        let place = self.layout.place(rec.place)?;
        let slot = place.fields.get(field.index())?;
        let at = slot.cell?.checked_sub(place.base)? as usize;
        if place.blank.get(at) != Some(&LEFT_OUT) {
            return None;
        }
        let entry = program.record(place.record).fields.get(field.index())?;
        let expr = entry.default?;
        let me = (rec.place, field);
        if self.defaults.contains(&me) {
            return None;
        }
        self.defaults.push(me);
        Some((entry, entry.default_if, expr))
    }

    /// A column of a row of the law.
    pub(super) fn column(&mut self, id: ExprId, row: &Val, column: u32) -> Val {
        let Val::LawRow(var, list) = row else {
            return self.leave(id, "a column of a row that no loop binds");
        };
        let entry = self.program.list(*list);
        let Some(ty) = entry.columns.get(column as usize).map(|column| &column.ty) else {
            return Val::Unknown;
        };
        let (bare, optional) = super::super::layout::inner(ty);
        if let Type::Range(_) = bare {
            return Val::Ranges(*var, *list, column);
        }
        if let Type::Set(of) = bare {
            return match self.kind_of(of) {
                Some(Kind::Finite(domain)) => {
                    let sets = self.column_of_sets(*list, column, domain);
                    Val::Set(*var, sets, domain)
                }
                _ => self.leave(id, "a column of sets of this kind"),
            };
        }
        let Some(mut of) = self.kind_of(ty) else {
            return self.leave(id, "a column of this kind");
        };
        let cells = entry
            .rows
            .iter()
            .map(|row| row.cells.get(column as usize).unwrap_or(&Const::Null));
        if let Kind::Number(_) = of {
            let numbers: Option<Vec<(i64, u32)>> = cells
                .clone()
                .map(|cell| match cell {
                    Const::Null => Some((ABSENT, 0)),
                    Const::Number(number) => with_places(number),
                    _ => None,
                })
                .collect();
            let Some(numbers) = numbers else {
                return self.leave(id, "a column of numbers with many digits");
            };
            let places = numbers.iter().map(|(_, places)| *places).max().unwrap_or(0);
            let values = numbers.iter().map(|(value, own)| {
                if *value == ABSENT {
                    return Some(ABSENT);
                }
                value.checked_mul(10i64.checked_pow(places - own)?)
            });
            let Some(values) = values.collect::<Option<Vec<i64>>>() else {
                return self.leave(id, "a column of numbers with many digits");
            };
            of = Kind::Number(places);
            let column = self.tables.add_column(values);
            let n = self.nodes.add(Node::Column(*var, column));
            return Val::One(n, of, optional);
        }
        let values = cells.map(|cell| match cell {
            Const::Choice(member) => i64::from(*member),
            Const::Bool(b) => i64::from(*b),
            Const::Code(code) => self.words.code(code.as_str()).map_or(UNTOLD, i64::from),
            Const::Text(text) => i64::from(self.words.text(text).unwrap_or(OTHER_TEXT)),
            Const::Null => ABSENT,
            _ => UNTOLD,
        });
        let values = values.collect();
        let column = self.tables.add_column(values);
        let n = self.nodes.add(Node::Column(*var, column));
        Val::One(n, of, optional)
    }

    /// `x = null`
    pub(super) fn is_null(&mut self, value: Val, optional: bool) -> N {
        match value {
            Val::Null => self.truth_node(Truth::T),
            _ if !optional && !matches!(value, Val::If(..)) => {
                // A field of an absent record is absent too, whatever its own type says.
                self.absence(value, false)
            }
            Val::If(cond, yes, no) => {
                let yes = self.is_null(*yes, optional);
                let no = self.is_null(*no, optional);
                self.choose(cond, yes, no)
            }
            value => self.absence(value, true),
        }
    }

    fn absence(&mut self, value: Val, optional: bool) -> N {
        match value {
            Val::One(n, _, may) => self.nodes.add(Node::IsAbsent(n, optional || may)),
            Val::Money(n, may) => self.nodes.add(Node::IsAbsent(n, optional || may)),
            Val::Record(rec) => match self.presence(&rec) {
                Some(n) => self.nodes.add(Node::IsAbsent(n, rec.optional)),
                None => self.truth_node(Truth::F),
            },
            Val::Truth(_) | Val::LawRow(..) | Val::List(_) => self.truth_node(Truth::F),
            _ => self.truth_node(Truth::U),
        }
    }

    /// The cell that tells whether a record is there; none: it always is.
    fn presence(&mut self, rec: &Rec) -> Option<N> {
        let place = self.layout.place(rec.place)?;
        let table = place.table?;
        match (&rec.row, place.presence) {
            (row, Some(cell)) => {
                let node = Node::Cell(row.clone(), table, cell);
                Some(self.nodes.add(node))
            }
            (Row::Child(of, table, cell), None) => {
                let node = Node::Cell((**of).clone(), *table, *cell);
                Some(self.nodes.add(node))
            }
            (Row::Var(_), None) => None,
        }
    }

    /// `x otherwise v`
    pub(super) fn otherwise(&mut self, x: Val, v: Val) -> Val {
        match (x, v) {
            (Val::Null, v) => v,
            (x @ (Val::One(_, _, false) | Val::Money(_, false)), _) => x,
            (Val::One(n, kind @ Kind::Finite(_), true), Val::One(m, other, may))
                if kind == other =>
            {
                Val::One(self.nodes.add(Node::Otherwise(n, m)), kind, may)
            }
            (Val::One(n, Kind::Number(a), true), Val::One(m, Kind::Number(b), may)) => {
                let places = a.max(b);
                let (n, m) = (self.widen(n, a, places), self.widen(m, b, places));
                let node = Node::Otherwise(n, m);
                Val::One(self.nodes.add(node), Kind::Number(places), may)
            }
            (Val::Money(n, true), Val::Money(m, may)) => {
                Val::Money(self.nodes.add(Node::MoneyOtherwise(n, m)), may)
            }
            (x, v) => {
                let absent = self.is_null(x.clone(), true);
                self.either(absent, v, x)
            }
        }
    }

    /// A number with more places.
    pub(super) fn widen(&mut self, n: N, from: u32, to: u32) -> N {
        if from == to {
            return n;
        }
        let zero = self.nodes.add(Node::Value(0));
        self.nodes
            .add(Node::Add(n, to.saturating_sub(from), zero, 0))
    }

    /// One value or another.
    pub(super) fn either(&mut self, cond: N, yes: Val, no: Val) -> Val {
        match self.nodes.known(cond).and_then(Truth::known) {
            Some(true) => return yes,
            Some(false) => return no,
            None if yes == no => return yes,
            None => {}
        }
        match (yes, no) {
            (Val::Truth(yes), Val::Truth(no)) => Val::Truth(self.choose(cond, yes, no)),
            (Val::One(a, kind, x), Val::One(b, other, y)) if kind == other => {
                Val::One(self.nodes.add(Node::If(cond, a, b)), kind, x || y)
            }
            (Val::Money(a, x), Val::Money(b, y)) => {
                Val::Money(self.nodes.add(Node::MoneyIf(cond, a, b)), x || y)
            }
            (yes, no) => Val::If(cond, Box::new(yes), Box::new(no)),
        }
    }

    /// A value as a node of a kind; untold where it is no such value.
    pub(in super::super) fn as_kind(&mut self, value: Val, due: Kind) -> N {
        match (value, due) {
            (Val::Null, _) => self.nodes.add(Node::Value(ABSENT)),
            (Val::One(n, kind, _), due) if kind == due => n,
            (Val::One(n, Kind::Number(from), _), Kind::Number(to)) if from < to => {
                self.widen(n, from, to)
            }
            (Val::Truth(n), Kind::Finite(Domain::Bool)) => self.nodes.add(Node::FromTruth(n)),
            (Val::If(cond, yes, no), due) => {
                let (yes, no) = (self.as_kind(*yes, due), self.as_kind(*no, due));
                self.nodes.add(Node::If(cond, yes, no))
            }
            _ => self.nodes.add(Node::Value(UNTOLD)),
        }
    }
}
