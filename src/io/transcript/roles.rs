//! Who speaks, by the words that transcripts use.

use super::error::{Problem, shown};
use crate::conversation::Speaker;

/// Every word that is read, with what it means.
pub(super) const ROLES: [(&str, Speaker); 6] = [
    ("customer", Speaker::Customer),
    ("user", Speaker::Customer),
    ("assistant", Speaker::Assistant),
    ("bot", Speaker::Assistant),
    ("agent", Speaker::Agent),
    ("tool", Speaker::Tool),
];

/// Words that other systems use. They are not read, because which one is meant depends on the system.
const ELSEWHERE: [(&str, &str); 15] = [
    ("client", "customer"),
    ("end-user", "customer"),
    ("end_user", "customer"),
    ("contact", "customer"),
    ("visitor", "customer"),
    ("caller", "customer"),
    ("ai", "assistant"),
    ("model", "assistant"),
    ("robot", "assistant"),
    ("virtual_agent", "assistant"),
    ("human", "agent"),
    ("operator", "agent"),
    ("admin", "agent"),
    ("rep", "agent"),
    ("function", "tool"),
];

/// The speaker of that name; case does not count.
pub(super) fn speaker(word: &str) -> Result<Speaker, Problem> {
    let written = word.trim();
    let found = ROLES.iter().find(|(name, _)| name.eq_ignore_ascii_case(written));
    found.map(|(_, speaker)| *speaker).ok_or_else(|| unknown(written))
}

fn unknown(written: &str) -> Problem {
    let known = "a role is customer, assistant, agent or tool";
    let help = match likely(written) {
        Some(name) => format!("did you mean `{name}`? {known}"),
        None => known.to_owned(),
    };
    Problem::new(format!("unknown role `{}`", shown(written))).help(help)
}

fn likely(written: &str) -> Option<&'static str> {
    /// Longer words are no slips of the pen, and measuring them would take time.
    const BYTES_MAX: usize = 40;
    if written.len() > BYTES_MAX {
        return None;
    }
    let lower = written.to_lowercase();
    if let Some((_, meant)) = ELSEWHERE.iter().find(|(word, _)| *word == lower) {
        return Some(meant);
    }
    let near = ROLES.iter().map(|(name, _)| (strsim::damerau_levenshtein(&lower, name), *name));
    near.filter(|(distance, name)| *distance <= (name.len() / 3).max(1)).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::{likely, speaker};
    use crate::conversation::Speaker;

    #[test]
    fn known_words_are_read_and_others_get_a_suggestion() {
        assert_eq!(speaker("bot"), Ok(Speaker::Assistant));
        assert_eq!(speaker(" User "), Ok(Speaker::Customer));
        assert_eq!(likely("custommer"), Some("customer"));
        assert_eq!(likely("Human"), Some("agent"));
        assert_eq!(likely("asistant"), Some("assistant"));
        assert_eq!(likely("weather"), None);
        assert_eq!(likely(""), None);
        assert_eq!(speaker(&"x".repeat(1_000_000)).map_err(|p| p.message.chars().count() < 80), Err(true));
    }
}
