//! The terminal: how wide it is, whether it has colours, and where text goes.
//!
//! Colours are off in a pipe and with `NO_COLOR`. Nothing else in the command line
//! asks about the terminal.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use owo_colors::{OwoColorize, Style};

/// Why a command stops early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The reader of our output went away.
    Pipe,
    /// This is to be said; the exit code is 2.
    Said(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::Pipe,
            _ => Stop::Said(format!("cannot write the output: {error}")),
        }
    }
}

/// What a command returns: a value, or the reason to stop.
pub(crate) type Outcome<T> = Result<T, Stop>;

/// Standard output and what is known of it.
#[derive(Debug)]
pub(crate) struct Ui {
    out: BufWriter<Stdout>,
    /// Whether a person looks at it.
    pub(crate) is_terminal: bool,
    /// Whether to colour.
    pub(crate) color: bool,
    /// Columns.
    pub(crate) width: usize,
}

/// Columns when nobody says how many.
const WIDTH_USUAL: usize = 80;
/// Text wider than this is hard to read.
const WIDTH_MOST: usize = 110;

impl Ui {
    /// Looks at standard output, `NO_COLOR` and `COLUMNS`.
    pub(crate) fn from_environment() -> Self {
        let is_terminal = io::stdout().is_terminal();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = columns.unwrap_or_else(|| if is_terminal { textwrap::termwidth() } else { WIDTH_USUAL });
        Self {
            out: BufWriter::new(io::stdout()),
            is_terminal,
            color: is_terminal && !no_color,
            width: width.clamp(40, WIDTH_MOST),
        }
    }

    /// Prints a line.
    pub(crate) fn line(&mut self, line: impl Display) -> Outcome<()> {
        Ok(writeln!(self.out, "{line}")?)
    }

    /// Prints text as it is.
    pub(crate) fn text(&mut self, text: &str) -> Outcome<()> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Prints a line, wrapped to the width, every line after the first indented by `hang` columns.
    pub(crate) fn wrapped(&mut self, line: &str, first: &str, hang: &str) -> Outcome<()> {
        let options = textwrap::Options::new(self.width).initial_indent(first).subsequent_indent(hang);
        for line in textwrap::wrap(line, options) {
            self.line(line)?;
        }
        Ok(())
    }

    /// A text in a style, or plain when there are no colours.
    pub(crate) fn paint(&self, text: &str, style: Style) -> String {
        if self.color { text.style(style).to_string() } else { text.to_owned() }
    }

    /// Says on standard error why the command could not run.
    pub(crate) fn complain(&mut self, message: &str) {
        let _ = self.out.flush();
        eprintln!("baton: {message}");
    }

    /// Sends what was printed on its way.
    pub(crate) fn flush(&mut self) -> Outcome<()> {
        Ok(self.out.flush()?)
    }
}
