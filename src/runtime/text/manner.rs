//! How a message is said, rather than what.
//!
//! In: messages as written, or the lengths of several. Out: yes or no. The
//! thresholds were set on the public data sets for developers and lean towards
//! silence: a code, a name or a currency in capitals is no shouting.

use super::contractions;
use super::lists::{ACRONYMS, COMMON};
use super::words::clip;
use crate::pattern::fold_char;

/// Whether it shouts: emphatic capitals.
///
/// Words in capitals count from three letters on, unless they are such as `ATM`
/// or `USD`. Two of them, or one of five letters, must make up a third of the
/// letters, or three words in a row be in capitals; most of them must be words that
/// people use, not codes or names. A message of one or two words needs a `!` too.
///
/// Of the 51,820 customer turns in the public data sets for developers it fires in 34,
/// each of them with words in capitals; of those whose only capitals are codes or
/// currencies (`USD to GBP`, `flight HAT039 from ATL`) in none.
pub fn shouts(message: &str) -> bool {
    let message = clip(message);
    let mut seen = Capitals::default();
    for word in message.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c)) {
        seen.take(word);
    }
    let exclaims = message.contains(['!', '！']);
    let all_of_it = exclaims && seen.emphatic > 0 && seen.longest_run == seen.words;
    let enough = seen.emphatic >= 2 || seen.longest >= 5 || all_of_it;
    let good_share = enough && seen.emphatic_letters * 3 >= seen.letters;
    let loud_enough = seen.words > 2 || exclaims;
    let are_words = seen.known * 2 > seen.emphatic;
    are_words && loud_enough && (good_share || (seen.emphatic >= 2 && seen.longest_run >= 3))
}

/// Whether it repeats punctuation: `!!`, `??`, `?!`. Dots do not count.
///
/// In the same data: 0.8 % of the turns of STAR, 0.7 % of DBDC3, 0.4 % of banking77.
pub fn repeats_punctuation(message: &str) -> bool {
    let mut before = false;
    clip(message).chars().any(|c| {
        let mark = matches!(c, '!' | '?' | '！' | '？');
        (std::mem::replace(&mut before, mark) && mark) || matches!(c, '‼' | '⁇' | '⁈' | '⁉')
    })
}

/// Whether the customer's messages shrink, given how many words each had, oldest first.
///
/// Of the last three each must be shorter than the one before; the first must have
/// [`SHRINK_FROM_WORDS`] words or more and the last at most a third of them.
pub fn messages_shrink(lengths: &[u32]) -> bool {
    let [.., first, second, last] = lengths else { return false };
    *first >= SHRINK_FROM_WORDS && first > second && second > last && *last <= first / 3
}

/// A message this short cannot begin to shrink.
pub const SHRINK_FROM_WORDS: u32 = 8;

/// What the words of a message look like.
#[derive(Default)]
struct Capitals {
    words: usize,
    letters: usize,
    /// Words of three letters or more in capitals that are not acronyms.
    emphatic: usize,
    emphatic_letters: usize,
    /// The letters of the longest of them.
    longest: usize,
    /// Words in a row that have no lower case; acronyms neither add nor end.
    run: usize,
    longest_run: usize,
    /// How many of the emphatic ones are words that people use.
    known: usize,
}

impl Capitals {
    fn take(&mut self, word: &str) {
        let (mut letters, mut has_lower, mut has_upper) = (0, false, false);
        for c in word.chars() {
            if c.is_ascii_digit() {
                return;
            }
            letters += usize::from(c.is_alphabetic());
            has_lower |= c.is_lowercase();
            has_upper |= c.is_uppercase();
        }
        if letters == 0 {
            return;
        }
        self.words += 1;
        self.letters += letters;
        if has_lower || !has_upper {
            self.run = 0;
            return;
        }
        let folded: String = word.chars().filter_map(fold_char).collect();
        if ACRONYMS.contains(&folded) {
            return;
        }
        self.run += 1;
        if letters >= 3 {
            self.emphatic += 1;
            self.emphatic_letters += letters;
            self.longest = self.longest.max(letters);
            self.known += usize::from(contractions::halves(&folded).is_some() || COMMON.contains(&folded));
        }
        self.longest_run = self.longest_run.max(self.run);
    }
}

fn is_apostrophe(c: char) -> bool {
    fold_char(c) == Some('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emphatic_capitals_shout() {
        for message in [
            "THIS IS RIDICULOUS",
            "I want my MONEY BACK",
            "WHERE IS MY REFUND? I have been waiting",
            "this is UNACCEPTABLE!!",
            "Listen, this is the third time. WHERE IS MY ORDER? I paid for it two weeks ago and nothing has come.",
            "FRAUD!",
            "HELP ME!",
            "QUIERO HABLAR CON UN AGENTE",
            "¡YA ESTÁ BIEN, LLEVO TRES DÍAS ESPERANDO!",
            "I DON’T WANT THIS ANYMORE",
        ] {
            assert!(shouts(message), "{message}");
        }
    }

    #[test]
    fn codes_names_and_single_words_do_not() {
        for message in [
            "",
            "ok",
            "Can I change USD to GBP at an ATM?",
            "USD EUR GBP AUD",
            "VISA",
            "HXDUBJ",
            "my reservation is HXDUBJ",
            "from ATL to PHL",
            "HAT039 ATL SEA JFK",
            "FRAUD",
            "Can I use SWIFT transfers?",
            "MY PIN?",
            "I am 100% sure",
            "That's GREAT! Thanks for the help with everything today.",
            "I really LOVE this",
            "JFK LAX DTW",
            "This is so dumb.",
            "ÑU",
            "我要退款",
        ] {
            assert!(!shouts(message), "{message}");
        }
    }

    #[test]
    fn punctuation_repeats_when_two_marks_meet() {
        for message in ["what??", "no!!", "really?!", "¿¿qué??", "hello !? anyone", "⁉"] {
            assert!(repeats_punctuation(message), "{message}");
        }
        for message in ["", "wait...", "what? no!", "ok…", "¿Hola?¿Hay alguien?", "! ?", "a -- b", "wow!"] {
            assert!(!repeats_punctuation(message), "{message}");
        }
    }

    #[test]
    fn messages_shrink_from_long_to_short() {
        for (lengths, shrink) in [
            (&[20, 9, 3][..], true),
            (&[1, 2, 8, 4, 2], true),
            (&[9, 5, 3], true),
            (&[9, 5, 4], false),
            (&[7, 4, 1], false),
            (&[20, 20, 3], false),
            (&[20, 3, 3], false),
            (&[3, 9, 20], false),
            (&[20, 5, 1, 1], false),
            (&[20, 3], false),
            (&[], false),
        ] {
            assert_eq!(messages_shrink(lengths), shrink, "{lengths:?}");
        }
    }
}
