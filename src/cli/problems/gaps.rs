//! What only `otherwise` decides, as it is written.
//!
//! In: regions that `analysis` proved. Out: sentences, and an object of `baton.problems/1`.

use serde_json::{Value as Json, json};

use super::super::ui::{Outcome, Ui};
use crate::analysis::{Gaps, Rest, Unruled};

/// The title of a region's test, by its place from 1.
fn title(at: usize) -> String {
    format!("only otherwise decides {at}")
}

/// For people: a head, then each region with a conversation.
pub(super) fn print(gaps: &Gaps, ui: &mut Ui) -> Outcome<()> {
    let action = gaps.action.as_str();
    ui.line("")?;
    if gaps.regions.is_empty() && gaps.rest == Rest::Nothing {
        ui.wrapped(&format!("Some rule always decides; `otherwise` ({action}) never does: proved."), "", "  ")?;
        return print_ends(gaps, ui);
    }
    ui.wrapped(&format!("Only `otherwise` ({action}) decides, proved; the largest first:"), "", "  ")?;
    let common = gaps.common();
    let in_all = common.sentence();
    if !in_all.is_empty() {
        ui.line("")?;
        ui.wrapped(&format!("In all of them: {in_all}. And:"), "  ", "  ")?;
    }
    for (at, region) in (1..).zip(&gaps.regions) {
        ui.line("")?;
        let own = Some(region.own(&common)).filter(|own| !own.is_empty());
        ui.wrapped(&format!("{at}. {}", own.as_deref().unwrap_or("nothing else")), "  ", "     ")?;
        print_example(&title(at), region, ui)?;
    }
    let rest = match gaps.rest {
        Rest::Nothing => "In every other case some rule decides.",
        Rest::More => "There are more and smaller regions. Declare what these are for, and ask again.",
        Rest::Undecided => "Whether there are more was not decided within the budget.",
    };
    ui.line("")?;
    ui.wrapped(rest, "  ", "  ")?;
    print_ends(gaps, ui)
}

/// Where scores end, if a limit holds one.
fn print_ends(gaps: &Gaps, ui: &mut Ui) -> Outcome<()> {
    if gaps.ends.is_empty() {
        return Ok(());
    }
    ui.line("")?;
    ui.wrapped("Where a score ends, proved:", "", "  ")?;
    ui.line("")?;
    gaps.ends.iter().try_for_each(|end| ui.wrapped(&end.sentence, "  ", "    "))
}

fn print_example(title: &str, region: &Unruled, ui: &mut Ui) -> Outcome<()> {
    let Some(example) = &region.example else { return Ok(()) };
    if !example.message_known {
        ui.wrapped("No message is known that sets these signals; they are given as facts.", "     ", "     ")?;
    }
    example.test(title).lines().try_for_each(|line| ui.line(format!("     {line}")))
}

/// The gaps of one policy.
pub(super) fn as_json(gaps: &Gaps, path: &str) -> Json {
    let region = |(at, region): (usize, &Unruled)| {
        json!({
            "sentence": region.sentence(), "conditions": region.conditions, "except": region.except,
            "test": region.example.as_ref().map(|example| example.test(&title(at))),
            "message_known": region.example.as_ref().map(|example| example.message_known),
        })
    };
    json!({
        "path": path, "action": gaps.action.as_str(), "regions": (1..).zip(&gaps.regions).map(region).collect::<Vec<_>>(),
        "rest": gaps.rest.as_str(), "ends": gaps.ends.iter().map(|end| &end.sentence).collect::<Vec<_>>(),
    })
}
