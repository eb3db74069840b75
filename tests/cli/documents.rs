//! What programs read: every document fits its published schema, every generated source is one.

use serde_json::Value;

use crate::place::Place;
use crate::schema;

/// A document, once it fits the schema of that name.
fn fitting(place: &Place, name: &str, text: &str) -> Value {
    let rules: Value = serde_json::from_str(&place.run(&format!("baton schema {name}")).out).expect("a schema is JSON");
    let document: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let wrong = schema::problems(&rules, &rules, &document, "");
    assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
    document
}

/// Both forms of hours, for a year whose clocks change and an instant.
#[test]
fn hours_fit_their_schema() {
    let place = Place::new();
    let whose = "--roster files/hours.toml --absences files/hours_absences.csv";
    let ran = place
        .run(&format!("baton hours files/hours.baton {whose} --year 2026 --format json --absent ben --on 2026-11-04"));
    let document = fitting(&place, "hours", &ran.out);
    let cover = &document["cover"][0];
    assert_eq!((cover["queue"].is_null(), cover["hours"].as_str()), (true, Some("madrid")));
    let gaps = cover["gaps"].as_array().expect("a list");
    let sum: i64 = gaps
        .iter()
        .map(|gap| {
            let at = |key: &str| {
                gap[key].as_str().expect("a text").parse::<jiff::Timestamp>().expect("an instant").as_second()
            };
            assert_eq!((at("from"), at("to")), (at("local_from"), at("local_to")), "{gap}");
            at("to") - at("from")
        })
        .sum();
    assert_eq!(Some(sum), cover["seconds_uncovered"].as_i64());
    assert!(!cover["gaps_because_of_absent"].as_array().expect("a list").is_empty());
    let ran = place.run(&format!("baton hours files/hours.baton {whose} --at 2026-03-03T10:00Z --format json"));
    let document = fitting(&place, "hours", &ran.out);
    assert_eq!(document["away"], serde_json::json!(["ana"]));
}

/// The page is closed, inert, and shows every agent and every gap.
#[test]
fn the_page_of_hours_stands_alone() {
    let place = Place::new();
    for what in ["--year 2026", "--year 2026 --gaps", "--at 2026-11-04T12:30Z"] {
        let page =
            place.run(&format!("baton hours files/hours.baton --roster files/hours.toml {what} --format html")).out;
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"), "{what}");
        for forbidden in ["<script", "http:", "https:", "javascript", "onclick", "onload", "@import", "url("] {
            assert!(!page.contains(forbidden), "{what}: {forbidden}");
        }
        for tag in ["table", "tbody", "details", "svg", "rect", "h2", "h3", "main", "style", "li", "small"] {
            let open = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "{what}: {tag}");
        }
        assert!(page.contains("Ana Ruiz"), "{what}");
    }
}

#[test]
fn all_problems_of_all_policies_are_one_document() {
    let place = Place::new();
    let ran = place.run("baton check files/two files/small.baton --format json");
    assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "{}", ran.err);
    let document = fitting(&place, "problems", &ran.out);
    let problems = document["problems"].as_array().expect("a list");
    let paths: std::collections::BTreeSet<&str> = problems.iter().filter_map(|one| one["path"].as_str()).collect();
    let wanted = ["files/small.baton", "files/two/a/policy.baton", "files/two/b/policy.baton"];
    assert_eq!(Vec::from_iter(paths), wanted);
    for label in problems.iter().flat_map(|one| one["labels"].as_array().expect("a list")) {
        let file = label["file"].as_str().expect("a text");
        assert!(place.path().join(file).is_file(), "{file} cannot be opened from here");
    }
}

#[test]
fn what_is_known_of_people_fits_its_schema() {
    let place = Place::new();
    let ran = place.run("baton check files/people.baton --roster files/people.toml --year 2026 --format json");
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let document = fitting(&place, "problems", &ran.out);
    let verdicts = |document: &Value| {
        let all = document["guarantees"].as_array().expect("a list").iter();
        all.map(|one| one["verdict"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&document), ["broken", "broken", "broken", "undecided"]);
    assert_eq!(document["guarantees"][1]["intervals"].as_array().map(Vec::len), Some(10));
    let people = &document["people"][0];
    assert_eq!((people["year"].as_i64(), people["agents"].as_i64()), (Some(2026), Some(3)));
    let route = |name: &str| {
        let routes = people["routes"].as_array().expect("a list");
        routes.iter().find(|route| route["queues"][0] == name).expect("the queue").clone()
    };
    let nights = route("nights");
    assert_eq!(nights["asks"][0]["on_call"], serde_json::json!(["cat"]));
    let orders = route("orders");
    let spanish = orders["asks"].as_array().expect("a list").iter().find(|ask| ask["language"] == "es");
    let gaps = spanish.expect("Spanish")["gaps"].as_array().expect("a list").clone();
    // Nine to six, Ana until five; on the last Monday of March the clocks have changed.
    let first = serde_json::json!({
        "from": "2026-01-01T08:00:00Z", "to": "2026-01-01T17:00:00Z",
        "local_from": "2026-01-01T09:00:00+01:00", "local_to": "2026-01-01T18:00:00+01:00",
    });
    let summer = serde_json::json!({
        "from": "2026-03-30T15:00:00Z", "to": "2026-03-30T16:00:00Z",
        "local_from": "2026-03-30T17:00:00+02:00", "local_to": "2026-03-30T18:00:00+02:00",
    });
    assert_eq!(gaps[0], first);
    assert!(gaps.contains(&summer), "{gaps:?}");
    let none = place.run("baton check files/people.baton --format json");
    let none = fitting(&place, "problems", &none.out);
    assert_eq!(none["people"], serde_json::json!([]));
    // The hours alone say that the office closes.
    assert_eq!(verdicts(&none), ["needs_roster", "needs_roster", "broken", "undecided"]);
}

#[test]
fn a_check_without_problems_and_one_without_a_file_are_documents_too() {
    let place = Place::new();
    let fine = place.run("baton check files/failing.baton --format json");
    assert_eq!(fine.code, 0);
    assert_eq!(fitting(&place, "problems", &fine.out)["problems"], serde_json::json!([]));
    let none = place.run("baton check nowhere.baton --format json");
    assert_eq!(none.code, 2);
    fitting(&place, "problems", &none.out);
}

#[test]
fn what_became_of_guarantees_is_in_the_document() {
    let place = Place::new();
    let ran = place.run("baton check files/promises.baton examples/acme --as-of 2026-11-22 --format json");
    let document = fitting(&place, "problems", &ran.out);
    let guarantees = document["guarantees"].as_array().expect("a list");
    let broken: Vec<_> = guarantees.iter().filter(|one| one["verdict"] == "broken").collect();
    assert_eq!((guarantees.len(), broken.len()), (8, 2));
    assert_eq!(broken.iter().map(|one| one["tests"].as_array().map_or(0, Vec::len)).collect::<Vec<_>>(), [1, 2]);
    assert!(document["problems"].as_array().expect("a list").iter().all(|one| one["example"].is_string()));
}

#[test]
fn gaps_and_overlaps_are_in_the_document() {
    let place = Place::new();
    let ran =
        place.run("baton check files/maps.baton examples/acme --gaps --overlaps --as-of 2026-11-22 --format json");
    let document = fitting(&place, "problems", &ran.out);
    for what in ["gaps", "overlaps"] {
        assert_eq!(document[what].as_array().map(Vec::len), Some(2), "{what}");
    }
    let plain = place.run("baton check files/maps.baton --format json");
    assert_eq!(fitting(&place, "problems", &plain.out)["gaps"], serde_json::json!([]));
}

#[test]
fn every_answer_fits_its_schema() {
    let place = Place::new();
    for (question, answer, code) in [
        ("can it close", "impossible", 0),
        ("then always one of stay, offer, clarify, hand off", "certain", 0),
        ("when turns above 3 and turns below 2, can it stay", "nothing_fits", 0),
        ("can it hand off to billing", "possible", 1),
        ("category is billing then always hand off", "not_certain", 1),
    ] {
        let ran = place.run(&format!("baton ask examples/acme '{question}' --format json"));
        let document = fitting(&place, "answer", &ran.out);
        assert_eq!((document["answer"].as_str(), ran.code), (Some(answer), code), "{question}: {document}");
    }
}

/// What differs is a document, and its examples pass with the policy they are of and fail with the other.
#[test]
fn what_differs_fits_its_schema_and_can_be_pasted() {
    let place = Place::new();
    place.run("cp -rL examples/acme old");
    place.run("cp -rL examples/acme new");
    place.run("sed -i '/^test/,$d' old/policy.baton new/policy.baton");
    place.run(
        "sed -i -e 's/^  80% for billing$/  85% for billing/' -e 's/security, priority urgent$/security, priority high/' \
         -e 's/tag churn_risk/tag churn/' -e '/^rule doubts_us/,/^  }/d' new/policy.baton",
    );
    let same = place.run("baton diff old old --format json");
    assert_eq!((fitting(&place, "diff", &same.out)["result"].as_str(), same.code), (Some("same"), 0));
    let ran = place.run("baton diff old new --format json --on examples/acme/conversations");
    assert_eq!(ran.code, 1, "{}", ran.err);
    let document = fitting(&place, "diff", &ran.out);
    let computed = &document["computed"];
    assert!(computed["conversations"].as_u64() > Some(0) && computed["points"].as_u64() > Some(0), "{computed}");
    let regions = document["regions"].as_array().expect("a list");
    assert!(regions.len() >= 5 && regions.iter().all(|region| region["example"].is_object()), "{document}");
    let paste = |policy: &str, which: &str| {
        let all = regions.iter().enumerate().map(|(at, region)| {
            let test = region["example"][which].as_str().expect("a test");
            test.replacen("test \"", &format!("test \"{at} "), 1)
        });
        let text = std::fs::read_to_string(place.path().join(policy).join("policy.baton")).expect("a policy");
        let text = format!("{text}\n{}", all.collect::<Vec<_>>().join("\n"));
        std::fs::write(place.path().join(policy).join("pasted.baton"), text).expect("a file");
        place.run(&format!("baton test {policy}/pasted.baton --format json"))
    };
    for (policy, which) in [("new", "new_test"), ("old", "old_test")] {
        let passed = paste(policy, which);
        assert_eq!(passed.code, 0, "{which}: {}{}", passed.out, passed.err);
    }
    let failed = paste("old", "new_test");
    let failed: serde_json::Value = serde_json::from_str(&failed.out).expect("a document");
    let count = failed["policies"][0]["failed"].as_array().map(Vec::len);
    assert_eq!(count, Some(regions.len()), "{failed}");
}

#[test]
fn a_summary_fits_its_schema() {
    let place = Place::new();
    for command in [
        "run examples/acme examples/acme/conversations",
        "run examples/solvana examples/solvana/conversations.jsonl",
        "run files/small.baton files/small.jsonl files/broken.jsonl",
    ] {
        let ran = place.run(&format!("baton {command} --summary --format json"));
        fitting(&place, "summary", &ran.out);
    }
}

#[test]
fn what_was_measured_fits_its_schema_and_is_a_page() {
    let place = Place::new();
    let sample = "examples/detection/sample.jsonl --map examples/detection/labels.toml";
    let data = format!("files/labelled.jsonl {sample}");
    let ran = place.run(&format!("baton evaluate examples/detection {data} --format json --errors 50"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let document = fitting(&place, "evaluate", &ran.out);
    let results = document["results"].as_array().expect("a list");
    let asks = results.iter().find(|one| one["name"] == "asks_for_human").expect("it is scored");
    // 31 turns of the sample, and three of the other set: the fourth label there is a word.
    let labels =
        ["hits", "false_alarms", "misses", "rejections"].map(|key| asks["all"][key].as_u64().expect("a count"));
    assert_eq!((labels.iter().sum::<u64>(), asks["labels_of_another_kind"].as_u64()), (34, Some(1)));
    assert_eq!(asks["by_set"].as_array().map(Vec::len), Some(2));
    let places = "files/labelled.jsonl --map files/labels/places.toml --errors 50";
    let ran = place.run(&format!("baton evaluate examples/detection {places} --format json"));
    fitting(&place, "evaluate", &ran.out);

    let page = place.run(&format!("baton evaluate examples/detection {places} --format html")).out;
    assert!(page.contains("&lt;b&gt;that&#39;s ridiculous&lt;/b&gt;") && !page.contains("<b>that"), "escaped");
    assert!(!page.contains("4111") && page.contains("[card number]"), "redacted");
    assert!(!page.contains("<script") && !page.contains("http"), "nothing from elsewhere");
}

#[test]
fn what_tests_came_to_fits_its_schema() {
    let place = Place::new();
    let ran = place.run("baton test files/cases.baton files/small.baton --format json --require rules=100%");
    assert_eq!(ran.code, 1);
    let document = fitting(&place, "tests", &ran.out);
    let policies = document["policies"].as_array().expect("a list");
    assert_eq!(policies[0]["failed"].as_array().map(Vec::len), Some(3));
    assert_eq!(policies[0]["coverage"]["measures"]["rules"], serde_json::json!({"covered": 4, "total": 4}));
    let ran = place.run("baton test examples/solvana --format json");
    assert_eq!(ran.code, 0);
    assert!(fitting(&place, "tests", &ran.out)["policies"][0]["coverage"].is_null());
}

#[test]
fn an_explanation_fits_its_schema() {
    let place = Place::new();
    place.run("baton compile examples/solvana --output solvana.table");
    for policy in ["examples/solvana", "solvana.table"] {
        let line = "examples/solvana/conversations.jsonl --turn 1 --format json";
        let ran = place.run(&format!("baton explain {policy} {line}"));
        let document = fitting(&place, "explanation", &ran.out);
        let changes = document["decisions"][1]["changes"].as_array().expect("a list");
        assert!(changes.iter().any(|one| one["text"] == "confidence below 65% (it is 86%, 21 points off)"), "{ran:?}");
    }
    let ran = place.run("baton explain files/small.baton files/small.jsonl --turn 1 --format json");
    fitting(&place, "explanation", &ran.out);
}

/// The same policy gives the same bytes wherever it lies.
#[test]
fn decisions_do_not_tell_where_a_policy_lies() {
    let place = Place::new();
    let run = |policy: &str| place.run(&format!("baton run {policy} examples/solvana/conversations.jsonl")).out;
    let (far, near) = (run("examples/solvana"), run("examples/solvana/../solvana/policy.baton"));
    assert!(far.contains(r#""source":{"file":"scope.baton","line":"#), "{far}");
    assert_eq!(far, near);
}

#[test]
fn generated_types_are_sources_of_their_languages() {
    let place = Place::new();
    for policy in ["examples/solvana", "examples/acme", "files/small.baton", "files/wordy.baton", "files/odd.baton"] {
        let facts = |form: &str| place.run(&format!("baton facts {policy} --format {form}"));
        let schema: Value = serde_json::from_str(&facts("json-schema").out).expect("a schema is JSON");
        let named = schema["properties"].as_object().expect("an object").len();
        let typescript = facts("typescript").out;
        assert_eq!(typescript.matches("?: ").count(), named, "{typescript}");
        assert_eq!(typescript.matches("/**").count(), typescript.matches("*/").count(), "{typescript}");
        assert!(typescript.lines().all(|line| !line.starts_with("  \"") || line.ends_with(" | null;")), "{typescript}");
        let parse = "python3 -c 'import ast, sys; ast.parse(sys.stdin.read())'";
        let python = place
            .run(&format!("command -v python3 >/dev/null || exit 0; baton facts {policy} --format python | {parse}"));
        assert_eq!((python.code, python.err.as_str()), (0, ""), "{policy}");
    }
}

#[test]
fn messages_and_what_is_said_are_documents() {
    let place = Place::new();
    let all = place.run("baton messages examples/solvana --with docs/messages/values.json --format json");
    assert_eq!(all.code, 1, "the example has a gap on purpose: {}", all.err);
    let document = fitting(&place, "messages", &all.out);
    let texts = document["messages"].as_array().expect("a list").iter().filter_map(|one| one["texts"].as_array());
    let words: Vec<&str> = texts.flatten().filter_map(|text| text["text"].as_str()).collect();
    assert!(words.len() > 40, "{}", words.len());
    assert!(words.iter().all(|words| !words.contains(['{', '}'])), "{words:#?}");
    let requests = std::fs::read_to_string(place.path().join("files/say.jsonl")).expect("it is there");
    for line in requests.lines().take(14) {
        fitting(&place, "say", line);
    }
    let said = place.run("baton say examples/solvana < files/say.jsonl");
    assert_eq!((said.code, said.out.lines().count()), (1, requests.lines().count()), "{}", said.err);
    for line in said.out.lines() {
        fitting(&place, "said", line);
    }
}

const SOLVANA: &str = "--roster examples/solvana/roster.toml --bindings examples/solvana/bindings.toml";

#[test]
fn an_assignment_and_what_it_was_told_fit_their_schemas() {
    let place = Place::new();
    let now = std::fs::read_to_string(place.path().join("files/now.json")).expect("a file");
    fitting(&place, "presence", &now);
    for (at, what) in [("2026-11-04T15:03:00Z", "wait"), ("2026-11-04T15:12:00Z", "end")] {
        let ran = place.run(&format!(
            "baton route examples/solvana examples/solvana/conversations.jsonl {SOLVANA} --presence files/now.json --at {at} --format json"
        ));
        assert_eq!(fitting(&place, "assignment", &ran.out)["do"], what, "{}", ran.err);
    }
}

/// Every event of the example, and every answer to it; the case of a decision goes the whole way.
#[test]
fn events_and_orders_fit_their_schemas() {
    let place = Place::new();
    let example = std::fs::read_to_string(place.path().join("examples/solvana/morning.jsonl")).expect("an example");
    for line in example.lines() {
        fitting(&place, "dispatch-event", line);
    }
    let dispatch = format!("baton dispatch --table examples/solvana/policy.baton {SOLVANA}");
    let ran = place.run(&format!("{dispatch} < examples/solvana/morning.jsonl"));
    assert_eq!(ran.out.lines().count(), example.lines().count(), "{}", ran.err);
    for line in ran.out.lines() {
        fitting(&place, "orders", line);
    }
    let wrong = place.run(&format!("printf 'no json\\n{{\"type\": \"goes\"}}\\n' | {dispatch}"));
    assert_eq!(wrong.code, 1);
    for line in wrong.out.lines() {
        assert_eq!(fitting(&place, "orders", line)["refused"]["code"], "unreadable");
    }
}

#[test]
fn the_case_of_a_decision_finds_its_person() {
    let place = Place::new();
    let said = r#"{"id": "e1", "conversation": "c-1", "at": "2026-11-04T15:00:00Z", "type": "customer_message", "text": "Somebody else logged into my account and changed the password", "facts": {"customer.tier": "growth", "language": "en"}}"#;
    let step = place.run(&format!("echo '{said}' | baton step --table examples/solvana/policy.baton"));
    let answer = fitting(&place, "step", &step.out);
    assert_eq!(answer["case"]["queues"][0]["queue"], "security", "{answer}");
    fitting(&place, "case", &answer["case"].to_string());
    let here = serde_json::json!({ "at": "2026-11-04T15:00:00Z", "type": "agent", "agent": "a14", "here": true });
    let waits = serde_json::json!({
        "at": "2026-11-04T15:00:01Z", "type": "waits", "conversation": "c-1", "work": "chat", "case": answer["case"],
    });
    std::fs::write(place.path().join("events.jsonl"), format!("{here}\n{waits}\n")).expect("a file");
    let ran = place.run(&format!("baton dispatch --table examples/solvana/policy.baton {SOLVANA} < events.jsonl"));
    let last = fitting(&place, "orders", ran.out.lines().last().expect("an answer"));
    assert_eq!((&last["orders"][0]["do"], &last["orders"][0]["agents"][0]), (&"ask".into(), &"a14".into()), "{last}");
}
