//! `baton fit`: weights of a signal's lines, fitted to labels and written into its text.

use std::path::{Path, PathBuf};

use super::check::many;
use super::disk;
use super::transcripts::Ids;
use super::ui::{Outcome, Stop, Ui, plain};
use super::{Exit, evaluate, problems, transcripts};
use crate::diagnostic::nearest;
use crate::evaluation::fit::{Change, Compared, Examples, Fitted, LABELS_MIN, Lack, Unfit};
use crate::evaluation::{Target, What};
use crate::policy::{Policy, SignalId};
use crate::runtime::Table;

mod report;
mod text;

/// Fit the weights of a signal's lines to labelled conversations
///
/// Each line gets the weight that the labels speak for, by logistic regression; a line that few
/// labels speak of stays near the weight it has. Shown are F1 and AUC with the policy's weights and,
/// cross-validated by conversation, with fitted ones, and the text as it would be. Nothing is written
/// without --write, and no model is needed to decide: the weights in the text are all there is.
/// Exit code 0: fitted. 1: some lines of the data could not be read. 2: the policy or the map has
/// errors, there are too few labels, or a file could not be read or written.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy: a file, or a folder with a policy.baton
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// The signal, a score, whose weights are fitted
    #[arg(value_name = "SIGNAL")]
    signal: String,
    /// Labelled conversations: JSON Lines, or folders of them; each file is a set
    #[arg(value_name = "DATA", required = true)]
    data: Vec<PathBuf>,
    /// Which label stands for what, as for evaluate (without it, the label has the name of the signal)
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// Into how many parts the conversations are dealt to measure the fit
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
    folds: u8,
    /// Write the weights into the policy; lines of the standard library come as a `replace signal`
    #[arg(long)]
    write: bool,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton fit policy.baton frustration labelled.jsonl --map labels.toml
  baton fit policy.baton frustration labelled.jsonl --map labels.toml --folds 10
  baton fit policy.baton frustration labelled.jsonl --map labels.toml --write";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let mut loaded = disk::load(&args.policy)?;
    if loaded.names.is_empty() {
        let policy = args.policy.display();
        return Err(Stop::Said(format!("{policy}: this is a compiled policy; fit the text that it was made of")));
    }
    let Some(artifact) = loaded.artifact.take() else {
        problems::draw(&loaded.problems, &loaded.sources, ui)?;
        ui.flush()?;
        return Err(Stop::Said(format!("{}: the policy has errors, so nothing was fitted", args.policy.display())));
    };
    let table = Table::new(artifact);
    let target = target(&args.signal, args.map.as_deref(), table.policy(), ui)?;
    let examples = Examples::new(&table, target.clone()).map_err(|unfit| Stop::Said(no_fit(&args.signal, unfit)))?;
    let (fitted, unread) = fit(args, examples, ui)?;
    let new = text::of(&args.policy, &loaded, table.policy(), &fitted)?;
    report::print(&fitted, table.policy(), ui)?;
    finish(args, &new, &fitted, ui)?;
    ui.flush()?;
    Ok(if unread > 0 { Exit::Findings } else { Exit::Fine })
}

/// Reads the data and fits; how many lines could not be read.
fn fit(args: &Args, mut examples: Examples<'_>, ui: &mut Ui) -> Outcome<(Fitted, usize)> {
    let (mut ids, mut unread) = (Ids::default(), 0);
    ui.show_progress();
    for path in &transcripts::find(&args.data)? {
        examples.set(path.display().to_string());
        let counted = transcripts::each(path, false, &mut ids, ui, &mut |conversation, _| {
            examples.add(conversation);
            Ok(())
        })?;
        unread += counted.unread;
    }
    ui.end_progress();
    let (left_out, folds) = (examples.left_out(), usize::from(args.folds));
    let label = examples.target().label.clone();
    let fitted = examples.fit(folds).map_err(|lack| Stop::Said(too_few(&label, lack, folds)))?;
    if left_out > 0 {
        let labels = many(left_out, "label");
        ui.complain(&format!(
            "note: {labels} `{label}` left out: nothing is decided there, or the service gave the score"
        ));
    }
    Ok((fitted, unread))
}

/// What is fitted: as the map says, else the signal against the label of its name.
fn target(name: &str, map: Option<&Path>, policy: &Policy, ui: &mut Ui) -> Outcome<Target> {
    let Some(at) = policy.signals.iter().position(|signal| signal.name == name) else {
        let known: Vec<&str> =
            policy.signals.iter().filter(|signal| signal.is_score).map(|signal| signal.name.as_str()).collect();
        let next = match nearest(name, policy.signals.iter().map(|signal| signal.name.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "no signal of it has weights".to_owned(),
            None => format!("its signals with weights are {}", quoted(&known)),
        };
        return Err(Stop::Said(format!("the policy has no signal `{}`; {next}", plain(name, 80))));
    };
    let what = What::Signal(SignalId::from_index(at));
    let targets = evaluate::targets(map, policy, ui)?;
    let mut own = targets.iter().filter(|target| target.what == what);
    let Some(target) = own.next() else {
        let names: Vec<String> = targets.iter().map(|target| target.what.name(policy)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let message = format!("the map says nothing of `{name}`, only of {}; add [signal.{name}]", quoted(&names));
        return Err(Stop::Said(message));
    };
    Ok(target.clone())
}

fn quoted(names: &[&str]) -> String {
    names.iter().take(12).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn no_fit(name: &str, unfit: Unfit) -> String {
    match unfit {
        Unfit::Decision => format!("`{name}` is a decision; weights belong to signals"),
        Unfit::NoWeights => format!(
            "`{name}` is a yes/no: its lines have no weights to fit; put a number such as `0.3` in front of each to make \
             it a score"
        ),
        Unfit::WholeConversation => format!(
            "the label of `{name}` stands on the conversation; weights are fitted to labels of messages or answers"
        ),
    }
}

fn too_few(label: &str, lack: Lack, folds: usize) -> String {
    match lack {
        Lack::Labels { yes: 0, no: 0 } => format!("nothing in the data has the label `{label}` as the map reads it"),
        Lack::Labels { yes, no } => format!(
            "{} `{label}`, {yes} yes and {no} no: too few to fit to; at least {LABELS_MIN} of each are needed",
            many(yes + no, "label"),
        ),
        Lack::Conversations { yes, no } => format!(
            "{} with a yes of `{label}`, {no} with a no: too few for {folds} folds; choose fewer with --folds, or \
             label more conversations",
            many(yes, "conversation"),
        ),
    }
}

/// Shows or writes the text, and says what to make of it.
fn finish(args: &Args, new: &super::fix::Fixed, fitted: &Fitted, ui: &mut Ui) -> Outcome<()> {
    if new.is_empty() {
        return ui.line("The weights stay as they are.");
    }
    new.show("fitted", ui)?;
    ui.line("")?;
    let gains = |compared: &Compared| [compared.area, compared.f1].iter().flatten().any(Change::is_gain);
    if !fitted.compared.first().is_some_and(gains) {
        ui.wrapped("Neither AUC nor F1 gains more than chance could bring: better leave the weights.", "", "")?;
    }
    if args.write {
        new.write()?;
        return ui.line("Written. Run `baton check` and `baton test`, and read the lines: the text is yours.");
    }
    ui.line("Nothing was written; --write writes it.")
}
