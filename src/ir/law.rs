//! Law: instruments, groups, rules, questions, and what instruments do to each other.

use super::{
    ActionId, ExprId, FieldId, GroupId, InstrumentId, ListId, Local, QuestionId, RuleId, ScaleId,
    StatusId, Text,
};
use crate::source::Span;
use crate::value::Day;

/// Where an encoding comes from, strongest first, so that the weaker of two is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The published wording was read.
    Official,
    /// A summary or the press.
    Reported,
    /// Follows from the wording.
    Inferred,
    /// Unconfirmed.
    Recalled,
}

/// A published legal text.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Its full name (`ministry.n1_2025`), also its module.
    pub full_name: String,
    /// Who published it.
    pub authority: Text,
    /// Its number as cited.
    pub number: Text,
    /// Its title.
    pub title: Text,
    /// The day of publication; it exists for law books opened on that day or later.
    pub published: Day,
    /// When its rules are in force unless they say otherwise.
    pub windows: Vec<Window>,
    /// Its basis.
    pub basis: Option<Basis>,
    /// A remark on its basis.
    pub basis_note: Option<String>,
    /// What is left out of it, and why.
    pub omits: Vec<(Vec<Text>, Text)>,
    /// Its text, provision by provision, in the order of its table. None: no table says what it holds.
    pub provisions: Option<Vec<Provision>>,
    /// Its actions on others.
    pub actions: Vec<ActionId>,
    /// Its rules, sorted.
    pub rules: Vec<RuleId>,
    /// Where.
    pub span: Span,
}

/// One provision of an instrument, as a row of its table tells it.
#[derive(Clone, Debug)]
pub struct Provision {
    /// In the words of `cites`, quotes taken off; in Chinese as a citation has it.
    pub reference: Text,
    /// What it says.
    pub says: Text,
    /// How its wording is known.
    pub basis: Option<Basis>,
    /// A remark.
    pub note: Option<String>,
    /// What cites it or something within it, each once, in this order.
    pub encoded_by: Vec<Encoder>,
    /// The first of [`Instrument::omits`] that names it or something above it.
    pub left_out: Option<usize>,
    /// Its row.
    pub span: Span,
}

/// What encodes a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoder {
    /// A rule, by its own citation or its group's.
    Rule(RuleId),
    /// A group none of whose rules takes its citation over.
    Group(GroupId),
    /// A list.
    List(ListId),
    /// What an instrument does to others.
    Action(ActionId),
    /// The dates of an instrument.
    Instrument(InstrumentId),
    /// An open point.
    Question(QuestionId),
}

/// A row of a table of provisions that no instrument reads.
#[derive(Clone, Debug)]
pub struct UnreadProvision {
    /// The name in its column `instrument`.
    pub instrument: String,
    /// Its provision as written.
    pub reference: String,
    /// Where.
    pub span: Span,
}

/// From `from` through `last`, where `cond` holds. A rule has one or more: it is in force where any of them is (they are
/// alternatives told apart by questions). Per end the innermost clause that names it counts (semantics §8).
#[derive(Clone, Debug)]
pub struct Window {
    /// First day.
    pub from: Day,
    /// Last day, taken in; `until D` is the day before D. None: without end.
    pub last: Option<Day>,
    /// Reads questions only. None: always. Several (own and inherited) must all hold.
    pub conds: Vec<ExprId>,
    /// Where.
    pub span: Span,
}

/// An article with its chapeau.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its full name.
    pub full_name: String,
    /// Its title.
    pub title: Text,
    /// Its instrument.
    pub instrument: InstrumentId,
    /// Its rules, sorted.
    pub rules: Vec<RuleId>,
    /// Where.
    pub span: Span,
}

/// Of what a rule speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The whole shipment.
    Shipment,
    /// Each element of a list field of the shipment.
    Each(FieldId),
}

/// One provision. Groups are spread out: conditions, `given`, windows of its group are its own here.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Module, group, own name.
    pub full_name: String,
    /// Its title.
    pub title: Text,
    /// Its instrument.
    pub instrument: InstrumentId,
    /// Its group.
    pub group: Option<GroupId>,
    /// Of what it speaks.
    pub subject: Subject,
    /// Its frame. Slot 0 is the subject (also for the shipment); then the group's lets and bound variables, in the same slots for
    /// every rule of the group, so that a group's expressions are shared; then its own.
    pub locals: Vec<Local>,
    /// Its conditions, the group's first: all must hold. Empty: always.
    pub when: Vec<ExprId>,
    /// One entry a clause: alternatives, groups spread out. All clauses must hold.
    pub given: Vec<Vec<RuleId>>,
    /// What it lifts, groups spread out, sorted.
    pub lifts: Vec<RuleId>,
    /// What lifts it, sorted.
    pub lifted_by: Vec<RuleId>,
    /// What follows.
    pub then: Vec<Conclusion>,
    /// Duties.
    pub duties: Vec<Duty>,
    /// Its figure.
    pub gives: Option<ExprId>,
    /// Provisions as written, without the instrument's number; their Chinese where every part of it is known.
    pub cites: Vec<Text>,
    /// Its own basis.
    pub basis: Option<Basis>,
    /// A remark on its basis.
    pub basis_note: Option<String>,
    /// When it is in force, suspensions and ends aside; alternatives.
    pub windows: Vec<Window>,
    /// Its doc comment.
    pub doc: String,
    /// Where.
    pub span: Span,
    /// All of it, from its head word to its last.
    pub extent: Span,
}

/// What a rule concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// An outcome, by its index on its scale.
    Outcome(ScaleId, u16),
    /// A status.
    Status(StatusId),
}

/// A duty.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Who must.
    pub who: Owner,
    /// What.
    pub text: Text,
    /// By when.
    pub due: Option<Due>,
    /// The day on which it was done: of type `Date` or `Date?`.
    pub done: Option<ExprId>,
    /// Where.
    pub span: Span,
}

/// Who owes a duty.
#[derive(Clone, Debug)]
pub enum Owner {
    /// An expression of a record type (a party), shown by the last word of its path (`exporter`).
    Party(ExprId, String),
    /// Somebody whom the facts do not know, in words.
    Other(Text),
}

/// When a duty falls due: a date expression, with a period after it for `within … of …`.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    /// The date (for `by`), or what it is counted from.
    pub date: ExprId,
    /// The period for `within`.
    pub within: Option<ExprId>,
}

impl Duty {
    /// The expressions in it.
    pub fn exprs(&self) -> impl Iterator<Item = ExprId> {
        let who = match &self.who {
            Owner::Party(id, _) => Some(*id),
            Owner::Other(_) => None,
        };
        let due = self.due.iter().flat_map(|due| [Some(due.date), due.within]);
        std::iter::once(who).chain(due).chain([self.done]).flatten()
    }
}

/// A point that the text leaves open.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its full name.
    pub full_name: String,
    /// The question.
    pub text: Text,
    /// Its instrument; none: it always exists.
    pub instrument: Option<InstrumentId>,
    /// Readings in order.
    pub readings: Vec<Reading>,
    /// Which reading holds unless chosen otherwise.
    pub default: u16,
    /// Before this day nobody can hang on it.
    pub arises: Option<Day>,
    /// Provisions it is about.
    pub cites: Vec<Text>,
    /// Where.
    pub span: Span,
}

/// A reading of a question.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// What it says.
    pub text: Text,
}

/// What one clause of an instrument does to others.
#[derive(Clone, Debug)]
pub struct Action {
    /// Which of the three.
    pub verb: ActionVerb,
    /// Whose clause it is.
    pub by: InstrumentId,
    /// On what.
    pub targets: Vec<Target>,
    /// When; alternatives.
    pub windows: Vec<Window>,
    /// Where.
    pub span: Span,
}

/// The three verbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionVerb {
    /// A state: lasts while its window does.
    Suspends,
    /// An event: once done, it stays.
    Repeals,
    /// An event: the acting instrument takes the target's place.
    Replaces,
}

/// On what an action acts. Acting on an instrument acts on its rules and its own actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// One rule.
    Rule(RuleId),
    /// A group's rules.
    Group(GroupId),
    /// An instrument's rules and actions.
    Instrument(InstrumentId),
}
