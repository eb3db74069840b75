//! Reading: what the tree holds, and what is said of texts that cannot be read.

use baton::diagnostic::{Diagnostics, Problem};
use baton::source::{Files, Sources};
use baton::syntax;
use baton::syntax::ast::{Condition, ConditionKind, Item, OperandKind, Program};
use std::collections::BTreeMap;

/// One problem on a few plain lines: code and place, message, labels, help, edits.
fn render(problem: &Problem, sources: &Sources) -> String {
    let place = |span| {
        let (_, line, column) = sources.position(span);
        format!("{line}:{column}")
    };
    let mut lines = vec![format!("{} {} {}", problem.code.as_str(), place(problem.span()), problem.message)];
    for label in &problem.labels {
        let words: String = sources.text(label.span).replace('\n', "⏎").chars().take(80).collect();
        lines.push(format!("    {} `{words}`: {}", place(label.span), label.text));
    }
    lines.extend(problem.help.iter().map(|help| format!("    help: {help}")));
    for edit in &problem.edits {
        let new = edit.text.replace('\n', "⏎");
        lines.push(format!("    edit {}: `{}` → `{new}`", place(edit.span), sources.text(edit.span)));
    }
    lines.join("\n") + "\n"
}

fn problems(text: &str) -> String {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    syntax::parse("policy.baton", text, &mut sources, &mut out);
    out.sorted().iter().map(|problem| render(problem, &sources)).collect()
}

/// Every file of the corpus, with what is said of it.
#[test]
fn corpus() {
    insta::glob!("corpus/syntax/*.baton", |path| {
        let text = std::fs::read_to_string(path).expect("the corpus is readable");
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(problems(&text)) });
    });
}

fn formatted(text: &str) -> String {
    syntax::format(text).unwrap_or_else(|out| panic!("not formatted: {out:?}\n{text}"))
}

/// The tree without places, and how often each problem is said: what must not change when a text is formatted.
fn tree(text: &str) -> (String, BTreeMap<&'static str, usize>) {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    let program = syntax::parse("policy.baton", text, &mut sources, &mut out);
    let shown = format!("{program:?}");
    let mut pieces = shown.split("Span { file: FileId(");
    let first = pieces.next().unwrap_or_default().to_owned();
    let tree = pieces.fold(first, |all, piece| all + "Span" + piece.split_once('}').map_or("", |(_, rest)| rest));
    let mut said = BTreeMap::new();
    out.iter().for_each(|problem| *said.entry(problem.code.as_str()).or_default() += 1);
    (tree, said)
}

#[test]
fn layout_is_canonical() {
    let cases = [
        ("a   b ,c", "a b, c\n"),
        ("when  ( a  and b )or c", "when (a and b) or c\n"),
        ("\n\n# top\n\n\n\na # one\n\n\n", "# top\n\na  # one\n"),
        ("rule x{\n\n  when a;then b\n\n}", "rule x {\n  when a\n  then b\n}\n"),
        ("category x{a,b}", "category x { a, b }\n"),
        ("category x { a { b, c }, d }", "category x { a { b, c }, d }\n"),
        ("rule x { when a ; then b } # end", "rule x { when a; then b }  # end\n"),
        ("queue x {}", "queue x {}\n"),
        ("x { # first\n a }", "x {  # first\n  a\n}\n"),
        ("x {\n a\n # last\n\n}", "x {\n  a\n  # last\n}\n"),
        ("when a\n      or b\n # why\n or c", "when a\n    or b\n    # why\n    or c\n"),
        ("when a,  # first\n b", "when a,  # first\n    b\n"),
        ("when x is  above 3 and y is at   least 2", "when x above 3 and y at least 2\n"),
        ("when x is at home", "when x is at home\n"),
        ("rule x\n{\n a\n}\nb", "rule x {\n  a\n}\nb\n"),
        ("a \"x  # y\" # z", "a \"x  # y\"  # z\n"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(formatted(text), expected, "{text:?}");
        assert_eq!(formatted(expected), expected, "twice: {text:?}");
    }
}

#[test]
fn a_line_beyond_the_width_is_split() {
    let names = ["a_rather_long_name"; 5].join(", ");
    let text = format!("category {names_of_category} {{ {names} }}", names_of_category = "another_long_name");
    assert_eq!(formatted(&text), format!("category another_long_name {{\n  {names}\n}}\n"));
}

#[test]
fn texts_out_of_order_are_not_formatted() {
    for text in ["a {", "}", "a \"b", "(a", "a “b”"] {
        assert!(syntax::format(text).is_err_and(|out| out.has_errors()), "{text}");
    }
}

#[test]
fn formatting_keeps_the_tree_and_the_comments() {
    let text = complete();
    let once = formatted(&text);
    assert_eq!(formatted(&once), once);
    assert_eq!(tree(&once), tree(&text));
    assert_eq!(once.matches('#').count(), text.matches('#').count());
    insta::assert_snapshot!(once);
}

fn complete() -> String {
    std::fs::read_to_string("tests/corpus/syntax/complete.baton").expect("the corpus is readable")
}

/// The same without standard files, which take their time.
fn alone() -> String {
    complete().lines().filter(|line| !line.starts_with("use ")).map(|line| line.to_owned() + "\n").collect()
}

/// Between digits a comma belongs to a number, elsewhere it ends one: for the layout and for the grammar.
#[test]
fn formatting_changes_nothing_of_what_is_said_of_numbers() {
    for number in
        ["1A,0", "1,0", "50%,3", "50%,60%", "3h,4h", "2026-12-24,5", "08:00,5", "-1,5", "1.000,5 EUR", "1 EUR,2"]
    {
        holds_up(&format!("rule d {{\n when n is one of {number}\n then stay\n}}\n"));
    }
}

/// What a case is called does not hang on the spaces in its cell.
#[test]
fn formatting_changes_nothing_of_the_name_of_a_case() {
    for name in ["at the bar   or above", "a ,b", "the (third )time", "at 1,5", "50%,60%"] {
        holds_up(&format!("test \"t\" {{\n  | case | confidence | expect |\n  | {name} | 80% | stay |\n}}\n"));
    }
}

#[test]
fn every_prefix_is_read() {
    let text = alone();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(7) {
        problems(&text[..end]);
    }
}

/// Every policy that Baton ships, cut at 25 places; with `BATON_EVERY_PREFIX` set, at all of them.
#[test]
fn every_prefix_of_every_example_is_checked() {
    let all = std::env::var_os("BATON_EVERY_PREFIX").is_some();
    for folder in ["examples", "rules"] {
        for path in policies(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let text = std::fs::read_to_string(&path).expect("shipped policies can be read");
            let step = if all { 1 } else { text.len() / 25 + 1 };
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(step) {
                let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
                let program = syntax::parse("policy.baton", &text[..end], &mut sources, &mut out);
                baton::semantics::resolve(&program, &sources, &mut out);
            }
        }
    }
}

fn policies(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there").filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(policies(&path));
        } else if path.extension().is_some_and(|ending| ending == "baton") {
            found.push(path);
        }
    }
    found
}

/// Reading `text` ends; if it can be formatted, that changes nothing but white space, and twice is once.
fn holds_up(text: &str) {
    problems(text);
    let Ok(once) = syntax::format(text) else { return };
    let twice = syntax::format(&once).unwrap_or_default();
    assert_eq!(twice, once, "formatting twice of {text:?}");
    assert_eq!(tree(&once), tree(text), "the tree of {text:?} formatted as {once:?}");
}

const FRAGMENTS: [&str; 49] = [
    ",0",
    "1A",
    "50%,",
    "rule",
    "x",
    "{",
    "}",
    "(",
    ")",
    ",",
    "and",
    "or",
    "not",
    "\n",
    ";",
    "# c\n",
    "\"s\"",
    "is",
    "above",
    "3",
    "at",
    "least",
    "10,000",
    "-0.4",
    "é",
    "\n\n",
    "when ",
    "then ",
    "stay",
    " ",
    "category",
    "category a { b }",
    "80%",
    "\"",
    "“",
    "for",
    "threshold",
    "in en says ",
    "\"(a|b\"",
    "test \"t\" {",
    "expect",
    "hand off",
    "given",
    "fact f is",
    "one of",
    "2026-02-30",
    "\r\n",
    "baton 1\n",
    "а",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 120, failure_persistence: None, ..Default::default() })]

    #[test]
    fn fragments_in_any_order_hold_up(picks in proptest::collection::vec((0..FRAGMENTS.len(), proptest::bool::ANY), 0..60)) {
        let text: String = picks.iter().map(|(at, space)| FRAGMENTS[*at].to_owned() + if *space { " " } else { "" }).collect();
        holds_up(&text);
    }

    #[test]
    fn a_damaged_policy_holds_up(at in 0..10_000_usize, length in 0..12_usize, pick in 0..FRAGMENTS.len(), whole_line in proptest::bool::ANY) {
        let text = alone();
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (mut start, mut end) = (boundary(at % text.len()), boundary(at % text.len() + length));
        if whole_line {
            start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
        }
        holds_up(&format!("{}{}{}", &text[..start], FRAGMENTS[pick], &text[end..]));
    }
}

/// Files in memory.
struct Folder(&'static [(&'static str, &'static str)]);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, String> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "there is no such file".to_owned())
    }
}

/// The names of the files read, the number of items, and what was said.
fn loaded(root: &str, files: &'static [(&'static str, &'static str)]) -> (Vec<String>, Program, String) {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    let program = syntax::load(root, &Folder(files), &mut sources, &mut out);
    let names = sources.all().iter().map(|file| file.name.clone()).collect();
    (names, program, out.sorted().iter().map(|problem| render(problem, &sources)).collect())
}

#[test]
fn used_files_stand_where_they_are_used_and_count_once() {
    let (names, program, said) = loaded(
        "policy.baton",
        &[
            (
                "policy.baton",
                "baton 1\nswitch a\nuse \"parts/one\"\nuse \"parts/one.baton\"\nuse \"std/signals/en\"\nswitch e",
            ),
            (
                "parts/one.baton",
                "baton 1\nswitch b\nuse \"two\"\nuse \"../three\"\nlist vip from \"vip.csv\" column id",
            ),
            ("parts/two.baton", "baton 1\nswitch c"),
            ("parts/vip.csv", "id\n1"),
            ("three.baton", "baton 1\nswitch d"),
        ],
    );
    assert_eq!(said, "");
    assert_eq!(
        names,
        ["policy.baton", "parts/one.baton", "parts/two.baton", "three.baton", "parts/vip.csv", "std/signals/en"]
    );
    let switches = program.items.iter().filter_map(|item| match item {
        Item::Switch(switch) => Some(switch.name.text.as_str()),
        Item::List(list) => list.file.map(|_| "list"),
        _ => None,
    });
    assert_eq!(switches.collect::<Vec<_>>(), ["a", "b", "c", "d", "list", "e"]);
}

#[test]
fn files_that_cannot_be_used_are_reported_where_they_are_used() {
    let (_, _, said) = loaded(
        "policy.baton",
        &[
            (
                "policy.baton",
                "baton 1\nuse \"one\"\nuse \"parts/four\"\nuse \"gone\"\nlist vip from \"gone.csv\" column id",
            ),
            ("one.baton", "baton 1\nuse \"two\""),
            ("two.baton", "baton 1\nuse \"one\"\npolicy \"A second header\" { }\nswitch fine"),
            ("parts/four.baton", "switch without_a_version\nuse \"../../out\""),
        ],
    );
    insta::assert_snapshot!(said);
}

/// The conditions of a rule that says `when TEXT`, as compact text.
fn condition(text: &str) -> String {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    let text = format!("baton 1\nrule r {{ when {text}; then stay }}");
    let program = syntax::parse("policy.baton", &text, &mut sources, &mut out);
    assert!(out.is_empty(), "{text}: {out:?}");
    let [Item::Rule(rule)] = &program.items[..] else { panic!("one rule") };
    show_condition(&rule.when[0])
}

fn show_condition(condition: &Condition) -> String {
    let all = |conditions: &[Condition]| conditions.iter().map(show_condition).collect::<Vec<_>>().join(" ");
    match &condition.kind {
        ConditionKind::And(conditions) => format!("(and {})", all(conditions)),
        ConditionKind::Or(conditions) => format!("(or {})", all(conditions)),
        ConditionKind::Not(inner) => format!("(not {})", show_condition(inner)),
        ConditionKind::Compare(comparison) => {
            let words: Vec<_> = comparison.subject.words.iter().map(|word| word.text.as_str()).collect();
            let test = comparison.test.iter().map(|test| {
                let operands: Vec<_> = test.operands.iter().map(|operand| show_operand(&operand.kind)).collect();
                format!(" {:?} {}", test.op, operands.join("|"))
            });
            let running = comparison.running.iter().map(|running| format!(" running {:?}", running.kind));
            format!("[{}{}]", words.join(" "), test.chain(running).collect::<String>())
        }
    }
}

fn show_operand(kind: &OperandKind) -> String {
    match kind {
        OperandKind::Literal(literal) => format!("{:?}", literal.kind),
        OperandKind::Words(words) => words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
        OperandKind::Threshold { name, offset, minus } => {
            let name = name.as_ref().map(|name| name.text.as_str());
            format!(
                "threshold {name:?} {} {:?}",
                if *minus { "minus" } else { "plus" },
                offset.as_ref().map(|offset| &offset.kind)
            )
        }
    }
}

#[test]
fn conditions_have_the_shape_that_they_read_like() {
    let texts = [
        "asks_for_human",
        "not a and not (b or c)",
        "((a))",
        "customer.tier is one of free, pro and contacts in 14 days is at least 2",
        "tier is not one of \"no\", \"or\" or tier is free",
        "confidence below threshold minus 10 points",
        "confidence at most strict plus 5 points or confidence above strict",
        "sentiment at most -0.7 for 2 turns running",
        "asks_for_human at least 2 times",
        "said abuse_warning at least 2",
        "asks_for_human in the conversation or asks_for_human earlier",
        "decided by a guard or decided by far_below",
        "action is hand off",
        "now between 2026-12-24 and 2026-12-26 and time between 08:00 and 20:00",
        "tags has vip and customer.country is \"ES\"",
        "x is missing or y is not missing or z is not known or w is known",
        "wait of billing above 1h30m",
        "rollout \"spring\" below 12.5%",
        "due above 4 business hours and due below 1 business day",
        "stake at least 10_000 EUR",
        "flag is true",
        "isolated is forever",
    ];
    let shown: Vec<_> = texts.iter().map(|text| format!("{text}\n    {}\n", condition(text))).collect();
    insta::assert_snapshot!(shown.concat());
}

#[test]
fn what_was_not_read_is_known_by_name() {
    let text = "baton 1\nrule a { then sty }\nqueue b { hndles x }\nsignal c \"x\" y { shouts }\nrule d { then stay }\ngroup g { rule e 7 { } }\nfact f is cunt";
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    let program = syntax::parse("policy.baton", text, &mut sources, &mut out);
    let unread: Vec<_> = program.unread.iter().map(|name| name.text.as_str()).collect();
    for name in ["a", "b", "c", "e", "f"] {
        assert!(unread.contains(&name), "{name} is known: {unread:?}");
    }
    assert!(!unread.contains(&"d"), "what was read is not: {unread:?}");
    assert_eq!(out.iter().count(), 5, "one mistake is one finding: {out:?}");
}
