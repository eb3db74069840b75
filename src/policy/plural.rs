//! Counts with their words: `{dispute.invoices: one invoice, other invoices}`.
//!
//! In: what stands between the braces of a placeholder. Out: its name and, if it has them, the
//! words for each plural. Which plurals a language has is in the module `plurals`.

/// A plural of a language, as the Unicode CLDR names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plural {
    /// `zero`
    Zero,
    /// `one`
    One,
    /// `two`
    Two,
    /// `few`
    Few,
    /// `many`
    Many,
    /// `other`
    Other,
}

impl Plural {
    /// All, in the order of the CLDR.
    pub const ALL: [Plural; 6] = [Plural::Zero, Plural::One, Plural::Two, Plural::Few, Plural::Many, Plural::Other];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Plural::Zero => "zero",
            Plural::One => "one",
            Plural::Two => "two",
            Plural::Few => "few",
            Plural::Many => "many",
            Plural::Other => "other",
        }
    }

    /// The one of this name.
    pub fn find(name: &str) -> Option<Plural> {
        Self::ALL.into_iter().find(|plural| plural.as_str() == name)
    }
}

/// The words behind a count, by plural.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted(pub Vec<(Plural, String)>);

impl Counted {
    /// Reads `one invoice, other invoices`; what cannot be read is returned.
    pub fn read(text: &str) -> Result<Self, &str> {
        let form = |form: &'_ str| {
            let (plural, words) = form.split_once(char::is_whitespace)?;
            Some((Plural::find(plural)?, words.trim().to_owned())).filter(|(_, words)| !words.is_empty())
        };
        let forms = text.split(',').map(str::trim).map(|part| form(part).ok_or(part));
        Ok(Self(forms.collect::<Result<_, _>>()?))
    }

    /// The words of a plural; those of `other` where it has none of its own.
    pub fn words(&self, plural: Plural) -> Option<&str> {
        let of = |wanted: Plural| self.0.iter().find(|(plural, _)| *plural == wanted);
        of(plural).or_else(|| of(Plural::Other)).map(|(_, words)| words.as_str())
    }
}

/// The name of a placeholder, and the words of a count behind its colon.
pub fn name_and_words(placeholder: &str) -> (&str, Option<&str>) {
    match placeholder.split_once(':') {
        Some((name, words)) => (name.trim(), Some(words.trim())),
        None => (placeholder.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, Plural, name_and_words};

    #[test]
    fn words_are_read_by_plural() {
        assert_eq!(name_and_words(" a.b "), ("a.b", None));
        assert_eq!(name_and_words("a : one x"), ("a", Some("one x")));
        let counted = Counted::read("one open invoice ,  other open invoices").expect("it is readable");
        assert_eq!(counted.words(Plural::One), Some("open invoice"));
        assert_eq!(counted.words(Plural::Many), Some("open invoices"));
        for (text, part) in [("one", "one"), ("one x, others y", "others y"), ("", ""), ("one x,", "")] {
            assert_eq!(Counted::read(text), Err(part));
        }
        assert_eq!(Counted::default().words(Plural::One), None);
    }
}
