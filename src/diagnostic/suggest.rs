//! "Did you mean": the nearest of the names that exist.

/// The name most like `written`, if any is near enough to be meant.
///
/// Near is a Damerau-Levenshtein distance of at most a third of the length,
/// at least 1; case does not count. Ties go to the first of `known`.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_lowercase();
    let limit = (lower.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= limit && name.chars().count() > *distance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["billing", "retention", "is"];
        assert_eq!(nearest("biling", known), Some("billing"));
        assert_eq!(nearest("retenton", known), Some("retention"));
        assert_eq!(nearest("Billing", known), Some("billing"));
        assert_eq!(nearest("weather", known), None);
        assert_eq!(nearest("x", known), None);
    }
}
