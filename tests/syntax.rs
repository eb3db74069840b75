//! Reading: what the tree holds, and what is said of texts that cannot be read.

use baton::diagnostic::{Diagnostics, Problem};
use baton::source::Sources;
use baton::syntax;

/// One problem on a few plain lines: code and place, message, labels, help, edits.
fn render(problem: &Problem, sources: &Sources) -> String {
    let place = |span| {
        let (_, line, column) = sources.position(span);
        format!("{line}:{column}")
    };
    let mut text = format!("{} {} {}\n", problem.code.as_str(), place(problem.span()), problem.message);
    for label in &problem.labels {
        text +=
            &format!("    {} `{}`: {}\n", place(label.span), sources.text(label.span).replace('\n', "⏎"), label.text);
    }
    if let Some(help) = &problem.help {
        text += &format!("    help: {help}\n");
    }
    for edit in &problem.edits {
        text += &format!(
            "    edit {}: `{}` → `{}`\n",
            place(edit.span),
            sources.text(edit.span),
            edit.text.replace('\n', "⏎")
        );
    }
    text
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
        insta::assert_snapshot!(problems(&text));
    });
}
