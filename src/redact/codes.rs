//! Codes that are used once, and the code on a card: digits that only the words around them tell apart.
//!
//! In: tokens. Out: what follows `code`, `OTP`, `código` and their like, or stands
//! before `is my code`. A postal, error, promotional or tracking code is none.

use super::tokens::{Token, What};
use super::{Found, Kind};

/// A code with letters in it may have a single digit.
pub(super) const DIGITS_MIN: usize = 1;
/// Words that name a code of any sort.
const CODE: &[&str] = &["code", "codes", "código", "codigo", "códigos", "codigos"];
/// Words that name a one-time code by themselves.
const ONE_TIME: &[&str] = &["otp", "2fa", "mfa", "totp", "passcode", "authenticator"];
/// Words that make a code a one-time code.
const SECRET: &[&str] = &[
    "verification",
    "security",
    "sms",
    "login",
    "access",
    "auth",
    "authentication",
    "time",
    "verificación",
    "verificacion",
    "seguridad",
    "acceso",
    "autenticación",
    "autenticacion",
    "uso",
    "confirmation",
    "confirmación",
    "confirmacion",
];
/// Words that make a code something else.
const OTHER: &[&str] = &[
    "error",
    "postal",
    "zip",
    "post",
    "promo",
    "promotional",
    "promocional",
    "discount",
    "descuento",
    "coupon",
    "cupón",
    "cupon",
    "voucher",
    "gift",
    "referral",
    "product",
    "producto",
    "order",
    "pedido",
    "tracking",
    "seguimiento",
    "area",
    "área",
    "country",
    "país",
    "pais",
    "status",
    "estado",
    "response",
    "respuesta",
    "exit",
    "sort",
    "swift",
    "bar",
    "qr",
    "barras",
    "item",
    "artículo",
    "articulo",
    "reference",
    "referencia",
    "booking",
    "reserva",
    "source",
    "customer",
    "cliente",
    "tax",
    "fiscal",
    "http",
    "invoice",
    "factura",
    "ticket",
    "case",
];
/// Words that may stand between the name of a code and the code.
const BETWEEN: &[&str] = &[
    "is", "es", "was", "era", "de", "del", "un", "una", "solo", "one", "i", "got", "get", "received", "you", "sent",
    "me", "just", "now", "que", "ha", "han", "he", "llegado", "llegó", "recibido", "recibí", "enviado", "enviaron",
    "acaba", "llegar", "number", "número", "numero", "by", "por", "via", "text", "message", "mensaje", "email", "mail",
    "phone", "móvil", "movil", "it", "s", "says", "dice", "that", "this", "the", "for", "para", "to", "my", "mi", "on",
    "al", "a", "el", "la", "they", "gave",
];
/// Most words between the name of a code and the code.
const WORDS_BETWEEN: usize = 10;
/// Words that name the code on a card.
const CARD_CODE: &[&str] = &["cvv", "cvv2", "cvc", "cvc2", "csc"];

/// Finds codes.
pub(super) fn find(tokens: &[Token<'_>], found: &mut Vec<Found>) {
    for at in 0..tokens.len() {
        let code = card_code(tokens, at).or_else(|| after(tokens, at)).or_else(|| before(tokens, at));
        if let Some((first, last, kind)) = code {
            found.push(Found { range: tokens[first].start..tokens[last].end(), kind });
        }
    }
}

type Code = (usize, usize, Kind);

/// `cvv 123`, `CVC is 1234`
fn card_code(tokens: &[Token<'_>], at: usize) -> Option<Code> {
    if !tokens[at].is_one_of(CARD_CODE) {
        return None;
    }
    let next = (at + 1..tokens.len()).take(4).find(|next| {
        !tokens[*next].is_one_of(&["is", "es", "code", "number", "número"])
            && !tokens[*next].is_sign(&[':', '=', '#', '-', '('])
    })?;
    let token = tokens.get(next).filter(|token| token.is_digits() && (3..=4).contains(&token.text.len()))?;
    (!is_amount(tokens, next) && !token.new_line).then_some((next, next, Kind::CardCode))
}

/// `code 123456`, `el código de verificación que me llegó es 1234`
fn after(tokens: &[Token<'_>], at: usize) -> Option<Code> {
    let is_secret = one_time(tokens, at)?;
    let mut secret = is_secret;
    for next in (at + 1..tokens.len()).take(WORDS_BETWEEN) {
        let token = &tokens[next];
        if token.is_sign(&[':', '=', '-', '\'', '’', '"', '“', '«', '(', '#', '*']) || token.is_one_of(BETWEEN) {
            continue;
        }
        if token.is_one_of(SECRET) {
            secret = true;
            continue;
        }
        return value(tokens, next, secret);
    }
    None
}

/// `123456 is my code`, `1234 es el código de verificación`
fn before(tokens: &[Token<'_>], at: usize) -> Option<Code> {
    let verb = tokens.get(at)?;
    if !verb.is_one_of(&["is", "was", "es", "era"]) || at == 0 {
        return None;
    }
    let name = (at + 1..tokens.len()).take(5).find(|next| one_time(tokens, *next).is_some())?;
    let words = &tokens[at + 1..name];
    let own = ["my", "the", "your", "mi", "el", "tu", "su", "one"];
    let secret = one_time(tokens, name) == Some(true)
        || words.iter().any(|word| word.is_one_of(SECRET))
        || tokens.iter().skip(name + 1).take(2).any(|word| word.is_one_of(SECRET));
    if !words.iter().all(|word| word.is_one_of(&own) || word.is_one_of(SECRET) || word.is_sign(&['-'])) {
        return None;
    }
    // Of `123 456` the last group stands before the verb.
    let first =
        at.checked_sub(2).filter(|first| value(tokens, *first, secret).is_some_and(|(_, last, _)| last + 1 == at));
    let first = first.or_else(|| {
        at.checked_sub(3).filter(|first| value(tokens, *first, secret).is_some_and(|(_, last, _)| last + 1 == at))
    });
    value(tokens, first.unwrap_or(at - 1), secret).filter(|(_, last, _)| last + 1 == at)
}

/// Whether a word names a code that may be used once, and then whether it says so.
fn one_time(tokens: &[Token<'_>], at: usize) -> Option<bool> {
    let token = tokens.get(at)?;
    if token.is_one_of(ONE_TIME) {
        return Some(true);
    }
    if !token.is_one_of(CODE) {
        return None;
    }
    let earlier = at.checked_sub(1).map(|before| &tokens[before]);
    let later = tokens[at + 1..].iter().take(2).any(|word| word.is_one_of(OTHER));
    let is_other = later || earlier.is_some_and(|word| word.is_one_of(OTHER));
    (!is_other).then(|| earlier.is_some_and(|word| word.is_one_of(SECRET)))
}

/// A code that begins at a token: six to eight digits, four to eight where the words are sure, and then letters too.
fn value(tokens: &[Token<'_>], first: usize, secret: bool) -> Option<Code> {
    let token = tokens.get(first).filter(|token| token.what == What::Word)?;
    let length = token.text.len();
    if is_amount(tokens, first) {
        return None;
    }
    let joined = |last: usize| tokens[first..=last].iter().map(|token| token.text).collect::<String>();
    let halves = |last: usize| -> Option<Code> {
        let second =
            tokens.get(last).filter(|second| second.is_digits() && second.text.len() == length && !second.new_line)?;
        let whole = matches!(length, 3 | 4) && !is_amount(tokens, last) && joined(last).len() <= 9;
        (whole && !second.text.is_empty()).then_some((first, last, Kind::OneTimeCode))
    };
    if token.is_digits() {
        if let Some(code) = halves(first + 1) {
            return Some(code);
        }
        if tokens.get(first + 1).is_some_and(|dash| dash.is_sign(&['-', '–'])) {
            return halves(first + 2).filter(|_| length == 3 || secret);
        }
        let enough = if secret { 4 } else { 6 };
        return (enough..=8).contains(&length).then_some((first, first, Kind::OneTimeCode));
    }
    // `G-123456`
    if token.text == "G" && tokens.get(first + 1).is_some_and(|dash| dash.is_sign(&['-'])) {
        return value(tokens, first + 2, secret).map(|(_, last, kind)| (first, last, kind));
    }
    let is_mixed = token.text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && token.text.bytes().any(|byte| byte.is_ascii_digit());
    (secret && is_mixed && (5..=8).contains(&length)).then_some((first, first, Kind::OneTimeCode))
}

/// Digits that go on after a point, a comma or a slash, or bear a sign of money or a share: an amount, a date.
fn is_amount(tokens: &[Token<'_>], at: usize) -> bool {
    let money = ['€', '$', '£', '%'];
    let after = tokens.get(at + 1).filter(|sign| !sign.spaced);
    let goes_on = after.is_some_and(|sign| {
        sign.is_sign(&money)
            || sign.is_sign(&['.', ',', '/', ':'])
                && tokens.get(at + 2).is_some_and(|next| !next.spaced && next.what != What::Sign)
    });
    let currency = tokens.get(at + 1).is_some_and(|word| {
        word.is_sign(&money) || word.is_one_of(&["eur", "euros", "euro", "usd", "dollars", "gbp", "pounds", "dólares"])
    });
    goes_on || currency || at.checked_sub(1).is_some_and(|before| tokens[before].is_sign(&money))
}
