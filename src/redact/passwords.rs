//! Passwords and PINs: only the words around them tell them apart.
//!
//! In: tokens. Out: what follows `my password is`, `contraseña:` and their like, up
//! to the next white space. `my password is wrong` is no password: a plain word that
//! speaks of passwords stays.

use super::tokens::{Token, What};
use super::{Found, Kind};

/// Words that name a password.
const PASSWORD: &[&str] = &[
    "password",
    "passwort",
    "passwd",
    "pwd",
    "pw",
    "passphrase",
    "contraseña",
    "contrasena",
    "contraseñas",
    "passwords",
];
/// Words that name a password, and other things too: what follows must have a digit.
const PERHAPS: &[&str] = &["pin", "clave", "pass"];
/// Words between the name and its verb: `my password for the shop is`.
const OF: &[&str] = &["for", "de", "del", "to", "para", "of", "en", "on"];
/// Most words after one of these.
const OF_WORDS_MAX: usize = 5;
/// Verbs.
const IS: &[&str] = &["is", "was", "es", "era", "s"];
/// Plain words that may follow the verb and are no password.
const NONE: &[&str] = &[
    "a",
    "an",
    "the",
    "my",
    "your",
    "it",
    "its",
    "in",
    "on",
    "at",
    "to",
    "too",
    "so",
    "very",
    "not",
    "no",
    "never",
    "now",
    "still",
    "always",
    "what",
    "why",
    "how",
    "that",
    "this",
    "there",
    "here",
    "where",
    "when",
    "which",
    "who",
    "and",
    "or",
    "but",
    "if",
    "only",
    "also",
    "just",
    "even",
    "wrong",
    "right",
    "incorrect",
    "correct",
    "invalid",
    "valid",
    "broken",
    "weak",
    "strong",
    "old",
    "new",
    "same",
    "different",
    "fine",
    "ok",
    "okay",
    "good",
    "bad",
    "missing",
    "unknown",
    "forgotten",
    "lost",
    "gone",
    "stolen",
    "reset",
    "set",
    "kept",
    "case",
    "long",
    "short",
    "safe",
    "secure",
    "insecure",
    "unsafe",
    "please",
    "recovery",
    "change",
    "manager",
    "help",
    "login",
    "because",
    "mine",
    "yours",
    "hers",
    "his",
    "none",
    "empty",
    "something",
    "nothing",
    "anything",
    "easy",
    "hard",
    "difficult",
    "impossible",
    "simple",
    "complicated",
    "being",
    "about",
    "for",
    "la",
    "el",
    "lo",
    "las",
    "los",
    "un",
    "una",
    "mi",
    "mis",
    "tu",
    "su",
    "muy",
    "ya",
    "que",
    "qué",
    "cual",
    "cuál",
    "esta",
    "este",
    "esa",
    "ese",
    "ésta",
    "éste",
    "aquella",
    "incorrecta",
    "correcta",
    "errónea",
    "erronea",
    "inválida",
    "invalida",
    "válida",
    "valida",
    "mala",
    "buena",
    "nueva",
    "vieja",
    "antigua",
    "misma",
    "distinta",
    "diferente",
    "débil",
    "debil",
    "segura",
    "insegura",
    "fuerte",
    "demasiado",
    "larga",
    "corta",
    "fácil",
    "facil",
    "difícil",
    "dificil",
    "imposible",
    "vacía",
    "por",
    "para",
    "con",
    "sin",
    "como",
    "donde",
    "porque",
    "obligatoria",
    "necesaria",
    "olvidé",
    "olvide",
    "ayuda",
    "tuya",
    "mía",
    "suya",
    "me",
    "se",
    "te",
    "nos",
    "y",
    "o",
    "pero",
    "si",
    "sí",
];
/// Ends of plain words that say what became of a password.
const ENDS: &[&str] = &["ed", "ing", "ly", "able", "ado", "ada", "ido", "ida", "ando", "iendo", "mente"];

/// How much of a value is looked at, in bytes, to tell whether it is a password; all of it is taken out.
const LOOKED_AT: usize = 256;

/// Signs that end a sentence or a quotation, and no password.
const CLOSING: &[char] = &['.', ',', ';', ':', ')', '"', '\'', '”', '’', '»', '`', '?'];

/// Finds passwords.
pub(super) fn find(text: &str, tokens: &[Token<'_>], found: &mut Vec<Found>) {
    let ends = ends(tokens);
    for at in 0..tokens.len() {
        if let Some(range) = after(text, tokens, &ends, at).or_else(|| as_my(text, tokens, at)) {
            found.push(Found { range, kind: Kind::Password });
        }
    }
}

/// For each token, where a value that begins with it ends: at white space or a label, without closing signs. Found
/// once for all, so that a long text without white space is not read again and again.
fn ends(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut ends = vec![0; tokens.len()];
    for at in (0..tokens.len()).rev() {
        let token = &tokens[at];
        let own = if token.is_sign(CLOSING) { token.start } else { token.end() };
        let next = tokens.get(at + 1).filter(|next| !next.spaced && next.what != What::Label);
        let goes_on = next.is_some_and(|next| ends[at + 1] > next.start);
        ends[at] = if goes_on { ends[at + 1] } else { own };
    }
    ends
}

/// The beginning of a value, at most [`LOOKED_AT`] bytes.
fn beginning(value: &str) -> &str {
    let mut end = value.len().min(LOOKED_AT);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    &value[..end]
}

/// `password: X`, `my password for the shop is X`, `pin 1234`
fn after(text: &str, tokens: &[Token<'_>], ends: &[usize], at: usize) -> Option<std::ops::Range<usize>> {
    let is_sure = tokens[at].is_one_of(PASSWORD);
    if !is_sure && !tokens[at].is_one_of(PERHAPS) {
        return None;
    }
    let joint = joint(tokens, at);
    let first = first_of_value(tokens, joint.unwrap_or(at + 1))?;
    let range = value(text, tokens, ends, first)?;
    let word = beginning(&text[range.clone()]);
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    let has_letter = word.contains(char::is_alphabetic);
    let fits = match joint {
        Some(_) if is_sure => !is_plain(word),
        Some(_) => has_digit,
        None if is_sure => has_digit && has_letter && word.chars().count() >= 5,
        None => {
            tokens[at].is_one_of(&["pin"]) && word.bytes().all(|b| b.is_ascii_digit()) && (4..=8).contains(&word.len())
        }
    };
    fits.then_some(range)
}

/// Where the value may begin: after a verb or a sign that says "is".
fn joint(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let says = |token: &Token<'_>| token.is_one_of(IS) || token.is_sign(&[':', '=']);
    let mut next = at + 1;
    let of = tokens.get(next).is_some_and(|word| word.is_one_of(OF));
    if of {
        next = (next + 1..tokens.len())
            .take(OF_WORDS_MAX)
            .find(|at| says(&tokens[*at]) || tokens[*at].what != What::Word)?;
    }
    // `password (the new one): X`, `password's X`, `password "X"`
    while tokens.get(next).is_some_and(|token| token.is_sign(&['\'', '’', '"', ')', '*'])) {
        next += 1;
    }
    if !says(tokens.get(next)?) {
        return None;
    }
    while tokens.get(next).is_some_and(says) {
        next += 1;
    }
    Some(next)
}

/// Past quotes and `now`.
fn first_of_value(tokens: &[Token<'_>], from: usize) -> Option<usize> {
    let skip = |token: &Token<'_>| {
        token.is_sign(&['"', '\'', '“', '‘', '«', '`']) || token.is_one_of(&["now", "currently", "ahora"])
    };
    (from..tokens.len()).take(4).find(|at| !skip(&tokens[*at]))
}

/// What begins with a token; none for a label.
fn value(text: &str, tokens: &[Token<'_>], ends: &[usize], first: usize) -> Option<std::ops::Range<usize>> {
    let range = tokens[first].start..ends[first];
    let is_value = tokens[first].what != What::Label && !range.is_empty() && !text[range.clone()].starts_with('[');
    is_value.then_some(range)
}

/// A word of ordinary speech.
fn is_plain(word: &str) -> bool {
    let lower = word.to_lowercase();
    let letters = lower.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'));
    letters
        && (NONE.contains(&lower.as_str()) || ENDS.iter().any(|end| lower.ends_with(end) && lower.chars().count() > 4))
        || !lower.contains(char::is_alphanumeric)
}

/// `X as my password`, `X como contraseña`
fn as_my(text: &str, tokens: &[Token<'_>], at: usize) -> Option<std::ops::Range<usize>> {
    if !tokens[at].is_one_of(&["as", "como"]) || !tokens[at].spaced {
        return None;
    }
    let named = (at + 1..tokens.len()).take(2).any(|next| tokens[next].is_one_of(PASSWORD));
    let head = text[..tokens[at].start].trim_end();
    let start = head
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + head[space..].chars().next().map_or(1, char::len_utf8));
    let word = head[start..].trim_end_matches(['"', '\'', '”', '’', ',']).trim_start_matches(['"', '\'', '“', '‘']);
    let begins = start + (head[start..].len() - head[start..].trim_start_matches(['"', '\'', '“', '‘']).len());
    let is_one =
        word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic) && !word.contains('[');
    (named && is_one).then(|| begins..begins + word.len())
}
