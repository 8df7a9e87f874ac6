//! How types stand to each other.

use crate::ir::Type;

/// The type without its `?`.
pub(super) fn strip(ty: &Type) -> &Type {
    match ty {
        Type::Optional(inner) => inner,
        other => other,
    }
}

/// The type with a `?`; lists and sets have none (an absent record's list is empty).
pub(super) fn optional(ty: Type) -> Type {
    match ty {
        Type::Optional(_) | Type::List(_) | Type::Set(_) | Type::Error | Type::Never => ty,
        other => Type::Optional(Box::new(other)),
    }
}

/// Whether a value of it may be absent.
pub(super) fn may_be_absent(ty: &Type) -> bool {
    matches!(ty, Type::Optional(_) | Type::Never)
}

/// Whether a value of type `actual` stands where `expected` is asked for.
pub(super) fn fits(actual: &Type, expected: &Type) -> bool {
    match (actual, expected) {
        (Type::Error, _)
        | (_, Type::Error)
        | (Type::Int, Type::Decimal)
        | (Type::Never, Type::Optional(_)) => true,
        (Type::Optional(a), Type::Optional(b)) => fits(a, b),
        (a, Type::Optional(b)) => fits(a, b),
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) => {
            **a == Type::Never || fits(a, b)
        }
        (Type::Range(a), Type::Range(b)) => fits(a, b),
        (a, b) => a == b,
    }
}

/// The smallest type that both stand for.
pub(super) fn join(a: &Type, b: &Type) -> Option<Type> {
    match (a, b) {
        (Type::Error, _) | (_, Type::Error) => Some(Type::Error),
        (Type::Never, Type::Never) => Some(Type::Never),
        (Type::Never, Type::List(_) | Type::Set(_))
        | (Type::List(_) | Type::Set(_), Type::Never) => None,
        (Type::Never, x) | (x, Type::Never) => Some(optional(x.clone())),
        (Type::Optional(_), _) | (_, Type::Optional(_)) => join(strip(a), strip(b)).map(optional),
        (Type::Int, Type::Decimal) | (Type::Decimal, Type::Int) => Some(Type::Decimal),
        (Type::List(a), Type::List(b)) => Some(Type::List(Box::new(join_elements(a, b)?))),
        (Type::Set(a), Type::Set(b)) => Some(Type::Set(Box::new(join_elements(a, b)?))),
        (Type::Range(a), Type::Range(b)) => Some(Type::Range(Box::new(join(a, b)?))),
        (a, b) if a == b => Some(a.clone()),
        _ => None,
    }
}

// The `Never` of an empty list stands for no element at all, not for an absent one.
fn join_elements(a: &Type, b: &Type) -> Option<Type> {
    match (a, b) {
        (Type::Never, x) | (x, Type::Never) => Some(x.clone()),
        _ => join(a, b),
    }
}

/// A number without unit.
pub(super) fn is_plain(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Decimal)
}

/// What can be added up.
pub(super) fn is_numeric(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Int | Type::Decimal | Type::Share | Type::Money | Type::Quantity(_)
    )
}

/// What stands in an order.
pub(super) fn is_ordered(ty: &Type) -> bool {
    is_numeric(ty) || *ty == Type::Date
}

/// What can be asked with `=`.
pub(super) fn has_equality(ty: &Type) -> bool {
    is_ordered(ty) || matches!(ty, Type::Bool | Type::Country | Type::Text | Type::Enum(_))
}

/// The type of the elements of a list or set.
pub(super) fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::List(inner) | Type::Set(inner) => Some(inner),
        _ => None,
    }
}
