//! A plan and a batch → typed arrays, found once a batch, so that rows only look values up.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, LargeStringArray, PrimitiveArray, StringArray, StringViewArray,
};
use arrow_buffer::{NullBuffer, i256};
use arrow_schema::{DataType, TimeUnit};

use super::plan::{Member, Members, Shape, per_day};
use crate::columns::visit::{Key, Leaf, Visitor};
use crate::ir::RecordId;

/// A column's values, ready to be told row by row. `W`: a text that the visitor took in.
pub enum Bound<'a, W> {
    Record(Struct<'a, W>),
    /// As a record; of nulls alone it tells nothing.
    Part(Struct<'a, W>),
    List {
        nulls: Option<&'a NullBuffer>,
        ranges: Ranges<'a>,
        element: Box<Bound<'a, W>>,
    },
    Rates {
        nulls: Option<&'a NullBuffer>,
        offsets: &'a [i32],
        pairs: Texts<'a>,
        rate: Box<Bound<'a, W>>,
    },
    Leaf {
        leaf: &'a Leaf,
        nulls: Option<NullBuffer>,
        values: Values<'a, W>,
    },
    Nothing,
}

/// A struct's values.
pub struct Struct<'a, W> {
    pub record: Option<RecordId>,
    pub nulls: Option<&'a NullBuffer>,
    pub members: Vec<BoundMember<'a, W>>,
}

/// A column of a struct.
pub struct BoundMember<'a, W> {
    pub key: &'a Key,
    pub values: Bound<'a, W>,
    pub absent: Option<&'a BooleanArray>,
    pub null_is_absent: bool,
}

/// Where the elements of each list stand.
pub enum Ranges<'a> {
    Small(&'a [i32]),
    Large(&'a [i64]),
    Fixed(usize),
    SmallView(&'a [i32], &'a [i32]),
    LargeView(&'a [i64], &'a [i64]),
}

impl Ranges<'_> {
    /// First element and one past the last.
    pub fn of(&self, row: usize) -> (usize, usize) {
        fn at<T: Copy + TryInto<usize>>(all: &[T], row: usize) -> usize {
            let value = all.get(row).copied().map(TryInto::try_into);
            value.and_then(Result::ok).unwrap_or(0)
        }
        match self {
            Self::Small(offsets) => (at(offsets, row), at(offsets, row + 1)),
            Self::Large(offsets) => (at(offsets, row), at(offsets, row + 1)),
            Self::Fixed(size) => (row * size, (row + 1) * size),
            Self::SmallView(offsets, sizes) => {
                let start = at(offsets, row);
                (start, start + at(sizes, row))
            }
            Self::LargeView(offsets, sizes) => {
                let start = at(offsets, row);
                (start, start + at(sizes, row))
            }
        }
    }
}

/// Texts of one of three layouts.
pub enum Texts<'a> {
    Small(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
}

impl<'a> Texts<'a> {
    fn of(array: &'a dyn Array) -> Option<Self> {
        match array.data_type() {
            DataType::Utf8 => array.as_string_opt::<i32>().map(Self::Small),
            DataType::LargeUtf8 => array.as_string_opt::<i64>().map(Self::Large),
            DataType::Utf8View => array.as_string_view_opt().map(Self::View),
            _ => None,
        }
    }

    pub fn value(&self, row: usize) -> &'a str {
        match self {
            Self::Small(array) => array.value(row),
            Self::Large(array) => array.value(row),
            Self::View(array) => array.value(row),
        }
    }
}

/// The values of a column without structure.
pub enum Values<'a, W> {
    /// Texts that the visitor took in, and which of them stands in each row.
    Words(Vec<usize>, Vec<W>),
    /// Other values of a dictionary.
    Indirect(Vec<usize>, Box<Values<'a, W>>),
    Text(Texts<'a>),
    Truth(&'a BooleanArray),
    Integer(Integers<'a>),
    Decimal(Decimals<'a>, i8),
    Days(&'a [i32]),
    /// Times, and how many make a day.
    Times(&'a [i64], i64),
}

/// Whole numbers of any width.
pub enum Integers<'a> {
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
}

impl Integers<'_> {
    pub fn value(&self, row: usize) -> i128 {
        fn at<T: Copy + Into<i128>>(all: &[T], row: usize) -> i128 {
            all.get(row).copied().map_or(0, Into::into)
        }
        match self {
            Self::I8(all) => at(all, row),
            Self::I16(all) => at(all, row),
            Self::I32(all) => at(all, row),
            Self::I64(all) => at(all, row),
            Self::U8(all) => at(all, row),
            Self::U16(all) => at(all, row),
            Self::U32(all) => at(all, row),
            Self::U64(all) => at(all, row),
        }
    }
}

/// The digits of decimals of any width.
pub enum Decimals<'a> {
    D32(&'a [i32]),
    D64(&'a [i64]),
    D128(&'a [i128]),
    D256(&'a PrimitiveArray<Decimal256Type>, &'a [i256]),
}

/// The column that does not hold what its batch's schema says.
pub struct Mismatch(pub String);

type Found<T> = Result<T, Mismatch>;

/// Finds the arrays of a batch's columns.
pub fn bind<'a, V: Visitor>(
    members: &'a Members,
    columns: &'a [ArrayRef],
    visitor: &mut V,
) -> Found<Struct<'a, V::Word>> {
    record(members, columns, None, visitor)
}

fn record<'a, V: Visitor>(
    plan: &'a Members,
    columns: &'a [ArrayRef],
    nulls: Option<&'a NullBuffer>,
    visitor: &mut V,
) -> Found<Struct<'a, V::Word>> {
    let bind = |member: &'a Member, visitor: &mut V| {
        let lost = || Mismatch(member.key.name.clone());
        let column = |index: usize| columns.get(index).ok_or_else(lost);
        Ok(BoundMember {
            key: &member.key,
            values: match member.column {
                Some(index) => {
                    let array = column(index)?.as_ref();
                    values(&member.shape, array, visitor)?.ok_or_else(lost)?
                }
                None => Bound::Nothing,
            },
            absent: match member.absent {
                Some(index) => Some(column(index)?.as_boolean_opt().ok_or_else(lost)?),
                None => None,
            },
            null_is_absent: member.null_is_absent,
        })
    };
    let members = plan.members.iter().map(|member| bind(member, visitor));
    Ok(Struct {
        record: plan.record,
        nulls,
        members: members.collect::<Found<_>>()?,
    })
}

/// None: the array is of another type than was planned for.
fn values<'a, V: Visitor>(
    shape: &'a Shape,
    array: &'a dyn Array,
    visitor: &mut V,
) -> Found<Option<Bound<'a, V::Word>>> {
    Ok(match shape {
        Shape::Nothing => Some(Bound::Nothing),
        Shape::Record(plan) | Shape::Part(plan) => match array.as_struct_opt() {
            Some(of) => {
                let bound = record(plan, of.columns(), of.nulls(), visitor)?;
                Some(if matches!(shape, Shape::Part(_)) {
                    Bound::Part(bound)
                } else {
                    Bound::Record(bound)
                })
            }
            None => None,
        },
        Shape::List(shape) => match ranges(array) {
            Some((ranges, elements)) => {
                values(shape, elements, visitor)?.map(|element| Bound::List {
                    nulls: array.nulls(),
                    ranges,
                    element: Box::new(element),
                })
            }
            None => None,
        },
        Shape::Rates(shape) => match array.as_map_opt() {
            Some(map) => {
                let rate = values(shape, map.values().as_ref(), visitor)?;
                let pairs = Texts::of(map.keys().as_ref());
                rate.zip(pairs).map(|(rate, pairs)| Bound::Rates {
                    nulls: map.nulls(),
                    offsets: map.value_offsets(),
                    pairs,
                    rate: Box::new(rate),
                })
            }
            None => None,
        },
        Shape::Leaf(leaf) => scalars(leaf, array, visitor).map(|values| Bound::Leaf {
            leaf,
            nulls: array.logical_nulls(),
            values,
        }),
    })
}

fn ranges(array: &dyn Array) -> Option<(Ranges<'_>, &dyn Array)> {
    match array.data_type() {
        DataType::List(_) => array
            .as_list_opt::<i32>()
            .map(|list| (Ranges::Small(list.value_offsets()), list.values().as_ref())),
        DataType::LargeList(_) => array
            .as_list_opt::<i64>()
            .map(|list| (Ranges::Large(list.value_offsets()), list.values().as_ref())),
        DataType::FixedSizeList(_, size) => array.as_fixed_size_list_opt().map(|list| {
            let size = usize::try_from(*size).unwrap_or(0);
            (Ranges::Fixed(size), list.values().as_ref())
        }),
        DataType::ListView(_) => array.as_list_view_opt::<i32>().map(|list| {
            let ranges = Ranges::SmallView(list.value_offsets(), list.value_sizes());
            (ranges, list.values().as_ref())
        }),
        DataType::LargeListView(_) => array.as_list_view_opt::<i64>().map(|list| {
            let ranges = Ranges::LargeView(list.value_offsets(), list.value_sizes());
            (ranges, list.values().as_ref())
        }),
        _ => None,
    }
}

fn numbers<T: ArrowPrimitiveType>(array: &dyn Array) -> Option<&[T::Native]> {
    array.as_primitive_opt::<T>().map(|array| &**array.values())
}

fn scalars<'a, V: Visitor>(
    leaf: &Leaf,
    array: &'a dyn Array,
    visitor: &mut V,
) -> Option<Values<'a, V::Word>> {
    use DataType as D;
    Some(match array.data_type() {
        D::Dictionary(..) => return dictionary(leaf, array, visitor),
        D::Utf8 | D::LargeUtf8 | D::Utf8View => Values::Text(Texts::of(array)?),
        D::Boolean => Values::Truth(array.as_boolean_opt()?),
        D::Int8 => Values::Integer(Integers::I8(numbers::<Int8Type>(array)?)),
        D::Int16 => Values::Integer(Integers::I16(numbers::<Int16Type>(array)?)),
        D::Int32 => Values::Integer(Integers::I32(numbers::<Int32Type>(array)?)),
        D::Int64 => Values::Integer(Integers::I64(numbers::<Int64Type>(array)?)),
        D::UInt8 => Values::Integer(Integers::U8(numbers::<UInt8Type>(array)?)),
        D::UInt16 => Values::Integer(Integers::U16(numbers::<UInt16Type>(array)?)),
        D::UInt32 => Values::Integer(Integers::U32(numbers::<UInt32Type>(array)?)),
        D::UInt64 => Values::Integer(Integers::U64(numbers::<UInt64Type>(array)?)),
        D::Decimal32(_, scale) => {
            Values::Decimal(Decimals::D32(numbers::<Decimal32Type>(array)?), *scale)
        }
        D::Decimal64(_, scale) => {
            Values::Decimal(Decimals::D64(numbers::<Decimal64Type>(array)?), *scale)
        }
        D::Decimal128(_, scale) => {
            Values::Decimal(Decimals::D128(numbers::<Decimal128Type>(array)?), *scale)
        }
        D::Decimal256(_, scale) => {
            let array = array.as_primitive_opt::<Decimal256Type>()?;
            Values::Decimal(Decimals::D256(array, array.values()), *scale)
        }
        D::Date32 => Values::Days(numbers::<Date32Type>(array)?),
        D::Date64 => Values::Times(
            numbers::<Date64Type>(array)?,
            per_day(TimeUnit::Millisecond),
        ),
        D::Timestamp(unit, None) => {
            let times = match unit {
                TimeUnit::Second => numbers::<TimestampSecondType>(array)?,
                TimeUnit::Millisecond => numbers::<TimestampMillisecondType>(array)?,
                TimeUnit::Microsecond => numbers::<TimestampMicrosecondType>(array)?,
                TimeUnit::Nanosecond => numbers::<TimestampNanosecondType>(array)?,
            };
            Values::Times(times, per_day(*unit))
        }
        _ => return None,
    })
}

/// Texts of a dictionary are taken in once, unless it has more of them than there are rows.
fn dictionary<'a, V: Visitor>(
    leaf: &Leaf,
    array: &'a dyn Array,
    visitor: &mut V,
) -> Option<Values<'a, V::Word>> {
    let dictionary = array.as_any_dictionary_opt()?;
    let values = dictionary.values();
    let keys = if values.is_empty() {
        Vec::new()
    } else {
        dictionary.normalized_keys()
    };
    match Texts::of(values.as_ref()) {
        Some(texts) if values.len() <= array.len() => {
            let nulls = values.logical_nulls();
            let words = (0..values.len()).map(|index| {
                let told = nulls.as_ref().is_none_or(|nulls| nulls.is_valid(index));
                visitor.word(leaf, if told { texts.value(index) } else { "" })
            });
            Some(Values::Words(keys, words.collect()))
        }
        _ => {
            let inner = scalars(leaf, values.as_ref(), visitor)?;
            Some(Values::Indirect(keys, Box::new(inner)))
        }
    }
}
