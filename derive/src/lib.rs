//! Derives of baton-policy: facts from a service's own struct.
//!
//! In: a struct or an enum of a service. Out: code that implements the trait of the
//! same name, which baton-policy has, or errors at the places of what is wrong. All
//! that is wrong with an item is said at once.

mod attributes;
mod source;
mod value;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use syn::{DeriveInput, Error, parse_macro_input};

/// Makes the named fields of a struct facts: see `docs/derive.md`.
#[proc_macro_derive(FactSource, attributes(fact))]
pub fn fact_source(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    source::derive(&item).unwrap_or_else(Error::into_compile_error).into()
}

/// Makes the variants of an enum words that a fact may have: see `docs/derive.md`.
#[proc_macro_derive(FactValue, attributes(fact))]
pub fn fact_value(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    value::derive(&item).unwrap_or_else(Error::into_compile_error).into()
}
