//! Texts → policies, engines and decisions, for every test of meaning.

use std::path::{Path, PathBuf};

use baton::conversation::Conversation;
use baton::diagnostic::{Diagnostics, Severity};
use baton::policy::Policy;
use baton::runtime::record::{self, Occasion};
use baton::runtime::{Options, Table, replay};
use baton::source::{Files, Sources};
use baton::{Artifact, compile};
use serde_json::Value as Json;

/// A folder of the repository.
pub(crate) struct Disk(pub(crate) PathBuf);

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// A policy in memory.
pub(crate) struct Text<'a>(pub(crate) &'a str);

impl Files for Text<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        if path == "policy.baton" { Ok(self.0.to_owned()) } else { Err("there is no such file".to_owned()) }
    }
}

/// The first lines that every policy needs; `extra` lines stand in the header.
pub(crate) fn header(extra: &str) -> String {
    format!(
        "baton 1\npolicy \"T\" {{\n timezone \"UTC\"\n languages en\n fallback en\n assistant gives confidence, category\n \
         default queue general\n otherwise stay\n on failure hand off to general\n {extra}\n}}\nqueue general \"General\"\n"
    )
}

/// Errors of a policy as `CODE message`, one a line.
pub(crate) fn errors(problems: &Diagnostics) -> String {
    let errors = problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| format!("{} {}\n", problem.code.as_str(), problem.message)).collect()
}

/// What the file of a policy below the repository compiles to.
pub(crate) fn artifact_at(path: &Path) -> Artifact {
    let folder = path.parent().expect("a file stands in a folder").to_owned();
    let name = path.file_name().and_then(|name| name.to_str()).expect("names of the corpus are plain");
    let (artifact, problems, _) = compile(name, &Disk(folder));
    artifact.unwrap_or_else(|| panic!("{}:\n{}", path.display(), errors(&problems)))
}

/// What a text compiles to.
pub(crate) fn compiled(text: &str) -> (Option<Artifact>, Diagnostics, Sources) {
    compile("policy.baton", &Text(text))
}

/// What a text without errors compiles to.
pub(crate) fn artifact(text: &str) -> Artifact {
    let (artifact, problems, _) = compiled(text);
    artifact.unwrap_or_else(|| panic!("{}\n{text}", errors(&problems)))
}

/// The policy of a text without errors.
pub(crate) fn policy(text: &str) -> Policy {
    artifact(text).policy
}

/// The decisions of a dry run as JSON, without the policy's hash.
pub(crate) fn decisions(table: &Table, conversation: &Conversation) -> Vec<Json> {
    let steps = replay(table, conversation, &Options::default());
    let json = |step: &baton::runtime::Step| {
        let at = step_time(conversation, step.turn);
        let occasion = Occasion { conversation: &conversation.id, turn: step.turn, event: None, at };
        record::json(table.policy(), &step.decision, &occasion)
    };
    steps.iter().map(json).collect()
}

fn step_time(conversation: &Conversation, turn: usize) -> Option<i64> {
    conversation.started?.checked_add(conversation.turns[turn].at?)
}
