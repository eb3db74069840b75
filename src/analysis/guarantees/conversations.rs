//! Guarantees about a whole conversation: how often an action is decided, and by which round.
//!
//! In: what is demanded, and what decides. Out: a [`Verdict`].
//!
//! # Why this is a proof
//!
//! A conversation is a path through states: what was asked, how many offers were made, which round it is. Only `step`
//! writes these, by rules that no policy changes: `clarified` stays true, `offers` and `rounds` only grow, by one at a
//! time. So an action is decided at most N times if no input in a state that has seen N of them decides it; and something
//! is decided within N rounds if there is one round up to N in which every input decides it on the answer, which every round
//! has. A conversation that was handed off is over. All other facts are free at every step, more free than conversations are:
//! so what is called proved is proved. What is called broken was played through `step`.

use serde_json::{Map, Value as Json, json};

use super::{Breach, Came, Forbidden, Prover, Verdict};
use crate::analysis::{AxisId, Example, Point, Region};
use crate::policy::{ActionName, BuiltIn, FactId, Origin, Policy, Wanted};
use crate::rows::{ColumnSource, LEAST};
use crate::runtime::Table;
use crate::runtime::bind::sent;
use crate::runtime::step::{Choice, Event, EventKind, State, step};
use crate::value::{Fixed, Value};

/// A minute, in seconds: the time between two events of a played conversation.
const BETWEEN: i64 = 60;

/// A moment at which played conversations begin: 2026-01-05T09:00:00Z, a Monday.
const BEGIN: i64 = 1_767_603_600;

impl Prover<'_, '_> {
    /// Whether an action is decided at most so often in a conversation.
    pub(super) fn at_most(&self, action: ActionName, times: u32) -> Verdict {
        let policy = self.guarantees.policy();
        let mut region = self.space().everything();
        match action {
            ActionName::Clarify => self.keep(&mut region, &BuiltIn::Clarified, 1, 1),
            _ => {
                self.keep(&mut region, &BuiltIn::Offers, slot(times), i64::MAX);
                if never_again(policy, times) {
                    self.keep(&mut region, &BuiltIn::OfferAllowed, 0, 0);
                }
            }
        }
        let wanted = Wanted { actions: vec![action], to: None, effect: None };
        let forbidden = Forbidden::these(&wanted);
        let too_often = |played: &Played| {
            let seen = played.decided.iter().filter(|decided| **decided == action).count();
            seen > times as usize
        };
        // Between two offers lie as many rounds as the policy says.
        let rounds = (times + 1).saturating_mul(policy.conversation.offers.rounds + 1).min(MOST_ROUNDS);
        match self.breaking(std::slice::from_ref(&region), &forbidden, 1) {
            Came::Nothing => Verdict::Proved,
            Came::Undecided => Verdict::Undecided,
            Came::Found(points) => {
                let examples = self.conversations(&points, &region, &forbidden);
                self.played(&examples, rounds, &too_often)
            }
        }
    }

    /// Whether a conversation sees one of these actions within so many rounds, unless it is over.
    pub(super) fn within(&self, rounds: u32, actions: &[ActionName]) -> Verdict {
        let goes_on = [ActionName::Stay, ActionName::Offer, ActionName::Clarify];
        let avoiding = goes_on.into_iter().filter(|action| !actions.contains(action)).collect();
        let wanted = Wanted { actions: avoiding, to: None, effect: None };
        let forbidden = Forbidden::these(&wanted);
        let mut examples = Vec::new();
        let mut undecided = false;
        // What avoids it in the last round most likely does so in the rounds before.
        for round in self.cells(&BuiltIn::Rounds, slot(1), slot(rounds)).into_iter().rev() {
            let mut region = self.space().everything();
            self.space().keep(&mut region, self.space().point_axis(), [ON_THE_ANSWER]);
            if let Some((axis, cell)) = round {
                self.space().keep(&mut region, axis, [cell]);
            }
            // Between 8 and 9 lies no round.
            if self.is_empty(&region) {
                continue;
            }
            match self.breaking(std::slice::from_ref(&region), &forbidden, 1) {
                Came::Nothing => return Verdict::Proved,
                Came::Undecided => undecided = true,
                Came::Found(points) => examples.push((points, region)),
            }
        }
        if undecided {
            return Verdict::Undecided;
        }
        let avoids = |played: &Played| {
            let seen = played.decided.iter().any(|action| actions.contains(action));
            played.rounds >= rounds && !played.over && !seen
        };
        let like = |(points, region): &(Vec<Point>, Region)| self.conversations(points, region, &forbidden);
        // Most are shown by the last round alone.
        let mut verdict = Verdict::NoExample;
        for found in &examples {
            verdict = self.played(&like(found), rounds, &avoids);
            if matches!(verdict, Verdict::Broken(_)) {
                break;
            }
        }
        verdict
    }

    /// Turns that lie in a region, like these points; each once.
    fn conversations(&self, points: &[Point], region: &Region, forbidden: &Forbidden<'_>) -> Vec<Example> {
        let fulfils = |point: &Point| self.space().is_in(point, region) && self.is_forbidden(point, forbidden);
        let mut examples: Vec<Example> = Vec::new();
        for example in points.iter().filter_map(|point| self.examples().at(self.space(), point, &fulfils)) {
            if examples.iter().all(|known| known.given != example.given || known.messages != example.messages) {
                examples.push(example);
            }
        }
        examples
    }

    /// The first conversation that shows it, each of whose rounds is like one of these turns.
    fn played(&self, examples: &[Example], rounds: u32, shows: &dyn Fn(&Played) -> bool) -> Verdict {
        let table = Table::new(self.guarantees.artifact.clone());
        // The same in every round, or one after the other: another rule may have another reason.
        let each = examples.iter().map(std::slice::from_ref);
        for turns in each.chain([examples]) {
            for declines in [false, true] {
                let played = play(&table, turns, rounds, declines);
                if let Some(Played { events, .. }) = played.filter(|played| shows(played)) {
                    let examples = turns.iter().take(1).cloned().collect();
                    return Verdict::Broken(Breach { examples, thresholds: Vec::new(), events });
                }
            }
        }
        Verdict::NoExample
    }

    /// Keeps of a region the cells of a built-in fact that lie in these slots; all of them if nothing asks about it.
    fn keep(&self, region: &mut Region, built_in: &BuiltIn, from: i64, to: i64) {
        let cells: Vec<(AxisId, u32)> = self.cells(built_in, from, to).into_iter().flatten().collect();
        if let Some((axis, _)) = cells.first() {
            self.space().keep(region, *axis, cells.iter().map(|(_, cell)| *cell));
        }
    }

    /// The cells of a built-in fact between two slots, each with its axis; one that is nothing if nothing asks about it.
    fn cells(&self, built_in: &BuiltIn, from: i64, to: i64) -> Vec<Option<(AxisId, u32)>> {
        let side = self.side();
        let policy = self.guarantees.policy();
        let column = policy.built_in(built_in).and_then(|fact| side.artifact.rows.find(&ColumnSource::Fact(fact)));
        let Some(id) = column else { return vec![None] };
        let column = side.artifact.rows.column(id);
        let range = (column.cell(from.max(LEAST)), column.cell(to) + 1);
        side.cells(id, &[range]).map(|cell| Some((side.axis(id), cell))).collect()
    }
}

/// The cell of the axis of decision points.
const ON_THE_ANSWER: u32 = 1;

/// Most rounds that are played to show something.
const MOST_ROUNDS: u32 = 400;

/// Whether no offer may be made after so many, whatever their reason was but for the last.
fn never_again(policy: &Policy, times: u32) -> bool {
    let offers = &policy.conversation.offers;
    offers.most.is_some_and(|most| most <= times) || (policy.thresholds.is_empty() && offers.rose.is_some())
}

fn slot(count: u32) -> i64 {
    Fixed::from_whole(i64::from(count)).millionths()
}

/// A conversation that was played.
struct Played {
    /// Its events, a line each.
    events: Vec<String>,
    /// What was decided, in order.
    decided: Vec<ActionName>,
    /// How many rounds it had.
    rounds: u32,
    /// Whether it went to a person or was closed.
    over: bool,
}

/// Plays a conversation whose rounds are like these examples, one after the other. None if a fact cannot be sent.
fn play(table: &Table, like: &[Example], rounds: u32, declines: bool) -> Option<Played> {
    let mut played = Played { events: Vec::new(), decided: Vec::new(), rounds: 0, over: false };
    let mut state = State::new();
    let others: Vec<FactId> = like.iter().flat_map(|example| &example.given).map(|(fact, _)| *fact).collect();
    for example in like.iter().cycle().take(rounds as usize) {
        played.rounds += 1;
        for (kind, facts) in turn(table.policy(), example, &others, declines) {
            let at = i64::try_from(played.events.len()).unwrap_or(i64::MAX);
            let now = BEGIN + at * BETWEEN;
            let id = format!("e{}", at + 1);
            let conversation = "example".to_owned();
            let event = Event { id, conversation, seq: None, at: Some(now), kind, facts, history: None };
            // A choice where nothing is offered is no part of the conversation.
            let Ok((after, answer)) = step(table, &state, &event, now) else { continue };
            state = after;
            played.events.push(line(&event));
            let Some(decision) = &answer.decision else { continue };
            if !decision.problems.is_empty() {
                return None;
            }
            played.decided.push(decision.action);
            played.over |= matches!(decision.action, ActionName::HandOff | ActionName::Close);
        }
        if played.over {
            break;
        }
    }
    Some(played)
}

/// The events of a round that is like an example, with the facts of each; `others` may stand from earlier rounds. An answer
/// is due in every round, or the next message would belong to this one.
fn turn(
    policy: &Policy,
    example: &Example,
    others: &[FactId],
    declines: bool,
) -> Vec<(EventKind, Vec<(String, Json)>)> {
    let is_given = |fact: &FactId| example.given.iter().any(|(given, _)| given == fact);
    let back = others.iter().filter(|fact| !is_given(fact)).map(|fact| (*fact, policy.fact(*fact).default.clone()));
    let facts: Vec<(FactId, Option<Value>)> = example.given.iter().cloned().chain(back).collect();
    let (mut of_message, mut of_answer) = (Vec::new(), Vec::new());
    for (id, value) in &facts {
        let fact = policy.fact(*id);
        let sent = (fact.name.clone(), value.as_ref().map_or(Json::Null, |value| sent(policy, *id, value)));
        match &fact.origin {
            // Rounds pass by themselves, and the state is what is played.
            Origin::BuiltIn(BuiltIn::Rounds | BuiltIn::Turns) => {}
            Origin::BuiltIn(built_in) if built_in.is_state() => {}
            Origin::BuiltIn(BuiltIn::AssistantFailed) => of_answer.push(sent),
            _ if fact.on_answer => of_answer.push(sent),
            _ => of_message.push(sent),
        }
    }
    let message = example.messages.last().cloned().unwrap_or_default();
    let mut events = vec![
        (EventKind::CustomerMessage(message), of_message),
        (EventKind::Answer("One moment".to_owned()), of_answer),
    ];
    events.extend(declines.then(|| (EventKind::Choice(Choice::Decline), Vec::new())));
    events
}

/// An event as `baton step` reads it.
fn line(event: &Event) -> String {
    let mut json = Map::new();
    json.insert("id".to_owned(), json!(event.id));
    json.insert("conversation".to_owned(), json!(event.conversation));
    json.insert("type".to_owned(), json!(event.kind.as_str()));
    match &event.kind {
        EventKind::CustomerMessage(text) | EventKind::Answer(text) => {
            json.insert("text".to_owned(), json!(text));
        }
        EventKind::Choice(_) => {
            json.insert("choice".to_owned(), json!("decline"));
        }
        _ => {}
    }
    if !event.facts.is_empty() {
        json.insert("facts".to_owned(), event.facts.iter().cloned().collect::<Map<_, _>>().into());
    }
    Json::Object(json).to_string()
}
