//! The language of the conversation, and what it takes to answer in it.
//!
//! In: the talk, the decision, the policy's languages. Out: the language, the level that the
//! decision asks for, and a notice where the policy has no words in it.

use super::Talk;
use crate::decision::Decision;
use crate::policy::Effect;

/// The language of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// ISO 639-1.
    pub code: String,
    /// The level of it that is needed, as the policy writes it: `B2`.
    pub level: Option<String>,
    /// That a translation may be needed, in words.
    pub notice: Option<String>,
}

impl Language {
    /// In words: `de, at level B2`.
    pub fn words(&self) -> String {
        let level = self.level.as_ref().map_or_else(String::new, |level| format!(", at level {level}"));
        let notice = self.notice.as_ref().map_or_else(String::new, |notice| format!(". {notice}"));
        format!("{}{level}{notice}", self.code)
    }
}

/// The language at a decision.
pub(super) fn of(talk: &Talk<'_>, decision: &Decision) -> Language {
    let code = talk.language.clone();
    let level = decision.effects.iter().find_map(|effect| match effect {
        Effect::NeedLanguage(language, level) if *language == code => level.clone(),
        _ => None,
    });
    let has_words = talk.policy.languages.contains(&code);
    let notice = (!has_words).then(|| {
        let own = talk.policy.languages.join(", ");
        format!("Nothing here is written in it, only in {own}: who does not speak it needs a translation")
    });
    Language { code, level, notice }
}
