//! Which fact a run of words means.
//!
//! In: a [`Subject`] such as `contacts in 14 days`, `customer in vip`,
//! `asks_for_human earlier`. Out: a fact. Built-ins and views of signals become
//! facts when first asked for, so a policy has exactly the columns it uses.

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{BuiltIn, DecisionFact, Fact, FactId, MessageId, Origin, Priority, QueueId, SignalId, View};
use crate::semantics::built_ins::{self, BuiltInPhrase, PHRASES, Slot};
use crate::semantics::scope::{Kind, Scope};
use crate::source::Span;
use crate::syntax::ast::{Name, Subject};
use crate::syntax::foreign::{self, Stands};
use crate::value::Type;

/// Where a subject stands decides what it may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In a detector: facts of before the answer, and other signals.
    Signal,
    /// In a threshold's step: facts and signals.
    Step,
    /// In a rule or group.
    Rule,
    /// In an `also`: the decision too.
    Also,
    /// In the ladder of a queue, or in what orders a queue: all of the decision.
    Routing,
    /// In a test.
    Test,
}

/// A found fact; `decided by X` already says what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The fact.
    pub(crate) fact: FactId,
    /// The value that the words themselves ask for.
    pub(crate) is: Option<String>,
}

/// The fact that a subject means; reports what is unknown or may not be asked here.
pub(crate) fn resolve(subject: &Subject, place: Place, scope: &mut Scope<'_>) -> Option<Found> {
    let words: Vec<&str> = subject.words.iter().map(|word| word.text.as_str()).collect();
    let found = declared(&words, scope)
        .or_else(|| view(&words, subject.span, scope))
        .or_else(|| built_in(&words, subject, scope));
    if let Some(fact) = found {
        allowed_here(fact, subject, place, scope)?;
        return Some(Found { fact, is: None });
    }
    if let Some((fact, is)) = decision_fact(&words) {
        return asks_decision(fact, is, subject, place, scope);
    }
    // A name that is known, with something behind it that does not fit, is no name of an unread declaration.
    let is_known = words.len() > 1 && scope.fact_names.contains_key(words[0]);
    let unread = !is_known && words.first().is_some_and(|first| scope.is_unread(first));
    if !unread && !is_reported_slot(&words, subject, scope) {
        unknown(&words, subject, scope);
    }
    None
}

/// A declared fact, list or switch.
fn declared(words: &[&str], scope: &mut Scope<'_>) -> Option<FactId> {
    match words {
        // A signal of this name is meant, though a view of another one may be written so in JSON.
        [name] if scope.declares(Kind::Signal, name) && !scope.declares(Kind::Fact, name) => None,
        [name] => {
            let id = *scope.fact_names.get(*name)?;
            scope.find(Kind::Fact, name);
            Some(id)
        }
        ["customer", "in", list] => {
            scope.find(Kind::Fact, list);
            scope.fact_names.get(&format!("customer_in_{list}")).copied()
        }
        _ => None,
    }
}

/// A view of a signal.
fn view(words: &[&str], span: Span, scope: &mut Scope<'_>) -> Option<FactId> {
    let (name, view, suffix) = match words {
        [name] => (*name, View::Now, ""),
        [name, "earlier"] => (*name, View::Earlier, "_earlier"),
        [name, "in", "the", "conversation"] => (*name, View::InTheConversation, "_in_the_conversation"),
        [name, "times"] => (*name, View::Times, "_times"),
        _ => return None,
    };
    scope.find(Kind::Signal, name)?;
    let id = scope.signal_ids.get(name).copied()?;
    let is_score = scope.scores.contains(name);
    if is_score && view != View::Now {
        let problem = Problem::new(
            Code::E0304,
            format!("`{name}` is a score, so it has no `{}`", words[1..].join(" ")),
            span,
            "only yes/no signals can be counted",
        );
        scope.report(problem.help(format!(
            "compare the score itself, such as `{name} above 0.5`: it remembers earlier turns if it `fades`"
        )));
    }
    Some(signal_fact(id, name, view, suffix, is_score, span, scope))
}

fn signal_fact(
    id: SignalId,
    name: &str,
    view: View,
    suffix: &str,
    is_score: bool,
    span: Span,
    scope: &mut Scope<'_>,
) -> FactId {
    let kind = match view {
        View::Now if is_score => Type::Score,
        View::Times => Type::Count,
        _ => Type::Truth,
    };
    let words = format!("{name}{}", suffix.replace('_', " "));
    scope.fact(Fact {
        name: format!("{name}{suffix}"),
        words,
        title: None,
        kind,
        origin: Origin::Signal(id, view),
        default: None,
        scale: None,
        on_answer: false,
        span,
    })
}

/// A built-in, made a fact when first asked for.
fn built_in(words: &[&str], subject: &Subject, scope: &mut Scope<'_>) -> Option<FactId> {
    let (phrase, slot) = built_ins::find(words)?;
    let built_in = match &slot {
        Slot::None => built_in_without_slot(phrase.name)?,
        Slot::Number(days) if phrase.name.starts_with("contacts") => BuiltIn::ContactsInDays(*days),
        Slot::Number(days) => BuiltIn::SameIssueInDays(*days),
        Slot::Text(text) => built_in_with_text(phrase, text, scope)?,
    };
    let held = match slot {
        Slot::None => String::new(),
        Slot::Number(days) => days.to_string(),
        Slot::Text(text) => text,
    };
    let fill = |template: &str| {
        ["N", "QUEUE", "MESSAGE", "TEXT"].iter().fold(template.to_owned(), |text, slot| text.replace(slot, &held))
    };
    if built_in == BuiltIn::WaitHere {
        waits(subject, scope);
    }
    Some(scope.fact(Fact {
        name: fill(phrase.name),
        words: fill(phrase.words),
        title: Some(phrase.about.to_owned()),
        kind: built_ins::kind(&built_in),
        default: built_ins::default(&built_in),
        origin: Origin::BuiltIn(built_in),
        scale: None,
        on_answer: phrase.on_answer,
        span: subject.span,
    }))
}

/// The wait of every queue, because `wait here` is that of one of them, by the category.
fn waits(subject: &Subject, scope: &mut Scope<'_>) {
    let queues: Vec<String> = scope.names(Kind::Queue).map(str::to_owned).collect();
    for queue in queues {
        built_in(&["wait", "of", &queue], subject, scope);
    }
}

fn built_in_with_text(phrase: &BuiltInPhrase, text: &str, scope: &mut Scope<'_>) -> Option<BuiltIn> {
    match phrase.name {
        "wait_of_QUEUE" => scope.find(Kind::Queue, text).map(|at| BuiltIn::WaitOf(QueueId::from_index(at))),
        "said_MESSAGE" => scope.find(Kind::Message, text).map(|at| BuiltIn::Said(MessageId::from_index(at))),
        _ => Some(BuiltIn::Rollout(text.to_owned())),
    }
}

/// The built-in of a phrase that has no placeholder, by its JSON name.
pub(crate) fn built_in_without_slot(name: &str) -> Option<BuiltIn> {
    use BuiltIn as B;
    Some(match name {
        "category" => B::Category,
        "confidence" => B::Confidence,
        "attempted" => B::Attempted,
        "sentiment" => B::Sentiment,
        "lowest_sentiment" => B::LowestSentiment,
        "sentiment_trend" => B::SentimentTrend,
        "language" => B::Language,
        "channel" => B::Channel,
        "turns" => B::Turns,
        "rounds" => B::Rounds,
        "turns_without_progress" => B::TurnsWithoutProgress,
        "same_question" => B::SameQuestion,
        "likeness_to_earlier_turns" => B::LikenessToEarlierTurns,
        "time_since_last_reply" => B::TimeSinceLastReply,
        "wait_here" => B::WaitHere,
        "hour" => B::Hour,
        "weekday" => B::Weekday,
        "today" => B::Today,
        "now" => B::Now,
        "assistant_failed" => B::AssistantFailed,
        "assistant_errors_in_a_row" => B::AssistantErrorsInARow,
        "assistant_repeats_itself" => B::AssistantRepeatsItself,
        "phase" => B::Phase,
        "clarified" => B::Clarified,
        "offers" => B::Offers,
        "offer_accepted" => B::OfferAccepted,
        "offer_declined" => B::OfferDeclined,
        "offer_allowed" => B::OfferAllowed,
        "offered_by" => B::OfferedBy,
        "rounds_since_the_offer" => B::RoundsSinceTheOffer,
        "threshold_rise_since_the_offer" => B::ThresholdRiseSinceTheOffer,
        "transfers" => B::Transfers,
        "last_queue" => B::LastQueue,
        "last_queue_here" => B::LastQueueHere,
        "time_since_returned" => B::TimeSinceReturned,
        _ => return None,
    })
}

fn decision_fact(words: &[&str]) -> Option<(DecisionFact, Option<String>)> {
    match words {
        ["action"] => Some((DecisionFact::Action, None)),
        ["queue"] => Some((DecisionFact::Queue, None)),
        ["priority"] => Some((DecisionFact::Priority, None)),
        ["decided", "by", who] => Some((DecisionFact::DecidedBy, Some((*who).to_owned()))),
        _ => None,
    }
}

fn asks_decision(
    fact: DecisionFact,
    is: Option<String>,
    subject: &Subject,
    place: Place,
    scope: &mut Scope<'_>,
) -> Option<Found> {
    if place == Place::Also && fact == DecisionFact::Priority {
        let message = "`priority` is only known once every `also` has added to the decision";
        let problem = Problem::new(Code::E0404, message, subject.span, "only a queue may ask this");
        scope.report(problem.help("ask for it in a step of a queue: `after 2m also QUEUE when priority is urgent`"));
        return None;
    }
    if !matches!(place, Place::Also | Place::Routing) {
        let problem = Problem::new(
            Code::E0404,
            format!("`{}` is only known once the decision is made", scope.sources.text(subject.span)),
            subject.span,
            "only an `also` may ask this",
        );
        scope.report(problem.help("put it under `also`, which adds to a decision"));
        return None;
    }
    if let Some(who) = &is
        && !["guard", "override", "rule", "otherwise"].contains(&who.as_str())
    {
        let name = Name { text: who.clone(), span: subject.words.last().map_or(subject.span, |word| word.span) };
        scope.expect(Kind::Rule, Code::E0208, &name)?;
    }
    let (name, kind) = match fact {
        DecisionFact::Action => {
            let values = crate::policy::ActionName::ALL.map(|action| action.as_str().to_owned()).to_vec();
            ("action", Type::OneOf { values, open: false })
        }
        DecisionFact::Queue => {
            let values = scope.names(Kind::Queue).map(str::to_owned).collect();
            ("queue", Type::OneOf { values, open: false })
        }
        DecisionFact::DecidedBy => ("decided_by", Type::Tags),
        DecisionFact::Priority => {
            let values = Priority::ALL.map(|priority| priority.as_str().to_owned()).to_vec();
            ("priority", Type::OneOf { values, open: false })
        }
    };
    let id = scope.fact(Fact {
        name: name.to_owned(),
        words: name.replace('_', " "),
        title: None,
        kind,
        origin: Origin::Decision(fact),
        default: None,
        scale: None,
        on_answer: false,
        span: subject.span,
    });
    Some(Found { fact: id, is })
}

/// Each stage reads only what stands before it.
fn allowed_here(fact: FactId, subject: &Subject, place: Place, scope: &mut Scope<'_>) -> Option<()> {
    let written = scope.sources.text(subject.span).to_owned();
    if place == Place::Signal && scope.facts[fact.index()].on_answer {
        let problem = Problem::new(
            Code::E0404,
            format!("a signal cannot read `{written}`"),
            subject.span,
            "this is only known when an answer exists",
        );
        scope.report(problem.help("signals hear the customer's words; ask for the answer in a rule"));
        return None;
    }
    Some(())
}

/// Reports a built-in whose placeholder names something that does not exist.
fn is_reported_slot(words: &[&str], subject: &Subject, scope: &mut Scope<'_>) -> bool {
    let (kind, code) = match words {
        ["wait", "of", _] => (Kind::Queue, Code::E0203),
        ["said", _] => (Kind::Message, Code::E0207),
        ["customer", "in", list] => {
            if !scope.declares(Kind::Fact, list) {
                unknown_list(list, subject, scope);
            }
            return true;
        }
        _ => return false,
    };
    let Some(last) = subject.words.last() else { return false };
    let name = Name { text: last.text.clone(), span: last.span };
    scope.expect(kind, code, &name);
    true
}

fn unknown_list(list: &str, subject: &Subject, scope: &mut Scope<'_>) {
    let span = subject.words.last().map_or(subject.span, |word| word.span);
    if scope.is_unread(list) {
        return;
    }
    let known = scope.facts.iter().filter_map(|fact| fact.words.strip_prefix("customer in "));
    let near = nearest(list, known).map(str::to_owned);
    let problem = Problem::new(Code::E0201, format!("no list is named `{list}`"), span, "no such list");
    scope.report(
        problem.did_you_mean(near.as_deref(), span, || {
            format!("declare it: `list {list} from \"file.csv\" column COLUMN`")
        }),
    );
}

fn unknown(words: &[&str], subject: &Subject, scope: &mut Scope<'_>) {
    let written = words.join(" ");
    let phrases = PHRASES.iter().map(|phrase| phrase.words);
    if let Some(problem) = foreign_words(words, subject, scope) {
        return scope.report(problem);
    }
    let names: Vec<&str> =
        scope.names(Kind::Fact).chain(scope.names(Kind::Signal)).chain(phrases).chain(["customer in LIST"]).collect();
    let shaped = shape(words);
    let first = words.first().copied().unwrap_or_default();
    let is_name = words.len() > 1 && names.contains(&first);
    let near = nearest(&written, names.iter().copied()).or_else(|| nearest(&shaped, names.iter().copied()));
    // `turns sentiment` begins with a name, so something is missing behind it rather than misspelt.
    let near = near.filter(|near| !is_name || near.split(' ').next() == Some(first));
    let label =
        if words.len() > 1 { "these words mean nothing together" } else { "no fact, signal or built-in has this name" };
    let problem = Problem::new(Code::E0201, format!("nothing is called `{written}`"), subject.span, label);
    let is_template = |near: &&str| near.split(' ').any(|word| word.bytes().all(|b| b.is_ascii_uppercase()));
    let problem = match near {
        Some(template) if is_template(&template) => problem.help(format!("did you mean `{template}`?")),
        Some(near) => problem.did_you_mean(Some(near), subject.span, String::new),
        None if is_name => problem.help(missing_operator(first, &words[1..], subject, scope)),
        None => problem.help(format!("declare it, for example `fact {} is true or false`", words.join("_"))),
    };
    scope.report(problem);
}

/// `message contains "lawyer"`, `n over 5`: words of other languages that were read as a subject.
fn foreign_words(words: &[&str], subject: &Subject, scope: &Scope<'_>) -> Option<Problem> {
    let (known, at, length) = foreign::find(words, Stands::Condition)?;
    let before_is_name = at > 0 && (scope.fact_names.contains_key(words[0]) || built_ins::find(&words[..at]).is_some());
    let is_pattern = !known.is_edit();
    let joins = matches!(known.written, "NOT" | "AND" | "OR");
    if !joins && !is_pattern && (!before_is_name || at + length == words.len()) {
        return None;
    }
    let (first, last) = if is_pattern { (0, words.len() - 1) } else { (at, at + length - 1) };
    let span = subject.words[first].span.to(subject.words[last].span);
    let written = words[at..at + length].join(" ");
    let message = format!("`{written}` is not a word of the language");
    let problem = Problem::new(Code::E0201, message, span, "not known here").help(known.help());
    Some(if is_pattern { problem } else { problem.edit(span, known.ours) })
}

/// `customer.tier enterprise`: a name, and what does not fit behind it.
fn missing_operator(first: &str, rest: &[&str], subject: &Subject, scope: &Scope<'_>) -> String {
    let kind = scope.fact_names.get(first).map(|id| &scope.facts[id.index()].kind);
    let rest = rest.join(" ");
    let quoted = subject.words.last().is_some_and(|word| word.quoted);
    match kind {
        Some(Type::OneOf { .. } | Type::Category | Type::Language | Type::Country) if !quoted => {
            format!("write `{first} is {rest}`")
        }
        _ => format!("`{first}` is a name, and `{rest}` does not fit after it: `is`, `above` or `and` may be missing"),
    }
}

/// Words with numbers as `N`, so that they are near a phrase with a placeholder.
fn shape(words: &[&str]) -> String {
    let number =
        |word: &&str| if word.bytes().all(|b| b.is_ascii_digit()) { "N".to_owned() } else { (*word).to_owned() };
    words.iter().map(number).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;

    #[test]
    fn a_service_may_send_the_wait_of_any_queue_once_wait_here_is_asked_for() {
        let text = r#"baton 1
policy "P" {
  timezone "Europe/Madrid"; languages en; assistant gives category
  default queue general; otherwise stay; on failure hand off to general
}
category refund
queue general { handles everything else }
queue billing { handles refund }
rule busy { when wait here above 10m or wait here is missing; then hand off }
"#;
        let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
        let program = crate::syntax::parse("p.baton", text, &mut sources, &mut found);
        let policy = crate::semantics::resolve(&program, &sources, &mut found).expect("a policy without errors");
        for name in ["wait_here", "wait_of_general", "wait_of_billing"] {
            assert!(policy.find_fact(name).is_some(), "{name}");
        }
    }
}
