//! Writes the first inputs of every target to `fuzz/corpus/`, and the words of the language to `fuzz/baton.dict`.
//!
//! In: the policies, transcripts and pages of the repository. Out: files. Run it in `fuzz/`:
//! `cargo run --example seeds`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use baton::artifact::{Versions, encode};
use baton::compile;
use baton::source::Files;
use baton_fuzz::One;

/// Longer inputs cost more than they find.
const BYTES_MAX: usize = 32 * 1024;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("fuzz/ lies in the repository");
    let below = |folders: &[&str], endings: &[&str]| -> Vec<PathBuf> {
        let all = folders.iter().flat_map(|folder| files(&root.join(folder)));
        all.filter(|path| path.extension().is_some_and(|end| endings.iter().any(|ending| end == *ending))).collect()
    };
    let policies = below(&["examples", "rules", "tests/corpus", "tests/artifact", "docs"], &["baton"]);
    let texts: Vec<Vec<u8>> = policies.iter().map(|path| read(path)).collect();
    let pages = below(&["docs"], &["md"]);
    let blocks = pages.iter().flat_map(|path| blocks(&String::from_utf8_lossy(&read(path))));
    let texts: Vec<Vec<u8>> = texts.into_iter().chain(blocks).collect();
    write("check", &texts);
    write("format", &texts);
    let transcripts = below(&["examples", "tests/corpus", "docs", "rules"], &["jsonl", "csv"]);
    let all = transcripts.iter().map(|path| read(path));
    // Of long transcripts some lines, each on its own.
    let lines = transcripts
        .iter()
        .flat_map(|path| read(path).split(|byte| *byte == b'\n').step_by(9).map(<[u8]>::to_vec).collect::<Vec<_>>());
    write("transcript", &all.chain(lines).collect::<Vec<_>>());
    let artifacts: Vec<Vec<u8>> = policies.iter().filter_map(|path| artifact(path)).collect();
    write("artifact", &artifacts);
    write("sealed", &artifacts);
    fs::write(root.join("fuzz/baton.dict"), dictionary(root)).expect("the repository can be written");
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("files of the repository can be read")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("folders of the repository can be read");
    let paths = entries.map(|entry| entry.expect("entries can be read").path());
    let mut found: Vec<PathBuf> =
        paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

/// The policies in a page.
fn blocks(page: &str) -> Vec<Vec<u8>> {
    let pieces = page.split("```baton").skip(1);
    let block = |piece: &str| piece.split_once('\n').map(|(_, rest)| rest.split("```").next().unwrap_or("").into());
    pieces.filter_map(block).collect()
}

/// Files below a folder.
struct Disk(PathBuf);

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        fs::read_to_string(self.0.join(path)).or_else(|_| One("").read(path))
    }
}

/// A compiled policy, if it compiles alone.
fn artifact(path: &Path) -> Option<Vec<u8>> {
    let name = path.file_name()?.to_str()?;
    let (artifact, ..) = compile(name, &Disk(path.parent()?.to_owned()));
    let versions = Versions { timezones: "2026b".to_owned(), lexicon: "0123456789abcdef".to_owned() };
    artifact.map(|artifact| encode(&artifact, &versions))
}

fn write(target: &str, inputs: &[Vec<u8>]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder).expect("the repository can be written");
    let kept: BTreeSet<&Vec<u8>> = inputs.iter().filter(|input| input.len() <= BYTES_MAX).collect();
    for (at, input) in kept.iter().enumerate() {
        fs::write(folder.join(format!("seed-{at:03}")), input).expect("the repository can be written");
    }
    println!("{target}: {} inputs", kept.len());
}

/// Every word of the language, as `docs/words.md` and `docs/facts.md` list them.
fn dictionary(root: &Path) -> String {
    let mut words = BTreeSet::new();
    for page in ["docs/words.md", "docs/facts.md"] {
        let text = String::from_utf8(read(&root.join(page))).expect("pages are UTF-8");
        let cells = text.lines().filter(|line| line.starts_with("| `"));
        words.extend(cells.flat_map(|line| line.split('`').skip(1).step_by(2).take(2).map(str::to_owned)));
    }
    words.retain(|word| word.len() <= 60 && word.is_ascii() && !word.contains('\\'));
    words.iter().map(|word| format!("\"{}\"\n", word.replace('"', "\\\""))).collect()
}
