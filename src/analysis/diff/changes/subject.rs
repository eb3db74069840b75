//! What a definition is of.

/// What a definition is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A line of the policy's head.
    Policy,
    /// A category.
    Category,
    /// A fact or switch.
    Fact,
    /// A list.
    List,
    /// A signal.
    Signal,
    /// A threshold.
    Threshold,
    /// Opening hours.
    Hours,
    /// A queue.
    Queue,
    /// A message.
    Message,
    /// An instruction to the assistant.
    Instruction,
    /// An action of the service.
    Action,
    /// A shape of numbers.
    Extract,
    /// What goes with a handoff.
    Package,
}

impl Subject {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Subject::Policy => "policy",
            Subject::Category => "category",
            Subject::Fact => "fact",
            Subject::List => "list",
            Subject::Signal => "signal",
            Subject::Threshold => "threshold",
            Subject::Hours => "hours",
            Subject::Queue => "queue",
            Subject::Message => "message",
            Subject::Instruction => "instruction",
            Subject::Action => "action",
            Subject::Extract => "extract",
            Subject::Package => "package",
        }
    }
}
