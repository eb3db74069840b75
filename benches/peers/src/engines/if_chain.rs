//! The policy written as Rust: what is fastest to think of, and needs a release for every change of a rule.
//!
//! Encoding: one function with an `if … { return N }` for each rule, generated and
//! compiled by `rustc -O` into a library that is loaded at run time. Words are
//! numbered in the host, as for the linear scan. Loading is compiling, so the
//! library and the time that it took are kept for the next run. The library stands
//! without the standard one, so that its memory is that of the rules.

use crate::engine::{Engine, Prepared};
use crate::native::{Native, Numbering, Sent};
use crate::spec::{Answer, Input, Rule, Test, words};
use libloading::Library;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// A compiler that takes longer is stopped.
const COMPILE_MAX: Duration = Duration::from_secs(240);

pub struct IfChain;

impl Engine for IfChain {
    fn name(&self) -> &'static str {
        "if-chain"
    }

    fn text(&self, rules: &[Rule]) -> String {
        let mut text = String::from(
            "#![no_std]\n\n#[panic_handler]\nfn panic(_: &core::panic::PanicInfo) -> ! {\n    loop {}\n}\n\n#[repr(C)]\npub struct Facts {\n    words: [u8; 4],\n    flags: [bool; 3],\n    numbers: [f64; 5],\n}\n\n\
             #[unsafe(no_mangle)]\npub extern \"C\" fn decide(facts: &Facts) -> u8 {\n",
        );
        for rule in rules {
            let tests: Vec<String> = rule.tests.iter().map(condition).collect();
            text += &format!("    if {} {{\n        return {};\n    }}\n", tests.join(" && "), rule.queue);
        }
        text += &format!("    {}\n}}\n", Answer::STAY.0);
        text
    }

    fn prepare(&self, text: &str, _rules: &[Rule]) -> Result<Box<dyn Prepared>, String> {
        let (path, compile_seconds) = compiled(text)?;
        // SAFETY: the library is the one that `text` says: it has no initialiser, and `decide` has this signature.
        let (library, decide) = unsafe {
            let library = Library::new(&path).map_err(|error| error.to_string())?;
            let decide: Decide = *library.get("decide").map_err(|error| error.to_string())?;
            (library, decide)
        };
        Ok(Box::new(Chain {
            decide,
            path,
            compile_seconds,
            numbering: Numbering::new(),
            ready: Vec::new(),
            sent: Vec::new(),
            _library: library,
        }))
    }
}

type Decide = extern "C" fn(&Native) -> u8;

fn condition(test: &Test) -> String {
    match *test {
        Test::OneOf(word, mask) => {
            let allowed: Vec<String> = words(word, mask).map(|(at, _)| at.to_string()).collect();
            match &allowed[..] {
                [only] => format!("facts.words[{}] == {only}", word as u8),
                several => format!("matches!(facts.words[{}], {})", word as u8, several.join(" | ")),
            }
        }
        Test::Is(flag, true) => format!("facts.flags[{}]", flag as u8),
        Test::Is(flag, false) => format!("!facts.flags[{}]", flag as u8),
        Test::Compare(number, relation, constant) => {
            format!("facts.numbers[{}] {} {:?}", number as u8, relation.sign(), constant.float())
        }
    }
}

/// The library of this text and the seconds that its compilation took, now or in an earlier run.
fn compiled(text: &str) -> Result<(PathBuf, f64), String> {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let folder = program.parent().expect("a program lies in a folder").join("if-chains");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let file = |ending: &str| folder.join(format!("{:016x}.{ending}", hasher.finish()));
    let (source, library, seconds) = (file("rs"), file("so"), file("seconds"));
    let known = || fs::read_to_string(&seconds).ok()?.parse().ok();
    if let Some(known) = known().filter(|_| library.exists()) {
        return Ok((library, known));
    }
    fs::write(&source, text).map_err(|error| error.to_string())?;
    let start = Instant::now();
    compile(&source, &library)?;
    let took = start.elapsed().as_secs_f64();
    fs::write(&seconds, took.to_string()).map_err(|error| error.to_string())?;
    Ok((library, took))
}

fn compile(source: &Path, library: &Path) -> Result<(), String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut compiler = Command::new(rustc)
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "cdylib",
            "--crate-name",
            "if_chain",
            "-O",
            "-C",
            "panic=abort",
            "-o",
        ])
        .args([library, source])
        .spawn()
        .map_err(|error| format!("rustc does not start: {error}"))?;
    let start = Instant::now();
    loop {
        match compiler.try_wait().map_err(|error| error.to_string())? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("rustc failed: {status}")),
            None if start.elapsed() > COMPILE_MAX => {
                compiler.kill().and_then(|()| compiler.wait()).map_err(|error| error.to_string())?;
                return Err(format!("rustc was stopped after {} s", COMPILE_MAX.as_secs()));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}

struct Chain {
    decide: Decide,
    path: PathBuf,
    compile_seconds: f64,
    numbering: Numbering,
    ready: Vec<Native>,
    sent: Vec<Sent<'static>>,
    /// Keeps `decide` loaded.
    _library: Library,
}

impl Prepared for Chain {
    fn ready(&mut self, inputs: &[Input]) {
        self.ready = inputs.iter().map(Native::new).collect();
        self.sent = inputs.iter().map(Sent::new).collect();
    }

    fn decide(&mut self, at: usize) -> Answer {
        Answer((self.decide)(&self.ready[at]))
    }

    fn decide_words(&mut self, at: usize) -> Option<Answer> {
        Some(Answer((self.decide)(&self.numbering.native(&self.sent[at]))))
    }

    fn decide_json(&mut self, json: &str) -> Answer {
        Answer((self.decide)(&self.numbering.native(&Sent::read(json))))
    }

    /// The pages of the library that are in memory, its constants and its link tables included.
    fn bytes_elsewhere(&self) -> usize {
        let maps = fs::read_to_string("/proc/self/smaps").unwrap_or_default();
        let mut ours = false;
        let mut kilobytes = 0;
        for line in maps.lines() {
            let first = line.split_whitespace().next().unwrap_or_default();
            if !first.ends_with(':') {
                ours = line.ends_with(&*self.path.to_string_lossy());
            } else if ours && first == "Rss:" {
                kilobytes += line.split_whitespace().nth(1).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
            }
        }
        kilobytes * 1024
    }

    fn seconds_elsewhere(&self) -> Option<f64> {
        Some(self.compile_seconds)
    }
}
