//! What the state of a conversation makes of an action.
//!
//! In: a policy, and what one of its rules would do. Out: the courses that this can
//! take, in order: the first that the state allows is taken. Where it allows none,
//! the rule does not hold.
//!
//! Both the table and the reference evaluator are made of these.

use super::{Action, BuiltIn, Check, FactId, Origin, Policy, QueueId, Rule, RuleId, Target, To};
use crate::value::Fixed;

/// One way that an action can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// It is taken where everything in one of these holds.
    pub when: Vec<Vec<StateAsk>>,
    /// What is done then.
    pub action: Action,
    /// The question was asked already, so there is a handoff instead.
    pub clarified_before: bool,
    /// It would be one transfer too many, so it goes where the policy says.
    pub diverted: bool,
    /// It goes back to the agent who gave it back.
    pub to_same_agent: bool,
}

/// A question to a state fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateAsk {
    /// The fact.
    pub fact: FactId,
    /// What is asked of its value.
    pub test: Check,
    /// Whether the value must fail it.
    pub negated: bool,
    /// Whether it also holds without a value.
    pub or_missing: bool,
}

impl StateAsk {
    fn new(fact: FactId, test: Check) -> Self {
        Self { fact, test, negated: false, or_missing: false }
    }

    /// Holds where this one does not.
    fn not(&self) -> Self {
        Self { negated: !self.negated, or_missing: !self.or_missing, ..self.clone() }
    }
}

/// What always holds.
fn always() -> Vec<Vec<StateAsk>> {
    vec![Vec::new()]
}

/// What holds where one of `left` and one of `right` do.
fn both(left: &[Vec<StateAsk>], right: &[Vec<StateAsk>]) -> Vec<Vec<StateAsk>> {
    left.iter().flat_map(|one| right.iter().map(|other| [one.as_slice(), other].concat())).collect()
}

impl Policy {
    /// The courses of what a rule, or `otherwise`, would do.
    pub fn courses(&self, rule: Option<RuleId>, action: &Action) -> Vec<Course> {
        let by = rule.map(|rule| self.rule(rule));
        match action {
            Action::Stay | Action::Close => vec![Course::plain(action.clone())],
            Action::HandOff(target) => self.handoffs(by, target, Bound::Rule).collect(),
            Action::Offer(target) => {
                let open = self.offer_open(by);
                let offer = |course: Course| Course {
                    when: both(&course.when, &open),
                    action: course.target().map_or(Action::Stay, Action::Offer),
                    ..course
                };
                self.handoffs(by, target, Bound::Rule).map(offer).collect()
            }
            Action::Clarify { message, silence, target } => {
                let asked = self.built_in(&BuiltIn::Clarified).map(|fact| StateAsk::new(fact, Check::True));
                let only = |course: &Course, ask: StateAsk| both(&course.when, &[vec![ask]]);
                let question = |course: &Course| Course {
                    when: asked.as_ref().map_or_else(|| course.when.clone(), |asked| only(course, asked.not())),
                    action: course.target().map_or(Action::Stay, |target| Action::Clarify {
                        message: *message,
                        silence: *silence,
                        target,
                    }),
                    ..course.clone()
                };
                let handoff = |course: &Course| {
                    let when = only(course, asked.clone()?);
                    Some(Course { when, clarified_before: true, ..course.clone() })
                };
                let handoffs: Vec<Course> = self.handoffs(by, target, Bound::Rule).collect();
                handoffs.iter().map(question).chain(handoffs.iter().filter_map(handoff)).collect()
            }
        }
    }

    /// The courses of the handoff that an answered question or a taken offer leads to: one of them is always taken.
    pub fn courses_kept(&self, rule: Option<RuleId>, action: &Action) -> Vec<Course> {
        let by = rule.map(|rule| self.rule(rule));
        let (target, asked) = match action {
            Action::Clarify { target, .. } => (target, true),
            Action::Offer(target) => (target, false),
            _ => return Vec::new(),
        };
        self.handoffs(by, target, Bound::Promise).map(|course| Course { clarified_before: asked, ..course }).collect()
    }

    /// What the courses of rules, of `otherwise` and of promises ask of the state, each once.
    pub fn state_asks(&self) -> Vec<StateAsk> {
        let rule = |(at, rule): (usize, &'_ Rule)| (Some(RuleId::from_index(at)), rule.outcome.action.clone());
        let all = self.rules.iter().enumerate().map(rule).chain([(None, self.otherwise.action.clone())]);
        let courses = all.flat_map(|(rule, action)| [self.courses(rule, &action), self.courses_kept(rule, &action)]);
        let mut asks: Vec<StateAsk> = Vec::new();
        for ask in courses.flatten().flat_map(|course| course.when).flatten() {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        }
        asks
    }

    /// Where a handoff goes, as things stand.
    fn handoffs(&self, by: Option<&Rule>, target: &Target, bound: Bound) -> impl Iterator<Item = Course> {
        let plain = Course::plain(Action::HandOff(target.clone()));
        let Some(same) = self.same_queue(target) else { return vec![plain].into_iter() };
        let elsewhere = StateAsk { or_missing: false, ..same.not() };
        let known = |ask: &StateAsk| StateAsk { or_missing: true, ..ask.clone() };

        let too_many = self.too_many_transfers(by);
        let recent = self.recently_returned();
        let is_exempt = recent.is_some() && (bound == Bound::Promise || self.is_exempt_from_return(by));
        let locks = recent.clone().filter(|_| !is_exempt);
        let returns_to_agent = is_exempt && self.returns_to_the_same_agent();

        let mut courses = Vec::new();
        if let Some((too_many, then)) = &too_many {
            let there = Target { to: To::Queues(vec![*then]), level: None };
            let diverted = vec![too_many.clone(), elsewhere.clone()];
            let course = Course { diverted: true, ..Course::plain(Action::HandOff(there.clone())) };
            let same_there = self.same_queue(&there);
            if let (Some(recent), Some(same)) = (recent.clone().filter(|_| returns_to_agent), &same_there) {
                let when = both(std::slice::from_ref(&diverted), &[vec![recent, same.clone()]]);
                courses.push(Course { when, to_same_agent: true, ..course.clone() });
            }
            let when = match (&locks, same_there) {
                (Some(recent), Some(same)) => both(&[diverted], &[vec![recent.not()], vec![same.not()]]),
                _ => vec![diverted],
            };
            courses.push(Course { when, ..course });
        }
        if let Some(recent) = recent.filter(|_| returns_to_agent) {
            let when = vec![vec![recent, same.clone()]];
            courses.push(Course { when, to_same_agent: true, ..plain.clone() });
        }
        let too_many = too_many.map(|(ask, _)| ask);
        if locks.is_some() || too_many.is_some() {
            // Nobody had it before; or it goes back, and may; or it goes on, and may.
            let back = [Some(known(&same)), locks.map(|recent| recent.not())].into_iter().flatten().collect();
            let on = [Some(known(&elsewhere)), too_many.map(|ask| ask.not())].into_iter().flatten().collect();
            courses.push(Course { when: vec![back, on], ..plain });
        } else {
            courses.push(plain);
        }
        courses.into_iter()
    }

    /// That a handoff goes to the queue that had the conversation last; none where no line asks, or no queue is named.
    fn same_queue(&self, target: &Target) -> Option<StateAsk> {
        if self.conversation.transfers.is_none() && self.conversation.returned.is_none() {
            return None;
        }
        match &target.to {
            To::Category => Some(StateAsk::new(self.built_in(&BuiltIn::LastQueueHere)?, Check::True)),
            To::Queues(queues) => {
                let mut names: Vec<String> = queues.iter().map(|queue| self.queue(*queue).name.clone()).collect();
                names.sort();
                Some(StateAsk::new(self.built_in(&BuiltIn::LastQueue)?, Check::OneOf(names)))
            }
            To::NamedAgent => None,
        }
    }

    /// That no transfer is left, and where the next one goes.
    fn too_many_transfers(&self, by: Option<&Rule>) -> Option<(StateAsk, QueueId)> {
        let limit = self.conversation.transfers.as_ref()?;
        if by.is_some_and(|rule| limit.except.iter().any(|exempt| exempt.is(rule))) {
            return None;
        }
        let at_least = Check::Within { low: Some((Fixed::from_whole(i64::from(limit.most)), true)), high: None };
        Some((StateAsk::new(self.built_in(&BuiltIn::Transfers)?, at_least), limit.then))
    }

    /// That a person has just given the conversation back.
    fn recently_returned(&self) -> Option<StateAsk> {
        let within = self.conversation.returned.as_ref()?.within;
        let below = Check::Within { low: None, high: Some((within, false)) };
        Some(StateAsk::new(self.built_in(&BuiltIn::TimeSinceReturned)?, below))
    }

    /// `otherwise` is the last resort, so nothing may keep it from anybody.
    fn is_exempt_from_return(&self, by: Option<&Rule>) -> bool {
        let except = self.conversation.returned.iter().flat_map(|returned| &returned.except);
        by.is_none_or(|rule| except.into_iter().any(|exempt| exempt.is(rule)))
    }

    fn returns_to_the_same_agent(&self) -> bool {
        self.conversation.returned.as_ref().is_some_and(|returned| returned.same_agent)
    }

    /// That an offer may be made.
    fn offer_open(&self, by: Option<&Rule>) -> Vec<Vec<StateAsk>> {
        let Some(allowed) = self.built_in(&BuiltIn::OfferAllowed) else { return always() };
        let mut open = vec![vec![StateAsk { or_missing: true, ..StateAsk::new(allowed, Check::True) }]];
        open.extend(self.other_reason(by));
        open
    }

    /// That enough rounds have passed since an offer for another reason, and not too many were made.
    fn other_reason(&self, by: Option<&Rule>) -> Option<Vec<StateAsk>> {
        let offers = &self.conversation.offers;
        if !offers.other_reason {
            return None;
        }
        let count = |number: u32| Fixed::from_whole(i64::from(number));
        let after = Check::Within { low: Some((count(offers.rounds), true)), high: None };
        let mut asks = vec![
            StateAsk::new(self.built_in(&BuiltIn::RoundsSinceTheOffer)?, after),
            StateAsk {
                negated: true,
                ..StateAsk::new(self.built_in(&BuiltIn::OfferedBy)?, Check::OneOf(self.same_reason(by)))
            },
        ];
        if let Some(most) = offers.most {
            let below = Check::Within { low: None, high: Some((count(most), false)) };
            asks.push(StateAsk::new(self.built_in(&BuiltIn::Offers)?, below));
        }
        Some(asks)
    }

    /// The rules that offer for the same reason, by name, sorted. A rule without `because` is its own reason.
    fn same_reason(&self, by: Option<&Rule>) -> Vec<String> {
        let because = by.map_or(&self.otherwise, |rule| &rule.outcome).because.as_ref();
        let mut names = vec![by.map_or(OTHERWISE, |rule| &rule.name).to_owned()];
        if because.is_some() {
            let same = |rule: &&Rule| {
                matches!(rule.outcome.action, Action::Offer(_)) && rule.outcome.because.as_ref() == because
            };
            names.extend(self.rules.iter().filter(same).map(|rule| rule.name.clone()));
            names.extend((self.otherwise.because.as_ref() == because).then(|| OTHERWISE.to_owned()));
        }
        names.sort();
        names.dedup();
        names
    }

    /// A built-in that is not about a queue, a message or a number of days: every policy has it.
    pub fn built_in(&self, wanted: &BuiltIn) -> Option<FactId> {
        let is_it = |fact: &super::Fact| matches!(&fact.origin, Origin::BuiltIn(found) if found == wanted);
        self.facts.iter().position(is_it).map(FactId::from_index)
    }
}

/// What `offered by` holds after an offer of `otherwise`. No rule can be called so: the word is reserved.
pub const OTHERWISE: &str = "otherwise";

/// Which lines bind a handoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    /// All.
    Rule,
    /// What was promised is kept, even to the same queue.
    Promise,
}

impl Course {
    /// The assistant keeps it.
    pub const STAY: Course = Course {
        when: Vec::new(),
        action: Action::Stay,
        clarified_before: false,
        diverted: false,
        to_same_agent: false,
    };

    /// What is always taken, as written.
    pub fn plain(action: Action) -> Self {
        Self { when: always(), action, clarified_before: false, diverted: false, to_same_agent: false }
    }

    fn target(&self) -> Option<Target> {
        match &self.action {
            Action::HandOff(target) => Some(target.clone()),
            _ => None,
        }
    }
}
