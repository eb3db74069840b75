//! Uses an artifact in every way: what was validated can be used without a panic.
//!
//! In: what was decoded. Out: nothing. The fuzz targets use it too.

use baton::artifact::Artifact;
use baton::decision::Point;
use baton::policy::{ExpectedKind, FactId, RuleId, ThresholdId};
use baton::runtime::record::{self, Occasion};
use baton::runtime::{Session, Table, Values, evaluate, explain, worked};

/// Uses all of a policy and of its table.
pub(crate) fn exercise(artifact: Artifact) {
    let Artifact { policy, rows } = artifact;
    for matrix in
        [&rows.rules, &rows.watches, &rows.alsos].into_iter().chain(rows.thresholds.iter().map(|one| &one.matrix))
    {
        let cells: Vec<u32> = rows.columns.iter().map(|column| column.cells() - 1).collect();
        for row in 0..matrix.len() {
            let _ = matrix.fits(row, &cells);
        }
    }
    for column in &rows.columns {
        (0..column.cells()).for_each(|cell| assert!(column.bounds(cell).0 <= column.bounds(cell).1));
        let _ = (column.cell(0), column.other());
    }
    let table = Table::new(Artifact { policy, rows });
    let policy = table.policy();
    let mut session = Session::new(&table, "one");
    session.started(1_760_000_000);
    session.customer("I am so very angry about THIS stupid thing!! refund and cancel", Some(5));
    let mut decisions = vec![session.decide(Point::Message)];
    session.assistant("Which order is it about?", Some(9));
    decisions.push(session.decide(Point::Answer));
    for at in 0..policy.thresholds.len() {
        let trace = session.threshold(Point::Answer, ThresholdId::from_index(at));
        let _ = explain::threshold(policy, &trace);
    }
    fast(&table);
    decisions.push(evaluate(policy, &Values::missing(policy), Point::Answer, &[]));
    decisions.push(evaluate(policy, &Values::starting(policy), Point::Message, &[]));
    for test in &policy.tests {
        decisions.extend(worked::run(&table, test).decisions);
        let expected = test.lines.iter().filter_map(|line| match line {
            baton::policy::TestLine::Expect(all) => Some(all),
            _ => None,
        });
        for one in expected.flatten() {
            if let ExpectedKind::Effect(effect) = &one.kind {
                let _ = explain::effect(policy, effect);
            }
            let _ = policy.sources.position(one.span);
        }
    }
    for decision in &decisions {
        let _ = record::json(policy, decision, &Occasion::default());
        let _ =
            (explain::action(policy, decision), explain::decided_by(policy, decision), explain::why(policy, decision));
        let _ = (
            explain::source_line(policy, decision),
            explain::heard_for(policy, decision),
            explain::says(policy, decision),
        );
        for rule in 0..policy.rules.len() {
            let _ = explain::why_not(policy, decision, RuleId::from_index(rule));
        }
        for heard in &decision.heard {
            let _ = explain::heard(policy, heard);
        }
    }
    for rule in &policy.rules {
        let _ = (explain::condition(policy, &rule.condition), explain::outcome(policy, &rule.outcome));
        let _ = (policy.sources.text(rule.span), policy.sources.position(rule.span));
    }
    for fact in 0..policy.facts.len() {
        let _ = (policy.fact(FactId::from_index(fact)), policy.find_fact("category"));
    }
    for category in 0..policy.categories.len() {
        let _ = policy.queue_for(Some(baton::policy::CategoryId::from_index(category)));
    }
}

/// Decides without sessions.
fn fast(table: &Table) {
    let mut scratch = table.scratch();
    for values in [Values::missing(table.policy()), Values::starting(table.policy())] {
        for point in [Point::Message, Point::Answer] {
            let facts = table.facts_of(&values, point);
            let decided = facts.decide_fully(&mut scratch);
            let _ = (decided.effects().count(), decided.queue(), decided.reason(), decided.level(), decided.rule());
            let _ = (decided.watches().count(), decided.alsos().count(), decided.also_fitted().count());
        }
    }
    let mut facts = table.facts();
    let json = "{\"category\": \"refund\", \"confidence\": 0.3, \"order.tags\": [\"trusted\", \"x\"], \"outage\": true, \
                \"customer.account_id\": \"a1\", \"order.value\": \"2000 USD\", \"turns\": 40, \"language\": \"es-MX\"}";
    facts.read_json(json).expect("it is an object");
    facts.at(Point::Answer);
    let _ = facts.decide(&mut scratch).queue();
}
