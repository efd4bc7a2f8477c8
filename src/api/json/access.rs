//! The parts of a value in sequence, for serde's visitors.

use super::mismatch::PathSegment;
use super::{Json, SkippedItems, TypeMismatch};
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::map::Iter;
use serde_json::{Map, Value};
use std::iter::Enumerate;

pub(super) struct Items<'a> {
    rest: Enumerate<std::slice::Iter<'a, Value>>,
    skipped: &'a SkippedItems,
}

impl<'a> Items<'a> {
    pub(super) fn of(items: &'a [Value], skipped: &'a SkippedItems) -> Self {
        Self {
            rest: items.iter().enumerate(),
            skipped,
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = TypeMismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, TypeMismatch> {
        let skipped = self.skipped;
        let Some((at, item)) = self.rest.find(|(_, item)| !skipped.has(item)) else {
            return Ok(None);
        };
        match seed.deserialize(Json(item, skipped)) {
            Ok(item) => Ok(Some(item)),
            Err(mismatch) => Err(mismatch.at(PathSegment::Item(at))),
        }
    }
}

/// The members of an object in the order of a struct's fields. Reading them in order takes half the code of a struct's
/// map visitor, which looks up each name and remembers what it has seen.
pub(super) struct Fields<'a> {
    members: &'a Map<String, Value>,
    rest: std::slice::Iter<'static, &'static str>,
    skipped: &'a SkippedItems,
}

impl<'a> Fields<'a> {
    pub(super) fn of(
        members: &'a Map<String, Value>,
        names: &'static [&'static str],
        skipped: &'a SkippedItems,
    ) -> Self {
        Self {
            members,
            rest: names.iter(),
            skipped,
        }
    }
}

impl<'de> SeqAccess<'de> for Fields<'de> {
    type Error = TypeMismatch;

    /// `None` for a missing member: its field has a default, or the visitor reports missing elements.
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, TypeMismatch> {
        let Some(name) = self.rest.next() else {
            return Ok(None);
        };
        let Some(value) = self.members.get(*name) else {
            return Ok(None);
        };
        match seed.deserialize(Json(value, self.skipped)) {
            Ok(value) => Ok(Some(value)),
            Err(mismatch) => Err(mismatch.at(PathSegment::Member((*name).to_owned()))),
        }
    }
}

pub(super) struct Members<'a> {
    rest: Iter<'a>,
    last: Option<(&'a String, &'a Value)>,
    skipped: &'a SkippedItems,
}

impl<'a> Members<'a> {
    pub(super) fn of(members: &'a Map<String, Value>, skipped: &'a SkippedItems) -> Self {
        Self {
            rest: members.iter(),
            last: None,
            skipped,
        }
    }
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = TypeMismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, TypeMismatch> {
        self.last = self.rest.next();
        let Some((name, _)) = self.last else {
            return Ok(None);
        };
        seed.deserialize(name.as_str().into_deserializer())
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, TypeMismatch> {
        let Some((name, value)) = self.last else {
            return Err(TypeMismatch::new("a name without a value", ""));
        };
        match seed.deserialize(Json(value, self.skipped)) {
            Ok(value) => Ok(value),
            Err(mismatch) => Err(mismatch.at(PathSegment::Member(name.clone()))),
        }
    }
}

/// The string of an enum.
pub(super) struct Word<'a>(pub(super) &'a str);

impl<'de> EnumAccess<'de> for Word<'de> {
    type Error = TypeMismatch;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self), TypeMismatch> {
        Ok((seed.deserialize(self.0.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for Word<'de> {
    type Error = TypeMismatch;

    fn unit_variant(self) -> Result<(), TypeMismatch> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, TypeMismatch> {
        Err(TypeMismatch::new("a word alone", ""))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, TypeMismatch> {
        Err(TypeMismatch::new("a word alone", ""))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, TypeMismatch> {
        Err(TypeMismatch::new("a word alone", ""))
    }
}
