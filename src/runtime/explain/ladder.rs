//! How a queue finds a person, in words.

use super::condition;
use crate::policy::{
    Addition, AnyOf, Condition, Continuity, Deadline, LevelAsked, MayTake, Need, Owner, OwnerOf, Policy, Priority,
    Queue, Speaks, Times,
};
use crate::value::{Fixed, Value, show, show_duration};

/// `45s`, `1 business day`
pub fn deadline(deadline: Deadline) -> String {
    let counted = |count: Fixed, what: &str| {
        if count == Fixed::ONE { format!("1 business {what}") } else { format!("{count} business {what}s") }
    };
    match deadline {
        Deadline::Seconds(seconds) => show_duration(seconds),
        Deadline::BusinessHours(hours) => counted(hours, "hour"),
        Deadline::BusinessDays(days) => counted(days, "day"),
    }
}

/// `5m`, `5m live, 1 business day async`
pub fn times(times: Times) -> String {
    let [live, asynchronous] = times.both();
    if live == asynchronous {
        return deadline(live);
    }
    format!("{} live, {} async", deadline(live), deadline(asynchronous))
}

/// `skill billing at level 3`
pub fn need(need: &Need) -> String {
    match need {
        Need::Skill(skill, None) => format!("skill {skill}"),
        Need::Skill(skill, Some(level)) => format!("skill {skill} at level {level}"),
        Need::Team(team) => format!("team {team}"),
        Need::Mark(mark) => format!("mark {mark}"),
        Need::Language(language, None) => format!("language {language}"),
        Need::Language(language, Some(level)) => format!("language {language} at {}", level.as_str()),
    }
}

/// `skill billing at level 4 or skill disputes at level 4`
pub fn any_need(any: &AnyOf) -> String {
    any.iter().map(need).collect::<Vec<_>>().join(" or ")
}

/// Who may take it: `its people at L2`, `the people of retention who speak es`
pub fn may_take(policy: &Policy, queue: &Queue, who: &MayTake) -> String {
    match who {
        MayTake::Level(LevelAsked::Rules) if queue.levels.is_empty() => "its people".to_owned(),
        MayTake::Level(LevelAsked::Rules) => "its people at the level asked for".to_owned(),
        MayTake::Level(LevelAsked::Named(at)) => format!("its people at {}", queue.levels[*at as usize]),
        MayTake::Level(LevelAsked::Any) => "all its people".to_owned(),
        MayTake::Skilled(skills) => format!("whoever has {}", any_need(skills)),
        MayTake::AccountManager => "the account manager".to_owned(),
        MayTake::OnCall { again: false } => "its people on call, who are paged".to_owned(),
        MayTake::OnCall { again: true } => "its people on call, who are paged again".to_owned(),
        MayTake::Also { queue, speak, while_wait } => {
            let speak = speak.as_ref().map_or_else(String::new, |code| format!(" who speak {code}"));
            let wait = while_wait.map_or_else(String::new, |(of, below)| {
                format!(" while the wait of {} is below {}", policy.queue(of).name, show_duration(below))
            });
            format!("the people of {}{speak}{wait}", policy.queue(*queue).name)
        }
    }
}

/// What they must speak: `the customer's language at C1`
pub fn speaks(speaks: &Speaks) -> String {
    match speaks {
        Speaks::Customers(None) => "the customer's language".to_owned(),
        Speaks::Customers(Some(level)) => format!("the customer's language at {}", level.as_str()),
        Speaks::Any { notice: false } => "any language".to_owned(),
        Speaks::Any { notice: true } => "any language with notice".to_owned(),
        Speaks::Named(language) => format!("{language} with notice"),
    }
}

/// Whether a language matters to whoever may take it: the account manager and those on call are asked whatever they speak.
pub fn asks_language(who: &MayTake) -> bool {
    !matches!(who, MayTake::AccountManager | MayTake::OnCall { .. })
}

/// Who sees to it: `billing at L2`
pub fn owner(policy: &Policy, owner: &Owner) -> String {
    let name = match owner.of {
        OwnerOf::Queue(id) => policy.queue(id).name.as_str(),
        OwnerOf::AccountManager => "the account manager",
    };
    owner.level.as_ref().map_or_else(|| name.to_owned(), |level| format!("{name} at {level}"))
}

/// When a step is there; none if always.
pub fn step_when(policy: &Policy, when: &Condition) -> Option<String> {
    (*when != Condition::ALWAYS).then(|| condition(policy, when))
}

/// `20 when customer.tier is enterprise`
pub fn addition(policy: &Policy, addition: &Addition) -> String {
    let each = addition.each.as_ref().map_or_else(String::new, |each| {
        let fact = policy.fact(each.fact);
        let shown = |number: Fixed| show(&Value::Number(number), &fact.kind);
        let after = if each.after == Fixed::ZERO { String::new() } else { format!(" after {}", shown(each.after)) };
        format!(" for each {} of {}{after}, up to {}", shown(each.every), fact.words, each.up_to)
    });
    let when = step_when(policy, &addition.when).map_or_else(String::new, |when| format!(" when {when}"));
    format!("{}{each}{when}", addition.minutes)
}

/// What adds to the minutes that a customer has waited: `urgent 60`, `20 when decided by guard`.
pub fn waiting(policy: &Policy) -> Vec<String> {
    let words = Priority::ALL.iter().rev().map(|word| (word, policy.waiting.of(*word)));
    let words = words.filter(|(_, minutes)| *minutes != Fixed::ZERO);
    let words = words.map(|(word, minutes)| format!("{} {minutes}", word.as_str()));
    words.chain(policy.waiting.additions.iter().map(|one| addition(policy, one))).collect()
}

/// How customers come back to the same person.
pub fn continuity(plan: &Continuity) -> Vec<String> {
    let full = if plan.even_if_full { " even if full" } else { "" };
    let same = plan.same.map_or_else(String::new, |same| format!(" and {}", same.as_str()));
    let within = show_duration(plan.within);
    let first = format!("return to the last agent{full} when last handled within {within}{same}");
    let hold = plan.hold.map(|hold| format!("hold {}", times(hold)));
    let named = plan.hold_named.map(|hold| format!("hold the named agent {}", times(hold)));
    let never = plan.never_marked.iter().map(|mark| format!("never when marked {mark}"));
    let after = plan.after_account_manager.then(|| "after the account manager".to_owned());
    [first].into_iter().chain(hold).chain(named).chain(never).chain(after).collect()
}
