//! Messages as a customer reads them: amounts, times and lengths as their language writes them.
//!
//! In: a text that fits, in pieces ([`Said`]), and what was told. Out: its words. Times
//! are in the customer's zone. The data is that of the Unicode CLDR, by ICU4X; the few
//! words that it lacks (*about*, *to*) are in `localise/words.rs`.
//!
//! # Guarantees
//!
//! Every value has words: a language without data is written in the neutral form
//! (`5 min`). The same values give the same words on every machine.

use crate::plurals;
use crate::policy::{Counted, Policy, Written};
use crate::runtime::message::{Fill, FillAs, Piece, Said, Told};
use crate::value::{Fixed, Type, Value, show};
use icu_locale_core::Locale;

mod lengths;
mod numbers;
mod overview;
mod times;
mod words;
pub use overview::{Missing, Overview, Silence, Text, overview};

/// The words of a message.
pub fn text(policy: &Policy, said: &Said, told: &Told) -> String {
    let writer = Writer::new(policy, &said.language, told.zone(policy));
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Fill(fill) => writer.write(fill),
    };
    said.pieces.iter().map(piece).collect()
}

/// A language and a time zone.
struct Writer<'p> {
    policy: &'p Policy,
    language: &'p str,
    locale: Locale,
    zone: jiff::tz::TimeZone,
}

impl<'p> Writer<'p> {
    fn new(policy: &'p Policy, language: &'p str, zone: &str) -> Self {
        let locale = language.parse().unwrap_or(Locale::UNKNOWN);
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        Self { policy, language, locale, zone }
    }

    fn write(&self, fill: &Fill) -> String {
        if let Some(plain) = fill.plain() {
            return self.title(fill).unwrap_or(plain);
        }
        match &fill.written {
            FillAs::Placeholder(written) => self.placeholder(*written, fill),
            FillAs::Fact(kind) => self.fact(kind, &fill.value),
            FillAs::Counted(words) => self.counted(words, &fill.value),
        }
    }

    fn placeholder(&self, written: Written, fill: &Fill) -> String {
        let (from, to) = (&fill.value, fill.to.as_ref().unwrap_or(&fill.value));
        match (written, from, to) {
            (Written::Zone, Value::Word(zone), _) => times::zone(&self.locale, zone),
            (Written::Length, Value::Number(seconds), _) => lengths::exact(&self.locale, *seconds),
            (Written::Wait, Value::Number(from), Value::Number(to)) => self.wait(*from, *to).0,
            (Written::AboutWait, Value::Number(from), Value::Number(to)) => {
                let (words, last) = self.wait(*from, *to);
                format!("{} {words}", words::of(self.language).about(last))
            }
            (Written::TimeOfInstant, Value::Number(at), _) => times::time_of(&self.locale, &self.zone, *at),
            (Written::DayOfInstant, Value::Number(at), _) => times::day_of(&self.locale, &self.zone, *at),
            (Written::Instant, Value::Number(at), _) => times::instant(&self.locale, &self.zone, *at),
            _ => show(&fill.value, &written.kind()),
        }
    }

    /// The words, and the length that ends them.
    fn wait(&self, from: Fixed, to: Fixed) -> (String, lengths::Length) {
        lengths::wait(&self.locale, words::of(self.language).to, from, to)
    }

    fn fact(&self, kind: &Type, value: &Value) -> String {
        let Value::Number(number) = value else { return show(value, kind) };
        let written = match kind {
            Type::Money { currency, .. } => numbers::money(&self.locale, currency, *number),
            Type::Share => numbers::share(&self.locale, *number),
            Type::Count | Type::Number { .. } | Type::Score => numbers::plain(&self.locale, *number),
            Type::Duration => Some(lengths::exact(&self.locale, *number)),
            Type::Time => times::time_of_day(&self.locale, *number),
            Type::Date => times::date(&self.locale, *number),
            Type::Moment => Some(times::instant(&self.locale, &self.zone, *number)),
            _ => None,
        };
        written.unwrap_or_else(|| show(value, kind))
    }

    /// A count and its words.
    fn counted(&self, words: &Counted, value: &Value) -> String {
        let Value::Number(number) = value else { return show(value, &Type::Count) };
        let plural = plurals::of(self.language, number.whole().unsigned_abs());
        let number = self.fact(&Type::Count, value);
        words.words(plural).map_or_else(|| number.clone(), |words| format!("{number} {words}"))
    }

    /// A category by its title, as people know it.
    fn title(&self, fill: &Fill) -> Option<String> {
        let (FillAs::Fact(Type::Category), Value::Word(path)) = (&fill.written, &fill.value) else { return None };
        let category = self.policy.categories.iter().find(|category| category.path == *path)?;
        category.title.clone()
    }
}
