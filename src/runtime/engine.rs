//! The tables of a service: loaded, swapped, tried out, fallen back on.
//!
//! In: the bytes of compiled policies. Out: for each conversation the table that
//! decides, and perhaps one that only watches. The one object of the runtime that
//! changes.
//!
//! # Guarantees
//!
//! Asking takes no lock. A file is validated and its tests are run before it
//! decides anything; one that is refused changes nothing but the status. Whoever
//! holds a [`Serving`] decides by one version, whatever is loaded meanwhile.
//!
//! # What is not here
//!
//! Disks, clocks and polling: the service brings bytes when it has new ones.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;
use xxhash_rust::xxh3::xxh3_64;

use super::table::Table;
use super::versions::versions;
use super::worked;
use crate::artifact::{self, Damage, FailureLine};
use crate::value::Fixed;

/// The tables of a service.
#[derive(Debug)]
pub struct Engine {
    state: ArcSwap<State>,
}

#[derive(Clone, Debug)]
struct State {
    current: Arc<Table>,
    before: Option<Arc<Table>>,
    candidate: Option<(Arc<Table>, Trial)>,
    failure: FailureLine,
    trouble: Option<String>,
}

/// What a candidate may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// It decides beside the current table, and its decisions are only recorded.
    Watch,
    /// It decides for this share of conversations, the same ones as long as it is the candidate.
    Decide(Fixed),
}

/// Which table decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The one in use.
    Current,
    /// The one that is tried out.
    Candidate,
}

impl Role {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Current => "current",
            Role::Candidate => "candidate",
        }
    }
}

/// The tables for one conversation, of one moment.
#[derive(Clone, Debug)]
pub struct Serving {
    /// The table that decides.
    pub table: Arc<Table>,
    /// Which one that is.
    pub role: Role,
    /// A candidate that decides beside it, to be recorded.
    pub watching: Option<Arc<Table>>,
}

/// A table that was taken into use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Its version: the hash of what it means.
    pub version: String,
    /// How many tests it passed.
    pub tests: usize,
    /// What else is worth knowing, in sentences: data that is of another version than it was compiled with.
    pub notes: Vec<String>,
}

/// A file that was not taken into use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub why: RefusedBecause,
    /// Where customers go when Baton cannot decide, if the file still says so.
    pub failure_line: Option<Box<FailureLine>>,
}

/// Why a file was not taken into use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedBecause {
    /// It cannot be read.
    Damaged(Damage),
    /// Tests of its policy fail, by title.
    TestsFail(Vec<String>),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            RefusedBecause::Damaged(damage) => damage.fmt(f),
            RefusedBecause::TestsFail(titles) => {
                write!(f, "tests of the policy fail here: {}; run `baton inspect` on the file", titles.join(", "))
            }
        }
    }
}

impl std::error::Error for Refused {}

/// There is no table to go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NothingBefore;

impl fmt::Display for NothingBefore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no table before this one")
    }
}

impl std::error::Error for NothingBefore {}

/// How an engine stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The version that decides.
    pub version: String,
    /// The version before it, to which [`Engine::back`] goes.
    pub before: Option<String>,
    /// The version that is tried out, and how.
    pub candidate: Option<(String, Trial)>,
    /// Why the file that came last was refused. Cleared by the next that is not.
    pub trouble: Option<String>,
}

impl Engine {
    /// An engine with its first table.
    ///
    /// # Errors
    ///
    /// The file is refused. Do what [`Refused::failure_line`] says until there is a good one.
    pub fn start(file: &[u8]) -> Result<Self, Refused> {
        let (table, failure, _) = open(file)?;
        let state = State { current: Arc::new(table), before: None, candidate: None, failure, trouble: None };
        Ok(Self { state: ArcSwap::from_pointee(state) })
    }

    /// Takes a table into use; the one so far is kept to go back to.
    ///
    /// # Errors
    ///
    /// The file is refused, and the table so far stays in use.
    pub fn load(&self, file: &[u8]) -> Result<Loaded, Refused> {
        let (table, failure, loaded) = self.opened(file)?;
        let table = Arc::new(table);
        self.change(|state| {
            let same = state.current.policy().hash == table.policy().hash;
            let before = if same { state.before.clone() } else { Some(state.current.clone()) };
            State { current: table.clone(), before, failure: failure.clone(), trouble: None, ..state.clone() }
        });
        Ok(loaded)
    }

    /// Back to the table before, and that one is the way forward again.
    ///
    /// # Errors
    ///
    /// There was no other.
    pub fn back(&self) -> Result<(), NothingBefore> {
        let mut there_was = false;
        self.change(|state| match &state.before {
            None => state.clone(),
            Some(before) => {
                there_was = true;
                let failure = FailureLine::of(before.policy());
                State { current: before.clone(), before: Some(state.current.clone()), failure, ..state.clone() }
            }
        });
        if there_was { Ok(()) } else { Err(NothingBefore) }
    }

    /// Tries a table out beside the current one.
    ///
    /// # Errors
    ///
    /// The file is refused; a candidate so far stays.
    pub fn try_out(&self, file: &[u8], trial: Trial) -> Result<Loaded, Refused> {
        let (table, _, loaded) = self.opened(file)?;
        let table = Arc::new(table);
        self.change(|state| State { candidate: Some((table.clone(), trial)), trouble: None, ..state.clone() });
        Ok(loaded)
    }

    /// Ends the trial; the current table decides for all.
    pub fn end_trial(&self) {
        self.change(|state| State { candidate: None, ..state.clone() });
    }

    /// The candidate becomes the current table. Nothing happens without one.
    pub fn adopt(&self) {
        self.change(|state| match &state.candidate {
            None => state.clone(),
            Some((table, _)) => State {
                current: table.clone(),
                before: Some(state.current.clone()),
                candidate: None,
                failure: FailureLine::of(table.policy()),
                trouble: None,
            },
        });
    }

    /// The tables for a conversation. The same id gets the same table as long as none is loaded; no id gets the current.
    pub fn serving(&self, conversation: &str) -> Serving {
        let state = self.state.load();
        let current = || state.current.clone();
        match &state.candidate {
            Some((table, Trial::Watch)) => {
                Serving { table: current(), role: Role::Current, watching: Some(table.clone()) }
            }
            Some((table, Trial::Decide(share))) if falls_below(*share, &table.policy().hash, conversation) => {
                Serving { table: table.clone(), role: Role::Candidate, watching: None }
            }
            _ => Serving { table: current(), role: Role::Current, watching: None },
        }
    }

    /// Where customers go when nothing can be decided.
    pub fn failure_line(&self) -> FailureLine {
        self.state.load().failure.clone()
    }

    /// How it stands.
    pub fn status(&self) -> Status {
        let state = self.state.load();
        let version = |table: &Arc<Table>| table.policy().hash.clone();
        Status {
            version: version(&state.current),
            before: state.before.as_ref().map(version),
            candidate: state.candidate.as_ref().map(|(table, trial)| (version(table), *trial)),
            trouble: state.trouble.clone(),
        }
    }

    /// Opens a file, and notes why it is refused.
    fn opened(&self, file: &[u8]) -> Result<(Table, FailureLine, Loaded), Refused> {
        open(file).inspect_err(|refused| {
            let trouble = Some(refused.to_string());
            self.change(|state| State { trouble: trouble.clone(), ..state.clone() });
        })
    }

    fn change(&self, mut to: impl FnMut(&State) -> State) {
        self.state.rcu(|state| to(state));
    }
}

/// Validates a file and runs its tests.
fn open(file: &[u8]) -> Result<(Table, FailureLine, Loaded), Refused> {
    let failure_line = artifact::failure_line(file).ok().map(Box::new);
    let refused = |why| Refused { why, failure_line: failure_line.clone() };
    let artifact = artifact::decode(file).map_err(|damage| refused(RefusedBecause::Damaged(damage)))?;
    let table = Table::new(artifact);
    let policy = table.policy();
    let fails = |test: &&crate::policy::Test| !worked::run(&table, test).failures.is_empty();
    let failing: Vec<String> = policy.tests.iter().filter(fails).map(|test| test.title.clone()).collect();
    if !failing.is_empty() {
        return Err(refused(RefusedBecause::TestsFail(failing)));
    }
    let loaded = Loaded { version: policy.hash.clone(), tests: policy.tests.len(), notes: notes(file) };
    let failure = FailureLine::of(policy);
    Ok((table, failure, loaded))
}

/// What of this build differs from what a file was compiled with.
fn notes(file: &[u8]) -> Vec<String> {
    let compiled = artifact::contents(file).ok().and_then(|contents| contents.meta).map(|meta| meta.versions);
    let (Some(theirs), ours) = (compiled, versions()) else { return Vec::new() };
    let data = [("time zones", theirs.timezones, ours.timezones), ("word lists", theirs.lexicon, ours.lexicon)];
    let differing = data.into_iter().filter(|(_, theirs, ours)| theirs != ours);
    differing.map(|(name, theirs, ours)| format!("compiled with {name} {theirs}, decided with {ours}")).collect()
}

/// Whether a conversation is among the share that a candidate decides for: by the XXH3 64-bit hash of version, a zero
/// byte and the id, modulo 10,000.
fn falls_below(share: Fixed, version: &str, conversation: &str) -> bool {
    if conversation.is_empty() {
        return false;
    }
    let bytes = [version.as_bytes(), &[0], conversation.as_bytes()].concat();
    let step = i64::try_from(xxh3_64(&bytes) % 10_000).unwrap_or(0);
    Fixed::from_millionths(step * 100) < share
}
