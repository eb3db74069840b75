//! Many conversations at once, held against asking about each of them after every event.

use super::plain::{Plain, said};
use super::{ROSTER, SOLVANA, at, policy};
use baton::policy::{EndKind, WaitChoice};
use baton::roster::{Absence, Cost, Roster};
use baton::routing::dispatch::{Dispatcher, Event, Order, Promises, Refused, What};
use baton::routing::{Case, Customer, Decided, Handled, Present};
use baton::value::Fixed;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

static POLICY: LazyLock<Arc<baton::policy::Policy>> = LazyLock::new(|| Arc::new(SOLVANA.policy.clone()));
static PEOPLE: LazyLock<Arc<Roster>> = LazyLock::new(|| Arc::new(ROSTER.clone()));

/// Choices that a seed decides (`SplitMix64`, Steele et al. 2014).
#[derive(Clone, Debug)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn roll(&mut self, sides: usize) -> usize {
        let sides = u64::try_from(sides.max(1)).expect("few sides");
        usize::try_from(self.next() % sides).expect("few sides")
    }

    /// A time without memory, in whole seconds.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a share of one, and seconds")]
    fn exponential(&mut self, mean: f64) -> i64 {
        let share = ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        (-share.ln() * mean).round() as i64
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.roll(times) == 1
    }
}

fn dispatcher(now: i64) -> Dispatcher {
    Dispatcher::new(POLICY.clone(), PEOPLE.clone(), now)
}

/// What is open, from what was said.
#[derive(Default)]
struct Open {
    asked: Vec<(String, String)>,
    in_hand: Vec<String>,
    waiting: Vec<String>,
}

impl Open {
    fn see(&mut self, orders: &[Order]) {
        let id = |agent: &baton::roster::AgentId| ROSTER.agent(*agent).id.clone();
        for order in orders {
            let conversation = order.conversation.to_string();
            match &order.what {
                What::Decided(Decided::Offer { agents, .. } | Decided::Page(agents), _) => {
                    self.asked.retain(|(one, _)| *one != conversation);
                    self.asked.extend(agents.iter().map(|agent| (conversation.clone(), id(agent))));
                }
                What::Withdraw(agents) => {
                    let gone: Vec<String> = agents.iter().map(id).collect();
                    self.asked.retain(|(one, agent)| *one != conversation || !gone.contains(agent));
                }
                What::Assigned { .. } => {
                    self.asked.retain(|(one, _)| *one != conversation);
                    self.in_hand.push(conversation);
                }
                What::TakenBack(_) => self.in_hand.retain(|one| *one != conversation),
                What::Decided(Decided::End { kind, .. } | Decided::Closed { kind, .. }, _) => {
                    if *kind != baton::policy::EndKind::Hold {
                        self.waiting.retain(|one| *one != conversation);
                    }
                    self.asked.retain(|(one, _)| *one != conversation);
                }
                What::Decided(Decided::Elsewhere { .. }, _) => self.waiting.retain(|one| *one != conversation),
                What::Decided(Decided::Wait | Decided::Hold { .. }, _) => {
                    self.asked.retain(|(one, _)| *one != conversation);
                }
                _ => {}
            }
        }
    }
}

fn a_case(dice: &mut Dice, now: i64) -> Case {
    let name = &policy().queues[dice.roll(policy().queues.len())].name;
    let language = ["en", "es", "de", "zh", "fr"][dice.roll(5)];
    let mut case = super::case(name, language, "2026-11-02T00:00:00Z");
    case.decided_at = now - [0, 0, 0, 20, 100, 500][dice.roll(6)];
    if dice.one_in(5) {
        let other = &policy().queues[dice.roll(policy().queues.len())].name;
        case.queues.append(&mut super::case(other, "en", "2026-11-02T00:00:00Z").queues);
        case.queues.dedup_by_key(|own| own.id);
    }
    for own in &mut case.queues {
        for there in own.steps.iter_mut().skip(1) {
            *there = !dice.one_in(6);
        }
    }
    case.work = [Some("chat"), Some("chat"), Some("email"), Some("call"), None][dice.roll(5)].map(str::to_owned);
    case.minutes = Fixed::from_whole([0, 0, 10, 60][dice.roll(4)]);
    case.to_all = dice.one_in(8);
    case.to_named_agent = dice.one_in(8);
    case.level = [None, None, Some("L1"), Some("L2")][dice.roll(4)].map(str::to_owned);
    case.everyone = dice.one_in(6).then(|| (Fixed::from_whole(150), dice.one_in(2)));
    case.category = Some("money".to_owned());
    // Business hours by which somebody must have answered are not worked out again in the plain one.
    let answers = |own: &baton::routing::CaseQueue| policy().queue(own.id).routing.answer_within.is_some();
    case.is_live = case.queues.iter().any(answers) || !dice.one_in(4);
    case
}

fn a_customer(dice: &mut Dice, now: i64) -> Customer {
    let somebody = |dice: &mut Dice| ROSTER.agents()[dice.roll(ROSTER.agents().len())].id.clone();
    let handled = |dice: &mut Dice| Handled {
        agent: somebody(dice),
        at: now - 3_600,
        same_issue: true,
        category: Some("refund_request".to_owned()),
    };
    Customer {
        account_manager: dice.one_in(3).then(|| somebody(dice)),
        named_agent: Some(somebody(dice)),
        last: dice.one_in(3).then(|| handled(dice)),
        marks: if dice.one_in(5) { vec![(somebody(dice), "avoid".to_owned())] } else { Vec::new() },
    }
}

fn presence(dice: &mut Dice) -> Present {
    Present {
        here: !dice.one_in(4),
        taken: [0, 0, 0, 4, 8][dice.roll(5)],
        interruptible: [0, 0, 1][dice.roll(3)],
        exclusive: dice.one_in(12),
        ..Present::default()
    }
}

/// Something that can happen now.
fn happens(dice: &mut Dice, open: &mut Open, count: &mut usize, now: i64) -> Event {
    let somebody = |dice: &mut Dice| ROSTER.agents()[dice.roll(ROSTER.agents().len())].id.clone();
    loop {
        match dice.roll(16) {
            0..=4 => {
                *count += 1;
                let conversation = format!("c{count}");
                open.waiting.push(conversation.clone());
                let case = Box::new(a_case(dice, now));
                return Event::Waits { conversation, case, customer: Box::new(a_customer(dice, now)) };
            }
            5..=7 => return Event::Agent { agent: somebody(dice), presence: Box::new(presence(dice)) },
            8 if !open.asked.is_empty() => {
                let (conversation, agent) = open.asked.remove(dice.roll(open.asked.len()));
                return Event::Declined { conversation, agent };
            }
            9 | 10 if !open.asked.is_empty() => {
                let (conversation, agent) = open.asked.remove(dice.roll(open.asked.len()));
                return Event::Accepted { conversation, agent };
            }
            11 if !open.in_hand.is_empty() => {
                let conversation = open.in_hand.remove(dice.roll(open.in_hand.len()));
                open.waiting.retain(|one| *one != conversation);
                return Event::Finished { conversation };
            }
            12 if !open.in_hand.is_empty() => {
                let conversation = open.in_hand[dice.roll(open.in_hand.len())].clone();
                return Event::Answered { conversation };
            }
            13 if !open.waiting.is_empty() => {
                let conversation = open.waiting.remove(dice.roll(open.waiting.len()));
                open.in_hand.retain(|one| *one != conversation);
                open.asked.retain(|(one, _)| *one != conversation);
                return Event::Left { conversation };
            }
            14 => {
                let queue = policy().queues[dice.roll(policy().queues.len())].name.clone();
                let wait = [None, Some(0), Some(100), Some(179), Some(300), Some(700)][dice.roll(6)];
                return Event::QueueWait { queue, wait: wait.map(Fixed::from_whole) };
            }
            15 if dice.one_in(3) => return Event::Gone { agent: somebody(dice) },
            _ => {}
        }
    }
}

fn sorted(orders: &[Order]) -> Vec<String> {
    let mut lines: Vec<String> =
        orders.iter().map(|order| format!("{} {:?}", order.conversation, order.what)).collect();
    lines.sort();
    lines
}

/// A run of events with the instants at which they happen.
fn walk(mut dice: Dice, start: i64, steps: usize, mut see: impl FnMut(&Event, i64) -> (Vec<Order>, i64)) {
    let (mut open, mut came, mut now) = (Open::default(), 0, start);
    for agent in ROSTER.agents() {
        if !dice.one_in(3) {
            let presence = Box::new(Present { here: true, ..Present::default() });
            see(&Event::Agent { agent: agent.id.clone(), presence }, now);
        }
    }
    let mut next = start;
    for _ in 0..steps {
        let later = [0, 1, 5, 21, 45, 150, 600, 4_000][dice.roll(8)];
        // Time goes on first, so that what happens can happen.
        now = if dice.one_in(3) { next.clamp(now, now + 50_000) } else { now + later };
        open.see(&see(&Event::Time, now).0);
        let event = happens(&mut dice, &mut open, &mut came, now);
        let orders;
        (orders, next) = see(&event, now);
        open.see(&orders);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn it_says_what_asking_about_everybody_says(
        seed in any::<u64>(),
        start in 0..14 * 86_400_i64,
        steps in 1..60_usize,
    ) {
        let start = at("2026-11-02T00:00:00Z") + start;
        let mut quick = dispatcher(start);
        let mut plain = Plain::new(policy(), &ROSTER, start);
        let mut log: Vec<String> = Vec::new();
        let mut wrong = None;
        walk(Dice(seed), start, steps, |event, now| {
            let made = quick.on(event.clone(), now);
            log.push(said(event, now));
            if wrong.is_some() || made.refused.is_some() {
                wrong = wrong.take().or_else(|| made.refused.map(|refused| refused.to_string()));
                return (made.orders, now);
            }
            let plainly = plain.on(event, now);
            if sorted(&made.orders) != sorted(&plainly) {
                let (one, two) = (sorted(&made.orders).join("\n  "), sorted(&plainly).join("\n  "));
                wrong = Some(format!("quick:\n  {one}\nplain:\n  {two}\nafter:\n{}", log.join("\n")));
            }
            (made.orders, quick.next_at())
        });
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
    }
}

/// A world without load of its own: who is here, and what was given here.
fn only_here(event: &Event) -> Event {
    match event {
        Event::Agent { agent, presence } => {
            let presence = Box::new(Present { here: presence.here, ..Present::default() });
            Event::Agent { agent: agent.clone(), presence }
        }
        event => event.clone(),
    }
}

/// What each agent is asked to take or has in hand, in units of chats.
#[derive(Default)]
struct Hands {
    of: BTreeMap<String, BTreeSet<baton::roster::AgentId>>,
}

impl Hands {
    fn see(&mut self, orders: &[Order], event: &Event) {
        for order in orders {
            let hands = self.of.entry(order.conversation.to_string()).or_default();
            match &order.what {
                What::Decided(Decided::Offer { agents, .. }, _) => hands.extend(agents.iter().copied()),
                What::Withdraw(agents) => hands.retain(|agent| !agents.contains(agent)),
                What::Assigned { agent, .. } => {
                    hands.clear();
                    hands.insert(*agent);
                }
                What::TakenBack(agent) => {
                    hands.remove(agent);
                }
                _ => {}
            }
        }
        match event {
            Event::Finished { conversation } | Event::Left { conversation } => {
                self.of.remove(conversation);
            }
            Event::Declined { conversation, agent } => {
                let agent = ROSTER.find(agent).expect("an agent");
                self.of.entry(conversation.clone()).or_default().remove(&agent);
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_asked_for_more_than_they_have_room_for(seed in any::<u64>(), start in 0..14 * 86_400_i64) {
        let start = at("2026-11-02T00:00:00Z") + start;
        let mut dispatcher = dispatcher(start);
        let mut hands = Hands::default();
        let mut works: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut wrong = None;
        walk(Dice(seed), start, 200, |event, now| {
            let event = only_here(event);
            if let Event::Waits { conversation, case, .. } = &event {
                works.insert(conversation.clone(), case.work.clone());
            }
            let declines = matches!(event, Event::Declined { .. });
            let made = dispatcher.on(event.clone(), now);
            if declines {
                // What is given up comes before what is given anew.
                hands.see(&[], &event);
            }
            hands.see(&made.orders, if declines { &Event::Time } else { &event });
            // Who is called out is called out whatever they have.
            for agent in ROSTER.ids().filter(|agent| ROSTER.agent(*agent).on_call.week.is_empty()) {
                let own = hands.of.iter().filter(|(_, who)| who.contains(&agent)).map(|(id, _)| works[id].as_deref());
                let mut units = 0;
                let mut all = 0;
                let mut count = 0;
                for work in own {
                    count += 1;
                    match work.map_or(Some(Cost::Units(1)), |work| ROSTER.cost(agent, work)) {
                        Some(Cost::Units(of)) => {
                            let allowance = ROSTER.agent(agent).interruptible_units > 0;
                            units += if work == Some("email") && allowance { 0 } else { u32::from(of) };
                        }
                        _ => all += 1,
                    }
                }
                let fits = units <= u32::from(ROSTER.agent(agent).units) && (all == 0 || all == 1 && count == 1);
                if !fits && wrong.is_none() {
                    wrong = Some(format!("{} has {units} units, {all} of all, at {now}", ROSTER.agent(agent).id));
                }
            }
            (made.orders, dispatcher.next_at())
        });
        prop_assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
    }

    #[test]
    fn whoever_declines_everything_is_not_asked_for_ever(seed in any::<u64>(), start in 0..14 * 86_400_i64) {
        let now = at("2026-11-02T00:00:00Z") + start;
        let mut dispatcher = dispatcher(now);
        let mut dice = Dice(seed);
        for agent in ROSTER.agents() {
            let presence = Box::new(Present { here: true, ..Present::default() });
            dispatcher.on(Event::Agent { agent: agent.id.clone(), presence }, now);
        }
        let case = Box::new(a_case(&mut dice, now));
        let customer = Box::new(a_customer(&mut dice, now));
        let mut orders = dispatcher.on(Event::Waits { conversation: "c".to_owned(), case, customer }, now).orders;
        let (mut now, mut asked) = (now, 0);
        let last = now + 3 * 86_400;
        while now < last {
            let offers = orders.iter().filter_map(|order| match &order.what {
                What::Decided(Decided::Offer { agents, .. }, _) => Some(agents.clone()),
                _ => None,
            });
            let offers: Vec<_> = offers.flatten().collect();
            asked += offers.len();
            prop_assert!(asked <= 2 * ROSTER.agents().len(), "asked {asked} times");
            orders = Vec::new();
            for agent in offers {
                let agent = ROSTER.agent(agent).id.clone();
                let declined = Event::Declined { conversation: "c".to_owned(), agent };
                orders.extend(dispatcher.on(declined, now).orders);
            }
            if orders.is_empty() {
                now = dispatcher.next_at().max(now + 1);
                orders = dispatcher.on(Event::Time, now).orders;
            }
        }
    }

    /// People come to the roster and leave it at any time; whoever waited or was in hand before still does, or has ended.
    #[test]
    fn a_roster_that_changes_loses_nobody(seed in any::<u64>()) {
        let start = at("2026-11-04T08:00:00Z");
        let mut dispatcher = dispatcher(start);
        let mut others = Dice(!seed);
        let mut there: BTreeSet<String> = BTreeSet::new();
        let mut wrong = None;
        walk(Dice(seed), start, 150, |event, now| {
            if others.one_in(12) {
                let mut json = ROSTER.to_json();
                json["agent"].as_array_mut().expect("agents").retain(|_| !others.one_in(4));
                let roster = Roster::from_json(&json.to_string()).expect("a roster");
                let made = dispatcher.set_roster(Arc::new(roster), now);
                there.retain(|id| !ended(&made.orders, id));
            }
            let made = dispatcher.on(event.clone(), now);
            match event {
                Event::Waits { conversation, .. } => drop(there.insert(conversation.clone())),
                Event::Left { conversation } | Event::Finished { conversation } if made.refused.is_none() => {
                    there.remove(conversation);
                }
                _ => {}
            }
            there.retain(|id| !ended(&made.orders, id));
            let lost = there.iter().find(|id| {
                let waits = Event::Waits {
                    conversation: (*id).clone(),
                    case: Box::new(super::case("billing", "en", MORNING)),
                    customer: Box::default(),
                };
                dispatcher.on(waits, now).refused.is_none()
            });
            wrong = wrong.take().or_else(|| lost.cloned());
            (made.orders, dispatcher.next_at())
        });
        prop_assert_eq!(wrong, None);
    }

    #[test]
    fn the_same_events_give_the_same_orders(seed in any::<u64>()) {
        let start = at("2026-11-04T08:00:00Z");
        let (mut one, mut two) = (dispatcher(start), dispatcher(start));
        let mut same = true;
        walk(Dice(seed), start, 150, |event, now| {
            let made = one.on(event.clone(), now);
            same &= made == two.on(event.clone(), now) && one.next_at() == two.next_at();
            (made.orders, one.next_at())
        });
        prop_assert!(same);
    }
}

/// Whether an order says that a conversation is over.
fn ended(orders: &[Order], id: &str) -> bool {
    orders.iter().filter(|order| &*order.conversation == id).any(|order| match &order.what {
        What::Decided(Decided::End { kind, .. } | Decided::Closed { kind, .. }, _) => *kind != EndKind::Hold,
        What::Decided(Decided::Elsewhere { .. }, _) | What::Ended { .. } => true,
        _ => false,
    })
}

const MORNING: &str = "2026-11-04T11:00:00Z";

/// A dispatcher in the morning, these agents here, and a live chat for billing in Spanish.
struct Morning {
    dispatcher: Dispatcher,
    now: i64,
}

impl Morning {
    fn with(agents: &[&str]) -> Self {
        let now = at(MORNING);
        let mut morning = Self { dispatcher: dispatcher(now), now };
        for agent in agents {
            morning.here(agent);
        }
        morning
    }

    fn here(&mut self, agent: &str) -> Vec<String> {
        let presence = Box::new(Present { here: true, ..Present::default() });
        self.on(Event::Agent { agent: agent.to_owned(), presence })
    }

    fn comes(&mut self, id: &str, change: impl FnOnce(&mut Case, &mut Customer)) -> Vec<String> {
        let mut case = super::case("billing", "es", MORNING);
        case.decided_at = self.now;
        let mut customer = Customer::default();
        change(&mut case, &mut customer);
        self.on(Event::Waits { conversation: id.to_owned(), case: Box::new(case), customer: Box::new(customer) })
    }

    fn on(&mut self, event: Event) -> Vec<String> {
        let made = self.dispatcher.on(event, self.now);
        assert_eq!(made.refused, None);
        made.orders.iter().map(line).collect()
    }

    fn later(&mut self, seconds: i64) -> Vec<String> {
        self.now += seconds;
        self.on(Event::Time)
    }

    fn refused(&mut self, event: Event) -> Refused {
        self.dispatcher.on(event, self.now).refused.expect("it is refused")
    }
}

/// `c1: ask a03`
fn line(order: &Order) -> String {
    let ids = |agents: &[baton::roster::AgentId]| {
        agents.iter().map(|agent| ROSTER.agent(*agent).id.clone()).collect::<Vec<_>>().join(" ")
    };
    let what = match &order.what {
        What::Decided(Decided::Offer { agents, .. }, _) => format!("ask {}", ids(agents)),
        What::Decided(Decided::Hold { agent, .. }, _) => format!("hold for {}", ids(&[*agent])),
        What::Decided(Decided::Page(agents), _) => format!("page {}", ids(agents)),
        What::Decided(Decided::Wait, _) => "wait".to_owned(),
        What::Decided(Decided::End { kind, .. }, _) => format!("end, {}", kind.as_str()),
        What::Decided(Decided::Closed { kind, .. }, _) => format!("closed, {}", kind.as_str()),
        What::Decided(Decided::Elsewhere { .. }, _) => "elsewhere".to_owned(),
        What::Withdraw(agents) => format!("withdraw {}", ids(agents)),
        What::Assigned { agent, .. } => format!("assigned {}", ids(&[*agent])),
        What::TakenBack(agent) => format!("taken back from {}", ids(&[*agent])),
        What::Choose(choices) => format!("choose among {}", choices.len()),
        What::Away(away) => format!(
            "{} is away until {}",
            ids(&[away.agent]),
            away.back.map_or_else(|| "?".to_owned(), baton::routing::instant)
        ),
        What::Tell(message) => format!("tell {}", policy().message(*message).name),
        What::Ended { kind, .. } => format!("ended, {}", kind.map_or("assistant", EndKind::as_str)),
    };
    format!("{}: {what}", order.conversation)
}

fn english(case: &mut Case, _: &mut Customer) {
    case.language = Some("en".to_owned());
}

fn accepted(conversation: &str, agent: &str) -> Event {
    Event::Accepted { conversation: conversation.to_owned(), agent: agent.to_owned() }
}

#[test]
fn an_offer_that_nobody_answers_goes_to_the_next_with_its_age() {
    let mut morning = Morning::with(&["a02"]);
    assert_eq!(morning.comes("c1", english), ["c1: ask a02"]);
    // 20 seconds to accept.
    assert_eq!(morning.later(19), [] as [&str; 0]);
    assert_eq!(morning.later(1), ["c1: withdraw a02", "c1: wait"]);
    let late = morning.refused(accepted("c1", "a02"));
    assert_eq!(late.to_string(), "`a02` is not asked to take `c1`, or not any more");
    assert_eq!(morning.here("a01"), ["c1: ask a01"]);
    assert_eq!(morning.later(20), ["c1: withdraw a01", "c1: wait"]);
    // The last step comes 120 seconds after the decision, however long others were asked: then both are asked once more.
    assert_eq!(morning.later(79), [] as [&str; 0]);
    assert_eq!(morning.later(1), ["c1: ask a02"]);
    assert_eq!(morning.later(20), ["c1: withdraw a02", "c1: ask a01"]);
    assert_eq!(morning.later(20), ["c1: withdraw a01", "c1: wait"]);
    assert_eq!(morning.later(319), [] as [&str; 0]);
    assert_eq!(morning.later(1), ["c1: end, offer callback or ticket"]);
}

#[test]
fn a_named_colleague_is_waited_for_and_that_they_have_gone_home_is_said_once() {
    let mut morning = Morning::with(&[]);
    // Half a minute before she goes home, with her hands full; somebody else has just come.
    morning.later(5 * 3_600 - 30);
    let presence = Box::new(Present { here: true, taken: 10, ..Present::default() });
    morning.on(Event::Agent { agent: "a03".to_owned(), presence });
    morning.here("a10");
    let named = |case: &mut Case, customer: &mut Customer| {
        case.to_named_agent = true;
        customer.named_agent = Some("a03".to_owned());
    };
    assert_eq!(morning.comes("c1", named), ["c1: hold for a03"]);
    assert_eq!(morning.later(29), [] as [&str; 0]);
    assert_eq!(morning.later(1), ["c1: a03 is away until 2026-11-05T08:00:00Z", "c1: ask a10"]);
    morning.on(accepted("c1", "a10"));
    let gone = Event::Gone { agent: "a10".to_owned() };
    assert_eq!(morning.on(gone), ["c1: taken back from a10", "c1: wait"]);
    assert_eq!(morning.comes("c2", named), ["c2: a03 is away until 2026-11-05T08:00:00Z", "c2: wait"]);
}

#[test]
fn a_kind_of_case_that_was_closed_is_open_again_when_people_come() {
    // In the night privacy is closed; nobody asks for it until the morning.
    let mut night = Morning { dispatcher: dispatcher(at("2026-11-04T03:00:00Z")), now: at("2026-11-04T03:00:00Z") };
    night.here("a14");
    let privacy = |case: &mut Case, _: &mut Customer| {
        case.queues = super::case("privacy", "en", MORNING).queues;
        case.language = Some("en".to_owned());
    };
    assert_eq!(night.comes("c1", privacy), ["c1: closed, ticket"]);
    night.later(7 * 3_600);
    assert_eq!(night.comes("c2", privacy), ["c2: ask a14"]);
}

#[test]
fn what_somebody_held_who_goes_away_waits_again() {
    let mut morning = Morning::with(&["a02"]);
    morning.comes("c1", english);
    morning.on(accepted("c1", "a02"));
    morning.on(Event::Answered { conversation: "c1".to_owned() });
    morning.later(3_000);
    // A break keeps what is in hand, and takes no more.
    let away = Event::Agent { agent: "a02".to_owned(), presence: Box::default() };
    assert_eq!(morning.on(away), [] as [&str; 0]);
    let gone = morning.on(Event::Gone { agent: "a02".to_owned() });
    assert_eq!(gone, ["c1: taken back from a02", "c1: wait"]);
    // The ladder has run all the while, so anybody may take it; its end counts anew.
    assert_eq!(morning.here("a01"), ["c1: ask a01"]);
}

#[test]
fn whoever_accepts_and_does_not_answer_loses_it() {
    let mut morning = Morning::with(&["a02"]);
    morning.comes("c1", english);
    morning.on(accepted("c1", "a02"));
    morning.here("a01");
    assert_eq!(morning.later(119), [] as [&str; 0]);
    assert_eq!(morning.later(1), ["c1: taken back from a02", "c1: ask a01"]);
}

#[test]
fn the_most_urgent_comes_first_whatever_came_first() {
    let mut morning = Morning::with(&[]);
    morning.comes("early", |_, _| {});
    morning.later(10);
    morning.comes("late", |case, _| case.minutes = Fixed::from_whole(1));
    // Room for one more chat: two units of what she has.
    let presence = Box::new(Present { here: true, taken: 8, ..Present::default() });
    let orders = morning.on(Event::Agent { agent: "a03".to_owned(), presence });
    assert_eq!(orders, ["late: ask a03"]);
    let mut morning = Morning::with(&[]);
    morning.comes("early", |_, _| {});
    morning.later(61);
    morning.comes("late", |case, _| case.minutes = Fixed::from_whole(1));
    let presence = Box::new(Present { here: true, taken: 8, ..Present::default() });
    let orders = morning.on(Event::Agent { agent: "a03".to_owned(), presence });
    assert_eq!(orders, ["early: ask a03"]);
}

#[test]
fn everybody_is_asked_at_once_and_the_first_has_it() {
    let mut morning = Morning::with(&["a03", "a04", "a02", "a01"]);
    let asked = morning.comes("c1", |case, _| {
        case.language = None;
        case.to_all = true;
    });
    assert_eq!(asked.len(), 1);
    assert!(asked[0].starts_with("c1: ask") && asked[0].contains("a02") && asked[0].contains("a03"), "{asked:?}");
    let taken = morning.on(accepted("c1", "a02"));
    assert!(taken[0].starts_with("c1: withdraw") && taken[1] == "c1: assigned a02", "{taken:?}");
    assert_eq!(morning.refused(accepted("c1", "a03")).code(), "not_asked");
}

#[test]
fn somebody_calls_in_sick() {
    let mut morning = Morning::with(&["a02"]);
    assert_eq!(morning.comes("c1", english), ["c1: ask a02"]);
    let day = baton::calendar::Interval { from: morning.now, to: morning.now + 40_000 };
    let sick = ROSTER.find("a02").expect("Cormac");
    let roster = ROSTER.clone().with_absence(sick, Absence { span: day, reason: None });
    let made = morning.dispatcher.set_roster(Arc::new(roster), morning.now);
    let lines: Vec<String> = made.orders.iter().map(line).collect();
    assert_eq!(lines, ["c1: withdraw a02", "c1: wait"]);
    // She is not in the roster at all: what she has in hand waits again.
    let mut morning = Morning::with(&["a02"]);
    morning.comes("c1", english);
    morning.on(accepted("c1", "a02"));
    let mut json = ROSTER.to_json();
    json["agent"].as_array_mut().expect("agents").retain(|agent| agent["id"] != "a02");
    let fewer = Roster::from_json(&json.to_string()).expect("a roster");
    let made = morning.dispatcher.set_roster(Arc::new(fewer), morning.now);
    let lines: Vec<String> = made.orders.iter().map(line).collect();
    assert_eq!(lines, ["c1: taken back from a02", "c1: wait"]);
    // What was due of others is due of nobody else.
    let mut morning = Morning::with(&["a16"]);
    let lead = |case: &mut Case, _: &mut Customer| {
        *case = Case { decided_at: case.decided_at, ..super::case("duty_lead", "en", MORNING) };
    };
    assert_eq!(morning.comes("c1", lead), ["c1: ask a16"]);
    morning.on(accepted("c1", "a16"));
    morning.on(Event::Finished { conversation: "c1".to_owned() });
    let fewer = Roster::from_json(&json.to_string()).expect("a roster");
    morning.dispatcher.set_roster(Arc::new(fewer), morning.now);
    assert_eq!(morning.later(60), [] as [&str; 0]);
}

#[test]
fn a_long_wait_gives_a_choice_once() {
    let mut morning = Morning::with(&[]);
    assert_eq!(morning.comes("c1", |_, _| {}), ["c1: wait"]);
    let long = |seconds| Event::QueueWait { queue: "billing".to_owned(), wait: Some(Fixed::from_whole(seconds)) };
    let chose = |choice| Event::Chose { conversation: "c1".to_owned(), choice };
    assert_eq!(morning.refused(chose(WaitChoice::Callback)).code(), "no_choice");
    assert_eq!(morning.on(long(601)), ["c1: choose among 3"]);
    assert_eq!(morning.on(long(700)), [] as [&str; 0]);
    assert_eq!(morning.on(chose(WaitChoice::Wait)), [] as [&str; 0]);
    assert_eq!(morning.on(chose(WaitChoice::Callback)), ["c1: ended, offer callback"]);
    assert_eq!(morning.dispatcher.waiting(), 0);
}

#[test]
fn more_than_there_is_room_for_is_refused() {
    let now = at(MORNING);
    let mut morning = Morning { dispatcher: dispatcher(now).at_most(2), now };
    morning.comes("c1", english);
    morning.comes("c2", english);
    let waits = |id: &str| Event::Waits {
        conversation: id.to_owned(),
        case: Box::new(super::case("billing", "en", MORNING)),
        customer: Box::default(),
    };
    assert_eq!(morning.refused(waits("c3")).to_string(), "at most 2 conversations at once");
    morning.on(Event::Left { conversation: "c1".to_owned() });
    assert_eq!(morning.on(waits("c3")), ["c3: wait"]);
}

/// Kinds of cases in which nobody waits any more are forgotten; whoever waits is not.
#[test]
fn kinds_of_cases_are_forgotten_and_nobody_who_waits() {
    let mut morning = Morning::with(&[]);
    morning.comes("stays", english);
    for at in 0..5_000 {
        let id = format!("c{at}");
        morning.comes(&id, |case, customer| {
            english(case, customer);
            case.level = Some(format!("L{at}"));
        });
        morning.on(Event::Left { conversation: id });
    }
    assert_eq!(morning.dispatcher.waiting(), 1);
    assert_eq!(morning.here("a02"), ["stays: ask a02"]);
    // Shifts end, and it is closed: all kinds that are left are looked at.
    morning.on(Event::Gone { agent: "a02".to_owned() });
    let closed = morning.later(14 * 3_600);
    assert_eq!(closed, ["stays: closed, offer callback or ticket"]);
}

#[test]
fn what_cannot_happen_is_refused_and_changes_nothing() {
    let mut morning = Morning::with(&["a03"]);
    morning.comes("c1", |_, _| {});
    let known = Event::Waits {
        conversation: "c1".to_owned(),
        case: Box::new(super::case("billing", "es", MORNING)),
        customer: Box::default(),
    };
    assert_eq!(morning.refused(known).code(), "known");
    assert_eq!(morning.refused(accepted("c2", "a03")).code(), "no_conversation");
    assert_eq!(morning.refused(accepted("c1", "a99")).code(), "no_agent");
    assert_eq!(morning.refused(accepted("c1", "a02")).code(), "not_asked");
    assert_eq!(morning.refused(Event::Finished { conversation: "c1".to_owned() }).code(), "not_in_hand");
    assert_eq!(morning.refused(Event::Answered { conversation: "c1".to_owned() }).code(), "not_in_hand");
    let wait = Event::QueueWait { queue: "billling".to_owned(), wait: None };
    assert_eq!(morning.refused(wait).code(), "no_queue");
    let before = morning.dispatcher.on(Event::Time, morning.now - 1);
    assert_eq!(before.refused, Some(Refused::Earlier(morning.now)));
    assert_eq!(morning.on(accepted("c1", "a03")), ["c1: assigned a03"]);
}

struct Given(&'static str);
impl baton::source::Files for Given {
    fn read(&self, _path: &str) -> Result<String, String> {
        Ok(self.0.to_owned())
    }
}

/// A queue of four agents, each with one thing at a time: arrivals and times of work without memory.
fn markov(arrivals: usize) -> (f64, f64, f64, Promises) {
    let text = "baton 1\npolicy \"P\" {\n  timezone \"UTC\"\n  languages en\n  assistant gives no confidence\n  \
        default queue q\n  otherwise stay\n  on failure hand off to q\n}\nqueue q {\n  needs skill s\n  at once any level\n  \
        finally at 30d offer callback, owner q\n}\nrule r { when turns above 3; then hand off to q }\n";
    let (artifact, problems, _) = baton::compile("p.baton", &Given(text));
    let policy = Arc::new(artifact.unwrap_or_else(|| panic!("{problems:?}")).policy);
    let agent = |id: usize| {
        serde_json::json!({ "id": format!("a{id}"), "zone": "UTC", "skills": { "s": 1 }, "languages": { "en": "C2" },
            "shifts": ["Mon-Sun 00:00-24:00"] })
    };
    let roster = serde_json::json!({ "schema": "baton.roster/1", "agent": (0..4).map(agent).collect::<Vec<_>>() });
    let roster = Arc::new(Roster::from_json(&roster.to_string()).expect("a roster"));
    let start = at(MORNING);
    let mut dispatcher = Dispatcher::new(policy, roster.clone(), start);
    for agent in roster.agents() {
        let presence = Box::new(Present { here: true, ..Present::default() });
        dispatcher.on(Event::Agent { agent: agent.id.clone(), presence }, start);
    }
    let mut dice = Dice(7);
    let mut ends: BTreeSet<(i64, String)> = BTreeSet::new();
    let (mut number, mut next) = (0, start);
    let mut comes_at: BTreeMap<String, (i64, Option<(i64, i64)>)> = BTreeMap::new();
    let mut served: Vec<(i64, i64)> = Vec::new();
    let (mut waited, mut told, mut half, mut eight) = (0_i64, 0_usize, 0_usize, 0_usize);
    while number < arrivals || !ends.is_empty() {
        let finishes = ends.first().map(|(at, _)| *at);
        let (event, now) = match finishes {
            Some(at) if at <= next || number >= arrivals => {
                let (_, conversation) = ends.pop_first().expect("there is one");
                (Event::Finished { conversation }, at)
            }
            _ => {
                number += 1;
                let now = next;
                next = now + dice.exponential(60.0);
                let mut case = super::case("billing", "en", MORNING);
                case.queues = vec![baton::routing::CaseQueue { id: baton::policy::QueueId(0), steps: vec![true] }];
                (case.decided_at, case.work) = (now, None);
                let conversation = format!("c{number}");
                comes_at.insert(conversation.clone(), (now, None));
                (Event::Waits { conversation, case: Box::new(case), customer: Box::default() }, now)
            }
        };
        let mut orders = dispatcher.on(event, now).orders;
        while let Some(order) = orders.pop() {
            let id = order.conversation.to_string();
            match order.what {
                What::Decided(Decided::Offer { agents, .. }, _) => {
                    let agent = roster.agent(agents[0]).id.clone();
                    orders.extend(dispatcher.on(accepted(&id, &agent), now).orders);
                    let (since, estimate) = comes_at[&id];
                    waited += now - since;
                    if let Some((p50, p80)) = estimate {
                        told += 1;
                        half += usize::from(now - since <= p50);
                        eight += usize::from(now - since <= p80);
                    }
                    let takes = dice.exponential(180.0);
                    served.push((since, takes));
                    ends.insert((now + takes, id));
                }
                What::Decided(Decided::Wait, _) => {
                    let wait = dispatcher.estimate(&id).map(|wait| (i64::from(wait.p50), i64::from(wait.p80)));
                    comes_at.insert(id, (now, wait));
                }
                _ => {}
            }
        }
    }
    assert_eq!(waited, in_turn(&served), "whoever came first is served first");
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    let (mean, half, eight) = (waited as f64 / arrivals as f64, half as f64 / told as f64, eight as f64 / told as f64);
    (mean, half, eight, dispatcher.promises())
}

/// How long all together wait whom four serve in turn: when each came, and how long each takes.
fn in_turn(served: &[(i64, i64)]) -> i64 {
    let mut free_at = [i64::MIN; 4];
    let mut waited = 0;
    for (came, takes) in served {
        free_at.sort_unstable();
        let begins = free_at[0].max(*came);
        waited += begins - came;
        free_at[0] = begins + takes;
    }
    waited
}

#[test]
fn waits_are_those_of_erlang_and_estimates_hold() {
    let (mean, half, eight, promises) = markov(20_000);
    // Erlang C: 60 an hour, 180 seconds each, 4 agents: 3 Erlang, half of the customers wait, 91.7 seconds in the mean.
    // The mean of so many lies within 15 percent of it in 19 of 20 runs.
    assert!((mean / 91.7 - 1.0).abs() < 0.15, "{mean}");
    assert!((half - 0.5).abs() < 0.05 && (eight - 0.8).abs() < 0.05, "{half} {eight}");
    let Promises { kept, broken } = promises;
    assert!(kept > 3 * broken && kept < 5 * broken, "{kept} {broken}");
}
