//! `check --on`: how many recorded conversations break a guarantee.
//!
//! In: a policy and transcripts. Out: a number for each guarantee that speaks of one
//! decision; what follows a handoff does not count.

use std::path::PathBuf;

use super::super::problems::{Hits, Proof};
use super::super::transcripts::{self, Ids};
use super::super::ui::{Outcome, Ui};
use crate::analysis::guarantees;
use crate::artifact::Artifact;
use crate::policy::Demand;
use crate::runtime::{Options, Session, Step, Table, replay_seeing};

/// Counts, and notes the numbers with what was proved.
pub(super) fn on(artifact: &Artifact, paths: &[PathBuf], proofs: &mut [Proof], ui: &mut Ui) -> Outcome<()> {
    let table = Table::new(artifact.clone());
    let policy = table.policy();
    let (mut hits, mut all, mut ids) = (vec![0; proofs.len()], 0, Ids::default());
    for path in &transcripts::find(paths)? {
        transcripts::each(path, false, &mut ids, ui, &mut |conversation, _| {
            all += 1;
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
    }
    for ((proof, hits), guarantee) in proofs.iter_mut().zip(hits).zip(&policy.guarantees) {
        let of_one_decision = matches!(guarantee.demand, Demand::Always(_) | Demand::Never(_));
        proof.hits = of_one_decision.then_some(Hits { conversations: hits, of: all });
    }
    Ok(())
}
