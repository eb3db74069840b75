//! Facts from JSON text, in one pass.
//!
//! In: an object of names and values, as `baton facts --format json-schema` describes it.
//! Out: slots. Plain values go straight into their slots; anything else is read as
//! [`bind`](crate::runtime::bind) reads it, so that both ways give the same.

use std::fmt;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use super::Facts;
use crate::policy::FactId;
use crate::runtime::bind;
use crate::runtime::table::Table;
use crate::value::Fixed;

impl Facts<'_> {
    /// Sets the facts of a JSON object. A value that cannot be used and a name that the policy does not have are
    /// problems, not errors; `null` means that nothing is known.
    ///
    /// # Errors
    ///
    /// The text is no JSON object. Facts before the place of the error are set.
    pub fn read_json(&mut self, json: &str) -> Result<(), serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_str(json);
        reader.deserialize_map(Object(self))?;
        reader.end()
    }

    /// Sets a fact to a JSON value of any kind.
    fn set_json(&mut self, id: FactId, json: &Json) {
        let table = self.table;
        match bind::read(table.policy(), id, json) {
            Ok(value) => {
                if let Err(why) = table.inputs.value(table.policy(), id, value.as_ref(), &mut self.held) {
                    self.refuse(id, why.to_string());
                }
            }
            Err(problem) => self.refuse(id, problem.message),
        }
    }
}

/// The object of all facts.
struct Object<'f, 't>(&'f mut Facts<'t>);

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of facts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Object(facts) = self;
        let mut place = 0;
        while let Some(name) = map.next_key_seed(Name { table: facts.table, guess: facts.order.get(place).copied() })? {
            match name {
                Ok(id) => {
                    facts.remember(place, id);
                    place += 1;
                    facts.forget_problem(id);
                    map.next_value_seed(One { facts, id })?;
                }
                Err(name) => {
                    map.next_value::<serde_core::de::IgnoredAny>()?;
                    if !facts.table.policy().package.reads(&name) {
                        facts.problem(None, bind::unknown(&name));
                    }
                }
            }
        }
        Ok(())
    }
}

impl Facts<'_> {
    /// Keeps which fact stood at a place.
    #[inline]
    fn remember(&mut self, place: usize, id: FactId) {
        match self.order.get_mut(place) {
            Some(before) => *before = id,
            None if place < self.table.policy().facts.len() => self.order.push(id),
            None => {}
        }
    }
}

/// The name of a fact: its id, or the name itself if there is no such fact.
struct Name<'t> {
    table: &'t Table,
    /// Which fact it is, if the text is like the one before.
    guess: Option<FactId>,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Result<FactId, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Result<FactId, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a fact")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let guess = self.guess.filter(|guess| self.table.policy().fact(*guess).name == name);
        Ok(guess.or_else(|| self.table.find_fact(name)).ok_or_else(|| name.to_owned()))
    }
}

/// The value of one fact.
struct One<'f, 't> {
    facts: &'f mut Facts<'t>,
    id: FactId,
}

impl One<'_, '_> {
    fn number(self, number: Option<Fixed>, json: impl FnOnce() -> Json) {
        let Self { facts, id } = self;
        let inputs = &facts.table.inputs;
        let plain = number.filter(|_| inputs.takes_numbers(id));
        if plain.is_none_or(|number| inputs.number(id, number, &mut facts.held).is_err()) {
            facts.set_json(id, &json());
        }
    }
}

impl<'de> DeserializeSeed<'de> for One<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of a fact")
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<(), E> {
        let Self { facts, id } = self;
        if facts.table.inputs.truth(id, truth, &mut facts.held).is_err() {
            facts.set_json(id, &Json::from(truth));
        }
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.number(Fixed::checked_from_whole(number), || Json::from(number));
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        let fixed = i64::try_from(number).ok().and_then(Fixed::checked_from_whole);
        self.number(fixed, || Json::from(number));
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        self.number(Fixed::from_float(number), || Json::from(number));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let Self { facts, id } = self;
        let table = facts.table;
        if table.inputs.word(table.policy(), id, text, &mut facts.held).is_err() {
            facts.set_json(id, &Json::from(text));
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.facts.table.inputs.missing(self.id, &mut self.facts.held);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let json = Json::deserialize(SeqAccessDeserializer::new(list))?;
        self.facts.set_json(self.id, &json);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let json = Json::deserialize(MapAccessDeserializer::new(map))?;
        self.facts.set_json(self.id, &json);
        Ok(())
    }
}
