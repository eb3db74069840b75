//! Examples that no page can show: they are too long, or take several files.

use std::fmt::Write as _;

use baton::diagnostic::Code;

/// Why each of them is made up here.
pub(crate) const REASONS: &[(Code, &str)] = &[
    (Code::E0110, "it takes 65 parentheses"),
    (Code::E0111, "every limit is beyond what a page can show"),
    (Code::E0119, "it takes two more files"),
    (Code::E0215, "it takes a file with columns"),
    (Code::E0218, "it takes a file of settings"),
    (Code::E0411, "it takes 65 steps"),
    (Code::E0413, "it takes nine times two alternatives"),
    (Code::E0414, "it takes more than a thousand tags"),
    (Code::W0536, "it takes nine pigeons and eight holes"),
    (Code::E0425, "it takes a file of cases"),
];

/// Files by their names.
type Files = Vec<(&'static str, String)>;

/// The text of the example, and the files that it uses.
pub(crate) fn example(code: Code) -> (String, Files) {
    match code {
        Code::E0110 => (rule("deep", &format!("{}asks_for_human{}", "(".repeat(65), ")".repeat(65))), Vec::new()),
        Code::E0111 => (rule(&"long_name_".repeat(11), "asks_for_human"), Vec::new()),
        Code::E0119 => {
            let used = |name: &str| format!("baton 1\n\nuse \"{name}\"\n");
            let files = vec![("rules.baton", used("queues.baton")), ("queues.baton", used("rules.baton"))];
            ("use \"rules.baton\"\n".to_owned(), files)
        }
        Code::E0215 => {
            let text = "list vip from \"vip.csv\" column account\n\n".to_owned() + &rule("vip_care", "customer in vip");
            (text, vec![("vip.csv", "account_id,name\na1,Ann\n".to_owned())])
        }
        Code::E0218 => {
            let set = "[lints]\nunused_name = \"off\"\n".to_owned();
            (rule("asks", "asks_for_human"), vec![("baton.toml", set)])
        }
        Code::E0413 => {
            let facts = |at: usize| format!("fact a{at} is count default 0\nfact b{at} is count default 0\n");
            let either = |at: usize| format!("(a{at} above 1 or b{at} above 1)");
            let all: Vec<String> = (1..=9).map(either).collect();
            ((1..=9).map(facts).collect::<String>() + "\n" + &rule("worried", &all.join(" and ")), Vec::new())
        }
        Code::E0414 => {
            let tagged = |at: usize| format!("customer.tags has t{at} or customer.tags is missing");
            let rules = (0..1_100).map(|at| rule(&format!("r{at}"), &tagged(at)));
            ("fact customer.tags is tags\n\n".to_owned() + &rules.collect::<String>(), Vec::new())
        }
        Code::W0536 => (include_str!("../corpus/lints/undecided_guarantee/fires.baton").to_owned(), Vec::new()),
        Code::E0425 => {
            let file = vec![("cases.csv", "category,expect\nbilling.refund,\"stay\n".to_owned())];
            ("test \"billing\" {\n  from \"cases.csv\"\n}\n".to_owned(), file)
        }
        _ => {
            let mut text = "threshold confidence {\n  60%\n".to_owned();
            for turn in 1..=65 {
                writeln!(text, "  raise by 1 points when turns above {turn}").expect("a string takes all");
            }
            (text + "}\n\n" + &rule("unsure", "confidence below threshold"), Vec::new())
        }
    }
}

fn rule(name: &str, condition: &str) -> String {
    format!("rule {name} {{\n  when {condition}\n  then hand off\n}}\n")
}
