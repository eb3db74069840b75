//! What is written for an item, and what is said of one that is wrong, with the text that it is said of.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result};

use crate::{source, value};

type Derive = fn(&DeriveInput) -> Result<TokenStream>;

/// Each error, with the text at its place.
fn said(derive: Derive, item: &str) -> Vec<(String, String)> {
    let item: DeriveInput = syn::parse_str(item).expect("the item is Rust");
    let errors = derive(&item).expect_err("something is wrong with the item");
    errors.into_iter().map(|error| (error.span().source_text().unwrap_or_default(), error.to_string())).collect()
}

#[track_caller]
fn says(derive: Derive, item: &str, expected: &[(&str, &str)]) {
    let said = said(derive, item);
    let said: Vec<(&str, &str)> = said.iter().map(|(place, message)| (place.as_str(), message.as_str())).collect();
    assert_eq!(said, expected, "{item}");
}

fn written(derive: Derive, item: &str) -> String {
    let item: DeriveInput = syn::parse_str(item).expect("the item is Rust");
    derive(&item).expect("the item is in order").to_string()
}

#[test]
fn a_struct_names_its_facts_and_sets_each() {
    let item = r#"
        struct Ticket<'a, T> where T: Copy {
            #[fact("customer.tier")] tier: &'a str,
            r#type: T,
            #[fact(skip)] id: u64,
        }
    "#;
    let expected = quote! {
        #[automatically_derived]
        impl<'a, T> ::baton::runtime::FactSource for Ticket<'a, T> where T: Copy {
            const NAMES: &'static [&'static str] = &["customer.tier", "type"];

            fn set_each(&self, __refs: &[::baton::runtime::FactRef], __facts: &mut ::baton::runtime::Facts<'_>) {
                if let [__fact_0, __fact_1] = __refs {
                    let _ = <&'a str as ::baton::runtime::FactValue>::set(&self.tier, *__fact_0, __facts);
                    let _ = <T as ::baton::runtime::FactValue>::set(&self.r#type, *__fact_1, __facts);
                }
            }
        }
    };
    assert_eq!(written(source::derive, item), expected.to_string());
}

#[test]
fn an_enum_is_its_words() {
    let item = r#"#[fact(crate = "my::policies")] enum Tier { Basic, #[fact("hand off")] HandOff, WithAPerson }"#;
    let expected = quote! {
        #[automatically_derived]
        impl my::policies::runtime::FactValue for Tier {
            fn set(
                &self,
                __fact: my::policies::runtime::FactRef,
                __facts: &mut my::policies::runtime::Facts<'_>,
            ) -> ::core::result::Result<(), my::policies::runtime::Unusable> {
                let word = match self {
                    Self::Basic => "basic",
                    Self::HandOff => "hand off",
                    Self::WithAPerson => "with_a_person",
                };
                __facts.set_word(__fact, word)
            }
        }
    };
    assert_eq!(written(value::derive, item), expected.to_string());
}

#[test]
fn a_variant_is_written_as_policies_write_words() {
    let words =
        ["Basic", "WithAPerson", "HTTPError", "Tier2", "VIP", "Already_There", "ÉtéChaud"].map(value::snake_case);
    assert_eq!(words, ["basic", "with_a_person", "http_error", "tier2", "vip", "already_there", "été_chaud"]);
}

#[test]
fn an_item_of_another_kind_is_refused() {
    let source = source::derive;
    let is_for = "`FactSource` is for a struct";
    says(source, "enum Tier { Basic }", &[("Tier", &format!("{is_for}; for an enum of words there is `FactValue`"))]);
    says(source, "union Bits { a: u32 }", &[("Bits", is_for)]);
    let example = "`struct Ticket { confidence: f64 }`";
    says(source, "struct Pair(f64, f64);", &[("Pair", &format!("`FactSource` needs fields with names: {example}"))]);
    says(source, "struct Nothing;", &[("Nothing", &format!("`FactSource` needs fields: {example}"))]);
    says(source, "struct Empty {}", &[("Empty", "none of its fields is a fact")]);
    says(source, "struct Left { #[fact(skip)] id: u64 }", &[("Left", "none of its fields is a fact")]);

    let is_for = "`FactValue` is for an enum of words; for a struct whose fields are facts there is `FactSource`";
    says(value::derive, "struct Ticket { a: f64 }", &[("Ticket", is_for)]);
    says(value::derive, "enum Never {}", &[("Never", "`FactValue` needs variants, which are words")]);
    let holds = "a word holds nothing: leave the fields out";
    says(value::derive, "enum Tier { Basic(u8), Club }", &[("(u8)", holds)]);
}

#[test]
fn a_key_that_means_nothing_is_refused() {
    let unknown = |key| format!("unknown key `{key}`: there are `\"name\"`, `skip` and `crate = \"path\"`");
    let of_field = |attribute: &str, place: &str, message: &str| {
        says(source::derive, &format!("struct Ticket {{ {attribute} tier: String }}"), &[(place, message)]);
    };
    of_field(r#"#[fact(rename = "tier")]"#, "rename", &unknown("rename"));
    of_field(r#"#[fact("")]"#, "\"\"", "the name is empty");
    of_field(r#"#[fact("tier", skip)]"#, "skip", "one name or `skip`, not both");
    of_field(r#"#[fact("tier")] #[fact("level")]"#, "\"level\"", "one name or `skip`, not both");
    of_field(r#"#[fact(crate = "b")]"#, "crate", "`crate` belongs to the whole, not to a field");
    of_field("#[fact]", "fact", "expected attribute arguments in parentheses: #[fact(...)]");
    of_field(r#"#[fact = "tier"]"#, "=", "expected parentheses: #[fact(...)]");
    of_field("#[fact(7)]", "7", "expected identifier");

    let of_item = |attribute: &str, place: &str, message: &str| {
        says(source::derive, &format!("{attribute} struct Ticket {{ tier: String }}"), &[(place, message)]);
    };
    of_item(r#"#[fact("t")]"#, "\"t\"", "a name belongs to a field or a variant, not to the whole");
    of_item("#[fact(skip)]", "skip", "`skip` belongs to a field, not to the whole");
    of_item(r#"#[fact(crate = "a", crate = "b")]"#, "crate", "the crate is named already");

    let of_variant = |attribute: &str, place: &str, message: &str| {
        says(value::derive, &format!("enum Tier {{ {attribute} Basic }}"), &[(place, message)]);
    };
    of_variant(r#"#[fact("a", "b")]"#, "\"b\"", "a variant is one word");
    of_variant("#[fact(skip)]", "skip", "a variant cannot be left out: where nothing is known, use an `Option`");
    of_variant(r#"#[fact(crate = "b")]"#, "crate", "`crate` belongs to the whole, not to a variant");
}

#[test]
fn a_name_stands_once_and_all_that_is_wrong_is_said_at_once() {
    let item = r#"
        struct Ticket {
            tier: String,
            #[fact("tier")] level: String,
            #[fact(default)] channel: String,
        }
    "#;
    let expected = [
        ("default", "unknown key `default`: there are `\"name\"`, `skip` and `crate = \"path\"`"),
        ("\"tier\"", "`tier` stands twice: give this one its own name"),
    ];
    says(source::derive, item, &expected);
    let twice = "`basic` stands twice: give this one its own name";
    says(value::derive, r#"enum Tier { Basic, #[fact("basic")] Free }"#, &[("\"basic\"", twice)]);
}
