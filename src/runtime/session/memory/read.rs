//! The parts of a memory, each checked as it is read.

use crate::runtime::ears::Sketch;
use crate::value::{Fixed, Value};
use serde_json::Value as Json;

/// The greatest count that is believed.
const COUNT_MAX: i64 = 1_000_000_000;

/// How many tags of one fact are remembered.
pub(in crate::runtime) const WORDS_MAX: usize = 16;

/// Why a memory cannot be taken up.
pub(in crate::runtime) type Unreadable = String;

/// A part of a memory, and where it stands in it. What is absent reads as nothing.
#[derive(Clone, Copy)]
pub(in crate::runtime) struct Read<'a>(pub(in crate::runtime) &'a Json, pub(in crate::runtime) &'a str);

impl<'a> Read<'a> {
    pub(in crate::runtime) fn get(self, key: &'a str) -> Read<'a> {
        Read(self.0.get(key).unwrap_or(&Json::Null), key)
    }

    pub(in crate::runtime) fn at(self, at: usize) -> Read<'a> {
        Read(self.0.get(at).unwrap_or(&Json::Null), self.1)
    }

    fn wrong<T>(self, expected: &str) -> Result<T, Unreadable> {
        Err(format!("the state cannot be read: `{}` should be {expected}", self.1))
    }

    pub(in crate::runtime) fn number(self) -> Result<Option<i64>, Unreadable> {
        match self.0 {
            Json::Null => Ok(None),
            json => json.as_i64().map_or_else(|| self.wrong("a whole number"), |number| Ok(Some(number))),
        }
    }

    /// A number that counts; 0 where there is none.
    pub(in crate::runtime) fn count(self) -> Result<i64, Unreadable> {
        match self.number()? {
            Some(number) if !(0..=COUNT_MAX).contains(&number) => self.wrong("a count"),
            number => Ok(number.unwrap_or(0)),
        }
    }

    pub(in crate::runtime) fn small(self) -> Result<u32, Unreadable> {
        Ok(u32::try_from(self.count()?).unwrap_or(u32::MAX))
    }

    /// Seconds that can be added to others.
    pub(in crate::runtime) fn instant(self) -> Result<Option<i64>, Unreadable> {
        match self.number()? {
            Some(number) if number.unsigned_abs() > 1 << 40 => self.wrong("an instant"),
            number => Ok(number),
        }
    }

    pub(in crate::runtime) fn truth(self) -> bool {
        self.0 == &Json::Bool(true)
    }

    pub(in crate::runtime) fn word(self) -> Result<Option<&'a str>, Unreadable> {
        match self.0 {
            Json::Null => Ok(None),
            Json::String(word) => Ok(Some(word)),
            _ => self.wrong("a word"),
        }
    }

    pub(in crate::runtime) fn sketch(self) -> Result<Sketch, Unreadable> {
        let sketch = self.word()?.and_then(Sketch::from_text);
        sketch.map_or_else(|| self.wrong("what a message is known again by"), Ok)
    }

    pub(in crate::runtime) fn list(self, most: usize) -> Result<Vec<Read<'a>>, Unreadable> {
        match self.0 {
            Json::Null => Ok(Vec::new()),
            Json::Array(all) if all.len() <= most => Ok(all.iter().map(|one| Read(one, self.1)).collect()),
            _ => self.wrong(&format!("a list of at most {most}")),
        }
    }

    pub(in crate::runtime) fn entries(self) -> Result<Vec<(&'a str, Read<'a>)>, Unreadable> {
        match self.0 {
            Json::Null => Ok(Vec::new()),
            Json::Object(map) => Ok(map.iter().map(|(key, value)| (key.as_str(), Read(value, self.1))).collect()),
            _ => self.wrong("an object"),
        }
    }

    pub(in crate::runtime) fn value(self) -> Result<Option<Value>, Unreadable> {
        Ok(match self.0 {
            Json::Bool(truth) => Some(Value::Truth(*truth)),
            Json::Number(_) => self.number()?.map(|number| Value::Number(Fixed::from_millionths(number))),
            Json::String(word) => Some(Value::Word(word.clone())),
            Json::Array(_) => {
                let mut words = Vec::new();
                for one in self.list(WORDS_MAX)? {
                    words.extend(one.word()?.map(str::to_owned));
                }
                Some(Value::Words(words))
            }
            Json::Null | Json::Object(_) => None,
        })
    }
}
