//! Words that customers meant and mistyped.
//!
//! In: the words of a policy. Out: for a word of a message, those it is a slip
//! away from: one slip (a letter too many, missing, wrong, or two swapped) in
//! words of [`LETTERS_MIN`] letters, two in words of [`LETTERS_FOR_TWO`]. The
//! first letter must be right. A word that people use, such as `prison`, is no
//! slip of `person`; only its plural is.
//!
//! Two words a slip apart share a form with a letter deleted. Those forms are
//! hashed and sorted once, so that a look-up costs the same however many words
//! the policy has. Nearly all forms of a customer's words are none of these,
//! which one bit tells.

use super::lists::COMMON;

/// The least letters of a word that can be mistyped, on either side.
pub(crate) const LETTERS_MIN: usize = 5;

/// The letters from which a word forgives two slips.
pub(crate) const LETTERS_FOR_TWO: usize = 9;

/// Longer words are never mistyped forms: deleting two of their letters would cost too much.
pub(crate) const LETTERS_MAX: usize = 20;

/// The words of a policy, to be found by their mistyped forms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typos {
    words: Vec<(Letters, u32)>,
    /// Hash of a form, position in `words`; sorted.
    forms: Vec<(u64, u32)>,
    /// A bit for the beginning of each hash of a form; their number is a power of two.
    begins: Vec<u64>,
}

/// The letters of a word that can be mistyped.
#[derive(Clone, Debug)]
struct Letters {
    letters: [char; LETTERS_MAX],
    count: usize,
}

impl std::ops::Deref for Letters {
    type Target = [char];

    fn deref(&self) -> &[char] {
        &self.letters[..self.count]
    }
}

/// How many bits there are for a form: with sixteen, one in sixteen other hashes has its bit set.
const BITS_A_FORM: usize = 16;

impl Typos {
    /// Indexes words with their ids; those that are too short or too long are left out.
    pub(crate) fn new<'a>(words: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut typos = Self::default();
        for (word, id) in words {
            let Some(letters) = letters(word) else { continue };
            let position = u32::try_from(typos.words.len()).expect("a policy has far fewer words");
            for_each_form(&letters, slips(letters.len()), |form| typos.forms.push((form, position)));
            typos.words.push((letters, id));
        }
        typos.forms.sort_unstable();
        typos.forms.dedup();
        typos.begins = vec![0; (typos.forms.len() * BITS_A_FORM / 64).next_power_of_two()];
        for (form, _) in &typos.forms {
            let (word, bit) = place(*form, typos.begins.len());
            typos.begins[word] |= bit;
        }
        typos
    }

    /// Gives the ids of the words that this one may be meant to be. Returns how many forms were looked at.
    pub(crate) fn find(&self, word: &str, mut found: impl FnMut(u32)) -> u64 {
        if word.len() < LETTERS_MIN {
            return 1;
        }
        if COMMON.contains(word) {
            self.find_singular(word, found);
            return 1;
        }
        let Some(letters) = letters(word) else { return 1 };
        // A word with two slips may have two letters fewer than the one it was meant to be.
        let deletions = slips(letters.len() + 2);
        let mut seen = Vec::new();
        let mut steps = 1;
        for_each_form(&letters, deletions, |form| {
            steps += 1;
            self.for_each_with(form, |position, meant, id| {
                if seen.contains(&position) {
                    return;
                }
                seen.push(position);
                steps += 1;
                if is_near(&letters, meant) {
                    found(id);
                }
            });
        });
        steps
    }

    /// Gives the id of the word that this one, which people use, is the plural of.
    fn find_singular(&self, word: &str, mut found: impl FnMut(u32)) {
        if !word.ends_with('s') {
            return;
        }
        let Some(letters) = letters(word) else { return };
        let singular = &letters[..letters.len() - 1];
        self.for_each_with(hash(singular), |_, meant, id| {
            if meant == singular {
                found(id);
            }
        });
    }

    /// The words of which this is a form: position, letters, id.
    fn for_each_with(&self, form: u64, mut each: impl FnMut(u32, &[char], u32)) {
        let (word, bit) = place(form, self.begins.len());
        if self.begins.get(word).is_none_or(|bits| bits & bit == 0) {
            return;
        }
        let first = self.forms.partition_point(|(hash, _)| *hash < form);
        for (_, position) in self.forms[first..].iter().take_while(|(hash, _)| *hash == form) {
            let (letters, id) = &self.words[*position as usize];
            each(*position, letters, *id);
        }
    }
}

/// Which of so many words of bits a hash has, and which bit of it: by its beginning, which is mixed best.
fn place(form: u64, words: usize) -> (usize, u64) {
    let begin = form >> 32;
    let word = usize::try_from(begin >> 6).unwrap_or(0) & words.wrapping_sub(1);
    (word, 1 << (begin & 63))
}

/// The letters of a word; none of one that is too short or too long, or has digits.
fn letters(word: &str) -> Option<Letters> {
    let mut letters = Letters { letters: ['\0'; LETTERS_MAX], count: 0 };
    for letter in word.chars() {
        if letter.is_ascii_digit() {
            return None;
        }
        *letters.letters.get_mut(letters.count)? = letter;
        letters.count += 1;
    }
    (letters.count >= LETTERS_MIN).then_some(letters)
}

fn slips(letters: usize) -> usize {
    if letters >= LETTERS_FOR_TWO { 2 } else { 1 }
}

/// The hashes of a word with up to `deletions` letters deleted, the first one kept.
fn for_each_form(letters: &[char], deletions: usize, mut each: impl FnMut(u64)) {
    each(hash(letters));
    let mut before = NOTHING;
    for (first, letter) in letters.iter().enumerate() {
        if first > 0 {
            let mut between = before;
            for (second, letter) in letters.iter().enumerate().skip(first + 1) {
                if deletions == 2 {
                    each(go_on(between, &letters[second + 1..]));
                }
                between = go_on(between, &[*letter]);
            }
            each(between);
        }
        before = go_on(before, &[*letter]);
    }
}

/// The hash of no letters.
const NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a.
fn hash(letters: &[char]) -> u64 {
    go_on(NOTHING, letters)
}

/// The hash of the letters that were hashed and these.
fn go_on(hash: u64, letters: &[char]) -> u64 {
    letters.iter().fold(hash, |hash, letter| (hash ^ u64::from(u32::from(*letter))).wrapping_mul(0x0100_0000_01b3))
}

fn is_near(written: &[char], meant: &[char]) -> bool {
    written[0] == meant[0] && distance(written, meant) <= slips(meant.len())
}

/// Letters added, left out, replaced or swapped with a neighbour (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut rows = [[0; LETTERS_MAX + 1]; 3];
    for (column, cell) in rows[0].iter_mut().enumerate() {
        *cell = column;
    }
    for row in 1..=left.len() {
        let (this, above, above_that) = (row % 3, (row + 2) % 3, (row + 1) % 3);
        rows[this][0] = row;
        for column in 1..=right.len() {
            let same = left[row - 1] == right[column - 1];
            let mut least = rows[above][column - 1] + usize::from(!same);
            least = least.min(rows[above][column] + 1).min(rows[this][column - 1] + 1);
            let swapped =
                row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
            if swapped {
                least = least.min(rows[above_that][column - 2] + 1);
            }
            rows[this][column] = least;
        }
    }
    rows[left.len() % 3][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(vocabulary: &[&str], written: &str) -> Vec<u32> {
        let typos = Typos::new(vocabulary.iter().copied().zip(0..));
        let mut found = Vec::new();
        typos.find(written, |id| found.push(id));
        found.sort_unstable();
        found
    }

    #[test]
    fn slips_are_forgiven_by_length() {
        let words = ["human", "speak", "representative", "agent", "pin"];
        for (written, expected) in [
            ("hmuan", Some(0)),
            ("humann", Some(0)),
            ("spaek", Some(1)),
            ("speek", Some(1)),
            ("repersentative", Some(2)),
            ("represenative", Some(2)),
            ("representitve", Some(2)),
            ("reprisentetiva", None),
            ("pni", None),
            ("uhman", None),
            ("hmann", None),
        ] {
            assert_eq!(meant(&words, written), expected.into_iter().collect::<Vec<u32>>(), "{written}");
        }
    }

    #[test]
    fn words_that_people_use_are_no_slips() {
        for (word, other) in [
            ("person", "prison"),
            ("charge", "change"),
            ("cancel", "cancer"),
            ("police", "policy"),
            ("lawyer", "layer"),
            ("waiting", "wanting"),
            ("queja", "quema"),
            ("hablar", "hallar"),
            ("pasar", "pesar"),
            ("cuenta", "cuesta"),
        ] {
            assert!(meant(&[word], other).is_empty(), "{other} is not {word}");
            assert!(meant(&[other], word).is_empty(), "{word} is not {other}");
        }
        assert_eq!(meant(&["agent", "persona"], "agents"), [0]);
        assert_eq!(meant(&["agent", "persona"], "personas"), [1]);
    }

    #[test]
    fn the_index_finds_what_comparing_with_every_word_finds() {
        let words = ["human", "agente", "complaint", "supervisor", "manager", "reclamacion", "cancellation", "refund"];
        let mut checked = 0;
        for word in words {
            let letters: Vec<char> = word.chars().collect();
            for at in 0..letters.len() {
                for replacement in ["", "q", "qz", "e"] {
                    for skipped in 0..=2 {
                        let mut written: String = letters[..at].iter().collect();
                        written.push_str(replacement);
                        written.extend(letters.iter().skip(at + skipped));
                        let Some(slipped) = super::letters(&written).filter(|_| !COMMON.contains(&written)) else {
                            continue;
                        };
                        let naive: Vec<u32> = (0..)
                            .zip(words)
                            .filter(|(_, word)| is_near(&slipped, &word.chars().collect::<Vec<char>>()))
                            .map(|(id, _)| id)
                            .collect();
                        assert_eq!(meant(&words, &written), naive, "{written}");
                        checked += 1;
                    }
                }
            }
        }
        assert!(checked > 500);
    }
}
