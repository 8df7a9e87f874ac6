//! Tables of provisions: what an instrument says, provision by provision, and what of the policies cites each.
//!
//! References are compared word by word: `article 1 (2)` lies within `article 1`, and `article 10` does not.

use std::collections::BTreeMap;

use super::clause::basis_of;
use super::csv::{Line, Table};
use super::reference;
use super::{Checker, errors};
use crate::ir::{
    ActionId, Encoder, GroupId, InstrumentId, ListId, Provision, QuestionId, RuleId, Text,
    UnreadProvision,
};
use crate::resolve::{Decl, Def, ModuleId, near};
use crate::source::Span;
use crate::syntax::tree::{Clause, ClauseKind, ItemKind, Reference, ReferencePart};

/// Columns of a table of provisions; the first three must be there.
const COLUMNS: [&str; 6] = [
    "instrument",
    "provision",
    "says",
    "says_zh",
    "basis",
    "note",
];
const NEEDED: usize = 3;

/// The rows of one CSV, by instrument.
type Rows = BTreeMap<String, Vec<Provision>>;

/// Where the instruments that read a table name it, and the words of their provisions, row by row.
type Tables = BTreeMap<InstrumentId, (Span, Vec<Vec<String>>)>;

/// A citation, and what it makes encoded.
struct Citation<'t> {
    reference: &'t Reference,
    module: ModuleId,
    by: Vec<Encoder>,
}

impl<'t> Checker<'_, 't> {
    /// Tables, then citations, which are looked up in them.
    pub(super) fn provisions(&mut self) {
        let mut tables: BTreeMap<String, Rows> = BTreeMap::new();
        let mut places = Tables::new();
        for (index, decl) in self.declared.instruments.iter().enumerate() {
            let written = clauses(decl).iter().find_map(|clause| match &clause.kind {
                ClauseKind::Provisions(file) => Some(file),
                _ => None,
            });
            let Some(file) = written else { continue };
            let Ok((path, _)) = self.folder.other(file.span.file, &file.text) else {
                self.table(file);
                continue;
            };
            if !tables.contains_key(&path) {
                let rows = match self.table(file) {
                    Some(table) => self.provision_rows(&table, file.span),
                    None => None,
                };
                tables.insert(path.clone(), rows.unwrap_or_default());
            }
            let Some(rows) = tables.get_mut(&path).filter(|rows| !rows.is_empty()) else {
                continue;
            };
            match rows.remove(&decl.full_name) {
                Some(own) => {
                    let words = own.iter().map(|row| reference::words(&row.reference.en));
                    let table = (file.span, words.collect());
                    places.insert(InstrumentId::from_index(index), table);
                    if let Some(instrument) = self.program.instruments.get_mut(index) {
                        instrument.provisions = Some(own);
                    }
                }
                None => {
                    let alike = near(&decl.full_name, rows.keys().map(String::as_str));
                    self.sink
                        .push(errors::no_provisions(&decl.full_name, alike, file.span));
                }
            }
        }
        let unread = tables.into_values().flatten().flat_map(|(name, rows)| {
            rows.into_iter().map(move |row| UnreadProvision {
                instrument: name.clone(),
                reference: row.reference.en,
                span: row.span,
            })
        });
        self.program.unread_provisions = unread.collect();
        for citation in self.citations() {
            self.cite(&citation, &places);
        }
        self.left_out(&places);
    }

    /// Rows by instrument, each in the order of the file. None where a column is missing.
    fn provision_rows(&mut self, table: &Table, named: Span) -> Option<Rows> {
        let mut at: [Option<usize>; COLUMNS.len()] = [None; COLUMNS.len()];
        for (index, cell) in table.header.cells.iter().enumerate() {
            let known = COLUMNS.iter().position(|name| *name == cell.text);
            match known.and_then(|known| at.get_mut(known)) {
                Some(Some(first)) => {
                    let first = table.header.cells.get(*first).map_or(cell.span, |c| c.span);
                    self.sink
                        .push(errors::duplicate_column(&cell.text, cell.span, first));
                }
                Some(slot) => *slot = Some(index),
                None => {
                    let alike = near(&cell.text, COLUMNS);
                    self.sink
                        .push(errors::provision_stray_column(&cell.text, cell.span, alike));
                }
            }
        }
        let mut needed = COLUMNS.iter().zip(&at).take(NEEDED);
        if let Some((name, _)) = needed.find(|(_, at)| at.is_none()) {
            let told = errors::provision_column(name, table.header.span, named);
            self.sink.push(told);
            return None;
        }
        let mut rows: Rows = BTreeMap::new();
        let mut seen: BTreeMap<(String, Vec<String>), Span> = BTreeMap::new();
        for line in &table.lines {
            let Some((name, row)) = self.provision_row(line, &at) else {
                continue;
            };
            let key = (name.clone(), reference::words(&row.reference.en));
            if let Some(first) = seen.get(&key) {
                self.sink.push(errors::provision_twice(
                    &row.reference.en,
                    &name,
                    row.span,
                    *first,
                ));
                continue;
            }
            seen.insert(key, row.span);
            rows.entry(name).or_default().push(row);
        }
        Some(rows)
    }

    fn provision_row(
        &mut self,
        line: &Line,
        at: &[Option<usize>; COLUMNS.len()],
    ) -> Option<(String, Provision)> {
        let [instrument, provision, says, says_zh, basis, note] =
            at.map(|index| index.and_then(|index| line.cells.get(index)));
        let (instrument, provision) = (instrument?, provision?);
        let told = |cell: Option<&super::csv::Cell>| {
            cell.map(|cell| cell.text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        if !reference::is_name(&instrument.text) {
            self.sink.push(errors::provision_instrument(
                &instrument.text,
                instrument.span,
            ));
            return None;
        }
        let reference = match reference::read(&provision.text) {
            Ok((en, parts)) => Text {
                en,
                zh: self.own_chinese(&parts),
            },
            Err(why) => {
                self.sink.push(errors::provision_spelling(
                    &provision.text,
                    why,
                    provision.span,
                ));
                return None;
            }
        };
        let basis = basis.filter(|cell| !cell.text.is_empty()).and_then(|cell| {
            let found = basis_of(&cell.text);
            if found.is_none() {
                self.sink.push(errors::unknown_basis(&cell.text, cell.span));
            }
            found
        });
        let row = Provision {
            reference,
            says: Text {
                en: told(says).unwrap_or_default(),
                zh: told(says_zh),
            },
            basis,
            note: told(note),
            encoded_by: Vec::new(),
            left_out: None,
            span: line.span,
        };
        Some((instrument.text.clone(), row))
    }

    /// The Chinese of plain words; a string of the table has none of its own.
    fn own_chinese(&self, parts: &[ReferencePart]) -> Option<String> {
        let quoted = |part: &ReferencePart| matches!(part, ReferencePart::Quoted(..));
        if parts.iter().any(quoted) {
            return None;
        }
        self.chinese(parts)
    }

    /// Every citation of the folder.
    fn citations(&self) -> Vec<Citation<'t>> {
        let declared = self.declared;
        let mut all = Vec::new();
        let mut push = |decl: &Decl<'t>, by: &[Encoder]| {
            for reference in cited(clauses(decl)) {
                all.push(Citation {
                    reference,
                    module: decl.module,
                    by: by.to_vec(),
                });
            }
        };
        for (index, decl) in declared.rules.iter().enumerate() {
            push(decl, &[Encoder::Rule(RuleId::from_index(index))]);
        }
        for (index, decl) in declared.groups.iter().enumerate() {
            let members = self.members.get(index).into_iter().flatten();
            // Rules without a citation take the group's over.
            let silent = members.filter(|rule| {
                let rule = declared.rules.get(rule.index());
                rule.is_some_and(|rule| cited(clauses(rule)).next().is_none())
            });
            let mut by: Vec<Encoder> = silent.map(|rule| Encoder::Rule(*rule)).collect();
            if by.is_empty() {
                by.push(Encoder::Group(GroupId::from_index(index)));
            }
            push(decl, &by);
        }
        for (index, decl) in declared.lists.iter().enumerate() {
            push(decl, &[Encoder::List(ListId::from_index(index))]);
        }
        for (index, decl) in declared.questions.iter().enumerate() {
            push(decl, &[Encoder::Question(QuestionId::from_index(index))]);
        }
        for (index, decl) in declared.instruments.iter().enumerate() {
            self.instrument_citations(InstrumentId::from_index(index), decl, &mut all);
        }
        all
    }

    /// In an instrument a citation belongs to the clause in front of it: an action, else its dates.
    fn instrument_citations(&self, id: InstrumentId, decl: &Decl<'t>, all: &mut Vec<Citation<'t>>) {
        let mut by = Encoder::Instrument(id);
        for clause in clauses(decl) {
            match &clause.kind {
                ClauseKind::Action { .. } => {
                    let mut actions = self.program.actions.iter();
                    if let Some(index) = actions.position(|action| action.span == clause.span) {
                        by = Encoder::Action(ActionId::from_index(index));
                    }
                }
                ClauseKind::InForce(..) | ClauseKind::Published(_) => by = Encoder::Instrument(id),
                ClauseKind::Cites(references) => {
                    all.extend(references.iter().map(|reference| Citation {
                        reference,
                        module: decl.module,
                        by: vec![by],
                    }));
                }
                _ => {}
            }
        }
    }

    /// Marks what a citation encodes: the provision itself and those above it.
    fn cite(&mut self, citation: &Citation<'_>, places: &Tables) {
        let text = &citation.reference.text;
        let Some((id, words, bare)) = self.meant(citation.module, text) else {
            return;
        };
        // With an instrument's name in front the Chinese has it too.
        let chinese = self.chinese(&citation.reference.parts).filter(|_| bare);
        let Some(rows) = self.rows(id, &words, citation.reference, places) else {
            return;
        };
        for (row, own) in rows {
            if !words.starts_with(own) {
                continue;
            }
            if own.len() == words.len() && row.reference.zh.is_none() {
                row.reference.zh.clone_from(&chinese);
            }
            for by in &citation.by {
                if !row.encoded_by.contains(by) {
                    row.encoded_by.push(*by);
                }
            }
            row.encoded_by.sort_unstable();
        }
    }

    /// Marks what is left out: what an `omits` names, and all within it.
    fn left_out(&mut self, places: &Tables) {
        for (index, decl) in self.declared.instruments.iter().enumerate() {
            let id = InstrumentId::from_index(index);
            let omits = clauses(decl)
                .iter()
                .filter_map(|clause| match &clause.kind {
                    ClauseKind::Omits(references, _) => Some(references),
                    _ => None,
                });
            for (place, references) in omits.enumerate() {
                for reference in references {
                    let words = reference::words(&reference.text);
                    let rows = self.rows(id, &words, reference, places);
                    for (row, own) in rows.into_iter().flatten() {
                        if own.starts_with(&words) {
                            row.left_out.get_or_insert(place);
                        }
                    }
                }
            }
        }
    }

    /// The provisions of an instrument with their words, where it has a table and something there is what is cited, or above or within
    /// it; else tells.
    fn rows<'p>(
        &'p mut self,
        id: InstrumentId,
        cited: &[String],
        reference: &Reference,
        places: &'p Tables,
    ) -> Option<impl Iterator<Item = (&'p mut Provision, &'p Vec<String>)>> {
        let instrument = self.program.instruments.get_mut(id.index())?;
        let rows = instrument.provisions.as_mut()?;
        let (table, words) = places.get(&id)?;
        let fits = |row: &Vec<String>| row.starts_with(cited) || cited.starts_with(row);
        if words.iter().any(fits) {
            return Some(rows.iter_mut().zip(words));
        }
        let alike = near(
            &cited.join(" "),
            rows.iter().map(|row| row.reference.en.as_str()),
        );
        self.sink.push(errors::unknown_provision(
            &cited.join(" "),
            &instrument.full_name,
            reference.span,
            alike,
            *table,
        ));
        None
    }

    /// Whose provision is cited: of the instrument whose name stands in front, else of the file's own (told is which).
    fn meant(&self, module: ModuleId, text: &str) -> Option<(InstrumentId, Vec<String>, bool)> {
        let mut words = reference::words(text);
        if let Some(first) = words.first() {
            let parts: Vec<&str> = first.split('.').collect();
            if let Ok(Some((Def::Instrument(id), used))) = self.names.lookup_parts(module, &parts)
                && used == parts.len()
            {
                words.remove(0);
                return Some((id, words, false));
            }
        }
        self.names.instrument(module).map(|id| (id, words, true))
    }
}

/// The clauses of a block that may cite.
fn clauses<'t>(decl: &Decl<'t>) -> &'t [Clause] {
    match &decl.item.kind {
        ItemKind::Instrument(block) | ItemKind::Rule(block) | ItemKind::Question(block) => {
            &block.clauses
        }
        ItemKind::Group(group) => &group.clauses,
        ItemKind::List(list) => &list.clauses,
        _ => &[],
    }
}

fn cited(clauses: &[Clause]) -> impl Iterator<Item = &Reference> {
    clauses
        .iter()
        .filter_map(|clause| match &clause.kind {
            ClauseKind::Cites(references) => Some(references),
            _ => None,
        })
        .flatten()
}
