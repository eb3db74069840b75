//! [`Fixed`]: the one number type of decisions, an `i64` in millionths.
//!
//! Decimal text is read exactly and rounded half to even once, at the sixth
//! decimal. Products go through `i128`. Nothing wraps and nothing is clamped:
//! what does not fit is an error.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// A number in millionths, from about −9.2 × 10¹² to 9.2 × 10¹².
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed(i64);

/// Why a text is not a [`Fixed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixedError {
    /// Not decimal digits with an optional sign, point and exponent.
    NotANumber,
    /// Beyond what millionths in an `i64` can hold.
    TooLarge,
}

const SCALE: i64 = 1_000_000;

impl Fixed {
    /// Nought.
    pub const ZERO: Self = Self(0);
    /// One, or 100 %.
    pub const ONE: Self = Self(SCALE);
    /// One point: one per cent of a share.
    pub const POINT: Self = Self(SCALE / 100);

    /// From millionths.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// In millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// From a whole number.
    ///
    /// # Panics
    ///
    /// Beyond ±9.2 × 10¹²; use [`Fixed::checked_from_whole`] for outside input.
    pub const fn from_whole(whole: i64) -> Self {
        Self(whole * SCALE)
    }

    /// From a whole number, if it fits.
    pub fn checked_from_whole(whole: i64) -> Option<Self> {
        whole.checked_mul(SCALE).map(Self)
    }

    /// The whole part, towards minus infinity.
    pub const fn whole(self) -> i64 {
        self.0.div_euclid(SCALE)
    }

    /// Whether there is no fraction.
    pub const fn is_whole(self) -> bool {
        self.0 % SCALE == 0
    }

    /// Times a whole number, limited to the representable range.
    #[must_use]
    pub const fn times(self, factor: i64) -> Self {
        Self(self.0.saturating_mul(factor))
    }

    /// The product, rounded half to even, if it fits.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        round_div(i128::from(self.0) * i128::from(other.0), i128::from(SCALE))
    }

    /// The quotient, rounded half to even, if it fits and `other` is not 0.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        if other.0 == 0 {
            return None;
        }
        round_div(i128::from(self.0) * i128::from(SCALE), i128::from(other.0))
    }

    /// `self` × `factor` / `divisor`, rounded half to even once, if it fits and `divisor` is not 0.
    pub fn checked_mul_div(self, factor: Self, divisor: Self) -> Option<Self> {
        if divisor.0 == 0 {
            return None;
        }
        round_div(i128::from(self.0) * i128::from(factor.0), i128::from(divisor.0))
    }

    /// The sum, if it fits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The millionth nearest to a floating-point number as its shortest decimal says it, if it fits.
    pub fn from_float(number: f64) -> Option<Self> {
        // Beyond this, neighbouring millionths cannot be told apart in an f64.
        const EXACT: f64 = 4_503_599_627_370_496.0;
        let scaled = number * 1e6;
        let nearest = scaled.round();
        if nearest.abs() < EXACT && (scaled - nearest).abs() < 1e-3 {
            #[allow(clippy::cast_possible_truncation, reason = "a whole number below 2^52")]
            return Some(Self(nearest as i64));
        }
        Self::parse(&number.to_string()).ok()
    }

    /// Reads decimal text exactly (`-0.7`, `1e3`), rounded half to even at the sixth decimal.
    ///
    /// # Errors
    ///
    /// [`FixedError`] says whether it is no number or too large a one.
    pub fn parse(text: &str) -> Result<Self, FixedError> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| FixedError::NotANumber)?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !all_digits(whole)
            || !all_digits(fraction)
            || (digits.contains('.') && fraction.is_empty())
        {
            return Err(FixedError::NotANumber);
        }
        let digits = format!("{whole}{fraction}");
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() {
            return Ok(Self::ZERO);
        }
        let fraction_digits = i32::try_from(fraction.len()).map_err(|_| FixedError::TooLarge)?;
        let power = exponent.saturating_sub(fraction_digits).saturating_add(6);
        let magnitude = scaled(digits, power)?;
        let signed = if negative { -magnitude } else { magnitude };
        i64::try_from(signed).map(Self).map_err(|_| FixedError::TooLarge)
    }
}

/// `digits` × 10^`power`, rounded half to even.
fn scaled(digits: &str, power: i32) -> Result<i128, FixedError> {
    let length = i32::try_from(digits.len()).map_err(|_| FixedError::TooLarge)?;
    if length.saturating_add(power) > 25 {
        return Err(FixedError::TooLarge);
    }
    if power >= 0 {
        let value: i128 = digits.parse().map_err(|_| FixedError::TooLarge)?;
        return Ok(value * 10_i128.pow(power.unsigned_abs()));
    }
    if length + power < 0 {
        return Ok(0);
    }
    let (kept, cut) = digits.split_at(usize::try_from(length + power).map_err(|_| FixedError::TooLarge)?);
    let value: i128 = if kept.is_empty() { 0 } else { kept.parse().map_err(|_| FixedError::TooLarge)? };
    let tail_after_first = cut[1..].bytes().any(|b| b != b'0');
    let up = match cut.as_bytes()[0] {
        b'0'..=b'4' => false,
        b'5' => tail_after_first || value % 2 == 1,
        _ => true,
    };
    Ok(value + i128::from(up))
}

fn round_div(numerator: i128, denominator: i128) -> Option<Fixed> {
    let (numerator, denominator) = if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    let quotient = numerator.div_euclid(denominator);
    let twice = numerator.rem_euclid(denominator) * 2;
    let up = twice > denominator || (twice == denominator && quotient % 2 != 0);
    i64::try_from(quotient + i128::from(up)).ok().map(Fixed)
}

impl Add for Fixed {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Fixed {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Fixed {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Fixed {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

/// The shortest exact decimal: `0.7`, `-12`, `85`.
impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let magnitude = self.0.unsigned_abs();
        let (whole, fraction) = (magnitude / 1_000_000, magnitude % 1_000_000);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{fraction:06}");
        write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_text_is_exact_and_rounds_half_to_even() {
        let cases = [
            ("0.1", Ok(100_000)),
            ("-0.7", Ok(-700_000)),
            ("1e3", Ok(1_000_000_000)),
            ("0.0000005", Ok(0)),
            ("0.0000015", Ok(2)),
            ("0.00000051", Ok(1)),
            ("1e-9", Ok(0)),
            ("9223372036854.775807", Ok(i64::MAX)),
            ("9223372036854.775808", Err(FixedError::TooLarge)),
            ("1e400", Err(FixedError::TooLarge)),
            ("1e99999999999", Err(FixedError::NotANumber)),
            ("", Err(FixedError::NotANumber)),
            ("1.", Err(FixedError::NotANumber)),
            ("NaN", Err(FixedError::NotANumber)),
        ];
        for (text, expected) in cases {
            assert_eq!(Fixed::parse(text).map(Fixed::millionths), expected, "{text}");
        }
    }

    #[test]
    fn products_and_quotients_round_half_to_even() {
        let fixed = Fixed::from_millionths;
        assert_eq!(fixed(1).checked_mul(fixed(500_000)), Some(fixed(0)));
        assert_eq!(fixed(3).checked_mul(fixed(500_000)), Some(fixed(2)));
        assert_eq!(Fixed::from_whole(1).checked_div(Fixed::from_whole(3)), Some(fixed(333_333)));
        assert_eq!(Fixed::from_whole(9_000_000_000_000).checked_mul(Fixed::from_whole(2)), None);
        assert_eq!(Fixed::ONE.checked_div(Fixed::ZERO), None);
    }

    #[test]
    fn display_is_the_shortest_exact_decimal() {
        for text in ["0", "-0.5", "12", "0.000001", "-3.25"] {
            assert_eq!(Fixed::parse(text).map(|f| f.to_string()), Ok(text.to_owned()));
        }
    }
}
