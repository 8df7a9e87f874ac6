//! Types of columns: which fit a value, and how they are called.

use arrow_schema::{DataType, Field};

use crate::columns::visit::Leaf;
use crate::ir::{Program, Type};

/// The element of a list's column.
pub fn list_of(data: &DataType) -> Option<&Field> {
    match data {
        DataType::List(of)
        | DataType::LargeList(of)
        | DataType::ListView(of)
        | DataType::LargeListView(of)
        | DataType::FixedSizeList(of, _) => Some(of),
        _ => None,
    }
}

/// The type of the values of a map whose keys are texts.
pub fn rate_of(entries: &Field) -> Option<&DataType> {
    let DataType::Struct(fields) = entries.data_type() else {
        return None;
    };
    match fields.iter().as_slice() {
        [key, value] if is_text(key.data_type()) => Some(value.data_type()),
        _ => None,
    }
}

fn is_text(data: &DataType) -> bool {
    matches!(
        data,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

fn is_exact(data: &DataType) -> bool {
    data.is_integer()
        || matches!(
            data,
            DataType::Decimal32(..)
                | DataType::Decimal64(..)
                | DataType::Decimal128(..)
                | DataType::Decimal256(..)
        )
}

fn is_day(data: &DataType) -> bool {
    matches!(
        data,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None)
    )
}

fn is_number(leaf: &Leaf) -> bool {
    matches!(
        leaf,
        Leaf::Amount | Leaf::Rate | Leaf::Of(Type::Int | Type::Decimal)
    )
}

/// Whether values of a column can be read as this.
pub fn fits(leaf: &Leaf, data: &DataType) -> bool {
    match leaf {
        Leaf::Of(Type::Bool) => *data == DataType::Boolean,
        Leaf::Of(Type::Date) => is_day(data) || is_text(data),
        leaf if is_number(leaf) => is_exact(data) || is_text(data),
        _ => is_text(data),
    }
}

/// What is due of a column.
pub fn due(program: &Program, leaf: &Leaf) -> String {
    let words = match leaf {
        Leaf::Amount => "an amount",
        Leaf::Currency => "a currency",
        Leaf::Rate => "an exchange rate",
        Leaf::Of(ty) => match ty {
            Type::Bool => "a truth value",
            Type::Int => "a whole number",
            Type::Decimal => "a number",
            Type::Share => "a share",
            Type::Date => "a day",
            Type::Period => "a period",
            Type::Country => "a country",
            Type::Code => "a code",
            Type::Quantity(id) => {
                return format!("a quantity of `{}`", program.dimension(*id).name);
            }
            Type::Enum(id) => return format!("a name of `{}`", program.enumeration(*id).name),
            _ => "a text",
        },
    };
    words.to_owned()
}

/// How to write such a column.
pub fn way_out(leaf: &Leaf, found: &DataType) -> String {
    let help = match leaf {
        _ if found.is_floating() && is_number(leaf) => {
            "a binary float does not hold 0.1 exactly; write the column as a decimal, `CAST(x AS DECIMAL(18, 2))`, or as text"
        }
        Leaf::Of(Type::Bool) => "write it as a column of truth values",
        Leaf::Of(Type::Share) => "write it as text with its sign: `30%`",
        Leaf::Of(Type::Quantity(_)) => "write it as text with its unit: `14 m`",
        Leaf::Of(Type::Period) => "write it as text with what is counted: `12 working days`",
        Leaf::Of(Type::Date) if matches!(found, DataType::Timestamp(_, Some(_))) => {
            "a time with a zone is another day elsewhere; write it as a date, `CAST(x AS DATE)`"
        }
        Leaf::Of(Type::Date) => "write it as a date, `CAST(x AS DATE)`, or as text: `2026-03-01`",
        leaf if is_number(leaf) => "write it as a whole number, a decimal, or text",
        _ => "write it as text, `CAST(x AS VARCHAR)`",
    };
    help.to_owned()
}

/// What is due of a column that holds no single value, and how to write it.
pub fn structured(program: &Program, ty: &Type) -> (String, &'static str) {
    match ty {
        Type::Record(id) => (
            format!("a struct of `{}`", program.record(*id).name),
            "write it as a struct whose fields bear the names of the schema",
        ),
        Type::Money => (
            "an amount of money".to_owned(),
            "write it as a struct of `amount` and `currency`",
        ),
        Type::Rates => (
            "a map of exchange rates".to_owned(),
            "write it as a map from texts such as `EUR/USD` to decimals",
        ),
        _ => (
            "a list".to_owned(),
            "write it as a list, or as a struct of `known` and `complete`",
        ),
    }
}

/// What a column is, in words; never longer than a line.
pub fn found(data: &DataType) -> String {
    let words = match data {
        data if data.is_floating() => "binary floats",
        data if data.is_integer() => "whole numbers",
        data if is_exact(data) => "decimals",
        data if is_text(data) => "texts",
        data if list_of(data).is_some() => "lists",
        DataType::Boolean => "truth values",
        DataType::Struct(_) => "structs",
        DataType::Map(..) => "maps",
        DataType::Date32 | DataType::Date64 => "dates",
        DataType::Timestamp(_, None) => "times",
        DataType::Timestamp(_, Some(_)) => "times with a zone",
        DataType::Dictionary(_, value) => return found(value),
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => "bytes",
        DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Duration(_)
        | DataType::Interval(_) => "times or durations",
        DataType::Union(..) => "unions",
        DataType::RunEndEncoded(..) => "run-end encoded values",
        _ => "something else",
    };
    words.to_owned()
}
