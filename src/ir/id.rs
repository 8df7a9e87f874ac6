//! Ids by sort: a mix-up of a rule and a group is a type error.

macro_rules! ids {
    ($($name:ident $what:literal;)*) => {
        $(
            #[doc = concat!("Names ", $what, " of a `Program`.")]
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);

            impl $name {
                /// The id of the entry at `index`.
                pub fn from_index(index: usize) -> Self {
                    Self(u32::try_from(index).unwrap_or(u32::MAX))
                }

                /// Where the entry stands in its table.
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*
    };
}

ids! {
    RecordId "a record";
    FieldId "a field, by its place within its record";
    EnumId "an enum";
    DimensionId "a dimension";
    ScaleId "a scale";
    StatusId "a status";
    QuestionId "a question";
    CalendarId "a calendar";
    ListId "a list";
    DefineId "a define";
    InstrumentId "an instrument";
    GroupId "a group";
    RuleId "a rule";
    ActionId "a suspension, repeal or replacement";
    ExprId "an expression";
    LocalId "a variable, by its slot in the frame of its rule or define";
}
