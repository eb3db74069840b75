//! Sets of small numbers as words of 64 bits.
//!
//! Two sets that meet in a function have the same number of words.

/// Whether they have a number in common.
pub(super) fn meet(left: &[u64], right: &[u64]) -> bool {
    left.iter().zip(right).any(|(a, b)| a & b != 0)
}

/// Whether all numbers of the first are in the second.
pub(super) fn inside(left: &[u64], right: &[u64]) -> bool {
    left.iter().zip(right).all(|(a, b)| a & !b == 0)
}

/// Keeps what is in the other set too.
pub(super) fn keep(set: &mut [u64], other: &[u64]) {
    set.iter_mut().zip(other).for_each(|(a, b)| *a &= b);
}

/// Takes out what is in the other set.
pub(super) fn remove(set: &mut [u64], other: &[u64]) {
    set.iter_mut().zip(other).for_each(|(a, b)| *a &= !b);
}

/// Puts in what is in the other set.
pub(super) fn add(set: &mut [u64], other: &[u64]) {
    set.iter_mut().zip(other).for_each(|(a, b)| *a |= b);
}

/// Whether there is nothing in it.
pub(super) fn is_empty(set: &[u64]) -> bool {
    set.iter().all(|word| *word == 0)
}

/// How many numbers are in it.
pub(super) fn count(set: &[u64]) -> u32 {
    set.iter().map(|word| word.count_ones()).sum()
}

/// Whether a number is in it.
pub(super) fn contains(set: &[u64], number: u32) -> bool {
    set.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}

/// Puts a number in.
pub(super) fn put(set: &mut [u64], number: u32) {
    set[number as usize / 64] |= 1 << (number % 64);
}

/// Takes a number out.
pub(super) fn take(set: &mut [u64], number: u32) {
    set[number as usize / 64] &= !(1 << (number % 64));
}

/// Its numbers, ascending.
pub(super) fn each(set: &[u64]) -> impl Iterator<Item = u32> {
    (0..).step_by(64).zip(set).flat_map(|(first, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let at = rest.trailing_zeros();
            (rest != 0).then(|| {
                rest &= rest - 1;
                first + at
            })
        })
    })
}

/// How many words hold so many numbers.
pub(super) fn words(numbers: u32) -> usize {
    numbers.div_ceil(64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_two_words_hold_what_was_put_in() {
        let mut set = vec![0; words(65)];
        put(&mut set, 0);
        put(&mut set, 63);
        put(&mut set, 64);
        assert_eq!(each(&set).collect::<Vec<_>>(), [0, 63, 64]);
        assert_eq!((count(&set), contains(&set, 64), contains(&set, 65), contains(&set, 999)), (3, true, false, false));
        take(&mut set, 63);
        let other = vec![1, 1];
        assert!(inside(&set, &other) && meet(&set, &other));
        remove(&mut set, &other);
        assert!(is_empty(&set) && !meet(&set, &other));
    }
}
