//! What is at a constant, and what is just beside it.

use super::{Bound, Lies};
use crate::policy::Check;
use crate::value::{Fixed, Type};

/// The constants of a check; none for a threshold, which moves.
pub(super) fn constants(check: &Check) -> Vec<(Bound, Option<Fixed>)> {
    match check {
        Check::Within { low: Some((low, _)), high: Some((high, _)) } if low == high => vec![(Bound::Low, Some(*low))],
        Check::Within { low, high } => {
            let low = low.map(|(low, _)| (Bound::Low, Some(low)));
            low.into_iter().chain(high.map(|(high, _)| (Bound::High, Some(high)))).collect()
        }
        Check::Threshold { .. } => vec![(Bound::Threshold, None)],
        _ => Vec::new(),
    }
}

/// How far beside a constant a value may lie to be just beside it: 1 of a count, 1 point of a share, 1 of a currency; of a
/// length of time the largest of day, hour, minute and second that the constant is a multiple of; a minute of a time of
/// day, a day of a date; of other numbers the last decimal that is written, and at most 1.
pub fn unit(kind: &Type, constant: Fixed) -> Fixed {
    match kind {
        Type::Count | Type::Money { .. } | Type::Date => Fixed::ONE,
        Type::Share => Fixed::POINT,
        Type::Duration => {
            let seconds = constant.whole();
            let fits = |unit: &i64| constant.is_whole() && seconds > 0 && seconds % unit == 0;
            Fixed::from_whole([86_400, 3_600, 60].into_iter().find(fits).unwrap_or(1))
        }
        Type::Time => Fixed::from_whole(60),
        Type::Moment => Fixed::from_whole(86_400),
        _ => {
            let most = if *kind == Type::Score { Fixed::ONE.millionths() / 10 } else { Fixed::ONE.millionths() };
            let fits = |unit: &i64| *unit <= most && constant.millionths() % unit == 0;
            let units = std::iter::successors(Some(Fixed::ONE.millionths()), |unit| (*unit > 1).then_some(unit / 10));
            Fixed::from_millionths(units.into_iter().find(fits).unwrap_or(1))
        }
    }
}

/// Where a value lies beside a constant, if it is near it.
pub(super) fn lies(value: Fixed, constant: Fixed, kind: &Type) -> Option<Lies> {
    let away = i128::from(value.millionths()) - i128::from(constant.millionths());
    let unit = i128::from(unit(kind, constant).millionths());
    match away {
        0 => Some(Lies::At),
        away if away < 0 && -away <= unit => Some(Lies::JustBelow),
        away if away > 0 && away <= unit => Some(Lies::JustAbove),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{lies, unit};
    use crate::coverage::Lies;
    use crate::value::{Fixed, Type};

    fn number(text: &str) -> Fixed {
        Fixed::parse(text).expect("a number")
    }

    #[test]
    fn a_unit_is_what_people_count_in() {
        assert_eq!(unit(&Type::Share, number("0.6")), number("0.01"));
        assert_eq!(unit(&Type::Score, number("0.5")), number("0.1"));
        assert_eq!(unit(&Type::Score, number("0.25")), number("0.01"));
        assert_eq!(unit(&Type::Number { low: None, high: None }, number("-0.4")), number("0.1"));
        assert_eq!(unit(&Type::Number { low: None, high: None }, number("20")), number("1"));
        assert_eq!(unit(&Type::Duration, number("172800")), number("86400"));
        assert_eq!(unit(&Type::Duration, number("90")), number("1"));
    }

    #[test]
    fn beside_is_within_one_unit() {
        let at = |value: &str| lies(number(value), number("3"), &Type::Count);
        assert_eq!(
            ["1", "2", "3", "4", "5"].map(at),
            [None, Some(Lies::JustBelow), Some(Lies::At), Some(Lies::JustAbove), None]
        );
    }
}
