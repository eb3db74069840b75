//! The mistakes that people make, each as a change of a valid policy.
//!
//! A seed says for one line of a policy what it looks like with the mistake, or
//! nothing when the mistake cannot be made there. Most change a word of one line;
//! the others say which line the author should be sent to.

use baton::diagnostic::Code;

use super::text::{Line, Text, misspelt, tokens};

/// A kind of mistake.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// What may be found.
    pub(crate) codes: &'static [Code],
    pub(crate) seed: Seed,
}

/// The lines of a policy with a mistake, and the one (from 0) on which it must be found.
pub(crate) type Seeded = (Vec<String>, usize);

/// How a mistake is made.
pub(crate) enum Seed {
    /// In one line, on which it must be found.
    Word(fn(Line) -> Option<String>),
    /// In several lines: the whole text, and the line (from 0) on which it must be found.
    Lines(fn(&Text, usize) -> Option<Seeded>),
}

use Code::*;
use Seed::{Lines, Word};

const fn kind(name: &'static str, codes: &'static [Code], seed: Seed) -> Kind {
    Kind { name, codes, seed }
}

/// Every kind of mistake.
pub(crate) const KINDS: &[Kind] = &[
    kind("declaration word misspelt", &[E0102], Word(declaration_word)),
    kind("clause word misspelt", &[E0101, E0102], Word(clause_word)),
    kind("fact misspelt", &[E0201], Word(|line| line.is_condition().then(|| line.misspelt(&line.names.facts))?)),
    kind("signal misspelt", &[E0201], Word(|line| line.is_condition().then(|| line.misspelt(&line.names.signals))?)),
    kind("queue misspelt", &[E0203], Word(queue)),
    kind("category misspelt", &[E0204], Word(category)),
    kind("message misspelt", &[E0207], Word(message)),
    kind("rule misspelt in a test", &[E0208], Word(rule_in_test)),
    kind("value misspelt", &[E0206], Word(value)),
    kind("priority unknown", &[E0206], Word(priority)),
    kind("lint unknown", &[E0216], Word(lint)),
    kind("language unknown", &[E0210], Word(language)),
    kind("placeholder unknown", &[E0409], Word(placeholder)),
    kind("name declared twice", &[E0202, E0406], Lines(twice)),
    kind("name missing", &[E0101], Word(nameless)),
    kind("closing brace missing", &[E0105], Lines(no_closing_brace)),
    kind("opening brace missing", &[E0114], Lines(no_opening_brace)),
    kind("quote missing at the end", &[E0104], Word(no_last_quote)),
    kind("quote missing at the start", &[E0104, E0101], Word(no_first_quote)),
    kind("smart quotes", &[E0112], Word(smart_quotes)),
    kind("cyrillic letter", &[E0112], Word(cyrillic)),
    kind("parenthesis not closed", &[E0120], Word(|line| line.is_condition().then(|| line.replaced(&[")"], ""))?)),
    kind(
        "parenthesis not opened",
        &[E0101, E0120],
        Word(|line| line.is_condition().then(|| line.replaced(&["("], ""))?),
    ),
    kind("parenthesis not closed in a pattern", &[E0115], Word(pattern)),
    kind("and mixed with or", &[E0109], Word(mixed)),
    kind("comma in a number", &[E0108], Word(comma)),
    kind("unit forgotten", &[E0302], Word(no_unit)),
    kind("unit misspelt", &[E0121], Word(unit)),
    kind("wrong currency", &[E0302], Word(|line| amount_of_fact(line)?.replaced_currency())),
    kind("percent for a score", &[E0302], Word(percent)),
    kind("number for a share", &[E0302], Word(number_for_share)),
    kind("out of range", &[E0303], Word(out_of_range)),
    kind("bounds of between swapped", &[E0306], Word(swapped)),
    kind("list read as or", &[E0307], Word(list_as_or)),
    kind("is forgotten", &[E0201], Word(no_is)),
    kind("sign for a word", &[E0101], Word(sign)),
    kind("handoff in one word", &[E0101, E0206], Word(|line| line.replaced(&["hand", "off"], "handoff"))),
    kind("hyphen in a name", &[E0101], Word(hyphen)),
    kind("comma at the end", &[E0101], Word(trailing_comma)),
    kind("and at the end", &[E0101], Word(|line| line.is_condition().then(|| line.ending(" and")))),
    kind("comma forgotten", &[E0101], Word(no_comma)),
    kind("two clauses on one line", &[E0101], Lines(joined)),
    kind("clause twice", &[E0117], Lines(clause_twice)),
    kind("then deleted", &[E0116], Lines(no_then)),
    kind("header line deleted", &[E0401], Lines(no_header_line)),
    kind("also with an action", &[E0408], Word(also_decides)),
    kind("clause in the wrong block", &[E0103], Lines(misplaced)),
    kind("threshold without a base", &[E0116], Lines(no_base)),
    kind("no such day", &[E0121], Word(no_such_day)),
    kind("fact compared without order", &[E0305], Word(no_order)),
    kind("word of the language as a name", &[E0122, E0101], Word(reserved)),
    kind("nothing to compare with", &[E0304], Word(stands_alone)),
];

const DECLARATIONS: [&str; 15] = [
    "policy",
    "use",
    "category",
    "fact",
    "switch",
    "queue",
    "threshold",
    "guard",
    "override",
    "rule",
    "group",
    "also",
    "watch",
    "message",
    "test",
];

fn declaration_word(line: Line) -> Option<String> {
    let first = *line.tokens().first()?;
    let here = line.within.is_empty() || line.block() == "group";
    (here && DECLARATIONS.contains(&first.text))
        .then(|| line.with(first, &misspelt(first.text, line.at).unwrap_or_default()))
}

fn clause_word(line: Line) -> Option<String> {
    let first = *line.tokens().first()?;
    let clauses = [
        "when",
        "then",
        "say",
        "because",
        "given",
        "customer",
        "assistant",
        "expect",
        "timezone",
        "languages",
        "fallback",
        "default",
        "otherwise",
        "handles",
        "never",
        "fades",
    ];
    let here = !line.within.is_empty() && clauses.contains(&first.text);
    here.then(|| misspelt(first.text, line.at).map(|word| line.with(first, &word)))?
}

fn queue(line: Line) -> Option<String> {
    let ends_in_queue: [&[&str]; 3] = [&["off", "to"], &["default", "queue"], &["or"]];
    let after = ends_in_queue
        .iter()
        .find_map(|words| line.after(words).filter(|word| line.names.queues.contains(word.text)))?;
    Some(line.with(after, &misspelt(after.text, line.at)?))
}

fn category(line: Line) -> Option<String> {
    let before: [&[&str]; 3] = [&["category", "is"], &["for"], &["handles"]];
    let token = before.iter().find_map(|words| line.after(words))?;
    let path: Vec<&str> = token.text.split('.').collect();
    if line.within.is_empty() || !line.names.categories.contains(path[0]) {
        return None;
    }
    Some(line.with(token, &misspelt(token.text, line.at)?))
}

fn message(line: Line) -> Option<String> {
    let token = line.after(&["say"]).or_else(|| line.after(&["clarify", "with"]))?;
    Some(line.with(token, &misspelt(token.text, line.at)?))
}

fn rule_in_test(line: Line) -> Option<String> {
    let token = (line.first() == "expect").then(|| line.after(&["by"]))??;
    Some(line.with(token, &misspelt(token.text, line.at)?))
}

fn value(line: Line) -> Option<String> {
    let facts = ["customer.tier", "customer.plan", "customer.loyalty", "plan.tier", "plan.region"];
    let token = facts.iter().find_map(|fact| line.after(&[fact, "is"]))?;
    let is_value = line.within.last().is_some() && !matches!(token.text, "one" | "not");
    is_value
        .then(|| misspelt(token.text, line.at + usize::from(token.text == "pro") * 2))
        .flatten()
        .map(|word| line.with(token, &word))
}

fn priority(line: Line) -> Option<String> {
    let token = line.after(&["priority"]).filter(|token| matches!(token.text, "urgent" | "high"))?;
    Some(line.with(token, ["critical", "hihg", "urgnet", "p1"][line.at % 4]))
}

fn lint(line: Line) -> Option<String> {
    let token = line.after(&["allow"])?;
    Some(line.with(token, ["silenced_rules", "unused_names", "everything", "silencedrule"][line.at % 4]))
}

fn language(line: Line) -> Option<String> {
    let first = line.tokens().into_iter().find(|token| matches!(token.text, "en" | "es"))?;
    let here = matches!(line.block(), "signal" | "message" | "policy" | "when");
    here.then(|| line.with(first, ["english", "EN", "eng", "spanish"][line.at % 4]))
}

fn placeholder(line: Line) -> Option<String> {
    let (old, new) = [("{agent.first_name}", "{agent.frist_name}"), ("{team}", "{tema}")]
        .into_iter()
        .find(|(old, _)| line.text.contains(old))?;
    Some(line.text.replacen(old, new, 1))
}

fn twice(text: &Text, at: usize) -> Option<Seeded> {
    let line = text.line(at);
    let declares = [
        "fact", "switch", "queue", "guard", "override", "rule", "also", "watch", "message", "signal", "test",
        "category",
    ];
    if !declares.contains(&line.first()) || !matches!(line.block(), "" | "group") {
        return None;
    }
    let end = text.end_of_block(at).unwrap_or(at);
    let mut lines = text.lines.clone();
    lines.splice(end + 1..=end, text.lines[at..=end].to_vec());
    Some((lines, end + 1))
}

/// Only where nothing else asks for the name.
fn nameless(line: Line) -> Option<String> {
    let tokens = line.tokens();
    tokens.first().filter(|first| first.text == "also")?;
    Some(line.with(*tokens.get(1)?, ""))
}

/// The line that opened the block is where the author must look.
fn no_closing_brace(text: &Text, at: usize) -> Option<Seeded> {
    let line = text.line(at);
    let mut lines = text.lines.clone();
    if line.first() == "}" && line.tokens().len() == 1 {
        let opened = (0..at).rev().find(|before| {
            text.within[*before].len() == text.within[at].len() && text.lines[*before].trim_end().ends_with('{')
        })?;
        lines.remove(at);
        return Some((lines, opened));
    }
    let last = *line.tokens().last().filter(|last| last.text == "}" && line.tokens().len() > 1)?;
    lines[at] = line.with(last, "");
    Some((lines, at))
}

fn no_opening_brace(text: &Text, at: usize) -> Option<Seeded> {
    let line = text.line(at);
    let last = *line.tokens().last().filter(|last| last.text == "{")?;
    let mut lines = text.lines.clone();
    lines[at] = line.with(last, "");
    Some((lines, at))
}

fn no_last_quote(line: Line) -> Option<String> {
    let token = line.tokens().into_iter().rfind(|token| token.text.starts_with('"'))?;
    Some(line.with(token, &token.text[..token.text.len() - 1]))
}

fn no_first_quote(line: Line) -> Option<String> {
    let token = line.tokens().into_iter().find(|token| token.text.starts_with('"'))?;
    Some(line.with(token, &token.text[1..]))
}

fn smart_quotes(line: Line) -> Option<String> {
    let token = line.tokens().into_iter().find(|token| token.text.starts_with('"') && token.text.len() > 2)?;
    Some(line.with(token, &format!("“{}”", token.text.trim_matches('"'))))
}

fn cyrillic(line: Line) -> Option<String> {
    let token = *line.tokens().first()?;
    let latin = token.text.find(['e', 'a', 'o', 'c'])?;
    let letter = match token.text.as_bytes()[latin] {
        b'e' => 'е',
        b'a' => 'а',
        b'o' => 'о',
        _ => 'с',
    };
    Some(line.with(token, &format!("{}{letter}{}", &token.text[..latin], &token.text[latin + 1..])))
}

fn pattern(line: Line) -> Option<String> {
    let token = line.after(&["says"]).filter(|token| token.text.contains(')'))?;
    Some(line.with(token, &token.text.replacen(')', "", 1)))
}

fn mixed(line: Line) -> Option<String> {
    if !line.is_condition() || line.find(&["("]).is_some() || line.find(&["between"]).is_some() {
        return None;
    }
    let more = match (line.find(&["and"]), line.find(&["or"])) {
        (Some(_), None) => " or turns above 8",
        (None, Some(_)) => " and turns above 8",
        _ => return None,
    };
    Some(line.ending(more))
}

fn comma(line: Line) -> Option<String> {
    let token = line
        .tokens()
        .into_iter()
        .find(|token| token.text.contains('_') && token.text.starts_with(|c: char| c.is_ascii_digit()))?;
    Some(line.with(token, &token.text.replace('_', ",")))
}

fn no_unit(line: Line) -> Option<String> {
    let units: [&[&str]; 3] = [&["EUR"], &["days"], &["minutes"]];
    if line.block() == "threshold" || line.first() == "fact" || line.find(&["contacts"]).is_some() {
        return None;
    }
    let amounts = line.tokens().windows(2).any(|pair| {
        pair[0].text.starts_with(|c: char| c.is_ascii_digit()) && units.iter().any(|unit| unit[0] == pair[1].text)
    });
    amounts.then(|| units.iter().find_map(|unit| line.replaced(unit, "")))?
}

fn unit(line: Line) -> Option<String> {
    let units = [("points", "piont"), ("days", "dyas"), ("EUR", "eur"), ("turns", "tunrs")];
    let tokens = line.tokens();
    let at = tokens.windows(2).position(|pair| {
        pair[0].text.starts_with(|c: char| c.is_ascii_digit()) && units.iter().any(|(unit, _)| *unit == pair[1].text)
    })?;
    let is_amount = line.find(&["contacts"]).is_none() && line.first() != "fact" && tokens[at + 1].text != "turns";
    let new = units.iter().find(|(unit, _)| *unit == tokens[at + 1].text)?.1;
    is_amount.then(|| line.with(tokens[at + 1], new))
}

/// A line that compares an amount of money.
struct Amount<'a>(Line<'a>);

fn amount_of_fact(line: Line<'_>) -> Option<Amount<'_>> {
    (line.first() != "fact" && line.find(&["EUR"]).is_some()).then_some(Amount(line))
}

impl Amount<'_> {
    fn replaced_currency(&self) -> Option<String> {
        self.0.replaced(&["EUR"], "USD")
    }
}

fn percent(line: Line) -> Option<String> {
    let scores: [&[&str]; 5] = [
        &["frustration", "above"],
        &["frustration", "at", "least"],
        &["risk.score", "between"],
        &["sentiment", "at", "most"],
        &["hears_1", "above"],
    ];
    let token = scores.iter().find_map(|words| line.after(words))?;
    let digits = token.text.replace("0.", "").replace("1.", "1");
    let tens = if digits.trim_start_matches('-').len() == 1 { format!("{digits}0%") } else { format!("{digits}%") };
    Some(line.with(token, &tens))
}

fn number_for_share(line: Line) -> Option<String> {
    let shares: [&[&str]; 4] =
        [&["confidence", "below"], &["risk.share", "at", "least"], &["confidence", "is"], &["never", "below"]];
    let token = shares.iter().find_map(|words| line.after(words)).filter(|token| token.text.ends_with('%'))?;
    let percent = token.text.trim_end_matches('%');
    let new = if line.at.is_multiple_of(2) { format!("0.{percent}") } else { percent.to_owned() };
    Some(line.with(token, &new))
}

fn out_of_range(line: Line) -> Option<String> {
    let ranges: [(&[&str], &str); 6] = [
        (&["confidence", "below"], "170%"),
        (&["risk.share", "at", "least"], "140%"),
        (&["confidence", "is"], "820%"),
        (&["frustration", "above"], "5"),
        (&["sentiment", "at", "most"], "-40"),
        (&["never", "above"], "195%"),
    ];
    let (token, new) = ranges.iter().find_map(|(words, new)| line.after(words).map(|token| (token, new)))?;
    token.text.starts_with(|c: char| c == '-' || c.is_ascii_digit()).then(|| line.with(token, new))
}

fn swapped(line: Line) -> Option<String> {
    let at = line.find(&["between"])?;
    let code = line.code();
    let (before, rest) = code.split_at(line.tokens()[at].end());
    let (low, high) = rest.split_once(" and ")?;
    let high_end = tokens(high).get(..2).and_then(<[_]>::last).or(tokens(high).last())?.end();
    let (high, after) =
        if tokens(high).len() > 1 && low.trim().contains(' ') { high.split_at(high_end) } else { (high, "") };
    Some(format!("{before} {high} and {}{after}", low.trim()))
}

fn list_as_or(line: Line) -> Option<String> {
    let other = [
        ("customer.tier", "pro"),
        ("customer.plan", "pro"),
        ("customer.loyalty", "regular"),
        ("plan.tier", "pro"),
        ("plan.region", "east"),
    ];
    let (fact, value) = other.iter().find(|(fact, _)| line.find(&[fact, "is"]).is_some())?;
    let alone = line.is_condition()
        && line.find(&["and"]).is_none()
        && line.find(&["one"]).is_none()
        && line.find(&["not"]).is_none();
    let _ = fact;
    alone.then(|| line.ending(&format!(" or {value}")))
}

fn no_is(line: Line) -> Option<String> {
    let facts = ["customer.tier", "customer.plan", "customer.loyalty", "plan.tier", "plan.region", "category"];
    let fact = facts.iter().find(|fact| line.find(&[fact, "is"]).is_some())?;
    let plain = line.is_condition() && line.find(&["one"]).is_none();
    plain.then(|| line.replaced(&[fact, "is"], fact))?
}

fn sign(line: Line) -> Option<String> {
    if !line.is_condition() {
        return None;
    }
    let signs: [(&[&str], &str); 5] =
        [(&["above"], ">"), (&["at", "least"], ">="), (&["below"], "<"), (&["at", "most"], "<="), (&["is"], "=")];
    signs.iter().find_map(|(words, sign)| line.replaced(words, sign))
}

/// Only where nothing else asks for the name.
fn hyphen(line: Line) -> Option<String> {
    let name = *line.tokens().get(1)?;
    let free = matches!(line.first(), "also" | "group") && name.text.contains('_');
    free.then(|| line.with(name, &name.text.replace('_', "-")))
}

fn trailing_comma(line: Line) -> Option<String> {
    let clauses = ["then", "given", "languages", "handles", "expect", "when"];
    let here = clauses.contains(&line.first()) && !line.code().ends_with(['{', '}']);
    here.then(|| line.ending(","))
}

fn no_comma(line: Line) -> Option<String> {
    let clauses = ["then", "given", "languages", "expect", "assistant", "fact", "for"];
    clauses.contains(&line.first()).then(|| line.replaced(&[","], ""))?
}

fn joined(text: &Text, at: usize) -> Option<Seeded> {
    let (line, next) = (text.line(at), text.line(at + 1).first());
    let clauses = ["when", "then", "say", "because", "timezone", "given", "customer", "languages"];
    if line.within.is_empty()
        || !clauses.contains(&line.first())
        || next == "}"
        || line.code().ends_with('{')
        || at + 1 >= text.lines.len()
    {
        return None;
    }
    let mut lines = text.lines.clone();
    let next = lines.remove(at + 1);
    lines[at] = format!("{} {}", line.code(), next.trim_start());
    Some((lines, at))
}

fn clause_twice(text: &Text, at: usize) -> Option<Seeded> {
    let line = text.line(at);
    let once = ["then", "because", "say", "timezone", "languages", "otherwise", "fades", "never"];
    if line.within.is_empty() || !once.contains(&line.first()) {
        return None;
    }
    let mut lines = text.lines.clone();
    lines.insert(at + 1, text.lines[at].clone());
    Some((lines, at + 1))
}

fn no_then(text: &Text, at: usize) -> Option<Seeded> {
    (text.line(at).first() == "then").then_some(())?;
    let mut lines = text.lines.clone();
    lines.remove(at);
    Some((lines, *text.opened[at].last()?))
}

fn no_header_line(text: &Text, at: usize) -> Option<Seeded> {
    let line = text.line(at);
    (line.block() == "policy" && line.first() != "fallback" && line.first() != "}").then_some(())?;
    let mut lines = text.lines.clone();
    lines.remove(at);
    Some((lines, *text.opened[at].last()?))
}

fn also_decides(line: Line) -> Option<String> {
    let token = *line.tokens().first()?;
    (line.block() == "also" && token.text == "then").then(|| line.with(token, "then hand off,"))
}

/// A line of a rule behind the rule's end.
fn misplaced(text: &Text, at: usize) -> Option<Seeded> {
    let line = text.line(at);
    if !matches!(line.first(), "because" | "say") || text.lines.get(at + 1).is_none_or(|next| next.trim() != "}") {
        return None;
    }
    let mut lines = text.lines.clone();
    lines.swap(at, at + 1);
    Some((lines, at + 1))
}

fn no_base(text: &Text, at: usize) -> Option<Seeded> {
    let line = text.line(at);
    let is_base = line.block() == "threshold" && line.tokens().len() == 1 && line.first().ends_with('%');
    is_base.then_some(())?;
    let mut lines = text.lines.clone();
    lines.remove(at);
    Some((lines, *text.opened[at].last()?))
}

fn no_such_day(line: Line) -> Option<String> {
    let token = line.after(&["from"]).filter(|token| token.text.starts_with("20"))?;
    Some(line.with(token, ["2027-02-30", "2027-13-01"][line.at % 2]))
}

fn no_order(line: Line) -> Option<String> {
    let facts = ["customer.tier", "customer.plan", "customer.loyalty", "plan.tier", "plan.region", "category"];
    let fact =
        facts.iter().find(|fact| line.find(&[fact, "is"]).is_some() && line.find(&[fact, "is", "one"]).is_none())?;
    line.is_condition().then(|| line.replaced(&[fact, "is"], &format!("{fact} above")))?
}

/// Only where nothing else asks for the name.
fn reserved(line: Line) -> Option<String> {
    let name = *line.tokens().get(1)?;
    let free = matches!(line.first(), "also" | "group") && !name.text.starts_with('"');
    free.then(|| line.with(name, ["default", "close", "highest", "known"][line.at % 4]))
}

fn stands_alone(line: Line) -> Option<String> {
    let compared: [&[&str]; 6] = [
        &["frustration", "above", "0.5"],
        &["turns", "above", "3"],
        &["plan.tier", "is", "enterprise"],
        &["customer.tier", "is", "enterprise"],
        &["customer.plan", "is", "enterprise"],
        &["orders.late", "at", "least", "2"],
    ];
    let words = compared.iter().find(|words| line.is_condition() && line.find(words).is_some())?;
    line.replaced(words, words[0])
}
