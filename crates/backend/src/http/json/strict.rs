//! Reading types from a JSON value in which a struct is an object and never a list.

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::{Error, Value};

/// A value that types can be read from.
#[derive(Clone, Copy)]
pub(super) struct Strict<'de>(pub(super) &'de Value);

impl<'de> Strict<'de> {
    fn members(self) -> Option<impl Iterator<Item = (&'de str, Strict<'de>)>> {
        let members = self.0.as_object()?.iter();
        Some(members.map(|(name, value)| (name.as_str(), Strict(value))))
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Some(members) = self.members() else {
            let found = match self.0 {
                Value::Null => Unexpected::Unit,
                Value::Bool(value) => Unexpected::Bool(*value),
                Value::Number(_) => Unexpected::Other("number"),
                Value::String(text) => Unexpected::Str(text),
                Value::Array(_) | Value::Object(_) => Unexpected::Seq,
            };
            return Err(Error::invalid_type(found, &"an object"));
        };
        let mut members = MapDeserializer::new(members);
        let value = visitor.visit_map(&mut members)?;
        members.end()?;
        Ok(value)
    }
}

impl<'de> IntoDeserializer<'de, Error> for Strict<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.iter().map(Strict));
                let value = visitor.visit_seq(&mut items)?;
                items.end()?;
                Ok(value)
            }
            Value::Object(_) => self.object(visitor),
            plain => plain.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
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
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match (self.0, self.members()) {
            (Value::String(name), _) => {
                let name: StrDeserializer<'_, Error> = name.as_str().into_deserializer();
                visitor.visit_enum(name)
            }
            (_, Some(members)) => {
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(members)))
            }
            _ => Err(Error::custom("a word or an object is needed")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct identifier ignored_any
    }
}
