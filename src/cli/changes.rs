//! What would change in a file, line by line.

use similar::{ChangeTag, TextDiff};

use super::ui::{Outcome, Ui};

/// Prints the changes of one file; `how` says what made the new text.
pub(super) fn print(name: &str, how: &str, old: &str, new: &str, ui: &mut Ui) -> Outcome<()> {
    ui.line(format!("--- {name}\n+++ {name} ({how})"))?;
    for hunk in TextDiff::from_lines(old, new).unified_diff().context_radius(2).iter_hunks() {
        ui.line(hunk.header())?;
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ("-", owo_colors::Style::new().red()),
                ChangeTag::Insert => ("+", owo_colors::Style::new().green()),
                ChangeTag::Equal => (" ", owo_colors::Style::new()),
            };
            let line = format!("{sign}{}", change.value().trim_end_matches('\n'));
            let line = ui.paint(&line, style);
            ui.line(line)?;
        }
    }
    Ok(())
}
