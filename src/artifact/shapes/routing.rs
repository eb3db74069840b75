//! How a queue's way to a person is written: needs, ladders, ends.

use crate::artifact::wire::{Got, Reader, Wire, Writer};
use crate::policy::{
    Addition, Closed, Continuity, End, EndKind, LadderStep, LevelAsked, LongWait, MayTake, Need, Owner, OwnerOf,
    Preference, Routing, SameAs, Speaks, Times, WaitChoice, Waiting,
};
use crate::value::Fluency;

structs! {
    Routing {
        needs, level_needs, open, prefer, accept_within, answer_within, steps, long_wait, updates, end, closed,
    }
    Times { live, asynchronous }
    LadderStep { after, when, who, speaks, span }
    LongWait { above, choices, span }
    End { after, kind, owner, span }
    Closed { say, kind, owner, span }
    Owner { of, level }
    Addition { minutes, each, when, span }
    Continuity { within, same, even_if_full, hold, hold_named, never_marked, after_account_manager, span }
}

enums! {
    Need { 0 = Skill(skill, level), 1 = Team(team), 2 = Mark(mark), 3 = Language(language, level) }
    Fluency { 0 = A1, 1 = A2, 2 = B1, 3 = B2, 4 = C1, 5 = C2 }
    Preference { 0 = SameAgent, 1 = JustEnoughSkill, 2 = MostFree, 3 = LongestIdle, 4 = RoundRobin }
    MayTake {
        0 = Level(level),
        1 = Skilled(skills),
        2 = AccountManager,
        3 = OnCall { again },
        4 = Also { queue, speak, while_wait },
    }
    LevelAsked { 0 = Rules, 1 = Named(at), 2 = Any }
    Speaks { 0 = Customers(level), 1 = Any { notice }, 2 = Named(language) }
    WaitChoice { 0 = Wait, 1 = Callback, 2 = Assistant }
    EndKind { 0 = Hold, 1 = Ticket, 2 = PageOnCall, 3 = Message, 4 = Callback, 5 = CallbackOrTicket }
    SameAs { 0 = Issue, 1 = Category }
    OwnerOf { 0 = Queue(queue), 1 = AccountManager }
}

impl Wire for Waiting {
    fn write(&self, out: &mut Writer) {
        let Self { words: [low, normal, high, urgent], additions } = self;
        (*low, *normal).write(out);
        (*high, *urgent).write(out);
        additions.write(out);
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        let ((low, normal), (high, urgent)) = (Wire::read(input)?, Wire::read(input)?);
        Ok(Self { words: [low, normal, high, urgent], additions: Wire::read(input)? })
    }
}
