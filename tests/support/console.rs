//! Pages that show commands: what they say is printed is what is printed.
//!
//! In: a page. Every ```` ```console ```` block with a line `$ baton …` is run, block by block and line by line, in a
//! folder that looks like the repository, so that a command may write files. Out: nothing, or a failure that shows both
//! texts. A line `...` stands for any lines. Set `BATON_UPDATE_DOCS=1` to write blocks without such a line anew instead of comparing.

use super::{Block, blocks, read, root, shell};
use std::path::{Path, PathBuf};

/// Runs every command of a page and compares.
pub(crate) fn check(path: &str) {
    let page = read(path);
    let folder = Scratch::new(path);
    let (mut wrong, mut fresh) = (Vec::new(), page.clone());
    let update = std::env::var_os("BATON_UPDATE_DOCS").is_some();
    for block in blocks(&page).into_iter().filter(shows_a_command) {
        let printed = run(&block, &folder.0);
        if same(&block.text, &printed) {
            continue;
        }
        if update && !block.text.contains("\n...\n") {
            fresh = fresh.replacen(&block.text, &printed, 1);
        } else {
            wrong.push(format!("{path}:{}\n--- the page\n{}--- printed\n{printed}", block.line, block.text));
        }
    }
    if fresh != page {
        std::fs::write(root().join(path), fresh).expect("the page can be written");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn shows_a_command(block: &Block) -> bool {
    block.info == "console" && block.text.lines().any(|line| line.starts_with("$ ") && line.contains("baton "))
}

/// The block as it should be: each command with what it prints.
fn run(block: &Block, folder: &Path) -> String {
    let commands = block.text.lines().filter_map(|line| line.strip_prefix("$ "));
    let shown = commands.map(|line| {
        let printed = shell(line, folder);
        let lines = printed.trim_end().lines().map(str::trim_end);
        [&format!("$ {line}")[..]].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
    });
    shown.collect::<Vec<_>>().join("\n\n") + "\n"
}

/// Whether a page says what is printed; how long something took may differ, which
/// version a policy has, and what `...` stands for. Where the page shows nothing, anything may be printed.
fn same(page: &str, printed: &str) -> bool {
    let lines =
        |text: &str| -> Vec<String> { text.lines().filter(|line| !line.trim().is_empty()).map(lasting).collect() };
    let (page, printed) = (lines(page), lines(printed));
    if page.iter().all(|line| line.starts_with("$ ")) {
        return true;
    }
    let mut rest = &printed[..];
    let mut parts = page.split(|line| line == "...").peekable();
    let mut first = true;
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let found = match (first, last) {
            (true, true) => (rest == part).then_some(0),
            (true, false) => rest.starts_with(part).then_some(0),
            (false, true) => rest.ends_with(part).then(|| rest.len() - part.len()),
            (false, false) => (0..=rest.len()).find(|at| rest[*at..].starts_with(part)),
        };
        let Some(at) = found else { return false };
        rest = &rest[at + part.len()..];
        first = false;
    }
    true
}

/// A line in which every length of time, every speed and every hash is the same.
fn lasting(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_number = |word: &str| {
        let word = word.trim_start_matches('(');
        !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
    };
    let is_unit = |word: &str| matches!(word.trim_end_matches([',', '.', ')']), "ms" | "s" | "µs");
    let is_speed = |at: usize| words[at..].starts_with(&["turns", "a", "second"]);
    let measured = |at: usize| words.get(at + 1).is_some_and(|next| is_unit(next) || is_speed(at + 1));
    let shown = words.iter().enumerate().map(|(at, word)| match word {
        number if is_number(number) && measured(at) => "N",
        unit if at > 0 && is_number(words[at - 1]) && is_unit(unit) => "TIME",
        word => word,
    });
    let shown = shown.collect::<Vec<_>>().join(" ");
    let is_hash = |text: &str| text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
    shown.split('"').map(|part| if is_hash(part) { "HASH" } else { part }).collect::<Vec<_>>().join("\"")
}

/// A folder with a link to everything in the repository, so that what commands write is not left there.
struct Scratch(PathBuf);

impl Scratch {
    fn new(page: &str) -> Self {
        let name = format!("baton-{}-{}", page.replace(['/', '.'], "-"), std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder for what commands write");
        for entry in std::fs::read_dir(root()).expect("the repository can be read") {
            let entry = entry.expect("the repository can be read");
            let name = entry.file_name();
            if name != "target" && name != ".git" {
                std::os::unix::fs::symlink(entry.path(), folder.join(name)).expect("links can be made");
            }
        }
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
