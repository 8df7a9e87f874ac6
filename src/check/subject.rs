//! Whether what a rule is given, and what it lifts, speaks of the same thing (semantics §9, "Subject kinds").

use super::{Checker, RuleRef, errors};
use crate::ir::{RuleId, Subject};

impl Checker<'_, '_> {
    /// Asks it of every `given` and `lifts`, and turns liftings around.
    pub(super) fn subjects_agree(&mut self) {
        let all = std::mem::take(&mut self.refs);
        for (index, refs) in all.iter().enumerate() {
            let rule = RuleId::from_index(index);
            for given in refs.given.iter().flatten() {
                self.given_agrees(rule, given);
            }
            for lifted in &refs.lifts {
                self.lifted_agrees(rule, lifted);
            }
        }
        self.refs = all;
        let mut lifted_by: Vec<Vec<RuleId>> = vec![Vec::new(); self.program.rules.len()];
        for (index, rule) in self.program.rules.iter().enumerate() {
            for target in &rule.lifts {
                if let Some(list) = lifted_by.get_mut(target.index()) {
                    list.push(RuleId::from_index(index));
                }
            }
        }
        for (rule, lifted_by) in self.program.rules.iter_mut().zip(lifted_by) {
            rule.lifted_by = lifted_by;
        }
    }

    fn given_agrees(&mut self, rule: RuleId, given: &RuleRef) {
        let own = self.program.rule(rule).subject;
        for other in &given.rules {
            let other = self.program.rule(*other);
            match (own, other.subject) {
                (Subject::Shipment, Subject::Each(_)) => {
                    let told = errors::given_of_elements(&other.full_name, given.span, other.span);
                    self.sink.push(told);
                    return;
                }
                (Subject::Each(a), Subject::Each(b)) if a != b => {
                    let told =
                        errors::two_lists("is given", &other.full_name, given.span, other.span);
                    self.sink.push(told);
                    return;
                }
                _ => {}
            }
        }
    }

    fn lifted_agrees(&mut self, rule: RuleId, lifted: &RuleRef) {
        let own = self.program.rule(rule).subject;
        for other in &lifted.rules {
            let other = self.program.rule(*other);
            match (own, other.subject) {
                (Subject::Each(_), Subject::Shipment) => {
                    let told = errors::lifts_of_shipment(&other.full_name, lifted.span, other.span);
                    self.sink.push(told);
                    return;
                }
                (Subject::Each(a), Subject::Each(b)) if a != b => {
                    let told =
                        errors::two_lists("lifts", &other.full_name, lifted.span, other.span);
                    self.sink.push(told);
                    return;
                }
                _ => {}
            }
        }
    }
}
