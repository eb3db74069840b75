//! Which plurals a language has, and which one a number takes.
//!
//! In: a language, a whole number. Out: a [`Plural`]. The rules are those of the Unicode
//! CLDR, by ICU4X. A language without rules has one plural, `other`.

use crate::policy::Plural;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// Numbers among which every plural that whole numbers take in some language has one.
const UP_TO: u64 = 200;
const ROUND: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// The plural of a number.
pub fn of(language: &str, number: u64) -> Plural {
    rules(language).map_or(Plural::Other, |rules| plural(rules.category_for(number)))
}

/// Every plural that whole numbers take, each with the first number above 0 that takes it, or 0.
pub fn all(language: &str) -> Vec<(Plural, u64)> {
    let Some(rules) = rules(language) else { return vec![(Plural::Other, 1)] };
    let mut found: Vec<(Plural, u64)> = Vec::new();
    for number in (1..=UP_TO).chain(ROUND).chain([0]) {
        let plural = plural(rules.category_for(number));
        if found.iter().all(|(known, _)| *known != plural) {
            found.push((plural, number));
        }
    }
    found.sort_unstable();
    found
}

fn rules(language: &str) -> Option<PluralRules> {
    let locale: Locale = language.parse().ok()?;
    PluralRules::try_new_cardinal(locale.into()).ok()
}

fn plural(category: PluralCategory) -> Plural {
    match category {
        PluralCategory::Zero => Plural::Zero,
        PluralCategory::One => Plural::One,
        PluralCategory::Two => Plural::Two,
        PluralCategory::Few => Plural::Few,
        PluralCategory::Many => Plural::Many,
        PluralCategory::Other => Plural::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{all, of};
    use crate::policy::Plural::{Few, Many, One, Other, Two, Zero};

    #[test]
    fn languages_have_their_plurals() {
        assert_eq!(all("en"), [(One, 1), (Other, 2)]);
        assert_eq!(all("es"), [(One, 1), (Many, 1_000_000), (Other, 2)]);
        assert_eq!(all("pl"), [(One, 1), (Few, 2), (Many, 5)]);
        assert_eq!(all("ar"), [(Zero, 0), (One, 1), (Two, 2), (Few, 3), (Many, 11), (Other, 100)]);
        assert_eq!(all("ja"), [(Other, 1)]);
        assert_eq!(all("xx"), [(Other, 1)]);
        assert_eq!((of("en", 0), of("fr", 0), of("ru", 21)), (Other, One, One));
    }
}
