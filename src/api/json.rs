//! Reads the contract's types from parsed JSON, with less code than `serde_json`'s own reader.
//!
//! Serde instantiates a reader for every type. `serde_json`'s reader accepts structs written as arrays and has detailed
//! error messages, including floating-point numbers; omitting both saves the portal about 10 kB of brotli.
//! Errors still contain the location and the unexpected value.

mod access;
mod mismatch;
mod parse;
#[cfg(test)]
mod tests;

pub(super) use mismatch::TypeMismatch;
pub(super) use parse::from_js;
pub(crate) use parse::parse;

use access::{Fields, Items, Members, Word};
use mismatch::PathSegment;
use serde::de::Visitor;
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Value;

/// A parsed value to read types from, without skipped list items.
#[derive(Clone, Copy)]
pub(super) struct Json<'a>(&'a Value, &'a SkippedItems);

/// List items that do not match, by their address in memory, so that nothing is changed or copied to skip them.
#[derive(Default)]
pub(super) struct SkippedItems(Vec<usize>);

/// A response with more mismatched items is not worth reading.
const MAX_SKIPPED: usize = 100;

static NONE: SkippedItems = SkippedItems(Vec::new());

impl<'a> Json<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        Self(value, &NONE)
    }

    pub(super) fn without(value: &'a Value, skipped: &'a SkippedItems) -> Self {
        Self(value, skipped)
    }
}

impl SkippedItems {
    /// Skips the innermost list item around a mismatch. Returns whether there is one.
    pub(super) fn skip(&mut self, value: &Value, mismatch: &TypeMismatch) -> bool {
        let Some(inner) = mismatch.path.iter().position(PathSegment::is_item) else {
            return false;
        };
        let steps = mismatch.path.iter().skip(inner).rev();
        let item = steps.clone().try_fold(value, |place, step| match step {
            PathSegment::Item(at) => place.get(*at),
            PathSegment::Member(name) => place.get(name.as_str()),
        });
        let room = self.0.len() < MAX_SKIPPED;
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
    type Error = TypeMismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
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

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
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
    ) -> Result<V::Value, TypeMismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TypeMismatch> {
        let Value::Object(members) = self.0 else {
            return Err(TypeMismatch::instead("an object", self.0));
        };
        let fields = Fields::of(members, names, self.1);
        visitor
            .visit_seq(fields)
            .map_err(|mismatch| mismatch.of_fields(names))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members::of(members, self.1)),
            _ => Err(TypeMismatch::instead("an object", self.0)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items::of(items, self.1)),
            _ => Err(TypeMismatch::instead("a list", self.0)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        match self.0 {
            Value::String(text) => visitor.visit_str(text),
            _ => Err(TypeMismatch::instead("a string", self.0)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(*value),
            _ => Err(TypeMismatch::instead("true or false", self.0)),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        match self.0.as_u64() {
            Some(number) => visitor.visit_u64(number),
            None => Err(TypeMismatch::instead("a whole number", self.0)),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TypeMismatch> {
        self.deserialize_u64(visitor)
    }

    /// The contract's enums are strings.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TypeMismatch> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(Word(word)),
            _ => Err(TypeMismatch::instead("a word", self.0)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, TypeMismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct }
}
