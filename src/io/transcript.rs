//! Conversations from transcripts, one at a time.
//!
//! In: a name for messages and any `impl BufRead`. Out: [`Reader`], an iterator
//! over conversations and over errors that say where and what. After an error it
//! goes on with the next conversation. Whatever is odd but harmless becomes a
//! [`Note`], counted, with its first place.
//!
//! # What is guaranteed
//!
//! Memory stays the same however long the input is: at most one conversation
//! is held, of at most [`limits::CONVERSATION_BYTES_MAX`] bytes and [`limits::VALUES_MAX`] values.
//!
//! # What is not here
//!
//! Types. Values stay JSON; the runtime applies the policy's types. Whether an id
//! occurs twice is not checked either, since that would need a memory of them all.

use std::io::{self, BufRead, Chain, Cursor, Read};

use crate::conversation::Conversation;

mod clock;
mod csv;
mod error;
mod facts;
mod jsonl;
pub mod limits;
mod notes;
mod roles;

pub use self::csv::Csv;
pub use error::{Misread, Problem, TranscriptError};
pub use jsonl::JsonLines;
pub use notes::{Note, Notes};

/// The form of one line of a JSON Lines transcript, as JSON Schema (draft-07).
pub const SCHEMA: &str = include_str!("../../docs/schema/transcript.schema.json");

/// Every form of transcript that can be read, in the order in which content is tried.
pub const FORMATS: &[&dyn Format] = &[&JsonLines, &Csv];

/// A form of transcript.
pub trait Format: Sync {
    /// What people call it.
    fn name(&self) -> &'static str;
    /// How its files end, without the dot, lower case.
    fn extensions(&self) -> &'static [&'static str];
    /// Whether a text that starts like this (no byte order mark, no leading blanks) is of this form.
    fn recognises(&self, start: &[u8]) -> bool;
    /// A parser at the start of a text.
    fn parser(&self) -> Box<dyn Parser + Send>;
}

/// The state of reading one transcript.
pub trait Parser {
    /// The next conversation; none at the end.
    fn next(&mut self, input: &mut dyn BufRead, notes: &mut Notes) -> Option<Result<Conversation, Misread>>;
}

/// Reads the conversations of one transcript.
///
/// # Example
///
/// ```
/// use baton::io::transcript::Reader;
///
/// let text = r#"{"id": "c1", "turns": [{"role": "customer", "text": "hello"}]}"#;
/// let conversations: Vec<_> = Reader::new("c.jsonl", text.as_bytes()).collect::<Result<_, _>>()?;
/// assert_eq!(conversations[0].turns[0].text, "hello");
/// # Ok::<(), baton::io::transcript::TranscriptError>(())
/// ```
pub struct Reader<R> {
    file: String,
    input: Chain<Cursor<Vec<u8>>, R>,
    format: Option<&'static dyn Format>,
    state: State,
    notes: Notes,
}

enum State {
    Before,
    Reading(Box<dyn Parser + Send>),
    Done,
}

impl<R: BufRead> Reader<R> {
    /// A reader that finds the form itself: by the ending of `file`, else by the first line.
    pub fn new(file: impl Into<String>, input: R) -> Self {
        let file = file.into();
        let notes = Notes::new(file.clone());
        Self { file, input: Cursor::new(Vec::<u8>::new()).chain(input), format: None, state: State::Before, notes }
    }

    /// A reader of the given form, whatever the name and content look like.
    pub fn with_format(file: impl Into<String>, input: R, format: &'static dyn Format) -> Self {
        Self { format: Some(format), ..Self::new(file, input) }
    }

    /// What was odd but harmless so far, in order of first occurrence.
    pub fn notes(&self) -> &[Note] {
        self.notes.all()
    }

    /// Looks at the first bytes, drops a byte order mark and picks the form; none when there is nothing to read.
    fn open(&mut self) -> Result<Option<Box<dyn Parser + Send>>, Misread> {
        let (start, rest) = self.input.get_mut();
        let mut first = first_bytes(rest).map_err(|error| Misread::unreadable(1, &error))?;
        if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
            let problem = Problem::new("this text is UTF-16, not UTF-8").help("save the file as UTF-8 and try again");
            return Err(Misread::fatal(1, 1, problem));
        }
        if first.starts_with(BYTE_ORDER_MARK) {
            first.drain(..BYTE_ORDER_MARK.len());
        }
        let found = self.format.or_else(|| by_extension(&self.file)).or_else(|| by_content(&first));
        let nothing = first.trim_ascii_start().is_empty() && first.len() < FIRST_BYTES_MAX;
        *start = Cursor::new(first);
        match found {
            Some(format) => Ok(Some(format.parser())),
            None if nothing => Ok(None),
            None => Err(Misread::fatal(1, 1, unknown_form())),
        }
    }

    /// Gives the error its file, and stops when there is no going on after it.
    fn fail(&mut self, misread: Misread) -> TranscriptError {
        if misread.fatal {
            self.state = State::Done;
        }
        misread.in_file(&self.file)
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Conversation, TranscriptError>;

    fn next(&mut self) -> Option<Self::Item> {
        if matches!(self.state, State::Before) {
            match self.open() {
                Ok(Some(parser)) => self.state = State::Reading(parser),
                Ok(None) => self.state = State::Done,
                Err(misread) => return Some(Err(self.fail(misread))),
            }
        }
        let State::Reading(parser) = &mut self.state else { return None };
        match parser.next(&mut self.input, &mut self.notes) {
            Some(Ok(conversation)) => Some(Ok(conversation)),
            Some(Err(misread)) => Some(Err(self.fail(misread))),
            None => {
                self.state = State::Done;
                None
            }
        }
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
const FIRST_BYTES_MAX: usize = 4096;

/// Takes the first line that is not blank, with the blank ones before it, or as much as is looked at.
fn first_bytes(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut first = Vec::new();
    while first.len() < FIRST_BYTES_MAX {
        let chunk = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        let room = chunk.len().min(FIRST_BYTES_MAX - first.len());
        let line = chunk[..room].iter().position(|&byte| byte == b'\n').map_or(room, |end| end + 1);
        let ended = line == 0 || (chunk[line - 1] == b'\n' && !is_blank(&first, &chunk[..line]));
        first.extend_from_slice(&chunk[..line]);
        input.consume(line);
        if ended {
            break;
        }
    }
    Ok(first)
}

fn is_blank(before: &[u8], line: &[u8]) -> bool {
    before.trim_ascii().is_empty() && line.trim_ascii().is_empty()
}

fn by_extension(file: &str) -> Option<&'static dyn Format> {
    let (_, extension) = file.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    FORMATS.iter().copied().find(|format| format.extensions().contains(&extension.as_str()))
}

fn by_content(first: &[u8]) -> Option<&'static dyn Format> {
    let start = first.trim_ascii_start();
    FORMATS.iter().copied().find(|format| format.recognises(start))
}

fn unknown_form() -> Problem {
    let forms: Vec<String> =
        FORMATS.iter().map(|format| format!("{} (.{})", format.name(), format.extensions().join(", ."))).collect();
    Problem::new("this is no transcript that can be read").help(format!("a transcript is {}", forms.join(" or ")))
}
