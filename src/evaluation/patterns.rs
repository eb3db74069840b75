//! What each line of a signal was right and wrong in.

use crate::policy::{DetectorKind, Policy, SignalId};

/// How often a line of a signal helped, and how often it hurt, in labelled turns.
///
/// A line that hears something helps where the label says yes, and hurts where it says no. An `unless` that takes
/// something back helps where the label says no, and hurts where it says yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The file of the line.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Its words.
    pub text: String,
    /// Turns in which it was right.
    pub helped: usize,
    /// Turns in which it was wrong.
    pub hurt: usize,
    /// Turns in which it was right, and no other line of the signal heard anything.
    pub helped_alone: usize,
    /// Turns in which it was wrong, and no other line of the signal heard anything.
    pub hurt_alone: usize,
}

/// Counts by line of one signal.
#[derive(Clone, Debug)]
pub(super) struct Lines(Vec<[usize; 4]>);

impl Lines {
    /// None counted yet.
    pub(super) fn new(detectors: usize) -> Self {
        Self(vec![[0; 4]; detectors])
    }

    /// A turn in which these lines heard something.
    pub(super) fn heard(&mut self, lines: &[usize], is: bool) {
        for line in lines {
            self.0[*line][usize::from(!is)] += 1;
            if lines.len() == 1 {
                self.0[*line][2 + usize::from(!is)] += 1;
            }
        }
    }

    /// A turn in which this line took something back.
    pub(super) fn took_back(&mut self, line: usize, is: bool) {
        self.0[line][usize::from(is)] += 1;
    }

    /// The lines that were used, in the order of the policy.
    pub(super) fn uses(&self, policy: &Policy, signal: SignalId) -> Vec<Use> {
        let detectors = &policy.signals[signal.index()].detectors;
        let used = self.0.iter().zip(detectors).filter(|(counts, _)| counts.iter().any(|count| *count > 0));
        let used = used.map(|([helped, hurt, helped_alone, hurt_alone], detector)| {
            let (file, line, _) = policy.sources.position(detector.span);
            Use {
                file: file.to_owned(),
                line,
                text: policy.sources.text(detector.span).split_whitespace().collect::<Vec<_>>().join(" "),
                helped: *helped,
                hurt: *hurt,
                helped_alone: *helped_alone,
                hurt_alone: *hurt_alone,
            }
        });
        used.collect()
    }

    /// How many lines of a signal say words, and how many of these were never heard.
    pub(super) fn silent(&self, policy: &Policy, signal: SignalId) -> (usize, usize) {
        let says = |kind: &DetectorKind| matches!(kind, DetectorKind::Says(..) | DetectorKind::SaysOnly(..));
        let detectors = policy.signals[signal.index()].detectors.iter();
        let all: Vec<_> = detectors.zip(&self.0).filter(|(detector, _)| says(&detector.kind)).collect();
        (all.len(), all.iter().filter(|(_, counts)| counts.iter().all(|count| *count == 0)).count())
    }
}
