//! `baton table`: the decision table as a manager, a spreadsheet or a printer takes it.

use std::path::PathBuf;

use super::Exit;
use super::explain::category_named;
use super::run::table;
use super::ui::{Outcome, Ui, plain};
use crate::listing::{Entry, Line, Listing, Place, conditions};
use crate::policy::Layer;

mod csv;
mod html;
mod markdown;
mod matrix;

pub(super) use html::escaped;

/// Show the decision table of a policy
///
/// Every row in the order in which rows are asked: when it fits, what it decides, why, and where it is written.
///
/// Exit code 0: shown. 2: the policy has errors or could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy, or what it was compiled into
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// In which form
    #[arg(long, value_enum, default_value = "markdown")]
    format: Form,
    /// Only what can hold for this category
    #[arg(long, value_name = "CATEGORY")]
    category: Option<String>,
    /// Write long lists of words out in full; CSV always does
    #[arg(long)]
    all: bool,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton table policy.baton
  baton table policy.baton --category billing.refund
  baton table policy.baton --format csv > policy.csv
  baton table policy.baton --format html > policy.html";

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For a page of documentation
    Markdown,
    /// For a spreadsheet: a column for each question
    Csv,
    /// One file to read, send and print
    Html,
}

/// Most words of a list that are shown without `--all`.
const WORDS_SHOWN: usize = 6;

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = table(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    let category = args.category.as_ref().map(|name| category_named(table.policy(), name)).transpose()?;
    let listing = Listing::new(table.artifact(), category);
    let most = if args.all { usize::MAX } else { WORDS_SHOWN };
    ui.text(&match args.format {
        Form::Markdown => markdown::page(&Page { listing, most }),
        Form::Csv => csv::sheet(&Page { listing, most: usize::MAX }),
        Form::Html => html::page(&Page { listing, most }),
    })?;
    ui.flush()?;
    Ok(Exit::Fine)
}

/// What is shown, and how many words of a list.
struct Page<'a> {
    listing: Listing<'a>,
    most: usize,
}

impl Page<'_> {
    /// The policy's title, and the category that all is about.
    fn title(&self) -> String {
        let policy = self.listing.policy;
        let title = one_line(&policy.title);
        let Some(id) = self.listing.category else { return title };
        let category = &policy.categories[id.index()];
        let name = category.title.as_ref().map_or_else(String::new, |title| format!(" ({})", one_line(title)));
        format!("{title}: {}{name}", one_line(&category.path))
    }

    /// How the table is read.
    fn about(&self) -> String {
        let listing = &self.listing;
        let mut text = String::new();
        if !listing.rules.is_empty() {
            text += "Of guards, overrides and rules the first that fits decides. ";
        }
        if !listing.alsos.is_empty() {
            text += "What stands under Also is added to whatever was decided. ";
        }
        text += "A condition on a missing fact does not hold, unless it says so.";
        let usual = listing.usual_messages();
        let usual: Vec<String> =
            usual.iter().map(|(action, message)| format!("{} says {message}", action.as_str())).collect();
        if !usual.is_empty() {
            text += &format!(" Where a row names no message: {}.", usual.join(", "));
        }
        one_line(&text)
    }

    /// When a row fits.
    fn when(&self, line: &Line) -> String {
        one_line(&conditions(self.listing.policy, &self.listing.rows.columns, line, self.most))
    }
}

/// The layers with their rules, in the order in which they are asked; those without any are left out.
fn layers<'l, 'a>(listing: &'l Listing<'a>) -> Vec<(Layer, Vec<&'l Entry<'a>>)> {
    let of = |layer| {
        (
            layer,
            listing
                .rules
                .iter()
                .filter(|entry| matches!(entry.place, Place::Rule(of, _) if of == layer))
                .collect::<Vec<_>>(),
        )
    };
    let all = [Layer::Guard, Layer::Override, Layer::Rule].map(of);
    all.into_iter().filter(|(_, entries)| !entries.is_empty()).collect()
}

/// The heading of a layer, and what it means.
fn heading(layer: Layer) -> (&'static str, &'static str) {
    match layer {
        Layer::Guard => ("Guards", "asked first, whatever else holds"),
        Layer::Override => ("Overrides", "asked before the rules"),
        Layer::Rule => ("Rules", "asked in this order"),
    }
}

/// The author's words on one line.
fn one_line(text: &str) -> String {
    plain(text, usize::MAX)
}
