//! The terminal: how wide it is, whether it has colours, and where text goes.
//!
//! Colours are off in a pipe and with `NO_COLOR`. Nothing else in the command line
//! asks about the terminal.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use owo_colors::{OwoColorize, Style};
use textwrap::core::{Word, display_width};
use textwrap::{WordSeparator, WordSplitter};

use super::progress::Progress;
use crate::redact::redact;

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
    progress: Progress,
}

/// Nothing is laid out for less.
const WIDTH_LEAST: usize = 40;
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
            width: width.clamp(WIDTH_LEAST, WIDTH_MOST),
            progress: Progress::off(),
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
        let options = layout(self.width).initial_indent(first).subsequent_indent(hang);
        for line in textwrap::wrap(line, options) {
            self.line(line)?;
        }
        Ok(())
    }

    /// Prints a name and what belongs to it in columns behind; a name that is too wide gets lines of its own.
    pub(crate) fn row(&mut self, name: &str, columns: usize, rest: &str) -> Outcome<()> {
        if display_width(name) > columns {
            self.wrapped(name.trim_start(), &" ".repeat(name.len() - name.trim_start().len()), "    ")?;
            return self.line(format!("{:columns$}{rest}", "").trim_end());
        }
        let gap = " ".repeat(columns - display_width(name));
        self.line(format!("{name}{gap}{rest}").trim_end())
    }

    /// A text in a style, or plain when there are no colours.
    pub(crate) fn paint(&self, text: &str, style: Style) -> String {
        if self.color { text.style(style).to_string() } else { text.to_owned() }
    }

    /// Shows on standard error from now on how many conversations were read, unless a timeline shows it.
    pub(crate) fn show_progress(&mut self) {
        self.progress.turn_on();
    }

    /// Nothing more will be read.
    pub(crate) fn end_progress(&mut self) {
        self.progress.clear();
        self.progress = Progress::off();
    }

    /// One more conversation was read.
    pub(crate) fn count_conversation(&mut self) {
        self.progress.count();
    }

    /// Says on standard error what was done besides.
    pub(crate) fn note(&mut self, message: &str) {
        self.complain(message);
    }

    /// Says on standard error why the command could not run.
    pub(crate) fn complain(&mut self, message: &str) {
        self.progress.clear();
        let _ = self.out.flush();
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(io::stderr(), "baton: {message}");
    }

    /// Sends what was printed on its way.
    pub(crate) fn flush(&mut self) -> Outcome<()> {
        Ok(self.out.flush()?)
    }
}

/// How text is wrapped: paths, addresses and names stay whole while they fit, whatever is written without spaces breaks
/// where its script allows it.
pub(crate) fn layout<'a>(width: usize) -> textwrap::Options<'a> {
    textwrap::Options::new(width)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
}

fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    Box::new(WordSeparator::AsciiSpace.find_words(line).flat_map(|word| {
        if word.is_ascii() {
            return vec![word];
        }
        let end = word.len() + word.whitespace.len();
        let start = word.as_ptr() as usize - line.as_ptr() as usize;
        WordSeparator::UnicodeBreakProperties.find_words(&line[start..start + end]).collect()
    }))
}

/// What somebody said, as [`plain`], without what nobody else may read.
pub(crate) fn spoken(text: &str, most: usize) -> String {
    plain(&redact(text).text, most)
}

/// Words from outside on one line: no control characters, none that turn the direction of writing, at most `most`
/// characters.
pub(crate) fn plain(text: &str, most: usize) -> String {
    let is_shown = |c: &char| {
        !c.is_control() && !matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(is_shown).collect();
    if flat.chars().count() <= most { flat } else { flat.chars().take(most - 1).chain(['…']).collect() }
}
