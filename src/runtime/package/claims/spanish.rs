//! Claims and findings in Spanish.
//!
//! In: a clause. Out: what the customer says they did, from a verb of the first person and the
//! past (`cancelé`, `he cancelado`); what a finding says is lacking. Both are quoted as they
//! stand: nothing is put into other words.

use super::{LACKING_WORDS, WORDS_MAX};

/// What may stand before a claim. `no` denies it, so it is not among them.
const BEFORE: &[&str] = &[
    "pero", "y", "pues", "es", "que", "hola", "ya", "si", "sí", "bueno", "mire", "mira", "oiga", "oye", "porque",
    "además", "yo", "nosotros", "nosotras", "también", "como", "si",
];
/// Pronouns between `yo` and the verb: `ya se la devolví`.
const PRONOUNS: &[&str] = &["lo", "la", "los", "las", "le", "les", "se", "me", "os", "te", "nos"];
/// Verbs of the first person and the past that end otherwise.
const PAST: &[&str] = &["hice", "puse", "di", "traje", "hicimos", "pusimos", "dimos"];
/// Participles that do not end in `-ado` or `-ido`.
const PARTICIPLES: &[&str] = &["hecho", "puesto", "devuelto", "escrito", "dicho", "abierto", "roto", "resuelto"];
/// Verbs of the past that look like the future.
const PAST_IN_RE: &[&str] = &[
    "retiré",
    "giré",
    "tiré",
    "declaré",
    "separé",
    "generé",
    "recuperé",
    "reparé",
    "preparé",
    "superé",
    "mejoré",
    "alteré",
];
/// Verbs that say what the customer feels, asks or tried, not what happened.
const FEELS: &[&str] = &[
    "intenté",
    "intentado",
    "creí",
    "creído",
    "pensé",
    "pensado",
    "esperé",
    "esperado",
    "llamé",
    "llamado",
    "pregunté",
    "preguntado",
    "necesité",
    "necesitado",
    "noté",
    "notado",
    "pude",
    "podido",
    "quise",
    "querido",
    "dije",
    "dicho",
    "escribí",
    "escrito",
    "probé",
    "probado",
    "visto",
    "sido",
    "estado",
    "tenido",
    "entendí",
    "entendido",
];

/// `cancelé la suscripción en febrero`, as it stands.
pub(super) fn claim(clause: &str) -> Option<String> {
    let words: Vec<&str> = clause.trim_start_matches(['¡', '¿']).split_whitespace().collect();
    let lower = |word: &str| word.to_lowercase();
    let is = |word: &&str, list: &[&str]| list.contains(&lower(word).as_str());
    let start = words.iter().position(|word| !is(word, BEFORE))?;
    let claim = &words[start..];
    let verb = claim.iter().position(|word| !is(word, PRONOUNS))?;
    let first = lower(claim[verb]);
    let is_past = match first.as_str() {
        "he" | "hemos" => claim.get(verb + 1).is_some_and(|word| {
            let word = lower(word);
            let is_participle = word.ends_with("ado") || word.ends_with("ido") || PARTICIPLES.contains(&word.as_str());
            is_participle && !FEELS.contains(&word.as_str())
        }),
        word => is_first_person_past(word) && !FEELS.contains(&word),
    };
    let is_told = is_past && (verb + 2..=WORDS_MAX).contains(&claim.len());
    (is_told && !clause.contains(['"', '«', '?'])).then(|| format!("\"{}\"", claim.join(" ")))
}

fn is_first_person_past(word: &str) -> bool {
    let is_long = word.chars().count() > 3;
    PAST.contains(&word)
        || is_long && (word.ends_with('é') && !is_future(word) || word.ends_with('í') && word != "aquí")
}

/// `enviaré`, `devolveremos`: what somebody will do.
pub(in crate::runtime::package) fn is_future(word: &str) -> bool {
    let of_one = ["aré", "eré", "iré", "dré"].iter().any(|end| word.ends_with(end));
    let of_us = ["aremos", "eremos", "iremos", "dremos"].iter().any(|end| word.ends_with(end));
    (of_one || of_us) && !PAST_IN_RE.contains(&word)
}

/// `no consta ninguna cancelación`, `sin registro de cancelación`, as it stands.
pub(super) fn lacking(clause: &str) -> Option<String> {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let is = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&word.to_lowercase().as_str()));
    let at = (0..words.len()).take(4).find(|at| {
        let denies =
            is(*at, &["no"]) && is(at + 1, &["hay", "consta", "existe", "aparece", "figura", "hubo", "tiene", "se"]);
        denies || is(*at, &["sin", "ningún", "ninguna", "ningun"])
    })?;
    let rest = &words[at..];
    LACKING_WORDS.contains(&(rest.len() - 1)).then(|| format!("\"{}\"", rest.join(" ")))
}
