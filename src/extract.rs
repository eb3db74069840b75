//! Finds in a text what a colleague would write down: order and invoice numbers, amounts, dates, addresses, codes.
//!
//! In: a text, the day it was written in the customer's time zone if known, and the
//! shapes that a policy declares. Out: what was found, in order, apart from each
//! other, each with a written form that is the same however it was said. What may
//! be something else is not taken: a number alone is nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::redact::tokens::{self, Token};

mod amounts;
mod contacts;
mod dates;
mod numbers;
mod shape;

pub use shape::{Shape, ShapeProblem};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The number of an order.
    Order,
    /// The number of an invoice.
    Invoice,
    /// An amount with its currency.
    Amount,
    /// A day; relative ones only when the day of the text is known.
    Date,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// The code of an error.
    ErrorCode,
    /// A shape that the policy declares, by position.
    Declared(usize),
}

impl Kind {
    /// The kinds that need no declaration.
    pub const BUILT_IN: [Kind; 7] =
        [Kind::Order, Kind::Invoice, Kind::Amount, Kind::Date, Kind::Email, Kind::Phone, Kind::ErrorCode];

    /// The word of policies and JSON; none of a declared shape, which has a name of its own.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Kind::Order => "order_number",
            Kind::Invoice => "invoice_number",
            Kind::Amount => "amount",
            Kind::Date => "date",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::ErrorCode => "error_code",
            Kind::Declared(_) => return None,
        })
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Its written form: `1249.00 EUR`, `2026-03-15`, `--03-15` where the year is not known; else as it stands.
    pub value: String,
}

/// What is in a text. `today` is the day on which it was written, where its writer is.
pub fn extract(text: &str, today: Option<Date>, shapes: &[Shape]) -> Vec<Extracted> {
    let tokens = tokens::read(text);
    let mut found = contacts::emails(text);
    for (at, shape) in shapes.iter().enumerate() {
        found.extend(shape.find(text).into_iter().map(|range| whole(text, Kind::Declared(at), range)));
    }
    dates::find(&tokens, today, &mut found);
    amounts::find(&tokens, &mut found);
    numbers::find(text, &tokens, &mut found);
    contacts::phones(text, &tokens, &mut found);
    apart(found)
}

/// A find that is written as it stands.
fn whole(text: &str, kind: Kind, range: Range<usize>) -> Extracted {
    Extracted { kind, value: text.get(range.clone()).unwrap_or_default().to_owned(), range }
}

/// Of finds that overlap, the one that was looked for first; in the order of the text.
fn apart(found: Vec<Extracted>) -> Vec<Extracted> {
    let mut kept: BTreeMap<usize, Extracted> = BTreeMap::new();
    for one in found {
        let before = kept.range(..one.range.end).next_back();
        if before.is_none_or(|(_, before)| before.range.end <= one.range.start) {
            kept.insert(one.range.start, one);
        }
    }
    kept.into_values().collect()
}

/// From one token to another.
fn span(tokens: &[Token<'_>], first: usize, last: usize) -> Range<usize> {
    tokens[first].start..tokens[last].end()
}
