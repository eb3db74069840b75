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
    if let Ok(at) = WHOLE.binary_search_by_key(&word, |(short, _, _)| short) {
        let (_, first, second) = WHOLE[at];
        return Some((first, second));
    }
    if let Some(stem) = word.strip_suffix("n't").or_else(|| word.strip_suffix("nt")) {
        return BEFORE_NOT.contains(&stem).then_some((stem, "not"));
    }
    let with_apostrophe = |ending| word.strip_suffix(ending).filter(|stem| !stem.is_empty() && !stem.contains('\''));
    for (ending, second) in [("'re", "are"), ("'ve", "have"), ("'ll", "will")] {
        if let Some(stem) = with_apostrophe(ending) {
            return Some((stem, second));
        }
    }
    if let Some(stem) = with_apostrophe("'d") {
        return BEFORE_WOULD.contains(&stem).then_some((stem, "would"));
    }
    let stem = with_apostrophe("'s").or_else(|| word.strip_suffix('s'))?;
    BEFORE_IS.contains(&stem).then_some((stem, "is"))
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
    }
}
