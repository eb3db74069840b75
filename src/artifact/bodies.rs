//! Which part of a policy lies in which section.
//!
//! In: a policy, or bodies. Out: bodies, or a policy that is still to be validated.
//!
//! Facts that only the worked examples name lie with these, at the end of the list,
//! so that an example changes no meaning.

use super::wire::{Got, Reader, Stream, Wire, Writer, Wrong};
use crate::policy::{BuiltIn, Comparison, Fact, FactId, Guarantee, Origin, Policy, Test, View};
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
        comparisons: _,
        deciding_comparisons: _,
        rules,
        alsos,
        hours,
        queues: _,
        waiting: _,
        continuity: _,
        messages,
        instructions,
        service_actions,
        extracts,
        conversation,
        package,
        allowed,
        tests: _,
        guarantees: _,
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
    out.length(policy.deciding().len());
    Comparison::write_all(policy.deciding(), out);
    rules.write(out);
    alsos.write(out);
    hours.write(out);
    write_queues(policy, out);
    messages.write(out);
    instructions.write(out);
    service_actions.write(out);
    extracts.write(out);
    conversation.write(out);
    package.write(out);
    out.aside(|out| allowed.write(out));
}

/// Writes who takes conversations, in which order.
fn write_queues(policy: &Policy, out: &mut Writer) {
    policy.queues.write(out);
    policy.waiting.write(out);
    policy.continuity.write(out);
}

/// Reads what [`write_policy`] writes.
pub(super) fn read_policy(input: &mut Reader<'_>) -> Got<Policy> {
    let mut policy = Policy {
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
        deciding_comparisons: 0,
        rules: Wire::read(input)?,
        alsos: Wire::read(input)?,
        hours: Wire::read(input)?,
        queues: Wire::read(input)?,
        waiting: Wire::read(input)?,
        continuity: Wire::read(input)?,
        messages: Wire::read(input)?,
        instructions: Wire::read(input)?,
        service_actions: Wire::read(input)?,
        extracts: Wire::read(input)?,
        conversation: Wire::read(input)?,
        package: Wire::read(input)?,
        allowed: input.aside(Wire::read)?,
        tests: Vec::new(),
        guarantees: Vec::new(),
        sources: Sources::default(),
    };
    policy.deciding_comparisons = policy.comparisons.len();
    Ok(policy)
}

/// Writes worked examples and the facts that only they name, all streams in one body.
pub(super) fn write_tests(facts: &[Fact], tests: &[Test]) -> Vec<u8> {
    let mut out = Writer::default();
    out.length(facts.len());
    Fact::write_all(facts, &mut out);
    out.length(tests.len());
    Test::write_all(tests, &mut out);
    one_body(&out)
}

/// All streams in one body.
fn one_body(out: &Writer) -> Vec<u8> {
    let mut body = Writer::default();
    out.main.write(&mut body);
    out.notes.write(&mut body);
    body.main.extend_from_slice(&out.positions);
    body.main
}

/// Writes guarantees and the comparisons that only they make, all streams in one body.
pub(super) fn write_guarantees(policy: &Policy) -> Vec<u8> {
    let mut out = Writer::default();
    out.length(policy.guarantees.len());
    Guarantee::write_all(&policy.guarantees, &mut out);
    let own = &policy.comparisons[policy.deciding().len()..];
    out.length(own.len());
    Comparison::write_all(own, &mut out);
    one_body(&out)
}

/// Reads what [`write_guarantees`] writes.
pub(super) fn read_guarantees(input: &mut Reader<'_>) -> Got<(Vec<Guarantee>, Vec<Comparison>)> {
    Ok((Wire::read(input)?, Wire::read(input)?))
}

/// How many guarantees a body of theirs holds.
pub(super) fn count_guarantees(body: &[u8]) -> Option<u32> {
    let [main, ..] = streams(body).ok()?;
    main.first_chunk::<4>().map(|count| u32::from_le_bytes(*count))
}

/// The three streams of a body that [`one_body`] made.
pub(super) fn streams(body: &[u8]) -> Result<[&[u8]; 3], Wrong> {
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
    let is_made_when_named = |fact: &&Fact| is_made_when_named(&fact.origin);
    let named = policy.facts.iter().rev().take_while(is_made_when_named).count();
    let first = policy.facts.len() - named;
    let last_read = if named == 0 { None } else { facts_read(policy, rows).map(FactId::index).max() };
    let texts = policy.messages.iter().flat_map(|message| &message.variants).flat_map(|variant| &variant.texts);
    let texts: Vec<&str> = texts.map(|(_, text)| text.as_str()).filter(|text| text.contains('{')).collect();
    let is_filled_in = |at: &usize| texts.iter().any(|text| text.contains(&policy.facts[*at].name));
    let last_filled_in = (first..policy.facts.len()).rev().find(is_filled_in);
    let last = last_read.max(last_filled_in).map_or(0, |at| at + 1);
    last.clamp(first, policy.facts.len())
}

/// The facts that comparisons, thresholds and the table read.
fn facts_read(policy: &Policy, rows: &Rows) -> impl Iterator<Item = FactId> {
    let compared = policy.deciding().iter().map(|comparison| comparison.fact);
    let steps = policy.thresholds.iter().flat_map(|threshold| &threshold.groups).flat_map(|group| &group.steps);
    let steps = steps.map(|step| &step.each);
    let each = steps.chain(policy.waiting.additions.iter().map(|addition| &addition.each));
    let counted = each.filter_map(|each| each.as_ref().map(|each| each.fact));
    let bounded = policy.thresholds.iter().map(|threshold| threshold.fact);
    let columns = rows.columns.iter().filter_map(|column| match &column.source {
        ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => Some(*fact),
        ColumnSource::Margin(_) => None,
    });
    compared.chain(bounded).chain(counted).chain(columns)
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
