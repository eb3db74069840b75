//! `#[derive(FactValue)]`: the variants of an enum are words.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Error, Fields, LitStr, Result, Variant};

use crate::attributes::{self, Errors};

pub(crate) fn derive(item: &DeriveInput) -> Result<TokenStream> {
    let variants = variants(item)?;
    let mut errors = Errors::default();
    let baton = errors.keep(attributes::of_item(&item.attrs));
    let words: Vec<LitStr> = variants.iter().filter_map(|variant| errors.keep(word(variant))).collect();
    errors.keep_repeated(&words);
    errors.finish()?;
    let (generics, arguments, condition) = item.generics.split_for_impl();
    let ident = &item.ident;
    let names = variants.iter().map(|variant| &variant.ident);
    Ok(quote! {
        #[automatically_derived]
        impl #generics #baton::runtime::FactValue for #ident #arguments #condition {
            fn set(
                &self,
                __fact: #baton::runtime::FactRef,
                __facts: &mut #baton::runtime::Facts<'_>,
            ) -> ::core::result::Result<(), #baton::runtime::Unusable> {
                let word = match self {
                    #(Self::#names => #words,)*
                };
                __facts.set_word(__fact, word)
            }
        }
    })
}

fn variants(item: &DeriveInput) -> Result<Vec<&Variant>> {
    match &item.data {
        Data::Enum(data) if data.variants.is_empty() => {
            Err(Error::new(item.ident.span(), "`FactValue` needs variants, which are words"))
        }
        Data::Enum(data) => Ok(data.variants.iter().collect()),
        Data::Struct(_) | Data::Union(_) => {
            let message =
                "`FactValue` is for an enum of words; for a struct whose fields are facts there is `FactSource`";
            Err(Error::new(item.ident.span(), message))
        }
    }
}

/// The word of a variant: its own unless it says otherwise.
fn word(variant: &Variant) -> Result<LitStr> {
    if !matches!(variant.fields, Fields::Unit) {
        return Err(Error::new_spanned(&variant.fields, "a word holds nothing: leave the fields out"));
    }
    let own = || LitStr::new(&snake_case(&variant.ident.unraw().to_string()), variant.ident.span());
    Ok(attributes::of_variant(&variant.attrs)?.unwrap_or_else(own))
}

/// `WithAPerson` → `with_a_person`, `HTTPError` → `http_error`.
pub(crate) fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut word = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let ends_capitals = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = |before: char| before != '_' && (!before.is_uppercase() || ends_capitals);
        if letter.is_uppercase() && before.is_some_and(begins) {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}
