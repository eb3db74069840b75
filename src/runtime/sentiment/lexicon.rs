//! [`Lexicon`]: everything that is particular to one language.
//!
//! In: the embedded files of `rules/lexicon`, one a language (English has its emoji
//! apart). Out: what a word is worth and what it does to its neighbours. A third
//! language is one more file and one more line in [`LANGUAGES`].
//!
//! A line with a tab is an entry: words, a tab, what they are. A line without is a
//! comment. The kinds of entry are those of [`Lexicon::add`] and [`Role::ALL`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

/// What one language's words are worth.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: HashMap<Cow<'static, str>, Entry, FixedState>,
    emoji: HashMap<char, &'static str, FixedState>,
    phrases: Vec<Phrase>,
    degrees: Vec<Phrase>,
    readings: Vec<Phrase>,
    answers: Vec<Phrase>,
    negating_parts: Vec<&'static str>,
    accents_optional: bool,
    /// Two negations are one ("no hay ningún problema"), instead of undoing each other.
    pub(super) negates_once: bool,
}

/// What one word is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Entry {
    /// Mean of its raters, −4 to 4; none when it carries no feeling.
    pub(super) valence: Option<f64>,
    /// What it adds to the strength of a word that follows, whichever way that goes.
    pub(super) boost: f64,
    roles: u16,
}

/// What a word does to the words that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Turns them round: not.
    Negates,
    /// Turns them round when they follow closely, and is a word of its own otherwise: no.
    Denies,
    /// Carries a denial over one more word: nor.
    Joins,
    /// Turns round just the next: least.
    Least,
    /// Takes that back when before it: at (least).
    SparesLeast,
    /// Makes [`Role::Heightens`] praise: never (this good).
    Never,
    /// See there: so, this.
    Heightens,
    /// Does not turn round when [`Role::Doubt`] follows: without (doubt).
    Without,
    /// See there.
    Doubt,
    /// What follows counts more than what came before: but.
    Contrasts,
}

/// Several words that mean something else together.
#[derive(Debug)]
struct Phrase {
    words: Vec<Cow<'static, str>>,
    weight: f64,
}

/// Published mean increase of a degree word.
const DEGREE: f64 = 0.293;

/// Code, files. The first is the one for languages that are not here.
const LANGUAGES: [(&str, &[&str]); 2] = [
    (
        "en",
        &[
            include_str!("../../../rules/lexicon/en.txt"),
            include_str!("../../../rules/lexicon/en-customers.txt"),
            include_str!("../../../rules/lexicon/emoji.txt"),
        ],
    ),
    ("es", &[include_str!("../../../rules/lexicon/es.txt")]),
];

/// The texts of all lists.
pub(in crate::runtime) fn texts() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().flat_map(|(_, files)| files.iter().copied())
}

impl Role {
    /// Every role with its name in the files.
    const ALL: [(&'static str, Self); 10] = [
        ("negates", Self::Negates),
        ("denies", Self::Denies),
        ("joins", Self::Joins),
        ("least", Self::Least),
        ("spares least", Self::SparesLeast),
        ("never", Self::Never),
        ("heightens", Self::Heightens),
        ("without", Self::Without),
        ("doubt", Self::Doubt),
        ("contrasts", Self::Contrasts),
    ];

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl Entry {
    /// Whether the word does this.
    pub(super) const fn does(self, role: Role) -> bool {
        self.roles & role.bit() != 0
    }
}

impl Lexicon {
    /// Whether there is a list for a language code.
    pub(super) fn has(language: &str) -> bool {
        Self::position(language).is_some()
    }

    /// The list for a language code, or else the English one; of the code, of which only what stands before a `-` or `_` counts.
    pub(super) fn of(language: &str) -> &'static Self {
        static LOADED: [OnceLock<Lexicon>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
        let index = Self::position(language).unwrap_or(0);
        LOADED[index].get_or_init(|| Self::parse(LANGUAGES[index].1).expect("a test reads every embedded list"))
    }

    fn position(language: &str) -> Option<usize> {
        let code = language.split(['-', '_']).next().unwrap_or_default();
        LANGUAGES.iter().position(|(known, _)| known.eq_ignore_ascii_case(code))
    }

    /// Reads the files of one language; the error is the line that is no entry.
    fn parse(files: &[&'static str]) -> Result<Self, &'static str> {
        let mut lexicon = Self::default();
        for line in files.iter().flat_map(|file| file.lines()) {
            if let Some((words, kind)) = line.split_once('\t') {
                lexicon.add(words, kind).ok_or(line)?;
            }
        }
        Ok(lexicon)
    }

    /// Adds one entry; none when `kind` is unknown.
    fn add(&mut self, words: &'static str, kind: &'static str) -> Option<()> {
        if let Some(meaning) = kind.strip_prefix("means ") {
            let emoji = words.split(' ').map(emoji).collect::<Option<Vec<_>>>()?;
            self.emoji.extend(emoji.into_iter().map(|emoji| (emoji, meaning)));
        } else if let Some(kind) = kind.strip_prefix("phrase ") {
            match degree(kind) {
                Some(weight) => self.degrees.push(self.together(words, weight)),
                None => self.phrases.push(self.together(words, kind.parse().ok()?)),
            }
        } else if let Some(valence) = kind.strip_prefix("instead ") {
            self.readings.push(self.together(words, valence.parse().ok()?));
        } else if kind == "answers" {
            self.answers.push(self.together(words, 0.0));
        } else if kind == "says nothing" {
            for word in words.split(' ') {
                self.words.remove(word)?;
            }
        } else if kind == "negates inside" {
            self.negating_parts.extend(words.split(' '));
        } else if (words, kind) == ("accents", "are optional") {
            self.accents_optional = true;
        } else if (words, kind) == ("negations", "count once") {
            self.negates_once = true;
        } else {
            for word in words.split(' ') {
                let key = self.folded(Cow::Borrowed(word));
                set(self.words.entry(key).or_default(), kind)?;
            }
        }
        Some(())
    }

    fn together(&self, words: &'static str, weight: f64) -> Phrase {
        Phrase { words: words.split(' ').map(|word| self.folded(Cow::Borrowed(word))).collect(), weight }
    }

    /// What a word in normal form (lower case, accents as the list wants them) is.
    pub(super) fn entry(&self, word: &str) -> Entry {
        let mut entry = self.words.get(word).copied().unwrap_or_default();
        if self.negating_parts.iter().any(|part| word.contains(part)) {
            entry.roles |= Role::Negates.bit();
        }
        entry
    }

    /// The words an emoji stands for.
    pub(super) fn meaning(&self, emoji: char) -> Option<&'static str> {
        self.emoji.get(&emoji).copied()
    }

    /// What exactly these words mean together.
    pub(super) fn phrase(&self, words: &[impl AsRef<str>]) -> Option<f64> {
        weight(&self.phrases, words)
    }

    /// What a listed word is worth when it stands in exactly these words.
    pub(super) fn reading(&self, words: &[impl AsRef<str>]) -> Option<f64> {
        weight(&self.readings, words)
    }

    /// Whether a text that goes on like this begins with a polite answer, whose first word denies nothing.
    pub(super) fn answers(&self, words: &[impl AsRef<str>]) -> bool {
        let begins = |phrase: &Phrase| {
            let words = words.get(..phrase.words.len()).unwrap_or_default();
            phrase.words.iter().map(Cow::as_ref).eq(words.iter().map(AsRef::as_ref))
        };
        self.answers.iter().any(begins)
    }

    /// How much exactly these words together strengthen what follows.
    pub(super) fn degree(&self, words: &[impl AsRef<str>]) -> Option<f64> {
        weight(&self.degrees, words)
    }

    /// `word` as the list spells it: without accents where customers leave them out.
    pub(super) fn folded<'w>(&self, word: Cow<'w, str>) -> Cow<'w, str> {
        if !self.accents_optional || word.is_ascii() {
            return word;
        }
        Cow::Owned(word.chars().map(unaccented).collect())
    }
}

fn weight(phrases: &[Phrase], words: &[impl AsRef<str>]) -> Option<f64> {
    let exactly = |phrase: &&Phrase| phrase.words.iter().map(Cow::as_ref).eq(words.iter().map(AsRef::as_ref));
    phrases.iter().find(exactly).map(|phrase| phrase.weight)
}

/// Makes `entry` what `kind` says as well; none when unknown, or a second valence.
fn set(entry: &mut Entry, kind: &str) -> Option<()> {
    if let Some((_, role)) = Role::ALL.iter().find(|(name, _)| *name == kind) {
        entry.roles |= role.bit();
    } else if let Some(degree) = degree(kind) {
        entry.boost = degree;
    } else {
        let former = entry.valence.replace(kind.parse().ok()?);
        return former.is_none().then_some(());
    }
    Some(())
}

/// `boosts`, `dampens`, `dampens 0.6`.
fn degree(kind: &str) -> Option<f64> {
    let (name, size) = kind.split_once(' ').unwrap_or((kind, ""));
    let size = if size.is_empty() { DEGREE } else { size.parse().ok()? };
    match name {
        "boosts" => Some(size),
        "dampens" => Some(-size),
        _ => None,
    }
}

/// A single character that is not ASCII: in an ASCII text no emoji is looked for.
fn emoji(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|emoji| !emoji.is_ascii() && chars.next().is_none())
}

const fn unaccented(letter: char) -> char {
    match letter {
        'á' | 'à' => 'a',
        'é' | 'è' => 'e',
        'í' | 'ì' => 'i',
        'ó' | 'ò' => 'o',
        'ú' | 'ù' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_list_is_read_to_its_last_line() {
        for (code, files) in LANGUAGES {
            let lexicon = Lexicon::parse(files).unwrap_or_else(|line| panic!("{code}: not an entry: {line}"));
            assert!(lexicon.words.len() > 300, "{code}");
            assert!(lexicon.words.values().all(|entry| entry.valence.is_none_or(|v| v.abs() <= 4.0)), "{code}");
            for word in lexicon.words.keys() {
                assert_eq!(word.to_lowercase(), **word, "{code}: a capital is never looked up");
            }
        }
    }

    #[test]
    fn a_line_that_is_no_entry_is_named() {
        assert_eq!(Lexicon::parse(&["good\t1.9\nbad\tworse"]).err(), Some("bad\tworse"));
        assert_eq!(Lexicon::parse(&["good\t1.9\ngood\t2"]).err(), Some("good\t2"));
        assert!(Lexicon::parse(&["a comment\ngood\t1.9"]).is_ok());
    }

    #[test]
    fn a_region_does_not_matter_and_an_unknown_language_is_english() {
        let languages = ["es", "es-MX", "ES_ar", "en", "tlh", ""];
        let spanish = languages.map(|code| Lexicon::of(code).accents_optional);
        assert_eq!(spanish, [true, true, true, false, false, false]);
    }
}
