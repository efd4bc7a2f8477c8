//! Deserialisation of types from a JSON value in which a struct is an object and never an array.

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::{Error, Value};

/// JSON has one number type: `1.0` and `1e0` are the integer 1, also in JSON Schema.
macro_rules! whole_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.whole() {
                Some(number) => visitor.visit_i64(number),
                None => self.0.$method(visitor),
            }
        }
    )*};
}

/// A value that types can be deserialised from.
#[derive(Clone, Copy)]
pub(super) struct StrictDeserializer<'de>(pub(super) &'de Value);

impl<'de> StrictDeserializer<'de> {
    fn members(self) -> Option<impl Iterator<Item = (&'de str, StrictDeserializer<'de>)>> {
        let members = self.0.as_object()?.iter();
        Some(members.map(|(name, value)| (name.as_str(), StrictDeserializer(value))))
    }

    /// The integer that equals a number with a decimal point or an exponent, if that number is
    /// exact.
    fn whole(self) -> Option<i64> {
        const EXACT: f64 = 9_007_199_254_740_991.0;
        let number = self.0.as_f64().filter(|_| self.0.is_f64())?;
        let whole = number.trunc() == number && number.abs() <= EXACT;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and small enough"
        )]
        whole.then_some(number as i64)
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

impl<'de> IntoDeserializer<'de, Error> for StrictDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for StrictDeserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.iter().map(StrictDeserializer));
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
            _ => Err(Error::custom("expected a string or an object")),
        }
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct identifier ignored_any
    }
}
