//! Names of definitions in clauses.

use super::{Checker, RuleRef, errors};
use crate::ir::{GroupId, QuestionId, RuleId};
use crate::resolve::{Def, ModuleId};
use crate::syntax::tree;

/// A path as written, with dots.
pub(super) fn dotted(path: &tree::Path) -> String {
    let parts: Vec<&str> = path.parts.iter().map(|n| n.text.as_str()).collect();
    parts.join(".")
}

impl Checker<'_, '_> {
    /// What a path names, where it is of the kind wanted; else tells.
    pub(super) fn find(
        &mut self,
        module: ModuleId,
        path: &tree::Path,
        wanted: &str,
        accept: impl Fn(&Def) -> bool,
    ) -> Option<Def> {
        let parts: Vec<&tree::Name> = path.parts.iter().collect();
        let found = match self.names.lookup(module, &parts) {
            Ok(found) => found,
            Err(ambiguous) => {
                self.sink
                    .push(errors::ambiguous_name(&ambiguous, path.span));
                return None;
            }
        };
        match found {
            Some((def, used)) if used == parts.len() && accept(&def) => Some(def),
            Some((def, used)) if used == parts.len() => {
                let alike = self.names.suggest(module, &dotted(path), &accept);
                self.sink.push(errors::wrong_kind(
                    &dotted(path),
                    def.word(),
                    wanted,
                    path.span,
                    self.names.place(def),
                    alike,
                ));
                None
            }
            None if self.names.may_be_lost(module, &dotted(path)) => None,
            _ => {
                let alike = self.names.suggest(module, &dotted(path), &accept);
                self.sink.push(errors::unknown_name(
                    &dotted(path),
                    wanted,
                    path.span,
                    alike,
                ));
                None
            }
        }
    }

    /// The rules of a rule's or a group's name; within a group, rules of that group are known by their own names too.
    pub(super) fn find_rules(
        &mut self,
        module: ModuleId,
        group: Option<GroupId>,
        path: &tree::Path,
    ) -> Option<RuleRef> {
        if let Some(rule) = group.and_then(|g| self.sibling(g, &dotted(path))) {
            return Some(RuleRef {
                rules: vec![rule],
                span: path.span,
            });
        }
        let def = self.find(module, path, "rule or group", |d| {
            matches!(d, Def::Rule(_) | Def::Group(_))
        })?;
        Some(RuleRef {
            rules: self.rules_of(def),
            span: path.span,
        })
    }

    fn sibling(&self, group: GroupId, name: &str) -> Option<RuleId> {
        let full_name = format!(
            "{}.{name}",
            self.declared.groups.get(group.index())?.full_name
        );
        let members = self.members.get(group.index())?;
        // Members are in the order of their full names.
        let of = |id: &RuleId| {
            self.declared
                .rules
                .get(id.index())
                .map_or("", |d| d.full_name.as_str())
        };
        members
            .binary_search_by(|id| of(id).cmp(&full_name))
            .ok()
            .and_then(|i| members.get(i).copied())
    }

    fn rules_of(&self, def: Def) -> Vec<RuleId> {
        match def {
            Def::Rule(id) => vec![id],
            Def::Group(id) => self.members.get(id.index()).cloned().unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// The question of a name.
    pub(super) fn find_question(
        &mut self,
        module: ModuleId,
        path: &tree::Path,
    ) -> Option<QuestionId> {
        match self.find(module, path, "question", |d| matches!(d, Def::Question(_)))? {
            Def::Question(id) => Some(id),
            _ => None,
        }
    }
}
