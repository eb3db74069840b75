//! `baton new`, end to end: what it writes checks, tests and runs without a word of complaint.

use crate::place::Place;

#[test]
fn a_new_policy_checks_tests_and_runs() {
    for starter in ["saas", "shop"] {
        let place = Place::new();
        let made = place.run(&format!("baton new my/support --starter {starter}"));
        assert_eq!((made.code, made.err.as_str()), (0, ""));
        // The commands that it suggests are run as they stand.
        let suggested: Vec<&str> = made.out.lines().filter_map(|line| line.trim().strip_prefix("baton ")).collect();
        assert_eq!(suggested.len(), 4, "{}", made.out);
        for command in suggested {
            let ran = place.run(&format!("baton {command}"));
            assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{starter}: baton {command}\n{}", ran.out);
        }
        let checked = place.run("baton check my/support --fail-level warning --as-of 2026-01-01");
        assert_eq!(checked.code, 0, "{}", checked.out);
        let tidy = place.run("baton fmt --check my/support");
        assert_eq!((tidy.code, tidy.out.as_str()), (0, ""));
    }
}

#[test]
fn what_is_there_is_not_touched() {
    let place = Place::new();
    let ran = place.run("mkdir full; echo mine > full/policy.baton; baton new full");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("full: it is there and not empty"), "{}", ran.err);
    assert_eq!(place.run("ls full; cat full/policy.baton").out, "policy.baton\nmine\n");
    let file = place.run("touch file; baton new file");
    assert_eq!((file.code, file.out.as_str()), (2, ""));
    let empty = place.run("mkdir empty; baton new empty && ls empty");
    assert_eq!(empty.code, 0, "{}", empty.err);
}
