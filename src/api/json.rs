//! Reading the contract's types from parsed JSON, in less code than `serde_json`'s own reader.
//!
//! Serde instantiates a reader for every type. `serde_json`'s accepts structs written as arrays and words its errors at
//! length, floating-point numbers included; leaving both out saves the portal some 10 kB of brotli.
//! What it keeps is where something does not fit, and what stands there instead.

mod access;
mod misfit;
mod parse;
#[cfg(test)]
mod tests;

pub(super) use misfit::Misfit;
pub(crate) use parse::parse;

use access::{Fields, Items, Members, Word};
use misfit::Step;
use serde::de::Visitor;
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Value;

/// A parsed value that types can be read from, without the items of lists that were cut.
#[derive(Clone, Copy)]
pub(super) struct Json<'a>(&'a Value, &'a Cuts);

/// Items of lists that did not fit, by their place in memory: nothing is changed or copied to leave them out.
#[derive(Default)]
pub(super) struct Cuts(Vec<usize>);

/// No answer with so many items that do not fit is worth reading.
const MOST_CUTS: usize = 100;

static NONE: Cuts = Cuts(Vec::new());

impl<'a> Json<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        Self(value, &NONE)
    }

    pub(super) fn without(value: &'a Value, cuts: &'a Cuts) -> Self {
        Self(value, cuts)
    }
}

impl Cuts {
    /// Takes out the innermost item of a list around a fault. Whether there is one.
    pub(super) fn cut(&mut self, value: &Value, misfit: &Misfit) -> bool {
        let Some(inner) = misfit.path.iter().position(Step::is_item) else {
            return false;
        };
        let way = misfit.path.iter().skip(inner).rev();
        let item = way.clone().try_fold(value, |place, step| match step {
            Step::Item(at) => place.get(*at),
            Step::Member(name) => place.get(name.as_str()),
        });
        let room = self.0.len() < MOST_CUTS;
        self.0.extend(item.map(place));
        room && item.is_some()
    }

    fn has(&self, item: &Value) -> bool {
        self.0.contains(&place(item))
    }
}

fn place(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, number) => visitor.visit_f64(number.unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_str(text),
            Value::Array(items) => visitor.visit_seq(Items::of(items, self.1)),
            Value::Object(members) => visitor.visit_map(Members::of(members, self.1)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let Value::Object(members) = self.0 else {
            return Err(Misfit::instead("an object", self.0));
        };
        let fields = Fields::of(members, names, self.1);
        visitor
            .visit_seq(fields)
            .map_err(|misfit| misfit.of_fields(names))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members::of(members, self.1)),
            _ => Err(Misfit::instead("an object", self.0)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items::of(items, self.1)),
            _ => Err(Misfit::instead("a list", self.0)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::String(text) => visitor.visit_str(text),
            _ => Err(Misfit::instead("a string", self.0)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(*value),
            _ => Err(Misfit::instead("true or false", self.0)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.as_u64() {
            Some(number) => visitor.visit_u64(number),
            None => Err(Misfit::instead("a whole number", self.0)),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_u64(visitor)
    }

    /// The contract's enums are words.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(Word(word)),
            _ => Err(Misfit::instead("a word", self.0)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct }
}
