//! Clauses → the tree.
//!
//! In: one text. Out: its items in order, the files it uses between them, and the
//! names of declarations that could not be read whole. Problems are pushed.
//!
//! Every clause is read on its own, so one mistake is one finding: what failed is
//! left out, its declaration keeps the rest, and what only follows from it is not
//! said. Names are not resolved here, units not checked.

use pest::Parser;

use super::ast::{Allow, Declaration, Item, Name, Text};
use super::grammar::{Grammar, Rule};
use super::layout::{Clause, Layout, TokenKind, layout};
use crate::diagnostic::{Code, Diagnostics, Problem};
use crate::source::{FileId, Span};

mod allow;
mod cases;
mod category;
mod cells;
mod condition;
mod csv;
mod fact;
mod failure;
mod foreign;
mod forms;
mod guarantee;
mod header;
mod hours;
mod limits;
mod literal;
mod message;
mod node;
mod number;
mod operand;
mod question;
mod conversation;
mod ladder;
mod package;
mod queue;
mod removal;
mod reserved;
mod rule;
mod signal;
mod test;
mod then;
mod threshold;
mod top;
mod unknown;
mod waiting;
mod words;

pub(super) use question::question;

use forms::{Braces, Form, Place};
use node::Node;

pub(super) use cases::file as cases;

/// What a text holds, in its order.
#[allow(clippy::large_enum_variant, reason = "nearly every part is an item")]
#[derive(Debug)]
pub(super) enum Part {
    /// A declaration.
    Item(Item),
    /// `use "…"`, to be replaced by what the file holds.
    Use(Text),
}

/// A text as read.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) parts: Vec<Part>,
    /// Declarations that could not be read whole.
    pub(super) unread: Vec<Name>,
    /// Every `allow` line, wherever it stands.
    pub(super) allows: Vec<Allow>,
    /// The outermost declarations.
    pub(super) declarations: Vec<Declaration>,
}

/// Reads a text; `used` if another file uses it.
pub(super) fn file(text: &str, file: FileId, used: bool, out: &mut Diagnostics) -> File {
    let laid = layout(text, file, out);
    let breaks = broken_later(&laid);
    let mut reader =
        Reader { text, file, layout: &laid, breaks, out, unread: Vec::new(), allows: Vec::new(), failures: 0 };
    let parts = reader.top(if used { Place::Used } else { Place::Top });
    let declarations = laid.clauses.iter().map(|clause| Declaration {
        head: clause.span(&laid, file),
        whole: removal::whole(text, clause.extent(&laid, file)),
    });
    File { parts, unread: reader.unread, allows: reader.allows, declarations: declarations.collect() }
}

/// For each token, whether a token after it on its line is broken: a quotation mark may be missing between them.
fn broken_later(layout: &Layout) -> Vec<bool> {
    let mut later = vec![false; layout.tokens.len()];
    let mut broken = false;
    for (at, token) in layout.tokens.iter().enumerate().rev() {
        broken &= token.kind != TokenKind::Newline;
        later[at] = broken;
        broken |= token.broken;
    }
    later
}

/// Reads one text: what every builder needs at hand.
struct Reader<'a> {
    text: &'a str,
    file: FileId,
    layout: &'a Layout,
    /// For each token, whether something was reported of a token after it on its line.
    breaks: Vec<bool>,
    out: &'a mut Diagnostics,
    unread: Vec<Name>,
    allows: Vec<Allow>,
    /// How often something was not read: to know what follows from it.
    failures: usize,
}

/// A clause of a known form; `node` is absent when it could not be read.
struct Found<'a> {
    form: &'static Form,
    node: Option<Node<'a>>,
}

impl<'a> Reader<'a> {
    /// Reports something that keeps a clause from being read.
    fn fail(&mut self, problem: Problem) {
        self.failures += 1;
        self.out.push(problem);
    }

    /// The text of each word of a clause.
    fn words(&self, clause: &Clause) -> impl Iterator<Item = &'a str> + use<'a> {
        let text = self.text;
        clause.words(self.layout).map(move |token| token.text(text))
    }

    fn span(&self, clause: &Clause) -> Span {
        clause.span(self.layout, self.file)
    }

    /// Reads a clause by the form that its first words choose; none if they choose none.
    fn read(&mut self, clause: &Clause, place: Place) -> Option<Found<'a>> {
        let words: Vec<_> = self.words(clause).take(3).collect();
        let form = forms_of(place, &words);
        let follows = form.is_none() && clause.tokens.end > 0 && self.breaks[clause.tokens.end - 1];
        if clause.broken || follows {
            self.failures += 1;
            return form.map(|form| Found { form, node: None });
        }
        let Some(form) = form else {
            self.unknown(clause, place, &words);
            return None;
        };
        let node = self.node(clause, form, place);
        let braces = node.is_some() && self.braces_fit(clause, form);
        Some(Found { form, node: node.filter(|_| braces) })
    }

    fn node(&mut self, clause: &Clause, form: &'static Form, place: Place) -> Option<Node<'a>> {
        let span = self.span(clause);
        match Grammar::parse(form.rule, &self.text[span.range()]) {
            Ok(mut pairs) => {
                let node = pairs.next().map(|pair| Node::new(pair, self.file, span.range().start));
                node.filter(|_| self.within_limits(clause))
            }
            Err(_) if form.braces == Braces::Yes && clause.block.is_none() => {
                self.without_block(span, form);
                None
            }
            Err(error) => {
                let problem = self.explain(clause, form, place, &error);
                self.fail(problem);
                None
            }
        }
    }

    /// Builds from a node; none if something in it was reported on the way.
    fn build<T>(&mut self, node: &Node<'a>, builder: impl FnOnce(&mut Self, &Node<'a>) -> T) -> Option<T> {
        let before = self.failures;
        let built = builder(self, node);
        (self.failures == before).then_some(built)
    }

    /// Notes the name of a declaration of which something was not read since `before`.
    fn note_unread(&mut self, name: &Name, before: usize) {
        if self.failures > before {
            self.unread.push(name.clone());
        }
    }

    /// Notes every name that an unreadable declaration may have declared, so that nobody calls them unknown.
    fn note_unread_head(&mut self, clause: &Clause, place: Place) {
        let opening = self.words(clause).next().unwrap_or("");
        let meant = unknown::meant(opening, place);
        if matches!(meant, Some("policy" | "use")) {
            self.unread.extend(meant.map(|word| Name { text: word.to_owned(), span: self.span(clause) }));
        }
        self.note_words(clause, meant == Some("category"));
    }

    /// Notes the names in the head of a declaration, and in what it declares: categories, or rules of a group.
    fn note_words(&mut self, clause: &Clause, all: bool) {
        let names = clause.words(self.layout).filter(|token| token.kind == TokenKind::Word);
        for token in names.filter(|token| !reserved::is_reserved(token.text(self.text))) {
            let (text, span) = (token.text(self.text), token.span(self.file));
            self.unread.push(Name { text: text.replace('-', "_"), span });
        }
        for inner in clause.inner().iter().filter(|inner| all || inner.block.is_some()) {
            self.note_words(inner, all);
        }
    }

    fn braces_fit(&mut self, clause: &Clause, form: &'static Form) -> bool {
        match (form.braces, &clause.block) {
            (Braces::Yes, None) => self.without_block(self.span(clause), form),
            (Braces::No, Some(block)) => {
                let span = self.layout.tokens[block.open].span(self.file);
                let message = "a block that does not belong here";
                let problem = Problem::new(Code::E0124, message, span, "this clause has no block");
                self.fail(problem.help(format!("write it as `{}`", form.usage)));
            }
            _ => return true,
        }
        false
    }

    fn without_block(&mut self, span: Span, form: &Form) {
        let message = format!("`{}` without a block", form.words.join(" "));
        let problem = Problem::new(Code::E0114, message, span, "`{ … }` is missing here");
        self.fail(problem.help(format!("write it as `{}`", form.usage)));
    }

    /// Puts `value` into `slot`, unless an earlier line is there.
    fn once<T>(&mut self, slot: &mut Option<(T, Span)>, value: T, span: Span, word: &str) {
        match slot {
            None => *slot = Some((value, span)),
            Some((_, first)) => {
                let problem = Problem::new(Code::E0117, format!("a second `{word}`"), span, "only one can count");
                let problem = problem.label(*first, "the first one").help("keep one of them");
                self.fail(problem);
            }
        }
    }

    /// Reports a line that a declaration must have.
    fn lacks(&mut self, message: impl Into<String>, span: Span, label: &str, help: impl Into<String>) {
        self.fail(Problem::new(Code::E0116, message, span, label).help(help));
    }
}

/// The form that the first words of a clause choose.
fn forms_of(place: Place, words: &[&str]) -> Option<&'static Form> {
    let forms = place.forms();
    let by_rule = |rule: Rule| forms.iter().find(|form| form.words.is_empty() && form.rule == rule);
    let first = *words.first()?;
    let numeric = first.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    match place {
        Place::Threshold | Place::Highest => {
            if numeric {
                return by_rule(Rule::base);
            }
            let moves = words.iter().take(2).find(|word| matches!(**word, "raise" | "lower" | "highest"));
            if let Some(word) = moves {
                return forms.iter().find(|form| form.words == [*word]);
            }
        }
        Place::Waiting if numeric => return by_rule(Rule::waiting_addition),
        Place::Waiting if first != "allow" => return by_rule(Rule::waiting_word),
        Place::Signal if numeric && words.len() > 1 => return forms_of(place, &words[1..]),
        Place::Message | Place::Situation if words.len() == 2 && words[1].starts_with('"') => {
            return by_rule(Rule::message_line);
        }
        Place::Hours if numeric => return by_rule(Rule::hours_dated),
        Place::Hours if hours::begins_with_a_day(words) => return by_rule(Rule::hours_week),
        _ => {}
    }
    let whole = forms.iter().find(|form| !form.words.is_empty() && words.starts_with(form.words));
    let whole = whole.or_else(|| forms.iter().find(|form| form.words.first() == Some(&first)));
    whole.or_else(|| by_rule(if place == Place::Question { Rule::bare } else { Rule::rate }))
}
