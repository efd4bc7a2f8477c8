//! The parts of a value, one after the other, as serde's visitors ask for them.

use super::misfit::Step;
use super::{Cuts, Json, Misfit};
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::map::Iter;
use serde_json::{Map, Value};
use std::iter::Enumerate;

pub(super) struct Items<'a> {
    rest: Enumerate<std::slice::Iter<'a, Value>>,
    cuts: &'a Cuts,
}

impl<'a> Items<'a> {
    pub(super) fn of(items: &'a [Value], cuts: &'a Cuts) -> Self {
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

/// The members of an object in the order of a struct's fields. Read in turn, they take half the code that a struct's
/// visitor of a map takes, which looks for each name and remembers what it has seen.
pub(super) struct Fields<'a> {
    members: &'a Map<String, Value>,
    rest: std::slice::Iter<'static, &'static str>,
    cuts: &'a Cuts,
}

impl<'a> Fields<'a> {
    pub(super) fn of(
        members: &'a Map<String, Value>,
        names: &'static [&'static str],
        cuts: &'a Cuts,
    ) -> Self {
        Self {
            members,
            rest: names.iter(),
            cuts,
        }
    }
}

impl<'de> SeqAccess<'de> for Fields<'de> {
    type Error = Misfit;

    /// Nothing for a member that is missing: its field has a default, or the visitor says that elements are missing.
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let Some(name) = self.rest.next() else {
            return Ok(None);
        };
        let Some(value) = self.members.get(*name) else {
            return Ok(None);
        };
        match seed.deserialize(Json(value, self.cuts)) {
            Ok(value) => Ok(Some(value)),
            Err(misfit) => Err(misfit.at(Step::Member((*name).to_owned()))),
        }
    }
}

pub(super) struct Members<'a> {
    rest: Iter<'a>,
    last: Option<(&'a String, &'a Value)>,
    cuts: &'a Cuts,
}

impl<'a> Members<'a> {
    pub(super) fn of(members: &'a Map<String, Value>, cuts: &'a Cuts) -> Self {
        Self {
            rest: members.iter(),
            last: None,
            cuts,
        }
    }
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

/// A word of an enum.
pub(super) struct Word<'a>(pub(super) &'a str);

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
