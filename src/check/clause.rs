//! Which clause belongs where (syntax §2: one clause union serves every block).

use std::collections::BTreeMap;

use super::{Checker, errors};
use crate::ir::Basis;
use crate::source::Span;
use crate::syntax::tree::{self, ActionVerb, Clause, ClauseKind};

/// Blocks that hold clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Instrument,
    Group,
    Rule,
    Question,
    Calendar,
    List,
    Define,
    Scenario,
}

impl Block {
    fn word(self) -> &'static str {
        match self {
            Block::Instrument => "an instrument",
            Block::Group => "a group",
            Block::Rule => "a rule",
            Block::Question => "a question",
            Block::Calendar => "a calendar",
            Block::List => "a list",
            Block::Define => "a definition",
            Block::Scenario => "a scenario",
        }
    }
}

/// Head word, the blocks in which it may stand, and whether it may stand there more than once.
fn manner(kind: &ClauseKind) -> Option<(&'static str, &'static [Block], bool)> {
    use Block::{Calendar, Define, Group, Instrument, List, Question, Rule, Scenario};
    Some(match kind {
        ClauseKind::Authority(_) => ("authority", &[Instrument], false),
        ClauseKind::Number(_) => ("number", &[Instrument], false),
        ClauseKind::Title(_) => ("title", &[Instrument], false),
        ClauseKind::Published(_) => ("published", &[Instrument], false),
        ClauseKind::Basis(..) => ("basis", &[Instrument, Group, Rule, List], false),
        ClauseKind::InForce(..) => ("in force", &[Instrument, Group, Rule], true),
        ClauseKind::Action {
            verb: ActionVerb::Suspends,
            ..
        } => ("suspends", &[Instrument], true),
        ClauseKind::Action {
            verb: ActionVerb::Repeals,
            ..
        } => ("repeals", &[Instrument], true),
        ClauseKind::Action {
            verb: ActionVerb::Replaces,
            ..
        } => ("replaces", &[Instrument], true),
        ClauseKind::Cites(_) => ("cites", &[Instrument, Group, Rule, Question, List], true),
        ClauseKind::Omits(..) => ("omits", &[Instrument], true),
        ClauseKind::Provisions(_) => ("provisions", &[Instrument], false),
        ClauseKind::For(_) | ClauseKind::ForPath(_) => ("for", &[Group, Rule], false),
        ClauseKind::Given(_) => ("given", &[Group, Rule], true),
        ClauseKind::Lifts(_) => ("lifts", &[Rule], true),
        ClauseKind::Let(..) => ("let", &[Group, Rule, Define], true),
        // In a scenario each `when` is a case of the table.
        ClauseKind::When(_) => ("when", &[Group, Rule, Scenario], false),
        ClauseKind::Then(..) => ("then", &[Rule], true),
        ClauseKind::Duty(_) => ("duty", &[Rule, Scenario], true),
        ClauseKind::Reading { .. } => ("reading", &[Question, Scenario], true),
        ClauseKind::Arises(_) => ("arises", &[Question], false),
        // In a scenario: the figure of the rule named.
        ClauseKind::Gives(_) => ("gives", &[Rule, Define, Scenario], false),
        ClauseKind::Weekend(_) => ("weekend", &[Calendar], false),
        ClauseKind::Changes(_) => ("changes", &[Calendar], true),
        ClauseKind::On(_) => ("on", &[Scenario], false),
        ClauseKind::Known(_) => ("known", &[Scenario], false),
        ClauseKind::Facts(_) => ("facts", &[Scenario], false),
        ClauseKind::With(..) => ("with", &[Scenario], true),
        ClauseKind::Expect(_) => ("expect", &[Scenario], true),
        ClauseKind::Latent(_) => ("latent", &[Scenario], true),
        ClauseKind::Missing(_) => ("missing", &[Scenario], true),
        ClauseKind::Asks(_) => ("asks", &[Scenario], true),
        ClauseKind::Without(_) => ("without", &[Scenario], true),
        ClauseKind::WithoutDuty(_) => ("without duty", &[Scenario], true),
        ClauseKind::Cases(_) => ("cases", &[Scenario], false),
        ClauseKind::Error => return None,
    })
}

impl Checker<'_, '_> {
    /// The clauses that belong into the block; of one that may stand once, the first. Tells of the others.
    pub(super) fn sorted_clauses<'c>(
        &mut self,
        block: Block,
        clauses: &'c [Clause],
    ) -> Vec<&'c Clause> {
        let mut kept = Vec::with_capacity(clauses.len());
        let mut seen: BTreeMap<&'static str, Span> = BTreeMap::new();
        for clause in clauses {
            let Some((word, blocks, many)) = manner(&clause.kind) else {
                continue;
            };
            if !blocks.contains(&block) {
                let places: Vec<&str> = blocks.iter().map(|b| b.word()).collect();
                self.sink.push(errors::misplaced_clause(
                    word,
                    &places,
                    block.word(),
                    clause.head,
                ));
                continue;
            }
            let many = many || block == Block::Scenario && matches!(word, "when" | "gives");
            if let Some(first) = seen.get(word).filter(|_| !many) {
                self.sink.push(errors::duplicate_clause(
                    word,
                    block.word(),
                    clause.head,
                    *first,
                ));
                continue;
            }
            seen.entry(word).or_insert(clause.head);
            kept.push(clause);
        }
        kept
    }

    /// The basis of a clause.
    pub(super) fn basis(&mut self, name: &tree::Name) -> Option<Basis> {
        let found = basis_of(&name.text);
        if found.is_none() {
            self.sink.push(errors::unknown_basis(&name.text, name.span));
        }
        found
    }
}

/// The basis of a word.
pub(super) fn basis_of(word: &str) -> Option<Basis> {
    match word {
        "official" => Some(Basis::Official),
        "reported" => Some(Basis::Reported),
        "inferred" => Some(Basis::Inferred),
        "recalled" => Some(Basis::Recalled),
        _ => None,
    }
}
