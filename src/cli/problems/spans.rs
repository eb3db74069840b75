//! A span of time in a document: both ends in UTC and on the clocks of a zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value as Json, json};

use crate::calendar::{Interval, instant};
use crate::reach::guarantees::Lapse;

/// Both ends in UTC and on the clocks of the zone.
pub(crate) fn json(of: Interval, zone: &TimeZone) -> Json {
    let local = |at: i64| {
        let instant = Timestamp::from_second(at).unwrap_or_default();
        instant.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    json!({ "from": instant(of.from), "to": instant(of.to), "local_from": local(of.from), "local_to": local(of.to) })
}

/// When a guarantee or a question lapses, queue by queue.
pub(crate) fn of_lapses(lapses: &[Lapse]) -> Vec<Json> {
    let of = |lapse: &Lapse| lapse.times.spans().iter().map(|span| json(*span, &lapse.zone)).collect::<Vec<_>>();
    lapses.iter().flat_map(of).collect()
}
