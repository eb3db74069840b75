//! Values ↔ bytes: the one trait, and what it writes to and reads from.
//!
//! In: values of `policy` and `rows`, or bytes. Out: the other. Little-endian, no
//! padding; lists and texts begin with their length as a `u32`. Writing has three
//! streams, so that one declaration of a type serves three sections: what it
//! means, the titles that people read, and the places in the text.
//!
//! # Guarantees
//!
//! Reading is total. Each length is held against the bytes that are left before
//! anything is allocated for it, and values within values have a limit. There is
//! one way to write a value, and no other is read.

use crate::source::{FileId, Span};

mod basic;
pub(super) use basic::{Flat, flat};

/// Most values of one kind within each other: conditions within conditions, patterns within patterns.
pub(super) const NESTING_MAX: usize = 128;

/// The bytes of one span.
pub(super) const SPAN_BYTES: usize = 12;

/// A value that can be written and read.
pub(super) trait Wire: Sized {
    /// Writes it.
    fn write(&self, out: &mut Writer);

    /// Reads one.
    fn read(input: &mut Reader<'_>) -> Got<Self>;

    /// Writes several, without their number.
    fn write_all(list: &[Self], out: &mut Writer) {
        for one in list {
            one.write(out);
        }
    }

    /// Reads so many.
    fn read_all(count: usize, input: &mut Reader<'_>) -> Got<Vec<Self>> {
        let mut list = Vec::with_capacity(count.min(input.room::<Self>()));
        for _ in 0..count {
            list.push(Self::read(input)?);
        }
        Ok(list)
    }
}

/// What was read, or that reading stopped.
pub(super) type Got<T> = Result<T, Stop>;

/// Reading stopped. The reader knows where and why, so that what is read is not weighed down with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop;

/// One of the three streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// What it means.
    Main,
    /// What people read.
    Notes,
    /// Where it stands in the text.
    Positions,
}

/// Where reading stopped, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wrong {
    /// In which stream.
    pub(super) stream: Stream,
    /// At which byte of it.
    pub(super) at: usize,
    /// Why.
    pub(super) what: &'static str,
}

/// What was written so far.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// What it means; the notes while something is written aside.
    pub(super) main: Vec<u8>,
    /// What people read.
    pub(super) notes: Vec<u8>,
    /// Where it stands in the text.
    pub(super) positions: Vec<u8>,
}

impl Writer {
    /// What is written in here goes to the notes, places apart.
    pub(super) fn aside(&mut self, write: impl FnOnce(&mut Self)) {
        std::mem::swap(&mut self.main, &mut self.notes);
        write(self);
        std::mem::swap(&mut self.main, &mut self.notes);
    }

    /// The length of a list or text.
    pub(super) fn length(&mut self, length: usize) {
        let length = u32::try_from(length).expect("texts and lists of a policy are limited to far less than 4 GiB");
        self.main.extend_from_slice(&length.to_le_bytes());
    }
}

/// Bytes that are still to be read.
#[derive(Clone, Copy, Debug)]
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn left(&self) -> usize {
        self.bytes.len() - self.at
    }
}

/// Three streams that are still to be read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    main: Cursor<'a>,
    notes: Cursor<'a>,
    positions: Cursor<'a>,
    /// Whether `main` and `notes` have changed places.
    is_aside: bool,
    depth: usize,
    wrong: Option<Wrong>,
}

impl<'a> Reader<'a> {
    /// Reads these.
    pub(super) fn new(main: &'a [u8], notes: &'a [u8], positions: &'a [u8]) -> Self {
        let cursor = |bytes| Cursor { bytes, at: 0 };
        let (main, notes, positions) = (cursor(main), cursor(notes), cursor(positions));
        Self { main, notes, positions, is_aside: false, depth: 0, wrong: None }
    }

    /// Reads this alone.
    pub(super) fn plain(main: &'a [u8]) -> Self {
        Self::new(main, &[], &[])
    }

    /// Reads all of it with `read`.
    pub(super) fn all<T>(mut self, read: impl FnOnce(&mut Self) -> Got<T>) -> Result<T, Wrong> {
        let value = read(&mut self);
        let rest = [(Stream::Main, self.main), (Stream::Notes, self.notes), (Stream::Positions, self.positions)];
        let unread = rest.into_iter().find(|(_, cursor)| cursor.left() > 0);
        match (value, self.wrong, unread) {
            (Ok(value), None, None) => Ok(value),
            (_, Some(wrong), _) => Err(wrong),
            (_, None, unread) => {
                let (stream, cursor) = unread.unwrap_or((Stream::Main, self.main));
                Err(Wrong { stream, at: cursor.at, what: "there is more than was expected" })
            }
        }
    }

    /// Reads from the notes, places apart.
    pub(super) fn aside<T>(&mut self, read: impl FnOnce(&mut Self) -> Got<T>) -> Got<T> {
        std::mem::swap(&mut self.main, &mut self.notes);
        self.is_aside = !self.is_aside;
        let value = read(self)?;
        std::mem::swap(&mut self.main, &mut self.notes);
        self.is_aside = !self.is_aside;
        Ok(value)
    }

    /// Reads a value that may hold others of its kind.
    pub(super) fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Got<T>) -> Got<T> {
        if self.depth == NESTING_MAX {
            return Err(self.stop("nested too deeply"));
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// The next bytes.
    pub(super) fn take(&mut self, count: usize) -> Got<&'a [u8]> {
        match self.main.take(count) {
            Some(bytes) => Ok(bytes),
            None => Err(self.stop("it ends too early")),
        }
    }

    /// The length of a list or text, of which every part takes a byte at least.
    pub(super) fn length(&mut self) -> Got<usize> {
        let length = u32::read(self)? as usize;
        if length > self.main.left() {
            return Err(self.stop("a length beyond its end"));
        }
        Ok(length)
    }

    /// For how many values room may be made before they are read: a few times the bytes that are left.
    fn room<T>(&self) -> usize {
        self.main.left().saturating_mul(8) / size_of::<T>().max(1) + 1
    }

    /// Stops here.
    pub(super) fn stop(&mut self, what: &'static str) -> Stop {
        let stream = if self.is_aside { Stream::Notes } else { Stream::Main };
        self.wrong.get_or_insert(Wrong { stream, at: self.main.at, what });
        Stop
    }
}

/// Spans go to their own stream; whether they fit the texts is checked there, all at once.
impl Wire for Span {
    fn write(&self, out: &mut Writer) {
        for number in [self.file.0, self.start, self.end] {
            out.positions.extend_from_slice(&number.to_le_bytes());
        }
    }

    fn read(input: &mut Reader<'_>) -> Got<Self> {
        let Some(bytes) = input.positions.take(SPAN_BYTES) else {
            let at = input.positions.at;
            input.wrong.get_or_insert(Wrong { stream: Stream::Positions, at, what: "it ends too early" });
            return Err(Stop);
        };
        Ok(span(bytes))
    }
}

/// The span in these bytes.
pub(super) fn span(bytes: &[u8]) -> Span {
    let [file, start, end] = [0, 4, 8].map(|at| u32::get(&bytes[at..at + 4]));
    Span { file: FileId(file), start, end }
}
