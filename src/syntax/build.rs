//! The grammar's actions for items and clauses; `build_expr` has those for expressions and types.
//!
//! No action fails: what is wrong is told and an `Error` node stands in its place (a failing action would lose the tree).

use super::errors::Reports;
use super::expected::{Mistake, Recovery};
use super::lexer::{Lexed, Tok};
use super::slips::{self, Told};
use super::tree::*;
use crate::diag::Diagnostic;
use crate::source::Span;

/// What the parser returns.
#[derive(Debug)]
pub enum Parsed {
    /// The items of a file.
    File(Vec<Item>),
    /// A cell.
    Cell(CellExpr),
}

/// An expression with the depth of its tree; an expression past the limit is poisoned and makes its parents so.
#[derive(Debug)]
pub struct E {
    /// The expression.
    pub expr: Box<Expr>,
    /// How deep its tree is.
    pub depth: u32,
}

/// A binder with the depth of its source and filter.
#[derive(Debug)]
pub struct B {
    /// The binder.
    pub binder: Binder,
    /// How deep the deeper of the two is.
    pub depth: u32,
}

/// A type with the depth of its tree.
#[derive(Debug)]
pub struct T {
    /// The type.
    pub ty: Type,
    /// How deep its tree is.
    pub depth: u32,
    /// Whether a second `?` was told.
    pub doubled: bool,
}

/// What stands inside a group or list.
#[derive(Debug)]
pub enum Inside {
    /// A clause.
    Clause(Clause),
    /// A rule of a group.
    Rule(Item),
    /// A column of a list.
    Column(Column),
    /// A row of a list.
    Row(Row),
}

/// One part of a citation: its bytes, and the inside of a quoted one.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// A quoted part's text, and its Chinese with the first byte of that.
    pub text: Option<(&'a str, Option<(u32, &'a str)>)>,
}

/// What every action can reach.
pub struct Build<'a, 's> {
    /// The text parsed.
    pub source: &'a str,
    /// Its terminals and comments.
    pub lexed: &'a Lexed<'a>,
    /// Where mistakes go.
    pub reports: Reports<'s>,
    /// The line of the last mistake told by the parser: later ones on it are echoes.
    pub last_line: Option<u32>,
    /// Signs between clauses, told once at the end.
    pub separators: Vec<(Span, &'static str)>,
    /// Told when reading on has no use.
    pub full: &'a std::cell::Cell<bool>,
}

impl<'a> Build<'a, '_> {
    /// The span of bytes of the parsed text.
    pub fn span(&self, start: u32, end: u32) -> Span {
        self.reports.span(start, end)
    }

    /// The text of bytes.
    pub fn slice(&self, start: u32, end: u32) -> &'a str {
        self.source.get(start as usize..end as usize).unwrap_or("")
    }

    /// Index of the first terminal that starts at or after a byte.
    pub fn token_index(&self, byte: u32) -> usize {
        self.lexed.tokens.partition_point(|t| t.start < byte)
    }

    /// The terminal of that index.
    pub fn token(&self, index: usize) -> Option<&Tok<'a>> {
        self.lexed.tokens.get(index)
    }

    /// Tells what the parser complained of.
    pub fn tell(&mut self, recovery: Recovery<'a>) {
        let (line, told) = slips::explain(&Mistake::new(self, recovery), self.last_line);
        self.last_line = Some(line);
        match told {
            Told::Message(diagnostic) => self.tell_line(line, diagnostic),
            Told::Separator(span) => self.separators.push((span, ",")),
            Told::Echo => {}
        }
    }

    /// Tells a mistake of a line; later ones on it are echoes.
    pub fn tell_line(&mut self, line: u32, diagnostic: Diagnostic) {
        self.last_line = Some(line);
        self.reports.push(diagnostic);
        self.full.set(self.reports.is_full());
    }

    // ---- items

    /// An item with the `///` lines in front of it.
    pub fn item(&mut self, start: u32, kind: ItemKind, end: u32) -> Item {
        Item {
            span: self.span(start, end),
            doc: self.docs_before(start),
            kind,
        }
    }

    /// An item that did not parse.
    pub fn broken_item(&mut self, start: u32, recovery: Recovery<'a>, end: u32) -> Item {
        self.tell(recovery);
        Item {
            span: self.span(start, end),
            doc: String::new(),
            kind: ItemKind::Error,
        }
    }

    /// An instrument, rule or question.
    pub fn block(
        &self,
        path: Path,
        title: Option<Text>,
        (clauses, start, end): (Vec<Clause>, u32, u32),
    ) -> Block {
        Block {
            path,
            title: title.unwrap_or_default(),
            clauses,
            close: self.span(start, end),
        }
    }

    /// A group: clauses and rules told apart.
    pub fn group(&self, path: Path, title: Option<Text>, members: Vec<Inside>) -> ItemKind {
        let mut group = Group {
            path,
            title: title.unwrap_or_default(),
            clauses: vec![],
            rules: vec![],
        };
        for member in members {
            match member {
                Inside::Clause(clause) => group.clauses.push(clause),
                Inside::Rule(rule) => group.rules.push(rule),
                Inside::Column(_) | Inside::Row(_) => {}
            }
        }
        ItemKind::Group(group)
    }

    /// A list: clauses, columns and rows told apart.
    pub fn list(
        &self,
        path: Path,
        title: Option<Text>,
        from: Option<Str>,
        members: Vec<Inside>,
    ) -> ItemKind {
        let mut list = Box::new(List {
            path,
            title: title.unwrap_or_default(),
            from,
            clauses: vec![],
            columns: vec![],
            rows: vec![],
        });
        for member in members {
            match member {
                Inside::Clause(clause) => list.clauses.push(clause),
                Inside::Column(column) => list.columns.push(column),
                Inside::Row(row) => list.rows.push(row),
                Inside::Rule(_) => {}
            }
        }
        ItemKind::List(list)
    }

    /// A column of a list.
    pub fn column(&self, name: Name, ty: T, mark: Option<Name>, text: Option<Text>) -> Inside {
        Inside::Column(Column {
            name,
            ty: ty.ty,
            mark,
            text: text.unwrap_or_default(),
        })
    }

    /// A row of a list.
    pub fn row(&self, start: u32, cells: Vec<E>, end: u32) -> Inside {
        Inside::Row(Row {
            cells: self.plain(cells),
            span: self.span(start, end),
        })
    }

    /// A record.
    pub fn record(&self, name: Name, text: Option<Text>, fields: Vec<Field>) -> ItemKind {
        ItemKind::Record {
            extend: false,
            name,
            text: text.unwrap_or_default(),
            fields,
        }
    }

    /// An enum member or outcome.
    pub fn enum_value(&self, start: u32, name: Name, text: Option<Text>) -> EnumValue {
        EnumValue {
            name,
            text: text.unwrap_or_default(),
            doc: self.docs_before(start),
        }
    }

    /// A field; its doc stands in front of it, or in the comment that ends its line.
    pub fn field(
        &self,
        start: u32,
        (name, ty): (Name, T),
        default: Option<(E, Option<E>)>,
        text: Option<Text>,
        end: u32,
    ) -> Field {
        let mut doc = self.docs_before(start);
        if doc.is_empty() {
            doc = self.doc_behind(end);
        }
        let (default, cond) = match default {
            Some((value, cond)) => (Some(value.expr), cond.map(|e| e.expr)),
            None => (None, None),
        };
        Field::Field {
            name,
            ty: ty.ty,
            default,
            cond,
            text: text.unwrap_or_default(),
            doc,
        }
    }

    /// An `ensure` of a record.
    pub fn ensure(&self, start: u32, cond: E, text: Option<Text>, end: u32) -> Field {
        Field::Ensure {
            cond: cond.expr,
            text: text.unwrap_or_default(),
            span: self.span(start, end),
        }
    }

    /// A field that did not parse.
    pub fn broken_field(&mut self, start: u32, recovery: Recovery<'a>, end: u32) -> Field {
        self.tell(recovery);
        Field::Error(self.span(start, end))
    }

    /// A parameter of a define.
    pub fn param(&self, name: Name, ty: T, text: Option<Text>) -> Param {
        Param {
            name,
            ty: ty.ty,
            text: text.unwrap_or_default(),
        }
    }

    /// `define … = body`
    pub fn define(
        &self,
        path: Path,
        params: Option<Vec<Param>>,
        ty: T,
        text: Option<Text>,
        body: E,
    ) -> ItemKind {
        let body = Box::new(DefineBody {
            lets: vec![],
            result: body.expr,
            stray: vec![],
        });
        ItemKind::Define {
            path,
            params: params.unwrap_or_default(),
            ty: ty.ty,
            text: text.unwrap_or_default(),
            body,
        }
    }

    /// `define … { let … gives … }`: the first `gives` is the result.
    pub fn define_block(
        &self,
        path: Path,
        params: Option<Vec<Param>>,
        ty: T,
        text: Option<Text>,
        (clauses, start, end): (Vec<Clause>, u32, u32),
    ) -> ItemKind {
        let mut result = None;
        let mut body = Box::new(DefineBody {
            lets: vec![],
            result: Box::new(self.error_expr(start, end)),
            stray: vec![],
        });
        for clause in clauses {
            match clause.kind {
                ClauseKind::Let(bound) => body.lets.push(bound),
                ClauseKind::Gives(value) if result.is_none() => result = Some(value),
                _ => body.stray.push(clause),
            }
        }
        if let Some(value) = result {
            body.result = value;
        }
        ItemKind::Define {
            path,
            params: params.unwrap_or_default(),
            ty: ty.ty,
            text: text.unwrap_or_default(),
            body,
        }
    }

    // ---- clauses

    /// A clause; its head is its first terminal.
    pub fn clause(&self, start: u32, kind: ClauseKind, end: u32) -> Clause {
        let head_end = self.token(self.token_index(start)).map_or(end, |t| t.end);
        Clause {
            span: self.span(start, end),
            head: self.span(start, head_end),
            kind,
        }
    }

    /// `let name text? = body`
    pub fn let_(&self, name: Name, text: Option<Text>, value: E) -> ClauseKind {
        ClauseKind::Let(Let {
            name,
            text: text.unwrap_or_default(),
            value: value.expr,
        })
    }

    /// A clause that did not parse.
    pub fn broken_clause(&mut self, start: u32, recovery: Recovery<'a>, end: u32) -> Clause {
        self.tell(recovery);
        self.clause(start, ClauseKind::Error, end)
    }

    /// A duty.
    pub fn duty(
        &self,
        who: Owner,
        text: Option<Text>,
        due: Option<Due>,
        done: Option<E>,
    ) -> ClauseKind {
        ClauseKind::Duty(Duty {
            who,
            text: text.unwrap_or_default(),
            due,
            done: done.map(|e| e.expr),
        })
    }

    /// A window.
    pub fn window(
        &self,
        start: u32,
        from: Option<DateLit>,
        end: Option<WindowEnd>,
        stop: u32,
    ) -> Window {
        Window {
            from,
            end,
            span: self.span(start, stop),
        }
    }

    /// What is expected of a scenario.
    pub fn outcome(
        &self,
        subject: Option<E>,
        from: Name,
        to: Option<Name>,
        because: Option<Vec<Path>>,
    ) -> Outcome {
        Outcome {
            subject: subject.map(|e| e.expr),
            from,
            to,
            because: because.unwrap_or_default(),
        }
    }
}

/// Lengths of slices of a text shorter than 4 GiB.
pub fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Days since 1970-01-01, none where the day does not exist.
pub fn day_number(year: i16, month: i16, day: i16) -> Option<i32> {
    let date =
        jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(
        date.duration_since(jiff::civil::date(1970, 1, 1))
            .as_secs()
            .div_euclid(86_400),
    )
    .and_then(|days| i32::try_from(days).ok())
}

/// Length of a month that exists.
pub fn days_in_month(year: i16, month: i16) -> i8 {
    i8::try_from(month)
        .ok()
        .and_then(|m| jiff::civil::Date::new(year, m, 1).ok())
        .map_or(31, |d| d.days_in_month())
}
