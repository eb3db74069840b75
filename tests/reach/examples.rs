//! Which handovers can be decided: those that recorded conversations decide are among them, and a few more.

use super::support::Numbers;
use super::values::Domains;
use super::*;
use baton::Conversation;
use baton::Point;
use baton::analysis::DecidedSo;
use baton::io::transcript::Reader;
use baton::runtime::{Options, replay_seeing};

/// All of them, a line each.
fn listed(policy: &Policy) -> String {
    let found = handovers(policy).expect("it fits a table");
    assert_eq!(found.supposed, 0);
    let line = |(one, decided): (&Handover, &DecidedSo)| {
        let queues: Vec<&str> = one.queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect();
        let needs: Vec<String> = one.needs.iter().map(baton::runtime::explain::need).collect();
        let steps: Vec<String> = one
            .steps
            .iter()
            .map(|steps| steps.iter().map(|there| if *there { 'x' } else { '-' }).collect::<String>())
            .collect();
        let language = match &one.language {
            Spoken::Known(code) => code,
            Spoken::Other => "other",
        };
        let level = one.level.as_deref().unwrap_or("any level");
        let rule = decided.rule.map_or("header", |rule| policy.rule(rule).name.as_str());
        let rule = if decided.diverted { format!("{rule}, diverted") } else { rule.to_owned() };
        format!(
            "{} · {language} · {level} · {} · {} · {rule}\n",
            queues.join(" or "),
            needs.join(", "),
            steps.join(" ")
        )
    };
    found.all.iter().map(line).collect()
}

#[test]
fn what_can_be_asked_together_is_found() {
    insta::with_settings!({ snapshot_path => "../snapshots", omit_expression => true }, {
        insta::assert_snapshot!("handovers", listed(&POLICY.policy));
        insta::assert_snapshot!("handovers_of_solvana", listed(&compiled("examples/solvana/policy.baton").policy));
    });
}

fn conversations(path: &str) -> Vec<Conversation> {
    let bytes = std::fs::read(path).expect("the example is readable");
    let reader = Reader::new(path.to_owned(), bytes.as_slice());
    reader.map(|read| read.unwrap_or_else(|error| panic!("{path}: {error:?}"))).collect()
}

/// Whether a case is one of these handovers. Of languages that are not the policy's nothing is asked.
fn is_among<R>(policy: &Policy, known: &std::collections::BTreeMap<Handover, R>, case: &Case) -> bool {
    let Some(language) = case.language.as_ref().filter(|code| policy.languages.contains(code)) else { return true };
    known.keys().any(|one| {
        one.language == Spoken::Known(language.clone())
            && one.level == case.level
            && one.queues.iter().eq(case.queues.iter().map(|queue| &queue.id))
            && one.steps.iter().eq(case.queues.iter().map(|queue| &queue.steps))
            && one.needs.iter().all(|need| case.needs.contains(need))
            && case.needs.iter().all(|need| one.needs.iter().any(|own| own.implies(need)))
    })
}

/// Nothing that is decided is left out, whatever the facts, and nothing is named that is never decided.
#[test]
fn random_facts_decide_all_of_them_and_no_others() {
    let table = Table::new(POLICY.clone());
    let policy = table.policy();
    let known = handovers(policy).expect("it fits a table");
    let domains = Domains::of(&table);
    let mut numbers = Numbers(7);
    let mut seen = std::collections::BTreeSet::new();
    for at in 0..20_000 {
        let values = domains.some(&table, &mut numbers);
        let point = if at % 2 == 0 { Point::Message } else { Point::Answer };
        let decision = baton::runtime::evaluate(policy, &values, point, &[]);
        if decision.action != ActionName::HandOff {
            continue;
        }
        let mut case = Case::of(policy, &values, &decision, &Told::default());
        // Nothing asks for the language, so any will do.
        case.language = Some("es".to_owned());
        assert!(is_among(policy, &known.all, &case), "{case:?}");
        seen.insert(format!("{:?} {:?} {:?}", case.queues, case.level, case.needs));
    }
    let spanish = known.all.keys().filter(|one| one.language == Spoken::Known("es".to_owned()));
    assert_eq!(seen.len(), spanish.count(), "{seen:#?}");
}

/// Nothing that is decided is left out.
#[test]
fn every_recorded_handoff_is_among_them() {
    let mut seen = 0;
    for (policy, path) in [("examples/solvana/policy.baton", "examples/solvana/conversations.jsonl")] {
        let artifact = compiled(policy);
        let table = Table::new(artifact.clone());
        let policy = table.policy();
        let known = handovers(policy).expect("it fits a table");
        for conversation in conversations(path) {
            replay_seeing(&table, &conversation, &Options::default(), &mut |step, session| {
                if step.decision.action != ActionName::HandOff {
                    return;
                }
                let case = Case::of(policy, session.facts(step.decision.point), &step.decision, &Told::default());
                assert!(is_among(policy, &known.all, &case), "{}: {:?}", conversation.id, step.decision);
                seen += 1;
            });
        }
    }
    assert!(seen >= 4, "{seen}");
}
