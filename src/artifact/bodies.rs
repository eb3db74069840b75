//! Which part of a policy lies in which section.
//!
//! In: a policy, or bodies. Out: bodies, or a policy that is still to be validated.
//!
//! Facts that only the worked examples name lie with these, at the end of the list,
//! so that an example changes no meaning.

use super::wire::{Got, Reader, Stream, Wire, Writer, Wrong};
use crate::policy::{BuiltIn, Fact, FactId, Origin, Policy, Test, View};
use crate::rows::{ColumnSource, Rows};
use crate::source::{Source, Sources};

/// Writes what a policy means, with its titles and places, but no hash, tests or texts.
pub(super) fn write_policy(policy: &Policy, facts: &[Fact], out: &mut Writer) {
    let Policy {
        title,
        hash: _,
        timezone,
        languages,
        fallback,
        gives_confidence,
        default_queue,
        otherwise,
        otherwise_span,
        on_failure,
        on_problem,
        on_problem_span,
        rates,
        categories,
        facts: _,
        signals,
        thresholds,
        comparisons,
        rules,
        alsos,
        queues,
        messages,
        instructions,
        service_actions,
        allowed,
        tests: _,
        sources: _,
    } = policy;
    out.aside(|out| title.write(out));
    timezone.write(out);
    languages.write(out);
    fallback.write(out);
    gives_confidence.write(out);
    default_queue.write(out);
    otherwise.write(out);
    otherwise_span.write(out);
    on_failure.write(out);
    on_problem.write(out);
    on_problem_span.write(out);
    rates.write(out);
    categories.write(out);
    out.length(facts.len());
    Fact::write_all(facts, out);
    signals.write(out);
    thresholds.write(out);
    comparisons.write(out);
    rules.write(out);
    alsos.write(out);
    queues.write(out);
    messages.write(out);
    instructions.write(out);
    service_actions.write(out);
    out.aside(|out| allowed.write(out));
}

/// Reads what [`write_policy`] writes.
pub(super) fn read_policy(input: &mut Reader<'_>) -> Got<Policy> {
    Ok(Policy {
        title: input.aside(Wire::read)?,
        hash: String::new(),
        timezone: Wire::read(input)?,
        languages: Wire::read(input)?,
        fallback: Wire::read(input)?,
        gives_confidence: Wire::read(input)?,
        default_queue: Wire::read(input)?,
        otherwise: Wire::read(input)?,
        otherwise_span: Wire::read(input)?,
        on_failure: Wire::read(input)?,
        on_problem: Wire::read(input)?,
        on_problem_span: Wire::read(input)?,
        rates: Wire::read(input)?,
        categories: Wire::read(input)?,
        facts: Wire::read(input)?,
        signals: Wire::read(input)?,
        thresholds: Wire::read(input)?,
        comparisons: Wire::read(input)?,
        rules: Wire::read(input)?,
        alsos: Wire::read(input)?,
        queues: Wire::read(input)?,
        messages: Wire::read(input)?,
        instructions: Wire::read(input)?,
        service_actions: Wire::read(input)?,
        allowed: input.aside(Wire::read)?,
        tests: Vec::new(),
        sources: Sources::default(),
    })
}

/// Writes worked examples and the facts that only they name, all streams in one body.
pub(super) fn write_tests(facts: &[Fact], tests: &[Test]) -> Vec<u8> {
    let mut out = Writer::default();
    out.length(facts.len());
    Fact::write_all(facts, &mut out);
    out.length(tests.len());
    Test::write_all(tests, &mut out);
    let mut body = Writer::default();
    out.main.write(&mut body);
    out.notes.write(&mut body);
    body.main.extend_from_slice(&out.positions);
    body.main
}

/// The three streams of a body that [`write_tests`] wrote.
pub(super) fn test_streams(body: &[u8]) -> Result<[&[u8]; 3], Wrong> {
    let mut rest = body;
    let mut stream = || {
        let (length, behind) = rest.split_first_chunk::<4>()?;
        let (stream, behind) = behind.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = behind;
        Some(stream)
    };
    let streams = stream().zip(stream());
    let (main, notes) = streams.ok_or(Wrong { stream: Stream::Main, at: 0, what: "a length beyond its end" })?;
    Ok([main, notes, rest])
}

/// Reads what [`write_tests`] writes.
pub(super) fn read_tests(input: &mut Reader<'_>) -> Got<(Vec<Fact>, Vec<Test>)> {
    Ok((Wire::read(input)?, Wire::read(input)?))
}

/// Writes names and texts of files.
pub(super) fn write_sources(sources: &Sources) -> Vec<u8> {
    let mut out = Writer::default();
    out.length(sources.all().len());
    for Source { name, text, .. } in sources.all() {
        name.write(&mut out);
        text.write(&mut out);
    }
    out.main
}

/// Reads what [`write_sources`] writes.
pub(super) fn read_sources(input: &mut Reader<'_>) -> Got<Sources> {
    let mut sources = Sources::default();
    for _ in 0..input.length()? {
        sources.add(Source::new(String::read(input)?, String::read(input)?));
    }
    Ok(sources)
}

/// How many facts, from the first, mean something; those behind are only named by worked examples.
pub(super) fn meaningful_facts(policy: &Policy, rows: &Rows) -> usize {
    let mut is_read = vec![false; policy.facts.len()];
    let mut read = |fact: FactId| {
        if let Some(is_read) = is_read.get_mut(fact.index()) {
            *is_read = true;
        }
    };
    policy.comparisons.iter().for_each(|comparison| read(comparison.fact));
    for threshold in &policy.thresholds {
        read(threshold.fact);
        threshold
            .groups
            .iter()
            .flat_map(|group| &group.steps)
            .filter_map(|step| step.each.as_ref())
            .for_each(|each| read(each.fact));
    }
    for column in &rows.columns {
        if let ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) = &column.source {
            read(*fact);
        }
    }
    let texts: Vec<&str> = policy
        .messages
        .iter()
        .flat_map(|message| &message.variants)
        .flat_map(|variant| variant.texts.iter().map(|(_, text)| text.as_str()))
        .filter(|text| text.contains('{'))
        .collect();
    let is_idle = |at: &usize| {
        let fact = &policy.facts[*at];
        is_made_when_named(&fact.origin) && !is_read[*at] && !texts.iter().any(|text| text.contains(&fact.name))
    };
    let idle = (0..policy.facts.len()).rev().take_while(is_idle).count();
    policy.facts.len() - idle
}

/// Whether such a fact exists only because something names it, and is nothing but a value: the runtime looks at whether
/// there are facts of other kinds.
fn is_made_when_named(origin: &Origin) -> bool {
    match origin {
        Origin::BuiltIn(built_in) => matches!(
            built_in,
            BuiltIn::ContactsInDays(_) | BuiltIn::SameIssueInDays(_) | BuiltIn::Rollout(_) | BuiltIn::Said(_)
        ),
        Origin::Signal(_, view) => *view != View::Now,
        _ => false,
    }
}
