//! A first sentence for the person who takes over: by mood, in the customer's language.
//!
//! In: language and mood. Out: a sentence that promises nothing, or none in a language
//! that has none.

use super::{HeadlineBy, Mood};
use crate::value::Fixed;

/// At or below this the mood is bad.
const BAD: Fixed = Fixed::from_millionths(-300_000);

/// Language, for a bad mood or a trend downwards, otherwise.
const OPENINGS: &[(&str, &str, &str)] = &[
    (
        "en",
        "I can see this has been frustrating for you. I have everything you've told us, so you don't need to repeat anything.",
        "I have everything you've told us so far, so you don't need to repeat anything.",
    ),
    (
        "es",
        "Veo que esto le está resultando frustrante. Tengo todo lo que nos ha contado, así que no hace falta que lo repita.",
        "Tengo todo lo que nos ha contado hasta ahora, así que no hace falta que lo repita.",
    ),
];

/// The sentence.
pub(super) fn of(language: &str, mood: Option<Mood>, by: HeadlineBy) -> Option<&'static str> {
    let is_bad = mood
        .is_some_and(|mood| mood.now <= BAD || mood.trend.is_some_and(|trend| trend <= BAD && mood.now < Fixed::ZERO));
    // Without any summary nobody can say that they have everything.
    let knows = !matches!(by, HeadlineBy::LastMessage | HeadlineBy::Policy) || is_bad;
    let (_, bad, plain) = OPENINGS.iter().find(|(of, ..)| *of == language)?;
    knows.then_some(if is_bad { *bad } else { *plain })
}
