//! What is written is read again, and is the same.

use baton::artifact::{decode, is_artifact, meaning_hash};
use baton::policy::Policy;

use super::support::{artifacts, bytes};

/// All of a policy but its hash.
fn shown(policy: &Policy) -> String {
    format!("{:#?}", Policy { hash: String::new(), ..policy.clone() })
}

#[test]
fn every_policy_comes_back_as_it_was() {
    let mut count = 0;
    for (path, written) in artifacts() {
        let bytes = bytes(written);
        let read = decode(&bytes).unwrap_or_else(|damage| panic!("{}: {damage}", path.display()));
        assert_eq!(shown(&read.policy), shown(&written.policy), "{}", path.display());
        assert_eq!(read.rows, written.rows, "{}", path.display());
        assert_eq!(read.policy.hash, meaning_hash(written), "{}", path.display());
        assert_eq!(super::support::bytes(&read), bytes, "{}: written again", path.display());
        assert!(is_artifact(&bytes) && !is_artifact(&bytes[1..]));
        count += 1;
    }
    assert!(count > 35, "the repository was read: {count} policies");
}
