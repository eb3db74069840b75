//! Policies over twelve facts and tickets to decide on, the same at every run.
//!
//! Each rule asks two to five facts, eight in ten the category among them.

use std::fmt::Write;

use baton::runtime::{Facts, Table};
use baton::value::Fixed;

/// Rules of the policies that are measured.
pub(crate) const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];

/// Numbers that look random and are the same at every run: xorshift.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// A number below this.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// One of these.
    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[usize::try_from(self.below(words.len() as u64)).expect("it is below the length of a list")]
    }
}

const TIERS: [&str; 4] = ["trial", "free", "growth", "enterprise"];
const CHANNELS: [&str; 5] = ["chat", "email", "phone", "web", "social"];
const LANGUAGES: [&str; 6] = ["en", "es", "de", "fr", "it", "pt"];
const CATEGORIES: u64 = 40;

const HEAD: &str = "baton 1\n\npolicy \"Bench\" {\n  timezone \"UTC\"\n  languages en\n  \
    assistant gives confidence, category\n  default queue people\n  otherwise stay\n  \
    on failure hand off to people\n}\n\nqueue people\nqueue care\n\
    fact tier is one of trial, free, growth, enterprise default free\n\
    fact source is one of chat, email, phone, web, social default chat\n\
    fact spoken is one of en, es, de, fr, it, pt default en\n\
    fact angry is score default 0\nfact open_invoices is count default 0\nfact value is money in EUR default 0 EUR\n\
    switch outage\nswitch campaign\nswitch holiday\n\n";

/// A policy with so many rules.
pub(crate) fn policy(rules: usize) -> String {
    let mut text = HEAD.to_owned();
    for category in 0..CATEGORIES {
        writeln!(text, "category topic_{category}").expect("a string takes all");
    }
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for at in 0..rules {
        let when = condition(&mut numbers).join(" and ");
        let queue = if at % 2 == 0 { "people" } else { "care" };
        writeln!(text, "rule rule_{at} {{\n  when {when}\n  then hand off to {queue}\n}}").expect("a string takes all");
    }
    text
}

fn condition(numbers: &mut Numbers) -> Vec<String> {
    let mut when = Vec::new();
    if numbers.below(10) < 8 {
        when.push(format!("category is topic_{}", numbers.below(CATEGORIES)));
    }
    let more = 2 + numbers.below(4) - when.len() as u64;
    let mut free: Vec<u64> = (0..11).collect();
    for _ in 0..more.max(1) {
        let at = numbers.below(free.len() as u64);
        let which = free.swap_remove(usize::try_from(at).expect("it is below 11"));
        when.push(comparison(which, numbers));
    }
    when
}

/// Facts of a wide policy beside the twelve.
const EXTRA: u64 = 54;

/// A policy with so many rules over 66 facts, of which each rule asks few: nine in ten the category, two to five others.
pub(crate) fn wide_policy(rules: usize) -> String {
    let mut text = HEAD.to_owned();
    for at in 0..EXTRA {
        let kind = ["true or false default false", "count default 0", "score default 0"]
            [usize::try_from(at % 3).expect("it is below 3")];
        writeln!(text, "fact extra_{at} is {kind}").expect("a string takes all");
    }
    for category in 0..CATEGORIES {
        writeln!(text, "category topic_{category}").expect("a string takes all");
    }
    let mut numbers = Numbers(0x5851_f42d_4c95_7f2d);
    for at in 0..rules {
        let mut when = Vec::new();
        if numbers.below(10) < 9 {
            when.push(format!("category is topic_{}", numbers.below(CATEGORIES)));
        }
        let mut free: Vec<u64> = (0..11 + EXTRA).collect();
        for _ in 0..2 + numbers.below(4) {
            let which = numbers.below(free.len() as u64);
            let which = free.swap_remove(usize::try_from(which).expect("it is below a length"));
            when.push(if which < 11 { comparison(which, &mut numbers) } else { extra(which - 11, &mut numbers) });
        }
        let (when, queue) = (when.join(" and "), if at % 2 == 0 { "people" } else { "care" });
        writeln!(text, "rule rule_{at} {{\n  when {when}\n  then hand off to {queue}\n}}").expect("a string takes all");
    }
    text
}

fn extra(at: u64, numbers: &mut Numbers) -> String {
    match at % 3 {
        0 => format!("extra_{at}"),
        1 => format!("extra_{at} at least {}", 1 + numbers.below(10)),
        _ => format!("extra_{at} above 0.{:02}", 5 + 5 * numbers.below(18)),
    }
}

fn comparison(which: u64, numbers: &mut Numbers) -> String {
    match which {
        0 => format!("tier is {}", numbers.one_of(&TIERS)),
        1 => format!("source is {}", numbers.one_of(&CHANNELS)),
        2 => format!("spoken is {}", numbers.one_of(&LANGUAGES)),
        3 => "outage".to_owned(),
        4 => "campaign".to_owned(),
        5 => "holiday".to_owned(),
        6 => format!("confidence below {}%", 5 + 5 * numbers.below(18)),
        7 => format!("angry above 0.{:02}", 5 + 5 * numbers.below(18)),
        8 => format!("open_invoices at least {}", 1 + numbers.below(10)),
        9 => format!("value above {} EUR", 100 * (1 + numbers.below(20))),
        _ => format!("turns above {}", 1 + numbers.below(20)),
    }
}

/// The facts of so many tickets.
pub(crate) fn tickets(table: &Table, count: usize) -> Vec<Facts<'_>> {
    let mut numbers = Numbers(0xd1b5_4a32_d192_ed03);
    (0..count).map(|_| ticket(table, &mut numbers)).collect()
}

fn ticket<'t>(table: &'t Table, numbers: &mut Numbers) -> Facts<'t> {
    let mut facts = table.facts();
    facts.at(baton::Point::Answer);
    let category = format!("topic_{}", numbers.below(CATEGORIES));
    let words = [
        ("category", category.as_str()),
        ("tier", numbers.one_of(&TIERS)),
        ("source", numbers.one_of(&CHANNELS)),
        ("spoken", numbers.one_of(&LANGUAGES)),
    ];
    let counts = [("open_invoices", 12), ("value", 3_000), ("turns", 30)].map(|(name, end)| (name, numbers.below(end)));
    let shares = ["confidence", "angry"].map(|name| (name, numbers.below(101)));
    // A policy has only the built-in facts that it asks for.
    for (name, word) in words {
        if let Ok(fact) = table.fact(name) {
            facts.set_word(fact, word).expect("the policy knows the word");
        }
    }
    let millionths =
        counts.map(|(name, n)| (name, n * 1_000_000)).into_iter().chain(shares.map(|(name, n)| (name, n * 10_000)));
    for (name, millionths) in millionths {
        if let Ok(fact) = table.fact(name) {
            let number = Fixed::from_millionths(i64::try_from(millionths).expect("it is small"));
            facts.set_number(fact, number).expect("it is in range");
        }
    }
    for name in ["outage", "campaign", "holiday"] {
        if let Ok(fact) = table.fact(name) {
            facts.set_truth(fact, numbers.below(4) == 0).expect("it is a yes or no");
        }
    }
    facts
}

/// So many tickets as a service sends them.
pub(crate) fn json(count: usize) -> Vec<String> {
    let mut numbers = Numbers(0xd1b5_4a32_d192_ed03);
    let ticket = |_| {
        format!(
            r#"{{"category":"topic_{}","tier":"{}","source":"{}","spoken":"{}","confidence":0.{:02},"angry":0.{:02},"open_invoices":{},"value":{}.5,"turns":{},"outage":{},"campaign":{},"holiday":{}}}"#,
            numbers.below(CATEGORIES),
            numbers.one_of(&TIERS),
            numbers.one_of(&CHANNELS),
            numbers.one_of(&LANGUAGES),
            numbers.below(100),
            numbers.below(100),
            numbers.below(12),
            numbers.below(3_000),
            numbers.below(30),
            numbers.below(4) == 0,
            numbers.below(4) == 0,
            numbers.below(4) == 0,
        )
    };
    (0..count).map(ticket).collect()
}
