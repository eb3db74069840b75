//! Forms of problems for other programs: SARIF against its schema, GitHub's limits, `JUnit` as XML.

use serde_json::Value;

use crate::place::Place;
use crate::schema;

/// What of SARIF 2.1.0 we write, as a schema. The standard's own schema allows all of it.
fn rules() -> Value {
    serde_json::from_str(include_str!("sarif.schema.json")).expect("a schema is JSON")
}

/// What a command of ours says as SARIF, once it fits.
fn sarif(place: &Place, arguments: &str, code: i32) -> Value {
    let ran = place.run(&format!("baton check --format sarif {arguments}"));
    assert_eq!(ran.code, code, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
}

#[test]
fn sarif_fits_its_schema() {
    let (place, rules) = (Place::new(), rules());
    for (arguments, code) in [
        ("files/lint", 0),
        ("files/failing.baton", 0),
        ("files/promises.baton --on examples/acme/conversations", 1),
        ("files/two files/lint docs/tour/mistakes.baton nowhere.baton", 2),
        ("files/odd.baton files/everything.baton files/small.baton docs/tour/mistakes.baton", 1),
    ] {
        let log = sarif(&place, arguments, code);
        let wrong = schema::problems(&rules, &rules, &log, "");
        assert!(wrong.is_empty(), "{arguments}: {}", wrong.join("\n"));
        let run = &log["runs"][0];
        for result in run["results"].as_array().expect("a list") {
            let at = usize::try_from(result["ruleIndex"].as_u64().expect("a position")).expect("a small one");
            assert_eq!(run["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
        }
        assert_eq!(run["invocations"][0]["executionSuccessful"], code != 2);
    }
}

#[test]
fn the_schema_of_sarif_is_asked() {
    let (place, rules) = (Place::new(), rules());
    let mut log = sarif(&place, "files/lint", 0);
    log["runs"][0]["results"][0]["level"] = "bad".into();
    log["runs"][0]["columnKind"] = "bytes".into();
    log["version"] = "2.2.0".into();
    log["more"] = true.into();
    assert_eq!(schema::problems(&rules, &rules, &log, "").len(), 4);
}

/// Lines that move change no fingerprint, and no two problems share one.
#[test]
fn fingerprints_stay_when_lines_move() {
    let place = Place::new();
    let prints = |place: &Place| -> Vec<String> {
        let log = sarif(place, "moved", 1);
        let results = log["runs"][0]["results"].as_array().expect("a list").clone();
        results.iter().map(|one| one["partialFingerprints"]["baton/v1"].to_string()).collect()
    };
    place.run(
        "mkdir moved; cp files/everything.baton moved/policy.baton; sed -i 's/^fact/fact fact/' moved/policy.baton",
    );
    place.run("cat docs/tour/mistakes.baton > moved/policy.baton");
    let before = prints(&place);
    place.run(
        "sed -i '2i # a line\\n\\n# and another' moved/policy.baton; sed -i 's/^  when/      when/' moved/policy.baton",
    );
    assert_eq!(before, prints(&place));
    let each: std::collections::BTreeSet<&String> = before.iter().collect();
    assert_eq!(each.len(), before.len());
}

/// GitHub shows ten annotations of a level in a step; more would be lost without a word.
#[test]
fn github_gets_at_most_ten_annotations_of_a_level() {
    let place = Place::new();
    let policy = |errors: usize| {
        let rules = (0..errors).map(|at| format!("rule r{at} {{ when nobody_{at}; then hand off }}\n"));
        let text = std::fs::read_to_string(place.path().join("files/lint/policy.baton")).expect("it is there");
        std::fs::write(place.path().join("many.baton"), text + &rules.collect::<String>()).expect("it can be written");
        place.run("baton check many.baton --format github")
    };
    let lines = |out: &str| out.lines().filter(|line| line.starts_with("::error ")).count();
    assert_eq!(lines(&policy(10).out), 10);
    let more = policy(14);
    assert_eq!((lines(&more.out), more.code), (10, 1));
    assert!(more.out.contains("::error title=baton check::and 5 more errors: E0201 (5)\n"), "{}", more.out);
}

/// Any XML reader takes what `JUnit` readers get; Python has one.
#[test]
fn junit_is_xml() {
    let place = Place::new();
    let count = "python3 -c 'import sys, xml.etree.ElementTree as E; r = E.fromstring(sys.stdin.buffer.read()); c = r.findall(\"testsuite/testcase\"); print(r.get(\"tests\"), len(c), r.get(\"failures\"), len(r.findall(\".//failure\")), r.get(\"errors\"), len(r.findall(\".//error\")))'";
    let line = "baton check docs/tour/mistakes.baton files/lint files/odd.baton nowhere.baton --format junit";
    let ran = place
        .run(&format!("command -v python3 >/dev/null || exit 0; {line} --fail-level warning 2>/dev/null | {count}"));
    if ran.out.is_empty() {
        println!("skipped: there is no python3");
        return;
    }
    let counts: Vec<&str> = ran.out.split_whitespace().collect();
    let [tests, cases, failures, failed, errors, wrong] = counts[..] else { panic!("{}{}", ran.out, ran.err) };
    assert_eq!((tests, failures, errors), (cases, failed, wrong));
    assert_eq!((errors, failures), ("1", "6"), "{}", ran.out);
}
