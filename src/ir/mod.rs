//! What a policy folder means: one typed program, and everything else is a way of reading it.
//!
//! Built by `check`, read by `law`, `facts`, `eval`, `report` and later engines. Names are resolved to ids, units are in base
//! units, groups are spread out over their rules, list rows are values. Every node keeps the span it came from.
//! Absent on purpose: facts, days asked, evaluation. A `Program` exists only for a folder without mistakes.

pub mod emit;
mod expr;
mod id;
mod law;
mod scenario;
mod schema;

pub use expr::{
    Aggregate, ArithOp, Binder, CompareOp, Const, Expr, ExprKind, Local, LocalKind, Quantifier,
};
pub use id::{
    ActionId, CalendarId, DefineId, DimensionId, EnumId, ExprId, FieldId, GroupId, InstrumentId,
    ListId, LocalId, QuestionId, RecordId, RuleId, ScaleId, StatusId,
};
pub use law::{
    Action, ActionVerb, Basis, Conclusion, Due, Duty, Encoder, Group, Instrument, Owner, Provision,
    Question, Reading, Rule, Subject, Target, UnreadProvision, Window,
};
pub use scenario::{By, Case, Expectation, Figure, Place, PlaceStep, Scenario, ScenarioFacts};
pub use schema::{
    Calendar, Column, Define, Dimension, Ensure, Enum, FactsDecl, Field, List, Member, Record, Row,
    Scale, Status, SumBound, Text, Type, Unit,
};

use crate::value::CodeSet;

/// A whole policy folder, checked.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// `facts …`: the root of the facts and the day of the act.
    pub facts: FactsDecl,
    /// Records by [`RecordId`], `extend`ed fields included (in order of module name, then place, so that the order of files changes nothing).
    pub records: Vec<Record>,
    /// Enums by [`EnumId`].
    pub enums: Vec<Enum>,
    /// Dimensions by [`DimensionId`].
    pub dimensions: Vec<Dimension>,
    /// Scales by [`ScaleId`].
    pub scales: Vec<Scale>,
    /// The main scale.
    pub main_scale: ScaleId,
    /// Statuses by [`StatusId`].
    pub statuses: Vec<Status>,
    /// Questions by [`QuestionId`].
    pub questions: Vec<Question>,
    /// Calendars by [`CalendarId`].
    pub calendars: Vec<Calendar>,
    /// The calendar of `working days`.
    pub main_calendar: Option<CalendarId>,
    /// Lists by [`ListId`].
    pub lists: Vec<List>,
    /// Defines by [`DefineId`].
    pub defines: Vec<Define>,
    /// Instruments by [`InstrumentId`].
    pub instruments: Vec<Instrument>,
    /// Groups by [`GroupId`].
    pub groups: Vec<Group>,
    /// Rules by [`RuleId`], sorted by full name.
    pub rules: Vec<Rule>,
    /// What instruments do to others, by [`ActionId`].
    pub actions: Vec<Action>,
    /// Rows of tables of provisions that no instrument reads.
    pub unread_provisions: Vec<UnreadProvision>,
    /// Expressions by [`ExprId`].
    pub exprs: Vec<Expr>,
    /// Rules in an order in which each follows what it is given, what lifts it, and what concludes a status that it tests.
    pub order: Vec<RuleId>,
    /// Actions in an order in which each follows the actions on its own instrument.
    pub action_order: Vec<ActionId>,
    /// Every code of any list or rule, whatever its dates: a code that none of them knows is unknown, not "not listed" (semantics §3).
    pub codes: CodeSet,
    /// Scenarios, by file and place.
    pub scenarios: Vec<Scenario>,
}

/// Look-ups by id. Ids are only made by `check` for this very program, so each finds its entry.
macro_rules! lookup {
    ($($name:ident, $id:ty, $table:ident, $entry:ty, $what:literal;)*) => {
        impl Program {
            $(
                #[doc = concat!("The ", $what, " of that id.")]
                #[allow(clippy::indexing_slicing, reason = "ids are made by `check` for this program alone")]
                pub fn $name(&self, id: $id) -> &$entry {
                    &self.$table[id.index()]
                }
            )*
        }
    };
}

lookup! {
    record, RecordId, records, Record, "record";
    enumeration, EnumId, enums, Enum, "enum";
    dimension, DimensionId, dimensions, Dimension, "dimension";
    scale, ScaleId, scales, Scale, "scale";
    status, StatusId, statuses, Status, "status";
    question, QuestionId, questions, Question, "question";
    calendar, CalendarId, calendars, Calendar, "calendar";
    list, ListId, lists, List, "list";
    define, DefineId, defines, Define, "define";
    instrument, InstrumentId, instruments, Instrument, "instrument";
    group, GroupId, groups, Group, "group";
    rule, RuleId, rules, Rule, "rule";
    action, ActionId, actions, Action, "action";
    expr, ExprId, exprs, Expr, "expression";
}
