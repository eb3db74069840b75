//! `#[derive(FactSource)]`: the named fields of a struct are facts.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Field, Fields, LitStr, Path, Result};

use crate::attributes::{self, Errors};

pub(crate) fn derive(item: &DeriveInput) -> Result<TokenStream> {
    let fields = named_fields(item)?;
    let mut errors = Errors::default();
    let baton = errors.keep(attributes::of_item(&item.attrs));
    let found = fields.into_iter().filter_map(|field| Some((errors.keep(fact(field))??, field)));
    let (names, facts): (Vec<LitStr>, Vec<&Field>) = found.unzip();
    errors.keep_repeated(&names);
    errors.finish()?;
    if names.is_empty() {
        return Err(Error::new(item.ident.span(), "none of its fields is a fact"));
    }
    Ok(written(item, baton.as_ref(), &names, &facts))
}

/// The fields of a struct that has names for them.
fn named_fields(item: &DeriveInput) -> Result<Vec<&Field>> {
    let not = |message| Err(Error::new(item.ident.span(), message));
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter().collect()),
            Fields::Unnamed(_) => not("`FactSource` needs fields with names: `struct Ticket { confidence: f64 }`"),
            Fields::Unit => not("`FactSource` needs fields: `struct Ticket { confidence: f64 }`"),
        },
        Data::Enum(_) => not("`FactSource` is for a struct; for an enum of words there is `FactValue`"),
        Data::Union(_) => not("`FactSource` is for a struct"),
    }
}

/// The name of the fact that a field is; none if it is left out.
fn fact(field: &Field) -> Result<Option<LitStr>> {
    let own = || field.ident.as_ref().map(|name| LitStr::new(&name.unraw().to_string(), name.span()));
    Ok(match attributes::of_field(&field.attrs)? {
        attributes::Field::Fact(name) => name.or_else(own),
        attributes::Field::Skipped => None,
    })
}

fn written(item: &DeriveInput, baton: Option<&Path>, names: &[LitStr], facts: &[&Field]) -> TokenStream {
    let (generics, arguments, condition) = item.generics.split_for_impl();
    let ident = &item.ident;
    let refs: Vec<_> = (0..facts.len()).map(|at| format_ident!("__fact_{at}")).collect();
    // What is wrong is among the problems of the facts; a type that is no value is an error at the field.
    let sets = facts.iter().zip(&refs).map(|(field, fact)| {
        let (name, kind) = (&field.ident, &field.ty);
        quote_spanned!(kind.span()=> let _ = <#kind as #baton::runtime::FactValue>::set(&self.#name, *#fact, __facts);)
    });
    quote! {
        #[automatically_derived]
        impl #generics #baton::runtime::FactSource for #ident #arguments #condition {
            const NAMES: &'static [&'static str] = &[#(#names),*];

            fn set_each(&self, __refs: &[#baton::runtime::FactRef], __facts: &mut #baton::runtime::Facts<'_>) {
                if let [#(#refs),*] = __refs {
                    #(#sets)*
                }
            }
        }
    }
}
