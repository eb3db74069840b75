//! Categories by families.

/// Categories by families: `billing` for it and all below, `billing itself` for it alone.
pub(super) fn families(all: &[String], named: &[String]) -> Vec<String> {
    let below = |path: &String| all.iter().filter(move |one| one.starts_with(&format!("{path}."))).collect::<Vec<_>>();
    let is_whole = |path: &String| named.contains(path) && below(path).iter().all(|one| named.contains(one));
    let has_whole_parent = |path: &String| {
        let parents = path.match_indices('.').map(|(at, _)| path[..at].to_owned());
        parents.into_iter().any(|parent| is_whole(&parent))
    };
    let mut words = Vec::new();
    for path in named.iter().filter(|path| !has_whole_parent(path)) {
        words.push(if is_whole(path) { path.clone() } else { format!("{path} itself") });
    }
    words
}
