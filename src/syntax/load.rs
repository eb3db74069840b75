//! The texts of a policy → one program: `use "…"` is replaced by what the file holds.
//!
//! In: the path of the policy and a door to other files. Out: the program; every
//! text read is added to the sources. A file counts once, where it is first used.
//! Paths are relative to the file that names them and never leave the policy's folder.

use super::ast::{Cases, Item, Name, Program, Text};
use super::parse::{self, Part};
use super::standard;
use crate::diagnostic::{Code, Diagnostics, Problem, nearest};
use crate::source::{FileId, Files, NoFiles, Source, Sources, Span};

/// A policy may not have more files.
const FILES_MAX: usize = 256;
/// A policy may not have more rules.
const RULES_MAX: usize = 20_000;

/// Reads the policy at `path` and everything that it uses.
pub fn load(path: &str, files: &dyn Files, sources: &mut Sources, out: &mut Diagnostics) -> Program {
    let text = match files.read(path) {
        Ok(text) => text,
        Err(reason) => {
            let root = sources.add(Source::new(path, ""));
            let span = Span { file: root, ..Span::default() };
            out.push(Problem::new(Code::E0118, format!("`{path}` cannot be read: {reason}"), span, "the policy"));
            return Program { root, ..Program::default() };
        }
    };
    program(path, text, files, sources, out)
}

/// Reads a question to a policy, such as `when customer.tier is enterprise, can it hand off`: a guarantee with the
/// question as its title. It holds if the answer is no; of `then always …` if it is yes.
pub fn question(text: &str, sources: &mut Sources, out: &mut Diagnostics) -> Option<super::ast::Guarantee> {
    let file = sources.add(Source::new("question", text));
    parse::question(text, file, out)
}

/// Reads one text that stands alone, apart from standard files.
pub fn parse(name: &str, text: &str, sources: &mut Sources, out: &mut Diagnostics) -> Program {
    program(name, text.to_owned(), &NoFiles, sources, out)
}

fn program(path: &str, text: String, files: &dyn Files, sources: &mut Sources, out: &mut Diagnostics) -> Program {
    let root = sources.add(Source::new(path, text));
    let program = Program { root, ..Program::default() };
    let mut loader = Loader { files, sources, out, program, open: Vec::new(), used: vec![path.to_owned()] };
    loader.read(path, root, false);
    let program = loader.program;
    limit_rules(&program, out);
    program
}

struct Loader<'a> {
    files: &'a dyn Files,
    sources: &'a mut Sources,
    out: &'a mut Diagnostics,
    program: Program,
    /// The files being read, the root first, each with the place that used it.
    open: Vec<String>,
    /// Every file used so far.
    used: Vec<String>,
}

impl Loader<'_> {
    fn read(&mut self, name: &str, id: FileId, used: bool) {
        let text = self.sources.file(id).text.clone();
        let file = parse::file(&text, id, used, self.out);
        self.open.push(name.to_owned());
        self.program.unread.extend(file.unread);
        self.program.allows.extend(file.allows);
        self.program.declarations.extend(file.declarations);
        for part in file.parts {
            match part {
                Part::Item(mut item) => {
                    if let Item::List(list) = &mut item {
                        list.file = self.list_file(name, &list.path);
                    }
                    if let Item::Test(test) = &mut item {
                        for cases in &mut test.cases {
                            self.cases(name, cases);
                        }
                    }
                    self.program.items.push(item);
                }
                Part::Use(path) => self.follow(name, &path),
            }
        }
        self.open.pop();
    }

    /// Puts what `use PATH` names in its place.
    fn follow(&mut self, from: &str, path: &Text) {
        let Some(name) = self.resolve(from, path, ".baton") else { return self.note_unread(path) };
        if let Some(first) = self.open.iter().position(|open| *open == name) {
            let circle = self.open[first..]
                .iter()
                .chain([&name])
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(" uses ");
            let problem = Problem::new(Code::E0119, "files that use each other in a circle", path.span, circle);
            self.out.push(problem.help("remove one of these `use` lines"));
            return self.note_unread(path);
        }
        if self.used.contains(&name) {
            return;
        }
        self.used.push(name.clone());
        match self.fetch(&name, path.span) {
            Some(id) => self.read(&name, id, true),
            None => self.note_unread(path),
        }
    }

    /// A file that was not read may declare any name: `use` among the unread names says so.
    fn note_unread(&mut self, path: &Text) {
        self.program.unread.push(Name { text: "use".to_owned(), span: path.span });
    }

    /// The text of the file `name`, standard or not.
    fn fetch(&mut self, name: &str, span: Span) -> Option<FileId> {
        if self.sources.all().len() >= FILES_MAX {
            let problem =
                Problem::new(Code::E0111, format!("a policy of more than {FILES_MAX} files"), span, "one too many");
            self.out.push(problem.help("join some of the files"));
            return None;
        }
        if name.starts_with("std/") {
            let Some(text) = standard::text(name) else {
                self.out.push(unknown_standard(name, span));
                return None;
            };
            return Some(self.sources.add(Source::new(name, text)));
        }
        match self.files.read(name) {
            Ok(text) => Some(self.sources.add(Source::new(name, text))),
            Err(reason) => {
                let problem =
                    Problem::new(Code::E0118, format!("`{name}` cannot be read: {reason}"), span, "used here");
                let help =
                    format!("paths are relative to the file that names them; standard files are {}", standard_names());
                self.out.push(problem.help(help));
                None
            }
        }
    }

    fn list_file(&mut self, from: &str, path: &Text) -> Option<FileId> {
        let name = self.resolve(from, path, "")?;
        match self.sources.find(&name) {
            Some(known) => Some(known),
            None => self.fetch(&name, path.span),
        }
    }

    /// Reads the file that `from "cases.csv"` names.
    fn cases(&mut self, from: &str, cases: &mut Cases) {
        let Cases::File { path, table } = cases else { return };
        let Some(file) = self.list_file(from, path) else { return };
        *table = parse::cases(&self.sources.file(file).text, file, path.span, self.out);
    }

    /// The name of the file that `path`, written in `from`, means.
    fn resolve(&mut self, from: &str, path: &Text, extension: &str) -> Option<String> {
        let written = path.text.strip_suffix(extension).unwrap_or(&path.text);
        if let Some(rest) = written.strip_prefix("std/").filter(|_| !extension.is_empty()) {
            return Some(format!("std/{rest}"));
        }
        let outside = |label: &str| {
            let problem =
                Problem::new(Code::E0118, format!("`{}` is outside the policy's folder", path.text), path.span, label);
            problem.help("move the file into the folder of the policy and write its path from there")
        };
        let absolute = written.starts_with(['/', '\\']) || written.contains(':');
        if absolute || written.is_empty() {
            self.out.push(outside("not a path within the folder"));
            return None;
        }
        let root = self.open.first().map(|root| folder(root).len()).unwrap_or_default();
        let mut parts: Vec<&str> =
            folder(from).get(root..).unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect();
        for part in written.split(['/', '\\']) {
            match part {
                ".." if parts.pop().is_some() => {}
                ".." => {
                    self.out.push(outside("`..` leads out of it"));
                    return None;
                }
                "" | "." => {}
                part => parts.push(part),
            }
        }
        Some(format!("{}{}{extension}", folder(&self.open[0]), parts.join("/")))
    }
}

/// The folder of a path, with its `/`; empty for a bare name and for standard files of the root.
fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

fn unknown_standard(name: &str, span: Span) -> Problem {
    let problem = Problem::new(Code::E0118, format!("there is no standard file `{name}`"), span, "not one of them");
    match nearest(name, standard::names()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).edit(span, format!("\"{near}\"")),
        None => problem.help(format!("the standard files are {}", standard_names())),
    }
}

fn standard_names() -> String {
    standard::names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn limit_rules(program: &Program, out: &mut Diagnostics) {
    let mut count = 0;
    let mut stack: Vec<&Item> = program.items.iter().rev().collect();
    while let Some(item) = stack.pop() {
        match item {
            Item::Group(group) => stack.extend(group.items.iter().rev()),
            Item::Rule(rule) => {
                count += 1;
                if count > RULES_MAX {
                    let problem = Problem::new(
                        Code::E0111,
                        format!("a policy of more than {RULES_MAX} rules"),
                        rule.span,
                        "one too many",
                    );
                    out.push(problem.help("join rules that do the same"));
                    return;
                }
            }
            _ => {}
        }
    }
}
