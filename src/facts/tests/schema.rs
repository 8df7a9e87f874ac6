//! An invented schema: orders of crates in crates.

use crate::ir::{
    Dimension, DimensionId, Enum, EnumId, FactsDecl, Field, FieldId, Member, Program, Record,
    RecordId, Type, Unit,
};
use crate::source::{FileId, Span};
use crate::value::{Code, CodeSet, Number};

const SPAN: Span = Span {
    file: FileId(u32::MAX),
    start: 0,
    end: 0,
};

pub const ORDER: RecordId = RecordId(0);
pub const PARTY: RecordId = RecordId(1);
pub const CRATE: RecordId = RecordId(2);
pub const LID: RecordId = RecordId(3);
const COLOUR: EnumId = EnumId(0);
const TAG: EnumId = EnumId(1);
const LENGTH: DimensionId = DimensionId(0);
const HEAT: DimensionId = DimensionId(1);

fn optional(ty: Type) -> Type {
    Type::Optional(Box::new(ty))
}

fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

fn set(ty: Type) -> Type {
    Type::Set(Box::new(ty))
}

fn record(name: &str, fields: Vec<(&str, Type)>) -> Record {
    let field = |(name, ty): (&str, Type)| Field {
        name: name.to_owned(),
        ty,
        default: None,
        default_if: None,
        locals: Vec::new(),
        text: Default::default(),
        doc: String::new(),
        span: SPAN,
    };
    Record {
        name: name.to_owned(),
        full_name: format!("invented.{name}"),
        text: Default::default(),
        fields: fields.into_iter().map(field).collect(),
        ensures: Vec::new(),
        span: SPAN,
        doc: String::new(),
    }
}

fn enumeration(name: &str, members: &[&str]) -> Enum {
    let member = |name: &&str| Member {
        name: (*name).to_owned(),
        text: Default::default(),
        doc: String::new(),
    };
    Enum {
        name: name.to_owned(),
        members: members.iter().map(member).collect(),
        doc: String::new(),
        span: SPAN,
    }
}

fn dimension(name: &str, units: &[(&str, i64)]) -> Dimension {
    let unit = |(name, factor): &(&str, i64)| Unit {
        name: (*name).to_owned(),
        factor: Number::from_int(*factor),
    };
    Dimension {
        name: name.to_owned(),
        units: units.iter().map(unit).collect(),
    }
}

/// The schema, with a few codes that lists know.
pub fn program() -> Program {
    let order = vec![
        ("id", Type::Text),
        ("date", Type::Date),
        ("from", Type::Country),
        ("to", optional(Type::Country)),
        ("urgent", Type::Bool),
        ("sender", Type::Record(PARTY)),
        ("crates", list(Type::Record(CRATE))),
        ("tags", set(Type::Enum(TAG))),
        ("notes", set(Type::Text)),
        ("rates", Type::Rates),
    ];
    let party = vec![
        ("name", Type::Text),
        ("country", Type::Country),
        ("share", Type::Share),
    ];
    let case = vec![
        ("label", Type::Text),
        ("code", optional(Type::Code)),
        ("codes", set(Type::Code)),
        ("value", Type::Money),
        ("length", Type::Quantity(LENGTH)),
        ("heat", optional(Type::Quantity(HEAT))),
        ("pieces", Type::Int),
        ("weight", Type::Decimal),
        ("colour", Type::Enum(COLOUR)),
        ("crates", list(Type::Record(CRATE))),
        ("lid", optional(Type::Record(LID))),
    ];
    let codes = ["1A001.a.1", "1A001.b", "2B100", "annex.part1.tin"];
    Program {
        facts: FactsDecl {
            variable: "order".to_owned(),
            record: ORDER,
            date: FieldId(1),
            rates: Some(FieldId(9)),
        },
        records: vec![
            record("Order", order),
            record("Party", party),
            record("Crate", case),
            record(
                "Lid",
                vec![
                    ("colour", Type::Enum(COLOUR)),
                    ("closed", optional(Type::Date)),
                    ("dries", Type::Period),
                ],
            ),
        ],
        enums: vec![
            enumeration("Colour", &["red", "green", "dark_blue"]),
            enumeration("Tag", &["fragile", "heavy", "liquid"]),
        ],
        dimensions: vec![
            dimension(
                "Length",
                &[
                    ("nm", 1),
                    ("um", 1_000),
                    ("mm", 1_000_000),
                    ("m", 1_000_000_000),
                ],
            ),
            dimension("Heat", &[("°C", 1)]),
            dimension("Mass", &[("kg", 1), ("t", 1000)]),
        ],
        codes: CodeSet::new(codes.iter().map(|code| Code::parse(code).unwrap())),
        ..Program::default()
    }
}
