//! `check --on`: how many recorded conversations break a guarantee.
//!
//! In: a policy and transcripts. Out: a number for each guarantee that speaks of one
//! decision; what follows a handoff does not count.

use std::path::PathBuf;

use super::super::Exit;
use super::super::problems::{Hits, Proof};
use super::super::transcripts::{self, Ids};
use super::super::ui::{Outcome, Ui};
use crate::analysis::guarantees;
use crate::artifact::Artifact;
use crate::runtime::{Options, Session, Step, Table, replay_seeing};

/// Counts, and notes the numbers with what was proved. What cannot be read is said, and is a finding.
pub(super) fn on(artifact: &Artifact, paths: &[PathBuf], proofs: &mut [Proof], ui: &mut Ui) -> Outcome<Exit> {
    let table = Table::new(artifact.clone());
    let policy = table.policy();
    let (mut hits, mut ids) = (vec![0; proofs.len()], Ids::default());
    let (mut all, mut unread) = (0, 0);
    for path in &transcripts::find(paths)? {
        let counted = transcripts::each(path, false, &mut ids, ui, &mut |conversation, _| {
            let mut broken = vec![false; hits.len()];
            let mut see = |step: &Step, session: &mut Session<'_>| {
                let facts = session.facts(step.decision.point);
                for (at, guarantee) in policy.guarantees.iter().enumerate().filter(|_| step.after.is_none()) {
                    broken[at] |= guarantees::breaks(policy, guarantee, facts, &step.decision);
                }
            };
            replay_seeing(&table, conversation, &Options::default(), &mut see);
            hits.iter_mut().zip(&broken).for_each(|(hits, broken)| *hits += usize::from(*broken));
            Ok(())
        })?;
        all += counted.read;
        unread += counted.unread;
    }
    for ((proof, hits), guarantee) in proofs.iter_mut().zip(hits).zip(&policy.guarantees) {
        let of_one_decision = guarantee.demand.is_of_one_decision();
        proof.hits = (of_one_decision && all > 0).then_some(Hits { conversations: hits, of: all });
    }
    Ok(if unread > 0 { Exit::Findings } else { Exit::Fine })
}
