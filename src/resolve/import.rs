//! Imports of one file.

use std::collections::BTreeMap;

use super::errors;
use super::names::{Names, Shown};
use super::near::near;
use crate::diag::Sink;
use crate::source::Span;
use crate::syntax::tree::{self, ItemKind, UsedHow};

/// Fills the scope at `index` with what its file imports.
pub(super) fn imports(names: &mut Names, index: usize, file: &tree::File, sink: &mut Sink) {
    let mut found = Imports::default();
    for used in file.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Import(used) => Some(used),
        _ => None,
    }) {
        for one in used {
            found.import(names, one, sink);
        }
    }
    if let Some(scope) = names.scopes.get_mut(index) {
        scope.shown = found.shown;
        scope.lost = found.lost;
        scope.lost_all = found.lost_all;
    }
}

#[derive(Default)]
struct Imports {
    shown: Vec<Shown>,
    aliases: BTreeMap<String, (usize, Span)>,
    lost: Vec<String>,
    lost_all: bool,
}

impl Imports {
    fn import(&mut self, names: &Names, used: &tree::Used, sink: &mut Sink) {
        let parts: Vec<&str> = used.path.parts.iter().map(|n| n.text.as_str()).collect();
        let name = parts.join(".");
        let Some(module) = names.by_name.get(&name).copied() else {
            let mut all: Vec<&str> = names.by_name.keys().map(String::as_str).collect();
            all.sort_unstable();
            let last = parts.last().copied().unwrap_or("");
            let alike = all
                .iter()
                .find(|m| m.rsplit('.').next() == Some(last))
                .map(|m| (*m).to_owned())
                .or_else(|| near(&name, all.iter().copied()));
            sink.push(errors::unknown_module(&name, used.path.span, alike));
            self.lose(used);
            return;
        };
        match &used.how {
            UsedHow::All => {
                self.shown.push(Shown::All(module));
                if let Some(last) = used.path.parts.last() {
                    self.shown.push(Shown::Alias(last.text.clone(), module));
                }
            }
            UsedHow::As(alias) => {
                if let Some((_, first)) =
                    self.aliases.get(&alias.text).filter(|(m, _)| *m != module)
                {
                    sink.push(errors::alias_taken(&alias.text, alias.span, *first));
                } else {
                    self.aliases
                        .insert(alias.text.clone(), (module, alias.span));
                    self.shown.push(Shown::Alias(alias.text.clone(), module));
                }
            }
            UsedHow::Only(only) => {
                let declares = |word: &str| {
                    names
                        .modules
                        .get(module)
                        .is_some_and(|m| m.own.contains_key(word))
                };
                for missing in only.iter().filter(|n| !declares(&n.text)) {
                    self.lost.push(missing.text.clone());
                    let own = names
                        .modules
                        .get(module)
                        .into_iter()
                        .flat_map(|m| m.own.keys().map(String::as_str));
                    sink.push(errors::unknown_import(
                        &missing.text,
                        &name,
                        missing.span,
                        near(&missing.text, own),
                    ));
                }
                self.shown.push(Shown::Only(
                    module,
                    only.iter().map(|n| n.text.clone()).collect(),
                ));
            }
        }
    }

    /// Remembers what the import would have shown.
    fn lose(&mut self, used: &tree::Used) {
        match &used.how {
            UsedHow::All => {
                self.lost_all = true;
                self.lost
                    .extend(used.path.parts.last().map(|n| n.text.clone()));
            }
            UsedHow::As(alias) => self.lost.push(alias.text.clone()),
            UsedHow::Only(only) => self.lost.extend(only.iter().map(|n| n.text.clone())),
        }
    }
}
