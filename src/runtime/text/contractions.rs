//! English contractions, written out.
//!
//! In: one folded word, with its apostrophes. Out: the two words it stands for,
//! without any, if it is short for two. With the apostrophe or without it, where the short form is no
//! other word: `cant` is `can not`, but `ill` and `were` stay what they are.
//! `its` is always `it is`: people leave that apostrophe out more often than not,
//! and a pattern is read the same way.

/// The two words that one stands for.
pub(crate) fn halves(word: &str) -> Option<(&str, &'static str)> {
    match word.as_bytes().last()? {
        b't' => before_not(word).map(|first| (first, "not")),
        b'm' => matches!(word, "i'm" | "im").then_some(("i", "am")),
        b's' if matches!(word, "let's" | "lets") => Some(("let", "us")),
        b's' => before_is(word).map(|first| (first, "is")),
        b'd' => before_would(word).map(|first| (first, "would")),
        b'l' => before_will(word).map(|first| (first, "will")),
        b'e' => {
            let have = || before_have(word).map(|first| (first, "have"));
            before_are(word).map(|first| (first, "are")).or_else(have)
        }
        _ => None,
    }
}

fn before_not(word: &str) -> Option<&str> {
    match word {
        "ain't" | "aint" => Some("is"),
        "can't" | "cant" | "cannot" => Some("can"),
        "shan't" => Some("shall"),
        "won't" | "wont" => Some("will"),
        _ => word.strip_suffix("n't").or_else(|| word.strip_suffix("nt")).filter(|stem| takes_not(stem)),
    }
}

fn takes_not(stem: &str) -> bool {
    matches!(stem, "do" | "does" | "did" | "is" | "are" | "was" | "were" | "have" | "has" | "had")
        || matches!(stem, "would" | "could" | "should" | "must" | "need" | "might")
}

/// After other words `'s` is a possessive.
fn before_is(word: &str) -> Option<&str> {
    let takes_is = |stem: &&str| {
        matches!(*stem, "it" | "that" | "what" | "there" | "here" | "where" | "who" | "how" | "he" | "she")
    };
    before(word, "'s").or_else(|| word.strip_suffix('s')).filter(takes_is)
}

/// What `'d` shortens `would` after, far more often than `had`.
fn before_would(word: &str) -> Option<&str> {
    let takes_would =
        |stem: &&str| matches!(*stem, "i" | "you" | "he" | "she" | "it" | "we" | "they" | "that" | "who" | "there");
    match word {
        "theyd" => Some("they"),
        "youd" => Some("you"),
        _ => before(word, "'d").filter(takes_would),
    }
}

/// What follows `id` when it is `I'd`.
pub(crate) fn goes_with_would(word: &str) -> bool {
    matches!(word, "like" | "love" | "rather" | "prefer" | "appreciate")
}

fn before_will(word: &str) -> Option<&str> {
    match word {
        "itll" | "thatll" | "theyll" | "youll" => word.strip_suffix("ll"),
        _ => before(word, "'ll"),
    }
}

fn before_are(word: &str) -> Option<&str> {
    match word {
        "theyre" | "youre" => word.strip_suffix("re"),
        _ => before(word, "'re"),
    }
}

fn before_have(word: &str) -> Option<&str> {
    match word {
        "ive" | "couldve" | "mustve" | "shouldve" | "theyve" | "weve" | "wouldve" | "youve" => word.strip_suffix("ve"),
        _ => before(word, "'ve"),
    }
}

/// What stands before an ending with an apostrophe, if it is something without another.
fn before<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    word.strip_suffix(ending).filter(|stem| !stem.is_empty() && !stem.contains('\''))
}
