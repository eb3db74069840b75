//! English contractions, written out.
//!
//! In: one folded word, with its apostrophes. Out: the words it stands for,
//! without any. With the apostrophe or without it, where the short form is no
//! other word: `cant` is `can not`, but `ill` and `were` stay what they are.
//! `its` is always `it is`: people leave that apostrophe out more often than not,
//! and a pattern is read the same way.

/// Gives the words that a word stands for, in order.
pub(crate) fn expand(word: &str, mut each: impl FnMut(&str)) {
    match halves(word) {
        Some((first, second)) => {
            each(first);
            each(second);
        }
        None if word.contains('\'') => each(&word.replace('\'', "")),
        None => each(word),
    }
}

/// The two words that one stands for.
fn halves(word: &str) -> Option<(&str, &'static str)> {
    if may_be_whole(word)
        && let Ok(at) = WHOLE.binary_search_by_key(&word, |(short, _, _)| short)
    {
        let (_, first, second) = WHOLE[at];
        return Some((first, second));
    }
    match word.as_bytes().last() {
        Some(b't') => {
            let stem = word.strip_suffix("n't").or_else(|| word.strip_suffix("nt"))?;
            BEFORE_NOT.contains(&stem).then_some((stem, "not"))
        }
        Some(b's') => {
            let stem = before(word, "'s").or_else(|| word.strip_suffix('s'))?;
            BEFORE_IS.contains(&stem).then_some((stem, "is"))
        }
        Some(b'd') => before(word, "'d").filter(|stem| BEFORE_WOULD.contains(stem)).map(|stem| (stem, "would")),
        Some(b'e') => {
            let have = || Some((before(word, "'ve")?, "have"));
            before(word, "'re").map(|stem| (stem, "are")).or_else(have)
        }
        Some(b'l') => before(word, "'ll").map(|stem| (stem, "will")),
        _ => None,
    }
}

/// What stands before an ending with an apostrophe, if it is something without another.
fn before<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    word.strip_suffix(ending).filter(|stem| !stem.is_empty() && !stem.contains('\''))
}

/// Whether a word begins and ends as one of [`WHOLE`] does: most do not, and need not be looked up.
fn may_be_whole(word: &str) -> bool {
    let first_fits = word.starts_with(['a', 'c', 'i', 'l', 'm', 's', 't', 'w', 'y']);
    first_fits && word.len() <= 8 && word.ends_with(['t', 'm', 'l', 'e', 's', 'd'])
}

/// What cannot be taken apart by its ending, or may lack its apostrophe; sorted.
const WHOLE: [(&str, &str, &str); 28] = [
    ("ain't", "is", "not"),
    ("aint", "is", "not"),
    ("can't", "can", "not"),
    ("cannot", "can", "not"),
    ("cant", "can", "not"),
    ("couldve", "could", "have"),
    ("i'm", "i", "am"),
    ("im", "i", "am"),
    ("itll", "it", "will"),
    ("ive", "i", "have"),
    ("let's", "let", "us"),
    ("lets", "let", "us"),
    ("mustve", "must", "have"),
    ("shan't", "shall", "not"),
    ("shouldve", "should", "have"),
    ("thatll", "that", "will"),
    ("theyd", "they", "would"),
    ("theyll", "they", "will"),
    ("theyre", "they", "are"),
    ("theyve", "they", "have"),
    ("weve", "we", "have"),
    ("won't", "will", "not"),
    ("wont", "will", "not"),
    ("wouldve", "would", "have"),
    ("youd", "you", "would"),
    ("youll", "you", "will"),
    ("youre", "you", "are"),
    ("youve", "you", "have"),
];

/// What `n't` and `nt` stand after.
const BEFORE_NOT: [&str; 16] = [
    "do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "would", "could", "should", "must", "need",
    "might",
];

/// What `'d` shortens `would` after, far more often than `had`.
const BEFORE_WOULD: [&str; 10] = ["i", "you", "he", "she", "it", "we", "they", "that", "who", "there"];

/// What follows `id` when it is `I'd`.
pub(crate) const AFTER_WOULD: [&str; 5] = ["like", "love", "rather", "prefer", "appreciate"];

/// What `'s` shortens `is` after; after other words it is a possessive.
const BEFORE_IS: [&str; 10] = ["it", "that", "what", "there", "here", "where", "who", "how", "he", "she"];

#[cfg(test)]
mod tests {
    use super::WHOLE;

    #[test]
    fn what_is_looked_up_is_sorted() {
        assert!(WHOLE.is_sorted_by(|one, next| one.0 < next.0));
        assert!(WHOLE.iter().all(|(word, _, _)| super::may_be_whole(word)));
    }
}
