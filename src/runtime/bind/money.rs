//! Amounts: a number in the fact's currency, `120 EUR`, or `{"amount", "currency"}`.

use super::{number::decimal, shown};
use crate::policy::Rates;
use crate::value::{Fixed, Value};
use serde_json::Value as Json;

/// An amount in `currency`. `rates` are given where the fact converts.
pub(super) fn read(currency: &str, rates: Option<&Rates>, json: &Json) -> Result<Value, String> {
    let (amount, code) = parts(json)?;
    let code = code.unwrap_or(currency);
    let sent = || format!("{amount} {code}");
    if code.eq_ignore_ascii_case(currency) {
        return Ok(Value::Number(amount));
    }
    let Some(rates) = rates else {
        return Err(format!("{} is not in {currency}", sent()));
    };
    let rate = rates.rates.iter().find(|(listed, _)| rates.to == currency && listed.eq_ignore_ascii_case(code));
    let (_, rate) = rate.ok_or_else(|| format!("{} is in a currency without a rate to {currency}", sent()))?;
    let converted = amount.checked_mul(*rate);
    converted.map(Value::Number).ok_or_else(|| format!("{} is too large an amount", sent()))
}

fn parts(json: &Json) -> Result<(Fixed, Option<&str>), String> {
    match json {
        Json::Object(object) => {
            let amount = object.get("amount").ok_or_else(|| "an amount of money without `amount`".to_owned())?;
            match object.get("currency") {
                None | Some(Json::Null) => Ok((decimal(amount)?, None)),
                Some(Json::String(code)) => Ok((decimal(amount)?, Some(code))),
                Some(other) => Err(format!("{} is not a currency code", shown(other))),
            }
        }
        Json::String(text) => match text.trim().split_once(' ') {
            Some((amount, code)) => {
                let amount = Fixed::parse(amount).map_err(|_| format!("{} is not an amount of money", shown(json)))?;
                Ok((amount, Some(code.trim())))
            }
            None => Ok((decimal(json)?, None)),
        },
        _ => Ok((decimal(json)?, None)),
    }
}
