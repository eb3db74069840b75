//! Words of helpdesks and of programming → words of this language.
//!
//! One table, for people who write a rule as they would say it or as their last
//! tool wanted it. It is asked only after a clause or a subject could not be read,
//! so that no valid policy depends on it.

/// Where a phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// As the first words of a line in a rule.
    RuleLine,
    /// As the first words of a line of a test.
    TestLine,
    /// As the first words of a line, anywhere.
    Line,
    /// In `then` or `expect`.
    Action,
    /// In a condition.
    Condition,
    /// As the type of a fact.
    Kind,
    /// In a number's unit.
    Amount,
}

/// A phrase that people write, and ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foreign {
    /// Its words, in small letters unless capitals are the mistake.
    pub(crate) written: &'static str,
    /// Where it is looked for.
    pub(crate) stands: Stands,
    /// What to write; with capitals or `…` it is a pattern and no edit.
    pub(crate) ours: &'static str,
}

impl Foreign {
    /// Whether our words can be put in the place of what was written.
    pub(crate) fn is_edit(&self) -> bool {
        !self.ours.contains(|c: char| c.is_ascii_uppercase() || "…\"\n`".contains(c))
    }

    /// The advice, with our words in backticks.
    pub(crate) fn help(&self) -> String {
        if self.ours.contains('`') { self.ours.to_owned() } else { format!("write `{}`", self.ours) }
    }

    /// A phrase in capitals is meant as it stands: `AND` is not `and`.
    fn same_word(&self, own: &str, word: &str) -> bool {
        if self.written.bytes().any(|b| b.is_ascii_uppercase()) { own == word } else { word.eq_ignore_ascii_case(own) }
    }

    /// Whether the words at `at` are this phrase, and how many they are.
    fn begins(&self, words: &[&str]) -> Option<usize> {
        let phrase = self.written.split(' ');
        let length = phrase.clone().count();
        let same = words.len() >= length && phrase.zip(words).all(|(own, word)| self.same_word(own, word));
        same.then_some(length)
    }
}

const SIGNAL: &str = "declare `signal NAME { in en says \"…\" }`, and write `when NAME`";

const fn foreign(stands: Stands, written: &'static str, ours: &'static str) -> Foreign {
    Foreign { written, stands, ours }
}

/// Every phrase; of two that begin alike the longer stands first.
pub(crate) const FOREIGN: &[Foreign] = &[
    foreign(Stands::RuleLine, "if not", "when not"),
    foreign(Stands::RuleLine, "if", "when"),
    foreign(Stands::RuleLine, "unless", "except when"),
    foreign(Stands::RuleLine, "else if", "write another `rule NAME { when …; then … }` below this one"),
    foreign(Stands::RuleLine, "elif", "write another `rule NAME { when …; then … }` below this one"),
    foreign(Stands::RuleLine, "else", "write another `rule NAME { when …; then … }` below this one"),
    foreign(Stands::RuleLine, "escalate to", "then hand off to"),
    foreign(Stands::RuleLine, "escalate", "then hand off"),
    foreign(Stands::RuleLine, "assign to", "then hand off to"),
    foreign(Stands::RuleLine, "transfer to", "then hand off to"),
    foreign(Stands::RuleLine, "route to", "then hand off to"),
    foreign(Stands::RuleLine, "hand off", "then hand off"),
    foreign(Stands::RuleLine, "priority", "add it to the `then` line, after a comma: `then hand off, priority NAME`"),
    foreign(Stands::RuleLine, "tag", "add it to the `then` line, after a comma: `then hand off, tag NAME`"),
    foreign(Stands::RuleLine, "notify", "add it to the `then` line, after a comma: `then hand off, notify NAME`"),
    foreign(Stands::TestLine, "user", "customer"),
    foreign(Stands::TestLine, "bot", "assistant"),
    foreign(Stands::TestLine, "agent", "assistant"),
    foreign(Stands::Line, "//", "a comment begins with `#`"),
    foreign(Stands::Line, "/*", "a comment begins with `#`, on each line"),
    foreign(Stands::Line, "--", "a comment begins with `#`"),
    foreign(Stands::Action, "not hand off", "say what to expect instead: `stay`"),
    foreign(Stands::Action, "no hand off", "say what to expect instead: `stay`"),
    foreign(Stands::Action, "no handoff", "say what to expect instead: `stay`"),
    foreign(Stands::Action, "escalate to", "hand off to"),
    foreign(Stands::Action, "escalate", "hand off"),
    foreign(Stands::Action, "transfer to", "hand off to"),
    foreign(Stands::Action, "transfer", "hand off"),
    foreign(Stands::Action, "route to", "hand off to"),
    foreign(Stands::Action, "assign to", "hand off to"),
    foreign(Stands::Action, "handover to", "hand off to"),
    foreign(Stands::Action, "hand over to", "hand off to"),
    foreign(Stands::Action, "handoff to", "hand off to"),
    foreign(Stands::Action, "handover", "hand off"),
    foreign(Stands::Action, "handoff", "hand off"),
    foreign(Stands::Action, "send to", "hand off to"),
    foreign(Stands::Action, "to the", "write the name of a queue alone: `to QUEUE`"),
    foreign(Stands::Action, "a person", "an offer is always of a person: write `offer` alone"),
    foreign(Stands::Action, "a human", "an offer is always of a person: write `offer` alone"),
    foreign(Stands::Action, "with assistant", "the assistant goes on: write `stay` alone"),
    foreign(Stands::Action, "with the assistant", "the assistant goes on: write `stay` alone"),
    foreign(Stands::Action, "priority is", "priority"),
    foreign(Stands::Action, "priority to", "priority"),
    foreign(Stands::Action, "ask", "clarify with MESSAGE, then hand off to QUEUE"),
    foreign(Stands::Condition, "NOT", "not"),
    foreign(Stands::Condition, "AND", "and"),
    foreign(Stands::Condition, "OR", "or"),
    foreign(Stands::Condition, "is greater than or equal to", "at least"),
    foreign(Stands::Condition, "is less than or equal to", "at most"),
    foreign(Stands::Condition, "is greater than", "above"),
    foreign(Stands::Condition, "is more than", "above"),
    foreign(Stands::Condition, "is less than", "below"),
    foreign(Stands::Condition, "is higher than", "above"),
    foreign(Stands::Condition, "is lower than", "below"),
    foreign(Stands::Condition, "is over", "above"),
    foreign(Stands::Condition, "is under", "below"),
    foreign(Stands::Condition, "greater than", "above"),
    foreign(Stands::Condition, "more than", "above"),
    foreign(Stands::Condition, "less than", "below"),
    foreign(Stands::Condition, "more", "for `is 2 or more`, write `at least 2`"),
    foreign(Stands::Condition, "less", "for `is 2 or less`, write `at most 2`"),
    foreign(Stands::Condition, "fewer", "for `is 2 or fewer`, write `at most 2`"),
    foreign(Stands::Condition, "over", "above"),
    foreign(Stands::Condition, "under", "below"),
    foreign(Stands::Condition, "is equal to", "is"),
    foreign(Stands::Condition, "equals", "is"),
    foreign(Stands::Condition, "isn't", "is not"),
    foreign(Stands::Condition, "is in", "is one of"),
    foreign(Stands::Condition, "not in", "is not one of"),
    foreign(Stands::Condition, "in", "is one of"),
    foreign(Stands::Condition, "includes", "has"),
    foreign(Stands::Condition, "customer says", SIGNAL),
    foreign(Stands::Condition, "customer said", SIGNAL),
    foreign(Stands::Condition, "message contains", SIGNAL),
    foreign(Stands::Condition, "message matches", SIGNAL),
    foreign(Stands::Condition, "contains", SIGNAL),
    foreign(Stands::Condition, "says", SIGNAL),
    foreign(Stands::Kind, "yes or no", "true or false"),
    foreign(Stands::Kind, "yes/no", "true or false"),
    foreign(Stands::Kind, "boolean", "true or false"),
    foreign(Stands::Kind, "bool", "true or false"),
    foreign(Stands::Kind, "integer", "count"),
    foreign(Stands::Kind, "int", "count"),
    foreign(Stands::Kind, "float", "number"),
    foreign(Stands::Kind, "decimal", "number"),
    foreign(Stands::Kind, "percentage", "share"),
    foreign(Stands::Kind, "percent", "share"),
    foreign(Stands::Kind, "string", "text"),
    foreign(Stands::Kind, "list of", "one of"),
    foreign(Stands::Kind, "list", "tags"),
    foreign(Stands::Kind, "enum", "one of NAME, NAME"),
    foreign(Stands::Kind, "datetime", "moment"),
    foreign(Stands::Kind, "timestamp", "moment"),
    foreign(Stands::Amount, "percent", "%"),
    foreign(Stands::Amount, "%", "%"),
    foreign(Stands::Amount, "€", "EUR"),
    foreign(Stands::Amount, "euro", "EUR"),
    foreign(Stands::Amount, "euros", "EUR"),
    foreign(Stands::Amount, "$", "USD"),
    foreign(Stands::Amount, "dollars", "USD"),
    foreign(Stands::Amount, "£", "GBP"),
    foreign(Stands::Amount, "pounds", "GBP"),
];

/// The first phrase that stands in `words` and may stand there: which, from which word on, and how many words.
pub(crate) fn find(words: &[&str], stands: Stands) -> Option<(&'static Foreign, usize, usize)> {
    let first_only = matches!(stands, Stands::RuleLine | Stands::TestLine | Stands::Line);
    let last = if first_only { words.len().min(1) } else { words.len() };
    (0..last).find_map(|at| {
        let known = FOREIGN.iter().filter(|known| known.stands == stands);
        known.clone().find_map(|known| Some((known, at, known.begins(&words[at..])?)))
    })
}

/// An amount such as `€500`, `500€`, `EUR 500`, `500 euro` or `70 percent`, as it is written here.
pub(crate) fn amount(words: &[&str]) -> Option<(String, usize)> {
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '_'))
    };
    let unit = |word: &str| {
        let listed = FOREIGN.iter().find(|known| known.stands == Stands::Amount && known.begins(&[word]).is_some());
        let code = word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase());
        listed.map(|known| known.ours.to_owned()).or_else(|| code.then(|| word.to_owned()))
    };
    let written = |number: &str, unit: String| {
        if unit == "%" { format!("{number}%") } else { format!("{number} {unit}") }
    };
    let first = *words.first()?;
    if is_number(first) {
        let next = words.get(1)?;
        let unit = unit(next).filter(|unit| unit == "%" || unit != next)?;
        return Some((written(first, unit), 2));
    }
    if let Some(number) = words.get(1).filter(|next| is_number(next)) {
        return Some((written(number, unit(first)?), 2));
    }
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let (sign, number) = if first.starts_with(|c: char| c.is_ascii_digit()) {
        let number = first.trim_end_matches(|c| !digits(c));
        (&first[number.len()..], number)
    } else {
        let number = first.trim_start_matches(|c| !digits(c));
        (&first[..first.len() - number.len()], number)
    };
    let known = is_number(number) && sign != "%";
    known.then(|| unit(sign)).flatten().map(|unit| (written(number, unit), 1))
}

#[cfg(test)]
mod tests {
    use super::FOREIGN;

    const CORPUS: &str = include_str!("../../tests/corpus/check/foreign_words.baton");
    const PAGE: &str = include_str!("../../docs/coming-from-triggers.md");

    #[test]
    fn every_phrase_is_in_the_corpus_and_on_the_page() {
        for known in FOREIGN {
            assert!(CORPUS.contains(known.written), "`{}` is not in the corpus", known.written);
            assert!(PAGE.contains(&format!("`{}`", known.written)), "`{}` is not on the page", known.written);
            let plain = known.is_edit() && !known.ours.contains("comment");
            assert!(!plain || PAGE.contains(&format!("`{}`", known.ours)), "`{}` is not on the page", known.ours);
        }
    }

    #[test]
    fn a_longer_phrase_stands_before_one_that_it_begins_with() {
        for (at, short) in FOREIGN.iter().enumerate() {
            let longer = |long: &&super::Foreign| {
                long.stands == short.stands && long.written.starts_with(&format!("{} ", short.written))
            };
            let hidden = FOREIGN[at..].iter().find(longer);
            assert!(hidden.is_none(), "`{}` hides {hidden:?}", short.written);
        }
    }
}
