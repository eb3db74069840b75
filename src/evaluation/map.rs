//! The map: which label of the data stands for which signal or decision.
//!
//! In: the text of a TOML file, and a policy. Out: [`Target`]s, and what is wrong, each
//! with its place.
//!
//! ```toml
//! [signal.asks_for_human]
//! label = "handoff_request"        # true or false
//!
//! [signal.thanks]
//! label = "intents"                # a word or a list of words
//! is    = ["thankyou", "thanks"]   # any of these means yes
//!
//! [signal.frustration]
//! label    = "anger"               # a number
//! at_least = 0.5
//! above    = 0.3                   # of the score: what counts as a yes
//!
//! [decision.hand_off]
//! label = "breakdown"
//! is    = "X"
//! on    = "answer"                 # the label stands on the assistant's turn
//! ```

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Is, On, Target, What, key};
use crate::diagnostic::{Code, Diagnostics, Problem, nearest};
use crate::policy::{ActionName, Policy, SignalId};
use crate::source::{FileId, Source, Sources, Span};

/// Longer maps are not read, in bytes.
pub const BYTES_MAX: usize = 64 * 1024;
/// Most values of one `is`.
pub const VALUES_MAX: usize = 1_000;

/// The keys of a target.
const KEYS: [&str; 6] = ["label", "is", "at_least", "at_most", "above", "on"];

/// A map that was read.
#[derive(Debug)]
pub struct Read {
    /// What is scored, in the order of the text; complete if there are no problems.
    pub targets: Vec<Target>,
    /// All that is wrong.
    pub problems: Diagnostics,
    /// The text.
    pub sources: Sources,
}

/// What is scored without a map: every signal against the label of its name, `hand_off` and the other actions too.
pub fn by_name(policy: &Policy) -> Vec<Target> {
    let signals = (0..policy.signals.len()).map(|at| What::Signal(SignalId::from_index(at)));
    let all = signals.chain(ActionName::ALL.map(What::Decision));
    all.map(|what| Target::new(what, what.name(policy))).collect()
}

/// Reads a map; `name` is what problems call it.
pub fn read(name: &str, text: &str, policy: &Policy) -> Read {
    let mut sources = Sources::default();
    let file = sources.add(Source::new(name, text));
    let first_line = 0..text.find('\n').unwrap_or(text.len());
    let mut reading = Reading { policy, file, targets: Vec::new(), problems: Diagnostics::default() };
    if text.len() > BYTES_MAX {
        let message = format!("the map is longer than {} KiB", BYTES_MAX / 1024);
        let help = "a map names a label for each signal, and nothing else";
        reading.report(Code::E0703, first_line, message, "too long", help);
        return Read { targets: Vec::new(), problems: reading.problems, sources };
    }
    match DeTable::parse(text) {
        Ok(table) => reading.kinds(table.get_ref()),
        Err(error) => {
            let message = format!("this is not TOML: {}", error.message().lines().next().unwrap_or_default());
            let help = "write `[signal.NAME]`, and below it `label = \"…\"`";
            // An empty place would not be seen: the character before it stands for it.
            let mut place = error.span().unwrap_or_else(|| first_line.clone());
            let before = text[..place.start].chars().next_back().map_or(0, char::len_utf8);
            place.start -= if place.is_empty() { before } else { 0 };
            reading.error(place, message, "here", help);
        }
    }
    if reading.problems.is_empty() && reading.targets.is_empty() {
        let help = "write `[signal.NAME]`, and below it `label = \"…\"`";
        reading.error(first_line, "the map names nothing to score", "nothing here, and nothing below", help);
    }
    reading.targets.sort_by_key(|(at, _)| *at);
    let targets = reading.targets.into_iter().map(|(_, target)| target).collect();
    Read { targets, problems: reading.problems, sources }
}

type Value<'t> = Spanned<DeValue<'t>>;

/// A map being read.
struct Reading<'p> {
    policy: &'p Policy,
    file: FileId,
    /// With where each stands.
    targets: Vec<(usize, Target)>,
    problems: Diagnostics,
}

impl Reading<'_> {
    fn report(
        &mut self,
        code: Code,
        place: Range<usize>,
        message: impl Into<String>,
        label: &str,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, message, Span::new(self.file, place), label).help(help));
    }

    fn error(&mut self, place: Range<usize>, message: impl Into<String>, label: &str, help: impl Into<String>) {
        self.report(Code::E0701, place, message, label, help);
    }

    /// An unknown name, with the nearest known one.
    fn unknown(&mut self, place: Range<usize>, message: String, name: &str, known: &[&str], otherwise: &str) {
        let span = Span::new(self.file, place);
        let problem = Problem::new(Code::E0702, message, span, "unknown");
        self.problems.push(match nearest(name, known.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(otherwise),
        });
    }

    fn kinds(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let kind = name.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Table(named) if matches!(kind, "signal" | "decision") => {
                    for (name, value) in named {
                        self.target(kind, name.get_ref(), name.span(), value);
                    }
                }
                _ if matches!(kind, "signal" | "decision") => {
                    self.error(
                        name.span(),
                        format!("`{kind}` is a table"),
                        "no table",
                        format!("write `[{kind}.NAME]`"),
                    );
                }
                _ => {
                    let message = format!("`{kind}` cannot be scored");
                    let otherwise = "write `[signal.NAME]` or `[decision.ACTION]`";
                    self.unknown(name.span(), message, kind, &["signal", "decision"], otherwise);
                }
            }
        }
    }

    fn target(&mut self, kind: &str, name: &str, place: Range<usize>, value: &Value<'_>) {
        let Some(what) = self.what(kind, name, place.clone()) else { return };
        let at = place.start;
        let DeValue::Table(table) = value.get_ref() else {
            let help = format!("write `[{kind}.{name}]`, and below it `label = \"…\"`");
            return self.error(value.span(), format!("`{name}` is a table"), "no table", help);
        };
        let before = self.problems.iter().count();
        for (key, _) in table.iter().filter(|(key, _)| !KEYS.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref().as_ref();
            let otherwise = format!("the keys are {}", KEYS.map(|key| format!("`{key}`")).join(", "));
            self.unknown(key.span(), format!("`{name}` is not a key of a target"), name, &KEYS, &otherwise);
        }
        let label = match table.get("label").map(|label| (label.get_ref().as_str(), label.span())) {
            Some((Some(label), _)) if !label.is_empty() => label.to_owned(),
            Some((_, place)) => {
                return self.error(place, "`label` is a name in quotes", "no name", "write `label = \"handoff\"`");
            }
            None if self.problems.iter().count() > before => return,
            None => {
                let help = "write `label = \"…\"` below it";
                return self.error(place, format!("`{name}` has no `label`"), "which label stands for it?", help);
            }
        };
        let (is, above, on) = (self.is(table), self.above(what, table), self.on(table));
        if let (Some(is), Some(above), Some(on)) = (is, above, on) {
            self.targets.push((at, Target { what, label, is, above, on }));
        }
    }

    fn what(&mut self, kind: &str, name: &str, place: Range<usize>) -> Option<What> {
        if kind == "decision" {
            let found = ActionName::ALL.into_iter().find(|action| key(*action) == name);
            if found.is_none() {
                let known = ActionName::ALL.map(key);
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let otherwise = format!("the actions are {}", known.join(", "));
                self.unknown(place, format!("there is no action `{name}`"), name, &known, &otherwise);
            }
            return found.map(What::Decision);
        }
        let signals = &self.policy.signals;
        let found = signals.iter().position(|signal| signal.name == name);
        if found.is_none() {
            let known: Vec<&str> = signals.iter().map(|signal| signal.name.as_str()).collect();
            let otherwise = "declare the signal, or `use` the file that has it";
            self.unknown(place, format!("the policy has no signal `{name}`"), name, &known, otherwise);
        }
        found.map(|at| What::Signal(SignalId::from_index(at)))
    }

    /// Which values mean yes.
    fn is(&mut self, table: &DeTable<'_>) -> Option<Is> {
        let given: Vec<_> =
            ["is", "at_least", "at_most"].into_iter().filter_map(|key| Some((key, table.get(key)?))).collect();
        match given.as_slice() {
            [] => Some(Is::True),
            [(key, value)] if *key == "is" => self.values(value),
            [(key, value)] => {
                let number = self.number(key, value)?;
                Some(if *key == "at_least" { Is::AtLeast(number) } else { Is::AtMost(number) })
            }
            [_, (key, value), ..] => {
                let help = "choose one of `is`, `at_least` and `at_most`";
                let message = format!("`{key}` says a second time which values mean yes");
                self.error(value.span(), message, "the second", help);
                None
            }
        }
    }

    fn values(&mut self, value: &Value<'_>) -> Option<Is> {
        let words: Option<Vec<String>> = match value.get_ref() {
            DeValue::Boolean(true) => return Some(Is::True),
            DeValue::String(word) => Some(vec![word.clone().into_owned()]),
            DeValue::Array(all) => all.iter().map(|one| one.get_ref().as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        match words {
            Some(words) if words.len() > VALUES_MAX => {
                let help = "score a part of them";
                let message = format!("`is` has {} values; the limit is {VALUES_MAX}", words.len());
                self.report(Code::E0703, value.span(), message, "too many", help);
                None
            }
            Some(words) if !words.is_empty() => Some(Is::OneOf(words)),
            _ => {
                let help = "write `is = \"handoff\"`, `is = [\"handoff\", \"human\"]` or `is = true`";
                self.error(value.span(), "`is` is a word, a list of words, or true", "none of these", help);
                None
            }
        }
    }

    /// From which score on, for a signal that is one.
    fn above(&mut self, what: What, table: &DeTable<'_>) -> Option<f64> {
        let Some(value) = table.get("above") else { return Some(0.0) };
        let number = self.number("above", value)?;
        let is_score = matches!(what, What::Signal(id) if self.policy.signals[id.index()].is_score);
        if !is_score {
            let message = format!("`{}` is no score: it is a yes or a no", what.name(self.policy));
            self.error(value.span(), message, "a yes has no height", "take `above` out");
            return None;
        }
        if !(0.0..1.0).contains(&number) {
            let message = format!("a score lies between 0 and 1, and this is {number}");
            self.error(value.span(), message, "out of reach", "write a number such as `above = 0.3`");
            return None;
        }
        Some(number)
    }

    fn number(&mut self, key: &str, value: &Value<'_>) -> Option<f64> {
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().replace('_', "").parse().ok(),
            DeValue::Integer(number) => number.as_str().replace('_', "").parse().ok(),
            _ => None,
        };
        let number = number.filter(|number: &f64| number.is_finite());
        if number.is_none() {
            self.error(value.span(), format!("`{key}` is a number"), "no number", format!("write `{key} = 0.5`"));
        }
        number
    }

    fn on(&mut self, table: &DeTable<'_>) -> Option<On> {
        let Some(value) = table.get("on") else { return Some(On::Message) };
        let written = value.get_ref().as_str().unwrap_or_default();
        let found = On::ALL.into_iter().find(|on| on.as_str() == written);
        if found.is_none() {
            let known = On::ALL.map(On::as_str);
            let otherwise = format!("write one of {}", known.map(|on| format!("\"{on}\"")).join(", "));
            self.unknown(value.span(), "`on` says where the label stands".to_owned(), written, &known, &otherwise);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    struct One(&'static str);

    impl Files for One {
        fn read(&self, _path: &str) -> Result<String, String> {
            Ok(self.0.to_owned())
        }
    }

    fn policy() -> Policy {
        const TEXT: &str = "baton 1\npolicy \"P\" {\n timezone \"UTC\"\n languages en\n fallback en\n assistant gives no \
             confidence\n default queue q\n otherwise stay\n on failure hand off to q\n}\nqueue q \"Q\" { handles \
             everything else }\nsignal asks { in en says \"human\" }\nsignal mood { 0.5 in en says \"bad\" }\n";
        let compiled = crate::compile_with("policy.baton", &One(TEXT), &crate::diagnostic::Levels::default());
        compiled.artifact.expect("the policy has no errors").policy
    }

    fn wrong(text: &str) -> Vec<String> {
        let read = read("map.toml", text, &policy());
        let said = |problem: &Problem| {
            let (_, line, column) = read.sources.position(problem.span());
            let help = problem.help.as_deref().unwrap_or_default();
            format!("{line}:{column}: {} {}; {help}", problem.code.as_str(), problem.message)
        };
        read.problems.sorted().into_iter().map(said).collect()
    }

    #[test]
    fn a_map_is_read_in_its_order() {
        let text = "[signal.mood]\nlabel = 'm'\nat_least = 1\nabove = 0.25\n[decision.hand_off]\nlabel = 'h'\non = \
                    'answer'\n[signal.asks]\nlabel = 'a'\nis = 'yes'\n";
        let (mood, asks) = (What::Signal(SignalId::from_index(1)), What::Signal(SignalId::from_index(0)));
        let decision = What::Decision(ActionName::HandOff);
        let wanted = [
            Target { is: Is::AtLeast(1.0), above: 0.25, ..Target::new(mood, "m") },
            Target { on: On::Answer, ..Target::new(decision, "h") },
            Target { is: Is::OneOf(vec!["yes".to_owned()]), ..Target::new(asks, "a") },
        ];
        let read = read("map.toml", text, &policy());
        assert!(read.problems.is_empty());
        assert_eq!(read.targets, wanted);
    }

    #[test]
    fn without_a_map_names_are_labels() {
        let policy = policy();
        let names: Vec<String> = by_name(&policy).into_iter().map(|target| target.label).collect();
        assert_eq!(names, ["asks", "mood", "stay", "offer", "clarify", "hand_off", "close"]);
    }

    #[test]
    fn errors_know_their_place_and_say_what_next() {
        assert_eq!(
            wrong("[signal.aks]\nlabel = 'a'\n"),
            ["1:9: E0702 the policy has no signal `aks`; did you mean `asks`?"]
        );
        assert_eq!(
            wrong("[decision.handoff]\nlabel = 'a'\n"),
            ["1:11: E0702 there is no action `handoff`; did you mean `hand_off`?"]
        );
        assert_eq!(
            wrong("[signal.asks]\nlabel = 'a'\nabove = 0.3"),
            ["3:9: E0701 `asks` is no score: it is a yes or a no; take `above` out"]
        );
    }

    #[test]
    fn sizes_have_limits() {
        let long = |bytes: usize| format!("#{}\n[signal.asks]\nlabel = 'a'\n", "x".repeat(bytes - 28));
        assert!(wrong(&long(BYTES_MAX)).is_empty());
        assert!(wrong(&long(BYTES_MAX + 1))[0].starts_with("1:1: E0703 the map is longer than 64 KiB"));
        let many = |values: usize| format!("[signal.asks]\nlabel = 'a'\nis = [{}]", "'x',".repeat(values));
        assert!(wrong(&many(VALUES_MAX)).is_empty());
        assert!(wrong(&many(VALUES_MAX + 1))[0].contains("E0703 `is` has 1001 values; the limit is 1000"));
    }
}
