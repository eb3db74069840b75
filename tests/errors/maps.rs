//! The pages of the codes of maps: each shows one mistake, and what to write instead.

use baton::diagnostic::{Code, Levels};
use baton::evaluation::map;
use baton::policy::Policy;
use baton::source::Files;

use crate::checked::FRAME;

/// The frame of the pages: it uses the standard signals.
struct Frame;

impl Files for Frame {
    fn read(&self, _path: &str) -> Result<String, String> {
        Ok(FRAME.to_owned())
    }
}

fn policy() -> Policy {
    baton::compile_with("policy.baton", &Frame, &Levels::default()).artifact.expect("the frame has no errors").policy
}

/// The codes of what is found in a map, each with help.
fn found(text: &str) -> Vec<Code> {
    let read = map::read("labels.toml", text, &policy());
    assert!(read.problems.iter().all(|problem| problem.help.is_some()), "{:?}", read.problems);
    read.problems.iter().map(|problem| problem.code).collect()
}

fn block(code: Code, fence: &str) -> String {
    let blocks: Vec<&str> = code.page().split(&format!("```toml,{fence}\n")).skip(1).collect();
    let [one] = blocks[..] else { panic!("{} has {} such examples", code.as_str(), blocks.len()) };
    one.split("```").next().expect("a split has a first part").to_owned()
}

#[test]
fn every_page_of_a_map_shows_its_mistake() {
    let codes: Vec<Code> = Code::ALL.iter().copied().filter(|code| code.as_str().starts_with("E07")).collect();
    assert_eq!(codes.len(), 3);
    for code in codes {
        let failing = match code {
            // A page has no room for a thousand values.
            Code::E0703 => {
                format!("[signal.frustration]\nlabel = \"topic\"\nis = [{}]\n", "\"x\",".repeat(map::VALUES_MAX + 1))
            }
            code => block(code, "fails"),
        };
        assert_eq!(found(&failing), [code], "{}", code.as_str());
        assert_eq!(found(&block(code, "works")), [], "{}", code.as_str());
    }
}
