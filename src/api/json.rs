//! Reading the contract's types from parsed JSON, in less code than `serde_json`'s own reader.
//!
//! Serde instantiates a reader for every type. `serde_json`'s accepts structs written as arrays and words its errors at
//! length, floating-point numbers included; leaving both out saves the portal some 10 kB of brotli.
//! What it keeps is where something does not fit, and what stands there instead.

mod parse;

pub(crate) use parse::parse;

use serde::de::{
    DeserializeSeed, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Value;
use serde_json::map::Iter;
use std::fmt::{self, Display};
use std::iter::Enumerate;

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

/// Why a type cannot be read, and where in the answer.
#[derive(Debug)]
pub(super) struct Misfit {
    what: &'static str,
    name: &'static str,
    /// What stands there instead.
    found: &'static str,
    /// From the inside to the outside.
    path: Vec<Step>,
}

/// One step from a value to the one around it.
#[derive(Clone, Debug)]
enum Step {
    Member(String),
    Item(usize),
}

impl Misfit {
    fn new(what: &'static str, name: &'static str) -> Self {
        Self {
            what,
            name,
            found: "",
            path: Vec::new(),
        }
    }

    /// Another type was expected where this stands.
    fn instead(wanted: &'static str, value: &Value) -> Self {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Self {
            found,
            ..Self::new(wanted, "")
        }
    }

    fn at(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }
}

impl Step {
    fn is_item(&self) -> bool {
        matches!(self, Self::Item(_))
    }
}

impl Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.path.iter().rev().enumerate() {
            match step {
                Step::Member(name) if at == 0 => f.write_str(name)?,
                Step::Member(name) => write!(f, ".{name}")?,
                Step::Item(item) => write!(f, "[{item}]")?,
            }
        }
        if !self.path.is_empty() {
            f.write_str(": ")?;
        }
        if self.found.is_empty() {
            return write!(f, "{}{}", self.what, self.name);
        }
        write!(f, "{} instead of {}", self.found, self.what)
    }
}

impl std::error::Error for Misfit {}

impl Error for Misfit {
    fn custom<T: Display>(_: T) -> Self {
        Self::new("a value that does not fit", "")
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self::new("a value of another type", "")
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self::new("a value out of range", "")
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self::new("a list of another length", "")
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new("an unknown word", "")
    }

    fn missing_field(name: &'static str) -> Self {
        Self::new("no member ", name)
    }

    fn duplicate_field(name: &'static str) -> Self {
        Self::new("twice the member ", name)
    }
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
            Value::Object(members) => visitor.visit_map(Members {
                rest: members.iter(),
                last: None,
                cuts: self.1,
            }),
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
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members {
                rest: members.iter(),
                last: None,
                cuts: self.1,
            }),
            _ => Err(Misfit::instead("an object", self.0)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.deserialize_struct("", &[], visitor)
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

struct Items<'a> {
    rest: Enumerate<std::slice::Iter<'a, Value>>,
    cuts: &'a Cuts,
}

impl<'a> Items<'a> {
    fn of(items: &'a [Value], cuts: &'a Cuts) -> Self {
        Self {
            rest: items.iter().enumerate(),
            cuts,
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let cuts = self.cuts;
        let Some((at, item)) = self.rest.find(|(_, item)| !cuts.has(item)) else {
            return Ok(None);
        };
        match seed.deserialize(Json(item, cuts)) {
            Ok(item) => Ok(Some(item)),
            Err(misfit) => Err(misfit.at(Step::Item(at))),
        }
    }
}

struct Members<'a> {
    rest: Iter<'a>,
    last: Option<(&'a String, &'a Value)>,
    cuts: &'a Cuts,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        self.last = self.rest.next();
        let Some((name, _)) = self.last else {
            return Ok(None);
        };
        seed.deserialize(name.as_str().into_deserializer())
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let Some((name, value)) = self.last else {
            return Err(Misfit::new("a name without a value", ""));
        };
        match seed.deserialize(Json(value, self.cuts)) {
            Ok(value) => Ok(value),
            Err(misfit) => Err(misfit.at(Step::Member(name.clone()))),
        }
    }
}

struct Word<'a>(&'a str);

impl<'de> EnumAccess<'de> for Word<'de> {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        Ok((seed.deserialize(self.0.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for Word<'de> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Misfit> {
        Err(Misfit::new("a word alone", ""))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Misfit> {
        Err(Misfit::new("a word alone", ""))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Misfit> {
        Err(Misfit::new("a word alone", ""))
    }
}
