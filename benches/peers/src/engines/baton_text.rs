//! The policy in Baton's language: shared by both adapters of Baton.

use crate::spec::{Flag, Hundredths, Number, QUEUES, Relation, Rule, Test, Word, words};
use baton::Artifact;
use baton::source::Files;
use baton::value::Fixed;

/// The policy as its author writes it.
pub fn text(rules: &[Rule]) -> String {
    let paths = Word::Category.words().iter().map(|path| path.trim_start_matches("topic."));
    let mut text = format!(
        "baton 1\n\npolicy \"Peers\" {{\n  timezone \"UTC\"\n  languages en\n  assistant gives confidence, category\n  \
         default queue q0\n  otherwise stay\n  on failure hand off to q0\n}}\n\n\
         allow silenced_rule because \"The service sends every fact\"\n\n\
         category topic {{ {} }}\n",
        paths.collect::<Vec<_>>().join(", ")
    );
    text += &format!("fact tier is one of {} default free\n", Word::Tier.words().join(", "));
    for flag in Flag::ALL {
        text += &format!("fact {} is true or false default false\n", flag.name());
    }
    text += "fact frustration is score default 0\nfact lifetime_value is money in EUR default 0 EUR\n";
    for queue in 0..QUEUES {
        text += &format!("queue q{queue} \"Queue {queue}\"\n");
    }
    for (at, rule) in rules.iter().enumerate() {
        let conditions: Vec<String> = rule.tests.iter().map(condition).collect();
        text +=
            &format!("\nrule r{at} {{\n  when {}\n  then hand off to q{}\n}}\n", conditions.join(" and "), rule.queue);
    }
    text
}

fn condition(test: &Test) -> String {
    match *test {
        Test::OneOf(word, mask) => {
            let listed: Vec<String> = words(word, mask).map(|(_, text)| literal(word, text)).collect();
            let relation = if listed.len() == 1 { "is" } else { "is one of" };
            format!("{} {relation} {}", word.name(), listed.join(", "))
        }
        Test::Is(flag, true) => flag.name().to_owned(),
        Test::Is(flag, false) => format!("not {}", flag.name()),
        Test::Compare(number, relation, constant) => {
            let relation = match relation {
                Relation::Below => "below",
                Relation::AtMost => "at most",
                Relation::Above => "above",
                Relation::AtLeast => "at least",
            };
            format!("{} {relation} {}", number.name(), amount(number, constant))
        }
    }
}

/// The channel is free text in Baton and stands in quotes.
fn literal(word: Word, text: &str) -> String {
    if word == Word::Channel { format!("\"{text}\"") } else { text.to_owned() }
}

fn amount(number: Number, value: Hundredths) -> String {
    match number {
        Number::Confidence => format!("{}%", value.0),
        Number::LifetimeValue => format!("{value} EUR"),
        Number::Sentiment | Number::Frustration | Number::Turns => value.to_string(),
    }
}

/// A value as Baton holds numbers.
pub fn fixed(value: Hundredths) -> Fixed {
    Fixed::from_millionths(value.0 * 10_000)
}

struct One<'a>(&'a str);

impl Files for One<'_> {
    fn read(&self, _path: &str) -> Result<String, String> {
        Ok(self.0.to_owned())
    }
}

/// Compiles the policy; the error is the first problem in words.
pub fn compile(text: &str) -> Result<Artifact, String> {
    let (artifact, problems, _texts) = baton::compile("peers.baton", &One(text));
    artifact.ok_or_else(|| problems.iter().map(|problem| problem.message.clone()).next().unwrap_or_default())
}
