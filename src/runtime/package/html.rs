//! A package as a page: for a sidebar 360 pixels wide as well as for a desktop.
//!
//! In: a package. Out: one HTML document without scripts, pictures or anything from
//! elsewhere. All text is escaped.

use std::fmt::Write;

use super::{Package, ShownTurn, sections};

/// How it looks.
const STYLE: &str = include_str!("style.css");

/// The page.
pub fn html(package: &Package) -> String {
    let language = escaped(&package.language.code);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<header>\n<p class=\"id\">Conversation {}</p>\n<h1>{}</h1>\n",
        escaped(&package.headline),
        escaped(&package.conversation),
        escaped(&package.headline),
    );
    if let Some(note) = package.headline_by.note() {
        let _ = writeln!(out, "<p class=\"note\">{note}</p>");
    }
    out += "</header>\n<dl>\n";
    for (name, value) in sections::lines(package) {
        let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", escaped(&value));
    }
    out += "</dl>\n<div class=\"lists\">\n";
    for section in sections::lists(package) {
        let _ = writeln!(out, "<section>\n<h2>{}</h2>", section.title);
        if section.items.is_empty() {
            let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(&section.substitute));
        } else {
            let items = section.items.iter().map(|item| format!("<li>{}</li>\n", escaped(item)));
            let _ = writeln!(out, "<ul>\n{}</ul>", items.collect::<String>());
        }
        out += "</section>\n";
    }
    out += "</div>\n";
    out += "<section>\n<h2>What the customer wrote last</h2>\n";
    turns(&language, &package.quotes, &mut out);
    // The customer's words stand above already: whoever wants the rest opens it.
    out += "</section>\n<details>\n<summary>The last turns</summary>\n";
    turns(&language, &package.turns, &mut out);
    out += "</details>\n";
    for note in sections::notes(package) {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(&note));
    }
    out + "</main>\n</body>\n</html>\n"
}

fn turns(language: &str, turns: &[ShownTurn], out: &mut String) {
    let _ = writeln!(out, "<ol class=\"turns\" lang=\"{language}\">");
    for turn in turns {
        let role = super::role(turn.speaker);
        let (number, text) = (turn.number, escaped(&turn.text));
        let _ = writeln!(out, "<li class=\"{role}\" value=\"{number}\"><b lang=\"en\">{number} {role}</b> {text}</li>");
    }
    *out += "</ol>\n";
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}
