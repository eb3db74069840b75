//! How the earlier customer turns felt.

use crate::value::Fixed;

/// The sentiment of earlier customer turns, in three numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mood {
    pub(super) lowest: Option<Fixed>,
    pub(super) sum: Fixed,
    pub(super) turns: i64,
}

impl Mood {
    /// A turn is over.
    pub(super) fn remember(&mut self, feels: Option<Fixed>) {
        let Some(feels) = feels else { return };
        self.lowest = Some(self.lowest.map_or(feels, |lowest| lowest.min(feels)));
        self.sum = self.sum + feels;
        self.turns += 1;
    }

    /// The lowest so far, this turn included.
    pub(super) fn lowest(self, now: Option<Fixed>) -> Option<Fixed> {
        self.lowest.into_iter().chain(now).min()
    }

    /// This turn minus the mean of the earlier ones; none in the first.
    pub(super) fn trend(self, now: Option<Fixed>) -> Option<Fixed> {
        Some(now? - self.sum.checked_div(Fixed::checked_from_whole(self.turns)?)?)
    }
}
