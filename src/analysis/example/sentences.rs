//! Signals of the standard library whose phrases read badly as an example → an ordinary sentence that sets them.
//!
//! Whether a sentence sets just the signals of an example is asked of the ears, as for
//! any other: a signal that was replaced, or hears more, has its own phrases.

use crate::policy::{DetectorKind, Signal};

/// Signal, language, sentence.
const SENTENCES: &[(&str, &str, &str)] = &[
    ("self_harm", "en", "I don't want to live anymore"),
    ("self_harm", "es", "Ya no quiero seguir viviendo"),
    ("reports_takeover", "en", "Someone has hacked into my account"),
    ("reports_takeover", "es", "Me han hackeado la cuenta"),
    ("threatens_legal_action", "en", "I will take legal action"),
    ("threatens_legal_action", "es", "Voy a hablar con mi abogado"),
    ("formal_complaint", "en", "I want to file a formal complaint"),
    ("formal_complaint", "es", "Quiero poner una reclamación formal"),
    ("privacy_request", "en", "Please delete all my personal data"),
    ("privacy_request", "es", "Quiero que borren mis datos personales"),
    ("abuse", "en", "You are a useless idiot"),
    ("abuse", "es", "Eres un idiota"),
    ("thinking_of_leaving", "en", "I am thinking of cancelling my subscription"),
    ("thinking_of_leaving", "es", "Estoy pensando en darme de baja"),
];

/// Sentences for a signal, in the languages in which it listens.
pub(super) fn of(signal: &Signal) -> impl Iterator<Item = &'static str> {
    let listens_in = |language: &str| {
        signal.detectors.iter().any(|detector| {
            matches!(&detector.kind, DetectorKind::Says(own, _) | DetectorKind::SaysOnly(own, _) if own == language)
        })
    };
    let own = SENTENCES.iter().filter(move |(name, language, _)| *name == signal.name && listens_in(language));
    own.map(|(_, _, sentence)| *sentence)
}
