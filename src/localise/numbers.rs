//! Numbers, shares and money with the separators and signs of a language.
//!
//! In: a number. Out: its words; none where there is no data for it.

use crate::value::Fixed;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_experimental::dimension::currency::options::CurrencyFormatterOptions;
use icu_experimental::dimension::percent::formatter::PercentFormatter;
use icu_experimental::dimension::percent::options::PercentFormatterOptions;
use icu_locale_core::Locale;

/// `12,345.5`
pub(super) fn plain(locale: &Locale, number: Fixed) -> Option<String> {
    let formatter = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok()?;
    Some(formatter.format(&decimal(number)?).to_string())
}

/// `85 %`; 1 is 100 %.
pub(super) fn share(locale: &Locale, number: Fixed) -> Option<String> {
    let formatter =
        PercentFormatter::<DecimalFormatter>::try_new(locale.into(), PercentFormatterOptions::default()).ok()?;
    Some(formatter.format(&number.times(100).to_string().parse().ok()?).to_string())
}

/// `€1,234.50`; the number is in whole units of the currency.
pub(super) fn money(locale: &Locale, currency: &str, number: Fixed) -> Option<String> {
    let currency = currency.parse().ok()?;
    let formatter =
        CurrencyFormatter::try_new_symbol(locale.into(), currency, CurrencyFormatterOptions::default()).ok()?;
    Some(formatter.format_fixed_decimal(&decimal(number)?).to_string())
}

fn decimal(number: Fixed) -> Option<Decimal> {
    number.to_string().parse().ok()
}
