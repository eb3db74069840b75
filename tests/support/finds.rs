//! What is found in a text, by files of a folder of the corpus: `TEXT => WANTED`, or a word and a text in which nothing is.
//!
//! In: the folder, the word (`stays`, `nothing`), what a text comes to, and what it comes to when nothing is found. Out: how
//! many lines have a find and how many have none, or a failure that lists every line that came to something else.

use std::fs;
use std::path::Path;

/// Holds every line against what it comes to.
pub(crate) fn check(
    folder: &str,
    nothing: &str,
    is: impl Fn(&str) -> String,
    is_nothing: impl Fn(&str) -> String,
) -> (usize, usize) {
    let (mut problems, mut some, mut none) = (Vec::new(), 0, 0);
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("the corpus") {
        let path = entry.expect("an entry").path();
        let corpus = fs::read_to_string(&path).expect("a readable file");
        for (number, line) in (1..).zip(corpus.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with("# "))
        {
            let (text, wanted) = match line.strip_prefix(nothing).and_then(|rest| rest.strip_prefix(' ')) {
                Some(text) => (text, is_nothing(text)),
                None => {
                    let (text, wanted) = line.split_once(" => ").expect("`TEXT => WANTED`, or nothing is found");
                    (text, wanted.to_owned())
                }
            };
            *(if wanted == is_nothing(text) { &mut none } else { &mut some }) += 1;
            let is = is(text);
            if is != wanted {
                let file = path.file_name().expect("a file").display();
                problems.push(format!("{file}:{number}: {text}\n  is {is}\n  not {wanted}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    (some, none)
}
