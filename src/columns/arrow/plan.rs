//! An Arrow schema against the records of the policies, field by field by name: what is read of each column, or every mistake.

use arrow_schema::{DataType, Field, Fields, TimeUnit};

use super::types;
use crate::columns::errors;
use crate::columns::visit::{Key, Leaf};
use crate::columns::{Choices, csv};
use crate::diag::{Diagnostic, did_you_mean};
use crate::ir::{FieldId, Program, RecordId, Type};

/// How deep structs and lists may lie in each other: they are walked along the machine's stack.
pub const DEPTH_LIMIT: usize = 200;

/// What is read of a struct.
#[derive(Clone, Debug)]
pub struct Members {
    /// Its record; none for a value that is told in parts.
    pub record: Option<RecordId>,
    /// Its columns, in their order.
    pub members: Vec<Member>,
}

/// What is read of a column of a struct.
#[derive(Clone, Debug)]
pub struct Member {
    pub key: Key,
    /// The struct's column; none where only the mark of absence stands.
    pub column: Option<usize>,
    /// The column that marks it as absent.
    pub absent: Option<usize>,
    /// Null says that there is none.
    pub null_is_absent: bool,
    pub shape: Shape,
}

/// How a column is read.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A struct that is a record, or money.
    Record(Members),
    /// A struct that tells a value in part; of nulls alone, it tells nothing.
    Part(Members),
    /// A list or set.
    List(Box<Shape>),
    /// A map of exchange rates.
    Rates(Box<Shape>),
    /// A value.
    Leaf(Leaf),
    /// A column of nothing but nulls.
    Nothing,
}

/// What a column may be for.
enum Due<'p> {
    Type(&'p Type),
    Leaf(Leaf),
}

struct Planner<'a> {
    program: &'a Program,
    choices: &'a Choices,
    mistakes: Vec<Told>,
    /// The column of the batch that is being looked at.
    top: Option<usize>,
    depth: usize,
}

/// The name of the mark beside a column that says whether there is none.
const ABSENT: &str = ".absent";

/// A mistake, and the column of the batch that it is in.
pub type Told = (Option<usize>, Diagnostic);

/// Plans how rows of these columns are read. Else every mistake.
pub fn plan(program: &Program, fields: &Fields, choices: &Choices) -> Result<Members, Vec<Told>> {
    let said = csv::check(program, choices);
    let mut planner = Planner {
        program,
        choices,
        mistakes: said.into_iter().map(|mistake| (None, *mistake)).collect(),
        top: None,
        depth: 0,
    };
    let root = planner.record(program.facts.record, fields, "");
    if planner.mistakes.is_empty() {
        Ok(root)
    } else {
        Err(planner.mistakes)
    }
}

impl<'a> Planner<'a> {
    fn record(&mut self, id: RecordId, fields: &Fields, before: &str) -> Members {
        let program = self.program;
        let record = program.record(id);
        let known: Vec<&str> = record
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        let mut members: Vec<Member> = Vec::new();
        for (column, field) in fields.iter().enumerate() {
            let place = format!("{before}{}", field.name());
            if before.is_empty() {
                self.top = Some(column);
            }
            if self.choices.ignores(&place) {
                continue;
            }
            let name = field.name().as_str();
            let (name, is_mark) = match name.strip_suffix(ABSENT) {
                Some(of) => (of, true),
                None => (name, false),
            };
            let Some(index) = known.iter().position(|known| *known == name) else {
                let near = did_you_mean(name, known.iter().copied());
                let near = near.map(|near| format!("{before}{near}"));
                let all: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
                self.told(*errors::unknown(&place, near.as_deref(), before, &all));
                continue;
            };
            let Some(ty) = record.fields.get(index).map(|field| &field.ty) else {
                continue;
            };
            let at = members.iter().position(|member| member.key.name == name);
            let at = at.unwrap_or_else(|| {
                members.push(Member {
                    key: Key::new(Some(FieldId::from_index(index)), name),
                    column: None,
                    absent: None,
                    null_is_absent: false,
                    shape: Shape::Nothing,
                });
                members.len() - 1
            });
            let shape = if is_mark {
                self.mark(ty, field, &place);
                None
            } else {
                Some(self.column(&Due::Type(ty), field.data_type(), &place))
            };
            let null_is_absent = self.choices.absent(&place);
            let Some(member) = members.get_mut(at) else {
                continue;
            };
            let slot = match shape {
                Some(shape) => {
                    member.shape = shape;
                    member.null_is_absent = null_is_absent;
                    &mut member.column
                }
                None => &mut member.absent,
            };
            if slot.replace(column).is_some() {
                self.told(*errors::doubled(&place, None));
            }
        }
        Members {
            record: Some(id),
            members,
        }
    }

    /// `code.absent`: whether there is no code.
    fn mark(&mut self, ty: &Type, field: &Field, place: &str) {
        let of = place.strip_suffix(ABSENT).unwrap_or(place);
        if !matches!(ty, Type::Optional(_)) {
            self.told(*errors::never_absent(of));
        }
        if *field.data_type() != DataType::Boolean {
            let found = types::found(field.data_type());
            self.told(*errors::column_type(
                place,
                &found,
                "a truth value",
                "write it as a column of truth values",
            ));
        }
    }

    fn told(&mut self, mistake: Diagnostic) {
        self.mistakes.push((self.top, mistake));
    }

    /// How a column is read; after a mistake, as nothing.
    fn column(&mut self, due: &Due, data: &DataType, place: &str) -> Shape {
        if self.depth >= DEPTH_LIMIT {
            self.told(*errors::place_form(place, "it lies too deep"));
            return Shape::Nothing;
        }
        self.depth += 1;
        let shape = self.shape(due, data, place);
        self.depth -= 1;
        shape
    }

    fn shape(&mut self, due: &Due, data: &DataType, place: &str) -> Shape {
        if *data == DataType::Null {
            return Shape::Nothing;
        }
        let ty = match due {
            Due::Leaf(leaf) => return self.leaf(leaf, data, place),
            Due::Type(Type::Optional(of)) => &**of,
            Due::Type(ty) => ty,
        };
        match (ty, data) {
            (Type::Record(id), DataType::Struct(fields)) => {
                Shape::Record(self.record(*id, fields, &format!("{place}.")))
            }
            (Type::Money, DataType::Struct(fields)) => {
                let parts = [
                    ("amount", Due::Leaf(Leaf::Amount)),
                    ("currency", Due::Leaf(Leaf::Currency)),
                ];
                Shape::Record(self.parts(fields, &parts, place))
            }
            (Type::List(of) | Type::Set(of), data) => match (types::list_of(data), data) {
                (Some(element), _) => Shape::List(Box::new(self.column(
                    &Due::Type(of),
                    element.data_type(),
                    place,
                ))),
                (None, DataType::Struct(fields)) => {
                    let parts = [
                        ("known", Due::Type(ty)),
                        ("complete", Due::Leaf(Leaf::Of(Type::Bool))),
                    ];
                    Shape::Part(self.parts(fields, &parts, place))
                }
                (None, data) => self.wrong(ty, data, place),
            },
            (Type::Rates, DataType::Map(entries, _)) => match types::rate_of(entries) {
                Some(rate) => Shape::Rates(Box::new(self.leaf(&Leaf::Rate, rate, place))),
                None => self.wrong(ty, data, place),
            },
            (Type::Record(_) | Type::Money | Type::Rates, data) => self.wrong(ty, data, place),
            (Type::Enum(_) | Type::Country | Type::Text, DataType::Struct(fields)) => {
                let list = Type::List(Box::new(ty.clone()));
                Shape::Part(self.parts(fields, &[("one_of", Due::Type(&list))], place))
            }
            (ty, data) => self.leaf(&Leaf::Of(ty.clone()), data, place),
        }
    }

    /// A struct whose columns are not fields of a record.
    fn parts(&mut self, fields: &Fields, parts: &[(&str, Due)], place: &str) -> Members {
        let mut members: Vec<Member> = Vec::new();
        for (column, field) in fields.iter().enumerate() {
            let name = field.name().as_str();
            let inner = format!("{place}.{name}");
            if self.choices.ignores(&inner) {
                continue;
            }
            let Some((_, due)) = parts.iter().find(|(known, _)| *known == name) else {
                let known: Vec<String> =
                    parts.iter().map(|(known, _)| (*known).to_owned()).collect();
                let near = did_you_mean(name, known.iter().map(String::as_str));
                let near = near.map(|near| format!("{place}.{near}"));
                self.told(*errors::unknown(
                    &inner,
                    near.as_deref(),
                    &format!("{place}."),
                    &known,
                ));
                continue;
            };
            if members.iter().any(|member| member.key.name == name) {
                self.told(*errors::doubled(&inner, None));
                continue;
            }
            let shape = self.column(due, field.data_type(), &inner);
            members.push(Member {
                key: Key::new(None, name),
                column: Some(column),
                absent: None,
                null_is_absent: false,
                shape,
            });
        }
        Members {
            record: None,
            members,
        }
    }

    fn leaf(&mut self, leaf: &Leaf, data: &DataType, place: &str) -> Shape {
        let value = match data {
            DataType::Dictionary(_, value) => value,
            data => data,
        };
        let ends = matches!(
            leaf,
            Leaf::Amount
                | Leaf::Of(
                    Type::Int
                        | Type::Decimal
                        | Type::Share
                        | Type::Date
                        | Type::Period
                        | Type::Quantity(_)
                )
        );
        if let (true, DataType::Struct(fields)) = (ends, data) {
            let due = || Due::Leaf(leaf.clone());
            return Shape::Part(self.parts(
                fields,
                &[("at_least", due()), ("at_most", due())],
                place,
            ));
        }
        if types::fits(leaf, value) {
            return Shape::Leaf(leaf.clone());
        }
        let due = types::due(self.program, leaf);
        let help = types::way_out(leaf, value);
        self.told(*errors::column_type(
            place,
            &types::found(data),
            &due,
            &help,
        ));
        Shape::Nothing
    }

    fn wrong(&mut self, ty: &Type, data: &DataType, place: &str) -> Shape {
        let (due, help) = types::structured(self.program, ty);
        self.told(*errors::column_type(place, &types::found(data), &due, help));
        Shape::Nothing
    }
}

/// Whether a time without a zone counts in this unit, and how many make a day.
pub fn per_day(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => 86_400,
        TimeUnit::Millisecond => 86_400_000,
        TimeUnit::Microsecond => 86_400_000_000,
        TimeUnit::Nanosecond => 86_400_000_000_000,
    }
}
