//! SARIF 2.1.0: the form that code scanning reads.
//!
//! One run over all policies. Rules are the codes that were found, each with its
//! page. Paths are relative to where the command ran, columns count characters.
//! A fingerprint names a problem by its code, its file and the words it points at,
//! never by a line, so that it stays the same when lines move.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value as Json, json};
use xxhash_rust::xxh3::xxh3_128;

use super::super::ui::{Outcome, Ui};
use super::{Checked, Hits, Report, is_standard};
use crate::diagnostic::{Code, Edit, Label, Problem, Severity};
use crate::source::{FileId, Sources, Span};

/// The schema that the log follows.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The run over all policies.
#[derive(Default)]
pub(super) struct Log {
    rules: Vec<Code>,
    results: Vec<Json>,
    /// How often a fingerprint was given.
    prints: BTreeMap<String, usize>,
    notes: Vec<Json>,
    unread: bool,
}

impl Report for Log {
    fn policy(&mut self, checked: &Checked<'_>, _ui: &mut Ui) -> Outcome<()> {
        for problem in checked.problems.sorted() {
            let result = self.result(problem, checked);
            self.results.push(result);
        }
        if checked.problems.dropped() > 0 {
            let text = format!("{}: and {} more problems", checked.path.display(), checked.problems.dropped());
            self.notes.push(json!({ "level": "warning", "message": { "text": text } }));
        }
        Ok(())
    }

    fn unread(&mut self, _path: &Path, reason: &str) {
        self.unread = true;
        self.notes.push(json!({ "level": "error", "message": { "text": reason } }));
    }

    fn end(&mut self, ui: &mut Ui) -> Outcome<()> {
        let driver = json!({
            "name": "baton",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.rules.iter().copied().map(rule).collect::<Vec<_>>(),
        });
        let run = json!({
            "tool": { "driver": driver },
            "invocations": [{
                "executionSuccessful": !self.unread,
                "toolExecutionNotifications": self.notes,
            }],
            "columnKind": "unicodeCodePoints",
            "results": self.results,
        });
        ui.line(json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] }))
    }
}

impl Log {
    fn result(&mut self, problem: &Problem, checked: &Checked<'_>) -> Json {
        let sources = checked.sources;
        let at = self.rules.iter().position(|known| *known == problem.code).unwrap_or_else(|| {
            self.rules.push(problem.code);
            self.rules.len() - 1
        });
        let hits = checked.hits(problem);
        let computed = hits.map(|hits| hits.say("it"));
        let lines = [Some(&problem.message), computed.as_ref(), problem.help.as_ref()];
        let text = lines.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
        let mut result = json!({
            "ruleId": problem.code.as_str(),
            "ruleIndex": at,
            "level": level(problem.severity),
            "message": { "text": text },
            "locations": problem.labels.iter().take(1).map(|label| location(label, sources)).collect::<Vec<_>>(),
            "partialFingerprints": { "baton/v1": self.fingerprint(problem, sources) },
        });
        let others = problem.labels.iter().skip(1);
        if others.len() > 0 {
            result["relatedLocations"] = others.map(|label| location(label, sources)).collect();
        }
        if let Some(Hits { conversations, of }) = hits {
            result["properties"] = json!({ "conversationsHit": conversations, "conversations": of });
        }
        if let Some(fix) = fix(problem, sources) {
            result["fixes"] = json!([fix]);
        }
        result
    }

    /// Code, file, and the words pointed at; the second such problem gets a number.
    fn fingerprint(&mut self, problem: &Problem, sources: &Sources) -> String {
        let span = problem.span();
        let pointed = match sources.text(span).trim() {
            "" => sources.file(span.file).line(sources.position(span).1),
            words => words,
        };
        let words: Vec<&str> = pointed.split_whitespace().collect();
        let text = [problem.code.as_str(), &uri(&sources.file(span.file).name), &words.join(" ")].join("\n");
        let print = format!("{:032x}", xxh3_128(text.as_bytes()));
        let count = self.prints.entry(print.clone()).or_default();
        *count += 1;
        format!("{print}:{count}")
    }
}

/// A code with its page.
fn rule(code: Code) -> Json {
    let page = code.page();
    let section = |name: &str| {
        let after = page.split_once(&format!("## {name}\n")).map_or("", |(_, after)| after);
        after.split("\n## ").next().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let finds = section("What it finds");
    let first = finds.split_inclusive(". ").next().unwrap_or(&finds).trim_end();
    json!({
        "id": code.as_str(),
        "name": code.name(),
        "shortDescription": { "text": first },
        "fullDescription": { "text": format!("{finds} {}", section("Why it matters")) },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn location(label: &Label, sources: &Sources) -> Json {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&sources.file(label.span.file).name) },
            "region": region(label.span, sources),
        },
        "message": { "text": label.text },
    })
}

fn region(span: Span, sources: &Sources) -> Json {
    let (_, line, column) = sources.position(span);
    let (end_line, end_column) = sources.file(span.file).position(span.end as usize);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// The edits of a problem, file by file. Files that came with Baton are nobody's to change.
fn fix(problem: &Problem, sources: &Sources) -> Option<Json> {
    let mut changes: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in &problem.edits {
        changes.entry(edit.span.file).or_default().push(edit);
    }
    if changes.is_empty() || changes.keys().any(|file| is_standard(&sources.file(*file).name)) {
        return None;
    }
    let replacement = |edit: &&Edit| {
        let mut replacement = Map::new();
        replacement.insert("deletedRegion".to_owned(), region(edit.span, sources));
        replacement.insert("insertedContent".to_owned(), json!({ "text": edit.text }));
        Json::Object(replacement)
    };
    let changes = changes.iter().map(|(file, edits)| {
        json!({
            "artifactLocation": { "uri": uri(&sources.file(*file).name) },
            "replacements": edits.iter().map(replacement).collect::<Vec<_>>(),
        })
    });
    let help = problem.help.clone().unwrap_or_else(|| problem.message.clone());
    Some(json!({
        "description": { "text": help },
        "artifactChanges": changes.collect::<Vec<_>>(),
        "properties": { "applicability": problem.applicability.as_str() },
    }))
}

/// A path as a reference: relative to where the command ran, or absolute.
fn uri(path: &str) -> String {
    if is_standard(path) {
        return format!("baton:{path}");
    }
    let parts = path.split('/').filter(|part| *part != ".");
    let mut text = parts.map(encoded).collect::<Vec<_>>().join("/");
    if path.starts_with('/') {
        text.insert_str(0, "file://");
    }
    text
}

/// A part of a path with everything percent-encoded that a reference may not hold.
fn encoded(part: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=@".contains(&byte);
    part.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("./team/policy.baton"), "team/policy.baton");
        assert_eq!(uri("mi política.baton"), "mi%20pol%C3%ADtica.baton");
        assert_eq!(uri("/tmp/a:b.baton"), "file:///tmp/a%3Ab.baton");
        assert_eq!(uri("std/signals/en"), "baton:std/signals/en");
    }
}
