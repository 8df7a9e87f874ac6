//! From a path as written to what it names.

use std::collections::{BTreeMap, HashMap};

use super::near::near;
use crate::ir::{
    CalendarId, DefineId, DimensionId, EnumId, GroupId, InstrumentId, ListId, QuestionId, RecordId,
    RuleId, ScaleId, StatusId,
};
use crate::source::Span;
use crate::syntax::tree;

/// A module as one file sees it: the module's own names, and the imports of that file. Files without an instrument may share a
/// module; each has a `ModuleId` of its own, because imports count for the file that says them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub u32);

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Def {
    /// A record.
    Record(RecordId),
    /// An enum.
    Enum(EnumId),
    /// A member of an enum, by its index: only where the enum stands in front (`Kind.goods`).
    EnumMember(EnumId, u16),
    /// A dimension.
    Dimension(DimensionId),
    /// A scale.
    Scale(ScaleId),
    /// A status.
    Status(StatusId),
    /// A question.
    Question(QuestionId),
    /// A calendar.
    Calendar(CalendarId),
    /// A list.
    List(ListId),
    /// A define.
    Define(DefineId),
    /// An instrument.
    Instrument(InstrumentId),
    /// A group.
    Group(GroupId),
    /// A rule.
    Rule(RuleId),
}

impl Def {
    /// Its kind in words, for messages.
    pub fn word(self) -> &'static str {
        match self {
            Def::Record(_) => "a record",
            Def::Enum(_) => "an enum",
            Def::EnumMember(..) => "a member of an enum",
            Def::Dimension(_) => "a dimension",
            Def::Scale(_) => "a scale",
            Def::Status(_) => "a status",
            Def::Question(_) => "a question",
            Def::Calendar(_) => "a calendar",
            Def::List(_) => "a list",
            Def::Define(_) => "a definition",
            Def::Instrument(_) => "an instrument",
            Def::Group(_) => "a group",
            Def::Rule(_) => "a rule",
        }
    }
}

/// A name that two imports show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    /// The name as written.
    pub name: String,
    /// The full names that it may mean, sorted; two or more.
    pub candidates: Vec<String>,
    /// Where they are declared.
    pub places: Vec<Span>,
}

/// A declared name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Own {
    pub def: Def,
}

/// What one module declares.
#[derive(Clone, Debug, Default)]
pub(super) struct Module {
    pub name: String,
    pub instrument: Option<InstrumentId>,
    /// Names within the module (`art1`, `art1.trace`).
    pub own: BTreeMap<String, Own>,
}

/// What one import shows.
#[derive(Clone, Debug)]
pub(super) enum Shown {
    /// Every name of the module bare.
    All(usize),
    /// These names bare.
    Only(usize, Vec<String>),
    /// The module under this name.
    Alias(String, usize),
}

/// One file's view.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub module: usize,
    pub shown: Vec<Shown>,
    /// The instrument that this very file holds.
    pub instrument: Option<InstrumentId>,
    /// Words that an import which was told to be wrong would have shown.
    pub lost: Vec<String>,
    /// Whether such an import would have shown everything of a module.
    pub lost_all: bool,
}

/// All names of a policy folder.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(super) modules: Vec<Module>,
    pub(super) by_name: HashMap<String, usize>,
    pub(super) scopes: Vec<Scope>,
    pub(super) members: Vec<Vec<String>>,
    pub(super) units: HashMap<String, (DimensionId, usize)>,
    pub(super) places: HashMap<Def, (String, Span)>,
}

impl Names {
    /// Resolves a path in a module: its own names first, then imports (ambiguous where two show it), module aliases, full names.
    /// The longest beginning of the path that is a name counts; the second value says how many parts it took.
    ///
    /// # Errors
    /// Where two imports show the name.
    pub fn lookup(
        &self,
        module: ModuleId,
        path: &[&tree::Name],
    ) -> Result<Option<(Def, usize)>, Ambiguous> {
        let parts: Vec<&str> = path.iter().map(|n| n.text.as_str()).collect();
        self.lookup_parts(module, &parts)
    }

    /// [`Names::lookup`] of plain words.
    ///
    /// # Errors
    /// Where two imports show the name.
    pub fn lookup_parts(
        &self,
        module: ModuleId,
        parts: &[&str],
    ) -> Result<Option<(Def, usize)>, Ambiguous> {
        let Some(scope) = self.scopes.get(module.0 as usize) else {
            return Ok(None);
        };
        if let Some(found) = self.in_module(scope.module, parts) {
            return Ok(Some(found));
        }
        let mut found: Vec<(Def, usize)> = Vec::new();
        for shown in &scope.shown {
            let hit = match (shown, parts.split_first()) {
                (Shown::All(m), _) => self.in_module(*m, parts),
                (Shown::Only(m, names), Some((first, _))) if names.iter().any(|n| n == first) => {
                    self.in_module(*m, parts)
                }
                (Shown::Alias(alias, m), Some((first, rest))) if alias == first => {
                    self.behind_module(*m, rest).map(|(d, n)| (d, n + 1))
                }
                _ => None,
            };
            if let Some(hit) = hit
                && !found.iter().any(|(d, _)| *d == hit.0)
            {
                found.push(hit);
            }
        }
        match found.as_slice() {
            [] => Ok(self.by_full_name(parts)),
            [one] => Ok(Some(*one)),
            many => Err(self.ambiguous(parts, many)),
        }
    }

    fn ambiguous(&self, parts: &[&str], found: &[(Def, usize)]) -> Ambiguous {
        let mut candidates: Vec<(String, Span)> = found
            .iter()
            .filter_map(|(d, _)| self.places.get(d).cloned())
            .collect();
        candidates.sort();
        let used = found.iter().map(|(_, n)| *n).max().unwrap_or(1);
        Ambiguous {
            name: parts.get(..used).unwrap_or(parts).join("."),
            places: candidates.iter().map(|(_, s)| *s).collect(),
            candidates: candidates.into_iter().map(|(n, _)| n).collect(),
        }
    }

    /// The longest beginning of `parts` that the module declares.
    fn in_module(&self, module: usize, parts: &[&str]) -> Option<(Def, usize)> {
        let own = &self.modules.get(module)?.own;
        // Own names have few parts (group and rule): nothing longer need be asked for.
        let longest = parts.len().min(MOST_PARTS);
        let (def, used) = (1..=longest).rev().find_map(|n| {
            let key = parts.get(..n)?;
            let hit = match key {
                [one] => own.get(*one),
                more => own.get(&more.join(".")),
            };
            hit.map(|own| (own.def, n))
        })?;
        match (def, parts.get(used)) {
            (Def::Enum(id), Some(member)) => {
                let index = self
                    .members
                    .get(id.index())?
                    .iter()
                    .position(|m| m == member);
                match index.and_then(|i| u16::try_from(i).ok()) {
                    Some(i) => Some((Def::EnumMember(id, i), used + 1)),
                    None => Some((def, used)),
                }
            }
            _ => Some((def, used)),
        }
    }

    /// What stands behind a module's name: one of its names, or, where there is nothing behind, its instrument.
    fn behind_module(&self, module: usize, rest: &[&str]) -> Option<(Def, usize)> {
        self.in_module(module, rest).or_else(|| {
            self.modules
                .get(module)?
                .instrument
                .map(|id| (Def::Instrument(id), 0))
        })
    }

    fn by_full_name(&self, parts: &[&str]) -> Option<(Def, usize)> {
        (1..=parts.len().min(MOST_PARTS)).rev().find_map(|n| {
            let module = *self.by_name.get(&parts.get(..n)?.join("."))?;
            self.behind_module(module, parts.get(n..).unwrap_or(&[]))
                .map(|(def, used)| (def, n + used))
        })
    }

    /// Whether an import that was told to be wrong may have meant to show this word: then that it is not known is only an echo.
    pub fn may_be_lost(&self, module: ModuleId, word: &str) -> bool {
        let first = word.split('.').next().unwrap_or(word);
        self.scopes
            .get(module.0 as usize)
            .is_some_and(|s| s.lost_all || s.lost.iter().any(|l| l == first))
    }

    /// A name alike that the module sees, or one that it could import (then in full).
    pub fn suggest(
        &self,
        module: ModuleId,
        word: &str,
        kind: impl Fn(&Def) -> bool,
    ) -> Option<String> {
        let scope = self.scopes.get(module.0 as usize)?;
        let mut seen: Vec<&str> = Vec::new();
        let names_of = |m: usize| {
            self.modules
                .get(m)
                .into_iter()
                .flat_map(|m| &m.own)
                .filter(|(_, o)| kind(&o.def))
                .map(|(n, _)| n.as_str())
        };
        seen.extend(names_of(scope.module));
        for shown in &scope.shown {
            match shown {
                Shown::All(m) => seen.extend(names_of(*m)),
                Shown::Only(m, only) => {
                    seen.extend(names_of(*m).filter(|n| only.iter().any(|o| o == n)))
                }
                Shown::Alias(..) => {}
            }
        }
        let last = word.rsplit('.').next().unwrap_or(word);
        // A name that exists, but elsewhere or within a group, is likelier meant than one spelt alike.
        let mut exact: Vec<&str> = self
            .places
            .iter()
            .filter(|(d, (n, _))| kind(d) && n.rsplit('.').next() == Some(last) && n != word)
            .map(|(_, (n, _))| n.as_str())
            .collect();
        exact.sort_unstable();
        if let Some(found) = seen
            .iter()
            .find(|n| n.rsplit('.').next() == Some(last) && **n != word)
        {
            return Some((*found).to_owned());
        }
        if let Some(full) = exact.first() {
            return Some((*full).to_owned());
        }
        if let Some(found) = near(word, seen.iter().copied()) {
            return Some(found);
        }
        let mut all: Vec<&str> = self
            .places
            .iter()
            .filter(|(d, _)| kind(d))
            .map(|(_, (n, _))| n.as_str())
            .collect();
        all.sort_unstable();
        near(word, all.iter().copied())
    }

    /// The dimension of a unit and its index there.
    pub fn unit(&self, word: &str) -> Option<(DimensionId, usize)> {
        self.units.get(word).copied()
    }

    /// A unit spelt alike.
    pub fn suggest_unit(&self, word: &str) -> Option<String> {
        let mut all: Vec<&str> = self.units.keys().map(String::as_str).collect();
        all.sort_unstable();
        near(word, all.iter().copied())
    }

    /// Where a definition is declared.
    pub fn place(&self, def: Def) -> Option<Span> {
        self.places.get(&def).map(|(_, s)| *s)
    }

    /// The full name of a module.
    pub fn module_name(&self, module: ModuleId) -> &str {
        self.scopes
            .get(module.0 as usize)
            .and_then(|s| self.modules.get(s.module))
            .map_or("", |m| &m.name)
    }

    /// The instrument of a file: its questions, lists and rules belong to it.
    pub fn instrument(&self, module: ModuleId) -> Option<InstrumentId> {
        self.scopes.get(module.0 as usize)?.instrument
    }
}

/// No name has more parts than this (the parser allows paths of any length; a bound keeps look-ups linear).
const MOST_PARTS: usize = 32;
