//! Sets of members of a finite type: what an enum or a country may be (semantics §3).
//!
//! Members are numbered by the caller: enum values in the order of their declaration, countries by [`super::Country::index`].

use std::fmt;

use super::Truth;

const WORDS: usize = MAX_MEMBERS as usize / 64;

/// How many members a finite type may have: indices lie below. The checker refuses a larger `enum`.
pub const MAX_MEMBERS: u16 = 320;

/// A set of members. As a value it holds every member that is still possible, and so is never empty; as a set it may be.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Choice(Repr);

// One exactly where the set has one member: told values are the usual case and need no bits.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    One(u16),
    Bits([u64; WORDS]),
}

impl Choice {
    /// The set of one member: a told value.
    pub const fn single(member: u16) -> Choice {
        Choice(Repr::One(member))
    }

    /// The empty set; no value.
    pub const fn none() -> Choice {
        Choice(Repr::Bits([0; WORDS]))
    }

    /// Every one of the first `count` members: an untold value.
    pub fn all(count: u16) -> Choice {
        (0..count).collect()
    }

    /// The member, if there is just one.
    pub const fn is_single(&self) -> Option<u16> {
        match self.0 {
            Repr::One(member) => Some(member),
            Repr::Bits(_) => None,
        }
    }

    /// Whether no member is left.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Repr::One(_) => 1,
            Repr::Bits(bits) => bits.iter().map(|word| word.count_ones() as usize).sum(),
        }
    }

    /// Whether `member` is one of them.
    pub fn contains(&self, member: u16) -> bool {
        match &self.0 {
            Repr::One(only) => *only == member,
            Repr::Bits(bits) => bits
                .get(usize::from(member / 64))
                .is_some_and(|word| word >> (member % 64) & 1 == 1),
        }
    }

    /// The members in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        let (one, bits) = match &self.0 {
            Repr::One(member) => (Some(*member), None),
            Repr::Bits(_) => (
                None,
                Some((0..MAX_MEMBERS).filter(|member| self.contains(*member))),
            ),
        };
        one.into_iter().chain(bits.into_iter().flatten())
    }

    /// Whether the sets share no member.
    pub fn is_disjoint(&self, other: &Choice) -> bool {
        match (&self.0, &other.0) {
            (Repr::One(member), _) => !other.contains(*member),
            (_, Repr::One(member)) => !self.contains(*member),
            (Repr::Bits(a), Repr::Bits(b)) => a.iter().zip(b).all(|(a, b)| a & b == 0),
        }
    }

    /// Whether every member of `self` is one of `other`.
    pub fn is_subset(&self, other: &Choice) -> bool {
        match (&self.0, &other.0) {
            (Repr::One(member), _) => other.contains(*member),
            (Repr::Bits(a), Repr::Bits(b)) => a.iter().zip(b).all(|(a, b)| a & !b == 0),
            (Repr::Bits(_), Repr::One(_)) => self.is_empty(),
        }
    }

    /// The members of both; may be empty.
    #[must_use]
    pub fn intersect(&self, other: &Choice) -> Choice {
        Choice::combined(self, other, |a, b| a & b)
    }

    /// The members of either: the smallest value that covers both.
    #[must_use]
    pub fn union(&self, other: &Choice) -> Choice {
        if self == other {
            return self.clone();
        }
        Choice::combined(self, other, |a, b| a | b)
    }

    /// The members of `self` that are none of `other`; may be empty.
    #[must_use]
    pub fn without(&self, other: &Choice) -> Choice {
        Choice::combined(self, other, |a, b| a & !b)
    }

    /// Whether two values are equal: true when both are single and the same, false when they share no member.
    pub fn eq(&self, other: &Choice) -> Truth {
        match (self.is_single(), other.is_single()) {
            (Some(a), Some(b)) => Truth::from_bool(a == b),
            _ if self.is_disjoint(other) => Truth::F,
            _ => Truth::U,
        }
    }

    /// Whether the value stands in a set: true when every possible member does, false when none does.
    pub fn in_set(&self, set: &Choice) -> Truth {
        if self.is_disjoint(set) {
            Truth::F
        } else if self.is_subset(set) {
            Truth::T
        } else {
            Truth::U
        }
    }

    fn combined(a: &Choice, b: &Choice, word: impl Fn(u64, u64) -> u64) -> Choice {
        let (mut bits, others) = (a.bits(), b.bits());
        for (a, b) in bits.iter_mut().zip(others) {
            *a = word(*a, b);
        }
        Choice::from_bits(bits)
    }

    fn bits(&self) -> [u64; WORDS] {
        match &self.0 {
            Repr::One(member) => {
                let mut bits = [0; WORDS];
                if let Some(word) = bits.get_mut(usize::from(member / 64)) {
                    *word |= 1 << (member % 64);
                }
                bits
            }
            Repr::Bits(bits) => *bits,
        }
    }

    fn from_bits(bits: [u64; WORDS]) -> Choice {
        let whole = Choice(Repr::Bits(bits));
        let only = if whole.len() == 1 {
            whole.iter().next()
        } else {
            None
        };
        only.map_or(whole, Choice::single)
    }
}

/// Indices at or above [`MAX_MEMBERS`] name no member and are left out.
impl FromIterator<u16> for Choice {
    fn from_iter<I: IntoIterator<Item = u16>>(members: I) -> Choice {
        let mut bits = [0; WORDS];
        for member in members {
            if let Some(word) = bits.get_mut(usize::from(member / 64)) {
                *word |= 1 << (member % 64);
            }
        }
        Choice::from_bits(bits)
    }
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn any_set() -> impl Strategy<Value = BTreeSet<u16>> {
        prop_oneof![
            2 => (0..MAX_MEMBERS).prop_map(|member| BTreeSet::from([member])),
            3 => prop::collection::btree_set(prop_oneof![0_u16..6, Just(63), Just(64), Just(319)], 0..6),
        ]
    }

    fn choice(set: &BTreeSet<u16>) -> Choice {
        set.iter().copied().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn choices_are_sets(a in any_set(), b in any_set()) {
            let (x, y) = (choice(&a), choice(&b));
            prop_assert_eq!(x.iter().collect::<BTreeSet<_>>(), a.clone());
            prop_assert_eq!(x.len(), a.len());
            prop_assert_eq!(x.is_single(), a.first().copied().filter(|_| a.len() == 1));
            prop_assert_eq!(x.is_disjoint(&y), a.is_disjoint(&b));
            prop_assert_eq!(x.is_subset(&y), a.is_subset(&b));
            // Equal sets have equal forms.
            prop_assert_eq!(x == y, a == b);
            prop_assert_eq!(x.intersect(&y), choice(&(&a & &b)));
            prop_assert_eq!(x.union(&y), choice(&(&a | &b)));
            prop_assert_eq!(x.without(&y), choice(&(&a - &b)));
        }

        #[test]
        fn truths_agree_with_every_member(a in any_set(), b in any_set()) {
            let (x, y) = (choice(&a), choice(&b));
            if a.is_empty() || b.is_empty() {
                return Ok(());
            }
            let of = |each: Vec<bool>| Truth::from_possible(each.contains(&true), each.contains(&false)).unwrap();
            prop_assert_eq!(x.in_set(&y), of(a.iter().map(|member| b.contains(member)).collect()));
            prop_assert_eq!(Choice::eq(&x, &y), of(a.iter().flat_map(|m| b.iter().map(move |n| m == n)).collect()));
            prop_assert_eq!(x.in_set(&Choice::none()), Truth::F);
        }
    }

    #[test]
    fn untold_values() {
        assert_eq!(Choice::all(249).len(), 249);
        assert_eq!(Choice::all(1), Choice::single(0));
        assert_eq!(Choice::all(0), Choice::none());
        assert_eq!(Choice::all(400).len(), usize::from(MAX_MEMBERS));
        assert!(!Choice::all(3).contains(500));
    }
}
