//! Collects definitions from the trees and allots ids by full name.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Def, Module, ModuleId, Names, Own, Scope};
use super::{Folder, errors};
use crate::diag::Sink;
use crate::ir::{
    CalendarId, DefineId, DimensionId, EnumId, GroupId, InstrumentId, ListId, QuestionId, RecordId,
    RuleId, ScaleId, StatusId,
};
use crate::source::Span;
use crate::syntax::tree::{self, ItemKind};

/// One definition.
#[derive(Clone, Debug)]
pub struct Decl<'t> {
    /// Module and name within it.
    pub full_name: String,
    /// Name within the module (`art1.trace`).
    pub name: String,
    /// The file's view of its module.
    pub module: ModuleId,
    /// What was written.
    pub item: &'t tree::Item,
    /// The group around a rule.
    pub group: Option<GroupId>,
    /// Where its name stands.
    pub span: Span,
}

/// Definitions by kind, each table in the order of its ids.
#[derive(Clone, Debug, Default)]
pub struct Declared<'t> {
    /// `facts …`; more than one is a mistake that `check` tells.
    pub facts: Vec<(ModuleId, &'t tree::Item)>,
    /// `extend record …`, by module and place.
    pub extends: Vec<(ModuleId, &'t tree::Item)>,
    /// Scenarios by file and place.
    pub scenarios: Vec<(ModuleId, &'t tree::Item)>,
    /// Records by id.
    pub records: Vec<Decl<'t>>,
    /// Enums by id.
    pub enums: Vec<Decl<'t>>,
    /// Dimensions by id.
    pub dimensions: Vec<Decl<'t>>,
    /// Scales by id.
    pub scales: Vec<Decl<'t>>,
    /// Statuses by id.
    pub statuses: Vec<Decl<'t>>,
    /// Questions by id.
    pub questions: Vec<Decl<'t>>,
    /// Calendars by id.
    pub calendars: Vec<Decl<'t>>,
    /// Lists by id.
    pub lists: Vec<Decl<'t>>,
    /// Defines by id.
    pub defines: Vec<Decl<'t>>,
    /// Instruments by id.
    pub instruments: Vec<Decl<'t>>,
    /// Groups by id.
    pub groups: Vec<Decl<'t>>,
    /// Rules by id, thus sorted by full name.
    pub rules: Vec<Decl<'t>>,
}

/// The kinds in the order in which clashes are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Record,
    Enum,
    Dimension,
    Scale,
    Status,
    Question,
    Calendar,
    List,
    Define,
    Instrument,
    Group,
    Rule,
}

struct Pending<'t> {
    kind: Kind,
    decl: Decl<'t>,
    module: usize,
    group_name: Option<String>,
}

/// Names of types that are built in.
const BUILT_IN_TYPES: &[&str] = &[
    "Bool", "Int", "Decimal", "Share", "Money", "Date", "Period", "Country", "Code", "Text",
    "Rates", "Range",
];

/// Collects what the files declare and resolves their imports.
pub fn declare<'t>(
    files: &'t [tree::File],
    folder: &Folder,
    sink: &mut Sink,
) -> (Names, Declared<'t>) {
    let mut order: Vec<&tree::File> = files.iter().collect();
    order.sort_by(|a, b| {
        folder
            .path(a.id)
            .cmp(folder.path(b.id))
            .then(a.id.cmp(&b.id))
    });
    let mut collector = Collector {
        names: Names::default(),
        declared: Declared::default(),
        pending: Vec::new(),
        shared: BTreeSet::new(),
        sink,
    };
    for file in &order {
        collector.file(file, folder);
    }
    collector.allot();
    for (index, file) in order.iter().enumerate() {
        super::import::imports(&mut collector.names, index, file, collector.sink);
    }
    (collector.names, collector.declared)
}

struct Collector<'t, 's> {
    names: Names,
    declared: Declared<'t>,
    pending: Vec<Pending<'t>>,
    /// Modules of files without an instrument.
    shared: BTreeSet<usize>,
    sink: &'s mut Sink,
}

impl<'t> Collector<'t, '_> {
    fn module(&mut self, name: &str) -> usize {
        if let Some(found) = self.names.by_name.get(name) {
            return *found;
        }
        let index = self.names.modules.len();
        self.names.modules.push(Module {
            name: name.to_owned(),
            ..Module::default()
        });
        self.names.by_name.insert(name.to_owned(), index);
        index
    }

    fn file(&mut self, file: &'t tree::File, folder: &Folder) {
        let mut instruments = file.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Instrument(block) => Some((item, block)),
            _ => None,
        });
        let first = instruments.next();
        let module_name = first.map_or_else(
            || folder.module_name(file.id),
            |(_, block)| dotted(&block.path),
        );
        let module = self.module(&module_name);
        let scope = ModuleId(u32::try_from(self.names.scopes.len()).unwrap_or(u32::MAX));
        self.names.scopes.push(Scope {
            module,
            shown: Vec::new(),
            instrument: None,
            lost: Vec::new(),
            lost_all: false,
        });
        if let Some((item, block)) = first {
            self.instrument(item, block, module, scope);
        }
        for (item, block) in instruments {
            let span = first.map_or(block.path.span, |(_, b)| b.path.span);
            self.sink.push(errors::second_instrument(
                &dotted(&block.path),
                block.path.span,
                span,
            ));
            let other = self.module(&dotted(&block.path));
            self.instrument(item, block, other, scope);
        }
        let has_instrument = first.is_some();
        if !has_instrument {
            self.shared.insert(module);
        }
        for item in &file.items {
            self.item(item, module, scope, has_instrument);
        }
    }

    fn instrument(
        &mut self,
        item: &'t tree::Item,
        block: &'t tree::Block,
        module: usize,
        scope: ModuleId,
    ) {
        let name = dotted(&block.path);
        let decl = Decl {
            full_name: name.clone(),
            name,
            module: scope,
            item,
            group: None,
            span: block.path.span,
        };
        self.pending.push(Pending {
            kind: Kind::Instrument,
            decl,
            module,
            group_name: None,
        });
    }

    fn item(&mut self, item: &'t tree::Item, module: usize, scope: ModuleId, has_instrument: bool) {
        let one = |name: &tree::Name| (name.text.clone(), name.span);
        let path = |path: &tree::Path| (dotted(path), path.span);
        let (kind, (name, span)) = match &item.kind {
            ItemKind::Facts { .. } => {
                self.declared.facts.push((scope, item));
                return;
            }
            ItemKind::Scenario { .. } => {
                self.declared.scenarios.push((scope, item));
                return;
            }
            ItemKind::Record { extend: true, .. } => {
                self.declared.extends.push((scope, item));
                return;
            }
            ItemKind::Import(_) | ItemKind::Instrument(_) | ItemKind::Error => return,
            ItemKind::Record { name, .. } => (Kind::Record, one(name)),
            ItemKind::Enum { name, .. } => (Kind::Enum, one(name)),
            ItemKind::Dimension { name, .. } => (Kind::Dimension, one(name)),
            ItemKind::Scale { name, .. } => (Kind::Scale, one(name)),
            ItemKind::Status { name, .. } => (Kind::Status, one(name)),
            ItemKind::Calendar { name, .. } => (Kind::Calendar, one(name)),
            ItemKind::Question(block) => (Kind::Question, path(&block.path)),
            ItemKind::List(list) => (Kind::List, path(&list.path)),
            ItemKind::Define { path: p, .. } => (Kind::Define, path(p)),
            ItemKind::Rule(block) => (Kind::Rule, path(&block.path)),
            ItemKind::Group(group) => (Kind::Group, path(&group.path)),
        };
        if !has_instrument && matches!(kind, Kind::Rule | Kind::Group) {
            let what = if kind == Kind::Rule { "rule" } else { "group" };
            self.sink
                .push(errors::rule_without_instrument(what, &name, span));
            return;
        }
        if let ItemKind::Group(group) = &item.kind {
            for inner in &group.rules {
                if let ItemKind::Rule(block) = &inner.kind {
                    let inner_name = format!("{name}.{}", dotted(&block.path));
                    self.declare(
                        Kind::Rule,
                        inner,
                        module,
                        scope,
                        (inner_name, block.path.span),
                        Some(name.clone()),
                    );
                }
            }
        }
        self.declare(kind, item, module, scope, (name, span), None);
    }

    fn declare(
        &mut self,
        kind: Kind,
        item: &'t tree::Item,
        module: usize,
        scope: ModuleId,
        name: (String, Span),
        group_name: Option<String>,
    ) {
        let (name, span) = name;
        if BUILT_IN_TYPES.contains(&name.as_str()) {
            self.sink.push(errors::reserved_name(&name, "a type", span));
            return;
        }
        let full_name = format!(
            "{}.{name}",
            self.names.modules.get(module).map_or("", |m| &m.name)
        );
        let decl = Decl {
            full_name,
            name,
            module: scope,
            item,
            group: None,
            span,
        };
        self.pending.push(Pending {
            kind,
            decl,
            module,
            group_name,
        });
    }

    /// Sorts by full name, tells clashes, gives ids.
    fn allot(&mut self) {
        let mut pending = std::mem::take(&mut self.pending);
        pending.sort_by(|a, b| {
            a.decl
                .full_name
                .cmp(&b.decl.full_name)
                .then(a.decl.span.cmp(&b.decl.span))
        });
        // Groups first: their rules point at them.
        let (groups, rest): (Vec<_>, Vec<_>) =
            pending.into_iter().partition(|p| p.kind == Kind::Group);
        let mut taken: BTreeMap<String, Span> = BTreeMap::new();
        for p in groups.into_iter().chain(rest) {
            if let Some(first) = taken.get(&p.decl.full_name) {
                let (first, second) = if *first < p.decl.span {
                    (*first, p.decl.span)
                } else {
                    (p.decl.span, *first)
                };
                self.sink
                    .push(errors::name_taken(&p.decl.name, second, first));
                continue;
            }
            taken.insert(p.decl.full_name.clone(), p.decl.span);
            self.allot_one(p);
        }
    }

    fn allot_one(&mut self, pending: Pending<'t>) {
        let Pending {
            kind,
            mut decl,
            module,
            group_name,
        } = pending;
        if let Some(name) = group_name
            && let Some(Own {
                def: Def::Group(id),
                ..
            }) = self
                .names
                .modules
                .get(module)
                .and_then(|m| m.own.get(&name))
        {
            decl.group = Some(*id);
        }
        let (name, full_name, span, scope) = (
            decl.name.clone(),
            decl.full_name.clone(),
            decl.span,
            decl.module,
        );
        let members = match &decl.item.kind {
            ItemKind::Enum { values, .. } => values.iter().map(|v| v.name.text.clone()).collect(),
            _ => Vec::new(),
        };
        let d = &mut self.declared;
        let def = match kind {
            Kind::Record => Def::Record(RecordId::from_index(push(&mut d.records, decl))),
            Kind::Enum => {
                self.names.members.push(members);
                Def::Enum(EnumId::from_index(push(&mut d.enums, decl)))
            }
            Kind::Dimension => {
                Def::Dimension(DimensionId::from_index(push(&mut d.dimensions, decl)))
            }
            Kind::Scale => Def::Scale(ScaleId::from_index(push(&mut d.scales, decl))),
            Kind::Status => Def::Status(StatusId::from_index(push(&mut d.statuses, decl))),
            Kind::Question => Def::Question(QuestionId::from_index(push(&mut d.questions, decl))),
            Kind::Calendar => Def::Calendar(CalendarId::from_index(push(&mut d.calendars, decl))),
            Kind::List => Def::List(ListId::from_index(push(&mut d.lists, decl))),
            Kind::Define => Def::Define(DefineId::from_index(push(&mut d.defines, decl))),
            Kind::Group => Def::Group(GroupId::from_index(push(&mut d.groups, decl))),
            Kind::Rule => Def::Rule(RuleId::from_index(push(&mut d.rules, decl))),
            Kind::Instrument => {
                Def::Instrument(InstrumentId::from_index(push(&mut d.instruments, decl)))
            }
        };
        self.names.places.insert(def, (full_name, span));
        if let Some(m) = self.names.modules.get_mut(module) {
            if let Def::Instrument(id) = def {
                if self.shared.contains(&module) {
                    self.sink.push(errors::module_taken(&m.name, span));
                }
                m.instrument = Some(id);
                if let Some(s) = self.names.scopes.get_mut(scope.0 as usize) {
                    s.instrument.get_or_insert(id);
                }
            } else {
                m.own.insert(name, Own { def });
            }
        }
        self.units(def);
    }

    /// The first dimension that declares a unit keeps it; `check` tells of the others.
    fn units(&mut self, def: Def) {
        let Def::Dimension(id) = def else { return };
        let Some(ItemKind::Dimension { units, .. }) = self
            .declared
            .dimensions
            .get(id.index())
            .map(|d| &d.item.kind)
        else {
            return;
        };
        for (index, (name, _)) in units.iter().enumerate() {
            self.names
                .units
                .entry(name.text.clone())
                .or_insert((id, index));
        }
    }
}

fn push<T>(table: &mut Vec<T>, entry: T) -> usize {
    table.push(entry);
    table.len() - 1
}

fn dotted(path: &tree::Path) -> String {
    let parts: Vec<&str> = path.parts.iter().map(|n| n.text.as_str()).collect();
    parts.join(".")
}
