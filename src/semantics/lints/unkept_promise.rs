//! `W0525` unkept promise: a message promises what its moment does not hold.
//!
//! It fires for a wait that is written as a number where no placeholder stands for it
//! and no rule or `also` of the policy sets a time to reply in; for words that
//! connect the customer now, said while the queue is closed; and for a person *right
//! away*, where nobody is known yet and a rule that says it does not look at the wait. It
//! stays silent for `{wait}` and `{reply_by}`, which the service fills with what is true,
//! and for everything else that a text may promise.

use super::{Context, Said};
use crate::diagnostic::{Code, Problem};
use crate::policy::{Action, BuiltIn, Effect, Origin, Policy, Rule, Situation};

/// Words in front of a number that promise when a person is there, in lower case.
const BEFORE_NUMBER: &[&str] = &[
    "be with you in",
    "be with you within",
    "reply in",
    "reply within",
    "respond within",
    "respond in",
    "answer you within",
    "answer you in",
    "call you back in",
    "call you back within",
    "call you within",
    "connect you in",
    "connect you within",
    "the wait is",
    "your wait is",
    "wait time is",
    "le atenderá en",
    "le atenderán en",
    "te atenderá en",
    "te atenderán en",
    "le responderá en",
    "le responderán en",
    "te responderá en",
    "te responderán en",
    "le responderemos en",
    "te responderemos en",
    "le llamará en",
    "le llamarán en",
    "le llamaremos en",
    "te llamaremos en",
    "la espera es de",
    "espera es de unos",
];

/// Words that may stand between those and the number.
const ABOUT: &[&str] =
    &["about", "around", "under", "less than", "at most", "the next", "unos", "unas", "menos de", "aproximadamente"];

/// What the number counts.
const UNITS: &[&str] = &["second", "minute", "min", "hour", "segundo", "minuto", "hora"];

/// Words that connect the customer now.
const NOW: &[&str] = &[
    "i'm connecting you",
    "i am connecting you",
    "connecting you now",
    "i'll connect you now",
    "i'm transferring you",
    "le paso ahora",
    "te paso ahora",
    "le paso con ",
    "te paso con ",
];

/// Words that bring a person.
const CONNECT: &[&str] = &[
    "connect you",
    "connecting you",
    "put you through",
    "transfer you",
    "transferring you",
    "be with you",
    "le paso",
    "te paso",
    "pasarle",
    "pasarte",
    "ponerle",
    "ponerte",
    "le conecto",
    "te conecto",
];

/// Words that say that it takes no time.
const AT_ONCE: &[&str] = &[
    "right away",
    "straight away",
    "immediately",
    "at once",
    "ahora mismo",
    "de inmediato",
    "inmediatamente",
    "enseguida",
];

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    let replies = has_deadline(context.policy);
    for said in context.texts() {
        let text = said.text.text.to_lowercase().replace('’', "'");
        let wait = if replies { None } else { wait(&text) };
        let now =
            NOW.iter().find(|words| text.contains(**words)).filter(|_| said.situations.contains(&Situation::Closed));
        if let Some(promise) = wait {
            found.push(problem(&said, &promise, "nothing in the policy keeps this", context).help(
                "write `{wait}` under `when the wait is known { … }`, or give the rules that say it `reply within …`",
            ));
        } else if let Some(words) = now {
            let words = words.trim();
            found.push(
                problem(&said, words, "nobody is there when the queue is closed", context)
                    .help("say when the team is back: `{next_open}`, `{reply_by}`"),
            );
        } else if let Some(words) = at_once(&text).filter(|_| may_wait(&said, context.policy)) {
            found.push(problem(&said, words, "the wait may be longer", context).help(
                "leave it out, say it under `when the agent is known { … }`, or let the rule ask for `wait here at most 2m`",
            ));
        }
    }
}

fn problem(said: &Said<'_>, words: &str, label: &str, context: &Context<'_>) -> Problem {
    let message = format!("message `{}` promises \"{words}\" in `{}`", said.message, said.language);
    Problem::new(Code::W0525, message, context.piece(said.text, words), label)
}

/// Words that promise a person in no time, in one sentence.
fn at_once(text: &str) -> Option<&'static str> {
    text.split(['.', '!', '?', ';']).find_map(|sentence| {
        let found = |words: &&&str| sentence.contains(**words);
        CONNECT.iter().find(found).and(AT_ONCE.iter().find(found)).copied()
    })
}

/// Whether a text is said although nobody is known to be free: no person, and a rule that asks for no wait.
fn may_wait(said: &Said<'_>, policy: &Policy) -> bool {
    let is_person = |one: &Situation| matches!(one, Situation::AgentKnown | Situation::HelpedBefore);
    let says = |rule: &&Rule| {
        let outcome = &rule.outcome;
        let asked = if let Action::Clarify { message, .. } = outcome.action { Some(message) } else { None };
        outcome.say.into_iter().chain(asked).any(|message| policy.message(message).name == said.message)
    };
    let asks_for_wait = |rule: &Rule| {
        let facts = rule.condition.facts(&policy.comparisons);
        let is_wait = |origin: &Origin| matches!(origin, Origin::BuiltIn(BuiltIn::WaitOf(_) | BuiltIn::WaitHere));
        facts.iter().any(|fact| is_wait(&policy.fact(*fact).origin))
    };
    let mut saying = policy.rules.iter().filter(says).peekable();
    let kept = saying.peek().is_some() && saying.all(asks_for_wait);
    !kept && !said.situations.iter().any(is_person)
}

/// Whether a rule, `otherwise` or an `also` says by when somebody replies.
fn has_deadline(policy: &Policy) -> bool {
    let outcomes = policy.rules.iter().map(|rule| &rule.outcome).chain([&policy.otherwise]);
    let effects = outcomes.flat_map(|outcome| &outcome.effects);
    let mut all = effects.chain(policy.alsos.iter().flat_map(|also| &also.effects));
    all.any(|effect| matches!(effect, Effect::ReplyWithin(_) | Effect::DueIn(_) | Effect::EveryoneWithLanguage(..)))
}

/// Words that promise a person after so much time, up to the unit.
fn wait(text: &str) -> Option<String> {
    BEFORE_NUMBER.iter().find_map(|words| {
        let start = text.find(words)?;
        let mut rest = text[start + words.len()..].trim_start();
        if let Some(word) = ABOUT.iter().find(|word| rest.starts_with(**word)) {
            rest = rest[word.len()..].trim_start();
        }
        let number = rest.find(|c: char| !c.is_ascii_digit()).filter(|length| *length > 0)?;
        let unit = rest[number..].trim_start();
        let unit = UNITS.iter().any(|known| unit.starts_with(known)).then_some(unit)?;
        let length = unit.find(|c: char| !c.is_alphabetic()).unwrap_or(unit.len());
        Some(text[start..text.len() - unit.len() + length].to_owned())
    })
}
