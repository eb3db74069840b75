//! How each type of a policy and of its table is written: which fields, in which order, under which numbers.
//!
//! In and out: as [`Wire`] says. Every declaration names all fields and variants, so
//! a new one does not compile before it has its place here. The numbers of variants
//! stand here and nowhere else; they are never used again for something else. A
//! change of anything in this file is a new major version of the format.
//!
//! Reading is inlined, so that a value is made where it stays; that takes a seventh off the time of a load.
//!
//! `aside` fields are read by people and change no decision: they go to the notes.

use super::wire::{Flat, Got, Reader, Wire, Writer, flat};
use crate::calendar::{Calendar, Dated, DaySpan, Holiday, KnownRegion, Weekly};
use crate::pattern::{Part, Pattern};
use crate::policy::{
    Action, ActionName, Allowed, Also, AlsoId, BuiltIn, Category, CategoryId, Check, Comparison, ComparisonId,
    Condition, Conversation, Deadline, DecisionFact, Demand, Detector, DetectorKind, Direction, Each, Effect, Ending,
    Exempt, Expected, ExpectedKind, Extract, Fact, FactId, Given, Guarantee, Hours, HoursId, Instants, InstructionId,
    Layer, Message, MessageId, Most, Note, Offers, Origin, Outcome, PackagePart, PackagePlan, Priority, Queue, QueueId,
    Rates, Relation, Returned, Rule, RuleId, ServiceActionId, Show, Shown, Signal, SignalId, Situation, Step,
    StepGroup, Target, Test, TestLine, Threshold, ThresholdId, To, Transfers, Variant, View, Wanted, WantedTo,
};
use crate::rows::{
    self, Ask, Cells, Column, ColumnId, ColumnSource, EachRow, Fallback, FallbackCourse, Matrix, Promise, Rows,
    StepRow, StepTable, Whither,
};
use crate::value::{Fixed, Type, Value};

/// Declares structs: their fields in order.
macro_rules! structs {
    (@write $field:ident $out:ident) => { $field.write($out) };
    (@write aside $field:ident $out:ident) => { $out.aside(|out| $field.write(out)) };
    (@read $input:ident) => { Wire::read($input)? };
    (@read aside $input:ident) => { $input.aside(Wire::read)? };
    ($($name:path { $($(@$aside:ident)? $field:ident),* $(,)? })*) => {$(
        impl Wire for $name {
            fn write(&self, out: &mut Writer) {
                let Self { $($field),* } = self;
                $(structs!(@write $($aside)? $field out);)*
            }

            #[inline]
            fn read(input: &mut Reader<'_>) -> Got<Self> {
                Ok(Self { $($field: structs!(@read $($aside)? input)),* })
            }
        }
    )*};
}

/// Declares enums: their variants with numbers and parts in order. `nested` ones may hold others of their kind.
macro_rules! enums {
    (@enter $input:ident $read:expr) => { $read };
    (@enter nested $input:ident $read:expr) => { $input.within(|$input| $read) };
    ($($(@$nested:ident)? $name:path {
        $($number:literal = $variant:ident $(($($part:ident),*))? $({ $($field:ident),* })?),* $(,)?
    })*) => {$(
        impl Wire for $name {
            fn write(&self, out: &mut Writer) {
                match self {
                    $(Self::$variant $(($($part),*))? $({ $($field),* })? => {
                        let number: u8 = $number;
                        number.write(out);
                        $($($part.write(out);)*)?
                        $($($field.write(out);)*)?
                    })*
                }
            }

            #[inline]
            fn read(input: &mut Reader<'_>) -> Got<Self> {
                enums!(@enter $($nested)? input match u8::read(input)? {
                    $($number => {
                        $($(let $part = Wire::read(input)?;)*)?
                        $($(let $field = Wire::read(input)?;)*)?
                        Ok(Self::$variant $(($($part),*))? $({ $($field),* })?)
                    })*
                    _ => Err(input.stop("a variant that does not exist")),
                })
            }
        }
    )*};
}

mod routing;

/// Declares ids: a position as a number.
macro_rules! ids {
    ($($name:ident: $number:ident),* $(,)?) => {$(
        impl Flat for $name {
            const BYTES: usize = $number::BYTES;

            fn put(self, bytes: &mut Vec<u8>) {
                self.0.put(bytes);
            }

            fn get(bytes: &[u8]) -> Self {
                Self($number::get(bytes))
            }
        }

        flat!($name);
    )*};
}

ids! {
    FactId: u32, SignalId: u32, ThresholdId: u32, ComparisonId: u32, RuleId: u32, AlsoId: u32, HoursId: u32, QueueId: u32,
    MessageId: u32, InstructionId: u32, ServiceActionId: u32, CategoryId: u32, ColumnId: u16,
}

flat!((CategoryId, Fixed), (ColumnId, u32), (Fixed, MessageId), (QueueId, Fixed));

impl Wire for (QueueId, ColumnId) {
    fn write(&self, out: &mut Writer) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        Ok((Wire::read(input)?, Wire::read(input)?))
    }
}

impl Flat for Ask {
    const BYTES: usize = <(ColumnId, u32)>::BYTES;

    fn put(self, bytes: &mut Vec<u8>) {
        (self.column, self.end).put(bytes);
    }

    fn get(bytes: &[u8]) -> Self {
        let (column, end) = Flat::get(bytes);
        Self { column, end }
    }
}

flat!(Ask);

impl Wire for Cells {
    fn write(&self, out: &mut Writer) {
        self.ranges().to_vec().write(out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        let ranges: Vec<(u32, u32)> = Wire::read(input)?;
        let cells = Self::of(ranges.clone());
        // There is one way to write a set.
        if cells.ranges() == ranges { Ok(cells) } else { Err(input.stop("the ranges of a set are not in order")) }
    }
}

impl Wire for (ColumnId, Cells) {
    fn write(&self, out: &mut Writer) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        Ok((Wire::read(input)?, Wire::read(input)?))
    }
}

// Values.

enums! {
    Type {
        0 = Truth,
        1 = Count,
        2 = Number { low, high },
        3 = Share,
        4 = Score,
        5 = Money { currency, converted },
        6 = Duration,
        7 = Time,
        8 = Date,
        9 = Moment,
        10 = OneOf { values, open },
        11 = Tags,
        12 = Language,
        13 = Country,
        14 = Agent,
        15 = Text,
        16 = Category,
    }
    Value { 0 = Truth(truth), 1 = Number(number), 2 = Word(word), 3 = Words(words) }
}

// What a policy knows.

structs! {
    Category { path, @aside title, aliases, parent, queue }
    Fact { name, @aside words, @aside title, kind, origin, default, scale, on_answer, span }
    Rates { to, rates, as_of }
    Allowed { lint, inside }
}

enums! {
    Origin {
        0 = Given,
        1 = Switch,
        2 = List { column, entries },
        3 = BuiltIn(built_in),
        4 = Signal(signal, view),
        5 = Run(condition),
        6 = Decision(asked),
    }
    BuiltIn {
        0 = Category,
        1 = Confidence,
        2 = Attempted,
        3 = Sentiment,
        4 = LowestSentiment,
        5 = SentimentTrend,
        6 = Language,
        7 = Channel,
        8 = Turns,
        9 = Rounds,
        10 = TurnsWithoutProgress,
        11 = ContactsInDays(days),
        12 = SameIssueInDays(days),
        13 = SameQuestion,
        14 = TimeSinceLastReply,
        15 = WaitOf(queue),
        16 = WaitHere,
        17 = Rollout(salt),
        18 = Hour,
        19 = Weekday,
        20 = Today,
        21 = Now,
        22 = AssistantFailed,
        23 = AssistantErrorsInARow,
        24 = AssistantRepeatsItself,
        25 = Phase,
        26 = Clarified,
        27 = Offers,
        28 = OfferAccepted,
        29 = OfferDeclined,
        30 = OfferAllowed,
        31 = OfferedBy,
        32 = RoundsSinceTheOffer,
        33 = ThresholdRiseSinceTheOffer,
        34 = Transfers,
        35 = LastQueue,
        36 = LastQueueHere,
        37 = TimeSinceReturned,
        38 = Said(message),
        39 = LikenessToEarlierTurns,
    }
    DecisionFact { 0 = Action, 1 = Queue, 2 = DecidedBy, 3 = Priority }
    Exempt { 0 = Layer(layer), 1 = Group(group), 2 = Rule(rule) }
}

// What it hears.

structs! {
    Signal { name, @aside title, is_score, detectors, keeps, span }
    Detector { weight, kind, span }
    Pattern { parts }
}

enums! {
    View { 0 = Now, 1 = Earlier, 2 = InTheConversation, 3 = Times }
    DetectorKind {
        0 = Says(part, pattern),
        1 = SaysOnly(part, pattern),
        2 = Unless(part, pattern),
        3 = Shouts,
        4 = RepeatsPunctuation,
        5 = SaysTheSameAgain,
        6 = MessagesShrink,
        7 = AssistantRepeatsItself,
        8 = When(condition),
    }
    @nested Part { 0 = Word(word), 1 = Prefix(start), 2 = Gap, 3 = OneOf(choices), 4 = Maybe(choices) }
}

// What it asks.

structs! {
    Threshold { name, fact, base, bases, groups, low, high, span }
    StepGroup { name, steps }
    Step { name, by, each, when, span }
    Each { fact, every, after, up_to }
    Comparison { fact, test, negated, span }
}

enums! {
    Check {
        0 = True,
        1 = OneOf(words),
        2 = Has(words),
        3 = Within { low, high },
        4 = Known,
        5 = Missing,
        6 = Threshold { threshold, relation, offset },
    }
    @nested Condition { 0 = All(parts), 1 = Any(parts), 2 = Compare(comparison), 3 = Except(exception) }
    Relation { 0 = Above, 1 = Below, 2 = AtLeast, 3 = AtMost }
}

// What it decides, and what is said.

structs! {
    Rule { name, @aside title, layer, watch, condition, outcome, span, @aside groups }
    Also { name, @aside title, condition, effects, span }
    Outcome { action, effects, say, because }
    Target { to, level }
    Hours { name, title, calendar, regions, span }
    KnownRegion { code, first, last }
    Calendar { zone, week, holidays, dated }
    Weekly { day, span }
    DaySpan { from, to }
    Holiday { day, @aside name, region }
    Dated { day, spans, because }
    Queue { name, title, titles, levels, routed_by_helpdesk, routing, span }
    Message { name, variants, span }
    Variant { situations, texts }
    Note { name, text, span }
    Extract { name, shape, span }
    Conversation { turn_within, offers, transfers, returned }
    Offers { most, rounds, rose, other_reason }
    Transfers { most, then, except }
    Returned { within, except, same_agent }
    PackagePlan { headline_max, headline_else, attempted_max, attempted_else, quotes, turns, shows, hidden, endings }
    Show { what, substitute, most, queues, is_not_for }
    Ending { kind, queues }
}

enums! {
    Shown {
        0 = Fact(fact),
        1 = Extract(at),
        2 = Field { name, source, within },
        3 = Part(part),
        4 = Named(kind),
    }
    PackagePart { 0 = Mood, 1 = Urgency, 2 = Language, 3 = Promises, 4 = Contradictions }
    Most { 0 = Characters(number), 1 = Items(number) }
}

enums! {
    Layer { 0 = Guard, 1 = Override, 2 = Rule }
    Action { 0 = Stay, 1 = Clarify { message, silence, target }, 2 = Offer(target), 3 = HandOff(target), 4 = Close }
    ActionName { 0 = Stay, 1 = Offer, 2 = Clarify, 3 = HandOff, 4 = Close }
    To { 0 = Category, 1 = Queues(queues), 2 = NamedAgent }
    Effect {
        0 = Priority(priority),
        1 = RaisePriority(by),
        2 = Tag(tag),
        3 = NeedSkill(skill, level),
        4 = NeedLanguage(language, level),
        5 = NeedLevel(level),
        6 = Notify(queue),
        7 = Instruct(instruction),
        8 = ReplyWithin(deadline),
        9 = DueIn(deadline),
        10 = Wording(wording),
        11 = OfferToAll,
        12 = NoChoice,
        13 = Do(action),
        14 = EveryoneWithLanguage(within, callback),
    }
    Deadline { 0 = Seconds(length), 1 = BusinessHours(length), 2 = BusinessDays(length) }
    Priority { 0 = Low, 1 = Normal, 2 = High, 3 = Urgent }
    Situation {
        0 = AgentKnown,
        1 = WaitKnown,
        2 = Callback,
        3 = Closed,
        4 = Ticket,
        5 = WaitUnknown,
        6 = HelpedBefore,
        7 = NamedAway,
    }
}

// Worked examples.

structs! {
    Test { title, lines, span }
    Given { fact, value, span }
    Expected { kind, span }
}

enums! {
    TestLine {
        0 = Given(facts),
        1 = Customer(words, facts),
        2 = Assistant(words, facts),
        3 = At(instant),
        4 = Expect(expected),
    }
    ExpectedKind {
        0 = Action(action),
        1 = Queues(queues),
        2 = NamedAgent,
        3 = Level(level),
        4 = By(rule),
        5 = NoRule,
        6 = Threshold(value),
        7 = Capped,
        8 = Unused(value),
        9 = Say(message),
        10 = Because(reason),
        11 = Watch(rule),
        12 = Effect(effect),
        13 = NoHandoff,
        14 = NoTag(tag),
    }
}

// Guarantees.

structs! {
    Guarantee { @aside title, condition, demand, span }
    Wanted { actions, to, effect }
}

enums! {
    Demand {
        0 = Always(wanted),
        1 = Never(wanted),
        2 = Outcome(fact, direction),
        3 = Threshold(fact, direction, threshold, never),
        4 = AtMost(action, times),
        5 = Within(rounds, actions),
        6 = Everyone(within),
        7 = Someone(queues, instants),
        8 = NeverClosed(queues),
    }
    Instants { 0 = All, 1 = OfItsHours }
    WantedTo { 0 = Queues(queues), 1 = NamedAgent }
    Direction { 0 = Rises, 1 = Falls }
}

// The table.

structs! {
    Rows {
        columns, rules, watches, alsos, thresholds, outcomes, otherwise, on_problem, guard_rows, category,
        queue_of_category, default_queue, decided_action, promises,
        decided_queues,
    }
    Column { source, cuts, words, on_answer }
    Matrix { of, ends, asks, ranges }
    StepTable { fact, margin, base, base_of_category, steps, matrix, low, high }
    StepRow { group, step, by, each }
    EachRow { column, every, after, up_to }
    rows::Outcome { rule, action, whither, level, clarified_before, diverted, to_same_agent, silence, message, decided_by }
    Fallback { courses, outcome }
    FallbackCourse { when, outcome }
    Promise { rule, leads_to }
}

enums! {
    ColumnSource { 0 = Fact(fact), 1 = Member(fact, word), 2 = Margin(threshold) }
    Whither { 0 = Nobody, 1 = Category, 2 = Queues(queues), 3 = NamedAgent }
}
