//! Maps with known keys: a single declaration defines the type, its reader and its schema for
//! editors.

use super::field_type::{Definitions, FieldType};
use super::reader::Cursor;
use serde_json::{Map, Value, json};
use std::marker::PhantomData;

/// A map with known keys in a content file.
pub(crate) trait Object: Sized {
    /// Reads the map; reports all faults, not only the first.
    fn read(at: Cursor<'_>) -> Option<Self>;

    /// Its JSON Schema.
    fn schema(definitions: &mut Definitions) -> Value;
}

/// The field type of such a map.
pub(crate) struct ObjectType<T>(PhantomData<fn() -> T>);

/// The field type of such a map.
pub(crate) const fn of<T: Object>() -> ObjectType<T> {
    ObjectType(PhantomData)
}

impl<T: Object> FieldType for ObjectType<T> {
    type Value = T;

    fn read(&self, at: Cursor<'_>) -> Option<T> {
        T::read(at)
    }

    fn schema(&self, definitions: &mut Definitions) -> Value {
        T::schema(definitions)
    }
}

/// A key in a schema.
pub(crate) struct Property {
    pub(crate) key: &'static str,
    pub(crate) required: bool,
    pub(crate) description: String,
    pub(crate) schema: Value,
}

/// The schema of a map with exactly these keys.
pub(crate) fn schema(description: &str, properties: Vec<Property>) -> Value {
    let required = properties.iter().filter(|property| property.required);
    let required: Vec<_> = required.map(|property| property.key).collect();
    let described = |Property {
                         key,
                         description,
                         mut schema,
                         ..
                     }: Property| {
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), json!(description));
        }
        (key.to_owned(), schema)
    };
    let properties: Map<_, _> = properties.into_iter().map(described).collect();
    json!({
        "description": description,
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

/// The text of a documentation comment.
pub(crate) fn words(lines: &[&str]) -> String {
    let lines: Vec<_> = lines.iter().map(|line| line.trim()).collect();
    lines.join(" ")
}

/// Declares an [`Object`]: editors show its documentation, each field gives its type in the file
/// after `=`, and its key is the field's name unless `as` gives another one. The first word of a
/// field defines the effect of a missing key:
///
/// - `required`: a fault, and the map cannot be read;
/// - `defaulted`: a fault, but the rest can be checked with a default;
/// - `optional`: no effect.
///
/// `unused` lists keys that are checked and not kept, `beside` lists fields that are filled in
/// elsewhere and start with their default. `check` receives the fields as options, before it is
/// known whether all could be read.
macro_rules! object {
    (
        $(#[doc = $doc:literal])+
        $(#[derive($($derive:ident),+)])?
        $vis:vis struct $name:ident {
            $(
                $(#[doc = $about:literal])+
                $presence:ident $field:ident $(as $key:literal)?: $type:ty = $field_type:expr;
            )+
        }
        $(unused {
            $($(#[doc = $unused_about:literal])+ $unused:ident = $unused_type:expr;)+
        })?
        $(beside {
            $($(#[doc = $beside_about:literal])+ $beside:ident: $beside_type:ty;)+
        })?
        $(check($at:ident) $check:block)?
    ) => {
        $(#[doc = $doc])+
        $(#[derive($($derive),+)])?
        $vis struct $name {
            $($(#[doc = $about])+ pub(crate) $field: $type,)+
            $($($(#[doc = $beside_about])+ pub(crate) $beside: $beside_type,)+)?
        }

        impl $crate::content::object::Object for $name {
            fn read(at: $crate::content::reader::Cursor<'_>) -> Option<Self> {
                use $crate::content::field_type::FieldType;
                let map = at.map()?;
                $(
                    let $field = $crate::content::object::object!(
                        @find $presence map $crate::content::object::object!(@key $field $($key)?)
                    );
                    let $field = $field.and_then(|at| ($field_type).read(at));
                )+
                $($(
                    if let Some(at) = map.may(stringify!($unused)) {
                        ($unused_type).read(at);
                    }
                )+)?
                map.finish();
                $(let $at = at; $check)?
                Some(Self {
                    $($field: $crate::content::object::object!(@take $presence $field),)+
                    $($($beside: Default::default(),)+)?
                })
            }

            fn schema(
                definitions: &mut $crate::content::field_type::Definitions,
            ) -> serde_json::Value {
                use $crate::content::field_type::FieldType;
                use $crate::content::object::{Property, schema, words};
                let properties = vec![
                    $(Property {
                        key: $crate::content::object::object!(@key $field $($key)?),
                        required: $crate::content::object::object!(@required $presence),
                        description: words(&[$($about),+]),
                        schema: ($field_type).schema(definitions),
                    },)+
                    $($(Property {
                        key: stringify!($unused),
                        required: false,
                        description: words(&[$($unused_about),+]),
                        schema: ($unused_type).schema(definitions),
                    },)+)?
                ];
                schema(&words(&[$($doc),+]), properties)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@find optional $map:ident $key:expr) => { $map.may($key) };
    (@find $presence:ident $map:ident $key:expr) => { $map.need($key) };
    (@required optional) => { false };
    (@required $presence:ident) => { true };
    (@take required $field:ident) => { $field?.into() };
    (@take defaulted $field:ident) => { $field.unwrap_or_default() };
    (@take optional $field:ident) => { $field.map(Into::into).unwrap_or_default() };
}

pub(crate) use object;
