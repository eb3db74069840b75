//! Takes out of a text what nobody else may read: card numbers, accounts, passwords, codes, identifiers of a state.
//!
//! In: a customer's, an assistant's or a tool's words. Out: the same words, with a
//! label such as `[card number]` in place of each find, and how many of each kind
//! there were. Nothing but the finds changes, and a text that was redacted stays as
//! it is. What cannot be told from an order number, a date or a phone number stays.

use std::borrow::Cow;
use std::ops::Range;

mod cards;
mod codes;
mod iban;
mod national;
mod passwords;
pub(crate) mod tokens;

/// What is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The number of a payment card: 13 to 19 digits of a known issuer, with its check digit.
    CardNumber,
    /// The three or four digits on a card, where the words say so.
    CardCode,
    /// An account number (ISO 13616) of its country's length, with its check digits.
    Iban,
    /// A password or PIN, where the words say so.
    Password,
    /// A code that is used once, where the words say so.
    OneTimeCode,
    /// Spain's DNI and NIE, Ireland's PPS, the US's SSN, the UK's NINO.
    NationalId,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] =
        [Kind::CardNumber, Kind::CardCode, Kind::Iban, Kind::Password, Kind::OneTimeCode, Kind::NationalId];

    /// What stands in place of a find.
    pub fn label(self) -> &'static str {
        match self {
            Kind::CardNumber => "[card number]",
            Kind::CardCode => "[card code]",
            Kind::Iban => "[IBAN]",
            Kind::Password => "[password]",
            Kind::OneTimeCode => "[one-time code]",
            Kind::NationalId => "[national identifier]",
        }
    }

    /// Whether its last digits may be shown to some: they tell one from another, and give little away.
    pub fn has_ending(self) -> bool {
        matches!(self, Kind::CardNumber | Kind::Iban | Kind::NationalId)
    }

    /// One of it, in words.
    pub fn one(self) -> &'static str {
        self.label().trim_matches(['[', ']'])
    }

    /// Several of it, in words: as a policy names the kind.
    pub fn many(self) -> &'static str {
        match self {
            Kind::CardNumber => "card numbers",
            Kind::CardCode => "card codes",
            Kind::Iban => "IBANs",
            Kind::Password => "passwords",
            Kind::OneTimeCode => "one-time codes",
            Kind::NationalId => "national identifiers",
        }
    }
}

/// How many of the last digits are shown where an ending is.
pub const ENDING_DIGITS: usize = 4;

/// What stands in place of a find whose last digits are shown: `[card number ending 1881]`; without so many digits, the
/// label alone.
pub fn ending_label(name: &str, found: &str) -> String {
    let digits: Vec<char> = found.chars().filter(char::is_ascii_digit).collect();
    match digits.len().checked_sub(ENDING_DIGITS).and_then(|from| digits.get(from..)) {
        Some(last) => format!("[{name} ending {}]", last.iter().collect::<String>()),
        None => format!("[{name}]"),
    }
}

/// Something that is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// How many of each kind were taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; Kind::ALL.len()]);

impl Counts {
    /// How many of one kind.
    pub fn of(&self, kind: Kind) -> usize {
        self.0[kind as usize]
    }

    /// How many in all.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// The kinds that occurred, with how many of each.
    pub fn each(&self) -> impl Iterator<Item = (Kind, usize)> + '_ {
        Kind::ALL.into_iter().map(|kind| (kind, self.of(kind))).filter(|(_, count)| *count > 0)
    }

    /// Adds those of another text.
    pub fn add(&mut self, other: &Counts) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    fn count(&mut self, kind: Kind) {
        self.0[kind as usize] += 1;
    }
}

/// A text without what was taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted<'t> {
    /// The text; borrowed when nothing was found.
    pub text: Cow<'t, str>,
    /// What was taken out.
    pub counts: Counts,
}

/// A text with a label in place of each find.
pub fn redact(text: &str) -> Redacted<'_> {
    redact_with_endings(text, &[])
}

/// As [`redact`]; the labels of some kinds say the last four digits, of those that [have an ending](Kind::has_ending).
pub fn redact_with_endings<'t>(text: &'t str, endings: &[Kind]) -> Redacted<'t> {
    let found = find(text);
    let mut counts = Counts::default();
    if found.is_empty() {
        return Redacted { text: Cow::Borrowed(text), counts };
    }
    for one in &found {
        counts.count(one.kind);
    }
    let label = |one: &Found| {
        if one.kind.has_ending() && endings.contains(&one.kind) {
            Cow::Owned(ending_label(one.kind.one(), &text[one.range.clone()]))
        } else {
            Cow::Borrowed(one.kind.label())
        }
    };
    Redacted { text: Cow::Owned(labelled(text, 0..text.len(), &found, &label)), counts }
}

/// A part of a text with what was found in the whole text taken out: a find that the part cuts is taken out too.
pub fn part(text: &str, range: Range<usize>, found: &[Found]) -> String {
    labelled(text, range, found, &|one| Cow::Borrowed(one.kind.label()))
}

fn labelled(text: &str, range: Range<usize>, found: &[Found], label: &dyn Fn(&Found) -> Cow<'static, str>) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for one in found.iter().filter(|one| one.range.start < range.end && one.range.end > range.start) {
        out += text.get(at..one.range.start).unwrap_or_default();
        out += &label(one);
        at = one.range.end;
    }
    out + text.get(at..range.end).unwrap_or_default()
}

/// What is to be taken out of a text, in order, apart from each other.
pub fn find(text: &str) -> Vec<Found> {
    let mut found = find_once(text);
    // What was joined to a find stands alone once that is taken out: `12345678Z-4012…`.
    for _ in 0..PASSES_MAX {
        if found.is_empty() {
            break;
        }
        let mut more = find_once(&masked(text, &found));
        more.retain(|one| {
            found.iter().all(|known| one.range.end <= known.range.start || known.range.end <= one.range.start)
        });
        if more.is_empty() {
            break;
        }
        found.extend(more);
        found = apart(found);
    }
    found
}

/// How often what is left of a text is looked at again.
const PASSES_MAX: usize = 3;

/// A text of the same length in which finds are signs.
fn masked(text: &str, found: &[Found]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for one in found {
        masked.push_str(&text[at..one.range.start]);
        masked.extend(std::iter::repeat_n(']', one.range.len()));
        at = one.range.end;
    }
    masked.push_str(&text[at..]);
    masked
}

fn find_once(text: &str) -> Vec<Found> {
    let tokens = tokens::read(text);
    let mut found = Vec::new();
    // Most messages have too few digits for most kinds.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits >= cards::DIGITS_MIN {
        cards::find(&tokens, &mut found);
    }
    if digits >= iban::DIGITS_MIN {
        iban::find(text, &tokens, &mut found);
    }
    if digits >= national::DIGITS_MIN {
        national::find(text, &tokens, &mut found);
    }
    if digits >= codes::DIGITS_MIN {
        codes::find(&tokens, &mut found);
    }
    passwords::find(text, &tokens, &mut found);
    apart(found)
}

/// Finds that overlap become one, named after the longest of them.
fn apart(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end), one.kind));
    let mut out: Vec<Found> = Vec::new();
    let mut longest = 0;
    for one in found {
        match out.last_mut().filter(|last| one.range.start < last.range.end) {
            Some(last) => {
                last.range.end = last.range.end.max(one.range.end);
                if one.range.len() > longest {
                    (longest, last.kind) = (one.range.len(), one.kind);
                }
            }
            None => {
                longest = one.range.len();
                out.push(one);
            }
        }
    }
    out
}
