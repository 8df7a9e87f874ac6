//! Lists: columns, rows written in the file, rows of a CSV.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::clause::{Block, basis_of};
use super::csv::{Cell, Line, Table};
use super::{Checker, errors};
use crate::ir::{Column, Const, List, ListId, Row, Type};
use crate::resolve::{Decl, near};
use crate::source::Span;
use crate::syntax::tree::{self, ClauseKind, Expr, ExprKind, ItemKind, Literal, Suffix};
use crate::value::Day;

/// Columns of a CSV that date a row and say where it comes from.
const ROW_COLUMNS: &[&str] = &["basis", "published", "from", "through", "until"];

/// What a column of a CSV fills.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fills {
    Column(usize),
    Chinese(usize),
    Basis,
    Published,
    From,
    Through,
    Until,
}

impl Checker<'_, '_> {
    pub(super) fn list_columns(&mut self) {
        for decl in &self.declared.lists {
            let ItemKind::List(list) = &decl.item.kind else {
                continue;
            };
            let mut basis = None;
            for clause in self.sorted_clauses(Block::List, &list.clauses) {
                if let ClauseKind::Basis(name, _) = &clause.kind {
                    basis = self.basis(name);
                }
            }
            let columns = self.columns(decl, list);
            let title = self.text(&list.title);
            self.program.lists.push(List {
                full_name: decl.full_name.clone(),
                title,
                instrument: self.names.instrument(decl.module),
                columns,
                rows: Vec::new(),
                basis,
                span: decl.span,
            });
        }
    }

    fn columns(&mut self, decl: &Decl<'_>, list: &tree::List) -> Vec<Column> {
        if list.columns.is_empty() {
            self.sink.push(errors::empty_declaration(
                "list", &decl.name, "a column", decl.span,
            ));
        }
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut columns = Vec::with_capacity(list.columns.len());
        for tree::Column {
            name,
            ty: written,
            mark,
            text,
        } in &list.columns
        {
            if ROW_COLUMNS.contains(&name.text.as_str()) {
                self.sink
                    .push(errors::reserved_column(&name.text, name.span));
            }
            if let Some(first) = seen.insert(&name.text, name.span) {
                self.sink
                    .push(errors::duplicate_column(&name.text, name.span, first));
            }
            let ty = self.ty(decl.module, written);
            let inner = match &ty {
                Type::Optional(inner) | Type::Set(inner) => inner.as_ref(),
                plain => plain,
            };
            let ty = if matches!(
                inner,
                Type::Record(_) | Type::List(_) | Type::Rates | Type::Row(_)
            ) {
                self.sink
                    .push(errors::column_type(&name.text, written.span));
                Type::Error
            } else {
                ty
            };
            let key = match mark {
                Some(mark) if mark.text != "key" => {
                    self.sink
                        .push(errors::unknown_mark(&mark.text, "key", mark.span));
                    false
                }
                mark => mark.is_some(),
            };
            columns.push(Column {
                key,
                name: name.text.clone(),
                text: self.text(text),
                ty,
            });
        }
        columns
    }

    pub(super) fn list_rows(&mut self) {
        for (index, decl) in self.declared.lists.iter().enumerate() {
            let ItemKind::List(list) = &decl.item.kind else {
                continue;
            };
            let id = ListId::from_index(index);
            let rows = match (&list.from, list.rows.first()) {
                (Some(file), None) => match self.table(file) {
                    Some(table) => self.csv_rows(id, decl, &table),
                    None => Vec::new(),
                },
                (Some(file), Some(row)) => {
                    self.sink.push(errors::rows_twice(row.span, file.span));
                    Vec::new()
                }
                (None, _) => self.written_rows(id, decl, &list.rows),
            };
            self.rows_once(id, &rows);
            if let Some(entry) = self.program.lists.get_mut(index) {
                entry.rows = rows;
            }
        }
    }

    fn column_types(&self, id: ListId) -> Vec<Type> {
        self.program
            .lists
            .get(id.index())
            .map_or_else(Vec::new, |l| {
                l.columns.iter().map(|c| c.ty.clone()).collect()
            })
    }

    fn written_rows(&mut self, id: ListId, decl: &Decl<'_>, written: &[tree::Row]) -> Vec<Row> {
        let types = self.column_types(id);
        let mut rows = Vec::with_capacity(written.len());
        for row in written {
            if row.cells.len() != types.len() {
                self.sink.push(errors::row_width(
                    row.cells.len(),
                    types.len(),
                    row.span,
                    decl.span,
                ));
                continue;
            }
            let mut exprs = self.exprs(decl.module);
            let cells: Option<Vec<Const>> = row
                .cells
                .iter()
                .zip(&types)
                .map(|(cell, ty)| exprs.check_const(&as_code(cell, ty), ty))
                .collect();
            if let Some(cells) = cells {
                rows.push(Row {
                    zh: vec![None; cells.len()],
                    cells,
                    published: None,
                    from: None,
                    last: None,
                    basis: None,
                    span: row.span,
                });
            }
        }
        rows
    }

    fn csv_rows(&mut self, id: ListId, decl: &Decl<'_>, table: &Table) -> Vec<Row> {
        let Some(fills) = self.header(id, decl, table) else {
            return Vec::new();
        };
        let types = self.column_types(id);
        let mut rows = Vec::with_capacity(table.lines.len());
        for line in &table.lines {
            let row = self.csv_row(decl, line, &fills, &types);
            rows.extend(row);
        }
        rows
    }

    /// What each column of the CSV fills. None where a declared column is missing (then the rows would all be told for that).
    fn header(&mut self, id: ListId, decl: &Decl<'_>, table: &Table) -> Option<Vec<Option<Fills>>> {
        let columns = self
            .program
            .lists
            .get(id.index())
            .map_or_else(Vec::new, |l| l.columns.clone());
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut fills = Vec::with_capacity(table.header.cells.len());
        for cell in &table.header.cells {
            let name = cell.text.as_str();
            if let Some(first) = seen.insert(name, cell.span) {
                self.sink
                    .push(errors::duplicate_column(name, cell.span, first));
                fills.push(None);
                continue;
            }
            let found = fills_of(name, &columns);
            if found.is_none() {
                let known = columns
                    .iter()
                    .map(|c| c.name.as_str())
                    .chain(ROW_COLUMNS.iter().copied());
                self.sink
                    .push(errors::unknown_column(name, cell.span, near(name, known)));
            }
            fills.push(found);
        }
        let mut complete = true;
        for (index, column) in columns.iter().enumerate() {
            if !fills.contains(&Some(Fills::Column(index))) {
                self.sink.push(errors::missing_column(
                    &column.name,
                    table.header.span,
                    decl.span,
                ));
                complete = false;
            }
        }
        complete.then_some(fills)
    }

    fn csv_row(
        &mut self,
        decl: &Decl<'_>,
        line: &Line,
        fills: &[Option<Fills>],
        types: &[Type],
    ) -> Option<Row> {
        let mut cells: Vec<Option<Const>> = vec![None; types.len()];
        let mut zh: Vec<Option<String>> = vec![None; types.len()];
        let (mut basis, mut published, mut from, mut through, mut until) =
            (None, None, None, None, None);
        for (cell, fills) in line.cells.iter().zip(fills) {
            match fills {
                Some(Fills::Column(index)) => {
                    let ty = types.get(*index)?;
                    let value = self
                        .exprs(decl.module)
                        .check_cell(&cell.text, ty, cell.span);
                    if let Some(slot) = cells.get_mut(*index) {
                        *slot = value;
                    }
                }
                Some(Fills::Chinese(index)) => {
                    if let Some(slot) = zh.get_mut(*index).filter(|_| !cell.text.is_empty()) {
                        *slot = Some(cell.text.clone());
                    }
                }
                Some(Fills::Basis) if !cell.text.is_empty() => {
                    basis = basis_of(&cell.text);
                    if basis.is_none() {
                        self.sink.push(errors::unknown_basis(&cell.text, cell.span));
                    }
                }
                Some(Fills::Published) => published = self.date_cell(cell),
                Some(Fills::From) => from = self.date_cell(cell),
                Some(Fills::Through) => through = self.date_cell(cell),
                Some(Fills::Until) => until = self.date_cell(cell),
                Some(Fills::Basis) | None => {}
            }
        }
        let last = match (through, until) {
            (Some(_), Some(_)) => {
                self.sink.push(errors::two_ends(line.span));
                through
            }
            (through, until) => through.or(until.map(Day::yesterday)),
        };
        if let (Some(from), Some(last)) = (from, last)
            && from > last
        {
            self.sink.push(errors::row_window(line.span));
        }
        let cells = cells.into_iter().collect::<Option<Vec<Const>>>()?;
        Some(Row {
            cells,
            zh,
            published,
            from,
            last,
            basis,
            span: line.span,
        })
    }

    fn date_cell(&mut self, cell: &Cell) -> Option<Day> {
        if cell.text.is_empty() {
            return None;
        }
        match Day::parse(&cell.text) {
            Ok(day) => Some(day),
            Err(error) => {
                self.sink
                    .push(errors::cell_date(&cell.text, &error.to_string(), cell.span));
                None
            }
        }
    }
}

fn fills_of(name: &str, columns: &[Column]) -> Option<Fills> {
    let column = |name: &str| columns.iter().position(|c| c.name == name);
    if let Some(index) = column(name) {
        return Some(Fills::Column(index));
    }
    if let Some(index) = name.strip_suffix("_zh").and_then(column)
        && columns.get(index).is_some_and(|c| {
            matches!(&c.ty, Type::Text | Type::Error)
                || c.ty == Type::Optional(Box::new(Type::Text))
        })
    {
        return Some(Fills::Chinese(index));
    }
    match name {
        "basis" => Some(Fills::Basis),
        "published" => Some(Fills::Published),
        "from" => Some(Fills::From),
        "through" => Some(Fills::Through),
        "until" => Some(Fills::Until),
        _ => None,
    }
}

/// In a column of codes a path is a code: no variable is known there.
fn as_code<'e>(cell: &'e Expr, ty: &Type) -> Cow<'e, Expr> {
    if !matches!(ty, Type::Code) && *ty != Type::Optional(Box::new(Type::Code)) {
        return Cow::Borrowed(cell);
    }
    let ExprKind::Postfix(head, suffixes) = &cell.kind else {
        return Cow::Borrowed(cell);
    };
    let ExprKind::Name(first) = &head.kind else {
        return Cow::Borrowed(cell);
    };
    let mut code = first.text.clone();
    for suffix in suffixes {
        let Suffix::Member(name) = suffix else {
            return Cow::Borrowed(cell);
        };
        code.push('.');
        code.push_str(&name.text);
    }
    Cow::Owned(Expr {
        kind: ExprKind::Literal(Literal::Code(code)),
        ..cell.clone()
    })
}
