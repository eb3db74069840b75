//! [`FactValue`]: what a field of a service's own struct may be.
//!
//! In: a value of Rust's own types. Out: the fact that has it. Numbers are in the
//! fact's base unit, as all setters of [`Facts`] take them. Nothing allocates, save
//! the message about a value that cannot be used.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::{FactRef, Facts, Unusable};
use crate::value::Fixed;

/// A value that a fact can be set to.
///
/// With the feature `derive`, `#[derive(FactValue)]` makes an enum one whose variants are words: `WithAPerson` is
/// `with_a_person`, `#[fact("hand off")]` says otherwise.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of a fact",
    label = "no value of a fact",
    note = "facts are booleans, numbers, `Fixed`, `Duration`, texts, lists of texts for tags, and `Option`s of them",
    note = "leave a field out with `#[fact(skip)]`; derive `baton::FactValue` for an enum of words"
)]
pub trait FactValue {
    /// Sets a fact to the value.
    ///
    /// # Errors
    ///
    /// The fact cannot have it, and is missing now; [`Facts::problems`] has it too.
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable>;
}

impl FactValue for bool {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_truth(fact, *self)
    }
}

impl FactValue for Fixed {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_number(fact, *self)
    }
}

impl FactValue for f64 {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_float(fact, *self)
    }
}

impl FactValue for f32 {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_if_fits(fact, Fixed::from_single(*self))
    }
}

/// Whole numbers.
macro_rules! whole {
    ($($kind:ty)*) => {$(
        impl FactValue for $kind {
            fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
                facts.set_if_fits(fact, i64::try_from(*self).ok().and_then(Fixed::checked_from_whole))
            }
        }
    )*};
}

whole!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl FactValue for Duration {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_duration(fact, *self)
    }
}

impl FactValue for str {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_word(fact, self)
    }
}

impl FactValue for String {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_word(fact, self)
    }
}

impl FactValue for Cow<'_, str> {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_word(fact, self)
    }
}

/// None: nothing is known.
impl<V: FactValue> FactValue for Option<V> {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        match self {
            Some(value) => value.set(fact, facts),
            None => facts.set_missing(fact),
        }
    }
}

/// What points to a value.
macro_rules! pointers {
    ($($kind:ty)*) => {$(
        impl<V: FactValue + ?Sized> FactValue for $kind {
            fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
                V::set(self, fact, facts)
            }
        }
    )*};
}

pointers!(&V Box<V> Arc<V>);

/// Tags.
impl<W: AsRef<str>> FactValue for [W] {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_tags(fact, self.iter().map(AsRef::as_ref))
    }
}

impl<W: AsRef<str>, const N: usize> FactValue for [W; N] {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        self.as_slice().set(fact, facts)
    }
}

impl<W: AsRef<str>> FactValue for Vec<W> {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        self.as_slice().set(fact, facts)
    }
}

impl<W: AsRef<str>> FactValue for BTreeSet<W> {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_tags(fact, self.iter().map(AsRef::as_ref))
    }
}

impl<W: AsRef<str>, S> FactValue for HashSet<W, S> {
    fn set(&self, fact: FactRef, facts: &mut Facts<'_>) -> Result<(), Unusable> {
        facts.set_tags(fact, self.iter().map(AsRef::as_ref))
    }
}
