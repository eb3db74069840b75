//! Fitted weights as text of a policy.
//!
//! In: a policy on disk, and weights. Out: its texts with these weights. Lines of the policy's own files keep their place,
//! layout and comments; only the number changes. Files of the standard library cannot be written: their lines come, with
//! their comments, as one `replace signal` behind the `use` that has them.
//!
//! # Guarantees
//!
//! The new texts were compiled, and the signal has the fitted weights in them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::disk::{self, Loaded, Texts};
use crate::cli::fix::{self, Fixed};
use crate::cli::ui::{Outcome, Stop};
use crate::diagnostic::{Diagnostics, Edit};
use crate::evaluation::What;
use crate::evaluation::fit::Fitted;
use crate::policy::{Policy, Signal};
use crate::source::{FileId, Sources, Span};
use crate::syntax;
use crate::value::Fixed as Number;

/// The texts with the weights in them.
pub(super) fn of(path: &Path, loaded: &Loaded, policy: &Policy, fitted: &Fitted) -> Outcome<Fixed> {
    let What::Signal(id) = fitted.target.what else { return Ok(Fixed::default()) };
    let signal = &policy.signals[id.index()];
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for line in fitted.lines.iter().filter(|line| line.before != line.after) {
        let edit = reweigh(&policy.sources, signal.detectors[line.detector].span, line.after);
        edits.entry(edit.span.file).or_default().push(edit);
    }
    let is_own = |file: &FileId| fix::is_own(&loaded.names[file.0 as usize]);
    let standard: Vec<FileId> = {
        let mut files: Vec<FileId> = signal.detectors.iter().map(|one| one.span.file).collect();
        files.sort_unstable();
        files.dedup();
        files.into_iter().filter(|file| !is_own(file)).collect()
    };
    let is_replaced = standard.iter().any(|file| edits.contains_key(file));
    let mut own: Vec<Edit> = edits.iter().filter(|(file, _)| is_own(file)).flat_map(|(_, all)| all.clone()).collect();
    if is_replaced {
        own.push(replaced(loaded, policy, signal, &standard, &edits)?);
    }
    let texts = fix::edited(&Texts::new(), loaded, &own);
    if !own.is_empty() {
        verify(path, &texts, signal, fitted)?;
    }
    Ok(Fixed::of(texts, loaded))
}

/// Another number in front of a line.
fn reweigh(sources: &Sources, span: Span, weight: Number) -> Edit {
    let text = sources.text(span);
    let digits = text.find(char::is_whitespace).unwrap_or(text.len());
    let start = span.range().start;
    Edit { span: Span::new(span.file, start..start + digits), text: weight.to_string() }
}

/// One `replace signal` with the lines of standard files, behind the last `use` of one.
fn replaced(
    loaded: &Loaded,
    policy: &Policy,
    signal: &Signal,
    standard: &[FileId],
    edits: &BTreeMap<FileId, Vec<Edit>>,
) -> Outcome<Edit> {
    let mut bodies: Vec<String> = Vec::new();
    for file in standard {
        let none = Vec::new();
        bodies.extend(body(&policy.sources, *file, signal, edits.get(file).unwrap_or(&none)));
    }
    let names: Vec<&str> = standard.iter().map(|file| policy.sources.file(*file).name.as_str()).collect();
    let Some((file, at)) = behind_use(loaded, &names) else {
        let message = format!("`{}` is from {}, and no file of the policy uses it", signal.name, names.join(" and "));
        return Err(Stop::Said(message));
    };
    let title = signal.title.as_ref().map_or_else(String::new, |title| format!(" \"{title}\""));
    let text = format!(
        "\n# As in {}, with weights from `baton fit`.\nreplace signal {}{title} {{\n{}}}\n",
        names.join(" and "),
        signal.name,
        fades_once(&bodies.join("\n")),
    );
    Ok(Edit { span: Span::new(file, at..at), text })
}

/// What stands between the braces of the signal in one file, with the new weights.
fn body(sources: &Sources, file: FileId, signal: &Signal, edits: &[Edit]) -> Vec<String> {
    let source = sources.file(file);
    let (mut read, mut ignored) = (Sources::default(), Diagnostics::default());
    let program = syntax::parse(&source.name, &source.text, &mut read, &mut ignored);
    let has = |whole: Span| {
        let range = whole.range();
        signal.detectors.iter().any(|one| one.span.file == file && range.contains(&one.span.range().start))
    };
    let bodies = program.declarations.iter().filter(|declaration| has(declaration.whole)).filter_map(|declaration| {
        let whole = declaration.whole.range();
        let start = whole.start + source.text[whole.clone()].find('{')? + 1;
        let end = whole.start + source.text[whole].rfind('}')?;
        let mut text = source.text[start..end].to_owned();
        let mut inside: Vec<&Edit> =
            edits.iter().filter(|edit| (start..end).contains(&edit.span.range().start)).collect();
        inside.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in inside {
            let range = edit.span.range();
            text.replace_range(range.start - start..range.end - start, &edit.text);
        }
        Some(text.trim_matches('\n').to_owned() + "\n")
    });
    bodies.collect()
}

/// Of several lines that say how a score fades the last, which is the one that counts.
fn fades_once(body: &str) -> String {
    let fades = |line: &&str| line.trim_start().starts_with("fades ");
    let mut more = body.lines().filter(fades).count();
    let mut kept = String::new();
    for line in body.lines() {
        if fades(&line) {
            more -= 1;
            if more > 0 {
                continue;
            }
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

/// Behind the last line of an own file that uses one of these standard files.
fn behind_use(loaded: &Loaded, names: &[&str]) -> Option<(FileId, usize)> {
    let mut found = None;
    for (at, source) in loaded.sources.all().iter().enumerate().filter(|(at, _)| fix::is_own(&loaded.names[*at])) {
        let mut end = 0;
        for line in source.text.split_inclusive('\n') {
            end += line.len();
            let used = line.trim_start().strip_prefix("use ").map(str::trim_start);
            let is_used = |name: &&str| used.is_some_and(|used| used.starts_with(&format!("\"{name}\"")));
            if names.iter().any(is_used) {
                found = Some((FileId(u32::try_from(at).ok()?), end));
            }
        }
    }
    found
}

/// Compiles the new texts, and looks whether the signal has these weights.
fn verify(path: &Path, texts: &Texts, signal: &Signal, fitted: &Fitted) -> Outcome<()> {
    let new = disk::load_over(path, texts)?;
    let mut wanted: Vec<Number> = fitted.lines.iter().map(|line| line.after).collect();
    let found = new.artifact.and_then(|artifact| {
        let found = artifact.policy.signals.into_iter().find(|one| one.name == signal.name)?;
        let is_line = |one: &crate::policy::Detector| !matches!(one.kind, crate::policy::DetectorKind::Unless(..));
        Some(found.detectors.into_iter().filter(is_line).map(|one| one.weight).collect::<Vec<_>>())
    });
    let mut found = found.unwrap_or_default();
    wanted.sort_unstable();
    found.sort_unstable();
    if wanted == found {
        return Ok(());
    }
    let message = format!(
        "the weights of `{0}` cannot be written: an `extend signal {0}` stands before the `use` of the standard \
         library; move it behind",
        signal.name
    );
    Err(Stop::Said(message))
}
