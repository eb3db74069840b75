//! `#[fact(…)]`, and everything that is wrong with an item.
//!
//! In: the attributes of an item, a field or a variant. Out: what they say. Keys
//! that mean nothing where they stand are errors, with what can be written.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Ident, LitStr, Path, Result, Token, parse_quote};

/// One entry of `#[fact(…)]`.
enum Key {
    /// `"customer.tier"`
    Name(LitStr),
    /// `skip`
    Skip(Span),
    /// `crate = "policy"`
    Crate(Span, Path),
}

/// What the attributes of a field say.
pub(crate) enum Field {
    /// It is a fact, of this name if it is not its own.
    Fact(Option<LitStr>),
    /// It is none.
    Skipped,
}

/// Collects errors, so that all are said at once.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    /// The value, or its error is kept.
    pub(crate) fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        match (result, &mut self.0) {
            (Ok(value), _) => return Some(value),
            (Err(error), Some(all)) => all.combine(error),
            (Err(error), none) => *none = Some(error),
        }
        None
    }

    /// Keeps an error for each name that stands a second time.
    pub(crate) fn keep_repeated(&mut self, names: &[LitStr]) {
        let mut seen = HashSet::new();
        for name in names {
            if !seen.insert(name.value()) {
                let message = format!("`{}` stands twice: give this one its own name", name.value());
                self.keep::<()>(Err(Error::new(name.span(), message)));
            }
        }
    }

    /// An error if there is one.
    pub(crate) fn finish(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(LitStr) {
            let name: LitStr = input.parse()?;
            let is_empty = name.value().is_empty();
            return if is_empty { Err(Error::new(name.span(), "the name is empty")) } else { Ok(Key::Name(name)) };
        }
        if let Some(key) = input.parse::<Option<Token![crate]>>()? {
            input.parse::<Token![=]>()?;
            return Ok(Key::Crate(key.span, input.parse::<LitStr>()?.parse()?));
        }
        let key: Ident = input.parse()?;
        if key == "skip" {
            return Ok(Key::Skip(key.span()));
        }
        Err(Error::new(key.span(), format!("unknown key `{key}`: there are `\"name\"`, `skip` and `crate = \"path\"`")))
    }
}

fn keys(attributes: &[Attribute]) -> Result<Vec<Key>> {
    let mut keys = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("fact")) {
        keys.extend(attribute.parse_args_with(Punctuated::<Key, Token![,]>::parse_terminated)?);
    }
    Ok(keys)
}

/// The path of the crate baton-policy: `::baton` unless the item says otherwise.
pub(crate) fn of_item(attributes: &[Attribute]) -> Result<Path> {
    let mut path = None;
    for key in keys(attributes)? {
        match key {
            Key::Crate(span, _) if path.is_some() => return Err(Error::new(span, "the crate is named already")),
            Key::Crate(_, named) => path = Some(named),
            Key::Name(name) => {
                return Err(Error::new(name.span(), "a name belongs to a field or a variant, not to the whole"));
            }
            Key::Skip(span) => return Err(Error::new(span, "`skip` belongs to a field, not to the whole")),
        }
    }
    Ok(path.unwrap_or_else(|| parse_quote!(::baton)))
}

/// Whether a field is a fact, and which.
pub(crate) fn of_field(attributes: &[Attribute]) -> Result<Field> {
    let mut field = None;
    for key in keys(attributes)? {
        let (span, said) = match key {
            Key::Name(name) => (name.span(), Field::Fact(Some(name))),
            Key::Skip(span) => (span, Field::Skipped),
            Key::Crate(span, _) => return Err(Error::new(span, "`crate` belongs to the whole, not to a field")),
        };
        if field.is_some() {
            return Err(Error::new(span, "one name or `skip`, not both"));
        }
        field = Some(said);
    }
    Ok(field.unwrap_or(Field::Fact(None)))
}

/// The word of a variant, if it is not its own.
pub(crate) fn of_variant(attributes: &[Attribute]) -> Result<Option<LitStr>> {
    let mut word = None;
    for key in keys(attributes)? {
        match key {
            Key::Name(name) if word.is_some() => return Err(Error::new(name.span(), "a variant is one word")),
            Key::Name(name) => word = Some(name),
            Key::Skip(span) => {
                return Err(Error::new(span, "a variant cannot be left out: where nothing is known, use an `Option`"));
            }
            Key::Crate(span, _) => return Err(Error::new(span, "`crate` belongs to the whole, not to a variant")),
        }
    }
    Ok(word)
}
