//! The task, apart from any engine: twelve facts, rules that test them, answers.
//!
//! A policy is a list of [`Rule`]s; the first whose tests all hold decides, and
//! when none does the conversation stays with the assistant. Numbers are whole
//! hundredths, so that every engine compares the same values whatever its number
//! type is.

/// How many queues a handoff may go to.
pub const QUEUES: u8 = 8;

/// What a policy comes to: the number of a queue, or [`Answer::STAY`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer(pub u8);

impl Answer {
    /// No rule holds.
    pub const STAY: Self = Self(QUEUES);
}

/// A fact that holds one word of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Category,
    Tier,
    Channel,
    Language,
}

impl Word {
    pub const ALL: [Self; 4] = [Self::Category, Self::Tier, Self::Channel, Self::Language];

    /// The name of the fact, in JSON and in every engine.
    pub fn name(self) -> &'static str {
        ["category", "tier", "channel", "language"][self as usize]
    }

    /// Its words; a test or an input holds positions in this list.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Category => &CATEGORIES,
            Self::Tier => &["free", "basic", "pro", "business"],
            Self::Channel => &["chat", "email", "phone", "social", "app"],
            Self::Language => &["en", "es", "de", "fr", "it", "pt"],
        }
    }
}

/// The full paths of the categories, as a service sends them.
#[rustfmt::skip]
static CATEGORIES: [&str; 40] = [
    "topic.c00", "topic.c01", "topic.c02", "topic.c03", "topic.c04", "topic.c05", "topic.c06", "topic.c07",
    "topic.c08", "topic.c09", "topic.c10", "topic.c11", "topic.c12", "topic.c13", "topic.c14", "topic.c15",
    "topic.c16", "topic.c17", "topic.c18", "topic.c19", "topic.c20", "topic.c21", "topic.c22", "topic.c23",
    "topic.c24", "topic.c25", "topic.c26", "topic.c27", "topic.c28", "topic.c29", "topic.c30", "topic.c31",
    "topic.c32", "topic.c33", "topic.c34", "topic.c35", "topic.c36", "topic.c37", "topic.c38", "topic.c39",
];

/// A yes/no fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    AskedForPerson,
    Outage,
    Returning,
}

impl Flag {
    pub const ALL: [Self; 3] = [Self::AskedForPerson, Self::Outage, Self::Returning];

    /// The name of the fact.
    pub fn name(self) -> &'static str {
        ["asked_for_person", "outage", "returning"][self as usize]
    }
}

/// A fact that holds a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    Confidence,
    Sentiment,
    Frustration,
    Turns,
    LifetimeValue,
}

impl Number {
    pub const ALL: [Self; 5] = [Self::Confidence, Self::Sentiment, Self::Frustration, Self::Turns, Self::LifetimeValue];

    /// The name of the fact.
    pub fn name(self) -> &'static str {
        ["confidence", "sentiment", "frustration", "turns", "lifetime_value"][self as usize]
    }
}

/// A number in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hundredths(pub i64);

impl Hundredths {
    /// The nearest float: what reading the decimal text gives.
    pub fn float(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

/// The shortest decimal: `0.7`, `-12`, `85`.
impl std::fmt::Display for Hundredths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / 100, self.0.abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            tens if tens % 10 == 0 => write!(f, "{sign}{whole}.{}", tens / 10),
            _ => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

/// An order between a fact and a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Below,
    AtMost,
    Above,
    AtLeast,
}

impl Relation {
    /// As most languages write it.
    pub fn sign(self) -> &'static str {
        ["<", "<=", ">", ">="][self as usize]
    }

    pub fn holds<N: PartialOrd>(self, left: N, right: N) -> bool {
        match self {
            Self::Below => left < right,
            Self::AtMost => left <= right,
            Self::Above => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// What a rule asks of one fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is one of these words: bit `n` stands for word `n` of the fact's list.
    OneOf(Word, u64),
    /// It is this yes or no.
    Is(Flag, bool),
    /// It stands in this relation to the constant.
    Compare(Number, Relation, Hundredths),
}

/// The words of a test, in the order of the list.
pub fn words(word: Word, mask: u64) -> impl Iterator<Item = (usize, &'static str)> {
    word.words().iter().copied().enumerate().filter(move |(at, _)| mask >> at & 1 == 1)
}

/// Hands off to a queue when all tests hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub tests: Vec<Test>,
    pub queue: u8,
}

/// The value of every fact at one decision.
#[derive(Clone, Debug)]
pub struct Input {
    /// Positions in the lists of [`Word::ALL`].
    pub words: [u8; 4],
    /// By [`Flag::ALL`].
    pub flags: [bool; 3],
    /// By [`Number::ALL`].
    pub numbers: [Hundredths; 5],
    /// The same as a service sends it.
    pub json: String,
}

impl Input {
    /// The word of a fact, as text.
    pub fn word(&self, word: Word) -> &'static str {
        word.words()[usize::from(self.words[word as usize])]
    }

    /// Writes the JSON text anew.
    pub fn write_json(&mut self) {
        let words = Word::ALL.map(|word| format!("\"{}\":\"{}\"", word.name(), self.word(word)));
        let flags = Flag::ALL.map(|flag| format!("\"{}\":{}", flag.name(), self.flags[flag as usize]));
        let numbers = Number::ALL.map(|number| format!("\"{}\":{}", number.name(), self.numbers[number as usize]));
        self.json = format!("{{{},{},{}}}", words.join(","), flags.join(","), numbers.join(","));
    }
}

/// The answer, by the meaning of the words and nothing else: what all engines are judged by.
pub fn decide(rules: &[Rule], input: &Input) -> Answer {
    rules.iter().find(|rule| fits(rule, input)).map_or(Answer::STAY, |rule| Answer(rule.queue))
}

fn fits(rule: &Rule, input: &Input) -> bool {
    rule.tests.iter().all(|test| match *test {
        Test::OneOf(word, mask) => mask >> input.words[word as usize] & 1 == 1,
        Test::Is(flag, wanted) => input.flags[flag as usize] == wanted,
        Test::Compare(number, relation, constant) => relation.holds(input.numbers[number as usize], constant),
    })
}
