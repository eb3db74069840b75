//! [`Fixed`]: the one number type of decisions, an `i64` in millionths.
//!
//! Decimal text is read exactly and rounded half to even once, at the sixth
//! decimal. Products go through `i128`. Nothing wraps and nothing is clamped:
//! what does not fit is an error.

use std::fmt::{self, Write};
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
    /// The greatest number that can be written or sent, 9223372036854.775805; the least is as far below 0.
    ///
    /// The few millionths beyond it are left to what is no number, and to sums that stop there.
    pub const MOST: Self = Self(i64::MAX - 2);

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
        Self::fitting(i128::from(self.0) + i128::from(other.0))
    }

    /// The millionth nearest to a floating-point number as its shortest decimal says it, if it fits.
    pub fn from_float(number: f64) -> Option<Self> {
        // Below 2^51, adding and taking off 1.5 x 2^52 leaves the nearest whole number, without a call of `round`.
        const EXACT: f64 = 2_251_799_813_685_248.0;
        const SHIFT: f64 = 6_755_399_441_055_744.0;
        let scaled = number * 1e6;
        let nearest = (scaled + SHIFT) - SHIFT;
        if nearest.abs() < EXACT && (scaled - nearest).abs() < 1e-3 {
            #[allow(clippy::cast_possible_truncation, reason = "a whole number below 2^51")]
            return Some(Self(nearest as i64));
        }
        Self::from_shortest(number)
    }

    /// The same of a number in single precision: `0.1_f32` is 0.1.
    pub fn from_single(number: f32) -> Option<Self> {
        Self::from_shortest(number)
    }

    /// The millionth nearest to the shortest decimal of a floating-point number. Nothing is allocated.
    fn from_shortest(number: impl fmt::LowerExp) -> Option<Self> {
        let mut text = Short::default();
        write!(text, "{number:e}").ok()?;
        Self::parse(text.as_str()?).ok()
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
        let magnitude = scaled(whole, fraction, exponent)?;
        Self::fitting(if negative { -magnitude } else { magnitude }).ok_or(FixedError::TooLarge)
    }

    /// From millionths, if they are no more than [`Fixed::MOST`] in either direction.
    fn fitting(millionths: i128) -> Option<Self> {
        let fits = millionths.unsigned_abs() <= u128::from(Self::MOST.0.unsigned_abs());
        i64::try_from(millionths).ok().filter(|_| fits).map(Self)
    }
}

/// The digits `whole.fraction` × 10^`exponent` in millionths, rounded half to even. Nothing is allocated.
fn scaled(whole: &str, fraction: &str, exponent: i32) -> Result<i128, FixedError> {
    let digits = || whole.bytes().chain(fraction.bytes()).skip_while(|digit| *digit == b'0');
    let value = |count| digits().take(count).fold(0_i128, |value, digit| value * 10 + i128::from(digit - b'0'));
    let length = i32::try_from(digits().count()).map_err(|_| FixedError::TooLarge)?;
    let fraction_digits = i32::try_from(fraction.len()).map_err(|_| FixedError::TooLarge)?;
    let power = exponent.saturating_sub(fraction_digits).saturating_add(6);
    // How many digits stand before the point of the millionths.
    let before = length.saturating_add(power);
    if length == 0 || before < 0 {
        return Ok(0);
    }
    if before > 25 {
        return Err(FixedError::TooLarge);
    }
    let kept = usize::try_from(before.min(length)).map_err(|_| FixedError::TooLarge)?;
    let value = value(kept);
    if power >= 0 {
        return Ok(value * 10_i128.pow(power.unsigned_abs()));
    }
    let mut cut = digits().skip(kept);
    let up = match cut.next() {
        None | Some(b'0'..=b'4') => false,
        Some(b'5') => value % 2 == 1 || cut.any(|digit| digit != b'0'),
        Some(_) => true,
    };
    Ok(value + i128::from(up))
}

fn round_div(numerator: i128, denominator: i128) -> Option<Fixed> {
    let (numerator, denominator) = if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    let quotient = numerator.div_euclid(denominator);
    let twice = numerator.rem_euclid(denominator) * 2;
    let up = twice > denominator || (twice == denominator && quotient % 2 != 0);
    Fixed::fitting(quotient + i128::from(up))
}

/// Room for a short text.
#[derive(Default)]
struct Short {
    bytes: [u8; 32],
    length: usize,
}

impl Short {
    fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes[..self.length]).ok()
    }
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.get_mut(self.length..self.length + text.len()).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length += text.len();
        Ok(())
    }
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
            ("9223372036854.775805", Ok(i64::MAX - 2)),
            ("-9223372036854.775805", Ok(2 - i64::MAX)),
            ("9223372036854.775806", Err(FixedError::TooLarge)),
            ("-9223372036854.775806", Err(FixedError::TooLarge)),
            ("1e400", Err(FixedError::TooLarge)),
            ("1e99999999999", Err(FixedError::NotANumber)),
            ("", Err(FixedError::NotANumber)),
            ("1.", Err(FixedError::NotANumber)),
            ("0.0000025000000000000000000000000000001", Ok(3)),
            ("9999999999999999999999999999999999e-30", Ok(10_000_000_000)),
            ("00000000000000000000000000000001", Ok(1_000_000)),
            ("1e18", Err(FixedError::TooLarge)),
            ("0e2147483647", Ok(0)),
            ("5e-2147483648", Ok(0)),
            ("NaN", Err(FixedError::NotANumber)),
        ];
        for (text, expected) in cases {
            assert_eq!(Fixed::parse(text).map(Fixed::millionths), expected, "{text}");
        }
    }

    #[test]
    fn a_float_is_its_shortest_decimal() {
        let double = |number| Fixed::from_float(number).map(Fixed::millionths);
        let single = |number| Fixed::from_single(number).map(Fixed::millionths);
        assert_eq!(double(0.1), Some(100_000));
        assert_eq!(double(-0.123_456_789_012_345_68), Some(-123_457));
        assert_eq!(double(9_007_199_254.740_993), Some(9_007_199_254_740_993));
        assert_eq!(single(0.1), Some(100_000));
        assert_eq!(single(85.3), Some(85_300_000));
        assert_eq!([double(f64::NAN), double(f64::INFINITY), double(f64::MAX), single(f32::MAX)], [None; 4]);
        let tiny = [double(f64::MIN_POSITIVE), double(-5e-324), double(-0.0), single(f32::MIN_POSITIVE)];
        assert_eq!(tiny, [Some(0); 4]);
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
